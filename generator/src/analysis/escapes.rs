//! Calls that may run arbitrary code and so may look at the stack in memory (reference.md B28–B30).

use std::collections::{BTreeMap, BTreeSet};

use super::EscapingCall;
use super::code::{Code, Tok, header, is_simple, tokens};
use super::context::Cx;
use super::rules::EscapeRules;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalog::analysis as codes;
use crate::syntax::source::{Span, TokenId, TokenKind};
use crate::syntax::tree::StmtId;

/// The macros whose argument is evaluated where the stack cannot be spilled.
const CONDITIONAL_EXITS: [&str; 3] = ["DEOPT_IF", "ERROR_IF", "EXIT_IF"];

/// What the calls of a definition amount to.
pub(super) struct Escapes {
    /// Whether any call escapes.
    pub escapes: bool,
    /// The last escaping call of each statement (3.14).
    pub calls: BTreeMap<StmtId, EscapingCall>,
}

/// Finds the escaping calls of a definition and reports those in conditions.
pub(super) fn escaping_calls(cx: &mut Cx<'_, '_>, code: &Code<'_>) -> Escapes {
    let rules = &cx.rules.escapes;
    if !rules.by_statement {
        return Escapes { escapes: escaping_word_3_13(rules, code).is_some(), calls: BTreeMap::new() };
    }
    let mut calls = BTreeMap::new();
    for stmt in code.statements() {
        if !is_simple(stmt) {
            check_header(cx, rules, code, stmt);
            continue;
        }
        let toks: Vec<Tok<'_>> = tokens(code.sources, stmt.tokens).collect();
        let escaping: Vec<usize> = escaping_calls_of(rules, &toks).collect();
        for &index in &escaping {
            let kills = killed(cx, &toks, index);
            if let Some(call) = toks.get(index) {
                calls.insert(stmt.id, EscapingCall { call: call.id, kills });
            }
        }
        check_conditional_exits(cx, &toks, &escaping);
    }
    Escapes { escapes: !calls.is_empty(), calls }
}

/// The indices of the tokens called in a statement, if the call may run arbitrary code.
fn escaping_calls_of<'t>(rules: &'t EscapeRules, toks: &'t [Tok<'_>]) -> impl Iterator<Item = usize> + 't {
    toks.windows(2).enumerate().filter_map(move |(index, pair)| {
        let [tok, next] = pair else { return None };
        let escapes = next.is_punct("(")
            && match tok.kind {
                TokenKind::Identifier => identifier_escapes(rules, tok.text),
                TokenKind::Punct if tok.text == "]" => true,
                // `(type)(…)` is a cast if the type can be told by its last token; else it passes for a call.
                TokenKind::Punct if tok.text == ")" => {
                    let before = index.checked_sub(1).and_then(|i| toks.get(i));
                    !before.is_some_and(|t| t.text.ends_with("_t") || t.text == "*" || t.text == "int")
                }
                _ => false,
            };
        escapes.then_some(index)
    })
}

fn identifier_escapes(rules: &EscapeRules, name: &str) -> bool {
    let is_macro = !name.bytes().any(|b| b.is_ascii_lowercase());
    let is_harmless = is_macro
        || name.starts_with("sym_")
        || name.starts_with("optimize_")
        || name.starts_with("Py_Is")
        || name.ends_with("Check")
        || name.ends_with("CheckExact");
    !is_harmless && rules.non_escaping.binary_search(&name).is_err()
}

