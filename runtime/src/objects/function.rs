//! Functions written in Python: `function`.

#![allow(unsafe_code, reason = "declares the layout of functions")]

use std::cell::Cell as StdCell;

use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::cell::Cell;
use crate::objects::dict::Dict;
use crate::objects::method::Method;
use crate::objects::module::Module;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{GetSetDef, Kind, Type, TypeSpec, flags};
use crate::value::{Field, FieldOf, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// A function: `PyFunctionObject`.
#[repr(C)]
pub struct Function {
    header: Header,
    /// `func_version`: [`Function::VERSION_UNSET`], [`Function::VERSION_CLEARED`] or what specialised code compares.
    version: StdCell<u32>,
    /// `func_code`
    pub(crate) code: Field,
    /// `func_globals`
    pub(crate) globals: FieldOf<Dict>,
    /// `func_builtins`: what is found when the globals do not have a name.
    pub(crate) builtins: Field,
    /// `func_closure`
    pub(crate) closure: FieldOf<Tuple>,
    /// `func_defaults`: a tuple, see [`default_values`](Self::default_values).
    pub(crate) defaults: Field,
    /// `func_kwdefaults`: a dict, see [`default_keywords`](Self::default_keywords).
    pub(crate) kwdefaults: Field,
    /// `func_name`
    pub(crate) name: FieldOf<Str>,
    /// `func_qualname`
    pub(crate) qualname: FieldOf<Str>,
    /// `func_doc`
    pub(crate) doc: Field,
    /// `func_module`
    pub(crate) module: Field,
    /// `func_annotations`
    pub(crate) annotations: Field,
    /// `func_annotate`
    pub(crate) annotate: Field,
    /// `func_typeparams`
    pub(crate) type_params: Field,
    /// `func_dict`
    dict: FieldOf<Dict>,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for Function {
    const NAME: &'static str = "function";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Function
    }
}

/// The versions that functions get.
pub(crate) struct FunctionVersions {
    next: StdCell<u32>,
}

impl FunctionVersions {
    /// None given yet.
    pub(crate) const fn new() -> Self {
        Self { next: StdCell::new(Function::VERSION_FIRST) }
    }

    /// A version that no function and no code object has had; 0 if all are used up.
    pub(crate) fn take(&self) -> u32 {
        let version = self.next.get();
        if version != 0 {
            self.next.set(version.wrapping_add(1));
        }
        version
    }
}

impl Function {
    /// The values of positional parameters that have one. `SET_FUNCTION_ATTRIBUTE` does not look what it sets, and the
    /// verifier does not know what a variable holds: what is no tuple does not count.
    pub(crate) fn default_values(&self) -> Option<Ref<Tuple>> {
        Ref::try_from_value(self.defaults.get()?).ok()
    }

    /// The values of keyword-only parameters that have one. What is no dict does not count, as for
    /// [`default_values`](Self::default_values).
    pub(crate) fn default_keywords(&self) -> Option<Ref<Dict>> {
        Ref::try_from_value(self.kwdefaults.get()?).ok()
    }

    /// `FUNC_VERSION_UNSET`: none asked for yet.
    pub(crate) const VERSION_UNSET: u32 = 0;
    /// `FUNC_VERSION_CLEARED`: the function was changed, and is not worth to be specialised for.
    pub(crate) const VERSION_CLEARED: u32 = 1;
    /// `FUNC_VERSION_FIRST_VALID`
    pub(crate) const VERSION_FIRST: u32 = 2;

    /// A function of this code: `PyFunction_New`. Its names and its doc string are given by who knows the code.
    pub(crate) fn new(
        vm: &Vm,
        code: Obj<'_>,
        globals: Ptr<'_, Dict>,
        name: Ref<Str>,
        qualname: Ref<Str>,
        doc: Value,
    ) -> Ref<Function> {
        let ty = vm.types.function();
        let module = globals.get().get_str(vm, vm.names.__name__.ptr());
        let function = Function {
            header: Header::new(ty),
            version: StdCell::new(Self::VERSION_UNSET),
            code: Field::new(code.to_owned()),
            globals: FieldOf::new(globals.to_ref()),
            builtins: Field::from_option(vm.builtins_of(globals)),
            closure: FieldOf::NULL,
            defaults: Field::NULL,
            kwdefaults: Field::NULL,
            name: FieldOf::new(name),
            qualname: FieldOf::new(qualname),
            doc: Field::new(doc),
            module: Field::from_option(module),
            annotations: Field::NULL,
            annotate: Field::NULL,
            type_params: Field::NULL,
            dict: FieldOf::NULL,
        };
        vm.alloc(ty, function)
    }

    /// `func_version`
    #[inline(always)]
    pub(crate) fn func_version(&self) -> u32 {
        self.version.get()
    }

    /// Gives it the version of its code object, which all functions share that are made of it:
    /// `_PyFunction_SetVersion`.
    #[inline(always)]
    pub(crate) fn set_version(&self, version: u32) {
        self.version.set(version);
    }

    /// The version to specialise for; 0 if the function is not worth it: `_PyFunction_GetVersionForCurrentState`.
    pub(crate) fn version_for_current_state(&self, vm: &Vm) -> u32 {
        match self.version.get() {
            Self::VERSION_UNSET => {
                let version = vm.function_versions.take();
                self.version.set(version);
                version
            }
            Self::VERSION_CLEARED => 0,
            version => version,
        }
    }

    /// Says that what specialised code relies on has changed: `_PyFunction_ClearVersion`.
    pub(crate) fn clear_version(&self) {
        if self.version.get() != Self::VERSION_UNSET {
            self.version.set(Self::VERSION_CLEARED);
        }
    }
}

impl Vm {
    /// The builtins that code with these globals sees: `_PyDict_LoadBuiltinsFromGlobals`.
    pub(crate) fn builtins_of(&self, globals: Ptr<'_, Dict>) -> Option<Value> {
        match globals.get().get_str(self, self.names.__builtins__.ptr()) {
            Some(found) => match found.cast::<Module>() {
                Some(module) => Some(module.get().dict().into_value()),
                None => Some(found),
            },
            None => self.builtins.get().map(Ref::into_value),
        }
    }
}

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, Function>> {
    vm.expect::<Function>(object)
}

/// An argument that may be `None`, of a layout.
fn optional<'a, T: Layout>(vm: &Vm, value: Option<Obj<'a>>, message: &str) -> PyResult<Option<Ref<T>>> {
    match value.filter(|value| !value.is_none()) {
        None => Ok(None),
        Some(value) => match value.cast::<T>() {
            Some(value) => Ok(Some(value.to_ref())),
            None => Err(vm.type_error(message)),
        },
    }
}

