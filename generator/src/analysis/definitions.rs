//! The first two passes: instructions and micro-ops in file order, then macros (reference.md B11–B14). Names are
//! kept in tables that remember where they were first defined, because a later definition takes the place of
//! an earlier one and its position decides the order of everything that is written.

use std::collections::BTreeMap;
use std::mem;

use super::caches::cache_entries;
use super::code::Code;
use super::context::{Cx, count};
use super::effects::stack_effects;
use super::offset::python_int;
use super::stores::variable_stores;
use super::{InstIndex, Instruction, Part, Uop, UopIndex, properties};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalog::analysis as codes;
use crate::ir::{Effect, Properties, SizeExpr};
use crate::syntax::source::Span;
use crate::syntax::tree::{
    Annotation, CacheEffect, Definition, InputEffect, InstDef, InstKind, MacroDef, MacroPart, Name, Tree,
};

/// Replicas are numbered by `oparg`, which is a byte.
const MAX_REPLICAS: i64 = 256;
/// What is accepted where the reference is the measure, which would go on until memory ends.
const MAX_REPLICAS_AS_REFERENCE: i64 = 4096;
/// How many micro-ops there may be, replicas included. CPython 3.14 has some 400. The limits here keep what is
/// made of a file in proportion to it.
const MAX_UOPS: usize = 8192;
/// How many instructions there may be. Opcodes are bytes, so more could not be numbered anyway.
const MAX_INSTRUCTIONS: usize = 1024;
/// How many parts an instruction may have. There is room for 255 cache cells.
const MAX_PARTS: usize = 256;

/// The tables that the passes fill.
#[derive(Default)]
pub(super) struct Definitions<'s> {
    pub uops: Vec<Uop<'s>>,
    pub uop_keys: BTreeMap<String, UopIndex>,
    /// What instructions keep, though the table has another micro-op in its place. Indices go on here behind the table.
    pub overridden: Vec<Uop<'s>>,
    pub instructions: Vec<Instruction>,
    pub instruction_names: BTreeMap<String, InstIndex>,
    /// What becomes `overridden` once the table has all its micro-ops, by the instruction that keeps it.
    kept: BTreeMap<InstIndex, Uop<'s>>,
    full: bool,
}

/// Runs both passes.
pub(super) fn collect<'s>(cx: &mut Cx<'s, '_>, forest: &'s [Tree]) -> Definitions<'s> {
    let mut table = Definitions::default();
    let definitions = || forest.iter().flat_map(|tree| &tree.definitions);
    for definition in definitions() {
        if let Definition::Inst(def) = definition {
            match def.kind {
                InstKind::Inst => table.add_inst(cx, def),
                InstKind::Op => table.add_op(cx, def),
            }
        }
    }
    table.keep_overridden();
    for definition in definitions() {
        if let Definition::Macro(def) = definition {
            table.add_macro(cx, def);
        }
    }
    table
}

/// What a definition means, before it has a name: the same for a micro-op and all its replicas.
struct Meaning<'s> {
    uop: Uop<'s>,
    /// N of `replicate(N)`.
    replicas: u32,
}

impl<'s> Definitions<'s> {
    /// The micro-op with this key.
    pub fn uop(&self, key: &str) -> Option<(UopIndex, &Uop<'s>)> {
        let index = *self.uop_keys.get(key)?;
        Some((index, self.uops.get(index.0)?))
    }

    fn add_op(&mut self, cx: &mut Cx<'s, '_>, def: &'s InstDef) {
        let overrides = def.annotations.iter().any(|a| a.name.text == "override");
        let previous = self.uop(&def.name.text).map(|(_, uop)| uop.def);
        match previous {
            // The instruction keeps the micro-op that the table no longer has.
            Some(inst) if inst.kind == InstKind::Inst => {
                let diagnostic = already_defined(codes::DUPLICATE_OP, "micro-op", &def.name, &inst.name).with_help(
                    "an `op` cannot take the place of an `inst`; write `override inst`, or choose another name",
                );
                if overrides { cx.strict(diagnostic) } else { cx.error(diagnostic) }
            }
            Some(previous) if !overrides => {
                cx.error(
                    already_defined(codes::DUPLICATE_OP, "micro-op", &def.name, &previous.name)
                        .with_help("write `override op` if it is meant to take the place of the first one"),
                );
            }
            None if overrides => report_override_of_nothing(cx, def),
            _ => {}
        }
        let meaning = self.meaning(cx, def, def.name.text.clone(), def.inputs.iter());
        self.insert_uop(cx, def.name.text.clone(), meaning);
    }

