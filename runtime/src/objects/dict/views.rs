//! `dict_keys`, `dict_values` and `dict_items`: what shows a dict as a collection.

#![allow(unsafe_code, reason = "declares the layout of views")]

use super::{Dict, iter};
use crate::errors::PyResult;
use crate::objects::collections::{self, ReprGuard};
use crate::objects::set::Set;
use crate::objects::str_::StrBuilder;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, GetSetDef, Kind, MethodDef, Slots, Type, TypeSpec, flags};
use crate::protocol::nb;
use crate::value::{FieldOf, Header, Layout, Obj, Ref, Value};
use crate::vm::Vm;

/// A view: `_PyDictViewObject`. Three types have this layout.
#[repr(C)]
pub(crate) struct DictView {
    header: Header,
    /// `dv_dict`
    dict: FieldOf<Dict>,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for DictView {
    const NAME: &'static str = "dict view";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        matches!(ty.layout(), Kind::DictKeys | Kind::DictValues | Kind::DictItems)
    }
}

/// The dict behind a view.
fn dict_of(object: Obj<'_>) -> Ref<Dict> {
    let view = object.cast::<DictView>().expect("the receiver is a view of a dict");
    view.get().dict.get().expect("a view has a dict")
}

fn new(vm: &Vm, ty: &Type, object: Obj<'_>) -> PyResult<Value> {
    let dict = super::methods::receiver(object).to_ref();
    Ok(vm.alloc(ty, DictView { header: Header::new(ty), dict: FieldOf::new(dict) }).into_value())
}

/// `dict.keys()`
pub(super) fn keys(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    new(vm, vm.types.dict_keys(), object)
}

/// `dict.values()`
pub(super) fn values(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    new(vm, vm.types.dict_values(), object)
}

/// `dict.items()`
pub(super) fn items(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    new(vm, vm.types.dict_items(), object)
}

fn iterate(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let ty = match object.ty().kind() {
        Kind::DictValues => vm.types.dict_value_iterator(),
        Kind::DictItems => vm.types.dict_item_iterator(),
        _ => vm.types.dict_key_iterator(),
    };
    Ok(iter::new(vm, ty, dict_of(object).ptr()))
}

fn reversed(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let ty = match object.ty().kind() {
        Kind::DictValues => vm.types.dict_reverse_value_iterator(),
        Kind::DictItems => vm.types.dict_reverse_item_iterator(),
        _ => vm.types.dict_reverse_key_iterator(),
    };
    Ok(iter::new(vm, ty, dict_of(object).ptr()))
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let Some(_guard) = ReprGuard::enter(object) else {
        return Ok(vm.intern("...").into_value());
    };
    let mut text = StrBuilder::new();
    text.push_str(object.ty().name());
    text.push_str("([");
    let items = vm.collect(object)?;
    let mut items = items.into_iter();
    collections::push_items(vm, &mut text, || Ok(items.next()))?;
    text.push_str("])");
    Ok(text.finish(vm).into_value())
}

fn contains(vm: &Vm, object: Obj<'_>, item: Obj<'_>) -> PyResult<bool> {
    let dict = dict_of(object);
    if object.ty().kind() == Kind::DictKeys {
        return dict.contains(vm, item);
    }
    let Some(pair) = item.cast::<Tuple>().filter(|pair| pair.len() == 2) else { return Ok(false) };
    let [key, value] = pair.get().as_slice() else { return Ok(false) };
    match dict.get(vm, key.obj())? {
        Some(found) => collections::equal(vm, found.obj(), value.obj()),
        None => Ok(false),
    }
}

/// Whether it is a view that is like a set.
fn is_set_view(object: Obj<'_>) -> bool {
    matches!(object.ty().layout(), Kind::DictKeys | Kind::DictItems)
}

fn is_set(object: Obj<'_>) -> bool {
    object.cast::<Set>().is_some()
}

