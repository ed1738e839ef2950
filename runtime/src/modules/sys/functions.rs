//! The functions of `sys`.

use super::wrong_argument;
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::exceptions::BaseException;
use crate::objects::int::IntRef;
use crate::objects::int::text::STR_DIGITS_CHECK_THRESHOLD;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, MethodDef, flags};
use crate::value::{Layout, Obj, Value};
use crate::vm::Vm;

/// They.
pub(super) static FUNCTIONS: &[MethodDef] = &[
    MethodDef::fast("_getframe", getframe).doc(
        "_getframe($module, depth=0, /)\n--\n\nReturn a frame object from the call stack, `depth` calls below the top.",
    ),
    MethodDef::keywords("_getframemodulename", getframemodulename),
    MethodDef::o("_is_interned", |vm, _, text| match text.cast::<Str>() {
        Some(text) => Ok(Value::bool(text.is_interned())),
        None => Err(wrong_argument(vm, "_is_interned", "str", text)),
    }),
    MethodDef::fast("audit", |vm, _, args| {
        // There are no hooks that would be told.
        if args.is_empty() {
            return Err(vm.type_error("audit expected at least 1 argument, got 0"));
        }
        Ok(Value::none())
    }),
    MethodDef::noargs("exc_info", |vm, _| {
        let Some(exception) = vm.handled_exception() else {
            return Ok(Tuple::of(vm, [Value::none(), Value::none(), Value::none()]).into_value());
        };
        let traceback = exception.cast::<BaseException>().and_then(|exception| exception.traceback.get());
        let class = exception.ty().ptr().to_value();
        Ok(Tuple::of(vm, [class, exception, traceback.unwrap_or_else(Value::none)]).into_value())
    })
    .doc("exc_info($module, /)\n--\n\nReturn (type, value, traceback) of the exception that is being handled."),
    MethodDef::noargs("exception", |vm, _| Ok(vm.handled_exception().unwrap_or_else(Value::none)))
        .doc("exception($module, /)\n--\n\nReturn the exception that is being handled."),
    MethodDef::fast("exit", |vm, _, args| {
        args.range(vm, "exit", 0, 1)?;
        // A tuple is the arguments of the exception.
        let class = vm.types.system_exit().ptr().obj();
        let status = args.positional(0).filter(|status| !status.is_none());
        let exception = vm.normalize_exception(class, status)?;
        Err(vm.set_exception(exception))
    })
    .doc("exit($module, status=None, /)\n--\n\nExit the interpreter by raising SystemExit(status)."),
    MethodDef::noargs("get_int_max_str_digits", |vm, _| Ok(vm.int(vm.int_max_str_digits.get().into()))),
    MethodDef::noargs("getallocatedblocks", |vm, _| Ok(vm.int(vm.heap.live() as i64))),
    MethodDef::noargs("getdefaultencoding", |vm, _| Ok(vm.intern("utf-8").into_value())),
    MethodDef::noargs("getfilesystemencodeerrors", |vm, _| Ok(vm.intern("surrogateescape").into_value())),
    MethodDef::noargs("getfilesystemencoding", |vm, _| Ok(vm.intern("utf-8").into_value())),
    // Nothing traces.
    MethodDef::noargs("getprofile", |_, _| Ok(Value::none())),
    MethodDef::noargs("getrecursionlimit", |vm, _| Ok(vm.int(vm.recursion_limit().into()))),
    MethodDef::o("getrefcount", |vm, _, object| {
        /// What CPython answers for objects that are never freed.
        const IMMORTAL: i64 = 3 << 30;
        Ok(vm.int(object.header().map_or(IMMORTAL, |header| header.refcount().into())))
    }),
    MethodDef::keywords("getsizeof", getsizeof)
        .doc("getsizeof(object [, default]) -> int\n\nHow many bytes of memory an object takes."),
    MethodDef::noargs("gettrace", |_, _| Ok(Value::none())),
    MethodDef::o("intern", |vm, _, text| match text.cast::<Str>() {
        Some(text) if text.ty().kind() == Kind::Str => Ok(vm.strings.intern(text.to_ref()).into_value()),
        Some(_) => Err(vm.type_error(format_args!("can't intern {}", text.ty().name()))),
        None => Err(wrong_argument(vm, "intern", "str", text)),
    })
    .doc("intern($module, string, /)\n--\n\nReturn the one string with this text that all interned ones share."),
    MethodDef::noargs("is_finalizing", |vm, _| {
        Ok(Value::bool(vm.sys_object("meta_path").is_none_or(|finders| finders.is_none())))
    }),
    MethodDef::keywords("set_int_max_str_digits", set_int_max_str_digits),
    MethodDef::o("setrecursionlimit", setrecursionlimit)
        .doc("setrecursionlimit($module, limit, /)\n--\n\nSet the maximum depth of the call stack."),
];

