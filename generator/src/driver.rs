//! The way of the data in one place: read, parse, analyse, check bodies, emit. Short enough to read whole.

use std::path::PathBuf;

use crate::analysis::{self, Analysis, AnalysisOptions, Dialect, Role};
use crate::check;
use crate::diagnostics::{Diagnostics, render};
use crate::emit;
use crate::emit::c::Subject;
use crate::files::GeneratedFile;
use crate::files::locate::{InputSet, LoadedInputs};
use crate::files::manifest::Manifest;
use crate::ir::{self, CacheEntries, CacheStruct, Isa};
use crate::lower::bindings::Bindings;
use crate::parallel;
use crate::syntax::source::{FileId, SourceMap};
use crate::syntax::tree::{CacheHeader, Tree};
use crate::syntax::{self, ParseOptions};
use crate::upstream::{Request, generated};

/// The files under `generated/` that people write: the parents of generated modules, and tests. Everything else
/// in that folder is written by a run or does not belong there.
pub use crate::emit::rust::HANDWRITTEN;

/// Instructions without which no interpreter runs: their numbers are fixed, whether they are defined or not.
const NEEDED_INSTRUCTIONS: [&str; 5] = ["CACHE", "RESERVED", "RESUME", "INSTRUMENTED_LINE", "ENTER_EXECUTOR"];

/// Labels that its exits go to.
const NEEDED_LABELS: [&str; 4] = ["error", "exception_unwind", "exit_unwind", "start_frame"];

/// What came out of reading one set of inputs without errors.
#[derive(Debug)]
pub struct Run {
    /// The instruction set.
    pub isa: Isa,
    /// Where the definition files are, in order.
    pub definition_paths: Vec<PathBuf>,
    /// The bodies in Rust, if the set is a whole instruction set of 3.14.
    pub interp: Vec<GeneratedFile>,
}

/// Everything up to the tree, for those who need more than the [`Isa`].
#[derive(Debug)]
pub struct Parsed {
    /// The files.
    pub inputs: LoadedInputs,
    /// A tree for each definition file.
    pub forest: Vec<Tree>,
    /// A tree for each file of the optimizer's definitions.
    pub optimizer: Vec<Tree>,
    /// The cache header.
    pub caches: Option<CacheHeader>,
}

/// Reads and parses every file of a set, each once. What is wrong goes to `sink`; what can be had is returned.
pub fn parse(set: &InputSet, sources: &mut SourceMap, sink: &mut Diagnostics) -> Option<Parsed> {
    parse_as(set, false, sources, sink)
}

/// [`parse`], accepting what the reference accepts if it is the measure.
pub(crate) fn parse_as(
    set: &InputSet,
    as_reference: bool,
    sources: &mut SourceMap,
    sink: &mut Diagnostics,
) -> Option<Parsed> {
    let inputs = set.load(sources, sink)?;
    let options = ParseOptions { dialect: set.dialect, as_reference };
    let mut parse = |files: &[FileId]| -> Vec<Tree> {
        files.iter().map(|file| syntax::parse_definitions(sources, *file, options, sink)).collect()
    };
    let (forest, optimizer) = (parse(&inputs.definitions), parse(&inputs.optimizer));
    let caches = inputs.caches.map(|file| syntax::parse_cache_header(sources, file, sink));
    Some(Parsed { inputs, forest, optimizer, caches })
}

/// Reads a set of inputs and finds out all that the outputs need. `None` if there were errors; they are in `sink`.
pub fn run(set: &InputSet, sources: &mut SourceMap, sink: &mut Diagnostics) -> Option<Run> {
    run_with(set, None, sources, sink).map(|(run, _)| run)
}

