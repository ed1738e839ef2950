//! The module `_io`, and `io` with the same names: text files over binary ones over file descriptors, and files in
//! memory.
//!
//! | module | what it has |
//! |---|---|
//! | `base` | what all files have, as far as others do not know better: `_IOBase` and its three children |
//! | `raw` | `FileIO`: a file descriptor; what a binary file asks of the raw one below it |
//! | `buffered`, `buffered_types` | binary files with a buffer, and their methods |
//! | `text`, `text_read`, `text_types` | text files: writing, reading, their methods |
//! | `decoder` | text out of bytes that come piece by piece; ends of lines |
//! | `bytes_io`, `string_io` | files in memory |
//! | `open` | `open` |

pub(crate) mod base;
mod buffered;
mod buffered_types;
pub(crate) mod bytes_io;
mod decoder;
mod open;
mod raw;
pub(crate) mod string_io;
mod text;
mod text_read;
mod text_types;

pub(crate) use buffered::BufferedFile;
pub(crate) use buffered_types::{RANDOM, READER, WRITER};
pub(crate) use open::OPEN;
pub(crate) use raw::SPEC as FILE;
pub(crate) use text::TextFile;
pub(crate) use text_types::SPEC as TEXT;

use super::BuiltinModule;
use crate::errors::{PyResult, Raised};
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::source;
use crate::objects::int::IntRef;
use crate::objects::memoryview::MemoryView;
use crate::objects::module::Module;
use crate::objects::str_::Str;
use crate::objects::type_::Type;
use crate::value::{Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// The module `_io`.
pub(super) const MODULE: BuiltinModule = BuiltinModule { name: "_io", fill };
/// The module `io`.
pub(super) const PUBLIC: BuiltinModule = BuiltinModule { name: "io", fill: fill_public };

/// `io.DEFAULT_BUFFER_SIZE`
pub(super) const DEFAULT_BUFFER_SIZE: usize = 128 << 10;

/// One of the three streams that a process begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standard {
    In,
    Out,
    Err,
}

impl Standard {
    /// The number of the file descriptor.
    fn number(self) -> i32 {
        self as i32
    }

    fn name(self) -> &'static str {
        match self {
            Self::In => "<stdin>",
            Self::Out => "<stdout>",
            Self::Err => "<stderr>",
        }
    }
}

/// What both modules have.
fn common(vm: &Vm, module: Ptr<'_, Module>) -> PyResult<()> {
    let types = &vm.types;
    for (name, ty) in [
        ("BlockingIOError", types.blocking_io_error()),
        ("BufferedRandom", types.buffered_random()),
        ("BufferedReader", types.buffered_reader()),
        ("BufferedWriter", types.buffered_writer()),
        ("BytesIO", types.bytes_io()),
        ("FileIO", types.file_io()),
        ("StringIO", types.string_io()),
        ("TextIOWrapper", types.text_io_wrapper()),
    ] {
        module.get().set(vm, name, ty.ptr().obj())?;
    }
    if let Some(unsupported) = vm.modules.unsupported_operation.get() {
        module.get().set(vm, "UnsupportedOperation", unsupported.obj())?;
    }
    module.get().set(vm, "DEFAULT_BUFFER_SIZE", vm.int(DEFAULT_BUFFER_SIZE as i64).obj())?;
    // The function of `builtins` is this one.
    let builtins = vm.builtins.get().ok_or_else(|| vm.runtime_error("no builtins"))?;
    if let Some(open) = builtins.get_str(vm, vm.intern("open").ptr()) {
        module.get().set(vm, "open", open.obj())?;
    }
    module.get().add_functions(vm, open::FUNCTIONS)
}

fn bases(vm: &Vm) -> [(&'static str, &Type); 4] {
    [
        ("_IOBase", vm.types.io_base()),
        ("_RawIOBase", vm.types.raw_io_base()),
        ("_BufferedIOBase", vm.types.buffered_io_base()),
        ("_TextIOBase", vm.types.text_io_base()),
    ]
}

fn fill(vm: &Vm, module: Ptr<'_, Module>) -> PyResult<()> {
    common(vm, module)?;
    for (name, ty) in bases(vm) {
        module.get().set(vm, name, ty.ptr().obj())?;
    }
    Ok(())
}

/// The bases of the public module are those of `_io` under their public names: there is nothing that could be
/// registered with them.
fn fill_public(vm: &Vm, module: Ptr<'_, Module>) -> PyResult<()> {
    common(vm, module)?;
    for (name, ty) in bases(vm) {
        module.get().set(vm, &name[1..], ty.ptr().obj())?;
    }
    for (name, whence) in [("SEEK_SET", 0), ("SEEK_CUR", 1), ("SEEK_END", 2)] {
        module.get().set(vm, name, vm.int(whence).obj())?;
    }
    Ok(())
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
        Some(size) if vm.is_index(size) => {
            Ok(usize::try_from(vm.index_isize(size, Some(vm.types.overflow_error()))?).ok())
        }
        Some(size) => {
            Err(vm.type_error(format_args!("argument should be integer or None, not '{}'", size.ty().name())))
        }
    }
}

