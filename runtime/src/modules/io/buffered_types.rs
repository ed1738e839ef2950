//! `BufferedReader`, `BufferedWriter`, `BufferedRandom`.

#![allow(unsafe_code, reason = "where in the layout the dict lies")]

use super::buffered::native;
use super::{BufferedFile, arguments, ask, base, bytes_to_write, integer, size_argument, unsupported};
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::bytes::Bytes;
use crate::objects::type_::{GetSetDef, Kind, MethodDef, TypeSpec, flags};
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, BufferedFile>> {
    vm.expect::<BufferedFile>(object)
}

/// The file, which is still open.
fn open<'a>(vm: &Vm, object: Obj<'a>, message: &str) -> PyResult<&'a BufferedFile> {
    let this = this(vm, object)?.get();
    this.check_open(vm, message)?;
    Ok(this)
}

fn bytes(vm: &Vm, data: Vec<u8>) -> Value {
    Bytes::from_vec(vm, data).into_value()
}

/// Makes an object a file over a raw one, which has to be able to do these.
fn init(vm: &Vm, object: Obj<'_>, args: Args<'_>, name: &'static str, needs: &[&str]) -> PyResult<()> {
    let signature: Signature<2> = Signature::new(name, ["raw", "buffer_size"], 1);
    let [raw, size] = args.bind(vm, &signature)?;
    let raw = raw.unwrap_or(Obj::NONE);
    let size = size.map_or(Ok(super::DEFAULT_BUFFER_SIZE as i64), |size| integer(vm, size))?;
    for need in needs {
        if !ask(vm, raw, need)? {
            return Err(unsupported(vm, &format!("File or stream is not {need}.")));
        }
    }
    let Some(size) = usize::try_from(size).ok().filter(|size| *size > 0) else {
        return Err(vm.value_error("buffer size must be strictly positive"));
    };
    let this = this(vm, object)?;
    this.forget();
    this.raw.set(Some(raw.to_owned()));
    this.size.set(size);
    Ok(())
}

fn close(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let raw = this.raw(vm)?;
    if this.is_closed(vm)? {
        return Ok(Value::none());
    }
    let flushed = match vm.call_method(object, vm.names.flush.ptr(), &[]) {
        Ok(_) => None,
        Err(_) => vm.take_exception(),
    };
    let closed = vm.call_method(raw.obj(), vm.names.close.ptr(), &[]);
    this.forget();
    match flushed {
        None => closed,
        Some(first) => {
            if closed.is_err() {
                vm.clear_exception();
            }
            Err(vm.restore_exception(first))
        }
    }
}

fn detach(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    this.raw(vm)?;
    vm.call_method(object, vm.names.flush.ptr(), &[])?;
    this.synchronize(vm)?;
    this.detached.set(true);
    this.raw.take().ok_or_else(|| vm.value_error("raw stream has been detached"))
}

/// Passes a question on to the file below.
macro_rules! passed_on {
    ($name:literal) => {
        MethodDef::noargs($name, |vm, object| {
            let raw = this(vm, object)?.raw(vm)?;
            vm.call_method_str(raw.obj(), $name, &[])
        })
    };
}

fn seek(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [offset, whence] = arguments(vm, &args, "seek", 1)?;
    let whence = whence.map_or(Ok(0), |whence| integer(vm, whence))?;
    if !(0..=2).contains(&whence) {
        return Err(vm.value_error(format_args!("whence value {whence} unsupported")));
    }
    let this = open(vm, object, "seek of closed file")?;
    check_seekable(vm, this)?;
    let offset = integer(vm, offset.unwrap_or(Obj::NONE))?;
    Ok(vm.int(this.seek(vm, offset, whence)?))
}

fn check_seekable(vm: &Vm, this: &BufferedFile) -> PyResult<()> {
    let raw = this.raw(vm)?;
    let seekable = match native(vm, raw.obj()) {
        Some(file) => file.is_seekable(vm)?,
        None => ask(vm, raw.obj(), "seekable")?,
    };
    if seekable { Ok(()) } else { Err(unsupported(vm, "File or stream is not seekable.")) }
}

