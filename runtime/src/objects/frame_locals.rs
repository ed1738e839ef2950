//! What shows and sets the variables of a function that runs (PEP 667): `FrameLocalsProxy`.

#![allow(unsafe_code, reason = "reaches variables of frames in raw memory")]

use casewright_code::LocalKind;

use crate::args::Args;
use crate::errors::PyResult;
use crate::eval::call::variable;
use crate::eval::frame;
use crate::objects::cell::Cell;
use crate::objects::collections::ReprGuard;
use crate::objects::dict::Dict;
use crate::objects::frame::Frame;
use crate::objects::layout::object_layout;
use crate::objects::list::List;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, Kind, MethodDef, TypeSpec, flags};
use crate::protocol::nb;
use crate::value::{FieldOf, Header, Obj, Ref, StackRef, Value};
use crate::vm::Vm;

/// The variables of a frame as a mapping: `PyFrameLocalsProxyObject`. Names that are no variables of the function are
/// kept beside them.
#[repr(C)]
pub(crate) struct FrameLocalsProxy {
    header: Header,
    frame: FieldOf<Frame>,
}

object_layout!(FrameLocalsProxy, FrameLocalsProxy, "FrameLocalsProxy");

/// The variables of a frame: `_PyFrameLocalsProxy_New`.
pub(crate) fn new(vm: &Vm, frame: Ref<Frame>) -> Value {
    let ty = vm.types.frame_locals_proxy();
    vm.alloc(ty, FrameLocalsProxy { header: Header::new(ty), frame: FieldOf::new(frame) }).into_value()
}

fn frame_of(vm: &Vm, object: Obj<'_>) -> PyResult<Ref<Frame>> {
    let this = vm.expect::<FrameLocalsProxy>(object)?;
    this.frame.get().ok_or_else(|| vm.reference_error("the frame is gone"))
}

/// Why a variable is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// To be read: it has to have a value.
    Read,
    /// To be set: it must not be hidden.
    Write,
}

