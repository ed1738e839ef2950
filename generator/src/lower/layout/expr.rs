//! Expressions that do not fit on the line: broken where they hold together least.

use super::printer::Printer;
use super::spaces::ends_operand;
use super::tokens::{CAST, Delimiter, Kind, is_call};

/// Where an expression is broken.
#[derive(Clone, Copy)]
enum Split {
    /// At the last `=`.
    Assign(usize),
    /// Before the operators that bind so tightly, the first of which is here.
    Infix(u8, usize),
    /// Nowhere but in its parts.
    None,
}

impl Printer<'_> {
    /// Writes an expression, or a statement without its semicolon, with so many characters behind it.
    pub fn expression(&mut self, from: usize, end: usize, behind: usize) {
        let mut from = from;
        while from < end && !self.fits(from, end, behind) && matches!(self.word(from), "return" | "break") {
            self.put(from);
            from += 1;
            self.space_if(from, end);
        }
        if self.fits(from, end, behind) {
            return self.flat(from, end);
        }
        if self.is_block_like(from) {
            return self.block_like(from, end, behind);
        }
        match self.split(from, end) {
            Split::Assign(at) => self.assignment(from, at, end, behind),
            Split::Infix(CAST, at) => {
                let lines = self.lines;
                self.expression(from, at, behind + 1 + self.width(at, end));
                if self.lines == lines || self.line_begins_with_end() {
                    self.push(" ");
                    self.parts(at, end, behind);
                } else {
                    self.indented(|printer| {
                        printer.newline();
                        printer.parts(at, end, behind);
                    });
                }
            }
            Split::Infix(tightness, at) => self.operands(from, at, end, tightness, behind),
            Split::None => self.chain(from, end, behind),
        }
    }

    /// Writes a space if something is behind it.
    fn space_if(&mut self, at: usize, end: usize) {
        if at < end {
            self.space(at);
        }
    }

    /// Whether a token begins `if` and its like, or a block.
    fn is_block_like(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(Kind::Open(Delimiter::Brace)) => true,
            Some(Kind::Lifetime) => self.kind(at + 1) == Some(Kind::Colon),
            Some(Kind::Keyword) => match self.word(at) {
                "if" | "match" | "while" | "loop" | "for" => true,
                "unsafe" | "else" => self.kind(at + 1) == Some(Kind::Open(Delimiter::Brace)),
                _ => false,
            },
            _ => false,
        }
    }

    /// Where an expression is broken that does not fit on the line.
    fn split(&self, from: usize, end: usize) -> Split {
        let mut split = Split::None;
        let mut at = from;
        while at < end {
            split = match (self.kind(at), split) {
                (Some(Kind::Assign), _) => Split::Assign(at),
                (Some(Kind::Infix(tightness)), Split::None) => Split::Infix(tightness, at),
                (Some(Kind::Infix(tightness)), Split::Infix(least, _)) if tightness < least => {
                    Split::Infix(tightness, at)
                }
                (Some(Kind::Keyword), Split::None) if self.word(at) == "as" => Split::Infix(CAST, at),
                // What is behind is its own.
                (Some(kind), split) if kind == Kind::Bar || self.is_block_like(at) => return split,
                (_, split) => split,
            };
            at = self.after(at);
        }
        split
    }

    /// Writes `target = value`, and `let` and its like.
    fn assignment(&mut self, from: usize, assign: usize, end: usize, behind: usize) {
        self.parts(from, assign, 2);
        self.push(" ");
        self.put(assign);
        let value = assign + 1;
        // `let … = value else { … }`
        let otherwise = match self.is_block_like(value) {
            true => None,
            false => {
                self.find(value, end, |kind| kind == Kind::Keyword).filter(|at| self.word(*at) == "else")
            }
        };
        let (value_end, value_behind) = otherwise.map_or((end, behind), |at| (at, 7));
        let fits_here = self.fits(value, value_end, value_behind + 1);
        if !fits_here && !self.is_block_like(value) && self.fits_below(value, value_end, value_behind) {
            self.indented(|printer| {
                printer.newline();
                printer.flat(value, value_end);
            });
        } else {
            self.space_if(value, end);
            self.expression(value, value_end, value_behind);
        }
        if let Some(otherwise) = otherwise {
            self.push(" ");
            self.block_like(otherwise, end, behind);
        }
    }

    /// Writes operands with an operator before each but the first, a line each.
    fn operands(&mut self, from: usize, first: usize, end: usize, tightness: u8, behind: usize) {
        self.expression(from, first, 0);
        self.indented(|printer| {
            let mut operator = first;
            while operator < end {
                let next =
                    printer.find(operator + 1, end, |kind| kind == Kind::Infix(tightness)).unwrap_or(end);
                printer.newline();
                printer.put(operator);
                printer.push(" ");
                let behind = if next == end { behind } else { 0 };
                printer.expression(operator + 1, next, behind);
                operator = next;
            }
        });
    }

    /// Writes `object.method(…).method(…)`: each call on its own line, if there are several.
    fn chain(&mut self, from: usize, end: usize, behind: usize) {
        let is_dot = |kind| kind == Kind::Dot;
        let is_arguments = |kind| kind == Kind::Open(Delimiter::Parenthesis);
        // What a method returns is called: `object.method()(…)`.
        let calls_result = end > from && {
            let open = self.mate(end - 1);
            self.kind(end - 1) == Some(Kind::Close(Delimiter::Parenthesis))
                && open.checked_sub(1).and_then(|before| self.kind(before))
                    == Some(Kind::Close(Delimiter::Parenthesis))
        };
        if calls_result {
            return self.parts(from, end, behind);
        }
        // The first call of a method, and how many there are.
        let (mut first, mut calls) = (None, 0);
        let mut dot = self.find(from, end, is_dot);
        while let Some(at) = dot {
            dot = self.find(at + 1, end, is_dot);
            if self.find(at, dot.unwrap_or(end), is_arguments).is_some() {
                first = first.or(Some(at));
                calls += 1;
            }
        }
        let Some(first) = first.filter(|_| calls > 1) else { return self.parts(from, end, behind) };
        self.parts(from, first, 0);
        self.indented(|printer| {
            let mut at = first;
            while at < end {
                let next = printer.find(at + 1, end, is_dot).unwrap_or(end);
                printer.newline();
                printer.parts(at, next, if next == end { behind } else { 0 });
                at = next;
            }
        });
    }

    /// Writes tokens, of which groups are broken as far as is needed, the last one first.
    pub fn parts(&mut self, from: usize, end: usize, behind: usize) {
        let is_group = |kind| matches!(kind, Kind::Open(delimiter) if delimiter != Delimiter::Angle);
        let next_group = |printer: &Self, from: usize| {
            let mut at = printer.find(from, end, is_group);
            // There is nothing to be broken in an empty one.
            while let Some(open) = at.filter(|open| printer.mate(*open) == open + 1) {
                at = printer.find(open + 2, end, is_group);
            }
            at
        };
        let mut at = from;
        let mut group = next_group(self, from);
        loop {
            let start = group.unwrap_or(end);
            if at > from {
                self.space_if(at, end);
            }
            self.flat(at, start);
            let Some(open) = group else { return };
            if open > at {
                self.space(open);
            }
            if self.fits(open, end, behind) {
                return self.flat(open, end);
            }
            at = self.mate(open) + 1;
            group = next_group(self, at);
            match group {
                // What is up to the next group fits on the line, and that one can be broken.
                Some(next) if self.fits(open, next + 1, 0) => self.flat(open, at),
                Some(_) => self.group(open, 0),
                None => self.group(open, self.width(at, end) + behind),
            }
        }
    }

    /// Writes a group that does not fit on the line.
    fn group(&mut self, open: usize, behind: usize) {
        let close = self.mate(open);
        let is_comma = |kind| kind == Kind::Comma;
        match self.kind(open) {
            Some(Kind::Open(Delimiter::Brace)) if self.fits(open, close + 1, behind) => {
                self.flat(open, close + 1)
            }
            Some(Kind::Open(Delimiter::Brace)) => self.braces(open),
            Some(Kind::Open(Delimiter::Parenthesis))
                if self.find(open + 1, close, is_comma).is_none()
                    && (self.is_block_like(open + 1) || !is_call(self.tokens(), open)) =>
            {
                self.put(open);
                self.expression(open + 1, close, behind + 1);
                self.put(close);
            }
            _ => self.list(open),
        }
    }

    /// Writes a group with a line for each of its elements.
    pub fn list(&mut self, open: usize) {
        let close = self.mate(open);
        self.put(open);
        if close == open + 1 {
            return self.put(close);
        }
        let takes_comma = self.takes_comma(open);
        self.indented(|printer| {
            let mut at = open + 1;
            while at < close {
                let comma = printer.find(at, close, |kind| kind == Kind::Comma).unwrap_or(close);
                printer.newline();
                printer.expression(at, comma, 1);
                if comma < close {
                    printer.put(comma);
                } else if takes_comma {
                    printer.push(",");
                }
                at = comma + 1;
            }
        });
        self.newline();
        self.put(close);
    }

    /// Whether a comma before the end of a group means nothing.
    fn takes_comma(&self, open: usize) -> bool {
        let has = |wanted| self.find(open + 1, self.mate(open), |kind| kind == wanted).is_some();
        let before = open.checked_sub(1).and_then(|before| self.kind(before));
        match self.kind(open) {
            // What a macro takes, nobody knows.
            _ if before == Some(Kind::Bang) => false,
            Some(Kind::Open(Delimiter::Parenthesis)) => is_call(self.tokens(), open) || has(Kind::Comma),
            // Neither an index nor `[value; length]`.
            Some(Kind::Open(Delimiter::Bracket)) => {
                !before.is_some_and(ends_operand) && !has(Kind::Semicolon)
            }
            _ => true,
        }
    }
}
