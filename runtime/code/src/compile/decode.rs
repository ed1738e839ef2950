//! From the bytes of a source file to text.

use std::borrow::Cow;

use encoding_rs::Encoding;

use super::error::SyntaxError;

/// The text of a source file: in UTF-8 unless one of the first two lines says otherwise (`# -*- coding: latin-1 -*-`),
/// without a byte order mark.
///
/// Latin-1, ASCII and UTF-8 are decoded as Python does it, others as the WHATWG Encoding Standard says; an encoding that it
/// does not have is an error, as an unknown one is.
pub fn decode<'a>(source: &'a [u8], filename: &str) -> Result<Cow<'a, str>, Box<SyntaxError>> {
    let (bytes, marked) = match source.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, true),
        None => (source, false),
    };
    let declared = declared_encoding(bytes);
    let name = declared.as_deref().unwrap_or("utf-8");
    let kind = Kind::of(name);
    if marked && !matches!(kind, Some(Kind::Utf8)) {
        return Err(Box::new(SyntaxError::new(filename, format!("encoding problem: {name} with BOM"))));
    }
    let fail = |message: String| Err(Box::new(SyntaxError::new(filename, message)));
    match kind {
        Some(Kind::Utf8) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(error) => {
                let at = error.valid_up_to();
                if declared.is_some() || marked {
                    return fail(format!("(unicode error) {}", utf8_message(bytes, error)));
                }
                let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
                let mut error = SyntaxError::new(
                    filename,
                    format!(
                        "Non-UTF-8 code starting with '\\x{:02x}' in file {filename} on line {line}, but no encoding \
                         declared; see https://peps.python.org/pep-0263/ for details",
                        bytes[at]
                    ),
                );
                error.line = Some(line);
                Err(Box::new(error))
            }
        },
        Some(Kind::Latin1) => Ok(Cow::Owned(bytes.iter().copied().map(char::from).collect())),
        Some(Kind::Ascii) => match bytes.iter().position(|byte| !byte.is_ascii()) {
            None => Ok(String::from_utf8_lossy(bytes)),
            Some(at) => fail(format!(
                "(unicode error) 'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in range(128)",
                bytes[at]
            )),
        },
        Some(Kind::Other(encoding)) => match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(text) => Ok(text),
            None => fail(format!("(unicode error) '{name}' codec can't decode the source")),
        },
        None => fail(format!("unknown encoding: {name}")),
    }
}

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
            "utf-8" | "utf8" | "u8" | "utf" | "utf8-ucs2" | "utf8-ucs4" | "cp65001" | "utf-8-sig" => Kind::Utf8,
            "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "8859" | "cp819" | "iso-ir-100" | "l1" | "latin" => {
                Kind::Latin1
            }
            "ascii" | "us-ascii" | "646" | "ansi-x3.4-1968" | "iso646-us" => Kind::Ascii,
            // UTF-16 source has no ASCII comment to say so.
            other if other.starts_with("utf-16") => return None,
            other => {
                // Python writes cp1251, iso8859-15 and euc-jp where the standard has windows-1251, iso-8859-15, euc-jp.
                let standard = match other.strip_prefix("cp") {
                    Some(number) if number.len() == 4 && number.starts_with("125") => format!("windows-{number}"),
                    _ => other.replacen("iso8859-", "iso-8859-", 1),
                };
                Kind::Other(Encoding::for_label_no_replacement(standard.as_bytes())?)
            }
        })
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
            return Some(name);
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
            format!("'utf-8' codec can't decode byte 0x{byte:02x} in position {at}: invalid continuation byte")
        }
        Some(1) => format!("'utf-8' codec can't decode byte 0x{byte:02x} in position {at}: invalid start byte"),
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
