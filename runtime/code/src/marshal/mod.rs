//! CPython's serialization of constants and code objects, version 5 and those before it.
//!
//! [`read`] and [`write()`] work on [`Constant`]. What they do is generic: [`Reader`] makes objects of any kind
//! through a [`Build`], and [`Writer`] writes what a [`Source`] shows it.
//!
//! # References
//!
//! An object that is written with the flag 0x80 gets a number, and a later `r` with that number is the same object
//! again. CPython sets the flag on every object that has more than one reference at that moment, and on every
//! interned string, whether or not it occurs again. The flags of a stream are therefore not a function of what it
//! says. What is read keeps them ([`Ref::is_flagged`]), so that [`write()`] gives the same bytes again.
//!
//! For a code object that was compiled here there are no reference counts to look at. [`write_fresh`] sets
//! the flag where CPython's counts cannot be one: on the outermost object, on what occurs twice, on interned strings,
//! on the bytecode, and on the objects that CPython has one of (integers from -5 to 256, the empty tuple and string,
//! bytes and Latin-1 strings of length 0 and 1). What `marshal.dumps` may set beyond that is on objects that something
//! outside of the code object refers to as well.

mod error;
mod plain;
mod read;
mod write;

pub use error::{Error, ErrorKind, ReadError, WriteError};
pub use plain::{Plain, PlainError, PlainSource};
pub use read::{Build, CodeFields, Composite, Leaf, Reader};
pub use write::{Identity, Shape, Source, Writer};

use crate::Constant;
#[cfg(doc)]
use crate::Ref;

/// The version that CPython 3.14 writes.
pub const VERSION: u32 = 5;

/// How deep objects may be nested in each other, as in CPython.
pub const MAX_DEPTH: usize = 2000;

/// Set in the type code of an object that gets a number.
const FLAG_REF: u8 = 0x80;

/// The bytes that stand for types.
mod code {
    pub(super) const NULL: u8 = b'0';
    pub(super) const NONE: u8 = b'N';
    pub(super) const FALSE: u8 = b'F';
    pub(super) const TRUE: u8 = b'T';
    pub(super) const STOP_ITERATION: u8 = b'S';
    pub(super) const ELLIPSIS: u8 = b'.';
    pub(super) const INT: u8 = b'i';
    pub(super) const INT64: u8 = b'I';
    pub(super) const LONG: u8 = b'l';
    pub(super) const FLOAT: u8 = b'f';
    pub(super) const BINARY_FLOAT: u8 = b'g';
    pub(super) const COMPLEX: u8 = b'x';
    pub(super) const BINARY_COMPLEX: u8 = b'y';
    pub(super) const STRING: u8 = b's';
    pub(super) const INTERNED: u8 = b't';
    pub(super) const UNICODE: u8 = b'u';
    pub(super) const ASCII: u8 = b'a';
    pub(super) const ASCII_INTERNED: u8 = b'A';
    pub(super) const SHORT_ASCII: u8 = b'z';
    pub(super) const SHORT_ASCII_INTERNED: u8 = b'Z';
    pub(super) const TUPLE: u8 = b'(';
    pub(super) const SMALL_TUPLE: u8 = b')';
    pub(super) const LIST: u8 = b'[';
    pub(super) const DICT: u8 = b'{';
    pub(super) const SET: u8 = b'<';
    pub(super) const FROZEN_SET: u8 = b'>';
    pub(super) const SLICE: u8 = b':';
    pub(super) const CODE: u8 = b'c';
    pub(super) const REF: u8 = b'r';
}

/// Bits of a digit of an `int`.
const DIGIT_BITS: u32 = 15;

/// Reads one object. What follows it is ignored, as `marshal.loads` does.
pub fn read(bytes: &[u8]) -> Result<Constant, ReadError<PlainError>> {
    Reader::new(bytes).read(&mut Plain)
}

/// Writes an object in version 5, with the reference flags that it was read with.
pub fn write(constant: &Constant) -> Result<Vec<u8>, WriteError<PlainError>> {
    Writer::new(VERSION).write(&PlainSource::as_read(), constant.clone())
}

/// Writes an object in version 5, with reference flags as CPython sets them on what it has just compiled; see
/// [above](self#references).
pub fn write_fresh(constant: &Constant) -> Result<Vec<u8>, WriteError<PlainError>> {
    Writer::new(VERSION).write(&PlainSource::fresh(constant), constant.clone())
}
