//! Puts into plain words what the grammar expected where it stopped, with the code that fits.

use pest::Parser;
use pest::error::{Error, ErrorVariant, InputLocation};

use super::grammar::{Grammar, Rule};
use super::parse::Context;
use super::source::{Span, Token, TokenId, TokenKind, TokenRange};
use super::split::{Kind, token_text};
use crate::diagnostics::catalog::syntax as codes;
use crate::diagnostics::{Code, Diagnostic};

/// Where the grammar stopped, in tokens.
struct Stop<'t> {
    /// The token there, unless the text ended.
    found: Option<(Span, &'t Token)>,
    /// The token before it.
    before: Option<(Span, &'t Token)>,
    /// The rules that were tried there.
    expected: Vec<Rule>,
}

impl<'t> Stop<'t> {
    /// Translates the grammar's error about the text from byte `base` to the end of `range`.
    fn new(context: &Context<'t>, error: &Error<Rule>, base: usize, range: TokenRange) -> Stop<'t> {
        let at = base
            + match error.location {
                InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
            };
        let mut tokens = context
            .tokens
            .get(range.start.0 as usize..range.end.0 as usize)
            .unwrap_or_default()
            .iter()
            .filter(|t| t.kind != TokenKind::Comment);
        let span = |t: &'t Token| (Span { file: context.file, start: t.start, end: t.end }, t);
        let before = tokens.clone().take_while(|t| (t.end as usize) <= at).last();
        let found = tokens.find(|t| t.end as usize > at);
        let expected = match &error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives.clone(),
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        Stop { found: found.map(span), before: before.map(span), expected }
    }

    fn expects(&self, rule: Rule) -> bool {
        self.expected.contains(&rule)
    }

    fn expects_any(&self, rules: &[Rule]) -> bool {
        rules.iter().any(|r| self.expects(*r))
    }

    fn expects_operator(&self) -> bool {
        self.expects_any(&[Rule::op_add, Rule::op_assign, Rule::op_call])
    }

    /// Where to point, and whether that is the token found (rather than the last one before the end).
    fn place(&self, otherwise: Span) -> (Span, bool) {
        match (self.found, self.before) {
            (Some((span, _)), _) => (span, true),
            (None, Some((span, _))) => (span, false),
            (None, None) => (otherwise, false),
        }
    }
}

/// An error in the header of a definition.
pub(crate) fn in_definition(context: &Context<'_>, error: &Error<Rule>) -> Diagnostic {
    let range = context.piece_range();
    let whole = context.span_of(range);
    if let ErrorVariant::CustomError { message } = &error.variant {
        // Only pest's guard of the native stack makes such an error; the limits of split.rs keep away from it
        // unless the caller's stack is almost used up already.
        return Diagnostic::error(
            codes::TOO_DEEP,
            format!("the definition cannot be parsed: {message}"),
            whole,
            "",
        )
        .with_help("split it into several definitions");
    }
    let stop = Stop::new(context, error, context.base, range);
    let (place, at_token) = stop.place(whole);
    let found = match stop.found {
        Some((_, token)) => quoted(token_text(context.text, token)),
        None => "the end of the definition".to_owned(),
    };
    let before = stop.before.map_or("", |(_, t)| token_text(context.text, t));
    let (code, what, help) = classify(context.piece.kind, &stop, before);
    let label = if at_token { format!("expected {what}") } else { format!("expected {what} after this") };
    Diagnostic::error(code, format!("expected {what}, found {found}"), place, label).with_help(help)
}

/// The code, what was expected, and what to do.
fn classify(kind: Kind, stop: &Stop<'_>, before: &str) -> (Code, String, &'static str) {
    let effect = "write the inputs, `--`, and the outputs: (left, right -- res)";
    let listed = list(&stop.expected);
    if stop.expects(Rule::expr) {
        return (
            codes::EXPECTED_EXPRESSION,
            "an expression".into(),
            "write a size such as `oparg` between the brackets",
        );
    }
    if stop.expects_operator() {
        let what = if stop.expects(Rule::tok_rparen) { "an operator or `)`" } else { "an operator or `]`" };
        return (codes::EXPECTED_EXPRESSION, what.into(), "only one expression can stand here");
    }
    if stop.expects_any(&[Rule::def_units, Rule::def_number]) && !stop.expects(Rule::def_name) {
        return if before == "(" {
            (codes::BAD_ANNOTATION_ARGUMENT, "a whole number".into(), "write how often: replicate(8)")
        } else {
            (codes::EXPECTED_INTEGER, "a whole number".into(), "write the number of code units: counter/1")
        };
    }
    if stop.expects(Rule::tok_dashes) {
        return (codes::EXPECTED_STACK_EFFECT, "`,` or `--` in the stack effect".into(), effect);
    }
    if stop.expects(Rule::tok_lparen) && before == "," {
        return (codes::EXPECTED_STACK_EFFECT, "a stack effect in parentheses".into(), effect);
    }
    if kind == Kind::Inst && stop.expects(Rule::tok_comma) && !stop.expects(Rule::tok_rparen) {
        return (codes::EXPECTED_STACK_EFFECT, "`,` and a stack effect".into(), effect);
    }
    if matches!(kind, Kind::Inst | Kind::Pseudo) && stop.expects(Rule::def_name) && before == "," {
        return (
            codes::EXPECTED_STACK_EFFECT,
            "another stack item".into(),
            "write one, or remove the comma before this",
        );
    }
    if kind == Kind::Macro && stop.expects(Rule::def_name) && matches!(before, "=" | "+") {
        let help = "write the name of an op, `flush`, or a cache effect such as unused/1";
        return (codes::EXPECTED_PART, "an op name or a cache effect".into(), help);
    }
    if matches!(kind, Kind::Family | Kind::Pseudo) {
        if before == "=" && stop.expects(Rule::tok_lbrace) {
            return (codes::EXPECTED_OPENING, listed, "write the names between braces: { A, B }");
        }
        if stop.expects(Rule::tok_comma) && stop.expected.len() > 1 {
            return (
                codes::EXPECTED_COMMA_OR_BRACKET,
                listed,
                "separate the names with commas and close the bracket",
            );
        }
    }
    if stop.expects(Rule::def_name) {
        return (codes::EXPECTED_NAME, listed, "write a name that is no keyword");
    }
    let help = match kind {
        Kind::Inst => "the form is: inst(NAME, (inputs -- outputs)) { body }",
        Kind::Label => "the form is: label(name) { body }",
        Kind::Macro => "the form is: macro(NAME) = _OP1 + unused/1 + _OP2;",
        Kind::Family => "the form is: family(NAME, SIZE) = { A, B };",
        Kind::Pseudo => "the form is: pseudo(NAME, (inputs -- outputs), (FLAGS)) = { A };",
    };
    (codes::EXPECTED, listed, help)
}

/// An error in a statement that the grammar took as a whole.
pub(crate) fn in_statement(context: &Context<'_>, range: TokenRange) -> Diagnostic {
    let whole = context.span_of(range);
    let tokens = context.tokens.get(range.start.0 as usize..range.end.0 as usize).unwrap_or_default();
    let first_word = tokens.first().map_or("", |t| token_text(context.text, t));
    let directive = tokens.iter().find(|t| is_directive(t.kind));
    if let Some(token) = directive {
        let place = Span { file: context.file, start: token.start, end: token.end };
        return Diagnostic::error(
            codes::DIRECTIVE_IN_STATEMENT,
            "a directive in the middle of a statement",
            trimmed(context, place),
            "the statement is not finished here",
        )
        .with_label(first_line(context, whole), "the statement starts here")
        .with_help("finish the statement before the directive, or write it out once for each branch");
    }
    let base = whole.start as usize;
    let slice = context.text.get(whole.range()).unwrap_or_default();
    let Err(error) = Grammar::parse(Rule::stmt_probe, slice) else {
        // The statement is good where it stands alone; only what follows can be wrong with it.
        return Diagnostic::error(codes::BAD_STATEMENT, "this statement is not understood", whole, "here")
            .with_help("check what stands before and after it");
    };
    let stop = Stop::new(context, &error, base, range);
    let (place, at_token) = stop.place(whole);
    let found = stop.found.map_or("", |(_, t)| token_text(context.text, t));
    let new_line = match (stop.found, stop.before) {
        (Some((_, found)), Some((_, before))) => found.line > before.end_line,
        _ => false,
    };
    let unfinished = "a `;` is missing";
    let (message, label, help) = if stop.expects(Rule::kw_while) {
        (
            "a `do` without its `while`".to_owned(),
            if at_token { "expected `while`" } else { "expected `while` after this" }.to_owned(),
            "the form is: do { … } while (condition);",
        )
    } else if !at_token || (stop.expects_operator() && new_line) {
        let place = stop.before.map_or(place, |(span, _)| span);
        return Diagnostic::error(codes::BAD_STATEMENT, unfinished, place, "expected `;` after this")
            .with_help("finish the statement with a `;`");
    } else if found == ":" && range.end.0 - range.start.0 > 1 {
        (
            "a label inside a body".to_owned(),
            "labels cannot be defined here".to_owned(),
            "use the label definition of 3.14, or a loop",
        )
    } else if stop.before.is_none() || found == first_word {
        (
            format!("no statement starts with {}", quoted(found)),
            "not understood".to_owned(),
            "see `casewright explain CW0056` for what the subset of C has",
        )
    } else if stop.expects_operator() {
        let before = stop.before.map_or("", |(_, t)| token_text(context.text, t));
        (
            format!("{} cannot follow {}", quoted(found), quoted(before)),
            "expected an operator, a closing bracket or `;`".to_owned(),
            "an operator, a comma or a `;` may be missing, or this is no part of the C subset",
        )
    } else {
        (
            format!("expected {}, found {}", operand_words(&stop), quoted(found)),
            "not understood".to_owned(),
            "see `casewright explain CW0056` for what the subset of C has",
        )
    };
    let report = Diagnostic::error(codes::BAD_STATEMENT, message, place, label).with_help(help);
    if place.start == whole.start {
        report
    } else {
        report.with_label(first_token(context, range), "in this statement")
    }
}

/// An error between the parentheses of a condition or loop header.
pub(crate) fn in_condition(context: &Context<'_>, range: TokenRange, is_for: bool) -> Diagnostic {
    let whole = context.span_of(range);
    // Without the parentheses.
    let inner = TokenRange {
        start: TokenId(range.start.0 + 1),
        end: TokenId(range.end.0.saturating_sub(1).max(range.start.0 + 1)),
        ..range
    };
    let tokens = context.tokens.get(inner.start.0 as usize..inner.end.0 as usize).unwrap_or_default();
    if let Some(token) = tokens.iter().find(|t| is_directive(t.kind)) {
        let place = Span { file: context.file, start: token.start, end: token.end };
        return Diagnostic::error(
            codes::DIRECTIVE_IN_STATEMENT,
            "a directive in the middle of a statement",
            trimmed(context, place),
            "the statement is not finished here",
        )
        .with_help("finish the statement before the directive, or write it out once for each branch");
    }
    let what = if is_for { "the loop header is not understood" } else { "the condition is not understood" };
    let rule = if is_for { Rule::stmt_for_probe } else { Rule::expr_probe };
    let base = whole.start as usize + 1;
    let slice = context.text.get(base..(whole.end as usize).saturating_sub(1)).unwrap_or_default();
    let Err(error) = Grammar::parse(rule, slice) else {
        return Diagnostic::error(codes::BAD_EXPRESSION, what, whole, "here")
            .with_help("write a C expression");
    };
    let stop = Stop::new(context, &error, base, inner);
    let (place, at_token) = stop.place(whole);
    let label = match (at_token, stop.expects_operator()) {
        (true, true) => "expected an operator or the end of it".to_owned(),
        (true, false) => format!("expected {}", operand_words(&stop)),
        (false, _) => format!("expected {} after this", operand_words(&stop)),
    };
    let help = if is_for { "write: for (init; condition; step)" } else { "write one C expression" };
    Diagnostic::error(codes::BAD_EXPRESSION, what, place, label).with_help(help)
}

/// An operand, in the words of what was tried.
fn operand_words(stop: &Stop<'_>) -> &'static str {
    if stop.expects(Rule::tok_semi) {
        "`;`"
    } else if stop.expects_any(&[Rule::stmt_condition, Rule::stmt_for_header, Rule::tok_lparen]) {
        "`(` and a condition"
    } else if stop.expects(Rule::kw_while) {
        "`while`"
    } else if stop.expects(Rule::expr_field) {
        "a field's name"
    } else {
        "an expression"
    }
}

fn is_directive(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::DirectiveIf
            | TokenKind::DirectiveElse
            | TokenKind::DirectiveEndif
            | TokenKind::DirectiveOther
    )
}

/// Without the line end that a directive has.
fn trimmed(context: &Context<'_>, span: Span) -> Span {
    let text = context.text.get(span.range()).unwrap_or_default();
    Span { end: span.start + text.trim_end().len() as u32, ..span }
}

/// The part of a span that lies on its first line.
fn first_line(context: &Context<'_>, span: Span) -> Span {
    let text = context.text.get(span.range()).unwrap_or_default();
    let end = text.find('\n').unwrap_or(text.len());
    Span { end: span.start + end as u32, ..span }
}

fn first_token(context: &Context<'_>, range: TokenRange) -> Span {
    context.span_of(TokenRange { end: TokenId(range.start.0 + 1), ..range })
}

/// Where the grammar stopped, in bytes of the text it was given, and what it expected there.
pub(crate) fn plain_words(error: &Error<Rule>) -> (usize, String) {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => (at, list(positives)),
        ErrorVariant::CustomError { message } => (at, message.clone()),
    }
}

/// A token in backquotes, shortened and on one line.
pub(crate) fn quoted(token: &str) -> String {
    let shown: String = token.trim_end().chars().take(30).flat_map(|c| c.escape_debug()).collect();
    let more = if token.trim_end().chars().count() > 30 { "…" } else { "" };
    format!("`{}{more}`", shown.replace("\\\"", "\"").replace("\\'", "'"))
}

/// `a, b or c`
fn list(rules: &[Rule]) -> String {
    let mut words: Vec<&str> = Vec::new();
    for rule in rules {
        let word = match rule {
            Rule::tok_lparen => "`(`",
            Rule::tok_rparen => "`)`",
            Rule::tok_lbracket => "`[`",
            Rule::tok_rbracket => "`]`",
            Rule::tok_lbrace | Rule::stmt_block => "`{`",
            Rule::tok_rbrace => "`}`",
            Rule::tok_comma => "`,`",
            Rule::tok_semi => "`;`",
            Rule::tok_equals => "`=`",
            Rule::tok_dashes => "`--`",
            Rule::tok_plus => "`+`",
            Rule::tok_minus => "`-`",
            Rule::tok_slash => "`/`",
            Rule::tok_star => "`*`",
            Rule::tok_colon => "`:`",
            Rule::kw_if => "`if`",
            Rule::def_label_word => "`label`",
            Rule::def_kind => "`inst` or `op`",
            Rule::def_name | Rule::def_member | Rule::def_part => "a name",
            Rule::def_number | Rule::def_units | Rule::cache_length => "a number",
            Rule::cache_name | Rule::cache_tag => "a name",
            Rule::cache_plain => "a field",
            Rule::cache_union => "a union",
            Rule::cache_measured | Rule::cache_value => "CACHE_ENTRIES(…) or a number",
            Rule::EOI => "the end",
            Rule::def_effect => "a stack effect",
            Rule::def_set => "`{`",
            Rule::def_sequence => "`[`",
            Rule::def_flags => "flags in parentheses",
            _ => "something else",
        };
        // 3.13's conditions are not worth a mention where anything else is.
        if !words.contains(&word) && (*rule != Rule::kw_if || rules.len() == 1) {
            words.push(word);
        }
    }
    match words.split_last() {
        None => "something else".to_owned(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}
