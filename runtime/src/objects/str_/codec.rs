//! The encodings that need no module: UTF-8, UTF-16, UTF-32, Latin-1 and ASCII, with the error handlers that need none.

use std::fmt::Write;

use super::{Chars, Str, StrBuilder};
use crate::errors::{PyResult, Raised};
use crate::objects::bytes::Bytes;
use crate::value::{Ptr, Ref};
use crate::vm::Vm;

/// An encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Ascii,
    Latin1,
    /// Two or four bytes a unit, in an order, or in one that a byte order mark tells.
    Wide(usize, Option<Order>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Little,
    Big,
}

const NATIVE: Order = if cfg!(target_endian = "little") { Order::Little } else { Order::Big };

impl Encoding {
    /// The encoding of a name, however it is written.
    fn named(name: &str) -> Option<Self> {
        let plain: String = name
            .chars()
            .filter(|char| char.is_ascii_alphanumeric())
            .map(|char| char.to_ascii_lowercase())
            .collect();
        Some(match plain.as_str() {
            "utf8" | "u8" | "utf" | "cp65001" | "utf8ucs2" | "utf8ucs4" => Self::Utf8,
            "ascii" | "usascii" | "646" | "ansix341968" | "iso646us" | "us" | "cp367" | "ibm367" => {
                Self::Ascii
            }
            "latin1" | "iso88591" | "88591" | "8859" | "cp819" | "ibm819" | "l1" | "latin" | "isoir100" => {
                Self::Latin1
            }
            "utf16" | "u16" => Self::Wide(2, None),
            "utf16le" => Self::Wide(2, Some(Order::Little)),
            "utf16be" => Self::Wide(2, Some(Order::Big)),
            "utf32" | "u32" => Self::Wide(4, None),
            "utf32le" => Self::Wide(4, Some(Order::Little)),
            "utf32be" => Self::Wide(4, Some(Order::Big)),
            _ => return None,
        })
    }

    /// What exceptions call it.
    fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Ascii => "ascii",
            Self::Latin1 => "latin-1",
            Self::Wide(2, None) => "utf-16",
            Self::Wide(2, Some(Order::Little)) => "utf-16-le",
            Self::Wide(2, Some(Order::Big)) => "utf-16-be",
            Self::Wide(_, None) => "utf-32",
            Self::Wide(_, Some(Order::Little)) => "utf-32-le",
            Self::Wide(_, Some(Order::Big)) => "utf-32-be",
        }
    }

    /// Whether it can write the code point.
    fn has(self, code: u32) -> bool {
        match self {
            Self::Ascii => code < 0x80,
            Self::Latin1 => code < 0x100,
            Self::Utf8 | Self::Wide(..) => !is_surrogate(code),
        }
    }

    fn why_not(self) -> &'static str {
        match self {
            Self::Ascii => "ordinal not in range(128)",
            Self::Latin1 => "ordinal not in range(256)",
            Self::Utf8 | Self::Wide(..) => "surrogates not allowed",
        }
    }

    /// Writes a code point, surrogates included.
    fn write(self, code: u32, out: &mut Vec<u8>) {
        let put = |unit: u32, size: usize, order: Order, out: &mut Vec<u8>| match order {
            Order::Little => out.extend_from_slice(&unit.to_le_bytes()[..size]),
            Order::Big => out.extend_from_slice(&unit.to_be_bytes()[4 - size..]),
        };
        match self {
            Self::Ascii | Self::Latin1 => out.push(code as u8),
            Self::Utf8 => match code {
                0..0x80 => out.push(code as u8),
                0x80..0x800 => out.extend([0xc0 | (code >> 6) as u8, 0x80 | (code & 0x3f) as u8]),
                0x800..0x1_0000 => out.extend([
                    0xe0 | (code >> 12) as u8,
                    0x80 | (code >> 6 & 0x3f) as u8,
                    0x80 | (code & 0x3f) as u8,
                ]),
                _ => out.extend([
                    0xf0 | (code >> 18) as u8,
                    0x80 | (code >> 12 & 0x3f) as u8,
                    0x80 | (code >> 6 & 0x3f) as u8,
                    0x80 | (code & 0x3f) as u8,
                ]),
            },
            Self::Wide(2, order) => {
                let order = order.unwrap_or(NATIVE);
                if code < 0x1_0000 {
                    put(code, 2, order, out);
                } else {
                    put(0xd800 + ((code - 0x1_0000) >> 10), 2, order, out);
                    put(0xdc00 + (code & 0x3ff), 2, order, out);
                }
            }
            Self::Wide(_, order) => put(code, 4, order.unwrap_or(NATIVE), out),
        }
    }
}

