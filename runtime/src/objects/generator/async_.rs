//! `async_generator`

use super::Generator;
use super::awaitables::{send_step, throw_step};
use super::types::{
    CLASS_GETITEM, NAME, QUALNAME, code_of, common_slots, frame_of, suspended, this, waits_for,
};
use crate::objects::layout::object_layout;
use crate::objects::type_::{GetSetDef, Kind, MethodDef, TypeSpec, flags};
use crate::value::{Field, Header, Obj, Value};
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
        slots.anext.set(Some(|vm, object| send_step(vm, object, None)));
    },
    methods: &[
        MethodDef::o("asend", |vm, object, value| send_step(vm, object, Some(value)))
            .doc("asend(v): an awaitable that goes on with v as what `yield` answers."),
        MethodDef::fast("athrow", |vm, object, args| {
            if args.len() > 1 {
                vm.warn(
                    vm.types.deprecation_warning(),
                    "the (type, exc, tb) signature of athrow() is deprecated, use the single-arg signature instead.",
                )?;
            }
            throw_step(vm, object, Some(args))
        })
        .doc("athrow(value)\nathrow(type[,value[,tb]])\n\nRaises the exception where the function is suspended."),
        MethodDef::noargs("aclose", |vm, object| throw_step(vm, object, None))
            .doc("aclose(): ends the function with a GeneratorExit, if it has not ended."),
        CLASS_GETITEM,
    ],
    getset: &[
        NAME,
        QUALNAME,
        GetSetDef::new("ag_await", waits_for),
        GetSetDef::member("ag_running", |vm, object| Ok(Value::bool(this(vm, object)?.running_async.get()))),
        GetSetDef::new("ag_frame", frame_of),
        GetSetDef::new("ag_suspended", suspended),
        GetSetDef::new("ag_code", code_of),
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

impl WrappedValue {
    /// What the generator yielded.
    pub(super) fn value(&self) -> Value {
        self.value.get().unwrap_or_else(Value::none)
    }
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
