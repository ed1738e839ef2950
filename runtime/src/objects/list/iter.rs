//! `list_iterator` and `list_reverseiterator`

#![allow(
    unsafe_code,
    reason = "declares the layout of iterators; borrows of lists that nothing can change meanwhile"
)]

use std::cell::Cell;

use super::List;
use super::methods::receiver as list_receiver;
use crate::errors::PyResult;
use crate::objects::type_::{Kind, MethodDef, Type, TypeSpec, flags};
use crate::objects::{collections, iterators};
use crate::value::{FieldOf, Header, Layout, Obj, Ptr, Value};
use crate::vm::Vm;

/// An iterator over a list: `_PyListIterObject`.
#[repr(C)]
pub struct ListIter {
    header: Header,
    /// `it_index`
    pub(crate) index: Cell<isize>,
    /// `it_seq`: NULL when the iterator is exhausted.
    pub(crate) seq: FieldOf<List>,
}

/// An iterator over a list from its end: `listreviterobject`.
#[repr(C)]
pub struct ListReverseIter {
    header: Header,
    /// `it_index`: that of the next item; -1 if there is none.
    index: Cell<isize>,
    /// `it_seq`: NULL when the iterator is exhausted.
    seq: FieldOf<List>,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for ListIter {
    const NAME: &'static str = "list_iterator";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::ListIterator
    }
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for ListReverseIter {
    const NAME: &'static str = "list_reverseiterator";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::ListReverseIterator
    }
}

#[inline(always)]
fn receiver(object: Obj<'_>) -> Ptr<'_, ListIter> {
    object.cast().expect("the receiver is a list_iterator")
}

#[inline(always)]
fn reverse_receiver(object: Obj<'_>) -> Ptr<'_, ListReverseIter> {
    object.cast().expect("the receiver is a list_reverseiterator")
}

/// `tp_iter` of lists
pub(super) fn iter(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let ty = vm.types.list_iterator();
    let seq = FieldOf::new(list_receiver(object).to_ref());
    Ok(vm.alloc(ty, ListIter { header: Header::new(ty), index: Cell::new(0), seq }).into_value())
}

/// `list.__reversed__()`
pub(super) fn reversed(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let ty = vm.types.list_reverse_iterator();
    let list = list_receiver(object);
    let index = Cell::new(list.len() as isize - 1);
    let iterator = ListReverseIter { header: Header::new(ty), index, seq: FieldOf::new(list.to_ref()) };
    Ok(vm.alloc(ty, iterator).into_value())
}

fn next(_: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let iterator = receiver(object).get();
    // SAFETY: the item gets its count before the list is released.
    let Some(list) = (unsafe { iterator.seq.borrow() }) else { return Ok(None) };
    let index = iterator.index.get();
    match list.get().get(index as usize) {
        Some(item) => {
            iterator.index.set(index + 1);
            Ok(Some(item))
        }
        None => {
            iterator.index.set(-1);
            iterator.seq.set(None);
            Ok(None)
        }
    }
}

fn reverse_next(_: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let iterator = reverse_receiver(object).get();
    // SAFETY: the item gets its count before the list is released.
    let Some(list) = (unsafe { iterator.seq.borrow() }) else { return Ok(None) };
    let index = iterator.index.get();
    match usize::try_from(index).ok().and_then(|index| list.get().get(index)) {
        Some(item) => {
            iterator.index.set(index - 1);
            Ok(Some(item))
        }
        None => {
            iterator.index.set(-1);
            iterator.seq.set(None);
            Ok(None)
        }
    }
}

fn length_hint(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let iterator = receiver(object).get();
    let index = iterator.index.get();
    let len = iterator.seq.get().map_or(0, |list| list.len());
    Ok(vm.int(usize::try_from(index).map_or(0, |index| len.saturating_sub(index)) as i64))
}

fn reverse_length_hint(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let iterator = reverse_receiver(object).get();
    let left = iterator.index.get() + 1;
    let len = iterator.seq.get().map_or(0, |list| list.len() as isize);
    Ok(vm.int(if len < left { 0 } else { left as i64 }))
}

fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let iterator = receiver(object).get();
    match iterator.seq.get() {
        Some(list) => iterators::reduce_with_index(vm, "iter", list.into_value(), iterator.index.get()),
        None => iterators::reduce_exhausted(vm, "iter", List::new(vm, Vec::new()).into_value()),
    }
}

fn reverse_reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let iterator = reverse_receiver(object).get();
    match iterator.seq.get() {
        Some(list) => iterators::reduce_with_index(vm, "reversed", list.into_value(), iterator.index.get()),
        None => iterators::reduce_exhausted(vm, "iter", List::new(vm, Vec::new()).into_value()),
    }
}

fn setstate(vm: &Vm, object: Obj<'_>, state: Obj<'_>) -> PyResult<Value> {
    let index = collections::state_argument(vm, state)?;
    let iterator = receiver(object).get();
    if let Some(list) = iterator.seq.get() {
        iterator.index.set(index.clamp(-1, list.len() as isize));
    }
    Ok(Value::none())
}

fn reverse_setstate(vm: &Vm, object: Obj<'_>, state: Obj<'_>) -> PyResult<Value> {
    let index = collections::state_argument(vm, state)?;
    let iterator = reverse_receiver(object).get();
    if let Some(list) = iterator.seq.get() {
        iterator.index.set(index.clamp(-1, list.len() as isize - 1));
    }
    Ok(Value::none())
}

/// `list_iterator`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "list_iterator",
    kind: Kind::ListIterator,
    flags: flags::HAVE_GC,
    basicsize: size_of::<ListIter>(),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<ListIter>);
        // SAFETY: the slot is asked of iterators over lists only.
        slots
            .traverse
            .set(Some(|object, visit| unsafe { object.cast::<ListIter>().as_ref().seq.visit(visit) }));
        slots.iter.set(Some(iterators::itself));
        slots.iternext.set(Some(next));
    },
    methods: &[
        MethodDef::noargs("__length_hint__", length_hint),
        MethodDef::noargs("__reduce__", reduce),
        MethodDef::o("__setstate__", setstate),
    ],
    ..TypeSpec::DEFAULT
};

/// `list_reverseiterator`
pub(crate) static REVERSE_SPEC: TypeSpec = TypeSpec {
    name: "list_reverseiterator",
    kind: Kind::ListReverseIterator,
    flags: flags::HAVE_GC,
    basicsize: size_of::<ListReverseIter>(),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<ListReverseIter>);
        // SAFETY: the slot is asked of such iterators only.
        slots.traverse.set(Some(|object, visit| unsafe {
            object.cast::<ListReverseIter>().as_ref().seq.visit(visit);
        }));
        slots.iter.set(Some(iterators::itself));
        slots.iternext.set(Some(reverse_next));
    },
    methods: &[
        MethodDef::noargs("__length_hint__", reverse_length_hint),
        MethodDef::noargs("__reduce__", reverse_reduce),
        MethodDef::o("__setstate__", reverse_setstate),
    ],
    ..TypeSpec::DEFAULT
};
