//! `ModuleSpec`: what is known of a module before it is made.

use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::modules::native::{self, ClassDef};
use crate::objects::list::List;
use crate::objects::module::Module;
use crate::objects::str_::Str;
use crate::objects::type_::{GetSetDef, MethodDef};
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

const DEF: ClassDef = ClassDef {
    name: "_frozen_importlib.ModuleSpec",
    doc: Some("The specification for a module, used for loading."),
    methods: {
        static METHODS: [MethodDef; 3] = [
            MethodDef::keywords("__init__", |vm, this, args| init(vm, this, args).map(|()| Value::none())),
            MethodDef::noargs("__repr__", repr),
            MethodDef::o("__eq__", equal),
        ];
        &METHODS
    },
    getset: {
        static GETSET: [GetSetDef; 3] = [
            GetSetDef::new("cached", cached).set(|vm, this, value| vm.setattr_str(this, "_cached", value)),
            GetSetDef::new("has_location", |vm, this| vm.getattr_str(this, "_set_fileattr")).set(
                |vm, this, value| {
                    let value = value.map_or(Ok(false), |value| vm.is_true(value))?;
                    vm.setattr_str(this, "_set_fileattr", Some(Obj::bool(value)))
                },
            ),
            GetSetDef::new("parent", parent),
        ];
        &GETSET
    },
    slots: false,
};

pub(super) fn install(vm: &Vm) -> PyResult<()> {
    let class = DEF.make(vm, &[vm.types.object()])?;
    vm.modules.module_spec.set(Some(class));
    Ok(())
}

/// What a spec is made of.
pub(super) struct Spec<'a> {
    pub(super) name: Obj<'a>,
    pub(super) loader: Obj<'a>,
    pub(super) origin: Obj<'a>,
    pub(super) loader_state: Obj<'a>,
    /// The folders of a package, or `None`.
    pub(super) folders: Obj<'a>,
    /// Whether the origin is a file.
    pub(super) has_location: bool,
}

impl Spec<'_> {
    fn attributes(&self) -> [(&'static str, Obj<'_>); 6] {
        [
            ("name", self.name),
            ("loader", self.loader),
            ("origin", self.origin),
            ("loader_state", self.loader_state),
            ("submodule_search_locations", self.folders),
            ("_set_fileattr", Obj::bool(self.has_location)),
        ]
    }

    fn fill(&self, vm: &Vm, object: Obj<'_>) -> PyResult<()> {
        for (name, value) in self.attributes() {
            vm.setattr_str(object, name, Some(value))?;
        }
        let submodules = List::new(vm, Vec::new());
        vm.setattr_str(object, "_uninitialized_submodules", Some(submodules.obj()))?;
        vm.setattr_str(object, "_cached", Some(Obj::NONE))
    }

    /// A `ModuleSpec`.
    pub(super) fn make(&self, vm: &Vm) -> PyResult<Value> {
        let Some(class) = vm.modules.module_spec.get() else {
            return Err(vm.runtime_error("no import system"));
        };
        let spec = native::instance(vm, &class, &[])?;
        self.fill(vm, spec.obj())?;
        Ok(spec)
    }
}

/// `ModuleSpec(name, loader, *, origin=None, loader_state=None, is_package=None)`
fn init(vm: &Vm, this: Obj<'_>, args: Args<'_>) -> PyResult<()> {
    const SIGNATURE: Signature<5> =
        Signature::new("ModuleSpec", ["name", "loader", "origin", "loader_state", "is_package"], 2)
            .keyword_only_after(2);
    let [name, loader, origin, loader_state, is_package] =
        args.bind(vm, &SIGNATURE)?.map(|arg| arg.unwrap_or(Obj::NONE));
    let folders = match vm.is_true(is_package)? {
        true => List::new(vm, Vec::new()).into_value(),
        false => Value::none(),
    };
    let spec = Spec { name, loader, origin, loader_state, folders: folders.obj(), has_location: false };
    spec.fill(vm, this)
}

