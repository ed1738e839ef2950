//! Constants that CPython computes more exactly than the front end.
//!
//! The front end (0.6.0) folds expressions of constants as CPython does, but divides ints as floats, which rounds
//! twice, raises them to negative powers by multiplying, floors quotients of floats to zero, and takes real operands of
//! complex operators for complex ones. Where that makes another number, the operands are replaced by floats of which it
//! makes the right one, or the operator by the complex number.

use num_bigint::{BigInt, Sign};
use ruff_python_ast::visitor::transformer::{self, Transformer};
use ruff_python_ast::{
    AtomicNodeIndex, Expr, ExprBinOp, ExprNumberLiteral, Int, Mod, Number, Operator, UnaryOp,
};
use ruff_text_size::Ranged;
use rustpython_compiler::codegen::compile::ruff_int_to_bigint;

/// CPython folds no int that has more bits than this.
const MAX_BITS: u64 = 128;
/// Operands are looked into this deeply.
const MAX_DEPTH: usize = 32;

/// Makes sure that constants are folded to what CPython folds them to.
pub(super) fn make_exact(tree: &mut Mod) {
    match tree {
        Mod::Module(module) => Exact.visit_body(&mut module.body),
        Mod::Expression(expression) => Exact.visit_expr(&mut expression.body),
    }
}

struct Exact;

impl Transformer for Exact {
    fn visit_expr(&self, expr: &mut Expr) {
        transformer::walk_expr(self, expr);
        let Expr::BinOp(binary) = expr else { return };
        let (Some(left), Some(right)) = (number(&binary.left, MAX_DEPTH), number(&binary.right, MAX_DEPTH))
        else {
            return;
        };
        match (&left, &right) {
            (Value::Int(left), Value::Int(right)) => exact_ints(binary, left, right),
            (Value::Complex(..), _) | (_, Value::Complex(..)) => {
                let Some(value) = complex_binary(binary.op, &left, &right) else { return };
                if !same(front_end_complex(binary.op, pair(&left), pair(&right)), value) {
                    set_number(expr, Number::Complex { real: value.0, imag: value.1 });
                }
            }
            (left, right) if binary.op == Operator::FloorDiv => {
                // The front end takes no quotient where nothing is left over.
                if let Some(quotient) = floor_divide(pair(left).0, pair(right).0) {
                    binary.op = Operator::Div;
                    set_number(&mut binary.left, Number::Float(quotient));
                    set_number(&mut binary.right, Number::Float(1.0));
                }
            }
            _ => {}
        }
    }
}

/// Divisions and negative powers of ints.
fn exact_ints(binary: &mut ExprBinOp, left: &BigInt, right: &BigInt) {
    match binary.op {
        Operator::Div if right.sign() != Sign::NoSign => {
            let Some(quotient) = true_divide(left, right) else { return };
            if to_f64(left) / to_f64(right) != quotient {
                set_number(&mut binary.left, Number::Float(quotient));
                set_number(&mut binary.right, Number::Float(1.0));
            }
        }
        Operator::Pow if right.sign() == Sign::Minus && left.sign() != Sign::NoSign => {
            let exponent = to_f64(right);
            if exponent.is_finite() {
                // Of floats, the front end's operation is the C library's.
                set_number(&mut binary.right, Number::Float(exponent));
            }
        }
        _ => {}
    }
}

/// A constant that is a number.
enum Value {
    Int(BigInt),
    Float(f64),
    Complex(f64, f64),
}

/// A number as the real and the imaginary part of a complex one.
fn pair(value: &Value) -> (f64, f64) {
    match value {
        Value::Int(value) => (to_f64(value), 0.0),
        Value::Float(value) => (*value, 0.0),
        Value::Complex(real, imag) => (*real, *imag),
    }
}

/// The value of an expression of numbers, as far as it is needed here.
fn number(expr: &Expr, depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    match expr {
        Expr::NumberLiteral(literal) => Some(match &literal.value {
            Number::Int(value) => Value::Int(big(value)?),
            Number::Float(value) => Value::Float(*value),
            Number::Complex { real, imag } => Value::Complex(*real, *imag),
        }),
        Expr::UnaryOp(unary) if matches!(unary.op, UnaryOp::UAdd | UnaryOp::USub) => {
            let value = number(&unary.operand, depth)?;
            if unary.op == UnaryOp::UAdd {
                return Some(value);
            }
            Some(match value {
                Value::Int(value) => Value::Int(-value),
                Value::Float(value) => Value::Float(-value),
                Value::Complex(real, imag) => Value::Complex(-real, -imag),
            })
        }
        Expr::BinOp(binary) => {
            if let Some(value) = int(expr, depth) {
                return Some(Value::Int(value));
            }
            let (left, right) = (number(&binary.left, depth)?, number(&binary.right, depth)?);
            if matches!(left, Value::Complex(..)) || matches!(right, Value::Complex(..)) {
                let (real, imag) = complex_binary(binary.op, &left, &right)?;
                return Some(Value::Complex(real, imag));
            }
            let (left, right) = (pair(&left).0, pair(&right).0);
            let value = match binary.op {
                Operator::Add => left + right,
                Operator::Sub => left - right,
                Operator::Mult => left * right,
                Operator::Div if right != 0.0 => left / right,
                _ => return None,
            };
            Some(Value::Float(value))
        }
        _ => int(expr, depth).map(Value::Int),
    }
}

