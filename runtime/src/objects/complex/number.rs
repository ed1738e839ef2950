//! Complex numbers as numbers. Infinities come out of products and quotients as Annex G of the C standard has them.

use crate::objects::float::text::{self, Style, TextFlags};

/// A complex number: `Py_complex`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Complex {
    /// The real part.
    pub real: f64,
    /// The imaginary part.
    pub imag: f64,
}

/// Why there is no power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PowFailure {
    /// Zero to a negative or complex power.
    ZeroDivision,
    /// The result is too large.
    Overflow,
}

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ParseFailure {
    /// An underscore stands where there is no digit on both sides.
    Underscore,
    /// It does not have the form.
    Malformed,
}

impl Complex {
    /// A number with these parts.
    pub const fn new(real: f64, imag: f64) -> Self {
        Self { real, imag }
    }

    /// A real number.
    pub(crate) const fn real(real: f64) -> Self {
        Self::new(real, 0.0)
    }

    fn is_infinite(self) -> bool {
        self.real.is_infinite() || self.imag.is_infinite()
    }

    fn is_finite(self) -> bool {
        self.real.is_finite() && self.imag.is_finite()
    }

    /// `self + other`
    pub(super) fn add(self, other: Self) -> Self {
        Self::new(self.real + other.real, self.imag + other.imag)
    }

    /// `self - other`
    pub(super) fn sub(self, other: Self) -> Self {
        Self::new(self.real - other.real, self.imag - other.imag)
    }

    /// `self * factor`
    pub(super) fn scaled(self, factor: f64) -> Self {
        Self::new(self.real * factor, self.imag * factor)
    }

    /// `self * other`
    pub(super) fn mul(self, other: Self) -> Self {
        let product = Self::new(
            self.real * other.real - self.imag * other.imag,
            self.real * other.imag + self.imag * other.real,
        );
        if !(product.real.is_nan() && product.imag.is_nan()) {
            return product;
        }
        // An infinity times something is one, whatever became of the sums above.
        let unit = |part: f64| (if part.is_infinite() { 1.0f64 } else { 0.0 }).copysign(part);
        let zero = |part: f64| if part.is_nan() { 0.0f64.copysign(part) } else { part };
        let (mut left, mut right, mut again) = (self, other, false);
        if left.is_infinite() {
            left = Self::new(unit(left.real), unit(left.imag));
            right = Self::new(zero(right.real), zero(right.imag));
            again = true;
        }
        if right.is_infinite() {
            right = Self::new(unit(right.real), unit(right.imag));
            left = Self::new(zero(left.real), zero(left.imag));
            again = true;
        }
        if !again {
            let parts = [
                self.real * other.real,
                self.imag * other.imag,
                self.real * other.imag,
                self.imag * other.real,
            ];
            if parts.iter().any(|part| part.is_infinite()) {
                left = Self::new(zero(left.real), zero(left.imag));
                right = Self::new(zero(right.real), zero(right.imag));
                again = true;
            }
        }
        if !again {
            return product;
        }
        Self::new(
            f64::INFINITY * (left.real * right.real - left.imag * right.imag),
            f64::INFINITY * (left.real * right.imag + left.imag * right.real),
        )
    }

    /// `self / other`, or `None` if that is zero. The larger part of `other` is divided by first, so that nothing
    /// overflows.
    pub(super) fn div(self, other: Self) -> Option<Self> {
        let (real, imag) = (other.real.abs(), other.imag.abs());
        let mut quotient = if real >= imag {
            if real == 0.0 {
                return None;
            }
            let ratio = other.imag / other.real;
            let divisor = other.real + other.imag * ratio;
            Self::new((self.real + self.imag * ratio) / divisor, (self.imag - self.real * ratio) / divisor)
        } else if imag >= real {
            let ratio = other.real / other.imag;
            let divisor = other.real * ratio + other.imag;
            Self::new((self.real * ratio + self.imag) / divisor, (self.imag * ratio - self.real) / divisor)
        } else {
            Self::new(f64::NAN, f64::NAN)
        };
        if quotient.real.is_nan() && quotient.imag.is_nan() {
            let unit = |part: f64| (if part.is_infinite() { 1.0f64 } else { 0.0 }).copysign(part);
            if self.is_infinite() && other.is_finite() {
                let (x, y) = (unit(self.real), unit(self.imag));
                quotient.real = f64::INFINITY * (x * other.real + y * other.imag);
                quotient.imag = f64::INFINITY * (y * other.real - x * other.imag);
            } else if other.is_infinite() && self.is_finite() {
                let (x, y) = (unit(other.real), unit(other.imag));
                quotient.real = 0.0 * (self.real * x + self.imag * y);
                quotient.imag = 0.0 * (self.imag * x - self.real * y);
            }
        }
        Some(quotient)
    }

    /// `real / other`, or `None` if that is zero.
    pub(super) fn real_div(left: f64, other: Self) -> Option<Self> {
        let (real, imag) = (other.real.abs(), other.imag.abs());
        let mut quotient = if real >= imag {
            if real == 0.0 {
                return None;
            }
            let ratio = other.imag / other.real;
            let divisor = other.real + other.imag * ratio;
            Self::new(left / divisor, (-left * ratio) / divisor)
        } else if imag >= real {
            let ratio = other.real / other.imag;
            let divisor = other.real * ratio + other.imag;
            Self::new((left * ratio) / divisor, -left / divisor)
        } else {
            Self::new(f64::NAN, f64::NAN)
        };
        if quotient.real.is_nan() && quotient.imag.is_nan() && left.is_finite() && other.is_infinite() {
            let unit = |part: f64| (if part.is_infinite() { 1.0f64 } else { 0.0 }).copysign(part);
            quotient.real = 0.0 * (left * unit(other.real));
            quotient.imag = 0.0 * (-left * unit(other.imag));
        }
        Some(quotient)
    }

