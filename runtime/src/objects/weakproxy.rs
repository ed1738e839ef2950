//! Weak references that behave as what they refer to: `weakref.ProxyType` and `weakref.CallableProxyType`.

use crate::errors::PyResult;
use crate::objects::str_::Str;
use crate::objects::type_::{BinaryFn, Kind, MethodDef, Slots, TypeSpec, UnaryFn, flags};
use crate::objects::weakref::{self, WeakRef};
use crate::value::{Obj, Ref, Value};
use crate::vm::Vm;

/// What a proxy refers to, or the object itself if it is no proxy.
fn through(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    if object.ty().layout() != Kind::WeakProxy {
        return Ok(object.to_owned());
    }
    let reference = vm.expect::<WeakRef>(object)?;
    reference.get().get().ok_or_else(|| vm.reference_error("weakly-referenced object no longer exists"))
}

/// `weakref.proxy(object, callback)`: `PyWeakref_NewProxy`.
#[cfg(test)]
pub(crate) fn new(vm: &Vm, object: Obj<'_>, callback: Option<Obj<'_>>) -> PyResult<Value> {
    let ty = if vm.is_callable(object) { vm.types.callable_proxy() } else { vm.types.weak_proxy() };
    weakref::new(vm, ty, object, callback).map(Ref::into_value)
}

fn binary<const OP: usize>(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    vm.binary_op(through(vm, left)?.obj(), through(vm, right)?.obj(), OP)
}

/// The operators by the argument of `BINARY_OP`; the powers have slots of their own.
static BINARY: [BinaryFn; 26] = [
    binary::<0>,
    binary::<1>,
    binary::<2>,
    binary::<3>,
    binary::<4>,
    binary::<5>,
    binary::<6>,
    binary::<7>,
    binary::<8>,
    binary::<9>,
    binary::<10>,
    binary::<11>,
    binary::<12>,
    binary::<13>,
    binary::<14>,
    binary::<15>,
    binary::<16>,
    binary::<17>,
    binary::<18>,
    binary::<19>,
    binary::<20>,
    binary::<21>,
    binary::<22>,
    binary::<23>,
    binary::<24>,
    binary::<25>,
];

const POWER: usize = crate::protocol::nb::POWER;

const NEGATIVE: UnaryFn = |vm, object| vm.negative(through(vm, object)?.obj());
const POSITIVE: UnaryFn = |vm, object| vm.positive(through(vm, object)?.obj());
const ABSOLUTE: UnaryFn = |vm, object| vm.absolute(through(vm, object)?.obj());
const INVERT: UnaryFn = |vm, object| vm.invert(through(vm, object)?.obj());
const INDEX: UnaryFn = |vm, object| vm.index(through(vm, object)?.obj());

fn fill(slots: &Slots) {
    for (op, function) in BINARY.iter().enumerate() {
        if op != POWER && op != POWER + crate::protocol::nb::INPLACE {
            slots.binary[op].set(Some(*function));
        }
    }
    slots.power.set(Some(|vm, base, exponent, modulus| {
        vm.power(through(vm, base)?.obj(), through(vm, exponent)?.obj(), through(vm, modulus)?.obj())
    }));
    slots.divmod.set(Some(|vm, left, right| vm.divmod(through(vm, left)?.obj(), through(vm, right)?.obj())));
    slots.negative.set(Some(NEGATIVE));
    slots.positive.set(Some(POSITIVE));
    slots.absolute.set(Some(ABSOLUTE));
    slots.invert.set(Some(INVERT));
    slots.index.set(Some(INDEX));
    slots.int.set(Some(|vm, object| vm.call_method_str(through(vm, object)?.obj(), "__int__", &[])));
    slots.float.set(Some(|vm, object| vm.call_method_str(through(vm, object)?.obj(), "__float__", &[])));
    slots.bool.set(Some(|vm, object| vm.is_true(through(vm, object)?.obj())));
    slots.length.set(Some(|vm, object| vm.len(through(vm, object)?.obj())));
    slots.contains.set(Some(|vm, object, item| vm.contains(through(vm, object)?.obj(), item)));
    slots
        .subscript
        .set(Some(|vm, object, key| vm.getitem(through(vm, object)?.obj(), through(vm, key)?.obj())));
    slots
        .ass_subscript
        .set(Some(|vm, object, key, value| vm.setitem(through(vm, object)?.obj(), key, value)));
    slots.getattro.set(Some(|vm, object, name| vm.getattr(through(vm, object)?.obj(), name)));
    slots.setattro.set(Some(|vm, object, name, value| vm.setattr(through(vm, object)?.obj(), name, value)));
    slots.richcompare.set(Some(|vm, left, right, op| {
        vm.rich_compare(through(vm, left)?.obj(), through(vm, right)?.obj(), op)
    }));
    slots.hash.set(Some(|vm, object| {
        Err(vm.type_error(format_args!("unhashable type: '{}'", object.ty().name())))
    }));
    slots.iter.set(Some(|vm, object| vm.iter(through(vm, object)?.obj())));
    slots.iternext.set(Some(|vm, object| {
        let iterator = through(vm, object)?;
        if !vm.is_iterator(iterator.obj()) {
            return Err(vm.type_error(format_args!(
                "Weakref proxy referenced a non-iterator '{}' object",
                iterator.ty().name()
            )));
        }
        vm.next(iterator.obj())
    }));
    slots.str.set(Some(|vm, object| vm.str(through(vm, object)?.obj()).map(Ref::into_value)));
    slots.repr.set(Some(|vm, object| {
        let reference = vm.expect::<WeakRef>(object)?;
        let text = match reference.get().get() {
            None => format!("<weakproxy at {:#x}; dead>", object.word()),
            Some(referent) => format!(
                "<weakproxy at {:#x}; to '{}' at {:#x}>",
                object.word(),
                referent.ty().full_name(vm),
                referent.obj().word()
            ),
        };
        Ok(Str::new(vm, &text).into_value())
    }));
}

const METHODS: &[MethodDef] = &[
    MethodDef::noargs("__bytes__", |vm, object| {
        vm.call_method(through(vm, object)?.obj(), vm.names.__bytes__.ptr(), &[])
    }),
    MethodDef::noargs("__reversed__", |vm, object| {
        vm.call_method(through(vm, object)?.obj(), vm.names.__reversed__.ptr(), &[])
    }),
];

/// `weakref.ProxyType`
pub(crate) static PROXY: TypeSpec = TypeSpec {
    name: "weakref.ProxyType",
    module: "weakref",
    kind: Kind::WeakProxy,
    flags: flags::HAVE_GC,
    basicsize: size_of::<WeakRef>(),
    slots: |slots| {
        weakref::fill_lifetime(slots);
        fill(slots);
    },
    methods: METHODS,
    ..TypeSpec::DEFAULT
};

/// `weakref.CallableProxyType`
pub(crate) static CALLABLE_PROXY: TypeSpec = TypeSpec {
    name: "weakref.CallableProxyType",
    slots: |slots| {
        weakref::fill_lifetime(slots);
        fill(slots);
        slots.call.set(Some(|vm, object, args| vm.call(through(vm, object)?.obj(), args)));
    },
    ..TypeSpec {
        module: "weakref",
        kind: Kind::WeakProxy,
        flags: flags::HAVE_GC,
        basicsize: size_of::<WeakRef>(),
        methods: METHODS,
        ..TypeSpec::DEFAULT
    }
};
