//! Codes of reading and writing files.

use crate::diagnostics::CodeInfo;

/// In order of number.
pub static CODES: &[CodeInfo] = &[];
