//! The `class` statement: `__build_class__`.

use super::{Type, calculate_metaclass};
use crate::args::Args;
use crate::errors::{PyResult, Raised};
use crate::objects::cell::Cell;
use crate::objects::dict::Dict;
use crate::objects::function::Function;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::value::{Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// The bases with what `__mro_entries__` puts in their place, if one of them has that: `update_bases`.
fn resolved_bases(vm: &Vm, bases: &[Value]) -> PyResult<Option<Vec<Value>>> {
    let mut resolved: Option<Vec<Value>> = None;
    for (index, base) in bases.iter().enumerate() {
        let entries = match base.cast::<Type>() {
            Some(_) => None,
            None => vm.getattr_opt(base.obj(), vm.names.__mro_entries__.ptr())?,
        };
        let Some(entries) = entries else {
            if let Some(resolved) = &mut resolved {
                resolved.push(base.clone());
            }
            continue;
        };
        let all = Tuple::new(vm, bases.to_vec());
        let replacement = vm.call_args(entries.obj(), &[all.obj()])?;
        let Some(replacement) = replacement.cast::<Tuple>() else {
            return Err(vm.type_error("__mro_entries__ must return a tuple"));
        };
        resolved
            .get_or_insert_with(|| bases[..index].to_vec())
            .extend_from_slice(replacement.get().as_slice());
    }
    Ok(resolved)
}

/// Puts the arguments of the class statement together for a call.
fn call_with(
    vm: &Vm,
    callable: Obj<'_>,
    positional: &[Obj<'_>],
    keywords: &[(Value, Value)],
) -> PyResult<Value> {
    let all: Vec<Obj<'_>> =
        positional.iter().copied().chain(keywords.iter().map(|(_, value)| value.obj())).collect();
    if keywords.is_empty() {
        return vm.call_args(callable, &all);
    }
    let names = Tuple::new(vm, keywords.iter().map(|(name, _)| name.clone()).collect());
    vm.call(callable, Args::with_keywords(&all, Some(names.ptr())))
}

/// `__build_class__(function, name, *bases, metaclass=…, **keywords)`
pub(crate) fn build_class(vm: &Vm, args: Args<'_>) -> PyResult<Value> {
    if args.len() < 2 {
        return Err(vm.type_error("__build_class__: not enough arguments"));
    }
    let (function, name) = (args.get(0), args.get(1));
    let Some(function) = function.cast::<Function>() else {
        return Err(vm.type_error("__build_class__: func must be a function"));
    };
    if name.cast::<Str>().is_none() {
        return Err(vm.type_error("__build_class__: name is not a string"));
    }
    let original: Vec<Value> = args.iter().skip(2).map(Obj::to_owned).collect();
    let resolved = resolved_bases(vm, &original)?;
    let bases = Tuple::new(vm, resolved.clone().unwrap_or_else(|| original.clone()));
    let mut keywords: Vec<(Value, Value)> =
        args.iter_keywords().map(|(name, value)| (name.to_value(), value.to_owned())).collect();
    let is_metaclass = |name: &Value| name.cast::<Str>().is_some_and(|name| name.equals_str("metaclass"));
    let explicit =
        keywords.iter().position(|(name, _)| is_metaclass(name)).map(|index| keywords.remove(index).1);
    let metaclass = match explicit {
        Some(metaclass) => metaclass,
        None => match bases.as_slice().first() {
            Some(base) => Ptr::from_ref(base.ty()).to_value(),
            None => vm.types.type_().ptr().to_value(),
        },
    };
    // A metaclass that is no type has the last word; one that is has to suit the bases.
    let metaclass = match metaclass.cast::<Type>() {
        Some(ty) => calculate_metaclass(vm, ty.get(), bases.as_slice())?.ptr().to_value(),
        None => metaclass,
    };
    let namespace = prepare(vm, &metaclass, name, &bases, &keywords)?;
    let cell = (vm.hooks.run_class_body.get())(vm, function, namespace.obj())?;
    if resolved.is_some() {
        let original = Tuple::new(vm, original);
        vm.setitem(namespace.obj(), vm.names.__orig_bases__.obj(), Some(original.obj()))?;
    }
    let class = call_with(vm, metaclass.obj(), &[name, bases.obj(), namespace.obj()], &keywords)?;
    check_cell(vm, &class, &cell, name)?;
    Ok(class)
}

/// The namespace for the body of the class.
fn prepare(
    vm: &Vm,
    metaclass: &Value,
    name: Obj<'_>,
    bases: &Ref<Tuple>,
    keywords: &[(Value, Value)],
) -> PyResult<Value> {
    let Some(prepare) = vm.getattr_opt(metaclass.obj(), vm.names.__prepare__.ptr())? else {
        return Ok(Dict::new(vm).into_value());
    };
    let namespace = call_with(vm, prepare.obj(), &[name, bases.obj()], keywords)?;
    if !vm.is_mapping(namespace.obj()) {
        let name = metaclass.cast::<Type>().map_or("<metaclass>", |ty| ty.get().name());
        return Err(vm.type_error(format_args!(
            "{name}.__prepare__() must return a mapping, not {}",
            namespace.ty().name()
        )));
    }
    Ok(namespace)
}

/// Checks that methods see the class that came of the statement in their `__class__`.
fn check_cell(vm: &Vm, class: &Value, cell: &Value, name: Obj<'_>) -> PyResult<()> {
    let (Some(_), Some(cell)) = (class.cast::<Type>(), cell.cast::<Cell>()) else { return Ok(()) };
    let wrong = |contents: Option<&Value>| -> PyResult<Raised> {
        let (name, made) = (vm.repr(name)?, vm.repr(class.obj())?);
        let (name, made) = (name.as_str(), made.as_str());
        Ok(match contents {
            None => vm.runtime_error(format_args!(
                "__class__ not set defining {name} as {made}. Was __classcell__ propagated to type.__new__?"
            )),
            Some(other) => {
                let other = vm.repr(other.obj())?;
                vm.type_error(format_args!("__class__ set to {} defining {name} as {made}", other.as_str()))
            }
        })
    };
    match cell.get().get() {
        Some(contents) if contents.is(class.obj()) => Ok(()),
        contents => Err(wrong(contents.as_ref())?),
    }
}
