//! `bool`

use crate::objects::type_::{Kind, TypeSpec, flags};

/// `bool`
pub(crate) static SPEC: TypeSpec =
    TypeSpec { name: "bool", kind: Kind::Bool, flags: flags::LONG_SUBCLASS, ..TypeSpec::DEFAULT };
