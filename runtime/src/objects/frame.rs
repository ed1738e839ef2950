//! Frame objects: what programs see of a running function, `frame`.

#![allow(unsafe_code, reason = "frame objects point to frames in raw memory")]

use std::cell::Cell;
use std::ptr::{self, NonNull};

use crate::errors::PyResult;
use crate::eval::frame::{self, InterpreterFrame, OWNED_BY_FRAME_OBJECT};
use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::function::Function;
use crate::objects::list::List;
use crate::objects::type_::{GetSetDef, Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{Field, FieldOf, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// A frame object: `PyFrameObject`.
#[repr(C)]
pub struct Frame {
    header: Header,
    /// `f_frame`: the frame, or NULL if it has ended and nobody wanted it.
    frame: Cell<*mut InterpreterFrame>,
    /// `f_back`, once the frame has ended.
    back: FieldOf<Frame>,
    /// `f_trace`
    trace: Field,
    /// `f_lineno`, if a tracing function set it.
    lineno: Cell<i32>,
    /// `f_trace_lines`
    trace_lines: Cell<bool>,
    /// `f_trace_opcodes`
    trace_opcodes: Cell<bool>,
    /// `f_extra_locals`: names that programs added to the variables of a function.
    pub(crate) extra_locals: FieldOf<Dict>,
    /// `f_overwritten_fast_locals`: values that programs replaced by others while the function may use them.
    overwritten: FieldOf<List>,
    /// The memory of a frame that has ended, and how many words it has: `_f_frame_data`.
    memory: Cell<Option<(NonNull<u64>, usize)>>,
}

impl Frame {
    /// The object of a frame that runs or is suspended.
    pub(crate) fn new(vm: &Vm, frame: *mut InterpreterFrame) -> Ref<Frame> {
        let ty = vm.types.frame();
        let object = Frame {
            header: Header::new(ty),
            frame: Cell::new(frame),
            back: FieldOf::NULL,
            trace: Field::NULL,
            lineno: Cell::new(0),
            trace_lines: Cell::new(true),
            trace_opcodes: Cell::new(false),
            extra_locals: FieldOf::NULL,
            overwritten: FieldOf::NULL,
            memory: Cell::new(None),
        };
        vm.alloc(ty, object)
    }

    /// Says that the frame ends.
    pub(crate) fn detach(&self) {
        self.frame.set(ptr::null_mut());
    }

    /// The frame; NULL once it has ended without anybody who wanted it.
    #[inline(always)]
    pub(crate) fn frame(&self) -> *mut InterpreterFrame {
        self.frame.get()
    }

    /// Its code object.
    pub(crate) fn code(&self) -> Ptr<'_, Code> {
        // SAFETY: the frame of an object that programs hold is kept for them, with its code.
        unsafe { frame::code(self.frame.get()) }
    }

    /// The function that runs in it.
    pub(crate) fn function(&self) -> Ptr<'_, Function> {
        // SAFETY: as in `code`.
        unsafe { frame::function(self.frame.get()) }
    }

    /// `PyFrame_GetLineNumber`
    pub(crate) fn line(&self) -> Option<i32> {
        match self.lineno.get() {
            // SAFETY: as in `code`.
            0 => self.code().line(usize::try_from(unsafe { frame::lasti(self.frame.get()) }).ok()),
            line => Some(line),
        }
    }

    /// `f_back`: the frame that called this one.
    pub(crate) fn back(&self, vm: &Vm) -> Option<Ref<Frame>> {
        if let Some(back) = self.back.get() {
            return Some(back);
        }
        // SAFETY: a frame that runs has a chain of callers; one that does not has none.
        unsafe {
            let frame = self.frame.get();
            if frame.is_null() {
                return None;
            }
            let caller = frame::first_complete((*frame).previous);
            if caller.is_null() { None } else { Some(frame::frame_object(vm, caller).to_ref()) }
        }
    }

    /// Its variables: the namespace of a module or a class, or a new dict with those of a function.
    pub(crate) fn locals(&self, vm: &Vm) -> PyResult<Value> {
        // SAFETY: as in `code`; programs have the objects of complete frames only.
        unsafe { crate::eval::call::frame_locals(vm, self.frame.get()) }
    }

    /// Keeps the value that a variable had, which what runs may have borrowed from there.
    pub(crate) fn keep_overwritten(&self, vm: &Vm, value: Value) -> PyResult<()> {
        match self.overwritten.get() {
            Some(kept) => kept.push(vm, value),
            None => {
                self.overwritten.set(Some(List::new(vm, vec![value])));
                Ok(())
            }
        }
    }

    pub(crate) fn globals(&self) -> Value {
        // SAFETY: as in `code`; the function keeps its globals alive.
        unsafe { (*self.frame.get()).f_globals }.obj().to_owned()
    }

    pub(crate) fn builtins(&self) -> Value {
        // SAFETY: as in `globals`.
        unsafe { (*self.frame.get()).f_builtins }.obj().to_owned()
    }
}

