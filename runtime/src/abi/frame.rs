//! Frames, calls of Python functions, and the thread state.

use super::vm;
use super::{ObjPtr, Owned};
use crate::eval::bind;
use crate::eval::frame::{self, InterpreterFrame};
use crate::eval::thread::{InterpreterState, ThreadState};
use crate::eval::unit::{self, BackoffCounter, CodeUnit};
use crate::objects::code::{self, Code};
use crate::objects::dict::Dict;
use crate::objects::frame::Frame;
use crate::objects::function::Function;
use crate::objects::generator::Generator;
use crate::objects::tuple::Tuple;
use crate::value::{Layout, Obj, Ptr, StackRef};

#[inline(always)]
pub unsafe fn ADAPTIVE_COUNTER_TRIGGERS(counter: u16) -> bool {
    unit::backoff_counter_triggers(BackoffCounter::from_bits(counter))
}

#[inline(always)]
pub unsafe fn ADVANCE_ADAPTIVE_COUNTER(counter: *mut BackoffCounter) {
    // SAFETY: the counter lies in the code that runs.
    unsafe { counter.write(unit::advance_backoff_counter(counter.read())) }
}

#[inline(always)]
pub unsafe fn PAUSE_ADAPTIVE_COUNTER(counter: *mut BackoffCounter) {
    // SAFETY: as above.
    unsafe { counter.write(unit::pause_backoff_counter(counter.read())) }
}

/// Notes which way a branch went, for an optimizer of traces. There is none that would read it.
#[inline(always)]
pub unsafe fn RECORD_BRANCH_TAKEN(_: *mut u16, _: i32) {}

pub unsafe fn advance_backoff_counter(counter: BackoffCounter) -> BackoffCounter {
    unit::advance_backoff_counter(counter)
}

pub unsafe fn restart_backoff_counter(counter: BackoffCounter) -> BackoffCounter {
    unit::restart_backoff_counter(counter)
}

pub unsafe fn backoff_counter_triggers(counter: BackoffCounter) -> bool {
    unit::backoff_counter_triggers(counter)
}

pub unsafe fn initial_jump_backoff_counter() -> BackoffCounter {
    unit::initial_jump_backoff_counter()
}

pub unsafe fn initial_temperature_backoff_counter() -> BackoffCounter {
    unit::initial_temperature_backoff_counter()
}

#[inline(always)]
pub unsafe fn GETLOCAL(frame: *mut InterpreterFrame, index: i32) -> *mut StackRef {
    // SAFETY: the verifier has made sure that the frame has so many variables.
    unsafe { frame::localsplus(frame).offset(index as isize) }
}

#[inline(always)]
pub unsafe fn FRAME_CO_CONSTS<'a>(frame: *mut InterpreterFrame) -> ObjPtr<'a> {
    // SAFETY: the frame runs.
    unsafe { frame::code(frame) }.get().consts().obj().into()
}

#[inline(always)]
pub unsafe fn FRAME_CO_NAMES<'a>(frame: *mut InterpreterFrame) -> ObjPtr<'a> {
    // SAFETY: the frame runs.
    unsafe { frame::code(frame) }.get().names().obj().into()
}

#[inline(always)]
pub unsafe fn GLOBALS<'a>(frame: *mut InterpreterFrame) -> ObjPtr<'a> {
    // SAFETY: the frame runs.
    unsafe { (*frame).f_globals }
}

#[inline(always)]
pub unsafe fn BUILTINS<'a>(frame: *mut InterpreterFrame) -> ObjPtr<'a> {
    // SAFETY: the frame runs.
    unsafe { (*frame).f_builtins }
}

#[inline(always)]
pub unsafe fn LOCALS<'a>(frame: *mut InterpreterFrame) -> ObjPtr<'a> {
    // SAFETY: the frame runs, and keeps its namespace.
    unsafe { (*frame).f_locals.get() }
}

#[inline(always)]
pub unsafe fn _PyFrame_GetCode<'a>(frame: *mut InterpreterFrame) -> ObjPtr<'a, Code> {
    // SAFETY: the frame runs.
    unsafe { (*frame).f_executable.get() }.cast()
}

#[inline(always)]
pub unsafe fn _PyFrame_GetBytecode(frame: *mut InterpreterFrame) -> *mut CodeUnit {
    // SAFETY: the frame runs.
    unsafe { frame::code(frame) }.get().code_units()
}

#[inline(always)]
pub unsafe fn _PyFrame_GetStackPointer(frame: *mut InterpreterFrame) -> *mut StackRef {
    // SAFETY: the frame is whole.
    unsafe { (*frame).stackpointer }
}

