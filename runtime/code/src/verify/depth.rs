//! How many values are on the stack before each instruction, on every way to it.

use cpython_isa::{Opcode, OpcodeFlags};

use super::instructions::{Instruction, index_at};
use super::{ErrorKind, Found};
use crate::CodeData;
use crate::exceptiontable::{self, ExceptionEntry};

/// What is known of the stack before each instruction.
pub(super) struct Depths {
    /// Nothing for those that there is no way to.
    depths: Vec<Option<i64>>,
    handlers: Vec<Option<Handler>>,
    /// Whether there is another way to it than from the instruction before it.
    leaders: Vec<bool>,
    /// The greatest depth.
    pub(super) deepest: u32,
}

impl Depths {
    /// How many values are on the stack before an instruction.
    pub(super) fn before(&self, index: usize) -> i64 {
        self.depths[index].unwrap_or_default()
    }

    /// Whether there is a way to an instruction.
    pub(super) fn is_reached(&self, index: usize) -> bool {
        self.depths[index].is_some()
    }

    /// The handler of what an instruction raises, how many values stay on the stack for it, and whether the offset of
    /// the instruction is put on top of them, below the exception.
    pub(super) fn handler(&self, index: usize) -> Option<(usize, i64, bool)> {
        self.handlers[index]
            .map(|handler| (handler.target, i64::from(handler.entry.depth), handler.entry.lasti))
    }

    /// Whether there is another way to an instruction than from the one before it.
    pub(super) fn is_leader(&self, index: usize) -> bool {
        self.leaders[index]
    }
}

/// Follows every path.
pub(super) fn check(code: &CodeData, instructions: &[Instruction]) -> Result<Depths, Found> {
    let handlers = handlers(code, instructions).map_err(|kind| (None, kind))?;
    let mut walk = Walk { code, depths: vec![None; instructions.len()], left: Vec::new(), deepest: 0 };
    walk.reach(0, 0)?;
    while let Some(index) = walk.left.pop() {
        let instruction = &instructions[index];
        let fail = |kind| Err((Some(2 * instruction.start), kind));
        let Instruction { opcode, oparg, .. } = *instruction;
        let depth = walk.depths[index].unwrap_or_default();
        let takes = opcode.popped(oparg);
        if takes > depth {
            return fail(ErrorKind::Underflow { opcode, takes, depth });
        }
        if opcode == Opcode::ReturnValue && depth != 1 {
            return fail(ErrorKind::Left { depth });
        }
        let after = depth + opcode.stack_effect(oparg, None);
        if let Some(handler) = &handlers[index] {
            let left = depth - consumed(opcode, oparg);
            if opcode.flags().contains(OpcodeFlags::ERROR) && left < i64::from(handler.entry.depth) {
                return fail(ErrorKind::HandlerDepth { opcode, depth: left, needs: handler.entry.depth });
            }
            let pushed = 1 + i64::from(handler.entry.lasti);
            if depth >= i64::from(handler.entry.depth) {
                walk.reach(handler.target, i64::from(handler.entry.depth) + pushed)
                    .map_err(|(_, kind)| (Some(2 * instruction.start), kind))?;
            }
        }
        if let Some(target) = instruction.target_unit() {
            let at = usize::try_from(target).ok().and_then(|target| index_at(instructions, target));
            let Some(at) = at else { return fail(ErrorKind::Jump { opcode, target: 2 * target }) };
            if opcode == Opcode::ForIter && instructions[at].opcode != Opcode::EndFor {
                return fail(ErrorKind::EndFor);
            }
            walk.reach(at, after)?;
        }
        if !is_end(opcode) {
            if index + 1 == instructions.len() {
                return fail(ErrorKind::RunsOff(opcode));
            }
            walk.reach(index + 1, after)?;
        }
    }
    let mut leaders = vec![false; instructions.len()];
    for handler in handlers.iter().flatten() {
        leaders[handler.target] = true;
    }
    for instruction in instructions {
        if let Some(target) = instruction.target(instructions) {
            leaders[target] = true;
        }
    }
    let deepest = u32::try_from(walk.deepest).unwrap_or(code.stacksize);
    Ok(Depths { depths: walk.depths, handlers, leaders, deepest })
}

struct Walk<'a> {
    code: &'a CodeData,
    depths: Vec<Option<i64>>,
    left: Vec<usize>,
    deepest: i64,
}

impl Walk<'_> {
    /// There is a way to this instruction on which the stack is this deep.
    fn reach(&mut self, index: usize, depth: i64) -> Result<(), Found> {
        if depth > i64::from(self.code.stacksize) {
            return Err((None, ErrorKind::Overflow { depth, stacksize: self.code.stacksize }));
        }
        self.deepest = self.deepest.max(depth);
        match self.depths[index] {
            Some(one) if one != depth => Err((None, ErrorKind::Inconsistent { one, other: depth })),
            Some(_) => Ok(()),
            None => {
                self.depths[index] = Some(depth);
                self.left.push(index);
                Ok(())
            }
        }
    }
}

/// Whether execution never goes on behind it.
pub(super) fn is_end(opcode: Opcode) -> bool {
    matches!(
        opcode,
        Opcode::ReturnValue
            | Opcode::RaiseVarargs
            | Opcode::Reraise
            | Opcode::JumpForward
            | Opcode::JumpBackward
            | Opcode::JumpBackwardNoInterrupt
    )
}

/// How many values may already be off the stack when it raises an exception.
fn consumed(opcode: Opcode, oparg: u32) -> i64 {
    match opcode {
        // What is below the exception stays: the offset in it is what is raised from.
        Opcode::Reraise => 1,
        _ => (opcode.popped(oparg) - opcode.pushed(oparg)).max(0),
    }
}

#[derive(Clone, Copy)]
struct Handler {
    entry: ExceptionEntry,
    /// The index of its first instruction.
    target: usize,
}

/// For each instruction its handler.
fn handlers(code: &CodeData, instructions: &[Instruction]) -> Result<Vec<Option<Handler>>, ErrorKind> {
    let mut handlers = vec![None; instructions.len()];
    let at = |unit: u32| {
        index_at(instructions, unit as usize).ok_or(ErrorKind::ExceptionOffset(2 * u64::from(unit)))
    };
    let end = code.code.len() / 2;
    let mut last = 0;
    for entry in exceptiontable::decode(&code.exceptiontable) {
        let entry = entry?;
        let target = at(entry.target)?;
        let first = at(entry.start)?;
        let after = if entry.end as usize == end { instructions.len() } else { at(entry.end)? };
        if entry.start < last || first >= after {
            return Err(ErrorKind::ExceptionOrder(2 * u64::from(entry.start)));
        }
        last = entry.end;
        handlers[first..after].fill(Some(Handler { entry, target }));
    }
    Ok(handlers)
}
