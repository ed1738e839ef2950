//! The tables of CPython that are compared fact by fact: where they lie, and what they state.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::cpython::{self, Unreadable};
use super::facts::FactSet;
use super::{Section, names, ours};
use crate::driver;
use crate::emit::c::File;
use crate::upstream::Upstream;

type Reader = fn(&str, &mut FactSet) -> Result<(), Unreadable>;

/// The tables that can be read as facts, and how.
pub const READERS: [(File, Reader); 5] = [
    (File::OpcodeIds, cpython::opcode_ids),
    (File::OpcodeMetadata, cpython::opcode_metadata),
    (File::UopIds, cpython::uop_ids),
    (File::UopMetadata, cpython::uop_metadata),
    (File::PyMetadata, cpython::python_metadata),
];

/// Where CPython's tables lie.
#[derive(Clone, Copy, Debug)]
pub enum Tables<'a> {
    /// As an oracle folder has them, from an installed CPython: all are there.
    Installed(&'a Path),
    /// In the oracle's source tree: all are there.
    OracleTree(&'a Path),
    /// In a checkout of anybody's, which need not have them.
    Checkout(&'a Path),
}

impl Tables<'_> {
    /// Where a generated file lies.
    pub fn path(self, file: File) -> PathBuf {
        match self {
            Tables::Installed(root) if file == File::PyMetadata => {
                root.join("lib/python3.14").join(file.name())
            }
            // Installed headers lie as in a tree, but in `include/`.
            Tables::Installed(root) => {
                let folder = Path::new(file.folder()).strip_prefix("Include").unwrap_or(Path::new(""));
                root.join("include").join(folder).join(file.name())
            }
            Tables::OracleTree(tree) | Tables::Checkout(tree) => tree.join(file.folder()).join(file.name()),
        }
    }

    fn cache_header(self) -> PathBuf {
        self.path(File::UopIds).with_file_name(names::CACHE_HEADER)
    }

    /// A file's text. Without it, why it is not to be had is a failure of the section, or a note if it need not be
    /// there.
    pub fn read(self, path: &Path, section: &mut Section) -> Option<String> {
        let error = match std::fs::read_to_string(path) {
            Ok(text) => return Some(text),
            Err(error) => error,
        };
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        if error.kind() == ErrorKind::NotFound && matches!(self, Tables::Checkout(_)) {
            section.notes.push(format!("{name} is not in the tree, so it was not compared"));
        } else {
            section.failures.push(format!("{name}: {error}"));
        }
        None
    }
}

/// Compares an instruction set with the tables that CPython's generator wrote.
pub fn compare_tables(title: &str, inputs: &Upstream, tables: Tables<'_>) -> Section {
    let mut section = Section::new(title);
    let (mut theirs, mut ours) = (FactSet::new(), ours::facts(&inputs.isa));
    for (file, read) in READERS {
        match tables.read(&tables.path(file), &mut section) {
            Some(text) => {
                if let Err(error) = read(&text, &mut theirs) {
                    section.failures.push(format!("{} could not be read: {}", error.file, error.what));
                }
            }
            // What there is nothing to compare with is no difference.
            None => ours.forget(file.name()),
        }
    }
    if let Some(text) = tables.read(&tables.cache_header(), &mut section) {
        match driver::cache_layout(&text) {
            Ok(layout) => {
                ours::cache_facts(&layout.structs, &layout.entries, &mut theirs);
                ours::cache_facts(&inputs.isa.caches, &inputs.isa.cache_entries, &mut ours);
            }
            Err(error) => {
                section.failures.push(format!("{} could not be read: {error}", names::CACHE_HEADER));
            }
        }
    }
    section.compare(&theirs, &ours, &inputs.definitions);
    section
}
