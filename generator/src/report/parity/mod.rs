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

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Serialize;

use crate::driver;
use crate::emit::c::File;
use crate::files::locate::InputSet;
use crate::ir::Isa;
use crate::syntax::source::SourceMap;
use crate::upstream::{self, Request, Upstream};
use bodies::{PartDifference, Sides};
use cpython::Unreadable;
use facts::{Difference, FactSet};
use oracle::Oracle;

/// One comparison of the report.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Section {
    /// What was compared with what.
    pub title: String,
    /// What the counts count.
    pub unit: Unit,
    /// What was compared, by file and table.
    pub counts: Vec<Count>,
    /// Every difference.
    pub differences: Vec<Difference>,
    /// Every part of a file that is not the same, byte for byte.
    pub parts: Vec<PartDifference>,
    /// What could not be read or run, each a failure of the section.
    pub failures: Vec<String>,
    /// What was not compared and why, if that is no failure (a newer patch release, for instance).
    pub notes: Vec<String>,
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
    /// Versions of what was compared with, a line each.
    pub versions: Vec<String>,
    /// The comparisons.
    pub sections: Vec<Section>,
}

impl Report {
    /// Number of differences and failures.
    pub fn problems(&self) -> usize {
        self.sections.iter().map(Section::problems).sum()
    }
}