/// The variable that a call at this token closes.
fn killed(cx: &mut Cx<'_, '_>, toks: &[Tok<'_>], call: usize) -> Option<TokenId> {
    let callee = toks.get(call)?;
    if callee.text != "PyStackRef_CLOSE" && callee.text != "PyStackRef_XCLOSE" {
        return None;
    }
    let argument = toks.get(call + 2)?;
    if argument.kind != TokenKind::Identifier {
        cx.error(
            Diagnostic::error(
                codes::CLOSE_ARGUMENT,
                format!("`{}` must be given the name of a variable, not `{}`", callee.text, argument.text),
                argument.span,
                "not a name",
            )
            .with_help(
                "assign the value to a variable first, so that the generator knows which reference ends here",
            ),
        );
        return None;
    }
    Some(argument.id)
}

/// Reports escaping calls in the arguments of `DEOPT_IF`, `EXIT_IF` and `ERROR_IF`. The reference knows of one
/// call a statement, the last, and so misses others.
fn check_conditional_exits(cx: &mut Cx<'_, '_>, toks: &[Tok<'_>], escaping: &[usize]) {
    let calls: BTreeSet<usize> = escaping.iter().copied().collect();
    let mut depth = 0u32;
    let mut iter = toks.iter().enumerate();
    while let Some((index, tok)) = iter.next() {
        if tok.kind == TokenKind::Identifier && CONDITIONAL_EXITS.contains(&tok.text) {
            depth = 1;
            iter.next();
        } else if tok.is_punct("(") {
            depth += u32::from(depth > 0);
        } else if tok.is_punct(")") {
            depth = depth.saturating_sub(1);
        } else if depth > 0 && calls.contains(&index) {
            let diagnostic = in_condition(tok, "the condition of a conditional exit");
            if calls.last() == Some(&index) {
                cx.error(diagnostic);
            } else {
                cx.strict(diagnostic);
            }
        }
    }
}

/// Reports escaping calls in the header of `if`, `for` or `while`, where the reference looks for none: the
/// stack is not spilled around them and the flag is not set. What follows `)` is taken for a cast here.
fn check_header(
    cx: &mut Cx<'_, '_>,
    rules: &'static EscapeRules,
    code: &Code<'_>,
    stmt: &crate::syntax::tree::Stmt,
) {
    let Some((range, keyword)) = header(stmt) else { return };
    let toks: Vec<Tok<'_>> = tokens(code.sources, range).collect();
    for index in escaping_calls_of(rules, &toks) {
        if let Some(tok) = toks.get(index)
            && !tok.is_punct(")")
        {
            cx.strict(in_condition(tok, &format!("the condition of `{keyword}`")));
        }
    }
}

fn in_condition(tok: &Tok<'_>, place: &str) -> Diagnostic {
    let callee = match tok.kind {
        TokenKind::Identifier => format!("`{}`", tok.text),
        _ => "a function pointer".to_owned(),
    };
    Diagnostic::error(
        codes::ESCAPING_CALL_IN_CONDITION,
        format!("{callee} is called in {place}, but it may run arbitrary code"),
        tok.span,
        "the stack cannot be written back before this call",
    )
    .with_help("call it in a statement of its own, and test the result: `int err = f(x); ERROR_IF(err < 0);`")
}

/// The word that is 3.13's reason why a whole definition escapes: the callee, the directive that has it, or the name
/// of the definition; `None` if it does not escape. It walks over the words in pairs: what follows a name is never
/// looked at as a name itself.
pub(super) fn escaping_word_3_13(rules: &EscapeRules, code: &Code<'_>) -> Option<Span> {
    if code.name.text.contains("CALL_INTRINSIC") || code.name.text == "_BINARY_OP" {
        return Some(code.name.span);
    }
    let mut words = code.all_tokens().flat_map(|tok| {
        let span = tok.span;
        words_3_13(tok).into_iter().map(move |(is_name, word)| (span, is_name, word))
    });
    while let Some((span, is_name, word)) = words.next() {
        if !is_name {
            continue;
        }
        let (_, _, next) = words.next()?;
        if next != "(" {
            continue;
        }
        match word {
            "import_name" | "import_from" | "tp_vectorcall" => return Some(span),
            name if !name.starts_with("Py") && !name.starts_with("_Py") => {}
            name if name.ends_with("Check") || name.starts_with("Py_Is") || name.ends_with("CheckExact") => {}
            name if rules.non_escaping.binary_search(&name).is_ok() => {}
            _ => return Some(span),
        }
    }
    None
}

/// A token as 3.13's lexer has it, and whether it is a name. That lexer takes the first word of a directive for
/// a token and goes on behind it, so what the directive says is part of the code.
fn words_3_13<'s>(tok: Tok<'s>) -> Vec<(bool, &'s str)> {
    let is_directive = matches!(
        tok.kind,
        TokenKind::DirectiveIf
            | TokenKind::DirectiveElse
            | TokenKind::DirectiveEndif
            | TokenKind::DirectiveOther
    );
    if !is_directive {
        return vec![(tok.kind == TokenKind::Identifier, tok.text)];
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut words = Vec::new();
    let mut rest = tok.text;
    while let Some(first) = rest.chars().next() {
        let length = match is_word(first) {
            true => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        let (word, after) = rest.split_at(length);
        if !first.is_whitespace() {
            words.push((is_word(first) && !first.is_ascii_digit(), word));
        }
        rest = after;
    }
    // `#` and the word behind it are one token that is no name.
    words.drain(..words.len().min(1));
    if let Some(first) = words.first_mut() {
        first.0 = false;
    }
    words
}
