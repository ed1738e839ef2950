//! How modules are made: the classes that `__loader__` names, and what `import` does with a spec.

use crate::args::{Args, Signature};
use crate::compile::{CompileOptions, Mode, Source};
use crate::errors::PyResult;
use crate::modules::native::{self, ClassDef};
use crate::objects::bytes::Bytes;
use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::module::Module;
use crate::objects::str_::{Str, codec};
use crate::objects::type_::MethodDef;
use crate::value::{Obj, Ptr, Ref, Value};
use crate::vm::Vm;

const SOURCE_FILE_LOADER: ClassDef = ClassDef {
    name: "_frozen_importlib_external.SourceFileLoader",
    doc: Some("Concrete implementation of SourceLoader using the file system."),
    methods: {
        static METHODS: [MethodDef; 8] = [
            MethodDef::keywords("__init__", |vm, this, args| {
                const SIGNATURE: Signature<2> = Signature::new("__init__", ["fullname", "path"], 2);
                let [name, path] = args.bind(vm, &SIGNATURE)?;
                vm.setattr_str(this, "name", name)?;
                vm.setattr_str(this, "path", path)?;
                Ok(Value::none())
            }),
            MethodDef::o("create_module", |_, _, _| Ok(Value::none())),
            MethodDef::o("exec_module", |vm, this, module| {
                let path = vm.getattr_str(this, "path")?;
                exec_file(vm, path.obj(), module).map(|()| Value::none())
            }),
            MethodDef::o("get_code", |vm, this, _| {
                let path = vm.getattr_str(this, "path")?;
                Ok(code_of_file(vm, vm.expect::<Str>(path.obj())?)?.into_value())
            }),
            MethodDef::o("get_data", |vm, _, path| {
                let data = read(vm, vm.expect::<Str>(path)?)?;
                Ok(Bytes::from_vec(vm, data).into_value())
            }),
            MethodDef::fast("get_filename", |vm, this, _: Args<'_>| vm.getattr_str(this, "path")),
            MethodDef::o("get_source", |vm, this, _| {
                let path = vm.getattr_str(this, "path")?;
                let data = read(vm, vm.expect::<Str>(path.obj())?)?;
                Ok(codec::decode(vm, &data, "utf-8", "strict")?.into_value())
            }),
            MethodDef::o("is_package", |vm, this, _| {
                let path = vm.getattr_str(this, "path")?;
                let path = vm.str(path.obj())?;
                let path = path.as_str();
                let file = path.rsplit_once('/').map_or(&*path, |(_, file)| file);
                Ok(Value::bool(file.starts_with("__init__.")))
            }),
        ];
        &METHODS
    },
    ..ClassDef::DEFAULT
};

const NAMESPACE_LOADER: ClassDef = ClassDef {
    name: "_frozen_importlib_external.NamespaceLoader",
    doc: Some("Makes packages that are nothing but folders."),
    methods: {
        static METHODS: [MethodDef; 3] = [
            MethodDef::o("create_module", |_, _, _| Ok(Value::none())),
            MethodDef::o("exec_module", |_, _, _| Ok(Value::none())),
            MethodDef::o("is_package", |_, _, _| Ok(Value::bool(true))),
        ];
        &METHODS
    },
    ..ClassDef::DEFAULT
};

pub(super) fn install(vm: &Vm) -> PyResult<()> {
    let object = [vm.types.object()];
    vm.modules.source_file_loader.set(Some(SOURCE_FILE_LOADER.make(vm, &object)?));
    vm.modules.namespace_loader.set(Some(NAMESPACE_LOADER.make(vm, &object)?));
    Ok(())
}

/// The loader of a module in a file.
pub(super) fn source_file_loader(vm: &Vm, name: Obj<'_>, path: Obj<'_>) -> PyResult<Value> {
    match vm.modules.source_file_loader.get() {
        Some(class) => native::instance(vm, &class, &[("name", name), ("path", path)]),
        None => Err(vm.runtime_error("no import system")),
    }
}

/// The loader of a package that is nothing but folders.
pub(super) fn namespace_loader(vm: &Vm) -> PyResult<Value> {
    match vm.modules.namespace_loader.get() {
        Some(class) => native::instance(vm, &class, &[]),
        None => Err(vm.runtime_error("no import system")),
    }
}

fn is_instance(object: Obj<'_>, class: &crate::value::FieldOf<crate::objects::type_::Type>) -> bool {
    class.get().is_some_and(|class| object.ty().is(&class))
}

/// Makes the module that a spec describes: `_load_unlocked`.
pub(super) fn load(vm: &Vm, spec: Obj<'_>, package: Option<Obj<'_>>) -> PyResult<Value> {
    let loader = vm.getattr_str(spec, "loader")?;
    let name = vm.getattr_str(spec, "name")?;
    let module = module_from_spec(vm, spec, loader.obj())?;
    let modules = vm.module_dict()?;
    vm.setattr_str(spec, "_initializing", Some(Obj::TRUE))?;
    modules.set(vm, name.obj(), module.obj())?;
    let pending = note_submodule(vm, package, name.obj())?;
    let result = exec(vm, loader.obj(), module.obj());
    // The exception of a module that failed waits.
    let failed = result.err().map(|raised| vm.catch(raised));
    if let Some(pending) = pending {
        pending.pop();
    }
    let found = modules.remove(vm, name.obj())?;
    vm.setattr_str(spec, "_initializing", Some(Obj::FALSE))?;
    if let Some(exception) = failed {
        return Err(vm.restore_exception(exception.into_value()));
    }
    // The module may have put something else in its place.
    let Some(found) = found else { return Err(vm.key_error(name.obj())) };
    modules.set(vm, name.obj(), found.obj())?;
    Ok(found)
}

/// Notes in the spec of a package that one of its modules is being made; answers with the list it was noted in.
fn note_submodule(vm: &Vm, package: Option<Obj<'_>>, name: Obj<'_>) -> PyResult<Option<Ref<List>>> {
    let Some(package) = package else { return Ok(None) };
    let Some(spec) = vm.getattr_opt(package, vm.names.__spec__.ptr())?.filter(|spec| !spec.is_none()) else {
        return Ok(None);
    };
    let list = vm.getattr_opt_str(spec.obj(), "_uninitialized_submodules")?;
    let Some(list) = list.and_then(|list| Ref::<List>::try_from_value(list).ok()) else { return Ok(None) };
    let name = vm.str(name)?;
    let child = name.as_str().rsplit_once('.').map_or_else(String::new, |(_, child)| child.to_owned());
    list.push(vm, vm.intern(&child).into_value())?;
    Ok(Some(list))
}

/// A new module with the attributes that its spec says: `module_from_spec`.
fn module_from_spec(vm: &Vm, spec: Obj<'_>, loader: Obj<'_>) -> PyResult<Value> {
    let name = vm.getattr_str(spec, "name")?;
    let own = is_instance(loader, &vm.modules.source_file_loader)
        || is_instance(loader, &vm.modules.namespace_loader);
    let created = match vm.getattr_opt_str(loader, "create_module")? {
        _ if own => None,
        Some(create) => Some(vm.call_args(create.obj(), &[spec])?).filter(|module| !module.is_none()),
        None => None,
    };
    let module = match created {
        Some(module) => module,
        None => Module::new(vm, &vm.str(name.obj())?.as_str())?.into_value(),
    };
    let set = |attribute: &str, value: Obj<'_>| {
        let result = vm.setattr_str(module.obj(), attribute, Some(value));
        vm.suppress(result, vm.types.attribute_error()).map(drop)
    };
    set("__name__", name.obj())?;
    set("__loader__", loader)?;
    set("__package__", vm.getattr_str(spec, "parent")?.obj())?;
    set("__spec__", spec)?;
    let folders = vm.getattr_str(spec, "submodule_search_locations")?;
    let is_namespace = is_instance(loader, &vm.modules.namespace_loader);
    if is_namespace {
        set("__file__", Obj::NONE)?;
    }
    if !folders.is_none() {
        set("__path__", folders.obj())?;
    }
    let has_location = vm.getattr_str(spec, "has_location")?;
    if vm.is_true(has_location.obj())? {
        set("__file__", vm.getattr_str(spec, "origin")?.obj())?;
        let cached = vm.getattr_str(spec, "cached")?;
        if !cached.is_none() {
            set("__cached__", cached.obj())?;
        }
    }
    Ok(module)
}

