//! The abstract interpreter over symbols that say little: nothing, NULL, not NULL, a type, a value, or the items of a
//! tuple.

#![allow(unsafe_code, reason = "symbols and frames are raw memory, as the generated interpreter has them")]
#![allow(clippy::vec_box, reason = "symbols point into the boxes")]
#![allow(non_snake_case, reason = "the names are those of the definitions")]

use std::ptr;

use cpython_isa::Uop;

use super::*;
use crate::abi::number::PyLong_FromLong;
use crate::abi::object::{Py_False, Py_True, PyObject_IsTrue};
use crate::abi::optimizer::REPLACE_OP;
use crate::abi::types::{PyBool_Type, PyFloat_Type, PyLong_Type, PyTypeObject};
use crate::eval::cx::Exit;
use crate::interp::optimizer::abstract_micro_op;
use crate::objects::dict::Dict;
use crate::objects::function::Function;
use crate::value::{Obj, Ptr, Value};
use crate::vm::{Vm, vm};

#[cfg(feature = "compiler")]
mod cases;

/// What is known of one value.
enum Known {
    Unknown,
    Null,
    NotNull,
    Type(ObjPtr<'static, PyTypeObject>),
    Const(Value),
    Tuple(Vec<Symbol>),
    Frame(*mut AbstractFrame<Few>),
    /// There is no such value: the trace does not get so far.
    Contradiction,
}

#[derive(Clone, Copy, PartialEq, Debug)]
struct Symbol(*mut Known);

impl Default for Symbol {
    fn default() -> Self {
        Symbol(ptr::null_mut())
    }
}

/// Keeps the symbols.
#[derive(Default)]
struct Few {
    all: Vec<Box<Known>>,
    /// Frames that calls made.
    made: Vec<*mut AbstractFrame<Few>>,
    /// Frames below the one that is interpreted.
    callers: Vec<*mut AbstractFrame<Few>>,
}

impl Drop for Few {
    fn drop(&mut self) {
        for frame in self.made.drain(..) {
            // SAFETY: `frame_new` leaked both, and nobody else frees them.
            unsafe {
                let frame = Box::from_raw(frame);
                let words = frame.locals_len as usize + 8;
                drop(Box::from_raw(ptr::slice_from_raw_parts_mut(frame.locals, words)));
            }
        }
    }
}

thread_local! {
    /// The types that have versions here.
    static TYPES: std::cell::RefCell<Vec<Value>> = const { std::cell::RefCell::new(Vec::new()) };
    /// Symbols of frames, which are made without anybody being asked.
    static FRAMES: std::cell::RefCell<Vec<Box<Known>>> = const { std::cell::RefCell::new(Vec::new()) };
}

fn add(ctx: *mut JitOptContext<Few>, known: Known) -> Symbol {
    // SAFETY: the context outlives the symbols.
    let all = unsafe { &mut (*ctx).symbols.all };
    all.push(Box::new(known));
    Symbol(all.last_mut().map_or(ptr::null_mut(), |known| &raw mut **known))
}

/// Writes down what has been learned; that there can be no such value ends the walk.
fn learn(ctx: *mut JitOptContext<Few>, symbol: Symbol, known: Option<Known>) {
    if known.is_none() {
        // SAFETY: the context outlives the walk.
        unsafe { (*ctx).done = true };
    }
    *symbol.known() = known.unwrap_or(Known::Contradiction);
}

impl Symbol {
    fn known<'a>(self) -> &'a mut Known {
        // SAFETY: the context keeps all symbols until the test ends, which looks at one at a time.
        unsafe { &mut *self.0 }
    }

    fn ty(self) -> Option<ObjPtr<'static, PyTypeObject>> {
        match self.known() {
            Known::Type(ty) => Some(*ty),
            // SAFETY: types live as long as the VM.
            Known::Const(value) => {
                Some(unsafe { ObjPtr::from_word(Ptr::from_ref(value.obj().ty()).obj().word()) })
            }
            // SAFETY: likewise.
            Known::Tuple(_) => Some(unsafe { crate::abi::types::PyTuple_Type() }),
            _ => None,
        }
    }
}

impl Symbols for Few {
    type Symbol = Symbol;

