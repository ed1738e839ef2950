//! States the facts of an [`Isa`] in the spelling of CPython's generated files.

use super::facts::FactSet;
use super::names::*;
use crate::ir::{CacheEntries, CacheStruct, Effect, ExpansionKind, Flag, Isa, UopId};

/// What the files of a version state and those of another do not. That decides only which of our facts there is
/// something to compare with, never what they are.
struct Stated {
    /// `MIN_SPECIALIZED_OPCODE`.
    min_specialized: bool,
    /// Stack effects of pseudo-instructions.
    pseudo_effects: bool,
    /// A deopt row for every number, those without an instruction included.
    unused_deopts: bool,
    /// Name and deopt rows for opcodes that no definition has (INSTRUMENTED_LINE, which 3.13 writes by hand).
    undefined: bool,
    /// `HAS_NO_SAVE_IP_FLAG`, the constants for second operands, and the name `OPARG_SIMPLE`.
    second_operands: bool,
}

impl Stated {
    fn by(isa: &Isa) -> Stated {
        let old = isa.dialect == "3.13";
        Stated {
            min_specialized: !old,
            pseudo_effects: !old,
            unused_deopts: !old,
            undefined: old,
            second_operands: !old,
        }
    }
}

/// Every fact that CPython's files state, from our data.
pub fn facts(isa: &Isa) -> FactSet {
    let stated = Stated::by(isa);
    let mut facts = FactSet::new();
    opcode_ids(isa, &stated, &mut facts);
    python_metadata(isa, &mut facts);
    pseudos(isa, &stated, &mut facts);
    opcode_metadata(isa, &stated, &mut facts);
    uops(isa, &mut facts);
    facts
}

fn opcode_ids(isa: &Isa, stated: &Stated, facts: &mut FactSet) {
    for (name, number) in &isa.opcodes.opmap {
        facts.state(OPCODE_IDS, "number", name, "", number.to_string());
    }
    let mut number = |name: &str, number: u16| {
        facts.state(OPCODE_IDS, "number", name, "", number.to_string());
    };
    number("HAVE_ARGUMENT", isa.opcodes.have_argument);
    number("MIN_INSTRUMENTED_OPCODE", isa.opcodes.min_instrumented);
    if stated.min_specialized {
        number("MIN_SPECIALIZED_OPCODE", isa.opcodes.min_specialized);
    }
}

fn python_metadata(isa: &Isa, facts: &mut FactSet) {
    for (position, family) in isa.families.iter().enumerate() {
        facts.state(PY_METADATA, "family order", &family.name, "", position.to_string());
        for (place, member) in family.members.iter().enumerate() {
            facts.state(PY_METADATA, "_specializations", &family.name, format!("[{place}]"), member);
        }
    }
    let is_member = |name: &str| isa.families.iter().any(|f| f.members.iter().any(|m| m == name));
    let mut specialized: Vec<&(String, u16)> =
        isa.opcodes.opmap.iter().filter(|(name, _)| is_member(name)).collect();
    specialized.sort();
    for (position, (name, number)) in specialized.into_iter().enumerate() {
        facts.state(PY_METADATA, "_specialized_opmap", name, "", number.to_string());
        facts.state(PY_METADATA, "_specialized_opmap order", name, "", position.to_string());
    }
    let plain = isa.opcodes.opmap.iter().filter(|(name, _)| !is_member(name));
    for (position, (name, number)) in plain.enumerate() {
        facts.state(PY_METADATA, "opmap", name, "", number.to_string());
        facts.state(PY_METADATA, "opmap order", name, "", position.to_string());
    }
    facts.state(PY_METADATA, "constant", "HAVE_ARGUMENT", "", isa.opcodes.have_argument.to_string());
    facts.state(
        PY_METADATA,
        "constant",
        "MIN_INSTRUMENTED_OPCODE",
        "",
        isa.opcodes.min_instrumented.to_string(),
    );
}