/// Runs what makes a module.
fn exec(vm: &Vm, loader: Obj<'_>, module: Obj<'_>) -> PyResult<()> {
    if is_instance(loader, &vm.modules.source_file_loader) {
        let path = vm.getattr_str(loader, "path")?;
        return exec_file(vm, path.obj(), module);
    }
    if loader.is_none() || is_instance(loader, &vm.modules.namespace_loader) {
        return Ok(());
    }
    vm.call_method_str(loader, "exec_module", &[module]).map(drop)
}

fn read(vm: &Vm, path: Ptr<'_, Str>) -> PyResult<Vec<u8>> {
    let file = vm.fs_encode(path)?;
    std::fs::read(file).map_err(|error| vm.io_error(&error, Some(path.obj())))
}

/// The code object of a file with source, or with a compiled module.
fn code_of_file(vm: &Vm, path: Ptr<'_, Str>) -> PyResult<Ref<Code>> {
    let bytes = read(vm, path)?;
    let name = path.get().as_str();
    if name.ends_with(".pyc") {
        return match casewright_code::pyc::read(&bytes) {
            Ok(pyc) => Code::from_data(vm, &pyc.code),
            Err(error) => Err(vm.import_error(format_args!("{name}: {error}"))),
        };
    }
    let options = CompileOptions { optimize: vm.modules.optimize.get(), ..CompileOptions::default() };
    vm.compile(Source::Bytes(&bytes), &name, Mode::Exec, options)
}

