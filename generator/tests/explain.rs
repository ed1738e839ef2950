//! `casewright explain NAME`: a blessed text for each kind of subject, from `tests/diff/new`, and what it says of
//! names that are none.

#[path = "support/golden.rs"]
mod golden;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use casewright::analysis::{self, AnalysisOptions, Dialect};
use casewright::diagnostics::{Diagnostics, render::render as findings};
use casewright::ir::Flag;
use casewright::syntax::source::SourceMap;
use casewright::syntax::{self, ParseOptions};

fn manifest(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn explain(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_casewright"))
        .arg("explain")
        .args(arguments)
        .current_dir(manifest("tests/diff"))
        .output()
        .expect("the command starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn explanations_are_as_blessed() {
    let subjects = [
        ("instruction", "COMES"),
        ("instruction_of_arrays", "DROP_SOME"),
        ("instruction_and_family", "FETCH"),
        ("macro", "FETCH_SLOT"),
        ("macro_for_tier_1", "STEPS"),
        ("instrumented", "INSTRUMENTED_RESUME"),
        ("pseudo", "BLOCK_NEW"),
        ("pseudo_sequence", "JUMP_SOMEWHERE"),
        ("uop", "_GUARD_VERSION"),
        ("uop_with_copies", "_FETCH_SLOT"),
        ("copy", "_FETCH_SLOT_3"),
        ("uop_of_inst", "_STORE_NAME"),
        ("family", "NEW_FAMILY"),
        ("cache_struct", "_PyNewCache"),
        ("cache_entries", "INLINE_CACHE_ENTRIES_COUNT"),
        ("label", "error"),
        ("flag", "HAS_ESCAPES_FLAG"),
    ];
    let mut texts = Vec::new();
    for (file, subject) in subjects {
        let output = explain(&[subject, "--inputs", "new"]);
        assert_eq!(output.status.code(), Some(0), "{subject}: {}", text(&output.stderr));
        texts.push((format!("{file}.txt"), text(&output.stdout)));
    }
    let output = explain(&["FETCH_SLOT", "--inputs", "new", "--json"]);
    texts.push(("macro.json".to_owned(), text(&output.stdout)));
    golden::check(&manifest("tests/explain"), &texts);
}

#[test]
fn names_are_found_however_they_are_written() {
    let first_line = |subject: &str| {
        let output = explain(&[subject, "--inputs", "new"]);
        assert_eq!(output.status.code(), Some(0), "{subject}: {}", text(&output.stderr));
        text(&output.stdout).lines().next().unwrap_or_default().to_owned()
    };
    for (subject, start) in [
        ("COMES", "COMES (instruction)"),
        ("comes", "COMES (instruction)"),
        ("_COMES", "_COMES (micro-op)"),
        ("_comes", "_COMES (micro-op)"),
        ("guard_version", "_GUARD_VERSION (micro-op)"),
        ("__fetch_comes", "FETCH_COMES (instruction)"),
        ("pynewcache", "_PyNewCache (cache struct)"),
        ("inline_cache_entries_fetch", "_PyFetchCache (cache struct)"),
        ("error", "error (label)"),
        ("ERROR", "ERROR (flag)"),
        ("has_arg", "ARG (flag)"),
        ("HAS_ERROR", "ERROR (flag)"),
        ("HAS_ERROR_FLAG", "ERROR (flag)"),
        ("HAS_OPARG_AND_1_FLAG", "OPARG_AND_1 (flag)"),
    ] {
        assert!(first_line(subject).starts_with(start), "{subject}: {}", first_line(subject));
    }
}

#[test]
fn unknown_names_are_answered_with_near_ones() {
    for (subject, hint) in [
        ("FETCH_SLOTT", "did you mean FETCH_SLOT"),
        ("version", "did you mean GUARD_VERSION?"),
        ("_GUARD_VERSON", "did you mean _GUARD_VERSION?"),
        ("HAS_DEPT", "did you mean HAS_DEOPT?"),
        ("nothing_like_it", "`casewright dump` lists all names"),
        ("", "`casewright dump` lists all names"),
    ] {
        let output = explain(&[subject, "--inputs", "new"]);
        assert_eq!(output.status.code(), Some(2), "{subject}");
        assert!(text(&output.stderr).contains(hint), "{subject}: {}", text(&output.stderr));
        assert!(output.stdout.is_empty());
    }
    let output = explain(&["COMES", "--inputs", "expected"]);
    assert_eq!(output.status.code(), Some(2), "there are no definitions in that folder");
}

#[test]
fn codes_are_still_explained_and_need_no_inputs() {
    for subject in ["CW0410", "cw0410", "410", "all"] {
        let output = explain(&[subject]);
        assert_eq!(output.status.code(), Some(0), "{subject}");
        assert!(text(&output.stdout).contains("nothing that can be compared"), "{subject}");
    }
    let output = explain(&["CW0410", "--json"]);
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(value["code"], "CW0410");
    assert_eq!(explain(&["CW9999"]).status.code(), Some(2));
}

/// Evidence is found by other code than the flags themselves; the two must not disagree.
#[test]
fn every_flag_has_a_reason_and_every_reason_a_flag() {
    let mut checked = 0;
    let mut files = vec![
        (manifest("tests/diff/old/bytecodes.c"), Dialect::V3_14),
        (manifest("tests/diff/new/bytecodes.c"), Dialect::V3_14),
        (manifest("../inputs/bytecodes.c"), Dialect::V3_14),
    ];
    match std::env::var_os("CASEWRIGHT_ORACLE") {
        Some(oracle) => files.push((Path::new(&oracle).join("src/3.13/Python/bytecodes.c"), Dialect::V3_13)),
        None => eprintln!("CASEWRIGHT_ORACLE is not set: 3.13 was not looked at"),
    }
    for (path, dialect) in files {
        let mut sources = SourceMap::new();
        let mut sink = Diagnostics::new();
        let bytes = std::fs::read(&path).expect("the definitions can be read");
        let file = syntax::add_file(&mut sources, "bytecodes.c", bytes, &mut sink).expect("it is text");
        let options = ParseOptions { dialect, as_reference: false };
        let forest = vec![syntax::parse_definitions(&mut sources, file, options, &mut sink)];
        let analysis = analysis::analyze(&sources, &forest, dialect, AnalysisOptions::default(), &mut sink);
        let analysis = analysis.unwrap_or_else(|| panic!("{}", findings(&sources, &sink, false)));
        for uop in &analysis.uops {
            let mut flags = analysis::flags(&uop.properties);
            flags.sort();
            let mut reasons: Vec<Flag> = analysis.evidence_of_uop(uop).iter().map(|e| e.flag).collect();
            reasons.dedup();
            assert_eq!(flags, reasons, "{} in {}", uop.name, path.display());
            checked += flags.len();
        }
        for label in &analysis.labels {
            let mut flags = analysis::flags(&label.properties);
            flags.sort();
            let mut reasons: Vec<Flag> = analysis.evidence_of_label(label).iter().map(|e| e.flag).collect();
            reasons.dedup();
            assert_eq!(flags, reasons, "{}", label.name);
        }
    }
    assert!(checked > 500, "{checked}");
}
