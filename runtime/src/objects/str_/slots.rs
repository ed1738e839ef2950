//! What operators do with strings.

use super::chars::{same_width, with_units};
use super::{Chars, Str, StrBuilder, Width, concat, dealloc};
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::bytes::with_bytes_like;
use crate::objects::search;
use crate::objects::sequence;
use crate::objects::slice::Picked;
use crate::objects::type_::{CompareOp, Kind, Slots, Type};
use crate::protocol::nb;
use crate::value::{Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// Fills the slots of `str` in.
pub(super) fn fill(slots: &Slots) {
    slots.dealloc.set(dealloc);
    slots.repr.set(Some(|vm, object| Ok(super::repr::repr(vm, this(vm, object)?.get()).into_value())));
    slots.str.set(Some(to_str));
    slots.hash.set(Some(|_, object| Ok(object.cast::<Str>().map_or(-1, |string| string.hash()))));
    slots.richcompare.set(Some(richcompare));
    slots.iter.set(Some(super::iterator::iter));
    slots.length.set(Some(|vm, object| Ok(this(vm, object)?.len())));
    slots.item.set(Some(|vm, object, index| item(vm, this(vm, object)?.get(), index)));
    slots.subscript.set(Some(subscript));
    slots.contains.set(Some(contains));
    slots.concat.set(Some(|vm, left, right| match (left.cast::<Str>(), right.cast::<Str>()) {
        (Some(left), Some(right)) => concat_checked(vm, left, right),
        _ => {
            Err(vm
                .type_error(format_args!("can only concatenate str (not \"{}\") to str", right.ty().name())))
        }
    }));
    slots.repeat.set(Some(|vm, object, count| repeat(vm, this(vm, object)?, count)));
    slots.binary[nb::REMAINDER].set(Some(|vm, left, right| match left.cast::<Str>() {
        Some(template) => crate::objects::format::str_percent(vm, &template, right).map(Ref::into_value),
        None => Ok(Value::not_implemented()),
    }));
}

/// The string that a slot or a method was called with.
pub(super) fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, Str>> {
    object.cast::<Str>().ok_or_else(|| {
        vm.type_error(format_args!(
            "descriptor requires a 'str' object but received a '{}'",
            object.ty().name()
        ))
    })
}

/// The object itself if it is exactly a string, or a string with the same text.
pub(super) fn to_str(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    if object.ty().kind() == Kind::Str {
        return Ok(object.to_owned());
    }
    Ok(Str::from_chars(vm, this(vm, object)?.get().chars()).into_value())
}

fn concat_checked(vm: &Vm, left: Ptr<'_, Str>, right: Ptr<'_, Str>) -> PyResult<Value> {
    if left.is_empty() && right.obj().ty().kind() == Kind::Str {
        return Ok(right.to_value());
    }
    if right.is_empty() && left.obj().ty().kind() == Kind::Str {
        return Ok(left.to_value());
    }
    vm.check_size(left.get().len().saturating_add(right.get().len()))?;
    Ok(concat(vm, &left, &right).into_value())
}

fn richcompare(_: &Vm, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
    let (Some(left), Some(right)) = (left.cast::<Str>(), right.cast::<Str>()) else {
        return Ok(Value::not_implemented());
    };
    let (left, right) = (left.get(), right.get());
    Ok(Value::bool(match op {
        CompareOp::Eq => left.equals(right),
        CompareOp::Ne => !left.equals(right),
        _ => op.holds(left.chars().compare(right.chars())),
    }))
}

fn item(vm: &Vm, string: &Str, index: isize) -> PyResult<Value> {
    match usize::try_from(index) {
        Ok(index) if index < string.len() => Ok(Str::from_code(vm, string.char_at(index)).into_value()),
        _ => Err(vm.index_error("string index out of range")),
    }
}

fn subscript(vm: &Vm, object: Obj<'_>, key: Obj<'_>) -> PyResult<Value> {
    let string = this(vm, object)?;
    if let Some(index) = key.as_small_int() {
        let index = if index < 0 { index + string.get().len() as i64 } else { index };
        return item(vm, &string, index as isize);
    }
    if let Some(picked) = sequence::picked(vm, key, || string.get().len())? {
        return Ok(slice(vm, string, &picked).into_value());
    }
    if !vm.is_index(key) {
        return Err(vm.type_error(format_args!("string indices must be integers, not '{}'", key.ty().name())));
    }
    let index = vm.index_isize(key, Some(vm.types.index_error()))?;
    item(vm, &string, if index < 0 { index + string.get().len() as isize } else { index })
}

/// `string[start:stop:step]`
pub(crate) fn slice(vm: &Vm, string: Ptr<'_, Str>, picked: &Picked) -> Ref<Str> {
    if picked.step == 1 {
        return substring(vm, string, picked.start, picked.start + picked.count);
    }
    let chars = string.get().chars();
    let codes: Vec<u32> = picked.indices().map(|index| chars.at(index)).collect();
    Str::from_chars(vm, Chars::Four(&codes))
}

/// `string[start:end]`, for a start and an end within it: `PyUnicode_Substring`. The whole string is itself.
pub(crate) fn substring(vm: &Vm, string: Ptr<'_, Str>, start: usize, end: usize) -> Ref<Str> {
    if start == 0 && end == string.get().len() && string.obj().ty().kind() == Kind::Str {
        return string.to_ref();
    }
    if start >= end {
        return vm.strings.empty();
    }
    Str::from_chars(vm, string.get().chars().slice(start, end))
}

fn contains(vm: &Vm, object: Obj<'_>, item: Obj<'_>) -> PyResult<bool> {
    let string = this(vm, object)?;
    match item.cast::<Str>() {
        Some(item) => Ok(find(string.get().chars(), item.get().chars()).is_some()),
        None => Err(vm.type_error(format_args!(
            "'in <string>' requires string as left operand, not {}",
            item.ty().name()
        ))),
    }
}

/// Where one text first begins in another.
pub(crate) fn find(hay: Chars<'_>, needle: Chars<'_>) -> Option<usize> {
    same_width!(hay, needle, |hay, needle| search::find(hay, needle), else None)
}

/// Where one text last begins in another.
pub(crate) fn rfind(hay: Chars<'_>, needle: Chars<'_>) -> Option<usize> {
    same_width!(hay, needle, |hay, needle| search::rfind(hay, needle), else None)
}

/// How often one text occurs in another.
pub(crate) fn count(hay: Chars<'_>, needle: Chars<'_>) -> usize {
    same_width!(hay, needle, |hay, needle| search::count(hay, needle), else 0)
}

/// `string * count`
pub(crate) fn repeat(vm: &Vm, string: Ptr<'_, Str>, count: isize) -> PyResult<Value> {
    let count = usize::try_from(count).unwrap_or(0);
    if string.get().is_empty() || count == 0 {
        return Ok(vm.strings.empty().into_value());
    }
    if count == 1 && string.obj().ty().kind() == Kind::Str {
        return Ok(string.to_value());
    }
    let Some(length) = string.get().len().checked_mul(count) else {
        return Err(vm.overflow_error("repeated string is too long"));
    };
    if isize::try_from(length).is_err() {
        return Err(vm.overflow_error("repeated string is too long"));
    }
    vm.check_size(length)?;
    Ok(with_units!(string.get().chars(), units => Str::from_vec(vm, units.repeat(count))).into_value())
}

/// `str(object='')`, or `str(bytes, encoding='utf-8', errors='strict')`
pub(super) fn new(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<3> = Signature::new("str", ["object", "encoding", "errors"], 0);
    if args.keywords() == 0 {
        args.range(vm, "str", 0, 3)?;
    }
    let [object, encoding, errors] = args.bind(vm, &SIGNATURE)?;
    let text = |argument: Option<Obj<'_>>, name: &str| -> PyResult<Option<String>> {
        match argument {
            None => Ok(None),
            Some(argument) => match argument.cast::<Str>() {
                Some(text) => Ok(Some(text.get().as_str().into_owned())),
                None => Err(vm.type_error(format_args!(
                    "str() argument '{name}' must be str, not {}",
                    argument.type_name_or_none()
                ))),
            },
        }
    };
    let (encoding, errors) = (text(encoding, "encoding")?, text(errors, "errors")?);
    let string = match object {
        None => vm.strings.empty(),
        Some(object) if encoding.is_none() && errors.is_none() => vm.str(object)?,
        Some(object) => {
            let (encoding, errors) =
                (encoding.as_deref().unwrap_or("utf-8"), errors.as_deref().unwrap_or("strict"));
            if object.cast::<Str>().is_some() {
                return Err(vm.type_error("decoding str is not supported"));
            }
            match with_bytes_like(object, <[u8]>::to_vec) {
                Some(bytes) => super::codec::decode(vm, &bytes, encoding, errors)?,
                None => {
                    return Err(vm.type_error(format_args!(
                        "decoding to str: need a bytes-like object, {} found",
                        object.ty().name()
                    )));
                }
            }
        }
    };
    if ty.get().is(vm.types.str()) {
        return Ok(string.into_value());
    }
    Ok(of_subtype(vm, &ty, string.chars()).into_value())
}

