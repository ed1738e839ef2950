//! What operators do with bytes, and `bytes()`.

use super::{Bytes, source, with_bytes_like};
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::alloc::dealloc;
use crate::objects::search;
use crate::objects::sequence;
use crate::objects::str_::Str;
use crate::objects::type_::{CompareOp, Kind, Slots, Type};
use crate::protocol::nb;
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

/// Fills the slots of `bytes` in.
pub(super) fn fill(slots: &Slots) {
    slots.dealloc.set(dealloc::<Bytes>);
    slots.repr.set(Some(|vm, object| {
        Ok(Str::from_latin1(vm, repr_text(this(vm, object)?.get().as_slice()).as_bytes()).into_value())
    }));
    slots.hash.set(Some(|vm, object| Ok(object.cast::<Bytes>().map_or(-1, |bytes| bytes.get().hash(vm)))));
    slots.richcompare.set(Some(richcompare));
    slots.iter.set(Some(super::iterator::iter));
    slots.length.set(Some(|vm, object| Ok(this(vm, object)?.get().as_slice().len())));
    slots.item.set(Some(|vm, object, index| item(vm, this(vm, object)?.get().as_slice(), index)));
    slots.subscript.set(Some(subscript));
    slots.contains.set(Some(|vm, object, item| contains(vm, this(vm, object)?.get().as_slice(), item)));
    slots.concat.set(Some(|vm, left, right| {
        let left_bytes = this(vm, left)?;
        if left_bytes.get().as_slice().is_empty() && right.ty().kind() == Kind::Bytes {
            return Ok(right.to_owned());
        }
        let Some(both) = with_bytes_like(right, |right| [left_bytes.get().as_slice(), right].concat()) else {
            return Err(vm.type_error(format_args!(
                "can't concat {} to {}",
                right.ty().name(),
                left.ty().name()
            )));
        };
        Ok(Bytes::from_vec(vm, both).into_value())
    }));
    slots.repeat.set(Some(|vm, object, count| {
        let bytes = this(vm, object)?;
        if count == 1 && object.ty().kind() == Kind::Bytes {
            return Ok(object.to_owned());
        }
        let bytes = bytes.get().as_slice();
        if bytes
            .len()
            .checked_mul(count.max(0) as usize)
            .is_none_or(|length| isize::try_from(length).is_err())
        {
            return Err(vm.overflow_error("repeated bytes are too long"));
        }
        Ok(Bytes::from_vec(vm, repeated(vm, bytes, count)?).into_value())
    }));
    slots.binary[nb::REMAINDER].set(Some(|vm, left, right| match left.cast::<Bytes>() {
        Some(template) => {
            let bytes = crate::objects::format::bytes_percent(vm, template.get().as_slice(), right)?;
            Ok(Bytes::from_vec(vm, bytes).into_value())
        }
        None => Ok(Value::not_implemented()),
    }));
}

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, Bytes>> {
    object.cast::<Bytes>().ok_or_else(|| {
        vm.type_error(format_args!(
            "descriptor requires a 'bytes' object but received a '{}'",
            object.ty().name()
        ))
    })
}

/// `repr`: as ASCII with escapes, in double quotes if there are single ones inside and no double ones.
fn repr_text(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    escaped(bytes, quote, quote)
}

/// The part of a bytearray's `repr` in parentheses. A single quote has a backslash there even in double quotes.
pub(crate) fn bytearray_repr_text(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    escaped(bytes, quote, '\'')
}

fn escaped(bytes: &[u8], quote: char, also: char) -> String {
    let mut text = String::with_capacity(bytes.len() + 3);
    text.push('b');
    text.push(quote);
    for &byte in bytes {
        match byte {
            b'\\' => text.push_str("\\\\"),
            b'\t' => text.push_str("\\t"),
            b'\n' => text.push_str("\\n"),
            b'\r' => text.push_str("\\r"),
            _ if char::from(byte) == quote || char::from(byte) == also => {
                text.push('\\');
                text.push(byte.into());
            }
            b' '..=b'~' => text.push(byte.into()),
            _ => text.push_str(&format!("\\x{byte:02x}")),
        }
    }
    text.push(quote);
    text
}

/// `bytes * count`
pub(crate) fn repeated(vm: &Vm, bytes: &[u8], count: isize) -> PyResult<Vec<u8>> {
    let count = usize::try_from(count).unwrap_or(0);
    let length = bytes.len().checked_mul(count).ok_or_else(|| vm.no_memory())?;
    let mut probe: Vec<u8> = Vec::new();
    probe.try_reserve_exact(length).map_err(|_| vm.no_memory())?;
    drop(probe);
    Ok(bytes.repeat(count))
}

fn richcompare(_: &Vm, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
    let Some(left) = left.cast::<Bytes>() else {
        return Ok(Value::not_implemented());
    };
    let Some(right) = right.cast::<Bytes>() else {
        return Ok(Value::not_implemented());
    };
    Ok(Value::bool(op.holds(left.get().as_slice().cmp(right.get().as_slice()))))
}

fn item(vm: &Vm, bytes: &[u8], index: isize) -> PyResult<Value> {
    match usize::try_from(index).ok().and_then(|index| bytes.get(index)) {
        Some(&byte) => Ok(vm.int(byte.into())),
        None => Err(vm.index_error("index out of range")),
    }
}

fn subscript(vm: &Vm, object: Obj<'_>, key: Obj<'_>) -> PyResult<Value> {
    let bytes = this(vm, object)?;
    let slice = bytes.get().as_slice();
    if let Some(picked) = sequence::picked(vm, key, || slice.len())? {
        if picked.step == 1 {
            if picked.count == slice.len() && object.ty().kind() == Kind::Bytes {
                return Ok(object.to_owned());
            }
            return Ok(Bytes::new(vm, &slice[picked.start..][..picked.count]).into_value());
        }
        return Ok(Bytes::from_vec(vm, picked.indices().map(|index| slice[index]).collect()).into_value());
    }
    if !vm.is_index(key) {
        return Err(
            vm.type_error(format_args!("byte indices must be integers or slices, not {}", key.ty().name()))
        );
    }
    let index = vm.index_isize(key, Some(vm.types.index_error()))?;
    item(vm, slice, if index < 0 { index + slice.len() as isize } else { index })
}

/// `item in bytes`: a byte or a piece.
pub(crate) fn contains(vm: &Vm, bytes: &[u8], item: Obj<'_>) -> PyResult<bool> {
    if let Some(found) = with_bytes_like(item, |item| search::find(bytes, item).is_some()) {
        return Ok(found);
    }
    if vm.is_index(item) {
        let byte = source::byte(vm, item, "byte must be in range(0, 256)")?;
        return Ok(bytes.contains(&byte));
    }
    Err(source::not_bytes_like(vm, item))
}

/// `bytes(source=b'', encoding=…, errors=…)`
pub(super) fn new(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<3> = Signature::new("bytes", ["source", "encoding", "errors"], 0);
    let bound = args.bind(vm, &SIGNATURE)?;
    if let [Some(source), None, None] = bound
        && source.ty().kind() == Kind::Bytes
        && ty.get().is(vm.types.bytes())
    {
        return Ok(source.to_owned());
    }
    let bytes = source::of_arguments(vm, "bytes", bound, "bytes must be in range(0, 256)")?;
    Ok(Bytes::with_type(vm, &ty, bytes.into()).into_value())
}
