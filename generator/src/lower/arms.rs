//! The text of `generated/interp/tier1.rs`: for every instruction an arm that runs its micro-ops one after the other.
//!
//! An arm is glue around bodies. It reads stack items from memory once, hands them from micro-op to micro-op in
//! variables, and writes what is left at its end. Between, memory is as the last flush left it: a deopt, which may only
//! come before anything was changed, leaves it alone; every other exit first writes the items that live in variables,
//! since those below the exit's stack pointer stay on the stack.
//!
//! Variables hold the bits of stack references. A body gets ownership by the bits being made a `StackRef` for the call;
//! what it consumed, no later code of the arm reads again as an owner, which the generator's stack model has proved.

use std::fmt::Write as _;

use super::body::safe;
use super::glue::{Glue, Interpreter};
use super::layout::Draft;
use super::{Bodies, Program};
use crate::analysis::{Analysis, Instruction, Part, Uop};

/// The text of `tier1.rs`.
///
/// # Errors
/// If an instruction has a body that is not translated.
pub fn tier1(program: &Program, analysis: &Analysis<'_>, header: &str) -> Result<Draft, String> {
    let mut instructions: Vec<&Instruction> = analysis.instructions.iter().collect();
    instructions.sort_by_key(|instruction| instruction.opcode);
    let bodies = program.by_name();
    let mut text = String::from("use super::bodies::*;\nuse super::*;\n");
    for instruction in &instructions {
        text.push_str(&arm(&bodies, analysis, instruction)?);
    }
    text.push_str(
        "/// Runs the instruction with the number `cx.opcode`.\n\
         #[inline(always)]\n\
         pub unsafe fn instruction(cx: &mut Cx) -> Next { match cx.opcode {\n",
    );
    for instruction in &instructions {
        let _ = writeln!(text, "{} => {}(cx),", instruction.opcode, function_name(instruction));
    }
    text.push_str("_ => unknown_opcode(cx), } }\n");
    text.push_str(
        "/// Hands the number and the arm of every instruction to a macro, and whether the arm calls something out of\n\
         /// line (`shell`), other than on the way to an error, or not (`direct`).\n\
         macro_rules! for_each_instruction { ($each:ident) => { $each! {\n",
    );
    for instruction in &instructions {
        let kind = if calls_out_of_line(&bodies, analysis, instruction)? { "shell" } else { "direct" };
        let _ = writeln!(text, "{} {kind} {};", instruction.opcode, function_name(instruction));
    }
    text.push_str("} } }\npub(crate) use for_each_instruction;\n");
    text.push_str(&labels(analysis));
    let about = "The interpreter of instructions: an arm for every opcode, over the functions of `bodies`.";
    Ok(Draft::new(header, about, text))
}

/// What is generated about the labels that bodies go to.
fn labels(analysis: &Analysis<'_>) -> String {
    let mut text = String::from(
        "/// Whether the stack pointer is in the frame when a label is reached.\n\
         pub const fn is_spilled(label: Label) -> bool { match label {\n",
    );
    for label in &analysis.labels {
        let _ = writeln!(text, "Label::{} => {},", safe(&label.name), label.spilled);
    }
    text.push_str(
        "} }\n\
         /// Runs the body of a label.\n\
         #[inline(always)]\n\
         pub unsafe fn run_label(cx: &mut Cx, label: Label) -> Exit { match label {\n",
    );
    for label in &analysis.labels {
        let _ = writeln!(text, "Label::{0} => label_{1}::<TierOne>(cx),", safe(&label.name), label.name);
    }
    text.push_str("} }\n");
    text
}

/// The name of an arm's function: that of the instruction.
fn function_name(instruction: &Instruction) -> String {
    format!("arm_{}", instruction.name)
}

/// Whether an arm calls something out of line, other than on the way to an error.
fn calls_out_of_line(
    bodies: &Bodies<'_>,
    analysis: &Analysis<'_>,
    instruction: &Instruction,
) -> Result<bool, String> {
    for part in &instruction.parts {
        if let Part::Uop(index) = part
            && let Some(uop) = analysis.uops.get(index.0)
            && bodies.of(analysis, uop)?.1.calls_out_of_line
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The arm of one instruction.
fn arm(bodies: &Bodies<'_>, analysis: &Analysis<'_>, instruction: &Instruction) -> Result<String, String> {
    let head = instruction.family.as_ref().and_then(|family| analysis.instruction(family));
    let head_opcode = head.map(|head| head.opcode);
    let mut arm = Glue::new(Interpreter::One { head: head_opcode });
    let file = analysis.sources.file(instruction.name_span.file);
    let (line, _) = analysis.sources.line_column(instruction.name_span);
    let parts: Vec<String> = instruction.parts.iter().map(|part| part_name(analysis, part)).collect();
    let _ = writeln!(
        arm.text,
        "/// `{}` ({}:{line}): `{}`\n#[inline(always)]\npub unsafe fn {}(cx: &mut Cx) -> Next {{",
        instruction.name,
        file.name,
        parts.join(" + "),
        function_name(instruction),
    );
    arm.text.push_str(&self::head(instruction, head_opcode.is_some()));
    let mut cache = 1;
    for part in &instruction.parts {
        match part {
            Part::Skip(units) => cache += units,
            Part::Flush => arm.flush(),
            Part::Uop(index) => {
                let Some(uop) = analysis.uops.get(index.0) else { continue };
                let (lowered, function) = bodies.of(analysis, uop)?;
                arm.uop(uop, lowered, function, operands(uop, &mut cache));
            }
        }
        if !arm.reachable {
            break;
        }
    }
    if arm.reachable {
        arm.flush();
        arm.text.push_str("Next::Dispatch\n");
    } else {
        arm.text.push_str("unreachable!(\"the last body never ends\")\n");
    }
    arm.text.push_str("}\n");
    Ok(arm.text)
}

/// A part as a definition writes it.
fn part_name(analysis: &Analysis<'_>, part: &Part) -> String {
    match part {
        Part::Uop(index) => analysis.uops.get(index.0).map(|uop| uop.name.clone()).unwrap_or_default(),
        Part::Skip(units) => format!("unused/{units}"),
        Part::Flush => "flush".to_owned(),
    }
}

/// What comes before the first micro-op: where execution stands.
fn head(instruction: &Instruction, can_deopt: bool) -> String {
    let mut text = String::new();
    if instruction.properties.needs_prev {
        text.push_str("cx.prev_instr = (*cx.frame).instr_ptr;\n");
    }
    text.push_str("cx.this_instr = cx.next_instr;\n");
    if !instruction.properties.no_save_ip {
        text.push_str("(*cx.frame).instr_ptr = cx.this_instr;\n");
    }
    let _ = writeln!(text, "cx.next_instr = cx.next_instr.add({});", instruction.size);
    if can_deopt {
        text.push_str("let entry = cx.stack_pointer;\n");
    }
    text
}

/// The texts that read the cache entries of a micro-op, the first of which lies `cache` units from the instruction.
fn operands(uop: &Uop<'_>, cache: &mut i32) -> Vec<String> {
    let mut operands = Vec::new();
    for entry in &uop.caches {
        if entry.name != "unused" {
            let reader = match entry.units {
                1 => "cache_u16",
                2 => "cache_u32",
                _ => "cache_object",
            };
            operands.push(format!("{reader}(cx, {cache})"));
        }
        *cache += entry.units;
    }
    operands
}
