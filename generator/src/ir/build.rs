//! From the analysis to plain data. Nothing is decided here that the analysis has not decided; what the cache
//! header adds is held against the definitions.

use std::collections::{BTreeMap, BTreeSet};

use super::caches::caches;
use super::{
    CacheEntries, CacheEntry, Effect, Family, Flag, Instruction, Isa, Label, Location, Part, Pseudo,
    StackItem, Uop, UopId,
};
use crate::analysis::{self, Analysis, Dialect, flags};
use crate::diagnostics::catalog::analysis as codes;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::ir::SizeExpr;
use crate::syntax::source::{SourceMap, Span};
use crate::syntax::tree::CacheHeader;

/// The version of the format of [`Isa`].
pub const SCHEMA: u32 = 1;

/// The prefix of the names of instrumented instructions that instrument a single one.
const INSTRUMENTED: &str = "INSTRUMENTED_";
/// What a pseudo-instruction becomes that leaves nothing behind.
const NOP: &str = "NOP";

/// Puts together the instruction set. The cache header, if there is one, gives layouts to the inline caches and
/// sizes to the families; where it does not fit the definitions, that is reported, and the caller must not use
/// the result if there are errors in `sink`.
pub fn build(analysis: &Analysis<'_>, header: Option<&CacheHeader>, sink: &mut Diagnostics) -> Isa {
    let sources = analysis.sources;
    let (cache_structs, cache_entries) =
        header.map(|header| caches(sources, header, sink)).unwrap_or_default();
    let (ids, max_uop_id) = analysis.uop_ids();
    let instructions = Instructions::new(analysis).all();
    let formats: BTreeSet<&str> = instructions.iter().map(|inst| inst.format.as_str()).collect();
    let mut files: Vec<String> = Vec::new();
    let definition_files = analysis.files.iter().copied();
    for file in definition_files.chain(header.map(|header| header.file)) {
        let name = &sources.file(file).name;
        if !files.contains(name) {
            files.push(name.clone());
        }
    }
    Isa {
        schema: SCHEMA,
        dialect: match analysis.dialect {
            Dialect::V3_13 => "3.13".to_owned(),
            Dialect::V3_14 => "3.14".to_owned(),
        },
        sources: files,
        opcodes: analysis.opcodes.clone(),
        formats: formats.into_iter().map(str::to_owned).collect(),
        pseudos: analysis.pseudos.iter().map(|p| pseudo(analysis, p)).collect(),
        families: families(analysis, header, &cache_entries, sink),
        uops: analysis.uops.iter().zip(ids).map(|(u, id)| uop(analysis, u, id)).collect(),
        overridden: analysis.overridden.iter().map(|u| uop(analysis, u, None)).collect(),
        max_uop_id,
        labels: analysis.labels.iter().map(|l| label(sources, l)).collect(),
        instructions,
        caches: cache_structs,
        cache_entries,
    }
}

/// Where something stands.
pub(super) fn location(sources: &SourceMap, span: Span) -> Location {
    let (line, column) = sources.line_column(span);
    Location { file: sources.file(span.file).name.clone(), line, column }
}

/// What is needed to describe instructions by each other.
struct Instructions<'a, 's> {
    analysis: &'a Analysis<'s>,
    heads: BTreeSet<&'a str>,
    /// Instrumented forms by the instruction that they instrument.
    instrumented: BTreeMap<&'a str, &'a str>,
}

impl<'a, 's> Instructions<'a, 's> {
    fn new(analysis: &'a Analysis<'s>) -> Instructions<'a, 's> {
        let instrumented = analysis.instructions.iter().filter_map(|inst| {
            let base = inst.name.strip_prefix(INSTRUMENTED)?;
            analysis.instruction(base).map(|base| (base.name.as_str(), inst.name.as_str()))
        });
        Instructions {
            analysis,
            heads: analysis.families.iter().map(|family| family.name.as_str()).collect(),
            instrumented: instrumented.collect(),
        }
    }

