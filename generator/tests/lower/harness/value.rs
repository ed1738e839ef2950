//! The values that translated bodies work on, small but real: objects are counted, a stack reference is a word
//! that nothing releases by itself, and every object that is still there at the end is seen.

use std::cell::Cell;
use std::ffi::c_char;
use std::marker::PhantomData;

use super::*;

thread_local! {
    static LIVE: Cell<i64> = const { Cell::new(0) };
}

/// How many objects there are.
pub fn live_objects() -> i64 {
    LIVE.get()
}

/// Any object: what it is, and how many references there are to it. Immortal ones have a negative count.
#[repr(C)]
pub struct PyObject {
    pub references: Cell<i64>,
    pub content: Content,
}

pub enum Content {
    None,
    Int(i64),
    Tuple(Vec<Word>),
}

type Word = *mut PyObject;

fn release(word: Word) {
    if word.is_null() {
        return;
    }
    unsafe {
        let count = (*word).references.get();
        if count < 0 {
            return;
        }
        assert!(count > 0, "a reference is released once too often");
        (*word).references.set(count - 1);
        if count == 1 {
            let object = Box::from_raw(word);
            LIVE.set(LIVE.get() - 1);
            if let Content::Tuple(items) = object.content {
                items.into_iter().for_each(release);
            }
        }
    }
}

fn retain(word: Word) -> Word {
    if !word.is_null() {
        unsafe {
            let count = (*word).references.get();
            if count >= 0 {
                (*word).references.set(count + 1);
            }
        }
    }
    word
}

fn allocate(content: Content) -> Owned {
    LIVE.set(LIVE.get() + 1);
    Owned(Box::into_raw(Box::new(PyObject { references: Cell::new(1), content })), PhantomData)
}

pub fn new_int(value: i64) -> Owned {
    allocate(Content::Int(value))
}

pub fn new_tuple(items: Vec<Owned>) -> Owned {
    allocate(Content::Tuple(items.into_iter().map(Owned::into_word).collect()))
}

/// A borrowed pointer, perhaps NULL.
#[repr(transparent)]
pub struct ObjPtr<'a, T = PyObject>(pub *mut PyObject, pub PhantomData<&'a T>);

impl<T> Clone for ObjPtr<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for ObjPtr<'_, T> {}
impl<T> PartialEq for ObjPtr<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<'a, T> ObjPtr<'a, T> {
    pub const fn null() -> Self {
        ObjPtr(std::ptr::null_mut(), PhantomData)
    }
    pub fn is_null(self) -> bool {
        self.0.is_null()
    }
    pub fn cast<U>(self) -> ObjPtr<'a, U> {
        ObjPtr(self.0, PhantomData)
    }
    pub fn upcast(self) -> ObjPtr<'a> {
        ObjPtr(self.0, PhantomData)
    }
    pub fn get(self) -> &'a T {
        assert!(!self.is_null());
        unsafe { &*self.0.cast::<T>() }
    }
    pub fn as_mut_ptr(self) -> *mut T {
        self.0.cast()
    }
    pub fn as_byte_ptr(self) -> *mut u8 {
        self.0.cast()
    }
    pub fn as_raw<U>(self) -> *mut U {
        self.0.cast()
    }
    pub unsafe fn detach(self) -> ObjPtr<'static, T> {
        ObjPtr(self.0, PhantomData)
    }
}

/// A reference that is released at the end of its scope; perhaps NULL.
#[repr(transparent)]
pub struct Owned<T = PyObject>(*mut PyObject, PhantomData<T>);

impl<T> Owned<T> {
    pub const fn null() -> Self {
        Owned(std::ptr::null_mut(), PhantomData)
    }
    pub fn is_null(&self) -> bool {
        self.0.is_null()
    }
    pub fn as_ptr(&self) -> ObjPtr<'_, T> {
        ObjPtr(self.0, PhantomData)
    }
    pub fn cast<U>(self) -> Owned<U> {
        Owned(self.into_word(), PhantomData)
    }
    pub fn upcast(self) -> Owned {
        Owned(self.into_word(), PhantomData)
    }
    /// Takes over the reference that a place in memory had.
    pub unsafe fn adopt(pointer: ObjPtr<'_, T>) -> Self {
        Owned(pointer.0, PhantomData)
    }
    pub fn into_word(self) -> *mut PyObject {
        let word = self.0;
        std::mem::forget(self);
        word
    }
}

