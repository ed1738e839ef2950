//! Text files: the layout of `TextIOWrapper`, and how it writes.

#![allow(unsafe_code, reason = "declares the layout of text files")]

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use super::decoder::{Decoder, Newline};
use super::raw::FileIO;
use super::{BufferedFile, Standard, ask, closed, file_layout, unsupported};
use crate::errors::PyResult;
use crate::objects::bytes::Bytes;
use crate::objects::dict::Dict;
use crate::objects::str_::{Chars, Str, codec};
use crate::objects::type_::Type;
use crate::value::{Field, FieldOf, Header, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// A text file: `textio`.
#[repr(C)]
pub struct TextFile {
    header: Header,
    pub(super) dict: FieldOf<Dict>,
    /// The binary file below; NULL once it was detached, or before `__init__`.
    pub(super) buffer: Field,
    pub(super) detached: Cell<bool>,
    pub(super) encoding: RefCell<Cow<'static, str>>,
    /// What happens to what the encoding does not have.
    pub(super) errors: RefCell<Cow<'static, str>>,
    /// Whether ASCII is written as it is.
    pub(super) plain: Cell<bool>,
    pub(super) newline: Cell<Newline>,
    pub(super) line_buffering: Cell<bool>,
    pub(super) write_through: Cell<bool>,
    pub(super) readable: Cell<bool>,
    pub(super) writable: Cell<bool>,
    /// Encoded text that the binary file has not got yet.
    pub(super) pending: RefCell<Vec<u8>>,
    /// Whether what is written next is the beginning of the file, where an encoding may want a mark.
    pub(super) at_beginning: Cell<bool>,
    /// Text that was read, of which the characters before `start` were handed out.
    pub(super) text: FieldOf<Str>,
    pub(super) start: Cell<usize>,
    pub(super) decoder: RefCell<Decoder>,
    /// Where `text` came from: what the decoder knew before, and the bytes it got.
    pub(super) snapshot: RefCell<Option<(Decoder, Vec<u8>)>>,
    /// Whether `tell` works: not while lines are iterated over.
    pub(super) telling: Cell<bool>,
}

file_layout!(TextFile, "_io.TextIOWrapper", [buffer, text]);

/// What a text file is made with.
pub(super) struct Settings<'a> {
    pub(super) encoding: Cow<'static, str>,
    pub(super) errors: Cow<'static, str>,
    pub(super) newline: Newline,
    pub(super) line_buffering: bool,
    pub(super) write_through: bool,
    pub(super) buffer: Obj<'a>,
}

impl TextFile {
    /// `_CHUNK_SIZE`: how much encoded text is collected, and how much is read at once.
    pub(super) const CHUNK: usize = 8192;

    pub(super) fn allocate(vm: &Vm, ty: &Type) -> Ref<TextFile> {
        let file = TextFile {
            header: Header::new(ty),
            dict: FieldOf::NULL,
            buffer: Field::NULL,
            detached: Cell::new(false),
            encoding: RefCell::default(),
            errors: RefCell::default(),
            plain: Cell::new(false),
            newline: Cell::new(Newline::Translated),
            line_buffering: Cell::new(false),
            write_through: Cell::new(false),
            readable: Cell::new(false),
            writable: Cell::new(false),
            pending: RefCell::default(),
            at_beginning: Cell::new(true),
            text: FieldOf::NULL,
            start: Cell::new(0),
            decoder: RefCell::default(),
            snapshot: RefCell::default(),
            telling: Cell::new(true),
        };
        vm.alloc(ty, file)
    }

