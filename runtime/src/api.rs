//! The embedding API: how a Rust program makes a VM, runs Python in it and calls back and forth.
//!
//! ```
//! # #[cfg(feature = "compiler")] {
//! use casewright_vm::vm::Vm;
//!
//! let vm = Vm::new();
//! vm.enter(|vm| {
//!     vm.run_source(b"def double(x): return 2 * x", "example.py").expect("it is a good program");
//!     let double = vm.main_global("double").expect("the program defines it");
//!     let answer = vm.call_values(&double, &[vm.int(21)]).expect("two times 21 is no problem");
//!     assert_eq!(vm.repr_text(&answer), "42");
//!
//!     let error = vm.run_source(b"1 / 0", "example.py").expect_err("nobody can do that");
//!     assert_eq!(vm.repr_text(&error), "ZeroDivisionError('division by zero')");
//! });
//! # }
//! ```

use std::path::Path;

use crate::compile::{CompileOptions, Mode, Source};
use crate::errors::PyResult;
use crate::modules::Options;
use crate::objects::code::Code;
use crate::objects::module::Module;
use crate::value::{Obj, Ref, Value};
use crate::vm::Vm;

impl Vm {
    /// A VM that is ready to run programs.
    pub fn new() -> Box<Vm> {
        Self::with_options(&Options::default())
    }

    /// A VM whose programs find this in `sys`.
    ///
    /// # Panics
    ///
    /// If the memory does not suffice for the modules that are part of the VM.
    pub fn with_options(options: &Options) -> Box<Vm> {
        let vm = Vm::bare();
        let ready = vm.enter(|vm| {
            crate::modules::install(vm, options)?;
            vm.hooks.teardown.set(|vm| {
                vm.finalize_modules();
            });
            Ok(())
        });
        if let Err(raised) = ready {
            vm.enter(|vm| panic!("a VM cannot be made: {}", vm.repr_text(&vm.exception_value(raised))));
        }
        vm
    }

    /// Compiles a program and runs it as the module `__main__`. An exception that it does not catch is the error.
    pub fn run_source(&self, source: &[u8], filename: &str) -> Result<(), Value> {
        let run = || -> PyResult<()> {
            let main = self.main_module(None)?;
            let options =
                CompileOptions { optimize: self.modules.optimize.get(), ..CompileOptions::default() };
            let code = self.compile(Source::Bytes(source), filename, Mode::Exec, options)?;
            self.run_main(&code, &main)
        };
        self.value_of(run())
    }

    /// Runs a code object, as `marshal` or a compiler gave it, as the module `__main__`. One that would not be safe to
    /// run is refused with a `ValueError`.
    pub fn run_code_data(&self, code: &casewright_code::CodeData) -> Result<(), Value> {
        let run = || -> PyResult<()> {
            let main = self.main_module(None)?;
            let code = Code::from_data(self, code)?;
            self.run_main(&code, &main)
        };
        self.value_of(run())
    }

    /// A global variable of the module `__main__`.
    pub fn main_global(&self, name: &str) -> Option<Value> {
        let main = self.module_dict().ok()?.get_str(self, self.names.__main__.ptr())?;
        main.cast::<Module>()?.get().dict().get_str(self, self.intern(name).ptr())
    }

    /// Calls an object with positional arguments.
    pub fn call_values(&self, callable: &Value, args: &[Value]) -> Result<Value, Value> {
        let args: Vec<Obj<'_>> = args.iter().map(Value::obj).collect();
        self.value_of(self.call_args(callable.obj(), &args))
    }

    /// What `repr` says of an object, or what went wrong with that.
    pub fn repr_text(&self, value: &Value) -> String {
        match self.repr(value.obj()) {
            Ok(text) => text.as_str().into_owned(),
            Err(raised) => format!("<{} whose repr raised {}>", value.ty().name(), {
                let exception = self.exception_value(raised);
                exception.ty().name().to_owned()
            }),
        }
    }

    /// A result with the exception in it, which is no longer set.
    pub fn value_of<T>(&self, result: PyResult<T>) -> Result<T, Value> {
        result.map_err(|raised| self.exception_value(raised))
    }

    /// The exception that was set, which it is no longer.
    fn exception_value(&self, _: crate::errors::Raised) -> Value {
        self.take_exception().unwrap_or_else(Value::none)
    }

    /// The module `__main__`, which is made if there is none.
    pub(crate) fn main_module(&self, file: Option<&Path>) -> PyResult<Ref<Module>> {
        let existing = self.module_dict()?.get_str(self, self.names.__main__.ptr());
        match existing.and_then(|module| Ref::try_from_value(module).ok()) {
            Some(module) => Ok(module),
            None => crate::import::add_main(self, file),
        }
    }

    /// Runs the code of a program in its module.
    pub(crate) fn run_main(&self, code: &Ref<Code>, main: &Ref<Module>) -> PyResult<()> {
        crate::import::run_source_module(self, code.ptr(), main.dict().ptr())
    }
}

#[cfg(test)]
mod tests {
    /// The example of the README is the one above, which is run as every example of the documentation is.
    #[test]
    fn the_readme_has_the_example() {
        let documentation: Vec<&str> = include_str!("api.rs")
            .lines()
            .map_while(|line| line.strip_prefix("//!"))
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .filter(|line| !line.starts_with("# "))
            .collect();
        let documentation = documentation.join("\n");
        let (_, example) = documentation.split_once("```\n").expect("an example begins");
        let (example, _) = example.split_once("```").expect("it ends");
        let example = format!("```rust,ignore\n{example}```\n");
        assert!(include_str!("../../README.md").contains(&example), "not in the README:\n{example}");
    }
}
