//! Attributes are specialised by where they are found.

use super::unspecialize;
use crate::abi::pointer::ObjPtr;
use crate::eval::unit::CodeUnit;
use crate::value::StackRef;

/// `_Py_Specialize_LoadAttr`: attributes are looked up each time.
pub unsafe fn _Py_Specialize_LoadAttr(_: &StackRef, instruction: *mut CodeUnit, _: ObjPtr<'_>) {
    // SAFETY: the loop's instruction.
    unsafe { unspecialize(instruction) }
}

/// `_Py_Specialize_StoreAttr`: attributes are set in the general way each time.
pub unsafe fn _Py_Specialize_StoreAttr(_: &StackRef, instruction: *mut CodeUnit, _: ObjPtr<'_>) {
    // SAFETY: the loop's instruction.
    unsafe { unspecialize(instruction) }
}
