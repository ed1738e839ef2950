//! Running bytecode.
//!
//! | file | what it has |
//! |---|---|
//! | `unit` | code units, the counters in caches |
//! | `frame` | frames |
//! | `stack` | the memory that frames lie in |
//! | `thread` | what the bodies see of the VM |
//! | `cx` | the state of the loop that bodies work on |
//! | `bind` | how the arguments of a call get into a new frame |
//! | `run` | the loop |
//! | `tail` | handlers that call each other, in release builds |
//! | `breaker` | what interrupts a program: signals, the collector |

#![allow(unsafe_code, reason = "frames and the stack of values are raw memory; the folder's task")]
#![allow(non_camel_case_types, reason = "types of C functions keep their names")]

pub mod arm;
pub(crate) mod bind;
pub mod breaker;
pub(crate) mod call;
pub mod cx;
pub mod frame;
#[cfg(all(test, feature = "compiler"))]
pub(crate) mod micro_ops;
mod raise;
mod run;
pub(crate) mod stack;
pub(crate) mod suggest;
#[cfg(not(debug_assertions))]
pub(crate) mod tail;
#[cfg(test)]
mod tests;
pub mod thread;
pub mod unit;
