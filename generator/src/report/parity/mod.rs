//! Holds Casewright against real CPython: the facts of its installed headers, its own generator run on our
//! inputs, its interpreter's stack effects, and a whole source tree of another version.

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
use std::path::Path;

use serde::Serialize;

use crate::driver::{self, Run};
use crate::files::locate::InputSet;
use crate::ir::Isa;
use crate::syntax::source::SourceMap;
use cpython::Unreadable;
use facts::{Difference, FactSet};
use oracle::Oracle;

/// One comparison of the report.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// What was compared with what.
    pub title: String,
    /// Facts compared, by file and table.
    pub counts: Vec<Count>,
    /// Every difference.
    pub differences: Vec<Difference>,
    /// What could not be read or run, each a failure of the section.
    pub failures: Vec<String>,
    /// What was not compared and why, if that is no failure (a newer patch release, for instance).
    pub notes: Vec<String>,
}

/// Facts compared in one table of one file.
#[derive(Clone, Debug, Serialize)]
pub struct Count {
    /// CPython's file.
    pub file: String,
    /// The table in it.
    pub table: String,
    /// Number of facts.
    pub facts: usize,
}

/// The whole report.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Version of this format.
    pub schema: u32,
    /// Versions of what was compared with, a line each.
    pub versions: Vec<String>,
    /// The comparisons.
    pub sections: Vec<Section>,
}

impl Report {
    /// Number of facts compared.
    pub fn facts(&self) -> usize {
        self.sections.iter().flat_map(|s| &s.counts).map(|c| c.facts).sum()
    }

    /// Number of differences and failures.
    pub fn problems(&self) -> usize {
        self.sections.iter().map(|s| s.differences.len() + s.failures.len()).sum()
    }
}

impl Section {
    fn new(title: impl Into<String>) -> Section {
        Section {
            title: title.into(),
            counts: Vec::new(),
            differences: Vec::new(),
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

/// Runs every comparison that the oracle folder allows.
pub fn run(inputs: &Run, oracle: &Oracle) -> Report {
    let mut sections = vec![
        compare_tables(
            &format!("inputs/ against the tables that CPython {} installs", oracle.version),
            &inputs.isa,
            &oracle.installed_tables().borrow(),
        ),
        oracle::reference_headers(inputs, oracle),
        oracle::stack_effects(inputs, oracle),
    ];
    sections.push(source_tree(&oracle.tree, &oracle.tree_version));
    Report { schema: 1, versions: oracle.versions.clone(), sections }
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
