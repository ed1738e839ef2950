//! Instructions that are specialised by the types of their operands.

use cpython_isa::Opcode;
use cpython_isa::caches::{BinaryOpCacheMut, LoadGlobalCacheMut, ToBoolCacheMut};

use super::call::{code_of, simple_argcount};
use super::{cache, choose, extend};
use crate::abi::pointer::ObjPtr;
use crate::eval::unit::CodeUnit;
use crate::objects::dict::Dict;
use crate::objects::function::Function;
use crate::objects::list::List;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, Type};
use crate::protocol::nb;
use crate::value::{Layout, Obj, Ptr, StackRef};
use crate::vm::{Vm, vm};

/// Which built-in type it is, exactly.
fn kind(object: Obj<'_>) -> Kind {
    object.ty().kind()
}

/// Whether it is an int that needs no heap object, and is not negative.
fn is_index(object: Obj<'_>) -> bool {
    object.as_small_int().is_some_and(|number| number >= 0)
}

/// `_Py_Specialize_ToBool`
pub unsafe fn _Py_Specialize_ToBool(value: &StackRef, instruction: *mut CodeUnit) {
    let vm = vm();
    let value = value.as_obj();
    let chosen = match kind(value) {
        Kind::Bool => Some(Opcode::ToBoolBool),
        Kind::Int => Some(Opcode::ToBoolInt),
        Kind::List => Some(Opcode::ToBoolList),
        Kind::None => Some(Opcode::ToBoolNone),
        Kind::Str => Some(Opcode::ToBoolStr),
        Kind::Other => {
            let ty = value.ty();
            let always = ty.slots.bool.get().is_none() && ty.slots.length.get().is_none();
            if always && ty.assign_version(vm) {
                // SAFETY: the instruction has the cache of its family.
                let mut cache = ToBoolCacheMut::from_units(unsafe { cache(instruction) });
                cache.set_version(ty.version_tag());
                Some(Opcode::ToBoolAlwaysTrue)
            } else {
                None
            }
        }
        _ => None,
    };
    // SAFETY: the loop's instruction.
    unsafe { choose(instruction, chosen) }
}

/// `_Py_Specialize_CompareOp`
pub unsafe fn _Py_Specialize_CompareOp(
    left: &StackRef,
    right: &StackRef,
    instruction: *mut CodeUnit,
    oparg: i32,
) {
    let (left, right) = (left.as_obj(), right.as_obj());
    let equality = matches!(oparg >> 5, 2 | 3);
    let chosen = match (kind(left), kind(right)) {
        (Kind::Float, Kind::Float) => Some(Opcode::CompareOpFloat),
        (Kind::Int, Kind::Int) if left.as_small_int().is_some() && right.as_small_int().is_some() => {
            Some(Opcode::CompareOpInt)
        }
        (Kind::Str, Kind::Str) if equality => Some(Opcode::CompareOpStr),
        _ => None,
    };
    // SAFETY: the loop's instruction.
    unsafe { choose(instruction, chosen) }
}

/// `_Py_Specialize_ContainsOp`
pub unsafe fn _Py_Specialize_ContainsOp(container: &StackRef, instruction: *mut CodeUnit) {
    let chosen = match kind(container.as_obj()) {
        Kind::Dict => Some(Opcode::ContainsOpDict),
        Kind::Set | Kind::FrozenSet => Some(Opcode::ContainsOpSet),
        _ => None,
    };
    // SAFETY: the loop's instruction.
    unsafe { choose(instruction, chosen) }
}

/// `_Py_Specialize_UnpackSequence`
pub unsafe fn _Py_Specialize_UnpackSequence(sequence: &StackRef, instruction: *mut CodeUnit, oparg: i32) {
    let sequence = sequence.as_obj();
    let count = oparg as usize;
    let chosen = match kind(sequence) {
        Kind::Tuple if sequence.cast::<Tuple>().is_some_and(|tuple| tuple.len() == count) => {
            Some(if count == 2 { Opcode::UnpackSequenceTwoTuple } else { Opcode::UnpackSequenceTuple })
        }
        Kind::List if sequence.cast::<List>().is_some_and(|list| list.len() == count) => {
            Some(Opcode::UnpackSequenceList)
        }
        _ => None,
    };
    // SAFETY: the loop's instruction.
    unsafe { choose(instruction, chosen) }
}

