//! What programs see of code objects.

use casewright_code::LocalKind;

use super::{Code, construct};
use crate::errors::PyResult;
use crate::objects::bytes::Bytes;
use crate::objects::list::List;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, GetSetDef, Kind, MethodDef, TypeSpec, flags};
use crate::value::{Obj, Ptr, Ref, Value};
use crate::vm::Vm;

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, Code>> {
    vm.expect::<Code>(object)
}

fn number(vm: &Vm, object: Obj<'_>, field: fn(&Code) -> i32) -> PyResult<Value> {
    Ok(vm.int(field(this(vm, object)?.get()).into()))
}

/// The names of the variables of a kind, made once.
fn variables(vm: &Vm, object: Obj<'_>, kind: u8, place: usize) -> PyResult<Value> {
    let this = this(vm, object)?;
    if let Some(names) = this.cached[place].get() {
        return Ok(names.into_value());
    }
    let names = this.get().localsplusnames();
    let chosen = names.get().as_slice().iter().zip(this.get().kinds());
    let chosen = chosen.filter(|(_, of)| **of & kind != 0).map(|(name, _)| name.clone()).collect();
    let names = Tuple::new(vm, chosen);
    this.cached[place].set(Some(names.clone()));
    Ok(names.into_value())
}

/// `None` for what is not known.
fn or_none(vm: &Vm, number: Option<i32>) -> Value {
    number.map_or_else(Value::none, |number| vm.int(number.into()))
}

/// Code units as the bytes that they are in memory.
fn units(vm: &Vm, units: &[u16]) -> Value {
    let bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_ne_bytes()).collect();
    Bytes::new(vm, &bytes).into_value()
}

fn positions(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let tuples = this.positions().take(this.len()).map(|at| {
        Tuple::of(vm, [at.line, at.end_line, at.column, at.end_column].map(|part| or_none(vm, part)))
            .into_value()
    });
    let all = List::new(vm, tuples.collect());
    vm.iter(all.obj())
}

fn lines(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let tuples = this.lines().map(|range| {
        let (start, end) = (vm.int(range.start as i64), vm.int(range.end as i64));
        Tuple::of(vm, [start, end, or_none(vm, range.line)]).into_value()
    });
    let all = List::new(vm, tuples.collect());
    vm.iter(all.obj())
}

