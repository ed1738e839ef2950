//! What instructions expand to (reference.md B40–B43), as text.
//!
//! [`Instruction::expansion`] says the same in terms that mean something. The reference, though, prints the
//! width of a cache entry as it is, even one that no operand can have, and what it prints is what counts here.

use super::parts::Index;
use super::{Fault, Faults};
use crate::ir::{ExpansionKind, Instruction, Isa, Part, Uop};

/// The micro-op whose operand is the offset of the return address.
const SAVE_RETURN_OFFSET: &str = "_SAVE_RETURN_OFFSET";

/// The expansion of an instruction.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row<'a> {
    pub name: &'a str,
    pub uops: Vec<Step>,
}

/// A micro-op in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub name: String,
    /// How the operand is fetched: the name of a constant, or a number of code units.
    pub operand: String,
    /// Cache offset; 0 is the first code unit after the instruction's own.
    pub offset: i64,
}

/// All expansions, by name.
pub(super) fn expansions<'a>(isa: &'a Isa, index: &Index<'_>, faults: &mut Faults) -> Vec<Row<'a>> {
    let mut instructions: Vec<&Instruction> = isa.instructions.iter().collect();
    instructions.sort_by_key(|instruction| instruction.name.as_str());
    let mut rows = Vec::new();
    for instruction in instructions {
        let uops = if is_super(index, instruction) {
            halves(index, instruction).map_err(|fault| faults.push(fault)).ok()
        } else {
            steps(index, instruction)
        };
        rows.extend(uops.map(|uops| Row { name: &instruction.name, uops }));
    }
    rows
}

/// Whether an instruction does the work of two: it is one micro-op, and that has two arguments.
fn is_super(index: &Index<'_>, instruction: &Instruction) -> bool {
    match instruction.parts.as_slice() {
        [Part::Uop { name, .. }] => index.uop(instruction, name).is_some_and(|uop| uop.is_super),
        _ => false,
    }
}

/// The two instructions that a super-instruction stands for, going by its name (B42).
fn halves(index: &Index<'_>, instruction: &Instruction) -> Result<Vec<Step>, Fault> {
    let (name, location) = (&instruction.name, &instruction.location);
    let words: Vec<&str> = name.split('_').collect();
    if !words.len().is_multiple_of(2) {
        return Err(Fault::SuperName { name: name.clone(), location: location.clone() });
    }
    let (first, second) = words.split_at(words.len() / 2);
    let (first, second) = (first.join("_"), second.join("_"));
    let find = |half: String| match index.instruction(&half) {
        Some(found) => Ok(found),
        None => Err(Fault::SuperHalfUnknown { name: name.clone(), half, location: location.clone() }),
    };
    let (first, second) = (find(first)?, find(second)?);
    let step = |half: &Instruction, operand: ExpansionKind| match half.parts.as_slice() {
        [part] => Ok(Step { name: part_name(part), operand: operand.name().to_owned(), offset: 0 }),
        _ => Err(Fault::SuperHalfComposed {
            name: name.clone(),
            half: half.name.clone(),
            location: location.clone(),
            half_location: half.location.clone(),
        }),
    };
    Ok(vec![step(first, ExpansionKind::OpargTop)?, step(second, ExpansionKind::OpargBottom)?])
}

/// What the reference calls a part.
fn part_name(part: &Part) -> String {
    match part {
        Part::Uop { name, .. } => name.clone(),
        Part::Skip(units) => format!("unused/{units}"),
        Part::Flush => "flush".to_owned(),
    }
}

/// The micro-ops of an instruction, unless tier 2 cannot have one of them (B43).
fn steps(index: &Index<'_>, instruction: &Instruction) -> Option<Vec<Step>> {
    let viable = |uop: &Uop| {
        is(uop, "specializing")
            || is(uop, "replaced")
            || (uop.properties.tier != Some(1) && uop.not_viable.is_none())
    };
    if !index.uops(instruction).all(viable) {
        return None;
    }
    let mut steps = Vec::new();
    let mut offset: i64 = 0;
    for part in &instruction.parts {
        match part {
            Part::Uop { name, .. } => {
                let uop = index.uop(instruction, name)?;
                // The code units of a specializing micro-op are not counted (B40).
                if is(uop, "specializing") {
                    continue;
                }
                steps.push(Step { name: uop.name.clone(), operand: operand(uop), offset });
                let units = |caches: &[crate::ir::CacheEntry]| -> i64 {
                    caches.iter().map(|cache| i64::from(cache.units)).sum()
                };
                if let [before @ .., last] = uop.caches.as_slice()
                    && !before.is_empty()
                {
                    steps.push(Step {
                        name: uop.name.clone(),
                        operand: format!("OPERAND1_{}", last.units),
                        offset: offset + units(before),
                    });
                }
                offset += units(&uop.caches);
            }
            Part::Skip(units) => offset += i64::from(*units),
            Part::Flush => {}
        }
    }
    Some(steps)
}

/// How the first operand of a micro-op is fetched (B41).
fn operand(uop: &Uop) -> String {
    let kind = if is(uop, "replaced") {
        ExpansionKind::OpargReplaced
    } else if uop.name == SAVE_RETURN_OFFSET {
        ExpansionKind::OpargSaveReturnOffset
    } else if let Some(cache) = uop.caches.first() {
        return cache.units.to_string();
    } else {
        ExpansionKind::OpargSimple
    };
    kind.name().to_owned()
}

/// Whether a micro-op has an annotation.
fn is(uop: &Uop, annotation: &str) -> bool {
    uop.annotations.iter().any(|a| a == annotation)
}
