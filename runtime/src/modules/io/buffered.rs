//! Binary files with a buffer, over raw ones: the layout of `BufferedReader`, `BufferedWriter` and `BufferedRandom`,
//! and how they read and write.

#![allow(unsafe_code, reason = "declares the layout of binary files")]

use std::cell::{Cell, RefCell};

use super::raw::{FileIO, read_into};
use super::{ask, file_layout, integer};
use crate::errors::PyResult;
use crate::objects::bytes::Bytes;
use crate::objects::dict::Dict;
use crate::objects::type_::Type;
use crate::value::{Field, FieldOf, Header, Obj, Ref, Value};
use crate::vm::Vm;

/// A binary file: `buffered`.
#[repr(C)]
pub struct BufferedFile {
    header: Header,
    pub(super) dict: FieldOf<Dict>,
    /// The file below; NULL once it was detached, or before `__init__`.
    pub(super) raw: Field,
    /// What was written and is not in the file yet, if `writing`; or what was read and nobody has asked for yet, from
    /// `start` on.
    bytes: RefCell<Vec<u8>>,
    start: Cell<usize>,
    writing: Cell<bool>,
    /// How many bytes are collected.
    pub(super) size: Cell<usize>,
    pub(super) detached: Cell<bool>,
}

file_layout!(BufferedFile, "_io.BufferedIOBase", [raw]);

impl BufferedFile {
    pub(super) fn allocate(vm: &Vm, ty: &Type) -> Ref<BufferedFile> {
        let file = BufferedFile {
            header: Header::new(ty),
            dict: FieldOf::NULL,
            raw: Field::NULL,
            bytes: RefCell::default(),
            start: Cell::new(0),
            writing: Cell::new(false),
            size: Cell::new(super::DEFAULT_BUFFER_SIZE),
            detached: Cell::new(false),
        };
        vm.alloc(ty, file)
    }

    /// A file over a raw one.
    pub(super) fn over(vm: &Vm, ty: &Type, raw: Obj<'_>, size: usize) -> Ref<BufferedFile> {
        let file = Self::allocate(vm, ty);
        file.raw.set(Some(raw.to_owned()));
        file.size.set(size);
        file
    }

    /// The file below.
    pub(super) fn raw(&self, vm: &Vm) -> PyResult<Value> {
        self.raw.get().ok_or_else(|| {
            vm.value_error(if self.detached.get() {
                "raw stream has been detached"
            } else {
                "I/O operation on uninitialized object"
            })
        })
    }

    /// Whether the file below is closed.
    pub(super) fn is_closed(&self, vm: &Vm) -> PyResult<bool> {
        let raw = self.raw(vm)?;
        match native(vm, raw.obj()) {
            Some(file) => Ok(file.is_closed()),
            None => super::is_closed(vm, raw.obj()),
        }
    }

    pub(super) fn check_open(&self, vm: &Vm, message: &str) -> PyResult<()> {
        if self.is_closed(vm)? { Err(vm.value_error(message)) } else { Ok(()) }
    }

    /// Whether the file below can be written to.
    pub(super) fn is_writable(&self, vm: &Vm) -> PyResult<bool> {
        let raw = self.raw(vm)?;
        match native(vm, raw.obj()) {
            Some(file) => Ok(file.is_writable()),
            None => ask(vm, raw.obj(), "writable"),
        }
    }

    /// Writes bytes, sooner or later.
    pub(super) fn write(&self, vm: &Vm, bytes: &[u8]) -> PyResult<()> {
        if !self.writing.get() {
            // The file below is ahead of where this one is.
            let ahead = self.available();
            self.forget();
            if ahead > 0 {
                self.raw_seek(vm, -(ahead as i64), 1)?;
            }
            self.writing.set(true);
        }
        self.bytes.borrow_mut().extend_from_slice(bytes);
        if self.bytes.borrow().len() >= self.size.get() { self.flush(vm) } else { Ok(()) }
    }

