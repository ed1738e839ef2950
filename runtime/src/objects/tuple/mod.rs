//! `tuple`
//!
//! | file | what it has |
//! |---|---|
//! | `methods` | what programs call |
//! | `iter` | `tuple_iterator` |

#![allow(unsafe_code, reason = "declares the layout of tuples, whose items lie behind the object")]

use std::cell::Cell;
use std::ptr::NonNull;
use std::slice;

use crate::objects::type_::{Kind, Type, flags};
use crate::value::{Header, Layout, Obj, Ref, Value};
use crate::vm::Vm;

mod iter;
mod methods;

pub(crate) use iter::SPEC as ITERATOR;
pub use iter::TupleIter;
pub(crate) use methods::{Lanes, SPEC};

/// A tuple: `PyTupleObject`. Its items lie behind it.
#[repr(C)]
pub struct Tuple {
    header: Header,
    /// `ob_size`
    len: usize,
    /// `ob_hash`: the hash, or -1 as long as nobody asked for it.
    hash: Cell<i64>,
}

impl Tuple {
    /// A tuple of these items.
    pub fn new(vm: &Vm, items: Vec<Value>) -> Ref<Tuple> {
        Self::with_type(vm, vm.types.tuple(), items)
    }

    /// A tuple of as many items as the iterator says and yields.
    #[inline]
    pub fn from_iter<I: ExactSizeIterator<Item = Value>>(vm: &Vm, items: I) -> Ref<Tuple> {
        Self::build(vm, vm.types.tuple(), items)
    }

    /// A tuple of the items of an array, which is what most tuples are made from.
    #[inline]
    pub fn of<const N: usize>(vm: &Vm, items: [Value; N]) -> Ref<Tuple> {
        Self::build(vm, vm.types.tuple(), items.into_iter())
    }

    /// An instance of `ty`, which is `tuple` or inherits from it, with these items.
    pub(crate) fn with_type(vm: &Vm, ty: &Type, items: Vec<Value>) -> Ref<Tuple> {
        Self::build(vm, ty, items.into_iter())
    }

    #[inline]
    fn build<I: ExactSizeIterator<Item = Value>>(vm: &Vm, ty: &Type, items: I) -> Ref<Tuple> {
        let len = items.len();
        debug_assert!(ty.layout() == Kind::Tuple);
        if len == 0
            && ty.kind() == Kind::Tuple
            && let Some(empty) = vm.empty_tuple.get()
        {
            return empty;
        }
        let place = vm.alloc_var(ty, size_of::<Tuple>(), len * size_of::<Value>()).cast::<Tuple>();
        let mut written = 0;
        // SAFETY: the memory has room for the fields and `len` items behind them, and nobody else uses it.
        let tuple = unsafe {
            place.write(Tuple { header: Header::new(ty), len, hash: Cell::new(-1) });
            let first = place.add(1).cast::<Value>();
            for item in items.take(len) {
                first.add(written).write(item);
                written += 1;
            }
            assert!(written == len, "an iterator yields as many items as it says");
            Ref::from_raw(place.as_ptr())
        };
        if len == 0 && ty.kind() == Kind::Tuple {
            vm.empty_tuple.set(Some(tuple.clone()));
        }
        // A tuple of things that cannot be part of a cycle cannot be either: the collector need not know it.
        if ty.is_heap_type() || tuple.as_slice().iter().any(|item| may_be_collected(item.obj())) {
            vm.gc.track(tuple.header());
        }
        tuple
    }

    /// Puts other items into a tuple that was handed out before, and that nobody has but the iterator that did so and
    /// the caller. Answers `false`, with nothing done, if somebody else has it, too. What was in it is in `items`
    /// afterwards.
    #[inline]
    pub(crate) fn recycle<const N: usize>(vm: &Vm, tuple: &Ref<Tuple>, items: &mut [Value; N]) -> bool {
        if tuple.header.refcount() != 2 || tuple.len != N {
            return false;
        }
        let collected = items.iter().any(|item| may_be_collected(item.obj()));
        // SAFETY: `N` items lie behind the fields, and nobody else has the tuple: nobody borrows them.
        unsafe { (*tuple.items().cast_mut().cast::<[Value; N]>()).swap_with_slice(items) };
        tuple.hash.set(-1);
        if collected && tuple.header.gc_index().is_none() {
            vm.gc.track(&tuple.header);
        }
        true
    }

    /// Its items.
    #[inline(always)]
    pub fn as_slice(&self) -> &[Value] {
        // SAFETY: `len` items lie behind the fields, and they never change.
        unsafe { slice::from_raw_parts(self.items(), self.len) }
    }

    /// Where the items lie.
    #[inline(always)]
    pub(crate) fn items(&self) -> *const Value {
        // What lies behind the fields is outside of the reference; the object's memory as a whole has been exposed as a
        // word when the object was made.
        std::ptr::with_exposed_provenance(std::ptr::from_ref(self).addr() + size_of::<Self>())
    }

    /// How many items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no items.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// An item, if there are so many.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<Obj<'_>> {
        self.as_slice().get(index).map(Value::obj)
    }
}

/// Whether an object can be part of a cycle that the collector has to find.
#[inline(always)]
pub(crate) fn may_be_collected(object: Obj<'_>) -> bool {
    object.header().is_some_and(|header| header.ty().has_flags(flags::HAVE_GC))
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for Tuple {
    const NAME: &'static str = "tuple";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Tuple
    }
}

/// `tp_dealloc`
///
/// # Safety
///
/// `object` is a tuple without references.
pub(crate) unsafe fn dealloc(vm: &Vm, object: NonNull<Header>) {
    // SAFETY: the object is whole until its items are dropped, and nobody else uses it. Its size is what `build`
    // asked for.
    unsafe {
        vm.forget_object(object.as_ref());
        let tuple = object.cast::<Tuple>();
        let len = tuple.as_ref().len;
        let items = tuple.as_ref().items().cast_mut();
        // The last item first, as CPython has it: finalizers show the order.
        for index in (0..len).rev() {
            items.add(index).drop_in_place();
        }
        vm.free_object(object, size_of::<Tuple>() + len * size_of::<Value>());
    }
}

/// `tp_traverse`
///
/// # Safety
///
/// `object` is a tuple.
pub(crate) unsafe fn traverse(object: NonNull<Header>, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract.
    for item in unsafe { object.cast::<Tuple>().as_ref() }.as_slice() {
        visit(item.obj());
    }
}
