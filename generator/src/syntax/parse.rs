//! Definition files: from the grammar's pairs to definitions.

use pest::Parser;
use pest::iterators::{Pair, Pairs};

use super::grammar::{Grammar, Rule};
use super::lex::lex;
use super::source::{FileId, SourceMap, Span, Token, TokenId, TokenKind, TokenRange, to_text};
use super::split::{Kind, Piece, between_markers, split};
use super::tree::{
    Annotation, CacheEffect, Definition, FamilyDef, InputEffect, InstDef, InstKind, LabelDef, MacroDef,
    MacroPart, Name, PseudoDef, SizedBy, StackEffect, StmtId, Tree,
};
use super::{ParseOptions, expr};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};

/// Reads a definition file that was added to `sources`: fills in its tokens and returns whatever could be
/// parsed. Everything that is wrong goes to `sink`.
pub fn parse_definitions(
    sources: &mut SourceMap,
    file: FileId,
    options: ParseOptions,
    sink: &mut Diagnostics,
) -> Tree {
    let mut tree = Tree { file, definitions: Vec::new() };
    let lexed = lex(file, &sources.file(file).text, options.dialect);
    sources.file_mut(file).tokens = lexed.tokens;
    for (span, _) in lexed.bad {
        sink.push(Diagnostic::error(Code(1), "bad token", span, ""));
    }
    let source = sources.file(file);
    let (text, tokens) = (source.text.as_str(), source.tokens.as_slice());
    let Some((begin, end)) = between_markers(text, tokens) else {
        sink.push(Diagnostic::general(Code(2), "no markers"));
        return tree;
    };
    let mut next_statement = StmtId(0);
    for piece in split(text, tokens, begin, end) {
        let slice_start = tokens[piece.start].start as usize;
        let slice_end = tokens[piece.end - 1].end as usize;
        let rule = match piece.kind {
            Kind::Inst => Rule::def_inst,
            Kind::Label => Rule::def_label,
            Kind::Macro => Rule::def_macro,
            Kind::Family => Rule::def_family,
            Kind::Pseudo => Rule::def_pseudo,
        };
        match Grammar::parse(rule, &text[slice_start..slice_end]) {
            Ok(mut pairs) => {
                let mut context =
                    Context { file, text, tokens, piece, base: slice_start, options, sink, next_statement };
                if let Some(pair) = pairs.next()
                    && let Some(definition) = context.definition(pair)
                {
                    tree.definitions.push(definition);
                }
                next_statement = context.next_statement;
            }
            Err(error) => {
                let at = match error.location {
                    pest::error::InputLocation::Pos(at) => at,
                    pest::error::InputLocation::Span((at, _)) => at,
                } + slice_start;
                let span = Span { file, start: at as u32, end: (at + 1) as u32 };
                sink.push(Diagnostic::error(Code(3), format!("syntax error: {}", error.variant), span, ""));
            }
        }
    }
    tree
}

/// What the conversions of one definition share.
pub(crate) struct Context<'a> {
    pub file: FileId,
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub piece: Piece,
    /// Byte offset of the slice that the pairs' positions count from.
    pub base: usize,
    pub options: ParseOptions,
    pub sink: &'a mut Diagnostics,
    pub next_statement: StmtId,
}

