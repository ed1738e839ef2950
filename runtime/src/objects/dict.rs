//! `dict`

#![allow(unsafe_code, reason = "declares the layout of dicts")]

use crate::objects::type_::{Kind, Type, TypeSpec, flags};
use crate::value::{Header, Layout};

/// A dict.
#[repr(C)]
pub struct Dict {
    header: Header,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for Dict {
    const NAME: &'static str = "dict";

    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Dict
    }
}

/// `dict`
pub(crate) static SPEC: TypeSpec =
    TypeSpec { name: "dict", kind: Kind::Dict, flags: flags::DICT_SUBCLASS, ..TypeSpec::DEFAULT };
