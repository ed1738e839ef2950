//! Exceptions, and messages as C formats them.

use std::ffi::{CStr, c_char};

use super::vm;
use super::{ObjPtr, Owned};
use crate::errors::PyResult;
use crate::eval::thread::ThreadState;
use crate::objects::code::Code;
use crate::objects::exceptions::{self, BaseException};
use crate::objects::frame::Frame;
use crate::objects::str_::{Str, StrBuilder};
use crate::objects::tuple::Tuple;
use crate::objects::type_::Type;
use crate::value::{Layout, Obj, Ref, Value};
use crate::vm::Vm;

/// Something that a format prints.
#[derive(Clone, Copy)]
pub enum FormatArg<'a> {
    /// `%R`, `%S`, `%U`, `%T`, or a string for `%s`.
    Object(Obj<'a>),
    /// `%s`
    Text(&'a str),
    /// `%d`, `%zd` …
    Number(i64),
}

impl<'a, T> From<ObjPtr<'a, T>> for FormatArg<'a> {
    fn from(object: ObjPtr<'a, T>) -> Self {
        Self::Object(object.obj())
    }
}

impl From<*const c_char> for FormatArg<'_> {
    #[allow(
        clippy::not_unsafe_ptr_arg_deref,
        reason = "a trait's function; bodies, which are unsafe, have literals only"
    )]
    fn from(text: *const c_char) -> Self {
        // SAFETY: bodies have literals only.
        Self::Text(unsafe { CStr::from_ptr(text) }.to_str().unwrap_or_default())
    }
}

impl<'a> From<&'a str> for FormatArg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl From<i32> for FormatArg<'_> {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<isize> for FormatArg<'_> {
    fn from(number: isize) -> Self {
        Self::Number(number as i64)
    }
}

/// `PyUnicode_FromFormat`, as far as bodies use it: `%d` and its like, `%s` with a largest length, `%U`, `%S`, `%R`,
/// `%T`, `%%`.
fn format(vm: &Vm, format: &str, args: &[FormatArg<'_>]) -> PyResult<Ref<Str>> {
    let mut result = StrBuilder::new();
    let mut args = args.iter();
    let mut rest = format;
    while let Some(percent) = rest.find('%') {
        result.push_str(&rest[..percent]);
        rest = &rest[percent + 1..];
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let limit = rest[..rest.len() - after.len()].strip_prefix('.').and_then(|digits| digits.parse().ok());
        rest = after.trim_start_matches(['z', 'l']);
        let Some(kind) = rest.chars().next() else { break };
        rest = &rest[kind.len_utf8()..];
        if kind == '%' {
            result.push_str("%");
            continue;
        }
        match (kind, args.next()) {
            (_, None) => break,
            (_, Some(FormatArg::Number(number))) => result.push_str(&number.to_string()),
            (_, Some(FormatArg::Text(text))) => {
                let end = limit.map_or(text.len(), |limit| text.floor_char_boundary(limit));
                result.push_str(&text[..end]);
            }
            ('R', Some(FormatArg::Object(object))) => result.push_chars(vm.repr(*object)?.chars()),
            ('T', Some(FormatArg::Object(object))) => result.push_str(&object.ty().full_name(vm)),
            (_, Some(FormatArg::Object(object))) => result.push_chars(vm.str(*object)?.chars()),
        }
    }
    result.push_str(rest);
    Ok(result.finish(vm))
}

/// The text of a C string.
fn text<'a>(text: *const c_char) -> &'a str {
    // SAFETY: bodies have literals only, which live for ever.
    unsafe { CStr::from_ptr(text) }.to_str().unwrap_or_default()
}

/// The class of exceptions behind a pointer.
fn class<'a>(class: ObjPtr<'a>) -> &'a Type {
    match class.obj().cast::<Type>() {
        Some(class) => class.get(),
        None => unreachable!("bodies raise classes"),
    }
}

fn raise(exception: ObjPtr<'_>, message: *const c_char, args: &[FormatArg<'_>]) {
    let vm = vm();
    if let Ok(message) = format(vm, text(message), args) {
        let _ = vm.raise_with(class(exception), vec![message.into_value()]);
    }
}

pub unsafe fn PyUnicode_FromFormat(message: *const c_char, args: &[FormatArg<'_>]) -> Owned {
    format(vm(), text(message), args).map(Ref::into_value).into()
}

pub unsafe fn PyErr_Format(exception: ObjPtr<'_>, message: *const c_char, args: &[FormatArg<'_>]) {
    raise(exception, message, args);
}

