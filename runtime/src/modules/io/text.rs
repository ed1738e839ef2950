//! Text files: `TextIOWrapper`.

#![allow(unsafe_code, reason = "declares the layout of text files")]

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use super::{BufferedFile, Standard, closed, size_argument, this, unsupported};
use crate::args::Signature;
use crate::errors::PyResult;
use crate::objects::list::List;
use crate::objects::str_::{Str, StrBuilder, codec};
use crate::objects::type_::{GetSetDef, Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{FieldOf, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// A text file: `textio`.
#[repr(C)]
pub struct TextFile {
    header: Header,
    buffer: FieldOf<BufferedFile>,
    /// What happens to what the encoding does not have.
    errors: RefCell<Cow<'static, str>>,
    line_buffering: Cell<bool>,
    write_through: Cell<bool>,
    /// Encoded text that the binary file has not got yet.
    pending: RefCell<Vec<u8>>,
    /// Code points that were read and nobody has asked for yet, from `start` on.
    decoded: RefCell<Vec<u32>>,
    start: Cell<usize>,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for TextFile {
    const NAME: &'static str = "_io.TextIOWrapper";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::TextFile
    }
}

impl TextFile {
    /// `_CHUNK_SIZE`: how much encoded text is collected.
    const CHUNK: usize = 8192;

    /// A standard stream as text in UTF-8.
    pub(crate) fn new(vm: &Vm, stream: Standard, errors: &'static str, write_through: bool) -> Ref<TextFile> {
        let ty = vm.types.text_io_wrapper();
        let line_buffering = stream == Standard::Err || rustix::termios::isatty(stream.fd());
        let file = TextFile {
            header: Header::new(ty),
            buffer: FieldOf::new(BufferedFile::new(vm, stream)),
            errors: RefCell::new(Cow::Borrowed(errors)),
            line_buffering: Cell::new(line_buffering && !write_through),
            write_through: Cell::new(write_through),
            pending: RefCell::default(),
            decoded: RefCell::default(),
            start: Cell::new(0),
        };
        vm.alloc(ty, file)
    }

    /// The binary file below.
    fn buffer(&self) -> Ref<BufferedFile> {
        self.buffer.get().expect("a text file has a buffer for as long as it lives")
    }

    /// Writes text, sooner or later.
    pub(crate) fn write(&self, vm: &Vm, text: Ptr<'_, Str>) -> PyResult<()> {
        let buffer = self.buffer();
        if buffer.is_closed() {
            return Err(closed(vm));
        }
        if buffer.stream().is_readable() {
            return Err(unsupported(vm, "not writable"));
        }
        let ends_line = match text.get().as_ascii() {
            Some(ascii) => {
                self.pending.borrow_mut().extend_from_slice(ascii.as_bytes());
                self.line_buffering.get() && ascii.bytes().any(|byte| byte == b'\n' || byte == b'\r')
            }
            None => {
                let errors = self.errors.borrow().clone();
                let bytes = codec::encode(vm, text, "utf-8", &errors)?;
                self.pending.borrow_mut().extend_from_slice(&bytes);
                self.line_buffering.get() && bytes.iter().any(|byte| matches!(byte, b'\n' | b'\r'))
            }
        };
        let through = self.write_through.get();
        if ends_line || through || self.pending.borrow().len() >= Self::CHUNK {
            self.flush_text(vm)?;
        }
        if ends_line || through { buffer.flush(vm) } else { Ok(()) }
    }

    /// Hands what was collected to the binary file.
    fn flush_text(&self, vm: &Vm) -> PyResult<()> {
        let mut pending = self.pending.take();
        let result = self.buffer().write(vm, &pending);
        pending.clear();
        let mut own = self.pending.borrow_mut();
        if own.is_empty() {
            *own = pending;
        }
        result
    }

    /// Writes what was collected.
    pub(crate) fn flush(&self, vm: &Vm) -> PyResult<()> {
        let buffer = self.buffer();
        buffer.check_open(vm)?;
        if buffer.stream().is_readable() {
            return Ok(());
        }
        self.flush_text(vm)?;
        buffer.flush(vm)
    }

    /// Whether it is closed.
    pub(crate) fn is_closed(&self) -> bool {
        self.buffer().is_closed()
    }

    /// Forgets what could not be written.
    pub(crate) fn discard(&self) {
        self.pending.borrow_mut().clear();
        self.buffer().discard();
    }

    /// Whether it can be read from now.
    fn check_readable(&self, vm: &Vm) -> PyResult<()> {
        let buffer = self.buffer();
        buffer.check_open(vm)?;
        if buffer.stream().is_readable() { Ok(()) } else { Err(unsupported(vm, "not readable")) }
    }

    /// Adds bytes, which end with a line or the file, to what was decoded: `false` if there are none.
    fn decode(&self, vm: &Vm, bytes: &[u8]) -> PyResult<bool> {
        let errors = self.errors.borrow().clone();
        let text = codec::decode(vm, bytes, "utf-8", &errors)?;
        let mut decoded = self.decoded.borrow_mut();
        decoded.drain(..self.start.replace(0));
        let mut after_return = false;
        for code in text.chars().iter() {
            // All ends of lines read as "\n".
            match code {
                0xd => decoded.push(0xa),
                0xa if after_return => {}
                _ => decoded.push(code),
            }
            after_return = code == 0xd;
        }
        Ok(!bytes.is_empty())
    }

    fn take(&self, vm: &Vm, count: usize) -> Ref<Str> {
        let decoded = self.decoded.borrow();
        let start = self.start.get();
        let end = decoded.len().min(start.saturating_add(count));
        self.start.set(end);
        let mut text = StrBuilder::new();
        for code in &decoded[start..end] {
            text.push(*code);
        }
        text.finish(vm)
    }

    /// Up to `count` characters, all if there is no count.
    fn read(&self, vm: &Vm, count: Option<usize>) -> PyResult<Ref<Str>> {
        self.check_readable(vm)?;
        let buffer = self.buffer();
        match count {
            None => {
                self.decode(vm, &buffer.read(vm, None)?)?;
            }
            Some(count) => {
                while self.decoded.borrow().len() - self.start.get() < count
                    && self.decode(vm, &buffer.read_line(vm, None)?)?
                {}
            }
        }
        Ok(self.take(vm, count.unwrap_or(usize::MAX)))
    }

    /// The text up to and with the end of a line, or up to `limit`, or up to the end.
    pub(crate) fn read_line(&self, vm: &Vm, limit: Option<usize>) -> PyResult<Ref<Str>> {
        self.check_readable(vm)?;
        let buffer = self.buffer();
        loop {
            let (found, available) = {
                let decoded = self.decoded.borrow();
                let rest = &decoded[self.start.get()..];
                (rest.iter().position(|code| *code == 0xa).map(|at| at + 1), rest.len())
            };
            let enough = limit.filter(|limit| *limit <= available);
            match found.into_iter().chain(enough).min() {
                Some(count) => return Ok(self.take(vm, count)),
                None if !self.decode(vm, &buffer.read_line(vm, None)?)? => {
                    return Ok(self.take(vm, usize::MAX));
                }
                None => {}
            }
        }
    }
}

fn write(vm: &Vm, object: Obj<'_>, text: Obj<'_>) -> PyResult<Value> {
    let this = this::<TextFile>(vm, object)?;
    let Some(text) = text.cast::<Str>() else {
        return Err(vm.type_error(format_args!("write() argument must be str, not {}", text.ty().name())));
    };
    this.write(vm, text)?;
    Ok(vm.int(text.len() as i64))
}

fn close(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let buffer = this::<TextFile>(vm, object)?.buffer();
    let result = if buffer.is_closed() { Ok(()) } else { this::<TextFile>(vm, object)?.flush(vm) };
    vm.call_method_str(buffer.obj(), "close", &[])?;
    result.map(|()| Value::none())
}

/// A flag of `reconfigure`.
fn flag(vm: &Vm, value: Option<Obj<'_>>, place: &Cell<bool>) -> PyResult<()> {
    if let Some(value) = value.filter(|value| !value.is_none()) {
        place.set(vm.is_true(value)?);
    }
    Ok(())
}

fn reconfigure(vm: &Vm, object: Obj<'_>, args: crate::args::Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<5> = Signature::new(
        "reconfigure",
        ["encoding", "errors", "newline", "line_buffering", "write_through"],
        0,
    )
    .keyword_only_after(0);
    let [encoding, errors, newline, line_buffering, write_through] = args.bind(vm, &SIGNATURE)?;
    let this = this::<TextFile>(vm, object)?;
    if let Some(encoding) = encoding.filter(|encoding| !encoding.is_none()) {
        let name = vm.expect::<Str>(encoding)?.get().as_str().to_ascii_lowercase().replace('_', "-");
        if !matches!(&*name, "utf-8" | "utf8") {
            return Err(vm.lookup_error(format_args!("unknown encoding: {name}")));
        }
    }
    if newline.is_some_and(|newline| !newline.is_none()) {
        return Err(unsupported(vm, "the ends of lines of a standard stream cannot be changed"));
    }
    if this.buffer().stream().is_readable() {
        this.check_readable(vm)?;
    } else {
        this.flush(vm)?;
    }
    if let Some(errors) = errors.filter(|errors| !errors.is_none()) {
        let errors = vm.expect::<Str>(errors)?.get().as_str().into_owned();
        this.errors.replace(Cow::Owned(errors));
    }
    flag(vm, line_buffering, &this.line_buffering)?;
    flag(vm, write_through, &this.write_through)?;
    Ok(Value::none())
}

fn stream(vm: &Vm, object: Obj<'_>) -> PyResult<Standard> {
    Ok(this::<TextFile>(vm, object)?.buffer().stream())
}

const METHODS: &[MethodDef] = &[
    MethodDef::noargs("__enter__", |vm, object| {
        this::<TextFile>(vm, object)?.buffer().check_open(vm)?;
        super::enter(vm, object)
    }),
    MethodDef::fast("__exit__", |vm, object, _| close(vm, object)),
    MethodDef::noargs("close", close),
    MethodDef::noargs("fileno", |vm, object| {
        this::<TextFile>(vm, object)?.buffer().check_open(vm)?;
        Ok(vm.int(stream(vm, object)?.number()))
    }),
    MethodDef::noargs("flush", |vm, object| this::<TextFile>(vm, object)?.flush(vm).map(|()| Value::none())),
    MethodDef::noargs("isatty", |vm, object| {
        this::<TextFile>(vm, object)?.buffer().check_open(vm)?;
        Ok(Value::bool(rustix::termios::isatty(stream(vm, object)?.fd())))
    }),
    MethodDef::fast("read", |vm, object, args| {
        args.range(vm, "read", 0, 1)?;
        let size = size_argument(vm, args.positional(0))?;
        Ok(this::<TextFile>(vm, object)?.read(vm, size)?.into_value())
    }),
    MethodDef::noargs("readable", |vm, object| Ok(Value::bool(stream(vm, object)?.is_readable()))),
    MethodDef::fast("readline", |vm, object, args| {
        args.range(vm, "readline", 0, 1)?;
        let size = size_argument(vm, args.positional(0))?;
        Ok(this::<TextFile>(vm, object)?.read_line(vm, size)?.into_value())
    }),
    MethodDef::fast("readlines", |vm, object, args| {
        args.range(vm, "readlines", 0, 1)?;
        let hint = size_argument(vm, args.positional(0))?.filter(|hint| *hint > 0);
        let this = this::<TextFile>(vm, object)?;
        let (mut lines, mut length) = (Vec::new(), 0);
        while hint.is_none_or(|hint| length < hint) {
            let line = this.read_line(vm, None)?;
            if line.is_empty() {
                break;
            }
            length += line.len();
            lines.push(line.into_value());
        }
        Ok(List::new(vm, lines).into_value())
    }),
    MethodDef::keywords("reconfigure", reconfigure),
    MethodDef::noargs("seekable", |vm, object| {
        Ok(Value::bool(rustix::fs::seek(stream(vm, object)?.fd(), rustix::fs::SeekFrom::Current(0)).is_ok()))
    }),
    MethodDef::noargs("writable", |vm, object| Ok(Value::bool(!stream(vm, object)?.is_readable()))),
    MethodDef::o("write", write),
    MethodDef::o("writelines", |vm, object, lines| {
        let lines = vm.iter(lines)?;
        while let Some(line) = vm.next(lines.obj())? {
            write(vm, object, line.obj())?;
        }
        Ok(Value::none())
    }),
];

const GETSET: &[GetSetDef] = &[
    GetSetDef::member("buffer", |vm, object| Ok(this::<TextFile>(vm, object)?.buffer().into_value())),
    GetSetDef::new("closed", |vm, object| Ok(Value::bool(this::<TextFile>(vm, object)?.is_closed()))),
    GetSetDef::member("encoding", |vm, _| Ok(vm.intern("utf-8").into_value())),
    GetSetDef::new("errors", |vm, object| {
        Ok(vm.text(&*this::<TextFile>(vm, object)?.errors.borrow()).into_value())
    }),
    GetSetDef::member("line_buffering", |vm, object| {
        Ok(Value::bool(this::<TextFile>(vm, object)?.line_buffering.get()))
    }),
    GetSetDef::new("mode", |vm, object| {
        Ok(vm.intern(if stream(vm, object)?.is_readable() { "r" } else { "w" }).into_value())
    }),
    GetSetDef::new("name", |vm, object| Ok(vm.intern(stream(vm, object)?.name()).into_value())),
    GetSetDef::new("newlines", |_, _| Ok(Value::none())),
    GetSetDef::member("write_through", |vm, object| {
        Ok(Value::bool(this::<TextFile>(vm, object)?.write_through.get()))
    }),
];

/// `_io.TextIOWrapper`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "_io.TextIOWrapper",
    module: "_io",
    kind: Kind::TextFile,
    flags: flags::DISALLOW_INSTANTIATION | flags::HAVE_GC,
    basicsize: size_of::<TextFile>(),
    weakrefs: true,
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<TextFile>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            unsafe { object.cast::<TextFile>().as_ref() }.buffer.visit(visit);
        }));
        slots.repr.set(Some(|vm, object| {
            let stream = stream(vm, object)?;
            let mode = if stream.is_readable() { 'r' } else { 'w' };
            let name = stream.name();
            Ok(vm
                .text(format_args!("<_io.TextIOWrapper name='{name}' mode='{mode}' encoding='utf-8'>"))
                .into_value())
        }));
        slots.iter.set(Some(|_, object| Ok(object.to_owned())));
        slots.iternext.set(Some(|vm, object| {
            let line = this::<TextFile>(vm, object)?.read_line(vm, None)?;
            Ok((!line.is_empty()).then(|| line.into_value()))
        }));
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::DEFAULT
};
