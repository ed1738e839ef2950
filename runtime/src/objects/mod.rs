//! The built-in types, a file or a folder each.

pub mod alloc;
pub mod bool;
pub mod builtin_function;
pub mod bytearray;
pub mod bytes;
pub mod cell;
pub mod classmethods;
pub mod code;
pub(crate) mod collections;
pub mod complex;
#[cfg(test)]
mod container_cases;
#[cfg(test)]
mod core_cases;
pub mod descriptors;
pub mod dict;
pub mod exceptions;
pub mod float;
pub(crate) mod format;
pub mod frame;
pub mod frame_locals;
pub mod function;
pub mod generator;
pub mod generic_alias;
#[cfg(test)]
mod hostile_cases;
pub mod instance;
pub mod int;
pub mod iterators;
pub(crate) mod layout;
pub mod list;
pub mod mappingproxy;
pub(crate) mod memoryview;
pub mod method;
pub mod module;
pub mod namespace;
pub mod object;
pub mod property;
pub mod range;
#[cfg(test)]
mod scalar_cases;
pub(crate) mod search;
pub(crate) mod sequence;
pub mod set;
pub mod singletons;
pub mod slice;
pub mod str_;
pub mod super_;
pub mod template;
pub mod traceback;
pub mod tuple;
pub mod type_;
pub mod typing;
pub mod union_;
pub mod weakproxy;
pub mod weakref;
