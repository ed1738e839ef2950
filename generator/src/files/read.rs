//! Reads a text file into a [`SourceMap`], with a diagnostic for everything that can be wrong with it.

use std::fs;
use std::io::Read;
use std::path::Path;

use super::locate::InputPath;
use crate::diagnostics::{Diagnostic, Diagnostics, catalog::files as codes};
use crate::syntax::source::{FileId, SourceMap, Span};

/// The longest text that is read, in bytes. CPython's own files have a quarter of a megabyte at most; what is
/// longer is some other file, and is refused before it is read.
pub const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;

/// The finding that a path cannot be read, with the system's reason.
pub fn unreadable(name: &str, reason: &str) -> Diagnostic {
    Diagnostic::general(codes::UNREADABLE, format!("`{name}` cannot be read: {reason}"))
        .with_help("check that the file exists and that you may read it")
}

/// Reads a file. Line ends are normalised to `\n` (as the reference does by opening it as text), so that the
/// same definitions give the same output on every system.
pub fn read_text(input: &InputPath, sources: &mut SourceMap, sink: &mut Diagnostics) -> Option<FileId> {
    let bytes = match read_bytes(&input.path, &input.name) {
        Ok(bytes) => bytes,
        Err(diagnostic) => {
            sink.push(diagnostic);
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) if text.contains('\r') => {
            Some(sources.add(input.name.clone(), text.replace("\r\n", "\n").replace('\r', "\n")))
        }
        Ok(text) => Some(sources.add(input.name.clone(), text)),
        Err(error) => {
            // The excerpt shows the text up to the first byte that is wrong.
            let good = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let byte = bytes[good];
            let text = String::from_utf8_lossy(&bytes[..good]).into_owned();
            let at = text.len() as u32;
            let file = sources.add(input.name.clone(), text + "\u{fffd}");
            let span = Span { file, start: at, end: at + '\u{fffd}'.len_utf8() as u32 };
            sink.push(
                Diagnostic::error(
                    codes::NOT_UTF8,
                    format!("`{}` is not UTF-8 text", input.name),
                    span,
                    format!("the byte 0x{byte:02x} at offset {good} does not belong to any character"),
                )
                .with_help("save the file as UTF-8, or check that it is the file you meant"),
            );
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
    if metadata.len() > MAX_FILE_BYTES {
        return Err(too_large(name, metadata.len()));
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    // The limit is set on the reading as well: the file may grow meanwhile.
    fs::File::open(path).map_err(failed)?.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(too_large(name, bytes.len() as u64));
    }
    Ok(bytes)
}

fn too_large(name: &str, bytes: u64) -> Diagnostic {
    Diagnostic::general(
        codes::TOO_LARGE,
        format!("`{name}` has {bytes} bytes, more than the {MAX_FILE_BYTES} that are read"),
    )
    .with_help("check that it is the file you meant: CPython's own definitions have about 200,000 bytes")
}
