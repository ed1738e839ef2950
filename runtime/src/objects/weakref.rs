//! Weak references.

use crate::objects::type_::{Kind, TypeSpec};
use crate::value::Header;
use crate::vm::Vm;

/// Who refers weakly to what.
#[derive(Default)]
pub(crate) struct WeakTable {}

/// Clears the weak references to a dying object.
#[cold]
pub(crate) fn clear_references(_vm: &Vm, header: &Header) {
    header.set_weakly_referenced(false);
}

/// `weakref.ReferenceType`
pub(crate) static SPEC: TypeSpec = TypeSpec { name: "ReferenceType", module: "weakref", kind: Kind::WeakRef, ..TypeSpec::DEFAULT };