fn truncate(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [size] = arguments(vm, &args, "truncate", 0)?;
    let this = open(vm, object, "truncate of closed file")?;
    if !this.is_writable(vm)? {
        return Err(unsupported(vm, "truncate"));
    }
    this.synchronize(vm)?;
    let size = match size.filter(|size| !size.is_none()) {
        Some(size) => size.to_owned(),
        None => vm.int(this.tell(vm)?),
    };
    vm.call_method_str(this.raw(vm)?.obj(), "truncate", &[size.obj()])
}

/// What all three have.
const COMMON: [MethodDef; 9] = [
    MethodDef::noargs("close", close),
    MethodDef::noargs("detach", detach),
    passed_on!("fileno"),
    MethodDef::noargs("flush", |vm, object| {
        open(vm, object, "flush of closed file")?.flush(vm).map(|()| Value::none())
    }),
    passed_on!("isatty"),
    MethodDef::fast("seek", seek),
    passed_on!("seekable"),
    MethodDef::noargs("tell", |vm, object| Ok(vm.int(this(vm, object)?.tell(vm)?))),
    MethodDef::fast("truncate", truncate),
];

fn read1(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [size] = arguments(vm, &args, "read1", 0)?;
    let this = open(vm, object, "read of closed file")?;
    let size = size.map_or(Ok(-1), |size| integer(vm, size))?;
    let size = usize::try_from(size).unwrap_or(this.size.get());
    Ok(bytes(vm, this.read1(vm, size)?))
}

fn readinto(vm: &Vm, object: Obj<'_>, place: Obj<'_>, name: &str, once: bool) -> PyResult<Value> {
    let size = super::writable_size(vm, name, place)?;
    let this = open(vm, object, "readinto of closed file")?;
    let read = if once { this.read1(vm, size)? } else { this.read(vm, Some(size))? };
    super::fill_place(place, &read);
    Ok(vm.int(read.len() as i64))
}

fn readline(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [limit] = arguments(vm, &args, "readline", 0)?;
    let limit = size_argument(vm, limit)?;
    Ok(bytes(vm, open(vm, object, "readline of closed file")?.read_line(vm, limit)?))
}

/// What can be read from has.
const READING: [MethodDef; 7] = [
    MethodDef::fast("peek", |vm, object, args| {
        arguments::<1>(vm, &args, "peek", 0)?;
        Ok(bytes(vm, open(vm, object, "peek of closed file")?.peek(vm)?))
    }),
    MethodDef::fast("read", |vm, object, args| {
        let [size] = arguments(vm, &args, "read", 0)?;
        let size = match size.filter(|size| !size.is_none()) {
            Some(size) if !vm.is_index(size) => size_argument(vm, Some(size))?,
            Some(size) => match integer(vm, size)? {
                -1 => None,
                size => match usize::try_from(size) {
                    Ok(size) => Some(size),
                    Err(_) => return Err(vm.value_error("read length must be non-negative or -1")),
                },
            },
            None => None,
        };
        Ok(bytes(vm, open(vm, object, "read of closed file")?.read(vm, size)?))
    }),
    MethodDef::fast("read1", read1),
    passed_on!("readable"),
    MethodDef::o("readinto", |vm, object, place| readinto(vm, object, place, "readinto", false)),
    MethodDef::o("readinto1", |vm, object, place| readinto(vm, object, place, "readinto1", true)),
    MethodDef::fast("readline", readline),
];

/// What can be written to has.
const WRITING: [MethodDef; 2] = [
    passed_on!("writable"),
    MethodDef::o("write", |vm, object, data| {
        let this = this(vm, object)?.get();
        this.raw(vm)?;
        let data = bytes_to_write(vm, data)?;
        this.check_open(vm, "write to closed file")?;
        this.write(vm, &data)?;
        Ok(vm.int(data.len() as i64))
    }),
];

