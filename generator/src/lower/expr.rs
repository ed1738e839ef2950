//! Expressions.

use super::body::{Body, Lowered};
use super::depth::changes;
use super::facts::{Holds, bare};
use super::flow::{Role, Slot, State};
use super::ir::{Block, Expr, Stmt};
use super::refusal::Refusal;
use super::types::{Int, Ty, literal_type};
use super::value::{Form, Value, Want};
use crate::diagnostics::catalog::lower as codes;
use crate::emit::rust::names::camel;
use crate::syntax::source::Span;
use crate::syntax::tree::{BinaryOp, CType, Expr as CExpr, ExprKind, UnaryOp};

/// The machine's own variables, which live in `cx`: name, name there, type.
pub(super) fn machine(name: &str) -> Option<Ty> {
    Some(match name {
        "tstate" => Ty::Raw("PyThreadState".to_owned()),
        "frame" => Ty::Raw("_PyInterpreterFrame".to_owned()),
        "this_instr" | "next_instr" | "prev_instr" => Ty::Raw("_Py_CODEUNIT".to_owned()),
        "oparg" | "opcode" => Ty::Int(Int::INT),
        "stack_pointer" => Ty::StackRefs,
        "current_executor" => Ty::Obj("_PyExecutorObject".to_owned()),
        "next_uop" => Ty::Raw("_PyUOpInstruction".to_owned()),
        "throwflag" => Ty::Int(Int::INT),
        // The frame that the interpreter was entered with, in 3.14 with the place for its stack.
        "entry" => Ty::Struct("_PyEntryFrame".to_owned()),
        "entry_frame" => Ty::Struct("_PyInterpreterFrame".to_owned()),
        _ => return None,
    })
}

/// Likewise those of the abstract interpreter.
pub(super) fn abstract_machine(name: &str) -> Option<Ty> {
    Some(match name {
        "ctx" => Ty::Raw("JitOptContext".to_owned()),
        "this_instr" | "corresponding_check_stack" | "first_valid_check_stack" => {
            Ty::Raw("_PyUOpInstruction".to_owned())
        }
        "oparg" | "opcode" | "curr_space" | "max_space" => Ty::Int(Int::INT),
        "stack_pointer" => Ty::Symbols,
        "co" => Ty::Obj("PyCodeObject".to_owned()),
        "dependencies" => Ty::Raw("_PyBloomFilter".to_owned()),
        _ => return None,
    })
}

