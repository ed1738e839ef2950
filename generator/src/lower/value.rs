//! A value on its way to where it is wanted: what it is, and how it becomes what is asked for.

use super::bindings::symbol_key;
use super::body::{Body, Lowered};
use super::counted::is_immortal;
use super::facts::Holds;
use super::flow::{Role, VarId};
use super::ir::Expr;
use super::refusal::Refusal;
use super::types::{Int, Ty};
use crate::analysis::Dialect;
use crate::diagnostics::catalog::lower as codes;
use crate::syntax::source::Span;

/// What kind of value an expression gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// A plain value, or a borrowed pointer.
    Value,
    /// A reference that whoever takes it owns.
    New,
    /// A variable that owns an object.
    Owner(VarId),
    /// A local variable whose reference is adopted.
    Adopted,
    /// A variable whose references the body counts by hand.
    Counted(VarId),
    /// Another name for the object of a stack reference (3.13).
    Alias(VarId),
    /// A new stack reference.
    StackTemp,
    /// A variable that holds a stack reference.
    StackVar(VarId),
    /// A stack reference in memory; the expression is the pointer to it.
    StackPlace,
    /// An object pointer in memory; the expression is the place.
    Slot,
    /// A place in memory or a variable: it can be assigned.
    Place,
    /// A field that is read and written by methods: the object, and the field's name.
    Method(Expr, String),
    /// NULL
    Null,
    /// A function by its name.
    Function(String),
    /// An array of borrowed pointers with a length.
    LocalArray,
    /// A constant table, by its name.
    Table(String),
    /// An object itself, by the expression of the pointer to it.
    Object,
}

/// A value.
#[derive(Clone, Debug)]
pub struct Value {
    /// The expression; what it gives depends on the form.
    pub expr: Expr,
    /// The C type.
    pub ty: Ty,
    /// What kind of value.
    pub form: Form,
    /// Where it stands.
    pub span: Span,
}

/// What a value is wanted as.
#[derive(Clone, Debug, PartialEq)]
pub enum Want {
    /// A value of this type; an object is borrowed, a stack reference consumed.
    Ty(Ty),
    /// An owned reference to an object.
    Owned(Ty),
    /// A stack reference to look at.
    Look,
}

