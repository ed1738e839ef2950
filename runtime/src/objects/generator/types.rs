//! `generator`, `coroutine` and what `coroutine.__await__()` answers with.

use super::resume::method_result;
use super::{Generator, Resumed, close, is_suspended, resume, throw, yield_from};
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::code::Code;
use crate::objects::str_::Str;
use crate::objects::type_::{GetSetDef, Kind, MethodDef, Sent, Slots, Type, TypeSpec, flags};
use crate::value::{FieldOf, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

pub(super) fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, Generator>> {
    vm.expect::<Generator>(object)
}

/// `__next__`
pub(super) fn iternext(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    match resume(vm, this(vm, object)?, None, false, false)? {
        Resumed::Yielded(value) => Ok(Some(value)),
        Resumed::Returned(value) if !value.is_none() => Err(vm.stop_iteration(Some(value))),
        Resumed::Returned(_) | Resumed::Ended => Ok(None),
    }
}

fn send(vm: &Vm, object: Obj<'_>, value: Obj<'_>) -> PyResult<Value> {
    method_result(vm, resume(vm, this(vm, object)?, Some(value), false, false))
}

fn am_send(vm: &Vm, object: Obj<'_>, value: Obj<'_>) -> PyResult<Sent> {
    Ok(match resume(vm, this(vm, object)?, Some(value), false, false)? {
        Resumed::Yielded(value) => Sent::Next(value),
        Resumed::Returned(value) => Sent::Return(value),
        Resumed::Ended => Sent::Return(Value::none()),
    })
}

/// The arguments of `throw`, which once were a type, a value and a traceback.
fn throw_args<'a>(vm: &Vm, args: Args<'a>) -> PyResult<[Option<Obj<'a>>; 3]> {
    args.range(vm, "throw", 1, 3)?;
    Ok([args.positional(0), args.positional(1), args.positional(2)])
}

/// [`throw_args`], with a warning if there is more than one.
pub(super) fn warned_throw_args<'a>(vm: &Vm, args: Args<'a>) -> PyResult<[Option<Obj<'a>>; 3]> {
    let args = throw_args(vm, args)?;
    if args[1].is_some() {
        vm.warn(
            vm.types.deprecation_warning(),
            "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.",
        )?;
    }
    Ok(args)
}

fn throw_method(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let args = warned_throw_args(vm, args)?;
    method_result(vm, throw(vm, this(vm, object)?, true, args))
}

fn close_method(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    close(vm, this(vm, object)?)
}

pub(super) fn frame_of(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    if super::is_finished(this.gi_frame_state()) {
        return Ok(Value::none());
    }
    // SAFETY: the frame has not ended.
    Ok(unsafe { crate::eval::frame::frame_object(vm, this.get().gi_iframe_ptr()) }.to_value())
}

pub(super) fn code_of(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let code: Ptr<'_, Code> = this(vm, object)?.get().code();
    Ok(code.to_value())
}

fn running(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(Value::bool(this(vm, object)?.gi_frame_state() == super::FRAME_EXECUTING))
}

pub(super) fn suspended(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(Value::bool(is_suspended(this(vm, object)?.gi_frame_state())))
}

pub(super) fn waits_for(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(yield_from(this(vm, object)?).unwrap_or_else(Value::none))
}

fn name(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(this(vm, object)?.name.get().map_or_else(Value::none, Ref::into_value))
}

fn qualname(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(this(vm, object)?.qualname.get().map_or_else(Value::none, Ref::into_value))
}

fn set_text(vm: &Vm, field: &FieldOf<Str>, name: &str, value: Option<Obj<'_>>) -> PyResult<()> {
    match value.and_then(|value| value.cast::<Str>()) {
        Some(text) => {
            field.set(Some(text.to_ref()));
            Ok(())
        }
        None => Err(vm.type_error(format_args!("{name} must be set to a string object"))),
    }
}

pub(super) const NAME: GetSetDef = GetSetDef::new("__name__", name)
    .set(|vm, object, value| set_text(vm, &this(vm, object)?.name, "__name__", value));
pub(super) const QUALNAME: GetSetDef = GetSetDef::new("__qualname__", qualname)
    .set(|vm, object, value| set_text(vm, &this(vm, object)?.qualname, "__qualname__", value));
pub(super) const CLASS_GETITEM: MethodDef =
    MethodDef::o("__class_getitem__", crate::objects::generic_alias::new).class().doc("See PEP 585");

/// What generators, coroutines and asynchronous generators have in common.
pub(super) fn common_slots(slots: &Slots) {
    slots.dealloc.set(super::dealloc);
    slots.traverse.set(Some(super::traverse));
    slots.finalize.set(Some(super::finalize));
    slots.repr.set(Some(super::repr));
}

