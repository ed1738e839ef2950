//! `dict_keyiterator` and its like.

#![allow(
    unsafe_code,
    reason = "declares the layout of iterators; borrows of dicts that nothing can change meanwhile"
)]

use std::cell::Cell;

use super::Dict;
use super::methods::receiver as dict_receiver;
use crate::errors::{PyResult, Raised};
use crate::objects::iterators;
use crate::objects::list::List;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, MethodDef, Slots, Type, TypeSpec, flags};
use crate::value::{FieldOf, Header, Layout, Obj, Ptr, Value};
use crate::vm::Vm;

/// An iterator over a dict: `dictiterobject`. Six types have this layout.
#[repr(C)]
pub(crate) struct DictIter {
    header: Header,
    /// `di_dict`: NULL when the iterator is exhausted.
    dict: FieldOf<Dict>,
    /// `di_used`: how many entries there should be; none can be if that was found to be wrong.
    used: Cell<usize>,
    /// `di_pos`: the next position; backwards, the one behind the next.
    position: Cell<usize>,
    /// `len`: how many entries are left.
    left: Cell<usize>,
    /// `di_result`: the pair that was handed out last, which is used again if nobody kept it.
    result: FieldOf<Tuple>,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for DictIter {
    const NAME: &'static str = "dict_iterator";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        matches!(
            ty.layout(),
            Kind::DictKeyIterator
                | Kind::DictValueIterator
                | Kind::DictItemIterator
                | Kind::DictReverseKeyIterator
                | Kind::DictReverseValueIterator
                | Kind::DictReverseItemIterator
        )
    }
}

impl DictIter {
    /// Stands at `position` from now on, an entry further.
    #[inline(always)]
    fn advance(&self, position: usize) {
        self.position.set(position);
        self.left.set(self.left.get().saturating_sub(1));
    }

    /// Has no more entries from now on.
    fn finish(&self) -> Option<Value> {
        self.dict.set(None);
        None
    }
}

/// What an iterator gives of each entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Key,
    Value,
    Item,
}

impl Part {
    fn of(self, vm: &Vm, key: Value, value: Value) -> Value {
        match self {
            Part::Key => key,
            Part::Value => value,
            Part::Item => Tuple::of(vm, [key, value]).into_value(),
        }
    }
}

/// How an iterator of this type goes: what it gives, and whether backwards.
#[inline(always)]
fn manner(ty: &Type) -> (Part, bool) {
    match ty.kind() {
        Kind::DictValueIterator => (Part::Value, false),
        Kind::DictItemIterator => (Part::Item, false),
        Kind::DictReverseKeyIterator => (Part::Key, true),
        Kind::DictReverseValueIterator => (Part::Value, true),
        Kind::DictReverseItemIterator => (Part::Item, true),
        _ => (Part::Key, false),
    }
}

