//! Writers: Rust as the product, C for parity.

pub mod c;
mod json;
pub mod rust;

pub use crate::files::GeneratedFile;
pub use json::{isa_json, isa_schema};
pub use rust::parents;
