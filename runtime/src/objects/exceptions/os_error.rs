//! `OSError`: which child it is follows from its number.

use super::base::{self, this};
use super::hierarchy::{EXCEPTION, EXCEPTION_DEFAULT};
use super::layout::{self, OSError, field_repr, field_text, given, member};
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::int::IntRef;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{GetSetDef, InitFn, Kind, MethodDef, NewFn, Type, TypeSpec};
use crate::value::{FieldOf, Layout, Obj, Ptr, Value};
use crate::vm::Vm;

/// The child of `OSError` for an error number: PEP 3151.
fn child_for(vm: &Vm, number: i64) -> Option<&Type> {
    Some(match number {
        // EAGAIN, EALREADY, EINPROGRESS
        11 | 114 | 115 => vm.types.blocking_io_error(),
        // EPIPE, ESHUTDOWN
        32 | 108 => vm.types.broken_pipe_error(),
        // ECHILD
        10 => vm.types.child_process_error(),
        // ECONNABORTED
        103 => vm.types.connection_aborted_error(),
        // ECONNREFUSED
        111 => vm.types.connection_refused_error(),
        // ECONNRESET
        104 => vm.types.connection_reset_error(),
        // EEXIST
        17 => vm.types.file_exists_error(),
        // ENOENT
        2 => vm.types.file_not_found_error(),
        // EISDIR
        21 => vm.types.is_a_directory_error(),
        // ENOTDIR
        20 => vm.types.not_a_directory_error(),
        // EINTR
        4 => vm.types.interrupted_error(),
        // EACCES, EPERM
        13 | 1 => vm.types.permission_error(),
        // ESRCH
        3 => vm.types.process_lookup_error(),
        // ETIMEDOUT
        110 => vm.types.timeout_error(),
        _ => return None,
    })
}

/// Whether arguments are taken in `__init__`: a class that overrides that, but not `__new__`, may have any
/// (`oserror_use_init`).
fn uses_init(ty: &Type) -> bool {
    let own_init = ty.slots.init.get().is_none_or(|function| !std::ptr::fn_addr_eq(function, init as InitFn));
    let own_new = ty.slots.new.get().is_none_or(|function| !std::ptr::fn_addr_eq(function, new as NewFn));
    own_init && !own_new
}

/// Fills the fields from the arguments: `oserror_init`.
fn fill(vm: &Vm, object: Obj<'_>, args: &Args<'_>) -> PyResult<()> {
    let this = vm.expect::<OSError>(object)?;
    let mut kept = args.len();
    if (2..=5).contains(&args.len()) {
        this.errno.set(given(args.positional(0)));
        this.strerror.set(given(args.positional(1)));
        if let Some(filename) = args.positional(2).filter(|filename| !filename.is_none()) {
            let blocking = object.ty().is(vm.types.blocking_io_error());
            if blocking && (vm.is_index(filename) || filename.ty().slots.int.get().is_some()) {
                this.written.set(vm.index_isize(filename, Some(vm.types.value_error()))?);
            } else {
                this.filename.set(Some(filename.to_owned()));
                this.filename2.set(given(args.positional(4).filter(|filename| !filename.is_none())));
                // The file names are not among the arguments, for compatibility.
                kept = 2;
            }
        }
    }
    let kept = Tuple::from_iter(vm, (0..kept).map(|index| args.get(index).to_owned()));
    base::this(vm, object)?.args.set(Some(kept));
    Ok(())
}

fn new(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    if uses_init(&ty) {
        return Ok(layout::allocate(vm, &ty, FieldOf::new(Tuple::new(vm, Vec::new()))));
    }
    args.no_keywords(vm, ty.name())?;
    let number = args.positional(0).filter(|_| (2..=5).contains(&args.len())).and_then(IntRef::of);
    let child = match number.and_then(|number| number.to_i64()) {
        Some(number) if ty.get().is(vm.types.os_error()) => child_for(vm, number),
        _ => None,
    };
    let made = layout::allocate(vm, child.unwrap_or(ty.get()), FieldOf::NULL);
    fill(vm, made.obj(), &args)?;
    Ok(made)
}

fn init(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<()> {
    if !uses_init(object.ty()) {
        // `__new__` has done it.
        return Ok(());
    }
    args.no_keywords(vm, object.ty().name())?;
    fill(vm, object, &args)
}

fn str(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = vm.expect::<OSError>(object)?.get();
    if this.filename.is_null() && (this.errno.is_null() || this.strerror.is_null()) {
        return base::str(vm, object);
    }
    let mut text = format!("[Errno {}] {}", field_text(vm, &this.errno)?, field_text(vm, &this.strerror)?);
    if !this.filename.is_null() {
        text += &format!(": {}", field_repr(vm, &this.filename)?);
        if !this.filename2.is_null() {
            text += &format!(" -> {}", field_repr(vm, &this.filename2)?);
        }
    }
    Ok(Str::new(vm, &text).into_value())
}

/// `__reduce__`, with the file names among the arguments again.
fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let (base, this) = (this(vm, object)?, vm.expect::<OSError>(object)?.get());
    let mut args = base.args(vm).as_slice().to_vec();
    if args.len() == 2
        && let Some(filename) = this.filename.get()
    {
        args.push(filename);
        if let Some(second) = this.filename2.get() {
            args.push(Value::none());
            args.push(second);
        }
    }
    let mut parts = vec![object.ty().ptr().to_value(), Tuple::new(vm, args).into_value()];
    parts.extend(base.dict.get().map(crate::value::Ref::into_value));
    Ok(Tuple::new(vm, parts).into_value())
}

/// `OSError`
pub(crate) static OS_ERROR: TypeSpec = TypeSpec {
    name: "OSError",
    bases: &[&EXCEPTION],
    kind: Kind::OSError,
    basicsize: size_of::<OSError>(),
    doc: Some("The operating system refused something."),
    new: Some(new),
    slots: |slots| {
        OSError::fill(slots);
        slots.init.set(Some(init));
        slots.str.set(Some(str));
    },
    methods: &[MethodDef::noargs("__reduce__", reduce)],
    getset: &[
        member!(OSError, errno, "errno").doc("POSIX exception code"),
        member!(OSError, strerror, "strerror").doc("exception strerror"),
        member!(OSError, filename, "filename").doc("exception filename"),
        member!(OSError, filename2, "filename2").doc("second exception filename"),
        GetSetDef::new("characters_written", |vm, object| {
            match vm.expect::<OSError>(object)?.written.get() {
                -1 => Err(vm.attribute_error("characters_written")),
                written => Ok(vm.int(written as i64)),
            }
        })
        .set(|vm, object, value| {
            let this = vm.expect::<OSError>(object)?;
            match value {
                None if this.written.get() == -1 => return Err(vm.attribute_error("characters_written")),
                None => this.written.set(-1),
                Some(value) => this.written.set(vm.index_isize(value, Some(vm.types.value_error()))?),
            }
            Ok(())
        }),
    ],
    ..EXCEPTION_DEFAULT
};

impl Vm {
    /// Raises the `OSError` of a failed system call: its number, its text, and the file it was about.
    pub(crate) fn io_error(
        &self,
        error: &std::io::Error,
        filename: Option<Obj<'_>>,
    ) -> crate::errors::Raised {
        let number = self.int(i64::from(error.raw_os_error().unwrap_or(0)));
        let text = error.to_string();
        // What the standard library adds to the system's text.
        let text = text.split(" (os error").next().unwrap_or(&text);
        let mut args = vec![number, Str::new(self, text).into_value()];
        args.extend(filename.map(Obj::to_owned));
        self.raise_with(self.types.os_error(), args)
    }
}
