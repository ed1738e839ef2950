//! Integers as text, both ways.

use std::borrow::Cow;

use num_bigint::{BigInt, Sign};
use num_traits::Num;

use super::number::{IntRef, Number};
use crate::objects::str_::unicode;

/// The number of decimal digits from which on conversions between text and number are refused, unless a program asks
/// for more: `sys.int_info.default_max_str_digits`.
pub(crate) const DEFAULT_MAX_STR_DIGITS: u32 = 4300;
/// The smallest limit that a program may ask for: `sys.int_info.str_digits_check_threshold`.
pub(crate) const STR_DIGITS_CHECK_THRESHOLD: u32 = 640;

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParseFailure {
    /// It does not have the form of a literal.
    Invalid,
    /// It has more digits than the limit allows: so many.
    TooLong(usize),
}

/// Parses ASCII, white space and a sign allowed, as `int(text, base)` does. `base` is 0 or between 2 and 36; `limit`
/// is the number of digits beyond which bases that are no power of two are refused, or 0.
pub(crate) fn parse(text: &[u8], base: u32, limit: u32) -> Result<Number, ParseFailure> {
    let mut rest = text.trim_ascii_start();
    // The vertical tab is white space too, which Rust leaves out.
    while let [b' ' | 9..=13, after @ ..] = rest {
        rest = after;
    }
    while let [before @ .., b' ' | 9..=13] = rest {
        rest = before;
    }
    let negative = match rest {
        [b'-', after @ ..] => {
            rest = after;
            true
        }
        [b'+', after @ ..] => {
            rest = after;
            false
        }
        _ => false,
    };
    let prefix = match rest {
        [b'0', b'x' | b'X', ..] => Some(16),
        [b'0', b'o' | b'O', ..] => Some(8),
        [b'0', b'b' | b'B', ..] => Some(2),
        _ => None,
    };
    // Old octal literals ("010") are no literals of today; zero may have as many zeros as it likes.
    let mut only_zeros = false;
    let base = match (base, prefix) {
        (0, None) => {
            only_zeros = rest.first() == Some(&b'0');
            10
        }
        (0, Some(prefix)) => prefix,
        (base, _) => base,
    };
    if prefix == Some(base) {
        rest = &rest[2..];
        // One underscore may stand between prefix and digits.
        if let [b'_', after @ ..] = rest {
            rest = after;
        }
    }
    if let Some(magnitude) = few_digits(rest, base)
        && !only_zeros
    {
        return Ok(Number::Small(if negative { -magnitude } else { magnitude }));
    }
    let mut digits = Vec::with_capacity(rest.len());
    let mut after_digit = false;
    for &byte in rest {
        match byte {
            b'_' if after_digit => after_digit = false,
            _ if (byte as char).is_digit(base) => {
                digits.push(byte);
                after_digit = true;
            }
            _ => return Err(ParseFailure::Invalid),
        }
    }
    if !after_digit || only_zeros && digits.iter().any(|&digit| digit != b'0') {
        return Err(ParseFailure::Invalid);
    }
    if limit > 0 && !base.is_power_of_two() && digits.len() > limit.max(STR_DIGITS_CHECK_THRESHOLD) as usize {
        return Err(ParseFailure::TooLong(digits.len()));
    }
    let digits = std::str::from_utf8(&digits).map_err(|_| ParseFailure::Invalid)?;
    if let Ok(magnitude) = i64::from_str_radix(digits, base) {
        return Ok(Number::Small(if negative { -magnitude } else { magnitude }));
    }
    let magnitude = BigInt::from_str_radix(digits, base).map_err(|_| ParseFailure::Invalid)?;
    Ok(Number::Big(if negative { -magnitude } else { magnitude }))
}

/// The number that a few digits are, if there is nothing else: what most texts are.
fn few_digits(digits: &[u8], base: u32) -> Option<i64> {
    const FEW: usize = 11;
    if digits.is_empty() || digits.len() > FEW {
        return None;
    }
    digits.iter().try_fold(0, |number, &digit| {
        Some(number * i64::from(base) + i64::from(char::from(digit).to_digit(base)?))
    })
}

/// The ASCII form of a text with digits of any script: what cannot stand in a number becomes `?`
/// (`_PyUnicode_TransformDecimalAndSpaceToASCII`).
pub(crate) fn to_ascii(codes: impl Iterator<Item = u32>) -> Vec<u8> {
    codes.map(|code| unicode::to_ascii_digit(code).unwrap_or(b'?')).collect()
}

/// The decimal digits of a number, with a minus sign if it is negative; `None` if they are more than `limit`, which
/// is 0 for no limit.
pub(crate) fn to_decimal(number: IntRef<'_>, limit: u32) -> Option<String> {
    match number {
        IntRef::Small(number) => Some(number.to_string()),
        IntRef::Big(number) => {
            let limit = limit as usize;
            // A number of so many bits has more digits than the limit whatever they are: 0.30103 digits a bit.
            if limit > 0 && number.bits() > 10 && (number.bits() - 1) as usize / 10 * 3 > limit {
                return None;
            }
            let text = number.to_string();
            let digits = text.len() - usize::from(number.sign() == Sign::Minus);
            (limit == 0 || digits <= limit).then_some(text)
        }
    }
}

/// The digits in base 2, 8 or 16, lower case, without a prefix, with a minus sign if the number is negative.
pub(crate) fn to_radix(number: IntRef<'_>, base: u32) -> String {
    with_prefix(number, base, "", &mut [0; ROOM]).into_owned()
}

/// What a number of one word takes in any base: a sign, a prefix of two characters, and up to 64 digits.
pub(crate) const ROOM: usize = 67;

/// [`to_radix`] with a prefix between sign and digits. A number of one word is written into `room`, from its end on.
pub(crate) fn with_prefix<'t>(
    number: IntRef<'_>,
    base: u32,
    prefix: &str,
    room: &'t mut [u8; ROOM],
) -> Cow<'t, str> {
    let sign = if number.signum() < 0 { "-" } else { "" };
    let number = match number {
        IntRef::Big(number) => {
            return format!("{sign}{prefix}{}", number.magnitude().to_str_radix(base)).into();
        }
        IntRef::Small(number) => number,
    };
    let mut start = ROOM;
    let mut put = |unit: u8| {
        start -= 1;
        room[start] = unit;
    };
    let mut rest = number.unsigned_abs();
    loop {
        put(b"0123456789abcdef"[(rest % u64::from(base)) as usize]);
        rest /= u64::from(base);
        if rest == 0 {
            break;
        }
    }
    prefix.bytes().rev().chain(sign.bytes()).for_each(put);
    std::str::from_utf8(&room[start..]).unwrap_or_default().into()
}
