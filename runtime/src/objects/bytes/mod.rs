//! `bytes`
//!
//! | file | what it has |
//! |---|---|
//! | `methods` | the methods that `bytes` and `bytearray` share |
//! | `slots` | operators, and `bytes()` |
//! | `source` | where bytes come from: buffers, iterables, `__bytes__` |
//! | `iterator` | iterators over both |

#![allow(unsafe_code, reason = "declares the layout of bytes")]

use std::cell::Cell;

use crate::objects::type_::{Kind, Type, TypeSpec, flags};
use crate::value::{Header, Layout, Ref};
use crate::vm::Vm;

pub(crate) mod iterator;
pub(crate) mod methods;
mod slots;
pub(crate) mod source;

pub(crate) use slots::{bytearray_repr_text, contains, repeated};
pub(crate) use source::{collect, is_bytes_or_bytearray, of_dunder, with_bytes_like};

/// Bytes: `PyBytesObject`.
#[repr(C)]
pub struct Bytes {
    header: Header,
    /// The hash, or -1 as long as nobody asked for it.
    hash: Cell<i64>,
    data: Box<[u8]>,
}

// SAFETY: `repr(C)` with the header first; all instances of `bytes` and of what inherits from it begin with these
// fields.
unsafe impl Layout for Bytes {
    const NAME: &'static str = "bytes";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Bytes
    }
}

impl Bytes {
    /// `bytes` with these contents.
    pub fn new(vm: &Vm, data: &[u8]) -> Ref<Bytes> {
        Self::with_type(vm, vm.types.bytes(), data.into())
    }

    /// `bytes` with these contents.
    pub(crate) fn from_vec(vm: &Vm, data: Vec<u8>) -> Ref<Bytes> {
        Self::with_type(vm, vm.types.bytes(), data.into())
    }

    /// An instance of `bytes` or of a subtype.
    fn with_type(vm: &Vm, ty: &Type, data: Box<[u8]>) -> Ref<Bytes> {
        vm.alloc(ty, Bytes { header: Header::new(ty), hash: Cell::new(-1), data })
    }

    /// The contents.
    #[inline(always)]
    pub fn as_slice(&self) -> &[u8] {
        &self.data
    }

    /// The hash. Never -1.
    fn hash(&self, vm: &Vm) -> i64 {
        if self.hash.get() == -1 {
            self.hash.set(vm.strings.hash_bytes(&self.data));
        }
        self.hash.get()
    }
}

/// `bytes`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "bytes",
    kind: Kind::Bytes,
    flags: flags::BYTES_SUBCLASS | flags::BASETYPE | flags::MATCH_SELF,
    basicsize: size_of::<Bytes>(),
    // As for `int`.
    itemsize: 1,
    new: Some(slots::new),
    slots: slots::fill,
    methods: methods::BYTES,
    ..TypeSpec::DEFAULT
};