fn flags_text(flags: &[Flag]) -> String {
    if flags.is_empty() {
        return "0".to_owned();
    }
    flags.iter().map(|flag| flag.c_macro()).collect::<Vec<_>>().join(" | ")
}

/// CPython's macro for the third column of an expansion row, in a version's spelling.
fn expansion_kind(kind: ExpansionKind, stated: &Stated) -> &'static str {
    match kind {
        ExpansionKind::OpargSimple if !stated.second_operands => "OPARG_FULL",
        _ => kind.name(),
    }
}

fn effect(file: &'static str, table: &'static str, name: &str, effect: &Effect, facts: &mut FactSet) {
    for oparg in 0..256 {
        facts.state(file, table, name, format!("oparg={oparg}"), effect.eval(oparg).to_string());
    }
}

fn pseudos(isa: &Isa, stated: &Stated, facts: &mut FactSet) {
    const FILE: &str = OPCODE_METADATA;
    for (position, pseudo) in isa.pseudos.iter().enumerate() {
        let name = &pseudo.name;
        facts.state(FILE, "IS_PSEUDO_INSTR", name, "", position.to_string());
        if stated.pseudo_effects {
            effect(FILE, "popped", name, &pseudo.popped, facts);
            effect(FILE, "pushed", name, &pseudo.pushed, facts);
        }
        facts.state(FILE, "format", name, "", "-1");
        facts.state(FILE, "flags", name, "", flags_text(&pseudo.flags));
        facts.state(FILE, "name", name, "", format!("\"{name}\""));
        facts.state(FILE, "pseudo targets", name, "", pseudo.targets.join(", "));
        facts.state(FILE, "pseudo targets", name, "as sequence", pseudo.as_sequence.to_string());
    }
}

fn opcode_metadata(isa: &Isa, stated: &Stated, facts: &mut FactSet) {
    const FILE: &str = OPCODE_METADATA;
    for (position, format) in isa.formats.iter().enumerate() {
        facts.state(FILE, "format numbers", format!("INSTR_FMT_{format}"), "", (position + 1).to_string());
    }
    let mut max_uops = 0;
    let mut cache_position = 0;
    for inst in &isa.instructions {
        let name = &inst.name;
        effect(FILE, "popped", name, &inst.popped, facts);
        effect(FILE, "pushed", name, &inst.pushed, facts);
        facts.state(FILE, "format", name, "", format!("INSTR_FMT_{}", inst.format));
        facts.state(FILE, "flags", name, "", flags_text(&inst.flags));
        facts.state(FILE, "name", name, "", format!("\"{name}\""));
        facts.state(FILE, "deopt", name, "", &inst.deopt);
        // CPython's table has no rows for specialized and instrumented instructions (B38); ours does.
        if !inst.is_specialized && !name.starts_with("INSTRUMENTED") && inst.cache_units > 0 {
            facts.state(FILE, "caches", name, "", inst.cache_units.to_string());
            facts.state(FILE, "caches order", name, "", cache_position.to_string());
            cache_position += 1;
        }
        if let Some(expansion) = &inst.expansion {
            for (position, row) in expansion.iter().enumerate() {
                let value = format!("{}, {}, {}", row.uop, row.kind.value(), row.offset);
                facts.state(FILE, "expansion", name, format!("[{position}]"), value);
            }
            facts.state(FILE, "expansion", name, "length", expansion.len().to_string());
            max_uops = max_uops.max(expansion.len());
        }
    }
    facts.state(FILE, "constant", "MAX_UOP_PER_EXPANSION", "", max_uops.to_string());
    for number in 0..256u16 {
        if !isa.opcodes.opmap.iter().any(|(_, n)| *n == number) {
            if stated.unused_deopts {
                facts.state(FILE, "deopt", number.to_string(), "", number.to_string());
            }
            facts.state(FILE, "unused opcodes", number.to_string(), "", "unused");
        }
    }
    let defined = |name: &str| {
        isa.instructions.iter().any(|i| i.name == name) || isa.pseudos.iter().any(|p| p.name == name)
    };
    for (name, _) in isa.opcodes.opmap.iter().filter(|(name, _)| stated.undefined && !defined(name)) {
        facts.state(FILE, "name", name, "", format!("\"{name}\""));
        facts.state(FILE, "deopt", name, "", name);
    }
    for flag in Flag::ALL.into_iter().filter(|flag| has_flag(stated, *flag)) {
        facts.state(FILE, "flag bits", flag.c_macro(), "", (1u32 << (flag as u32)).to_string());
    }
    for kind in ExpansionKind::ALL.into_iter().filter(|kind| has_kind(stated, *kind)) {
        let name = expansion_kind(kind, stated);
        facts.state(FILE, "expansion kinds", name, "", kind.value().to_string());
    }
}

