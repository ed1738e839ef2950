//! What every pass is given: texts, rules, options and the place for findings.

use super::rules::Rules;
use super::suggest::did_you_mean;
use super::{AnalysisOptions, Dialect, Role};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::syntax::source::SourceMap;

/// How many unknown names are compared with the known ones.
const MAX_SUGGESTIONS: usize = 100;

/// The state that all passes share.
pub(super) struct Cx<'s, 'd> {
    pub sources: &'s SourceMap,
    pub rules: &'static Rules,
    pub options: AnalysisOptions,
    sink: &'d mut Diagnostics,
    errors: usize,
    suggestions: usize,
}

impl<'s, 'd> Cx<'s, 'd> {
    pub fn new(
        sources: &'s SourceMap,
        dialect: Dialect,
        options: AnalysisOptions,
        sink: &'d mut Diagnostics,
    ) -> Cx<'s, 'd> {
        Cx { sources, rules: Rules::of(dialect), options, sink, errors: 0, suggestions: 0 }
    }

    /// Reports what the reference refuses too.
    pub fn error(&mut self, diagnostic: Diagnostic) {
        self.errors += 1;
        self.sink.push(diagnostic);
    }

    /// How many there may be of something. Where the reference is the measure, which goes on until memory ends, there
    /// is more room.
    pub fn limit(&self, most: usize) -> usize {
        if self.options.as_reference { most * 7 } else { most }
    }

    /// Reports what the reference accepts in silence: an error, or a warning where the reference is the measure.
    pub fn strict(&mut self, diagnostic: Diagnostic) {
        if self.options.as_reference {
            self.sink.push(diagnostic.as_warning());
        } else {
            self.error(diagnostic);
        }
    }

    /// Reports what is worth a look.
    pub fn warn(&mut self, diagnostic: Diagnostic) {
        self.sink.push(diagnostic.as_warning());
    }

    /// A help line for an unknown name. Looking for near names takes time, so only the first few get one.
    pub fn suggest<'n>(
        &mut self,
        name: &str,
        known: impl Iterator<Item = &'n String>,
        otherwise: &str,
    ) -> String {
        self.suggestions += 1;
        let known = known.take(if self.suggestions > MAX_SUGGESTIONS { 0 } else { usize::MAX });
        did_you_mean(name, known, otherwise)
    }

    /// Whether anything was refused.
    pub fn failed(&self) -> bool {
        self.errors > 0
    }

    /// Whether the input is a whole instruction set rather than an abstract interpreter for one.
    pub fn is_instruction_set(&self) -> bool {
        self.options.role == Role::InstructionSet
    }
}

/// A number and what it counts, in the right form.
pub(super) fn count(number: impl Into<i64>, what: &str) -> String {
    match number.into() {
        1 => format!("1 {what}"),
        number => format!("{number} {what}s"),
    }
}
