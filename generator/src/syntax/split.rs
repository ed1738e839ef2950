//! Finds the definitions in a file's token list, and refuses what the grammar must not be given.
//!
//! The grammar's rules and the walkers of the tree recur; this module bounds how deep, by counting over the
//! flat token list: brackets, `#if`s, statements inside statements without braces, ternaries, operators. It
//! also checks that everything that opens is closed in its own definition, so that an error in one definition
//! cannot swallow the next one, and so that the grammar's fallback for bad statements always finds their end.

use super::lex::Bad;
use super::report::Reports;
use super::source::{FileId, Span, Token, TokenKind};
use super::{MAX_DEFINITION_TOKENS, MAX_NESTING, MAX_OPERATORS};
use crate::diagnostics::catalog::syntax as codes;
use crate::diagnostics::{Code, Diagnostic};

/// What a definition is, by its first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `inst` or `op`.
    Inst,
    /// `label` or `spilled label`.
    Label,
    /// `macro`.
    Macro,
    /// `family`.
    Family,
    /// `pseudo`.
    Pseudo,
}

/// One definition's tokens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    /// What it is.
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

/// Where the definitions are in the token list, as the reference finds it: from after the first BEGIN marker to
/// before the first END marker behind it. Without an END marker the reference drops the last token (B2).
pub(crate) struct Markers {
    /// The first token after the BEGIN marker, if there is one.
    pub begin: Option<usize>,
    /// The END marker, if there is one.
    pub end: Option<usize>,
}

/// Finds the markers.
pub(crate) fn markers(text: &str, tokens: &[Token]) -> Markers {
    let find = |from: usize, marker: &str| {
        let is = |t: &Token| t.kind == TokenKind::Comment && token_text(text, t) == marker;
        tokens.get(from..).and_then(|rest| rest.iter().position(is)).map(|i| from + i)
    };
    let begin = find(0, BEGIN_MARKER).map(|i| i + 1);
    Markers { begin, end: begin.and_then(|from| find(from, END_MARKER)) }
}

/// The text of a token.
pub(crate) fn token_text<'t>(text: &'t str, token: &Token) -> &'t str {
    text.get(token.start as usize..token.end as usize).unwrap_or_default()
}

/// Cuts the tokens in `begin..end` into definitions. Pieces with unbalanced brackets, beyond the limits or with
/// a bad token inside are reported (the bad tokens were already) and left out.
pub(crate) fn split(
    file: FileId,
    text: &str,
    tokens: &[Token],
    bad: &[(Span, Bad)],
    (begin, end): (usize, usize),
    reports: &mut Reports,
) -> Vec<Piece> {
    Splitter { file, text, tokens, bad, end, at: begin, pending: Vec::new() }.run(begin, reports)
}

/// Something open.
#[derive(Clone, Copy)]
struct Level {
    /// `(`, `[`, `{`, or `#` for `#if`.
    opener: char,
    /// Its token.
    token: usize,
    /// The `#else` of a `#if`.
    else_: Option<usize>,
    /// What the level outside had counted when this one was opened.
    outer: Counters,
}

/// What is counted within one level.
#[derive(Clone, Copy, Default)]
struct Counters {
    /// Operators and opening brackets since the statement began.
    operators: usize,
    /// Statements that wait for their last part: `if (a) if (b) …`, `else if` chains.
    pending: usize,
    /// `do`s among them whose `while` has not come.
    dos: usize,
    /// `?` without their `:`.
    questions: usize,
    /// `pending` and `questions` of all the levels outside.
    outside: usize,
}

impl Counters {
    /// A fresh count inside.
    fn inside(self, operators: usize) -> Counters {
        let outside = self.outside + self.pending + self.questions;
        Counters { operators, outside, ..Counters::default() }
    }

    /// How deep the grammar and the walkers of the tree recur here, brackets apart.
    fn nesting(self) -> usize {
        self.outside + self.pending + self.questions
    }
}

