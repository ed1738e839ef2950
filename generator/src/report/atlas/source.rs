//! The text of a definition, cut into lines and pieces that have a colour or a link.

use std::collections::BTreeSet;

use super::helpers::tokens;
use super::links::Links;
use crate::ir::Flag;
use crate::report::explain::World;
use crate::report::explain::model::Kind;
use crate::syntax::source::{Span, Token, TokenKind};

/// A part of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// The style class; empty for plain text.
    pub class: &'static str,
    /// The page about it, from the atlas's root.
    pub href: Option<String>,
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number, 1-based.
    pub number: u32,
    /// Its text.
    pub pieces: Vec<Piece>,
}

/// Some lines of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The file as messages name it.
    pub file: String,
    /// The lines.
    pub lines: Vec<Line>,
}

impl Listing {
    /// Whether a line is in it.
    pub fn has(&self, line: u32) -> bool {
        self.lines.iter().any(|own| own.number == line)
    }
}

/// What the names of a text mean.
#[derive(Clone, Copy, Debug)]
pub struct Meaning<'a> {
    /// The pages.
    pub links: &'a Links,
    /// The name that the text defines.
    pub own: Option<Span>,
    /// Stack items and cache entries.
    pub variables: &'a BTreeSet<&'a str>,
    /// Whether the text is a macro, where names are those of micro-ops first.
    pub is_macro: bool,
}

/// Cuts a text. The indentation of its first line is taken away from all of them.
pub fn listing(world: World<'_, '_>, span: Span, meaning: Meaning<'_>) -> Listing {
    let file = world.sources.file(span.file);
    let (first, column) = world.sources.line_column(span);
    let mut cut = Cut::new(first, usize::try_from(column).unwrap_or(1).saturating_sub(1));
    let tokens = tokens(world, span);
    let code: Vec<usize> = (0..tokens.len()).filter(|i| tokens[*i].kind != TokenKind::Comment).collect();
    let text = |start: u32, end: u32| file.text.get(start as usize..end as usize).unwrap_or_default();
    let word = |place: Option<usize>| {
        let token = place.and_then(|place| code.get(place)).and_then(|index| tokens.get(*index));
        token.map_or("", |token| text(token.start, token.end))
    };
    let mut at = span.start;
    let mut place = 0usize;
    for token in tokens {
        cut.push(text(at, token.start), "", None);
        let body = text(token.start, token.end);
        let around = Around {
            before: [word(place.checked_sub(2)), word(place.checked_sub(1))],
            after: word(place.checked_add(1)),
        };
        let (class, href) = meaning.of(token, body, around);
        cut.push(body, class, href);
        at = token.end;
        if token.kind != TokenKind::Comment {
            place += 1;
        }
    }
    cut.push(text(at, span.end), "", None);
    Listing { file: file.name.clone(), lines: cut.finish() }
}

/// The words next to a token.
#[derive(Clone, Copy)]
struct Around<'t> {
    before: [&'t str; 2],
    after: &'t str,
}

impl Meaning<'_> {
    fn of(self, token: &Token, word: &str, around: Around<'_>) -> (&'static str, Option<String>) {
        match token.kind {
            TokenKind::Comment => ("c", None),
            TokenKind::String | TokenKind::Character => ("s", None),
            TokenKind::Number => ("n", None),
            TokenKind::Keyword => ("k", None),
            TokenKind::Annotation => ("a", None),
            TokenKind::DirectiveIf
            | TokenKind::DirectiveElse
            | TokenKind::DirectiveEndif
            | TokenKind::DirectiveOther => ("d", None),
            TokenKind::Punct => ("", None),
            TokenKind::Identifier => self.of_name(token, word, around),
        }
    }

    fn of_name(self, token: &Token, word: &str, around: Around<'_>) -> (&'static str, Option<String>) {
        if self.own.is_some_and(|own| own.start == token.start && own.end == token.end) {
            return ("o", None);
        }
        let is_field = matches!(around.before[1], "->" | ".");
        if is_field {
            return ("", None);
        }
        let is_label = around.before[1] == "goto" || around.before == ["JUMP_TO_LABEL", "("];
        if is_label && let Some(page) = self.links.page(Kind::Label, word) {
            return ("l", Some(page.to_owned()));
        }
        if self.variables.contains(word) {
            return ("v", None);
        }
        let kinds = [Kind::Instruction, Kind::Uop, Kind::Pseudo, Kind::CacheStruct];
        let part = if self.is_macro { self.links.part(word) } else { None };
        let page = part.or_else(|| self.links.first(&kinds, word)).or_else(|| self.links.cache_entries(word));
        let flag = || self.links.page(Kind::Flag, Flag::from_written(word)?.name());
        if let Some(page) = page.or_else(flag) {
            return ("l", Some(page.to_owned()));
        }
        if around.after == "(" {
            let is_upper = !word.bytes().any(|b| b.is_ascii_lowercase());
            return (if is_upper { "m" } else { "f" }, self.links.helper(word));
        }
        ("", None)
    }
}

/// Lines in the making.
struct Cut {
    lines: Vec<Line>,
    current: Line,
    indent: usize,
    /// Blanks of the current line that are still to be taken away.
    strip: usize,
}

impl Cut {
    fn new(first: u32, indent: usize) -> Cut {
        // The text starts after the indentation of its first line.
        Cut { lines: Vec::new(), current: Line { number: first, pieces: Vec::new() }, indent, strip: 0 }
    }

    fn push(&mut self, text: &str, class: &'static str, href: Option<String>) {
        for (index, part) in text.split('\n').enumerate() {
            if index > 0 {
                let number = self.current.number.saturating_add(1);
                let line = std::mem::replace(&mut self.current, Line { number, pieces: Vec::new() });
                self.lines.push(line);
                self.strip = self.indent;
            }
            let blanks = part.bytes().take_while(|b| *b == b' ').take(self.strip).count();
            let part = part.get(blanks..).unwrap_or_default();
            self.strip = if part.is_empty() { self.strip - blanks } else { 0 };
            if part.is_empty() {
                continue;
            }
            match self.current.pieces.last_mut() {
                Some(last) if last.class == class && last.href.is_none() && href.is_none() => {
                    last.text.push_str(part)
                }
                _ => self.current.pieces.push(Piece { text: part.to_owned(), class, href: href.clone() }),
            }
        }
    }

    fn finish(mut self) -> Vec<Line> {
        if !self.current.pieces.is_empty() {
            self.lines.push(self.current);
        }
        for line in &mut self.lines {
            if let Some(last) = line.pieces.last_mut() {
                last.text.truncate(last.text.trim_end().len());
            }
        }
        self.lines
    }
}
