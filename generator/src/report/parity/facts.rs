//! Facts: single statements about an instruction set, in a form in which two sides can be compared.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

/// What a fact is about. Ordered by file of CPython's, then by name, then by aspect.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct FactKey {
    /// The generated file of CPython's in which the fact stands.
    pub file: &'static str,
    /// The table in that file.
    pub table: &'static str,
    /// The instruction, micro-op, family, struct or constant.
    pub subject: String,
    /// Which of several facts about it (`oparg=3`, `[2]`); often empty.
    pub aspect: String,
}

/// Facts by key, values in CPython's spelling.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactSet {
    facts: BTreeMap<FactKey, String>,
}

/// A fact on which the two sides differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Difference {
    /// What it is about.
    #[serde(flatten)]
    pub key: FactKey,
    /// What CPython's file says, if it says anything.
    pub cpython: Option<String>,
    /// What Casewright says, if it says anything.
    pub casewright: Option<String>,
    /// Where the subject is defined (`inputs/bytecodes.c:123`), if it is.
    pub defined_at: Option<String>,
}

impl FactSet {
    /// No facts.
    pub fn new() -> FactSet {
        FactSet::default()
    }

    /// States a fact. A second statement under the same key is kept beside the first, so that a table with two rows
    /// for one name differs from a table with one.
    pub fn state(
        &mut self,
        file: &'static str,
        table: &'static str,
        subject: impl Into<String>,
        aspect: impl Into<String>,
        value: impl Into<String>,
    ) {
        let key = FactKey { file, table, subject: subject.into(), aspect: aspect.into() };
        let value = value.into();
        self.facts
            .entry(key)
            .and_modify(|old| {
                old.push_str(" and again ");
                old.push_str(&value);
            })
            .or_insert(value);
    }

    /// Takes back every fact of a file.
    pub fn forget(&mut self, file: &str) {
        self.facts.retain(|key, _| key.file != file);
    }

    /// Number of facts.
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// Whether nothing was stated.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// Number of facts by file and table, in order.
    pub fn counts(&self) -> BTreeMap<(&'static str, &'static str), usize> {
        let mut counts = BTreeMap::new();
        for key in self.facts.keys() {
            *counts.entry((key.file, key.table)).or_insert(0) += 1;
        }
        counts
    }

    /// Every fact on which `self` (CPython's) and `ours` differ, in order.
    pub fn differences(
        &self,
        ours: &FactSet,
        locate: &mut dyn FnMut(&str) -> Option<String>,
    ) -> Vec<Difference> {
        let keys: std::collections::BTreeSet<&FactKey> = self.facts.keys().chain(ours.facts.keys()).collect();
        keys.into_iter()
            .filter_map(|key| {
                let (theirs, ours) = (self.facts.get(key), ours.facts.get(key));
                (theirs != ours).then(|| Difference {
                    key: key.clone(),
                    cpython: theirs.cloned(),
                    casewright: ours.cloned(),
                    defined_at: locate(&key.subject),
                })
            })
            .collect()
    }
}
