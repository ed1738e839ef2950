//! Runs what CPython answered (`tests/oracle/scalars.py`) on the VM.

use num_bigint::BigInt;
use num_traits::Num;
use serde_json::Value as Json;

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::complex::{Complex, ComplexObject};
use crate::objects::dict::Dict;
use crate::objects::float::{Float, text};
use crate::objects::int::IntRef;
use crate::objects::list::List;
use crate::objects::slice::Slice;
use crate::objects::str_::{Str, StrBuilder};
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, Type};
use crate::protocol::nb;
use crate::value::{Obj, Value};
use crate::vm::Vm;

/// `SCALAR_CASES` may name a larger file, written with `--all`.
const CASES: &str = include_str!("../../tests/oracle/scalars.jsonl");

fn string(json: &Json) -> &str {
    json.as_str().expect("a string")
}

/// Undoes the escapes that a string is written with.
fn unescaped(vm: &Vm, text: &str) -> Value {
    let mut out = StrBuilder::new();
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        rest = &rest[char.len_utf8()..];
        if char != '\\' {
            out.push(char.into());
            continue;
        }
        let length = match rest.as_bytes()[0] {
            b'x' => 2,
            b'u' => 4,
            _ => 8,
        };
        out.push(u32::from_str_radix(&rest[1..=length], 16).expect("a code point"));
        rest = &rest[length + 1..];
    }
    out.finish(vm).into_value()
}

fn float_of(text: &str) -> f64 {
    match text {
        "-nan" => f64::NAN.copysign(-1.0),
        _ => text::from_hex(text.as_bytes()).expect("a float"),
    }
}

fn bytes_of(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).expect("a byte")).collect()
}

/// An operand.
fn decode(vm: &Vm, json: &Json) -> Value {
    let items = json.as_array().expect("an operand is a list");
    match string(&items[0]) {
        "n" => Value::none(),
        "o" => Value::bool(items[1].as_bool().expect("a bool")),
        "i" => {
            let text = string(&items[1]);
            let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
            let number = BigInt::from_str_radix(&digits[2..], 16).expect("an int");
            vm.int_big(if negative { -number } else { number })
        }
        "f" => vm.float(float_of(string(&items[1]))),
        "c" => vm.complex(Complex::new(float_of(string(&items[1])), float_of(string(&items[2])))),
        "s" => unescaped(vm, string(&items[1])),
        "b" => Bytes::from_vec(vm, bytes_of(string(&items[1]))).into_value(),
        "B" => ByteArray::from_vec(vm, bytes_of(string(&items[1]))).into_value(),
        "l" => List::new(vm, items[1..].iter().map(|item| decode(vm, item)).collect()).into_value(),
        "t" => Tuple::new(vm, items[1..].iter().map(|item| decode(vm, item)).collect()).into_value(),
        "d" => {
            let dict = Dict::new(vm);
            for pair in &items[1..] {
                let (key, value) = (decode(vm, &pair[0]), decode(vm, &pair[1]));
                dict.set(vm, key.obj(), value.obj()).expect("keys are hashable");
            }
            dict.into_value()
        }
        "T" => {
            let types = &vm.types;
            let all = [
                types.int(),
                types.float(),
                types.complex(),
                types.bool(),
                types.str(),
                types.bytes(),
                types.bytearray(),
            ];
            let ty = all.into_iter().find(|ty| ty.name() == string(&items[1])).expect("a type");
            Obj::from_header(ty.header()).to_owned()
        }
        "S" => {
            let part = |index: usize| decode(vm, &items[index]);
            Slice::new(vm, part(1), part(2), part(3)).into_value()
        }
        other => unreachable!("{other} is no operand"),
    }
}

fn encode_float(value: f64) -> String {
    match value.is_nan() {
        true if value.is_sign_negative() => "-nan".to_owned(),
        true => "nan".to_owned(),
        false => text::to_hex(value),
    }
}

fn encode_str(string: &Str) -> String {
    let mut text = String::new();
    for code in string.chars().iter() {
        text.push_str(&match code {
            0x5c => "\\x5c".to_owned(),
            0..=0x7f => char::from(code as u8).to_string(),
            0x80..=0xff => format!("\\x{code:02x}"),
            0x100..=0xffff => format!("\\u{code:04x}"),
            _ => format!("\\U{code:08x}"),
        });
    }
    text
}

