//! A VM for the bytecode of CPython 3.14.
//!
//! Its instructions are generated: `casewright` translates the bodies of CPython's definition language into Rust and
//! checks, with the compiler's help, who owns what. This crate is what those bodies stand on.
//!
//! | module | what it has |
//! |---|---|
//! | [`value`] | references: one word each, and who owns the count behind it |
//! | [`objects`] | the built-in types, a file each |
//! | [`vm`] | the state of one VM |
//! | [`errors`] | how a function says that an exception is set |

pub mod abi;
pub mod api;
pub mod args;
mod builtins;
#[doc(hidden)]
pub mod cli;
pub mod compile;
pub mod errors;
pub mod eval;
mod gc;
mod hooks;
mod import;
mod internal_error;
mod interp;
pub mod modules;
mod names;
pub mod objects;
mod optimizer;
mod protocol;
mod report;
mod specialize;
mod types;
pub mod value;
pub mod vm;
mod warnings;

pub use specialize::stats::{FamilyStats, Stats};