/// Whether two constants are the same: of the same type and equal, and so are their parts. `1`, `1.0` and `True`
/// differ, and so do `0.0` and `-0.0` (`_PyCode_ConstantKey`).
fn same_constant(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<bool> {
    if left.is(right) {
        return Ok(true);
    }
    if !left.ty().is(right.ty()) {
        return Ok(false);
    }
    if let (Some(left), Some(right)) = (left.cast::<Tuple>(), right.cast::<Tuple>()) {
        return same_constants(vm, left, right);
    }
    if matches!(left.ty().kind(), Kind::Float | Kind::Complex) {
        // What distinguishes zeros and what is not a number are their bits, which the text shows.
        let (left, right) = (vm.repr(left)?, vm.repr(right)?);
        return Ok(left.equals(&right));
    }
    vm.equal(left, right)
}

fn same_constants(vm: &Vm, left: Ptr<'_, Tuple>, right: Ptr<'_, Tuple>) -> PyResult<bool> {
    if left.len() != right.len() {
        return Ok(false);
    }
    for (left, right) in left.get().as_slice().iter().zip(right.get().as_slice()) {
        if !same_constant(vm, left.obj(), right.obj())? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn equal(vm: &Vm, left: &Code, right: &Code) -> PyResult<bool> {
    let numbers = |code: &Code| {
        (code.argcount, code.posonlyargcount, code.kwonlyargcount, code.flags, code.firstlineno, code.units)
    };
    Ok(left.name().equals(&right.name())
        && numbers(left) == numbers(right)
        && left.kinds == right.kinds
        && left.linetable == right.linetable
        && left.exceptiontable == right.exceptiontable
        && left.deopt_units() == right.deopt_units()
        && same_constants(vm, left.names(), right.names())?
        && same_constants(vm, left.localsplusnames(), right.localsplusnames())?
        && same_constants(vm, left.consts(), right.consts())?)
}

fn compare(vm: &Vm, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
    let (Some(left), Some(right)) = (left.cast::<Code>(), right.cast::<Code>()) else {
        return Ok(Value::not_implemented());
    };
    match op {
        CompareOp::Eq => Ok(Value::bool(equal(vm, &left, &right)?)),
        CompareOp::Ne => Ok(Value::bool(!equal(vm, &left, &right)?)),
        _ => Ok(Value::not_implemented()),
    }
}

fn hash(vm: &Vm, object: Obj<'_>) -> PyResult<i64> {
    let this = this(vm, object)?;
    let mut hash = this.name().hash();
    for number in [this.argcount, this.posonlyargcount, this.kwonlyargcount, this.flags, this.firstlineno] {
        hash = hash.wrapping_mul(1_000_003) ^ i64::from(number);
    }
    for unit in this.deopt_units() {
        hash = hash.wrapping_mul(1_000_003) ^ i64::from(unit);
    }
    Ok(if hash == -1 { -2 } else { hash })
}

/// `code`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "code",
    kind: Kind::Code,
    basicsize: size_of::<Code>(),
    itemsize: 2,
    flags: flags::HAVE_GC,
    weakrefs: true,
    doc: Some("What a compiler makes of source: instructions, and the tables that belong to them."),
    slots: |slots| {
        slots.dealloc.set(super::dealloc);
        slots.repr.set(Some(|vm, object| {
            let this = this(vm, object)?;
            let line = if this.firstlineno == 0 { -1 } else { this.firstlineno };
            Ok(vm
                .text(format_args!(
                    "<code object {} at {:#x}, file \"{}\", line {line}>",
                    this.name().as_str(),
                    object.word(),
                    this.filename().as_str()
                ))
                .into_value())
        }));
        slots.hash.set(Some(hash));
        slots.richcompare.set(Some(compare));
    },
    new: Some(|vm, _, args| construct::new(vm, args)),
    methods: &[
        MethodDef::noargs("co_positions", positions),
        MethodDef::noargs("co_lines", lines),
        MethodDef::keywords("replace", construct::replace)
            .doc("replace($self, /, **changes)\n--\n\nAnother code object, which differs in what is given."),
        MethodDef::keywords("__replace__", construct::replace)
            .doc("__replace__($self, /, **changes)\n--\n\nWhat copy.replace() calls: replace()."),
        MethodDef::o("_varname_from_oparg", |vm, object, index| {
            let index = usize::try_from(vm.index_i32(index)?).ok();
            let names = this(vm, object)?.get().localsplusnames();
            match index.and_then(|index| names.get().get(index)) {
                Some(name) => Ok(name.to_owned()),
                None => Err(vm.index_error("tuple index out of range")),
            }
        }),
    ],
    getset: &[
        GetSetDef::member("co_argcount", |vm, object| number(vm, object, |code| code.argcount)),
        GetSetDef::member("co_posonlyargcount", |vm, object| number(vm, object, |code| code.posonlyargcount)),
        GetSetDef::member("co_kwonlyargcount", |vm, object| number(vm, object, |code| code.kwonlyargcount)),
        GetSetDef::member("co_stacksize", |vm, object| number(vm, object, |code| code.stacksize)),
        GetSetDef::member("co_flags", |vm, object| number(vm, object, |code| code.flags)),
        GetSetDef::member("co_nlocals", |vm, object| number(vm, object, |code| code.nlocals)),
        GetSetDef::member("co_firstlineno", |vm, object| number(vm, object, |code| code.firstlineno)),
        GetSetDef::member("co_names", |vm, object| Ok(this(vm, object)?.get().names().to_value())),
        GetSetDef::member("co_consts", |vm, object| Ok(this(vm, object)?.get().consts().to_value())),
        GetSetDef::member("co_filename", |vm, object| Ok(this(vm, object)?.get().filename().to_value())),
        GetSetDef::member("co_name", |vm, object| Ok(this(vm, object)?.get().name().to_value())),
        GetSetDef::member("co_qualname", |vm, object| Ok(this(vm, object)?.get().qualname().to_value())),
        GetSetDef::member("co_linetable", |vm, object| {
            Ok(Bytes::new(vm, &this(vm, object)?.linetable).into_value())
        }),
        GetSetDef::member("co_exceptiontable", |vm, object| {
            Ok(Bytes::new(vm, &this(vm, object)?.exceptiontable).into_value())
        }),
        GetSetDef::new("co_code", |vm, object| Ok(units(vm, &this(vm, object)?.deopt_units()))),
        GetSetDef::new("_co_code_adaptive", |vm, object| Ok(units(vm, &this(vm, object)?.adaptive_units()))),
        GetSetDef::new("co_varnames", |vm, object| variables(vm, object, LocalKind::LOCAL, 0)),
        GetSetDef::new("co_cellvars", |vm, object| variables(vm, object, LocalKind::CELL, 1)),
        GetSetDef::new("co_freevars", |vm, object| variables(vm, object, LocalKind::FREE, 2)),
    ],
    ..TypeSpec::DEFAULT
};

/// The docstring that the constants begin with, if the code object has one.
pub(crate) fn docstring(code: &Code) -> Value {
    if !code.flags().contains(casewright_code::CodeFlags::HAS_DOCSTRING) {
        return Value::none();
    }
    code.consts().get().as_slice().first().cloned().unwrap_or_else(Value::none)
}

/// A function's names for its own code object, for who makes one.
pub(crate) fn names(code: &Code) -> (Ref<crate::objects::str_::Str>, Ref<crate::objects::str_::Str>) {
    (code.name().to_ref(), code.qualname().to_ref())
}
