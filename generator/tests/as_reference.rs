//! Small definition files on which the two generators once disagreed, or might: `as_reference/cases/NAME.c`. What is
//! made of each where the reference is the measure, and what is said of it otherwise, is in
//! `as_reference/outcomes/NAME.txt` (`BLESS=1 cargo test` writes those anew). With `CASEWRIGHT_ORACLE`, CPython's own
//! generator has to give the same files or to refuse them, too.
//!
//! Also: random definitions hold every construct of the language, and one in five to twenty is refused.

#[path = "support/golden.rs"]
mod golden;

use std::fs;
use std::path::{Path, PathBuf};

use casewright::analysis::{AnalysisOptions, Dialect, analyze};
use casewright::check::check_bodies;
use casewright::diagnostics::Diagnostics;
use casewright::diagnostics::render::render;
use casewright::emit::c::File;
use casewright::report::parity::random::{Corpus, Outcome, definitions, disagreement, ours};
use casewright::report::parity::reference::Reference;
use casewright::syntax::source::SourceMap;
use casewright::syntax::{ParseOptions, parse_definitions};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/as_reference").join(name)
}

/// The cases by name.
fn cases() -> Vec<(String, String)> {
    let mut cases = Vec::new();
    for entry in fs::read_dir(folder("cases")).expect("the folder of cases") {
        let path = entry.expect("a file").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        cases.push((name, fs::read_to_string(&path).expect("a text")));
    }
    cases.sort();
    assert!(cases.len() > 20);
    cases
}

/// All but the optimizer's cases, which take another file.
fn files() -> Vec<File> {
    File::ALL.into_iter().filter(|file| *file != File::OptimizerCases).collect()
}

/// What is found unless the reference is the measure.
fn findings(name: &str, text: &str) -> String {
    let (mut sources, mut sink) = (SourceMap::new(), Diagnostics::new());
    let file = sources.add(format!("{name}.c"), text);
    let dialect = Dialect::V3_14;
    let options = ParseOptions { dialect, as_reference: false };
    let forest = [parse_definitions(&mut sources, file, options, &mut sink)];
    if !sink.has_errors() {
        let options = AnalysisOptions::default();
        if let Some(analysis) = analyze(&sources, &forest, dialect, options, &mut sink) {
            check_bodies(&analysis, options, &mut sink);
        }
    }
    render(&sources, &sink, false)
}

#[test]
fn outcomes_are_what_they_were() {
    let outcome = |(name, text): (String, String)| {
        let mut outcome = String::from("as the reference:\n");
        for (file, result) in files().into_iter().zip(ours(&text, None, &files())) {
            let verdict = match result {
                Outcome::Text(_) => "written".to_owned(),
                Outcome::RefusedBefore(words) | Outcome::Refused(words) => format!("refused: {words}"),
            };
            outcome.push_str(&format!("  {file}: {verdict}\n"));
        }
        outcome.push_str("\notherwise:\n");
        outcome.push_str(&findings(&name, &text));
        (format!("{name}.txt"), outcome)
    };
    let outcomes: Vec<(String, String)> = cases().into_iter().map(outcome).collect();
    golden::check(&folder("outcomes"), &outcomes);
}

#[test]
fn the_reference_agrees() {
    let Some(oracle) = std::env::var_os("CASEWRIGHT_ORACLE").map(PathBuf::from) else {
        eprintln!("skipped: CASEWRIGHT_ORACLE is not set");
        return;
    };
    let mut reference = Reference::start(&oracle).expect("the reference starts");
    for (name, text) in cases() {
        reference.ask(&text, None, &files()).expect("the reference takes questions");
        let answers = reference.answer(&files()).expect("the reference gives answers");
        for ((file, answer), outcome) in files().into_iter().zip(&answers).zip(&ours(&text, None, &files())) {
            assert_eq!(disagreement(answer, outcome), None, "{name}, {file}");
        }
    }
}

