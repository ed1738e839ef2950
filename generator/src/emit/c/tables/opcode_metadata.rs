//! `pycore_opcode_metadata.h`.

use std::collections::BTreeSet;

use askama::Template;

use super::expansion::{Row, expansions};
use super::parts::Index;
use super::{Fault, Faults, Header, c_union, filters, flags_text, is_3_13, undefined_opcodes};
use crate::ir::{ExpansionKind, Flag, Instruction, Isa, Pseudo};

/// One of the two functions that tell stack effects.
struct EffectFunction<'a> {
    /// The end of its name.
    direction: &'static str,
    /// Instruction and C expression, sorted.
    cases: Vec<(&'a str, &'a str)>,
}

/// A row of the table of formats and flags.
struct Metadata<'a> {
    name: &'a str,
    format: String,
    flags: String,
}

/// A row of the table of what pseudo-instructions become.
struct Targets<'a> {
    name: &'a str,
    as_sequence: u8,
    /// The targets, padded with zeros.
    slots: Vec<&'a str>,
}

#[derive(Template)]
#[template(path = "c/pycore_opcode_metadata.h.askama", escape = "none")]
pub(super) struct File<'a> {
    header: Option<&'a Header>,
    pseudos: &'a [Pseudo],
    effects: [EffectFunction<'a>; 2],
    formats: &'a [String],
    /// Rows of the tables that have pseudo-instructions too.
    table_size: usize,
    metadata: Vec<Metadata<'a>>,
    expansions: Vec<Row<'a>>,
    max_uops: usize,
    names: Vec<&'a str>,
    /// Instructions with cache entries, in definition order (B38).
    cached: Vec<&'a Instruction>,
    /// Name or number, and what it deoptimizes to; sorted as text (B39).
    deopts: Vec<(String, String)>,
    undefined: Vec<u16>,
    target_slots: usize,
    pseudo_targets: Vec<Targets<'a>>,
}

impl<'a> File<'a> {
    const GUARD: &'static str = "Py_CORE_OPCODE_METADATA_H";

    pub fn new(isa: &'a Isa, header: Option<&'a Header>) -> Result<File<'a>, Faults> {
        if is_3_13(isa) {
            return Err(Fault::OnlyIn314 { file: "pycore_opcode_metadata.h" }.into());
        }
        let mut faults = Faults::default();
        let index = Index::new(isa);
        for instruction in &isa.instructions {
            if let Some(item) = &instruction.lost_item {
                faults.push(Fault::ItemLost {
                    instruction: instruction.name.clone(),
                    item: item.clone(),
                    location: instruction.location.clone(),
                });
            }
        }
        let expansions = expansions(isa, &index, &mut faults);
        let max_uops = expansions.iter().map(|row| row.uops.len()).max();
        if max_uops.is_none() {
            faults.push(Fault::NoExpansions);
        }
        let undefined = undefined_opcodes(isa);
        let deopts = deopts(isa, &undefined, &mut faults);
        let most_targets = isa.pseudos.iter().map(|pseudo| pseudo.targets.len()).max();
        if most_targets.is_none() {
            faults.push(Fault::NoPseudos);
        }
        faults.none()?;
        // A zero ends each list of targets.
        let target_slots = most_targets.unwrap_or(0) + 1;
        let mut names: Vec<&str> = instruction_names(isa).chain(pseudo_names(isa)).collect();
        names.sort_unstable();
        Ok(File {
            header,
            pseudos: &isa.pseudos,
            effects: effects(isa),
            formats: &isa.formats,
            table_size: 256 + isa.pseudos.len(),
            metadata: metadata(isa),
            expansions,
            max_uops: max_uops.unwrap_or(0),
            names,
            cached: isa.instructions.iter().filter(|i| has_cache_row(i)).collect(),
            deopts,
            undefined,
            target_slots,
            pseudo_targets: isa.pseudos.iter().map(|pseudo| targets(pseudo, target_slots)).collect(),
        })
    }
}

