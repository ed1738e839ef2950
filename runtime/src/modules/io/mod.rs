//! The standard streams: text files over binary ones over file descriptors, with the types' names and their methods as
//! in `_io`.
//!
//! | module | what it has |
//! |---|---|
//! | `buffered` | bytes, collected in memory |
//! | `text` | text, in UTF-8 |

mod buffered;
mod text;

use std::os::fd::BorrowedFd;

pub(crate) use buffered::{BufferedFile, READER, WRITER};
pub(crate) use text::{SPEC as TEXT, TextFile};

use crate::errors::{PyResult, Raised};
use crate::objects::str_::Str;
use crate::objects::type_::Type;
use crate::value::{Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// One of the three streams that a process begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standard {
    In,
    Out,
    Err,
}

impl Standard {
    /// The file descriptor.
    fn fd(self) -> BorrowedFd<'static> {
        match self {
            Self::In => rustix::stdio::stdin(),
            Self::Out => rustix::stdio::stdout(),
            Self::Err => rustix::stdio::stderr(),
        }
    }

    fn number(self) -> i64 {
        self as i64
    }

    fn name(self) -> &'static str {
        match self {
            Self::In => "<stdin>",
            Self::Out => "<stdout>",
            Self::Err => "<stderr>",
        }
    }

    fn is_readable(self) -> bool {
        self == Self::In
    }
}

/// Tries a system call again that a signal has interrupted, unless the program is to stop.
fn retry<T>(vm: &Vm, mut call: impl FnMut() -> rustix::io::Result<T>) -> PyResult<T> {
    loop {
        match call() {
            Ok(result) => return Ok(result),
            Err(rustix::io::Errno::INTR) => vm.handle_pending()?,
            Err(error) => return Err(vm.io_error(&error.into(), None)),
        }
    }
}

/// Raises `io.UnsupportedOperation`.
#[cold]
fn unsupported(vm: &Vm, message: &str) -> Raised {
    let class = match vm.modules.unsupported_operation.get() {
        Some(class) => class,
        None => return vm.value_error(message),
    };
    let text = Str::new(vm, message);
    match vm.call_args(class.obj(), &[text.obj()]) {
        Ok(exception) => vm.set_exception(exception),
        Err(raised) => raised,
    }
}

#[cold]
fn closed(vm: &Vm) -> Raised {
    vm.value_error("I/O operation on closed file.")
}

/// The class `io.UnsupportedOperation`.
pub(super) fn unsupported_operation(vm: &Vm) -> PyResult<Ref<Type>> {
    let def = super::native::ClassDef { name: "io.UnsupportedOperation", ..super::native::ClassDef::DEFAULT };
    def.make(vm, &[vm.types.os_error(), vm.types.value_error()])
}

/// The size that an argument of `read` and `readline` says: `None` for everything.
fn size_argument(vm: &Vm, size: Option<Obj<'_>>) -> PyResult<Option<usize>> {
    match size.filter(|size| !size.is_none()) {
        None => Ok(None),
        Some(size) if vm.is_index(size) => Ok(usize::try_from(vm.index_isize(size, None)?).ok()),
        Some(size) => {
            Err(vm.type_error(format_args!("argument should be integer or None, not '{}'", size.ty().name())))
        }
    }
}

/// The stream that a method is called on.
fn this<'a, T: Layout>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, T>> {
    vm.expect::<T>(object)
}

/// What `with` does with a file: itself.
fn enter(_: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(object.to_owned())
}
