//! The checks of bodies: silent on the real inputs, and not silent on mistakes put into small ones.
//!
//! The real inputs are those of the repository, or of the folder `CASEWRIGHT_INPUTS`.

use std::path::{Path, PathBuf};

use casewright::analysis::{AnalysisOptions, Dialect, Role, analyze};
use casewright::check::{check_bodies, check_optimizer_bodies};
use casewright::diagnostics::{Diagnostics, Severity};
use casewright::syntax::source::SourceMap;
use casewright::syntax::{ParseOptions, parse_definitions};

/// The findings in a file of definitions and, if there is one, in the optimizer's.
fn findings(base: &str, overlay: Option<&str>, as_reference: bool) -> Vec<String> {
    let mut sources = SourceMap::new();
    let mut sink = Diagnostics::new();
    let dialect = Dialect::V3_14;
    let mut parse = |name: &str, text: &str| {
        let file = sources.add(name, text);
        parse_definitions(&mut sources, file, ParseOptions { dialect, as_reference }, &mut sink)
    };
    let base = [parse("bytecodes.c", base)];
    let overlay = overlay.map(|text| [parse("optimizer_bytecodes.c", text)]);
    let options = AnalysisOptions { as_reference, role: Role::InstructionSet };
    let base = analyze(&sources, &base, dialect, options, &mut sink);
    if let Some(base) = &base {
        check_bodies(base, options, &mut sink);
    }
    if let (Some(base), Some(overlay)) = (&base, &overlay) {
        let options = AnalysisOptions { as_reference, role: Role::AbstractInterpreter };
        if let Some(overlay) = analyze(&sources, overlay, dialect, options, &mut sink) {
            check_optimizer_bodies(base, &overlay, options, &mut sink);
        }
    }
    let place = |d: &casewright::diagnostics::Diagnostic| match d.labels.first() {
        Some(label) => {
            let (line, column) = sources.line_column(label.span);
            format!("{}:{line}:{column}", sources.file(label.span.file).name)
        }
        None => String::new(),
    };
    let errors = sink.sorted().into_iter().filter(|d| d.severity == Severity::Error);
    errors.map(|d| format!("{} {}: {}", place(d), d.code, d.message)).collect()
}

#[test]
fn the_real_inputs_are_clean() {
    let inputs = std::env::var_os("CASEWRIGHT_INPUTS").map(PathBuf::from);
    let inputs = inputs.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../inputs"));
    let read = |name: &str| std::fs::read_to_string(inputs.join(name)).expect("the input can be read");
    for as_reference in [false, true] {
        let found = findings(&read("bytecodes.c"), Some(&read("optimizer_bytecodes.c")), as_reference);
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}
