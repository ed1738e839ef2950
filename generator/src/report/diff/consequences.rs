//! What the differences ask of whoever maintains an implementation. Derived from the differences alone.

use super::model::{Consequence, Diff, Group, GroupKind, NameKind, Need};

/// All of them, most consequential first.
pub fn of(diff: &Diff) -> Vec<Consequence> {
    let empty = Group::new(GroupKind::Numbers, 0, 0);
    let group = |kind| diff.group(kind).unwrap_or(&empty);
    let (instructions, uops) = (group(GroupKind::Instructions), group(GroupKind::Uops));
    let structs = group(GroupKind::CacheStructs);
    let changed = |group: &Group, aspects: &[&str]| {
        group.major().filter(|change| aspects.iter().any(|aspect| change.has(aspect))).count()
    };
    let family_changes = group(GroupKind::Families).changed.iter().flat_map(|change| &change.aspects);
    let to_bind = |kind| diff.names_of(kind, Need::ToBind).len();
    let needing = |need| diff.names.iter().flatten().filter(|name| name.need == need).count();
    let effects = ["pops", "pushes", "stack effect happens"];
    let layouts = structs.added.len() + structs.removed.len() + structs.major().count();
    let all = [
        (
            vec![
                ("instructions added", instructions.added.len()),
                ("removed", instructions.removed.len()),
                ("renumbered", instructions.renumbered.len()),
            ],
            "Code objects and .pyc files of the one version do not run on the other. Take over the version's magic \
             number, and compile again whatever is stored.",
        ),
        (
            vec![(
                "specializations added",
                family_changes.filter(|a| a.what == "members").map(|a| a.added.len()).sum(),
            )],
            "The specializer must learn when to choose them; until then they are never run.",
        ),
        (
            vec![
                ("stack effects of instructions changed", changed(instructions, &effects)),
                ("with another depth after them", changed(instructions, &["net effect"])),
                ("of pseudo-instructions changed", changed(group(GroupKind::Pseudos), &effects)),
            ],
            "Compilers, assemblers and verifiers that count the stack must follow; those that read the generated \
             tables do so by themselves.",
        ),
        (
            vec![
                ("cache sizes changed", changed(instructions, &["cache units"])),
                ("cache layouts changed", layouts),
            ],
            "Jumps are counted in code units, caches included, and whatever writes a cache must use the new layout.",
        ),
        (
            vec![
                ("functions and macros to bind", to_bind(NameKind::Call)),
                ("constants and variables to bind", to_bind(NameKind::Value)),
                ("types to bind", to_bind(NameKind::Type)),
                ("fields to bind", to_bind(NameKind::Field)),
            ],
            "Each has to be bound (in generator/bindings) before the bodies that use it can be translated, and the \
             runtime has to have it.",
        ),
        (
            vec![("newly used names with a binding", needing(Need::Bound))],
            "Nothing is to be bound for these; the bodies that use them are translated as they are.",
        ),
        (
            vec![("bindings that no body would use", needing(Need::Unused))],
            "An entry that nothing uses is refused: remove it, or move it to other_versions.toml.",
        ),
        (
            vec![("signatures of micro-ops changed", changed(uops, &["stack", "caches"]))],
            "Hand-written functions with these signatures no longer compile.",
        ),
        (
            vec![("bodies changed", diff.bodies.as_ref().map_or(0, Vec::len))],
            "Translated bodies follow by themselves; hand-written counterparts must be looked at one by one.",
        ),
        (
            vec![
                ("micro-ops added", uops.added.len()),
                ("removed", uops.removed.len()),
                ("with other flags", changed(uops, &["flags"])),
                ("now or no longer in tier 2", changed(uops, &["in tier 2"])),
            ],
            "Tier 2 and optimizer rules that name micro-ops must be checked against the new set.",
        ),
    ];
    all.into_iter().filter_map(|(counts, means)| consequence(&counts, means)).collect()
}

/// A consequence of what there is at least one of.
fn consequence(counts: &[(&str, usize)], means: &str) -> Option<Consequence> {
    let found: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(what, count)| format!("{what}: {count}"))
        .collect();
    (!found.is_empty()).then(|| Consequence { found: found.join(", "), means: means.to_owned() })
}
