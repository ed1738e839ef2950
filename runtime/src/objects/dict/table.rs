//! Looking up, inserting, deleting, growing.
//!
//! A comparison of keys may run a program's code, which may change the dict: a lookup that sees such a change begins
//! anew. What a dict gives up is dropped after the dict is in order again.

#![allow(unsafe_code, reason = "borrows of keys that nothing can change meanwhile")]

use std::ptr::NonNull;

use super::keys::{DICT_KEYS_GENERAL, DICT_KEYS_SPLIT, DICT_KEYS_UNICODE, DictKeys, KeysRef, LOG_MINSIZE};
use super::keys::{log2_keysize, log2_keysize_for};
use super::values::{self, DictValues, value_slot};
use super::{Dict, exact_str};
use crate::errors::{PyResult, Raised};
use crate::objects::float::Float;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::Kind;
use crate::value::{Field, Obj, ObjPtr, Ptr, Value};
use crate::vm::Vm;

/// The hash of a small int: its remainder by 2^61 - 1, with its sign, and -2 instead of -1.
#[inline(always)]
pub(crate) const fn hash_small_int(number: i64) -> i64 {
    const MODULUS: i64 = (1 << 61) - 1;
    match number {
        -1 => -2,
        MODULUS => 0,
        // The smallest small int is -(2^61).
        number if number < -MODULUS => -2,
        number => number,
    }
}

/// The hash of a key.
#[inline(always)]
pub(crate) fn hash_key(vm: &Vm, key: Obj<'_>) -> PyResult<i64> {
    if let Some(string) = exact_str(key) {
        return Ok(string.hash());
    }
    if let Some(number) = key.as_small_int() {
        return Ok(hash_small_int(number));
    }
    vm.hash(key)
}

/// The hash of what is to be a key of a dict. If it has none, the exception says what it was for.
#[inline(always)]
pub(super) fn hash_key_for(vm: &Vm, key: Obj<'_>) -> PyResult<i64> {
    hash_key(vm, key)
        .map_err(|raised| crate::objects::collections::explain_unhashable(vm, raised, key, "a dict key"))
}

/// Whether two keys that are not the same object are equal, if that can be said without running anything.
#[inline(always)]
pub(crate) fn equal_at_once(left: Obj<'_>, right: Obj<'_>) -> Option<bool> {
    match (left.as_small_int(), right.as_small_int()) {
        (Some(_), Some(_)) => return Some(false),
        (Some(_), None) => return exact_str(right).map(|_| false),
        (None, Some(_)) => return exact_str(left).map(|_| false),
        (None, None) => {}
    }
    let (left_header, right_header) = (left.header()?, right.header()?);
    match (left_header.ty().kind(), right_header.ty().kind()) {
        // SAFETY: both are exactly of these types.
        (Kind::Str, Kind::Str) => unsafe {
            Some(left.cast_unchecked::<Str>().equals(right.cast_unchecked::<Str>().get()))
        },
        // SAFETY: as above.
        (Kind::Float, Kind::Float) => unsafe {
            Some(left.cast_unchecked::<Float>().get().get() == right.cast_unchecked::<Float>().get().get())
        },
        _ => None,
    }
}

/// [`equal_at_once`], for tuples as well if it can be said of each of their items.
#[inline]
fn keys_equal_at_once(left: Obj<'_>, right: Obj<'_>) -> Option<bool> {
    if let (Some(left_header), Some(right_header)) = (left.header(), right.header())
        && left_header.ty().kind() == Kind::Tuple
        && right_header.ty().kind() == Kind::Tuple
    {
        // SAFETY: both are exactly of that type.
        let (left, right) = unsafe { (left.cast_unchecked::<Tuple>(), right.cast_unchecked::<Tuple>()) };
        let (left, right) = (left.get().as_slice(), right.get().as_slice());
        if left.len() != right.len() {
            return Some(false);
        }
        for (left, right) in left.iter().zip(right) {
            if !left.is(right.obj()) && !equal_at_once(left.obj(), right.obj())? {
                return Some(false);
            }
        }
        return Some(true);
    }
    equal_at_once(left, right)
}

/// Why a lookup did not come to its end.
enum Stopped {
    Raised(Raised),
    /// The dict has changed meanwhile.
    Changed,
}

impl Dict {
    /// The entry of a key: `_Py_dict_lookup`.
    #[inline]
    pub(super) fn lookup(&self, vm: &Vm, key: Obj<'_>, hash: i64) -> PyResult<Option<usize>> {
        // SAFETY: nothing runs in a lookup of a string among strings.
        let keys = unsafe { self.keys() };
        if keys.is_unicode()
            && let Some(string) = exact_str(key)
        {
            return Ok(keys.lookup_str(string.get(), hash));
        }
        self.lookup_any(vm, key, hash)
    }

