//! The checks of bodies: silent on the real inputs, and not silent on mistakes put into small ones.
//!
//! The real inputs are those of the repository, or of the folder `CASEWRIGHT_INPUTS`.

#[path = "oracle_cases/random.rs"]
mod random;

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

/// Large and deeply nested definitions are walked, or refused, without much ado.
#[test]
fn what_is_large_or_deep_ends_soon() {
    let found = |definitions: &str| {
        let text = format!("// BEGIN BYTECODES //\n{definitions}\n// END BYTECODES //\n");
        findings(&text, None, false)
    };
    let list = |n: usize, f: &dyn Fn(usize) -> String| (0..n).map(f).collect::<Vec<_>>().join(", ");
    for depth in [90, 190, 5000] {
        for (open, close) in [("if (c) { f(); ", "}"), ("{ ", "}"), ("\n#if X\n", "\n#endif\n")] {
            let nested = format!("{}{}", open.repeat(depth), close.repeat(depth));
            let found = found(&format!("inst(A, (--)) {{ {nested} }}"));
            assert!(found.iter().all(|f| f.contains("CW0026")), "{found:?}");
        }
        let chain = "else if (c) { f(); }".repeat(depth);
        let found = found(&format!("inst(A, (a --)) {{ if (c) {{ f(); }} {chain} DEAD(a); }}"));
        assert!(found.iter().all(|f| f.contains("CW0026")), "{found:?}");
    }
    let inputs = list(100, &|n| format!("a{n}[oparg]"));
    let branches = "if (c) { f(1); }\n".repeat(3000);
    let text = format!("inst(A, ({inputs} --)) {{ {branches} INPUTS_DEAD(); }}");
    assert!(found(&text).is_empty());
}

/// Whatever stands in the definitions, the checks end, and what they let through can be written.
#[test]
fn random_definitions_are_checked_without_a_panic() {
    for seed in 0..1500 {
        let mut random = random::Random::new(seed);
        let (base, overlay) = random::definitions(&mut random);
        let (base, overlay) = (random::damage(&mut random, &base), random::damage(&mut random, &overlay));
        for text in [base, overlay] {
            casewright::fuzz::analyze(
                format!("// BEGIN BYTECODES //\n{text}\n// END BYTECODES //\n").as_bytes(),
            );
        }
    }
}
