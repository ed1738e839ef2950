//! `typing.Generic`, which classes with type parameters inherit from, and what else the module `_typing` has.

use super::parameter::TypeParameter;
use crate::args::Args;
use crate::errors::PyResult;
use crate::modules::BuiltinModule;
use crate::modules::native::ClassDef;
use crate::objects::generic_alias::{self, GenericAlias};
use crate::objects::module::Module;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{MethodDef, Type};
use crate::value::{Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// `_typing`
pub(crate) const MODULE: BuiltinModule = BuiltinModule { name: "_typing", fill };

const GENERIC: ClassDef = ClassDef {
    name: "typing.Generic",
    doc: Some("Abstract base class for generic types."),
    methods: &[
        MethodDef::o("__class_getitem__", class_getitem).class().doc("Parameterizes a generic class."),
        MethodDef::keywords("__init_subclass__", init_subclass)
            .class()
            .doc("Function to initialize subclasses."),
    ],
    slots: true,
    ..ClassDef::DEFAULT
};

const NO_DEFAULT: ClassDef = ClassDef {
    name: "NoDefaultType",
    doc: Some("The type of the NoDefault singleton."),
    methods: &[
        MethodDef::noargs("__repr__", |vm, _| Ok(vm.intern("typing.NoDefault").into_value())),
        MethodDef::noargs("__reduce__", |vm, _| Ok(vm.intern("NoDefault").into_value())),
    ],
    slots: true,
    ..ClassDef::DEFAULT
};

/// `typing.Generic`, made when it is asked for the first time.
fn generic(vm: &Vm) -> PyResult<Ref<Type>> {
    if let Some(class) = vm.modules.generic.get() {
        return Ok(class);
    }
    let class = GENERIC.make(vm, &[vm.types.object()])?;
    vm.modules.generic.set(Some(class.clone()));
    Ok(class)
}

/// `typing.NoDefault`: the default of parameters that have none.
pub(super) fn no_default(vm: &Vm) -> PyResult<Value> {
    if let Some(found) = vm.modules.no_default.get() {
        return Ok(found);
    }
    let class = NO_DEFAULT.make(vm, &[vm.types.object()])?;
    let made = vm.call_args(class.obj(), &[])?;
    crate::modules::native::seal(&class, false);
    vm.modules.no_default.set(Some(made.clone()));
    Ok(made)
}

/// What iterating over something that is unpacked yields: `typing.Unpack[…]`, once.
pub(super) fn unpacked(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let typing = vm.import("typing")?;
    let unpack = vm.getattr_str(typing.obj(), "Unpack")?;
    let unpacked = vm.getitem(unpack.obj(), object)?;
    vm.iter(Tuple::new(vm, vec![unpacked]).obj())
}

fn alias(vm: &Vm, class: &Type, arguments: Vec<Value>) -> PyResult<Value> {
    let arguments = Tuple::new(vm, arguments);
    generic_alias::new(vm, class.ptr().obj(), arguments.obj())
}

/// `INTRINSIC_SUBSCRIPT_GENERIC`: `Generic[params]`, the base of a class with type parameters.
pub(crate) fn subscript(vm: &Vm, params: Obj<'_>) -> PyResult<Value> {
    let class = generic(vm)?;
    let params = vm.collect(params)?;
    let Some(typing) = super::library(vm)? else { return alias(vm, &class, params) };
    let mut arguments = Vec::with_capacity(params.len());
    for param in params {
        if param.ty().is(vm.types.typevartuple()) {
            let unpack = vm.getattr_str(typing.obj(), "Unpack")?;
            arguments.push(vm.getitem(unpack.obj(), param.obj())?);
        } else {
            arguments.push(param);
        }
    }
    let make = vm.getattr_str(typing.obj(), "_GenericAlias")?;
    let arguments = Tuple::new(vm, arguments);
    vm.call_args(make.obj(), &[class.obj(), arguments.obj()])
}

/// `Generic[T]`, or a class with type parameters subscripted.
fn class_getitem(vm: &Vm, class: Obj<'_>, params: Obj<'_>) -> PyResult<Value> {
    if let Some(typing) = super::library(vm)? {
        let function = vm.getattr_str(typing.obj(), "_generic_class_getitem")?;
        return vm.call_args(function.obj(), &[class, params]);
    }
    let class = vm.expect::<Type>(class)?;
    let arguments = match params.cast::<Tuple>() {
        Some(params) => params.get().as_slice().to_vec(),
        None => vec![params.to_owned()],
    };
    let own = generic(vm)?;
    if class.get().is(&own) {
        if arguments.is_empty() {
            return Err(vm.type_error("Parameter list to Generic[...] cannot be empty"));
        }
        if arguments.iter().any(|argument| argument.cast::<TypeParameter>().is_none()) {
            return Err(vm.type_error(
                "Parameters to Generic[...] must all be type variables or parameter specification variables.",
            ));
        }
        let repeated = |index: usize| arguments[..index].iter().any(|other| other.is(arguments[index].obj()));
        if (0..arguments.len()).any(repeated) {
            return Err(vm.type_error("Parameters to Generic[...] must all be unique"));
        }
        return alias(vm, &class, arguments);
    }
    let parameters = vm.getattr_str(class.obj(), "__parameters__")?;
    let parameters = vm.collect(parameters.obj())?;
    let is_many = |parameter: &Value| !parameter.ty().is(vm.types.typevar());
    let (given, expected) = (arguments.len(), parameters.len());
    if expected == 0 {
        let class = vm.repr(class.obj())?;
        return Err(vm.type_error(format_args!("{} is not a generic class", class.as_str())));
    }
    if given != expected && !parameters.iter().any(is_many) {
        let (class, amount) = (vm.repr(class.obj())?, if given > expected { "many" } else { "few" });
        return Err(vm.type_error(format_args!(
            "Too {amount} arguments for {}; actual {given}, expected {expected}",
            class.as_str()
        )));
    }
    alias(vm, &class, arguments)
}

/// Notes the type parameters of a new class in `__parameters__`.
fn init_subclass(vm: &Vm, class: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    if let Some(typing) = super::library(vm)? {
        let function = vm.getattr_str(typing.obj(), "_generic_init_subclass")?;
        return args.prepended(class, |args| vm.call(function.obj(), args));
    }
    let own = generic(vm)?;
    let next = vm.call_args(vm.types.super_().ptr().obj(), &[own.obj(), class])?;
    let inherited = vm.getattr_str(next.obj(), "__init_subclass__")?;
    vm.call(inherited.obj(), args)?;
    let mut found: Vec<Value> = Vec::new();
    let ty: Ptr<'_, Type> = vm.expect(class)?;
    if let Some(bases) = ty.own(vm, vm.intern("__orig_bases__").ptr()) {
        for base in vm.collect(bases.obj())? {
            if base.is(own.obj()) {
                return Err(vm.type_error("Cannot inherit from plain Generic"));
            }
            if base.cast::<GenericAlias>().is_none() {
                continue;
            }
            let parameters = vm.getattr_str(base.obj(), "__parameters__")?;
            for parameter in vm.collect(parameters.obj())? {
                if !found.iter().any(|other| other.is(parameter.obj())) {
                    found.push(parameter);
                }
            }
        }
    }
    let parameters = Tuple::new(vm, found);
    vm.setattr_str(class, "__parameters__", Some(parameters.obj()))?;
    Ok(Value::none())
}

fn fill(vm: &Vm, module: Ptr<'_, Module>) -> PyResult<()> {
    static FUNCTIONS: &[MethodDef] = &[MethodDef::o("_idfunc", |_, _, argument| Ok(argument.to_owned()))];
    let module = module.get();
    module.set(vm, "__doc__", vm.text("Primitives and accelerators for the typing module.\n").obj())?;
    let types = &vm.types;
    for (name, ty) in [
        ("TypeVar", types.typevar()),
        ("ParamSpec", types.paramspec()),
        ("ParamSpecArgs", types.paramspec_args()),
        ("ParamSpecKwargs", types.paramspec_kwargs()),
        ("TypeVarTuple", types.typevartuple()),
        ("TypeAliasType", types.type_alias()),
        ("Union", types.union_()),
    ] {
        module.set(vm, name, ty.ptr().obj())?;
    }
    module.set(vm, "Generic", generic(vm)?.obj())?;
    module.set(vm, "NoDefault", no_default(vm)?.obj())?;
    module.add_functions(vm, FUNCTIONS)
}
