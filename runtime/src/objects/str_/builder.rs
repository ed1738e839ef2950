//! A string in the making.

use super::{Chars, Str, Width};
use crate::value::Ref;
use crate::vm::Vm;

/// Collects code points, with the narrowest width that holds what came so far.
#[derive(Clone, Debug)]
pub(crate) enum StrBuilder {
    /// Latin-1
    One(Vec<u8>),
    /// UCS-2
    Two(Vec<u16>),
    /// UCS-4
    Four(Vec<u32>),
}

impl Default for StrBuilder {
    fn default() -> Self {
        Self::One(Vec::new())
    }
}

impl StrBuilder {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Nothing yet, with room for `count` code points of one byte.
    pub(crate) fn with_capacity(count: usize) -> Self {
        Self::One(Vec::with_capacity(count))
    }

    /// Nothing yet, with room for `count` code points of the given width.
    pub(crate) fn with_width(width: Width, count: usize) -> Self {
        match width {
            Width::One => Self::One(Vec::with_capacity(count)),
            Width::Two => Self::Two(Vec::with_capacity(count)),
            Width::Four => Self::Four(Vec::with_capacity(count)),
        }
    }

    /// What came so far.
    pub(crate) fn chars(&self) -> Chars<'_> {
        match self {
            Self::One(units) => Chars::One(units),
            Self::Two(units) => Chars::Two(units),
            Self::Four(units) => Chars::Four(units),
        }
    }

    /// Makes it at least as wide as `width`.
    fn widen(&mut self, width: Width) {
        if self.chars().width() >= width {
            return;
        }
        let old = std::mem::take(self);
        *self = match width {
            Width::One => old,
            Width::Two => Self::Two(old.chars().iter().map(|code| code as u16).collect()),
            Width::Four => Self::Four(old.chars().iter().collect()),
        };
    }

    /// Adds a code point: at most 0x10FFFF.
    #[inline]
    pub(crate) fn push(&mut self, code: u32) {
        match self {
            Self::One(units) if code <= 0xff => units.push(code as u8),
            Self::Two(units) if code <= 0xffff => units.push(code as u16),
            Self::Four(units) => units.push(code),
            _ => {
                self.widen(Width::of(code));
                self.push(code);
            }
        }
    }

    /// Adds a code point `count` times.
    pub(crate) fn push_repeated(&mut self, code: u32, count: usize) {
        if count == 0 {
            return;
        }
        self.widen(Width::of(code));
        match self {
            Self::One(units) => units.resize(units.len() + count, code as u8),
            Self::Two(units) => units.resize(units.len() + count, code as u16),
            Self::Four(units) => units.resize(units.len() + count, code),
        }
    }

    /// Adds code points. They may be stored wider than they need.
    pub(crate) fn push_chars(&mut self, chars: Chars<'_>) {
        match (&mut *self, chars) {
            (Self::One(units), Chars::One(more)) => units.extend_from_slice(more),
            (Self::Two(units), Chars::One(more)) => units.extend(more.iter().map(|&unit| u16::from(unit))),
            (Self::Four(units), Chars::One(more)) => units.extend(more.iter().map(|&unit| u32::from(unit))),
            (Self::Four(units), Chars::Two(more)) => units.extend(more.iter().map(|&unit| u32::from(unit))),
            (Self::Four(units), Chars::Four(more)) => units.extend_from_slice(more),
            _ => {
                let width = Width::of(chars.max());
                self.widen(width);
                match (&mut *self, chars) {
                    (Self::Two(units), Chars::Two(more)) => units.extend_from_slice(more),
                    _ => chars.iter().for_each(|code| self.push(code)),
                }
            }
        }
    }

    /// Adds text.
    pub(crate) fn push_str(&mut self, text: &str) {
        match self {
            Self::One(units) if text.is_ascii() => units.extend_from_slice(text.as_bytes()),
            _ => text.chars().for_each(|char| self.push(char.into())),
        }
    }

    /// The string.
    pub(crate) fn finish(self, vm: &Vm) -> Ref<Str> {
        // What nothing is ever removed from is in the narrowest width already, if it began with one byte or with the
        // width of something that then came.
        match self {
            Self::One(units) => Str::from_vec(vm, units),
            Self::Two(units) => Str::from_vec(vm, units),
            Self::Four(units) => Str::from_vec(vm, units),
        }
    }
}

impl std::fmt::Write for StrBuilder {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.push_str(text);
        Ok(())
    }
}

impl Extend<u32> for StrBuilder {
    fn extend<I: IntoIterator<Item = u32>>(&mut self, codes: I) {
        codes.into_iter().for_each(|code| self.push(code));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_width_follows_the_contents() {
        let mut builder = StrBuilder::new();
        builder.push_str("ab");
        assert_eq!(builder.chars().width(), Width::One);
        builder.push_str("é€");
        assert_eq!(builder.chars().width(), Width::Two);
        builder.push_chars(Chars::Four(&[0x7a]));
        assert_eq!(builder.chars().width(), Width::Two);
        builder.push_repeated(0x1_f600, 2);
        assert_eq!(builder.chars().width(), Width::Four);
        assert!(builder.chars().iter().eq([0x61, 0x62, 0xe9, 0x20ac, 0x7a, 0x1_f600, 0x1_f600]));
    }
}
