//! A type is called: instances are made.

use super::spec::{MethodDef, Native};
use super::{Type, flags};
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::builtin_function::BuiltinFunction;
use crate::value::{Layout, Obj, Ptr, Value};
use crate::vm::Vm;

/// `__new__` as it stands in the dict of a built-in type: `tp_new_methoddef`.
pub(super) static NEW_DEF: MethodDef = MethodDef {
    name: "__new__",
    native: Native::Keywords(new_wrapper),
    binding: 0,
    doc: Some(
        "__new__($type, *args, **kwargs)\n--\n\n\
         Makes an object of the class; what it takes is up to the class.",
    ),
};

/// Whether it is the `__new__` of a built-in type.
pub(super) fn is_new_wrapper(object: Obj<'_>) -> bool {
    object.cast::<BuiltinFunction>().is_some_and(|function| std::ptr::eq(function.def(), &NEW_DEF))
}

/// `T.__new__(S, …)` of a built-in type `T`: `tp_new_wrapper`.
fn new_wrapper(vm: &Vm, this: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let Some(ty) = this.cast::<Type>() else {
        return Err(vm.system_error("__new__() called with non-type 'self'"));
    };
    let Some(first) = args.positional(0) else {
        return Err(vm.type_error(format_args!("{}.__new__(): not enough arguments", ty.name())));
    };
    let Some(subtype) = first.cast::<Type>() else {
        return Err(vm.type_error(format_args!(
            "{}.__new__(X): X is not a type object ({})",
            ty.name(),
            first.ty().name()
        )));
    };
    if !subtype.is_subtype(&ty) {
        return Err(vm.type_error(format_args!(
            "{0}.__new__({1}): {1} is not a subtype of {0}",
            ty.name(),
            subtype.name()
        )));
    }
    // The most derived built-in type has to make the object, or it would lack fields.
    let mut base = subtype.to_ref();
    while base.is_heap_type() {
        match base.base() {
            Some(next) => base = next,
            None => break,
        }
    }
    let same = match (base.slots.new.get(), ty.slots.new.get()) {
        (Some(left), Some(right)) => std::ptr::fn_addr_eq(left, right),
        (left, right) => left.is_none() && right.is_none(),
    };
    if !same {
        return Err(vm.type_error(format_args!(
            "{0}.__new__({1}) is not safe, use {2}.__new__()",
            ty.name(),
            subtype.name(),
            base.name()
        )));
    }
    match ty.slots.new.get() {
        Some(new) => new(vm, subtype, args.skip_first()),
        None => Err(vm.cannot_create(&ty)),
    }
}

impl Vm {
    #[cold]
    pub(super) fn cannot_create(&self, ty: &Type) -> crate::errors::Raised {
        self.type_error(format_args!("cannot create '{}' instances", ty.name()))
    }

    /// Makes an instance of a type and initialises it: `type_call`.
    pub(crate) fn instantiate(&self, ty: &Type, args: Args<'_>) -> PyResult<Value> {
        let new = match ty.slots.new.get() {
            Some(new) if !ty.has_flags(flags::DISALLOW_INSTANTIATION) => new,
            _ => return Err(self.cannot_create(ty)),
        };
        let object = new(self, ty.ptr(), args)?;
        if !object.ty().is(ty) && !object.ty().is_subtype(ty) {
            return Ok(object);
        }
        if let Some(init) = object.ty().slots.init.get() {
            init(self, object.obj(), args)?;
        }
        Ok(object)
    }
}

/// `type(…)` and the call of any type: `tp_call` of `type`.
pub(super) fn call(vm: &Vm, this: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let Some(ty) = this.cast::<Type>() else {
        return Err(vm.type_error("a type is called that is none"));
    };
    if ty.get().is(vm.types.type_()) {
        if args.len() == 1 {
            args.no_keywords(vm, "type")?;
            return Ok(Ptr::from_ref(args.get(0).ty()).to_value());
        }
        if args.len() != 3 {
            return Err(vm.type_error("type() takes 1 or 3 arguments"));
        }
    }
    vm.instantiate(&ty, args)
}

/// `type.__init__`
pub(super) fn init(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<()> {
    if args.len() == 1 && args.keywords() > 0 {
        return Err(vm.type_error("type.__init__() takes no keyword arguments"));
    }
    if args.len() != 1 && args.len() != 3 {
        return Err(vm.type_error("type.__init__() takes 1 or 3 arguments"));
    }
    Ok(())
}