fn encode_bytes(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A result, as operands are written.
fn encode(object: Obj<'_>) -> Json {
    let items: Vec<Json> = if object.is_none() {
        vec!["n".into()]
    } else if object.is(Obj::NOT_IMPLEMENTED) {
        vec!["N".into()]
    } else if let Some(value) = object.as_bool() {
        vec!["o".into(), value.into()]
    } else if let Some(number) = IntRef::of(object) {
        let number = number.to_big();
        let sign = if number.sign() == num_bigint::Sign::Minus { "-" } else { "" };
        vec!["i".into(), format!("{sign}0x{}", number.magnitude().to_str_radix(16)).into()]
    } else if let Some(float) = object.cast::<Float>() {
        vec!["f".into(), encode_float(float.get().get()).into()]
    } else if let Some(complex) = object.cast::<ComplexObject>() {
        vec!["c".into(), encode_float(complex.cval.real).into(), encode_float(complex.cval.imag).into()]
    } else if let Some(string) = object.cast::<Str>() {
        vec!["s".into(), encode_str(&string).into()]
    } else if let Some(bytes) = object.cast::<Bytes>() {
        vec!["b".into(), encode_bytes(bytes.get().as_slice()).into()]
    } else if let Some(array) = object.cast::<ByteArray>() {
        vec!["B".into(), array.get().with(encode_bytes).into()]
    } else if let Some(list) = object.cast::<List>() {
        std::iter::once("l".into()).chain(list.get().to_vec().iter().map(|item| encode(item.obj()))).collect()
    } else if let Some(tuple) = object.cast::<Tuple>() {
        std::iter::once("t".into())
            .chain(tuple.get().as_slice().iter().map(|item| encode(item.obj())))
            .collect()
    } else if let Some(dict) = object.cast::<Dict>() {
        let pair = |(key, value): (Value, Value)| Json::Array(vec![encode(key.obj()), encode(value.obj())]);
        std::iter::once("d".into()).chain(dict.get().items().into_iter().map(pair)).collect()
    } else if let Some(ty) = object.cast::<Type>() {
        vec!["T".into(), ty.name().into()]
    } else {
        vec![format!("{object:?}").into()]
    };
    Json::Array(items)
}

fn binary(vm: &Vm, operation: &str, left: Obj<'_>, right: Obj<'_>) -> Option<PyResult<Value>> {
    let op = match operation {
        "add" => nb::ADD,
        "and" => nb::AND,
        "floordiv" => nb::FLOOR_DIVIDE,
        "lshift" => nb::LSHIFT,
        "mul" => nb::MULTIPLY,
        "mod" => nb::REMAINDER,
        "or" => nb::OR,
        "rshift" => nb::RSHIFT,
        "sub" => nb::SUBTRACT,
        "truediv" => nb::TRUE_DIVIDE,
        "xor" => nb::XOR,
        "pow" => nb::POWER,
        "divmod" => return Some(vm.divmod(left, right)),
        "getitem" => return Some(vm.getitem(left, right)),
        "contains" => return Some(vm.contains(left, right).map(Value::bool)),
        "format" => return Some(vm.format(left, Some(right)).map(Into::into)),
        _ => {
            let names = ["lt", "le", "eq", "ne", "gt", "ge"];
            let number = names.iter().position(|&name| name == operation)?;
            return Some(vm.rich_compare(left, right, CompareOp::ALL[number]));
        }
    };
    Some(vm.binary_op(left, right, op))
}

fn unary(vm: &Vm, operation: &str, operand: Obj<'_>) -> Option<PyResult<Value>> {
    let of_type = |ty: &Type| vm.call_args(Obj::from_header(ty.header()), &[operand]);
    Some(match operation {
        "neg" => vm.negative(operand),
        "pos" => vm.positive(operand),
        "abs" => vm.absolute(operand),
        "invert" => vm.invert(operand),
        "repr" => vm.repr(operand).map(Into::into),
        "str" => vm.str(operand).map(Into::into),
        "ascii" => vm.ascii(operand).map(Into::into),
        "hash" => vm.hash(operand).map(|hash| vm.int(hash)),
        "bool" => vm.is_true(operand).map(Value::bool),
        "len" => vm.len(operand).map(|length| vm.int(length as i64)),
        "int" => of_type(vm.types.int()),
        "float" => of_type(vm.types.float()),
        "index" => vm.index(operand),
        "list" => vm.collect(operand).map(|items| List::new(vm, items).into_value()),
        _ => return None,
    })
}

fn run(vm: &Vm, operation: &str, operands: &[Value], keywords: &[(&str, Value)]) -> PyResult<Value> {
    let objects: Vec<Obj<'_>> = operands.iter().map(Value::obj).collect();
    let result = match objects[..] {
        [base, exponent, modulus] if operation == "pow3" => Some(vm.power(base, exponent, modulus)),
        [left, right] => binary(vm, operation, left, right),
        [operand] => unary(vm, operation, operand),
        _ => None,
    };
    if let Some(result) = result {
        return result;
    }
    let (kind, name) = operation.split_once(':').unwrap_or((operation, ""));
    let names = keywords.iter().map(|(name, _)| vm.intern(name).into_value()).collect();
    let names = Tuple::new(vm, names);
    let mut args: Vec<Obj<'_>> = objects[1..].to_vec();
    args.extend(keywords.iter().map(|(_, value)| value.obj()));
    let args = Args::with_keywords(&args, (!keywords.is_empty()).then(|| names.ptr()));
    if kind == "call" {
        return vm.call(objects[0], args);
    }
    let method = vm.getattr_str(objects[0], name)?;
    let answer = vm.call(method.obj(), args)?;
    match kind {
        "method" => Ok(answer),
        "change" => Ok(Tuple::new(vm, vec![answer, operands[0].clone()]).into_value()),
        _ => unreachable!("{operation} is no operation"),
    }
}

/// Runs one case and answers with its outcome.
fn outcome(vm: &Vm, case: &Json) -> Json {
    let operands: Vec<Value> =
        case[1].as_array().expect("operands").iter().map(|operand| decode(vm, operand)).collect();
    let keywords: Vec<(&str, Value)> = case[2]
        .as_object()
        .expect("keywords")
        .iter()
        .map(|(name, value)| (name.as_str(), decode(vm, value)))
        .collect();
    match run(vm, string(&case[0]), &operands, &keywords) {
        Ok(value) => Json::Array(vec!["ok".into(), encode(value.obj())]),
        Err(raised) => {
            let exception = vm.catch(raised);
            let message = vm.str(exception.obj()).map_or_else(
                |raised| format!("no message: {:?}", vm.catch(raised).obj()),
                |text| text.as_str().into_owned(),
            );
            Json::Array(vec!["raise".into(), exception.obj().ty().name().into(), message.into()])
        }
    }
}

#[test]
fn numbers_strings_and_bytes_do_what_cpython_does() {
    let larger = std::env::var("SCALAR_CASES")
        .map(|path| std::fs::read_to_string(path).expect("the cases are readable"));
    let cases: Vec<Json> = larger
        .as_deref()
        .unwrap_or(CASES)
        .lines()
        .map(|line| serde_json::from_str(line).expect("a case is JSON"))
        .collect();
    let mut wrong = Vec::new();
    Vm::bare().enter(|vm| {
        for case in &cases {
            let found = outcome(vm, case);
            if found != case[3] {
                wrong.push(format!("{case}\n    found {found}"));
            }
        }
        // What the first round left behind is kept for good, by caches; the second adds nothing.
        let live = vm.heap.live();
        for case in &cases {
            outcome(vm, case);
            assert_eq!(vm.heap.live(), live, "objects are left over after {case}");
        }
    });
    if let Ok(path) = std::env::var("SCALAR_CASES_REPORT") {
        std::fs::write(path, wrong.join("\n")).expect("the report is written");
    }
    let (count, shown) = (cases.len(), wrong.len().min(20));
    assert!(wrong.is_empty(), "{} of {count} cases differ:\n{}", wrong.len(), wrong[..shown].join("\n"));
}
