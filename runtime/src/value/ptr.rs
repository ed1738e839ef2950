//! A borrowed reference to an object whose layout is known.

#![allow(unsafe_code, reason = "typed access to objects; the folder's task")]

use std::marker::PhantomData;
use std::ops::Deref;
use std::ptr::NonNull;

use super::{Header, Layout, Obj, Ref, Value};
use crate::objects::type_::Type;

/// A borrowed reference to an object with the layout `T`.
#[repr(transparent)]
pub struct Ptr<'a, T: Layout> {
    pointer: NonNull<T>,
    life: PhantomData<&'a T>,
}

impl<T: Layout> Clone for Ptr<'_, T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Layout> Copy for Ptr<'_, T> {}

impl<'a, T: Layout> Ptr<'a, T> {
    /// A reference to an object.
    #[inline(always)]
    pub fn from_ref(object: &'a T) -> Self {
        Self { pointer: NonNull::from(object), life: PhantomData }
    }

    /// The object with this header.
    ///
    /// # Safety
    ///
    /// The object has the layout `T`.
    #[inline(always)]
    pub(super) unsafe fn from_header(header: &'a Header) -> Self {
        Self { pointer: NonNull::from(header).cast(), life: PhantomData }
    }

    /// The object, for as long as the reference it was borrowed from.
    #[inline(always)]
    pub fn get(self) -> &'a T {
        // SAFETY: the object lives as long as `'a`; what changes in it lies in cells.
        unsafe { self.pointer.as_ref() }
    }

    /// The object, without its layout.
    #[inline(always)]
    pub fn obj(self) -> Obj<'a> {
        Obj::from_header(self.get().header())
    }

    /// Its type.
    #[inline(always)]
    pub fn ty(self) -> &'a Type {
        self.get().header().ty()
    }

    /// Where it lies, for code that keeps pointers under a promise of its own.
    #[inline(always)]
    pub(crate) fn as_ptr(self) -> *mut T {
        self.pointer.as_ptr()
    }

    /// Whether both are the same object.
    #[inline(always)]
    pub fn is(self, other: Ptr<'_, T>) -> bool {
        self.pointer == other.pointer
    }

    /// A new reference to the same object.
    #[inline(always)]
    pub fn to_ref(self) -> Ref<T> {
        Ref::new(self)
    }

    /// A new reference to the same object, without its layout.
    #[inline(always)]
    pub fn to_value(self) -> Value {
        self.obj().to_owned()
    }
}

impl<T: Layout> Deref for Ptr<'_, T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        (*self).get()
    }
}

impl<'a, T: Layout> From<Ptr<'a, T>> for Obj<'a> {
    #[inline(always)]
    fn from(pointer: Ptr<'a, T>) -> Self {
        pointer.obj()
    }
}
