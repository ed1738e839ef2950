//! Functions of one or two floats, most of them those of C's library.

#![allow(unsafe_code, reason = "declares functions of C's library")]

use std::sync::OnceLock;

use super::{domain_error, domain_error_of, range_error, special, two_floats};
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::float::as_f64;
use crate::objects::type_::MethodDef;
use crate::value::{Obj, Value};
use crate::vm::Vm;

// What Rust's library leaves out, or computes in its own way.
unsafe extern "C" {
    safe fn acosh(x: f64) -> f64;
    safe fn asinh(x: f64) -> f64;
    safe fn atanh(x: f64) -> f64;
    safe fn erf(x: f64) -> f64;
    safe fn erfc(x: f64) -> f64;
}

/// The cube root, as C's library rounds it. Rust's own runtime has a function of that name, which is exact where that
/// is not, and which is linked in its place; so it is asked for by name.
fn cbrt(x: f64) -> f64 {
    type Function = extern "C" fn(f64) -> f64;
    static FUNCTION: OnceLock<Option<Function>> = OnceLock::new();
    let function = FUNCTION.get_or_init(|| {
        // SAFETY: the name is one that ends.
        let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, c"cbrt".as_ptr()) };
        // SAFETY: C's standard says what the function of that name takes and returns. NULL is `None`.
        unsafe { std::mem::transmute::<*mut libc::c_void, Option<Function>>(found) }
    });
    match function {
        Some(function) => function(x),
        None => x.cbrt(),
    }
}

/// The result of a function, if it is one: a NaN that was not given means that there is none, and an infinity that was
/// not that it is too large, or that there is none.
fn result(
    vm: &Vm,
    argument: f64,
    result: f64,
    can_overflow: bool,
    expected: Option<&str>,
) -> PyResult<Value> {
    let is_undefined = result.is_nan() && !argument.is_nan();
    let is_infinite = result.is_infinite() && argument.is_finite();
    if is_infinite && can_overflow {
        return Err(range_error(vm));
    }
    if is_undefined || is_infinite {
        return Err(match expected {
            Some(expected) => domain_error_of(vm, expected, argument),
            None => domain_error(vm),
        });
    }
    Ok(vm.float(result))
}

macro_rules! unary {
    ($name:literal, $function:expr, $can_overflow:literal, $expected:expr, $doc:literal) => {
        MethodDef::o($name, |vm, _, argument| {
            let argument = as_f64(vm, argument)?;
            let function: fn(f64) -> f64 = $function;
            result(vm, argument, function(argument), $can_overflow, $expected)
        })
        .doc(concat!($name, "($module, x, /)\n--\n\n", $doc))
    };
}

/// A function of two floats that is undefined where its result is a NaN.
fn binary(vm: &Vm, name: &str, args: Args<'_>, function: fn(f64, f64) -> f64) -> PyResult<Value> {
    let (x, y) = two_floats(vm, &args.exactly::<2>(vm, name)?)?;
    let result = function(x, y);
    if result.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain_error(vm));
    }
    if result.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(range_error(vm));
    }
    Ok(vm.float(result))
}

const FINITE: Option<&str> = Some("a finite input");
const UNIT: Option<&str> = Some("a number in range from -1 up to 1");
const OPEN_UNIT: Option<&str> = Some("a number between -1 and 1");
const NOT_NEGATIVE: Option<&str> = Some("a nonnegative input");
const FROM_ONE: Option<&str> = Some("argument value not less than 1");
const ABOVE_MINUS_ONE: Option<&str> = Some("argument value > -1");

