//! Micro-ops, labels, and what the optimizer knows about micro-ops.

use serde_json::Value;

use super::body::{Body, join};
use super::instructions::{flags, renumbering};
use super::model::{Aspect, BodyKind, Change, Entry, Group, GroupKind};
use super::pairs::{by_name, change, entry};
use super::side::Side;
use super::values;
use crate::ir::{Isa, Label, Properties, Uop, UopId};

/// Properties that a flag, an annotation or the copies show already.
const SHOWN_ELSEWHERE: [&str; 15] = [
    "escapes",
    "error_with_pop",
    "error_without_pop",
    "deopts",
    "oparg",
    "jumps",
    "eval_breaker",
    "uses_co_consts",
    "uses_co_names",
    "uses_locals",
    "has_free",
    "side_exit",
    "pure_",
    "const_oparg",
    "no_save_ip",
];

/// What differs between the micro-ops. The copies that `replicate` makes are not looked at: they follow from
/// the original.
pub fn uops(old: &Isa, new: &Isa) -> Group {
    fn originals(isa: &Isa) -> impl Iterator<Item = &Uop> + Clone {
        isa.uops.iter().filter(|uop| uop.replicates.is_none())
    }
    let mut group = Group::new(GroupKind::Uops, originals(old).count(), originals(new).count());
    let pairs = by_name(originals(old), originals(new), |u: &Uop| &u.name);
    group.added = pairs.added.into_iter().map(facts).collect();
    group.removed = pairs.removed.into_iter().map(facts).collect();
    for (old, new) in pairs.both {
        // The number of an instruction's own micro-op is the opcode, and is reported there.
        if let (Some(UopId::Number(old)), Some(UopId::Number(number))) = (&old.id, &new.id) {
            group.renumbered.extend(renumbering(&new.name, *old, *number));
        }
        group.changed.extend(change(&new.name, &old.location, &new.location, aspects(old, new)));
    }
    group
}

fn facts(u: &Uop) -> Entry {
    let mut facts = vec![values::signature(&u.inputs, &u.outputs)];
    facts.push(id(u));
    if !u.caches.is_empty() {
        facts.push(format!("cache {}", caches(u).join(", ")));
    }
    if !u.flags.is_empty() {
        facts.push(flags(&u.flags).join(" "));
    }
    if !u.annotations.is_empty() {
        facts.push(format!("annotated {}", u.annotations.join(" ")));
    }
    if let Some(reason) = &u.not_viable {
        facts.push(format!("not for tier 2: {reason}"));
    }
    entry(&u.name, &u.location, facts)
}

fn id(u: &Uop) -> String {
    match (&u.id, u.number) {
        (None, _) => "no id (tier 1 only)".to_owned(),
        (Some(UopId::Opcode(name)), _) => format!("the id of {name}"),
        (Some(UopId::Number(number)), _) => format!("id {number}"),
    }
}

fn caches(u: &Uop) -> Vec<String> {
    u.caches.iter().map(|cache| format!("{}/{}", cache.name, cache.units)).collect()
}

