//! The instructions of a code object, with their prefixes and caches made sure of.

use cpython_isa::{Opcode, OpcodeFlags};

use super::{ErrorKind, Found};
use crate::CodeData;

/// An instruction with its prefixes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instruction {
    /// Where it begins, prefixes included, in code units.
    pub(super) start: usize,
    /// Where the next one begins, in code units.
    pub(super) end: usize,
    pub(super) opcode: Opcode,
    pub(super) oparg: u32,
}

impl Instruction {
    /// Where it jumps to, in code units, if it jumps. May be anything.
    pub(super) fn target_unit(&self) -> Option<i64> {
        // END_ASYNC_FOR names the SEND that raised, for tools; it does not jump.
        if !self.opcode.flags().contains(OpcodeFlags::JUMP) || self.opcode == Opcode::EndAsyncFor {
            return None;
        }
        let distance = i64::from(self.oparg);
        let backward = matches!(self.opcode, Opcode::JumpBackward | Opcode::JumpBackwardNoInterrupt);
        Some(self.end as i64 + if backward { -distance } else { distance })
    }

    /// The index of the instruction that it jumps to.
    pub(super) fn target(&self, instructions: &[Instruction]) -> Option<usize> {
        index_at(instructions, usize::try_from(self.target_unit()?).ok()?)
    }
}

/// The index of the instruction that begins at `unit`.
pub(super) fn index_at(instructions: &[Instruction], unit: usize) -> Option<usize> {
    instructions.binary_search_by_key(&unit, |instruction| instruction.start).ok()
}

/// The instructions, in order. There is at least one.
pub(super) fn decode(code: &CodeData) -> Result<Vec<Instruction>, Found> {
    let (units, _) = code.code.as_chunks::<2>();
    let mut instructions = Vec::new();
    let mut offset = 0;
    let mut start = 0;
    let mut extension = 0_u32;
    while let Some(&[number, arg]) = units.get(offset) {
        let fail = |kind| Err((Some(2 * offset), kind));
        let Some(opcode) = Opcode::from_u8(number) else { return fail(ErrorKind::Opcode(number)) };
        if opcode.is_specialized() || opcode.is_instrumented() || is_internal(opcode) {
            return fail(ErrorKind::Internal(opcode));
        }
        let oparg = extension | u32::from(arg);
        if opcode.is_extended_arg() {
            // One that adds nothing is never written, and the interpreter takes it for granted that there is none.
            if offset - start >= 3 || oparg == 0 {
                return fail(ErrorKind::ExtendedArg);
            }
            extension = oparg << 8;
            offset += 1;
            continue;
        }
        let end = offset + 1 + opcode.cache_units();
        let Some(cache) = units.get(offset + 1..end) else { return fail(ErrorKind::CacheEnd(opcode)) };
        if cache.iter().any(|unit| *unit != [0, 0]) {
            return fail(ErrorKind::Cache(opcode));
        }
        instructions.push(Instruction { start, end, opcode, oparg });
        (offset, start, extension) = (end, end, 0);
    }
    if start != units.len() {
        return Err((Some(2 * start), ErrorKind::ExtendedArg));
    }
    if instructions.is_empty() {
        return Err((None, ErrorKind::Empty));
    }
    Ok(instructions)
}

/// Whether only the interpreter itself makes use of it.
fn is_internal(opcode: Opcode) -> bool {
    matches!(
        opcode,
        Opcode::Cache
            | Opcode::Reserved
            | Opcode::EnterExecutor
            | Opcode::InterpreterExit
            | Opcode::ExitInitCheck
    )
}
