//! Built-in modules, and how a program begins and ends.
//!
//! | module | what it has |
//! |---|---|
//! | `sys` | the module `sys` |
//! | `io` | the modules `_io` and `io`: files |
//! | `math` | the module `math` |
//! | `time` | the module `time` |
//! | `native`, `structseq` | classes of modules |
//! | `site` | `exit` and `quit` |
//! | `end` | what happens to modules and streams at the end |

pub(crate) mod end;
pub(crate) mod io;
mod math;
pub(crate) mod native;
mod site;
pub(crate) mod structseq;
pub(crate) mod sys;
mod time;

use std::cell::{Cell, RefCell};
use std::ffi::OsString;
use std::path::PathBuf;

use crate::errors::PyResult;
use crate::objects::dict::Dict;
use crate::objects::module::Module;
use crate::objects::str_::Str;
use crate::objects::type_::Type;
use crate::report::Sources;
use crate::value::{Field, FieldOf, Obj, Ptr, Ref};
use crate::vm::Vm;

/// How a program is started: what `sys` tells it.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `sys.argv`
    pub argv: Vec<OsString>,
    /// `sys.orig_argv`: all words of the command line.
    pub orig_argv: Vec<OsString>,
    /// `sys.path[0]`: where the program lies, or an empty path for the current folder.
    pub path0: Option<PathBuf>,
    /// The other folders of `sys.path`.
    pub path: Vec<PathBuf>,
    /// `sys.executable`
    pub executable: PathBuf,
    /// `sys.flags.optimize`: 0; 1 for no assertions (`-O`); 2 for no docstrings either (`-OO`).
    pub optimize: u8,
    /// `sys.flags.inspect` and `interactive` (`-i`).
    pub interactive: bool,
    /// Whether the standard streams collect nothing (`-u`).
    pub unbuffered: bool,
    /// Whether the environment is not looked at (`-E`).
    pub ignore_environment: bool,
    /// Whether `path0` is left out of `sys.path` (`-P`).
    pub safe_path: bool,
    /// Whether there are no `exit` and `quit` (`-S`).
    pub no_site: bool,
}

/// What a VM keeps for its modules.
#[derive(Default)]
pub(crate) struct State {
    /// `sys.__dict__`; none before [`install`] and after the end.
    pub(crate) sys: FieldOf<Dict>,
    /// `sys.modules`, as the VM made it.
    pub(crate) modules: FieldOf<Dict>,
    /// `importlib.machinery.ModuleSpec`
    pub(crate) module_spec: FieldOf<Type>,
    /// `importlib.machinery.BuiltinImporter`
    pub(crate) builtin_importer: FieldOf<Type>,
    /// `importlib.machinery.PathFinder`
    pub(crate) path_finder: FieldOf<Type>,
    /// `importlib.machinery.SourceFileLoader`
    pub(crate) source_file_loader: FieldOf<Type>,
    /// `importlib.machinery.NamespaceLoader`
    pub(crate) namespace_loader: FieldOf<Type>,
    /// `io.UnsupportedOperation`
    pub(crate) unsupported_operation: FieldOf<Type>,
    /// What `sys.unraisablehook` is called with.
    pub(crate) unraisable_hook_args: FieldOf<Type>,
    /// What `sys.get_asyncgen_hooks()` answers with an instance of.
    pub(crate) asyncgen_hooks: FieldOf<Type>,
    /// What is called with an asynchronous generator before its first step: `tstate->async_gen_firstiter`.
    pub(crate) asyncgen_firstiter: Field,
    /// What is called with an asynchronous generator that ends: `tstate->async_gen_finalizer`.
    pub(crate) asyncgen_finalizer: Field,
    /// `typing.Generic`
    pub(crate) generic: FieldOf<Type>,
    /// `typing.NoDefault`
    pub(crate) no_default: Field,
    /// Source for tracebacks.
    pub(crate) sources: RefCell<Sources>,
    /// How sources are compiled: [`Options::optimize`].
    pub(crate) optimize: Cell<u8>,
    /// `sys.path[0]` as it was at the beginning.
    pub(crate) path0: RefCell<Option<PathBuf>>,
}