/// `generator`
pub(crate) static GENERATOR_SPEC: TypeSpec = TypeSpec {
    name: "generator",
    kind: Kind::Generator,
    flags: flags::HAVE_GC,
    basicsize: size_of::<Generator>(),
    itemsize: size_of::<u64>(),
    weakrefs: true,
    slots: |slots| {
        common_slots(slots);
        slots.iter.set(Some(|_, object| Ok(object.to_owned())));
        slots.iternext.set(Some(iternext));
        slots.send.set(Some(am_send));
    },
    methods: &[
        MethodDef::o("send", send).doc(
            "send(value)\n--\n\nGoes on with value as what `yield` answers, up to the next `yield` or to the end.",
        ),
        MethodDef::fast("throw", throw_method).doc("throw(value)\nthrow(type[,value[,tb]])\n\nRaises the exception where the function is suspended."),
        MethodDef::noargs("close", close_method).doc("close(): ends the function with a GeneratorExit, if it has not ended."),
        CLASS_GETITEM,
    ],
    getset: &[
        NAME,
        QUALNAME,
        GetSetDef::new("gi_yieldfrom", waits_for),
        GetSetDef::new("gi_running", running),
        GetSetDef::new("gi_frame", frame_of),
        GetSetDef::new("gi_suspended", suspended),
        GetSetDef::new("gi_code", code_of),
    ],
    ..TypeSpec::DEFAULT
};

/// `coroutine`
pub(crate) static COROUTINE_SPEC: TypeSpec = TypeSpec {
    name: "coroutine",
    kind: Kind::Coroutine,
    flags: flags::HAVE_GC,
    basicsize: size_of::<Generator>(),
    itemsize: size_of::<u64>(),
    weakrefs: true,
    slots: |slots| {
        common_slots(slots);
        slots.await_.set(Some(|vm, object| Ok(CoroutineWrapper::new(vm, this(vm, object)?).into_value())));
        slots.send.set(Some(am_send));
    },
    methods: &[
        MethodDef::o("send", send).doc(
            "send(arg)\n--\n\nGoes on with arg as what was awaited, up to where it waits again or to the end.",
        ),
        MethodDef::fast("throw", throw_method)
            .doc("throw(value)\nthrow(type[,value[,traceback]])\n\nRaises the exception where the function waits."),
        MethodDef::noargs("close", close_method).doc("close(): ends the function with a GeneratorExit, if it has not ended."),
        CLASS_GETITEM,
    ],
    getset: &[
        NAME,
        QUALNAME,
        GetSetDef::new("cr_await", waits_for),
        GetSetDef::new("cr_running", running),
        GetSetDef::new("cr_frame", frame_of),
        GetSetDef::new("cr_suspended", suspended),
        GetSetDef::new("cr_code", code_of),
        GetSetDef::member("cr_origin", |vm, object| {
            Ok(this(vm, object)?.origin_or_finalizer.get().unwrap_or_else(Value::none))
        }),
    ],
    ..TypeSpec::DEFAULT
};

/// What `await` iterates over: `PyCoroWrapper`.
#[repr(C)]
pub struct CoroutineWrapper {
    header: Header,
    coroutine: FieldOf<Generator>,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for CoroutineWrapper {
    const NAME: &'static str = "coroutine_wrapper";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::CoroutineWrapper
    }
}

impl CoroutineWrapper {
    fn new(vm: &Vm, coroutine: Ptr<'_, Generator>) -> Ref<CoroutineWrapper> {
        let ty = vm.types.coroutine_wrapper();
        vm.alloc(
            ty,
            CoroutineWrapper { header: Header::new(ty), coroutine: FieldOf::new(coroutine.to_ref()) },
        )
    }
}

fn wrapped(vm: &Vm, object: Obj<'_>) -> PyResult<Ref<Generator>> {
    let wrapper = vm.expect::<CoroutineWrapper>(object)?;
    wrapper.coroutine.get().ok_or_else(|| vm.reference_error("the coroutine is gone"))
}

/// `coroutine_wrapper`
pub(crate) static COROUTINE_WRAPPER_SPEC: TypeSpec = TypeSpec {
    name: "coroutine_wrapper",
    kind: Kind::CoroutineWrapper,
    flags: flags::HAVE_GC,
    basicsize: size_of::<CoroutineWrapper>(),
    doc: Some("A wrapper object implementing __await__ for coroutines."),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<CoroutineWrapper>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            unsafe { object.cast::<CoroutineWrapper>().as_ref() }.coroutine.visit(visit);
        }));
        slots.iter.set(Some(|_, object| Ok(object.to_owned())));
        slots.iternext.set(Some(|vm, object| iternext(vm, wrapped(vm, object)?.obj())));
        slots.send.set(Some(|vm, object, value| am_send(vm, wrapped(vm, object)?.obj(), value)));
    },
    methods: &[
        MethodDef::o("send", |vm, object, value| send(vm, wrapped(vm, object)?.obj(), value)),
        MethodDef::fast("throw", |vm, object, args| throw_method(vm, wrapped(vm, object)?.obj(), args)),
        MethodDef::noargs("close", |vm, object| close_method(vm, wrapped(vm, object)?.obj())),
    ],
    ..TypeSpec::DEFAULT
};