/// An instance of a subtype of `str`. Its code points are in a vector: what lies behind it is the subtype's.
fn of_subtype(vm: &Vm, ty: &Type, chars: Chars<'_>) -> Ref<Str> {
    with_units!(chars, units => vm.alloc(ty, Str::with_vec(ty, units.to_vec())))
}

/// `separator.join(items)`: `PyUnicode_Join`.
pub(crate) fn join(vm: &Vm, separator: &Str, items: &[Value]) -> PyResult<Ref<Str>> {
    join_objects(vm, separator, items.iter().map(Value::obj))
}

/// `separator.join(items)`, for items that somebody else keeps: `_PyUnicode_JoinArray`.
pub(crate) fn join_objects<'a>(
    vm: &Vm,
    separator: &Str,
    items: impl ExactSizeIterator<Item = Obj<'a>> + Clone,
) -> PyResult<Ref<Str>> {
    /// Up to this length, the text is put together without memory from the allocator.
    const SHORT: usize = 128;
    if items.len() == 1
        && let Some(one) = items.clone().next()
        && one.ty().kind() == Kind::Str
        && let Some(one) = one.cast::<Str>()
    {
        return Ok(one.to_ref());
    }
    let (mut length, mut width) = (0usize, if items.len() > 1 { separator.width() } else { Width::One });
    for (index, item) in items.clone().enumerate() {
        let Some(item) = item.cast::<Str>() else {
            return Err(vm.type_error(format_args!(
                "sequence item {index}: expected str instance, {} found",
                item.ty().name()
            )));
        };
        length = length.saturating_add(item.get().len());
        if index > 0 {
            length = length.saturating_add(separator.len());
        }
        width = width.max(item.get().width());
    }
    let each_piece = |visit: &mut dyn FnMut(Chars<'_>)| {
        for (index, item) in items.enumerate() {
            if index > 0 && !separator.is_empty() {
                visit(separator.chars());
            }
            if let Some(item) = item.cast::<Str>() {
                visit(item.get().chars());
            }
        }
    };
    if width == Width::One && length <= SHORT {
        let (mut text, mut at) = ([0u8; SHORT], 0);
        each_piece(&mut |piece| {
            if let Chars::One(units) = piece {
                text[at..at + units.len()].copy_from_slice(units);
                at += units.len();
            }
        });
        return Ok(Str::from_latin1(vm, &text[..at]));
    }
    vm.check_size(length)?;
    let mut out = StrBuilder::with_width(width, length);
    each_piece(&mut |piece| out.push_chars(piece));
    Ok(out.finish(vm))
}
