//! The state of the loop that bodies work on, and how they leave.

use std::ptr;

use super::frame::InterpreterFrame;
use super::thread::ThreadState;
use super::unit::CodeUnit;
use crate::abi::pointer::{ObjPtr, Owned};
use crate::abi::types::PyExecutorObject;
use crate::value::StackRef;

/// Which interpreter a body is part of.
pub trait Mode {
    /// `TIER_ONE`: instructions are run, not micro-ops.
    const TIER_ONE: bool;
}

/// Bodies in the interpreter of instructions.
#[derive(Debug)]
pub enum TierOne {}

impl Mode for TierOne {
    const TIER_ONE: bool = true;
}

/// Bodies in the interpreter of micro-ops.
#[derive(Debug)]
pub enum TierTwo {}

impl Mode for TierTwo {
    const TIER_ONE: bool = false;
}

/// The state of the loop.
///
/// Words and nothing else, which a compiler keeps in registers as long as nobody takes the address: it is given by
/// reference to functions that are always inlined, and to no others.
pub struct Cx {
    /// The thread state.
    pub tstate: *mut ThreadState,
    /// The frame that runs.
    pub frame: *mut InterpreterFrame,
    /// The instruction that runs.
    pub this_instr: *mut CodeUnit,
    /// The instruction that runs next.
    pub next_instr: *mut CodeUnit,
    /// The instruction that ran before, which monitoring asks for.
    pub prev_instr: *mut CodeUnit,
    /// Above the top of the stack of values.
    pub stack_pointer: *mut StackRef,
    /// The argument of the instruction.
    pub oparg: i32,
    /// Its opcode.
    pub opcode: i32,
    /// The trace that runs, in the interpreter of micro-ops.
    pub current_executor: ObjPtr<'static, PyExecutorObject>,
    /// The first operand of the micro-op.
    pub operand0: u64,
    /// Its second operand.
    pub operand1: u64,
    /// Where in the bytecode the micro-op is from.
    pub target: u32,
    /// What the loop answers with: the word of an owned reference.
    return_value: u64,
}

impl Cx {
    /// The state at the beginning of a frame, whose instructions have not been looked at.
    #[inline(always)]
    pub fn new(tstate: *mut ThreadState, frame: *mut InterpreterFrame) -> Self {
        Self {
            tstate,
            frame,
            this_instr: ptr::null_mut(),
            next_instr: ptr::null_mut(),
            prev_instr: ptr::null_mut(),
            stack_pointer: ptr::null_mut(),
            oparg: 0,
            opcode: 0,
            current_executor: ObjPtr::null(),
            operand0: 0,
            operand1: 0,
            target: 0,
            return_value: 0,
        }
    }

    /// Says what the loop answers with.
    #[inline(always)]
    pub fn set_return_value(&mut self, value: Owned) {
        self.return_value = value.into_word();
    }

    /// The word of what the loop answers with, for who keeps it elsewhere.
    #[cfg(not(debug_assertions))]
    #[inline(always)]
    pub(crate) fn take_return_word(&mut self) -> u64 {
        std::mem::take(&mut self.return_value)
    }

    /// Gives back what [`Cx::take_return_word`] took.
    #[cfg(not(debug_assertions))]
    #[inline(always)]
    pub(crate) fn set_return_word(&mut self, word: u64) {
        self.return_value = word;
    }

    /// What the loop answers with, taken out.
    #[inline(always)]
    pub fn take_return_value(&mut self) -> Owned {
        let word = std::mem::take(&mut self.return_value);
        // SAFETY: the word came from an owned reference, and is taken out once.
        unsafe { Owned::from_word(word) }
    }
}

/// A label of the definitions, which a body goes to.
#[allow(non_camel_case_types, reason = "the names of the definitions")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Two inputs are dead on the stack.
    pop_2_error,
    /// One input is dead on the stack.
    pop_1_error,
    /// An exception is set.
    error,
    /// A handler is looked for.
    exception_unwind,
    /// The frame is left with an exception.
    exit_unwind,
    /// A frame begins.
    start_frame,
}

/// How a body leaves other than at its end. Numbers say by how much the stack pointer differs from where it was when
/// the body began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// An exception is set.
    Error(i32),
    /// The instruction is not what the specialised form was made for.
    Deopt,
    /// Likewise, in a trace that may be continued elsewhere.
    ExitIf,
    /// The next instruction runs.
    Dispatch(i32),
    /// The instruction at `next_instr` runs with the argument of this one.
    DispatchSameOparg(i32),
    /// The instruction with the number `opcode` runs.
    DispatchGoto(i32),
    /// Another frame begins.
    DispatchInlined(*mut InterpreterFrame, i32),
    /// A label of the definitions.
    Label(Label, i32),
    /// A label of the definitions that finds the stack pointer in the frame, where it has been saved.
    LabelSaved(Label),
    /// The loop ends.
    Return,
    /// A trace goes on at its target.
    JumpTarget,
    /// A trace ends, and the interpreter of instructions goes on.
    TierOne,
    /// Another trace runs.
    TierTwo,
}
