//! Lays C out the way the reference's `cwriter.py` does: tokens keep their distance from each other, lines are
//! indented anew, and stack-pointer spills that would be undone at once are never written (reference.md B46).

use crate::analysis::offset::PointerOffset;
use crate::stack::{Closing, Element, Place, Sink, StackOp};
use crate::syntax::source::{Token, TokenKind};

/// How items of the stack are read and written in C.
#[derive(Clone, Copy, Debug)]
pub struct Casts {
    /// The type that a typed item is cast to when it is stored.
    pub store: &'static str,
    /// Whether typed items live in the `bits` field of a stack reference.
    pub bits: bool,
}

impl Casts {
    /// In the interpreters, whose stack holds tagged references.
    pub const INTERPRETER: Casts = Casts { store: "uintptr_t", bits: true };
    /// In the optimizer, whose stack holds symbols.
    pub const OPTIMIZER: Casts = Casts { store: "JitOptSymbol *", bits: false };
}

/// Why a text cannot be laid out: the reference counts parentheses and braces in every piece of text that it
/// writes, those in comments and strings included, and fails on these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutFault {
    /// More was closed than had been opened.
    Underflow,
    /// Several braces were opened in one token.
    SeveralBraces,
}

/// What is held back until something else is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pending {
    Spill,
    Reload,
}

/// The position of the token written last.
#[derive(Clone, Copy, Debug)]
struct Last {
    line: u32,
    end_line: u32,
    end_column: u32,
}

/// A writer of C, into a text or into nothing.
#[derive(Clone, Debug)]
pub struct CWriter {
    /// `None` if the text is not wanted.
    text: Option<String>,
    casts: Casts,
    indents: Vec<u32>,
    last: Option<Last>,
    newline: bool,
    pending: Option<Pending>,
    fault: Option<LayoutFault>,
}

/// What one indentation step is.
const STEP: u32 = 4;
/// Continuation lines align with an opening parenthesis up to this column.
const MAX_ALIGN: u32 = 40;
/// What is in the braces after this is not indented.
const EXTERN_C: &str = "extern \"C\"";

impl CWriter {
    /// A writer of text whose lines start out indented by so many steps.
    pub fn new(steps: u32, casts: Casts) -> CWriter {
        CWriter { text: Some(String::new()), ..CWriter::null(steps, casts) }
    }

    /// A writer that keeps nothing but notices the same faults.
    pub fn null(steps: u32, casts: Casts) -> CWriter {
        CWriter {
            text: None,
            casts,
            indents: (0..=steps).map(|step| step * STEP).collect(),
            last: None,
            newline: true,
            pending: None,
            fault: None,
        }
    }

    /// What was written.
    pub fn into_text(self) -> String {
        self.text.unwrap_or_default()
    }

    /// The first piece of text since the last call that could not be laid out.
    pub fn take_fault(&mut self) -> Option<LayoutFault> {
        self.fault.take()
    }

    /// Lets something be written that is not wanted. The reference gives it a writer of its own, whose text is lost,
    /// but which cannot lay everything out, either.
    pub fn aside<T>(&mut self, write: impl FnOnce(&mut CWriter) -> T) -> T {
        let mut aside = CWriter::null(0, self.casts);
        let result = write(&mut aside);
        self.fault = self.fault.or(aside.fault);
        result
    }

    /// Writes text as it is, past all layout: for the fixed frame of a file.
    pub fn raw(&mut self, text: &str) {
        if let Some(out) = &mut self.text {
            out.push_str(text);
        }
    }

    /// Writes a text of our own.
    pub fn emit(&mut self, text: &str) {
        self.settle();
        self.emit_str(text);
    }

    /// Writes a token of the input, as far from the one before it as it is there.
    pub fn emit_token(&mut self, token: &Token, text: &str) {
        self.settle();
        if token.kind == TokenKind::Comment && text.contains('\n') {
            self.set_position(token);
            self.emit_multiline_comment(text);
            return;
        }
        let balance = Balance::of(text);
        self.dedent(text, balance);
        self.set_position(token);
        self.raw(text);
        if is_directive(token.kind) {
            self.newline = true;
        }
        self.indent(text, balance);
    }

    /// Writes a text of our own where a token of the input stands.
    pub fn emit_at(&mut self, text: &str, token: &Token) {
        self.settle();
        self.set_position(token);
        self.raw(text);
    }

    /// Starts a new line unless one was just started.
    pub fn start_line(&mut self) {
        if !self.newline {
            self.raw("\n");
        }
        self.newline = true;
        self.last = None;
    }

    /// Saves the stack pointer in the frame. It is not written before something else is; a reload that is still
    /// waiting is undone instead.
    pub fn spill(&mut self) {
        self.pending = match self.pending {
            Some(Pending::Reload) => None,
            _ => Some(Pending::Spill),
        };
    }

