//! Macros that put values on the stack or replace what lies there, and jumps that are macros.

use super::body::{Body, Lowered};
use super::facts::bare;
use super::flow::VarId;
use super::ir::{Expr, Stmt};
use super::refusal::Refusal;
use super::types::Ty;
use super::value::{Form, Value, Want};
use crate::diagnostics::catalog::lower as codes;
use crate::syntax::source::Span;
use crate::syntax::tree::{Argument, Expr as CExpr, ExprKind, Name};

impl<'b> Body<'b, '_> {
    /// One of these macros. Whether what follows is reached; `None` if it is none of them.
    pub(super) fn stack_macro(
        &mut self,
        name: &str,
        arguments: &'b [Argument],
        span: Span,
    ) -> Lowered<Option<bool>> {
        match (name, arguments) {
            ("PUSH", [Argument::Expr(value)]) => {
                let value = self.want(value, &Want::Ty(Ty::StackRef))?;
                self.needs_memory = true;
                self.state.moved = true;
                let pointer = Expr::cx("stack_pointer");
                self.push(Stmt::Expr(pointer.clone().method("write", vec![value])));
                let up = pointer.clone().method("offset", vec![Expr::Int(1)]);
                self.push(Stmt::Assign(pointer, "=", up));
                Ok(Some(true))
            }
            ("PyStackRef_CLEAR", [Argument::Expr(target)]) => {
                self.replace(target, Expr::path("PyStackRef_NULL"), span)?;
                Ok(Some(true))
            }
            ("PyStackRef_XSETREF", [Argument::Expr(target), Argument::Expr(value)]) => {
                let value = self.want(value, &Want::Ty(Ty::StackRef))?;
                self.replace(target, value, span)?;
                Ok(Some(true))
            }
            // 3.13: a stack item is an object like any other.
            ("Py_CLEAR" | "Py_SETREF" | "Py_XSETREF", [Argument::Expr(target), rest @ ..])
                if self.mixes() && self.stack_item(target).is_some() =>
            {
                let value = match rest {
                    [Argument::Expr(value)] if name != "Py_CLEAR" => {
                        self.want(value, &Want::Ty(Ty::StackRef))?
                    }
                    _ => Expr::path("PyStackRef_NULL"),
                };
                self.replace(target, value, span)?;
                Ok(Some(true))
            }
            (
                "DECREF_INPUTS_AND_REUSE_FLOAT",
                [Argument::Expr(left), Argument::Expr(right), Argument::Expr(number), Argument::Expr(result)],
            ) => {
                let number = self.want(number, &Want::Ty(Ty::Double))?;
                let left = self.want(left, &Want::Ty(Ty::StackRef))?;
                let right = self.want(right, &Want::Ty(Ty::StackRef))?;
                self.use_binding("_PyFloat_FromDouble_ConsumeInputs");
                let value = Expr::call("_PyFloat_FromDouble_ConsumeInputs", vec![left, right, number]);
                match self.stack_item(result) {
                    Some(id) => self.put(id, value),
                    None => return Err(Refusal::construct(result.span, "an assignment to this")),
                }
                Ok(Some(true))
            }
            ("JUMP_TO_LABEL", [Argument::Expr(label)]) => {
                let ExprKind::Name(text) = &label.kind else {
                    return Err(Refusal::construct(label.span, "a label that has no name"));
                };
                self.goto(&Name { text: text.clone(), span: label.span }, span).map(Some)
            }
            // 3.13's abstract interpreter.
            ("OUT_OF_SPACE_IF_NULL", [Argument::Expr(value)]) => {
                let is_there = self.truth(value)?;
                let exit = vec![Expr::path("Label::out_of_space"), Expr::Int(0)];
                let (leave, ()) = self.nested(|body| body.leave("Label", exit));
                self.push(Stmt::If(is_there.unary("!"), leave, None));
                Ok(Some(true))
            }
            ("EXIT_TO_TIER1", []) => {
                self.leave("Deopt", Vec::new());
                Ok(Some(false))
            }
            ("EXIT_TO_TRACE", []) => {
                self.leave("ExitIf", Vec::new());
                Ok(Some(false))
            }
            (
                "PUSH"
                | "PyStackRef_CLEAR"
                | "PyStackRef_XSETREF"
                | "DECREF_INPUTS_AND_REUSE_FLOAT"
                | "JUMP_TO_LABEL"
                | "EXIT_TO_TIER1"
                | "EXIT_TO_TRACE"
                | "OUT_OF_SPACE_IF_NULL",
                _,
            ) => {
                let message = format!("`{name}` is called with {} arguments", arguments.len());
                Err(Refusal::at(codes::WRONG_ARITY, span, message).naming(name))
            }
            _ => Ok(None),
        }
    }

    /// Gives a stack reference a new value, whatever it had.
    pub(super) fn put(&mut self, id: VarId, value: Expr) {
        let (slot, fresh) = self.free_slot(id);
        self.state.live.insert(slot);
        self.state.settled.remove(&slot);
        let name = self.slots[slot].clone();
        if fresh {
            self.push(Stmt::Let { name, mutable: false, ty: None, value: Some(value) });
        } else {
            self.push(Stmt::Assign(Expr::path(name), "=", value));
        }
    }

    /// Releases what a stack reference holds, if it holds anything, and puts another value there.
    fn replace(&mut self, target: &'b CExpr, value: Expr, span: Span) -> Lowered<()> {
        self.use_binding("PyStackRef_XCLOSE");
        let place: Value = self.value(bare(target))?;
        match place.form {
            Form::StackVar(id) => {
                let old = self.coerce(place, &Want::Ty(Ty::StackRef))?;
                self.push(Stmt::Expr(Expr::call("PyStackRef_XCLOSE", vec![old])));
                self.state.reassigned.insert(self.vars[id].name.clone());
                self.put(id, value);
                Ok(())
            }
            Form::StackPlace => {
                let old = place.expr.method("replace", vec![value]);
                self.push(Stmt::Expr(Expr::call("PyStackRef_XCLOSE", vec![old])));
                Ok(())
            }
            _ => Err(Refusal::construct(span, "an assignment to this")),
        }
    }
}
