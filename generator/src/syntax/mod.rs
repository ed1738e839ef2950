//! Text in, tree out: the lexer, the pest grammar and the tree it yields. Knows no meaning.
//!
//! The way of a definition file: [`lex`] makes the flat token list, [`split`] finds the markers and the extent
//! of each definition and refuses what could exhaust the stack, [`parse`] hands each definition to the grammar
//! and turns the pairs into the tree, with [`body`] for statements and [`expr`] for expressions.

mod body;
mod expr;
mod grammar;
mod lex;
mod parse;
pub mod source;
mod split;
pub mod tree;
mod words;

pub use parse::parse_definitions;
pub use words::word_kind;

/// Which CPython's rules hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dialect {
    /// CPython 3.13: conditional stack effects, unbraced `if`, its own flag and numbering rules.
    V3_13,
    /// CPython 3.14.
    V3_14,
}

/// How to read a definition file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseOptions {
    /// Whose language it is.
    pub dialect: Dialect,
    /// Whether statements that are none of the C subset are kept as [`tree::SimpleStmt::Unparsed`] without a
    /// report, as the reference generator does, which looks at tokens only.
    pub as_reference: bool,
}
