//! The file system: which files a run reads, reading them, and writing its outputs all or nothing.

pub mod locate;
pub mod manifest;
pub mod read;
pub mod write;

/// A file that a run produces: its path under the output folder, with `/` between folders, and its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GeneratedFile {
    /// Path relative to the output folder (`isa/src/opcode.rs`).
    pub path: String,
    /// The whole text.
    pub contents: String,
}
