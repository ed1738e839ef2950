//! What the walk notices on its way that the reference does not: uses of dead values, statements that are left out,
//! values that get lost. None of it changes what is written; `check_bodies` turns it into diagnostics.

use std::collections::{BTreeMap, BTreeSet};

use super::cases::{Cursor, Section, Target, Tok};
use crate::analysis::offset::PointerOffset;
use crate::analysis::{StackEffects, StackItem};
use crate::stack::Storage;
use crate::syntax::source::{SourceFile, Span, TokenKind, TokenRange};

/// Something that the reference accepts in silence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What it is.
    pub kind: RemarkKind,
    /// Where it is.
    pub at: Span,
}

/// What was noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemarkKind {
    /// An input is used after it was consumed.
    UsedAfterDeath {
        /// The input.
        name: String,
        /// Where it was consumed.
        death: Option<Span>,
    },
    /// An input is closed after it was consumed.
    ClosedTwice {
        /// The input.
        name: String,
        /// Where it was consumed.
        death: Option<Span>,
    },
    /// An input of the enclosing code is consumed in every turn of a loop.
    ConsumedInLoop {
        /// The input.
        name: String,
        /// Where it is consumed.
        death: Option<Span>,
    },
    /// The instruction is left for its general form after an input was closed.
    LeftAfterClose {
        /// `DEOPT_IF` or `EXIT_IF`
        name: String,
        /// What was closed.
        close: Span,
    },
    /// The instruction is left for its general form after it could have failed.
    LeftAfterError {
        /// `DEOPT_IF` or `EXIT_IF`
        name: String,
        /// The `ERROR_IF` before it.
        error: Span,
    },
    /// Statements after one that does not end are not written.
    Dropped {
        /// The statement that does not end.
        after: Span,
    },
    /// An `#if` counts as never ending although one of its configurations does end (B45).
    EndOfMacroIf {
        /// Statements after it that are not written, if there are any.
        dropped: Option<Span>,
    },
    /// An error pops so many items, but no label does.
    NoPopLabel {
        /// How many.
        count: i64,
    },
    /// A condition starts with `true` or `1` but does not end there. It counts as always true.
    NotConstant {
        /// The macro.
        name: String,
    },
    /// A macro takes tokens away that it should not.
    LostTokens {
        /// The macro.
        name: String,
        /// What was taken.
        taken: String,
    },
    /// The stack pointer is saved on one of two paths only.
    SavedOnSomePaths,
    /// An output of a micro-op with peeked inputs is pushed without having been defined.
    OutputNotDefined {
        /// The output.
        name: String,
    },
    /// An output got a value on one of two paths only.
    OutputOnSomePaths {
        /// The output.
        name: String,
    },
    /// A peeked input is declared dead while only its variable has it, so it is never written back.
    PeekLost {
        /// The input.
        name: String,
    },
    /// An input's variable still belongs to an item further down.
    Overwritten {
        /// The item.
        name: String,
        /// Where the item further down is defined.
        below: Span,
    },
    /// A part of an instruction never ends, but others follow it.
    PartNeverEnds {
        /// The micro-op.
        uop: String,
        /// The micro-op after it.
        next: Span,
    },
}

/// How the stack is in memory where a body leaves, or where its stack pointer is brought up to date. Offsets count from
/// the top of the stack at the start of the walk.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The statement.
    pub at: Span,
    /// Where the stack ends: for `ERROR_IF` after its inputs were popped.
    pub top: PointerOffset,
    /// The scalars that memory has, and where.
    pub items: Vec<(String, PointerOffset)>,
    /// Whether the stack pointer is in the frame already.
    pub saved: bool,
}

/// What was done to values on the way here.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct History {
    /// The last input closed.
    pub closed: Option<Span>,
    /// Whether the stack was synced since, so that it is in order without what was closed.
    pub synced: bool,
    /// The last `ERROR_IF`.
    pub error_if: Option<Span>,
}

impl History {
    /// What may have been done if another way leads here, too.
    pub fn join(&mut self, other: History) {
        self.synced = (self.synced || self.closed.is_none()) && (other.synced || other.closed.is_none());
        self.closed = self.closed.or(other.closed);
        self.error_if = self.error_if.or(other.error_if);
    }
}

/// The notes of a walk.
#[derive(Debug, Default)]
pub(super) struct Watch {
    pub remarks: Vec<Remark>,
    pub snapshots: Vec<Snapshot>,
    pub history: History,
    /// Where each input was consumed last.
    deaths: BTreeMap<String, Span>,
    /// Outputs that got a value on one of two paths only, and where these met.
    partial: BTreeMap<String, Span>,
    /// Inputs that got a new value, perhaps after they had been taken off the stack: mere C variables from there on.
    revived: BTreeSet<String>,
}

impl Watch {
    /// Forgets what is about one body. What was done to values goes on from one part of an instruction to the next.
    pub fn start_body(&mut self) {
        self.deaths.clear();
        self.partial.clear();
        self.revived.clear();
    }

    pub fn remark(&mut self, kind: RemarkKind, at: Span) {
        self.remarks.push(Remark { kind, at });
    }

