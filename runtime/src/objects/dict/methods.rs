//! What programs do with dicts.

use super::table::hash_key_for;
use super::update::Existing;
use super::{Dict, clear_dict, iter, traverse, views};
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::collections::ReprGuard;
use crate::objects::str_::StrBuilder;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, Kind, MethodDef, Slots, Type, TypeSpec, flags};
use crate::protocol::nb;
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

/// The receiver of a slot or method, whose caller has made sure of it.
#[inline(always)]
pub(super) fn receiver(object: Obj<'_>) -> Ptr<'_, Dict> {
    object.cast().expect("the receiver is a dict")
}

fn new(vm: &Vm, ty: Ptr<'_, Type>, _: Args<'_>) -> PyResult<Value> {
    Ok(Dict::with_type(vm, &ty).into_value())
}

fn init(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<()> {
    receiver(object).get().update_from_args(vm, args, "dict")
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let dict = receiver(object).get();
    if dict.is_empty() {
        return Ok(vm.intern("{}").into_value());
    }
    let Some(_guard) = ReprGuard::enter(object) else {
        return Ok(vm.intern("{...}").into_value());
    };
    let mut text = StrBuilder::new();
    text.push_str("{");
    let mut position = 0;
    let mut first = true;
    while let Some((key, value)) = dict.next_entry(&mut position) {
        if !std::mem::take(&mut first) {
            text.push_str(", ");
        }
        text.push_chars(vm.repr(key.obj())?.chars());
        text.push_str(": ");
        text.push_chars(vm.repr(value.obj())?.chars());
    }
    text.push_str("}");
    Ok(text.finish(vm).into_value())
}

fn richcompare(vm: &Vm, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.cast::<Dict>(), right.cast::<Dict>()) else {
        return Ok(Value::not_implemented());
    };
    match op {
        CompareOp::Eq => Ok(Value::bool(a.get().equals(vm, b.get())?)),
        CompareOp::Ne => Ok(Value::bool(!a.get().equals(vm, b.get())?)),
        _ => Ok(Value::not_implemented()),
    }
}

/// `dict[key]`: `dict_subscript`, which asks `__missing__` of subtypes.
fn subscript(vm: &Vm, object: Obj<'_>, key: Obj<'_>) -> PyResult<Value> {
    let dict = receiver(object).get();
    if let Some(value) = dict.get(vm, key)? {
        return Ok(value);
    }
    if object.ty().kind() != Kind::Dict
        && let Some(missing) = vm.lookup_special(object, vm.names.__missing__.ptr())?
    {
        return vm.call_args(missing.obj(), &[key]);
    }
    Err(vm.key_error(key))
}

fn ass_subscript(vm: &Vm, object: Obj<'_>, key: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    let dict = receiver(object).get();
    match value {
        Some(value) => dict.set(vm, key, value),
        None => {
            let hash = hash_key_for(vm, key)?;
            match dict.remove_known_hash(vm, key, hash)? {
                Some(_) => Ok(()),
                None => Err(vm.key_error(key)),
            }
        }
    }
}

fn contains(vm: &Vm, object: Obj<'_>, key: Obj<'_>) -> PyResult<bool> {
    receiver(object).get().contains(vm, key)
}

fn or(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.cast::<Dict>(), right.cast::<Dict>()) else {
        return Ok(Value::not_implemented());
    };
    let union = a.get().copy(vm)?;
    union.merge(vm, b.obj(), Existing::Replace)?;
    Ok(union.into_value())
}

fn inplace_or(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    receiver(left).get().update_from(vm, right)?;
    Ok(left.to_owned())
}

fn get(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "get", 1, 2)?;
    match receiver(object).get().get(vm, args.get(0))? {
        Some(value) => Ok(value),
        None => Ok(args.positional(1).unwrap_or(Obj::NONE).to_owned()),
    }
}

fn setdefault(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "setdefault", 1, 2)?;
    let default = args.positional(1).unwrap_or(Obj::NONE);
    receiver(object).get().set_default(vm, args.get(0), default)
}

fn pop(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "pop", 1, 2)?;
    let (dict, key) = (receiver(object).get(), args.get(0));
    // An empty dict does not ask for the key's hash.
    let found = if dict.is_empty() { None } else { dict.remove(vm, key)? };
    match (found, args.positional(1)) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => Ok(default.to_owned()),
        (None, None) => Err(vm.key_error(key)),
    }
}

fn popitem(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    match receiver(object).get().pop_last(vm)? {
        Some((key, value)) => Ok(Tuple::of(vm, [key, value]).into_value()),
        None => {
            let message = crate::objects::str_::Str::new(vm, "popitem(): dictionary is empty");
            Err(vm.key_error(message.obj()))
        }
    }
}

fn update(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    receiver(object).get().update_from_args(vm, args, "update")?;
    Ok(Value::none())
}

fn fromkeys(vm: &Vm, class: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "fromkeys", 1, 2)?;
    Dict::from_keys(vm, class, args.get(0), args.positional(1).unwrap_or(Obj::NONE))
}

fn size_of_dict(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(vm.int((object.ty().basicsize() + receiver(object).get().memory()) as i64))
}

fn fill(slots: &Slots) {
    slots.dealloc.set(crate::objects::alloc::dealloc::<Dict>);
    slots.traverse.set(Some(traverse));
    slots.clear.set(Some(clear_dict));
    slots.init.set(Some(init));
    slots.repr.set(Some(repr));
    slots.hash.set(Some(Vm::hash_not_implemented));
    slots.richcompare.set(Some(richcompare));
    slots.iter.set(Some(iter::iter));
    slots.length.set(Some(|_, object| Ok(receiver(object).len())));
    slots.contains.set(Some(contains));
    slots.subscript.set(Some(subscript));
    slots.ass_subscript.set(Some(ass_subscript));
    slots.binary[nb::OR].set(Some(or));
    slots.binary[nb::OR + nb::INPLACE].set(Some(inplace_or));
}

/// `dict`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "dict",
    kind: Kind::Dict,
    flags: flags::DICT_SUBCLASS | flags::HAVE_GC | flags::BASETYPE | flags::MATCH_SELF | flags::MAPPING,
    basicsize: size_of::<Dict>(),
    doc: Some("A hash table in insertion order, made from a mapping, from pairs, or from keyword arguments."),
    new: Some(new),
    slots: fill,
    methods: &[
        MethodDef::noargs("__sizeof__", size_of_dict),
        MethodDef::fast("get", get),
        MethodDef::fast("setdefault", setdefault),
        MethodDef::fast("pop", pop),
        MethodDef::noargs("popitem", popitem),
        MethodDef::noargs("keys", views::keys),
        MethodDef::noargs("items", views::items),
        MethodDef::noargs("values", views::values),
        MethodDef::keywords("update", update),
        MethodDef::fast("fromkeys", fromkeys).class(),
        MethodDef::noargs("clear", |_, object| {
            receiver(object).get().clear();
            Ok(Value::none())
        }),
        MethodDef::noargs("copy", |vm, object| Ok(receiver(object).get().copy(vm)?.into_value())),
        MethodDef::noargs("__reversed__", iter::reversed),
        MethodDef::o("__class_getitem__", crate::objects::collections::class_getitem).class(),
    ],
    ..TypeSpec::DEFAULT
};
