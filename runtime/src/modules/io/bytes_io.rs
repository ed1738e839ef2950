//! `BytesIO`: a binary file in memory.

#![allow(unsafe_code, reason = "declares the layout of files")]

use std::cell::{Cell, RefCell};

use super::{arguments, base, bytes_to_write, closed, file_layout, integer, size_argument};
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::bytes::Bytes;
use crate::objects::dict::Dict;
use crate::objects::memoryview::MemoryView;
use crate::objects::type_::{GetSetDef, Kind, MethodDef, TypeSpec, flags};
use crate::value::{FieldOf, Header, Obj, Ptr, Value};
use crate::vm::Vm;

/// A binary file in memory: `bytesio`.
#[repr(C)]
pub struct BytesIO {
    header: Header,
    dict: FieldOf<Dict>,
    bytes: RefCell<Vec<u8>>,
    /// Where it is read from and written to next: maybe behind the end.
    at: Cell<usize>,
    closed: Cell<bool>,
}

file_layout!(BytesIO, "_io.BytesIO", []);

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, BytesIO>> {
    vm.expect::<BytesIO>(object)
}

/// The file, which is still open.
fn open<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<&'a BytesIO> {
    let this = this(vm, object)?.get();
    if this.closed.get() { Err(closed(vm)) } else { Ok(this) }
}

impl BytesIO {
    fn take(&self, count: Option<usize>) -> Vec<u8> {
        let bytes = self.bytes.borrow();
        let start = self.at.get().min(bytes.len());
        let end = count.map_or(bytes.len(), |count| bytes.len().min(start.saturating_add(count)));
        if end > start {
            self.at.set(end);
        }
        bytes[start..end].to_vec()
    }

    fn line(&self, limit: Option<usize>) -> Vec<u8> {
        let found = {
            let bytes = self.bytes.borrow();
            let rest = &bytes[self.at.get().min(bytes.len())..];
            memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1)
        };
        self.take(Some(limit.map_or(found, |limit| found.min(limit))))
    }

    fn put(&self, vm: &Vm, data: &[u8]) -> PyResult<()> {
        if data.is_empty() {
            return Ok(());
        }
        let mut bytes = self.bytes.borrow_mut();
        let start = self.at.get();
        let Some(end) = start.checked_add(data.len()).filter(|end| *end <= isize::MAX as usize) else {
            return Err(vm.overflow_error("new buffer size too large"));
        };
        if end > bytes.len() {
            let more = end - bytes.len();
            if bytes.try_reserve(more).is_err() {
                return Err(vm.no_memory());
            }
            bytes.resize(end, 0);
        }
        bytes[start..end].copy_from_slice(data);
        self.at.set(end);
        Ok(())
    }
}