/// The number of a variable with this name.
fn find(vm: &Vm, frame: &Frame, key: Obj<'_>, purpose: Purpose) -> PyResult<Option<usize>> {
    vm.hash(key)?;
    let code = frame.code().to_ref();
    let suits = |index: usize| match purpose {
        // SAFETY: the frame is kept for the object.
        Purpose::Read => unsafe { variable(frame.frame(), index) }.is_some(),
        Purpose::Write => code.kinds().get(index).is_some_and(|kind| kind & LocalKind::HIDDEN == 0),
    };
    for (index, name) in code.localsplusnames().get().as_slice().iter().enumerate() {
        let same = match (name.cast::<Str>(), key.cast::<Str>()) {
            (Some(name), Some(key)) if key.ty().kind() == Kind::Str => name.equals(&key),
            _ => vm.hash(name.obj())? == vm.hash(key)? && vm.equal(name.obj(), key)?,
        };
        if same && suits(index) {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

/// The value of a name, if it has one.
fn get(vm: &Vm, object: Obj<'_>, key: Obj<'_>) -> PyResult<Option<Value>> {
    let frame = frame_of(vm, object)?;
    if let Some(index) = find(vm, &frame, key, Purpose::Read)? {
        // SAFETY: the frame is kept for the object.
        return Ok(unsafe { variable(frame.frame(), index) });
    }
    match frame.extra_locals.get() {
        Some(extra) => extra.get(vm, key),
        None => Ok(None),
    }
}

/// Sets a name, or deletes it: `framelocalsproxy_setitem`.
fn set(vm: &Vm, object: Obj<'_>, key: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    let frame = frame_of(vm, object)?;
    let Some(index) = find(vm, &frame, key, Purpose::Write)? else {
        return set_extra(vm, &frame, key, value);
    };
    let Some(value) = value else {
        return Err(vm.value_error("cannot remove local variables from FrameLocalsProxy"));
    };
    let is_shared = frame.code().kinds()[index] & (LocalKind::CELL | LocalKind::FREE) != 0;
    // SAFETY: the frame is kept for the object, and has this variable.
    let old = unsafe { frame::local(frame.frame(), index).get().map(Obj::to_owned) };
    if let Some(cell) = old.as_ref().and_then(|old| old.cast::<Cell>()).filter(|_| is_shared) {
        cell.get().set(Some(value.to_owned()));
        return Ok(());
    }
    if let Some(old) = old {
        // What runs may have borrowed the value from the variable.
        frame.keep_overwritten(vm, old)?;
    }
    // SAFETY: as above; the variable is not looked at while it is written.
    unsafe {
        let place = frame::localsplus(frame.frame()).add(index);
        std::ptr::replace(place, StackRef::from_new(value)).xclose();
    }
    Ok(())
}

fn set_extra(vm: &Vm, frame: &Frame, key: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    match value {
        Some(value) => {
            let extra = frame.extra_locals.get().unwrap_or_else(|| {
                let extra = Dict::new(vm);
                frame.extra_locals.set(Some(extra.clone()));
                extra
            });
            extra.set(vm, key, value)
        }
        None => {
            let removed = match frame.extra_locals.get() {
                Some(extra) => extra.remove(vm, key)?,
                None => None,
            };
            if removed.is_some() { Ok(()) } else { Err(vm.key_error(key)) }
        }
    }
}

/// All names with their values, those of variables first.
fn entries(vm: &Vm, object: Obj<'_>) -> PyResult<Vec<(Value, Value)>> {
    let frame = frame_of(vm, object)?;
    let code = frame.code().to_ref();
    let names = code.localsplusnames();
    let mut all = Vec::new();
    for (index, name) in names.get().as_slice().iter().enumerate() {
        // SAFETY: the frame is kept for the object.
        if let Some(value) = unsafe { variable(frame.frame(), index) } {
            all.push((name.clone(), value));
        }
    }
    if let Some(extra) = frame.extra_locals.get() {
        all.extend(extra.items());
    }
    Ok(all)
}

/// The names and values as a dict.
fn to_dict(vm: &Vm, object: Obj<'_>) -> PyResult<Ref<Dict>> {
    let dict = Dict::new(vm);
    for (name, value) in entries(vm, object)? {
        dict.insert(vm, name, value)?;
    }
    Ok(dict)
}

fn list_of(vm: &Vm, object: Obj<'_>, item: impl Fn((Value, Value)) -> Value) -> PyResult<Ref<List>> {
    Ok(List::new(vm, entries(vm, object)?.into_iter().map(item).collect()))
}

fn keys(vm: &Vm, object: Obj<'_>) -> PyResult<Ref<List>> {
    list_of(vm, object, |(name, _)| name)
}

/// Whether variables can be set from it: a dict or a mapping of this kind.
fn is_source(other: Obj<'_>) -> bool {
    other.cast::<Dict>().is_some() || other.cast::<FrameLocalsProxy>().is_some()
}

/// Sets all that a mapping has.
fn merge(vm: &Vm, object: Obj<'_>, other: Obj<'_>) -> PyResult<()> {
    let keys = vm.call_method(other, vm.names.keys.ptr(), &[])?;
    for key in vm.collect(keys.obj())? {
        let value = vm.getitem(other, key.obj())?;
        set(vm, object, key.obj(), Some(value.obj()))?;
    }
    Ok(())
}

fn or(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    if !is_source(right) {
        return Ok(Value::not_implemented());
    }
    let result = Dict::new(vm);
    result.merge(vm, left, crate::objects::dict::Existing::Replace)?;
    result.merge(vm, right, crate::objects::dict::Existing::Replace)?;
    Ok(result.into_value())
}

fn inplace_or(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    if !is_source(right) {
        return Ok(Value::not_implemented());
    }
    merge(vm, left, right)?;
    Ok(left.to_owned())
}

fn compare(vm: &Vm, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
    if right.cast::<FrameLocalsProxy>().is_some() {
        let same = frame_of(vm, left)?.obj().is(frame_of(vm, right)?.obj());
        return Ok(match op {
            CompareOp::Eq => Value::bool(same),
            CompareOp::Ne => Value::bool(!same),
            _ => Value::not_implemented(),
        });
    }
    if right.cast::<Dict>().is_some() {
        return vm.rich_compare(to_dict(vm, left)?.obj(), right, op);
    }
    Ok(Value::not_implemented())
}

fn one_or_two(vm: &Vm, name: &str, args: &Args<'_>) -> PyResult<()> {
    if matches!(args.len(), 1 | 2) {
        Ok(())
    } else {
        Err(vm.type_error(format_args!("{name} expected 1 or 2 arguments")))
    }
}

fn pop(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "pop", 1, 2)?;
    let (frame, key) = (frame_of(vm, object)?, args.get(0));
    if find(vm, &frame, key, Purpose::Write)?.is_some() {
        return Err(vm.value_error("cannot remove local variables from FrameLocalsProxy"));
    }
    let removed = match frame.extra_locals.get() {
        Some(extra) => extra.remove(vm, key)?,
        None => None,
    };
    match (removed, args.positional(1)) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => Ok(default.to_owned()),
        (None, None) => Err(vm.key_error(key)),
    }
}

const METHODS: &[MethodDef] = &[
    MethodDef::o("update", |vm, object, other| {
        if !is_source(other) {
            return Err(vm.type_error("update() argument must be dict or another FrameLocalsProxy"));
        }
        merge(vm, object, other)?;
        Ok(Value::none())
    }),
    MethodDef::noargs("__reversed__", |vm, object| {
        let mut all = entries(vm, object)?;
        all.reverse();
        Ok(List::new(vm, all.into_iter().map(|(name, _)| name).collect()).into_value())
    }),
    MethodDef::noargs("copy", |vm, object| Ok(to_dict(vm, object)?.into_value())),
    MethodDef::noargs("keys", |vm, object| Ok(keys(vm, object)?.into_value())),
    MethodDef::noargs("values", |vm, object| Ok(list_of(vm, object, |(_, value)| value)?.into_value())),
    MethodDef::noargs("items", |vm, object| {
        let pair = |(name, value)| Tuple::of(vm, [name, value]).into_value();
        Ok(list_of(vm, object, pair)?.into_value())
    }),
    MethodDef::fast("get", |vm, object, args| {
        one_or_two(vm, "get", &args)?;
        let found = get(vm, object, args.get(0))?;
        Ok(found.unwrap_or_else(|| args.positional(1).unwrap_or(Obj::NONE).to_owned()))
    }),
    MethodDef::fast("pop", pop),
    MethodDef::fast("setdefault", |vm, object, args| {
        one_or_two(vm, "setdefault", &args)?;
        if let Some(found) = get(vm, object, args.get(0))? {
            return Ok(found);
        }
        let default = args.positional(1).unwrap_or(Obj::NONE);
        set(vm, object, args.get(0), Some(default))?;
        Ok(default.to_owned())
    }),
];

fn subscript(vm: &Vm, object: Obj<'_>, key: Obj<'_>) -> PyResult<Value> {
    match get(vm, object, key)? {
        Some(value) => Ok(value),
        None => {
            let name = vm.repr(key)?;
            let message = vm.text(format_args!("local variable '{}' is not defined", name.as_str()));
            Err(vm.key_error(message.obj()))
        }
    }
}

/// `FrameLocalsProxy`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "FrameLocalsProxy",
    kind: Kind::FrameLocalsProxy,
    flags: flags::HAVE_GC | flags::MAPPING,
    basicsize: size_of::<FrameLocalsProxy>(),
    new: Some(|vm, _, args| {
        if args.len() != 1 {
            let given = args.len();
            return Err(vm.type_error(format_args!("FrameLocalsProxy expected 1 argument, got {given}")));
        }
        let Some(frame) = args.get(0).cast::<Frame>() else {
            let given = args.get(0).ty().name();
            return Err(vm.type_error(format_args!("expect frame, not {given}")));
        };
        if args.keywords() > 0 {
            return Err(vm.type_error("FrameLocalsProxy takes no keyword arguments"));
        }
        Ok(new(vm, frame.to_ref()))
    }),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<FrameLocalsProxy>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            unsafe { object.cast::<FrameLocalsProxy>().as_ref() }.frame.visit(visit);
        }));
        slots.clear.set(Some(|_, object| {
            if let Some(this) = object.cast::<FrameLocalsProxy>() {
                this.frame.set(None);
            }
        }));
        slots.repr.set(Some(|vm, object| {
            let Some(_guard) = ReprGuard::enter(object) else { return Ok(vm.intern("{...}").into_value()) };
            Ok(vm.repr(to_dict(vm, object)?.obj())?.into_value())
        }));
        slots.hash.set(Some(Vm::hash_not_implemented));
        slots.richcompare.set(Some(compare));
        slots.iter.set(Some(|vm, object| vm.iter(keys(vm, object)?.obj())));
        slots.length.set(Some(|vm, object| Ok(entries(vm, object)?.len())));
        slots.subscript.set(Some(subscript));
        slots.ass_subscript.set(Some(set));
        slots.contains.set(Some(|vm, object, key| Ok(get(vm, object, key)?.is_some())));
        slots.binary[nb::OR].set(Some(or));
        slots.binary[nb::INPLACE + nb::OR].set(Some(inplace_or));
    },
    methods: METHODS,
    ..TypeSpec::DEFAULT
};
