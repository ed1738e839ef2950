//! `casewright diff`

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Args;

use super::select::Version;
use super::{Outcome, complain, print};
use crate::diagnostics::{Diagnostics, json, render as findings};
use crate::lower::bindings::Bindings;
use crate::report::diff::side::Side;
use crate::report::diff::{compare, narrow, render};
use crate::syntax::source::SourceMap;

/// Arguments of `casewright diff`.
#[derive(Debug, Args)]
#[command(after_help = "\
Each of OLD and NEW is a CPython source tree, a folder with bytecodes.c, or an isa.json from `casewright dump`.\n\
Exit codes: 0 nothing differs, 1 something differs, 2 bad input or usage. With --json, what is wrong with bad \
input is printed as an object with the findings of either side.")]
pub(crate) struct DiffCommand {
    /// The older side
    #[arg(required_unless_present = "schema")]
    old: Option<PathBuf>,
    /// The newer side
    #[arg(required_unless_present = "schema")]
    new: Option<PathBuf>,
    /// Whose rules hold for OLD, if it is a folder of definitions
    #[arg(long, value_enum, default_value = "3.14", value_name = "VERSION")]
    old_dialect: Version,
    /// Whose rules hold for NEW, if it is a folder of definitions
    #[arg(long, value_enum, default_value = "3.14", value_name = "VERSION")]
    new_dialect: Version,
    /// Show only what concerns names that contain TEXT
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// Show every entry and aspect, and the bodies side by side (--html and --json always do)
    #[arg(long, conflicts_with_all = ["html", "json"])]
    full: bool,
    /// A folder with bindings in place of the built-in ones
    #[arg(long, value_name = "DIR")]
    bindings: Option<PathBuf>,
    /// Columns of the terminal [default: as it says, or 100]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..))]
    width: Option<u16>,
    /// Print the report as Markdown
    #[arg(long, group = "form")]
    markdown: bool,
    /// Print the report as one HTML file that needs no network
    #[arg(long, group = "form")]
    html: bool,
    /// Print the report as JSON
    #[arg(long, group = "form")]
    json: bool,
    /// Print the JSON Schema of --json
    #[arg(long, exclusive = true)]
    schema: bool,
}

impl DiffCommand {
    pub(crate) fn run(&self) -> Outcome {
        let (Some(old), Some(new)) = (&self.old, &self.new) else {
            return finish(render::schema().map_err(|error| error.to_string()), Outcome::Good);
        };
        let mut failure = Failure { sources: SourceMap::new(), sink: Diagnostics::new() };
        let bindings = Bindings::load(self.bindings.as_deref(), &mut failure.sources, &mut failure.sink);
        let Some(bindings) = bindings else {
            self.complain([("bindings", Some(Box::new(failure)))]);
            return Outcome::Bad;
        };
        let (old, new) = (read(old, self.old_dialect, &bindings), read(new, self.new_dialect, &bindings));
        let (old, new) = match (old, new) {
            (Ok(old), Ok(new)) => (old, new),
            (old, new) => {
                self.complain([("old", old.err()), ("new", new.err())]);
                return Outcome::Bad;
            }
        };
        let mut diff = compare(&old, &new, &bindings);
        if let Some(name) = &self.name {
            narrow(&mut diff, name);
        }
        let text = if self.json {
            render::json(&diff).map_err(|error| error.to_string())
        } else if self.markdown {
            render::markdown(&diff, self.full).map_err(|error| error.to_string())
        } else if self.html {
            render::html(&diff).map_err(|error| error.to_string())
        } else {
            Ok(render::terminal::render(&diff, self.options()))
        };
        finish(text, if diff.is_equal() { Outcome::Good } else { Outcome::Different })
    }

    fn options(&self) -> render::terminal::Options {
        let is_terminal = std::io::stdout().is_terminal();
        let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
        let width = self.width.map(usize::from).or_else(|| columns.filter(|_| is_terminal)).unwrap_or(100);
        render::terminal::Options {
            width: width.clamp(40, 400),
            colour: is_terminal && std::env::var_os("NO_COLOR").is_none(),
            full: self.full,
        }
    }

    /// Reports what is wrong with either side, or with the bindings.
    fn complain<const N: usize>(&self, sides: [(&str, Option<Box<Failure>>); N]) {
        if self.json {
            let object: serde_json::Map<String, serde_json::Value> = sides
                .into_iter()
                .map(|(which, failure)| {
                    let findings = failure.map(|f| json::to_json(&f.sources, &f.sink)).unwrap_or_default();
                    (
                        which.to_owned(),
                        serde_json::from_str(&findings).unwrap_or_else(|_| serde_json::json!([])),
                    )
                })
                .collect();
            print(&(serde_json::to_string_pretty(&object).unwrap_or_default() + "\n"));
            return;
        }
        let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        for (which, failure) in sides {
            if let Some(failure) = failure {
                let text = findings::render(&failure.sources, &failure.sink, colour);
                let what = if which == "bindings" { "bindings" } else { &format!("{which} side") };
                complain(&format!("the {what} cannot be read:\n{text}"));
            }
        }
    }
}

/// What is wrong with a side.
struct Failure {
    sources: SourceMap,
    sink: Diagnostics,
}

fn read(path: &Path, dialect: Version, bindings: &Bindings) -> Result<Side, Box<Failure>> {
    let mut failure = Failure { sources: SourceMap::new(), sink: Diagnostics::new() };
    match Side::read(path, dialect.into(), bindings, &mut failure.sources, &mut failure.sink) {
        Some(side) => Ok(side),
        None => Err(Box::new(failure)),
    }
}

fn finish(text: Result<String, String>, outcome: Outcome) -> Outcome {
    match text {
        Ok(text) => {
            print(&text);
            outcome
        }
        Err(message) => {
            complain(&message);
            Outcome::Bad
        }
    }
}
