//! How much of the definitions is translated, and why the rest is not.

pub mod subset;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::lower::{Lowered, Outcome, Program};
use crate::syntax::source::SourceMap;

/// A body that is not translated.
#[derive(Clone, Debug, Serialize)]
pub struct Gap {
    /// Its name in the definitions.
    pub name: String,
    /// The file.
    pub file: String,
    /// The line of its name, from 1.
    pub line: u32,
    /// Why: one reason if it is written by hand, else everything that was refused.
    pub reasons: Vec<String>,
}

/// The figures of the abstract interpreter.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct OfOptimizer {
    /// Its bodies.
    pub bodies: usize,
    /// Those that are translated.
    pub translated: usize,
}

/// The figures.
#[derive(Clone, Debug, Serialize)]
pub struct Coverage {
    /// Bodies of instructions, micro-ops and labels, and of the abstract interpreter.
    pub bodies: usize,
    /// Those that are translated.
    pub translated: usize,
    /// Those of them that are the abstract interpreter's.
    pub optimizer: OfOptimizer,
    /// Those that are written by hand.
    pub opted_out: Vec<Gap>,
    /// Those that are neither.
    pub failed: Vec<Gap>,
    /// Translated bodies without some of their assertions, and what those say that cannot be translated.
    pub without_assertions: Vec<Gap>,
    /// How many bodies each reason concerns, the most frequent first.
    pub reasons: Vec<(String, usize)>,
    #[serde(skip)]
    diagnostics: Vec<Diagnostic>,
}

impl OfOptimizer {
    fn new(program: &Program) -> OfOptimizer {
        let is_translated = |body: &&Lowered| matches!(body.outcome, Outcome::Translated(_));
        let translated = program.optimizer.iter().filter(is_translated).count();
        OfOptimizer { bodies: program.optimizer.len(), translated }
    }
}

impl Coverage {
    /// Counts.
    pub fn new(program: &Program, sources: &SourceMap) -> Coverage {
        let mut coverage = Coverage {
            bodies: program.bodies.len() + program.optimizer.len(),
            translated: 0,
            optimizer: OfOptimizer::new(program),
            opted_out: Vec::new(),
            failed: Vec::new(),
            without_assertions: Vec::new(),
            reasons: Vec::new(),
            diagnostics: Vec::new(),
        };
        let mut histogram: BTreeMap<String, usize> = BTreeMap::new();
        for body in program.bodies.iter().chain(&program.optimizer) {
            let gap = |reasons| Gap {
                name: body.defined_as.clone(),
                file: sources.file(body.span.file).name.clone(),
                line: sources.line_column(body.span).0,
                reasons,
            };
            match &body.outcome {
                Outcome::Translated(_) => {
                    coverage.translated += 1;
                    if !body.left_out.is_empty() {
                        let reasons = body.left_out.iter().map(|refusal| refusal.reason()).collect();
                        coverage.without_assertions.push(gap(reasons));
                    }
                }
                Outcome::OptedOut(reason, _) => coverage.opted_out.push(gap(vec![reason.clone()])),
                Outcome::Refused(refusals) => {
                    let mut reasons: Vec<String> = refusals.iter().map(|refusal| refusal.reason()).collect();
                    reasons.sort();
                    reasons.dedup();
                    for reason in &reasons {
                        *histogram.entry(reason.clone()).or_default() += 1;
                    }
                    coverage.failed.push(gap(reasons));
                    coverage
                        .diagnostics
                        .extend(refusals.iter().map(|refusal| refusal.diagnostic(&body.defined_as)));
                }
            }
        }
        coverage.reasons = histogram.into_iter().collect();
        coverage.reasons.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        coverage
    }

    /// How many bodies are neither translated nor written by hand.
    pub fn failed(&self) -> usize {
        self.failed.len()
    }

    /// What was refused, with its place.
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> {
        self.diagnostics.iter().cloned()
    }

    /// As JSON.
    pub fn json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// For people.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let percent = self.translated as f64 * 100.0 / self.bodies.max(1) as f64;
        let _ = writeln!(text, "bodies      {:5}", self.bodies);
        let _ = writeln!(text, "translated  {:5}   {percent:.1} %", self.translated);
        if self.optimizer.bodies > 0 {
            let OfOptimizer { bodies, translated } = self.optimizer;
            let _ = writeln!(text, "  of them {translated} of {bodies} of the abstract interpreter");
        }
        let _ = writeln!(text, "opted out   {:5}", self.opted_out.len());
        let _ = writeln!(text, "failed      {:5}", self.failed.len());
        if !self.without_assertions.is_empty() {
            let _ = writeln!(text, "without some assertions {}", self.without_assertions.len());
        }
        for (title, gaps) in [
            ("opted out", &self.opted_out),
            ("without some assertions", &self.without_assertions),
            ("failed", &self.failed),
        ] {
            if !gaps.is_empty() {
                let _ = writeln!(text, "\n{title}");
            }
            for gap in gaps {
                let _ =
                    writeln!(text, "  {:32} {}:{}  {}", gap.name, gap.file, gap.line, gap.reasons.join("; "));
            }
        }
        if !self.reasons.is_empty() {
            let _ = writeln!(text, "\nreasons");
        }
        for (reason, count) in &self.reasons {
            let _ = writeln!(text, "  {count:5}  {reason}");
        }
        text
    }
}
