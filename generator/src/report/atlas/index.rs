//! The ways into the atlas: lists by number, the map of opcodes, the helpers, and the data of the search.

use std::collections::BTreeMap;

use askama::Template;

use super::helpers::Users;
use super::links::{HELPERS, Links, helper_anchor};
use super::page::Ref;
use crate::ir::{Flag, Isa};
use crate::report::explain::model::{Explanation, Kind};

/// A list of the index.
pub struct Group {
    /// Its anchor.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What one of its entries is called in the results of a search.
    pub noun: &'static str,
    /// The entries.
    pub rows: Vec<Row>,
}

/// An entry of a list.
pub struct Row {
    /// The kind of page.
    pub kind: Kind,
    /// Its index among those of its kind.
    pub index: usize,
    /// Its number, if it has one.
    pub number: Option<u16>,
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// What it is, in a few words.
    pub detail: String,
}

/// The groups with all their entries, in order of numbers where there are any.
pub fn groups(isa: &Isa, links: &Links, explanations: &BTreeMap<(Kind, usize), Explanation>) -> Vec<Group> {
    let row = |kind: Kind, index: usize, number: Option<u16>, name: &str| Row {
        kind,
        index,
        number,
        name: name.to_owned(),
        href: links.page(kind, name).unwrap_or_default().to_owned(),
        detail: explanations.get(&(kind, index)).map(|e| detail(isa, e, index)).unwrap_or_default(),
    };
    let mut plain = Vec::new();
    let mut specialized = Vec::new();
    let mut instrumented = Vec::new();
    for (index, inst) in isa.instructions.iter().enumerate() {
        let list = match class(isa, index) {
            "specialized" => &mut specialized,
            "instrumented" => &mut instrumented,
            _ => &mut plain,
        };
        list.push(row(Kind::Instruction, index, Some(inst.opcode), &inst.name));
    }
    for list in [&mut plain, &mut specialized, &mut instrumented] {
        list.sort_by_key(|row: &Row| row.number);
    }
    let pseudos = isa.pseudos.iter().enumerate().map(|(i, p)| row(Kind::Pseudo, i, Some(p.opcode), &p.name));
    let mut pseudos: Vec<Row> = pseudos.collect();
    pseudos.sort_by_key(|row| row.number);
    let mut uops: Vec<Row> =
        isa.uops.iter().enumerate().map(|(i, u)| row(Kind::Uop, i, u.number, &u.name)).collect();
    // Those without an id come last.
    uops.sort_by_key(|row| (row.number.is_none(), row.number));
    let families = isa.families.iter().enumerate().map(|(i, f)| row(Kind::Family, i, None, &f.name));
    let caches = isa.caches.iter().enumerate().map(|(i, c)| row(Kind::CacheStruct, i, None, &c.name));
    let labels = isa.labels.iter().enumerate().map(|(i, l)| row(Kind::Label, i, None, &l.name));
    let flags = Flag::ALL.iter().enumerate().map(|(i, flag)| row(Kind::Flag, i, None, flag.name()));
    let group = |id, title, noun, rows| Group { id, title, noun, rows };
    let groups = [
        group("instructions", "Instructions", "instruction", plain),
        group("specialized", "Specialized", "specialized", specialized),
        group("instrumented", "Instrumented", "instrumented", instrumented),
        group("pseudos", "Pseudo-instructions", "pseudo", pseudos),
        group("uops", "Micro-ops", "micro-op", uops),
        group("families", "Families", "family", families.collect()),
        group("caches", "Caches", "cache", caches.collect()),
        group("labels", "Labels", "label", labels.collect()),
        group("flags", "Flags", "flag", flags.collect()),
    ];
    groups.into_iter().filter(|group| !group.rows.is_empty()).collect()
}

/// Which of the three kinds of real instructions one is.
fn class(isa: &Isa, index: usize) -> &'static str {
    match isa.instructions.get(index) {
        Some(inst) if inst.name.starts_with("INSTRUMENTED_") => "instrumented",
        Some(inst) if inst.is_specialized => "specialized",
        _ => "plain",
    }
}

fn detail(isa: &Isa, e: &Explanation, index: usize) -> String {
    let sides = |e: &Explanation| {
        let names = |slots: &[crate::report::explain::model::Slot]| {
            slots.iter().map(|slot| slot.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        let picture = e.stack.as_ref().filter(|picture| picture.note.is_empty())?;
        Some(format!("{} → {}", blank(names(&picture.before)), blank(names(&picture.after))))
    };
    match e.kind {
        Kind::Instruction | Kind::Pseudo | Kind::Uop => sides(e).unwrap_or_default(),
        Kind::Family => e.facts.first().cloned().unwrap_or_default(),
        Kind::CacheStruct => e.facts.first().cloned().unwrap_or_default(),
        Kind::Label => isa
            .labels
            .get(index)
            .map(|l| if l.spilled { "spilled" } else { "" })
            .unwrap_or_default()
            .to_owned(),
        Kind::Flag => Flag::ALL.get(index).map(|flag| flag.summary().replace('`', "")).unwrap_or_default(),
    }
}

fn blank(text: String) -> String {
    if text.is_empty() { "∅".to_owned() } else { text }
}

/// The first page.
#[derive(Template)]
#[template(path = "atlas/index.html.askama", escape = "html")]
pub struct Index<'a> {
    /// Where the atlas's root is.
    pub root: &'static str,
    /// Which page this is.
    pub here: &'static str,
    /// The instruction set.
    pub isa: &'a Isa,
    /// The files that it was made from.
    pub sources: &'a [&'a str],
    /// The lists.
    pub groups: &'a [Group],
    /// How many helpers there are.
    pub helpers: usize,
}

