//! A definition with code, seen as the reference sees it: as tokens, and as a list of statements.

use super::rules::Rules;
use crate::syntax::source::{FileId, SourceMap, Span, Token, TokenId, TokenKind, TokenRange};
use crate::syntax::tree::{Annotation, Block, InstDef, LabelDef, Name, Stmt, StmtKind};

/// An instruction, a micro-op or a label.
#[derive(Clone, Copy)]
pub(super) struct Code<'s> {
    pub sources: &'s SourceMap,
    pub name: &'s Name,
    /// None on a label.
    pub annotations: &'s [Annotation],
    pub is_label: bool,
    /// The whole definition.
    pub tokens: TokenRange,
    pub body: &'s Block,
}

/// A token with its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tok<'s> {
    pub id: TokenId,
    pub kind: TokenKind,
    pub text: &'s str,
    pub span: Span,
}

impl Tok<'_> {
    /// Whether it is this identifier.
    pub fn is_identifier(&self, text: &str) -> bool {
        self.kind == TokenKind::Identifier && self.text == text
    }

    /// Whether it is this operator or delimiter.
    pub fn is_punct(&self, text: &str) -> bool {
        self.kind == TokenKind::Punct && self.text == text
    }

    /// Whether it is this keyword.
    pub fn is_keyword(&self, text: &str) -> bool {
        self.kind == TokenKind::Keyword && self.text == text
    }
}

/// The tokens of a range, comments included.
pub(super) fn tokens(sources: &SourceMap, range: TokenRange) -> impl Iterator<Item = Tok<'_>> + Clone {
    let view = move |(index, token): (usize, &Token)| Tok {
        id: TokenId(range.start.0.saturating_add(index as u32)),
        kind: token.kind,
        text: sources.token_text(range.file, token),
        span: Span { file: range.file, start: token.start, end: token.end },
    };
    sources.tokens(range).iter().enumerate().map(view)
}

impl<'s> Code<'s> {
    pub fn of_inst(sources: &'s SourceMap, def: &'s InstDef) -> Code<'s> {
        Code {
            sources,
            name: &def.name,
            annotations: &def.annotations,
            is_label: false,
            tokens: def.tokens,
            body: &def.body,
        }
    }

    pub fn of_label(sources: &'s SourceMap, def: &'s LabelDef) -> Code<'s> {
        Code {
            sources,
            name: &def.name,
            annotations: &[],
            is_label: true,
            tokens: def.tokens,
            body: &def.body,
        }
    }

    fn file(&self) -> FileId {
        self.tokens.file
    }

    /// The tokens of the whole definition.
    pub fn all_tokens(&self) -> impl Iterator<Item = Tok<'s>> + Clone + use<'s> {
        tokens(self.sources, self.tokens)
    }

    /// The tokens of the body, braces included.
    pub fn body_tokens(&self) -> impl Iterator<Item = Tok<'s>> + Clone + use<'s> {
        let end = TokenId(self.body.close.0.saturating_add(1));
        tokens(self.sources, TokenRange { file: self.file(), start: self.body.open, end })
    }

    /// Whether the body holds this identifier.
    pub fn body_uses(&self, name: &str) -> bool {
        self.body_tokens().any(|t| t.is_identifier(name))
    }

    /// Whether a word stands where it sets a property: in the body, in 3.13 also in the header.
    pub fn mentions(&self, rules: &Rules, word: &str) -> bool {
        if rules.words.in_header {
            self.all_tokens().any(|t| t.is_identifier(word))
        } else {
            self.body_uses(word)
        }
    }

    /// Whether any of the words stands where it sets a property.
    pub fn mentions_any(&self, rules: &Rules, words: &[&str]) -> bool {
        words.iter().any(|word| self.mentions(rules, word))
    }

    /// Whether it has an annotation.
    pub fn has_annotation(&self, name: &str) -> bool {
        self.annotations.iter().any(|a| a.name.text == name)
    }

    /// Every statement, nested ones included, in source order.
    pub fn statements(&self) -> Statements<'s> {
        Statements { pending: self.body.statements.iter().rev().collect() }
    }
}

/// Iterates over statements in source order, an outer one before those inside it. It keeps its own stack, so
/// that the depth of the input does not matter.
pub(super) struct Statements<'s> {
    pending: Vec<&'s Stmt>,
}

impl<'s> Iterator for Statements<'s> {
    type Item = &'s Stmt;

    fn next(&mut self) -> Option<&'s Stmt> {
        let stmt = self.pending.pop()?;
        match &stmt.kind {
            StmtKind::Simple(_) => {}
            StmtKind::Block(block) => self.pending.extend(block.statements.iter().rev()),
            StmtKind::If(s) => {
                self.pending.extend(s.else_.as_ref().map(|(_, stmt)| &**stmt));
                self.pending.push(&s.then);
            }
            StmtKind::For(s) => self.pending.push(&s.body),
            StmtKind::While(s) | StmtKind::DoWhile(s) => self.pending.push(&s.body),
            StmtKind::Switch(s) => {
                self.pending.extend(s.arms.iter().rev().flat_map(|(_, body)| body.iter().rev()))
            }
            StmtKind::MacroIf(s) => {
                self.pending.extend(s.else_.iter().flat_map(|(_, body)| body.iter().rev()));
                self.pending.extend(s.body.iter().rev());
            }
        }
        Some(stmt)
    }
}

/// Whether the reference takes a statement for a simple one, that is, a run of tokens up to a semicolon. A
/// `do {} while (…);` without statements inside is one too (reference.md B8).
pub(super) fn is_simple(stmt: &Stmt) -> bool {
    match &stmt.kind {
        StmtKind::Simple(_) => true,
        StmtKind::DoWhile(s) => matches!(&s.body.kind, StmtKind::Block(block) if block.statements.is_empty()),
        _ => false,
    }
}

/// The tokens of the parentheses of an `if`, `for` or `while`.
pub(super) fn header(stmt: &Stmt) -> Option<(TokenRange, &'static str)> {
    match &stmt.kind {
        StmtKind::If(s) => Some((s.condition_tokens, "if")),
        StmtKind::For(s) => Some((s.header_tokens, "for")),
        StmtKind::While(s) => Some((s.condition_tokens, "while")),
        StmtKind::DoWhile(s) if !is_simple(stmt) => Some((s.condition_tokens, "while")),
        _ => None,
    }
}
