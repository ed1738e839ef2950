//! Slots of classes that programs define: they look a method up and call it. CPython's `slot_tp_*`, `slot_nb_*` …

use super::Type;
use super::slots::{BINARY_OPERATORS, BinaryFn, CompareOp, TernaryFn};
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::int::IntRef;
use crate::objects::str_::Str;
use crate::protocol::MethodLookup;
use crate::value::{Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// Calls a method that the class is known to have; if it was taken away meanwhile, `AttributeError` says so.
fn call_method(vm: &Vm, object: Obj<'_>, name: &Ref<Str>, args: &[Obj<'_>]) -> PyResult<Value> {
    match vm.lookup_method(object, name.ptr())? {
        Some(method) => vm.call_looked_up(&method, object, args),
        None => Err(vm.attribute_error(format_args!("{}", name.as_str()))),
    }
}

/// Calls a method if the class has it, and answers `NotImplemented` if not: `vectorcall_maybe`.
fn call_maybe(vm: &Vm, object: Obj<'_>, name: &Ref<Str>, args: &[Obj<'_>]) -> PyResult<Value> {
    match vm.lookup_method(object, name.ptr())? {
        Some(method) => vm.call_looked_up(&method, object, args),
        None => Ok(Value::not_implemented()),
    }
}

macro_rules! unary {
    ($($name:ident: $dunder:ident;)*) => {
        $(
            #[doc = concat!("`", stringify!($dunder), "`")]
            pub(super) fn $name(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
                call_method(vm, object, &vm.names.$dunder, &[])
            }
        )*
    };
}

unary! {
    str: __str__;
    negative: __neg__;
    positive: __pos__;
    absolute: __abs__;
    invert: __invert__;
    int: __int__;
    float: __float__;
    index: __index__;
}

/// `__repr__`
pub(super) fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    match vm.lookup_method(object, vm.names.__repr__.ptr())? {
        Some(method) => vm.call_looked_up(&method, object, &[]),
        None => Ok(vm.default_repr(object).into_value()),
    }
}

/// `__hash__`
pub(super) fn hash(vm: &Vm, object: Obj<'_>) -> PyResult<i64> {
    let method = match vm.lookup_method(object, vm.names.__hash__.ptr())? {
        None => return vm.hash_not_implemented(object),
        Some(MethodLookup::Bound(none)) if none.is_none() => return vm.hash_not_implemented(object),
        Some(method) => method,
    };
    let result = vm.call_looked_up(&method, object, &[])?;
    let Some(number) = IntRef::of(result.obj()) else {
        return Err(vm.type_error("__hash__ method should return an integer"));
    };
    match number.to_i64() {
        // -1 is what CPython's slots answer with when they raise; a hash is never that.
        Some(-1) => Ok(-2),
        Some(number) => Ok(number),
        None => Ok(number.hash()),
    }
}

/// `__call__`
pub(super) fn call(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    match vm.lookup_method(object, vm.names.__call__.ptr())? {
        Some(method) => vm.call_looked_up_with(&method, object, args),
        None => Err(vm.attribute_error("__call__")),
    }
}

/// `__getattribute__`, then `__getattr__` if that finds nothing: `slot_tp_getattr_hook`.
pub(super) fn getattro(vm: &Vm, object: Obj<'_>, name: Ptr<'_, Str>) -> PyResult<Value> {
    let ty = object.ty();
    let getattribute = ty.lookup(vm, vm.names.__getattribute__.ptr());
    let hook = ty.lookup(vm, vm.names.__getattr__.ptr());
    let native = getattribute.as_ref().is_none_or(|found| vm.is_native_getattribute(found.obj()));
    let found = if native {
        if hook.is_some() {
            // Without the detour through an exception, if nothing is found.
            match vm.native_getattr_opt(object, name)? {
                Some(value) => return Ok(value),
                None => Ok(None),
            }
        } else {
            vm.generic_getattr(object, name).map(Some)
        }
    } else {
        call_method(vm, object, &vm.names.__getattribute__, &[name.obj()]).map(Some)
    };
    match found {
        Ok(Some(value)) => Ok(value),
        Err(raised) if hook.is_none() || !vm.exception_matches(vm.types.attribute_error()) => Err(raised),
        _ => {
            vm.clear_exception();
            call_method(vm, object, &vm.names.__getattr__, &[name.obj()])
        }
    }
}

