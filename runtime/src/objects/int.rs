//! `int`: what small ints need.

use crate::objects::type_::{Kind, TypeSpec, flags};
use crate::value::{Obj, Singleton, Value};
use crate::vm::Vm;

/// The number of an int.
#[derive(Clone, Copy)]
pub(crate) enum IntRef {
    /// One of 64 bits.
    Small(i64),
}

impl IntRef {
    /// The number of an int or a bool.
    pub(crate) fn of(object: Obj<'_>) -> Option<Self> {
        match (object.as_small_int(), object.as_singleton()) {
            (Some(number), _) => Some(Self::Small(number)),
            (None, Some(Singleton::False)) => Some(Self::Small(0)),
            (None, Some(Singleton::True)) => Some(Self::Small(1)),
            _ => None,
        }
    }

    /// The number, if it has 64 bits.
    pub(crate) fn to_i64(self) -> Option<i64> {
        let Self::Small(number) = self;
        Some(number)
    }

    /// Whether it is below zero.
    pub(crate) fn is_negative(self) -> bool {
        self.to_i64() < Some(0)
    }

    /// Its hash.
    pub(crate) fn hash(self) -> i64 {
        self.to_i64().unwrap_or(0)
    }

    /// An `int` of this number.
    pub(crate) fn to_value(self, vm: &Vm) -> Value {
        let Self::Small(number) = self;
        vm.int(number)
    }
}

impl Vm {
    /// An `int`.
    pub fn int(&self, number: i64) -> Value {
        Value::small_int(number.clamp(-(1 << 61), (1 << 61) - 1)).unwrap_or_else(Value::none)
    }
}

/// `int`
pub(crate) static SPEC: TypeSpec =
    TypeSpec { name: "int", kind: Kind::Int, flags: flags::LONG_SUBCLASS, ..TypeSpec::DEFAULT };
