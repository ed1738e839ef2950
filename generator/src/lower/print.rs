//! The text of the lowered form. Parentheses are put where Rust needs them and nowhere else; where lines end is the
//! business of [`super::layout`].

use std::fmt::Write as _;

use super::ir::{Block, Expr, Stmt};

/// How tightly an expression holds together: an operand must hold at least as tightly as its place asks for.
const ASSIGN: u8 = 0;
const OR: u8 = 2;
const AND: u8 = 3;
const COMPARE: u8 = 4;
const BIT_OR: u8 = 5;
const BIT_XOR: u8 = 6;
const BIT_AND: u8 = 7;
const SHIFT: u8 = 8;
const SUM: u8 = 9;
const PRODUCT: u8 = 10;
const CAST: u8 = 11;
const PREFIX: u8 = 12;
const POSTFIX: u8 = 13;

fn operator(op: &str) -> u8 {
    match op {
        "||" => OR,
        "&&" => AND,
        "==" | "!=" | "<" | ">" | "<=" | ">=" => COMPARE,
        "|" => BIT_OR,
        "^" => BIT_XOR,
        "&" => BIT_AND,
        "<<" | ">>" => SHIFT,
        "+" | "-" => SUM,
        _ => PRODUCT,
    }
}

/// The text of an expression.
pub fn expr(e: &Expr) -> String {
    let mut out = String::new();
    text(&mut out, e);
    out
}

/// How tightly the text of an expression holds together.
fn tightness(e: &Expr) -> u8 {
    match e {
        Expr::Int(value) if *value < 0 => PREFIX,
        Expr::Deref(_) | Expr::Ref(..) | Expr::RawMut(_) | Expr::Unary(..) => PREFIX,
        Expr::Binary(_, op, _) => operator(op),
        Expr::Cast(..) => CAST,
        Expr::If(..) | Expr::Do(_) | Expr::Return(_) => ASSIGN,
        Expr::Path(_) | Expr::Int(_) | Expr::Literal(_) | Expr::CStr(_) => POSTFIX,
        Expr::Call(..) | Expr::Method(..) | Expr::Field(..) | Expr::Index(..) => POSTFIX,
        Expr::Tuple(_) | Expr::Array(_) | Expr::Repeat(..) => POSTFIX,
    }
}

/// Writes an operand that must hold together at least so tightly.
fn at(out: &mut String, e: &Expr, least: u8) {
    if tightness(e) < least { parenthesized(out, e) } else { text(out, e) }
}

fn parenthesized(out: &mut String, e: &Expr) {
    out.push('(');
    text(out, e);
    out.push(')');
}

/// Writes expressions with something between them.
fn list(out: &mut String, items: &[Expr], between: &str) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(between);
        }
        text(out, item);
    }
}

/// Writes `(a, b)`, without the comma that makes a tuple of one.
fn arguments(out: &mut String, items: &[Expr]) {
    out.push('(');
    list(out, items, ", ");
    out.push(')');
}

fn text(out: &mut String, e: &Expr) {
    match e {
        Expr::Path(text) | Expr::Literal(text) => out.push_str(text),
        Expr::Int(value) => {
            let _ = write!(out, "{value}");
        }
        Expr::CStr(bytes) => {
            let _ = write!(out, "c\"{}\".as_ptr()", bytes.escape_ascii());
        }
        Expr::Call(callee, items) => {
            match &**callee {
                // `(place.field)(…)` calls what the field points to.
                Expr::Field(..) => parenthesized(out, callee),
                callee => at(out, callee, POSTFIX),
            }
            arguments(out, items);
        }
        Expr::Method(object, name, generics, items) => {
            at(out, object, POSTFIX);
            out.extend([".", name]);
            if !generics.is_empty() {
                out.extend(["::<", &generics.join(", "), ">"]);
            }
            arguments(out, items);
        }
        Expr::Field(object, name) => {
            at(out, object, POSTFIX);
            out.extend([".", name]);
        }
        Expr::Index(table, index) => {
            at(out, table, POSTFIX);
            out.push('[');
            text(out, index);
            out.push(']');
        }
        Expr::Deref(pointer) => prefixed(out, "*", pointer),
        Expr::Ref(mutable, operand) => prefixed(out, if *mutable { "&mut " } else { "&" }, operand),
        Expr::RawMut(place) => prefixed(out, "&raw mut ", place),
        Expr::Unary(op, operand) => prefixed(out, op, operand),
        Expr::Binary(left, op, right) => {
            let tightness = operator(op);
            match &**left {
                // `a as usize < b` would begin generics.
                Expr::Cast(..) if matches!(*op, "<" | "<<") => parenthesized(out, left),
                // Comparisons do not associate; all others do to the left.
                left => at(out, left, if tightness == COMPARE { tightness + 1 } else { tightness }),
            }
            out.extend([" ", op, " "]);
            at(out, right, tightness + 1);
        }
        Expr::Cast(operand, ty) => {
            at(out, operand, CAST);
            out.extend([" as ", ty]);
        }
        Expr::If(condition, then, otherwise) => {
            out.push_str("if ");
            text(out, condition);
            out.push(' ');
            block(out, then);
            out.push_str(" else ");
            block(out, otherwise);
        }
        Expr::Do(b) => block(out, b),
        Expr::Tuple(items) if items.len() == 1 => {
            out.push('(');
            list(out, items, ", ");
            out.push_str(",)");
        }
        Expr::Tuple(items) => arguments(out, items),
        Expr::Array(items) => {
            out.push('[');
            list(out, items, ", ");
            out.push(']');
        }
        Expr::Repeat(value, length) => {
            out.push('[');
            text(out, value);
            let _ = write!(out, "; {length}]");
        }
        Expr::Return(value) => {
            out.push_str("return ");
            text(out, value);
        }
    }
}

