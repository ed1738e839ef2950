//! Indices and slices of lists: reading, assigning, deleting.

#![allow(unsafe_code, reason = "borrows of items that nothing can change meanwhile")]

use super::List;
use super::methods::receiver;
use crate::errors::PyResult;
use crate::objects::collections;
use crate::objects::slice::{self, Picked};
use crate::objects::tuple::Tuple;
use crate::objects::type_::Kind;
use crate::value::{Obj, Value};
use crate::vm::Vm;

/// `list[key]`: `list_subscript`.
pub(super) fn subscript(vm: &Vm, object: Obj<'_>, key: Obj<'_>) -> PyResult<Value> {
    let list = receiver(object).get();
    if let Some(slice) = slice::of(key) {
        let picked = slice.get().pick(vm, || list.len())?;
        // SAFETY: taking counts runs nothing.
        let items = unsafe { list.as_slice() };
        let items = match picked.step {
            1 => items[picked.start.min(items.len())..][..picked.count].to_vec(),
            -1 if picked.count > 0 => {
                items[picked.start + 1 - picked.count..=picked.start].iter().rev().cloned().collect()
            }
            _ => picked.indices().map(|index| items[index].clone()).collect(),
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
    if let Some(items) = borrow_items(list, value) {
        // SAFETY: nothing runs, and nothing dies, before the items are counted.
        return assign(vm, list, picked(), unsafe { &*items }.iter().cloned());
    }
    if !collections::is_iterable(vm, value) {
        return Err(vm.type_error("must assign iterable to extended slice"));
    }
    let items = vm.collect(value)?;
    assign(vm, list, picked(), items.into_iter())
}

/// The items of an exact list, other than the one that is assigned to, or of an exact tuple.
fn borrow_items(list: &List, value: Obj<'_>) -> Option<*const [Value]> {
    match value.ty().kind() {
        Kind::List => {
            let other = value.cast::<List>()?.get();
            // SAFETY: the caller's.
            (!std::ptr::eq(other, list)).then(|| std::ptr::from_ref(unsafe { other.as_slice() }))
        }
        Kind::Tuple => Some(std::ptr::from_ref(value.cast::<Tuple>()?.get().as_slice())),
        _ => None,
    }
}

/// Puts items where a slice says.
fn assign(
    vm: &Vm,
    list: &List,
    picked: Picked,
    items: impl DoubleEndedIterator<Item = Value> + ExactSizeIterator,
) -> PyResult<()> {
    if picked.step == 1 {
        drop(splice(vm, list, picked, items)?);
        return Ok(());
    }
    if picked.count != items.len() {
        return Err(vm.value_error(format_args!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            items.len(),
            picked.count
        )));
    }
    let mut old = Vec::new();
    for (index, item) in picked.indices().zip(items) {
        release(&mut old, list.replace(index, item).unwrap_or_else(|item| item));
    }
    drop(old);
    Ok(())
}

/// Releases an item, or keeps it for later if that would end it: its end may run a program's code.
#[inline(always)]
fn release(later: &mut Vec<Value>, item: Value) {
    if item.obj().header().is_some_and(|header| header.refcount() == 1) {
        later.push(item);
    }
}

/// Puts items where others were. Those of the old ones that end with that come back, the last one first: finalizers
/// show the order.
pub(super) fn splice(
    vm: &Vm,
    list: &List,
    picked: Picked,
    mut items: impl DoubleEndedIterator<Item = Value> + ExactSizeIterator,
) -> PyResult<Vec<Value>> {
    let (start, gone, come) = (picked.start.min(list.len()), picked.count, items.len());
    debug_assert!(start + gone <= list.len());
    list.reserve(vm, come.saturating_sub(gone))?;
    let len = list.len();
    let mut old = Vec::new();
    let mut last = || match items.next_back() {
        Some(item) => item,
        None => unreachable!("an iterator yields as many items as it says"),
    };
    // SAFETY: the list has room for all; items below its length are written, and nothing runs before it is in order
    // again.
    unsafe {
        let first = list.items().add(start);
        for index in (come..gone).rev() {
            release(&mut old, first.add(index).read());
        }
        if gone != come {
            std::ptr::copy(first.add(gone), first.add(come), len - start - gone);
            list.set_len(len - gone + come);
        }
        for index in (gone..come).rev() {
            first.add(index).write(last());
        }
        for index in (0..gone.min(come)).rev() {
            release(&mut old, std::ptr::replace(first.add(index), last()));
        }
    }
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
