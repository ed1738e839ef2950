//! Calls of Python functions from native code, and what native code asks about the program that runs.

use super::frame::{self, InterpreterFrame};
use super::{bind, frame::localsplus};
use crate::abi::pointer::Owned;
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::cell::Cell;
use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::frame::Frame;
use crate::objects::function::Function;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::value::{Obj, Ptr, Ref, StackRef, Value};
use crate::vm::Vm;
use casewright_code::{CodeFlags, LocalKind};

/// Tells the object model how code is run.
pub(crate) fn install(vm: &Vm) {
    vm.hooks.call_function.set(call_function);
    vm.hooks.run_frame.set(super::run::run_frame);
    vm.hooks.run_class_body.set(|vm, function, namespace| run_function(vm, function, Some(namespace)));
    vm.hooks.current_globals.set(current_globals);
    vm.hooks.super_arguments.set(super_arguments);
}

/// Calls a function written in Python: `_PyFunction_Vectorcall`.
fn call_function(vm: &Vm, callable: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    // SAFETY: the slot is that of functions.
    let function: Ptr<'_, Function> = unsafe { callable.cast_unchecked() };
    if args.kwnames().is_none() && bind::takes_exactly(function.get(), args.len()) {
        // SAFETY: the frame has room for the arguments, which are its first variables; the function lives as long as it
        // does.
        unsafe {
            let thread = vm.thread();
            let func = StackRef::from_new(callable);
            let frame = frame::push_unchecked(thread, func, args.len(), std::ptr::null_mut());
            let first = localsplus(frame);
            for index in 0..args.len() {
                first.add(index).write(StackRef::from_new(args.get(index)));
            }
            return (vm.hooks.run_frame.get())(vm, frame, false);
        }
    }
    let all = args.len() + args.keywords();
    // SAFETY: the function lives as long as the frame, which has a reference to it. The references to the arguments are
    // taken over from an array that has no destructor for them.
    unsafe {
        let func = StackRef::from_new(callable);
        debug_assert!(callable.cast::<Function>().is_some());
        let mut room = bind::Room::new();
        let items = room.places(all);
        for (index, place) in items.iter_mut().enumerate() {
            *place = StackRef::from_new(args.get(index));
        }
        let items = items.as_mut_ptr();
        let none = std::ptr::null_mut();
        let frame = bind::push_and_init(vm, func, Owned::null(), items, args.len(), args.kwnames(), none)?;
        (vm.hooks.run_frame.get())(vm, frame, false)
    }
}

/// Runs a function without arguments, whose names are those of a namespace: `_PyEval_Vector`.
fn run_function(vm: &Vm, function: Ptr<'_, Function>, locals: Option<Obj<'_>>) -> PyResult<Value> {
    let locals = locals.map(Obj::to_owned).into();
    // SAFETY: the frame takes its reference to the function; there are no arguments to take.
    unsafe {
        let function = StackRef::from_new(function.obj());
        let none = std::ptr::null_mut();
        let frame = bind::push_and_init(vm, function, locals, none, 0, None, std::ptr::null_mut())?;
        (vm.hooks.run_frame.get())(vm, frame, false)
    }
}

impl Vm {
    /// Runs code in namespaces: `PyEval_EvalCode`. Without locals, names are set in the globals. The free variables of
    /// the code are those of `closure`.
    pub(crate) fn run_code(
        &self,
        code: Ptr<'_, Code>,
        globals: Ptr<'_, Dict>,
        locals: Option<Obj<'_>>,
        closure: Option<Ref<Tuple>>,
    ) -> PyResult<Value> {
        let cells = closure.as_ref().map_or(0, |closure| closure.len());
        if code.nfreevars() != cells {
            return Err(self.type_error(format_args!(
                "code object requires a closure of exactly length {}",
                code.nfreevars()
            )));
        }
        let (name, qualname) = crate::objects::code::names(code.get());
        let doc = crate::objects::code::docstring(code.get());
        let function = Function::new(self, code.obj(), globals, name, qualname, doc);
        function.closure.set(closure);
        run_function(self, function.ptr(), Some(locals.unwrap_or(globals.obj())))
    }

    /// What `locals()` answers with: the namespace of a module or a class, or a new dict with the variables of a
    /// function (`_PyEval_GetFrameLocals`).
    pub(crate) fn current_locals(&self) -> PyResult<Value> {
        let frame = current_frame(self);
        if frame.is_null() {
            return Err(self.system_error("frame does not exist"));
        }
        // SAFETY: the frame runs.
        unsafe { frame_locals(self, frame) }
    }
}

/// The value of a variable of a frame, if it has one: `frame_get_var`.
///
/// # Safety
///
/// `frame` is a frame of a function, with so many variables.
pub(crate) unsafe fn variable(frame: *mut InterpreterFrame, index: usize) -> Option<Value> {
    // SAFETY: the contract.
    unsafe {
        let code = frame::code(frame);
        let kind = code.kinds().get(index).copied()?;
        if kind & LocalKind::FREE != 0 && !code.flags().contains(CodeFlags::OPTIMIZED) {
            // The body of a class does not show what it only passes on.
            return None;
        }
        let found = frame::local(frame, index).get()?;
        match found.cast::<Cell>() {
            // A variable that inner functions use is a cell, once the function has begun to run.
            Some(cell) if kind & (LocalKind::CELL | LocalKind::FREE) != 0 => cell.get().get(),
            _ => Some(found.to_owned()),
        }
    }
}

