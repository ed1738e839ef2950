//! Tables of functions that instructions choose from by their argument.

use super::types::{binaryfunc, conversion_func};
use super::vm;
use super::{ObjPtr, Owned};
use crate::errors::PyResult;
use crate::eval::frame;
use crate::eval::thread::ThreadState;
use crate::objects::dict::Dict;
use crate::objects::exceptions::BaseException;
use crate::objects::function::Function;
use crate::objects::list::List;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::typing::{self, parameter};
use crate::protocol::of_small_ints;
use crate::value::{Obj, Value};
use crate::vm::Vm;

macro_rules! operators {
    ($($number:literal: $name:ident;)*) => {
        $(
            unsafe fn $name(left: ObjPtr<'_>, right: ObjPtr<'_>) -> Owned {
                match of_small_ints(left.obj(), right.obj(), $number) {
                    Some(result) => vm().int(result).into(),
                    None => vm().binary_op(left.obj(), right.obj(), $number).into(),
                }
            }
        )*

        /// What `BINARY_OP` does, by its argument.
        pub static _PyEval_BinaryOps: [Option<binaryfunc>; 27] = [$(Some($name as binaryfunc),)* Some(subscript as binaryfunc)];
    };
}

unsafe fn subscript(object: ObjPtr<'_>, key: ObjPtr<'_>) -> Owned {
    vm().getitem(object.obj(), key.obj()).into()
}

operators! {
    0: add;
    1: and;
    2: floor_divide;
    3: left_shift;
    4: matrix_multiply;
    5: multiply;
    6: remainder;
    7: or;
    8: power;
    9: right_shift;
    10: subtract;
    11: true_divide;
    12: xor;
    13: inplace_add;
    14: inplace_and;
    15: inplace_floor_divide;
    16: inplace_left_shift;
    17: inplace_matrix_multiply;
    18: inplace_multiply;
    19: inplace_remainder;
    20: inplace_or;
    21: inplace_power;
    22: inplace_right_shift;
    23: inplace_subtract;
    24: inplace_true_divide;
    25: inplace_xor;
}

/// What `CONVERT_VALUE` does, by its argument.
pub static _PyEval_ConversionFuncs: [Option<conversion_func>; 4] = [
    None,
    Some(super::object::PyObject_Str as conversion_func),
    Some(super::object::PyObject_Repr as conversion_func),
    Some(super::object::PyObject_ASCII as conversion_func),
];

