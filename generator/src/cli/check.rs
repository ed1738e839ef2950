//! `casewright check`

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::select::{Select, argument};
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
    fix: &'a str,
    drift: &'a [Drift],
}

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
        let files = driver::outputs(&run, &sources);
        let drift = compare(&folder, &files, driver::HANDWRITTEN);
        if self.json {
            print(
                &(serde_json::to_string_pretty(&Summary { fix: &self.fix(), drift: &drift })
                    .unwrap_or_default()
                    + "\n"),
            );
        } else {
            report(&sources, &sink, false);
            print(&self.describe(&drift, files.len()));
        }
        if drift.is_empty() { Outcome::Good } else { Outcome::Different }
    }

    /// The command that writes what this one compares with.
    fn fix(&self) -> String {
        let mut arguments = self.select.arguments();
        arguments.extend(self.out.as_deref().and_then(|out| argument("--out", out)));
        if arguments.is_empty() {
            return "make regen".to_owned();
        }
        format!("casewright regen {}", arguments.join(" "))
    }

    /// All that differs, with the command that mends it.
    fn describe(&self, drift: &[Drift], files: usize) -> String {
        let folder = match &self.out {
            Some(out) => out.join("").to_string_lossy().into_owned(),
            None => "generated/".to_owned(),
        };
        if drift.is_empty() {
            return format!("{folder} is up to date: {files} files\n");
        }
        let mut text = String::new();
        let mut orphans = Vec::new();
        for item in drift {
            match item {
                Drift::Stale { path, diff } => text.push_str(&format!("stale: {folder}{path}\n{diff}\n")),
                Drift::Missing { path, lines } => {
                    text.push_str(&format!("missing: {folder}{path} ({lines} lines)\n"))
                }
                Drift::Orphaned { path } => {
                    text.push_str(&format!("orphaned: {folder}{path} (nothing writes it)\n"));
                    orphans.push(path);
                }
            }
        }
        let fix = self.fix();
        text.push_str(&format!(
            "\n{} of the files in {folder} are not as `{fix}` writes them.\n",
            drift.len()
        ));
        if drift.len() > orphans.len() {
            text.push_str(&format!("To mend the stale and missing ones, run: {fix}\n"));
        }
        for path in orphans {
            let path = format!("{folder}{path}");
            text.push_str(&format!(
                "To remove the orphan, run: git rm -f --ignore-unmatch {path}; rm -f {path}\n"
            ));
        }
        text
    }
}
