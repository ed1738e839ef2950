//! `import`: what the statements do, with the modules that are part of the VM and those in files.
//!
//! Compiled modules are read where there is no source, and are not written: a program leaves no files behind.
//!
//! | module | what it has |
//! |---|---|
//! | `from` | `from module import name` |
//! | `spec` | `ModuleSpec` |
//! | `finders` | where modules are looked for |
//! | `loaders` | how they are made |

mod finders;
mod from;
mod loaders;
mod spec;

pub(crate) use from::{import_from, missing_attribute};
pub(crate) use loaders::run_source_module;
pub(crate) use spec::{builtin_spec, describe_builtin};

use crate::errors::{PyResult, Raised};
use crate::hooks::ImportArgs;
use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::exceptions::ImportError;
use crate::objects::module::Module;
use crate::objects::str_::Str;
use crate::value::{Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// Tells the VM how to import, and makes the classes that modules say where they come from with.
pub(crate) fn install(vm: &Vm) -> PyResult<()> {
    spec::install(vm)?;
    loaders::install(vm)?;
    finders::install(vm)?;
    vm.hooks.import_name.set(import_name);
    vm.hooks.import.set(|vm, name| {
        let name = vm.intern(name);
        find_and_load(vm, name.ptr())
    });
    Ok(())
}

/// `__import__`: `PyImport_ImportModuleLevelObject`.
fn import_name(vm: &Vm, args: ImportArgs<'_>) -> PyResult<Value> {
    let Some(name) = args.name.cast::<Str>() else {
        return Err(vm.type_error("module name must be a string"));
    };
    if args.level < 0 {
        return Err(vm.value_error("level must be >= 0"));
    }
    let absolute = match usize::try_from(args.level) {
        Ok(level) if level > 0 => absolute_name(vm, name, args.globals, level)?,
        _ if name.is_empty() => return Err(vm.value_error("Empty module name")),
        _ => name.to_ref(),
    };
    let module = find_and_load(vm, absolute.ptr())?;
    if !args.fromlist.is_none() && vm.is_true(args.fromlist)? {
        if vm.getattr_opt(module.obj(), vm.names.__path__.ptr())?.is_some() {
            import_submodules(vm, module.obj(), args.fromlist, false)?;
        }
        return Ok(module);
    }
    // `import a.b` binds `a`.
    let text = name.get().as_str();
    let Some(dot) = text.find('.') else { return Ok(module) };
    if text.is_empty() {
        return Ok(module);
    }
    let front = text[..dot].chars().count();
    if args.level == 0 {
        return find_and_load(vm, Str::from_chars(vm, name.chars().slice(0, front)).ptr());
    }
    let cut = name.len() - front;
    let front = Str::from_chars(vm, absolute.chars().slice(0, absolute.len() - cut));
    match vm.module_dict()?.get(vm, front.obj())? {
        Some(module) => Ok(module),
        None => {
            let front = vm.repr(front.obj())?;
            let text = vm.text(format_args!("{} not in sys.modules as expected", front.as_str()));
            Err(vm.key_error(text.obj()))
        }
    }
}

/// The full name of `name`, `level` packages up from the module with these globals: `resolve_name`.
fn absolute_name(vm: &Vm, name: Ptr<'_, Str>, globals: Obj<'_>, level: usize) -> PyResult<Ref<Str>> {
    let package = calling_package(vm, globals)?;
    let text = package.as_str();
    let no_parent = || vm.import_error("attempted relative import with no known parent package");
    if text.is_empty() {
        return Err(no_parent());
    }
    let mut base: &str = &text;
    for _ in 1..level {
        base = match base.rfind('.') {
            Some(dot) => &base[..dot],
            None => return Err(vm.import_error("attempted relative import beyond top-level package")),
        };
    }
    let name = name.get().as_str();
    Ok(vm.intern(&if name.is_empty() { base.to_owned() } else { format!("{base}.{name}") }))
}

/// The name of the package that code with these globals is in.
fn calling_package(vm: &Vm, globals: Obj<'_>) -> PyResult<Ref<Str>> {
    let missing_name = || {
        let text = vm.text("'__name__' not in globals");
        vm.key_error(text.obj())
    };
    let globals = match globals.cast::<Dict>() {
        Some(globals) => globals.get(),
        None if globals.is_none() => return Err(missing_name()),
        None => return Err(vm.type_error("globals must be a dict")),
    };
    let entry = |name: &Ref<Str>| globals.get_str(vm, name.ptr()).filter(|value| !value.is_none());
    let text = |value: Value, what: &str| {
        Ref::<Str>::try_from_value(value).map_err(|_| vm.type_error(format_args!("{what} must be a string")))
    };
    if let Some(package) = entry(&vm.names.__package__) {
        return text(package, "package");
    }
    if let Some(spec) = entry(&vm.names.__spec__) {
        return text(vm.getattr_str(spec.obj(), "parent")?, "__spec__.parent");
    }
    let Some(name) = globals.get_str(vm, vm.names.__name__.ptr()) else { return Err(missing_name()) };
    let name = text(name, "__name__")?;
    if globals.get_str(vm, vm.names.__path__.ptr()).is_some() {
        return Ok(name);
    }
    Ok(vm.text(name.as_str().rsplit_once('.').map_or("", |(package, _)| package)))
}

/// The module with this full name: the one that is there, or it is found and made (`_find_and_load`).
pub(crate) fn find_and_load(vm: &Vm, name: Ptr<'_, Str>) -> PyResult<Value> {
    if let Some(module) = vm.module_dict()?.get(vm, name.obj())? {
        if module.is_none() {
            let text = format!("import of {} halted; None in sys.modules", name.get().as_str());
            return Err(not_found(vm, &text, name));
        }
        return Ok(module);
    }
    let _guard = vm.enter_recursive(" while importing a module")?;
    let text = name.get().as_str();
    let Some((parent, child)) = text.rsplit_once('.') else {
        return find_in(vm, name, None, None);
    };
    let parent_name = vm.intern(parent);
    let modules = vm.module_dict()?;
    if !modules.contains(vm, parent_name.obj())? {
        find_and_load(vm, parent_name.ptr())?;
    }
    // The package may have imported the module.
    if let Some(module) = modules.get(vm, name.obj())? {
        return Ok(module);
    }
    let Some(package) = modules.get(vm, parent_name.obj())? else {
        return Err(vm.key_error(parent_name.obj()));
    };
    let Some(path) = vm.getattr_opt(package.obj(), vm.names.__path__.ptr())? else {
        let parent = vm.repr(parent_name.obj())?;
        let full = vm.repr(name.obj())?;
        let text = format!("No module named {}; {} is not a package", full.as_str(), parent.as_str());
        return Err(not_found(vm, &text, name));
    };
    let module = find_in(vm, name, Some(path.obj()), Some(package.obj()))?;
    let child = vm.intern(child);
    let bound = vm.setattr(package.obj(), child.ptr(), Some(module.obj()));
    vm.suppress(bound, vm.types.attribute_error())?;
    Ok(module)
}

/// The package in front of a full name, or the module itself: `__import__(name)`.
pub(crate) fn import_top(vm: &Vm, name: Ptr<'_, Str>) -> PyResult<Value> {
    vm.import_name(ImportArgs { name: name.obj(), globals: Obj::NONE, fromlist: Obj::NONE, level: 0 })
}

/// Finds a module, in the folders of its package if it has one, and makes it.
fn find_in(vm: &Vm, name: Ptr<'_, Str>, path: Option<Obj<'_>>, package: Option<Obj<'_>>) -> PyResult<Value> {
    match finders::find_spec(vm, name, path)? {
        Some(spec) => loaders::load(vm, spec.obj(), package),
        None => {
            let text = format!("No module named {}", vm.repr(name.obj())?.as_str());
            Err(not_found(vm, &text, name))
        }
    }
}

/// Raises a `ModuleNotFoundError`.
#[cold]
fn not_found(vm: &Vm, message: &str, name: Ptr<'_, Str>) -> Raised {
    let raised = vm.raise(vm.types.module_not_found_error(), message);
    let exception = vm.current_exception.get();
    if let Some(error) = exception.as_ref().and_then(|exception| exception.cast::<ImportError>()) {
        error.name.set(Some(name.to_value()));
    }
    raised
}

/// Imports the submodules of a package that `from package import …` names: `_handle_fromlist`.
fn import_submodules(vm: &Vm, module: Obj<'_>, names: Obj<'_>, of_all: bool) -> PyResult<()> {
    for name in vm.collect(names)? {
        let Some(name) = name.cast::<Str>() else {
            let place = if of_all {
                let module = vm.getattr(module, vm.names.__name__.ptr())?;
                format!("{}.__all__", vm.str(module.obj())?.as_str())
            } else {
                "``from list''".to_owned()
            };
            return Err(vm.type_error(format_args!("Item in {place} must be str, not {}", name.ty().name())));
        };
        if name.equals_str("*") {
            if !of_all && let Some(all) = vm.getattr_opt(module, vm.names.__all__.ptr())? {
                import_submodules(vm, module, all.obj(), true)?;
            }
        } else if !vm.hasattr(module, name)? {
            let package = vm.getattr(module, vm.names.__name__.ptr())?;
            let full = format!("{}.{}", vm.str(package.obj())?.as_str(), name.get().as_str());
            let full = vm.intern(&full);
            if let Err(raised) = find_and_load(vm, full.ptr())
                && !is_about(vm, full.ptr())
            {
                return Err(raised);
            }
            vm.clear_exception();
        }
    }
    Ok(())
}

/// Whether the exception that is set says that this module is not there, and nothing else: `from` looks for what is
/// missing once more, and then says so.
fn is_about(vm: &Vm, name: Ptr<'_, Str>) -> bool {
    let exception = vm.current_exception.get();
    let is_missing = exception.as_ref().is_some_and(|exception| {
        exception.ty().is_subtype(vm.types.module_not_found_error())
            && exception.cast::<ImportError>().is_some_and(|error| {
                error.name.get().and_then(|own| Some(own.cast::<Str>()?.get().equals(&name))) == Some(true)
            })
    });
    let blocked = vm.modules.modules.get().and_then(|modules| modules.get_str(vm, name));
    is_missing && blocked.is_none_or(|blocked| !blocked.is_none())
}

/// The module `__main__`, which is made and registered: `add_main_module`. Its file, if it has one, is what `__file__`
/// says.
pub(crate) fn add_main(vm: &Vm, file: Option<&std::path::Path>) -> PyResult<Ref<Module>> {
    let name = vm.names.__main__.obj();
    let module = Module::new(vm, "__main__")?;
    if let Some(builtins) = vm.module_dict()?.get_str(vm, vm.names.builtins.ptr()) {
        module.set(vm, "__builtins__", builtins.obj())?;
    }
    match file {
        Some(file) => {
            let file = vm.fs_decode(file.as_os_str())?;
            let loader = loaders::source_file_loader(vm, name, file.obj())?;
            module.set(vm, "__loader__", loader.obj())?;
            module.set(vm, "__file__", file.obj())?;
            module.set(vm, "__cached__", Obj::NONE)?;
        }
        None => {
            if let Some(importer) = vm.modules.builtin_importer.get() {
                module.set(vm, "__loader__", importer.obj())?;
            }
        }
    }
    vm.module_dict()?.set(vm, name, module.obj())?;
    Ok(module)
}

/// What `-m name` runs: the spec of the module, or of the `__main__` of the package, with that name.
pub(crate) fn find_main(vm: &Vm, name: &str) -> PyResult<Option<Value>> {
    let find = |name: &str| -> PyResult<Option<Value>> {
        let name = vm.intern(name);
        match name.as_str().rsplit_once('.') {
            None => finders::find_spec(vm, name.ptr(), None),
            Some((package, _)) => {
                let package = find_and_load(vm, vm.intern(package).ptr())?;
                match vm.getattr_opt(package.obj(), vm.names.__path__.ptr())? {
                    Some(path) => finders::find_spec(vm, name.ptr(), Some(path.obj())),
                    None => Ok(None),
                }
            }
        }
    };
    let Some(spec) = find(name)? else { return Ok(None) };
    let folders = vm.getattr_str(spec.obj(), "submodule_search_locations")?;
    if folders.is_none() { Ok(Some(spec)) } else { find(&format!("{name}.__main__")) }
}

/// The code that `-m name` runs, with `__main__` told where it is from; none if there is no such module.
pub(crate) fn main_code(vm: &Vm, name: &str, main: &Ref<Module>) -> PyResult<Option<Ref<Code>>> {
    let Some(spec) = find_main(vm, name)? else { return Ok(None) };
    let loader = vm.getattr_str(spec.obj(), "loader")?;
    let full = vm.getattr_str(spec.obj(), "name")?;
    let Some(get_code) = vm.getattr_opt_str(loader.obj(), "get_code")? else { return Ok(None) };
    let code = vm.call_args(get_code.obj(), &[full.obj()])?;
    let Ok(code) = Ref::<Code>::try_from_value(code) else { return Ok(None) };
    let file = vm.getattr_str(spec.obj(), "origin")?;
    main.set(vm, "__spec__", spec.obj())?;
    main.set(vm, "__loader__", loader.obj())?;
    main.set(vm, "__file__", file.obj())?;
    main.set(vm, "__cached__", Obj::NONE)?;
    let full = vm.str(full.obj())?;
    let package = full.as_str().rsplit_once('.').map_or("", |(package, _)| package).to_owned();
    main.set(vm, "__package__", vm.intern(&package).obj())?;
    if let Some(argv) = vm.sys_object("argv")
        && vm.len(argv.obj())? > 0
    {
        vm.setitem(argv.obj(), vm.int(0).obj(), Some(file.obj()))?;
    }
    Ok(Some(code))
}
