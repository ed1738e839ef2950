//! Runs what CPython answered (`tests/oracle/containers.py`) on the VM.

use num_bigint::BigInt;
use num_traits::Num;
use serde_json::Value as Json;

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::set::Set;
use crate::objects::slice::Slice;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, Type};
use crate::protocol::nb;
use crate::value::{Layout, Obj, Value};
use crate::vm::Vm;

const CASES: &str = include_str!("../../tests/oracle/containers.jsonl");

fn string(json: &Json) -> &str {
    json.as_str().expect("a string")
}

fn array(json: &Json) -> &[Json] {
    json.as_array().expect("an array")
}

fn type_named<'a>(vm: &'a Vm, name: &str) -> &'a Type {
    let types = &vm.types;
    match name {
        "bool" => types.bool(),
        "dict" => types.dict(),
        "enumerate" => types.enumerate(),
        "filter" => types.filter(),
        "float" => types.float(),
        "frozenset" => types.frozenset(),
        "int" => types.int(),
        "list" => types.list(),
        "map" => types.map(),
        "range" => types.range(),
        "reversed" => types.reversed(),
        "set" => types.set(),
        "slice" => types.slice(),
        "str" => types.str(),
        "tuple" => types.tuple(),
        "zip" => types.zip(),
        other => panic!("the type {other} is not known here"),
    }
}

fn decode(vm: &Vm, json: &Json, results: &[Value]) -> Value {
    let parts = match json {
        Json::Null => return Value::none(),
        Json::Bool(truth) => return Value::bool(*truth),
        Json::Number(number) => return vm.int(number.as_i64().expect("an int")),
        Json::String(text) => return Str::new(vm, text).into_value(),
        Json::Array(parts) => parts,
        Json::Object(_) => panic!("no operand is an object"),
    };
    let all = || parts[1..].iter().map(|part| decode(vm, part, results)).collect::<Vec<_>>();
    let call = |ty: &Type, args: Vec<Value>| {
        vm.call(ty.ptr().obj(), Args::from_values(&args)).expect("it can be made")
    };
    match string(&parts[0]) {
        "$" => results[parts[1].as_u64().expect("a number") as usize].clone(),
        "i" => {
            let text = string(&parts[1]).replace("0x", "");
            vm.int_big(BigInt::from_str_radix(&text, 16).expect("an int"))
        }
        "f" => {
            let text = string(&parts[1]);
            let number = crate::objects::float::text::from_hex(text.as_bytes());
            vm.float(number.unwrap_or_else(|_| text.parse().expect("a float")))
        }
        "l" => List::new(vm, all()).into_value(),
        "t" => Tuple::new(vm, all()).into_value(),
        kind @ ("s" | "z") => {
            let set = if kind == "s" { Set::new(vm) } else { Set::new_frozen(vm) };
            for item in all() {
                set.add(vm, item).expect("it has a hash");
            }
            set.into_value()
        }
        "d" => {
            let dict = Dict::new(vm);
            for pair in &parts[1..] {
                let part = |index: usize| decode(vm, &array(pair)[index], results);
                dict.insert(vm, part(0), part(1)).expect("it has a hash");
            }
            dict.into_value()
        }
        "r" => call(vm.types.range(), all()),
        "S" => match <[Value; 3]>::try_from(all()) {
            Ok([start, stop, step]) => Slice::new(vm, start, stop, step).into_value(),
            Err(_) => panic!("a slice has three parts"),
        },
        "T" => type_named(vm, string(&parts[1])).ptr().to_value(),
        other => panic!("operands of kind {other} are not known"),
    }
}

fn int_of(vm: &Vm, result: PyResult<usize>) -> PyResult<Value> {
    result.map(|number| vm.int(number as i64))
}