fn getframe(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "_getframe", 0, 1)?;
    let depth = match args.positional(0) {
        Some(depth) => vm.index_i32(depth)?,
        None => 0,
    };
    match vm.caller_frame(depth) {
        Some(frame) => Ok(frame.into_value()),
        None => Err(vm.value_error("call stack is not deep enough")),
    }
}

fn getframemodulename(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<1> = Signature::new("_getframemodulename", ["depth"], 0);
    let [depth] = args.bind(vm, &SIGNATURE)?;
    let depth = match depth {
        Some(depth) => vm.index_i32(depth)?,
        None => 0,
    };
    let Some(frame) = vm.caller_frame(depth) else { return Ok(Value::none()) };
    let module = vm.getattr_opt(frame.function().obj(), vm.names.__module__.ptr())?;
    Ok(module.unwrap_or_else(Value::none))
}

/// What the collector needs for an object that it knows.
const GC_HEAD: i64 = 16;

fn size_of_object(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let Some(size) = vm.lookup_special(object, vm.names.__sizeof__.ptr())? else {
        return Err(vm.type_error(format_args!("Type {} doesn't define __sizeof__", object.ty().name())));
    };
    let size = vm.call_args(size.obj(), &[])?;
    let Some(number) = IntRef::of(size.obj()) else {
        return Err(vm.type_error("an integer is required"));
    };
    let Some(number) = number.to_i64() else {
        return Err(vm.overflow_error("Python int too large to convert to C ssize_t"));
    };
    if number < 0 {
        return Err(vm.value_error("__sizeof__() should return >= 0"));
    }
    let head = if object.ty().has_flags(flags::HAVE_GC) { GC_HEAD } else { 0 };
    Ok(vm.int(number.saturating_add(head)))
}

fn getsizeof(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<2> = Signature::new("getsizeof", ["object", "default"], 1);
    let [object, default] = args.bind(vm, &SIGNATURE)?;
    let result = size_of_object(vm, object.unwrap_or(Obj::NONE));
    match default {
        None => result,
        Some(default) => {
            Ok(vm.suppress(result, vm.types.type_error())?.unwrap_or_else(|| default.to_owned()))
        }
    }
}

fn set_int_max_str_digits(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<1> = Signature::new("set_int_max_str_digits", ["maxdigits"], 1);
    let [digits] = args.bind(vm, &SIGNATURE)?;
    let digits = vm.index_i32(digits.unwrap_or(Obj::NONE))?;
    match u32::try_from(digits) {
        Ok(digits) if digits == 0 || digits >= STR_DIGITS_CHECK_THRESHOLD => {
            vm.int_max_str_digits.set(digits);
            Ok(Value::none())
        }
        _ => Err(vm.value_error(format_args!(
            "maxdigits must be >= {STR_DIGITS_CHECK_THRESHOLD} or 0 for unlimited"
        ))),
    }
}

fn setrecursionlimit(vm: &Vm, _: Obj<'_>, limit: Obj<'_>) -> PyResult<Value> {
    let limit = vm.index_i32(limit)?;
    if limit < 1 {
        return Err(vm.value_error("recursion limit must be greater or equal than 1"));
    }
    let depth = vm.recursion_depth();
    if depth >= limit {
        return Err(vm.recursion_error(format_args!(
            "cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low"
        )));
    }
    vm.set_recursion_limit(limit);
    Ok(Value::none())
}
