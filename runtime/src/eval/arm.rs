//! What arms are made of: the stack in memory, caches, and the ways out of an instruction.

use super::cx::{Cx, Exit, Label};
use super::frame::InterpreterFrame;
use super::unit::CodeUnit;
use crate::abi::pointer::ObjPtr;
use crate::value::StackRef;

/// What the loop does after an arm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Runs the instruction at `cx.next_instr`.
    Dispatch,
    /// Runs the instruction at `cx.next_instr` with the argument of this one.
    DispatchSameOparg,
    /// Runs the instruction with the number `cx.opcode`, whose code unit has been passed already.
    DispatchGoto,
    /// Runs the instruction with this number in the place of this one.
    Deopt(i32),
    /// Goes to a label.
    Label(Label),
    /// Goes to a label that finds the stack pointer in the frame, where it is.
    LabelSaved(Label),
    /// Begins with another frame.
    DispatchInlined(*mut InterpreterFrame),
    /// Answers with `cx`'s value.
    Return,
}

/// What the loop of a trace does after the arm of a micro-op.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextMicroOp {
    /// Runs the next micro-op.
    Next,
    /// Goes on at the micro-op's jump target: the stub of a deopt or of a side exit, or the top of the trace.
    JumpTarget,
    /// Goes on at the micro-op's error target, with an exception set.
    ErrorTarget,
    /// Ends the trace. The interpreter of instructions goes on at `cx.next_instr`, or handles an exception if that is
    /// NULL.
    TierOne,
    /// Goes on with the trace `cx.current_executor`.
    TierTwo,
}

/// The bits of a stack item.
///
/// # Safety
///
/// There is an item `place` items from `cx.stack_pointer`.
#[inline(always)]
pub unsafe fn peek(cx: &Cx, place: i32) -> u64 {
    // SAFETY: the contract.
    unsafe { (*cx.stack_pointer.offset(place as isize)).bits() }
}

/// Writes a stack item.
///
/// # Safety
///
/// There is room for an item `place` items from `cx.stack_pointer`; the arm hands over what the bits own.
#[inline(always)]
pub unsafe fn poke(cx: &Cx, place: i32, bits: u64) {
    // SAFETY: the contract.
    unsafe { cx.stack_pointer.offset(place as isize).write(StackRef::from_bits(bits)) }
}

/// A cache entry of one code unit.
///
/// # Safety
///
/// The instruction has it `offset` code units from its own.
#[inline(always)]
pub unsafe fn cache_u16(cx: &Cx, offset: usize) -> u16 {
    // SAFETY: the contract.
    unsafe { cx.this_instr.add(offset).cast::<u16>().read() }
}

/// A cache entry of two code units.
///
/// # Safety
///
/// As for [`cache_u16`].
#[inline(always)]
pub unsafe fn cache_u32(cx: &Cx, offset: usize) -> u32 {
    // SAFETY: the contract; code units are aligned to two bytes only.
    unsafe { cx.this_instr.add(offset).cast::<u32>().read_unaligned() }
}

/// A cache entry of four code units: an object that the code, or a version that has just been checked, keeps alive.
///
/// # Safety
///
/// As for [`cache_u16`], and a specializer has written the entry.
#[inline(always)]
pub unsafe fn cache_object(cx: &Cx, offset: usize) -> ObjPtr<'static> {
    // SAFETY: the contract.
    unsafe { ObjPtr::from_word(cx.this_instr.add(offset).cast::<u64>().read_unaligned()) }
}

/// Leaves an instruction whose specialised form does not fit, before it has changed anything.
///
/// # Safety
///
/// `entry` is the stack pointer at the beginning of the instruction, and memory is as it was then.
#[inline(always)]
pub unsafe fn deopt(cx: &mut Cx, entry: *mut StackRef, head: i32) -> Next {
    cx.stack_pointer = entry;
    cx.next_instr = cx.this_instr;
    Next::Deopt(head)
}

/// Leaves an instruction otherwise than at its end.
///
/// # Safety
///
/// The stack ended `top` items from `cx.stack_pointer` when the body began (0 if the body moves the stack pointer
/// itself), and what lies below the exit's stack pointer is in memory.
#[inline(always)]
pub unsafe fn leave(cx: &mut Cx, exit: Exit, top: i32) -> Next {
    let (by, next) = match exit {
        Exit::Error(by) => (by, Next::Label(Label::error)),
        Exit::Dispatch(by) => (by, Next::Dispatch),
        Exit::DispatchSameOparg(by) => (by, Next::DispatchSameOparg),
        Exit::DispatchGoto(by) => (by, Next::DispatchGoto),
        Exit::DispatchInlined(frame, by) => (by, Next::DispatchInlined(frame)),
        Exit::Label(label, by) => (by, Next::Label(label)),
        Exit::LabelSaved(label) => return Next::LabelSaved(label),
        Exit::Return => return Next::Return,
        Exit::Deopt | Exit::ExitIf => unreachable!("an instruction without a family cannot deopt"),
        Exit::JumpTarget | Exit::TierOne | Exit::TierTwo => unreachable!("no trace runs"),
    };
    // SAFETY: the contract.
    cx.stack_pointer = unsafe { cx.stack_pointer.offset((top + by) as isize) };
    next
}

/// Leaves a micro-op otherwise than at its end.
///
/// Deopts and side exits leave the stack as it is: nothing was changed, or all of it was synchronized before.
///
/// # Safety
///
/// The stack ended `top` items from `cx.stack_pointer` when the body began (0 if the body moves the stack pointer
/// itself), and what lies below the exit's stack pointer is in memory.
#[inline(always)]
pub unsafe fn leave_micro_op(cx: &mut Cx, exit: Exit, top: i32) -> NextMicroOp {
    match exit {
        Exit::Deopt | Exit::ExitIf | Exit::JumpTarget => NextMicroOp::JumpTarget,
        Exit::Error(by) => {
            // SAFETY: the contract.
            cx.stack_pointer = unsafe { cx.stack_pointer.offset((top + by) as isize) };
            NextMicroOp::ErrorTarget
        }
        Exit::TierOne => NextMicroOp::TierOne,
        Exit::TierTwo => NextMicroOp::TierTwo,
        Exit::Dispatch(_)
        | Exit::DispatchSameOparg(_)
        | Exit::DispatchGoto(_)
        | Exit::DispatchInlined(..)
        | Exit::Label(..)
        | Exit::LabelSaved(_)
        | Exit::Return => unreachable!("tier 2 has no micro-op that leaves as instructions do"),
    }
}

/// The operand of a micro-op that is an object, or a pointer to something else.
///
/// # Safety
///
/// The trace keeps what it points to alive.
#[inline(always)]
pub unsafe fn operand_object(operand: u64) -> ObjPtr<'static> {
    // SAFETY: the contract.
    unsafe { ObjPtr::from_word(operand) }
}

/// There is no arm for a micro-op.
///
/// # Safety
///
/// None of its own; it is called as arms are.
#[cold]
#[inline(never)]
pub unsafe fn unknown_micro_op(number: i32) -> NextMicroOp {
    unreachable!("tier 2 has no micro-op {number}: a trace was made by another version")
}

/// The code unit at an instruction.
///
/// # Safety
///
/// `at` points to an instruction.
#[inline(always)]
pub unsafe fn fetch(at: *mut CodeUnit) -> (i32, i32) {
    // SAFETY: the contract; every bit pattern is an instruction's.
    let op = unsafe { (*at).op };
    (i32::from(op.code), i32::from(op.arg))
}
