//! An owned reference to an object whose layout is known.

#![allow(unsafe_code, reason = "typed access to objects; the folder's task")]

use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ops::Deref;

use super::{Layout, Obj, Ptr, Value};

/// An owned reference to an object with the layout `T`.
#[repr(transparent)]
pub struct Ref<T: Layout> {
    value: Value,
    layout: PhantomData<T>,
}

impl<T: Layout> Ref<T> {
    /// A new reference to an object.
    #[inline(always)]
    pub fn new(object: Ptr<'_, T>) -> Self {
        Self { value: object.obj().to_owned(), layout: PhantomData }
    }

    /// Takes over a reference, if the object has the layout; hands it back if not.
    pub fn try_from_value(value: Value) -> Result<Self, Value> {
        if value.cast::<T>().is_some() { Ok(Self { value, layout: PhantomData }) } else { Err(value) }
    }

    /// Takes over a reference to an object of which the caller knows the layout.
    ///
    /// # Safety
    ///
    /// The object has the layout `T`.
    #[inline(always)]
    pub(crate) unsafe fn from_value_unchecked(value: Value) -> Self {
        debug_assert!(value.cast::<T>().is_some());
        Self { value, layout: PhantomData }
    }

    /// The object.
    #[inline(always)]
    pub fn ptr(&self) -> Ptr<'_, T> {
        // SAFETY: every constructor made sure of the layout.
        unsafe { self.value.obj().cast_unchecked() }
    }

    /// The object, without its layout.
    #[inline(always)]
    pub fn obj(&self) -> Obj<'_> {
        self.value.obj()
    }

    /// The reference, without the layout.
    #[inline(always)]
    pub fn into_value(self) -> Value {
        self.value
    }

    /// Gives the reference away as a pointer; [`Ref::from_raw`] takes it back.
    pub(crate) fn into_raw(self) -> *mut T {
        ManuallyDrop::new(self).ptr().as_ptr()
    }

    /// Takes back what [`Ref::into_raw`] gave away.
    ///
    /// # Safety
    ///
    /// `pointer` came from `into_raw` and is taken back once.
    pub(crate) unsafe fn from_raw(pointer: *mut T) -> Self {
        // SAFETY: it points to an object whose count the caller hands over.
        let value = unsafe { Value::from_new(std::ptr::NonNull::new_unchecked(pointer.cast())) };
        Self { value, layout: PhantomData }
    }
}

impl<T: Layout> Clone for Ref<T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), layout: PhantomData }
    }
}

impl<T: Layout> Deref for Ref<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        self.ptr().get()
    }
}

impl<T: Layout> From<Ref<T>> for Value {
    #[inline(always)]
    fn from(reference: Ref<T>) -> Self {
        reference.value
    }
}
