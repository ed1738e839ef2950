//! Where bytes come from: buffers, iterables, `__bytes__`.

use super::Bytes;
use crate::errors::{PyResult, Raised};
use crate::objects::bytearray::ByteArray;
use crate::objects::int::IntRef;
use crate::objects::memoryview::{self, MemoryView};
use crate::objects::str_::Str;
use crate::value::{Obj, Ref};
use crate::vm::Vm;

/// Runs a function with the bytes of a bytes-like object; `None` if it is none. The function must not run Python code.
pub(crate) fn with_bytes_like<R>(object: Obj<'_>, function: impl FnOnce(&[u8]) -> R) -> Option<R> {
    if let Some(bytes) = object.cast::<Bytes>() {
        return Some(function(bytes.get().as_slice()));
    }
    if let Some(array) = object.cast::<ByteArray>() {
        return Some(array.get().with(function));
    }
    object.cast::<MemoryView>().and_then(|view| view.get().with_bytes(function))
}

/// Whether the object is bytes or a bytearray.
pub(crate) fn is_bytes_or_bytearray(object: Obj<'_>) -> bool {
    object.cast::<Bytes>().is_some() || object.cast::<ByteArray>().is_some()
}

/// A copy of the bytes of an argument that must be bytes-like.
pub(crate) fn buffer(vm: &Vm, object: Obj<'_>) -> PyResult<Vec<u8>> {
    with_bytes_like(object, <[u8]>::to_vec).ok_or_else(|| not_bytes_like(vm, object))
}

/// Refuses what is not bytes-like.
#[cold]
pub(crate) fn not_bytes_like(vm: &Vm, object: Obj<'_>) -> Raised {
    if object.cast::<MemoryView>().is_some_and(|view| view.is_released()) {
        return memoryview::released(vm);
    }
    vm.type_error(format_args!("a bytes-like object is required, not '{}'", object.ty().name()))
}

/// What `__bytes__` answers, if the object has one.
pub(crate) fn of_dunder(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Vec<u8>>> {
    let Some(method) = vm.lookup_special(object, vm.names.__bytes__.ptr())? else {
        return Ok(None);
    };
    let result = vm.call_args(method.obj(), &[])?;
    match Ref::<Bytes>::try_from_value(result) {
        Ok(bytes) => Ok(Some(bytes.as_slice().to_vec())),
        Err(other) => {
            Err(vm.type_error(format_args!("__bytes__ returned non-bytes (type {})", other.ty().name())))
        }
    }
}

/// A byte given as an int.
pub(crate) fn byte(vm: &Vm, object: Obj<'_>, message: &str) -> PyResult<u8> {
    if let Some(Ok(byte)) = object.as_small_int().map(u8::try_from) {
        return Ok(byte);
    }
    let number = vm.index(object)?;
    match IntRef::of(number.obj()).and_then(IntRef::to_i64).map(u8::try_from) {
        Some(Ok(byte)) => Ok(byte),
        _ => Err(vm.value_error(message)),
    }
}

/// The bytes that an iterable of ints yields.
pub(crate) fn of_iterable(vm: &Vm, object: Obj<'_>, message: &str) -> PyResult<Vec<u8>> {
    let iterator = vm.iter(object)?;
    let mut bytes = Vec::new();
    while let Some(item) = vm.next(iterator.obj())? {
        bytes.push(byte(vm, item.obj(), message)?);
    }
    Ok(bytes)
}

/// The bytes of a bytes-like object, of one with `__bytes__`, or of an iterable of ints: `PyObject_Bytes`.
pub(crate) fn collect(vm: &Vm, object: Obj<'_>) -> PyResult<Vec<u8>> {
    if let Some(bytes) = with_bytes_like(object, <[u8]>::to_vec) {
        return Ok(bytes);
    }
    if let Some(bytes) = of_dunder(vm, object)? {
        return Ok(bytes);
    }
    if object.cast::<Str>().is_some() || object.ty().slots.iter.get().is_none() && !vm.is_sequence(object) {
        return Err(vm.type_error(format_args!("cannot convert '{}' object to bytes", object.ty().name())));
    }
    of_iterable(vm, object, "bytes must be in range(0, 256)")
}

/// What `bytes()` and `bytearray()` are given: `(source, encoding, errors)`. `range_message` refuses ints that are no
/// bytes.
pub(crate) fn of_arguments(
    vm: &Vm,
    name: &str,
    [source, encoding, errors]: [Option<Obj<'_>>; 3],
    range_message: &str,
) -> PyResult<Vec<u8>> {
    let text = |argument: Option<Obj<'_>>, parameter: &str| -> PyResult<Option<String>> {
        match argument {
            None => Ok(None),
            Some(argument) => match argument.cast::<Str>() {
                Some(text) => Ok(Some(text.get().as_str().into_owned())),
                None => Err(vm.type_error(format_args!(
                    "{name}() argument '{parameter}' must be str, not {}",
                    argument.type_name_or_none()
                ))),
            },
        }
    };
    let (encoding, errors) = (text(encoding, "encoding")?, text(errors, "errors")?);
    let string = source.and_then(Obj::cast::<Str>);
    if let (Some(string), Some(encoding)) = (string, &encoding) {
        return crate::objects::str_::codec::encode(
            vm,
            string,
            encoding,
            errors.as_deref().unwrap_or("strict"),
        );
    }
    if encoding.is_some() && string.is_none() {
        return Err(vm.type_error("encoding without a string argument"));
    }
    if string.is_some() {
        return Err(vm.type_error("string argument without an encoding"));
    }
    if errors.is_some() {
        return Err(vm.type_error("errors without a string argument"));
    }
    let Some(source) = source else {
        return Ok(Vec::new());
    };
    if name == "bytes"
        && let Some(bytes) = of_dunder(vm, source)?
    {
        return Ok(bytes);
    }
    if vm.is_index(source) {
        let count = vm.index_isize(source, Some(vm.types.overflow_error()))?;
        let Ok(count) = usize::try_from(count) else {
            return Err(vm.value_error("negative count"));
        };
        let mut zeros = Vec::new();
        zeros.try_reserve_exact(count).map_err(|_| vm.no_memory())?;
        zeros.resize(count, 0);
        return Ok(zeros);
    }
    if let Some(bytes) = with_bytes_like(source, <[u8]>::to_vec) {
        return Ok(bytes);
    }
    if source.ty().slots.iter.get().is_none() && !vm.is_sequence(source) {
        return Err(vm.type_error(format_args!("cannot convert '{}' object to {name}", source.ty().name())));
    }
    of_iterable(vm, source, range_message)
}
