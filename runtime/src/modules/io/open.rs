//! `open`.

use std::borrow::Cow;

use super::decoder::Newline;
use super::raw::{FileIO, fs_path};
use super::text::Settings;
use super::{BufferedFile, DEFAULT_BUFFER_SIZE, TextFile, integer};
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::str_::Str;
use crate::objects::type_::MethodDef;
use crate::value::{Obj, Value};
use crate::vm::Vm;

/// The function, for `builtins`.
pub(crate) const OPEN: MethodDef = MethodDef::keywords("open", |vm, _, args| open(vm, args)).doc(
    "open($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, newline=None, \
     closefd=True, opener=None)\n--\n\nOpens a file. What comes of it is a text file, or a binary one if the mode has \
     a \"b\" in it.",
);

/// The other functions of the module.
pub(super) const FUNCTIONS: &[MethodDef] = &[
    MethodDef::o("open_code", |vm, _, path| {
        let raw = FileIO::open(vm, fs_path(vm, path)?.obj(), "rb", true, None)?;
        let ty = vm.types.buffered_reader();
        Ok(BufferedFile::over(vm, ty, raw.obj(), DEFAULT_BUFFER_SIZE).into_value())
    })
    .doc("open_code($module, /, path)\n--\n\nOpens a file with code in it, to be read as bytes."),
    MethodDef::fast("text_encoding", |vm, _, args| {
        let [encoding, _] = super::arguments(vm, &args, "text_encoding", 1)?;
        Ok(match encoding.filter(|encoding| !encoding.is_none()) {
            Some(encoding) => encoding.to_owned(),
            None => vm.intern("locale").into_value(),
        })
    })
    .doc("text_encoding($module, encoding, stacklevel=2, /)\n--\n\nThe encoding, or \"locale\" if there is none."),
];

/// The encoding of files that are opened without one: UTF-8, under the name that CPython has for it.
pub(super) fn default_encoding() -> Cow<'static, str> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    let utf8_mode = match set("PYTHONUTF8").as_deref() {
        Some("1") => true,
        Some("0") => false,
        _ => matches!(locale.as_deref(), None | Some("C" | "POSIX")),
    };
    Cow::Borrowed(if utf8_mode { "utf-8" } else { "UTF-8" })
}

/// An argument that has to be a string.
pub(super) fn text_argument(vm: &Vm, function: &str, name: &str, value: Obj<'_>) -> PyResult<String> {
    let Some(text) = value.cast::<Str>() else {
        let given = value.type_name_or_none();
        return Err(vm.type_error(format_args!("{function}() argument '{name}' must be str, not {given}")));
    };
    Ok(text.get().as_str().into_owned())
}

/// An argument that has to be a string, or `None`.
pub(super) fn optional_text(
    vm: &Vm,
    function: &str,
    name: &str,
    value: Option<Obj<'_>>,
) -> PyResult<Option<String>> {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(None) };
    let Some(text) = value.cast::<Str>() else {
        let given = value.ty().name();
        return Err(
            vm.type_error(format_args!("{function}() argument '{name}' must be str or None, not {given}"))
        );
    };
    let text = text.get().as_str().into_owned();
    if text.contains('\0') {
        return Err(vm.value_error("embedded null character"));
    }
    Ok(Some(text))
}

/// The argument `newline`.
pub(super) fn newline_argument(vm: &Vm, function: &str, value: Option<Obj<'_>>) -> PyResult<Newline> {
    let text = optional_text(vm, function, "newline", value)?;
    Newline::parse(text.as_deref()).ok_or_else(|| {
        let text = text.unwrap_or_default();
        vm.value_error(format_args!("illegal newline value: {text}"))
    })
}

/// What the letters of a mode say that the raw file need not know.
struct Mode {
    /// The letters for the raw file.
    raw: String,
    binary: bool,
    updating: bool,
    reading: bool,
}

