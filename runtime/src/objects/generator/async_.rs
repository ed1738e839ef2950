//! `async_generator`

use super::types::{common_slots, this};
use super::{Generator, is_suspended, yield_from};
use crate::objects::layout::object_layout;
use crate::objects::type_::{GetSetDef, Kind, MethodDef, TypeSpec, flags};
use crate::value::{Field, Header, Obj, Ref, Value};
use crate::vm::Vm;

/// `async_generator`
pub(crate) static ASYNC_GENERATOR_SPEC: TypeSpec = TypeSpec {
    name: "async_generator",
    kind: Kind::AsyncGenerator,
    flags: flags::HAVE_GC,
    basicsize: size_of::<Generator>(),
    itemsize: size_of::<u64>(),
    weakrefs: true,
    slots: |slots| {
        common_slots(slots);
        slots.aiter.set(Some(|_, object| Ok(object.to_owned())));
    },
    methods: &[MethodDef::o("__class_getitem__", |vm, class, item| {
        crate::objects::generic_alias::new(vm, class, item)
    })
    .class()
    .doc("See PEP 585")],
    getset: &[
        GetSetDef::new("__name__", |vm, object| {
            Ok(this(vm, object)?.name.get().map_or_else(Value::none, Ref::into_value))
        }),
        GetSetDef::new("__qualname__", |vm, object| {
            Ok(this(vm, object)?.qualname.get().map_or_else(Value::none, Ref::into_value))
        }),
        GetSetDef::new(
            "ag_await",
            |vm, object| Ok(yield_from(this(vm, object)?).unwrap_or_else(Value::none)),
        ),
        GetSetDef::member("ag_running", |vm, object| Ok(Value::bool(this(vm, object)?.running_async.get()))),
        GetSetDef::new("ag_suspended", |vm, object| {
            Ok(Value::bool(is_suspended(this(vm, object)?.gi_frame_state())))
        }),
        GetSetDef::new("ag_code", |vm, object| Ok(this(vm, object)?.get().code().to_value())),
    ],
    ..TypeSpec::DEFAULT
};

/// A value that an asynchronous generator yields, which what drives it tells apart from what it awaits:
/// `_PyAsyncGenWrappedValue`.
#[repr(C)]
pub struct WrappedValue {
    header: Header,
    value: Field,
}

object_layout!(WrappedValue, AsyncGeneratorWrappedValue, "async_generator_wrapped_value");

/// Wraps a value that an asynchronous generator yields.
pub(crate) fn wrap_value(vm: &Vm, value: Obj<'_>) -> Value {
    let ty = vm.types.async_generator_wrapped_value();
    vm.alloc(ty, WrappedValue { header: Header::new(ty), value: Field::new(value.to_owned()) }).into_value()
}

/// `async_generator_wrapped_value`
pub(crate) static WRAPPED_VALUE_SPEC: TypeSpec = TypeSpec {
    name: "async_generator_wrapped_value",
    kind: Kind::AsyncGeneratorWrappedValue,
    flags: flags::HAVE_GC,
    basicsize: size_of::<WrappedValue>(),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<WrappedValue>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            unsafe { object.cast::<WrappedValue>().as_ref() }.value.visit(visit);
        }));
    },
    ..TypeSpec::DEFAULT
};
