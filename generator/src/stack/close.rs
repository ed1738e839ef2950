//! `DECREF_INPUTS`: closing every input that is left, with the stack in order at each moment (B53).

use super::{CloseFault, Closing, Element, Local, LocalId, Place, Sink, StackError, StackOp, Storage};

/// What is put in place of an item before it is closed.
const NULL: &str = "PyStackRef_NULL";

/// The spare variable that a value moves to while its place is overwritten.
#[derive(Default)]
struct Spare {
    declared: bool,
}

impl<'a> Storage<'a> {
    /// Closes the inputs, topmost first. Each is overwritten before it is closed, since closing runs arbitrary
    /// code that may look at the stack: by null, or (the lowest) by the one output that is already defined.
    ///
    /// # Errors
    /// If no output can take the lowest input's place.
    pub fn close_inputs(&mut self, out: &mut dyn Sink) -> Result<(), StackError> {
        self.clear_dead_inputs()?;
        let Some(lowest) = self.inputs.first().copied() else {
            return Ok(());
        };
        let mut spare = Spare::default();
        let output = self.output_over_inputs()?;
        if let Some(output) = output {
            if self.stack.local(output).is_array() {
                return self.close_under_array(lowest, output, &mut spare, out);
            }
            if sizes_differ(self.stack.local(lowest), self.stack.local(output)) {
                return Err(StackError::CannotCloseInputs(CloseFault::SizeMismatch));
            }
            self.stack.flush(out);
            self.stack.local_mut(lowest).in_local = true;
            let name = self.stack.local(output).name();
            self.close_variable(lowest, Some(name), &mut spare, out)?;
            if self.stack.local(lowest).memory.is_none() {
                return Err(StackError::CannotCloseInputs(CloseFault::ArrayOfOne));
            }
        }
        let others: Vec<LocalId> = self.inputs.iter().skip(1).rev().copied().collect();
        for input in &others {
            self.close_variable(*input, Some(NULL), &mut spare, out)?;
        }
        if output.is_none() {
            self.close_variable(lowest, Some(NULL), &mut spare, out)?;
        }
        for input in &others {
            let item = self.stack.local(*input).item;
            self.stack.local_mut(*input).kill();
            self.stack.drop_item(item, self.check_liveness)?;
        }
        if output.is_none() {
            self.stack.local_mut(lowest).kill();
        }
        let lowest = self.stack.local(lowest);
        let (item, memory) = (lowest.item, lowest.memory.clone());
        self.stack.drop_item(item, false)?;
        let in_place = output.filter(|id| self.outputs.first() == Some(id) && memory.is_some());
        match in_place {
            Some(output) => self.stack.local_mut(output).memory = memory,
            None => self.stack.flush(out),
        }
        if let Some(output) = output {
            self.stack.push(output)?;
        }
        self.inputs.clear();
        if in_place.is_some() {
            self.stack.flush(out);
        }
        if let Some(output) = output {
            // The output is not on the stack for good before the micro-op ends.
            self.stack.pop(self.stack.local(output).item, out)?;
        }
        Ok(())
    }

    /// The output that takes the lowest input's place: the only defined one, or an array.
    fn output_over_inputs(&self) -> Result<Option<LocalId>, StackError> {
        let mut output = None;
        for id in self.outputs.iter().copied() {
            let local = self.stack.local(id);
            if local.is_array() {
                if self.inputs.len() > 1 {
                    return Err(StackError::CannotCloseInputs(CloseFault::ArrayOutput));
                }
                output = Some(id);
            } else if local.in_local {
                if output.is_some() {
                    return Err(StackError::CannotCloseInputs(CloseFault::SeveralLiveOutputs));
                }
                output = Some(id);
            }
        }
        Ok(output)
    }

    /// Closes the only input after an array output has taken its place.
    fn close_under_array(
        &mut self,
        input: LocalId,
        output: LocalId,
        spare: &mut Spare,
        out: &mut dyn Sink,
    ) -> Result<(), StackError> {
        self.stack.drop_item(self.stack.local(input).item, false)?;
        self.stack.push(output)?;
        self.stack.flush(out);
        self.close_variable(input, None, spare, out)?;
        self.stack.drop_item(self.stack.local(output).item, self.check_liveness)?;
        self.inputs.clear();
        Ok(())
    }

    /// Closes one item under one spill, after something else has taken its place if there is anything.
    fn close_variable(
        &mut self,
        id: LocalId,
        overwrite: Option<&str>,
        spare: &mut Spare,
        out: &mut dyn Sink,
    ) -> Result<(), StackError> {
        self.stack.local_mut(id).memory = None;
        let item = self.stack.local(id).item;
        let nullable = item.name.contains("null");
        let element = match item.size.as_str() {
            "" => Element::Scalar,
            "1" => Element::Only,
            _ => Element::Current,
        };
        let place = Place { name: &item.name, element };
        self.save(out);
        out.op(StackOp::StartLine);
        if element == Element::Current {
            if overwrite.is_some() && !spare.declared {
                out.op(StackOp::Close(Closing::DeclareSpare));
                spare.declared = true;
            }
            out.op(StackOp::Close(Closing::Each { size: &item.size }));
        }
        if let Some(with) = overwrite {
            let declares_spare = !spare.declared;
            spare.declared = true;
            out.op(StackOp::Close(Closing::Replace { place, with, declares_spare }));
            self.stack.save_variables(out);
            out.op(StackOp::Close(Closing::Spare { nullable }));
        } else {
            out.op(StackOp::Close(Closing::InPlace { place, nullable }));
        }
        if element == Element::Current {
            out.op(StackOp::Close(Closing::EndEach));
        }
        self.reload(out)
    }
}

/// Whether two items have different sizes; a scalar and an array of one have the same.
fn sizes_differ(a: &Local<'_>, b: &Local<'_>) -> bool {
    fn size<'l>(local: &'l Local<'_>) -> &'l str {
        if local.item.size.is_empty() { "1" } else { &local.item.size }
    }
    size(a) != size(b)
}
