//! Stack sizes as Rust expressions: `2 + (oparg & 1)` in C becomes the same over `i64`.
//!
//! The generated functions accept every `oparg` a `u32` can hold and must not overflow for any of them. So each
//! subexpression carries the range of its values; an operator that could leave `i64` is printed as its wrapping
//! kin, one that could divide by zero or shift too far as a function of the crate's `sizes`, and every other one as
//! itself. The values are those of [`SizeExpr::eval`].

use crate::ir::{SizeExpr, SizeOp};

/// An expression of type `i64` as Rust text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RustSize {
    /// The expression.
    pub text: String,
    /// Whether it reads `oparg`.
    pub uses_oparg: bool,
}

/// How tightly a printed expression binds, as far as parentheses need to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// A literal, a name, a call, or something in parentheses.
    Atom,
    /// `-e` or `!e`.
    Unary,
    /// `a op b`.
    Binary(SizeOp),
    /// `if`, `match` or `as`: never an operand without parentheses.
    Loose,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Int,
    Bool,
}

/// The values that an expression can take; always within `i64`.
#[derive(Clone, Copy, Debug)]
struct Range {
    low: i128,
    high: i128,
}

impl Range {
    const ALL: Range = Range { low: i64::MIN as i128, high: i64::MAX as i128 };
    const BIT: Range = Range { low: 0, high: 1 };
    const OPARG: Range = Range { low: 0, high: u32::MAX as i128 };

    fn of(values: impl IntoIterator<Item = i128>) -> Range {
        let mut range = Range { low: i128::MAX, high: i128::MIN };
        for value in values {
            range.low = range.low.min(value);
            range.high = range.high.max(value);
        }
        range
    }

