//! `casewright check`

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::select::Select;
use super::{Outcome, print, report};
use crate::diagnostics::Diagnostics;
use crate::driver;
use crate::files::write::{Drift, compare};
use crate::syntax::source::SourceMap;

/// Arguments of `casewright check`.
#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    select: Select,
    /// The folder to compare [default: generated/ of the project]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Summary<'a> {
    fix: &'static str,
    drift: &'a [Drift],
}

const FIX: &str = "make regen";

impl Check {
    pub(crate) fn run(&self) -> Outcome {
        let mut sources = SourceMap::new();
        let mut sink = Diagnostics::new();
        let run = self.select.inputs(&mut sink).and_then(|set| driver::run(&set, &mut sources, &mut sink));
        let Some(run) = run else {
            report(&sources, &sink, self.json);
            return Outcome::Bad;
        };
        let folder = self.out.clone().unwrap_or_else(|| self.select.root().join("generated"));
        let files = driver::outputs(&run.isa, &sources);
        let drift = compare(&folder, &files, driver::HANDWRITTEN);
        if self.json {
            print(
                &(serde_json::to_string_pretty(&Summary { fix: FIX, drift: &drift }).unwrap_or_default()
                    + "\n"),
            );
        } else {
            report(&sources, &sink, false);
            print(&describe(&drift, files.len()));
        }
        if drift.is_empty() { Outcome::Good } else { Outcome::Different }
    }
}

/// All that differs, with the command that mends it.
pub(crate) fn describe(drift: &[Drift], files: usize) -> String {
    if drift.is_empty() {
        return format!("generated/ is up to date: {files} files\n");
    }
    let mut text = String::new();
    let mut orphans = Vec::new();
    for item in drift {
        match item {
            Drift::Stale { path, diff } => text.push_str(&format!("stale: generated/{path}\n{diff}\n")),
            Drift::Missing { path, lines } => {
                text.push_str(&format!("missing: generated/{path} ({lines} lines)\n"))
            }
            Drift::Orphaned { path } => {
                text.push_str(&format!("orphaned: generated/{path} (nothing writes it)\n"));
                orphans.push(path);
            }
        }
    }
    text.push_str(&format!("\n{} of generated/'s files are not as `{FIX}` writes them.\n", drift.len()));
    if drift.len() > orphans.len() {
        text.push_str(&format!("To mend the stale and missing ones, run: {FIX}\n"));
    }
    for path in orphans {
        text.push_str(&format!(
            "To remove the orphan, run: git rm -f --ignore-unmatch generated/{path}; rm -f generated/{path}\n"
        ));
    }
    text
}
