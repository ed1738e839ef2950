//! The loop as handlers that call each other in tail position: the back end of release builds.
//!
//! A handler is an arm with the state of the loop in five registers. It ends with a call of the next instruction's
//! handler, which the compiler turns into a jump, since nothing of the handler is needed any more: no loop, no common
//! jump whose target would be hard to guess, and nothing to save between two instructions. An exit other than to the
//! next instruction writes the state to the thread and returns to [`run`], so that no exit can make the native stack
//! grow.
//!
//! That a call is turned into a jump is not promised by the language. What prevents it is a local variable whose
//! address some function has been given. Arms that call functions out of line get one of their own therefore
//! (`shell`), which leaves the state in the thread; a check disassembles release builds, and fails if a
//! handler calls another one.

#![allow(non_snake_case, reason = "handlers have the names of their arms")]

use super::arm::Next;
use super::cx::Cx;
use super::frame::InterpreterFrame;
use super::run::enter_inlined;
use super::thread::ThreadState;
use super::unit::CodeUnit;
use crate::interp::tier1;
use crate::value::StackRef;

/// A handler: next instruction, stack pointer, frame, thread, and the code unit of the instruction: its opcode in the
/// lowest byte, its argument above.
pub(super) type Handler =
    unsafe fn(*mut CodeUnit, *mut StackRef, *mut InterpreterFrame, *mut ThreadState, u64) -> u64;

/// What an arm out of line answers with if the next instruction is to be run.
const DISPATCH: u64 = 0;
/// What it answers with if not, and every handler that returns: how to go on is in the thread's registers.
const LEAVE: u64 = 1;

/// The state between two handlers, in the thread.
pub(crate) struct Registers {
    next_instr: *mut CodeUnit,
    stack_pointer: *mut StackRef,
    frame: *mut InterpreterFrame,
    this_instr: *mut CodeUnit,
    next: Next,
    return_value: u64,
    oparg: i32,
    opcode: i32,
}

impl Registers {
    pub(crate) const fn new() -> Self {
        use std::ptr::null_mut;
        Self {
            next_instr: null_mut(),
            stack_pointer: null_mut(),
            frame: null_mut(),
            this_instr: null_mut(),
            next: Next::Dispatch,
            return_value: 0,
            oparg: 0,
            opcode: 0,
        }
    }
}

/// The state of the loop as an arm has it.
#[inline(always)]
fn state(
    ip: *mut CodeUnit,
    sp: *mut StackRef,
    fp: *mut InterpreterFrame,
    ts: *mut ThreadState,
    aux: u64,
    opcode: i32,
) -> Cx {
    let mut cx = Cx::new(ts, fp);
    cx.next_instr = ip;
    cx.stack_pointer = sp;
    cx.oparg = (aux >> 8) as i32;
    cx.opcode = opcode;
    cx
}

/// Writes the state to the thread.
#[inline(always)]
unsafe fn save(cx: &mut Cx, next: Next) -> u64 {
    // SAFETY: the thread state lives as long as the loop; its registers are nobody else's between two instructions.
    unsafe {
        let registers = &raw mut (*cx.tstate).registers;
        (*registers).next_instr = cx.next_instr;
        (*registers).stack_pointer = cx.stack_pointer;
        (*registers).frame = cx.frame;
        (*registers).this_instr = cx.this_instr;
        (*registers).oparg = cx.oparg;
        (*registers).opcode = cx.opcode;
        (*registers).return_value = cx.take_return_word();
        if next == Next::Dispatch {
            return DISPATCH;
        }
        (*registers).next = next;
        LEAVE
    }
}

/// Calls the handler of the instruction at `ip`, in tail position.
macro_rules! dispatch {
    ($ip:expr, $sp:expr, $fp:expr, $ts:expr) => {{
        let ip: *mut CodeUnit = $ip;
        let unit = u64::from((*ip).cache);
        return HANDLERS[(unit & 0xFF) as usize](ip, $sp, $fp, $ts, unit);
    }};
}

