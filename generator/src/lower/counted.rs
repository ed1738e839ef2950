//! References that a body counts by hand, and what conditions say about NULL and about objects that nobody counts.
//!
//! A variable that has a reference of its own on one path and borrows on another, or that gets a second reference
//! with `Py_INCREF`, cannot be an owner in Rust. It becomes a plain pointer, and the count is kept here, path by path:
//! a reference is given away only while there is one, two paths that meet agree on how many there are, and none is
//! left at the end.

use super::body::{Body, Lowered};
use super::facts::bare;
use super::flow::{State, VarId};
use super::ir::{Expr, Stmt};
use super::refusal::Refusal;
use super::types::Ty;
use super::value::{Form, Value, Want};
use crate::diagnostics::catalog::lower as codes;
use crate::syntax::source::Span;
use crate::syntax::tree::{Argument, BinaryOp, Expr as CExpr, ExprKind, UnaryOp};

/// The references that a variable has of its own at a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How many.
    pub own: u32,
    /// Whether the variable is NULL for certain, so that the reference is none.
    pub is_null: bool,
}

/// What holds an object that need not be released by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is NULL or never dies.
    Uncounted,
    /// It belongs to the array of stack items above it.
    InArray,
}

impl<'b> Body<'b, '_> {
    /// A value for a variable whose references are counted, as a plain pointer, and how many references come with it.
    pub(super) fn counted(&mut self, e: &'b CExpr, ty: &Ty, gives: bool) -> Lowered<(Expr, Count)> {
        let value = self.value(e)?;
        let none = Count::default();
        let own = Count { own: 1, is_null: false };
        Ok(match value.form {
            Form::Null => (Expr::call("ObjPtr::null", Vec::new()), Count { own: 0, is_null: true }),
            Form::New | Form::Owner(_) => {
                let owned = self.coerce(value, &Want::Owned(ty.clone()))?;
                let kept = Expr::call("core::mem::ManuallyDrop::new", vec![owned]);
                (kept.method("as_ptr", Vec::new()).method("detach", Vec::new()), own)
            }
            Form::Counted(id) => {
                let count = self.state.counts.get(&id).copied().unwrap_or_default();
                let passed = gives && count.own > 0 && !self.gives.contains(&id);
                if passed {
                    self.state.counts.insert(id, Count { own: count.own - 1, ..count });
                }
                let pointer = self.coerce(value, &Want::Ty(ty.clone()))?;
                (pointer, if passed { Count { own: 1, ..count } } else { Count { own: 0, ..count } })
            }
            _ => (self.coerce(value, &Want::Ty(ty.clone()))?.method("detach", Vec::new()), none),
        })
    }

    /// Takes note of a new value of such a variable.
    pub(super) fn set_count(&mut self, id: VarId, count: Count, span: Span) -> Lowered<()> {
        if self.state.counts.get(&id).is_some_and(|count| count.own > 0 && !count.is_null) {
            return Err(self.mixed(id, span));
        }
        self.state.counts.insert(id, count);
        Ok(())
    }

    fn mixed(&self, id: VarId, span: Span) -> Refusal {
        let message = format!("`{}` both owns and borrows what it points to", self.vars[id].name);
        Refusal::at(codes::MIXED_OWNERSHIP, span, message)
    }

    /// Gives one of the references away.
    pub(super) fn give_counted(&mut self, id: VarId, pointer: Expr, span: Span) -> Lowered<Expr> {
        let count = self.state.counts.get(&id).copied().unwrap_or_default();
        if count.is_null {
            return Ok(Expr::call("Owned::null", Vec::new()));
        }
        if count.own == 0 {
            return Err(Refusal::at(
                codes::GIVES_AWAY_BORROWED,
                span,
                "a reference is given away that is only borrowed".to_owned(),
            ));
        }
        self.state.counts.insert(id, Count { own: count.own - 1, is_null: false });
        Ok(Expr::call("Owned::adopt", vec![pointer]))
    }

    /// `Py_INCREF(variable)`
    pub(super) fn count_up(&mut self, name: &str, arguments: &'b [Argument]) {
        let ("Py_INCREF" | "Py_XINCREF", [Argument::Expr(argument)]) = (name, arguments) else { return };
        if let ExprKind::Name(variable) = &bare(argument).kind
            && let Some(named) = self.lookup(variable)
            // Another name for it may be the one that is given away.
            && let id = self.state.counts.contains_key(&named).then_some(named).or(self.roots.get(&named).copied())
            && let Some(count) = id.and_then(|id| self.state.counts.get_mut(&id))
        {
            count.own += 1;
        }
    }

    /// The counts where two paths meet.
    pub(super) fn join_counts(&self, a: &State, b: &State, at: Span) -> Lowered<State> {
        let mut joined = State::default();
        let ids = a.counts.keys().chain(b.counts.keys());
        for id in ids {
            let count = match (a.counts.get(id), b.counts.get(id)) {
                (Some(x), Some(y)) if x == y => *x,
                (Some(x), Some(y)) if x.own == y.own => Count { own: x.own, is_null: false },
                // Where it is NULL, any number of references is none.
                (Some(x), Some(y)) if x.is_null => Count { is_null: false, ..*y },
                (Some(x), Some(y)) if y.is_null => Count { is_null: false, ..*x },
                (Some(_), Some(_)) => return Err(self.mixed(*id, at)),
                (Some(one), None) | (None, Some(one)) => *one,
                (None, None) => continue,
            };
            joined.counts.insert(*id, count);
        }
        joined.settled = a
            .settled
            .iter()
            .filter(|(slot, _)| b.settled.contains_key(slot))
            .map(|(slot, how)| (*slot, *how))
            .collect();
        Ok(joined)
    }

    /// The variable that holds a reference although the body is at its end.
    pub(super) fn held(&self) -> Option<VarId> {
        let mut counts = self.state.counts.iter();
        counts.find_map(|(id, count)| (count.own > 0 && !count.is_null).then_some(*id))
    }

    /// What holds where a condition is true, or false.
    pub(super) fn learn(&mut self, condition: &CExpr, truth: bool) {
        match &condition.kind {
            ExprKind::Paren(inner) => self.learn(inner, truth),
            ExprKind::Unary(UnaryOp::Not, inner) => self.learn(inner, !truth),
            ExprKind::Binary(BinaryOp::And, left, right) if truth => {
                self.learn(left, true);
                self.learn(right, true);
            }
            ExprKind::Binary(BinaryOp::Or, left, right) if !truth => {
                self.learn(left, false);
                self.learn(right, false);
            }
            ExprKind::Binary(op @ (BinaryOp::Eq | BinaryOp::Ne), left, right)
                if (*op == BinaryOp::Eq) == truth =>
            {
                for (one, other) in [(left, right), (right, left)] {
                    match &bare(other).kind {
                        ExprKind::Name(name) if name == "NULL" => self.is_uncounted(one, true),
                        ExprKind::Name(name) if is_immortal(name) => self.is_uncounted(one, false),
                        ExprKind::Unary(UnaryOp::AddressOf, object)
                            if matches!(&bare(object).kind, ExprKind::Name(name)
                                if self.bindings.objects.contains_key(name)) =>
                        {
                            self.is_uncounted(one, false);
                        }
                        _ => {}
                    }
                }
            }
            ExprKind::Call(callee, arguments) if truth => {
                const PREDICATES: [&str; 4] = ["Py_IsNone", "Py_IsTrue", "Py_IsFalse", "PyBool_Check"];
                if let (ExprKind::Name(name), [Argument::Expr(argument)]) =
                    (&bare(callee).kind, arguments.as_slice())
                    && PREDICATES.contains(&name.as_str())
                {
                    self.is_uncounted(argument, false);
                }
            }
            ExprKind::Name(_) if !truth => self.is_uncounted(condition, true),
            _ => {}
        }
    }

    /// A variable holds NULL, or an object that never dies.
    fn is_uncounted(&mut self, e: &CExpr, is_null: bool) {
        let ExprKind::Name(name) = &bare(e).kind else { return };
        let Some(id) = self.lookup(name) else { return };
        if let Some(count) = self.state.counts.get_mut(&id) {
            count.is_null |= is_null;
        }
        // Only 3.13 lets go of such stack items without a word.
        if self.mixes()
            && self.vars[id].ty == Ty::StackRef
            && let Some(slot) = self.state.slot.get(&id)
        {
            self.state.settled.insert(*slot, Settled::Uncounted);
        }
    }

    /// 3.13: an array of stack items is moved down by one, so that the item below it belongs to it.
    pub(super) fn cover(&mut self, array: &CExpr) {
        let ExprKind::Name(name) = &bare(array).kind else { return };
        let inputs = self.source.effects.map_or(&[][..], |effects| effects.inputs.as_slice());
        let below = inputs.iter().zip(inputs.iter().skip(1)).find(|(_, item)| item.name == *name);
        if let Some((item, _)) = below
            && self.mixes()
            && let Some(id) = self.lookup(&item.name)
            && let Some(slot) = self.state.slot.get(&id)
        {
            self.state.settled.insert(*slot, Settled::InArray);
        }
    }

    /// An argument that receives a result, where the variable counts its references: a place to put it, and the
    /// assignment after the call.
    pub(super) fn out_counted(&mut self, id: VarId, target: Value, is_new: bool) -> Lowered<Expr> {
        let name = format!("new_{}", self.rust(id));
        let before = match is_new {
            true => Expr::call("Owned::null", Vec::new()),
            false => self.give_counted(id, target.expr.clone(), target.span)?,
        };
        let declared = Stmt::Let {
            name: name.clone(),
            mutable: true,
            ty: Some(target.ty.owned(self.bindings)),
            value: Some(before),
        };
        let kept = Expr::call("core::mem::ManuallyDrop::new", vec![Expr::path(name.clone())]);
        let pointer = kept.method("as_ptr", Vec::new()).method("detach", Vec::new());
        self.received.push((declared, Stmt::Assign(target.expr, "=", pointer)));
        self.set_count(id, Count { own: 1, is_null: false }, target.span)?;
        Ok(Expr::Ref(true, Box::new(Expr::path(name))))
    }
}

/// Whether a name is that of an object that is never released.
pub(super) fn is_immortal(name: &str) -> bool {
    matches!(name, "Py_None" | "Py_True" | "Py_False")
}
