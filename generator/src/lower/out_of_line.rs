//! Whether a body calls helpers out of line, other than on the way to an error.
//!
//! An interpreter wants to know it: an instruction that calls nothing out of line keeps the state of the loop in
//! registers from its first to its last statement.

use super::ir::{Block, Expr, Stmt};

/// Whether a block calls something out of line, given which functions are. What is called through a pointer is, too.
/// Blocks that end with an error do not count, since they are rare.
pub fn calls(block: &Block, is_out_of_line: &dyn Fn(&str) -> bool) -> bool {
    Finder { is_out_of_line }.block(block)
}

struct Finder<'f> {
    is_out_of_line: &'f dyn Fn(&str) -> bool,
}

/// Whether a block ends with an error.
fn fails(block: &Block) -> bool {
    let Some(Stmt::Return(Expr::Call(result, exits))) = block.statements.last() else { return false };
    let is_error = |exit: &Expr| matches!(exit, Expr::Call(path, _) if **path == Expr::path("Exit::Error"));
    **result == Expr::path("Err") && exits.iter().any(is_error)
}

impl Finder<'_> {
    fn block(&self, block: &Block) -> bool {
        !fails(block)
            && (block.statements.iter().any(|s| self.stmt(s)) || block.value.iter().any(|e| self.expr(e)))
    }

    fn any(&self, expressions: &[Expr]) -> bool {
        expressions.iter().any(|e| self.expr(e))
    }

    fn stmt(&self, stmt: &Stmt) -> bool {
        match stmt {
            Stmt::Let { value, .. } => value.iter().any(|e| self.expr(e)),
            Stmt::Assign(target, _, value) => self.expr(target) || self.expr(value),
            Stmt::Expr(e) | Stmt::Return(e) => self.expr(e),
            Stmt::If(condition, then, otherwise) => {
                self.expr(condition) || self.block(then) || otherwise.iter().any(|b| self.block(b))
            }
            Stmt::While(_, condition, body) => self.expr(condition) || self.block(body),
            Stmt::Loop(_, body) | Stmt::Block(_, body) => self.block(body),
            Stmt::Match(value, arms, otherwise) => {
                self.expr(value) || arms.iter().any(|(_, body)| self.block(body)) || self.block(otherwise)
            }
            // Assertions are not part of a release build.
            Stmt::Assert(_) | Stmt::Break(_) | Stmt::At(_) => false,
        }
    }

    fn expr(&self, e: &Expr) -> bool {
        match e {
            Expr::Call(callee, arguments) => {
                let here = match &**callee {
                    Expr::Path(name) => (self.is_out_of_line)(name),
                    _ => true,
                };
                here || self.any(arguments)
            }
            Expr::Method(object, _, _, arguments) => self.expr(object) || self.any(arguments),
            Expr::Field(operand, _)
            | Expr::Deref(operand)
            | Expr::Ref(_, operand)
            | Expr::RawMut(operand)
            | Expr::Unary(_, operand)
            | Expr::Cast(operand, _)
            | Expr::Repeat(operand, _)
            | Expr::Return(operand) => self.expr(operand),
            Expr::Index(left, right) | Expr::Binary(left, _, right) => self.expr(left) || self.expr(right),
            Expr::If(condition, then, otherwise) => {
                self.expr(condition) || self.block(then) || self.block(otherwise)
            }
            Expr::Do(block) => self.block(block),
            Expr::Tuple(items) | Expr::Array(items) => self.any(items),
            Expr::Path(_) | Expr::Int(_) | Expr::Literal(_) | Expr::CStr(_) => false,
        }
    }
}
