//! What the loop itself does for instructions: names, imports, unpacking, matching, awaiting.

use std::ffi::c_char;

use super::vm;
use super::{ObjPtr, Owned};
use crate::errors::{PyResult, Raised};
use crate::eval::frame::InterpreterFrame;
use crate::eval::thread::ThreadState;
use crate::names::Names;
use crate::objects::dict::Dict;
use crate::objects::exceptions;
use crate::objects::generator::Generator;
use crate::objects::list::List;
use crate::objects::str_::Str;
use crate::objects::template::{Interpolation, Template};
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, Type, flags};
use crate::value::{Obj, Ptr, Ref, StackRef, Value};
use crate::vm::Vm;

/// The name behind a pointer.
fn name<'a>(object: ObjPtr<'a>) -> Ptr<'a, Str> {
    // SAFETY: names in code objects are strings.
    unsafe { object.obj().cast_unchecked() }
}

#[cold]
fn undefined(vm: &Vm, name: Ptr<'_, Str>) -> Raised {
    let raised = vm.name_error(format_args!("name '{}' is not defined", name.get().as_str()));
    exceptions::fill_name_error(vm, name.obj());
    raised
}

/// An item of a namespace, if it has it.
#[inline]
fn namespace_item(vm: &Vm, namespace: Obj<'_>, key: Ptr<'_, Str>) -> PyResult<Option<Value>> {
    match namespace.cast::<Dict>() {
        Some(dict) if namespace.ty().kind() == Kind::Dict => Ok(dict.get().get_str(vm, key)),
        _ => vm.suppress(vm.getitem(namespace, key.obj()), vm.types.key_error()),
    }
}

fn load_global(vm: &Vm, globals: Obj<'_>, builtins: Obj<'_>, key: Ptr<'_, Str>) -> PyResult<Value> {
    if let Some(found) = namespace_item(vm, globals, key)? {
        return Ok(found);
    }
    match namespace_item(vm, builtins, key)? {
        Some(found) => Ok(found),
        None => Err(undefined(vm, key)),
    }
}

pub unsafe fn _PyEval_LoadGlobalStackRef(
    globals: ObjPtr<'_>,
    builtins: ObjPtr<'_>,
    key: ObjPtr<'_>,
    result: *mut StackRef,
) {
    let found = load_global(vm(), globals.obj(), builtins.obj(), name(key));
    // SAFETY: the body's place for it.
    unsafe { result.write(found.map_or(StackRef::NULL, StackRef::from_value)) }
}

pub unsafe fn _PyEval_LoadName(_: *mut ThreadState, frame: *mut InterpreterFrame, key: ObjPtr<'_>) -> Owned {
    let vm = vm();
    // SAFETY: the frame runs.
    let (locals, globals, builtins) =
        unsafe { ((*frame).f_locals.get(), (*frame).f_globals, (*frame).f_builtins) };
    let Some(locals) = locals.to_obj() else {
        let _ = vm.system_error("no locals found");
        return Owned::null();
    };
    let result = match namespace_item(vm, locals, name(key)) {
        Ok(Some(found)) => Ok(found),
        // The names of a module are both.
        Ok(None) if locals.is(globals.obj()) && locals.ty().kind() == Kind::Dict => {
            match namespace_item(vm, builtins.obj(), name(key)) {
                Ok(None) => Err(undefined(vm, name(key))),
                Ok(Some(found)) => Ok(found),
                Err(raised) => Err(raised),
            }
        }
        Ok(None) => load_global(vm, globals.obj(), builtins.obj(), name(key)),
        Err(raised) => Err(raised),
    };
    result.into()
}

pub unsafe fn _PyEval_ImportName(
    _: *mut ThreadState,
    frame: *mut InterpreterFrame,
    module: ObjPtr<'_>,
    from: ObjPtr<'_>,
    level: ObjPtr<'_>,
) -> Owned {
    let vm = vm();
    // SAFETY: the frame runs.
    let (locals, globals, builtins) =
        unsafe { ((*frame).f_locals.get(), (*frame).f_globals, (*frame).f_builtins) };
    let import = match namespace_item(vm, builtins.obj(), vm.names.__import__.ptr()) {
        Ok(Some(import)) => import,
        Ok(None) => {
            let _ = vm.import_error("__import__ not found");
            return Owned::null();
        }
        Err(_) => return Owned::null(),
    };
    let locals = locals.to_obj().unwrap_or(Obj::NONE);
    let args = [module.obj(), globals.obj(), locals, from.obj(), level.obj()];
    vm.call_args(import.obj(), &args).into()
}

