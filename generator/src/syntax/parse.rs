//! Definition files: from the grammar's pairs to definitions.

use std::cell::RefCell;

use pest::Parser;
use pest::iterators::{Pair, Pairs};

use super::grammar::{Grammar, Rule};
use super::lex::{Bad, lex};
use super::quotes::bad_literals;
use super::report::{Reports, SharedReports};
use super::source::{FileId, SourceMap, Span, Token, TokenId, TokenKind, TokenRange, to_text};
use super::split::{BEGIN_MARKER, END_MARKER, Kind, Piece, markers, split, token_text};
use super::tree::{
    Annotation, CacheEffect, Definition, FamilyDef, InputEffect, InstDef, InstKind, LabelDef, MacroDef,
    MacroPart, Name, PseudoDef, SizedBy, StackEffect, StmtId, Tree,
};
use super::{Dialect, ParseOptions, as_reference, expected, expr, input};
use crate::diagnostics::catalog::syntax as codes;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};

/// Reads a definition file that was added to `sources`: fills in its tokens and returns whatever could be
/// parsed. Everything that is wrong goes to `sink`; a definition with an error in its header is left out, one
/// with errors in its body keeps the statements that are good.
pub fn parse_definitions(
    sources: &mut SourceMap,
    file: FileId,
    options: ParseOptions,
    sink: &mut Diagnostics,
) -> Tree {
    let mut tree = Tree { file, definitions: Vec::new() };
    if !input::check(sources, file, sink) {
        return tree;
    }
    let lexed = lex(file, &sources.file(file).text, options);
    sources.file_mut(file).tokens = lexed.tokens;
    let source = sources.file(file);
    let (text, tokens) = (source.text.as_str(), source.tokens.as_slice());
    let mut bad = lexed.bad;
    // The markers may be inside of a comment that does not end.
    let open_comment = bad.last().is_some_and(|(_, bad)| *bad == Bad::Comment);
    let mut about_markers = Reports::default();
    let between = extent(file, text, tokens, options, &mut about_markers);
    if let (Some((begin, end)), false) = (between, options.as_reference) {
        bad.extend(bad_literals(file, text, tokens.get(begin..end).unwrap_or_default()));
        bad.sort_by_key(|(span, _)| *span);
    }
    let mut reports = Reports::default();
    for (span, bad) in &bad {
        reports.push(bad_token(text, *span, *bad));
    }
    if !open_comment {
        reports.extend(about_markers);
    }
    if let Some((begin, end)) = between {
        if options.as_reference && options.dialect >= Dialect::V3_14 {
            // Nothing is read of a file in which anything is no token.
            if bad.is_empty() {
                match as_reference::definitions(file, text, tokens, options, (begin, end)) {
                    Ok(definitions) => tree.definitions = definitions,
                    Err(report) => reports.push(*report),
                }
            }
            reports.finish(file, &source.display_name(), text.len() as u32, sink);
            return tree;
        }
        // The reference's parser cannot do without a definition either.
        let mut inside = tokens.get(begin..end).unwrap_or_default().iter();
        let is_empty = inside.all(|token| token.kind == TokenKind::Comment);
        if is_empty && bad.is_empty() && options.as_reference {
            let span = Span { file, start: 0, end: 0 };
            reports.push(
                Diagnostic::error(codes::EMPTY_FILE, "there are no definitions", span, "in this file")
                    .with_help("leave the file out, or write a definition between its markers"),
            );
        }
        let pieces = split(file, text, tokens, &bad, (begin, end), &mut reports);
        let reports = RefCell::new(&mut reports);
        if !options.as_reference {
            greedy_comments(file, text, tokens, &reports);
        }
        let mut next_statement = StmtId(0);
        for piece in pieces {
            let mut context =
                Context { file, text, tokens, piece, base: 0, options, reports: &reports, next_statement };
            tree.definitions.extend(context.parse());
            next_statement = context.next_statement;
        }
    }
    reports.finish(file, &source.display_name(), text.len() as u32, sink);
    tree
}

