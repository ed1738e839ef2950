//! Real instructions, pseudo-instructions and families.

use super::model::{Aspect, Entry, Group, GroupKind, Renumbering};
use super::pairs::{by_name, change, entry};
use super::values;
use crate::ir::{Effect, Expansion, ExpansionKind, Family, Flag, Instruction, Isa, Part, Pseudo};

/// What differs between the instructions.
pub fn instructions(old: &Isa, new: &Isa) -> Group {
    let mut group = Group::new(GroupKind::Instructions, old.instructions.len(), new.instructions.len());
    let pairs = by_name(old.instructions.iter(), new.instructions.iter(), |i: &Instruction| &i.name);
    group.added = pairs.added.into_iter().map(facts).collect();
    group.removed = pairs.removed.into_iter().map(facts).collect();
    let same_rules = old.dialect == new.dialect;
    for (old, new) in pairs.both {
        group.renumbered.extend(renumbering(&new.name, old.opcode, new.opcode));
        group.changed.extend(change(&new.name, &old.location, &new.location, aspects(old, new, same_rules)));
    }
    group
}

/// A change of number, if there is one.
pub fn renumbering(name: &str, old: u16, new: u16) -> Option<Renumbering> {
    (old != new).then(|| Renumbering { name: name.to_owned(), old, new })
}

fn facts(i: &Instruction) -> Entry {
    let mut facts = vec![format!("opcode {}", i.opcode), stack(&i.popped, &i.pushed)];
    if i.cache_units > 0 {
        facts.push(units(i.cache_units));
    }
    match &i.family {
        Some(family) if *family == i.name => facts.push("heads a family".to_owned()),
        Some(family) => facts.push(format!("specializes {family}")),
        None => {}
    }
    if !i.flags.is_empty() {
        facts.push(flags(&i.flags).join(" "));
    }
    if i.is_macro {
        facts.push(format!("= {}", parts(&i.parts).join(" + ")));
    }
    entry(&i.name, &i.location, facts)
}

/// `pops 2, pushes 1`
pub fn stack(popped: &Effect, pushed: &Effect) -> String {
    format!("pops {}, pushes {}", popped.text, pushed.text)
}

/// `1 cache unit`
pub fn units(count: u32) -> String {
    format!("{count} cache unit{}", if count == 1 { "" } else { "s" })
}

/// Flags by name.
pub fn flags(flags: &[Flag]) -> Vec<String> {
    flags.iter().map(|flag| flag.name().to_owned()).collect()
}

/// Parts as a macro's definition writes them.
pub fn parts(parts: &[Part]) -> Vec<String> {
    let part = |part: &Part| match part {
        Part::Uop { name, .. } => name.clone(),
        Part::Skip(units) => format!("unused/{units}"),
        Part::Flush => "flush".to_owned(),
    };
    parts.iter().map(part).collect()
}

/// A macro expansion, a row each: the micro-op and, unless it takes the instruction's `oparg`, its operand.
fn expansion(rows: &[Expansion]) -> Vec<String> {
    let row = |row: &Expansion| match row.kind {
        ExpansionKind::OpargSimple => row.uop.clone(),
        kind => format!("{} ({} at {})", row.uop, kind.name(), row.offset),
    };
    rows.iter().map(row).collect()
}

fn expansions(old: &Instruction, new: &Instruction) -> Option<Aspect> {
    match (&old.expansion, &new.expansion) {
        (Some(old), Some(new)) => Aspect::list("expansion", ", ", &expansion(old), &expansion(new)),
        (old, new) => {
            let text = |rows: &Option<Vec<Expansion>>| {
                rows.as_ref().map_or_else(|| "none".to_owned(), |rows| expansion(rows).join(", "))
            };
            Aspect::if_changed("expansion", text(old), text(new))
        }
    }
}

fn aspects(old: &Instruction, new: &Instruction, same_rules: bool) -> Vec<Option<Aspect>> {
    let kind = |i: &Instruction| if i.is_macro { "macro" } else { "inst" };
    let name = |name: &Option<String>| name.clone().unwrap_or_else(|| "none".to_owned());
    let family = Aspect::if_changed("family", name(&old.family), name(&new.family));
    let own = |i: &Instruction| if i.deopt == i.name { "itself".to_owned() } else { i.deopt.clone() };
    // Follows from the family, if that changed.
    let rest_of_family = |aspect: Option<Aspect>| aspect.filter(|_| family.is_none());
    let specialized = |i: &Instruction| if i.is_specialized { "yes" } else { "no" };
    let format = Aspect::if_changed("format", &old.format, &new.format);
    vec![
        Aspect::if_changed("defined by", kind(old), kind(new)).map(Aspect::minor),
        values::effect("pops", &old.popped, &new.popped),
        values::effect("pushes", &old.pushed, &new.pushed),
        values::net((&old.popped, &old.pushed), (&new.popped, &new.pushed)),
        Aspect::if_changed("lost while counted", name(&old.lost_item), name(&new.lost_item)),
        Aspect::if_changed("cache units", old.cache_units, new.cache_units),
        Aspect::list("flags", " ", &flags(&old.flags), &flags(&new.flags)),
        family.clone(),
        rest_of_family(Aspect::if_changed("specialized", specialized(old), specialized(new))),
        rest_of_family(Aspect::if_changed("deoptimizes to", own(old), own(new))),
        Aspect::if_changed("instrumented form", name(&old.instrumented), name(&new.instrumented)),
        Aspect::if_changed("instruments", name(&old.base), name(&new.base)),
        Aspect::list("parts", " + ", &parts(&old.parts), &parts(&new.parts)).or_else(|| offsets(old, new)),
        expansions(old, new),
        // What 3.13 and 3.14 write there follows different rules.
        simple_offsets(old, new).filter(|_| same_rules),
        // It says no more than whether there is an `oparg`, and how many cache units.
        format.map(Aspect::minor),
    ]
}