pub unsafe fn _PyEval_ImportFrom(_: *mut ThreadState, module: ObjPtr<'_>, key: ObjPtr<'_>) -> Owned {
    crate::import::import_from(vm(), module.obj(), name(key)).into()
}

/// Unpacks into `before` items, and with `after` ≥ 0 a list and `after` more. The last item lies lowest: `top` is above
/// the place of the first.
pub unsafe fn _PyEval_UnpackIterableStackRef(
    _: *mut ThreadState,
    iterable: ObjPtr<'_>,
    before: i32,
    after: i32,
    top: *mut StackRef,
) -> bool {
    let after = usize::try_from(after).ok();
    match unpack(vm(), iterable.obj(), before as usize, after) {
        Ok(items) => {
            for (index, item) in items.into_iter().enumerate() {
                // SAFETY: the body has room for so many.
                unsafe { top.sub(index + 1).write(StackRef::from_value(item)) };
            }
            true
        }
        Err(_) => false,
    }
}

fn unpack(vm: &Vm, iterable: Obj<'_>, before: usize, after: Option<usize>) -> PyResult<Vec<Value>> {
    let iterator = match vm.iter(iterable) {
        Ok(iterator) => iterator,
        Err(raised) => {
            let cannot = iterable.ty().slots.iter.get().is_none() && !vm.is_sequence(iterable);
            if cannot && vm.exception_matches(vm.types.type_error()) {
                vm.clear_exception();
                return Err(
                    vm.type_error(format_args!("cannot unpack non-iterable {} object", iterable.ty().name()))
                );
            }
            return Err(raised);
        }
    };
    let mut items = Vec::with_capacity(before);
    while items.len() < before {
        match vm.next(iterator.obj())? {
            Some(item) => items.push(item),
            None => {
                let least = if after.is_some() { "at least " } else { "" };
                let expected = before + after.unwrap_or(0);
                return Err(vm.value_error(format_args!(
                    "not enough values to unpack (expected {least}{expected}, got {})",
                    items.len()
                )));
            }
        }
    }
    let Some(after) = after else {
        if vm.next(iterator.obj())?.is_none() {
            return Ok(items);
        }
        return Err(if matches!(iterable.ty().kind(), Kind::List | Kind::Tuple | Kind::Dict) {
            let got = vm.len(iterable)?;
            vm.value_error(format_args!("too many values to unpack (expected {before}, got {got})"))
        } else {
            vm.value_error(format_args!("too many values to unpack (expected {before})"))
        });
    };
    let mut rest = vm.collect(iterator.obj())?;
    if rest.len() < after {
        return Err(vm.value_error(format_args!(
            "not enough values to unpack (expected at least {}, got {})",
            before + after,
            before + rest.len()
        )));
    }
    let last = rest.split_off(rest.len() - after);
    items.push(List::new(vm, rest).into_value());
    items.extend(last);
    Ok(items)
}

/// Whether what follows `*` in a call can be iterated over; -1 with the exception set if not.
pub unsafe fn _Py_Check_ArgsIterable(_: *mut ThreadState, function: ObjPtr<'_>, args: ObjPtr<'_>) -> i32 {
    let vm = vm();
    if args.obj().ty().slots.iter.get().is_some() || vm.is_sequence(args.obj()) {
        return 0;
    }
    // The exception that is set says less.
    vm.clear_exception();
    if let Ok(text) = vm.function_text(function.obj()) {
        let _ = vm.type_error(format_args!(
            "{text} argument after * must be an iterable, not {}",
            args.obj().ty().name()
        ));
    }
    -1
}

/// Says what was wrong with what follows `**` in a call.
pub unsafe fn _PyEval_FormatKwargsError(_: *mut ThreadState, function: ObjPtr<'_>, keywords: ObjPtr<'_>) {
    let vm = vm();
    if vm.exception_matches(vm.types.attribute_error()) {
        vm.clear_exception();
        if let Ok(text) = vm.function_text(function.obj()) {
            let _ = vm.type_error(format_args!(
                "{text} argument after ** must be a mapping, not {}",
                keywords.obj().ty().name()
            ));
        }
    } else if vm.exception_matches(vm.types.key_error()) {
        let Some(exception) = vm.take_exception() else { return };
        let args = exception.cast::<exceptions::BaseException>().and_then(|exception| exception.args.get());
        let key = args.filter(|args| args.len() == 1).and_then(|args| args.as_slice().first().cloned());
        match key {
            Some(key) if key.cast::<Str>().is_some() => {
                if let (Ok(text), Ok(key)) = (vm.function_text(function.obj()), vm.str(key.obj())) {
                    let _ = vm.type_error(format_args!(
                        "{text} got multiple values for keyword argument '{}'",
                        key.as_str()
                    ));
                }
            }
            Some(_) => {
                if let Ok(text) = vm.function_text(function.obj()) {
                    let _ = vm.type_error(format_args!("{text} keywords must be strings"));
                }
            }
            None => {
                let _ = vm.restore_exception(exception);
            }
        }
    }
}

