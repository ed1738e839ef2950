//! The version report: what differs between two instruction sets, semantically.
//!
//! [`side`] reads what is compared, [`compare`] finds what differs, [`model`] is the result as plain data, and
//! [`render`] shows it. Names, numbers, stack effects, caches, flags and families are compared as the analysis has
//! them, so neither order nor layout of the definitions matters; bodies are compared token by token.

pub mod body;
mod body_diff;
mod consequences;
mod instructions;
pub mod model;
mod names;
mod needs;
mod pairs;
mod renames;
pub mod render;
pub mod side;
mod tables;
mod uops;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::bindings::Bindings;
use body::Body;
use model::{BodyChange, BodyKind, Diff, GroupKind, NameChange, NameKind, Need, SideKind};
use names::Use;
use side::Side;

/// Compares two sides. The bindings are those that both were read with.
pub fn compare(old: &Side, new: &Side, bindings: &Bindings) -> Diff {
    let (a, b) = (&old.isa, &new.isa);
    let mut groups = vec![
        instructions::instructions(a, b),
        instructions::families(a, b),
        instructions::pseudos(a, b),
        uops::uops(a, b),
        uops::labels(a, b),
        tables::cache_structs(a, b),
        tables::cache_entries(a, b),
    ];
    let sources = old.bodies.as_deref().zip(new.bodies.as_deref());
    if sources.is_some() {
        groups.push(uops::optimizer(old, new));
    }
    groups.push(tables::numbers(a, b));
    let (old_uops, new_uops): (Vec<_>, Vec<_>) =
        (old.bodies_of(BodyKind::Uop).collect(), new.bodies_of(BodyKind::Uop).collect());
    for group in &mut groups {
        group.changed.sort_by_key(model::Change::rank);
        match group.kind {
            GroupKind::Instructions | GroupKind::CacheStructs => renames::guess(group, &[], &[]),
            GroupKind::Uops => renames::guess(group, &old_uops, &new_uops),
            _ => {}
        }
    }
    let mut diff = Diff {
        schema: model::SCHEMA,
        old: old.info.clone(),
        new: new.info.clone(),
        only: None,
        notes: notes(old, new),
        consequences: Vec::new(),
        groups,
        bodies: sources.map(|(old, new)| bodies(old, new)),
        names: sources.map(|_| names(old, new, bindings)),
    };
    diff.consequences = consequences::of(&diff);
    diff
}

/// What could not be compared.
fn notes(old: &Side, new: &Side) -> Vec<String> {
    let sides = [("older", old), ("newer", new)];
    let mut notes = Vec::new();
    if old.isa.dialect != new.isa.dialect && sides.iter().any(|(_, side)| side.isa.dialect == "3.13") {
        notes.push(
            "The definitions of CPython 3.13 do not say what pseudo-instructions do to the stack: there they count as \
             doing nothing. They have no labels either."
                .to_owned(),
        );
    }
    for (which, side) in sides {
        if side.info.kind == SideKind::IsaJson {
            notes.push(format!(
                "The {which} side is an isa.json, which holds no bodies: bodies, optimizer definitions and the names \
                 that bodies need were not compared."
            ));
        } else if side.isa.caches.is_empty() {
            notes.push(format!("The {which} side has no pycore_code.h: its cache layouts are unknown."));
        }
    }
    notes
}

/// The bodies that differ, in the newer side's order. Those of definitions on one side only are no part of it.
fn bodies(old: &[Body], new: &[Body]) -> Vec<BodyChange> {
    let before: BTreeMap<(BodyKind, &str), &Body> =
        old.iter().map(|body| ((body.kind, body.name.as_str()), body)).collect();
    let changed = |body: &Body| body_diff::compare(before.get(&(body.kind, body.name.as_str()))?, body);
    new.iter().filter_map(changed).collect()
}

/// The names that bodies of one side only need, by kind, new ones first.
fn names(old: &Side, new: &Side, bindings: &Bindings) -> Vec<NameChange> {
    type Uses<'a> = BTreeMap<(NameKind, &'a str), (Use, Vec<&'a Body>)>;
    fn uses(side: &Side) -> Uses<'_> {
        // The numbers of instructions and micro-ops are generated, so they need nothing.
        let opcodes = side.isa.opcodes.opmap.iter().map(|(name, _)| name.as_str());
        let known: BTreeSet<&str> =
            opcodes.chain(side.isa.uops.iter().map(|uop| uop.name.as_str())).collect();
        let mut uses = Uses::new();
        for body in side.bodies.iter().flatten() {
            for ((kind, name), how) in &body.names {
                let kind = if names::is_language(name) { NameKind::Language } else { *kind };
                if kind != NameKind::Value || !known.contains(name.as_str()) {
                    let (all, bodies) = uses.entry((kind, name.as_str())).or_default();
                    *all = all.and(*how);
                    bodies.push(body);
                }
            }
        }
        uses
    }
    let (before, after) = (uses(old), uses(new));
    let only = |these: &Uses<'_>, others: &Uses<'_>, is_new: bool| -> Vec<NameChange> {
        let alone = these.iter().filter(|(key, _)| !others.contains_key(*key));
        alone
            .map(|((kind, name), (how, bodies))| {
                let (need, binding) = match is_new {
                    true => needs::new_name(*kind, name, *how, bodies, new, bindings),
                    false => needs::gone_name(*kind, name, new, bindings),
                };
                NameChange {
                    name: (*name).to_owned(),
                    kind: *kind,
                    is_new,
                    used_by: bodies.iter().map(|body| user(body)).collect(),
                    need,
                    binding,
                }
            })
            .collect()
    };
    let mut all = only(&after, &before, true);
    all.extend(only(&before, &after, false));
    all.sort_by(|a, b| (a.kind, a.need, &a.name).cmp(&(b.kind, b.need, &b.name)));
    all
}

