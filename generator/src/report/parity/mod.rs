//! Holds Casewright against real CPython: the facts of its installed headers, its own generator run on our
//! inputs, its interpreter's stack effects, and a whole source tree of another version.

pub mod bodies;
pub mod c_expr;
pub mod cpython;
pub mod facts;
pub mod names;
pub mod oracle;
pub mod ours;
pub mod random;
pub mod reference;
pub mod render;
pub mod suite;
pub mod tables;
pub mod view;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostics::{Diagnostics, render as findings};
use crate::files::locate::InputSet;
use crate::syntax::source::SourceMap;
use crate::upstream::{self, Definitions, Request, Upstream};
use bodies::{PartDifference, Sides};
use facts::{Difference, FactSet};
use oracle::Oracle;
use tables::{Tables, compare_tables};

/// Version of the JSON form; bumped when a field changes meaning.
const SCHEMA: u32 = 3;

/// One comparison of the report.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Section {
    /// What was compared with what.
    pub title: String,
    /// The outcome.
    pub verdict: Verdict,
    /// What the counts count.
    pub unit: Unit,
    /// Who says what stands under `cpython` and `casewright`.
    pub labels: Labels,
    /// What was compared, by file and table.
    pub counts: Vec<Count>,
    /// Every fact that differs.
    pub differences: Vec<Difference>,
    /// The text of what `differences` are about, by its name (`subject`), in the definitions' own language.
    pub definitions: BTreeMap<String, String>,
    /// Every part of a file that is not the same, byte for byte.
    pub parts: Vec<PartDifference>,
    /// What could not be read or run, each a failure of the section.
    pub failures: Vec<String>,
    /// What was not compared and why, if that is no failure (a newer patch release, for instance).
    pub notes: Vec<String>,
}

/// What came of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing differs and nothing failed.
    Equal,
    /// Something differs, or something could not be read or run.
    Different,
    /// There was nothing to compare with. The notes say why.
    NotCompared,
}

impl Verdict {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Equal => "equal",
            Verdict::Different => "different",
            Verdict::NotCompared => "not compared",
        }
    }
}

/// The two sides of a comparison.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Labels {
    /// What the measure is.
    pub cpython: &'static str,
    /// What is held against it.
    pub casewright: &'static str,
}

/// Facts compared in one table of one file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Count {
    /// CPython's file.
    pub file: String,
    /// The table in it.
    pub table: String,
    /// How much of it was compared, in units of the section.
    pub facts: usize,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Single statements about an instruction set.
    Facts,
    /// Lines of files.
    Lines,
    /// Tests of CPython's.
    Tests,
    /// Files written from random definitions.
    Files,
}

impl Unit {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Unit::Facts => "facts",
            Unit::Lines => "lines",
            Unit::Tests => "tests",
            Unit::Files => "files",
        }
    }
}

/// The whole report.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// Version of this format.
    pub schema: u32,
    /// Whether nothing differs and nothing failed.
    pub equal: bool,
    /// Number of facts and parts of files that differ, and of failures.
    pub problems: usize,
    /// Versions of what was compared with, a line each.
    pub versions: Vec<String>,
    /// The comparisons.
    pub sections: Vec<Section>,
}

impl Report {
    fn new(versions: Vec<String>, mut sections: Vec<Section>) -> Report {
        for section in &mut sections {
            section.verdict = match (section.problems(), section.compared()) {
                (0, 0) => Verdict::NotCompared,
                (0, _) => Verdict::Equal,
                _ => Verdict::Different,
            };
        }
        let problems = sections.iter().map(Section::problems).sum();
        Report { schema: SCHEMA, equal: problems == 0, problems, versions, sections }
    }
}

