//! `_opcode_metadata.py`.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;

use super::Header;
use crate::ir::{Family, Isa};

#[derive(Template)]
#[template(path = "c/_opcode_metadata.py.askama", escape = "none")]
pub(super) struct File<'a> {
    header: Option<&'a Header>,
    families: &'a [Family],
    /// Members of families other than as their own heads, sorted; one that is in two families comes twice.
    specialized: Vec<(&'a str, u16)>,
    /// All others, in assignment order.
    opmap: Vec<(&'a str, u16)>,
    have_argument: u16,
    min_instrumented: u16,
}

impl<'a> File<'a> {
    pub fn new(isa: &'a Isa, header: Option<&'a Header>) -> File<'a> {
        let numbers: BTreeMap<&str, u16> =
            isa.opcodes.opmap.iter().map(|(name, number)| (name.as_str(), *number)).collect();
        let members: BTreeSet<&str> =
            isa.families.iter().flat_map(|family| &family.members).map(String::as_str).collect();
        let mut specialized: Vec<(&str, u16)> = isa
            .families
            .iter()
            .flat_map(|family| family.members.iter().filter(|member| **member != family.name))
            .filter_map(|member| numbers.get_key_value(member.as_str()))
            .map(|(name, number)| (*name, *number))
            .collect();
        specialized.sort_unstable();
        let opmap = isa
            .opcodes
            .opmap
            .iter()
            .filter(|(name, _)| !members.contains(name.as_str()))
            .map(|(name, number)| (name.as_str(), *number))
            .collect();
        File {
            header,
            families: &isa.families,
            specialized,
            opmap,
            have_argument: isa.opcodes.have_argument,
            min_instrumented: isa.opcodes.min_instrumented,
        }
    }
}
