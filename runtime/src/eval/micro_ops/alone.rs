//! Micro-ops that only traces have, on operands made by hand.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ptr;

use cpython_isa::caches::BackoffCounter;
use cpython_isa::{Opcode, Uop};

use super::fork::in_copies;
use super::{steps, twins};
use crate::abi::pointer::{ObjPtr, ObjSlot};
use crate::abi::types::{ExitData, PyExecutorObject};
use crate::eval::arm::NextMicroOp;
use crate::eval::cx::Cx;
use crate::eval::frame::{self, InterpreterFrame};
use crate::eval::unit::{CodeUnit, backoff_counter_triggers};
use crate::interp::tier2::micro_op;
use crate::objects::function::Function;
use crate::value::{Obj, StackRef, Value};
use crate::vm::Vm;

const PROGRAM: &[u8] = b"
def f(a, b):
    c = a + b
    return c

class C:
    def m(self):
        pass

method = C().m
native = len
listed = [1, 2]
";

thread_local! {
    /// What has run.
    static RAN: RefCell<BTreeSet<Uop>> = const { RefCell::new(BTreeSet::new()) };
}

/// A frame of `f` whose arguments are 1 and 2.5, with a trace that runs in it.
struct Trace<'a> {
    vm: &'a Vm,
    frame: *mut InterpreterFrame,
    cx: Cx,
}

impl<'a> Trace<'a> {
    fn new(vm: &'a Vm) -> Self {
        let function = global(vm, "f");
        // SAFETY: the function is one; its frame is filled before anything looks at it.
        let (frame, base) = unsafe {
            let frame =
                frame::push_unchecked(vm.thread(), StackRef::from_value(function), 0, ptr::null_mut());
            frame::localsplus(frame).write(StackRef::from_value(vm.int(1)));
            frame::localsplus(frame).add(1).write(StackRef::from_value(vm.float(2.5)));
            (frame, frame::stackbase(frame))
        };
        let mut cx = Cx::new(vm.thread(), frame);
        cx.stack_pointer = base;
        Trace { vm, frame, cx }
    }

    fn push(&mut self, item: StackRef) {
        // SAFETY: the frame has room for what the tests push: more than `f` needs lies behind it.
        unsafe {
            self.cx.stack_pointer.write(item);
            self.cx.stack_pointer = self.cx.stack_pointer.add(1);
        }
    }

    fn push_all(&mut self, items: &[Obj<'_>]) {
        for item in items {
            self.push(StackRef::from_value(Obj::to_owned(*item)));
        }
    }

    fn run(&mut self, uop: Uop, oparg: i32, operands: (u64, u64)) -> NextMicroOp {
        RAN.with_borrow_mut(|ran| ran.insert(uop));
        (self.cx.opcode, self.cx.oparg) = (i32::from(uop.number()), oparg);
        (self.cx.operand0, self.cx.operand1) = operands;
        // SAFETY: the stack has what the micro-op takes.
        unsafe { micro_op(&mut self.cx) }
    }

    /// The items of the stack, taken off.
    fn take(&mut self) -> Vec<Option<Value>> {
        let mut items = Vec::new();
        // SAFETY: what lies between is written, and owned by whoever takes it.
        unsafe {
            let base = frame::stackbase(self.frame);
            while self.cx.stack_pointer > base {
                self.cx.stack_pointer = self.cx.stack_pointer.sub(1);
                let item = self.cx.stack_pointer.read();
                items.push(if item.is_null() { None } else { Some(item.into_value()) });
            }
        }
        items.reverse();
        items
    }

    fn text(&mut self) -> String {
        let vm = self.vm;
        let items = self.take();
        let items =
            items.iter().map(|item| item.as_ref().map_or("NULL".to_owned(), |item| vm.repr_text(item)));
        items.collect::<Vec<_>>().join(" ")
    }

    fn first_unit(&self) -> *mut CodeUnit {
        // SAFETY: the frame has a code.
        unsafe { frame::code(self.frame) }.code_units()
    }
}

impl Drop for Trace<'_> {
    fn drop(&mut self) {
        drop(self.take());
        // SAFETY: the frame is the last, and whole.
        unsafe {
            (*self.frame).stackpointer = frame::stackbase(self.frame);
            frame::clear_and_pop(self.vm, self.frame);
        }
    }
}

