//! Runs what CPython answered about types, descriptors and exceptions (`tests/oracle/core.py`), and about the functions
//! of `builtins` (`tests/oracle/builtin_functions.py`), on the object model alone.
//!
//! The lines are a small part of Python that needs no compiler: names, attributes, items, calls, literals, operators
//! without precedence, assignments and `del`.

use serde_json::Value as Json;

use crate::args::Args;
use crate::errors::PyResult;
use crate::hooks::Hooks;
use crate::objects::builtin_function::BuiltinFunction;
use crate::objects::bytes::Bytes;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, MethodDef};
use crate::protocol::nb;
use crate::types::Types;
use crate::value::{Layout, Obj, Ref, Value};
use crate::vm::Vm;

const CORE: &str = include_str!("../../tests/oracle/core.jsonl");
const BUILTIN_FUNCTIONS: &str = include_str!("../../tests/oracle/builtin_functions.jsonl");

const MEMORYVIEWS: &str = include_str!("../../tests/oracle/memoryviews.jsonl");

/// `weakref.proxy`
static PROXY: MethodDef = MethodDef::fast("proxy", |vm, _, args| {
    crate::objects::weakproxy::new(vm, args.get(0), args.positional(1))
});

/// A line in evaluation.
struct Line<'a> {
    vm: &'a Vm,
    names: &'a Ref<Dict>,
    rest: &'a str,
}

/// What can be assigned to and deleted.
enum Target {
    Name(String),
    Attribute(Value, String),
    Item(Value, Value),
}

