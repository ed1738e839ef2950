//! `pycore_uop_metadata.h`.

use askama::Template;

use super::{Fault, Faults, Header, filters, flags_text, is_3_13};
use crate::emit::c::writer::{CWriter, Casts};
use crate::ir::{Isa, Uop};

/// A micro-op that tier 2 can have.
struct Viable<'a> {
    name: &'a str,
    flags: String,
    /// Items popped, as a C expression.
    popped: &'a str,
}

#[derive(Template)]
#[template(path = "c/pycore_uop_metadata.h.askama", escape = "none")]
pub(super) struct File<'a> {
    header: Option<&'a Header>,
    /// In table order (B13).
    viable: Vec<Viable<'a>>,
    /// In table order, viable or not.
    replicated: Vec<&'a Uop>,
    /// Names of the viable ones.
    sorted_names: Vec<&'a str>,
}

impl<'a> File<'a> {
    const GUARD: &'static str = "Py_CORE_UOP_METADATA_H";

    pub fn new(isa: &'a Isa, header: Option<&'a Header>) -> Result<File<'a>, Faults> {
        if is_3_13(isa) {
            return Err(Fault::OnlyIn314 { file: "pycore_uop_metadata.h" }.into());
        }
        let viable: Vec<&Uop> = isa
            .uops
            .iter()
            .filter(|uop| uop.not_viable.is_none() && uop.properties.tier != Some(1))
            .collect();
        pop_aside(&viable)?;
        let viable: Vec<Viable<'_>> = viable
            .into_iter()
            .map(|uop| Viable { name: &uop.name, flags: flags_text(&uop.flags), popped: &uop.popped.text })
            .collect();
        let mut sorted_names: Vec<&str> = viable.iter().map(|uop| uop.name).collect();
        sorted_names.sort_unstable();
        let replicated = isa.uops.iter().filter(|uop| uop.replicated > 0).collect();
        Ok(File { header, viable, replicated, sorted_names })
    }
}

/// To count the popped items, the reference loads them, and writes that with one writer for all micro-ops. Its text is
/// lost, but it counts brackets as any other.
fn pop_aside(uops: &[&Uop]) -> Result<(), Faults> {
    let mut out = CWriter::null(0, Casts::INTERPRETER);
    for uop in uops {
        // An item is loaded from below all items that were popped before it, whose sizes say how far that is.
        let mut offset = String::new();
        for item in uop.inputs.iter().rev().take_while(|item| !item.peek) {
            if let Some(size) = &item.size {
                offset.push_str(&size.text);
            }
            if item.used && item.name != "unused" {
                out.emit(&format!("stack_pointer[{offset}];\n"));
            }
        }
    }
    match out.take_fault() {
        Some(_) => Err(Fault::Layout.into()),
        None => Ok(()),
    }
}
