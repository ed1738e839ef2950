//! Reports for people: what agrees with CPython and what does not.

pub mod atlas;
pub mod coverage;
pub mod diff;
pub mod explain;
pub mod parity;