    unsafe fn of_frame(frame: *mut AbstractFrame<Self>) -> Symbol {
        FRAMES.with_borrow_mut(|frames| {
            frames.push(Box::new(Known::Frame(frame)));
            Symbol(frames.last_mut().map_or(ptr::null_mut(), |known| &raw mut **known))
        })
    }
    unsafe fn to_frame(symbol: Symbol) -> *mut AbstractFrame<Self> {
        match symbol.known() {
            Known::Frame(frame) => *frame,
            _ => panic!("this is no frame"),
        }
    }
    unsafe fn GETLOCAL(ctx: *mut JitOptContext<Self>, index: i32) -> *mut Symbol {
        unsafe { (*(*ctx).frame).locals.offset(index as isize) }
    }
    unsafe fn PyDict_Watch(_: i32, _: ObjPtr<'_>) -> i32 {
        0
    }
    unsafe fn PyType_Watch(_: i32, _: ObjPtr<'_>) -> i32 {
        0
    }
    unsafe fn _PyType_LookupByVersion<'a>(version: u32) -> ObjPtr<'a, PyTypeObject> {
        let found = TYPES.with_borrow(|types| {
            let word = types.iter().map(|ty| ty.obj().word());
            let mut types = word.map(|word| unsafe { ObjPtr::<PyTypeObject>::from_word(word) });
            types.find(|ty| unsafe { ty.get() }.version_tag() == version)
        });
        found.unwrap_or(ObjPtr::null())
    }
    unsafe fn _Py_BloomFilter_Add(filter: *mut BloomFilter, _: ObjPtr<'_>) {
        if !filter.is_null() {
            unsafe { (*filter).bits[0] += 1 };
        }
    }
    unsafe fn convert_global_to_const<'a>(
        this: *mut UopInstruction,
        dict: ObjPtr<'a>,
        pops: bool,
    ) -> ObjPtr<'a> {
        // The operand is a name here.
        let name = unsafe { ObjPtr::<crate::abi::PyObject>::from_word((*this).operand0) };
        let Some(dict) = dict.obj().cast::<Dict>() else { return ObjPtr::null() };
        let Ok(Some(found)) = dict.get().get(vm(), name.obj()) else { return ObjPtr::null() };
        let word = found.obj().word();
        let uop = if pops { Uop::PopTopLoadConstInline } else { Uop::LoadConstInline };
        unsafe {
            REPLACE_OP(this, uop as i32, 0, word);
            // The module keeps it.
            ObjPtr::from_word(word)
        }
    }
    unsafe fn eliminate_pop_guard(this: *mut UopInstruction, always_fails: bool) {
        let uop = if always_fails { Uop::ExitTrace } else { Uop::PopTop };
        unsafe { REPLACE_OP(this, uop as i32, 0, 0) }
    }
    unsafe fn frame_new(
        ctx: *mut JitOptContext<Self>,
        code: ObjPtr<'_, PyCodeObject>,
        _: i32,
        args: *mut Symbol,
        count: i32,
    ) -> *mut AbstractFrame<Self> {
        unsafe {
            let locals = code.get().co_nlocalsplus();
            let mut words: Vec<Symbol> = (0..count as usize).map(|index| *args.add(index)).collect();
            words.extend((count..locals).map(|_| add(ctx, Known::Unknown)));
            words.extend((0..8).map(|_| Symbol::default()));
            let words = Box::leak(words.into_boxed_slice()).as_mut_ptr();
            let stack = words.add(locals as usize);
            let frame = AbstractFrame { locals: words, locals_len: locals, stack, stack_pointer: stack };
            let frame = Box::leak(Box::new(frame));
            (*ctx).symbols.made.push(frame);
            frame
        }
    }
    unsafe fn frame_pop(ctx: *mut JitOptContext<Self>) -> i32 {
        unsafe {
            (*ctx).curr_frame_depth -= 1;
            (*ctx).frame = (*ctx).symbols.callers.pop().expect("a frame called the one that returns");
        }
        0
    }
    unsafe fn get_code<'a>(this: *mut UopInstruction) -> ObjPtr<'a, PyCodeObject> {
        // The operand is a function here, or nothing.
        let function = unsafe { ObjPtr::<crate::abi::PyObject>::from_word((*this).operand0) };
        match function.to_obj().and_then(|function| function.cast::<Function>()) {
            Some(function) => unsafe { ObjPtr::from_word(function.code_ptr().word()) },
            None => ObjPtr::null(),
        }
    }
    unsafe fn get_code_with_logging<'a>(this: *mut UopInstruction) -> ObjPtr<'a, PyCodeObject> {
        unsafe { Self::get_code(this) }
    }
    unsafe fn get_mutations(_: ObjPtr<'_>) -> u64 {
        0
    }
    unsafe fn optimize_to_bool(
        this: *mut UopInstruction,
        ctx: *mut JitOptContext<Self>,
        value: Symbol,
        result: Option<&mut Symbol>,
    ) -> i32 {
        let Known::Const(constant) = value.known() else { return 0 };
        let truth = unsafe { PyObject_IsTrue(constant.obj().into()) };
        let answer = unsafe { if truth == 1 { Py_True() } else { Py_False() } };
        unsafe { REPLACE_OP(this, Uop::PopTopLoadConstInlineBorrow as i32, 0, answer.word()) };
        if let Some(result) = result {
            *result = unsafe { Self::sym_new_const(ctx, answer) };
        }
        1
    }
    unsafe fn sym_get_const<'a>(_: *mut JitOptContext<Self>, symbol: Symbol) -> ObjPtr<'a> {
        match symbol.known() {
            Known::Const(value) => value.obj().into(),
            _ => ObjPtr::null(),
        }
    }
    unsafe fn sym_get_type<'a>(symbol: Symbol) -> ObjPtr<'a, PyTypeObject> {
        symbol.ty().unwrap_or(ObjPtr::null())
    }
    unsafe fn sym_has_type(symbol: Symbol) -> bool {
        symbol.ty().is_some()
    }
    unsafe fn sym_is_const(_: *mut JitOptContext<Self>, symbol: Symbol) -> bool {
        matches!(symbol.known(), Known::Const(_))
    }
    unsafe fn sym_is_not_null(symbol: Symbol) -> bool {
        !matches!(symbol.known(), Known::Unknown | Known::Null | Known::Contradiction)
    }
    unsafe fn sym_is_null(symbol: Symbol) -> bool {
        matches!(symbol.known(), Known::Null)
    }
    unsafe fn sym_matches_type(symbol: Symbol, ty: ObjPtr<'_, PyTypeObject>) -> bool {
        symbol.ty().is_some_and(|own| own.word() == ty.word())
    }
    unsafe fn sym_matches_type_version(symbol: Symbol, version: u32) -> bool {
        symbol.ty().is_some_and(|ty| unsafe { ty.get() }.version_tag() == version)
    }
    unsafe fn sym_new_const(ctx: *mut JitOptContext<Self>, value: ObjPtr<'_>) -> Symbol {
        add(ctx, Known::Const(value.obj().to_owned()))
    }
    unsafe fn sym_new_not_null(ctx: *mut JitOptContext<Self>) -> Symbol {
        add(ctx, Known::NotNull)
    }
    unsafe fn sym_new_null(ctx: *mut JitOptContext<Self>) -> Symbol {
        add(ctx, Known::Null)
    }
    unsafe fn sym_new_truthiness(ctx: *mut JitOptContext<Self>, _: Symbol, _: bool) -> Symbol {
        unsafe { Self::sym_new_type(ctx, PyBool_Type()) }
    }
    unsafe fn sym_new_tuple(ctx: *mut JitOptContext<Self>, count: i32, items: *mut Symbol) -> Symbol {
        let items = (0..count as usize).map(|index| unsafe { *items.add(index) }).collect();
        add(ctx, Known::Tuple(items))
    }
    unsafe fn sym_new_type(ctx: *mut JitOptContext<Self>, ty: ObjPtr<'_, PyTypeObject>) -> Symbol {
        add(ctx, Known::Type(unsafe { ty.detach() }))
    }
    unsafe fn sym_new_unknown(ctx: *mut JitOptContext<Self>) -> Symbol {
        add(ctx, Known::Unknown)
    }
    unsafe fn sym_set_const(ctx: *mut JitOptContext<Self>, symbol: Symbol, value: ObjPtr<'_>) {
        let possible = match symbol.known() {
            Known::Unknown | Known::NotNull => true,
            Known::Const(own) => own.is(value.obj()),
            Known::Null | Known::Frame(_) | Known::Contradiction => false,
            Known::Type(_) | Known::Tuple(_) => {
                let ty = Ptr::from_ref(value.obj().ty()).obj().word();
                symbol.ty().is_some_and(|own| own.word() == ty)
            }
        };
        learn(ctx, symbol, possible.then(|| Known::Const(value.obj().to_owned())));
    }
    unsafe fn sym_set_non_null(ctx: *mut JitOptContext<Self>, symbol: Symbol) {
        match symbol.known() {
            Known::Unknown => learn(ctx, symbol, Some(Known::NotNull)),
            Known::Null => learn(ctx, symbol, None),
            _ => {}
        }
    }
    unsafe fn sym_set_null(ctx: *mut JitOptContext<Self>, symbol: Symbol) {
        let possible = matches!(symbol.known(), Known::Unknown | Known::Null);
        learn(ctx, symbol, possible.then_some(Known::Null));
    }
    unsafe fn sym_set_type(ctx: *mut JitOptContext<Self>, symbol: Symbol, ty: ObjPtr<'_, PyTypeObject>) {
        match symbol.known() {
            Known::Unknown | Known::NotNull => {
                learn(ctx, symbol, Some(Known::Type(unsafe { ty.detach() })));
            }
            // What is known already says more.
            _ if symbol.ty().is_some_and(|own| own.word() == ty.word()) => {}
            _ => learn(ctx, symbol, None),
        }
    }
    unsafe fn sym_set_type_version(ctx: *mut JitOptContext<Self>, symbol: Symbol, version: u32) -> bool {
        unsafe { Self::sym_set_type(ctx, symbol, Self::_PyType_LookupByVersion(version)) };
        true
    }
    unsafe fn sym_truthiness(_: *mut JitOptContext<Self>, symbol: Symbol) -> i32 {
        match symbol.known() {
            Known::Const(value) => unsafe { PyObject_IsTrue(value.obj().into()) },
            _ => -1,
        }
    }
    unsafe fn sym_tuple_getitem(ctx: *mut JitOptContext<Self>, symbol: Symbol, index: i32) -> Symbol {
        match symbol.known() {
            Known::Tuple(items) => items[index as usize],
            _ => add(ctx, Known::NotNull),
        }
    }
    unsafe fn sym_tuple_length(symbol: Symbol) -> i32 {
        match symbol.known() {
            Known::Tuple(items) => items.len() as i32,
            _ => -1,
        }
    }
}

