//! `StringIO`: a text file in memory.

#![allow(unsafe_code, reason = "declares the layout of files")]

use std::cell::{Cell, RefCell};

use super::decoder::{Decoder, Newline};
use super::text::with_ends;
use super::text_types::newlines;
use super::{arguments, base, file_layout, integer, size_argument};
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::dict::Dict;
use crate::objects::str_::{Chars, Str, StrBuilder};
use crate::objects::type_::{GetSetDef, Kind, MethodDef, TypeSpec, flags};
use crate::value::{FieldOf, Header, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// A text file in memory: `stringio`.
#[repr(C)]
pub struct StringIO {
    header: Header,
    dict: FieldOf<Dict>,
    text: RefCell<StrBuilder>,
    /// Where it is read from and written to next: maybe behind the end.
    at: Cell<usize>,
    newline: Cell<Newline>,
    decoder: RefCell<Decoder>,
    closed: Cell<bool>,
}

file_layout!(StringIO, "_io.StringIO", []);

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, StringIO>> {
    vm.expect::<StringIO>(object)
}

/// The file, which is still open.
fn open<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<&'a StringIO> {
    let this = this(vm, object)?.get();
    if this.closed.get() { Err(vm.value_error("I/O operation on closed file")) } else { Ok(this) }
}

impl StringIO {
    fn len(&self) -> usize {
        self.text.borrow().chars().len()
    }

    fn take(&self, vm: &Vm, count: Option<usize>) -> Ref<Str> {
        let text = self.text.borrow();
        let chars = text.chars();
        let start = self.at.get().min(chars.len());
        let end = count.map_or(chars.len(), |count| chars.len().min(start.saturating_add(count)));
        if end > start {
            self.at.set(end);
        }
        Str::from_chars(vm, chars.slice(start, end))
    }

    fn line(&self, vm: &Vm, limit: Option<usize>) -> Ref<Str> {
        let found = {
            let text = self.text.borrow();
            let chars = text.chars();
            let start = self.at.get().min(chars.len());
            self.newline.get().find(chars, start).unwrap_or(chars.len()) - start
        };
        self.take(vm, Some(limit.map_or(found, |limit| found.min(limit))))
    }

    fn write(&self, vm: &Vm, text: Ptr<'_, Str>) -> PyResult<()> {
        let newline = self.newline.get();
        let looked_at = matches!(newline, Newline::Translated | Newline::Any).then(|| {
            let translate = newline == Newline::Translated;
            self.decoder.borrow_mut().translate(vm, text.get().chars(), translate, true)
        });
        let text = looked_at.as_ref().map_or(text, Ref::ptr);
        let with_ends = newline.written().and_then(|end| with_ends(vm, text.get().chars(), end));
        let text = with_ends.as_ref().map_or(text, Ref::ptr);
        self.put(vm, text.get().chars())
    }

    fn put(&self, vm: &Vm, more: Chars<'_>) -> PyResult<()> {
        if more.is_empty() {
            return Ok(());
        }
        let (start, length) = (self.at.get(), self.len());
        // What nobody can have is refused before it is asked for, in the widest form and with room to grow.
        let Some(room) = start.checked_add(more.len()).and_then(|size| size.checked_mul(8)) else {
            return Err(vm.overflow_error("new buffer size too large"));
        };
        if start > length && Vec::<u8>::new().try_reserve_exact(room).is_err() {
            return Err(vm.no_memory());
        }
        let mut text = self.text.borrow_mut();
        if start >= length {
            text.push_repeated(0, start - length);
            text.push_chars(more);
        } else {
            let mut changed = StrBuilder::with_width(text.chars().width(), length);
            changed.push_chars(text.chars().slice(0, start));
            changed.push_chars(more);
            if start + more.len() < length {
                changed.push_chars(text.chars().slice(start + more.len(), length));
            }
            *text = changed;
        }
        self.at.set(start + more.len());
        Ok(())
    }
}

