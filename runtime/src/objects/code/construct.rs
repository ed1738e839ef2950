//! Code objects that programs make: `code(…)` and `code.replace(…)`.

use casewright_code::{CodeData, CodeFlags, Constant, LocalKind, Text, verify};

use super::{Code, CodeParts};
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::bytes::Bytes;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::value::{Layout, Obj, Ref, Value};
use crate::vm::Vm;

/// What a code object is made of, as programs name it.
struct Fields {
    argcount: i32,
    posonlyargcount: i32,
    kwonlyargcount: i32,
    nlocals: i32,
    stacksize: i32,
    flags: i32,
    code: Vec<u8>,
    consts: Ref<Tuple>,
    names: Ref<Tuple>,
    varnames: Ref<Tuple>,
    filename: Ref<Str>,
    name: Ref<Str>,
    qualname: Ref<Str>,
    firstlineno: i32,
    linetable: Vec<u8>,
    exceptiontable: Vec<u8>,
    freevars: Ref<Tuple>,
    cellvars: Ref<Tuple>,
}

/// A field that has to be an instance of a type, which `what` names an argument of a function as.
fn expect<'a, T: Layout>(vm: &Vm, what: &str, expected: &str, value: Obj<'a>) -> PyResult<Ref<T>> {
    match value.cast::<T>() {
        Some(value) => Ok(value.to_ref()),
        None => {
            let given = if value.is_none() { "None" } else { value.ty().name() };
            Err(vm.type_error(format_args!("{what} must be {expected}, not {given}")))
        }
    }
}

fn bytes(vm: &Vm, what: &str, value: Obj<'_>) -> PyResult<Vec<u8>> {
    Ok(expect::<Bytes>(vm, what, "bytes", value)?.as_slice().to_vec())
}

/// Names are strings.
fn names(vm: &Vm, names: &Tuple) -> PyResult<Vec<Ref<Str>>> {
    let all = names.as_slice().iter().map(|name| match name.cast::<Str>() {
        Some(name) => Ok(vm.strings.intern(name.to_ref())),
        None => Err(
            vm.type_error(format_args!("name tuples must contain only strings, not '{}'", name.ty().name()))
        ),
    });
    all.collect()
}

/// What the variables are, from what is said of them: the slots of a frame (`_Py_set_localsplus_info`).
fn slots(
    fields: &Fields,
    varnames: Vec<Ref<Str>>,
    cellvars: &[Ref<Str>],
    freevars: &[Ref<Str>],
) -> (Vec<Value>, Vec<u8>) {
    let flags = CodeFlags(fields.flags.cast_unsigned());
    let (positional, all) = (fields.argcount, fields.argcount.saturating_add(fields.kwonlyargcount));
    let stars =
        [CodeFlags::VARARGS, CodeFlags::VARKEYWORDS].into_iter().filter(|star| flags.contains(*star)).count();
    let kind_of_local = |index: usize| {
        let index = i32::try_from(index).unwrap_or(i32::MAX);
        LocalKind::LOCAL
            | if index < fields.posonlyargcount {
                LocalKind::ARG_POS
            } else if index < positional {
                LocalKind::ARG_POS | LocalKind::ARG_KW
            } else if index < all {
                LocalKind::ARG_KW
            } else if index < all.saturating_add(stars as i32) {
                star_kind(flags, index - all)
            } else {
                0
            }
    };
    let (mut names, mut kinds) = (Vec::new(), Vec::new());
    for (index, name) in varnames.into_iter().enumerate() {
        let is_cell = cellvars.iter().any(|cell| cell.equals(&name));
        kinds.push(kind_of_local(index) | if is_cell { LocalKind::CELL } else { 0 });
        names.push(name);
    }
    for cell in cellvars {
        if !names.iter().any(|name| name.equals(cell)) {
            names.push(cell.clone());
            kinds.push(LocalKind::CELL);
        }
    }
    for free in freevars {
        names.push(free.clone());
        kinds.push(LocalKind::FREE);
    }
    (names.into_iter().map(Ref::into_value).collect(), kinds)
}

