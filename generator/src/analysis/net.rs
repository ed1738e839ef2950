//! The net effect of instructions: how many items they pop and push. The sums are done in the way in which the
//! reference walks over the micro-ops, because the order of the terms in their text depends on it.

use super::context::Cx;
use super::offset::PointerOffset;
use super::offset_3_13::ListOffset;
use super::rules::{Rules, StackModel};
use super::{Dialect, StackEffects, StackItem};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalog::analysis as codes;
use crate::ir::Effect;
use crate::syntax::source::Span;

/// What an instruction does to the stack.
pub(super) struct NetEffect {
    /// Items popped.
    pub popped: Effect,
    /// Items pushed.
    pub pushed: Effect,
    /// The name of an item that the reference loses track of; it stops there, and so do the counts.
    pub lost_item: Option<String>,
}

/// What an instruction pops and pushes. `at` is what to point to if it has no meaning as an expression.
pub(super) fn net_effect(cx: &mut Cx<'_, '_>, effects: &[&StackEffects], name: &str, at: Span) -> NetEffect {
    let mut lost_item = None;
    let (popped, pushed) = if cx.rules.effects.stack == StackModel::Lists {
        let mut stack = ListStack::default();
        for effect in effects {
            if let Err(mismatch) = stack.apply(effect) {
                report_mismatch(cx, name, at, &mismatch);
            }
        }
        stack.net()
    } else {
        let mut stack = OffsetStack::default();
        for effect in effects {
            if let Err(lost) = stack.apply(effect) {
                report_lost(cx, name, at, &lost);
                lost_item = Some(lost.item.name.clone());
                break;
            }
        }
        stack.net()
    };
    NetEffect { popped, pushed, lost_item }
}

/// What a micro-op pops. In 3.14 the count ends at the first item from the top that stays (reference.md B68).
pub(super) fn popped(dialect: Dialect, effects: &StackEffects) -> Effect {
    let rules = &Rules::of(dialect).effects;
    let inputs = effects.inputs.iter().rev().take_while(|item| !(rules.popped_ends_at_peek && item.peek));
    if rules.stack == StackModel::Lists {
        let mut base = ListOffset::default();
        for item in inputs {
            base.pop(item);
            if item.name != "unused" {
                base.simplify();
            }
        }
        base.negated().effect()
    } else {
        let base = inputs.fold(PointerOffset::zero(), |base, item| base.pop(item));
        known(&-&base)
    }
}

/// An offset's effect. A term without a value has been reported where it was read; it counts as nothing here.
fn known(offset: &PointerOffset) -> Effect {
    offset.effect().unwrap_or_else(|| Effect { text: offset.to_c(), ..Effect::default() })
}

/// An item on the tracked stack of 3.14. Two are the same to the reference if they are equal in all three.
#[derive(Clone)]
struct Tracked<'a> {
    item: &'a StackItem,
    /// Where it lies in memory, if it does.
    memory: Option<PointerOffset>,
    /// Whether a C variable holds it.
    in_local: bool,
}

impl Tracked<'_> {
    fn is_same(&self, other: &Tracked<'_>) -> bool {
        std::ptr::eq(self.item, other.item) && self.memory == other.memory && self.in_local == other.in_local
    }
}

/// What is left of 3.14's stack model if nothing is written.
#[derive(Default)]
struct OffsetStack<'a> {
    base: PointerOffset,
    top: PointerOffset,
    items: Vec<Tracked<'a>>,
}

/// An item that the reference's stack model cannot follow; it stops with an AssertionError.
struct Lost<'a> {
    item: &'a StackItem,
    /// The same item, further down on the stack. `None` if it lies at another place than before.
    twice: bool,
}

impl<'a> OffsetStack<'a> {
    fn pop(&mut self, item: &'a StackItem) -> Result<Tracked<'a>, Lost<'a>> {
        if self.items.last().is_some_and(|top| top.item.size != item.size) {
            // Items of different sizes cannot be matched, so all goes to memory.
            self.items.clear();
            self.base = self.top.clone();
        }
        self.top = self.top.pop(item);
        let Some(mut tracked) = self.items.pop() else {
            self.base = self.top.clone();
            let in_local = item.used && item.name != "unused";
            return Ok(Tracked { item, memory: Some(self.base.clone()), in_local });
        };
        if !item.used {
            return Ok(tracked);
        }
        if tracked.item.name != item.name {
            tracked.item = item;
        }
        if !tracked.in_local {
            if tracked.memory.get_or_insert_with(|| self.top.clone()) != &self.top {
                return Err(Lost { item, twice: false });
            }
            tracked.in_local = !item.is_array();
        }
        Ok(tracked)
    }

