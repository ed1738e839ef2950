//! Rust names for CPython's names.

use std::collections::BTreeSet;

/// Keywords of edition 2024, reserved ones included. Neither a variant nor a method can be called so.
const KEYWORDS: &[&str] = &[
    "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self",
    "static", "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// `LOAD_FAST_0` as `LoadFast0`, `_PUSH_NULL` as `PushNull`, `_PyCallCache` as `PyCallCache`.
///
/// Words that are all upper or all lower case are capitalized, others keep their spelling. A `_` stays between
/// two digits, where dropping it would run two numbers into one.
pub fn camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split('_').filter(|w| !w.is_empty()) {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if digit(word.chars().next()) && (out.is_empty() || digit(out.chars().last())) {
            out.push_str(if out.is_empty() { "N" } else { "_" });
        }
        let mixed = word.contains(|c: char| c.is_lowercase()) && word.contains(|c: char| c.is_uppercase());
        let mut chars = word.chars();
        out.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        if mixed {
            out.push_str(chars.as_str());
        } else {
            out.extend(chars.flat_map(char::to_lowercase));
        }
    }
    if out.is_empty() { "N".to_owned() } else { out }
}

/// `keysVersion` and `KEYS_VERSION` as `keys_version`.
pub fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut after_lower = false;
    for c in name.trim_matches('_').chars() {
        if c.is_uppercase() && after_lower {
            out.push('_');
        }
        after_lower = c.is_lowercase() || c.is_ascii_digit();
        out.extend(c.to_lowercase());
    }
    if out.is_empty() { "n".to_owned() } else { out }
}

/// `keys_version` as `KEYS_VERSION`.
pub fn screaming(name: &str) -> String {
    snake(name).to_uppercase()
}

/// Hands out names of one Rust namespace, each once.
#[derive(Debug, Default)]
pub struct Namespace {
    taken: BTreeSet<String>,
}

impl Namespace {
    /// A namespace in which `names` are gone already.
    pub fn without(names: &[&str]) -> Namespace {
        Namespace { taken: names.iter().map(|&n| n.to_owned()).collect() }
    }

    /// `wanted`, or, if that is a keyword or taken, the same with the first suffix that helps.
    pub fn take(&mut self, wanted: String) -> String {
        self.take_all(wanted, |name| vec![name.to_owned()])
    }

    /// As [`Namespace::take`], for a name that brings others with it (a getter and its setter).
    pub fn take_all(&mut self, wanted: String, family: impl Fn(&str) -> Vec<String>) -> String {
        let keyword = |name: &str| KEYWORDS.contains(&name);
        let mut name = wanted.clone();
        if keyword(&name) && name.starts_with(|c: char| c.is_lowercase()) {
            name.push('_');
        }
        let mut number = 1;
        while keyword(&name) || family(&name).iter().any(|n| self.taken.contains(n)) {
            number += 1;
            // Types must not hold a `_` but between digits, where it keeps two numbers apart.
            let between = if wanted.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
            name = format!("{wanted}{between}{number}");
        }
        self.taken.extend(family(&name));
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_idiomatic() {
        assert_eq!(camel("LOAD_FAST_0"), "LoadFast0");
        assert_eq!(camel("_PUSH_NULL"), "PushNull");
        assert_eq!(camel("_PyLoadGlobalCache"), "PyLoadGlobalCache");
        assert_eq!(camel("TIER_1_2"), "Tier1_2");
        assert_eq!(camel("_0"), "N0");
        assert_eq!(camel("___"), "N");
        assert_eq!(snake("keysVersion"), "keys_version");
        assert_eq!(snake("index"), "index");
        assert_eq!(screaming("keysVersion"), "KEYS_VERSION");
    }

    #[test]
    fn a_name_is_handed_out_once_and_is_no_keyword() {
        let mut names = Namespace::without(&["new"]);
        assert_eq!(names.take("A1".into()), "A1");
        assert_eq!(names.take("A1".into()), "A1_2");
        assert_eq!(names.take("A1".into()), "A1_3");
        assert_eq!(names.take("A".into()), "A");
        assert_eq!(names.take("A".into()), "A2");
        assert_eq!(names.take("Self".into()), "Self2");
        assert_eq!(names.take("type".into()), "type_");
        assert_eq!(names.take("new".into()), "new2");
        let pair = |n: &str| vec![n.to_owned(), format!("set_{n}")];
        assert_eq!(names.take_all("x".into(), pair), "x");
        assert_eq!(names.take_all("set_x".into(), pair), "set_x2");
    }
}
