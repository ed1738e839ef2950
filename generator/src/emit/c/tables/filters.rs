//! What templates of tables do to parts of their text.

use std::fmt;

use askama::Values;

use crate::emit::c::writer::{CWriter, Casts};

/// The brackets of a text do not balance: the reference runs out of indentation, or into its assertion that a piece
/// opens one brace at most.
#[derive(Clone, Copy, Debug)]
struct Unbalanced;

impl fmt::Display for Unbalanced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text cannot be indented")
    }
}

impl std::error::Error for Unbalanced {}

/// Stands for a line break inside of a piece until the text is laid out. Files with a NUL are refused when they are
/// read.
const INNER_BREAK: &str = "\0";

/// A part of a piece: a size over several lines is written as it is, and only the line that it begins in is indented.
#[askama::filter_fn]
pub(super) fn within_piece(text: impl fmt::Display, _: &dyn Values) -> askama::Result<String> {
    Ok(text.to_string().replace('\n', INNER_BREAK))
}

/// Lays a text out as the reference does. A line is a piece as the reference hands it to its writer, but for the breaks
/// that [`within_piece`] marks. Blanks at the start of a line come on top of its indentation.
#[askama::filter_fn]
pub(super) fn laid_out(text: impl fmt::Display, _: &dyn Values) -> askama::Result<String> {
    let mut out = CWriter::new(0, Casts::INTERPRETER);
    for piece in text.to_string().split_inclusive('\n') {
        out.emit(&piece.replace(INNER_BREAK, "\n"));
    }
    match out.take_fault() {
        Some(_) => Err(askama::Error::custom(Unbalanced)),
        None => Ok(out.into_text()),
    }
}
