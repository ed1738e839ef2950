//! `opcode_ids.h`.

use askama::Template;

use super::{Header, is_3_13};
use crate::ir::Isa;

/// A `#define`.
struct Define<'a> {
    name: &'a str,
    value: u16,
}

#[derive(Template)]
#[template(path = "c/opcode_ids.h.askama", escape = "none")]
pub(super) struct File<'a> {
    header: Option<&'a Header>,
    /// By number, then by name.
    opcodes: Vec<Define<'a>>,
    limits: Vec<Define<'a>>,
}

impl<'a> File<'a> {
    const GUARD: &'static str = "Py_OPCODE_IDS_H";

    pub fn new(isa: &'a Isa, header: Option<&'a Header>) -> File<'a> {
        let map = &isa.opcodes;
        let mut opcodes: Vec<Define<'_>> =
            map.opmap.iter().map(|(name, value)| Define { name, value: *value }).collect();
        opcodes.sort_by_key(|define| (define.value, define.name));
        let mut limits = vec![Define { name: "HAVE_ARGUMENT", value: map.have_argument }];
        if !is_3_13(isa) {
            limits.push(Define { name: "MIN_SPECIALIZED_OPCODE", value: map.min_specialized });
        }
        limits.push(Define { name: "MIN_INSTRUMENTED_OPCODE", value: map.min_instrumented });
        File { header, opcodes, limits }
    }
}
