//! The way of the data in one place: read, parse, analyse, check bodies, emit. Short enough to read whole.

use std::path::PathBuf;

use crate::analysis::{self, Analysis, AnalysisOptions, Role};
use crate::check;
use crate::diagnostics::{Diagnostics, render};
use crate::emit;
use crate::files::GeneratedFile;
use crate::files::locate::{InputSet, LoadedInputs};
use crate::files::manifest::Manifest;
use crate::ir::{self, CacheStruct, Isa};
use crate::syntax::source::SourceMap;
use crate::syntax::tree::{CacheHeader, Tree};
use crate::syntax::{self, ParseOptions};

/// The files under `generated/` that people write: the parents of generated modules, and tests. Everything else
/// in that folder is written by a run or does not belong there.
pub use crate::emit::rust::HANDWRITTEN;

/// What came out of reading one set of inputs without errors.
#[derive(Debug)]
pub struct Run {
    /// The instruction set.
    pub isa: Isa,
    /// Where the definition files are, in order.
    pub definition_paths: Vec<PathBuf>,
}

/// Everything up to the tree, for those who need more than the [`Isa`].
#[derive(Debug)]
pub struct Parsed {
    /// The files.
    pub inputs: LoadedInputs,
    /// A tree for each definition file.
    pub forest: Vec<Tree>,
    /// The optimizer's definitions.
    pub optimizer: Option<Tree>,
    /// The cache header.
    pub caches: Option<CacheHeader>,
}

/// Reads and parses every file of a set, each once. What is wrong goes to `sink`; what can be had is returned.
pub fn parse(set: &InputSet, sources: &mut SourceMap, sink: &mut Diagnostics) -> Option<Parsed> {
    let inputs = set.load(sources, sink)?;
    let options = ParseOptions { dialect: set.dialect, as_reference: false };
    let forest = inputs
        .definitions
        .iter()
        .map(|file| syntax::parse_definitions(sources, *file, options, sink))
        .collect();
    let optimizer = inputs.optimizer.map(|file| syntax::parse_definitions(sources, file, options, sink));
    let caches = inputs.caches.map(|file| syntax::parse_cache_header(sources, file, sink));
    Some(Parsed { inputs, forest, optimizer, caches })
}

/// Reads a set of inputs and finds out all that the outputs need. `None` if there were errors; they are in `sink`.
pub fn run(set: &InputSet, sources: &mut SourceMap, sink: &mut Diagnostics) -> Option<Run> {
    let parsed = parse(set, sources, sink)?;
    // The next phase would stumble over what this one has already reported.
    if sink.has_errors() {
        return None;
    }
    let analysis = analyze(&parsed, sources, sink)?;
    let isa = ir::build(&analysis, parsed.caches.as_ref(), sink);
    let paths = set.definitions.iter().map(|input| input.path.clone()).collect();
    (!sink.has_errors()).then_some(Run { isa, definition_paths: paths })
}

/// The analysis of parsed inputs, with every body walked.
pub fn analyze<'s>(
    parsed: &'s Parsed,
    sources: &'s SourceMap,
    sink: &mut Diagnostics,
) -> Option<Analysis<'s>> {
    let dialect = parsed.inputs.dialect;
    let analysis = analysis::analyze(sources, &parsed.forest, dialect, AnalysisOptions::default(), sink)?;
    if sink.has_errors() {
        return None;
    }
    check::check_bodies(&analysis, AnalysisOptions::default(), sink);
    if let Some(optimizer) = &parsed.optimizer {
        let options = AnalysisOptions { role: Role::AbstractInterpreter, ..AnalysisOptions::default() };
        let overlay = analysis::analyze(sources, std::slice::from_ref(optimizer), dialect, options, sink)?;
        if analysis::check_abstract(&analysis, &overlay, sink) {
            check::check_optimizer_bodies(&analysis, &overlay, options, sink);
        }
    }
    Some(analysis)
}

/// Every file that a run writes, the manifest last.
pub fn outputs(run: &Run, sources: &SourceMap) -> Vec<GeneratedFile> {
    let mut files = emit::rust::isa_crate(&run.isa);
    files.push(emit::isa_json(&run.isa));
    files.extend(emit::isa_schema());
    files.sort();
    let inputs = sources.files().map(|(_, file)| (file.name.as_str(), file.text.as_str()));
    let manifest = Manifest::new(inputs, &files).to_file();
    files.push(manifest);
    files
}

/// The cache structs and `INLINE_CACHE_ENTRIES_…` of a header by itself.
pub fn cache_layout(text: &str) -> Result<(Vec<CacheStruct>, Vec<(String, u32)>), String> {
    let mut sources = SourceMap::new();
    let mut sink = Diagnostics::new();
    let file = sources.add("pycore_code.h", text);
    let header = syntax::parse_cache_header(&mut sources, file, &mut sink);
    let (structs, entries) = ir::caches(&sources, &header, &mut sink);
    if sink.has_errors() {
        return Err(render::render(&sources, &sink, false));
    }
    Ok((structs, entries.into_iter().map(|e| (e.name, e.units)).collect()))
}
