//! Exceptions with fields of their own.

use super::hierarchy::BASE_EXCEPTION;
use super::hierarchy::{EXCEPTION, EXCEPTION_DEFAULT, VALUE_ERROR};
use crate::objects::type_::TypeSpec;

/// `AttributeError`
pub(crate) static ATTRIBUTE_ERROR: TypeSpec = TypeSpec {
    name: "AttributeError",
    bases: &[&EXCEPTION],
    doc: Some("Attribute not found."),
    ..EXCEPTION_DEFAULT
};
/// `ImportError`
pub(crate) static IMPORT_ERROR: TypeSpec = TypeSpec {
    name: "ImportError",
    bases: &[&EXCEPTION],
    doc: Some("Import can't find module, or can't find name in module."),
    ..EXCEPTION_DEFAULT
};
/// `NameError`
pub(crate) static NAME_ERROR: TypeSpec = TypeSpec {
    name: "NameError",
    bases: &[&EXCEPTION],
    doc: Some("Name not found globally."),
    ..EXCEPTION_DEFAULT
};
/// `OSError`
pub(crate) static OS_ERROR: TypeSpec = TypeSpec {
    name: "OSError",
    bases: &[&EXCEPTION],
    doc: Some("Base class for I/O related errors."),
    ..EXCEPTION_DEFAULT
};
/// `StopIteration`
pub(crate) static STOP_ITERATION: TypeSpec = TypeSpec {
    name: "StopIteration",
    bases: &[&EXCEPTION],
    doc: Some("Signal the end from iterator.__next__()."),
    ..EXCEPTION_DEFAULT
};
/// `SyntaxError`
pub(crate) static SYNTAX_ERROR: TypeSpec =
    TypeSpec { name: "SyntaxError", bases: &[&EXCEPTION], doc: Some("Invalid syntax."), ..EXCEPTION_DEFAULT };
/// `SystemExit`
pub(crate) static SYSTEM_EXIT: TypeSpec = TypeSpec {
    name: "SystemExit",
    bases: &[&BASE_EXCEPTION],
    doc: Some("Request to exit from the interpreter."),
    ..EXCEPTION_DEFAULT
};
/// `UnicodeError`
pub(crate) static UNICODE_ERROR: TypeSpec = TypeSpec {
    name: "UnicodeError",
    bases: &[&VALUE_ERROR],
    doc: Some("Unicode related error."),
    ..EXCEPTION_DEFAULT
};
/// `UnicodeDecodeError`
pub(crate) static UNICODE_DECODE_ERROR: TypeSpec = TypeSpec {
    name: "UnicodeDecodeError",
    bases: &[&UNICODE_ERROR],
    doc: Some("Unicode decoding error."),
    ..EXCEPTION_DEFAULT
};
/// `UnicodeEncodeError`
pub(crate) static UNICODE_ENCODE_ERROR: TypeSpec = TypeSpec {
    name: "UnicodeEncodeError",
    bases: &[&UNICODE_ERROR],
    doc: Some("Unicode encoding error."),
    ..EXCEPTION_DEFAULT
};
/// `UnicodeTranslateError`
pub(crate) static UNICODE_TRANSLATE_ERROR: TypeSpec = TypeSpec {
    name: "UnicodeTranslateError",
    bases: &[&UNICODE_ERROR],
    doc: Some("Unicode translation error."),
    ..EXCEPTION_DEFAULT
};
