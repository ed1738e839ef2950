//! Type objects.
//!
//! | module | what it has |
//! |---|---|
//! | `slots` | what instances do, as functions |
//! | `spec` | how built-in types are declared |
//! | `kind` | which built-in layout instances have |
//! | `flags` | `tp_flags` |

#![allow(unsafe_code, reason = "declares the layout of type objects")]

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;

use crate::objects::dict::Dict;
use crate::objects::tuple::Tuple;
use crate::value::{Field, FieldOf, Header, Layout};

mod bootstrap;
pub mod flags;
mod kind;
mod slots;
mod spec;

pub(crate) use bootstrap::ty_ref;
pub use kind::Kind;
pub use slots::*;
pub use spec::*;

/// A type: `PyTypeObject`, and `PyHeapTypeObject` at once.
#[repr(C)]
pub struct Type {
    header: Header,
    /// `tp_flags`
    flags: Cell<u64>,
    /// `tp_version_tag`: 0 if none is assigned.
    version_tag: Cell<u32>,
    kind: Cell<Kind>,
    layout: Cell<Kind>,
    /// `tp_basicsize`
    basicsize: Cell<usize>,
    /// `tp_itemsize`
    itemsize: Cell<usize>,
    /// `tp_dictoffset`
    dictoffset: Cell<isize>,
    /// `tp_weaklistoffset`: not 0 if there can be weak references to instances.
    weaklistoffset: Cell<isize>,
    /// `tp_name` without the module. The VM keeps every name that a type ever had.
    name: Cell<NonNull<str>>,
    /// The declaration of a built-in type.
    spec: Option<&'static TypeSpec>,
    /// `tp_dict`
    pub(crate) dict: FieldOf<Dict>,
    /// `tp_base`
    base: FieldOf<Type>,
    /// `tp_bases`
    pub(crate) bases: FieldOf<Tuple>,
    /// `tp_mro`
    pub(crate) mro: FieldOf<Tuple>,
    /// `tp_subclasses`: they hold references to this type, which forgets them when they die.
    subclasses: RefCell<Vec<NonNull<Type>>>,
    /// `ht_name`
    pub(crate) ht_name: Field,
    /// `ht_qualname`
    pub(crate) ht_qualname: Field,
    /// `ht_slots`
    pub(crate) ht_slots: FieldOf<Tuple>,
    /// `tp_doc` of a heap type is in its dict; this is where slots lie, for the collector and the end of instances.
    members: RefCell<Vec<usize>>,
    /// What its instances do, as functions.
    pub slots: Slots,
}

impl Type {
    /// Its header.
    #[inline(always)]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Its name: `tp_name` without the module.
    #[inline]
    pub fn name(&self) -> &str {
        // SAFETY: the VM keeps every name that a type ever had until its end.
        unsafe { self.name.get().as_ref() }
    }

    /// Which built-in type it is itself; [`Kind::Other`] if a program defined it.
    #[inline(always)]
    pub fn kind(&self) -> Kind {
        self.kind.get()
    }

    /// Which built-in type's layout its instances have.
    #[inline(always)]
    pub fn layout(&self) -> Kind {
        self.layout.get()
    }

    /// `tp_flags`
    #[inline(always)]
    pub fn flags(&self) -> u64 {
        self.flags.get()
    }

    /// Whether it has one of these flags.
    #[inline(always)]
    pub fn has_flags(&self, flags: u64) -> bool {
        self.flags.get() & flags != 0
    }

    /// Sets flags.
    pub(crate) fn add_flags(&self, flags: u64) {
        self.flags.set(self.flags.get() | flags);
    }

    /// Clears flags.
    pub(crate) fn remove_flags(&self, flags: u64) {
        self.flags.set(self.flags.get() & !flags);
    }

    /// `tp_version_tag`: 0 if none is assigned.
    #[inline(always)]
    pub fn version_tag(&self) -> u32 {
        self.version_tag.get()
    }

    /// `tp_basicsize`: how large instances are, without what lies before them and without items.
    #[inline(always)]
    pub fn basicsize(&self) -> usize {
        self.basicsize.get()
    }

    /// `tp_itemsize`
    #[inline(always)]
    pub fn itemsize(&self) -> usize {
        self.itemsize.get()
    }

    /// `tp_dictoffset`: where instances have their dict; -1 if it is the word before them, 0 if they have none.
    #[inline(always)]
    pub fn dictoffset(&self) -> isize {
        self.dictoffset.get()
    }

    /// Whether a program defined it.
    #[inline(always)]
    pub fn is_heap_type(&self) -> bool {
        self.has_flags(flags::HEAPTYPE)
    }

    /// The declaration of a built-in type.
    pub fn spec(&self) -> Option<&'static TypeSpec> {
        self.spec
    }

    /// Whether both are the same type.
    #[inline(always)]
    pub fn is(&self, other: &Type) -> bool {
        std::ptr::eq(self, other)
    }
}

// SAFETY: `repr(C)` with the header first, and all instances of `type` and of what inherits from it are `Type`s.
unsafe impl Layout for Type {
    const NAME: &'static str = "type";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Type
    }
}

/// What types share: versions and the cache of attributes.
pub(crate) struct TypeState {
    /// The next version to be assigned to a type: `next_version_tag`.
    pub(crate) next_version: Cell<u32>,
}

impl TypeState {
    /// Nothing assigned, nothing cached.
    pub(crate) fn new() -> Self {
        Self { next_version: Cell::new(1) }
    }
}

/// `tp_dealloc` of a type that has no instances in the heap of its own making.
///
/// # Safety
///
/// Never called: it stands where a `dealloc` is inherited later.
unsafe fn no_dealloc(_: &crate::vm::Vm, object: NonNull<Header>) {
    // SAFETY: an object that ends is still whole.
    unreachable!("an instance of {} ends, which has no dealloc", unsafe { object.as_ref() }.ty().name())
}

/// `type`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "type",
    kind: Kind::Type,
    flags: flags::BASETYPE | flags::HAVE_GC | flags::TYPE_SUBCLASS,
    basicsize: size_of::<Type>(),
    itemsize: 40,
    ..TypeSpec::DEFAULT
};
