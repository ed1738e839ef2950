//! `casewright where`

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::select::Select;
use super::{Outcome, complain, print, report};
use crate::diagnostics::Diagnostics;
use crate::driver;
use crate::files::manifest::{Entry, MANIFEST, Manifest, sha256};
use crate::lower::bindings::Bindings;
use crate::lower::{self, Lowered, Program};
use crate::report::origin::{Generated, Nothing, Origin, Place};
use crate::syntax::source::{FileId, SourceMap};

/// Arguments of `casewright where`.
#[derive(Debug, Args)]
#[command(after_help = "\
The file is one of generated/interp: tier1.rs, tier2.rs, bodies.rs or optimizer.rs. If it was generated from other definitions \
than those of the project, name them with --inputs or --cpython.")]
pub(crate) struct Where {
    /// A generated file and a line of it, as compilers and backtraces write them
    #[arg(value_name = "FILE:LINE[:COLUMN]")]
    place: String,
    #[command(flatten)]
    select: Select,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// The generated files that have code of definitions.
const FILES: [&str; 4] = ["bodies.rs", OPTIMIZER, "tier1.rs", "tier2.rs"];
/// That of the abstract interpreter.
const OPTIMIZER: &str = "optimizer.rs";

/// The answer.
#[derive(Serialize)]
struct Answer {
    /// The line that was asked for.
    generated: Place,
    /// The definition of the instruction, micro-op or label that the function is of.
    definition: Place,
    /// The micro-op of it that the line belongs to, if the function is an arm.
    micro_op: Option<Place>,
    /// The line of the statement in the definition, if the line is a body's.
    statement: Option<u32>,
    /// Lines of the definition.
    excerpt: Vec<Line>,
}

/// A line of a definition.
#[derive(Serialize)]
struct Line {
    number: u32,
    text: String,
    /// Whether it is the one that the generated line comes from.
    here: bool,
}

/// Why there is no answer. What was found in the inputs is reported by them.
enum Failure {
    Message(String),
    Reported,
}

impl From<String> for Failure {
    fn from(message: String) -> Failure {
        Failure::Message(message)
    }
}

impl Where {
    pub(crate) fn run(&self) -> Outcome {
        let mut sources = SourceMap::new();
        let mut sink = Diagnostics::new();
        match self.answer(&mut sources, &mut sink) {
            Ok(answer) if self.json => {
                print(&(serde_json::to_string_pretty(&answer).unwrap_or_default() + "\n"));
                Outcome::Good
            }
            Ok(answer) => {
                print(&answer.text());
                Outcome::Good
            }
            Err(failure) => {
                report(&sources, &sink, self.json);
                if let Failure::Message(message) = failure {
                    complain(&message);
                }
                Outcome::Bad
            }
        }
    }

    fn answer(&self, sources: &mut SourceMap, sink: &mut Diagnostics) -> Result<Answer, Failure> {
        let (shown, line) = self.place()?;
        let path = self.existing(&shown);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path)
            .map_err(|error| format!("`{shown}` cannot be read: {error}; check that it exists"))?;
        let not_generated = || {
            format!(
                "`{shown}` is none of the files that are generated from bodies; these are {} in `generated/interp/`",
                FILES.join(", ")
            )
        };
        let folder = path.parent().filter(|_| FILES.contains(&name.as_str())).ok_or_else(not_generated)?;
        let manifest = manifest(folder).ok_or_else(not_generated)?;
        self.check_output(&manifest, &name, &text, &shown)?;
        let generated = Generated::parse(&text).map_err(|nothing| describe(&nothing, &shown, line))?;
        let origin = generated.origin(line).map_err(|nothing| describe(&nothing, &shown, line))?;
        let micro_op = match &origin.calls {
            Some(function) => Some(self.body(folder, &manifest, function)?),
            None => None,
        };
        // The one micro-op of an `inst` is defined with it, and so is that of an arm of a micro-op.
        let micro_op = micro_op.filter(|micro_op| {
            (&micro_op.file, micro_op.line) != (&origin.definition.file, origin.definition.line)
        });
        let place = micro_op.as_ref().unwrap_or(&origin.definition).clone();

        let set = self.select.inputs(sink).ok_or(Failure::Reported)?;
        let parsed = driver::parse(&set, sources, sink).ok_or(Failure::Reported)?;
        let file = self.source(sources, &manifest, &place, &shown)?;
        let statement = match (&origin.calls, sink.has_errors()) {
            (None, false) => {
                let bindings = Bindings::load(None, sources, sink).ok_or(Failure::Reported)?;
                let analyses = driver::analyses(&parsed, sources, sink).ok_or(Failure::Reported)?;
                let mut program = Program::default();
                let bodies = match &analyses {
                    (base, Some(overlay)) if name == OPTIMIZER => {
                        lower::lower_optimizer(&mut program, base, overlay, &bindings);
                        program.optimizer
                    }
                    (base, _) => lower::lower(base, &bindings).bodies,
                };
                statement(&generated, &origin, &bodies, line, sources)
            }
            _ => None,
        };
        Ok(Answer {
            generated: Place {
                name: origin.function,
                file: shown,
                line: u32::try_from(line).unwrap_or(u32::MAX),
            },
            excerpt: excerpt(sources, file, place.line, statement),
            definition: origin.definition,
            micro_op,
            statement,
        })
    }

    /// The file and the line that are asked for.
    fn place(&self) -> Result<(String, usize), String> {
        let wrong = || {
            format!(
                "`{}` is no place; write a file and a line, as in `generated/interp/tier1.rs:120`",
                self.place
            )
        };
        let (rest, last) = self.place.trim().rsplit_once(':').ok_or_else(wrong)?;
        let last: usize = last.parse().map_err(|_| wrong())?;
        // A column may stand behind the line.
        match rest.rsplit_once(':').and_then(|(file, line)| Some((file, line.parse().ok()?))) {
            Some((file, line)) => Ok((file.to_owned(), line)),
            None => Ok((rest.to_owned(), last)),
        }
    }

