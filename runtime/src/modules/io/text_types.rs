//! `TextIOWrapper`: its methods.

#![allow(unsafe_code, reason = "where in the layout the dict lies")]

use std::borrow::Cow;

use super::decoder::Newline;
use super::open::{default_encoding, newline_argument, optional_text};
use super::text::Settings;
use super::{TextFile, arguments, base, integer, size_argument, unsupported};
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, GetSetDef, Kind, MethodDef, TypeSpec, flags};
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, TextFile>> {
    vm.expect::<TextFile>(object)
}

fn init(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<()> {
    const SIGNATURE: Signature<6> = Signature::new(
        "TextIOWrapper",
        ["buffer", "encoding", "errors", "newline", "line_buffering", "write_through"],
        1,
    );
    let [buffer, encoding, errors, newline, line_buffering, write_through] = args.bind(vm, &SIGNATURE)?;
    let encoding = optional_text(vm, "TextIOWrapper", "encoding", encoding)?;
    let errors = optional_text(vm, "TextIOWrapper", "errors", errors)?;
    let newline = newline_argument(vm, "TextIOWrapper", newline)?;
    let flag = |value: Option<Obj<'_>>| value.map_or(Ok(false), |value| vm.is_true(value));
    this(vm, object)?.begin(
        vm,
        Settings {
            encoding: encoding.filter(|name| name != "locale").map_or_else(default_encoding, Cow::Owned),
            errors: errors.map_or(Cow::Borrowed("strict"), Cow::Owned),
            newline,
            line_buffering: flag(line_buffering)?,
            write_through: flag(write_through)?,
            buffer: buffer.unwrap_or(Obj::NONE),
        },
    )
}

fn write(vm: &Vm, object: Obj<'_>, text: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let Some(text) = text.cast::<Str>() else {
        return Err(vm.type_error(format_args!("write() argument must be str, not {}", text.ty().name())));
    };
    this.write(vm, text)?;
    Ok(vm.int(text.len() as i64))
}