/// Offsets that a macro expansion states for micro-ops without an operand, where they say nothing.
fn simple_offsets(old: &Instruction, new: &Instruction) -> Option<Aspect> {
    let (old, new) = (old.expansion.as_deref()?, new.expansion.as_deref()?);
    let offsets = |rows: &[Expansion]| -> Vec<String> {
        let simple = rows.iter().filter(|row| row.kind == ExpansionKind::OpargSimple);
        simple.map(|row| format!("{} at {}", row.uop, row.offset)).collect()
    };
    let same_rows = expansion(old) == expansion(new);
    Aspect::list("offsets in the expansion", ", ", &offsets(old), &offsets(new))
        .filter(|_| same_rows)
        .map(Aspect::minor)
}

/// The same parts with their caches at other places.
fn offsets(old: &Instruction, new: &Instruction) -> Option<Aspect> {
    let offsets = |i: &Instruction| -> Vec<String> {
        let offset = |part: &Part| match part {
            Part::Uop { name, cache_offset } => Some(format!("{name} at {cache_offset}")),
            Part::Skip(_) | Part::Flush => None,
        };
        i.parts.iter().filter_map(offset).collect()
    };
    Aspect::list("cache offsets", ", ", &offsets(old), &offsets(new))
}

/// What differs between the pseudo-instructions.
pub fn pseudos(old: &Isa, new: &Isa) -> Group {
    let mut group = Group::new(GroupKind::Pseudos, old.pseudos.len(), new.pseudos.len());
    let pairs = by_name(old.pseudos.iter(), new.pseudos.iter(), |p: &Pseudo| &p.name);
    let facts = |p: &Pseudo| {
        let mut facts = vec![format!("opcode {}", p.opcode), stack(&p.popped, &p.pushed)];
        facts.push(format!("becomes {}", targets(p).join(if p.as_sequence { ", then " } else { " or " })));
        if !p.flags.is_empty() {
            facts.push(flags(&p.flags).join(" "));
        }
        entry(&p.name, &p.location, facts)
    };
    group.added = pairs.added.into_iter().map(facts).collect();
    group.removed = pairs.removed.into_iter().map(facts).collect();
    let how = |p: &Pseudo| if p.as_sequence { "all, in sequence" } else { "one of them" };
    let when = |p: &Pseudo| if p.block_push { "when its handler is entered" } else { "when it is run" };
    for (old, new) in pairs.both {
        group.renumbered.extend(renumbering(&new.name, old.opcode, new.opcode));
        let aspects = vec![
            values::effect("pops", &old.popped, &new.popped),
            values::effect("pushes", &old.pushed, &new.pushed),
            values::net((&old.popped, &old.pushed), (&new.popped, &new.pushed)),
            Aspect::if_changed("stack effect happens", when(old), when(new)),
            Aspect::list("targets", ", ", &targets(old), &targets(new)),
            Aspect::if_changed("becomes", how(old), how(new)),
            Aspect::list("flags", " ", &flags(&old.flags), &flags(&new.flags)),
            Aspect::list("flags as written", " ", &old.written_flags, &new.written_flags).map(Aspect::minor),
        ];
        group.changed.extend(change(&new.name, &old.location, &new.location, aspects));
    }
    group
}

fn targets(p: &Pseudo) -> Vec<String> {
    p.targets.clone()
}

/// What differs between the families.
pub fn families(old: &Isa, new: &Isa) -> Group {
    let mut group = Group::new(GroupKind::Families, old.families.len(), new.families.len());
    let pairs = by_name(old.families.iter(), new.families.iter(), |f: &Family| &f.name);
    let facts = |f: &Family| {
        let mut facts = vec![format!("{} members: {}", f.members.len(), f.members.join(", "))];
        facts.extend(f.cache_units.map(units));
        entry(&f.name, &f.location, facts)
    };
    group.added = pairs.added.into_iter().map(facts).collect();
    group.removed = pairs.removed.into_iter().map(facts).collect();
    let unknown = || "unknown".to_owned();
    let size = |f: &Family| f.cache_units.map_or_else(unknown, |units| units.to_string());
    let layout = |f: &Family| f.cache_struct.clone().unwrap_or_else(unknown);
    for (old, new) in pairs.both {
        let aspects = vec![
            Aspect::list("members", ", ", &old.members, &new.members),
            Aspect::if_changed("cache units", size(old), size(new)),
            Aspect::if_changed("size as written", &old.size, &new.size).map(Aspect::minor),
            Aspect::if_changed("cache struct", layout(old), layout(new)),
        ];
        group.changed.extend(change(&new.name, &old.location, &new.location, aspects));
    }
    group
}
