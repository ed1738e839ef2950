//! Python's `repr` of constants.

use std::fmt::{self, Write};

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use crate::{CodeData, Constant, Text};

/// Says where a code object lies, for `<code object f at 0x…>`; `None` leaves that out.
pub(crate) type AddressOf<'a> = &'a dyn Fn(&crate::Ref<CodeData>) -> Option<usize>;

/// `repr(constant)`.
pub(crate) fn constant_repr(f: &mut dyn Write, constant: &Constant, address: AddressOf<'_>) -> fmt::Result {
    match constant {
        Constant::None => f.write_str("None"),
        Constant::True => f.write_str("True"),
        Constant::False => f.write_str("False"),
        Constant::Ellipsis => f.write_str("Ellipsis"),
        Constant::StopIteration => f.write_str("<class 'StopIteration'>"),
        Constant::Int(value) => write!(f, "{}", **value),
        Constant::Float(value) => f.write_str(&float_repr(value.get(), true)),
        Constant::Complex(value) => {
            let (re, im) = (value.re.get(), value.im.get());
            if re == 0.0 && re.is_sign_positive() {
                return write!(f, "{}j", float_repr(im, false));
            }
            // A number that is not one has no sign to show.
            let sign = if im.is_sign_negative() && !im.is_nan() { "" } else { "+" };
            write!(f, "({}{sign}{}j)", float_repr(re, false), float_repr(im, false))
        }
        Constant::Str(text) => str_repr(f, text),
        Constant::Bytes(bytes) => bytes_repr(f, bytes),
        Constant::Tuple(parts) if parts.len() == 1 => {
            f.write_char('(')?;
            constant_repr(f, &parts[0], address)?;
            f.write_str(",)")
        }
        Constant::Tuple(parts) => sequence(f, "(", parts, ")", address),
        Constant::List(parts) => sequence(f, "[", parts, "]", address),
        Constant::Set(parts) if parts.is_empty() => f.write_str("set()"),
        Constant::Set(parts) => sequence(f, "{", parts, "}", address),
        Constant::FrozenSet(parts) if parts.is_empty() => f.write_str("frozenset()"),
        Constant::FrozenSet(parts) => sequence(f, "frozenset({", parts, "})", address),
        Constant::Dict(pairs) => {
            f.write_char('{')?;
            for (index, (key, value)) in pairs.iter().enumerate() {
                f.write_str(if index > 0 { ", " } else { "" })?;
                constant_repr(f, key, address)?;
                f.write_str(": ")?;
                constant_repr(f, value, address)?;
            }
            f.write_char('}')
        }
        Constant::Slice(parts) => sequence(f, "slice(", &parts[..], ")", address),
        Constant::Code(code) => {
            write!(f, "<code object {}", code.name)?;
            if let Some(address) = address(code) {
                write!(f, " at {address:#x}")?;
            }
            let line = if code.firstlineno != 0 { code.firstlineno } else { -1 };
            write!(f, ", file \"{}\", line {line}>", code.filename)
        }
    }
}

fn sequence(
    f: &mut dyn Write,
    open: &str,
    parts: &[Constant],
    close: &str,
    address: AddressOf<'_>,
) -> fmt::Result {
    f.write_str(open)?;
    for (index, part) in parts.iter().enumerate() {
        f.write_str(if index > 0 { ", " } else { "" })?;
        constant_repr(f, part, address)?;
    }
    f.write_str(close)
}

/// `repr` of a `str`: in single quotes unless it has some and no double ones; what cannot be printed is escaped.
pub fn str_repr(f: &mut dyn Write, text: &Text) -> fmt::Result {
    let has = |quote| text.as_bytes().contains(&quote);
    let quote = if has(b'\'') && !has(b'"') { '"' } else { '\'' };
    f.write_char(quote)?;
    for code in text.code_points() {
        match char::from_u32(code) {
            Some('\n') => f.write_str("\\n")?,
            Some('\r') => f.write_str("\\r")?,
            Some('\t') => f.write_str("\\t")?,
            Some('\\') => f.write_str("\\\\")?,
            Some(c) if c == quote => write!(f, "\\{c}")?,
            Some(c) if is_printable(c) => f.write_char(c)?,
            _ if code < 0x100 => write!(f, "\\x{code:02x}")?,
            _ if code < 0x1_0000 => write!(f, "\\u{code:04x}")?,
            _ => write!(f, "\\U{code:08x}")?,
        }
    }
    f.write_char(quote)
}