    /// `self ** other`
    pub(super) fn pow(self, other: Self) -> Result<Self, PowFailure> {
        /// Up to this exponent, powers are products.
        const MOST_FACTORS: f64 = 100.0;
        let power =
            if other.imag == 0.0 && other.real.floor() == other.real && other.real.abs() <= MOST_FACTORS {
                let product = self.product(other.real.abs() as u32);
                if other.real >= 0.0 {
                    product
                } else {
                    Self::real(1.0).div(product).ok_or(PowFailure::ZeroDivision)?
                }
            } else if self.real == 0.0 && self.imag == 0.0 {
                if other.imag != 0.0 || other.real < 0.0 {
                    return Err(PowFailure::ZeroDivision);
                }
                Self::real(0.0)
            } else {
                let (absolute, angle) = (self.real.hypot(self.imag), self.imag.atan2(self.real));
                let mut length = absolute.powf(other.real);
                let mut phase = angle * other.real;
                if other.imag != 0.0 {
                    length *= (-angle * other.imag).exp();
                    phase += other.imag * absolute.ln();
                }
                // An infinite angle is no angle: the C library reports what CPython takes for a division by zero.
                if phase.is_infinite() {
                    return Err(PowFailure::ZeroDivision);
                }
                Self::new(length * phase.cos(), length * phase.sin())
            };
        if power.is_infinite() { Err(PowFailure::Overflow) } else { Ok(power) }
    }

    fn product(self, count: u32) -> Self {
        let (mut result, mut power, mut left) = (Self::real(1.0), self, count);
        while left > 0 {
            if left & 1 != 0 {
                result = result.mul(power);
            }
            left >>= 1;
            if left > 0 {
                power = power.mul(power);
            }
        }
        result
    }

    /// `repr` and `str`
    pub(super) fn repr(self) -> String {
        let part = |value: f64, sign: bool| {
            text::to_text(value, Style::Repr, 0, TextFlags { sign, ..TextFlags::default() })
        };
        if self.real == 0.0 && self.real.is_sign_positive() {
            format!("{}j", part(self.imag, false))
        } else {
            format!("({}{}j)", part(self.real, false), part(self.imag, true))
        }
    }

    /// The hash: that of the real number, if it is one.
    pub(super) fn hash(self, part: impl Fn(f64) -> i64) -> i64 {
        /// `_PyHASH_IMAG`
        const IMAG: i64 = 1_000_003;
        match part(self.real).wrapping_add(IMAG.wrapping_mul(part(self.imag))) {
            -1 => -2,
            hash => hash,
        }
    }

    /// Parses ASCII as `complex(text)` does: one or two floats, the imaginary one with a `j`, perhaps in parentheses.
    pub(super) fn parse(text: &[u8]) -> Result<Self, ParseFailure> {
        let plain = without_underscores(text).ok_or(ParseFailure::Underscore)?;
        Self::parse_plain(&plain).ok_or(ParseFailure::Malformed)
    }

    fn parse_plain(text: &[u8]) -> Option<Self> {
        let mut rest = trim(text);
        if let [b'(', inner @ .., b')'] = rest {
            rest = trim(inner);
        }
        let is_j = |byte: Option<&u8>| matches!(byte, Some(b'j' | b'J'));
        // `j`, `+j` and `-j` have a one left out.
        let unit = |text: &[u8]| match text {
            [b'+' | b'-', ..] => (if text[0] == b'-' { -1.0 } else { 1.0 }, 1),
            _ => (1.0, 0),
        };
        let (first, used) = text::parse_prefix(rest).unwrap_or_else(|| unit(rest));
        let has_number = text::parse_prefix(rest).is_some();
        let after = &rest[used..];
        match after.first() {
            None if has_number => Some(Self::real(first)),
            Some(b'j' | b'J') if after.len() == 1 => Some(Self::new(0.0, first)),
            Some(b'+' | b'-') if has_number => {
                let (second, used) = text::parse_prefix(after).unwrap_or_else(|| unit(after));
                (after.len() == used + 1 && is_j(after.get(used))).then_some(Self::new(first, second))
            }
            _ => None,
        }
    }
}

fn trim(text: &[u8]) -> &[u8] {
    let mut rest = text;
    while let [b' ' | 9..=13, after @ ..] = rest {
        rest = after;
    }
    while let [before @ .., b' ' | 9..=13] = rest {
        rest = before;
    }
    rest
}

/// The text without underscores, which may stand between digits only.
fn without_underscores(text: &[u8]) -> Option<Vec<u8>> {
    let is_digit = |at: Option<&u8>| at.is_some_and(u8::is_ascii_digit);
    let mut plain = Vec::with_capacity(text.len());
    for (index, &byte) in text.iter().enumerate() {
        if byte != b'_' {
            plain.push(byte);
        } else if index == 0 || !is_digit(text.get(index - 1)) || !is_digit(text.get(index + 1)) {
            return None;
        }
    }
    Some(plain)
}