/// The namespace of a module or a class; none for functions, and where a comprehension that was inlined shows its
/// variables.
///
/// # Safety
///
/// `frame` is complete.
pub(crate) unsafe fn frame_namespace(vm: &Vm, frame: *mut InterpreterFrame) -> PyResult<Option<Value>> {
    // SAFETY: the contract.
    unsafe {
        let code = frame::code(frame);
        let shown_comprehension = || {
            code.kinds()
                .iter()
                .enumerate()
                .any(|(index, kind)| kind & LocalKind::HIDDEN != 0 && !frame::local(frame, index).is_null())
        };
        if code.flags().contains(CodeFlags::OPTIMIZED) || shown_comprehension() {
            return Ok(None);
        }
        match (*frame).f_locals.get().to_obj() {
            Some(locals) => Ok(Some(locals.to_owned())),
            None => Err(vm.system_error("frame without locals")),
        }
    }
}

/// # Safety
///
/// `frame` is complete.
pub(crate) unsafe fn frame_locals(vm: &Vm, frame: *mut InterpreterFrame) -> PyResult<Value> {
    // SAFETY: the contract.
    unsafe {
        if let Some(namespace) = frame_namespace(vm, frame)? {
            return Ok(namespace);
        }
        let locals = Dict::new(vm);
        let code: Ref<Code> = frame::code(frame).to_ref();
        let names = code.localsplusnames();
        for (index, name) in names.get().as_slice().iter().enumerate() {
            if let Some(value) = variable(frame, index) {
                locals.insert(vm, name.clone(), value)?;
            }
        }
        let object = (*frame).frame_obj.get().to_obj().and_then(|object| object.cast::<Frame>());
        if let Some(extra) = object.and_then(|object| object.get().extra_locals.get()) {
            for (name, value) in extra.items() {
                locals.insert(vm, name, value)?;
            }
        }
        Ok(locals.into_value())
    }
}

/// The innermost frame that programs can see.
pub(crate) fn current_frame(vm: &Vm) -> *mut InterpreterFrame {
    // SAFETY: the loop's frames form a chain.
    unsafe { frame::first_complete((*vm.thread()).current_frame) }
}

/// The globals of the code that is running: `PyEval_GetGlobals`.
fn current_globals(vm: &Vm) -> Option<Ref<Dict>> {
    let frame = current_frame(vm);
    if frame.is_null() {
        return None;
    }
    // SAFETY: the frame runs.
    unsafe { (*frame).f_globals }
        .to_obj()
        .and_then(|globals| globals.cast::<Dict>())
        .map(|globals| globals.to_ref())
}

/// The class that the running method was defined in, and its first argument: `super_init_without_args`.
fn super_arguments(vm: &Vm) -> PyResult<(Value, Value)> {
    let frame = current_frame(vm);
    if frame.is_null() {
        return Err(vm.runtime_error("super(): no current frame"));
    }
    // SAFETY: the frame runs; its code says how many variables it has, and what they are.
    unsafe {
        let code = frame::code(frame);
        if code.argcount() == 0 {
            return Err(vm.runtime_error("super(): no arguments"));
        }
        let first = &*localsplus(frame);
        let Some(first) = first.as_ptr().get() else {
            return Err(vm.runtime_error("super(): arg[0] deleted"));
        };
        // The first argument may have become a cell, since inner functions use it, once the function has begun to run.
        let is_cell = code.kinds().first().is_some_and(|kind| kind & LocalKind::CELL != 0);
        let object = match first.cast::<Cell>() {
            Some(cell) if is_cell => match cell.get().get() {
                Some(object) => object,
                None => return Err(vm.runtime_error("super(): arg[0] deleted")),
            },
            _ => first.to_owned(),
        };
        let names = code.get().localsplusnames();
        for index in code.nlocalsplus() - code.nfreevars()..code.nlocalsplus() {
            let name = names.get().get(index).and_then(|name| name.cast::<Str>());
            if !name.is_some_and(|name| name.equals_str("__class__")) {
                continue;
            }
            let cell = (*localsplus(frame).add(index)).as_ptr().get().and_then(|cell| cell.cast::<Cell>());
            let Some(cell) = cell else { return Err(vm.runtime_error("super(): bad __class__ cell")) };
            return match cell.get().get() {
                None => Err(vm.runtime_error("super(): empty __class__ cell")),
                Some(class) if class.cast::<crate::objects::type_::Type>().is_some() => Ok((class, object)),
                Some(class) => Err(vm
                    .runtime_error(format_args!("super(): __class__ is not a type ({})", class.ty().name()))),
            };
        }
        Err(vm.runtime_error("super(): __class__ cell not found"))
    }
}

impl Vm {
    /// The frame that runs, or that of the caller `depth` calls up: `sys._getframe`. None if there are not so many.
    pub(crate) fn caller_frame(&self, depth: i32) -> Option<Ref<Frame>> {
        let mut found = current_frame(self);
        // SAFETY: the loop's frames form a chain; a complete one may have an object.
        unsafe {
            for _ in 0..depth {
                if found.is_null() {
                    break;
                }
                found = frame::first_complete((*found).previous);
            }
            if found.is_null() { None } else { Some(frame::frame_object(self, found).to_ref()) }
        }
    }
}
