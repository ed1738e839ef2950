//! Calls are specialised by what is called.

use casewright_code::CodeFlags;
use cpython_isa::Opcode;
use cpython_isa::caches::{CallCache, CallCacheMut};

use super::{specialize, unspecialize};
use crate::abi::pointer::ObjSlot;
use crate::eval::unit::CodeUnit;
use crate::objects::builtin_function::BuiltinFunction;
use crate::objects::code::Code;
use crate::objects::descriptors::Descriptor;
use crate::objects::function::Function;
use crate::objects::method::Method;
use crate::objects::type_::{Kind, METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, Type, flags};
use crate::value::{Layout, Obj, Ptr, Ref, StackRef};
use crate::vm::{Vm, vm};

/// `METH_FASTCALL | METH_KEYWORDS`
const FAST_WITH_KEYWORDS: i32 = METH_FASTCALL | METH_KEYWORDS;

/// How many arguments a function takes, if it takes nothing but arguments by position.
pub(super) fn simple_argcount(code: &Code) -> Option<usize> {
    let simple = code.has_plain_parameters() && code.flags().contains(CodeFlags::OPTIMIZED);
    simple.then(|| code.argcount())
}

/// Writes the version of a function into the cache of a call.
///
/// # Safety
///
/// `instruction` points to a `CALL` or `CALL_KW`.
unsafe fn note_version(vm: &Vm, function: &Function, instruction: *mut CodeUnit) -> bool {
    let version = function.version_for_current_state(vm);
    if version == 0 {
        return false;
    }
    // SAFETY: the cache of both has the same form; nothing else looks at it while a specializer runs.
    CallCacheMut::from_units(unsafe { &mut *instruction.add(1).cast() }).set_func_version(version);
    true
}

/// The code object of a function.
pub(super) fn code_of(function: &Function) -> Option<Ptr<'_, Code>> {
    function.code_ptr().to_obj().and_then(|code| code.cast())
}

/// `specialize_py_call`
unsafe fn python_call(
    vm: &Vm,
    function: Ptr<'_, Function>,
    instruction: *mut CodeUnit,
    nargs: usize,
    bound: bool,
) -> Option<Opcode> {
    let argcount = simple_argcount(code_of(function.get())?.get());
    // SAFETY: the loop's instruction.
    if !unsafe { note_version(vm, &function, instruction) } {
        return None;
    }
    let exact = argcount == Some(nargs + usize::from(bound));
    Some(match (exact, bound) {
        (true, true) => Opcode::CallBoundMethodExactArgs,
        (true, false) => Opcode::CallPyExactArgs,
        (false, true) => Opcode::CallBoundMethodGeneral,
        (false, false) => Opcode::CallPyGeneral,
    })
}

/// Whether a callable is an object of the cache that bodies compare with.
fn is_cached(callable: Obj<'_>, cached: &ObjSlot) -> bool {
    // SAFETY: the VM keeps what the cache has.
    unsafe { cached.get() }.word() == callable.word()
}

/// `specialize_c_call`
///
/// # Safety
///
/// `instruction` points to a `CALL`.
unsafe fn native_call(
    vm: &Vm,
    function: Ptr<'_, BuiltinFunction>,
    instruction: *mut CodeUnit,
    nargs: usize,
) -> Option<Opcode> {
    // SAFETY: the contract; the cache lives as long as the VM.
    let (oparg, cache) =
        unsafe { (usize::from((*instruction).op.arg), &(*(*vm.thread()).interp).callable_cache) };
    match function.def().ml_flags() {
        METH_O if nargs == 1 && oparg == 1 && is_cached(function.obj(), &cache.len) => Some(Opcode::CallLen),
        METH_O if nargs == 1 => Some(Opcode::CallBuiltinO),
        METH_FASTCALL if nargs == 2 && oparg == 2 && is_cached(function.obj(), &cache.isinstance) => {
            Some(Opcode::CallIsinstance)
        }
        METH_FASTCALL => Some(Opcode::CallBuiltinFast),
        FAST_WITH_KEYWORDS => Some(Opcode::CallBuiltinFastWithKeywords),
        _ => None,
    }
}

/// `specialize_method_descriptor`
///
/// # Safety
///
/// `instruction` points to a `CALL`, behind whose cache there is another instruction.
unsafe fn method_call(
    vm: &Vm,
    descriptor: Ptr<'_, Descriptor>,
    instruction: *mut CodeUnit,
    nargs: usize,
) -> Option<Opcode> {
    match descriptor.method_def()?.ml_flags() {
        METH_NOARGS if nargs == 1 => Some(Opcode::CallMethodDescriptorNoargs),
        METH_O if nargs == 2 => {
            // SAFETY: the contract; the cache lives as long as the VM.
            let (oparg, next, cache) = unsafe {
                let next = (*instruction.add(1 + CallCache::UNITS)).op.code;
                ((*instruction).op.arg, next, &(*(*vm.thread()).interp).callable_cache)
            };
            // The body does without the result, and so leaves out the instruction that drops it.
            let is_append = oparg == 1
                && next == Opcode::PopTop.number()
                && is_cached(descriptor.obj(), &cache.list_append);
            Some(if is_append { Opcode::CallListAppend } else { Opcode::CallMethodDescriptorO })
        }
        METH_FASTCALL => Some(Opcode::CallMethodDescriptorFast),
        FAST_WITH_KEYWORDS => Some(Opcode::CallMethodDescriptorFastWithKeywords),
        _ => None,
    }
}

