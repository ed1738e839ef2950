//! Finds the files that a run reads: the project's own `inputs/`, another folder of definitions, or a CPython
//! source tree.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::read::{read_text, unreadable};
use crate::analysis::Dialect;
use crate::diagnostics::{Diagnostic, Diagnostics, catalog::files as codes};
use crate::syntax::source::{FileId, SourceMap};

/// A file to read: where it is, and the name that messages and outputs give it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputPath {
    /// Where it is.
    pub path: PathBuf,
    /// Its name: relative to the project's or the tree's root, with `/` between folders, so that neither the working
    /// directory nor the machine shows in any output.
    pub name: String,
}

/// What a run reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputSet {
    /// Instruction definitions, in the order in which they are joined: `bytecodes.c` first, then overrides.
    pub definitions: Vec<InputPath>,
    /// Definitions of the optimizer's abstract interpreter, in the order in which they are joined; mostly one file.
    pub optimizer: Vec<InputPath>,
    /// The header with the cache structs.
    pub caches: Option<InputPath>,
    /// Whose rules hold.
    pub dialect: Dialect,
}

/// An [`InputSet`] after reading: the same files in a [`SourceMap`].
#[derive(Clone, Debug)]
pub struct LoadedInputs {
    /// Instruction definitions, in order.
    pub definitions: Vec<FileId>,
    /// The optimizer's definitions, in order.
    pub optimizer: Vec<FileId>,
    /// The cache header.
    pub caches: Option<FileId>,
    /// Whose rules hold.
    pub dialect: Dialect,
}

const DEFINITIONS: &str = "bytecodes.c";
const OPTIMIZER: &str = "optimizer_bytecodes.c";
const CACHES: &str = "pycore_code.h";

impl InputSet {
    /// A folder with `bytecodes.c` and, beside it, `optimizer_bytecodes.c`, `pycore_code.h` and any number of further
    /// `*.c` files, which are read after `bytecodes.c` in the order of their names and may override its definitions.
    ///
    /// `name` is what the folder is called in messages and outputs.
    pub fn folder(folder: &Path, name: &str, dialect: Dialect, sink: &mut Diagnostics) -> Option<InputSet> {
        let input = |file: &str| InputPath { path: folder.join(file), name: join_name(name, file) };
        let main = input(DEFINITIONS);
        if !exists(&main.path) {
            sink.push(
                Diagnostic::general(codes::NO_INPUTS, format!("`{}` does not exist", main.name)).with_help(
                    "name a folder that holds `bytecodes.c` with `--inputs`, or a CPython source tree with `--cpython`",
                ),
            );
            return None;
        }
        let mut definitions = vec![main];
        // The walk is sorted by name: the order in which the file system lists a folder must not matter.
        for entry in WalkDir::new(folder).min_depth(1).max_depth(1).sort_by_file_name() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    sink.push(unreadable(name, &error.to_string()));
                    return None;
                }
            };
            let file = entry.file_name().to_string_lossy();
            if file.ends_with(".c") && file != DEFINITIONS && file != OPTIMIZER {
                definitions.push(input(&file));
            }
        }
        let optional = |file: &str| exists(&folder.join(file)).then(|| input(file));
        let optimizer = optional(OPTIMIZER).into_iter().collect();
        Some(InputSet { definitions, optimizer, caches: optional(CACHES), dialect })
    }

    /// A CPython source tree: `Python/bytecodes.c`, `Python/optimizer_bytecodes.c`, `Include/internal/pycore_code.h`;
    /// the version is read from `Include/patchlevel.h`.
    pub fn cpython(tree: &Path, sink: &mut Diagnostics) -> Option<InputSet> {
        let input = |file: &str| InputPath { path: tree.join(file), name: file.to_owned() };
        let definitions = input("Python/bytecodes.c");
        let version = input("Include/patchlevel.h");
        for needed in [&definitions, &version] {
            if !exists(&needed.path) {
                sink.push(
                    Diagnostic::general(
                        codes::NO_INPUTS,
                        format!("this is no CPython source tree: `{}` does not exist", needed.name),
                    )
                    .with_help("name the root of a CPython checkout or of an unpacked source release"),
                );
            }
        }
        if sink.has_errors() {
            return None;
        }
        let dialect = tree_version(&version, sink)?;
        let optional = |file: &str| exists(&tree.join(file)).then(|| input(file));
        Some(InputSet {
            definitions: vec![definitions],
            optimizer: optional("Python/optimizer_bytecodes.c").into_iter().collect(),
            caches: optional("Include/internal/pycore_code.h"),
            dialect,
        })
    }

    /// Reads every file; what cannot be read is reported, all of it.
    pub fn load(&self, sources: &mut SourceMap, sink: &mut Diagnostics) -> Option<LoadedInputs> {
        let mut read = |inputs: &[InputPath]| -> Vec<Option<FileId>> {
            inputs.iter().map(|input| read_text(input, sources, sink)).collect()
        };
        let definitions = read(&self.definitions);
        let optimizer = read(&self.optimizer);
        let caches = read(self.caches.as_slice());
        Some(LoadedInputs {
            definitions: definitions.into_iter().collect::<Option<_>>()?,
            optimizer: optimizer.into_iter().collect::<Option<_>>()?,
            caches: caches.into_iter().collect::<Option<Vec<_>>>()?.pop(),
            dialect: self.dialect,
        })
    }
}

/// Whether there is anything of this name. What is there but cannot be read, such as a folder, a pipe or a link to
/// nowhere, is not the same as nothing: reading it says what is wrong, and going on without it would hide that.
pub(crate) fn exists(path: &Path) -> bool {
    let nothing = [ErrorKind::NotFound, ErrorKind::NotADirectory];
    fs::symlink_metadata(path).map_err(|error| error.kind()).err().is_none_or(|kind| !nothing.contains(&kind))
}

fn join_name(folder: &str, file: &str) -> String {
    if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") }
}

/// Reads `PY_MAJOR_VERSION` and `PY_MINOR_VERSION` and picks the rules.
fn tree_version(header: &InputPath, sink: &mut Diagnostics) -> Option<Dialect> {
    let mut sources = SourceMap::new();
    let file = read_text(header, &mut sources, sink)?;
    let number = |name: &str| {
        sources.file(file).text.lines().find_map(|line| {
            let mut words = line.split_whitespace();
            (words.next() == Some("#define") && words.next() == Some(name))
                .then(|| words.next().unwrap_or(""))
        })
    };
    let (major, minor) = (number("PY_MAJOR_VERSION"), number("PY_MINOR_VERSION"));
    match (major, minor) {
        (Some("3"), Some("13")) => Some(Dialect::V3_13),
        (Some("3"), Some("14")) => Some(Dialect::V3_14),
        _ => {
            let found = match (major, minor) {
                (Some(major), Some(minor)) => format!("CPython {major}.{minor}"),
                _ => format!("`{}` does not say which version", header.name),
            };
            sink.push(
                Diagnostic::general(
                    codes::UNSUPPORTED_VERSION,
                    format!("this tree's version is not supported: {found}"),
                )
                .with_help("casewright reads the definitions of CPython 3.13 and 3.14"),
            );
            None
        }
    }
}
