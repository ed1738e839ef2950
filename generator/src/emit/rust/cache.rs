//! Inline caches: `caches.rs` of the crate, and the list of fields that its boundary test runs over.
//!
//! Most layouts are structs of `pycore_code.h`. A few instructions have a cache for which there is none
//! (`JUMP_BACKWARD`, the conditional jumps); theirs is derived from the cache entries of their definition.

use std::collections::BTreeMap;

use askama::Template;

use crate::ir::{CacheStruct, Instruction, Location, Part};

use super::docs::{Doc, defined, join, place, units};
use super::model::Model;
use super::names::{Namespace, camel, screaming, snake};

/// Methods of the view types; a field cannot have their names.
const METHODS: &[&str] = &["new", "from_units", "units", "units_mut", "view", "fmt", "clone", "set_units"];

/// The layout of an inline cache.
#[derive(Debug)]
pub struct Layout {
    /// The reading view (`LoadGlobalCache`).
    pub view: String,
    /// The writing view (`LoadGlobalCacheMut`).
    pub view_mut: String,
    /// The variant of `CacheKind` and `Cache` (`LoadGlobal`).
    pub kind: String,
    /// CPython's name, or ours if it has none.
    pub name: String,
    /// Code units.
    pub units: u32,
    /// By offset.
    pub fields: Vec<Field>,
    /// The struct's place, if it is one.
    location: Option<Location>,
}

/// A field of a [`Layout`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// CPython's name.
    pub name: String,
    /// The getter.
    pub getter: String,
    /// The setter.
    pub setter: String,
    /// The constant that holds the offset.
    pub constant: String,
    /// The cache units that it spans; 0 is the first after the instruction.
    pub offsets: Vec<u32>,
    /// How it reads.
    pub kind: FieldKind,
    /// The number of the union that it is an alternative of.
    pub union: Option<u32>,
    /// What it is, as a sentence.
    pub doc: Vec<String>,
}

/// The Rust type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// `BackoffCounter`
    Counter,
    /// `u16`
    U16,
    /// `u32` over two units
    U32,
    /// `u64` over four units
    U64,
    /// `[u16; N]`
    Array,
}

impl Field {
    /// Offset in code units.
    pub fn offset(&self) -> u32 {
        self.offsets.first().copied().unwrap_or(0)
    }

    /// Size in code units.
    pub fn len(&self) -> usize {
        self.offsets.len()
    }

    /// The Rust type of its value.
    pub fn ty(&self) -> String {
        match self.kind {
            FieldKind::Counter => "BackoffCounter".to_owned(),
            FieldKind::U16 => "u16".to_owned(),
            FieldKind::U32 => "u32".to_owned(),
            FieldKind::U64 => "u64".to_owned(),
            FieldKind::Array => format!("[u16; {}]", self.len()),
        }
    }

    /// Whether it is a counter.
    pub fn is_counter(&self) -> bool {
        self.kind == FieldKind::Counter
    }
}

/// A field before it has Rust names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct RawField {
    name: String,
    offset: u32,
    units: u32,
    counter: bool,
    union: Option<u32>,
    unnamed: bool,
}

