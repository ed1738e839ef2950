//! Codes of bodies and the stack.

use crate::diagnostics::CodeInfo;

/// In order of number.
pub static CODES: &[CodeInfo] = &[];
