//! The third pass: families, pseudo-instructions and labels.

use std::collections::BTreeMap;

use super::code::Code;
use super::context::Cx;
use super::definitions::{Definitions, already_defined, too_many};
use super::effects::stack_effects;
use super::{Family, InstIndex, Label, Pseudo, StackEffects, properties};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalog::analysis as codes;
use crate::ir::{Effect, Properties};
use crate::syntax::source::Span;
use crate::syntax::tree::{Definition, FamilyDef, LabelDef, Name, PseudoDef, Tree};

/// The instruction that is a member of BINARY_OP's family for the sake of an old optimization, though its size
/// is wrong (reference.md B34).
pub(super) const HISTORICAL_MEMBER: (&str, &str) = ("BINARY_OP_INPLACE_ADD_UNICODE", "BINARY_OP");

/// How many pseudo-instructions there may be.
const MAX_PSEUDOS: usize = 1024;

/// What the pass fills.
#[derive(Default)]
pub(super) struct Groups<'s> {
    pub families: Vec<Family<'s>>,
    pub pseudos: Vec<Pseudo<'s>>,
    pub labels: Vec<Label<'s>>,
}

/// Runs the pass.
pub(super) fn collect<'s>(
    cx: &mut Cx<'s, '_>,
    forest: &'s [Tree],
    table: &mut Definitions<'s>,
) -> Groups<'s> {
    let mut groups = Groups::default();
    let mut families = BTreeMap::new();
    let mut pseudos = BTreeMap::new();
    let mut labels = BTreeMap::new();
    let mut listed = BTreeMap::new();
    for definition in forest.iter().flat_map(|tree| &tree.definitions) {
        match definition {
            Definition::Family(def) => {
                let family = family(cx, def, table, &mut listed);
                put(cx, &mut groups.families, &mut families, &def.name, "family", family);
            }
            Definition::Pseudo(def) => {
                if groups.pseudos.len() == MAX_PSEUDOS {
                    cx.error(too_many(MAX_PSEUDOS, "pseudo-instructions", def.name.span));
                    break;
                }
                if let Some(&index) = table.instruction_names.get(&def.name.text)
                    && let Some(inst) = table.instructions.get(index.0)
                {
                    let first = Name { text: inst.name.clone(), span: inst.name_span };
                    cx.strict(
                        already_defined(codes::DUPLICATE_INSTRUCTION, "instruction", &def.name, &first)
                            .with_help(
                                "a pseudo-instruction needs a name of its own, because opcodes are looked up \
                                        by name",
                            ),
                    );
                }
                let pseudo = pseudo(cx, def, table);
                put(cx, &mut groups.pseudos, &mut pseudos, &def.name, "pseudo-instruction", pseudo);
            }
            Definition::Label(def) => {
                let label = label(cx, def);
                put(cx, &mut groups.labels, &mut labels, &def.name, "label", label);
            }
            Definition::Inst(_) | Definition::Macro(_) => {}
        }
    }
    add_historical_member(cx, table, &mut groups);
    groups
}

/// Adds an item, or lets it take the place of the earlier one of the same name.
fn put<'n, T>(
    cx: &mut Cx<'_, '_>,
    list: &mut Vec<T>,
    seen: &mut BTreeMap<&'n str, (usize, &'n Name)>,
    name: &'n Name,
    what: &str,
    item: T,
) {
    if let Some((index, first)) = seen.get(name.text.as_str()) {
        cx.strict(already_defined(codes::DUPLICATE_GROUP, what, name, first).with_help(
            "the reference generator keeps the last one in silence; remove or rename one of them",
        ));
        if let Some(old) = list.get_mut(*index) {
            *old = item;
        }
    } else {
        seen.insert(&name.text, (list.len(), name));
        list.push(item);
    }
}

