//! `tuple_iterator`

#![allow(unsafe_code, reason = "declares the layout of iterators; borrows of tuples, which do not change")]

use std::cell::Cell;

use super::Tuple;
use crate::errors::PyResult;
use crate::objects::collections;
use crate::objects::iterators;
use crate::objects::type_::{Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{FieldOf, Header, Layout, Obj, Ptr, Value};
use crate::vm::Vm;

/// An iterator over a tuple: `_PyTupleIterObject`.
#[repr(C)]
pub struct TupleIter {
    header: Header,
    /// `it_index`
    pub(crate) index: Cell<isize>,
    /// `it_seq`: NULL when the iterator is exhausted.
    pub(crate) seq: FieldOf<Tuple>,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for TupleIter {
    const NAME: &'static str = "tuple_iterator";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::TupleIterator
    }
}

#[inline(always)]
fn receiver(object: Obj<'_>) -> Ptr<'_, TupleIter> {
    object.cast().expect("the receiver is a tuple_iterator")
}

/// `tp_iter` of tuples
pub(super) fn iter(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let tuple = object.cast::<Tuple>().expect("the receiver is a tuple");
    let ty = vm.types.tuple_iterator();
    let iterator =
        TupleIter { header: Header::new(ty), index: Cell::new(0), seq: FieldOf::new(tuple.to_ref()) };
    Ok(vm.alloc(ty, iterator).into_value())
}

fn next(_: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let iterator = receiver(object).get();
    // SAFETY: the item gets its count before the tuple is released.
    let Some(tuple) = (unsafe { iterator.seq.borrow() }) else { return Ok(None) };
    let index = iterator.index.get();
    match tuple.get().get(index as usize) {
        Some(item) => {
            let item = item.to_owned();
            iterator.index.set(index + 1);
            Ok(Some(item))
        }
        None => {
            iterator.seq.set(None);
            Ok(None)
        }
    }
}

fn length_hint(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let iterator = receiver(object).get();
    let left = iterator.seq.get().map_or(0, |tuple| tuple.len() as i64 - iterator.index.get() as i64);
    Ok(vm.int(left))
}

fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let iterator = receiver(object).get();
    match iterator.seq.get() {
        Some(tuple) => iterators::reduce_with_index(vm, "iter", tuple.into_value(), iterator.index.get()),
        None => iterators::reduce_exhausted(vm, "iter", Tuple::new(vm, Vec::new()).into_value()),
    }
}

fn setstate(vm: &Vm, object: Obj<'_>, state: Obj<'_>) -> PyResult<Value> {
    let index = collections::state_argument(vm, state)?;
    let iterator = receiver(object).get();
    if let Some(tuple) = iterator.seq.get() {
        iterator.index.set(index.clamp(0, tuple.len() as isize));
    }
    Ok(Value::none())
}

/// `tuple_iterator`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "tuple_iterator",
    kind: Kind::TupleIterator,
    flags: flags::HAVE_GC,
    basicsize: size_of::<TupleIter>(),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<TupleIter>);
        // SAFETY: the slot is asked of iterators over tuples only.
        slots
            .traverse
            .set(Some(|object, visit| unsafe { object.cast::<TupleIter>().as_ref().seq.visit(visit) }));
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