fn perform(vm: &Vm, operation: &str, operands: &[Value], keywords: &[(&str, Value)]) -> PyResult<Value> {
    let operand = |index: usize| operands[index].obj();
    let binary = |op: usize| vm.binary_op(operand(0), operand(1), op);
    let compare = |op: CompareOp| vm.rich_compare(operand(0), operand(1), op);
    let call = |callable: Obj<'_>| {
        let mut all: Vec<Obj<'_>> = operands[1..].iter().map(Value::obj).collect();
        all.extend(keywords.iter().map(|(_, value)| value.obj()));
        let names: Vec<Value> = keywords.iter().map(|(name, _)| vm.intern(name).into_value()).collect();
        let names = if names.is_empty() { None } else { Some(Tuple::new(vm, names)) };
        vm.call(callable, Args::with_keywords(&all, names.as_ref().map(|names| names.ptr())))
    };
    if let Some(method) = operation.strip_prefix('.') {
        let method = vm.getattr_str(operand(0), method)?;
        return call(method.obj());
    }
    if let Some(attribute) = operation.strip_prefix("attr:") {
        return vm.getattr_str(operand(0), attribute);
    }
    match operation {
        "add" => binary(nb::ADD),
        "mul" => binary(nb::MULTIPLY),
        "or" => binary(nb::OR),
        "and" => binary(nb::AND),
        "sub" => binary(nb::SUBTRACT),
        "xor" => binary(nb::XOR),
        "iadd" => binary(nb::ADD + nb::INPLACE),
        "imul" => binary(nb::MULTIPLY + nb::INPLACE),
        "ior" => binary(nb::OR + nb::INPLACE),
        "iand" => binary(nb::AND + nb::INPLACE),
        "isub" => binary(nb::SUBTRACT + nb::INPLACE),
        "ixor" => binary(nb::XOR + nb::INPLACE),
        "lt" => compare(CompareOp::Lt),
        "le" => compare(CompareOp::Le),
        "eq" => compare(CompareOp::Eq),
        "ne" => compare(CompareOp::Ne),
        "gt" => compare(CompareOp::Gt),
        "ge" => compare(CompareOp::Ge),
        "get" => vm.getitem(operand(0), operand(1)),
        "set" => vm.setitem(operand(0), operand(1), Some(operand(2))).map(|()| Value::none()),
        "del" => vm.setitem(operand(0), operand(1), None).map(|()| Value::none()),
        "in" => vm.contains(operand(0), operand(1)).map(Value::bool),
        "len" => int_of(vm, vm.len(operand(0))),
        "hash" => vm.hash(operand(0)).map(|hash| vm.int(hash)),
        "bool" => vm.is_true(operand(0)).map(Value::bool),
        "repr" => vm.repr(operand(0)).map(Value::from),
        "iter" => vm.iter(operand(0)),
        "next" => {
            if !vm.is_iterator(operand(0)) {
                return Err(
                    vm.type_error(format_args!("'{}' object is not an iterator", operand(0).ty().name()))
                );
            }
            vm.next(operand(0))?.ok_or_else(|| vm.stop_iteration(None))
        }
        "list" => vm.collect(operand(0)).map(|items| List::new(vm, items).into_value()),
        "value" => Ok(operands[0].clone()),
        "call" => call(operand(0)),
        other => panic!("the operation {other} is not known"),
    }
}

/// What the generator writes of an outcome.
fn text(vm: &Vm, outcome: &PyResult<Value>) -> String {
    match outcome {
        Ok(value) => match vm.repr(value.obj()) {
            Ok(shown) if shown.as_str().contains(" at 0x") => format!("= <{}>", value.ty().name()),
            Ok(shown) => format!("= {}", shown.as_str()),
            Err(_) => format!("its text raised {:?}", vm.take_exception()),
        },
        Err(_) => {
            let exception = vm.take_exception().expect("an exception is set");
            let message = vm.str(exception.obj()).map(|text| text.as_str().into_owned());
            let message = message.unwrap_or_else(|_| "its text raised".to_owned());
            format!("! {}: {message}", exception.ty().name())
        }
    }
}

/// The first step of a case whose outcome is another one, if any.
fn difference(vm: &Vm, case: &Json) -> Option<String> {
    let mut results = Vec::new();
    for (number, step) in array(case).iter().enumerate() {
        let [operation, operands, keywords, expected] = array(step) else { panic!("a step has four parts") };
        let operands: Vec<Value> =
            array(operands).iter().map(|operand| decode(vm, operand, &results)).collect();
        let keywords: Vec<(&str, Value)> = keywords
            .as_object()
            .expect("keywords are an object")
            .iter()
            .map(|(name, value)| (name.as_str(), decode(vm, value, &results)))
            .collect();
        let outcome = perform(vm, string(operation), &operands, &keywords);
        let shown = text(vm, &outcome);
        if shown != string(expected) {
            return Some(format!("step {number}: {shown}\n  instead of {}\n  in {case}", string(expected)));
        }
        results.push(outcome.unwrap_or_else(|_| Value::none()));
    }
    None
}

#[test]
fn collections_and_iterators_do_what_cpython_does() {
    Vm::bare().enter(|vm| {
        let cases: Vec<Json> =
            CASES.lines().map(|line| serde_json::from_str(line).expect("a case")).collect();
        let differences: Vec<String> = cases.iter().filter_map(|case| difference(vm, case)).collect();
        let shown: Vec<String> =
            differences.iter().take(40).map(|text| text.chars().take(700).collect()).collect();
        assert!(
            differences.is_empty(),
            "{} of {} cases differ:\n{}",
            differences.len(),
            cases.len(),
            shown.join("\n")
        );
    });
}
