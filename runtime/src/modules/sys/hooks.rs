//! What shows values and exceptions: `displayhook`, `excepthook`, `unraisablehook`.

use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::modules::structseq::{StructSeq, fields};
use crate::objects::exceptions::BaseException;
use crate::objects::str_::{Str, codec};
use crate::objects::traceback::Traceback;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{GetSetDef, MethodDef};
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

/// They.
pub(super) static FUNCTIONS: &[MethodDef] = &[
    MethodDef::o("displayhook", displayhook).doc(
        "displayhook($module, object, /)\n--\n\nWrites what an expression came to, and keeps it as `_`.",
    ),
    MethodDef::fast("excepthook", excepthook).doc(
        "excepthook($module, exctype, value, traceback, /)\n--\n\n\
         Writes an exception with its traceback to sys.stderr.",
    ),
    MethodDef::noargs("get_asyncgen_hooks", get_asyncgen_hooks).doc(
        "get_asyncgen_hooks($module, /)\n--\n\n\
         What is called when an asynchronous generator begins, and when it is about to end.",
    ),
    MethodDef::keywords("set_asyncgen_hooks", set_asyncgen_hooks).doc(
        "set_asyncgen_hooks([firstiter] [, finalizer])\n\n\
         Says what is called when an asynchronous generator begins, and when it is about to end.",
    ),
    MethodDef::o("unraisablehook", unraisablehook)
        .doc("unraisablehook($module, unraisable, /)\n--\n\nHandle an exception that nobody can catch."),
];

/// What `sys.unraisablehook` is called with.
pub(crate) const UNRAISABLE_HOOK_ARGS: StructSeq = StructSeq {
    name: "UnraisableHookArgs",
    doc: "UnraisableHookArgs\n\nType used to pass arguments to sys.unraisablehook.",
    fields: {
        static FIELDS: [GetSetDef; 5] =
            fields(["exc_type", "exc_value", "exc_traceback", "err_msg", "object"]);
        &FIELDS
    },
    hidden: &[],
};

/// What `sys.get_asyncgen_hooks()` answers with.
pub(super) const ASYNCGEN_HOOKS: StructSeq = StructSeq {
    name: "asyncgen_hooks",
    doc: "asyncgen_hooks\n\nNamed tuple of the hooks of asynchronous generators.",
    fields: {
        static FIELDS: [GetSetDef; 2] = fields(["firstiter", "finalizer"]);
        &FIELDS
    },
    hidden: &[],
};

fn get_asyncgen_hooks(vm: &Vm, _: Obj<'_>) -> PyResult<Value> {
    let Some(class) = vm.modules.asyncgen_hooks.get() else {
        return Err(vm.runtime_error("lost sys module"));
    };
    let hooks = [&vm.modules.asyncgen_firstiter, &vm.modules.asyncgen_finalizer];
    let hooks = hooks.map(|hook| hook.get().unwrap_or_else(Value::none));
    Ok(ASYNCGEN_HOOKS.instance(vm, &class, hooks.into()))
}

fn set_asyncgen_hooks(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let signature = Signature::new("set_asyncgen_hooks", ["firstiter", "finalizer"], 0);
    let [firstiter, finalizer] = args.bind(vm, &signature)?;
    for (name, hook) in [("finalizer", finalizer), ("firstiter", firstiter)] {
        if let Some(hook) = hook.filter(|hook| !hook.is_none() && !vm.is_callable(*hook)) {
            return Err(vm.type_error(format_args!("callable {name} expected, got {}", hook.ty().name())));
        }
    }
    let state = &vm.modules;
    for (place, hook) in [(&state.asyncgen_finalizer, finalizer), (&state.asyncgen_firstiter, firstiter)] {
        if let Some(hook) = hook {
            place.set(Some(hook).filter(|hook| !hook.is_none()).map(Obj::to_owned));
        }
    }
    Ok(Value::none())
}

fn displayhook(vm: &Vm, _: Obj<'_>, object: Obj<'_>) -> PyResult<Value> {
    let Some(builtins) = vm.builtins.get() else { return Err(vm.runtime_error("lost builtins module")) };
    if object.is_none() {
        return Ok(Value::none());
    }
    let underscore = vm.intern("_");
    // If the text of the object is asked for `_`, it does not find an older one.
    builtins.set(vm, underscore.obj(), Obj::NONE)?;
    let Some(stdout) = vm.sys_object("stdout").filter(|stdout| !stdout.is_none()) else {
        return Err(vm.runtime_error("lost sys.stdout"));
    };
    let text = vm.repr(object)?;
    let written = vm.call_method(stdout.obj(), vm.names.write.ptr(), &[text.obj()]);
    if written.is_err() {
        if !vm.exception_matches(vm.types.unicode_encode_error()) {
            return written;
        }
        vm.clear_exception();
        write_escaped(vm, stdout.obj(), text.ptr())?;
    }
    let newline = vm.strings.latin1(b'\n');
    vm.call_method(stdout.obj(), vm.names.write.ptr(), &[newline.obj()])?;
    builtins.set(vm, underscore.obj(), object)?;
    Ok(Value::none())
}

/// Writes text of which the file's encoding does not have everything: `sys_displayhook_unencodable`.
fn write_escaped(vm: &Vm, file: Obj<'_>, text: Ptr<'_, Str>) -> PyResult<()> {
    let encoding = vm.getattr(file, vm.names.encoding.ptr())?;
    let encoding = vm.expect::<Str>(encoding.obj())?.get().as_str().into_owned();
    let bytes = codec::encode(vm, text, &encoding, "backslashreplace")?;
    let text = codec::decode(vm, &bytes, &encoding, "strict")?;
    vm.call_method(file, vm.names.write.ptr(), &[text.obj()]).map(drop)
}

fn excepthook(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [_, value, traceback] = args.exactly(vm, "excepthook")?;
    if let Some(exception) = value.cast::<BaseException>()
        && exception.traceback.is_null()
        && let Some(traceback) = traceback.cast::<Traceback>()
    {
        exception.traceback.set(Some(traceback.to_value()));
    }
    crate::report::display(vm, value);
    Ok(Value::none())
}

fn unraisablehook(vm: &Vm, _: Obj<'_>, args: Obj<'_>) -> PyResult<Value> {
    let class = vm.modules.unraisable_hook_args.get();
    let items = args
        .cast::<Tuple>()
        .filter(|_| class.is_some_and(|class| args.ty().is(&class)))
        .map(|tuple| tuple.get().as_slice().to_vec());
    let Some(items) = items else {
        return Err(vm.type_error("sys.unraisablehook argument type must be UnraisableHookArgs"));
    };
    let Ok([_, value, traceback, message, object]) = <[Value; 5]>::try_from(items) else {
        return Err(vm.type_error("sys.unraisablehook argument type must be UnraisableHookArgs"));
    };
    crate::report::unraisable::display(vm, value.obj(), traceback.obj(), message.obj(), object.obj());
    Ok(Value::none())
}