/// The `__init__` of a class whose instances are made as those of `object` and initialised by a simple function:
/// `get_init_for_simple_managed_python_class`.
fn simple_init(vm: &Vm, class: &Type) -> Option<Ref<Function>> {
    let same_new = match (class.slots.new.get(), vm.types.object().slots.new.get()) {
        (Some(own), Some(of_object)) => std::ptr::fn_addr_eq(own, of_object),
        _ => false,
    };
    if !same_new || class.has_flags(flags::IS_ABSTRACT) {
        return None;
    }
    let init = class.lookup(vm, vm.names.__init__.ptr())?;
    let init: Ref<Function> = Ref::try_from_value(init).ok()?;
    simple_argcount(code_of(&init)?.get())?;
    Some(init)
}

/// `specialize_class_call`
///
/// # Safety
///
/// `instruction` points to a `CALL`.
unsafe fn class_call(vm: &Vm, class: &Type, instruction: *mut CodeUnit, nargs: usize) -> Option<Opcode> {
    if !class.is_heap_type() {
        // SAFETY: the contract.
        if nargs == 1 && unsafe { (*instruction).op.arg } == 1 {
            if class.is(vm.types.str()) {
                return Some(Opcode::CallStr1);
            }
            if class.is(vm.types.type_()) {
                return Some(Opcode::CallType1);
            }
            if class.is(vm.types.tuple()) {
                return Some(Opcode::CallTuple1);
            }
        }
        return Some(Opcode::CallBuiltinClass);
    }
    // A metaclass may do something else when the class is called.
    if !class.ptr().obj().ty().is(vm.types.type_()) {
        return Some(Opcode::CallNonPyGeneral);
    }
    let Some(init) = simple_init(vm, class) else { return Some(Opcode::CallNonPyGeneral) };
    // What a class keeps is forgotten when it loses its version.
    if !class.assign_version(vm) {
        return None;
    }
    class.spec_cache.init.set(Some(init));
    // SAFETY: the contract; nothing else looks at the cache while a specializer runs.
    CallCacheMut::from_units(unsafe { &mut *instruction.add(1).cast() })
        .set_func_version(class.version_tag());
    Some(Opcode::CallAllocAndEnterInit)
}

/// `_Py_Specialize_Call`
pub unsafe fn _Py_Specialize_Call(callable: &StackRef, instruction: *mut CodeUnit, nargs: i32) {
    let vm = vm();
    let callable: Obj<'_> = callable.as_obj();
    let nargs = nargs as usize;
    // SAFETY: the loop's instruction; kinds say which layout an object has.
    unsafe {
        let chosen = match callable.ty().kind() {
            Kind::Function => python_call(vm, callable.cast_unchecked(), instruction, nargs, false),
            Kind::BuiltinFunction => native_call(vm, callable.cast_unchecked(), instruction, nargs),
            Kind::MethodDescriptor => method_call(vm, callable.cast_unchecked(), instruction, nargs),
            Kind::Method => {
                let method: Ptr<'_, Method> = callable.cast_unchecked();
                match method.get().function().cast::<Function>() {
                    Some(function) => python_call(vm, function, instruction, nargs, true),
                    None => None,
                }
            }
            _ => match callable.cast::<Type>() {
                Some(class) => class_call(vm, &class, instruction, nargs),
                None => None,
            },
        };
        match chosen {
            Some(opcode) => specialize(instruction, opcode),
            // The general form for native code takes neither of these.
            None if matches!(callable.ty().kind(), Kind::Function | Kind::Method) => {
                unspecialize(instruction)
            }
            None if callable.cast::<Type>().is_some() => unspecialize(instruction),
            None => specialize(instruction, Opcode::CallNonPyGeneral),
        }
    }
}

/// `_Py_Specialize_CallKw`
pub unsafe fn _Py_Specialize_CallKw(callable: &StackRef, instruction: *mut CodeUnit, _: i32) {
    let vm = vm();
    let callable: Obj<'_> = callable.as_obj();
    let (function, chosen) = match callable.ty().kind() {
        Kind::Function => (callable.cast::<Function>(), Opcode::CallKwPy),
        Kind::Method => {
            let method = callable.cast::<Method>();
            (method.and_then(|method| method.get().function().cast()), Opcode::CallKwBoundMethod)
        }
        _ => (None, Opcode::CallKwNonPy),
    };
    // SAFETY: the loop's instruction.
    unsafe {
        match function {
            Some(function) if note_version(vm, &function, instruction) => specialize(instruction, chosen),
            None if callable.ty().kind() != Kind::Method => specialize(instruction, Opcode::CallKwNonPy),
            // The form for native code does not take methods apart.
            _ => unspecialize(instruction),
        }
    }
}
