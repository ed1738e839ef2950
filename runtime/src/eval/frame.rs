//! Frames: what a function's variables and its stack of values lie in while it runs.

use std::ptr;

use cpython_isa::Opcode;

use super::thread::ThreadState;
use super::unit::CodeUnit;
use crate::abi::pointer::{ObjPtr, ObjSlot, Owned};
use crate::objects::code::Code;
use crate::objects::frame::Frame;
use crate::objects::function::Function;
use crate::objects::generator::Generator;
use crate::value::{Obj, ObjPtr as Nullable, Ptr, Ref, StackRef, Value};
use crate::vm::Vm;

/// `FRAME_OWNED_BY_THREAD`: it lies on the stack of frames.
pub(crate) const OWNED_BY_THREAD: u8 = 0;
/// `FRAME_OWNED_BY_GENERATOR`: it lies in a generator.
pub(crate) const OWNED_BY_GENERATOR: u8 = 1;
/// `FRAME_OWNED_BY_FRAME_OBJECT`: its function has returned, and a frame object took it over.
pub(crate) const OWNED_BY_FRAME_OBJECT: u8 = 2;
/// `FRAME_OWNED_BY_INTERPRETER`: it belongs to the loop itself, whose bottom it is.
pub(crate) const OWNED_BY_INTERPRETER: u8 = 3;

/// A frame: `_PyInterpreterFrame`. Behind its fields lie the variables (`co_nlocalsplus` of them), then the stack of
/// values (`co_stacksize`).
#[repr(C)]
pub struct InterpreterFrame {
    /// The code object, or `None` in a frame of the loop's own.
    pub f_executable: ObjSlot,
    /// Who called.
    pub previous: *mut InterpreterFrame,
    /// The function.
    pub f_funcobj: StackRef,
    /// Its globals, which the function keeps alive.
    pub f_globals: ObjPtr<'static>,
    /// What is found when the globals do not have a name; kept alive by the function.
    pub f_builtins: ObjPtr<'static>,
    /// The namespace of a class body or a module; NULL in functions.
    pub f_locals: ObjSlot,
    /// The frame object, if anybody asked for it.
    pub frame_obj: ObjSlot<Frame>,
    /// The instruction that runs, or that runs next.
    pub instr_ptr: *mut CodeUnit,
    /// Above the top of the stack of values; NULL while the loop has it.
    pub stackpointer: *mut StackRef,
    /// How far behind `instr_ptr` a call that this frame makes returns to.
    pub return_offset: u16,
    /// Who owns it: one of the `OWNED_BY_` constants.
    pub owner: u8,
    /// For the collector.
    pub visited: u8,
    /// The variables, then the stack of values.
    pub localsplus: [StackRef; 0],
}

/// `FRAME_SPECIALS_SIZE`: how many words a frame has before its variables.
pub(crate) const FRAME_SPECIALS_SIZE: usize = size_of::<InterpreterFrame>() / size_of::<StackRef>();

const _: () = assert!(FRAME_SPECIALS_SIZE * size_of::<StackRef>() == size_of::<InterpreterFrame>());

/// Where the variables begin.
///
/// # Safety
///
/// `frame` points to a frame.
#[inline(always)]
pub(crate) unsafe fn localsplus(frame: *mut InterpreterFrame) -> *mut StackRef {
    // SAFETY: the contract. The pointer keeps the provenance of the frame's memory as a whole.
    unsafe { frame.add(1).cast() }
}

/// The code object.
///
/// # Safety
///
/// `frame` points to a frame of a function, and the result is not used after the frame's end.
#[inline(always)]
pub(crate) unsafe fn code<'a>(frame: *const InterpreterFrame) -> Ptr<'a, Code> {
    // SAFETY: the contract: frames of functions have a code object there.
    unsafe { (*frame).f_executable.get().obj().cast_unchecked() }
}

