//! The helper vocabulary of the bodies: everything that a definition calls, under CPython's name.
//!
//! A thin layer: what a helper does is written where it belongs, and here is how C has it: pointers that may be NULL,
//! -1 or NULL for an exception that is set.

#![allow(
    unsafe_code,
    reason = "bodies work with C's pointers; each helper says what it relies on, which is what C's does"
)]
#![allow(non_camel_case_types, non_snake_case, non_upper_case_globals, reason = "the names are CPython's")]
#![allow(
    missing_docs,
    clippy::missing_safety_doc,
    reason = "each helper does what CPython's of that name does, on the same terms"
)]

pub mod constants;
pub mod error;
pub mod eval;
pub mod frame;
pub mod number;
pub mod object;
pub mod optimizer;
pub mod pointer;
pub mod stackref;
pub mod tables;
pub mod types;

/// The VM whose loop called.
#[inline(always)]
fn vm<'a>() -> &'a crate::vm::Vm {
    // SAFETY: helpers are called by bodies, on their terms, and bodies by the loop of the current VM.
    unsafe { crate::vm::running() }
}

pub use pointer::{ObjPtr, ObjSlot, Owned, PyObject};
