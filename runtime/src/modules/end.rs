//! The end of a program: streams are flushed, modules taken apart.

use crate::errors::PyResult;
use crate::objects::dict::Dict;
use crate::objects::module::Module;
use crate::objects::str_::Str;
use crate::objects::weakref;
use crate::value::{Obj, Ref, Value};
use crate::vm::Vm;

use super::io::TextFile;

impl Vm {
    /// Writes what `sys.stdout` and `sys.stderr` have collected: `flush_std_files`. `false` if that failed, which is
    /// then reported and not tried again; the exit status is to be 120.
    pub(crate) fn flush_standard_streams(&self) -> bool {
        let mut all_well = true;
        for (name, reported) in [("stdout", true), ("stderr", false)] {
            let Some(file) = self.sys_object(name).filter(|file| !file.is_none()) else { continue };
            if is_closed(self, file.obj()) {
                continue;
            }
            if self.call_method(file.obj(), self.names.flush.ptr(), &[]).is_ok() {
                continue;
            }
            all_well = false;
            if let Some(file) = file.cast::<TextFile>() {
                file.discard(self);
            }
            if reported {
                self.write_unraisable("Exception ignored while flushing sys.stdout", None);
            } else {
                self.clear_exception();
            }
        }
        all_well
    }

    /// Takes the modules apart, so that what they keep ends while the VM still works: `finalize_modules`. `false` if
    /// something that was collected for a standard stream could not be written.
    pub(crate) fn finalize_modules(&self) -> bool {
        let Some(modules) = self.modules.modules.get() else { return true };
        let mut all_well = self.flush_standard_streams();
        let saved = self.take_exception();
        if forget_globals(self).is_err() {
            self.clear_exception();
        }
        // Destructors may write as long as there is a stream.
        let streams: Vec<Ref<TextFile>> = ["__stdout__", "__stderr__"]
            .iter()
            .filter_map(|name| Ref::try_from_value(self.sys_object(name)?).ok())
            .collect();
        // Without `sys` and `builtins`, which the others may need to the last.
        let (sys, builtins) = (self.modules.sys.get(), self.builtins.get());
        let is_last =
            |dict: Ref<Dict>| [&sys, &builtins].into_iter().flatten().any(|last| last.obj().is(dict.obj()));
        let watched: Vec<_> = modules
            .values_vec()
            .iter()
            .filter(|module| module.cast::<Module>().is_some_and(|module| !is_last(module.get().dict())))
            .filter_map(|module| weakref::new(self, self.types.weakref(), module.obj(), None).ok())
            .collect();
        modules.clear();
        self.collect_garbage(true);
        // Modules that something still refers to, the last first.
        for reference in watched.into_iter().rev() {
            if let Some(module) = reference.get()
                && let Some(module) = module.cast::<Module>()
            {
                clear_names(self, &module.get().dict());
            }
        }
        for dict in [sys, builtins].into_iter().flatten() {
            clear_names(self, &dict);
        }
        self.modules.clear();
        self.collect_garbage(true);
        for stream in streams {
            if !stream.is_closed(self) && stream.flush(self).is_err() {
                all_well = false;
                stream.discard(self);
            }
        }
        self.clear_exception();
        if let Some(saved) = saved {
            let _ = self.restore_exception(saved);
        }
        all_well
    }
}

/// What `sys` and `builtins` keep for programs: `finalize_modules_delete_special`.
fn forget_globals(vm: &Vm) -> PyResult<()> {
    let names = [
        "path",
        "argv",
        "ps1",
        "ps2",
        "last_exc",
        "last_type",
        "last_value",
        "last_traceback",
        "path_hooks",
        "path_importer_cache",
        "meta_path",
    ];
    if let Some(builtins) = vm.builtins.get() {
        let underscore = vm.intern("_");
        if builtins.get_str(vm, underscore.ptr()).is_some() {
            builtins.set(vm, underscore.obj(), Obj::NONE)?;
        }
    }
    for name in names {
        if vm.sys_object(name).is_some() {
            vm.set_sys_attribute(name, Obj::NONE)?;
        }
    }
    for name in ["stdin", "stdout", "stderr"] {
        let original = vm.sys_object(&format!("__{name}__")).unwrap_or_else(Value::none);
        vm.set_sys_attribute(name, original.obj())?;
    }
    Ok(())
}

/// Sets the names of a module to `None`, those with one underscore in front first: `_PyModule_ClearDict`.
fn clear_names(vm: &Vm, dict: &Dict) {
    for private in [true, false] {
        for (name, value) in dict.items() {
            let Some(text) = name.cast::<Str>() else { continue };
            let text = text.get().as_str();
            if value.is_none() || text == "__builtins__" {
                continue;
            }
            let is_private = text.starts_with('_') && !text[1..].starts_with('_');
            if is_private == private && dict.set(vm, name.obj(), Obj::NONE).is_err() {
                vm.clear_exception();
            }
        }
    }
}

/// Whether a file says that it is closed.
fn is_closed(vm: &Vm, file: Obj<'_>) -> bool {
    if let Some(file) = file.cast::<TextFile>() {
        return file.is_closed(vm);
    }
    let closed = vm.getattr_opt_str(file, "closed").and_then(|closed| match closed {
        Some(closed) => vm.is_true(closed.obj()),
        None => Ok(false),
    });
    closed.unwrap_or_else(|_| {
        vm.clear_exception();
        false
    })
}
