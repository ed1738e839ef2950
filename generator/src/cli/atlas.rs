//! `casewright atlas`

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::select::Select;
use super::{Outcome, print, report};
use crate::diagnostics::{Diagnostic, Diagnostics, catalog::files as codes};
use crate::files::write::{Change, Written, write_all};
use crate::report::atlas;
use crate::report::explain::World;
use crate::syntax::source::SourceMap;
use crate::{driver, ir};

/// Arguments of `casewright atlas`.
#[derive(Debug, Args)]
#[command(after_help = "\
Open DIR/index.html in a browser; neither a server nor a network is needed.\n\
A later run removes pages that an earlier one wrote into the same folder and that are there no more.")]
pub(crate) struct Atlas {
    #[command(flatten)]
    select: Select,
    /// The folder to write
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,
    /// Print what was written, or what was wrong, as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Summary<'a> {
    written: &'a [Written],
}

impl Atlas {
    pub(crate) fn run(&self) -> Outcome {
        let mut sources = SourceMap::new();
        let mut sink = Diagnostics::new();
        let written = self.write(&mut sources, &mut sink);
        let Some(written) = written.filter(|_| !sink.has_errors()) else {
            report(&sources, &sink, self.json);
            return Outcome::Bad;
        };
        if self.json {
            print(&(serde_json::to_string_pretty(&Summary { written: &written }).unwrap_or_default() + "\n"));
        } else {
            report(&sources, &sink, false);
            print(&self.summary(&written));
        }
        Outcome::Good
    }

    fn write(&self, sources: &mut SourceMap, sink: &mut Diagnostics) -> Option<Vec<Written>> {
        let set = self.select.inputs(sink)?;
        let parsed = driver::parse(&set, sources, sink).filter(|_| !sink.has_errors())?;
        let analysis = driver::analyze(&parsed, sources, sink)?;
        let isa = ir::build(&analysis, parsed.caches.as_ref(), sink);
        if sink.has_errors() {
            return None;
        }
        let files = atlas::files(World { sources, parsed: &parsed, analysis: &analysis, isa: &isa });
        let written = files
            .map_err(|error| {
                Diagnostic::general(codes::UNWRITABLE, format!("a page cannot be made: {error}"))
            })
            .and_then(|files| write_all(&self.out, &files));
        written.map_err(|diagnostic| sink.push(diagnostic)).ok()
    }

    /// How many pages there are and what changed.
    fn summary(&self, written: &[Written]) -> String {
        let count = |is: fn(Change) -> bool| written.iter().filter(|file| is(file.change)).count();
        let pages =
            written.iter().filter(|f| f.path.ends_with(".html") && f.change != Change::Removed).count();
        let changes = [
            (count(|c| c == Change::Created), "created"),
            (count(|c| matches!(c, Change::Updated { .. })), "updated"),
            (count(|c| c == Change::Unchanged), "unchanged"),
            (count(|c| c == Change::Removed), "removed"),
        ];
        let changes: Vec<String> =
            changes.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        let index = self.out.join("index.html");
        format!("{pages} pages; files: {}\n{}\n", changes.join(", "), index.display())
    }
}