/// The values of some keys, `None` if one is missing.
pub unsafe fn _PyEval_MatchKeys(_: *mut ThreadState, subject: ObjPtr<'_>, keys: ObjPtr<'_>) -> Owned {
    let vm = vm();
    match keys.obj().cast::<Tuple>() {
        Some(keys) => match_keys(vm, subject.obj(), keys).into(),
        None => {
            let _ = vm.system_error("MATCH_KEYS needs a tuple of keys");
            Owned::null()
        }
    }
}

fn match_keys(vm: &Vm, subject: Obj<'_>, keys: Ptr<'_, Tuple>) -> PyResult<Value> {
    let mut values = Vec::with_capacity(keys.len());
    let seen = crate::objects::set::Set::new(vm);
    // `get` with a default of our own, since `d[key]` may make what is missing.
    let get = if keys.is_empty() { None } else { Some(vm.getattr_str(subject, "get")?) };
    let marker = vm.new_instance(vm.types.object());
    for key in keys.get().as_slice() {
        if seen.contains(vm, key.obj())? {
            let key = vm.repr(key.obj())?;
            return Err(
                vm.value_error(format_args!("mapping pattern checks duplicate key ({})", key.as_str()))
            );
        }
        seen.add(vm, key.clone())?;
        let Some(get) = &get else { break };
        let value = vm.call_args(get.obj(), &[key.obj(), marker.obj()])?;
        if value.is(marker.obj()) {
            return Ok(Value::none());
        }
        values.push(value);
    }
    Ok(Tuple::new(vm, values).into_value())
}

/// The attributes that a class pattern asks for; NULL without an exception if the subject does not match.
pub unsafe fn _PyEval_MatchClass(
    _: *mut ThreadState,
    subject: ObjPtr<'_>,
    class: ObjPtr<'_>,
    positional: isize,
    keywords: ObjPtr<'_>,
) -> Owned {
    let vm = vm();
    let Some(keywords) = keywords.obj().cast::<Tuple>() else {
        let _ = vm.system_error("MATCH_CLASS needs a tuple of names");
        return Owned::null();
    };
    match match_class(vm, subject.obj(), class.obj(), positional as usize, keywords) {
        Ok(Some(attributes)) => attributes.into(),
        Ok(None) | Err(_) => Owned::null(),
    }
}

fn match_class(
    vm: &Vm,
    subject: Obj<'_>,
    class: Obj<'_>,
    positional: usize,
    keywords: Ptr<'_, Tuple>,
) -> PyResult<Option<Value>> {
    let Some(ty) = class.cast::<Type>() else {
        return Err(vm.type_error("called match pattern must be a class"));
    };
    if !vm.isinstance(subject, class)? {
        return Ok(None);
    }
    let mut seen: Vec<Value> = Vec::new();
    let mut attributes = Vec::new();
    if positional > 0 {
        let mut match_self = false;
        let names = match vm.getattr_opt(class, vm.names.__match_args__.ptr())? {
            Some(names) if names.ty().kind() == Kind::Tuple => Some(names),
            Some(other) => {
                return Err(vm.type_error(format_args!(
                    "{}.__match_args__ must be a tuple (got {})",
                    ty.name(),
                    other.ty().name()
                )));
            }
            None => {
                match_self = ty.has_flags(flags::MATCH_SELF);
                None
            }
        };
        let names: &[Value] = names
            .as_ref()
            .and_then(|names| names.cast::<Tuple>())
            .map_or(&[], |names| names.get().as_slice());
        let allowed = if match_self { 1 } else { names.len() };
        if allowed < positional {
            let plural = if allowed == 1 { "" } else { "s" };
            return Err(vm.type_error(format_args!(
                "{}() accepts {allowed} positional sub-pattern{plural} ({positional} given)",
                ty.name()
            )));
        }
        if match_self {
            attributes.push(subject.to_owned());
        } else {
            for name in &names[..positional] {
                if name.ty().kind() != Kind::Str {
                    return Err(vm.type_error(format_args!(
                        "__match_args__ elements must be strings (got {})",
                        name.ty().name()
                    )));
                }
                match match_attribute(vm, subject, &ty, name, &mut seen)? {
                    Some(value) => attributes.push(value),
                    None => return Ok(None),
                }
            }
        }
    }
    for name in keywords.get().as_slice() {
        match match_attribute(vm, subject, &ty, name, &mut seen)? {
            Some(value) => attributes.push(value),
            None => return Ok(None),
        }
    }
    Ok(Some(Tuple::new(vm, attributes).into_value()))
}