/// The function.
///
/// # Safety
///
/// As for [`code`].
#[inline(always)]
pub(crate) unsafe fn function<'a>(frame: *const InterpreterFrame) -> Ptr<'a, Function> {
    // SAFETY: the contract: frames of functions have a function there, which lives as long as they do.
    unsafe {
        let function: &'a StackRef = &(*frame).f_funcobj;
        function.as_obj().cast_unchecked()
    }
}

/// Where the stack of values begins: `_PyFrame_Stackbase`.
///
/// # Safety
///
/// As for [`code`].
#[inline(always)]
pub(crate) unsafe fn stackbase(frame: *mut InterpreterFrame) -> *mut StackRef {
    // SAFETY: the contract.
    unsafe { localsplus(frame).add(code(frame).nlocalsplus()) }
}

/// `_PyInterpreterFrame_LASTI`: the index of the instruction that runs.
///
/// # Safety
///
/// As for [`code`].
#[inline(always)]
pub(crate) unsafe fn lasti(frame: *const InterpreterFrame) -> i32 {
    // SAFETY: `instr_ptr` points into the code.
    unsafe { (*frame).instr_ptr.offset_from(code(frame).code_units()) as i32 }
}

/// `_PyFrame_IsIncomplete`: whether programs should not see it yet, since its first instructions have not run, or at
/// all.
///
/// # Safety
///
/// `frame` points to a frame.
#[inline(always)]
pub(crate) unsafe fn is_incomplete(frame: *const InterpreterFrame) -> bool {
    // SAFETY: frames with other owners have a code object.
    unsafe {
        (*frame).owner >= OWNED_BY_INTERPRETER
            || (*frame).owner != OWNED_BY_GENERATOR
                && (*frame).instr_ptr < code(frame).code_units().add(code(frame).firsttraceable())
    }
}

/// The frame itself, or the first one behind it that is complete: `_PyFrame_GetFirstComplete`.
///
/// # Safety
///
/// `frame` is NULL or points to a frame.
pub(crate) unsafe fn first_complete(mut frame: *mut InterpreterFrame) -> *mut InterpreterFrame {
    // SAFETY: what a frame calls its previous one is a frame.
    unsafe {
        while !frame.is_null() && is_incomplete(frame) {
            frame = (*frame).previous;
        }
    }
    frame
}

/// Writes a frame's fields, and NULL into its variables from number `null_from` on: `_PyFrame_Initialize`.
///
/// # Safety
///
/// `frame` points to `code.framesize()` words that nobody uses. `func` is an owned reference to a function, and `code`
/// is its code object.
#[inline(always)]
pub(crate) unsafe fn initialize(
    frame: *mut InterpreterFrame,
    func: StackRef,
    locals: Owned,
    code: Ptr<'_, Code>,
    null_from: usize,
    previous: *mut InterpreterFrame,
) {
    // SAFETY: the contract.
    unsafe {
        let function: Ptr<'_, Function> = func.as_obj().cast_unchecked();
        let globals = ObjPtr::<'static>::from_word(function.globals_ptr().word());
        let builtins = ObjPtr::<'static>::from_word(function.builtins_ptr().word());
        let count = code.nlocalsplus();
        let first = localsplus(frame);
        frame.write(InterpreterFrame {
            f_executable: ObjSlot::new(code.to_value().into()),
            previous,
            f_funcobj: func,
            f_globals: globals,
            f_builtins: builtins,
            f_locals: ObjSlot::new(locals),
            frame_obj: ObjSlot::NULL,
            instr_ptr: code.get().code_units(),
            stackpointer: first.add(count),
            return_offset: 0,
            owner: OWNED_BY_THREAD,
            visited: 0,
            localsplus: [],
        });
        for index in null_from..count {
            // Volatile, so that no call of `memset` is made of a loop that ends after a few rounds.
            first.add(index).write_volatile(StackRef::NULL);
        }
    }
}

