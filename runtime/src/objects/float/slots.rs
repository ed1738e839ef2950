//! What operators do with floats.

use super::number::{self, PowFailure};
use super::{Float, text};
use crate::errors::PyResult;
use crate::objects::alloc::dealloc;
use crate::objects::complex::{self, Complex};
use crate::objects::int::IntRef;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, Slots};
use crate::protocol::nb;
use crate::value::{Obj, Value};
use crate::vm::Vm;

/// Fills the slots of `float` in.
pub(super) fn fill(slots: &Slots) {
    slots.dealloc.set(dealloc::<Float>);
    slots.repr.set(Some(|vm, object| match object.cast::<Float>() {
        Some(float) => Ok(Str::from_latin1(vm, text::repr(float.get().get()).as_bytes()).into_value()),
        None => Ok(Value::not_implemented()),
    }));
    slots.hash.set(Some(hash));
    slots.richcompare.set(Some(richcompare));
    slots.binary[nb::ADD]
        .set(Some(|vm, left, right| arithmetic(vm, left, right, |left, right| left + right)));
    slots.binary[nb::SUBTRACT]
        .set(Some(|vm, left, right| arithmetic(vm, left, right, |left, right| left - right)));
    slots.binary[nb::MULTIPLY]
        .set(Some(|vm, left, right| arithmetic(vm, left, right, |left, right| left * right)));
    slots.binary[nb::TRUE_DIVIDE]
        .set(Some(|vm, left, right| division(vm, left, right, |left, right| left / right)));
    slots.binary[nb::REMAINDER].set(Some(|vm, left, right| division(vm, left, right, number::modulo)));
    slots.binary[nb::FLOOR_DIVIDE]
        .set(Some(|vm, left, right| division(vm, left, right, |left, right| number::div_mod(left, right).0)));
    slots.divmod.set(Some(divmod));
    slots.power.set(Some(power_slot));
    slots.negative.set(Some(|vm, object| unary(vm, object, |value| -value)));
    slots.positive.set(Some(to_float));
    slots.absolute.set(Some(|vm, object| unary(vm, object, f64::abs)));
    slots
        .bool
        .set(Some(|_, object| Ok(object.cast::<Float>().is_some_and(|float| float.get().get() != 0.0))));
    slots.int.set(Some(super::methods::trunc));
    slots.float.set(Some(to_float));
}

/// The object itself if it is exactly a float, or a float of the same number.
pub(super) fn to_float(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    if object.ty().is(vm.types.float()) {
        return Ok(object.to_owned());
    }
    unary(vm, object, |value| value)
}

fn unary(vm: &Vm, object: Obj<'_>, operation: fn(f64) -> f64) -> PyResult<Value> {
    match object.cast::<Float>() {
        Some(float) => Ok(vm.float(operation(float.get().get()))),
        None => Ok(Value::not_implemented()),
    }
}

/// The numbers of two operands of which one is a float, or `None`.
#[inline]
fn both(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Option<(f64, f64)>> {
    if let (Some(left), Some(right)) = (left.cast::<Float>(), right.cast::<Float>()) {
        return Ok(Some((left.get().get(), right.get().get())));
    }
    match vm.to_f64(left)? {
        Some(left) => Ok(vm.to_f64(right)?.map(|right| (left, right))),
        None => Ok(None),
    }
}

#[inline]
fn arithmetic(
    vm: &Vm,
    left: Obj<'_>,
    right: Obj<'_>,
    operation: impl Fn(f64, f64) -> f64,
) -> PyResult<Value> {
    match both(vm, left, right)? {
        Some((left, right)) => Ok(vm.float(operation(left, right))),
        None => Ok(Value::not_implemented()),
    }
}

#[inline]
fn division(vm: &Vm, left: Obj<'_>, right: Obj<'_>, operation: impl Fn(f64, f64) -> f64) -> PyResult<Value> {
    match both(vm, left, right)? {
        Some((_, 0.0)) => Err(vm.zero_division_error("division by zero")),
        Some((left, right)) => Ok(vm.float(operation(left, right))),
        None => Ok(Value::not_implemented()),
    }
}

fn divmod(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    match both(vm, left, right)? {
        Some((_, 0.0)) => Err(vm.zero_division_error("division by zero")),
        Some((left, right)) => {
            let (quotient, rest) = number::div_mod(left, right);
            Ok(Tuple::new(vm, vec![vm.float(quotient), vm.float(rest)]).into_value())
        }
        None => Ok(Value::not_implemented()),
    }
}

fn power_slot(vm: &Vm, base: Obj<'_>, exponent: Obj<'_>, modulus: Obj<'_>) -> PyResult<Value> {
    if !modulus.is_none() {
        return Err(vm.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    }
    match both(vm, base, exponent)? {
        Some((base, exponent)) => power(vm, base, exponent),
        None => Ok(Value::not_implemented()),
    }
}

/// `base ** exponent`: a float, or a complex number where there is no real one.
pub(crate) fn power(vm: &Vm, base: f64, exponent: f64) -> PyResult<Value> {
    match number::pow(base, exponent) {
        Ok(power) => Ok(vm.float(power)),
        Err(PowFailure::ZeroToNegative) => Err(vm.zero_division_error("zero to a negative power")),
        Err(PowFailure::Complex) => complex::power(vm, Complex::real(base), Complex::real(exponent)),
        Err(PowFailure::Overflow) => Err(result_out_of_range(vm)),
    }
}

/// Raises what a result that is too large for the C library does: `ERANGE`.
#[cold]
pub(crate) fn result_out_of_range(vm: &Vm) -> crate::errors::Raised {
    /// `errno.ERANGE`
    const ERANGE: i64 = 34;
    let text = Str::new(vm, "Numerical result out of range");
    vm.raise_with(vm.types.overflow_error(), vec![vm.int(ERANGE), text.into_value()])
}

fn hash(_: &Vm, object: Obj<'_>) -> PyResult<i64> {
    match object.cast::<Float>() {
        // Each NaN is unequal to all others, and so hashes by where it lies.
        Some(float) if float.get().get().is_nan() => Ok((object.word().rotate_right(4) as i64).max(0)),
        Some(float) => Ok(number::hash(float.get().get())),
        None => Ok(-1),
    }
}

fn richcompare(_: &Vm, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
    let Some(float) = left.cast::<Float>() else {
        return Ok(Value::not_implemented());
    };
    let float = float.get().get();
    let order = if let Some(right) = right.cast::<Float>() {
        float.partial_cmp(&right.get().get())
    } else if let Some(int) = IntRef::of(right) {
        number::compare_int(float, int)
    } else {
        return Ok(Value::not_implemented());
    };
    // NaN is unequal to everything and orders with nothing.
    Ok(Value::bool(order.map_or(op == CompareOp::Ne, |order| op.holds(order))))
}
