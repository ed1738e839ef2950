//! Reads a text file into a [`SourceMap`], with a diagnostic for everything that can be wrong with it.

use std::fs;
use std::io::Read;
use std::path::Path;

use super::locate::InputPath;
use crate::diagnostics::{Diagnostic, Diagnostics, catalog::files as codes};
use crate::syntax::source::{FileId, SourceMap};
use crate::syntax::{MAX_FILE_BYTES, input};

/// The finding that a path cannot be read, with the system's reason.
pub fn unreadable(name: &str, reason: &str) -> Diagnostic {
    Diagnostic::general(codes::UNREADABLE, format!("`{name}` cannot be read: {reason}"))
        .with_help("check that the file exists and that you may read it")
}

/// Reads a file. What is no text that can be parsed is reported by [`input::add_file`].
pub fn read_text(input: &InputPath, sources: &mut SourceMap, sink: &mut Diagnostics) -> Option<FileId> {
    match read_bytes(&input.path, &input.name) {
        Ok(bytes) => input::add_file(sources, input.name.clone(), bytes, sink),
        Err(diagnostic) => {
            sink.push(diagnostic);
            None
        }
    }
}

fn read_bytes(path: &Path, name: &str) -> Result<Vec<u8>, Diagnostic> {
    let failed = |error: std::io::Error| unreadable(name, &error.to_string());
    let metadata = fs::metadata(path).map_err(failed)?;
    // A pipe or a device could keep the run waiting, or feed it, for ever.
    if !metadata.is_file() {
        return Err(unreadable(name, "it is not a regular file"));
    }
    let limit = MAX_FILE_BYTES as u64;
    if metadata.len() > limit {
        return Err(input::too_large(name, metadata.len()));
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    // The limit is set on the reading as well: the file may grow meanwhile.
    fs::File::open(path).map_err(failed)?.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}
