//! `repr` of strings.

use std::fmt::Write;

use super::{Chars, Str, StrBuilder, unicode};
use crate::value::Ref;
use crate::vm::Vm;

/// `repr`: in single quotes, or in double ones if there are single ones inside and no double ones.
pub(crate) fn repr(vm: &Vm, string: &Str) -> Ref<Str> {
    let mut out = StrBuilder::with_capacity(string.len() + 2);
    write_repr(string.chars(), &mut out);
    out.finish(vm)
}

/// Adds `repr` of some text.
pub(crate) fn write_repr(chars: Chars<'_>, out: &mut StrBuilder) {
    let (mut single, mut double) = (false, false);
    for code in chars.iter() {
        single |= code == u32::from('\'');
        double |= code == u32::from('"');
    }
    let quote: u32 = if single && !double { '"'.into() } else { '\''.into() };
    out.push(quote);
    for code in chars.iter() {
        match code {
            0x5c => out.push_str("\\\\"),
            _ if code == quote => {
                out.push('\\'.into());
                out.push(code);
            }
            0x09 => out.push_str("\\t"),
            0x0a => out.push_str("\\n"),
            0x0d => out.push_str("\\r"),
            0x20..=0x7e => out.push(code),
            _ if code >= 0x80 && unicode::is_printable(code) => out.push(code),
            _ => write_escape(code, out),
        }
    }
    out.push(quote);
}

/// Adds `\x..`, `\u....` or `\U........`.
pub(crate) fn write_escape(code: u32, out: &mut StrBuilder) {
    let written = match code {
        0..=0xff => write!(out, "\\x{code:02x}"),
        0x100..=0xffff => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
    debug_assert!(written.is_ok(), "writing to memory succeeds");
}
