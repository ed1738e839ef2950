//! Calls are specialised by what is called.

use cpython_isa::Opcode;
use cpython_isa::caches::CallCacheMut;

use super::{specialize, unspecialize};
use crate::eval::unit::CodeUnit;
use crate::objects::builtin_function::BuiltinFunction;
use crate::objects::code::Code;
use crate::objects::descriptors::Descriptor;
use crate::objects::function::Function;
use crate::objects::method::Method;
use crate::objects::type_::{Kind, METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, Type};
use crate::value::{Layout, Obj, Ptr, StackRef};
use crate::vm::{Vm, vm};

/// `METH_FASTCALL | METH_KEYWORDS`
const FAST_WITH_KEYWORDS: i32 = METH_FASTCALL | METH_KEYWORDS;

/// How many arguments a function takes, if it takes nothing but arguments by position.
pub(super) fn simple_argcount(code: &Code) -> Option<usize> {
    use casewright_code::CodeFlags;
    let flags = code.flags();
    let others = CodeFlags(CodeFlags::VARARGS.0 | CodeFlags::VARKEYWORDS.0);
    let simple =
        code.kwonlyargcount() == 0 && flags.contains(CodeFlags::OPTIMIZED) && !flags.intersects(others);
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

/// `specialize_c_call`
fn native_call(function: Ptr<'_, BuiltinFunction>, nargs: usize) -> Option<Opcode> {
    match function.def().ml_flags() {
        METH_O if nargs == 1 => Some(Opcode::CallBuiltinO),
        METH_FASTCALL => Some(Opcode::CallBuiltinFast),
        FAST_WITH_KEYWORDS => Some(Opcode::CallBuiltinFastWithKeywords),
        _ => None,
    }
}

/// `specialize_method_descriptor`
fn method_call(descriptor: Ptr<'_, Descriptor>, nargs: usize) -> Option<Opcode> {
    match descriptor.method_def()?.ml_flags() {
        METH_NOARGS if nargs == 1 => Some(Opcode::CallMethodDescriptorNoargs),
        METH_O if nargs == 2 => Some(Opcode::CallMethodDescriptorO),
        METH_FASTCALL => Some(Opcode::CallMethodDescriptorFast),
        FAST_WITH_KEYWORDS => Some(Opcode::CallMethodDescriptorFastWithKeywords),
        _ => None,
    }
}

/// `specialize_class_call`, as far as built-in classes go.
fn class_call(vm: &Vm, class: &Type, nargs: usize) -> Option<Opcode> {
    if class.is_heap_type() {
        return None;
    }
    if nargs == 1 {
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
    Some(Opcode::CallBuiltinClass)
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
            Kind::BuiltinFunction => native_call(callable.cast_unchecked(), nargs),
            Kind::MethodDescriptor => method_call(callable.cast_unchecked(), nargs),
            Kind::Method => {
                let method: Ptr<'_, Method> = callable.cast_unchecked();
                match method.get().function().cast::<Function>() {
                    Some(function) => python_call(vm, function, instruction, nargs, true),
                    None => None,
                }
            }
            _ => match callable.cast::<Type>() {
                Some(class) => class_call(vm, &class, nargs),
                None => None,
            },
        };
        match chosen {
            Some(opcode) => specialize(instruction, opcode),
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
            Some(_) => unspecialize(instruction),
            None => specialize(instruction, Opcode::CallKwNonPy),
        }
    }
}