/// All layouts, and for each instruction with a cache the index of its own.
pub fn layouts<'a>(model: &Model<'a>) -> (Vec<Layout>, BTreeMap<&'a str, usize>) {
    let isa = model.isa;
    let mut types = Namespace::without(&["Cache", "CacheMut", "CacheField", "CacheOperand", "CacheKind"]);
    let mut layouts = Vec::new();
    let mut by_struct = BTreeMap::new();
    for cache in &isa.caches {
        by_struct.insert(cache.name.as_str(), layouts.len());
        layouts.push(from_struct(cache, &mut types));
    }

    let mut layout_of = BTreeMap::new();
    // Instructions that no struct describes, by the instruction that says how their cache looks.
    let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for instruction in &isa.instructions {
        let name = instruction.name.as_str();
        let described = instruction.base.as_deref().and_then(|b| model.instruction(b)).unwrap_or(instruction);
        let family = isa.families.iter().find(|f| Some(&f.name) == described.family.as_ref());
        let by_struct = family.and_then(|f| f.cache_struct.as_deref()).and_then(|s| by_struct.get(s));
        if let Some(&index) = by_struct {
            layout_of.insert(name, index);
        } else if instruction.cache_units > 0 {
            let owner = family.and_then(|f| model.instruction(&f.name)).unwrap_or(described);
            owners.entry(owner.name.as_str()).or_default().push(name);
        }
    }

    // Owners that look alike and whose names begin alike share a layout.
    let mut alike: BTreeMap<(&str, u32, Vec<RawField>), Vec<&str>> = BTreeMap::new();
    for &owner in owners.keys() {
        if let Some(instruction) = model.instruction(owner) {
            let word = owner.split('_').next().unwrap_or_default();
            let key = (word, instruction.cache_units, entries(model, instruction));
            alike.entry(key).or_default().push(owner);
        }
    }
    let mut derived: Vec<_> = alike.into_iter().collect();
    derived.sort_by_key(|(_, owners)| owners.first().copied());
    for ((_, units, fields), names) in derived {
        let prefix = common_words(&names);
        let view = types.take_all(format!("{}Cache", camel(&prefix)), with_mut);
        for owner in names {
            for &instruction in owners.get(owner).into_iter().flatten() {
                layout_of.insert(instruction, layouts.len());
            }
        }
        layouts.push(Layout {
            view_mut: format!("{view}Mut"),
            kind: kind_name(&view),
            name: view.clone(),
            view,
            units,
            fields: named(fields),
            location: None,
        });
    }
    (layouts, layout_of)
}

fn with_mut(view: &str) -> Vec<String> {
    vec![view.to_owned(), format!("{view}Mut")]
}

/// `LoadGlobalCache` as `LoadGlobal`. The views are unique, and so is what is left of them.
fn kind_name(view: &str) -> String {
    match view.strip_suffix("Cache") {
        Some(rest) if !rest.is_empty() && rest != "Self" => rest.to_owned(),
        _ => view.to_owned(),
    }
}

fn from_struct(cache: &CacheStruct, types: &mut Namespace) -> Layout {
    let view = types.take_all(camel(cache.name.strip_prefix("_Py").unwrap_or(&cache.name)), with_mut);
    let fields = cache.fields.iter().map(|f| RawField {
        name: f.name.clone(),
        offset: f.offset,
        units: f.units,
        counter: f.is_counter,
        union: f.union,
        unnamed: false,
    });
    Layout {
        view_mut: format!("{view}Mut"),
        kind: kind_name(&view),
        name: cache.name.clone(),
        view,
        units: cache.units,
        fields: named(fields.collect()),
        location: Some(cache.location.clone()),
    }
}

/// The named cache entries of an instruction: name, offset, units and micro-op.
pub fn operands<'a>(model: &Model<'a>, instruction: &'a Instruction) -> Vec<Operand<'a>> {
    let mut operands = Vec::new();
    for part in &instruction.parts {
        let Part::Uop { name, cache_offset } = part else { continue };
        let Some(uop) = model.uop_named(name) else { continue };
        let mut offset = i64::from(*cache_offset) - 1;
        for entry in &uop.caches {
            if let (Ok(at), Ok(units)) = (u32::try_from(offset), u32::try_from(entry.units))
                && entry.name != "unused"
                && units > 0
            {
                operands.push(Operand { name: &entry.name, offset: at, units, uop: &uop.name });
            }
            offset += i64::from(entry.units);
        }
    }
    operands
}

/// A named cache entry of an instruction.
#[derive(Debug)]
pub struct Operand<'a> {
    /// The name in the micro-op's definition.
    pub name: &'a str,
    /// 0 is the first unit after the instruction.
    pub offset: u32,
    /// Code units.
    pub units: u32,
    /// The micro-op.
    pub uop: &'a str,
}

