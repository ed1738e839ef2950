//! Exceptions.
//!
//! | module | what it has |
//! |---|---|
//! | `hierarchy` | who inherits from whom |
//! | `layout` | the fields of those that have some |
//! | `base` | `BaseException` |
//! | `fields`, `os_error`, `syntax_error`, `unicode_error` | the others |
//! | `group` | exception groups |

#![allow(unsafe_code, reason = "declares the layout of exceptions")]

mod base;
mod fields;
mod group;
mod hierarchy;
mod layout;
mod os_error;
mod syntax_error;
#[cfg(test)]
mod tests;
mod unicode_error;

use std::cell::Cell;

pub(crate) use hierarchy::*;
pub use layout::{
    AttributeError, BaseExceptionGroup, ImportError, NameError, OSError, StopIteration, SyntaxError,
    SystemExit, UnicodeError,
};

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, Type, flags};
use crate::value::{Field, FieldOf, Header, Layout, Obj, Ref, Value};
use crate::vm::Vm;

/// `BaseException`: `PyBaseExceptionObject`. Exceptions with fields of their own begin with one.
#[repr(C)]
pub struct BaseException {
    header: Header,
    /// The instance's dict.
    pub(crate) dict: FieldOf<Dict>,
    /// `args`
    pub(crate) args: FieldOf<Tuple>,
    /// `__traceback__`
    pub(crate) traceback: Field,
    /// `__context__`
    pub(crate) context: Field,
    /// `__cause__`
    pub(crate) cause: Field,
    /// `__suppress_context__`
    pub(crate) suppress_context: Cell<bool>,
}

// SAFETY: `repr(C)` with the header first; the layouts of all exceptions begin with these fields.
unsafe impl Layout for BaseException {
    const NAME: &'static str = "BaseException";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() >= Kind::BaseException
    }
}

/// An exception of a built-in type with these arguments, as a call of the type makes it.
pub(crate) fn instantiate(vm: &Vm, ty: &Type, args: Ref<Tuple>) -> PyResult<Value> {
    if base::has_plain_init(ty) {
        return Ok(layout::allocate(vm, ty, FieldOf::new(args)));
    }
    vm.instantiate(ty, Args::from_values(args.as_slice()))
}

/// Sets the cause of an exception, which hides its context: `PyException_SetCause`.
pub(crate) fn set_cause(exception: &BaseException, cause: Option<Value>) {
    exception.suppress_context.set(true);
    exception.cause.set(cause);
}

/// Whether an exception, or a class of exceptions, is one of these classes: `PyErr_GivenExceptionMatches`.
pub(crate) fn given_exception_matches(exception: Obj<'_>, classes: Obj<'_>) -> bool {
    if let Some(tuple) = classes.cast::<Tuple>() {
        return tuple.get().as_slice().iter().any(|class| given_exception_matches(exception, class.obj()));
    }
    let own = match exception.cast::<BaseException>() {
        Some(_) => exception.ty(),
        None => match exception.cast::<Type>() {
            Some(ty) => ty.get(),
            None => return exception.is(classes),
        },
    };
    match classes.cast::<Type>() {
        Some(class)
            if class.has_flags(flags::BASE_EXC_SUBCLASS) && own.has_flags(flags::BASE_EXC_SUBCLASS) =>
        {
            own.is_subtype(&class)
        }
        _ => exception.is(classes),
    }
}

/// Makes `handled` the context of an exception that is raised, unless that is the same, and cuts a cycle of contexts.
pub(crate) fn set_context_of_raised(exception: &Value, handled: Value) {
    if handled.is(exception.obj()) {
        return;
    }
    let Some(raised) = exception.cast::<BaseException>() else { return };
    // Floyd's two runners: the chain may have a cycle that does not lead through the exception.
    let mut slow = handled.clone();
    let mut step = false;
    let mut current = handled.clone();
    while let Some(context) = current.cast::<BaseException>().and_then(|current| current.context.get()) {
        if context.is(exception.obj()) {
            if let Some(current) = current.cast::<BaseException>() {
                current.context.set(None);
            }
            break;
        }
        current = context;
        if step {
            let next = slow.cast::<BaseException>().and_then(|slow| slow.context.get());
            match next {
                Some(next) => slow = next,
                None => break,
            }
            if slow.is(current.obj()) {
                break;
            }
        }
        step = !step;
    }
    raised.context.set(Some(handled));
}

/// The value that a `StopIteration` carries.
pub(crate) fn stop_iteration_value(exception: &Value) -> Value {
    exception.cast::<StopIteration>().and_then(|this| this.value.get()).unwrap_or_else(Value::none)
}

/// Notes what an `AttributeError` that was just set is about, for suggestions.
pub(crate) fn fill_attribute_error(vm: &Vm, name: Obj<'_>, object: Obj<'_>) {
    let exception = vm.current_exception.get();
    if let Some(this) = exception.as_ref().and_then(|exception| exception.cast::<AttributeError>()) {
        this.name.set(Some(name.to_owned()));
        this.obj.set(Some(object.to_owned()));
    }
}

/// Notes the name that a `NameError` that was just set is about, for suggestions.
pub(crate) fn fill_name_error(vm: &Vm, name: Obj<'_>) {
    let exception = vm.current_exception.get();
    if let Some(this) = exception.as_ref().and_then(|exception| exception.cast::<NameError>())
        && this.name.is_null()
    {
        this.name.set(Some(name.to_owned()));
    }
}

/// `exception.add_note(note)`
pub(crate) fn add_note(vm: &Vm, exception: Obj<'_>, note: Obj<'_>) -> PyResult<()> {
    if note.cast::<Str>().is_none() {
        return Err(vm.type_error(format_args!("add_note() argument must be str, not {}", note.ty().name())));
    }
    let notes = match vm.getattr_opt(exception, vm.names.__notes__.ptr())? {
        Some(notes) => notes,
        None => {
            let notes = List::new(vm, Vec::new()).into_value();
            vm.setattr(exception, vm.names.__notes__.ptr(), Some(notes.obj()))?;
            notes
        }
    };
    match notes.cast::<List>() {
        Some(notes) => notes.push(vm, note.to_owned()),
        None => Err(vm.type_error("Cannot add note: __notes__ is not a list")),
    }
}
