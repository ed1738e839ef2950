//! As much of the helper vocabulary as the executed goldens call, over the values of the harness.

use std::ffi::c_char;
use std::marker::PhantomData;

use super::value::*;

pub struct ThreadState {
    pub exc_info: *mut u8,
    pub tracing: i32,
    pub py_recursion_remaining: i32,
}
pub struct PyExecutorObject;
pub struct PyLongObject;
pub struct PyTupleObject;

/// A frame: four variables.
pub struct InterpreterFrame {
    pub localsplus: [StackRef; 4],
    pub return_offset: u16,
    pub owner: u8,
    pub instr_ptr: *mut CodeUnit,
    pub previous: *mut InterpreterFrame,
}

#[repr(C)]
pub struct PyTypeObject {
    header: PyObject,
    pub iternext: Option<iternextfunc>,
}

pub type iternextfunc = unsafe fn(ObjPtr<'_>) -> Owned;
pub type unaryfunc = unsafe fn(ObjPtr<'_>) -> Owned;
pub type destructor = unsafe fn(ObjPtr<'_>);

impl PyTypeObject {
    pub fn tp_iternext(&self) -> Option<iternextfunc> {
        self.iternext
    }
}

fn int(object: ObjPtr<'_>) -> i64 {
    assert!(!object.is_null());
    match &object.get().content {
        Content::Int(value) => *value,
        _ => panic!("an int is wanted"),
    }
}

fn items(object: ObjPtr<'_>) -> &[*mut PyObject] {
    match &unsafe { &*object.0 }.content {
        Content::Tuple(items) => items,
        _ => panic!("a tuple is wanted"),
    }
}

fn owned(word: *mut PyObject) -> Owned {
    unsafe { Owned::adopt(ObjPtr(retain_word(word), PhantomData)) }
}

fn none() -> ObjPtr<'static> {
    static mut NONE: PyObject = PyObject { references: std::cell::Cell::new(-1), content: Content::None };
    ObjPtr(&raw mut NONE, PhantomData)
}

pub unsafe fn Py_None() -> ObjPtr<'static> {
    none()
}
pub unsafe fn PyStackRef_AsPyObjectBorrow<'a>(r: &'a StackRef) -> ObjPtr<'a> {
    unsafe { ObjPtr(*(&raw const *r).cast::<*mut PyObject>(), PhantomData) }
}
pub unsafe fn PyStackRef_AsPyObjectNew(r: &StackRef) -> Owned {
    owned(unsafe { PyStackRef_AsPyObjectBorrow(r) }.0)
}
pub unsafe fn PyStackRef_AsPyObjectSteal(r: StackRef) -> Owned {
    unsafe { Owned::adopt(PyStackRef_AsPyObjectBorrow(&r)) }
}
pub unsafe fn PyStackRef_FromPyObjectNew(o: ObjPtr<'_>) -> StackRef {
    StackRef::new(owned(o.0))
}
pub unsafe fn PyStackRef_FromPyObjectSteal(o: Owned) -> StackRef {
    StackRef::new(o)
}
pub unsafe fn PyStackRef_FromPyObjectImmortal(o: ObjPtr<'_>) -> StackRef {
    StackRef::new(owned(o.0))
}
pub unsafe fn PyStackRef_DUP(r: &StackRef) -> StackRef {
    StackRef::new(unsafe { PyStackRef_AsPyObjectNew(r) })
}
pub unsafe fn PyStackRef_CLOSE(r: StackRef) {
    assert!(unsafe { !PyStackRef_IsNull(&r) });
    r.close();
}
pub unsafe fn PyStackRef_XCLOSE(r: StackRef) {
    r.close();
}
pub unsafe fn PyStackRef_CLOSE_SPECIALIZED(r: StackRef, _: Option<destructor>) {
    r.close();
}
pub unsafe fn _PyLong_ExactDealloc(_: ObjPtr<'_>) {}
pub unsafe fn PyStackRef_CLOSE_ARRAY(array: *mut StackRef, count: i32) {
    for index in (0..count as isize).rev() {
        unsafe { array.offset(index).read().close() };
    }
}
pub unsafe fn DEAD(_: StackRef) {}
pub unsafe fn PyStackRef_IsNull(r: &StackRef) -> bool {
    unsafe { PyStackRef_AsPyObjectBorrow(r) }.is_null()
}
pub unsafe fn PyStackRef_Is(a: &StackRef, b: &StackRef) -> bool {
    unsafe { PyStackRef_AsPyObjectBorrow(a) == PyStackRef_AsPyObjectBorrow(b) }
}
pub unsafe fn Py_DECREF(o: Owned) {
    assert!(!o.is_null());
}
pub unsafe fn Py_XDECREF(_: Owned) {}
pub unsafe fn Py_NewRef(o: ObjPtr<'_>) -> Owned {
    owned(o.0)
}
pub unsafe fn Py_INCREF(o: ObjPtr<'_>) {
    std::mem::forget(owned(o.0));
}
pub unsafe fn Py_IsNone(o: ObjPtr<'_>) -> bool {
    unsafe { o == Py_None() }
}
pub unsafe fn Py_SETREF(place: *mut ObjSlot, value: Owned) {
    unsafe {
        let old = Owned::adopt((*place).get());
        (*place).put(value);
        drop(old);
    }
}
pub unsafe fn PyLong_FromLong(value: i64) -> Owned {
    new_int(value)
}
pub unsafe fn PyLong_AsLong(o: ObjPtr<'_>) -> i64 {
    int(o)
}
pub unsafe fn PyLong_CheckExact(o: ObjPtr<'_>) -> bool {
    matches!(o.get().content, Content::Int(_))
}
pub unsafe fn _PyLong_IsZero(o: ObjPtr<'_, PyLongObject>) -> bool {
    int(o.upcast()) == 0
}
pub unsafe fn _PyLong_Add(a: ObjPtr<'_, PyLongObject>, b: ObjPtr<'_, PyLongObject>) -> Owned {
    new_int(int(a.upcast()) + int(b.upcast()))
}
pub unsafe fn PyNumber_Negative(o: ObjPtr<'_>) -> Owned {
    match o.get().content {
        Content::Int(value) => new_int(-value),
        _ => Owned::null(),
    }
}
pub unsafe fn PyObject_IsTrue(o: ObjPtr<'_>) -> i32 {
    match &o.get().content {
        Content::Int(value) => (*value != 0).into(),
        Content::Tuple(items) => (!items.is_empty()).into(),
        Content::None => 0,
    }
}
pub unsafe fn PyTuple_CheckExact(o: ObjPtr<'_>) -> bool {
    matches!(o.get().content, Content::Tuple(_))
}
pub unsafe fn PyTuple_GET_SIZE(o: ObjPtr<'_>) -> isize {
    items(o).len() as isize
}
pub unsafe fn PyTuple_GET_ITEM<'a>(o: ObjPtr<'a>, index: isize) -> ObjPtr<'a> {
    ObjPtr(items(o)[index as usize], PhantomData)
}
pub unsafe fn _PyTuple_ITEMS(o: ObjPtr<'_>) -> *mut ObjSlot {
    items(o).as_ptr().cast::<ObjSlot>().cast_mut()
}
pub unsafe fn PyObject_GetItem(o: ObjPtr<'_>, key: ObjPtr<'_>) -> Owned {
    match items(o).get(int(key) as usize) {
        Some(item) => owned(*item),
        None => Owned::null(),
    }
}
pub unsafe fn PyMapping_GetOptionalItem(o: ObjPtr<'_>, key: ObjPtr<'_>, result: Option<&mut Owned>) -> i32 {
    let found = unsafe { PyObject_GetItem(o, key) };
    let status = i32::from(!found.is_null());
    if let Some(result) = result {
        *result = found;
    }
    status
}
pub unsafe fn _PyBuildSlice_ConsumeRefs(a: Owned, b: Owned) -> Owned {
    new_tuple(vec![a, b])
}
pub unsafe fn _PyTuple_FromStackRefStealOnSuccess(array: *mut StackRef, count: isize) -> Owned {
    let take = |index| unsafe { PyStackRef_AsPyObjectSteal(array.offset(index).read()) };
    new_tuple((0..count).map(take).collect())
}
pub unsafe fn PyCell_SwapTakeRef(_: ObjPtr<'_>, value: Owned) -> Owned {
    value
}