/// `_Py_Specialize_ForIter`
pub unsafe fn _Py_Specialize_ForIter(iterator: &StackRef, instruction: *mut CodeUnit, _: i32) {
    let chosen = match kind(iterator.as_obj()) {
        Kind::ListIterator => Some(Opcode::ForIterList),
        Kind::TupleIterator => Some(Opcode::ForIterTuple),
        Kind::RangeIterator => Some(Opcode::ForIterRange),
        Kind::Generator => Some(Opcode::ForIterGen),
        _ => None,
    };
    // SAFETY: the loop's instruction.
    unsafe { choose(instruction, chosen) }
}

/// `_Py_Specialize_Send`
pub unsafe fn _Py_Specialize_Send(receiver: &StackRef, instruction: *mut CodeUnit) {
    let chosen = match kind(receiver.as_obj()) {
        Kind::Generator | Kind::Coroutine => Some(Opcode::SendGen),
        _ => None,
    };
    // SAFETY: the loop's instruction.
    unsafe { choose(instruction, chosen) }
}

/// `_Py_Specialize_StoreSubscr`
pub unsafe fn _Py_Specialize_StoreSubscr(container: &StackRef, key: &StackRef, instruction: *mut CodeUnit) {
    let key = key.as_obj();
    let chosen = match kind(container.as_obj()) {
        Kind::List => {
            let len = container.as_obj().cast::<List>().map_or(0, |list| list.len());
            let in_range = key.as_small_int().is_some_and(|index| index >= 0 && (index as u64) < len as u64);
            in_range.then_some(Opcode::StoreSubscrListInt)
        }
        Kind::Dict => Some(Opcode::StoreSubscrDict),
        _ => None,
    };
    // SAFETY: the loop's instruction.
    unsafe { choose(instruction, chosen) }
}

/// `_Py_Specialize_BinaryOp`
pub unsafe fn _Py_Specialize_BinaryOp(
    left: &StackRef,
    right: &StackRef,
    instruction: *mut CodeUnit,
    oparg: i32,
    locals: *mut StackRef,
) {
    let vm = vm();
    let (lhs, rhs) = (left.as_obj(), right.as_obj());
    let kinds = (kind(lhs), kind(rhs));
    let operator = oparg as usize;
    let by_type = |ints: Opcode, doubles: Opcode| match kinds {
        (Kind::Int, Kind::Int) => Some(ints),
        (Kind::Float, Kind::Float) => Some(doubles),
        _ => None,
    };
    let plain = if operator < nb::SUBSCR { operator % nb::INPLACE } else { operator };
    let own = match plain {
        nb::ADD if kinds == (Kind::Str, Kind::Str) => {
            // SAFETY: an instruction with a cache is not the last one; the verifier has made sure that the variable is
            // there.
            let in_place = unsafe {
                let next = (*instruction.add(1 + Opcode::BinaryOp.cache_units())).op;
                next.code == Opcode::StoreFast.number() && (*locals.add(usize::from(next.arg))).is(left)
            };
            Some(if in_place { Opcode::BinaryOpInplaceAddUnicode } else { Opcode::BinaryOpAddUnicode })
        }
        nb::ADD => by_type(Opcode::BinaryOpAddInt, Opcode::BinaryOpAddFloat),
        nb::MULTIPLY => by_type(Opcode::BinaryOpMultiplyInt, Opcode::BinaryOpMultiplyFloat),
        nb::SUBTRACT => by_type(Opcode::BinaryOpSubtractInt, Opcode::BinaryOpSubtractFloat),
        nb::SUBSCR => match kinds {
            (Kind::List, _) if is_index(rhs) => Some(Opcode::BinaryOpSubscrListInt),
            (Kind::List, Kind::Slice) => Some(Opcode::BinaryOpSubscrListSlice),
            (Kind::Tuple, _) if is_index(rhs) => Some(Opcode::BinaryOpSubscrTupleInt),
            (Kind::Str, _) if is_index(rhs) => Some(Opcode::BinaryOpSubscrStrInt),
            (Kind::Dict, _) => Some(Opcode::BinaryOpSubscrDict),
            _ => subscript_by_function(vm, lhs.ty()),
        },
        _ => None,
    };
    let chosen = own.or_else(|| {
        let extension = extend::find(operator, lhs, rhs)?;
        // SAFETY: the instruction has the cache of its family.
        let mut cache = BinaryOpCacheMut::from_units(unsafe { cache(instruction) });
        cache.set_external_cache(extension);
        Some(Opcode::BinaryOpExtend)
    });
    // SAFETY: the loop's instruction.
    unsafe { choose(instruction, chosen) }
}

