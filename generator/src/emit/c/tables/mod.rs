//! The six table files that CPython's generator writes. Nothing is ever built from them: they are held against
//! the reference's, byte for byte, to show that the instruction set was understood as CPython understands it.
//!
//! A file has a template, which owns every byte of the layout, and a module here, which computes what the
//! template prints. The reference's re-indenting writer needs no counterpart, because its output has one
//! possible layout only. Where the reference raises an exception while it writes a file, there is a [`Fault`],
//! and all of a file's faults are reported at once.

mod expansion;
mod fault;
mod opcode_ids;
mod opcode_metadata;
mod opcode_targets;
mod parts;
mod py_metadata;
mod uop_ids;
mod uop_metadata;

use askama::Template;

pub use fault::{Fault, Faults};

use crate::ir::{Flag, Isa};

/// The comment at the head of a file, which names a script of the reference and its inputs (reference.md B67).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The script, as the reference prints it (`Tools/cases_generator/opcode_id_generator.py`).
    pub script: String,
    /// The definition files, likewise.
    pub sources: Vec<String>,
}

/// Writes one of the files. Without a header, the file starts below the place where the header would end.
pub type Writer = fn(&Isa, Option<&Header>) -> Result<String, Faults>;

/// One of the six files.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name.
    pub file: &'static str,
    /// The script of the reference that writes it.
    pub script: &'static str,
    /// Whether it is written for CPython 3.13 too; the others are for 3.14 only.
    pub in_3_13: bool,
    /// What writes it here.
    pub write: Writer,
}

/// All six, in alphabetical order of the scripts.
pub const ALL: [Table; 6] = [
    Table { file: "opcode_ids.h", script: "opcode_id_generator.py", in_3_13: true, write: opcode_ids },
    Table {
        file: "pycore_opcode_metadata.h",
        script: "opcode_metadata_generator.py",
        in_3_13: false,
        write: opcode_metadata,
    },
    Table {
        file: "_opcode_metadata.py",
        script: "py_metadata_generator.py",
        in_3_13: true,
        write: py_metadata,
    },
    Table { file: "opcode_targets.h", script: "target_generator.py", in_3_13: true, write: opcode_targets },
    Table { file: "pycore_uop_ids.h", script: "uop_id_generator.py", in_3_13: true, write: uop_ids },
    Table {
        file: "pycore_uop_metadata.h",
        script: "uop_metadata_generator.py",
        in_3_13: false,
        write: uop_metadata,
    },
];

/// `opcode_ids.h`: numbers of all instructions, by number (B31–B33). Never fails.
pub fn opcode_ids(isa: &Isa, header: Option<&Header>) -> Result<String, Faults> {
    Ok(render(&opcode_ids::File::new(isa, header)))
}

/// `opcode_targets.h`: the table for computed `goto`, and in 3.14 that of tail calls (B67). It has no header,
/// whether one is given or not. Never fails.
pub fn opcode_targets(isa: &Isa, _header: Option<&Header>) -> Result<String, Faults> {
    Ok(render(&opcode_targets::File::new(isa)))
}

/// `pycore_opcode_metadata.h`: stack effects, formats, flags, expansions, caches, deopts and pseudo-instructions
/// (B37–B43), for 3.14. Fails where the reference's asserts do, among other things on every partial instruction
/// set (B39).
pub fn opcode_metadata(isa: &Isa, header: Option<&Header>) -> Result<String, Faults> {
    Ok(render(&opcode_metadata::File::new(isa, header)?))
}

/// `pycore_uop_ids.h`: numbers of micro-ops (B44). Fails if two of them have the same name, which the reference
/// cannot sort.
pub fn uop_ids(isa: &Isa, header: Option<&Header>) -> Result<String, Faults> {
    Ok(render(&uop_ids::File::new(isa, header)?))
}

/// `pycore_uop_metadata.h`: flags, replication and popped items of the micro-ops that tier 2 can have (B43, B68),
/// for 3.14.
pub fn uop_metadata(isa: &Isa, header: Option<&Header>) -> Result<String, Faults> {
    Ok(render(&uop_metadata::File::new(isa, header)?))
}

/// `_opcode_metadata.py`: families, specialized and other opcodes (B36). Never fails.
pub fn py_metadata(isa: &Isa, header: Option<&Header>) -> Result<String, Faults> {
    Ok(render(&py_metadata::File::new(isa, header)))
}

/// Fills in a template. Askama takes the last newline of a template away; here it is put back.
fn render(template: &impl Template) -> String {
    // The values are strings and numbers, which have no way to fail.
    let mut text = template.render().expect("writing to a string does not fail");
    text.push('\n');
    text
}

/// Whether an instruction set follows the rules of CPython 3.13.
fn is_3_13(isa: &Isa) -> bool {
    isa.dialect == "3.13"
}

/// Flags as a C expression.
fn flags_text(flags: &[Flag]) -> String {
    c_union(flags.iter().map(|flag| flag_macro(*flag)))
}

/// CPython's macro for a flag.
fn flag_macro(flag: Flag) -> String {
    format!("HAS_{}_FLAG", flag.name())
}

/// Bit masks as a C expression.
fn c_union(masks: impl Iterator<Item = String>) -> String {
    let masks: Vec<String> = masks.collect();
    if masks.is_empty() { "0".to_owned() } else { masks.join(" | ") }
}

/// The opcodes from 0 to 255 that have no name.
fn undefined_opcodes(isa: &Isa) -> Vec<u16> {
    let mut defined = [false; 256];
    for (_, number) in &isa.opcodes.opmap {
        if let Some(slot) = defined.get_mut(usize::from(*number)) {
            *slot = true;
        }
    }
    (0u16..).zip(defined).filter(|(_, defined)| !defined).map(|(number, _)| number).collect()
}

#[cfg(test)]
mod tests;