fn repr(vm: &Vm, this: Obj<'_>) -> PyResult<Value> {
    let mut parts = Vec::new();
    for (attribute, always) in
        [("name", true), ("loader", true), ("origin", false), ("submodule_search_locations", false)]
    {
        let value = vm.getattr_str(this, attribute)?;
        if always || !value.is_none() {
            parts.push(format!("{attribute}={}", vm.repr(value.obj())?.as_str()));
        }
    }
    Ok(vm.text(format_args!("{}({})", this.ty().short_name(), parts.join(", "))).into_value())
}

fn equal(vm: &Vm, this: Obj<'_>, other: Obj<'_>) -> PyResult<Value> {
    for name in ["name", "loader", "origin", "submodule_search_locations", "cached", "has_location"] {
        let own = vm.getattr_str(this, name)?;
        let Some(others) = vm.getattr_opt_str(other, name)? else { return Ok(Value::not_implemented()) };
        if !vm.equal(own.obj(), others.obj())? {
            return Ok(Value::bool(false));
        }
    }
    Ok(Value::bool(true))
}

fn parent(vm: &Vm, this: Obj<'_>) -> PyResult<Value> {
    let name = vm.getattr_str(this, "name")?;
    if !vm.getattr_str(this, "submodule_search_locations")?.is_none() {
        return Ok(name);
    }
    let name = vm.str(name.obj())?;
    let parent = name.as_str().rsplit_once('.').map_or("", |(parent, _)| parent).to_owned();
    Ok(vm.intern(&parent).into_value())
}

/// Where the compiled module would lie: beside its source, in `__pycache__`.
fn cached(vm: &Vm, this: Obj<'_>) -> PyResult<Value> {
    let cached = vm.getattr_str(this, "_cached")?;
    let origin = vm.getattr_str(this, "origin")?;
    let has_location = vm.getattr_str(this, "_set_fileattr")?;
    let Some(origin) = origin.cast::<Str>() else { return Ok(cached) };
    if !cached.is_none() || !vm.is_true(has_location.obj())? {
        return Ok(cached);
    }
    let origin = origin.get().as_str();
    let (folder, file) = origin.rsplit_once('/').map_or(("", &*origin), |(folder, file)| (folder, file));
    let cached = match file.strip_suffix(".py") {
        Some(stem) if folder.is_empty() => format!("__pycache__/{stem}.cpython-314.pyc"),
        Some(stem) => format!("{folder}/__pycache__/{stem}.cpython-314.pyc"),
        None => origin.clone().into_owned(),
    };
    let cached = vm.text(cached).into_value();
    vm.setattr_str(this, "_cached", Some(cached.obj()))?;
    Ok(cached)
}

/// The spec of a module that is part of the VM.
pub(crate) fn builtin_spec(vm: &Vm, name: &str) -> PyResult<Value> {
    let importer = match vm.modules.builtin_importer.get() {
        Some(importer) => importer.into_value(),
        None => Value::none(),
    };
    let (name, origin) = (vm.intern(name), vm.intern("built-in"));
    let spec = Spec {
        name: name.obj(),
        loader: importer.obj(),
        origin: origin.obj(),
        loader_state: Obj::NONE,
        folders: Obj::NONE,
        has_location: false,
    };
    spec.make(vm)
}

/// Says of a module that it is part of the VM.
pub(crate) fn describe_builtin(vm: &Vm, module: Ptr<'_, Module>, name: &str) -> PyResult<()> {
    let spec = builtin_spec(vm, name)?;
    let loader = vm.getattr_str(spec.obj(), "loader")?;
    let dict = module.get().dict();
    dict.set(vm, vm.names.__package__.obj(), vm.strings.empty().obj())?;
    dict.set(vm, vm.names.__loader__.obj(), loader.obj())?;
    dict.set(vm, vm.names.__spec__.obj(), spec.obj())
}
