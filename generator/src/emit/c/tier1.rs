//! `generated_cases.c.h`: the tier-1 interpreter, a case for each instruction and a block for each label.

use std::collections::BTreeSet;

use super::cases::{Emitter, Section, Target, error_at};
use super::fault::WalkError;
use super::watch::RemarkKind;
use super::writer::{CWriter, Casts};
use crate::analysis::{Analysis, CacheEntry, Instruction, Label, Part, StackItem, Uop};
use crate::stack::{Stack, Storage};

/// Before the first instruction.
const PROLOGUE: &str = "
#ifdef TIER_TWO
    #error \"This file is for Tier 1 only\"
#endif
#define TIER_ONE 1

#if !Py_TAIL_CALL_INTERP
#if !USE_COMPUTED_GOTOS
    dispatch_opcode:
        switch (opcode)
#endif
        {
#endif /* Py_TAIL_CALL_INTERP */
            /* BEGIN INSTRUCTIONS */
";

/// Between the last instruction and the first label.
const BEFORE_LABELS: &str = "
            /* END INSTRUCTIONS */
#if !Py_TAIL_CALL_INTERP
#if USE_COMPUTED_GOTOS
        _unknown_opcode:
#else
        EXTRA_CASES  // From pycore_opcode_metadata.h, a 'case' for each unused opcode
#endif
            /* Tell C compilers not to hold the opcode variable in the loop.
               next_instr points the current instruction without TARGET(). */
            opcode = next_instr->op.code;
            _PyErr_Format(tstate, PyExc_SystemError,
              \"%U:%d: unknown opcode %d\",
              _PyFrame_GetCode(frame)->co_filename,
              PyUnstable_InterpreterFrame_GetLine(frame),
              opcode);
JUMP_TO_LABEL(error);


        }

        /* This should never be reached. Every opcode should end with DISPATCH()
           or goto error. */
        Py_UNREACHABLE();
#endif /* Py_TAIL_CALL_INTERP */
        /* BEGIN LABELS */
";

/// After the last label.
const EPILOGUE: &str = "/* END LABELS */
#undef TIER_ONE
";

/// The file below the lines that say what it was generated from.
///
/// # Errors
/// The first body that cannot be written.
pub fn generate(analysis: &Analysis<'_>) -> Result<String, WalkError> {
    let mut emitter = Emitter::new(analysis, CWriter::new(2, Casts::INTERPRETER));
    emitter.out.raw(PROLOGUE);
    emitter.out.emit("\n");
    let mut instructions: Vec<&Instruction> = analysis.instructions.iter().collect();
    instructions.sort_by(|a, b| a.name.cmp(&b.name));
    for instruction in instructions {
        emitter.instruction(instruction)?;
    }
    let mut text = emitter.out.into_text();
    text.push_str(BEFORE_LABELS);
    let mut emitter = Emitter::new(analysis, CWriter::new(2, Casts::INTERPRETER));
    emitter.out.emit("\n");
    for label in &analysis.labels {
        emitter.label(label)?;
    }
    text.push_str(&emitter.out.into_text());
    text.push_str(EPILOGUE);
    Ok(text)
}

impl<'a> Emitter<'a> {
    /// A label's block (B16, B56).
    ///
    /// # Errors
    /// The first thing that is wrong in it.
    pub fn label(&mut self, label: &'a Label<'_>) -> Result<(), WalkError> {
        self.start(&format!("LABEL({})\n", label.name));
        let mut storage = Storage::for_label(label.spilled);
        self.body(Section::label(label), &mut storage, true)?;
        self.out.emit("\n\n");
        self.laid_out(label.def.body.span)
    }

    /// An instruction's case (B56).
    ///
    /// # Errors
    /// The first thing that is wrong in it.
    pub fn instruction(&mut self, instruction: &'a Instruction) -> Result<(), WalkError> {
        self.out.emit("\n");
        self.start(&format!("TARGET({}) {{\n", instruction.name));
        let uops: Vec<&'a Uop<'a>> = self.analysis.uops_of(instruction).collect();
        self.check_effect(instruction, &uops)?;
        self.head(instruction, &uops);
        self.declarations(&uops);
        // The first code unit is the instruction itself.
        let mut offset = 1;
        let mut stack = Stack::new();
        let mut reachable = true;
        let mut never_ends = None;
        let braces = uops.len() > 1;
        for part in &instruction.parts {
            // Only the last part decides whether the end is reached (B60).
            reachable = true;
            match part {
                Part::Skip(units) => {
                    let entries = if *units > 1 { "entries" } else { "entry" };
                    self.out.emit(&format!("/* Skip {units} cache {entries} */\n"));
                    offset += units;
                }
                Part::Flush => {
                    self.out.emit("// flush\n");
                    stack.flush(&mut self.out);
                }
                Part::Uop(index) => {
                    if let Some(uop) = self.analysis.uop_at(*index) {
                        if let Some(previous) = never_ends.take() {
                            let kind = RemarkKind::PartNeverEnds { uop: previous, next: uop.def.name.span };
                            self.watch.remark(kind, instruction.name_span);
                        }
                        reachable = self.part(instruction, uop, &mut offset, &mut stack, braces)?;
                        never_ends = (!reachable).then(|| uop.name.clone());
                    }
                }
            }
        }
        self.out.start_line();
        if reachable {
            stack.flush(&mut self.out);
            self.out.emit("DISPATCH();\n");
        }
        self.out.start_line();
        self.out.emit("}");
        self.out.emit("\n");
        self.laid_out(instruction.span)
    }

