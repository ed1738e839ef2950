//! The text of `generated/interp/tier1.rs`: for every instruction an arm that runs its micro-ops one after the other.
//!
//! An arm is glue around bodies. It reads stack items from memory once, hands them from micro-op to micro-op in
//! variables, and writes what is left at its end. Between, memory is as the last flush left it: a deopt, which may only
//! come before anything was changed, leaves it alone; every other exit first writes the items that live in variables,
//! since those below the exit's stack pointer stay on the stack.
//!
//! Variables hold the bits of stack references. A body gets ownership by the bits being made a `StackRef` for the call;
//! what it consumed, no later code of the arm reads again as an owner, which the generator's stack model has proved.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::body::safe;
use super::print;
use super::render::offset;
use super::{Function, Lowered, Outcome, Program};
use crate::analysis::offset::PointerOffset;
use crate::analysis::{Analysis, Instruction, Part, StackItem, Uop};

/// An item of the stack at some point of an arm.
#[derive(Clone, Debug)]
struct Item {
    /// Its distance from `cx.stack_pointer`.
    place: PointerOffset,
    /// The text of its size; empty for a scalar.
    size: String,
    /// How far it reaches.
    extent: PointerOffset,
    /// The variable that has its bits, or, if it is no reference, itself.
    variable: Option<Variable>,
    /// Whether memory has it too.
    in_memory: bool,
}

impl Item {
    /// The statement that writes it to memory, if memory does not have it.
    fn poke(&self) -> Option<String> {
        let variable = self.variable.as_ref().filter(|_| !self.in_memory)?;
        Some(format!("poke(cx, {}, {});\n", print::expr(&offset(&self.place)), variable.bits()))
    }
}

/// A variable of an arm.
#[derive(Clone, Debug)]
struct Variable {
    name: String,
    /// Whether it holds the bits of a stack reference, rather than a pointer.
    is_bits: bool,
}

impl Variable {
    fn bits(&self) -> String {
        if self.is_bits { self.name.clone() } else { format!("{} as u64", self.name) }
    }
}

/// The arm that is being written.
struct Arm<'a> {
    instruction: &'a Instruction,
    /// The opcode of its family's head, which a deopt goes to.
    head_opcode: Option<u16>,
    text: String,
    /// What is known of the top of the stack, bottom first.
    items: Vec<Item>,
    /// Where the lowest of them begins, from `cx.stack_pointer` on.
    bottom: PointerOffset,
    variables: usize,
    reachable: bool,
}

/// The bodies, by the names of their functions.
type Bodies<'p> = BTreeMap<&'p str, &'p Lowered>;

/// The text of `tier1.rs`, laid out.
///
/// # Errors
/// If it is no Rust, which would be a mistake here; or an instruction has a body that is not translated.
pub fn tier1(program: &Program, analysis: &Analysis<'_>, header: &str) -> Result<String, String> {
    let mut instructions: Vec<&Instruction> = analysis.instructions.iter().collect();
    instructions.sort_by_key(|instruction| instruction.opcode);
    let bodies: Bodies<'_> = program.bodies.iter().map(|body| (body.name.as_str(), body)).collect();
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
        "/// Hands the number and the arm of every instruction to a macro.\n\
         macro_rules! for_each_instruction { ($each:ident) => { $each! {\n",
    );
    for instruction in &instructions {
        let _ = writeln!(text, "{} {}", instruction.opcode, function_name(instruction));
    }
    text.push_str("} } }\npub(crate) use for_each_instruction;\n");
    text.push_str(&labels(analysis));
    let text = print::layout(&text)?;
    Ok(format!(
        "// {header}\n\n\
         //! The interpreter of instructions: an arm for every opcode, over the functions of `bodies`.\n\n\
         {text}"
    ))
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

