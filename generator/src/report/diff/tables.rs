//! Cache layouts, and numbers that belong to no single definition.

use std::collections::{BTreeMap, BTreeSet};

use super::instructions::units;
use super::model::{Aspect, Change, Entry, Group, GroupKind};
use super::pairs::{by_name, change, entry};
use crate::ir::{CacheEntries, CacheField, CacheStruct, Isa};

/// What differs between the cache structs.
pub fn cache_structs(old: &Isa, new: &Isa) -> Group {
    let mut group = Group::new(GroupKind::CacheStructs, old.caches.len(), new.caches.len());
    let facts = |c: &CacheStruct| entry(&c.name, &c.location, vec![units(c.units), fields(c).join(", ")]);
    let pairs = by_name(old.caches.iter(), new.caches.iter(), |c: &CacheStruct| &c.name);
    group.added = pairs.added.into_iter().map(facts).collect();
    group.removed = pairs.removed.into_iter().map(facts).collect();
    for (old, new) in pairs.both {
        let aspects = vec![
            Aspect::if_changed("cache units", old.units, new.units),
            Aspect::list("fields", ", ", &fields(old), &fields(new)),
        ];
        group.changed.extend(change(&new.name, &old.location, &new.location, aspects));
    }
    group
}

/// `version/2 at 1`: a field with its units, if it has more than one, and its offset.
fn fields(c: &CacheStruct) -> Vec<String> {
    let field = |f: &CacheField| {
        let mut text = f.name.clone();
        if f.units != 1 {
            text.push_str(&format!("/{}", f.units));
        }
        text.push_str(&format!(" at {}", f.offset));
        if f.is_counter {
            text.push_str(" (counter)");
        }
        // What is longer than a code unit is an array of them, and what is not, is none.
        match (f.is_array, f.units) {
            (true, 1) => text.push_str(" (array)"),
            (false, units) if units != 1 => text.push_str(" (no array)"),
            _ => {}
        }
        if let Some(number) = f.union {
            text.push_str(&format!(" (in union {number})"));
        }
        text
    };
    c.fields.iter().map(field).collect()
}

/// What differs between the `INLINE_CACHE_ENTRIES_…` macros.
pub fn cache_entries(old: &Isa, new: &Isa) -> Group {
    let mut group = Group::new(GroupKind::CacheEntries, old.cache_entries.len(), new.cache_entries.len());
    let measures = |e: &CacheEntries| e.cache_struct.clone().unwrap_or_else(|| "a plain number".to_owned());
    let facts = |e: &CacheEntries| Entry {
        name: e.name.clone(),
        at: String::new(),
        facts: vec![units(e.units), measures(e)],
    };
    let pairs = by_name(old.cache_entries.iter(), new.cache_entries.iter(), |e: &CacheEntries| &e.name);
    group.added = pairs.added.into_iter().map(facts).collect();
    group.removed = pairs.removed.into_iter().map(facts).collect();
    for (old, new) in pairs.both {
        group.changed.extend(of_aspects(
            &new.name,
            vec![
                Aspect::if_changed("cache units", old.units, new.units),
                Aspect::if_changed("measures", measures(old), measures(new)),
            ],
        ));
    }
    group
}

/// A change of something that has no place in a file.
fn of_aspects(name: &str, aspects: Vec<Option<Aspect>>) -> Option<Change> {
    let aspects: Vec<Aspect> = aspects.into_iter().flatten().collect();
    let change = Change { name: name.to_owned(), old_at: String::new(), new_at: String::new(), aspects };
    (!change.aspects.is_empty()).then_some(change)
}

/// What differs between other numbers: those of names that have no definition, too.
pub fn numbers(old_isa: &Isa, new_isa: &Isa) -> Group {
    let values = |isa: &Isa| -> BTreeMap<String, String> {
        let defined: BTreeSet<&str> = isa
            .instructions
            .iter()
            .map(|i| i.name.as_str())
            .chain(isa.pseudos.iter().map(|p| p.name.as_str()))
            .collect();
        let reserved = isa.opcodes.opmap.iter().filter(|(name, _)| !defined.contains(name.as_str()));
        let mut values: BTreeMap<String, String> =
            reserved.map(|(name, number)| (format!("{name} (no definition)"), number.to_string())).collect();
        for (name, value) in [
            ("HAVE_ARGUMENT", isa.opcodes.have_argument.to_string()),
            ("MIN_SPECIALIZED_OPCODE", isa.opcodes.min_specialized.to_string()),
            ("MIN_INSTRUMENTED_OPCODE", isa.opcodes.min_instrumented.to_string()),
            ("MAX_UOP_ID", isa.max_uop_id.to_string()),
            ("rules of CPython", isa.dialect.clone()),
        ] {
            values.insert(name.to_owned(), value);
        }
        values
    };
    let (old, new) = (values(old_isa), values(new_isa));
    let mut group = Group::new(GroupKind::Numbers, old.len(), new.len());
    let alone = |(name, value): (&String, &String)| Entry {
        name: name.clone(),
        at: String::new(),
        facts: vec![value.clone()],
    };
    group.added = new.iter().filter(|(name, _)| !old.contains_key(*name)).map(alone).collect();
    group.removed = old.iter().filter(|(name, _)| !new.contains_key(*name)).map(alone).collect();
    for (name, new) in &new {
        if let Some(old) = old.get(name) {
            group.changed.extend(of_aspects(name, vec![Aspect::if_changed("value", old, new)]));
        }
    }
    let formats = vec![Aspect::list("in use", " ", &old_isa.formats, &new_isa.formats)];
    group.changed.extend(of_aspects("instruction formats", formats));
    group
}
