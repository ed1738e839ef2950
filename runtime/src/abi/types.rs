//! The structs that bodies look into, under CPython's names, and how.

use std::ptr;

use super::object::PyCFunction;
use super::pointer::{ObjPtr, ObjSlot, Owned};
use super::vm;
pub use crate::eval::frame::InterpreterFrame;
pub use crate::eval::thread::{CallableCache, ErrStackItem, InterpreterState, evalframefunc};
pub use crate::eval::unit::{BackoffCounter, CodeUnit};
pub use crate::objects::cell::Cell as PyCellObject;
pub use crate::objects::code::Code as PyCodeObject;
use crate::objects::descriptors::Descriptor;
pub use crate::objects::dict::{Dict as PyDictObject, DictKeys};
pub use crate::objects::float::Float as PyFloatObject;
pub use crate::objects::frame::Frame as PyFrameObject;
pub use crate::objects::function::Function as PyFunctionObject;
pub use crate::objects::generator::Generator as PyGenObject;
pub use crate::objects::int::Int as PyLongObject;
pub use crate::objects::list::{List as PyListObject, ListIter as PyListIterObject};
pub use crate::objects::method::Method as PyMethodObject;
pub use crate::objects::module::Module as PyModuleObject;
pub use crate::objects::set::Set as PySetObject;
pub use crate::objects::tuple::{Tuple as PyTupleObject, TupleIter as PyTupleIterObject};
pub use crate::objects::type_::{Type as PyTypeObject, Type as PyHeapTypeObject};
use crate::value::Layout;

/// `PyMethodDescrObject`
pub use crate::objects::descriptors::Descriptor as PyMethodDescrObject;
/// `PyRangeIterObject`
pub use crate::objects::range::RangeIter as PyRangeIterObject;

/// `_PyExecutorObject`: a trace.
#[repr(C)]
pub struct PyExecutorObject {
    pub vm_data: ExecutorData,
}

/// `_PyVMData`
#[repr(C)]
pub struct ExecutorData {
    pub opcode: u8,
    pub oparg: u8,
    pub valid: bool,
    pub warm: bool,
    pub chain_depth: u8,
    pub index: i32,
    pub code: ObjSlot,
}