fn init(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<()> {
    const SIGNATURE: Signature<1> = Signature::new("BytesIO", ["initial_bytes"], 0);
    let [initial] = args.bind(vm, &SIGNATURE)?;
    let bytes = match initial.filter(|initial| !initial.is_none()) {
        Some(initial) => bytes_to_write(vm, initial)?,
        None => Vec::new(),
    };
    let this = this(vm, object)?;
    this.bytes.replace(bytes);
    this.at.set(0);
    this.closed.set(false);
    Ok(())
}

fn bytes(vm: &Vm, data: Vec<u8>) -> Value {
    Bytes::from_vec(vm, data).into_value()
}

fn read(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [size] = arguments(vm, &args, "read", 0)?;
    let size = size_argument(vm, size)?;
    Ok(bytes(vm, open(vm, object)?.take(size)))
}

fn yes(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    open(vm, object)?;
    Ok(Value::bool(true))
}

fn seek(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [offset, whence] = arguments(vm, &args, "seek", 1)?;
    let offset = integer(vm, offset.unwrap_or(Obj::NONE))?;
    let whence = whence.map_or(Ok(0), |whence| integer(vm, whence))?;
    let this = open(vm, object)?;
    let from = match whence {
        0 if offset < 0 => return Err(vm.value_error(format_args!("negative seek value {offset}"))),
        0 => 0,
        1 => this.at.get() as i64,
        2 => this.bytes.borrow().len() as i64,
        _ => {
            return Err(vm.value_error(format_args!("invalid whence ({whence}, should be 0, 1 or 2)")));
        }
    };
    let Some(to) = from.checked_add(offset) else {
        return Err(vm.overflow_error("new position too large"));
    };
    this.at.set(to.max(0) as usize);
    Ok(vm.int(to.max(0)))
}

fn truncate(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [size] = arguments(vm, &args, "truncate", 0)?;
    let this = open(vm, object)?;
    let size = match size.filter(|size| !size.is_none()) {
        None => this.at.get() as i64,
        Some(size) if vm.is_index(size) => integer(vm, size)?,
        Some(size) => {
            size_argument(vm, Some(size))?;
            0
        }
    };
    let Ok(length) = usize::try_from(size) else {
        return Err(vm.value_error(format_args!("negative size value {size}")));
    };
    this.bytes.borrow_mut().truncate(length);
    Ok(vm.int(size))
}

const METHODS: &[MethodDef] = &[
    MethodDef::noargs("close", |vm, object| {
        let this = this(vm, object)?;
        this.closed.set(true);
        this.bytes.take();
        Ok(Value::none())
    }),
    MethodDef::noargs("flush", |vm, object| open(vm, object).map(|_| Value::none())),
    // The view is of a copy: what is written through it is not seen in the file.
    MethodDef::noargs("getbuffer", |vm, object| {
        let copy = Bytes::new(vm, &open(vm, object)?.bytes.borrow());
        Ok(MemoryView::of(vm, copy.obj())?.into_value())
    }),
    MethodDef::noargs("getvalue", |vm, object| {
        let copy = open(vm, object)?.bytes.borrow().clone();
        Ok(bytes(vm, copy))
    }),
    MethodDef::noargs("isatty", |vm, object| open(vm, object).map(|_| Value::bool(false))),
    MethodDef::fast("read", read),
    MethodDef::fast("read1", read),
    MethodDef::noargs("readable", yes),
    MethodDef::o("readinto", |vm, object, place| {
        let size = super::writable_size(vm, "readinto", place)?;
        let read = open(vm, object)?.take(Some(size));
        super::fill_place(place, &read);
        Ok(vm.int(read.len() as i64))
    }),
    MethodDef::fast("readline", |vm, object, args| {
        let [size] = arguments(vm, &args, "readline", 0)?;
        let size = size_argument(vm, size)?;
        Ok(bytes(vm, open(vm, object)?.line(size)))
    }),
    MethodDef::fast("seek", seek),
    MethodDef::noargs("seekable", yes),
    MethodDef::noargs("tell", |vm, object| Ok(vm.int(open(vm, object)?.at.get() as i64))),
    MethodDef::fast("truncate", truncate),
    MethodDef::noargs("writable", yes),
    MethodDef::o("write", |vm, object, data| {
        let this = open(vm, object)?;
        let data = bytes_to_write(vm, data)?;
        this.put(vm, &data)?;
        Ok(vm.int(data.len() as i64))
    }),
];

/// `_io.BytesIO`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "_io.BytesIO",
    module: "_io",
    bases: &[&base::BUFFERED],
    kind: Kind::BytesIO,
    flags: flags::BASETYPE | flags::HAVE_GC,
    basicsize: size_of::<BytesIO>(),
    dictoffset: std::mem::offset_of!(BytesIO, dict) as isize,
    weakrefs: true,
    doc: Some("BytesIO(initial_bytes=b'')\n--\n\nA binary file in memory."),
    new: Some(|vm, ty, _| {
        let file = BytesIO {
            header: Header::new(&ty),
            dict: FieldOf::NULL,
            bytes: RefCell::default(),
            at: Cell::new(0),
            closed: Cell::new(false),
        };
        Ok(vm.alloc(&ty, file).into_value())
    }),
    slots: |slots| {
        slots.dealloc.set(BytesIO::dealloc);
        slots.traverse.set(Some(BytesIO::traverse));
        slots.init.set(Some(init));
        slots.iternext.set(Some(|vm, object| {
            let line = open(vm, object)?.line(None);
            Ok((!line.is_empty()).then(|| bytes(vm, line)))
        }));
    },
    methods: METHODS,
    getset: &[
        crate::objects::instance::DICT,
        GetSetDef::new("closed", |vm, object| Ok(Value::bool(this(vm, object)?.closed.get()))),
    ],
    ..TypeSpec::DEFAULT
};
