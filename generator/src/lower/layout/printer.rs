//! What has been written, and the two ways to write tokens: on the line, and the first one of the next line.

use super::tokens::{Fault, Kind, Token};

/// The longest line, where nothing is longer that cannot be broken.
const WIDTH: usize = 100;

/// Columns of a step to the right.
const STEP: usize = 4;

/// Writes tokens.
pub struct Printer<'t> {
    text: &'t str,
    tokens: &'t [Token],
    out: String,
    /// Where lines begin.
    indent: usize,
    /// Where the next character goes.
    column: usize,
    /// The token that is to be written next.
    next: usize,
    /// How many lines were begun.
    pub lines: usize,
    /// The first token that was to be written before or after its turn.
    out_of_turn: Option<usize>,
}

impl<'t> Printer<'t> {
    /// Nothing is written yet.
    pub fn new(text: &'t str, tokens: &'t [Token]) -> Printer<'t> {
        Printer {
            text,
            tokens,
            out: String::with_capacity(text.len() + text.len() / 2),
            indent: 0,
            column: 0,
            next: 0,
            lines: 0,
            out_of_turn: None,
        }
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// If a token was not written, or not in its turn, which would be a mistake here.
    pub fn file(mut self) -> Result<String, Fault> {
        self.items(0, self.tokens.len());
        if self.next != self.tokens.len() {
            self.out_of_turn.get_or_insert(self.next);
        }
        match self.out_of_turn {
            None => Ok(self.out),
            Some(at) => {
                let at = self.token(at).map_or(self.text.len(), |token| token.start as usize);
                Err(Fault { at, what: "the layout has lost its place" })
            }
        }
    }

    /// A token.
    pub fn token(&self, at: usize) -> Option<&'t Token> {
        self.tokens.get(at)
    }

    /// What a token is.
    pub fn kind(&self, at: usize) -> Option<Kind> {
        self.token(at).map(|token| token.kind)
    }

    /// All tokens.
    pub fn tokens(&self) -> &'t [Token] {
        self.tokens
    }

    /// The text of a token.
    pub fn word(&self, at: usize) -> &'t str {
        self.token(at)
            .and_then(|token| self.text.get(token.start as usize..token.end as usize))
            .unwrap_or_default()
    }

    /// Where the group ends that a token opens.
    pub fn mate(&self, at: usize) -> usize {
        self.token(at).map_or(at, |token| token.mate as usize)
    }

    /// What is behind a token at the same depth: behind its group, if it opens one.
    pub fn after(&self, at: usize) -> usize {
        if matches!(self.kind(at), Some(Kind::Open(_))) { self.mate(at) + 1 } else { at + 1 }
    }

    /// The first token at the depth of `from` that is as wanted.
    pub fn find(&self, from: usize, end: usize, wanted: impl Fn(Kind) -> bool) -> Option<usize> {
        let mut at = from;
        while at < end {
            if self.kind(at).is_some_and(&wanted) {
                return Some(at);
            }
            at = self.after(at);
        }
        None
    }

    /// How many characters some tokens take on one line.
    pub fn width(&self, from: usize, end: usize) -> usize {
        match (self.token(from), end.checked_sub(1).and_then(|last| self.token(last))) {
            (Some(first), Some(last)) if from < end => (last.column + last.width - first.column) as usize,
            _ => 0,
        }
    }

    /// Whether some tokens take several lines whatever their width.
    pub fn breaks(&self, from: usize, end: usize) -> bool {
        match (self.token(from), end.checked_sub(1).and_then(|last| self.token(last))) {
            // The last of them ends a group or is not the first of one. If it is a comment, nothing can be behind it.
            (Some(first), Some(last)) if from < end => {
                last.breaks > first.breaks || last.kind == Kind::Comment
            }
            _ => false,
        }
    }

    /// Whether some tokens fit on the line, with so many characters behind them.
    pub fn fits(&self, from: usize, end: usize, behind: usize) -> bool {
        self.column + self.width(from, end) + behind <= WIDTH && !self.breaks(from, end)
    }

    /// Whether some tokens fit on a line of their own, one step to the right.
    pub fn fits_below(&self, from: usize, end: usize, behind: usize) -> bool {
        self.indent + STEP + self.width(from, end) + behind <= WIDTH && !self.breaks(from, end)
    }

    /// Writes a token.
    pub fn put(&mut self, at: usize) {
        if at != self.next {
            self.out_of_turn.get_or_insert(at);
        }
        // Nothing can be behind a comment on its line.
        if at > 0 && self.kind(at - 1) == Some(Kind::Comment) && self.column > self.indent {
            self.newline();
        }
        self.next = at + 1;
        self.push(self.word(at));
    }

    /// Leaves out a token.
    pub fn skip(&mut self, at: usize) {
        if at == self.next {
            self.next = at + 1;
        }
    }

    /// Writes what is no token: a space, or a comma before the end of a group.
    pub fn push(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += if text.is_ascii() { text.len() } else { text.chars().count() };
    }

    /// Writes the space before a token, if it has one.
    pub fn space(&mut self, at: usize) {
        if self.token(at).is_some_and(|token| token.space) {
            self.push(" ");
        }
    }

    /// Writes tokens on the line.
    pub fn flat(&mut self, from: usize, end: usize) {
        for at in from..end {
            if at > from {
                self.space(at);
            }
            self.put(at);
        }
    }

    /// Begins a line.
    pub fn newline(&mut self) {
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', self.indent));
        self.column = self.indent;
        self.lines += 1;
    }

    /// Ends a line, and leaves one empty.
    pub fn empty_line(&mut self) {
        self.out.push('\n');
    }

    /// Writes something one step to the right.
    pub fn indented(&mut self, write: impl FnOnce(&mut Self)) {
        self.step();
        write(self);
        self.step_back();
    }

    /// Lines begin one step more to the right from here on.
    pub fn step(&mut self) {
        self.indent += STEP;
    }

    /// Undoes [`Printer::step`].
    pub fn step_back(&mut self) {
        self.indent = self.indent.saturating_sub(STEP);
    }

    /// Whether the line begins with the end of a group, so that what follows the group can be on it.
    pub fn line_begins_with_end(&self) -> bool {
        let line = self.out.rfind('\n').map_or(0, |at| at + 1);
        self.out.get(line..).is_some_and(|line| line.trim_start().starts_with([')', ']', '}']))
    }
}
