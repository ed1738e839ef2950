//! Parameters of functions and lambdas.

use super::lexer::Token;
use super::parser::{Parsed, Parser, need};

/// A parameter.
struct Parameter {
    has_default: bool,
    start: usize,
    /// Where its annotation ends.
    end: usize,
}

/// Where parameters stand.
#[derive(Clone, Copy)]
struct Place {
    lambda: bool,
    /// What ends them.
    close: &'static str,
}

impl Parser<'_> {
    /// The parameters of a function, or of a lambda.
    pub fn parameters(&mut self, lambda: bool) -> Parsed<()> {
        let place = Place { lambda, close: if lambda { ":" } else { ")" } };
        self.explain(|p| p.invalid_parameters(place))?;
        let (mut any, mut slash, mut default) = (false, false, false);
        loop {
            let next = self.attempt(|p| {
                let parameter = need!(p.parameter(place));
                Ok((parameter.has_default || !default).then_some(parameter))
            })?;
            if let Some(parameter) = next {
                default |= parameter.has_default;
                any = true;
            } else if any && !slash && self.attempt(|p| p.slash(place))?.is_some() {
                slash = true;
            } else {
                break;
            }
        }
        let star = self.attempt(|p| p.star_parameters(place))?;
        Ok((any || star.is_some()).then_some(()))
    }

    fn slash(&mut self, place: Place) -> Parsed<()> {
        need!(self.word("/"));
        self.parameter_end(place)
    }

    /// A comma, or the end that comes next.
    fn parameter_end(&mut self, place: Place) -> Parsed<()> {
        let ends = self.word(",")?.is_some() || self.ahead(&[place.close])?;
        Ok(ends.then_some(()))
    }

    /// A name with its annotation; what follows it is not looked at.
    fn parameter_name(&mut self, place: Place, starred: bool) -> Parsed<(usize, usize)> {
        let name = need!(self.name());
        let mut end = name.end;
        if !place.lambda {
            let annotation = self.attempt(|p| {
                need!(p.word(":"));
                if starred && p.ahead(&["*"])? { p.star_target() } else { p.expression() }
            })?;
            end = annotation.map_or(end, |annotation| self.get(annotation).end);
        }
        Ok(Some((name.start, end)))
    }

    fn parameter(&mut self, place: Place) -> Parsed<Parameter> {
        let (start, end) = need!(self.parameter_name(place, false));
        let default = self.attempt(|p| p.default_value())?;
        need!(self.parameter_end(place));
        Ok(Some(Parameter { has_default: default.is_some(), start, end }))
    }

    fn default_value(&mut self) -> Parsed {
        let value = self.attempt(|p| {
            need!(p.word("="));
            p.expression()
        })?;
        if value.is_none() {
            self.explain(|p| {
                let equals = need!(p.word("="));
                if !p.ahead(&[")", ","])? {
                    return Ok(None);
                }
                p.raise(equals, equals, "expected default value expression")
            })?;
        }
        Ok(value)
    }

    fn plain_parameter(&mut self, place: Place, default: bool) -> Parsed<Parameter> {
        let parameter = need!(self.parameter(place));
        Ok((parameter.has_default == default).then_some(parameter))
    }

    /// `*args`, `*` and what follows them.
    fn star_parameters(&mut self, place: Place) -> Parsed<()> {
        self.explain(|p| p.invalid_star(place))?;
        let star = self.attempt(|p| {
            need!(p.word("*"));
            if p.word(",")?.is_some() {
                if p.many(|p| p.parameter(place))?.is_empty() {
                    return Ok(None);
                }
            } else {
                need!(p.parameter_name(place, true));
                need!(p.parameter_end(place));
                p.many(|p| p.parameter(place))?;
            }
            p.attempt(|p| p.keyword_parameters(place))?;
            Ok(Some(()))
        })?;
        if star.is_some() { Ok(star) } else { self.keyword_parameters(place) }
    }

    fn keyword_parameters(&mut self, place: Place) -> Parsed<()> {
        self.explain(|p| {
            need!(p.word("**"));
            need!(p.parameter_name(place, false));
            if let Some(equals) = p.word("=")? {
                return p.raise(equals, equals, "var-keyword argument cannot have default value");
            }
            need!(p.word(","));
            const AFTER: &str = "arguments cannot follow var-keyword argument";
            if let Some((start, end)) = p.attempt(|p| p.parameter_name(place, false))? {
                return p.raise_range(start, end, AFTER);
            }
            let star = need!(p.any(&["*", "**", "/"]));
            p.raise(star, star, AFTER)
        })?;
        need!(self.word("**"));
        need!(self.parameter_name(place, false));
        self.parameter_end(place)
    }

    fn invalid_star(&mut self, place: Place) -> Parsed<()> {
        let star = need!(self.word("*"));
        self.attempt(|p| {
            if p.word(place.close)?.is_none() {
                need!(p.word(","));
                need!(p.any(&[place.close, "**"]));
            }
            let message = "named arguments must follow bare *";
            if place.lambda { p.raise_last::<Option<()>>(message) } else { p.raise(star, star, message) }
        })?;
        self.attempt(|p| {
            need!(p.parameter_name(place, false));
            let equals = need!(p.word("="));
            p.raise::<Option<()>>(equals, equals, "var-positional argument cannot have default value")
        })?;
        need!(self.comma_or_parameter(place));
        self.many(|p| p.parameter(place))?;
        let again = need!(self.word("*"));
        need!(self.comma_or_parameter(place));
        self.raise(again, again, "* argument may appear only once")
    }

    fn comma_or_parameter(&mut self, place: Place) -> Parsed<()> {
        if self.attempt(|p| p.plain_parameter(place, false))?.is_some() {
            return Ok(Some(()));
        }
        Ok(self.word(",")?.map(drop))
    }

    /// Parameters and a slash.
    fn before_slash(&mut self, place: Place) -> Parsed<()> {
        if self.many(|p| p.parameter(place))?.is_empty() {
            return Ok(None);
        }
        self.slash(place)
    }

    fn invalid_parameters(&mut self, place: Place) -> Parsed<()> {
        self.attempt(|p| {
            let slash = need!(p.word("/"));
            need!(p.word(","));
            p.raise::<Option<()>>(slash, slash, "at least one argument must precede /")
        })?;
        self.attempt(|p| {
            need!(p.before_slash(place));
            p.many(|p| p.parameter(place))?;
            let slash = need!(p.word("/"));
            p.raise::<Option<()>>(slash, slash, "/ may appear only once")
        })?;
        self.attempt(|p| {
            p.many(|p| p.plain_parameter(place, false))?;
            p.attempt(|p| p.slash(place))?;
            p.many(|p| p.plain_parameter(place, false))?;
            if p.many(|p| p.plain_parameter(place, true))?.is_empty() {
                return Ok(None);
            }
            p.attempt(|p| p.slash(place))?;
            let wrong = need!(p.plain_parameter(place, false));
            let message = "parameter without a default follows parameter with a default";
            p.raise_range::<Option<()>>(wrong.start, wrong.end, message)
        })?;
        self.attempt(|p| {
            p.many(|p| p.plain_parameter(place, false))?;
            let (open, close) = need!(p.bracketed_parameters(place));
            let what = if place.lambda { "Lambda expression" } else { "Function" };
            p.raise::<Option<()>>(open, close, format!("{what} parameters cannot be parenthesized"))
        })?;
        self.attempt(|p| {
            p.attempt(|p| p.before_slash(place))?;
            p.many(|p| p.parameter(place))?;
            need!(p.word("*"));
            need!(p.comma_or_parameter(place));
            p.many(|p| p.parameter(place))?;
            let slash = need!(p.word("/"));
            p.raise::<Option<()>>(slash, slash, "/ must be ahead of *")
        })?;
        if self.many(|p| p.parameter(place))?.is_empty() {
            return Ok(None);
        }
        need!(self.word("/"));
        let star = need!(self.word("*"));
        self.raise(star, star, "expected comma between / and *")
    }

    fn bracketed_parameters(&mut self, place: Place) -> Parsed<(Token, Token)> {
        let open = need!(self.word("("));
        if place.lambda {
            need!(self.gather(",", |p| p.parameter_name(place, false)));
            self.word(",")?;
        } else if self.many(|p| p.plain_parameter(place, false))?.is_empty() {
            return Ok(None);
        }
        self.word(",")?;
        Ok(self.word(")")?.map(|close| (open, close)))
    }
}
