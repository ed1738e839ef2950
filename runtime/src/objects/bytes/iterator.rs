//! Iterators over bytes and bytearrays.

#![allow(unsafe_code, reason = "declares the layout of iterators")]

use std::cell::Cell;

use super::with_bytes_like;
use crate::errors::PyResult;
use crate::objects::alloc::dealloc;
use crate::objects::bytearray::ByteArray;
use crate::objects::sequence;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{Field, Header, Layout, Obj, Value};
use crate::vm::Vm;

/// An iterator over bytes. What is exhausted has let go of them.
#[repr(C)]
pub struct BytesIterator {
    header: Header,
    bytes: Field,
    next: Cell<usize>,
}

// SAFETY: `repr(C)` with the header first; both types have no subtypes.
unsafe impl Layout for BytesIterator {
    const NAME: &'static str = "bytes_iterator";

    fn fits(ty: &Type) -> bool {
        matches!(ty.layout(), Kind::BytesIterator | Kind::ByteArrayIterator)
    }
}

/// `iter(bytes)`, `iter(bytearray)`
pub(crate) fn iter(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let is_array = object.cast::<ByteArray>().is_some();
    let ty = if is_array { vm.types.bytearray_iterator() } else { vm.types.bytes_iterator() };
    let iterator =
        BytesIterator { header: Header::new(ty), bytes: Field::new(object.to_owned()), next: Cell::new(0) };
    Ok(vm.alloc(ty, iterator).into_value())
}

fn next(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let Some(iterator) = object.cast::<BytesIterator>() else {
        return Ok(None);
    };
    let Some(bytes) = iterator.bytes.get() else {
        return Ok(None);
    };
    let index = iterator.next.get();
    match with_bytes_like(bytes.obj(), |bytes| bytes.get(index).copied()).flatten() {
        Some(byte) => {
            iterator.next.set(index + 1);
            Ok(Some(vm.int(byte.into())))
        }
        None => {
            iterator.bytes.set(None);
            Ok(None)
        }
    }
}

fn length_hint(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let left = object.cast::<BytesIterator>().and_then(|iterator| {
        let length = with_bytes_like(iterator.bytes.get()?.obj(), <[u8]>::len)?;
        length.checked_sub(iterator.next.get())
    });
    Ok(vm.int(left.unwrap_or(0) as i64))
}

fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let iter = sequence::builtin_iter(vm)?;
    let state = object
        .cast::<BytesIterator>()
        .and_then(|iterator| Some((iterator.bytes.get()?, iterator.next.get())));
    let items = match state {
        Some((bytes, next)) => vec![iter, Tuple::new(vm, vec![bytes]).into_value(), vm.int(next as i64)],
        None => {
            let empty = Tuple::new(vm, Vec::new()).into_value();
            vec![iter, Tuple::new(vm, vec![empty]).into_value()]
        }
    };
    Ok(Tuple::new(vm, items).into_value())
}

fn setstate(vm: &Vm, object: Obj<'_>, state: Obj<'_>) -> PyResult<Value> {
    let index = vm.index_isize(state, Some(vm.types.overflow_error()))?;
    if let Some(iterator) = object.cast::<BytesIterator>()
        && let Some(bytes) = iterator.bytes.get()
    {
        let length = with_bytes_like(bytes.obj(), <[u8]>::len).unwrap_or(0);
        iterator.next.set(index.clamp(0, length as isize) as usize);
    }
    Ok(Value::none())
}

const METHODS: &[MethodDef] = &[
    MethodDef::noargs("__length_hint__", length_hint),
    MethodDef::noargs("__reduce__", reduce),
    MethodDef::o("__setstate__", setstate),
];

const fn spec(name: &'static str, kind: Kind) -> TypeSpec {
    TypeSpec {
        name,
        kind,
        basicsize: size_of::<BytesIterator>(),
        flags: flags::DISALLOW_INSTANTIATION,
        slots: |slots| {
            slots.dealloc.set(dealloc::<BytesIterator>);
            slots.iter.set(Some(|_, object| Ok(object.to_owned())));
            slots.iternext.set(Some(next));
        },
        methods: METHODS,
        ..TypeSpec::DEFAULT
    }
}

/// `bytes_iterator`
pub(crate) static SPEC: TypeSpec = spec("bytes_iterator", Kind::BytesIterator);
/// `bytearray_iterator`
pub(crate) static BYTEARRAY_SPEC: TypeSpec = spec("bytearray_iterator", Kind::ByteArrayIterator);