#[inline(always)]
fn receiver(object: Obj<'_>) -> Ptr<'_, DictIter> {
    object.cast().expect("the receiver is an iterator over a dict")
}

/// A new iterator of one of the six types.
pub(super) fn new(vm: &Vm, ty: &Type, dict: Ptr<'_, Dict>) -> Value {
    let position = if manner(ty).1 { dict.positions() } else { 0 };
    let iterator = DictIter {
        header: Header::new(ty),
        dict: FieldOf::new(dict.to_ref()),
        used: Cell::new(dict.len()),
        position: Cell::new(position),
        left: Cell::new(dict.len()),
        result: FieldOf::NULL,
    };
    vm.alloc(ty, iterator).into_value()
}

/// `tp_iter` of dicts
pub(super) fn iter(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(new(vm, vm.types.dict_key_iterator(), dict_receiver(object)))
}

/// `dict.__reversed__()`
pub(super) fn reversed(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(new(vm, vm.types.dict_reverse_key_iterator(), dict_receiver(object)))
}

#[cold]
fn changed_size(vm: &Vm, iterator: &DictIter) -> Raised {
    iterator.used.set(usize::MAX);
    vm.runtime_error("dictionary changed size during iteration")
}

fn next(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let iterator = receiver(object).get();
    // SAFETY: what the entry has gets counts before the dict is released.
    let Some(dict) = (unsafe { iterator.dict.borrow() }) else { return Ok(None) };
    let dict = dict.get();
    if iterator.used.get() != dict.len() {
        return Err(changed_size(vm, iterator));
    }
    let (part, backwards) = manner(object.ty());
    let mut position = iterator.position.get();
    if backwards {
        return Ok(match dict.previous_entry(&mut position) {
            Some((key, value)) => {
                iterator.advance(position);
                Some(part.of(vm, key, value))
            }
            None => iterator.finish(),
        });
    }
    // SAFETY: counts are taken before anything runs.
    let Some((_, key, value)) = (unsafe { dict.borrow_next(&mut position) }) else {
        return Ok(iterator.finish());
    };
    // There is an entry more than there should be: another one has gone.
    if iterator.left.get() == 0 {
        iterator.finish();
        return Err(vm.runtime_error("dictionary keys changed during iteration"));
    }
    iterator.advance(position);
    Ok(Some(match part {
        Part::Key => key.to_owned(),
        Part::Value => value.to_owned(),
        Part::Item => iterators::pair(vm, &iterator.result, key.to_owned(), value.to_owned()),
    }))
}

fn length_hint(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let iterator = receiver(object).get();
    let current = iterator.dict.get().is_some_and(|dict| dict.len() == iterator.used.get());
    Ok(vm.int(if current { iterator.left.get() as i64 } else { 0 }))
}

fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let iterator = receiver(object).get();
    let mut items = Vec::new();
    if let Some(dict) = iterator.dict.get() {
        if iterator.used.get() != dict.len() {
            return Err(changed_size(vm, iterator));
        }
        let (part, backwards) = manner(object.ty());
        let mut position = iterator.position.get();
        while let Some((key, value)) =
            if backwards { dict.previous_entry(&mut position) } else { dict.next_entry(&mut position) }
        {
            items.push(part.of(vm, key, value));
        }
    }
    iterators::reduce_exhausted(vm, "iter", List::new(vm, items).into_value())
}

/// # Safety
///
/// `object` is an iterator over a dict.
unsafe fn traverse(object: std::ptr::NonNull<Header>, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract.
    let iterator = unsafe { object.cast::<DictIter>().as_ref() };
    iterator.dict.visit(visit);
    iterator.result.visit(visit);
}

fn fill(slots: &Slots) {
    slots.dealloc.set(crate::objects::alloc::dealloc::<DictIter>);
    slots.traverse.set(Some(traverse));
    slots.iter.set(Some(iterators::itself));
    slots.iternext.set(Some(next));
}

const METHODS: &[MethodDef] =
    &[MethodDef::noargs("__length_hint__", length_hint), MethodDef::noargs("__reduce__", reduce)];

const fn spec(name: &'static str, kind: Kind) -> TypeSpec {
    TypeSpec {
        name,
        kind,
        flags: flags::HAVE_GC,
        basicsize: size_of::<DictIter>(),
        slots: fill,
        methods: METHODS,
        ..TypeSpec::DEFAULT
    }
}

/// `dict_keyiterator`
pub(crate) static KEY_ITERATOR: TypeSpec = spec("dict_keyiterator", Kind::DictKeyIterator);
/// `dict_valueiterator`
pub(crate) static VALUE_ITERATOR: TypeSpec = spec("dict_valueiterator", Kind::DictValueIterator);
/// `dict_itemiterator`
pub(crate) static ITEM_ITERATOR: TypeSpec = spec("dict_itemiterator", Kind::DictItemIterator);
/// `dict_reversekeyiterator`
pub(crate) static REVERSE_KEY_ITERATOR: TypeSpec =
    spec("dict_reversekeyiterator", Kind::DictReverseKeyIterator);
/// `dict_reversevalueiterator`
pub(crate) static REVERSE_VALUE_ITERATOR: TypeSpec =
    spec("dict_reversevalueiterator", Kind::DictReverseValueIterator);
/// `dict_reverseitemiterator`
pub(crate) static REVERSE_ITEM_ITERATOR: TypeSpec =
    spec("dict_reverseitemiterator", Kind::DictReverseItemIterator);
