//! `list`
//!
//! | file | what it has |
//! |---|---|
//! | `methods` | what programs call |
//! | `slicing` | indices and slices: reading, assigning, deleting |
//! | `sort`, `timsort` | the stable sort |
//! | `iter` | `list_iterator`, `list_reverseiterator` |

#![allow(unsafe_code, reason = "declares the layout of lists, a vector taken apart")]

use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::ptr::{self, NonNull};
use std::slice;

use crate::errors::PyResult;
use crate::objects::type_::{Kind, Type};
use crate::value::{Header, Layout, Obj, Ref, Value};
use crate::vm::Vm;

mod iter;
mod methods;
mod slicing;
pub(crate) mod sort;
mod timsort;

pub use iter::{ListIter, ListReverseIter};
pub(crate) use iter::{REVERSE_SPEC as REVERSE_ITERATOR, SPEC as ITERATOR};
pub(crate) use methods::{SPEC, extend};

/// A list: `PyListObject`. Its items are a vector taken apart, so that compiled bodies read them in two loads.
///
/// Any call that runs a program's code may change the list: nobody keeps a borrow of the items across one.
#[repr(C)]
pub struct List {
    header: Header,
    /// `ob_size`
    len: Cell<usize>,
    /// `ob_item`
    items: Cell<NonNull<Value>>,
    /// `allocated`
    capacity: Cell<usize>,
}

/// New references to some objects, if there is memory for as many.
pub(crate) fn try_copy(items: &[Value]) -> Result<Vec<Value>, std::collections::TryReserveError> {
    let mut copy = Vec::new();
    copy.try_reserve_exact(items.len())?;
    copy.extend_from_slice(items);
    Ok(copy)
}

impl List {
    /// A list of these items.
    pub fn new(vm: &Vm, items: Vec<Value>) -> Ref<List> {
        Self::with_type(vm, vm.types.list(), items)
    }

    /// An instance of `ty`, which is `list` or inherits from it, with these items.
    pub(crate) fn with_type(vm: &Vm, ty: &Type, items: Vec<Value>) -> Ref<List> {
        let mut items = ManuallyDrop::new(items);
        let list = List {
            header: Header::new(ty),
            len: Cell::new(items.len()),
            // SAFETY: a vector's pointer is not null.
            items: Cell::new(unsafe { NonNull::new_unchecked(items.as_mut_ptr()) }),
            capacity: Cell::new(items.capacity()),
        };
        vm.alloc(ty, list)
    }

