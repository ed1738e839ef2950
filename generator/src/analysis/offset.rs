//! Symbolic distances on the stack: a number plus terms that are added or subtracted as text.
//!
//! CPython's generator does this arithmetic on the *text* of sizes: `oparg` cancels `oparg`, but `(oparg)` does
//! not. The texts end up in its headers and in the C of every instruction, so they are kept here to the
//! letter, including the order in which terms come out of a simplification (reference.md B44). Next to its text
//! every term carries the expression that it stands for, so that nobody has to read the text again.

use std::cmp::Ordering;
use std::ops::{Add, Neg, Sub};

use crate::analysis::StackItem;
use crate::ir::{Effect, SizeExpr};

/// A symbolic term. Terms are compared, sorted and cancelled by their text alone.
#[derive(Clone, Debug)]
pub struct Term {
    /// The C text, without a sign.
    pub text: String,
    /// What it stands for; `None` if it is not arithmetic in `oparg`.
    pub value: Option<SizeExpr>,
}

impl PartialEq for Term {
    fn eq(&self, other: &Term) -> bool {
        self.text == other.text
    }
}

impl Eq for Term {}

impl PartialOrd for Term {
    fn partial_cmp(&self, other: &Term) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Term {
    fn cmp(&self, other: &Term) -> Ordering {
        self.text.cmp(&other.text)
    }
}

/// A distance in stack items. Equality is that of the reference: same number, same terms in the same order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PointerOffset {
    /// The number. It saturates instead of overflowing.
    pub numeric: i64,
    /// Terms added.
    pub positive: Vec<Term>,
    /// Terms subtracted.
    pub negative: Vec<Term>,
}

impl PointerOffset {
    /// No distance.
    pub fn zero() -> PointerOffset {
        PointerOffset::default()
    }

    /// A fixed distance.
    pub fn items(numeric: i64) -> PointerOffset {
        PointerOffset { numeric, ..PointerOffset::default() }
    }

    /// The room that an item takes: one for a scalar, the size for an array. A size that Python's `int` reads
    /// is a number. A leading sign is split off as the reference does it: `-1-oparg` becomes "minus `1-oparg`",
    /// whose text is wrong; the value kept beside it is right.
    pub fn from_item(item: &StackItem) -> PointerOffset {
        if item.size.is_empty() {
            return PointerOffset::items(1);
        }
        let text = item.size.trim();
        if let Some(numeric) = python_int(text) {
            return PointerOffset::items(numeric);
        }
        let text = text.strip_prefix('+').unwrap_or(text);
        let value = item.size_expr.clone();
        match text.strip_prefix('-') {
            Some(rest) => {
                let value = value.map(|v| SizeExpr::Neg(Box::new(v)));
                let term = Term { text: rest.to_owned(), value };
                PointerOffset { negative: vec![term], ..PointerOffset::default() }
            }
            None => {
                let term = Term { text: text.to_owned(), value };
                PointerOffset { positive: vec![term], ..PointerOffset::default() }
            }
        }
    }

    /// The offset after popping an item.
    pub fn pop(&self, item: &StackItem) -> PointerOffset {
        self - &PointerOffset::from_item(item)
    }

    /// The offset after pushing an item.
    pub fn push(&self, item: &StackItem) -> PointerOffset {
        self + &PointerOffset::from_item(item)
    }

    /// The number, if there are no terms.
    pub fn as_int(&self) -> Option<i64> {
        (self.positive.is_empty() && self.negative.is_empty()).then_some(self.numeric)
    }

    /// The C text: number, then subtracted terms, then added ones; a zero is left out if there are terms.
    pub fn to_c(&self) -> String {
        print(self.numeric, &self.negative, &self.positive)
    }

    /// Text and expression. The expression is `None` if a term has none.
    pub fn effect(&self) -> Option<Effect> {
        effect(self.to_c(), self.numeric, &self.negative, &self.positive)
    }

    fn new(numeric: i64, positive: Vec<Term>, negative: Vec<Term>) -> PointerOffset {
        let (positive, negative) = simplify(positive, negative);
        PointerOffset { numeric, positive, negative }
    }
}

