//! What all files have, as far as others do not know better: `_IOBase`, `_RawIOBase`, `_BufferedIOBase`, `_TextIOBase`.
//! Classes of programs inherit from them; everything here asks the object's own methods.

use super::{arguments, ask, closed, is_closed, size_argument, unsupported};
use crate::errors::{PyResult, Raised};
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::{Bytes, source};
use crate::objects::list::List;
use crate::objects::type_::{GetSetDef, MethodDef, TypeSpec, flags};
use crate::value::{Obj, Value};
use crate::vm::Vm;

/// The attribute that says that [`close`] was called.
const CLOSED: &str = "__IOBase_closed";

/// Raises what `file.closed` being true raises.
pub(super) fn check_open(vm: &Vm, file: Obj<'_>) -> PyResult<()> {
    if is_closed(vm, file)? { Err(closed(vm)) } else { Ok(()) }
}

fn close(vm: &Vm, file: Obj<'_>) -> PyResult<Value> {
    if vm.getattr_opt_str(file, CLOSED)?.is_some() {
        return Ok(Value::none());
    }
    let flushed = vm.call_method(file, vm.names.flush.ptr(), &[]);
    let raised = match flushed {
        Ok(_) => None,
        Err(_) => vm.take_exception(),
    };
    vm.setattr_str(file, CLOSED, Some(Obj::bool(true)))?;
    match raised {
        Some(exception) => Err(vm.restore_exception(exception)),
        None => Ok(Value::none()),
    }
}

/// `with file:` is over.
pub(super) fn exit(vm: &Vm, file: Obj<'_>, _: crate::args::Args<'_>) -> PyResult<Value> {
    vm.call_method(file, vm.names.close.ptr(), &[])
}

/// What `with` and `for` do with a file: itself, if it is open.
pub(super) fn itself(vm: &Vm, file: Obj<'_>) -> PyResult<Value> {
    check_open(vm, file)?;
    Ok(file.to_owned())
}

/// The next line: `__next__`.
pub(super) fn next(vm: &Vm, file: Obj<'_>) -> PyResult<Option<Value>> {
    let line = vm.call_method(file, vm.names.readline.ptr(), &[])?;
    Ok(vm.is_true(line.obj())?.then_some(line))
}

/// Closes a file that is forgotten: `iobase_finalize`.
pub(super) fn finalize(vm: &Vm, file: Obj<'_>) {
    let pending = vm.take_exception();
    match is_closed(vm, file) {
        Ok(true) => {}
        Ok(false) => {
            if vm.call_method(file, vm.names.close.ptr(), &[]).is_err() {
                vm.write_unraisable("Exception ignored while finalizing file", Some(file));
            }
        }
        // Nothing can be done with it.
        Err(_) => vm.clear_exception(),
    }
    if let Some(pending) = pending {
        let _ = vm.restore_exception(pending);
    }
}

/// A line, byte by byte unless the file lets look ahead: `readline`.
fn readline(vm: &Vm, file: Obj<'_>, args: crate::args::Args<'_>) -> PyResult<Value> {
    let [limit] = arguments(vm, &args, "readline", 0)?;
    let limit = size_argument(vm, limit)?;
    let peek = vm.getattr_opt_str(file, "peek")?;
    let mut line: Vec<u8> = Vec::new();
    while limit.is_none_or(|limit| line.len() < limit) && line.last() != Some(&b'\n') {
        let mut count = 1;
        if let Some(peek) = &peek {
            let one = vm.int(1);
            let ahead = vm.call_args(peek.obj(), &[one.obj()])?;
            let ahead = bytes_of(vm, "peek", ahead.obj())?;
            if !ahead.is_empty() {
                count = memchr::memchr(b'\n', &ahead).map_or(ahead.len(), |at| at + 1);
                count = limit.map_or(count, |limit| count.min(limit - line.len()));
            }
        }
        let count = vm.int(count as i64);
        let read = vm.call_method_str(file, "read", &[count.obj()])?;
        let read = bytes_of(vm, "read", read.obj())?;
        if read.is_empty() {
            break;
        }
        line.extend_from_slice(&read);
    }
    Ok(Bytes::from_vec(vm, line).into_value())
}

