//! `BaseException`.

use super::hierarchy::EXCEPTION_DEFAULT;
use crate::objects::type_::TypeSpec;

/// `BaseException`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "BaseException",
    doc: Some("Common base class for all exceptions."),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<super::BaseException>);
    },
    ..EXCEPTION_DEFAULT
};