/// [`run`], and from the same analysis files that CPython's own generator writes, in the order of the request, which
/// has to be one that does not ask for what the reference accepts.
pub fn run_with(
    set: &InputSet,
    upstream: Option<&Request>,
    sources: &mut SourceMap,
    sink: &mut Diagnostics,
) -> Option<(Run, Vec<GeneratedFile>)> {
    let parsed = parse(set, sources, sink)?;
    // The next phase would stumble over what this one has already reported.
    if sink.has_errors() {
        return None;
    }
    let bindings = Bindings::load(None, sources, sink)?;
    let (analysis, overlay) = analyses(&parsed, sources, sink)?;
    let isa = ir::build(&analysis, parsed.caches.as_ref(), sink);
    // Half an instruction set, as in an example, need not be one that can be run.
    let is_runnable = NEEDED_INSTRUCTIONS.iter().all(|name| analysis.instruction(name).is_some())
        && NEEDED_LABELS.iter().all(|name| analysis.labels.iter().any(|label| label.name == *name));
    let is_whole = analysis.dialect == Dialect::V3_14 && is_runnable && parsed.caches.is_some();
    let mut refused = Diagnostics::new();
    let sources = &*sources;
    let write_upstream = || match upstream {
        None => Some(Vec::new()),
        Some(request) => {
            let subject = Subject { base: &analysis, overlay: overlay.as_ref(), isa: &isa };
            request.write(set, &subject, sources, &mut refused).map(generated)
        }
    };
    let write_interp = || match is_whole {
        true => emit::rust::interp(&analysis, overlay.as_ref(), &bindings, &isa, sink),
        false => Vec::new(),
    };
    let (interp, upstream) = parallel::both(write_interp, write_upstream);
    sink.append(refused);
    let paths = set.definitions.iter().map(|input| input.path.clone()).collect();
    let run = Run { isa, definition_paths: paths, interp };
    upstream.filter(|_| !sink.has_errors()).map(|upstream| (run, upstream))
}

/// The analysis of parsed inputs, with every body walked. `None` if there were errors; they are in `sink`.
pub fn analyze<'s>(
    parsed: &'s Parsed,
    sources: &'s SourceMap,
    sink: &mut Diagnostics,
) -> Option<Analysis<'s>> {
    analyses(parsed, sources, sink).map(|(analysis, _)| analysis)
}

/// The analyses of the instruction set and, if there is one, of the abstract interpreter, with every body walked.
/// `None` if there were errors; they are in `sink`.
pub fn analyses<'s>(
    parsed: &'s Parsed,
    sources: &'s SourceMap,
    sink: &mut Diagnostics,
) -> Option<(Analysis<'s>, Option<Analysis<'s>>)> {
    analyze_as(parsed, false, sources, sink)
}

/// The analyses of the instruction set and of the abstract interpreter. Unless the reference is the measure, bodies
/// are checked, too.
pub(crate) fn analyze_as<'s>(
    parsed: &'s Parsed,
    as_reference: bool,
    sources: &'s SourceMap,
    sink: &mut Diagnostics,
) -> Option<(Analysis<'s>, Option<Analysis<'s>>)> {
    let dialect = parsed.inputs.dialect;
    let options = |role| AnalysisOptions { as_reference, role };
    let (set, interpreter) = (options(Role::InstructionSet), options(Role::AbstractInterpreter));
    let base = analysis::analyze(sources, &parsed.forest, dialect, set, sink)?;
    let overlay = match parsed.optimizer.as_slice() {
        [] => None,
        trees => Some(analysis::analyze(sources, trees, dialect, interpreter, sink)?),
    };
    if sink.has_errors() {
        return None;
    }
    if !as_reference {
        check::check_bodies(&base, set, sink);
        if let Some(overlay) = &overlay
            && analysis::check_abstract(&base, overlay, sink)
        {
            check::check_optimizer_bodies(&base, overlay, interpreter, sink);
        }
    }
    (!sink.has_errors()).then_some((base, overlay))
}

/// Every file that a run writes, the manifest last. `sources` holds what the run has read.
pub fn outputs(run: &Run, sources: &SourceMap) -> Vec<GeneratedFile> {
    let (mut files, json) = parallel::both(|| emit::rust::isa_crate(&run.isa), || emit::isa_json(&run.isa));
    files.push(json);
    files.extend(run.interp.iter().cloned());
    files.extend(emit::isa_schema());
    files.sort();
    let inputs = sources.files().map(|(_, file)| (file.name.as_str(), file.text.as_str()));
    let manifest = Manifest::new(inputs, &files).to_file();
    files.push(manifest);
    files
}

/// What a cache header by itself says.
#[derive(Debug)]
pub struct CacheLayout {
    /// Its structs, in order.
    pub structs: Vec<CacheStruct>,
    /// Its `INLINE_CACHE_ENTRIES_…` macros, in order.
    pub entries: Vec<CacheEntries>,
}

/// The cache structs and `INLINE_CACHE_ENTRIES_…` of a header by itself; an error is the rendered findings.
pub fn cache_layout(text: &str) -> Result<CacheLayout, String> {
    let mut sources = SourceMap::new();
    let mut sink = Diagnostics::new();
    let file = sources.add("pycore_code.h", text);
    let header = syntax::parse_cache_header(&mut sources, file, &mut sink);
    let (structs, entries) = ir::caches(&sources, &header, &mut sink);
    if sink.has_errors() {
        return Err(render::render(&sources, &sink, false));
    }
    Ok(CacheLayout { structs, entries })
}
