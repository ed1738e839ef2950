//! `from module import name`, and what is said where a module does not have a name.

use std::path::Path;

use crate::errors::{PyResult, Raised};
use crate::modules::sys::stdlib_module_names;
use crate::objects::dict::Dict;
use crate::objects::exceptions::ImportError;
use crate::objects::list::List;
use crate::objects::module::Module;
use crate::objects::str_::Str;
use crate::value::{Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// What `from module import key` binds: `_PyEval_ImportFrom`.
pub(crate) fn import_from(vm: &Vm, module: Obj<'_>, key: Ptr<'_, Str>) -> PyResult<Value> {
    if let Some(found) = vm.getattr_opt(module, key)? {
        return Ok(found);
    }
    // A module in the middle of its import may not be an attribute of its package yet.
    let name = vm.getattr_opt(module, vm.names.__name__.ptr())?;
    let name = name.and_then(|name| Ref::<Str>::try_from_value(name).ok());
    if let Some(name) = &name {
        let full = vm.text(format_args!("{}.{}", name.as_str(), key.get().as_str()));
        if let Some(found) = vm.module_dict()?.get(vm, full.obj())? {
            return Ok(found);
        }
    }
    let origin = match specification(vm, module)? {
        Some(spec) => match origin(vm, spec.obj())? {
            Some(origin) => Some(origin),
            None => file(vm, module),
        },
        None => file(vm, module),
    };
    let shown_key = vm.repr(key.obj())?;
    let shown_module = match &name {
        Some(name) => vm.repr(name.obj())?.as_str().into_owned(),
        None => "'<unknown module name>'".to_owned(),
    };
    let what = format!("cannot import name {} from", shown_key.as_str());
    let shadow = shadow(vm, origin.as_deref());
    let stdlib = name.as_ref().filter(|name| shadow.is_some() && is_stdlib(name));
    let message = match (&shadow, stdlib) {
        (Some(file), Some(_)) => format!(
            "{what} {shown_module} (consider renaming '{file}' since it has the same name as the standard \
             library module named {shown_module} and prevents importing that standard library module)"
        ),
        _ => {
            let initializing = match specification(vm, module)? {
                Some(spec) => is_initializing(vm, spec.obj())?,
                None => false,
            };
            let place = origin.as_ref().map_or("unknown location".into(), |origin| origin.as_str());
            match shadow {
                Some(file) if initializing => format!(
                    "{what} {shown_module} (consider renaming '{file}' if it has the same name as a library \
                     you intended to import)"
                ),
                _ if initializing => format!(
                    "{what} partially initialized module {shown_module} (most likely due to a circular \
                     import) ({place})"
                ),
                _ => format!("{what} {shown_module} ({place})"),
            }
        }
    };
    let raised = vm.import_error(message);
    let exception = vm.current_exception.get();
    if let Some(error) = exception.as_ref().and_then(|exception| exception.cast::<ImportError>()) {
        error.name.set(name.map(Ref::into_value));
        error.path.set(origin.map(Ref::into_value));
        error.name_from.set(Some(key.to_value()));
    }
    Err(raised)
}

/// Raises the `AttributeError` of a module that has no such name: what `module_getattro` says.
#[cold]
pub(crate) fn missing_attribute(vm: &Vm, object: Obj<'_>, dict: &Dict, name: Ptr<'_, Str>) -> Raised {
    match missing_message(vm, dict, name) {
        Ok(message) => vm.attribute_error_of(object, name, message),
        Err(raised) => raised,
    }
}

fn missing_message(vm: &Vm, dict: &Dict, name: Ptr<'_, Str>) -> PyResult<String> {
    let text = name.get().as_str();
    let own = dict.get_str(vm, vm.names.__name__.ptr());
    let Some(own) = own.and_then(|own| Ref::<Str>::try_from_value(own).ok()) else {
        return Ok(format!("module has no attribute '{text}'"));
    };
    let module = own.as_str();
    let plain = format!("module '{module}' has no attribute '{text}'");
    let spec = dict.get_str(vm, vm.names.__spec__.ptr()).filter(|spec| !spec.is_none());
    let Some(spec) = spec else { return Ok(plain) };
    let origin = origin(vm, spec.obj())?;
    let shadow = shadow(vm, origin.as_deref());
    if let Some(file) = &shadow
        && is_stdlib(&own)
    {
        return Ok(format!(
            "{plain} (consider renaming '{file}' since it has the same name as the standard library module \
             named '{module}' and prevents importing that standard library module)"
        ));
    }
    if is_initializing(vm, spec.obj())? {
        return Ok(match (shadow, origin) {
            (Some(file), _) => format!(
                "{plain} (consider renaming '{file}' if it has the same name as a library you intended to \
                 import)"
            ),
            (None, Some(origin)) => format!(
                "partially initialized module '{module}' from '{}' has no attribute '{text}' (most likely due \
                 to a circular import)",
                origin.as_str()
            ),
            (None, None) => format!(
                "partially initialized module '{module}' has no attribute '{text}' (most likely due to a \
                 circular import)"
            ),
        });
    }
    let pending = vm.getattr_opt_str(spec.obj(), "_uninitialized_submodules")?;
    if let Some(pending) = pending.as_ref().and_then(|pending| pending.cast::<List>())
        && vm.contains(pending.obj(), name.obj())?
    {
        return Ok(format!(
            "cannot access submodule '{text}' of module '{module}' (most likely due to a circular import)"
        ));
    }
    Ok(plain)
}

/// `__spec__`, if there is one.
fn specification(vm: &Vm, module: Obj<'_>) -> PyResult<Option<Value>> {
    Ok(vm.getattr_opt(module, vm.names.__spec__.ptr())?.filter(|spec| !spec.is_none()))
}

/// The file that a spec names.
fn origin(vm: &Vm, spec: Obj<'_>) -> PyResult<Option<Ref<Str>>> {
    let has_location = match vm.getattr_opt_str(spec, "has_location")? {
        Some(has_location) => vm.is_true(has_location.obj())?,
        None => false,
    };
    if !has_location {
        return Ok(None);
    }
    Ok(vm.getattr_opt_str(spec, "origin")?.and_then(|origin| Ref::try_from_value(origin).ok()))
}

/// `__file__` of a module.
fn file(vm: &Vm, module: Obj<'_>) -> Option<Ref<Str>> {
    let file = module.cast::<Module>()?.get().dict().get_str(vm, vm.names.__file__.ptr())?;
    Ref::try_from_value(file).ok()
}

/// Whether a module is in the middle of its import: `_PyModuleSpec_IsInitializing`.
fn is_initializing(vm: &Vm, spec: Obj<'_>) -> PyResult<bool> {
    match vm.getattr_opt_str(spec, "_initializing")? {
        Some(initializing) => vm.is_true(initializing.obj()),
        None => Ok(false),
    }
}

fn is_stdlib(name: &Str) -> bool {
    stdlib_module_names().any(|known| name.equals_str(known))
}

/// The file of a module, if it lies beside the program, where it may be in the way of another of the same name:
/// `_PyModule_IsPossiblyShadowing`.
fn shadow(vm: &Vm, origin: Option<&Str>) -> Option<String> {
    let origin = origin?.as_str();
    let path0 = vm.modules.path0.borrow().clone()?;
    let path0 = if path0.as_os_str().is_empty() { std::env::current_dir().ok()? } else { path0 };
    let mut folder = Path::new(&*origin).parent()?;
    if origin.ends_with("/__init__.py") {
        folder = folder.parent()?;
    }
    (folder == path0).then(|| origin.clone().into_owned())
}