fn is_surrogate(code: u32) -> bool {
    (0xd800..0xe000).contains(&code)
}

/// What becomes of what cannot be encoded or decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Handler {
    Strict,
    Ignore,
    Replace,
    BackslashReplace,
    XmlCharRefReplace,
    SurrogateEscape,
    SurrogatePass,
}

impl Handler {
    fn named(vm: &Vm, name: &str) -> PyResult<Self> {
        Ok(match name {
            "strict" => Self::Strict,
            "ignore" => Self::Ignore,
            "replace" => Self::Replace,
            "backslashreplace" => Self::BackslashReplace,
            "xmlcharrefreplace" => Self::XmlCharRefReplace,
            "surrogateescape" => Self::SurrogateEscape,
            "surrogatepass" => Self::SurrogatePass,
            _ => return Err(vm.lookup_error(format_args!("unknown error handler name '{name}'"))),
        })
    }
}

#[cold]
fn unknown_encoding(vm: &Vm, name: &str) -> Raised {
    vm.lookup_error(format_args!("unknown encoding: {name}"))
}

#[cold]
fn encode_error(vm: &Vm, encoding: Encoding, string: Ptr<'_, Str>, start: usize, end: usize) -> Raised {
    let args = vec![
        Str::new(vm, encoding.name()).into_value(),
        string.to_value(),
        vm.int(start as i64),
        vm.int(end as i64),
        Str::new(vm, encoding.why_not()).into_value(),
    ];
    vm.raise_with(vm.types.unicode_encode_error(), args)
}

#[cold]
fn decode_error(vm: &Vm, encoding: &str, bytes: &[u8], start: usize, end: usize, reason: &str) -> Raised {
    let args = vec![
        Str::new(vm, encoding).into_value(),
        Bytes::new(vm, bytes).into_value(),
        vm.int(start as i64),
        vm.int(end as i64),
        Str::new(vm, reason).into_value(),
    ];
    vm.raise_with(vm.types.unicode_decode_error(), args)
}

/// `string.encode(encoding, errors)`
pub(crate) fn encode(vm: &Vm, string: Ptr<'_, Str>, encoding: &str, errors: &str) -> PyResult<Vec<u8>> {
    let kind = Encoding::named(encoding).ok_or_else(|| unknown_encoding(vm, encoding))?;
    if let (Some(ascii), Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1) =
        (string.get().as_ascii(), kind)
    {
        return Ok(ascii.as_bytes().to_vec());
    }
    if let (Chars::One(units), Encoding::Latin1) = (string.get().chars(), kind) {
        return Ok(units.to_vec());
    }
    let chars = string.get().chars();
    let mut out = Vec::with_capacity(chars.len() * 2);
    if let Encoding::Wide(_, None) = kind {
        kind.write(0xfeff, &mut out);
    }
    let mut at = 0;
    while at < chars.len() {
        let code = chars.at(at);
        if kind.has(code) {
            kind.write(code, &mut out);
            at += 1;
            continue;
        }
        let start = at;
        while at < chars.len() && !kind.has(chars.at(at)) {
            at += 1;
        }
        encode_with_handler(vm, kind, Handler::named(vm, errors)?, string, (start, at), &mut out)?;
    }
    Ok(out)
}

