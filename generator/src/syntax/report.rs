//! What the phase found out to be wrong, up to a limit.

use std::cell::RefCell;

use super::MAX_REPORTS;
use super::source::{FileId, Span};
use crate::diagnostics::catalog::syntax as codes;
use crate::diagnostics::{Diagnostic, Diagnostics};

/// A list of findings that stops growing at [`MAX_REPORTS`], so that a file of rubbish neither fills the
/// memory nor the screen.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    list: Vec<Diagnostic>,
    dropped: usize,
}

impl Reports {
    /// Adds a finding, or only counts it if there are too many.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.list.len() < MAX_REPORTS {
            self.list.push(diagnostic);
        } else {
            self.dropped += 1;
        }
    }

    /// Adds the findings of another list.
    pub fn extend(&mut self, other: Reports) {
        other.list.into_iter().for_each(|d| self.push(d));
        self.dropped += other.dropped;
    }

    /// How many were found.
    pub fn len(&self) -> usize {
        self.list.len() + self.dropped
    }

    /// Hands everything over, with a last line for what was only counted.
    pub fn finish(self, file: FileId, name: &str, end: u32, sink: &mut Diagnostics) {
        for diagnostic in self.list {
            sink.push(diagnostic);
        }
        if self.dropped > 0 {
            let place = Span { file, start: end, end };
            let message = format!("{name} has {} more errors, which are not shown", self.dropped);
            sink.push(
                Diagnostic::error(codes::TOO_MANY_ERRORS, message, place, "")
                    .with_help("mend those above first; the others often follow from them"),
            );
        }
    }
}

/// Reports that can be added to through a shared reference: the conversions of expressions run as several
/// closures of one Pratt parser.
pub(crate) type SharedReports<'a> = RefCell<&'a mut Reports>;
