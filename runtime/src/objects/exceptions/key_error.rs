//! `KeyError`, whose text is the repr of its key.

use super::hierarchy::{EXCEPTION_DEFAULT, LOOKUP_ERROR};
use crate::objects::type_::TypeSpec;

/// `KeyError`
pub(crate) static KEY_ERROR: TypeSpec = TypeSpec {
    name: "KeyError",
    bases: &[&LOOKUP_ERROR],
    doc: Some("Mapping key not found."),
    ..EXCEPTION_DEFAULT
};
