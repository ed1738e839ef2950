//! Syntax errors, with the place in the source: `_format_syntax_error`.

use super::stack::is_space;
use super::{displayable, safe_text};
use crate::objects::exceptions::SyntaxError;
use crate::objects::int::IntRef;
use crate::objects::str_::Str;
use crate::value::{Field, Obj};
use crate::vm::Vm;

fn number(field: &Field) -> Option<i64> {
    let value = field.get()?;
    IntRef::of(value.obj())?.to_i64()
}

/// The text of a field that is not `None`.
fn shown(vm: &Vm, field: &Field) -> Option<String> {
    let value = field.get().filter(|value| !value.is_none())?;
    Some(safe_text(vm, value.obj(), "exception", "str", Vm::str))
}

/// The text of the error, whose type has this name.
pub(super) fn format(vm: &Vm, exception: Obj<'_>, name: &str) -> String {
    let Some(error) = exception.cast::<SyntaxError>() else {
        // The class says that it is one, and its instances are not.
        return format!("{name}: <no detail available>\n");
    };
    let mut text = String::new();
    let filename = shown(vm, &error.filename);
    let mut suffix = String::new();
    if let Some(line) = shown(vm, &error.lineno) {
        let filename = filename.filter(|filename| !filename.is_empty());
        text += &format!("  File \"{}\", line {line}\n", filename.as_deref().unwrap_or("<string>"));
    } else if let Some(filename) = filename {
        suffix = format!(" ({filename})");
    }
    if let Some(line) = error.text.get()
        && let Some(line) = line.cast::<Str>()
    {
        text += &source(vm, &error, &displayable(&line));
    }
    let message = shown(vm, &error.msg).filter(|message| !message.is_empty());
    let message = message.as_deref().unwrap_or("<no detail available>");
    text += &format!("{name}: {message}{suffix}\n");
    text
}

/// The line without its indentation, and carets below what is wrong in it.
fn source(vm: &Vm, error: &SyntaxError, line: &str) -> String {
    let whole = line.trim_end_matches('\n');
    let shown_line = whole.trim_start_matches([' ', '\n', '\x0c']);
    let text = format!("    {shown_line}\n");
    let Some(offset) = number(&error.offset) else { return text };
    let count = |text: &str| text.chars().count() as i64;
    let (length, whole_length) = (count(line), count(whole));
    let spaces = whole_length - count(shown_line);
    let same_line = shown(vm, &error.lineno) == shown(vm, &error.end_lineno);
    let mut start = offset;
    let mut end = match number(&error.end_offset) {
        _ if !same_line => whole_length + 1,
        Some(end) if end != 0 => end,
        _ => offset,
    };
    if length > 0 && start > length {
        start = whole_length + 1;
    }
    if length > 0 && end > length {
        end = whole_length + 1;
    }
    if start >= end || end < 0 {
        end = start.saturating_add(1);
    }
    let (Ok(column), Ok(carets)) = (usize::try_from(start - 1 - spaces), usize::try_from(end - start)) else {
        return text;
    };
    // A line without text says nothing of how far a place may be.
    if column > shown_line.len().saturating_add(MOST) || carets > MOST {
        return text;
    }
    let space: String =
        shown_line.chars().take(column).map(|char| if is_space(char) { char } else { ' ' }).collect();
    format!("{text}    {space}{}\n", "^".repeat(carets))
}

/// More carets than this are not shown: a program may set any numbers.
const MOST: usize = 1 << 16;