/// Writes the fields of a frame that has ended, as a generator has until its function's frame is moved into it.
///
/// # Safety
///
/// `frame` points to `code.framesize()` words that nobody uses.
pub(crate) unsafe fn initialize_ended(frame: *mut InterpreterFrame, code: Ptr<'_, Code>) {
    // SAFETY: the contract.
    unsafe {
        frame.write(InterpreterFrame {
            f_executable: ObjSlot::new(code.to_value().into()),
            previous: ptr::null_mut(),
            f_funcobj: StackRef::NULL,
            f_globals: ObjPtr::null(),
            f_builtins: ObjPtr::null(),
            f_locals: ObjSlot::NULL,
            frame_obj: ObjSlot::NULL,
            instr_ptr: code.get().code_units(),
            stackpointer: localsplus(frame),
            return_offset: 0,
            owner: OWNED_BY_GENERATOR,
            visited: 0,
            localsplus: [],
        });
    }
}

/// A new frame on the stack of frames, which must have room for it: `_PyFrame_PushUnchecked`.
///
/// # Safety
///
/// `func` is an owned reference to a function. The variables up to number `null_from` are written by the caller.
#[inline(always)]
pub(crate) unsafe fn push_unchecked(
    thread: *mut ThreadState,
    func: StackRef,
    null_from: usize,
    previous: *mut InterpreterFrame,
) -> *mut InterpreterFrame {
    // SAFETY: the function keeps its code alive while the frame takes a reference to it.
    unsafe {
        let function: Ptr<'_, Function> = func.as_obj().cast_unchecked();
        let code: Ptr<'static, Code> = function.code_ptr().detach().obj().cast_unchecked();
        let frame = (*thread).stack.push(code.framesize()).cast::<InterpreterFrame>();
        initialize(frame, func, Owned::null(), code, null_from, previous);
        frame
    }
}

/// A new frame of code that belongs to no function and has no variables, on the stack of frames, which must have room
/// for it: `_PyFrame_PushTrampolineUnchecked`.
///
/// # Safety
///
/// The caller writes the `depth` items of its stack of values.
pub(crate) unsafe fn push_trampoline(
    thread: *mut ThreadState,
    code: Ptr<'_, Code>,
    depth: usize,
    previous: *mut InterpreterFrame,
) -> *mut InterpreterFrame {
    debug_assert!(code.nlocalsplus() == 0 && depth <= code.stacksize());
    // SAFETY: the memory is as large as the code says.
    unsafe {
        let frame = (*thread).stack.push(code.framesize()).cast::<InterpreterFrame>();
        initialize_ended(frame, code);
        (*frame).owner = OWNED_BY_THREAD;
        (*frame).previous = previous;
        (*frame).stackpointer = localsplus(frame).add(depth);
        frame
    }
}

/// Moves a frame to other memory: `_PyFrame_Copy`. What it holds goes with it; its caller does not. What is left behind
/// holds nothing.
///
/// # Safety
///
/// `from` is a whole frame that does not run. `to` has room for it, and holds nothing but perhaps a code object.
pub(crate) unsafe fn copy(from: *mut InterpreterFrame, to: *mut InterpreterFrame) {
    // SAFETY: the contract: words move, and with them the references that they own.
    unsafe {
        let depth = (*from).stackpointer.offset_from(localsplus(from)) as usize;
        let old = (*to).f_executable.take();
        ptr::copy_nonoverlapping(from, to, 1);
        drop(old);
        (*from).f_executable = ObjSlot::NULL;
        (*from).f_funcobj = StackRef::NULL;
        (*from).f_locals = ObjSlot::NULL;
        (*from).frame_obj = ObjSlot::NULL;
        (*from).stackpointer = localsplus(from);
        ptr::copy_nonoverlapping(localsplus(from), localsplus(to), depth);
        (*to).stackpointer = localsplus(to).add(depth);
        (*to).previous = ptr::null_mut();
    }
}