/// The kind of `*args`, or of `**kwargs`, which come in this order behind the other arguments.
fn star_kind(flags: CodeFlags, index: i32) -> u8 {
    let is_args = index == 0 && flags.contains(CodeFlags::VARARGS);
    LocalKind::ARG_VAR | if is_args { LocalKind::ARG_POS } else { LocalKind::ARG_KW }
}

/// A code object of what a program says, if nothing of that lets an instruction reach beyond what there is:
/// `PyUnstable_Code_NewWithPosOnlyArgs`.
fn make(vm: &Vm, fields: Fields) -> PyResult<Ref<Code>> {
    if fields.argcount < fields.posonlyargcount || fields.stacksize < 0 || fields.flags < 0 {
        return Err(vm.system_error("bad argument to internal function"));
    }
    let (varnames, cellvars, freevars) =
        (names(vm, &fields.varnames)?, names(vm, &fields.cellvars)?, names(vm, &fields.freevars)?);
    if usize::try_from(fields.nlocals) != Ok(varnames.len()) {
        return Err(vm.value_error("code: co_nlocals != len(co_varnames)"));
    }
    let co_names = Tuple::new(vm, names(vm, &fields.names)?.into_iter().map(Ref::into_value).collect());
    let (localsplusnames, kinds) = slots(&fields, varnames, &cellvars, &freevars);
    if !fields.code.len().is_multiple_of(2) {
        return Err(vm.value_error("code: co_code is malformed"));
    }
    let text = |text: &Str| {
        Text::from_surrogatepass(text.as_str().as_bytes()).unwrap_or_else(|_| Text::from_latin1(b"?"))
    };
    // Names and constants are objects already: only how many there are is to be checked.
    let unnamed = |count: usize| vec![Constant::Str(Text::from_latin1(b"").into()); count].into();
    let data = CodeData {
        argcount: fields.argcount.cast_unsigned(),
        posonlyargcount: fields.posonlyargcount.cast_unsigned(),
        kwonlyargcount: fields.kwonlyargcount.cast_unsigned(),
        // A frame has room for one value at least.
        stacksize: fields.stacksize.max(1).cast_unsigned(),
        flags: CodeFlags(fields.flags.cast_unsigned()),
        code: fields.code.into(),
        consts: vec![Constant::None; fields.consts.len()].into(),
        names: unnamed(co_names.len()),
        localsplusnames: unnamed(localsplusnames.len()),
        localspluskinds: kinds.into(),
        filename: text(&fields.filename).into(),
        name: text(&fields.name).into(),
        qualname: text(&fields.qualname).into(),
        firstlineno: fields.firstlineno,
        linetable: fields.linetable.into(),
        exceptiontable: fields.exceptiontable.into(),
    };
    let locals = fields.nlocals.cast_unsigned();
    if data.total_args() > u64::from(locals) {
        return Err(vm.value_error("code: co_varnames is too small"));
    }
    if let Err(error) = verify::verify(&data) {
        return Err(vm.value_error(format_args!("bad code object: {error}")));
    }
    let parts = CodeParts {
        units: data.units(),
        consts: fields.consts,
        names: co_names,
        localsplusnames: Tuple::new(vm, localsplusnames),
        filename: vm.strings.intern(fields.filename),
        name: vm.strings.intern(fields.name),
        qualname: vm.strings.intern(fields.qualname),
        kinds: data.localspluskinds.as_slice().into(),
        exceptiontable: data.exceptiontable.as_slice().into(),
        linetable: data.linetable.as_slice().into(),
        flags: data.flags,
        argcount: data.argcount,
        posonlyargcount: data.posonlyargcount,
        kwonlyargcount: data.kwonlyargcount,
        stacksize: data.stacksize,
        firstlineno: data.firstlineno,
    };
    Ok(Code::new(vm, parts))
}

