//! The micro-ops of an instruction, run one after the other.

use cpython_isa::{ExpansionStep, Opcode, OperandKind, Uop, UopFlags};

use crate::eval::arm::NextMicroOp;
use crate::eval::cx::Cx;
use crate::eval::unit::CodeUnit;
use crate::interp::tier2::micro_op;

/// How a micro-op ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    /// At its end.
    Passed,
    /// At its jump target: a guard has failed, or a loop is over.
    Left,
    /// With an exception.
    Raised,
}

/// How many micro-ops an instruction has at most.
const MOST: usize = 16;

/// One after the other, until one ends otherwise than at its end.
pub(super) struct Run {
    /// What has run, in order: without memory of the heap, so that objects get the same places as without it.
    ended: [(Uop, End); MOST],
    count: usize,
    /// How many code units the micro-ops were for: those of the instruction, or one more if a micro-op does the work
    /// of the next instruction, too.
    pub(super) units: usize,
}

impl Run {
    /// What has run, in order.
    pub(super) fn ended(&self) -> &[(Uop, End)] {
        &self.ended[..self.count]
    }

    /// How the last of them ended.
    pub(super) fn end(&self) -> End {
        self.ended().last().map_or(End::Passed, |(_, end)| *end)
    }
}

/// What stands in a trace for a micro-op that is only a name for others. A jump becomes the guard that it goes as it
/// went before: `jumps` says how that was.
pub(super) fn stands_for(opcode: Opcode, step: &ExpansionStep, jumps: bool) -> Option<Uop> {
    let uop = match (opcode, step.uop) {
        (_, uop) if step.operand != OperandKind::OpargReplaced => uop,
        (Opcode::PopJumpIfTrue, _) if jumps => Uop::GuardIsTruePop,
        (Opcode::PopJumpIfTrue, _) => Uop::GuardIsFalsePop,
        (Opcode::PopJumpIfFalse, _) if jumps => Uop::GuardIsFalsePop,
        (Opcode::PopJumpIfFalse, _) => Uop::GuardIsTruePop,
        (Opcode::PopJumpIfNone, _) if jumps => Uop::GuardIsNonePop,
        (Opcode::PopJumpIfNone, _) => Uop::GuardIsNotNonePop,
        (Opcode::PopJumpIfNotNone, _) if jumps => Uop::GuardIsNotNonePop,
        (Opcode::PopJumpIfNotNone, _) => Uop::GuardIsNonePop,
        (_, Uop::ForIter) => Uop::ForIterTierTwo,
        (_, Uop::IterJumpList) => Uop::GuardNotExhaustedList,
        (_, Uop::IterNextList) => Uop::IterNextListTierTwo,
        (_, Uop::IterJumpTuple) => Uop::GuardNotExhaustedTuple,
        (_, Uop::IterJumpRange) => Uop::GuardNotExhaustedRange,
        _ => return None,
    };
    uop.is_viable().then_some(uop)
}

/// Whether an instruction is a conditional jump, which as a whole becomes one guard.
pub(super) fn is_branch(opcode: Opcode) -> bool {
    use Opcode::{PopJumpIfFalse, PopJumpIfNone, PopJumpIfNotNone, PopJumpIfTrue};
    matches!(opcode, PopJumpIfFalse | PopJumpIfNone | PopJumpIfNotNone | PopJumpIfTrue)
}

/// The steps of an instruction as a trace has them; `None` if it has none, or if a trace cannot have it.
pub(super) fn steps(opcode: Opcode, jumps: bool) -> Option<Vec<ExpansionStep>> {
    let all = opcode.expansion()?;
    // The test that comes before the jump is part of the guard.
    let all = if is_branch(opcode) { all.get(all.len().checked_sub(1)?..)? } else { all };
    all.iter()
        .map(|step| {
            let uop = stands_for(opcode, step, jumps)?;
            let replaced = step.operand == OperandKind::OpargReplaced;
            let operand = if replaced { OperandKind::OpargSimple } else { step.operand };
            Some(ExpansionStep { uop, operand, offset: step.offset })
        })
        .collect()
}

/// A cache entry of so many code units.
unsafe fn cache(this: *mut CodeUnit, offset: i32, units: usize) -> u64 {
    // SAFETY: the instruction has the entry, by its expansion.
    let unit = |index: usize| unsafe { (*this.offset(1 + offset as isize).add(index)).cache };
    (0..units).rev().fold(0, |value, index| value << 16 | u64::from(unit(index)))
}

