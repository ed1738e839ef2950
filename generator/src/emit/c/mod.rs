//! The C that CPython's own generator writes, byte for byte, so that it can be shown that the two agree.

pub mod cases;
pub mod fault;
pub mod optimizer;
mod replace;
pub mod tier1;
pub mod tier2;
pub mod writer;
