//! The walk over a body, shared by the three files of cases: it keeps the stack up to date and writes the C.
//!
//! Statements are walked here, macros are replaced in `replace.rs`, and what is different about tier 1, tier 2
//! and the optimizer is asked of [`Target`]. The walk recurs as deep as statements are nested, which the parser
//! bounds.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::{Fault, WalkError};
use super::watch::{self, History, Remark, RemarkKind, Snapshot, Watch};
use super::writer::CWriter;
use crate::analysis::{Analysis, EscapingCall, Label, StackEffects, Uop};
use crate::stack::{StackError, Storage};
use crate::syntax::source::{FileId, SourceFile, Span, Token, TokenId, TokenKind, TokenRange};
use crate::syntax::tree::{Block, IfStmt, MacroIfStmt, Stmt, StmtId, StmtKind};

/// What a body is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// An instruction of tier 1.
    Instruction {
        /// The family that it is a member of.
        family: Option<&'a str>,
    },
    /// A label of tier 1.
    Label,
    /// A micro-op of tier 2.
    Executor {
        /// Its name: replicas and the halves of a micro-op split on `oparg & 1` end in a digit (B63).
        uop: &'a str,
    },
    /// A micro-op of the optimizer.
    Optimizer,
}

/// A body with what the analysis found out about it.
#[derive(Clone, Copy, Debug)]
pub struct Section<'a> {
    /// What it is written for.
    pub target: Target<'a>,
    /// The file that it stands in.
    pub file: FileId,
    /// The body.
    pub body: &'a Block,
    /// Its inputs and outputs, if it has any.
    pub effects: Option<&'a StackEffects>,
    /// Tokens that store to an input or output (B48).
    pub local_stores: Option<&'a BTreeSet<TokenId>>,
    /// Escaping calls by statement.
    pub escaping_calls: &'a BTreeMap<StmtId, EscapingCall>,
    /// What `INSTRUCTION_SIZE` stands for.
    pub instruction_size: Option<i64>,
}

impl<'a> Section<'a> {
    /// The body of a micro-op.
    pub fn uop(uop: &'a Uop<'_>, target: Target<'a>) -> Section<'a> {
        Section {
            target,
            file: uop.def.tokens.file,
            body: &uop.def.body,
            effects: Some(&uop.stack),
            local_stores: Some(&uop.local_stores),
            escaping_calls: &uop.escaping_calls,
            instruction_size: uop.instruction_size,
        }
    }

    /// The body of a label.
    pub fn label(label: &'a Label<'_>) -> Section<'a> {
        Section {
            target: Target::Label,
            file: label.def.tokens.file,
            body: &label.def.body,
            effects: None,
            local_stores: None,
            escaping_calls: &label.escaping_calls,
            instruction_size: None,
        }
    }
}

/// Writes cases, one after the other, to one writer.
#[derive(Debug)]
pub struct Emitter<'a> {
    /// The writer.
    pub out: CWriter,
    pub(super) analysis: &'a Analysis<'a>,
    /// The labels there are, and whether the stack pointer is saved at each.
    labels: BTreeMap<&'a str, bool>,
    pub(super) watch: Watch,
}

