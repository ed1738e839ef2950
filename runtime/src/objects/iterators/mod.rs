//! Iterators.

#![allow(unsafe_code, reason = "declares the layout of iterators")]

use std::cell::Cell;

use crate::objects::type_::{Kind, Type, TypeSpec, flags};
use crate::value::{Field, Header, Layout, Obj, Value};
use crate::vm::Vm;

/// `iterator`: over what has `__getitem__`.
#[repr(C)]
pub struct SequenceIterator {
    header: Header,
    index: Cell<isize>,
    sequence: Field,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for SequenceIterator {
    const NAME: &'static str = "iterator";

    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Iterator
    }
}

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
