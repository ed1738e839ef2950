//! CPython's own tests of its generator (`test_generated_cases.py`), driven with Casewright in the generator's place.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;
use similar::TextDiff;

use super::random::{Outcome, ours};
use super::reference::Reference;
use crate::analysis::StackItem;
use crate::emit::c::File;
use crate::stack::{Local, NullSink, Stack};
use crate::syntax::source::{SourceMap, Span};

/// What came of the tests.
#[derive(Clone, Debug, Default)]
pub struct Suite {
    /// The names of all tests.
    pub tests: BTreeSet<String>,
    /// The tests that CPython itself skips.
    pub skipped: Vec<String>,
    /// What failed, by test.
    pub failures: BTreeMap<String, String>,
}

/// What our errors say where the tests look at the words of the reference.
const OUR_WORDS: [(&str, &str); 5] = [
    ("", ""),
    (".*reload.*", "reload"),
    (".*spill.*", "spill"),
    ("All instructions containing a uop", "differ in size"),
    ("All abstract uops", "All abstract uops"),
];

/// Runs all of the tests.
///
/// # Errors
/// CPython's tests cannot be read, or one of them handed over nothing to try.
pub fn run(oracle: &Path) -> Result<Suite, String> {
    let handed = Reference::start(oracle)?.suite()?;
    let list = |key: &str| handed[key].as_array().cloned().unwrap_or_default();
    let skipped = list("skipped").iter().map(|name| name.as_str().unwrap_or_default().to_owned()).collect();
    let mut suite = Suite { skipped, ..Suite::default() };
    for case in list("cases") {
        let name = case["name"].as_str().unwrap_or_default().to_owned();
        if let Some(problem) = problem(&case) {
            suite.failures.entry(name.clone()).or_default().push_str(&(problem + "\n"));
        }
        suite.tests.insert(name);
    }
    let expected = handed["tests"].as_u64().unwrap_or_default();
    if expected == 0 || expected != suite.tests.len() as u64 {
        let handed = suite.tests.len();
        return Err(format!("of CPython's {expected} tests only {handed} handed over what they try"));
    }
    Ok(suite)
}

/// What is wrong with our result for a case.
fn problem(case: &Value) -> Option<String> {
    let text = |key: &str| case[key].as_str().unwrap_or_default();
    if text("kind") == "effects" {
        return effects(case).err();
    }
    let file = if text("kind") == "tier1" { File::GeneratedCases } else { File::OptimizerCases };
    let overlay = case["overlay"].as_str().map(marked);
    let outcome = ours(&marked(text("base")), overlay.as_deref(), &[file]).into_iter().next()?;
    let raises = &case["raises"];
    match outcome {
        Outcome::Text(ours) if raises.is_null() => {
            let part =
                if file == File::GeneratedCases { tested_part(&ours) } else { Some(ours.trim().to_owned()) };
            let Some(part) = part else { return Some("the file lacks its markers".to_owned()) };
            let expected = text("expected").trim();
            (part != expected).then(|| {
                let diff = TextDiff::from_lines(expected, &part);
                diff.unified_diff().header("CPython's test", "Casewright").to_string()
            })
        }
        Outcome::Text(_) => Some(format!("nothing is refused, but CPython's test expects {raises}")),
        Outcome::Refused(error) | Outcome::RefusedBefore(error) if raises.is_null() => {
            Some(format!("it is refused: {error}"))
        }
        Outcome::Refused(error) | Outcome::RefusedBefore(error) => {
            let pattern = raises["pattern"].as_str().unwrap_or_default();
            let said = OUR_WORDS.iter().find(|(theirs, _)| *theirs == pattern).map(|(_, ours)| *ours);
            let is_said = said.is_some_and(|said| error.contains(said));
            (!is_said).then(|| format!("CPython's test expects {raises}, but we say: {error}"))
        }
    }
}

/// A definition file around some definitions, as CPython's tests write it.
fn marked(definitions: &str) -> String {
    format!("// BEGIN BYTECODES //{definitions}// END BYTECODES //")
}

/// The part of a tier-1 file that CPython's tests look at.
fn tested_part(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("/* BEGIN INSTRUCTIONS */")?;
    let (instructions, rest) = rest.split_once("/* END INSTRUCTIONS */")?;
    let (_, rest) = rest.split_once("/* BEGIN LABELS */")?;
    let (labels, _) = rest.split_once("/* END LABELS */")?;
    Some(format!("{}\n\n        {}", instructions.trim(), labels.trim()).trim().to_owned())
}

/// The one test that works on the stack directly.
fn effects(case: &Value) -> Result<(), String> {
    let steps = case["steps"].as_array().ok_or("no steps")?;
    let mut sources = SourceMap::new();
    let file = sources.add("effects", "x");
    let item = |step: &Value| StackItem {
        name: step[1].as_str().unwrap_or_default().to_owned(),
        ty: None,
        size: step[2].as_str().unwrap_or_default().to_owned(),
        size_expr: None,
        condition: String::new(),
        condition_expr: None,
        peek: false,
        used: false,
        span: Span { file, start: 0, end: 1 },
    };
    let items: Vec<StackItem> = steps.iter().map(item).collect();
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