impl<'a> Line<'a> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn eat(&mut self, token: &str) -> bool {
        self.skip();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn word(&mut self) -> Option<&'a str> {
        self.skip();
        let end =
            self.rest.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        if word.is_empty() {
            return None;
        }
        self.rest = rest;
        Some(word)
    }

    /// Items up to a closing bracket, and whether a comma was among them.
    fn items(&mut self, close: &str) -> PyResult<(Vec<Value>, bool)> {
        let (mut items, mut comma) = (Vec::new(), false);
        while !self.eat(close) {
            items.push(self.expression()?);
            comma |= self.eat(",");
        }
        Ok((items, comma))
    }

    fn text(&mut self) -> &'a str {
        let end = self.rest.find('\'').expect("a string ends");
        let text = &self.rest[..end];
        self.rest = &self.rest[end + 1..];
        text
    }

    fn primary(&mut self) -> PyResult<Value> {
        let vm = self.vm;
        if self.eat("...") {
            return Ok(Obj::ELLIPSIS.to_owned());
        }
        if self.eat("b'") {
            let text = self.text();
            return Ok(Bytes::new(vm, text.as_bytes()).into_value());
        }
        if self.eat("'") {
            let text = self.text();
            return Ok(Str::new(vm, text).into_value());
        }
        if self.eat("(") {
            let (mut items, comma) = self.items(")")?;
            return Ok(match items.len() {
                1 if !comma => items.swap_remove(0),
                _ => Tuple::new(vm, items).into_value(),
            });
        }
        if self.eat("[") {
            let items = self.items("]")?.0;
            return Ok(List::new(vm, items).into_value());
        }
        if self.eat("{") {
            let dict = Dict::new(vm);
            while !self.eat("}") {
                let key = self.expression()?;
                assert!(self.eat(":"), "a value after the key: {}", self.rest);
                let value = self.expression()?;
                dict.set(vm, key.obj(), value.obj())?;
                self.eat(",");
            }
            return Ok(dict.into_value());
        }
        let word = self.word().unwrap_or_else(|| panic!("an expression: {}", self.rest));
        match word {
            "None" => return Ok(Value::none()),
            "True" => return Ok(Value::bool(true)),
            "False" => return Ok(Value::bool(false)),
            "NotImplemented" => return Ok(Value::not_implemented()),
            _ => {}
        }
        if let Ok(number) = word.parse::<i64>() {
            if self.rest.starts_with(".5") {
                self.rest = &self.rest[2..];
                return Ok(vm.float(number as f64 + 0.5));
            }
            return Ok(vm.int(number));
        }
        match self.names.get_str(vm, vm.intern(word).ptr()) {
            Some(found) => Ok(found),
            None => Err(vm.name_error(format_args!("name '{word}' is not defined"))),
        }
    }

    fn call(&mut self, callable: &Value) -> PyResult<Value> {
        let (mut values, mut names) = (Vec::new(), Vec::new());
        while !self.eat(")") {
            let before = self.rest;
            let name = self.word().filter(|word| !word.is_empty() && !word.as_bytes()[0].is_ascii_digit());
            match name {
                Some(name) if self.rest.starts_with('=') && !self.rest.starts_with("==") => {
                    self.rest = &self.rest[1..];
                    names.push(self.vm.intern(name).into_value());
                }
                _ => self.rest = before,
            }
            values.push(self.expression()?);
            self.eat(",");
        }
        let names = if names.is_empty() { None } else { Some(Tuple::new(self.vm, names)) };
        let values: Vec<Obj<'_>> = values.iter().map(Value::obj).collect();
        self.vm.call(callable.obj(), Args::with_keywords(&values, names.as_ref().map(Ref::ptr)))
    }

    /// A primary with everything behind it. If a `target` is asked for, the last part is left to do.
    fn postfix(&mut self, target: bool) -> PyResult<Result<Value, Target>> {
        let before = self.rest;
        if target {
            let name = self.word();
            self.skip();
            if let Some(name) = name
                && (self.rest.is_empty() || self.rest.starts_with("= "))
            {
                return Ok(Err(Target::Name(name.to_owned())));
            }
            self.rest = before;
        }
        let mut value = self.primary()?;
        loop {
            let ends = |line: &mut Self| {
                line.skip();
                target && (line.rest.is_empty() || line.rest.starts_with("= "))
            };
            if self.eat(".") {
                let name = self.word().expect("a name").to_owned();
                if ends(self) {
                    return Ok(Err(Target::Attribute(value, name)));
                }
                value = self.vm.getattr_str(value.obj(), &name)?;
            } else if self.rest.starts_with('(') {
                self.rest = &self.rest[1..];
                value = self.call(&value)?;
            } else if self.rest.starts_with('[') {
                self.rest = &self.rest[1..];
                let (mut items, comma) = self.items("]")?;
                let key = match items.len() {
                    1 if !comma => items.swap_remove(0),
                    _ => Tuple::new(self.vm, items).into_value(),
                };
                if ends(self) {
                    return Ok(Err(Target::Item(value, key)));
                }
                value = self.vm.getitem(value.obj(), key.obj())?;
            } else {
                return Ok(Ok(value));
            }
        }
    }

    fn operand(&mut self) -> PyResult<Value> {
        if self.eat("-") {
            let value = self.operand()?;
            return self.vm.negative(value.obj());
        }
        if self.eat("~") {
            let value = self.operand()?;
            return self.vm.invert(value.obj());
        }
        match self.postfix(false)? {
            Ok(value) => Ok(value),
            Err(_) => unreachable!("no target was asked for"),
        }
    }

    fn expression(&mut self) -> PyResult<Value> {
        let vm = self.vm;
        let mut left = self.operand()?;
        loop {
            let compare = [("==", CompareOp::Eq), ("!=", CompareOp::Ne), ("<", CompareOp::Lt)];
            let binary = [("|", nb::OR), ("+", nb::ADD), ("*", nb::MULTIPLY), ("@", nb::MATRIX_MULTIPLY)];
            if self.eat("or ") {
                if vm.is_true(left.obj())? {
                    return Ok(left);
                }
                left = self.operand()?;
            } else if self.eat("in ") {
                let right = self.operand()?;
                left = Value::bool(vm.contains(right.obj(), left.obj())?);
            } else if self.eat("is ") {
                let right = self.operand()?;
                left = Value::bool(left.is(right.obj()));
            } else if let Some((_, op)) = compare.into_iter().find(|(token, _)| self.eat(token)) {
                let right = self.operand()?;
                left = vm.rich_compare(left.obj(), right.obj(), op)?;
            } else if let Some((_, op)) = binary.into_iter().find(|(token, _)| self.eat(token)) {
                let right = self.operand()?;
                left = vm.binary_op(left.obj(), right.obj(), op)?;
            } else {
                return Ok(left);
            }
        }
    }

    fn assign(&mut self, target: Target, value: Option<Obj<'_>>) -> PyResult<()> {
        let vm = self.vm;
        match target {
            Target::Name(name) => match value {
                Some(value) => self.names.set(vm, vm.intern(&name).obj(), value),
                None => self.names.remove(vm, vm.intern(&name).obj()).map(drop),
            },
            Target::Attribute(object, name) => vm.setattr_str(object.obj(), &name, value),
            Target::Item(object, key) => vm.setitem(object.obj(), key.obj(), value),
        }
    }

    /// The answer of the line: a value, or nothing if it is a statement.
    fn run(mut self) -> PyResult<Option<Value>> {
        if self.eat("del ") {
            if let Err(target) = self.postfix(true)? {
                self.assign(target, None)?;
            }
            return Ok(None);
        }
        if let Some((left, right)) = self.rest.split_once(" = ") {
            // The value comes first, as Python has it.
            let value = Line { vm: self.vm, names: self.names, rest: right }.expression()?;
            let target = format!("{left} = ");
            let target = Line { vm: self.vm, names: self.names, rest: &target }.postfix(true)?;
            if let Err(target) = target {
                self.assign(target, Some(value.obj()))?;
            }
            return Ok(None);
        }
        let value = self.expression()?;
        self.skip();
        assert!(self.rest.is_empty(), "the whole line is understood: {}", self.rest);
        Ok(Some(value))
    }
}