fn close(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let buffer = this.buffer(vm)?;
    if this.is_closed_or(vm)? {
        return Ok(Value::none());
    }
    let flushed = match vm.call_method(object, vm.names.flush.ptr(), &[]) {
        Ok(_) => None,
        Err(_) => vm.take_exception(),
    };
    let closed = vm.call_method(buffer.obj(), vm.names.close.ptr(), &[]);
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

/// A flag of `reconfigure`.
fn flag(vm: &Vm, value: Option<Obj<'_>>, place: &std::cell::Cell<bool>) -> PyResult<()> {
    if let Some(value) = value.filter(|value| !value.is_none()) {
        place.set(vm.is_true(value)?);
    }
    Ok(())
}

fn reconfigure(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<5> = Signature::new(
        "reconfigure",
        ["encoding", "errors", "newline", "line_buffering", "write_through"],
        0,
    )
    .keyword_only_after(0);
    let [encoding, errors, newline, line_buffering, write_through] = args.bind(vm, &SIGNATURE)?;
    let this = this(vm, object)?;
    let encoding = optional_text(vm, "reconfigure", "encoding", encoding)?;
    let errors = optional_text(vm, "reconfigure", "errors", errors)?;
    let newline = newline.map(|newline| newline_argument(vm, "reconfigure", Some(newline))).transpose()?;
    if !this.text.is_null() && (encoding.is_some() || errors.is_some() || newline.is_some()) {
        return Err(unsupported(
            vm,
            "It is not possible to set the encoding or newline of stream after the first read",
        ));
    }
    if let Some(encoding) = &encoding
        && !crate::objects::str_::codec::is_known(encoding)
    {
        return Err(vm.lookup_error(format_args!("unknown encoding: {encoding}")));
    }
    this.flush(vm)?;
    match (errors, &encoding) {
        (Some(errors), _) => drop(this.errors.replace(Cow::Owned(errors))),
        (None, Some(_)) => drop(this.errors.replace(Cow::Borrowed("strict"))),
        (None, None) => {}
    }
    if let Some(encoding) = encoding {
        this.plain.set(crate::objects::str_::codec::extends_ascii(&encoding));
        this.encoding.replace(Cow::Owned(encoding));
    }
    if let Some(newline) = newline {
        this.newline.set(newline);
    }
    flag(vm, line_buffering, &this.line_buffering)?;
    flag(vm, write_through, &this.write_through)?;
    Ok(Value::none())
}

fn seek(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [cookie, whence] = arguments(vm, &args, "seek", 1)?;
    let this = this(vm, object)?;
    this.check_open(vm)?;
    let buffer = this.buffer(vm)?;
    check_seekable(vm, this.get())?;
    let whence = whence.map_or(Ok(0), |whence| integer(vm, whence))?;
    let cookie = cookie.unwrap_or(Obj::NONE);
    let zero = vm.int(0);
    let is_zero = |cookie: Obj<'_>| vm.equal(cookie, zero.obj());
    let cookie = match whence {
        0 => cookie.to_owned(),
        1 if is_zero(cookie)? => vm.call_method_str(object, "tell", &[])?,
        1 => return Err(unsupported(vm, "can't do nonzero cur-relative seeks")),
        2 if is_zero(cookie)? => {
            vm.call_method(object, vm.names.flush.ptr(), &[])?;
            this.forget_text();
            let position = super::seek(vm, buffer.obj(), 0, 2)?;
            this.at_beginning.set(position == 0);
            return Ok(vm.int(position));
        }
        2 => return Err(unsupported(vm, "can't do nonzero end-relative seeks")),
        _ => {
            return Err(vm.value_error(format_args!("invalid whence ({whence}, should be 0, 1 or 2)")));
        }
    };
    if vm.rich_compare_bool(cookie.obj(), zero.obj(), CompareOp::Lt)? {
        let text = vm.repr(cookie.obj())?;
        return Err(vm.value_error(format_args!("negative seek position {}", text.as_str())));
    }
    vm.call_method(object, vm.names.flush.ptr(), &[])?;
    let position = integer(vm, cookie.obj())?;
    super::seek(vm, buffer.obj(), position, 0)?;
    this.forget_text();
    this.at_beginning.set(position == 0);
    Ok(cookie)
}

fn check_seekable(vm: &Vm, this: &TextFile) -> PyResult<()> {
    if super::ask(vm, this.buffer(vm)?.obj(), "seekable")? {
        Ok(())
    } else {
        Err(unsupported(vm, "underlying stream is not seekable"))
    }
}

fn tell(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    this.check_open(vm)?;
    check_seekable(vm, this.get())?;
    if !this.telling.get() {
        return Err(vm.os_error("telling position disabled by next() call"));
    }
    this.flush_text(vm)?;
    vm.call_method(this.buffer(vm)?.obj(), vm.names.flush.ptr(), &[])?;
    Ok(vm.int(this.position(vm)?))
}

fn next(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let this = this(vm, object)?;
    this.telling.set(false);
    let line = if object.ty().is(vm.types.text_io_wrapper()) {
        let line = this.read_line(vm, None)?;
        (!line.is_empty()).then(|| line.into_value())
    } else {
        base::next(vm, object)?
    };
    if line.is_none() {
        this.telling.set(true);
    }
    Ok(line)
}

/// Passes a question on to the binary file.
macro_rules! passed_on {
    ($name:literal) => {
        MethodDef::noargs($name, |vm, object| {
            let buffer = this(vm, object)?.buffer(vm)?;
            vm.call_method_str(buffer.obj(), $name, &[])
        })
    };
}

const METHODS: &[MethodDef] = &[
    MethodDef::noargs("close", close),
    MethodDef::noargs("detach", |vm, object| {
        let this = this(vm, object)?;
        this.buffer(vm)?;
        vm.call_method(object, vm.names.flush.ptr(), &[])?;
        this.detached.set(true);
        this.buffer.take().ok_or_else(|| vm.value_error("underlying buffer has been detached"))
    }),
    passed_on!("fileno"),
    MethodDef::noargs("flush", |vm, object| this(vm, object)?.flush(vm).map(|()| Value::none())),
    passed_on!("isatty"),
    MethodDef::fast("read", |vm, object, args| {
        let [size] = arguments(vm, &args, "read", 0)?;
        let size = size_argument(vm, size)?;
        Ok(this(vm, object)?.read(vm, size)?.into_value())
    }),
    passed_on!("readable"),
    MethodDef::fast("readline", |vm, object, args| {
        let [size] = arguments(vm, &args, "readline", 0)?;
        let size = size_argument(vm, size)?;
        Ok(this(vm, object)?.read_line(vm, size)?.into_value())
    }),
    MethodDef::keywords("reconfigure", reconfigure),
    MethodDef::fast("seek", seek),
    passed_on!("seekable"),
    MethodDef::noargs("tell", tell),
    MethodDef::fast("truncate", |vm, object, args| {
        let [size] = arguments(vm, &args, "truncate", 0)?;
        let buffer = this(vm, object)?.buffer(vm)?;
        vm.call_method(object, vm.names.flush.ptr(), &[])?;
        vm.call_method_str(buffer.obj(), "truncate", &[size.unwrap_or(Obj::NONE)])
    }),
    passed_on!("writable"),
    MethodDef::o("write", write),
];

const GETSET: &[GetSetDef] = &[
    crate::objects::instance::DICT,
    GetSetDef::member("buffer", |vm, object| this(vm, object)?.buffer(vm)),
    GetSetDef::new("closed", |vm, object| Ok(Value::bool(this(vm, object)?.is_closed_or(vm)?))),
    GetSetDef::member("encoding", |vm, object| {
        Ok(vm.text(&*this(vm, object)?.encoding.borrow()).into_value())
    }),
    GetSetDef::new("errors", |vm, object| Ok(vm.text(&*this(vm, object)?.errors.borrow()).into_value())),
    GetSetDef::member("line_buffering", |vm, object| Ok(Value::bool(this(vm, object)?.line_buffering.get()))),
    GetSetDef::new("name", |vm, object| vm.getattr_str(this(vm, object)?.buffer(vm)?.obj(), "name")),
    GetSetDef::new("newlines", |vm, object| {
        let this = this(vm, object)?;
        let seen = this.decoder.borrow().seen;
        let universal = matches!(this.newline.get(), Newline::Translated | Newline::Any);
        Ok(if universal { newlines(vm, &seen.names()) } else { Value::none() })
    }),
    GetSetDef::member("write_through", |vm, object| Ok(Value::bool(this(vm, object)?.write_through.get()))),
    GetSetDef::new("_CHUNK_SIZE", |vm, _| Ok(vm.int(TextFile::CHUNK as i64))),
];

/// The ends of lines that were seen, as `newlines` says them.
pub(super) fn newlines(vm: &Vm, names: &[&str]) -> Value {
    match names {
        [] => Value::none(),
        [one] => vm.intern(one).into_value(),
        many => Tuple::from_iter(vm, many.iter().map(|name| vm.intern(name).into_value())).into_value(),
    }
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let mut more = String::new();
    if let Some(mode) = vm.getattr_opt_str(object, "mode")? {
        more += &format!(" mode={}", vm.repr(mode.obj())?.as_str());
    }
    let encoding = this.encoding.borrow().clone();
    super::repr_with_name(vm, object, &format!("{more} encoding='{encoding}'"))
}

/// `_io.TextIOWrapper`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "_io.TextIOWrapper",
    module: "_io",
    bases: &[&base::TEXT],
    kind: Kind::TextFile,
    flags: flags::BASETYPE | flags::HAVE_GC,
    basicsize: size_of::<TextFile>(),
    dictoffset: std::mem::offset_of!(TextFile, dict) as isize,
    weakrefs: true,
    doc: Some(
        "TextIOWrapper(buffer, encoding=None, errors=None, newline=None, line_buffering=False,\n\
         \x20             write_through=False)\n--\n\nA text file over a binary one.",
    ),
    new: Some(|vm, ty, _| Ok(TextFile::allocate(vm, &ty).into_value())),
    slots: |slots| {
        slots.dealloc.set(TextFile::dealloc);
        slots.traverse.set(Some(TextFile::traverse));
        slots.clear.set(Some(|_, object| {
            if let Some(this) = object.cast::<TextFile>() {
                drop((this.dict.take(), this.buffer.take()));
            }
        }));
        slots.finalize.set(Some(base::finalize));
        slots.init.set(Some(init));
        slots.repr.set(Some(repr));
        slots.iternext.set(Some(next));
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::DEFAULT
};
