//! `FileIO`: a file descriptor; and what binary files with a buffer ask of the raw file below them.

#![allow(
    unsafe_code,
    reason = "declares the layout of files; file descriptors are numbers that programs have"
)]

use std::cell::Cell;
use std::os::fd::BorrowedFd;

use rustix::fs::{Mode, OFlags, SeekFrom};
use rustix::io::Errno;

use super::{arguments, base, file_layout, integer, size_argument, unsupported};
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::bytes::{Bytes, source};
use crate::objects::dict::Dict;
use crate::objects::str_::Str;
use crate::objects::type_::{GetSetDef, Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{Field, FieldOf, Header, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// A file descriptor: `fileio`.
#[repr(C)]
pub struct FileIO {
    header: Header,
    pub(super) dict: FieldOf<Dict>,
    /// What it was opened as: a path or a number.
    pub(super) name: Field,
    /// -1 once it is closed.
    fd: Cell<i32>,
    closes: Cell<bool>,
    access: Cell<Access>,
    /// Whether there are positions in it, once somebody asked.
    seekable: Cell<Option<bool>>,
}

file_layout!(FileIO, "_io.FileIO", [name]);

/// What a file was opened for: the letters of its mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Access {
    pub(super) reading: bool,
    pub(super) writing: bool,
    pub(super) created: bool,
    pub(super) appending: bool,
    truncating: bool,
}

impl Access {
    /// The letters `rwxa+`, others (`bt`) aside.
    fn parse(vm: &Vm, mode: &str) -> PyResult<Self> {
        const MANY: &str = "Must have exactly one of create/read/write/append mode and at most one plus";
        let (mut access, mut kinds, mut plus) = (Self::default(), 0, false);
        for letter in mode.chars() {
            match letter {
                'r' => access.reading = true,
                'w' => (access.writing, access.truncating) = (true, true),
                'x' => (access.writing, access.created) = (true, true),
                'a' => (access.writing, access.appending) = (true, true),
                'b' => {}
                '+' if plus => return Err(vm.value_error(MANY)),
                '+' => plus = true,
                _ => return Err(vm.value_error(format_args!("invalid mode: {mode:.200}"))),
            }
            kinds += usize::from(matches!(letter, 'r' | 'w' | 'x' | 'a'));
        }
        if kinds != 1 {
            return Err(vm.value_error(MANY));
        }
        if plus {
            (access.reading, access.writing) = (true, true);
        }
        Ok(access)
    }

    fn flags(self) -> OFlags {
        let direction = match (self.reading, self.writing) {
            (true, true) => OFlags::RDWR,
            (false, _) => OFlags::WRONLY,
            (true, false) => OFlags::RDONLY,
        };
        let mut flags = direction | OFlags::CLOEXEC;
        flags.set(OFlags::CREATE, self.truncating || self.created || self.appending);
        flags.set(OFlags::TRUNC, self.truncating);
        flags.set(OFlags::EXCL, self.created);
        flags.set(OFlags::APPEND, self.appending);
        flags
    }

    /// `FileIO.mode`
    fn mode(self) -> &'static str {
        match self {
            Self { created: true, reading: false, .. } => "xb",
            Self { created: true, .. } => "xb+",
            Self { appending: true, reading: false, .. } => "ab",
            Self { appending: true, .. } => "ab+",
            Self { reading: true, writing: true, .. } => "rb+",
            Self { reading: true, .. } => "rb",
            _ => "wb",
        }
    }
}

/// Tries a system call again that a signal has interrupted, unless the program is to stop.
fn retry<T>(vm: &Vm, mut call: impl FnMut() -> rustix::io::Result<T>) -> PyResult<T> {
    retry_for(vm, None, &mut call)
}

