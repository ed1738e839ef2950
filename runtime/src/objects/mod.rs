//! The built-in types, a file or a folder each.

pub mod alloc;
pub mod bool;
pub mod builtin_function;
pub mod bytearray;
pub mod bytes;
pub mod cell;
pub mod classmethods;
pub mod complex;
pub mod descriptors;
pub mod dict;
pub mod exceptions;
pub mod float;
pub(crate) mod format;
pub mod function;
pub mod generic_alias;
pub mod instance;
pub mod int;
pub mod iterators;
pub mod list;
pub mod mappingproxy;
pub mod method;
pub mod module;
pub mod object;
pub mod property;
#[cfg(test)]
mod scalar_cases;
pub(crate) mod search;
pub(crate) mod sequence;
pub mod singletons;
pub mod str_;
pub mod super_;
pub mod tuple;
pub mod type_;
pub mod union_;
pub mod weakref;
