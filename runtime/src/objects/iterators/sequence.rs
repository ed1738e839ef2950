//! `iterator`: over anything that has `__getitem__` and raises `IndexError` at the end.

#![allow(unsafe_code, reason = "declares the layout of iterators")]

use std::cell::Cell;

use crate::errors::PyResult;
use crate::objects::layout::object_layout;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, MethodDef, TypeSpec, flags};
use crate::objects::{alloc, collections};
use crate::value::{Field, Header, Obj, Ptr, Value};
use crate::vm::Vm;

/// `seqiterobject`
#[repr(C)]
struct SequenceIter {
    header: Header,
    /// `it_index`
    index: Cell<isize>,
    /// `it_seq`: NULL when the iterator is exhausted.
    seq: Field,
}

object_layout!(SequenceIter, Iterator, "iterator");

#[inline(always)]
fn receiver(object: Obj<'_>) -> Ptr<'_, SequenceIter> {
    object.cast().expect("the receiver is an iterator")
}

/// An iterator over a sequence: `PySeqIter_New`.
pub(crate) fn new(vm: &Vm, sequence: Obj<'_>) -> Value {
    let ty = vm.types.iterator();
    let seq = Field::new(sequence.to_owned());
    vm.alloc(ty, SequenceIter { header: Header::new(ty), index: Cell::new(0), seq }).into_value()
}

fn next(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let iterator = receiver(object).get();
    let Some(sequence) = iterator.seq.get() else { return Ok(None) };
    let index = iterator.index.get();
    if index == isize::MAX {
        return Err(vm.overflow_error("iter index too large"));
    }
    match vm.sequence_item(sequence.obj(), index) {
        Ok(item) => {
            iterator.index.set(index + 1);
            Ok(Some(item))
        }
        Err(_)
            if vm.exception_matches(vm.types.index_error())
                || vm.exception_matches(vm.types.stop_iteration()) =>
        {
            vm.clear_exception();
            iterator.seq.set(None);
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

fn length_hint(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let iterator = receiver(object).get();
    let Some(sequence) = iterator.seq.get() else { return Ok(vm.int(0)) };
    if sequence.ty().slots.length.get().is_none() {
        return Ok(Value::not_implemented());
    }
    let len = vm.len(sequence.obj())? as i64;
    Ok(vm.int((len - iterator.index.get() as i64).max(0)))
}

fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let iterator = receiver(object).get();
    match iterator.seq.get() {
        Some(sequence) => super::reduce_with_index(vm, "iter", sequence, iterator.index.get()),
        None => super::reduce_exhausted(vm, "iter", Tuple::new(vm, Vec::new()).into_value()),
    }
}

fn setstate(vm: &Vm, object: Obj<'_>, state: Obj<'_>) -> PyResult<Value> {
    let index = collections::state_argument(vm, state)?;
    let iterator = receiver(object).get();
    if !iterator.seq.is_null() {
        iterator.index.set(index.max(0));
    }
    Ok(Value::none())
}

/// `iterator`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "iterator",
    kind: Kind::Iterator,
    flags: flags::HAVE_GC,
    basicsize: size_of::<SequenceIter>(),
    slots: |slots| {
        slots.dealloc.set(alloc::dealloc::<SequenceIter>);
        // SAFETY: the slot is asked of such iterators only.
        slots
            .traverse
            .set(Some(|object, visit| unsafe { object.cast::<SequenceIter>().as_ref().seq.visit(visit) }));
        slots.iter.set(Some(super::itself));
        slots.iternext.set(Some(next));
    },
    methods: &[
        MethodDef::noargs("__length_hint__", length_hint),
        MethodDef::noargs("__reduce__", reduce),
        MethodDef::o("__setstate__", setstate),
    ],
    ..TypeSpec::DEFAULT
};