/// A walk over a trace.
struct Walk {
    ctx: Box<JitOptContext<Few>>,
    frame: Box<AbstractFrame<Few>>,
    stack: Vec<Symbol>,
    locals: Vec<Symbol>,
    /// The micro-op at hand and the two behind it.
    trace: [UopInstruction; 3],
    cx: Abstract<Few>,
}

impl Walk {
    fn new() -> Walk {
        let mut ctx = Box::new(JitOptContext {
            done: false,
            frame: ptr::null_mut(),
            curr_frame_depth: 1,
            symbols: Few::default(),
        });
        let mut stack = vec![Symbol::default(); 32];
        let mut locals: Vec<Symbol> = (0..4).map(|_| add(&raw mut *ctx, Known::Unknown)).collect();
        let mut frame = Box::new(AbstractFrame {
            locals: locals.as_mut_ptr(),
            locals_len: 4,
            stack: stack.as_mut_ptr(),
            stack_pointer: stack.as_mut_ptr(),
        });
        ctx.frame = &raw mut *frame;
        let cx = Abstract {
            ctx: &raw mut *ctx,
            this_instr: ptr::null_mut(),
            opcode: 0,
            oparg: 0,
            stack_pointer: stack.as_mut_ptr(),
            co: ObjPtr::null(),
            dependencies: ptr::null_mut(),
            curr_space: 0,
            max_space: 0,
            corresponding_check_stack: ptr::null_mut(),
            first_valid_check_stack: ptr::null_mut(),
        };
        Walk { ctx, frame, stack, locals, trace: [UopInstruction::default(); 3], cx }
    }