/// `__setattr__` and `__delattr__`
pub(super) fn setattro(vm: &Vm, object: Obj<'_>, name: Ptr<'_, Str>, value: Option<Obj<'_>>) -> PyResult<()> {
    match value {
        Some(value) => call_method(vm, object, &vm.names.__setattr__, &[name.obj(), value])?,
        None => call_method(vm, object, &vm.names.__delattr__, &[name.obj()])?,
    };
    Ok(())
}

/// `__lt__` … `__ge__`
pub(super) fn richcompare(vm: &Vm, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
    let name = match op {
        CompareOp::Lt => &vm.names.__lt__,
        CompareOp::Le => &vm.names.__le__,
        CompareOp::Eq => &vm.names.__eq__,
        CompareOp::Ne => &vm.names.__ne__,
        CompareOp::Gt => &vm.names.__gt__,
        CompareOp::Ge => &vm.names.__ge__,
    };
    call_maybe(vm, left, name, &[right])
}

/// `__iter__`, or iteration by `__getitem__`
pub(super) fn iter(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    match vm.lookup_method(object, vm.names.__iter__.ptr())? {
        Some(MethodLookup::Bound(none)) if none.is_none() => {}
        Some(method) => return vm.call_looked_up(&method, object, &[]),
        None => {
            if object.ty().lookup(vm, vm.names.__getitem__.ptr()).is_some() {
                return Ok(crate::objects::iterators::sequence_iterator(vm, object));
            }
        }
    }
    Err(vm.type_error(format_args!("'{}' object is not iterable", object.ty().name())))
}

/// `__next__`. The end is a `StopIteration` that is set: its value may be asked for.
pub(super) fn iternext(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    call_method(vm, object, &vm.names.__next__, &[]).map(Some)
}

/// `__get__`
pub(super) fn descr_get(
    vm: &Vm,
    descriptor: Obj<'_>,
    instance: Option<Obj<'_>>,
    owner: Option<Obj<'_>>,
) -> PyResult<Value> {
    let Some(get) = descriptor.ty().lookup(vm, vm.names.__get__.ptr()) else {
        return Ok(descriptor.to_owned());
    };
    let instance = instance.unwrap_or(Obj::NONE);
    vm.call_args(get.obj(), &[descriptor, instance, owner.unwrap_or(Obj::NONE)])
}

/// `__set__` and `__delete__`
pub(super) fn descr_set(
    vm: &Vm,
    descriptor: Obj<'_>,
    instance: Obj<'_>,
    value: Option<Obj<'_>>,
) -> PyResult<()> {
    match value {
        Some(value) => call_method(vm, descriptor, &vm.names.__set__, &[instance, value])?,
        None => call_method(vm, descriptor, &vm.names.__delete__, &[instance])?,
    };
    Ok(())
}