/// The map of opcodes.
#[derive(Template)]
#[template(path = "atlas/opcodes.html.askama", escape = "html")]
pub struct OpcodeMap {
    root: &'static str,
    here: &'static str,
    rows: Vec<[Option<MapCell>; 16]>,
    free: usize,
}

/// An opcode in use.
struct MapCell {
    number: u16,
    name: Ref,
    class: &'static str,
    title: String,
}

impl OpcodeMap {
    /// The map of an instruction set. Numbers that are given away without a definition are shown without a link.
    pub fn new(isa: &Isa, links: &Links) -> OpcodeMap {
        let mut names: BTreeMap<u16, MapCell> = BTreeMap::new();
        for (name, number) in isa.opcodes.opmap.iter().filter(|(_, number)| *number < 256) {
            let index = isa.instructions.iter().position(|inst| inst.name == *name);
            let family = index.and_then(|index| isa.instructions.get(index)?.family.as_ref());
            let family = family.filter(|family| *family != name);
            names.insert(
                *number,
                MapCell {
                    number: *number,
                    name: Ref {
                        text: name.clone(),
                        href: links.page(Kind::Instruction, name).map(str::to_owned),
                        note: String::new(),
                    },
                    class: index.map_or("reserved", |index| class(isa, index)),
                    title: match family {
                        Some(family) => format!("{number}: {name}, specializes {family}"),
                        None => format!("{number}: {name}"),
                    },
                },
            );
        }
        let free = 256usize.saturating_sub(names.len());
        let rows = (0..16u16)
            .map(|high| std::array::from_fn(|low| names.remove(&(high * 16 + low as u16))))
            .collect();
        OpcodeMap { root: "", here: "opcodes", rows, free }
    }
}

/// The helpers.
#[derive(Template)]
#[template(path = "atlas/helpers.html.askama", escape = "html")]
pub struct Helpers {
    root: &'static str,
    here: &'static str,
    rows: Vec<HelperRow>,
}

struct HelperRow {
    name: String,
    anchor: String,
    count: usize,
    users: Vec<Ref>,
    optimizer: Vec<Ref>,
}

impl Helpers {
    /// All helpers by name, whatever their case.
    pub fn new(helpers: &BTreeMap<String, Users>, links: &Links) -> Helpers {
        let to = |kind: Kind, name: &String| Ref {
            text: name.clone(),
            href: links.page(kind, name).map(str::to_owned),
            note: String::new(),
        };
        let row = |(name, users): (&String, &Users)| HelperRow {
            name: name.clone(),
            anchor: helper_anchor(name),
            count: users.count(),
            users: users.definitions.iter().map(|(kind, name)| to(*kind, name)).collect(),
            optimizer: users
                .optimizer
                .iter()
                .map(|name| Ref {
                    href: links.page(Kind::Uop, name).map(|page| format!("{page}#optimizer")),
                    ..to(Kind::Uop, name)
                })
                .collect(),
        };
        let mut rows: Vec<HelperRow> = helpers.iter().map(row).collect();
        rows.sort_by_cached_key(|row| (row.name.trim_start_matches('_').to_lowercase(), row.name.clone()));
        Helpers { root: "", here: "helpers", rows }
    }
}

/// The data of the search as a script, because a page that was opened as a file may not fetch anything. One
/// entry a line: name, group, number (or empty), page, detail.
pub fn search(groups: &[Group], helpers: &BTreeMap<String, Users>) -> Result<String, serde_json::Error> {
    let mut nouns: Vec<&str> = groups.iter().map(|group| group.noun).collect();
    nouns.push("helper");
    let mut ids: Vec<&str> = groups.iter().map(|group| group.id).collect();
    ids.push("helpers");
    let mut text = format!(
        "const ATLAS_GROUPS = {};\nconst ATLAS_NOUNS = {};\nconst ATLAS = [\n",
        serde_json::to_string(&ids)?,
        serde_json::to_string(&nouns)?
    );
    for (number, group) in groups.iter().enumerate() {
        for row in &group.rows {
            let id = row.number.map(|number| number.to_string()).unwrap_or_default();
            text.push_str(&serde_json::to_string(&(&row.name, number, id, &row.href, &row.detail))?);
            text.push_str(",\n");
        }
    }
    for (name, users) in helpers {
        let href = format!("{HELPERS}#{}", helper_anchor(name));
        let detail = match users.count() {
            1 => "1 user".to_owned(),
            count => format!("{count} users"),
        };
        text.push_str(&serde_json::to_string(&(name, groups.len(), "", href, detail))?);
        text.push_str(",\n");
    }
    text.push_str("];\n");
    Ok(text)
}
