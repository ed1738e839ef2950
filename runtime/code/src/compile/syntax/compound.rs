//! Statements that have blocks.

use super::lexer::{Kind, Token};
use super::parser::{Failure, Id, Parsed, Parser, Target, need};

impl Parser<'_> {
    pub fn compound_statement(&mut self) -> Parsed<()> {
        let token = self.peek()?;
        if token.kind == Kind::Name {
            return if self.text(token) == "match" { self.match_statement() } else { Ok(None) };
        }
        if token.kind == Kind::Newline {
            return Ok(None);
        }
        match self.text(token) {
            "def" => self.function(),
            "class" => self.class(),
            "@" => self.decorated(),
            "async" => {
                for rule in [Self::function, Self::with_statement, Self::for_statement] {
                    if let Some(()) = self.attempt(rule)? {
                        return Ok(Some(()));
                    }
                }
                Ok(None)
            }
            "if" => self.conditional("if"),
            "with" => self.with_statement(),
            "for" => self.for_statement(),
            "try" => self.try_statement(),
            "while" => self.while_statement(),
            _ => Ok(None),
        }
    }

    /// Whether a line ends, and no block follows it.
    fn no_block(&mut self) -> Result<bool, Failure> {
        if self.kind(Kind::Newline)?.is_none() {
            return Ok(false);
        }
        Ok(!self.comes(|p| p.kind(Kind::Indent))?)
    }

    /// The error for a block that is missing, after a colon.
    fn missing_block(&mut self, what: &str, token: Token) -> Parsed<()> {
        need!(self.word(":"));
        if !self.no_block()? {
            return Ok(None);
        }
        let line = self.source.line_of(token.start);
        self.raise_indentation(&format!("expected an indented block after {what} on line {line}"))
    }

    /// The error for a colon or a block that is missing.
    pub fn missing_colon_or_block(&mut self, what: &str, token: Token) -> Parsed<()> {
        if self.kind(Kind::Newline)?.is_some() {
            return self.raise_last("expected ':'");
        }
        self.missing_block(what, token)
    }

    fn conditional(&mut self, word: &'static str) -> Parsed<()> {
        self.explain(|p| {
            let token = need!(p.word(word));
            need!(p.named_expression());
            p.missing_colon_or_block(&format!("'{word}' statement"), token)
        })?;
        need!(self.word(word));
        need!(self.named_expression());
        need!(self.word(":"));
        need!(self.block());
        if self.ahead(&["elif"])? && self.attempt(|p| p.heavy(1, |p| p.conditional("elif")))?.is_some() {
            return Ok(Some(()));
        }
        self.attempt(Self::else_block)?;
        Ok(Some(()))
    }

    fn else_block(&mut self) -> Parsed<()> {
        self.explain(|p| {
            let token = need!(p.word("else"));
            p.attempt(|p| p.missing_block("'else' statement", token))?;
            need!(p.word(":"));
            need!(p.block());
            let elif = need!(p.word("elif"));
            p.raise(elif, elif, "'elif' block follows an 'else' block")
        })?;
        need!(self.word("else"));
        self.forced(":")?;
        Ok(self.block()?.map(drop))
    }

    fn while_statement(&mut self) -> Parsed<()> {
        self.explain(|p| {
            let token = need!(p.word("while"));
            need!(p.named_expression());
            p.missing_colon_or_block("'while' statement", token)
        })?;
        need!(self.word("while"));
        need!(self.named_expression());
        need!(self.word(":"));
        need!(self.block());
        self.attempt(Self::else_block)?;
        Ok(Some(()))
    }

    fn for_statement(&mut self) -> Parsed<()> {
        self.explain(|p| {
            p.word("async")?;
            let token = need!(p.word("for"));
            need!(p.star_targets());
            need!(p.word("in"));
            need!(p.star_expressions());
            p.missing_colon_or_block("'for' statement", token)
        })?;
        let head = self.for_head()?;
        if head.is_none() {
            self.explain(Self::invalid_for_target)?;
            return Ok(None);
        }
        need!(self.star_expressions());
        need!(self.word(":"));
        need!(self.block());
        self.attempt(Self::else_block)?;
        Ok(Some(()))
    }

    fn with_statement(&mut self) -> Parsed<()> {
        self.explain(|p| p.invalid_with(true))?;
        let valid = self.attempt(|p| {
            p.word("async")?;
            need!(p.word("with"));
            let bracket = p.attempt(|p| {
                need!(p.word("("));
                need!(p.gather(",", Self::with_item));
                p.word(",")?;
                need!(p.word(")"));
                need!(p.word(":"));
                p.block()
            })?;
            if bracket.is_some() {
                return Ok(Some(()));
            }
            need!(p.gather(",", Self::with_item));
            need!(p.word(":"));
            Ok(p.block()?.map(drop))
        })?;
        if valid.is_none() {
            self.explain(|p| p.invalid_with(false))?;
        }
        Ok(valid)
    }

    fn invalid_with(&mut self, block: bool) -> Parsed<()> {
        self.word("async")?;
        let token = need!(self.word("with"));
        let tail = |p: &mut Self| {
            if block {
                return p.missing_block("'with' statement", token);
            }
            need!(p.kind(Kind::Newline));
            p.raise_last("expected ':'")
        };
        let stored = |p: &mut Self| {
            p.attempt(|p| {
                need!(p.word("as"));
                p.star_target()
            })
        };
        self.attempt(|p| {
            need!(p.gather(",", |p| {
                need!(p.expression());
                stored(p)?;
                Ok(Some(()))
            }));
            tail(p)
        })?;
        need!(self.word("("));
        need!(self.gather(",", |p| {
            need!(p.expressions());
            stored(p)?;
            Ok(Some(()))
        }));
        self.word(",")?;
        need!(self.word(")"));
        tail(self)
    }

    fn with_item(&mut self) -> Parsed<()> {
        let stored = self.attempt(|p| {
            need!(p.expression());
            need!(p.word("as"));
            need!(p.star_target());
            Ok(p.ahead(&[",", ")", ":"])?.then_some(()))
        })?;
        if stored.is_some() {
            return Ok(stored);
        }
        self.explain(|p| {
            need!(p.expression());
            need!(p.word("as"));
            let target = need!(p.expression());
            if !p.ahead(&[",", ")", ":"])? {
                return Ok(None);
            }
            p.refuse_target(target, Target::Assign)
        })?;
        Ok(self.expression()?.map(drop))
    }

    fn try_statement(&mut self) -> Parsed<()> {
        self.explain(Self::invalid_try)?;
        need!(self.word("try"));
        self.forced(":")?;
        need!(self.block());
        if self.attempt(Self::finally_block)?.is_some() {
            return Ok(Some(()));
        }
        if self.many(Self::except_block)?.is_empty() && self.many(Self::except_star_block)?.is_empty() {
            return Ok(None);
        }
        self.attempt(Self::else_block)?;
        self.attempt(Self::finally_block)?;
        Ok(Some(()))
    }

    fn invalid_try(&mut self) -> Parsed<()> {
        const MIXED: &str = "cannot have both 'except' and 'except*' on the same 'try'";
        let token = need!(self.word("try"));
        self.attempt(|p| p.missing_block("'try' statement", token))?;
        need!(self.word(":"));
        self.attempt(|p| {
            need!(p.block());
            if p.ahead(&["except", "finally"])? {
                return Ok(None);
            }
            p.raise_last::<Option<()>>("expected 'except' or 'finally' block")
        })?;
        self.many(Self::block)?;
        self.attempt(|p| {
            if p.many(Self::except_block)?.is_empty() {
                return Ok(None);
            }
            let except = need!(p.word("except"));
            let star = need!(p.word("*"));
            need!(p.expression());
            p.import_alias()?;
            need!(p.word(":"));
            p.raise::<Option<()>>(except, star, MIXED)
        })?;
        if self.many(Self::except_star_block)?.is_empty() {
            return Ok(None);
        }
        let except = need!(self.word("except"));
        if self.attempt(Self::expression)?.is_some() {
            self.import_alias()?;
        }
        need!(self.word(":"));
        self.raise(except, except, MIXED)
    }

    fn except_block(&mut self) -> Parsed<()> {
        self.explain(|p| {
            let token = need!(p.word("except"));
            p.attempt(|p| {
                need!(p.expression());
                p.import_alias()?;
                p.missing_block("'except' statement", token)
            })?;
            p.missing_block("'except' statement", token)
        })?;
        let valid = self.attempt(|p| {
            need!(p.word("except"));
            p.exception_types(false)?;
            need!(p.word(":"));
            p.block()
        })?;
        if valid.is_none() {
            self.explain(|p| p.invalid_except(false))?;
        }
        Ok(valid.map(drop))
    }

    fn except_star_block(&mut self) -> Parsed<()> {
        self.explain(|p| {
            let token = need!(p.word("except"));
            need!(p.word("*"));
            need!(p.expression());
            p.import_alias()?;
            p.missing_block("'except*' statement", token)
        })?;
        let valid = self.attempt(|p| {
            need!(p.word("except"));
            need!(p.word("*"));
            need!(p.exception_types(true));
            need!(p.word(":"));
            p.block()
        })?;
        if valid.is_none() {
            self.explain(|p| p.invalid_except(true))?;
        }
        Ok(valid.map(drop))
    }

    /// `A as name`, or several types that are given no name.
    fn exception_types(&mut self, needed: bool) -> Parsed<()> {
        let named = self.attempt(|p| {
            need!(p.expression());
            p.import_alias()
        })?;
        if named.is_some() {
            return Ok(named);
        }
        let types = self.attempt(Self::expressions)?;
        Ok((types.is_some() || !needed).then_some(()))
    }

    fn invalid_except(&mut self, star: bool) -> Parsed<()> {
        need!(self.word("except"));
        if star {
            need!(self.word("*"));
        }
        self.attempt(|p| {
            let first = need!(p.expression());
            need!(p.word(","));
            need!(p.expressions());
            need!(p.word("as"));
            need!(p.name());
            need!(p.word(":"));
            let start = p.get(first).start;
            let message = "multiple exception types must be parenthesized when using 'as'";
            p.raise_from::<Option<()>>(start, message)
        })?;
        self.attempt(|p| {
            need!(p.expression());
            p.import_alias()?;
            need!(p.kind(Kind::Newline));
            p.raise_last::<Option<()>>("expected ':'")
        })?;
        if self.comes(|p| p.kind(Kind::Newline))? || (star && self.ahead(&[":"])?) {
            self.at += 1;
            let message = if star { "expected one or more exception types" } else { "expected ':'" };
            return self.raise_last(message);
        }
        need!(self.expression());
        need!(self.word("as"));
        let target = need!(self.expression());
        need!(self.word(":"));
        need!(self.block());
        let word = if star { "except*" } else { "except" };
        self.raise_node(target, format!("cannot use {word} statement with {}", self.get(target).name))
    }

    fn finally_block(&mut self) -> Parsed<()> {
        self.explain(|p| {
            let token = need!(p.word("finally"));
            p.missing_block("'finally' statement", token)
        })?;
        need!(self.word("finally"));
        self.forced(":")?;
        Ok(self.block()?.map(drop))
    }

    // Definitions.

    fn decorated(&mut self) -> Parsed<()> {
        let decorators = self.many(|p| {
            need!(p.word("@"));
            need!(p.named_expression());
            p.kind(Kind::Newline)
        })?;
        if decorators.is_empty() {
            return Ok(None);
        }
        match self.attempt(Self::class)? {
            Some(()) => Ok(Some(())),
            None => self.function(),
        }
    }

    fn function(&mut self) -> Parsed<()> {
        self.explain(|p| {
            p.word("async")?;
            let token = need!(p.word("def"));
            need!(p.name());
            p.attempt(Self::type_parameters)?;
            need!(p.word("("));
            p.attempt(|p| p.parameters(false))?;
            need!(p.word(")"));
            p.return_annotation()?;
            p.missing_block("function definition", token)
        })?;
        self.word("async")?;
        need!(self.word("def"));
        need!(self.name());
        self.attempt(Self::type_parameters)?;
        need!(self.expected("("));
        self.attempt(|p| p.parameters(false))?;
        need!(self.word(")"));
        self.return_annotation()?;
        need!(self.expected(":"));
        Ok(self.block()?.map(drop))
    }

    fn return_annotation(&mut self) -> Parsed {
        self.attempt(|p| {
            need!(p.word("->"));
            p.expression()
        })
    }

    fn class(&mut self) -> Parsed<()> {
        self.explain(|p| {
            let token = need!(p.class_head());
            p.missing_colon_or_block("class definition", token)
        })?;
        need!(self.class_head());
        need!(self.word(":"));
        Ok(self.block()?.map(drop))
    }

    fn class_head(&mut self) -> Parsed<Token> {
        let token = need!(self.word("class"));
        need!(self.name());
        self.attempt(Self::type_parameters)?;
        self.attempt(|p| {
            need!(p.word("("));
            p.attempt(Self::arguments)?;
            p.word(")")
        })?;
        Ok(Some(token))
    }

    pub fn type_alias(&mut self) -> Parsed<()> {
        need!(self.soft("type"));
        need!(self.name());
        self.attempt(Self::type_parameters)?;
        need!(self.word("="));
        Ok(self.expression()?.map(drop))
    }

    fn type_parameters(&mut self) -> Parsed<()> {
        self.explain(|p| {
            need!(p.word("["));
            let close = need!(p.word("]"));
            p.raise_from(close.start, "Type parameter list cannot be empty")
        })?;
        need!(self.word("["));
        need!(self.gather(",", Self::type_parameter));
        self.word(",")?;
        Ok(self.word("]")?.map(drop))
    }

    fn type_parameter(&mut self) -> Parsed<()> {
        let default = |p: &mut Self, rule: fn(&mut Self) -> Parsed| {
            p.attempt(|p| {
                need!(p.word("="));
                rule(p)
            })
        };
        if self.name()?.is_some() {
            self.attempt(|p| {
                need!(p.word(":"));
                p.expression()
            })?;
            default(self, Self::expression)?;
            return Ok(Some(()));
        }
        let stars = need!(self.any(&["*", "**"]));
        let single = self.text(stars) == "*";
        need!(self.name());
        self.explain(|p| {
            let colon = need!(p.word(":"));
            let bound = need!(p.expression());
            let what = if p.get(bound).name == "tuple" { "constraints" } else { "bound" };
            let kind = if single { "TypeVarTuple" } else { "ParamSpec" };
            p.raise_from(colon.start, format!("cannot use {what} with {kind}"))
        })?;
        default(self, if single { Self::star_expression } else { Self::expression })?;
        Ok(Some(()))
    }

    /// `a, b`, of expressions without stars.
    pub fn expressions(&mut self) -> Parsed<Id> {
        self.tuple_of(Self::expression)
    }
}
