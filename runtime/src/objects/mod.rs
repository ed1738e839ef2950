//! The built-in types, a file or a folder each.

pub mod str_;
pub mod type_;