/// [`retry`], about a file.
fn retry_for<T>(
    vm: &Vm,
    file: Option<Obj<'_>>,
    call: &mut dyn FnMut() -> rustix::io::Result<T>,
) -> PyResult<T> {
    loop {
        match call() {
            Ok(result) => return Ok(result),
            Err(Errno::INTR) => vm.handle_pending()?,
            Err(error) => return Err(vm.io_error(&error.into(), file)),
        }
    }
}

impl FileIO {
    fn allocate(vm: &Vm, ty: &Type) -> Ref<FileIO> {
        let file = FileIO {
            header: Header::new(ty),
            dict: FieldOf::NULL,
            name: Field::NULL,
            fd: Cell::new(-1),
            closes: Cell::new(true),
            access: Cell::default(),
            seekable: Cell::new(None),
        };
        vm.alloc(ty, file)
    }

    /// The file of a standard stream.
    pub(super) fn standard(vm: &Vm, stream: super::Standard) -> Ref<FileIO> {
        let file = Self::allocate(vm, vm.types.file_io());
        file.name.set(Some(vm.intern(stream.name()).into_value()));
        file.fd.set(stream.number());
        file.closes.set(false);
        let reading = stream == super::Standard::In;
        file.access.set(Access { reading, writing: !reading, ..Access::default() });
        file
    }

    /// Opens a file by its path, or takes a file descriptor over.
    pub(super) fn open(
        vm: &Vm,
        name: Obj<'_>,
        mode: &str,
        closefd: bool,
        opener: Option<Obj<'_>>,
    ) -> PyResult<Ref<FileIO>> {
        let file = Self::allocate(vm, vm.types.file_io());
        file.begin(vm, name, mode, closefd, opener)?;
        Ok(file)
    }

    /// `FileIO.__init__`
    fn begin(
        &self,
        vm: &Vm,
        name: Obj<'_>,
        mode: &str,
        closefd: bool,
        opener: Option<Obj<'_>>,
    ) -> PyResult<()> {
        let number = match name.ty().kind() {
            Kind::Bool => {
                let category = vm.types.runtime_warning();
                vm.warn(category, "bool is used as a file descriptor")?;
                Some(integer(vm, name)?)
            }
            _ if crate::objects::int::IntRef::of(name).is_some() => Some(integer(vm, name)?),
            _ => None,
        };
        if number.is_some_and(|number| number < 0) {
            return Err(vm.value_error("negative file descriptor"));
        }
        let access = Access::parse(vm, mode)?;
        self.release(vm)?;
        let path = if number.is_none() { Some(path(vm, name)?) } else { None };
        self.access.set(access);
        self.seekable.set(None);
        match (number, path) {
            (Some(number), _) => {
                let Ok(number) = i32::try_from(number) else {
                    return Err(vm.overflow_error("Python int too large to convert to C int"));
                };
                self.fd.set(number);
                self.closes.set(closefd);
            }
            (None, _) if !closefd => {
                return Err(vm.value_error("Cannot use closefd=False with file name"));
            }
            (None, path) => {
                let fd = match opener {
                    Some(opener) => {
                        let flags = vm.int(access.flags().bits().into());
                        let answer = vm.call_args(opener, &[name, flags.obj()])?;
                        if crate::objects::int::IntRef::of(answer.obj()).is_none() {
                            return Err(vm.type_error("expected integer from opener"));
                        }
                        match i32::try_from(integer(vm, answer.obj())?) {
                            Ok(fd) if fd >= 0 => fd,
                            Ok(fd) => {
                                return Err(vm.value_error(format_args!("opener returned {fd}")));
                            }
                            Err(_) => {
                                return Err(vm.overflow_error("Python int too large to convert to C int"));
                            }
                        }
                    }
                    None => {
                        let path = path.unwrap_or_default();
                        let mode = Mode::from_raw_mode(0o666);
                        let fd = retry_for(vm, Some(name), &mut || {
                            rustix::fs::open(path.as_slice(), access.flags(), mode)
                        })?;
                        std::os::fd::IntoRawFd::into_raw_fd(fd)
                    }
                };
                self.fd.set(fd);
                self.closes.set(true);
            }
        }
        let checked = self.check_descriptor(vm, name);
        if checked.is_err() && number.is_some() {
            // It is not ours yet.
            self.fd.set(-1);
        }
        checked?;
        self.name.set(Some(name.to_owned()));
        if access.appending {
            // Where there are no positions, there is no end to go to.
            let _ = rustix::fs::seek(self.descriptor(vm)?, SeekFrom::End(0));
        }
        Ok(())
    }