/// `__init__`
pub(super) fn init(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<()> {
    let result = match vm.lookup_method(object, vm.names.__init__.ptr())? {
        Some(method) => vm.call_looked_up_with(&method, object, args)?,
        None => return Err(vm.attribute_error("__init__")),
    };
    if result.is_none() {
        Ok(())
    } else {
        Err(vm.type_error(format_args!("__init__() should return None, not '{}'", result.ty().name())))
    }
}

/// `__new__`
pub(super) fn new(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    let function = vm.getattr(ty.obj(), vm.names.__new__.ptr())?;
    args.prepended(ty.obj(), |args| vm.call(function.obj(), args))
}

/// `__del__`: what it raises is reported and forgotten.
pub(super) fn finalize(vm: &Vm, object: Obj<'_>) {
    let pending = vm.take_exception();
    match vm.lookup_method(object, vm.names.__del__.ptr()) {
        Ok(Some(method)) => {
            if vm.call_looked_up(&method, object, &[]).is_err() {
                let function = match &method {
                    MethodLookup::Unbound(function) | MethodLookup::Bound(function) => function.clone(),
                };
                vm.write_unraisable("Exception ignored while calling deallocator", Some(function.obj()));
            }
        }
        Ok(None) => {}
        Err(_) => vm.write_unraisable("Exception ignored while calling deallocator", Some(object)),
    }
    if let Some(pending) = pending {
        let _ = vm.restore_exception(pending);
    }
}

/// Whether the type on the right has its own idea of the reflected method: `method_is_overloaded`.
fn is_overloaded(vm: &Vm, left: Obj<'_>, right: Obj<'_>, name: &Ref<Str>) -> PyResult<bool> {
    let (left, right) = (Ptr::from_ref(left.ty()), Ptr::from_ref(right.ty()));
    let Some(right) = vm.getattr_opt(right.obj(), name.ptr())? else { return Ok(false) };
    let Some(left) = vm.getattr_opt(left.obj(), name.ptr())? else { return Ok(true) };
    vm.rich_compare_bool(left.obj(), right.obj(), CompareOp::Ne)
}

/// A binary operator of classes: `SLOT1BINFULL`. `uses` says whether a type's slot is this one.
fn binary(
    vm: &Vm,
    left: Obj<'_>,
    right: Obj<'_>,
    uses: impl Fn(&Type) -> bool,
    name: &Ref<Str>,
    reflected: &Ref<Str>,
) -> PyResult<Value> {
    let same_type = left.ty().is(right.ty());
    let mut ask_right = !same_type && uses(right.ty());
    if uses(left.ty()) {
        if ask_right && right.ty().is_subtype(left.ty()) && is_overloaded(vm, left, right, reflected)? {
            let result = call_maybe(vm, right, reflected, &[left])?;
            if !result.is(Obj::NOT_IMPLEMENTED) {
                return Ok(result);
            }
            ask_right = false;
        }
        let result = call_maybe(vm, left, name, &[right])?;
        if !result.is(Obj::NOT_IMPLEMENTED) || same_type {
            return Ok(result);
        }
    }
    if ask_right { call_maybe(vm, right, reflected, &[left]) } else { Ok(Value::not_implemented()) }
}

macro_rules! binaries {
    ($($function:ident: $op:literal, $name:ident, $reflected:ident;)*; $($inplace:ident: $inplace_name:ident;)*) => {
        $(
            fn $function(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
                let uses = |ty: &Type| {
                    ty.slots.binary[$op].get().is_some_and(|slot| std::ptr::fn_addr_eq(slot, BINARY[$op]))
                };
                binary(vm, left, right, uses, &vm.names.$name, &vm.names.$reflected)
            }
        )*
        $(
            fn $inplace(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
                call_method(vm, left, &vm.names.$inplace_name, &[right])
            }
        )*
    };
}

binaries! {
    add: 0, __add__, __radd__;
    and: 1, __and__, __rand__;
    floordiv: 2, __floordiv__, __rfloordiv__;
    lshift: 3, __lshift__, __rlshift__;
    matmul: 4, __matmul__, __rmatmul__;
    mul: 5, __mul__, __rmul__;
    modulo: 6, __mod__, __rmod__;
    or: 7, __or__, __ror__;
    no_power: 8, __pow__, __rpow__;
    rshift: 9, __rshift__, __rrshift__;
    sub: 10, __sub__, __rsub__;
    truediv: 11, __truediv__, __rtruediv__;
    xor: 12, __xor__, __rxor__;
    ;
    iadd: __iadd__;
    iand: __iand__;
    ifloordiv: __ifloordiv__;
    ilshift: __ilshift__;
    imatmul: __imatmul__;
    imul: __imul__;
    imod: __imod__;
    ior: __ior__;
    ipow: __ipow__;
    irshift: __irshift__;
    isub: __isub__;
    itruediv: __itruediv__;
    ixor: __ixor__;
}

/// The binary operators of classes. There is one table, so that a function's address tells whether a slot is one of
/// these.
pub(super) static BINARY: [BinaryFn; BINARY_OPERATORS] = [
    add, and, floordiv, lshift, matmul, mul, modulo, or, no_power, rshift, sub, truediv, xor, iadd, iand,
    ifloordiv, ilshift, imatmul, imul, imod, ior, ipow, irshift, isub, itruediv, ixor,
];

/// `__divmod__` and `__rdivmod__`
pub(super) fn divmod(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    let uses =
        |ty: &Type| ty.slots.divmod.get().is_some_and(|slot| std::ptr::fn_addr_eq(slot, divmod as BinaryFn));
    binary(vm, left, right, uses, &vm.names.__divmod__, &vm.names.__rdivmod__)
}

/// `__pow__` and `__rpow__`
pub(super) fn power(vm: &Vm, base: Obj<'_>, exponent: Obj<'_>, modulus: Obj<'_>) -> PyResult<Value> {
    let uses =
        |ty: &Type| ty.slots.power.get().is_some_and(|slot| std::ptr::fn_addr_eq(slot, power as TernaryFn));
    if modulus.is_none() {
        return binary(vm, base, exponent, uses, &vm.names.__pow__, &vm.names.__rpow__);
    }
    if uses(base.ty()) {
        let result = call_maybe(vm, base, &vm.names.__pow__, &[exponent, modulus])?;
        if !result.is(Obj::NOT_IMPLEMENTED) {
            return Ok(result);
        }
    }
    if uses(exponent.ty()) {
        return call_maybe(vm, exponent, &vm.names.__rpow__, &[base, modulus]);
    }
    Ok(Value::not_implemented())
}

/// `__ipow__`
pub(super) fn inplace_power(vm: &Vm, base: Obj<'_>, exponent: Obj<'_>, _: Obj<'_>) -> PyResult<Value> {
    call_method(vm, base, &vm.names.__ipow__, &[exponent])
}

/// `__bool__`
pub(super) fn bool(vm: &Vm, object: Obj<'_>) -> PyResult<bool> {
    let result = call_method(vm, object, &vm.names.__bool__, &[])?;
    result.obj().as_bool().ok_or_else(|| {
        vm.type_error(format_args!("__bool__ should return bool, returned {}", result.ty().name()))
    })
}

/// `__len__`
pub(super) fn length(vm: &Vm, object: Obj<'_>) -> PyResult<usize> {
    let result = call_method(vm, object, &vm.names.__len__, &[])?;
    let number = vm.index(result.obj())?;
    if IntRef::of(number.obj()).is_some_and(|number| number.is_negative()) {
        return Err(vm.value_error("__len__() should return >= 0"));
    }
    let length = vm.index_isize(number.obj(), Some(vm.types.overflow_error()))?;
    Ok(length.unsigned_abs())
}

/// `__getitem__` with an index
pub(super) fn item(vm: &Vm, object: Obj<'_>, index: isize) -> PyResult<Value> {
    let index = vm.int(index as i64);
    call_method(vm, object, &vm.names.__getitem__, &[index.obj()])
}

/// `__setitem__` and `__delitem__` with an index
pub(super) fn ass_item(vm: &Vm, object: Obj<'_>, index: isize, value: Option<Obj<'_>>) -> PyResult<()> {
    let index = vm.int(index as i64);
    ass_subscript(vm, object, index.obj(), value)
}

/// `__contains__`, or a search
pub(super) fn contains(vm: &Vm, object: Obj<'_>, item: Obj<'_>) -> PyResult<bool> {
    match vm.lookup_method(object, vm.names.__contains__.ptr())? {
        Some(MethodLookup::Bound(none)) if none.is_none() => {
            Err(vm.type_error(format_args!("'{}' object is not a container", object.ty().name())))
        }
        Some(method) => {
            let result = vm.call_looked_up(&method, object, &[item])?;
            vm.is_true(result.obj())
        }
        None => {
            let iterator = vm.iter(object)?;
            while let Some(candidate) = vm.next(iterator.obj())? {
                if vm.rich_compare_bool(candidate.obj(), item, CompareOp::Eq)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
    }
}

/// `__getitem__`
pub(super) fn subscript(vm: &Vm, object: Obj<'_>, key: Obj<'_>) -> PyResult<Value> {
    call_method(vm, object, &vm.names.__getitem__, &[key])
}

/// `__setitem__` and `__delitem__`
pub(super) fn ass_subscript(vm: &Vm, object: Obj<'_>, key: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    match value {
        Some(value) => call_method(vm, object, &vm.names.__setitem__, &[key, value])?,
        None => call_method(vm, object, &vm.names.__delitem__, &[key])?,
    };
    Ok(())
}

/// A method of the asynchronous protocols, which `None` takes away.
fn asynchronous(vm: &Vm, object: Obj<'_>, name: &Ref<Str>) -> PyResult<Value> {
    match vm.lookup_method(object, name.ptr())? {
        Some(MethodLookup::Bound(none)) if none.is_none() => {}
        Some(method) => return vm.call_looked_up(&method, object, &[]),
        None => {}
    }
    Err(vm.attribute_error(format_args!(
        "object {} does not have {} method",
        object.ty().name(),
        name.as_str()
    )))
}

/// `__await__`
pub(super) fn await_(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    asynchronous(vm, object, &vm.names.__await__)
}

/// `__aiter__`
pub(super) fn aiter(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    asynchronous(vm, object, &vm.names.__aiter__)
}

/// `__anext__`
pub(super) fn anext(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    asynchronous(vm, object, &vm.names.__anext__)
}