pub unsafe fn _PyErr_Format(
    _: *mut ThreadState,
    exception: ObjPtr<'_>,
    message: *const c_char,
    args: &[FormatArg<'_>],
) {
    raise(exception, message, args);
}

pub unsafe fn _PyErr_SetString(_: *mut ThreadState, exception: ObjPtr<'_>, message: *const c_char) {
    let _ = vm().raise(class(exception), text(message));
}

#[inline(always)]
pub unsafe fn _PyErr_Occurred(_: *mut ThreadState) -> ObjPtr<'static> {
    // SAFETY: the answer is looked at at once.
    unsafe { vm().current_exception.borrow() }.into()
}

pub unsafe fn _PyErr_Clear(_: *mut ThreadState) {
    vm().clear_exception();
}

pub unsafe fn _PyErr_ExceptionMatches(_: *mut ThreadState, class: ObjPtr<'_>) -> bool {
    match vm().current_exception.get() {
        Some(exception) => exceptions::given_exception_matches(exception.obj(), class.obj()),
        None => false,
    }
}

pub unsafe fn PyErr_GivenExceptionMatches(exception: ObjPtr<'_>, classes: ObjPtr<'_>) -> bool {
    exceptions::given_exception_matches(exception.obj(), classes.obj())
}

pub unsafe fn _PyErr_GetRaisedException(_: *mut ThreadState) -> Owned {
    vm().take_exception().into()
}

pub unsafe fn _PyErr_SetRaisedException(_: *mut ThreadState, exception: Owned) {
    let vm = vm();
    match exception.into_option() {
        Some(exception) => {
            let _ = vm.restore_exception(exception);
        }
        None => vm.clear_exception(),
    }
}

pub unsafe fn _PyErr_SetKeyError(key: ObjPtr<'_>) {
    let _ = vm().key_error(key.obj());
}

/// Makes this the exception that is being handled.
pub unsafe fn PyErr_SetHandledException(exception: ObjPtr<'_>) {
    let handled = exception.to_obj().filter(|exception| exception.cast::<BaseException>().is_some());
    vm().exc_info_value().set(handled.map(Obj::to_owned));
}

pub unsafe fn PyException_GetTraceback(exception: ObjPtr<'_>) -> Owned {
    exception.obj().cast::<BaseException>().and_then(|exception| exception.traceback.get()).into()
}

pub unsafe fn PyTraceBack_Here(frame: ObjPtr<'_, Frame>) -> i32 {
    // SAFETY: a frame object is in the heap and has this layout.
    vm().traceback_here(unsafe { frame.get() }.ptr());
    0
}

pub unsafe fn do_raise(_: *mut ThreadState, exception: Owned, cause: Owned) -> bool {
    vm().do_raise(exception.into_option(), cause.into_option())
}

/// `name 'x' is not defined`, and its like.
pub unsafe fn _PyEval_FormatExcCheckArg(
    thread: *mut ThreadState,
    exception: ObjPtr<'_>,
    message: *const c_char,
    name: ObjPtr<'_>,
) {
    let _ = thread;
    raise(exception, message, &[FormatArg::Object(name.obj())]);
    let vm = vm();
    if vm.exception_matches(vm.types.name_error()) {
        exceptions::fill_name_error(vm, name.obj());
    }
}

/// A variable of an outer function, or one that inner functions use, has no value.
pub unsafe fn _PyEval_FormatExcUnbound(_: *mut ThreadState, code: ObjPtr<'_, Code>, index: i32) {
    let vm = vm();
    if vm.exception_is_set() {
        return;
    }
    // SAFETY: a code object is in the heap and has this layout.
    let code = unsafe { code.get() };
    let index = index as usize;
    let Some(name) = code.localsplusnames().get().get(index) else { return };
    let Some(name_text) = name.cast::<Str>() else { return };
    let is_free = code.kinds().get(index).is_some_and(|kind| kind & casewright_code::LocalKind::FREE != 0);
    let name_text = name_text.get().as_str();
    if is_free {
        let _ = vm.name_error(format_args!(
            "cannot access free variable '{name_text}' where it is not associated with a value in enclosing scope"
        ));
        exceptions::fill_name_error(vm, name);
    } else {
        let _ = vm.unbound_local_error(format_args!(
            "cannot access local variable '{name_text}' where it is not associated with a value"
        ));
        exceptions::fill_name_error(vm, name);
    }
}

