//! `set_iterator`

#![allow(
    unsafe_code,
    reason = "declares the layout of iterators; borrows of sets that nothing can change meanwhile"
)]

use std::cell::Cell;

use super::Set;
use crate::errors::{PyResult, Raised};
use crate::objects::iterators;
use crate::objects::layout::object_layout;
use crate::objects::list::List;
use crate::objects::type_::{Kind, MethodDef, TypeSpec, flags};
use crate::value::{FieldOf, Header, Obj, Ptr, Value};
use crate::vm::Vm;

/// `setiterobject`
#[repr(C)]
struct SetIter {
    header: Header,
    /// `si_set`: NULL when the iterator is exhausted.
    set: FieldOf<Set>,
    /// `si_used`: how many items there should be; none can be if that was found to be wrong.
    used: Cell<usize>,
    /// `si_pos`
    position: Cell<usize>,
    /// `len`: how many items are left.
    left: Cell<usize>,
}

object_layout!(SetIter, SetIterator, "set_iterator");

#[inline(always)]
fn receiver(object: Obj<'_>) -> Ptr<'_, SetIter> {
    object.cast().expect("the receiver is a set_iterator")
}

/// `tp_iter` of sets
pub(super) fn iter(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let set = super::methods::receiver(object);
    let ty = vm.types.set_iterator();
    let iterator = SetIter {
        header: Header::new(ty),
        set: FieldOf::new(set.to_ref()),
        used: Cell::new(set.len()),
        position: Cell::new(0),
        left: Cell::new(set.len()),
    };
    Ok(vm.alloc(ty, iterator).into_value())
}

#[cold]
fn changed_size(vm: &Vm, iterator: &SetIter) -> Raised {
    iterator.used.set(usize::MAX);
    vm.runtime_error("Set changed size during iteration")
}

fn next(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let iterator = receiver(object).get();
    // SAFETY: the item gets its count before the set is released.
    let Some(set) = (unsafe { iterator.set.borrow() }) else { return Ok(None) };
    if set.len() != iterator.used.get() {
        return Err(changed_size(vm, iterator));
    }
    let mut position = iterator.position.get();
    match set.get().next_item(&mut position) {
        Some((item, _)) => {
            iterator.position.set(position);
            iterator.left.set(iterator.left.get().saturating_sub(1));
            Ok(Some(item))
        }
        None => {
            iterator.set.set(None);
            Ok(None)
        }
    }
}

fn length_hint(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let iterator = receiver(object).get();
    let current = iterator.set.get().is_some_and(|set| set.len() == iterator.used.get());
    Ok(vm.int(if current { iterator.left.get() as i64 } else { 0 }))
}

fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let iterator = receiver(object).get();
    let mut items = Vec::new();
    if let Some(set) = iterator.set.get() {
        if set.len() != iterator.used.get() {
            return Err(changed_size(vm, iterator));
        }
        let mut position = iterator.position.get();
        while let Some((item, _)) = set.next_item(&mut position) {
            items.push(item);
        }
    }
    iterators::reduce_exhausted(vm, "iter", List::new(vm, items).into_value())
}

/// `set_iterator`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "set_iterator",
    kind: Kind::SetIterator,
    flags: flags::HAVE_GC,
    basicsize: size_of::<SetIter>(),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<SetIter>);
        // SAFETY: the slot is asked of iterators over sets only.
        slots
            .traverse
            .set(Some(|object, visit| unsafe { object.cast::<SetIter>().as_ref().set.visit(visit) }));
        slots.iter.set(Some(iterators::itself));
        slots.iternext.set(Some(next));
    },
    methods: &[MethodDef::noargs("__length_hint__", length_hint), MethodDef::noargs("__reduce__", reduce)],
    ..TypeSpec::DEFAULT
};
