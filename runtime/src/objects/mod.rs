//! The built-in types, a file or a folder each.

pub mod float;
pub mod int;
pub mod str_;
pub mod type_;
