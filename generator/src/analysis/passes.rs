//! The passes in order.

use super::context::Cx;
use super::definitions::{self, Definitions};
use super::families::{self, Groups, properties_of};
use super::net::net_effect;
use super::properties::{skip_properties, union};
use super::{Analysis, AnalysisOptions, Dialect, Part, checks, code, instruction_size, opcodes, uop_at};
use crate::diagnostics::Diagnostics;
use crate::ir::Properties;
use crate::syntax::source::SourceMap;
use crate::syntax::tree::Tree;

/// How many inputs and outputs the micro-ops of one instruction may have together.
const MAX_ITEMS: usize = 512;

/// Finds out what the definitions mean. The trees stand in the order of their files; later files may override
/// what earlier ones define. `None` if anything was refused; everything that was found is in `sink`.
///
/// Follows the reference generator's order (reference.md B11): instructions and micro-ops, macros, then families,
/// pseudo-instructions and labels; then sizes, the historical member of BINARY_OP's family, opcode numbers.
pub fn analyze<'s>(
    sources: &'s SourceMap,
    forest: &'s [Tree],
    dialect: Dialect,
    options: AnalysisOptions,
    sink: &mut Diagnostics,
) -> Option<Analysis<'s>> {
    let mut cx = Cx::new(sources, dialect, options, sink);
    let mut table = definitions::collect(&mut cx, forest);
    let mut groups = families::collect(&mut cx, forest, &mut table);
    if cx.rules.effects.go_to_instruction {
        mark_targets(&cx, &mut table);
    }
    instruction_size::instruction_sizes(&mut cx, &mut table);
    instruction_size::sizes_for_uops(&mut cx, &mut table);
    properties_of_instructions(&cx, &mut table, &mut groups);
    let opcodes = opcodes::assign(&mut cx, &mut table, &mut groups);
    net_effects(&mut cx, &mut table, &mut groups);
    let Definitions { uops, uop_keys, overridden, instructions, instruction_names, .. } = table;
    let Groups { families, pseudos, labels } = groups;
    let analysis = Analysis {
        sources,
        files: forest.iter().map(|tree| tree.file).collect(),
        dialect,
        instructions,
        uops,
        overridden,
        families,
        pseudos,
        labels,
        opcodes,
        uop_keys,
        instruction_names,
    };
    checks::run(&mut cx, &analysis, forest);
    (!cx.failed()).then_some(analysis)
}

/// In 3.13 the argument of `GO_TO_INSTRUCTION` is jumped to.
fn mark_targets(cx: &Cx<'_, '_>, table: &mut Definitions<'_>) {
    for uop in &table.uops {
        let mut toks = code::Code::of_inst(cx.sources, uop.def).body_tokens();
        while let Some(tok) = toks.next() {
            if tok.is_identifier("GO_TO_INSTRUCTION")
                && toks.next().is_some_and(|t| t.is_punct("("))
                && let Some(target) = toks.next()
                && let Some(&index) = table.instruction_names.get(target.text)
                && let Some(inst) = table.instructions.get_mut(index.0)
            {
                inst.is_target = true;
            }
        }
    }
}

fn properties_of_instructions(cx: &Cx<'_, '_>, table: &mut Definitions<'_>, groups: &mut Groups<'_>) {
    let skip = skip_properties(cx.rules);
    for inst in &mut table.instructions {
        let parts: Vec<&Properties> = inst
            .parts
            .iter()
            .map(|part| match part {
                Part::Uop(index) => {
                    uop_at(&table.uops, &table.overridden, *index).map_or(&skip, |uop| &uop.properties)
                }
                Part::Skip(_) | Part::Flush => &skip,
            })
            .collect();
        inst.properties = union(parts.iter().copied());
    }
    for pseudo in &mut groups.pseudos {
        pseudo.properties = union(properties_of(table, &pseudo.targets));
    }
}

fn net_effects(cx: &mut Cx<'_, '_>, table: &mut Definitions<'_>, groups: &mut Groups<'_>) {
    for inst in &mut table.instructions {
        let effects: Vec<_> = inst
            .parts
            .iter()
            .filter_map(|part| match part {
                Part::Uop(index) => uop_at(&table.uops, &table.overridden, *index).map(|uop| &uop.stack),
                Part::Skip(_) | Part::Flush => None,
            })
            .collect();
        let items: usize = effects.iter().map(|effect| effect.inputs.len() + effect.outputs.len()).sum();
        let most = cx.limit(MAX_ITEMS);
        if items > most {
            cx.error(definitions::too_many(most, "items in all parts of this instruction", inst.name_span));
            continue;
        }
        let net = net_effect(cx, &effects, &inst.name, inst.name_span);
        (inst.popped, inst.pushed, inst.lost_item) = (net.popped, net.pushed, net.lost_item);
    }
    for pseudo in &mut groups.pseudos {
        let net = net_effect(cx, &[&pseudo.stack], &pseudo.name, pseudo.def.name.span);
        (pseudo.popped, pseudo.pushed) = (net.popped, net.pushed);
    }
}
