//! Finds the definitions of a file in its token list.

use super::source::{Token, TokenKind};

/// What a piece of the file is going to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Inst,
    Label,
    Macro,
    Family,
    Pseudo,
}

/// One definition's tokens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub kind: Kind,
    /// Its first token.
    pub start: usize,
    /// The token after its last one.
    pub end: usize,
}

/// The comments that enclose the definitions.
pub(crate) const BEGIN_MARKER: &str = "// BEGIN BYTECODES //";
/// See [`BEGIN_MARKER`].
pub(crate) const END_MARKER: &str = "// END BYTECODES //";

/// The tokens between the markers.
pub(crate) fn between_markers(text: &str, tokens: &[Token]) -> Option<(usize, usize)> {
    let is = |t: &Token, marker: &str| {
        t.kind == TokenKind::Comment && &text[t.start as usize..t.end as usize] == marker
    };
    let begin = tokens.iter().position(|t| is(t, BEGIN_MARKER))? + 1;
    let end = tokens[begin..].iter().position(|t| is(t, END_MARKER)).map(|i| begin + i)?;
    Some((begin, end))
}

/// Cuts the tokens between the markers into definitions.
pub(crate) fn split(text: &str, tokens: &[Token], begin: usize, end: usize) -> Vec<Piece> {
    let text_of = |i: usize| tokens.get(i).map_or("", |t| &text[t.start as usize..t.end as usize]);
    let mut pieces = Vec::new();
    let mut i = begin;
    while i < end {
        if tokens[i].kind == TokenKind::Comment {
            i += 1;
            continue;
        }
        let start = i;
        while i < end && tokens[i].kind == TokenKind::Annotation {
            i += 1;
            if text_of(i) == "(" {
                i += 3;
            }
        }
        let kind = match text_of(i) {
            "inst" | "op" => Kind::Inst,
            "label" | "spilled" => Kind::Label,
            "macro" => Kind::Macro,
            "family" => Kind::Family,
            "pseudo" => Kind::Pseudo,
            _ => {
                i += 1;
                continue;
            }
        };
        let last = if matches!(kind, Kind::Inst | Kind::Label) { "}" } else { ";" };
        let mut depth = 0i32;
        while i < end {
            let token = text_of(i);
            if tokens[i].kind == TokenKind::Punct {
                match token {
                    "(" | "[" | "{" => depth += 1,
                    ")" | "]" | "}" => depth -= 1,
                    _ => {}
                }
                if depth == 0 && token == last {
                    break;
                }
            }
            i += 1;
        }
        i = (i + 1).min(end);
        pieces.push(Piece { kind, start, end: i });
    }
    pieces
}
