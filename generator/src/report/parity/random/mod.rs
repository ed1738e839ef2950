//! Random definitions, given to Casewright and to CPython's own generator: both must write the same bytes, or both
//! must refuse to write a file.
//!
//! A seed names a pair of files for ever. Where the two disagree, parts of the files are left out as long as they
//! still do, and what remains is kept.

mod body;
mod corpus;
mod generate;
mod mutate;
mod piece;
mod shrink;
mod spoil;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use similar::TextDiff;

pub use corpus::Corpus;
pub use generate::{Definitions, definitions};
pub use piece::Piece;

use super::reference::{Answer, Reference};
use crate::analysis::{AnalysisOptions, Dialect, Role, analyze};
use crate::diagnostics::{Diagnostics, Severity};
use crate::emit::c::{File, Refusal, Subject};
use crate::files::GeneratedFile;
use crate::ir;
use crate::syntax::source::SourceMap;
use crate::syntax::{ParseOptions, parse_definitions};

/// What to try.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Number of pairs of files.
    pub count: u64,
    /// The first one's seed; the others' follow.
    pub seed: u64,
    /// Number of reference processes.
    pub processes: usize,
}

/// What Casewright makes of definitions for one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The file below its header.
    Text(String),
    /// Something is wrong before bodies are walked; our words.
    RefusedBefore(String),
    /// A body or a table cannot be written; the reference's words, where it has any.
    Refused(String),
}

/// A pair of files on which the two disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What named it.
    pub seed: u64,
    /// The file on which they disagree, the first one of them.
    pub file: File,
    /// What is different.
    pub problem: String,
    /// What is left of the definitions.
    pub definitions: Definitions,
    /// What the reference writes or says.
    pub reference: String,
    /// What we write or say.
    pub casewright: String,
}

/// What came out.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Pairs of files tried.
    pub tried: u64,
    /// Pairs of which at least one of the files that a whole instruction set gives was refused by the reference.
    pub refused: u64,
    /// How often the reference said what when it refused such a file, names left out.
    pub refusals: BTreeMap<String, u64>,
    /// How often each file was written by both.
    pub written: BTreeMap<File, u64>,
    /// The disagreements, in order of seeds.
    pub failures: Vec<Failure>,
}

/// Runs a plan.
///
/// # Errors
/// The reference does not run.
pub fn run(oracle: &Path, plan: Plan, corpus: &Corpus) -> Result<Tally, String> {
    let next = AtomicU64::new(0);
    let work = || -> Result<Tally, String> {
        let mut reference = Reference::start(oracle)?;
        let mut tally = Tally::default();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= plan.count {
                return Ok(tally);
            }
            let seed = plan.seed.wrapping_add(number);
            try_one(&mut reference, seed, definitions(seed, corpus), &mut tally)?;
        }
    };
    let results: Vec<Result<Tally, String>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..plan.processes.max(1)).map(|_| scope.spawn(work)).collect();
        let join = |thread: std::thread::ScopedJoinHandle<'_, _>| {
            thread.join().unwrap_or_else(|_| Err("a comparison panicked".to_owned()))
        };
        threads.into_iter().map(join).collect()
    });
    let mut all = Tally::default();
    for tally in results {
        let tally = tally?;
        all.tried += tally.tried;
        all.refused += tally.refused;
        for (words, count) in tally.refusals {
            *all.refusals.entry(words).or_default() += count;
        }
        for (file, count) in tally.written {
            *all.written.entry(file).or_default() += count;
        }
        all.failures.extend(tally.failures);
    }
    all.failures.sort_by_key(|failure| failure.seed);
    Ok(all)
}

fn try_one(
    reference: &mut Reference,
    seed: u64,
    definitions: Definitions,
    tally: &mut Tally,
) -> Result<(), String> {
    let (answers, outcomes) = both(reference, &definitions, &File::ALL)?;
    tally.tried += 1;
    let cases = File::ALL.iter().zip(&answers).filter(|(file, _)| file.has_cases());
    let raised = cases.into_iter().find_map(|(_, answer)| match answer {
        Answer::Raised { class, message } => Some((class, message)),
        Answer::Text(_) => None,
    });
    if let Some((class, message)) = raised {
        tally.refused += 1;
        let words: Vec<&str> = message.split('\'').step_by(2).collect();
        let words = words.join("…");
        // Positions and sizes are left out as names are.
        let words: String = words.chars().filter(|c| !c.is_ascii_digit()).take(60).collect();
        *tally.refusals.entry(format!("{class}: {words}")).or_default() += 1;
    }
    let mut failed = None;
    for ((file, answer), outcome) in File::ALL.into_iter().zip(&answers).zip(&outcomes) {
        match disagreement(answer, outcome) {
            None if matches!(answer, Answer::Text(_)) => *tally.written.entry(file).or_default() += 1,
            None => {}
            Some(problem) => failed = failed.or(Some((file, problem))),
        }
    }
    if let Some((file, problem)) = failed {
        tally.failures.push(least(reference, seed, file, problem, definitions)?);
    }
    Ok(())
}

/// What both make of definitions.
fn both(
    reference: &mut Reference,
    definitions: &Definitions,
    files: &[File],
) -> Result<(Vec<Answer>, Vec<Outcome>), String> {
    let (base, overlay) = (definitions.base.text(), definitions.overlay.text());
    reference.ask(&base, Some(&overlay), files)?;
    // Meanwhile, we do the same.
    let outcomes = ours(&base, Some(&overlay), files);
    Ok((reference.answer(files)?, outcomes))
}

