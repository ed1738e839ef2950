//! Codes of cache headers.

use crate::diagnostics::CodeInfo;

/// In order of number.
pub static CODES: &[CodeInfo] = &[];
