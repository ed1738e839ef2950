//! Codes of the lexer, the parser.

use crate::diagnostics::CodeInfo;

/// In order of number.
pub static CODES: &[CodeInfo] = &[];
