//! `range`
//!
//! | file | what it has |
//! |---|---|
//! | `iter` | `range_iterator` and `longrange_iterator` |

#![allow(unsafe_code, reason = "declares the layout of ranges")]

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, Zero};

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::collections;
use crate::objects::dict::hash_key;
use crate::objects::int::IntRef;
use crate::objects::layout::object_layout;
use crate::objects::str_::Str;
use crate::objects::tuple::{Lanes, Tuple};
use crate::objects::type_::{CompareOp, GetSetDef, Kind, MethodDef, Slots, Type, TypeSpec, flags};
use crate::objects::{alloc, slice};
use crate::value::{Header, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

mod iter;

pub use iter::RangeIter;
pub(crate) use iter::{LONG_SPEC as LONG_ITERATOR, SPEC as ITERATOR};

/// A range: `rangeobject`. Its parts are ints of any size.
#[repr(C)]
pub struct Range {
    header: Header,
    start: Value,
    stop: Value,
    step: Value,
    length: Value,
}

object_layout!(Range, Range, "range");

#[inline(always)]
fn receiver(object: Obj<'_>) -> Ptr<'_, Range> {
    object.cast().expect("the receiver is a range")
}

/// The number of an int.
fn big(object: Obj<'_>) -> BigInt {
    IntRef::of(object).map(IntRef::to_big).unwrap_or_default()
}

/// How many numbers there are from `start` on before `stop`: `compute_range_length`.
fn length_of(start: &BigInt, stop: &BigInt, step: &BigInt) -> BigInt {
    let (low, high) = if step.is_positive() { (start, stop) } else { (stop, start) };
    if low >= high { BigInt::ZERO } else { (high - low - 1_u32).div_floor(&step.abs()) + 1_u32 }
}

/// [`length_of`] for small numbers.
fn small_length_of(start: i64, stop: i64, step: i64) -> u64 {
    let (low, high) = if step > 0 { (start, stop) } else { (stop, start) };
    if low >= high { 0 } else { (high.abs_diff(low) - 1) / step.unsigned_abs() + 1 }
}

impl Range {
    /// A range of these ints; `step` is not 0.
    fn new(vm: &Vm, start: Value, stop: Value, step: Value) -> Ref<Range> {
        let small = |value: &Value| value.obj().as_small_int();
        let length = match (small(&start), small(&stop), small(&step)) {
            (Some(start), Some(stop), Some(step)) => {
                let length = small_length_of(start, stop, step);
                i64::try_from(length).map_or_else(|_| vm.int_big(length.into()), |length| vm.int(length))
            }
            _ => vm.int_big(length_of(&big(start.obj()), &big(stop.obj()), &big(step.obj()))),
        };
        let ty = vm.types.range();
        vm.alloc(ty, Range { header: Header::new(ty), start, stop, step, length })
    }

    /// Start, step and length, if these and all numbers up to the one behind the last have 64 bits.
    fn small(&self) -> Option<(i64, i64, i64)> {
        let part = |value: &Value| IntRef::of(value.obj()).and_then(IntRef::to_i64);
        let (start, step, length) = (part(&self.start)?, part(&self.step)?, part(&self.length)?);
        step.checked_mul(length)?.checked_add(start)?;
        Some((start, step, length))
    }

    /// The number at an index, which may be any: `compute_item`.
    fn at(&self, vm: &Vm, index: &BigInt) -> Value {
        vm.int_big(big(self.start.obj()) + index * big(self.step.obj()))
    }

    /// Whether it has a number: `range_contains_long`.
    fn contains(&self, number: IntRef<'_>) -> bool {
        if let (Some((start, step, length)), Some(number)) = (self.small(), number.to_i64()) {
            let Some(offset) = number.checked_sub(start) else { return false };
            return length > 0 && offset % step == 0 && (0..length).contains(&(offset / step));
        }
        let (start, step) = (big(self.start.obj()), big(self.step.obj()));
        let (quotient, rest) = (number.to_big() - start).div_mod_floor(&step);
        rest.is_zero() && !quotient.is_negative() && quotient < big(self.length.obj())
    }

    /// The index of a number that it has.
    fn index_of(&self, vm: &Vm, number: IntRef<'_>) -> Value {
        vm.int_big((number.to_big() - big(self.start.obj())).div_floor(&big(self.step.obj())))
    }
}

fn new(vm: &Vm, _: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "range", 1, 3)?;
    let int = |index: usize| vm.index(args.get(index));
    let (start, stop, step) = match args.len() {
        1 => (vm.int(0), int(0)?, vm.int(1)),
        2 => (int(0)?, int(1)?, vm.int(1)),
        _ => {
            let parts = (int(0)?, int(1)?, int(2)?);
            if IntRef::of(parts.2.obj()).is_some_and(IntRef::is_zero) {
                return Err(vm.value_error("range() arg 3 must not be zero"));
            }
            parts
        }
    };
    Ok(Range::new(vm, start, stop, step).into_value())
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let range = receiver(object).get();
    let (start, stop) = (vm.repr(range.start.obj())?, vm.repr(range.stop.obj())?);
    let text = if range.step.obj().as_small_int() == Some(1) {
        format!("range({}, {})", start.as_str(), stop.as_str())
    } else {
        let step = vm.repr(range.step.obj())?;
        format!("range({}, {}, {})", start.as_str(), stop.as_str(), step.as_str())
    };
    Ok(Str::new(vm, &text).into_value())
}

/// What makes ranges equal: length, and start and step as far as they matter.
fn identity(range: &Range) -> [Value; 3] {
    let length = range.length.clone();
    match length.obj().as_small_int() {
        Some(0) => [length, Value::none(), Value::none()],
        Some(1) => [length, range.start.clone(), Value::none()],
        _ => [length, range.start.clone(), range.step.clone()],
    }
}

fn hash(vm: &Vm, object: Obj<'_>) -> PyResult<i64> {
    let mut lanes = Lanes::new();
    for part in identity(receiver(object).get()) {
        lanes.add(hash_key(vm, part.obj())?);
    }
    lanes.add_len(3);
    Ok(lanes.finish())
}

fn richcompare(vm: &Vm, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.cast::<Range>(), right.cast::<Range>()) else {
        return Ok(Value::not_implemented());
    };
    let equal = || -> PyResult<bool> {
        for (own, other) in identity(a.get()).iter().zip(&identity(b.get())) {
            if !collections::equal(vm, own.obj(), other.obj())? {
                return Ok(false);
            }
        }
        Ok(true)
    };
    match op {
        CompareOp::Eq => Ok(Value::bool(equal()?)),
        CompareOp::Ne => Ok(Value::bool(!equal()?)),
        _ => Ok(Value::not_implemented()),
    }
}