/// The text of a sum as both dialects print it.
pub(super) fn print(numeric: i64, negative: &[Term], positive: &[Term]) -> String {
    let mut text = String::new();
    for term in negative {
        text.push_str(" - ");
        text.push_str(&maybe_parenthesize(&term.text));
    }
    for term in positive {
        text.push_str(" + ");
        text.push_str(&maybe_parenthesize(&term.text));
    }
    if text.is_empty() || numeric != 0 {
        text.insert_str(0, &numeric.to_string());
    }
    if let Some(rest) = text.strip_prefix(" + ") {
        text = rest.to_owned();
    }
    if let Some(rest) = text.strip_prefix(" - ") {
        text = format!("-{rest}");
    }
    text
}

/// A text with the expression of the sum that it is the text of.
pub(super) fn effect(text: String, numeric: i64, negative: &[Term], positive: &[Term]) -> Option<Effect> {
    let mut terms = Vec::with_capacity(1 + negative.len() + positive.len());
    if numeric != 0 {
        terms.push(SizeExpr::Int(numeric));
    }
    for term in positive {
        terms.push(term.value.clone()?);
    }
    for term in negative {
        terms.push(match term.value.clone()? {
            SizeExpr::Neg(value) => *value,
            value => SizeExpr::Neg(Box::new(value)),
        });
    }
    Some(Effect { text, expr: SizeExpr::sum(terms) })
}

/// Cancels equal terms. Both lists are sorted first, and what is left keeps the order in which the reference's
/// merge from the top leaves it: first the terms that were never looked at, then the others, largest first.
fn simplify(mut positive: Vec<Term>, mut negative: Vec<Term>) -> (Vec<Term>, Vec<Term>) {
    positive.sort();
    negative.sort();
    let (mut p_unique, mut n_unique) = (Vec::new(), Vec::new());
    while let (Some(p), Some(n)) = (positive.last(), negative.last()) {
        // The larger of the two can have no equal in the other list, for all that is left there is smaller.
        match p.cmp(n) {
            Ordering::Greater => p_unique.extend(positive.pop()),
            Ordering::Less => n_unique.extend(negative.pop()),
            Ordering::Equal => {
                positive.pop();
                negative.pop();
            }
        }
    }
    positive.append(&mut p_unique);
    negative.append(&mut n_unique);
    (positive, negative)
}

impl Add for &PointerOffset {
    type Output = PointerOffset;

    fn add(self, other: &PointerOffset) -> PointerOffset {
        PointerOffset::new(
            self.numeric.saturating_add(other.numeric),
            [self.positive.as_slice(), other.positive.as_slice()].concat(),
            [self.negative.as_slice(), other.negative.as_slice()].concat(),
        )
    }
}

impl Sub for &PointerOffset {
    type Output = PointerOffset;

    fn sub(self, other: &PointerOffset) -> PointerOffset {
        PointerOffset::new(
            self.numeric.saturating_sub(other.numeric),
            [self.positive.as_slice(), other.negative.as_slice()].concat(),
            [self.negative.as_slice(), other.positive.as_slice()].concat(),
        )
    }
}

impl Neg for &PointerOffset {
    type Output = PointerOffset;

    fn neg(self) -> PointerOffset {
        PointerOffset {
            numeric: self.numeric.saturating_neg(),
            positive: self.negative.clone(),
            negative: self.positive.clone(),
        }
    }
}

impl std::fmt::Display for PointerOffset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_c())
    }
}

/// Puts parentheses around a text that holds an operator, unless it already starts and ends with one. `*` is
/// let through, being common and harmless in a sum.
pub fn maybe_parenthesize(text: &str) -> String {
    let wrapped = text.starts_with('(') && text.ends_with(')');
    let harmless = !text.is_empty()
        && text.chars().all(|c| c.is_whitespace() || c.is_alphanumeric() || c == '_' || c == '*');
    if wrapped || harmless { text.to_owned() } else { format!("({text})") }
}

/// What Python's `int(text)` gives: an optional sign and decimal digits, between which single underscores may
/// stand. `None` where it would raise; numbers beyond 64 bits saturate.
pub fn python_int(text: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut value: i64 = 0;
    let mut after_digit = false;
    for c in digits.chars() {
        match c.to_digit(10) {
            Some(digit) => {
                value = value.saturating_mul(10).saturating_add(i64::from(digit));
                after_digit = true;
            }
            None if c == '_' && after_digit => after_digit = false,
            None => return None,
        }
    }
    after_digit.then_some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests;
