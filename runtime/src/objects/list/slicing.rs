//! Indices and slices of lists: reading, assigning, deleting.

#![allow(unsafe_code, reason = "borrows of items that nothing can change meanwhile")]

use super::List;
use super::methods::receiver;
use crate::errors::PyResult;
use crate::objects::collections;
use crate::objects::slice::{self, Picked};
use crate::value::{Obj, Value};
use crate::vm::Vm;

/// `list[key]`: `list_subscript`.
pub(super) fn subscript(vm: &Vm, object: Obj<'_>, key: Obj<'_>) -> PyResult<Value> {
    let list = receiver(object).get();
    if let Some(slice) = slice::of(key) {
        let picked = slice.get().pick(vm, || list.len())?;
        // SAFETY: taking counts runs nothing.
        let items = unsafe { list.as_slice() };
        let items = if picked.step == 1 {
            items[picked.start.min(items.len())..][..picked.count].to_vec()
        } else {
            picked.indices().map(|index| items[index].clone()).collect()
        };
        return Ok(List::new(vm, items).into_value());
    }
    let index = collections::subscript_index(vm, key, "list", || list.len())?;
    index.and_then(|index| list.get(index)).ok_or_else(|| vm.index_error("list index out of range"))
}

/// Sets or deletes an item that is there.
pub(super) fn set_item(list: &List, index: usize, value: Option<Obj<'_>>) {
    // What was there is dropped after the list is in order.
    drop(match value {
        Some(value) => list.replace(index, value.to_owned()).unwrap_or_else(|value| value),
        None => list.remove(index),
    });
}

/// `list[key] = value`, or `del list[key]`: `list_ass_subscript`.
pub(super) fn ass_subscript(vm: &Vm, object: Obj<'_>, key: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    let list = receiver(object).get();
    let Some(slice) = slice::of(key) else {
        return match collections::subscript_index(vm, key, "list", || list.len())? {
            Some(index) => {
                set_item(list, index, value);
                Ok(())
            }
            None => Err(vm.index_error("list assignment index out of range")),
        };
    };
    let (start, stop, step) = slice.get().unpack(vm)?;
    let picked = || slice::adjust_indices(start, stop, step, list.len());
    let Some(value) = value else {
        let old = delete(list, picked());
        if step == 1 {
            super::release(old);
        }
        return Ok(());
    };
    // An iterable that is no list may change this one while it is asked for its items, and `picked` is asked after
    // that.
    let items = if collections::is_iterable(vm, value) {
        vm.collect(value)?
    } else {
        return Err(vm.type_error("must assign iterable to extended slice"));
    };
    let picked = picked();
    if step == 1 {
        super::release(splice(vm, list, picked, items)?);
    } else if picked.count == items.len() {
        let mut old = Vec::with_capacity(items.len());
        for (index, item) in picked.indices().zip(items) {
            old.push(list.replace(index, item));
        }
        drop(old);
    } else {
        return Err(vm.value_error(format_args!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            items.len(),
            picked.count
        )));
    }
    Ok(())
}

/// Puts items where others were, which come back.
pub(super) fn splice(vm: &Vm, list: &List, picked: Picked, items: Vec<Value>) -> PyResult<Vec<Value>> {
    let start = picked.start.min(list.len());
    list.reserve(vm, items.len())?;
    let mut own = list.take();
    let old = own.splice(start..start + picked.count, items).collect();
    let none = list.put(own);
    debug_assert!(none.is_empty());
    Ok(old)
}

/// Takes out what a slice picks.
fn delete(list: &List, picked: Picked) -> Vec<Value> {
    let mut own = list.take();
    let old = if picked.step == 1 {
        own.splice(picked.start..picked.start + picked.count, []).collect()
    } else if picked.count > 0 {
        let (first, last) = {
            let last = (picked.start as isize + picked.step * (picked.count as isize - 1)) as usize;
            (picked.start.min(last), picked.start.max(last))
        };
        let step = picked.step.unsigned_abs();
        let mut old = Vec::with_capacity(picked.count);
        let mut kept = Vec::with_capacity(own.len() - picked.count);
        for (index, item) in own.drain(..).enumerate() {
            if index >= first && index <= last && (index - first) % step == 0 {
                old.push(item);
            } else {
                kept.push(item);
            }
        }
        own = kept;
        old
    } else {
        Vec::new()
    };
    let none = list.put(own);
    debug_assert!(none.is_empty());
    old
}
