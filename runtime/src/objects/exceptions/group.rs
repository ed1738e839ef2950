//! Exception groups.

use super::hierarchy::{BASE_EXCEPTION, EXCEPTION, EXCEPTION_DEFAULT};
use crate::objects::type_::TypeSpec;

/// `BaseExceptionGroup`
pub(crate) static BASE_EXCEPTION_GROUP: TypeSpec = TypeSpec {
    name: "BaseExceptionGroup",
    bases: &[&BASE_EXCEPTION],
    doc: Some("A combination of multiple unrelated exceptions."),
    ..EXCEPTION_DEFAULT
};
/// `ExceptionGroup`
pub(crate) static EXCEPTION_GROUP: TypeSpec =
    TypeSpec { name: "ExceptionGroup", bases: &[&BASE_EXCEPTION_GROUP, &EXCEPTION], ..EXCEPTION_DEFAULT };