/// The tokens between the markers.
fn extent(
    file: FileId,
    text: &str,
    tokens: &[Token],
    options: ParseOptions,
    reports: &mut Reports,
) -> Option<(usize, usize)> {
    let found = markers(text, tokens);
    // A comment that was meant to be the marker, but has more in it.
    let similar = |marker: &str, from: usize| {
        let words = marker.trim_matches(['/', ' ']);
        tokens
            .get(from..)?
            .iter()
            .find(|t| t.kind == TokenKind::Comment && token_text(text, t).contains(words))
    };
    let report = |code: Code, marker: &str, from: usize| {
        let message = format!("the marker `{marker}` is missing");
        let (token, label) = match similar(marker, from) {
            Some(token) => (Some(token), "this is not exactly the marker"),
            None if from == 0 => (tokens.first(), "not found from here to the end of the file"),
            None => (tokens.get(from.saturating_sub(1)), "not found after this marker"),
        };
        let span = Span { file, start: token.map_or(0, |t| t.start), end: token.map_or(0, |t| t.end) };
        Diagnostic::error(code, message, span, label).with_help(format!("add the line `{marker}`"))
    };
    let Some(begin) = found.begin else {
        reports.push(report(codes::NO_BEGIN_MARKER, BEGIN_MARKER, 0));
        return None;
    };
    match found.end {
        Some(end) => Some((begin, end)),
        None if options.as_reference => Some((begin, tokens.len().saturating_sub(1).max(begin))),
        None => {
            reports.push(report(codes::NO_END_MARKER, END_MARKER, begin));
            Some((begin, tokens.len()))
        }
    }
}

/// Reports text that is no token.
pub(crate) fn bad_token(text: &str, span: Span, bad: Bad) -> Diagnostic {
    let body = text.get(span.range()).unwrap_or_default();
    match bad {
        Bad::Character => {
            let shown: String = body.chars().take(20).flat_map(char::escape_debug).collect();
            Diagnostic::error(codes::BAD_TOKEN, format!("`{shown}` is no token"), span, "starts no token")
                .with_help("remove it, or put it into a string or comment")
        }
        Bad::String => {
            let closed = body.len() > 1 && body.ends_with('"');
            let (label, help) = if closed {
                (
                    "has an escape that the language does not know",
                    "remove the backslash, or use an escape such as \\n",
                )
            } else {
                ("does not end on this line", "add the closing quote, or remove this one")
            };
            Diagnostic::error(codes::BAD_STRING, "a malformed string literal", span, label).with_help(help)
        }
        Bad::CharLiteral => Diagnostic::error(
            codes::BAD_CHAR_LITERAL,
            "a malformed character literal",
            span,
            "not one character or escape",
        )
        .with_help("write one character or escape between single quotes"),
        Bad::Directive => Diagnostic::error(
            codes::DIRECTIVE_AT_END,
            "a directive without a line end",
            span,
            "ends with the file",
        )
        .with_help("add a line end at the end of the file"),
        Bad::Comment => {
            let first_line = body.find('\n').unwrap_or(body.len());
            let start = Span { end: span.start + first_line as u32, ..span };
            let mut report = Diagnostic::error(
                codes::UNENDED_COMMENT,
                "a comment that does not end",
                start,
                "starts here",
            );
            if let Some(quirk) = body.get(2..).and_then(|b| b.find("*/")) {
                let at = span.start + 2 + quirk as u32;
                report = report.with_label(
                    Span { start: at, end: at + 2, ..span },
                    "for the reference this is no end: the `*` before it takes this `*` along",
                );
            }
            report.with_help("add `*/`, after a character other than `*`")
        }
    }
}