/// An array of borrowed pointers.
pub struct PyObjectArray(Vec<ObjPtr<'static>>);

impl PyObjectArray {
    pub fn as_ptr(&self) -> *const ObjPtr<'static> {
        self.0.as_ptr()
    }
}
pub unsafe fn STACKREFS_TO_PYOBJECTS(array: *mut StackRef, count: i32) -> PyObjectArray {
    let one = |index| unsafe { PyStackRef_AsPyObjectBorrow(&*array.offset(index)).detach() };
    PyObjectArray((0..count as isize).map(one).collect())
}
pub unsafe fn CONVERSION_FAILED(_: &PyObjectArray) -> bool {
    false
}
pub unsafe fn STACKREFS_TO_PYOBJECTS_CLEANUP(_: PyObjectArray) {}
pub unsafe fn PyObject_Vectorcall(
    callable: ObjPtr<'_>,
    arguments: *const ObjPtr<'_>,
    count: usize,
    _: ObjPtr<'_>,
) -> Owned {
    let mut sum = int(callable);
    for index in 0..count {
        sum += int(unsafe { *arguments.add(index) }.upcast());
    }
    new_int(sum)
}

pub unsafe fn GETLOCAL(frame: *mut InterpreterFrame, index: i32) -> *mut StackRef {
    unsafe { (&raw mut (*frame).localsplus).cast::<StackRef>().offset(index as isize) }
}
pub unsafe fn _PyFrame_GetStackPointer(_: *mut InterpreterFrame) -> *mut StackRef {
    std::ptr::null_mut()
}

unsafe fn next_item(o: ObjPtr<'_>) -> Owned {
    match o.get().content {
        Content::Int(value) if value > 0 => new_int(value - 1),
        _ => Owned::null(),
    }
}

unsafe fn negate(o: ObjPtr<'_>) -> Owned {
    new_int(-int(o))
}

unsafe fn twice(o: ObjPtr<'_>) -> Owned {
    new_int(2 * int(o))
}

pub type conversion_func = unsafe fn(ObjPtr<'_>) -> Owned;
pub static _PyEval_ConversionFuncs: &[Option<conversion_func>] = &[Some(negate), Some(twice)];
pub static _PyOpcode_Caches: &[u8] = &[0, 3, 1, 5];
pub const METH_O: i32 = 8;
pub const UINT16_MAX: i32 = 65535;

pub unsafe fn Py_TYPE<'a>(_: ObjPtr<'a>) -> ObjPtr<'a, PyTypeObject> {
    static mut TYPE: PyTypeObject = PyTypeObject {
        header: PyObject { references: std::cell::Cell::new(-1), content: Content::None },
        iternext: Some(next_item),
    };
    ObjPtr((&raw mut TYPE).cast(), PhantomData)
}
pub unsafe fn COMPARISON_BIT<T: PartialOrd>(a: T, b: T) -> i32 {
    if a < b {
        2
    } else if a > b {
        4
    } else if a == b {
        8
    } else {
        1
    }
}
pub unsafe fn Py_FatalError(_: *const c_char) -> ! {
    std::process::abort()
}