    /// An `inst` is an instruction with one micro-op. Unused cache entries become parts of the instruction.
    fn add_inst(&mut self, cx: &mut Cx<'s, '_>, def: &'s InstDef) {
        let name = &def.name.text;
        let overrides = def.annotations.iter().any(|a| a.name.text == "override");
        if overrides && !self.instruction_names.contains_key(name) {
            report_override_of_nothing(cx, def);
        }
        let is_unused =
            |input: &&InputEffect| matches!(input, InputEffect::Cache(c) if c.name.text == "unused");
        let meaning =
            self.meaning(cx, def, format!("_{name}"), def.inputs.iter().filter(|input| !is_unused(input)));
        let Some(index) = self.insert_uop(cx, name.clone(), meaning) else { return };
        if let Some(uop) = self.uops.get_mut(index.0) {
            uop.implicitly_created = true;
        }
        // The micro-op stands where the first input stands that is not an unused cache entry.
        let mut parts = Vec::new();
        let mut placed = false;
        for input in &def.inputs {
            match input {
                InputEffect::Cache(cache) if cache.name.text == "unused" => {
                    parts.push(Part::Skip(cache.units))
                }
                _ if !placed => {
                    placed = true;
                    parts.push(Part::Uop(index));
                }
                _ => {}
            }
        }
        if !placed {
            parts.push(Part::Uop(index));
        }
        self.insert_instruction(cx, new_instruction(&def.name, def.span, false, parts), !overrides);
    }

    fn add_macro(&mut self, cx: &mut Cx<'s, '_>, def: &'s MacroDef) {
        let mut parts = Vec::new();
        let most = cx.limit(MAX_PARTS);
        if let Some(MacroPart::Op(Name { span, .. }) | MacroPart::Cache(CacheEffect { span, .. })) =
            def.parts.get(most)
        {
            cx.error(too_many(most, "parts in this macro", *span));
        }
        for part in def.parts.iter().take(most) {
            match part {
                MacroPart::Cache(cache) => parts.push(Part::Skip(cache.units)),
                MacroPart::Op(name) if name.text == "flush" && cx.rules.effects.flush => {
                    parts.push(Part::Flush)
                }
                MacroPart::Op(name) => match self.uop(&name.text) {
                    Some((index, _)) => parts.push(Part::Uop(index)),
                    // What was left out for lack of room is not unknown.
                    None if self.full => {}
                    None => {
                        let help = cx.suggest(&name.text, self.uop_keys.keys(), "define it with `op`");
                        cx.error(
                            Diagnostic::error(
                                codes::UNKNOWN_UOP,
                                format!("there is no micro-op `{}`", name.text),
                                name.span,
                                format!("used by the macro `{}`", def.name.text),
                            )
                            .with_help(help),
                        );
                    }
                },
            }
        }
        self.insert_instruction(cx, new_instruction(&def.name, def.span, true, parts), true);
    }

    fn insert_instruction(&mut self, cx: &mut Cx<'s, '_>, new: Instruction, must_be_new: bool) {
        if let Some(&index) = self.instruction_names.get(&new.name) {
            let Some(old) = self.instructions.get_mut(index.0) else { return };
            // A macro always beats an `inst`, because it comes in a later pass.
            if must_be_new {
                let (this, first) = (
                    Name { text: new.name.clone(), span: new.name_span },
                    Name { text: old.name.clone(), span: old.name_span },
                );
                cx.strict(
                    already_defined(codes::DUPLICATE_INSTRUCTION, "instruction", &this, &first).with_help(
                        "rename one of them; an `inst` that replaces an earlier `inst` is written `override inst`; \
                         a macro is changed by overriding its micro-ops",
                    ),
                );
            }
            *old = new;
            self.kept.remove(&index);
            return;
        }
        let most = cx.limit(MAX_INSTRUCTIONS);
        if self.instructions.len() >= most {
            self.report_full(cx, new.name_span, most, "instructions");
            return;
        }
        self.instruction_names.insert(new.name.clone(), InstIndex(self.instructions.len()));
        self.instructions.push(new);
    }

