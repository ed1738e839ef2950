//! `executor_cases.c.h`: the tier-2 interpreter, a case for each micro-op that can be there.

use std::collections::BTreeSet;

use super::cases::{Emitter, Section, Target, error_at};
use super::fault::WalkError;
use super::writer::{CWriter, Casts};
use crate::analysis::{Analysis, CacheEntry, Uop};
use crate::stack::{Stack, StackError, Storage};

/// Before the first micro-op.
const PROLOGUE: &str = "
#ifdef TIER_ONE
    #error \"This file is for Tier 2 only\"
#endif
#define TIER_TWO 2
";

/// The file below the lines that say what it was generated from.
///
/// # Errors
/// The first body that cannot be written.
pub fn generate(analysis: &Analysis<'_>) -> Result<String, WalkError> {
    let mut emitter = Emitter::new(analysis, CWriter::new(2, Casts::INTERPRETER));
    emitter.out.raw(PROLOGUE);
    emitter.out.emit("\n");
    for uop in candidates(analysis) {
        match analysis.why_not_viable(uop) {
            Some(reason) => emitter.out.emit(&format!(
                "/* {} is not a viable micro-op for tier 2 because it {reason} */\n\n",
                uop.name
            )),
            None => emitter.executor_case(uop)?,
        }
    }
    let mut text = emitter.out.into_text();
    text.push_str("#undef TIER_TWO\n");
    Ok(text)
}

/// The micro-ops that tier 2 has or says why it has not (B64), in table order.
pub fn candidates<'a>(analysis: &'a Analysis<'a>) -> impl Iterator<Item = &'a Uop<'a>> {
    analysis.uops.iter().filter(|uop| uop.properties.tier != Some(1) && !analysis.is_super(uop))
}

impl<'a> Emitter<'a> {
    /// A micro-op's case.
    ///
    /// # Errors
    /// The first thing that is wrong in it.
    pub fn executor_case(&mut self, uop: &'a Uop<'a>) -> Result<(), WalkError> {
        self.start(&format!("case {}: {{\n", uop.name));
        // The reference pops the inputs once more before it declares them.
        let mut inputs = uop.stack.inputs.iter().rev();
        let mut stack = Stack::new();
        let popped = self.out.aside(|out| inputs.try_for_each(|item| stack.pop(item, out).map(|_| ())));
        popped.map_err(|error| error_at(error, uop.def.name.span))?;
        let mut seen = BTreeSet::from(["unused"]);
        for item in uop.stack.inputs.iter().rev().chain(&uop.stack.outputs) {
            if item.used && seen.insert(item.name.as_str()) {
                self.declare(item);
            }
        }
        self.executor_body(uop)?;
        self.out.start_line();
        if !uop.properties.always_exits {
            self.out.emit("break;\n");
        }
        self.out.start_line();
        self.out.emit("}");
        self.out.emit("\n\n");
        self.laid_out(uop.def.body.span)
    }

    fn executor_body(&mut self, uop: &'a Uop<'a>) -> Result<(), WalkError> {
        self.out.start_line();
        if uop.properties.oparg {
            self.out.emit("oparg = CURRENT_OPARG();\n");
        } else if let Some(oparg) = uop.properties.const_oparg {
            self.out.emit(&format!("oparg = {oparg};\n"));
            self.out.emit("assert(oparg == CURRENT_OPARG());\n");
        }
        let place = |error: StackError| error_at(error, uop.def.name.span);
        let mut storage = Storage::for_uop(Stack::new(), &uop.stack, true, &mut self.out).map_err(place)?;
        for (index, cache) in named_caches(uop).enumerate() {
            self.read_operand(cache, &format!("CURRENT_OPERAND{index}()"));
        }
        self.body(Section::uop(uop, Target::Executor { uop: &uop.name }), &mut storage, false)?;
        // Also where the end is not reachable; there this is what the last statement left behind.
        storage.flush(&mut self.out).map_err(place)
    }

    /// A variable with the value of a cache entry, which tier 2 finds in an operand (B64).
    pub(super) fn read_operand(&mut self, cache: &CacheEntry, operand: &str) {
        let (ty, cast) = match cache.units {
            4 => ("PyObject *".to_owned(), "PyObject *".to_owned()),
            units => {
                let bits = i64::from(units) * 16;
                (format!("uint{bits}_t "), format!("uint{bits}_t"))
            }
        };
        self.out.emit(&format!("{ty}{} = ({cast}){operand};\n", cache.name));
    }
}

/// The cache entries that have a name.
pub(super) fn named_caches<'u>(uop: &'u Uop<'_>) -> impl Iterator<Item = &'u CacheEntry> {
    uop.caches.iter().filter(|cache| cache.name != "unused")
}
