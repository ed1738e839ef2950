//! Text in, tree out: the lexer, the pest grammar and the tree it yields. Knows no meaning.

pub mod source;
pub mod tree;