/// The fields, in the order of the arguments of `code`.
const FIELDS: [&str; 18] = [
    "co_argcount",
    "co_posonlyargcount",
    "co_kwonlyargcount",
    "co_nlocals",
    "co_stacksize",
    "co_flags",
    "co_code",
    "co_consts",
    "co_names",
    "co_varnames",
    "co_filename",
    "co_name",
    "co_qualname",
    "co_firstlineno",
    "co_linetable",
    "co_exceptiontable",
    "co_freevars",
    "co_cellvars",
];

/// Fields of what is given in the order of [`FIELDS`], all of it. `what` says how messages name an argument.
fn read(vm: &Vm, given: &[Value; 18], what: impl Fn(usize) -> String) -> PyResult<Fields> {
    let int = |index: usize| vm.index_i32(given[index].obj());
    let text = |index: usize| expect::<Str>(vm, &what(index), "str", given[index].obj());
    let tuple = |index: usize| expect::<Tuple>(vm, &what(index), "tuple", given[index].obj());
    let table = |index: usize| bytes(vm, &what(index), given[index].obj());
    Ok(Fields {
        argcount: int(0)?,
        posonlyargcount: int(1)?,
        kwonlyargcount: int(2)?,
        nlocals: int(3)?,
        stacksize: int(4)?,
        flags: int(5)?,
        code: table(6)?,
        consts: tuple(7)?,
        names: tuple(8)?,
        varnames: tuple(9)?,
        filename: text(10)?,
        name: text(11)?,
        qualname: text(12)?,
        firstlineno: int(13)?,
        linetable: table(14)?,
        exceptiontable: table(15)?,
        freevars: tuple(16)?,
        cellvars: tuple(17)?,
    })
}

/// `code(argcount, …)`
pub(super) fn new(vm: &Vm, args: Args<'_>) -> PyResult<Value> {
    args.no_keywords(vm, "code")?;
    args.range(vm, "code", 16, 18)?;
    let empty = Tuple::new(vm, Vec::new());
    let given = std::array::from_fn(|index| args.positional(index).unwrap_or(empty.obj()).to_owned());
    let fields = read(vm, &given, |index| format!("code() argument {}", index + 1))?;
    let counts = [
        ("argcount", fields.argcount),
        ("posonlyargcount", fields.posonlyargcount),
        ("kwonlyargcount", fields.kwonlyargcount),
        ("nlocals", fields.nlocals),
    ];
    if let Some((name, _)) = counts.into_iter().find(|(_, count)| *count < 0) {
        return Err(vm.value_error(format_args!("code: {name} must not be negative")));
    }
    Ok(make(vm, fields)?.into_value())
}

/// `code.replace(**fields)`
pub(super) fn replace(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<18> = Signature::new("replace", FIELDS, 0).keyword_only_after(0);
    let mut given = Vec::new();
    for (value, field) in args.bind(vm, &SIGNATURE)?.into_iter().zip(FIELDS) {
        given.push(match value {
            Some(value) => value.to_owned(),
            None => vm.getattr_str(object, field)?,
        });
    }
    let Ok(given) = <&[Value; 18]>::try_from(given.as_slice()) else {
        unreachable!("one value for each field")
    };
    let fields = read(vm, given, |index| format!("replace() argument '{}'", FIELDS[index]))?;
    let counts = [
        ("co_argcount", fields.argcount),
        ("co_posonlyargcount", fields.posonlyargcount),
        ("co_kwonlyargcount", fields.kwonlyargcount),
        ("co_nlocals", fields.nlocals),
        ("co_stacksize", fields.stacksize),
        ("co_flags", fields.flags),
        ("co_firstlineno", fields.firstlineno),
    ];
    if let Some((name, _)) = counts.into_iter().find(|(_, count)| *count < 0) {
        return Err(vm.value_error(format_args!("{name} must be a positive integer")));
    }
    Ok(make(vm, fields)?.into_value())
}
