//! The micro-ops that the parts of instructions name.

use std::collections::BTreeMap;

use crate::ir::{Instruction, Isa, Part, Uop};

/// Instructions and micro-ops by name.
pub(super) struct Index<'a> {
    instructions: BTreeMap<&'a str, &'a Instruction>,
    /// Micro-ops that `op` defines.
    ops: BTreeMap<&'a str, &'a Uop>,
    /// Micro-ops that `inst` makes. They may have the name of one that an `op` defines, because the reference
    /// keeps them under the instruction's name (reference.md B12).
    implicit: BTreeMap<&'a str, &'a Uop>,
}

impl<'a> Index<'a> {
    pub fn new(isa: &'a Isa) -> Index<'a> {
        let by_name = |implicit: bool| {
            isa.uops
                .iter()
                .chain(&isa.overridden)
                .filter(|uop| uop.implicitly_created == implicit)
                .map(|uop| (uop.name.as_str(), uop))
                .collect()
        };
        Index {
            instructions: isa.instructions.iter().map(|i| (i.name.as_str(), i)).collect(),
            ops: by_name(false),
            implicit: by_name(true),
        }
    }

    /// The instruction of a name.
    pub fn instruction(&self, name: &str) -> Option<&'a Instruction> {
        self.instructions.get(name).copied()
    }

    /// The micro-op that a part of an instruction names.
    pub fn uop(&self, instruction: &Instruction, name: &str) -> Option<&'a Uop> {
        let (first, second) =
            if instruction.is_macro { (&self.ops, &self.implicit) } else { (&self.implicit, &self.ops) };
        first.get(name).or_else(|| second.get(name)).copied()
    }

    /// The micro-ops of an instruction.
    pub fn uops<'b>(&'b self, instruction: &'b Instruction) -> impl Iterator<Item = &'a Uop> + 'b {
        instruction.parts.iter().filter_map(|part| match part {
            Part::Uop { name, .. } => self.uop(instruction, name),
            Part::Skip(_) | Part::Flush => None,
        })
    }
}