    /// A standard stream as text in UTF-8. Without a buffer, nothing is collected.
    pub(crate) fn standard(
        vm: &Vm,
        stream: Standard,
        errors: &'static str,
        unbuffered: bool,
    ) -> PyResult<Ref<TextFile>> {
        let raw = FileIO::standard(vm, stream);
        let tty = raw.is_tty(vm)?;
        let buffer = if unbuffered {
            raw.into_value()
        } else {
            let types = &vm.types;
            let ty = if stream == Standard::In { types.buffered_reader() } else { types.buffered_writer() };
            BufferedFile::over(vm, ty, raw.obj(), super::DEFAULT_BUFFER_SIZE).into_value()
        };
        let file = Self::allocate(vm, vm.types.text_io_wrapper());
        file.begin(
            vm,
            Settings {
                encoding: Cow::Borrowed("utf-8"),
                errors: Cow::Borrowed(errors),
                newline: Newline::Feed,
                line_buffering: !unbuffered && (tty || stream == Standard::Err),
                write_through: unbuffered,
                buffer: buffer.obj(),
            },
        )?;
        file.set_mode(vm, if stream == Standard::In { "r" } else { "w" })?;
        Ok(file)
    }

    /// Sets the attribute `mode`, which files that were opened have.
    pub(super) fn set_mode(&self, vm: &Vm, mode: &str) -> PyResult<()> {
        let dict = Dict::new(vm);
        dict.set(vm, vm.intern("mode").obj(), vm.intern(mode).obj())?;
        self.dict.set(Some(dict));
        Ok(())
    }

    /// `TextIOWrapper.__init__`
    pub(super) fn begin(&self, vm: &Vm, settings: Settings<'_>) -> PyResult<()> {
        if !codec::is_known(&settings.encoding) {
            let name = settings.encoding;
            return Err(vm.lookup_error(format_args!("unknown encoding: {name}")));
        }
        let buffer = settings.buffer;
        self.readable.set(ask(vm, buffer, "readable")?);
        self.writable.set(ask(vm, buffer, "writable")?);
        self.plain.set(codec::extends_ascii(&settings.encoding));
        self.encoding.replace(settings.encoding);
        self.errors.replace(settings.errors);
        self.newline.set(settings.newline);
        self.line_buffering.set(settings.line_buffering);
        self.write_through.set(settings.write_through);
        self.forget_text();
        self.pending.borrow_mut().clear();
        self.at_beginning.set(true);
        // Where the file goes on, there is no mark.
        if !self.plain.get() && self.writable.get() && ask(vm, buffer, "seekable")? {
            let position = vm.call_method_str(buffer, "tell", &[])?;
            self.at_beginning.set(super::integer(vm, position.obj())? == 0);
        }
        self.buffer.set(Some(buffer.to_owned()));
        self.detached.set(false);
        Ok(())
    }

    /// The binary file below.
    pub(super) fn buffer(&self, vm: &Vm) -> PyResult<Value> {
        self.buffer.get().ok_or_else(|| {
            vm.value_error(if self.detached.get() {
                "underlying buffer has been detached"
            } else {
                "I/O operation on uninitialized object"
            })
        })
    }

    /// Refuses to work on a closed file.
    pub(super) fn check_open(&self, vm: &Vm) -> PyResult<()> {
        if self.is_closed_or(vm)? { Err(closed(vm)) } else { Ok(()) }
    }

    pub(super) fn is_closed_or(&self, vm: &Vm) -> PyResult<bool> {
        let buffer = self.buffer(vm)?;
        match native(vm, buffer.obj()) {
            Some(file) => file.is_closed(vm),
            None => super::is_closed(vm, buffer.obj()),
        }
    }

    /// Whether it is closed, or cannot say.
    pub(crate) fn is_closed(&self, vm: &Vm) -> bool {
        self.is_closed_or(vm).unwrap_or_else(|_| {
            vm.clear_exception();
            true
        })
    }