    fn union(self, other: Range) -> Range {
        Range { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// Itself, unless it leaves `i64`.
    fn checked(self) -> Option<Range> {
        (Range::ALL.low <= self.low && self.high <= Range::ALL.high).then_some(self)
    }

    fn within(self, low: i128, high: i128) -> bool {
        low <= self.low && self.high <= high
    }

    /// The smallest `2^n - 1` that is not below any of its values, which must not be negative.
    fn mask(self) -> i128 {
        let mut mask = 0;
        while mask < self.high {
            mask = mask * 2 + 1;
        }
        mask
    }
}

#[derive(Clone, Debug)]
struct Printed {
    text: String,
    shape: Shape,
    ty: Type,
    range: Range,
    uses_oparg: bool,
}

impl Printed {
    fn int(text: String, shape: Shape, range: Range, uses_oparg: bool) -> Printed {
        Printed { text, shape, ty: Type::Int, range, uses_oparg }
    }

    fn bool(text: String, shape: Shape, uses_oparg: bool) -> Printed {
        Printed { text, shape, ty: Type::Bool, range: Range::BIT, uses_oparg }
    }

    /// As an operand of an operator that needs an atom.
    fn atom(&self) -> String {
        if self.shape == Shape::Atom { self.text.clone() } else { format!("({})", self.text) }
    }

    fn into_int(self) -> Printed {
        match self.ty {
            Type::Int => self,
            Type::Bool => {
                let text = format!("{} as i64", self.atom());
                Printed::int(text, Shape::Loose, Range::BIT, self.uses_oparg)
            }
        }
    }

    fn into_bool(self) -> Printed {
        match self.ty {
            Type::Bool => self,
            Type::Int => {
                Printed::bool(format!("{} != 0", self.atom()), Shape::Binary(SizeOp::Ne), self.uses_oparg)
            }
        }
    }
}

/// Prints `size` as Rust. The work list stands in for recursion, so that depth costs memory only.
pub fn print(size: &SizeExpr) -> RustSize {
    enum Work<'e> {
        Visit(&'e SizeExpr),
        Build(&'e SizeExpr),
    }
    let mut work = vec![Work::Visit(size)];
    let mut done: Vec<Printed> = Vec::new();
    while let Some(item) = work.pop() {
        match item {
            Work::Visit(expr) => {
                work.push(Work::Build(expr));
                match expr {
                    SizeExpr::Int(_) | SizeExpr::Oparg => {}
                    SizeExpr::Neg(a) | SizeExpr::Not(a) | SizeExpr::BitNot(a) => work.push(Work::Visit(a)),
                    SizeExpr::Binary(_, a, b) => work.extend([Work::Visit(b), Work::Visit(a)]),
                    SizeExpr::Cond(a, b, c) => work.extend([Work::Visit(c), Work::Visit(b), Work::Visit(a)]),
                }
            }
            Work::Build(expr) => {
                let built = build(expr, &mut done);
                done.push(built);
            }
        }
    }
    let printed = take(&mut done).into_int();
    RustSize { text: printed.text, uses_oparg: printed.uses_oparg }
}

/// The operand printed last. Every `Build` comes after as many `Visit`s as it takes operands.
fn take(done: &mut Vec<Printed>) -> Printed {
    done.pop().unwrap_or_else(|| literal(0))
}

fn build(expr: &SizeExpr, done: &mut Vec<Printed>) -> Printed {
    match expr {
        SizeExpr::Int(value) => literal(*value),
        SizeExpr::Oparg => Printed::int("oparg".to_owned(), Shape::Atom, Range::OPARG, true),
        SizeExpr::Neg(_) => negate(take(done).into_int()),
        SizeExpr::Not(_) => {
            let a = take(done);
            match a.ty {
                Type::Bool => Printed::bool(format!("!{}", a.atom()), Shape::Unary, a.uses_oparg),
                Type::Int => {
                    Printed::bool(format!("{} == 0", a.atom()), Shape::Binary(SizeOp::Eq), a.uses_oparg)
                }
            }
        }
        SizeExpr::BitNot(_) => {
            let a = take(done).into_int();
            let range = Range { low: -1 - a.range.high, high: -1 - a.range.low };
            Printed::int(format!("!{}", a.atom()), Shape::Unary, range, a.uses_oparg)
        }
        SizeExpr::Binary(op, ..) => {
            let b = take(done);
            let a = take(done);
            binary(*op, a, b)
        }
        SizeExpr::Cond(..) => {
            let c = take(done).into_int();
            let b = take(done).into_int();
            let a = take(done).into_bool();
            let text = format!("if {} {{ {} }} else {{ {} }}", a.text, b.text, c.text);
            let uses_oparg = a.uses_oparg || b.uses_oparg || c.uses_oparg;
            Printed::int(text, Shape::Loose, b.range.union(c.range), uses_oparg)
        }
    }
}

fn literal(value: i64) -> Printed {
    // Without a suffix, a literal that nothing else types would be an `i32`.
    let suffix = if i32::try_from(value).is_ok() { "" } else { "_i64" };
    let shape = if value < 0 { Shape::Unary } else { Shape::Atom };
    Printed::int(format!("{value}{suffix}"), shape, Range::of([value.into()]), false)
}

fn negate(a: Printed) -> Printed {
    match (Range { low: -a.range.high, high: -a.range.low }).checked() {
        Some(range) => Printed::int(format!("-{}", a.atom()), Shape::Unary, range, a.uses_oparg),
        None => {
            let text = format!("i64::wrapping_neg({})", a.text);
            Printed::int(text, Shape::Atom, Range::ALL, a.uses_oparg)
        }
    }
}

fn binary(op: SizeOp, a: Printed, b: Printed) -> Printed {
    let uses_oparg = a.uses_oparg || b.uses_oparg;
    let comparison = |symbol: &str| {
        let (a, b) = (a.clone().into_int(), b.clone().into_int());
        let text = format!("{} {symbol} {}", operand(op, &a, false), operand(op, &b, true));
        Printed::bool(text, Shape::Binary(op), uses_oparg)
    };
    let logic = |symbol: &str| {
        let (a, b) = (a.clone().into_bool(), b.clone().into_bool());
        let text = format!("{} {symbol} {}", operand(op, &a, false), operand(op, &b, true));
        Printed::bool(text, Shape::Binary(op), uses_oparg)
    };
    match op {
        SizeOp::Lt => comparison("<"),
        SizeOp::Gt => comparison(">"),
        SizeOp::Le => comparison("<="),
        SizeOp::Ge => comparison(">="),
        SizeOp::Eq => comparison("=="),
        SizeOp::Ne => comparison("!="),
        SizeOp::And => logic("&&"),
        SizeOp::Or => logic("||"),
        _ => arithmetic(op, a.into_int(), b.into_int()),
    }
}

fn arithmetic(op: SizeOp, a: Printed, b: Printed) -> Printed {
    let (x, y) = (a.range, b.range);
    let corners = |f: fn(i128, i128) -> i128| {
        // The operands are within `i64`, so their sum, difference and product are within `i128`.
        Range::of([f(x.low, y.low), f(x.low, y.high), f(x.high, y.low), f(x.high, y.high)]).checked()
    };
    let shift = y.within(0, 63);
    // The plain operator's symbol and range, if it is safe; else the text that is, for whatever value.
    let (symbol, range, fallback) = match op {
        SizeOp::Mul => ("*", corners(|p, q| p * q), call("i64::wrapping_mul", &a, &b)),
        SizeOp::Add => ("+", corners(|p, q| p + q), call("i64::wrapping_add", &a, &b)),
        SizeOp::Sub => ("-", corners(|p, q| p - q), call("i64::wrapping_sub", &a, &b)),
        SizeOp::Div => {
            let safe = y.low > 0 || y.high < -1;
            let reach = x.low.abs().max(x.high.abs());
            let range = Range { low: -reach, high: reach }.checked().filter(|_| safe);
            ("/", range, call("sizes::div", &a, &b))
        }
        SizeOp::Rem => {
            let safe = y.low > 0 || y.high < -1;
            let reach = y.low.abs().max(y.high.abs());
            let range = Range { low: -reach, high: reach }.checked().filter(|_| safe);
            ("%", range, call("sizes::rem", &a, &b))
        }
        SizeOp::Shl => {
            let range = shift.then(|| corners_of_shift(x, y)).flatten();
            ("<<", range, call("sizes::shl", &a, &b))
        }
        SizeOp::Shr => {
            let range = shift.then(|| Range { low: x.low.min(0), high: x.high.max(0) });
            (">>", range, call("sizes::shr", &a, &b))
        }
        SizeOp::BitAnd if x.low >= 0 && y.low >= 0 => {
            ("&", Some(Range { low: 0, high: x.high.min(y.high) }), String::new())
        }
        SizeOp::BitAnd if x.low >= 0 => ("&", Some(Range { low: 0, high: x.high }), String::new()),
        SizeOp::BitAnd if y.low >= 0 => ("&", Some(Range { low: 0, high: y.high }), String::new()),
        SizeOp::BitAnd => ("&", Some(Range::ALL), String::new()),
        SizeOp::BitOr | SizeOp::BitXor => {
            let symbol = if op == SizeOp::BitOr { "|" } else { "^" };
            let mask = Range { low: 0, high: x.union(y).mask() };
            let range = if x.low >= 0 && y.low >= 0 { mask } else { Range::ALL };
            (symbol, Some(range), String::new())
        }
        // Comparisons and logic do not come here; see `binary`.
        SizeOp::Lt
        | SizeOp::Gt
        | SizeOp::Le
        | SizeOp::Ge
        | SizeOp::Eq
        | SizeOp::Ne
        | SizeOp::And
        | SizeOp::Or => ("!=", Some(Range::BIT), String::new()),
    };
    let uses_oparg = a.uses_oparg || b.uses_oparg;
    match range {
        Some(range) => {
            let text = format!("{} {symbol} {}", operand(op, &a, false), operand(op, &b, true));
            Printed::int(text, Shape::Binary(op), range, uses_oparg)
        }
        None => Printed::int(fallback, Shape::Atom, Range::ALL, uses_oparg),
    }
}

fn corners_of_shift(x: Range, y: Range) -> Option<Range> {
    let ends = [(x.low, y.low), (x.low, y.high), (x.high, y.low), (x.high, y.high)];
    Range::of(ends.map(|(value, by)| value << by)).checked()
}

fn call(function: &str, a: &Printed, b: &Printed) -> String {
    format!("{function}({}, {})", a.text, b.text)
}

/// An operand of a binary operator, in parentheses unless everybody knows the precedence.
fn operand(parent: SizeOp, child: &Printed, right: bool) -> String {
    let sum = |op| matches!(op, SizeOp::Add | SizeOp::Sub);
    let bare = match child.shape {
        Shape::Atom | Shape::Unary => true,
        Shape::Loose => false,
        Shape::Binary(op) if sum(parent) => op == SizeOp::Mul || (sum(op) && !right),
        Shape::Binary(op) => {
            let chains = matches!(
                op,
                SizeOp::Mul | SizeOp::BitAnd | SizeOp::BitOr | SizeOp::BitXor | SizeOp::And | SizeOp::Or
            );
            chains && op == parent && !right
        }
    };
    let shifts = matches!(parent, SizeOp::Shl | SizeOp::Shr);
    match bare {
        // What is shifted gives the result its type.
        true if shifts && !right && child.text.parse::<i64>().is_ok() => format!("{}_i64", child.text),
        true => child.text.clone(),
        false => format!("({})", child.text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(value: i64) -> Box<SizeExpr> {
        Box::new(SizeExpr::Int(value))
    }

    fn oparg() -> Box<SizeExpr> {
        Box::new(SizeExpr::Oparg)
    }

    fn bin(op: SizeOp, a: Box<SizeExpr>, b: Box<SizeExpr>) -> Box<SizeExpr> {
        Box::new(SizeExpr::Binary(op, a, b))
    }

    fn text(expr: &SizeExpr) -> String {
        print(expr).text
    }

    #[test]
    fn sizes_in_use_print_as_they_are_written() {
        use SizeOp::{Add, BitAnd, Mul, Shr, Sub};
        assert_eq!(text(&int(3)), "3");
        assert_eq!(text(&int(-1)), "-1");
        assert_eq!(text(&bin(Add, int(2), bin(BitAnd, oparg(), int(1)))), "2 + (oparg & 1)");
        assert_eq!(text(&bin(Mul, oparg(), int(2))), "oparg * 2");
        assert_eq!(text(&bin(Add, int(1), bin(Sub, oparg(), int(1)))), "1 + (oparg - 1)");
        let unpack_ex =
            bin(Add, bin(Add, int(1), bin(BitAnd, oparg(), int(0xff))), bin(Shr, oparg(), int(8)));
        assert_eq!(text(&unpack_ex), "1 + (oparg & 255) + (oparg >> 8)");
        assert!(!print(&int(3)).uses_oparg);
        assert!(print(&unpack_ex).uses_oparg);
    }

    #[test]
    fn conditions_become_numbers_where_numbers_are_asked_for() {
        use SizeOp::{Add, And, Eq, Gt};
        assert_eq!(text(&bin(Eq, oparg(), int(3))), "(oparg == 3) as i64");
        assert_eq!(text(&bin(Add, int(2), bin(Eq, oparg(), int(3)))), "2 + ((oparg == 3) as i64)");
        assert_eq!(text(&SizeExpr::Not(oparg())), "(oparg == 0) as i64");
        let both = bin(And, bin(Gt, oparg(), int(1)), SizeExpr::Not(oparg()).into());
        assert_eq!(text(&both), "((oparg > 1) && (oparg == 0)) as i64");
        let choice = SizeExpr::Cond(oparg(), int(1), bin(Add, oparg(), int(2)));
        assert_eq!(text(&choice), "if oparg != 0 { 1 } else { oparg + 2 }");
    }

    #[test]
    fn what_could_overflow_wraps_and_what_could_divide_by_zero_is_checked() {
        use SizeOp::{Add, Div, Mul, Rem, Shl, Sub};
        assert_eq!(text(&bin(Mul, oparg(), oparg())), "i64::wrapping_mul(oparg, oparg)");
        assert_eq!(text(&bin(Mul, oparg(), int(i64::from(i32::MAX)))), "oparg * 2147483647");
        assert_eq!(
            text(&bin(Add, oparg(), int(i64::MAX))),
            "i64::wrapping_add(oparg, 9223372036854775807_i64)"
        );
        assert_eq!(text(&bin(Sub, int(0), oparg())), "0 - oparg");
        assert_eq!(text(&bin(Shl, int(1), oparg())), "sizes::shl(1, oparg)");
        assert_eq!(text(&bin(Shl, int(1), int(4))), "1_i64 << 4");
        assert_eq!(text(&bin(Shl, oparg(), int(4))), "oparg << 4");
        assert_eq!(text(&bin(Div, oparg(), int(2))), "oparg / 2");
        assert_eq!(text(&bin(Rem, int(1), oparg())), "sizes::rem(1, oparg)");
        assert_eq!(text(&SizeExpr::Neg(int(i64::MIN))), "i64::wrapping_neg(-9223372036854775808_i64)");
    }

    #[test]
    fn depth_costs_no_stack() {
        let mut expr = int(0);
        for _ in 0..20_000 {
            expr = bin(SizeOp::BitAnd, expr, int(1));
        }
        assert!(text(&expr).ends_with("& 1"));
        // Dropping a chain of boxes recurses; take it apart by hand.
        while let SizeExpr::Binary(_, a, _) = *expr {
            expr = a;
        }
    }
}
