//! Sizes of stack items as expressions in `oparg`.

use crate::ir::{SizeExpr, SizeOp};
use crate::syntax::tree::{BinaryOp, Expr, ExprKind, UnaryOp};

/// Deeper expressions than this are refused. Sizes in CPython nest three deep; the limit keeps the recursion
/// over a size bounded whatever the input is.
const MAX_DEPTH: u32 = 48;

/// Turns the expression of a size or condition into a [`SizeExpr`]. `None` if it is anything but integer
/// arithmetic in `oparg`, if a number in it needs more than 63 bits, or if it is nested too deeply.
pub fn size_expr(expr: &Expr) -> Option<SizeExpr> {
    convert(expr, 0)
}

fn convert(expr: &Expr, depth: u32) -> Option<SizeExpr> {
    if depth > MAX_DEPTH {
        return None;
    }
    let sub = |e: &Expr| convert(e, depth + 1).map(Box::new);
    Some(match &expr.kind {
        ExprKind::Name(name) if name == "oparg" => SizeExpr::Oparg,
        ExprKind::Int { value, .. } => SizeExpr::Int(i64::try_from(*value).ok()?),
        ExprKind::Paren(inner) => convert(inner, depth + 1)?,
        ExprKind::Unary(op, operand) => match op {
            UnaryOp::Not => SizeExpr::Not(sub(operand)?),
            UnaryOp::BitNot => SizeExpr::BitNot(sub(operand)?),
            UnaryOp::Neg => match convert(operand, depth + 1)? {
                SizeExpr::Int(value) => SizeExpr::Int(-value),
                other => SizeExpr::Neg(Box::new(other)),
            },
            UnaryOp::Plus => convert(operand, depth + 1)?,
            UnaryOp::Deref | UnaryOp::AddressOf | UnaryOp::PreInc | UnaryOp::PreDec => return None,
        },
        ExprKind::Binary(op, l, r) => SizeExpr::Binary(size_op(*op), sub(l)?, sub(r)?),
        ExprKind::Ternary(c, t, e) => SizeExpr::Cond(sub(c)?, sub(t)?, sub(e)?),
        _ => return None,
    })
}

fn size_op(op: BinaryOp) -> SizeOp {
    match op {
        BinaryOp::Mul => SizeOp::Mul,
        BinaryOp::Div => SizeOp::Div,
        BinaryOp::Rem => SizeOp::Rem,
        BinaryOp::Add => SizeOp::Add,
        BinaryOp::Sub => SizeOp::Sub,
        BinaryOp::Shl => SizeOp::Shl,
        BinaryOp::Shr => SizeOp::Shr,
        BinaryOp::Lt => SizeOp::Lt,
        BinaryOp::Gt => SizeOp::Gt,
        BinaryOp::Le => SizeOp::Le,
        BinaryOp::Ge => SizeOp::Ge,
        BinaryOp::Eq => SizeOp::Eq,
        BinaryOp::Ne => SizeOp::Ne,
        BinaryOp::BitAnd => SizeOp::BitAnd,
        BinaryOp::BitXor => SizeOp::BitXor,
        BinaryOp::BitOr => SizeOp::BitOr,
        BinaryOp::And => SizeOp::And,
        BinaryOp::Or => SizeOp::Or,
    }
}