fn init(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<()> {
    const SIGNATURE: Signature<2> = Signature::new("StringIO", ["initial_value", "newline"], 0);
    let [initial, newline] = args.bind(vm, &SIGNATURE)?;
    let newline = match newline {
        None => Newline::Feed,
        Some(newline) if newline.is_none() => Newline::Translated,
        Some(newline) => {
            let Some(text) = newline.cast::<Str>() else {
                return Err(
                    vm.type_error(format_args!("newline must be str or None, not {}", newline.ty().name()))
                );
            };
            match Newline::parse(Some(&text.get().as_str())) {
                Some(newline) => newline,
                None => {
                    let shown = vm.repr(newline)?;
                    return Err(vm.value_error(format_args!("illegal newline value: {}", shown.as_str())));
                }
            }
        }
    };
    let initial = match initial.filter(|initial| !initial.is_none()) {
        None => None,
        Some(initial) => Some(initial.cast::<Str>().ok_or_else(|| {
            let given = initial.ty().name();
            vm.type_error(format_args!("initial_value must be str or None, not {given}"))
        })?),
    };
    let this = this(vm, object)?;
    this.closed.set(false);
    this.newline.set(newline);
    this.text.replace(StrBuilder::new());
    this.decoder.replace(Decoder::default());
    this.at.set(0);
    if let Some(initial) = initial {
        this.write(vm, initial)?;
        this.at.set(0);
    }
    Ok(())
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
    let to = match whence {
        0 if offset < 0 => return Err(vm.value_error(format_args!("Negative seek position {offset}"))),
        0 => offset as usize,
        1 | 2 if offset != 0 => return Err(vm.os_error("Can't do nonzero cur-relative seeks")),
        1 => this.at.get(),
        2 => this.len(),
        _ => {
            return Err(vm.value_error(format_args!("Invalid whence ({whence}, should be 0, 1 or 2)")));
        }
    };
    this.at.set(to);
    Ok(vm.int(to as i64))
}

fn truncate(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [size] = arguments(vm, &args, "truncate", 0)?;
    let this = this(vm, object)?;
    let size = match size.filter(|size| !size.is_none()) {
        None => this.at.get() as i64,
        Some(size) if vm.is_index(size) => integer(vm, size)?,
        Some(size) => {
            size_argument(vm, Some(size))?;
            0
        }
    };
    let this = open(vm, object)?;
    let Ok(length) = usize::try_from(size) else {
        return Err(vm.value_error(format_args!("Negative size value {size}")));
    };
    if length < this.len() {
        let mut text = this.text.borrow_mut();
        let mut shorter = StrBuilder::with_width(text.chars().width(), length);
        shorter.push_chars(text.chars().slice(0, length));
        *text = shorter;
    }
    Ok(vm.int(size))
}

const METHODS: &[MethodDef] = &[
    MethodDef::noargs("close", |vm, object| {
        let this = this(vm, object)?;
        this.closed.set(true);
        this.text.replace(StrBuilder::new());
        Ok(Value::none())
    }),
    MethodDef::noargs("getvalue", |vm, object| {
        let this = open(vm, object)?;
        let text = this.text.borrow();
        Ok(Str::from_chars(vm, text.chars()).into_value())
    }),
    MethodDef::fast("read", |vm, object, args| {
        let [size] = arguments(vm, &args, "read", 0)?;
        let size = size_argument(vm, size)?;
        Ok(open(vm, object)?.take(vm, size).into_value())
    }),
    MethodDef::noargs("readable", yes),
    MethodDef::fast("readline", |vm, object, args| {
        let [size] = arguments(vm, &args, "readline", 0)?;
        let size = size_argument(vm, size)?;
        Ok(open(vm, object)?.line(vm, size).into_value())
    }),
    MethodDef::fast("seek", seek),
    MethodDef::noargs("seekable", yes),
    MethodDef::noargs("tell", |vm, object| Ok(vm.int(open(vm, object)?.at.get() as i64))),
    MethodDef::fast("truncate", truncate),
    MethodDef::noargs("writable", yes),
    MethodDef::o("write", |vm, object, text| {
        let Some(text) = text.cast::<Str>() else {
            let given = text.ty().name();
            return Err(vm.type_error(format_args!("string argument expected, got '{given}'")));
        };
        open(vm, object)?.write(vm, text)?;
        Ok(vm.int(text.len() as i64))
    }),
];

const GETSET: &[GetSetDef] = &[
    crate::objects::instance::DICT,
    GetSetDef::new("closed", |vm, object| Ok(Value::bool(this(vm, object)?.closed.get()))),
    GetSetDef::new("line_buffering", |vm, object| open(vm, object).map(|_| Value::bool(false))),
    GetSetDef::new("newlines", |vm, object| {
        let this = open(vm, object)?;
        Ok(newlines(vm, &this.decoder.borrow().seen.names()))
    }),
];

/// `_io.StringIO`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "_io.StringIO",
    module: "_io",
    bases: &[&base::TEXT],
    kind: Kind::StringIO,
    flags: flags::BASETYPE | flags::HAVE_GC,
    basicsize: size_of::<StringIO>(),
    dictoffset: std::mem::offset_of!(StringIO, dict) as isize,
    weakrefs: true,
    doc: Some("StringIO(initial_value='', newline='\\n')\n--\n\nA text file in memory."),
    new: Some(|vm, ty, _| {
        let file = StringIO {
            header: Header::new(&ty),
            dict: FieldOf::NULL,
            text: RefCell::new(StrBuilder::new()),
            at: Cell::new(0),
            newline: Cell::new(Newline::Feed),
            decoder: RefCell::default(),
            closed: Cell::new(false),
        };
        Ok(vm.alloc(&ty, file).into_value())
    }),
    slots: |slots| {
        slots.dealloc.set(StringIO::dealloc);
        slots.traverse.set(Some(StringIO::traverse));
        slots.init.set(Some(init));
        slots.iternext.set(Some(|vm, object| {
            let line = open(vm, object)?.line(vm, None);
            Ok((!line.is_empty()).then(|| line.into_value()))
        }));
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::DEFAULT
};
