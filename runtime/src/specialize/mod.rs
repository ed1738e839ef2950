//! Instructions become what the program uses them for: `specialize.c`.
//!
//! A specializer looks at the operands of an instruction whose counter has run down, and rewrites the instruction and
//! its cache. What cannot be specialised is asked again after twice as many executions.

#![allow(unsafe_code, reason = "instructions are rewritten in place")]
#![allow(
    non_snake_case,
    clippy::missing_safety_doc,
    reason = "bodies call specializers by CPython's names, and on its terms"
)]

use cpython_isa::{Opcode, deopt_number};

use crate::eval::unit::{CodeUnit, adaptive_counter_cooldown, restart_backoff_counter};
use crate::vm::vm;

pub(crate) mod attribute;
pub(crate) mod call;
pub(crate) mod extend;
pub(crate) mod operands;
pub mod stats;

/// Makes an instruction a member of its family, which may miss a while before it is looked at again: `specialize`.
///
/// # Safety
///
/// `instruction` points to an instruction of the family, whose cache has been filled.
pub(crate) unsafe fn specialize(instruction: *mut CodeUnit, opcode: Opcode) {
    // SAFETY: the contract: the counter is the first unit of the cache.
    unsafe {
        if let Some(stats) = vm().stats() {
            stats.note_specialization((*instruction).op.code, Some(opcode));
        }
        (*instruction).op.code = opcode.number();
        (*instruction.add(1)).counter = adaptive_counter_cooldown();
    }
}

/// Leaves an instruction general, or makes it so, and waits twice as long as before: `unspecialize`.
///
/// # Safety
///
/// `instruction` points to an instruction with an adaptive counter.
pub(crate) unsafe fn unspecialize(instruction: *mut CodeUnit) {
    // SAFETY: the contract.
    unsafe {
        if let Some(stats) = vm().stats() {
            stats.note_specialization((*instruction).op.code, None);
        }
        (*instruction).op.code = deopt_number((*instruction).op.code);
        let counter = (*instruction.add(1)).counter;
        (*instruction.add(1)).counter = restart_backoff_counter(counter);
    }
}

/// Makes an instruction what was chosen, or waits.
///
/// # Safety
///
/// `instruction` points to an instruction of the family, whose cache has been filled.
unsafe fn choose(instruction: *mut CodeUnit, chosen: Option<Opcode>) {
    // SAFETY: the contract.
    unsafe {
        match chosen {
            Some(opcode) => specialize(instruction, opcode),
            None => unspecialize(instruction),
        }
    }
}

/// The cache of an instruction.
///
/// # Safety
///
/// `UNITS` units of cache follow the instruction.
unsafe fn cache<'a, const UNITS: usize>(instruction: *mut CodeUnit) -> &'a mut [u16; UNITS] {
    // SAFETY: the contract; nothing else looks at the cache while a specializer runs.
    unsafe { &mut *instruction.add(1).cast() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::unit::{Op, advance_backoff_counter};
    use crate::vm::Vm;

    fn code() -> [CodeUnit; 4] {
        let op = |opcode: Opcode, arg| CodeUnit { op: Op { code: opcode.number(), arg } };
        let [caches, next] = [CodeUnit { cache: 0 }, op(Opcode::ReturnValue, 7)];
        [op(Opcode::CompareOp, 3), caches, next, next]
    }

    #[test]
    fn only_the_instruction_and_its_cache_change() {
        let mut code = code();
        let first = code.as_mut_ptr();
        // SAFETY: the code lives, and every view of a unit is valid.
        Vm::bare().enter(|_| unsafe {
            specialize(first, Opcode::CompareOpInt);
            assert_eq!(code[0].op, Op { code: Opcode::CompareOpInt.number(), arg: 3 });
            assert_eq!(code[1].counter, adaptive_counter_cooldown());
            assert_eq!(code[2].op, Op { code: Opcode::ReturnValue.number(), arg: 7 });
            let first = code.as_mut_ptr();
            while code[1].counter.value() > 0 {
                (*first.add(1)).counter = advance_backoff_counter((*first.add(1)).counter);
            }
            unspecialize(first);
            assert_eq!(code[0].op, Op { code: Opcode::CompareOp.number(), arg: 3 });
            assert_eq!((code[1].counter.value(), code[1].counter.backoff()), (1, 1));
            assert_eq!(code[2].op, Op { code: Opcode::ReturnValue.number(), arg: 7 });
        });
    }
}
