//! The built-in types, a file or a folder each.

pub mod type_;
