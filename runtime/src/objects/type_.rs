//! Type objects.

#![allow(unsafe_code, reason = "declares the layout of type objects")]

use std::cell::Cell;
use std::ptr::NonNull;

use crate::value::{Header, Layout};
use crate::vm::Vm;

/// A type: `PyTypeObject`.
#[repr(C)]
pub struct Type {
    header: Header,
    kind: Kind,
    name: Box<str>,
    /// What its instances do, as functions.
    pub slots: Slots,
}

/// Which built-in type a type is itself, so that "exactly a list" is one load and one comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Any type that has no kind of its own, all that programs define among them.
    Other,
    /// `str`
    Str,
    /// `type`
    Type,
}

/// Ends the life of an object: drops its fields and gives its memory back.
pub type DeallocFn = unsafe fn(&Vm, NonNull<Header>);

/// The slots of a type: what its instances do, as functions. CPython's `tp_*`, `nb_*`, `sq_*`, `mp_*`, `am_*`.
pub struct Slots {
    /// `tp_dealloc`
    pub dealloc: Cell<DeallocFn>,
}

impl Type {
    /// Its header.
    #[inline(always)]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Its name: `tp_name` without the module.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Which built-in type it is itself.
    #[inline(always)]
    pub fn kind(&self) -> Kind {
        self.kind
    }
}

// SAFETY: `repr(C)` with the header first, and all instances of `type` and of what inherits from it are `Type`s.
unsafe impl Layout for Type {
    const NAME: &'static str = "type";

    fn fits(ty: &Type) -> bool {
        ty.kind == Kind::Type
    }
}