impl Section {
    fn new(title: impl Into<String>) -> Section {
        Section {
            title: title.into(),
            unit: Unit::Facts,
            counts: Vec::new(),
            differences: Vec::new(),
            parts: Vec::new(),
            failures: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn compare(&mut self, theirs: &FactSet, ours: &FactSet, isa: &Isa) {
        // Facts that only we state would be differences, so the count of CPython's is the count compared.
        for ((file, table), facts) in theirs.counts() {
            self.counts.push(Count { file: file.to_owned(), table: table.to_owned(), facts });
        }
        let places = places(isa);
        self.differences.extend(theirs.differences(ours, &|subject| places.get(subject).cloned()));
    }

    fn unreadable(&mut self, result: Result<(), Unreadable>) {
        if let Err(error) = result {
            self.failures.push(format!("{} could not be read: {}", error.file, error.what));
        }
    }
}

/// Where each name is defined.
fn places(isa: &Isa) -> BTreeMap<String, String> {
    let mut places = BTreeMap::new();
    let mut add = |name: &str, location: &crate::ir::Location| {
        places.entry(name.to_owned()).or_insert_with(|| format!("{}:{}", location.file, location.line));
    };
    isa.instructions.iter().for_each(|i| add(&i.name, &i.location));
    isa.pseudos.iter().for_each(|p| add(&p.name, &p.location));
    isa.uops.iter().for_each(|u| add(&u.name, &u.location));
    isa.families.iter().for_each(|f| add(&f.name, &f.location));
    isa.caches.iter().for_each(|c| add(&c.name, &c.location));
    places
}

/// The five files of tables that CPython installs or keeps in its tree.
pub struct GeneratedTables<'a> {
    /// Where `opcode_ids.h` is.
    pub opcode_ids: &'a Path,
    /// The folder of the internal headers.
    pub internal: &'a Path,
    /// Where `_opcode_metadata.py` is.
    pub python: &'a Path,
}

/// Compares an instruction set with the tables that CPython's generator wrote.
pub fn compare_tables(title: &str, isa: &Isa, tables: &GeneratedTables<'_>) -> Section {
    let mut section = Section::new(title);
    let mut theirs = FactSet::new();
    type Reader = fn(&str, &mut FactSet) -> Result<(), Unreadable>;
    let files: [(std::path::PathBuf, Reader); 5] = [
        (tables.opcode_ids.to_owned(), cpython::opcode_ids),
        (tables.python.to_owned(), cpython::python_metadata),
        (tables.internal.join(names::OPCODE_METADATA), cpython::opcode_metadata),
        (tables.internal.join(names::UOP_IDS), cpython::uop_ids),
        (tables.internal.join(names::UOP_METADATA), cpython::uop_metadata),
    ];
    for (path, read) in files {
        match std::fs::read_to_string(&path) {
            Ok(text) => section.unreadable(read(&text, &mut theirs)),
            Err(error) => section.failures.push(format!("{}: {error}", file_name(&path))),
        }
    }
    let mut ours = ours::facts(isa);
    let header = tables.internal.join(names::CACHE_HEADER);
    match std::fs::read_to_string(&header) {
        Ok(text) => match driver::cache_layout(&text) {
            Ok(layout) => {
                ours::cache_facts(&layout.structs, &layout.entries, &mut theirs);
                ours::cache_facts(&isa.caches, &isa.cache_entries, &mut ours);
            }
            Err(error) => {
                section.failures.push(format!("{} could not be read: {error}", names::CACHE_HEADER))
            }
        },
        Err(error) => section.failures.push(format!("{}: {error}", names::CACHE_HEADER)),
    }
    section.compare(&theirs, &ours, isa);
    section
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
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
}

/// Runs every comparison that the oracle folder and the inputs' version allow.
pub fn run(inputs: &Upstream, oracle: &Oracle, options: &Options) -> Findings {
    let mut sections = Vec::new();
    // The oracle's interpreter, its headers and its generator are 3.14's.
    if inputs.isa.dialect == "3.14" {
        let reference = oracle::ReferenceFiles::write(inputs, oracle);
        sections.push(compare_tables(
            &format!("the inputs against the tables that CPython {} installs", oracle.version),
            &inputs.isa,
            &oracle.installed_tables().borrow(),
        ));
        sections.push(oracle::reference_headers(&reference, oracle));
        sections.push(oracle::stack_effects(inputs, oracle));
        sections.push(nine_files(inputs, &reference, oracle));
    }
    if let Some(tree) = &options.tree {
        sections.push(source_tree(tree, &format!("({})", inputs.isa.dialect)));
        sections.push(tree_files(tree, inputs, &format!("the source tree given ({})", inputs.isa.dialect)));
    }
    sections.push(suite_section(oracle));
    let (section, failures) = random_section(oracle, options.random, &inputs.corpus);
    sections.push(section);
    let version = &oracle.tree_version;
    sections.push(source_tree(&oracle.tree, version));
    sections.push(oracle_tree_files(&oracle.tree, version));
    let report = Report { schema: 2, versions: oracle.versions.clone(), sections };
    Findings { report, failures }
}

/// The nine files as we write them from the inputs against those that the reference writes.
fn nine_files(inputs: &Upstream, reference: &oracle::ReferenceFiles, oracle: &Oracle) -> Section {
    let mut section = Section::new(format!(
        "the files that Casewright and CPython {}'s generator write from the inputs, byte for byte",
        oracle.version
    ));
    section.unit = Unit::Lines;
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

/// The files that we write from a source tree's definitions against those that lie in it.
fn tree_files(tree: &Path, inputs: &Upstream, whose: &str) -> Section {
    let mut section =
        Section::new(format!("the files that Casewright writes from {whose}, byte for byte against its own"));
    section.unit = Unit::Lines;
    for (file, ours) in &inputs.files {
        let path = tree.join(file.folder()).join(file.name());
        match std::fs::read_to_string(&path) {
            Ok(theirs) => {
                let sides = Sides { cpython: bodies::below_header(&theirs), casewright: ours };
                section.compare_files(*file, sides, &inputs.definitions);
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                section.notes.push(format!("{file} is not in the tree"));
            }
            Err(error) => section.failures.push(format!("{file}: {error}")),
        }
    }
    section
}

/// The same for the oracle's tree, which is read first.
fn oracle_tree_files(tree: &Path, version: &str) -> Section {
    let mut sources = SourceMap::new();
    let mut sink = crate::diagnostics::Diagnostics::new();
    let whose = format!("the source tree of CPython {version}");
    let read = InputSet::cpython(tree, &mut sink).and_then(|set| {
        let files = File::ALL.into_iter().filter(|file| file.is_written_for(set.dialect)).collect();
        let request = Request { files, as_reference: false, headers: false };
        upstream::run(&set, &request, &mut sources, &mut sink)
    });
    match read {
        Some(inputs) => tree_files(tree, &inputs, &whose),
        None => {
            let mut section = Section::new(format!("the files that Casewright writes from {whose}"));
            section.failures.push(crate::diagnostics::render::render(&sources, &sink, false));
            section
        }
    }
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

/// Reads a CPython source tree with our parser and analysis and compares with that tree's own generated files.
pub fn source_tree(tree: &Path, version: &str) -> Section {
    let title =
        format!("the source tree of CPython {version}, read by Casewright, against its own generated files");
    let mut sources = SourceMap::new();
    let mut sink = crate::diagnostics::Diagnostics::new();
    let run = InputSet::cpython(tree, &mut sink).and_then(|set| driver::run(&set, &mut sources, &mut sink));
    let Some(run) = run else {
        let mut section = Section::new(title);
        section.failures.push(crate::diagnostics::render::render(&sources, &sink, false));
        return section;
    };
    let tables = GeneratedTables {
        opcode_ids: &tree.join("Include/opcode_ids.h"),
        internal: &tree.join("Include/internal"),
        python: &tree.join("Lib/_opcode_metadata.py"),
    };
    let mut section = compare_tables(&title, &run.isa, &tables);
    for diagnostic in sink.sorted() {
        section.notes.push(format!("{}: {}", diagnostic.code, diagnostic.message));
    }
    section
}
