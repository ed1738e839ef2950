//! The C files that CPython's own generator writes, so that the two can be compared.

pub mod cases;
pub mod fault;
pub mod optimizer;
mod replace;
pub mod tables;
pub mod tier1;
pub mod tier2;
pub mod watch;
pub mod writer;
