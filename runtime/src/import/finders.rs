//! Where modules are looked for: what `sys.meta_path` lists.

use std::path::{Path, PathBuf};

use super::loaders;
use super::spec::{Spec, builtin_spec};
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::modules::native::ClassDef;
use crate::objects::list::List;
use crate::objects::str_::Str;
use crate::objects::type_::MethodDef;
use crate::value::{Obj, Ptr, Ref, Value};
use crate::vm::Vm;

const BUILTIN_IMPORTER: ClassDef = ClassDef {
    name: "_frozen_importlib.BuiltinImporter",
    doc: Some("Meta path import for built-in modules."),
    methods: {
        static METHODS: [MethodDef; 4] = [
            MethodDef::keywords("find_spec", |vm, _, args| {
                let [name, _, _] = find_arguments(vm, args)?;
                Ok(find_builtin(vm, name)?.unwrap_or_else(Value::none))
            })
            .class(),
            MethodDef::o("create_module", |vm, _, spec| loaders::create_builtin(vm, spec)).static_(),
            MethodDef::o("exec_module", |vm, _, module| {
                loaders::fill_builtin(vm, module).map(|()| Value::none())
            })
            .static_(),
            MethodDef::o("is_package", |_, _, _| Ok(Value::bool(false))).class(),
        ];
        &METHODS
    },
    ..ClassDef::DEFAULT
};

const PATH_FINDER: ClassDef = ClassDef {
    name: "_frozen_importlib_external.PathFinder",
    doc: Some("Meta path finder for sys.path and package __path__ attributes."),
    methods: {
        static METHODS: [MethodDef; 2] = [
            MethodDef::keywords("find_spec", |vm, _, args| {
                let [name, path, _] = find_arguments(vm, args)?;
                let path = path.filter(|path| !path.is_none());
                Ok(find_in_path(vm, vm.expect::<Str>(name.unwrap_or(Obj::NONE))?, path)?
                    .unwrap_or_else(Value::none))
            })
            .class(),
            // Nothing is kept of what folders have.
            MethodDef::noargs("invalidate_caches", |_, _| Ok(Value::none())).static_(),
        ];
        &METHODS
    },
    ..ClassDef::DEFAULT
};

pub(super) fn install(vm: &Vm) -> PyResult<()> {
    let object = [vm.types.object()];
    vm.modules.builtin_importer.set(Some(BUILTIN_IMPORTER.make(vm, &object)?));
    vm.modules.path_finder.set(Some(PATH_FINDER.make(vm, &object)?));
    Ok(())
}

/// `find_spec(fullname, path=None, target=None)`
fn find_arguments<'a>(vm: &Vm, args: Args<'a>) -> PyResult<[Option<Obj<'a>>; 3]> {
    const SIGNATURE: Signature<3> = Signature::new("find_spec", ["fullname", "path", "target"], 1);
    args.bind(vm, &SIGNATURE)
}

