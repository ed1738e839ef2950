//! The methods that `bytes` does not have: those that change.

use std::collections::TryReserveError;

use super::ByteArray;
use super::slots::{extend, this};
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::bytes::methods::SHARED;
use crate::objects::bytes::{Bytes, source, with_bytes_like};
use crate::objects::collections::ssize_argument;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::MethodDef;
use crate::value::{Obj, Value};
use crate::vm::Vm;

const RANGE: &str = "byte must be in range(0, 256)";

const OWN: &[MethodDef] = &[
    MethodDef::o("append", |vm, object, item| {
        let byte = source::byte(vm, item, RANGE)?;
        extend(vm, this(vm, object)?, &[byte])?;
        Ok(Value::none())
    }),
    MethodDef::noargs("clear", |vm, object| {
        this(vm, object)?.get().resizing(vm, |data| *data = Vec::new())?;
        Ok(Value::none())
    }),
    MethodDef::noargs("copy", |vm, object| {
        Ok(ByteArray::from_vec(vm, this(vm, object)?.get().with(<[u8]>::to_vec)).into_value())
    }),
    MethodDef::o("extend", extend_with),
    MethodDef::fast("insert", insert),
    MethodDef::fast("pop", pop),
    MethodDef::o("remove", remove),
    MethodDef::o("resize", resize),
    MethodDef::noargs("reverse", |vm, object| {
        this(vm, object)?.get().with_mut(<[u8]>::reverse);
        Ok(Value::none())
    }),
    // One byte more than the contents, for a zero at the end.
    MethodDef::noargs("__alloc__", |vm, object| {
        let length = this(vm, object)?.get().len() as i64;
        Ok(vm.int(if length == 0 { 0 } else { length + 1 }))
    }),
    MethodDef::noargs("__sizeof__", |vm, object| {
        let length = this(vm, object)?.get().len() as i64;
        Ok(vm.int(56 + if length == 0 { 0 } else { length + 1 }))
    }),
    MethodDef::noargs("__reduce__", |vm, object| reduce(vm, object, 2)),
    MethodDef::fast("__reduce_ex__", |vm, object, args| {
        args.range(vm, "__reduce_ex__", 0, 1)?;
        let protocol = args.positional(0).map_or(Ok(0), |protocol| vm.index_i32(protocol))?;
        reduce(vm, object, protocol)
    }),
];

/// Methods of `bytearray`.
pub(super) const METHODS: &[MethodDef] = &{
    let mut all = [OWN[0]; SHARED.len() + OWN.len()];
    let mut index = 0;
    while index < all.len() {
        all[index] = if index < SHARED.len() { SHARED[index] } else { OWN[index - SHARED.len()] };
        index += 1;
    }
    all
};

fn extend_with(vm: &Vm, object: Obj<'_>, iterable: Obj<'_>) -> PyResult<Value> {
    let array = this(vm, object)?;
    let more = match with_bytes_like(iterable, <[u8]>::to_vec) {
        Some(more) => more,
        None if iterable.cast::<Str>().is_some() => {
            return Err(vm.type_error("expected iterable of integers; got: 'str'"));
        }
        None if iterable.ty().slots.iter.get().is_none() && !vm.is_sequence(iterable) => {
            return Err(vm.type_error(format_args!("can't extend bytearray with {}", iterable.ty().name())));
        }
        None => source::of_iterable(vm, iterable, RANGE)?,
    };
    extend(vm, array, &more)?;
    Ok(Value::none())
}

fn insert(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [index, item] = args.exactly(vm, "insert")?;
    let index = ssize_argument(vm, index)?;
    let byte = source::byte(vm, item, RANGE)?;
    let array = this(vm, object)?;
    let length = array.get().len() as isize;
    let index = if index < 0 { (index + length).max(0) } else { index.min(length) };
    array.get().resizing(vm, |data| data.insert(index as usize, byte))?;
    Ok(Value::none())
}

fn pop(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "pop", 0, 1)?;
    let index = match args.positional(0) {
        Some(index) => ssize_argument(vm, index)?,
        None => -1,
    };
    let array = this(vm, object)?;
    let length = array.get().len() as isize;
    if length == 0 {
        return Err(vm.index_error("pop from empty bytearray"));
    }
    let index = if index < 0 { index + length } else { index };
    if !(0..length).contains(&index) {
        return Err(vm.index_error("pop index out of range"));
    }
    let byte = array.get().resizing(vm, |data| data.remove(index as usize))?;
    Ok(vm.int(byte.into()))
}

fn remove(vm: &Vm, object: Obj<'_>, item: Obj<'_>) -> PyResult<Value> {
    let byte = source::byte(vm, item, RANGE)?;
    let array = this(vm, object)?;
    match array.get().with(|data| data.iter().position(|&other| other == byte)) {
        Some(at) => {
            array.get().resizing(vm, |data| data.remove(at))?;
            Ok(Value::none())
        }
        None => Err(vm.value_error("value not found in bytearray")),
    }
}

fn resize(vm: &Vm, object: Obj<'_>, size: Obj<'_>) -> PyResult<Value> {
    let size = ssize_argument(vm, size)?;
    let Ok(new) = usize::try_from(size) else {
        return Err(vm.value_error(format_args!("Can only resize to positive sizes, got {size}")));
    };
    let array = this(vm, object)?;
    let done = array.get().resizing(vm, |data| {
        data.try_reserve(new.saturating_sub(data.len()))?;
        data.resize(new, 0);
        Ok::<(), TryReserveError>(())
    })?;
    done.map(|()| Value::none()).map_err(|_| vm.no_memory())
}

/// What to call and with what, for `copy` and `pickle`; and the instance's attributes.
fn reduce(vm: &Vm, object: Obj<'_>, protocol: i32) -> PyResult<Value> {
    let contents = this(vm, object)?.get().with(<[u8]>::to_vec);
    let args = if protocol < 3 {
        vec![Str::from_latin1(vm, &contents).into_value(), Str::new(vm, "latin-1").into_value()]
    } else {
        vec![Bytes::from_vec(vm, contents).into_value()]
    };
    let state = vm.getattr_opt_str(object, "__dict__")?.unwrap_or(Value::none());
    let class = Obj::from_header(object.ty().header()).to_owned();
    Ok(Tuple::new(vm, vec![class, Tuple::new(vm, args).into_value(), state]).into_value())
}
