//! What operators do with ints.

use super::number::{IntRef, Number};
use super::{Int, text};
use crate::errors::PyResult;
use crate::objects::alloc::dealloc;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, Kind, Slots};
use crate::protocol::nb;
use crate::value::{Obj, Ref, Value};
use crate::vm::Vm;

/// Fills the slots of `int` in.
pub(super) fn fill(slots: &Slots) {
    slots.dealloc.set(dealloc::<Int>);
    slots.repr.set(Some(repr));
    slots.hash.set(Some(|_, object| Ok(IntRef::of(object).map_or(-1, IntRef::hash))));
    slots.richcompare.set(Some(richcompare));
    let binary = |op: usize, function| slots.binary[op].set(Some(function));
    binary(nb::ADD, add);
    binary(nb::SUBTRACT, subtract);
    binary(nb::MULTIPLY, multiply);
    binary(nb::FLOOR_DIVIDE, floor_divide);
    binary(nb::REMAINDER, remainder);
    binary(nb::TRUE_DIVIDE, true_divide);
    binary(nb::LSHIFT, left_shift);
    binary(nb::RSHIFT, right_shift);
    binary(nb::AND, and);
    binary(nb::OR, or);
    binary(nb::XOR, xor);
    slots.divmod.set(Some(divmod));
    slots.power.set(Some(power));
    slots.negative.set(Some(|vm, object| unary(vm, object, |number| number.neg())));
    slots.positive.set(Some(to_int));
    slots.absolute.set(Some(|vm, object| unary(vm, object, |number| number.abs())));
    slots.invert.set(Some(|vm, object| unary(vm, object, |number| number.invert())));
    slots.int.set(Some(to_int));
    slots.index.set(Some(to_int));
    slots.float.set(Some(|vm, object| match IntRef::of(object) {
        Some(number) => Ok(vm.float(vm.int_to_f64(number)?)),
        None => Ok(Value::not_implemented()),
    }));
    slots.bool.set(Some(|_, object| Ok(IntRef::of(object).is_some_and(|number| !number.is_zero()))));
}

/// The object itself if it is exactly an int, or an int of the same number.
pub(super) fn to_int(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    unary(vm, object, |number| number.to_number())
}

fn unary(vm: &Vm, object: Obj<'_>, operation: fn(IntRef<'_>) -> Number) -> PyResult<Value> {
    match IntRef::of(object) {
        Some(number) => Ok(vm.number(operation(number))),
        None => Ok(Value::not_implemented()),
    }
}

/// The numbers of both operands, or an answer of `NotImplemented`.
macro_rules! both {
    ($left:expr, $right:expr) => {
        match (IntRef::of($left), IntRef::of($right)) {
            (Some(left), Some(right)) => (left, right),
            _ => return Ok(Value::not_implemented()),
        }
    };
}

/// `+`
pub(crate) fn add(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    if let Some(sum) = left.small_int_add(right) {
        return Ok(sum);
    }
    let (left, right) = both!(left, right);
    Ok(vm.number(left.add(right)))
}

/// `-`
pub(crate) fn subtract(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    if let Some(difference) = left.small_int_sub(right) {
        return Ok(difference);
    }
    let (left, right) = both!(left, right);
    Ok(vm.number(left.sub(right)))
}

/// `*`
pub(crate) fn multiply(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    if let Some(product) = left.small_int_mul(right) {
        return Ok(product);
    }
    let (left, right) = both!(left, right);
    left.mul(right).map(|number| vm.number(number)).map_err(|failure| vm.arithmetic_failure(failure))
}

fn floor_divide(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    let (left, right) = both!(left, right);
    left.floor_div(right).map(|number| vm.number(number)).map_err(|failure| vm.arithmetic_failure(failure))
}

fn remainder(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    let (left, right) = both!(left, right);
    left.modulo(right).map(|number| vm.number(number)).map_err(|failure| vm.arithmetic_failure(failure))
}

fn divmod(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    let (left, right) = both!(left, right);
    let (quotient, rest) = left.div_mod(right).map_err(|failure| vm.arithmetic_failure(failure))?;
    Ok(Tuple::new(vm, vec![vm.number(quotient), vm.number(rest)]).into_value())
}

fn true_divide(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    let (left, right) = both!(left, right);
    left.true_div(right).map(|quotient| vm.float(quotient)).map_err(|failure| vm.arithmetic_failure(failure))
}

fn left_shift(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    let (left, right) = both!(left, right);
    left.shift_left(right).map(|number| vm.number(number)).map_err(|failure| vm.arithmetic_failure(failure))
}

fn right_shift(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    let (left, right) = both!(left, right);
    left.shift_right(right).map(|number| vm.number(number)).map_err(|failure| vm.arithmetic_failure(failure))
}

fn and(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    let (left, right) = both!(left, right);
    Ok(vm.number(left.and(right)))
}

fn or(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    let (left, right) = both!(left, right);
    Ok(vm.number(left.or(right)))
}

fn xor(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    let (left, right) = both!(left, right);
    Ok(vm.number(left.xor(right)))
}

fn power(vm: &Vm, base: Obj<'_>, exponent: Obj<'_>, modulus: Obj<'_>) -> PyResult<Value> {
    let (left, right) = both!(base, exponent);
    if !modulus.is_none() {
        let Some(modulus) = IntRef::of(modulus) else {
            return Ok(Value::not_implemented());
        };
        if modulus.is_zero() {
            return Err(vm.value_error("pow() 3rd argument cannot be 0"));
        }
        return left
            .pow_mod(right, modulus)
            .map(|number| vm.number(number))
            .map_err(|failure| vm.arithmetic_failure(failure));
    }
    if right.is_negative() {
        let (base, exponent) = (vm.int_to_f64(left)?, vm.int_to_f64(right)?);
        return crate::objects::float::power(vm, base, exponent);
    }
    left.pow(right, || vm.signals_pending())
        .map(|number| vm.number(number))
        .map_err(|failure| vm.arithmetic_failure(failure))
}

fn richcompare(_: &Vm, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
    if let Some((left, right)) = left.small_int_order(right) {
        return Ok(Value::bool(op.holds(left.cmp(&right))));
    }
    let (left, right) = both!(left, right);
    Ok(Value::bool(op.holds(left.compare(right))))
}

/// `repr` and `str` of an int.
fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    match IntRef::of(object) {
        Some(number) => to_text(vm, number).map(Ref::into_value),
        None => Err(vm.type_error("descriptor '__repr__' requires an 'int' object")),
    }
}

/// The decimal digits of a number.
pub(crate) fn to_text(vm: &Vm, number: IntRef<'_>) -> PyResult<Ref<Str>> {
    if let IntRef::Small(number) = number {
        return Ok(Str::from_latin1(vm, itoa::Buffer::new().format(number).as_bytes()));
    }
    let limit = vm.int_max_str_digits.get();
    match text::to_decimal(number, limit) {
        Some(text) => Ok(Str::from_latin1(vm, text.as_bytes())),
        None => Err(vm.value_error(format_args!(
            "Exceeds the limit ({limit} digits) for integer string conversion; \
             use sys.set_int_max_str_digits() to increase the limit"
        ))),
    }
}

/// Whether the object is exactly an int.
pub(super) fn is_exact(object: Obj<'_>) -> bool {
    object.ty().kind() == Kind::Int
}