impl<'a> Emitter<'a> {
    /// An emitter for the definitions of an analysis.
    pub fn new(analysis: &'a Analysis<'a>, out: CWriter) -> Emitter<'a> {
        let labels = analysis.labels.iter().map(|label| (label.name.as_str(), label.spilled)).collect();
        Emitter { out, analysis, labels, watch: Watch::default() }
    }

    /// Starts on a new instruction, micro-op or label.
    pub(super) fn start(&mut self, first_line: &str) {
        self.watch.history = History::default();
        self.out.emit(first_line);
    }

    /// What was noticed since the last call.
    pub fn take_remarks(&mut self) -> Vec<Remark> {
        std::mem::take(&mut self.watch.remarks)
    }

    /// How the stack was at each statement where it matters to what runs after it, since the last call.
    pub fn take_snapshots(&mut self) -> Vec<Snapshot> {
        std::mem::take(&mut self.watch.snapshots)
    }

    /// Walks a body to its end and puts its outputs on the stack. Whether the end is reachable.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn body(
        &mut self,
        section: Section<'a>,
        storage: &mut Storage<'a>,
        braces: bool,
    ) -> Result<bool, WalkError> {
        self.watch.start_body();
        let mut walk = Walk {
            out: &mut self.out,
            watch: &mut self.watch,
            labels: &self.labels,
            file: self.analysis.sources.file(section.file),
            section,
        };
        walk.out.start_line();
        let reachable = walk.block(section.body, storage, braces)?;
        if reachable {
            storage.push_outputs().map_err(|error| walk.stack_error(error, section.body.close))?;
            walk.check_outputs(storage);
        }
        if braces {
            walk.emit(section.body.close);
        }
        self.laid_out(section.body.span)?;
        Ok(reachable)
    }

    /// Whether all that was written could be laid out.
    ///
    /// # Errors
    /// The first piece that could not, which is placed where the caller says.
    pub(super) fn laid_out(&mut self, at: Span) -> Result<(), WalkError> {
        match self.out.take_fault() {
            Some(fault) => Err(WalkError { fault: Fault::Layout(fault), at }),
            None => Ok(()),
        }
    }
}

/// A token with its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tok<'a> {
    pub id: TokenId,
    pub token: &'a Token,
    pub text: &'a str,
}

impl Tok<'_> {
    pub fn is_punct(&self, text: &str) -> bool {
        self.token.kind == TokenKind::Punct && self.text == text
    }

    pub fn is_identifier(&self) -> bool {
        self.token.kind == TokenKind::Identifier
    }

    fn is_keyword(&self, text: &str) -> bool {
        self.token.kind == TokenKind::Keyword && self.text == text
    }
}

/// The tokens of a statement, comments inside it included, as they are taken one by one.
#[derive(Clone)]
pub(super) struct Cursor<'a> {
    file: &'a SourceFile,
    next: TokenId,
    end: TokenId,
}

impl<'a> Cursor<'a> {
    pub fn new(file: &'a SourceFile, range: TokenRange) -> Cursor<'a> {
        Cursor { file, next: range.start, end: range.end }
    }

    pub fn peek(&self) -> Option<Tok<'a>> {
        if self.next >= self.end {
            return None;
        }
        token_at(self.file, self.next)
    }
}

impl<'a> Iterator for Cursor<'a> {
    type Item = Tok<'a>;

    fn next(&mut self) -> Option<Tok<'a>> {
        let token = self.peek()?;
        self.next = TokenId(self.next.0 + 1);
        Some(token)
    }
}

fn token_at(file: &SourceFile, id: TokenId) -> Option<Tok<'_>> {
    let token = file.tokens.get(id.0 as usize)?;
    let text = file.text.get(token.start as usize..token.end as usize)?;
    Some(Tok { id, token, text })
}

/// How a statement ended.
#[derive(Clone, Copy, Debug)]
struct End {
    /// Whether what follows can be reached.
    reachable: bool,
    /// The closing brace, which whoever walked the statement has to write.
    close: Option<TokenId>,
}

impl End {
    const REACHABLE: End = End { reachable: true, close: None };
}

/// The walk over one body.
pub(super) struct Walk<'e, 'a> {
    pub out: &'e mut CWriter,
    pub watch: &'e mut Watch,
    pub labels: &'e BTreeMap<&'a str, bool>,
    pub file: &'a SourceFile,
    pub section: Section<'a>,
}

