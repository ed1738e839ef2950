//! From the bytes of a source file to text.

use std::borrow::Cow;

use encoding_rs::Encoding;

use super::error::SyntaxError;

/// The text of a source file: in UTF-8 unless one of the first two lines says otherwise (`# -*- coding: latin-1 -*-`),
/// without a byte order mark. Errors are those of Python's `compile` when it is given bytes.
///
/// UTF-8, Latin-1, ASCII and the code pages 125x are decoded as Python does it, others as the WHATWG Encoding Standard
/// says. An encoding that it does not have is an error, as an unknown one is.
pub fn decode<'a>(source: &'a [u8], filename: &str) -> Result<Cow<'a, str>, Box<SyntaxError>> {
    if source.contains(&0) {
        return Err(null_byte(filename));
    }
    let (bytes, marked) = match source.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, true),
        None => (source, false),
    };
    let declared = declared_encoding(bytes);
    if let Some(name) = &declared
        && marked
        && name != UTF_8
    {
        let mut error = SyntaxError::new(filename, format!("encoding problem: {name} with BOM"));
        let line = line_at(bytes, 1);
        error.line = Some(1);
        error.column = Some(0);
        error.end_line = Some(1);
        error.end_column = Some(line.chars().count() as i64);
        error.text = Some(line);
        return Err(Box::new(error));
    }
    let name = declared.as_deref().unwrap_or(UTF_8);
    // Errors of codecs come before there are lines.
    let fail = |message: String| {
        let mut error = SyntaxError::new(filename, message);
        error.line = Some(0);
        error.column = Some(-1);
        Err(Box::new(error))
    };
    match Kind::of(name) {
        Some(Kind::Utf8) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(error) if name == UTF_8 => Err(not_utf8(bytes, error.valid_up_to(), filename)),
            Err(error) => fail(utf8_message(bytes, error)),
        },
        Some(Kind::Latin1) => Ok(Cow::Owned(bytes.iter().copied().map(char::from).collect())),
        Some(Kind::Ascii) => match bytes.iter().position(|byte| !byte.is_ascii()) {
            None => Ok(String::from_utf8_lossy(bytes)),
            Some(at) => fail(format!(
                "'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in range(128)",
                bytes[at]
            )),
        },
        Some(Kind::Other(encoding)) => {
            let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
            // The standard gives control characters to what the code pages leave undefined.
            let undefined =
                |c: char| encoding.name().starts_with("windows-") && matches!(c, '\u{80}'..='\u{9f}');
            match text {
                Some(text) if !text.contains(undefined) => Ok(text),
                Some(text) => {
                    let at = text.chars().position(undefined).unwrap_or_default();
                    fail(format!(
                        "'charmap' codec can't decode byte 0x{:02x} in position {at}: character maps to <undefined>",
                        bytes.get(at).copied().unwrap_or_default()
                    ))
                }
                None => fail(format!("'{name}' codec can't decode the source")),
            }
        }
        None => fail(format!("unknown encoding: {name}")),
    }
}

/// The error for a null byte in the source.
pub(super) fn null_byte(filename: &str) -> Box<SyntaxError> {
    Box::new(SyntaxError::new(filename, "source code string cannot contain null bytes".to_owned()))
}

/// The error for source that is not UTF-8 from byte `at` on, and does not claim to be anything else.
fn not_utf8(bytes: &[u8], at: usize, filename: &str) -> Box<SyntaxError> {
    let before = &bytes[..at];
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let column = Some(String::from_utf8_lossy(&bytes[start..at]).chars().count() as i64 + 1);
    let message = format!(
        "Non-UTF-8 code starting with '\\x{:02x}' on line {line}, but no encoding declared; \
         see https://peps.python.org/pep-0263/ for details",
        bytes[at]
    );
    Box::new(SyntaxError {
        line: Some(line),
        column,
        end_line: Some(line),
        end_column: column,
        text: Some(line_at(bytes, line)),
        ..SyntaxError::new(filename, message)
    })
}

/// A line, from 1, without its end.
fn line_at(bytes: &[u8], line: usize) -> String {
    let line = bytes.split(|byte| *byte == b'\n').nth(line - 1).unwrap_or_default();
    String::from_utf8_lossy(line).into_owned()
}

/// The encoding that needs no declaration.
const UTF_8: &str = "utf-8";

