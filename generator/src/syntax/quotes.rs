//! Literals that the reference's lexer does not know, and which it therefore cuts into single characters and words
//! without a word of complaint: `'\\n'` is four tokens for it, an unclosed string is a quote and whatever follows.
//! Strict mode accepts the former, because it is good C and the grammar of expressions knows it, and reports the
//! latter. Only what is between the markers counts: before and after them the reference is right not to care.

use super::lex::Bad;
use super::source::{FileId, Span, Token, TokenKind};
use super::split::token_text;

/// Finds the bad literals among the tokens between the markers, in order; at most one a line.
pub(crate) fn bad_literals(file: FileId, text: &str, tokens: &[Token]) -> Vec<(Span, Bad)> {
    let mut found = Vec::new();
    // Where the literal or line ends that was looked at last.
    let mut done = 0;
    for (i, token) in tokens.iter().enumerate() {
        if token.start < done {
            continue;
        }
        let bad = match (token.kind, token_text(text, token)) {
            (TokenKind::String, "\"") => Bad::String,
            (TokenKind::Character, "'" | "'\\'") => {
                if let Some(end) = char_end(text, token.start)
                    // If the closing quote was taken for the start of another literal, the reference is out of
                    // step.
                    && tokens.get(i..).unwrap_or_default().iter().find(|t| t.end >= end).is_some_and(|t| t.end == end)
                {
                    done = end;
                    continue;
                }
                Bad::CharLiteral
            }
            (TokenKind::DirectiveOther, "#") => Bad::Directive,
            _ => continue,
        };
        // Looking for the line's end takes time in proportion to its length, so it is done for bad literals only,
        // after which the rest of the line is skipped.
        let rest = text.get(token.start as usize..).unwrap_or_default();
        let line = rest.get(..rest.find('\n').unwrap_or(rest.len())).unwrap_or_default();
        let length = match bad {
            Bad::String => string_length(line),
            Bad::CharLiteral => literal_length(line),
            _ => line.len(),
        };
        found.push((Span { file, start: token.start, end: token.start + length as u32 }, bad));
        done = token.start + line.len() as u32;
    }
    found
}

/// The end of a C character literal with an escape that starts at `start`, if there is one.
fn char_end(text: &str, start: u32) -> Option<u32> {
    let literal = text.get(start as usize..)?;
    let escape = literal.strip_prefix("'\\")?;
    let body = match escape.chars().next()? {
        '0'..='7' => escape.trim_start_matches(|c: char| ('0'..='7').contains(&c)),
        'x' => escape.get(1..)?.trim_start_matches(|c: char| c.is_ascii_hexdigit()),
        'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | '\\' | '\'' | '"' | '?' => escape.get(1..)?,
        _ => return None,
    };
    let after = body.strip_prefix('\'')?;
    Some(start + (literal.len() - after.len()) as u32)
}

/// The length of a string literal, closed or not, whatever its escapes.
fn string_length(line: &str) -> usize {
    let mut escaped = false;
    for (i, c) in line.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return i + 1,
            _ => {}
        }
    }
    line.trim_end().len().max(1)
}

/// The length of something between single quotes, or of the quote alone.
fn literal_length(line: &str) -> usize {
    line.get(1..).and_then(|rest| rest.find('\'')).filter(|i| *i < 20).map_or(1, |i| i + 2)
}
