//! What instructions become in tier 2: `expansions.rs` of the crate.

use askama::Template;

use crate::ir::ExpansionKind;

use super::docs::place;
use super::model::Model;
use super::names::camel;

/// `expansions.rs`
#[derive(Template)]
#[template(path = "isa/expansions.rs.askama")]
pub struct ExpansionsFile<'m> {
    header: &'m str,
    kinds: Vec<KindRow>,
    rows: Vec<ExpansionRow>,
}

struct KindRow {
    variant: String,
    name: &'static str,
    number: u8,
    summary: &'static str,
}

struct ExpansionRow {
    variant: String,
    place: String,
    steps: Vec<StepRow>,
}

struct StepRow {
    uop: String,
    kind: String,
    offset: i32,
}

impl<'m> ExpansionsFile<'m> {
    /// The expansions of all instructions that have one.
    pub fn new(model: &Model<'m>, header: &'m str) -> ExpansionsFile<'m> {
        let kinds = ExpansionKind::ALL.map(|kind| KindRow {
            variant: variant(kind),
            name: kind.name(),
            number: kind as u8,
            summary: kind.summary(),
        });
        let rows = model.instructions.iter().filter_map(|i| {
            let steps = i.expansion.as_ref()?.iter().map(|e| StepRow {
                uop: model.uop(&e.uop),
                kind: variant(e.kind),
                offset: e.offset,
            });
            Some(ExpansionRow {
                variant: model.opcode(&i.name),
                place: place(&i.location),
                steps: steps.collect(),
            })
        });
        ExpansionsFile { header, kinds: kinds.into(), rows: rows.collect() }
    }
}

/// The variant of `OperandKind`.
fn variant(kind: ExpansionKind) -> String {
    camel(kind.name())
}
