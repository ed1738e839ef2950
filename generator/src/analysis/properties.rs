//! Properties of code (reference.md B18–B27), their union over an instruction (B23) and the flags that CPython
//! prints for them (B25).

use super::EscapingCall;
use super::code::Code;
use super::context::Cx;
use super::escapes::escaping_calls;
use super::rules::{EvalBreaker, Rules};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalog::analysis as codes;
use crate::ir::{Flag, Properties};
use crate::syntax::source::TokenKind;
use crate::syntax::tree::StmtId;
use std::collections::BTreeMap;

/// The words that make code one that works on cells (reference.md B21).
pub(super) const FREE_WORDS: [&str; 4] =
    ["PyCell_New", "PyCell_GetRef", "PyCell_SetTakeRef", "PyCell_SwapTakeRef"];

/// Computes the properties of an instruction, micro-op or label, and its escaping calls.
pub(super) fn compute(cx: &mut Cx<'_, '_>, code: &Code<'_>) -> (Properties, BTreeMap<StmtId, EscapingCall>) {
    let escapes = escaping_calls(cx, code);
    let rules = cx.rules;
    let words = &rules.words;
    let has_free = code.mentions_any(rules, &FREE_WORDS);
    let deopts = code.mentions(rules, "DEOPT_IF");
    let side_exit = code.mentions(rules, "EXIT_IF");
    if deopts && side_exit {
        report_both_exits(cx, code);
    }
    let properties = Properties {
        escapes: escapes.escapes,
        error_with_pop: code.mentions_any(rules, words.error_with_pop),
        error_without_pop: code.mentions_any(rules, words.error_without_pop),
        deopts,
        side_exit,
        oparg: code.all_tokens().any(|t| t.is_identifier("oparg")),
        jumps: code.mentions(rules, "JUMPBY"),
        eval_breaker: match words.eval_breaker {
            EvalBreaker::InName(part) => code.name.text.contains(part),
            EvalBreaker::Word(word) => code.mentions(rules, word),
        },
        ends_with_eval_breaker: match words.eval_breaker {
            EvalBreaker::InName(_) => false,
            EvalBreaker::Word(word) => ends_with_call(code, word),
        },
        needs_this: code.mentions(rules, "this_instr"),
        always_exits: always_exits(rules, code),
        stores_sp: code.mentions(rules, "SYNC_SP"),
        uses_co_consts: code.mentions(rules, "FRAME_CO_CONSTS"),
        uses_co_names: code.mentions(rules, "FRAME_CO_NAMES"),
        uses_locals: code.mentions_any(rules, words.locals) && !has_free,
        has_free,
        pure_: code.has_annotation("pure"),
        uses_opcode: words.tail_call_words && code.mentions(rules, "opcode"),
        tier: tier(code),
        const_oparg: None,
        needs_prev: words.tail_call_words && code.mentions(rules, "prev_instr"),
        no_save_ip: words.tail_call_words && code.has_annotation("no_save_ip"),
        passthrough: false,
        oparg_and_1: false,
    };
    (properties, escapes.calls)
}

fn report_both_exits(cx: &mut Cx<'_, '_>, code: &Code<'_>) {
    let find = |name: &str| code.body_tokens().find(|t| t.is_identifier(name)).map(|t| t.span);
    let primary = find("EXIT_IF").unwrap_or(code.name.span);
    let mut diagnostic = Diagnostic::error(
        codes::BOTH_EXITS,
        format!("`{}` contains both `EXIT_IF` and `DEOPT_IF`", code.name.text),
        primary,
        "leaves to a side exit",
    );
    if let Some(span) = find("DEOPT_IF") {
        diagnostic = diagnostic.with_label(span, "goes back to the interpreter");
    }
    cx.error(diagnostic.with_help("use one of them throughout, or split the micro-op in two"));
}

/// The first annotation among `specializing`, `tier1` and `tier2`, wherever it stands in the definition.
fn tier(code: &Code<'_>) -> Option<u8> {
    if code.is_label {
        return None;
    }
    code.all_tokens().filter(|t| t.kind == TokenKind::Annotation).find_map(|t| match t.text {
        "specializing" | "tier1" => Some(1),
        "tier2" => Some(2),
        _ => None,
    })
}

