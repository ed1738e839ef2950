//! Real instructions: `opcode.rs` (the type, its names and numbers) and `opcode_info.rs` (the facts about each).

use askama::Template;

use crate::ir::{Instruction, Part};

use super::docs::{Doc, defined, items, join, place, signature, units};
use super::kinds::{flag_bits, flag_list};
use super::model::Model;

/// `opcode.rs`
#[derive(Template)]
#[template(path = "isa/opcode.rs.askama")]
pub struct OpcodeFile<'m> {
    header: &'m str,
    rows: Vec<OpcodeRow<'m>>,
    /// Variants in the order of their names.
    by_name: Vec<String>,
    have_argument: u16,
    min_specialized: u16,
    min_instrumented: u16,
    /// The instruction that extends the argument of the next one.
    extended_arg: Option<String>,
}

struct OpcodeRow<'m> {
    variant: String,
    name: &'m str,
    number: u16,
    doc: Vec<String>,
}

impl<'m> OpcodeFile<'m> {
    /// All real instructions.
    pub fn new(model: &Model<'m>, header: &'m str) -> OpcodeFile<'m> {
        let opcodes = &model.isa.opcodes;
        let row = |i: &&'m Instruction| OpcodeRow {
            variant: model.opcode(&i.name),
            name: &i.name,
            number: i.opcode,
            doc: describe(model, i),
        };
        let mut names: Vec<&str> = model.instructions.iter().map(|i| i.name.as_str()).collect();
        names.sort_unstable();
        OpcodeFile {
            header,
            rows: model.instructions.iter().map(row).collect(),
            by_name: names.into_iter().map(|n| model.opcode(n)).collect(),
            have_argument: opcodes.have_argument,
            min_specialized: opcodes.min_specialized,
            min_instrumented: opcodes.min_instrumented,
            extended_arg: model.instruction(EXTENDED_ARG).map(|i| model.opcode(&i.name)),
        }
    }
}

/// The prefix instruction, which the definitions mark in no way but by its name.
const EXTENDED_ARG: &str = "EXTENDED_ARG";

/// How instructions that instrument others are called; CPython numbers them by this prefix, too (B32).
const INSTRUMENTED: &str = "INSTRUMENTED_";

fn describe(model: &Model<'_>, instruction: &Instruction) -> Vec<String> {
    let (popped, pushed) = (items(&instruction.popped), items(&instruction.pushed));
    let mut doc =
        Doc::new(&format!("`{}`, {}. Pops {popped}, pushes {pushed}.", instruction.name, instruction.opcode));

    if let [Part::Uop { name, .. }] = instruction.parts.as_slice() {
        let signature = uop_signature(model, name, false);
        if signature != "--" {
            doc.paragraph(&format!("Stack: `{signature}`."));
        }
    } else if !instruction.parts.is_empty() {
        doc.paragraph("Micro-ops:");
        for part in &instruction.parts {
            match part {
                Part::Uop { name, .. } => {
                    doc.item(&format!("{} `({})`", model.uop_link(name), uop_signature(model, name, true)))
                }
                Part::Skip(skipped) => doc.item(&format!("`unused/{skipped}`")),
                Part::Flush => doc.item("`flush`"),
            };
        }
    }

    let mut facts = vec![flag_list(&instruction.flags)];
    if let Some(layout) = model.layout(&instruction.name) {
        facts.push(format!(
            "Cache: {}, [`{1}`](crate::caches::{1}).",
            units(instruction.cache_units),
            layout.view
        ));
    }
    doc.paragraph(&facts.join(" "));

    let family = model.isa.families.iter().find(|f| Some(&f.name) == instruction.family.as_ref());
    let mut relations = Vec::new();
    if let Some(family) = family {
        if instruction.is_specialized {
            relations.push(format!("Specializes {}.", model.opcode_link(&family.name)));
        } else {
            let members: Vec<String> = family.members.iter().map(|m| model.opcode_link(m)).collect();
            relations.push(format!("Specialized as {}.", join(&members)));
        }
    }
    if let Some(instrumented) = &instruction.instrumented {
        relations.push(format!("Instrumented as {}.", model.opcode_link(instrumented)));
    }
    if let Some(base) = &instruction.base {
        relations.push(format!("Instruments {}.", model.opcode_link(base)));
    }
    if !relations.is_empty() {
        doc.paragraph(&relations.join(" "));
    }
    doc.paragraph(&defined(&instruction.location));
    doc.into_lines()
}

fn uop_signature(model: &Model<'_>, name: &str, with_caches: bool) -> String {
    let Some(uop) = model.uop_named(name) else { return "--".to_owned() };
    let stack = signature(&uop.inputs, &uop.outputs);
    if !with_caches || uop.caches.is_empty() {
        return stack;
    }
    let caches: Vec<String> = uop.caches.iter().map(|c| format!("{}/{}", c.name, c.units)).collect();
    let comma = if stack.starts_with("--") { " " } else { ", " };
    format!("{}{comma}{stack}", caches.join(", "))
}

/// `opcode_info.rs`
#[derive(Template)]
#[template(path = "isa/opcode_info.rs.askama")]
pub struct OpcodeInfoFile<'m> {
    header: &'m str,
    rows: Vec<InfoRow<'m>>,
}

struct InfoRow<'m> {
    variant: String,
    name: &'m str,
    place: String,
    format: String,
    flags: String,
    cache_units: u32,
    /// The variant of `CacheKind`.
    cache: Option<&'m str>,
    /// The constant in `families.rs`.
    family: Option<String>,
    is_specialized: bool,
    is_instrumented: bool,
    /// What it becomes when it loses its specialization, unless that is itself.
    deopt: Option<String>,
    instrumented: Option<String>,
    base: Option<String>,
}

impl InfoRow<'_> {
    /// Whether there is nothing to say of it beyond name, format and flags.
    fn is_plain(&self) -> bool {
        self.cache_units == 0
            && self.cache.is_none()
            && self.family.is_none()
            && !self.is_specialized
            && !self.is_instrumented
            && self.deopt.is_none()
            && self.instrumented.is_none()
            && self.base.is_none()
    }
}

impl<'m> OpcodeInfoFile<'m> {
    /// The facts about all real instructions.
    pub fn new(model: &'m Model<'m>, header: &'m str) -> OpcodeInfoFile<'m> {
        let variant = |name: &Option<String>| name.as_deref().map(|n| model.opcode(n));
        let row = |i: &&'m Instruction| InfoRow {
            variant: model.opcode(&i.name),
            name: &i.name,
            place: place(&i.location),
            format: model.format(&i.format),
            flags: flag_bits(&i.flags),
            cache_units: i.cache_units,
            cache: model.layout(&i.name).map(|l| l.kind.as_str()),
            family: i.family.as_deref().map(|f| model.family(f)),
            is_specialized: i.is_specialized,
            is_instrumented: i.name.starts_with(INSTRUMENTED),
            deopt: (i.deopt != i.name).then(|| model.opcode(&i.deopt)),
            instrumented: variant(&i.instrumented),
            base: variant(&i.base),
        };
        OpcodeInfoFile { header, rows: model.instructions.iter().map(row).collect() }
    }
}
