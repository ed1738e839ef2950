//! The two references that the runtime is written with: owned and borrowed, never NULL.

#![allow(unsafe_code, reason = "reference counts; the folder's task")]

use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::num::NonZeroU64;
use std::ptr::NonNull;

use super::header::dealloc;
use super::{Header, Layout, Ptr, Singleton, word};
use crate::objects::type_::Type;
use crate::vm::vm;

/// A borrowed reference to an object: a word that is passed by value.
///
/// Its lifetime is that of the reference it was borrowed from, so that no use of it can come after the release of that.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Obj<'a> {
    word: NonZeroU64,
    life: PhantomData<&'a Header>,
}

impl<'a> Obj<'a> {
    /// `None`.
    pub const NONE: Obj<'static> = Obj::singleton(Singleton::None);
    /// `True`.
    pub const TRUE: Obj<'static> = Obj::singleton(Singleton::True);
    /// `False`.
    pub const FALSE: Obj<'static> = Obj::singleton(Singleton::False);
    /// `NotImplemented`.
    pub const NOT_IMPLEMENTED: Obj<'static> = Obj::singleton(Singleton::NotImplemented);
    /// `...`
    pub const ELLIPSIS: Obj<'static> = Obj::singleton(Singleton::Ellipsis);

    /// A singleton.
    #[inline(always)]
    pub const fn singleton(singleton: Singleton) -> Obj<'static> {
        Obj { word: NonZeroU64::new(singleton.word()).unwrap(), life: PhantomData }
    }

    /// `True` or `False`.
    #[inline(always)]
    pub const fn bool(value: bool) -> Obj<'static> {
        if value { Obj::TRUE } else { Obj::FALSE }
    }

    /// An int, if it is small enough to need no heap object.
    #[inline(always)]
    pub const fn small_int(value: i64) -> Option<Obj<'static>> {
        match word::from_int(value) {
            Some(word) => Some(Obj { word: NonZeroU64::new(word).unwrap(), life: PhantomData }),
            None => None,
        }
    }

    /// The reference with this canonical word.
    ///
    /// # Safety
    ///
    /// `word` is an immediate or a pointer to an object that lives at least as long as `'a`, with bit 0 clear.
    #[inline(always)]
    pub(super) const unsafe fn from_word(word: u64) -> Self {
        debug_assert!(word != 0 && word & word::BORROWED == 0);
        // SAFETY: the contract excludes 0.
        Self { word: unsafe { NonZeroU64::new_unchecked(word) }, life: PhantomData }
    }

    /// A heap object.
    #[inline(always)]
    pub fn from_header(header: &'a Header) -> Self {
        // SAFETY: a header is the beginning of an object, aligned to 8, that lives as long as the reference to it.
        unsafe { Self::from_word(std::ptr::from_ref(header) as u64) }
    }

    /// Its word, as something to compare and to hash by identity.
    #[inline(always)]
    pub fn word(self) -> u64 {
        self.word.get()
    }

    /// Whether both are the same object. Ints without a heap object are one if their numbers are.
    #[inline(always)]
    pub fn is(self, other: Obj<'_>) -> bool {
        self.word == other.word
    }

    /// Whether it is `None`.
    #[inline(always)]
    pub fn is_none(self) -> bool {
        self.is(Obj::NONE)
    }

    /// Which singleton it is, if it is one.
    #[inline(always)]
    pub fn as_singleton(self) -> Option<Singleton> {
        word::is_singleton(self.word()).then(|| Singleton::of(self.word()))
    }

    /// Its truth, if it is `True` or `False`.
    #[inline(always)]
    pub fn as_bool(self) -> Option<bool> {
        if self.is(Obj::TRUE) {
            Some(true)
        } else if self.is(Obj::FALSE) {
            Some(false)
        } else {
            None
        }
    }

    /// Its number, if it is an int without a heap object. (`bool`s are not, and ints in the heap are beyond this
    /// range.)
    #[inline(always)]
    pub fn as_small_int(self) -> Option<i64> {
        word::is_int(self.word()).then(|| word::to_int(self.word()))
    }

    /// The sum, if both are small ints and it is one too.
    #[inline(always)]
    pub fn small_int_add(self, other: Obj<'_>) -> Option<Value> {
        self.small(other, word::add)
    }

    /// The difference, if both are small ints and it is one too.
    #[inline(always)]
    pub fn small_int_sub(self, other: Obj<'_>) -> Option<Value> {
        self.small(other, word::sub)
    }

    /// The product, if both are small ints and it is one too.
    #[inline(always)]
    pub fn small_int_mul(self, other: Obj<'_>) -> Option<Value> {
        self.small(other, word::mul)
    }

    #[inline(always)]
    fn small(self, other: Obj<'_>, operation: fn(u64, u64) -> Option<u64>) -> Option<Value> {
        if word::both_int(self.word(), other.word()) {
            // SAFETY: the operations yield words of ints, which need no count.
            operation(self.word(), other.word()).map(|word| unsafe { Value::from_word(word) })
        } else {
            None
        }
    }

    /// Words of two small ints that order as their numbers do.
    #[inline(always)]
    pub fn small_int_order(self, other: Obj<'_>) -> Option<(i64, i64)> {
        word::both_int(self.word(), other.word()).then(|| word::int_order(self.word(), other.word()))
    }

    /// Its header, if it is in the heap.
    #[inline(always)]
    pub fn header(self) -> Option<&'a Header> {
        // SAFETY: a canonical pointer word that is not 0 points to a live object, as long as `'a`.
        word::is_pointer(self.word()).then(|| unsafe { &*(self.word() as *const Header) })
    }

    /// Its type.
    #[inline(always)]
    pub fn ty(self) -> &'a Type {
        match self.header() {
            Some(header) => header.ty(),
            None => immediate_type(self),
        }
    }

    /// The object as `T`, if its type has that layout: for built-in types and everything that inherits from them.
    #[inline(always)]
    pub fn cast<T: Layout>(self) -> Option<Ptr<'a, T>> {
        match self.header() {
            // SAFETY: `fits` vouches for the layout of every instance of the type.
            Some(header) if T::fits(header.ty()) => Some(unsafe { Ptr::from_header(header) }),
            _ => None,
        }
    }

    /// The object as `T`, which the caller has made sure of.
    ///
    /// # Safety
    ///
    /// The object is in the heap and its type has the layout `T`.
    #[inline(always)]
    pub unsafe fn cast_unchecked<T: Layout>(self) -> Ptr<'a, T> {
        debug_assert!(self.cast::<T>().is_some(), "not a {}: {}", T::NAME, self.ty().name());
        // SAFETY: the contract.
        unsafe { Ptr::from_header(&*(self.word() as *const Header)) }
    }

    /// A new reference to the same object.
    #[inline(always)]
    pub fn to_owned(self) -> Value {
        if let Some(header) = self.header() {
            header.incref();
        }
        // SAFETY: the count of a heap object has just been taken.
        unsafe { Value::from_word(self.word()) }
    }
}

