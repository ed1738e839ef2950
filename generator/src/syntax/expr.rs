//! Expressions, declarations and types: from the grammar's flat pairs to the tree, by pest's Pratt parser.

use std::sync::LazyLock;

use pest::iterators::{Pair, Pairs};
use pest::pratt_parser::{Assoc, Op, PrattParser};

use super::expected::quoted;
use super::grammar::Rule;
use super::parse::Context;
use super::source::Span;
use super::tree::{
    Argument, BinaryOp, CType, Declaration, Declarator, Expr, ExprKind, Initializer, Name, UnaryOp,
};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalog::syntax as codes;

/// C's precedences, loosest first. The comma is not among them: the grammar keeps lists apart.
static PRECEDENCE: LazyLock<PrattParser<Rule>> = LazyLock::new(|| {
    let left = |rule| Op::infix(rule, Assoc::Left);
    let right = |rule| Op::infix(rule, Assoc::Right);
    PrattParser::new()
        .op(right(Rule::op_assign)
            | right(Rule::op_shl_assign)
            | right(Rule::op_shr_assign)
            | right(Rule::op_add_assign)
            | right(Rule::op_sub_assign)
            | right(Rule::op_mul_assign)
            | right(Rule::op_div_assign)
            | right(Rule::op_rem_assign)
            | right(Rule::op_and_assign)
            | right(Rule::op_or_assign)
            | right(Rule::op_xor_assign))
        .op(right(Rule::op_ternary))
        .op(left(Rule::op_or))
        .op(left(Rule::op_and))
        .op(left(Rule::op_bitor))
        .op(left(Rule::op_bitxor))
        .op(left(Rule::op_bitand))
        .op(left(Rule::op_eq) | left(Rule::op_ne))
        .op(left(Rule::op_lt) | left(Rule::op_gt) | left(Rule::op_le) | left(Rule::op_ge))
        .op(left(Rule::op_shl) | left(Rule::op_shr))
        .op(left(Rule::op_add) | left(Rule::op_sub))
        .op(left(Rule::op_mul) | left(Rule::op_div) | left(Rule::op_rem))
        .op(Op::prefix(Rule::op_not)
            | Op::prefix(Rule::op_bitnot)
            | Op::prefix(Rule::op_preinc)
            | Op::prefix(Rule::op_predec)
            | Op::prefix(Rule::op_neg)
            | Op::prefix(Rule::op_plus)
            | Op::prefix(Rule::op_deref)
            | Op::prefix(Rule::op_address)
            | Op::prefix(Rule::op_cast)
            | Op::prefix(Rule::op_sizeof))
        .op(Op::postfix(Rule::op_call)
            | Op::postfix(Rule::op_index)
            | Op::postfix(Rule::op_dot)
            | Op::postfix(Rule::op_arrow)
            | Op::postfix(Rule::op_postinc)
            | Op::postfix(Rule::op_postdec))
});

/// The expressions among some pairs, joined by the comma operator; `None` if there are none.
pub(crate) fn expression_list(context: &Context<'_>, pairs: Pairs<'_, Rule>) -> Option<Expr> {
    pairs.filter(|p| p.as_rule() == Rule::expr).map(|p| expression(context, p)).reduce(|left, right| {
        let span = left.span.to(right.span);
        Expr { kind: ExprKind::Comma(Box::new(left), Box::new(right)), span }
    })
}

/// One `expr` pair.
pub(crate) fn expression(context: &Context<'_>, pair: Pair<'_, Rule>) -> Expr {
    let mut parts = pair.into_inner();
    // Most expressions are a single operand.
    if parts.len() == 1
        && let Some(only) = parts.next()
    {
        return primary(context, only);
    }
    PRECEDENCE
        .map_primary(|pair| primary(context, pair))
        .map_prefix(|op, operand| prefix(context, op, operand))
        .map_postfix(|operand, op| postfix(context, operand, op))
        .map_infix(|left, op, right| infix(context, left, op, right))
        .parse(parts)
}