/// Runs the micro-ops of the instruction at `cx.next_instr`, if wanted with the replicas that know the argument.
///
/// # Safety
///
/// As for an arm; the steps are those of the instruction.
pub(super) unsafe fn run(cx: &mut Cx, opcode: Opcode, steps: &[ExpansionStep], replicas: bool) -> Run {
    let (oparg, this) = (cx.oparg, cx.next_instr);
    let size = 1 + opcode.cache_units();
    cx.this_instr = this;
    // SAFETY: the contract; an instruction and its cache lie in the code of the frame.
    unsafe {
        // An instruction that cannot raise does not say where it is.
        if !steps.iter().all(|step| step.uop.flags().contains(UopFlags::NO_SAVE_IP)) {
            (*cx.frame).instr_ptr = this;
        }
        cx.next_instr = this.add(size);
    }
    let mut run = Run { ended: [(Uop::Nop, End::Passed); MOST], count: 0, units: size };
    for (index, step) in steps.iter().enumerate() {
        (cx.oparg, cx.operand0, cx.operand1) = (oparg, 0, 0);
        // SAFETY: as above.
        unsafe {
            match step.operand {
                OperandKind::OpargSimple | OperandKind::OpargReplaced => {}
                OperandKind::OpargCache1 => cx.operand0 = cache(this, step.offset, 1),
                OperandKind::OpargCache2 => cx.operand0 = cache(this, step.offset, 2),
                OperandKind::OpargCache4 => cx.operand0 = cache(this, step.offset, 4),
                OperandKind::OpargTop => cx.oparg = oparg >> 4,
                OperandKind::OpargBottom => cx.oparg = oparg & 15,
                OperandKind::OpargSaveReturnOffset => cx.oparg = size as i32,
                // Given to the micro-op before.
                OperandKind::Operand1_1 | OperandKind::Operand1_2 | OperandKind::Operand1_4 => continue,
            }
            if let Some(second) = steps.get(index + 1) {
                cx.operand1 = match second.operand {
                    OperandKind::Operand1_1 => cache(this, second.offset, 1),
                    OperandKind::Operand1_2 => cache(this, second.offset, 2),
                    OperandKind::Operand1_4 => cache(this, second.offset, 4),
                    _ => 0,
                };
            }
            if matches!(step.uop, Uop::BinaryOpInplaceAddUnicode | Uop::CallListAppend) {
                // It does the work of the instruction behind it, too: of a store, or of a pop.
                cx.operand0 = u64::from((*cx.next_instr).op.arg);
                run.units = size + 1;
            }
        }
        let replica = if replicas { step.uop.replica(cx.oparg as u32) } else { None };
        let uop = replica.unwrap_or(step.uop);
        cx.opcode = i32::from(uop.number());
        // SAFETY: the contract; the micro-op has its operands.
        let end = match unsafe { micro_op(cx) } {
            NextMicroOp::Next => End::Passed,
            NextMicroOp::JumpTarget => End::Left,
            NextMicroOp::ErrorTarget => End::Raised,
            NextMicroOp::TierOne | NextMicroOp::TierTwo => unreachable!("no instruction ends a trace"),
        };
        run.ended[run.count] = (uop, end);
        run.count += 1;
        if end != End::Passed {
            break;
        }
    }
    (cx.opcode, cx.oparg) = (i32::from(opcode.number()), oparg);
    run
}

/// Where the interpreter of instructions goes on after the micro-ops of an instruction of `frame` have passed: a trace
/// knows it from the code that it was made of.
///
/// # Safety
///
/// The frames are whole: their instruction pointers lead into their code.
pub(super) unsafe fn goes_on_at(
    cx: &Cx,
    frame: *mut crate::eval::frame::InterpreterFrame,
    this: *mut CodeUnit,
    units: usize,
    yields: bool,
) -> *mut CodeUnit {
    // SAFETY: the contract.
    unsafe {
        if cx.frame == frame {
            this.add(units)
        } else if (*cx.frame).previous == frame {
            (*cx.frame).instr_ptr
        } else if yields {
            // Behind the `SEND` or the `FOR_ITER` that resumed the generator.
            (*cx.frame).instr_ptr.add(1 + Opcode::Send.cache_units())
        } else {
            (*cx.frame).instr_ptr.add(usize::from((*cx.frame).return_offset))
        }
    }
}
