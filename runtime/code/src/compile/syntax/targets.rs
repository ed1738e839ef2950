//! Where values are stored.

use super::lexer::Kind;
use super::parser::Id;
use super::parser::{Parsed, Parser, Rule, Shape, need};

impl Parser<'_> {
    /// `a, *b`, where values are stored.
    pub fn star_targets(&mut self) -> Parsed {
        self.once(Rule::StarTargets, |p| p.tuple_of(Self::star_target))
    }

    pub fn star_target(&mut self) -> Parsed {
        let starred = self.attempt(|p| {
            let star = need!(p.word("*"));
            if p.ahead(&["*"])? {
                return Ok(None);
            }
            let inner = need!(p.plain_target());
            Ok(Some(p.expression_node("starred", Shape::Starred(inner), star.start)))
        })?;
        if starred.is_some() { Ok(starred) } else { self.plain_target() }
    }

    /// A name, attribute, subscript, or targets in brackets.
    fn plain_target(&mut self) -> Parsed {
        self.once(Rule::PlainTarget, Self::any_target)
    }

    fn any_target(&mut self) -> Parsed {
        if let Some(target) = self.attempt(Self::primary_target)? {
            return Ok(Some(target));
        }
        let token = self.peek()?;
        if token.kind == Kind::Name {
            self.at += 1;
            return Ok(Some(self.node("name", Shape::Target, token.start, token.end)));
        }
        if self.ahead(&["["])? {
            need!(self.word("["));
            let parts = self.targets_up_to("]")?;
            return Ok(parts.map(|parts| self.expression_node("list", Shape::Sequence(parts), token.start)));
        }
        let one = self.attempt(|p| {
            need!(p.word("("));
            let target = need!(p.plain_target());
            Ok(p.word(")")?.map(|_| target))
        })?;
        if one.is_some() {
            return Ok(one);
        }
        need!(self.word("("));
        let parts = need!(self.targets_up_to(")"));
        Ok(Some(self.expression_node("tuple", Shape::Sequence(parts), token.start)))
    }

    fn targets_up_to(&mut self, close: &str) -> Parsed<Vec<Id>> {
        let parts = self.gather(",", Self::star_target)?.unwrap_or_default();
        if !parts.is_empty() {
            self.word(",")?;
        }
        Ok(self.word(close)?.map(|_| parts))
    }

    /// An attribute or a subscript.
    pub fn primary_target(&mut self) -> Parsed {
        let start = self.peek()?.start;
        need!(self.atom());
        let (mut last, mut count) = (None, 0);
        while let Some(name) = self.attempt(Self::trailer)? {
            last = Some(name);
            count += 1;
            self.check_length(count)?;
        }
        if self.ahead(&["(", "[", "."])? {
            return Ok(None);
        }
        match last {
            Some(name) if name != "function call" => {
                Ok(Some(self.expression_node(name, Shape::Target, start)))
            }
            _ => Ok(None),
        }
    }

    /// A name, attribute or subscript, in brackets perhaps.
    pub fn single_target(&mut self) -> Parsed {
        self.once(Rule::SingleTarget, Self::any_single_target)
    }

    fn any_single_target(&mut self) -> Parsed {
        if let Some(target) = self.attempt(Self::primary_target)? {
            return Ok(Some(target));
        }
        if let Some(name) = self.name()? {
            return Ok(Some(self.node("name", Shape::Target, name.start, name.end)));
        }
        need!(self.word("("));
        let target = need!(self.single_target());
        Ok(self.word(")")?.map(|_| target))
    }
}
