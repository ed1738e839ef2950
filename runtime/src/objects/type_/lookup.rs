//! How an attribute is found in a type and its bases, fast: versions and a cache.

#![allow(unsafe_code, reason = "the cache keeps pointers that versions vouch for")]

use std::cell::Cell;

use super::{Type, flags};
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::value::{Field, Obj, ObjPtr, Ptr, Value};
use crate::vm::Vm;

/// What types share: versions and the cache of attributes.
pub(crate) struct TypeState {
    /// The next version to be assigned to a type: `next_version_tag`.
    next_version: Cell<u32>,
    /// Attributes found before: `type_cache`.
    cache: Box<[Entry]>,
    /// Names that types have, kept for as long as the VM lives.
    names: std::cell::RefCell<std::collections::BTreeSet<Box<str>>>,
}

/// An attribute found before.
struct Entry {
    /// The version of the type it was found in; 0 if the entry is empty.
    version: Cell<u32>,
    /// The name, kept alive so that no other string can come to lie where it is.
    name: Field,
    /// What was found, or NULL. It is not counted: as long as a type has the version, its dict and those of its bases
    /// are as they were.
    value: Cell<ObjPtr<'static>>,
}

impl TypeState {
    /// `MCACHE_SIZE_EXP`
    const BITS: u32 = 12;

    /// Nothing assigned, nothing cached.
    pub(crate) fn new() -> Self {
        let empty = || Entry { version: Cell::new(0), name: Field::NULL, value: Cell::new(ObjPtr::NULL) };
        Self {
            next_version: Cell::new(1),
            cache: (0..1 << Self::BITS).map(|_| empty()).collect(),
            names: std::cell::RefCell::default(),
        }
    }

    fn entry(&self, version: u32, name: &Str) -> &Entry {
        let address = std::ptr::from_ref(name) as usize >> 3;
        &self.cache[(version as usize ^ address) & (self.cache.len() - 1)]
    }

    /// Forgets everything that was cached.
    pub(crate) fn clear(&self) {
        for entry in &self.cache {
            entry.version.set(0);
            entry.value.set(ObjPtr::NULL);
            entry.name.set(None);
        }
    }

    /// A name that a type gets, which is kept until the VM ends.
    pub(super) fn keep_name(&self, name: &str) -> std::ptr::NonNull<str> {
        let mut names = self.names.borrow_mut();
        if let Some(known) = names.get(name) {
            return std::ptr::NonNull::from(&**known);
        }
        let name: Box<str> = name.into();
        // The text of a box does not move with the box.
        let pointer = std::ptr::NonNull::from(&*name);
        names.insert(name);
        pointer
    }

    /// A version that no type has had, or 0 if all are used up.
    fn take_version(&self) -> u32 {
        let version = self.next_version.get();
        if version != 0 {
            self.next_version.set(version.wrapping_add(1));
        }
        version
    }
}

/// How many versions one type gets: `MAX_VERSIONS_PER_CLASS`. One that changes more often is not worth to be
/// specialised for.
const MOST_VERSIONS: u16 = 1000;

impl Type {
    /// An attribute of this type or of the first of its bases that has it: `_PyType_Lookup`.
    #[inline]
    pub fn lookup(&self, vm: &Vm, name: Ptr<'_, Str>) -> Option<Value> {
        // SAFETY: nothing runs before the count is taken.
        unsafe { self.lookup_borrowed(vm, name) }.get().map(Obj::to_owned)
    }

    /// [`Type::lookup`] without taking a reference; NULL if nothing is found.
    ///
    /// # Safety
    ///
    /// The result is not used after anything ran that may change a type.
    #[inline]
    pub(crate) unsafe fn lookup_borrowed<'a>(&'a self, vm: &Vm, name: Ptr<'_, Str>) -> ObjPtr<'a> {
        let version = self.version_tag.get();
        let entry = vm.type_state.entry(version, &name);
        if version != 0 && entry.version.get() == version && entry.name.is(name.obj()) {
            return entry.value.get();
        }
        // SAFETY: the contract is the same.
        unsafe { self.lookup_uncached(vm, name) }
    }

