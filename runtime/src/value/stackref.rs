//! What lies on the evaluation stack.

#![allow(unsafe_code, reason = "reference counts of stack references; the folder's task")]

use std::marker::PhantomData;
use std::ptr::NonNull;

use super::cold::cold_call;
use super::header::dealloc;
use super::{Header, Obj, ObjPtr, Owned, Value, word};

/// `_PyStackRef`: a reference on the evaluation stack or in a frame's variables. It may be NULL, and it may be
/// borrowed: then something else keeps the object alive for longer than the reference is used.
///
/// It has no destructor. What a body does not consume is still on the stack in memory, where its exit leaves it: a
/// dropped `StackRef` would release what the stack owns. The generator proves that bodies account for every input;
/// the compiler proves that none is consumed twice or used after.
#[derive(Debug)]
#[repr(transparent)]
#[must_use = "a stack reference is closed, stolen or put on the stack; dropping it leaks what it owns"]
pub struct StackRef {
    word: u64,
}

impl StackRef {
    /// `PyStackRef_NULL`
    pub const NULL: StackRef = StackRef { word: 0 };
    /// `PyStackRef_None`
    pub const NONE: StackRef = StackRef::immortal(Obj::NONE);
    /// `PyStackRef_True`
    pub const TRUE: StackRef = StackRef::immortal(Obj::TRUE);
    /// `PyStackRef_False`
    pub const FALSE: StackRef = StackRef::immortal(Obj::FALSE);

    /// An immediate, which needs no count.
    #[inline(always)]
    const fn immortal(object: Obj<'static>) -> Self {
        // SAFETY: `Obj` is a transparent word.
        Self { word: unsafe { std::mem::transmute::<Obj<'static>, u64>(object) } }
    }

    /// The word with these bits, as [`StackRef::bits`] gave them.
    ///
    /// # Safety
    ///
    /// The caller hands over the ownership that the word speaks of, and does not use another copy of the bits as an
    /// owner.
    #[inline(always)]
    pub unsafe fn from_bits(word: u64) -> Self {
        Self { word }
    }

    /// The bits, for arms that keep items in registers. They own nothing by themselves.
    #[inline(always)]
    pub fn bits(&self) -> u64 {
        self.word
    }

    /// A copy of the word for the stack in memory, while a body still has the reference itself: whoever looks at the
    /// stack finds it there, and one of the two is forgotten.
    #[inline(always)]
    pub fn shadow(item: &StackRef) -> StackRef {
        StackRef { word: item.word }
    }

    /// `PyStackRef_FromPyObjectSteal`
    #[inline(always)]
    pub fn from_value(value: Value) -> Self {
        Self { word: value.into_word() }
    }

    /// `PyStackRef_FromPyObjectSteal` of what may be NULL.
    #[inline(always)]
    pub fn from_owned(value: Owned) -> Self {
        Self { word: value.into_option().map_or(0, Value::into_word) }
    }

    /// `PyStackRef_FromPyObjectNew`: a reference of its own.
    #[inline(always)]
    pub fn from_new(object: Obj<'_>) -> Self {
        Self::from_value(object.to_owned())
    }

    /// A reference that owns nothing.
    ///
    /// # Safety
    ///
    /// The object outlives the reference and everything borrowed from it in turn.
    #[inline(always)]
    pub unsafe fn from_borrowed(object: Obj<'_>) -> Self {
        Self { word: object.word() | word::BORROWED }
    }

    /// `PyStackRef_TagInt`: a number in the disguise of an int, as the unwinder pushes it.
    #[inline(always)]
    pub fn tag_int(value: i32) -> Self {
        match Obj::small_int(i64::from(value)) {
            Some(object) => Self { word: object.word() },
            None => unreachable!("every i32 is a small int"),
        }
    }

    /// `PyStackRef_UntagInt`
    #[inline(always)]
    pub fn untag_int(&self) -> i32 {
        word::to_int(self.word) as i32
    }

    /// Whether it is a number in the disguise of an int (or an int).
    #[inline(always)]
    pub fn is_tagged_int(&self) -> bool {
        word::is_int(self.word)
    }

    /// Whether it owns a count of an object in the heap. A NULL does not.
    #[inline(always)]
    pub fn is_owned(&self) -> bool {
        self.word != 0 && word::is_counted(self.word)
    }

    /// `PyStackRef_IsNull`
    #[inline(always)]
    pub fn is_null(&self) -> bool {
        self.word == 0
    }

    /// `PyStackRef_IsNone`
    #[inline(always)]
    pub fn is_none(&self) -> bool {
        word::strip(self.word) == Obj::NONE.word()
    }

    /// `PyStackRef_IsTrue`
    #[inline(always)]
    pub fn is_true(&self) -> bool {
        word::strip(self.word) == Obj::TRUE.word()
    }

    /// `PyStackRef_IsFalse`
    #[inline(always)]
    pub fn is_false(&self) -> bool {
        word::strip(self.word) == Obj::FALSE.word()
    }

    /// `PyStackRef_Is`: whether both refer to the same object.
    #[inline(always)]
    pub fn is(&self, other: &StackRef) -> bool {
        word::strip(self.word) == word::strip(other.word)
    }

    /// `PyStackRef_AsPyObjectBorrow`, NULL included.
    #[inline(always)]
    pub fn as_ptr(&self) -> ObjPtr<'_> {
        if self.word == 0 { ObjPtr::NULL } else { self.as_obj().into() }
    }

    /// `PyStackRef_AsPyObjectBorrow` of a reference that is not NULL.
    #[inline(always)]
    pub fn as_obj(&self) -> Obj<'_> {
        debug_assert!(self.word != 0, "NULL is used as an object");
        // SAFETY: the object lives as long as the reference; without bit 0 the word is canonical.
        unsafe { Obj::from_word(word::strip(self.word)) }
    }

