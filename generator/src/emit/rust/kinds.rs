//! The two small vocabularies: `flags.rs` and `formats.rs` of the crate.

use askama::Template;

use crate::ir::Flag;

use super::docs::units;
use super::model::Model;

/// `flags.rs`
#[derive(Template)]
#[template(path = "isa/flags.rs.askama")]
pub struct FlagsFile<'m> {
    header: &'m str,
    sets: [FlagSet; 2],
    flags: &'static [Flag],
}

struct FlagSet {
    ty: &'static str,
    of: &'static str,
}

impl<'m> FlagsFile<'m> {
    /// The flag types of instructions and of micro-ops.
    pub fn new(header: &'m str) -> FlagsFile<'m> {
        let sets = [
            FlagSet { ty: "OpcodeFlags", of: "an instruction" },
            FlagSet { ty: "UopFlags", of: "a micro-op" },
        ];
        FlagsFile { header, sets, flags: &Flag::ALL }
    }
}

/// Flags as an expression over the constants of `flags.rs`.
pub fn flag_bits(flags: &[Flag]) -> String {
    let mut flags = flags.to_vec();
    flags.sort();
    flags.dedup();
    match flags.as_slice() {
        [] => "0".to_owned(),
        flags => flags.iter().map(|f| f.name()).collect::<Vec<_>>().join(" | "),
    }
}

/// The sentence that lists flags.
pub fn flag_list(flags: &[Flag]) -> String {
    match flags {
        [] => "No flags.".to_owned(),
        flags => {
            format!(
                "Flags: {}.",
                flags.iter().map(|f| format!("`{}`", f.name())).collect::<Vec<_>>().join(", ")
            )
        }
    }
}

/// `formats.rs`
#[derive(Template)]
#[template(path = "isa/formats.rs.askama")]
pub struct FormatsFile<'m> {
    header: &'m str,
    rows: Vec<FormatRow<'m>>,
}

struct FormatRow<'m> {
    variant: String,
    name: &'m str,
    number: usize,
    /// What it says, as a phrase.
    meaning: String,
}

impl<'m> FormatsFile<'m> {
    /// All formats in use.
    pub fn new(model: &Model<'m>, header: &'m str) -> FormatsFile<'m> {
        let rows = model.isa.formats.iter().enumerate().map(|(index, name)| FormatRow {
            variant: model.format(name),
            name,
            number: index + 1,
            meaning: meaning(name),
        });
        FormatsFile { header, rows: rows.collect() }
    }
}

/// What CPython's name of a format says (B37): `IB` or `IX`, then a letter or digit for each cache unit.
fn meaning(name: &str) -> String {
    let oparg = if name.starts_with("IB") { "an `oparg`" } else { "no `oparg`" };
    match name.chars().count().saturating_sub(2) {
        0 => format!("{oparg}, no cache"),
        n => format!("{oparg}, {} of cache", units(u32::try_from(n).unwrap_or(u32::MAX))),
    }
}