/// Leaves addresses out.
fn without_addresses(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("0x") {
        out += before;
        out += "0x";
        rest = after.trim_start_matches(|char: char| char.is_ascii_digit() || ('a'..='f').contains(&char));
    }
    out + rest
}

fn answer(vm: &Vm, names: &Ref<Dict>, line: &str) -> String {
    let result = Line { vm, names, rest: line }.run();
    let result = result.and_then(|value| match value {
        Some(value) => vm.repr(value.obj()).map(|text| text.as_str().into_owned()),
        None => Ok(String::new()),
    });
    let text = match result {
        Ok(text) => text,
        Err(raised) => {
            let exception = vm.catch(raised);
            let name = exception.obj().ty().short_name().to_owned();
            match vm.str(exception.obj()) {
                Ok(text) => format!("{name}: {}", text.as_str()),
                Err(raised) => format!("{name} whose text raises {:?}", vm.catch(raised).obj()),
            }
        }
    };
    without_addresses(&text)
}

/// The names that lines begin with.
fn environment(vm: &Vm) -> Ref<Dict> {
    let names = Dict::new(vm);
    let add = |name: &str, object: Obj<'_>| {
        names.set(vm, vm.intern(name).obj(), object).expect("a name is set");
    };
    for (spec, _) in Types::ALL {
        add(spec.name, vm.types.of_spec(spec).ptr().obj());
    }
    for (name, ty) in [
        ("object", vm.types.object()),
        ("ref", vm.types.weakref()),
        ("SimpleNamespace", vm.types.simple_namespace()),
    ] {
        add(name, ty.ptr().obj());
    }
    for (name, object) in vm.builtins.get().expect("there are builtins").items() {
        names.set(vm, name.obj(), object.obj()).expect("a name is set");
    }
    let module = vm.intern("builtins");
    add("proxy", BuiltinFunction::new(vm, &PROXY, None, Some(module.obj())).obj());
    add("__name__", vm.intern("__main__").obj());
    names
}

#[test]
fn the_object_model_answers_as_cpython_does() {
    check(CORE);
}

#[test]
fn built_in_functions_answer_as_those_of_cpython() {
    check(BUILTIN_FUNCTIONS);
}

#[test]
fn memoryviews_do_what_those_of_cpython_do() {
    check(MEMORYVIEWS);
}

fn check(cases: &str) {
    let mut wrong = Vec::new();
    for case in cases.lines() {
        let pairs: Vec<(String, String)> = serde_json::from_str::<Json>(case)
            .and_then(serde_json::from_value)
            .expect("a case is a list of pairs");
        let vm = Vm::bare();
        vm.enter(|vm| {
            let hooks: &Hooks = &vm.hooks;
            hooks.current_globals.set(|vm| {
                let globals = Dict::new(vm);
                globals.set(vm, vm.names.__name__.obj(), vm.names.__main__.obj()).ok()?;
                Some(globals)
            });
            let names = environment(vm);
            for (line, expected) in &pairs {
                let given = answer(vm, &names, line);
                if given != *expected {
                    wrong.push(format!("{line}\n  CPython: {expected}\n  we:      {given}"));
                }
            }
        });
    }
    assert!(wrong.is_empty(), "{} answers differ:\n{}", wrong.len(), wrong.join("\n"));
}
