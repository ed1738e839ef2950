//! The loop: it fetches instructions, runs their arms, and goes where they lead.

use std::ptr;

use cpython_isa::Opcode;

use super::arm::Next;
use super::cx::{Cx, Exit, Label};
use super::frame::{self, InterpreterFrame, OWNED_BY_INTERPRETER};
use super::unit::{CodeUnit, Op};
use crate::abi::pointer::{ObjPtr, ObjSlot};
use crate::errors::{PyResult, Raised};
use crate::interp::tier1::{is_spilled, run_label};
use crate::specialize::stats::Observer;
use crate::value::{StackRef, Value};
use crate::vm::Vm;

/// The frame at the bottom of a loop: a function that returns to it returns to the loop's caller.
#[repr(C)]
struct EntryFrame {
    frame: InterpreterFrame,
    /// A place for an executor, then one for what is returned.
    items: [StackRef; 2],
    /// What runs when the function has returned, and, as far behind as the cache of a `SEND` or a `FOR_ITER` is long,
    /// what runs when it has yielded: `_Py_INTERPRETER_TRAMPOLINE_INSTRUCTIONS`.
    code: [CodeUnit; 4],
}

impl EntryFrame {
    fn new(vm: &Vm) -> Self {
        let unit = |opcode: Opcode| CodeUnit { op: Op { code: opcode.number(), arg: 0 } };
        // SAFETY: the thread state lives as long as the VM.
        let previous = unsafe { (*vm.thread()).current_frame };
        EntryFrame {
            frame: InterpreterFrame {
                f_executable: ObjSlot::new(Value::none().into()),
                previous,
                f_funcobj: StackRef::NULL,
                f_globals: ObjPtr::null(),
                f_builtins: ObjPtr::null(),
                f_locals: ObjSlot::NULL,
                frame_obj: ObjSlot::NULL,
                instr_ptr: ptr::null_mut(),
                stackpointer: ptr::null_mut(),
                return_offset: 0,
                owner: OWNED_BY_INTERPRETER,
                visited: 0,
                localsplus: [],
            },
            items: [StackRef::NULL, StackRef::NULL],
            code: [Opcode::Nop, Opcode::InterpreterExit, Opcode::Nop, Opcode::InterpreterExit].map(unit),
        }
    }
}

/// Runs a frame until its function returns or yields: `_PyEval_EvalFrameDefault`. With `raise`, the exception that is
/// set is raised in it first.
pub(crate) fn run_frame(vm: &Vm, frame: *mut InterpreterFrame, raise: bool) -> PyResult<Value> {
    let _native = match vm.enter_recursive("") {
        Ok(call) => call,
        Err(raised) => {
            // SAFETY: the frame is whole, and nobody else ends it.
            unsafe { frame::clear_and_pop(vm, frame) };
            return Err(raised);
        }
    };
    let mut entry = EntryFrame::new(vm);
    let thread = vm.thread();
    let mut cx = Cx::new(thread, frame);
    // SAFETY: the frame is whole: its pointers lead into its code and its stack. The entry frame stands in the chain of
    // frames as long as frames above it run, which they do not once the loop has ended. Arms keep the state of the loop
    // in order, each relying on what the verifier has made sure of.
    unsafe {
        let bottom = &raw mut entry;
        (*bottom).frame.instr_ptr = (&raw mut (*bottom).code).cast::<CodeUnit>().add(1);
        (*bottom).frame.stackpointer = (&raw mut (*bottom).items).cast::<StackRef>().add(1);
        (*frame).previous = bottom.cast();
        (*thread).current_frame = frame;
        let start = if raise {
            (*thread).py_recursion_remaining -= 1;
            cx.next_instr = (*frame).instr_ptr;
            cx.stack_pointer = (*frame).stackpointer;
            Next::Label(Label::error)
        } else {
            label_inline(&mut cx, Label::start_frame)
        };
        match vm.stats() {
            None => run(&mut cx, start, ()),
            Some(stats) => run(&mut cx, start, stats),
        }
    }
    match cx.take_return_value().into_option() {
        Some(value) => Ok(value),
        None => Err(Raised::is_set()),
    }
}

