//! `casewright regen`

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::select::Select;
use super::{Outcome, print, report};
use crate::diagnostics::{Diagnostic, Diagnostics, catalog::files as codes};
use crate::files::write::{Change, Target, Written, write_targets};
use crate::syntax::source::SourceMap;
use crate::upstream::Request;
use crate::{driver, emit};

/// Arguments of `casewright regen`.
#[derive(Debug, Args)]
pub(crate) struct Regen {
    #[command(flatten)]
    select: Select,
    /// The folder to write [default: generated/ of the project]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// A folder for the files that CPython's own generator writes, as `casewright upstream --all` writes them: the
    /// definitions are read once for both, and either both folders are written or neither
    #[arg(long, value_name = "DIR")]
    upstream: Option<PathBuf>,
    /// Print what was written, or what was wrong, as JSON
    #[arg(long)]
    json: bool,
}

/// What became of the files.
#[derive(Serialize)]
struct Summary {
    written: Vec<Written>,
    /// Of those of `--upstream`, if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    upstream: Option<Vec<Written>>,
}

impl Regen {
    pub(crate) fn run(&self) -> Outcome {
        let mut sources = SourceMap::new();
        let mut sink = Diagnostics::new();
        let summary = self.write(&mut sources, &mut sink);
        let Some(summary) = summary.filter(|_| !sink.has_errors()) else {
            report(&sources, &sink, self.json);
            return Outcome::Bad;
        };
        if self.json {
            print(&(serde_json::to_string_pretty(&summary).unwrap_or_default() + "\n"));
        } else {
            report(&sources, &sink, false);
            print(&lines("", &summary.written));
            let folder = self.upstream.as_deref().unwrap_or(Path::new("")).join("");
            print(&lines(&folder.to_string_lossy(), summary.upstream.as_deref().unwrap_or_default()));
        }
        Outcome::Good
    }

    fn write(&self, sources: &mut SourceMap, sink: &mut Diagnostics) -> Option<Summary> {
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
        let request = self.upstream.as_ref().map(|_| Request::all(&set));
        let (run, upstream) = driver::run_with(&set, request.as_ref(), sources, sink)?;
        let mut files = driver::outputs(&run, sources);
        // A folder of its own gets the hand-written parents too, so that the crate in it can be used as it is.
        if self.out.is_some() {
            files.extend(emit::parents().into_iter().filter(|file| !out.join(&file.path).exists()));
        }
        let mut targets = vec![Target { folder: &out, files: &files }];
        targets.extend(self.upstream.iter().map(|folder| Target { folder, files: &upstream }));
        match write_targets(&targets) {
            Ok(written) => {
                let mut written = written.into_iter();
                let generated = written.next().unwrap_or_default();
                Some(Summary { written: generated, upstream: written.next() })
            }
            Err(diagnostic) => {
                sink.push(diagnostic);
                None
            }
        }
    }
}

/// One line a file of a folder and what changed.
fn lines(folder: &str, written: &[Written]) -> String {
    let mut text = String::new();
    for file in written {
        let change = match file.change {
            Change::Created => "created".to_owned(),
            Change::Updated { added, removed } => format!("updated (+{added} -{removed} lines)"),
            Change::Unchanged => "unchanged".to_owned(),
            Change::Removed => "removed".to_owned(),
        };
        text.push_str(&format!("{:<40} {change}\n", format!("{folder}{}", file.path)));
    }
    text
}
