//! `match` and its patterns.

use super::lexer::{Kind, Token};
use super::parser::{Parsed, Parser, Rule, need};

impl Parser<'_> {
    pub fn match_statement(&mut self) -> Parsed<()> {
        let valid = self.attempt(|p| {
            need!(p.soft("match"));
            need!(p.subject());
            need!(p.word(":"));
            need!(p.kind(Kind::Newline));
            need!(p.kind(Kind::Indent));
            if p.many(Self::case_block)?.is_empty() {
                return Ok(None);
            }
            p.kind(Kind::Dedent)
        })?;
        if valid.is_none() {
            self.explain(|p| {
                let token = need!(p.soft("match"));
                need!(p.subject());
                p.missing_colon_or_block("'match' statement", token)
            })?;
        }
        Ok(valid.map(drop))
    }

    fn subject(&mut self) -> Parsed<()> {
        let tuple = self.attempt(|p| {
            need!(p.star_named_expression());
            need!(p.word(","));
            p.attempt(Self::star_named_expressions)?;
            Ok(Some(()))
        })?;
        if tuple.is_some() { Ok(tuple) } else { Ok(self.named_expression()?.map(drop)) }
    }

    fn case_block(&mut self) -> Parsed<()> {
        self.explain(|p| {
            let token = need!(p.soft("case"));
            need!(p.patterns());
            p.guard()?;
            p.missing_colon_or_block("'case' statement", token)
        })?;
        need!(self.soft("case"));
        need!(self.patterns());
        self.guard()?;
        need!(self.word(":"));
        Ok(self.block()?.map(drop))
    }

    fn guard(&mut self) -> Parsed {
        self.attempt(|p| {
            need!(p.word("if"));
            p.named_expression()
        })
    }

    /// What follows `case`: a pattern, or a sequence without brackets.
    fn patterns(&mut self) -> Parsed<()> {
        let open = self.attempt(|p| {
            need!(p.maybe_star_pattern());
            need!(p.word(","));
            p.attempt(Self::sequence_items)?;
            Ok(Some(()))
        })?;
        if open.is_some() { Ok(open) } else { self.pattern() }
    }

    fn sequence_items(&mut self) -> Parsed<()> {
        need!(self.gather(",", Self::maybe_star_pattern));
        self.word(",")?;
        Ok(Some(()))
    }

    fn maybe_star_pattern(&mut self) -> Parsed<()> {
        let star = self.attempt(|p| {
            need!(p.word("*"));
            p.name()
        })?;
        if star.is_some() { Ok(Some(())) } else { self.pattern() }
    }

    fn pattern(&mut self) -> Parsed<()> {
        let named = self.attempt(|p| {
            need!(p.or_pattern());
            need!(p.word("as"));
            let name = need!(p.name());
            if p.text(name) == "_" || p.ahead(&[".", "(", "="])? {
                return Ok(None);
            }
            Ok(Some(()))
        })?;
        if named.is_some() {
            return Ok(named);
        }
        self.explain(|p| {
            need!(p.or_pattern());
            need!(p.word("as"));
            if let Some(wildcard) = p.soft("_")? {
                return p.raise(wildcard, wildcard, "cannot use '_' as a target");
            }
            let target = need!(p.expression());
            if p.get(target).name == "name" {
                return Ok(None);
            }
            p.raise_node(target, format!("cannot use {} as pattern target", p.get(target).name))
        })?;
        self.or_pattern()
    }

    fn or_pattern(&mut self) -> Parsed<()> {
        Ok(self.gather("|", Self::closed_pattern)?.map(drop))
    }

    fn closed_pattern(&mut self) -> Parsed<()> {
        let found = self.once(Rule::ClosedPattern, |p| {
            let rules =
                [Self::literal_pattern, Self::name_pattern, Self::bracket_pattern, Self::mapping_pattern];
            for rule in rules {
                if p.attempt(rule)?.is_some() {
                    return Ok(Some(0));
                }
            }
            Ok(None)
        })?;
        Ok(found.map(drop))
    }

    /// A number, with an imaginary part perhaps; strings; a constant.
    fn literal_pattern(&mut self) -> Parsed<()> {
        if self.any(&["None", "True", "False"])?.is_some() {
            return Ok(Some(()));
        }
        if self.peek()?.kind == Kind::Str || self.peek()?.kind == Kind::InterpolatedStart {
            return Ok(self.strings()?.map(drop));
        }
        self.word("-")?;
        let real = need!(self.kind(Kind::Number));
        if self.ahead(&["+", "-"])? && self.is_imaginary(real) {
            return self.raise(real, real, "real number required in complex literal");
        }
        let imaginary = self.attempt(|p| {
            need!(p.any(&["+", "-"]));
            p.kind(Kind::Number)
        })?;
        match imaginary {
            Some(number) if !self.is_imaginary(number) => {
                self.raise(number, number, "imaginary number required in complex literal")
            }
            _ => Ok(Some(())),
        }
    }

    fn is_imaginary(&self, number: Token) -> bool {
        self.text(number).ends_with(['j', 'J'])
    }

    /// A name to store in, a dotted name, or a class.
    fn name_pattern(&mut self) -> Parsed<()> {
        need!(self.gather(".", Self::name));
        if self.ahead(&["("])? {
            return self.class_arguments();
        }
        Ok((!self.ahead(&["="])?).then_some(()))
    }

    fn class_arguments(&mut self) -> Parsed<()> {
        let open = need!(self.word("("));
        let mut keywords = false;
        let mut misplaced: Option<(usize, usize)> = None;
        let all = self.gather(",", |p| {
            let start = p.peek()?;
            let keyword = p.attempt(|p| {
                need!(p.name());
                need!(p.word("="));
                p.pattern()
            })?;
            if keyword.is_some() {
                keywords = true;
                return Ok(Some(()));
            }
            if keywords && !p.explains {
                return Ok(None);
            }
            need!(p.pattern());
            if keywords {
                let end = p.previous().map_or(start.end, |token| token.end);
                misplaced = Some(misplaced.map_or((start.start, end), |(first, _)| (first, end)));
            }
            Ok(Some(()))
        })?;
        if let Some((start, end)) = misplaced {
            return self.raise_range(start, end, "positional patterns follow keyword patterns");
        }
        if all.is_some() {
            self.word(",")?;
        }
        let _ = open;
        Ok(self.word(")")?.map(drop))
    }

    /// A group or sequence.
    fn bracket_pattern(&mut self) -> Parsed<()> {
        let open = need!(self.any(&["(", "["]));
        let close = if self.text(open) == "(" { ")" } else { "]" };
        self.attempt(Self::sequence_items)?;
        Ok(self.word(close)?.map(drop))
    }

    fn mapping_pattern(&mut self) -> Parsed<()> {
        need!(self.word("{"));
        let mut rest = false;
        let items = self.gather(",", |p| {
            if rest {
                return Ok(None);
            }
            if p.word("**")?.is_some() {
                rest = true;
                let name = need!(p.name());
                return Ok((p.text(name) != "_").then_some(()));
            }
            let literal = p.attempt(Self::literal_pattern)?;
            if literal.is_none() {
                need!(p.name());
                let parts = p.many(|p| {
                    need!(p.word("."));
                    p.name()
                })?;
                if parts.is_empty() {
                    return Ok(None);
                }
            }
            need!(p.word(":"));
            p.pattern()
        })?;
        if items.is_some() {
            self.word(",")?;
        }
        Ok(self.word("}")?.map(drop))
    }
}