    fn lookup_any(&self, vm: &Vm, key: Obj<'_>, hash: i64) -> PyResult<Option<usize>> {
        // SAFETY: nothing runs as long as keys can be compared at once, which most can.
        let keys = unsafe { self.keys() };
        let found = keys.lookup_with(hash, |index| {
            // SAFETY: as above.
            match unsafe { keys.key_slot(index).borrow().get() } {
                Some(own) if own.is(key) => Ok(true),
                Some(own) => keys_equal_at_once(own, key).ok_or(()),
                None => Ok(false),
            }
        });
        match found {
            Ok(found) => Ok(found),
            Err(()) => self.lookup_running(vm, key, hash),
        }
    }

    /// [`Dict::lookup_any`] of a key whose comparison may run a program's code.
    #[inline(never)]
    fn lookup_running(&self, vm: &Vm, key: Obj<'_>, hash: i64) -> PyResult<Option<usize>> {
        loop {
            // The reference keeps the keys where they are, so that others cannot be mistaken for them.
            let keys = self.keys_ref();
            let found = keys.lookup_with(hash, |index| {
                // SAFETY: the key is given a count before anything runs.
                let Some(own) = (unsafe { keys.key_slot(index).borrow().get() }) else { return Ok(false) };
                if own.is(key) {
                    return Ok(true);
                }
                if let Some(equal) = keys_equal_at_once(own, key) {
                    return Ok(equal);
                }
                let own = own.to_owned();
                let equal = vm
                    .rich_compare_bool(own.obj(), key, crate::objects::type_::CompareOp::Eq)
                    .map_err(Stopped::Raised)?;
                if self.ma_keys() != keys.as_ptr()
                    || index >= keys.entry_count()
                    || !keys.key_slot(index).is(own.obj())
                {
                    return Err(Stopped::Changed);
                }
                Ok(equal)
            });
            match found {
                Ok(found) => return Ok(found),
                Err(Stopped::Raised(raised)) => return Err(raised),
                Err(Stopped::Changed) => {}
            }
        }
    }

    /// The slot of a value that belongs to the key with this number.
    #[inline(always)]
    pub(super) fn slot(&self, index: usize) -> Option<&Field> {
        // SAFETY: the slot is used before anything else happens to the dict.
        unsafe {
            match self.values_ptr() {
                None => Some(self.keys().value_slot(index)),
                Some(values) if index < usize::from(values.as_ref().capacity) => {
                    Some(&*value_slot(values.as_ptr(), index))
                }
                Some(_) => None,
            }
        }
    }

    /// The value of a key: `PyDict_GetItemRef`.
    #[inline]
    pub fn get(&self, vm: &Vm, key: Obj<'_>) -> PyResult<Option<Value>> {
        let hash = hash_key_for(vm, key)?;
        self.get_known_hash(vm, key, hash)
    }

    /// The value of a key whose hash is known.
    #[inline]
    pub(crate) fn get_known_hash(&self, vm: &Vm, key: Obj<'_>, hash: i64) -> PyResult<Option<Value>> {
        let Some(index) = self.lookup(vm, key, hash)? else { return Ok(None) };
        Ok(self.slot(index).and_then(Field::get))
    }

    /// Whether there is such a key: `PyDict_Contains`.
    #[inline]
    pub fn contains(&self, vm: &Vm, key: Obj<'_>) -> PyResult<bool> {
        let hash = hash_key_for(vm, key)?;
        self.contains_known_hash(vm, key, hash)
    }

    pub(super) fn contains_known_hash(&self, vm: &Vm, key: Obj<'_>, hash: i64) -> PyResult<bool> {
        let Some(index) = self.lookup(vm, key, hash)? else { return Ok(false) };
        Ok(self.slot(index).is_some_and(|slot| !slot.is_null()))
    }

    /// The value of a name. If the dict has keys other than strings, one of those that raises when it is compared is
    /// not the name.
    #[inline]
    pub fn get_str(&self, vm: &Vm, name: Ptr<'_, Str>) -> Option<Value> {
        let index = self.index_of_str(vm, name)?;
        self.slot(index).and_then(Field::get)
    }