impl Section {
    fn new(title: impl Into<String>) -> Section {
        Section {
            title: title.into(),
            verdict: Verdict::NotCompared,
            unit: Unit::Facts,
            labels: Labels { cpython: "CPython", casewright: "Casewright" },
            counts: Vec::new(),
            differences: Vec::new(),
            definitions: BTreeMap::new(),
            parts: Vec::new(),
            failures: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn compare(&mut self, theirs: &FactSet, ours: &FactSet, definitions: &Definitions) {
        // Facts that only we state would be differences, so the count of CPython's is the count compared.
        for ((file, table), facts) in theirs.counts() {
            self.counts.push(Count { file: file.to_owned(), table: table.to_owned(), facts });
        }
        let mut texts = BTreeMap::new();
        self.differences.extend(theirs.differences(ours, &mut |subject| {
            let place = definitions.of_name(subject)?;
            texts.insert(subject.to_owned(), place.text);
            Some(place.at)
        }));
        self.definitions.append(&mut texts);
    }

    /// Number of differences and failures.
    pub fn problems(&self) -> usize {
        self.differences.len() + self.parts.len() + self.failures.len()
    }

    /// How much was compared, in units of the section.
    pub fn compared(&self) -> usize {
        self.counts.iter().map(|count| count.facts).sum()
    }
}

/// What to compare besides the inputs.
#[derive(Clone, Debug)]
pub struct Options {
    /// The random definitions to try.
    pub random: random::Plan,
    /// The CPython source tree from which the inputs are, if they are from one.
    pub tree: Option<PathBuf>,
}

/// The report, and the random definitions on which the two generators disagree.
#[derive(Clone, Debug)]
pub struct Findings {
    /// The report.
    pub report: Report,
    /// The disagreements, with their inputs.
    pub failures: Vec<random::Failure>,
    /// How long the random definitions took. No part of the report, which is the same every time.
    pub random_time: Duration,
}

/// Runs every comparison that the oracle folder and the inputs' version allow. `found` is what reading the inputs gave.
pub fn run(inputs: &Upstream, found: &Diagnostics, oracle: &Oracle, options: &Options) -> Findings {
    let mut sections = Vec::new();
    // The oracle's interpreter, its headers and its generator are 3.14's.
    if inputs.isa.dialect == "3.14" {
        let reference = oracle::ReferenceFiles::write(inputs, oracle);
        sections.push(compare_tables(
            &format!("the inputs against the tables that CPython {} installs", oracle.version),
            inputs,
            Tables::Installed(&oracle.root),
        ));
        sections.push(oracle::reference_headers(&reference, inputs, oracle));
        sections.push(oracle::stack_effects(inputs, oracle));
        sections.push(nine_files(inputs, &reference, oracle));
    }
    if let Some(tree) = &options.tree {
        let whose = format!("the source tree given ({})", inputs.isa.dialect);
        sections.extend(tree_sections(Tables::Checkout(tree), inputs, found, &whose));
    }
    sections.push(suite_section(oracle));
    let start = Instant::now();
    let (section, failures) = random_section(oracle, options.random, &inputs.corpus);
    let random_time = start.elapsed();
    sections.push(section);
    sections.extend(oracle_tree(oracle));
    let report = Report::new(oracle.versions.clone(), sections);
    Findings { report, failures, random_time }
}

/// A source tree, read by Casewright, against the tables and the files in it.
fn tree_sections(tables: Tables<'_>, inputs: &Upstream, found: &Diagnostics, whose: &str) -> [Section; 2] {
    let title = format!("{whose}, read by Casewright, against its own generated files");
    let mut facts = compare_tables(&title, inputs, tables);
    let notes = found.sorted().into_iter().map(|found| format!("{}: {}", found.code, found.message));
    facts.notes.extend(notes);
    let title = format!("the files that Casewright writes from {whose}, byte for byte against its own");
    let mut files = Section::new(title);
    files.unit = Unit::Lines;
    for (file, ours) in &inputs.files {
        if let Some(theirs) = tables.read(&tables.path(*file), &mut files) {
            let sides = Sides { cpython: bodies::below_header(&theirs), casewright: ours };
            files.compare_files(*file, sides, &inputs.definitions);
        }
    }
    [facts, files]
}

/// The oracle's tree, which is read first.
fn oracle_tree(oracle: &Oracle) -> Vec<Section> {
    let whose = format!("the source tree of CPython {}", oracle.tree_version);
    let (mut sources, mut sink) = (SourceMap::new(), Diagnostics::new());
    let inputs = InputSet::cpython(&oracle.tree, &mut sink).and_then(|set| {
        let request = Request { headers: false, ..Request::all(&set) };
        upstream::run(&set, &request, &mut sources, &mut sink)
    });
    match inputs {
        Some(inputs) => tree_sections(Tables::OracleTree(&oracle.tree), &inputs, &sink, &whose).into(),
        None => {
            let mut section = Section::new(format!("{whose}, read by Casewright"));
            section.failures.push(findings::render(&sources, &sink, false));
            vec![section]
        }
    }
}

/// The nine files as we write them from the inputs against those that the reference writes.
fn nine_files(inputs: &Upstream, reference: &oracle::ReferenceFiles, oracle: &Oracle) -> Section {
    let mut section = Section::new(format!(
        "the files that Casewright and CPython {}'s generator write from the inputs, byte for byte",
        oracle.version
    ));
    section.unit = Unit::Lines;
    section.labels.cpython = "CPython's generator";
    for (file, ours) in &inputs.files {
        match reference.get(*file) {
            Ok(theirs) => {
                let sides = Sides { cpython: theirs, casewright: ours };
                section.compare_files(*file, sides, &inputs.definitions);
            }
            Err(error) => section.failures.push(format!("{file}: {error}")),
        }
    }
    section
}

fn suite_section(oracle: &Oracle) -> Section {
    let mut section = Section::new(format!(
        "CPython {}'s own tests of its generator (test_generated_cases.py), run on Casewright",
        oracle.version
    ));
    section.unit = Unit::Tests;
    match suite::run(&oracle.root) {
        Ok(suite) => {
            let facts = suite.tests.len() - suite.failures.len();
            let file = "test_generated_cases.py".to_owned();
            section.counts.push(Count { file, table: "passed".to_owned(), facts });
            section.notes.push(match suite.skipped.as_slice() {
                [] => format!("{facts} of {} tests pass; none is skipped", suite.tests.len()),
                skipped => format!("CPython itself skips {}", skipped.join(", ")),
            });
            let failed = suite.failures.iter().map(|(name, problem)| format!("{name}: {problem}"));
            section.failures.extend(failed);
        }
        Err(error) => section.failures.push(error),
    }
    section
}

fn random_section(
    oracle: &Oracle,
    plan: random::Plan,
    corpus: &random::Corpus,
) -> (Section, Vec<random::Failure>) {
    let mut section = Section::new(format!(
        "{} random definition files, from seed {} on, against CPython {}'s generator",
        plan.count, plan.seed, oracle.version
    ));
    section.unit = Unit::Files;
    match random::run(&oracle.root, plan, corpus) {
        Ok(tally) => {
            for (file, count) in &tally.written {
                let facts = usize::try_from(*count).unwrap_or(usize::MAX);
                section.counts.push(Count { file: file.name().to_owned(), table: "equal".to_owned(), facts });
            }
            section.notes.push(format!(
                "of {} definition files, {} are refused by both, at least where cases are written",
                tally.tried, tally.refused
            ));
            let refusals = tally.refusals.iter();
            section.notes.extend(refusals.map(|(words, count)| format!("refused {count} times: {words}")));
            section.failures.extend(tally.failures.iter().map(random::Failure::summary));
            (section, tally.failures)
        }
        Err(error) => {
            section.failures.push(error);
            (section, Vec::new())
        }
    }
}