impl State {
    /// Gives up everything.
    fn clear(&self) {
        drop((self.sys.take(), self.modules.take()));
        let classes = [
            &self.module_spec,
            &self.builtin_importer,
            &self.path_finder,
            &self.source_file_loader,
            &self.namespace_loader,
            &self.unsupported_operation,
            &self.unraisable_hook_args,
            &self.asyncgen_hooks,
            &self.generic,
        ];
        drop((self.no_default.take(), self.asyncgen_firstiter.take(), self.asyncgen_finalizer.take()));
        for class in classes {
            class.set(None);
        }
    }

    /// Forgets everything without releasing it, for the end of a VM that failed.
    pub(crate) fn leak(&self) {
        self.sys.leak();
        self.modules.leak();
        let classes = [
            &self.module_spec,
            &self.builtin_importer,
            &self.path_finder,
            &self.source_file_loader,
            &self.namespace_loader,
            &self.unsupported_operation,
            &self.unraisable_hook_args,
            &self.asyncgen_hooks,
            &self.generic,
        ];
        self.no_default.leak();
        self.asyncgen_firstiter.leak();
        self.asyncgen_finalizer.leak();
        for class in classes {
            class.leak();
        }
    }
}

/// A module that is part of the VM.
pub(crate) struct BuiltinModule {
    pub(crate) name: &'static str,
    /// Fills the module.
    pub(crate) fill: fn(&Vm, Ptr<'_, Module>) -> PyResult<()>,
}

/// The modules that are part of the VM, besides `sys` and `builtins`, which are always there.
pub(crate) static BUILTIN: &[BuiltinModule] =
    &[io::MODULE, io::PUBLIC, crate::objects::typing::generic::MODULE, math::MODULE, time::MODULE];

/// Begins: makes `sys` with everything that it says, and tells the VM how to import and to report. `builtins` is filled
/// already.
pub fn install(vm: &Vm, options: &Options) -> PyResult<()> {
    let state = &vm.modules;
    vm.hooks.sys_object.set(|vm, name| vm.modules.sys.get()?.get_str(vm, vm.intern(name).ptr()));
    state.optimize.set(options.optimize);
    state.path0.replace(options.path0.clone());
    state.modules.set(Some(Dict::new(vm)));
    state.unsupported_operation.set(Some(io::unsupported_operation(vm)?));
    crate::import::install(vm)?;
    crate::report::install(vm);
    sys::install(vm, options)?;
    builtins(vm)?;
    if options.no_site { Ok(()) } else { site::install(vm) }
}

/// Makes the module `builtins` one that can be imported.
fn builtins(vm: &Vm) -> PyResult<()> {
    let Some(module) = vm.builtins_module.get() else { return Ok(()) };
    let dict = module.dict();
    vm.module_dict()?.set(vm, vm.intern("builtins").obj(), module.obj())?;
    let spec = crate::import::builtin_spec(vm, "builtins")?;
    let loader = vm.getattr_str(spec.obj(), "loader")?;
    dict.set(vm, vm.names.__debug__.obj(), Obj::bool(vm.modules.optimize.get() == 0))?;
    dict.set(vm, vm.names.__loader__.obj(), loader.obj())?;
    dict.set(vm, vm.names.__spec__.obj(), spec.obj())
}

impl Vm {
    /// `sys.modules`, as the VM made it.
    pub(crate) fn module_dict(&self) -> PyResult<Ref<Dict>> {
        self.modules.modules.get().ok_or_else(|| self.runtime_error("unable to get sys.modules"))
    }

    /// Sets `sys.name`.
    pub(crate) fn set_sys_attribute(&self, name: &str, value: Obj<'_>) -> PyResult<()> {
        match self.modules.sys.get() {
            Some(sys) => sys.set(self, self.intern(name).obj(), value),
            None => Err(self.runtime_error("no sys module")),
        }
    }

    /// The text of what the operating system says, undecodable bytes as surrogates: `PyUnicode_DecodeFSDefault`.
    pub(crate) fn fs_decode(&self, text: &std::ffi::OsStr) -> PyResult<Ref<Str>> {
        use std::os::unix::ffi::OsStrExt;
        crate::objects::str_::codec::decode(self, text.as_bytes(), "utf-8", "surrogateescape")
    }

    /// What the operating system is told: `PyUnicode_EncodeFSDefault`.
    pub(crate) fn fs_encode(&self, text: Ptr<'_, Str>) -> PyResult<OsString> {
        use std::os::unix::ffi::OsStringExt;
        crate::objects::str_::codec::encode(self, text, "utf-8", "surrogateescape").map(OsString::from_vec)
    }
}
