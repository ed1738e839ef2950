//! Exceptions that nobody can catch: what destructors and callbacks raise.

use super::exception::type_name;
use super::{safe_text, stack, write_stderr};
use crate::modules::sys::hooks::UNRAISABLE_HOOK_ARGS;
use crate::objects::exceptions::BaseException;
use crate::objects::traceback::Traceback;
use crate::value::{Layout, Obj, Value};
use crate::vm::Vm;

/// Calls `sys.unraisablehook` with an exception: `PyErr_FormatUnraisable`. The message gets the object's repr behind
/// it.
pub(super) fn report(vm: &Vm, exception: Value, message: &str, object: Option<Obj<'_>>) {
    let message = match object {
        Some(object) => match vm.repr(object) {
            Ok(text) => Some(format!("{message} {}", super::displayable(&text))),
            Err(_) => {
                vm.clear_exception();
                None
            }
        },
        None => Some(message.to_owned()),
    };
    let message = message.map_or_else(Value::none, |message| vm.text(message).into_value());
    if vm.modules.sys.is_null() {
        return;
    }
    let traceback = exception.cast::<BaseException>().and_then(|exception| exception.traceback.get());
    let traceback = traceback.or_else(|| {
        // Where the program is by now.
        let frame = vm.caller_frame(0)?;
        Some(Traceback::of_frame(vm, frame.ptr()).into_value())
    });
    let traceback = traceback.unwrap_or_else(Value::none);
    let hook = vm.sys_object("unraisablehook").filter(|hook| !hook.is_none());
    let (Some(hook), Some(class)) = (hook, vm.modules.unraisable_hook_args.get()) else {
        display(vm, exception.obj(), traceback.obj(), message.obj(), Obj::NONE);
        return;
    };
    let items = vec![exception.ty().ptr().to_value(), exception.clone(), traceback, message, Value::none()];
    let args = UNRAISABLE_HOOK_ARGS.instance(vm, &class, items);
    if vm.call_args(hook.obj(), &[args.obj()]).is_err()
        && let Some(second) = vm.take_exception()
    {
        let traceback = second.cast::<BaseException>().and_then(|second| second.traceback.get());
        let traceback = traceback.unwrap_or_else(Value::none);
        let message = vm.text("Exception ignored in sys.unraisablehook");
        display(vm, second.obj(), traceback.obj(), message.obj(), hook.obj());
    }
}

/// Prints such an exception: what the original `sys.unraisablehook` does (`write_unraisable_exc`).
pub(crate) fn display(vm: &Vm, exception: Obj<'_>, traceback: Obj<'_>, message: Obj<'_>, object: Obj<'_>) {
    let message = (!message.is_none()).then(|| safe_text(vm, message, "message", "str", Vm::str));
    let mut text = match (message, object.is_none()) {
        (Some(message), true) => format!("{message}:\n"),
        (None, true) => String::new(),
        (message, false) => {
            let message = message.unwrap_or_else(|| "Exception ignored in".to_owned());
            let object = vm.repr(object).map(|text| super::displayable(&text)).unwrap_or_else(|_| {
                vm.clear_exception();
                "<object repr() failed>".to_owned()
            });
            format!("{message}: {object}\n")
        }
    };
    if let Some(traceback) = traceback.cast::<Traceback>() {
        text += &stack::format_plain(vm, traceback);
    }
    text += &type_name(vm, exception.ty());
    if !exception.is_none() {
        let shown = safe_text(vm, exception, "exception", "str", Vm::str);
        text += &format!(": {shown}");
    }
    text.push('\n');
    write_stderr(vm, &text);
}