    /// [`Type::lookup_borrowed`] for what is not in the cache, where it is put.
    ///
    /// # Safety
    ///
    /// As there.
    #[inline(never)]
    unsafe fn lookup_uncached<'a>(&'a self, vm: &Vm, name: Ptr<'_, Str>) -> ObjPtr<'a> {
        // SAFETY: the contract is the same.
        let found = unsafe { self.find_in_mro(vm, name) };
        if name.is_interned() && self.assign_version(vm) {
            let version = self.version_tag.get();
            let entry = vm.type_state.entry(version, &name);
            // The old name may be the last reference to a string, whose end runs nothing.
            entry.name.set(Some(name.to_value()));
            entry.version.set(version);
            // SAFETY: the version vouches for the value.
            entry.value.set(unsafe { found.unbound() });
        }
        found
    }

    /// The attribute in the dict of the first type in the MRO that has it: `find_name_in_mro`.
    ///
    /// # Safety
    ///
    /// As for [`Type::lookup_borrowed`].
    pub(super) unsafe fn find_in_mro<'a>(&'a self, vm: &Vm, name: Ptr<'_, Str>) -> ObjPtr<'a> {
        // SAFETY: looking up an exact string runs nothing, so that all stays as it is.
        unsafe {
            let Some(mro) = self.mro.borrow() else { return ObjPtr::NULL };
            for entry in mro.get().as_slice() {
                let base = entry.obj().cast_unchecked::<Type>();
                if let Some(dict) = base.dict.borrow() {
                    let found = dict.get_str_borrowed(vm, name);
                    if !found.is_null() {
                        return found.unbound();
                    }
                }
            }
            ObjPtr::NULL
        }
    }

    /// Gives the type a version, if it has none: `assign_version_tag`. Says whether it has one then.
    pub(crate) fn assign_version(&self, vm: &Vm) -> bool {
        if self.version_tag.get() != 0 {
            return true;
        }
        if !self.has_flags(flags::READY) || self.versions_used.get() >= MOST_VERSIONS {
            return false;
        }
        // A change of a base reaches this type only as long as the base has a version itself.
        let Some(bases) = self.bases.get() else { return false };
        for base in bases.as_slice() {
            if !base.cast::<Type>().is_some_and(|base| base.assign_version(vm)) {
                return false;
            }
        }
        let version = vm.type_state.take_version();
        if version == 0 {
            return false;
        }
        self.versions_used.set(self.versions_used.get() + 1);
        self.version_tag.set(version);
        true
    }

    /// Says that the type has changed: it and all that inherit from it lose their versions (`PyType_Modified`).
    pub(crate) fn modified(&self) {
        if self.version_tag.get() == 0 {
            return;
        }
        self.version_tag.set(0);
        self.spec_cache.clear();
        for subclass in self.subclasses() {
            subclass.modified();
        }
    }

    /// The types that inherit from it directly and are alive.
    pub(crate) fn subclasses(&self) -> Vec<crate::value::Ref<Type>> {
        // SAFETY: a type takes itself out of its bases' lists before it dies.
        self.subclasses.borrow().iter().map(|ty| Ptr::from_ref(unsafe { ty.as_ref() }).to_ref()).collect()
    }

    /// Adds itself to its bases' lists.
    pub(super) fn register_with_bases(&self) {
        for base in self.bases_vec() {
            let mut list = base.subclasses.borrow_mut();
            let this = std::ptr::NonNull::from(self);
            if !list.contains(&this) {
                list.push(this);
            }
        }
    }

    /// Takes itself out of its bases' lists.
    pub(super) fn unregister_from_bases(&self) {
        for base in self.bases_vec() {
            base.subclasses.borrow_mut().retain(|other| !std::ptr::eq(other.as_ptr(), self));
        }
    }

    /// Its bases.
    pub(crate) fn bases_vec(&self) -> Vec<crate::value::Ref<Type>> {
        types_in(self.bases.get().as_deref())
    }

    /// Its MRO, itself included.
    pub(crate) fn mro_vec(&self) -> Vec<crate::value::Ref<Type>> {
        types_in(self.mro.get().as_deref())
    }
}

fn types_in(tuple: Option<&Tuple>) -> Vec<crate::value::Ref<Type>> {
    let items = tuple.map_or(&[][..], |tuple| tuple.as_slice());
    items.iter().filter_map(|item| item.cast::<Type>().map(Ptr::to_ref)).collect()
}
