//! What can go wrong: a number or a name that nothing has.

use core::fmt;

/// No opcode or micro-op has this number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownNumber(pub u16);

impl fmt::Display for UnknownNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing has the number {}", self.0)
    }
}

impl core::error::Error for UnknownNumber {}

/// No opcode or micro-op has the name that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownName;

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing has that name")
    }
}

impl core::error::Error for UnknownName {}