    /// The file of this name: from here, or from the project's root.
    fn existing(&self, shown: &str) -> PathBuf {
        let here = PathBuf::from(shown);
        let there = self.select.root().join(shown);
        if !here.exists() && there.exists() { there } else { here }
    }

    /// That a file is as a run has written it.
    fn check_output(&self, manifest: &Manifest, name: &str, text: &str, shown: &str) -> Result<(), String> {
        let path = format!("interp/{name}");
        match entry(&manifest.outputs, &path) {
            None => Err(format!(
                "`{shown}` is listed in no `{MANIFEST}`: nothing has generated it; `make regen` does"
            )),
            Some(entry) if entry.sha256 != sha256(text) => Err(format!(
                "`{shown}` was changed since it was generated, so its lines may have moved; `make regen` writes it anew"
            )),
            Some(_) => Ok(()),
        }
    }

    /// The definition of a body that an arm calls.
    fn body(&self, folder: &Path, manifest: &Manifest, function: &str) -> Result<Place, String> {
        let path = folder.join("bodies.rs");
        let shown = path.display().to_string();
        let text = fs::read_to_string(&path).map_err(|error| format!("`{shown}` cannot be read: {error}"))?;
        self.check_output(manifest, "bodies.rs", &text, &shown)?;
        let bodies = Generated::parse(&text).map_err(|nothing| describe(&nothing, &shown, 1))?;
        let missing = || format!("`{shown}` has no body `{function}`; `make regen` writes it anew");
        bodies.definition(function).cloned().ok_or_else(missing)
    }

    /// The file of definitions that a place is in, if it is the one that was read when the generated files were
    /// written.
    fn source(
        &self,
        sources: &SourceMap,
        manifest: &Manifest,
        place: &Place,
        shown: &str,
    ) -> Result<FileId, String> {
        let Place { name, file, line } = place;
        let known = format!("it comes from `{name}`, which stood at {file}:{line} then");
        let Some((id, found)) = sources.files().find(|(_, source)| source.name == *file) else {
            return Err(format!(
                "`{shown}` was generated from `{file}`, which is not among the definitions read here; {known}; name the \
                 definitions with `--inputs` or `--cpython`"
            ));
        };
        match entry(&manifest.inputs, file) {
            Some(entry) if entry.sha256 == sha256(&found.text) => Ok(id),
            _ => Err(format!(
                "`{file}` is not what `{shown}` was generated from; {known}; `make regen` generates it anew, or name the \
                 definitions that it is from with `--inputs` or `--cpython`"
            )),
        }
    }
}

fn entry<'m>(entries: &'m [Entry], path: &str) -> Option<&'m Entry> {
    entries.iter().find(|entry| entry.path == path)
}

/// The manifest of the run that wrote `folder`, which is `interp/` under the output folder.
fn manifest(folder: &Path) -> Option<Manifest> {
    let text = fs::read_to_string(folder.join("..").join(MANIFEST)).ok()?;
    serde_json::from_str(&text).ok()
}

fn describe(nothing: &Nothing, shown: &str, line: usize) -> String {
    match nothing {
        Nothing::NoRust(why) => format!("`{shown}` is no Rust: {why}; `make regen` writes it anew"),
        Nothing::OutOfRange(lines) => format!("`{shown}` has no line {line}, only lines 1 to {lines}"),
        Nothing::NotOfDefinition => {
            format!("line {line} of `{shown}` is part of no definition: it is there for all of them")
        }
    }
}

/// The line of the definition that a line of a body comes from.
fn statement(
    generated: &Generated,
    origin: &Origin,
    bodies: &[Lowered],
    line: usize,
    sources: &SourceMap,
) -> Option<u32> {
    let function = bodies.iter().find(|body| body.name == origin.function)?.translated()?;
    generated.statement(&origin.function, function, line, sources)
}

/// The lines around a place: the definition's head, and the statement if one is known.
fn excerpt(sources: &SourceMap, file: FileId, head: u32, statement: Option<u32>) -> Vec<Line> {
    let source = sources.file(file);
    let here = statement.unwrap_or(head);
    let from = here.saturating_sub(2).max(1);
    let to = here.saturating_add(2).min(source.line_count());
    let around = (from..=to).filter(|number| *number != head);
    let mut numbers: Vec<u32> = std::iter::once(head).chain(around).collect();
    numbers.sort_unstable();
    let text = |number| source.text.get(source.line(number)).unwrap_or_default().to_owned();
    numbers.into_iter().map(|number| Line { number, text: text(number), here: number == here }).collect()
}

impl Answer {
    fn text(&self) -> String {
        let mut text = String::new();
        let line = |place: &Place| format!("{}  {}:{}", place.name, place.file, place.line);
        let subject = self.micro_op.as_ref().unwrap_or(&self.definition);
        match self.statement {
            Some(statement) => {
                let _ = writeln!(text, "{}  {}:{statement}", subject.name, subject.file);
            }
            None => {
                let _ = writeln!(text, "{}", line(subject));
            }
        }
        if self.micro_op.is_some() {
            let _ = writeln!(text, "in {}", line(&self.definition));
        }
        text.push('\n');
        let mut before: Option<u32> = None;
        for Line { number, text: code, here } in &self.excerpt {
            if before.is_some_and(|before| before + 1 < *number) {
                text.push_str("        ...\n");
            }
            before = Some(*number);
            let mark = if *here { ">" } else { " " };
            let _ = writeln!(text, "{}", format!("{mark} {number:5} | {code}").trim_end());
        }
        text
    }
}
