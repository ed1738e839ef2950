//! Generators and coroutines: functions that are suspended, with their frames in the object.
//!
//! | file | what it has |
//! |---|---|
//! | `anext` | `anext_awaitable` |
//! | `async_` | `async_generator` and the wrapper of what it yields |
//! | `awaitables` | `async_generator_asend`, `async_generator_athrow` |
//! | `resume` | sending values and exceptions in, closing |
//! | `types` | `generator`, `coroutine`, `coroutine_wrapper` |

#![allow(unsafe_code, reason = "the frame lies behind the object, in raw memory")]

use std::cell::{Cell, UnsafeCell};
use std::ptr::NonNull;

use casewright_code::CodeFlags;

use crate::eval::frame::{self, InterpreterFrame};
use crate::eval::thread::ErrStackItem;
use crate::objects::code::Code;
use crate::objects::function::Function;
use crate::objects::str_::Str;
use crate::objects::type_::{Kind, Type};
use crate::value::{FieldOf, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

mod anext;
mod async_;
mod awaitables;
mod resume;
mod types;

pub(crate) use anext::{ANEXT_AWAITABLE_SPEC, with_default as anext_with_default};
pub(crate) use async_::{ASYNC_GENERATOR_SPEC, WRAPPED_VALUE_SPEC, wrap_value};
pub(crate) use awaitables::{ASEND_SPEC, ATHROW_SPEC};
pub(crate) use resume::{Resumed, close, finalize, resume, throw, yield_from};
pub(crate) use types::{COROUTINE_SPEC, COROUTINE_WRAPPER_SPEC, GENERATOR_SPEC};

/// `FRAME_CREATED`
pub(crate) const FRAME_CREATED: i8 = -3;
/// `FRAME_SUSPENDED`
pub(crate) const FRAME_SUSPENDED: i8 = -2;
/// `FRAME_SUSPENDED_YIELD_FROM`
pub(crate) const FRAME_SUSPENDED_YIELD_FROM: i8 = -1;
/// `FRAME_EXECUTING`
pub(crate) const FRAME_EXECUTING: i8 = 0;
/// `FRAME_COMPLETED`
pub(crate) const FRAME_COMPLETED: i8 = 1;
/// `FRAME_CLEARED`
pub(crate) const FRAME_CLEARED: i8 = 4;

/// `FRAME_STATE_SUSPENDED`
#[inline(always)]
pub(crate) const fn is_suspended(state: i8) -> bool {
    state == FRAME_SUSPENDED || state == FRAME_SUSPENDED_YIELD_FROM
}

/// `FRAME_STATE_FINISHED`
#[inline(always)]
pub(crate) const fn is_finished(state: i8) -> bool {
    state >= FRAME_COMPLETED
}

/// A generator, a coroutine or an asynchronous generator: `PyGenObject`. Its frame lies behind it.
#[repr(C)]
pub struct Generator {
    header: Header,
    /// `gi_name`
    pub(crate) name: FieldOf<Str>,
    /// `gi_qualname`
    pub(crate) qualname: FieldOf<Str>,
    /// `gi_exc_state`: the exception that it handles while it is suspended.
    exc_state: UnsafeCell<ErrStackItem>,
    /// `gi_origin_or_finalizer`: where a coroutine was made, or what ends an asynchronous generator.
    pub(crate) origin_or_finalizer: crate::value::Field,
    /// How many words the frame has.
    words: usize,
    /// `gi_hooks_inited`
    pub(crate) hooks_inited: Cell<bool>,
    /// `gi_closed`
    pub(crate) closed: Cell<bool>,
    /// `gi_running_async`
    pub(crate) running_async: Cell<bool>,
    /// `gi_frame_state`
    frame_state: Cell<i8>,
}

const _: () = assert!(size_of::<Generator>().is_multiple_of(align_of::<InterpreterFrame>()));

impl Generator {
    /// The object of a call to a function that is none of the ordinary ones, without a frame yet: `_Py_MakeCoro`.
    pub(crate) fn new(vm: &Vm, function: Ptr<'_, Function>) -> Ref<Generator> {
        // SAFETY: functions have a code object.
        let code: Ptr<'_, Code> = unsafe { function.get().code_ptr().obj().cast_unchecked() };
        let flags = code.flags();
        let ty = if flags.contains(CodeFlags::COROUTINE) {
            vm.types.coroutine()
        } else if flags.contains(CodeFlags::ASYNC_GENERATOR) {
            vm.types.async_generator()
        } else {
            vm.types.generator()
        };
        let words = code.framesize();
        let place = vm.alloc_var(ty, size_of::<Generator>(), words * size_of::<u64>()).cast::<Generator>();
        let generator = Generator {
            header: Header::new(ty),
            name: FieldOf::from_option(function.name.get()),
            qualname: FieldOf::from_option(function.qualname.get()),
            exc_state: UnsafeCell::new(ErrStackItem::new()),
            origin_or_finalizer: crate::value::Field::NULL,
            words,
            hooks_inited: Cell::new(false),
            closed: Cell::new(false),
            running_async: Cell::new(false),
            frame_state: Cell::new(FRAME_CLEARED),
        };
        // SAFETY: the memory has room for the fields and the frame, and nobody uses it. The frame is whole: that of a
        // function with no variables that has ended.
        let generator = unsafe {
            place.write(generator);
            let frame = place.add(1).cast::<InterpreterFrame>();
            frame::initialize_ended(frame.as_ptr(), code);
            Ref::from_raw(place.as_ptr())
        };
        vm.gc.track(generator.header());
        generator
    }

    /// The generator that a frame lies in: `_PyGen_GetGeneratorFromFrame`.
    ///
    /// # Safety
    ///
    /// The frame lies in a generator, which lives as long as the result is used.
    #[inline(always)]
    pub(crate) unsafe fn of_frame<'a>(frame: *mut InterpreterFrame) -> Ptr<'a, Generator> {
        // SAFETY: the object lies right before its frame.
        unsafe { Ptr::from_ref(&*frame.cast::<Generator>().sub(1)) }
    }

    /// `gi_iframe`
    #[inline(always)]
    pub fn gi_iframe_ptr(&self) -> *mut InterpreterFrame {
        // What lies behind the fields is outside of the reference; the object's memory as a whole has been exposed as a
        // word when the object was made.
        std::ptr::with_exposed_provenance_mut(std::ptr::from_ref(self).addr() + size_of::<Self>())
    }

    /// `gi_exc_state`
    #[inline(always)]
    pub fn gi_exc_state_ptr(&self) -> *mut ErrStackItem {
        self.exc_state.get()
    }

    /// `gi_frame_state`
    #[inline(always)]
    pub fn gi_frame_state(&self) -> i8 {
        self.frame_state.get()
    }

    /// Sets `gi_frame_state`.
    #[inline(always)]
    pub fn set_gi_frame_state(&self, state: i8) {
        self.frame_state.set(state);
    }

    /// Its code object.
    pub(crate) fn code(&self) -> Ptr<'_, Code> {
        // SAFETY: the frame has its code as long as the object lives.
        unsafe { frame::code(self.gi_iframe_ptr()) }
    }

    /// What messages call it.
    pub(crate) fn kind_name(&self) -> &'static str {
        match self.header.ty().kind() {
            Kind::Coroutine => "coroutine",
            Kind::AsyncGenerator => "async generator",
            _ => "generator",
        }
    }

    /// Gives the frame up: `gen_clear_frame`.
    ///
    /// # Safety
    ///
    /// The frame does not run.
    pub(crate) unsafe fn clear_frame(&self, vm: &Vm) {
        if self.frame_state.replace(FRAME_CLEARED) == FRAME_CLEARED {
            return;
        }
        // SAFETY: the contract; the frame is not used again.
        unsafe {
            let frame = self.gi_iframe_ptr();
            (*frame).previous = std::ptr::null_mut();
            frame::clear_except_code(vm, frame);
            drop((*self.exc_state.get()).exc_value.take());
        }
    }
}