impl<T> Drop for Owned<T> {
    fn drop(&mut self) {
        release(self.0);
    }
}

/// A place in memory that owns what it holds.
#[repr(transparent)]
pub struct ObjSlot<T = PyObject>(*mut PyObject, PhantomData<T>);

impl<T> ObjSlot<T> {
    pub fn get<'a>(&self) -> ObjPtr<'a, T> {
        ObjPtr(self.0, PhantomData)
    }
    pub fn put(&mut self, value: Owned<T>) {
        self.0 = value.into_word();
    }
}

/// What lies on the stack. Nothing releases it by itself.
#[repr(transparent)]
pub struct StackRef(*mut PyObject);

impl StackRef {
    pub const NULL: StackRef = StackRef(std::ptr::null_mut());
    pub fn new(object: Owned) -> StackRef {
        StackRef(object.into_word())
    }
    /// The same word once more, for memory that has to show it.
    pub fn shadow(&self) -> StackRef {
        StackRef(self.0)
    }
    pub fn close(self) {
        release(self.0);
    }
    /// The word with these bits.
    pub unsafe fn from_bits(bits: u64) -> StackRef {
        StackRef(bits as usize as *mut PyObject)
    }
    /// The bits, which own nothing by themselves.
    pub fn bits(&self) -> u64 {
        self.0 as usize as u64
    }
}

pub const PyStackRef_NULL: StackRef = StackRef::NULL;

pub struct FormatArg<'a>(PhantomData<&'a ()>);

impl<T> From<ObjPtr<'_, T>> for FormatArg<'_> {
    fn from(_: ObjPtr<'_, T>) -> Self {
        FormatArg(PhantomData)
    }
}
impl From<*const c_char> for FormatArg<'_> {
    fn from(_: *const c_char) -> Self {
        FormatArg(PhantomData)
    }
}
impl From<i32> for FormatArg<'_> {
    fn from(_: i32) -> Self {
        FormatArg(PhantomData)
    }
}

/// How a body is left otherwise than through its end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Exit {
    Error(i32),
    Deopt,
    ExitIf,
    Dispatch(i32),
    DispatchSameOparg(i32),
    DispatchGoto(i32),
    DispatchInlined(*mut InterpreterFrame, i32),
    Label(Label, i32),
    LabelSaved(Label),
    Return,
    TierOne,
    TierTwo,
    JumpTarget,
}

#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(non_camel_case_types)]
pub enum Label {
    pop_2_error,
    pop_1_error,
    error,
    exception_unwind,
    exit_unwind,
    start_frame,
}

/// The tier that a body runs in.
pub trait Mode {
    const TIER_ONE: bool;
}
pub struct TierOne;
impl Mode for TierOne {
    const TIER_ONE: bool = true;
}
pub struct TierTwo;
impl Mode for TierTwo {
    const TIER_ONE: bool = false;
}

/// The machine.
pub struct Cx {
    pub tstate: *mut ThreadState,
    pub frame: *mut InterpreterFrame,
    pub this_instr: *mut CodeUnit,
    pub next_instr: *mut CodeUnit,
    pub prev_instr: *mut CodeUnit,
    pub stack_pointer: *mut StackRef,
    pub oparg: i32,
    pub opcode: i32,
    pub operand0: u64,
    pub target: u32,
    pub current_executor: ObjPtr<'static, PyExecutorObject>,
    pub return_value: Owned,
}

impl Cx {
    pub fn set_return_value(&mut self, value: Owned) {
        self.return_value = value;
    }
    pub fn set_executor(&mut self, executor: ObjPtr<'_, PyExecutorObject>) {
        self.current_executor = ObjPtr(executor.0, PhantomData);
    }
}

#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct BackoffCounter(pub u16);

#[derive(Clone, Copy)]
#[repr(C)]
pub struct CodeUnitOp {
    pub code: u8,
    pub arg: u8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub union CodeUnit {
    pub cache: u16,
    pub op: CodeUnitOp,
    pub counter: BackoffCounter,
}

pub fn retain_word(word: *mut PyObject) -> *mut PyObject {
    retain(word)
}
