//! Type objects.
//!
//! | module | what it has |
//! |---|---|
//! | `slots` | what instances do, as functions |
//! | `spec` | how built-in types are declared |
//! | `kind` | which built-in layout instances have |
//! | `flags` | `tp_flags` |
//! | `bootstrap`, `ready` | how built-in types come into being |
//! | `new` | how classes that programs define come into being |
//! | `build_class` | the `class` statement |
//! | `mro` | in which order bases are searched |
//! | `lookup` | versions, and the cache of attributes |
//! | `slotdefs` | which method stands for which slot |
//! | `python` | slots that call methods |
//! | `wrappers` | methods that call slots |
//! | `call` | instances are made |
//! | `subtype`, `lifetime` | how instances and types are collected and end |
//! | `attributes`, `members` | what programs see of types, and what types give to instances |

#![allow(unsafe_code, reason = "declares the layout of type objects")]

use std::cell::{Cell, OnceCell, RefCell};
use std::ptr::NonNull;

use crate::objects::dict::{Dict, KeysRef};
use crate::objects::function::Function;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::value::{Field, FieldOf, Header, Layout, Obj};
use crate::vm::Vm;

mod attributes;
mod bootstrap;
mod build_class;
mod call;
pub mod flags;
mod kind;
mod lifetime;
mod lookup;
mod members;
mod mro;
mod new;
mod python;
mod ready;
mod slotdefs;
mod slots;
mod spec;
mod subtype;
mod teardown;
#[cfg(test)]
pub(crate) mod tests;
mod wrappers;

pub(crate) use attributes::{SPEC, compatible_for_assignment};
pub(crate) use build_class::build_class;
pub use kind::Kind;
pub(crate) use lookup::TypeState;
pub(crate) use new::calculate_metaclass;
pub(crate) use ready::ready_all;
pub(crate) use slotdefs::SlotDef;
pub use slots::*;
pub use spec::*;
pub(crate) use subtype::call_finalizer_from_dealloc;
pub(crate) use teardown::{clear_builtin_types, free_builtin_types};

/// `_Py_slot_tp_getattr_hook`, and `_Py_slot_tp_getattro`: what finds attributes if a class has `__getattribute__` or
/// `__getattr__`.
pub(crate) const SLOT_GETATTRO: GetattroFn = python::getattro;

/// A type: `PyTypeObject`, and `PyHeapTypeObject` at once.
#[repr(C)]
pub struct Type {
    header: Header,
    /// `tp_flags`
    flags: Cell<u64>,
    /// `tp_version_tag`: 0 if none is assigned.
    version_tag: Cell<u32>,
    /// `tp_versions_used`
    versions_used: Cell<u16>,
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
    /// `tp_name`. The VM keeps every name that a type ever had.
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
    /// Where the slots that `ht_slots` names lie in instances.
    members: RefCell<Vec<usize>>,
    /// Whether instances have slots: those of this type or of a base.
    has_members: Cell<bool>,
    /// The built-in type whose layout instances have: itself, or the first of its bases that is one.
    native: Cell<*const Type>,
    /// `ht_cached_keys`: keys that instances share.
    cached_keys: OnceCell<KeysRef>,
    /// `_spec_cache`
    pub(crate) spec_cache: SpecCache,
    /// What its instances do, as functions.
    pub slots: Slots,
}

impl Type {
    /// Its header.
    #[inline(always)]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// `tp_name`: the name of a class; of built-in types outside of `builtins` with the module.
    #[inline]
    pub fn name(&self) -> &str {
        // SAFETY: the VM keeps every name that a type ever had until its end.
        unsafe { self.name.get().as_ref() }
    }

    /// Whether CPython's type has methods of sequences: `tp_as_sequence`, which classes of programs always have.
    pub(crate) fn has_sequence_methods(&self) -> bool {
        let slots = &self.slots;
        self.is_heap_type()
            || slots.item.get().is_some()
            || slots.length.get().is_some()
            || slots.contains.get().is_some()
            || slots.concat.get().is_some()
            || slots.repeat.get().is_some()
    }

    /// Its name without a module.
    pub fn short_name(&self) -> &str {
        let name = self.name();
        match name.rsplit_once('.') {
            Some((_, name)) if !self.is_heap_type() => name,
            _ => name,
        }
    }

    /// The name with that of the module in front, unless that is `builtins` or `__main__`
    /// (`PyType_GetFullyQualifiedName`).
    pub(crate) fn fully_qualified_name(&self, vm: &Vm) -> String {
        if !self.is_heap_type() {
            return self.name().to_owned();
        }
        let text = |attribute: &str| {
            let value = vm.getattr_str(self.ptr().obj(), attribute);
            value
                .map(|value| value.cast::<Str>().map(|text| text.get().as_str().into_owned()))
                .unwrap_or_else(|_| {
                    vm.clear_exception();
                    None
                })
        };
        let name = text("__qualname__").unwrap_or_else(|| self.name().to_owned());
        match text("__module__") {
            Some(module) if !matches!(&*module, "builtins" | "__main__") => format!("{module}.{name}"),
            _ => name,
        }
    }

    /// Whether there can be weak references to instances.
    pub(crate) fn supports_weakrefs(&self) -> bool {
        self.weaklistoffset.get() != 0
    }

    /// `ht_cached_keys`: keys that instances share.
    #[inline(always)]
    pub(crate) fn cached_keys(&self) -> Option<&KeysRef> {
        self.cached_keys.get()
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

/// What specialised code keeps in a type: `struct _specialization_cache`.
#[derive(Default)]
pub(crate) struct SpecCache {
    /// `getitem`: the `__getitem__` that `BINARY_OP_SUBSCR_GETITEM` calls.
    pub(crate) getitem: FieldOf<Function>,
    /// `getitem_version`
    pub(crate) getitem_version: Cell<u32>,
    /// `init`: the `__init__` that `CALL_ALLOC_AND_ENTER_INIT` calls.
    pub(crate) init: FieldOf<Function>,
}

impl SpecCache {
    /// Forgets what was kept: the type has changed.
    fn clear(&self) {
        self.getitem_version.set(0);
        drop((self.getitem.take(), self.init.take()));
    }

    fn visit(&self, visit: &mut dyn FnMut(Obj<'_>)) {
        self.getitem.visit(visit);
        self.init.visit(visit);
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
