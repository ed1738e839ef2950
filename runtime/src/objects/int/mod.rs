//! `int`

pub(crate) mod number;
pub(crate) mod text;

pub(crate) use number::{IntRef, Number};