#[inline(always)]
pub unsafe fn _PyFrame_SetStackPointer(frame: *mut InterpreterFrame, stack_pointer: *mut StackRef) {
    // SAFETY: the frame is whole.
    unsafe { (*frame).stackpointer = stack_pointer }
}

#[inline(always)]
pub unsafe fn _PyFrame_Stackbase(frame: *mut InterpreterFrame) -> *mut StackRef {
    // SAFETY: the frame is that of a function.
    unsafe { frame::stackbase(frame) }
}

#[inline(always)]
pub unsafe fn _PyFrame_StackPeek(frame: *mut InterpreterFrame) -> *mut StackRef {
    // SAFETY: the stack is not empty.
    unsafe { (*frame).stackpointer.sub(1) }
}

#[inline(always)]
pub unsafe fn _PyFrame_StackPop(frame: *mut InterpreterFrame) -> StackRef {
    // SAFETY: the stack is not empty.
    unsafe {
        (*frame).stackpointer = (*frame).stackpointer.sub(1);
        (*frame).stackpointer.read()
    }
}

#[inline(always)]
pub unsafe fn _PyFrame_StackPush(frame: *mut InterpreterFrame, item: StackRef) {
    // SAFETY: the verifier has made sure that there is room.
    unsafe {
        (*frame).stackpointer.write(item);
        (*frame).stackpointer = (*frame).stackpointer.add(1);
    }
}

pub unsafe fn WITHIN_STACK_BOUNDS(frame: *mut InterpreterFrame, stack_pointer: *mut StackRef) -> bool {
    // SAFETY: the frame runs.
    unsafe {
        (*frame).owner == frame::OWNED_BY_INTERPRETER
            || (0..=frame::code(frame).stacksize() as isize)
                .contains(&stack_pointer.offset_from(frame::stackbase(frame)))
    }
}

pub unsafe fn STACK_LEVEL(frame: *mut InterpreterFrame, stack_pointer: *mut StackRef) -> i32 {
    // SAFETY: the frame runs.
    unsafe { stack_pointer.offset_from(frame::stackbase(frame)) as i32 }
}

#[inline(always)]
pub unsafe fn _PyFrame_IsIncomplete(frame: *mut InterpreterFrame) -> bool {
    // SAFETY: the frame is whole.
    unsafe { frame::is_incomplete(frame) }
}

#[inline(always)]
pub unsafe fn _PyInterpreterFrame_LASTI(frame: *mut InterpreterFrame) -> i32 {
    // SAFETY: the frame is that of a function.
    unsafe { frame::lasti(frame) }
}

#[inline(always)]
pub unsafe fn _PyFrame_PushUnchecked(
    thread: *mut ThreadState,
    func: StackRef,
    null_from: i32,
    previous: *mut InterpreterFrame,
) -> *mut InterpreterFrame {
    // SAFETY: the contract is the same.
    unsafe { frame::push_unchecked(thread, func, null_from as usize, previous) }
}

/// A frame of code that belongs to no function: what runs around `__init__`.
pub unsafe fn _PyFrame_PushTrampolineUnchecked(
    thread: *mut ThreadState,
    code: ObjPtr<'_, Code>,
    depth: i32,
    previous: *mut InterpreterFrame,
) -> *mut InterpreterFrame {
    // SAFETY: the contract is the same; a code object is in the heap.
    unsafe { frame::push_trampoline(thread, code.get().ptr(), depth as usize, previous) }
}

/// The code that runs behind `__init__`: it makes sure that that answered with `None`.
pub unsafe fn _Py_InitCleanup() -> ObjPtr<'static, Code> {
    let vm = vm();
    // SAFETY: the VM keeps the code object until its end.
    unsafe { ObjPtr::from_word(vm.init_cleanup().obj().word()) }
}

/// Stands for an argument that is not there, for tools that monitor code.
pub unsafe fn _PyInstrumentation_MISSING() -> ObjPtr<'static> {
    Obj::singleton(crate::value::Singleton::Missing).into()
}

/// Makes a trace of a loop. There are no traces: 0.
pub unsafe fn _PyOptimizer_Optimize(
    _: *mut InterpreterFrame,
    _: *mut CodeUnit,
    _: Option<&mut Owned<super::types::PyExecutorObject>>,
    _: i32,
) -> i32 {
    0
}

pub unsafe fn _PyFrame_Copy(from: *mut InterpreterFrame, to: *mut InterpreterFrame) {
    // SAFETY: the contract is the same.
    unsafe { frame::copy(from, to) }
}

pub unsafe fn _PyFrame_GetFrameObject<'a>(frame: *mut InterpreterFrame) -> ObjPtr<'a, Frame> {
    // SAFETY: the contract is the same.
    unsafe { frame::frame_object(vm(), frame) }.obj().into()
}