/// `str.isprintable` of one character: whether `repr` leaves it as it is.
pub fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return (' '..='~').contains(&c);
    }
    !matches!(
        c.general_category(),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::Surrogate
            | GeneralCategory::PrivateUse
            | GeneralCategory::Unassigned
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
            | GeneralCategory::SpaceSeparator
    )
}

fn bytes_repr(f: &mut dyn Write, bytes: &[u8]) -> fmt::Result {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    write!(f, "b{}", char::from(quote))?;
    for &byte in bytes {
        match byte {
            b'\n' => f.write_str("\\n")?,
            b'\r' => f.write_str("\\r")?,
            b'\t' => f.write_str("\\t")?,
            b'\\' => f.write_str("\\\\")?,
            byte if byte == quote => write!(f, "\\{}", char::from(byte))?,
            b' '..=b'~' => f.write_char(char::from(byte))?,
            _ => write!(f, "\\x{byte:02x}")?,
        }
    }
    f.write_char(char::from(quote))
}

/// `repr` of a `float`: the fewest digits that give the number back. `dot` adds `.0` to whole numbers, as `repr` does
/// except within complex numbers.
pub fn float_repr(value: f64, dot: bool) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value < 0.0 { "-inf" } else { "inf" }.to_owned();
    }
    let shortest = format!("{value:e}");
    let digits = shortest.bytes().filter(u8::is_ascii_digit).count();
    let exponent = shortest.split_once('e').map_or(0, |(_, exponent)| exponent.trim_start_matches('-').len());
    // Of two equally short and equally close numbers CPython takes the one whose last digit is even.
    let even = format!("{value:.*e}", digits.saturating_sub(exponent + 1));
    let best = if even.parse() == Ok(value) { even } else { shortest };
    let (negative, digits, point) = decimal(&best);
    layout(negative, &digits, point, 16, dot)
}

/// `%.*g` of a finite number: that many significant digits, without the zeros at the end.
pub(crate) fn general(value: f64, precision: usize) -> String {
    let (negative, digits, point) = decimal(&format!("{value:.*e}", precision.saturating_sub(1)));
    let digits = digits.trim_end_matches('0');
    layout(negative, if digits.is_empty() { "0" } else { digits }, point, precision as i32, false)
}

/// Sign, digits, and where the point is in them, of Rust's `-d.ddde-d`.
fn decimal(scientific: &str) -> (bool, String, i32) {
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    (mantissa.starts_with('-'), digits, exponent.parse::<i32>().unwrap_or(0) + 1)
}

/// Digits with the point after the first `point` of them; with an exponent if it is far out.
fn layout(negative: bool, digits: &str, point: i32, limit: i32, dot: bool) -> String {
    let sign = if negative { "-" } else { "" };
    if point <= -4 || point > limit {
        let (first, rest) = digits.split_at(1);
        let mark = if rest.is_empty() { "" } else { "." };
        let exponent = point - 1;
        let exponent_sign = if exponent < 0 { '-' } else { '+' };
        return format!("{sign}{first}{mark}{rest}e{exponent_sign}{:02}", exponent.abs());
    }
    if point <= 0 {
        return format!("{sign}0.{}{digits}", "0".repeat(point.unsigned_abs() as usize));
    }
    let point = point as usize;
    if digits.len() <= point {
        let zeros = "0".repeat(point - digits.len());
        return format!("{sign}{digits}{zeros}{}", if dot { ".0" } else { "" });
    }
    let (whole, fraction) = digits.split_at(point);
    format!("{sign}{whole}.{fraction}")
}
