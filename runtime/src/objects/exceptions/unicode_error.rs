//! `UnicodeError` and its children.

use super::base;
use super::hierarchy::{EXCEPTION_DEFAULT, VALUE_ERROR};
use super::layout::{UnicodeError, field_text, member};
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::str_::Str;
use crate::objects::type_::{GetSetDef, Kind, TypeSpec};
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

/// What messages call objects that have a buffer.
const BYTES: &str = "a bytes-like object";

/// An argument of one of the types that it must have.
fn checked(vm: &Vm, args: &Args<'_>, index: usize, kinds: &[Kind], expected: &str) -> PyResult<Value> {
    let value = args.get(index);
    if kinds.contains(&value.ty().layout()) {
        return Ok(value.to_owned());
    }
    let given = value.ty().name();
    Err(if expected == BYTES {
        vm.type_error(format_args!("a bytes-like object is required, not '{given}'"))
    } else {
        vm.type_error(format_args!("argument {} must be {expected}, not {given}", index + 1))
    })
}

/// Exactly as many arguments: what `PyArg_ParseTuple` says without a function's name.
fn count(vm: &Vm, args: &Args<'_>, count: usize) -> PyResult<()> {
    if args.len() == count {
        return Ok(());
    }
    Err(vm.type_error(format_args!("function takes exactly {count} arguments ({} given)", args.len())))
}

/// Sets the fields of which the first are an encoding, if there is one, and an object.
fn init(
    vm: &Vm,
    object: Obj<'_>,
    args: Args<'_>,
    encoding: bool,
    of: &[Kind],
    expected: &str,
) -> PyResult<()> {
    base::init(vm, object, args)?;
    let first = usize::from(encoding);
    count(vm, &args, first + 4)?;
    let this = vm.expect::<UnicodeError>(object)?.get();
    if encoding {
        this.encoding.set(Some(checked(vm, &args, 0, &[Kind::Str], "str")?));
    }
    let subject = checked(vm, &args, first, of, expected)?;
    let start = vm.index_isize(args.get(first + 1), Some(vm.types.overflow_error()))?;
    let end = vm.index_isize(args.get(first + 2), Some(vm.types.overflow_error()))?;
    let reason = checked(vm, &args, first + 3, &[Kind::Str], "str")?;
    this.object.set(Some(subject));
    this.start.set(start);
    this.end.set(end);
    this.reason.set(Some(reason));
    Ok(())
}

/// The code point that an exception is about, if it is one.
fn single(this: &UnicodeError, len: usize) -> Option<usize> {
    let (start, end) = (this.start.get(), this.end.get());
    let start_index = usize::try_from(start).ok()?;
    let end_index = usize::try_from(end).ok()?;
    (start_index < len && end_index <= len && end_index == start_index + 1).then_some(start_index)
}

/// A code point as an escape sequence.
fn escape(code: u32) -> String {
    match code {
        0..=0xff => format!("\\x{code:02x}"),
        0x100..=0xffff => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    }
}

fn text_of<'a>(object: &'a Option<Value>) -> Option<Ptr<'a, Str>> {
    object.as_ref().and_then(|object| object.cast::<Str>())
}

/// What could not be encoded or translated, as text.
fn about_text(vm: &Vm, object: Obj<'_>, encoding: bool) -> PyResult<Value> {
    let this = vm.expect::<UnicodeError>(object)?.get();
    let subject = this.object.get();
    let Some(string) = text_of(&subject) else { return Ok(vm.strings.empty().into_value()) };
    let reason = field_text(vm, &this.reason)?;
    let what = if encoding {
        format!("'{}' codec can't encode", field_text(vm, &this.encoding)?)
    } else {
        "can't translate".to_owned()
    };
    let text = match single(this, string.len()) {
        Some(index) => {
            let code = string.char_at(index);
            format!("{what} character '{}' in position {index}: {reason}", escape(code))
        }
        None => {
            format!("{what} characters in position {}-{}: {reason}", this.start.get(), this.end.get() - 1)
        }
    };
    Ok(Str::new(vm, &text).into_value())
}