/// The number that an argument says.
fn integer(vm: &Vm, object: Obj<'_>) -> PyResult<i64> {
    let number = vm.index(object)?;
    IntRef::of(number.obj())
        .and_then(IntRef::to_i64)
        .ok_or_else(|| vm.overflow_error("Python int too large to convert to C ssize_t"))
}

/// Checks how many arguments a method got, which may be `least` to `most`, and hands them out by their places.
fn arguments<'a, const N: usize>(
    vm: &Vm,
    args: &crate::args::Args<'a>,
    name: &str,
    least: usize,
) -> PyResult<[Option<Obj<'a>>; N]> {
    args.range(vm, name, least, N)?;
    Ok(std::array::from_fn(|index| args.positional(index)))
}

/// The bytes of what a method is to write.
fn bytes_to_write(vm: &Vm, object: Obj<'_>) -> PyResult<Vec<u8>> {
    source::buffer(vm, object)
}

/// How many bytes a place has that is to be filled: a bytearray or a view of one.
fn writable_size(vm: &Vm, function: &str, place: Obj<'_>) -> PyResult<usize> {
    if let Some(array) = place.cast::<ByteArray>() {
        return Ok(array.len());
    }
    if let Some(view) = place.cast::<MemoryView>()
        && let Some(size) = view.get().writable_size()
    {
        return Ok(size);
    }
    let given = place.ty().name();
    Err(vm
        .type_error(format_args!("{function}() argument must be read-write bytes-like object, not {given}")))
}

/// Fills the beginning of such a place.
fn fill_place(place: Obj<'_>, bytes: &[u8]) {
    if let Some(array) = place.cast::<ByteArray>() {
        array.get().with_mut(|data| {
            let count = data.len().min(bytes.len());
            data[..count].copy_from_slice(&bytes[..count]);
        });
    } else if let Some(view) = place.cast::<MemoryView>() {
        view.get().write_front(bytes);
    }
}

/// Calls `seek` of a file below.
fn seek(vm: &Vm, file: Obj<'_>, offset: i64, whence: i64) -> PyResult<i64> {
    let (offset, whence) = (vm.int(offset), vm.int(whence));
    integer(vm, vm.call_method_str(file, "seek", &[offset.obj(), whence.obj()])?.obj())
}

/// Asks a file below a question that it answers with yes or no.
fn ask(vm: &Vm, file: Obj<'_>, question: &str) -> PyResult<bool> {
    let answer = vm.call_method_str(file, question, &[])?;
    vm.is_true(answer.obj())
}

/// `file.closed`
fn is_closed(vm: &Vm, file: Obj<'_>) -> PyResult<bool> {
    let closed = vm.getattr_str(file, "closed")?;
    vm.is_true(closed.obj())
}

/// `<TYPE name=NAME>`, or without the name if there is none, or no way to show it.
fn repr_with_name(vm: &Vm, object: Obj<'_>, more: &str) -> PyResult<Value> {
    let name = match vm.getattr_opt_str(object, "name") {
        Ok(name) => name,
        // It may be asked of a file that was detached.
        Err(_) if vm.exception_matches(vm.types.value_error()) => {
            vm.clear_exception();
            None
        }
        Err(raised) => return Err(raised),
    };
    let name = match name {
        Some(name) => format!(" name={}", vm.repr(name.obj())?.as_str()),
        None => String::new(),
    };
    Ok(vm.text(format_args!("<{}{name}{more}>", object.ty().name())).into_value())
}

/// The slots that all layouts of files have; `$field` are what the collector is shown.
macro_rules! file_layout {
    ($layout:ident, $name:literal, [$($field:ident),*]) => {
        $crate::objects::layout::object_layout!($layout, $layout, $name);

        impl $layout {
            /// `tp_traverse`
            ///
            /// # Safety
            ///
            /// `object` has this layout.
            pub(super) unsafe fn traverse(
                object: std::ptr::NonNull<$crate::value::Header>,
                visit: &mut dyn FnMut($crate::value::Obj<'_>),
            ) {
                // SAFETY: the contract.
                let this = unsafe { object.cast::<$layout>().as_ref() };
                this.dict.visit(visit);
                $(this.$field.visit(visit);)*
            }

            /// `tp_dealloc`: a file that is forgotten is closed.
            ///
            /// # Safety
            ///
            /// `object` has this layout and no references left.
            pub(super) unsafe fn dealloc(
                vm: &$crate::vm::Vm,
                object: std::ptr::NonNull<$crate::value::Header>,
            ) {
                // SAFETY: the contract.
                unsafe {
                    if $crate::objects::type_::call_finalizer_from_dealloc(vm, object.as_ref()) {
                        $crate::objects::alloc::dealloc::<$layout>(vm, object);
                    }
                }
            }
        }
    };
}
use file_layout;
