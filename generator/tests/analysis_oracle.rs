//! Holds the analysis against CPython's own generator, item by item.
//!
//! Needs a folder with the reference generator, an interpreter and CPython's 3.13 tree, as `make oracle` lays it
//! out; its path is in `CASEWRIGHT_ORACLE`. Without it these tests say so and pass.
//! The definitions are those of `inputs/`, or of the folder in `CASEWRIGHT_INPUTS`.

#[path = "support/analysis_dump.rs"]
mod analysis_dump;

use std::path::PathBuf;

use analysis_dump::{differences, inputs, oracle, ours, reference, reference_for_each};
use casewright::analysis::{self, AnalysisOptions, Dialect, Role};
use casewright::diagnostics::{Diagnostics, render};
use casewright::ir;
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

/// Both abstract interpreters and both cache headers must fit their instruction sets.
#[test]
fn the_files_of_a_set_fit_together() {
    let Some(oracle) = oracle() else { return };
    let ours = inputs();
    let theirs = oracle.join("src/3.13/Python");
    let our_header = ours.join("pycore_code.h");
    let their_header = oracle.join("src/3.13/Include/internal/pycore_code.h");
    for (folder, header, dialect) in
        [(ours, our_header, Dialect::V3_14), (theirs, their_header, Dialect::V3_13)]
    {
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
        let mut with_header = SourceMap::new();
        let text = std::fs::read_to_string(header).expect("the header can be read");
        let file = with_header.add("pycore_code.h", text);
        let header = syntax::parse_cache_header(&mut with_header, file, &mut sink);
        let (structs, entries) = ir::caches(&with_header, &header, &mut sink);
        assert!(sink.is_empty() && !structs.is_empty(), "{}", render::render(&with_header, &sink, false));
        // Every size that a family names is in the header, and is that of its head.
        for family in &base.families {
            let head = base.instruction(&family.name).expect("the head is there");
            let Some(entry) = entries.iter().find(|entry| entry.name == family.size) else {
                assert!(!family.size.starts_with("INLINE_CACHE"), "{} is not in the header", family.size);
                continue;
            };
            assert_eq!(i64::from(entry.units), head.size - 1, "{}", family.name);
        }
    }
}

/// Fixtures of diagnostics about which we and the reference differ on purpose, or which it cannot be asked about.
const EXEMPT: &[(&str, &str)] = &[
    ("CW0100_op_after_inst", "the reference loses the micro-op that the instruction goes on using"),
    ("CW0115_items", "limits are ours"),
    ("CW0115_parts", "limits are ours"),
    ("CW0115_too_many", "limits are ours"),
    ("CW0116_names", "only one of the reference's generators refuses it, so it is a warning here"),
    ("CW0118_inst_and_op", "only one of the reference's generators refuses it, so it is a warning here"),
    ("CW0119_twice", "only one of the reference's generators refuses it, so it is a warning here"),
    ("CW0130_sizes", "the script cannot evaluate a size that means nothing"),
    ("CW0132_sizes", "limits are ours"),
];

/// What a fixture of `CW01nn` shows is refused by the reference if and only if it is refused here when the
/// reference is the measure.
#[test]
fn the_reference_refuses_what_the_codes_say() {
    let Some(oracle) = oracle() else { return };
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let entries = std::fs::read_dir(&folder).expect("the folder of fixtures");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a fixture").path()).collect();
    files.retain(|path| {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let is_ours = stem.starts_with("CW01") && path.extension().is_some_and(|e| e == "c");
        let text = std::fs::read_to_string(path).unwrap_or_default();
        is_ours && !text.starts_with("// files:") && !EXEMPT.iter().any(|(name, _)| *name == stem)
    });
    files.sort();
    assert!(files.len() > 30);
    let temporary = tempfile::tempdir().expect("a temporary folder can be made");
    let mut wrong = Vec::new();
    for (generator, dialect) in [("cases_generator", Dialect::V3_14), (GENERATOR_3_13, Dialect::V3_13)] {
        let is_old = |path: &PathBuf| {
            std::fs::read_to_string(path).unwrap_or_default().starts_with("// dialect: 3.13")
        };
        let (old, new): (Vec<PathBuf>, Vec<PathBuf>) = files.iter().cloned().partition(is_old);
        let files = if dialect == Dialect::V3_13 { old } else { new };
        let list = temporary.path().join("list");
        let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        std::fs::write(&list, names.join("\n")).expect("the list can be written");
        let answers = reference_for_each(&oracle, generator, &list);
        for (file, answer) in files.iter().zip(answers.as_array().expect("a list")) {
            let (mut sources, mut sink) = (SourceMap::new(), Diagnostics::new());
            let options = AnalysisOptions { as_reference: true, role: Role::InstructionSet };
            let accepted =
                ours(std::slice::from_ref(file), dialect, options, &mut sources, &mut sink).is_some();
            let error = answer.get("error").and_then(|error| error.as_str());
            if accepted != error.is_none() {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                let here = if accepted { "accepted" } else { "refused" };
                wrong.push(format!("{name}: {here} here; there {}", error.unwrap_or("accepted")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