/// `_PyExecutorArray`
#[repr(C)]
pub struct ExecutorArray {
    pub executors: [ObjPtr<'static, PyExecutorObject>; 0],
}

/// `_PyExitData`
#[repr(C)]
pub struct ExitData {
    pub target: u32,
    pub temperature: BackoffCounter,
    pub executor: ObjSlot,
}

/// `_PyCoMonitoringData`
#[repr(C)]
pub struct CoMonitoringData {
    pub lines: *mut CoLineInstrumentationData,
}

/// `_PyCoLineInstrumentationData`
#[repr(C)]
pub struct CoLineInstrumentationData {
    pub bytes_per_entry: u8,
    pub data: [u8; 0],
}

/// `PyDictUnicodeEntry`
#[repr(C)]
pub struct DictUnicodeEntry {
    pub me_key: ObjSlot,
    pub me_value: ObjSlot,
}

const _: () = assert!(size_of::<DictUnicodeEntry>() == size_of::<crate::objects::dict::DictUnicodeEntry>());

/// `PyDictValues`
#[repr(C, align(8))]
pub struct DictValues {
    pub capacity: u8,
    pub size: u8,
    pub embedded: u8,
    pub valid: u8,
    pub values: [ObjPtr<'static>; 0],
}

const _: () = assert!(size_of::<DictValues>() == size_of::<crate::objects::dict::DictValues>());

/// Makes an object of one.
pub type unaryfunc = unsafe fn(ObjPtr<'_>) -> Owned;
/// Makes an object of two.
pub type binaryfunc = unsafe fn(ObjPtr<'_>, ObjPtr<'_>) -> Owned;
/// The next item of an iterator; NULL without an exception says that there is none.
pub type iternextfunc = unsafe fn(ObjPtr<'_>) -> Owned;
/// `iter(object)`
pub type getiterfunc = unsafe fn(ObjPtr<'_>) -> Owned;
/// Makes an instance.
pub type allocfunc = unsafe fn(ObjPtr<'_, PyTypeObject>, isize) -> Owned;
/// `tp_vectorcall`
pub type vectorcallfunc = unsafe fn(ObjPtr<'_>, *const ObjPtr<'_>, usize, ObjPtr<'_>) -> Owned;
/// Makes a string of an object.
pub type conversion_func = unsafe fn(ObjPtr<'_>) -> Owned;

/// `PyAsyncMethods`
#[repr(C)]
pub struct AsyncMethods {
    pub am_aiter: Option<unaryfunc>,
    pub am_anext: Option<unaryfunc>,
}

unsafe fn aiter(object: ObjPtr<'_>) -> Owned {
    let vm = vm();
    match object.obj().ty().slots.aiter.get() {
        Some(aiter) => aiter(vm, object.obj()).into(),
        None => Owned::null(),
    }
}

unsafe fn anext(object: ObjPtr<'_>) -> Owned {
    let vm = vm();
    match object.obj().ty().slots.anext.get() {
        Some(anext) => anext(vm, object.obj()).into(),
        None => Owned::null(),
    }
}

/// The four kinds of types, by what they can do.
static ASYNC_METHODS: [AsyncMethods; 4] = [
    AsyncMethods { am_aiter: None, am_anext: None },
    AsyncMethods { am_aiter: Some(aiter), am_anext: None },
    AsyncMethods { am_aiter: None, am_anext: Some(anext) },
    AsyncMethods { am_aiter: Some(aiter), am_anext: Some(anext) },
];

unsafe fn iternext(object: ObjPtr<'_>) -> Owned {
    let vm = vm();
    match object.obj().ty().slots.iternext.get() {
        Some(next) => match next(vm, object.obj()) {
            Ok(item) => item.into(),
            Err(_) => Owned::null(),
        },
        None => Owned::null(),
    }
}

unsafe fn iter(object: ObjPtr<'_>) -> Owned {
    vm().iter(object.obj()).into()
}

/// Finds an attribute. Bodies compare one with another.
pub type getattrofunc = unsafe fn(ObjPtr<'_>, ObjPtr<'_>) -> Owned;

unsafe fn any_getattro(object: ObjPtr<'_>, attribute: ObjPtr<'_>) -> Owned {
    // SAFETY: the same contract.
    unsafe { super::object::PyObject_GetAttr(object, attribute) }
}

unsafe fn module_getattro(module: ObjPtr<'_>, attribute: ObjPtr<'_>) -> Owned {
    debug_assert!(module.obj().cast::<PyModuleObject>().is_some());
    // SAFETY: the same contract.
    unsafe { super::object::PyObject_GetAttr(module, attribute) }
}

/// A guard and an action that `BINARY_OP_EXTEND` has in its cache: `_PyBinaryOpSpecializationDescr`.
#[repr(C)]
pub struct BinaryOpSpecialization {
    pub guard: Option<binaryopguardfunc>,
    pub action: Option<binaryfunc>,
}

/// Whether the operands are those that an action is for.
pub type binaryopguardfunc = unsafe fn(ObjPtr<'_>, ObjPtr<'_>) -> i32;

/// `newfunc`, as something to compare.
#[derive(Clone, Copy)]
pub struct newfunc(crate::objects::type_::NewFn);

impl PartialEq for newfunc {
    fn eq(&self, other: &Self) -> bool {
        ptr::fn_addr_eq(self.0, other.0)
    }
}

impl PyTypeObject {
    /// `tp_name`
    #[inline]
    pub fn tp_name(&self) -> &str {
        self.name()
    }

    /// `tp_flags`
    #[inline(always)]
    pub fn tp_flags(&self) -> u64 {
        self.flags()
    }

    /// `tp_version_tag`
    #[inline(always)]
    pub fn tp_version_tag(&self) -> u32 {
        self.version_tag()
    }

    /// `tp_dictoffset`
    #[inline(always)]
    pub fn tp_dictoffset(&self) -> isize {
        self.dictoffset()
    }

    /// `tp_as_async`
    pub fn tp_as_async(&self) -> *mut AsyncMethods {
        let which =
            usize::from(self.slots.aiter.get().is_some()) + 2 * usize::from(self.slots.anext.get().is_some());
        // Bodies only read it.
        ptr::from_ref(&ASYNC_METHODS[which]).cast_mut()
    }

    /// `tp_iter`
    pub fn tp_iter(&self) -> Option<getiterfunc> {
        self.slots.iter.get().map(|_| iter as getiterfunc)
    }

    /// `tp_iternext`
    #[inline]
    pub fn tp_iternext(&self) -> Option<iternextfunc> {
        self.slots.iternext.get().map(|_| iternext as iternextfunc)
    }

    /// `tp_getattro`
    pub fn tp_getattro(&self) -> Option<getattrofunc> {
        let own = self.slots.getattro.get()?;
        let is = |other| ptr::fn_addr_eq(own, other);
        Some(if is(crate::objects::object::GENERIC_GETATTR) {
            super::object::PyObject_GenericGetAttr
        } else if vm().types.module().slots.getattro.get().is_some_and(is) {
            module_getattro
        } else {
            any_getattro
        })
    }

    /// `tp_new`
    pub fn tp_new(&self) -> Option<newfunc> {
        self.slots.new.get().map(newfunc)
    }

    /// `tp_alloc`
    pub fn tp_alloc(&self) -> Option<allocfunc> {
        Some(super::object::PyType_GenericAlloc as allocfunc)
    }

    /// `tp_vectorcall`: what a call of the class does, if specialised calls may ask for it directly.
    pub fn tp_vectorcall(&self) -> Option<vectorcallfunc> {
        (!self.is_heap_type()).then_some(super::object::PyObject_Vectorcall as vectorcallfunc)
    }

    /// `ht_cached_keys`
    #[inline(always)]
    pub fn ht_cached_keys(&self) -> *mut DictKeys {
        self.cached_keys().map_or(ptr::null_mut(), |keys| keys.as_ptr())
    }
}

impl PyFunctionObject {
    /// `func_code`
    #[inline(always)]
    pub fn code_ptr(&self) -> ObjPtr<'_> {
        // SAFETY: whoever uses the result does not set the attribute before.
        unsafe { self.code.borrow() }.into()
    }

    /// `func_code`
    #[inline(always)]
    pub fn func_code(&self) -> ObjPtr<'_> {
        self.code_ptr()
    }

    /// `func_globals`
    #[inline(always)]
    pub fn globals_ptr(&self) -> ObjPtr<'_> {
        // SAFETY: the globals of a function are never set again.
        unsafe { self.globals.borrow() }.map(|globals| globals.obj()).into()
    }

    /// `func_builtins`
    #[inline(always)]
    pub fn builtins_ptr(&self) -> ObjPtr<'_> {
        // SAFETY: the builtins of a function are never set again.
        unsafe { self.builtins.borrow() }.into()
    }

    /// `func_closure`
    #[inline(always)]
    pub fn func_closure(&self) -> ObjPtr<'_> {
        // SAFETY: the closure of a function is never set again.
        unsafe { self.closure.borrow() }.map(|closure| closure.obj()).into()
    }

    /// `func_qualname`
    #[inline(always)]
    pub fn func_qualname(&self) -> ObjPtr<'_> {
        // SAFETY: whoever uses the result does not set the attribute before.
        unsafe { self.qualname.borrow() }.map(|qualname| qualname.obj()).into()
    }

    /// The place of `func_qualname`
    pub fn func_qualname_ptr(&self) -> *mut ObjSlot {
        ptr::from_ref(&self.qualname).cast_mut().cast()
    }

    /// `vectorcall`
    #[inline(always)]
    pub fn vectorcall(&self) -> Option<vectorcallfunc> {
        Some(super::object::_PyFunction_Vectorcall as vectorcallfunc)
    }
}

impl PyCodeObject {
    /// `co_flags`
    #[inline(always)]
    pub fn co_flags(&self) -> i32 {
        self.flags().0 as i32
    }