    /// Writes text, sooner or later.
    pub(crate) fn write(&self, vm: &Vm, text: Ptr<'_, Str>) -> PyResult<()> {
        self.check_open(vm)?;
        if !self.writable.get() {
            return Err(unsupported(vm, "not writable"));
        }
        let translated = match self.newline.get().written() {
            Some(end) => with_ends(vm, text.get().chars(), end),
            None => None,
        };
        let text = translated.as_ref().map_or(text, Ref::ptr);
        let ends_line = match text.get().as_ascii() {
            Some(ascii) if self.plain.get() => {
                self.pending.borrow_mut().extend_from_slice(ascii.as_bytes());
                self.line_buffering.get() && ascii.bytes().any(|byte| byte == b'\n' || byte == b'\r')
            }
            _ => {
                let (encoding, errors) = (self.encoding.borrow().clone(), self.errors.borrow().clone());
                let bytes = if self.plain.get() || self.at_beginning.get() {
                    codec::encode(vm, text, &encoding, &errors)?
                } else {
                    codec::encode(vm, text, codec::without_mark(&encoding), &errors)?
                };
                self.pending.borrow_mut().extend_from_slice(&bytes);
                self.line_buffering.get() && text.get().chars().iter().any(|code| matches!(code, 0xa | 0xd))
            }
        };
        self.at_beginning.set(false);
        let through = self.write_through.get();
        if ends_line || through || self.pending.borrow().len() >= Self::CHUNK {
            self.flush_text(vm)?;
        }
        if ends_line {
            self.flush_buffer(vm)?;
        }
        if !self.text.is_null() {
            // Where the file is read from next is where it was written to.
            self.forget_text();
        }
        Ok(())
    }

    fn flush_buffer(&self, vm: &Vm) -> PyResult<()> {
        let buffer = self.buffer(vm)?;
        match native(vm, buffer.obj()) {
            Some(file) => file.flush(vm),
            None => vm.call_method(buffer.obj(), vm.names.flush.ptr(), &[]).map(drop),
        }
    }

    /// Hands what was collected to the binary file.
    pub(super) fn flush_text(&self, vm: &Vm) -> PyResult<()> {
        if self.pending.borrow().is_empty() {
            return Ok(());
        }
        let buffer = self.buffer(vm)?;
        let mut pending = self.pending.take();
        let result = match native(vm, buffer.obj()) {
            Some(file) => file.write(vm, &pending),
            None => {
                let data = Bytes::new(vm, &pending);
                vm.call_method(buffer.obj(), vm.names.write.ptr(), &[data.obj()]).map(drop)
            }
        };
        pending.clear();
        let mut own = self.pending.borrow_mut();
        if own.is_empty() {
            *own = pending;
        }
        result
    }

    /// Writes what was collected.
    pub(crate) fn flush(&self, vm: &Vm) -> PyResult<()> {
        self.check_open(vm)?;
        // Lines are no longer iterated over.
        self.telling.set(true);
        self.flush_text(vm)?;
        self.flush_buffer(vm)
    }

    /// Forgets what could not be written.
    pub(crate) fn discard(&self, vm: &Vm) {
        self.pending.borrow_mut().clear();
        if let Some(buffer) = self.buffer.get()
            && let Some(file) = native(vm, buffer.obj())
        {
            file.forget();
        }
    }

    /// Forgets what was read ahead.
    pub(super) fn forget_text(&self) {
        self.text.set(None);
        self.start.set(0);
        self.decoder.borrow_mut().reset();
        self.snapshot.replace(None);
    }
}

/// The binary file, if it is one of the VM's own.
pub(super) fn native<'a>(vm: &Vm, buffer: Obj<'a>) -> Option<&'a BufferedFile> {
    let file = buffer.cast::<BufferedFile>()?;
    let types = [vm.types.buffered_writer(), vm.types.buffered_reader(), vm.types.buffered_random()];
    types.iter().any(|own| buffer.ty().is(own)).then(|| file.get())
}

/// The text with other ends of lines; `None` if it has none.
pub(super) fn with_ends(vm: &Vm, chars: Chars<'_>, end: &str) -> Option<Ref<Str>> {
    if !chars.iter().any(|code| code == 0xa) {
        return None;
    }
    let mut out = crate::objects::str_::StrBuilder::with_width(chars.width(), chars.len() + 1);
    for code in chars.iter() {
        if code == 0xa { out.push_str(end) } else { out.push(code) }
    }
    Some(Str::from_chars(vm, out.chars()))
}
