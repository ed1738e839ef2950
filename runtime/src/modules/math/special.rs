//! Functions that C's library lacks, or has in many qualities.

use std::f64::consts::PI;

/// The number that Lanczos' approximation of the gamma function is made for.
const G: f64 = 6.024_680_040_776_73;
const LOG_PI: f64 = 1.144_729_885_849_400_2;

/// The coefficients of the rational function in it: numerator and denominator, the lowest first. With N = 13 they are
/// those that Boost publishes.
const COEFFICIENTS: [(f64, f64); 13] = [
    (23_531_376_880.410_76, 0.0),
    (42_919_803_642.649_1, 39_916_800.0),
    (35_711_959_237.355_67, 120_543_840.0),
    (17_921_034_426.037_21, 150_917_976.0),
    (6_039_542_586.352_028, 105_258_076.0),
    (1_439_720_407.311_721_6, 45_995_730.0),
    (248_874_557.862_054_17, 13_339_535.0),
    (31_426_415.585_400_194, 2_637_558.0),
    (2_876_370.628_935_372_5, 357_423.0),
    (186_056.265_395_223_48, 32_670.0),
    (8_071.672_002_365_816, 1_925.0),
    (210.824_277_751_579_36, 66.0),
    (2.506_628_274_631_000_2, 1.0),
];

/// The rational function at `x` > 0. Large arguments would overflow: there it is one of 1 / x.
fn lanczos_sum(x: f64) -> f64 {
    let (mut numerator, mut denominator) = (0.0, 0.0);
    if x < 5.0 {
        for (above, below) in COEFFICIENTS.iter().rev() {
            numerator = numerator * x + above;
            denominator = denominator * x + below;
        }
    } else {
        for (above, below) in &COEFFICIENTS {
            numerator = numerator / x + above;
            denominator = denominator / x + below;
        }
    }
    numerator / denominator
}

/// sin(πx), exact in what multiple of a half `x` is nearest to.
fn sin_pi(x: f64) -> f64 {
    let y = x.abs() % 2.0;
    let value = match (2.0 * y).round() as i64 {
        0 => (PI * y).sin(),
        1 => (PI * (y - 0.5)).cos(),
        // Of 1 - y, not of y - 1: the result has the right sign at 0.
        2 => (PI * (1.0 - y)).sin(),
        3 => -(PI * (y - 1.5)).cos(),
        _ => (PI * (y - 2.0)).sin(),
    };
    1.0_f64.copysign(x) * value
}

/// The gamma function; nothing where it has a pole or no value.
pub(super) fn gamma(x: f64) -> Option<f64> {
    /// As many factorials are floats.
    const EXACT: f64 = 23.0;
    /// Beyond this the result is too large, or too small.
    const LIMIT: f64 = 200.0;
    /// From here on half of the power is taken twice, since all of it would overflow.
    const LARGE: f64 = 140.0;
    const TINY: f64 = 1e-20;
    if x.is_nan() || x == f64::INFINITY {
        return Some(x);
    }
    if x == 0.0 || x == f64::NEG_INFINITY {
        return None;
    }
    if x == x.floor() {
        if x < 0.0 {
            return None;
        }
        if x <= EXACT {
            return Some((2..x as u64).fold(1.0, |product, factor| product * factor as f64));
        }
    }
    let size = x.abs();
    if size < TINY {
        return Some(1.0 / x);
    }
    if size > LIMIT {
        return Some(if x < 0.0 { 0.0 / sin_pi(x) } else { f64::INFINITY });
    }
    let g_minus_half = G - 0.5;
    let y = size + g_minus_half;
    // What the sum lost.
    let lost = if size > g_minus_half { (y - size) - g_minus_half } else { (y - g_minus_half) - size };
    let correction = lost * G / y;
    let power = |result: f64, apply: fn(f64, f64) -> f64| {
        if size < LARGE {
            apply(result, y.powf(size - 0.5))
        } else {
            let root = y.powf(size / 2.0 - 0.25);
            apply(apply(result, root), root)
        }
    };
    Some(if x < 0.0 {
        // The reflection formula.
        let result = -PI / sin_pi(size) / size * y.exp() / lanczos_sum(size);
        power(result - correction * result, |result, power| result / power)
    } else {
        let result = lanczos_sum(size) / y.exp();
        power(result + correction * result, |result, power| result * power)
    })
}

/// The natural logarithm of the absolute value of the gamma function; nothing where that has a pole.
pub(super) fn lgamma(x: f64) -> Option<f64> {
    const TINY: f64 = 1e-20;
    if !x.is_finite() {
        return Some(x.abs());
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 { None } else { Some(0.0) };
    }
    let size = x.abs();
    if size < TINY {
        return Some(-size.ln());
    }
    let sum = lanczos_sum(size).ln() - G;
    let result = sum + (size - 0.5) * ((size + G - 0.5).ln() - 1.0);
    Some(if x < 0.0 { LOG_PI - sin_pi(size).abs().ln() - size.ln() - result } else { result })
}

/// What IEEE 754 calls the remainder: of the division rounded to the nearest integer, half to even.
pub(super) fn remainder(x: f64, y: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        return x + y;
    }
    if x.is_infinite() || y == 0.0 {
        return f64::NAN;
    }
    if y.is_infinite() {
        return x;
    }
    let (dividend, divisor) = (x.abs(), y.abs());
    let rest = dividend % divisor;
    // Half of the divisor may be no float; the rest to the other multiple is compared instead.
    let other = divisor - rest;
    let result = if rest < other {
        rest
    } else if rest > other {
        -other
    } else {
        // In the middle: (dividend - rest) / 2 is a multiple of the divisor if the quotient is even.
        rest - 2.0 * ((0.5 * (dividend - rest)) % divisor)
    };
    1.0_f64.copysign(x) * result
}