    fn apply(&mut self, effects: &'a StackEffects) -> Result<(), Lost<'a>> {
        // An input that is not loaded keeps the name under which it was pushed, and an output of that name is
        // taken to be the same thing.
        let mut popped: Vec<Tracked<'a>> = Vec::new();
        for input in effects.inputs.iter().rev() {
            let tracked = self.pop(input)?;
            if input.name != "unused" {
                popped.push(tracked);
            }
        }
        for output in &effects.outputs {
            let same = popped.iter().rev().find(|p| p.item.name == output.name);
            let pushed = same.cloned().unwrap_or(Tracked { item: output, memory: None, in_local: false });
            if self.items.iter().any(|below| below.is_same(&pushed)) {
                return Err(Lost { item: pushed.item, twice: true });
            }
            self.top = self.top.push(pushed.item);
            self.items.push(pushed);
        }
        Ok(())
    }

    fn net(&self) -> (Effect, Effect) {
        (known(&-&self.base), known(&(&self.top - &self.base)))
    }
}

/// Only one of the reference's generators, that of the opcode metadata, stops here, so this is no error where the
/// reference is the measure.
fn report_lost(cx: &mut Cx<'_, '_>, name: &str, at: Span, lost: &Lost<'_>) {
    let (label, help) = if lost.twice {
        ("is on the stack twice", "define a second micro-op that does the same, with other names")
    } else {
        ("lies at another place than before", "give the items the same sizes, or different names")
    };
    cx.strict(
        Diagnostic::error(
            codes::ITEM_LOST,
            format!("the items of `{name}` cannot be told apart: `{}` comes up twice", lost.item.name),
            lost.item.span,
            label,
        )
        .with_label(at, "put together here")
        .with_help(help),
    );
}

/// 3.13's stack model, as far as the counts go.
#[derive(Default)]
struct ListStack<'a> {
    base: ListOffset,
    top: ListOffset,
    items: Vec<&'a StackItem>,
    defined: std::collections::BTreeSet<&'a str>,
}

/// Two items of different sizes at the same place.
struct Mismatch {
    pushed: StackItem,
    popped: StackItem,
}

impl<'a> ListStack<'a> {
    fn pop(&mut self, item: &'a StackItem) -> Result<(), Box<Mismatch>> {
        self.top.pop(item);
        let Some(popped) = self.items.pop() else {
            self.base.pop(item);
            if item.name != "unused" {
                self.defined.insert(&item.name);
                // The reference prints the offset here, which simplifies it.
                self.base.simplify();
            }
            return Ok(());
        };
        if popped.size != item.size {
            return Err(Box::new(Mismatch { pushed: popped.clone(), popped: item.clone() }));
        }
        if popped.name == item.name {
        } else if popped.name == "unused" {
            self.defined.insert(&item.name);
            self.top.simplify();
        } else if item.name != "unused" {
            self.defined.insert(&item.name);
        }
        Ok(())
    }

    fn push(&mut self, item: &'a StackItem) {
        self.items.push(item);
        if item.is_array() && item.name != "unused" && self.defined.insert(&item.name) {
            self.top.simplify();
        }
        self.top.push(item);
    }

    fn apply(&mut self, effects: &'a StackEffects) -> Result<(), Box<Mismatch>> {
        for input in effects.inputs.iter().rev() {
            self.pop(input)?;
        }
        for output in &effects.outputs {
            self.push(output);
        }
        Ok(())
    }

    fn net(&mut self) -> (Effect, Effect) {
        let popped = self.base.negated().effect();
        let pushed = self.top.minus(&self.base).effect();
        (popped, pushed)
    }
}

fn report_mismatch(cx: &mut Cx<'_, '_>, name: &str, at: Span, mismatch: &Mismatch) {
    let describe = |item: &StackItem| match item.size.as_str() {
        "" => "one item".to_owned(),
        size => format!("{size} items"),
    };
    cx.error(
        Diagnostic::error(
            codes::SIZE_MISMATCH,
            format!("micro-ops of `{name}` do not agree on the size of an item"),
            mismatch.popped.span,
            format!("`{}` is {}", mismatch.popped.name, describe(&mismatch.popped)),
        )
        .with_label(
            mismatch.pushed.span,
            format!("but `{}`, which lies there, is {}", mismatch.pushed.name, describe(&mismatch.pushed)),
        )
        .with_label(at, "put together here")
        .with_help("give both the same size, written in the same way"),
    );
}
