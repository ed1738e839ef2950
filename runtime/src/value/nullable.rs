//! What `PyObject *` becomes in a generated body, where NULL is a value that is tested for.

#![allow(unsafe_code, reason = "reference counts; the folder's task")]

use super::{Obj, Value};

/// A borrowed `PyObject *`: an [`Obj`] or NULL.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct ObjPtr<'a> {
    object: Option<Obj<'a>>,
}

impl<'a> ObjPtr<'a> {
    /// NULL.
    pub const NULL: ObjPtr<'static> = ObjPtr { object: None };

    /// Whether it is NULL.
    #[inline(always)]
    pub fn is_null(self) -> bool {
        self.object.is_none()
    }

    /// The object, or nothing.
    #[inline(always)]
    pub fn get(self) -> Option<Obj<'a>> {
        self.object
    }

    /// The object.
    ///
    /// # Panics
    ///
    /// If it is NULL: a body that gives NULL to a function that does not take it is wrong, and says so instead of
    /// reading from address 0.
    #[inline(always)]
    #[track_caller]
    pub fn obj(self) -> Obj<'a> {
        match self.object {
            Some(object) => object,
            None => null_used(),
        }
    }

    /// The word, as something to compare: 0 is NULL.
    #[inline(always)]
    pub fn word(self) -> u64 {
        self.object.map_or(0, Obj::word)
    }

    /// Forgets what the reference was borrowed from.
    ///
    /// # Safety
    ///
    /// The object outlives every use of the result.
    #[inline(always)]
    pub unsafe fn unbound<'b>(self) -> ObjPtr<'b> {
        // SAFETY: only the lifetime changes, for which the caller vouches.
        unsafe { std::mem::transmute::<ObjPtr<'a>, ObjPtr<'b>>(self) }
    }

    /// A new reference to the object (`Py_NewRef`, `Py_XNewRef`).
    #[inline(always)]
    pub fn to_owned(self) -> Owned {
        Owned { value: self.object.map(Obj::to_owned) }
    }
}

impl PartialEq<ObjPtr<'_>> for ObjPtr<'_> {
    #[inline(always)]
    fn eq(&self, other: &ObjPtr<'_>) -> bool {
        self.word() == other.word()
    }
}

impl<'a> From<Obj<'a>> for ObjPtr<'a> {
    #[inline(always)]
    fn from(object: Obj<'a>) -> Self {
        Self { object: Some(object) }
    }
}

impl<'a> From<Option<Obj<'a>>> for ObjPtr<'a> {
    #[inline(always)]
    fn from(object: Option<Obj<'a>>) -> Self {
        Self { object }
    }
}

/// An owned `PyObject *`: a [`Value`] or NULL. Dropping it is `Py_XDECREF`.
#[derive(Clone, Debug, Default)]
#[repr(transparent)]
pub struct Owned {
    value: Option<Value>,
}

impl Owned {
    /// NULL.
    pub const NULL: Owned = Owned { value: None };

    /// Whether it is NULL.
    #[inline(always)]
    pub fn is_null(&self) -> bool {
        self.value.is_none()
    }

    /// The object, borrowed.
    #[inline(always)]
    pub fn ptr(&self) -> ObjPtr<'_> {
        ObjPtr { object: self.value.as_ref().map(Value::obj) }
    }

    /// The reference, or nothing.
    #[inline(always)]
    pub fn into_option(self) -> Option<Value> {
        self.value
    }

    /// The reference.
    ///
    /// # Panics
    ///
    /// If it is NULL; see [`ObjPtr::obj`].
    #[inline(always)]
    #[track_caller]
    pub fn into_value(self) -> Value {
        match self.value {
            Some(value) => value,
            None => null_used(),
        }
    }

    /// Takes the reference out and leaves NULL.
    #[inline(always)]
    pub fn take(&mut self) -> Owned {
        std::mem::take(self)
    }
}

impl From<Value> for Owned {
    #[inline(always)]
    fn from(value: Value) -> Self {
        Self { value: Some(value) }
    }
}

impl From<Option<Value>> for Owned {
    #[inline(always)]
    fn from(value: Option<Value>) -> Self {
        Self { value }
    }
}

/// What a function that can raise answers with, as C has it: NULL says that an exception is set.
impl From<crate::errors::PyResult<Value>> for Owned {
    #[inline(always)]
    fn from(result: crate::errors::PyResult<Value>) -> Self {
        Self { value: result.ok() }
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn null_used() -> ! {
    panic!("a body used NULL as an object")
}

/// Both have the size of a word.
const _: () = assert!(size_of::<ObjPtr<'static>>() == 8 && size_of::<Owned>() == 8);