/// Writes what stands for code points that the encoding has not.
fn encode_with_handler(
    vm: &Vm,
    kind: Encoding,
    handler: Handler,
    string: Ptr<'_, Str>,
    (start, end): (usize, usize),
    out: &mut Vec<u8>,
) -> PyResult<()> {
    let mut text = String::new();
    for (index, code) in string.get().chars().slice(start, end).iter().enumerate() {
        let written = match handler {
            Handler::Ignore => Ok(()),
            Handler::Replace => {
                text.push('?');
                Ok(())
            }
            Handler::BackslashReplace => match code {
                0..=0xff => write!(text, "\\x{code:02x}"),
                0x100..=0xffff => write!(text, "\\u{code:04x}"),
                _ => write!(text, "\\U{code:08x}"),
            },
            Handler::XmlCharRefReplace => write!(text, "&#{code};"),
            Handler::SurrogateEscape
                if (0xdc80..=0xdcff).contains(&code) && !matches!(kind, Encoding::Wide(..)) =>
            {
                out.push((code - 0xdc00) as u8);
                continue;
            }
            Handler::SurrogatePass
                if is_surrogate(code) && !matches!(kind, Encoding::Ascii | Encoding::Latin1) =>
            {
                kind.write(code, out);
                continue;
            }
            Handler::SurrogateEscape | Handler::SurrogatePass => {
                return Err(encode_error(vm, kind, string, start + index, end));
            }
            Handler::Strict => return Err(encode_error(vm, kind, string, start, end)),
        };
        debug_assert!(written.is_ok(), "writing to memory succeeds");
    }
    text.chars().for_each(|char| kind.write(char.into(), out));
    Ok(())
}

/// `bytes.decode(encoding, errors)`: `PyUnicode_Decode`.
pub(crate) fn decode(vm: &Vm, bytes: &[u8], encoding: &str, errors: &str) -> PyResult<Ref<Str>> {
    match Encoding::named(encoding) {
        // Nothing is nothing in every encoding: none is looked for.
        _ if bytes.is_empty() => Ok(vm.strings.empty()),
        None => Err(unknown_encoding(vm, encoding)),
        Some(Encoding::Latin1) => Ok(Str::from_latin1(vm, bytes)),
        Some(Encoding::Utf8) => decode_utf8(vm, bytes, errors),
        Some(Encoding::Ascii) => decode_ascii(vm, bytes, errors),
        Some(Encoding::Wide(size, order)) => decode_wide(vm, bytes, size, order, errors),
    }
}

/// Adds what stands for bytes that mean nothing.
fn decode_with_handler(
    vm: &Vm,
    encoding: &str,
    errors: &str,
    bytes: &[u8],
    (start, end): (usize, usize),
    reason: &str,
    out: &mut StrBuilder,
) -> PyResult<()> {
    const REPLACEMENT: u32 = 0xfffd;
    let handler = Handler::named(vm, errors)?;
    let fail = || decode_error(vm, encoding, bytes, start, end, reason);
    match handler {
        Handler::Ignore => {}
        Handler::Replace => out.push(REPLACEMENT),
        Handler::BackslashReplace => {
            for byte in &bytes[start..end] {
                out.push_str(&format!("\\x{byte:02x}"));
            }
        }
        Handler::SurrogateEscape if bytes[start..end].iter().all(|byte| *byte >= 0x80) => {
            out.extend(bytes[start..end].iter().map(|&byte| 0xdc00 + u32::from(byte)));
        }
        Handler::XmlCharRefReplace => {
            return Err(vm.type_error("don't know how to handle UnicodeDecodeError in error callback"));
        }
        Handler::Strict | Handler::SurrogateEscape | Handler::SurrogatePass => return Err(fail()),
    }
    Ok(())
}

