//! `memory_iterator`

use std::cell::Cell;

use super::{MemoryView, items, live};
use crate::errors::PyResult;
use crate::objects::layout::object_layout;
use crate::objects::type_::{Kind, TypeSpec, flags};
use crate::value::{FieldOf, Header, Obj, Value};
use crate::vm::Vm;

/// An iterator over the items of a view: `memoryiterobject`.
#[repr(C)]
struct MemoryIterator {
    header: Header,
    /// NULL when the iterator is exhausted.
    view: FieldOf<MemoryView>,
    next: Cell<usize>,
}

object_layout!(MemoryIterator, MemoryIterator, "memory_iterator");

pub(super) fn iter(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let view = live(vm, object)?;
    if view.view.shape.is_empty() {
        return Err(vm.type_error("invalid indexing of 0-dim memory"));
    }
    let ty = vm.types.memory_iterator();
    let view = FieldOf::new(view.to_ref());
    Ok(vm.alloc(ty, MemoryIterator { header: Header::new(ty), view, next: Cell::new(0) }).into_value())
}

fn next(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let this = vm.expect::<MemoryIterator>(object)?;
    let Some(view) = this.view.get() else { return Ok(None) };
    let index = this.next.get();
    if index >= items::length(vm, view.obj())? {
        this.view.set(None);
        return Ok(None);
    }
    this.next.set(index + 1);
    items::item(vm, view.obj(), index as isize).map(Some)
}

/// `memory_iterator`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "memory_iterator",
    kind: Kind::MemoryIterator,
    flags: flags::HAVE_GC | flags::DISALLOW_INSTANTIATION,
    basicsize: size_of::<MemoryIterator>(),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<MemoryIterator>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            unsafe { object.cast::<MemoryIterator>().as_ref() }.view.visit(visit);
        }));
        slots.iter.set(Some(crate::objects::iterators::itself));
        slots.iternext.set(Some(next));
    },
    ..TypeSpec::DEFAULT
};