impl<'b> Body<'b, '_> {
    /// Makes of a value what is wanted.
    pub(super) fn coerce(&mut self, value: Value, want: &Want) -> Lowered<Expr> {
        match want {
            Want::Owned(ty) => self.owned(value, ty),
            Want::Look => self.look(value),
            Want::Ty(Ty::StackRef) => self.consume(value),
            Want::Ty(ty @ Ty::Obj(_)) => self.borrowed(value, ty),
            Want::Ty(ty) => self.plain(value, ty),
        }
    }

    fn mismatch(&self, value: &Value, wanted: &str) -> Refusal {
        let found = match &value.ty {
            Ty::Obj(name) => format!("{name} *"),
            ty => ty.rust(self.bindings, "'_"),
        };
        Refusal::at(
            codes::TYPE_MISMATCH,
            value.span,
            format!("a value of type `{found}` stands where `{wanted}` is wanted"),
        )
    }

    /// Whether stack items and objects are one type, as they were in 3.13.
    pub(super) fn mixes(&self) -> bool {
        self.analysis.dialect == Dialect::V3_13
    }

    /// A pointer that borrows.
    fn borrowed(&mut self, value: Value, wanted: &Ty) -> Lowered<Expr> {
        let found = value.ty.clone();
        let expr = match value.form {
            Form::Null => return Ok(Expr::call("ObjPtr::null", Vec::new())),
            Form::StackTemp if self.mixes() => {
                // It was taken off the stack: from here on the pointer is all there is.
                self.use_binding("PyStackRef_AsPyObjectSteal");
                let owned = Expr::call("PyStackRef_AsPyObjectSteal", vec![value.expr]);
                let kept = Expr::call("core::mem::ManuallyDrop::new", vec![owned]);
                return Ok(kept.method("as_ptr", Vec::new()));
            }
            Form::StackVar(_) | Form::StackPlace if self.mixes() => {
                self.use_binding("PyStackRef_AsPyObjectBorrow");
                let look = self.look(value)?;
                return Ok(Expr::call("PyStackRef_AsPyObjectBorrow", vec![look]));
            }
            _ if !found.is_object() => return Err(self.mismatch(&value, "PyObject *")),
            Form::New => {
                return Err(Refusal::at(
                    codes::LOST_REFERENCE,
                    value.span,
                    "a new reference is only looked at, so nobody gives it up".to_owned(),
                ));
            }
            Form::Owner(_) => value.expr.method("as_ptr", Vec::new()),
            Form::Slot => value.expr.method("get", Vec::new()),
            _ => value.expr,
        };
        self.upcast(expr, &found, wanted, value.span)
    }

    /// A pointer to any object, made of one to an object of a known type.
    fn upcast(&self, expr: Expr, found: &Ty, wanted: &Ty, span: Span) -> Lowered<Expr> {
        let (Ty::Obj(found), Ty::Obj(wanted)) = (found, wanted) else { return Ok(expr) };
        if found == wanted {
            return Ok(expr);
        }
        if wanted == "PyObject" {
            return Ok(expr.method("upcast", Vec::new()));
        }
        let message = format!("a value of type `{found} *` stands where `{wanted} *` is wanted");
        Err(Refusal::at(codes::TYPE_MISMATCH, span, message))
    }

    /// A reference that is owned from here on by whoever takes the value.
    fn owned(&mut self, value: Value, wanted: &Ty) -> Lowered<Expr> {
        let found = value.ty.clone();
        let span = value.span;
        let adopt = |expr: Expr| Expr::call("Owned::adopt", vec![expr]);
        let expr = match value.form {
            Form::Null => return Ok(Expr::call("Owned::null", Vec::new())),
            Form::New => value.expr,
            Form::Owner(id) => {
                if let Some(slot) = self.state.slot.get(&id).copied() {
                    self.state.live.remove(&slot);
                }
                value.expr
            }
            Form::StackVar(_) | Form::StackTemp | Form::StackPlace if self.mixes() => {
                self.use_binding("PyStackRef_AsPyObjectSteal");
                let reference = self.consume(value)?;
                return Ok(Expr::call("PyStackRef_AsPyObjectSteal", vec![reference]));
            }
            _ if !found.is_object() => return Err(self.mismatch(&value, "PyObject *")),
            Form::Adopted => adopt(value.expr),
            Form::Counted(id) => self.give_counted(id, value.expr, span)?,
            // Objects that never die are nobody's.
            _ if matches!(&value.expr, Expr::Call(callee, _)
                if matches!(&**callee, Expr::Path(name) if is_immortal(name))) =>
            {
                adopt(value.expr)
            }
            Form::Alias(of) => {
                self.use_binding("PyStackRef_AsPyObjectSteal");
                let reference = self.variable(of, span);
                let reference = self.consume(reference)?;
                let expr = Expr::call("PyStackRef_AsPyObjectSteal", vec![reference]);
                return Ok(match wanted {
                    Ty::Obj(name) if name != "PyObject" => {
                        let target = self.bindings.rust_type(name).to_owned();
                        Expr::Method(Box::new(expr), "cast".to_owned(), vec![target], Vec::new())
                    }
                    _ => expr,
                });
            }
            Form::Slot if self.facts.stores => adopt(value.expr.method("get", Vec::new())),
            Form::Method(..) if self.facts.stores => adopt(value.expr),
            _ => {
                return Err(Refusal::at(
                    codes::GIVES_AWAY_BORROWED,
                    span,
                    "a reference is given away that is only borrowed".to_owned(),
                ));
            }
        };
        self.upcast(expr, &found, wanted, span)
    }

    /// A stack reference that is gone afterwards.
    fn consume(&mut self, value: Value) -> Lowered<Expr> {
        match value.form {
            Form::StackTemp => Ok(value.expr),
            Form::StackPlace => Ok(value.expr.method("read", Vec::new())),
            Form::StackVar(id) => {
                if self.vars[id].role == Role::Peek {
                    return Err(Refusal::at(
                        codes::CONSUMES_PEEK,
                        value.span,
                        format!("`{}` stays on the stack, but is consumed", self.vars[id].name),
                    ));
                }
                match self.state.slot.get(&id).copied() {
                    Some(slot) if self.state.live.remove(&slot) => Ok(Expr::path(self.slots[slot].clone())),
                    _ => Err(Refusal::at(
                        codes::USED_AFTER_MOVE,
                        value.span,
                        format!("`{}` is consumed, but was consumed before", self.vars[id].name),
                    )),
                }
            }
            _ if self.mixes() && value.ty.is_object() => {
                let is_new = matches!(value.form, Form::New | Form::Owner(_) | Form::Adopted | Form::Null);
                if is_new {
                    self.use_binding("PyStackRef_FromPyObjectSteal");
                    let object = self.owned(value, &Ty::object())?;
                    Ok(Expr::call("PyStackRef_FromPyObjectSteal", vec![object]))
                } else {
                    self.use_binding("PyStackRef_FromPyObjectImmortal");
                    let object = self.borrowed(value, &Ty::object())?;
                    Ok(Expr::call("PyStackRef_FromPyObjectImmortal", vec![object]))
                }
            }
            Form::Null if self.mixes() => Ok(Expr::path("PyStackRef_NULL")),
            _ => Err(self.mismatch(&value, "_PyStackRef")),
        }
    }

    /// A stack reference that is looked at.
    fn look(&mut self, value: Value) -> Lowered<Expr> {
        match value.form {
            Form::StackTemp => Ok(value.expr.reference()),
            Form::StackPlace => Ok(value.expr.deref().reference()),
            Form::StackVar(id) if self.vars[id].role == Role::Peek => Ok(value.expr),
            Form::StackVar(id) => match self.state.slot.get(&id).copied() {
                Some(slot) if self.state.live.contains(&slot) => {
                    Ok(Expr::path(self.slots[slot].clone()).reference())
                }
                _ => Err(Refusal::at(
                    codes::USED_AFTER_MOVE,
                    value.span,
                    format!("`{}` is used after it was consumed", self.vars[id].name),
                )),
            },
            _ => Err(self.mismatch(&value, "_PyStackRef")),
        }
    }

    /// Any other value.
    fn plain(&mut self, value: Value, wanted: &Ty) -> Lowered<Expr> {
        let pointer = matches!(
            wanted,
            Ty::Raw(_) | Ty::StackRefs | Ty::Symbols | Ty::Slots | Ty::Bytes | Ty::Pointer(_)
        );
        match (&value.form, wanted) {
            (Form::Null, Ty::Symbol) => {
                self.used.insert(symbol_key("no_symbol"));
                return Ok(Expr::call("S::no_symbol", Vec::new()));
            }
            (Form::Null, Ty::Function(_)) => return Ok(Expr::path("None")),
            (Form::Null, Ty::Text | Ty::Borrowed) => return Ok(Expr::call("core::ptr::null", Vec::new())),
            (Form::Null, _) if pointer => return Ok(Expr::call("core::ptr::null_mut", Vec::new())),
            (Form::Function(name), Ty::Function(_)) => {
                return Ok(Expr::call("Some", vec![Expr::path(name.clone())]));
            }
            (Form::LocalArray, Ty::Borrowed) => return Ok(value.expr.method("as_ptr", Vec::new())),
            _ => {}
        }
        match (&value.ty, wanted) {
            (_, Ty::Number) => Ok(value.expr),
            (Ty::Int(_) | Ty::Bool, Ty::Int(int)) => Ok(self.to_int(value, *int)),
            (Ty::Bool, Ty::Bool) => Ok(value.expr),
            (Ty::Int(_), Ty::Bool) => Ok(not_zero(value.expr)),
            (Ty::Int(_), Ty::Double) => Ok(value.expr.cast("f64")),
            (Ty::Value(name), Ty::Borrowed) if name == "PyObjectArray" => {
                Ok(value.expr.method("as_ptr", Vec::new()))
            }
            (Ty::Slots | Ty::StackRefs, Ty::Slots | Ty::StackRefs | Ty::Borrowed)
                if self.mixes() && value.ty != *wanted =>
            {
                let rust = wanted.rust(self.bindings, "'_");
                Ok(value.expr.cast(&rust))
            }
            (Ty::Slots, Ty::Borrowed) => Ok(value.expr.cast("*const ObjPtr<'_>")),
            (found, wanted) if found == wanted => Ok(value.expr),
            _ => {
                let wanted = wanted.rust(self.bindings, "'_");
                Err(self.mismatch(&value, &wanted))
            }
        }
    }

    /// An integer of another type: literals take any.
    pub(super) fn to_int(&self, value: Value, to: Int) -> Expr {
        match (&value.ty, &value.expr) {
            (_, Expr::Int(literal)) if *literal >= 0 || to.signed => value.expr,
            (Ty::Int(from), _) if *from == to => value.expr,
            _ => value.expr.cast(to.rust),
        }
    }

    /// An integer, with its type; a bool becomes an `int`.
    pub(super) fn integer(&self, value: Value, span: Span) -> Lowered<(Expr, Int)> {
        match value.ty {
            Ty::Int(int) => Ok((value.expr, int)),
            Ty::Bool => Ok((value.expr.cast("i32"), Int::INT)),
            _ => Err(Refusal::at(codes::TYPE_MISMATCH, span, "an integer is wanted here".to_owned())),
        }
    }

    /// Whether a value counts as true.
    pub(super) fn is_true(&mut self, value: Value) -> Lowered<Expr> {
        Ok(match (&value.form, &value.ty) {
            (Form::Null, _) => Expr::path("false"),
            (_, Ty::Bool) => value.expr,
            (_, Ty::Int(_)) => not_zero(value.expr),
            (Form::Owner(_), _) => value.expr.method("is_null", Vec::new()).unary("!"),
            (Form::Slot, _) => value.expr.method("get", Vec::new()).method("is_null", Vec::new()).unary("!"),
            (_, Ty::Function(_)) => value.expr.method("is_some", Vec::new()),
            (_, Ty::Text) if matches!(value.expr, Expr::CStr(_)) => Expr::path("true"),
            (
                _,
                Ty::Obj(_) | Ty::Raw(_) | Ty::StackRefs | Ty::Slots | Ty::Text | Ty::Bytes | Ty::Pointer(_),
            ) => value.expr.method("is_null", Vec::new()).unary("!"),
            (_, Ty::Symbol) => {
                self.used.insert(symbol_key("no_symbol"));
                self.used.insert(symbol_key("is_no_symbol"));
                Expr::call("S::is_no_symbol", vec![value.expr]).unary("!")
            }
            (_, Ty::Symbols) => value.expr.method("is_null", Vec::new()).unary("!"),
            (Form::StackVar(_) | Form::StackPlace, _) if self.mixes() => {
                let look = self.look(value)?;
                self.use_binding("PyStackRef_IsNull");
                Expr::call("PyStackRef_IsNull", vec![look]).unary("!")
            }
            _ => return Err(self.mismatch(&value, "a condition")),
        })
    }

    /// The value of a variable.
    pub(super) fn variable(&self, id: VarId, span: Span) -> Value {
        let var = &self.vars[id];
        let expr = Expr::path(self.rust(id));
        let form = match (&var.ty, var.holds) {
            (Ty::StackRef, _) => Form::StackVar(id),
            (Ty::Obj(_), Holds::Owned) => Form::Owner(id),
            (Ty::Obj(_), Holds::Adopted) => Form::Adopted,
            (Ty::Obj(_), Holds::Counted) => Form::Counted(id),
            (Ty::Obj(_), Holds::Borrowed) if self.aliases.contains_key(&id) => Form::Alias(self.aliases[&id]),
            (Ty::Array(_), _) => Form::LocalArray,
            _ => Form::Place,
        };
        Value { expr, ty: var.ty.clone(), form, span }
    }
}

/// `e != 0`
pub fn not_zero(e: Expr) -> Expr {
    match e {
        Expr::Int(value) => Expr::path(if value == 0 { "false" } else { "true" }),
        Expr::Cast(inner, ty) if ty == "i32" && is_bool(&inner) => *inner,
        e => e.binary("!=", Expr::Int(0)),
    }
}

/// Whether an expression is a comparison.
fn is_bool(e: &Expr) -> bool {
    matches!(e, Expr::Binary(_, "==" | "!=" | "<" | ">" | "<=" | ">=" | "&&" | "||", _) | Expr::Unary("!", _))
}