fn global(vm: &Vm, name: &str) -> Value {
    vm.main_global(name).expect("the program has it")
}

const NONE: (u64, u64) = (0, 0);

fn constants(vm: &Vm) {
    let number = vm.float(2.5);
    let word = number.obj().word();
    let header = number.obj().header().expect("floats are objects");
    let (t, f) = (Obj::TRUE, Obj::FALSE);
    for (uop, operand, items, left) in [
        (Uop::LoadConstInline, word, &[t][..], "True 2.5"),
        (Uop::PopTopLoadConstInline, word, &[f, t], "False 2.5"),
        (Uop::LoadConstInlineBorrow, f.word(), &[t], "True False"),
        (Uop::PopTopLoadConstInlineBorrow, Obj::NONE.word(), &[f, t], "False None"),
        // A branch on `None` is one guard in a trace; the test alone is left where it is folded.
        (Uop::IsNone, 0, &[f, Obj::NONE], "False True"),
        (Uop::IsNone, 0, &[t, f], "True False"),
        (Uop::PopTwoLoadConstInlineBorrow, t.word(), &[f, number.obj(), f], "False True"),
    ] {
        let mut trace = Trace::new(vm);
        trace.push_all(items);
        assert_eq!(trace.run(uop, 0, (operand, 0)), NextMicroOp::Next, "{uop}");
        let is_owned = uop == Uop::LoadConstInline || uop == Uop::PopTopLoadConstInline;
        assert_eq!(header.refcount(), 1 + u32::from(is_owned), "{uop}");
        assert_eq!(trace.text(), left, "{uop}");
        assert_eq!(header.refcount(), 1, "{uop}");
    }
}

fn calls(vm: &Vm) {
    let (method, native) = (global(vm, "method"), global(vm, "native"));
    for (uop, names) in [(Uop::MaybeExpandMethod, 0), (Uop::MaybeExpandMethodKw, 1)] {
        for callable in [&method, &native] {
            let mut trace = Trace::new(vm);
            trace.push_all(&[callable.obj()]);
            trace.push(StackRef::NULL);
            trace.push_all(&[Obj::TRUE, Obj::NONE][..1 + names]);
            assert_eq!(trace.run(uop, 1, NONE), NextMicroOp::Next, "{uop}");
            let items = trace.take();
            assert_eq!(items.len(), 3 + names);
            if callable.is(method.obj()) {
                let function = items[0].as_ref().expect("the function of the method");
                assert!(function.cast::<Function>().is_some(), "{uop}");
                assert_eq!(
                    items[1].as_ref().map(|receiver| receiver.ty().name().to_owned()),
                    Some("C".to_owned())
                );
            } else {
                assert!(
                    items[0].as_ref().is_some_and(|same| same.is(native.obj())) && items[1].is_none(),
                    "{uop}"
                );
            }
        }
    }
    for (callargs, text) in [(global(vm, "listed"), Some("(1, 2)")), (vm.int(3), None)] {
        let mut trace = Trace::new(vm);
        trace.push_all(&[native.obj()]);
        trace.push(StackRef::NULL);
        trace.push_all(&[callargs.obj(), Obj::NONE]);
        let next = trace.run(Uop::MakeCallargsATuple, 0, NONE);
        let items = trace.take();
        match text {
            Some(text) => {
                assert_eq!(next, NextMicroOp::Next);
                assert_eq!(items[2].as_ref().map(|tuple| vm.repr_text(tuple)).as_deref(), Some(text));
            }
            None => {
                assert_eq!((next, items.len()), (NextMicroOp::ErrorTarget, 4));
                assert!(vm.take_exception().is_some_and(|error| error.ty().name() == "TypeError"));
            }
        }
    }
}

