//! `pycore_uop_metadata.h`.

use askama::Template;

use super::{Fault, Faults, Header, flags_text, is_3_13};
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
        let viable: Vec<Viable<'_>> = isa
            .uops
            .iter()
            .filter(|uop| uop.not_viable.is_none() && uop.properties.tier != Some(1))
            .map(|uop| Viable { name: &uop.name, flags: flags_text(&uop.flags), popped: &uop.popped.text })
            .collect();
        let mut sorted_names: Vec<&str> = viable.iter().map(|uop| uop.name).collect();
        sorted_names.sort_unstable();
        let replicated = isa.uops.iter().filter(|uop| uop.replicated > 0).collect();
        Ok(File { header, viable, replicated, sorted_names })
    }
}
