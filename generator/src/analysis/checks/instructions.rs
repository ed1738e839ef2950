//! Instructions and pseudo-instructions as wholes.

use std::collections::BTreeSet;

use crate::analysis::context::Cx;
use crate::analysis::opcodes::INSTRUMENTED;
use crate::analysis::rules::StackModel;
use crate::analysis::{Analysis, Instruction, Part, StackItem};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalog::analysis as codes;
use crate::ir::Flag;
use crate::syntax::source::{Span, TokenKind};

/// Instructions with more items than this have been refused already.
const MAX_TRACKED: usize = 512;

/// A super-instruction's name must be made of two names of simple instructions.
pub(super) fn check_super_instructions(cx: &mut Cx<'_, '_>, analysis: &Analysis<'_>) {
    for inst in analysis.instructions.iter().filter(|inst| analysis.is_super_instruction(inst)) {
        if let Err(why) = analysis.super_halves(inst) {
            cx.strict(
                Diagnostic::error(
                    codes::BAD_SUPER_INSTRUCTION,
                    format!("`{}` is a super-instruction, but {why}", inst.name),
                    inst.name_span,
                    "its body uses `oparg1`",
                )
                .with_help(
                    "a super-instruction is named after the two instructions that it stands for, as in \
                     `LOAD_FAST_LOAD_FAST`; if it is none, call the variable something else",
                ),
            );
        }
    }
}

/// All parts of a macro share one C variable a name. If two micro-ops push the same name and the first is still
/// on the stack when the second is pushed, both places end up with the second value. (That the very same output
/// is pushed twice is refused in 3.14 where the effects are added up.)
pub(super) fn check_outputs(cx: &mut Cx<'_, '_>, analysis: &Analysis<'_>) {
    for inst in analysis.instructions.iter().filter(|inst| inst.parts.len() > 1) {
        let mut stack: Vec<&StackItem> = Vec::new();
        let mut reported = BTreeSet::new();
        for part in &inst.parts {
            let uop = match part {
                Part::Skip(_) => continue,
                Part::Flush => {
                    stack.clear();
                    continue;
                }
                Part::Uop(index) => analysis.uop_at(*index),
            };
            let Some(uop) = uop else { continue };
            if stack.len() > MAX_TRACKED {
                break;
            }
            let keep = stack.len().saturating_sub(uop.stack.inputs.len());
            stack.truncate(keep);
            for output in &uop.stack.outputs {
                let is_variable = output.name != "unused" && !output.is_array();
                let is_input = uop.stack.inputs.iter().any(|input| input.name == output.name);
                if is_variable
                    && !is_input
                    && let Some(below) = stack.iter().take(keep).find(|item| item.name == output.name)
                    && !(below.span == output.span && cx.rules.effects.stack == StackModel::Offsets)
                    && reported.insert(output.name.as_str())
                {
                    report_same_output(cx, inst, output, below.span);
                }
            }
            stack.extend(&uop.stack.outputs);
            if uop.properties.stores_sp {
                stack.clear();
            }
        }
    }
}

fn report_same_output(cx: &mut Cx<'_, '_>, inst: &Instruction, output: &StackItem, first: Span) {
    let message = format!("two micro-ops of `{}` push a value called `{}`", inst.name, output.name);
    let diagnostic = if first == output.span {
        let label = "pushed by the same micro-op twice, and the second overwrites the first";
        Diagnostic::error(codes::SAME_OUTPUT_TWICE, message, output.span, label)
    } else {
        let label = "the second, which overwrites the first";
        Diagnostic::error(codes::SAME_OUTPUT_TWICE, message, output.span, label)
            .with_label(first, "the first, still on the stack")
    };
    cx.strict(
        diagnostic
            .with_label(inst.name_span, "put together here")
            .with_help("parts of a macro share their variables; rename one of the outputs, or use `flush`"),
    );
}

/// Operands in a cache are written when an instruction is specialized, so one that is in no family never
/// gets any. Instrumented forms use the caches of what they instrument.
pub(super) fn check_caches(cx: &mut Cx<'_, '_>, analysis: &Analysis<'_>) {
    let heads: BTreeSet<&str> = analysis.families.iter().map(|family| family.name.as_str()).collect();
    for inst in &analysis.instructions {
        if inst.family.is_some() || heads.contains(inst.name.as_str()) || inst.name.starts_with(INSTRUMENTED)
        {
            continue;
        }
        let cache = analysis
            .uops_of(inst)
            .flat_map(|uop| uop.caches.iter().map(move |cache| (uop, cache)))
            .find(|(uop, cache)| cache.name != "unused" && uses(cx, uop, &cache.name));
        if let Some((_, cache)) = cache {
            cx.warn(
                Diagnostic::error(
                    codes::CACHE_WITHOUT_FAMILY,
                    format!("`{}` reads a cache, but nothing writes it", inst.name),
                    cache.span,
                    "this operand is always zero",
                )
                .with_label(inst.name_span, "in no family")
                .with_help("put the instruction into a family, or skip the cells with `unused/N`"),
            );
        }
    }
}

fn uses(cx: &Cx<'_, '_>, uop: &crate::analysis::Uop<'_>, name: &str) -> bool {
    let code = crate::analysis::code::Code::of_inst(cx.sources, uop.def);
    code.body_tokens().any(|t| t.kind == TokenKind::Identifier && t.text == name)
}

/// Flags of pseudo-instructions must be flags that there are.
pub(super) fn check_pseudos(cx: &mut Cx<'_, '_>, analysis: &Analysis<'_>) {
    for pseudo in &analysis.pseudos {
        let mut seen = BTreeSet::new();
        for flag in &pseudo.def.flags {
            if Flag::from_written(&flag.text).is_none() {
                let names: Vec<String> = Flag::ALL.iter().map(|flag| flag.written()).collect();
                let help =
                    cx.suggest(&flag.text, names.iter(), "use one of CPython's flags, such as `HAS_ARG`");
                cx.strict(
                    Diagnostic::error(
                        codes::UNKNOWN_FLAG,
                        format!("there is no flag `{}`", flag.text),
                        flag.span,
                        format!("given to `{}`", pseudo.name),
                    )
                    .with_help(help),
                );
            } else if !seen.insert(flag.text.as_str()) {
                cx.warn(
                    Diagnostic::error(
                        codes::CONFLICTING_ANNOTATIONS,
                        format!("`{}` has the flag `{}` twice", pseudo.name, flag.text),
                        flag.span,
                        "again here",
                    )
                    .with_help("remove one of them"),
                );
            }
        }
    }
}
