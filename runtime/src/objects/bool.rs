//! `bool`: the ints 0 and 1 that are called `False` and `True`.

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::int::IntRef;
use crate::objects::type_::{Kind, Slots, Type, TypeSpec, flags};
use crate::protocol::nb;
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

/// `bool(x=False, /)`
fn new(vm: &Vm, _: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "bool", 0, 1)?;
    Ok(Value::bool(args.positional(0).map_or(Ok(false), |object| vm.is_true(object))?))
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(vm.intern(if object.is(Obj::TRUE) { "True" } else { "False" }).into_value())
}

/// `&`, `|` and `^` of two bools are a bool; with another int, they are ints.
fn logical(
    vm: &Vm,
    left: Obj<'_>,
    right: Obj<'_>,
    of_bools: fn(bool, bool) -> bool,
    of_ints: fn(IntRef<'_>, IntRef<'_>) -> crate::objects::int::Number,
) -> PyResult<Value> {
    if let (Some(left), Some(right)) = (left.as_bool(), right.as_bool()) {
        return Ok(Value::bool(of_bools(left, right)));
    }
    match (IntRef::of(left), IntRef::of(right)) {
        (Some(left), Some(right)) => Ok(vm.number(of_ints(left, right))),
        _ => Ok(Value::not_implemented()),
    }
}

/// `~`, which few mean who write it.
fn invert(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    vm.warn(
        vm.types.deprecation_warning(),
        "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise \
         inversion of the underlying int object and is usually not what you expect from negating a bool. Use the \
         'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying \
         int.",
    )?;
    let number = if object.is(Obj::TRUE) { 1 } else { 0 };
    Ok(vm.int(!number))
}

fn fill(slots: &Slots) {
    slots.repr.set(Some(repr));
    slots.invert.set(Some(invert));
    slots.binary[nb::AND].set(Some(|vm, left, right| {
        logical(vm, left, right, |left, right| left & right, |left, right| left.and(right))
    }));
    slots.binary[nb::OR].set(Some(|vm, left, right| {
        logical(vm, left, right, |left, right| left | right, |left, right| left.or(right))
    }));
    slots.binary[nb::XOR].set(Some(|vm, left, right| {
        logical(vm, left, right, |left, right| left ^ right, |left, right| left.xor(right))
    }));
}

/// `bool`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "bool",
    kind: Kind::Bool,
    bases: &[&crate::objects::int::SPEC],
    flags: flags::LONG_SUBCLASS | flags::MATCH_SELF,
    new: Some(new),
    slots: fill,
    ..TypeSpec::DEFAULT
};
