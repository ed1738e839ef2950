//! Values and exceptions go into suspended functions.

use casewright_code::CodeFlags;
use cpython_isa::Opcode;

use super::{
    FRAME_COMPLETED, FRAME_CREATED, FRAME_EXECUTING, FRAME_SUSPENDED_YIELD_FROM, Generator, is_finished,
    is_suspended,
};
use crate::errors::{PyResult, Raised};
use crate::objects::traceback::Traceback;
use crate::objects::type_::{Kind, Type};
use crate::value::{Layout, Obj, Ptr, StackRef, Value};
use crate::vm::Vm;

/// How a function that was resumed left.
pub(crate) enum Resumed {
    /// It yielded.
    Yielded(Value),
    /// It returned.
    Returned(Value),
    /// It had ended before.
    Ended,
}

/// Resumes a function: `gen_send_ex2`. `sent` is what the `yield` answers with, if the function is not asked for its
/// next value alone. With `raise`, the exception that is set is raised there instead.
pub(crate) fn resume(
    vm: &Vm,
    generator: Ptr<'_, Generator>,
    sent: Option<Obj<'_>>,
    raise: bool,
    closing: bool,
) -> PyResult<Resumed> {
    let state = generator.gi_frame_state();
    if state == FRAME_CREATED
        && let Some(sent) = sent
        && !sent.is_none()
    {
        return Err(vm.type_error(format_args!(
            "can't send non-None value to a just-started {}",
            generator.kind_name()
        )));
    }
    if state == FRAME_EXECUTING {
        return Err(vm.value_error(format_args!("{} already executing", generator.kind_name())));
    }
    if is_finished(state) {
        if generator.ty().kind() == Kind::Coroutine && !closing {
            // Awaiting a second time would seem to work and answer None.
            return Err(vm.runtime_error("cannot reuse already awaited coroutine"));
        }
        return if raise { Err(Raised::is_set()) } else { Ok(Resumed::Ended) };
    }
    let _guard = vm.enter_recursive("")?;
    let frame = generator.get().gi_iframe_ptr();
    // The generator lives while its function runs, whatever that does to the reference by which it was found.
    let keep = generator.to_ref();
    // SAFETY: the frame is suspended, and has room for one more value: `yield` took one off.
    let result = unsafe {
        let value = sent.unwrap_or(Obj::NONE);
        (*frame).stackpointer.write(StackRef::from_new(value));
        (*frame).stackpointer = (*frame).stackpointer.add(1);
        let thread = vm.thread();
        let handled = generator.get().gi_exc_state_ptr();
        (*handled).previous_item = (*thread).exc_info;
        (*thread).exc_info = handled;
        if raise {
            vm.chain_handled_exception();
        }
        generator.set_gi_frame_state(FRAME_EXECUTING);
        (vm.hooks.run_frame.get())(vm, frame, raise)
    };
    let state = keep.gi_frame_state();
    debug_assert!(state != FRAME_EXECUTING, "a function that ran was not suspended");
    match result {
        Ok(value) if is_suspended(state) => Ok(Resumed::Yielded(value)),
        Ok(value) => Ok(Resumed::Returned(value)),
        Err(raised) => Err(raised),
    }
}

/// What the function waits for in a `yield from` or an `await`: `_PyGen_yf`.
pub(crate) fn yield_from(generator: Ptr<'_, Generator>) -> Option<Value> {
    if generator.gi_frame_state() != FRAME_SUSPENDED_YIELD_FROM {
        return None;
    }
    // SAFETY: a function that is suspended in a `yield from` has the iterator on top of its stack.
    unsafe {
        let frame = generator.get().gi_iframe_ptr();
        let top = &*(*frame).stackpointer.sub(1);
        Some(top.as_obj().to_owned())
    }
}