impl<'b> Body<'b, '_> {
    /// An expression as what is wanted.
    pub(super) fn want(&mut self, e: &'b CExpr, want: &Want) -> Lowered<Expr> {
        match &e.kind {
            ExprKind::Paren(inner) => self.want(inner, want),
            ExprKind::Ternary(condition, then, otherwise) => {
                let condition = self.truth(condition)?;
                let before = self.state.clone();
                let then = self.want(then, want)?;
                self.either(condition, then, before, otherwise, want)
            }
            // 3.13: a stack item is taken under the type that it is known to have.
            ExprKind::Cast(ty, inner)
                if matches!(want, Want::Owned(_)) && self.mixes() && self.stack_item(inner).is_some() =>
            {
                let to = self.c_type(ty)?;
                let value = self.value(inner)?;
                let owned = self.coerce(value, want)?;
                Ok(match &to {
                    Ty::Obj(name) if name != "PyObject" && *want == Want::Owned(to.clone()) => {
                        let target = self.bindings.rust_type(name).to_owned();
                        Expr::Method(Box::new(owned), "cast".to_owned(), vec![target], Vec::new())
                    }
                    _ => owned,
                })
            }
            _ => {
                let value = self.value(e)?;
                self.coerce(value, want)
            }
        }
    }

    /// `?:` whose first side is done, `before` being the state when it was begun.
    fn either(
        &mut self,
        condition: Expr,
        then: Expr,
        before: State,
        otherwise: &'b CExpr,
        want: &Want,
    ) -> Lowered<Expr> {
        let at = otherwise.span;
        let after_then = std::mem::replace(&mut self.state, before);
        let otherwise = self.want(otherwise, want)?;
        // What one side consumes is gone.
        self.state.live = self.state.live.intersection(&after_then.live).copied().collect();
        let counts = self.join_counts(&after_then, &self.state, at)?;
        self.state.counts = counts.counts;
        self.state.settled = counts.settled;
        Ok(choice(condition, then, otherwise))
    }

    /// The initial value of a variable.
    pub(super) fn initial(&mut self, e: &'b CExpr, ty: &Ty, holds: Holds) -> Lowered<Expr> {
        match (ty, holds) {
            (Ty::Obj(_), Holds::Owned) => self.want(e, &Want::Owned(ty.clone())),
            (Ty::Obj(_), Holds::Adopted) => {
                let value = self.want(e, &Want::Ty(ty.clone()))?;
                Ok(if value == Expr::call("ObjPtr::null", Vec::new()) {
                    value
                } else {
                    value.method("detach", Vec::new())
                })
            }
            _ => self.want(e, &Want::Ty(ty.clone())),
        }
    }

    /// The Rust variable of a stack reference that an expression names, if its value can be moved from there.
    pub(super) fn movable(&self, e: &CExpr) -> Option<Slot> {
        let ExprKind::Name(name) = &bare(e).kind else { return None };
        let id = self.lookup(name)?;
        let var = &self.vars[id];
        if var.ty != Ty::StackRef || var.role == Role::Peek {
            return None;
        }
        self.state.slot.get(&id).copied().filter(|slot| self.state.live.contains(slot))
    }

    /// The stack item that an expression names (3.13, where it is an object, too).
    pub(super) fn stack_item(&self, e: &CExpr) -> Option<super::flow::VarId> {
        let ExprKind::Name(name) = &bare(e).kind else { return None };
        self.lookup(name).filter(|id| self.vars[*id].ty == Ty::StackRef)
    }

    /// Takes the value of a stack reference from the name that it was moved from.
    pub(super) fn forget_name(&mut self, e: &CExpr) {
        if let ExprKind::Name(name) = &bare(e).kind
            && let Some(id) = self.lookup(name)
        {
            self.state.slot.remove(&id);
        }
    }

    /// A change inside of an expression: a block that makes it and gives the value, before the change or after it.
    fn inside(&mut self, e: &'b CExpr, target: &'b CExpr, before: bool) -> Lowered<Value> {
        settled(target)?;
        let old = self.value(target)?;
        if !matches!(old.form, Form::Place | Form::Method(..)) || old.ty.is_object() {
            return Err(Refusal::construct(e.span, "a change of this inside an expression"));
        }
        let (mut block, result) = self.nested(|body| {
            if before {
                let value = Some(old.expr.clone());
                body.push(Stmt::Let { name: "before".to_owned(), mutable: false, ty: None, value });
            }
            body.expression_statement(e, e.span)
        });
        result?;
        block.value = Some(if before { Expr::path("before") } else { old.expr });
        Ok(Value { expr: Expr::Do(Box::new(block)), ty: old.ty, form: Form::Value, span: e.span })
    }

    /// A condition.
    pub(super) fn truth(&mut self, e: &'b CExpr) -> Lowered<Expr> {
        match &e.kind {
            ExprKind::Paren(inner) => self.truth(inner),
            ExprKind::Unary(UnaryOp::Not, inner) => Ok(self.truth(inner)?.unary("!")),
            ExprKind::Binary(op @ (BinaryOp::And | BinaryOp::Or), left, right) => {
                let (left, right) = (self.truth(left)?, self.truth(right)?);
                Ok(left.binary(if *op == BinaryOp::And { "&&" } else { "||" }, right))
            }
            _ => {
                let value = self.value(e)?;
                self.is_true(value)
            }
        }
    }

    /// An expression, with what is known about its value.
    pub(super) fn value(&mut self, e: &'b CExpr) -> Lowered<Value> {
        let span = e.span;
        let plain = |expr: Expr, ty: Ty| Ok(Value { expr, ty, form: Form::Value, span });
        match &e.kind {
            ExprKind::Paren(inner) => self.value(inner),
            ExprKind::Name(name) => self.name(name, span),
            ExprKind::Int { value, suffix } => {
                let literal = i128::try_from(*value).unwrap_or(i128::MAX);
                plain(Expr::Int(literal), Ty::Int(literal_type(*value, suffix)))
            }
            ExprKind::Float(text) => plain(Expr::Literal(float(text)), Ty::Double),
            ExprKind::Str(parts) => plain(Expr::CStr(self.text(parts, span)?), Ty::Text),
            ExprKind::Char(text) => {
                let byte = unescape(text.trim_matches('\'')).first().copied().unwrap_or_default();
                plain(Expr::Int(byte.into()), Ty::Int(Int::INT))
            }
            ExprKind::Unary(UnaryOp::PreInc | UnaryOp::PreDec, target) => self.inside(e, target, false),
            ExprKind::Unary(op, operand) => self.unary(*op, operand, span),
            ExprKind::Binary(op, left, right) => self.binary(*op, left, right, span),
            ExprKind::Ternary(condition, then, otherwise) => {
                // Without anybody who wants something, the first branch says what it is.
                let condition = self.truth(condition)?;
                let before = self.state.clone();
                let then = self.value(then)?;
                let ty = then.ty.clone();
                let want = Want::Ty(ty.clone());
                let then = self.coerce(then, &want)?;
                plain(self.either(condition, then, before, otherwise, &want)?, ty)
            }
            ExprKind::Call(callee, arguments) => self.call(callee, arguments, span),
            ExprKind::Index(array, index) => self.index(array, index, span),
            ExprKind::Field(..) => self.field(e),
            ExprKind::Cast(ty, operand) => self.cast(ty, operand, span),
            ExprKind::SizeofType(ty) => {
                let ty = self.c_type(ty)?;
                plain(
                    Expr::call(&format!("size_of::<{}>", ty.in_memory(self.bindings)), Vec::new()),
                    Ty::Int(Int::SIZE),
                )
            }
            ExprKind::SizeofExpr(operand) => {
                let ty = self.value(operand)?.ty;
                plain(
                    Expr::call(&format!("size_of::<{}>", ty.in_memory(self.bindings)), Vec::new()),
                    Ty::Int(Int::SIZE),
                )
            }
            ExprKind::Assign(_, target, _) => self.inside(e, target, false),
            ExprKind::Postfix(target, _) => self.inside(e, target, true),
            ExprKind::Comma(left, right) => {
                let (mut block, value) = self.nested(|body| {
                    body.expression_statement(left, left.span)?;
                    body.value(right)
                });
                let value = value?;
                // A place is read before the block ends.
                let form = match &value.form {
                    Form::Value | Form::Place | Form::New | Form::StackTemp => value.form.clone(),
                    _ => return Err(Refusal::construct(span, "the comma operator before this")),
                };
                let form = if form == Form::Place { Form::Value } else { form };
                block.value = Some(value.expr);
                Ok(Value { expr: Expr::Do(Box::new(block)), ty: value.ty, form, span })
            }
            ExprKind::Compound(..) => Err(Refusal::construct(span, "a compound literal")),
        }
    }

    fn c_type(&self, ty: &CType) -> Lowered<Ty> {
        Ty::from_c(ty, 0, self.bindings).ok_or_else(|| {
            let name = ty.words.join(" ");
            Refusal::at(codes::UNKNOWN_TYPE, ty.span, format!("the type `{name}` is not bound")).naming(&name)
        })
    }

    /// The bytes of string literals side by side.
    fn text(&self, parts: &[String], span: Span) -> Lowered<Vec<u8>> {
        let mut bytes = Vec::new();
        for part in parts {
            let Some(inner) = part.strip_prefix('"').and_then(|part| part.strip_suffix('"')) else {
                return Err(Refusal::construct(span, "a macro among string literals"));
            };
            bytes.extend(unescape(inner));
        }
        Ok(bytes)
    }

    fn name(&mut self, name: &str, span: Span) -> Lowered<Value> {
        if let Some(id) = self.lookup(name) {
            return Ok(self.variable(id, span));
        }
        let bindings = self.bindings;
        let plain = |expr: Expr, ty: Ty| Ok(Value { expr, ty, form: Form::Value, span });
        let machine = if self.source.base.is_some() { abstract_machine(name) } else { machine(name) };
        if let Some(ty) = machine {
            self.needs_memory |= name == "stack_pointer";
            return Ok(Value { expr: Expr::cx(name), ty, form: Form::Place, span });
        }
        match name {
            "NULL" => {
                return Ok(Value { expr: Expr::Tuple(Vec::new()), ty: Ty::Void, form: Form::Null, span });
            }
            "true" | "false" => return plain(Expr::path(name), Ty::Bool),
            "INSTRUCTION_SIZE" => {
                let size = self.source.instruction_size.unwrap_or(1);
                return plain(Expr::Int(size.into()), Ty::Int(Int::U32));
            }
            "FRAME_CO_CONSTS" | "FRAME_CO_NAMES" => {
                self.use_binding(name);
                return plain(Expr::call(name, vec![Expr::cx("frame")]), Ty::object());
            }
            "LOCALS_ARRAY" => {
                self.use_binding("GETLOCAL");
                let first = Expr::call("GETLOCAL", vec![Expr::cx("frame"), Expr::Int(0)]);
                return plain(first, Ty::StackRefs);
            }
            _ => {}
        }
        if let Some(bound) = bindings.constants.get(name) {
            self.use_binding(name);
            return plain(Expr::path(name), bound.what.clone());
        }
        if let Some(bound) = bindings.globals.get(name) {
            self.use_binding(name);
            return plain(Expr::call(name, Vec::new()), bound.what.clone());
        }
        if let Some(bound) = bindings.objects.get(name) {
            self.use_binding(name);
            let ty = bound.what.clone();
            return Ok(Value { expr: Expr::call(name, Vec::new()), ty, form: Form::Object, span });
        }
        if bindings.stackrefs.contains_key(name) {
            self.use_binding(name);
            return Ok(Value { expr: Expr::path(name), ty: Ty::StackRef, form: Form::StackTemp, span });
        }
        if let Some(bound) = bindings.tables.get(name) {
            self.use_binding(name);
            let ty = bound.what.of.clone();
            return Ok(Value { expr: Expr::path(name), ty, form: Form::Table(name.to_owned()), span });
        }
        if bindings.helpers.contains_key(name) {
            self.use_binding(name);
            return Ok(Value {
                expr: Expr::path(name),
                ty: Ty::Void,
                form: Form::Function(name.to_owned()),
                span,
            });
        }
        if let Some(family) = name.strip_prefix("INLINE_CACHE_ENTRIES_")
            && let Some(instruction) = self.analysis.instruction(family)
        {
            return plain(Expr::Int(i128::from(instruction.size) - 1), Ty::Int(Int::INT));
        }
        if self.analysis.opcodes.opmap.iter().any(|(opcode, number)| opcode == name && *number < 256) {
            let opcode = Expr::path(format!("Opcode::{}", camel(name)));
            return plain(opcode.cast("i32"), Ty::Int(Int::INT));
        }
        if self.source.base.is_some_and(|base| base.uop_has_number(name)) {
            let number = Expr::path(format!("Uop::{}", camel(name)));
            return plain(number.cast("i32"), Ty::Int(Int::INT));
        }
        Err(Refusal::at(codes::UNBOUND, span, format!("nothing is bound to the name `{name}`")).naming(name))
    }

    fn unary(&mut self, op: UnaryOp, operand: &'b CExpr, span: Span) -> Lowered<Value> {
        let plain = |expr: Expr, ty: Ty| Ok(Value { expr, ty, form: Form::Value, span });
        match op {
            UnaryOp::Not => plain(self.truth(operand)?.unary("!"), Ty::Bool),
            UnaryOp::AddressOf => self.address(operand, span),
            UnaryOp::Deref => {
                let pointer = self.value(operand)?;
                self.pointee(pointer, span)
            }
            UnaryOp::Plus => self.value(operand),
            UnaryOp::Neg | UnaryOp::BitNot => {
                let value = self.value(operand)?;
                if value.ty == Ty::Double && op == UnaryOp::Neg {
                    return plain(value.expr.unary("-"), Ty::Double);
                }
                let (expr, int) = self.integer(value, span)?;
                let to = int.promoted();
                let expr = self.to_int(Value { expr, ty: Ty::Int(int), form: Form::Value, span }, to);
                let expr = match op {
                    UnaryOp::BitNot => expr.unary("!"),
                    _ if to.signed => expr.unary("-"),
                    _ => typed(expr, to).method("wrapping_neg", Vec::new()),
                };
                plain(expr, Ty::Int(to))
            }
            UnaryOp::PreInc | UnaryOp::PreDec => Err(Refusal::construct(span, "this form of `++` or `--`")),
        }
    }

    fn binary(&mut self, op: BinaryOp, left: &'b CExpr, right: &'b CExpr, span: Span) -> Lowered<Value> {
        let boolean = |expr: Expr| Ok(Value { expr, ty: Ty::Bool, form: Form::Value, span });
        if matches!(op, BinaryOp::And | BinaryOp::Or) {
            let (left, right) = (self.truth(left)?, self.truth(right)?);
            return boolean(left.binary(if op == BinaryOp::And { "&&" } else { "||" }, right));
        }
        let (a, b) = (self.value(left)?, self.value(right)?);
        if let Some(op) = comparison(op) {
            return boolean(self.compare(op, a, b, span)?);
        }
        self.arithmetic(op, a, b, span)
    }

    fn compare(&mut self, op: &'static str, a: Value, b: Value, span: Span) -> Lowered<Expr> {
        let equality = matches!(op, "==" | "!=");
        if equality && (a.form == Form::Null || b.form == Form::Null) {
            let value = if a.form == Form::Null { b } else { a };
            let is_null = self.is_true(value)?.unary("!");
            return Ok(if op == "==" { is_null } else { is_null.unary("!") });
        }
        // `_PyErr_Occurred(tstate) == NULL` and the like are done; what is left has two values.
        match (&a.ty, &b.ty) {
            (Ty::Int(_) | Ty::Bool, Ty::Int(_) | Ty::Bool) => {
                let ((a, x), (b, y)) = (self.integer(a, span)?, self.integer(b, span)?);
                let common = x.common(y);
                let value = |expr: Expr, int: Int| Value { expr, ty: Ty::Int(int), form: Form::Value, span };
                let narrow = x == y;
                let (a, b) = if narrow || literal_fits(&b, x) {
                    (a, b)
                } else {
                    (self.to_int(value(a, x), common), self.to_int(value(b, y), common))
                };
                Ok(a.binary(op, b))
            }
            (Ty::Double, _) | (_, Ty::Double) => {
                let a = self.coerce(a, &Want::Ty(Ty::Double))?;
                let b = self.coerce(b, &Want::Ty(Ty::Double))?;
                Ok(a.binary(op, b))
            }
            (Ty::Obj(_), Ty::Obj(_)) if equality => {
                let ty = if a.ty == b.ty { a.ty.clone() } else { Ty::object() };
                let a = self.coerce(a, &Want::Ty(ty.clone()))?;
                let b = self.coerce(b, &Want::Ty(ty))?;
                Ok(a.binary(op, b))
            }
            (Ty::Function(name), _) | (_, Ty::Function(name)) if equality => {
                let name = name.clone();
                let ty = Ty::Function(name.clone());
                let side = |body: &mut Self, value: Value| -> Lowered<Expr> {
                    if let Form::Function(function) = &value.form {
                        return Ok(Expr::call("Some", vec![Expr::path(function.clone()).cast(&name)]));
                    }
                    body.coerce(value, &Want::Ty(ty.clone()))
                };
                let (a, b) = (side(self, a)?, side(self, b)?);
                Ok(a.binary(op, b))
            }
            (found, other) if found == other && is_pointer(found) => Ok(a.expr.binary(op, b.expr)),
            (Ty::StackRef, _) | (_, Ty::StackRef) if equality => {
                let a = self.coerce(a, &Want::Ty(Ty::object()))?;
                let b = self.coerce(b, &Want::Ty(Ty::object()))?;
                Ok(a.binary(op, b))
            }
            _ => Err(Refusal::at(codes::TYPE_MISMATCH, span, "these cannot be compared".to_owned())),
        }
    }

    fn arithmetic(&mut self, op: BinaryOp, a: Value, b: Value, span: Span) -> Lowered<Value> {
        let result = |expr: Expr, ty: Ty| Ok(Value { expr, ty, form: Form::Value, span });
        let steps = |body: &Self, value: Value| -> Lowered<Expr> {
            let (expr, int) = body.integer(value, span)?;
            Ok(body.to_int(Value { expr, ty: Ty::Int(int), form: Form::Value, span }, Int::SSIZE))
        };
        let pointer = |body: &mut Self, value: Value| -> Lowered<(Expr, Ty)> {
            let ty = match &value.ty {
                Ty::Array(_) => Ty::Borrowed,
                Ty::Value(name) if name == "PyObjectArray" => Ty::Borrowed,
                ty => ty.clone(),
            };
            Ok((body.coerce(value, &Want::Ty(ty.clone()))?, ty))
        };
        let is_array = |value: &Value| {
            is_pointer(&value.ty)
                || value.form == Form::LocalArray
                || matches!(&value.ty, Ty::Value(name) if name == "PyObjectArray")
        };
        match op {
            BinaryOp::Sub if is_pointer(&a.ty) && a.ty == b.ty => {
                return result(a.expr.method("offset_from", vec![b.expr]), Ty::Int(Int::SSIZE));
            }
            BinaryOp::Add if is_array(&a) => {
                let steps = steps(self, b)?;
                let (expr, ty) = pointer(self, a)?;
                return result(expr.method("offset", vec![steps]), ty);
            }
            BinaryOp::Add if is_array(&b) => {
                let steps = steps(self, a)?;
                let (expr, ty) = pointer(self, b)?;
                return result(expr.method("offset", vec![steps]), ty);
            }
            BinaryOp::Sub if is_array(&a) => {
                let steps = steps(self, b)?.unary("-");
                let (expr, ty) = pointer(self, a)?;
                return result(expr.method("offset", vec![steps]), ty);
            }
            _ => {}
        }
        if a.ty == Ty::Double || b.ty == Ty::Double {
            let symbol = match op {
                BinaryOp::Add => "+",
                BinaryOp::Sub => "-",
                BinaryOp::Mul => "*",
                BinaryOp::Div => "/",
                _ => return Err(Refusal::construct(span, "this operator between floating-point numbers")),
            };
            let a = self.coerce(a, &Want::Ty(Ty::Double))?;
            let b = self.coerce(b, &Want::Ty(Ty::Double))?;
            return result(a.binary(symbol, b), Ty::Double);
        }
        let (a_bool, b_bool) = (a.ty == Ty::Bool, b.ty == Ty::Bool);
        let bits = match op {
            BinaryOp::BitXor => Some("^"),
            BinaryOp::BitAnd => Some("&"),
            BinaryOp::BitOr => Some("|"),
            _ => None,
        };
        if let (Some(bits), true, true) = (bits, a_bool, b_bool) {
            return result(a.expr.binary(bits, b.expr), Ty::Bool);
        }
        let ((a, x), (b, y)) = (self.integer(a, span)?, self.integer(b, span)?);
        let value = |expr: Expr, int: Int| Value { expr, ty: Ty::Int(int), form: Form::Value, span };
        if matches!(op, BinaryOp::Shl | BinaryOp::Shr) {
            let to = x.promoted();
            let a = typed(self.to_int(value(a, x), to), to);
            return result(a.binary(if op == BinaryOp::Shl { "<<" } else { ">>" }, b), Ty::Int(to));
        }
        let common = x.common(y);
        let a = self.to_int(value(a, x), common);
        let b = self.to_int(value(b, y), common);
        let expr = match (op, bits) {
            (_, Some(bits)) => a.binary(bits, b),
            (BinaryOp::Div, _) => a.binary("/", b),
            (BinaryOp::Rem, _) => a.binary("%", b),
            (op, _) => wrapping(op, a, b, common),
        };
        result(expr, Ty::Int(common))
    }

    fn cast(&mut self, ty: &'b CType, operand: &'b CExpr, span: Span) -> Lowered<Value> {
        // `(void (*)(void))` stands between two types of functions that have nothing to do with each other.
        if ty.words == ["void", "(*)(void)"] {
            let value = self.value(operand)?;
            return match value.ty {
                Ty::Function(_) => Ok(value),
                _ => Err(Refusal::at(codes::TYPE_MISMATCH, span, "this is no function".to_owned())),
            };
        }
        let to = self.c_type(ty)?;
        let value = self.value(operand)?;
        let result = |expr: Expr, ty: Ty| Ok(Value { expr, ty, form: Form::Value, span });
        if to == Ty::Void {
            return Ok(Value { ty: Ty::Void, ..value });
        }
        if value.form == Form::Null {
            return Ok(Value { ty: to, ..value });
        }
        if matches!(value.form, Form::Function(_)) && matches!(to, Ty::Function(_)) {
            return Ok(value);
        }
        if let (Ty::Function(from), Ty::Function(name)) = (&value.ty, &to)
            && from != name
        {
            let cast = format!("core::mem::transmute::<Option<{from}>, Option<{name}>>");
            return result(Expr::call(&cast, vec![value.expr]), to);
        }
        match (&value.ty, &to) {
            // A struct that stands for its own address, as arrays do.
            (Ty::Struct(_), Ty::Raw(name)) if value.form == Form::Place => {
                let target = self.bindings.rust_type(name).to_owned();
                let first = Box::new(value.expr.raw_mut());
                result(Expr::Method(first, "cast".to_owned(), vec![target], Vec::new()), to)
            }
            (Ty::Obj(from), Ty::Obj(name)) => {
                let (same, up) = (from == name, name == "PyObject");
                let target = self.bindings.rust_type(name).to_owned();
                let convert = |expr: Expr| match (same, up) {
                    (true, _) => expr,
                    (_, true) => expr.method("upcast", Vec::new()),
                    _ => Expr::Method(Box::new(expr), "cast".to_owned(), vec![target], Vec::new()),
                };
                match value.form {
                    Form::New => Ok(Value { expr: convert(value.expr), ty: to, ..value }),
                    // Who gives an owner away casts it on the way; all others only look.
                    Form::Owner(_) | Form::Adopted | Form::Slot | Form::Method(..) if same => Ok(value),
                    Form::Owner(_) if up => Ok(value),
                    Form::Counted(_) | Form::Alias(_) => {
                        Ok(Value { expr: convert(value.expr), ty: to, ..value })
                    }
                    _ => {
                        let ty = value.ty.clone();
                        let expr = self.coerce(value, &Want::Ty(ty))?;
                        result(convert(expr), to)
                    }
                }
            }
            // 3.13: the address of the object that lies on the stack.
            (Ty::StackRef, Ty::Bytes | Ty::Raw(_) | Ty::Int(_)) if self.mixes() => {
                let object = self.coerce(value, &Want::Ty(Ty::object()))?;
                match &to {
                    Ty::Raw(name) => {
                        let target = self.bindings.rust_type(name).to_owned();
                        result(
                            Expr::Method(Box::new(object), "as_raw".to_owned(), vec![target], Vec::new()),
                            to,
                        )
                    }
                    Ty::Int(int) => {
                        let rust = int.rust;
                        result(object.method("as_byte_ptr", Vec::new()).cast(rust), to)
                    }
                    _ => result(object.method("as_byte_ptr", Vec::new()), to),
                }
            }
            (Ty::StackRef, Ty::Obj(_)) => {
                let from = Ty::object();
                let expr = self.coerce(value, &Want::Ty(from.clone()))?;
                let borrowed = Value { expr, ty: from, form: Form::Value, span };
                self.recast(borrowed, to, span)
            }
            (Ty::Obj(_), Ty::Bytes) => {
                let ty = value.ty.clone();
                result(self.coerce(value, &Want::Ty(ty))?.method("as_byte_ptr", Vec::new()), to)
            }
            (Ty::Obj(_), Ty::Raw(name)) => {
                let ty = value.ty.clone();
                let target = self.bindings.rust_type(name).to_owned();
                let object = self.coerce(value, &Want::Ty(ty))?;
                result(Expr::Method(Box::new(object), "as_raw".to_owned(), vec![target], Vec::new()), to)
            }
            (Ty::Obj(_), Ty::Int(int)) => {
                let ty = value.ty.clone();
                let object = self.coerce(value, &Want::Ty(ty))?;
                result(object.method("as_byte_ptr", Vec::new()).cast(int.rust), to)
            }
            (
                Ty::Bytes | Ty::Slots | Ty::StackRefs | Ty::Raw(_) | Ty::Pointer(_),
                Ty::Slots | Ty::StackRefs | Ty::Raw(_) | Ty::Bytes | Ty::Pointer(_),
            ) => {
                let rust = to.rust(self.bindings, "'_");
                let target = rust.trim_start_matches("*mut ").to_owned();
                if value.ty == to {
                    return Ok(value);
                }
                result(Expr::Method(Box::new(value.expr), "cast".to_owned(), vec![target], Vec::new()), to)
            }
            (Ty::Int(_) | Ty::Bool | Ty::Double, Ty::Int(int)) => {
                let expr = match (&value.ty, value.expr) {
                    (Ty::Int(from), expr) if from == int => expr,
                    (_, expr) => expr.cast(int.rust),
                };
                result(expr, to)
            }
            (Ty::Int(_), Ty::Double) => result(value.expr.cast("f64"), to),
            (Ty::Int(_) | Ty::Bool, Ty::Bool) => {
                let expr = self.is_true(value)?;
                result(expr, to)
            }
            (found, wanted) if found == wanted => Ok(value),
            _ => Err(Refusal::at(codes::TYPE_MISMATCH, span, "this cast has no meaning in Rust".to_owned())),
        }
    }

    fn recast(&mut self, value: Value, to: Ty, span: Span) -> Lowered<Value> {
        let Ty::Obj(name) = &to else { return Ok(value) };
        if name == "PyObject" {
            return Ok(value);
        }
        let target = self.bindings.rust_type(name).to_owned();
        let expr = Expr::Method(Box::new(value.expr), "cast".to_owned(), vec![target], Vec::new());
        Ok(Value { expr, ty: to, form: Form::Value, span })
    }
}

