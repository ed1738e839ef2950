//! Binary files: `BufferedReader` and `BufferedWriter`.

#![allow(unsafe_code, reason = "declares the layout of binary files")]

use std::cell::{Cell, RefCell};

use super::{Standard, closed, retry, size_argument, this, unsupported};
use crate::errors::PyResult;
use crate::objects::bytes::Bytes;
use crate::objects::list::List;
use crate::objects::type_::{GetSetDef, Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{Header, Layout, Obj, Ref, Value};
use crate::vm::Vm;

/// A binary file: `buffered`.
#[repr(C)]
pub struct BufferedFile {
    header: Header,
    stream: Standard,
    closed: Cell<bool>,
    /// What was written and is not in the file yet; or what was read and nobody has asked for yet, from `start` on.
    bytes: RefCell<Vec<u8>>,
    start: Cell<usize>,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for BufferedFile {
    const NAME: &'static str = "_io.BufferedIOBase";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::BufferedFile
    }
}

impl BufferedFile {
    /// `io.DEFAULT_BUFFER_SIZE`
    const SIZE: usize = 128 << 10;

    /// The file of a standard stream.
    pub(crate) fn new(vm: &Vm, stream: Standard) -> Ref<BufferedFile> {
        let ty = if stream.is_readable() { vm.types.buffered_reader() } else { vm.types.buffered_writer() };
        let file = BufferedFile {
            header: Header::new(ty),
            stream,
            closed: Cell::new(false),
            bytes: RefCell::default(),
            start: Cell::new(0),
        };
        vm.alloc(ty, file)
    }

    pub(super) fn stream(&self) -> Standard {
        self.stream
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.get()
    }

    pub(super) fn check_open(&self, vm: &Vm) -> PyResult<()> {
        if self.closed.get() { Err(closed(vm)) } else { Ok(()) }
    }

    /// Writes bytes, sooner or later.
    pub(super) fn write(&self, vm: &Vm, bytes: &[u8]) -> PyResult<()> {
        self.bytes.borrow_mut().extend_from_slice(bytes);
        if self.bytes.borrow().len() >= Self::SIZE { self.flush(vm) } else { Ok(()) }
    }

    /// Writes what was collected.
    pub(super) fn flush(&self, vm: &Vm) -> PyResult<()> {
        if self.stream.is_readable() {
            return Ok(());
        }
        // What runs while a signal is handled may write as well: it finds an empty buffer.
        let bytes = self.bytes.take();
        let mut written = 0;
        while written < bytes.len() {
            match retry(vm, || rustix::io::write(self.stream.fd(), &bytes[written..])) {
                Ok(count) => written += count,
                Err(raised) => {
                    let mut rest = bytes[written..].to_vec();
                    rest.append(&mut self.bytes.borrow_mut());
                    self.bytes.replace(rest);
                    return Err(raised);
                }
            }
        }
        if self.bytes.borrow().is_empty() {
            // The memory is used again.
            let mut bytes = bytes;
            bytes.clear();
            self.bytes.replace(bytes);
        }
        Ok(())
    }

    /// Forgets what could not be written.
    pub(super) fn discard(&self) {
        self.bytes.borrow_mut().clear();
    }

    /// Reads some more; `false` at the end of the file.
    fn fill(&self, vm: &Vm) -> PyResult<bool> {
        let mut chunk = vec![0; Self::SIZE];
        let count = retry(vm, || rustix::io::read(self.stream.fd(), &mut chunk[..]))?;
        let mut bytes = self.bytes.borrow_mut();
        bytes.drain(..self.start.replace(0));
        bytes.extend_from_slice(&chunk[..count]);
        Ok(count > 0)
    }

    /// Up to `count` bytes, all if there is no count.
    pub(super) fn read(&self, vm: &Vm, count: Option<usize>) -> PyResult<Vec<u8>> {
        while count.is_none_or(|count| self.bytes.borrow().len() - self.start.get() < count)
            && self.fill(vm)?
        {}
        Ok(self.take(count.unwrap_or(usize::MAX)))
    }

    /// Bytes up to and with the end of a line, or up to `limit`, or up to the end.
    pub(super) fn read_line(&self, vm: &Vm, limit: Option<usize>) -> PyResult<Vec<u8>> {
        let mut searched = 0;
        loop {
            let (found, available) = {
                let bytes = self.bytes.borrow();
                let rest = &bytes[self.start.get()..];
                (memchr::memchr(b'\n', &rest[searched..]).map(|at| searched + at + 1), rest.len())
            };
            searched = available;
            let enough = limit.filter(|limit| *limit <= available);
            match found.into_iter().chain(enough).min() {
                Some(count) => return Ok(self.take(count)),
                None if !self.fill(vm)? => return Ok(self.take(usize::MAX)),
                None => {}
            }
        }
    }

    fn take(&self, count: usize) -> Vec<u8> {
        let bytes = self.bytes.borrow();
        let start = self.start.get();
        let end = bytes.len().min(start.saturating_add(count));
        self.start.set(end);
        bytes[start..end].to_vec()
    }
}

fn readable<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<&'a BufferedFile> {
    let this = this::<BufferedFile>(vm, object)?.get();
    this.check_open(vm)?;
    if this.stream.is_readable() { Ok(this) } else { Err(unsupported(vm, "not readable")) }
}