impl<'a> Context<'a> {
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
        let tokens = TokenRange {
            file: self.file,
            start: TokenId(self.piece.start as u32),
            end: TokenId(self.piece.end as u32),
        };
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
                Rule::def_annotation => {
                    let mut words = part.into_inner();
                    if let Some(word) = words.next() {
                        let name = self.name(&word);
                        let argument = words.find(|p| p.as_rule() == Rule::def_number).map(|p| self.name(&p));
                        annotations.push(Annotation { name, argument });
                    }
                }
                Rule::def_kind if part.as_str() == "op" => kind = InstKind::Op,
                Rule::def_name => name = Some(self.name(&part)),
                Rule::def_effect => effect = Some(self.effect(part)),
                Rule::stmt_block => body = Some(self.block(part)),
                _ => {}
            }
        }
        let (inputs, outputs) = effect?;
        Some(InstDef { kind, annotations, name: name?, inputs, outputs, body: body?, span, tokens })
    }

    fn label(&mut self, parts: Pairs<'_, Rule>, span: Span, tokens: TokenRange) -> Option<LabelDef> {
        let (mut spilled, mut name, mut body) = (false, None, None);
        for part in parts {
            match part.as_rule() {
                Rule::def_spilled => spilled = true,
                Rule::def_name => name = Some(self.name(&part)),
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
                Rule::def_name => name = Some(self.name(&part)),
                Rule::def_part => {
                    let span = self.span_of(self.range(&part));
                    let mut inner = part.into_inner();
                    let part_name = self.name(&inner.next()?);
                    list.push(match inner.find(|p| p.as_rule() == Rule::def_units) {
                        Some(units) => {
                            MacroPart::Cache(CacheEffect { name: part_name, units: self.units(units), span })
                        }
                        None => MacroPart::Op(part_name),
                    });
                }
                _ => {}
            }
        }
        Some(MacroDef { name: name?, parts: list, span, tokens })
    }

    fn units(&mut self, pair: Pair<'_, Rule>) -> i32 {
        let mut sign = 1;
        let mut value = 0;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::tok_minus => sign = -1,
                _ => value = part.as_str().parse().unwrap_or(0),
            }
        }
        sign * value
    }

    fn names(&self, parts: Pairs<'_, Rule>, rule: Rule) -> Vec<Name> {
        parts
            .filter(|p| p.as_rule() == rule)
            .map(|p| Name { text: p.as_str().to_owned(), span: self.span(&p) })
            .collect()
    }

    fn family(&mut self, parts: Pairs<'_, Rule>, span: Span, tokens: TokenRange) -> Option<FamilyDef> {
        let (mut name, mut size, mut members) = (None, None, Vec::new());
        for part in parts {
            match part.as_rule() {
                Rule::def_name if name.is_none() => name = Some(self.name(&part)),
                Rule::def_name | Rule::def_number => size = Some(self.name(&part)),
                Rule::def_member => members.extend(self.names(part.into_inner(), Rule::def_name)),
                _ => {}
            }
        }
        Some(FamilyDef { name: name?, size, members, span, tokens })
    }

    fn pseudo(&mut self, parts: Pairs<'_, Rule>, span: Span, tokens: TokenRange) -> Option<PseudoDef> {
        let (mut name, mut effect, mut flags, mut targets, mut as_sequence) =
            (None, None, Vec::new(), Vec::new(), false);
        for part in parts {
            match part.as_rule() {
                Rule::def_name => name = Some(self.name(&part)),
                Rule::def_effect => effect = Some(self.effect(part)),
                Rule::def_flags => flags = self.names(part.into_inner(), Rule::def_name),
                Rule::def_set | Rule::def_sequence => {
                    as_sequence = part.as_rule() == Rule::def_sequence;
                    for member in part.into_inner().filter(|p| p.as_rule() == Rule::def_member) {
                        targets.extend(self.names(member.into_inner(), Rule::def_name));
                    }
                }
                _ => {}
            }
        }
        let has_effect = effect.is_some();
        let (inputs, outputs) = effect.unwrap_or_default();
        Some(PseudoDef {
            name: name?,
            inputs,
            outputs,
            has_effect,
            flags,
            targets,
            as_sequence,
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
        let name = self.name(&parts.next()?);
        let units = parts.find(|p| p.as_rule() == Rule::def_units).map(|p| self.units(p))?;
        Some(CacheEffect { name, units, span })
    }

    fn stack_item(&mut self, pair: Pair<'_, Rule>) -> Option<StackEffect> {
        let span = self.span_of(self.range(&pair));
        let (mut name, mut ty, mut size, mut condition) = (None, None, None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::def_name => name = Some(self.name(&part)),
                Rule::def_type => {
                    let stars = part.as_str().matches('*').count();
                    let word = part.into_inner().find(|p| p.as_rule() == Rule::def_name)?;
                    let mut written = self.name(&word);
                    if stars > 0 {
                        written.text.push_str(" *");
                    }
                    ty = Some(written);
                }
                Rule::def_size => size = self.sized_by(part),
                Rule::def_condition => condition = self.sized_by(part),
                _ => {}
            }
        }
        Some(StackEffect { name: name?, ty, size, condition, span })
    }

    fn sized_by(&mut self, pair: Pair<'_, Rule>) -> Option<SizedBy> {
        let inner = pair.into_inner().find(|p| p.as_rule() == Rule::expr)?;
        let range = self.range(&inner);
        let tokens: Vec<Token> = self.tokens[range.start.0 as usize..range.end.0 as usize]
            .iter()
            .filter(|t| t.kind != TokenKind::Comment)
            .copied()
            .collect();
        let text = to_text(self.text, &tokens, 0).trim().to_owned();
        let span = self.span_of(range);
        Some(SizedBy { text, expr: expr::expression(self, inner), span })
    }
}