fn all_contained(vm: &Vm, items: Obj<'_>, container: Obj<'_>) -> PyResult<bool> {
    let iterator = vm.iter(items)?;
    while let Some(item) = vm.next(iterator.obj())? {
        if !vm.contains(container, item.obj())? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn richcompare(vm: &Vm, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
    if !is_set(right) && !is_set_view(right) {
        return Ok(Value::not_implemented());
    }
    let (own, other) = (vm.len(left)?, vm.len(right)?);
    let result = match op {
        CompareOp::Eq => own == other && all_contained(vm, left, right)?,
        CompareOp::Ne => !(own == other && all_contained(vm, left, right)?),
        CompareOp::Lt => own < other && all_contained(vm, left, right)?,
        CompareOp::Le => own <= other && all_contained(vm, left, right)?,
        CompareOp::Gt => own > other && all_contained(vm, right, left)?,
        CompareOp::Ge => own >= other && all_contained(vm, right, left)?,
    };
    Ok(Value::bool(result))
}

fn to_set(vm: &Vm, items: Obj<'_>) -> PyResult<Ref<Set>> {
    let set = Set::new(vm);
    set.update(vm, items)?;
    Ok(set)
}

fn sub(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    let result = to_set(vm, left)?;
    result.difference_update(vm, right)?;
    Ok(result.into_value())
}

fn or(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    let result = to_set(vm, left)?;
    result.update(vm, right)?;
    Ok(result.into_value())
}

fn and(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    let (mut view, mut other) = if is_set_view(left) { (left, right) } else { (right, left) };
    let len = vm.len(view)?;
    if other.ty().kind() == Kind::Set && vm.len(other)? >= len {
        return vm.call_method_str(other, "intersection", &[view]);
    }
    if is_set_view(other) && vm.len(other)? > len {
        std::mem::swap(&mut view, &mut other);
    }
    let result = Set::new(vm);
    let iterator = vm.iter(other)?;
    while let Some(item) = vm.next(iterator.obj())? {
        if contains(vm, view, item.obj())? {
            result.add(vm, item)?;
        }
    }
    Ok(result.into_value())
}

fn xor(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    if left.ty().layout() == Kind::DictItems && right.ty().layout() == Kind::DictItems {
        return xor_items(vm, left, right);
    }
    let result = to_set(vm, left)?;
    result.symmetric_difference_update(vm, right)?;
    Ok(result.into_value())
}

/// The items that only one of two dicts has. Values that are equal need no hash.
fn xor_items(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    let (mut first, mut second) = (dict_of(left), dict_of(right));
    if second.len() > first.len() {
        std::mem::swap(&mut first, &mut second);
    }
    let first = first.copy(vm)?;
    let result = Set::new(vm);
    let mut position = 0;
    while let Some((key, value)) = second.next_entry(&mut position) {
        match first.get(vm, key.obj())? {
            Some(own) => {
                if !collections::equal(vm, own.obj(), value.obj())? {
                    result.add(vm, Tuple::of(vm, [key.clone(), own]).into_value())?;
                    result.add(vm, Tuple::of(vm, [key.clone(), value]).into_value())?;
                }
                first.remove(vm, key.obj())?;
            }
            None => result.add(vm, Tuple::of(vm, [key, value]).into_value())?,
        }
    }
    for (key, value) in first.items() {
        result.add(vm, Tuple::of(vm, [key, value]).into_value())?;
    }
    Ok(result.into_value())
}

fn isdisjoint(vm: &Vm, object: Obj<'_>, other: Obj<'_>) -> PyResult<Value> {
    if object.is(other) {
        return Ok(Value::bool(vm.len(object)? == 0));
    }
    let (mut view, mut other) = (object, other);
    if (is_set(other) || is_set_view(other)) && vm.len(other)? > vm.len(view)? {
        std::mem::swap(&mut view, &mut other);
    }
    let iterator = vm.iter(other)?;
    while let Some(item) = vm.next(iterator.obj())? {
        if vm.contains(view, item.obj())? {
            return Ok(Value::bool(false));
        }
    }
    Ok(Value::bool(true))
}

fn mapping(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(crate::objects::mappingproxy::new(vm, dict_of(object).obj()))
}

/// # Safety
///
/// `object` is a view of a dict.
unsafe fn traverse(object: std::ptr::NonNull<Header>, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract.
    unsafe { object.cast::<DictView>().as_ref() }.dict.visit(visit);
}

fn fill(slots: &Slots) {
    slots.dealloc.set(crate::objects::alloc::dealloc::<DictView>);
    slots.traverse.set(Some(traverse));
    slots.repr.set(Some(repr));
    slots.iter.set(Some(iterate));
    slots.length.set(Some(|_, object| Ok(dict_of(object).len())));
}

fn fill_set_like(slots: &Slots) {
    fill(slots);
    slots.hash.set(Some(Vm::hash_not_implemented));
    slots.richcompare.set(Some(richcompare));
    slots.contains.set(Some(contains));
    slots.binary[nb::SUBTRACT].set(Some(sub));
    slots.binary[nb::AND].set(Some(and));
    slots.binary[nb::XOR].set(Some(xor));
    slots.binary[nb::OR].set(Some(or));
}

const SET_LIKE_METHODS: &[MethodDef] =
    &[MethodDef::o("isdisjoint", isdisjoint), MethodDef::noargs("__reversed__", reversed)];

const GETSET: &[GetSetDef] = &[GetSetDef::new("mapping", mapping)];

const fn spec(name: &'static str, kind: Kind, slots: fn(&Slots), methods: &'static [MethodDef]) -> TypeSpec {
    TypeSpec {
        name,
        kind,
        flags: flags::HAVE_GC,
        basicsize: size_of::<DictView>(),
        slots,
        methods,
        getset: GETSET,
        ..TypeSpec::DEFAULT
    }
}

/// `dict_keys`
pub(crate) static KEYS: TypeSpec = spec("dict_keys", Kind::DictKeys, fill_set_like, SET_LIKE_METHODS);
/// `dict_items`
pub(crate) static ITEMS: TypeSpec = spec("dict_items", Kind::DictItems, fill_set_like, SET_LIKE_METHODS);
/// `dict_values`
pub(crate) static VALUES: TypeSpec =
    spec("dict_values", Kind::DictValues, fill, &[MethodDef::noargs("__reversed__", reversed)]);