enum Kind {
    Utf8,
    Latin1,
    Ascii,
    Other(&'static Encoding),
}

impl Kind {
    fn of(name: &str) -> Option<Kind> {
        let name: String =
            name.chars().map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect();
        Some(match name.as_str() {
            "utf-8" | "utf8" | "u8" | "utf" | "utf8-ucs2" | "utf8-ucs4" | "cp65001" | "utf-8-sig" => {
                Kind::Utf8
            }
            "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "8859" | "cp819" | "iso-ir-100" | "l1"
            | "latin" => Kind::Latin1,
            "ascii" | "us-ascii" | "646" | "ansi-x3.4-1968" | "iso646-us" => Kind::Ascii,
            // Source in UTF-16 has no comment in ASCII to say so.
            other if other.starts_with("utf-16") => return None,
            other => {
                // Python writes cp1251, iso8859-15 and mac-cyrillic where the standard has windows-1251, iso-8859-15
                // and x-mac-cyrillic.
                let standard = match other.strip_prefix("cp") {
                    Some(number) if number.len() == 4 && number.starts_with("125") => {
                        format!("windows-{number}")
                    }
                    _ if other.starts_with("mac-") => format!("x-{other}"),
                    _ => other.replacen("iso8859-", "iso-8859-", 1),
                };
                Kind::Other(Encoding::for_label_no_replacement(standard.as_bytes())?)
            }
        })
    }
}

/// The usual name of those two encodings that need no codec, as CPython's tokenizer sees it; others as they are.
fn normal_name(name: &str) -> String {
    let normal: String =
        name.chars().take(12).map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect();
    let is = |encoding: &str| normal == encoding || normal.starts_with(&format!("{encoding}-"));
    if is(UTF_8) {
        UTF_8.to_owned()
    } else if is("latin-1") || is("iso-8859-1") || is("iso-latin-1") {
        "iso-8859-1".to_owned()
    } else {
        name.to_owned()
    }
}

/// What one of the first two lines says of the encoding. The second counts only if the first has no code.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    for line in bytes.split(|byte| *byte == b'\n').take(2) {
        let code = line.trim_ascii_start();
        let Some(comment) = code.strip_prefix(b"#") else {
            if code.is_empty() { continue } else { return None }
        };
        if let Some(name) = coding(comment) {
            return Some(normal_name(&name));
        }
    }
    None
}

/// The name after `coding:` or `coding=`.
fn coding(comment: &[u8]) -> Option<String> {
    const WORD: &[u8] = b"coding";
    let mut rest = comment;
    while let Some(at) = rest.windows(WORD.len()).position(|window| window == WORD) {
        rest = &rest[at + WORD.len()..];
        let Some((b':' | b'=', name)) = rest.split_first() else { continue };
        let blanks = name.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let name = &name[blanks..];
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let size = name.iter().take_while(|byte| is_name(byte)).count();
        if size > 0 {
            return Some(String::from_utf8_lossy(&name[..size]).into_owned());
        }
    }
    None
}

/// Why bytes are not UTF-8, in the words of Python's codec.
fn utf8_message(bytes: &[u8], error: std::str::Utf8Error) -> String {
    let at = error.valid_up_to();
    let byte = bytes[at];
    let starts = matches!(byte, 0xc2..=0xf4);
    match error.error_len() {
        None if bytes.len() - at == 1 => {
            format!("'utf-8' codec can't decode byte 0x{byte:02x} in position {at}: unexpected end of data")
        }
        None => {
            let last = bytes.len() - 1;
            format!("'utf-8' codec can't decode bytes in position {at}-{last}: unexpected end of data")
        }
        Some(1) if starts => {
            format!(
                "'utf-8' codec can't decode byte 0x{byte:02x} in position {at}: invalid continuation byte"
            )
        }
        Some(1) => {
            format!("'utf-8' codec can't decode byte 0x{byte:02x} in position {at}: invalid start byte")
        }
        Some(length) => format!(
            "'utf-8' codec can't decode bytes in position {at}-{}: invalid continuation byte",
            at + length - 1
        ),
    }
}

/// Line ends of other systems become `\n`.
pub(super) fn universal_newlines(source: &str) -> Cow<'_, str> {
    if source.contains('\r') {
        Cow::Owned(source.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(source)
    }
}
