//! Every diagnostic code, in ranges by phase: syntax CW0001–CW0099, analysis CW0100–CW0199, bodies and the
//! stack CW0200–CW0299, cache headers CW0300–CW0349, table files CW0350–CW0369,
//! inputs and outputs (files, usage) CW0400–CW0449, translation of bodies and bindings CW0500–CW0599.

pub mod analysis;
pub mod body;
pub mod caches;
pub mod files;
pub mod lower;
pub mod syntax;
pub mod tables;

use super::{Code, CodeInfo};

/// Every code, in order.
pub fn all() -> impl Iterator<Item = &'static CodeInfo> {
    [syntax::CODES, analysis::CODES, body::CODES, caches::CODES, tables::CODES, files::CODES, lower::CODES]
        .into_iter()
        .flatten()
}

/// The entry of a code.
pub fn find(code: Code) -> Option<&'static CodeInfo> {
    all().find(|info| info.code == code)
}