fn primary(context: &Context<'_>, pair: Pair<'_, Rule>) -> Expr {
    let span = context.span(&pair);
    let text = pair.as_str();
    let kind = match pair.as_rule() {
        Rule::expr_name => ExprKind::Name(text.to_owned()),
        Rule::expr_int => integer(context, text, span),
        Rule::expr_float => ExprKind::Float(text.to_owned()),
        Rule::expr_char => ExprKind::Char(text.to_owned()),
        Rule::expr_strings => {
            let span = context.span_of(context.range(&pair));
            let parts = pair.into_inner().map(|p| p.as_str().to_owned()).collect();
            return Expr { kind: ExprKind::Str(parts), span };
        }
        Rule::expr_paren => match expression_list(context, pair.into_inner()) {
            Some(inner) => ExprKind::Paren(Box::new(inner)),
            None => ExprKind::Name(text.to_owned()),
        },
        Rule::expr_compound => {
            let mut parts = pair.into_inner();
            let ty = parts.next().map(|p| type_name(context, p));
            let items = parts.next().map(|p| initializer_list(context, p));
            match (ty, items) {
                (Some(ty), Some(items)) => ExprKind::Compound(ty, items),
                _ => ExprKind::Name(text.to_owned()),
            }
        }
        Rule::expr_sizeof => match pair.into_inner().find(|p| p.as_rule() == Rule::type_name) {
            Some(ty) => {
                let ty = type_name(context, ty);
                match ty.words.as_slice() {
                    [word] if ty.pointers == 0 && !ty.is_const && !looks_like_type(word) => {
                        let name = Expr { kind: ExprKind::Name(word.clone()), span: ty.span };
                        let paren = Expr { kind: ExprKind::Paren(Box::new(name)), span: ty.span };
                        ExprKind::SizeofExpr(Box::new(paren))
                    }
                    _ => ExprKind::SizeofType(ty),
                }
            }
            None => ExprKind::Name(text.to_owned()),
        },
        _ => ExprKind::Name(text.to_owned()),
    };
    Expr { kind, span }
}

/// Whether a lone word in `sizeof(word)` names a type: a C keyword, `…_t`, or anything whose first letter is a
/// capital (`PyObject`, `_Py_CODEUNIT`). CPython's variables are in lower case.
fn looks_like_type(word: &str) -> bool {
    matches!(
        word,
        "void" | "char" | "short" | "int" | "long" | "float" | "double" | "signed" | "unsigned" | "bool"
    ) || word.ends_with("_t")
        || word.trim_start_matches('_').starts_with(|c: char| c.is_ascii_uppercase())
}

/// An integer literal, with its suffix apart. One that C does not have is reported, unless the reference's
/// leniency is wanted: its lexer cuts `089` into two numbers and looks no further.
fn integer(context: &Context<'_>, text: &str, span: Span) -> ExprKind {
    let digits_end = text.trim_end_matches(['u', 'U', 'l', 'L']).len();
    let (digits, suffix) = text.split_at(digits_end);
    let (value, octal) = if let Some(hex) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        (u128::from_str_radix(hex, 16), false)
    } else if digits.len() > 1 && digits.starts_with('0') {
        (u128::from_str_radix(digits, 8), true)
    } else {
        (digits.parse(), false)
    };
    if value.is_err() && !context.options.as_reference {
        let (label, help) = if octal && digits.contains(['8', '9']) {
            ("8 and 9 are no octal digits", "remove the leading 0, or write it in hexadecimal")
        } else {
            ("does not fit into 128 bits", "write a smaller number")
        };
        context.report(
            Diagnostic::error(codes::BAD_NUMBER, format!("{} is no number", quoted(text)), span, label)
                .with_help(help),
        );
    }
    ExprKind::Int { value: value.unwrap_or_default(), suffix: suffix.to_owned() }
}