/// A function of one argument that the compiler knows.
pub type intrinsic_func1 = unsafe fn(*mut ThreadState, ObjPtr<'_>) -> Owned;
/// A function of two arguments that the compiler knows.
pub type intrinsic_func2 = unsafe fn(*mut ThreadState, ObjPtr<'_>, ObjPtr<'_>) -> Owned;

/// `intrinsic_func1_info`
pub struct Intrinsic1Info {
    pub func: Option<intrinsic_func1>,
}

/// `intrinsic_func2_info`
pub struct Intrinsic2Info {
    pub func: Option<intrinsic_func2>,
}

unsafe fn print(_: *mut ThreadState, value: ObjPtr<'_>) -> Owned {
    let vm = vm();
    let result = vm.import("sys").and_then(|sys| {
        let hook = vm.getattr_opt_str(sys.obj(), "displayhook")?;
        let Some(hook) = hook else { return Err(vm.runtime_error("lost sys.displayhook")) };
        vm.call_args(hook.obj(), &[value.obj()])
    });
    result.into()
}

unsafe fn import_star(thread: *mut ThreadState, module: ObjPtr<'_>) -> Owned {
    // SAFETY: the loop runs a frame with a namespace: the compiler allows the statement in modules only.
    let locals = unsafe { (*(*thread).current_frame).f_locals.get() };
    let vm = vm();
    match locals.to_obj() {
        Some(locals) => import_all(vm, locals, module.obj()).map(|()| Value::none()).into(),
        None => {
            let _ = vm.system_error("no locals found during 'import *'");
            Owned::null()
        }
    }
}

/// `from module import *`
fn import_all(vm: &Vm, locals: Obj<'_>, module: Obj<'_>) -> PyResult<()> {
    let (names, skip_underscores) = match vm.getattr_opt(module, vm.names.__all__.ptr())? {
        Some(all) => (vm.collect(all.obj())?, false),
        None => match vm.getattr_opt(module, vm.names.__dict__.ptr())? {
            Some(dict) => {
                let keys = vm.call_method(dict.obj(), vm.names.keys.ptr(), &[])?;
                (vm.collect(keys.obj())?, true)
            }
            None => return Err(vm.import_error("from-import-* object has no __dict__ and no __all__")),
        },
    };
    for name in &names {
        let Some(text) = name.cast::<Str>() else {
            let module_name = vm.getattr_opt(module, vm.names.__name__.ptr())?;
            let module_name = match &module_name {
                Some(name) => vm.str(name.obj())?.as_str().into_owned(),
                None => String::new(),
            };
            return Err(vm.type_error(if skip_underscores {
                format!("Key in {module_name}.__dict__ must be str, not {}", name.ty().name())
            } else {
                format!("Item in {module_name}.__all__ must be str, not {}", name.ty().name())
            }));
        };
        if skip_underscores && !text.is_empty() && text.char_at(0) == u32::from(b'_') {
            continue;
        }
        let value = vm.getattr(module, text)?;
        match locals.cast::<Dict>() {
            Some(locals) => locals.get().set(vm, name.obj(), value.obj())?,
            None => vm.setitem(locals, name.obj(), Some(value.obj()))?,
        }
    }
    Ok(())
}

/// A `StopIteration` that leaves a generator becomes a `RuntimeError`.
unsafe fn stopiteration_error(thread: *mut ThreadState, exception: ObjPtr<'_>) -> Owned {
    use casewright_code::CodeFlags;
    let vm = vm();
    if exception.obj().cast::<BaseException>().is_none() {
        return no_operand(vm, "INTRINSIC_STOPITERATION_ERROR needs an exception");
    }
    // SAFETY: the loop runs the frame of a generator.
    let flags = unsafe { frame::code((*thread).current_frame) }.flags();
    let is = |ty: &crate::objects::type_::Type| {
        vm.given_exception_matches(exception.obj(), crate::value::Layout::ptr(ty).obj())
    };
    let message = if is(vm.types.stop_iteration()) {
        if flags.contains(CodeFlags::ASYNC_GENERATOR) {
            "async generator raised StopIteration"
        } else if flags.contains(CodeFlags::COROUTINE) {
            "coroutine raised StopIteration"
        } else {
            "generator raised StopIteration"
        }
    } else if flags.contains(CodeFlags::ASYNC_GENERATOR) && is(vm.types.stop_async_iteration()) {
        "async generator raised StopAsyncIteration"
    } else {
        return exception.obj().to_owned().into();
    };
    let _ = vm.restore_exception(exception.obj().to_owned());
    let _ = vm.raise_from_cause(vm.types.runtime_error(), message);
    vm.take_exception().into()
}

/// An operand is not what every compiler makes sure of: the code object was made by hand.
#[cold]
fn no_operand(vm: &Vm, message: &str) -> Owned {
    let _ = vm.system_error(message);
    Owned::null()
}

unsafe fn unary_positive(_: *mut ThreadState, value: ObjPtr<'_>) -> Owned {
    vm().positive(value.obj()).into()
}

unsafe fn list_to_tuple(_: *mut ThreadState, list: ObjPtr<'_>) -> Owned {
    let vm = vm();
    match list.obj().cast::<List>() {
        Some(list) => Tuple::new(vm, list.get().to_vec()).into_value().into(),
        None => no_operand(vm, "INTRINSIC_LIST_TO_TUPLE needs a list"),
    }
}

unsafe fn set_function_type_params(_: *mut ThreadState, function: ObjPtr<'_>, params: ObjPtr<'_>) -> Owned {
    match function.obj().cast::<Function>() {
        Some(function) => {
            function.type_params.set(Some(params.obj().to_owned()));
            function.to_value().into()
        }
        None => no_operand(vm(), "INTRINSIC_SET_FUNCTION_TYPE_PARAMS needs a function"),
    }
}

unsafe fn prep_reraise_star(_: *mut ThreadState, original: ObjPtr<'_>, raised: ObjPtr<'_>) -> Owned {
    let vm = vm();
    match raised.obj().cast::<List>() {
        Some(raised) => match vm.prepare_reraise_star(original.obj(), raised.get().to_vec()) {
            Ok(left) if left.is_none() || left.cast::<BaseException>().is_some() => left.into(),
            Ok(_) => no_operand(vm, "INTRINSIC_PREP_RERAISE_STAR needs exceptions"),
            Err(_) => Owned::null(),
        },
        None => no_operand(vm, "INTRINSIC_PREP_RERAISE_STAR needs a list"),
    }
}

const fn one(func: intrinsic_func1) -> Intrinsic1Info {
    Intrinsic1Info { func: Some(func) }
}

const fn two(func: intrinsic_func2) -> Intrinsic2Info {
    Intrinsic2Info { func: Some(func) }
}

/// What is not there: the first entry, which no code has.
unsafe fn invalid1(_: *mut ThreadState, _: ObjPtr<'_>) -> Owned {
    let _ = vm().system_error("invalid intrinsic function");
    Owned::null()
}

unsafe fn invalid2(_: *mut ThreadState, _: ObjPtr<'_>, _: ObjPtr<'_>) -> Owned {
    let _ = vm().system_error("invalid intrinsic function");
    Owned::null()
}

macro_rules! typing1 {
    ($($name:ident: $make:path;)*) => {
        $(
            unsafe fn $name(_: *mut ThreadState, argument: ObjPtr<'_>) -> Owned {
                $make(vm(), argument.obj()).into()
            }
        )*
    };
}

typing1! {
    typevar: parameter::typevar;
    paramspec: parameter::paramspec;
    typevartuple: parameter::typevartuple;
    subscript_generic: typing::generic::subscript;
    typealias: typing::alias::of_statement;
}

macro_rules! typing2 {
    ($($name:ident: $make:path;)*) => {
        $(
            unsafe fn $name(_: *mut ThreadState, left: ObjPtr<'_>, right: ObjPtr<'_>) -> Owned {
                $make(vm(), left.obj(), right.obj()).into()
            }
        )*
    };
}

typing2! {
    typevar_with_bound: parameter::typevar_with_bound;
    typevar_with_constraints: parameter::typevar_with_constraints;
    set_typeparam_default: parameter::set_default;
}

/// What an asynchronous generator yields, told apart from what it awaits.
unsafe fn async_gen_wrap(_: *mut ThreadState, value: ObjPtr<'_>) -> Owned {
    crate::objects::generator::wrap_value(vm(), value.obj()).into()
}

/// What `CALL_INTRINSIC_1` calls, by its argument.
pub static _PyIntrinsics_UnaryFunctions: [Intrinsic1Info; 12] = [
    one(invalid1),
    one(print),
    one(import_star),
    one(stopiteration_error),
    one(async_gen_wrap),
    one(unary_positive),
    one(list_to_tuple),
    one(typevar),
    one(paramspec),
    one(typevartuple),
    one(subscript_generic),
    one(typealias),
];

/// What `CALL_INTRINSIC_2` calls, by its argument.
pub static _PyIntrinsics_BinaryFunctions: [Intrinsic2Info; 6] = [
    two(invalid2),
    two(prep_reraise_star),
    two(typevar_with_bound),
    two(typevar_with_constraints),
    two(set_function_type_params),
    two(set_typeparam_default),
];

/// How many code units of cache an instruction has, by its number.
pub static _PyOpcode_Caches: [u8; 256] = {
    let mut caches = [0; 256];
    let mut number = 0;
    while number < 256 {
        if let Some(opcode) = cpython_isa::Opcode::from_u8(number as u8) {
            caches[number] = opcode.cache_units() as u8;
        }
        number += 1;
    }
    caches
};

/// The instruction that a specialised one stands for, by its number.
pub static _PyOpcode_Deopt: [u8; 256] = {
    let mut deopt = [0; 256];
    let mut number = 0;
    while number < 256 {
        deopt[number] = cpython_isa::deopt_number(number as u8);
        number += 1;
    }
    deopt
};

/// Where in a function the attribute lies that `SET_FUNCTION_ATTRIBUTE` sets, by its argument.
pub static _Py_FunctionAttributeOffsets: [usize; 17] = {
    let mut offsets = [0; 17];
    offsets[super::constants::MAKE_FUNCTION_DEFAULTS as usize] = std::mem::offset_of!(Function, defaults);
    offsets[super::constants::MAKE_FUNCTION_KWDEFAULTS as usize] = std::mem::offset_of!(Function, kwdefaults);
    offsets[super::constants::MAKE_FUNCTION_ANNOTATIONS as usize] =
        std::mem::offset_of!(Function, annotations);
    offsets[super::constants::MAKE_FUNCTION_CLOSURE as usize] = std::mem::offset_of!(Function, closure);
    offsets[super::constants::MAKE_FUNCTION_ANNOTATE as usize] = std::mem::offset_of!(Function, annotate);
    offsets
};

/// Names that bodies look up.
pub mod ids {
    use super::super::ObjPtr;
    use crate::abi::vm;

    macro_rules! ids {
        ($($name:ident)*) => {
            $(
                pub unsafe fn $name() -> ObjPtr<'static> {
                    // SAFETY: the VM keeps the name for its whole life.
                    unsafe { ObjPtr::from_word(vm().names.$name.obj().word()) }
                }
            )*
        };
    }

    ids! { send __annotations__ __build_class__ __enter__ __exit__ __aenter__ __aexit__ }
}

/// Strings that bodies use.
pub mod strs {
    use super::super::ObjPtr;
    use crate::abi::vm;

    pub unsafe fn empty() -> ObjPtr<'static> {
        let empty = vm().strings.empty();
        // SAFETY: the VM keeps the string for its whole life.
        unsafe { ObjPtr::from_word(empty.obj().word()) }
    }
}
