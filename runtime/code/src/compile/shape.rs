//! What the parts of an expression are: what tracebacks need to know to put carets below the operator of a piece of source.

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
    super::on_large_stack(|| parse_module(source).ok().map(|parsed| parsed.into_syntax()))
}

/// The shape of a piece of source that is an expression, over several lines perhaps; nothing if it is another expression,
/// or none.
pub fn expression_shape(source: &str) -> Option<Shape> {
    /// What is put in front, so that the expression may have several lines.
    const BEFORE: &str = "(\n";
    let tree = parse(&format!("{BEFORE}{source}\n)"))?;
    let [Stmt::Expr(statement)] = &*tree.body else { return None };
    let place = |offset: ruff_text_size::TextSize| offset.to_usize().checked_sub(BEFORE.len());
    Some(match &*statement.value {
        Expr::BinOp(binary) => Shape::Binary {
            left_end: place(binary.left.end())?,
            right_start: place(binary.right.start())?,
        },
        Expr::Subscript(subscript) => {
            Shape::Subscript { value_end: place(subscript.value.end())?, end: place(subscript.end())? }
        }
        Expr::Call(call) => Shape::Call { function_end: place(call.func.end())?, end: place(call.end())? },
        _ => return None,
    })
}

/// The place of the call in a statement that begins the source and is `return name(…)` or `name = other(…)`: carets below
/// all of it would say nothing. `Err` if there is no statement at all.
pub fn plain_call(source: &str) -> Result<Option<Range<usize>>, ()> {
    let Some(tree) = parse(source) else { return Ok(None) };
    let call = match tree.body.first() {
        None => return Err(()),
        Some(Stmt::Return(statement)) => statement.value.as_deref().filter(|value| {
            matches!(value, Expr::Call(call) if matches!(&*call.func, Expr::Name(_)))
        }),
        Some(Stmt::Assign(statement)) => {
            let to_name = matches!(&*statement.targets, [Expr::Name(_)]);
            Some(&*statement.value).filter(|value| to_name && matches!(value, Expr::Call(_)))
        }
        Some(_) => None,
    };
    Ok(call.map(|call| call.start().to_usize()..call.end().to_usize()))
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
        assert_eq!(plain_call("return f(1)"), Ok(Some(7..11)));
        assert_eq!(plain_call("x = a.f(1)"), Ok(Some(4..10)));
        assert_eq!(plain_call("return a.f(1)"), Ok(None));
        assert_eq!(plain_call("x.y = f(1)"), Ok(None));
        assert_eq!(plain_call("# nothing"), Err(()));
        assert_eq!(plain_call("if x:"), Ok(None));
    }
}
