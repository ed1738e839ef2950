//! Which line of a laid-out body comes from which statement of its definition.
//!
//! The layouter keeps no places. But what it wrote has the same statements in the same order as the lowered form, which
//! knows where each comes from: so both are walked side by side.

use std::ops::RangeInclusive;

use proc_macro2::LineColumn;
use syn::spanned::Spanned;

use super::Function;
use super::ir::{Block, Stmt};
use crate::syntax::source::Span;

/// Lines of a laid-out text, from 1, and the statement that they come from.
pub type Lines = Vec<(RangeInclusive<usize>, Span)>;

/// The lines of a function, outer statements before those inside of them.
pub fn lines(function: &Function, text: &syn::ItemFn) -> Lines {
    let mut lines = Vec::new();
    block(&function.body, &text.block, &mut lines);
    lines
}

/// The lines that something spans.
pub fn span(text: &impl Spanned) -> RangeInclusive<usize> {
    let line = |at: LineColumn| at.line;
    let span = text.span();
    line(span.start())..=line(span.end())
}

fn block(lowered: &Block, text: &syn::Block, lines: &mut Lines) {
    let mut texts = text.stmts.iter();
    let mut from = None;
    for statement in &lowered.statements {
        if let Stmt::At(place) = statement {
            from = Some(*place);
            continue;
        }
        let Some(text) = texts.next() else { return };
        lines.extend(from.map(|from| (span(text), from)));
        if let syn::Stmt::Expr(text, _) = text {
            inside(statement, text, lines);
        }
    }
}

/// The statements inside of one.
fn inside(statement: &Stmt, text: &syn::Expr, lines: &mut Lines) {
    match (statement, text) {
        (Stmt::If(_, then, otherwise), syn::Expr::If(text)) => {
            block(then, &text.then_branch, lines);
            match (otherwise, text.else_branch.as_ref().map(|(_, text)| &**text)) {
                (Some(otherwise), Some(syn::Expr::Block(text))) => block(otherwise, &text.block, lines),
                // `else if` has no block of its own.
                (Some(otherwise), Some(text)) => {
                    for statement in &otherwise.statements {
                        match statement {
                            Stmt::At(from) => lines.push((span(text), *from)),
                            statement => inside(statement, text, lines),
                        }
                    }
                }
                _ => {}
            }
        }
        (Stmt::While(_, _, lowered), syn::Expr::While(text)) => block(lowered, &text.body, lines),
        (Stmt::Loop(_, lowered), syn::Expr::Loop(text)) => block(lowered, &text.body, lines),
        (Stmt::Block(_, lowered), syn::Expr::Block(text)) => block(lowered, &text.block, lines),
        (Stmt::Match(_, arms, otherwise), syn::Expr::Match(text)) => {
            let lowered = arms.iter().map(|(_, lowered)| lowered).chain([otherwise]);
            for (lowered, arm) in lowered.zip(&text.arms) {
                if let syn::Expr::Block(text) = &*arm.body {
                    block(lowered, &text.block, lines);
                }
            }
        }
        _ => {}
    }
}