/// Makes every reference on the frame that was borrowed from something else its own, since that may end first.
///
/// # Safety
///
/// `frame` is whole and does not run.
unsafe fn own_all(frame: *mut InterpreterFrame) {
    // SAFETY: what lies between the first variable and the stack pointer is written.
    unsafe {
        let mut item = localsplus(frame);
        while item < (*frame).stackpointer {
            item.write(item.read().make_heap_safe());
            item = item.add(1);
        }
    }
}

/// Releases what a frame holds, its code object excepted: `_PyFrame_ClearExceptCode`. If programs hold its frame
/// object, that takes the frame over instead.
///
/// # Safety
///
/// `frame` is whole, does not run, and is not used again but for its memory to be given back.
#[inline(never)]
pub(crate) unsafe fn clear_except_code(vm: &Vm, frame: *mut InterpreterFrame) {
    // SAFETY: the contract: each reference is released once.
    unsafe {
        if let Some(object) = (*frame).frame_obj.take().into_option() {
            let object: Ref<Frame> = Ref::from_value_unchecked(object);
            if object.obj().header().is_some_and(|header| header.refcount() > 1) {
                own_all(frame);
                crate::objects::frame::take_ownership(vm, object.ptr(), frame);
                return;
            }
            object.detach();
        }
        clear_locals(frame);
        ptr::replace(&raw mut (*frame).f_funcobj, StackRef::NULL).xclose();
    }
}

/// Releases the variables, the stack and the namespace: `_PyFrame_ClearLocals`.
///
/// # Safety
///
/// `frame` is whole and does not run.
pub(crate) unsafe fn clear_locals(frame: *mut InterpreterFrame) {
    // SAFETY: each reference is taken off the stack before it is released, so that whatever runs then does not find it.
    unsafe {
        let first = localsplus(frame);
        let top = (*frame).stackpointer;
        (*frame).stackpointer = first;
        // The last come first: destructors show the order.
        let mut item = top;
        while item > first {
            item = item.sub(1);
            ptr::replace(item, StackRef::NULL).xclose();
        }
        drop((*frame).f_locals.take());
    }
}

/// Ends a frame: `_PyEval_FrameClearAndPop`.
///
/// # Safety
///
/// `frame` is whole and does not run. If it lies on the stack of frames, it is the last one there.
#[inline(always)]
pub(crate) unsafe fn clear_and_pop(vm: &Vm, frame: *mut InterpreterFrame) {
    // SAFETY: the contract.
    unsafe { clear_and_pop_of(vm.thread(), || vm, frame) }
}

/// [`clear_and_pop`] where the thread state is at hand, and the VM rarely needed.
///
/// # Safety
///
/// As for [`clear_and_pop`]; both are those of the frame's VM.
#[inline(always)]
pub(crate) unsafe fn clear_and_pop_of<'a>(
    thread: *mut ThreadState,
    vm: impl Fn() -> &'a Vm,
    frame: *mut InterpreterFrame,
) {
    // SAFETY: the contract.
    unsafe {
        if (*frame).owner == OWNED_BY_THREAD {
            if (*frame).frame_obj.is_null() {
                release_all(frame);
            } else {
                clear_except_code(vm(), frame);
            }
            drop((*frame).f_executable.take());
            (*thread).stack.pop(frame.cast());
        } else {
            clear_generator_frame(vm(), frame);
        }
    }
}

/// [`clear_except_code`] of a frame that nothing refers to any more: it is in no chain and has no frame object, so that
/// nobody can see what it has been left with.
///
/// # Safety
///
/// As for [`clear_except_code`].
#[inline(always)]
unsafe fn release_all(frame: *mut InterpreterFrame) {
    // SAFETY: the contract: each reference is read once.
    unsafe {
        let first = localsplus(frame);
        let mut item = (*frame).stackpointer;
        while item > first {
            item = item.sub(1);
            item.read().xclose();
        }
        if !(*frame).f_locals.is_null() {
            drop((*frame).f_locals.take());
        }
        (&raw const (*frame).f_funcobj).read().xclose();
    }
}