    /// `co_argcount`
    #[inline(always)]
    pub fn co_argcount(&self) -> i32 {
        self.argcount() as i32
    }

    /// `co_kwonlyargcount`
    #[inline(always)]
    pub fn co_kwonlyargcount(&self) -> i32 {
        self.kwonlyargcount() as i32
    }

    /// `co_framesize`
    #[inline(always)]
    pub fn co_framesize(&self) -> i32 {
        self.framesize() as i32
    }

    /// `co_nlocalsplus`
    #[inline(always)]
    pub fn co_nlocalsplus(&self) -> i32 {
        self.nlocalsplus() as i32
    }

    /// `co_nfreevars`
    #[inline(always)]
    pub fn co_nfreevars(&self) -> i32 {
        self.nfreevars() as i32
    }

    /// `co_version`
    #[inline(always)]
    pub fn co_version(&self) -> u32 {
        self.version()
    }

    /// `co_localsplusnames`
    #[inline(always)]
    pub fn co_localsplusnames(&self) -> ObjPtr<'_> {
        self.localsplusnames().obj().into()
    }

    /// `_co_instrumentation_version`
    #[inline(always)]
    pub fn _co_instrumentation_version(&self) -> usize {
        self.instrumentation_version()
    }

    /// `_co_monitoring`: no tool monitors code.
    pub fn _co_monitoring(&self) -> *mut CoMonitoringData {
        ptr::null_mut()
    }
}

impl PyMethodObject {
    /// `im_func`
    #[inline(always)]
    pub fn im_func(&self) -> ObjPtr<'_> {
        self.function().into()
    }