    /// Puts a micro-op into the table, its replicas before it. `None` if there is no more room.
    fn insert_uop(&mut self, cx: &mut Cx<'s, '_>, key: String, meaning: Meaning<'s>) -> Option<UopIndex> {
        if self.full {
            return None;
        }
        let Meaning { mut uop, replicas } = meaning;
        let base = uop.name.clone();
        let mut copies: Vec<(String, Uop<'s>)> = Vec::new();
        if cx.rules.effects.split && uop.has_annotation("split") && depends_on_low_bit(&uop) {
            let code = Code::of_inst(cx.sources, uop.def);
            for bit in [0, 1] {
                let mut copy = uop.clone();
                // The condition may have been all that the argument was for.
                copy.properties.oparg = code.body_tokens().any(|t| t.text == "oparg");
                fix_low_bit(&mut copy, bit);
                copies.push((format!("{base}_{bit}"), copy));
            }
            uop.properties.oparg_and_1 = true;
        }
        for oparg in 0..replicas {
            let mut copy = uop.clone();
            copy.properties = Properties {
                oparg: false,
                oparg_and_1: false,
                const_oparg: Some(oparg),
                ..uop.properties.clone()
            };
            copies.push((format!("{base}_{oparg}"), copy));
        }
        uop.replicated = replicas;
        let mut replica_indices = Vec::new();
        let copied = u32::try_from(copies.len()).unwrap_or(u32::MAX);
        self.check_stale_replicas(cx, &key, &uop, copied);
        for (name, mut copy) in copies {
            if let Some((_, old)) = self.uop(&name) {
                let overriding = uop.has_annotation("override") && old.replicates.is_some();
                if !overriding {
                    let old = old.def;
                    let this = Name { text: name.clone(), span: uop.def.name.span };
                    cx.strict(
                        already_defined(codes::NAME_CLASH, "micro-op", &this, &old.name).with_help(format!(
                            "`{}` is replicated, and this is the name of one of its replicas; rename the other",
                            uop.name
                        )),
                    );
                }
            }
            copy.name.clone_from(&name);
            copy.key.clone_from(&name);
            replica_indices.push(self.put(cx, name, copy)?);
        }
        uop.key.clone_from(&key);
        let index = self.put(cx, key, uop)?;
        for replica in replica_indices {
            if let Some(replica) = self.uops.get_mut(replica.0) {
                replica.replicates = Some(index);
            }
        }
        Some(index)
    }

    /// An override with fewer replicas leaves some of the original's behind, which still have its body.
    fn check_stale_replicas(&self, cx: &mut Cx<'s, '_>, key: &str, uop: &Uop<'s>, replicas: u32) {
        let Some((index, original)) = self.uop(key) else { return };
        let mut stale = self.uops.iter().filter(|old| old.replicates == Some(index)).skip(replicas as usize);
        if let Some(first) = stale.next() {
            cx.strict(
                Diagnostic::error(
                    codes::STALE_REPLICAS,
                    format!("`{}` is overridden, but its replica `{}` is not", uop.name, first.name),
                    uop.def.name.span,
                    format!("makes {}", count(replicas, "replica")),
                )
                .with_label(original.def.name.span, format!("makes {} more", 1 + stale.count()))
                .with_help("replicate the override as often as the original"),
            );
        }
    }

    fn put(&mut self, cx: &mut Cx<'s, '_>, key: String, uop: Uop<'s>) -> Option<UopIndex> {
        if let Some(&index) = self.uop_keys.get(&key) {
            let old = mem::replace(self.uops.get_mut(index.0)?, uop);
            // Macros look their micro-ops up when the table is complete; an `inst` has had its own from the start.
            if old.implicitly_created
                && let Some(&inst) = self.instruction_names.get(&old.key)
            {
                self.kept.insert(inst, old);
            }
            return Some(index);
        }
        let most = cx.limit(MAX_UOPS);
        if self.uops.len() >= most {
            self.report_full(cx, uop.def.name.span, most, "micro-ops");
            return None;
        }
        let index = UopIndex(self.uops.len());
        self.uop_keys.insert(key, index);
        self.uops.push(uop);
        Some(index)
    }

    /// Gives an instruction whose micro-op was overridden without it the old one again.
    fn keep_overridden(&mut self) {
        for (inst, uop) in mem::take(&mut self.kept) {
            let own = UopIndex(self.uops.len() + self.overridden.len());
            let parts = self.instructions.get_mut(inst.0).into_iter().flat_map(|inst| &mut inst.parts);
            for part in parts {
                if let Part::Uop(index) = part {
                    *index = own;
                }
            }
            self.overridden.push(uop);
        }
    }

    fn report_full(&mut self, cx: &mut Cx<'s, '_>, span: Span, limit: usize, what: &str) {
        if !mem::replace(&mut self.full, true) {
            cx.error(too_many(limit, what, span));
        }
    }

    /// Analyses one definition. `inputs` are those that the micro-op keeps.
    fn meaning(
        &mut self,
        cx: &mut Cx<'s, '_>,
        def: &'s InstDef,
        name: String,
        inputs: impl Iterator<Item = &'s InputEffect>,
    ) -> Meaning<'s> {
        let code = Code::of_inst(cx.sources, def);
        let stack = stack_effects(cx, &def.inputs, &def.outputs, Some(&code));
        let caches: Vec<&CacheEffect> = inputs
            .filter_map(|input| match input {
                InputEffect::Cache(cache) => Some(cache),
                InputEffect::Stack(_) => None,
            })
            .collect();
        let caches = cache_entries(cx, &caches);
        let local_stores = variable_stores(cx, def, &code);
        let (properties, escaping_calls) = properties::compute(cx, &code);
        let replicas = replicas(cx, &def.annotations);
        let uop = Uop {
            key: name.clone(),
            name,
            def,
            annotations: def.annotations.iter().map(annotation_text).collect(),
            stack,
            caches,
            local_stores,
            escaping_calls,
            properties,
            implicitly_created: false,
            replicated: 0,
            replicates: None,
            instruction_size: None,
        };
        Meaning { uop, replicas }
    }
}