fn prefixed(out: &mut String, op: &str, operand: &Expr) {
    out.push_str(op);
    at(out, operand, PREFIX);
}

/// Writes a block, braces included.
pub fn block(out: &mut String, b: &Block) {
    out.push_str("{\n");
    for statement in &b.statements {
        if !matches!(statement, Stmt::At(_)) {
            stmt(out, statement);
            out.push('\n');
        }
    }
    if let Some(value) = &b.value {
        text(out, value);
        out.push('\n');
    }
    out.push('}');
}

fn stmt(out: &mut String, s: &Stmt) {
    match s {
        Stmt::Let { name, mutable, ty, value } => {
            out.extend(["let ", if *mutable { "mut " } else { "" }, name]);
            if let Some(ty) = ty {
                out.extend([": ", ty]);
            }
            if let Some(value) = value {
                out.push_str(" = ");
                text(out, value);
            }
            out.push(';');
        }
        Stmt::Assign(target, op, value) => {
            text(out, target);
            out.extend([" ", op, " "]);
            text(out, value);
            out.push(';');
        }
        Stmt::Expr(e) => {
            text(out, e);
            out.push(';');
        }
        Stmt::Assert(condition) => {
            out.push_str("debug_assert!(");
            text(out, condition);
            out.push_str(");");
        }
        Stmt::If(condition, then, otherwise) => {
            out.push_str("if ");
            text(out, condition);
            out.push(' ');
            block(out, then);
            match otherwise {
                None => {}
                Some(Block { statements, value: None })
                    if matches!(statements.as_slice(), [Stmt::If(..)] | [Stmt::At(_), Stmt::If(..)]) =>
                {
                    out.push_str(" else ");
                    statements.iter().for_each(|statement| stmt(out, statement));
                }
                Some(otherwise) => {
                    out.push_str(" else ");
                    block(out, otherwise);
                }
            }
        }
        Stmt::While(label, condition, body) => {
            self::label(out, label);
            out.push_str("while ");
            text(out, condition);
            out.push(' ');
            block(out, body);
        }
        Stmt::Loop(label, body) => {
            self::label(out, label);
            out.push_str("loop ");
            block(out, body);
        }
        Stmt::Block(label, body) => {
            self::label(out, label.as_deref().unwrap_or_default());
            block(out, body);
        }
        Stmt::Match(value, arms, otherwise) => {
            out.push_str("match ");
            text(out, value);
            out.push_str(" {\n");
            for (patterns, body) in arms {
                list(out, patterns, " | ");
                out.push_str(" => ");
                block(out, body);
                out.push('\n');
            }
            out.push_str("_ => ");
            block(out, otherwise);
            out.push_str("\n}");
        }
        Stmt::Break(label) => out.extend(["break '", label, ";"]),
        Stmt::Return(value) => {
            out.push_str("return ");
            text(out, value);
            out.push(';');
        }
        Stmt::At(_) => {}
    }
}

fn label(out: &mut String, label: &str) {
    if !label.is_empty() {
        out.extend(["'", label, ": "]);
    }
}