fn instruction_names(isa: &Isa) -> impl Iterator<Item = &str> {
    isa.instructions.iter().map(|instruction| instruction.name.as_str())
}

fn pseudo_names(isa: &Isa) -> impl Iterator<Item = &str> {
    isa.pseudos.iter().map(|pseudo| pseudo.name.as_str())
}

fn effects(isa: &Isa) -> [EffectFunction<'_>; 2] {
    let instructions = isa.instructions.iter().map(|i| (i.name.as_str(), &i.popped, &i.pushed));
    let pseudos = isa.pseudos.iter().map(|p| (p.name.as_str(), &p.popped, &p.pushed));
    let (mut popped, mut pushed): (Vec<_>, Vec<_>) = instructions
        .chain(pseudos)
        .map(|(name, popped, pushed)| ((name, popped.text.as_str()), (name, pushed.text.as_str())))
        .unzip();
    popped.sort_unstable();
    pushed.sort_unstable();
    [
        EffectFunction { direction: "popped", cases: popped },
        EffectFunction { direction: "pushed", cases: pushed },
    ]
}

/// Instructions by name, then pseudo-instructions by name.
fn metadata(isa: &Isa) -> Vec<Metadata<'_>> {
    let mut rows: Vec<Metadata<'_>> = isa
        .instructions
        .iter()
        .map(|i| Metadata {
            name: &i.name,
            format: format!("INSTR_FMT_{}", i.format),
            flags: flags_text(&i.flags),
        })
        .collect();
    rows.sort_by_key(|row| row.name);
    let mut pseudos: Vec<Metadata<'_>> = isa
        .pseudos
        .iter()
        .map(|p| Metadata { name: &p.name, format: "-1".to_owned(), flags: pseudo_flags(p) })
        .collect();
    pseudos.sort_by_key(|row| row.name);
    rows.append(&mut pseudos);
    rows
}

/// The flags that follow from the targets, then those that are written, which the reference does not look at.
fn pseudo_flags(pseudo: &Pseudo) -> String {
    let known = pseudo.written_flags.iter().filter(|flag| Flag::from_written(flag).is_some()).count();
    let computed = pseudo.flags.len().saturating_sub(known);
    let computed = pseudo.flags.iter().take(computed).map(|flag| flag.c_macro());
    let written = pseudo.written_flags.iter().map(|flag| format!("{flag}_FLAG"));
    c_union(computed.chain(written))
}

/// Whether the table of cache sizes has a row for it: specialized and instrumented instructions share the sizes
/// of those that they stand for (B38).
fn has_cache_row(instruction: &Instruction) -> bool {
    instruction.cache_units > 0
        && instruction.deopt == instruction.name
        && !instruction.name.starts_with("INSTRUMENTED")
}

/// A row for each instruction and for each number that has no name. The reference insists on 256 of them.
fn deopts(isa: &Isa, undefined: &[u16], faults: &mut Faults) -> Vec<(String, String)> {
    let named = isa.instructions.iter().map(|i| (i.name.clone(), i.deopt.clone()));
    let unnamed = undefined.iter().map(|number| (number.to_string(), number.to_string()));
    let mut rows: Vec<(String, String)> = named.chain(unnamed).collect();
    if rows.len() != 256 {
        let defined: BTreeSet<&str> = instruction_names(isa).collect();
        let reserved = isa.opcodes.opmap.iter().filter(|(_, number)| *number < 256);
        let undefined = reserved.map(|(name, _)| name).filter(|name| !defined.contains(name.as_str()));
        faults.push(Fault::DeoptRows { rows: rows.len(), undefined: undefined.cloned().collect() });
    }
    rows.sort_unstable();
    rows
}

fn targets(pseudo: &Pseudo, slots: usize) -> Targets<'_> {
    let mut list: Vec<&str> = pseudo.targets.iter().map(String::as_str).collect();
    list.resize(slots, "0");
    Targets { name: &pseudo.name, as_sequence: u8::from(pseudo.as_sequence), slots: list }
}
