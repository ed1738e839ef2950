//! Values of a dict whose keys are shared: `PyDictValues`.
//!
//! ```text
//! capacity, size, embedded, valid | values, by the number of their key | numbers of keys in insertion order, a byte
//! each
//! ```
//!
//! They lie in an instance, behind its fields, or in memory of their own.

#![allow(unsafe_code, reason = "values and their order lie behind the fields")]

use std::ptr::{self, NonNull};

use super::keys::{DictKeys, KeysRef};
use super::{Dict, KeyTable};
use crate::errors::PyResult;
use crate::objects::str_::Str;
use crate::value::{Field, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// `SHARED_KEYS_MAX_SIZE`: how many attributes instances can have without a dict of their own.
const SHARED_KEYS_MAX_SIZE: usize = 30;
/// `NEXT_LOG2_KEYS_MAX_SIZE`
const SHARED_KEYS_LOG2_SIZE: u8 = 6;

/// `PyDictValues`. Generated bodies read its fields through raw pointers.
#[repr(C, align(8))]
#[derive(Debug)]
pub struct DictValues {
    /// For how many values there is room.
    pub capacity: u8,
    /// How many values there are.
    pub size: u8,
    /// Whether they lie in an instance.
    pub embedded: u8,
    /// Whether the instance they lie in uses them.
    pub valid: u8,
}

const _: () = assert!(size_of::<DictValues>() == 8);

/// How many bytes values take, their order included.
pub(crate) const fn values_size(capacity: usize) -> usize {
    size_of::<DictValues>() + capacity * size_of::<Field>() + capacity.next_multiple_of(8)
}

/// `values->values[index]`: its slot.
///
/// # Safety
///
/// `values` is alive and `index` is below its capacity.
#[inline(always)]
pub unsafe fn value_slot(values: *mut DictValues, index: usize) -> *mut Field {
    // SAFETY: the contract.
    unsafe {
        debug_assert!(index < usize::from((*values).capacity));
        values.add(1).cast::<Field>().add(index)
    }
}

/// `get_insertion_order_array`
///
/// # Safety
///
/// `values` is alive.
#[inline(always)]
unsafe fn order(values: *mut DictValues) -> *mut u8 {
    // SAFETY: the order begins behind the last value.
    unsafe { values.add(1).cast::<Field>().add(usize::from((*values).capacity)).cast() }
}

/// The number of the key that was inserted at this position.
///
/// # Safety
///
/// `values` is alive and `position` is below its size.
#[inline(always)]
pub(super) unsafe fn index_at(values: *mut DictValues, position: usize) -> usize {
    // SAFETY: the contract.
    unsafe {
        debug_assert!(position < usize::from((*values).size));
        usize::from(*order(values).add(position))
    }
}

/// Notes that the value with this number is the newest: `_PyDictValues_AddToInsertionOrder`.
///
/// # Safety
///
/// `values` is alive, `index` is below its capacity, and its value was NULL until now.
#[inline(always)]
pub unsafe fn add_to_insertion_order(values: *mut DictValues, index: usize) {
    // SAFETY: there are fewer values than there is room for, since this one was missing.
    unsafe {
        let size = usize::from((*values).size);
        debug_assert!(size < usize::from((*values).capacity));
        order(values).add(size).write(index as u8);
        (*values).size += 1;
    }
}

/// Forgets that a value was inserted: `delete_index_from_values`.
///
/// # Safety
///
/// `values` is alive, and the value with the number `index` is among the inserted ones.
pub(super) unsafe fn remove_from_insertion_order(values: *mut DictValues, index: usize) {
    // SAFETY: positions below the size are written.
    unsafe {
        let size = usize::from((*values).size);
        let all = std::slice::from_raw_parts_mut(order(values), size);
        if let Some(position) = all.iter().position(|&other| usize::from(other) == index) {
            all.copy_within(position + 1.., position);
            (*values).size -= 1;
        }
    }
}

/// New values in memory of their own, all NULL: `new_values`.
pub(super) fn alloc(vm: &Vm, capacity: usize) -> NonNull<DictValues> {
    let place = vm.heap.alloc(values_size(capacity)).cast::<DictValues>();
    // SAFETY: the memory has room for the values, and nobody uses it.
    unsafe { init_values(place, capacity, false) };
    place
}

/// # Safety
///
/// There is room for values of this capacity.
unsafe fn init_values(place: NonNull<DictValues>, capacity: usize, embedded: bool) {
    // SAFETY: the contract. NULL is a word of zeros.
    unsafe {
        place.write(DictValues { capacity: capacity as u8, size: 0, embedded: embedded.into(), valid: 1 });
        place.add(1).cast::<Field>().write_bytes(0, capacity);
    }
}

/// Drops values in memory of their own and gives it back.
///
/// # Safety
///
/// `values` came from [`alloc`] and nobody uses it any more.
pub(super) unsafe fn free(vm: &Vm, values: NonNull<DictValues>) {
    // SAFETY: the contract.
    unsafe {
        let capacity = usize::from(values.as_ref().capacity);
        ptr::slice_from_raw_parts_mut(value_slot(values.as_ptr(), 0), capacity).drop_in_place();
        vm.heap.free(values.cast(), values_size(capacity));
    }
}

/// Shows the values to the collector.
///
/// # Safety
///
/// `values` is alive.
pub unsafe fn visit_values(values: NonNull<DictValues>, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract.
    unsafe {
        for index in 0..usize::from(values.as_ref().capacity) {
            (*value_slot(values.as_ptr(), index)).visit(visit);
        }
    }
}

/// Releases all values: `clear_embedded_values`. They are NULL before anything else runs.
///
/// # Safety
///
/// `values` is alive.
pub(crate) unsafe fn clear_values(values: NonNull<DictValues>) {
    // SAFETY: the contract.
    let old: Vec<Value> = unsafe {
        (*values.as_ptr()).size = 0;
        (0..usize::from(values.as_ref().capacity))
            .filter_map(|index| (*value_slot(values.as_ptr(), index)).take())
            .collect()
    };
    drop(old);
}

impl KeysRef {
    /// Keys that the instances of a class share, beginning with the attributes that its methods set:
    /// `_PyDict_NewKeysForClass`.
    pub(crate) fn for_class<'a>(vm: &Vm, attributes: impl Iterator<Item = Ptr<'a, Str>>) -> PyResult<Self> {
        let keys = DictKeys::alloc(vm, SHARED_KEYS_LOG2_SIZE, super::keys::DICT_KEYS_SPLIT)?;
        // SAFETY: the keys are new, and so their reference is ours.
        let keys = unsafe { KeysRef::from_raw(keys) };
        keys.limit(SHARED_KEYS_MAX_SIZE);
        for attribute in attributes {
            if super::is_exact_str(attribute.obj()) {
                let _ = keys.insert_split(attribute, attribute.hash());
            }
        }
        Ok(keys)
    }

    /// How many bytes of values a new instance needs: `_PyInlineValuesSize`.
    pub(crate) fn inline_values_size(&self) -> usize {
        values_size(self.shared_size())
    }

    /// Initialises the values of a new instance: `_PyObject_InitInlineValues`. The next one gets less room, as long as
    /// there is more than enough.
    ///
    /// # Safety
    ///
    /// There is room for as many bytes as [`KeysRef::inline_values_size`] says.
    pub(crate) unsafe fn init_inline_values(&self, place: NonNull<DictValues>) {
        // SAFETY: the contract.
        unsafe { init_values(place, self.shared_size(), true) };
        self.shrink();
    }
}

