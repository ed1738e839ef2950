//! `bytearray`: bytes that change.

#![allow(unsafe_code, reason = "declares the layout of bytearrays")]

use std::cell::{Cell, RefCell};

use crate::errors::PyResult;
use crate::objects::type_::{Kind, Type, TypeSpec, flags};
use crate::value::{Header, Layout, Ref};
use crate::vm::Vm;

mod methods;
mod slots;

/// A bytearray: `PyByteArrayObject`.
///
/// The contents are borrowed only while nothing can run that might change them.
#[repr(C)]
pub struct ByteArray {
    header: Header,
    data: RefCell<Vec<u8>>,
    /// How many buffers refer to the contents, which then must not be resized.
    exports: Cell<usize>,
}

// SAFETY: `repr(C)` with the header first; all instances of `bytearray` and of what inherits from it begin with these
// fields.
unsafe impl Layout for ByteArray {
    const NAME: &'static str = "bytearray";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::ByteArray
    }
}

impl ByteArray {
    /// A `bytearray` with these contents.
    pub fn from_vec(vm: &Vm, data: Vec<u8>) -> Ref<ByteArray> {
        Self::with_type(vm, vm.types.bytearray(), data)
    }

    fn with_type(vm: &Vm, ty: &Type, data: Vec<u8>) -> Ref<ByteArray> {
        vm.alloc(ty, ByteArray { header: Header::new(ty), data: RefCell::new(data), exports: Cell::new(0) })
    }

    /// How many bytes.
    pub fn len(&self) -> usize {
        self.data.borrow().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Runs a function with the contents. It must not run Python code.
    pub fn with<R>(&self, function: impl FnOnce(&[u8]) -> R) -> R {
        function(&self.data.borrow())
    }

    /// Runs a function that changes bytes, but not how many. It must not run Python code.
    pub(crate) fn with_mut<R>(&self, function: impl FnOnce(&mut [u8]) -> R) -> R {
        function(&mut self.data.borrow_mut())
    }

    /// Runs a function that may change how many bytes there are. It must not run Python code.
    fn resizing<R>(&self, vm: &Vm, function: impl FnOnce(&mut Vec<u8>) -> R) -> PyResult<R> {
        if self.exports.get() > 0 {
            return Err(vm.buffer_error("Existing exports of data: object cannot be re-sized"));
        }
        Ok(function(&mut self.data.borrow_mut()))
    }

    /// Notes that a buffer refers to the contents, until [`ByteArray::release`].
    pub(crate) fn export(&self) {
        self.exports.set(self.exports.get() + 1);
    }

    /// Notes that a buffer no longer refers to the contents.
    pub(crate) fn release(&self) {
        self.exports.set(self.exports.get() - 1);
    }
}

/// `bytearray`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "bytearray",
    kind: Kind::ByteArray,
    flags: flags::BASETYPE | flags::MATCH_SELF,
    basicsize: size_of::<ByteArray>(),
    new: Some(|vm, ty, _| Ok(ByteArray::with_type(vm, &ty, Vec::new()).into_value())),
    slots: slots::fill,
    methods: methods::METHODS,
    ..TypeSpec::DEFAULT
};