fn guards(vm: &Vm) {
    let function = global(vm, "f");
    let version = function.cast::<Function>().expect("a function").get().func_version();
    let word = function.obj().word();
    let mut trace = Trace::new(vm);
    for (uop, good, bad) in [
        (Uop::CheckFunctionVersionInline, (u64::from(version), word), (u64::from(version) + 1, word)),
        (Uop::CheckFunction, (u64::from(version), 0), (u64::from(version) + 1, 0)),
        (Uop::CheckStackSpaceOperand, (100, 0), (1 << 30, 0)),
    ] {
        assert_eq!(trace.run(uop, 0, good), NextMicroOp::Next, "{uop}");
        assert_eq!(trace.run(uop, 0, bad), NextMicroOp::JumpTarget, "{uop}");
    }
    // SAFETY: the thread state lives as long as the VM.
    unsafe {
        let thread = vm.thread();
        let calls = std::mem::replace(&mut (*thread).py_recursion_remaining, 1);
        assert_eq!(trace.run(Uop::CheckStackSpaceOperand, 0, (100, 0)), NextMicroOp::JumpTarget);
        (*thread).py_recursion_remaining = calls;
        assert_eq!(trace.run(Uop::Tier2ResumeCheck, 0, NONE), NextMicroOp::Next);
        for oparg in [0, 1, 2, 3] {
            vm.interrupter().interrupt();
            assert_eq!(trace.run(Uop::Tier2ResumeCheck, 0, NONE), NextMicroOp::JumpTarget);
            let next = trace.run(Uop::CheckPeriodicIfNotYieldFrom, oparg, NONE);
            // Behind `yield from` and `await`, nobody is interrupted: the outermost is.
            let expected = if oparg < 2 { NextMicroOp::ErrorTarget } else { NextMicroOp::Next };
            assert_eq!(next, expected, "{oparg}");
            let raised = vm.take_exception().map(|error| error.ty().name().to_owned());
            assert_eq!(raised.as_deref(), (oparg < 2).then_some("KeyboardInterrupt"));
            let _ = vm.handle_pending();
            drop(vm.take_exception());
        }
        assert_eq!(trace.run(Uop::CheckPeriodicIfNotYieldFrom, 0, NONE), NextMicroOp::Next);
    }
}

