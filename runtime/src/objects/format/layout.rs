//! Padding, signs and grouping.

use super::spec::{Align, Spec};
use crate::errors::PyResult;
use crate::objects::str_::{Chars, Str, StrBuilder};
use crate::value::Ref;
use crate::vm::Vm;

impl Vm {
    /// Raises `MemoryError` unless there is memory for `count` code points of four bytes: asked before a program makes
    /// something of a size of its choice.
    pub(crate) fn check_size(&self, count: usize) -> PyResult<()> {
        /// Up to here no question is asked.
        const MODEST: usize = 1 << 20;
        if count <= MODEST {
            return Ok(());
        }
        let mut probe: Vec<u8> = Vec::new();
        let bytes = count.checked_mul(4).filter(|&bytes| isize::try_from(bytes).is_ok());
        match bytes.map(|bytes| probe.try_reserve_exact(bytes)) {
            Some(Ok(())) => Ok(()),
            _ => Err(self.no_memory()),
        }
    }
}

/// Up to this length, a text is put together without memory from the allocator.
const SHORT: usize = 128;

/// How much padding goes before and after a text of `length`.
fn padding(length: usize, spec: &Spec) -> (usize, usize) {
    let total = spec.width.saturating_sub(length);
    match spec.align {
        Align::Left => (0, total),
        Align::Right | Align::AfterSign => (total, 0),
        Align::Center => (total / 2, total - total / 2),
    }
}

/// A text with padding around it.
pub(super) fn pad(vm: &Vm, text: Chars<'_>, spec: &Spec) -> PyResult<Ref<Str>> {
    let (before, after) = padding(text.len(), spec);
    if before + after == 0 {
        return Ok(Str::from_chars(vm, text));
    }
    if let (Chars::One(text), Ok(fill)) = (text, u8::try_from(spec.fill))
        && spec.width <= SHORT
    {
        // There is padding: the text is shorter than the width.
        let mut padded = [fill; SHORT];
        padded[before..before + text.len()].copy_from_slice(text);
        return Ok(Str::from_latin1(vm, &padded[..spec.width]));
    }
    vm.check_size(spec.width)?;
    let mut builder = StrBuilder::with_capacity(spec.width.max(text.len()));
    builder.push_repeated(spec.fill, before);
    builder.push_chars(text);
    builder.push_repeated(spec.fill, after);
    Ok(builder.finish(vm))
}

/// The text of a number, in pieces.
#[derive(Debug, Default)]
pub(super) struct Pieces<'a> {
    /// Whether there is a minus sign.
    pub(super) negative: bool,
    /// `0x` and the like
    pub(super) prefix: &'a str,
    /// Digits before the point, which are grouped.
    pub(super) digits: &'a str,
    /// How many digits make a group.
    pub(super) group: usize,
    /// Digits behind the point, without it.
    pub(super) fraction: Option<&'a str>,
    /// What follows: an exponent, a percent sign, or a word like `inf`.
    pub(super) rest: &'a str,
}

/// Lays a number out: sign, prefix, padding and groups.
pub(super) fn lay_out(vm: &Vm, pieces: &Pieces<'_>, spec: &Spec) -> PyResult<Ref<Str>> {
    vm.check_size(spec.width)?;
    let sign = match spec.sign {
        _ if pieces.negative => "-",
        Some(b'+') => "+",
        Some(b' ') => " ",
        _ => "",
    };
    let mut grouped_fraction = String::new();
    let (point, fraction) = match (pieces.fraction, spec.fraction_grouping) {
        (None, _) => ("", ""),
        (Some(fraction), None) => (".", fraction),
        (Some(fraction), Some(separator)) => {
            for (index, digit) in fraction.chars().enumerate() {
                if index > 0 && index % 3 == 0 {
                    grouped_fraction.push(separator.into());
                }
                grouped_fraction.push(digit);
            }
            (".", &*grouped_fraction)
        }
    };
    let around = sign.len() + pieces.prefix.len() + point.len() + fraction.len() + pieces.rest.len();
    // Zeros between sign and digits take part in the grouping.
    let least = if spec.fill == u32::from('0') && spec.align == Align::AfterSign {
        spec.width.saturating_sub(around)
    } else {
        0
    };
    let grouped;
    let digits = match spec.grouping {
        Some(separator) if !pieces.digits.is_empty() => {
            grouped = group(pieces.digits, pieces.group, separator, least);
            &grouped
        }
        _ => pieces.digits,
    };
    let (before, after) = padding(around + digits.len(), spec);
    let between = if spec.align == Align::AfterSign { before } else { 0 };
    Ok(put_together(
        vm,
        spec.fill,
        around + digits.len() + before + after,
        &[
            Piece::Fill(before - between),
            Piece::Text(sign),
            Piece::Text(pieces.prefix),
            Piece::Fill(between),
            Piece::Text(digits),
            Piece::Text(point),
            Piece::Text(fraction),
            Piece::Text(pieces.rest),
            Piece::Fill(after),
        ],
    ))
}

/// A part of the text of a number, which is ASCII.
enum Piece<'a> {
    Text(&'a str),
    /// So many characters that fill up.
    Fill(usize),
}

/// The text of these pieces, `length` characters in all.
fn put_together(vm: &Vm, fill: u32, length: usize, pieces: &[Piece<'_>]) -> Ref<Str> {
    if length <= SHORT
        && let Ok(fill) = u8::try_from(fill)
    {
        let (mut text, mut at) = ([fill; SHORT], 0);
        for piece in pieces {
            match piece {
                Piece::Text(piece) => {
                    text[at..at + piece.len()].copy_from_slice(piece.as_bytes());
                    at += piece.len();
                }
                Piece::Fill(count) => at += count,
            }
        }
        return Str::from_latin1(vm, &text[..at]);
    }
    let mut builder = StrBuilder::with_capacity(length);
    for piece in pieces {
        match piece {
            Piece::Text(piece) => builder.push_str(piece),
            Piece::Fill(count) => builder.push_repeated(fill, *count),
        }
    }
    builder.finish(vm)
}

/// Digits in groups, with zeros in front until there are at least `least` characters, of which the first is a digit.
fn group(digits: &str, size: usize, separator: u8, least: usize) -> String {
    let mut reversed = Vec::with_capacity(digits.len().max(least) * 2);
    let mut left = digits.bytes().rev();
    while left.len() > 0 || reversed.len() < least {
        if !reversed.is_empty() {
            reversed.push(separator);
        }
        for _ in 0..size {
            match left.next() {
                Some(digit) => reversed.push(digit),
                None if reversed.len() < least || reversed.last() == Some(&separator) => reversed.push(b'0'),
                None => break,
            }
        }
    }
    reversed.reverse();
    String::from_utf8(reversed).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_reach_the_width_and_begin_with_a_digit() {
        assert_eq!(group("1234567", 3, b',', 0), "1,234,567");
        assert_eq!(group("1234", 3, b',', 8), "0,001,234");
        assert_eq!(group("1234", 3, b',', 7), "001,234");
        assert_eq!(group("ff", 4, b'_', 6), "0_00ff");
        assert_eq!(group("5", 3, b',', 1), "5");
    }
}
