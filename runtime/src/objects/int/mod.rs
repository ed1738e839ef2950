//! `int`
//!
//! Ints of 62 bits lie in the reference itself; the others, and instances of subtypes, are objects.
//!
//! | file | what it has |
//! |---|---|
//! | `number` | arithmetic, whatever object the numbers lie in |
//! | `text` | integers as text, both ways |
//! | `slots` | operators and conversions |
//! | `methods` | methods, attributes and `int()` |

#![allow(unsafe_code, reason = "declares the layout of ints")]

use crate::errors::{PyResult, Raised};
use crate::objects::type_::{Kind, Type, TypeSpec, flags};
use crate::value::{Header, Layout, Obj, Ref, Singleton, Value};
use crate::vm::Vm;

mod methods;
pub(crate) mod number;
mod slots;
pub(crate) mod text;

pub(crate) use methods::from_object;
pub(crate) use number::{Failure, IntRef, Number};
pub(crate) use slots::to_text;

/// An int in the heap: `PyLongObject`. One that is exactly an `int` needs more than 62 bits.
#[repr(C)]
pub struct Int {
    header: Header,
    number: Number,
}

// SAFETY: `repr(C)` with the header first; all objects whose type inherits from `int` begin with these fields.
// (`bool` does too, but its instances are immediate.)
unsafe impl Layout for Int {
    const NAME: &'static str = "int";

    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Int
    }
}

impl<'a> IntRef<'a> {
    /// The number of an int, a bool, or an instance of a subtype.
    #[inline]
    pub(crate) fn of(object: Obj<'a>) -> Option<Self> {
        if let Some(number) = object.as_small_int() {
            return Some(Self::Small(number));
        }
        match object.cast::<Int>() {
            Some(int) => Some(int.get().number.as_ref()),
            None => match object.as_singleton() {
                Some(Singleton::False) => Some(Self::Small(0)),
                Some(Singleton::True) => Some(Self::Small(1)),
                _ => None,
            },
        }
    }

    /// Whether it is below zero.
    pub(crate) fn is_negative(self) -> bool {
        self.signum() < 0
    }

    /// An `int` of this number.
    pub(crate) fn to_value(self, vm: &Vm) -> Value {
        vm.number(self.to_number())
    }
}

impl Vm {
    /// An `int`.
    #[inline(always)]
    pub fn int(&self, number: i64) -> Value {
        match Value::small_int(number) {
            Some(value) => value,
            None => self.heap_int(Number::Small(number)),
        }
    }

    /// An `int`.
    pub fn int_big(&self, number: num_bigint::BigInt) -> Value {
        self.number(Number::Big(number))
    }

    /// An `int`.
    #[inline]
    pub(crate) fn number(&self, number: Number) -> Value {
        match number {
            Number::Small(small) => self.int(small),
            Number::Big(big) => match i64::try_from(&big) {
                Ok(small) => self.int(small),
                Err(_) => self.heap_int(Number::Big(big)),
            },
        }
    }

    #[inline(never)]
    fn heap_int(&self, number: Number) -> Value {
        let ty = self.types.int();
        self.alloc(ty, Int { header: Header::new(ty), number }).into_value()
    }

    /// An instance of a subtype of `int`.
    fn int_of_subtype(&self, ty: &Type, number: Number) -> Ref<Int> {
        let number = match number {
            Number::Big(big) => i64::try_from(&big).map_or(Number::Big(big), Number::Small),
            small => small,
        };
        self.alloc(ty, Int { header: Header::new(ty), number })
    }

    /// Raises what an operation on numbers failed with.
    #[cold]
    pub(crate) fn arithmetic_failure(&self, failure: Failure) -> Raised {
        match failure {
            Failure::ZeroDivision => self.zero_division_error("division by zero"),
            Failure::NegativeShift => self.value_error("negative shift count"),
            Failure::TooManyDigits => self.overflow_error("too many digits in integer"),
            Failure::Memory => self.no_memory(),
            Failure::ResultTooLarge => self.overflow_error("integer division result too large for a float"),
            Failure::Interrupted => match self.check_signals() {
                Err(raised) => raised,
                Ok(()) => self.raise_with(self.types.keyboard_interrupt(), Vec::new()),
            },
            Failure::NotInvertible => self.value_error("base is not invertible for the given modulus"),
        }
    }

    /// Raises a `MemoryError`, without arguments as CPython does.
    #[cold]
    pub(crate) fn no_memory(&self) -> Raised {
        self.raise_with(self.types.memory_error(), Vec::new())
    }

    /// The float nearest to an int.
    pub(crate) fn int_to_f64(&self, number: IntRef<'_>) -> PyResult<f64> {
        number.to_f64().ok_or_else(|| self.overflow_error("int too large to convert to float"))
    }

    /// An argument that must be an int (or have `__index__`) and fit into 32 bits: the format `i` of `PyArg_Parse`.
    pub(crate) fn index_i32(&self, object: Obj<'_>) -> PyResult<i32> {
        let number = self.index(object)?;
        IntRef::of(number.obj())
            .and_then(IntRef::to_i64)
            .and_then(|number| i32::try_from(number).ok())
            .ok_or_else(|| self.overflow_error("Python int too large to convert to C int"))
    }
}

/// `int`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "int",
    kind: Kind::Int,
    flags: flags::LONG_SUBCLASS | flags::BASETYPE | flags::MATCH_SELF,
    basicsize: size_of::<Int>(),
    // What CPython says, where an int has its digits behind it: subclasses have no slots.
    itemsize: 4,
    new: Some(methods::new),
    slots: slots::fill,
    methods: methods::METHODS,
    getset: methods::GETSET,
    ..TypeSpec::DEFAULT
};
