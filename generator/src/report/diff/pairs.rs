//! Matches the definitions of two sides by name, and puts together what differs.

use std::collections::BTreeMap;

use super::model::{Aspect, Change, Entry};
use crate::ir::Location;

/// Definitions by side.
pub struct Pairs<'a, T> {
    /// On the newer side only, in its order.
    pub added: Vec<&'a T>,
    /// On the older side only, in its order.
    pub removed: Vec<&'a T>,
    /// On both sides, in the newer side's order.
    pub both: Vec<(&'a T, &'a T)>,
}

/// Matches by name. Of several definitions with one name the last one counts, as it does in the reference.
pub fn by_name<'a, T>(
    old: impl Iterator<Item = &'a T> + Clone,
    new: impl Iterator<Item = &'a T> + Clone,
    name: fn(&T) -> &str,
) -> Pairs<'a, T> {
    let index = |side: &mut dyn Iterator<Item = &'a T>| -> BTreeMap<&'a str, &'a T> {
        side.map(|item| (name(item), item)).collect()
    };
    let (old_names, new_names) = (index(&mut old.clone()), index(&mut new.clone()));
    let mut pairs = Pairs { added: Vec::new(), removed: Vec::new(), both: Vec::new() };
    for item in new {
        match old_names.get(name(item)) {
            Some(other) => pairs.both.push((*other, item)),
            None => pairs.added.push(item),
        }
    }
    pairs.removed = old.filter(|item| !new_names.contains_key(name(item))).collect();
    pairs
}

/// A place as the report shows it.
pub fn place(location: &Location) -> String {
    format!("{}:{}", location.file, location.line)
}

/// A definition that is on one side only.
pub fn entry(name: &str, location: &Location, facts: Vec<String>) -> Entry {
    Entry { name: name.to_owned(), at: place(location), facts }
}

/// A definition on both sides, if anything of it differs.
pub fn change(name: &str, old: &Location, new: &Location, aspects: Vec<Option<Aspect>>) -> Option<Change> {
    let aspects: Vec<Aspect> = aspects.into_iter().flatten().collect();
    (!aspects.is_empty()).then(|| Change {
        name: name.to_owned(),
        old_at: place(old),
        new_at: place(new),
        aspects,
    })
}

impl Aspect {
    /// Something that was one thing and is another.
    pub fn of(what: &str, old: &str, new: &str) -> Aspect {
        Aspect {
            what: what.to_owned(),
            old: old.to_owned(),
            new: new.to_owned(),
            added: Vec::new(),
            removed: Vec::new(),
            detail: String::new(),
            minor: false,
        }
    }

    /// The same, if it differs at all.
    pub fn if_changed(what: &str, old: impl ToString, new: impl ToString) -> Option<Aspect> {
        let (old, new) = (old.to_string(), new.to_string());
        (old != new).then(|| Aspect::of(what, &old, &new))
    }

    /// A list of which some things are new or gone, or in another order.
    pub fn list(what: &str, separator: &str, old: &[String], new: &[String]) -> Option<Aspect> {
        if old == new {
            return None;
        }
        let mut aspect = Aspect::of(what, &old.join(separator), &new.join(separator));
        aspect.added = without(new, old);
        aspect.removed = without(old, new);
        if aspect.added.is_empty() && aspect.removed.is_empty() {
            aspect.detail = "in another order".to_owned();
        }
        Some(aspect)
    }

    /// Says that it has no effect.
    pub fn minor(mut self) -> Aspect {
        self.minor = true;
        self
    }

    /// Says more about it.
    pub fn with_detail(mut self, detail: &str) -> Aspect {
        self.detail = detail.to_owned();
        self
    }
}

/// What one list has and the other has not, or has less often.
fn without(list: &[String], other: &[String]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for item in other {
        *counts.entry(item).or_default() += 1;
    }
    let is_missing = |item: &&String| match counts.get_mut(item.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    list.iter().filter(is_missing).cloned().collect()
}
