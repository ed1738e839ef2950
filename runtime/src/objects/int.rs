//! `int`

use crate::objects::type_::{Kind, TypeSpec, flags};

/// `int`
pub(crate) static SPEC: TypeSpec =
    TypeSpec { name: "int", kind: Kind::Int, flags: flags::LONG_SUBCLASS, ..TypeSpec::DEFAULT };
