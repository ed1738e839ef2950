//! The glue around bodies, which the arms of both interpreters are made of: stack items are read from memory once,
//! handed from body to body in variables, and written when somebody else may look.
//!
//! Variables hold the bits of stack references. A body gets ownership by the bits being made a `StackRef` for the call;
//! what it consumed, no later code of the arm reads again as an owner, which the generator's stack model has proved.

use std::fmt::Write as _;

use super::print;
use super::render::offset;
use super::{Function, Lowered};
use crate::analysis::offset::PointerOffset;
use crate::analysis::{StackItem, Uop};

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

/// The interpreter that an arm is for.
#[derive(Clone, Copy, Debug)]
pub enum Interpreter {
    /// That of instructions: caches lie behind the instruction.
    One {
        /// The opcode of the family's head, which a deopt goes to.
        head: Option<u16>,
    },
    /// That of micro-ops: what caches hold are operands.
    Two,
}

impl Interpreter {
    /// The parameter that bodies get.
    fn mode(self) -> &'static str {
        match self {
            Interpreter::One { .. } => "TierOne",
            Interpreter::Two => "TierTwo",
        }
    }
}

/// The arm that is being written.
#[derive(Debug)]
pub struct Glue {
    interpreter: Interpreter,
    /// What is written so far.
    pub text: String,
    /// What is known of the top of the stack, bottom first.
    items: Vec<Item>,
    /// Where the lowest of them begins, from `cx.stack_pointer` on.
    bottom: PointerOffset,
    variables: usize,
    /// Whether the end of what is written is reached.
    pub reachable: bool,
}

impl Glue {
    /// An arm of which nothing is written.
    pub fn new(interpreter: Interpreter) -> Glue {
        Glue {
            interpreter,
            text: String::new(),
            items: Vec::new(),
            bottom: PointerOffset::zero(),
            variables: 0,
            reachable: true,
        }
    }

    /// Where the stack ends.
    fn top(&self) -> PointerOffset {
        self.items.last().map_or_else(|| self.bottom.clone(), |item| &item.place + &item.extent)
    }

    /// Writes what is not in memory, and moves the stack pointer to the end of the stack.
    pub fn flush(&mut self) {
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

    /// Runs a micro-op, given the texts of its operands: its named cache entries.
    pub fn uop(&mut self, uop: &Uop<'_>, lowered: &Lowered, function: &Function, operands: Vec<String>) {
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
        arguments.extend(operands);
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
        let mode = self.interpreter.mode();
        let call = format!("{}::<{mode}>({})", lowered.name, arguments.join(", "));
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
            if let Interpreter::One { head: Some(head) } = self.interpreter {
                let _ = writeln!(
                    self.text,
                    "Err(Exit::Deopt | Exit::ExitIf) => return deopt(cx, entry, {head}),"
                );
            }
            self.text.push_str("Err(exit) => {\n");
            self.text.extend(self.items.iter().chain(inputs).filter_map(Item::poke));
            let top = print::expr(&offset(top));
            let leave = match self.interpreter {
                Interpreter::One { .. } => "leave",
                Interpreter::Two => "leave_micro_op",
            };
            let _ = writeln!(self.text, "return {leave}(cx, exit, {top}); }} }};");
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