    /// Applies the effects of all parts, as the reference does before it writes anything.
    fn check_effect(&mut self, instruction: &Instruction, uops: &[&'a Uop<'a>]) -> Result<(), WalkError> {
        let mut stack = Stack::new();
        for uop in uops {
            let applied = self.out.aside(|out| stack.apply(&uop.stack, out));
            applied.map_err(|error| error_at(error, instruction.name_span))?;
        }
        Ok(())
    }

    /// What stands before the declarations.
    fn head(&mut self, instruction: &Instruction, uops: &[&Uop<'_>]) {
        let name = &instruction.name;
        let size = instruction.size;
        let this = uses_this(instruction, uops);
        let out = &mut self.out;
        out.emit("#if Py_TAIL_CALL_INTERP\n");
        out.emit(&format!("int opcode = {name};\n"));
        out.emit("(void)(opcode);\n");
        out.emit("#endif\n");
        if instruction.properties.needs_prev {
            out.emit("_Py_CODEUNIT* const prev_instr = frame->instr_ptr;\n");
        }
        if this && !instruction.is_target {
            out.emit("_Py_CODEUNIT* const this_instr = next_instr;\n");
            out.emit("(void)this_instr;\n");
        }
        if !instruction.properties.no_save_ip {
            out.emit("frame->instr_ptr = next_instr;\n");
        }
        out.emit(&format!("next_instr += {size};\n"));
        out.emit(&format!("INSTRUCTION_STATS({name});\n"));
        if instruction.is_target {
            out.emit(&format!("PREDICTED_{name}:;\n"));
            if this {
                out.emit(&format!("_Py_CODEUNIT* const this_instr = next_instr - {size};\n"));
                out.emit("(void)this_instr;\n");
            }
        }
        if instruction.properties.uses_opcode {
            out.emit(&format!("opcode = {name};\n"));
        }
        let family = instruction.family.as_ref();
        let family = family.and_then(|family| self.analysis.families.iter().find(|f| f.name == *family));
        if let Some(family) = family {
            let units = size - 1;
            self.out.emit(&format!("static_assert({} == {units}, \"incorrect cache size\");\n", family.size));
        }
    }

    /// The C variables of all parts; parts that use the same name share one (B66).
    fn declarations(&mut self, uops: &[&Uop<'_>]) {
        let mut seen = BTreeSet::from(["unused"]);
        for uop in uops {
            for item in uop.stack.inputs.iter().chain(&uop.stack.outputs) {
                if item.used && seen.insert(&item.name) {
                    self.declare(item);
                }
            }
        }
    }

    /// A part's code. Whether its end is reachable.
    fn part(
        &mut self,
        instruction: &'a Instruction,
        uop: &'a Uop<'a>,
        offset: &mut i32,
        stack: &mut Stack<'a>,
        braces: bool,
    ) -> Result<bool, WalkError> {
        self.out.start_line();
        if braces {
            self.out.emit(&format!("// {}\n", uop.name));
            self.out.emit("{\n");
        }
        let storage = Storage::for_uop(std::mem::take(stack), &uop.stack, true, &mut self.out);
        let mut storage = storage.map_err(|error| error_at(error, uop.def.name.span))?;
        self.check_variables(uop, &storage);
        for cache in &uop.caches {
            if cache.name != "unused" {
                self.read_cache(cache, *offset, instruction.family.is_none());
            }
            *offset += cache.units;
        }
        let target = Target::Instruction { family: instruction.family.as_deref() };
        let reachable = self.body(Section::uop(uop, target), &mut storage, false)?;
        *stack = storage.stack;
        if braces {
            self.out.start_line();
            self.out.emit("}\n");
        }
        Ok(reachable)
    }

    /// Notes inputs whose variables still belong to items further down.
    fn check_variables(&mut self, uop: &'a Uop<'a>, storage: &Storage<'a>) {
        for (index, item) in uop.stack.inputs.iter().enumerate().filter(|(_, item)| item.used) {
            let below = storage.stack.variables().rev().skip(uop.stack.inputs.len() - index);
            for other in below.filter(|other| other.name() == item.name && other.in_local) {
                let name = item.name.clone();
                self.watch.remark(RemarkKind::Overwritten { name, below: other.item.span }, item.span);
            }
        }
    }

    /// A variable with the value of a cache entry (B59).
    fn read_cache(&mut self, cache: &CacheEntry, offset: i32, may_be_unused: bool) {
        let (ty, reader) = match cache.units {
            4 => ("PyObject *".to_owned(), "read_obj".to_owned()),
            units => {
                let bits = i64::from(units) * 16;
                (format!("uint{bits}_t "), format!("read_u{bits}"))
            }
        };
        self.out.emit(&format!("{ty}{} = {reader}(&this_instr[{offset}].cache);\n", cache.name));
        if may_be_unused {
            self.out.emit(&format!("(void){};\n", cache.name));
        }
    }

    /// The declaration of the C variable for a stack item.
    pub(super) fn declare(&mut self, item: &StackItem) {
        let ty = match &item.ty {
            Some(ty) => ty,
            None if item.is_array() => "_PyStackRef *",
            None => "_PyStackRef",
        };
        let space = if ty.ends_with(char::is_alphanumeric) { " " } else { "" };
        self.out.emit(&format!("{ty}{space}{};\n", item.name));
    }
}

/// Whether the case needs `this_instr` (B57).
fn uses_this(instruction: &Instruction, uops: &[&Uop<'_>]) -> bool {
    instruction.properties.needs_this
        || uops.iter().any(|uop| {
            let properties = &uop.properties;
            properties.deopts || properties.side_exit || uop.caches.iter().any(|c| c.name != "unused")
        })
}
