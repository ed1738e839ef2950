//! What operators do with bytearrays.

use std::collections::TryReserveError;

use super::ByteArray;
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::alloc::dealloc;
use crate::objects::bytes::{self, source, with_bytes_like};
use crate::objects::sequence;
use crate::objects::slice::Picked;
use crate::objects::str_::Str;
use crate::objects::type_::{CompareOp, Kind, Slots};
use crate::protocol::nb;
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

const RANGE: &str = "byte must be in range(0, 256)";

/// Fills the slots of `bytearray` in.
pub(super) fn fill(slots: &Slots) {
    slots.dealloc.set(dealloc::<ByteArray>);
    slots.init.set(Some(init));
    slots.repr.set(Some(repr));
    slots.richcompare.set(Some(richcompare));
    slots.iter.set(Some(bytes::iterator::iter));
    slots.length.set(Some(|vm, object| Ok(this(vm, object)?.get().len())));
    slots.item.set(Some(|vm, object, index| item(vm, this(vm, object)?, index)));
    slots.subscript.set(Some(subscript));
    slots.ass_item.set(Some(|vm, object, index, value| set_item(vm, this(vm, object)?, index, value)));
    slots.ass_subscript.set(Some(set_subscript));
    slots.contains.set(Some(|vm, object, item| {
        let contents = this(vm, object)?.get().with(<[u8]>::to_vec);
        bytes::contains(vm, &contents, item)
    }));
    slots.concat.set(Some(|vm, left, right| {
        let mut both = this(vm, left)?.get().with(<[u8]>::to_vec);
        if with_bytes_like(right, |right| both.extend_from_slice(right)).is_none() {
            return Err(cannot_concat(vm, left, right));
        }
        Ok(ByteArray::from_vec(vm, both).into_value())
    }));
    slots.repeat.set(Some(|vm, object, count| {
        let contents = this(vm, object)?.get().with(<[u8]>::to_vec);
        Ok(ByteArray::from_vec(vm, bytes::repeated(vm, &contents, count)?).into_value())
    }));
    slots.inplace_concat.set(Some(|vm, left, right| {
        let array = this(vm, left)?;
        let Some(more) = with_bytes_like(right, <[u8]>::to_vec) else {
            return Err(cannot_concat(vm, left, right));
        };
        extend(vm, array, &more)?;
        Ok(left.to_owned())
    }));
    slots.inplace_repeat.set(Some(|vm, object, count| {
        let array = this(vm, object)?;
        let contents = bytes::repeated(vm, &array.get().with(<[u8]>::to_vec), count)?;
        array.get().resizing(vm, |data| *data = contents)?;
        Ok(object.to_owned())
    }));
    slots.binary[nb::REMAINDER].set(Some(|vm, left, right| match left.cast::<ByteArray>() {
        Some(template) => {
            let template = template.get().with(<[u8]>::to_vec);
            let result = crate::objects::format::bytes_percent(vm, &template, right)?;
            Ok(ByteArray::from_vec(vm, result).into_value())
        }
        None => Ok(Value::not_implemented()),
    }));
}