    /// Writes what was collected.
    pub(super) fn flush(&self, vm: &Vm) -> PyResult<()> {
        if !self.writing.get() || self.bytes.borrow().is_empty() {
            return Ok(());
        }
        let raw = self.raw(vm)?;
        // What runs while a signal is handled may write as well: it finds an empty buffer.
        let bytes = self.bytes.take();
        let mut written = 0;
        while written < bytes.len() {
            match raw_write(vm, raw.obj(), &bytes[written..]) {
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

    /// Writes what was collected, and has the place where the file is be that of the file below.
    pub(super) fn synchronize(&self, vm: &Vm) -> PyResult<()> {
        if self.writing.get() {
            return self.flush(vm);
        }
        let ahead = self.available();
        if ahead > 0 {
            self.raw_seek(vm, -(ahead as i64), 1)?;
        }
        self.forget();
        Ok(())
    }

    /// Forgets what could not be written, or what was read ahead.
    pub(super) fn forget(&self) {
        self.bytes.borrow_mut().clear();
        self.start.set(0);
    }

    /// How many bytes were read ahead.
    pub(super) fn available(&self) -> usize {
        if self.writing.get() { 0 } else { self.bytes.borrow().len() - self.start.get() }
    }

    fn raw_seek(&self, vm: &Vm, offset: i64, whence: i64) -> PyResult<i64> {
        let raw = self.raw(vm)?;
        match native(vm, raw.obj()) {
            Some(file) => file.seek(vm, offset, whence),
            None => super::seek(vm, raw.obj(), offset, whence),
        }
    }

    /// Where the next byte is read from or written to.
    pub(super) fn tell(&self, vm: &Vm) -> PyResult<i64> {
        let position = match native(vm, self.raw(vm)?.obj()) {
            Some(file) => file.seek(vm, 0, 1)?,
            None => integer(vm, vm.call_method_str(self.raw(vm)?.obj(), "tell", &[])?.obj())?,
        };
        let pending = if self.writing.get() { self.bytes.borrow().len() as i64 } else { 0 };
        Ok(position - self.available() as i64 + pending)
    }

    pub(super) fn seek(&self, vm: &Vm, offset: i64, whence: i64) -> PyResult<i64> {
        if !self.writing.get() && matches!(whence, 0 | 1) && self.available() > 0 {
            // Within what was read ahead there is nothing to ask the system for.
            let here = self.tell(vm)?;
            let target = if whence == 0 { Some(offset) } else { here.checked_add(offset) };
            let start =
                target.and_then(|target| (self.start.get() as i64).checked_add(target.checked_sub(here)?));
            if let (Some(target), Some(start)) = (target, start.and_then(|start| usize::try_from(start).ok()))
                && start <= self.bytes.borrow().len()
            {
                self.start.set(start);
                return Ok(target);
            }
        }
        self.flush(vm)?;
        let offset = if whence == 1 { offset.saturating_sub(self.available() as i64) } else { offset };
        let position = self.raw_seek(vm, offset, whence)?;
        self.forget();
        Ok(position)
    }

    /// Gets ready to read: what was written comes first.
    fn begin_reading(&self, vm: &Vm) -> PyResult<()> {
        if self.writing.get() {
            self.flush(vm)?;
            self.forget();
            self.writing.set(false);
        }
        Ok(())
    }

    /// Reads some more; `false` at the end of the file, or if there is nothing yet.
    pub(super) fn fill(&self, vm: &Vm) -> PyResult<bool> {
        self.begin_reading(vm)?;
        let raw = self.raw(vm)?;
        let mut bytes = self.bytes.take();
        bytes.drain(..self.start.replace(0));
        let before = bytes.len();
        let result = match native(vm, raw.obj()) {
            Some(file) => file.read_some(vm, &mut bytes, self.size.get()).map(|_| ()),
            None => {
                read_into(vm, raw.obj(), self.size.get()).map(|more| bytes.extend(more.unwrap_or_default()))
            }
        };
        let more = bytes.len() > before;
        self.bytes.replace(bytes);
        result.map(|()| more)
    }

    /// Up to `count` bytes, all if there is no count.
    pub(super) fn read(&self, vm: &Vm, count: Option<usize>) -> PyResult<Vec<u8>> {
        while count.is_none_or(|count| self.available() < count) && self.fill(vm)? {}
        Ok(self.take(count.unwrap_or(usize::MAX)))
    }

    /// Up to `count` bytes, with at most one look into the file below.
    pub(super) fn read1(&self, vm: &Vm, count: usize) -> PyResult<Vec<u8>> {
        if self.available() > 0 || count == 0 {
            return Ok(self.take(count));
        }
        self.begin_reading(vm)?;
        let raw = self.raw(vm)?;
        match native(vm, raw.obj()) {
            Some(file) => {
                let mut bytes = Vec::new();
                file.read_some(vm, &mut bytes, count)?;
                Ok(bytes)
            }
            None => Ok(read_into(vm, raw.obj(), count)?.unwrap_or_default()),
        }
    }

    /// What was read ahead, without taking it; a look into the file below if that is nothing.
    pub(super) fn peek(&self, vm: &Vm) -> PyResult<Vec<u8>> {
        if self.available() == 0 {
            self.fill(vm)?;
        }
        let start = self.start.get();
        Ok(self.bytes.borrow()[start..].to_vec())
    }

    /// Bytes up to and with the end of a line, or up to `limit`, or up to the end.
    pub(super) fn read_line(&self, vm: &Vm, limit: Option<usize>) -> PyResult<Vec<u8>> {
        let mut searched = 0;
        loop {
            let (found, available) = if self.writing.get() {
                (None, 0)
            } else {
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
        if self.writing.get() {
            return Vec::new();
        }
        let bytes = self.bytes.borrow();
        let start = self.start.get();
        let end = bytes.len().min(start.saturating_add(count));
        self.start.set(end);
        bytes[start..end].to_vec()
    }
}

/// The raw file, if it is one of the VM's own.
pub(super) fn native<'a>(vm: &Vm, raw: Obj<'a>) -> Option<&'a FileIO> {
    let file = raw.cast::<FileIO>()?;
    raw.ty().is(vm.types.file_io()).then(|| file.get())
}

/// Writes some of the bytes to a raw file: how many.
fn raw_write(vm: &Vm, raw: Obj<'_>, bytes: &[u8]) -> PyResult<usize> {
    let would_block = || {
        let number = vm.int(11);
        let text = vm.text("write could not complete without blocking").into_value();
        vm.raise_with(vm.types.blocking_io_error(), vec![number, text, vm.int(0)])
    };
    if let Some(file) = native(vm, raw) {
        return file.write_some(vm, bytes)?.ok_or_else(would_block);
    }
    let data = Bytes::new(vm, bytes);
    let count = vm.call_method(raw, vm.names.write.ptr(), &[data.obj()])?;
    if count.is_none() {
        return Err(would_block());
    }
    match usize::try_from(integer(vm, count.obj())?) {
        Ok(count) if count <= bytes.len() => Ok(count),
        _ => Err(vm.os_error(format_args!(
            "raw write() returned invalid length {} (should have been between 0 and {})",
            vm.repr(count.obj())?.as_str(),
            bytes.len()
        ))),
    }
}
