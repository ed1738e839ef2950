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
        Ok((bytes, length)) if length > MAX_FILE_BYTES as u64 => {
            sink.push(input::too_large(sources, input.name.clone(), &bytes, length));
            None
        }
        Ok((bytes, _)) => input::add_file(sources, input.name.clone(), bytes, sink),
        Err(diagnostic) => {
            sink.push(diagnostic);
            None
        }
    }
}

/// The contents of a file, or the beginning of one that is too large, and its length.
fn read_bytes(path: &Path, name: &str) -> Result<(Vec<u8>, u64), Diagnostic> {
    let failed = |error: std::io::Error| unreadable(name, &error.to_string());
    let metadata = fs::metadata(path).map_err(failed)?;
    // A pipe or a device could keep the run waiting, or feed it, for ever.
    if !metadata.is_file() {
        return Err(unreadable(name, "it is not a regular file"));
    }
    // The limit is set on the reading as well: the file may grow meanwhile.
    let length = metadata.len();
    let limit = if length > MAX_FILE_BYTES as u64 { input::SHOWN as u64 } else { MAX_FILE_BYTES as u64 + 1 };
    let mut bytes = Vec::new();
    fs::File::open(path).map_err(failed)?.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    let length = length.max(bytes.len() as u64);
    Ok((bytes, length))
}
