//! Pseudo-instructions: `pseudo.rs` of the crate.

use askama::Template;

use super::docs::{Doc, defined, items, join, place};
use super::kinds::{flag_bits, flag_list};
use super::model::Model;

/// `pseudo.rs`
#[derive(Template)]
#[template(path = "isa/pseudo.rs.askama")]
pub struct PseudoFile<'m> {
    header: &'m str,
    /// By number.
    rows: Vec<PseudoRow<'m>>,
}

struct PseudoRow<'m> {
    variant: String,
    name: &'m str,
    number: u16,
    place: String,
    doc: Vec<String>,
    flags: String,
    targets: Vec<String>,
    as_sequence: bool,
    block_push: bool,
}

impl<'m> PseudoFile<'m> {
    /// All pseudo-instructions.
    pub fn new(model: &Model<'m>, header: &'m str) -> PseudoFile<'m> {
        let mut pseudos: Vec<_> = model.isa.pseudos.iter().collect();
        pseudos.sort_by_key(|p| p.opcode);
        let rows = pseudos.into_iter().map(|p| {
            let (popped, pushed) = (items(&p.popped), items(&p.pushed));
            let mut doc = Doc::new(&format!("`{}`, {}. Pops {popped}, pushes {pushed}.", p.name, p.opcode));
            let targets: Vec<String> = p.targets.iter().map(|t| model.opcode_link(t)).collect();
            if p.as_sequence {
                doc.paragraph(&format!("Becomes the sequence {}.", join(&targets)));
            } else if targets.len() == 1 {
                doc.paragraph(&format!("Becomes {}.", join(&targets)));
            } else {
                doc.paragraph(&format!("Becomes one of {}.", join(&targets)));
            }
            if p.block_push {
                doc.paragraph(
                    "Changes the stack only where it is seen as a jump to the handler that it sets up.",
                );
            }
            doc.paragraph(&flag_list(&p.flags)).paragraph(&defined(&p.location));
            PseudoRow {
                variant: model.pseudo(&p.name),
                name: &p.name,
                number: p.opcode,
                place: place(&p.location),
                doc: doc.into_lines(),
                flags: flag_bits(&p.flags),
                targets: p.targets.iter().map(|t| model.opcode(t)).collect(),
                as_sequence: p.as_sequence,
                block_push: p.block_push,
            }
        });
        PseudoFile { header, rows: rows.collect() }
    }
}
