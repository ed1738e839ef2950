//! `PyObject *` of a known struct, as generated bodies have it.
//!
//! The references of [`value`](crate::value) know an object's layout or not; bodies cast a pointer from one struct to
//! another, as C does, and keep words in memory that C would. Here are the same references with a struct as a
//! parameter.

use std::cell::Cell;
use std::marker::PhantomData;

use crate::value::{Obj, StackRef, Value};

/// `PyObject`, of which bodies know no fields.
#[derive(Debug)]
pub enum PyObject {}

/// Lives as long as `'a` and answers with `T`s, without having one.
type Borrowed<'a, T> = PhantomData<(&'a (), fn() -> T)>;

/// A borrowed `T *`, which may be NULL: a word.
#[repr(transparent)]
pub struct ObjPtr<'a, T = PyObject> {
    word: u64,
    life: Borrowed<'a, T>,
}

impl<T> Clone for ObjPtr<'_, T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ObjPtr<'_, T> {}

impl<T> PartialEq<ObjPtr<'_, T>> for ObjPtr<'_, T> {
    #[inline(always)]
    fn eq(&self, other: &ObjPtr<'_, T>) -> bool {
        self.word == other.word
    }
}

impl<'a, T> ObjPtr<'a, T> {
    /// NULL.
    #[inline(always)]
    pub const fn null() -> Self {
        Self { word: 0, life: PhantomData }
    }

    /// Whether it is NULL.
    #[inline(always)]
    pub fn is_null(self) -> bool {
        self.word == 0
    }

    /// The same object as another struct.
    #[inline(always)]
    pub fn cast<U>(self) -> ObjPtr<'a, U> {
        ObjPtr { word: self.word, life: PhantomData }
    }

    /// The same object as a `PyObject`.
    #[inline(always)]
    pub fn upcast(self) -> ObjPtr<'a> {
        self.cast()
    }

    /// The struct.
    ///
    /// # Safety
    ///
    /// It is not NULL, and the object is in the heap and has this layout.
    #[inline(always)]
    pub unsafe fn get(self) -> &'a T {
        debug_assert!(self.word != 0, "a body looks into NULL");
        // SAFETY: the contract: a canonical word of a heap object is its address.
        unsafe { &*std::ptr::with_exposed_provenance(self.word as usize) }
    }

    /// Where it lies, to be counted in bytes from.
    #[inline(always)]
    pub fn as_byte_ptr(self) -> *mut u8 {
        self.as_raw()
    }

    /// Where it lies.
    #[inline(always)]
    pub fn as_mut_ptr(self) -> *mut T {
        self.as_raw()
    }

    /// Where it lies, as something that is no object.
    #[inline(always)]
    pub fn as_raw<U>(self) -> *mut U {
        std::ptr::with_exposed_provenance_mut(self.word as usize)
    }

    /// The word.
    #[inline(always)]
    pub fn word(self) -> u64 {
        self.word
    }

    /// The reference with this word.
    ///
    /// # Safety
    ///
    /// It is 0, or the canonical word of an object that outlives every use of the result, or what a cache has in the
    /// place of one.
    #[inline(always)]
    pub unsafe fn from_word(word: u64) -> Self {
        Self { word, life: PhantomData }
    }

    /// Forgets what the reference was borrowed from.
    ///
    /// # Safety
    ///
    /// The object outlives every use of the result: the reference that keeps it alive is about to be taken over.
    #[inline(always)]
    pub unsafe fn detach(self) -> ObjPtr<'static, T> {
        ObjPtr { word: self.word, life: PhantomData }
    }

    /// The object, or nothing if it is NULL.
    #[inline(always)]
    pub fn to_obj(self) -> Option<Obj<'a>> {
        if self.word == 0 { None } else { Some(self.obj()) }
    }

    /// The object.
    #[inline(always)]
    pub fn obj(self) -> Obj<'a> {
        debug_assert!(self.word != 0, "a body uses NULL as an object");
        // SAFETY: the word is that of an object that lives as long as `'a`, which the reference to this copy of the
        // word does not: the longer lifetime is the one that the pointer was made with.
        unsafe { std::mem::transmute::<Obj<'_>, Obj<'a>>(StackRef::from_bits(self.word).as_obj()) }
    }
}

impl<'a, T> From<Obj<'a>> for ObjPtr<'a, T> {
    #[inline(always)]
    fn from(object: Obj<'a>) -> Self {
        Self { word: object.word(), life: PhantomData }
    }
}

impl<'a, T> From<Option<Obj<'a>>> for ObjPtr<'a, T> {
    #[inline(always)]
    fn from(object: Option<Obj<'a>>) -> Self {
        Self { word: object.map_or(0, Obj::word), life: PhantomData }
    }
}

impl<'a, T> From<crate::value::ObjPtr<'a>> for ObjPtr<'a, T> {
    #[inline(always)]
    fn from(object: crate::value::ObjPtr<'a>) -> Self {
        Self { word: object.word(), life: PhantomData }
    }
}