    fn all(&self) -> Vec<Instruction> {
        self.analysis.instructions.iter().map(|inst| self.one(inst)).collect()
    }

    fn one(&self, inst: &analysis::Instruction) -> Instruction {
        let analysis = self.analysis;
        let is_head = self.heads.contains(inst.name.as_str());
        let base = inst.name.strip_prefix(INSTRUMENTED).filter(|base| analysis.instruction(base).is_some());
        Instruction {
            name: inst.name.clone(),
            opcode: inst.opcode,
            location: location(analysis.sources, inst.span),
            is_macro: inst.is_macro,
            parts: parts(analysis, inst),
            format: analysis.format(inst),
            flags: flags(&inst.properties),
            properties: inst.properties.clone(),
            popped: inst.popped.clone(),
            pushed: inst.pushed.clone(),
            lost_item: inst.lost_item.clone(),
            cache_units: cache_units(inst),
            family: inst.family.clone().or_else(|| is_head.then(|| inst.name.clone())),
            deopt: inst.family.clone().unwrap_or_else(|| inst.name.clone()),
            instrumented: self.instrumented.get(inst.name.as_str()).map(|&name| name.to_owned()),
            base: base.map(str::to_owned),
            is_specialized: inst.family.is_some(),
            expansion: analysis.expansion(inst),
        }
    }
}

/// Code units of an instruction's caches.
fn cache_units(inst: &analysis::Instruction) -> u32 {
    u32::try_from(inst.size - 1).unwrap_or(0)
}

fn parts(analysis: &Analysis<'_>, inst: &analysis::Instruction) -> Vec<Part> {
    let mut offset = 1i64;
    let mut list = Vec::with_capacity(inst.parts.len());
    for part in &inst.parts {
        match part {
            analysis::Part::Skip(units) => {
                list.push(Part::Skip(*units));
                offset += i64::from(*units);
            }
            analysis::Part::Flush => list.push(Part::Flush),
            analysis::Part::Uop(index) => {
                let Some(uop) = analysis.uop_at(*index) else { continue };
                let cache_offset = u32::try_from(offset).unwrap_or(0);
                list.push(Part::Uop { name: uop.name.clone(), cache_offset });
                offset += i64::from(uop.cache_units());
            }
        }
    }
    list
}

fn pseudo(analysis: &Analysis<'_>, pseudo: &analysis::Pseudo<'_>) -> Pseudo {
    let targets: Vec<&analysis::Instruction> =
        pseudo.targets.iter().filter_map(|index| analysis.instructions.get(index.0)).collect();
    let written = pseudo.flags.iter().filter_map(|flag| Flag::from_written(flag));
    let flags: Vec<Flag> = flags(&pseudo.properties).into_iter().chain(written).collect();
    // An argument of something that leaves nothing behind can only be the place of an exception handler. What
    // the pseudo-instruction pushes is on the stack there, not behind it.
    let leaves_nothing = !targets.is_empty() && targets.iter().all(|target| target.name == NOP);
    Pseudo {
        name: pseudo.name.clone(),
        opcode: pseudo.opcode,
        location: location(analysis.sources, pseudo.def.span),
        targets: targets.into_iter().map(|target| target.name.clone()).collect(),
        as_sequence: pseudo.as_sequence,
        block_push: leaves_nothing && flags.contains(&Flag::Arg),
        flags,
        popped: pseudo.popped.clone(),
        pushed: pseudo.pushed.clone(),
        written_flags: pseudo.flags.clone(),
    }
}

