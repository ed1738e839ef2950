//! Families: `families.rs` of the crate.

use askama::Template;

use super::docs::{Doc, defined, place, units};
use super::model::Model;

/// `families.rs`
#[derive(Template)]
#[template(path = "isa/families.rs.askama")]
pub struct FamiliesFile<'m> {
    header: &'m str,
    rows: Vec<FamilyRow<'m>>,
}

struct FamilyRow<'m> {
    constant: String,
    place: String,
    doc: Vec<String>,
    head: String,
    members: Vec<String>,
    /// The variant of `CacheKind`.
    cache: Option<&'m str>,
}

impl<'m> FamiliesFile<'m> {
    /// All families.
    pub fn new(model: &'m Model<'m>, header: &'m str) -> FamiliesFile<'m> {
        let rows = model.isa.families.iter().map(|family| {
            let mut doc =
                Doc::new(&format!("[`{}`](crate::Opcode::{}).", family.name, model.opcode(&family.name)));
            match family.cache_units {
                Some(0) => doc.paragraph("No cache."),
                Some(size) => doc.paragraph(&format!("Cache: {} (`{}`).", units(size), family.size)),
                None => doc.paragraph(&format!("Cache: `{}`.", family.size)),
            };
            doc.paragraph(&defined(&family.location));
            FamilyRow {
                constant: model.family(&family.name),
                place: place(&family.location),
                doc: doc.into_lines(),
                head: model.opcode(&family.name),
                members: family.members.iter().map(|m| model.opcode(m)).collect(),
                cache: model.layout(&family.name).map(|l| l.kind.as_str()),
            }
        });
        FamiliesFile { header, rows: rows.collect() }
    }
}
