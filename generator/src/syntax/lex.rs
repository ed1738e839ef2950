//! Text to tokens: the grammar's entry rule `tok_file`, with kinds and positions as the reference's lexer.py
//! reports them (reference.md B1, B3–B5).

use pest::Parser;
use pest::iterators::Pair;

use super::ParseOptions;
use super::grammar::{Grammar, Rule};
use super::source::{FileId, Span, Token, TokenKind};
use super::words::word_kind;

/// What is wrong with a piece of text that is no token, or with a token that the reference accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bad {
    /// Characters that start no token.
    Character,
    /// A `/*` comment that does not end. (The reference goes on with the tokens `/` and `*`.)
    Comment,
    /// A string literal that does not end on its line or has an unknown escape; see `quotes.rs`.
    String,
    /// A character literal that is none; see `quotes.rs`.
    CharLiteral,
    /// A `#` line at the very end of the file without a line end.
    Directive,
}

/// What [`lex`] found.
pub(crate) struct Lexed {
    /// The good tokens, in order.
    pub tokens: Vec<Token>,
    /// The pieces of text that are no tokens, in order.
    pub bad: Vec<(Span, Bad)>,
}

/// Bytes given to the grammar at a time. Its queue of pairs needs about 80 bytes a token, so cutting the text
/// keeps a large file's memory small.
const CHUNK: usize = 1 << 16;

/// Bytes behind comments without an end that are looked at once more, one after the other: what the reference makes of
/// such comments takes time in proportion to their number times the length of the text.
const MAX_RESCANNED: usize = 1 << 26;

/// Cuts a whole text into tokens. Never fails: text that is no token is listed in [`Lexed::bad`].
pub(crate) fn lex(file: FileId, text: &str, options: ParseOptions) -> Lexed {
    let mut lexed = Lexed { tokens: Vec::with_capacity(text.len() / 6), bad: Vec::new() };
    let mut place = Place::new(text);
    let mut chunk = CHUNK;
    let mut rescans = MAX_RESCANNED;
    while place.bytes < text.len() {
        // Only comments go over line ends, so a text may be cut after any; if a comment is cut in two, a chunk
        // twice the size starts with it.
        let base = place.bytes;
        let cut = text.as_bytes().get(base + chunk..).and_then(|rest| rest.iter().position(|b| *b == b'\n'));
        let end = cut.map_or(text.len(), |i| base + chunk + i + 1);
        // `tok_file` has an alternative that takes any character, so this cannot fail.
        let Ok(pairs) = Grammar::parse(Rule::tok_file, &text[base..end]) else { break };
        let (mut cut_comment, mut slash) = (false, false);
        for pair in pairs.flat_map(Pair::into_inner) {
            let span = pair.as_span();
            let (start, stop) = (base + span.start(), base + span.end());
            let body = span.as_str();
            let kind = match pair.as_rule() {
                Rule::tok_word => word_kind(body, options.dialect),
                Rule::tok_number => TokenKind::Number,
                Rule::tok_string => TokenKind::String,
                Rule::tok_char => TokenKind::Character,
                Rule::tok_comment => TokenKind::Comment,
                Rule::tok_directive => directive_kind(body),
                Rule::tok_punct => TokenKind::Punct,
                Rule::tok_quote if body == "'" => TokenKind::Character,
                Rule::tok_quote => TokenKind::String,
                Rule::tok_hash_sign => TokenKind::DirectiveOther,
                Rule::tok_bad_comment if end < text.len() => {
                    cut_comment = true;
                    break;
                }
                other => {
                    if other == Rule::tok_bad_comment && options.as_reference && stop - start <= rescans {
                        // The reference goes on after the `/`.
                        rescans -= stop - start;
                        lexed.tokens.push(place.token(start, start + 1, Some(TokenKind::Punct)));
                        slash = true;
                        break;
                    }
                    let bad = match other {
                        Rule::tok_bad_comment => Bad::Comment,
                        Rule::tok_bad => Bad::Character,
                        _ => continue,
                    };
                    place.token(start, stop, None);
                    lexed.bad(Span { file, start: start as u32, end: stop as u32 }, bad);
                    continue;
                }
            };
            lexed.tokens.push(place.token(start, stop, Some(kind)));
        }
        if cut_comment && place.bytes == base {
            chunk *= 2;
        } else if !cut_comment && !slash {
            place.gap_to(end);
            chunk = CHUNK;
        }
    }
    lexed
}

