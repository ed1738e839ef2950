//! What the object model asks of the part of the VM that runs code.

use std::cell::Cell;

use crate::args::Args;
use crate::errors::PyResult;
use crate::eval::frame::InterpreterFrame;
use crate::objects::dict::Dict;
use crate::objects::function::Function;
use crate::objects::str_::Str;
use crate::objects::type_::CallFn;
use crate::value::{Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// Functions of the part of the VM that runs code, which it registers when it starts.
pub(crate) struct Hooks {
    /// Calls a function written in Python.
    pub(crate) call_function: Cell<CallFn>,
    /// Runs the body of a class in a namespace, and answers with what it returns: the cell of `__class__`, or `None`.
    pub(crate) run_class_body: Cell<RunClassBody>,
    /// The globals of the code that is running, if any is.
    pub(crate) current_globals: Cell<CurrentGlobals>,
    /// The class and the object for `super()` without arguments.
    pub(crate) super_arguments: Cell<SuperArguments>,
    /// Imports a module by its full name.
    pub(crate) import: Cell<Import>,
    /// Gives up what the part that runs code keeps, at the end of the VM.
    pub(crate) teardown: Cell<fn(&Vm)>,
    /// Runs a frame until its function returns or yields; with the flag, the exception that is set is raised in it
    /// first.
    pub(crate) run_frame: Cell<RunFrame>,
    /// Warns that a coroutine ends which nobody awaited.
    pub(crate) unawaited: Cell<fn(&Vm, Obj<'_>)>,
    /// Reports an exception that nobody can catch.
    pub(crate) unraisable: Cell<Unraisable>,
}

/// Runs a frame until its function returns or yields.
pub(crate) type RunFrame = fn(&Vm, *mut InterpreterFrame, bool) -> PyResult<Value>;
/// Finds the globals of the code that is running.
pub(crate) type CurrentGlobals = fn(&Vm) -> Option<Ref<Dict>>;
/// Finds the class and the object for `super()` without arguments.
pub(crate) type SuperArguments = fn(&Vm) -> PyResult<(Value, Value)>;
/// Imports a module by its full name.
pub(crate) type Import = fn(&Vm, &str) -> PyResult<Value>;
/// Reports an exception that nobody can catch, with a message and the object it was about.
pub(crate) type Unraisable = fn(&Vm, Value, &str, Option<Obj<'_>>);
/// Runs the function that the compiler made of the body of a class.
pub(crate) type RunClassBody = fn(&Vm, Ptr<'_, Function>, Obj<'_>) -> PyResult<Value>;

impl Hooks {
    /// A VM that runs no code yet.
    pub(crate) const fn new() -> Self {
        Self {
            call_function: Cell::new(|vm: &Vm, _, _: Args<'_>| {
                Err(vm.system_error("this VM does not run code"))
            }),
            run_class_body: Cell::new(|vm, _, _| Err(vm.system_error("this VM does not run code"))),
            current_globals: Cell::new(|_| None),
            super_arguments: Cell::new(|vm| Err(vm.runtime_error("super(): no current frame"))),
            import: Cell::new(|vm, name| Err(vm.import_error(format_args!("No module named '{name}'")))),
            teardown: Cell::new(|_| {}),
            run_frame: Cell::new(|vm, _, _| Err(vm.system_error("this VM does not run code"))),
            unawaited: Cell::new(|_, _| {}),
            unraisable: Cell::new(|_, _, _, _| {}),
        }
    }
}

impl Vm {
    /// `__name__` of the code that is running: what `__module__` of a new class becomes.
    pub(crate) fn calling_module(&self) -> Option<Value> {
        let globals = (self.hooks.current_globals.get())(self)?;
        globals.get_str(self, self.names.__name__.ptr())
    }

    /// Imports a module by its full name: `PyImport_ImportModule`.
    pub(crate) fn import(&self, name: &str) -> PyResult<Value> {
        (self.hooks.import.get())(self, name)
    }

    /// Reports the exception that is set, which nobody can catch, and forgets it: `PyErr_FormatUnraisable`.
    pub(crate) fn write_unraisable(&self, message: &str, object: Option<Obj<'_>>) {
        if let Some(exception) = self.take_exception() {
            (self.hooks.unraisable.get())(self, exception, message, object);
            self.clear_exception();
        }
    }

    /// A string made of anything that can be written.
    pub(crate) fn text(&self, text: impl std::fmt::Display) -> Ref<Str> {
        Str::new(self, &text.to_string())
    }
}
