//! What takes lines of its own: items, statements, arms, and the bodies that they are in.

use super::printer::Printer;
use super::tokens::{Braces, Delimiter, Kind};

const BRACE: Kind = Kind::Open(Delimiter::Brace);

/// What a statement begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// `if` and its like, or a block: it ends with its braces.
    Block,
    /// `fn` and its like, which ends with its braces, too.
    Item,
    /// Anything else, which ends with a semicolon.
    Other,
}

impl Printer<'_> {
    /// Writes the items of a file.
    pub fn items(&mut self, from: usize, end: usize) {
        let mut at = from;
        while at < end {
            if at > from && self.word(at).starts_with("///") {
                self.empty_line();
            }
            at = self.statement(at, end);
            self.newline();
        }
    }

    /// Writes a group of statements or items.
    pub fn block(&mut self, open: usize) {
        let close = self.mate(open);
        self.put(open);
        if close > open + 1 {
            self.indented(|printer| {
                let mut at = open + 1;
                while at < close {
                    printer.newline();
                    at = printer.statement(at, close);
                }
            });
            self.newline();
        }
        self.put(close);
    }

    /// Writes comments and attributes, a line each. Returns what is behind them.
    fn remarks(&mut self, from: usize, end: usize) -> usize {
        let mut at = from;
        while at < end {
            let after = match self.kind(at) {
                Some(Kind::Comment) => at + 1,
                Some(Kind::Hash) => {
                    let bracket = |kind| kind == Kind::Open(Delimiter::Bracket);
                    self.find(at, end, bracket).map_or(end, |open| self.mate(open) + 1)
                }
                _ => break,
            };
            self.flat(at, after);
            if after < end {
                self.newline();
            }
            at = after;
        }
        at
    }

    /// Writes the statement or item that begins with a token. Returns what is behind it.
    fn statement(&mut self, from: usize, end: usize) -> usize {
        let from = self.remarks(from, end);
        let lead = self.lead(from, end);
        let after = self.statement_end(from, end, lead);
        let has_semicolon = after > from && self.kind(after - 1) == Some(Kind::Semicolon);
        let inside = after - usize::from(has_semicolon);
        if self.fits(from, inside, usize::from(has_semicolon)) {
            self.flat(from, inside);
        } else if lead == Lead::Item {
            self.item(from, inside);
        } else {
            self.expression(from, inside, usize::from(has_semicolon));
        }
        if has_semicolon {
            self.put(inside);
        }
        after
    }

    fn lead(&self, from: usize, end: usize) -> Lead {
        let mut at = from;
        while at < end {
            match (self.kind(at), self.word(at)) {
                (Some(Kind::Lifetime | BRACE), _) => return Lead::Block,
                (_, "if" | "match" | "while" | "loop" | "for") => return Lead::Block,
                (_, "fn" | "trait" | "impl" | "mod" | "struct" | "enum") => return Lead::Item,
                (_, "pub" | "unsafe" | "const" | "extern") => at = self.after(at),
                // `pub(crate)`
                (Some(Kind::Open(Delimiter::Parenthesis)), _) if at > from => at = self.after(at),
                _ => return Lead::Other,
            }
        }
        Lead::Other
    }

    /// What is behind the statement that begins with a token.
    fn statement_end(&self, from: usize, end: usize, lead: Lead) -> usize {
        let mut at = from;
        while at < end {
            let after = self.after(at);
            let ends = match self.kind(at) {
                Some(Kind::Semicolon) => return after,
                Some(BRACE) => {
                    let is_macro = self.token(at).is_some_and(|token| token.braces == Braces::Lines);
                    (lead != Lead::Other || is_macro) && !self.goes_on(after)
                }
                _ => false,
            };
            if ends {
                let has_semicolon = after < end && self.kind(after) == Some(Kind::Semicolon);
                return after + usize::from(has_semicolon);
            }
            at = after;
        }
        end
    }

    /// Whether a token goes on with what seemed to end with braces.
    fn goes_on(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Dot | Kind::Question)) || self.word(at) == "else"
    }

    /// Writes an item with a head and, perhaps, braces.
    fn item(&mut self, from: usize, end: usize) {
        let brace = self.find(from, end, |kind| kind == BRACE).unwrap_or(end);
        let behind = if brace < end { 2 } else { 1 };
        let mut keyword = from;
        while keyword < brace && self.word(keyword) != "fn" {
            keyword = self.after(keyword);
        }
        match self.find(keyword, brace, |kind| kind == Kind::Open(Delimiter::Parenthesis)) {
            Some(open) if !self.fits(from, brace, behind) => {
                self.flat(from, open);
                self.list(open);
                let after = self.mate(open) + 1;
                if after < brace {
                    self.space(after);
                    self.flat(after, brace);
                }
            }
            _ => self.flat(from, brace),
        }
        if brace < end {
            self.push(" ");
            self.braces(brace);
            self.flat(self.mate(brace) + 1, end);
        }
    }

    /// Writes a group in braces on lines of its own.
    pub fn braces(&mut self, open: usize) {
        match self.token(open).map(|token| token.braces) {
            Some(Braces::Arms) => self.arms(open),
            Some(Braces::List) => self.list(open),
            Some(Braces::Lines) => self.kept_lines(open),
            _ => self.block(open),
        }
    }

    /// Writes `if` and its like, or a block, that does not fit on the line.
    pub fn block_like(&mut self, from: usize, end: usize, behind: usize) {
        let mut at = from;
        if self.kind(at) == Some(Kind::Lifetime) && self.kind(at + 1) == Some(Kind::Colon) {
            self.flat(at, at + 2);
            self.push(" ");
            at += 2;
        }
        while at < end {
            let Some(brace) = self.find(at, end, |kind| kind == BRACE) else { break };
            let has_condition = matches!(self.word(at), "if" | "while" | "match" | "for") && brace > at + 1;
            if has_condition {
                self.put(at);
                self.push(" ");
                let lines = self.lines;
                self.expression(at + 1, brace, 2);
                if self.lines > lines && !self.line_begins_with_end() {
                    self.newline()
                } else {
                    self.push(" ")
                }
            } else if brace > at {
                self.flat(at, brace);
                self.push(" ");
            }
            self.braces(brace);
            at = self.mate(brace) + 1;
            if at >= end || self.word(at) != "else" {
                break;
            }
            self.push(" ");
            self.put(at);
            self.push(" ");
            at += 1;
        }
        if at < end {
            self.space(at);
            self.parts(at, end, behind);
        }
    }

    /// Writes the arms of a `match`.
    fn arms(&mut self, open: usize) {
        let close = self.mate(open);
        self.put(open);
        self.indented(|printer| {
            let mut at = open + 1;
            while at < close {
                printer.newline();
                at = printer.arm(at, close);
            }
        });
        if close > open + 1 {
            self.newline();
        }
        self.put(close);
    }

    /// Writes the arm that begins with a token. Returns what is behind it.
    fn arm(&mut self, from: usize, end: usize) -> usize {
        let from = self.remarks(from, end);
        let Some(arrow) = self.find(from, end, |kind| kind == Kind::FatArrow) else {
            self.parts(from, end, 0);
            return end;
        };
        self.expression(from, arrow, 5);
        self.push(" ");
        self.put(arrow);
        self.push(" ");
        let body = arrow + 1;
        if self.kind(body) == Some(BRACE) {
            let after = self.mate(body) + 1;
            if self.fits(body, after, 0) {
                self.flat(body, after)
            } else {
                self.block(body)
            }
            if after < end && self.kind(after) == Some(Kind::Comma) {
                self.skip(after);
                return after + 1;
            }
            return after;
        }
        let after = self.arm_end(body, end);
        self.expression(body, after, 1);
        if after < end && self.kind(after) == Some(Kind::Comma) {
            self.put(after);
            return after + 1;
        }
        self.push(",");
        after
    }

    /// What is behind the body of an arm that is no block.
    fn arm_end(&self, body: usize, end: usize) -> usize {
        let is_block_like = self.lead(body, end) == Lead::Block;
        let mut at = body;
        while at < end {
            let after = self.after(at);
            match self.kind(at) {
                Some(Kind::Comma) => return at,
                Some(BRACE) if is_block_like && !self.goes_on(after) => return after,
                _ => at = after,
            }
        }
        end
    }

    /// Writes the tokens of a macro, in the lines in which they are.
    fn kept_lines(&mut self, open: usize) {
        let mut is_new = true;
        for at in open..=self.mate(open) {
            let kind = self.kind(at);
            let is_pair = self.kind(at + 1) == Some(Kind::Close(Delimiter::Brace));
            let closes = kind == Some(Kind::Close(Delimiter::Brace)) && self.kind(at - 1) != Some(BRACE);
            if closes {
                self.step_back();
                self.newline();
            } else if !is_new && self.token(at).is_some_and(|token| token.begins_line) {
                self.newline();
            } else if !is_new {
                self.space(at);
            }
            self.put(at);
            is_new = kind == Some(BRACE) && !is_pair;
            if is_new {
                self.step();
                self.newline();
            }
        }
    }
}
