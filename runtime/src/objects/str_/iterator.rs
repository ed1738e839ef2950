//! Iterators over strings.

#![allow(
    unsafe_code,
    reason = "declares the layout of iterators; borrows a string that nothing can change meanwhile"
)]

use std::cell::Cell;

use super::Str;
use crate::errors::PyResult;
use crate::objects::alloc::dealloc;
use crate::objects::sequence;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{FieldOf, Header, Layout, Obj, Value};
use crate::vm::Vm;

/// An iterator over the characters of a string. What is exhausted has let go of the string.
#[repr(C)]
pub struct StrIterator {
    header: Header,
    string: FieldOf<Str>,
    next: Cell<usize>,
}

// SAFETY: `repr(C)` with the header first; both types have no subtypes.
unsafe impl Layout for StrIterator {
    const NAME: &'static str = "str_iterator";

    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::StrIterator
    }
}

/// `iter(str)`
pub(super) fn iter(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let string = super::slots::this(vm, object)?;
    let ty = if string.get().is_ascii() { vm.types.str_ascii_iterator() } else { vm.types.str_iterator() };
    let iterator =
        StrIterator { header: Header::new(ty), string: FieldOf::new(string.to_ref()), next: Cell::new(0) };
    Ok(vm.alloc(ty, iterator).into_value())
}

fn next(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let Some(iterator) = object.cast::<StrIterator>() else {
        return Ok(None);
    };
    let index = iterator.next.get();
    // SAFETY: nothing runs before the string is read.
    let string = unsafe { iterator.string.borrow() };
    match string.filter(|string| index < string.len()).map(|string| string.char_at(index)) {
        Some(code) => {
            iterator.next.set(index + 1);
            Ok(Some(Str::from_code(vm, code).into_value()))
        }
        None => {
            iterator.string.set(None);
            Ok(None)
        }
    }
}

/// How many characters are left.
fn length_hint(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let left = object.cast::<StrIterator>().and_then(|iterator| {
        let string = iterator.string.get()?;
        string.len().checked_sub(iterator.next.get())
    });
    Ok(vm.int(left.unwrap_or(0) as i64))
}

/// `iter` and what to call it with, for `copy` and `pickle`.
fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let iter = sequence::builtin_iter(vm)?;
    let string =
        object.cast::<StrIterator>().and_then(|iterator| Some((iterator.string.get()?, iterator.next.get())));
    let items = match string {
        Some((string, next)) => {
            vec![iter, Tuple::new(vm, vec![string.into_value()]).into_value(), vm.int(next as i64)]
        }
        None => vec![iter, Tuple::new(vm, vec![vm.strings.empty().into_value()]).into_value()],
    };
    Ok(Tuple::new(vm, items).into_value())
}

/// Goes on from an index.
fn setstate(vm: &Vm, object: Obj<'_>, state: Obj<'_>) -> PyResult<Value> {
    let index = vm.index_isize(state, Some(vm.types.overflow_error()))?;
    if let Some(iterator) = object.cast::<StrIterator>()
        && let Some(string) = iterator.string.get()
    {
        iterator.next.set(index.clamp(0, string.len() as isize) as usize);
    }
    Ok(Value::none())
}

const METHODS: &[MethodDef] = &[
    MethodDef::noargs("__length_hint__", length_hint),
    MethodDef::noargs("__reduce__", reduce),
    MethodDef::o("__setstate__", setstate),
];

const fn spec(name: &'static str) -> TypeSpec {
    TypeSpec {
        name,
        kind: Kind::StrIterator,
        basicsize: size_of::<StrIterator>(),
        flags: flags::DISALLOW_INSTANTIATION,
        slots: |slots| {
            slots.dealloc.set(dealloc::<StrIterator>);
            slots.iter.set(Some(|_, object| Ok(object.to_owned())));
            slots.iternext.set(Some(next));
        },
        methods: METHODS,
        ..TypeSpec::DEFAULT
    }
}

/// `str_iterator`
pub(crate) static SPEC: TypeSpec = spec("str_iterator");
/// `str_ascii_iterator`
pub(crate) static ASCII_SPEC: TypeSpec = spec("str_ascii_iterator");
