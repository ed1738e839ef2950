//! What programs do with sets and frozensets.

#![allow(unsafe_code, reason = "slots that work on raw objects are unsafe functions")]

use std::ptr::NonNull;

use super::Set;
use super::iter::iter;
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::collections::{self, ReprGuard};
use crate::objects::list::List;
use crate::objects::str_::StrBuilder;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, Kind, MethodDef, Slots, Type, TypeSpec, flags};
use crate::protocol::nb;
use crate::value::{Header, Obj, Ptr, Value};
use crate::vm::Vm;

/// The receiver of a slot or method, whose caller has made sure of it.
#[inline(always)]
pub(super) fn receiver(object: Obj<'_>) -> Ptr<'_, Set> {
    object.cast().expect("the receiver is a set or frozenset")
}

fn set_new(vm: &Vm, ty: Ptr<'_, Type>, _: Args<'_>) -> PyResult<Value> {
    Ok(Set::with_type(vm, &ty).into_value())
}

fn set_init(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<()> {
    let iterable = collections::iterable_argument(vm, args, "set")?;
    let set = receiver(object).get();
    set.clear();
    match iterable {
        Some(iterable) => set.update(vm, iterable),
        None => Ok(()),
    }
}

fn frozenset_new(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    let exact = ty.get().kind() == Kind::FrozenSet;
    // A subtype may take keywords in an `__init__` of its own.
    let args = if exact { args } else { args.without_keywords() };
    let iterable = collections::iterable_argument(vm, args, "frozenset")?;
    match iterable {
        Some(iterable) if exact && iterable.ty().kind() == Kind::FrozenSet => Ok(iterable.to_owned()),
        iterable => {
            let set = Set::with_type(vm, &ty);
            if let Some(iterable) = iterable {
                set.update(vm, iterable)?;
            }
            Ok(set.into_value())
        }
    }
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let set = receiver(object).get();
    let mut text = StrBuilder::new();
    let name = object.ty().name().to_owned();
    let Some(_guard) = ReprGuard::enter(object) else {
        text.push_str(&format!("{name}(...)"));
        return Ok(text.finish(vm).into_value());
    };
    if set.is_empty() {
        text.push_str(&format!("{name}()"));
        return Ok(text.finish(vm).into_value());
    }
    let exact = object.ty().kind() == Kind::Set;
    if !exact {
        text.push_str(&name);
        text.push_str("(");
    }
    text.push_str("{");
    let mut items = set.to_vec().into_iter();
    collections::push_items(vm, &mut text, || Ok(items.next()))?;
    text.push_str(if exact { "}" } else { "})" });
    Ok(text.finish(vm).into_value())
}

/// The hash of a frozenset: that of its items in any order.
pub(super) fn frozen_hash(set: &Set) -> i64 {
    let shuffle = |hash: u64| (hash ^ 89_869_747 ^ (hash << 16)).wrapping_mul(3_644_798_167);
    let mut hash = set.snapshot().iter().fold(0, |all, (_, hash)| all ^ shuffle(*hash as u64));
    hash ^= (set.len() as u64).wrapping_add(1).wrapping_mul(1_927_868_237);
    hash ^= hash >> 11 ^ hash >> 25;
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    match hash as i64 {
        -1 => 590_923_713,
        hash => hash,
    }
}

fn hash(_: &Vm, object: Obj<'_>) -> PyResult<i64> {
    let set = receiver(object).get();
    if set.hash.get() == -1 {
        set.hash.set(frozen_hash(set));
    }
    Ok(set.hash.get())
}

fn richcompare(vm: &Vm, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.cast::<Set>(), right.cast::<Set>()) else {
        return Ok(Value::not_implemented());
    };
    let (a, b) = (a.get(), b.get());
    let result = match op {
        CompareOp::Eq | CompareOp::Ne => {
            let differ = a.len() != b.len()
                || a.hash.get() != -1 && b.hash.get() != -1 && a.hash.get() != b.hash.get()
                || !a.is_subset_of(vm, b)?;
            differ == (op == CompareOp::Ne)
        }
        CompareOp::Le => a.is_subset_of(vm, b)?,
        CompareOp::Ge => b.is_subset_of(vm, a)?,
        CompareOp::Lt => a.len() < b.len() && a.is_subset_of(vm, b)?,
        CompareOp::Gt => a.len() > b.len() && b.is_subset_of(vm, a)?,
    };
    Ok(Value::bool(result))
}

fn contains(vm: &Vm, object: Obj<'_>, item: Obj<'_>) -> PyResult<bool> {
    receiver(object).get().contains(vm, item)
}

/// An operator of two sets.
fn operator(
    left: Obj<'_>,
    right: Obj<'_>,
    operation: impl FnOnce(&Set) -> PyResult<Value>,
) -> PyResult<Value> {
    match (left.cast::<Set>(), right.cast::<Set>()) {
        (Some(set), Some(_)) => operation(set.get()),
        _ => Ok(Value::not_implemented()),
    }
}

fn or(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    operator(left, right, |set| {
        let result = set.copy(vm, left)?;
        result.update(vm, right)?;
        Ok(result.into_value())
    })
}

fn and(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    operator(left, right, |set| Ok(set.intersection(vm, left, right)?.into_value()))
}

fn sub(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    operator(left, right, |set| Ok(set.difference(vm, left, right)?.into_value()))
}

fn xor(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    operator(left, right, |_| symmetric_difference(vm, left, right))
}

fn inplace_or(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    operator(left, right, |set| {
        set.update(vm, right)?;
        Ok(left.to_owned())
    })
}

fn inplace_and(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    operator(left, right, |set| {
        let result = set.intersection(vm, left, right)?;
        set.swap(&result);
        Ok(left.to_owned())
    })
}

fn inplace_sub(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    operator(left, right, |set| {
        set.difference_update(vm, right)?;
        Ok(left.to_owned())
    })
}

fn inplace_xor(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    operator(left, right, |set| {
        set.symmetric_difference_update(vm, right)?;
        Ok(left.to_owned())
    })
}

fn copy(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    if object.ty().kind() == Kind::FrozenSet {
        return Ok(object.to_owned());
    }
    Ok(receiver(object).get().copy(vm, object)?.into_value())
}

fn union(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let result = receiver(object).get().copy(vm, object)?;
    for other in args.iter() {
        result.update(vm, other)?;
    }
    Ok(result.into_value())
}

fn intersection(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    if args.is_empty() {
        return copy(vm, object);
    }
    let mut result = receiver(object).to_ref();
    for other in args.iter() {
        result = result.intersection(vm, object, other)?;
    }
    Ok(result.into_value())
}

fn difference(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let set = receiver(object).get();
    let Some(first) = args.positional(0) else { return copy(vm, object) };
    let result = set.difference(vm, object, first)?;
    for other in args.iter().skip(1) {
        result.difference_update(vm, other)?;
    }
    Ok(result.into_value())
}

fn symmetric_difference(vm: &Vm, object: Obj<'_>, other: Obj<'_>) -> PyResult<Value> {
    let result = Set::from_iterable(vm, object, other)?;
    result.symmetric_difference_update(vm, object)?;
    Ok(result.into_value())
}

fn update(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    for other in args.iter() {
        receiver(object).get().update(vm, other)?;
    }
    Ok(Value::none())
}

fn intersection_update(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let result = intersection(vm, object, args)?;
    if let Some(result) = result.cast::<Set>()
        && !result.is(receiver(object))
    {
        receiver(object).get().swap(result.get());
    }
    Ok(Value::none())
}

fn difference_update(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    for other in args.iter() {
        receiver(object).get().difference_update(vm, other)?;
    }
    Ok(Value::none())
}

fn symmetric_difference_update(vm: &Vm, object: Obj<'_>, other: Obj<'_>) -> PyResult<Value> {
    receiver(object).get().symmetric_difference_update(vm, other)?;
    Ok(Value::none())
}

fn isdisjoint(vm: &Vm, object: Obj<'_>, other: Obj<'_>) -> PyResult<Value> {
    Ok(Value::bool(receiver(object).get().is_disjoint(vm, other)?))
}

fn issubset(vm: &Vm, object: Obj<'_>, other: Obj<'_>) -> PyResult<Value> {
    let set = receiver(object).get();
    let subset = match other.cast::<Set>() {
        Some(other) => set.is_subset_of(vm, other.get())?,
        // As many common items as it has are all of them.
        None => set.intersection(vm, object, other)?.len() == set.len(),
    };
    Ok(Value::bool(subset))
}

fn issuperset(vm: &Vm, object: Obj<'_>, other: Obj<'_>) -> PyResult<Value> {
    let set = receiver(object).get();
    if let Some(other) = other.cast::<Set>() {
        return Ok(Value::bool(other.get().is_subset_of(vm, set)?));
    }
    let iterator = vm.iter(other)?;
    while let Some(item) = vm.next(iterator.obj())? {
        if !set.contains(vm, item.obj())? {
            return Ok(Value::bool(false));
        }
    }
    Ok(Value::bool(true))
}

fn add(vm: &Vm, object: Obj<'_>, item: Obj<'_>) -> PyResult<Value> {
    receiver(object).get().add(vm, item.to_owned())?;
    Ok(Value::none())
}

fn remove(vm: &Vm, object: Obj<'_>, item: Obj<'_>) -> PyResult<Value> {
    if receiver(object).get().discard(vm, item)? { Ok(Value::none()) } else { Err(vm.key_error(item)) }
}

fn discard(vm: &Vm, object: Obj<'_>, item: Obj<'_>) -> PyResult<Value> {
    receiver(object).get().discard(vm, item)?;
    Ok(Value::none())
}

fn pop(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    match receiver(object).get().pop() {
        Some(item) => Ok(item),
        None => {
            let message = crate::objects::str_::Str::new(vm, "pop from an empty set");
            Err(vm.key_error(message.obj()))
        }
    }
}

fn clear(_: &Vm, object: Obj<'_>) -> PyResult<Value> {
    receiver(object).get().clear();
    Ok(Value::none())
}

fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let items = List::new(vm, receiver(object).get().to_vec()).into_value();
    let args = Tuple::of(vm, [items]).into_value();
    let state = vm.call_method_str(object, "__getstate__", &[])?;
    Ok(Tuple::of(vm, [Ptr::from_ref(object.ty()).to_value(), args, state]).into_value())
}