/// How many free variables a code object has.
fn free_variables(vm: &Vm, code: Obj<'_>) -> PyResult<usize> {
    let names = vm.getattr_str(code, "co_freevars")?;
    vm.len(names.obj())
}

/// `types.FunctionType(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)`
fn new(vm: &Vm, _: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<6> =
        Signature::new("function", ["code", "globals", "name", "argdefs", "closure", "kwdefaults"], 2);
    let [code, globals, name, defaults, closure, kwdefaults] = args.bind(vm, &SIGNATURE)?;
    let (code, globals) = (code.unwrap_or(Obj::NONE), globals.unwrap_or(Obj::NONE));
    if code.ty().kind() != Kind::Code {
        return Err(
            vm.type_error(format_args!("function() argument 'code' must be code, not {}", code.ty().name()))
        );
    }
    let Some(globals) = globals.cast::<Dict>() else {
        return Err(vm.type_error(format_args!(
            "function() argument 'globals' must be dict, not {}",
            globals.ty().name()
        )));
    };
    let name = optional::<Str>(vm, name, "arg 3 (name) must be None or string")?;
    let defaults = optional::<Tuple>(vm, defaults, "arg 4 (defaults) must be None or tuple")?;
    let free = free_variables(vm, code)?;
    let missing = free > 0 && closure.is_none_or(Obj::is_none);
    let message =
        if missing { "arg 5 (closure) must be tuple" } else { "arg 5 (closure) must be None or tuple" };
    let closure = optional::<Tuple>(vm, closure, message)?;
    if missing {
        return Err(vm.type_error(message));
    }
    let kwdefaults = optional::<Dict>(vm, kwdefaults, "arg 6 (kwdefaults) must be None or dict")?;
    let cells = closure.as_ref().map_or(&[][..], |closure| closure.as_slice());
    let code_name = vm.getattr_str(code, "co_name")?;
    let code_name = vm.expect::<Str>(code_name.obj())?.to_ref();
    if cells.len() != free {
        return Err(vm.value_error(format_args!(
            "{} requires closure of length {free}, not {}",
            code_name.as_str(),
            cells.len()
        )));
    }
    for cell in cells {
        if cell.cast::<Cell>().is_none() {
            return Err(
                vm.type_error(format_args!("arg 5 (closure) expected cell, found {}", cell.ty().name()))
            );
        }
    }
    let qualname = vm.getattr_str(code, "co_qualname")?;
    let qualname = vm.expect::<Str>(qualname.obj())?.to_ref();
    let doc = vm.code_doc(code)?;
    let function = Function::new(vm, code, globals, name.unwrap_or(code_name), qualname, doc);
    function.defaults.set(defaults.map(Ref::into_value));
    function.closure.set(closure);
    function.kwdefaults.set(kwdefaults.map(Ref::into_value));
    Ok(function.into_value())
}