/// What is beyond a limit, which no sensible input reaches.
pub(super) fn too_many(limit: usize, what: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        codes::TOO_MANY_DEFINITIONS,
        format!("there are more than {limit} {what}"),
        span,
        "this and what follows is left out",
    )
    .with_help("check that this is the right file, and the arguments of `replicate`")
}

fn new_instruction(name: &Name, span: Span, is_macro: bool, parts: Vec<Part>) -> Instruction {
    Instruction {
        name: name.text.clone(),
        name_span: name.span,
        span,
        is_macro,
        parts,
        properties: Properties::default(),
        is_target: false,
        family: None,
        opcode: 0,
        size: 1,
        popped: Effect::constant(0),
        pushed: Effect::constant(0),
        lost_item: None,
    }
}

fn annotation_text(annotation: &Annotation) -> String {
    match &annotation.argument {
        Some(argument) => format!("{}({})", annotation.name.text, argument.text),
        None => annotation.name.text.clone(),
    }
}

/// N of the first `replicate(N)`, zero if there is none.
fn replicas(cx: &mut Cx<'_, '_>, annotations: &[Annotation]) -> u32 {
    let Some(annotation) = annotations.iter().find(|a| a.name.text == "replicate") else { return 0 };
    let Some(argument) = &annotation.argument else { return 0 };
    // The parser has reported what is no decimal integer.
    let Some(count) = python_int(&argument.text) else { return 0 };
    let limit = if cx.options.as_reference { MAX_REPLICAS_AS_REFERENCE } else { MAX_REPLICAS };
    if count > limit {
        cx.error(
            Diagnostic::error(
                codes::BAD_REPLICATE,
                format!("`replicate({count})` makes more than {limit} copies"),
                argument.span,
                "too many copies",
            )
            .with_help("a copy is made for each value of `oparg`, and `oparg` is a byte"),
        );
        return 0;
    }
    if count < 1 {
        cx.strict(
            Diagnostic::error(
                codes::BAD_REPLICATE,
                format!("`replicate({count})` makes no copies"),
                argument.span,
                "has no effect",
            )
            .with_help("remove the annotation"),
        );
    }
    u32::try_from(count).unwrap_or(0)
}

fn report_override_of_nothing(cx: &mut Cx<'_, '_>, def: &InstDef) {
    if !cx.is_instruction_set() {
        return;
    }
    let what = if def.kind == InstKind::Inst { "instruction" } else { "micro-op" };
    cx.strict(
        Diagnostic::error(
            codes::OVERRIDE_OF_NOTHING,
            format!("`{}` overrides nothing", def.name.text),
            def.name.span,
            format!("there is no earlier {what} of this name"),
        )
        .with_help(
            "check the name, and that the file with the original is given before this one; \
             if the definition is new, remove `override`",
        ),
    );
}

/// "Already defined" with the place of the first definition.
pub(super) fn already_defined(
    code: crate::diagnostics::Code,
    what: &str,
    this: &Name,
    first: &Name,
) -> Diagnostic {
    Diagnostic::error(
        code,
        format!("there is already a definition of the {what} `{}`", this.text),
        this.span,
        "defined again here",
    )
    .with_label(first.span, "first defined here")
}

/// Whether the reference takes a condition for one on the lowest bit: by how its text starts.
fn is_low_bit(condition: &str) -> bool {
    let rest = condition.trim_start_matches('(');
    let rest = rest.strip_prefix("oparg").map(|r| r.trim_start_matches(' '));
    let rest = rest.and_then(|r| r.strip_prefix('&')).map(|r| r.trim_start_matches(' '));
    rest.is_some_and(|r| r.starts_with('1'))
}

fn depends_on_low_bit(uop: &Uop<'_>) -> bool {
    uop.stack.inputs.iter().chain(&uop.stack.outputs).any(|item| is_low_bit(&item.condition))
}

/// Puts a value in place of conditions on the lowest bit.
fn fix_low_bit(uop: &mut Uop<'_>, bit: i64) {
    for item in uop.stack.inputs.iter_mut().chain(&mut uop.stack.outputs) {
        if is_low_bit(&item.condition) {
            item.condition = bit.to_string();
            item.condition_expr = Some(SizeExpr::Int(bit));
        }
    }
}
