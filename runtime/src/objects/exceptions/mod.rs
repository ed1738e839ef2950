//! Exceptions.

#![allow(unsafe_code, reason = "declares the layout of exceptions")]

mod base;
mod fields;
mod group;
mod hierarchy;
mod key_error;

use std::cell::Cell;
use std::ptr::NonNull;

pub(crate) use hierarchy::*;

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::list::List;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, Type};
use crate::value::{Field, FieldOf, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// `BaseException`: `PyBaseExceptionObject`. Exceptions with fields of their own begin with one.
#[repr(C)]
pub struct BaseException {
    header: Header,
    /// The instance's dict.
    pub(crate) dict: Field,
    /// `args`
    pub(crate) args: FieldOf<Tuple>,
    /// `__notes__`
    pub(crate) notes: Field,
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

/// One exception that is being handled, and who handled one when it came: `_PyErr_StackItem`.
pub(crate) struct ExcInfo {
    /// The exception; NULL or `None` if there is none.
    pub(crate) exc_value: Field,
    /// The next outer item.
    pub(crate) previous: Cell<Option<NonNull<ExcInfo>>>,
}

/// `BaseException.__new__`: an instance with its arguments and nothing else.
pub(crate) fn base_exception_new(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    let args = Tuple::new(vm, args.iter().map(|arg| arg.to_owned()).collect());
    instantiate(vm, &ty, args)
}

/// An exception of a built-in type with these arguments, without asking `__init__`.
pub(crate) fn instantiate(vm: &Vm, ty: &Type, args: Ref<Tuple>) -> PyResult<Value> {
    let exception = BaseException {
        header: Header::new(ty),
        dict: Field::NULL,
        args: FieldOf::new(args),
        notes: Field::NULL,
        traceback: Field::NULL,
        context: Field::NULL,
        cause: Field::NULL,
        suppress_context: Cell::new(false),
    };
    Ok(vm.alloc(ty, exception).into_value())
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
    let args = exception.cast::<BaseException>().and_then(|exception| exception.args.get());
    args.and_then(|args| args.as_slice().first().cloned()).unwrap_or_else(Value::none)
}

/// Notes what an `AttributeError` that was just set is about.
pub(crate) fn fill_attribute_error(vm: &Vm, name: Obj<'_>, object: Obj<'_>) {
    let _ = (vm, name, object);
}

/// `exception.add_note(note)`
pub(crate) fn add_note(vm: &Vm, exception: Obj<'_>, note: Obj<'_>) -> PyResult<()> {
    if note.cast::<Str>().is_none() {
        return Err(vm.type_error(format_args!("note must be a str, not '{}'", note.ty().name())));
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
