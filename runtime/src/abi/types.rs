//! The structs that bodies look into, under CPython's names.

use super::pointer::{ObjPtr, ObjSlot};
use crate::objects::function::Function;

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

impl Function {
    /// `func_code`
    #[inline(always)]
    pub fn code_ptr(&self) -> ObjPtr<'_> {
        // SAFETY: whoever uses the result does not set the attribute before.
        unsafe { self.code.borrow() }.into()
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
}