    /// [`Dict::get_str`] without taking a reference; NULL if there is no such name.
    ///
    /// # Safety
    ///
    /// The result is not used after anything ran that may change the dict.
    #[inline]
    pub(crate) unsafe fn get_str_borrowed<'a>(&'a self, vm: &Vm, name: Ptr<'_, Str>) -> ObjPtr<'a> {
        match self.index_of_str(vm, name).and_then(|index| self.slot(index)) {
            // SAFETY: the contract.
            Some(slot) => unsafe { slot.borrow() },
            None => ObjPtr::NULL,
        }
    }

    /// The number of the entry of a name: `_PyDict_LookupIndex`.
    #[inline]
    pub(crate) fn index_of_str(&self, vm: &Vm, name: Ptr<'_, Str>) -> Option<usize> {
        match self.lookup(vm, name.obj(), hash_key(vm, name.obj()).ok()?) {
            Ok(index) => index,
            Err(_) => {
                vm.clear_exception();
                None
            }
        }
    }

    /// Sets the value of a key: `PyDict_SetItem`.
    #[inline]
    pub fn set(&self, vm: &Vm, key: Obj<'_>, value: Obj<'_>) -> PyResult<()> {
        self.insert(vm, key.to_owned(), value.to_owned())
    }

    /// Sets the value of a name.
    #[inline]
    pub fn set_str(&self, vm: &Vm, name: Ptr<'_, Str>, value: Obj<'_>) -> PyResult<()> {
        self.insert(vm, name.to_value(), value.to_owned())
    }

    /// Sets the value of a key, both of which it takes over: `_PyDict_SetItem_Take2`.
    #[inline]
    pub fn insert(&self, vm: &Vm, key: Value, value: Value) -> PyResult<()> {
        let hash = hash_key_for(vm, key.obj())?;
        self.insert_known_hash(vm, key, hash, value)
    }

    /// [`Dict::insert`] of a key whose hash is known.
    pub(crate) fn insert_known_hash(&self, vm: &Vm, key: Value, hash: i64, value: Value) -> PyResult<()> {
        let found = self.lookup(vm, key.obj(), hash)?;
        self.watch_because_of(vm, value.obj());
        if let Some(slot) = found.and_then(|index| self.slot(index))
            && (self.values_ptr().is_none() || !slot.is_null())
        {
            let old = slot.replace(Some(value));
            drop(old);
        } else {
            self.add(vm, key, hash, value)?;
        }
        Ok(())
    }

    /// Adds a key that is not there yet. Nothing runs. It fails if the memory does not suffice for more entries.
    pub(super) fn add(&self, vm: &Vm, key: Value, hash: i64, value: Value) -> PyResult<()> {
        self.watch_because_of(vm, key.obj());
        self.watch_because_of(vm, value.obj());
        let exact = exact_str(key.obj());
        if let (Some(values), Some(string)) = (self.values_ptr(), exact)
            && self.add_split(values, string, hash, &value)
        {
            return Ok(());
        }
        // SAFETY: the keys are looked at before they may be replaced.
        let keys = unsafe { self.keys() };
        if self.values_ptr().is_some() || keys.dk_usable() == 0 || keys.is_unicode() && exact.is_none() {
            let log2_size = if keys.is_empty_keys() { LOG_MINSIZE } else { log2_keysize(self.len() * 3) };
            let unicode = exact.is_some() && keys.is_unicode();
            self.resize(vm, log2_size, unicode)?;
        }
        // SAFETY: nothing runs until the entry is added.
        let keys = unsafe { self.keys() };
        keys.changed();
        keys.add(hash, key, Some(value));
        self.set_used(self.len() + 1);
        Ok(())
    }

    /// Adds a key to those that are shared, if there is room, with its value in values of the dict's own.
    fn add_split(&self, values: NonNull<DictValues>, key: Ptr<'_, Str>, hash: i64, value: &Value) -> bool {
        // SAFETY: the dict's values are alive, and nothing runs here.
        unsafe {
            let Some(index) = self.keys().insert_split(key, hash) else { return false };
            if index >= usize::from(values.as_ref().capacity) {
                return false;
            }
            let old = (*value_slot(values.as_ptr(), index)).replace(Some(value.clone()));
            debug_assert!(old.is_none(), "a key is added twice");
            values::add_to_insertion_order(values.as_ptr(), index);
        }
        self.set_used(self.len() + 1);
        true
    }

    /// Makes room for as many entries in all, if there is no more than that already.
    pub(super) fn presize(&self, vm: &Vm, entries: usize, unicode: bool) -> PyResult<()> {
        // SAFETY: the keys are looked at before they are replaced.
        let keys = unsafe { self.keys() };
        let log2_size = log2_keysize_for(entries);
        if keys.is_empty_keys() || self.values_ptr().is_none() && keys.log2_size() < log2_size {
            self.resize(vm, log2_size, unicode && keys.is_unicode())?;
        }
        Ok(())
    }

