//! `list.sort`

#![allow(unsafe_code, reason = "moving items about by their positions")]

use super::methods::receiver;
use super::{no_memory, timsort};
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::collections::equal_without_running;
use crate::objects::dict::exact_str;
use crate::objects::float::Float;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, Kind};
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

static SIGNATURE: Signature<2> = Signature::new("sort", ["key", "reverse"], 0).keyword_only_after(0);

/// `sort(*, key=None, reverse=False)`
pub(super) fn method(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [key, reverse] = args.bind(vm, &SIGNATURE)?;
    let reverse = reverse.map_or(Ok(false), |reverse| vm.is_true(reverse))?;
    let key = key.filter(|key| !key.is_none());
    let list = receiver(object).get();
    // The list is empty while it is sorted, so that a program that looks at it meanwhile does no harm.
    let mut items = list.take();
    let result = sort_items(vm, &mut items, key, reverse);
    let modified = list.capacity() > 0;
    drop(list.put(items));
    result?;
    if modified { Err(vm.value_error("list modified during sort")) } else { Ok(Value::none()) }
}

/// Sorts items by themselves or by what `key` makes of them. An error leaves them in some order, and complete.
pub(crate) fn sort_items(vm: &Vm, items: &mut [Value], key: Option<Obj<'_>>, reverse: bool) -> PyResult<()> {
    let keys = match key {
        None => None,
        Some(key) => {
            let mut keys = Vec::new();
            keys.try_reserve_exact(items.len()).map_err(|_| no_memory(vm))?;
            for item in items.iter() {
                keys.push(vm.call_args(key, &[item.obj()])?);
            }
            Some(keys)
        }
    };
    // Turned round before and after, equal items stay in their order.
    if reverse {
        items.reverse();
    }
    let result = match keys {
        None => sort_alone(vm, items),
        Some(mut keys) => {
            if reverse {
                keys.reverse();
            }
            let result = sort_by_keys(vm, items, &keys);
            drop(keys);
            result
        }
    };
    if reverse {
        items.reverse();
    }
    result
}

/// What all keys are, if that makes comparing them simple.
enum Uniform {
    SmallInts,
    Floats,
    Strings,
    No,
}

fn uniform(keys: &[Value]) -> Uniform {
    let Some(first) = keys.first().map(Value::obj) else { return Uniform::No };
    if first.as_small_int().is_some() {
        let all = keys.iter().all(|key| key.obj().as_small_int().is_some());
        return if all { Uniform::SmallInts } else { Uniform::No };
    }
    match first.ty().kind() {
        Kind::Str if keys.iter().all(|key| exact_str(key.obj()).is_some()) => Uniform::Strings,
        // Numbers that are not comparable do not sort: their comparisons are made one by one.
        Kind::Float if keys.iter().all(|key| float(key.obj()).is_some_and(|number| !number.is_nan())) => {
            Uniform::Floats
        }
        _ => Uniform::No,
    }
}

fn float(object: Obj<'_>) -> Option<f64> {
    if object.ty().kind() == Kind::Float {
        object.cast::<Float>().map(|float| float.get().get())
    } else {
        None
    }
}

/// The number of a small int, which orders as the word does.
fn small_int(key: &Value) -> i64 {
    key.obj().as_small_int().unwrap_or(0)
}

fn number(key: &Value) -> f64 {
    float(key.obj()).unwrap_or(0.0)
}

fn string(key: &Value) -> Ptr<'_, Str> {
    exact_str(key.obj()).expect("all keys are strings")
}

fn compare_floats(left: f64, right: f64) -> std::cmp::Ordering {
    left.partial_cmp(&right).unwrap_or(std::cmp::Ordering::Equal)
}

