//! A field of an object that refers to another object.

#![allow(unsafe_code, reason = "reference counts; the folder's task")]

use std::cell::Cell;
use std::marker::PhantomData;

use super::{Layout, Obj, ObjPtr, Owned, Ptr, Ref, Value};

/// An owned `PyObject *` in an object: a word that may be NULL, and that is replaced through a shared reference.
///
/// All safe access takes a count of its own or moves the old one out, so that whatever runs when an old object dies
/// finds the field as it is meant to be.
#[derive(Default)]
#[repr(transparent)]
pub struct Field {
    owned: Cell<Owned>,
}

impl Field {
    /// A field that is NULL.
    #[allow(clippy::declare_interior_mutable_const, reason = "every use is a new field")]
    pub const NULL: Field = Field { owned: Cell::new(Owned::NULL) };

    /// A field with this object in it.
    #[inline(always)]
    pub fn new(value: Value) -> Self {
        Self { owned: Cell::new(value.into()) }
    }

    /// A field with this object in it, or NULL.
    #[inline(always)]
    pub fn from_option(value: Option<Value>) -> Self {
        Self { owned: Cell::new(value.into()) }
    }

    /// The object, borrowed.
    ///
    /// # Safety
    ///
    /// The field is not written to, and the object it is in does not die, while the result is used.
    #[inline(always)]
    pub unsafe fn borrow<'a>(&self) -> ObjPtr<'a> {
        // SAFETY: the cell is only read, and by this thread; the contract is that of `unbound`.
        unsafe { (*self.owned.as_ptr()).ptr().unbound() }
    }

    /// The object, with a count of its own.
    #[inline(always)]
    pub fn get(&self) -> Option<Value> {
        // SAFETY: nothing runs between the look and the count.
        unsafe { self.borrow() }.get().map(Obj::to_owned)
    }

    /// Whether it is NULL.
    #[inline(always)]
    pub fn is_null(&self) -> bool {
        // SAFETY: the result is not kept.
        unsafe { self.borrow() }.is_null()
    }

    /// Whether it is this object.
    #[inline(always)]
    pub fn is(&self, object: Obj<'_>) -> bool {
        // SAFETY: the result is not kept.
        unsafe { self.borrow() }.word() == object.word()
    }

    /// Puts an object or NULL into it, then releases the old one.
    #[inline(always)]
    pub fn set(&self, value: Option<Value>) {
        drop(self.replace(value));
    }

    /// Puts an object or NULL into it and hands the old one out.
    #[inline(always)]
    pub fn replace(&self, value: Option<Value>) -> Option<Value> {
        self.owned.replace(value.into()).into_option()
    }

    /// Takes the object out and leaves NULL.
    #[inline(always)]
    pub fn take(&self) -> Option<Value> {
        self.replace(None)
    }

    /// Makes it NULL without releasing the object, whose count is lost: for the end of the VM.
    pub(crate) fn leak(&self) {
        std::mem::forget(self.owned.replace(Owned::NULL));
    }

    /// Shows the object to the collector.
    #[inline]
    pub fn visit(&self, visit: &mut dyn FnMut(Obj<'_>)) {
        // SAFETY: the collector's visitors change nothing.
        if let Some(object) = unsafe { self.borrow() }.get() {
            visit(object);
        }
    }
}

/// A [`Field`] whose object, if there is one, has the layout `T`.
#[repr(transparent)]
pub struct FieldOf<T: Layout> {
    field: Field,
    layout: PhantomData<T>,
}

impl<T: Layout> Default for FieldOf<T> {
    fn default() -> Self {
        Self::NULL
    }
}

impl<T: Layout> FieldOf<T> {
    /// A field that is NULL.
    #[allow(clippy::declare_interior_mutable_const, reason = "every use is a new field")]
    pub const NULL: Self = Self { field: Field::NULL, layout: PhantomData };

    /// A field with this object in it.
    #[inline(always)]
    pub fn new(object: Ref<T>) -> Self {
        Self { field: Field::new(object.into_value()), layout: PhantomData }
    }

    /// A field with this object in it, or NULL.
    #[inline(always)]
    pub fn from_option(object: Option<Ref<T>>) -> Self {
        Self { field: Field::from_option(object.map(Ref::into_value)), layout: PhantomData }
    }

    /// The object, borrowed.
    ///
    /// # Safety
    ///
    /// The field is not written to, and the object it is in does not die, while the result is used.
    #[inline(always)]
    pub unsafe fn borrow<'a>(&self) -> Option<Ptr<'a, T>> {
        // SAFETY: the contract; only objects of the layout are ever put in.
        unsafe { self.field.borrow().get().map(|object| object.cast_unchecked()) }
    }

    /// The object, with a count of its own.
    #[inline(always)]
    pub fn get(&self) -> Option<Ref<T>> {
        // SAFETY: nothing runs between the look and the count.
        unsafe { self.borrow() }.map(Ptr::to_ref)
    }

    /// Whether it is NULL.
    #[inline(always)]
    pub fn is_null(&self) -> bool {
        self.field.is_null()
    }

    /// Whether it is this object.
    #[inline(always)]
    pub fn is(&self, object: Obj<'_>) -> bool {
        self.field.is(object)
    }

    /// Puts an object or NULL into it, then releases the old one.
    #[inline(always)]
    pub fn set(&self, object: Option<Ref<T>>) {
        drop(self.replace(object));
    }

    /// Puts an object or NULL into it and hands the old one out.
    #[inline(always)]
    pub fn replace(&self, object: Option<Ref<T>>) -> Option<Ref<T>> {
        let old = self.field.replace(object.map(Ref::into_value));
        // SAFETY: only objects of the layout are ever put in.
        old.map(|value| unsafe { Ref::from_value_unchecked(value) })
    }

    /// Takes the object out and leaves NULL.
    #[inline(always)]
    pub fn take(&self) -> Option<Ref<T>> {
        self.replace(None)
    }

    /// Makes it NULL without releasing the object, whose count is lost: for the end of the VM.
    pub(crate) fn leak(&self) {
        self.field.leak();
    }

    /// Shows the object to the collector.
    #[inline]
    pub fn visit(&self, visit: &mut dyn FnMut(Obj<'_>)) {
        self.field.visit(visit);
    }
}

/// Fields are one word each, as `PyObject *` is.
const _: () = assert!(size_of::<Field>() == 8);