    /// Moves all entries into keys of another size, which are not shared: `dictresize`. Nothing runs. If the memory
    /// does not suffice, nothing changes.
    pub(super) fn resize(&self, vm: &Vm, log2_size: u8, unicode: bool) -> PyResult<()> {
        let kind = if unicode { DICT_KEYS_UNICODE } else { DICT_KEYS_GENERAL };
        let fresh = DictKeys::alloc(vm, log2_size, kind)?;
        // SAFETY: the new keys are alive; the old ones are released below. Values in memory of their own are freed
        // after they were moved.
        unsafe {
            match self.values_ptr() {
                None => self.keys().move_entries(fresh.as_ref()),
                Some(values) => {
                    self.move_split_entries(values, fresh.as_ref());
                    self.set_values_ptr(None);
                    if values.as_ref().embedded == 0 {
                        values::free(vm, values);
                    } else {
                        (*values.as_ptr()).valid = 0;
                        (*values.as_ptr()).size = 0;
                    }
                }
            }
            self.replace_keys(fresh);
        }
        Ok(())
    }

    /// Moves values and the keys that belong to them into keys that are not shared.
    ///
    /// # Safety
    ///
    /// `values` are the dict's.
    unsafe fn move_split_entries(&self, values: NonNull<DictValues>, to: &DictKeys) {
        // SAFETY: nothing runs here; each position below the size has a key and a value.
        unsafe {
            let keys = self.keys();
            for position in 0..usize::from(values.as_ref().size) {
                let index = values::index_at(values.as_ptr(), position);
                let value = (*value_slot(values.as_ptr(), index)).take();
                if let Some(key) = keys.key_slot(index).get() {
                    to.add(keys.hash_at(index), key, value);
                }
            }
        }
    }

    /// Takes other keys, whose reference is the caller's, and releases the old ones.
    ///
    /// # Safety
    ///
    /// The dict's other fields fit to the new keys, or will before anything runs; what the old ones drop may run a
    /// program's code unless they are empty by now.
    unsafe fn replace_keys(&self, fresh: NonNull<DictKeys>) {
        let old = self.keys.replace(fresh);
        // SAFETY: the reference was the dict's.
        unsafe { DictKeys::decref(old) };
    }

    /// Takes a key and its value out: `_PyDict_Pop_KnownHash`.
    pub fn remove(&self, vm: &Vm, key: Obj<'_>) -> PyResult<Option<Value>> {
        if self.is_empty() && (exact_str(key).is_some() || key.as_small_int().is_some()) {
            return Ok(None);
        }
        let hash = hash_key_for(vm, key)?;
        self.remove_known_hash(vm, key, hash)
    }

    /// [`Dict::remove`] of a key whose hash is known.
    pub(crate) fn remove_known_hash(&self, vm: &Vm, key: Obj<'_>, hash: i64) -> PyResult<Option<Value>> {
        let Some(index) = self.lookup(vm, key, hash)? else { return Ok(None) };
        Ok(self.remove_at(index, hash))
    }

    /// The value of a key, which is set to this one if it is not there: `PyDict_SetDefaultRef`.
    pub(crate) fn set_default(&self, vm: &Vm, key: Obj<'_>, default: Obj<'_>) -> PyResult<Value> {
        let hash = hash_key_for(vm, key)?;
        match self.get_known_hash(vm, key, hash)? {
            Some(value) => Ok(value),
            None => {
                self.add(vm, key.to_owned(), hash, default.to_owned())?;
                Ok(default.to_owned())
            }
        }
    }

    /// Takes out the entry with this number, if it is there.
    pub(super) fn remove_at(&self, index: usize, hash: i64) -> Option<Value> {
        let value = self.slot(index)?.take()?;
        self.set_used(self.len() - 1);
        // SAFETY: nothing runs until the old key is dropped, at the end.
        unsafe {
            match self.values_ptr() {
                Some(values) => values::remove_from_insertion_order(values.as_ptr(), index),
                None => {
                    let keys = self.keys();
                    keys.remove_index(hash, index);
                    keys.changed();
                    let key = keys.key_slot(index).take();
                    drop(key);
                }
            }
        }
        Some(value)
    }

