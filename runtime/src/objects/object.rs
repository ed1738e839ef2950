//! `object`.

#![allow(unsafe_code, reason = "declares the layout of plain objects")]

use crate::objects::type_::{Kind, Type, TypeSpec, flags};
use crate::value::{Header, Layout};

/// An instance of `object` or of a type that a program derived from it: a header, and what the type puts behind it.
#[repr(C)]
pub struct Instance {
    header: Header,
}

// SAFETY: `repr(C)`, and every object begins with a header.
unsafe impl Layout for Instance {
    const NAME: &'static str = "object";

    #[inline(always)]
    fn fits(_: &Type) -> bool {
        true
    }
}

/// `object`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "object",
    kind: Kind::Object,
    flags: flags::BASETYPE,
    doc: Some("The base class of the class hierarchy."),
    ..TypeSpec::DEFAULT
};
