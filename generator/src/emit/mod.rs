//! Writers: Rust as the product, C for parity.

pub mod c;
mod json;
pub mod rust;

pub use json::{isa_json, isa_schema};
pub use rust::parents;

/// A file that was written in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// Where it belongs, relative to the output folder, with `/` between its parts.
    pub path: String,
    /// All of it, ending in a newline.
    pub contents: String,
}