impl<'a> Walk<'_, 'a> {
    /// Writes a token of the input.
    fn emit(&mut self, id: TokenId) {
        if let Some(token) = token_at(self.file, id) {
            self.emit_tok(token);
        }
    }

    pub fn emit_tok(&mut self, token: Tok<'a>) {
        self.out.emit_token(token.token, token.text);
    }

    fn emit_range(&mut self, range: TokenRange) {
        for token in Cursor::new(self.file, range) {
            self.emit_tok(token);
        }
    }

    /// The place of a token.
    pub fn span(&self, id: TokenId) -> Span {
        match token_at(self.file, id) {
            Some(Tok { token, .. }) => Span { file: self.section.file, start: token.start, end: token.end },
            None => self.section.body.span,
        }
    }

    /// Places an error of the stack at a token.
    pub fn stack_error(&self, error: StackError, at: TokenId) -> WalkError {
        WalkError { fault: Fault::Stack(error), at: self.span(at) }
    }

    fn stmt(&mut self, stmt: &'a Stmt, storage: &mut Storage<'a>) -> Result<End, WalkError> {
        match &stmt.kind {
            StmtKind::Simple(_) => {
                let reachable = self.simple(stmt, storage)?;
                Ok(End { reachable, close: None })
            }
            // To the reference this is one simple statement, which is why it must not have any inside (B8).
            StmtKind::DoWhile(_) => {
                let reachable = self.simple(stmt, storage)?;
                Ok(End { reachable, close: None })
            }
            StmtKind::Block(block) => {
                let reachable = self.block(block, storage, true)?;
                Ok(End { reachable, close: Some(block.close) })
            }
            StmtKind::If(stmt) => self.if_(stmt, storage),
            // Loops are walked as if their bodies ran once (B52).
            StmtKind::For(stmt) => self.loop_(stmt.for_, stmt.header_tokens, &stmt.body, storage),
            StmtKind::While(stmt) => self.loop_(stmt.while_, stmt.condition_tokens, &stmt.body, storage),
            StmtKind::MacroIf(stmt) => {
                let reachable = self.macro_if(stmt, storage)?;
                Ok(End { reachable, close: None })
            }
            // The analysis has refused it.
            StmtKind::Switch(_) => Ok(End::REACHABLE),
        }
    }

    fn loop_(
        &mut self,
        keyword: TokenId,
        header: TokenRange,
        body: &'a Stmt,
        storage: &mut Storage<'a>,
    ) -> Result<End, WalkError> {
        self.emit(keyword);
        self.uses(header, storage);
        self.emit_range(header);
        let live = watch::live_inputs(&self.section, storage);
        let end = self.stmt(body, storage)?;
        if end.reachable {
            self.watch.loop_ends(&live, storage, &self.section, self.span(keyword));
        }
        Ok(end)
    }

    /// Walks the statements of a block up to the first that does not end, and does not write those after it (B45).
    fn block(
        &mut self,
        block: &'a Block,
        storage: &mut Storage<'a>,
        braces: bool,
    ) -> Result<bool, WalkError> {
        if braces {
            self.emit(block.open);
        }
        for (index, stmt) in block.statements.iter().enumerate() {
            if !self.stmt_closed(stmt, storage)? {
                self.dropped(stmt, block.statements.get(index + 1..).unwrap_or_default());
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Notes that statements are left out.
    fn dropped(&mut self, stmt: &Stmt, rest: &[Stmt]) {
        let (Some(first), Some(last)) = (rest.first(), rest.last()) else { return };
        let rest = first.span.to(last.span);
        let condition = match &stmt.kind {
            StmtKind::MacroIf(stmt) => Some(self.span(stmt.condition)),
            _ => None,
        };
        if let Some(Remark { kind: RemarkKind::EndOfMacroIf { dropped }, at }) = self.watch.remarks.last_mut()
            && Some(*at) == condition
        {
            *dropped = Some(rest);
        } else {
            self.watch.remark(RemarkKind::Dropped { after: stmt.span }, rest);
        }
    }

    /// Walks a statement and writes its closing brace.
    fn stmt_closed(&mut self, stmt: &'a Stmt, storage: &mut Storage<'a>) -> Result<bool, WalkError> {
        let End { reachable, close } = self.stmt(stmt, storage)?;
        if let Some(close) = close {
            self.emit(close);
        }
        Ok(reachable)
    }

    /// Walks both arms of an `if`, each on its own copy of the state, and joins those that reach its end (B52).
    fn if_(&mut self, stmt: &'a IfStmt, storage: &mut Storage<'a>) -> Result<End, WalkError> {
        self.emit(stmt.if_);
        self.uses(stmt.condition_tokens, storage);
        self.emit_range(stmt.condition_tokens);
        let mut taken = self.copy(storage, stmt.if_)?;
        let before = self.watch.history;
        let End { reachable, close } = self.stmt(&stmt.then, &mut taken)?;
        let after_then = std::mem::replace(&mut self.watch.history, before);
        let Some((else_, otherwise)) = &stmt.else_ else {
            if reachable {
                self.watch.history.join(after_then);
                self.merge(&mut taken, storage.clone(), stmt.if_)?;
                *storage = taken;
            }
            return Ok(End { reachable: true, close });
        };
        if let Some(close) = close {
            self.emit(close);
        }
        self.emit(*else_);
        let end = self.stmt(otherwise, storage)?;
        if !reachable {
            return Ok(end);
        }
        if end.reachable {
            self.watch.history.join(after_then);
            self.merge(storage, taken, stmt.if_)?;
        } else {
            self.watch.history = after_then;
            *storage = taken;
        }
        Ok(End { reachable: true, close: end.close })
    }

    /// Walks both branches of an `#if`. Unlike in a block, nothing is left out after a statement that does not end;
    /// but one such statement, in either branch, makes the whole of it count as unreachable (B45). Without
    /// `#else`, the branch is taken to be there.
    fn macro_if(&mut self, stmt: &'a MacroIfStmt, storage: &mut Storage<'a>) -> Result<bool, WalkError> {
        self.emit(stmt.condition);
        let before = self.watch.history;
        let mut reachable = true;
        let mut other_reachable = true;
        if let Some((else_, body)) = &stmt.else_ {
            let mut other = self.copy(storage, stmt.condition)?;
            for stmt in &stmt.body {
                reachable &= self.stmt_closed(stmt, storage)?;
            }
            let after_body = std::mem::replace(&mut self.watch.history, before);
            self.emit(*else_);
            for stmt in body {
                other_reachable &= self.stmt_closed(stmt, &mut other)?;
            }
            self.watch.history.join(after_body);
            self.merge(&mut other, storage.clone(), stmt.condition)?;
            *storage = other;
        } else {
            for stmt in &stmt.body {
                reachable &= self.stmt_closed(stmt, storage)?;
            }
            self.watch.history.join(before);
        }
        self.emit(stmt.endif);
        let ends = |statements: &[Stmt]| statements.iter().any(|stmt| self.never_returns(stmt));
        let end = reachable && !ends(&stmt.body);
        let other_end = other_reachable && !stmt.else_.as_ref().is_some_and(|(_, body)| ends(body));
        if (end || other_end) && !(reachable && other_reachable) {
            self.watch.remark(RemarkKind::EndOfMacroIf { dropped: None }, self.span(stmt.condition));
        }
        Ok(reachable && other_reachable)
    }

    /// Notes uses of dead inputs.
    fn uses(&mut self, range: TokenRange, storage: &Storage<'a>) {
        self.watch.uses(&self.section, self.file, range, storage);
    }

    /// Whether a token is followed by `[`.
    pub fn is_element(&self, id: TokenId) -> bool {
        token_at(self.file, TokenId(id.0.saturating_add(1))).is_some_and(|token| token.is_punct("["))
    }

    /// Whether a statement calls a function that ends the program. The reference goes on after it.
    fn never_returns(&self, stmt: &Stmt) -> bool {
        let first = token_at(self.file, stmt.tokens.start);
        first.is_some_and(|token| matches!(token.text, "Py_FatalError" | "Py_UNREACHABLE" | "abort"))
    }

    /// Notes outputs that were put on the stack without a value.
    fn check_outputs(&mut self, storage: &Storage<'a>) {
        let Some(effects) = self.section.effects else { return };
        self.watch.outputs_pushed(effects);
        for local in storage.stack.variables() {
            let item = local.item;
            let is_output = effects.outputs.iter().any(|output| std::ptr::eq(output, item));
            if is_output && local.needs_defining() && local.is_dead() {
                self.watch.remark(RemarkKind::OutputNotDefined { name: item.name.clone() }, item.span);
            }
        }
    }

    fn copy(&self, storage: &Storage<'a>, at: TokenId) -> Result<Storage<'a>, WalkError> {
        storage.copy().map_err(|error| self.stack_error(error, at))
    }

    fn merge(&mut self, storage: &mut Storage<'a>, other: Storage<'a>, at: TokenId) -> Result<(), WalkError> {
        if storage.spill_depth() != other.spill_depth() {
            self.watch.remark(RemarkKind::SavedOnSomePaths, self.span(at));
        }
        self.watch.paths_meet(storage, &other, self.span(at));
        storage.merge(other, self.out).map_err(|error| self.stack_error(error, at))
    }

    /// Walks a statement token by token; macros take as many of them as they like.
    fn simple(&mut self, stmt: &'a Stmt, storage: &mut Storage<'a>) -> Result<bool, WalkError> {
        self.uses(stmt.tokens, storage);
        let mut cursor = Cursor::new(self.file, stmt.tokens);
        let escape = self.section.escaping_calls.get(&stmt.id);
        if let Some(escape) = escape {
            // Arbitrary code may look at the stack, so it must be in memory, without what the call closes (B46).
            if let Some(name) = escape.kills.and_then(|id| token_at(self.file, id)) {
                self.close(name, storage, true)?;
            }
            self.save(storage).map_err(|error| error_at(error, stmt.span))?;
            self.watch.snapshot(storage, storage.stack.physical(), stmt.span);
        }
        let mut reachable = true;
        while let Some(token) = cursor.next() {
            reachable &= self.token(token, &mut cursor, storage, stmt.span)?;
        }
        if escape.is_some() {
            self.reload(storage).map_err(|error| error_at(error, stmt.span))?;
        }
        Ok(reachable)
    }

    /// Whether what follows the token can be reached.
    fn token(
        &mut self,
        token: Tok<'a>,
        cursor: &mut Cursor<'a>,
        storage: &mut Storage<'a>,
        stmt: Span,
    ) -> Result<bool, WalkError> {
        if token.is_keyword("goto") {
            self.goto(token, cursor, storage, stmt)?;
            return Ok(false);
        }
        if token.is_keyword("return") {
            self.emit_tok(token);
            let semicolon = self.emit_to(token, cursor, ";")?;
            self.emit_tok(semicolon);
            return Ok(false);
        }
        if !token.is_identifier() {
            self.emit_tok(token);
            return Ok(true);
        }
        if let Some(reachable) = self.replace(token, cursor, storage, stmt)? {
            return Ok(reachable);
        }
        if self.section.local_stores.is_some_and(|stores| stores.contains(&token.id)) {
            storage.define(token.text);
            self.watch.store(token.text);
        }
        let leaves = token.text.starts_with("DISPATCH");
        if leaves || token.text == "JUMP_TO_LABEL" {
            self.watch.snapshot(storage, storage.stack.physical(), stmt);
        }
        self.emit_tok(token);
        Ok(!leaves)
    }
}

/// Places an error of the stack.
pub(super) fn error_at(error: StackError, at: Span) -> WalkError {
    WalkError { fault: Fault::Stack(error), at }
}