fn bytes_of(vm: &Vm, method: &str, object: Obj<'_>) -> PyResult<Vec<u8>> {
    source::with_bytes_like(object, <[u8]>::to_vec).ok_or_else(|| {
        vm.os_error(format_args!(
            "{method}() should have returned a bytes object, not '{}'",
            object.ty().name()
        ))
    })
}

/// `readlines`, of any file.
pub(super) fn readlines(vm: &Vm, file: Obj<'_>, args: crate::args::Args<'_>) -> PyResult<Value> {
    let [hint] = arguments(vm, &args, "readlines", 0)?;
    let hint = size_argument(vm, hint)?.filter(|hint| *hint > 0);
    let iterator = vm.iter(file)?;
    let (mut lines, mut length) = (Vec::new(), 0);
    while hint.is_none_or(|hint| length < hint) {
        let Some(line) = vm.next(iterator.obj())? else { break };
        length += vm.len(line.obj())?;
        lines.push(line);
    }
    Ok(List::new(vm, lines).into_value())
}

/// `writelines`, of any file.
pub(super) fn writelines(vm: &Vm, file: Obj<'_>, lines: Obj<'_>) -> PyResult<Value> {
    check_open(vm, file)?;
    let lines = vm.iter(lines)?;
    while let Some(line) = vm.next(lines.obj())? {
        vm.call_method(file, vm.names.write.ptr(), &[line.obj()])?;
    }
    Ok(Value::none())
}

/// Raises that a file cannot do what a method is for.
macro_rules! refusing {
    ($name:literal) => {
        MethodDef::keywords($name, |vm, _, _| Err(unsupported(vm, $name)))
    };
}

/// A method that says no.
macro_rules! no {
    ($name:literal) => {
        MethodDef::noargs($name, |vm, file| {
            check_open(vm, file)?;
            Ok(Value::bool(false))
        })
    };
}

/// Checks what a file says about itself.
fn check(vm: &Vm, file: Obj<'_>, question: &str, message: &str) -> PyResult<Value> {
    if ask(vm, file, question)? { Ok(Value::bool(true)) } else { Err(unsupported(vm, message)) }
}

/// `_io._IOBase`
pub(crate) static BASE: TypeSpec = TypeSpec {
    name: "_io._IOBase",
    module: "_io",
    flags: flags::BASETYPE,
    weakrefs: true,
    doc: Some("The base of all files."),
    new: Some(crate::objects::object::new),
    slots: |slots| {
        slots.iter.set(Some(itself));
        slots.iternext.set(Some(next));
        slots.finalize.set(Some(finalize));
    },
    methods: &[
        MethodDef::noargs("__enter__", itself),
        MethodDef::fast("__exit__", exit),
        MethodDef::noargs("_checkClosed", |vm, file| check_open(vm, file).map(|()| Value::none())),
        MethodDef::noargs("_checkReadable", |vm, file| {
            check(vm, file, "readable", "File or stream is not readable.")
        }),
        MethodDef::noargs("_checkSeekable", |vm, file| {
            check(vm, file, "seekable", "File or stream is not seekable.")
        }),
        MethodDef::noargs("_checkWritable", |vm, file| {
            check(vm, file, "writable", "File or stream is not writable.")
        }),
        MethodDef::noargs("close", close),
        refusing!("fileno"),
        MethodDef::noargs("flush", |vm, file| {
            if vm.getattr_opt_str(file, CLOSED)?.is_some() { Err(closed(vm)) } else { Ok(Value::none()) }
        }),
        no!("isatty"),
        MethodDef::noargs("readable", |_, _| Ok(Value::bool(false))),
        MethodDef::fast("readline", readline),
        MethodDef::fast("readlines", readlines),
        refusing!("seek"),
        MethodDef::noargs("seekable", |_, _| Ok(Value::bool(false))),
        MethodDef::noargs("tell", |vm, file| Ok(vm.int(super::seek(vm, file, 0, 1)?))),
        refusing!("truncate"),
        MethodDef::noargs("writable", |_, _| Ok(Value::bool(false))),
        MethodDef::o("writelines", writelines),
    ],
    getset: &[GetSetDef::new("closed", |vm, file| {
        Ok(Value::bool(vm.getattr_opt_str(file, CLOSED)?.is_some()))
    })],
    ..TypeSpec::DEFAULT
};

