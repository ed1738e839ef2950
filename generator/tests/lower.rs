//! The translation of bodies: goldens, one a construct, with the Rust that comes out and what it does when it
//! is run; arms that are run; and the translated instruction set, type-checked against the vocabulary that it is
//! bound to.

#[path = "lower/arms.rs"]
mod arms;
#[path = "lower/compile.rs"]
mod compile;
#[path = "lower/goldens.rs"]
mod goldens;
#[path = "lower/instruction_set.rs"]
mod instruction_set;
#[path = "lower/ownership.rs"]
mod ownership;
