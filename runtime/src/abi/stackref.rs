//! References on the stack, reference counts, tests of types.

use super::{ObjPtr, ObjSlot, Owned};
use crate::eval::frame::InterpreterFrame;
use crate::objects::function::Function;
use crate::objects::generator::Generator;
use crate::objects::type_::{Kind, Type, flags};
use crate::value::{Layout, Obj, StackRef};

/// Ends the life of an object of a type that the body knows.
pub type destructor = unsafe fn(ObjPtr<'_>);

pub const PyStackRef_NULL: StackRef = StackRef::NULL;
pub const PyStackRef_None: StackRef = StackRef::NONE;
pub const PyStackRef_True: StackRef = StackRef::TRUE;
pub const PyStackRef_False: StackRef = StackRef::FALSE;

#[inline(always)]
pub unsafe fn PyStackRef_AsPyObjectBorrow(item: &StackRef) -> ObjPtr<'_> {
    item.as_ptr().into()
}

#[inline(always)]
pub unsafe fn PyStackRef_AsPyObjectNew(item: &StackRef) -> Owned {
    item.as_obj().to_owned().into()
}

#[inline(always)]
pub unsafe fn PyStackRef_AsPyObjectSteal(item: StackRef) -> Owned {
    item.into_owned().into_option().into()
}

#[inline(always)]
pub unsafe fn PyStackRef_FromPyObjectNew(object: ObjPtr<'_>) -> StackRef {
    StackRef::from_new(object.obj())
}

#[inline(always)]
pub unsafe fn PyStackRef_FromPyObjectNewMortal(object: ObjPtr<'_>) -> StackRef {
    StackRef::from_new(object.obj())
}

#[inline(always)]
pub unsafe fn PyStackRef_FromPyObjectSteal(object: Owned) -> StackRef {
    // SAFETY: the word owns what the reference owned.
    unsafe { StackRef::from_bits(object.into_word()) }
}

#[inline(always)]
pub unsafe fn PyStackRef_FromPyObjectStealMortal(object: Owned) -> StackRef {
    // SAFETY: as above.
    unsafe { StackRef::from_bits(object.into_word()) }
}

#[inline(always)]
pub unsafe fn PyStackRef_FromPyObjectImmortal(object: ObjPtr<'_>) -> StackRef {
    // SAFETY: what is immortal outlives the reference.
    unsafe { StackRef::from_borrowed(object.obj()) }
}

#[inline(always)]
pub unsafe fn PyStackRef_DUP(item: &StackRef) -> StackRef {
    item.dup()
}

#[inline(always)]
pub unsafe fn PyStackRef_Borrow(item: &StackRef) -> StackRef {
    // SAFETY: the compiler of the program has made sure that the variable lives longer than what is borrowed from it.
    unsafe { item.borrow() }
}

#[inline(always)]
pub unsafe fn PyStackRef_MakeHeapSafe(item: StackRef) -> StackRef {
    item.make_heap_safe()
}

#[inline(always)]
pub unsafe fn PyStackRef_CLOSE(item: StackRef) {
    item.close();
}

#[inline(always)]
pub unsafe fn PyStackRef_XCLOSE(item: StackRef) {
    item.xclose();
}

#[inline(always)]
pub unsafe fn PyStackRef_CLOSE_SPECIALIZED(item: StackRef, dealloc: Option<destructor>) {
    match (item.release_to_last(), dealloc) {
        (None, _) => {}
        // SAFETY: the body has made sure of the type that the function is for; the object is whole, and its last
        // reference is gone.
        (Some(last), Some(dealloc)) => unsafe { dealloc(Obj::from_header(last.as_ref()).into()) },
        (Some(last), None) => crate::value::end(last),
    }
}

#[inline(always)]
pub unsafe fn PyStackRef_CLOSE_ARRAY(items: *mut StackRef, count: i32) {
    for index in (0..count as usize).rev() {
        // SAFETY: there are so many items, none of which is used again.
        unsafe { items.add(index).replace(StackRef::NULL) }.xclose();
    }
}

/// Says that a reference that owns nothing is not used any more.
#[inline(always)]
pub unsafe fn DEAD(_: StackRef) {}