/// Pretends that the function runs while another one does its work: what it waits for is called for it.
fn delegated<R>(vm: &Vm, generator: Ptr<'_, Generator>, function: impl FnOnce() -> R) -> R {
    let state = generator.gi_frame_state();
    let frame = generator.get().gi_iframe_ptr();
    // SAFETY: the frame is linked in only as long as the call takes, for tracebacks and `sys._getframe`.
    unsafe {
        let thread = vm.thread();
        let caller = (*thread).current_frame;
        (*frame).previous = caller;
        (*thread).current_frame = frame;
        generator.set_gi_frame_state(FRAME_EXECUTING);
        let result = function();
        generator.set_gi_frame_state(state);
        (*thread).current_frame = caller;
        (*frame).previous = std::ptr::null_mut();
        result
    }
}

/// Closes what a function waits for: `gen_close_iter`.
fn close_iterator(vm: &Vm, iterator: Obj<'_>) -> PyResult<()> {
    if matches!(iterator.ty().kind(), Kind::Generator | Kind::Coroutine)
        && let Some(generator) = iterator.cast::<Generator>()
    {
        return close(vm, generator).map(drop);
    }
    match vm.getattr_opt(iterator, vm.names.close.ptr())? {
        Some(close) => vm.call_args(close.obj(), &[]).map(drop),
        None => Ok(()),
    }
}

/// Whether the function is suspended where nothing can catch an exception, so that closing it need not run it.
fn cannot_catch(generator: Ptr<'_, Generator>) -> bool {
    const DEPTH_ONE: u8 = 4;
    const LOCATION: u8 = 3;
    const AFTER_YIELD_FROM: u8 = 2;
    // SAFETY: the frame is suspended; the instruction pointer leads into its code.
    let next = unsafe { (*(*generator.get().gi_iframe_ptr()).instr_ptr).op };
    let is_resume = matches!(
        Opcode::from_u8(next.code),
        Some(Opcode::Resume | Opcode::ResumeCheck | Opcode::InstrumentedResume)
    );
    is_resume && next.arg & DEPTH_ONE != 0 && next.arg & LOCATION < AFTER_YIELD_FROM
}

/// `close()`: raises `GeneratorExit` where the function is suspended: `gen_close`.
pub(crate) fn close(vm: &Vm, generator: Ptr<'_, Generator>) -> PyResult<Value> {
    let state = generator.gi_frame_state();
    if state == FRAME_CREATED {
        generator.set_gi_frame_state(FRAME_COMPLETED);
        return Ok(Value::none());
    }
    if is_finished(state) {
        return Ok(Value::none());
    }
    let closed = match yield_from(generator) {
        Some(iterator) => delegated(vm, generator, || close_iterator(vm, iterator.obj())),
        None => Ok(()),
    };
    if closed.is_ok() && is_suspended(state) && cannot_catch(generator) {
        generator.set_gi_frame_state(FRAME_COMPLETED);
        // SAFETY: the frame is suspended.
        unsafe { generator.clear_frame(vm) };
        return Ok(Value::none());
    }
    if closed.is_ok() {
        let _ = vm.raise_with(vm.types.generator_exit(), Vec::new());
    }
    match resume(vm, generator, Some(Obj::NONE), true, true) {
        Ok(Resumed::Yielded(value)) => {
            drop(value);
            Err(vm.runtime_error(format_args!("{} ignored GeneratorExit", generator.kind_name())))
        }
        Ok(Resumed::Returned(value)) => Ok(value),
        Ok(Resumed::Ended) => Ok(Value::none()),
        Err(raised) => {
            if vm.exception_matches(vm.types.generator_exit()) {
                vm.clear_exception();
                return Ok(Value::none());
            }
            match vm.stop_iteration_value() {
                Some(value) => Ok(value),
                None => Err(raised),
            }
        }
    }
}

