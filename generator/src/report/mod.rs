//! Reports for people: what agrees with CPython and what does not.

pub mod atlas;
pub mod coverage;
pub mod diff;
pub mod explain;
mod markdown;
pub mod origin;
pub mod parity;
pub mod side_by_side;
