//! The model of the interpreter's stack that is kept while a body is walked: which items are in locals, which
//! in memory, and where the physical stack pointer stands. It follows the reference's `stack.py` step by step
//! (reference.md B45–B55, B66), since both the C that is written and the errors that are found come out of it.
//!
//! The model knows no C. It reports what it does as [`StackOp`]s to a [`Sink`]; the C writer is one, and
//! [`NullSink`] is another. What goes wrong is a [`StackError`].
//!
//! The reference shares `Local` objects between the stack and the lists of a micro-op's inputs and outputs, and
//! some of its behaviour hangs on who shares what. Here the locals live in an arena of the [`Stack`], and
//! [`LocalId`]s say the same.

mod close;
mod error;
mod op;
mod storage;

#[cfg(test)]
mod tests;

pub use error::{CloseFault, Occasion, StackError};
pub use op::{Closing, Element, NullSink, Place, Sink, StackOp};
pub use storage::Storage;

use std::rc::Rc;

use crate::analysis::offset::PointerOffset;
use crate::analysis::{StackEffects, StackItem};

/// A local in its stack's arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalId(u32);

/// A variable that stands for a stack item: in a C local, in memory, in both or (dead, or not yet defined) in neither.
#[derive(Clone, Debug)]
pub struct Local<'a> {
    /// The item of the definition that it stands for at the moment. Two locals with the same item are told
    /// apart by where they are, as in the reference.
    pub item: &'a StackItem,
    /// Where in memory the value is, counted from where the stack pointer stood at the start; `None` if memory
    /// does not have it.
    pub memory: Option<Rc<PointerOffset>>,
    /// Whether the local has the value.
    pub in_local: bool,
}

impl<'a> Local<'a> {
    /// A local whose value is not there yet.
    pub fn undefined(item: &'a StackItem) -> Local<'a> {
        Local { item, memory: None, in_local: false }
    }

    /// The item's name.
    pub fn name(&self) -> &'a str {
        &self.item.name
    }

    /// Whether the item is an array.
    pub fn is_array(&self) -> bool {
        self.item.is_array()
    }

    /// Forgets the value: it was consumed.
    pub fn kill(&mut self) {
        self.in_local = false;
        self.memory = None;
    }

    /// Marks the local as assigned; memory does not have the new value (B48).
    pub fn define(&mut self) {
        self.in_local = true;
        self.memory = None;
    }

    /// Whether the value is nowhere.
    pub fn is_dead(&self) -> bool {
        !self.in_local && self.memory.is_none()
    }

    /// Whether there is a value to lose. `unused` never has one.
    pub fn is_live(&self) -> bool {
        self.name() != "unused" && !self.is_dead()
    }

    /// Whether it still needs a definition before it may be pushed as an output (B48).
    pub fn needs_defining(&self) -> bool {
        !self.item.peek && !self.in_local && !self.is_array() && self.name() != "unused"
    }

    fn same(&self, other: &Local<'a>) -> bool {
        std::ptr::eq(self.item, other.item) && self.memory == other.memory && self.in_local == other.in_local
    }
}

/// The tracked part of the stack.
///
/// Three offsets are kept, all counted from where the stack pointer stood when tracking began: the bottom of
/// what is tracked, the physical stack pointer, and the top that the physical one should have. They are shared, since
/// paths are copied often and offsets may have many terms.
#[derive(Clone, Debug, Default)]
pub struct Stack<'a> {
    locals: Vec<Local<'a>>,
    variables: Vec<LocalId>,
    base: Rc<PointerOffset>,
    physical: Rc<PointerOffset>,
    logical: Rc<PointerOffset>,
}

