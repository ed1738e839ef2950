//! Findings as JSON, for `--json`.

use serde::Serialize;

use super::{Diagnostics, Severity};
use crate::syntax::source::{SourceMap, Span};

/// One finding.
#[derive(Serialize)]
struct Finding<'a> {
    code: String,
    severity: &'static str,
    message: &'a str,
    help: &'a str,
    /// The first one is the primary one.
    labels: Vec<Place<'a>>,
}

/// One label.
#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    text: &'a str,
    start: Position,
    end: Position,
}

/// 1-based line and column (in bytes), and the byte offset in the text with `\n` line ends.
#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
    offset: u32,
}

/// All findings, sorted as [`super::render::render`] sorts them, as a pretty-printed JSON array with a line end.
pub fn to_json(sources: &SourceMap, diagnostics: &Diagnostics) -> String {
    let position = |span: Span, offset: u32| {
        let (line, column) = sources.file(span.file).line_column(offset);
        Position { line, column, offset }
    };
    let findings: Vec<Finding<'_>> = diagnostics
        .sorted()
        .into_iter()
        .map(|d| Finding {
            code: d.code.to_string(),
            severity: match d.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            message: &d.message,
            help: &d.help,
            labels: d
                .labels
                .iter()
                .map(|l| Place {
                    file: &sources.file(l.span.file).name,
                    text: &l.text,
                    start: position(l.span, l.span.start),
                    end: position(l.span, l.span.end),
                })
                .collect(),
        })
        .collect();
    // Strings and numbers always serialize.
    let mut text = serde_json::to_string_pretty(&findings).unwrap_or_default();
    text.push('\n');
    text
}
