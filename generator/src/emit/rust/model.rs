//! What every artifact needs to know: which Rust name stands for which of CPython's, and which cache layout
//! belongs to which instruction.

use std::collections::BTreeMap;

use crate::ir::{Instruction, Isa, Uop};

use super::cache::{self, Layout};
use super::names::{Namespace, camel, screaming};

/// The instruction set with its Rust names.
#[derive(Debug)]
pub struct Model<'a> {
    /// The instruction set.
    pub isa: &'a Isa,
    /// Real instructions, by number.
    pub instructions: Vec<&'a Instruction>,
    /// Micro-ops that have a number, by number.
    pub uops: Vec<(u16, &'a Uop)>,
    /// Cache layouts: the structs in their order, then those that only instructions describe.
    pub layouts: Vec<Layout>,
    opcode_variants: BTreeMap<&'a str, String>,
    pseudo_variants: BTreeMap<&'a str, String>,
    uop_variants: BTreeMap<&'a str, String>,
    format_variants: BTreeMap<&'a str, String>,
    family_constants: BTreeMap<&'a str, String>,
    instructions_by_name: BTreeMap<&'a str, &'a Instruction>,
    uops_by_name: BTreeMap<&'a str, &'a Uop>,
    /// Index into `layouts` by instruction.
    layout_of: BTreeMap<&'a str, usize>,
}

impl<'a> Model<'a> {
    /// Names everything in `isa`.
    pub fn new(isa: &'a Isa) -> Model<'a> {
        let mut instructions: Vec<&Instruction> = isa.instructions.iter().collect();
        instructions.sort_by_key(|i| i.opcode);
        let mut uops: Vec<(u16, &Uop)> = isa.uops.iter().filter_map(|u| Some((u.number?, u))).collect();
        uops.sort_by_key(|&(number, _)| number);
        let mut constants = Namespace::without(&["FAMILIES"]);
        let mut model = Model {
            isa,
            opcode_variants: variants(instructions.iter().map(|i| i.name.as_str())),
            pseudo_variants: variants(isa.pseudos.iter().map(|p| p.name.as_str())),
            uop_variants: variants(uops.iter().map(|(_, u)| u.name.as_str())),
            format_variants: variants(isa.formats.iter().map(String::as_str)),
            family_constants: isa
                .families
                .iter()
                .map(|f| (f.name.as_str(), constants.take(screaming(&f.name))))
                .collect(),
            instructions_by_name: isa.instructions.iter().map(|i| (i.name.as_str(), i)).collect(),
            uops_by_name: isa.uops.iter().map(|u| (u.name.as_str(), u)).collect(),
            instructions,
            uops,
            layouts: Vec::new(),
            layout_of: BTreeMap::new(),
        };
        (model.layouts, model.layout_of) = cache::layouts(&model);
        model
    }

    /// The variant of `Opcode`. A name that does not exist gives a variant that does not, for rustc to report.
    pub fn opcode(&self, name: &str) -> String {
        self.opcode_variants.get(name).cloned().unwrap_or_else(|| camel(name))
    }

    /// The variant of `PseudoOpcode`.
    pub fn pseudo(&self, name: &str) -> String {
        self.pseudo_variants.get(name).cloned().unwrap_or_else(|| camel(name))
    }

    /// The variant of `Uop`.
    pub fn uop(&self, name: &str) -> String {
        self.uop_variants.get(name).cloned().unwrap_or_else(|| camel(name))
    }

    /// The variant of `Format`.
    pub fn format(&self, name: &str) -> String {
        self.format_variants.get(name).cloned().unwrap_or_else(|| camel(name))
    }

    /// The constant of a family.
    pub fn family(&self, name: &str) -> String {
        self.family_constants.get(name).cloned().unwrap_or_else(|| screaming(name))
    }

    /// An instruction by name.
    pub fn instruction(&self, name: &str) -> Option<&'a Instruction> {
        self.instructions_by_name.get(name).copied()
    }

    /// A micro-op by name, with or without a number.
    pub fn uop_named(&self, name: &str) -> Option<&'a Uop> {
        self.uops_by_name.get(name).copied()
    }

    /// The cache layout of an instruction.
    pub fn layout(&self, instruction: &str) -> Option<&Layout> {
        self.layout_of.get(instruction).and_then(|&i| self.layouts.get(i))
    }

    /// A link in the docs to the variant of `Opcode`.
    pub fn opcode_link(&self, name: &str) -> String {
        format!("[`{name}`](crate::Opcode::{})", self.opcode(name))
    }

    /// A link in the docs to the variant of `Uop`, if it is one.
    pub fn uop_link(&self, name: &str) -> String {
        match self.uop_variants.get(name) {
            Some(variant) => format!("[`{name}`](crate::Uop::{variant})"),
            None => format!("`{name}`"),
        }
    }
}

fn variants<'n>(names: impl Iterator<Item = &'n str>) -> BTreeMap<&'n str, String> {
    let mut taken = Namespace::default();
    names.map(|name| (name, taken.take(camel(name)))).collect()
}
