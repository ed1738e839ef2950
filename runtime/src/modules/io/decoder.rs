//! Text out of bytes that come piece by piece, and what is done to ends of lines.

use crate::errors::PyResult;
use crate::objects::str_::codec::Incremental;
use crate::objects::str_::{Chars, Str, StrBuilder};
use crate::value::Ref;
use crate::vm::Vm;

/// What the parameter `newline` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Newline {
    /// `None`: all ends of lines are read as `"\n"`.
    Translated,
    /// `""`: all of them end lines, and stay as they are.
    Any,
    /// `"\n"`
    Feed,
    /// `"\r"`
    Return,
    /// `"\r\n"`
    Both,
}

impl Newline {
    pub(super) fn parse(text: Option<&str>) -> Option<Self> {
        Some(match text {
            None => Self::Translated,
            Some("") => Self::Any,
            Some("\n") => Self::Feed,
            Some("\r") => Self::Return,
            Some("\r\n") => Self::Both,
            Some(_) => return None,
        })
    }

    /// What `"\n"` is written as, if that is something else.
    pub(super) fn written(self) -> Option<&'static str> {
        match self {
            Self::Return => Some("\r"),
            Self::Both => Some("\r\n"),
            _ => None,
        }
    }

    /// The end of the first line behind `from`, if it is there.
    pub(super) fn find(self, chars: Chars<'_>, from: usize) -> Option<usize> {
        let rest = chars.slice(from, chars.len());
        if matches!(self, Self::Translated | Self::Feed)
            && let Chars::One(bytes) = rest
        {
            return memchr::memchr(b'\n', bytes).map(|at| from + at + 1);
        }
        let mut codes = rest.iter().enumerate().peekable();
        while let Some((at, code)) = codes.next() {
            let after_return = code == 0xd && codes.peek().is_some_and(|(_, next)| *next == 0xa);
            let length = match (self, code) {
                (Self::Translated | Self::Feed | Self::Any, 0xa) => 1,
                (Self::Any | Self::Both, 0xd) if after_return => 2,
                (Self::Any | Self::Return, 0xd) => 1,
                _ => continue,
            };
            return Some(from + at + length);
        }
        None
    }
}

/// Which ends of lines were seen: bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen(u8);

impl Seen {
    const KINDS: [(u8, &'static str); 3] = [(1, "\r"), (2, "\n"), (4, "\r\n")];

    /// As `newlines` of a file says it.
    pub(super) fn names(self) -> Vec<&'static str> {
        Self::KINDS.iter().filter(|(bit, _)| self.0 & bit != 0).map(|(_, name)| *name).collect()
    }
}

/// What is known between two pieces: `IncrementalNewlineDecoder` around a decoder.
#[derive(Clone, Debug, Default)]
pub(super) struct Decoder {
    bytes: Incremental,
    /// Whether the last piece ended with a `"\r"`, which is kept back, for a `"\n"` may follow.
    after_return: bool,
    pub(super) seen: Seen,
}

impl Decoder {
    /// The text of the next bytes. At the end of the file nothing is kept back.
    pub(super) fn decode(
        &mut self,
        vm: &Vm,
        bytes: &[u8],
        (encoding, errors): (&str, &str),
        newline: Newline,
        last: bool,
    ) -> PyResult<Ref<Str>> {
        let text = self.bytes.decode(vm, bytes, encoding, errors, last)?;
        if !matches!(newline, Newline::Translated | Newline::Any) {
            return Ok(text);
        }
        if !self.after_return
            && let Chars::One(units) = text.chars()
            && memchr::memchr(b'\r', units).is_none()
        {
            if self.seen.0 & 2 == 0 && memchr::memchr(b'\n', units).is_some() {
                self.seen.0 |= 2;
            }
            return Ok(text);
        }
        Ok(self.translate(vm, text.chars(), newline == Newline::Translated, last))
    }

    /// Looks at the ends of lines, and makes them all `"\n"` if so asked.
    pub(super) fn translate(&mut self, vm: &Vm, chars: Chars<'_>, translate: bool, last: bool) -> Ref<Str> {
        let mut out = StrBuilder::with_width(chars.width(), chars.len());
        for code in chars.iter() {
            if std::mem::take(&mut self.after_return) {
                let both = code == 0xa;
                self.seen.0 |= if both { 4 } else { 1 };
                out.push(if translate { 0xa } else { 0xd });
                if both {
                    if !translate {
                        out.push(0xa);
                    }
                    continue;
                }
            }
            match code {
                0xd => self.after_return = true,
                0xa => {
                    self.seen.0 |= 2;
                    out.push(0xa);
                }
                _ => out.push(code),
            }
        }
        if last && std::mem::take(&mut self.after_return) {
            self.seen.0 |= 1;
            out.push(if translate { 0xa } else { 0xd });
        }
        // Fewer characters may need less room for each.
        Str::from_chars(vm, out.chars())
    }

    /// Begins anew, but for what was seen.
    pub(super) fn reset(&mut self) {
        *self = Self { seen: self.seen, ..Self::default() };
    }

    /// Whether nothing is kept back.
    pub(super) fn is_between(&self) -> bool {
        !self.after_return && self.bytes.kept().is_empty()
    }

    /// The bytes that are kept back. A `"\r"` is none of them once it was decoded; it counts as the one that ASCII has.
    pub(super) fn kept_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        if self.after_return {
            bytes.push(b'\r');
        }
        bytes.extend_from_slice(self.bytes.kept());
        bytes
    }

    /// As it was before what is kept back came.
    pub(super) fn without_kept(&self) -> Self {
        Self { bytes: self.bytes.without_kept(), after_return: false, seen: self.seen }
    }
}