pub(super) static FUNCTIONS: &[MethodDef] = &[
    unary!("acos", f64::acos, false, UNIT, "Return the arc cosine (measured in radians) of x."),
    unary!("acosh", |x| acosh(x), false, FROM_ONE, "The number whose hyperbolic cosine is x."),
    unary!("asin", f64::asin, false, UNIT, "Return the arc sine (measured in radians) of x."),
    unary!("asinh", |x| asinh(x), false, None, "The number whose hyperbolic sine is x."),
    unary!("atan", f64::atan, false, None, "Return the arc tangent (measured in radians) of x."),
    unary!("atanh", |x| atanh(x), false, OPEN_UNIT, "The number whose hyperbolic tangent is x."),
    unary!("cbrt", cbrt, false, None, "The number whose third power is x."),
    unary!("cos", f64::cos, false, FINITE, "The cosine of an angle in radians."),
    unary!("cosh", f64::cosh, true, None, "Hyperbolic cosine."),
    unary!("erf", |x| erf(x), false, None, "The error function."),
    unary!("erfc", |x| erfc(x), false, None, "1 - erf(x), without loss of digits."),
    unary!("exp", f64::exp, true, None, "e to the power of x."),
    unary!("exp2", f64::exp2, true, None, "2 to the power of x."),
    unary!("expm1", f64::exp_m1, true, None, "Return exp(x)-1, without the loss of precision for small x."),
    unary!("fabs", f64::abs, false, None, "The distance from 0, as a float."),
    unary!("log1p", f64::ln_1p, false, ABOVE_MINUS_ONE, "Return the natural logarithm of 1+x (base e)."),
    unary!("sin", f64::sin, false, FINITE, "The sine of an angle in radians."),
    unary!("sinh", f64::sinh, true, None, "Hyperbolic sine."),
    unary!("sqrt", f64::sqrt, false, NOT_NEGATIVE, "The positive number whose square is x."),
    unary!("tan", f64::tan, false, FINITE, "The tangent of an angle in radians."),
    unary!("tanh", f64::tanh, false, None, "Hyperbolic tangent."),
    unary!("degrees", |x| x * (180.0 / std::f64::consts::PI), true, None, "An angle in radians, in degrees."),
    unary!("radians", |x| x * (std::f64::consts::PI / 180.0), true, None, "An angle in degrees, in radians."),
    MethodDef::o("gamma", |vm, _, x| gamma(vm, x, special::gamma))
        .doc("gamma($module, x, /)\n--\n\nThe gamma function."),
    MethodDef::o("lgamma", |vm, _, x| gamma(vm, x, special::lgamma))
        .doc("lgamma($module, x, /)\n--\n\nlog(abs(gamma(x))), without overflow."),
    MethodDef::fast("atan2", |vm, _, args| binary(vm, "atan2", args, f64::atan2))
        .doc("atan2($module, y, x, /)\n--\n\nReturn the arc tangent (measured in radians) of y/x."),
    MethodDef::fast("copysign", |vm, _, args| binary(vm, "copysign", args, f64::copysign)).doc(
        "copysign($module, x, y, /)\n--\n\nReturn a float with the absolute value of x and the sign of y.",
    ),
    MethodDef::fast("remainder", |vm, _, args| binary(vm, "remainder", args, special::remainder)).doc(
        "remainder($module, x, y, /)\n--\n\nDifference between x and the closest integer multiple of y.",
    ),
    MethodDef::fast("fmod", |vm, _, args| binary(vm, "fmod", args, |x, y| x % y))
        .doc("fmod($module, x, y, /)\n--\n\nWhat is left of x after division by y, with the sign of x."),
    MethodDef::fast("pow", pow).doc("pow($module, x, y, /)\n--\n\nx to the power of y, as floats."),
    MethodDef::fast("fma", fma).doc("fma($module, x, y, z, /)\n--\n\nFused multiply-add operation."),
    MethodDef::keywords("isclose", isclose).doc(
        "isclose($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)\n--\n\n\
         Determine whether two floating-point numbers are close in value.",
    ),
    MethodDef::o("isfinite", |vm, _, x| Ok(Value::bool(as_f64(vm, x)?.is_finite())))
        .doc("isfinite($module, x, /)\n--\n\nWhether x is a number that is not infinite."),
    MethodDef::o("isinf", |vm, _, x| Ok(Value::bool(as_f64(vm, x)?.is_infinite())))
        .doc("isinf($module, x, /)\n--\n\nWhether x is infinite."),
    MethodDef::o("isnan", |vm, _, x| Ok(Value::bool(as_f64(vm, x)?.is_nan())))
        .doc("isnan($module, x, /)\n--\n\nWhether x is not a number."),
];

/// `gamma` and `lgamma`, which are undefined where they have a pole.
fn gamma(vm: &Vm, argument: Obj<'_>, function: fn(f64) -> Option<f64>) -> PyResult<Value> {
    let argument = as_f64(vm, argument)?;
    match function(argument) {
        None => Err(domain_error_of(vm, "a noninteger or positive integer", argument)),
        Some(result) if result.is_infinite() && argument.is_finite() => Err(range_error(vm)),
        Some(result) => Ok(vm.float(result)),
    }
}

fn pow(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let (x, y) = two_floats(vm, &args.exactly::<2>(vm, "pow")?)?;
    let result = x.powf(y);
    if x.is_finite() && y.is_finite() {
        if result.is_nan() || result.is_infinite() && x == 0.0 {
            return Err(domain_error(vm));
        }
        if result.is_infinite() {
            return Err(range_error(vm));
        }
    }
    Ok(vm.float(result))
}

fn fma(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [x, y, z] = args.exactly::<3>(vm, "fma")?;
    let (x, y, z) = (as_f64(vm, x)?, as_f64(vm, y)?, as_f64(vm, z)?);
    let result = x.mul_add(y, z);
    if result.is_nan() && ![x, y, z].iter().any(|given| given.is_nan()) {
        return Err(vm.value_error("invalid operation in fma"));
    }
    if result.is_infinite() && [x, y, z].iter().all(|given| given.is_finite()) {
        return Err(vm.overflow_error("overflow in fma"));
    }
    Ok(vm.float(result))
}

fn isclose(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<4> =
        Signature::new("isclose", ["a", "b", "rel_tol", "abs_tol"], 2).keyword_only_after(2);
    let [a, b, rel_tol, abs_tol] = args.bind(vm, &SIGNATURE)?;
    let number = |argument: Option<Obj<'_>>, default: f64| match argument {
        Some(argument) => as_f64(vm, argument),
        None => Ok(default),
    };
    let (a, b) = (number(a, 0.0)?, number(b, 0.0)?);
    let (rel_tol, abs_tol) = (number(rel_tol, 1e-9)?, number(abs_tol, 0.0)?);
    if rel_tol < 0.0 || abs_tol < 0.0 {
        return Err(vm.value_error("tolerances must be non-negative"));
    }
    if a == b {
        return Ok(Value::bool(true));
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(Value::bool(false));
    }
    let difference = (b - a).abs();
    let is_close =
        difference <= (rel_tol * b).abs() || difference <= (rel_tol * a).abs() || difference <= abs_tol;
    Ok(Value::bool(is_close))
}
