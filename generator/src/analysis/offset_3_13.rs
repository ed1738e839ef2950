//! The offsets of CPython 3.13's generator: two lists of texts, numbers among them, simplified when printed.

use super::StackItem;
use super::offset::{Term, effect, print, python_int};
use crate::ir::{Effect, SizeExpr, SizeOp};

/// A distance in stack items.
#[derive(Clone, Debug, Default)]
pub(super) struct ListOffset {
    popped: Vec<Term>,
    pushed: Vec<Term>,
}

impl ListOffset {
    pub fn pop(&mut self, item: &StackItem) {
        self.popped.push(term(item));
    }

    pub fn push(&mut self, item: &StackItem) {
        self.pushed.push(term(item));
    }

    pub fn negated(&self) -> ListOffset {
        ListOffset { popped: self.pushed.clone(), pushed: self.popped.clone() }
    }

    pub fn minus(&self, other: &ListOffset) -> ListOffset {
        ListOffset {
            popped: [self.popped.as_slice(), other.pushed.as_slice()].concat(),
            pushed: [self.pushed.as_slice(), other.popped.as_slice()].concat(),
        }
    }

    /// Cancels equal terms. Nothing is touched if one list is empty; otherwise what is left is in descending
    /// order as far as it was looked at, and then in ascending order.
    pub fn simplify(&mut self) {
        if self.popped.is_empty() || self.pushed.is_empty() {
            return;
        }
        let mut popped = std::mem::take(&mut self.popped);
        let mut pushed = std::mem::take(&mut self.pushed);
        popped.sort();
        pushed.sort();
        while let (Some(pop), Some(push)) = (popped.last(), pushed.last()) {
            match pop.cmp(push) {
                std::cmp::Ordering::Equal => {
                    popped.pop();
                    pushed.pop();
                }
                std::cmp::Ordering::Greater => self.popped.extend(popped.pop()),
                std::cmp::Ordering::Less => self.pushed.extend(pushed.pop()),
            }
        }
        self.popped.append(&mut popped);
        self.pushed.append(&mut pushed);
    }

    /// Text and expression, simplified.
    pub fn effect(mut self) -> Effect {
        self.simplify();
        let mut numeric = 0i64;
        let mut symbolic = |terms: &[Term], sign: i64| -> Vec<Term> {
            let mut rest = Vec::new();
            for term in terms {
                match python_int(&term.text) {
                    Some(n) => numeric = numeric.saturating_add(n.saturating_mul(sign)),
                    None => rest.push(term.clone()),
                }
            }
            rest
        };
        let popped = symbolic(&self.popped, -1);
        let pushed = symbolic(&self.pushed, 1);
        let text = print(numeric, &popped, &pushed);
        // A term without a value has been reported where it was read; it counts as nothing here.
        effect(text.clone(), numeric, &popped, &pushed).unwrap_or(Effect { text, ..Effect::default() })
    }
}

/// The room that an item takes, as a text that C can evaluate.
fn term(item: &StackItem) -> Term {
    let scalar = item.size.is_empty();
    let size = if scalar { "1" } else { &item.size };
    let value = if scalar { Some(SizeExpr::Int(1)) } else { item.size_expr.clone() };
    let condition = item.condition.as_str();
    match condition {
        "" | "1" => Term { text: size.to_owned(), value },
        "0" => Term { text: "0".to_owned(), value: Some(SizeExpr::Int(0)) },
        "oparg & 1" if size == "1" => {
            let bit = SizeExpr::Binary(SizeOp::BitAnd, Box::new(SizeExpr::Oparg), Box::new(SizeExpr::Int(1)));
            Term { text: format!("({condition})"), value: Some(bit) }
        }
        _ => Term {
            text: format!("(({condition}) ? {size} : 0)"),
            value: item.condition_expr.clone().zip(value).map(|(condition, value)| {
                SizeExpr::Cond(Box::new(condition), Box::new(value), Box::new(SizeExpr::Int(0)))
            }),
        },
    }
}