/// A handler whose arm is part of it.
macro_rules! direct {
    ($number:literal $arm:ident) => {
        pub(super) unsafe fn $arm(
            ip: *mut CodeUnit,
            sp: *mut StackRef,
            fp: *mut InterpreterFrame,
            ts: *mut ThreadState,
            aux: u64,
        ) -> u64 {
            // SAFETY: the handler before has left the state in order.
            unsafe {
                let mut cx = state(ip, sp, fp, ts, aux, $number);
                match tier1::$arm(&mut cx) {
                    Next::Dispatch => dispatch!(cx.next_instr, cx.stack_pointer, cx.frame, cx.tstate),
                    Next::DispatchGoto => {
                        let code = cx.opcode as u8;
                        let aux = u64::from(code) | u64::from(cx.oparg as u32) << 8;
                        HANDLERS[usize::from(code)](cx.next_instr, cx.stack_pointer, cx.frame, cx.tstate, aux)
                    }
                    next => save(&mut cx, next),
                }
            }
        }
    };
}

/// A handler that calls its arm.
macro_rules! shell {
    ($number:literal $arm:ident) => {
        pub(super) unsafe fn $arm(
            ip: *mut CodeUnit,
            sp: *mut StackRef,
            fp: *mut InterpreterFrame,
            ts: *mut ThreadState,
            aux: u64,
        ) -> u64 {
            #[inline(never)]
            unsafe fn body(
                ip: *mut CodeUnit,
                sp: *mut StackRef,
                fp: *mut InterpreterFrame,
                ts: *mut ThreadState,
                aux: u64,
            ) -> u64 {
                // SAFETY: the handler before has left the state in order.
                unsafe {
                    let mut cx = state(ip, sp, fp, ts, aux, $number);
                    let next = match tier1::$arm(&mut cx) {
                        Next::DispatchInlined(callee) => enter_inlined(&mut cx, callee),
                        next => next,
                    };
                    save(&mut cx, next)
                }
            }
            // SAFETY: the handler before has left the state in order.
            unsafe {
                let next = body(ip, sp, fp, ts, aux);
                if next != DISPATCH {
                    return LEAVE;
                }
                let registers = &raw const (*ts).registers;
                dispatch!((*registers).next_instr, (*registers).stack_pointer, (*registers).frame, ts)
            }
        }
    };
}

macro_rules! handlers {
    ($($number:literal $kind:ident $arm:ident;)*) => {
        /// The handlers, by the names of their arms.
        mod handler {
            use super::*;
            $($kind! { $number $arm })*
        }

        static HANDLERS: [Handler; 256] = {
            let mut handlers: [Handler; 256] = [unknown_opcode; 256];
            $(handlers[$number] = handler::$arm;)*
            handlers
        };
    };
}

tier1::for_each_instruction!(handlers);

unsafe fn unknown_opcode(
    ip: *mut CodeUnit,
    sp: *mut StackRef,
    fp: *mut InterpreterFrame,
    ts: *mut ThreadState,
    aux: u64,
) -> u64 {
    // SAFETY: the handler before has left the state in order.
    unsafe {
        let mut cx = state(ip, sp, fp, ts, aux, (aux & 0xFF) as i32);
        let next = crate::interp::unknown_opcode(&mut cx);
        save(&mut cx, next)
    }
}

/// Runs handlers until one returns, from the instruction at `next_instr` on.
///
/// # Safety
///
/// `cx` is in order, between two instructions; `opcode` is that of the instruction or of its family, `oparg` its
/// argument.
pub(super) unsafe fn run(cx: &mut Cx, opcode: u8) -> Next {
    // SAFETY: the contract.
    unsafe {
        let aux = u64::from(opcode) | u64::from(cx.oparg as u32) << 8;
        HANDLERS[usize::from(opcode)](cx.next_instr, cx.stack_pointer, cx.frame, cx.tstate, aux);
        let registers = &raw const (*cx.tstate).registers;
        cx.next_instr = (*registers).next_instr;
        cx.stack_pointer = (*registers).stack_pointer;
        cx.frame = (*registers).frame;
        cx.this_instr = (*registers).this_instr;
        cx.oparg = (*registers).oparg;
        cx.opcode = (*registers).opcode;
        cx.set_return_word((*registers).return_value);
        (*registers).next
    }
}
