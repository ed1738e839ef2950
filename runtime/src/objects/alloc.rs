//! Making objects and ending them: where in memory an instance of a type lies.
//!
//! ```text
//! [dict]  header, fields of the built-in layout, __slots__  [inline values | items]
//! ^ -8    ^ the object                                      ^ tp_basicsize
//! ```
//!
//! Types that programs define have room for a dict in the word before the object (`Py_TPFLAGS_MANAGED_DICT`), so that
//! neither `__slots__` nor items of variable number move it.

#![allow(unsafe_code, reason = "places of objects in raw memory")]

use std::ptr::NonNull;

use crate::objects::type_::{Type, flags};
use crate::value::{Header, Layout, Ref};
use crate::vm::Vm;

/// How many bytes lie before an object whose type has [`flags::MANAGED_DICT`].
pub(crate) const PRE_HEADER: usize = 8;

impl Vm {
    /// A new object of type `ty`, which has the layout `T`: exactly, or of a subtype whose additional fields are NULL.
    /// The collector knows it, if its type says so.
    #[inline(always)]
    pub fn alloc<T: Layout>(&self, ty: &Type, object: T) -> Ref<T> {
        debug_assert!(T::fits(ty) && std::ptr::eq(object.header().ty(), ty));
        let place = if ty.is_heap_type() {
            self.alloc_heap_type(ty, size_of::<T>())
        } else {
            debug_assert_eq!(ty.basicsize(), size_of::<T>(), "{}", ty.name());
            self.heap.alloc(size_of::<T>())
        };
        let place = place.cast::<T>();
        // SAFETY: the place has room for the object, which nobody else uses.
        let object = unsafe {
            place.write(object);
            Ref::from_raw(place.as_ptr())
        };
        if ty.has_flags(flags::HAVE_GC) {
            self.gc.track(object.header());
        }
        object
    }

    /// Memory for an object with fields of `size` bytes in front and `items` bytes behind, which are undefined; what
    /// its type puts before and between them is NULL. The caller writes the object and has it tracked.
    pub(crate) fn alloc_var(&self, ty: &Type, size: usize, items: usize) -> NonNull<u8> {
        if ty.is_heap_type() {
            debug_assert_eq!(ty.basicsize(), size, "types with items have no slots");
            let before = pre_header(ty);
            let memory = self.heap.alloc(before + size + items);
            // SAFETY: the memory is that large.
            unsafe {
                memory.write_bytes(0, before);
                memory.add(before)
            }
        } else {
            self.heap.alloc(size + items)
        }
    }

    /// Memory for an instance of a type that a program defined, whose layout takes the first `size` bytes.
    #[inline(never)]
    fn alloc_heap_type(&self, ty: &Type, size: usize) -> NonNull<u8> {
        let before = pre_header(ty);
        let inline = ty.inline_values_size();
        let basicsize = ty.basicsize();
        let memory = self.heap.alloc(before + basicsize + inline);
        // SAFETY: the memory is that large.
        unsafe {
            memory.write_bytes(0, before);
            let object = memory.add(before);
            object.add(size).write_bytes(0, basicsize - size);
            if inline > 0 {
                ty.init_inline_values(object.add(basicsize));
            }
            object
        }
    }

    /// Gives the memory of an object back, and its reference to its type.
    ///
    /// # Safety
    ///
    /// The object's fields have been dropped and nobody uses it. `size` is that of its fields and items, without what a
    /// program's type puts before it.
    #[inline(always)]
    pub(crate) unsafe fn free_object(&self, object: NonNull<Header>, size: usize) {
        // SAFETY: the header is never dropped, and so still there.
        let header = unsafe { object.as_ref() };
        debug_assert!(header.gc_index().is_none(), "a tracked object ends");
        let ty = header.ty();
        if ty.is_heap_type() {
            // SAFETY: the contract.
            unsafe { self.free_heap_type(object, ty, size) };
        } else {
            // SAFETY: the memory came from `alloc` of this size.
            unsafe { self.heap.free(object.cast(), size) };
        }
    }

    /// [`Vm::free_object`] of an instance of a type that a program defined.
    ///
    /// # Safety
    ///
    /// As there.
    #[inline(never)]
    unsafe fn free_heap_type(&self, object: NonNull<Header>, ty: &Type, size: usize) {
        let before = pre_header(ty);
        // SAFETY: inline values, if the type has them, are initialised and not freed yet.
        let inline = unsafe { ty.inline_values_size_of(object) };
        // SAFETY: the memory was allocated with this size, `before` bytes further down. The reference to the type is
        // the one that `Header::new` took.
        unsafe {
            let memory = object.cast::<u8>().sub(before);
            self.heap.free(memory, before + size.max(ty.basicsize()) + inline);
            Header::release_type(ty);
        }
    }
}

/// How many bytes lie before instances of the type.
#[inline(always)]
pub(crate) fn pre_header(ty: &Type) -> usize {
    if ty.has_flags(flags::MANAGED_DICT) { PRE_HEADER } else { 0 }
}

/// `tp_dealloc` of types whose instances have the layout `T` and nothing behind it: forgets the object everywhere,
/// drops its fields and frees it.
///
/// # Safety
///
/// `object` has the layout `T` and no references left.
pub(crate) unsafe fn dealloc<T: Layout>(vm: &Vm, object: NonNull<Header>) {
    // SAFETY: the object is whole until its fields are dropped, and nobody else uses it.
    unsafe {
        vm.forget_object(object.as_ref());
        object.cast::<T>().drop_in_place();
        vm.free_object(object, size_of::<T>());
    }
}

impl Vm {
    /// Takes a dying object out of the collector's list and clears the weak references to it.
    #[inline(always)]
    pub(crate) fn forget_object(&self, header: &Header) {
        self.gc.untrack(header);
        if header.is_weakly_referenced() {
            crate::objects::weakref::clear_references(self, header);
        }
    }
}