/// What came of storing an attribute in inline values.
pub(crate) enum Stored {
    /// It is stored or deleted; this is the old value.
    Done(Option<Value>),
    /// It should have been deleted and is not there.
    Missing,
    /// There is no room: it has to go into a dict.
    NoRoom,
}

/// The value of an attribute in inline values: `_PyObject_TryGetInstanceAttribute`.
///
/// # Safety
///
/// `values` is alive, valid and belongs to these keys.
pub(crate) unsafe fn get_inline(
    keys: &DictKeys,
    values: NonNull<DictValues>,
    name: Ptr<'_, Str>,
) -> Option<Value> {
    let index = keys.lookup_str(name.get(), name.hash())?;
    // SAFETY: the contract.
    unsafe {
        if index >= usize::from(values.as_ref().capacity) {
            return None;
        }
        (*value_slot(values.as_ptr(), index)).get()
    }
}

/// Stores an attribute in inline values, or deletes it if there is no value: `store_instance_attr_lock_held`. `dict`
/// is the dict that shows the values to programs, if there is one.
///
/// # Safety
///
/// `values` is alive, valid and belongs to these keys and to `dict`.
pub(crate) unsafe fn store_inline(
    keys: &DictKeys,
    values: NonNull<DictValues>,
    dict: Option<&Dict>,
    name: Ptr<'_, Str>,
    value: Option<Value>,
) -> Stored {
    let hash = name.hash();
    let index = match &value {
        Some(_) if super::is_exact_str(name.obj()) => keys.insert_split(name, hash),
        _ => keys.lookup_str(name.get(), hash),
    };
    // SAFETY: the contract.
    let capacity = usize::from(unsafe { values.as_ref() }.capacity);
    let Some(index) = index.filter(|&index| index < capacity) else {
        return if value.is_some() { Stored::NoRoom } else { Stored::Missing };
    };
    // SAFETY: the contract, and the index is below the capacity.
    unsafe {
        let slot = &*value_slot(values.as_ptr(), index);
        let adds = value.is_some();
        let old = slot.replace(value);
        match (&old, adds) {
            (None, true) => {
                add_to_insertion_order(values.as_ptr(), index);
                if let Some(dict) = dict {
                    dict.set_used(dict.len() + 1);
                }
            }
            (Some(_), false) => {
                remove_from_insertion_order(values.as_ptr(), index);
                if let Some(dict) = dict {
                    dict.set_used(dict.len() - 1);
                }
            }
            (None, false) => return Stored::Missing,
            (Some(_), true) => {}
        }
        Stored::Done(old)
    }
}

