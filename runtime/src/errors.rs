//! How a function says that an exception is set, and how exceptions are set.

use std::fmt::Display;

use crate::objects::exceptions::BaseException;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::Type;
use crate::value::{Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// An exception is set in the VM ([`Vm::current_exception`](crate::vm::Vm)).
///
/// It carries nothing: results that hold it stay one word. Whoever makes one has set the exception, and whoever takes
/// one out of a `Result` passes it on or clears the exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "an exception is set: pass it on, or take it out of the VM"]
pub struct Raised(());

impl Raised {
    /// To be made only where an exception has just been set, or is known to be.
    #[inline(always)]
    pub(crate) const fn is_set() -> Self {
        Self(())
    }
}

/// What a function that can raise answers with.
pub type PyResult<T> = Result<T, Raised>;

macro_rules! shorthands {
    ($($name:ident: $ty:ident;)*) => {
        impl Vm {
            $(
                #[doc = concat!("Raises a `", stringify!($ty), "` with this message.")]
                #[cold]
                #[inline(never)]
                pub fn $name(&self, message: impl Display) -> Raised {
                    self.raise(self.types.$ty(), message)
                }
            )*
        }
    };
}

shorthands! {
    assertion_error: assertion_error;
    attribute_error: attribute_error;
    buffer_error: buffer_error;
    eof_error: eof_error;
    import_error: import_error;
    index_error: index_error;
    lookup_error: lookup_error;
    memory_error: memory_error;
    name_error: name_error;
    not_implemented_error: not_implemented_error;
    os_error: os_error;
    overflow_error: overflow_error;
    recursion_error: recursion_error;
    reference_error: reference_error;
    runtime_error: runtime_error;
    system_error: system_error;
    type_error: type_error;
    unbound_local_error: unbound_local_error;
    value_error: value_error;
    zero_division_error: zero_division_error;
}

impl Vm {
    /// Raises an exception of a built-in type with one argument, its message (`PyErr_Format`).
    #[cold]
    #[inline(never)]
    pub fn raise(&self, exception_type: &Type, message: impl Display) -> Raised {
        let text = Str::new(self, &message.to_string());
        self.raise_with(exception_type, vec![text.into_value()])
    }

    /// Raises an exception of a built-in type with these arguments.
    #[cold]
    pub fn raise_with(&self, exception_type: &Type, args: Vec<Value>) -> Raised {
        let args = Tuple::new(self, args);
        match crate::objects::exceptions::instantiate(self, exception_type, args) {
            Ok(exception) => self.set_exception(exception),
            Err(raised) => raised,
        }
    }

    /// Raises an `AttributeError` about an attribute of an object, with both filled in for suggestions.
    #[cold]
    pub(crate) fn attribute_error_of(
        &self,
        object: Obj<'_>,
        name: Ptr<'_, Str>,
        message: impl Display,
    ) -> Raised {
        let raised = self.raise(self.types.attribute_error(), message);
        crate::objects::exceptions::fill_attribute_error(self, name.obj(), object);
        raised
    }

    /// Adds a note to the exception that is set: `_PyErr_FormatNote`.
    #[cold]
    pub(crate) fn add_note_to_raised(&self, raised: Raised, note: &str) -> Raised {
        let exception = self.catch(raised);
        let note = Str::new(self, note);
        // What goes wrong with the note does not hide the exception.
        if crate::objects::exceptions::add_note(self, exception.obj(), note.obj()).is_err() {
            self.clear_exception();
        }
        self.restore_exception(exception.into_value())
    }

    /// Raises a `KeyError` about this key.
    #[cold]
    pub fn key_error(&self, key: Obj<'_>) -> Raised {
        self.raise_with(self.types.key_error(), vec![key.to_owned()])
    }

    /// Raises a `StopIteration`, with a value if it is not `None`.
    #[cold]
    pub fn stop_iteration(&self, value: Option<Value>) -> Raised {
        self.raise_with(self.types.stop_iteration(), value.into_iter().collect())
    }

    /// Sets the current exception, whose context becomes the exception that is being handled: `_PyErr_SetObject`.
    pub fn set_exception(&self, exception: Value) -> Raised {
        if let Some(handled) = self.handled_exception() {
            crate::objects::exceptions::set_context_of_raised(&exception, handled);
        }
        self.restore_exception(exception)
    }

    /// Sets the current exception as it is: `_PyErr_SetRaisedException`.
    pub fn restore_exception(&self, exception: Value) -> Raised {
        debug_assert!(exception.cast::<BaseException>().is_some(), "{exception:?} is raised");
        self.current_exception.set(Some(exception));
        Raised::is_set()
    }

    /// Takes the current exception out: `_PyErr_GetRaisedException`.
    pub fn take_exception(&self) -> Option<Value> {
        self.current_exception.take()
    }

    /// The exception behind `raised`, taken out of the VM.
    ///
    /// # Panics
    ///
    /// If none is set, although `raised` says so.
    pub fn catch(&self, raised: Raised) -> Ref<BaseException> {
        let Raised(()) = raised;
        let exception = self.take_exception().expect("an exception is set");
        match Ref::try_from_value(exception) {
            Ok(exception) => exception,
            Err(other) => unreachable!("{other:?} was raised"),
        }
    }

    /// Forgets the current exception: `PyErr_Clear`.
    pub fn clear_exception(&self) {
        self.current_exception.set(None);
    }

    /// Whether an exception is set: `PyErr_Occurred`.
    #[inline(always)]
    pub fn exception_is_set(&self) -> bool {
        !self.current_exception.is_null()
    }

    /// Whether an exception is set that is an instance of this built-in type: `PyErr_ExceptionMatches`.
    pub fn exception_matches(&self, exception_type: &Type) -> bool {
        self.current_exception.get().is_some_and(|exception| exception.ty().is_subtype(exception_type))
    }

    /// Makes `None` of an exception of this type: what is asked of an attribute or key that may be missing.
    pub fn suppress<T>(&self, result: PyResult<T>, exception_type: &Type) -> PyResult<Option<T>> {
        match result {
            Ok(found) => Ok(Some(found)),
            Err(_) if self.exception_matches(exception_type) => {
                self.clear_exception();
                Ok(None)
            }
            Err(raised) => Err(raised),
        }
    }

    /// The value of the `StopIteration` that is set, if it is one; the exception is then cleared.
    pub fn stop_iteration_value(&self) -> Option<Value> {
        if !self.exception_matches(self.types.stop_iteration()) {
            return None;
        }
        let exception = self.take_exception()?;
        Some(crate::objects::exceptions::stop_iteration_value(&exception))
    }
}
