//! What the parts of an expression are: what tracebacks need to know to put carets below the operator of a piece of
//! source.

use std::ops::Range;

use ruff_python_ast::{Expr, ModModule, Stmt};
use ruff_python_parser::parse_module;
use ruff_text_size::Ranged;

/// An expression with a part that stands out. Places are offsets in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An operator between two operands.
    Binary {
        /// Where the left operand ends.
        left_end: usize,
        /// Where the right operand begins.
        right_start: usize,
    },
    /// A value with an index in brackets.
    Subscript {
        /// Where the value ends.
        value_end: usize,
        /// Where all ends.
        end: usize,
    },
    /// A call.
    Call {
        /// Where the function ends.
        function_end: usize,
        /// Where all ends.
        end: usize,
    },
}

fn parse(source: &str) -> Option<ModModule> {
    super::on_large_stack(|_| parse_module(source).ok().map(|parsed| parsed.into_syntax()))
}

/// The shape of a piece of source that is an expression, over several lines perhaps; nothing if it is another
/// expression, or none.
pub fn expression_shape(source: &str) -> Option<Shape> {
    /// What is put in front, so that the expression may have several lines.
    const BEFORE: &str = "(\n";
    let tree = parse(&format!("{BEFORE}{source}\n)"))?;
    let [Stmt::Expr(statement)] = &*tree.body else { return None };
    let place = |offset: ruff_text_size::TextSize| offset.to_usize().checked_sub(BEFORE.len());
    Some(match &*statement.value {
        Expr::BinOp(binary) => {
            Shape::Binary { left_end: place(binary.left.end())?, right_start: place(binary.right.start())? }
        }
        Expr::Subscript(subscript) => {
            Shape::Subscript { value_end: place(subscript.value.end())?, end: place(subscript.end())? }
        }
        Expr::Call(call) => Shape::Call { function_end: place(call.func.end())?, end: place(call.end())? },
        _ => return None,
    })
}

/// What the statement is that a piece of source begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// There is none.
    Missing,
    /// `return name(…)` or `name = other(…)`, with the call at this place: carets below all of it would say nothing.
    PlainCall(Range<usize>),
    /// Another, or what is no statement.
    Other,
}

/// What the statement is that the source begins with.
pub fn first_statement(source: &str) -> Statement {
    let Some(tree) = parse(source) else { return Statement::Other };
    let call = match tree.body.first() {
        None => return Statement::Missing,
        Some(Stmt::Return(statement)) => statement
            .value
            .as_deref()
            .filter(|value| matches!(value, Expr::Call(call) if matches!(&*call.func, Expr::Name(_)))),
        Some(Stmt::Assign(statement)) => {
            let to_name = matches!(&*statement.targets, [Expr::Name(_)]);
            Some(&*statement.value).filter(|value| to_name && matches!(value, Expr::Call(_)))
        }
        Some(_) => None,
    };
    match call {
        Some(call) => Statement::PlainCall(call.start().to_usize()..call.end().to_usize()),
        None => Statement::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_and_brackets_stand_out() {
        assert_eq!(expression_shape("a + (b)"), Some(Shape::Binary { left_end: 1, right_start: 5 }));
        assert_eq!(expression_shape("a\n[0]"), Some(Shape::Subscript { value_end: 1, end: 5 }));
        assert_eq!(expression_shape("f(x)(y)"), Some(Shape::Call { function_end: 4, end: 7 }));
        assert_eq!(expression_shape("a.b"), None);
        assert_eq!(expression_shape("a +"), None);
    }

    #[test]
    fn statements_that_are_a_call() {
        assert_eq!(first_statement("return f(1)"), Statement::PlainCall(7..11));
        assert_eq!(first_statement("x = a.f(1)"), Statement::PlainCall(4..10));
        for other in ["return a.f(1)", "x.y = f(1)", "if x:"] {
            assert_eq!(first_statement(other), Statement::Other, "{other}");
        }
        assert_eq!(first_statement("# nothing"), Statement::Missing);
    }
}
