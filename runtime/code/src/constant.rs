//! Constants: the values that a code object can hold, and whatever else `marshal` can write.

use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

use num_bigint::BigInt;

use crate::{CodeData, Text};

/// A shared, immutable value. Clones are the same object: [`Ref::same`] tells them from equal ones, as `is` does.
pub struct Ref<T>(Rc<Inner<T>>);

struct Inner<T> {
    flagged: bool,
    value: T,
}

impl<T> Ref<T> {
    /// A new object.
    pub fn new(value: T) -> Self {
        Ref::with_flag(value, false)
    }

    /// A new object that `marshal` writes with its reference flag if `flagged`; see [`Ref::is_flagged`].
    pub fn with_flag(value: T, flagged: bool) -> Self {
        Ref(Rc::new(Inner { flagged, value }))
    }

    /// Whether the object was read with the flag that lets later ones refer to it (`FLAG_REF`). CPython sets it on
    /// whatever had more than one reference when it was written, so it says more than what can be seen in
    /// the stream itself.
    pub fn is_flagged(&self) -> bool {
        self.0.flagged
    }

    /// Whether both are the same object.
    pub fn same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// Where the object lies. No two objects that are alive have the same address.
    pub fn address(&self) -> usize {
        Rc::as_ptr(&self.0).addr()
    }
}

impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        Ref(Rc::clone(&self.0))
    }
}

impl<T> Deref for Ref<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.value
    }
}

impl<T> From<T> for Ref<T> {
    fn from(value: T) -> Self {
        Ref::new(value)
    }
}

/// Compares the values; of the same object without looking at it.
impl<T: PartialEq> PartialEq for Ref<T> {
    fn eq(&self, other: &Self) -> bool {
        self.same(other) || self.0.value == other.0.value
    }
}

impl<T: Eq> Eq for Ref<T> {}

impl<T: fmt::Debug> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.value.fmt(f)
    }
}

/// A float by its bits: equal to itself if it is not a number, and different from its negative if it is zero.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Float(u64);

impl Float {
    /// The number.
    pub fn get(self) -> f64 {
        f64::from_bits(self.0)
    }

    /// Its bits (IEEE 754 binary64).
    pub fn bits(self) -> u64 {
        self.0
    }
}

impl From<f64> for Float {
    fn from(value: f64) -> Self {
        Float(value.to_bits())
    }
}

impl fmt::Debug for Float {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

/// A complex number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Complex {
    /// The real part.
    pub re: Float,
    /// The imaginary part.
    pub im: Float,
}

/// A value. Two are equal if they are of the same type and have the same content: `1`, `1.0` and `True` differ,
/// and so do `0.0` and `-0.0`.
#[derive(Clone, PartialEq, Eq)]
pub enum Constant {
    /// `None`.
    None,
    /// `True`.
    True,
    /// `False`.
    False,
    /// `...`.
    Ellipsis,
    /// The class `StopIteration`, which marshal knows.
    StopIteration,
    /// An `int`.
    Int(Ref<BigInt>),
    /// A `float`.
    Float(Ref<Float>),
    /// A `complex`.
    Complex(Ref<Complex>),
    /// A `str`.
    Str(Ref<Text>),
    /// A `bytes`.
    Bytes(Ref<Vec<u8>>),
    /// A `tuple`.
    Tuple(Ref<Vec<Constant>>),
    /// A `list`, which no compiler makes a constant of.
    List(Ref<Vec<Constant>>),
    /// A `set`, likewise; in the order in which it was written.
    Set(Ref<Vec<Constant>>),
    /// A `frozenset`, in the order in which it was written.
    FrozenSet(Ref<Vec<Constant>>),
    /// A `dict`, which no compiler makes a constant of.
    Dict(Ref<Vec<(Constant, Constant)>>),
    /// A `slice`: start, stop and step.
    Slice(Ref<[Constant; 3]>),
    /// A code object.
    Code(Ref<CodeData>),
}

impl Constant {
    /// The name of its Python type.
    pub fn type_name(&self) -> &'static str {
        match self {
            Constant::None => "NoneType",
            Constant::True | Constant::False => "bool",
            Constant::Ellipsis => "ellipsis",
            Constant::StopIteration => "type",
            Constant::Int(_) => "int",
            Constant::Float(_) => "float",
            Constant::Complex(_) => "complex",
            Constant::Str(_) => "str",
            Constant::Bytes(_) => "bytes",
            Constant::Tuple(_) => "tuple",
            Constant::List(_) => "list",
            Constant::Set(_) => "set",
            Constant::FrozenSet(_) => "frozenset",
            Constant::Dict(_) => "dict",
            Constant::Slice(_) => "slice",
            Constant::Code(_) => "code",
        }
    }

    /// An integer.
    pub fn int(value: impl Into<BigInt>) -> Constant {
        Constant::Int(Ref::new(value.into()))
    }

    /// A string that is not interned.
    pub fn str(value: &str) -> Constant {
        Constant::Str(Ref::new(Text::from(value)))
    }
}

/// As Python's `repr` shows it, code objects without their address.
impl fmt::Debug for Constant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::repr::constant_repr(f, self, &|_| None)
    }
}

impl<T: fmt::Display> fmt::Display for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.value.fmt(f)
    }
}
