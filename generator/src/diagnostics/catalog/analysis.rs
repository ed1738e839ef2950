//! Codes of the analysis of definitions.

use crate::diagnostics::CodeInfo;

/// In order of number.
pub static CODES: &[CodeInfo] = &[];