/// Moves a frame that ends into its object, since programs hold that: `take_ownership`.
///
/// # Safety
///
/// `frame` is whole, does not run, owns everything it refers to, and is not used again but for its memory to be given
/// back.
pub(crate) unsafe fn take_ownership(vm: &Vm, object: Ptr<'_, Frame>, frame: *mut InterpreterFrame) {
    // SAFETY: the contract; the new memory is as large as the code says that a frame of it is.
    unsafe {
        let code = frame::code(frame).to_ref();
        let words = code.framesize();
        let caller = frame::first_complete((*frame).previous);
        let incomplete = frame::is_incomplete(frame);
        let memory = vm.heap.alloc(words * size_of::<u64>()).cast::<u64>();
        memory.write_bytes(0, words);
        let copy = memory.as_ptr().cast::<InterpreterFrame>();
        frame::initialize_ended(copy, code.ptr());
        frame::copy(frame, copy);
        if (*copy).owner == frame::OWNED_BY_GENERATOR {
            // A generator knows its code for as long as it lives.
            (*frame).f_executable.put(code.clone().into_value().into());
        }
        (*copy).owner = OWNED_BY_FRAME_OBJECT;
        if incomplete {
            // Programs see a function that has not begun to run at its beginning.
            (*copy).instr_ptr = code.code_units().add(code.firsttraceable() + 1);
        }
        object.frame.set(copy);
        object.memory.set(Some((memory, words)));
        if !caller.is_null() {
            let back = frame::frame_object(vm, caller);
            object.back.set(Some(back.to_ref()));
        }
    }
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for Frame {
    const NAME: &'static str = "frame";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Frame
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        if let Some((memory, words)) = self.memory.take() {
            let frame = self.frame.replace(ptr::null_mut());
            // SAFETY: the frame is the object's, which nobody uses any more, and so is its memory, which came from the
            // heap with this size.
            unsafe {
                frame::clear_locals(frame);
                ptr::replace(&raw mut (*frame).f_funcobj, crate::value::StackRef::NULL).xclose();
                drop((*frame).f_executable.take());
                crate::vm::vm().heap.free(memory.cast(), words * size_of::<u64>());
            }
        }
    }
}

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, Frame>> {
    vm.expect::<Frame>(object)
}

/// `frame.clear()`: gives up the variables of a frame that does not run.
fn clear(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    use crate::objects::generator::{self, Generator};
    let this = this(vm, object)?;
    let frame = this.frame();
    // SAFETY: the frame is kept for the object.
    unsafe {
        match (*frame).owner {
            frame::OWNED_BY_GENERATOR => {
                let generator = Generator::of_frame(frame);
                if generator.gi_frame_state() == generator::FRAME_EXECUTING {
                    return Err(vm.runtime_error("cannot clear an executing frame"));
                }
                if generator::is_suspended(generator.gi_frame_state()) {
                    return Err(vm.runtime_error("cannot clear a suspended frame"));
                }
                generator::finalize(vm, generator.ptr().obj());
            }
            frame::OWNED_BY_THREAD => return Err(vm.runtime_error("cannot clear an executing frame")),
            _ => frame::clear_locals(frame),
        }
    }
    this.extra_locals.set(None);
    Ok(Value::none())
}

fn set_trace(vm: &Vm, object: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    this(vm, object)?.trace.set(value.filter(|value| !value.is_none()).map(Obj::to_owned));
    Ok(())
}