/// What random definitions must have in them somewhere: the construct, and texts of which each is a sign of it.
const CONSTRUCTS: &[(&str, &[&str])] = &[
    ("inst and op", &["\ninst(", "\nop("]),
    ("macro, flush and skip", &["macro(", "flush +", "+ unused/"]),
    ("family", &["family(HEAD, 0)", "family(HEAD)", "INLINE_CACHE_ENTRIES_HEAD"]),
    ("pseudo", &["pseudo(", "(HAS_ARG, HAS_JUMP)", "= [\n"]),
    ("label", &["\nlabel(error)", "spilled label(unwind)"]),
    ("override", &["override op("]),
    (
        "annotation",
        &[
            "pure ",
            "tier1 ",
            "tier2 ",
            "replicate(2) ",
            "no_save_ip ",
            "register ",
            "replaced ",
            "specializing ",
        ],
    ),
    ("array", &["[1]", "[oparg]", "[oparg & 1]", "[2]", "[oparg - 1]"]),
    ("type", &[": PyObject *"]),
    ("peek", &["(ap0 -- ap0", "(ap0, ap1 -- ap0, ap1", "(bp0, bi0"]),
    ("cache", &["c/1", "c/2", "c/4", "(unused/1"]),
    ("unused item", &["(unused --", "-- unused"]),
    ("declaration", &["size_t k", "int n", "PyObject *t"]),
    ("if", &["if (c) {", "else {", "else if (d) {", "else /* or */ if", "// why\n    else"]),
    ("nested if", &["    if (c) {\n        if (", "    if (a ||\n            b) {\n        if ("]),
    ("loop", &["for (int i = 0", "while (n-- > 0)", "do { } while"]),
    ("block", &["\n    {\n"]),
    ("directive", &["#if X\n", "#ifdef X\n", "#else", "#endif", "#define", "#pragma", "#elif"]),
    ("jump", &["goto error;", "goto unwind;", "return oparg;", "DISPATCH();"]),
    ("empty statement", &["\n    ;\n"]),
    ("joined lines", &["\\\n"]),
    ("comment", &["/* why */", "// why", "/* one\n * two"]),
    ("literal", &["\"a \\\"text\\\"", "'}'", "'\\n'", "0x1Fu"]),
    (
        "escaping call",
        &[
            "    esc(",
            "SPAM(1, esc(",
            "PyObject *t1 = esc(",
            "if (esc(",
            "(esc(x)) // yes",
            "for (int i = esc(",
            "return esc(",
            "(*fn)(",
            "(Foo)(",
            "->next[0](esc(",
            "? esc(",
            "DEOPT_IF(esc(",
            "o0 = esc(",
            "fill(",
        ],
    ),
    ("close", &["PyStackRef_CLOSE(", "PyStackRef_XCLOSE(", "_PyFloat_ExactDealloc)", "other_dealloc)"]),
    ("steal", &["PyStackRef_AsPyObjectSteal("]),
    ("dead", &["DEAD(ai", "INPUTS_DEAD();", "DECREF_INPUTS();"]),
    ("stack pointer", &["SYNC_SP();", "SAVE_STACK();", "RELOAD_STACK();", "stack_pointer = "]),
    ("error", &["ERROR_IF(err", "ERROR_IF(true)", "ERROR_NO_POP();"]),
    ("deoptimisation", &["DEOPT_IF(!", "EXIT_IF(!"]),
    ("size of an instruction", &["INSTRUCTION_SIZE"]),
    ("super-instruction", &["FAST_FAST"]),
    ("instrumented instruction", &["INSTRUMENTED_HEAD"]),
    ("real definition", &["inst(POP_TOP", "LOAD_ATTR"]),
    ("text that is no C", &["/* no end", "switch (x)", "again: x();", "else { x(); } y();", "@"]),
    ("other line ends", &["\r\n", "\t"]),
];

#[test]
fn random_definitions_hold_everything() {
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../inputs");
    let read = |name: &str| fs::read_to_string(inputs.join(name)).expect("the input can be read");
    let (base, overlay) = (read("bytecodes.c"), read("optimizer_bytecodes.c"));
    let corpus = Corpus::new([base.as_str()], [overlay.as_str()]);
    let cases = [File::GeneratedCases, File::ExecutorCases, File::OptimizerCases];
    let (mut texts, mut refused) = (String::new(), 0);
    let seeds = 2000;
    for seed in 1..=seeds {
        let definitions = definitions(seed, &corpus);
        let (base, overlay) = (definitions.base.text(), definitions.overlay.text());
        let outcomes = ours(&base, Some(&overlay), &cases);
        refused += usize::from(outcomes.iter().any(|outcome| !matches!(outcome, Outcome::Text(_))));
        texts.push_str(&base);
        texts.push_str(&overlay);
    }
    let mut missing = Vec::new();
    for (construct, signs) in CONSTRUCTS {
        missing.extend(signs.iter().filter(|sign| !texts.contains(**sign)).map(|sign| (construct, sign)));
    }
    assert!(missing.is_empty(), "{missing:#?}");
    let share = refused * 100 / seeds as usize;
    assert!((5..=20).contains(&share), "{share} % are refused");
}