    fn push(&mut self, known: Known) -> Symbol {
        let symbol = add(&raw mut *self.ctx, known);
        // SAFETY: the stack has room.
        unsafe {
            *self.cx.stack_pointer = symbol;
            self.cx.stack_pointer = self.cx.stack_pointer.add(1);
        }
        symbol
    }

    fn push_int(&mut self, number: i64) -> Symbol {
        // SAFETY: a VM runs.
        let number = unsafe { PyLong_FromLong(number) };
        self.push(Known::Const(number.into_option().expect("a number")))
    }

    /// Interprets a micro-op; what became of it.
    fn step(&mut self, uop: Uop, oparg: i32) -> Uop {
        self.trace[0] =
            UopInstruction { opcode: uop as u16, oparg: oparg as u16, ..UopInstruction::default() };
        self.cx.this_instr = self.trace.as_mut_ptr();
        (self.cx.opcode, self.cx.oparg) = (uop as i32, oparg);
        // SAFETY: the stack has what the micro-op takes.
        assert_eq!(unsafe { abstract_micro_op(&mut self.cx) }, Ok(()), "{uop}");
        Uop::from_u16(self.trace[0].opcode).expect("a micro-op")
    }

    /// The items of the stack.
    fn items(&self) -> &[Symbol] {
        // SAFETY: both point into the stack.
        let height = unsafe { self.cx.stack_pointer.offset_from(self.stack.as_ptr()) };
        &self.stack[..height as usize]
    }