    /// `PyStackRef_DUP`: another reference, which owns a count. NULL gives NULL.
    #[inline(always)]
    pub fn dup(&self) -> StackRef {
        if word::is_pointer(self.word) {
            let word = word::strip(self.word);
            if word != 0 {
                // SAFETY: a pointer that is not NULL points to a live object.
                unsafe { &*(word as *const Header) }.incref();
            }
            StackRef { word }
        } else {
            StackRef { word: self.word }
        }
    }

    /// `PyStackRef_DUP` of a reference that is not NULL.
    #[inline(always)]
    pub fn dup_non_null(&self) -> StackRef {
        Self::from_value(self.as_obj().to_owned())
    }

    /// `PyStackRef_Borrow`: another reference, which owns nothing.
    ///
    /// # Safety
    ///
    /// This reference outlives the other one.
    #[inline(always)]
    pub unsafe fn borrow(&self) -> StackRef {
        debug_assert!(self.word != 0, "NULL is borrowed");
        StackRef { word: self.word | word::BORROWED }
    }

    /// `PyStackRef_MakeHeapSafe`: the same object, with a count of its own. NULL stays NULL.
    #[inline(always)]
    pub fn make_heap_safe(self) -> StackRef {
        if self.word & word::BORROWED == 0 { self } else { self.dup() }
    }

    /// `PyStackRef_AsPyObjectSteal`
    #[inline(always)]
    pub fn into_value(self) -> Value {
        debug_assert!(self.word != 0, "NULL is used as an object");
        let canonical = word::strip(self.word);
        if word::is_pointer(self.word) && self.word != canonical {
            return self.as_obj().to_owned();
        }
        // SAFETY: the word is canonical, and an owned one, so that its count goes over.
        unsafe { Value::from_word(canonical) }
    }

    /// `PyStackRef_AsPyObjectSteal` of what may be NULL.
    #[inline(always)]
    pub fn into_owned(self) -> Owned {
        if self.word == 0 { Owned::NULL } else { self.into_value().into() }
    }

    /// `PyStackRef_CLOSE`
    #[inline(always)]
    pub fn close(self) {
        debug_assert!(self.word != 0, "NULL is closed");
        if word::is_counted(self.word) {
            // SAFETY: a counted word that is not NULL points to a live object, and one of its counts is ours.
            unsafe { release(self.word) };
        }
    }