    /// Fetches the stack pointer back from the frame; a spill that is still waiting is undone instead.
    pub fn reload(&mut self) {
        self.pending = match self.pending {
            Some(Pending::Spill) => None,
            _ => Some(Pending::Reload),
        };
    }

    /// Writes what was held back.
    fn settle(&mut self) {
        match self.pending.take() {
            Some(Pending::Spill) => self.emit_str("_PyFrame_SetStackPointer(frame, stack_pointer);\n"),
            Some(Pending::Reload) => self.emit_str("stack_pointer = _PyFrame_GetStackPointer(frame);\n"),
            None => {}
        }
    }

    fn emit_str(&mut self, text: &str) {
        let balance = Balance::of(text);
        self.dedent(text, balance);
        if self.newline && !text.is_empty() {
            if !text.starts_with('\n') {
                let indent = self.current();
                self.spaces(indent);
            }
            self.newline = false;
        }
        self.raw(text);
        if text.ends_with('\n') {
            self.newline = true;
        }
        self.indent(text, balance);
        self.last = None;
    }

    fn set_position(&mut self, token: &Token) {
        match self.last {
            Some(last) => {
                if last.end_line < token.line {
                    self.raw("\n");
                }
                if last.line < token.line {
                    let indent = self.current();
                    self.spaces(indent);
                } else {
                    self.spaces(token.column.saturating_sub(last.end_column));
                }
            }
            None if self.newline => {
                let indent = self.current();
                self.spaces(indent);
            }
            None => {}
        }
        self.last = Some(Last { line: token.line, end_line: token.end_line, end_column: token.end_column });
        self.newline = false;
    }

    /// Indents the lines of a comment anew; those that start with `*` line up under the first one's.
    fn emit_multiline_comment(&mut self, text: &str) {
        for (index, line) in python_lines(text).enumerate() {
            let line = line.trim_start();
            if index > 0 {
                let indent = self.current() + if line.starts_with('*') { 1 } else { 3 };
                self.spaces(indent);
            }
            self.raw(line);
        }
    }

    fn dedent(&mut self, text: &str, balance: Balance) {
        if balance.parens < 0 {
            self.pop_indent();
        }
        if balance.braces < 0 || is_label(text) {
            self.pop_indent();
        }
    }

    fn indent(&mut self, text: &str, balance: Balance) {
        if balance.parens > 0 {
            let current = self.current();
            // Inside parentheses, continuation lines align with what follows the parenthesis, unless that is too
            // far to the right or no further than the indentation.
            let aligned = self.last.map(|last| last.end_column.saturating_sub(1));
            let aligned = aligned.filter(|column| *column > current && *column <= MAX_ALIGN);
            self.indents.push(aligned.unwrap_or(current + STEP));
        }
        if is_label(text) {
            let current = self.current();
            self.indents.push(current + STEP);
            return;
        }
        if balance.braces > 0 {
            let current = self.current();
            if balance.braces > 1 {
                self.fault.get_or_insert(LayoutFault::SeveralBraces);
            }
            self.indents.push(current + if text.contains(EXTERN_C) { 0 } else { STEP });
        }
    }

    /// The indentation at hand. The last one may have been taken away; the reference fails only when it looks for one.
    fn current(&mut self) -> u32 {
        match self.indents.last() {
            Some(indent) => *indent,
            None => {
                self.fault.get_or_insert(LayoutFault::Underflow);
                0
            }
        }
    }

    fn pop_indent(&mut self) {
        if self.indents.pop().is_none() {
            self.fault.get_or_insert(LayoutFault::Underflow);
        }
    }

    fn spaces(&mut self, count: u32) {
        if let Some(out) = &mut self.text {
            out.extend(std::iter::repeat_n(' ', count as usize));
        }
    }
}

impl Sink for CWriter {
    fn op(&mut self, op: StackOp<'_>) {
        match op {
            StackOp::StartLine => self.start_line(),
            StackOp::InPlace => self.emit(""),
            StackOp::Rename { to, from } => self.emit(&format!("{to} = {from};\n")),
            StackOp::Load { item, offset, below } => {
                let place = stack_at(offset);
                let line = match &item.ty {
                    Some(ty) if below => {
                        let bits = if self.casts.bits { ".bits" } else { "" };
                        format!("{} = ({ty}){place}{bits};\n", item.name)
                    }
                    _ => format!("{} = {place};\n", item.name),
                };
                self.emit(&line);
            }
            StackOp::Point { item, offset } => {
                self.emit(&format!("{} = &{};\n", item.name, stack_at(offset)));
            }
            StackOp::Store { item, offset } => {
                let place = stack_at(offset);
                let line = match &item.ty {
                    Some(_) => {
                        let bits = if self.casts.bits { ".bits" } else { "" };
                        format!("{place}{bits} = ({}){};\n", self.casts.store, item.name)
                    }
                    None => format!("{place} = {};\n", item.name),
                };
                self.emit(&line);
            }
            StackOp::Move { by, checked } => {
                self.emit(&format!("stack_pointer += {};\n", by.to_c()));
                if checked {
                    self.emit("assert(WITHIN_STACK_BOUNDS());\n");
                }
            }
            StackOp::Spill => self.spill(),
            StackOp::Reload => self.reload(),
            StackOp::Close(closing) => self.close(closing),
        }
    }
}