fn decode_utf8(vm: &Vm, bytes: &[u8], errors: &str) -> PyResult<Ref<Str>> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Str::new(vm, text));
    }
    let mut out = StrBuilder::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let error = match std::str::from_utf8(&bytes[at..]) {
            Ok(text) => {
                out.push_str(text);
                break;
            }
            Err(error) => error,
        };
        let start = at + error.valid_up_to();
        if let Ok(text) = std::str::from_utf8(&bytes[at..start]) {
            out.push_str(text);
        }
        if errors == "surrogatepass"
            && let [0xed, second @ 0xa0..=0xbf, third @ 0x80..=0xbf, ..] = bytes[start..]
        {
            out.push(0xd000 | (u32::from(second) & 0x3f) << 6 | u32::from(third) & 0x3f);
            at = start + 3;
            continue;
        }
        let (end, reason) = match error.error_len() {
            None => (bytes.len(), "unexpected end of data"),
            Some(length) if matches!(bytes[start], 0x80..0xc2 | 0xf5..) => {
                (start + length, "invalid start byte")
            }
            Some(length) => (start + length, "invalid continuation byte"),
        };
        decode_with_handler(vm, "utf-8", errors, bytes, (start, end), reason, &mut out)?;
        at = end;
    }
    Ok(out.finish(vm))
}

fn decode_ascii(vm: &Vm, bytes: &[u8], errors: &str) -> PyResult<Ref<Str>> {
    if bytes.is_ascii() {
        return Ok(Str::from_latin1(vm, bytes));
    }
    let mut out = StrBuilder::with_capacity(bytes.len());
    for (at, &byte) in bytes.iter().enumerate() {
        if byte < 0x80 {
            out.push(byte.into());
        } else {
            let reason = "ordinal not in range(128)";
            decode_with_handler(vm, "ascii", errors, bytes, (at, at + 1), reason, &mut out)?;
        }
    }
    Ok(out.finish(vm))
}

fn decode_wide(vm: &Vm, bytes: &[u8], size: usize, order: Option<Order>, errors: &str) -> PyResult<Ref<Str>> {
    let unit = |at: usize, order: Order| -> Option<u32> {
        let unit = bytes.get(at..at + size)?;
        let fold = |all: u32, byte: &u8| all << 8 | u32::from(*byte);
        Some(match order {
            Order::Little => unit.iter().rev().fold(0, fold),
            Order::Big => unit.iter().fold(0, fold),
        })
    };
    let (mut at, mut order_now) = (0, order.unwrap_or(NATIVE));
    if order.is_none() {
        for order in [Order::Little, Order::Big] {
            if unit(0, order) == Some(0xfeff) {
                (at, order_now) = (size, order);
                break;
            }
        }
    }
    let name = Encoding::Wide(size, Some(order_now)).name();
    let mut out = StrBuilder::with_capacity(bytes.len() / size);
    while at < bytes.len() {
        let (end, reason) = match unit(at, order_now) {
            None => (bytes.len(), "truncated data"),
            Some(code) if size == 4 => match code {
                0..0x11_0000 if !is_surrogate(code) || errors == "surrogatepass" => {
                    out.push(code);
                    at += size;
                    continue;
                }
                0..0x11_0000 => (at + size, "code point in surrogate code point range(0xd800, 0xe000)"),
                _ => (at + size, "code point not in range(0x110000)"),
            },
            Some(high @ 0xd800..0xdc00) => match unit(at + size, order_now) {
                Some(low @ 0xdc00..0xe000) => {
                    out.push(0x1_0000 + ((high & 0x3ff) << 10) + (low & 0x3ff));
                    at += 2 * size;
                    continue;
                }
                None => (bytes.len(), "unexpected end of data"),
                Some(_) => (at + size, "illegal UTF-16 surrogate"),
            },
            Some(0xdc00..0xe000) => (at + size, "illegal encoding"),
            Some(code) => {
                out.push(code);
                at += size;
                continue;
            }
        };
        if errors == "surrogatepass"
            && let Some(code) = unit(at, order_now).filter(|&code| is_surrogate(code))
        {
            out.push(code);
            at += size;
            continue;
        }
        decode_with_handler(vm, name, errors, bytes, (at, end), reason, &mut out)?;
        at = end;
    }
    Ok(out.finish(vm))
}