/// The arm of one instruction.
fn arm(bodies: &Bodies<'_>, analysis: &Analysis<'_>, instruction: &Instruction) -> Result<String, String> {
    let head = instruction.family.as_ref().and_then(|family| analysis.instruction(family));
    let mut arm = Arm {
        instruction,
        head_opcode: head.map(|head| head.opcode),
        text: String::new(),
        items: Vec::new(),
        bottom: PointerOffset::zero(),
        variables: 0,
        reachable: true,
    };
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
    arm.head();
    let mut cache = 1;
    for part in &instruction.parts {
        match part {
            Part::Skip(units) => cache += units,
            Part::Flush => arm.flush(),
            Part::Uop(index) => {
                let Some(uop) = analysis.uops.get(index.0) else { continue };
                let lowered = bodies.get(safe(&uop.name).as_str());
                let lowered = lowered.ok_or_else(|| format!("no body of `{}`", uop.name))?;
                let (Outcome::Translated(function) | Outcome::OptedOut(_, function)) = &lowered.outcome
                else {
                    return Err(format!("the body of `{}` is not translated", uop.name));
                };
                arm.uop(uop, lowered, function, &mut cache);
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

impl Arm<'_> {
    /// What comes before the first micro-op: where execution stands.
    fn head(&mut self) {
        let properties = &self.instruction.properties;
        if properties.needs_prev {
            self.text.push_str("cx.prev_instr = (*cx.frame).instr_ptr;\n");
        }
        self.text.push_str("cx.this_instr = cx.next_instr;\n");
        if !properties.no_save_ip {
            self.text.push_str("(*cx.frame).instr_ptr = cx.this_instr;\n");
        }
        let _ = writeln!(self.text, "cx.next_instr = cx.next_instr.add({});", self.instruction.size);
        if self.head_opcode.is_some() {
            self.text.push_str("let entry = cx.stack_pointer;\n");
        }
    }

    /// Where the stack ends.
    fn top(&self) -> PointerOffset {
        self.items.last().map_or_else(|| self.bottom.clone(), |item| &item.place + &item.extent)
    }

    /// Writes what is not in memory, and moves the stack pointer to the end of the stack.
    fn flush(&mut self) {
        for item in &mut self.items {
            self.text.extend(item.poke());
            item.in_memory = true;
        }
        let top = self.top();
        if top != PointerOffset::zero() {
            let by = print::expr(&offset(&top));
            let _ = writeln!(self.text, "cx.stack_pointer = cx.stack_pointer.offset(({by}) as isize);");
            self.bottom = &self.bottom - &top;
            for item in &mut self.items {
                item.place = &item.place - &top;
            }
        }
    }

    /// Takes the topmost item off, which `wanted` describes.
    fn pop(&mut self, wanted: &StackItem) -> Item {
        if self.items.last().is_some_and(|item| item.size != wanted.size) {
            // The items are cut in another way: memory does not care.
            self.flush();
            self.items.clear();
            self.bottom = PointerOffset::zero();
        }
        self.items.pop().unwrap_or_else(|| {
            self.bottom = self.bottom.pop(wanted);
            Item {
                place: self.bottom.clone(),
                size: wanted.size.clone(),
                extent: PointerOffset::from_item(wanted),
                variable: None,
                in_memory: true,
            }
        })
    }

    /// A name for a variable.
    fn variable(&mut self, item: &str) -> String {
        self.variables += 1;
        format!("{}_{}", item.trim_start_matches('_'), self.variables)
    }

    /// Runs a micro-op.
    fn uop(&mut self, uop: &Uop<'_>, lowered: &Lowered, function: &Function, cache: &mut i32) {
        if function.needs_memory || function.moves_pointer {
            self.flush();
        }
        let top = self.top();
        let mut inputs: Vec<Item> = uop.stack.inputs.iter().rev().map(|item| self.pop(item)).collect();
        inputs.reverse();
        let mut parameters = function.parameters.iter();
        let mut arguments = vec!["cx".to_owned()];
        for (item, stack_item) in inputs.iter_mut().zip(&uop.stack.inputs) {
            if stack_item.name == "unused" || !stack_item.used || stack_item.is_array() {
                continue;
            }
            let Some(parameter) = parameters.next() else { break };
            let is_bits = parameter.ty.ends_with("StackRef");
            let variable = match &item.variable {
                Some(variable) => variable.clone(),
                None => {
                    let name = self.variable(&stack_item.name);
                    let place = print::expr(&offset(&item.place));
                    let cast = if is_bits { String::new() } else { format!(" as {}", parameter.ty) };
                    let _ = writeln!(self.text, "let {name} = peek(cx, {place}){cast};");
                    Variable { name, is_bits }
                }
            };
            arguments.push(match parameter.ty.as_str() {
                "&StackRef" => format!("&StackRef::from_bits({})", variable.name),
                "StackRef" => format!("StackRef::from_bits({})", variable.name),
                _ => variable.name.clone(),
            });
            item.variable = Some(variable);
        }
        for entry in &uop.caches {
            if entry.name != "unused" {
                let reader = match entry.units {
                    1 => "cache_u16",
                    2 => "cache_u32",
                    _ => "cache_object",
                };
                arguments.push(format!("{reader}(cx, {cache})"));
            }
            *cache += entry.units;
        }
        self.call(lowered, function, &arguments, &inputs, &top, uop);
    }

    /// Calls a body, deals with its exits, and puts its outputs on the stack.
    fn call(
        &mut self,
        lowered: &Lowered,
        function: &Function,
        arguments: &[String],
        inputs: &[Item],
        top: &PointerOffset,
        uop: &Uop<'_>,
    ) {
        let call = format!("{}::<TierOne>({})", lowered.name, arguments.join(", "));
        // What it returns, in variables.
        let mut outputs = Vec::new();
        let mut patterns = Vec::new();
        for (index, item) in uop.stack.outputs.iter().enumerate() {
            let result = function.returned.iter().position(|returned| *returned == index);
            let result = result.and_then(|result| function.results.get(result));
            let variable = result
                .map(|result| Variable { name: self.variable(&item.name), is_bits: result.ty == "StackRef" });
            patterns.extend(variable.clone());
            outputs.push(match (variable, inputs.get(index)) {
                (None, Some(input)) if item.peek => input.clone(),
                (variable, _) => Item {
                    place: PointerOffset::zero(),
                    size: item.size.clone(),
                    extent: PointerOffset::from_item(item),
                    in_memory: variable.is_none(),
                    variable,
                },
            });
        }
        let pattern = tuple(patterns.iter().map(|variable| variable.name.clone()));
        let values = tuple(patterns.iter().map(|variable| match variable.is_bits {
            true => format!("{}.bits()", variable.name),
            false => variable.name.clone(),
        }));
        let binding = if patterns.is_empty() { String::new() } else { format!("let {pattern} = ") };
        if function.has_exits {
            let _ = writeln!(self.text, "{binding}match {call} {{ Ok({pattern}) => {values},");
            if let Some(head) = self.head_opcode {
                let _ = writeln!(
                    self.text,
                    "Err(Exit::Deopt | Exit::ExitIf) => return deopt(cx, entry, {head}),"
                );
            }
            self.text.push_str("Err(exit) => {\n");
            self.text.extend(self.items.iter().chain(inputs).filter_map(Item::poke));
            let top = print::expr(&offset(top));
            let _ = writeln!(self.text, "return leave(cx, exit, {top}); }} }};");
        } else if patterns.is_empty() {
            let _ = writeln!(self.text, "{call};");
        } else {
            let _ = writeln!(self.text, "let {pattern} = {call};");
            let rebound: Vec<&Variable> = patterns.iter().filter(|variable| variable.is_bits).collect();
            for variable in rebound {
                let _ = writeln!(self.text, "let {0} = {0}.bits();", variable.name);
            }
        }
        if function.moves_pointer {
            // Everything below is in memory, and perhaps it is another frame's.
            self.items.clear();
            let peeks = uop.stack.outputs.iter().filter(|item| item.peek);
            self.bottom = peeks.fold(PointerOffset::zero(), |bottom, item| bottom.pop(item));
        }
        for mut output in outputs {
            output.place = self.top();
            self.items.push(output);
        }
        // A body that cannot fail and has no outputs has no value, and a label ends by going elsewhere.
        self.reachable = function.body.value.is_some() || !function.has_exits;
    }
}

/// `a` or `(a, b)`.
fn tuple(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    match items.as_slice() {
        [item] => item.clone(),
        items => format!("({})", items.join(", ")),
    }
}
