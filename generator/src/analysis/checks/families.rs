//! Members of a family must be able to take the place of its head in the code of a function: same size, same
//! effect on the stack.

use std::collections::BTreeSet;

use crate::analysis::context::{Cx, count};
use crate::analysis::families::HISTORICAL_MEMBER;
use crate::analysis::{Analysis, Family, Instruction};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalog::analysis as codes;
use crate::syntax::source::Span;

/// Values of `oparg` for which effects are compared.
const OPARGS: std::ops::Range<i64> = 0..256;

pub(super) fn check(cx: &mut Cx<'_, '_>, analysis: &Analysis<'_>) {
    for family in &analysis.families {
        let Some(head) = analysis.instruction(&family.name) else { continue };
        check_number(cx, family, head);
        let mut checked = BTreeSet::new();
        for index in &family.members {
            let Some(member) = analysis.instructions.get(index.0) else { continue };
            // A member that is listed more than once has been reported, and belongs where it was listed last.
            let belongs = member.family.as_ref() == Some(&family.name) && checked.insert(*index);
            if !belongs || member.name == HISTORICAL_MEMBER.0 || member.name == head.name {
                continue;
            }
            let listed = family.def.members.iter().find(|name| name.text == member.name);
            let listed = listed.map_or(member.name_span, |name| name.span);
            if member.size != head.size {
                cx.strict(differ(
                    codes::MEMBER_SIZE,
                    format!("`{}` and `{}` differ in size", member.name, head.name),
                    listed,
                    (member, format!("is {} long", count(member.size, "code unit"))),
                    (head, format!("is {} long", count(head.size, "code unit"))),
                    "skip what the member does not read with `unused/N`, so that both have the same caches",
                ));
            }
            if !fits(cx, analysis, member, head) {
                cx.strict(differ(
                    codes::MEMBER_EFFECT,
                    format!("`{}` and `{}` differ in their effect on the stack", member.name, head.name),
                    listed,
                    (member, format!("pops {} and pushes {}", member.popped.text, member.pushed.text)),
                    (head, format!("pops {} and pushes {}", head.popped.text, head.pushed.text)),
                    "a specialized form must leave the stack as the general one does, at least for one `oparg`",
                ));
            }
        }
    }
}

/// A family's size that is written as a number must be that of its head.
fn check_number(cx: &mut Cx<'_, '_>, family: &Family<'_>, head: &Instruction) {
    let Some(size) = &family.def.size else { return };
    let Ok(units) = size.text.parse::<i64>() else { return };
    if units != head.size - 1 {
        cx.strict(
            Diagnostic::error(
                codes::FAMILY_SIZE,
                format!("the family `{}` does not have the size that it says", family.name),
                size.span,
                format!("says {} of cache", count(units, "code unit")),
            )
            .with_label(head.name_span, format!("the head has {}", head.size - 1))
            .with_help("correct the number, or the cache entries of the head"),
        );
    }
}

fn differ(
    code: crate::diagnostics::Code,
    message: String,
    listed: Span,
    (member, of_member): (&Instruction, String),
    (head, of_head): (&Instruction, String),
    help: &str,
) -> Diagnostic {
    Diagnostic::error(code, message, listed, "listed as a member here")
        .with_label(member.name_span, of_member)
        .with_label(head.name_span, of_head)
        .with_help(help)
}

/// Whether there is an `oparg` for which the member does to the stack what the head does. More cannot be asked
/// for: a form specialized for one value of `oparg` need not mention it. A form that enters another frame
/// pushes its result later, when that frame returns.
fn fits(cx: &Cx<'_, '_>, analysis: &Analysis<'_>, member: &Instruction, head: &Instruction) -> bool {
    let net = |inst: &Instruction, oparg: i64| inst.pushed.eval(oparg).wrapping_sub(inst.popped.eval(oparg));
    if OPARGS.clone().any(|oparg| net(member, oparg) == net(head, oparg)) {
        return true;
    }
    analysis.uops_of(member).any(|uop| enters_frame(cx, uop))
}

/// Whether a body makes another frame the current one.
fn enters_frame(cx: &Cx<'_, '_>, uop: &crate::analysis::Uop<'_>) -> bool {
    let code = crate::analysis::code::Code::of_inst(cx.sources, uop.def);
    let toks: Vec<_> = code.body_tokens().collect();
    toks.windows(2).any(|pair| match pair {
        [name, equals] => {
            name.is_identifier("DISPATCH_INLINED") || (name.is_identifier("frame") && equals.is_punct("="))
        }
        _ => false,
    })
}