/// What CPython makes of two numbers of which one is complex; nothing if it does not fold them to a number.
fn complex_binary(op: Operator, left: &Value, right: &Value) -> Option<(f64, f64)> {
    let ((a, b), (c, d)) = (pair(left), pair(right));
    let is_complex = |value: &Value| matches!(value, Value::Complex(..));
    let result = match (op, is_complex(left), is_complex(right)) {
        (Operator::Add, true, true) => (a + c, b + d),
        (Operator::Add, true, false) => (a + c, b),
        (Operator::Add, false, _) => (a + c, d),
        (Operator::Sub, true, true) => (a - c, b - d),
        (Operator::Sub, true, false) => (a - c, b),
        (Operator::Sub, false, _) => (a - c, -d),
        (Operator::Mult, true, true) => (a * c - b * d, a * d + b * c),
        (Operator::Mult, true, false) => (a * c, b * c),
        (Operator::Mult, false, _) => (a * c, a * d),
        (Operator::Div, _, false) if c != 0.0 => (a / c, b / c),
        // The larger part of the divisor divides the smaller one, so that no square overflows.
        (Operator::Div, dividend, true) if c != 0.0 || d != 0.0 => {
            if c.abs() >= d.abs() {
                let ratio = d / c;
                let divisor = c + d * ratio;
                if dividend {
                    ((a + b * ratio) / divisor, (b - a * ratio) / divisor)
                } else {
                    (a / divisor, (-a * ratio) / divisor)
                }
            } else {
                let ratio = c / d;
                let divisor = c * ratio + d;
                if dividend {
                    ((a * ratio + b) / divisor, (b * ratio - a) / divisor)
                } else {
                    ((a * ratio) / divisor, -a / divisor)
                }
            }
        }
        _ => return None,
    };
    (result.0.is_finite() && result.1.is_finite()).then_some(result)
}

/// What the front end makes of two complex numbers.
fn front_end_complex(op: Operator, (a, b): (f64, f64), (c, d): (f64, f64)) -> (f64, f64) {
    match op {
        Operator::Add => (a + c, b + d),
        Operator::Sub => {
            let zeros = a == 0.0 && b == 0.0 && c == 0.0 && d == 0.0 && d.is_sign_positive();
            (a - c, if zeros { -0.0 } else { b - d })
        }
        Operator::Mult => (a * c - b * d, a * d + b * c),
        _ => {
            let norm = c * c + d * d;
            ((a * c + b * d) / norm, (b * c - a * d) / norm)
        }
    }
}

fn same(left: (f64, f64), right: (f64, f64)) -> bool {
    left.0.to_bits() == right.0.to_bits() && left.1.to_bits() == right.1.to_bits()
}

/// `//` of floats where nothing is left over; nothing where CPython raises an exception, or the quotient is zero.
fn floor_divide(left: f64, right: f64) -> Option<f64> {
    let quotient = left / right;
    let exact = right != 0.0 && left % right == 0.0 && quotient != 0.0 && quotient.is_finite();
    exact.then(|| quotient.round())
}

/// Puts a number in the place of an expression.
fn set_number(expr: &mut Expr, value: Number) {
    let (range, node_index) = (expr.range(), AtomicNodeIndex::default());
    *expr = Expr::NumberLiteral(ExprNumberLiteral { value, range, node_index });
}