fn match_attribute(
    vm: &Vm,
    subject: Obj<'_>,
    class: &Type,
    name: &Value,
    seen: &mut Vec<Value>,
) -> PyResult<Option<Value>> {
    let Some(text) = name.cast::<Str>() else { return Ok(None) };
    for other in &*seen {
        if other.cast::<Str>().is_some_and(|other| other.get().equals(text.get())) {
            let name = vm.repr(name.obj())?;
            return Err(vm.type_error(format_args!(
                "{}() got multiple sub-patterns for attribute {}",
                class.name(),
                name.as_str()
            )));
        }
    }
    seen.push(name.clone());
    vm.getattr_opt(subject, text)
}

/// What `await` iterates over.
pub unsafe fn _PyEval_GetAwaitable(object: ObjPtr<'_>, oparg: i32) -> Owned {
    let vm = vm();
    let object = object.obj();
    let iterator = match awaitable_iterator(vm, object) {
        Ok(iterator) => iterator,
        Err(_) => {
            format_awaitable_error(vm, object.ty(), oparg);
            return Owned::null();
        }
    };
    // A coroutine that waits for something itself is awaited by somebody else already.
    if iterator.ty().kind() == Kind::Coroutine
        && let Some(coroutine) = iterator.cast::<Generator>()
        && crate::objects::generator::yield_from(coroutine).is_some()
    {
        let _ = vm.runtime_error("coroutine is being awaited already");
        return Owned::null();
    }
    iterator.into()
}

/// `_PyCoro_GetAwaitableIter`
pub(crate) fn awaitable_iterator(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    if object.ty().kind() == Kind::Coroutine {
        return Ok(object.to_owned());
    }
    if object.ty().kind() == Kind::Generator
        && let Some(generator) = object.cast::<Generator>()
        && generator.code().flags().contains(casewright_code::CodeFlags::ITERABLE_COROUTINE)
    {
        return Ok(object.to_owned());
    }
    let Some(get) = object.ty().slots.await_.get() else {
        return Err(vm.type_error(format_args!("'{}' object can't be awaited", object.ty().name())));
    };
    let iterator = get(vm, object)?;
    let is_coroutine = iterator.ty().kind() == Kind::Coroutine
        || iterator.ty().kind() == Kind::Generator
            && iterator.cast::<Generator>().is_some_and(|generator| {
                generator.code().flags().contains(casewright_code::CodeFlags::ITERABLE_COROUTINE)
            });
    if is_coroutine {
        return Err(vm.type_error("__await__() returned a coroutine"));
    }
    if !vm.is_iterator(iterator.obj()) {
        return Err(vm.type_error(format_args!(
            "__await__() returned non-iterator of type '{}'",
            iterator.ty().name()
        )));
    }
    Ok(iterator)
}

fn format_awaitable_error(vm: &Vm, ty: &Type, oparg: i32) {
    if ty.slots.await_.get().is_some() {
        return;
    }
    let method = match oparg {
        1 => "__aenter__",
        2 => "__aexit__",
        _ => return,
    };
    vm.clear_exception();
    let _ = vm.type_error(format_args!(
        "'async with' received an object from {method} that does not implement __await__: {}",
        ty.name()
    ));
}

/// What the next step of `async for` awaits.
pub unsafe fn _PyEval_GetANext(iterator: ObjPtr<'_>) -> Owned {
    get_anext(vm(), iterator.obj()).into()
}

fn get_anext(vm: &Vm, iterator: Obj<'_>) -> PyResult<Value> {
    let Some(anext) = iterator.ty().slots.anext.get() else {
        return Err(vm.type_error(format_args!(
            "'async for' requires an iterator with __anext__ method, got {}",
            iterator.ty().name()
        )));
    };
    let next = anext(vm, iterator)?;
    if iterator.ty().kind() == Kind::AsyncGenerator {
        return Ok(next);
    }
    match awaitable_iterator(vm, next.obj()) {
        Ok(awaitable) => Ok(awaitable),
        Err(_) => Err(vm.raise_from_cause(
            vm.types.type_error(),
            format_args!("'async for' received an invalid object from __anext__: {}", next.ty().name()),
        )),
    }
}

