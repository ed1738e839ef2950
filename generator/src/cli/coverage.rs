//! `casewright coverage`

use std::path::PathBuf;

use clap::Args;

use super::select::Select;
use super::{Outcome, print, report};
use crate::diagnostics::Diagnostics;
use crate::driver;
use crate::files::locate::{InputPath, InputSet};
use crate::lower;
use crate::lower::bindings::Bindings;
use crate::report::coverage::Coverage;
use crate::syntax::source::SourceMap;

/// Arguments of `casewright coverage`.
#[derive(Debug, Args)]
pub(crate) struct CoverageCommand {
    #[command(flatten)]
    select: Select,
    /// Definition files to look at instead, in this order
    #[arg(value_name = "INPUT", conflicts_with_all = ["inputs", "cpython"])]
    files: Vec<PathBuf>,
    /// A folder with bindings in place of the built-in ones
    #[arg(long, value_name = "DIR")]
    bindings: Option<PathBuf>,
    /// Show the place of every reason
    #[arg(long)]
    reasons: bool,
    /// Print what a runtime has to provide to the translated bodies, as Rust declarations
    #[arg(long, conflicts_with = "json")]
    abi: bool,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

impl CoverageCommand {
    pub(crate) fn run(&self) -> Outcome {
        let mut sources = SourceMap::new();
        let mut sink = Diagnostics::new();
        let Some((coverage, abi)) = self.coverage(&mut sources, &mut sink) else {
            report(&sources, &sink, self.json);
            return Outcome::Bad;
        };
        if self.abi {
            print(&abi);
            return Outcome::Good;
        }
        if self.json {
            print(&coverage.json());
        } else {
            if self.reasons {
                let mut reasons = Diagnostics::new();
                for diagnostic in coverage.diagnostics() {
                    reasons.push(diagnostic);
                }
                report(&sources, &reasons, false);
            }
            print(&coverage.text());
        }
        if coverage.failed() == 0 { Outcome::Good } else { Outcome::Different }
    }

    fn coverage(&self, sources: &mut SourceMap, sink: &mut Diagnostics) -> Option<(Coverage, String)> {
        let set = if self.files.is_empty() {
            self.select.inputs(sink)?
        } else {
            let definitions = self.files.iter().map(|path| InputPath {
                path: path.clone(),
                name: path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            });
            InputSet {
                definitions: definitions.collect(),
                optimizer: Vec::new(),
                caches: None,
                dialect: self.select.dialect(),
            }
        };
        let parsed = driver::parse(&set, sources, sink)?;
        if sink.has_errors() {
            return None;
        }
        let bindings = Bindings::load_for(set.dialect, self.bindings.as_deref(), sources, sink)?;
        let (analysis, overlay) = driver::analyses(&parsed, sources, sink)?;
        let mut program = lower::lower(&analysis, &bindings);
        if let Some(overlay) = &overlay {
            lower::lower_optimizer(&mut program, &analysis, overlay, &bindings);
        }
        // What the printer writes is Rust; if it were not, that would be a mistake in the printer.
        let abi = lower::declarations(&bindings, &program.used).expect("what is printed is Rust");
        Some((Coverage::new(&program, sources), abi))
    }
}