/// The layout that an instruction's own cache entries describe. What they leave out is `data`, but for the first
/// unit of an instruction that specializes itself: whether named or not, that is the counter.
fn entries(model: &Model<'_>, instruction: &Instruction) -> Vec<RawField> {
    let total = instruction.cache_units;
    let mut operands = operands(model, instruction);
    operands.sort_by_key(|o| o.offset);
    let mut fields = Vec::new();
    let mut end = 0;
    let specializes = instruction.parts.iter().any(|part| match part {
        Part::Uop { name, .. } => {
            model.uop_named(name).is_some_and(|u| u.annotations.iter().any(|a| a == "specializing"))
        }
        Part::Skip(_) | Part::Flush => false,
    });
    if specializes && total > 0 && operands.first().is_none_or(|o| o.offset > 0) {
        let name = "counter".to_owned();
        fields.push(RawField { name, offset: 0, units: 1, counter: true, union: None, unnamed: false });
        end = 1;
    }
    let gap = |from: u32, to: u32| RawField {
        name: "data".to_owned(),
        offset: from,
        units: to - from,
        counter: false,
        union: None,
        unnamed: true,
    };
    for operand in operands {
        let after = operand.offset.saturating_add(operand.units);
        if operand.offset < end || after > total {
            continue;
        }
        if operand.offset > end {
            fields.push(gap(end, operand.offset));
        }
        fields.push(RawField {
            name: operand.name.to_owned(),
            offset: operand.offset,
            units: operand.units,
            counter: operand.name == "counter" && operand.units == 1,
            union: None,
            unnamed: false,
        });
        end = after;
    }
    if end < total {
        fields.push(gap(end, total));
    }
    fields
}

/// The words that all names start with, `POP_JUMP_IF` of `POP_JUMP_IF_TRUE` and `POP_JUMP_IF_FALSE`.
fn common_words(names: &[&str]) -> String {
    let Some((first, rest)) = names.split_first() else { return String::new() };
    let words: Vec<&str> = first.split('_').collect();
    let mut common = words.len();
    for name in rest {
        common = common.min(words.iter().zip(name.split('_')).take_while(|(a, b)| **a == *b).count());
    }
    words.into_iter().take(common).collect::<Vec<_>>().join("_")
}

fn named(raw: Vec<RawField>) -> Vec<Field> {
    let mut methods = Namespace::without(METHODS);
    let mut constants = Namespace::without(&["UNITS", "KIND"]);
    let pair = |name: &str| vec![name.to_owned(), format!("set_{name}")];
    let mut fields = Vec::new();
    for field in &raw {
        let getter = methods.take_all(snake(&field.name), pair);
        let kind = match field.units {
            1 if field.counter => FieldKind::Counter,
            1 => FieldKind::U16,
            2 => FieldKind::U32,
            4 => FieldKind::U64,
            _ => FieldKind::Array,
        };
        let what = match (kind, field.unnamed) {
            (_, true) => {
                "What the definition leaves unnamed, for the interpreter to use as it likes.".to_owned()
            }
            (FieldKind::Counter, _) => format!("`{}`, the adaptive counter.", field.name),
            (FieldKind::U16, _) => format!("`{}`.", field.name),
            (_, _) => format!("`{}`, {}.", field.name, units(field.units)),
        };
        let mut doc = Doc::new(&what);
        let shares: Vec<String> = raw
            .iter()
            .filter(|f| field.union.is_some() && f.union == field.union && f.name != field.name)
            .map(|f| format!("`{}`", f.name))
            .collect();
        if !shares.is_empty() {
            doc.paragraph(&format!("Shares its place with {}.", join(&shares)));
        }
        fields.push(Field {
            name: field.name.clone(),
            setter: format!("set_{getter}"),
            constant: constants.take(format!("{}_OFFSET", screaming(&getter))),
            getter,
            offsets: (field.offset..field.offset.saturating_add(field.units)).collect(),
            kind,
            union: field.union,
            doc: doc.into_lines(),
        });
    }
    fields
}