impl Mode {
    fn parse(vm: &Vm, mode: &str) -> PyResult<Self> {
        let mut letters = [false; 128];
        for letter in mode.chars() {
            let known = matches!(letter, 'r' | 'w' | 'x' | 'a' | '+' | 't' | 'b');
            if !known || std::mem::replace(&mut letters[letter as usize], true) {
                return Err(vm.value_error(format_args!("invalid mode: '{mode}'")));
            }
        }
        let has = |letter: char| letters[letter as usize];
        if has('t') && has('b') {
            return Err(vm.value_error("can't have text and binary mode at once"));
        }
        if ['x', 'r', 'w', 'a'].into_iter().filter(|letter| has(*letter)).count() > 1 {
            return Err(vm.value_error("must have exactly one of create/read/write/append mode"));
        }
        let raw = mode.chars().filter(|letter| !matches!(letter, 't' | 'b')).collect();
        Ok(Self { raw, binary: has('b'), updating: has('+'), reading: has('r') })
    }
}

fn open(vm: &Vm, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<8> = Signature::new(
        "open",
        ["file", "mode", "buffering", "encoding", "errors", "newline", "closefd", "opener"],
        1,
    );
    let [file, mode, buffering, encoding, errors, newline, closefd, opener] = args.bind(vm, &SIGNATURE)?;
    let text = match mode {
        Some(mode) => text_argument(vm, "open", "mode", mode)?,
        None => "r".to_owned(),
    };
    let buffering = buffering.map_or(Ok(-1), |buffering| integer(vm, buffering))?;
    let encoding = optional_text(vm, "open", "encoding", encoding)?;
    let errors = optional_text(vm, "open", "errors", errors)?;
    let newline_text = optional_text(vm, "open", "newline", newline)?;
    let closefd = closefd.map_or(Ok(true), |closefd| vm.is_true(closefd))?;
    let file = file.unwrap_or(Obj::NONE);
    let is_number = vm.is_index(file) || file.ty().slots.float.get().is_some();
    let path = if is_number { file.to_owned() } else { fs_path(vm, file)? };
    let mode = Mode::parse(vm, &text)?;
    if mode.binary {
        for (argument, given) in [
            ("encoding", encoding.is_some()),
            ("errors", errors.is_some()),
            ("newline", newline_text.is_some()),
        ] {
            if given {
                let article = if argument == "newline" { "a" } else { "an" };
                return Err(
                    vm.value_error(format_args!("binary mode doesn't take {article} {argument} argument"))
                );
            }
        }
        if buffering == 1 {
            let message = "line buffering (buffering=1) isn't supported in binary mode, the default buffer size \
                           will be used";
            vm.warn(vm.types.runtime_warning(), message)?;
        }
    }
    let opener = opener.filter(|opener| !opener.is_none());
    let raw = FileIO::open(vm, path.obj(), &mode.raw, closefd, opener)?;
    let tty = buffering < 0 && raw.is_tty(vm)?;
    if buffering == 0 {
        if mode.binary {
            return Ok(raw.into_value());
        }
        return Err(vm.value_error("can't have unbuffered text I/O"));
    }
    let size = if buffering > 1 { buffering as usize } else { DEFAULT_BUFFER_SIZE };
    let types = &vm.types;
    let ty = match (mode.updating, mode.reading) {
        (true, _) => types.buffered_random(),
        (false, true) => types.buffered_reader(),
        (false, false) => types.buffered_writer(),
    };
    if mode.updating && !raw.is_seekable(vm)? {
        return Err(super::unsupported(vm, "File or stream is not seekable."));
    }
    let buffer = BufferedFile::over(vm, ty, raw.obj(), size);
    if mode.binary {
        return Ok(buffer.into_value());
    }
    let file = TextFile::allocate(vm, types.text_io_wrapper());
    file.begin(
        vm,
        Settings {
            encoding: encoding.filter(|name| name != "locale").map_or_else(default_encoding, Cow::Owned),
            errors: errors.map_or(Cow::Borrowed("strict"), Cow::Owned),
            newline: newline_argument(vm, "open", newline)?,
            line_buffering: buffering == 1 || tty,
            write_through: false,
            buffer: buffer.obj(),
        },
    )?;
    file.set_mode(vm, &text)?;
    Ok(file.into_value())
}