    /// Refuses folders and what is no file descriptor.
    fn check_descriptor(&self, vm: &Vm, name: Obj<'_>) -> PyResult<()> {
        let descriptor = self.descriptor(vm)?;
        let status = match rustix::fs::fstat(descriptor) {
            Ok(status) => status,
            Err(error @ Errno::BADF) => return Err(vm.io_error(&error.into(), None)),
            Err(_) => return Ok(()),
        };
        if rustix::fs::FileType::from_raw_mode(status.st_mode) == rustix::fs::FileType::Directory {
            return Err(vm.io_error(&Errno::ISDIR.into(), Some(name)));
        }
        Ok(())
    }

    /// The file descriptor; an error if the file is closed.
    pub(super) fn descriptor(&self, vm: &Vm) -> PyResult<BorrowedFd<'_>> {
        match self.fd.get() {
            -1 => Err(vm.value_error("I/O operation on closed file")),
            // SAFETY: it is not -1. That it is open, the program is to see to; if not, the system says so.
            fd => Ok(unsafe { BorrowedFd::borrow_raw(fd) }),
        }
    }

    /// Closes the file descriptor, if it is this file's to close.
    fn release(&self, vm: &Vm) -> PyResult<()> {
        let fd = self.fd.replace(-1);
        if fd >= 0 && self.closes.get() {
            // SAFETY: closing a number that is no descriptor is an error, and nobody uses this one through the file.
            let failed = unsafe { libc::close(fd) } < 0;
            let error = std::io::Error::last_os_error();
            if failed && error.raw_os_error() != Some(libc::EINTR) {
                return Err(vm.io_error(&error, None));
            }
        }
        Ok(())
    }

    pub(super) fn is_closed(&self) -> bool {
        self.fd.get() < 0
    }

    pub(super) fn is_readable(&self) -> bool {
        self.access.get().reading
    }

    pub(super) fn is_writable(&self) -> bool {
        self.access.get().writing
    }

    /// Whether there is a person at the other end.
    pub(super) fn is_tty(&self, vm: &Vm) -> PyResult<bool> {
        Ok(rustix::termios::isatty(self.descriptor(vm)?))
    }

    fn check_reading(&self, vm: &Vm) -> PyResult<BorrowedFd<'_>> {
        let descriptor = self.descriptor(vm)?;
        if self.is_readable() { Ok(descriptor) } else { Err(unsupported(vm, "File not open for reading")) }
    }

    /// Reads up to `size` bytes, to the end of `out`; `None` if there are none yet.
    pub(super) fn read_some(&self, vm: &Vm, out: &mut Vec<u8>, size: usize) -> PyResult<Option<usize>> {
        if out.try_reserve(size).is_err() {
            return Err(vm.no_memory());
        }
        let descriptor = self.check_reading(vm)?;
        loop {
            let old = out.len();
            // SAFETY: `size` bytes behind the contents are reserved; the system says how many it has written.
            let result = unsafe {
                let place = out.as_mut_ptr().add(old).cast::<std::mem::MaybeUninit<u8>>();
                let place = std::slice::from_raw_parts_mut(place, size);
                rustix::io::read(descriptor, place).map(|(read, _)| read.len())
            };
            match result {
                Ok(count) => {
                    // SAFETY: so many were written.
                    unsafe { out.set_len(old + count) };
                    return Ok(Some(count));
                }
                Err(Errno::INTR) => vm.handle_pending()?,
                Err(Errno::AGAIN) => return Ok(None),
                Err(error) => return Err(vm.io_error(&error.into(), None)),
            }
        }
    }

    /// Writes some of the bytes: how many, or `None` if there is no room yet.
    pub(super) fn write_some(&self, vm: &Vm, bytes: &[u8]) -> PyResult<Option<usize>> {
        let descriptor = self.descriptor(vm)?;
        if !self.is_writable() {
            return Err(unsupported(vm, "File not open for writing"));
        }
        loop {
            match rustix::io::write(descriptor, bytes) {
                Ok(count) => return Ok(Some(count)),
                Err(Errno::INTR) => vm.handle_pending()?,
                Err(Errno::AGAIN) => return Ok(None),
                Err(error) => return Err(vm.io_error(&error.into(), None)),
            }
        }
    }

    pub(super) fn seek(&self, vm: &Vm, offset: i64, whence: i64) -> PyResult<i64> {
        let descriptor = self.descriptor(vm)?;
        let to = match whence {
            0 => match u64::try_from(offset) {
                Ok(offset) => SeekFrom::Start(offset),
                Err(_) => return Err(vm.io_error(&Errno::INVAL.into(), None)),
            },
            1 => SeekFrom::Current(offset),
            2 => SeekFrom::End(offset),
            _ => return Err(vm.io_error(&Errno::INVAL.into(), None)),
        };
        retry(vm, || rustix::fs::seek(descriptor, to)).map(|position| position as i64)
    }

    pub(super) fn is_seekable(&self, vm: &Vm) -> PyResult<bool> {
        let descriptor = self.descriptor(vm)?;
        if let Some(known) = self.seekable.get() {
            return Ok(known);
        }
        let seekable = rustix::fs::seek(descriptor, SeekFrom::Current(0)).is_ok();
        self.seekable.set(Some(seekable));
        Ok(seekable)
    }
}