fn family<'s>(
    cx: &mut Cx<'s, '_>,
    def: &'s FamilyDef,
    table: &mut Definitions<'s>,
    listed: &mut BTreeMap<&'s str, Span>,
) -> Family<'s> {
    let mut members = Vec::new();
    for member in &def.members {
        let Some(&index) = table.instruction_names.get(&member.text) else {
            report_unknown(
                cx,
                codes::UNKNOWN_MEMBER,
                member,
                table,
                &format!("a member of the family `{}`", def.name.text),
            );
            continue;
        };
        let Some(inst) = table.instructions.get_mut(index.0) else { continue };
        let first = *listed.entry(&member.text).or_insert(member.span);
        if let Some(other) = &inst.family {
            cx.strict(
                Diagnostic::error(
                    codes::MEMBER_TWICE,
                    format!("`{}` is already a member of the family `{other}`", member.text),
                    member.span,
                    "listed again here",
                )
                .with_label(first, "first listed here")
                .with_help(
                    "an instruction can lose its specialization in one way only; remove it from one of the \
                            lists",
                ),
            );
        }
        inst.family = Some(def.name.text.clone());
        members.push(index);
    }
    match table.instruction_names.get(&def.name.text).and_then(|i| table.instructions.get_mut(i.0)) {
        Some(head) => head.is_target = true,
        None => report_unknown(cx, codes::UNKNOWN_MEMBER, &def.name, table, "the head of a family"),
    }
    Family {
        name: def.name.text.clone(),
        size: def.size.as_ref().map(|size| size.text.clone()).unwrap_or_default(),
        members,
        def,
    }
}

fn pseudo<'s>(cx: &mut Cx<'s, '_>, def: &'s PseudoDef, table: &Definitions<'s>) -> Pseudo<'s> {
    let stack = if def.has_effect {
        stack_effects(cx, &def.inputs, &def.outputs, None)
    } else {
        StackEffects::default()
    };
    let mut targets = Vec::new();
    for target in &def.targets {
        match table.instruction_names.get(&target.text) {
            Some(&index) => targets.push(index),
            None => {
                let role = format!("a target of the pseudo-instruction `{}`", def.name.text);
                report_unknown(cx, codes::UNKNOWN_TARGET, target, table, &role);
            }
        }
    }
    Pseudo {
        name: def.name.text.clone(),
        stack,
        targets,
        as_sequence: def.as_sequence,
        flags: def.flags.iter().map(|flag| flag.text.clone()).collect(),
        properties: Properties::default(),
        opcode: 0,
        popped: Effect::constant(0),
        pushed: Effect::constant(0),
        def,
    }
}

fn label<'s>(cx: &mut Cx<'s, '_>, def: &'s LabelDef) -> Label<'s> {
    let code = Code::of_label(cx.sources, def);
    let (properties, escaping_calls) = properties::compute(cx, &code);
    Label { name: def.name.text.clone(), spilled: def.spilled, escaping_calls, properties, def }
}

fn report_unknown(
    cx: &mut Cx<'_, '_>,
    code: crate::diagnostics::Code,
    name: &Name,
    table: &Definitions<'_>,
    role: &str,
) {
    let help = cx.suggest(&name.text, table.instruction_names.keys(), "define it with `inst` or `macro`");
    cx.error(
        Diagnostic::error(
            code,
            format!("there is no instruction `{}`", name.text),
            name.span,
            format!("named here as {role}"),
        )
        .with_help(help),
    );
}

fn add_historical_member(cx: &mut Cx<'_, '_>, table: &mut Definitions<'_>, groups: &mut Groups<'_>) {
    let (member, head) = HISTORICAL_MEMBER;
    let Some(&index) = table.instruction_names.get(member) else { return };
    let Some(inst) = table.instructions.get_mut(index.0) else { return };
    inst.family = Some(head.to_owned());
    match groups.families.iter_mut().find(|family| family.name == head) {
        Some(family) => family.members.push(index),
        None => cx.error(
            Diagnostic::error(
                codes::UNKNOWN_MEMBER,
                format!("`{member}` needs the family `{head}`, which is not defined"),
                inst.name_span,
                format!("always belongs to the family `{head}`"),
            )
            .with_help(format!("define `family({head}, …)`, or rename the instruction")),
        ),
    }
}

/// Instructions of a list of indices.
pub(super) fn properties_of<'t>(
    table: &'t Definitions<'_>,
    indices: &'t [InstIndex],
) -> impl Iterator<Item = &'t Properties> + Clone {
    indices.iter().filter_map(|index| table.instructions.get(index.0)).map(|inst| &inst.properties)
}