/// Asks every finder for a module: `_find_spec`.
pub(super) fn find_spec(vm: &Vm, name: Ptr<'_, Str>, path: Option<Obj<'_>>) -> PyResult<Option<Value>> {
    let finders = vm.sys_object("meta_path").filter(|finders| !finders.is_none());
    let Some(finders) = finders else {
        return Err(vm.import_error("sys.meta_path is None, Python is likely shutting down"));
    };
    let builtin_importer = vm.modules.builtin_importer.get();
    let path_finder = vm.modules.path_finder.get();
    let is = |finder: &Value, class: &Option<Ref<_>>| {
        class.as_ref().is_some_and(|class: &Ref<crate::objects::type_::Type>| finder.is(class.obj()))
    };
    for finder in vm.collect(finders.obj())? {
        let found = if is(&finder, &builtin_importer) {
            find_builtin(vm, Some(name.obj()))?
        } else if is(&finder, &path_finder) {
            find_in_path(vm, name, path)?
        } else {
            let Some(find) = vm.getattr_opt_str(finder.obj(), "find_spec")? else { continue };
            let path = path.unwrap_or(Obj::NONE);
            Some(vm.call_args(find.obj(), &[name.obj(), path, Obj::NONE])?).filter(|spec| !spec.is_none())
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Whether a module of this name is part of the VM.
fn find_builtin(vm: &Vm, name: Option<Obj<'_>>) -> PyResult<Option<Value>> {
    let Some(name) = name.and_then(|name| name.cast::<Str>()) else { return Ok(None) };
    let name = name.get().as_str();
    let is_known = matches!(&*name, "sys" | "builtins")
        || crate::modules::BUILTIN.iter().any(|module| module.name == name);
    if is_known { builtin_spec(vm, &name).map(Some) } else { Ok(None) }
}

/// What a folder has of a module.
enum Found {
    /// A file with the source, or with the compiled module if there is no source.
    Module(PathBuf),
    /// The folder of a package with the file that makes it.
    Package(PathBuf, PathBuf),
    /// A folder without such a file: a part of a namespace package.
    Portion(PathBuf),
}

/// What files of modules end with, in the order in which they are preferred.
const SUFFIXES: [&str; 2] = ["py", "pyc"];

fn find_in_folder(folder: &Path, name: &str) -> Option<Found> {
    let base = folder.join(name);
    let is_folder = base.is_dir();
    if is_folder {
        for suffix in SUFFIXES {
            let file = base.join(format!("__init__.{suffix}"));
            if file.is_file() {
                return Some(Found::Package(base, file));
            }
        }
    }
    for suffix in SUFFIXES {
        let file = folder.join(format!("{name}.{suffix}"));
        if file.is_file() {
            return Some(Found::Module(file));
        }
    }
    is_folder.then_some(Found::Portion(base))
}

/// Looks through `sys.path`, or the folders of a package: `PathFinder._get_spec`.
fn find_in_path(vm: &Vm, name: Ptr<'_, Str>, path: Option<Obj<'_>>) -> PyResult<Option<Value>> {
    let folders = match path {
        Some(path) => vm.collect(path)?,
        None => match vm.sys_object("path") {
            Some(path) => vm.collect(path.obj())?,
            None => return Ok(None),
        },
    };
    let full = vm.fs_encode(name)?;
    let full = full.to_string_lossy();
    let child = full.rsplit_once('.').map_or(&*full, |(_, child)| child);
    // No file has such a name.
    if child.is_empty() || child.contains(['\0', '/']) {
        return Ok(None);
    }
    let mut portions = Vec::new();
    for folder in &folders {
        let Some(folder) = folder.cast::<Str>() else { continue };
        let mut folder = PathBuf::from(vm.fs_encode(folder)?);
        if folder.is_relative() {
            let Ok(current) = std::env::current_dir() else { continue };
            folder = if folder.as_os_str().is_empty() { current } else { current.join(folder) };
        }
        match find_in_folder(&folder, child) {
            None => {}
            Some(Found::Portion(folder)) => portions.push(path_text(vm, &folder)?.into_value()),
            Some(Found::Module(file)) => return file_spec(vm, name, &file, None).map(Some),
            Some(Found::Package(folder, file)) => {
                let folders = List::new(vm, vec![path_text(vm, &folder)?.into_value()]);
                return file_spec(vm, name, &file, Some(folders.obj())).map(Some);
            }
        }
    }
    if portions.is_empty() {
        return Ok(None);
    }
    let folders = List::new(vm, portions);
    let loader = loaders::namespace_loader(vm)?;
    let spec = Spec {
        name: name.obj(),
        loader: loader.obj(),
        origin: Obj::NONE,
        loader_state: Obj::NONE,
        folders: folders.obj(),
        has_location: false,
    };
    spec.make(vm).map(Some)
}

fn path_text(vm: &Vm, path: &Path) -> PyResult<Ref<Str>> {
    vm.fs_decode(path.as_os_str())
}

/// The spec of a module in a file.
fn file_spec(vm: &Vm, name: Ptr<'_, Str>, file: &Path, folders: Option<Obj<'_>>) -> PyResult<Value> {
    let file = path_text(vm, file)?;
    let loader = loaders::source_file_loader(vm, name.obj(), file.obj())?;
    let spec = Spec {
        name: name.obj(),
        loader: loader.obj(),
        origin: file.obj(),
        loader_state: Obj::NONE,
        folders: folders.unwrap_or(Obj::NONE),
        has_location: true,
    };
    spec.make(vm)
}