fn prefix(context: &Context<'_>, op: Pair<'_, Rule>, operand: Expr) -> Expr {
    let span = context.span(&op).to(operand.span);
    let operand = Box::new(operand);
    let unary = match op.as_rule() {
        Rule::op_cast => {
            let ty = op.into_inner().next().map(|p| type_name(context, p));
            let kind = match ty {
                Some(ty) => ExprKind::Cast(ty, operand),
                None => ExprKind::Paren(operand),
            };
            return Expr { kind, span };
        }
        Rule::op_sizeof => return Expr { kind: ExprKind::SizeofExpr(operand), span },
        Rule::op_not => UnaryOp::Not,
        Rule::op_bitnot => UnaryOp::BitNot,
        Rule::op_preinc => UnaryOp::PreInc,
        Rule::op_predec => UnaryOp::PreDec,
        Rule::op_neg => UnaryOp::Neg,
        Rule::op_deref => UnaryOp::Deref,
        Rule::op_address => UnaryOp::AddressOf,
        _ => UnaryOp::Plus,
    };
    Expr { kind: ExprKind::Unary(unary, operand), span }
}

fn postfix(context: &Context<'_>, operand: Expr, op: Pair<'_, Rule>) -> Expr {
    let span = operand.span.to(context.span(&op));
    let rule = op.as_rule();
    let object = Box::new(operand);
    let kind = match rule {
        Rule::op_postinc => ExprKind::Postfix(object, true),
        Rule::op_postdec => ExprKind::Postfix(object, false),
        Rule::op_call => {
            let arguments = op
                .into_inner()
                .map(|p| match p.as_rule() {
                    Rule::expr => Argument::Expr(expression(context, p)),
                    _ => Argument::Type(type_name(context, p)),
                })
                .collect();
            ExprKind::Call(object, arguments)
        }
        Rule::op_index => match expression_list(context, op.into_inner()) {
            Some(index) => ExprKind::Index(object, Box::new(index)),
            None => ExprKind::Paren(object),
        },
        _ => match op.into_inner().next() {
            Some(field) => ExprKind::Field(object, rule == Rule::op_arrow, context.name(&field)),
            None => ExprKind::Paren(object),
        },
    };
    Expr { kind, span }
}

fn infix(context: &Context<'_>, left: Expr, op: Pair<'_, Rule>, right: Expr) -> Expr {
    let span = left.span.to(right.span);
    let (left, right) = (Box::new(left), Box::new(right));
    let rule = op.as_rule();
    let kind = match rule {
        Rule::op_ternary => match expression_list(context, op.into_inner()) {
            Some(middle) => ExprKind::Ternary(left, Box::new(middle), right),
            None => ExprKind::Comma(left, right),
        },
        Rule::op_assign => ExprKind::Assign(None, left, right),
        _ => match assignment(rule) {
            Some(op) => ExprKind::Assign(Some(op), left, right),
            None => ExprKind::Binary(binary(rule), left, right),
        },
    };
    Expr { kind, span }
}

/// The operator of a compound assignment.
fn assignment(rule: Rule) -> Option<BinaryOp> {
    Some(match rule {
        Rule::op_shl_assign => BinaryOp::Shl,
        Rule::op_shr_assign => BinaryOp::Shr,
        Rule::op_add_assign => BinaryOp::Add,
        Rule::op_sub_assign => BinaryOp::Sub,
        Rule::op_mul_assign => BinaryOp::Mul,
        Rule::op_div_assign => BinaryOp::Div,
        Rule::op_rem_assign => BinaryOp::Rem,
        Rule::op_and_assign => BinaryOp::BitAnd,
        Rule::op_or_assign => BinaryOp::BitOr,
        Rule::op_xor_assign => BinaryOp::BitXor,
        _ => return None,
    })
}

