//! `casewright upstream`

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use tempfile::NamedTempFile;

use super::select::Select;
use super::{Outcome, print, report};
use crate::diagnostics::catalog::files as codes;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::emit::c::File;
use crate::files::locate::{InputPath, InputSet};
use crate::files::write::write_all;
use crate::syntax::source::SourceMap;
use crate::upstream::{self, Request};

/// Arguments of `casewright upstream`.
#[derive(Debug, Args)]
#[command(
    after_help = "The header of a file names the reference's script as in a CPython tree, and the inputs \
    under the names given here; all below the header is what the reference writes."
)]
pub(crate) struct Upstream {
    /// The file to write: opcode_ids.h, opcode_targets.h, pycore_opcode_metadata.h, pycore_uop_ids.h,
    /// pycore_uop_metadata.h, _opcode_metadata.py, generated_cases.c.h, executor_cases.c.h or optimizer_cases.c.h
    #[arg(value_name = "NAME", required_unless_present = "all")]
    file: Option<File>,
    /// Definition files, joined in this order; for optimizer_cases.c.h those of the abstract interpreter
    /// [default: the project's, or as --inputs or --cpython says]
    #[arg(value_name = "INPUT", conflicts_with_all = ["all", "inputs", "cpython"])]
    input: Vec<PathBuf>,
    /// A file that the abstract interpreter's INPUT overrides; may be given several times [default: the last INPUT, as
    /// in the reference]
    #[arg(long, value_name = "FILE", requires = "input")]
    base: Vec<PathBuf>,
    /// Write all the files, into the folder -o
    #[arg(long, requires = "output", conflicts_with = "file")]
    all: bool,
    /// Where to write; with --all, a folder [default: standard output]
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Accept whatever CPython's own generator accepts
    #[arg(long)]
    as_reference: bool,
    #[command(flatten)]
    select: Select,
    /// Print what was wrong as JSON
    #[arg(long)]
    json: bool,
}

impl Upstream {
    pub(crate) fn run(&self) -> Outcome {
        let mut sources = SourceMap::new();
        let mut sink = Diagnostics::new();
        let done = self.write(&mut sources, &mut sink).filter(|()| !sink.has_errors());
        report(&sources, &sink, self.json && done.is_none());
        if done.is_some() { Outcome::Good } else { Outcome::Bad }
    }

    fn write(&self, sources: &mut SourceMap, sink: &mut Diagnostics) -> Option<()> {
        let set = self.set(sink)?;
        let mut request = Request { as_reference: self.as_reference, ..Request::all(&set) };
        if let Some(file) = self.file {
            request.files = vec![file];
        }
        let done = upstream::run(&set, &request, sources, sink)?;
        let written = match &self.output {
            None => {
                done.files.iter().for_each(|(_, text)| print(text));
                Ok(())
            }
            Some(folder) if self.all => write_all(folder, &done.generated()).map(|_| ()),
            Some(path) => done.files.iter().try_for_each(|(_, text)| replace(path, text)),
        };
        written.map_err(|diagnostic| sink.push(diagnostic)).ok()
    }

    /// What to read.
    fn set(&self, sink: &mut Diagnostics) -> Option<InputSet> {
        let Some((last, others)) = self.input.split_last() else { return self.select.inputs(sink) };
        let inputs = |paths: &[PathBuf]| -> Vec<InputPath> {
            let input = |path: &PathBuf| InputPath { path: path.clone(), name: path.display().to_string() };
            paths.iter().map(input).collect()
        };
        let (definitions, optimizer) = match (self.file, self.base.as_slice()) {
            (Some(File::OptimizerCases), []) => (std::slice::from_ref(last), others),
            (Some(File::OptimizerCases), base) => (base, self.input.as_slice()),
            _ => (self.input.as_slice(), &[][..]),
        };
        if self.file == Some(File::OptimizerCases) && optimizer.is_empty() {
            sink.push(
                Diagnostic::general(
                    codes::NO_INPUTS,
                    format!("`{}` is made from two files or more", File::OptimizerCases),
                )
                .with_help("name `optimizer_bytecodes.c` as the input and `bytecodes.c` with `--base`"),
            );
            return None;
        }
        let (definitions, optimizer) = (inputs(definitions), inputs(optimizer));
        Some(InputSet { definitions, optimizer, caches: None, dialect: self.select.dialect() })
    }
}

/// Writes a file all or nothing: its new contents are complete before they take its place.
fn replace(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let failed = |error: &dyn std::fmt::Display| {
        Diagnostic::general(codes::UNWRITABLE, format!("`{}` cannot be written: {error}", path.display()))
            .with_help("nothing was changed; mend the cause and run the command again")
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    let mut file = NamedTempFile::new_in(folder).map_err(|error| failed(&error))?;
    file.write_all(text.as_bytes()).map_err(|error| failed(&error))?;
    // A temporary file is for its owner's eyes only; what it becomes is as readable as any other file.
    let mode = fs::metadata(path).ok().map(|metadata| metadata.permissions());
    if let Some(mode) = mode.or_else(readable) {
        file.as_file().set_permissions(mode).map_err(|error| failed(&error))?;
    }
    file.persist(path).map(|_| ()).map_err(|error| failed(&error.error))
}

/// The permissions of a new file.
#[cfg(unix)]
fn readable() -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(fs::Permissions::from_mode(0o644))
}

/// The permissions of a new file: the system's own.
#[cfg(not(unix))]
fn readable() -> Option<fs::Permissions> {
    None
}