    /// Takes the newest entry out: what `popitem` does. Keys that were shared are no longer.
    pub(crate) fn pop_last(&self, vm: &Vm) -> PyResult<Option<(Value, Value)>> {
        if self.is_empty() {
            return Ok(None);
        }
        // SAFETY: nothing runs here.
        unsafe {
            if self.values_ptr().is_some() {
                let log2_size = self.keys().log2_size();
                self.resize(vm, log2_size, true)?;
            }
            let keys = self.keys();
            let mut index = keys.entry_count();
            while index > 0 {
                index -= 1;
                if let Some(value) = keys.value_slot(index).take() {
                    keys.remove_index(keys.hash_at(index), index);
                    keys.changed();
                    let key = keys.key_slot(index).take();
                    keys.truncate(index);
                    self.set_used(self.len() - 1);
                    return Ok(key.map(|key| (key, value)));
                }
            }
        }
        Ok(None)
    }

    /// Takes everything out: `PyDict_Clear`.
    pub fn clear(&self) {
        // SAFETY: the dict is empty and in order before anything is dropped.
        unsafe {
            match self.values_ptr() {
                Some(values) if values.as_ref().embedded != 0 => {
                    self.set_used(0);
                    values::clear_values(values);
                }
                values => {
                    self.set_used(0);
                    self.set_values_ptr(None);
                    let old = KeysRef::from_raw(self.keys.replace(DictKeys::empty()));
                    if let Some(values) = values {
                        values::free(crate::vm::vm(), values);
                    }
                    drop(old);
                }
            }
        }
    }

    /// A dict with the same entries: `PyDict_Copy`.
    pub fn copy(&self, vm: &Vm) -> PyResult<crate::value::Ref<Dict>> {
        // SAFETY: nothing runs while entries are copied.
        let unicode = unsafe { self.keys() }.is_unicode();
        let copy = Dict::new(vm);
        if !self.is_empty() {
            copy.resize(vm, log2_keysize_for(self.len()), unicode)?;
            self.try_each(|key, hash, value| copy.add(vm, key.to_owned(), hash, value.to_owned()))?;
        }
        Ok(copy)
    }

    /// Goes over all entries. `visit` runs nothing and does not change the dict.
    pub(super) fn each(&self, mut visit: impl FnMut(Obj<'_>, i64, Obj<'_>)) {
        let done: Result<(), std::convert::Infallible> = self.try_each(|key, hash, value| {
            visit(key, hash, value);
            Ok(())
        });
        let Ok(()) = done;
    }

    /// [`Dict::each`], as long as all goes well.
    pub(super) fn try_each<E>(
        &self,
        mut visit: impl FnMut(Obj<'_>, i64, Obj<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        // SAFETY: nothing changes the dict meanwhile: the contract of this private function, kept by its callers.
        unsafe {
            for position in 0..self.positions() {
                let (index, value) = self.borrow_position(position);
                let keys = self.keys();
                if let (Some(value), Some(key)) = (value.get(), keys.key_slot(index).borrow().get()) {
                    visit(key, keys.hash_at(index), value)?;
                }
            }
        }
        Ok(())
    }

    /// How many positions there are to go over: entries, deleted ones included.
    #[inline(always)]
    pub(super) fn positions(&self) -> usize {
        // SAFETY: nothing runs here.
        unsafe {
            match self.values_ptr() {
                Some(values) => usize::from(values.as_ref().size),
                None => self.keys().entry_count(),
            }
        }
    }

    /// The entry at a position: its number and value, which is NULL if it was deleted.
    ///
    /// # Safety
    ///
    /// `position` is below [`Dict::positions`], and the dict is not changed while the result is used.
    #[inline(always)]
    pub(super) unsafe fn borrow_position<'a>(&self, position: usize) -> (usize, ObjPtr<'a>) {
        // SAFETY: the contract.
        unsafe {
            match self.values_ptr() {
                Some(values) => {
                    let index = values::index_at(values.as_ptr(), position);
                    (index, (*value_slot(values.as_ptr(), index)).borrow())
                }
                None => (position, self.keys().value_slot(position).borrow()),
            }
        }
    }

    /// Whether all keys are exact strings.
    pub fn has_only_strings(&self) -> bool {
        // SAFETY: nothing runs here.
        unsafe { self.keys() }.is_unicode()
    }

    /// How many bytes keys and values take, for `__sizeof__`.
    pub(super) fn memory(&self) -> usize {
        // SAFETY: nothing runs here.
        let keys = unsafe { self.keys() };
        let shared = keys.is_empty_keys() || keys.dk_kind() == DICT_KEYS_SPLIT;
        let values = self.values_ptr().map_or(0, |values| {
            // SAFETY: the dict's values are alive.
            values::values_size(usize::from(unsafe { values.as_ref() }.capacity))
        });
        values + if shared { 0 } else { keys.memory() }
    }
}