/// Reports comments that go on after what a C compiler takes for their end (strict mode only: the reference
/// accepts it without a word).
fn greedy_comments(file: FileId, text: &str, tokens: &[Token], reports: &SharedReports<'_>) {
    for token in tokens.iter().filter(|t| t.kind == TokenKind::Comment) {
        let body = token_text(text, token);
        let inner = body.strip_prefix("/*").and_then(|b| b.strip_suffix("*/")).unwrap_or_default();
        if let Some(at) = inner.find("*/") {
            let start = token.start + 2 + at as u32;
            let first_end = Span { file, start, end: start + 2 };
            let swallowed = Span { file, start: start + 2, end: token.end };
            reports.borrow_mut().push(
                Diagnostic::error(
                    codes::COMMENT_SWALLOWS_CODE,
                    "a comment that goes on beyond its `*/`",
                    first_end,
                    "for the reference this does not end the comment",
                )
                .with_label(swallowed, "so this is part of it")
                .with_help("write a character other than `*` before `*/`"),
            );
        }
    }
}

/// What the conversions of one definition share.
pub(crate) struct Context<'a> {
    /// The file.
    pub file: FileId,
    /// Its text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// The definition's tokens.
    pub piece: Piece,
    /// Byte offset of the slice that the pairs' positions count from.
    pub base: usize,
    /// How to read.
    pub options: ParseOptions,
    /// What is wrong.
    pub reports: &'a SharedReports<'a>,
    /// The number of the next statement.
    pub next_statement: StmtId,
}

