//! Casewright turns CPython's instruction definitions (`bytecodes.c` and its companions) into Rust.
//!
//! The way of the data: [`syntax`] reads text into a tree, [`analysis`] finds out what it means, [`ir`] is the
//! plain data that comes out of it, [`emit`] writes Rust and, for parity, the C files that CPython's own
//! generator writes. [`stack`] models the stack while a body is walked. [`diagnostics`] carries what was wrong on the
//! way.

pub mod analysis;
pub mod check;
pub mod cli;
pub mod diagnostics;
pub mod driver;
pub mod emit;
pub mod files;
pub mod fuzz;
pub mod ir;
pub mod lower;
mod parallel;
pub mod report;
pub mod stack;
pub mod syntax;
#[doc(hidden)]
pub mod testing;
pub mod upstream;

/// Compiles and runs the Rust examples of the project's README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
