//! Bytes to text: what can be refused before anything is parsed.

use super::MAX_FILE_BYTES;
use super::source::{FileId, SourceMap, Span};
use crate::diagnostics::catalog::syntax as codes;
use crate::diagnostics::{Diagnostic, Diagnostics};

/// Adds the bytes of a file to `sources` under a name, if they can be a definition file or a header: at most
/// [`MAX_FILE_BYTES`] of UTF-8 without NUL bytes, not blank. Otherwise says why not. Line ends are turned into
/// `\n` by [`SourceMap::add`].
pub fn add_file(
    sources: &mut SourceMap,
    name: impl Into<String>,
    bytes: Vec<u8>,
    sink: &mut Diagnostics,
) -> Option<FileId> {
    let name = name.into();
    if bytes.len() > MAX_FILE_BYTES {
        sink.push(too_large(sources, name, &bytes, bytes.len() as u64));
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let id = sources.add(name, text);
            check(sources, id, sink).then_some(id)
        }
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            // Line ends before the place may be shorter by now; the replacement character says where it is.
            let id = sources.add(name, text);
            let text = &sources.file(id).text;
            let from = text.char_indices().map(|(i, _)| i).take_while(|i| *i <= valid).last().unwrap_or(0);
            let start = text.get(..from).and_then(|t| t.find('\u{FFFD}')).unwrap_or_else(|| {
                text.get(from..).and_then(|t| t.find('\u{FFFD}')).map_or(from, |i| from + i)
            });
            let span = Span {
                file: id,
                start: start as u32,
                end: (start + '\u{FFFD}'.len_utf8()).min(text.len()) as u32,
            };
            sink.push(
                Diagnostic::error(
                    codes::NOT_UTF8,
                    "the file is not UTF-8 text",
                    span,
                    "not valid UTF-8 from here on",
                )
                .with_help("save the file as UTF-8"),
            );
            None
        }
    }
}

/// Whether a text that is already in the map can be parsed; says why not otherwise.
pub(crate) fn check(sources: &SourceMap, id: FileId, sink: &mut Diagnostics) -> bool {
    let file = sources.file(id);
    if file.text.len() > MAX_FILE_BYTES {
        sink.push(too_large_at(first_line(sources, id), &file.display_name(), file.text.len() as u64));
        return false;
    }
    if let Some(at) = file.text.find('\0') {
        let span = Span { file: id, start: at as u32, end: at as u32 + 1 };
        sink.push(
            Diagnostic::error(codes::NUL_BYTE, "the file has a NUL byte", span, "here")
                .with_help("the file is probably binary, or UTF-16: save it as UTF-8 text"),
        );
        return false;
    }
    if file.text.trim().is_empty() {
        let message = format!("{} is empty", file.display_name());
        sink.push(
            Diagnostic::error(codes::EMPTY_FILE, message, first_line(sources, id), "nothing but white space")
                .with_help("a definition file has at least the BEGIN and END markers"),
        );
        return false;
    }
    true
}

/// The finding that a file is larger than what is read. `head` is its beginning, of which the first line is
/// shown, so that people see which file it is.
pub(crate) fn too_large(sources: &mut SourceMap, name: String, head: &[u8], bytes: u64) -> Diagnostic {
    let head = String::from_utf8_lossy(&head[..head.len().min(SHOWN)]).into_owned();
    let id = sources.add(name.clone(), head);
    too_large_at(first_line(sources, id), &name, bytes)
}

/// Bytes of a file that is too large that may be shown.
pub(crate) const SHOWN: usize = 200;

fn too_large_at(at: Span, name: &str, bytes: u64) -> Diagnostic {
    let mib = MAX_FILE_BYTES >> 20;
    let message = format!("{name} has {bytes} bytes, more than {mib} MiB");
    Diagnostic::error(codes::FILE_TOO_LARGE, message, at, "begins here")
        .with_help("check that this is the right file; definitions can be spread over several files")
}

/// The first line of a file, at most [`SHOWN`] bytes of it.
fn first_line(sources: &SourceMap, id: FileId) -> Span {
    let text = &sources.file(id).text;
    let mut end = text.find('\n').unwrap_or(text.len()).min(SHOWN);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Span { file: id, start: 0, end: end as u32 }
}