struct Splitter<'a> {
    file: FileId,
    text: &'a str,
    tokens: &'a [Token],
    bad: &'a [(Span, Bad)],
    end: usize,
    at: usize,
    /// What is wrong with the definition at hand. It is not reported if a bad token may be the reason.
    pending: Vec<Diagnostic>,
}

impl<'a> Splitter<'a> {
    fn run(mut self, begin: usize, reports: &mut Reports) -> Vec<Piece> {
        let open_comment = self.bad.last().is_some_and(|(_, bad)| *bad == Bad::Comment);
        let mut pieces = Vec::new();
        self.at = begin;
        while self.at < self.end {
            if self.kind(self.at) == Some(TokenKind::Comment) {
                self.at += 1;
                continue;
            }
            let start = self.at;
            let head = self.head(start);
            let sound = match head {
                Some((kind, head)) => {
                    self.at = head;
                    self.extent(kind, head)
                }
                None => {
                    self.stray();
                    false
                }
            };
            let mut stop = self.at;
            while stop > start + 1 && self.kind(stop - 1) == Some(TokenKind::Comment) {
                stop -= 1;
            }
            let span = self.span(start, stop);
            let first_bad = self.bad.partition_point(|(b, _)| b.end <= span.start);
            let has_bad = self.bad.get(first_bad).is_some_and(|(b, _)| b.start < span.end)
                || open_comment && self.at >= self.end;
            for report in self.pending.drain(..) {
                if !has_bad {
                    reports.push(report);
                }
            }
            if let (Some((kind, _)), true, false) = (head, sound, has_bad) {
                pieces.push(Piece { kind, start, end: stop });
            }
        }
        pieces
    }

    fn kind(&self, i: usize) -> Option<TokenKind> {
        if i < self.end { self.tokens.get(i).map(|t| t.kind) } else { None }
    }