/// Whether an object that `with` was given is one for `async with`, or the other way round.
pub unsafe fn _PyEval_SpecialMethodCanSuggest(object: ObjPtr<'_>, which: i32) -> bool {
    let vm = vm();
    let ty = object.obj().ty();
    let has = |first: &Ref<Str>, second: &Ref<Str>| {
        ty.lookup(vm, first.ptr()).is_some() && ty.lookup(vm, second.ptr()).is_some()
    };
    if which < 2 {
        has(&vm.names.__aenter__, &vm.names.__aexit__)
    } else {
        has(&vm.names.__enter__, &vm.names.__exit__)
    }
}

/// The name of a method for `with`.
#[derive(Clone, Copy)]
pub struct SpecialName(pub(crate) fn(&Names) -> &Ref<Str>);

impl SpecialName {
    /// The name.
    pub unsafe fn get<'a>(&self) -> ObjPtr<'a> {
        // SAFETY: the VM keeps the names for its whole life.
        unsafe { ObjPtr::from_word((self.0)(&vm().names).obj().word()) }
    }
}

/// A method for `with`, and what is said if an object does not have it.
pub struct SpecialMethodInfo {
    pub name: SpecialName,
    pub error: *const c_char,
    pub error_suggestion: *const c_char,
}

// SAFETY: the pointers are to literals.
unsafe impl Sync for SpecialMethodInfo {}

pub static _Py_SpecialMethods: [SpecialMethodInfo; 4] = [
    SpecialMethodInfo {
        name: SpecialName(|names| &names.__enter__),
        error: c"'%T' object does not support the context manager protocol (missed __enter__ method)".as_ptr(),
        error_suggestion: c"'%T' object does not support the context manager protocol (missed __enter__ method) but it supports the asynchronous context manager protocol. Did you mean to use 'async with'?".as_ptr(),
    },
    SpecialMethodInfo {
        name: SpecialName(|names| &names.__exit__),
        error: c"'%T' object does not support the context manager protocol (missed __exit__ method)".as_ptr(),
        error_suggestion: c"'%T' object does not support the context manager protocol (missed __exit__ method) but it supports the asynchronous context manager protocol. Did you mean to use 'async with'?".as_ptr(),
    },
    SpecialMethodInfo {
        name: SpecialName(|names| &names.__aenter__),
        error: c"'%T' object does not support the asynchronous context manager protocol (missed __aenter__ method)".as_ptr(),
        error_suggestion: c"'%T' object does not support the asynchronous context manager protocol (missed __aenter__ method) but it supports the context manager protocol. Did you mean to use 'with'?".as_ptr(),
    },
    SpecialMethodInfo {
        name: SpecialName(|names| &names.__aexit__),
        error: c"'%T' object does not support the asynchronous context manager protocol (missed __aexit__ method)".as_ptr(),
        error_suggestion: c"'%T' object does not support the asynchronous context manager protocol (missed __aexit__ method) but it supports the context manager protocol. Did you mean to use 'with'?".as_ptr(),
    },
];

/// A value in a t-string: how it is converted is a number, as `FORMAT_VALUE` has it.
pub unsafe fn _PyInterpolation_Build(
    value: ObjPtr<'_>,
    expression: ObjPtr<'_>,
    conversion: i32,
    format_spec: ObjPtr<'_>,
) -> Owned {
    let vm = vm();
    let conversion = match conversion {
        0 => Value::none(),
        super::constants::FVC_STR => vm.intern("s").into_value(),
        super::constants::FVC_REPR => vm.intern("r").into_value(),
        super::constants::FVC_ASCII => vm.intern("a").into_value(),
        _ => {
            let _ = vm.system_error("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'");
            return Owned::null();
        }
    };
    let owned = |object: ObjPtr<'_>| object.obj().to_owned();
    Interpolation::new(vm, owned(value), owned(expression), conversion, owned(format_spec))
        .into_value()
        .into()
}

/// A t-string.
pub unsafe fn _PyTemplate_Build(strings: ObjPtr<'_>, interpolations: ObjPtr<'_>) -> Owned {
    match (strings.obj().cast::<Tuple>(), interpolations.obj().cast::<Tuple>()) {
        (Some(strings), Some(interpolations)) if strings.len() == interpolations.len() + 1 => {
            Template::new(vm(), strings.to_ref(), interpolations.to_ref()).into_value().into()
        }
        _ => {
            let _ = vm().system_error(
                "BUILD_TEMPLATE needs a tuple of interpolations, and one of the strings around them",
            );
            Owned::null()
        }
    }
}
