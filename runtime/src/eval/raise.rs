//! Exceptions as `raise`, `except` and `throw` have them: classes or instances.

use crate::errors::{PyResult, Raised};
use crate::objects::exceptions::BaseException;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Type, flags};
use crate::value::{Layout, Obj, Value};
use crate::vm::Vm;

impl Vm {
    /// `PyExceptionClass_Check`
    pub(crate) fn is_exception_class(&self, object: Obj<'_>) -> bool {
        object.cast::<Type>().is_some_and(|class| class.has_flags(flags::BASE_EXC_SUBCLASS))
    }

    /// `PyExceptionInstance_Check`
    #[inline]
    pub(crate) fn is_exception(&self, object: Obj<'_>) -> bool {
        object.cast::<BaseException>().is_some()
    }

    /// Whether an exception, or a class of exceptions, is one that `except handler` takes:
    /// `PyErr_GivenExceptionMatches`.
    pub(crate) fn given_exception_matches(&self, given: Obj<'_>, handler: Obj<'_>) -> bool {
        if let Some(handlers) = handler.cast::<Tuple>() {
            return handlers
                .get()
                .as_slice()
                .iter()
                .any(|one| self.given_exception_matches(given, one.obj()));
        }
        let class = if self.is_exception(given) { given.ty().ptr().obj() } else { given };
        match (class.cast::<Type>(), handler.cast::<Type>()) {
            (Some(class), Some(wanted))
                if class.has_flags(flags::BASE_EXC_SUBCLASS)
                    && wanted.has_flags(flags::BASE_EXC_SUBCLASS) =>
            {
                class.is_subtype(&wanted)
            }
            _ => class.is(handler),
        }
    }

    /// An instance of a class of exceptions: `value` itself if it is one, and made of it if not:
    /// `_PyErr_CreateException`.
    pub(crate) fn normalize_exception(&self, class: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<Value> {
        let Some(ty) = class.cast::<Type>() else {
            return Err(self.type_error("exceptions must derive from BaseException"));
        };
        let exception = match value {
            Some(value) if self.is_exception(value) && value.ty().is_subtype(&ty) => {
                return Ok(value.to_owned());
            }
            None => self.call_args(class, &[])?,
            Some(value) => match value.cast::<Tuple>() {
                Some(args) => self.call_tuple(class, args, None)?,
                None => self.call_args(class, &[value])?,
            },
        };
        if self.is_exception(exception.obj()) {
            return Ok(exception);
        }
        Err(self.type_error(format_args!(
            "calling {} should have returned an instance of BaseException, not {}",
            self.repr(class)?.as_str(),
            exception.ty().name()
        )))
    }

    /// Makes the exception that is being handled the context of the one that is set, if it is the innermost function
    /// that handles one: `_PyErr_ChainStackItem`.
    pub(crate) fn chain_handled_exception(&self) {
        // SAFETY: the list always has an item.
        let innermost = unsafe { (*(*self.thread()).exc_info).exc_value.get().to_obj() };
        if innermost.is_some_and(|handled| !handled.is_none())
            && let Some(exception) = self.take_exception()
        {
            let _ = self.set_exception(exception);
        }
    }

    /// `raise exception from cause`: `do_raise`. Without an exception, the one being handled is raised again, and the
    /// answer is `true`: its traceback goes on as it is.
    pub(crate) fn do_raise(&self, exception: Option<Value>, cause: Option<Value>) -> bool {
        let Some(exception) = exception else {
            return match self.handled_exception() {
                Some(handled) => {
                    let _ = self.restore_exception(handled);
                    true
                }
                None => {
                    let _ = self.runtime_error("No active exception to reraise");
                    false
                }
            };
        };
        if let Ok(exception) = self.exception_to_raise(exception, cause) {
            let _ = self.set_exception(exception);
        }
        false
    }

    fn exception_to_raise(&self, exception: Value, cause: Option<Value>) -> PyResult<Value> {
        let exception = if self.is_exception_class(exception.obj()) {
            let made = self.call_args(exception.obj(), &[])?;
            if !self.is_exception(made.obj()) {
                return Err(self.type_error(format_args!(
                    "calling {} should have returned an instance of BaseException, not {}",
                    self.repr(exception.obj())?.as_str(),
                    self.repr(made.ty().ptr().obj())?.as_str()
                )));
            }
            made
        } else if self.is_exception(exception.obj()) {
            exception
        } else {
            return Err(self.type_error("exceptions must derive from BaseException"));
        };
        if let Some(cause) = cause {
            let cause = self.cause_of_raise(cause)?;
            if let Some(raised) = exception.cast::<BaseException>() {
                raised.cause.set(cause);
                raised.suppress_context.set(true);
            }
        }
        Ok(exception)
    }

    fn cause_of_raise(&self, cause: Value) -> PyResult<Option<Value>> {
        if cause.is_none() {
            return Ok(None);
        }
        if self.is_exception_class(cause.obj()) {
            let made = self.call_args(cause.obj(), &[])?;
            if !self.is_exception(made.obj()) {
                return Err(self.type_error(format_args!(
                    "calling {} should have returned an instance of BaseException, not {}",
                    self.repr(cause.obj())?.as_str(),
                    self.repr(made.ty().ptr().obj())?.as_str()
                )));
            }
            return Ok(Some(made));
        }
        if self.is_exception(cause.obj()) {
            return Ok(Some(cause));
        }
        Err(self.type_error("exception causes must derive from BaseException"))
    }

    /// Raises `exception_type(message)`, caused by the exception that is set: `_PyErr_FormatFromCause`.
    pub(crate) fn raise_from_cause(&self, exception_type: &Type, message: impl std::fmt::Display) -> Raised {
        let cause = self.take_exception();
        let raised = self.raise(exception_type, message);
        let Some(exception) = self.take_exception() else { return raised };
        if let Some(cause) = cause
            && let Some(raised) = exception.cast::<BaseException>()
        {
            raised.cause.set(Some(cause.clone()));
            raised.context.set(Some(cause));
            raised.suppress_context.set(true);
        }
        self.restore_exception(exception)
    }
}
