//! How text files read, and where in them they are.

use super::text::native;
use super::{TextFile, unsupported};
use crate::errors::PyResult;
use crate::objects::bytes::source;
use crate::objects::str_::{Str, StrBuilder, codec};
use crate::value::{Obj, Ref};
use crate::vm::Vm;

use super::decoder::Decoder;

impl TextFile {
    /// Gets ready to read: what was written comes first.
    fn begin_reading(&self, vm: &Vm) -> PyResult<()> {
        self.check_open(vm)?;
        if !self.readable.get() {
            return Err(unsupported(vm, "not readable"));
        }
        self.flush_text(vm)
    }

    /// Calls a method of the binary file that answers with bytes.
    fn bytes_from(&self, vm: &Vm, method: &str, args: &[Obj<'_>]) -> PyResult<Vec<u8>> {
        let bytes = vm.call_method_str(self.buffer(vm)?.obj(), method, args)?;
        source::with_bytes_like(bytes.obj(), <[u8]>::to_vec).ok_or_else(|| {
            let given = bytes.ty().name();
            vm.type_error(format_args!(
                "underlying {method}() should have returned a bytes-like object, not '{given}'"
            ))
        })
    }

    fn decode(&self, vm: &Vm, bytes: &[u8], last: bool) -> PyResult<Ref<Str>> {
        let (encoding, errors) = (self.encoding.borrow().clone(), self.errors.borrow().clone());
        let mut decoder = self.decoder.borrow().clone();
        let text = decoder.decode(vm, bytes, (&encoding, &errors), self.newline.get(), last)?;
        self.decoder.replace(decoder);
        Ok(text)
    }

    /// Reads the next text into `text`: `false` at the end of the file.
    fn fill(&self, vm: &Vm) -> PyResult<bool> {
        let buffer = self.buffer(vm)?;
        let bytes = match native(vm, buffer.obj()) {
            Some(file) => file.read1(vm, Self::CHUNK)?,
            None => {
                let size = vm.int(Self::CHUNK as i64);
                let has_read1 = vm.getattr_opt_str(buffer.obj(), "read1")?.is_some();
                self.bytes_from(vm, if has_read1 { "read1" } else { "read" }, &[size.obj()])?
            }
        };
        let before = self.decoder.borrow().clone();
        let text = self.decode(vm, &bytes, bytes.is_empty())?;
        let more = !bytes.is_empty() || !text.is_empty();
        let mut snapshot = self.snapshot.borrow_mut();
        match &mut *snapshot {
            // What was kept back belongs to this text.
            Some((_, so_far)) if !before.is_between() && self.start.get() == 0 && self.text.is_null() => {
                so_far.extend_from_slice(&bytes);
            }
            _ => {
                let mut with_kept = Vec::new();
                let state = if before.is_between() {
                    before
                } else {
                    // It starts where what was kept back starts.
                    with_kept = before.kept_bytes();
                    before.without_kept()
                };
                with_kept.extend_from_slice(&bytes);
                *snapshot = Some((state, with_kept));
            }
        }
        drop(snapshot);
        self.start.set(0);
        self.text.set(Some(text));
        Ok(more)
    }

    /// Up to `count` characters of what was read.
    fn take(&self, vm: &Vm, count: usize) -> Option<Ref<Str>> {
        let text = self.text.get()?;
        let start = self.start.get();
        let end = text.len().min(start.saturating_add(count));
        self.start.set(end);
        if start == 0 && end == text.len() {
            return Some(text);
        }
        Some(Str::from_chars(vm, text.chars().slice(start, end)))
    }

    /// Up to `count` characters, all if there is no count.
    pub(super) fn read(&self, vm: &Vm, count: Option<usize>) -> PyResult<Ref<Str>> {
        self.begin_reading(vm)?;
        let first = self.take(vm, count.unwrap_or(usize::MAX));
        let Some(count) = count else {
            let bytes = match native(vm, self.buffer(vm)?.obj()) {
                Some(file) => file.read(vm, None)?,
                None => self.bytes_from(vm, "read", &[])?,
            };
            let rest = self.decode(vm, &bytes, true)?;
            self.text.set(None);
            self.start.set(0);
            self.snapshot.replace(None);
            return Ok(match first {
                Some(first) if !first.is_empty() => crate::objects::str_::concat(vm, &first, &rest),
                _ => rest,
            });
        };
        let mut out = StrBuilder::new();
        if let Some(first) = first {
            if first.len() >= count {
                return Ok(first);
            }
            out.push_chars(first.chars());
        }
        while out.chars().len() < count && self.fill(vm)? {
            if let Some(more) = self.take(vm, count - out.chars().len()) {
                out.push_chars(more.chars());
            }
        }
        Ok(out.finish(vm))
    }

    /// The text up to and with the end of a line, or up to `limit`, or up to the end.
    pub(crate) fn read_line(&self, vm: &Vm, limit: Option<usize>) -> PyResult<Ref<Str>> {
        self.begin_reading(vm)?;
        let newline = self.newline.get();
        // What the line has from texts before this one.
        let mut line: Option<StrBuilder> = None;
        loop {
            let Some(text) = self.text.get().filter(|text| self.start.get() < text.len()) else {
                if self.fill(vm)? {
                    continue;
                }
                self.text.set(None);
                self.start.set(0);
                self.snapshot.replace(None);
                return Ok(line.map_or_else(|| vm.strings.empty(), |line| line.finish(vm)));
            };
            let chars = text.chars();
            let so_far = line.as_ref().map_or(0, |line| line.chars().len());
            let start = self.start.get();
            if let Some(line) = &mut line
                && !line.chars().is_empty()
                && newline == super::decoder::Newline::Both
                && line.chars().at(line.chars().len() - 1) == 0xd
                && chars.at(start) == 0xa
            {
                // The end of the line came in two pieces.
                line.push(0xa);
                self.start.set(start + 1);
                let chars = line.chars();
                return Ok(Str::from_chars(vm, chars));
            }
            let found = newline.find(chars, start);
            let end = found.unwrap_or(chars.len());
            let enough =
                limit.and_then(|limit| start.checked_add(limit - so_far)).filter(|enough| *enough <= end);
            let end = enough.unwrap_or(end);
            self.start.set(end);
            if found.is_some() || enough.is_some() {
                let piece = chars.slice(start, end);
                return Ok(match line {
                    None => Str::from_chars(vm, piece),
                    Some(mut line) => {
                        line.push_chars(piece);
                        line.finish(vm)
                    }
                });
            }
            line.get_or_insert_with(StrBuilder::new).push_chars(chars.slice(start, end));
        }
    }

    /// Where the next character is read from or written to, in bytes: `tell`.
    pub(super) fn position(&self, vm: &Vm) -> PyResult<i64> {
        let position = vm.call_method_str(self.buffer(vm)?.obj(), "tell", &[])?;
        let position = super::integer(vm, position.obj())?;
        let snapshot = self.snapshot.borrow().clone();
        let (Some((state, bytes)), Some(text)) = (snapshot, self.text.get()) else {
            return Ok(position);
        };
        let begin = position - bytes.len() as i64;
        let start = self.start.get();
        let encoding = self.encoding.borrow().clone();
        let simple = codec::extends_ascii(&encoding)
            && state.is_between()
            && bytes.len() >= start
            && bytes[..start].is_ascii()
            && memchr::memchr(b'\r', &bytes[..start]).is_none();
        if simple {
            return Ok(begin + start as i64);
        }
        if start == text.len() && self.decoder.borrow().is_between() {
            return Ok(position);
        }
        // How many bytes it takes to decode so many characters.
        let errors = self.errors.borrow().clone();
        let mut decoder: Decoder = state;
        let mut characters = 0;
        for (at, byte) in bytes.iter().enumerate() {
            if characters >= start && decoder.is_between() {
                return Ok(begin + at as i64);
            }
            let last = at + 1 == bytes.len();
            let more = decoder.decode(vm, &[*byte], (&encoding, &errors), self.newline.get(), last)?;
            characters += more.len();
        }
        Ok(position)
    }
}
