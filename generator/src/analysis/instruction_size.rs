//! Sizes of instructions, and of the instructions that contain a micro-op whose body asks for it (reference.md
//! B54).

use super::code::Code;
use super::context::{Cx, count};
use super::definitions::Definitions;
use super::{Instruction, Part, Uop, UopIndex, uop_at};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalog::analysis as codes;

/// An instruction and as many cache cells as a byte can count.
const MAX_SIZE: i64 = 256;

/// The same where the reference, which does not count, is the measure: the format of an instruction is a text as long
/// as it.
const MAX_SIZE_AS_REFERENCE: i64 = 1 << 16;

const INSTRUCTION_SIZE: &str = "INSTRUCTION_SIZE";

/// Works out the size of every instruction: one code unit and its caches.
pub(super) fn instruction_sizes(cx: &mut Cx<'_, '_>, table: &mut Definitions<'_>) {
    for inst in &mut table.instructions {
        let mut size = 1i64;
        let mut smallest = size;
        for part in &inst.parts {
            size += part_units(part, &table.uops, &table.overridden);
            smallest = smallest.min(size);
        }
        if smallest < 1 {
            cx.strict(
                Diagnostic::error(
                    codes::BAD_SIZE,
                    format!("the caches of `{}` add up to less than nothing", inst.name),
                    inst.name_span,
                    format!("its size would come to {smallest}"),
                )
                .with_help("a negative `unused/-N` can only take back what parts before it have added"),
            );
        }
        let most = if cx.options.as_reference { MAX_SIZE_AS_REFERENCE } else { MAX_SIZE };
        if size > most {
            cx.error(
                Diagnostic::error(
                    codes::BAD_SIZE,
                    format!("`{}` is {size} code units long", inst.name),
                    inst.name_span,
                    format!("longer than {most}"),
                )
                .with_help(
                    "the number of cache cells is kept in a byte; check the widths of its cache entries",
                ),
            );
            size = 1;
        }
        inst.size = size;
    }
}

/// Code units of a part.
pub(super) fn part_units(part: &Part, uops: &[Uop<'_>], overridden: &[Uop<'_>]) -> i64 {
    match part {
        Part::Uop(index) => {
            let uop = uop_at(uops, overridden, *index);
            uop.map_or(0, |uop| uop.caches.iter().map(|c| i64::from(c.units)).sum())
        }
        Part::Skip(units) => i64::from(*units),
        Part::Flush => 0,
    }
}

/// Gives each micro-op that names `INSTRUCTION_SIZE` the one size of the instructions that contain it.
pub(super) fn sizes_for_uops(cx: &mut Cx<'_, '_>, table: &mut Definitions<'_>) {
    // The abstract interpreter has no instructions, so that nothing there may ask for a size.
    if !cx.rules.effects.instruction_size {
        return;
    }
    let mut containing: Vec<Vec<usize>> = vec![Vec::new(); table.uops.len()];
    for (number, inst) in table.instructions.iter().enumerate() {
        for part in &inst.parts {
            if let Part::Uop(UopIndex(uop)) = part
                && let Some(list) = containing.get_mut(*uop)
                && list.last() != Some(&number)
            {
                list.push(number);
            }
        }
    }
    // All replicas of a micro-op have the same body, and follow each other.
    let mut reported = None;
    for (uop, numbers) in table.uops.iter_mut().zip(containing) {
        let code = Code::of_inst(cx.sources, uop.def);
        let Some(tok) = code.body_tokens().find(|t| t.text == INSTRUCTION_SIZE) else { continue };
        let mut users = numbers.iter().filter_map(|number| table.instructions.get(*number));
        let Some(first) = users.next() else {
            // A replica is part of no instruction, and the reference refuses it as well.
            if reported == Some(tok.span) {
                continue;
            }
            reported = Some(tok.span);
            let label = if uop.replicates.is_some() {
                "replicas are in no instruction".to_owned()
            } else {
                "there is no size it could stand for".to_owned()
            };
            cx.error(
                Diagnostic::error(
                    codes::NO_INSTRUCTION_SIZE,
                    format!("no instruction contains `{}`, which asks for `{INSTRUCTION_SIZE}`", uop.name),
                    tok.span,
                    label,
                )
                .with_help("name the micro-op in a macro (and do not replicate it), or write the number"),
            );
            continue;
        };
        uop.instruction_size = Some(first.size);
        if let Some(other) = users.find(|inst: &&Instruction| inst.size != first.size) {
            cx.error(
                Diagnostic::error(
                    codes::DIFFERENT_INSTRUCTION_SIZES,
                    format!(
                        "instructions that contain `{}` differ in size: {} and {}",
                        uop.name, first.size, other.size
                    ),
                    tok.span,
                    "which size does this stand for?",
                )
                .with_label(
                    first.name_span,
                    format!("`{}` is {} long", first.name, count(first.size, "code unit")),
                )
                .with_label(
                    other.name_span,
                    format!("`{}` is {} long", other.name, count(other.size, "code unit")),
                )
                .with_help("make a micro-op for each size, or give the instructions the same caches"),
            );
        }
    }
}