impl<'a> Stack<'a> {
    /// A stack of which nothing is tracked.
    pub fn new() -> Stack<'a> {
        Stack::default()
    }

    /// The local behind an id.
    pub fn local(&self, id: LocalId) -> &Local<'a> {
        &self.locals[id.0 as usize]
    }

    /// The local behind an id, to change it.
    pub fn local_mut(&mut self, id: LocalId) -> &mut Local<'a> {
        &mut self.locals[id.0 as usize]
    }

    /// Adds a local that is not on the stack.
    pub fn add(&mut self, local: Local<'a>) -> LocalId {
        self.locals.push(local);
        LocalId(self.locals.len() as u32 - 1)
    }

    /// The tracked items, bottom first.
    pub fn variables(&self) -> impl DoubleEndedIterator<Item = &Local<'a>> + ExactSizeIterator {
        self.variables.iter().map(|id| self.local(*id))
    }

    /// The bottom of what is tracked. Its negative is what a whole instruction pops.
    pub fn base(&self) -> &PointerOffset {
        &self.base
    }

    /// Where the physical stack pointer stands.
    pub fn physical(&self) -> &PointerOffset {
        &self.physical
    }

    /// Where the stack ends once everything is written back.
    pub fn logical(&self) -> &PointerOffset {
        &self.logical
    }

    /// How far the physical stack pointer is above the logical top. Positive: so many items are to be popped.
    pub fn excess(&self) -> PointerOffset {
        &*self.physical - &*self.logical
    }

    /// Takes the top item off without looking at its value, which should be dead.
    ///
    /// # Errors
    /// If its liveness matters, it is used and still alive, or nothing is tracked.
    pub fn drop_item(&mut self, item: &StackItem, check_liveness: bool) -> Result<(), StackError> {
        self.logical = Rc::new(self.logical.pop(item));
        if let Some(popped) = self.variables.pop()
            && (self.local(popped).is_dead() || !item.used)
        {
            return Ok(());
        }
        if check_liveness {
            return Err(StackError::DroppingLive { name: item.name.clone() });
        }
        Ok(())
    }

    /// Takes the top item off as an input and gives it the input's name. If the tracked item has another shape,
    /// everything goes through memory; if nothing is tracked, it is read from the stack below.
    ///
    /// # Errors
    /// If the item is in memory at a place where the stack does not have it.
    pub fn pop(&mut self, item: &'a StackItem, out: &mut dyn Sink) -> Result<LocalId, StackError> {
        if let Some(top) = self.variables.last() {
            let top = self.local(*top);
            if item.is_array() != top.is_array() || top.item.size != item.size {
                self.clear(out);
            }
        }
        self.logical = Rc::new(self.logical.pop(item));
        let Some(id) = self.variables.pop() else {
            return Ok(self.pop_below(item, out));
        };
        if !item.used {
            return Ok(id);
        }
        let previous = self.local(id).item;
        let renamed = previous.name != item.name;
        if renamed {
            self.local_mut(id).item = item;
        }
        let local = self.local(id);
        if local.in_local {
            out.op(if renamed {
                StackOp::Rename { to: &item.name, from: &previous.name }
            } else {
                StackOp::InPlace
            });
            return Ok(id);
        }
        let memory = local.memory.clone().unwrap_or_else(|| self.logical.clone());
        if memory != self.logical {
            return Err(StackError::MisplacedItem { name: item.name.clone() });
        }
        let offset = &*memory - &*self.physical;
        let is_array = item.is_array();
        let local = self.local_mut(id);
        local.memory = Some(memory);
        if is_array {
            out.op(StackOp::Point { item, offset: &offset });
        } else {
            local.in_local = true;
            out.op(StackOp::Load { item, offset: &offset, below: false });
        }
        Ok(id)
    }

    /// Takes an item from below everything that is tracked.
    fn pop_below(&mut self, item: &'a StackItem, out: &mut dyn Sink) -> LocalId {
        self.base = self.logical.clone();
        let wanted = item.name != "unused" && item.used;
        if wanted {
            let offset = &*self.base - &*self.physical;
            out.op(if item.is_array() {
                StackOp::Point { item, offset: &offset }
            } else {
                StackOp::Load { item, offset: &offset, below: true }
            });
        }
        self.add(Local { item, memory: Some(self.base.clone()), in_local: wanted })
    }

    /// Writes everything back and tracks nothing any more.
    pub fn clear(&mut self, out: &mut dyn Sink) {
        self.flush(out);
        self.variables.clear();
        self.base = self.logical.clone();
    }

    /// Puts a local on top.
    ///
    /// # Errors
    /// If an indistinguishable one is on the stack already.
    pub fn push(&mut self, id: LocalId) -> Result<(), StackError> {
        let local = self.local(id);
        if self.variables().any(|other| other.same(local)) {
            return Err(StackError::PushedTwice { name: local.name().to_owned() });
        }
        self.logical = Rc::new(self.logical.push(local.item));
        self.variables.push(id);
        Ok(())
    }

    /// Writes those items to memory that only locals have.
    pub fn save_variables(&mut self, out: &mut dyn Sink) {
        out.op(StackOp::StartLine);
        // Adding up symbolic offsets takes time, so it is done up to the last item that needs it.
        let is_unsaved = |local: &Local<'a>| local.in_local && local.memory.is_none() && !local.is_array();
        let Some(last) = self.variables().rposition(is_unsaved) else { return };
        let mut place = Rc::clone(&self.base);
        for id in &self.variables[..=last] {
            let local = &mut self.locals[id.0 as usize];
            let item = local.item;
            if is_unsaved(local) {
                local.memory = Some(Rc::clone(&place));
                out.op(StackOp::Store { item, offset: &(&*place - &*self.physical) });
            }
            place = Rc::new(place.push(item));
        }
    }

    /// Writes everything back: the items and the stack pointer.
    pub fn flush(&mut self, out: &mut dyn Sink) {
        self.save_variables(out);
        if self.physical != self.logical {
            out.op(StackOp::StartLine);
            out.op(StackOp::Move { by: &(&*self.logical - &*self.physical), checked: true });
            self.physical = self.logical.clone();
        }
        out.op(StackOp::StartLine);
    }

    /// Brings the physical stack pointer to where it is on another path that is about to join this one (B52).
    ///
    /// # Errors
    /// If the paths' stacks end at different heights.
    fn align(&mut self, other: &Stack<'_>, out: &mut dyn Sink) -> Result<(), StackError> {
        if self.logical != other.logical {
            return Err(StackError::DifferingTop);
        }
        if self.physical != other.physical {
            out.op(StackOp::StartLine);
            out.op(StackOp::Move { by: &(&*other.physical - &*self.physical), checked: false });
            self.physical = other.physical.clone();
        }
        Ok(())
    }

    /// Joins another path: only what both know stays known.
    ///
    /// # Errors
    /// If the paths do not track the same items at the same places.
    pub fn merge(&mut self, other: &Stack<'a>, out: &mut dyn Sink) -> Result<(), StackError> {
        if self.variables.len() != other.variables.len() {
            return Err(StackError::DifferingVariables);
        }
        let pairs: Vec<(LocalId, LocalId)> =
            self.variables.iter().copied().zip(other.variables.iter().copied()).collect();
        for (mine, theirs) in &pairs {
            let theirs = other.local(*theirs);
            let mine = self.local_mut(*mine);
            if mine.name() != theirs.name() {
                return Err(StackError::MismatchedVariables {
                    name: mine.name().to_owned(),
                    other: theirs.name().to_owned(),
                });
            }
            mine.in_local &= theirs.in_local;
            if theirs.memory.is_none() {
                mine.memory = None;
            }
        }
        self.align(other, out)?;
        for (mine, theirs) in pairs {
            let mine = self.local(mine);
            let theirs = &other.local(theirs).memory;
            if let Some(offset) = &mine.memory
                && mine.memory != *theirs
            {
                return Err(StackError::MismatchedDepths {
                    name: mine.name().to_owned(),
                    offset: offset.to_c(),
                    other: theirs.as_ref().map_or_else(|| "None".to_owned(), |offset| offset.to_c()),
                });
            }
        }
        Ok(())
    }

    /// A copy with locals of its own, each tracked item getting one.
    fn copy(&self) -> Stack<'a> {
        let mut copy = Stack {
            locals: Vec::with_capacity(self.variables.len()),
            variables: Vec::with_capacity(self.variables.len()),
            base: self.base.clone(),
            physical: self.physical.clone(),
            logical: self.logical.clone(),
        };
        for local in self.variables() {
            let id = copy.add(local.clone());
            copy.variables.push(id);
        }
        copy
    }

    /// Applies a whole stack effect without looking at any body. What it takes to load the inputs goes to `out`.
    ///
    /// # Errors
    /// If the same item of the same definition is pushed twice.
    pub fn apply(&mut self, effects: &'a StackEffects, out: &mut impl Sink) -> Result<(), StackError> {
        let mut inputs: Vec<LocalId> = Vec::new();
        for item in effects.inputs.iter().rev() {
            let id = self.pop(item, out)?;
            if item.name != "unused" {
                inputs.push(id);
            }
        }
        for item in &effects.outputs {
            // The last input with the name counts; an input that was not used may carry another item's name.
            let input = inputs.iter().rev().copied().find(|id| self.local(*id).name() == item.name);
            let id = input.unwrap_or_else(|| self.add(Local::undefined(item)));
            self.push(id)?;
        }
        Ok(())
    }
}
