//! Holds the walk over bodies against CPython's own generator: on the real inputs, on the inputs of CPython's tests
//! of its generator, and on random definitions.
//!
//! Needs `CASEWRIGHT_ORACLE`, a folder with `bin/python3.14`, `cases_generator/` and `lib/python3.14/`; without it
//! every test here passes after saying so. The real inputs are those of the repository, or of the folder
//! `CASEWRIGHT_INPUTS`.

mod random;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use casewright::analysis::{AnalysisOptions, Dialect, Role, analyze};
use casewright::diagnostics::Diagnostics;
use casewright::emit::c::{optimizer, tier1, tier2};
use casewright::syntax::source::SourceMap;
use casewright::syntax::{ParseOptions, parse_definitions};
use serde_json::{Value, json};

fn oracle() -> Option<PathBuf> {
    let folder = std::env::var_os("CASEWRIGHT_ORACLE").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: CASEWRIGHT_ORACLE is not set");
    }
    folder
}

fn python(oracle: &Path, mode: &str, input: &Value) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle_cases/oracle.py");
    let mut child = Command::new(oracle.join("bin/python3.14"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .args([script.as_os_str(), oracle.as_os_str(), mode.as_ref()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the oracle's interpreter starts");
    let input = input.to_string();
    let mut stdin = child.stdin.take().expect("it has an input");
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("its input is written").expect("it reads its input");
    assert!(output.status.success(), "the oracle's script fails");
    serde_json::from_slice(&output.stdout).expect("it writes JSON")
}

/// Why there is no text.
#[derive(Debug)]
enum Refusal {
    /// Something is wrong before bodies are walked; our words.
    Before(String),
    /// The walk found something; the reference's words, where it has any.
    Walk(String),
}

/// What we make of a definition file.
fn ours(kind: &str, base: &str, overlay: Option<&str>) -> Result<String, Refusal> {
    let mut sources = SourceMap::new();
    let mut sink = Diagnostics::new();
    let dialect = Dialect::V3_14;
    let mut parse = |name: &str, text: &str| {
        let file = sources.add(name, text);
        parse_definitions(&mut sources, file, ParseOptions { dialect, as_reference: true }, &mut sink)
    };
    let base = [parse("base.c", base)];
    let overlay = overlay.map(|text| [parse("overlay.c", text)]);
    let options = AnalysisOptions { as_reference: true, role: Role::InstructionSet };
    let base = analyze(&sources, &base, dialect, options, &mut sink);
    let options = AnalysisOptions { as_reference: true, role: Role::AbstractInterpreter };
    let overlay = overlay.as_ref().map(|tree| analyze(&sources, tree, dialect, options, &mut sink));
    let messages = || sink.iter().map(|d| d.message.as_str()).collect::<Vec<_>>().join("; ");
    if sink.has_errors() {
        return Err(Refusal::Before(messages()));
    }
    let base = base.ok_or_else(|| Refusal::Before(messages()))?;
    let text = match (kind, overlay) {
        ("tier1", _) => tier1::generate(&base),
        ("tier2", _) => tier2::generate(&base),
        ("optimizer", Some(Some(overlay))) => optimizer::generate(&base, &overlay),
        _ => return Err(Refusal::Before(messages())),
    };
    text.map_err(|error| Refusal::Walk(error.to_string()))
}

/// A definition file around some definitions.
fn marked(definitions: &str) -> String {
    format!("// BEGIN BYTECODES //{definitions}// END BYTECODES //")
}

fn assert_same(name: &str, ours: &str, theirs: &str) {
    if ours != theirs {
        let diff = similar::TextDiff::from_lines(theirs, ours);
        let diff = diff.unified_diff().context_radius(3).header("reference", "casewright").to_string();
        let lines: Vec<&str> = diff.lines().take(60).collect();
        panic!("{name} differs:\n{}", lines.join("\n"));
    }
}

#[test]
fn the_real_inputs_give_the_reference_files() {
    let Some(oracle) = oracle() else { return };
    let inputs = std::env::var_os("CASEWRIGHT_INPUTS").map(PathBuf::from);
    let inputs = inputs.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../inputs"));
    let read = |name: &str| std::fs::read_to_string(inputs.join(name)).expect("the input can be read");
    let (base, overlay) = (read("bytecodes.c"), read("optimizer_bytecodes.c"));
    let kinds = ["tier1", "tier2", "optimizer"];
    let jobs = kinds.map(|kind| json!({"kind": kind, "base": base, "overlay": overlay}));
    let results = python(&oracle, "batch", &json!(jobs));
    for (index, kind) in kinds.into_iter().enumerate() {
        let theirs = results[index]["text"].as_str().expect("the reference writes the file");
        let ours = ours(kind, &base, Some(&overlay)).expect("we write the file");
        assert_same(kind, &ours, theirs);
    }
}

/// The part of a tier-1 file that CPython's tests look at.
fn tested_part(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("/* BEGIN INSTRUCTIONS */")?;
    let (instructions, rest) = rest.split_once("/* END INSTRUCTIONS */")?;
    let (_, rest) = rest.split_once("/* BEGIN LABELS */")?;
    let (labels, _) = rest.split_once("/* END LABELS */")?;
    Some(format!("{}\n\n        {}", instructions.trim(), labels.trim()).trim().to_owned())
}

/// What our errors say where the suite looks at the words.
const OUR_WORDS: [(&str, &str); 5] = [
    ("", ""),
    (".*reload.*", "reload"),
    (".*spill.*", "spill"),
    ("All instructions containing a uop", "differ in size"),
    ("All abstract uops", "All abstract uops"),
];

#[test]
fn the_reference_suite_passes() {
    let Some(oracle) = oracle() else { return };
    let suite = python(&oracle, "suite", &Value::Null);
    let cases = suite["cases"].as_array().expect("a list of cases");
    let mut names = std::collections::BTreeSet::new();
    let mut failures = Vec::new();
    for case in cases {
        let text = |key: &str| case[key].as_str().unwrap_or_default();
        let name = text("name");
        names.insert(name);
        if text("kind") == "effects" {
            if let Err(problem) = check_effects(case) {
                failures.push(format!("{name}: {problem}"));
            }
            continue;
        }
        let overlay = case["overlay"].as_str().map(marked);
        let result = ours(text("kind"), &marked(text("base")), overlay.as_deref());
        match (&case["raises"], result) {
            (Value::Null, Ok(ours)) => {
                let part =
                    if text("kind") == "tier1" { tested_part(&ours) } else { Some(ours.trim().into()) };
                let part = part.expect("the markers are there");
                if part != text("expected").trim() {
                    failures.push(format!("{name}: expected\n{}\nbut got\n{part}", text("expected")));
                }
            }
            (Value::Null, Err(error)) => failures.push(format!("{name}: {error:?}")),
            (raises, Ok(_)) => failures.push(format!("{name}: no error; the reference: {raises}")),
            (raises, Err(Refusal::Walk(error) | Refusal::Before(error))) => {
                let pattern = raises["pattern"].as_str().unwrap_or_default();
                let said = OUR_WORDS.iter().find(|(theirs, _)| *theirs == pattern).map(|(_, ours)| *ours);
                if !said.is_some_and(|said| error.contains(said)) {
                    failures.push(format!("{name}: {raises} is {error}"));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    assert_eq!(suite["tests"].as_u64(), Some(names.len() as u64), "a test handed over nothing");
}

/// The one test of the suite that works on the stack directly.
fn check_effects(case: &Value) -> Result<(), String> {
    use casewright::analysis::StackItem;
    use casewright::stack::{Local, NullSink, Stack};
    let steps = case["steps"].as_array().ok_or("no steps")?;
    let source = "x";
    let mut sources = SourceMap::new();
    let file = sources.add("effects", source);
    let items: Vec<StackItem> = steps
        .iter()
        .map(|step| StackItem {
            name: step[1].as_str().unwrap_or_default().to_owned(),
            ty: None,
            size: step[2].as_str().unwrap_or_default().to_owned(),
            size_expr: None,
            condition: String::new(),
            condition_expr: None,
            peek: false,
            used: false,
            span: casewright::syntax::source::Span { file, start: 0, end: 1 },
        })
        .collect();
    let mut stack = Stack::new();
    for (step, item) in steps.iter().zip(&items) {
        if step[0] == "pop" {
            stack.pop(item, &mut NullSink).map_err(|error| error.to_string())?;
        } else {
            let id = stack.add(Local::undefined(item));
            stack.push(id).map_err(|error| error.to_string())?;
        }
    }
    let actual = match case["offset"].as_str() {
        Some("base_offset") => stack.base(),
        Some("physical_sp") => stack.physical(),
        Some("logical_sp") => stack.logical(),
        other => return Err(format!("unknown offset {other:?}")),
    };
    let actual = actual.to_c();
    if case["expected"] == actual.as_str() { Ok(()) } else { Err(format!("{case}: {actual}")) }
}

/// Definitions that the reference and we must agree on: the same text, or an error with the same words.
#[test]
fn random_definitions_give_what_the_reference_gives() {
    let Some(oracle) = oracle() else { return };
    let number = |name: &str, default| match std::env::var(name) {
        Ok(text) => text.parse().expect("a number"),
        Err(_) => default,
    };
    let (first, count) = (number("CASEWRIGHT_SEED", 1), number("CASEWRIGHT_COUNT", 1500));
    let mut jobs = Vec::new();
    for seed in first..first + count {
        let mut random = random::Random::new(seed);
        let (base, overlay) = random::definitions(&mut random);
        let kind = ["tier1", "tier2", "optimizer"][(seed % 3) as usize];
        jobs.push(json!({"kind": kind, "base": marked(&base), "overlay": marked(&overlay)}));
    }
    let results = python(&oracle, "batch", &json!(jobs));
    let mut agreed: BTreeMap<String, usize> = BTreeMap::new();
    for (index, job) in jobs.iter().enumerate() {
        let text = |key: &str| job[key].as_str().unwrap_or_default();
        let theirs = &results[index];
        let ours = ours(text("kind"), text("base"), (text("kind") == "optimizer").then(|| text("overlay")));
        let seed = first + index as u64;
        let agreement = match (theirs["text"].as_str(), theirs["type"].as_str(), &ours) {
            (Some(theirs), _, Ok(ours)) => {
                assert_same(&format!("seed {seed}: {job}"), ours, theirs);
                "text".to_owned()
            }
            (None, Some("SyntaxError"), Err(Refusal::Walk(ours))) => {
                let same = theirs["error"].as_str() == Some(ours.as_str());
                assert!(same, "seed {seed}: {ours}, but the reference: {theirs}\n{job}");
                // Without the names, to count the kinds.
                ours.split('\'').step_by(2).collect()
            }
            (None, Some(kind), Err(Refusal::Walk(ours))) => format!("{kind}: {ours}"),
            (None, Some(_), Err(Refusal::Before(_))) => "refused before".to_owned(),
            _ => panic!("seed {seed}: we: {ours:?}\nreference: {theirs}\n{job}"),
        };
        *agreed.entry(agreement).or_default() += 1;
    }
    for (kind, count) in agreed {
        println!("{count:6} {kind}");
    }
}
