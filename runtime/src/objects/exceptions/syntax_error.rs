//! `SyntaxError`: where in a program's text something is wrong.

use super::base;
use super::fields::as_text;
use super::hierarchy::{EXCEPTION, EXCEPTION_DEFAULT};
use super::layout::{SyntaxError, field_text, given, member};
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::str_::Str;
use crate::objects::type_::{Kind, TypeSpec};
use crate::value::{Obj, Value};
use crate::vm::Vm;

fn init(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<()> {
    base::init(vm, object, args)?;
    let this = vm.expect::<SyntaxError>(object)?.get();
    if let Some(message) = given(args.positional(0)) {
        this.msg.set(Some(message));
    }
    if args.len() != 2 {
        return Ok(());
    }
    let details = vm.collect(args.get(1))?;
    if !(4..=7).contains(&details.len()) {
        let (bound, quantity) = if details.len() < 4 { (4, "at least") } else { (7, "at most") };
        return Err(vm.type_error(format_args!(
            "function takes {quantity} {bound} arguments ({} given)",
            details.len()
        )));
    }
    let fields = [
        &this.filename,
        &this.lineno,
        &this.offset,
        &this.text,
        &this.end_lineno,
        &this.end_offset,
        &this.metadata,
    ];
    let mut details = details.into_iter();
    for field in fields {
        field.set(details.next());
    }
    if !this.end_lineno.is_null() && this.end_offset.is_null() {
        return Err(vm.type_error("end_offset must be provided when end_lineno is provided"));
    }
    Ok(())
}

fn str(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = vm.expect::<SyntaxError>(object)?.get();
    let filename = as_text(&this.filename.get()).map(|name| match name.rsplit_once('/') {
        Some((_, name)) => name.to_owned(),
        None => name,
    });
    let line = match this.lineno.get().filter(|line| line.ty().kind() == Kind::Int) {
        Some(line) => Some(vm.str(line.obj())?.as_str().into_owned()),
        None => None,
    };
    let message = field_text(vm, &this.msg)?;
    let text = match (filename, line) {
        (None, None) => message,
        (Some(filename), Some(line)) => format!("{message} ({filename}, line {line})"),
        (Some(filename), None) => format!("{message} ({filename})"),
        (None, Some(line)) => format!("{message} (line {line})"),
    };
    Ok(Str::new(vm, &text).into_value())
}

/// `SyntaxError`
pub(crate) static SYNTAX_ERROR: TypeSpec = TypeSpec {
    name: "SyntaxError",
    bases: &[&EXCEPTION],
    kind: Kind::SyntaxError,
    basicsize: size_of::<SyntaxError>(),
    doc: Some("Invalid syntax."),
    slots: |slots| {
        SyntaxError::fill(slots);
        slots.init.set(Some(init));
        slots.str.set(Some(str));
    },
    getset: &[
        member!(SyntaxError, msg, "msg").doc("exception msg"),
        member!(SyntaxError, filename, "filename").doc("exception filename"),
        member!(SyntaxError, lineno, "lineno").doc("exception lineno"),
        member!(SyntaxError, offset, "offset").doc("exception offset"),
        member!(SyntaxError, text, "text").doc("exception text"),
        member!(SyntaxError, end_lineno, "end_lineno").doc("exception end lineno"),
        member!(SyntaxError, end_offset, "end_offset").doc("exception end offset"),
        member!(SyntaxError, print_file_and_line, "print_file_and_line").doc("exception print_file_and_line"),
        member!(SyntaxError, metadata, "_metadata").doc("exception private metadata"),
    ],
    ..EXCEPTION_DEFAULT
};
