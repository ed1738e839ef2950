//! Which definitions call which helper: the C functions and macros that bodies are written with.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::explain::World;
use crate::report::explain::model::Kind;
use crate::syntax::source::{Span, Token, TokenKind};
use crate::syntax::tree::Definition;

/// Who calls a helper.
#[derive(Debug, Default)]
pub struct Users {
    /// Micro-ops and labels, in the order of the instruction set.
    pub definitions: Vec<(Kind, String)>,
    /// Micro-ops whose definition in the optimizer calls it.
    pub optimizer: Vec<String>,
}

impl Users {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.definitions.len() + self.optimizer.len()
    }
}

/// Every helper with its users, by name.
pub fn helpers(world: World<'_, '_>) -> BTreeMap<String, Users> {
    let mut all: BTreeMap<String, Users> = BTreeMap::new();
    for uop in world.analysis.uops.iter().filter(|uop| uop.replicates.is_none()) {
        for name in called(world, uop.body().span) {
            all.entry(name.to_owned()).or_default().definitions.push((Kind::Uop, uop.name.clone()));
        }
    }
    for label in &world.analysis.labels {
        for name in called(world, label.def.body.span) {
            all.entry(name.to_owned()).or_default().definitions.push((Kind::Label, label.name.clone()));
        }
    }
    let uops: BTreeSet<&str> = world.analysis.uops.iter().map(|uop| uop.name.as_str()).collect();
    for definition in world.parsed.optimizer.iter().flat_map(|tree| &tree.definitions) {
        if let Definition::Inst(def) = definition
            && uops.contains(def.name.text.as_str())
        {
            for name in called(world, def.body.span) {
                all.entry(name.to_owned()).or_default().optimizer.push(def.name.text.clone());
            }
        }
    }
    all
}

/// The names that a body calls and does not declare. Slots called through an object (`tp->tp_iternext(…)`) are not
/// among them.
fn called<'w>(world: World<'w, '_>, span: Span) -> BTreeSet<&'w str> {
    let tokens: Vec<&Token> = tokens(world, span).iter().filter(|t| t.kind != TokenKind::Comment).collect();
    let text = |index: Option<usize>| {
        index
            .and_then(|index| tokens.get(index))
            .map_or("", |token| world.sources.token_text(span.file, token))
    };
    let mut called = BTreeSet::new();
    let mut own = BTreeSet::new();
    for (index, token) in tokens.iter().enumerate().filter(|(_, t)| t.kind == TokenKind::Identifier) {
        let word = world.sources.token_text(span.file, token);
        let before = text(index.checked_sub(1));
        match text(index.checked_add(1)) {
            "(" if before != "->" && before != "." => {
                called.insert(word);
            }
            "=" if before != "->" && before != "." => {
                own.insert(word);
            }
            _ => {}
        }
    }
    called.difference(&own).copied().collect()
}

/// The tokens that lie in a span.
pub fn tokens<'w>(world: World<'w, '_>, span: Span) -> &'w [Token] {
    let all = &world.sources.file(span.file).tokens;
    let first = all.partition_point(|token| token.start < span.start);
    let end = all.partition_point(|token| token.start < span.end);
    all.get(first..end).unwrap_or_default()
}