/// Refuses a place that is changed and has a change inside, since it is written twice: to read and to write.
pub fn settled(place: &CExpr) -> Lowered<()> {
    match changes(place) {
        true => Err(Refusal::construct(place.span, "a change of a place that has another change inside")),
        false => Ok(()),
    }
}

/// `if condition { then } else { otherwise }`
pub fn choice(condition: Expr, then: Expr, otherwise: Expr) -> Expr {
    let block = |value| Box::new(Block { statements: Vec::new(), value: Some(value) });
    Expr::If(Box::new(condition), block(then), block(otherwise))
}

/// Addition, subtraction or multiplication as C does it: without a sign, it wraps.
pub fn wrapping(op: BinaryOp, a: Expr, b: Expr, int: Int) -> Expr {
    let (symbol, method) = match op {
        BinaryOp::Sub => ("-", "wrapping_sub"),
        BinaryOp::Mul => ("*", "wrapping_mul"),
        _ => ("+", "wrapping_add"),
    };
    if int.signed { a.binary(symbol, b) } else { typed(a, int).method(method, vec![b]) }
}

/// A literal with its type, where nothing else says it.
pub fn typed(e: Expr, int: Int) -> Expr {
    match e {
        Expr::Int(value) => Expr::Literal(format!("{value}_{}", int.rust)),
        e => e,
    }
}

