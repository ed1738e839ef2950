//! `dict`: insertion-ordered hash tables, laid out as CPython lays them out, since generated bodies look into them.
//!
//! | file | what it has |
//! |---|---|
//! | `keys` | what keys are looked up in, shared by the instances of a class or not |
//! | `values` | values apart from their keys, in instances or not |
//! | `table` | looking up, inserting, deleting, growing |
//! | `walk` | going over entries while a program changes them |
//! | `update` | filling a dict from others |
//! | `methods` | what programs call |
//! | `views`, `iter` | `dict_keys`, `dict_keyiterator` and their like |

#![allow(unsafe_code, reason = "declares the layout of dicts")]

use std::cell::Cell;
use std::ptr::NonNull;

use crate::errors::PyResult;
use crate::objects::str_::Str;
use crate::objects::type_::{Kind, Type};
use crate::value::{Header, Layout, Obj, Ref};
use crate::vm::Vm;

mod iter;
mod keys;
mod methods;
mod table;
#[cfg(test)]
mod tests;
mod update;
mod values;
mod views;
mod walk;

pub(crate) use iter::{
    ITEM_ITERATOR, KEY_ITERATOR, REVERSE_ITEM_ITERATOR, REVERSE_KEY_ITERATOR, REVERSE_VALUE_ITERATOR,
    VALUE_ITERATOR,
};
pub(crate) use methods::SPEC;
pub(crate) use table::{equal_at_once, hash_key};
pub(crate) use update::Existing;
pub(crate) use views::{ITEMS, KEYS, VALUES};

pub use keys::*;
pub use values::{DictValues, add_to_insertion_order, value_slot, visit_values};
pub(crate) use values::{Stored, clear_values, get_inline, store_inline, values_size};

/// A dict: `PyDictObject`.
#[repr(C)]
pub struct Dict {
    header: Header,
    /// `ma_used`
    used: Cell<usize>,
    /// `_ma_watcher_tag`: who wants to know of changes. Nobody does.
    watcher_tag: Cell<u64>,
    /// `ma_keys`, one of whose references is the dict's.
    keys: Cell<NonNull<DictKeys>>,
    /// `ma_values`, if the keys are shared.
    values: Cell<Option<NonNull<DictValues>>>,
}

/// What a dict is made of.
pub(super) struct KeyTable {
    keys: KeysRef,
    values: Option<NonNull<DictValues>>,
    used: usize,
}

/// Whether it is a string of exactly that type: the keys that need no program's code to be compared.
#[inline(always)]
pub(crate) fn is_exact_str(object: Obj<'_>) -> bool {
    object.header().is_some_and(|header| header.ty().kind() == Kind::Str)
}

