//! `async_generator`

use super::types::{common_slots, this};
use super::{Generator, is_suspended, yield_from};
use crate::objects::type_::{GetSetDef, Kind, MethodDef, TypeSpec, flags};
use crate::value::{Ref, Value};

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
