//! Statements: from the grammar's pairs to the tree.

use pest::iterators::{Pair, Pairs};

use super::expr::{self, declarators, expression_list};
use super::grammar::Rule;
use super::parse::Context;
use super::source::{Span, TokenId, TokenRange};
use super::tree::{
    Block, Expr, ExprKind, ForInit, ForStmt, IfStmt, MacroIfStmt, SimpleStmt, Stmt, StmtId, StmtKind,
    SwitchStmt, WhileStmt,
};
use super::{Dialect, expected};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalog::syntax as codes;

impl Context<'_> {
    /// `{ … }`
    pub(crate) fn block(&mut self, pair: Pair<'_, Rule>) -> Block {
        let range = self.range(&pair);
        let statements = self.statements(pair.into_inner());
        Block {
            open: range.start,
            statements,
            close: TokenId(range.end.0.saturating_sub(1)),
            span: self.span_of(range),
        }
    }

    fn statements(&mut self, pairs: Pairs<'_, Rule>) -> Vec<Stmt> {
        pairs.filter_map(|pair| self.statement(pair)).collect()
    }

    fn next_id(&mut self) -> StmtId {
        let id = self.next_statement;
        self.next_statement = StmtId(id.0 + 1);
        id
    }

    /// One statement; `None` for the pairs of punctuation between statements.
    fn statement(&mut self, pair: Pair<'_, Rule>) -> Option<Stmt> {
        let rule = pair.as_rule();
        if matches!(rule, Rule::tok_lbrace | Rule::tok_rbrace | Rule::kw_do | Rule::kw_else) {
            return None;
        }
        let id = self.next_id();
        let tokens = self.range(&pair);
        let span = self.span_of(tokens);
        let kind = self.statement_kind(pair, tokens).unwrap_or(StmtKind::Simple(SimpleStmt::Unparsed));
        self.check_statement(&kind, tokens);
        Some(Stmt { id, kind, span, tokens })
    }

    /// Reports what the dialect or the C subset does not have.
    fn check_statement(&self, kind: &StmtKind, tokens: TokenRange) {
        let braces_wanted = self.options.dialect >= Dialect::V3_14;
        let lenient = self.options.as_reference;
        match kind {
            StmtKind::Simple(SimpleStmt::Unparsed) if !lenient => {
                self.report(expected::in_statement(self, tokens))
            }
            StmtKind::Simple(SimpleStmt::Directive) if !lenient => {
                let span = self.span_of(tokens);
                let line = self.text.get(span.range()).unwrap_or_default().trim_end();
                if line.trim_start_matches(['#', ' ', '\t']).starts_with("elif") {
                    let span = Span { end: span.start + line.len() as u32, ..span };
                    self.report(
                        Diagnostic::error(
                            codes::ELIF,
                            "an #elif is not understood",
                            span,
                            "taken for an ordinary line",
                        )
                        .with_help("write #else and a nested #if … #endif")
                        .as_warning(),
                    );
                }
            }
            StmtKind::If(s) => {
                self.check_condition(s.condition.is_some(), s.condition_tokens, false);
                if braces_wanted {
                    self.check_braces(s.if_, &s.then);
                    if let Some((else_, body)) = &s.else_
                        && !matches!(body.kind, StmtKind::If(_))
                    {
                        self.check_braces(*else_, body);
                    }
                }
            }
            StmtKind::While(s) => {
                self.check_condition(s.condition.is_some(), s.condition_tokens, false);
                if braces_wanted {
                    self.check_braces(s.while_, &s.body);
                }
            }
            StmtKind::DoWhile(s) => self.check_condition(s.condition.is_some(), s.condition_tokens, false),
            StmtKind::For(s) if braces_wanted => self.check_braces(s.for_, &s.body),
            StmtKind::Switch(s) if braces_wanted => {
                let span = self.token_span(s.switch_);
                self.report(
                    Diagnostic::error(codes::SWITCH, "a switch statement", span, "not supported in 3.14")
                        .with_help("write a chain of if … else if …"),
                );
            }
            _ => {}
        }
    }

    fn check_condition(&self, is_good: bool, tokens: TokenRange, is_for: bool) {
        if !is_good && !self.options.as_reference {
            self.report(expected::in_condition(self, tokens, is_for));
        }
    }

    /// Reports a body without braces.
    fn check_braces(&self, keyword: TokenId, body: &Stmt) {
        if matches!(body.kind, StmtKind::Block(_)) {
            return;
        }
        let span = self.token_span(keyword);
        let word = self.text.get(span.range()).unwrap_or_default();
        let first = self.token_span(body.tokens.start);
        self.report(
            Diagnostic::error(
                codes::UNBRACED,
                format!("the body of this `{word}` has no braces"),
                first,
                "expected `{`",
            )
            .with_label(span, "for this")
            .with_help("put the body into braces"),
        );
    }

    fn token_span(&self, id: TokenId) -> Span {
        self.span_of(TokenRange { file: self.file, start: id, end: TokenId(id.0 + 1) })
    }

    /// The kind of a statement; `None` if a part is missing, which the grammar excludes.
    fn statement_kind(&mut self, pair: Pair<'_, Rule>, tokens: TokenRange) -> Option<StmtKind> {
        let rule = pair.as_rule();
        if rule == Rule::stmt_block {
            return Some(StmtKind::Block(self.block(pair)));
        }
        let mut parts = pair.into_inner();
        let simple = match rule {
            Rule::stmt_if => return self.if_(parts, tokens).map(StmtKind::If),
            Rule::stmt_for => return self.for_(parts).map(StmtKind::For),
            Rule::stmt_while => {
                let while_ = self.token_at(parts.next()?.as_span().start());
                let (condition, condition_tokens) = self.condition(parts.next()?);
                let body = Box::new(self.statement(parts.next()?)?);
                return Some(StmtKind::While(WhileStmt { while_, condition, condition_tokens, body }));
            }
            Rule::stmt_do => {
                parts.next()?;
                let body = Box::new(self.statement(parts.next()?)?);
                let while_ = self.token_at(parts.next()?.as_span().start());
                let (condition, condition_tokens) = self.condition(parts.next()?);
                return Some(StmtKind::DoWhile(WhileStmt { while_, condition, condition_tokens, body }));
            }
            Rule::stmt_switch => {
                let switch_ = self.token_at(parts.next()?.as_span().start());
                let (value, tokens) = self.condition(parts.next()?);
                self.check_condition(value.is_some(), tokens, false);
                let arms = parts.map(|arm| self.arm(arm)).collect();
                return Some(StmtKind::Switch(SwitchStmt { switch_, value, arms }));
            }
            Rule::stmt_macro_if => return self.macro_if(parts).map(StmtKind::MacroIf),
            Rule::stmt_directive => SimpleStmt::Directive,
            Rule::stmt_goto => SimpleStmt::Goto(self.name(&parts.find(|p| p.as_rule() == Rule::expr_name)?)),
            Rule::stmt_return => {
                parts.next()?;
                SimpleStmt::Return(expression_list(self, parts))
            }
            Rule::stmt_break => SimpleStmt::Break,
            Rule::stmt_continue => SimpleStmt::Continue,
            Rule::stmt_empty => SimpleStmt::Empty,
            Rule::stmt_expr => SimpleStmt::Expr(expression_list(self, parts)?),
            Rule::stmt_bare_macro => {
                let name = self.name(&parts.next()?);
                SimpleStmt::Expr(Expr { span: name.span, kind: ExprKind::Name(name.text) })
            }
            Rule::stmt_declaration => SimpleStmt::Declaration(declarators(self, parts.next()?)?),
            _ => SimpleStmt::Unparsed,
        };
        Some(StmtKind::Simple(simple))
    }

    /// `( … )`: the expression, unless it is none, and the tokens from parenthesis to parenthesis.
    fn condition(&mut self, pair: Pair<'_, Rule>) -> (Option<Expr>, TokenRange) {
        let tokens = self.range(&pair);
        let condition = expression_list(self, pair.into_inner());
        (condition, tokens)
    }

    /// An `if` and its `else if`s. The grammar has them side by side, so that a long chain needs no stack
    /// there; the tree has each one in the `else` of the one before, as the reference has.
    fn if_(&mut self, parts: Pairs<'_, Rule>, tokens: TokenRange) -> Option<IfStmt> {
        /// One `if`, and for all but the first its number, span and the `else` before it.
        struct Link {
            id: Option<StmtId>,
            else_: Option<TokenId>,
            if_: TokenId,
            condition: (Option<Expr>, TokenRange),
            then: Box<Stmt>,
        }
        fn link(context: &mut Context<'_>, mut parts: Pairs<'_, Rule>, first: bool) -> Option<Link> {
            let else_ = if first { None } else { Some(context.token_at(parts.next()?.as_span().start())) };
            let id = if first { None } else { Some(context.next_id()) };
            let if_ = context.token_at(parts.next()?.as_span().start());
            let condition = context.condition(parts.next()?);
            let then = Box::new(context.statement(parts.next()?)?);
            Some(Link { id, else_, if_, condition, then })
        }
        let mut links = vec![link(self, parts.clone(), true)?];
        let mut last = None;
        for part in parts {
            match part.as_rule() {
                Rule::stmt_else_if => links.push(link(self, part.into_inner(), false)?),
                Rule::stmt_else => {
                    let mut inner = part.into_inner();
                    let else_ = self.token_at(inner.next()?.as_span().start());
                    last = Some((else_, Box::new(self.statement(inner.next()?)?)));
                }
                _ => {}
            }
        }
        let mut rest = last;
        while let Some(Link { id, else_, if_, condition: (condition, condition_tokens), then }) = links.pop()
        {
            let statement = IfStmt { if_, condition, condition_tokens, then, else_: rest };
            match (id, else_) {
                (Some(id), Some(else_)) => {
                    let range = TokenRange { file: self.file, start: if_, end: tokens.end };
                    let span = self.span_of(range);
                    let inner = Stmt { id, kind: StmtKind::If(statement), span, tokens: range };
                    self.check_statement(&inner.kind, range);
                    rest = Some((else_, Box::new(inner)));
                }
                _ => return Some(statement),
            }
        }
        None
    }

    fn for_(&mut self, mut parts: Pairs<'_, Rule>) -> Option<ForStmt> {
        let for_ = self.token_at(parts.next()?.as_span().start());
        let header = parts.next()?;
        let header_tokens = self.range(&header);
        let (mut init, mut condition, mut step) = (None, None, None);
        let mut has_clauses = false;
        if let Some(clauses) = header.into_inner().find(|p| p.as_rule() == Rule::stmt_for_clauses) {
            has_clauses = true;
            for clause in clauses.into_inner() {
                match clause.as_rule() {
                    Rule::stmt_for_init => {
                        let mut inner = clause.into_inner();
                        init = if inner.peek().is_some_and(|p| p.as_rule() == Rule::stmt_declarators) {
                            inner.next().and_then(|p| declarators(self, p)).map(ForInit::Declaration)
                        } else {
                            expression_list(self, inner).map(ForInit::Expr)
                        };
                    }
                    Rule::stmt_for_condition => condition = expression_list(self, clause.into_inner()),
                    Rule::stmt_for_step => step = expression_list(self, clause.into_inner()),
                    _ => {}
                }
            }
        }
        self.check_condition(has_clauses, header_tokens, true);
        let body = Box::new(self.statement(parts.next()?)?);
        Some(ForStmt { for_, header_tokens, init, condition, step, body })
    }

    fn arm(&mut self, pair: Pair<'_, Rule>) -> (Vec<Option<Expr>>, Vec<Stmt>) {
        let (mut labels, mut statements) = (Vec::new(), Vec::new());
        for part in pair.into_inner() {
            if part.as_rule() == Rule::stmt_case {
                labels.push(
                    part.into_inner().find(|p| p.as_rule() == Rule::expr).map(|p| expr::expression(self, p)),
                );
            } else {
                statements.extend(self.statement(part));
            }
        }
        (labels, statements)
    }

    fn macro_if(&mut self, parts: Pairs<'_, Rule>) -> Option<MacroIfStmt> {
        let (mut condition, mut body, mut endif) = (None, None, None);
        let (mut else_token, mut else_) = (None, None);
        for part in parts {
            match part.as_rule() {
                Rule::tok_if_line => condition = Some(self.token_at(part.as_span().start())),
                Rule::tok_else_line => else_token = Some(self.token_at(part.as_span().start())),
                Rule::tok_endif_line => endif = Some(self.token_at(part.as_span().start())),
                Rule::stmt_branch => {
                    let statements = self.statements(part.into_inner());
                    match else_token {
                        Some(token) => else_ = Some((token, statements)),
                        None => body = Some(statements),
                    }
                }
                _ => {}
            }
        }
        Some(MacroIfStmt { condition: condition?, body: body?, else_, endif: endif? })
    }
}
