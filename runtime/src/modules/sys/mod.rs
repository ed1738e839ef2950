//! The module `sys`.
//!
//! | module | what it has |
//! |---|---|
//! | `info` | what it says of the VM and the machine |
//! | `functions` | its functions |
//! | `hooks` | `displayhook`, `excepthook`, `unraisablehook` |

mod functions;
pub(crate) mod hooks;
pub(crate) mod info;

use std::path::Path;

use super::Options;
use super::io::{Standard, TextFile};
use crate::errors::PyResult;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::module::Module;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

const DOC: &str = "This module provides access to some objects used or maintained by the\n\
interpreter and to functions that interact strongly with the interpreter.";

/// Makes the module and puts it into `sys.modules`.
pub(super) fn install(vm: &Vm, options: &Options) -> PyResult<()> {
    let module = Module::new(vm, "sys")?;
    vm.modules.sys.set(Some(module.dict()));
    vm.module_dict()?.set(vm, vm.names.sys.obj(), module.obj())?;
    crate::import::describe_builtin(vm, module.ptr(), "sys")?;
    let set = Setter { vm, module: module.ptr() };
    set.value("__doc__", Str::new(vm, DOC).into_value())?;
    module.add_functions(vm, functions::FUNCTIONS)?;
    module.add_functions(vm, hooks::FUNCTIONS)?;
    for hook in ["displayhook", "excepthook", "unraisablehook"] {
        let function = vm.sys_object(hook).unwrap_or_else(Value::none);
        set.value(&format!("__{hook}__"), function)?;
    }
    vm.modules.asyncgen_hooks.set(Some(hooks::ASYNCGEN_HOOKS.make(vm)?));
    vm.modules.unraisable_hook_args.set(Some(hooks::UNRAISABLE_HOOK_ARGS.make(vm)?));
    info::fill(&set, options)?;
    paths(&set, options)?;
    import_state(&set)?;
    streams(&set, options)
}

/// Fills the module.
pub(super) struct Setter<'a> {
    pub(super) vm: &'a Vm,
    module: Ptr<'a, Module>,
}

impl Setter<'_> {
    pub(super) fn value(&self, name: &str, value: Value) -> PyResult<()> {
        self.module.get().set(self.vm, name, value.obj())
    }

    pub(super) fn text(&self, name: &str, text: &str) -> PyResult<()> {
        self.value(name, Str::new(self.vm, text).into_value())
    }

    pub(super) fn int(&self, name: &str, number: i64) -> PyResult<()> {
        self.value(name, self.vm.int(number))
    }

    fn path(&self, name: &str, path: &Path) -> PyResult<()> {
        self.value(name, self.vm.fs_decode(path.as_os_str())?.into_value())
    }

    fn list(&self, name: &str, items: impl Iterator<Item = PyResult<Value>>) -> PyResult<()> {
        let items = items.collect::<PyResult<Vec<Value>>>()?;
        self.value(name, List::new(self.vm, items).into_value())
    }
}

/// Where the program and the library are.
fn paths(set: &Setter<'_>, options: &Options) -> PyResult<()> {
    let vm = set.vm;
    let decode = |text: &std::ffi::OsString| Ok(vm.fs_decode(text)?.into_value());
    set.list("argv", options.argv.iter().map(decode))?;
    set.list("orig_argv", options.orig_argv.iter().map(decode))?;
    let own = options.path0.iter().filter(|_| !options.safe_path);
    let path = own.chain(&options.path);
    set.list("path", path.map(|path| Ok(vm.fs_decode(path.as_os_str())?.into_value())))?;
    set.path("executable", &options.executable)?;
    set.path("_base_executable", &options.executable)?;
    let prefix = options.executable.parent().and_then(Path::parent).unwrap_or(Path::new(""));
    for name in ["prefix", "exec_prefix", "base_prefix", "base_exec_prefix"] {
        set.path(name, prefix)?;
    }
    set.text("platlibdir", "lib")?;
    set.value("pycache_prefix", Value::none())
}

/// What the import system asks.
fn import_state(set: &Setter<'_>) -> PyResult<()> {
    let vm = set.vm;
    set.value("modules", vm.module_dict()?.into_value())?;
    let finders = [&vm.modules.builtin_importer, &vm.modules.path_finder];
    set.list("meta_path", finders.into_iter().filter_map(|finder| Some(Ok(finder.get()?.into_value()))))?;
    set.list("path_hooks", std::iter::empty())?;
    set.value("path_importer_cache", Dict::new(vm).into_value())?;
    // Compiled modules are not kept in files.
    set.value("dont_write_bytecode", Value::bool(true))?;
    set.list("warnoptions", std::iter::empty())?;
    set.value("_xoptions", Dict::new(vm).into_value())?;
    let names = ["builtins", "sys"].into_iter().chain(super::BUILTIN.iter().map(|module| module.name));
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    let names = names.into_iter().map(|name| vm.intern(name).into_value()).collect();
    set.value("builtin_module_names", Tuple::new(vm, names).into_value())
}

/// The standard streams.
fn streams(set: &Setter<'_>, options: &Options) -> PyResult<()> {
    let vm = set.vm;
    let errors = stream_errors(options.ignore_environment);
    let through = options.unbuffered;
    for (name, stream, errors, through) in [
        ("stdin", Standard::In, errors, false),
        ("stdout", Standard::Out, errors, through),
        ("stderr", Standard::Err, "backslashreplace", through),
    ] {
        let file = TextFile::standard(vm, stream, errors, through)?.into_value();
        set.value(name, file.clone())?;
        set.value(&format!("__{name}__"), file)?;
    }
    Ok(())
}

/// What happens to what UTF-8 does not have, in `stdin` and `stdout`: it is kept where the locale says nothing of an
/// encoding (`config_get_locale_encoding_errors`), unless `PYTHONIOENCODING` says otherwise.
fn stream_errors(ignore_environment: bool) -> &'static str {
    let known = ["strict", "ignore", "replace", "backslashreplace", "surrogateescape", "xmlcharrefreplace"];
    if !ignore_environment && let Ok(setting) = std::env::var("PYTHONIOENCODING") {
        let (encoding, errors) = setting.split_once(':').unwrap_or((&setting, ""));
        if let Some(errors) = known.iter().find(|known| **known == errors) {
            return errors;
        }
        if !encoding.is_empty() {
            return "strict";
        }
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    match locale.as_deref() {
        None | Some("C" | "POSIX" | "C.UTF-8" | "C.utf8" | "UTF-8") => "surrogateescape",
        Some(_) => "strict",
    }
}

/// The names of the modules of the standard library: `sys.stdlib_module_names`.
pub(crate) fn stdlib_module_names() -> impl Iterator<Item = &'static str> {
    include_str!("stdlib_names.txt").split_whitespace()
}

/// What is raised where a function's argument has a wrong type.
#[cold]
fn wrong_argument(vm: &Vm, function: &str, expected: &str, given: Obj<'_>) -> crate::errors::Raised {
    vm.type_error(format_args!("{function}() argument must be {expected}, not {}", given.ty().name()))
}