impl Dict {
    /// A dict that shows the values in an instance: `make_dict_from_instance_attributes`. The instance keeps it.
    ///
    /// # Safety
    ///
    /// `values` lies in an instance, is valid and belongs to these keys; [`Dict::detach`] is called before the instance
    /// dies or takes another dict.
    pub(crate) unsafe fn from_inline_values(
        vm: &Vm,
        keys: &KeysRef,
        values: NonNull<DictValues>,
    ) -> Ref<Dict> {
        // SAFETY: the contract.
        let used = usize::from(unsafe { values.as_ref() }.size);
        let dict = Dict::with_table(vm, KeyTable { keys: keys.clone(), values: Some(values), used });
        vm.gc.track(crate::value::Layout::header(dict.ptr().get()));
        dict
    }

    /// Gives the dict values of its own, since those in the instance are about to end: `_PyDict_DetachFromObject`. The
    /// instance's are invalid afterwards. Does nothing if the dict does not use them.
    ///
    /// # Safety
    ///
    /// `values` lies in an instance that is alive.
    pub(crate) unsafe fn detach(&self, vm: &Vm, values: NonNull<DictValues>) {
        if self.values_ptr() != Some(values) {
            return;
        }
        // SAFETY: both have the same capacity; each value moves once, and the old place is never looked at again.
        unsafe {
            let capacity = usize::from(values.as_ref().capacity);
            let copy = alloc(vm, capacity);
            for index in 0..capacity {
                (*value_slot(copy.as_ptr(), index)).set((*value_slot(values.as_ptr(), index)).take());
            }
            order(copy.as_ptr()).copy_from_nonoverlapping(order(values.as_ptr()), capacity);
            (*copy.as_ptr()).size = values.as_ref().size;
            (*values.as_ptr()).size = 0;
            (*values.as_ptr()).valid = 0;
            self.set_values_ptr(Some(copy));
        }
    }
}
