//! Which definitions to read and which folder to write or compare: the arguments that several commands share.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::analysis::Dialect;
use crate::diagnostics::Diagnostics;
use crate::files::locate::InputSet;

/// Which definitions to read.
#[derive(Debug, Args)]
pub(crate) struct Select {
    /// A folder with bytecodes.c, optimizer_bytecodes.c, pycore_code.h and further *.c files that override
    /// [default: inputs/ of the project]
    #[arg(long, value_name = "DIR", conflicts_with = "cpython")]
    inputs: Option<PathBuf>,
    /// A CPython source tree to read instead
    #[arg(long, value_name = "DIR")]
    cpython: Option<PathBuf>,
    /// Whose rules hold for --inputs
    #[arg(long, value_enum, default_value = "3.14", conflicts_with = "cpython")]
    dialect: Version,
    /// The project's root [default: the nearest folder above the current one with inputs/ and generated/]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

/// A CPython version whose rules are known.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Version {
    #[value(name = "3.13")]
    V3_13,
    #[value(name = "3.14")]
    V3_14,
}

impl From<Version> for Dialect {
    fn from(version: Version) -> Dialect {
        match version {
            Version::V3_13 => Dialect::V3_13,
            Version::V3_14 => Dialect::V3_14,
        }
    }
}

impl Select {
    /// The files to read.
    pub(crate) fn inputs(&self, sink: &mut Diagnostics) -> Option<InputSet> {
        if let Some(tree) = &self.cpython {
            return InputSet::cpython(tree, sink);
        }
        let default = self.root().join("inputs");
        let folder = self.inputs.as_deref().unwrap_or(&default);
        InputSet::folder(folder, &folder_name(folder), self.dialect.into(), sink)
    }

    /// These arguments as they are given to another command.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let paths = [("--inputs", &self.inputs), ("--cpython", &self.cpython), ("--root", &self.root)];
        let given = |(flag, path): (&str, &Option<PathBuf>)| argument(flag, path.as_deref()?);
        let mut arguments: Vec<String> = paths.into_iter().filter_map(given).collect();
        if matches!(self.dialect, Version::V3_13) {
            arguments.push("--dialect 3.13".to_owned());
        }
        arguments
    }

    /// Whose rules hold for files that are named one by one.
    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect.into()
    }

    /// The CPython source tree to read, if it is one.
    pub(crate) fn cpython(&self) -> Option<&Path> {
        self.cpython.as_deref()
    }

    /// The project's root, or the current folder outside of any project.
    pub(crate) fn root(&self) -> PathBuf {
        self.project().unwrap_or_else(|| PathBuf::from("."))
    }

    /// The project's root, if there is a project.
    pub(crate) fn project(&self) -> Option<PathBuf> {
        if self.root.is_some() {
            return self.root.clone();
        }
        let here = std::env::current_dir().unwrap_or_default();
        let project =
            |folder: &&Path| folder.join("inputs/bytecodes.c").is_file() && folder.join("generated").is_dir();
        here.ancestors().find(project).map(Path::to_owned)
    }
}

/// A flag with a path as a shell takes it.
pub(crate) fn argument(flag: &str, path: &Path) -> Option<String> {
    let path = path.to_str()?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+,=@".contains(c);
    if !path.is_empty() && path.chars().all(is_plain) {
        return Some(format!("{flag} {path}"));
    }
    Some(format!("{flag} '{}'", path.replace('\'', r"'\''")))
}

/// What a folder is called in messages and outputs: its own name, so that no output depends on where it lies.
fn folder_name(folder: &Path) -> String {
    folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