/// What Casewright makes of definitions for some files, accepting what the reference accepts.
pub fn ours(base: &str, overlay: Option<&str>, files: &[File]) -> Vec<Outcome> {
    let dialect = Dialect::V3_14;
    let mut sources = SourceMap::new();
    let (mut sink, mut overlay_sink) = (Diagnostics::new(), Diagnostics::new());
    let mut parse = |name: &str, text: &str, sink: &mut Diagnostics| {
        let file = sources.add(name, text);
        [parse_definitions(&mut sources, file, ParseOptions { dialect, as_reference: true }, sink)]
    };
    let base = parse("base.c", base, &mut sink);
    let overlay = overlay.map(|text| parse("overlay.c", text, &mut overlay_sink));
    let options = |role| AnalysisOptions { as_reference: true, role };
    let base = analyze(&sources, &base, dialect, options(Role::InstructionSet), &mut sink);
    let isa = base.as_ref().map(|base| ir::build(base, None, &mut sink));
    let overlay = overlay.as_ref().and_then(|tree| {
        analyze(&sources, tree, dialect, options(Role::AbstractInterpreter), &mut overlay_sink)
    });
    let one = |file: File| {
        let needs_overlay = file == File::OptimizerCases;
        if sink.has_errors() || needs_overlay && overlay_sink.has_errors() {
            let sinks = [&sink, &overlay_sink];
            let errors = sinks.into_iter().flat_map(|sink| sink.iter());
            let messages: Vec<&str> = errors
                .filter(|finding| finding.severity == Severity::Error)
                .map(|d| d.message.as_str())
                .collect();
            return Outcome::RefusedBefore(messages.join("; "));
        }
        let (Some(base), Some(isa)) = (&base, &isa) else {
            return Outcome::RefusedBefore("no instruction set".to_owned());
        };
        match file.generate(&Subject { base, overlay: overlay.as_ref(), isa }, None) {
            Ok(text) => Outcome::Text(text),
            Err(Refusal::Walk(error)) => Outcome::Refused(error.to_string()),
            Err(refusal) => Outcome::Refused(format!("{refusal:?}")),
        }
    };
    files.iter().copied().map(one).collect()
}

/// What two outcomes differ in, if they do.
pub fn disagreement(answer: &Answer, outcome: &Outcome) -> Option<String> {
    match (answer, outcome) {
        (Answer::Text(theirs), Outcome::Text(ours)) if theirs == ours => None,
        (Answer::Text(theirs), Outcome::Text(ours)) => {
            let diff = TextDiff::from_lines(theirs, ours);
            Some(diff.unified_diff().context_radius(3).header("CPython", "Casewright").to_string())
        }
        (Answer::Text(_), Outcome::RefusedBefore(ours) | Outcome::Refused(ours)) => {
            Some(format!("only Casewright refuses it: {ours}"))
        }
        (Answer::Raised { class, message }, Outcome::Text(_)) => {
            Some(format!("only CPython's generator refuses it: {class}: {message}"))
        }
        // The reference's own words can be expected of what writes bodies as it does. Where it only fails, there are
        // none.
        (Answer::Raised { class, message }, Outcome::Refused(ours))
            if class == "SyntaxError" && message != ours =>
        {
            Some(format!("CPython's generator says `{message}`, Casewright `{ours}`"))
        }
        (Answer::Raised { .. }, _) => None,
    }
}

/// The least that is left of definitions on which the two disagree if they are to go on disagreeing on the file in
/// the same manner.
fn least(
    reference: &mut Reference,
    seed: u64,
    file: File,
    problem: String,
    definitions: Definitions,
) -> Result<Failure, String> {
    let (best, best_problem) = shrink::shrink(definitions, problem, |candidate| {
        let (answers, outcomes) = both(reference, candidate, &[file])?;
        Ok(answers.iter().zip(&outcomes).find_map(|(answer, outcome)| disagreement(answer, outcome)))
    })?;
    let (answers, outcomes) = both(reference, &best, &[file])?;
    let theirs = answers.into_iter().next().map(|answer| match answer {
        Answer::Text(text) => text,
        Answer::Raised { class, message } => format!("{class}: {message}\n"),
    });
    let ours = outcomes.into_iter().next().map(|outcome| match outcome {
        Outcome::Text(text) => text,
        Outcome::RefusedBefore(message) | Outcome::Refused(message) => message + "\n",
    });
    Ok(Failure {
        seed,
        file,
        problem: best_problem,
        definitions: best,
        reference: theirs.unwrap_or_default(),
        casewright: ours.unwrap_or_default(),
    })
}

impl Failure {
    /// What to read first: the seed, what is left of the definitions, and what is different.
    pub fn summary(&self) -> String {
        let Failure { seed, file, problem, definitions, .. } = self;
        let mut text = format!("seed {seed}, {file}: {}\n{}", problem.trim_end(), definitions.base.text());
        if *file == File::OptimizerCases {
            text.push_str(&format!("for the optimizer:\n{}", definitions.overlay.text()));
        }
        text
    }

    /// The failure as files: both inputs, what the reference makes of them and what we do.
    pub fn files(&self) -> Vec<GeneratedFile> {
        let stem = format!("seed_{}", self.seed);
        let file = |path: String, contents: String| GeneratedFile { path, contents };
        vec![
            file(format!("{stem}.c"), self.definitions.base.text()),
            file(format!("{stem}.overlay.c"), self.definitions.overlay.text()),
            file(format!("{stem}.{}.cpython", self.file), self.reference.clone()),
            file(format!("{stem}.{}.casewright", self.file), self.casewright.clone()),
        ]
    }
}