    fn top(&self) -> &Known {
        self.items().last().expect("the stack has an item").known()
    }

    fn top_int(&self) -> i64 {
        match self.top() {
            Known::Const(value) => value.obj().as_small_int().expect("a small int"),
            _ => panic!("this is no constant"),
        }
    }
}

fn with_vm(test: impl FnOnce()) {
    Vm::new().enter(|_| test());
}

#[test]
fn a_guard_that_has_been_passed_goes() {
    with_vm(|| {
        let mut walk = Walk::new();
        let value = walk.push(Known::Unknown);
        assert_eq!(walk.step(Uop::GuardTosInt, 0), Uop::GuardTosInt);
        assert_eq!(walk.step(Uop::GuardTosInt, 0), Uop::Nop);
        assert_eq!(walk.items(), [value]);
        // SAFETY: a VM runs.
        assert!(unsafe { Few::sym_matches_type(value, PyLong_Type()) });
        assert_eq!(walk.step(Uop::GuardTosFloat, 0), Uop::GuardTosFloat);
    });
}

#[test]
fn constants_are_folded() {
    with_vm(|| {
        let mut walk = Walk::new();
        walk.push_int(20);
        walk.push_int(22);
        assert_eq!(walk.step(Uop::BinaryOpAddInt, 0), Uop::BinaryOpAddInt);
        assert_eq!((walk.items().len(), walk.top_int()), (1, 42));
        // A small number is immortal, so that the trace can have it in its place.
        assert_eq!(walk.step(Uop::UnaryNegative, 0), Uop::PopTopLoadConstInlineBorrow);
        assert_eq!(walk.top_int(), -42);
        let Known::Const(negated) = walk.top() else { panic!("a constant") };
        assert_eq!(walk.trace[0].operand0, negated.obj().word());
        walk.push_int(1);
        // 5 bits of flags below the operator, which is `<`.
        assert_eq!(walk.step(Uop::CompareOpInt, 0), Uop::PopTwoLoadConstInlineBorrow);
        assert!(matches!(walk.top(), Known::Const(answer) if answer.obj().is(Obj::TRUE)));
        assert_eq!(walk.step(Uop::ToBool, 0), Uop::PopTopLoadConstInlineBorrow);
        assert_eq!(walk.step(Uop::GuardIsTruePop, 0), Uop::PopTop);
        assert!(walk.items().is_empty());
    });
}

