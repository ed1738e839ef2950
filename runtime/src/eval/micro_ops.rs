//! Instructions run by their micro-ops, in tests: each as a trace of one instruction, whose exits lead back to the
//! interpreter of instructions.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use cpython_isa::{Opcode, OperandKind, Uop};

use super::arm::{Next, NextMicroOp};
use super::cx::{Cx, Label};
use super::unit::CodeUnit;
use crate::interp::tier2::micro_op;

thread_local! {
    /// Whether instructions are to be run so.
    static ON: Cell<bool> = const { Cell::new(false) };
    /// Whether the next one is not, since it is the rest of one that was.
    static PAUSED: Cell<bool> = const { Cell::new(false) };
    /// How many heads of families have come by.
    static HEADS: Cell<usize> = const { Cell::new(0) };
    /// The micro-ops that have run to their end.
    static ENDED: RefCell<BTreeSet<Uop>> = const { RefCell::new(BTreeSet::new()) };
    /// Those that have left otherwise.
    static LEFT: RefCell<BTreeSet<Uop>> = const { RefCell::new(BTreeSet::new()) };
}

/// A cache entry of so many code units.
unsafe fn cache(this: *mut CodeUnit, offset: i32, units: usize) -> u64 {
    // SAFETY: the instruction has the entry, by its expansion.
    let unit = |index: usize| unsafe { (*this.offset(1 + offset as isize).add(index)).cache };
    (0..units).rev().fold(0, |value, index| value << 16 | u64::from(unit(index)))
}

/// Runs the instruction at `next_instr` by its micro-ops, if that is wanted and all of it can be.
///
/// # Safety
///
/// As for an arm.
pub(crate) unsafe fn instead(cx: &mut Cx) -> Option<Next> {
    if !ON.get() || PAUSED.take() {
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
    let (oparg, this, frame, entry) = (cx.oparg, cx.next_instr, cx.frame, cx.stack_pointer);
    let size = 1 + opcode.cache_units();
    // SAFETY: the contract; an instruction and its cache lie in the code of the frame.
    unsafe {
        (*frame).instr_ptr = this;
        cx.this_instr = this;
        cx.next_instr = this.add(size);
    }
    let mut behind = size;
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
                behind += 1;
            }
        }
        // Tier 2 prefers the replica that knows the argument.
        let uop = step.uop.replica(cx.oparg as u32).unwrap_or(step.uop);
        cx.opcode = i32::from(uop.number());
        // SAFETY: the contract; the micro-op has its operands.
        let next = unsafe { micro_op(cx) };
        (cx.opcode, cx.oparg) = (i32::from(opcode.number()), oparg);
        let ran = if next == NextMicroOp::Next { &ENDED } else { &LEFT };
        ran.with_borrow_mut(|ran| ran.insert(uop));
        match next {
            NextMicroOp::Next => {}
            NextMicroOp::JumpTarget => {
                let head = opcode.deopt();
                PAUSED.set(head == opcode);
                (cx.stack_pointer, cx.next_instr) = (entry, this);
                return Some(Next::Deopt(i32::from(head.number())));
            }
            NextMicroOp::ErrorTarget => {
                // SAFETY: as above.
                cx.next_instr = unsafe { this.add(size) };
                return Some(Next::Label(Label::error));
            }
            NextMicroOp::TierOne | NextMicroOp::TierTwo => unreachable!("no instruction ends a trace"),
        }
    }
    // SAFETY: frames are whole: their instruction pointers lead into their code.
    cx.next_instr = unsafe {
        if cx.frame == frame {
            this.add(behind)
        } else if (*cx.frame).previous == frame {
            (*cx.frame).instr_ptr
        } else {
            (*cx.frame).instr_ptr.add(usize::from((*cx.frame).return_offset))
        }
    };
    Some(Next::Dispatch)
}

#[cfg(feature = "compiler")]
mod tests {
    use super::*;
    use crate::value::{Obj, StackRef, Value};
    use crate::vm::Vm;