#[inline(always)]
pub unsafe fn PyStackRef_Is(left: &StackRef, right: &StackRef) -> bool {
    left.is(right)
}

#[inline(always)]
pub unsafe fn PyStackRef_IsNull(item: &StackRef) -> bool {
    item.is_null()
}

#[inline(always)]
pub unsafe fn PyStackRef_IsNone(item: &StackRef) -> bool {
    item.is_none()
}

#[inline(always)]
pub unsafe fn PyStackRef_IsTrue(item: &StackRef) -> bool {
    item.is_true()
}

#[inline(always)]
pub unsafe fn PyStackRef_IsFalse(item: &StackRef) -> bool {
    item.is_false()
}

#[inline(always)]
pub unsafe fn PyStackRef_BoolCheck(item: &StackRef) -> bool {
    item.is_true() || item.is_false()
}

#[inline(always)]
pub unsafe fn PyStackRef_GenCheck(item: &StackRef) -> bool {
    has_kind(item.as_obj(), Kind::Generator)
}

#[inline(always)]
pub unsafe fn PyStackRef_FunctionCheck(item: &StackRef) -> bool {
    has_kind(item.as_obj(), Kind::Function)
}

#[inline(always)]
pub unsafe fn PyStackRef_ExceptionInstanceCheck(item: &StackRef) -> bool {
    has_flag(item.as_obj(), flags::BASE_EXC_SUBCLASS)
}

#[inline(always)]
pub unsafe fn PyStackRef_IsTaggedInt(item: &StackRef) -> bool {
    item.is_tagged_int()
}

#[inline(always)]
pub unsafe fn PyStackRef_TagInt(number: isize) -> StackRef {
    StackRef::tag_int(number as i32)
}

#[inline(always)]
pub unsafe fn PyStackRef_UntagInt(item: &StackRef) -> isize {
    item.untag_int() as isize
}

#[inline(always)]
pub unsafe fn PyStackRef_TYPE(item: &StackRef) -> ObjPtr<'_, Type> {
    item.as_obj().ty().ptr().obj().into()
}

#[inline(always)]
pub unsafe fn Py_DECREF(object: Owned) {
    drop(object);
}

#[inline(always)]
pub unsafe fn Py_XDECREF(object: Owned) {
    drop(object);
}

#[inline(always)]
pub unsafe fn Py_NewRef(object: ObjPtr<'_>) -> Owned {
    object.obj().to_owned().into()
}

#[inline(always)]
pub unsafe fn Py_SETREF(slot: *mut ObjSlot, object: Owned) {
    // SAFETY: the slot is one; what was in it is released when the new object is there.
    drop(unsafe { (*slot).swap(object) });
}

#[inline(always)]
pub unsafe fn Py_XSETREF(slot: *mut ObjSlot, object: Owned) {
    // SAFETY: as above.
    drop(unsafe { (*slot).swap(object) });
}