/// Whether an encoding of this name is known.
pub(crate) fn is_known(name: &str) -> bool {
    Encoding::named(name).is_some()
}

/// Whether an encoding writes ASCII as ASCII, a byte each.
pub(crate) fn extends_ascii(name: &str) -> bool {
    matches!(Encoding::named(name), Some(Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1))
}

/// The encoding that writes the same, but for the byte order mark in front.
pub(crate) fn without_mark(name: &str) -> &str {
    match Encoding::named(name) {
        Some(Encoding::Wide(size, None)) => Encoding::Wide(size, Some(NATIVE)).name(),
        _ => name,
    }
}

/// A decoder of bytes that come piece by piece: what it knows between two pieces.
#[derive(Clone, Debug, Default)]
pub(crate) struct Incremental {
    /// The beginning of a character, whose end has not come yet.
    kept: Vec<u8>,
    /// What a byte order mark has said.
    order: Option<Order>,
}

impl Incremental {
    /// The text of the next bytes. A character whose end is still to come is kept back, unless these are the last.
    pub(crate) fn decode(
        &mut self,
        vm: &Vm,
        bytes: &[u8],
        encoding: &str,
        errors: &str,
        last: bool,
    ) -> PyResult<Ref<Str>> {
        let Some(mut kind) = Encoding::named(encoding) else {
            return Err(unknown_encoding(vm, encoding));
        };
        let joined;
        let mut all = bytes;
        if !self.kept.is_empty() {
            joined = [&self.kept, bytes].concat();
            all = &joined;
        }
        if let Encoding::Wide(size, None) = kind {
            if self.order.is_none() && all.len() >= size {
                let mark = |order: Order| {
                    let mut bytes = Vec::new();
                    Encoding::Wide(size, Some(order)).write(0xfeff, &mut bytes);
                    bytes
                };
                let marked =
                    [Order::Little, Order::Big].into_iter().find(|order| all.starts_with(&mark(*order)));
                self.order = Some(marked.unwrap_or(NATIVE));
                all = &all[if marked.is_some() { size } else { 0 }..];
            }
            if self.order.is_some() || !last {
                kind = Encoding::Wide(size, self.order);
            }
        }
        let split = if last { all.len() } else { kind.whole(all) };
        let kept = all[split..].to_vec();
        let text = decode(vm, &all[..split], kind.name(), errors)?;
        self.kept = kept;
        Ok(text)
    }

    /// The bytes that are kept back.
    pub(crate) fn kept(&self) -> &[u8] {
        &self.kept
    }

    /// As it was before what is kept back came.
    pub(crate) fn without_kept(&self) -> Self {
        Self { kept: Vec::new(), order: self.order }
    }
}

impl Encoding {
    /// How many bytes in front are whole characters, or mean nothing whatever follows.
    fn whole(self, bytes: &[u8]) -> usize {
        match self {
            Self::Ascii | Self::Latin1 => bytes.len(),
            Self::Utf8 => {
                let tail = bytes.len().saturating_sub(3);
                let lead = (tail..bytes.len()).rev().find(|at| bytes[*at] >= 0xc0);
                lead.filter(|lead| {
                    std::str::from_utf8(&bytes[*lead..])
                        .is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
                })
                .unwrap_or(bytes.len())
            }
            Self::Wide(size, order) => {
                let whole = bytes.len() - bytes.len() % size;
                let high = match order {
                    Some(Order::Big) => whole.checked_sub(2),
                    _ => whole.checked_sub(1),
                };
                match high {
                    Some(high) if size == 2 && (0xd8..0xdc).contains(&bytes[high]) => whole - size,
                    _ if order.is_none() && bytes.len() < size => 0,
                    _ => whole,
                }
            }
        }
    }
}
