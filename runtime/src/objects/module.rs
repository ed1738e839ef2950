//! `module`

#![allow(unsafe_code, reason = "declares the layout of modules")]

use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::str_::Str;
use crate::objects::type_::{GetSetDef, Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{FieldOf, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// A module: `PyModuleObject`.
#[repr(C)]
pub struct Module {
    header: Header,
    /// `md_dict`
    dict: FieldOf<Dict>,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for Module {
    const NAME: &'static str = "module";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Module
    }
}

impl Module {
    /// A module with this name and nothing else in it: `PyModule_NewObject`.
    pub fn new(vm: &Vm, name: &str) -> PyResult<Ref<Module>> {
        let module = Self::allocate(vm, vm.types.module());
        module.fill(vm, vm.intern(name).obj(), Obj::NONE)?;
        Ok(module)
    }

    fn allocate(vm: &Vm, ty: &Type) -> Ref<Module> {
        vm.alloc(ty, Module { header: Header::new(ty), dict: FieldOf::new(Dict::new(vm)) })
    }

    /// The names every module has: `module_init_dict`.
    fn fill(&self, vm: &Vm, name: Obj<'_>, doc: Obj<'_>) -> PyResult<()> {
        let dict = self.dict();
        dict.set(vm, vm.names.__name__.obj(), name)?;
        dict.set(vm, vm.names.__doc__.obj(), doc)?;
        for name in [&vm.names.__package__, &vm.names.__loader__, &vm.names.__spec__] {
            dict.set(vm, name.obj(), Obj::NONE)?;
        }
        Ok(())
    }

    /// Its dict: `PyModule_GetDict`.
    pub fn dict(&self) -> Ref<Dict> {
        self.dict.get().expect("a module that can be reached has a dict")
    }

    /// Its dict, borrowed.
    ///
    /// # Safety
    ///
    /// The module lives, and is not cleared by the collector, while the result is used.
    #[inline(always)]
    pub(crate) unsafe fn dict_borrowed(&self) -> Ptr<'_, Dict> {
        // SAFETY: the contract; the field of a module that can be reached is not NULL.
        unsafe { self.dict.borrow().unwrap_unchecked() }
    }

    /// Sets one of its names.
    pub fn set(&self, vm: &Vm, name: &str, value: Obj<'_>) -> PyResult<()> {
        self.dict().set(vm, vm.intern(name).obj(), value)
    }

    /// Adds functions: `PyModule_AddFunctions`.
    pub(crate) fn add_functions(&self, vm: &Vm, functions: &'static [MethodDef]) -> PyResult<()> {
        let name = self.dict().get_str(vm, vm.names.__name__.ptr());
        for def in functions {
            let name = name.as_ref().map(Value::obj);
            let function =
                crate::objects::builtin_function::BuiltinFunction::new(vm, def, Some(self.ptr().obj()), name);
            self.set(vm, def.name, function.obj())?;
        }
        Ok(())
    }
}

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, Module>> {
    vm.expect::<Module>(object)
}

/// What the module's type has, then what its dict has, then what its `__getattr__` says.
fn getattro(vm: &Vm, object: Obj<'_>, name: Ptr<'_, Str>) -> PyResult<Value> {
    if let Some(found) = vm.generic_getattr_opt(object, name)? {
        return Ok(found);
    }
    let dict = this(vm, object)?.dict();
    if let Some(getattr) = dict.get_str(vm, vm.names.__getattr__.ptr()) {
        return vm.call_args(getattr.obj(), &[name.obj()]);
    }
    Err(crate::import::missing_attribute(vm, object, &dict, name))
}

/// `<module 'name' from 'file'>`, as `importlib._bootstrap._module_repr` has it.
fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let dict = this(vm, object)?.dict();
    let entry = |name: &Ref<Str>| dict.get_str(vm, name.ptr()).filter(|value| !value.is_none());
    let spec = entry(&vm.names.__spec__);
    if let Some(spec) = &spec {
        let name = vm.getattr_str(spec.obj(), "name")?;
        let name = vm.repr(name.obj())?;
        let origin = vm.getattr_opt_str(spec.obj(), "origin")?.filter(|origin| !origin.is_none());
        let has_location = match vm.getattr_opt_str(spec.obj(), "has_location")? {
            Some(value) => vm.is_true(value.obj())?,
            None => false,
        };
        let text = match origin {
            Some(origin) if has_location => {
                format!("<module {} from {}>", name.as_str(), vm.repr(origin.obj())?.as_str())
            }
            Some(origin) => format!("<module {} ({})>", name.as_str(), vm.str(origin.obj())?.as_str()),
            None => format!("<module {}>", name.as_str()),
        };
        return Ok(Str::new(vm, &text).into_value());
    }
    let name = match dict.get_str(vm, vm.names.__name__.ptr()) {
        Some(name) => vm.repr(name.obj())?,
        None => Str::new(vm, "'?'"),
    };
    let text = match (entry(&vm.names.__file__), entry(&vm.names.__loader__)) {
        (Some(file), _) => format!("<module {} from {}>", name.as_str(), vm.repr(file.obj())?.as_str()),
        (None, Some(loader)) => format!("<module {} ({})>", name.as_str(), vm.repr(loader.obj())?.as_str()),
        (None, None) => format!("<module {}>", name.as_str()),
    };
    Ok(Str::new(vm, &text).into_value())
}

