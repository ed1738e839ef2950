//! Instructions run by their micro-ops, in tests: each as a trace of one instruction, whose exits lead back to the
//! interpreter of instructions.

use std::cell::Cell;

use cpython_isa::{Opcode, OperandKind, Uop};

use super::arm::Next;
use super::cx::{Cx, Label};

mod alone;
mod fork;
mod state;
mod steps;
mod twins;

use steps::{End, goes_on_at, run};

thread_local! {
    /// Whether instructions are looked at, or run so.
    static ON: Cell<bool> = const { Cell::new(false) };
    /// Whether they are run so.
    static RUN: Cell<bool> = const { Cell::new(false) };
    /// Whether the next one is not, since it is the rest of one that was.
    static PAUSED: Cell<bool> = const { Cell::new(false) };
    /// How many heads of families have come by.
    static HEADS: Cell<usize> = const { Cell::new(0) };
}

/// Runs the instruction at `next_instr` by its micro-ops, if that is wanted and all of it can be.
///
/// # Safety
///
/// As for an arm.
pub(crate) unsafe fn instead(cx: &mut Cx) -> Option<Next> {
    if !ON.get() {
        return None;
    }
    if !RUN.get() {
        // SAFETY: the contract.
        unsafe {
            twins::look(cx);
        }
        return None;
    }
    if PAUSED.take() {
        return None;
    }
    let opcode = Opcode::from_u8(cx.opcode as u8)?;
    let steps = opcode.expansion()?;
    let replaced =
        steps.iter().any(|step| step.operand == OperandKind::OpargReplaced || !step.uop.is_viable());
    // A trace ends where a generator yields: nobody but the loop knows where it is resumed.
    if replaced || steps.iter().any(|step| step.uop == Uop::YieldValue) {
        return None;
    }
    if opcode.family().is_some() && opcode.deopt() == opcode {
        // Only an instruction that runs in tier 1 is specialised.
        HEADS.set(HEADS.get() + 1);
        if !HEADS.get().is_multiple_of(4) {
            return None;
        }
    }
    let (this, frame, entry) = (cx.next_instr, cx.frame, cx.stack_pointer);
    // SAFETY: the contract. Tier 2 prefers the replica that knows the argument.
    let run = unsafe { run(cx, opcode, steps, true) };
    match run.end() {
        End::Passed => {
            // SAFETY: frames are whole: their instruction pointers lead into their code.
            cx.next_instr = unsafe { goes_on_at(cx, frame, this, run.units, false) };
            Some(Next::Dispatch)
        }
        End::Left => {
            let head = opcode.deopt();
            PAUSED.set(head == opcode);
            (cx.stack_pointer, cx.next_instr) = (entry, this);
            Some(Next::Deopt(i32::from(head.number())))
        }
        End::Raised => {
            // SAFETY: an instruction and its cache lie in the code of the frame.
            cx.next_instr = unsafe { this.add(1 + opcode.cache_units()) };
            Some(Next::Label(Label::error))
        }
    }
}

mod tests {
    use super::*;
    use crate::vm::Vm;

    /// Runs a program, and shows what it calls `result`.
    fn run(program: &str, by_micro_ops: bool) -> String {
        Vm::new().enter(|vm| {
            ON.set(by_micro_ops);
            RUN.set(by_micro_ops);
            let ended = vm.run_source(program.as_bytes(), "micro_ops.py");
            ON.set(false);
            RUN.set(false);
            if let Err(error) = ended {
                panic!("{}", vm.repr_text(&error));
            }
            vm.repr_text(&vm.main_global("result").expect("the program has a result"))
        })
    }

    const PROGRAMS: &[&str] = &[
        include_str!("micro_ops/operators.py"),
        include_str!("micro_ops/attributes.py"),
        include_str!("micro_ops/calls.py"),
        include_str!("micro_ops/iteration.py"),
        include_str!("micro_ops/errors.py"),
    ];

    #[test]
    fn micro_ops_do_what_instructions_do() {
        for program in PROGRAMS {
            assert_eq!(run(program, true), run(program, false), "{program}");
        }
    }
}