#[cold]
fn cannot_concat(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> crate::errors::Raised {
    vm.type_error(format_args!("can't concat {} to {}", right.ty().name(), left.ty().name()))
}

/// The bytearray that a slot or a method was called with.
pub(super) fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, ByteArray>> {
    object.cast::<ByteArray>().ok_or_else(|| {
        vm.type_error(format_args!(
            "descriptor requires a 'bytearray' object but received a '{}'",
            object.ty().name()
        ))
    })
}

/// Adds bytes at the end.
pub(super) fn extend(vm: &Vm, array: Ptr<'_, ByteArray>, more: &[u8]) -> PyResult<()> {
    let done = array.get().resizing(vm, |data| {
        data.try_reserve(more.len())?;
        data.extend_from_slice(more);
        Ok::<(), TryReserveError>(())
    })?;
    done.map_err(|_| vm.no_memory())
}

/// `bytearray(source=b'', encoding=…, errors=…)`
fn init(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<()> {
    const SIGNATURE: Signature<3> = Signature::new("bytearray", ["source", "encoding", "errors"], 0);
    let array = this(vm, object)?;
    let bound = args.bind(vm, &SIGNATURE)?;
    let contents = source::of_arguments(vm, "bytearray", bound, RANGE)?;
    array.get().resizing(vm, |data| *data = contents)
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let text = this(vm, object)?.get().with(bytes::bytearray_repr_text);
    let name = object.ty().name();
    Ok(Str::new(vm, &format!("{name}({text})")).into_value())
}

fn richcompare(_: &Vm, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
    let order = with_bytes_like(left, |left| with_bytes_like(right, |right| left.cmp(right))).flatten();
    Ok(order.map_or(Value::not_implemented(), |order| Value::bool(op.holds(order))))
}

fn out_of_range(vm: &Vm) -> crate::errors::Raised {
    vm.index_error("bytearray index out of range")
}

fn item(vm: &Vm, array: Ptr<'_, ByteArray>, index: isize) -> PyResult<Value> {
    let byte =
        array.get().with(|data| usize::try_from(index).ok().and_then(|index| data.get(index).copied()));
    byte.map(|byte| vm.int(byte.into())).ok_or_else(|| out_of_range(vm))
}

fn set_item(vm: &Vm, array: Ptr<'_, ByteArray>, index: isize, value: Option<Obj<'_>>) -> PyResult<()> {
    let value = match value {
        Some(value) => Some(source::byte(vm, value, RANGE)?),
        None => None,
    };
    let Some(index) = usize::try_from(index).ok().filter(|&index| index < array.get().len()) else {
        return Err(out_of_range(vm));
    };
    match value {
        Some(byte) => array.get().with_mut(|data| data[index] = byte),
        None => array.get().resizing(vm, |data| {
            data.remove(index);
        })?,
    }
    Ok(())
}

/// The index that a key is, counted from the end if it is negative.
fn index_of(vm: &Vm, array: Ptr<'_, ByteArray>, key: Obj<'_>) -> PyResult<isize> {
    if let Some(index) = key.as_small_int()
        && index >= 0
    {
        return Ok(index as isize);
    }
    if !vm.is_index(key) {
        return Err(vm.type_error(format_args!(
            "bytearray indices must be integers or slices, not {}",
            key.ty().name()
        )));
    }
    let index = vm.index_isize(key, Some(vm.types.index_error()))?;
    Ok(if index < 0 { index + array.get().len() as isize } else { index })
}

fn subscript(vm: &Vm, object: Obj<'_>, key: Obj<'_>) -> PyResult<Value> {
    let array = this(vm, object)?;
    if let Some(picked) = sequence::picked(vm, key, || array.get().len())? {
        let contents = array
            .get()
            .with(|data| picked.indices().filter_map(|index| data.get(index).copied()).collect::<Vec<u8>>());
        return Ok(ByteArray::from_vec(vm, contents).into_value());
    }
    let index = index_of(vm, array, key)?;
    item(vm, array, index)
}

fn set_subscript(vm: &Vm, object: Obj<'_>, key: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    let array = this(vm, object)?;
    if key.as_small_int().is_some() || key.ty().layout() != Kind::Slice {
        let index = index_of(vm, array, key)?;
        return set_item(vm, array, index, value);
    }
    let new = match value {
        None => Vec::new(),
        Some(value) => match with_bytes_like(value, <[u8]>::to_vec) {
            Some(bytes) => bytes,
            None if vm.is_index(value)
                || value.cast::<Str>().is_some()
                || value.ty().slots.iter.get().is_none() =>
            {
                return Err(
                    vm.type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)")
                );
            }
            None => source::of_iterable(vm, value, RANGE)?,
        },
    };
    // Only now: what came before may have run Python code that changed the length.
    let Some(picked) = sequence::picked(vm, key, || array.get().len())? else {
        return Ok(());
    };
    if picked.step == 1 {
        let end = picked.start + picked.count;
        if new.len() == picked.count {
            array.get().with_mut(|data| data[picked.start..end].copy_from_slice(&new));
            return Ok(());
        }
        let done = array.get().resizing(vm, |data| {
            data.try_reserve(new.len())?;
            data.splice(picked.start..end, new);
            Ok::<(), TryReserveError>(())
        })?;
        return done.map_err(|_| vm.no_memory());
    }
    if value.is_none() {
        return delete(vm, array, &picked);
    }
    if new.len() != picked.count {
        return Err(vm.value_error(format_args!(
            "attempt to assign bytes of size {} to extended slice of size {}",
            new.len(),
            picked.count
        )));
    }
    array.get().with_mut(|data| {
        for (index, byte) in picked.indices().zip(new) {
            data[index] = byte;
        }
    });
    Ok(())
}

fn delete(vm: &Vm, array: Ptr<'_, ByteArray>, picked: &Picked) -> PyResult<()> {
    array.get().resizing(vm, |data| {
        let mut gone = vec![false; data.len()];
        picked.indices().for_each(|index| gone[index] = true);
        let mut gone = gone.into_iter();
        data.retain(|_| !gone.next().unwrap_or(false));
    })
}
