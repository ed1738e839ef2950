//! Iterators that are built in, apart from those of the collections.
//!
//! | file | what it has |
//! |---|---|
//! | `sequence` | `iterator`, over what has `__getitem__` |
//! | `callable` | `callable_iterator`: `iter(callable, sentinel)` |
//! | `enumerate` | `enumerate` |
//! | `filter` | `filter` |
//! | `map` | `map` |
//! | `reversed` | `reversed` |
//! | `zip` | `zip` |

use crate::errors::PyResult;
use crate::objects::collections;
use crate::objects::tuple::Tuple;
use crate::value::{FieldOf, Obj, Value};
use crate::vm::Vm;

mod callable;
mod enumerate;
mod filter;
mod map;
mod reversed;
mod sequence;
mod zip;

pub(crate) use callable::{SPEC as CALLABLE, new as callable_iterator};
pub(crate) use enumerate::SPEC as ENUMERATE;
pub(crate) use filter::SPEC as FILTER;
pub(crate) use map::SPEC as MAP;
pub(crate) use reversed::SPEC as REVERSED;
pub(crate) use sequence::{SPEC as ITERATOR, new as sequence_iterator};
pub(crate) use zip::SPEC as ZIP;

/// `tp_iter` of iterators: `PyObject_SelfIter`.
pub(crate) fn itself(_: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(object.to_owned())
}

/// A pair, in the tuple that was handed out last if nobody kept that.
#[inline(always)]
pub(crate) fn pair(vm: &Vm, last: &FieldOf<Tuple>, left: Value, right: Value) -> Value {
    let mut items = [left, right];
    let Some(tuple) = last.get() else {
        let tuple = Tuple::of(vm, items);
        last.set(Some(tuple.clone()));
        return tuple.into_value();
    };
    if Tuple::recycle(vm, &tuple, &mut items) {
        // What was in it ends now, when all is in order.
        drop(items);
        tuple.into_value()
    } else {
        Tuple::of(vm, items).into_value()
    }
}

/// What `__reduce__` of an iterator over a sequence answers with: the function that makes it, the sequence, the index.
pub(crate) fn reduce_with_index(vm: &Vm, function: &str, sequence: Value, index: isize) -> PyResult<Value> {
    let function = collections::builtin(vm, function)?;
    let args = Tuple::of(vm, [sequence]).into_value();
    Ok(Tuple::of(vm, [function, args, vm.int(index as i64)]).into_value())
}

/// What `__reduce__` of an exhausted iterator answers with: the function, and something empty.
pub(crate) fn reduce_exhausted(vm: &Vm, function: &str, empty: Value) -> PyResult<Value> {
    let function = collections::builtin(vm, function)?;
    let args = Tuple::of(vm, [empty]).into_value();
    Ok(Tuple::of(vm, [function, args]).into_value())
}
