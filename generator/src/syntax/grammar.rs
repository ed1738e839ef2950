//! The parser that pest derives from `grammar.pest`, and what every conversion of its pairs needs.

#![allow(missing_docs, reason = "the derive macro documents the rules with the grammar's comments")]

/// The grammar of the instruction language.
#[derive(pest_derive::Parser)]
#[grammar = "syntax/grammar.pest"]
pub(crate) struct Grammar;