/// Whether control certainly leaves: looks for jumps outside inner blocks (reference.md B27).
fn always_exits(rules: &Rules, code: &Code<'_>) -> bool {
    let words = &rules.words;
    let mut depth = 0i64;
    let mut toks = code.all_tokens();
    while let Some(tok) = toks.next() {
        if tok.is_punct("{") {
            depth += 1;
        } else if tok.is_punct("}") {
            depth -= 1;
        } else if depth > 1 {
            continue;
        } else if tok.is_keyword("goto") || tok.is_keyword("return") {
            return true;
        } else if tok.kind == TokenKind::Identifier {
            if words.exits.contains(&tok.text) {
                return true;
            }
            if tok.text == "DEOPT_IF" || tok.text == "ERROR_IF" {
                // The parenthesis, then the condition's first token.
                toks.next();
                if toks.next().is_some_and(|t| words.always_true.contains(&t.text)) {
                    return true;
                }
            }
        }
    }
    false
}

/// Whether the last statement is a call without arguments of this name: it is the fifth token from the end,
/// before `( ) ; }`.
fn ends_with_call(code: &Code<'_>, word: &str) -> bool {
    let count = code.all_tokens().count();
    count.checked_sub(5).and_then(|i| code.all_tokens().nth(i)).is_some_and(|t| t.text == word)
}

/// The properties of unused cache entries and of `flush`.
pub(super) fn skip_properties(rules: &Rules) -> Properties {
    Properties { pure_: rules.words.skip_is_pure, ..Properties::default() }
}

/// The properties of something that is made of parts: what any part does, and `pure` and `no_save_ip` if every
/// part is so.
pub(super) fn union<'p>(parts: impl Iterator<Item = &'p Properties> + Clone) -> Properties {
    let any = |property: fn(&Properties) -> bool| parts.clone().any(property);
    let all = |property: fn(&Properties) -> bool| parts.clone().all(property);
    Properties {
        escapes: any(|p| p.escapes),
        error_with_pop: any(|p| p.error_with_pop),
        error_without_pop: any(|p| p.error_without_pop),
        deopts: any(|p| p.deopts),
        oparg: any(|p| p.oparg),
        jumps: any(|p| p.jumps),
        eval_breaker: any(|p| p.eval_breaker),
        ends_with_eval_breaker: any(|p| p.ends_with_eval_breaker),
        needs_this: any(|p| p.needs_this),
        always_exits: any(|p| p.always_exits),
        stores_sp: any(|p| p.stores_sp),
        uses_co_consts: any(|p| p.uses_co_consts),
        uses_co_names: any(|p| p.uses_co_names),
        uses_locals: any(|p| p.uses_locals),
        has_free: any(|p| p.has_free),
        side_exit: any(|p| p.side_exit),
        pure_: all(|p| p.pure_),
        uses_opcode: any(|p| p.uses_opcode),
        tier: None,
        const_oparg: None,
        needs_prev: any(|p| p.needs_prev),
        no_save_ip: all(|p| p.no_save_ip),
        passthrough: false,
        oparg_and_1: false,
    }
}

/// The flags of properties, in the order in which CPython prints them (reference.md B25).
pub fn flags(p: &Properties) -> Vec<Flag> {
    let all = [
        (p.oparg, Flag::Arg),
        (p.uses_co_consts, Flag::Const),
        (p.uses_co_names, Flag::Name),
        (p.jumps, Flag::Jump),
        (p.has_free, Flag::Free),
        (p.uses_locals, Flag::Local),
        (p.eval_breaker, Flag::EvalBreak),
        (p.deopts, Flag::Deopt),
        (p.side_exit, Flag::Exit),
        (p.error_with_pop || p.error_without_pop, Flag::Error),
        (p.error_without_pop, Flag::ErrorNoPop),
        (p.escapes, Flag::Escapes),
        (p.pure_, Flag::Pure),
        (p.oparg_and_1, Flag::OpargAnd1),
        (p.no_save_ip, Flag::NoSaveIp),
    ];
    all.into_iter().filter(|(set, _)| *set).map(|(_, flag)| flag).collect()
}