fn size_of_set(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let set = receiver(object).get();
    // CPython has the smallest table within the object.
    let table = if set.mask.get() < super::table::MIN_SIZE { 0 } else { (set.mask.get() + 1) * 16 };
    Ok(vm.int((200 + table) as i64))
}

/// # Safety
///
/// `object` is a set.
unsafe fn traverse(object: NonNull<Header>, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract.
    unsafe { object.cast::<Set>().as_ref() }.visit(visit);
}

fn fill(slots: &Slots) {
    slots.dealloc.set(crate::objects::alloc::dealloc::<Set>);
    slots.traverse.set(Some(traverse));
    slots.clear.set(Some(|_, object| receiver(object).get().clear()));
    slots.repr.set(Some(repr));
    slots.richcompare.set(Some(richcompare));
    slots.iter.set(Some(iter));
    slots.length.set(Some(|_, object| Ok(receiver(object).len())));
    slots.contains.set(Some(contains));
    slots.binary[nb::OR].set(Some(or));
    slots.binary[nb::AND].set(Some(and));
    slots.binary[nb::SUBTRACT].set(Some(sub));
    slots.binary[nb::XOR].set(Some(xor));
}

fn fill_set(slots: &Slots) {
    fill(slots);
    slots.init.set(Some(set_init));
    slots.hash.set(Some(Vm::hash_not_implemented));
    slots.binary[nb::OR + nb::INPLACE].set(Some(inplace_or));
    slots.binary[nb::AND + nb::INPLACE].set(Some(inplace_and));
    slots.binary[nb::SUBTRACT + nb::INPLACE].set(Some(inplace_sub));
    slots.binary[nb::XOR + nb::INPLACE].set(Some(inplace_xor));
}

