//! The text of the lowered form. Parentheses are put where Rust needs them and nowhere else; layout is the
//! business of `prettyplease`, which gets the text as a syntax tree.

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
    text(e).0
}

fn list(items: &[Expr]) -> String {
    items.iter().map(expr).collect::<Vec<_>>().join(", ")
}

/// The text of an operand that must hold together at least so tightly.
fn at(e: &Expr, least: u8) -> String {
    let (text, tightness) = text(e);
    if tightness < least { format!("({text})") } else { text }
}

fn text(e: &Expr) -> (String, u8) {
    match e {
        Expr::Path(path) => (path.clone(), POSTFIX),
        Expr::Int(value) if *value < 0 => (value.to_string(), PREFIX),
        Expr::Int(value) => (value.to_string(), POSTFIX),
        Expr::Literal(literal) => (literal.clone(), POSTFIX),
        Expr::CStr(bytes) => (format!("c\"{}\".as_ptr()", bytes.escape_ascii()), POSTFIX),
        Expr::Call(callee, arguments) => {
            let callee = match &**callee {
                // `(place.field)(…)` calls what the field points to.
                Expr::Field(..) => format!("({})", expr(callee)),
                callee => at(callee, POSTFIX),
            };
            (format!("{callee}({})", list(arguments)), POSTFIX)
        }
        Expr::Method(object, name, generics, arguments) => {
            let generics =
                if generics.is_empty() { String::new() } else { format!("::<{}>", generics.join(", ")) };
            (format!("{}.{name}{generics}({})", at(object, POSTFIX), list(arguments)), POSTFIX)
        }
        Expr::Field(object, name) => (format!("{}.{name}", at(object, POSTFIX)), POSTFIX),
        Expr::Index(table, index) => (format!("{}[{}]", at(table, POSTFIX), expr(index)), POSTFIX),
        Expr::Deref(pointer) => (format!("*{}", at(pointer, PREFIX)), PREFIX),
        Expr::Ref(mutable, operand) => {
            let keyword = if *mutable { "&mut " } else { "&" };
            (format!("{keyword}{}", at(operand, PREFIX)), PREFIX)
        }
        Expr::RawMut(place) => (format!("&raw mut {}", at(place, PREFIX)), PREFIX),
        Expr::Unary(op, operand) => (format!("{op}{}", at(operand, PREFIX)), PREFIX),
        Expr::Binary(left, op, right) => {
            let tightness = operator(op);
            // Comparisons do not associate; all others do to the left.
            let left_least = if tightness == COMPARE { tightness + 1 } else { tightness };
            let mut left_text = at(left, left_least);
            // `a as usize < b` would begin generics.
            if matches!(*op, "<" | "<<") && matches!(**left, Expr::Cast(..)) {
                left_text = format!("({})", expr(left));
            }
            (format!("{left_text} {op} {}", at(right, tightness + 1)), tightness)
        }
        Expr::Cast(operand, ty) => (format!("{} as {ty}", at(operand, CAST)), CAST),
        Expr::If(condition, then, otherwise) => {
            let text = format!("if {} {} else {}", expr(condition), block(then), block(otherwise));
            (text, ASSIGN)
        }
        Expr::Do(b) => (block(b), ASSIGN),
        Expr::Tuple(items) if items.len() == 1 => (format!("({},)", list(items)), POSTFIX),
        Expr::Tuple(items) => (format!("({})", list(items)), POSTFIX),
        Expr::Array(items) => (format!("[{}]", list(items)), POSTFIX),
        Expr::Repeat(value, length) => (format!("[{}; {length}]", expr(value)), POSTFIX),
        Expr::Return(value) => (format!("return {}", expr(value)), ASSIGN),
    }
}

/// The text of a block, braces included.
pub fn block(b: &Block) -> String {
    let mut text = String::from("{\n");
    for statement in &b.statements {
        if !matches!(statement, Stmt::At(_)) {
            text.push_str(&stmt(statement));
            text.push('\n');
        }
    }
    if let Some(value) = &b.value {
        text.push_str(&expr(value));
        text.push('\n');
    }
    text.push('}');
    text
}

fn stmt(s: &Stmt) -> String {
    match s {
        Stmt::Let { name, mutable, ty, value } => {
            let mutable = if *mutable { "mut " } else { "" };
            let ty = ty.as_ref().map(|ty| format!(": {ty}")).unwrap_or_default();
            let value = value.as_ref().map(|value| format!(" = {}", expr(value))).unwrap_or_default();
            format!("let {mutable}{name}{ty}{value};")
        }
        Stmt::Assign(target, op, value) => format!("{} {op} {};", expr(target), expr(value)),
        Stmt::Expr(e) => format!("{};", expr(e)),
        Stmt::Assert(condition) => format!("debug_assert!({});", expr(condition)),
        Stmt::If(condition, then, otherwise) => {
            let otherwise = match otherwise {
                None => String::new(),
                Some(Block { statements, value: None })
                    if matches!(statements.as_slice(), [Stmt::If(..)] | [Stmt::At(_), Stmt::If(..)]) =>
                {
                    format!(" else {}", statements.iter().map(stmt).collect::<String>())
                }
                Some(otherwise) => format!(" else {}", block(otherwise)),
            };
            format!("if {} {}{otherwise}", expr(condition), block(then))
        }
        Stmt::While(label, condition, body) => {
            format!("{}while {} {}", label_of(label), expr(condition), block(body))
        }
        Stmt::Loop(label, body) => format!("{}loop {}", label_of(label), block(body)),
        Stmt::Block(label, body) => {
            format!("{}{}", label.as_deref().map(label_of).unwrap_or_default(), block(body))
        }
        Stmt::Match(value, arms, otherwise) => {
            let mut text = format!("match {} {{\n", expr(value));
            for (patterns, body) in arms {
                let patterns: Vec<String> = patterns.iter().map(expr).collect();
                text.push_str(&format!("{} => {}\n", patterns.join(" | "), block(body)));
            }
            text.push_str(&format!("_ => {}\n}}", block(otherwise)));
            text
        }
        Stmt::Break(label) => format!("break '{label};"),
        Stmt::Return(value) => format!("return {};", expr(value)),
        Stmt::At(_) => String::new(),
    }
}

fn label_of(label: &str) -> String {
    if label.is_empty() { String::new() } else { format!("'{label}: ") }
}

/// The laid-out text of a whole file: items that say what they are stand apart from what comes before them.
///
/// # Errors
/// If it is no Rust, which would be a mistake here.
pub fn layout(text: &str) -> Result<String, String> {
    let mut file = syn::parse_file(text).map_err(|error| {
        let line = error.span().start().line;
        let context = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        format!("{error}: `{context}`")
    })?;
    // A layouter of syntax trees puts no empty lines between items, so each is laid out by itself.
    let items = std::mem::take(&mut file.items);
    let mut text = prettyplease::unparse(&file);
    (file.shebang, file.attrs) = (None, Vec::new());
    for item in items {
        file.items = vec![item];
        let item = prettyplease::unparse(&file);
        if !text.is_empty() && item.starts_with("///") {
            text.push('\n');
        }
        text.push_str(&item);
    }
    Ok(text)
}
