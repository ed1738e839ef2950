//! Holds what is written down of CPython's behaviour to CPython itself.
//!
//! The files under `tests/oracle` and the tables of `str` were written by scripts that asked CPython 3.14. Where
//! `CASEWRIGHT_ORACLE` names a folder with its interpreter, the scripts are run again and must answer the same.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs a script of this folder with `--check`. Says so and passes if there is no interpreter.
fn check(script: &str, output: &str) {
    let Some(oracle) = std::env::var_os("CASEWRIGHT_ORACLE").map(PathBuf::from) else {
        eprintln!("skipped: CASEWRIGHT_ORACLE is not set");
        return;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let result = Command::new(oracle.join("bin/python3.14"))
        .arg(root.join("tests/oracle").join(script))
        .arg("--check")
        .arg(root.join(output))
        .output()
        .expect("the interpreter of the oracle runs");
    assert!(result.status.success(), "{script}: {}", String::from_utf8_lossy(&result.stderr));
}

#[test]
fn cases_of_numbers_strings_and_bytes_are_what_cpython_answers() {
    check("scalars.py", "tests/oracle/scalars.jsonl");
}

#[test]
fn tables_of_code_points_are_what_cpython_answers() {
    check("unicode_tables.py", "src/objects/str_/unicode/tables.rs");
}

#[test]
fn cases_of_types_descriptors_and_exceptions_are_what_cpython_answers() {
    check("core.py", "tests/oracle/core.jsonl");
}

#[test]
fn cases_of_memoryviews_are_what_cpython_answers() {
    check("memoryviews.py", "tests/oracle/memoryviews.jsonl");
}

#[test]
fn cases_of_built_in_functions_are_what_cpython_answers() {
    check("builtin_functions.py", "tests/oracle/builtin_functions.jsonl");
}
