//! Writers: Rust as the product, C for parity.

pub mod c;