fn length(vm: &Vm, object: Obj<'_>) -> PyResult<usize> {
    match IntRef::of(receiver(object).get().length.obj()).and_then(IntRef::to_i64) {
        Some(length) => Ok(length as usize),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// Whether it is an int or bool, which equal nothing by a method of their own.
fn exact_number(object: Obj<'_>) -> Option<IntRef<'_>> {
    if matches!(object.ty().kind(), Kind::Int | Kind::Bool) { IntRef::of(object) } else { None }
}

/// The index of the first number that equals an object of any type, found one by one.
fn search(vm: &Vm, object: Obj<'_>, item: Obj<'_>) -> PyResult<Option<i64>> {
    let iterator = vm.iter(object)?;
    let mut index = 0;
    while let Some(number) = vm.next(iterator.obj())? {
        if collections::equal(vm, number.obj(), item)? {
            return Ok(Some(index));
        }
        index += 1;
    }
    Ok(None)
}

fn contains(vm: &Vm, object: Obj<'_>, item: Obj<'_>) -> PyResult<bool> {
    match exact_number(item) {
        Some(number) => Ok(receiver(object).get().contains(number)),
        None => Ok(search(vm, object, item)?.is_some()),
    }
}

fn index(vm: &Vm, object: Obj<'_>, item: Obj<'_>) -> PyResult<Value> {
    let range = receiver(object).get();
    match exact_number(item) {
        Some(number) if range.contains(number) => Ok(range.index_of(vm, number)),
        Some(_) => Err(vm.value_error("range.index(x): x not in range")),
        None => match search(vm, object, item)? {
            Some(index) => Ok(vm.int(index)),
            None => Err(vm.value_error("sequence.index(x): x not in sequence")),
        },
    }
}

fn count(vm: &Vm, object: Obj<'_>, item: Obj<'_>) -> PyResult<Value> {
    if let Some(number) = exact_number(item) {
        return Ok(vm.int(receiver(object).get().contains(number).into()));
    }
    let iterator = vm.iter(object)?;
    let mut count = 0;
    while let Some(number) = vm.next(iterator.obj())? {
        count += i64::from(collections::equal(vm, number.obj(), item)?);
    }
    Ok(vm.int(count))
}

fn out_of_range(vm: &Vm) -> crate::errors::Raised {
    vm.index_error("range object index out of range")
}

fn item_at(vm: &Vm, range: &Range, index: Obj<'_>) -> PyResult<Value> {
    if let (Some((start, step, length)), Some(index)) = (range.small(), index.as_small_int()) {
        let index = if index < 0 { index + length } else { index };
        return if (0..length).contains(&index) {
            Ok(vm.int(start + index * step))
        } else {
            Err(out_of_range(vm))
        };
    }
    let length = big(range.length.obj());
    let index = big(index);
    let index = if index.is_negative() { index + &length } else { index };
    if index.is_negative() || index >= length { Err(out_of_range(vm)) } else { Ok(range.at(vm, &index)) }
}

fn item(vm: &Vm, object: Obj<'_>, index: isize) -> PyResult<Value> {
    if index < 0 {
        return Err(out_of_range(vm));
    }
    item_at(vm, receiver(object).get(), vm.int(index as i64).obj())
}

fn subscript(vm: &Vm, object: Obj<'_>, key: Obj<'_>) -> PyResult<Value> {
    let range = receiver(object).get();
    if vm.is_index(key) {
        let index = vm.index(key)?;
        return item_at(vm, range, index.obj());
    }
    let Some(slice) = slice::of(key) else {
        return Err(
            vm.type_error(format_args!("range indices must be integers or slices, not {}", key.ty().name()))
        );
    };
    let (start, stop, step) = slice::big_indices(vm, slice, big(range.length.obj()))?;
    let step = vm.int_big(step * big(range.step.obj()));
    Ok(Range::new(vm, range.at(vm, &start), range.at(vm, &stop), step).into_value())
}

fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let range = receiver(object).get();
    let args = Tuple::of(vm, [range.start.clone(), range.stop.clone(), range.step.clone()]).into_value();
    Ok(Tuple::of(vm, [Ptr::from_ref(object.ty()).to_value(), args]).into_value())
}

fn fill(slots: &Slots) {
    slots.dealloc.set(alloc::dealloc::<Range>);
    slots.repr.set(Some(repr));
    slots.hash.set(Some(hash));
    slots.richcompare.set(Some(richcompare));
    slots.iter.set(Some(iter::iter));
    slots.bool.set(Some(|_, object| Ok(receiver(object).get().length.obj().as_small_int() != Some(0))));
    slots.length.set(Some(length));
    slots.contains.set(Some(contains));
    slots.item.set(Some(item));
    slots.subscript.set(Some(subscript));
}

/// `range`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "range",
    kind: Kind::Range,
    flags: flags::SEQUENCE,
    basicsize: size_of::<Range>(),
    doc: Some("Numbers in equal steps: range(stop) or range(start, stop[, step])."),
    new: Some(new),
    slots: fill,
    methods: &[
        MethodDef::noargs("__reversed__", iter::reversed),
        MethodDef::noargs("__reduce__", reduce),
        MethodDef::o("count", count),
        MethodDef::o("index", index),
    ],
    getset: &[
        GetSetDef::member("start", |_, object| Ok(receiver(object).get().start.clone())),
        GetSetDef::member("stop", |_, object| Ok(receiver(object).get().stop.clone())),
        GetSetDef::member("step", |_, object| Ok(receiver(object).get().step.clone())),
    ],
    ..TypeSpec::DEFAULT
};