/// The value of an expression of ints, if CPython folds it to an int.
fn int(expr: &Expr, depth: usize) -> Option<BigInt> {
    let depth = depth.checked_sub(1)?;
    match expr {
        Expr::NumberLiteral(number) => match &number.value {
            Number::Int(value) => big(value),
            Number::Float(_) | Number::Complex { .. } => None,
        },
        Expr::BooleanLiteral(literal) => Some(BigInt::from(u8::from(literal.value))),
        Expr::UnaryOp(unary) => {
            let value = int(&unary.operand, depth)?;
            match unary.op {
                UnaryOp::UAdd => Some(value),
                UnaryOp::USub => Some(-value),
                UnaryOp::Invert if matches!(*unary.operand, Expr::BooleanLiteral(_)) => None,
                UnaryOp::Invert => Some(!value),
                UnaryOp::Not => None,
            }
        }
        Expr::BinOp(binary) => {
            let (left, right) = (int(&binary.left, depth)?, int(&binary.right, depth)?);
            match binary.op {
                Operator::Add => Some(left + right),
                Operator::Sub => Some(left - right),
                Operator::Mult => (left.bits() + right.bits() <= MAX_BITS).then(|| left * right),
                Operator::Pow => {
                    let exponent = u32::try_from(&right).ok()?;
                    let small = exponent == 0 || left.bits() <= MAX_BITS / u64::from(exponent);
                    small.then(|| left.pow(exponent))
                }
                Operator::LShift => {
                    let shift = u64::try_from(&right).ok()?;
                    (shift <= MAX_BITS && left.bits() <= MAX_BITS - shift).then(|| left << shift)
                }
                Operator::RShift => Some(left >> u32::try_from(&right).ok()?),
                Operator::BitAnd => Some(left & right),
                Operator::BitOr => Some(left | right),
                Operator::BitXor => Some(left ^ right),
                Operator::FloorDiv | Operator::Mod | Operator::Div | Operator::MatMult => None,
            }
        }
        _ => None,
    }
}

fn big(value: &Int) -> Option<BigInt> {
    let value = ruff_int_to_bigint(value).ok()?;
    Some(BigInt::from_signed_bytes_le(&value.to_signed_bytes_le()))
}

/// The nearest float, of two that are equally near the even one; infinite if there is none.
fn to_f64(value: &BigInt) -> f64 {
    // A decimal is rounded exactly.
    value.to_string().parse().unwrap_or(f64::INFINITY)
}

/// The quotient rounded once; nothing if it is too large, where CPython raises an exception.
fn true_divide(left: &BigInt, right: &BigInt) -> Option<f64> {
    /// Bits that the quotient has at least, so that what it lacks does not matter to how it is rounded.
    const ENOUGH: i64 = 66;
    let negative = (left.sign() == Sign::Minus) != (right.sign() == Sign::Minus);
    let (left, right) = (left.magnitude(), right.magnitude());
    let shift = ENOUGH - (left.bits() as i64 - right.bits() as i64);
    let (left, right) = if shift >= 0 {
        (left << shift.unsigned_abs(), right.clone())
    } else {
        (left.clone(), right << shift.unsigned_abs())
    };
    let (quotient, rest) = (&left / &right, &left % &right);
    // What is lost makes the last bit odd, which no half has.
    let sticky = quotient | num_bigint::BigUint::from(u8::from(rest != num_bigint::BigUint::ZERO));
    let magnitude = round_scaled(&sticky, -shift)?;
    Some(if negative { -magnitude } else { magnitude })
}

/// `value` times a power of two as a float, rounded once.
fn round_scaled(value: &num_bigint::BigUint, exponent: i64) -> Option<f64> {
    let bits = value.bits() as i64;
    if bits == 0 {
        return Some(0.0);
    }
    // How many bits the float has: fewer if it is subnormal.
    let top = bits + exponent;
    let precision = (top + 1074).min(53);
    if precision < 0 {
        return Some(0.0);
    }
    let drop = bits - precision;
    let kept = u64::try_from(value >> drop.max(0).unsigned_abs()).ok()?;
    let mut kept = if drop < 0 { kept << drop.unsigned_abs() } else { kept };
    if drop > 0 {
        let half = num_bigint::BigUint::from(1u8) << (drop - 1).unsigned_abs();
        let lost = value & ((&half << 1u8) - 1u8);
        if lost > half || (lost == half && kept & 1 == 1) {
            kept += 1;
        }
    }
    let mut result = kept as f64;
    // In steps, for a power of two may be no float where the product is one.
    let mut scale = drop + exponent;
    while scale != 0 {
        let step = scale.clamp(-1000, 1000);
        result *= 2f64.powi(i32::try_from(step).ok()?);
        scale -= step;
    }
    result.is_finite().then_some(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotients_of_floats_are_floored() {
        assert_eq!(floor_divide(10.0, 2.5), Some(4.0));
        assert_eq!(floor_divide(-1.5, 1.0), None);
        assert_eq!(floor_divide(1.0, 0.0), None);
    }

    #[test]
    fn quotients_are_rounded_once() {
        let ten = |power: u32| BigInt::from(10).pow(power);
        assert_eq!(true_divide(&ten(25), &BigInt::from(3)), Some(3.3333333333333335e24));
        assert_eq!(true_divide(&ten(400), &ten(399)), Some(10.0));
        assert_eq!(true_divide(&ten(400), &ten(1)), None);
        assert_eq!(true_divide(&BigInt::from(-1), &BigInt::from(4)), Some(-0.25));
        assert_eq!(true_divide(&BigInt::from(0), &BigInt::from(7)), Some(0.0));
        assert_eq!(true_divide(&BigInt::from(5), &ten(324)), Some(5e-324));
        assert_eq!(true_divide(&BigInt::from(1), &ten(330)), Some(0.0));
    }
}