/// What could not be decoded.
fn about_bytes(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = vm.expect::<UnicodeError>(object)?.get();
    let Some(subject) = this.object.get() else { return Ok(vm.strings.empty().into_value()) };
    let reason = field_text(vm, &this.reason)?;
    let what = format!("'{}' codec can't decode", field_text(vm, &this.encoding)?);
    let len = vm.len(subject.obj())?;
    let text = match single(this, len) {
        Some(index) => {
            let byte = vm.sequence_item(subject.obj(), index as isize)?;
            let byte = vm.index_isize(byte.obj(), None)?;
            format!("{what} byte 0x{byte:02x} in position {index}: {reason}")
        }
        None => format!("{what} bytes in position {}-{}: {reason}", this.start.get(), this.end.get() - 1),
    };
    Ok(Str::new(vm, &text).into_value())
}

const POSITIONS: [GetSetDef; 5] = [
    member!(UnicodeError, encoding, "encoding").doc("exception encoding"),
    member!(UnicodeError, object, "object").doc("exception object"),
    member!(UnicodeError, reason, "reason").doc("exception reason"),
    GetSetDef::member(
        "start",
        |vm, object| Ok(vm.int(vm.expect::<UnicodeError>(object)?.start.get() as i64)),
    )
    .set(|vm, object, value| {
        let value = value.ok_or_else(|| vm.type_error("can't delete numeric/char attribute"))?;
        let number = vm.index_isize(value, Some(vm.types.overflow_error()))?;
        vm.expect::<UnicodeError>(object)?.start.set(number);
        Ok(())
    })
    .doc("exception start"),
    GetSetDef::member("end", |vm, object| Ok(vm.int(vm.expect::<UnicodeError>(object)?.end.get() as i64)))
        .set(|vm, object, value| {
            let value = value.ok_or_else(|| vm.type_error("can't delete numeric/char attribute"))?;
            let number = vm.index_isize(value, Some(vm.types.overflow_error()))?;
            vm.expect::<UnicodeError>(object)?.end.set(number);
            Ok(())
        })
        .doc("exception end"),
];

const DEFAULT: TypeSpec = TypeSpec {
    kind: Kind::UnicodeError,
    basicsize: size_of::<UnicodeError>(),
    bases: &[&UNICODE_ERROR],
    getset: &POSITIONS,
    ..EXCEPTION_DEFAULT
};

/// `UnicodeError`
pub(crate) static UNICODE_ERROR: TypeSpec = TypeSpec {
    name: "UnicodeError",
    bases: &[&VALUE_ERROR],
    kind: Kind::UnicodeError,
    basicsize: size_of::<UnicodeError>(),
    doc: Some("Unicode related error."),
    slots: UnicodeError::fill,
    ..EXCEPTION_DEFAULT
};

/// `UnicodeEncodeError`
pub(crate) static UNICODE_ENCODE_ERROR: TypeSpec = TypeSpec {
    name: "UnicodeEncodeError",
    doc: Some("Unicode encoding error."),
    slots: |slots| {
        slots.init.set(Some(|vm, object, args| init(vm, object, args, true, &[Kind::Str], "str")));
        slots.str.set(Some(|vm, object| about_text(vm, object, true)));
    },
    ..DEFAULT
};

/// `UnicodeDecodeError`
pub(crate) static UNICODE_DECODE_ERROR: TypeSpec = TypeSpec {
    name: "UnicodeDecodeError",
    doc: Some("Unicode decoding error."),
    slots: |slots| {
        slots.init.set(Some(|vm, object, args| {
            init(vm, object, args, true, &[Kind::Bytes, Kind::ByteArray, Kind::MemoryView], BYTES)
        }));
        slots.str.set(Some(about_bytes));
    },
    ..DEFAULT
};

/// `UnicodeTranslateError`
pub(crate) static UNICODE_TRANSLATE_ERROR: TypeSpec = TypeSpec {
    name: "UnicodeTranslateError",
    doc: Some("Unicode translation error."),
    slots: |slots| {
        slots.init.set(Some(|vm, object, args| init(vm, object, args, false, &[Kind::Str], "str")));
        slots.str.set(Some(|vm, object| about_text(vm, object, false)));
    },
    ..DEFAULT
};