impl std::fmt::Debug for Obj<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.as_small_int(), self.as_singleton()) {
            (Some(number), _) => write!(f, "{number}"),
            (None, Some(singleton)) => write!(f, "{singleton:?}"),
            (None, None) => write!(f, "<{} at {:#x}>", self.ty().name(), self.word()),
        }
    }
}

/// The type of an object without a header. Apart from [`Obj::ty`], whose common case it would burden.
#[inline(never)]
fn immediate_type<'a>(object: Obj<'a>) -> &'a Type {
    let types = &vm().types;
    match object.as_singleton() {
        None => types.int(),
        Some(singleton) => types.of_singleton(singleton),
    }
}

/// An owned reference to an object. Dropping it releases it; cloning it takes another.
#[repr(transparent)]
pub struct Value {
    word: NonZeroU64,
}

impl Value {
    /// The reference with this canonical word.
    ///
    /// # Safety
    ///
    /// `word` is an immediate, or a pointer to a live object of which the caller hands over one count. Bit 0 is clear.
    #[inline(always)]
    pub(super) const unsafe fn from_word(word: u64) -> Self {
        debug_assert!(word != 0 && word & word::BORROWED == 0);
        // SAFETY: the contract excludes 0.
        Self { word: unsafe { NonZeroU64::new_unchecked(word) } }
    }

    /// The word, with the count that belongs to it.
    #[inline(always)]
    pub(super) fn into_word(self) -> u64 {
        ManuallyDrop::new(self).word.get()
    }

    /// `None`.
    #[inline(always)]
    pub const fn none() -> Self {
        Self::immediate(Obj::NONE)
    }

    /// `NotImplemented`.
    #[inline(always)]
    pub const fn not_implemented() -> Self {
        Self::immediate(Obj::NOT_IMPLEMENTED)
    }

    /// `True` or `False`.
    #[inline(always)]
    pub const fn bool(value: bool) -> Self {
        Self::immediate(Obj::bool(value))
    }

    /// An int, if it is small enough to need no heap object.
    #[inline(always)]
    pub const fn small_int(value: i64) -> Option<Self> {
        match Obj::small_int(value) {
            Some(object) => Some(Self::immediate(object)),
            None => None,
        }
    }

    #[inline(always)]
    const fn immediate(object: Obj<'static>) -> Self {
        Self { word: object.word }
    }

    /// Takes over the count of an object that has just been made.
    ///
    /// # Safety
    ///
    /// `object` points to a live object, and the caller hands over one count of it.
    #[inline(always)]
    pub(crate) unsafe fn from_new(object: NonNull<Header>) -> Self {
        // SAFETY: the contract; objects are aligned to 8, which leaves bit 0 clear.
        unsafe { Self::from_word(object.as_ptr() as u64) }
    }

    /// The object.
    #[inline(always)]
    pub fn obj(&self) -> Obj<'_> {
        Obj { word: self.word, life: PhantomData }
    }

    /// The object as `T`, if its type has that layout.
    #[inline(always)]
    pub fn cast<T: Layout>(&self) -> Option<Ptr<'_, T>> {
        self.obj().cast()
    }

    /// Its type.
    #[inline(always)]
    pub fn ty(&self) -> &Type {
        self.obj().ty()
    }

    /// Whether both are the same object.
    #[inline(always)]
    pub fn is(&self, other: Obj<'_>) -> bool {
        self.obj().is(other)
    }

    /// Whether it is `None`.
    #[inline(always)]
    pub fn is_none(&self) -> bool {
        self.obj().is_none()
    }
}

impl Clone for Value {
    #[inline(always)]
    fn clone(&self) -> Self {
        self.obj().to_owned()
    }
}

impl Drop for Value {
    #[inline(always)]
    fn drop(&mut self) {
        let word = self.word.get();
        if word::is_counted(word) {
            // SAFETY: a counted word that is not 0 points to a live object, and this reference owns one of its counts.
            let header = unsafe { NonNull::new_unchecked(word as *mut Header) };
            // SAFETY: as above.
            if unsafe { header.as_ref() }.decref() {
                dealloc(header);
            }
        }
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.obj().fmt(f)
    }
}

impl From<Obj<'_>> for Value {
    #[inline(always)]
    fn from(object: Obj<'_>) -> Self {
        object.to_owned()
    }
}
