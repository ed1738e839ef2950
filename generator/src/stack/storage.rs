//! The stack together with the inputs and outputs of the micro-op that is being walked.

use std::collections::BTreeSet;

use super::{Local, LocalId, Occasion, Sink, Stack, StackError, StackOp};
use crate::analysis::StackEffects;

/// The state of a walk: the tracked stack, the micro-op's inputs that are left and its outputs that are not yet on
/// the stack, both bottom first.
#[derive(Clone, Debug)]
pub struct Storage<'a> {
    /// The tracked stack.
    pub stack: Stack<'a>,
    /// Inputs that are still on the stack.
    pub(super) inputs: Vec<LocalId>,
    /// Outputs that are not on the stack yet, after the peeked inputs (those that are outputs, too).
    pub(super) outputs: Vec<LocalId>,
    /// How many inputs stay where they are (B17).
    pub(super) peeks: usize,
    /// Whether a lost live value is an error. It is not in the optimizer, whose values have no references.
    pub(super) check_liveness: bool,
    /// How often the stack pointer was saved without having been reloaded.
    pub(super) spilled: u32,
}

impl<'a> Storage<'a> {
    /// The state at the start of a label: nothing is tracked; the stack pointer may be saved (B16, B66).
    pub fn for_label(spilled: bool) -> Storage<'a> {
        Storage {
            stack: Stack::new(),
            inputs: Vec::new(),
            outputs: Vec::new(),
            peeks: 0,
            check_liveness: false,
            spilled: spilled.into(),
        }
    }

    /// The state at the start of a micro-op: its inputs in locals, its array outputs pointing into the stack (B48).
    ///
    /// # Errors
    /// If the stack cannot provide the inputs.
    pub fn for_uop(
        mut stack: Stack<'a>,
        effects: &'a StackEffects,
        check_liveness: bool,
        out: &mut dyn Sink,
    ) -> Result<Storage<'a>, StackError> {
        let mut inputs = Vec::with_capacity(effects.inputs.len());
        let mut outputs = Vec::new();
        for item in effects.inputs.iter().rev() {
            let id = stack.pop(item, out)?;
            if item.peek {
                outputs.push(id);
            }
            inputs.push(id);
        }
        inputs.reverse();
        outputs.reverse();
        let peeks = outputs.len();
        let mut offset = &stack.logical - &stack.physical;
        for item in &effects.outputs {
            if item.is_array() && item.used && !item.peek {
                out.op(StackOp::Point { item, offset: &offset });
            }
            offset = offset.push(item);
        }
        for id in &inputs {
            stack.push(*id)?;
        }
        for item in effects.outputs.iter().filter(|item| !item.peek) {
            let id = stack.add(Local::undefined(item));
            outputs.push(id);
        }
        Ok(Storage { stack, inputs, outputs, peeks, check_liveness, spilled: 0 })
    }

    /// The inputs that are left, bottom first.
    pub fn inputs(&self) -> impl DoubleEndedIterator<Item = &Local<'a>> {
        self.inputs.iter().map(|id| self.stack.local(*id))
    }

    /// The outputs that are not on the stack yet, bottom first, after the inputs that stay where they are.
    pub fn outputs(&self) -> impl DoubleEndedIterator<Item = &Local<'a>> {
        self.outputs.iter().map(|id| self.stack.local(*id))
    }

    /// Whether the stack pointer is saved in the frame.
    pub fn is_spilled(&self) -> bool {
        self.spilled > 0
    }

    /// How often the stack pointer was saved without having been reloaded.
    pub fn spill_depth(&self) -> u32 {
        self.spilled
    }

    /// The inputs that stay on the stack and whose values only locals have: whoever declares them dead loses them.
    pub fn unsaved_peeks(&self) -> impl Iterator<Item = &Local<'a>> {
        self.inputs().take(self.peeks).filter(|local| local.in_local && local.memory.is_none())
    }

    /// Forgets the inputs' copies in locals (the optimizer's inputs need no care).
    pub fn forget_input_locals(&mut self) {
        for id in &self.inputs {
            self.stack.local_mut(*id).in_local = false;
        }
    }

    /// Marks an input as consumed. Whether there is one of that name.
    pub fn kill(&mut self, name: &str) -> bool {
        let found = self.inputs.iter().copied().find(|id| self.stack.local(*id).name() == name);
        if let Some(id) = found {
            self.stack.local_mut(id).kill();
        }
        found.is_some()
    }

    /// Marks all inputs as consumed.
    pub fn kill_inputs(&mut self) {
        for id in &self.inputs {
            self.stack.local_mut(*id).kill();
        }
    }

    /// Marks an input as consumed by something that runs arbitrary code if `escapes`; then nothing above it may be
    /// alive, since the stack is written back first (B47). Whether there is an input of that name.
    ///
    /// # Errors
    /// The name of a live input above it.
    pub fn close(&mut self, name: &str, escapes: bool) -> Result<bool, String> {
        let mut live: Option<&str> = None;
        for id in self.inputs.iter().rev().copied() {
            let local = self.stack.local(id);
            if local.name() == name {
                if let (Some(live), true) = (live, escapes) {
                    return Err(live.to_owned());
                }
                self.stack.local_mut(id).kill();
                return Ok(true);
            }
            if local.in_local {
                live = Some(local.name());
            }
        }
        Ok(false)
    }

    /// Marks an input and an output of that name as assigned (B48).
    pub fn define(&mut self, name: &str) {
        for list in [&self.inputs, &self.outputs] {
            if let Some(id) = list.iter().copied().find(|id| self.stack.local(*id).name() == name) {
                self.stack.local_mut(id).define();
            }
        }
    }

    /// Takes all inputs off the stack but those that stay where they are.
    ///
    /// # Errors
    /// If one of them is still alive.
    pub fn clear_inputs(&mut self, occasion: Occasion) -> Result<(), StackError> {
        while self.inputs.len() > self.peeks
            && let Some(top) = self.inputs.pop()
        {
            let top = self.stack.local(top);
            let item = top.item;
            if self.check_liveness && top.is_live() {
                return Err(StackError::InputStillLive { name: item.name.clone(), occasion });
            }
            self.stack.drop_item(item, self.check_liveness)?;
        }
        Ok(())
    }

    /// Takes the dead inputs at the top off the stack.
    ///
    /// # Errors
    /// If there are others below live ones.
    pub(super) fn clear_dead_inputs(&mut self) -> Result<(), StackError> {
        let mut live = "";
        while self.inputs.len() > self.peeks
            && let Some(top) = self.inputs.last()
        {
            let top = self.stack.local(*top);
            let item = top.item;
            if top.is_live() {
                live = &item.name;
                break;
            }
            self.inputs.pop();
            self.stack.drop_item(item, self.check_liveness)?;
        }
        match self.inputs().skip(self.peeks).find(|local| !local.is_live()) {
            Some(dead) => {
                Err(StackError::DeadBelowLive { name: dead.name().to_owned(), live: live.to_owned() })
            }
            None => Ok(()),
        }
    }

    /// Puts those outputs on the stack that are defined, if any is.
    ///
    /// # Errors
    /// If inputs are in the way.
    fn push_defined_outputs(&mut self) -> Result<(), StackError> {
        let defined = self.outputs().filter(|local| local.in_local && local.memory.is_none()).next_back();
        let Some(output) = defined.map(|local| local.name().to_owned()) else {
            return Ok(());
        };
        self.clear_inputs(Occasion::OutputDefined { output })?;
        // The reference looks at the first of the list, which is a peeked input if there is one, but takes the first
        // after those: beside peeked inputs, outputs go onto the stack whether they are defined or not.
        while self.outputs.len() > self.peeks
            && let Some(first) = self.outputs.first()
            && !self.stack.local(*first).needs_defining()
        {
            let id = self.outputs.remove(self.peeks);
            self.stack.push(id)?;
        }
        Ok(())
    }

    /// Writes everything back that can be: dead inputs go, defined outputs are pushed.
    ///
    /// # Errors
    /// If the inputs and outputs do not allow it.
    pub fn flush(&mut self, out: &mut dyn Sink) -> Result<(), StackError> {
        self.clear_dead_inputs()?;
        self.push_defined_outputs()?;
        self.stack.flush(out);
        Ok(())
    }

    /// Does to `out` what a flush would do, without changing the state: for a path that leaves here.
    ///
    /// # Errors
    /// As [`Storage::flush`] and [`Storage::copy`].
    pub fn flush_copy(&self, out: &mut dyn Sink) -> Result<(), StackError> {
        self.copy()?.flush(out)
    }

    /// Saves the stack pointer in the frame, unless it is there already.
    pub fn save(&mut self, out: &mut dyn Sink) {
        if self.spilled == 0 {
            out.op(StackOp::StartLine);
            out.op(StackOp::Spill);
        }
        self.spilled += 1;
    }

    /// Undoes the last [`Storage::save`]; the stack pointer is fetched back if it was the first.
    ///
    /// # Errors
    /// If it was not saved.
    pub fn reload(&mut self, out: &mut dyn Sink) -> Result<(), StackError> {
        if self.spilled == 0 {
            return Err(StackError::NotSaved);
        }
        self.spilled -= 1;
        if self.spilled == 0 {
            out.op(StackOp::StartLine);
            out.op(StackOp::Reload);
        }
        Ok(())
    }

    /// A copy for one of two paths. The inputs are found again by name; inputs that are outputs, too, become
    /// separate locals in the two lists, as in the reference.
    ///
    /// # Errors
    /// If an input is not on the tracked stack any more.
    pub fn copy(&self) -> Result<Storage<'a>, StackError> {
        let mut stack = self.stack.copy();
        let mut inputs = Vec::with_capacity(self.inputs.len());
        for input in self.inputs() {
            let found =
                stack.variables.iter().rev().copied().find(|id| stack.local(*id).name() == input.name());
            let Some(id) = found else {
                return Err(StackError::InputNotTracked { name: input.name().to_owned() });
            };
            inputs.push(id);
        }
        let outputs = self.outputs().map(|local| stack.add(local.clone())).collect();
        Ok(Storage { stack, inputs, outputs, ..*self })
    }

    fn check_names(&self) -> Result<(), StackError> {
        fn check<'l>(names: impl Iterator<Item = &'l str>) -> Result<(), StackError> {
            let mut seen = BTreeSet::new();
            for name in names.filter(|name| *name != "unused") {
                if !seen.insert(name) {
                    return Err(StackError::DuplicateName { name: name.to_owned() });
                }
            }
            Ok(())
        }
        check(self.inputs().map(Local::name))?;
        check(self.outputs().map(Local::name))?;
        check(self.stack.variables().map(Local::name))
    }

    /// Joins another path to this one (B52). The other path's state is of no use afterwards.
    ///
    /// # Errors
    /// If the two cannot be told apart from one state: different inputs are alive, different outputs defined.
    pub fn merge(&mut self, mut other: Storage<'a>, out: &mut dyn Sink) -> Result<(), StackError> {
        self.check_names()?;
        if self.inputs.len() != other.inputs.len() {
            self.clear_dead_inputs()?;
            other.clear_dead_inputs()?;
        }
        if self.inputs.len() != other.inputs.len() && self.check_liveness {
            let longer = if self.inputs.len() > other.inputs.len() { &*self } else { &other };
            let name = longer.inputs().next_back().map_or("", Local::name).to_owned();
            return Err(StackError::UnmergeableInputs { name });
        }
        for (mine, theirs) in self.inputs().zip(other.inputs()) {
            if mine.in_local != theirs.in_local {
                return Err(StackError::ClearedOnSomePaths { name: mine.name().to_owned() });
            }
        }
        if self.outputs.len() != other.outputs.len() {
            self.push_defined_outputs()?;
            other.push_defined_outputs()?;
        }
        if self.outputs.len() != other.outputs.len() {
            let longer = if self.outputs.len() > other.outputs.len() { &*self } else { &other };
            let name = longer.outputs().next().map_or("", Local::name).to_owned();
            return Err(StackError::SetOnSomePaths { name });
        }
        for (mine, theirs) in self.outputs.iter().zip(&other.outputs) {
            let (mine, theirs) = (self.stack.local_mut(*mine), other.stack.local_mut(*theirs));
            if mine.memory.is_none() {
                theirs.memory = None;
            } else if theirs.memory.is_none() {
                mine.memory = None;
            }
        }
        self.stack.merge(&other.stack, out)?;
        self.check_names()
    }

    /// Ends the micro-op: every input is gone, every output is pushed.
    ///
    /// # Errors
    /// If that is not so, or the stack pointer is still saved.
    pub fn push_outputs(&mut self) -> Result<(), StackError> {
        if self.spilled > 0 {
            return Err(StackError::UnbalancedSpills);
        }
        self.clear_inputs(Occasion::End)?;
        self.push_defined_outputs()?;
        for id in self.outputs.iter().skip(self.peeks) {
            let local = self.stack.local(*id);
            if local.needs_defining() {
                let name = local.name().to_owned();
                let named = self.outputs().next().map_or("", Local::name).to_owned();
                return Err(StackError::OutputNotDefined { named, name });
            }
            self.stack.push(*id)?;
        }
        self.outputs.clear();
        Ok(())
    }
}
