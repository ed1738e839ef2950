//! `optimizer_cases.c.h`: the abstract interpreter of the tier-2 optimizer. Its cases come from a second file that
//! overrides some micro-ops; the others get a case that knows nothing about their outputs (B65).

use std::collections::BTreeSet;

use super::cases::{Emitter, Section, Target, error_at};
use super::fault::{Fault, WalkError};
use super::tier2::{candidates, named_caches};
use super::writer::{CWriter, Casts};
use crate::analysis::{Analysis, StackItem, Uop};
use crate::stack::{Local, Sink, Stack, StackError, StackOp, Storage};

/// The file below the lines that say what it was generated from.
///
/// # Errors
/// A micro-op of the overlay that overrides nothing, or the first body that cannot be written.
pub fn generate(base: &Analysis<'_>, overlay: &Analysis<'_>) -> Result<String, WalkError> {
    if let Some(error) = overriding_nothing(base, overlay).next() {
        return Err(error);
    }
    let mut emitter = Emitter::new(overlay, CWriter::new(2, Casts::OPTIMIZER));
    emitter.out.emit("\n");
    for uop in candidates(base).filter(|uop| uop.replicates.is_none()) {
        if base.why_not_viable(uop).is_some() {
            emitter.out.emit(&format!("/* {} is not a viable micro-op for tier 2 */\n\n", uop.name));
        } else {
            emitter.optimizer_case(uop, overlay.uop(&uop.name))?;
        }
    }
    Ok(emitter.out.into_text())
}

/// The micro-ops of the base that have a case in the optimizer.
pub fn cases<'a>(base: &'a Analysis<'a>) -> impl Iterator<Item = &'a Uop<'a>> {
    candidates(base).filter(|uop| uop.replicates.is_none() && base.why_not_viable(uop).is_none())
}

/// The micro-ops of the overlay that the base does not have, in table order. They go by their key: an `inst` of the
/// overlay overrides nothing, since its micro-op's key is not that micro-op's name (B12).
pub fn overriding_nothing<'a>(
    base: &Analysis<'_>,
    overlay: &'a Analysis<'_>,
) -> impl Iterator<Item = WalkError> + use<'a> {
    let names: BTreeSet<String> = base.uops.iter().map(|uop| uop.name.clone()).collect();
    overlay.uops.iter().filter(move |uop| !names.contains(&uop.key)).map(|uop| WalkError {
        fault: Fault::NothingOverridden { name: uop.key.clone() },
        at: uop.def.name.span,
    })
}

impl<'a> Emitter<'a> {
    /// A micro-op's case in the optimizer, from its overriding definition if it has one.
    ///
    /// # Errors
    /// The first thing that is wrong in it.
    pub fn optimizer_case(
        &mut self,
        uop: &'a Uop<'_>,
        overriding: Option<&'a Uop<'_>>,
    ) -> Result<(), WalkError> {
        self.start(&format!("case {}: {{\n", uop.name));
        self.declare_symbols(overriding.unwrap_or(uop), overriding.is_some());
        self.out.start_line();
        match overriding {
            Some(definition) => self.abstract_body(uop, definition)?,
            None => self.default_case(uop).map_err(|error| error_at(error, uop.def.name.span))?,
        }
        self.out.start_line();
        self.out.emit("break;\n");
        self.out.emit("}");
        self.out.emit("\n\n");
        self.laid_out(overriding.unwrap_or(uop).def.body.span)
    }

    fn declare_symbols(&mut self, uop: &Uop<'_>, inputs: bool) {
        let mut seen = BTreeSet::from(["unused"]);
        let inputs = uop.stack.inputs.iter().rev().filter(|item| inputs && item.used);
        for item in inputs.chain(uop.stack.outputs.iter().filter(|item| !item.peek)) {
            if seen.insert(item.name.as_str()) {
                self.out.emit(&format!("{}{};\n", symbol_type(item), item.name));
            }
        }
    }

    fn abstract_body(&mut self, uop: &Uop<'_>, definition: &'a Uop<'_>) -> Result<(), WalkError> {
        let place = |error: StackError| error_at(error, definition.def.name.span);
        let mut storage =
            Storage::for_uop(Stack::new(), &definition.stack, false, &mut self.out).map_err(place)?;
        for cache in named_caches(uop) {
            self.read_operand(cache, "this_instr->operand0");
        }
        storage.forget_input_locals();
        self.body(Section::uop(definition, Target::Optimizer), &mut storage, false)?;
        self.out.start_line();
        storage.flush(&mut self.out).map_err(place)
    }

    /// A case that knows of each output only that it is one.
    fn default_case(&mut self, uop: &'a Uop<'_>) -> Result<(), StackError> {
        let mut stack = Stack::new();
        let mut inputs = uop.stack.inputs.iter().rev();
        self.out.aside(|out| inputs.try_for_each(|item| stack.pop(item, out).map(|_| ())))?;
        let mut offset = stack.base() - stack.physical();
        for item in &uop.stack.outputs {
            if item.is_array() && !item.peek && item.name != "unused" {
                self.out.op(StackOp::Point { item, offset: &offset });
            }
            offset = offset.push(item);
        }
        for item in &uop.stack.outputs {
            let id = stack.add(Local::undefined(item));
            stack.push(id)?;
            if item.name != "unused" && !item.peek {
                stack.local_mut(id).in_local = true;
                self.default_value(item);
            }
        }
        self.out.start_line();
        stack.flush(&mut self.out);
        Ok(())
    }

    fn default_value(&mut self, item: &StackItem) {
        let name = &item.name;
        match item.size.as_str() {
            "" if name == "null" => self.out.emit(&format!("{name} = sym_new_null(ctx);\n")),
            "" => self.out.emit(&format!("{name} = sym_new_not_null(ctx);\n")),
            "1" => self.out.emit(&format!("{name}[0] = sym_new_not_null(ctx);\n")),
            size => {
                self.out.emit(&format!("for (int _i = {size}; --_i >= 0;) {{\n"));
                self.out.emit(&format!("{name}[_i] = sym_new_not_null(ctx);\n"));
                self.out.emit("}\n");
            }
        }
    }
}

/// The C type of a symbol, with the blank after it if it needs one. An array's is not the type written.
fn symbol_type(item: &StackItem) -> &str {
    match &item.ty {
        _ if item.is_array() => "JitOptSymbol **",
        Some(ty) => ty,
        None => "JitOptSymbol *",
    }
}