    fn text_of(&self, i: usize) -> &'a str {
        if i < self.end { self.tokens.get(i).map_or("", |t| token_text(self.text, t)) } else { "" }
    }

    /// The text of some tokens; the list is never empty where this is called with `start < end`.
    fn span(&self, start: usize, end: usize) -> Span {
        let first = self.tokens.get(start).map_or(0, |t| t.start);
        let last = end.checked_sub(1).and_then(|i| self.tokens.get(i)).map_or(first, |t| t.end);
        Span { file: self.file, start: first, end: last.max(first) }
    }

    /// An error at a token.
    fn error(
        &self,
        code: Code,
        message: impl Into<String>,
        token: usize,
        label: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::error(code, message, self.span(token, token + 1), label)
    }

    /// The next token from `i` that is no comment.
    fn significant(&self, mut i: usize) -> usize {
        while self.kind(i) == Some(TokenKind::Comment) {
            i += 1;
        }
        i
    }

    /// After a run of annotations that starts at `i`.
    fn after_annotations(&self, mut i: usize) -> usize {
        loop {
            i = self.significant(i);
            if self.kind(i) != Some(TokenKind::Annotation) {
                return i;
            }
            i += 1;
            // The argument of `replicate(N)`, whatever it is.
            let open = self.significant(i);
            let close = self.significant(self.significant(open + 1) + 1);
            if self.text_of(open) == "(" && self.text_of(close) == ")" {
                i = close + 1;
            }
        }
    }

    /// Whether a definition starts at `i`: its kind and the token of its defining word.
    fn head(&self, i: usize) -> Option<(Kind, usize)> {
        let head = self.after_annotations(i);
        let kind = match (self.kind(head)?, self.text_of(head)) {
            (TokenKind::Keyword, "inst" | "op") => Kind::Inst,
            _ if head != i => return None,
            (TokenKind::Keyword, "label" | "spilled") => Kind::Label,
            (TokenKind::Keyword, "macro") => Kind::Macro,
            (TokenKind::Identifier, "family") => Kind::Family,
            (TokenKind::Identifier, "pseudo") => Kind::Pseudo,
            _ => return None,
        };
        Some((kind, head))
    }

    /// Whether the token at `i` starts a definition even where one is not expected, because something before it
    /// was not closed. The DSL's keywords are words of nothing else; `family` and `pseudo` have to look like a
    /// definition, unless no bracket is open (`outermost`).
    fn boundary(&self, i: usize, outermost: bool) -> bool {
        let Some(kind) = self.kind(i) else { return false };
        let word = self.text_of(i);
        let candidate = match kind {
            TokenKind::Keyword => matches!(word, "inst" | "op" | "macro" | "label" | "spilled"),
            TokenKind::Identifier => matches!(word, "family" | "pseudo"),
            TokenKind::Annotation => true,
            _ => false,
        };
        if !candidate {
            return false;
        }
        let before = i.checked_sub(1).map_or("", |b| self.text_of(b));
        let next = self.significant(i + 1);
        match (kind, word) {
            (TokenKind::Keyword, "inst" | "op" | "macro" | "label") => {
                self.text_of(next) == "(" && !matches!(before, "." | "->" | "spilled")
            }
            (TokenKind::Keyword, _) => self.text_of(next) == "label",
            (TokenKind::Annotation, _) => {
                self.kind(i.wrapping_sub(1)) != Some(TokenKind::Annotation)
                    && matches!(self.text_of(self.after_annotations(i)), "inst" | "op")
                    && !matches!(before, "." | "->")
            }
            _ => {
                let name = self.significant(next + 1);
                let comma = self.significant(name + 1);
                let after = self.significant(comma + 1);
                let call = self.text_of(next) == "(" && !matches!(before, "." | "->");
                call && outermost
                    || call
                        && self.kind(name) == Some(TokenKind::Identifier)
                        && match (self.text_of(comma), word) {
                            (")", _) => self.text_of(after) == "=",
                            (",", "pseudo") => self.text_of(after) == "(",
                            (",", _) => {
                                let close = self.significant(after + 1);
                                self.text_of(close) == ")" && self.text_of(self.significant(close + 1)) == "="
                            }
                            _ => false,
                        }
            }
        }
    }

    /// Reports and skips what is no definition, up to where one starts.
    fn stray(&mut self) {
        let start = self.at;
        let mut line_end = start + 1;
        self.at += 1;
        while self.at < self.end && !self.boundary(self.at, true) {
            if self.tokens.get(self.at).map(|t| t.line) == self.tokens.get(start).map(|t| t.line)
                && self.at == line_end
            {
                line_end += 1;
            }
            self.at += 1;
        }
        let next = self.text_of(self.after_annotations(self.at)).to_owned();
        let only_word =
            self.kind(start) == Some(TokenKind::Identifier) && self.significant(start + 1) >= self.at;
        let word = self.text_of(start).to_owned();
        let span = self.span(start, line_end);
        if only_word && matches!(next.as_str(), "inst" | "op") {
            let what = format!("`{word}` is no annotation");
            self.pending
                .push(Diagnostic::error(codes::UNKNOWN_ANNOTATION, what, span, "not known").with_help(
                "the annotations are specializing, override, register, replaced, pure, replicate(N), tier1, \
                     tier2 and no_save_ip (3.13: split instead of no_save_ip)",
            ));
            return;
        }
        let help = match self.kind(start) {
            Some(
                TokenKind::DirectiveIf
                | TokenKind::DirectiveElse
                | TokenKind::DirectiveEndif
                | TokenKind::DirectiveOther,
            ) => {
                "directives belong inside bodies or outside of the markers: definitions cannot be conditional"
            }
            _ if word == "label" || word == "spilled" => "labels are new in 3.14; this file is read as 3.13",
            _ => {
                "between the markers there are only inst, op, macro, family, pseudo and label definitions; \
                 move other C code out of the markers or into a body"
            }
        };
        self.pending.push(
            Diagnostic::error(codes::NO_DEFINITION, "this is no definition", span, "expected a definition")
                .with_help(help),
        );
    }

    /// Goes from the defining word to after the definition's end. Returns whether the piece may be given to the
    /// grammar; if not, the reason was reported.
    fn extent(&mut self, kind: Kind, head: usize) -> bool {
        let tokens = self.tokens;
        let has_body = matches!(kind, Kind::Inst | Kind::Label);
        let mut levels: Vec<Level> = Vec::new();
        let mut now = Counters::default();
        let mut sound = true;
        let mut too_long = false;
        // What the branch before an #else left open.
        let mut carried: Vec<Level> = Vec::new();
        // The `while` at this token ends a `do`, it does not start a loop.
        let mut tail = usize::MAX;
        self.at = head + 1;
        if self.text_of(head) == "spilled" {
            // The word after it is part of the head.
            self.at = self.significant(self.at) + 1;
        }
        while self.at < self.end {
            let i = self.at;
            let Some(token) = tokens.get(i) else { break };
            if self.boundary(i, levels.is_empty()) {
                break;
            }
            self.at += 1;
            let word = token_text(self.text, token);
            let top = levels.last().map(|l| l.opener);
            let in_statements = matches!(top, Some('{' | '#'));
            // Whether a statement may end here.
            let mut ended = false;
            match token.kind {
                TokenKind::DirectiveIf => {
                    levels.push(Level { opener: '#', token: i, else_: None, outer: now });
                    now = now.inside(0);
                }
                TokenKind::DirectiveElse => match levels.last_mut() {
                    Some(level) if level.opener == '#' => {
                        now = level.outer.inside(0);
                        let (opener, before) = (level.token, level.else_.replace(i));
                        if let Some(before) = before {
                            sound = false;
                            let report = self
                                .error(codes::MULTIPLE_ELSE, "an #if with two #else", i, "the second #else")
                                .with_label(self.span(before, before + 1), "the first #else")
                                .with_label(self.span(opener, opener + 1), "of this #if")
                                .with_help("an #if has at most one #else; put a second #if inside it");
                            self.pending.push(report);
                        }
                    }
                    _ => {
                        if std::mem::take(&mut sound) {
                            self.stray_directive(codes::UNEXPECTED_ELSE, "#else", i, &levels);
                        }
                        // Each branch probably opens what is closed after the #endif.
                        if let Some(open) = levels.iter().rposition(|l| l.opener == '#') {
                            carried = levels.split_off(open + 1);
                        }
                    }
                },
                TokenKind::DirectiveEndif => {
                    if top != Some('#') && std::mem::take(&mut sound) {
                        self.stray_directive(codes::UNEXPECTED_ENDIF, "#endif", i, &levels);
                    }
                    if let Some(open) = levels.iter().rposition(|l| l.opener == '#') {
                        now = levels.get(open).map_or(now, |l| l.outer);
                        let opened = levels.split_off(open).split_off(1);
                        levels.extend(if carried.is_empty() { opened } else { std::mem::take(&mut carried) });
                        ended = true;
                    }
                }
                TokenKind::Punct => match word {
                    "(" | "[" | "{" => {
                        now.operators += 1;
                        let opener = if word == "(" {
                            '('
                        } else if word == "[" {
                            '['
                        } else {
                            '{'
                        };
                        levels.push(Level { opener, token: i, else_: None, outer: now });
                        now = now.inside(if opener == '{' { 0 } else { now.operators });
                    }
                    ")" | "]" | "}" => {
                        let wanted = if word == ")" {
                            '('
                        } else if word == "]" {
                            '['
                        } else {
                            '{'
                        };
                        let open = levels.iter().rposition(|l| l.opener == wanted);
                        if top != Some(wanted) {
                            sound = false;
                            self.mismatched(&levels, open.is_some(), i);
                        }
                        if let Some(open) = open {
                            let operators = now.operators;
                            now = levels.get(open).map_or(now, |l| l.outer);
                            levels.truncate(open);
                            ended = wanted == '{';
                            if !ended {
                                now.operators = operators;
                            }
                        }
                        if levels.is_empty() && has_body && wanted == '{' {
                            return sound && !too_long && self.not_too_big(head);
                        }
                    }
                    ";" if levels.is_empty() => return sound && !too_long && self.not_too_big(head),
                    ";" => {
                        now.operators = 0;
                        now.questions = 0;
                        ended = true;
                    }
                    "?" => {
                        now.operators += 1;
                        now.questions += 1;
                    }
                    ":" => now.questions = now.questions.saturating_sub(1),
                    _ => now.operators += 1,
                },
                TokenKind::Keyword => match word {
                    "if" | "for" | "switch" if in_statements => now.pending += 1,
                    "while" if in_statements && i != tail => now.pending += 1,
                    "do" if in_statements => {
                        now.pending += 1;
                        now.dos += 1;
                    }
                    "sizeof" => now.operators += 1,
                    _ => {}
                },
                _ => {}
            }
            if ended && matches!(levels.last().map(|l| l.opener), Some('{' | '#')) {
                let next = self.significant(i + 1);
                match self.text_of(next) {
                    "else" => {}
                    "while" if now.dos > 0 => {
                        now.dos -= 1;
                        tail = next;
                    }
                    _ => {
                        now.pending = 0;
                        now.dos = 0;
                    }
                }
                // An operator after a `}` may go on with an expression that has braces in it; a word does not.
                if self.kind(next) != Some(TokenKind::Punct) || matches!(self.text_of(next), "{" | "}" | ";")
                {
                    now.operators = 0;
                }
            }
            if levels.len() + now.nesting() > MAX_NESTING {
                let report = self
                    .error(
                        codes::TOO_DEEP,
                        "the code is nested too deeply",
                        i,
                        format!("more than {MAX_NESTING} levels deep"),
                    )
                    .with_help("split it into several statements or definitions");
                self.pending.push(report);
                while self.at < self.end && !self.boundary(self.at, false) {
                    self.at += 1;
                }
                return false;
            }
            if !too_long && now.operators > MAX_OPERATORS {
                too_long = true;
                let report = self
                    .error(
                        codes::TOO_MANY_OPERATORS,
                        "the statement is too long",
                        i,
                        format!("more than {MAX_OPERATORS} operators and brackets"),
                    )
                    .with_help("split it into several statements");
                self.pending.push(report);
            }
        }
        // The next definition or the end of all comes before this one's end. If a bracket is open, that is the
        // reason; if not, the grammar will say what is missing.
        match levels.last().copied() {
            Some(level) => {
                self.unclosed(head, level);
                false
            }
            None => sound && !too_long && self.not_too_big(head),
        }
    }

    /// Refuses a definition of more tokens than any real one has, so that its tree stays small.
    fn not_too_big(&mut self, head: usize) -> bool {
        let big = self.at - head > MAX_DEFINITION_TOKENS;
        if big {
            let report = self
                .error(
                    codes::TOO_BIG,
                    "the definition is too long",
                    head,
                    format!("has more than {MAX_DEFINITION_TOKENS} tokens"),
                )
                .with_help("move code into functions that the body calls");
            self.pending.push(report);
        }
        !big
    }

    /// Reports an `#else` or `#endif` that does not follow its `#if`.
    fn stray_directive(&mut self, code: Code, what: &str, at: usize, levels: &[Level]) {
        let mut report = self.error(code, format!("{what} without an #if"), at, "belongs to no #if");
        let top = levels.last().copied().filter(|l| l.opener != '#');
        match (top, levels.iter().rev().find(|l| l.opener == '#')) {
            (Some(open), Some(if_)) => {
                if let Some(label) = report.labels.first_mut() {
                    label.text = "not closed here".to_owned();
                }
                report.message = format!("{what} inside a `{}` that was opened after its #if", open.opener);
                report = report
                    .with_label(self.span(open.token, open.token + 1), "opened after the #if")
                    .with_label(self.span(if_.token, if_.token + 1), "the #if")
                    .with_help(format!("close the `{}` before the {what}", open.opener));
            }
            _ => report = report.with_help(format!("remove the {what}, or add the #if that it belongs to")),
        }
        self.pending.push(report);
    }

    /// Reports a closing bracket that does not close what was opened last.
    fn mismatched(&mut self, levels: &[Level], has_opener: bool, at: usize) {
        let closer = self.text_of(at);
        let report = match levels.last() {
            Some(level) if has_opener && level.opener == '#' => self
                .error(codes::MISSING_ENDIF, "an #if without #endif", level.token, "not ended")
                .with_label(self.span(at, at + 1), "the block around it ends here")
                .with_help("add #endif before the end of the block"),
            Some(level) if has_opener => self
                .error(
                    codes::UNBALANCED,
                    format!("a `{}` is closed by `{closer}`", level.opener),
                    level.token,
                    "opened here",
                )
                .with_label(self.span(at, at + 1), format!("`{closer}` does not match"))
                .with_help(format!("add the missing `{}`", closing(level.opener))),
            _ => self
                .error(
                    codes::UNBALANCED,
                    format!("`{closer}` closes nothing"),
                    at,
                    "nothing is open that it closes",
                )
                .with_help("remove it, or add the bracket that it closes"),
        };
        self.pending.push(report);
    }

    /// Reports what is still open where the next definition starts or everything ends.
    fn unclosed(&mut self, head: usize, level: Level) {
        let at_end = self.at >= self.end;
        let word = self.text_of(head);
        let opener = if level.opener == '#' { "#if".to_owned() } else { format!("`{}`", level.opener) };
        let code = match (at_end, level.opener) {
            (true, _) => codes::END_INSIDE_DEFINITION,
            (false, '#') => codes::MISSING_ENDIF,
            (false, _) => codes::UNBALANCED,
        };
        let message = if at_end {
            format!("the definitions end inside of this {word}")
        } else {
            format!("this {opener} is not closed before the next definition")
        };
        let mut report = self.error(code, message, level.token, format!("this {opener} is not closed"));
        if !at_end {
            report = report.with_label(self.span(self.at, self.at + 1), "the next definition starts here");
        }
        if let Some((open, close)) = self.suspect(level.token) {
            report = report
                .with_label(self.span(open, open + 1), "perhaps this one was meant to be closed")
                .with_label(self.span(close, close + 1), "before this `}`, which stands further left");
        }
        let close =
            if level.opener == '#' { "#endif".to_owned() } else { format!("`{}`", closing(level.opener)) };
        self.pending.push(report.with_help(format!("add the missing {close}")));
    }

    /// Among the braces after an unclosed one, the first pair whose closing brace is indented less than the line
    /// that opens it: the place where a brace was probably forgotten.
    fn suspect(&self, from: usize) -> Option<(usize, usize)> {
        let mut open: Vec<(usize, u32)> = Vec::new();
        let (mut line, mut indent) = (0, 0);
        for i in from..self.at {
            let token = self.tokens.get(i)?;
            let first = token.line != line;
            if first {
                (line, indent) = (token.line, token.column);
            }
            match self.text_of(i) {
                "{" => open.push((i, indent)),
                "}" => {
                    let (opener, column) = open.pop()?;
                    if first && token.column < column && opener != from {
                        return Some((opener, i));
                    }
                }
                _ => {}
            }
        }
        None
    }
}

/// The bracket that closes one.
fn closing(opener: char) -> char {
    match opener {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}
