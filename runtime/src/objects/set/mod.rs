//! `set` and `frozenset`
//!
//! The table is laid out and searched as CPython's is, since programs see its order.
//!
//! | file | what it has |
//! |---|---|
//! | `table` | looking up, adding, removing, growing |
//! | `algebra` | union, intersection and differences with sets and other iterables |
//! | `methods` | what programs call |
//! | `iter` | `set_iterator` |

#![allow(unsafe_code, reason = "declares the layout of sets")]

use std::cell::Cell;
use std::ptr::NonNull;

use crate::objects::type_::{Kind, Type};
use crate::value::{Field, Header, Layout, Obj, Ref};
use crate::vm::Vm;

mod algebra;
mod iter;
mod methods;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use iter::SPEC as ITERATOR;
pub(crate) use methods::{FROZEN_SPEC, SPEC};

/// A set or a frozenset: `PySetObject`.
#[repr(C)]
pub struct Set {
    header: Header,
    /// `fill`: how many entries are used or were.
    fill: Cell<usize>,
    /// `used`
    used: Cell<usize>,
    /// `mask`: one less than the size of the table.
    mask: Cell<usize>,
    /// `table`
    table: Cell<NonNull<Entry>>,
    /// `hash` of a frozenset, or -1 as long as nobody asked for it.
    hash: Cell<i64>,
    /// `finger`: where `pop` looks first.
    finger: Cell<usize>,
    /// How often the table was replaced by another one.
    tables: Cell<usize>,
}

/// `setentry`: unused if both are 0, a dummy if the key is NULL and the hash -1.
#[repr(C)]
pub(crate) struct Entry {
    key: Field,
    hash: Cell<i64>,
}

impl Set {
    /// An empty set.
    pub fn new(vm: &Vm) -> Ref<Set> {
        Self::with_type(vm, vm.types.set())
    }

    /// An empty frozenset.
    pub fn new_frozen(vm: &Vm) -> Ref<Set> {
        Self::with_type(vm, vm.types.frozenset())
    }

    /// An empty instance of `ty`, which is `set` or `frozenset` or inherits from one of them.
    pub(crate) fn with_type(vm: &Vm, ty: &Type) -> Ref<Set> {
        let set = Set {
            header: Header::new(ty),
            fill: Cell::new(0),
            used: Cell::new(0),
            mask: Cell::new(table::MIN_SIZE - 1),
            table: Cell::new(table::none()),
            hash: Cell::new(-1),
            finger: Cell::new(0),
            tables: Cell::new(0),
        };
        vm.alloc(ty, set)
    }

    /// An empty one of the built-in type that this one is or inherits from: `make_new_set_basetype`.
    pub(crate) fn new_like(vm: &Vm, object: Obj<'_>) -> Ref<Set> {
        if object.ty().layout() == Kind::FrozenSet { Self::new_frozen(vm) } else { Self::new(vm) }
    }

    /// How many items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.used.get()
    }

    /// Whether there are no items.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.used.get() == 0
    }
}

impl Drop for Set {
    fn drop(&mut self) {
        self.clear();
    }
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for Set {
    const NAME: &'static str = "set";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        matches!(ty.layout(), Kind::Set | Kind::FrozenSet)
    }
}
