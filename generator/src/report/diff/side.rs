//! Reads one side of a comparison: a CPython source tree, a folder of definitions, or an `isa.json`.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use super::body::Body;
use super::model::{BodyKind, SideInfo, SideKind};
use super::names::Reader;
use crate::analysis::Dialect;
use crate::diagnostics::catalog::lower::UNBOUND;
use crate::diagnostics::{Diagnostic, Diagnostics, catalog::files as codes};
use crate::driver;
use crate::files::locate::{InputPath, InputSet, exists};
use crate::files::read::read_text;
use crate::ir::{self, Isa};
use crate::lower::bindings::Bindings;
use crate::lower::{Outcome, lower, lower_optimizer};
use crate::syntax::source::{FileId, SourceMap, Span};

/// One side, read and analysed.
#[derive(Clone, Debug)]
pub struct Side {
    /// What it is.
    pub info: SideInfo,
    /// The instruction set.
    pub isa: Isa,
    /// Every body, in the order of the definitions: micro-ops, labels, optimizer. `None` if there are no sources.
    pub bodies: Option<Vec<Body>>,
    /// What the translator said of them: names of bindings that they use, and names that nothing is bound to (fields as
    /// `Struct.field`).
    pub used: BTreeSet<String>,
    /// See `used`.
    pub unbound: BTreeSet<String>,
}

impl Side {
    /// Reads what a path names. It is an `isa.json` if it is a file whose name ends so, a tree if it has
    /// `Include/patchlevel.h`, and a folder of definitions if it has `bytecodes.c`, for which `dialect` holds.
    /// What is wrong goes to `sink`, with places in `sources`. The bindings say what its bodies lack.
    pub fn read(
        path: &Path,
        dialect: Dialect,
        bindings: &Bindings,
        sources: &mut SourceMap,
        sink: &mut Diagnostics,
    ) -> Option<Side> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_file() && path.extension().is_some_and(|extension| extension == "json") {
            return isa_json(path, name, sources, sink);
        }
        if exists(&path.join("Include/patchlevel.h")) {
            let set = InputSet::cpython(path, sink)?;
            let name = tree_version(path).map_or(name, |version| format!("CPython {version}"));
            return definitions(&set, name, SideKind::Tree, bindings, sources, sink);
        }
        if exists(&path.join("bytecodes.c")) {
            let set = InputSet::folder(path, &name, dialect, sink)?;
            return definitions(&set, name, SideKind::Inputs, bindings, sources, sink);
        }
        sink.push(
            Diagnostic::general(codes::NOT_COMPARABLE, format!("`{name}` is nothing that can be compared")).with_help(
                "name a CPython source tree, a folder that holds `bytecodes.c`, or an `isa.json` from `casewright \
                 dump`",
            ),
        );
        None
    }

    /// The bodies of one kind.
    pub fn bodies_of(&self, kind: BodyKind) -> impl Iterator<Item = &Body> {
        self.bodies.iter().flatten().filter(move |body| body.kind == kind)
    }
}

/// `PY_VERSION` of a tree (`3.13.5`).
fn tree_version(tree: &Path) -> Option<String> {
    let input = InputPath { path: tree.join("Include/patchlevel.h"), name: String::new() };
    let mut sources = SourceMap::new();
    let file = read_text(&input, &mut sources, &mut Diagnostics::new())?;
    sources.file(file).text.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        let is_version = words.next() == Some("#define") && words.next() == Some("PY_VERSION");
        words.next().filter(|_| is_version).map(|version| version.trim_matches('"').to_owned())
    })
}

fn definitions(
    set: &InputSet,
    name: String,
    kind: SideKind,
    bindings: &Bindings,
    sources: &mut SourceMap,
    sink: &mut Diagnostics,
) -> Option<Side> {
    let parsed = driver::parse(set, sources, sink)?;
    if sink.has_errors() {
        return None;
    }
    let (analysis, overlay) = driver::analyses(&parsed, sources, sink)?;
    let isa = ir::build(&analysis, parsed.caches.as_ref(), sink);
    if sink.has_errors() {
        return None;
    }
    let reader = Reader { sources, bindings };
    let originals = analysis.uops.iter().filter(|uop| uop.replicates.is_none());
    let mut bodies: Vec<Body> =
        originals.map(|uop| Body::of_inst(reader, uop.def, &uop.name, BodyKind::Uop)).collect();
    bodies.extend(analysis.labels.iter().map(|label| Body::of_label(reader, label.def)));
    bodies.extend(parsed.optimizer.iter().flat_map(|tree| Body::of_optimizer(reader, tree)));
    let mut program = lower(&analysis, bindings);
    if let Some(overlay) = &overlay {
        lower_optimizer(&mut program, &analysis, overlay, bindings);
    }
    let refusals = program.bodies.iter().chain(&program.optimizer).filter_map(|body| match &body.outcome {
        Outcome::Refused(refusals) => Some(refusals),
        Outcome::Translated(_) | Outcome::OptedOut(..) => None,
    });
    let unbound = refusals.flatten().filter(|refusal| refusal.code == UNBOUND);
    let unbound = unbound.map(|refusal| refusal.name.clone()).collect();
    let info = SideInfo { name, kind, dialect: isa.dialect.clone(), sources: isa.sources.clone() };
    Some(Side { info, isa, bodies: Some(bodies), used: program.used, unbound })
}

fn isa_json(path: &Path, name: String, sources: &mut SourceMap, sink: &mut Diagnostics) -> Option<Side> {
    #[derive(Deserialize)]
    struct Head {
        schema: u32,
    }

    let file = read_text(&InputPath { path: path.to_owned(), name: name.clone() }, sources, sink)?;
    let text = &sources.file(file).text;
    // The number of the format first: with another one, any complaint about the rest would mislead.
    let read = serde_json::from_str::<Head>(text).and_then(|head| match head.schema {
        ir::SCHEMA => serde_json::from_str::<Isa>(text).map(Ok),
        other => Ok(Err(other)),
    });
    match read {
        Ok(Ok(isa)) => {
            let info =
                SideInfo { name, kind: SideKind::IsaJson, dialect: isa.dialect.clone(), sources: Vec::new() };
            Some(Side { info, isa, bodies: None, used: BTreeSet::new(), unbound: BTreeSet::new() })
        }
        Ok(Err(schema)) => {
            sink.push(
                Diagnostic::general(
                    codes::BAD_ISA_JSON,
                    format!(
                        "`{name}` is in format {schema} of isa.json; this Casewright reads format {}",
                        ir::SCHEMA
                    ),
                )
                .with_help("write it again from its definitions with `casewright dump`"),
            );
            None
        }
        Err(error) => {
            let span = place(sources, file, error.line(), error.column());
            // The place is shown by the label; serde appends it to the message as well.
            let message = error.to_string();
            let label = message.split(" at line ").next().unwrap_or(&message).to_owned();
            sink.push(
                Diagnostic::error(codes::BAD_ISA_JSON, format!("`{name}` is not an isa.json"), span, label)
                    .with_help("name a file that `casewright dump` or `make regen` wrote"),
            );
            None
        }
    }
}

/// The character before a 1-based line and column, where serde noticed that something is wrong.
fn place(sources: &SourceMap, file: FileId, line: usize, column: usize) -> Span {
    let text = &sources.file(file).text;
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut start = start.saturating_add(column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let width = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let offset = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    Span { file, start: offset(start), end: offset(start + width) }
}