/// Whether a version's tables define a flag.
fn has_flag(stated: &Stated, flag: Flag) -> bool {
    stated.second_operands || flag != Flag::NoSaveIp
}

/// Whether a version's tables define an expansion kind: 3.13 has none for a second operand.
fn has_kind(stated: &Stated, kind: ExpansionKind) -> bool {
    use ExpansionKind::{Operand1_1, Operand1_2, Operand1_4};
    stated.second_operands || !matches!(kind, Operand1_1 | Operand1_2 | Operand1_4)
}

fn uops(isa: &Isa, facts: &mut FactSet) {
    let mut position = 0;
    for uop in &isa.uops {
        let name = &uop.name;
        match &uop.id {
            Some(UopId::Number(number)) => facts.state(UOP_IDS, "id", name, "", number.to_string()),
            Some(UopId::Opcode(opcode)) => facts.state(UOP_IDS, "id", name, "", opcode),
            None => {}
        }
        if uop.replicated > 0 {
            facts.state(UOP_METADATA, "replication", name, "", uop.replicated.to_string());
        }
        if uop.not_viable.is_none() && uop.properties.tier != Some(1) {
            facts.state(UOP_METADATA, "flags", name, "", flags_text(&uop.flags));
            facts.state(UOP_METADATA, "table order", name, "", position.to_string());
            facts.state(UOP_METADATA, "name", name, "", format!("\"{name}\""));
            effect(UOP_METADATA, "popped", name, &uop.popped, facts);
            position += 1;
        }
    }
    // Two ids exist by convention even where the definitions do not have them (reference.md B44).
    for (name, number) in [("_EXIT_TRACE", "300"), ("_SET_IP", "301")] {
        if !isa.uops.iter().any(|uop| uop.name == name && uop.id.is_some()) {
            facts.state(UOP_IDS, "id", name, "", number);
        }
    }
    facts.state(UOP_IDS, "id", "MAX_UOP_ID", "", isa.max_uop_id.to_string());
}

/// The facts of cache structs: size, and place and width of every field.
pub fn cache_facts(structs: &[CacheStruct], entries: &[CacheEntries], facts: &mut FactSet) {
    for cache in structs {
        facts.state(CACHE_HEADER, "struct", &cache.name, "units", cache.units.to_string());
        for (position, field) in cache.fields.iter().enumerate() {
            let value = format!(
                "offset {}, {} units{}{}",
                field.offset,
                field.units,
                if field.is_counter { ", counter" } else { "" },
                field.union.map(|n| format!(", union {n}")).unwrap_or_default(),
            );
            facts.state(CACHE_HEADER, "struct", &cache.name, format!("field {}", field.name), value);
            facts.state(
                CACHE_HEADER,
                "struct",
                &cache.name,
                format!("field order [{position}]"),
                &field.name,
            );
        }
    }
    for macro_ in entries {
        facts.state(CACHE_HEADER, "entries", &macro_.name, "", macro_.units.to_string());
    }
}
