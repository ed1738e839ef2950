//! `tuple`

#![allow(unsafe_code, reason = "declares the layout of tuples")]

use crate::objects::type_::{Kind, Type, TypeSpec, flags};
use crate::value::{Header, Layout, Ref, Value};
use crate::vm::Vm;

/// A tuple.
#[repr(C)]
pub struct Tuple {
    header: Header,
    items: Box<[Value]>,
}

impl Tuple {
    /// A tuple of these items.
    pub fn new(vm: &Vm, items: Vec<Value>) -> Ref<Tuple> {
        let ty = vm.types.tuple();
        vm.alloc(ty, Tuple { header: Header::new(ty), items: items.into() })
    }

    /// Its items.
    pub fn as_slice(&self) -> &[Value] {
        &self.items
    }

    /// How many items.
    pub fn len(&self) -> usize {
        self.items.len()
    }
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for Tuple {
    const NAME: &'static str = "tuple";

    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Tuple
    }
}

/// `tuple`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "tuple",
    kind: Kind::Tuple,
    flags: flags::TUPLE_SUBCLASS | flags::HAVE_GC,
    basicsize: size_of::<Tuple>(),
    slots: |slots| slots.dealloc.set(crate::objects::alloc::dealloc::<Tuple>),
    ..TypeSpec::DEFAULT
};