/// A path as the system is told it: `PyUnicode_FSConverter`.
fn path(vm: &Vm, name: Obj<'_>) -> PyResult<Vec<u8>> {
    use std::os::unix::ffi::OsStringExt;
    let bytes = if let Some(text) = name.cast::<Str>() {
        vm.fs_encode(text)?.into_vec()
    } else if let Some(bytes) = name.cast::<Bytes>() {
        bytes.get().as_slice().to_vec()
    } else {
        return Err(not_a_path(vm, name));
    };
    if bytes.contains(&0) {
        return Err(vm.value_error("embedded null byte"));
    }
    Ok(bytes)
}

#[cold]
fn not_a_path(vm: &Vm, object: Obj<'_>) -> crate::errors::Raised {
    let given = object.ty().name();
    vm.type_error(format_args!("expected str, bytes or os.PathLike object, not {given}"))
}

/// What an object that is a path says that it is: `PyOS_FSPath`.
pub(super) fn fs_path(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    if object.cast::<Str>().is_some() || object.cast::<Bytes>().is_some() {
        return Ok(object.to_owned());
    }
    let Some(method) = vm.lookup_special(object, vm.intern("__fspath__").ptr())? else {
        return Err(not_a_path(vm, object));
    };
    let path = vm.call_args(method.obj(), &[])?;
    if path.cast::<Str>().is_none() && path.cast::<Bytes>().is_none() {
        return Err(vm.type_error(format_args!(
            "expected {}.__fspath__() to return str or bytes, not {}",
            object.ty().name(),
            path.ty().name()
        )));
    }
    Ok(path)
}

/// Reads up to `size` bytes from a raw file through its `readinto`; `None` if there are none yet.
pub(super) fn read_into(vm: &Vm, raw: Obj<'_>, size: usize) -> PyResult<Option<Vec<u8>>> {
    let place = base::scratch(vm, size)?;
    let count = vm.call_method_str(raw, "readinto", &[place.obj()])?;
    if count.is_none() {
        return Ok(None);
    }
    match usize::try_from(integer(vm, count.obj())?) {
        Ok(count) if count <= place.len() => Ok(Some(place.with(|bytes| bytes[..count].to_vec()))),
        _ => Err(vm.os_error(format_args!(
            "raw readinto() returned invalid length {} (should have been between 0 and {size})",
            vm.repr(count.obj())?.as_str()
        ))),
    }
}

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, FileIO>> {
    vm.expect::<FileIO>(object)
}

