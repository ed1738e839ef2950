//! Places: fields, elements, what pointers point to, and their addresses.

use super::bindings::Access;
use super::body::{Body, Lowered};
use super::facts::bare;
use super::ir::Expr;
use super::refusal::Refusal;
use super::types::{Int, Ty};
use super::value::{Form, Value, Want};
use super::vocabulary;
use crate::diagnostics::catalog::lower as codes;
use crate::syntax::source::Span;
use crate::syntax::tree::{Argument, Expr as CExpr, ExprKind};

impl<'b> Body<'b, '_> {
    /// A place of this type.
    pub(super) fn at_place(place: Expr, ty: Ty, span: Span) -> Value {
        match ty {
            Ty::Obj(_) => Value { expr: place, ty, form: Form::Slot, span },
            Ty::StackRef => Value { expr: place.raw_mut(), ty, form: Form::StackPlace, span },
            _ => Value { expr: place, ty, form: Form::Place, span },
        }
    }

    /// What a pointer points to.
    pub(super) fn pointee(&mut self, pointer: Value, span: Span) -> Lowered<Value> {
        let ty = match &pointer.ty {
            // `(*function)(…)` is `function(…)`.
            Ty::Function(_) => return Ok(pointer),
            Ty::Raw(name) => Ty::Struct(name.clone()),
            Ty::StackRefs => Ty::StackRef,
            Ty::Symbols => Ty::Symbol,
            Ty::Slots => Ty::object(),
            Ty::Borrowed => {
                let place = pointer.expr.deref();
                return Ok(Value { expr: place, ty: Ty::object(), form: Form::Place, span });
            }
            Ty::Array(element) => (**element).clone(),
            Ty::Pointer(int) => Ty::Int(*int),
            _ => {
                return Err(Refusal::at(
                    codes::TYPE_MISMATCH,
                    span,
                    "this is no pointer to a value".to_owned(),
                ));
            }
        };
        if pointer.form == Form::StackPlace {
            // `*pointer` where the pointer itself is known to be one: `&GETLOCAL(…)`.
            return Ok(Value { expr: pointer.expr, ty, form: Form::StackPlace, span });
        }
        Ok(Self::at_place(pointer.expr.deref(), ty, span))
    }

    /// `array[index]`
    pub(super) fn index(&mut self, array: &'b CExpr, index: &'b CExpr, span: Span) -> Lowered<Value> {
        let array = self.value(array)?;
        let index = self.value(index)?;
        let (index, int) = self.integer(index, span)?;
        let index = Value { expr: index, ty: Ty::Int(int), form: Form::Value, span };
        match (&array.form, &array.ty) {
            (Form::LocalArray, Ty::Array(element)) => {
                let ty = (**element).clone();
                let index = self.to_int(index, Int::SIZE);
                let place = Expr::Index(Box::new(array.expr), Box::new(index));
                // An array of objects in a local variable borrows them.
                Ok(Value { expr: place, ty, form: Form::Place, span })
            }
            (Form::Table(name), ty) => {
                let index = self.to_int(index, Int::SIZE);
                if ty.is_object() {
                    let path = name.replace("(", "_").replace(").", "_");
                    let ty = ty.clone();
                    return Ok(Value { expr: Expr::call(&path, vec![index]), ty, form: Form::Object, span });
                }
                let place = Expr::Index(Box::new(array.expr), Box::new(index));
                let ty = match ty {
                    Ty::Struct(name) => Ty::Struct(name.clone()),
                    ty => ty.clone(),
                };
                Ok(Value { expr: place, ty, form: Form::Place, span })
            }
            _ => {
                let steps = self.to_int(index, Int::SSIZE);
                let expr = match steps {
                    Expr::Int(0) => array.expr,
                    steps => array.expr.method("offset", vec![steps]),
                };
                self.pointee(Value { expr, ty: array.ty, form: Form::Value, span }, span)
            }
        }
    }

    /// `&place`
    pub(super) fn address(&mut self, operand: &'b CExpr, span: Span) -> Lowered<Value> {
        let operand = bare(operand);
        // `&PyTuple_GET_ITEM(tuple, 1)`: the macro is a place.
        if let ExprKind::Call(callee, arguments) = &operand.kind
            && let (ExprKind::Name(name), [Argument::Expr(object), Argument::Expr(index)]) =
                (&bare(callee).kind, arguments.as_slice())
            && let Some(items) = items_of(name)
        {
            self.use_binding(items);
            let object = self.want(object, &Want::Ty(Ty::object()))?;
            let index = self.want(index, &Want::Ty(Ty::Int(Int::SSIZE)))?;
            let first = Expr::call(items, vec![object]);
            let expr = if index == Expr::Int(0) { first } else { first.method("offset", vec![index]) };
            return Ok(Value { expr, ty: Ty::Slots, form: Form::Value, span });
        }
        if let ExprKind::Call(callee, arguments) = &operand.kind
            && let (ExprKind::Name(macro_name), [Argument::Expr(argument)]) =
                (&bare(callee).kind, arguments.as_slice())
            && let ExprKind::Name(name) = &argument.kind
            && let Some((_, module)) = vocabulary::IDENTIFIERS.iter().find(|(known, _)| known == macro_name)
        {
            self.used.insert(format!("{macro_name}({name})"));
            let expr = Expr::call(&format!("{module}::{name}"), Vec::new());
            return Ok(Value { expr, ty: Ty::object(), form: Form::Value, span });
        }
        let value = self.value(operand)?;
        let ty = match (&value.form, &value.ty) {
            (Form::Object, _) => return Ok(Value { form: Form::Value, ..value }),
            (Form::StackPlace, _) => {
                return Ok(Value { expr: value.expr, ty: Ty::StackRefs, form: Form::Value, span });
            }
            (Form::StackVar(id), _) => {
                // Whoever gets the address may put a value there.
                let slot = self.state.slot.get(id).copied();
                if let Some(slot) = slot {
                    self.state.live.insert(slot);
                }
                let expr = Expr::RawMut(Box::new(value.expr));
                return Ok(Value { expr, ty: Ty::StackRefs, form: Form::Value, span });
            }
            (Form::Slot, _) => Ty::Slots,
            (Form::Place, Ty::Struct(name)) => Ty::Raw(name.clone()),
            (Form::Place, Ty::Int(int)) => Ty::Pointer(*int),
            (Form::Method(object, field), Ty::Int(int)) => {
                let expr = object.clone().method(&format!("{field}_ptr"), Vec::new());
                return Ok(Value { expr, ty: Ty::Pointer(*int), form: Form::Value, span });
            }
            _ => return Err(Refusal::construct(span, "the address of this")),
        };
        Ok(Value { expr: value.expr.raw_mut(), ty, form: Form::Value, span })
    }

    /// `object.field` or `object->field`, with all the fields before it.
    pub(super) fn field(&mut self, e: &'b CExpr) -> Lowered<Value> {
        let mut chain = Vec::new();
        let mut base = e;
        while let ExprKind::Field(object, arrow, name) = &base.kind {
            chain.push((*arrow, name));
            base = object;
        }
        chain.reverse();
        if let Some(table) = self.singleton(base, &chain) {
            return Ok(table);
        }
        let mut value = self.value(base)?;
        let mut rest = chain.as_slice();
        while let [(arrow, first), ..] = rest {
            let span = Span { file: e.span.file, start: base.span.start, end: first.span.end };
            let (of, object, is_pointer) = match (&value.ty, &value.form) {
                (Ty::Obj(name), Form::Object) => (name.clone(), value.expr.clone(), true),
                (Ty::Obj(name), _) => {
                    let (name, ty) = (name.clone(), value.ty.clone());
                    (name, self.coerce(value, &Want::Ty(ty))?, true)
                }
                (Ty::Raw(name), _) => (name.clone(), value.expr.clone(), true),
                (Ty::Struct(name), _) => (name.clone(), value.expr.clone(), false),
                (Ty::StackRef, _) => {
                    let object = self.coerce(value, &Want::Ty(Ty::object()))?;
                    ("PyObject".to_owned(), object, true)
                }
                _ => {
                    let what = format!("this has no field `{}`", first.text);
                    return Err(Refusal::at(codes::TYPE_MISMATCH, span, what));
                }
            };
            let _ = arrow;
            // As many parts as are bound as one.
            let mut joined = String::new();
            let mut best = None;
            for (index, (arrow, part)) in rest.iter().enumerate() {
                if index > 0 && *arrow {
                    break;
                }
                if index > 0 {
                    joined.push('.');
                }
                joined.push_str(&part.text);
                if self.bindings.field(&of, &joined).is_some() {
                    best = Some((index + 1, joined.clone()));
                }
                if !self.bindings.has_field_prefix(&of, &joined) {
                    break;
                }
            }
            let Some((count, field)) = best else {
                let name = format!("{of}.{}", first.text);
                return Err(Refusal::at(
                    codes::UNBOUND,
                    first.span,
                    format!("the field `{name}` is not bound"),
                )
                .naming(&name));
            };
            self.used.insert(format!("{of}.{field}"));
            value = self.bound_field(&of, &field, object, is_pointer, span);
            rest = rest.get(count..).unwrap_or_default();
        }
        Ok(value)
    }

    /// A field that is bound.
    fn bound_field(&mut self, of: &str, field: &str, object: Expr, is_pointer: bool, span: Span) -> Value {
        let ty = self.bindings.field(of, field).cloned().unwrap_or(Ty::Void);
        let is_object =
            self.bindings.types.get(of).is_some_and(|ty| ty.kind == super::bindings::TypeKind::Object);
        if self.bindings.access(of) == Access::Method {
            let receiver = match (is_pointer, is_object) {
                (true, true) => object.method("get", Vec::new()),
                (true, false) => object.deref(),
                (false, _) => object,
            };
            let name = field.replace('.', "_");
            let pointer = |receiver: Expr| receiver.method(&format!("{name}_ptr"), Vec::new());
            return match ty {
                Ty::Struct(_) => Self::at_place(pointer(receiver).deref(), ty, span),
                Ty::Array(element) => {
                    Value { expr: pointer(receiver), ty: pointer_to(&element), form: Form::Value, span }
                }
                ty => {
                    let expr = receiver.clone().method(&name, Vec::new());
                    Value { expr, ty, form: Form::Method(receiver, name), span }
                }
            };
        }
        let mut place = match (is_pointer, is_object) {
            (true, true) => object.method("as_mut_ptr", Vec::new()).deref(),
            (true, false) => object.deref(),
            (false, _) => object,
        };
        for part in field.split('.') {
            place = place.field(part);
        }
        match ty {
            Ty::Array(element) => {
                let rust = element.in_memory(self.bindings);
                let first = Expr::RawMut(Box::new(place));
                let expr = Expr::Method(Box::new(first), "cast".to_owned(), vec![rust], Vec::new());
                Value { expr, ty: pointer_to(&element), form: Form::Value, span }
            }
            ty => Self::at_place(place, ty, span),
        }
    }

    /// `_Py_SINGLETON(strings).ascii`: a table, whatever the struct around it.
    fn singleton(&mut self, base: &CExpr, chain: &[(bool, &crate::syntax::tree::Name)]) -> Option<Value> {
        let ExprKind::Call(callee, arguments) = &base.kind else { return None };
        let (ExprKind::Name(macro_name), [Argument::Expr(argument)]) = (&callee.kind, arguments.as_slice())
        else {
            return None;
        };
        let (ExprKind::Name(argument), [(_, field)]) = (&argument.kind, chain) else { return None };
        let name = format!("{macro_name}({argument}).{}", field.text);
        let bound = self.bindings.tables.get(&name)?;
        self.use_binding(&name);
        Some(Value {
            expr: Expr::path(name.clone()),
            ty: bound.what.of.clone(),
            form: Form::Table(name),
            span: base.span,
        })
    }
}

/// The helper for the address of the first item, where a macro is a place among the items.
fn items_of(name: &str) -> Option<&'static str> {
    match name {
        "PyTuple_GET_ITEM" => Some("_PyTuple_ITEMS"),
        "PyList_GET_ITEM" => Some("_PyList_ITEMS"),
        _ => None,
    }
}

/// The type of a pointer to an element.
fn pointer_to(element: &Ty) -> Ty {
    match element {
        Ty::Struct(name) => Ty::Raw(name.clone()),
        Ty::StackRef => Ty::StackRefs,
        Ty::Obj(name) if name == "PyObject" => Ty::Slots,
        Ty::Int(int) => Ty::Pointer(*int),
        other => Ty::Array(Box::new(other.clone())),
    }
}
