//! What the methods of asynchronous generators answer with, and what is awaited of them: `async_generator_asend` of
//! `__anext__()` and `asend()`, `async_generator_athrow` of `athrow()` and `aclose()`.

#![allow(unsafe_code, reason = "declares the layout of awaitables")]

use std::cell::Cell;
use std::ptr::NonNull;

use super::async_::WrappedValue;
use super::types::{this as generator_of, warned_throw_args};
use super::{Generator, Resumed, is_finished, resume, throw};
use crate::args::Args;
use crate::errors::{PyResult, Raised};
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, MethodDef, Sent, Slots, Type, TypeSpec, flags};
use crate::value::{Field, FieldOf, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// How far an awaitable is: `AwaitableState`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nobody has asked it for anything.
    New,
    /// The generator has been resumed for it.
    Running,
    /// It has its result.
    Closed,
}

/// What the generator is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    /// `__anext__()` or `asend(value)`
    Send,
    /// `athrow(…)`
    Throw,
    /// `aclose()`
    Close,
}

/// One step of an asynchronous generator, to be awaited: `PyAsyncGenASend`, `PyAsyncGenAThrow`.
#[repr(C)]
pub(crate) struct Awaitable {
    header: Header,
    generator: FieldOf<Generator>,
    /// The value to send, or the tuple of the arguments of `athrow`; NULL for `__anext__()` and `aclose()`.
    argument: Field,
    state: Cell<State>,
}

// SAFETY: `repr(C)` with the header first; both types have the same fields.
unsafe impl Layout for Awaitable {
    const NAME: &'static str = "async_generator_asend";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        matches!(ty.layout(), Kind::AsyncGeneratorAsend | Kind::AsyncGeneratorAthrow)
    }
}

/// The step to the generator's next `yield`.
pub(super) fn send_step(vm: &Vm, generator: Obj<'_>, argument: Option<Obj<'_>>) -> PyResult<Value> {
    new(vm, vm.types.async_generator_asend(), generator, argument.map(Obj::to_owned))
}

/// The step that raises an exception in the generator; without arguments, it closes the generator.
pub(super) fn throw_step(vm: &Vm, generator: Obj<'_>, args: Option<Args<'_>>) -> PyResult<Value> {
    let args = args.map(|args| Tuple::new(vm, args.iter().map(Obj::to_owned).collect()).into_value());
    new(vm, vm.types.async_generator_athrow(), generator, args)
}

fn new(vm: &Vm, ty: &Type, generator: Obj<'_>, argument: Option<Value>) -> PyResult<Value> {
    let generator = generator_of(vm, generator)?;
    init_hooks(vm, generator)?;
    let awaitable = Awaitable {
        header: Header::new(ty),
        generator: FieldOf::new(generator.to_ref()),
        argument: Field::from_option(argument),
        state: Cell::new(State::New),
    };
    Ok(vm.alloc(ty, awaitable).into_value())
}

/// Tells what drives generators of the first step of one: `async_gen_init_hooks`.
fn init_hooks(vm: &Vm, generator: Ptr<'_, Generator>) -> PyResult<()> {
    if generator.hooks_inited.replace(true) {
        return Ok(());
    }
    if let Some(finalizer) = vm.modules.asyncgen_finalizer.get() {
        generator.origin_or_finalizer.set(Some(finalizer));
    }
    match vm.modules.asyncgen_firstiter.get() {
        Some(hook) => vm.call_args(hook.obj(), &[generator.obj()]).map(drop),
        None => Ok(()),
    }
}

/// What the awaitable answers, given how the generator left: `async_gen_unwrap_value`. What it yielded is the result,
/// anything else is what it awaits itself.
fn outcome(vm: &Vm, generator: &Generator, result: PyResult<Resumed>) -> PyResult<Sent> {
    match result {
        Ok(Resumed::Yielded(value)) => match value.cast::<WrappedValue>() {
            Some(wrapped) => {
                generator.running_async.set(false);
                Ok(Sent::Return(wrapped.get().value()))
            }
            None => Ok(Sent::Next(value)),
        },
        Ok(Resumed::Returned(_) | Resumed::Ended) => {
            generator.closed.set(true);
            generator.running_async.set(false);
            Err(vm.raise_with(vm.types.stop_async_iteration(), Vec::new()))
        }
        Err(raised) => {
            if ends_generator(vm) {
                generator.closed.set(true);
            }
            generator.running_async.set(false);
            Err(raised)
        }
    }
}

/// Whether the exception that is set says that an asynchronous generator has ended.
fn ends_generator(vm: &Vm) -> bool {
    vm.exception_matches(vm.types.stop_async_iteration()) || vm.exception_matches(vm.types.generator_exit())
}

impl Awaitable {
    fn method(&self) -> Method {
        if self.header.ty().kind() == Kind::AsyncGeneratorAsend {
            Method::Send
        } else if self.argument.is_null() {
            Method::Close
        } else {
            Method::Throw
        }
    }

    fn generator(&self, vm: &Vm) -> PyResult<Ref<Generator>> {
        self.generator.get().ok_or_else(|| vm.reference_error("the asynchronous generator is gone"))
    }

