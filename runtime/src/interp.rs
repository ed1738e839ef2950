//! The generated interpreter: bodies, and arms that run them.
//!
//! The text is `generated/interp/`, written by `make regen`. Here is what it is compiled with: the helper vocabulary,
//! and what lints are told of code that follows its definitions to the letter.

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
    unpredictable_function_pointer_comparisons,
    clippy::all,
    reason = "the style is that of the definitions; what a configuration leaves out leaves names unused"
)]

use crate::abi::constants::*;
use crate::abi::error::*;
use crate::abi::eval::*;
use crate::abi::frame::*;
use crate::abi::number::*;
use crate::abi::object::*;
use crate::abi::optimizer::*;
use crate::abi::stackref::*;
use crate::abi::tables::*;
use crate::abi::types::*;
use crate::abi::*;
use crate::eval::arm::*;
use crate::eval::cx::*;
use crate::eval::frame::InterpreterFrame;
use crate::eval::thread::{InterpreterState, ThreadState};
use crate::eval::unit::CodeUnit;
use crate::optimizer::*;
use crate::specialize::attribute::*;
use crate::specialize::call::*;
use crate::specialize::operands::*;
use crate::value::StackRef;
use cpython_isa::{Opcode, Uop};
use std::ffi::c_char;

#[rustfmt::skip]
#[path = "../../generated/interp/abi_check.rs"]
mod abi_check;
#[rustfmt::skip]
#[path = "../../generated/interp/bodies.rs"]
pub mod bodies;
#[rustfmt::skip]
#[path = "../../generated/interp/optimizer.rs"]
pub mod optimizer;
#[rustfmt::skip]
#[path = "../../generated/interp/tier1.rs"]
pub mod tier1;
#[rustfmt::skip]
#[path = "../../generated/interp/tier2.rs"]
pub mod tier2;

/// Bodies that are written by hand, on signatures that `abi_check` holds them to.
mod by_hand {
    use super::*;

    /// The end of a trace: the interpreter of instructions goes on where the trace left.
    pub unsafe fn _EXIT_TRACE<M: Mode>(cx: &mut Cx, exit: ObjPtr<'static>) -> Result<(), Exit> {
        let side_exit = exit.word() as *mut ExitData;
        let target = _PyFrame_GetBytecode(cx.frame).offset((*side_exit).target as isize);
        if (*side_exit).executor.is_null() {
            let temperature = (*side_exit).temperature;
            (*side_exit).temperature = if backoff_counter_triggers(temperature) {
                // There is no optimizer that could make a trace of what follows.
                restart_backoff_counter(temperature)
            } else {
                advance_backoff_counter(temperature)
            };
            cx.next_instr = target;
            return Err(Exit::TierOne);
        }
        cx.current_executor = (*side_exit).executor.get().cast();
        Err(Exit::TierTwo)
    }
}

/// An instruction that 3.14 does not have. The verifier lets none of them through, so only something that writes into
/// running code can bring one here.
#[cold]
#[inline(never)]
pub(crate) unsafe fn unknown_opcode(cx: &mut Cx) -> Next {
    cx.this_instr = cx.next_instr;
    (*cx.frame).instr_ptr = cx.this_instr;
    let _ = crate::vm::vm().system_error(format_args!("unknown opcode {}", cx.opcode));
    Next::Label(Label::error)
}

/// A micro-op that 3.14 does not have, or that tier 2 cannot have: the optimizer has been asked about a trace of
/// another version.
#[cold]
#[inline(never)]
fn unknown_abstract_micro_op(number: i32) -> Result<(), Exit> {
    let _ = crate::vm::vm().system_error(format_args!("unknown micro-op {number}"));
    Err(Exit::Error(0))
}

/// An arm as a function of its own.
pub(crate) type Arm = unsafe fn(&mut Cx) -> Next;

macro_rules! arms {
    ($($number:literal $kind:ident $arm:ident;)*) => {{
        let mut arms: [Arm; 256] = [unknown_opcode; 256];
        $(
            arms[$number] = {
                unsafe fn arm(cx: &mut Cx) -> Next {
                    #[cfg(test)]
                    if let Some(next) = crate::eval::micro_ops::instead(cx) {
                        return next;
                    }
                    tier1::$arm(cx)
                }
                arm
            };
        )*
        arms
    }};
}

/// The arms by opcode: what runs in debug builds, and where each instruction is observed.
pub(crate) static ARMS: [Arm; 256] = tier1::for_each_instruction!(arms);
