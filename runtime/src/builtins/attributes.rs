//! Attributes and namespaces.

use crate::errors::PyResult;
use crate::objects::dict::Dict;
use crate::objects::str_::Str;
use crate::objects::type_::{Kind, MethodDef};
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

/// The functions of this file.
pub(super) const FUNCTIONS: &[MethodDef] = &[
    MethodDef::fast("delattr", |vm, _, args| {
        let [object, name] = args.exactly(vm, "delattr")?;
        vm.setattr(object, attribute_name(vm, name)?, None).map(|()| Value::none())
    })
    .doc("delattr($module, obj, name, /)\n--\n\nDeletes an attribute: delattr(x, 'y') is del x.y."),
    MethodDef::fast("dir", |vm, _, args| {
        args.range(vm, "dir", 0, 1)?;
        match args.positional(0) {
            Some(object) => vm.dir(object),
            None => local_names(vm),
        }
    })
    .doc("dir([object]) -> list of strings\n\nThe sorted names of an object's attributes, or of the local namespace."),
    MethodDef::fast("getattr", |vm, _, args| {
        args.range(vm, "getattr", 2, 3)?;
        let (object, name) = (args.get(0), attribute_name(vm, args.get(1))?);
        match args.positional(2) {
            None => vm.getattr(object, name),
            Some(default) => {
                Ok(vm.getattr_opt(object, name)?.unwrap_or_else(|| default.to_owned()))
            }
        }
    })
    .doc("getattr(object, name[, default]) -> value\n\nAn attribute: getattr(x, 'y') is x.y, or the default without one."),
    MethodDef::noargs("globals", |vm, _| match (vm.hooks.current_globals.get())(vm) {
        Some(globals) => Ok(globals.into_value()),
        None => Err(vm.system_error("frame does not exist")),
    })
    .doc("globals($module, /)\n--\n\nThe namespace of the module that runs. Changes of the dict change the module."),
    MethodDef::fast("hasattr", |vm, _, args| {
        let [object, name] = args.exactly(vm, "hasattr")?;
        vm.hasattr(object, attribute_name(vm, name)?).map(Value::bool)
    })
    .doc("hasattr($module, obj, name, /)\n--\n\nWhether there is an attribute: whether asking for it raises no AttributeError."),
    MethodDef::noargs("locals", |vm, _| vm.current_locals())
        .doc("locals($module, /)\n--\n\nThe local namespace: of a function, a new dict with its variables as they are now."),
    MethodDef::fast("setattr", |vm, _, args| {
        let [object, name, value] = args.exactly(vm, "setattr")?;
        vm.setattr(object, attribute_name(vm, name)?, Some(value)).map(|()| Value::none())
    })
    .doc("setattr($module, obj, name, value, /)\n--\n\nSets an attribute: setattr(x, 'y', v) is x.y = v."),
    MethodDef::fast("vars", |vm, _, args| {
        args.range(vm, "vars", 0, 1)?;
        let Some(object) = args.positional(0) else { return vm.current_locals() };
        vm.getattr_opt(object, vm.names.__dict__.ptr())?
            .ok_or_else(|| vm.type_error("vars() argument must have __dict__ attribute"))
    })
    .doc("vars([object]) -> dictionary\n\nAn object's __dict__, or the local namespace."),
];

fn attribute_name<'a>(vm: &Vm, name: Obj<'a>) -> PyResult<Ptr<'a, Str>> {
    name.cast::<Str>().ok_or_else(|| {
        vm.type_error(format_args!("attribute name must be string, not '{}'", name.ty().name()))
    })
}

/// The sorted names of the local namespace.
fn local_names(vm: &Vm) -> PyResult<Value> {
    let locals = vm.current_locals()?;
    let keys = match locals.cast::<Dict>() {
        Some(dict) if locals.ty().kind() == Kind::Dict => {
            crate::objects::list::List::new(vm, dict.get().keys_vec()).into_value()
        }
        _ => vm.call_method(locals.obj(), vm.names.keys.ptr(), &[])?,
    };
    vm.sorted(keys.obj())
}
