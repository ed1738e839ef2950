//! `opcode_targets.h`.

use askama::Template;

use super::{is_3_13, undefined_opcodes};
use crate::ir::{Isa, Label};

#[derive(Template)]
#[template(path = "c/opcode_targets.h.askama", escape = "none")]
pub(super) struct File<'a> {
    /// The name of every opcode from 0 to 255.
    targets: Vec<Option<&'a str>>,
    tail_calls: Option<TailCalls<'a>>,
}

/// The second half of the file, new in 3.14.
struct TailCalls<'a> {
    labels: &'a [Label],
    /// Names of the instructions that are defined, sorted.
    instructions: Vec<&'a str>,
    /// Opcodes without a name.
    undefined: Vec<u16>,
}

impl<'a> File<'a> {
    pub fn new(isa: &'a Isa) -> File<'a> {
        let mut targets = vec![None; 256];
        for (name, number) in &isa.opcodes.opmap {
            // Of two names for a number the later one wins; pseudo-instructions lie above the table.
            if let Some(slot) = targets.get_mut(usize::from(*number)) {
                *slot = Some(name.as_str());
            }
        }
        let tail_calls = (!is_3_13(isa)).then(|| {
            let mut instructions: Vec<&str> = isa.instructions.iter().map(|i| i.name.as_str()).collect();
            instructions.sort_unstable();
            TailCalls { labels: &isa.labels, instructions, undefined: undefined_opcodes(isa) }
        });
        File { targets, tail_calls }
    }
}
