//! `casewright parity`

use std::path::PathBuf;

use clap::Args;

use super::select::Select;
use super::{Outcome, print, report};
use crate::diagnostics::Diagnostics;
use crate::driver;
use crate::files::GeneratedFile;
use crate::files::write::write_all;
use crate::report::parity::{self, Report, oracle::Oracle, render};
use crate::syntax::source::SourceMap;

/// Arguments of `casewright parity`.
#[derive(Debug, Args)]
pub(crate) struct Parity {
    #[command(flatten)]
    select: Select,
    /// The folder that `make oracle` lays out
    #[arg(long, value_name = "DIR", env = "CASEWRIGHT_ORACLE")]
    oracle: PathBuf,
    /// Where report.md, report.html and report.json go
    #[arg(long, value_name = "DIR", default_value = "target/parity")]
    out: PathBuf,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

impl Parity {
    pub(crate) fn run(&self) -> Outcome {
        let mut sources = SourceMap::new();
        let mut sink = Diagnostics::new();
        let run = self.select.inputs(&mut sink).and_then(|set| driver::run(&set, &mut sources, &mut sink));
        let Some(run) = run else {
            report(&sources, &sink, self.json);
            return Outcome::Bad;
        };
        let oracle = match Oracle::open(&self.oracle) {
            Ok(oracle) => oracle,
            Err(message) => {
                eprintln!("{message}\nrun `make oracle` to lay one out");
                return Outcome::Bad;
            }
        };
        let result = parity::run(&run, &oracle);
        match self.write(&result) {
            Ok(json) if self.json => print(&json),
            Ok(_) => print(&self.summary(&result)),
            Err(message) => {
                eprintln!("{message}");
                return Outcome::Bad;
            }
        }
        if result.problems() == 0 { Outcome::Good } else { Outcome::Different }
    }

    /// Writes the three forms and returns the JSON one.
    fn write(&self, result: &Report) -> Result<String, String> {
        let markdown = render::markdown(result).map_err(|error| error.to_string())?;
        let html = render::html(result).map_err(|error| error.to_string())?;
        let json = render::json(result).map_err(|error| error.to_string())?;
        let file = |path: &str, contents: String| GeneratedFile { path: path.to_owned(), contents };
        let files =
            [file("report.md", markdown), file("report.html", html), file("report.json", json.clone())];
        write_all(&self.out, &files).map_err(|diagnostic| diagnostic.message)?;
        Ok(json)
    }

    fn summary(&self, result: &Report) -> String {
        let mut text = String::new();
        for section in &result.sections {
            let verdict = if section.is_good() { "equal" } else { "DIFFERENT" };
            text.push_str(&format!("{verdict:<9}  {:>7} facts  {}\n", section.facts(), section.title));
            for failure in &section.failures {
                text.push_str(&format!("    {}\n", failure.trim_end().replace('\n', "\n    ")));
            }
            for d in section.differences.iter().take(40) {
                text.push_str(&format!(
                    "    {}, {}: {} {}: CPython {}, Casewright {}{}\n",
                    d.key.file,
                    d.key.table,
                    d.key.subject,
                    d.key.aspect,
                    d.cpython.as_deref().unwrap_or("(absent)"),
                    d.casewright.as_deref().unwrap_or("(absent)"),
                    d.defined_at.as_ref().map(|at| format!(" ({at})")).unwrap_or_default(),
                ));
            }
            if section.differences.len() > 40 {
                text.push_str(&format!("    and {} more\n", section.differences.len() - 40));
            }
        }
        text.push_str(&format!(
            "{} facts compared, {} differences. Reports: {}/report.md, .html, .json\n",
            result.facts(),
            result.problems(),
            self.out.display(),
        ));
        text
    }
}
