//! The types of objects that exist once: `None`, `NotImplemented`, `...` and the marker of `sys.monitoring`.

use crate::objects::type_::{Kind, TypeSpec};

/// `NoneType`
pub(crate) static NONE: TypeSpec = TypeSpec {
    name: "NoneType",
    kind: Kind::None,
    doc: Some("The type of the None singleton."),
    ..TypeSpec::DEFAULT
};

/// `NotImplementedType`
pub(crate) static NOT_IMPLEMENTED: TypeSpec = TypeSpec {
    name: "NotImplementedType",
    kind: Kind::NotImplemented,
    doc: Some("The type of the NotImplemented singleton."),
    ..TypeSpec::DEFAULT
};

/// `ellipsis`
pub(crate) static ELLIPSIS: TypeSpec = TypeSpec {
    name: "ellipsis",
    kind: Kind::Ellipsis,
    doc: Some("The type of the Ellipsis singleton."),
    ..TypeSpec::DEFAULT
};

/// The type of `sys.monitoring.MISSING`
pub(crate) static MISSING: TypeSpec = TypeSpec { name: "object", kind: Kind::Missing, ..TypeSpec::DEFAULT };
