//! The assertions that the reference makes on its model of the stack while it counts the items that an
//! instruction pops and pushes. (The counts themselves are in the IR.)
//!
//! It walks over the micro-ops with all the care that it takes when it writes bodies, though nothing is written:
//! an item is known to be in memory, in a local variable, or nowhere yet. Two things can then go wrong. An item
//! that lies on the stack may be pushed again, "the same" being the same item of the same micro-op in the same
//! state; this happens to every macro that has a micro-op twice and leaves what it pushes. And an item that was
//! found in memory may have been pushed at another place since.

use super::parts::Index;
use super::{Fault, Faults};
use crate::analysis::offset::PointerOffset;
use crate::ir::{Instruction, StackItem, Uop};

/// Looks for a violated assertion in an instruction; the first one ends the search.
pub(super) fn check(index: &Index<'_>, instruction: &Instruction, faults: &mut Faults) {
    let mut stack = Stack::default();
    for uop in index.uops(instruction) {
        if let Err(violation) = stack.apply(uop) {
            faults.push(violation.fault(instruction, uop));
            return;
        }
    }
}

/// A violated assertion.
enum Violation<'a> {
    PushedTwice(&'a str),
    Moved(&'a str),
}

impl Violation<'_> {
    fn fault(&self, instruction: &Instruction, uop: &Uop) -> Fault {
        let (instruction, location) = (instruction.name.clone(), instruction.location.clone());
        let uop = uop.name.clone();
        match *self {
            Violation::PushedTwice(item) => {
                Fault::PushedTwice { instruction, uop, item: item.to_owned(), location }
            }
            Violation::Moved(item) => Fault::Moved { instruction, uop, item: item.to_owned(), location },
        }
    }
}

/// What is known of an item on the stack.
#[derive(Clone)]
struct Local<'a> {
    item: &'a StackItem,
    memory: Option<PointerOffset>,
    in_local: bool,
}

impl PartialEq for Local<'_> {
    fn eq(&self, other: &Self) -> bool {
        // The item's identity counts, not what it looks like: those of two micro-ops always differ.
        std::ptr::eq(self.item, other.item) && self.memory == other.memory && self.in_local == other.in_local
    }
}

#[derive(Default)]
struct Stack<'a> {
    top: PointerOffset,
    items: Vec<Local<'a>>,
}

impl<'a> Stack<'a> {
    fn apply(&mut self, uop: &'a Uop) -> Result<(), Violation<'a>> {
        let mut popped: Vec<Local<'a>> = Vec::new();
        for input in uop.inputs.iter().rev() {
            let local = self.pop(input)?;
            if input.name != "unused" {
                popped.push(local);
            }
        }
        for output in &uop.outputs {
            // Of several inputs with a name the lowest counts, and the name is that of the item that was pushed
            // there, unless the input was used.
            let same = popped.iter().rev().find(|local| local.item.name == output.name);
            self.push(same.cloned().unwrap_or(Local { item: output, memory: None, in_local: false }))?;
        }
        Ok(())
    }

    fn pop(&mut self, item: &'a StackItem) -> Result<Local<'a>, Violation<'a>> {
        if self.items.last().is_some_and(|top| size(top.item) != size(item)) {
            // Items that do not match are written to memory and forgotten.
            self.items.clear();
        }
        self.top = &self.top - &room(item);
        let Some(mut local) = self.items.pop() else {
            let in_local = item.used && item.name != "unused";
            return Ok(Local { item, memory: Some(self.top.clone()), in_local });
        };
        if !item.used {
            return Ok(local);
        }
        if local.item.name != item.name {
            local.item = item;
        }
        if !local.in_local {
            if *local.memory.get_or_insert_with(|| self.top.clone()) != self.top {
                return Err(Violation::Moved(&item.name));
            }
            local.in_local = item.size.is_none();
        }
        Ok(local)
    }

    fn push(&mut self, local: Local<'a>) -> Result<(), Violation<'a>> {
        if self.items.contains(&local) {
            return Err(Violation::PushedTwice(&local.item.name));
        }
        self.top = &self.top + &room(local.item);
        self.items.push(local);
        Ok(())
    }
}

/// The text of an array's size; nothing for a scalar.
fn size(item: &StackItem) -> &str {
    item.size.as_ref().map_or("", |size| &size.text)
}

/// The room that an item takes.
fn room(item: &StackItem) -> PointerOffset {
    PointerOffset::of_size(size(item), item.size.as_ref().map(|size| size.expr.clone()))
}
