//! What may have been meant by a name that is not there: `_compute_suggestion_error`.

use crate::errors::PyResult;
use crate::eval::suggest::suggestion;
use crate::modules::sys::stdlib_module_names;
use crate::objects::dict::Dict;
use crate::objects::exceptions::{AttributeError, BaseException, ImportError, NameError};
use crate::objects::frame::Frame;
use crate::objects::str_::Str;
use crate::objects::traceback::Traceback;
use crate::objects::type_::Type;
use crate::value::{Field, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// What is added to the message of an exception.
pub(super) fn for_exception(vm: &Vm, exception: Ptr<'_, BaseException>) -> String {
    let object = exception.obj();
    let name_of = |field: &Field| Ref::<Str>::try_from_value(field.get()?).ok();
    let frame = last_frame(&exception);
    let (found, name) = if let Some(error) = object.cast::<AttributeError>() {
        let Some(name) = name_of(&error.name) else { return String::new() };
        let target = error.obj.get().unwrap_or_else(Value::none);
        (of_attribute(vm, target.obj(), &name, frame.as_ref()), name)
    } else if let Some(error) = object.cast::<ImportError>() {
        let Some(name) = name_of(&error.name_from) else { return String::new() };
        let module = error.name.get().unwrap_or_else(Value::none);
        (of_import(vm, module.obj(), &name), name)
    } else if let Some(error) = object.cast::<NameError>() {
        let Some(name) = name_of(&error.name) else { return String::new() };
        (of_name(vm, &name, frame.as_ref()), name)
    } else {
        return String::new();
    };
    let found = found.unwrap_or_else(|_| {
        vm.clear_exception();
        None
    });
    let mut text = match &found {
        Some(found) => format!(". Did you mean: '{found}'?"),
        None => String::new(),
    };
    if object.cast::<NameError>().is_some() && stdlib_module_names().any(|module| name.equals_str(module)) {
        let lead = if found.is_some() { " Or did" } else { ". Did" };
        text += &format!("{lead} you forget to import '{}'?", name.as_str());
    }
    text
}

/// The frame in which an exception was raised.
fn last_frame(exception: &BaseException) -> Option<Ref<Frame>> {
    let mut step = Ref::<Traceback>::try_from_value(exception.traceback.get()?).ok()?;
    while let Some(next) = step.next() {
        step = next;
    }
    step.frame()
}

/// The names that `dir` of an object has, in order: `_get_safe___dir__`.
fn names_of(vm: &Vm, object: Obj<'_>) -> PyResult<Vec<String>> {
    let names = if let Some(class) = object.cast::<Type>() {
        let method = vm.getattr(class.ty().ptr().obj(), vm.names.__dir__.ptr())?;
        vm.call_args(method.obj(), &[object])?
    } else {
        vm.call_method(object, vm.names.__dir__.ptr(), &[])?
    };
    let mut names = texts(&vm.collect(names.obj())?);
    names.sort_unstable();
    Ok(names)
}

fn texts(names: &[Value]) -> Vec<String> {
    names.iter().filter_map(|name| Some(name.cast::<Str>()?.get().as_str().into_owned())).collect()
}

fn nearest(names: &[String], name: &Str) -> Option<String> {
    suggestion(names.iter().map(String::as_str), &name.as_str()).map(str::to_owned)
}

fn of_attribute(
    vm: &Vm,
    object: Obj<'_>,
    name: &Str,
    frame: Option<&Ref<Frame>>,
) -> PyResult<Option<String>> {
    let mut names = names_of(vm, object)?;
    let mut hide = !name.as_str().starts_with('_');
    if hide && let Some(frame) = frame {
        let own = variable(vm, frame, "self")?;
        hide = !own.is_some_and(|own| own.is(object));
    }
    if hide {
        names.retain(|name| !name.starts_with('_'));
    }
    Ok(nearest(&names, name))
}

fn of_import(vm: &Vm, module: Obj<'_>, name: &Str) -> PyResult<Option<String>> {
    let Some(module) = module.cast::<Str>() else { return Ok(None) };
    let module = crate::import::import_top(vm, module)?;
    let mut names = names_of(vm, module.obj())?;
    if !name.as_str().starts_with('_') {
        names.retain(|name| !name.starts_with('_'));
    }
    Ok(nearest(&names, name))
}

fn of_name(vm: &Vm, name: &Str, frame: Option<&Ref<Frame>>) -> PyResult<Option<String>> {
    let Some(frame) = frame else { return Ok(None) };
    let mut names = Vec::new();
    for namespace in [frame.locals(vm)?, frame.globals(), frame.builtins()] {
        let keys = match namespace.cast::<Dict>() {
            Some(dict) => dict.get().keys_vec(),
            None => vm.collect(namespace.obj())?,
        };
        names.extend(texts(&keys));
    }
    if let Some(own) = variable(vm, frame, "self")? {
        let attribute = vm.intern(&name.as_str());
        let has = vm.hasattr(own.obj(), attribute.ptr()).unwrap_or_else(|_| {
            vm.clear_exception();
            false
        });
        if has {
            return Ok(Some(format!("self.{}", name.as_str())));
        }
    }
    Ok(nearest(&names, name))
}

/// A variable of a frame, if it has a value.
fn variable(vm: &Vm, frame: &Ref<Frame>, name: &str) -> PyResult<Option<Value>> {
    let locals = frame.locals(vm)?;
    let name = vm.intern(name);
    if let Some(dict) = locals.cast::<Dict>() {
        return dict.get().get(vm, name.obj());
    }
    vm.suppress(vm.getitem(locals.obj(), name.obj()), vm.types.key_error())
}
