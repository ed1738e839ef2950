//! `MANIFEST.json`: the SHA-256 of every input and every output of a run.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::GeneratedFile;

/// Its name under the output folder.
pub const MANIFEST: &str = "MANIFEST.json";

/// What `MANIFEST.json` holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this format.
    pub schema: u32,
    /// The command that wrote it.
    pub command: String,
    /// The files read, in order.
    pub inputs: Vec<Entry>,
    /// The files written, in order of their paths, without the manifest itself.
    pub outputs: Vec<Entry>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Inputs: as named in messages. Outputs: relative to the output folder.
    pub path: String,
    /// SHA-256 of the contents in hexadecimal. Inputs are hashed with `\n` line ends.
    pub sha256: String,
}

/// SHA-256 of a text in hexadecimal.
pub fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Manifest {
    /// The manifest of a run.
    pub fn new<'a>(inputs: impl Iterator<Item = (&'a str, &'a str)>, outputs: &[GeneratedFile]) -> Manifest {
        let mut outputs: Vec<Entry> =
            outputs.iter().map(|f| Entry { path: f.path.clone(), sha256: sha256(&f.contents) }).collect();
        outputs.sort_by(|a, b| a.path.cmp(&b.path));
        Manifest {
            schema: 1,
            command: "make regen".to_owned(),
            inputs: inputs
                .map(|(path, text)| Entry { path: path.to_owned(), sha256: sha256(text) })
                .collect(),
            outputs,
        }
    }

    /// The manifest as the file that is written.
    pub fn to_file(&self) -> GeneratedFile {
        let mut contents = serde_json::to_string_pretty(self).unwrap_or_default();
        contents.push('\n');
        GeneratedFile { path: MANIFEST.to_owned(), contents }
    }
}
