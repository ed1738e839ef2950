//! Source becomes code, and code runs: `compile`, `eval`, `exec`; and `__import__`.

#![allow(unsafe_code, reason = "asks the frame that runs")]

use casewright_code::CodeFlags;

use crate::args::{Args, Signature};
use crate::compile::{CompileOptions, Mode, Source};
use crate::errors::{PyResult, Raised};
use crate::eval::call::current_frame;
use crate::eval::frame;
use crate::hooks::ImportArgs;
use crate::objects::bytes::Bytes;
use crate::objects::bytes::source::with_bytes_like;
use crate::objects::cell::Cell;
use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::str_::{Str, codec};
use crate::objects::tuple::Tuple;
use crate::objects::type_::MethodDef;
use crate::value::{Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// The flags of `__future__` features: `PyCF_MASK`.
const FUTURE_FEATURES: u32 = 0x1fe_0000;
/// `PyCF_ONLY_AST`
const ONLY_AST: u32 = 0x400;
/// `PyCF_ALLOW_TOP_LEVEL_AWAIT`
const ALLOW_TOP_LEVEL_AWAIT: u32 = 0x2000;
/// The other flags that `compile` takes: `PyCF_MASK_OBSOLETE`, `PyCF_COMPILE_MASK`.
const KNOWN_FLAGS: u32 = 0x10 | 0x200 | ONLY_AST | 0x1000 | ALLOW_TOP_LEVEL_AWAIT | 0x4000 | 0x8000;

const COMPILE: Signature<7> = Signature::new(
    "compile",
    ["source", "filename", "mode", "flags", "dont_inherit", "optimize", "_feature_version"],
    3,
)
.keyword_only_after(6);
const EVAL: Signature<3> = Signature::new("eval", ["", "globals", "locals"], 1).positional_only(1);
const EXEC: Signature<4> =
    Signature::new("exec", ["", "globals", "locals", "closure"], 1).positional_only(1).keyword_only_after(3);
const IMPORT: Signature<5> =
    Signature::new("__import__", ["name", "globals", "locals", "fromlist", "level"], 1);

/// The functions of this file.
pub(super) const FUNCTIONS: &[MethodDef] = &[
    MethodDef::keywords("__import__", |vm, _, args| import(vm, args)).doc(
        "__import__($module, /, name, globals=None, locals=None, fromlist=(),\n           level=0)\n--\n\n\
         What import statements call. Programs that import by name use importlib.import_module().",
    ),
    MethodDef::keywords("breakpoint", |vm, _, args| match vm.sys_object("breakpointhook") {
        Some(hook) => vm.call(hook.obj(), args),
        None => Err(vm.runtime_error("lost sys.breakpointhook")),
    })
    .doc("breakpoint($module, /, *args, **kws)\n--\n\nCalls sys.breakpointhook() with the arguments."),
    MethodDef::keywords("compile", |vm, _, args| compile(vm, args)).doc(
        "compile($module, /, source, filename, mode, flags=0,\n        dont_inherit=False, optimize=-1, *, \
         _feature_version=-1)\n--\n\n\
         Compiles source to a code object for exec() or eval(). The mode is 'exec' for a module, 'eval' for an\n\
         expression, 'single' for a statement of an interactive session.",
    ),
    MethodDef::keywords("eval", |vm, _, args| eval(vm, args)).doc(
        "eval($module, source, /, globals=None, locals=None)\n--\n\n\
         The value of an expression in namespaces; the current ones if none are given.",
    ),
    MethodDef::keywords("exec", |vm, _, args| exec(vm, args)).doc(
        "exec($module, source, /, globals=None, locals=None, *, closure=None)\n--\n\n\
         Runs statements in namespaces; the current ones if none are given.",
    ),
];

fn import(vm: &Vm, args: Args<'_>) -> PyResult<Value> {
    let [name, globals, _, fromlist, level] = args.bind(vm, &IMPORT)?;
    let given = |argument: Option<_>| argument.unwrap_or(Obj::NONE);
    let level = level.map_or(Ok(0), |level| vm.index_i32(level))?;
    vm.import_name(ImportArgs {
        name: given(name),
        globals: given(globals),
        fromlist: given(fromlist),
        level,
    })
}

/// The `__future__` features of the code that is running, which code that it compiles has too.
fn inherited_features(vm: &Vm) -> CodeFlags {
    let frame = current_frame(vm);
    if frame.is_null() {
        return CodeFlags::default();
    }
    // SAFETY: the frame runs.
    let flags = unsafe { frame::code(frame) }.get().flags();
    CodeFlags(flags.0 & FUTURE_FEATURES)
}

/// A path as a string: `PyUnicode_FSDecoder`.
fn path(vm: &Vm, object: Obj<'_>) -> PyResult<Ref<Str>> {
    let answer;
    let mut path = object;
    if path.cast::<Str>().is_none() && path.cast::<Bytes>().is_none() {
        let Some(method) = vm.lookup_special(object, vm.intern("__fspath__").ptr())? else {
            let name = object.ty().name();
            return Err(vm.type_error(format_args!("expected str, bytes or os.PathLike object, not {name}")));
        };
        answer = vm.call_args(method.obj(), &[])?;
        path = answer.obj();
    }
    let text = match (path.cast::<Str>(), path.cast::<Bytes>()) {
        (Some(text), _) => text.to_ref(),
        (None, Some(bytes)) => codec::decode(vm, bytes.get().as_slice(), "utf-8", "surrogateescape")?,
        (None, None) => {
            let (class, given) = (object.ty().name(), path.ty().name());
            return Err(vm.type_error(format_args!(
                "expected {class}.__fspath__() to return str or bytes, not {given}"
            )));
        }
    };
    without_null(vm, text)
}

fn without_null(vm: &Vm, text: Ref<Str>) -> PyResult<Ref<Str>> {
    if text.chars().iter().any(|code| code == 0) {
        return Err(vm.value_error("embedded null character"));
    }
    Ok(text)
}

/// Says that there are no objects for syntax trees.
#[cold]
fn no_trees(vm: &Vm) -> Raised {
    vm.not_implemented_error("compile() makes code objects only: PyCF_ONLY_AST is not supported")
}

/// Source that was given as an object. Of text that is all a compiler needs; bytes may say how they are encoded.
enum Given {
    Text(String),
    Bytes(Vec<u8>),
}

impl Given {
    /// `_Py_SourceAsString`
    fn new(vm: &Vm, object: Obj<'_>, function: &str, what: &str) -> PyResult<Self> {
        if let Some(text) = object.cast::<Str>() {
            let bytes = codec::encode(vm, text, "utf-8", "strict")?;
            return match String::from_utf8(bytes) {
                Ok(text) => Ok(Self::Text(text)),
                Err(_) => Err(vm.system_error("UTF-8 of a string is not UTF-8")),
            };
        }
        with_bytes_like(object, |bytes| Self::Bytes(bytes.to_vec()))
            .ok_or_else(|| vm.type_error(format_args!("{function}() arg 1 must be a {what}")))
    }

    fn source(&self) -> Source<'_> {
        match self {
            Self::Text(text) => Source::Text(text),
            Self::Bytes(bytes) => Source::Bytes(bytes),
        }
    }

    /// Without what stands before an expression in its line.
    fn expression(&self) -> Source<'_> {
        match self.source() {
            Source::Text(text) => Source::Text(text.trim_start_matches([' ', '\t'])),
            Source::Bytes(bytes) => {
                let start = bytes.iter().position(|byte| !matches!(byte, b' ' | b'\t'));
                Source::Bytes(&bytes[start.unwrap_or(bytes.len())..])
            }
        }
    }
}