/// Runs a file in a module.
fn exec_file(vm: &Vm, path: Obj<'_>, module: Obj<'_>) -> PyResult<()> {
    let code = code_of_file(vm, vm.expect::<Str>(path)?)?;
    let dict = vm.getattr(module, vm.names.__dict__.ptr())?;
    run_source_module(vm, code.ptr(), vm.expect::<Dict>(dict.obj())?)
}

/// Runs the code of a module in its namespace, which gets the built-in functions.
pub(crate) fn run_source_module(vm: &Vm, code: Ptr<'_, Code>, globals: Ptr<'_, Dict>) -> PyResult<()> {
    if globals.get().get_str(vm, vm.names.__builtins__.ptr()).is_none()
        && let Some(builtins) = vm.builtins.get()
    {
        globals.get().set(vm, vm.names.__builtins__.obj(), builtins.obj())?;
    }
    vm.run_code(code, globals, None, None).map(drop)
}

/// `BuiltinImporter.create_module(spec)`
pub(super) fn create_builtin(vm: &Vm, spec: Obj<'_>) -> PyResult<Value> {
    let name = vm.getattr_str(spec, "name")?;
    let name = vm.str(name.obj())?;
    Ok(Module::new(vm, &name.as_str())?.into_value())
}

/// `BuiltinImporter.exec_module(module)`
pub(super) fn fill_builtin(vm: &Vm, module: Obj<'_>) -> PyResult<()> {
    let name = vm.getattr(module, vm.names.__name__.ptr())?;
    let name = vm.str(name.obj())?;
    // `sys` and `builtins` exist once: what was taken out of `sys.modules` comes back as a module with the same names.
    let again = match &*name.as_str() {
        "sys" => vm.modules.sys.get(),
        "builtins" => vm.builtins.get(),
        _ => None,
    };
    let module = vm.expect::<Module>(module)?;
    if let Some(dict) = again {
        return module.get().dict().merge(vm, dict.obj(), crate::objects::dict::Existing::Replace);
    }
    match crate::modules::BUILTIN.iter().find(|builtin| name.equals_str(builtin.name)) {
        Some(builtin) => (builtin.fill)(vm, module),
        None => {
            Err(vm.import_error(format_args!("{} is not a built-in module", vm.repr(name.obj())?.as_str())))
        }
    }
}