/// Ends the frame of a generator, which has finished: `clear_gen_frame`.
///
/// # Safety
///
/// `frame` lies in a generator and does not run.
#[inline(never)]
unsafe fn clear_generator_frame(vm: &Vm, frame: *mut InterpreterFrame) {
    // SAFETY: the contract. The generator is alive: what resumed it holds it.
    unsafe {
        let generator = Generator::of_frame(frame);
        generator.set_gi_frame_state(crate::objects::generator::FRAME_CLEARED);
        let thread = vm.thread();
        let state = generator.gi_exc_state_ptr();
        debug_assert!(ptr::eq((*thread).exc_info, state));
        (*thread).exc_info = (*state).previous_item;
        (*state).previous_item = ptr::null_mut();
        clear_except_code(vm, frame);
        drop((*state).exc_value.take());
        (*frame).previous = ptr::null_mut();
    }
}

/// Shows what a frame holds to the collector: `_PyFrame_Traverse`.
///
/// # Safety
///
/// `frame` is whole. If it runs, its stack pointer has been saved.
pub(crate) unsafe fn traverse(frame: *const InterpreterFrame, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract.
    unsafe {
        for slot in [(*frame).f_locals.get(), (*frame).frame_obj.get().upcast(), (*frame).f_executable.get()]
        {
            if let Some(object) = slot.to_obj() {
                visit(object);
            }
        }
        visit_item(&(*frame).f_funcobj, visit);
        let mut item = localsplus(frame.cast_mut()).cast_const();
        while item < (*frame).stackpointer.cast_const() {
            visit_item(&*item, visit);
            item = item.add(1);
        }
    }
}

/// Shows what a stack reference refers to, if it owns a count of it.
fn visit_item(item: &StackRef, visit: &mut dyn FnMut(Obj<'_>)) {
    if item.is_owned()
        && let Some(object) = item.as_ptr().get()
    {
        visit(object);
    }
}

/// A variable of a frame, and NULL if it has no value.
///
/// # Safety
///
/// `frame` is a frame with so many variables; the variable is not written while the result is used.
pub(crate) unsafe fn local<'a>(frame: *mut InterpreterFrame, index: usize) -> Nullable<'a> {
    // SAFETY: the contract.
    unsafe {
        let item: &'a StackRef = &*localsplus(frame).add(index);
        item.as_ptr()
    }
}

/// The frame object of a frame, which is made if there is none yet: `_PyFrame_GetFrameObject`.
///
/// # Safety
///
/// `frame` is a frame that is complete.
pub(crate) unsafe fn frame_object<'a>(vm: &Vm, frame: *mut InterpreterFrame) -> Ptr<'a, Frame> {
    // SAFETY: the slot owns the object as long as the frame does not end.
    unsafe {
        if (*frame).frame_obj.is_null() {
            let object = Frame::new(vm, frame);
            (*frame).frame_obj.put(Value::from(object).into());
        }
        (*frame).frame_obj.get().obj().cast_unchecked()
    }
}

/// Where the program is that runs, for the report of an internal error: file, line, function and instruction.
pub(crate) fn current_place(vm: &Vm) -> Option<String> {
    // SAFETY: the loop's frames form a chain, and each has a code object from its first instruction on.
    unsafe {
        let frame = first_complete((*vm.thread()).current_frame);
        if frame.is_null() {
            return None;
        }
        let code = code(frame);
        let index = usize::try_from(lasti(frame)).ok()?;
        let opcode = code.deopt_units().get(index).map(|unit| unit.to_ne_bytes()[0])?;
        let name = Opcode::from_u8(opcode).map_or("unknown", Opcode::name);
        let line = code.line(Some(index)).unwrap_or(0);
        let (file, function) = (code.get().filename(), code.get().qualname());
        let (file, function) = (file.get().as_str(), function.get().as_str());
        Some(format!("{file}, line {line}, in {function}: {name} at offset {}", 2 * index))
    }
}
