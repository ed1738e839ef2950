//! The C that CPython's own generator writes, byte for byte, so that it can be shown that the two agree.

pub mod tables;
