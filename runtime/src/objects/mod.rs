//! The built-in types, a file or a folder each.

pub mod alloc;
pub mod bool;
pub mod dict;
pub mod exceptions;
pub mod float;
pub mod int;
pub mod list;
pub mod object;
pub mod singletons;
pub mod str_;
pub mod tuple;
pub mod type_;
pub mod weakref;
