//! `casewright regen`

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::select::Select;
use super::{Outcome, print, report};
use crate::diagnostics::{Diagnostic, Diagnostics, catalog::files as codes};
use crate::files::write::{Change, Written, write_all};
use crate::syntax::source::SourceMap;
use crate::{driver, emit};

/// Arguments of `casewright regen`.
#[derive(Debug, Args)]
pub(crate) struct Regen {
    #[command(flatten)]
    select: Select,
    /// The folder to write [default: generated/ of the project]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print what was written, or what was wrong, as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Summary<'a> {
    written: &'a [Written],
}

impl Regen {
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
            print(&summary(&written));
        }
        Outcome::Good
    }

    fn write(&self, sources: &mut SourceMap, sink: &mut Diagnostics) -> Option<Vec<Written>> {
        let generated = || self.select.project().map(|root| root.join("generated"));
        let Some(out) = self.out.clone().or_else(generated) else {
            sink.push(
                Diagnostic::general(
                    codes::NO_INPUTS,
                    "this is no project of Casewright, and no folder was named for the outputs",
                )
                .with_help("name one with `--out DIR`, or the project with `--root DIR`"),
            );
            return None;
        };
        let set = self.select.inputs(sink)?;
        let run = driver::run(&set, sources, sink)?;
        let mut files = driver::outputs(&run, sources);
        // A folder of its own gets the hand-written parents too, so that the crate in it can be used as it is.
        if self.out.is_some() {
            files.extend(emit::parents().into_iter().filter(|file| !out.join(&file.path).exists()));
        }
        match write_all(&out, &files) {
            Ok(written) => Some(written),
            Err(diagnostic) => {
                sink.push(diagnostic);
                None
            }
        }
    }
}

/// One line a file and what changed.
fn summary(written: &[Written]) -> String {
    let mut text = String::new();
    for file in written {
        let change = match file.change {
            Change::Created => "created".to_owned(),
            Change::Updated { added, removed } => format!("updated (+{added} -{removed} lines)"),
            Change::Unchanged => "unchanged".to_owned(),
            Change::Removed => "removed".to_owned(),
        };
        text.push_str(&format!("{:<40} {change}\n", file.path));
    }
    text
}
