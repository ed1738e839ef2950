//! `print`, `input` and `open`.

use crate::args::Args;
use crate::errors::{PyResult, Raised};
use crate::eval::suggest::suggestion;
use crate::modules::io::{OPEN, TextFile};
use crate::objects::bytes::Bytes;
use crate::objects::str_::Str;
use crate::objects::type_::MethodDef;
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

/// The functions of this file.
pub(super) const FUNCTIONS: &[MethodDef] = &[
    MethodDef::fast("input", |vm, _, args| {
        args.range(vm, "input", 0, 1)?;
        input(vm, args.positional(0))
    })
    .doc("input($module, prompt='', /)\n--\n\nA line of standard input, without its end; a prompt is written before."),
    OPEN,
    MethodDef::keywords("print", |vm, _, args| print(vm, args)).doc(
        "print($module, /, *args, sep=' ', end='\\n', file=None, flush=False)\n--\n\n\
         Writes the text of values to a stream, which is sys.stdout unless another is given.",
    ),
];

/// The keyword arguments of `print`.
#[derive(Default)]
struct PrintOptions<'a> {
    sep: Option<Obj<'a>>,
    end: Option<Obj<'a>>,
    file: Option<Obj<'a>>,
    flush: bool,
}

impl<'a> PrintOptions<'a> {
    fn parse(vm: &Vm, args: &Args<'a>) -> PyResult<Self> {
        let mut options = Self::default();
        let mut flush = None;
        for (name, value) in args.iter_keywords() {
            let given = Some(value).filter(|value| !value.is_none());
            match &*name.get().as_str() {
                "sep" => options.sep = given,
                "end" => options.end = given,
                "file" => options.file = given,
                "flush" => flush = Some(value),
                name => return Err(unexpected_keyword(vm, name)),
            }
        }
        options.flush = flush.map_or(Ok(false), |flush| vm.is_true(flush))?;
        Ok(options)
    }
}

#[cold]
fn unexpected_keyword(vm: &Vm, name: &str) -> Raised {
    let near = match suggestion(["sep", "end", "file", "flush"].into_iter(), name) {
        Some(near) => format!(". Did you mean '{near}'?"),
        None => String::new(),
    };
    vm.type_error(format_args!("print() got an unexpected keyword argument '{name}'{near}"))
}

/// A stream of the module `sys`, which may be `None`.
fn stream(vm: &Vm, name: &str) -> PyResult<Value> {
    vm.sys_object(name).ok_or_else(|| vm.runtime_error(format_args!("lost sys.{name}")))
}

fn print(vm: &Vm, args: Args<'_>) -> PyResult<Value> {
    let options = if args.keywords() > 0 { PrintOptions::parse(vm, &args)? } else { PrintOptions::default() };
    let file = match options.file {
        Some(file) => file.to_owned(),
        None => {
            let file = stream(vm, "stdout")?;
            if file.is_none() {
                return Ok(Value::none());
            }
            file
        }
    };
    for (name, option) in [("sep", options.sep), ("end", options.end)] {
        if let Some(option) = option
            && option.cast::<Str>().is_none()
        {
            let given = option.ty().name();
            return Err(vm.type_error(format_args!("{name} must be None or a string, not {given}")));
        }
    }
    let sink = Sink::of(vm, file.obj());
    for (index, value) in args.iter().enumerate() {
        if index > 0 {
            match options.sep {
                Some(sep) => sink.write(vm, sep)?,
                None => sink.write(vm, vm.strings.latin1(b' ').obj())?,
            }
        }
        sink.write(vm, value)?;
    }
    match options.end {
        Some(end) => sink.write(vm, end)?,
        None => sink.write(vm, vm.strings.latin1(b'\n').obj())?,
    }
    if options.flush {
        vm.call_method(file.obj(), vm.names.flush.ptr(), &[])?;
    }
    Ok(Value::none())
}

/// Where text is written to.
enum Sink<'a> {
    /// One of the VM's own streams, whose methods nobody has changed.
    Own(Ptr<'a, TextFile>),
    Other(Obj<'a>),
}

impl<'a> Sink<'a> {
    fn of(vm: &Vm, file: Obj<'a>) -> Self {
        match file.cast::<TextFile>() {
            Some(own) if file.ty().is(vm.types.text_io_wrapper()) => Self::Own(own),
            _ => Self::Other(file),
        }
    }

    /// Writes the text of an object: `PyFile_WriteObject`.
    fn write(&self, vm: &Vm, object: Obj<'_>) -> PyResult<()> {
        match self {
            Self::Own(file) => {
                let text = vm.str(object)?;
                file.get().write(vm, text.ptr())
            }
            Self::Other(file) => {
                let writer = vm.getattr(*file, vm.names.write.ptr())?;
                let text = vm.str(object)?;
                vm.call_args(writer.obj(), &[text.obj()]).map(drop)
            }
        }
    }
}

fn input(vm: &Vm, prompt: Option<Obj<'_>>) -> PyResult<Value> {
    let lost = |name: &str| vm.runtime_error(format_args!("input(): lost sys.{name}"));
    let find = |name: &str| vm.sys_object(name).filter(|stream| !stream.is_none());
    let stdin = find("stdin").ok_or_else(|| lost("stdin"))?;
    let stdout = find("stdout").ok_or_else(|| lost("stdout"))?;
    let stderr = find("stderr").ok_or_else(|| lost("stderr"))?;
    // What was written before the question is to be seen before it.
    if vm.call_method(stderr.obj(), vm.names.flush.ptr(), &[]).is_err() {
        vm.clear_exception();
    }
    if let Some(prompt) = prompt {
        Sink::of(vm, stdout.obj()).write(vm, prompt)?;
    }
    if vm.call_method(stdout.obj(), vm.names.flush.ptr(), &[]).is_err() {
        vm.clear_exception();
    }
    let line = vm.call_method(stdin.obj(), vm.names.readline.ptr(), &[])?;
    let at_end = || vm.eof_error("EOF when reading a line");
    if let Some(line) = line.cast::<Bytes>() {
        return match line.get().as_slice() {
            [] => Err(at_end()),
            [text @ .., b'\n'] | text => Ok(Bytes::new(vm, text).into_value()),
        };
    }
    let Some(text) = line.cast::<Str>() else {
        return Err(vm.type_error("object.readline() returned non-string"));
    };
    match text.len() {
        0 => Err(at_end()),
        len if text.get().char_at(len - 1) == u32::from('\n') => {
            Ok(Str::from_chars(vm, text.get().chars().slice(0, len - 1)).into_value())
        }
        _ => Ok(line),
    }
}
