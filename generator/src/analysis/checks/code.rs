//! Words in bodies that need something outside them: labels to jump to, families to go back to.

use std::collections::BTreeSet;

use crate::analysis::code::{Code, Tok};
use crate::analysis::context::Cx;
use crate::analysis::{Analysis, Uop};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalog::analysis as codes;
use crate::syntax::source::{Span, TokenKind};

/// The code of every `inst`, `op` and `label`, once each.
fn all_code<'s>(cx: &Cx<'s, '_>, analysis: &Analysis<'s>) -> Vec<Code<'s>> {
    let uops = analysis.uops.iter().filter(|uop| uop.replicates.is_none());
    uops.map(|uop| Code::of_inst(cx.sources, uop.def))
        .chain(analysis.labels.iter().map(|label| Code::of_label(cx.sources, label.def)))
        .collect()
}

/// Jumps need a label of this name. The reference looks only at those that it emits.
pub(super) fn check_labels<'s>(cx: &mut Cx<'s, '_>, analysis: &Analysis<'s>) {
    if !cx.rules.effects.labels {
        return;
    }
    let labels: BTreeSet<&str> = analysis.labels.iter().map(|label| label.name.as_str()).collect();
    let names: Vec<String> = labels.iter().map(|&name| name.to_owned()).collect();
    for code in all_code(cx, analysis) {
        let toks: Vec<Tok<'s>> = code.body_tokens().filter(|t| t.kind != TokenKind::Comment).collect();
        for window in toks.windows(3) {
            let [first, second, third] = window else { continue };
            let target = if first.is_keyword("goto") {
                second
            } else if first.is_identifier("JUMP_TO_LABEL") && second.is_punct("(") {
                third
            } else {
                continue;
            };
            if target.kind == TokenKind::Identifier && !labels.contains(target.text) {
                let help = cx.suggest(target.text, names.iter(), "define it with `label(NAME) { … }`");
                cx.strict(
                    Diagnostic::error(
                        codes::UNKNOWN_LABEL,
                        format!("there is no label `{}`", target.text),
                        target.span,
                        format!("jumped to from `{}`", code.name.text),
                    )
                    .with_help(help),
                );
            }
        }
    }
}

/// In 3.14 `ERROR_IF` takes the condition alone; in 3.13 a label too, which can only be `error`, for that is
/// the one label that has forms which pop the inputs first.
pub(super) fn check_error_if<'s>(cx: &mut Cx<'s, '_>, analysis: &Analysis<'s>) {
    for code in all_code(cx, analysis) {
        let toks: Vec<Tok<'s>> = code.body_tokens().filter(|t| t.kind != TokenKind::Comment).collect();
        for (index, tok) in toks.iter().enumerate().filter(|(_, t)| t.is_identifier("ERROR_IF")) {
            let label = second_argument(&toks, index + 1);
            if cx.rules.effects.error_if_label {
                if let Some((text, span)) = label
                    && text != "error"
                {
                    cx.strict(
                        Diagnostic::error(
                            codes::ERROR_IF_LABEL,
                            format!("`ERROR_IF` can only jump to `error`, not to `{text}`"),
                            span,
                            "only `error` has forms that pop the inputs",
                        )
                        .with_help("write `ERROR_IF(condition, error);`"),
                    );
                }
            } else if let Some((text, span)) = label {
                cx.strict(
                    Diagnostic::error(
                        codes::ERROR_IF_LABEL,
                        "`ERROR_IF` takes one argument",
                        span,
                        format!("`{text}` becomes part of the condition: the comma is C's operator"),
                    )
                    .with_label(tok.span, "as in CPython 3.13")
                    .with_help("write `ERROR_IF(condition);`; it always goes to `error`"),
                );
            }
        }
    }
}

/// The text and place of what follows the first comma between parentheses.
fn second_argument<'s>(toks: &[Tok<'s>], open: usize) -> Option<(&'s str, Span)> {
    let mut depth = 0i64;
    let mut comma = false;
    for tok in toks.get(open..)? {
        if comma {
            return Some((tok.text, tok.span));
        }
        match tok.text {
            "(" => depth += 1,
            ")" => depth -= 1,
            "," if depth == 1 => comma = true,
            _ => {}
        }
        if depth < 1 {
            return None;
        }
    }
    None
}

/// `DEOPT_IF` and `EXIT_IF` go back to the head of the instruction's family, so there must be one. A head is no
/// member of its family (reference.md B35), and a label is no instruction.
pub(super) fn check_exits<'s>(cx: &mut Cx<'s, '_>, analysis: &Analysis<'s>) {
    for inst in analysis.instructions.iter().filter(|inst| inst.family.is_none()) {
        let Some(uop) = analysis.uops_of(inst).find(|uop| leaves(uop)) else { continue };
        let Some((word, span)) = exit_word(&Code::of_inst(cx.sources, uop.def)) else { continue };
        let label = if inst.is_target { "the head of a family" } else { "not a member of a family" };
        let mut diagnostic = Diagnostic::error(
            codes::EXIT_WITHOUT_FAMILY,
            format!("`{}` uses `{word}`, but there is no instruction that it could become", inst.name),
            span,
            "goes back to the head of the family",
        );
        if inst.name_span != span {
            diagnostic = diagnostic.with_label(inst.name_span, label);
        }
        cx.strict(diagnostic.with_help(
            "add the instruction to the family of its unspecialized form, or report an error instead",
        ));
    }
    for label in &analysis.labels {
        if let Some((word, span)) = exit_word(&Code::of_label(cx.sources, label.def)) {
            cx.strict(
                Diagnostic::error(
                    codes::EXIT_WITHOUT_FAMILY,
                    format!("the label `{}` uses `{word}`", label.name),
                    span,
                    "a label belongs to no instruction",
                )
                .with_help("use `goto` to leave a label"),
            );
        }
    }
}

fn leaves(uop: &Uop<'_>) -> bool {
    uop.properties.deopts || uop.properties.side_exit
}

fn exit_word<'s>(code: &Code<'s>) -> Option<(&'s str, Span)> {
    code.body_tokens()
        .find(|t| t.is_identifier("DEOPT_IF") || t.is_identifier("EXIT_IF"))
        .map(|t| (t.text, t.span))
}
