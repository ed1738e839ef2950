//! What generated bodies see of the VM: `PyThreadState` and `PyInterpreterState`.

use std::cell::UnsafeCell;
use std::ptr;
use std::sync::atomic::AtomicUsize;

use casewright_code::CodeFlags;
use cpython_isa::Opcode;

use super::frame::InterpreterFrame;
use super::stack::FrameStack;
use crate::abi::pointer::{ObjPtr, ObjSlot, Owned};
use crate::objects::code::{Code, CodeParts};
use crate::objects::tuple::Tuple;
use crate::types::Types;
use crate::value::{Field, FieldOf, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// One exception that is being handled, and who handled one when it came: `_PyErr_StackItem`.
#[repr(C)]
pub struct ErrStackItem {
    /// The exception; NULL or `None` if there is none.
    pub exc_value: ObjSlot,
    /// The next outer item.
    pub previous_item: *mut ErrStackItem,
}

impl ErrStackItem {
    /// Nothing is being handled.
    pub(crate) const fn new() -> Self {
        Self { exc_value: ObjSlot::NULL, previous_item: ptr::null_mut() }
    }
}

/// Called instead of the loop if a program asked for it; nothing here can.
pub type evalframefunc = unsafe fn(*mut ThreadState, *mut InterpreterFrame, i32) -> Owned;

/// Objects that specialised calls compare with: `callable_cache`.
#[repr(C)]
pub struct CallableCache {
    /// `isinstance`
    pub isinstance: ObjSlot,
    /// `len`
    pub len: ObjSlot,
    /// `list.append`
    pub list_append: ObjSlot,
}

/// How many constants `LOAD_COMMON_CONSTANT` knows.
pub(crate) const COMMON_CONSTANTS: usize = 5;

/// `PyInterpreterState`, as far as bodies look into it.
#[repr(C)]
pub struct InterpreterState {
    /// `eval_frame`: NULL, since frames are run by nothing but the loop.
    pub eval_frame: Option<evalframefunc>,
    /// `callable_cache`
    pub callable_cache: CallableCache,
    /// `common_consts`; they live as long as the VM.
    pub common_consts: [ObjPtr<'static>; COMMON_CONSTANTS],
    /// Whether jumps backward count towards tier 2.
    pub jit: bool,
    /// `trace_run_counter`
    pub trace_run_counter: usize,
}

/// `PyThreadState`, as far as bodies look into it.
#[repr(C)]
pub struct ThreadState {
    /// The loop's frame.
    pub current_frame: *mut InterpreterFrame,
    /// Why the loop should stop at the next safe place. A signal handler sets bits of it.
    pub eval_breaker: usize,
    /// How many more Python calls may be nested.
    pub py_recursion_remaining: i32,
    /// `sys.getrecursionlimit()`
    pub(crate) py_recursion_limit: i32,
    /// How many more loops may be nested.
    pub c_recursion_remaining: i32,
    /// Whether a tracing function runs, which is not traced itself.
    pub tracing: i32,
    /// The exceptions being handled, the innermost first.
    pub exc_info: *mut ErrStackItem,
    /// `interp`
    pub interp: *mut InterpreterState,
    /// `current_executor`
    pub current_executor: ObjSlot,
    /// `previous_executor`
    pub previous_executor: ObjSlot,
    /// Where frames lie.
    pub(crate) stack: FrameStack,
    /// The state of the loop between two handlers.
    #[cfg(not(debug_assertions))]
    pub(crate) registers: super::tail::Registers,
    exc_state: ErrStackItem,
    interpreter: InterpreterState,
    /// The code that runs behind `__init__`.
    init_cleanup: FieldOf<Code>,
    /// What keeps `all` and `any` among the common constants alive.
    all_and_any: [Field; 2],
}

/// A VM's thread state, at an address that does not change.
pub(crate) struct Thread {
    state: Box<UnsafeCell<ThreadState>>,
}

/// `Py_DEFAULT_RECURSION_LIMIT`
const RECURSION_LIMIT: i32 = 1000;

impl Thread {
    /// The state of a VM in which nothing runs.
    pub(crate) fn new() -> Self {
        let nothing = ObjPtr::from(Obj::NONE);
        let state = Box::new(UnsafeCell::new(ThreadState {
            current_frame: ptr::null_mut(),
            eval_breaker: 0,
            py_recursion_remaining: RECURSION_LIMIT,
            py_recursion_limit: RECURSION_LIMIT,
            c_recursion_remaining: RECURSION_LIMIT,
            tracing: 0,
            exc_info: ptr::null_mut(),
            interp: ptr::null_mut(),
            current_executor: ObjSlot::NULL,
            previous_executor: ObjSlot::NULL,
            stack: FrameStack::new(),
            #[cfg(not(debug_assertions))]
            registers: super::tail::Registers::new(),
            exc_state: ErrStackItem::new(),
            interpreter: InterpreterState {
                eval_frame: None,
                callable_cache: CallableCache {
                    isinstance: ObjSlot::NULL,
                    len: ObjSlot::NULL,
                    list_append: ObjSlot::NULL,
                },
                common_consts: [nothing; COMMON_CONSTANTS],
                jit: false,
                trace_run_counter: 0,
            },
            init_cleanup: FieldOf::NULL,
            all_and_any: [Field::NULL, Field::NULL],
        }));
        let thread = state.get();
        // SAFETY: the state was just made and nobody else knows it; the two pointers lead into the same allocation,
        // which the box keeps in its place.
        unsafe {
            (*thread).exc_info = &raw mut (*thread).exc_state;
            (*thread).interp = &raw mut (*thread).interpreter;
        }
        Self { state }
    }

    /// Gives up what the state keeps, at the end of the VM.
    pub(crate) fn clear(&self) {
        // SAFETY: nothing runs any more; each slot is emptied before what it had is released.
        unsafe {
            let thread = self.get();
            drop((*thread).exc_state.exc_value.take());
            drop((*thread).init_cleanup.take());
            (*thread).interpreter.common_consts = [ObjPtr::from(Obj::NONE); COMMON_CONSTANTS];
            let functions = &(*thread).all_and_any;
            for field in functions {
                field.set(None);
            }
            let cache = &raw mut (*thread).interpreter.callable_cache;
            drop(((*cache).isinstance.take(), (*cache).len.take(), (*cache).list_append.take()));
        }
    }

    /// Notes the objects that instructions know: what `LOAD_COMMON_CONSTANT` loads, by its argument, and what calls are
    /// specialised for.
    pub(crate) fn note_common_objects(&self, types: &Types, functions: [Value; 4], list_append: Value) {
        let [isinstance, len, all, any] = functions;
        let thread = self.get();
        // SAFETY: the types live as long as the VM, and the functions until `clear`, which forgets the constants. Slots
        // are empty until now.
        unsafe {
            let constant = |object: Obj<'_>| ObjPtr::<'static>::from_word(object.word());
            (*thread).interpreter.common_consts = [
                constant(types.assertion_error().ptr().obj()),
                constant(types.not_implemented_error().ptr().obj()),
                constant(types.tuple().ptr().obj()),
                constant(all.obj()),
                constant(any.obj()),
            ];
            (*thread).all_and_any = [Field::new(all), Field::new(any)];
            let cache = &raw mut (*thread).interpreter.callable_cache;
            (*cache).isinstance.put(isinstance.into());
            (*cache).len.put(len.into());
            (*cache).list_append.put(list_append.into());
        }
    }

    /// Forgets what the state keeps without releasing it, for the end of a VM that failed.
    pub(crate) fn leak(&self) {
        // SAFETY: nothing runs any more.
        unsafe {
            let thread = self.get();
            std::mem::forget((*thread).exc_state.exc_value.take());
            let cleanup = &(*thread).init_cleanup;
            cleanup.leak();
            let functions = &(*thread).all_and_any;
            for field in functions {
                field.leak();
            }
        }
    }

    /// The state.
    #[inline(always)]
    pub(crate) fn get(&self) -> *mut ThreadState {
        self.state.get()
    }
}

impl Vm {
    /// The thread state, as bodies have it.
    #[inline(always)]
    pub(crate) fn thread(&self) -> *mut ThreadState {
        self.thread_state.get()
    }

    /// The code that runs behind `__init__`: `_Py_InitCleanup`.
    pub(crate) fn init_cleanup(&self) -> Ptr<'_, Code> {
        // SAFETY: the field is written once; the code object lives until the end of the VM.
        unsafe {
            let place = &(*self.thread()).init_cleanup;
            if place.is_null() {
                place.set(Some(self.make_init_cleanup()));
            }
            match place.borrow() {
                Some(code) => code,
                None => unreachable!("it has just been made"),
            }
        }
    }

    #[cold]
    fn make_init_cleanup(&self) -> Ref<Code> {
        let unit = |opcode: Opcode| u16::from_ne_bytes([opcode.number(), 0]);
        let empty = || Tuple::new(self, Vec::new());
        let name = || self.names.__init__.clone();
        let parts = CodeParts {
            units: vec![unit(Opcode::ExitInitCheck), unit(Opcode::ReturnValue)],
            consts: empty(),
            names: empty(),
            localsplusnames: empty(),
            filename: self.intern("__init__"),
            name: name(),
            qualname: name(),
            kinds: Box::default(),
            exceptiontable: Box::default(),
            linetable: Box::default(),
            flags: CodeFlags(0),
            argcount: 0,
            posonlyargcount: 0,
            kwonlyargcount: 0,
            stacksize: 2,
            firstlineno: 0,
        };
        Code::new(self, parts)
    }

    /// Why the loop should stop at the next safe place.
    #[inline(always)]
    pub(crate) fn eval_breaker(&self) -> &AtomicUsize {
        // SAFETY: the state lives as long as the VM. Bodies read the word as a plain one, between two instructions,
        // which sees what a handler on the same thread wrote in between.
        unsafe { AtomicUsize::from_ptr(&raw mut (*self.thread()).eval_breaker) }
    }

    /// Where the exception is kept that is being handled: `tstate->exc_info->exc_value`.
    pub(crate) fn exc_info_value(&self) -> &Field {
        // SAFETY: the innermost item lives until another takes its place. A slot and a field are both one word, that of
        // an owned reference or 0.
        unsafe { &*(&raw const (*(*self.thread()).exc_info).exc_value).cast() }
    }

    /// The exception that is being handled, if any: `_PyErr_GetTopmostException`.
    pub(crate) fn handled_exception(&self) -> Option<Value> {
        // SAFETY: an item of the list is taken out of it before it dies.
        unsafe {
            let mut info = (*self.thread()).exc_info;
            while !info.is_null() {
                let exception = (*info).exc_value.get().to_obj();
                if let Some(exception) = exception.filter(|exception| !exception.is_none()) {
                    return Some(exception.to_owned());
                }
                info = (*info).previous_item;
            }
        }
        None
    }

    /// `sys.getrecursionlimit()`
    pub(crate) fn recursion_limit(&self) -> i32 {
        // SAFETY: the state lives as long as the VM.
        unsafe { (*self.thread()).py_recursion_limit }
    }

    /// How many Python calls are nested by now.
    pub(crate) fn recursion_depth(&self) -> i32 {
        // SAFETY: as above.
        unsafe { (*self.thread()).py_recursion_limit - (*self.thread()).py_recursion_remaining }
    }

    /// `sys.setrecursionlimit(limit)`: `Py_SetRecursionLimit`.
    pub(crate) fn set_recursion_limit(&self, limit: i32) {
        let depth = self.recursion_depth();
        // SAFETY: as above; bodies read the fields between instructions.
        unsafe {
            (*self.thread()).py_recursion_limit = limit;
            (*self.thread()).py_recursion_remaining = limit - depth;
        }
    }
}