/// `RawIOBase.read`
fn raw_read(vm: &Vm, file: Obj<'_>, args: crate::args::Args<'_>) -> PyResult<Value> {
    let [size] = arguments(vm, &args, "read", 0)?;
    let Some(size) = size_argument(vm, size)? else {
        return vm.call_method_str(file, "readall", &[]);
    };
    match super::raw::read_into(vm, file, size)? {
        Some(bytes) => Ok(Bytes::from_vec(vm, bytes).into_value()),
        None => Ok(Value::none()),
    }
}

/// `RawIOBase.readall`
fn raw_readall(vm: &Vm, file: Obj<'_>) -> PyResult<Value> {
    let mut all = Vec::new();
    let size = vm.int(super::DEFAULT_BUFFER_SIZE as i64);
    loop {
        let read = vm.call_method_str(file, "read", &[size.obj()])?;
        if read.is_none() && all.is_empty() {
            return Ok(Value::none());
        }
        match read.is_none() {
            false => match read.cast::<Bytes>() {
                None => return Err(vm.type_error("read() should return bytes")),
                Some(bytes) if !bytes.get().as_slice().is_empty() => {
                    all.extend_from_slice(bytes.get().as_slice());
                }
                Some(_) => return Ok(Bytes::from_vec(vm, all).into_value()),
            },
            true => return Ok(Bytes::from_vec(vm, all).into_value()),
        }
    }
}

/// `_io._RawIOBase`
pub(crate) static RAW: TypeSpec = TypeSpec {
    name: "_io._RawIOBase",
    module: "_io",
    bases: &[&BASE],
    flags: flags::BASETYPE,
    doc: Some("The base of files without a buffer."),
    new: Some(crate::objects::object::new),
    methods: &[MethodDef::fast("read", raw_read), MethodDef::noargs("readall", raw_readall)],
    ..TypeSpec::DEFAULT
};

/// `BufferedIOBase.readinto` and `readinto1`
fn buffered_readinto(vm: &Vm, file: Obj<'_>, place: Obj<'_>, method: &str, read: &str) -> PyResult<Value> {
    let size = vm.int(super::writable_size(vm, method, place)? as i64);
    let bytes = vm.call_method_str(file, read, &[size.obj()])?;
    let Some(bytes) = bytes.cast::<Bytes>() else {
        return Err(vm.type_error("read() should return bytes"));
    };
    super::fill_place(place, bytes.get().as_slice());
    Ok(vm.int(bytes.get().as_slice().len() as i64))
}

/// `_io._BufferedIOBase`
pub(crate) static BUFFERED: TypeSpec = TypeSpec {
    name: "_io._BufferedIOBase",
    module: "_io",
    bases: &[&BASE],
    flags: flags::BASETYPE,
    doc: Some("The base of binary files with a buffer."),
    new: Some(crate::objects::object::new),
    methods: &[
        refusing!("detach"),
        refusing!("read"),
        refusing!("read1"),
        MethodDef::o("readinto", |vm, file, place| buffered_readinto(vm, file, place, "readinto", "read")),
        MethodDef::o("readinto1", |vm, file, place| buffered_readinto(vm, file, place, "readinto1", "read1")),
        refusing!("write"),
    ],
    ..TypeSpec::DEFAULT
};

/// `_io._TextIOBase`
pub(crate) static TEXT: TypeSpec = TypeSpec {
    name: "_io._TextIOBase",
    module: "_io",
    bases: &[&BASE],
    flags: flags::BASETYPE,
    doc: Some("The base of text files."),
    new: Some(crate::objects::object::new),
    methods: &[refusing!("detach"), refusing!("read"), refusing!("readline"), refusing!("write")],
    getset: &[
        GetSetDef::new("encoding", |_, _| Ok(Value::none())),
        GetSetDef::new("errors", |_, _| Ok(Value::none())),
        GetSetDef::new("newlines", |_, _| Ok(Value::none())),
    ],
    ..TypeSpec::DEFAULT
};

/// A new place for bytes, which a raw file fills.
pub(super) fn scratch(vm: &Vm, size: usize) -> PyResult<crate::value::Ref<ByteArray>> {
    let mut bytes = Vec::new();
    let raised = |_| -> Raised { vm.raise(vm.types.memory_error(), "") };
    bytes.try_reserve_exact(size).map_err(raised)?;
    bytes.resize(size, 0);
    Ok(ByteArray::from_vec(vm, bytes))
}
