//! Shared by the tests of the parser.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::path::{Path, PathBuf};

use casewright::syntax::source::{SourceMap, Span, Token, TokenId, TokenKind, TokenRange};
use casewright::syntax::tree::{
    Argument, Block, CType, Declaration, Definition, Expr, ExprKind, ForInit, Initializer, InputEffect,
    MacroPart, Name, SimpleStmt, StackEffect, Stmt, StmtKind, Tree,
};

/// The folder of our sample inputs.
pub fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples")
}

/// Finds out which tokens of the definitions no node of the tree accounts for.
pub struct Coverage<'a> {
    sources: &'a SourceMap,
    tree: &'a Tree,
    /// A flag a token of the file.
    seen: Vec<bool>,
    problems: Vec<String>,
}

impl<'a> Coverage<'a> {
    /// Walks the whole tree.
    pub fn of(sources: &'a SourceMap, tree: &'a Tree) -> Coverage<'a> {
        let count = sources.file(tree.file).tokens.len();
        let mut coverage = Coverage { sources, tree, seen: vec![false; count], problems: Vec::new() };
        for definition in &tree.definitions {
            coverage.definition(definition);
        }
        coverage
    }

    /// The tokens between the markers that are in no node, and what else is wrong.
    pub fn missing(self) -> Vec<String> {
        let source = self.sources.file(self.tree.file);
        let text = |t: &Token| &source.text[t.start as usize..t.end as usize];
        let begin = source.tokens.iter().position(|t| text(t) == "// BEGIN BYTECODES //").unwrap_or(0);
        let end = source.tokens.iter().position(|t| text(t) == "// END BYTECODES //").unwrap_or(begin);
        let mut out = self.problems;
        for (i, token) in source.tokens.iter().enumerate().take(end).skip(begin) {
            if !self.seen[i] && token.kind != TokenKind::Comment {
                out.push(format!("{}:{} {}", token.line, token.column, text(token)));
            }
        }
        out
    }

    fn token(&mut self, id: TokenId) {
        self.seen[id.0 as usize] = true;
    }

    fn range(&mut self, range: TokenRange) {
        for i in range.start.0..range.end.0 {
            self.token(TokenId(i));
        }
    }

    /// Punctuation and keywords of a definition's form are in no node of their own.
    fn form(&mut self, range: TokenRange, body: Option<TokenId>) {
        let file = self.sources.file(self.tree.file);
        for i in range.start.0..body.map_or(range.end.0, |b| b.0) {
            let token = &file.tokens[i as usize];
            let word = &file.text[token.start as usize..token.end as usize];
            if matches!(token.kind, TokenKind::Punct | TokenKind::Keyword)
                || matches!(word, "family" | "pseudo")
            {
                self.token(TokenId(i));
            }
        }
    }

    fn span(&mut self, span: Span) {
        let tokens = &self.sources.file(self.tree.file).tokens;
        let start = tokens.partition_point(|t| t.start < span.start);
        let end = tokens.partition_point(|t| t.end <= span.end);
        let exact = tokens.get(start).is_some_and(|t| t.start == span.start)
            && end > start
            && tokens.get(end - 1).is_some_and(|t| t.end == span.end);
        if !exact {
            self.problems.push(format!("the span of {:?} is not one of tokens", self.sources.text(span)));
        }
        self.seen[start..end].fill(true);
    }

    fn name(&mut self, name: &Name) {
        if self.sources.text(name.span) != name.text {
            self.problems.push(format!("the name {} has another span", name.text));
        }
        self.span(name.span);
    }

    fn definition(&mut self, definition: &Definition) {
        match definition {
            Definition::Inst(d) => {
                self.form(d.tokens, Some(d.body.open));
                for annotation in &d.annotations {
                    self.name(&annotation.name);
                    annotation.argument.iter().for_each(|a| self.name(a));
                }
                self.name(&d.name);
                d.inputs.iter().for_each(|i| self.input(i));
                d.outputs.iter().for_each(|o| self.stack(o));
                self.block(&d.body);
            }
            Definition::Label(d) => {
                self.form(d.tokens, Some(d.body.open));
                self.name(&d.name);
                self.block(&d.body);
            }
            Definition::Macro(d) => {
                self.form(d.tokens, None);
                self.name(&d.name);
                for part in &d.parts {
                    match part {
                        MacroPart::Op(name) => self.name(name),
                        MacroPart::Cache(c) => self.span(c.span),
                    }
                }
            }
            Definition::Family(d) => {
                self.form(d.tokens, None);
                [&d.name].into_iter().chain(&d.size).chain(&d.members).for_each(|n| self.name(n));
            }
            Definition::Pseudo(d) => {
                self.form(d.tokens, None);
                [&d.name].into_iter().chain(&d.flags).chain(&d.targets).for_each(|n| self.name(n));
                d.inputs.iter().for_each(|i| self.input(i));
                d.outputs.iter().for_each(|o| self.stack(o));
            }
        }
    }

    fn input(&mut self, input: &InputEffect) {
        match input {
            InputEffect::Stack(s) => self.stack(s),
            InputEffect::Cache(c) => self.span(c.span),
        }
    }

    fn stack(&mut self, effect: &StackEffect) {
        self.name(&effect.name);
        if let Some(ty) = &effect.ty {
            self.span(ty.span);
        }
        for sized in effect.size.iter().chain(&effect.condition) {
            if let Some(expr) = &sized.expr {
                self.expression(expr, sized.span);
            }
        }
    }

    fn block(&mut self, block: &Block) {
        self.token(block.open);
        self.token(block.close);
        block.statements.iter().for_each(|s| self.statement(s));
    }

    fn statement(&mut self, s: &Stmt) {
        let inside = |range: TokenRange| TokenRange {
            start: TokenId(range.start.0 + 1),
            end: TokenId(range.end.0 - 1),
            ..range
        };
        match &s.kind {
            StmtKind::Simple(simple) => self.simple(s, simple),
            StmtKind::Block(b) => self.block(b),
            StmtKind::If(i) => {
                self.token(i.if_);
                self.condition(i.condition.as_ref(), i.condition_tokens);
                self.statement(&i.then);
                if let Some((else_, rest)) = &i.else_ {
                    self.token(*else_);
                    self.statement(rest);
                }
            }
            StmtKind::For(f) => {
                self.token(f.for_);
                let range = f.header_tokens;
                let words = self.words(inside(range));
                let mut ours = String::new();
                match &f.init {
                    Some(ForInit::Declaration(d)) => self.declaration_words(d, &mut ours),
                    Some(ForInit::Expr(e)) => self.expression_words(e, &mut ours),
                    None => {}
                }
                f.condition.iter().chain(&f.step).for_each(|e| self.expression_words(e, &mut ours));
                self.same(&words, &ours);
                self.range(range);
                self.statement(&f.body);
            }
            StmtKind::While(w) => {
                self.token(w.while_);
                self.condition(w.condition.as_ref(), w.condition_tokens);
                self.statement(&w.body);
            }
            StmtKind::DoWhile(w) => {
                self.token(s.tokens.start);
                self.token(w.while_);
                self.condition(w.condition.as_ref(), w.condition_tokens);
                self.token(TokenId(s.tokens.end.0 - 1));
                self.statement(&w.body);
            }
            StmtKind::Switch(w) => {
                // The labels and braces have no tokens of their own in the tree.
                self.range(s.tokens);
                w.arms.iter().flat_map(|(_, list)| list).for_each(|s| self.statement(s));
            }
            StmtKind::MacroIf(m) => {
                self.token(m.condition);
                m.body.iter().for_each(|s| self.statement(s));
                if let Some((else_, list)) = &m.else_ {
                    self.token(*else_);
                    list.iter().for_each(|s| self.statement(s));
                }
                self.token(m.endif);
            }
        }
    }

    fn condition(&mut self, condition: Option<&Expr>, tokens: TokenRange) {
        let file = self.sources.file(self.tree.file);
        let span = Span {
            file: self.tree.file,
            start: file.tokens[tokens.start.0 as usize + 1].start,
            end: file.tokens[tokens.end.0 as usize - 2].end,
        };
        match condition {
            Some(condition) => self.expression(condition, span),
            None => self.problems.push(format!("the condition {:?} is not parsed", self.sources.text(span))),
        }
        self.token(tokens.start);
        self.token(TokenId(tokens.end.0 - 1));
    }

    fn simple(&mut self, s: &Stmt, simple: &SimpleStmt) {
        let words = self.words(s.tokens);
        let mut ours = String::new();
        match simple {
            SimpleStmt::Expr(e) => self.expression_words(e, &mut ours),
            SimpleStmt::Declaration(d) => self.declaration_words(d, &mut ours),
            SimpleStmt::Goto(name) => ours.push_str(&format!("goto {} ", name.text)),
            SimpleStmt::Return(e) => {
                ours.push_str("return ");
                e.iter().for_each(|e| self.expression_words(e, &mut ours));
            }
            SimpleStmt::Break => ours.push_str("break "),
            SimpleStmt::Continue => ours.push_str("continue "),
            SimpleStmt::Empty | SimpleStmt::Directive => {}
            SimpleStmt::Unparsed => {
                self.problems.push(format!("{:?} is not parsed", self.sources.text(s.span)))
            }
        }
        self.same(&words, &ours);
        self.range(s.tokens);
    }

    /// An expression that has exactly this span, and in it all of its words.
    fn expression(&mut self, e: &Expr, span: Span) {
        if e.span != span {
            self.problems.push(format!(
                "{:?} is only a part of {:?}",
                self.sources.text(e.span),
                self.sources.text(span)
            ));
        }
        let tokens = &self.sources.file(self.tree.file).tokens;
        let range = TokenRange {
            file: span.file,
            start: TokenId(tokens.partition_point(|t| t.start < span.start) as u32),
            end: TokenId(tokens.partition_point(|t| t.end <= span.end) as u32),
        };
        let words = self.words(range);
        let mut ours = String::new();
        self.expression_words(e, &mut ours);
        self.same(&words, &ours);
        self.range(range);
    }

    fn same(&mut self, words: &str, ours: &str) {
        // A number's suffix may be a word of its own for the lexer (`0xFFu`).
        if words.replace(' ', "") != ours.replace(' ', "") {
            self.problems.push(format!("tokens {words:?}, tree {ours:?}"));
        }
    }

    /// Everything but punctuation, comments and qualifiers.
    fn words(&self, range: TokenRange) -> String {
        let mut out = String::new();
        for token in self.sources.tokens(range) {
            let text = self.sources.token_text(range.file, token);
            let is_word = !matches!(
                token.kind,
                TokenKind::Punct
                    | TokenKind::Comment
                    | TokenKind::DirectiveIf
                    | TokenKind::DirectiveElse
                    | TokenKind::DirectiveEndif
                    | TokenKind::DirectiveOther
            );
            if is_word && !matches!(text, "const" | "volatile" | "restrict" | "sizeof") {
                out.push_str(text);
                out.push(' ');
            }
        }
        out
    }

    fn declaration_words(&self, d: &Declaration, out: &mut String) {
        Self::type_words(&d.ty, out);
        for declarator in &d.declarators {
            out.push_str(&declarator.name.text);
            out.push(' ');
            declarator.arrays.iter().flatten().for_each(|e| self.expression_words(e, out));
            declarator.init.iter().for_each(|i| self.initializer_words(i, out));
        }
    }

    fn initializer_words(&self, i: &Initializer, out: &mut String) {
        match i {
            Initializer::Expr(e) => self.expression_words(e, out),
            Initializer::List(list) => self.list_words(list, out),
        }
    }

    fn list_words(&self, list: &[(Option<Name>, Initializer)], out: &mut String) {
        for (name, value) in list {
            name.iter().for_each(|n| out.push_str(&n.text));
            self.initializer_words(value, out);
        }
    }

    fn type_words(ty: &CType, out: &mut String) {
        for word in &ty.words {
            out.push_str(&word.replace(['(', ')', '*', ','], " "));
            out.push(' ');
        }
    }

    fn expression_words(&self, e: &Expr, out: &mut String) {
        match &e.kind {
            ExprKind::Name(name) => out.push_str(name),
            ExprKind::Int { .. } | ExprKind::Float(_) | ExprKind::Char(_) => {
                out.push_str(self.sources.text(e.span))
            }
            ExprKind::Str(parts) => out.push_str(&parts.join(" ")),
            ExprKind::Paren(e)
            | ExprKind::Unary(_, e)
            | ExprKind::Postfix(e, _)
            | ExprKind::SizeofExpr(e) => {
                self.expression_words(e, out);
            }
            ExprKind::Binary(_, a, b)
            | ExprKind::Assign(_, a, b)
            | ExprKind::Comma(a, b)
            | ExprKind::Index(a, b) => {
                self.expression_words(a, out);
                self.expression_words(b, out);
            }
            ExprKind::Ternary(a, b, c) => [a, b, c].into_iter().for_each(|e| self.expression_words(e, out)),
            ExprKind::Call(callee, arguments) => {
                self.expression_words(callee, out);
                for argument in arguments {
                    match argument {
                        Argument::Expr(e) => self.expression_words(e, out),
                        Argument::Type(ty) => Self::type_words(ty, out),
                    }
                }
            }
            ExprKind::Field(object, _, name) => {
                self.expression_words(object, out);
                out.push_str(&name.text);
            }
            ExprKind::Cast(ty, e) => {
                Self::type_words(ty, out);
                self.expression_words(e, out);
            }
            ExprKind::SizeofType(ty) => Self::type_words(ty, out),
            ExprKind::Compound(ty, list) => {
                Self::type_words(ty, out);
                self.list_words(list, out);
            }
        }
        out.push(' ');
    }
}