/// An infix operator other than an assignment; the grammar has no others than these.
fn binary(rule: Rule) -> BinaryOp {
    match rule {
        Rule::op_eq => BinaryOp::Eq,
        Rule::op_ne => BinaryOp::Ne,
        Rule::op_and => BinaryOp::And,
        Rule::op_or => BinaryOp::Or,
        Rule::op_le => BinaryOp::Le,
        Rule::op_ge => BinaryOp::Ge,
        Rule::op_shl => BinaryOp::Shl,
        Rule::op_shr => BinaryOp::Shr,
        Rule::op_lt => BinaryOp::Lt,
        Rule::op_gt => BinaryOp::Gt,
        Rule::op_sub => BinaryOp::Sub,
        Rule::op_mul => BinaryOp::Mul,
        Rule::op_div => BinaryOp::Div,
        Rule::op_rem => BinaryOp::Rem,
        Rule::op_bitand => BinaryOp::BitAnd,
        Rule::op_bitor => BinaryOp::BitOr,
        Rule::op_bitxor => BinaryOp::BitXor,
        _ => BinaryOp::Add,
    }
}

/// A `stmt_declarators` pair.
pub(crate) fn declarators(context: &Context<'_>, pair: Pair<'_, Rule>) -> Option<Declaration> {
    let span = context.span_of(context.range(&pair));
    let mut parts = pair.into_inner();
    let ty = type_name(context, parts.next()?);
    let declarators = parts.filter_map(|p| declarator(context, p)).collect();
    Some(Declaration { ty, declarators, span })
}

fn declarator(context: &Context<'_>, pair: Pair<'_, Rule>) -> Option<Declarator> {
    let (mut name, mut pointers, mut arrays, mut init) = (None, 0, Vec::new(), None);
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::type_stars => pointers = stars(&part),
            Rule::expr_name => name = Some(context.name(&part)),
            Rule::stmt_array => arrays.push(part.into_inner().next().map(|p| expression(context, p))),
            Rule::expr | Rule::stmt_init_list => init = Some(initializer(context, part)),
            _ => {}
        }
    }
    Some(Declarator { name: name?, pointers, arrays, init })
}

fn initializer(context: &Context<'_>, pair: Pair<'_, Rule>) -> Initializer {
    match pair.as_rule() {
        Rule::stmt_init_list => Initializer::List(initializer_list(context, pair)),
        _ => Initializer::Expr(expression(context, pair)),
    }
}

fn initializer_list(context: &Context<'_>, pair: Pair<'_, Rule>) -> Vec<(Option<Name>, Initializer)> {
    let mut list = Vec::new();
    for item in pair.into_inner() {
        let mut field = None;
        for part in item.into_inner() {
            match part.as_rule() {
                Rule::expr_field => field = Some(context.name(&part)),
                Rule::expr | Rule::stmt_init_list => list.push((field.take(), initializer(context, part))),
                _ => {}
            }
        }
    }
    list
}

/// Stars of a `type_stars` pair. Comments in between cannot be told from stars by their text, so tokens count.
fn stars(pair: &Pair<'_, Rule>) -> u8 {
    let count = pair.clone().into_inner().filter(|p| p.as_rule() == Rule::type_star).count();
    u8::try_from(count).unwrap_or(u8::MAX)
}

/// A type, whichever rule found it.
pub(crate) fn type_name(context: &Context<'_>, pair: Pair<'_, Rule>) -> CType {
    let span = context.span_of(context.range(&pair));
    let mut ty = CType { words: Vec::new(), is_const: false, pointers: 0, span };
    type_parts(context, pair, &mut ty);
    ty
}

fn type_parts(context: &Context<'_>, pair: Pair<'_, Rule>, ty: &mut CType) {
    match pair.as_rule() {
        Rule::kw_const => ty.is_const |= pair.as_str() == "const" && ty.pointers == 0,
        Rule::type_tag | Rule::type_keyword | Rule::expr_name | Rule::type_suffixed => {
            ty.words.push(pair.as_str().to_owned());
        }
        Rule::type_stars => ty.pointers = stars(&pair),
        Rule::type_function => {
            let range = context.range(&pair);
            let tokens = context.tokens.get(range.start.0 as usize..range.end.0 as usize).unwrap_or_default();
            ty.words.push(tokens.iter().map(|t| &context.text[t.start as usize..t.end as usize]).collect());
        }
        _ => {
            for part in pair.into_inner() {
                type_parts(context, part, ty);
            }
        }
    }
}
