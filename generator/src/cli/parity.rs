//! `casewright parity`

use std::path::PathBuf;

use clap::Args;

use super::select::Select;
use super::{Outcome, complain, print, report};
use crate::diagnostics::Diagnostics;
use crate::files::GeneratedFile;
use crate::files::write::write_all;
use crate::report::parity::random::{Failure, Plan};
use crate::report::parity::{self, Options, Report, Verdict, oracle::Oracle, render, view};
use crate::syntax::source::SourceMap;
use crate::upstream::{self, Request};

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
    /// How many random definition files to try
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    random: u64,
    /// The first one's seed
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    seed: u64,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

impl Parity {
    pub(crate) fn run(&self) -> Outcome {
        let mut sources = SourceMap::new();
        let mut sink = Diagnostics::new();
        let read = self.select.inputs(&mut sink).and_then(|set| {
            let request = Request { headers: false, ..Request::all(&set) };
            upstream::run(&set, &request, &mut sources, &mut sink)
        });
        let Some(inputs) = read else {
            report(&sources, &sink, self.json);
            return Outcome::Bad;
        };
        let oracle = match Oracle::open(&self.oracle) {
            Ok(oracle) => oracle,
            Err(message) => {
                complain(&format!("{message}\nrun `make oracle` to lay one out"));
                return Outcome::Bad;
            }
        };
        let processes = std::thread::available_parallelism().map_or(1, |n| n.get().min(4));
        let random = Plan { count: self.random, seed: self.seed, processes };
        let options = Options { random, tree: self.select.cpython().map(PathBuf::from) };
        let findings = parity::run(&inputs, &sink, &oracle, &options);
        let parity::Findings { report: result, failures, random_time } = findings;
        complain(&format!("{} random definition files took {:.1} s", self.random, random_time.as_secs_f64()));
        match self.write(&result, &failures) {
            Ok(json) if self.json => print(&json),
            Ok(_) => print(&self.summary(&result)),
            Err(message) => {
                complain(&message);
                return Outcome::Bad;
            }
        }
        if result.equal { Outcome::Good } else { Outcome::Different }
    }

    /// Writes the report's forms and the failures' inputs, and returns the JSON form.
    fn write(&self, result: &Report, failures: &[Failure]) -> Result<String, String> {
        let markdown = render::markdown(result).map_err(|error| error.to_string())?;
        let html = render::html(result).map_err(|error| error.to_string())?;
        let json = render::json(result).map_err(|error| error.to_string())?;
        let file = |path: &str, contents: String| GeneratedFile { path: path.to_owned(), contents };
        let schema = render::json_schema().map_err(|error| error.to_string())?;
        let mut files = vec![
            file("report.md", markdown),
            file("report.html", html),
            file("report.json", json.clone()),
            file("report.schema.json", schema),
        ];
        // Failures of an earlier run must not pass for this one's.
        let folder = self.out.join("failures");
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with("seed_") {
                std::fs::remove_file(entry.path()).map_err(|error| error.to_string())?;
            }
        }
        for failure in failures {
            let inputs = failure.files().into_iter();
            files.extend(inputs.map(|f| file(&format!("failures/{}", f.path), f.contents)));
        }
        write_all(&self.out, &files).map_err(|diagnostic| diagnostic.message)?;
        Ok(json)
    }

    /// A line a section; what differs follows its line.
    fn summary(&self, result: &Report) -> String {
        const SHOWN: usize = 40;
        let mut text = String::new();
        for view in view::sections(result) {
            let section = view.section;
            let verdict = match section.verdict {
                Verdict::Different => "DIFFERENT",
                verdict => verdict.words(),
            };
            let (count, unit) = (section.compared(), section.unit.word());
            text.push_str(&format!("{verdict:<9}  {count:>7} {unit}  {}\n", section.title));
            let failures = section.failures.iter().map(|failure| failure.trim_end().to_owned());
            let subjects = view.files.iter().flat_map(|file| file.subjects.iter().map(move |s| (file, s)));
            let subjects = subjects.map(|(file, subject)| {
                let at = subject.at.map(|at| format!(" ({at})")).unwrap_or_default();
                let mut lines = vec![format!("{}, {}{at}:", file.name, subject.title)];
                let said = |value: Option<&str>| value.unwrap_or("(absent)").to_owned();
                for fact in &subject.facts {
                    let about = [fact.table, &fact.aspect].map(str::to_owned);
                    let about =
                        about.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ");
                    lines.push(if fact.cpython.is_none() && fact.casewright.is_none() {
                        format!("  {about}")
                    } else {
                        let (theirs, ours) = (said(fact.cpython), said(fact.casewright));
                        let labels = &section.labels;
                        format!("  {about}: {} {theirs}, {} {ours}", labels.cpython, labels.casewright)
                    });
                }
                for part in &subject.parts {
                    lines.extend(part.diff.lines().take(SHOWN).map(|line| format!("  {line}")));
                }
                lines.join("\n")
            });
            for problem in failures.chain(subjects).take(SHOWN) {
                text.push_str(&format!("    {}\n", problem.replace('\n', "\n    ")));
            }
            let problems = section.failures.len() + view.different();
            if problems > SHOWN {
                text.push_str(&format!("    and {} more\n", problems - SHOWN));
            }
        }
        text.push_str(&format!(
            "{} differences. Reports: {}/report.md, .html, .json\n",
            result.problems,
            self.out.display(),
        ));
        text
    }
}
