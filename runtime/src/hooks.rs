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
    /// What `import` statements do: `__import__`.
    pub(crate) import_name: Cell<ImportName>,
    /// An attribute of the module `sys`, as it is now: `_PySys_GetRequiredAttr`.
    pub(crate) sys_object: Cell<SysObject>,
    /// Gives up what the part that runs code keeps, at the end of the VM.
    pub(crate) teardown: Cell<fn(&Vm)>,
    /// Runs a frame until its function returns or yields; with the flag, the exception that is set is raised in it
    /// first.
    pub(crate) run_frame: Cell<RunFrame>,
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
/// What `import` statements do.
pub(crate) type ImportName = fn(&Vm, ImportArgs<'_>) -> PyResult<Value>;
/// Finds an attribute of the module `sys`.
pub(crate) type SysObject = fn(&Vm, &str) -> Option<Value>;
/// Reports an exception that nobody can catch, with a message and the object it was about.
pub(crate) type Unraisable = fn(&Vm, Value, &str, Option<Obj<'_>>);
/// Runs the function that the compiler made of the body of a class.
pub(crate) type RunClassBody = fn(&Vm, Ptr<'_, Function>, Obj<'_>) -> PyResult<Value>;

/// The arguments of `__import__`: `PyImport_ImportModuleLevelObject`.
#[derive(Clone, Copy)]
pub(crate) struct ImportArgs<'a> {
    /// The name, relative if `level` says so. It need not be a string.
    pub(crate) name: Obj<'a>,
    /// The globals of who imports, which say what its package is; `None` or no dict if there are none.
    pub(crate) globals: Obj<'a>,
    /// The names to import from the module, or `None`.
    pub(crate) fromlist: Obj<'a>,
    /// How many packages up the name is relative to; 0 for an absolute name.
    pub(crate) level: i32,
}

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
            import_name: Cell::new(|vm, args| {
                let name = vm.repr(args.name)?;
                Err(vm.import_error(format_args!("No module named {}", name.as_str())))
            }),
            sys_object: Cell::new(|_, _| None),
            teardown: Cell::new(|_| {}),
            run_frame: Cell::new(|vm, _, _| Err(vm.system_error("this VM does not run code"))),
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

    /// What an `import` statement does: `PyImport_ImportModuleLevelObject`.
    pub(crate) fn import_name(&self, args: ImportArgs<'_>) -> PyResult<Value> {
        (self.hooks.import_name.get())(self, args)
    }

    /// An attribute of the module `sys`, as it is now; nothing if it was deleted or there is no such module.
    pub(crate) fn sys_object(&self, name: &str) -> Option<Value> {
        (self.hooks.sys_object.get())(self, name)
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