fn init(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<()> {
    const SIGNATURE: Signature<4> = Signature::new("FileIO", ["file", "mode", "closefd", "opener"], 1);
    let [file, mode, closefd, opener] = args.bind(vm, &SIGNATURE)?;
    let mode = match mode {
        Some(mode) => super::open::text_argument(vm, "FileIO", "mode", mode)?,
        None => "r".to_owned(),
    };
    let closefd = closefd.map_or(Ok(true), |closefd| vm.is_true(closefd))?;
    let file = file.unwrap_or(Obj::NONE);
    let opener = opener.filter(|opener| !opener.is_none());
    let path = if vm.is_index(file) { file.to_owned() } else { fs_path(vm, file)? };
    this(vm, object)?.begin(vm, path.obj(), &mode, closefd, opener)
}

fn close(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    this(vm, object)?.release(vm).map(|()| Value::none())
}

fn read_all(vm: &Vm, this: &FileIO) -> PyResult<Value> {
    let mut bytes = Vec::new();
    loop {
        match this.read_some(vm, &mut bytes, super::DEFAULT_BUFFER_SIZE)? {
            None if bytes.is_empty() => return Ok(Value::none()),
            None | Some(0) => return Ok(Bytes::from_vec(vm, bytes).into_value()),
            Some(_) => {}
        }
    }
}

const METHODS: &[MethodDef] = &[
    MethodDef::noargs("close", close),
    MethodDef::noargs("fileno", |vm, object| {
        let this = this(vm, object)?;
        this.descriptor(vm)?;
        Ok(vm.int(this.fd.get().into()))
    }),
    MethodDef::noargs("isatty", |vm, object| Ok(Value::bool(this(vm, object)?.is_tty(vm)?))),
    MethodDef::fast("read", |vm, object, args| {
        let [size] = arguments(vm, &args, "read", 0)?;
        let this = this(vm, object)?.get();
        this.check_reading(vm)?;
        let Some(size) = size_argument(vm, size)? else { return read_all(vm, this) };
        let mut bytes = Vec::new();
        Ok(match this.read_some(vm, &mut bytes, size)? {
            Some(_) => Bytes::from_vec(vm, bytes).into_value(),
            None => Value::none(),
        })
    }),
    MethodDef::noargs("readable", |vm, object| {
        let this = this(vm, object)?;
        this.descriptor(vm)?;
        Ok(Value::bool(this.is_readable()))
    }),
    MethodDef::noargs("readall", |vm, object| {
        let this = this(vm, object)?.get();
        this.check_reading(vm)?;
        read_all(vm, this)
    }),
    MethodDef::o("readinto", |vm, object, place| {
        let this = this(vm, object)?;
        this.check_reading(vm)?;
        let size = super::writable_size(vm, "readinto", place)?;
        let mut bytes = Vec::new();
        Ok(match this.read_some(vm, &mut bytes, size)? {
            Some(count) => {
                super::fill_place(place, &bytes);
                vm.int(count as i64)
            }
            None => Value::none(),
        })
    }),
    MethodDef::fast("seek", |vm, object, args| {
        let [offset, whence] = arguments(vm, &args, "seek", 1)?;
        let this = this(vm, object)?;
        this.descriptor(vm)?;
        let whence = whence.map_or(Ok(0), |whence| integer(vm, whence))?;
        Ok(vm.int(this.seek(vm, integer(vm, offset.unwrap_or(Obj::NONE))?, whence)?))
    }),
    MethodDef::noargs("seekable", |vm, object| Ok(Value::bool(this(vm, object)?.is_seekable(vm)?))),
    MethodDef::noargs("tell", |vm, object| Ok(vm.int(this(vm, object)?.seek(vm, 0, 1)?))),
    MethodDef::fast("truncate", |vm, object, args| {
        let [size] = arguments(vm, &args, "truncate", 0)?;
        let this = this(vm, object)?;
        let descriptor = this.descriptor(vm)?;
        if !this.is_writable() {
            return Err(unsupported(vm, "File not open for writing"));
        }
        let size = match size.filter(|size| !size.is_none()) {
            Some(size) => integer(vm, size)?,
            None => this.seek(vm, 0, 1)?,
        };
        let Ok(length) = u64::try_from(size) else {
            return Err(vm.io_error(&Errno::INVAL.into(), None));
        };
        retry(vm, || rustix::fs::ftruncate(descriptor, length))?;
        Ok(vm.int(size))
    }),
    MethodDef::noargs("writable", |vm, object| {
        let this = this(vm, object)?;
        this.descriptor(vm)?;
        Ok(Value::bool(this.is_writable()))
    }),
    MethodDef::o("write", |vm, object, data| {
        let this = this(vm, object)?;
        this.descriptor(vm)?;
        if !this.is_writable() {
            return Err(unsupported(vm, "File not open for writing"));
        }
        let bytes = source::buffer(vm, data)?;
        Ok(match this.write_some(vm, &bytes)? {
            Some(count) => vm.int(count as i64),
            None => Value::none(),
        })
    }),
];

const GETSET: &[GetSetDef] = &[
    crate::objects::instance::DICT,
    GetSetDef::new("closed", |vm, object| Ok(Value::bool(this(vm, object)?.is_closed()))),
    GetSetDef::new("closefd", |vm, object| Ok(Value::bool(this(vm, object)?.closes.get()))),
    GetSetDef::new("mode", |vm, object| Ok(vm.intern(this(vm, object)?.access.get().mode()).into_value())),
    GetSetDef::new("name", |vm, object| {
        this(vm, object)?.name.get().ok_or_else(|| vm.no_attribute(object, vm.intern("name").ptr()))
    })
    .set(|vm, object, name| {
        this(vm, object)?.name.set(name.map(Obj::to_owned));
        Ok(())
    }),
];

/// `_io.FileIO`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "_io.FileIO",
    module: "_io",
    bases: &[&base::RAW],
    kind: Kind::FileIO,
    flags: flags::BASETYPE | flags::HAVE_GC,
    basicsize: size_of::<FileIO>(),
    dictoffset: std::mem::offset_of!(FileIO, dict) as isize,
    weakrefs: true,
    doc: Some("FileIO(file, mode='r', closefd=True, opener=None)\n--\n\nA file without a buffer."),
    new: Some(|vm, ty, _| Ok(FileIO::allocate(vm, &ty).into_value())),
    slots: |slots| {
        slots.dealloc.set(FileIO::dealloc);
        slots.traverse.set(Some(FileIO::traverse));
        slots.finalize.set(Some(base::finalize));
        slots.init.set(Some(init));
        slots.repr.set(Some(|vm, object| {
            let this = this(vm, object)?;
            if this.is_closed() {
                return Ok(vm.text("<_io.FileIO [closed]>").into_value());
            }
            let closes = if this.closes.get() { "True" } else { "False" };
            let mode = this.access.get().mode();
            match this.name.get() {
                Some(name) => {
                    let name = vm.repr(name.obj())?;
                    let name = name.as_str();
                    Ok(vm
                        .text(format_args!("<_io.FileIO name={name} mode='{mode}' closefd={closes}>"))
                        .into_value())
                }
                None => {
                    let fd = this.fd.get();
                    Ok(vm
                        .text(format_args!("<_io.FileIO fd={fd} mode='{mode}' closefd={closes}>"))
                        .into_value())
                }
            }
        }));
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::DEFAULT
};