fn traces(vm: &Vm) {
    let mut trace = Trace::new(vm);
    let first = trace.first_unit();
    // SAFETY: an executor is plain data but for its references, which are NULL when all bytes are zero.
    let mut memory: PyExecutorObject = unsafe { std::mem::zeroed() };
    let executor = &raw mut memory;
    let word = executor as u64;
    // SAFETY: the micro-ops look at its data only; the slot gives the pointer back before it would release it.
    unsafe {
        (*executor).vm_data.valid = true;
        let pointer = ObjPtr::from_word(word);
        let slot = &raw mut (*vm.thread()).current_executor;
        ptr::write(slot, std::mem::transmute::<u64, ObjSlot>(word));
        assert_eq!(trace.run(Uop::StartExecutor, 0, (word, 0)), NextMicroOp::Next);
        assert!(trace.cx.current_executor == pointer);
        ptr::write(slot, ObjSlot::NULL);
        assert_eq!(trace.run(Uop::CheckValidity, 0, NONE), NextMicroOp::Next);
        (*(*vm.thread()).interp).trace_run_counter = 2;
        let breaker = (*vm.thread()).eval_breaker;
        assert_eq!(trace.run(Uop::MakeWarm, 0, NONE), NextMicroOp::Next);
        assert!((*executor).vm_data.warm && (*vm.thread()).eval_breaker == breaker);
        assert_eq!(trace.run(Uop::MakeWarm, 0, NONE), NextMicroOp::Next);
        let asked = crate::abi::constants::_PY_EVAL_JIT_INVALIDATE_COLD_BIT;
        assert_eq!((*vm.thread()).eval_breaker, breaker | asked);
        (*vm.thread()).eval_breaker = breaker;
        (*executor).vm_data.valid = false;
        assert_eq!(trace.run(Uop::CheckValidity, 0, NONE), NextMicroOp::JumpTarget);
        assert_eq!(trace.run(Uop::JumpToTop, 0, NONE), NextMicroOp::JumpTarget);
        assert_eq!(trace.run(Uop::SetIp, 0, (first.add(3) as u64, 0)), NextMicroOp::Next);
        assert_eq!((*trace.frame).instr_ptr, first.add(3));
        assert_eq!(trace.run(Uop::ErrorPopN, 0, (2, 0)), NextMicroOp::TierOne);
        assert_eq!(((*trace.frame).instr_ptr, trace.cx.next_instr), (first.add(2), ptr::null_mut()));
        trace.cx.target = 4;
        assert_eq!(trace.run(Uop::Deopt, 0, NONE), NextMicroOp::TierOne);
        assert_eq!(trace.cx.next_instr, first.add(4));
        let cold = BackoffCounter::new(1, 1).expect("a counter");
        let mut exit = ExitData { target: 5, temperature: cold, executor: ObjSlot::NULL };
        let operand = (&raw mut exit as u64, 0);
        assert_eq!(trace.run(Uop::ExitTrace, 0, operand), NextMicroOp::TierOne);
        assert_eq!((trace.cx.next_instr, exit.temperature.value()), (first.add(5), 0));
        // It is warm now, but nobody makes a trace of what follows.
        assert!(backoff_counter_triggers(exit.temperature));
        assert_eq!(trace.run(Uop::ExitTrace, 0, operand), NextMicroOp::TierOne);
        assert!(!backoff_counter_triggers(exit.temperature));
        (*executor).vm_data.valid = true;
        ptr::write(&raw mut exit.executor, std::mem::transmute::<u64, ObjSlot>(word));
        assert_eq!(trace.run(Uop::ExitTrace, 0, operand), NextMicroOp::TierTwo);
        assert!(trace.cx.current_executor == pointer);
    }
}

/// What is of two micro-ops, which a trace has in its place.
const PAIRS: [Uop; 4] = [
    Uop::LoadFastLoadFast,
    Uop::LoadFastBorrowLoadFastBorrow,
    Uop::StoreFastLoadFast,
    Uop::StoreFastStoreFast,
];

/// The micro-ops that run here, and that instructions do not have, are all of tier 2.
fn nothing_is_left_out() {
    let by_instructions: BTreeSet<Uop> = twins::wanted().into_iter().map(|(uop, _)| uop).collect();
    let ran = RAN.take();
    let missing: Vec<&str> = (0..=u16::MAX)
        .filter_map(Uop::from_u16)
        .filter(|uop| uop.is_viable() && !PAIRS.contains(uop))
        .filter(|uop| !by_instructions.contains(uop) && !ran.contains(uop))
        .map(Uop::name)
        .collect();
    assert!(missing.is_empty(), "never run: {missing:?}");
    assert!(steps::steps(Opcode::ForIter, false).is_some_and(|steps| steps[0].uop == Uop::ForIterTierTwo));
}

#[test]
fn micro_ops_that_only_traces_have_take_their_operands() {
    twins::alone(concat!(module_path!(), "::micro_ops_that_only_traces_have_take_their_operands"), || {
        Vm::new().enter(|vm| {
            if let Err(error) = vm.run_source(PROGRAM, "alone.py") {
                panic!("{}", vm.repr_text(&error));
            }
            constants(vm);
            calls(vm);
            guards(vm);
            traces(vm);
            RAN.with_borrow_mut(|ran| ran.insert(Uop::FatalError));
            let fatal = in_copies(1, |_| format!("{:?}", Trace::new(vm).run(Uop::FatalError, 0, NONE)));
            assert!(fatal[0].is_err(), "{fatal:?}");
        });
        nothing_is_left_out();
    });
}
