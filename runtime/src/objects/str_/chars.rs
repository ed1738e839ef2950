//! Views of code points, whatever their width.

use std::borrow::Cow;
use std::cmp::Ordering;

/// How many bytes each code point of a string takes: `PyUnicode_KIND`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Width {
    /// `PyUnicode_1BYTE_KIND`: Latin-1
    One = 1,
    /// `PyUnicode_2BYTE_KIND`: UCS-2, surrogates standing for themselves
    Two = 2,
    /// `PyUnicode_4BYTE_KIND`: UCS-4
    Four = 4,
}

impl Width {
    /// The narrowest width that holds `code`.
    #[inline]
    pub(crate) const fn of(code: u32) -> Self {
        if code <= 0xff {
            Self::One
        } else if code <= 0xffff {
            Self::Two
        } else {
            Self::Four
        }
    }

    /// How many bytes.
    #[inline(always)]
    pub(crate) const fn bytes(self) -> usize {
        self as usize
    }
}

/// The code points of a string, in the width it is stored with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Chars<'a> {
    /// Latin-1
    One(&'a [u8]),
    /// UCS-2
    Two(&'a [u16]),
    /// UCS-4
    Four(&'a [u32]),
}

/// Runs an expression with the slice of code points, whatever its item type.
macro_rules! with_units {
    ($chars:expr, $units:ident => $body:expr) => {
        match $chars {
            $crate::objects::str_::Chars::One($units) => $body,
            $crate::objects::str_::Chars::Two($units) => $body,
            $crate::objects::str_::Chars::Four($units) => $body,
        }
    };
}
pub(crate) use with_units;

/// Runs an expression with two slices of units of the same width, the second widened if need be; another expression
/// if the second is the wider one, and so cannot occur in the first.
macro_rules! same_width {
    ($hay:expr, $needle:expr, |$own:ident, $other:ident| $body:expr, else $none:expr) => {
        match ($hay, $needle) {
            ($crate::objects::str_::Chars::One($own), $crate::objects::str_::Chars::One($other)) => $body,
            ($crate::objects::str_::Chars::Two($own), $crate::objects::str_::Chars::Two($other)) => $body,
            ($crate::objects::str_::Chars::Four($own), $crate::objects::str_::Chars::Four($other)) => $body,
            ($crate::objects::str_::Chars::Two($own), $crate::objects::str_::Chars::One(narrow)) => {
                let widened: Vec<u16> = narrow.iter().map(|&unit| u16::from(unit)).collect();
                let $other = &widened[..];
                $body
            }
            ($crate::objects::str_::Chars::Four($own), narrow) => {
                let widened: Vec<u32> = narrow.iter().collect();
                let $other = &widened[..];
                $body
            }
            _ => $none,
        }
    };
}
pub(crate) use same_width;

impl<'a> Chars<'a> {
    /// How many code points.
    #[inline]
    pub(crate) fn len(self) -> usize {
        with_units!(self, units => units.len())
    }

    /// Whether there are none.
    #[inline]
    pub(crate) fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The width they are stored with.
    #[inline]
    pub(crate) fn width(self) -> Width {
        match self {
            Self::One(_) => Width::One,
            Self::Two(_) => Width::Two,
            Self::Four(_) => Width::Four,
        }
    }

    /// The code point at `index`.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[inline]
    #[allow(clippy::unnecessary_cast, reason = "the cast serves three widths")]
    pub(crate) fn at(self, index: usize) -> u32 {
        with_units!(self, units => units[index] as u32)
    }

    /// The code points from `start` to `end`.
    ///
    /// # Panics
    ///
    /// If they are not in order or beyond the end.
    #[inline]
    pub(crate) fn slice(self, start: usize, end: usize) -> Chars<'a> {
        match self {
            Self::One(units) => Self::One(&units[start..end]),
            Self::Two(units) => Self::Two(&units[start..end]),
            Self::Four(units) => Self::Four(&units[start..end]),
        }
    }

    /// The code points, one after the other, from either end.
    #[inline]
    pub(crate) fn iter(self) -> Iter<'a> {
        Iter { chars: self, front: 0, back: self.len() }
    }

    /// The largest code point, or 0.
    pub(crate) fn max(self) -> u32 {
        match self {
            // What matters is on which side of 0x80 it is, and that is found a word at a time.
            Self::One(units) => {
                if units.is_ascii() {
                    0x7f.min(u32::from(units.first().copied().unwrap_or(0)) | 0x7f)
                } else {
                    0xff
                }
            }
            Self::Two(units) => u32::from(units.iter().fold(0, |all, &unit| all | unit)),
            Self::Four(units) => units.iter().fold(0, |largest, &unit| largest.max(unit)),
        }
    }

    /// How they order, code point by code point.
    pub(crate) fn compare(self, other: Chars<'_>) -> Ordering {
        match (self, other) {
            (Self::One(left), Chars::One(right)) => match (left.first(), right.first()) {
                // Most texts differ at once, which is found out without a call.
                (Some(first), Some(other)) if first != other => first.cmp(other),
                _ => left.cmp(right),
            },
            (Self::Two(left), Chars::Two(right)) => left.cmp(right),
            (Self::Four(left), Chars::Four(right)) => left.cmp(right),
            _ => self.iter().cmp(other.iter()),
        }
    }

    /// Whether they are the same code points. Both are in the narrowest width or not: that does not matter.
    pub(crate) fn equals(self, other: Chars<'_>) -> bool {
        match (self, other) {
            (Self::One(left), Chars::One(right)) => left == right,
            (Self::Two(left), Chars::Two(right)) => left == right,
            (Self::Four(left), Chars::Four(right)) => left == right,
            _ => self.len() == other.len() && self.iter().eq(other.iter()),
        }
    }

    /// UTF-8, each surrogate replaced by U+FFFD.
    pub(crate) fn to_utf8_lossy(self) -> Cow<'a, str> {
        if let Self::One(units) = self
            && units.is_ascii()
            && let Ok(text) = std::str::from_utf8(units)
        {
            return Cow::Borrowed(text);
        }
        Cow::Owned(
            self.iter().map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)).collect(),
        )
    }
}