fn aspects(old: &Uop, new: &Uop) -> Vec<Option<Aspect>> {
    let numbered = |u: &Uop| match &u.id {
        None => "none (tier 1 only)".to_owned(),
        Some(UopId::Number(_)) => "a number of its own".to_owned(),
        Some(UopId::Opcode(name)) => format!("the opcode of {name}"),
    };
    let kind = |u: &Uop| if u.implicitly_created { "inst" } else { "op" };
    let viable = |u: &Uop| match &u.not_viable {
        Some(reason) => format!("no: {reason}"),
        None => "yes".to_owned(),
    };
    let copies = |u: &Uop| u.replicated.to_string();
    let size =
        |u: &Uop| u.instruction_size.map_or_else(|| "not asked for".to_owned(), |size| size.to_string());
    let split = |u: &Uop| if u.is_super { "yes" } else { "no" };
    let flags_differ = Aspect::list("flags", " ", &flags(&old.flags), &flags(&new.flags));
    let annotations = Aspect::list("annotations", " ", &old.annotations, &new.annotations);
    let rest = |all: bool, u: &Uop| properties(&u.properties, all);
    let properties = Aspect::list("properties", ", ", &rest(false, old), &rest(false, new)).or_else(|| {
        let explained = flags_differ.is_some() || annotations.is_some();
        Aspect::list("properties", ", ", &rest(true, old), &rest(true, new)).filter(|_| !explained)
    });
    vec![
        Aspect::if_changed("defined by", kind(old), kind(new)).map(Aspect::minor),
        Aspect::if_changed("id", numbered(old), numbered(new)),
        values::signatures((&old.inputs, &old.outputs), (&new.inputs, &new.outputs)),
        values::effect("pops", &old.popped, &new.popped),
        Aspect::list("caches", ", ", &caches(old), &caches(new)),
        flags_differ,
        annotations,
        Aspect::if_changed("in tier 2", viable(old), viable(new)),
        Aspect::if_changed("copies", copies(old), copies(new)),
        Aspect::if_changed("handles two opargs", split(old), split(new)),
        Aspect::if_changed("instruction size", size(old), size(new)),
        properties,
    ]
}

/// The properties, or those that show nowhere else. They are read off the serialized form, so that none is forgotten.
fn properties(p: &Properties, all: bool) -> Vec<String> {
    let Ok(Value::Object(fields)) = serde_json::to_value(p) else { return Vec::new() };
    fields
        .into_iter()
        .filter(|(name, _)| all || !SHOWN_ELSEWHERE.contains(&name.as_str()))
        .filter_map(|(name, value)| match value {
            Value::Bool(true) => Some(name),
            Value::Bool(false) | Value::Null => None,
            other => Some(format!("{name} {other}")),
        })
        .collect()
}

/// What differs between the labels.
pub fn labels(old: &Isa, new: &Isa) -> Group {
    let mut group = Group::new(GroupKind::Labels, old.labels.len(), new.labels.len());
    let stack = |l: &Label| if l.spilled { "in memory" } else { "in registers" };
    let facts =
        |l: &Label| entry(&l.name, &l.location, vec![format!("stack pointer {} on arrival", stack(l))]);
    let pairs = by_name(old.labels.iter(), new.labels.iter(), |l: &Label| &l.name);
    group.added = pairs.added.into_iter().map(facts).collect();
    group.removed = pairs.removed.into_iter().map(facts).collect();
    for (old, new) in pairs.both {
        let aspects = vec![Aspect::if_changed("stack pointer on arrival", stack(old), stack(new))];
        group.changed.extend(change(&new.name, &old.location, &new.location, aspects));
    }
    group
}

/// What differs between the optimizer's definitions, apart from their bodies.
pub fn optimizer(old: &Side, new: &Side) -> Group {
    fn all(side: &Side) -> impl Iterator<Item = &Body> + Clone {
        side.bodies.iter().flatten().filter(|body| body.kind == BodyKind::Optimizer)
    }
    let mut group = Group::new(GroupKind::Optimizer, all(old).count(), all(new).count());
    let pairs = by_name(all(old), all(new), |body: &Body| &body.name);
    let facts =
        |body: &Body| Entry { name: body.name.clone(), at: body.at.clone(), facts: vec![join(&body.header)] };
    group.added = pairs.added.into_iter().map(facts).collect();
    group.removed = pairs.removed.into_iter().map(facts).collect();
    for (old, new) in pairs.both {
        let texts = |body: &Body| body.header.iter().map(|word| word.text.clone()).collect::<Vec<_>>();
        if texts(old) != texts(new) {
            group.changed.push(Change {
                name: new.name.clone(),
                old_at: old.at.clone(),
                new_at: new.at.clone(),
                aspects: vec![Aspect::of("stack", &join(&old.header), &join(&new.header))],
            });
        }
    }
    group
}
