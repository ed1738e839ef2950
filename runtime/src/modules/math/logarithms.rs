//! Logarithms, of ints that are too large for a float too.

use super::domain_error_of;
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::float::as_f64;
use crate::objects::int::IntRef;
use crate::objects::type_::MethodDef;
use crate::value::{Obj, Value};
use crate::vm::Vm;

pub(super) static FUNCTIONS: &[MethodDef] = &[
    MethodDef::fast("log", log)
        .doc("log(x, [base=math.e])\nTo which power the base has to be raised to give x."),
    MethodDef::o("log10", |vm, _, x| Ok(vm.float(logarithm(vm, x, f64::log10)?)))
        .doc("log10($module, x, /)\n--\n\nTo which power 10 has to be raised to give x."),
    MethodDef::o("log2", |vm, _, x| Ok(vm.float(logarithm(vm, x, f64::log2)?)))
        .doc("log2($module, x, /)\n--\n\nTo which power 2 has to be raised to give x."),
];

/// A logarithm of a number: `loghelper`.
fn logarithm(vm: &Vm, number: Obj<'_>, function: fn(f64) -> f64) -> PyResult<f64> {
    if let Some(int) = IntRef::of(number) {
        return logarithm_of_int(vm, int, function);
    }
    let number = as_f64(vm, number)?;
    if number.is_nan() || number > 0.0 {
        return Ok(function(number));
    }
    Err(domain_error_of(vm, "a positive input", number))
}

fn logarithm_of_int(vm: &Vm, int: IntRef<'_>, function: fn(f64) -> f64) -> PyResult<f64> {
    if int.signum() <= 0 {
        return Err(vm.value_error("expected a positive input"));
    }
    if let Some(number) = int.to_f64() {
        return Ok(function(number));
    }
    // x * 2 ** exponent
    let exponent = int.bits();
    let mantissa = int.to_big() >> (exponent - 64);
    // 64 bits, of which the last says whether something was cut off: rounding to 53 is then as it is for all bits.
    let exact = &mantissa << (exponent - 64) == int.to_big();
    let mantissa = u64::try_from(mantissa).unwrap_or(u64::MAX) | u64::from(!exact);
    let x = mantissa as f64 / 2.0_f64.powi(64);
    Ok(function(x) + function(2.0) * exponent as f64)
}

fn log(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "log", 1, 2)?;
    let number = logarithm(vm, args.get(0), f64::ln)?;
    let Some(base) = args.positional(1) else { return Ok(vm.float(number)) };
    let base = logarithm(vm, base, f64::ln)?;
    if base == 0.0 {
        return Err(vm.zero_division_error("division by zero"));
    }
    Ok(vm.float(number / base))
}