    /// Notes how the stack is at a statement. The last note about it counts.
    pub fn snapshot(&mut self, storage: &Storage<'_>, top: &PointerOffset, at: Span) {
        let scalars = storage.stack.variables().filter(|local| !local.is_array() && local.name() != "unused");
        let items = scalars
            .filter_map(|local| Some((local.name().to_owned(), PointerOffset::clone(local.memory.as_ref()?))))
            .collect();
        let saved = storage.is_spilled();
        self.snapshots.push(Snapshot { at, top: top.clone(), items, saved });
    }

    pub fn death(&mut self, name: &str, at: Span) {
        self.deaths.insert(name.to_owned(), at);
    }

    pub fn death_of(&self, name: &str) -> Option<Span> {
        self.deaths.get(name).copied()
    }

    /// Notes that an input was closed.
    pub fn close(&mut self, at: Span) {
        self.history.closed = Some(at);
        self.history.synced = false;
    }

    /// Notes that a variable got a value, or that it is an array whose elements are looked after one by one.
    pub fn store(&mut self, name: &str) {
        self.partial.remove(name);
        self.revived.insert(name.to_owned());
    }

    /// Notes which outputs have a value on one of two paths only. The model takes the joined path's word for it.
    pub fn paths_meet(&mut self, storage: &Storage<'_>, other: &Storage<'_>, at: Span) {
        for local in storage.outputs().filter(|local| local.in_local || local.needs_defining()) {
            let theirs = other.outputs().find(|theirs| theirs.name() == local.name());
            if theirs.is_some_and(|theirs| theirs.in_local != local.in_local) {
                self.partial.insert(local.name().to_owned(), at);
            }
        }
    }

    /// Notes that outputs are pushed as they are.
    pub fn outputs_pushed(&mut self, effects: &StackEffects) {
        for (name, at) in std::mem::take(&mut self.partial) {
            if effects.outputs.iter().any(|item| item.name == name && !item.is_array() && !item.peek) {
                self.remark(RemarkKind::OutputOnSomePaths { name }, at);
            }
        }
    }

    /// Notes the uses of dead inputs among some tokens, given the state before them.
    pub fn uses(
        &mut self,
        section: &Section<'_>,
        file: &SourceFile,
        range: TokenRange,
        storage: &Storage<'_>,
    ) {
        if !matches!(section.target, Target::Instruction { .. } | Target::Executor { .. }) {
            return;
        }
        let Some(effects) = section.effects else { return };
        let mut before: [Option<Tok<'_>>; 2] = [None, None];
        for token in Cursor::new(file, range).filter(|token| token.token.kind != TokenKind::Comment) {
            let [first, second] = before;
            before = [second, Some(token)];
            let after = |text: &str| second.is_some_and(|token| token.is_punct(text));
            if !token.is_identifier() || after(".") || after("->") || after("&") {
                continue;
            }
            let Some(item) = effects.inputs.iter().find(|item| item.used && item.name == token.text) else {
                continue;
            };
            let stores = section.local_stores.is_some_and(|stores| stores.contains(&token.id));
            if stores || self.revived.contains(token.text) || is_alive(item, storage) {
                continue;
            }
            let name = token.text.to_owned();
            let death = self.death_of(&name);
            let at = Span { file: section.file, start: token.token.start, end: token.token.end };
            let function = first.filter(|_| after("(")).map_or("", |token| token.text);
            match function {
                // Saying so twice does no harm.
                "DEAD" => {}
                "PyStackRef_CLOSE"
                | "PyStackRef_XCLOSE"
                | "PyStackRef_CLOSE_SPECIALIZED"
                | "PyStackRef_AsPyObjectSteal" => self.remark(RemarkKind::ClosedTwice { name, death }, at),
                _ => self.remark(RemarkKind::UsedAfterDeath { name, death }, at),
            }
        }
    }

    /// Notes inputs that a loop's body consumes, given the state before and after it.
    pub fn loop_ends(&mut self, before: &[String], storage: &Storage<'_>, section: &Section<'_>, at: Span) {
        let Some(effects) = section.effects else { return };
        for name in before {
            let item = effects.inputs.iter().find(|item| item.name == *name && !item.is_array());
            if item.is_some_and(|item| !is_alive(item, storage)) && !self.revived.contains(name) {
                let death = self.death_of(name);
                self.remark(RemarkKind::ConsumedInLoop { name: name.clone(), death }, at);
            }
        }
    }
}

/// Whether an input of the micro-op has a value: as an input that is left, as an output of the same name, or on
/// the tracked stack.
fn is_alive(item: &StackItem, storage: &Storage<'_>) -> bool {
    storage
        .inputs()
        .chain(storage.outputs())
        .chain(storage.stack.variables())
        .any(|local| local.name() == item.name && !local.is_dead())
}

/// The names of the scalar inputs that have a value.
pub(super) fn live_inputs(section: &Section<'_>, storage: &Storage<'_>) -> Vec<String> {
    let Some(effects) = section.effects else { return Vec::new() };
    let live = effects.inputs.iter().filter(|item| item.used && is_alive(item, storage));
    live.map(|item| item.name.clone()).collect()
}
