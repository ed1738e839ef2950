//! Which page is about which name. Pages of a kind lie in a folder of their own, and no two names of a folder
//! differ in case only, so that they can be copied to any file system.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Flag, Isa};
use crate::report::explain::model::Kind;

/// The pages of every kind, in the order of the index.
pub const KINDS: [Kind; 7] =
    [Kind::Instruction, Kind::Pseudo, Kind::Uop, Kind::Family, Kind::CacheStruct, Kind::Label, Kind::Flag];

/// The page of all helpers.
pub const HELPERS: &str = "helpers.html";

/// Names that Windows keeps for devices, whatever follows after a dot.
const DEVICES: [&str; 4] = ["aux", "con", "nul", "prn"];
/// The same with a digit behind them.
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];
/// File systems allow 255 bytes for a name.
const LONGEST: usize = 200;

/// Where the page of each name is.
#[derive(Debug)]
pub struct Links {
    pages: BTreeMap<(Kind, String), String>,
    /// Keys of micro-ops that are not their names: the micro-op of `inst(X)` is `X` in a macro and `_X` elsewhere.
    keys: BTreeMap<String, String>,
    entries: BTreeMap<String, String>,
    helpers: BTreeSet<String>,
}

impl Links {
    /// The pages of an instruction set. `keys` are the micro-ops' names by their keys.
    pub fn new(isa: &Isa, keys: BTreeMap<String, String>, helpers: BTreeSet<String>) -> Links {
        let mut pages = BTreeMap::new();
        for kind in KINDS {
            let mut taken = BTreeSet::new();
            for name in names(isa, kind) {
                let key = (kind, name.to_owned());
                pages
                    .entry(key)
                    .or_insert_with(|| format!("{}/{}", folder(kind), file_name(name, &mut taken)));
            }
        }
        let entries =
            isa.cache_entries.iter().filter_map(|e| Some((e.name.clone(), e.cache_struct.clone()?)));
        Links { pages, keys, entries: entries.collect(), helpers }
    }

    /// The page about a name of a kind, from the atlas's root.
    pub fn page(&self, kind: Kind, name: &str) -> Option<&str> {
        self.pages.get(&(kind, name.to_owned())).map(String::as_str)
    }

    /// The page about the first of several kinds that have a name.
    pub fn first(&self, kinds: &[Kind], name: &str) -> Option<&str> {
        kinds.iter().find_map(|kind| self.page(*kind, name))
    }

    /// The page about a part of a macro, or of a micro-op.
    pub fn part(&self, name: &str) -> Option<&str> {
        let key = self.keys.get(name).map_or(name, String::as_str);
        self.page(Kind::Uop, key)
    }

    /// The page about the cache struct that an `INLINE_CACHE_ENTRIES_…` measures.
    pub fn cache_entries(&self, name: &str) -> Option<&str> {
        self.page(Kind::CacheStruct, self.entries.get(name)?)
    }

    /// Where the users of a helper are listed.
    pub fn helper(&self, name: &str) -> Option<String> {
        self.helpers.contains(name).then(|| format!("{HELPERS}#{}", helper_anchor(name)))
    }
}

/// The anchor of a helper on its page.
pub fn helper_anchor(name: &str) -> String {
    format!("h-{name}")
}

/// All names of a kind, in the order of the instruction set.
pub fn names(isa: &Isa, kind: Kind) -> Vec<&str> {
    match kind {
        Kind::Instruction => isa.instructions.iter().map(|i| i.name.as_str()).collect(),
        Kind::Pseudo => isa.pseudos.iter().map(|p| p.name.as_str()).collect(),
        Kind::Uop => isa.uops.iter().map(|u| u.name.as_str()).collect(),
        Kind::Family => isa.families.iter().map(|f| f.name.as_str()).collect(),
        Kind::CacheStruct => isa.caches.iter().map(|c| c.name.as_str()).collect(),
        Kind::Label => isa.labels.iter().map(|l| l.name.as_str()).collect(),
        Kind::Flag => Flag::ALL.iter().map(|flag| flag.name()).collect(),
    }
}

fn folder(kind: Kind) -> &'static str {
    match kind {
        Kind::Instruction => "op",
        Kind::Pseudo => "pseudo",
        Kind::Uop => "uop",
        Kind::Family => "family",
        Kind::CacheStruct => "cache",
        Kind::Label => "label",
        Kind::Flag => "flag",
    }
}

/// The file of a name, unlike every other in the folder. A `-` cannot be part of a name.
fn file_name(name: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String =
        name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(LONGEST).collect();
    let lower = plain.to_ascii_lowercase();
    let numbered = |device: &str| {
        let rest = lower.strip_prefix(device).unwrap_or_default();
        rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit())
    };
    let is_device = DEVICES.contains(&lower.as_str()) || NUMBERED_DEVICES.into_iter().any(numbered);
    let first = if plain.is_empty() || is_device { format!("{plain}-") } else { plain.clone() };
    let mut candidate = first;
    let mut number = 2u32;
    while !taken.insert(candidate.to_ascii_lowercase()) {
        candidate = format!("{plain}-{number}");
        number = number.saturating_add(1);
    }
    format!("{candidate}.html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_differ_in_more_than_case() {
        let mut taken = BTreeSet::new();
        let names = ["error", "Error", "ERROR", "nul", "COM1", "com", "a-2", "A", "a"];
        let files: Vec<String> = names.iter().map(|name| file_name(name, &mut taken)).collect();
        let lower: BTreeSet<String> = files.iter().map(|file| file.to_lowercase()).collect();
        assert_eq!(lower.len(), names.len(), "{files:?}");
        assert_eq!(
            files[..6],
            ["error.html", "Error-2.html", "ERROR-3.html", "nul-.html", "COM1-.html", "com.html"]
        );
    }
}
