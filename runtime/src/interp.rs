//! The generated interpreter: bodies, and arms that run them.
//!
//! The text is `generated/interp/`, written by `make regen`. Here is what it is compiled with: the helper vocabulary, and
//! what lints are told of code that follows its definitions to the letter.

#![allow(unsafe_code, reason = "bodies work with C's pointers, arms with the stack in memory")]
#![allow(unsafe_op_in_unsafe_fn, reason = "a body is unsafe as a whole, on the terms of its definition")]
#![allow(
    non_snake_case,
    non_camel_case_types,
    non_upper_case_globals,
    reason = "instructions, labels and variables have the names of their definitions"
)]
#![allow(
    missing_docs,
    clippy::missing_safety_doc,
    reason = "arms and bodies are called by the loop only, on the terms of `Cx`"
)]
#![allow(
    unused_variables,
    unused_mut,
    unused_assignments,
    unused_unsafe,
    dead_code,
    clippy::all,
    reason = "the style is that of the definitions; what a configuration leaves out leaves names unused"
)]

use crate::abi::constants::*;
use crate::abi::error::*;
use crate::abi::eval::*;
use crate::abi::frame::*;
use crate::abi::number::*;
use crate::abi::object::*;
use crate::abi::stackref::*;
use crate::abi::tables::*;
use crate::abi::types::*;
use crate::abi::*;
use crate::eval::arm::*;
use crate::eval::cx::*;
use crate::eval::frame::InterpreterFrame;
use crate::eval::thread::ThreadState;
use crate::eval::unit::CodeUnit;
use crate::specialize::attribute::*;
use crate::specialize::call::*;
use crate::specialize::operands::*;
use crate::value::StackRef;
use cpython_isa::Opcode;
use std::ffi::c_char;

#[rustfmt::skip]
#[path = "../../generated/interp/abi_check.rs"]
mod abi_check;
#[rustfmt::skip]
#[path = "../../generated/interp/bodies.rs"]
pub mod bodies;
#[rustfmt::skip]
#[path = "../../generated/interp/tier1.rs"]
pub mod tier1;

/// Bodies that are written by hand, on signatures that `abi_check` holds them to.
mod by_hand {
    use super::*;

    /// The end of a trace: the interpreter of instructions goes on where the trace left.
    pub unsafe fn _EXIT_TRACE<M: Mode>(cx: &mut Cx, exit: ObjPtr<'static>) -> Result<(), Exit> {
        todo!()
    }
}

/// An instruction that 3.14 does not have. The verifier lets none of them through, so only something that writes into running
/// code can bring one here.
#[cold]
unsafe fn unknown_opcode(cx: &mut Cx) -> Next {
    cx.this_instr = cx.next_instr;
    (*cx.frame).instr_ptr = cx.this_instr;
    _PyErr_Format_unknown(cx.tstate, cx.opcode);
    Next::Label(Label::error)
}
