//! Text in, tree out: the lexer, the pest grammar and the tree it yields. Knows no meaning.
//!
//! The way of a definition file: `lex.rs` makes the flat token list, `split.rs` finds the markers and the extent
//! of each definition and refuses what could exhaust the stack, `parse.rs` hands each definition to the grammar
//! (`grammar.pest`) and turns the pairs into the tree, with `body.rs` for statements and `expr.rs` for expressions.
//! `expected.rs` puts what the grammar expected into words. A header goes through `cache_header.rs` instead.

mod as_reference;
mod body;
mod cache_header;
mod expected;
mod expr;
mod grammar;
pub mod input;
mod lex;
mod parse;
mod quotes;
mod report;
pub mod source;
mod split;
pub mod tree;
mod words;

pub use cache_header::parse_cache_header;
pub use input::add_file;
pub use parse::parse_definitions;
pub use words::word_kind;

/// Largest input file, in bytes. CPython's largest definition file has about 210,000.
pub const MAX_FILE_BYTES: usize = 4 << 20;

/// How deep brackets, `#if`s, ternaries, `else if` chains and unbraced statements may be nested in all. Real
/// definitions stay below 12. The grammar and every walker of the tree recur this deep at most.
pub const MAX_NESTING: usize = 200;

/// Operators, commas and opening brackets in one statement; real ones have up to about 40. Chains of operators
/// are as deep as they are long once they are a tree.
pub const MAX_OPERATORS: usize = 1000;

/// Tokens of one definition; real ones have up to about 1,200. Bounds the memory that the grammar needs.
pub const MAX_DEFINITION_TOKENS: usize = 100_000;

/// Findings of one file that are kept; the rest is counted.
pub const MAX_REPORTS: usize = 50;

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
    /// Whether to accept what the reference generator accepts without a word: statements that are none of the C
    /// subset are kept as [`tree::SimpleStmt::Unparsed`], a missing END marker drops the last token (reference.md
    /// B2), comments may swallow code. Otherwise each of these is reported.
    pub as_reference: bool,
}
