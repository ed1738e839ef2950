//! The `casewright` command: arguments, exit codes, and what is printed.

mod atlas;
mod check;
mod coverage;
mod diff;
mod dump;
mod explain;
mod parity;
mod regen;
mod select;
mod upstream;
mod where_;

use std::io::{ErrorKind, IsTerminal, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::diagnostics::{Diagnostics, json, render};
use crate::syntax::source::SourceMap;

/// Turns CPython's instruction definitions into Rust.
#[derive(Debug, Parser)]
#[command(name = "casewright", version, about, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 good, 1 a difference was found, 2 bad input or usage.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read the definitions and rewrite the generated files
    Regen(regen::Regen),
    /// Compare the generated files with what `regen` would write: stale, missing and orphaned ones
    Check(check::Check),
    /// Hold the inputs and the analysis against real CPython
    Parity(parity::Parity),
    /// Write the files that CPython's own generator writes
    Upstream(upstream::Upstream),
    /// Say what differs between two versions of the instruction set, and what that asks for
    Diff(diff::DiffCommand),
    /// Write a browsable page for everything that the definitions define
    Atlas(atlas::Atlas),
    /// Say how many bodies are translated into Rust, and why the others are not
    Coverage(coverage::CoverageCommand),
    /// Explain a diagnostic code
    Explain(explain::Explain),
    /// Say which definition a line of the generated interpreters comes from
    Where(where_::Where),
    /// Print the analysed instruction set as JSON
    Dump(dump::Dump),
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything is as it should be.
    Good,
    /// A difference was found.
    Different,
    /// The input or the usage is bad; it was reported.
    Bad,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Good => 0,
            Outcome::Different => 1,
            Outcome::Bad => 2,
        })
    }
}

/// Parses the arguments, runs the command, and returns the exit code.
pub fn main() -> ExitCode {
    // clap itself exits with 2 on bad usage.
    let outcome = match Arguments::parse().command {
        Command::Regen(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::Parity(command) => command.run(),
        Command::Upstream(command) => command.run(),
        Command::Diff(command) => command.run(),
        Command::Atlas(command) => command.run(),
        Command::Coverage(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Where(command) => command.run(),
        Command::Dump(command) => command.run(),
    };
    outcome.into()
}

/// Prints to standard output. A reader that went away (`casewright … | head`) is no error; anything else that keeps
/// the text from being written ends the program, for then nobody gets what was asked for.
pub(crate) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let done = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    drop(out);
    if let Some(error) = done.err().filter(|error| error.kind() != ErrorKind::BrokenPipe) {
        complain(&format!("standard output cannot be written: {error}"));
        std::process::exit(2);
    }
}

/// Prints a line to standard error. Where that cannot be written, there is nobody to be told.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Prints findings: for people to standard error, or as JSON to standard output.
pub(crate) fn report(sources: &SourceMap, sink: &Diagnostics, as_json: bool) {
    if as_json {
        print(&json::to_json(sources, sink));
    } else if !sink.is_empty() {
        let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let _ = std::io::stderr().lock().write_all(render::render(sources, sink, colour).as_bytes());
    }
}
