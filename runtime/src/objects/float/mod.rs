//! `float`
//!
//! | file | what it has |
//! |---|---|
//! | `number` | arithmetic and hashes |
//! | `text` | floats as text, both ways |
//! | `slots` | operators and conversions |
//! | `methods` | methods, attributes and `float()` |

#![allow(unsafe_code, reason = "declares the layout of floats")]

use std::cell::Cell;
use std::ptr::NonNull;

use crate::errors::PyResult;
use crate::objects::int::IntRef;
use crate::objects::type_::{Kind, Type, TypeSpec, flags};
use crate::value::{Header, Layout, Obj, Value};
use crate::vm::Vm;

mod methods;
pub(crate) mod number;
mod slots;
pub(crate) mod text;

pub(crate) use methods::as_f64;
pub(crate) use slots::power;

/// A float: `PyFloatObject`.
///
/// The number is in a cell for the generated bodies, which use a float that nobody else refers to again for the result.
#[repr(C)]
pub struct Float {
    header: Header,
    /// `ob_fval`
    pub(crate) ob_fval: Cell<f64>,
}

impl Float {
    /// The number.
    #[inline(always)]
    pub fn get(&self) -> f64 {
        self.ob_fval.get()
    }

    /// `_PyFloat_ExactDealloc`: gives the memory of a float back.
    ///
    /// # Safety
    ///
    /// `object` is exactly a `float`, not an instance of a subtype, and has no references left.
    #[inline(always)]
    pub(crate) unsafe fn free_exact(vm: &Vm, object: NonNull<Header>) {
        // SAFETY: the contract. There are no weak references to floats, the collector does not know them, and they have
        // nothing to drop.
        unsafe { vm.heap.free(object.cast(), size_of::<Float>()) };
    }
}

// SAFETY: `repr(C)` with the header first; all instances of `float` and of what inherits from it begin with these
// fields.
unsafe impl Layout for Float {
    const NAME: &'static str = "float";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Float
    }
}

impl Vm {
    /// A `float`: `PyFloat_FromDouble`.
    #[inline(always)]
    pub fn float(&self, value: f64) -> Value {
        let header = Header::of_builtin(self.types.float());
        let place = self.heap.alloc(size_of::<Float>()).cast::<Float>();
        // SAFETY: the place has room for a float, and nobody else uses it. Floats are not collected.
        unsafe {
            place.write(Float { header, ob_fval: Cell::new(value) });
            Value::from_new(place.cast())
        }
    }

    /// The number of a float or an int; `None` if the object is neither. Raises if an int is too large.
    pub(crate) fn to_f64(&self, object: Obj<'_>) -> PyResult<Option<f64>> {
        if let Some(float) = object.cast::<Float>() {
            return Ok(Some(float.get().get()));
        }
        match IntRef::of(object) {
            Some(number) => self.int_to_f64(number).map(Some),
            None => Ok(None),
        }
    }
}

/// `float`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "float",
    kind: Kind::Float,
    flags: flags::BASETYPE | flags::MATCH_SELF,
    basicsize: size_of::<Float>(),
    new: Some(methods::new),
    slots: slots::fill,
    methods: methods::METHODS,
    getset: methods::GETSET,
    ..TypeSpec::DEFAULT
};