fn sort_alone(vm: &Vm, items: &mut [Value]) -> PyResult<()> {
    match uniform(items) {
        Uniform::SmallInts => items.sort_by_key(small_int),
        Uniform::Floats => items.sort_by(|left, right| compare_floats(number(left), number(right))),
        Uniform::Strings => items.sort_by(|left, right| string(left).chars().compare(string(right).chars())),
        Uniform::No => {
            let keys: Vec<Obj<'_>> = items.iter().map(Value::obj).collect();
            let (order, result) = order_of(vm, &keys)?;
            arrange(items, &order);
            return result;
        }
    }
    Ok(())
}

fn sort_by_keys(vm: &Vm, items: &mut [Value], keys: &[Value]) -> PyResult<()> {
    let mut order: Vec<u32> = positions(vm, keys.len())?;
    let at = |position: u32| &keys[position as usize];
    let result = match uniform(keys) {
        Uniform::SmallInts => {
            order.sort_by_key(|&position| small_int(at(position)));
            Ok(())
        }
        Uniform::Floats => {
            order.sort_by(|&left, &right| compare_floats(number(at(left)), number(at(right))));
            Ok(())
        }
        Uniform::Strings => {
            order.sort_by(|&left, &right| string(at(left)).chars().compare(string(at(right)).chars()));
            Ok(())
        }
        Uniform::No => {
            let keys: Vec<Obj<'_>> = keys.iter().map(Value::obj).collect();
            let (found, result) = order_of(vm, &keys)?;
            order = found;
            result
        }
    };
    arrange(items, &order);
    result
}

fn positions(vm: &Vm, len: usize) -> PyResult<Vec<u32>> {
    let len = u32::try_from(len).map_err(|_| no_memory(vm))?;
    Ok((0..len).collect())
}

/// The order of keys of any types, and whether a comparison raised on the way to it.
fn order_of(vm: &Vm, keys: &[Obj<'_>]) -> PyResult<(Vec<u32>, PyResult<()>)> {
    let mut order = positions(vm, keys.len())?;
    let result = timsort::sort(&mut order, |left, right| less(vm, keys[left as usize], keys[right as usize]));
    Ok((order, result))
}

/// Whether one key comes before another: `<`.
#[inline]
fn less(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<bool> {
    if let Some((left, right)) = left.small_int_order(right) {
        return Ok(left < right);
    }
    if let (Some(left), Some(right)) = (exact_str(left), exact_str(right)) {
        return Ok(left.chars().compare(right.chars()).is_lt());
    }
    if let (Some(left), Some(right)) = (float(left), float(right)) {
        return Ok(left < right);
    }
    if let Some((left, right)) = first_difference(left, right) {
        return less(vm, left, right);
    }
    let result = vm.rich_compare(left, right, CompareOp::Lt)?;
    vm.is_true(result.obj())
}

/// The first items that differ of two tuples, if that can be said without running anything.
fn first_difference<'a>(left: Obj<'a>, right: Obj<'a>) -> Option<(Obj<'a>, Obj<'a>)> {
    if left.ty().kind() != Kind::Tuple || right.ty().kind() != Kind::Tuple {
        return None;
    }
    let (left, right) = (left.cast::<Tuple>()?.get(), right.cast::<Tuple>()?.get());
    for (left, right) in left.as_slice().iter().zip(right.as_slice()) {
        // Items that can be compared like this have no items themselves.
        if !equal_without_running(left.obj(), right.obj())? {
            return Some((left.obj(), right.obj()));
        }
    }
    None
}

/// Puts items into the order that their positions have.
fn arrange(items: &mut [Value], order: &[u32]) {
    debug_assert_eq!(items.len(), order.len());
    let mut arranged = Vec::with_capacity(items.len());
    // SAFETY: `order` has each position once, so that each item moves once; the old places are overwritten with the
    // same items without being dropped.
    unsafe {
        for &position in order {
            arranged.push(std::ptr::read(&raw const items[position as usize]));
        }
        std::ptr::copy_nonoverlapping(arranged.as_ptr(), items.as_mut_ptr(), arranged.len());
        arranged.set_len(0);
    }
}
