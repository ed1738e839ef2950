//! Floats as numbers.

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::text;
use crate::objects::int::number::{HASH_MODULUS, IntRef, Number};

/// Fraction in [0.5, 1) and exponent of a number: `math.frexp`. Zeros, infinities and NaN have exponent 0.
pub(crate) fn frexp(value: f64) -> (f64, i64) {
    if value == 0.0 || !value.is_finite() {
        return (value, 0);
    }
    let (fraction, exponent) = libm::frexp(value);
    (fraction, exponent.into())
}

/// The hash of a number that is not NaN: that of the int of the same value, if there is one.
pub(crate) fn hash(value: f64) -> i64 {
    /// `_PyHASH_INF`
    const INFINITY: i64 = 314_159;
    const BITS: i64 = 61;
    if value.is_infinite() {
        return if value > 0.0 { INFINITY } else { -INFINITY };
    }
    if value.abs() < 9_007_199_254_740_992.0 && value.trunc() == value {
        return IntRef::Small(value as i64).hash();
    }
    let (mut fraction, mut exponent) = frexp(value.abs());
    let mut rest = 0u64;
    while fraction != 0.0 {
        rest = rest << 28 & HASH_MODULUS | rest >> (BITS - 28);
        fraction *= 268_435_456.0;
        exponent -= 28;
        let whole = fraction as u64;
        fraction -= whole as f64;
        rest += whole;
        if rest >= HASH_MODULUS {
            rest -= HASH_MODULUS;
        }
    }
    let shift = exponent.rem_euclid(BITS);
    let rest = if shift == 0 { rest } else { rest << shift & HASH_MODULUS | rest >> (BITS - shift) };
    match if value < 0.0 { -(rest as i64) } else { rest as i64 } {
        -1 => -2,
        hash => hash,
    }
}

/// Quotient and rest of `left / right`, where `right` is not 0: the rest has the sign of `right`, the quotient is a
/// whole number.
pub(crate) fn div_mod(left: f64, right: f64) -> (f64, f64) {
    let mut rest = left % right;
    let mut quotient = (left - rest) / right;
    if rest != 0.0 {
        if (right < 0.0) != (rest < 0.0) {
            rest += right;
            quotient -= 1.0;
        }
    } else {
        rest = 0.0f64.copysign(right);
    }
    let whole = if quotient != 0.0 {
        let whole = quotient.floor();
        if quotient - whole > 0.5 { whole + 1.0 } else { whole }
    } else {
        0.0f64.copysign(left / right)
    };
    (whole, rest)
}

/// `left % right`, where `right` is not 0.
pub(crate) fn modulo(left: f64, right: f64) -> f64 {
    let rest = left % right;
    if rest != 0.0 {
        if (right < 0.0) != (rest < 0.0) { rest + right } else { rest }
    } else {
        0.0f64.copysign(right)
    }
}

/// Why there is no power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PowFailure {
    /// Zero to a negative power.
    ZeroToNegative,
    /// A negative number to a power that is not whole: the result is complex.
    Complex,
    /// The result is too large.
    Overflow,
}

/// `**`
pub(crate) fn pow(base: f64, exponent: f64) -> Result<f64, PowFailure> {
    if base == 0.0 && exponent < 0.0 && exponent.is_finite() {
        return Err(PowFailure::ZeroToNegative);
    }
    if base == 0.0 && exponent == f64::NEG_INFINITY {
        return Err(PowFailure::ZeroToNegative);
    }
    if base < 0.0 && base.is_finite() && exponent.is_finite() && exponent.floor() != exponent {
        return Err(PowFailure::Complex);
    }
    let power = base.powf(exponent);
    if power.is_infinite() && base.is_finite() && exponent.is_finite() {
        return Err(PowFailure::Overflow);
    }
    Ok(power)
}

