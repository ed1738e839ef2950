//! `range_iterator` and `longrange_iterator`

#![allow(unsafe_code, reason = "declares the layout of iterators")]

use std::cell::Cell;

use num_bigint::BigInt;

use super::{Range, big, receiver as range_receiver};
use crate::errors::PyResult;
use crate::objects::int::IntRef;
use crate::objects::layout::object_layout;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, MethodDef, TypeSpec};
use crate::objects::{alloc, collections, iterators};
use crate::value::{Field, Header, Obj, Ptr, Value};
use crate::vm::Vm;

/// An iterator over a range all of whose numbers, and the one behind them, have 64 bits: `_PyRangeIterObject`.
#[repr(C)]
pub struct RangeIter {
    header: Header,
    /// `start`: the next number.
    pub(crate) start: Cell<i64>,
    /// `step`
    pub(crate) step: i64,
    /// `len`: how many numbers are left.
    pub(crate) len: Cell<i64>,
}

/// An iterator over any range: `longrangeiterobject`.
#[repr(C)]
struct LongRangeIter {
    header: Header,
    /// `start`: the next number.
    start: Field,
    /// `step`
    step: Value,
    /// `len`: how many numbers are left.
    len: Field,
}

object_layout!(RangeIter, RangeIterator, "range_iterator");
object_layout!(LongRangeIter, LongRangeIterator, "longrange_iterator");

#[inline(always)]
fn receiver(object: Obj<'_>) -> Ptr<'_, RangeIter> {
    object.cast().expect("the receiver is a range_iterator")
}

#[inline(always)]
fn long_receiver(object: Obj<'_>) -> Ptr<'_, LongRangeIter> {
    object.cast().expect("the receiver is a longrange_iterator")
}

fn small(vm: &Vm, start: i64, step: i64, len: i64) -> Value {
    let ty = vm.types.range_iterator();
    let iterator = RangeIter { header: Header::new(ty), start: Cell::new(start), step, len: Cell::new(len) };
    vm.alloc(ty, iterator).into_value()
}

fn long(vm: &Vm, start: BigInt, step: BigInt, len: Value) -> Value {
    let ty = vm.types.longrange_iterator();
    let (start, step) = (Field::new(vm.int_big(start)), vm.int_big(step));
    vm.alloc(ty, LongRangeIter { header: Header::new(ty), start, step, len: Field::new(len) }).into_value()
}

/// `tp_iter` of ranges
pub(super) fn iter(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let range: &Range = range_receiver(object).get();
    Ok(match range.small() {
        Some((start, step, len)) => small(vm, start, step, len),
        None => long(vm, big(range.start.obj()), big(range.step.obj()), range.length.clone()),
    })
}

/// `range.__reversed__()`
pub(super) fn reversed(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let range: &Range = range_receiver(object).get();
    if let Some((start, step, len)) = range.small()
        && let (Some(before), Some(back)) = (start.checked_sub(step), step.checked_neg())
        && let Some(last) = step.checked_mul(len).and_then(|distance| before.checked_add(distance))
    {
        return Ok(small(vm, last, back, len));
    }
    let (start, step) = (big(range.start.obj()), big(range.step.obj()));
    let last = start + (big(range.length.obj()) - 1_u32) * &step;
    Ok(long(vm, last, -step, range.length.clone()))
}

fn next(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let iterator = receiver(object).get();
    let (start, len) = (iterator.start.get(), iterator.len.get());
    if len <= 0 {
        return Ok(None);
    }
    iterator.start.set(start + iterator.step);
    iterator.len.set(len - 1);
    Ok(Some(vm.int(start)))
}

fn long_next(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let iterator = long_receiver(object).get();
    let (Some(start), Some(len)) = (iterator.start.get(), iterator.len.get()) else { return Ok(None) };
    let len = big(len.obj());
    if len <= BigInt::ZERO {
        return Ok(None);
    }
    iterator.start.set(Some(vm.int_big(big(start.obj()) + big(iterator.step.obj()))));
    iterator.len.set(Some(vm.int_big(len - 1_u32)));
    Ok(Some(start))
}

fn length_hint(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(vm.int(receiver(object).get().len.get()))
}

fn long_length_hint(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(long_receiver(object).get().len.get().unwrap_or_else(|| vm.int(0)))
}

/// What `__reduce__` answers with: the function `iter`, the range that is left, no state.
fn reduce_range(vm: &Vm, start: BigInt, step: BigInt, len: BigInt) -> PyResult<Value> {
    let stop = &start + &step * len;
    let range = Range::new(vm, vm.int_big(start), vm.int_big(stop), vm.int_big(step)).into_value();
    let function = collections::builtin(vm, "iter")?;
    let args = Tuple::of(vm, [range]).into_value();
    Ok(Tuple::of(vm, [function, args, Value::none()]).into_value())
}

fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let iterator = receiver(object).get();
    reduce_range(vm, iterator.start.get().into(), iterator.step.into(), iterator.len.get().into())
}

fn long_reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let iterator = long_receiver(object).get();
    let part = |field: &Field| field.get().map(|value| big(value.obj())).unwrap_or_default();
    reduce_range(vm, part(&iterator.start), big(iterator.step.obj()), part(&iterator.len))
}

fn setstate(vm: &Vm, object: Obj<'_>, state: Obj<'_>) -> PyResult<Value> {
    let index = vm.index_isize(state, Some(vm.types.overflow_error()))? as i64;
    let iterator = receiver(object).get();
    let index = index.clamp(0, iterator.len.get().max(0));
    iterator.start.set(iterator.start.get() + index * iterator.step);
    iterator.len.set(iterator.len.get() - index);
    Ok(Value::none())
}

fn long_setstate(vm: &Vm, object: Obj<'_>, state: Obj<'_>) -> PyResult<Value> {
    if IntRef::of(state).is_none() {
        return Err(vm.type_error(format_args!("state must be an int, not {}", state.ty().name())));
    }
    let iterator = long_receiver(object).get();
    let part = |field: &Field| field.get().map(|value| big(value.obj())).unwrap_or_default();
    let len = part(&iterator.len);
    let index = big(state).max(BigInt::ZERO).min(len.clone());
    iterator.start.set(Some(vm.int_big(part(&iterator.start) + &index * big(iterator.step.obj()))));
    iterator.len.set(Some(vm.int_big(len - index)));
    Ok(Value::none())
}

/// `range_iterator`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "range_iterator",
    kind: Kind::RangeIterator,
    basicsize: size_of::<RangeIter>(),
    slots: |slots| {
        slots.dealloc.set(alloc::dealloc::<RangeIter>);
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

/// `longrange_iterator`
pub(crate) static LONG_SPEC: TypeSpec = TypeSpec {
    name: "longrange_iterator",
    kind: Kind::LongRangeIterator,
    basicsize: size_of::<LongRangeIter>(),
    slots: |slots| {
        slots.dealloc.set(alloc::dealloc::<LongRangeIter>);
        slots.iter.set(Some(iterators::itself));
        slots.iternext.set(Some(long_next));
    },
    methods: &[
        MethodDef::noargs("__length_hint__", long_length_hint),
        MethodDef::noargs("__reduce__", long_reduce),
        MethodDef::o("__setstate__", long_setstate),
    ],
    ..TypeSpec::DEFAULT
};