/// Fetches the instruction at `next_instr` and runs its arm.
///
/// # Safety
///
/// `cx` is in order: between two instructions.
#[inline(always)]
unsafe fn dispatch<O: Observer>(cx: &mut Cx, observer: O) -> Next {
    // SAFETY: the contract; every bit pattern is an instruction's.
    unsafe {
        let op = (*cx.next_instr).op;
        cx.oparg = i32::from(op.arg);
        observer.execution(op.code);
        run_arm::<O>(cx, op.code)
    }
}

/// Runs the arm of an instruction.
///
/// # Safety
///
/// As for [`dispatch`]. `code` is the opcode of the instruction at `next_instr`, or of its family.
#[inline(always)]
unsafe fn run_arm<O: Observer>(cx: &mut Cx, code: u8) -> Next {
    #[cfg(not(debug_assertions))]
    if !O::SEES_EACH {
        // SAFETY: the contract.
        return unsafe { super::tail::run(cx, code) };
    }
    cx.opcode = i32::from(code);
    let arm: crate::interp::Arm = crate::interp::ARMS[usize::from(code)];
    // SAFETY: the contract.
    unsafe { arm(cx) }
}

/// Runs until the loop's function returns.
///
/// # Safety
///
/// `cx` is in order, and its frame stands on an entry frame.
unsafe fn run<O: Observer>(cx: &mut Cx, start: Next, observer: O) {
    let mut next = start;
    loop {
        // SAFETY: the contract, which every arm and every label keeps.
        next = unsafe {
            match next {
                Next::Dispatch => dispatch(cx, observer),
                Next::DispatchSameOparg => {
                    let code = (*cx.next_instr).op.code;
                    observer.execution(code);
                    run_arm::<O>(cx, code)
                }
                Next::DispatchGoto => {
                    let code = cx.opcode as u8;
                    observer.execution(code);
                    run_arm::<O>(cx, code)
                }
                Next::Deopt(head) => {
                    observer.miss(cx.opcode as u8);
                    run_arm::<O>(cx, head as u8)
                }
                Next::DispatchInlined(callee) => enter_inlined(cx, callee),
                Next::Label(label) => {
                    if is_spilled(label) {
                        (*cx.frame).stackpointer = cx.stack_pointer;
                    }
                    at_label(cx, label)
                }
                Next::LabelSaved(label) => at_label(cx, label),
                Next::Return => return,
            }
        };
    }
}

/// Begins with a frame that the running one calls: `DISPATCH_INLINED`.
///
/// # Safety
///
/// `cx` is in order, and `callee` a new frame, the last on the stack of frames or a generator's.
#[inline(always)]
pub(super) unsafe fn enter_inlined(cx: &mut Cx, callee: *mut InterpreterFrame) -> Next {
    // SAFETY: the contract.
    unsafe {
        (*cx.frame).stackpointer = cx.stack_pointer;
        (*callee).previous = cx.frame;
        (*cx.tstate).current_frame = callee;
        cx.frame = callee;
        label_inline(cx, Label::start_frame)
    }
}

/// Runs the body of a label.
///
/// # Safety
///
/// As for [`run`].
#[cold]
#[inline(never)]
unsafe fn at_label(cx: &mut Cx, label: Label) -> Next {
    // SAFETY: the contract.
    unsafe { label_inline(cx, label) }
}

/// [`at_label`] as a part of its caller, who knows the label.
///
/// # Safety
///
/// As for [`run`].
#[inline(always)]
unsafe fn label_inline(cx: &mut Cx, label: Label) -> Next {
    // SAFETY: the contract.
    unsafe {
        match run_label(cx, label) {
            Exit::Dispatch(by) => {
                cx.stack_pointer = cx.stack_pointer.offset(by as isize);
                Next::Dispatch
            }
            Exit::Label(label, by) => {
                cx.stack_pointer = cx.stack_pointer.offset(by as isize);
                Next::Label(label)
            }
            Exit::LabelSaved(label) => Next::LabelSaved(label),
            Exit::Return => Next::Return,
            other => unreachable!("a label ends with {other:?}"),
        }
    }
}
