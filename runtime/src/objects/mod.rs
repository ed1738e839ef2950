//! The built-in types, a file or a folder each.

pub mod alloc;
pub mod bool;
pub mod bytearray;
pub mod bytes;
pub mod complex;
pub mod dict;
pub mod exceptions;
pub mod float;
pub(crate) mod format;
pub mod int;
pub mod list;
pub mod object;
pub(crate) mod search;
pub(crate) mod sequence;
pub mod singletons;
pub mod str_;
pub mod tuple;
pub mod type_;
pub mod weakref;