impl Context<'_> {
    /// Parses the definition.
    fn parse(&mut self) -> Option<Definition> {
        let rule = match self.piece.kind {
            Kind::Inst => Rule::def_inst,
            Kind::Label => Rule::def_label,
            Kind::Macro => Rule::def_macro,
            Kind::Family => Rule::def_family,
            Kind::Pseudo => Rule::def_pseudo,
        };
        let range = self.piece_range();
        let span = self.span_of(range);
        self.base = span.start as usize;
        let slice = self.text.get(span.range()).unwrap_or_default();
        match Grammar::parse(rule, slice) {
            Ok(mut pairs) => self.definition(pairs.next()?),
            Err(error) => {
                self.report(expected::in_definition(self, &error));
                None
            }
        }
    }

    /// The tokens of the definition.
    pub fn piece_range(&self) -> TokenRange {
        TokenRange {
            file: self.file,
            start: TokenId(self.piece.start as u32),
            end: TokenId(self.piece.end as u32),
        }
    }

    /// Adds a finding.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.reports.borrow_mut().push(diagnostic);
    }

    /// The token that starts at or after a byte offset of the slice.
    pub fn token_at(&self, offset: usize) -> TokenId {
        let at = (self.base + offset) as u32;
        let tokens = &self.tokens[self.piece.start..self.piece.end];
        TokenId((self.piece.start + tokens.partition_point(|t| t.start < at)) as u32)
    }

    /// The tokens of a pair. Its end may include the white space and comments before the next part, which do
    /// not belong to it.
    pub fn range(&self, pair: &Pair<'_, Rule>) -> TokenRange {
        let span = pair.as_span();
        let start = self.token_at(span.start());
        let mut end = self.token_at(span.end()).0;
        while end > start.0 + 1 && self.tokens[end as usize - 1].kind == TokenKind::Comment {
            end -= 1;
        }
        TokenRange { file: self.file, start, end: TokenId(end) }
    }

    /// The text of a token range.
    pub fn span_of(&self, range: TokenRange) -> Span {
        let start = self.tokens.get(range.start.0 as usize).map_or(0, |t| t.start);
        let end =
            range.end.0.checked_sub(1).and_then(|i| self.tokens.get(i as usize)).map_or(start, |t| t.end);
        Span { file: self.file, start, end: end.max(start) }
    }

    /// The span of an atomic pair.
    pub fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        Span {
            file: self.file,
            start: (self.base + span.start()) as u32,
            end: (self.base + span.end()) as u32,
        }
    }

    /// A word.
    pub fn name(&self, pair: &Pair<'_, Rule>) -> Name {
        Name { text: pair.as_str().to_owned(), span: self.span(pair) }
    }

    fn definition(&mut self, pair: Pair<'_, Rule>) -> Option<Definition> {
        let tokens = self.piece_range();
        let span = self.span_of(tokens);
        let rule = pair.as_rule();
        let parts = pair.into_inner();
        Some(match rule {
            Rule::def_inst => Definition::Inst(self.inst(parts, span, tokens)?),
            Rule::def_label => Definition::Label(self.label(parts, span, tokens)?),
            Rule::def_macro => Definition::Macro(self.macro_(parts, span, tokens)?),
            Rule::def_family => Definition::Family(self.family(parts, span, tokens)?),
            Rule::def_pseudo => Definition::Pseudo(self.pseudo(parts, span, tokens)?),
            _ => return None,
        })
    }

    fn inst(&mut self, parts: Pairs<'_, Rule>, span: Span, tokens: TokenRange) -> Option<InstDef> {
        let (mut annotations, mut kind, mut name, mut effect, mut body) =
            (Vec::new(), InstKind::Inst, None, None, None);
        for part in parts {
            match part.as_rule() {
                Rule::def_annotation => annotations.extend(self.annotation(part)),
                Rule::def_kind if part.as_str() == "op" => kind = InstKind::Op,
                Rule::def_name => name = Some(self.def_name(&part)),
                Rule::def_effect => effect = Some(self.effect(part)),
                Rule::stmt_block => body = Some(self.block(part)),
                _ => {}
            }
        }
        let (inputs, outputs) = effect?;
        Some(InstDef { kind, annotations, name: name?, inputs, outputs, body: body?, span, tokens })
    }

    fn annotation(&mut self, pair: Pair<'_, Rule>) -> Option<Annotation> {
        let mut words = pair.into_inner();
        let name = self.name(&words.next()?);
        let argument = words.find(|p| p.as_rule() == Rule::def_number).map(|p| self.name(&p));
        match (name.text.as_str(), &argument) {
            ("replicate", None) => self.report(
                Diagnostic::error(
                    codes::BAD_ANNOTATION_ARGUMENT,
                    "`replicate` without a number",
                    name.span,
                    "expected `(` and a whole number after this",
                )
                .with_help("write how often: replicate(8)"),
            ),
            ("replicate", Some(number)) if decimal(&number.text).is_none() => {
                let (what, label) = no_copies(&number.text);
                self.report(
                    Diagnostic::error(
                        codes::BAD_ANNOTATION_ARGUMENT,
                        format!("`replicate` with {}, which is {what}", expected::quoted(&number.text)),
                        number.span,
                        label,
                    )
                    .with_help("write how often: replicate(8)"),
                );
            }
            ("replicate", Some(_)) => {}
            (word, Some(number)) => self.report(
                Diagnostic::error(
                    codes::BAD_ANNOTATION_ARGUMENT,
                    format!("`{word}` takes no argument"),
                    number.span,
                    "not expected",
                )
                .with_help("remove the parentheses; only `replicate` takes a number"),
            ),
            (_, None) => {}
        }
        Some(Annotation { name, argument })
    }

    fn label(&mut self, parts: Pairs<'_, Rule>, span: Span, tokens: TokenRange) -> Option<LabelDef> {
        let (mut spilled, mut name, mut body) = (false, None, None);
        for part in parts {
            match part.as_rule() {
                Rule::def_spilled => spilled = true,
                Rule::def_name => name = Some(self.def_name(&part)),
                Rule::stmt_block => body = Some(self.block(part)),
                _ => {}
            }
        }
        Some(LabelDef { name: name?, spilled, body: body?, span, tokens })
    }

    fn macro_(&mut self, parts: Pairs<'_, Rule>, span: Span, tokens: TokenRange) -> Option<MacroDef> {
        let (mut name, mut list) = (None, Vec::new());
        for part in parts {
            match part.as_rule() {
                Rule::def_name => name = Some(self.def_name(&part)),
                Rule::def_part => {
                    let span = self.span_of(self.range(&part));
                    let mut inner = part.into_inner();
                    let part_name = self.def_name(&inner.next()?);
                    list.push(match inner.find(|p| p.as_rule() == Rule::def_units) {
                        Some(units) => {
                            let units = self.units(units, self.options.dialect >= Dialect::V3_14);
                            MacroPart::Cache(CacheEffect { name: part_name, units, span })
                        }
                        None => MacroPart::Op(part_name),
                    });
                }
                _ => {}
            }
        }
        Some(MacroDef { name: name?, parts: list, span, tokens })
    }

    /// The number of a cache effect. The reference reads it with Python's `int`: decimal digits, leading zeros
    /// allowed, no suffix.
    fn units(&self, pair: Pair<'_, Rule>, may_be_negative: bool) -> i32 {
        let span = self.span_of(self.range(&pair));
        let (mut sign, mut value) = (1, 0);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::tok_minus => sign = -1,
                _ => match decimal(part.as_str()).and_then(|v| i32::try_from(v).ok()) {
                    Some(units) => value = units,
                    None => {
                        let (message, label) = no_units(part.as_str());
                        self.report(
                            Diagnostic::error(codes::EXPECTED_INTEGER, message, self.span(&part), label)
                                .with_help("write the number of code units: counter/1"),
                        );
                    }
                },
            }
        }
        if sign < 0 && !may_be_negative {
            self.report(
                Diagnostic::error(
                    codes::NEGATIVE_CACHE,
                    "a negative cache entry",
                    span,
                    "cannot be negative",
                )
                .with_help("write the number of code units without a sign"),
            );
        }
        sign * value
    }

    fn def_names(&self, parts: Pairs<'_, Rule>, rule: Rule) -> Vec<Name> {
        parts.filter(|p| p.as_rule() == rule).map(|p| self.def_name(&p)).collect()
    }

    fn family(&mut self, parts: Pairs<'_, Rule>, span: Span, tokens: TokenRange) -> Option<FamilyDef> {
        let (mut name, mut size, mut members) = (None, None, Vec::new());
        for part in parts {
            match part.as_rule() {
                Rule::def_name if name.is_none() => name = Some(self.def_name(&part)),
                Rule::def_name => size = Some(self.def_name(&part)),
                Rule::def_number => size = Some(self.name(&part)),
                Rule::def_member => members.extend(self.def_names(part.into_inner(), Rule::def_name)),
                _ => {}
            }
        }
        Some(FamilyDef { name: name?, size, members, span, tokens })
    }

    fn pseudo(&mut self, parts: Pairs<'_, Rule>, span: Span, tokens: TokenRange) -> Option<PseudoDef> {
        let (mut name, mut effect, mut flags, mut targets, mut sequence) =
            (None, None, Vec::new(), Vec::new(), None);
        for part in parts {
            match part.as_rule() {
                Rule::def_name => name = Some(self.def_name(&part)),
                Rule::def_effect => effect = Some((self.span_of(self.range(&part)), self.effect(part))),
                Rule::def_flags => flags = self.def_names(part.into_inner(), Rule::def_name),
                Rule::def_set | Rule::def_sequence => {
                    if part.as_rule() == Rule::def_sequence {
                        sequence = Some(self.span_of(self.range(&part)));
                    }
                    for member in part.into_inner().filter(|p| p.as_rule() == Rule::def_member) {
                        targets.extend(self.def_names(member.into_inner(), Rule::def_name));
                    }
                }
                _ => {}
            }
        }
        let name = name?;
        let old = self.options.dialect < Dialect::V3_14;
        match (&effect, old) {
            (None, false) => self.report(
                Diagnostic::error(
                    codes::WRONG_DIALECT,
                    "a pseudo-instruction without a stack effect",
                    name.span,
                    "expected `,` and a stack effect after this",
                )
                .with_help("3.14 wants one: pseudo(NAME, (inputs -- outputs)) = { … };"),
            ),
            (Some((effect, _)), true) => self.report(
                Diagnostic::error(
                    codes::WRONG_DIALECT,
                    "a pseudo-instruction with a stack effect",
                    *effect,
                    "not part of 3.13",
                )
                .with_help("remove it, or read the file as 3.14"),
            ),
            _ => {}
        }
        if let (Some(span), true) = (sequence, old) {
            self.report(
                Diagnostic::error(
                    codes::WRONG_DIALECT,
                    "a pseudo-instruction that is a sequence",
                    span,
                    "not part of 3.13",
                )
                .with_help("write the targets between braces, or read the file as 3.14"),
            );
        }
        let has_effect = effect.is_some();
        let (inputs, outputs) = effect.map(|(_, e)| e).unwrap_or_default();
        Some(PseudoDef {
            name,
            inputs,
            outputs,
            has_effect,
            flags,
            targets,
            as_sequence: sequence.is_some(),
            span,
            tokens,
        })
    }

    fn effect(&mut self, pair: Pair<'_, Rule>) -> (Vec<InputEffect>, Vec<StackEffect>) {
        let (mut inputs, mut outputs) = (Vec::new(), Vec::new());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::def_inputs => {
                    for item in part.into_inner() {
                        match item.as_rule() {
                            Rule::def_cache_item => {
                                inputs.extend(self.cache_item(item).map(InputEffect::Cache))
                            }
                            Rule::def_stack_item => {
                                inputs.extend(self.stack_item(item).map(InputEffect::Stack))
                            }
                            _ => {}
                        }
                    }
                }
                Rule::def_outputs => {
                    for item in part.into_inner().filter(|p| p.as_rule() == Rule::def_stack_item) {
                        outputs.extend(self.stack_item(item));
                    }
                }
                _ => {}
            }
        }
        (inputs, outputs)
    }

    fn cache_item(&mut self, pair: Pair<'_, Rule>) -> Option<CacheEffect> {
        let span = self.span_of(self.range(&pair));
        let mut parts = pair.into_inner();
        let name = self.def_name(&parts.next()?);
        let pair = parts.find(|p| p.as_rule() == Rule::def_units)?;
        let place = self.span_of(self.range(&pair));
        let before = self.reports.borrow().len();
        let units = self.units(pair, false);
        let good = match (name.text.as_str(), units) {
            ("unused", _) => units > 0,
            _ => matches!(
                units,
                1 | 2 |        // The reference takes any width.
 4
            ),
        };
        if !good && !self.options.as_reference && self.reports.borrow().len() == before {
            let message = format!("a cache entry of {units} code units");
            let label = if name.text == "unused" { "expected 1 or more" } else { "expected 1, 2 or 4" };
            self.report(Diagnostic::error(codes::CACHE_WIDTH, message, place, label).with_help(
                "an entry is read as one value of 16, 32 or 64 bits; use several, or name it `unused`",
            ));
        }
        Some(CacheEffect { name, units, span })
    }

    fn stack_item(&mut self, pair: Pair<'_, Rule>) -> Option<StackEffect> {
        let span = self.span_of(self.range(&pair));
        let (mut name, mut ty, mut size, mut condition) = (None, None, None, None);
        for part in pair.into_inner() {
            let place = self.span_of(self.range(&part));
            match part.as_rule() {
                Rule::def_name => name = Some(self.def_name(&part)),
                Rule::def_type => ty = self.effect_type(part),
                Rule::def_size => size = self.sized_by(part).map(|s| (s, place)),
                Rule::def_condition => condition = self.sized_by(part).map(|c| (c, place)),
                _ => {}
            }
        }
        if let (Some((_, size)), Some(other)) =
            (&size, ty.as_ref().map(|t: &Name| t.span).or(condition.as_ref().map(|(_, c)| *c)))
        {
            self.report(
                Diagnostic::error(
                    codes::TYPED_AND_SIZED,
                    "a stack item with a size and a type or condition",
                    *size,
                    "an item with a size is an array",
                )
                .with_label(other, "so it cannot have this")
                .with_help("remove one of the two"),
            );
        }
        if let (Some((_, condition)), true) = (&condition, self.options.dialect >= Dialect::V3_14) {
            self.report(
                Diagnostic::error(
                    codes::CONDITIONAL_EFFECT,
                    "a conditional stack effect",
                    *condition,
                    "not part of 3.14",
                )
                .with_help("give the item a size instead: name[oparg & 1]"),
            );
        }
        Some(StackEffect {
            name: name?,
            ty,
            size: size.map(|s| s.0),
            condition: condition.map(|c| c.0),
            span,
        })
    }

    /// `: name *`. The text is what the reference prints: one space before the star.
    fn effect_type(&self, pair: Pair<'_, Rule>) -> Option<Name> {
        let span = self.span_of(self.range(&pair));
        let mut parts = pair.into_inner().filter(|p| p.as_rule() != Rule::tok_colon);
        let word = parts.next()?;
        let mut written = self.name(&word);
        let stars = parts.filter(|p| p.as_rule() == Rule::tok_star).count();
        if self.token_kind(&word) == Some(TokenKind::Identifier) && stars <= 1 {
            if stars == 1 {
                written.text.push_str(" *");
            }
        } else {
            let label = if stars > 1 { "more than one star" } else { "a keyword or annotation word" };
            self.report(
                Diagnostic::error(
                    codes::BAD_EFFECT_TYPE,
                    "a type that a stack item cannot have",
                    span,
                    label,
                )
                .with_help("write one type name and at most one star; a typedef helps with others"),
            );
        }
        Some(written)
    }

    fn sized_by(&mut self, pair: Pair<'_, Rule>) -> Option<SizedBy> {
        let inner = pair.into_inner().find(|p| p.as_rule() == Rule::expr)?;
        let range = self.range(&inner);
        let tokens = self.tokens.get(range.start.0 as usize..range.end.0 as usize).unwrap_or_default();
        let tokens: Vec<Token> = tokens.iter().filter(|t| t.kind != TokenKind::Comment).copied().collect();
        let text = to_text(self.text, &tokens, 0).trim().to_owned();
        let span = self.span_of(range);
        Some(SizedBy { text, expr: Some(expr::expression(self, inner)), span })
    }

    /// The kind of the token that a word is.
    fn token_kind(&self, pair: &Pair<'_, Rule>) -> Option<TokenKind> {
        self.tokens.get(self.token_at(pair.as_span().start()).0 as usize).map(|t| t.kind)
    }

    /// A name in a definition's header, which must not be a keyword or annotation.
    fn def_name(&self, pair: &Pair<'_, Rule>) -> Name {
        let name = self.name(pair);
        let what = match self.token_kind(pair) {
            Some(TokenKind::Keyword) => "keyword",
            Some(TokenKind::Annotation) => "annotation word",
            _ => return name,
        };
        self.report(
            Diagnostic::error(
                codes::EXPECTED_NAME,
                format!("expected a name, found the {what} {}", expected::quoted(&name.text)),
                name.span,
                "cannot be a name",
            )
            .with_help("choose another name"),
        );
        name
    }
}

/// A number as Python's `int` reads it from a NUMBER token.
pub(crate) fn decimal(text: &str) -> Option<u32> {
    if is_decimal(text) { text.parse().ok() } else { None }
}

/// Why a text is no number of copies: what it is instead, and the label for it.
pub(crate) fn no_copies(text: &str) -> (&'static str, &'static str) {
    if is_decimal(text) {
        ("too large", "does not fit into 32 bits")
    } else {
        ("no whole number", "expected decimal digits")
    }
}

/// Why a text is no number of code units: the message, and the label for it.
pub(crate) fn no_units(text: &str) -> (String, &'static str) {
    let shown = expected::quoted(text);
    if is_decimal(text) {
        (format!("{shown} is too large for a number of code units"), "does not fit into 31 bits")
    } else {
        (format!("expected a whole number, found {shown}"), "expected decimal digits")
    }
}

fn is_decimal(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}
