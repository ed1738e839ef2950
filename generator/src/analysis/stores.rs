//! Stores to inputs and outputs (reference.md B48).

use std::collections::BTreeSet;

use super::code::{Code, Tok, header, is_simple, tokens};
use super::context::Cx;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalog::analysis as codes;
use crate::syntax::source::{TokenId, TokenKind};
use crate::syntax::tree::{InputEffect, InstDef};

/// Finds the tokens that store to an input or output: the name before `=` at the start of a statement, and an
/// output's name after `&`. Like the reference it looks at tokens, so `a & b` stores to the output `b`.
/// Reports stores in the headers of `if`, `for` and `while`, which nobody would see.
pub(super) fn variable_stores(cx: &mut Cx<'_, '_>, def: &InstDef, code: &Code<'_>) -> BTreeSet<TokenId> {
    let outputs: BTreeSet<&str> = def.outputs.iter().map(|o| o.name.text.as_str()).collect();
    let inputs: BTreeSet<&str> = def
        .inputs
        .iter()
        .map(|input| match input {
            InputEffect::Stack(item) => item.name.text.as_str(),
            InputEffect::Cache(cache) => cache.name.text.as_str(),
        })
        .collect();
    let is_local = |tok: &Tok<'_>| inputs.contains(tok.text) || outputs.contains(tok.text);
    let mut stores = BTreeSet::new();
    for stmt in code.statements() {
        if is_simple(stmt) {
            let toks: Vec<Tok<'_>> =
                tokens(code.sources, stmt.tokens).skip_while(|t| t.kind == TokenKind::Comment).collect();
            if toks.len() < 4 {
                continue;
            }
            if let [first, second, ..] = toks.as_slice()
                && second.is_punct("=")
                && first.kind == TokenKind::Identifier
                && is_local(first)
            {
                stores.insert(first.id);
            }
            stores.extend(addresses(&toks).filter(|t| outputs.contains(t.text)).map(|t| t.id));
        } else if cx.rules.effects.checks_names
            && let Some((range, keyword)) = header(stmt)
        {
            let toks: Vec<Tok<'_>> = tokens(code.sources, range).collect();
            for name in addresses(&toks).filter(|t| outputs.contains(t.text)) {
                let diagnostic = store_in_header(&name, keyword, true);
                if keyword == "if" {
                    cx.error(diagnostic);
                } else {
                    cx.strict(diagnostic);
                }
            }
            for pair in toks.windows(2) {
                if let [name, equals] = pair
                    && equals.is_punct("=")
                    && name.kind == TokenKind::Identifier
                    && is_local(name)
                {
                    cx.strict(store_in_header(name, keyword, false));
                }
            }
        }
    }
    stores
}

/// What stands after each `&`.
fn addresses<'t, 's>(toks: &'t [Tok<'s>]) -> impl Iterator<Item = Tok<'s>> + use<'t, 's> {
    toks.windows(2).filter_map(|pair| match pair {
        [and, name] if and.is_punct("&") => Some(*name),
        _ => None,
    })
}

fn store_in_header(name: &Tok<'_>, keyword: &str, address: bool) -> Diagnostic {
    let label = if address { "its address is taken here" } else { "assigned here" };
    Diagnostic::error(
        codes::STORE_IN_CONDITION,
        format!("`{}` is defined in the condition of `{keyword}`", name.text),
        name.span,
        label,
    )
    .with_help(format!("assign to `{}` in a statement of its own, before the `{keyword}`", name.text))
}