#[inline(always)]
pub unsafe fn _PyThreadState_PopFrame(thread: *mut ThreadState, frame: *mut InterpreterFrame) {
    // SAFETY: the frame is the last one on the stack.
    unsafe { (*thread).stack.pop(frame.cast()) }
}

#[inline(always)]
pub unsafe fn _PyThreadState_HasStackSpace(thread: *mut ThreadState, words: i32) -> bool {
    // SAFETY: the thread state lives.
    unsafe { (*thread).stack.has_space(words as usize) }
}

#[inline(always)]
pub unsafe fn _PyEval_FrameClearAndPop(thread: *mut ThreadState, frame: *mut InterpreterFrame) {
    // SAFETY: the contract is the same.
    unsafe { frame::clear_and_pop_of(thread, vm, frame) }
}

/// One more Python call is nested. Says whether that is too many, with the exception set.
#[inline(always)]
pub unsafe fn _Py_EnterRecursivePy(thread: *mut ThreadState) -> bool {
    // SAFETY: the thread state lives.
    unsafe {
        let left = (*thread).py_recursion_remaining;
        (*thread).py_recursion_remaining = left - 1;
        left <= 0 && too_deep(thread)
    }
}

#[cold]
#[inline(never)]
unsafe fn too_deep(_: *mut ThreadState) -> bool {
    let _ = vm().recursion_error("maximum recursion depth exceeded");
    true
}

#[inline(always)]
pub unsafe fn _Py_LeaveRecursiveCallPy(thread: *mut ThreadState) {
    // SAFETY: the thread state lives.
    unsafe { (*thread).py_recursion_remaining += 1 }
}

/// The loop is left; what it took of the native stack says that itself.
#[inline(always)]
pub unsafe fn _Py_LeaveRecursiveCallTstate(_: *mut ThreadState) {}

/// Whether the native stack is used up, which native calls find out by themselves.
#[inline(always)]
pub unsafe fn _Py_ReachedRecursionLimit(_: *mut ThreadState) -> bool {
    false
}

#[inline(always)]
pub unsafe fn _Py_set_eval_breaker_bit(_: *mut ThreadState, bit: usize) {
    vm().eval_breaker().fetch_or(bit, std::sync::atomic::Ordering::Relaxed);
}

pub unsafe fn _Py_HandlePending(_: *mut ThreadState) -> i32 {
    vm().handle_pending().map_or(-1, |()| 0)
}

#[inline(always)]
pub unsafe fn _PyEvalFramePushAndInit(
    _: *mut ThreadState,
    func: StackRef,
    locals: Owned,
    args: *mut StackRef,
    argcount: usize,
    kwnames: ObjPtr<'_>,
    previous: *mut InterpreterFrame,
) -> *mut InterpreterFrame {
    // SAFETY: names of keywords are a tuple; the rest of the contract is the same.
    unsafe {
        let kwnames = kwnames.to_obj().map(|names| names.cast_unchecked::<Tuple>());
        bind::push_and_init(vm(), func, locals, args, argcount, kwnames, previous)
            .unwrap_or(std::ptr::null_mut())
    }
}

pub unsafe fn _PyEvalFramePushAndInit_Ex(
    _: *mut ThreadState,
    func: StackRef,
    locals: Owned,
    _: isize,
    positional: Owned,
    keywords: Owned,
    previous: *mut InterpreterFrame,
) -> *mut InterpreterFrame {
    // SAFETY: the body has made a tuple and a dict; the rest of the contract is the same.
    unsafe {
        let positional_args: Ptr<'_, Tuple> = positional.as_ptr().obj().cast_unchecked();
        let keyword_args = keywords.as_ptr().to_obj().map(|keywords| keywords.cast_unchecked::<Dict>());
        bind::push_and_init_ex(vm(), func, locals, positional_args, keyword_args, previous)
            .unwrap_or(std::ptr::null_mut())
    }
}

/// The handler of an exception that was raised at an instruction.
pub unsafe fn get_exception_handler(
    code: ObjPtr<'_, Code>,
    index: i32,
    depth: Option<&mut i32>,
    handler: Option<&mut i32>,
    lasti: Option<&mut i32>,
) -> bool {
    // SAFETY: a code object is in the heap.
    let found = unsafe { code.get() }.handler(index as usize);
    let Some(entry) = found else { return false };
    if let Some(depth) = depth {
        *depth = entry.depth as i32;
    }
    if let Some(handler) = handler {
        *handler = entry.target as i32;
    }
    if let Some(lasti) = lasti {
        *lasti = i32::from(entry.lasti);
    }
    true
}

