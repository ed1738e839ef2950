//! That a program can always be interrupted, however long it runs: `KeyboardInterrupt` and the collector come to it
//! where an instruction polls the breaker.
//!
//! There are two ways to run for long: to go in circles within a frame, and to make ever more frames. A circle has to
//! lead through an instruction that polls or that leaves the frame; so the rest of the graph, without the ways on from
//! those, has no circle. A frame has to poll before it does anything: recursion is limited, but a function that calls
//! itself twice makes 2ⁿ frames below a limit of n.

use cpython_isa::{Opcode, OpcodeFlags};

use super::depth::{Depths, is_end};
use super::instructions::Instruction;
use super::{ErrorKind, Found};

/// The bits of `RESUME`'s argument that say where it is.
const LOCATION_MASK: u32 = 3;
/// Where a function begins.
const AT_FUNC_START: u32 = 0;
/// From here on `RESUME` does not poll: whoever resumed the frame does.
const AFTER_YIELD_FROM: u32 = 2;

/// Looks for circles that nothing can interrupt, and for frames that never poll.
pub(super) fn check(instructions: &[Instruction], depths: &Depths) -> Result<(), Found> {
    let body = instructions.iter().find(|instruction| !is_prologue(instruction.opcode));
    if !body.is_some_and(|body| body.opcode == Opcode::Resume && body.oparg & LOCATION_MASK == AT_FUNC_START)
    {
        let offset = body.map(|body| 2 * body.start);
        return Err((offset, ErrorKind::NoResume));
    }
    match circle(instructions, depths) {
        Some(index) => {
            let Instruction { start, opcode, .. } = instructions[index];
            Err((Some(2 * start), ErrorKind::Uninterruptible(opcode)))
        }
        None => Ok(()),
    }
}

/// Whether it belongs to what a frame begins with, before `RESUME`.
fn is_prologue(opcode: Opcode) -> bool {
    matches!(
        opcode,
        Opcode::MakeCell | Opcode::CopyFreeVars | Opcode::ReturnGenerator | Opcode::PopTop | Opcode::Nop
    )
}

/// What is known of an instruction while circles are looked for.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    New,
    /// It is on the way that is being followed.
    Open,
    /// No circle leads through it.
    Done,
}

/// An instruction of a circle that nothing interrupts.
fn circle(instructions: &[Instruction], depths: &Depths) -> Option<usize> {
    let mut marks = vec![Mark::New; instructions.len()];
    // Instructions on the way that is being followed, each with how many of its ways on were tried.
    let mut way: Vec<(usize, u8)> = Vec::new();
    for start in 0..instructions.len() {
        if marks[start] != Mark::New || !depths.is_reached(start) {
            continue;
        }
        marks[start] = Mark::Open;
        way.push((start, 0));
        while let Some((index, tried)) = way.last_mut() {
            let index = *index;
            let ways = ways_on(instructions, depths, index);
            let Some(&next) = ways.get(usize::from(*tried)) else {
                marks[index] = Mark::Done;
                way.pop();
                continue;
            };
            *tried += 1;
            match next.map(|next| (next, marks[next])) {
                Some((next, Mark::New)) => {
                    marks[next] = Mark::Open;
                    way.push((next, 0));
                }
                Some((_, Mark::Open)) => return Some(index),
                Some((_, Mark::Done)) | None => {}
            }
        }
    }
    None
}

/// Where execution may go on: behind the instruction, where it jumps, and in its handler. Nowhere, if the breaker was
/// polled before, or the frame left.
///
/// Calls poll, too, but not all of them when they are specialized, nor if they fail.
fn ways_on(instructions: &[Instruction], depths: &Depths, index: usize) -> [Option<usize>; 3] {
    let instruction = &instructions[index];
    let interrupts = match instruction.opcode {
        Opcode::JumpBackward | Opcode::YieldValue => true,
        Opcode::Resume => instruction.oparg & LOCATION_MASK < AFTER_YIELD_FROM,
        _ => false,
    };
    if interrupts {
        return [None; 3];
    }
    let raises = instruction.opcode.flags().contains(OpcodeFlags::ERROR);
    [
        (!is_end(instruction.opcode)).then_some(index + 1),
        instruction.target(instructions),
        depths.handler(index).filter(|_| raises).map(|(target, ..)| target),
    ]
}