/// `caches.rs`
#[derive(Template)]
#[template(path = "isa/caches.rs.askama")]
pub struct CachesFile<'m> {
    header: &'m str,
    layouts: Vec<LayoutView<'m>>,
    entries: Vec<EntriesView<'m>>,
    claims: Vec<Claim<'m>>,
    operands: Vec<OperandsView<'m>>,
}

struct LayoutView<'m> {
    layout: &'m Layout,
    doc: Vec<String>,
    doc_mut: Vec<String>,
    kind_doc: Vec<String>,
}

/// An `INLINE_CACHE_ENTRIES_…` constant.
struct EntriesView<'m> {
    constant: String,
    name: &'m str,
    units: u32,
    view: Option<&'m str>,
}

/// That an instruction has a cache of this layout.
struct Claim<'m> {
    variant: String,
    place: String,
    layout: &'m Layout,
}

/// The named cache entries of an instruction.
struct OperandsView<'m> {
    variant: String,
    place: String,
    list: Vec<Operand<'m>>,
}

impl<'m> CachesFile<'m> {
    /// The views for all layouts.
    pub fn new(model: &'m Model<'m>, header: &'m str) -> CachesFile<'m> {
        let isa = model.isa;
        let instructions = || model.instructions.iter().copied();
        let views = model.layouts.iter().map(|layout| {
            let users: Vec<String> = instructions()
                .filter(|i| !i.is_specialized)
                .filter(|i| model.layout(&i.name).is_some_and(|l| l.view == layout.view))
                .map(|i| model.opcode_link(&i.name))
                .collect();
            let size = units(layout.units);
            let of = if users.is_empty() { String::new() } else { format!(" of {}", join(&users)) };
            let mut doc = Doc::new(&format!("The inline cache{of}: {size}."));
            match &layout.location {
                Some(location) => {
                    doc.paragraph(&format!("`{}`. {}", layout.name, defined(location)));
                }
                None => {
                    doc.paragraph(
                        "CPython has no struct for it; the instruction's definition says what is in it.",
                    );
                }
            }
            let doc_mut = Doc::new(&format!("[`{}`], to be written to.", layout.view));
            let kind_doc = Doc::new(&format!("[`{}`], {size}.", layout.view));
            LayoutView {
                layout,
                doc: doc.into_lines(),
                doc_mut: doc_mut.into_lines(),
                kind_doc: kind_doc.into_lines(),
            }
        });
        let mut constants = Namespace::default();
        let entries = isa.cache_entries.iter().map(|e| EntriesView {
            constant: constants.take(screaming(&e.name)),
            name: &e.name,
            units: e.units,
            view: e
                .cache_struct
                .as_ref()
                .and_then(|s| model.layouts.iter().find(|l| l.location.is_some() && l.name == *s))
                .map(|l| l.view.as_str()),
        });
        let claims = instructions().filter_map(|i| {
            let layout = model.layout(&i.name)?;
            Some(Claim { variant: model.opcode(&i.name), place: place(&i.location), layout })
        });
        let operands = instructions().filter_map(|i| {
            let list = operands(model, i);
            let view = OperandsView { variant: model.opcode(&i.name), place: place(&i.location), list };
            (!view.list.is_empty()).then_some(view)
        });
        CachesFile {
            header,
            layouts: views.collect(),
            entries: entries.collect(),
            claims: claims.collect(),
            operands: operands.collect(),
        }
    }
}

/// `tests/generated/cache_fields.rs`
#[derive(Template)]
#[template(path = "isa/cache_fields.rs.askama")]
pub struct CacheFieldsFile<'m> {
    /// The first line.
    pub header: &'m str,
    /// All layouts.
    pub layouts: &'m [Layout],
}