    #[cold]
    fn reused(&self, vm: &Vm) -> Raised {
        vm.runtime_error(match self.method() {
            Method::Send => "cannot reuse already awaited __anext__()/asend()",
            Method::Throw | Method::Close => "cannot reuse already awaited aclose()/athrow()",
        })
    }

    /// Refuses to begin while another step is not done.
    fn check_idle(&self, vm: &Vm, generator: &Generator) -> PyResult<()> {
        if !generator.running_async.get() {
            return Ok(());
        }
        self.state.set(State::Closed);
        Err(vm.runtime_error(match self.method() {
            Method::Send => "anext(): asynchronous generator is already running",
            Method::Throw => "athrow(): asynchronous generator is already running",
            Method::Close => "aclose(): asynchronous generator is already running",
        }))
    }

    /// Notes the result of a step.
    fn settle(&self, result: PyResult<Sent>) -> PyResult<Sent> {
        if !matches!(result, Ok(Sent::Next(_))) {
            self.state.set(State::Closed);
        }
        result
    }

    /// `send(value)`
    fn send(&self, vm: &Vm, value: Obj<'_>) -> PyResult<Sent> {
        if self.state.get() == State::Closed {
            return Err(self.reused(vm));
        }
        match self.method() {
            Method::Send => self.send_to_asend(vm, value),
            Method::Throw | Method::Close => self.send_to_athrow(vm, value),
        }
    }

    /// `async_gen_asend_send`
    fn send_to_asend(&self, vm: &Vm, value: Obj<'_>) -> PyResult<Sent> {
        let generator = self.generator(vm)?;
        let mut value = value.to_owned();
        if self.state.get() == State::New {
            self.check_idle(vm, &generator)?;
            if value.is_none() {
                value = self.argument.get().unwrap_or_else(Value::none);
            }
            self.state.set(State::Running);
        }
        generator.running_async.set(true);
        let result = resume(vm, generator.ptr(), Some(value.obj()), false, false);
        self.settle(outcome(vm, &generator, result))
    }

    /// `async_gen_athrow_send`
    fn send_to_athrow(&self, vm: &Vm, value: Obj<'_>) -> PyResult<Sent> {
        let generator = self.generator(vm)?;
        if is_finished(generator.gi_frame_state()) {
            self.state.set(State::Closed);
            return Err(vm.stop_iteration(None));
        }
        if self.state.get() == State::Running {
            let result = resume(vm, generator.ptr(), Some(value), false, false);
            return match self.method() {
                // CPython leaves such an awaitable open: awaited again, it meets a generator that has ended.
                Method::Send | Method::Throw => outcome(vm, &generator, result),
                Method::Close => self.thrown(vm, &generator, result),
            };
        }
        self.check_idle(vm, &generator)?;
        if generator.closed.get() {
            self.state.set(State::Closed);
            return Err(vm.raise_with(vm.types.stop_async_iteration(), Vec::new()));
        }
        if !value.is_none() {
            return Err(vm.runtime_error("can't send non-None value to a just-started coroutine"));
        }
        self.state.set(State::Running);
        generator.running_async.set(true);
        let exit = vm.types.generator_exit().ptr().to_value();
        let arguments = self.argument.get();
        let arguments = arguments.as_ref().and_then(|arguments| arguments.cast::<Tuple>());
        // What an inner iterator is told is the exception, not to close.
        let result = match arguments {
            None => {
                generator.closed.set(true);
                throw(vm, generator.ptr(), false, [Some(exit.obj()), None, None])
            }
            Some(arguments) => {
                let arguments = arguments.get();
                if arguments.is_empty() || arguments.len() > 3 {
                    let (quantity, plural) =
                        if arguments.is_empty() { ("least 1", "") } else { ("most 3", "s") };
                    return Err(vm.type_error(format_args!(
                        "athrow expected at {quantity} argument{plural}, got {}",
                        arguments.len()
                    )));
                }
                let args = [0, 1, 2].map(|index| arguments.get(index));
                throw(vm, generator.ptr(), false, args)
            }
        };
        self.thrown(vm, &generator, result)
    }

    /// What a step of `athrow()` or `aclose()` answers, given how the generator left.
    fn thrown(&self, vm: &Vm, generator: &Generator, result: PyResult<Resumed>) -> PyResult<Sent> {
        if self.method() == Method::Throw {
            return self.settle(outcome(vm, generator, result));
        }
        let yielded = match result {
            Ok(Resumed::Yielded(value)) if value.cast::<WrappedValue>().is_none() => {
                return Ok(Sent::Next(value));
            }
            Ok(Resumed::Yielded(_)) => true,
            Ok(Resumed::Returned(_) | Resumed::Ended) => false,
            Err(raised) => {
                generator.running_async.set(false);
                self.state.set(State::Closed);
                if !ends_generator(vm) {
                    return Err(raised);
                }
                vm.clear_exception();
                false
            }
        };
        generator.running_async.set(false);
        self.state.set(State::Closed);
        if yielded {
            Err(vm.runtime_error("async generator ignored GeneratorExit"))
        } else {
            Ok(Sent::Return(Value::none()))
        }
    }

