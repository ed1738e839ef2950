//! Statements that are expressions, and the macros that steer: exits, the stack pointer, the instruction pointer.

use super::body::{Body, Lowered, safe};
use super::expr::{is_pointer, settled, wrapping};
use super::facts::{Holds, bare};
use super::flow::Role;
use super::ir::{Block, Expr, Stmt};
use super::refusal::Refusal;
use super::render::offset;
use super::types::{Int, Ty};
use super::value::{Form, Value, Want};
use super::vocabulary;
use crate::analysis::Dialect;
use crate::analysis::offset::PointerOffset;
use crate::diagnostics::catalog::lower as codes;
use crate::syntax::source::Span;
use crate::syntax::tree::{Argument, BinaryOp, Expr as CExpr, ExprKind, Name, UnaryOp};

impl<'b> Body<'b, '_> {
    /// An expression for what it does. Whether what follows is reached.
    pub(super) fn expression_statement(&mut self, e: &'b CExpr, span: Span) -> Lowered<bool> {
        match &e.kind {
            ExprKind::Paren(inner) => return self.expression_statement(inner, span),
            ExprKind::Assign(op, target, value) => self.assign(*op, target, value, span)?,
            ExprKind::Postfix(target, up) => self.step(target, *up, span)?,
            ExprKind::Unary(UnaryOp::PreInc, target) => self.step(target, true, span)?,
            ExprKind::Unary(UnaryOp::PreDec, target) => self.step(target, false, span)?,
            ExprKind::Comma(left, right) => {
                self.expression_statement(left, span)?;
                return self.expression_statement(right, span);
            }
            // `(void)x`: C is told not to mind.
            ExprKind::Cast(ty, _) if ty.words == ["void"] && ty.pointers == 0 => {}
            ExprKind::Call(callee, arguments) => {
                if let ExprKind::Name(name) = &bare(callee).kind
                    && self.lookup(name).is_none()
                    && let Some(reachable) = self.control(name, arguments, span)?
                {
                    return Ok(reachable);
                }
                let value = self.value(e)?;
                if let ExprKind::Name(name) = &bare(callee).kind {
                    self.count_up(name, arguments);
                }
                if value.form == Form::New {
                    return Err(Refusal::at(
                        codes::LOST_REFERENCE,
                        span,
                        "a new reference is made and nobody takes it".to_owned(),
                    ));
                }
                let ends = value.ty == Ty::Never;
                self.push(Stmt::Expr(value.expr));
                return Ok(!ends);
            }
            ExprKind::Name(name) if vocabulary::is_mark(name) => {}
            _ => {
                let value = self.value(e)?;
                self.push(Stmt::Assign(Expr::path("_"), "=", value.expr));
            }
        }
        Ok(true)
    }

    fn step(&mut self, target: &'b CExpr, up: bool, span: Span) -> Lowered<()> {
        let one = Value { expr: Expr::Int(1), ty: Ty::Int(Int::INT), form: Form::Value, span };
        self.compound(if up { BinaryOp::Add } else { BinaryOp::Sub }, target, one, span)
    }

    fn assign(
        &mut self,
        op: Option<BinaryOp>,
        target: &'b CExpr,
        value: &'b CExpr,
        span: Span,
    ) -> Lowered<()> {
        if let Some(op) = op {
            let value = self.value(value)?;
            return self.compound(op, target, value, span);
        }
        // `a = b = value`: b first, then a from b.
        if let ExprKind::Assign(None, inner, innermost) = &bare(value).kind {
            settled(inner)?;
            self.assign(None, inner, innermost, span)?;
            return self.assign(None, target, inner, span);
        }
        if let ExprKind::Name(name) = &bare(target).kind
            && let Some(id) = self.lookup(name)
        {
            return self.assign_variable(id, value, span);
        }
        let target = self.value(target)?;
        self.store(target, value, span)
    }

    fn assign_variable(&mut self, id: usize, value: &'b CExpr, span: Span) -> Lowered<()> {
        let var = self.vars[id].clone();
        match (&var.ty, var.role) {
            (Ty::StackRef, Role::Peek) => Err(Refusal::at(
                codes::CONSUMES_PEEK,
                span,
                format!("`{}` stays on the stack, but is assigned", var.name),
            )),
            (Ty::StackRef, _) => {
                if matches!(var.role, Role::Input | Role::Output) {
                    self.state.reassigned.insert(var.name.clone());
                }
                if let Some(slot) = self.movable(value) {
                    // The name that it was moved from stands for nothing now, and what this one stood for is
                    // overwritten.
                    self.forget_name(value);
                    if let Some(old) = self.state.slot.insert(id, slot)
                        && self.state.slot.values().all(|other| *other != old)
                    {
                        self.state.live.remove(&old);
                    }
                    return Ok(());
                }
                let value = self.want(value, &Want::Ty(Ty::StackRef))?;
                self.put(id, value);
                Ok(())
            }
            (ty @ Ty::Obj(_), _) if var.holds == Holds::Counted => {
                let ty = ty.clone();
                let (value, count) = self.counted(value, &ty, self.gives.contains(&id))?;
                self.set_count(id, count, span)?;
                let name = self.rust(id);
                self.push(Stmt::Assign(Expr::path(name), "=", value));
                Ok(())
            }
            (ty @ Ty::Obj(_), _) => {
                let ty = ty.clone();
                let value = self.initial(value, &ty, var.holds)?;
                if var.holds == Holds::Owned
                    && let Some(slot) = self.state.slot.get(&id).copied()
                {
                    self.state.live.insert(slot);
                }
                let name = self.rust(id);
                self.push(Stmt::Assign(Expr::path(name), "=", value));
                Ok(())
            }
            (ty, _) => {
                let ty = ty.clone();
                let value = self.want(value, &Want::Ty(ty))?;
                let name = self.rust(id);
                self.push(Stmt::Assign(Expr::path(name), "=", value));
                Ok(())
            }
        }
    }

    /// The Rust variable that a new value of a stack reference goes to, and whether it has to be declared.
    pub(super) fn free_slot(&mut self, id: usize) -> (usize, bool) {
        match self.state.slot.get(&id).copied() {
            // Another name may stand for it still.
            Some(slot) if !self.state.live.contains(&slot) || self.only_name(id, slot) => (slot, false),
            _ => (self.own_slot(id, false), true),
        }
    }

    fn only_name(&self, id: usize, slot: usize) -> bool {
        self.state.slot.iter().all(|(other, own)| *other == id || *own != slot)
    }

    /// Writes to a place.
    fn store(&mut self, target: Value, value: &'b CExpr, span: Span) -> Lowered<()> {
        let ty = target.ty.clone();
        let stmt = match target.form {
            // 3.13: an output is shown in its place on the stack before the end.
            Form::StackPlace if self.shown_early(value).is_some() => {
                let shown = self.shown_early(value).unwrap_or(Expr::path("PyStackRef_NULL"));
                let shown = Expr::call("StackRef::shadow", vec![shown.reference()]);
                Stmt::Expr(target.expr.method("write", vec![shown]))
            }
            Form::StackPlace => {
                let value = self.want(value, &Want::Ty(Ty::StackRef))?;
                Stmt::Expr(target.expr.method("write", vec![value]))
            }
            Form::Slot => {
                let value = self.want(value, &Want::Owned(ty))?;
                Stmt::Expr(target.expr.method("put", vec![value]))
            }
            Form::Method(object, field) => {
                let want = if ty.is_object() { Want::Owned(ty) } else { Want::Ty(ty) };
                let value = self.want(value, &want)?;
                Stmt::Expr(object.method(&format!("set_{field}"), vec![value]))
            }
            Form::Place => {
                let value = self.want(value, &Want::Ty(ty))?;
                Stmt::Assign(target.expr, "=", value)
            }
            _ => return Err(Refusal::construct(span, "an assignment to this")),
        };
        self.push(stmt);
        Ok(())
    }

    /// The variable of an output, which keeps its value when that is written to memory (3.13).
    fn shown_early(&self, value: &CExpr) -> Option<Expr> {
        let id = self.stack_item(value).filter(|id| self.mixes() && self.vars[*id].role == Role::Output)?;
        let slot = self.state.slot.get(&id).filter(|slot| self.state.live.contains(slot))?;
        Some(Expr::path(self.slots[*slot].clone()))
    }

    /// `target op= value`
    fn compound(&mut self, op: BinaryOp, target: &'b CExpr, value: Value, span: Span) -> Lowered<()> {
        settled(target)?;
        if op == BinaryOp::Sub {
            self.cover(target);
        }
        let target = self.value(target)?;
        if is_pointer(&target.ty) {
            let (steps, int) = self.integer(value, span)?;
            let steps =
                self.to_int(Value { expr: steps, ty: Ty::Int(int), form: Form::Value, span }, Int::SSIZE);
            let steps = if op == BinaryOp::Sub { steps.unary("-") } else { steps };
            let moved = target.expr.clone().method("offset", vec![steps]);
            self.push(Stmt::Assign(target.expr, "=", moved));
            return Ok(());
        }
        let result = match &target.ty {
            Ty::Double => {
                let value = self.coerce(value, &Want::Ty(Ty::Double))?;
                let symbol = match op {
                    BinaryOp::Add => "+",
                    BinaryOp::Sub => "-",
                    BinaryOp::Mul => "*",
                    _ => "/",
                };
                target.expr.clone().binary(symbol, value)
            }
            Ty::Int(int) => {
                let int = *int;
                let symbol = match op {
                    BinaryOp::Shl => Some("<<"),
                    BinaryOp::Shr => Some(">>"),
                    BinaryOp::BitAnd => Some("&"),
                    BinaryOp::BitOr => Some("|"),
                    BinaryOp::BitXor => Some("^"),
                    BinaryOp::Div => Some("/"),
                    BinaryOp::Rem => Some("%"),
                    _ => None,
                };
                let shift = matches!(op, BinaryOp::Shl | BinaryOp::Shr);
                let value = if shift { value.expr } else { self.coerce(value, &Want::Ty(Ty::Int(int)))? };
                match symbol {
                    Some(symbol) => target.expr.clone().binary(symbol, value),
                    None => wrapping(op, target.expr.clone(), value, int),
                }
            }
            _ => return Err(Refusal::construct(span, "a compound assignment to this")),
        };
        let stmt = match target.form {
            Form::Method(object, field) => Stmt::Expr(object.method(&format!("set_{field}"), vec![result])),
            _ => Stmt::Assign(target.expr, "=", result),
        };
        self.push(stmt);
        Ok(())
    }

    /// `goto label;`
    pub(super) fn goto(&mut self, label: &Name, span: Span) -> Lowered<bool> {
        if self.source.base.is_some() && label.text == "error" {
            // Behind the cases, not among the definitions; nobody looks at the stack there.
            self.leave("Error", vec![Expr::Int(0)]);
            return Ok(false);
        }
        if !self.analysis.labels.iter().any(|known| known.name == label.text)
            && self.analysis.dialect == Dialect::V3_14
        {
            return Err(Refusal::at(codes::UNBOUND, span, format!("there is no label `{}`", label.text))
                .naming(&label.text));
        }
        let target = Expr::path(format!("Label::{}", safe(&label.text)));
        if self.snapshot(span).is_some_and(|snapshot| snapshot.saved) {
            // The frame has the stack pointer, perhaps a newer one than `cx`.
            self.leave("LabelSaved", vec![target]);
            return Ok(false);
        }
        self.restore(span);
        let top = self.top(span);
        self.leave("Label", vec![target, offset(&top)]);
        Ok(false)
    }

    /// `return value;`
    pub(super) fn return_(&mut self, value: Option<&'b CExpr>, _span: Span) -> Lowered<bool> {
        let value = match value {
            Some(value) => self.want(value, &Want::Owned(Ty::object()))?,
            None => Expr::call("Owned::null", Vec::new()),
        };
        let cx = Expr::path("cx");
        self.push(Stmt::Expr(cx.method("set_return_value", vec![value])));
        self.leave("Return", Vec::new());
        Ok(false)
    }

    /// Leaves the body.
    pub(super) fn leave(&mut self, exit: &str, values: Vec<Expr>) {
        self.has_exits = true;
        let path = format!("Exit::{exit}");
        let exit = if values.is_empty() { Expr::path(path) } else { Expr::call(&path, values) };
        let value = if self.source.is_label { exit } else { Expr::call("Err", vec![exit]) };
        self.push(Stmt::Return(value));
    }

    /// Puts into memory what the stack model says is there although only a variable has it: outputs that are pushed
    /// before the end, and inputs that have new values.
    pub(super) fn restore(&mut self, at: Span) {
        let Some(snapshot) = self.snapshot(at) else { return };
        let items = snapshot.items.clone();
        for (name, place) in items {
            let Some(id) = self.lookup(&name) else { continue };
            if !self.state.reassigned.contains(&name) || self.vars[id].ty != Ty::StackRef {
                continue;
            }
            let Some(slot) = self.state.slot.get(&id).copied().filter(|slot| self.state.live.contains(slot))
            else {
                continue;
            };
            self.needs_memory = true;
            let steps = offset(&(&place - &self.state.sp));
            let target = Expr::cx("stack_pointer").method("offset", vec![steps.cast("isize")]);
            let source = Expr::path(self.slots[slot].clone()).reference();
            self.push(Stmt::Expr(target.method("write", vec![Expr::call("StackRef::shadow", vec![source])])));
        }
    }

    /// Moves `cx.stack_pointer` to where the stack model has it.
    fn sync(&mut self, at: Span) {
        let top = match self.snapshot(at) {
            Some(snapshot) => snapshot.top.clone(),
            // Without the model (3.13): below the inputs.
            None if self.mixes() => {
                let inputs = self.source.effects.map_or(&[][..], |effects| effects.inputs.as_slice());
                inputs.iter().fold(PointerOffset::zero(), |place, item| place.pop(item))
            }
            None => return,
        };
        self.restore(at);
        let by = &top - &self.state.sp;
        self.needs_memory = true;
        if by != PointerOffset::zero() {
            let target = Expr::cx("stack_pointer");
            let moved = target.clone().method("offset", vec![offset(&by).cast("isize")]);
            self.push(Stmt::Assign(target, "=", moved));
        }
        self.state.sp = top;
        self.state.moved = true;
    }

    /// Where the stack pointer stands by the stack model, as an expression.
    pub(super) fn current_pointer(&self, _at: Span) -> Expr {
        Expr::cx("stack_pointer")
    }

    fn one<'a>(&self, name: &str, arguments: &'a [Argument], span: Span) -> Lowered<&'a CExpr> {
        match arguments {
            [Argument::Expr(e)] | [Argument::Expr(e), ..] => Ok(e),
            _ => {
                Err(Refusal::at(codes::WRONG_ARITY, span, format!("`{name}` takes an argument")).naming(name))
            }
        }
    }

    /// `if condition { exit }`, or the exit alone. Whether what follows is reached.
    fn leave_if(&mut self, condition: &'b CExpr, exit: impl FnOnce(&mut Self)) -> Lowered<bool> {
        let tested = condition;
        let condition = self.truth(tested)?;
        if condition == Expr::path("true") {
            exit(self);
            return Ok(false);
        }
        let before = self.state.clone();
        self.learn(tested, true);
        let (then, ()) = self.nested(exit);
        self.state = before;
        self.learn(tested, false);
        if condition != Expr::path("false") {
            self.push(Stmt::If(condition, then, None));
        }
        Ok(true)
    }

    /// A macro that steers. `None` if it is none.
    fn control(&mut self, name: &str, arguments: &'b [Argument], span: Span) -> Lowered<Option<bool>> {
        if vocabulary::NOTHING.contains(&name) {
            return Ok(Some(true));
        }
        if !vocabulary::is_steering(name) {
            return Ok(None);
        }
        if let Some(reachable) = self.stack_macro(name, arguments, span)? {
            return Ok(Some(reachable));
        }
        let reachable = match name {
            "assert" => {
                let tested = self.one(name, arguments, span)?;
                let before = self.state.clone();
                match self.truth(tested) {
                    Ok(condition) => self.push(Stmt::Assert(condition)),
                    // What an assertion says is no part of what the body does.
                    Err(refusal) => {
                        self.state = before;
                        self.left_out.push(refusal);
                    }
                }
                self.learn(tested, true);
                true
            }
            "ERROR_IF" => {
                let condition = self.one(name, arguments, span)?;
                let popped = self.popped(span);
                self.leave_if(condition, |body| {
                    body.restore(span);
                    body.leave("Error", vec![offset(&popped)]);
                })?
            }
            "DEOPT_IF" => {
                let condition = self.one(name, arguments, span)?;
                self.leave_if(condition, |body| body.leave("Deopt", Vec::new()))?
            }
            "EXIT_IF" => {
                let condition = self.one(name, arguments, span)?;
                self.leave_if(condition, |body| body.leave("ExitIf", Vec::new()))?
            }
            "ERROR_NO_POP" | "GOTO_ERROR" => {
                self.restore(span);
                let top = self.top(span);
                self.leave("Error", vec![offset(&top)]);
                false
            }
            "GOTO_UNWIND" => {
                let top = self.top(span);
                self.leave("Label", vec![Expr::path("Label::exception_unwind"), offset(&top)]);
                false
            }
            "DISPATCH" | "DISPATCH_SAME_OPARG" | "DISPATCH_GOTO" => {
                self.restore(span);
                let exit = match name {
                    "DISPATCH" => "Dispatch",
                    "DISPATCH_SAME_OPARG" => "DispatchSameOparg",
                    _ => "DispatchGoto",
                };
                let top = self.top(span);
                self.leave(exit, vec![offset(&top)]);
                false
            }
            "GO_TO_INSTRUCTION" => {
                let target = self.one(name, arguments, span)?;
                let target = self.want(target, &Want::Ty(Ty::Int(Int::INT)))?;
                self.push(Stmt::Assign(Expr::cx("opcode"), "=", target));
                self.leave("DispatchGoto", vec![offset(&self.top(span))]);
                false
            }
            "DISPATCH_INLINED" => {
                let frame = self.one(name, arguments, span)?;
                let frame = self.want(frame, &Want::Ty(Ty::Raw("_PyInterpreterFrame".to_owned())))?;
                self.restore(span);
                let top = self.top(span);
                self.leave("DispatchInlined", vec![frame, offset(&top)]);
                false
            }
            "DECREF_INPUTS" => {
                self.close_inputs()?;
                true
            }
            "INPUTS_DEAD" => {
                let live: Vec<String> = self.live_inputs().into_iter().rev().collect();
                for name in live {
                    self.push(Stmt::Expr(Expr::call("DEAD", vec![Expr::path(name)])));
                    self.use_binding("DEAD");
                }
                true
            }
            "DEAD" => {
                let e = self.one(name, arguments, span)?;
                if let Some(slot) = self.movable(e) {
                    self.state.live.remove(&slot);
                    let name = self.slots[slot].clone();
                    self.push(Stmt::Expr(Expr::call("DEAD", vec![Expr::path(name)])));
                    self.use_binding("DEAD");
                }
                true
            }
            "SYNC_SP" => {
                self.sync(span);
                true
            }
            // An abstract frame has no other place for its stack pointer.
            "SAVE_STACK" if self.source.base.is_some() => {
                self.sync(span);
                true
            }
            "RELOAD_STACK" if self.source.base.is_some() => true,
            "SAVE_STACK" => {
                self.sync(span);
                self.use_binding("_PyFrame_SetStackPointer");
                let arguments = vec![Expr::cx("frame"), Expr::cx("stack_pointer")];
                self.push(Stmt::Expr(Expr::call("_PyFrame_SetStackPointer", arguments)));
                self.state.moved = true;
                true
            }
            "RELOAD_STACK" | "LOAD_SP" => {
                self.use_binding("_PyFrame_GetStackPointer");
                self.needs_memory = true;
                self.state.moved = true;
                let pointer = Expr::call("_PyFrame_GetStackPointer", vec![Expr::cx("frame")]);
                self.push(Stmt::Assign(Expr::cx("stack_pointer"), "=", pointer));
                true
            }
            "STACK_SHRINK" | "STACK_GROW" => {
                let count = self.one(name, arguments, span)?;
                let count = self.want(count, &Want::Ty(Ty::Int(Int::SSIZE)))?;
                let count = if name == "STACK_SHRINK" { count.unary("-") } else { count };
                self.needs_memory = true;
                self.state.moved = true;
                let pointer = Expr::cx("stack_pointer");
                self.push(Stmt::Assign(pointer.clone(), "=", pointer.method("offset", vec![count])));
                true
            }
            "CHECK_EVAL_BREAKER" => {
                for name in ["_Py_HandlePending", "_PY_EVAL_EVENTS_MASK", "PyThreadState.eval_breaker"] {
                    self.use_binding(name);
                }
                let breaker = Expr::cx("tstate").deref().field("eval_breaker");
                let events = breaker.binary("&", Expr::path("_PY_EVAL_EVENTS_MASK"));
                let pending = Expr::call("_Py_HandlePending", vec![Expr::cx("tstate")]);
                let failed = pending.binary("!=", Expr::Int(0));
                let top = self.top(span);
                let (fail, ()) = self.nested(|body| body.leave("Error", vec![offset(&top)]));
                let handle = Block { statements: vec![Stmt::If(failed, fail, None)], value: None };
                self.push(Stmt::If(events.binary("!=", Expr::Int(0)), handle, None));
                true
            }
            "LOAD_IP" => {
                let steps = self.one(name, arguments, span)?;
                let steps = self.want(steps, &Want::Ty(Ty::Int(Int::SSIZE)))?;
                let pointer = Expr::cx("frame").deref().field("instr_ptr");
                self.used.insert("_PyInterpreterFrame.instr_ptr".to_owned());
                let pointer =
                    if steps == Expr::Int(0) { pointer } else { pointer.method("offset", vec![steps]) };
                self.push(Stmt::Assign(Expr::cx("next_instr"), "=", pointer));
                true
            }
            "JUMPBY" | "SKIP_OVER" => {
                let steps = self.one(name, arguments, span)?;
                let steps = self.want(steps, &Want::Ty(Ty::Int(Int::SSIZE)))?;
                let next = Expr::cx("next_instr");
                if steps != Expr::Int(0) {
                    self.push(Stmt::Assign(next.clone(), "=", next.method("offset", vec![steps])));
                }
                true
            }
            "INSTRUMENTED_JUMP" => {
                self.instrumented_jump(arguments, span)?;
                true
            }
            "UNLOCK_OBJECT" => true,
            "STACKREFS_TO_PYOBJECTS" => {
                self.convert_array(arguments, span)?;
                true
            }
            "STACKREFS_TO_PYOBJECTS_CLEANUP" => {
                let e = self.one(name, arguments, span)?;
                let array = self.value(e)?;
                self.use_binding(name);
                self.push(Stmt::Expr(Expr::call(name, vec![array.expr])));
                true
            }
            "SETLOCAL" => {
                let [Argument::Expr(index), Argument::Expr(value)] = arguments else {
                    return Err(Refusal::at(
                        codes::WRONG_ARITY,
                        span,
                        "`SETLOCAL` takes 2 arguments".to_owned(),
                    ));
                };
                let index = self.want(index, &Want::Ty(Ty::Int(Int::INT)))?;
                let value = self.want(value, &Want::Ty(Ty::StackRef))?;
                self.use_binding("GETLOCAL");
                let place = Expr::call("GETLOCAL", vec![Expr::cx("frame"), index]);
                let old = place.clone().method("replace", vec![value]);
                self.use_binding("PyStackRef_XCLOSE");
                self.push(Stmt::Expr(Expr::call("PyStackRef_XCLOSE", vec![old])));
                true
            }
            "GOTO_TIER_ONE" => {
                let target = self.one(name, arguments, span)?;
                let target = self.want(target, &Want::Ty(Ty::Raw("_Py_CODEUNIT".to_owned())))?;
                self.push(Stmt::Assign(Expr::cx("next_instr"), "=", target));
                self.leave("TierOne", Vec::new());
                false
            }
            "GOTO_TIER_TWO" => {
                let target = self.one(name, arguments, span)?;
                let target = self.want(target, &Want::Ty(Ty::Obj("_PyExecutorObject".to_owned())))?;
                let cx = Expr::path("cx");
                self.push(Stmt::Expr(cx.method("set_executor", vec![target])));
                self.leave("TierTwo", Vec::new());
                false
            }
            "JUMP_TO_JUMP_TARGET" => {
                self.leave("JumpTarget", Vec::new());
                false
            }
            "JUMP_TO_ERROR" => {
                let top = self.top(span);
                self.leave("Error", vec![offset(&top)]);
                false
            }
            "Py_UNREACHABLE" => {
                self.push(Stmt::Expr(Expr::path("unreachable!()")));
                false
            }
            "Py_CLEAR" | "Py_SETREF" | "Py_XSETREF" => return self.replace_reference(name, arguments),
            // The stores of the free-threaded build.
            _ => {
                let [Argument::Expr(target), Argument::Expr(value)] = arguments else {
                    return Err(Refusal::at(codes::WRONG_ARITY, span, format!("`{name}` takes 2 arguments")));
                };
                self.assign(None, target, value, span)?;
                true
            }
        };
        Ok(Some(reachable))
    }

    /// Where `ERROR_IF` leaves the stack.
    fn popped(&self, at: Span) -> PointerOffset {
        if self.snapshot(at).is_some() {
            return self.top(at);
        }
        // Without the model (3.13): below all inputs that do not stay.
        let effects = self.source.effects;
        let inputs = effects.map_or(&[][..], |effects| effects.inputs.as_slice());
        let bottom = inputs.iter().filter(|item| !item.peek);
        &bottom.fold(PointerOffset::zero(), |place, item| place.pop(item)) - &self.state.sp
    }

    /// `Py_CLEAR` and `Py_SETREF` on a local variable are an assignment; on a field they are helpers.
    fn replace_reference(&mut self, name: &str, arguments: &'b [Argument]) -> Lowered<Option<bool>> {
        let [Argument::Expr(target), rest @ ..] = arguments else { return Ok(None) };
        let ExprKind::Name(variable) = &bare(target).kind else { return Ok(None) };
        let Some(id) = self.lookup(variable) else { return Ok(None) };
        if self.vars[id].holds != Holds::Owned {
            return Ok(None);
        }
        let value = match rest {
            [Argument::Expr(value)] if name != "Py_CLEAR" => {
                let ty = self.vars[id].ty.clone();
                self.want(value, &Want::Owned(ty))?
            }
            _ => Expr::call("Owned::null", Vec::new()),
        };
        let target = Expr::path(self.rust(id));
        self.push(Stmt::Assign(target, "=", value));
        Ok(Some(true))
    }

    /// The Rust names of the scalar inputs that still hold a value, bottom first; they hold none afterwards.
    fn live_inputs(&mut self) -> Vec<String> {
        let effects = self.source.effects;
        let inputs = effects.map_or(&[][..], |effects| effects.inputs.as_slice());
        let mut live = Vec::new();
        for item in inputs.iter().filter(|item| !item.peek && !item.is_array()) {
            let Some(id) = self.lookup(&item.name) else { continue };
            let Some(slot) = self.state.slot.get(&id).copied() else { continue };
            if self.vars[id].ty == Ty::StackRef && self.state.live.remove(&slot) {
                live.push(self.slots[slot].clone());
            }
        }
        live
    }

    /// `DECREF_INPUTS()`: the topmost first, as long as no output takes the lowest one's place.
    fn close_inputs(&mut self) -> Lowered<()> {
        let effects = self.source.effects;
        let inputs: Vec<_> =
            effects.map_or(&[][..], |effects| effects.inputs.as_slice()).iter().filter(|i| !i.peek).collect();
        let outputs = effects.map_or(&[][..], |effects| effects.outputs.as_slice());
        let defined = outputs.iter().any(|item| !item.peek && self.state.reassigned.contains(&item.name));
        let mut order: Vec<_> = inputs.iter().skip(1).rev().copied().collect();
        if let Some(lowest) = inputs.first() {
            order.insert(if defined { 0 } else { order.len() }, lowest);
        }
        for item in order {
            let Some(id) = self.lookup(&item.name) else { continue };
            if item.is_array() {
                let size = item.size_expr.as_ref().map(super::render::size).unwrap_or(Expr::Int(1));
                self.use_binding("PyStackRef_CLOSE_ARRAY");
                let array = Expr::path(self.rust(id));
                self.push(Stmt::Expr(Expr::call("PyStackRef_CLOSE_ARRAY", vec![array, size])));
                continue;
            }
            let Some(slot) = self.state.slot.get(&id).copied() else { continue };
            if self.vars[id].ty != Ty::StackRef || !self.state.live.remove(&slot) {
                continue;
            }
            let close = if item.name.contains("null") { "PyStackRef_XCLOSE" } else { "PyStackRef_CLOSE" };
            self.use_binding(close);
            let value = Expr::path(self.slots[slot].clone());
            self.push(Stmt::Expr(Expr::call(close, vec![value])));
        }
        Ok(())
    }

    /// `STACKREFS_TO_PYOBJECTS(array, count, name);` declares `name`.
    fn convert_array(&mut self, arguments: &'b [Argument], span: Span) -> Lowered<()> {
        let [Argument::Expr(array), Argument::Expr(count), Argument::Expr(name)] = arguments else {
            return Err(Refusal::at(
                codes::WRONG_ARITY,
                span,
                "`STACKREFS_TO_PYOBJECTS` takes 3 arguments".to_owned(),
            ));
        };
        let ExprKind::Name(name) = &name.kind else {
            return Err(Refusal::construct(span, "an array that has no name"));
        };
        let array = self.want(array, &Want::Ty(Ty::StackRefs))?;
        let count = self.want(count, &Want::Ty(Ty::Int(Int::INT)))?;
        self.use_binding("STACKREFS_TO_PYOBJECTS");
        let id = self.declare(name, Ty::Value("PyObjectArray".to_owned()), Role::Local, Holds::Borrowed);
        let name = self.rust(id);
        let value = Some(Expr::call("STACKREFS_TO_PYOBJECTS", vec![array, count]));
        self.push(Stmt::Let { name, mutable: false, ty: None, value });
        Ok(())
    }

    /// `INSTRUMENTED_JUMP(source, destination, event);`: tell the tools about a jump, who may change where it leads.
    fn instrumented_jump(&mut self, arguments: &'b [Argument], span: Span) -> Lowered<()> {
        let [Argument::Expr(from), Argument::Expr(to), Argument::Expr(event)] = arguments else {
            return Err(Refusal::at(
                codes::WRONG_ARITY,
                span,
                "`INSTRUMENTED_JUMP` takes 3 arguments".to_owned(),
            ));
        };
        let unit = Want::Ty(Ty::Raw("_Py_CODEUNIT".to_owned()));
        let from = self.want(from, &unit)?;
        let to = self.want(to, &unit)?;
        let event = self.want(event, &Want::Ty(Ty::Int(Int::INT)))?;
        self.use_binding("_Py_call_instrumentation_jump");
        self.used.insert("PyThreadState.tracing".to_owned());
        let path = Expr::path;
        let call = Expr::call(
            "_Py_call_instrumentation_jump",
            vec![
                Expr::cx("tstate"),
                event,
                Expr::cx("frame"),
                Expr::cx("this_instr"),
                from,
                path("destination"),
            ],
        );
        let next = Expr::cx("next_instr");
        let let_ = |name: &str, value| Stmt::Let {
            name: name.to_owned(),
            mutable: false,
            ty: None,
            value: Some(value),
        };
        let top = self.top(span);
        let (fail, ()) = self.nested(|body| {
            let behind = path("destination").method("offset", vec![Expr::Int(1)]);
            body.push(Stmt::Assign(Expr::cx("next_instr"), "=", behind));
            body.restore(span);
            body.leave("Error", vec![offset(&top)]);
        });
        let told = Block {
            statements: vec![
                let_("next", call),
                Stmt::If(path("next").method("is_null", Vec::new()), fail, None),
                Stmt::Assign(next.clone(), "=", path("next")),
            ],
            value: None,
        };
        let tracing = Expr::cx("tstate").deref().field("tracing").binary("!=", Expr::Int(0));
        let plain = Block { statements: vec![Stmt::Assign(next, "=", path("destination"))], value: None };
        let block = Block {
            statements: vec![let_("destination", to), Stmt::If(tracing, plain, Some(told))],
            value: None,
        };
        self.push(Stmt::Block(None, block));
        Ok(())
    }
}
