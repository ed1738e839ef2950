//! `BaseException`

#![allow(unsafe_code, reason = "the end of exceptions")]

use std::ptr::NonNull;

use super::hierarchy::EXCEPTION_DEFAULT;
use super::{BaseException, layout};
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::dict::Dict;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{GetSetDef, InitFn, Kind, MethodDef, Type, TypeSpec};
use crate::value::{FieldOf, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// `tp_dealloc` of exceptions. A long chain of causes ends without nesting.
///
/// # Safety
///
/// `object` is an exception with the layout `T` and has no references left.
pub(super) unsafe fn dealloc<T: Layout>(vm: &Vm, object: NonNull<Header>) {
    // SAFETY: the contract.
    unsafe { crate::objects::alloc::dealloc::<T>(vm, object) }
}

impl BaseException {
    /// Shows the fields to the collector.
    pub(super) fn visit(&self, visit: &mut dyn FnMut(Obj<'_>)) {
        self.dict.visit(visit);
        self.args.visit(visit);
        self.traceback.visit(visit);
        self.context.visit(visit);
        self.cause.visit(visit);
    }

    /// Gives the fields up.
    pub(super) fn clear(&self) {
        drop((
            self.dict.take(),
            self.args.take(),
            self.traceback.take(),
            self.context.take(),
            self.cause.take(),
        ));
    }

    /// `args`
    pub(crate) fn args(&self, vm: &Vm) -> Ref<Tuple> {
        self.args.get().unwrap_or_else(|| Tuple::new(vm, Vec::new()))
    }
}

/// The exception itself.
pub(super) fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, BaseException>> {
    vm.expect::<BaseException>(object)
}

/// The positional arguments as a tuple.
pub(super) fn args_tuple(vm: &Vm, args: &Args<'_>) -> Ref<Tuple> {
    Tuple::from_iter(vm, args.iter().map(Obj::to_owned))
}

/// `BaseException.__new__`
fn base_exception_new(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    Ok(layout::allocate(vm, &ty, FieldOf::new(args_tuple(vm, &args))))
}

/// `BaseException.__init__`
pub(super) fn init(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<()> {
    args.no_keywords(vm, object.ty().name())?;
    this(vm, object)?.args.set(Some(args_tuple(vm, &args)));
    Ok(())
}

/// Whether a type's exceptions are made of their arguments alone.
pub(super) fn has_plain_init(ty: &Type) -> bool {
    ty.slots.init.get().is_some_and(|function| std::ptr::fn_addr_eq(function, init as InitFn))
}

/// `BaseException.__str__`
pub(super) fn str(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let args = this(vm, object)?.args(vm);
    match args.as_slice() {
        [] => Ok(vm.strings.empty().into_value()),
        [only] => vm.str(only.obj()).map(Ref::into_value),
        _ => vm.str(args.obj()).map(Ref::into_value),
    }
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let args = this(vm, object)?.args(vm);
    let name = object.ty().name();
    let name = name.rsplit('.').next().unwrap_or(name);
    let text = match args.as_slice() {
        [only] => format!("{name}({})", vm.repr(only.obj())?.as_str()),
        _ => format!("{name}{}", vm.repr(args.obj())?.as_str()),
    };
    Ok(Str::new(vm, &text).into_value())
}

fn get_args(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(this(vm, object)?.args.get().map_or_else(Value::none, Ref::into_value))
}

fn set_args(vm: &Vm, object: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    let Some(value) = value else {
        return Err(vm.type_error("args may not be deleted"));
    };
    let items = vm.collect(value)?;
    this(vm, object)?.args.set(Some(Tuple::new(vm, items)));
    Ok(())
}

fn set_traceback(vm: &Vm, object: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    let Some(value) = value else {
        return Err(vm.type_error("__traceback__ may not be deleted"));
    };
    if !value.is_none() && value.ty().kind() != Kind::Traceback {
        return Err(vm.type_error("__traceback__ must be a traceback or None"));
    }
    this(vm, object)?.traceback.set(Some(value.to_owned()).filter(|value| !value.is_none()));
    Ok(())
}

/// An exception or `None`, for a field with that name.
fn exception_or_none(vm: &Vm, value: Option<Obj<'_>>, name: &str, what: &str) -> PyResult<Option<Value>> {
    match value {
        None => Err(vm.type_error(format_args!("{name} may not be deleted"))),
        Some(value) if value.is_none() => Ok(None),
        Some(value) if value.cast::<BaseException>().is_some() => Ok(Some(value.to_owned())),
        Some(_) => {
            Err(vm.type_error(format_args!("exception {what} must be None or derive from BaseException")))
        }
    }
}

/// `exception.__reduce__`: its class, its arguments, and its dict if there is something in it.
pub(super) fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let mut parts = vec![object.ty().ptr().to_value(), this.args(vm).into_value()];
    parts.extend(this.dict.get().map(Ref::into_value));
    Ok(Tuple::new(vm, parts).into_value())
}

fn setstate(vm: &Vm, object: Obj<'_>, state: Obj<'_>) -> PyResult<Value> {
    if state.is_none() {
        return Ok(Value::none());
    }
    let Some(dict) = state.cast::<Dict>() else {
        return Err(vm.type_error("state is not a dictionary"));
    };
    for (name, value) in dict.get().items() {
        let Some(name) = name.cast::<Str>() else {
            return Err(
                vm.type_error(format_args!("attribute name must be string, not '{}'", name.ty().name()))
            );
        };
        vm.setattr(object, name, Some(value.obj()))?;
    }
    Ok(Value::none())
}

/// `BaseException`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "BaseException",
    doc: Some("What every exception inherits from."),
    new: Some(base_exception_new),
    slots: |slots| {
        slots.dealloc.set(dealloc::<BaseException>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of exceptions.
            unsafe { object.cast::<BaseException>().as_ref() }.visit(visit);
        }));
        slots.clear.set(Some(|_, object| {
            if let Some(this) = object.cast::<BaseException>() {
                this.get().clear();
            }
        }));
        slots.init.set(Some(init));
        slots.str.set(Some(str));
        slots.repr.set(Some(repr));
    },
    methods: &[
        MethodDef::noargs("__reduce__", reduce),
        MethodDef::o("__setstate__", setstate),
        MethodDef::o("with_traceback", |vm, object, traceback| {
            set_traceback(vm, object, Some(traceback))?;
            Ok(object.to_owned())
        })
        .doc("with_traceback($self, tb, /)\n--\n\nGives the exception another traceback; the answer is the exception."),
        MethodDef::o("add_note", |vm, object, note| {
            super::add_note(vm, object, note)?;
            Ok(Value::none())
        })
        .doc("add_note($self, note, /)\n--\n\nAppends a text that is shown with the exception."),
    ],
    getset: &[
        crate::objects::instance::DICT,
        GetSetDef::new("args", get_args).set(set_args),
        GetSetDef::new("__traceback__", |vm, object| {
            Ok(this(vm, object)?.traceback.get().unwrap_or_else(Value::none))
        })
        .set(set_traceback),
        GetSetDef::new("__context__", |vm, object| {
            Ok(this(vm, object)?.context.get().unwrap_or_else(Value::none))
        })
        .set(|vm, object, value| {
            let context = exception_or_none(vm, value, "__context__", "context")?;
            this(vm, object)?.context.set(context);
            Ok(())
        }),
        GetSetDef::new("__cause__", |vm, object| {
            Ok(this(vm, object)?.cause.get().unwrap_or_else(Value::none))
        })
        .set(|vm, object, value| {
            let cause = exception_or_none(vm, value, "__cause__", "cause")?;
            super::set_cause(this(vm, object)?.get(), cause);
            Ok(())
        }),
        GetSetDef::member("__suppress_context__", |vm, object| {
            Ok(Value::bool(this(vm, object)?.suppress_context.get()))
        })
        .set(|vm, object, value| {
            let Some(value) = value.and_then(Obj::as_bool) else {
                return Err(vm.type_error("attribute value type must be bool"));
            };
            this(vm, object)?.suppress_context.set(value);
            Ok(())
        }),
    ],
    ..EXCEPTION_DEFAULT
};
