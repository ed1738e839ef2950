//! Floats taken apart and put together, and rounded to ints.

use super::{range_error, two_floats};
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::float::{Float, as_f64, number};
use crate::objects::int::IntRef;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, MethodDef};
use crate::value::{Obj, Value};
use crate::vm::Vm;

pub(super) static FUNCTIONS: &[MethodDef] = &[
    MethodDef::o("ceil", |vm, _, x| rounded(vm, x, "__ceil__", f64::ceil))
        .doc("ceil($module, x, /)\n--\n\nReturn the ceiling of x as an Integral."),
    MethodDef::o("floor", |vm, _, x| rounded(vm, x, "__floor__", f64::floor))
        .doc("floor($module, x, /)\n--\n\nReturn the floor of x as an Integral."),
    MethodDef::o("trunc", trunc).doc("trunc($module, x, /)\n--\n\nThe integer next to x on the way to 0."),
    MethodDef::o("frexp", |vm, _, x| {
        let (mantissa, exponent) = number::frexp(as_f64(vm, x)?);
        Ok(Tuple::of(vm, [vm.float(mantissa), vm.int(exponent)]).into_value())
    })
    .doc("frexp($module, x, /)\n--\n\nReturn the mantissa and exponent of x, as pair (m, e)."),
    MethodDef::fast("ldexp", ldexp).doc("ldexp($module, x, i, /)\n--\n\nReturn x * (2**i)."),
    MethodDef::o("modf", |vm, _, x| {
        let x = as_f64(vm, x)?;
        let whole = x.trunc();
        let fraction = if x.is_infinite() { 0.0 } else { x - whole };
        Ok(Tuple::of(vm, [vm.float(fraction.copysign(x)), vm.float(whole)]).into_value())
    })
    .doc("modf($module, x, /)\n--\n\nReturn the fractional and integer parts of x."),
    MethodDef::keywords("nextafter", nextafter).doc(
        "nextafter($module, x, y, /, *, steps=None)\n--\n\n\
         Return the floating-point value the given number of steps after x towards y.",
    ),
    MethodDef::o("ulp", |vm, _, x| Ok(vm.float(ulp(as_f64(vm, x)?))))
        .doc("ulp($module, x, /)\n--\n\nHow far it is from x to the next float away from 0."),
];

/// What `method` says, or the int that `round` finds next to a number that has no such method.
fn rounded(vm: &Vm, x: Obj<'_>, method: &str, round: fn(f64) -> f64) -> PyResult<Value> {
    if x.ty().kind() != Kind::Float {
        let method = vm.intern(method);
        if let Some(result) = vm.call_special(x, method.ptr(), &[])? {
            return Ok(result);
        }
    }
    whole(vm, round(as_f64(vm, x)?))
}

/// A float without a fraction as an int.
fn whole(vm: &Vm, x: f64) -> PyResult<Value> {
    match number::to_int(x) {
        Some(number) => Ok(vm.number(number)),
        None if x.is_nan() => Err(vm.value_error("cannot convert float NaN to integer")),
        None => Err(vm.overflow_error("cannot convert float infinity to integer")),
    }
}

fn trunc(vm: &Vm, _: Obj<'_>, x: Obj<'_>) -> PyResult<Value> {
    if x.ty().kind() == Kind::Float
        && let Some(x) = x.cast::<Float>()
    {
        return whole(vm, x.get().get().trunc());
    }
    match vm.call_special(x, vm.names.__trunc__.ptr(), &[])? {
        Some(result) => Ok(result),
        None => Err(vm.type_error(format_args!("type {} doesn't define __trunc__ method", x.ty().name()))),
    }
}

fn ldexp(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [x, exponent] = args.exactly::<2>(vm, "ldexp")?;
    let x = as_f64(vm, x)?;
    let Some(exponent) = IntRef::of(exponent) else {
        return Err(vm.type_error("Expected an int as second argument to ldexp."));
    };
    let most = i64::from(i32::MAX);
    let bound = if exponent.is_negative() { -most } else { most };
    let exponent = exponent.to_i64().map_or(bound, |exponent| exponent.clamp(-most, most));
    let result = libm::ldexp(x, exponent as i32);
    if result.is_infinite() && x.is_finite() { Err(range_error(vm)) } else { Ok(vm.float(result)) }
}

/// The least bit of a float.
fn ulp(x: f64) -> f64 {
    let x = x.abs();
    if !x.is_finite() {
        return x;
    }
    let next = x.next_up();
    // The largest float has none after it.
    if next.is_infinite() { x - x.next_down() } else { next - x }
}

fn nextafter(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<3> =
        Signature::new("nextafter", ["x", "y", "steps"], 2).positional_only(2).keyword_only_after(2);
    let [x, y, steps] = args.bind(vm, &SIGNATURE)?;
    let (x, y) = two_floats(vm, &[x.unwrap_or(Obj::NONE), y.unwrap_or(Obj::NONE)])?;
    let steps = match steps.filter(|steps| !steps.is_none()) {
        None => 1,
        Some(steps) => {
            let steps = vm.index(steps)?;
            let steps = IntRef::of(steps.obj()).unwrap_or(IntRef::Small(0));
            if steps.is_negative() {
                return Err(vm.value_error("steps must be a non-negative integer"));
            }
            // There are fewer floats than that.
            u64::try_from(steps.to_big()).unwrap_or(u64::MAX)
        }
    };
    Ok(vm.float(step(x, y, steps)))
}

/// The float so many steps after `x` on the way to `y`, and not beyond that.
fn step(x: f64, y: f64, steps: u64) -> f64 {
    if x.is_nan() || steps == 0 {
        return x;
    }
    // Zeros are equal, and yet one step towards the other is the other.
    if y.is_nan() || x == y {
        return y;
    }
    // Floats in their order, with the two zeros at the same place.
    let place = |float: f64| {
        let size = i128::from(float.to_bits() & (i64::MAX as u64));
        if float.is_sign_negative() { -size } else { size }
    };
    let (from, to) = (place(x), place(y));
    let steps = i128::from(steps);
    if steps >= (to - from).abs() {
        return y;
    }
    let found = from + steps * (to - from).signum();
    let size = f64::from_bits(found.unsigned_abs() as u64);
    // Zero has the sign of where the way came from.
    let is_negative = if found == 0 { from < 0 } else { found < 0 };
    if is_negative { -size } else { size }
}
