//! Guesses which definitions live on under another name. A guess is a hint for the reader and nothing more.

use std::collections::{BTreeMap, BTreeSet};

use super::body::Body;
use super::model::{Group, Rename};

/// Bodies with fewer tokens are too alike to tell anything.
const MIN_TOKENS: usize = 12;
/// Beyond this many combinations names are not compared.
const MAX_COMBINATIONS: usize = 100_000;

/// Fills in the guesses for a group: bodies that are the same to the token, then names of which one has all the
/// words of the other in the same order (`BINARY_SUBSCR_DICT` and `BINARY_OP_SUBSCR_DICT`).
pub fn guess(group: &mut Group, old: &[&Body], new: &[&Body]) {
    let mut guesses: BTreeMap<String, Rename> = BTreeMap::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let removed: BTreeSet<&str> = group.removed.iter().map(|entry| entry.name.as_str()).collect();
    let mut by_body: BTreeMap<Vec<&str>, &str> = BTreeMap::new();
    for body in old.iter().filter(|body| removed.contains(body.name.as_str())) {
        let key: Vec<&str> = body.key().collect();
        if key.len() >= MIN_TOKENS {
            by_body.entry(key).or_insert(&body.name);
        }
    }
    let added: BTreeSet<&str> = group.added.iter().map(|entry| entry.name.as_str()).collect();
    for body in new.iter().filter(|body| added.contains(body.name.as_str())) {
        if let Some(name) = by_body.remove(&body.key().collect::<Vec<_>>()) {
            taken.insert(body.name.clone());
            guesses.insert(name.to_owned(), rename(name, &body.name, "the same body"));
        }
    }
    if group.removed.len().saturating_mul(group.added.len()) <= MAX_COMBINATIONS {
        for gone in &group.removed {
            if guesses.contains_key(&gone.name) {
                continue;
            }
            let mut candidates: Vec<&str> = added
                .iter()
                .copied()
                .filter(|name| !taken.contains(*name) && extends(&gone.name, name))
                .collect();
            // The one with the fewest words more or less.
            candidates.sort_by_key(|name| (name.len().abs_diff(gone.name.len()), *name));
            if let Some(name) = candidates.first() {
                taken.insert((*name).to_owned());
                guesses.insert(gone.name.clone(), rename(&gone.name, name, "the same words in its name"));
            }
        }
    }
    group.renamed = group.removed.iter().filter_map(|gone| guesses.remove(&gone.name)).collect();
}

fn rename(old: &str, new: &str, because: &str) -> Rename {
    Rename { old: old.to_owned(), new: new.to_owned(), because: because.to_owned() }
}

/// Whether all words of one name stand in the other, in order, and the longer one is not much longer.
fn extends(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut rest = long.iter();
    short.len() >= 2
        && long.len() - short.len() <= 2
        && short.iter().all(|word| rest.any(|other| other == word))
}

#[cfg(test)]
mod tests {
    use super::extends;

    #[test]
    fn names_that_resemble_each_other() {
        assert!(extends("BINARY_SUBSCR_DICT", "BINARY_OP_SUBSCR_DICT"));
        assert!(extends("_GUARD_BOTH_INT", "_GUARD_INT"));
        assert!(!extends("LOAD_FAST", "FAST_LOAD_X"));
        assert!(!extends("CALL", "CALL_KW"), "one word says too little");
    }
}