/// An owned `T *`, which may be NULL: a word that is released when it is dropped.
#[repr(transparent)]
pub struct Owned<T = PyObject> {
    owned: crate::value::Owned,
    layout: PhantomData<fn() -> T>,
}

impl<T> Owned<T> {
    /// NULL.
    #[inline(always)]
    pub const fn null() -> Self {
        Self { owned: crate::value::Owned::NULL, layout: PhantomData }
    }

    /// Whether it is NULL.
    #[inline(always)]
    pub fn is_null(&self) -> bool {
        self.owned.is_null()
    }

    /// The object, borrowed.
    #[inline(always)]
    pub fn as_ptr(&self) -> ObjPtr<'_, T> {
        self.owned.ptr().into()
    }

    /// The same object as another struct.
    #[inline(always)]
    pub fn cast<U>(self) -> Owned<U> {
        Owned { owned: self.owned, layout: PhantomData }
    }

    /// The same object as a `PyObject`.
    #[inline(always)]
    pub fn upcast(self) -> Owned {
        self.cast()
    }

    /// Takes over the reference behind a pointer.
    ///
    /// # Safety
    ///
    /// The pointer is NULL, or one count of the object is the caller's to give.
    #[inline(always)]
    pub unsafe fn adopt(pointer: ObjPtr<'_, T>) -> Self {
        // SAFETY: the contract: the bits are those of an owned reference.
        unsafe { Self::from_word(pointer.word()) }
    }

    /// The word, with the count that belongs to it.
    #[inline(always)]
    pub fn into_word(self) -> u64 {
        StackRef::from_owned(self.owned).bits()
    }

    /// Takes over the count that belongs to a word.
    ///
    /// # Safety
    ///
    /// The word came from [`Owned::into_word`], or is one that owns a count in the same way, and is taken over once.
    #[inline(always)]
    pub unsafe fn from_word(word: u64) -> Self {
        // SAFETY: the contract.
        Self { owned: unsafe { StackRef::from_bits(word) }.into_owned(), layout: PhantomData }
    }

    /// The reference, or nothing if it is NULL.
    #[inline(always)]
    pub fn into_option(self) -> Option<Value> {
        self.owned.into_option()
    }

    /// The reference.
    #[inline(always)]
    pub fn into_value(self) -> Value {
        self.owned.into_value()
    }
}

impl<T> From<Value> for Owned<T> {
    #[inline(always)]
    fn from(value: Value) -> Self {
        Self { owned: value.into(), layout: PhantomData }
    }
}

impl<T> From<Option<Value>> for Owned<T> {
    #[inline(always)]
    fn from(value: Option<Value>) -> Self {
        Self { owned: value.into(), layout: PhantomData }
    }
}

/// NULL says that an exception is set.
impl<T> From<crate::errors::PyResult<Value>> for Owned<T> {
    #[inline(always)]
    fn from(result: crate::errors::PyResult<Value>) -> Self {
        Self { owned: result.into(), layout: PhantomData }
    }
}

/// An owned `T *` in memory: a word that may be NULL.
///
/// It is released by nobody but who takes it out: what it is in says when that is.
#[repr(transparent)]
pub struct ObjSlot<T = PyObject> {
    word: Cell<u64>,
    layout: PhantomData<fn() -> T>,
}

impl<T> ObjSlot<T> {
    /// A slot that is NULL.
    #[allow(clippy::declare_interior_mutable_const, reason = "each use is to be a slot of its own")]
    pub const NULL: Self = Self { word: Cell::new(0), layout: PhantomData };

    /// A slot with this object in it.
    pub fn new(object: Owned<T>) -> Self {
        Self { word: Cell::new(object.into_word()), layout: PhantomData }
    }

    /// The object, borrowed.
    ///
    /// # Safety
    ///
    /// Whoever owns what the slot has keeps it while the result is used.
    #[inline(always)]
    pub unsafe fn get<'a>(&self) -> ObjPtr<'a, T> {
        ObjPtr { word: self.word.get(), life: PhantomData }
    }

    /// Puts an object in. What was there is not released: the body has taken it over.
    #[inline(always)]
    pub fn put(&self, object: Owned<T>) {
        self.word.set(object.into_word());
    }

    /// Takes the object out and leaves NULL.
    #[inline(always)]
    pub fn take(&self) -> Owned<T> {
        // SAFETY: the slot owns what is in it, and gives it away here.
        unsafe { Owned::from_word(self.word.replace(0)) }
    }

    /// Puts an object in and hands out what was there.
    #[inline(always)]
    pub fn swap(&self, object: Owned<T>) -> Owned<T> {
        // SAFETY: as in `take`.
        unsafe { Owned::from_word(self.word.replace(object.into_word())) }
    }

    /// Whether it is NULL.
    #[inline(always)]
    pub fn is_null(&self) -> bool {
        self.word.get() == 0
    }
}

const _: () =
    assert!(size_of::<ObjPtr<'static>>() == 8 && size_of::<Owned>() == 8 && size_of::<ObjSlot>() == 8);