impl Vm {
    /// The doc string that the constants of a code object begin with, if it has one.
    fn code_doc(&self, code: Obj<'_>) -> PyResult<Value> {
        const CO_HAS_DOCSTRING: isize = 0x400_0000;
        let flags = self.getattr_str(code, "co_flags")?;
        if self.index_isize(flags.obj(), None)? & CO_HAS_DOCSTRING == 0 {
            return Ok(Value::none());
        }
        let constants = self.getattr_str(code, "co_consts")?;
        Ok(constants
            .cast::<Tuple>()
            .and_then(|all| all.get().as_slice().first().cloned())
            .unwrap_or_else(Value::none))
    }
}

/// `None` for NULL.
fn or_none(value: Option<Value>) -> PyResult<Value> {
    Ok(value.unwrap_or_else(Value::none))
}

fn set_code(vm: &Vm, object: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    let this = this(vm, object)?;
    let Some(code) = value.filter(|value| value.ty().kind() == Kind::Code) else {
        return Err(vm.type_error("__code__ must be set to a code object"));
    };
    let free = free_variables(vm, code)?;
    let cells = this.closure.get().map_or(0, |closure| closure.len());
    if free != cells {
        let name = this.name.get().map_or_else(String::new, |name| name.as_str().into_owned());
        return Err(vm.value_error(format_args!(
            "{name}() requires a code object with {cells} free vars, not {free}"
        )));
    }
    this.clear_version();
    this.code.set(Some(code.to_owned()));
    Ok(())
}

fn set_text(vm: &Vm, value: Option<Obj<'_>>, name: &str) -> PyResult<Ref<Str>> {
    match value.and_then(|value| value.cast::<Str>()) {
        Some(text) => Ok(text.to_ref()),
        None => Err(vm.type_error(format_args!("{name} must be set to a string object"))),
    }
}

fn get_annotations(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    if let Some(found) = this.annotations.get() {
        return Ok(found);
    }
    let annotations = match this.annotate.get() {
        Some(annotate) if vm.is_callable(annotate.obj()) => {
            let one = vm.int(1);
            let result = vm.call_args(annotate.obj(), &[one.obj()])?;
            if result.cast::<Dict>().is_none() {
                return Err(vm.type_error(format_args!(
                    "__annotate__ returned non-dict of type '{}'",
                    result.ty().name()
                )));
            }
            result
        }
        _ => Dict::new(vm).into_value(),
    };
    this.annotations.set(Some(annotations.clone()));
    Ok(annotations)
}

