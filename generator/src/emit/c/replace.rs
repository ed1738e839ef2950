//! The macros that the walk replaces or understands. Like the reference, each takes the tokens that should follow
//! it without looking at them; what stands there instead of `(`, `)` or `;` is lost. `check_bodies` reports that.

use super::cases::{Cursor, Target, Tok, Walk, error_at};
use super::fault::{Fault, WalkError};
use super::watch::RemarkKind;
use crate::analysis::offset::python_int;
use crate::stack::{Occasion, StackError, Storage};
use crate::syntax::source::Span;

/// Deallocators that run no arbitrary code, so that a value may be closed below live ones (B47).
const NON_ESCAPING_DEALLOCS: [&str; 3] =
    ["_PyFloat_ExactDealloc", "_PyLong_ExactDealloc", "_PyUnicode_ExactDealloc"];

impl<'a> Walk<'_, 'a> {
    /// Replaces an identifier if it is a macro, and says whether what follows can be reached. `None` if it is none.
    pub(super) fn replace(
        &mut self,
        token: Tok<'a>,
        cursor: &mut Cursor<'a>,
        storage: &mut Storage<'a>,
        stmt: Span,
    ) -> Result<Option<bool>, WalkError> {
        let reachable = match token.text {
            "EXIT_IF" | "DEOPT_IF" => self.leave_if(token, cursor)?,
            "ERROR_IF" => self.error_if(token, cursor, storage, stmt)?,
            "ERROR_NO_POP" => {
                self.skip(token, cursor, &["(", ")", ";"])?;
                self.watch.snapshot(storage, storage.stack.physical(), stmt);
                let jump = self.jump_to_error(0, storage).map_err(|error| error_at(error, stmt))?;
                self.out.emit_at(&jump, token.token);
                false
            }
            "DECREF_INPUTS" => {
                self.skip(token, cursor, &["(", ")", ";"])?;
                self.inputs_die(storage, stmt);
                self.watch.close(stmt);
                storage.close_inputs(self.out).map_err(|error| error_at(error, stmt))?;
                true
            }
            "DEAD" => {
                self.dead(token, cursor, storage)?;
                true
            }
            "INPUTS_DEAD" => {
                self.skip(token, cursor, &["(", ")", ";"])?;
                self.inputs_die(storage, stmt);
                for local in storage.unsaved_peeks() {
                    self.watch.remark(RemarkKind::PeekLost { name: local.name().to_owned() }, stmt);
                }
                storage.kill_inputs();
                true
            }
            "SYNC_SP" => {
                self.skip(token, cursor, &["(", ")", ";"])?;
                self.sync(storage, stmt).map_err(|error| error_at(error, stmt))?;
                true
            }
            "SAVE_STACK" => {
                self.skip(token, cursor, &["(", ")", ";"])?;
                self.save(storage).map_err(|error| error_at(error, stmt))?;
                self.watch.snapshot(storage, storage.stack.physical(), stmt);
                true
            }
            "RELOAD_STACK" => {
                self.skip(token, cursor, &["(", ")", ";"])?;
                self.reload(storage).map_err(|error| error_at(error, stmt))?;
                true
            }
            "PyStackRef_CLOSE_SPECIALIZED" => {
                self.close_specialized(token, cursor, storage)?;
                true
            }
            "PyStackRef_AsPyObjectSteal" => {
                self.steal(token, cursor, storage)?;
                true
            }
            "DISPATCH" => {
                if storage.is_spilled() {
                    return Err(self.error(Fault::DispatchWhileSpilled, token));
                }
                self.watch.snapshot(storage, storage.stack.physical(), stmt);
                self.emit_tok(token);
                false
            }
            "INSTRUCTION_SIZE" => {
                let Some(size) = self.section.instruction_size else {
                    return Err(self.error(Fault::NoInstructionSize, token));
                };
                // The blanks are the reference's (B54).
                self.out.emit(&format!(" {size}u "));
                true
            }
            "stack_pointer" => {
                if storage.is_spilled() {
                    return Err(self.error(Fault::PointerWhileSpilled, token));
                }
                self.emit_tok(token);
                true
            }
            "oparg" => match self.section.target {
                Target::Executor { uop } => {
                    self.oparg(token, cursor, uop)?;
                    true
                }
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        Ok(Some(reachable))
    }

    fn error(&self, fault: Fault, at: Tok<'a>) -> WalkError {
        WalkError { fault, at: self.span(at.id) }
    }

    /// The next token, which a macro needs.
    fn take(&self, name: Tok<'a>, cursor: &mut Cursor<'a>) -> Result<Tok<'a>, WalkError> {
        cursor.next().ok_or_else(|| self.error(Fault::EndsEarly { name: name.text.to_owned() }, name))
    }

    /// Takes tokens away, as many as are expected, whatever they are.
    fn skip(&mut self, name: Tok<'a>, cursor: &mut Cursor<'a>, expected: &[&str]) -> Result<(), WalkError> {
        let mut taken = Vec::with_capacity(expected.len());
        for _ in expected {
            taken.push(self.take(name, cursor)?.text);
        }
        self.check_taken(name, &taken, expected);
        Ok(())
    }

    /// Notes that a macro has taken other tokens than expected.
    fn check_taken(&mut self, name: Tok<'a>, taken: &[&str], expected: &[&str]) {
        if taken != expected {
            let kind = RemarkKind::LostTokens { name: name.text.to_owned(), taken: taken.join(" ") };
            self.watch.remark(kind, self.span(name.id));
        }
    }

    /// Whether a condition always holds, to the reference: it starts with `true` or `1`.
    fn always_true(cursor: &Cursor<'a>) -> bool {
        cursor.peek().is_some_and(|token| matches!(token.text, "true" | "1"))
    }

    /// Notes that a condition that always holds to the reference goes on after that.
    fn check_constant(&mut self, name: Tok<'a>, cursor: &Cursor<'a>) {
        if !cursor.clone().nth(1).is_some_and(|token| token.is_punct(")")) {
            let kind = RemarkKind::NotConstant { name: name.text.to_owned() };
            self.watch.remark(kind, self.span(name.id));
        }
    }

    /// Notes that all inputs are consumed.
    fn inputs_die(&mut self, storage: &Storage<'a>, at: Span) {
        for local in storage.inputs().filter(|local| local.is_live()) {
            self.watch.death(local.name(), at);
        }
    }

    fn take_parenthesis(&self, name: Tok<'a>, cursor: &mut Cursor<'a>) -> Result<Tok<'a>, WalkError> {
        let token = self.take(name, cursor)?;
        if token.is_punct("(") {
            Ok(token)
        } else {
            Err(self.error(Fault::NoParenthesis { name: name.text.to_owned() }, name))
        }
    }

    /// Writes tokens up to a delimiter outside parentheses, and takes that without writing it.
    pub(super) fn emit_to(
        &mut self,
        after: Tok<'a>,
        cursor: &mut Cursor<'a>,
        end: &'static str,
    ) -> Result<Tok<'a>, WalkError> {
        let mut depth = 0i64;
        let mut last = after;
        for token in cursor {
            if depth == 0 && token.is_punct(end) {
                return Ok(token);
            }
            if token.is_punct("(") {
                depth += 1;
            } else if token.is_punct(")") {
                depth -= 1;
            }
            self.emit_tok(token);
            last = token;
        }
        Err(self.error(Fault::Unclosed { end }, last))
    }

    /// Flushes the state and saves the stack pointer in the frame. The optimizer has no frame.
    pub(super) fn save(&mut self, storage: &mut Storage<'a>) -> Result<(), StackError> {
        storage.flush(self.out)?;
        if self.section.target != Target::Optimizer {
            storage.save(self.out);
        }
        Ok(())
    }

    /// Undoes [`Walk::save`].
    pub(super) fn reload(&mut self, storage: &mut Storage<'a>) -> Result<(), StackError> {
        if self.section.target == Target::Optimizer { Ok(()) } else { storage.reload(self.out) }
    }

    /// `SYNC_SP()`: memory has everything, and nothing is tracked any more (B51).
    fn sync(&mut self, storage: &mut Storage<'a>, stmt: Span) -> Result<(), StackError> {
        storage.clear_inputs(Occasion::Sync)?;
        storage.flush(self.out)?;
        self.watch.snapshot(storage, storage.stack.physical(), stmt);
        storage.stack.clear(self.out);
        self.watch.history.synced = true;
        Ok(())
    }

    /// `DEOPT_IF(condition);` and `EXIT_IF(condition);`: leave for the general instruction (B61) or for tier 1.
    fn leave_if(&mut self, token: Tok<'a>, cursor: &mut Cursor<'a>) -> Result<bool, WalkError> {
        let executor = matches!(self.section.target, Target::Executor { .. });
        if executor {
            self.out.emit_at("if ", token.token);
        } else {
            self.out.start_line();
            self.out.emit("if (");
        }
        let open = self.take_parenthesis(token, cursor)?;
        if executor {
            self.emit_tok(open);
        }
        let always = Self::always_true(cursor);
        if always {
            self.check_constant(token, cursor);
        }
        self.emit_to(token, cursor, ")")?;
        self.skip(token, cursor, &[";"])?;
        self.out.emit(") {\n");
        self.check_leaving(token);
        match self.section.target {
            Target::Executor { .. } => {
                self.out.emit("UOP_STAT_INC(uopcode, miss);\n");
                self.out.emit("JUMP_TO_JUMP_TARGET();\n");
            }
            Target::Instruction { family: Some(family) } => {
                self.out.emit(&format!("UPDATE_MISS_STATS({family});\n"));
                self.out.emit(&format!("assert(_PyOpcode_Deopt[opcode] == ({family}));\n"));
                self.out.emit(&format!("JUMP_TO_PREDICTED({family});\n"));
            }
            Target::Instruction { family: None } => {
                return Err(self.error(Fault::NoFamily { name: token.text.to_owned() }, token));
            }
            Target::Label | Target::Optimizer => {
                return Err(self.error(Fault::NoInstruction { name: token.text.to_owned() }, token));
            }
        }
        self.out.emit("}\n");
        Ok(!always)
    }

    /// Notes that the general instruction, which starts all over, finds its inputs closed or its work half done.
    fn check_leaving(&mut self, token: Tok<'a>) {
        if self.section.target == Target::Optimizer {
            return;
        }
        let at = self.span(token.id);
        let name = token.text.to_owned();
        let history = self.watch.history;
        // A side exit of tier 2 goes on with the stack as it is, so it only has to be in order.
        let side_exit = name == "EXIT_IF" && matches!(self.section.target, Target::Executor { .. });
        if let Some(close) = history.closed
            && !(side_exit && history.synced)
        {
            self.watch.remark(RemarkKind::LeftAfterClose { name, close }, at);
        } else if let Some(error) = history.error_if {
            self.watch.remark(RemarkKind::LeftAfterError { name, error }, at);
        }
    }

    /// `ERROR_IF(condition);`: the inputs are gone; what is left on the stack above the peeked ones is popped by the
    /// label jumped to, or flushed first if that cannot be done (B49).
    fn error_if(
        &mut self,
        token: Tok<'a>,
        cursor: &mut Cursor<'a>,
        storage: &mut Storage<'a>,
        stmt: Span,
    ) -> Result<bool, WalkError> {
        let open = self.take_parenthesis(token, cursor)?;
        let unconditional = Self::always_true(cursor);
        if unconditional {
            self.check_constant(token, cursor);
            for _ in 0..3 {
                self.take(token, cursor)?;
            }
            self.out.start_line();
        } else {
            self.out.emit_at("if ", token.token);
            self.emit_tok(open);
            self.emit_to(token, cursor, ")")?;
            self.out.emit(") {\n");
            self.skip(token, cursor, &[";"])?;
        }
        self.watch.history.error_if = Some(stmt);
        storage.clear_inputs(Occasion::ErrorIf).map_err(|error| error_at(error, stmt))?;
        self.watch.snapshot(storage, storage.stack.logical(), stmt);
        let excess = python_int(&storage.stack.excess().to_c()).unwrap_or(-1);
        let jump = self.jump_to_error(excess, storage).map_err(|error| error_at(error, stmt))?;
        self.check_pop_label(excess, stmt);
        self.out.emit(&jump);
        self.out.emit("\n");
        if !unconditional {
            self.out.emit("}\n");
        }
        Ok(!unconditional)
    }

    /// The jump to the error handler with so many items above the stack's logical top. Whatever the jump cannot
    /// take care of is flushed before it.
    fn jump_to_error(&mut self, excess: i64, storage: &Storage<'a>) -> Result<String, StackError> {
        if let Target::Executor { .. } = self.section.target {
            if excess != 0 {
                storage.flush_copy(self.out)?;
            }
            return Ok("JUMP_TO_ERROR();".to_owned());
        }
        if excess > 0 {
            return Ok(format!("JUMP_TO_LABEL(pop_{excess}_error);"));
        }
        if excess < 0 {
            storage.flush_copy(self.out)?;
        }
        Ok("JUMP_TO_LABEL(error);".to_owned())
    }

    /// Notes that there is no label that pops so many items.
    fn check_pop_label(&mut self, count: i64, at: Span) {
        let tier1 = matches!(self.section.target, Target::Instruction { .. } | Target::Label);
        if tier1 && count > 0 && !self.labels.contains_key(format!("pop_{count}_error").as_str()) {
            self.watch.remark(RemarkKind::NoPopLabel { count }, at);
        }
    }

    /// `DEAD(input);`
    fn dead(
        &mut self,
        token: Tok<'a>,
        cursor: &mut Cursor<'a>,
        storage: &mut Storage<'a>,
    ) -> Result<(), WalkError> {
        let open = self.take(token, cursor)?;
        let name = self.take(token, cursor)?;
        let rest = [self.take(token, cursor)?, self.take(token, cursor)?];
        let taken = [open.text, name.text, rest[0].text, rest[1].text];
        self.check_taken(token, &taken, &["(", name.text, ")", ";"]);
        let at = self.span(name.id);
        if storage.inputs().any(|local| local.name() == name.text && local.is_live()) {
            self.watch.death(name.text, at);
        }
        if storage.unsaved_peeks().any(|local| local.name() == name.text) {
            self.watch.remark(RemarkKind::PeekLost { name: name.text.to_owned() }, at);
        }
        if storage.kill(name.text) {
            Ok(())
        } else {
            Err(self.error(Fault::NotAnInput { name: name.text.to_owned() }, name))
        }
    }

    /// Marks an input as closed.
    pub(super) fn close(
        &mut self,
        name: Tok<'a>,
        storage: &mut Storage<'a>,
        escapes: bool,
    ) -> Result<(), WalkError> {
        let is_input = storage
            .close(name.text, escapes)
            .map_err(|live| self.error(Fault::CloseBelowLive { name: name.text.to_owned(), live }, name))?;
        if is_input {
            let at = self.span(name.id);
            self.watch.death(name.text, at);
            self.watch.close(at);
            if self.is_element(name.id) {
                self.watch.store(name.text);
            }
        }
        Ok(())
    }

    /// `PyStackRef_CLOSE_SPECIALIZED(input, deallocator)`
    fn close_specialized(
        &mut self,
        token: Tok<'a>,
        cursor: &mut Cursor<'a>,
        storage: &mut Storage<'a>,
    ) -> Result<(), WalkError> {
        self.emit_tok(token);
        let open = self.take_parenthesis(token, cursor)?;
        self.emit_tok(open);
        let name = self.take(token, cursor)?;
        self.emit_tok(name);
        let comma = self.take(token, cursor)?;
        if !comma.is_punct(",") {
            return Err(self.error(Fault::ExpectedComma, comma));
        }
        self.emit_tok(comma);
        let dealloc = self.take(token, cursor)?;
        if !dealloc.is_identifier() {
            return Err(self.error(Fault::ExpectedIdentifier, dealloc));
        }
        self.emit_tok(dealloc);
        if name.is_identifier() {
            return self.close(name, storage, !NON_ESCAPING_DEALLOCS.contains(&dealloc.text));
        }
        let close = self.emit_to(dealloc, cursor, ")")?;
        self.emit_tok(close);
        Ok(())
    }

    /// `PyStackRef_AsPyObjectSteal(input)`
    fn steal(
        &mut self,
        token: Tok<'a>,
        cursor: &mut Cursor<'a>,
        storage: &mut Storage<'a>,
    ) -> Result<(), WalkError> {
        self.emit_tok(token);
        let open = self.take_parenthesis(token, cursor)?;
        self.emit_tok(open);
        let name = self.take(token, cursor)?;
        self.emit_tok(name);
        if name.is_identifier() {
            return self.close(name, storage, false);
        }
        let close = self.emit_to(name, cursor, ")")?;
        self.emit_tok(close);
        Ok(())
    }

    /// `goto label;` The optimizer keeps it; elsewhere the label must exist, and the stack pointer must be where
    /// the label expects it (B55, B65).
    pub(super) fn goto(
        &mut self,
        token: Tok<'a>,
        cursor: &mut Cursor<'a>,
        storage: &mut Storage<'a>,
        stmt: Span,
    ) -> Result<(), WalkError> {
        let label = self.take(token, cursor)?;
        if self.section.target == Target::Optimizer {
            self.emit_tok(token);
            self.emit_tok(label);
            return Ok(());
        }
        let saved = storage.is_spilled();
        match self.labels.get(label.text) {
            None => {
                return Err(self.error(Fault::NoSuchLabel { name: label.text.to_owned() }, label));
            }
            Some(true) if !storage.is_spilled() => {
                self.save(storage).map_err(|error| error_at(error, stmt))?;
            }
            Some(false) if storage.is_spilled() => {
                return Err(self.error(Fault::JumpWhileSpilled { name: label.text.to_owned() }, token));
            }
            Some(_) => {}
        }
        self.watch.snapshot(storage, storage.stack.physical(), stmt);
        if let Some(snapshot) = self.watch.snapshots.last_mut() {
            snapshot.saved = saved;
        }
        self.out.start_line();
        self.out.emit("JUMP_TO_LABEL(");
        self.emit_tok(label);
        self.out.emit(")");
        Ok(())
    }

    /// `oparg` in tier 2: in *any* micro-op whose name ends in `_0` or `_1`, `oparg & 1` is that digit (B63).
    fn oparg(&mut self, token: Tok<'a>, cursor: &mut Cursor<'a>, uop: &str) -> Result<(), WalkError> {
        let digit = if uop.ends_with("_0") {
            "0"
        } else if uop.ends_with("_1") {
            "1"
        } else {
            self.emit_tok(token);
            return Ok(());
        };
        let and = self.take(token, cursor)?;
        if and.text != "&" {
            self.emit_tok(token);
            self.emit_tok(and);
            return Ok(());
        }
        let one = self.take(token, cursor)?;
        if one.text != "1" {
            return Err(self.error(Fault::OpargMask { found: one.text.to_owned() }, one));
        }
        self.out.emit_at(digit, token.token);
        Ok(())
    }
}
