//! The `casewright` command; everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    casewright::cli::main()
}
