//! `complex`
//!
//! | file | what it has |
//! |---|---|
//! | `number` | arithmetic |
//! | `methods` | operators, methods, attributes and `complex()` |

#![allow(unsafe_code, reason = "declares the layout of complex numbers")]

use crate::objects::type_::{Kind, Type, TypeSpec, flags};
use crate::value::{Header, Layout, Ref, Value};
use crate::vm::Vm;

mod methods;
mod number;

pub(crate) use methods::power;
pub use number::Complex;

/// A complex number: `PyComplexObject`.
#[repr(C)]
pub struct ComplexObject {
    header: Header,
    /// `cval`
    pub(crate) cval: Complex,
}

// SAFETY: `repr(C)` with the header first; all instances of `complex` and of what inherits from it begin with these
// fields.
unsafe impl Layout for ComplexObject {
    const NAME: &'static str = "complex";

    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Complex
    }
}

impl Vm {
    /// A `complex`: `PyComplex_FromCComplex`.
    pub fn complex(&self, value: Complex) -> Value {
        self.complex_of(self.types.complex(), value).into_value()
    }

    fn complex_of(&self, ty: &Type, cval: Complex) -> Ref<ComplexObject> {
        self.alloc(ty, ComplexObject { header: Header::new(ty), cval })
    }
}

/// `complex`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "complex",
    kind: Kind::Complex,
    flags: flags::BASETYPE,
    basicsize: size_of::<ComplexObject>(),
    new: Some(methods::new),
    slots: methods::fill,
    methods: methods::METHODS,
    getset: methods::GETSET,
    ..TypeSpec::DEFAULT
};