/// How a float orders against an int: exactly, however large the int is. `None` for NaN.
pub(crate) fn compare_int(float: f64, int: IntRef<'_>) -> Option<std::cmp::Ordering> {
    use std::cmp::Ordering;
    if float.is_nan() {
        return None;
    }
    if float.is_infinite() {
        return Some(if float > 0.0 { Ordering::Greater } else { Ordering::Less });
    }
    if let IntRef::Small(int) = int
        && int.unsigned_abs() <= 1 << 53
    {
        return float.partial_cmp(&(int as f64));
    }
    let whole = float.floor();
    let order = match to_int(whole) {
        Some(number) => number.as_ref().compare(int),
        None => return None,
    };
    // Equal whole parts: what is behind the point decides.
    Some(if order == Ordering::Equal && float > whole { Ordering::Greater } else { order })
}

/// The integer of a whole, finite float, or of one whose fraction is cut off.
pub(crate) fn to_int(value: f64) -> Option<Number> {
    if !value.is_finite() {
        return None;
    }
    let value = value.trunc();
    if value.abs() < 9_223_372_036_854_775_808.0 {
        return Some(Number::Small(value as i64));
    }
    let (fraction, exponent) = frexp(value);
    let mantissa = (fraction * 9_007_199_254_740_992.0) as i64;
    Some(Number::Big(BigInt::from(mantissa) << (exponent - 53) as u64))
}

/// Numerator and denominator in lowest terms of a finite number; the denominator is a power of two.
pub(crate) fn as_integer_ratio(value: f64) -> (BigInt, BigInt) {
    if value == 0.0 {
        return (BigInt::ZERO, BigInt::from(1));
    }
    let (fraction, exponent) = frexp(value);
    let mantissa = (fraction * 9_007_199_254_740_992.0) as i64;
    let exponent = exponent - 53;
    if exponent >= 0 {
        return (BigInt::from(mantissa) << exponent as u64, BigInt::from(1));
    }
    let shared = i64::from(mantissa.trailing_zeros()).min(-exponent);
    (BigInt::from(mantissa >> shared), BigInt::from(1) << (-exponent - shared) as u64)
}

/// `round(value, digits)` of a finite number: correctly rounded in decimal, ties to even. `None` if the result
/// overflows.
pub(crate) fn round_to(value: f64, digits: i64) -> Option<f64> {
    /// Beyond so many decimals, no float has any.
    const MOST: i64 = 323;
    /// Above so many digits before the point, no float has any.
    const LEAST: i64 = -309;
    if digits > MOST {
        return Some(value);
    }
    if digits < LEAST {
        return Some(0.0f64.copysign(value));
    }
    if value == 0.0 {
        return Some(value);
    }
    /// Integers below it are floats.
    const EXACT: u128 = 1 << 53;
    let rounded: f64 = if let Ok(decimals @ 0..=19) = usize::try_from(digits)
        && let Some(scaled) = text::scaled(value, decimals).filter(|scaled| *scaled < EXACT)
    {
        // Both are exact, so that their quotient is the float next to it.
        (scaled as f64 / 10u64.pow(decimals as u32) as f64).copysign(value)
    } else if digits >= 0 {
        format!("{value:.*}", digits as usize).parse().ok()?
    } else {
        // All digits of the whole part are exact; what lies behind the point can only break a tie.
        let (whole, unit) =
            (to_int(value)?.as_ref().to_big(), BigInt::from(10).pow(digits.unsigned_abs() as u32));
        let magnitude = whole.magnitude();
        let unit = unit.magnitude();
        let (quotient, rest) = num_integer::Integer::div_rem(magnitude, unit);
        let twice = &rest * 2u32;
        let up = match twice.cmp(unit) {
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => value.fract() != 0.0 || num_integer::Integer::is_odd(&quotient),
        };
        let result = (quotient + u32::from(up)) * unit;
        result.to_f64()?.copysign(value)
    };
    rounded.is_finite().then_some(rounded)
}

/// `round(value)` of a finite number, as a whole float: ties to even.
pub(crate) fn round_half_even(value: f64) -> f64 {
    value.round_ties_even()
}