#[inline(always)]
pub unsafe fn Py_TYPE(object: ObjPtr<'_>) -> ObjPtr<'_, Type> {
    object.obj().ty().ptr().obj().into()
}

#[inline(always)]
pub unsafe fn Py_IS_TYPE(object: ObjPtr<'_>, ty: ObjPtr<'_, Type>) -> bool {
    object.obj().ty().ptr().obj().word() == ty.word()
}

#[inline(always)]
pub unsafe fn Py_Is(left: ObjPtr<'_>, right: ObjPtr<'_>) -> bool {
    left == right
}

#[inline(always)]
pub unsafe fn Py_IsNone(object: ObjPtr<'_>) -> bool {
    object.obj().is_none()
}

/// Whether a reference to it needs no count: it is not in the heap.
#[inline(always)]
pub unsafe fn _Py_IsImmortal(object: ObjPtr<'_>) -> bool {
    object.obj().header().is_none()
}

/// Whether an object in the heap is of exactly this built-in type.
#[inline(always)]
pub(super) fn has_kind(object: Obj<'_>, kind: Kind) -> bool {
    object.header().is_some_and(|header| header.ty().kind() == kind)
}

#[inline(always)]
fn has_flag(object: Obj<'_>, flag: u64) -> bool {
    object.header().is_some_and(|header| header.ty().has_flags(flag))
}

macro_rules! kinds {
    ($($name:ident: $($kind:ident)|+;)*) => {
        $(
            #[inline(always)]
            pub unsafe fn $name(object: ObjPtr<'_>) -> bool {
                $(has_kind(object.obj(), Kind::$kind))||+
            }
        )*
    };
}

kinds! {
    PyAnySet_CheckExact: Set | FrozenSet;
    PyCFunction_CheckExact: BuiltinFunction;
    PyCoro_CheckExact: Coroutine;
    PyDict_CheckExact: Dict;
    PyFloat_CheckExact: Float;
    PyFunction_Check: Function;
    PyGen_Check: Generator;
    PyGen_CheckExact: Generator;
    PyList_CheckExact: List;
    PyMethod_Check: Method;
    PySet_CheckExact: Set;
    PySlice_Check: Slice;
    PyTuple_CheckExact: Tuple;
    PyUnicode_CheckExact: Str;
}

#[inline(always)]
pub unsafe fn PyDict_Check(object: ObjPtr<'_>) -> bool {
    has_flag(object.obj(), flags::DICT_SUBCLASS)
}

#[inline(always)]
pub unsafe fn PyExceptionInstance_Check(object: ObjPtr<'_>) -> bool {
    has_flag(object.obj(), flags::BASE_EXC_SUBCLASS)
}

#[inline(always)]
pub unsafe fn PyExceptionInstance_Class(object: ObjPtr<'_>) -> ObjPtr<'_> {
    object.obj().ty().ptr().obj().into()
}

#[inline(always)]
pub unsafe fn PyLong_CheckExact(object: ObjPtr<'_>) -> bool {
    object.obj().as_small_int().is_some() || has_kind(object.obj(), Kind::Int)
}

#[inline(always)]
pub unsafe fn PyType_Check(object: ObjPtr<'_>) -> bool {
    has_flag(object.obj(), flags::TYPE_SUBCLASS)
}

#[inline(always)]
pub unsafe fn PyType_HasFeature(ty: ObjPtr<'_, Type>, feature: u64) -> bool {
    // SAFETY: types are in the heap.
    unsafe { ty.get() }.has_flags(feature)
}

#[inline(always)]
pub unsafe fn _PyType_HasFeature(ty: ObjPtr<'_, Type>, feature: u64) -> bool {
    // SAFETY: types are in the heap.
    unsafe { ty.get() }.has_flags(feature)
}

#[inline(always)]
pub unsafe fn PyFunction_GET_CODE(function: ObjPtr<'_>) -> ObjPtr<'_> {
    // SAFETY: the body has made sure that it is a function.
    unsafe { function.cast::<Function>().get() }.code_ptr()
}

#[inline(always)]
pub unsafe fn PyFunction_GET_GLOBALS(function: ObjPtr<'_>) -> ObjPtr<'_> {
    // SAFETY: as above.
    unsafe { function.cast::<Function>().get() }.globals_ptr()
}

#[inline(always)]
pub unsafe fn _PyGen_GetGeneratorFromFrame(frame: *mut InterpreterFrame) -> ObjPtr<'static, Generator> {
    // SAFETY: the frame lies in a generator, which lives as long as its frame runs.
    unsafe { Generator::of_frame(frame) }.obj().into()
}

/// The references that a call takes, where they lie on the stack.
///
/// A native function takes them as they are: it does not mind the mark of a borrowed one.
pub struct PyObjectArray {
    first: *mut StackRef,
}

impl PyObjectArray {
    /// Where they lie.
    #[inline(always)]
    pub fn as_ptr(&self) -> *const ObjPtr<'static> {
        self.first.cast_const().cast()
    }
}

#[inline(always)]
pub unsafe fn STACKREFS_TO_PYOBJECTS(items: *mut StackRef, _: i32) -> PyObjectArray {
    PyObjectArray { first: items }
}

#[inline(always)]
pub unsafe fn CONVERSION_FAILED(array: &PyObjectArray) -> bool {
    array.first.is_null()
}

#[inline(always)]
pub unsafe fn STACKREFS_TO_PYOBJECTS_CLEANUP(_: PyObjectArray) {}