pub unsafe fn PyFunction_New(code: ObjPtr<'_>, globals: ObjPtr<'_>) -> Owned {
    // SAFETY: the body's code object and the frame's globals.
    unsafe {
        let code_object: Ptr<'_, Code> = code.obj().cast_unchecked();
        let globals: Ptr<'_, Dict> = globals.obj().cast_unchecked();
        let (name, qualname) = code::names(&code_object);
        let doc = code::docstring(&code_object);
        Function::new(vm(), code.obj(), globals, name, qualname, doc).into_value().into()
    }
}

pub unsafe fn _PyFunction_SetVersion(function: ObjPtr<'_, Function>, version: u32) {
    // SAFETY: a function is in the heap.
    unsafe { function.get() }.set_version(version);
}

pub unsafe fn _Py_MakeCoro(function: ObjPtr<'_, Function>) -> Owned {
    // SAFETY: a function is in the heap.
    Generator::new(vm(), unsafe { function.get() }.ptr()).into_value().into()
}

/// The value of the `StopIteration` that is set, or `None` if no exception is: 0, and -1 if another one is.
pub unsafe fn _PyGen_FetchStopIterationValue(value: Option<&mut Owned>) -> i32 {
    let vm = vm();
    let found = if vm.exception_is_set() {
        match vm.stop_iteration_value() {
            Some(found) => found,
            None => return -1,
        }
    } else {
        Obj::NONE.to_owned()
    };
    if let Some(value) = value {
        *value = found.into();
    }
    0
}

/// No tool monitors code, so that no instruction is instrumented and none of the following is ever asked.
pub unsafe fn _Py_Instrument(_: ObjPtr<'_, Code>, _: *mut InterpreterState) -> i32 {
    0
}

pub unsafe fn monitor_handled(
    _: *mut ThreadState,
    _: *mut InterpreterFrame,
    _: *mut CodeUnit,
    _: ObjPtr<'_>,
) -> i32 {
    0
}

pub unsafe fn monitor_reraise(_: *mut ThreadState, _: *mut InterpreterFrame, _: *mut CodeUnit) {}

pub unsafe fn monitor_stop_iteration(
    _: *mut ThreadState,
    _: *mut InterpreterFrame,
    _: *mut CodeUnit,
    _: ObjPtr<'_>,
) -> i32 {
    0
}

pub unsafe fn monitor_unwind(_: *mut ThreadState, _: *mut InterpreterFrame, _: *mut CodeUnit) {}

pub unsafe fn _PyEval_MonitorRaise(_: *mut ThreadState, _: *mut InterpreterFrame, _: *mut CodeUnit) {}

pub unsafe fn _Py_call_instrumentation(
    _: *mut ThreadState,
    _: i32,
    _: *mut InterpreterFrame,
    _: *mut CodeUnit,
) -> i32 {
    0
}

pub unsafe fn _Py_call_instrumentation_arg(
    _: *mut ThreadState,
    _: i32,
    _: *mut InterpreterFrame,
    _: *mut CodeUnit,
    _: ObjPtr<'_>,
) -> i32 {
    0
}

pub unsafe fn _Py_call_instrumentation_2args(
    _: *mut ThreadState,
    _: i32,
    _: *mut InterpreterFrame,
    _: *mut CodeUnit,
    _: ObjPtr<'_>,
    _: ObjPtr<'_>,
) -> i32 {
    0
}

pub unsafe fn _Py_call_instrumentation_exc2(
    _: *mut ThreadState,
    _: i32,
    _: *mut InterpreterFrame,
    _: *mut CodeUnit,
    _: ObjPtr<'_>,
    _: ObjPtr<'_>,
) {
}

/// The instruction that an instrumented one stands for.
pub unsafe fn _Py_call_instrumentation_instruction(
    _: *mut ThreadState,
    _: *mut InterpreterFrame,
    instruction: *mut CodeUnit,
) -> i32 {
    // SAFETY: the instruction runs.
    i32::from(cpython_isa::deopt_number(unsafe { (*instruction).op.code }))
}

pub unsafe fn _Py_call_instrumentation_line(
    _: *mut ThreadState,
    _: *mut InterpreterFrame,
    instruction: *mut CodeUnit,
    _: *mut CodeUnit,
) -> i32 {
    // SAFETY: the instruction runs.
    i32::from(cpython_isa::deopt_number(unsafe { (*instruction).op.code }))
}

pub unsafe fn _Py_call_instrumentation_jump(
    _: *mut ThreadState,
    _: i32,
    _: *mut InterpreterFrame,
    _: *mut CodeUnit,
    _: *mut CodeUnit,
    target: *mut CodeUnit,
) -> *mut CodeUnit {
    target
}