    /// How many items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len.get()
    }

    /// Says how many items are written.
    ///
    /// # Safety
    ///
    /// So many are, and others are not needed any more.
    unsafe fn set_len(&self, len: usize) {
        debug_assert!(len <= self.capacity());
        self.len.set(len);
    }

    /// Whether there are no items.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len.get() == 0
    }

    /// Where the items lie.
    #[inline(always)]
    pub(crate) fn items(&self) -> *mut Value {
        self.items.get().as_ptr()
    }

    /// An item with a count of its own, if there are so many.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<Value> {
        if index < self.len() {
            // SAFETY: items below `len` are written.
            Some(unsafe { &*self.items().add(index) }.clone())
        } else {
            None
        }
    }

    /// The items, borrowed.
    ///
    /// # Safety
    ///
    /// The list is not changed, and does not die, while the result is used: nothing that could run a program's code,
    /// the end of an object included, is called.
    #[inline(always)]
    pub(crate) unsafe fn as_slice(&self) -> &[Value] {
        // SAFETY: items below `len` are written.
        unsafe { slice::from_raw_parts(self.items(), self.len()) }
    }

    /// The items in a vector of their own.
    pub fn to_vec(&self) -> Vec<Value> {
        // SAFETY: taking counts runs nothing.
        unsafe { self.as_slice() }.to_vec()
    }

    /// [`List::to_vec`], if there is memory for as many.
    pub(crate) fn try_to_vec(&self) -> Result<Vec<Value>, std::collections::TryReserveError> {
        // SAFETY: as above.
        try_copy(unsafe { self.as_slice() })
    }

    /// Puts an item over an old one, which comes back: `PyList_SetItem`. Without an old one, the new one does.
    #[inline]
    pub fn replace(&self, index: usize, item: Value) -> Result<Value, Value> {
        if index < self.len() {
            // SAFETY: items below `len` are written, and nobody keeps a borrow of them.
            Ok(unsafe { ptr::replace(self.items().add(index), item) })
        } else {
            Err(item)
        }
    }

    /// Adds an item at the end: `_PyList_AppendTakeRef`.
    #[inline(always)]
    pub fn push(&self, vm: &Vm, item: Value) -> PyResult<()> {
        let len = self.len();
        if len == self.capacity.get() {
            return self.push_growing(vm, item);
        }
        // SAFETY: there is room for one more.
        unsafe { self.items().add(len).write(item) };
        self.len.set(len + 1);
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn push_growing(&self, vm: &Vm, item: Value) -> PyResult<()> {
        self.reserve(vm, 1)?;
        self.push(vm, item)
    }

    /// Makes room for `more` items, and for some that may follow: an eighth, as CPython has it.
    pub(crate) fn reserve(&self, vm: &Vm, more: usize) -> PyResult<()> {
        let wanted = self.len().checked_add(more).ok_or_else(|| no_memory(vm))?;
        if wanted <= self.capacity.get() {
            return Ok(());
        }
        let roomy = wanted.saturating_add(wanted >> 3).saturating_add(6) & !3;
        let additional = roomy - self.len();
        self.edit(|items| items.try_reserve_exact(additional)).map_err(|_| no_memory(vm))
    }

    /// Puts an item in front of the one at `index`, or at the end: `PyList_Insert`.
    pub(crate) fn insert(&self, vm: &Vm, index: usize, item: Value) -> PyResult<()> {
        self.reserve(vm, 1)?;
        self.edit(|items| items.insert(index.min(items.len()), item));
        Ok(())
    }

    /// Takes an item out. The last one costs nothing.
    ///
    /// # Panics
    ///
    /// If there is none at `index`.
    pub(crate) fn remove(&self, index: usize) -> Value {
        self.edit(|items| items.remove(index))
    }

    /// Takes the last item out, if there is one.
    #[inline]
    pub(crate) fn pop(&self) -> Option<Value> {
        let last = self.len().checked_sub(1)?;
        self.len.set(last);
        // SAFETY: the item was written, and is now beyond the end.
        Some(unsafe { self.items().add(last).read() })
    }

    /// Takes all items out, with their memory.
    pub(crate) fn take(&self) -> Vec<Value> {
        let items = NonNull::dangling();
        let (len, items, capacity) =
            (self.len.replace(0), self.items.replace(items), self.capacity.replace(0));
        // SAFETY: these are the parts of a vector, which the list has just forgotten.
        unsafe { Vec::from_raw_parts(items.as_ptr(), len, capacity) }
    }

    /// Puts items into an empty list, with their memory; hands out what was there nonetheless.
    pub(crate) fn put(&self, items: Vec<Value>) -> Vec<Value> {
        let old = self.take();
        let mut items = ManuallyDrop::new(items);
        self.len.set(items.len());
        self.capacity.set(items.capacity());
        // SAFETY: a vector's pointer is not null.
        self.items.set(unsafe { NonNull::new_unchecked(items.as_mut_ptr()) });
        old
    }

    /// Works on the items as a vector. The list is empty meanwhile: what drops items must not happen in here.
    fn edit<R>(&self, edit: impl FnOnce(&mut Vec<Value>) -> R) -> R {
        let mut items = self.take();
        let result = edit(&mut items);
        let empty = self.put(items);
        debug_assert!(empty.is_empty(), "a list is filled while it is edited");
        result
    }

    /// How many items there is room for.
    pub(crate) fn capacity(&self) -> usize {
        self.capacity.get()
    }
}

/// Raises a `MemoryError`, which says nothing.
#[cold]
pub(crate) fn no_memory(vm: &Vm) -> crate::errors::Raised {
    vm.raise_with(vm.types.memory_error(), Vec::new())
}

impl Drop for List {
    fn drop(&mut self) {
        release(self.take());
    }
}

/// Gives items up, the last one first as CPython has it: finalizers show the order.
pub(crate) fn release(mut items: Vec<Value>) {
    while let Some(item) = items.pop() {
        drop(item);
    }
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for List {
    const NAME: &'static str = "list";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::List
    }
}

/// `tp_traverse`
///
/// # Safety
///
/// `object` is a list.
pub(crate) unsafe fn traverse(object: NonNull<Header>, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract; the collector's visitors change nothing.
    for item in unsafe { object.cast::<List>().as_ref().as_slice() } {
        visit(item.obj());
    }
}

/// `tp_clear`
pub(crate) fn clear(_: &Vm, object: Obj<'_>) {
    if let Some(list) = object.cast::<List>() {
        release(list.take());
    }
}
