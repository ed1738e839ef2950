//! What only bodies of the abstract interpreter call.

use super::object::name;
use super::types::{PyCodeObject, PyModuleObject, PyTypeObject};
use super::vm;
use super::{ObjPtr, Owned};
use crate::eval::thread::InterpreterState;
use crate::objects::int::{Int, IntRef};
use crate::optimizer::UopInstruction;
use crate::protocol::nb;

pub const INT32_MAX: i32 = i32::MAX;
pub const INTRINSIC_LIST_TO_TUPLE: i32 = 6;
pub const NB_FLOOR_DIVIDE: i32 = nb::FLOOR_DIVIDE as i32;
pub const NB_INPLACE_ADD: i32 = (nb::ADD + nb::INPLACE) as i32;
pub const NB_MATRIX_MULTIPLY: i32 = nb::MATRIX_MULTIPLY as i32;
pub const NB_MULTIPLY: i32 = nb::MULTIPLY as i32;
pub const NB_POWER: i32 = nb::POWER as i32;
pub const NB_REMAINDER: i32 = nb::REMAINDER as i32;
pub const NB_SUBTRACT: i32 = nb::SUBTRACT as i32;
pub const NB_TRUE_DIVIDE: i32 = nb::TRUE_DIVIDE as i32;
/// Which of the watchers of dicts is the optimizer's.
pub const GLOBALS_WATCHER_ID: i32 = 1;
/// Which of the watchers of types is the optimizer's.
pub const TYPE_WATCHER_ID: i32 = 0;
pub const _Py_MAX_ALLOWED_GLOBALS_MODIFICATIONS: u64 = 6;

/// Makes another micro-op of one: its operand becomes `operand0`.
#[inline(always)]
pub unsafe fn REPLACE_OP(instruction: *mut UopInstruction, opcode: i32, oparg: i32, operand: u64) {
    // SAFETY: the body passes a micro-op of the trace.
    unsafe {
        (*instruction).opcode = opcode as u16;
        (*instruction).oparg = oparg as u16;
        (*instruction).operand0 = operand;
    }
}

#[inline(always)]
pub unsafe fn PyModule_CheckExact(object: ObjPtr<'_>) -> bool {
    object.obj().ty().is(vm().types.module())
}

#[inline(always)]
pub unsafe fn _PyInterpreterState_GET() -> *mut InterpreterState {
    // SAFETY: the thread state lives as long as the VM.
    unsafe { (*vm().thread()).interp }
}

#[inline(always)]
pub unsafe fn _PyLong_IsNegative(number: ObjPtr<'_, Int>) -> bool {
    IntRef::of(number.obj()).is_some_and(IntRef::is_negative)
}

pub unsafe fn PyFloat_FromDouble(value: f64) -> Owned {
    vm().float(value).into()
}

pub unsafe fn PyType_IsSubtype(ty: ObjPtr<'_, PyTypeObject>, of: ObjPtr<'_, PyTypeObject>) -> bool {
    // SAFETY: types are alive while they are asked.
    unsafe { ty.get().is_subtype(of.get()) }
}

pub unsafe fn _PyModule_GetDict(module: ObjPtr<'_>) -> ObjPtr<'_> {
    // SAFETY: the body has made sure of the type.
    unsafe { module.cast::<PyModuleObject>().get().md_dict() }
}

pub unsafe fn _PyType_Lookup<'a>(ty: ObjPtr<'a, PyTypeObject>, attribute: ObjPtr<'_>) -> ObjPtr<'a> {
    // SAFETY: the body uses the result before it runs anything that may change a type.
    let found = unsafe { ty.get().lookup_borrowed(vm(), name(attribute)) };
    found.get().map_or(ObjPtr::null(), ObjPtr::from)
}

impl PyCodeObject {
    /// `co_consts`
    pub fn co_consts(&self) -> ObjPtr<'_> {
        self.consts().obj().into()
    }

    /// `co_names`
    pub fn co_names(&self) -> ObjPtr<'_> {
        self.names().obj().into()
    }
}