/// Families with the sizes that the header gives them, or without a header those of their heads.
fn families(
    analysis: &Analysis<'_>,
    header: Option<&CacheHeader>,
    entries: &[CacheEntries],
    sink: &mut Diagnostics,
) -> Vec<Family> {
    let mut list = Vec::with_capacity(analysis.families.len());
    for family in &analysis.families {
        let head = analysis.instruction(&family.name);
        let defined = head.map(cache_units);
        let is_macro = family.size.starts_with(|c: char| !c.is_ascii_digit());
        let found = entries.iter().find(|entry| entry.name == family.size);
        if let (Some(header), true, Some(size)) = (header, is_macro, &family.def.size) {
            // What is in the header, but has no size, has been reported.
            let is_there = header.entries.iter().any(|entry| entry.name.text == family.size);
            match (found, head) {
                (None, _) if !is_there => sink.push(
                    Diagnostic::error(
                        codes::UNKNOWN_CACHE_ENTRIES,
                        format!("the cache header does not define `{}`", size.text),
                        size.span,
                        format!("the size of the family `{}`", family.name),
                    )
                    .with_help(format!(
                        "add `#define {} CACHE_ENTRIES(…)` to the header, or write the number here",
                        size.text
                    )),
                ),
                (Some(entry), Some(head)) if Some(entry.units) != defined => sink.push(
                    Diagnostic::error(
                        codes::FAMILY_SIZE,
                        format!("the family `{}` does not have the size that it says", family.name),
                        size.span,
                        format!("the cache header makes this {} code units", entry.units),
                    )
                    .with_label(head.name_span, format!("the head has {}", cache_units(head)))
                    .with_help("correct the cache struct, or the cache entries of the head"),
                ),
                _ => {}
            }
        }
        let members = family.members.iter().filter_map(|index| analysis.instructions.get(index.0));
        list.push(Family {
            name: family.name.clone(),
            location: location(analysis.sources, family.def.span),
            size: family.size.clone(),
            cache_units: found.map(|entry| entry.units).or(defined),
            members: members.map(|member| member.name.clone()).collect(),
            cache_struct: found.and_then(|entry| entry.cache_struct.clone()),
        });
    }
    list
}

fn uop(analysis: &Analysis<'_>, uop: &analysis::Uop<'_>, id: Option<UopId>) -> Uop {
    let number = match &id {
        Some(UopId::Number(number)) => Some(*number),
        Some(UopId::Opcode(name)) => analysis.instruction(name).map(|inst| inst.opcode),
        None => None,
    };
    Uop {
        name: uop.name.clone(),
        id,
        number,
        location: location(analysis.sources, uop.def.span),
        annotations: uop.annotations.clone(),
        inputs: uop.stack.inputs.iter().map(stack_item).collect(),
        outputs: uop.stack.outputs.iter().map(stack_item).collect(),
        caches: uop.caches.iter().map(|c| CacheEntry { name: c.name.clone(), units: c.units }).collect(),
        flags: flags(&uop.properties),
        properties: uop.properties.clone(),
        popped: analysis.uop_popped(uop),
        is_super: analysis.is_super(uop),
        not_viable: analysis.why_not_viable(uop).map(str::to_owned),
        replicated: uop.replicated,
        replicates: uop.replicates.and_then(|i| analysis.uops.get(i.0)).map(|uop| uop.name.clone()),
        implicitly_created: uop.implicitly_created,
        instruction_size: uop.instruction_size.and_then(|size| u32::try_from(size).ok()),
    }
}

fn stack_item(item: &analysis::StackItem) -> StackItem {
    let effect = |text: &String, expr: &Option<SizeExpr>| {
        let expr = expr.clone().unwrap_or_default();
        (!text.is_empty()).then(|| Effect { text: text.clone(), expr })
    };
    StackItem {
        name: item.name.clone(),
        ty: item.ty.clone(),
        size: effect(&item.size, &item.size_expr),
        condition: effect(&item.condition, &item.condition_expr),
        peek: item.peek,
        used: item.used,
    }
}

fn label(sources: &SourceMap, label: &analysis::Label<'_>) -> Label {
    Label { name: label.name.clone(), spilled: label.spilled, location: location(sources, label.def.span) }
}
