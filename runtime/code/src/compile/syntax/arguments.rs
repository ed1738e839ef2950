//! Arguments of calls.

use super::expression::MAYBE_EQUALS;
use super::parser::{Id, Parsed, Parser, Rule, Shape, need};

impl Parser<'_> {
    /// What is in the brackets of a call.
    pub fn arguments(&mut self) -> Parsed {
        self.once(Rule::Arguments, |p| {
            let result = p.attempt(|p| {
                let start = p.at;
                need!(p.argument_list());
                p.word(",")?;
                Ok(p.ahead(&[")"])?.then_some(start))
            })?;
            if result.is_none() {
                p.explain(Self::invalid_arguments)?;
            }
            Ok(result)
        })
    }

    /// A positional argument that is no keyword's name.
    fn positional(&mut self) -> Parsed {
        if let Some(starred) = self.attempt(Self::starred_expression)? {
            return Ok(Some(starred));
        }
        let value = need!(self.element());
        Ok((!self.ahead(&["="])?).then_some(value))
    }

    fn argument_list(&mut self) -> Parsed<Arguments> {
        let mut all = Arguments::default();
        match self.gather(",", Self::positional)? {
            Some(positional) => {
                all.positional = positional;
                let keywords = self.attempt(|p| {
                    need!(p.word(","));
                    p.keyword_arguments()
                })?;
                all.add(keywords.unwrap_or_default());
            }
            None => all.add(need!(self.keyword_arguments())),
        }
        Ok(Some(all))
    }

    /// Keyword arguments, in two parts: `*x` may stand in the first, `**x` in the second.
    fn keyword_arguments(&mut self) -> Parsed<Vec<Keyword>> {
        let Some(mut all) = self.gather(",", |p| p.keyword_argument(false))? else {
            return self.gather(",", |p| p.keyword_argument(true));
        };
        let more = self.attempt(|p| {
            need!(p.word(","));
            p.gather(",", |p| p.keyword_argument(true))
        })?;
        all.extend(more.unwrap_or_default());
        Ok(Some(all))
    }

    fn keyword_argument(&mut self, double: bool) -> Parsed<Keyword> {
        self.explain(Self::invalid_keyword_argument)?;
        let named = self.attempt(|p| {
            need!(p.name());
            need!(p.word("="));
            p.expression()
        })?;
        if named.is_some() {
            return Ok(Some(Keyword::Named));
        }
        if !double {
            return Ok(self.starred_expression()?.map(Keyword::Starred));
        }
        need!(self.word("**"));
        Ok(self.expression()?.map(|_| Keyword::Unpacked))
    }

    pub fn starred_expression(&mut self) -> Parsed {
        self.explain(|p| {
            let star = need!(p.word("*"));
            need!(p.expression());
            need!(p.word("="));
            let value = need!(p.expression());
            let end = p.get(value).end;
            p.raise_range(star.start, end, "cannot assign to iterable argument unpacking")
        })?;
        let result = self.attempt(|p| {
            let star = need!(p.word("*"));
            let inner = need!(p.expression());
            Ok(Some(p.expression_node("starred", Shape::Starred(inner), star.start)))
        })?;
        if result.is_none() {
            self.explain(|p| {
                need!(p.word("*"));
                p.raise_last("Invalid star expression")
            })?;
        }
        Ok(result)
    }

    fn invalid_keyword_argument(&mut self) -> Parsed<()> {
        self.attempt(|p| {
            let constant = need!(p.any(&["True", "False", "None"]));
            let equals = need!(p.word("="));
            let message = format!("cannot assign to {}", p.text(constant));
            p.raise::<Option<()>>(constant, equals, message)
        })?;
        self.attempt(Self::invalid_generator_value)?;
        self.attempt(|p| {
            let named = p.comes(|p| {
                need!(p.name());
                p.word("=")
            })?;
            if named {
                return Ok(None);
            }
            let value = need!(p.expression());
            let equals = need!(p.word("="));
            let start = p.get(value).start;
            let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
            p.raise_range::<Option<()>>(start, equals.end, message)
        })?;
        let stars = need!(self.word("**"));
        need!(self.expression());
        need!(self.word("="));
        let value = need!(self.expression());
        let end = self.get(value).end;
        self.raise_range(stars.start, end, "cannot assign to keyword argument unpacking")
    }

    /// `f(a = b for c in d)`
    fn invalid_generator_value(&mut self) -> Parsed<()> {
        let name = need!(self.name());
        let equals = need!(self.word("="));
        need!(self.expression());
        need!(self.for_if_clauses());
        self.raise(name, equals, MAYBE_EQUALS)
    }

    fn invalid_arguments(&mut self) -> Parsed<()> {
        const PARENTHESIZED: &str = "Generator expression must be parenthesized";
        self.attempt(|p| {
            let list = need!(p.argument_list());
            let comma = need!(p.word(","));
            if !list.unpacked {
                return Ok(None);
            }
            need!(p.gather(",", |p| {
                let starred = need!(p.starred_expression());
                Ok((!p.ahead(&["="])?).then_some(starred))
            }));
            let message = "iterable argument unpacking follows keyword argument unpacking";
            p.raise_from::<Option<()>>(comma.start, message)
        })?;
        self.attempt(|p| {
            let value = need!(p.expression());
            let last = need!(p.for_if_clauses());
            need!(p.word(","));
            let more = p.attempt(Self::argument_list)?;
            if more.is_none() {
                p.attempt(|p| {
                    need!(p.expression());
                    p.for_if_clauses()
                })?;
            }
            p.raise_nodes::<Option<()>>(value, last, PARENTHESIZED)
        })?;
        self.attempt(Self::invalid_generator_value)?;
        self.attempt(|p| {
            p.attempt(|p| {
                need!(p.argument_list());
                p.word(",")
            })?;
            let name = need!(p.name());
            let equals = need!(p.word("="));
            if !p.ahead(&[",", ")"])? {
                return Ok(None);
            }
            p.raise::<Option<()>>(name, equals, "expected argument value expression")
        })?;
        self.attempt(|p| {
            let list = need!(p.argument_list());
            let last = need!(p.for_if_clauses());
            match list.positional.last() {
                Some(first) if list.positional.len() > 1 => {
                    p.raise_nodes::<Option<()>>(*first, last, PARENTHESIZED)
                }
                _ => Ok(None),
            }
        })?;
        self.attempt(|p| {
            need!(p.argument_list());
            need!(p.word(","));
            let value = need!(p.expression());
            let last = need!(p.for_if_clauses());
            p.raise_nodes::<Option<()>>(value, last, PARENTHESIZED)
        })?;
        let list = need!(self.argument_list());
        need!(self.word(","));
        need!(self.argument_list());
        let after = if list.unpacked { " unpacking" } else { "" };
        self.raise_last(format!("positional argument follows keyword argument{after}"))
    }
}

/// The arguments of a call.
#[derive(Default)]
struct Arguments {
    positional: Vec<Id>,
    /// Whether `**x` is among them.
    unpacked: bool,
}

enum Keyword {
    Named,
    Starred(Id),
    Unpacked,
}

impl Arguments {
    fn add(&mut self, keywords: Vec<Keyword>) {
        for keyword in keywords {
            match keyword {
                Keyword::Named => {}
                Keyword::Starred(value) => self.positional.push(value),
                Keyword::Unpacked => self.unpacked = true,
            }
        }
    }
}
