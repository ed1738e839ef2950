//! Calls: of helpers, of macros that are expressions, and through pointers.

use super::bindings::symbol_key;
use super::body::{Body, Lowered};
use super::expr::choice;
use super::facts::bare;
use super::ir::{Block, Expr, Stmt};
use super::refusal::Refusal;
use super::signature::{Mode, Parameter, Signature};
use super::types::{Int, Ty};
use super::value::{Form, Value, Want};
use super::vocabulary;
use crate::diagnostics::catalog::lower as codes;
use crate::syntax::source::Span;
use crate::syntax::tree::{Argument, Expr as CExpr, ExprKind, UnaryOp};

/// Helpers that are macros in C and use the frame without naming it.
const OF_FRAME: [&str; 4] = ["GLOBALS", "BUILTINS", "LOCALS", "GETLOCAL"];

impl<'b> Body<'b, '_> {
    /// A call as an expression.
    pub(super) fn call(
        &mut self,
        callee: &'b CExpr,
        arguments: &'b [Argument],
        span: Span,
    ) -> Lowered<Value> {
        let ExprKind::Name(name) = &bare(callee).kind else {
            let function = self.value(callee)?;
            return self.call_pointer(function, arguments, span);
        };
        if self.lookup(name).is_some() {
            let function = self.value(callee)?;
            return self.call_pointer(function, arguments, span);
        }
        if let Some(value) = self.macro_value(name, arguments, span)? {
            return Ok(value);
        }
        let bindings = self.bindings;
        // Definitions know these by a shorter name, too.
        let asked = name.strip_prefix("_Py_uop_").filter(|short| bindings.symbols.contains_key(*short));
        let name = asked.unwrap_or(name);
        if let Some(signature) = self.symbol_function(name) {
            self.used.insert(symbol_key(name));
            let mut lowered = Vec::new();
            if signature.parameters.first().is_some_and(|parameter| parameter.mode == Mode::Implicit) {
                lowered.push(Expr::cx("ctx"));
            }
            self.arguments(name, signature, arguments, &mut lowered, span)?;
            let call = self.receive(Expr::call(&format!("S::{name}"), lowered));
            let value = self.result(call, signature, span);
            // A macro that is a place.
            return if name == "GETLOCAL" { self.pointee(value, span) } else { Ok(value) };
        }
        let Some(helper) = bindings.helpers.get(name) else {
            return Err(Refusal::at(
                codes::UNBOUND,
                callee.span,
                format!("nothing is bound to the name `{name}`"),
            )
            .naming(name));
        };
        self.use_binding(name);
        let mut lowered = Vec::new();
        if OF_FRAME.contains(&name) {
            lowered.push(Expr::cx("frame"));
        }
        self.arguments(name, &helper.what.signature, arguments, &mut lowered, span)?;
        let expr = self.receive(Expr::call(name, lowered));
        let value = self.result(expr, &helper.what.signature, span);
        Ok(match name {
            // A macro that is a place.
            "GETLOCAL" | "_PyFrame_StackPeek" => Value { ty: Ty::StackRef, form: Form::StackPlace, ..value },
            _ => value,
        })
    }

    /// What a name asks of the symbols, in the abstract interpreter.
    fn symbol_function(&self, name: &str) -> Option<&'b Signature> {
        self.source.base?;
        self.bindings.symbols.get(name).map(|bound| &bound.what)
    }

    fn result(&self, expr: Expr, signature: &Signature, span: Span) -> Value {
        let ty = signature.result.clone();
        let form = match &ty {
            Ty::Obj(_) if signature.is_new => Form::New,
            Ty::StackRef => Form::StackTemp,
            _ => Form::Value,
        };
        Value { expr, ty, form, span }
    }

    /// A call through a pointer, which is not NULL where C calls it.
    fn call_pointer(&mut self, function: Value, arguments: &'b [Argument], span: Span) -> Lowered<Value> {
        let Ty::Function(name) = &function.ty else {
            return Err(Refusal::at(codes::TYPE_MISMATCH, span, "this is no function".to_owned()));
        };
        let name = name.clone();
        let bindings = self.bindings;
        let Some(signature) = bindings.function_types.get(&name).and_then(|bound| bound.what.as_ref()) else {
            return Err(Refusal::at(codes::UNBOUND, span, format!("nothing is bound to the name `{name}`"))
                .naming(&name));
        };
        let function = function.expr.method("unwrap_unchecked", Vec::new());
        let mut lowered = Vec::new();
        self.arguments(&name, signature, arguments, &mut lowered, span)?;
        let call = self.receive(Expr::Call(Box::new(function), lowered));
        Ok(self.result(call, signature, span))
    }

    fn arguments(
        &mut self,
        name: &str,
        signature: &Signature,
        arguments: &'b [Argument],
        lowered: &mut Vec<Expr>,
        span: Span,
    ) -> Lowered<()> {
        let variadic = signature.is_variadic();
        let parameters = signature.parameters.get(lowered.len()..).unwrap_or_default();
        let fixed = parameters.len() - usize::from(variadic);
        if arguments.len() < fixed || (!variadic && arguments.len() > fixed) {
            return Err(Refusal::at(
                codes::WRONG_ARITY,
                span,
                format!("`{name}` takes {fixed} arguments, {} are given", arguments.len()),
            )
            .naming(name));
        }
        for (parameter, argument) in parameters.iter().zip(arguments.iter().take(fixed)) {
            let argument = self.argument(argument, span)?;
            lowered.push(self.pass(argument, parameter)?);
        }
        if variadic {
            let mut values = Vec::new();
            for argument in arguments.iter().skip(fixed) {
                let argument = self.argument(argument, span)?;
                let value = self.value(argument)?;
                let ty = value.ty.clone();
                let value = self.coerce(value, &Want::Ty(ty))?;
                values.push(Expr::call("FormatArg::from", vec![value]));
            }
            lowered.push(Expr::Array(values).reference());
        }
        Ok(())
    }

    fn argument(&self, argument: &'b Argument, span: Span) -> Lowered<&'b CExpr> {
        match argument {
            Argument::Expr(e) => Ok(e),
            Argument::Type(_) => Err(Refusal::construct(span, "a type as an argument")),
        }
    }

    /// An argument as its parameter wants it.
    fn pass(&mut self, argument: &'b CExpr, parameter: &Parameter) -> Lowered<Expr> {
        match parameter.mode {
            Mode::Plain | Mode::Implicit => self.want(argument, &Want::Ty(parameter.ty.clone())),
            Mode::Steal => self.want(argument, &Want::Owned(parameter.ty.clone())),
            Mode::Borrow if parameter.ty == Ty::StackRef => self.want(argument, &Want::Look),
            Mode::Borrow => Ok(self.value(argument)?.expr.reference()),
            Mode::Place => {
                let value = self.value(argument)?;
                match value.form {
                    Form::Slot | Form::Place => Ok(value.expr.raw_mut()),
                    Form::Method(object, field) => Ok(object.method(&format!("{field}_ptr"), Vec::new())),
                    _ => Err(Refusal::construct(argument.span, "this as a place")),
                }
            }
            Mode::Out | Mode::InOut => {
                let option = parameter.mode == Mode::Out;
                if matches!(&bare(argument).kind, ExprKind::Name(name) if name == "NULL") {
                    return Ok(Expr::path("None"));
                }
                if let ExprKind::Ternary(condition, then, otherwise) = &bare(argument).kind {
                    let condition = self.truth(condition)?;
                    let (then, otherwise) = (self.pass(then, parameter)?, self.pass(otherwise, parameter)?);
                    return Ok(choice(condition, then, otherwise));
                }
                let ExprKind::Unary(UnaryOp::AddressOf, target) = &bare(argument).kind else {
                    // A pointer to where the result goes.
                    let pointer = self.value(argument)?;
                    let target = match (&pointer.ty, &parameter.ty) {
                        (Ty::Slots, Ty::Obj(_)) => parameter.ty.owned(self.bindings),
                        (Ty::Pointer(int), Ty::Int(wanted)) if int == wanted => int.rust.to_owned(),
                        _ => {
                            let what = "anything but `&variable` for a result";
                            return Err(Refusal::construct(argument.span, what));
                        }
                    };
                    return Ok(through(pointer.expr, &target, option));
                };
                let value = self.value(target)?;
                if let Form::Counted(id) = value.form {
                    let reference = self.out_counted(id, value, option)?;
                    return Ok(if option { Expr::call("Some", vec![reference]) } else { reference });
                }
                if value.form == Form::Slot {
                    let target = parameter.ty.owned(self.bindings);
                    return Ok(through(value.expr.raw_mut(), &target, option));
                }
                if let Form::Owner(id) | Form::StackVar(id) = value.form
                    && let Some(slot) = self.state.slot.get(&id).copied()
                {
                    self.state.live.insert(slot);
                }
                let reference = Expr::Ref(true, Box::new(value.expr));
                Ok(if option { Expr::call("Some", vec![reference]) } else { reference })
            }
        }
    }

    /// A call, with what becomes of the results that it puts into variables whose references are counted.
    fn receive(&mut self, call: Expr) -> Expr {
        if self.received.is_empty() {
            return call;
        }
        let (mut statements, after): (Vec<Stmt>, Vec<Stmt>) = self.received.drain(..).unzip();
        let value = Some(call);
        statements.push(Stmt::Let { name: "result".to_owned(), mutable: false, ty: None, value });
        statements.extend(after);
        Expr::Do(Box::new(Block { statements, value: Some(Expr::path("result")) }))
    }

    /// A macro that the translator knows.
    fn macro_value(&mut self, name: &str, arguments: &'b [Argument], span: Span) -> Lowered<Option<Value>> {
        let plain = |expr: Expr, ty: Ty| Ok(Some(Value { expr, ty, form: Form::Value, span }));
        let first = match arguments {
            [Argument::Expr(first), ..] => Some(first),
            _ => None,
        };
        if !vocabulary::is_macro_value(name) {
            return Ok(None);
        }
        if vocabulary::LOADS.contains(&name)
            && let Some(place) = first
        {
            return self.value(place).map(Some);
        }
        match (name, first) {
            ("_Py_atomic_load_uintptr_relaxed", Some(pointer)) => match &bare(pointer).kind {
                ExprKind::Unary(UnaryOp::AddressOf, place) => self.value(place).map(Some),
                _ => Err(Refusal::construct(span, "an atomic load of anything but `&place`")),
            },
            // There is a GIL: nobody else can hold the lock.
            ("LOCK_OBJECT", Some(object)) => {
                self.value(object)?;
                plain(Expr::path("true"), Ty::Bool)
            }
            ("GETITEM", Some(tuple)) => {
                let [_, Argument::Expr(index)] = arguments else {
                    return Err(Refusal::at(
                        codes::WRONG_ARITY,
                        span,
                        "`GETITEM` takes 2 arguments".to_owned(),
                    ));
                };
                self.use_binding("PyTuple_GET_ITEM");
                let tuple = self.want(tuple, &Want::Ty(Ty::object()))?;
                let index = self.want(index, &Want::Ty(Ty::Int(Int::SSIZE)))?;
                plain(Expr::call("PyTuple_GET_ITEM", vec![tuple, index]), Ty::object())
            }
            ("INSTR_OFFSET", None) => {
                self.use_binding("_PyFrame_GetBytecode");
                let start = Expr::call("_PyFrame_GetBytecode", vec![Expr::cx("frame")]);
                plain(Expr::cx("next_instr").method("offset_from", vec![start]), Ty::Int(Int::SSIZE))
            }
            ("STACK_LEVEL", None) => {
                self.use_binding(name);
                self.needs_memory = true;
                let level = Expr::call(name, vec![Expr::cx("frame"), self.current_pointer(span)]);
                plain(level, Ty::Int(Int::INT))
            }
            ("WITHIN_STACK_BOUNDS", None) => {
                self.use_binding(name);
                self.needs_memory = true;
                plain(Expr::call(name, vec![Expr::cx("frame"), Expr::cx("stack_pointer")]), Ty::Bool)
            }
            ("EMPTY", None) => {
                self.use_binding("STACK_LEVEL");
                self.needs_memory = true;
                let level = Expr::call("STACK_LEVEL", vec![Expr::cx("frame"), self.current_pointer(span)]);
                plain(level.binary("==", Expr::Int(0)), Ty::Bool)
            }
            ("TOP" | "PEEK", count) => {
                self.needs_memory = true;
                let down = match count {
                    Some(count) => self.want(count, &Want::Ty(Ty::Int(Int::SSIZE)))?,
                    None => Expr::Int(1),
                };
                let place = Expr::cx("stack_pointer").method("offset", vec![down.unary("-")]);
                Ok(Some(Value { expr: place, ty: Ty::StackRef, form: Form::StackPlace, span }))
            }
            ("POP", None) => {
                self.needs_memory = true;
                self.state.moved = true;
                let pointer = Expr::cx("stack_pointer");
                let down = pointer.clone().method("offset", vec![Expr::Int(-1)]);
                let statements = vec![Stmt::Assign(pointer.clone(), "=", down)];
                let block = Block { statements, value: Some(pointer.method("read", Vec::new())) };
                let expr = Expr::Do(Box::new(block));
                Ok(Some(Value { expr, ty: Ty::StackRef, form: Form::StackTemp, span }))
            }
            ("CURRENT_OPERAND0", None) => {
                plain(Expr::cx("operand0"), Ty::Int(super::types::literal_type(u64::MAX.into(), "u")))
            }
            ("CURRENT_TARGET", None) => plain(Expr::cx("target"), Ty::Int(Int::U32)),
            ("Py_ARRAY_LENGTH", Some(table)) => {
                let value = self.value(table)?;
                let length = match &value.form {
                    Form::Table(name) => self.bindings.tables.get(name).and_then(|table| table.what.length),
                    _ => None,
                };
                match length {
                    Some(length) => plain(Expr::Int(length.into()), Ty::Int(Int::SIZE)),
                    None => Err(Refusal::construct(span, "the length of an array whose binding states none")),
                }
            }
            ("Py_UNREACHABLE", None) => plain(Expr::path("core::hint::unreachable_unchecked()"), Ty::Never),
            _ => Ok(None),
        }
    }
}

/// What a pointer points to, for a result: as a variable of this type.
fn through(pointer: Expr, target: &str, option: bool) -> Expr {
    let cast = Expr::Method(Box::new(pointer), "cast".to_owned(), vec![target.to_owned()], Vec::new());
    let reference = Expr::Ref(true, Box::new(cast.deref()));
    if option { Expr::call("Some", vec![reference]) } else { reference }
}
