//! Micro-ops: `uop.rs` (the type, its names and numbers) and `uop_info.rs` (the facts about each).

use askama::Template;

use crate::ir::{Uop, UopId};

use super::docs::{Doc, defined, items, place, signature};
use super::kinds::{flag_bits, flag_list};
use super::model::Model;

/// `uop.rs`
#[derive(Template)]
#[template(path = "isa/uop.rs.askama")]
pub struct UopFile<'m> {
    header: &'m str,
    /// By number.
    rows: Vec<UopRow<'m>>,
    /// Variants in the order of their names.
    by_name: Vec<String>,
    max_uop_id: u16,
}

struct UopRow<'m> {
    variant: String,
    name: &'m str,
    number: u16,
    doc: Vec<String>,
}

impl<'m> UopFile<'m> {
    /// All micro-ops that have a number.
    pub fn new(model: &Model<'m>, header: &'m str) -> UopFile<'m> {
        let rows = model.uops.iter().map(|&(number, uop)| UopRow {
            variant: model.uop(&uop.name),
            name: &uop.name,
            number,
            doc: describe(model, number, uop),
        });
        let mut names: Vec<&str> = model.uops.iter().map(|(_, u)| u.name.as_str()).collect();
        names.sort_unstable();
        UopFile {
            header,
            rows: rows.collect(),
            by_name: names.into_iter().map(|n| model.uop(n)).collect(),
            max_uop_id: model.isa.max_uop_id,
        }
    }
}

fn describe(model: &Model<'_>, number: u16, uop: &Uop) -> Vec<String> {
    let mut doc = Doc::new(&format!("`{}`, {number}. Pops {}.", uop.name, items(&uop.popped)));
    doc.paragraph(&format!("Stack: `{}`. {}", signature(&uop.inputs, &uop.outputs), flag_list(&uop.flags)));
    if let Some(UopId::Opcode(opcode)) = &uop.id {
        doc.paragraph(&format!("Has the number of its instruction, {}.", model.opcode_link(opcode)));
    }
    match (&uop.replicates, uop.replicated) {
        (Some(original), _) => {
            doc.paragraph(&format!("Stands for {} with a fixed `oparg`.", model.uop_link(original)));
        }
        (None, 0) => {}
        (None, n) => {
            doc.paragraph(&format!("Has a replica for each `oparg` below {n}."));
        }
    }
    if let Some(reason) = &uop.not_viable {
        doc.paragraph(&format!("Not for tier 2: {reason}."));
    }
    doc.paragraph(&defined(&uop.location));
    doc.into_lines()
}

/// `uop_info.rs`
#[derive(Template)]
#[template(path = "isa/uop_info.rs.askama")]
pub struct UopInfoFile<'m> {
    header: &'m str,
    rows: Vec<InfoRow<'m>>,
}

struct InfoRow<'m> {
    variant: String,
    name: &'m str,
    place: String,
    flags: String,
    not_viable: Option<String>,
    /// Variants of the replicas, by `oparg`.
    replicas: Vec<String>,
    replicates: Option<String>,
    const_oparg: Option<u32>,
    opcode: Option<String>,
    operands: Vec<(&'m str, i32)>,
}

impl InfoRow<'_> {
    /// Whether there is nothing to say of it beyond name and flags.
    fn is_plain(&self) -> bool {
        self.not_viable.is_none()
            && self.replicas.is_empty()
            && self.replicates.is_none()
            && self.const_oparg.is_none()
            && self.opcode.is_none()
            && self.operands.is_empty()
    }
}

impl<'m> UopInfoFile<'m> {
    /// The facts about all micro-ops that have a number.
    pub fn new(model: &Model<'m>, header: &'m str) -> UopInfoFile<'m> {
        let rows = model.uops.iter().map(|&(_, uop)| InfoRow {
            variant: model.uop(&uop.name),
            name: &uop.name,
            place: place(&uop.location),
            flags: flag_bits(&uop.flags),
            // The reason goes into a string literal.
            not_viable: uop.not_viable.as_ref().map(|reason| format!("{reason:?}")),
            replicas: replicas(model, &uop.name),
            replicates: uop.replicates.as_ref().map(|original| model.uop(original)),
            const_oparg: uop.properties.const_oparg,
            opcode: match &uop.id {
                Some(UopId::Opcode(name)) => Some(model.opcode(name)),
                _ => None,
            },
            operands: named_entries(uop),
        });
        UopInfoFile { header, rows: rows.collect() }
    }
}

fn named_entries(uop: &Uop) -> Vec<(&str, i32)> {
    uop.caches.iter().filter(|c| c.name != "unused").map(|c| (c.name.as_str(), c.units)).collect()
}

fn replicas(model: &Model<'_>, name: &str) -> Vec<String> {
    let mut replicas: Vec<_> =
        model.uops.iter().filter(|(_, u)| u.replicates.as_deref() == Some(name)).collect();
    replicas.sort_by_key(|(_, u)| u.properties.const_oparg);
    replicas.into_iter().map(|(_, u)| model.uop(&u.name)).collect()
}