impl Lexed {
    /// Notes a bad piece of text; bad characters side by side are one piece.
    fn bad(&mut self, span: Span, bad: Bad) {
        match self.bad.last_mut() {
            Some((last, Bad::Character)) if bad == Bad::Character && last.end == span.start => {
                last.end = span.end
            }
            _ => self.bad.push((span, bad)),
        }
    }
}

/// Tells `#if`, `#else` and `#endif` by the first letters after the `#`, as the reference does.
fn directive_kind(line: &str) -> TokenKind {
    let body = directive_body(line);
    if body.starts_with("if") {
        TokenKind::DirectiveIf
    } else if body.starts_with("else") {
        TokenKind::DirectiveElse
    } else if body.starts_with("endif") {
        TokenKind::DirectiveEndif
    } else {
        TokenKind::DirectiveOther
    }
}

/// A directive line without its `#`, stripped of what Python takes for white space.
fn directive_body(line: &str) -> &str {
    line.strip_prefix('#')
        .unwrap_or(line)
        .trim_matches(|c: char| c.is_whitespace() || ('\x1c'..='\x1f').contains(&c))
}

/// Counts lines and columns as lexer.py does. Columns are counted in code points from the last line end that
/// the reference noticed (`line_start`, the position of that line end, at first one before the text), so they
/// are 1-based, except on the line after a directive: there it notes the position *after* the line end. A `#`
/// alone on its line is not noticed at all, which makes every later line number one too small.
struct Place<'t> {
    text: &'t str,
    ascii: bool,
    /// Bytes looked at so far.
    bytes: usize,
    /// Code points looked at so far.
    points: i64,
    line: u32,
    line_start: i64,
}

impl<'t> Place<'t> {
    fn new(text: &'t str) -> Place<'t> {
        Place { text, ascii: text.is_ascii(), bytes: 0, points: 0, line: 1, line_start: -1 }
    }

    /// Code points of a piece of text.
    fn length(&self, piece: &str) -> i64 {
        if self.ascii { piece.len() as i64 } else { piece.chars().count() as i64 }
    }

    /// Notes every line end in a piece of text that starts at code point `at`.
    fn lines(&mut self, piece: &str, at: i64) {
        let newlines = piece.bytes().filter(|b| *b == b'\n').count() as u32;
        if let Some(last) = piece.rfind('\n') {
            self.line += newlines;
            self.line_start = at + self.length(&piece[..last]);
        }
    }

    /// Goes on over white space.
    fn gap_to(&mut self, end: usize) {
        let gap = self.text.get(self.bytes..end).unwrap_or_default();
        let at = self.points;
        self.lines(gap, at);
        self.points += self.length(gap);
        self.bytes = end;
    }

    /// Goes on to a token and past it. A piece that is no token (`kind` is `None`) counts its line ends too.
    fn token(&mut self, start: usize, end: usize, kind: Option<TokenKind>) -> Token {
        self.gap_to(start);
        let begin_point = self.points;
        let body = &self.text[start..end];
        let length = self.length(body);
        let (line, column) = (self.line, begin_point - self.line_start);
        match kind {
            Some(
                TokenKind::DirectiveIf
                | TokenKind::DirectiveElse
                | TokenKind::DirectiveEndif
                | TokenKind::DirectiveOther,
            ) => {
                if !directive_body(body).is_empty() {
                    self.line_start = begin_point + length;
                    self.line += 1;
                }
            }
            Some(TokenKind::Comment) | None => self.lines(body, begin_point),
            Some(_) => {}
        }
        self.bytes = end;
        self.points = begin_point + length;
        Token {
            kind: kind.unwrap_or(TokenKind::Punct),
            start: start as u32,
            end: end as u32,
            line,
            column: column as u32,
            end_line: self.line,
            end_column: (begin_point - self.line_start + length) as u32,
        }
    }
}