/// `module`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "module",
    kind: Kind::Module,
    flags: flags::BASETYPE | flags::HAVE_GC,
    basicsize: size_of::<Module>(),
    dictoffset: std::mem::offset_of!(Module, dict) as isize,
    weakrefs: true,
    doc: Some("module(name, doc=None)\n--\n\nCreate a module object."),
    new: Some(|vm, ty, _| Ok(Module::allocate(vm, &ty).into_value())),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<Module>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            unsafe { object.cast::<Module>().as_ref() }.dict.visit(visit);
        }));
        slots.init.set(Some(|vm, object, args: Args<'_>| {
            const SIGNATURE: Signature<2> = Signature::new("module", ["name", "doc"], 1);
            let [name, doc] = args.bind(vm, &SIGNATURE)?;
            let name = name.unwrap_or(Obj::NONE);
            if name.cast::<Str>().is_none() {
                return Err(vm.type_error(format_args!(
                    "module() argument 'name' must be str, not {}",
                    name.ty().name()
                )));
            }
            this(vm, object)?.fill(vm, name, doc.unwrap_or(Obj::NONE))
        }));
        slots.getattro.set(Some(getattro));
        slots.repr.set(Some(repr));
    },
    methods: &[MethodDef::noargs("__dir__", |vm, object| {
        let dict = this(vm, object)?.dict();
        if let Some(dir) = dict.get_str(vm, vm.names.__dir__.ptr()) {
            return vm.call_args(dir.obj(), &[]);
        }
        Ok(List::new(vm, dict.keys_vec()).into_value())
    })],
    getset: &[
        GetSetDef::member("__dict__", |vm, object| Ok(this(vm, object)?.dict().into_value())),
        GetSetDef::new("__annotations__", |vm, object| {
            let dict = this(vm, object)?.dict();
            if let Some(found) = dict.get_str(vm, vm.names.__annotations__.ptr()) {
                return Ok(found);
            }
            let annotations = match dict.get_str(vm, vm.names.__annotate__.ptr()) {
                Some(annotate) if vm.is_callable(annotate.obj()) => {
                    let one = vm.int(1);
                    vm.call_args(annotate.obj(), &[one.obj()])?
                }
                _ => Dict::new(vm).into_value(),
            };
            dict.set(vm, vm.names.__annotations__.obj(), annotations.obj())?;
            Ok(annotations)
        })
        .set(|vm, object, value| {
            let dict = this(vm, object)?.dict();
            match value {
                Some(value) => dict.set(vm, vm.names.__annotations__.obj(), value),
                None => match dict.remove(vm, vm.names.__annotations__.obj())? {
                    Some(_) => Ok(()),
                    None => Err(vm.attribute_error("__annotations__")),
                },
            }
        }),
        GetSetDef::new("__annotate__", |vm, object| {
            let dict = this(vm, object)?.dict();
            Ok(dict.get_str(vm, vm.names.__annotate__.ptr()).unwrap_or_else(Value::none))
        })
        .set(|vm, object, value| {
            let Some(value) = value else {
                return Err(vm.type_error("cannot delete __annotate__ attribute"));
            };
            if !value.is_none() && !vm.is_callable(value) {
                return Err(vm.type_error("__annotate__ must be callable or None"));
            }
            let dict = this(vm, object)?.dict();
            dict.set(vm, vm.names.__annotate__.obj(), value)?;
            if !value.is_none() {
                dict.remove(vm, vm.names.__annotations__.obj())?;
            }
            Ok(())
        }),
    ],
    ..TypeSpec::DEFAULT
};