fn literal_fits(e: &Expr, int: Int) -> bool {
    match e {
        Expr::Int(value) => {
            let bits = u32::from(int.bits) - u32::from(int.signed);
            *value >= 0 && *value < (1i128 << bits)
        }
        _ => false,
    }
}

fn comparison(op: BinaryOp) -> Option<&'static str> {
    Some(match op {
        BinaryOp::Lt => "<",
        BinaryOp::Gt => ">",
        BinaryOp::Le => "<=",
        BinaryOp::Ge => ">=",
        BinaryOp::Eq => "==",
        BinaryOp::Ne => "!=",
        _ => return None,
    })
}

/// Whether one can step through memory with it.
pub fn is_pointer(ty: &Ty) -> bool {
    matches!(
        ty,
        Ty::Raw(_)
            | Ty::StackRefs
            | Ty::Symbols
            | Ty::Slots
            | Ty::Borrowed
            | Ty::Text
            | Ty::Bytes
            | Ty::Pointer(_)
    )
}

fn float(text: &str) -> String {
    let text = text.trim_end_matches(['f', 'F', 'l', 'L']);
    if text.ends_with('.') { format!("{text}0_f64") } else { format!("{text}_f64") }
}

/// The bytes of a C literal without its quotes.
pub fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes().peekable();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        bytes.push(match rest.next() {
            Some(b'n') => b'\n',
            Some(b't') => b'\t',
            Some(b'r') => b'\r',
            Some(b'0') => 0,
            Some(b'x') => {
                let mut value = 0u8;
                while let Some(digit) = rest.peek().and_then(|b| (*b as char).to_digit(16)) {
                    value = value.wrapping_mul(16).wrapping_add(digit as u8);
                    rest.next();
                }
                value
            }
            Some(other) => other,
            None => b'\\',
        });
    }
    bytes
}
