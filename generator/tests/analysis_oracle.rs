//! Holds the analysis against CPython's own generator, item by item.
//!
//! Needs a folder with the reference generator, an interpreter and CPython's 3.13 tree, as `make oracle` lays it
//! out; its path is in `CASEWRIGHT_ORACLE`. Without it these tests say so and pass.
//! The definitions are those of `inputs/`, or of the folder in `CASEWRIGHT_INPUTS`.

#[path = "support/analysis_dump.rs"]
mod analysis_dump;

use std::path::PathBuf;

use analysis_dump::{differences, inputs, oracle, ours, reference};
use casewright::analysis::{self, AnalysisOptions, Dialect, Role};
use casewright::diagnostics::{Diagnostics, render};
use casewright::syntax::source::SourceMap;
use casewright::syntax::{self, ParseOptions};

fn compare(generator: &str, files: &[PathBuf], dialect: Dialect, options: AnalysisOptions) {
    let Some(oracle) = oracle() else { return };
    let files: Vec<PathBuf> = files.iter().map(|file| oracle.join(file)).collect();
    let reference = reference(&oracle, generator, &files);
    assert_eq!(reference.get("error"), None);
    let (mut sources, mut sink) = (SourceMap::new(), Diagnostics::new());
    let ours = ours(&files, dialect, options, &mut sources, &mut sink);
    assert!(sink.is_empty(), "{}", render::render(&sources, &sink, false));
    let mut list = Vec::new();
    differences("", &reference, &ours.expect("there are no errors"), &mut list);
    let shown: Vec<&str> = list.iter().take(30).map(String::as_str).collect();
    assert!(list.is_empty(), "{} differences:\n{}", list.len(), shown.join("\n"));
}

const STRICT: AnalysisOptions = AnalysisOptions { as_reference: false, role: Role::InstructionSet };
const ABSTRACT: AnalysisOptions = AnalysisOptions { as_reference: false, role: Role::AbstractInterpreter };

#[test]
fn our_instruction_set() {
    compare("cases_generator", &[inputs().join("bytecodes.c")], Dialect::V3_14, STRICT);
}

#[test]
fn our_abstract_interpreter() {
    compare("cases_generator", &[inputs().join("optimizer_bytecodes.c")], Dialect::V3_14, ABSTRACT);
}

/// Both abstract interpreters must fit their instruction sets.
#[test]
fn abstract_interpreters_fit() {
    let Some(oracle) = oracle() else { return };
    let ours = inputs();
    let theirs = oracle.join("src/3.13/Python");
    for (folder, dialect) in [(ours, Dialect::V3_14), (theirs, Dialect::V3_13)] {
        let mut sources = SourceMap::new();
        let mut sink = Diagnostics::new();
        let mut parse = |name: &str| {
            let text = std::fs::read_to_string(folder.join(name)).expect("the file can be read");
            let id = sources.add(name, text);
            [syntax::parse_definitions(
                &mut sources,
                id,
                ParseOptions { dialect, as_reference: false },
                &mut sink,
            )]
        };
        let (base, overlay) = (parse("bytecodes.c"), parse("optimizer_bytecodes.c"));
        let base = analysis::analyze(&sources, &base, dialect, STRICT, &mut sink);
        let overlay = analysis::analyze(&sources, &overlay, dialect, ABSTRACT, &mut sink);
        let (Some(base), Some(overlay)) = (base, overlay) else {
            panic!("{}", render::render(&sources, &sink, false));
        };
        let fits = analysis::check_abstract(&base, &overlay, &mut sink);
        assert!(fits && sink.is_empty(), "{}", render::render(&sources, &sink, false));
    }
}

const GENERATOR_3_13: &str = "src/3.13/Tools/cases_generator";

#[test]
fn the_instruction_set_of_3_13() {
    compare(GENERATOR_3_13, &["src/3.13/Python/bytecodes.c".into()], Dialect::V3_13, STRICT);
}

#[test]
fn the_abstract_interpreter_of_3_13() {
    compare(GENERATOR_3_13, &["src/3.13/Python/optimizer_bytecodes.c".into()], Dialect::V3_13, ABSTRACT);
}