fn fill_frozenset(slots: &Slots) {
    fill(slots);
    slots.hash.set(Some(hash));
}

/// The methods of both.
macro_rules! methods {
    ($($more:expr),*) => {
        &[
            MethodDef::noargs("copy", copy),
            MethodDef::fast("difference", difference),
            MethodDef::fast("intersection", intersection),
            MethodDef::o("isdisjoint", isdisjoint),
            MethodDef::o("issubset", issubset),
            MethodDef::o("issuperset", issuperset),
            MethodDef::noargs("__reduce__", reduce),
            MethodDef::noargs("__sizeof__", size_of_set),
            MethodDef::o("symmetric_difference", symmetric_difference),
            MethodDef::fast("union", union),
            MethodDef::o("__class_getitem__", collections::class_getitem).class(),
            $($more),*
        ]
    };
}

/// `set`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "set",
    kind: Kind::Set,
    flags: flags::HAVE_GC | flags::BASETYPE | flags::MATCH_SELF,
    basicsize: size_of::<Set>(),
    weakrefs: true,
    doc: Some("set(iterable=(), /)\n--\n\nItems without order, each of them once."),
    new: Some(set_new),
    slots: fill_set,
    methods: methods!(
        MethodDef::o("add", add),
        MethodDef::noargs("clear", clear),
        MethodDef::o("discard", discard),
        MethodDef::fast("difference_update", difference_update),
        MethodDef::fast("intersection_update", intersection_update),
        MethodDef::noargs("pop", pop),
        MethodDef::o("remove", remove),
        MethodDef::o("symmetric_difference_update", symmetric_difference_update),
        MethodDef::fast("update", update)
    ),
    ..TypeSpec::DEFAULT
};

/// `frozenset`
pub(crate) static FROZEN_SPEC: TypeSpec = TypeSpec {
    name: "frozenset",
    kind: Kind::FrozenSet,
    flags: flags::HAVE_GC | flags::BASETYPE | flags::MATCH_SELF,
    basicsize: size_of::<Set>(),
    weakrefs: true,
    doc: Some("frozenset(iterable=(), /)\n--\n\nItems without order, each of them once, that never change."),
    new: Some(frozenset_new),
    slots: fill_frozenset,
    methods: methods!(),
    ..TypeSpec::DEFAULT
};