    /// `im_self`
    #[inline(always)]
    pub fn im_self(&self) -> ObjPtr<'_> {
        self.this().into()
    }
}

pub use crate::objects::type_::MethodDef;

impl MethodDef {
    /// `ml_meth`
    #[inline(always)]
    pub fn ml_meth(&self) -> Option<PyCFunction> {
        // SAFETY: definitions of methods are statics.
        Some(unsafe { &*ptr::from_ref(self) })
    }
}

impl PyHeapTypeObject {
    /// `_spec_cache.getitem`
    pub fn _spec_cache_getitem(&self) -> ObjPtr<'_> {
        // SAFETY: the cache is not written to while the body looks at it.
        unsafe { self.spec_cache.getitem.borrow() }.map(|function| function.obj()).into()
    }

    /// `_spec_cache.getitem_version`
    pub fn _spec_cache_getitem_version(&self) -> u32 {
        self.spec_cache.getitem_version.get()
    }

    /// `_spec_cache.init`
    pub fn _spec_cache_init(&self) -> ObjPtr<'_> {
        // SAFETY: as above.
        unsafe { self.spec_cache.init.borrow() }.map(|function| function.obj()).into()
    }
}

impl Descriptor {
    /// `d_method`; NULL if it stands for no method.
    #[inline(always)]
    pub fn d_method(&self) -> *mut MethodDef {
        self.method_def().map_or(ptr::null_mut(), |def| ptr::from_ref(def).cast_mut())
    }

    /// `d_common.d_type`
    #[inline(always)]
    pub fn d_common_d_type(&self) -> ObjPtr<'_, PyTypeObject> {
        // SAFETY: the class of a descriptor is never set again.
        unsafe { self.class().borrow() }.map(|class| class.obj()).into()
    }
}

impl PyModuleObject {
    /// `md_dict`
    #[inline(always)]
    pub fn md_dict(&self) -> ObjPtr<'_> {
        // SAFETY: the dict of a module is never set again.
        unsafe { self.dict_borrowed() }.obj().into()
    }
}

impl PyListIterObject {
    /// `it_index`
    #[inline(always)]
    pub fn it_index(&self) -> isize {
        self.index.get()
    }