    /// The object, if this is the only reference to it and owns it.
    #[inline(always)]
    pub fn as_unique(&self) -> Option<Obj<'_>> {
        // SAFETY: a counted word that is not NULL points to a live object.
        let is_unique = self.is_owned() && unsafe { &*(self.word as *const Header) }.refcount() == 1;
        is_unique.then(|| self.as_obj())
    }

    /// Releases the reference without ending the object: if it was the last one, the caller does that.
    #[inline(always)]
    pub(crate) fn release_to_last(self) -> Option<NonNull<Header>> {
        debug_assert!(self.word != 0, "NULL is closed");
        if !word::is_counted(self.word) {
            return None;
        }
        let header = NonNull::new(self.word as *mut Header)?;
        // SAFETY: a counted word that is not NULL points to a live object, and one of its counts is ours.
        unsafe { header.as_ref() }.decref().then_some(header)
    }

    /// `PyStackRef_XCLOSE`: as [`StackRef::close`], for what may be NULL.
    #[inline(always)]
    pub fn xclose(self) {
        if self.word != 0 {
            self.close();
        }
    }
}

/// Releases the count of a counted word.
///
/// # Safety
///
/// `word` is a counted word that is not NULL, and the count is the caller's.
#[inline(always)]
unsafe fn release(word: u64) {
    // SAFETY: the contract.
    let header = unsafe { NonNull::new_unchecked(word as *mut Header) };
    // SAFETY: the object is alive: the caller owns one of its counts.
    if unsafe { header.as_ref() }.decref() {
        end(header);
    }
}

/// Ends the life of an object, whose last reference is gone, in the middle of an instruction.
#[inline(always)]
pub(crate) fn end(header: NonNull<Header>) {
    extern "C" fn target(header: u64, _: u64, _: u64) -> u64 {
        if let Some(header) = NonNull::new(header as *mut Header) {
            dealloc(header);
        }
        0
    }
    cold_call!(target, header.as_ptr() as u64, 0, 0);
}

/// Items of an instruction that lie side by side in the stack's memory: an array input or output.
///
/// Its items are read and written in place, and none of them is tracked by the compiler.
#[derive(Clone, Copy)]
pub struct StackArray<'a> {
    first: *mut StackRef,
    len: usize,
    life: PhantomData<&'a StackRef>,
}

impl<'a> StackArray<'a> {
    /// The `len` items from `first` on.
    ///
    /// # Safety
    ///
    /// They lie in a frame's stack, which outlives `'a`, and are written before they are read.
    #[inline(always)]
    pub unsafe fn new(first: *mut StackRef, len: usize) -> Self {
        Self { first, len, life: PhantomData }
    }

    /// How many there are.
    #[inline(always)]
    pub fn len(self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[inline(always)]
    pub fn is_empty(self) -> bool {
        self.len == 0
    }

    /// Where the first one lies.
    #[inline(always)]
    pub fn as_mut_ptr(self) -> *mut StackRef {
        self.first
    }

    /// The array that begins `count` items lower: `args--` in the bodies of calls, which take `self` in.
    ///
    /// # Safety
    ///
    /// Those items lie in the same stack and are written.
    #[inline(always)]
    pub unsafe fn extended_down(self, count: usize) -> Self {
        // SAFETY: the contract.
        Self { first: unsafe { self.first.sub(count) }, len: self.len + count, life: PhantomData }
    }

    /// An item.
    #[inline(always)]
    pub fn get(self, index: usize) -> &'a StackRef {
        debug_assert!(index < self.len, "item {index} of {}", self.len);
        // SAFETY: within the array, and written: the contract of `new`.
        unsafe { &*self.first.add(index) }
    }

    /// Moves an item out. Its slot must be written or forgotten before it is read again.
    #[inline(always)]
    pub fn take(self, index: usize) -> StackRef {
        StackRef { word: self.get(index).word }
    }

    /// Moves an item in, over whatever bits are there.
    #[inline(always)]
    pub fn set(self, index: usize, item: StackRef) {
        debug_assert!(index < self.len, "item {index} of {}", self.len);
        // SAFETY: within the array.
        unsafe { self.first.add(index).write(item) }
    }

    /// Closes every item, the last first.
    #[inline(always)]
    pub fn close_all(self) {
        for index in (0..self.len).rev() {
            self.take(index).close();
        }
    }
}
