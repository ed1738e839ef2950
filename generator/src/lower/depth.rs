//! How deep the tree of a body is, asked before anything walks it. Everything that comes after recurs as deep as a body
//! is: the lowerer, the printer, and the parser and the layouter of Rust, which need far more room a level than ours.
//!
//! The walk here keeps a list of what is still to do, so that the depth of the input does not matter.

use super::refusal::Refusal;
use crate::diagnostics::catalog::lower as codes;
use crate::ir::SizeExpr;
use crate::syntax::source::Span;
use crate::syntax::tree::{
    Argument, Block, Declaration, Expr, ExprKind, ForInit, Initializer, SimpleStmt, Stmt, StmtKind, UnaryOp,
};

/// Statements and expressions in each other. Bodies of 3.13 and 3.14 stay within 16.
pub const MAX_DEPTH: usize = 32;

/// A part of a tree.
#[derive(Clone, Copy)]
enum Node<'t> {
    Stmt(&'t Stmt),
    Expr(&'t Expr),
    Initializer(&'t Initializer),
}

/// Why a body is too deep to be translated, if it is.
pub fn too_deep(body: &Block) -> Option<Refusal> {
    let mut todo: Vec<(Node<'_>, usize)> = body.statements.iter().map(|stmt| (Node::Stmt(stmt), 1)).collect();
    let mut span = body.statements.first()?.span;
    while let Some((node, depth)) = todo.pop() {
        match node {
            Node::Stmt(stmt) => span = stmt.span,
            Node::Expr(e) => span = e.span,
            Node::Initializer(_) => {}
        }
        if depth > MAX_DEPTH {
            return Some(refusal(span));
        }
        children(node, &mut |child| todo.push((child, depth + 1)));
    }
    None
}

/// The same of the size of a stack item.
pub fn size_too_deep(size: &SizeExpr, span: Span) -> Option<Refusal> {
    let mut todo = vec![(size, 1)];
    while let Some((size, depth)) = todo.pop() {
        if depth > MAX_DEPTH {
            return Some(refusal(span));
        }
        match size {
            SizeExpr::Int(_) | SizeExpr::Oparg => {}
            SizeExpr::Neg(e) | SizeExpr::Not(e) | SizeExpr::BitNot(e) => todo.push((e, depth + 1)),
            SizeExpr::Binary(_, left, right) => todo.extend([(&**left, depth + 1), (&**right, depth + 1)]),
            SizeExpr::Cond(condition, then, otherwise) => {
                todo.extend([condition, then, otherwise].map(|e| (&**e, depth + 1)));
            }
        }
    }
    None
}

fn refusal(span: Span) -> Refusal {
    let what = format!("anything more than {MAX_DEPTH} levels deep");
    Refusal::at(codes::OUTSIDE_SUBSET, span, format!("{what} is not in the subset")).naming(&what)
}

/// Whether an expression changes a variable or a place by itself, calls not counted.
pub fn changes(e: &Expr) -> bool {
    let mut todo = vec![Node::Expr(e)];
    while let Some(node) = todo.pop() {
        if let Node::Expr(Expr {
            kind:
                ExprKind::Assign(..)
                | ExprKind::Postfix(..)
                | ExprKind::Unary(UnaryOp::PreInc | UnaryOp::PreDec, _),
            ..
        }) = node
        {
            return true;
        }
        children(node, &mut |child| todo.push(child));
    }
    false
}

/// Hands on what a node has directly inside.
fn children<'t>(node: Node<'t>, f: &mut dyn FnMut(Node<'t>)) {
    match node {
        Node::Stmt(stmt) => statement(&stmt.kind, f),
        Node::Expr(e) => expression(&e.kind, f),
        Node::Initializer(Initializer::Expr(e)) => f(Node::Expr(e)),
        Node::Initializer(Initializer::List(items)) => {
            items.iter().for_each(|(_, item)| f(Node::Initializer(item)));
        }
    }
}

fn statement<'t>(kind: &'t StmtKind, f: &mut dyn FnMut(Node<'t>)) {
    match kind {
        StmtKind::Simple(SimpleStmt::Expr(e) | SimpleStmt::Return(Some(e))) => f(Node::Expr(e)),
        StmtKind::Simple(SimpleStmt::Declaration(d)) => declaration(d, f),
        StmtKind::Simple(_) => {}
        StmtKind::Block(block) => block.statements.iter().for_each(|s| f(Node::Stmt(s))),
        StmtKind::If(s) => {
            s.condition.iter().for_each(|e| f(Node::Expr(e)));
            f(Node::Stmt(&s.then));
            s.else_.iter().for_each(|(_, s)| f(Node::Stmt(s)));
        }
        StmtKind::For(s) => {
            match &s.init {
                Some(ForInit::Declaration(d)) => declaration(d, f),
                Some(ForInit::Expr(e)) => f(Node::Expr(e)),
                None => {}
            }
            s.condition.iter().chain(&s.step).for_each(|e| f(Node::Expr(e)));
            f(Node::Stmt(&s.body));
        }
        StmtKind::While(s) | StmtKind::DoWhile(s) => {
            s.condition.iter().for_each(|e| f(Node::Expr(e)));
            f(Node::Stmt(&s.body));
        }
        StmtKind::Switch(s) => {
            s.value.iter().for_each(|e| f(Node::Expr(e)));
            for (labels, body) in &s.arms {
                labels.iter().flatten().for_each(|e| f(Node::Expr(e)));
                body.iter().for_each(|s| f(Node::Stmt(s)));
            }
        }
        StmtKind::MacroIf(s) => {
            s.body.iter().for_each(|s| f(Node::Stmt(s)));
            s.else_.iter().flat_map(|(_, body)| body).for_each(|s| f(Node::Stmt(s)));
        }
    }
}

fn declaration<'t>(declaration: &'t Declaration, f: &mut dyn FnMut(Node<'t>)) {
    for declarator in &declaration.declarators {
        declarator.arrays.iter().flatten().for_each(|e| f(Node::Expr(e)));
        declarator.init.iter().for_each(|init| f(Node::Initializer(init)));
    }
}

fn expression<'t>(kind: &'t ExprKind, f: &mut dyn FnMut(Node<'t>)) {
    match kind {
        ExprKind::Name(_)
        | ExprKind::Int { .. }
        | ExprKind::Float(_)
        | ExprKind::Str(_)
        | ExprKind::Char(_)
        | ExprKind::SizeofType(_) => {}
        ExprKind::Paren(e)
        | ExprKind::Unary(_, e)
        | ExprKind::Postfix(e, _)
        | ExprKind::SizeofExpr(e)
        | ExprKind::Field(e, ..)
        | ExprKind::Cast(_, e) => f(Node::Expr(e)),
        ExprKind::Binary(_, a, b)
        | ExprKind::Assign(_, a, b)
        | ExprKind::Comma(a, b)
        | ExprKind::Index(a, b) => [a, b].into_iter().for_each(|e| f(Node::Expr(e))),
        ExprKind::Ternary(a, b, c) => [a, b, c].into_iter().for_each(|e| f(Node::Expr(e))),
        ExprKind::Call(callee, arguments) => {
            f(Node::Expr(callee));
            for argument in arguments {
                if let Argument::Expr(e) = argument {
                    f(Node::Expr(e));
                }
            }
        }
        ExprKind::Compound(_, items) => items.iter().for_each(|(_, item)| f(Node::Initializer(item))),
    }
}