// SAFETY: `repr(C)` with the header first; coroutines and asynchronous generators have the same fields.
unsafe impl Layout for Generator {
    const NAME: &'static str = "generator";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        matches!(ty.layout(), Kind::Generator | Kind::Coroutine | Kind::AsyncGenerator)
    }
}

/// `tp_dealloc`: a function that was suspended in the middle of something is closed first.
///
/// # Safety
///
/// `object` is a generator without references.
pub(crate) unsafe fn dealloc(vm: &Vm, object: NonNull<Header>) {
    // SAFETY: the object is whole, until its fields are dropped. Its size is what `new` asked for.
    unsafe {
        let header = object.as_ref();
        if !crate::objects::type_::call_finalizer_from_dealloc(vm, header) {
            return;
        }
        vm.forget_object(header);
        let generator = object.cast::<Generator>();
        generator.as_ref().clear_frame(vm);
        let words = generator.as_ref().words;
        drop((*generator.as_ref().gi_iframe_ptr()).f_executable.take());
        generator.drop_in_place();
        vm.free_object(object, size_of::<Generator>() + words * size_of::<u64>());
    }
}

/// `tp_traverse`
///
/// # Safety
///
/// `object` is a generator.
pub(crate) unsafe fn traverse(object: NonNull<Header>, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract. A frame that runs is shown too, if its stack pointer has been saved: what it holds and what
    // is in registers is referred to from outside.
    unsafe {
        let this = object.cast::<Generator>().as_ref();
        this.origin_or_finalizer.visit(visit);
        let frame = this.gi_iframe_ptr();
        if this.frame_state.get() < FRAME_CLEARED && this.frame_state.get() != FRAME_EXECUTING {
            frame::traverse(frame, visit);
        }
        if let Some(handled) = (*this.exc_state.get()).exc_value.get().to_obj() {
            visit(handled);
        }
    }
}

/// The name slot of generators in `repr`.
pub(crate) fn repr(vm: &Vm, object: Obj<'_>) -> crate::errors::PyResult<Value> {
    let this = vm.expect::<Generator>(object)?;
    let qualname = this.qualname.get().map_or_else(String::new, |name| name.as_str().into_owned());
    Ok(vm
        .text(format_args!("<{} object {qualname} at {:#x}>", object.ty().name(), object.word()))
        .into_value())
}