fn compile(vm: &Vm, args: Args<'_>) -> PyResult<Value> {
    let [source_argument, filename, mode, flags, dont_inherit, optimize, _] = args.bind(vm, &COMPILE)?;
    let given = |argument: Option<_>| argument.unwrap_or(Obj::NONE);
    let filename = path(vm, given(filename))?;
    let mode = given(mode);
    let Some(mode) = mode.cast::<Str>() else {
        let name = mode.ty().name();
        return Err(vm.type_error(format_args!("compile() argument 'mode' must be str, not {name}")));
    };
    let mode = without_null(vm, mode.to_ref())?;
    let flags = flags.map_or(Ok(0), |flags| vm.index_i32(flags))? as u32;
    let dont_inherit = dont_inherit.map_or(Ok(false), |flag| vm.is_true(flag))?;
    let optimize = optimize.map_or(Ok(-1), |level| vm.index_i32(level))?;
    if flags & !(FUTURE_FEATURES | KNOWN_FLAGS) != 0 {
        return Err(vm.value_error("compile(): unrecognised flags"));
    }
    if !(-1..=2).contains(&optimize) {
        return Err(vm.value_error("compile(): invalid optimize value"));
    }
    let mut features = CodeFlags(flags & FUTURE_FEATURES);
    if !dont_inherit {
        features.0 |= inherited_features(vm).0;
    }
    let wants_tree = flags & ONLY_AST != 0;
    let mode = match &*mode.as_str() {
        "exec" => Mode::Exec,
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        "func_type" if wants_tree => return Err(no_trees(vm)),
        "func_type" => {
            return Err(vm.value_error("compile() mode 'func_type' requires flag PyCF_ONLY_AST"));
        }
        _ if wants_tree => {
            return Err(vm.value_error("compile() mode must be 'exec', 'eval', 'single' or 'func_type'"));
        }
        _ => return Err(vm.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
    };
    let source = Given::new(vm, given(source_argument), "compile", "string, bytes or AST object")?;
    if wants_tree {
        return Err(no_trees(vm));
    }
    let options = CompileOptions {
        optimize: u8::try_from(optimize).unwrap_or_else(|_| vm.modules.optimize.get()),
        future: features,
        top_level_await: flags & ALLOW_TOP_LEVEL_AWAIT != 0,
    };
    vm.compile(source.source(), &filename.as_str(), mode, options).map(Ref::into_value)
}

/// The namespaces that code runs in, for those that were given: the current ones in the place of none.
fn namespaces<'a>(
    vm: &Vm,
    globals: Option<Obj<'a>>,
    locals: Option<Obj<'a>>,
    not_a_dict: impl FnOnce(Obj<'a>) -> Raised,
) -> PyResult<(Ref<Dict>, Value)> {
    let (globals, locals) = match globals {
        Some(globals) => match globals.cast::<Dict>() {
            Some(dict) => (dict.to_ref(), locals.map_or_else(|| globals.to_owned(), Obj::to_owned)),
            None => return Err(not_a_dict(globals)),
        },
        None => {
            let Some(current) = (vm.hooks.current_globals.get())(vm) else {
                return Err(vm.system_error("globals and locals cannot be NULL"));
            };
            let locals = match locals {
                Some(locals) => locals.to_owned(),
                None => vm.current_locals()?,
            };
            (current, locals)
        }
    };
    // What has no builtins gets those of the code that calls.
    if globals.get_str(vm, vm.names.__builtins__.ptr()).is_none() {
        let frame = current_frame(vm);
        let builtins = if frame.is_null() {
            vm.builtins.get().map(Ref::into_value)
        } else {
            // SAFETY: the frame runs, and its function keeps its builtins alive.
            unsafe { (*frame).f_builtins }.to_obj().map(Obj::to_owned)
        };
        if let Some(builtins) = builtins {
            globals.set_str(vm, vm.names.__builtins__.ptr(), builtins.obj())?;
        }
    }
    Ok((globals, locals))
}

fn eval(vm: &Vm, args: Args<'_>) -> PyResult<Value> {
    let [argument, globals, locals] = args.bind(vm, &EVAL)?;
    let argument = argument.unwrap_or(Obj::NONE);
    let [globals, locals] = [globals, locals].map(|namespace| namespace.filter(|given| !given.is_none()));
    if let Some(locals) = locals
        && !vm.is_mapping(locals)
    {
        return Err(vm.type_error("locals must be a mapping"));
    }
    let (globals, locals) = namespaces(vm, globals, locals, |globals| {
        vm.type_error(if vm.is_mapping(globals) {
            "globals must be a real dict; try eval(expr, {}, mapping)"
        } else {
            "globals must be a dict"
        })
    })?;
    if let Some(code) = argument.cast::<Code>() {
        if code.nfreevars() > 0 {
            return Err(vm.type_error("code object passed to eval() may not contain free variables"));
        }
        return vm.run_code(code, globals.ptr(), Some(locals.obj()), None);
    }
    let source = Given::new(vm, argument, "eval", "string, bytes or code object")?;
    let code = compile_string(vm, source.expression(), Mode::Eval)?;
    vm.run_code(code.ptr(), globals.ptr(), Some(locals.obj()), None)
}

fn compile_string(vm: &Vm, source: Source<'_>, mode: Mode) -> PyResult<Ref<Code>> {
    let options = CompileOptions {
        optimize: vm.modules.optimize.get(),
        future: inherited_features(vm),
        top_level_await: false,
    };
    vm.compile(source, "<string>", mode, options)
}

fn exec(vm: &Vm, args: Args<'_>) -> PyResult<Value> {
    let [argument, globals, locals, closure] = args.bind(vm, &EXEC)?;
    let argument = argument.unwrap_or(Obj::NONE);
    let [globals, locals, closure] =
        [globals, locals, closure].map(|given| given.filter(|given| !given.is_none()));
    if let Some(locals) = locals
        && globals.is_none_or(|globals| globals.cast::<Dict>().is_some())
        && !vm.is_mapping(locals)
    {
        let name = locals.ty().name();
        return Err(vm.type_error(format_args!("locals must be a mapping or None, not {name}")));
    }
    let (globals, locals) = namespaces(vm, globals, locals, |globals| {
        vm.type_error(format_args!("exec() globals must be a dict, not {}", globals.ty().name()))
    })?;
    if let Some(code) = argument.cast::<Code>() {
        let closure = closure_of(vm, code, closure)?;
        vm.run_code(code, globals.ptr(), Some(locals.obj()), closure)?;
        return Ok(Value::none());
    }
    if closure.is_some() {
        return Err(vm.type_error("closure can only be used when source is a code object"));
    }
    let source = Given::new(vm, argument, "exec", "string, bytes or code object")?;
    let code = compile_string(vm, source.source(), Mode::Exec)?;
    vm.run_code(code.ptr(), globals.ptr(), Some(locals.obj()), None)?;
    Ok(Value::none())
}

/// The cells of free variables of a code object, which must be as many.
fn closure_of(vm: &Vm, code: Ptr<'_, Code>, closure: Option<Obj<'_>>) -> PyResult<Option<Ref<Tuple>>> {
    let count = code.nfreevars();
    if count == 0 {
        return match closure {
            None => Ok(None),
            Some(_) => Err(vm.type_error("cannot use a closure with this code object")),
        };
    }
    let closure = closure.filter(|closure| closure.ty().is(vm.types.tuple())).and_then(Obj::cast::<Tuple>);
    match closure {
        Some(cells) if cells.len() == count && cells.get().as_slice().iter().all(is_cell) => {
            Ok(Some(cells.to_ref()))
        }
        _ => Err(vm.type_error(format_args!("code object requires a closure of exactly length {count}"))),
    }
}

fn is_cell(object: &Value) -> bool {
    object.cast::<Cell>().is_some()
}
