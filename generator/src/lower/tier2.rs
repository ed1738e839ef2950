//! The text of `generated/interp/tier2.rs`: for every micro-op that tier 2 can have an arm that runs its body.
//!
//! A trace has no caches and no instruction pointer. Its loop puts what belongs to a micro-op into `cx`: `oparg`,
//! `operand0` and
//! `operand1`, which stand for cache entries, and `target`, the instruction it came from. Arms begin and end with the whole stack
//! in memory.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::glue::{Glue, Interpreter};
use super::layout::Draft;
use super::render::effect;
use super::{Bodies, Program};
use crate::analysis::{Analysis, Uop};
use crate::emit::c::tier2::candidates;
use crate::ir::UopId;

/// The text of `tier2.rs`.
///
/// # Errors
/// If a micro-op has a body that is not translated.
pub fn tier2(program: &Program, analysis: &Analysis<'_>, header: &str) -> Result<Draft, String> {
    let micro_ops = numbered(analysis);
    let bodies = program.by_name();
    let mut text = String::from("use super::bodies::*;\nuse super::*;\n");
    for (_, uop) in &micro_ops {
        text.push_str(&arm(&bodies, analysis, uop)?);
    }
    text.push_str(
        "/// Runs the micro-op with the number `cx.opcode`.\n\
         #[inline(always)]\n\
         pub unsafe fn micro_op(cx: &mut Cx) -> NextMicroOp { match cx.opcode {\n",
    );
    for (number, uop) in &micro_ops {
        let _ = writeln!(text, "{number} => {}(cx),", function_name(uop));
    }
    text.push_str("_ => unknown_micro_op(cx.opcode), } }\n");
    let about =
        "The interpreter of micro-ops: an arm for each that tier 2 can have, over the functions of `bodies`.";
    Ok(Draft::new(header, about, text))
}

/// The micro-ops that tier 2 can have, in order of their numbers.
pub fn numbered<'a>(analysis: &'a Analysis<'a>) -> Vec<(u16, &'a Uop<'a>)> {
    let (ids, _) = analysis.uop_ids();
    let ids: BTreeMap<&str, &UopId> = analysis
        .uops
        .iter()
        .zip(&ids)
        .filter_map(|(uop, id)| Some((uop.name.as_str(), id.as_ref()?)))
        .collect();
    let number = |uop: &Uop<'_>| match ids.get(uop.name.as_str())? {
        UopId::Number(number) => Some(*number),
        UopId::Opcode(name) => analysis.opcodes.opmap.iter().find(|(opcode, _)| opcode == name).map(|o| o.1),
    };
    let viable = candidates(analysis).filter(|uop| analysis.why_not_viable(uop).is_none());
    let mut micro_ops: Vec<(u16, &Uop<'_>)> = viable.filter_map(|uop| Some((number(uop)?, uop))).collect();
    micro_ops.sort_by_key(|(number, _)| *number);
    micro_ops
}

/// The name of an arm's function: that of the micro-op, which begins with an underscore.
fn function_name(uop: &Uop<'_>) -> String {
    format!("uop_{}", uop.name)
}

/// The arm of one micro-op.
fn arm(bodies: &Bodies<'_>, analysis: &Analysis<'_>, uop: &Uop<'_>) -> Result<String, String> {
    let (lowered, function) = bodies.of(analysis, uop)?;
    let file = analysis.sources.file(uop.def.name.span.file);
    let (line, _) = analysis.sources.line_column(uop.def.name.span);
    let mut arm = Glue::new(Interpreter::Two);
    let _ = writeln!(
        arm.text,
        "/// `{}` ({}:{line}): `{}`\n#[inline(always)]\npub unsafe fn {}(cx: &mut Cx) -> NextMicroOp {{",
        uop.name,
        file.name,
        effect(&uop.stack),
        function_name(uop),
    );
    if let Some(oparg) = uop.properties.const_oparg {
        let _ = writeln!(arm.text, "debug_assert!(cx.oparg == {oparg});\ncx.oparg = {oparg};");
    }
    let named = uop.caches.iter().filter(|entry| entry.name != "unused");
    let operands = named.enumerate().map(|(index, entry)| match entry.units {
        4 => format!("operand_object(cx.operand{index})"),
        units => format!("cx.operand{index} as u{}", i64::from(units) * 16),
    });
    arm.uop(uop, lowered, function, operands.collect());
    if arm.reachable {
        arm.flush();
        arm.text.push_str("NextMicroOp::Next\n");
    } else {
        arm.text.push_str("unreachable!(\"the body never ends\")\n");
    }
    arm.text.push_str("}\n");
    Ok(arm.text)
}
