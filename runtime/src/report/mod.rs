//! What is printed of exceptions: tracebacks, and reports of those that nobody can catch.
//!
//! The text is that of CPython's module `traceback`, byte by byte, without colours.
//!
//! | module | what it has |
//! |---|---|
//! | `exception` | exceptions with what led to them, groups as trees |
//! | `stack` | the frames of a traceback |
//! | `carets` | what is marked below a line of source |
//! | `source` | the lines of source files |
//! | `suggest` | "Did you mean" |
//! | `syntax` | syntax errors |
//! | `unraisable` | exceptions that nobody can catch |

mod carets;
mod exception;
pub(crate) mod source;
mod stack;
mod suggest;
mod syntax;
pub(crate) mod unraisable;

pub(crate) use source::Sources;

use crate::errors::PyResult;
use crate::objects::exceptions::{BaseException, SystemExit};
use crate::objects::int::IntRef;
use crate::objects::str_::Str;
use crate::value::{Layout, Obj, Ref, Value};
use crate::vm::Vm;

/// Tells the VM how to report what nobody can catch.
pub(crate) fn install(vm: &Vm) {
    vm.hooks.unraisable.set(unraisable::report);
}

/// How a program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// With this status.
    Status(i32),
    /// It was interrupted: the process is to end as the signal ends it.
    Interrupted,
}

/// Text as it can be written to `sys.stderr`, surrogates escaped as that writes them.
fn displayable(text: &Str) -> String {
    use std::fmt::Write;
    match text.to_utf8() {
        Ok(text) => text.into_owned(),
        Err(_) => text.chars().iter().fold(String::new(), |mut shown, code| {
            match char::from_u32(code) {
                Some(char) => shown.push(char),
                // Writing to a string succeeds.
                None => _ = write!(shown, "\\u{code:04x}"),
            }
            shown
        }),
    }
}

/// `str(object)` or another text of it, or `<what str() failed>`: `_safe_string`.
fn safe_text(
    vm: &Vm,
    object: Obj<'_>,
    what: &str,
    function: &str,
    text: impl FnOnce(&Vm, Obj<'_>) -> PyResult<Ref<Str>>,
) -> String {
    match text(vm, object) {
        Ok(text) => displayable(&text),
        Err(_) => {
            vm.clear_exception();
            format!("<{what} {function}() failed>")
        }
    }
}

/// Writes to `sys.stderr`, or to the stream that was there at the beginning. What fails is forgotten.
fn write_stderr(vm: &Vm, text: &str) {
    let find = |name: &str| vm.sys_object(name).filter(|file| !file.is_none());
    let Some(file) = find("stderr") else { return };
    let text = Str::new(vm, text);
    let written = vm.call_method(file.obj(), vm.names.write.ptr(), &[text.obj()]);
    if written.is_err() || vm.call_method(file.obj(), vm.names.flush.ptr(), &[]).is_err() {
        vm.clear_exception();
    }
}

/// Prints an exception with its traceback to `sys.stderr`: what the original `sys.excepthook` does (`PyErr_Display`).
pub(crate) fn display(vm: &Vm, exception: Obj<'_>) {
    let saved = vm.take_exception();
    let text = match exception.cast::<BaseException>() {
        Some(exception) => exception::format(vm, exception),
        None => format!(
            "TypeError: print_exception(): Exception expected for value, {} found\n",
            exception.ty().name()
        ),
    };
    write_stderr(vm, &text);
    vm.clear_exception();
    if let Some(saved) = saved {
        let _ = vm.restore_exception(saved);
    }
}

/// Does what is done with an exception that a program did not catch, and says how the program ends: `PyErr_Print`.
pub(crate) fn print_exception(vm: &Vm, exception: Value) -> Exit {
    if let Some(status) = exit_status(vm, exception.obj()) {
        return status;
    }
    let traceback = exception.cast::<BaseException>().and_then(|exception| exception.traceback.get());
    let traceback = traceback.unwrap_or_else(Value::none);
    let class = exception.ty().ptr().to_value();
    for (name, value) in [
        ("last_exc", &exception),
        ("last_type", &class),
        ("last_value", &exception),
        ("last_traceback", &traceback),
    ] {
        if vm.set_sys_attribute(name, value.obj()).is_err() {
            vm.clear_exception();
        }
    }
    let is_interrupt = exception.ty().is_subtype(vm.types.keyboard_interrupt());
    let exit = if is_interrupt { Exit::Interrupted } else { Exit::Status(1) };
    let Some(hook) = vm.sys_object("excepthook").filter(|hook| !hook.is_none()) else {
        write_stderr(vm, "sys.excepthook is missing\n");
        display(vm, exception.obj());
        return exit;
    };
    let args = [class.obj(), exception.obj(), traceback.obj()];
    if vm.call_args(hook.obj(), &args).is_err() {
        let Some(second) = vm.take_exception() else { return exit };
        if let Some(status) = exit_status(vm, second.obj()) {
            return status;
        }
        write_stderr(vm, "Error in sys.excepthook:\n");
        display(vm, second.obj());
        write_stderr(vm, "\nOriginal exception was:\n");
        display(vm, exception.obj());
    }
    exit
}

/// With what status a `SystemExit` ends the program, which prints what is no number: `handle_system_exit`. Nothing for
/// other exceptions.
fn exit_status(vm: &Vm, exception: Obj<'_>) -> Option<Exit> {
    if !exception.ty().is_subtype(vm.types.system_exit()) {
        return None;
    }
    let code = match vm.getattr_opt_str(exception, "code") {
        Ok(code) => code,
        Err(_) => {
            vm.clear_exception();
            exception.cast::<SystemExit>().and_then(|exit| exit.code.get())
        }
    };
    let code = code.unwrap_or_else(Value::none);
    if code.is_none() {
        return Some(Exit::Status(0));
    }
    if let Some(number) = IntRef::of(code.obj()) {
        // The process has the low bits; what has too many of them counts as -1.
        return Some(Exit::Status(number.to_i64().unwrap_or(-1) as i32));
    }
    let text = safe_text(vm, code.obj(), "exit code", "str", Vm::str);
    write_stderr(vm, &format!("{text}\n"));
    Some(Exit::Status(1))
}