/// A class whose `__getitem__` is a function of two arguments, which the class keeps from now on, until it changes
/// (`_PyType_CacheGetItemForSpecialization`).
fn subscript_by_function(vm: &Vm, ty: &Type) -> Option<Opcode> {
    if !ty.is_heap_type() {
        return None;
    }
    let found = ty.lookup(vm, vm.names.__getitem__.ptr())?;
    let function = found.cast::<Function>()?;
    if simple_argcount(code_of(function.get())?.get()) != Some(2) {
        return None;
    }
    let version = function.get().version_for_current_state(vm);
    // What a class keeps is forgotten when it loses its version.
    if version == 0 || !ty.assign_version(vm) {
        return None;
    }
    ty.spec_cache.getitem.set(Some(function.to_ref()));
    ty.spec_cache.getitem_version.set(version);
    Some(Opcode::BinaryOpSubscrGetitem)
}

/// `_Py_Specialize_LoadSuperAttr`
pub unsafe fn _Py_Specialize_LoadSuperAttr(
    global_super: &StackRef,
    class: &StackRef,
    instruction: *mut CodeUnit,
    load_method: i32,
) {
    let real_super = global_super.as_obj().is(vm().types.super_().ptr().obj());
    let chosen = if real_super && class.as_obj().cast::<Type>().is_some() {
        Some(if load_method != 0 { Opcode::LoadSuperAttrMethod } else { Opcode::LoadSuperAttrAttr })
    } else {
        None
    };
    // SAFETY: the loop's instruction.
    unsafe { choose(instruction, chosen) }
}

/// A dict whose keys are strings only, and its version, if that fits a unit of cache.
fn keys_version<'a>(object: Obj<'a>) -> Option<(Ptr<'a, Dict>, u16)> {
    if kind(object) != Kind::Dict {
        return None;
    }
    let dict = object.cast::<Dict>()?;
    let keys = dict.get().keys_ref();
    if u32::from(keys.dk_kind()) != crate::abi::constants::DICT_KEYS_UNICODE as u32 {
        return None;
    }
    let version = u16::try_from(keys.version_for_current_state()).ok().filter(|version| *version != 0)?;
    Some((dict, version))
}

fn load_global(
    vm: &Vm,
    globals: Obj<'_>,
    builtins: Obj<'_>,
    name: Ptr<'_, Str>,
    instruction: *mut CodeUnit,
) -> Option<Opcode> {
    let (globals, globals_version) = keys_version(globals)?;
    let index = |dict: Ptr<'_, Dict>| dict.get().index_of_str(vm, name).map(u16::try_from);
    // SAFETY: the instruction has the cache of its family.
    let mut cache = LoadGlobalCacheMut::from_units(unsafe { cache(instruction) });
    if let Some(index) = index(globals) {
        cache.set_index(index.ok()?);
        cache.set_module_keys_version(globals_version);
        return Some(Opcode::LoadGlobalModule);
    }
    let (builtins, builtins_version) = keys_version(builtins)?;
    cache.set_index(index(builtins)?.ok()?);
    cache.set_module_keys_version(globals_version);
    cache.set_builtin_keys_version(builtins_version);
    Some(Opcode::LoadGlobalBuiltin)
}

/// `_Py_Specialize_LoadGlobal`
pub unsafe fn _Py_Specialize_LoadGlobal(
    globals: ObjPtr<'_>,
    builtins: ObjPtr<'_>,
    instruction: *mut CodeUnit,
    name: ObjPtr<'_>,
) {
    // SAFETY: names in code objects are strings.
    let name: Ptr<'_, Str> = unsafe { name.obj().cast_unchecked() };
    let chosen = load_global(vm(), globals.obj(), builtins.obj(), name, instruction);
    // SAFETY: the loop's instruction.
    unsafe { choose(instruction, chosen) }
}