/// Whether what follows `except*` is a class of exceptions, and none of groups.
pub unsafe fn _PyEval_CheckExceptStarTypeValid(thread: *mut ThreadState, handler: ObjPtr<'_>) -> i32 {
    // SAFETY: the same contract.
    if unsafe { _PyEval_CheckExceptTypeValid(thread, handler) } < 0 {
        return -1;
    }
    let vm = vm();
    let group = vm.types.base_exception_group();
    let is_group = |class: Obj<'_>| class.cast::<Type>().is_some_and(|class| class.is_subtype(group));
    let any = match handler.obj().cast::<Tuple>() {
        Some(classes) => classes.get().as_slice().iter().any(|class| is_group(class.obj())),
        None => is_group(handler.obj()),
    };
    if any {
        let _ = vm.type_error("catching ExceptionGroup with except* is not allowed. Use except instead.");
        return -1;
    }
    0
}

/// Whether what follows `except` is a class of exceptions or a tuple of such.
pub unsafe fn _PyEval_CheckExceptTypeValid(_: *mut ThreadState, handler: ObjPtr<'_>) -> i32 {
    let vm = vm();
    let valid = match handler.obj().cast::<Tuple>() {
        Some(classes) => classes.get().as_slice().iter().all(|class| vm.is_exception_class(class.obj())),
        None => vm.is_exception_class(handler.obj()),
    };
    if valid {
        return 0;
    }
    let _ = vm.type_error("catching classes that do not inherit from BaseException is not allowed");
    -1
}

/// What of an exception `except*` takes, and what is left.
pub unsafe fn _PyEval_ExceptionGroupMatch(
    frame: *mut crate::eval::frame::InterpreterFrame,
    exception: ObjPtr<'_>,
    handler: ObjPtr<'_>,
    matched: Option<&mut Owned>,
    rest: Option<&mut Owned>,
) -> i32 {
    let vm = vm();
    let (Some(matched), Some(rest)) = (matched, rest) else { return -1 };
    match split(vm, frame, exception.obj(), handler.obj()) {
        Ok((found, left)) => {
            *matched = found.unwrap_or_else(Value::none).into();
            *rest = left.unwrap_or_else(Value::none).into();
            0
        }
        Err(_) => -1,
    }
}

fn split(
    vm: &Vm,
    frame: *mut crate::eval::frame::InterpreterFrame,
    exception: Obj<'_>,
    handler: Obj<'_>,
) -> PyResult<(Option<Value>, Option<Value>)> {
    if exception.is_none() {
        return Ok((None, None));
    }
    let is_group = vm.is_exception_group(exception);
    if exceptions::given_exception_matches(exception, handler) {
        if is_group {
            return Ok((Some(exception.to_owned()), None));
        }
        // A naked exception is wrapped, so that the handler always sees a group.
        let parts = Tuple::new(vm, vec![exception.to_owned()]);
        let empty = Str::new(vm, "");
        let group = vm.call_args(vm.types.base_exception_group().ptr().obj(), &[empty.obj(), parts.obj()])?;
        // SAFETY: the frame runs.
        let frame = unsafe { crate::eval::frame::frame_object(vm, frame) };
        let saved = vm.take_exception();
        let _ = vm.restore_exception(group.clone());
        vm.traceback_here(frame);
        drop(vm.take_exception());
        if let Some(saved) = saved {
            let _ = vm.restore_exception(saved);
        }
        return Ok((Some(group), None));
    }
    if is_group {
        let pair = vm.call_method_str(exception, "split", &[handler])?;
        let Some(parts) = pair.cast::<Tuple>() else {
            return Err(vm.type_error(format_args!(
                "{}.split must return a tuple, not {}",
                exception.ty().name(),
                pair.ty().name()
            )));
        };
        if parts.len() < 2 {
            return Err(vm.type_error(format_args!(
                "{}.split must return a 2-tuple, got tuple of size {}",
                exception.ty().name(),
                parts.len()
            )));
        }
        let part = |index| parts.get().get(index).map(Obj::to_owned);
        return Ok((part(0), part(1)));
    }
    Ok((None, Some(exception.to_owned())))
}

macro_rules! classes {
    ($($name:ident: $ty:ident;)*) => {
        $(
            #[inline]
            pub unsafe fn $name() -> ObjPtr<'static> {
                // SAFETY: built-in types live as long as the VM.
                unsafe { ObjPtr::from_word(vm().types.$ty().ptr().obj().word()) }
            }
        )*
    };
}

classes! {
    PyExc_AssertionError: assertion_error;
    PyExc_AttributeError: attribute_error;
    PyExc_NameError: name_error;
    PyExc_RuntimeError: runtime_error;
    PyExc_StopAsyncIteration: stop_async_iteration;
    PyExc_StopIteration: stop_iteration;
    PyExc_SystemError: system_error;
    PyExc_TypeError: type_error;
    PyExc_UnboundLocalError: unbound_local_error;
}

pub unsafe fn Py_FatalError(message: *const c_char) -> ! {
    panic!("{}", text(message))
}
