//! Floats as text, both ways.

/// How a float is laid out: the letter of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// The shortest text that reads back as the same number.
    Repr,
    /// `e`: always an exponent
    Exponent,
    /// `f`: never one
    Fixed,
    /// `g`: an exponent where the number is very small or large, and no zeros at the end
    General,
}

/// What else goes into the text of a float: the flags of `PyOS_double_to_string`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TextFlags {
    /// A plus sign before positive numbers: `Py_DTSF_SIGN`
    pub(crate) sign: bool,
    /// `.0` behind whole numbers without an exponent: `Py_DTSF_ADD_DOT_0`
    pub(crate) add_dot_0: bool,
    /// A point even if nothing follows, and the zeros at the end of `g`: `Py_DTSF_ALT`
    pub(crate) alternate: bool,
    /// No minus sign before what rounds to zero: `Py_DTSF_NO_NEG_0`
    pub(crate) no_negative_zero: bool,
}

/// The decimal digits of a finite number that is not negative: it is `0.DIGITS` times 10 to the `point`.
struct Decimal {
    digits: String,
    point: i64,
}

impl Decimal {
    /// From `d.ddde±x`.
    fn from_exponential(text: &str) -> Self {
        let (digits, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let exponent: i64 = exponent.parse().unwrap_or(0);
        Self { digits: digits.chars().filter(|&char| char != '.').collect(), point: exponent + 1 }
    }

    fn shortest(value: f64) -> Self {
        /// Floats with fewer digits than that have no others of this length that read back as the same.
        const MAY_DIFFER: usize = 15;
        let shortest = Self::from_exponential(&format!("{value:e}"));
        if shortest.digits.len() <= MAY_DIFFER {
            return shortest;
        }
        // Of two that are equally near, the one whose last digit is even, which rounding finds.
        let even = format!("{value:.*e}", shortest.digits.len() - 1);
        if even.parse() == Ok(value) { Self::from_exponential(&even) } else { shortest }
    }

    /// So many digits, correctly rounded. There is at least one.
    fn rounded(value: f64, count: usize) -> Self {
        /// No float has more digits than this that are not zero.
        const MOST: usize = 800;
        Self::from_exponential(&format!("{value:.*e}", count.clamp(1, MOST) - 1))
    }

    fn without_trailing_zeros(mut self) -> Self {
        self.digits.truncate(self.digits.trim_end_matches('0').len().max(1));
        self
    }
}

/// The text of a float: `PyOS_double_to_string`. `precision` counts decimals in `Exponent` and `Fixed`, digits in
/// `General`, and means nothing in `Repr`.
pub(crate) fn to_text(value: f64, style: Style, precision: usize, flags: TextFlags) -> String {
    if !value.is_finite() {
        let sign = match (value.is_nan(), value < 0.0) {
            (false, true) => "-",
            _ if flags.sign => "+",
            _ => "",
        };
        return format!("{sign}{}", if value.is_nan() { "nan" } else { "inf" });
    }
    let negative = value.is_sign_negative();
    let body = unsigned_text(value.abs(), style, precision, flags);
    let is_zero = || !body.bytes().take_while(|&byte| byte != b'e').any(|byte| matches!(byte, b'1'..=b'9'));
    let sign = if negative && !(flags.no_negative_zero && is_zero()) {
        "-"
    } else if flags.sign {
        "+"
    } else {
        ""
    };
    if sign.is_empty() { body } else { format!("{sign}{body}") }
}

/// `repr` of a float.
pub(crate) fn repr(value: f64) -> String {
    to_text(value, Style::Repr, 0, TextFlags { add_dot_0: true, ..TextFlags::default() })
}

fn unsigned_text(value: f64, style: Style, precision: usize, flags: TextFlags) -> String {
    match style {
        Style::Fixed => fixed(value, precision, flags),
        Style::Exponent => {
            let decimal = Decimal::rounded(value, precision.saturating_add(1));
            with_exponent(&decimal, precision.saturating_add(1), flags)
        }
        Style::General => {
            let precision = precision.max(1);
            let decimal = Decimal::rounded(value, precision).without_trailing_zeros();
            let point = if value == 0.0 { 1 } else { decimal.point };
            let shown = if flags.alternate { precision } else { 0 };
            let largest = i64::try_from(precision).unwrap_or(i64::MAX) - i64::from(flags.add_dot_0);
            if point <= -4 || point > largest {
                with_exponent(&decimal, shown, flags)
            } else {
                positional(&decimal.digits, point, shown, flags)
            }
        }
        Style::Repr => {
            let decimal = Decimal::shortest(value);
            let point = if value == 0.0 { 1 } else { decimal.point };
            if point <= -4 || point > 16 {
                with_exponent(&decimal, 0, flags)
            } else {
                positional(&decimal.digits, point, 0, flags)
            }
        }
    }
}

fn fixed(value: f64, precision: usize, flags: TextFlags) -> String {
    /// No float has more decimals than this.
    const MOST: usize = 1100;
    let (mut text, missing) = match fixed_from_scaled(value, precision) {
        Some(text) => (text, 0),
        None => (format!("{value:.*}", precision.min(MOST)), precision.saturating_sub(MOST)),
    };
    text.extend(std::iter::repeat_n('0', missing));
    if precision == 0 && flags.alternate {
        text.push('.');
    } else if precision == 0 && flags.add_dot_0 {
        text.push_str(".0");
    }
    text
}

/// The magnitude of a float times a power of ten, rounded half to even, computed exactly in one integer: for most
/// floats that people print. `None` for others.
pub(super) fn scaled(value: f64, decimals: usize) -> Option<u128> {
    /// 10^19 and a mantissa have less than 117 bits together.
    const MOST: usize = 19;
    const MANTISSA: u64 = (1 << 52) - 1;
    let exponent = (value.to_bits() >> 52 & 0x7ff) as i32;
    if value == 0.0 {
        return Some(0);
    }
    if decimals > MOST || exponent == 0 {
        return None;
    }
    let mantissa = value.to_bits() & MANTISSA | (MANTISSA + 1);
    let product = u128::from(mantissa) * u128::from(10u64.pow(decimals as u32));
    // The float is the mantissa divided by two to this power, which is far below 0 for infinities and NaN.
    match 1075 - exponent {
        shift @ 1..=127 => {
            let (whole, rest, half) = (product >> shift, product & ((1 << shift) - 1), 1 << (shift - 1));
            Some(whole + u128::from(rest > half || rest == half && whole & 1 == 1))
        }
        shift @ -10..=0 => Some(product << -shift),
        _ => None,
    }
}

/// [`scaled`] as text, with a point in it.
fn fixed_from_scaled(value: f64, precision: usize) -> Option<String> {
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(scaled(value, precision)?);
    let mut text = String::with_capacity(digits.len().max(precision) + 3);
    if value.is_sign_negative() {
        text.push('-');
    }
    let whole = digits.len().saturating_sub(precision);
    text.push_str(if whole == 0 { "0" } else { &digits[..whole] });
    if precision > 0 {
        text.push('.');
        text.extend(std::iter::repeat_n('0', precision.saturating_sub(digits.len())));
        text.push_str(&digits[whole..]);
    }
    Some(text)
}

/// Digits with an exponent, filled up with zeros to `shown` digits.
fn with_exponent(decimal: &Decimal, shown: usize, flags: TextFlags) -> String {
    let digits = &decimal.digits;
    let exponent = if digits.bytes().all(|digit| digit == b'0') { 0 } else { decimal.point - 1 };
    let mut text = String::with_capacity(digits.len().max(shown) + 8);
    text.push_str(&digits[..1]);
    if digits.len().max(shown) > 1 || flags.alternate {
        text.push('.');
    }
    text.push_str(&digits[1..]);
    text.extend(std::iter::repeat_n('0', shown.saturating_sub(digits.len())));
    let sign = if exponent < 0 { '-' } else { '+' };
    text.push_str(&format!("e{sign}{:02}", exponent.abs()));
    text
}

/// Digits with a point where it belongs, filled up with zeros to `shown` digits, the first of which counts from the
/// first digit that is not zero.
fn positional(digits: &str, point: i64, shown: usize, flags: TextFlags) -> String {
    let mut text = String::new();
    let whole = point.max(0) as usize;
    if point <= 0 {
        text.push('0');
    } else {
        text.push_str(&digits[..whole.min(digits.len())]);
        text.extend(std::iter::repeat_n('0', whole.saturating_sub(digits.len())));
    }
    let mut fraction = String::new();
    fraction.extend(std::iter::repeat_n('0', (-point).max(0) as usize));
    fraction.push_str(digits.get(whole..).unwrap_or(""));
    let present = (-point).max(0) as usize + digits.len().max(whole) - whole;
    let wanted = if shown > 0 { (shown as i64 - point).max(0) as usize } else { 0 };
    fraction.extend(std::iter::repeat_n('0', wanted.saturating_sub(present)));
    if fraction.is_empty() && flags.add_dot_0 {
        fraction.push('0');
    }
    if !fraction.is_empty() || flags.alternate {
        text.push('.');
    }
    text + &fraction
}

/// Parses ASCII as `float(text)` does: white space and a sign allowed, underscores between digits.
pub(crate) fn parse(text: &[u8]) -> Option<f64> {
    let mut rest = text;
    while let [b' ' | 9..=13, after @ ..] = rest {
        rest = after;
    }
    while let [before @ .., b' ' | 9..=13] = rest {
        rest = before;
    }
    parse_stripped(rest)
}

/// [`parse`] without white space.
pub(crate) fn parse_stripped(text: &[u8]) -> Option<f64> {
    if !text.contains(&b'_') {
        return parse_plain(text);
    }
    let mut plain = Vec::with_capacity(text.len());
    for (index, &byte) in text.iter().enumerate() {
        if byte == b'_' {
            let is_digit = |at: Option<&u8>| at.is_some_and(u8::is_ascii_digit);
            if index == 0 || !is_digit(text.get(index - 1)) || !is_digit(text.get(index + 1)) {
                return None;
            }
        } else {
            plain.push(byte);
        }
    }
    parse_plain(&plain)
}

fn parse_plain(text: &[u8]) -> Option<f64> {
    // Rust's parser reads the same language, which it is asked about nothing but sign, digits, point and exponent, and
    // the three words.
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// How much of the beginning of `text` is a float, and which: what `complex(text)` reads piece by piece.
pub(crate) fn parse_prefix(text: &[u8]) -> Option<(f64, usize)> {
    let mut end = usize::from(matches!(text.first(), Some(b'+' | b'-')));
    for word in ["infinity", "inf", "nan"] {
        if text.len() >= end + word.len() && text[end..end + word.len()].eq_ignore_ascii_case(word.as_bytes())
        {
            let end = end + word.len();
            return Some((parse_plain(&text[..end])?, end));
        }
    }
    let digits = |from: usize| text[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(end);
    end += whole;
    let mut decimals = 0;
    if text.get(end) == Some(&b'.') {
        decimals = digits(end + 1);
        if whole + decimals > 0 {
            end += 1 + decimals;
        }
    }
    if whole + decimals == 0 {
        return None;
    }
    if let Some(b'e' | b'E') = text.get(end) {
        let sign = usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(end + 1 + sign);
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    Some((parse_plain(&text[..end])?, end))
}

/// `float.hex`
pub(crate) fn to_hex(value: f64) -> String {
    if !value.is_finite() {
        return repr(value);
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = value.to_bits();
    let (mantissa, exponent) = (bits & ((1 << 52) - 1), (bits >> 52 & 0x7ff) as i64);
    let (lead, exponent) = if exponent == 0 { (0, -1022) } else { (1, exponent - 1023) };
    format!("{sign}0x{lead}.{mantissa:013x}p{exponent:+}")
}

/// Why a text is no hexadecimal float.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HexFailure {
    /// It does not have the form.
    Invalid,
    /// The number is beyond all floats.
    Overflow,
    /// It has more digits than can be dealt with.
    TooLong,
}

/// `float.fromhex`
pub(crate) fn from_hex(text: &[u8]) -> Result<f64, HexFailure> {
    let mut rest = text;
    while let [b' ' | 9..=13, after @ ..] = rest {
        rest = after;
    }
    while let [before @ .., b' ' | 9..=13] = rest {
        rest = before;
    }
    let negative = rest.first() == Some(&b'-');
    if let [b'+' | b'-', after @ ..] = rest {
        rest = after;
    }
    let signed = |value: f64| if negative { -value } else { value };
    if rest.eq_ignore_ascii_case(b"inf") || rest.eq_ignore_ascii_case(b"infinity") {
        return Ok(signed(f64::INFINITY));
    }
    if rest.eq_ignore_ascii_case(b"nan") {
        return Ok(signed(f64::NAN));
    }
    if let [b'0', b'x' | b'X', after @ ..] = rest {
        rest = after;
    }
    let (mantissa, exponent) = match rest.iter().position(|byte| byte.eq_ignore_ascii_case(&b'p')) {
        Some(at) => (&rest[..at], Some(&rest[at + 1..])),
        None => (rest, None),
    };
    let exponent = match exponent {
        None => 0,
        Some(text) => {
            let digits = text.strip_prefix(b"+").or(text.strip_prefix(b"-")).unwrap_or(text);
            if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
                return Err(HexFailure::Invalid);
            }
            let magnitude =
                digits.iter().fold(0i64, |all, digit| (all * 10 + i64::from(digit - b'0')).min(1 << 53));
            if text[0] == b'-' { -magnitude } else { magnitude }
        }
    };
    let (whole, decimals) = match mantissa.iter().position(|&byte| byte == b'.') {
        Some(at) => (&mantissa[..at], &mantissa[at + 1..]),
        None => (mantissa, &[][..]),
    };
    if whole.len() + decimals.len() == 0 || !whole.iter().chain(decimals).all(u8::is_ascii_hexdigit) {
        return Err(HexFailure::Invalid);
    }
    if mantissa.len() as i64 > (1 << 50) {
        return Err(HexFailure::TooLong);
    }
    // Up to 60 bits of the digits are kept as they are; whatever is set behind them counts as one more bit, and one
    // rounding follows.
    let (mut bits, mut dropped, mut sticky) = (0u64, 0i64, false);
    for &digit in whole.iter().chain(decimals) {
        let value = u64::from((digit as char).to_digit(16).unwrap_or(0));
        if bits >> 59 == 0 {
            bits = bits << 4 | value;
        } else {
            dropped += 4;
            sticky |= value != 0;
        }
    }
    if bits == 0 {
        return Ok(signed(0.0));
    }
    let exponent = exponent + dropped - 4 * decimals.len() as i64;
    let length = i64::from(64 - bits.leading_zeros());
    if exponent + length > 1025 {
        return Err(HexFailure::Overflow);
    }
    if exponent + length < -1075 {
        return Ok(signed(0.0));
    }
    // How many bits are too many for a float of this size.
    let extra = (length - 53).max(-1074 - exponent);
    let scaled = if extra > 0 {
        let (half, low) = (1u128 << (extra - 1), u128::from(bits) & ((1u128 << extra) - 1));
        let kept = (u128::from(bits) >> extra) as u64;
        if low > half || low == half && (sticky || kept & 1 != 0) { kept + 1 } else { kept }
    } else {
        bits
    };
    let value = libm::ldexp(scaled as f64, (exponent + extra.max(0)) as i32);
    if value.is_finite() { Ok(signed(value)) } else { Err(HexFailure::Overflow) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_those_of_the_library() {
        let mut state = 1u64;
        let ties =
            [0.5, 1.5, 2.5, 0.125, 0.375, 1e22, 1e23, 4503599627370497.5, 5e-324, 1e-20, 999.9995, 0.0];
        let random = std::iter::repeat_with(|| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Exponents around 0, since others are for the library anyway.
            f64::from_bits(state & !(0x7ff << 52) | (state % 160 + 940) << 52)
        });
        for value in ties.into_iter().chain(random.take(2000)) {
            for precision in 0..22 {
                for value in [value, -value] {
                    if let Some(text) = fixed_from_scaled(value, precision) {
                        assert_eq!(text, format!("{value:.precision$}"));
                    }
                }
            }
        }
        assert_eq!(fixed_from_scaled(f64::NAN, 1), None);
        assert_eq!(fixed_from_scaled(f64::INFINITY, 1), None);
    }
}