/// How a body is called in a list of users.
fn user(body: &Body) -> String {
    match body.kind {
        BodyKind::Optimizer => format!("{} (optimizer)", body.name),
        BodyKind::Uop | BodyKind::Label => body.name.clone(),
    }
}

/// Leaves only what concerns names that contain a text, whatever their case: definitions of that name, and names
/// that such definitions use.
pub fn narrow(diff: &mut Diff, text: &str) {
    let wanted = text.to_lowercase();
    let is_wanted = |name: &str| name.to_lowercase().contains(&wanted);
    for group in &mut diff.groups {
        group.added.retain(|entry| is_wanted(&entry.name));
        group.removed.retain(|entry| is_wanted(&entry.name));
        group.renamed.retain(|rename| is_wanted(&rename.old) || is_wanted(&rename.new));
        group.renumbered.retain(|renumbering| is_wanted(&renumbering.name));
        group.changed.retain(|change| is_wanted(&change.name));
    }
    if let Some(bodies) = &mut diff.bodies {
        bodies.retain(|body| is_wanted(&body.name));
    }
    if let Some(names) = &mut diff.names {
        names.retain(|name| is_wanted(&name.name) || name.used_by.iter().any(|user| is_wanted(user)));
    }
    diff.only = Some(text.to_owned());
    diff.consequences = consequences::of(diff);
}

/// How many of something there are on each side and what became of them: a line of the summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryRow {
    /// Of what.
    pub title: &'static str,
    /// Where an HTML report has the details.
    pub anchor: &'static str,
    /// Count on the older side.
    pub old: Option<usize>,
    /// Count on the newer side.
    pub new: Option<usize>,
    /// New ones.
    pub added: usize,
    /// Those that are gone.
    pub removed: usize,
    /// Those that differ, apart from number and body.
    pub changed: usize,
    /// Those of which only names or such differ.
    pub minor: usize,
    /// Those with another number.
    pub renumbered: usize,
}

impl SummaryRow {
    /// Whether nothing differs.
    pub fn is_equal(&self) -> bool {
        self.added + self.removed + self.changed + self.minor + self.renumbered == 0
    }
}

impl Diff {
    /// The summary, a line for each kind of definition, then bodies and names.
    pub fn summary(&self) -> Vec<SummaryRow> {
        let mut rows: Vec<SummaryRow> = self
            .groups
            .iter()
            .map(|group| SummaryRow {
                title: group.kind.title(),
                anchor: group.kind.anchor(),
                old: Some(group.old_count),
                new: Some(group.new_count),
                added: group.added.len(),
                removed: group.removed.len(),
                changed: group.major().count(),
                minor: group.minor().count(),
                renumbered: group.renumbered.len(),
            })
            .collect();
        let plain = |title, anchor| SummaryRow {
            title,
            anchor,
            old: None,
            new: None,
            added: 0,
            removed: 0,
            changed: 0,
            minor: 0,
            renumbered: 0,
        };
        if let Some(bodies) = &self.bodies {
            rows.push(SummaryRow { changed: bodies.len(), ..plain("Bodies", "bodies") });
        }
        if let Some(names) = &self.names {
            let added = names.iter().filter(|name| name.is_new).count();
            rows.push(SummaryRow {
                added,
                removed: names.len() - added,
                ..plain("Names that bodies use", "names")
            });
        }
        rows
    }

    /// Names of a kind that ask for the same.
    pub fn names_of(&self, kind: NameKind, need: Need) -> Vec<&NameChange> {
        self.names.iter().flatten().filter(|name| name.kind == kind && name.need == need).collect()
    }

    /// Definitions with a changed body that is all that changed of them.
    pub fn only_body_changed(&self) -> usize {
        let others: BTreeSet<&str> =
            self.groups.iter().flat_map(|group| &group.changed).map(|change| change.name.as_str()).collect();
        self.bodies.iter().flatten().filter(|body| !others.contains(body.name.as_str())).count()
    }
}
