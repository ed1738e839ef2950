//! Compiles and runs Rust and C beside the tests.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use casewright::analysis::Analysis;
use casewright::diagnostics::{Diagnostics, render::render};
use casewright::driver;
use casewright::files::locate::InputSet;
use casewright::lower::bindings::Bindings;
use casewright::syntax::Dialect;
use casewright::syntax::source::SourceMap;

/// What stands at the head of every file that holds translated bodies.
pub const HEAD: &str = "#![allow(dead_code, non_upper_case_globals, non_snake_case, non_camel_case_types, \
    unused_variables, unused_mut, unused_imports, unused_parens, unused_assignments, unused_labels, unpredictable_function_pointer_comparisons, \
    unsafe_op_in_unsafe_fn, unreachable_code, private_interfaces, improper_ctypes_definitions)]\n";

/// A folder of its own for a test, empty.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lower").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

/// The file of the harness.
pub fn harness(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lower/harness").join(name)
}

/// Runs the Rust compiler on a file.
pub fn rustc(source: &Path, arguments: &[&str]) -> Output {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder = source.parent().expect("the file is in a folder");
    Command::new(rustc)
        .args(["--edition", "2024", "--out-dir"])
        .arg(folder)
        .args(arguments)
        .arg(source)
        .output()
        .expect("the Rust compiler runs")
}

/// The library of `cpython-isa` that cargo has built for these tests.
pub fn isa_library() -> PathBuf {
    let deps = std::env::current_exe().expect("this test's path");
    let deps = deps.parent().expect("it lies in a folder");
    let is_isa = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.starts_with("libcpython_isa-") && name.ends_with(".rlib")
    };
    let mut found: Vec<PathBuf> = std::fs::read_dir(deps)
        .expect("the folder can be read")
        .flatten()
        .map(|e| e.path())
        .filter(is_isa)
        .collect();
    found.sort_by_key(|path| path.metadata().and_then(|data| data.modified()).ok());
    found.pop().expect("cargo has built cpython-isa")
}

/// Analyses a set of definitions with its bindings, and hands both over. Errors fail the test.
pub fn with_analysis<T>(set: &InputSet, f: impl FnOnce(&Analysis<'_>, &Bindings, &SourceMap) -> T) -> T {
    with_analyses(set, |analysis, _, bindings, sources| f(analysis, bindings, sources))
}

/// The same with the abstract interpreter, if there is one.
pub fn with_analyses<T>(
    set: &InputSet,
    f: impl FnOnce(&Analysis<'_>, Option<&Analysis<'_>>, &Bindings, &SourceMap) -> T,
) -> T {
    let mut sources = SourceMap::new();
    let mut sink = Diagnostics::new();
    let parsed = driver::parse(set, &mut sources, &mut sink);
    let bindings = Bindings::load_for(set.dialect, None, &mut sources, &mut sink);
    let analyses = parsed.as_ref().and_then(|parsed| driver::analyses(parsed, &sources, &mut sink));
    let (Some(bindings), Some((analysis, overlay))) = (bindings, analyses) else {
        panic!("{}", render(&sources, &sink, false));
    };
    f(&analysis, overlay.as_ref(), &bindings, &sources)
}

/// The definitions of CPython 3.13, if there is an oracle.
pub fn of_3_13() -> Option<InputSet> {
    let Some(oracle) = std::env::var_os("CASEWRIGHT_ORACLE") else {
        eprintln!("NOTE: CASEWRIGHT_ORACLE is not set; the bodies of 3.13 are not looked at");
        return None;
    };
    let tree = Path::new(&oracle).join("src/3.13");
    Some(InputSet::cpython(&tree, &mut Diagnostics::new()).expect("a source tree of CPython"))
}

/// The project's own definitions.
pub fn inputs() -> InputSet {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../inputs");
    InputSet::folder(&folder, "inputs", Dialect::V3_14, &mut Diagnostics::new()).expect("inputs/ is complete")
}