fn set_bool(vm: &Vm, flag: &Cell<bool>, name: &str, value: Option<Obj<'_>>) -> PyResult<()> {
    match value {
        None => Err(vm.attribute_error(format_args!("cannot delete {name}"))),
        Some(value) => match value.as_bool() {
            Some(value) => {
                flag.set(value);
                Ok(())
            }
            None => Err(vm.type_error("attribute value type must be bool")),
        },
    }
}

/// `frame`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "frame",
    kind: Kind::Frame,
    flags: flags::HAVE_GC,
    basicsize: size_of::<Frame>(),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<Frame>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout. A frame that the object owns does not run.
            unsafe {
                let this = object.cast::<Frame>().as_ref();
                this.back.visit(visit);
                this.trace.visit(visit);
                this.extra_locals.visit(visit);
                this.overwritten.visit(visit);
                if this.memory.get().is_some() {
                    frame::traverse(this.frame.get(), visit);
                }
            }
        }));
        slots.clear.set(Some(|_, object| {
            let Some(this) = object.cast::<Frame>() else { return };
            drop((this.trace.take(), this.extra_locals.take(), this.back.take(), this.overwritten.take()));
            if this.memory.get().is_some() {
                // SAFETY: the frame is the object's, and does not run.
                unsafe { frame::clear_locals(this.frame.get()) };
            }
        }));
        slots.repr.set(Some(|vm, object| {
            let this = this(vm, object)?;
            let code = this.code();
            let file = vm.repr(code.get().filename().obj())?;
            let line = this.line().map_or_else(|| "None".to_owned(), |line| line.to_string());
            Ok(vm
                .text(format_args!(
                    "<frame at {:#x}, file {}, line {line}, code {}>",
                    object.word(),
                    file.as_str(),
                    code.get().name().as_str()
                ))
                .into_value())
        }));
    },
    methods: &[MethodDef::noargs("clear", clear).doc("clear($self, /)\n--\n\nForgets the local variables.")],
    getset: &[
        GetSetDef::new("f_back", |vm, object| {
            Ok(this(vm, object)?.back(vm).map_or_else(Value::none, Ref::into_value))
        }),
        GetSetDef::new("f_builtins", |vm, object| Ok(this(vm, object)?.builtins())),
        GetSetDef::new("f_code", |vm, object| Ok(this(vm, object)?.code().to_value())),
        GetSetDef::new("f_globals", |vm, object| Ok(this(vm, object)?.globals())),
        GetSetDef::new("f_lasti", |vm, object| {
            // SAFETY: the frame is kept for the object.
            let lasti = unsafe { frame::lasti(this(vm, object)?.frame()) };
            Ok(vm.int(if lasti < 0 { -1 } else { 2 * i64::from(lasti) }))
        }),
        GetSetDef::new("f_lineno", |vm, object| {
            Ok(this(vm, object)?.line().map_or_else(Value::none, |line| vm.int(line.into())))
        }),
        GetSetDef::new("f_locals", |vm, object| {
            let this = this(vm, object)?;
            // SAFETY: programs have the objects of complete frames only.
            match unsafe { crate::eval::call::frame_namespace(vm, this.frame()) }? {
                Some(namespace) => Ok(namespace),
                None => Ok(crate::objects::frame_locals::new(vm, this.to_ref())),
            }
        }),
        GetSetDef::new("f_trace", |vm, object| Ok(this(vm, object)?.trace.get().unwrap_or_else(Value::none)))
            .set(set_trace),
        GetSetDef::member("f_trace_lines", |vm, object| Ok(Value::bool(this(vm, object)?.trace_lines.get())))
            .set(|vm, object, value| set_bool(vm, &this(vm, object)?.trace_lines, "f_trace_lines", value)),
        GetSetDef::new("f_trace_opcodes", |vm, object| {
            Ok(Value::bool(this(vm, object)?.trace_opcodes.get()))
        })
        .set(|vm, object, value| set_bool(vm, &this(vm, object)?.trace_opcodes, "f_trace_opcodes", value)),
        GetSetDef::new("f_generator", |vm, object| {
            let this = this(vm, object)?;
            // SAFETY: the frame is kept for the object; its generator is alive as long as it is in there.
            unsafe {
                let frame = this.frame();
                if (*frame).owner != frame::OWNED_BY_GENERATOR {
                    return Ok(Value::none());
                }
                Ok(crate::objects::generator::Generator::of_frame(frame).ptr().to_value())
            }
        }),
    ],
    ..TypeSpec::DEFAULT
};
