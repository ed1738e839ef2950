//! Strings as Python has them: sequences of code points, surrogates among them.

use std::fmt;

/// A `str`: code points in UTF-8, where surrogates are encoded like any other code point (Python's error handler
/// `surrogatepass`). Strings are equal if their code points are, interned or not.
#[derive(Clone)]
pub struct Text {
    bytes: Box<[u8]>,
    interned: bool,
}

impl Text {
    /// The string with this encoding; or, if it is none, how many bytes are good.
    pub fn from_surrogatepass(bytes: &[u8]) -> Result<Text, usize> {
        let mut start = 0;
        while let Err(error) = std::str::from_utf8(&bytes[start..]) {
            start += error.valid_up_to();
            // ED A0 80 to ED BF BF is all that differs from UTF-8 proper.
            let [0xed, 0xa0..=0xbf, 0x80..=0xbf, ..] = bytes[start..] else { return Err(start) };
            start += 3;
        }
        Ok(Text { bytes: bytes.into(), interned: false })
    }

    /// The string whose code points are these bytes.
    pub fn from_latin1(bytes: &[u8]) -> Text {
        if bytes.is_ascii() {
            return Text { bytes: bytes.into(), interned: false };
        }
        let text: String = bytes.iter().copied().map(char::from).collect();
        Text::from(text.as_str())
    }

    /// The same string, interned or not.
    pub fn interned(self, interned: bool) -> Text {
        Text { interned, ..self }
    }

    /// Whether it is the only string of this content, as names are. [`marshal`](crate::marshal) keeps this.
    pub fn is_interned(&self) -> bool {
        self.interned
    }

    /// UTF-8 with surrogates encoded like any other code point.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether all code points are below 128.
    pub fn is_ascii(&self) -> bool {
        self.bytes.is_ascii()
    }

    /// The text, unless there is a surrogate in it.
    pub fn to_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }

    /// The code points.
    pub fn code_points(&self) -> impl Iterator<Item = u32> {
        let mut rest = &self.bytes[..];
        std::iter::from_fn(move || {
            let (&first, after) = rest.split_first()?;
            let (mut value, more) = match first {
                0..0x80 => (u32::from(first), 0),
                0x80..0xe0 => (u32::from(first & 0x1f), 1),
                0xe0..0xf0 => (u32::from(first & 0x0f), 2),
                _ => (u32::from(first & 0x07), 3),
            };
            let (tail, after) = after.split_at_checked(more)?;
            for byte in tail {
                value = value << 6 | u32::from(byte & 0x3f);
            }
            rest = after;
            Some(value)
        })
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Text {}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text { bytes: text.as_bytes().into(), interned: false }
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        *self.bytes == *other.as_bytes()
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

/// The text, with U+FFFD in place of surrogates.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_str() {
            Some(text) => f.pad(text),
            None => {
                let lossy: String = self
                    .code_points()
                    .map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
                    .collect();
                f.pad(&lossy)
            }
        }
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::repr::str_repr(f, self)
    }
}