    /// Sets `it_index`.
    #[inline(always)]
    pub fn set_it_index(&self, index: isize) {
        self.index.set(index);
    }

    /// `it_seq`
    #[inline(always)]
    pub fn it_seq(&self) -> ObjPtr<'_, PyListObject> {
        // SAFETY: whoever uses the result does not set the field before.
        unsafe { self.seq.borrow() }.map(|seq| seq.obj()).into()
    }

    /// Sets `it_seq`. What was there is not released: the body has taken it over.
    #[inline(always)]
    pub fn set_it_seq(&self, seq: Owned<PyListObject>) {
        debug_assert!(seq.is_null());
        self.seq.leak();
    }
}

impl PyTupleIterObject {
    /// `it_index`
    #[inline(always)]
    pub fn it_index(&self) -> isize {
        self.index.get()
    }

    /// Sets `it_index`.
    #[inline(always)]
    pub fn set_it_index(&self, index: isize) {
        self.index.set(index);
    }

    /// `it_seq`
    #[inline(always)]
    pub fn it_seq(&self) -> ObjPtr<'_, PyTupleObject> {
        // SAFETY: whoever uses the result does not set the field before.
        unsafe { self.seq.borrow() }.map(|seq| seq.obj()).into()
    }

    /// Sets `it_seq`. What was there is not released: the body has taken it over.
    #[inline(always)]
    pub fn set_it_seq(&self, seq: Owned<PyTupleObject>) {
        debug_assert!(seq.is_null());
        self.seq.leak();
    }
}

impl PyRangeIterObject {
    /// `start`
    #[inline(always)]
    pub fn start(&self) -> i64 {
        self.start.get()
    }

    /// Sets `start`.
    #[inline(always)]
    pub fn set_start(&self, start: i64) {
        self.start.set(start);
    }

    /// `step`
    #[inline(always)]
    pub fn step(&self) -> i64 {
        self.step
    }

    /// `len`
    #[inline(always)]
    pub fn len(&self) -> i64 {
        self.len.get()
    }

    /// Whether no numbers are left.
    pub fn is_empty(&self) -> bool {
        self.len.get() <= 0
    }

    /// Sets `len`.
    #[inline(always)]
    pub fn set_len(&self, len: i64) {
        self.len.set(len);
    }
}

/// `PyStopIterationObject`
pub(crate) use crate::objects::exceptions::StopIteration as PyStopIterationObject;

impl PyStopIterationObject {
    /// `value`
    pub(crate) fn value(&self) -> ObjPtr<'_> {
        // SAFETY: whoever uses the result does not set the attribute before.
        unsafe { self.value.borrow() }.into()
    }
}

macro_rules! types {
    ($($name:ident: $ty:ident;)*) => {
        $(
            #[inline]
            pub unsafe fn $name() -> ObjPtr<'static, PyTypeObject> {
                // SAFETY: built-in types live as long as the VM.
                unsafe { ObjPtr::from_word(vm().types.$ty().ptr().obj().word()) }
            }
        )*
    };
}

types! {
    PyType_Type: type_;
    PyBaseObject_Type: object;
    PyBool_Type: bool;
    PyCell_Type: cell;
    PyDict_Type: dict;
    PyFloat_Type: float;
    PyFrozenSet_Type: frozenset;
    PyList_Type: list;
    PyLong_Type: int;
    PySet_Type: set;
    PySlice_Type: slice;
    _PyInterpolation_Type: interpolation;
    _PyNone_Type: none;
    _PyTemplate_Type: template;
    PyUnicode_Type: str;
    PyTuple_Type: tuple;
    PyFunction_Type: function;
    PyMethod_Type: method;
    PyMethodDescr_Type: method_descriptor;
    PySuper_Type: super_;
    PyModule_Type: module;
    PyGen_Type: generator;
    PyCoro_Type: coroutine;
    PyListIter_Type: list_iterator;
    PyTupleIter_Type: tuple_iterator;
    PyRangeIter_Type: range_iterator;
}