/// The object as a string of exactly that type.
#[inline(always)]
pub(crate) fn exact_str(object: Obj<'_>) -> Option<crate::value::Ptr<'_, Str>> {
    // SAFETY: the type is `str` itself.
    if is_exact_str(object) { Some(unsafe { object.cast_unchecked::<Str>() }) } else { None }
}

impl Dict {
    /// An empty dict.
    #[inline]
    pub fn new(vm: &Vm) -> Ref<Dict> {
        // SAFETY: the keys of empty dicts have no count.
        let keys = unsafe { KeysRef::from_raw(DictKeys::empty()) };
        Self::with_table(vm, KeyTable { keys, values: None, used: 0 })
    }

    /// An empty dict with room for as many entries.
    pub fn with_capacity(vm: &Vm, entries: usize) -> PyResult<Ref<Dict>> {
        let dict = Self::new(vm);
        if entries > 0 {
            dict.presize(vm, entries, true)?;
        }
        Ok(dict)
    }

    /// A dict made of this table. The collector does not know it until there is something in it that it should look at.
    #[inline]
    fn with_table(vm: &Vm, table: KeyTable) -> Ref<Dict> {
        let ty = vm.types.dict();
        let place = vm.alloc_var(ty, size_of::<Dict>(), 0).cast::<Dict>();
        // SAFETY: the memory has the size of a dict, and nobody uses it.
        unsafe {
            place.write(Self::fields(ty, table));
            Ref::from_raw(place.as_ptr())
        }
    }

    fn fields(ty: &Type, table: KeyTable) -> Dict {
        Dict {
            header: Header::new(ty),
            used: Cell::new(table.used),
            watcher_tag: Cell::new(0),
            keys: Cell::new(table.keys.into_raw()),
            values: Cell::new(table.values),
        }
    }

    /// An empty instance of `ty`, which is `dict` or inherits from it.
    pub(crate) fn with_type(vm: &Vm, ty: &Type) -> Ref<Dict> {
        if !ty.is_heap_type() {
            return Self::new(vm);
        }
        // SAFETY: the keys of empty dicts have no count.
        let keys = unsafe { KeysRef::from_raw(DictKeys::empty()) };
        vm.alloc(ty, Self::fields(ty, KeyTable { keys, values: None, used: 0 }))
    }

    /// How many entries.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.used.get()
    }

    /// Whether there are no entries.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.used.get() == 0
    }

    pub(super) fn set_used(&self, used: usize) {
        self.used.set(used);
    }

    /// `ma_keys`
    #[inline(always)]
    pub fn ma_keys(&self) -> *mut DictKeys {
        self.keys.get().as_ptr()
    }

    /// `ma_values`, or null
    #[inline(always)]
    pub fn ma_values(&self) -> *mut DictValues {
        self.values.get().map_or(std::ptr::null_mut(), NonNull::as_ptr)
    }

    /// `_ma_watcher_tag`
    #[inline(always)]
    pub fn ma_watcher_tag(&self) -> u64 {
        self.watcher_tag.get()
    }

    #[inline(always)]
    pub(super) fn values_ptr(&self) -> Option<NonNull<DictValues>> {
        self.values.get()
    }

    pub(super) fn set_values_ptr(&self, values: Option<NonNull<DictValues>>) {
        self.values.set(values);
    }

    /// The keys, borrowed.
    ///
    /// # Safety
    ///
    /// The dict gets no other keys, and does not die, while the result is used.
    #[inline(always)]
    pub(super) unsafe fn keys<'a>(&self) -> &'a DictKeys {
        // SAFETY: the dict has a reference to its keys.
        unsafe { &*self.keys.get().as_ptr() }
    }

    /// The keys, with a reference of their own.
    #[inline(always)]
    pub(crate) fn keys_ref(&self) -> KeysRef {
        // SAFETY: a reference is taken before it is handed over.
        unsafe {
            self.keys().incref();
            KeysRef::from_raw(self.keys.get())
        }
    }

    /// Takes the version of the keys away: what they stand for has changed.
    pub(crate) fn forget_version(&self) {
        // SAFETY: nothing runs here.
        let keys = unsafe { self.keys() };
        if !keys.is_empty_keys() {
            keys.changed();
        }
    }

    /// Begins to have the collector watch the dict, if it should because of this object, which comes into it.
    #[inline(always)]
    pub(crate) fn watch_because_of(&self, vm: &Vm, object: Obj<'_>) {
        if self.header.gc_index().is_none() && crate::objects::tuple::may_be_collected(object) {
            vm.gc.track(&self.header);
        }
    }
}

impl Drop for Dict {
    fn drop(&mut self) {
        let values = self.values.take();
        let keys = self.keys.replace(DictKeys::empty());
        // SAFETY: the reference to the keys is the dict's. Values in an instance belong to that.
        unsafe {
            if let Some(values) = values
                && values.as_ref().embedded == 0
            {
                values::free(crate::vm::vm(), values);
            }
            DictKeys::decref(keys);
        }
    }
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for Dict {
    const NAME: &'static str = "dict";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Dict
    }
}

/// `tp_traverse`
///
/// # Safety
///
/// `object` is a dict.
pub(crate) unsafe fn traverse(object: NonNull<Header>, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract; the collector's visitors change nothing. Values in an instance are shown by that.
    unsafe {
        let dict = object.cast::<Dict>().as_ref();
        match dict.values.get() {
            Some(values) if values.as_ref().embedded == 0 => visit_values(values, visit),
            Some(_) => {}
            None => dict.keys().visit(visit),
        }
    }
}

/// `tp_clear`
pub(crate) fn clear_dict(_: &Vm, object: Obj<'_>) {
    if let Some(dict) = object.cast::<Dict>() {
        dict.clear();
    }
}
