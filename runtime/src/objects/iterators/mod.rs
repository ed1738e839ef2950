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
use crate::value::{Obj, Value};
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

/// What `__reduce__` of an iterator over a sequence answers with: the function that makes it, the sequence, the index.
pub(crate) fn reduce_with_index(vm: &Vm, function: &str, sequence: Value, index: isize) -> PyResult<Value> {
    let function = collections::builtin(vm, function)?;
    let args = Tuple::of(vm, [sequence]).into_value();
    Ok(Tuple::of(vm, [function, args, vm.int(index as i64)]).into_value())
}

<<<<<<< HEAD
/// What `__reduce__` of an exhausted iterator answers with: the function, and something empty.
pub(crate) fn reduce_exhausted(vm: &Vm, function: &str, empty: Value) -> PyResult<Value> {
    let function = collections::builtin(vm, function)?;
    let args = Tuple::of(vm, [empty]).into_value();
    Ok(Tuple::of(vm, [function, args]).into_value())
}
=======
/// An iterator over what has `__getitem__`: `PySeqIter_New`.
pub(crate) fn sequence_iterator(vm: &Vm, sequence: Obj<'_>) -> Value {
    let ty = vm.types.iterator();
    let iterator = SequenceIterator {
        header: Header::new(ty),
        index: Cell::new(0),
        sequence: Field::new(sequence.to_owned()),
    };
    vm.alloc(ty, iterator).into_value()
}

/// `iterator`
pub(crate) static ITERATOR: TypeSpec = TypeSpec {
    name: "iterator",
    kind: Kind::Iterator,
    flags: flags::HAVE_GC,
    basicsize: size_of::<SequenceIterator>(),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<SequenceIterator>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            unsafe { object.cast::<SequenceIterator>().as_ref() }.sequence.visit(visit);
        }));
        slots.iter.set(Some(|_, object| Ok(object.to_owned())));
        slots.iternext.set(Some(|vm, object| {
            let this = vm.expect::<SequenceIterator>(object)?;
            let Some(sequence) = this.sequence.get() else { return Ok(None) };
            let result = vm.sequence_item(sequence.obj(), this.index.get());
            if result.is_ok() {
                this.index.set(this.index.get() + 1);
                return result.map(Some);
            }
            let ends = vm.exception_matches(vm.types.index_error())
                || vm.exception_matches(vm.types.stop_iteration());
            if ends {
                vm.clear_exception();
                this.sequence.set(None);
                return Ok(None);
            }
            result.map(Some)
        }));
    },
    ..TypeSpec::DEFAULT
};
>>>>>>> vm
