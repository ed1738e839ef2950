//! The parent of what `make regen` writes. It holds the lint exceptions; there is no other hand-written line
//! under `generated/`.
//!
//! rustfmt leaves the children alone: their templates lay them out so that a fact is a line, however long, and a
//! change of a fact the change of a line.

#![allow(
    clippy::identity_op,
    clippy::erasing_op,
    reason = "stack sizes are printed as the definitions write them, `0 + oparg` included"
)]
#![allow(
    dead_code,
    unused_imports,
    unused_variables,
    reason = "a small instruction set has no use for some tables, flags and arguments"
)]

#[rustfmt::skip]
pub mod caches;
#[rustfmt::skip]
pub mod expansions;
#[rustfmt::skip]
pub mod families;
#[rustfmt::skip]
pub mod flags;
#[rustfmt::skip]
pub mod formats;
#[rustfmt::skip]
pub mod opcode;
#[rustfmt::skip]
pub mod opcode_info;
#[rustfmt::skip]
pub mod pseudo;
#[rustfmt::skip]
pub mod stack_effects;
#[rustfmt::skip]
pub mod uop;
#[rustfmt::skip]
pub mod uop_info;