/// The code points of a string, from either end.
#[derive(Clone, Debug)]
pub(crate) struct Iter<'a> {
    chars: Chars<'a>,
    front: usize,
    back: usize,
}

impl Iterator for Iter<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        if self.front < self.back {
            self.front += 1;
            Some(self.chars.at(self.front - 1))
        } else {
            None
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.back - self.front, Some(self.back - self.front))
    }
}

impl DoubleEndedIterator for Iter<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<u32> {
        if self.front < self.back {
            self.back -= 1;
            Some(self.chars.at(self.back))
        } else {
            None
        }
    }
}

impl ExactSizeIterator for Iter<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_that_of_code_points() {
        let latin = Chars::One(&[0x61, 0xe9]);
        let wide = Chars::Two(&[0x61, 0x20ac]);
        let widest = Chars::Four(&[0x61, 0x1_f600]);
        assert_eq!(latin.compare(wide), Ordering::Less);
        assert_eq!(widest.compare(wide), Ordering::Greater);
        assert_eq!(latin.compare(Chars::Four(&[0x61, 0xe9])), Ordering::Equal);
        assert!(latin.equals(Chars::Two(&[0x61, 0xe9])));
        assert_eq!(latin.slice(0, 1).compare(latin), Ordering::Less);
    }

    #[test]
    fn the_largest_tells_the_width() {
        assert_eq!(Width::of(Chars::Two(&[0x61, 0x20ac]).max()), Width::Two);
        assert_eq!(Width::of(Chars::Four(&[0x61, 0x62]).max()), Width::One);
        assert!(Chars::One(b"abc").max() < 0x80);
        assert!(Chars::One(&[0x80]).max() >= 0x80);
    }
}