impl CWriter {
    fn close(&mut self, closing: Closing<'_>) {
        match closing {
            Closing::Each { size } => self.emit(&format!("for (int _i = {size}; --_i >= 0;) {{\n")),
            Closing::EndEach => self.emit("}\n"),
            Closing::DeclareSpare => self.emit("_PyStackRef tmp;\n"),
            Closing::Replace { place, with, declares_spare } => {
                let place = place_text(place);
                let ty = if declares_spare { "_PyStackRef " } else { "" };
                self.emit(&format!("{ty}tmp = {place};\n"));
                self.emit(&format!("{place} = {with};\n"));
            }
            Closing::Spare { nullable } => self.emit(&format!("{}(tmp);\n", close_macro(nullable))),
            Closing::InPlace { place, nullable } => {
                self.emit(&format!("{}({});\n", close_macro(nullable), place_text(place)));
            }
        }
    }
}

fn stack_at(offset: &PointerOffset) -> String {
    format!("stack_pointer[{}]", offset.to_c())
}

fn place_text(place: Place<'_>) -> String {
    let index = match place.element {
        Element::Scalar => "",
        Element::Only => "[0]",
        Element::Current => "[_i]",
    };
    format!("{}{index}", place.name)
}

fn close_macro(nullable: bool) -> &'static str {
    if nullable { "PyStackRef_XCLOSE" } else { "PyStackRef_CLOSE" }
}

fn is_directive(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::DirectiveIf
            | TokenKind::DirectiveElse
            | TokenKind::DirectiveEndif
            | TokenKind::DirectiveOther
    )
}

/// How many more brackets a text opens than it closes, counted in one look at it: every token comes by here.
#[derive(Clone, Copy, Debug, Default)]
struct Balance {
    parens: i64,
    braces: i64,
}

impl Balance {
    fn of(text: &str) -> Balance {
        let mut balance = Balance::default();
        for byte in text.bytes() {
            match byte {
                b'(' => balance.parens += 1,
                b')' => balance.parens -= 1,
                b'{' => balance.braces += 1,
                b'}' => balance.braces -= 1,
                _ => {}
            }
        }
        balance
    }
}

/// Whether a text is taken for a C label. A lone `:` is, too, wherever it stands.
fn is_label(text: &str) -> bool {
    !text.starts_with("//") && text.ends_with(':')
}

/// The lines of a text with their ends, where Python's `splitlines` sees them.
fn python_lines(text: &str) -> impl Iterator<Item = &str> {
    let is_end =
        |c| matches!(c, '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = match rest.char_indices().find(|(_, c)| is_end(*c)) {
            Some((at, '\r')) if rest[at..].starts_with("\r\n") => at + 2,
            Some((at, c)) => at + c.len_utf8(),
            None => rest.len(),
        };
        let (line, tail) = rest.split_at(end);
        rest = tail;
        Some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut CWriter)) -> String {
        let mut out = CWriter::new(1, Casts::INTERPRETER);
        write(&mut out);
        out.into_text()
    }

    #[test]
    fn a_reload_and_the_next_spill_cancel() {
        let text = written(|out| {
            out.spill();
            out.emit("f();\n");
            out.reload();
            out.spill();
            out.emit("g();\n");
            out.reload();
            out.emit("h();\n");
        });
        assert_eq!(
            text,
            "    _PyFrame_SetStackPointer(frame, stack_pointer);\n    f();\n    g();\n    \
             stack_pointer = _PyFrame_GetStackPointer(frame);\n    h();\n"
        );
    }

    #[test]
    fn blocks_and_labels_indent() {
        let text = written(|out| {
            out.emit("if (x) {\n");
            out.emit("y();\n");
            out.emit("}\n");
            out.emit("again:\n");
            out.emit("z();\n");
        });
        assert_eq!(text, "    if (x) {\n        y();\n    }\n    again:\n    z();\n");
    }

    #[test]
    fn what_cannot_be_laid_out_is_noticed() {
        let mut out = CWriter::null(0, Casts::INTERPRETER);
        out.emit("}\n");
        assert_eq!(out.take_fault(), Some(LayoutFault::Underflow));
        let mut out = CWriter::null(0, Casts::INTERPRETER);
        out.emit("{{\n");
        assert_eq!(out.take_fault(), Some(LayoutFault::SeveralBraces));
        assert_eq!(out.take_fault(), None);
    }

    #[test]
    fn lines_are_split_as_python_splits_them() {
        assert_eq!(python_lines("a\r\nb\x0cc\n").collect::<Vec<_>>(), ["a\r\n", "b\x0c", "c\n"]);
    }
}
