//! Runs Python programs: see `pyvm --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    casewright_vm::cli::main()
}
