//! Places in a source, and what is wrong there.

use super::SyntaxErrorKind;

/// An error, with the columns that Python's exceptions have: in characters, from 1.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub kind: SyntaxErrorKind,
    pub message: String,
    pub line: usize,
    pub column: i64,
    pub end_line: usize,
    /// 0 or -1 where CPython does not know it.
    pub end_column: i64,
}

impl Fault {
    /// An error of the whole source.
    pub fn without_place(kind: SyntaxErrorKind, message: &str) -> Self {
        Fault { kind, message: message.to_owned(), line: 0, column: 0, end_line: 0, end_column: 0 }
    }
}

/// A source and where its lines begin.
pub(super) struct Source<'a> {
    pub text: &'a str,
    /// Whether the line feed at the end was not there.
    pub added: bool,
    lines: Vec<usize>,
}

impl<'a> Source<'a> {
    pub fn new(text: &'a str, added: bool) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).filter(|at| *at < text.len());
        let mut lines: Vec<usize> = lines.collect();
        if lines.is_empty() {
            lines.push(0);
        }
        Source { text, added, lines }
    }

    /// The line, from 1, of a place. The end of the source is on its last line.
    pub fn line_of(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at).max(1)
    }

    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// Where a line, from 1, begins.
    pub fn line_start(&self, line: usize) -> usize {
        self.lines.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len())
    }

    /// A line with its end.
    pub fn line_text(&self, line: usize) -> &'a str {
        let end = self.lines.get(line).copied().unwrap_or(self.text.len());
        &self.text[self.line_start(line)..end]
    }

    /// The column of a place in a line, in characters from 1. A place behind the line is cut to it.
    pub fn character_column(&self, line: usize, at: usize) -> i64 {
        let text = self.line_text(line);
        let mut size = at.saturating_sub(self.line_start(line)).min(text.len());
        while !text.is_char_boundary(size) {
            size -= 1;
        }
        text[..size].chars().count() as i64 + 1
    }

    /// An error from a place to another.
    pub fn fault(&self, start: usize, end: usize, message: String) -> Fault {
        let line = self.line_of(start);
        // A line feed is on the line that it ends.
        let (end_line, line_start) = (self.line_of(end.saturating_sub(1).max(start)), self.line_start(line));
        // The end's column in bytes is looked up in the line that the error begins in, as CPython does.
        let end_at = line_start + (end - self.line_start(end_line));
        Fault {
            kind: SyntaxErrorKind::Syntax,
            message,
            line,
            column: self.character_column(line, start),
            end_line,
            end_column: self.character_column(line, end_at),
        }
    }

    /// An error of the tokenizer, which points at the last character that it has read.
    pub fn fault_before(&self, at: usize, message: String) -> Fault {
        let line = self.line_of(at.saturating_sub(1));
        let column = self.character_column(line, at) - 1;
        Fault { kind: SyntaxErrorKind::Syntax, message, line, column, end_line: line, end_column: column }
    }

    /// The error for a bracket that is open at the end.
    pub fn fault_unclosed(&self, bracket: char, at: usize) -> Fault {
        let line = self.line_of(at);
        Fault {
            kind: SyntaxErrorKind::Syntax,
            message: format!("'{bracket}' was never closed"),
            line,
            column: self.character_column(line, at),
            end_line: line,
            end_column: 0,
        }
    }
}