/// `function`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "function",
    kind: Kind::Function,
    flags: flags::HAVE_GC | flags::METHOD_DESCRIPTOR | flags::HAVE_VECTORCALL,
    basicsize: size_of::<Function>(),
    dictoffset: std::mem::offset_of!(Function, dict) as isize,
    weakrefs: true,
    doc: Some(
        "function(code, globals, name=None, argdefs=None, closure=None,\n         \
         kwdefaults=None)\n--\n\nCreate a function object.",
    ),
    new: Some(new),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<Function>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            let this = unsafe { object.cast::<Function>().as_ref() };
            this.globals.visit(visit);
            this.closure.visit(visit);
            this.defaults.visit(visit);
            this.kwdefaults.visit(visit);
            this.dict.visit(visit);
            for field in [
                &this.code,
                &this.builtins,
                &this.doc,
                &this.module,
                &this.annotations,
                &this.annotate,
                &this.type_params,
            ] {
                field.visit(visit);
            }
        }));
        slots.clear.set(Some(|_, object| {
            // Code, globals and names stay: a function that still runs needs them, and no cycle consists of them alone.
            let Some(this) = object.cast::<Function>() else { return };
            this.clear_version();
            drop((this.closure.take(), this.defaults.take(), this.kwdefaults.take(), this.dict.take()));
            drop((this.doc.take(), this.module.take(), this.annotations.take(), this.annotate.take()));
            drop((this.type_params.take(), this.builtins.take()));
        }));
        slots.call.set(Some(|vm, object, args| (vm.hooks.call_function.get())(vm, object, args)));
        slots.repr.set(Some(|vm, object| {
            let this = this(vm, object)?;
            let qualname = this.qualname.get().map_or_else(String::new, |name| name.as_str().into_owned());
            Ok(Str::new(vm, &format!("<function {qualname} at {:#x}>", object.word())).into_value())
        }));
        slots.descr_get.set(Some(|vm, object, instance, _| match instance {
            None => Ok(object.to_owned()),
            Some(instance) if instance.is_none() => Ok(object.to_owned()),
            Some(instance) => Ok(Method::new(vm, object, instance).into_value()),
        }));
    },
    getset: &[
        GetSetDef::member("__closure__", |vm, object| {
            or_none(this(vm, object)?.closure.get().map(Ref::into_value))
        }),
        GetSetDef::member("__doc__", |vm, object| or_none(this(vm, object)?.doc.get())).set(
            |vm, object, value| {
                this(vm, object)?.doc.set(value.map(Obj::to_owned));
                Ok(())
            },
        ),
        GetSetDef::member("__globals__", |vm, object| {
            or_none(this(vm, object)?.globals.get().map(Ref::into_value))
        }),
        GetSetDef::member("__module__", |vm, object| or_none(this(vm, object)?.module.get())).set(
            |vm, object, value| {
                this(vm, object)?.module.set(value.map(Obj::to_owned));
                Ok(())
            },
        ),
        GetSetDef::member("__builtins__", |vm, object| or_none(this(vm, object)?.builtins.get())),
        GetSetDef::new("__code__", |vm, object| or_none(this(vm, object)?.code.get())).set(set_code),
        GetSetDef::new("__defaults__", |vm, object| {
            or_none(this(vm, object)?.default_values().map(Ref::into_value))
        })
        .set(|vm, object, value| {
            let this = this(vm, object)?;
            let defaults = optional::<Tuple>(vm, value, "__defaults__ must be set to a tuple object")?;
            this.clear_version();
            this.defaults.set(defaults.map(Ref::into_value));
            Ok(())
        }),
        GetSetDef::new("__kwdefaults__", |vm, object| {
            or_none(this(vm, object)?.default_keywords().map(Ref::into_value))
        })
        .set(|vm, object, value| {
            let this = this(vm, object)?;
            let defaults = optional::<Dict>(vm, value, "__kwdefaults__ must be set to a dict object")?;
            this.clear_version();
            this.kwdefaults.set(defaults.map(Ref::into_value));
            Ok(())
        }),
        GetSetDef::new("__annotations__", get_annotations).set(|vm, object, value| {
            let this = this(vm, object)?;
            let annotations = optional::<Dict>(vm, value, "__annotations__ must be set to a dict object")?;
            this.annotations.set(annotations.map(Ref::into_value));
            this.annotate.set(None);
            Ok(())
        }),
        GetSetDef::new("__annotate__", |vm, object| or_none(this(vm, object)?.annotate.get())).set(
            |vm, object, value| {
                let this = this(vm, object)?;
                let Some(value) = value else {
                    return Err(vm.type_error("__annotate__ cannot be deleted"));
                };
                if !value.is_none() && !vm.is_callable(value) {
                    return Err(vm.type_error("__annotate__ must be callable or None"));
                }
                this.annotate.set(Some(value.to_owned()));
                if !value.is_none() {
                    this.annotations.set(None);
                }
                Ok(())
            },
        ),
        crate::objects::instance::DICT,
        GetSetDef::new("__name__", |vm, object| or_none(this(vm, object)?.name.get().map(Ref::into_value)))
            .set(|vm, object, value| {
                let this = this(vm, object)?;
                this.name.set(Some(set_text(vm, value, "__name__")?));
                Ok(())
            }),
        GetSetDef::new("__qualname__", |vm, object| {
            or_none(this(vm, object)?.qualname.get().map(Ref::into_value))
        })
        .set(|vm, object, value| {
            let this = this(vm, object)?;
            this.qualname.set(Some(set_text(vm, value, "__qualname__")?));
            Ok(())
        }),
        GetSetDef::new("__type_params__", |vm, object| {
            let found = this(vm, object)?.type_params.get();
            Ok(found.unwrap_or_else(|| Tuple::new(vm, Vec::new()).into_value()))
        })
        .set(|vm, object, value| {
            let this = this(vm, object)?;
            let Some(params) = value.filter(|value| value.cast::<Tuple>().is_some()) else {
                return Err(vm.type_error("__type_params__ must be set to a tuple"));
            };
            this.type_params.set(Some(params.to_owned()));
            Ok(())
        }),
    ],
    ..TypeSpec::DEFAULT
};