/// `throw(type, value, traceback)`: raises an exception where the function is suspended: `_gen_throw`.
pub(crate) fn throw(
    vm: &Vm,
    generator: Ptr<'_, Generator>,
    close_on_exit: bool,
    args: [Option<Obj<'_>>; 3],
) -> PyResult<Resumed> {
    let [kind, value, traceback] = args;
    let kind = kind.unwrap_or(Obj::NONE);
    let iterator = yield_from(generator);
    if let Some(iterator) = iterator {
        if close_on_exit && vm.given_exception_matches(kind, vm.types.generator_exit().ptr().obj()) {
            // The iterator is closed, not thrown into: it may be anything.
            if let Err(raised) = delegated(vm, generator, || close_iterator(vm, iterator.obj())) {
                let _ = raised;
                return resume(vm, generator, Some(Obj::NONE), true, false);
            }
            return throw_here(vm, generator, kind, value, traceback);
        }
        let thrown = if matches!(iterator.ty().kind(), Kind::Generator | Kind::Coroutine)
            && let Some(inner) = iterator.cast::<Generator>()
        {
            delegated(vm, generator, || method_result(vm, throw(vm, inner, close_on_exit, args)))
        } else {
            let Some(method) = vm.getattr_opt(iterator.obj(), vm.names.throw.ptr())? else {
                return throw_here(vm, generator, kind, value, traceback);
            };
            let given: Vec<Obj<'_>> =
                [Some(kind), value, traceback].into_iter().map_while(|arg| arg).collect();
            delegated(vm, generator, || vm.call_args(method.obj(), &given))
        };
        return match thrown {
            Ok(value) => Ok(Resumed::Yielded(value)),
            // The iterator has ended: the function goes on behind it.
            Err(_) => resume(vm, generator, Some(Obj::NONE), true, false),
        };
    }
    throw_here(vm, generator, kind, value, traceback)
}

fn throw_here(
    vm: &Vm,
    generator: Ptr<'_, Generator>,
    kind: Obj<'_>,
    value: Option<Obj<'_>>,
    traceback: Option<Obj<'_>>,
) -> PyResult<Resumed> {
    let traceback = traceback.filter(|traceback| !traceback.is_none());
    if traceback.is_some_and(|traceback| traceback.cast::<Traceback>().is_none()) {
        return Err(vm.type_error("throw() third argument must be a traceback object"));
    }
    let value = value.filter(|value| !value.is_none());
    let exception =
        if let Some(class) = kind.cast::<Type>().filter(|class| vm.is_exception_class(class.obj())) {
            vm.normalize_exception(class.obj(), value)?
        } else if vm.is_exception(kind) {
            if value.is_some() {
                return Err(vm.type_error("instance exception may not have a separate value"));
            }
            kind.to_owned()
        } else {
            return Err(vm.type_error(format_args!(
                "exceptions must be classes or instances deriving from BaseException, not {}",
                kind.ty().name()
            )));
        };
    if let Some(traceback) = traceback
        && let Some(exception) = exception.cast::<crate::objects::exceptions::BaseException>()
    {
        exception.traceback.set(Some(traceback.to_owned()));
    }
    let _ = vm.restore_exception(exception);
    resume(vm, generator, Some(Obj::NONE), true, false)
}

/// What a method that resumes a function answers with: a value that it yielded, or a `StopIteration` with what it
/// returned.
pub(super) fn method_result(vm: &Vm, result: PyResult<Resumed>) -> PyResult<Value> {
    match result? {
        Resumed::Yielded(value) => Ok(value),
        Resumed::Returned(value) => Err(vm.stop_iteration(Some(value).filter(|value| !value.is_none()))),
        Resumed::Ended => Err(vm.stop_iteration(None)),
    }
}

/// `tp_finalize`: a function that was suspended in the middle of something is closed: `_PyGen_Finalize`.
pub(crate) fn finalize(vm: &Vm, object: Obj<'_>) {
    let Some(generator) = object.cast::<Generator>() else { return };
    if is_finished(generator.gi_frame_state()) {
        return;
    }
    let saved = vm.take_exception();
    if generator.ty().kind() == Kind::AsyncGenerator
        && let Some(finalizer) = generator.origin_or_finalizer.get()
        && !generator.closed.get()
    {
        if vm.call_args(finalizer.obj(), &[object]).is_err() {
            vm.write_unraisable("Exception ignored while calling asyncgen finalizer", Some(finalizer.obj()));
        }
    } else if generator.code().flags().contains(CodeFlags::COROUTINE)
        && generator.gi_frame_state() == FRAME_CREATED
    {
        vm.warn_unawaited(object);
    } else if close(vm, generator).is_err() {
        vm.write_unraisable("Exception ignored while closing generator", Some(object));
    }
    if let Some(saved) = saved {
        let _ = vm.restore_exception(saved);
    }
}