    /// Runs a program, and shows what it calls `result`.
    fn run(program: &str, by_micro_ops: bool) -> String {
        Vm::new().enter(|vm| {
            ON.set(by_micro_ops);
            let ended = vm.run_source(program.as_bytes(), "micro_ops.py");
            ON.set(false);
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

    /// How many micro-ops the programs run to the end, and how many they leave otherwise, at least. Which form an
    /// instruction gets is the specializers' choice, so that some come and go with them.
    const FLOORS: (usize, usize) = (185, 28);

    /// Runs a micro-op that only traces have on a stack of these items.
    fn alone(vm: &Vm, uop: Uop, operand0: u64, items: &[Obj<'_>]) -> (NextMicroOp, Vec<Value>) {
        let mut stack: Vec<StackRef> =
            items.iter().map(|item| StackRef::from_value(Obj::to_owned(*item))).collect();
        stack.extend((0..4).map(|_| StackRef::NULL));
        let mut cx = Cx::new(vm.thread(), std::ptr::null_mut());
        (cx.opcode, cx.operand0) = (i32::from(uop.number()), operand0);
        // SAFETY: the stack has the items, and room.
        unsafe {
            cx.stack_pointer = stack.as_mut_ptr().add(items.len());
            let next = micro_op(&mut cx);
            let height = cx.stack_pointer.offset_from(stack.as_ptr()) as usize;
            (next, stack.into_iter().take(height).map(StackRef::into_value).collect())
        }
    }

    #[test]
    fn micro_ops_of_traces_take_their_operands() {
        let vm = Vm::new();
        vm.enter(|vm| {
            let number = vm.float(2.5);
            let word = number.obj().word();
            let (t, f) = (Obj::TRUE, Obj::FALSE);
            let ends = |uop, items: &[Obj<'_>], left: &[Obj<'_>]| {
                let (next, stack) = alone(vm, uop, word, items);
                assert_eq!((next, stack.len()), (NextMicroOp::Next, left.len()), "{uop}");
                assert!(stack.iter().zip(left).all(|(item, left)| item.obj().is(*left)), "{uop}");
            };
            ends(Uop::LoadConstInline, &[t], &[t, number.obj()]);
            ends(Uop::PopTopLoadConstInline, &[f, t], &[f, number.obj()]);
            ends(Uop::GuardIsTruePop, &[f, t], &[f]);
            ends(Uop::GuardIsNotNonePop, &[f, t], &[f]);
            // A guard that fails has taken its operand off, as the jump that it stands for would have.
            for (uop, item) in [
                (Uop::GuardIsTruePop, f),
                (Uop::GuardIsFalsePop, t),
                (Uop::GuardIsNonePop, t),
                (Uop::GuardIsNotNonePop, Obj::NONE),
            ] {
                let (next, stack) = alone(vm, uop, 0, &[t, item]);
                assert_eq!((next, stack.len()), (NextMicroOp::JumpTarget, 1), "{uop}");
            }
        });
    }

    #[test]
    fn micro_ops_do_what_instructions_do() {
        for program in PROGRAMS {
            assert_eq!(run(program, true), run(program, false), "{program}");
        }
        let (ended, left) = (ENDED.take(), LEFT.take());
        let missing: BTreeSet<&str> = (0..=u8::MAX)
            .filter_map(|number| Opcode::from_u8(number)?.expansion())
            .flatten()
            .map(|step| step.uop)
            .filter(|uop| {
                !ended.contains(uop) && !(0..16).any(|n| uop.replica(n).is_some_and(|r| ended.contains(&r)))
            })
            .map(Uop::name)
            .collect();
        println!("{} ended, {} left; never ended: {missing:?}", ended.len(), left.len());
        assert!(ended.len() >= FLOORS.0 && left.len() >= FLOORS.1, "{} {}", ended.len(), left.len());
    }
}