#[test]
fn types_are_told_without_values() {
    with_vm(|| {
        let mut walk = Walk::new();
        walk.push(Known::Unknown);
        walk.push_int(1);
        walk.step(Uop::BinaryOpAddFloat, 0);
        // SAFETY: a VM runs.
        unsafe {
            assert!(Few::sym_matches_type(walk.items()[0], PyFloat_Type()));
            walk.push(Known::Type(PyLong_Type()));
            // True division of numbers is a float.
            walk.step(Uop::BinaryOp, crate::abi::optimizer::NB_TRUE_DIVIDE);
            assert!(Few::sym_matches_type(walk.items()[0], PyFloat_Type()));
        }
        walk.push(Known::Unknown);
        walk.step(Uop::BinaryOp, crate::abi::optimizer::NB_TRUE_DIVIDE);
        assert!(matches!(walk.top(), Known::NotNull));
    });
}

#[test]
fn the_stack_is_shuffled() {
    with_vm(|| {
        let mut walk = Walk::new();
        let (a, b, c) = (walk.push_int(1), walk.push(Known::NotNull), walk.push(Known::Null));
        walk.step(Uop::Swap, 3);
        assert_eq!(walk.items(), [c, b, a]);
        walk.step(Uop::Copy, 2);
        assert_eq!(walk.items(), [c, b, a, b]);
        walk.step(Uop::StoreFast, 2);
        assert_eq!((walk.items().len(), walk.locals[2]), (3, b));
        walk.step(Uop::LoadFast, 2);
        walk.step(Uop::LoadFastAndClear, 2);
        assert_eq!(walk.items(), [c, b, a, b, b]);
        assert!(matches!(walk.locals[2].known(), Known::Null));
        assert_eq!(walk.step(Uop::PushNullConditional, 1), Uop::PushNull);
        assert_eq!((walk.items().len(), walk.step(Uop::PushNullConditional, 0)), (6, Uop::Nop));
        assert_eq!(walk.items().len(), 6);
    });
}

#[test]
fn items_of_tuples_are_known() {
    with_vm(|| {
        let mut walk = Walk::new();
        let (a, b) = (walk.push_int(1), walk.push(Known::Unknown));
        walk.step(Uop::BuildTuple, 2);
        assert_eq!(walk.items().len(), 1);
        walk.step(Uop::UnpackSequence, 2);
        // The first item ends up on top.
        assert_eq!(walk.items(), [b, a]);
        walk.step(Uop::UnpackEx, 1 | 2 << 8);
        assert_eq!(walk.items().len(), 5);
    });
}

#[test]
fn nothing_is_known_of_what_others_push() {
    with_vm(|| {
        let mut walk = Walk::new();
        walk.push(Known::Unknown);
        walk.push(Known::Unknown);
        // It has no case of its own: it takes two items and pushes one.
        walk.step(Uop::BinaryOpSubscrDict, 0);
        assert!(matches!(walk.top(), Known::NotNull));
        walk.step(Uop::LoadGlobal, 1);
        assert!(walk.items().len() >= 2);
    });
}

#[test]
fn a_frame_of_unknown_code_ends_the_walk() {
    with_vm(|| {
        let mut walk = Walk::new();
        let mut inner = AbstractFrame::<Few> {
            locals: walk.locals.as_mut_ptr(),
            locals_len: 0,
            stack: walk.stack[20..].as_mut_ptr(),
            stack_pointer: walk.stack[20..].as_mut_ptr(),
        };
        let below = walk.push_int(7);
        walk.push(Known::Frame(&raw mut inner));
        walk.step(Uop::PushFrame, 0);
        assert!(walk.ctx.done);
        assert_eq!((walk.ctx.curr_frame_depth, walk.ctx.frame), (2, &raw mut inner));
        assert_eq!(walk.cx.stack_pointer, inner.stack_pointer);
        // The caller's stack ends below the frame.
        let height = unsafe { walk.frame.stack_pointer.offset_from(walk.stack.as_ptr()) };
        assert_eq!((height, walk.stack[0]), (1, below));
    });
}

#[test]
fn an_unknown_micro_op_is_an_error() {
    with_vm(|| {
        let mut walk = Walk::new();
        walk.cx.opcode = i32::from(u16::MAX);
        // SAFETY: no micro-op runs.
        assert_eq!(unsafe { abstract_micro_op(&mut walk.cx) }, Err(Exit::Error(0)));
        assert!(crate::vm::vm().take_exception().is_some());
    });
}