    /// `throw(…)`
    fn throw(&self, vm: &Vm, args: [Option<Obj<'_>>; 3]) -> PyResult<Sent> {
        if self.state.get() == State::Closed {
            return Err(self.reused(vm));
        }
        let generator = self.generator(vm)?;
        if self.state.get() == State::New {
            self.check_idle(vm, &generator)?;
            self.state.set(State::Running);
            generator.running_async.set(true);
        }
        let result = throw(vm, generator.ptr(), true, args);
        match self.method() {
            Method::Send => self.settle(outcome(vm, &generator, result)),
            Method::Throw | Method::Close => self.thrown(vm, &generator, result),
        }
    }
}

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, Awaitable>> {
    vm.expect::<Awaitable>(object)
}

/// What a method answers with: what is awaited, or a `StopIteration` with the result.
fn method_result(vm: &Vm, result: PyResult<Sent>) -> PyResult<Value> {
    match result? {
        Sent::Next(value) => Ok(value),
        Sent::Return(value) => Err(vm.stop_iteration(Some(value).filter(|value| !value.is_none()))),
    }
}

fn next(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    match this(vm, object)?.send(vm, Obj::NONE)? {
        Sent::Next(value) => Ok(Some(value)),
        Sent::Return(value) if value.is_none() => Ok(None),
        Sent::Return(value) => Err(vm.stop_iteration(Some(value))),
    }
}

fn throw_method(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let args = warned_throw_args(vm, args)?;
    method_result(vm, this(vm, object)?.throw(vm, args))
}

fn close(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    if this.state.get() == State::Closed {
        return Ok(Value::none());
    }
    let exit = vm.types.generator_exit().ptr();
    match this.throw(vm, [Some(exit.obj()), None, None]) {
        Ok(Sent::Next(_)) => Err(vm.runtime_error("coroutine ignored GeneratorExit")),
        Ok(Sent::Return(_)) => Ok(Value::none()),
        Err(_) if ends_generator(vm) || vm.exception_matches(vm.types.stop_iteration()) => {
            vm.clear_exception();
            Ok(Value::none())
        }
        Err(raised) => Err(raised),
    }
}

/// Warns of a step that nobody awaited.
fn finalize(vm: &Vm, object: Obj<'_>) {
    let Some(this) = object.cast::<Awaitable>() else { return };
    if this.state.get() != State::New {
        return;
    }
    let Some(generator) = this.generator.get() else { return };
    let pending = vm.take_exception();
    let method = match this.method() {
        Method::Send => "asend",
        Method::Throw => "athrow",
        Method::Close => "aclose",
    };
    vm.warn_unawaited_method(method, &generator);
    if let Some(pending) = pending {
        let _ = vm.restore_exception(pending);
    }
}

/// # Safety
///
/// `object` is an awaitable without references.
unsafe fn dealloc(vm: &Vm, object: NonNull<Header>) {
    // SAFETY: the contract; the object is whole.
    unsafe {
        if crate::objects::type_::call_finalizer_from_dealloc(vm, object.as_ref()) {
            crate::objects::alloc::dealloc::<Awaitable>(vm, object);
        }
    }
}

fn fill(slots: &Slots) {
    slots.dealloc.set(dealloc);
    slots.traverse.set(Some(|object, visit| {
        // SAFETY: the slot is that of the types with this layout.
        let this = unsafe { object.cast::<Awaitable>().as_ref() };
        this.generator.visit(visit);
        this.argument.visit(visit);
    }));
    slots.finalize.set(Some(finalize));
    slots.await_.set(Some(|_, object| Ok(object.to_owned())));
    slots.iter.set(Some(|_, object| Ok(object.to_owned())));
    slots.iternext.set(Some(next));
    slots.send.set(Some(|vm, object, value| this(vm, object)?.send(vm, value)));
}

const METHODS: &[MethodDef] = &[
    MethodDef::o("send", |vm, object, value| method_result(vm, this(vm, object)?.send(vm, value)))
        .doc("Goes on with value as what was awaited, up to where it waits again or to the end."),
    MethodDef::fast("throw", throw_method).doc(
        "throw(value)\nthrow(type[,value[,tb]])\n\nRaises the exception where the function is suspended.",
    ),
    MethodDef::noargs("close", close)
        .doc("close(): ends the function with a GeneratorExit, if it has not ended."),
];

const fn spec(name: &'static str, kind: Kind) -> TypeSpec {
    TypeSpec {
        name,
        kind,
        flags: flags::HAVE_GC,
        basicsize: size_of::<Awaitable>(),
        slots: fill,
        methods: METHODS,
        ..TypeSpec::DEFAULT
    }
}

/// `async_generator_asend`
pub(crate) static ASEND_SPEC: TypeSpec = spec("async_generator_asend", Kind::AsyncGeneratorAsend);
/// `async_generator_athrow`
pub(crate) static ATHROW_SPEC: TypeSpec = spec("async_generator_athrow", Kind::AsyncGeneratorAthrow);
