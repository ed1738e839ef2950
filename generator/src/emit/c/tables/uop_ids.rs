//! `pycore_uop_ids.h`.

use askama::Template;

use super::{Fault, Faults, Header};
use crate::ir::{Isa, Uop, UopId};

/// These two come first, whether they are defined or not.
const PREDEFINED: [(&str, u16); 2] = [("_EXIT_TRACE", 300), ("_SET_IP", 301)];

/// A `#define`.
struct Define<'a> {
    name: &'a str,
    value: String,
}

#[derive(Template)]
#[template(path = "c/pycore_uop_ids.h.askama", escape = "none")]
pub(super) struct File<'a> {
    header: Option<&'a Header>,
    uops: Vec<Define<'a>>,
    max_uop_id: u16,
}

impl<'a> File<'a> {
    const GUARD: &'static str = "Py_CORE_UOP_IDS_H";

    pub fn new(isa: &'a Isa, header: Option<&'a Header>) -> Result<File<'a>, Faults> {
        let mut sorted: Vec<&Uop> = isa.uops.iter().collect();
        sorted.sort_by_key(|uop| uop.name.as_str());
        let mut faults = Faults::default();
        for (first, second) in sorted.iter().zip(sorted.iter().skip(1)) {
            if first.name == second.name {
                faults.push(Fault::SameUopName {
                    name: first.name.clone(),
                    first: first.location.clone(),
                    second: second.location.clone(),
                });
            }
        }
        faults.none()?;
        let numbered = sorted.into_iter().filter(|uop| !PREDEFINED.iter().any(|(name, _)| uop.name == *name));
        let uops = PREDEFINED
            .iter()
            .map(|(name, number)| Define { name, value: number.to_string() })
            .chain(
                numbered.filter_map(|uop| Some(Define { name: &uop.name, value: value(uop.id.as_ref()?) })),
            )
            .collect();
        Ok(File { header, uops, max_uop_id: isa.max_uop_id })
    }
}

fn value(id: &UopId) -> String {
    match id {
        UopId::Number(number) => number.to_string(),
        UopId::Opcode(name) => name.clone(),
    }
}