const GETSET: &[GetSetDef] = &[
    crate::objects::instance::DICT,
    GetSetDef::new("closed", |vm, object| Ok(Value::bool(this(vm, object)?.is_closed(vm)?))),
    GetSetDef::new("mode", |vm, object| vm.getattr_str(this(vm, object)?.raw(vm)?.obj(), "mode")),
    GetSetDef::new("name", |vm, object| vm.getattr_str(this(vm, object)?.raw(vm)?.obj(), "name")),
    GetSetDef::member("raw", |vm, object| Ok(this(vm, object)?.raw.get().unwrap_or_else(Value::none))),
];

/// Both lists, one behind the other.
const fn both<const A: usize, const B: usize, const N: usize>(
    first: [MethodDef; A],
    second: [MethodDef; B],
) -> [MethodDef; N] {
    assert!(A + B == N);
    let mut all = [first[0]; N];
    let mut index = 0;
    while index < N {
        all[index] = if index < A { first[index] } else { second[index - A] };
        index += 1;
    }
    all
}

fn fill(slots: &crate::objects::type_::Slots) {
    slots.dealloc.set(BufferedFile::dealloc);
    slots.traverse.set(Some(BufferedFile::traverse));
    slots.finalize.set(Some(base::finalize));
    slots.repr.set(Some(|vm, object| super::repr_with_name(vm, object, "")));
}

fn next(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let line = open(vm, object, "readline of closed file")?.read_line(vm, None)?;
    Ok((!line.is_empty()).then(|| bytes(vm, line)))
}

const DEFAULT: TypeSpec = TypeSpec {
    module: "_io",
    bases: &[&base::BUFFERED],
    kind: Kind::BufferedFile,
    flags: flags::BASETYPE | flags::HAVE_GC,
    basicsize: size_of::<BufferedFile>(),
    dictoffset: std::mem::offset_of!(BufferedFile, dict) as isize,
    weakrefs: true,
    new: Some(|vm, ty, _| Ok(BufferedFile::allocate(vm, &ty).into_value())),
    getset: GETSET,
    ..TypeSpec::DEFAULT
};

/// `_io.BufferedReader`
pub(crate) static READER: TypeSpec = TypeSpec {
    name: "_io.BufferedReader",
    doc: Some("BufferedReader(raw, buffer_size=131072)\n--\n\nA binary file that is read from."),
    slots: |slots| {
        fill(slots);
        slots.iternext.set(Some(next));
        slots.init.set(Some(|vm, object, args| init(vm, object, args, "BufferedReader", &["readable"])));
    },
    methods: &both::<9, 7, 16>(COMMON, READING),
    ..DEFAULT
};

/// `_io.BufferedWriter`
pub(crate) static WRITER: TypeSpec = TypeSpec {
    name: "_io.BufferedWriter",
    doc: Some("BufferedWriter(raw, buffer_size=131072)\n--\n\nA binary file that is written to."),
    slots: |slots| {
        fill(slots);
        slots.init.set(Some(|vm, object, args| init(vm, object, args, "BufferedWriter", &["writable"])));
    },
    methods: &both::<9, 2, 11>(COMMON, WRITING),
    ..DEFAULT
};

/// `_io.BufferedRandom`
pub(crate) static RANDOM: TypeSpec = TypeSpec {
    name: "_io.BufferedRandom",
    doc: Some(
        "BufferedRandom(raw, buffer_size=131072)\n--\n\nA binary file that is read from and written to.",
    ),
    slots: |slots| {
        fill(slots);
        slots.iternext.set(Some(next));
        slots.init.set(Some(|vm, object, args| {
            init(vm, object, args, "BufferedRandom", &["seekable", "readable", "writable"])
        }));
    },
    methods: &both::<16, 2, 18>(both::<9, 7, 16>(COMMON, READING), WRITING),
    ..DEFAULT
};
