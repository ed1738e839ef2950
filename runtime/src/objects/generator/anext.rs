//! `anext_awaitable`: what `anext(iterator, default)` answers with.

use crate::args::Args;
use crate::errors::{PyResult, Raised};
use crate::objects::layout::object_layout;
use crate::objects::type_::{Kind, MethodDef, TypeSpec, flags};
use crate::value::{Field, Header, Obj, Value};
use crate::vm::Vm;

/// `anextawaitableobject`
#[repr(C)]
struct AnextAwaitable {
    header: Header,
    /// What `__anext__` answered with.
    wrapped: Field,
    /// The result if the iterator is exhausted.
    default: Field,
}

object_layout!(AnextAwaitable, AnextAwaitable, "anext_awaitable");

/// Awaits `wrapped`, and is `default` where that raises `StopAsyncIteration`.
pub(crate) fn with_default(vm: &Vm, wrapped: Value, default: Obj<'_>) -> Value {
    let ty = vm.types.anext_awaitable();
    let (wrapped, default) = (Field::new(wrapped), Field::new(default.to_owned()));
    vm.alloc(ty, AnextAwaitable { header: Header::new(ty), wrapped, default }).into_value()
}

/// What is awaited, as an iterator: `anextawaitable_getiter`.
fn iterator(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = vm.expect::<AnextAwaitable>(object)?;
    let wrapped = this.wrapped.get().unwrap_or_else(Value::none);
    let awaitable = crate::abi::eval::awaitable_iterator(vm, wrapped.obj())?;
    if vm.is_iterator(awaitable.obj()) {
        return Ok(awaitable);
    }
    // Of all that can be awaited, only coroutines are no iterators.
    match awaitable.ty().slots.await_.get() {
        Some(await_) => await_(vm, awaitable.obj()),
        None => Err(vm.type_error("__await__ must return an iterable")),
    }
}

/// Ends the await with the default, if the exception that is set says that there is no next item.
fn at_end(vm: &Vm, object: Obj<'_>, raised: Raised) -> Raised {
    if !vm.exception_matches(vm.types.stop_async_iteration()) {
        return raised;
    }
    vm.clear_exception();
    match vm.expect::<AnextAwaitable>(object) {
        Ok(this) => vm.stop_iteration(this.default.get()),
        Err(raised) => raised,
    }
}

fn next(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let awaited = iterator(vm, object)?;
    match awaited.ty().slots.iternext.get() {
        Some(next) => next(vm, awaited.obj()).map_err(|raised| at_end(vm, object, raised)),
        None => Err(vm.type_error("__await__ must return an iterable")),
    }
}

/// Calls a method of what is awaited.
fn delegate(vm: &Vm, object: Obj<'_>, name: &str, args: Args<'_>) -> PyResult<Value> {
    let awaited = iterator(vm, object)?;
    let method = vm.getattr_str(awaited.obj(), name)?;
    vm.call(method.obj(), args).map_err(|raised| at_end(vm, object, raised))
}

/// `anext_awaitable`
pub(crate) static ANEXT_AWAITABLE_SPEC: TypeSpec = TypeSpec {
    name: "anext_awaitable",
    kind: Kind::AnextAwaitable,
    flags: flags::HAVE_GC | flags::DISALLOW_INSTANTIATION,
    basicsize: size_of::<AnextAwaitable>(),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<AnextAwaitable>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            let this = unsafe { object.cast::<AnextAwaitable>().as_ref() };
            this.wrapped.visit(visit);
            this.default.visit(visit);
        }));
        slots.await_.set(Some(|_, object| Ok(object.to_owned())));
        slots.iter.set(Some(|_, object| Ok(object.to_owned())));
        slots.iternext.set(Some(next));
    },
    methods: &[
        MethodDef::o("send", |vm, object, value| delegate(vm, object, "send", Args::new(&[value])))
            .doc("send(arg) -> what is awaited next, or StopIteration with the result."),
        MethodDef::fast("throw", |vm, object, args| delegate(vm, object, "throw", args)).doc(
            "throw(value)\nthrow(type[, value[, traceback]])\n\nRaises an exception in what is awaited.",
        ),
        MethodDef::noargs("close", |vm, object| delegate(vm, object, "close", Args::EMPTY))
            .doc("close() -> raises GeneratorExit in what is awaited."),
    ],
    ..TypeSpec::DEFAULT
};
