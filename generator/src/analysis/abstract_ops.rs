//! An abstract interpreter held against the instruction set that it is for.

use std::collections::BTreeMap;

use super::code::{Code, Tok};
use super::context::Cx;
use super::{Analysis, AnalysisOptions, Role, StackEffects, StackItem, Uop};
use crate::diagnostics::catalog::analysis as codes;
use crate::diagnostics::{Diagnostic, Diagnostics};

/// Checks that every definition of the abstract interpreter is of a micro-op of the instruction set, and warns
/// if the two do different things to the stack. Returns whether there were no errors.
pub fn check_abstract(
    base: &Analysis<'_>,
    abstract_interpreter: &Analysis<'_>,
    sink: &mut Diagnostics,
) -> bool {
    let options = AnalysisOptions { role: Role::AbstractInterpreter, ..AnalysisOptions::default() };
    let mut cx = Cx::new(base.sources, base.dialect, options, sink);
    let by_name: BTreeMap<&String, &Uop<'_>> = base.uops.iter().map(|uop| (&uop.name, uop)).collect();
    for uop in &abstract_interpreter.uops {
        match by_name.get(&uop.key) {
            Some(real) => compare(&mut cx, uop, real),
            None => {
                let help = cx.suggest(&uop.key, by_name.keys().copied(), "define it in the instruction set");
                cx.error(
                    Diagnostic::error(
                        codes::NOT_IN_BASE,
                        format!("the instruction set has no micro-op `{}`", uop.key),
                        uop.def.name.span,
                        "interpreted here",
                    )
                    .with_help(help),
                );
            }
        }
    }
    !cx.failed()
}

/// Both must change the height of the stack by the same amount. More is not asked for, since an abstract
/// definition may ignore what stays where it is; and one that leaves its frame or ends the analysis is
/// believed, because it continues on another stack or nowhere.
fn compare(cx: &mut Cx<'_, '_>, uop: &Uop<'_>, real: &Uop<'_>) {
    if OPARGS.clone().all(|oparg| net(&uop.stack, oparg) == net(&real.stack, oparg)) || leaves(cx, uop) {
        return;
    }
    cx.warn(
        Diagnostic::error(
            codes::ABSTRACT_EFFECT,
            format!("`{}` does not do to the stack what it does in the instruction set", uop.name),
            uop.def.name.span,
            described(&uop.stack),
        )
        .with_label(real.def.name.span, format!("{} in the instruction set", described(&real.stack)))
        .with_help(
            "take and leave as many items as the micro-op does; names may differ, and items that stay may be left out",
        ),
    );
}

/// Values of `oparg` for which effects are compared.
const OPARGS: std::ops::Range<i64> = 0..256;

/// By how much an effect changes the height of the stack.
fn net(effects: &StackEffects, oparg: i64) -> i64 {
    let height = |items: &[StackItem]| {
        let heights = items.iter().map(|item| {
            let present = item.condition_expr.as_ref().is_none_or(|condition| condition.eval(oparg) != 0);
            let size = item.size_expr.as_ref().map_or(1, |size| size.eval(oparg));
            if present { size } else { 0 }
        });
        heights.fold(0, i64::wrapping_add)
    };
    height(&effects.outputs).wrapping_sub(height(&effects.inputs))
}

/// Whether a body goes over to another frame's stack, or gives up: it names `ctx->frame` or `ctx->done`, or
/// has a `goto`.
fn leaves(cx: &Cx<'_, '_>, uop: &Uop<'_>) -> bool {
    let toks: Vec<Tok<'_>> = Code::of_inst(cx.sources, uop.def).body_tokens().collect();
    toks.windows(3).any(|window| match window {
        [first, second, third] => {
            first.is_keyword("goto")
                || (first.is_identifier("ctx")
                    && second.is_punct("->")
                    && (third.is_identifier("frame") || third.is_identifier("done")))
        }
        _ => false,
    })
}

fn described(effects: &StackEffects) -> String {
    let item = |item: &StackItem| match (item.size.as_str(), item.condition.as_str()) {
        ("", "") => item.name.clone(),
        ("", condition) => format!("{} if ({condition})", item.name),
        (size, _) => format!("{}[{size}]", item.name),
    };
    let list = |items: &[StackItem]| items.iter().map(item).collect::<Vec<_>>().join(", ");
    format!("({} -- {})", list(&effects.inputs), list(&effects.outputs))
}