fn bytes(vm: &Vm, data: &[u8]) -> Value {
    Bytes::new(vm, data).into_value()
}

fn close(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this::<BufferedFile>(vm, object)?.get();
    let result = if this.closed.get() { Ok(()) } else { this.flush(vm) };
    this.closed.set(true);
    result.map(|()| Value::none())
}

const METHODS: &[MethodDef] = &[
    MethodDef::noargs("__enter__", |vm, object| {
        this::<BufferedFile>(vm, object)?.check_open(vm)?;
        super::enter(vm, object)
    }),
    MethodDef::fast("__exit__", |vm, object, _| close(vm, object)),
    MethodDef::noargs("close", close),
    MethodDef::noargs("fileno", |vm, object| Ok(vm.int(this::<BufferedFile>(vm, object)?.stream.number()))),
    MethodDef::noargs("flush", |vm, object| {
        let this = this::<BufferedFile>(vm, object)?;
        this.check_open(vm)?;
        this.flush(vm).map(|()| Value::none())
    }),
    MethodDef::noargs("isatty", |vm, object| {
        Ok(Value::bool(rustix::termios::isatty(this::<BufferedFile>(vm, object)?.stream.fd())))
    }),
    MethodDef::fast("read", |vm, object, args| {
        args.range(vm, "read", 0, 1)?;
        let size = size_argument(vm, args.positional(0))?;
        Ok(bytes(vm, &readable(vm, object)?.read(vm, size)?))
    }),
    MethodDef::noargs("readable", |vm, object| {
        Ok(Value::bool(this::<BufferedFile>(vm, object)?.stream.is_readable()))
    }),
    MethodDef::fast("readline", |vm, object, args| {
        args.range(vm, "readline", 0, 1)?;
        let size = size_argument(vm, args.positional(0))?;
        Ok(bytes(vm, &readable(vm, object)?.read_line(vm, size)?))
    }),
    MethodDef::noargs("readlines", |vm, object| {
        let this = readable(vm, object)?;
        let mut lines = Vec::new();
        loop {
            let line = this.read_line(vm, None)?;
            if line.is_empty() {
                return Ok(List::new(vm, lines).into_value());
            }
            lines.push(bytes(vm, &line));
        }
    }),
    MethodDef::noargs("writable", |vm, object| {
        Ok(Value::bool(!this::<BufferedFile>(vm, object)?.stream.is_readable()))
    }),
    MethodDef::o("write", |vm, object, data| {
        let this = this::<BufferedFile>(vm, object)?;
        this.check_open(vm)?;
        if this.stream.is_readable() {
            return Err(unsupported(vm, "write"));
        }
        let Some(data) = crate::objects::bytes::with_bytes_like(data, <[u8]>::to_vec) else {
            return Err(
                vm.type_error(format_args!("a bytes-like object is required, not '{}'", data.ty().name()))
            );
        };
        this.write(vm, &data)?;
        Ok(vm.int(data.len() as i64))
    }),
];

const GETSET: &[GetSetDef] = &[
    GetSetDef::new("closed", |vm, object| Ok(Value::bool(this::<BufferedFile>(vm, object)?.closed.get()))),
    GetSetDef::new("mode", |vm, object| {
        let readable = this::<BufferedFile>(vm, object)?.stream.is_readable();
        Ok(vm.intern(if readable { "rb" } else { "wb" }).into_value())
    }),
    GetSetDef::new("name", |vm, object| {
        Ok(vm.intern(this::<BufferedFile>(vm, object)?.stream.name()).into_value())
    }),
];

const fn spec(name: &'static str) -> TypeSpec {
    TypeSpec {
        name,
        module: "_io",
        kind: Kind::BufferedFile,
        flags: flags::DISALLOW_INSTANTIATION,
        basicsize: size_of::<BufferedFile>(),
        weakrefs: true,
        slots: |slots| {
            slots.dealloc.set(crate::objects::alloc::dealloc::<BufferedFile>);
            slots.repr.set(Some(|vm, object| {
                let name = this::<BufferedFile>(vm, object)?.stream.name();
                Ok(vm.text(format_args!("<{} name='{name}'>", object.ty().name())).into_value())
            }));
            slots.iter.set(Some(|_, object| Ok(object.to_owned())));
            slots.iternext.set(Some(|vm, object| {
                let line = readable(vm, object)?.read_line(vm, None)?;
                Ok((!line.is_empty()).then(|| bytes(vm, &line)))
            }));
        },
        methods: METHODS,
        getset: GETSET,
        ..TypeSpec::DEFAULT
    }
}

/// `_io.BufferedReader`
pub(crate) static READER: TypeSpec = spec("_io.BufferedReader");
/// `_io.BufferedWriter`
pub(crate) static WRITER: TypeSpec = spec("_io.BufferedWriter");
