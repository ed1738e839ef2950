//! Expressions.

use super::lexer::{Kind, Token};
use super::parser::{Failure, Id, Parsed, Parser, Rule, Shape, Target, need};

/// Binary operators, those that bind least first.
const OPERATORS: [&[&str]; 6] =
    [&["|"], &["^"], &["&"], &["<<", ">>"], &["+", "-"], &["*", "/", "//", "%", "@"]];
/// The first of the levels that are arithmetic.
const ARITHMETIC: usize = 4;

/// How many levels of others a lambda counts for: it becomes a code object.
const LAMBDA: usize = 2;

pub(super) const MAYBE_EQUALS: &str = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";

impl Parser<'_> {
    /// `a, *b`: a tuple, or an expression alone.
    pub fn star_expressions(&mut self) -> Parsed {
        self.tuple_of(Self::star_expression)
    }

    /// One, or a tuple without brackets.
    pub fn tuple_of(&mut self, rule: fn(&mut Self) -> Parsed) -> Parsed {
        let start = self.peek()?.start;
        let first = need!(rule(self));
        let mut parts = vec![first];
        let mut commas = false;
        while self.word(",")?.is_some() {
            commas = true;
            match self.attempt(rule)? {
                Some(part) => parts.push(part),
                None => break,
            }
        }
        if !commas {
            return Ok(Some(first));
        }
        Ok(Some(self.expression_node("tuple", Shape::Sequence(parts), start)))
    }

    pub fn star_expression(&mut self) -> Parsed {
        self.once(Rule::StarExpression, |p| match p.attempt(Self::starred_operand)? {
            Some(starred) => Ok(Some(starred)),
            None => p.expression(),
        })
    }

    /// `*a`, where it is not an argument.
    fn starred_operand(&mut self) -> Parsed {
        let star = need!(self.word("*"));
        let inner = need!(self.bitwise_or());
        Ok(Some(self.expression_node("starred", Shape::Starred(inner), star.start)))
    }

    pub fn star_named_expression(&mut self) -> Parsed {
        match self.attempt(Self::starred_operand)? {
            Some(starred) => Ok(Some(starred)),
            None => self.named_expression(),
        }
    }

    /// Some of them, with a comma at the end perhaps.
    pub fn star_named_expressions(&mut self) -> Parsed<Vec<Id>> {
        let all = need!(self.gather(",", Self::star_named_expression));
        self.word(",")?;
        Ok(Some(all))
    }

    fn assignment_expression(&mut self) -> Parsed<Result<Id, ()>> {
        let name = need!(self.name());
        need!(self.word(":="));
        // Nothing else can begin like this.
        let Some(_) = self.expression()? else { return Ok(Some(Err(()))) };
        Ok(Some(Ok(self.value("named expression", name.start))))
    }

    pub fn named_expression(&mut self) -> Parsed {
        self.once(Rule::NamedExpression, |p| {
            if let Some(result) = p.attempt(Self::assignment_expression)? {
                return Ok(result.ok());
            }
            p.explain(Self::invalid_named_expression)?;
            p.expression_alone()
        })
    }

    /// An expression that no `:=` follows.
    fn expression_alone(&mut self) -> Parsed {
        let result = need!(self.expression());
        Ok((!self.ahead(&[":="])?).then_some(result))
    }

    /// `x := 1`, or an expression that no `:=` follows.
    pub fn element(&mut self) -> Parsed {
        if let Some(result) = self.attempt(Self::assignment_expression)? {
            return Ok(result.ok());
        }
        self.expression_alone()
    }

    fn invalid_named_expression(&mut self) -> Parsed<()> {
        // It is one of the rules whose results are kept.
        let seen = self.once(Rule::InvalidNamed, |p| {
            p.attempt(|p| {
                let target = need!(p.expression());
                need!(p.word(":="));
                need!(p.expression());
                let name = p.get(target).name;
                p.raise_node::<Option<()>>(target, format!("cannot use assignment expressions with {name}"))
            })?;
            p.attempt(|p| {
                let name = need!(p.name());
                need!(p.word("="));
                let value = need!(p.bitwise_or());
                if p.ahead(&["=", ":="])? {
                    return Ok(None);
                }
                let end = p.get(value).end;
                p.raise_range::<Option<()>>(name.start, end, MAYBE_EQUALS)
            })?;
            let excluded = p.comes(|p| {
                if p.attempt(Self::list)?.is_some() || p.attempt(Self::tuple)?.is_some() {
                    return Ok(Some(()));
                }
                if p.attempt(Self::generator)?.is_some() {
                    return Ok(Some(()));
                }
                Ok(p.any(&["True", "None", "False"])?.map(drop))
            })?;
            if excluded {
                return Ok(None);
            }
            let target = need!(p.bitwise_or());
            need!(p.word("="));
            need!(p.bitwise_or());
            if p.ahead(&["=", ":="])? {
                return Ok(None);
            }
            let name = p.get(target).name;
            p.raise_node(
                target,
                format!("cannot assign to {name} here. Maybe you meant '==' instead of '='?"),
            )
        })?;
        Ok(seen.map(drop))
    }

    pub fn expression(&mut self) -> Parsed {
        self.once(Rule::Expression, |p| {
            p.explain(Self::invalid_expression)?;
            p.explain(Self::invalid_legacy_expression)?;
            p.plain_expression()
        })
    }

    fn plain_expression(&mut self) -> Parsed {
        let start = self.peek()?.start;
        let Some(value) = self.disjunction()? else { return self.lambda() };
        let conditional = self.attempt(|p| {
            need!(p.word("if"));
            need!(p.disjunction());
            need!(p.word("else"));
            p.expression()
        })?;
        if conditional.is_none() {
            return Ok(Some(value));
        }
        Ok(Some(self.value("conditional expression", start)))
    }

    fn is_legacy(&self, id: Id) -> bool {
        let node = self.get(id);
        node.name == "name" && matches!(&self.source.text[node.start..node.end], "print" | "exec")
    }

    /// `"a "b" c"`: strings with something between.
    fn invalid_string(&mut self) -> Parsed<()> {
        need!(self.kind(Kind::Str));
        let explains = std::mem::replace(&mut self.explains, false);
        let between =
            self.many(|p| if p.comes(|p| p.kind(Kind::Str))? { Ok(None) } else { p.plain_expression() });
        self.explains = explains;
        let between = between?;
        let (Some(first), Some(last)) = (between.first(), between.last()) else { return Ok(None) };
        need!(self.kind(Kind::Str));
        self.raise_nodes(*first, *last, "invalid syntax. Is this intended to be part of the string?")
    }

    fn invalid_expression(&mut self) -> Parsed<()> {
        self.attempt(Self::invalid_string)?;
        let start = self.at;
        // Strings with letters before them that are none of theirs, and soft keywords, look like two values.
        let two_words = self.comes(|p| {
            let name = need!(p.name());
            if matches!(p.text(name), "_" | "case" | "match" | "type") {
                return Ok(Some(()));
            }
            Ok(p.kind(Kind::Str)?.map(drop))
        })?;
        if !two_words && let Some(first) = self.disjunction()? {
            let explains = std::mem::replace(&mut self.explains, false);
            let second = self.attempt(Self::plain_expression);
            self.explains = explains;
            if let Some(second) = second?
                && !self.is_legacy(first)
                && self.previous().is_some_and(|token| token.level > 0)
            {
                return self.raise_nodes(first, second, "invalid syntax. Perhaps you forgot a comma?");
            }
        }
        self.at = start;
        self.attempt(|p| {
            let value = need!(p.disjunction());
            need!(p.word("if"));
            let condition = need!(p.disjunction());
            if !p.ahead(&["else", ":"])? {
                return p.raise_nodes(value, condition, "expected 'else' after 'if' expression");
            }
            need!(p.word("else"));
            if p.comes(Self::expression)? {
                return Ok(None);
            }
            p.raise_next::<Option<()>>("expected expression after 'else', but statement is given")
        })?;
        self.attempt(|p| {
            let statement = need!(p.any(&["pass", "break", "continue"]));
            need!(p.word("if"));
            need!(p.disjunction());
            need!(p.word("else"));
            need!(p.simple_statement());
            let message = "expected expression before 'if', but statement is given";
            p.raise::<Option<()>>(statement, statement, message)
        })?;
        let lambda = need!(self.word("lambda"));
        self.attempt(|p| p.parameters(true))?;
        let colon = need!(self.word(":"));
        if self.comes(|p| p.kind(Kind::InterpolatedMiddle))? {
            let message = "f-string: lambda expressions are not allowed without parentheses";
            return self.raise(lambda, colon, message);
        }
        Ok(None)
    }

    fn invalid_legacy_expression(&mut self) -> Parsed<()> {
        let name = need!(self.name());
        if self.ahead(&["("])? {
            return Ok(None);
        }
        let arguments = need!(self.star_expressions());
        let name_text = self.text(name);
        if !matches!(name_text, "print" | "exec") {
            return Ok(None);
        }
        let end = self.get(arguments).end;
        let message = format!("Missing parentheses in call to '{name_text}'. Did you mean {name_text}(...)?");
        self.raise_range(name.start, end, message)
    }

    fn lambda(&mut self) -> Parsed {
        self.once(Rule::Lambda, |p| {
            p.heavy(LAMBDA, |p| {
                let start = need!(p.word("lambda")).start;
                p.attempt(|p| p.parameters(true))?;
                need!(p.word(":"));
                need!(p.expression());
                Ok(Some(p.value("lambda", start)))
            })
        })
    }

    pub fn yield_expression(&mut self) -> Parsed {
        let start = need!(self.word("yield")).start;
        let from = self.attempt(|p| {
            need!(p.word("from"));
            p.expression()
        })?;
        if from.is_none() {
            self.attempt(Self::star_expressions)?;
        }
        Ok(Some(self.value("yield expression", start)))
    }

    fn disjunction(&mut self) -> Parsed {
        self.once(Rule::Disjunction, |p| {
            let start = p.peek()?.start;
            let first = need!(p.conjunction());
            let more = p.many(|p| {
                need!(p.word("or"));
                p.conjunction()
            })?;
            Ok(Some(if more.is_empty() { first } else { p.value("expression", start) }))
        })
    }

    fn conjunction(&mut self) -> Parsed {
        let start = self.peek()?.start;
        let first = need!(self.inversion());
        let more = self.many(|p| {
            need!(p.word("and"));
            p.inversion()
        })?;
        Ok(Some(if more.is_empty() { first } else { self.value("expression", start) }))
    }

    fn inversion(&mut self) -> Parsed {
        let (mut first, mut count) = (None, 0);
        while let Some(not) = self.word("not")? {
            first.get_or_insert(not);
            count += 1;
            self.check_depth(count)?;
        }
        let value = need!(self.comparison());
        Ok(Some(match first {
            Some(not) => self.value("expression", not.start),
            None => value,
        }))
    }

    fn comparison(&mut self) -> Parsed {
        let start = self.peek()?.start;
        let first = need!(self.bitwise_or());
        let mut operators = Vec::new();
        while let Some(operator) = self.attempt(|p| {
            let operator = need!(p.any(&["==", "!=", "<>", "<=", "<", ">=", ">", "not", "in", "is"]));
            let mut is_in = false;
            match p.text(operator) {
                "not" => drop(need!(p.word("in"))),
                "is" => drop(p.word("not")?),
                "in" => is_in = true,
                "<>" => {
                    let message = "invalid syntax.  Maybe you meant '!=' instead of '<>'?";
                    return p.raise(operator, operator, message);
                }
                _ => {}
            }
            need!(p.bitwise_or());
            Ok(Some(is_in))
        })? {
            operators.push(operator);
        }
        let Some(is_in) = operators.first() else { return Ok(Some(first)) };
        let shape = Shape::Comparison(is_in.then_some(first));
        Ok(Some(self.expression_node("comparison", shape, start)))
    }

    fn bitwise_or(&mut self) -> Parsed {
        self.once(Rule::BitwiseOr, |p| p.binary(0))
    }

    fn binary(&mut self, level: usize) -> Parsed {
        let Some(operators) = OPERATORS.get(level) else { return self.factor() };
        let start = self.peek()?.start;
        let mut left = need!(self.binary(level + 1));
        let mut count = 0;
        loop {
            count += 1;
            self.check_length(count)?;
            let right = self.attempt(|p| {
                need!(p.any(operators));
                if p.explains && level >= ARITHMETIC {
                    p.attempt(Self::invalid_operand)?;
                }
                p.binary(level + 1)
            })?;
            if right.is_none() {
                return Ok(Some(left));
            }
            left = self.value("expression", start);
        }
    }

    fn invalid_operand(&mut self) -> Parsed<()> {
        let not = need!(self.word("not"));
        let value = need!(self.inversion());
        let end = self.get(value).end;
        self.raise_range(not.start, end, "'not' after an operator must be parenthesized")
    }

    fn factor(&mut self) -> Parsed {
        self.once(Rule::Factor, |p| {
            let (mut first, mut count) = (None, 0);
            while let Some(sign) = p.any(&["+", "-", "~"])? {
                first.get_or_insert(sign);
                count += 1;
                p.check_depth(count)?;
            }
            if p.explains && first.is_some() {
                p.attempt(Self::invalid_operand)?;
            }
            let value = need!(p.power());
            Ok(Some(match first {
                Some(sign) => p.value("expression", sign.start),
                None => value,
            }))
        })
    }

    fn power(&mut self) -> Parsed {
        let start = self.peek()?.start;
        let awaited = self.attempt(|p| {
            need!(p.word("await"));
            need!(p.primary());
            Ok(Some(p.value("await expression", start)))
        })?;
        let base = match awaited {
            Some(awaited) => awaited,
            None => need!(self.primary()),
        };
        let exponent = self.attempt(|p| {
            need!(p.word("**"));
            p.factor()
        })?;
        Ok(Some(if exponent.is_some() { self.value("expression", start) } else { base }))
    }

    fn primary(&mut self) -> Parsed {
        self.once(Rule::Primary, |p| {
            let start = p.peek()?.start;
            let mut value = need!(p.atom());
            let mut count = 0;
            while let Some(name) = p.attempt(Self::trailer)? {
                count += 1;
                p.check_length(count)?;
                let shape = if name == "function call" { Shape::Other } else { Shape::Target };
                value = p.expression_node(name, shape, start);
            }
            Ok(Some(value))
        })
    }

    /// What may follow a value: what it makes of it.
    pub fn trailer(&mut self) -> Parsed<&'static str> {
        if self.word(".")?.is_some() {
            return Ok(self.name()?.map(|_| "attribute"));
        }
        if self.ahead(&["("])? {
            if self.attempt(Self::generator)?.is_some() {
                return Ok(Some("function call"));
            }
            need!(self.word("("));
            self.attempt(Self::arguments)?;
            return Ok(self.word(")")?.map(|_| "function call"));
        }
        need!(self.word("["));
        need!(self.slices());
        Ok(self.word("]")?.map(|_| "subscript"))
    }

    fn slices(&mut self) -> Parsed<()> {
        need!(self.gather(",", |p| match p.attempt(Self::slice)? {
            Some(()) => Ok(Some(())),
            None => Ok(p.starred_expression()?.map(drop)),
        }));
        self.word(",")?;
        Ok(Some(()))
    }

    fn slice(&mut self) -> Parsed<()> {
        let range = self.attempt(|p| {
            p.attempt(Self::expression)?;
            need!(p.word(":"));
            p.attempt(Self::expression)?;
            if p.word(":")?.is_some() {
                p.attempt(Self::expression)?;
            }
            Ok(Some(()))
        })?;
        if range.is_some() {
            return Ok(range);
        }
        Ok(self.named_expression()?.map(drop))
    }

    pub fn atom(&mut self) -> Parsed {
        self.once(Rule::Atom, |p| {
            let token = p.peek()?;
            let simple = |p: &mut Self, name, shape| {
                p.at += 1;
                Ok(Some(p.node(name, shape, token.start, token.end)))
            };
            match token.kind {
                Kind::Name => simple(p, "name", Shape::Target),
                Kind::Number => simple(p, "literal", Shape::Other),
                Kind::Str | Kind::InterpolatedStart => p.strings(),
                Kind::Keyword | Kind::Op => match p.text(token) {
                    "True" => simple(p, "True", Shape::Other),
                    "False" => simple(p, "False", Shape::Other),
                    "None" => simple(p, "None", Shape::Other),
                    "..." => simple(p, "ellipsis", Shape::Other),
                    "(" => p.first_of(&[Self::tuple, Self::group, Self::generator]),
                    "[" => p.first_of(&[Self::list, Self::list_comprehension]),
                    "{" => p.first_of(&[
                        Self::dict,
                        Self::set,
                        Self::dict_comprehension,
                        Self::set_comprehension,
                    ]),
                    _ => Ok(None),
                },
                _ => Ok(None),
            }
        })
    }

    pub fn first_of(&mut self, rules: &[fn(&mut Self) -> Parsed]) -> Parsed {
        for rule in rules {
            if let Some(result) = self.attempt(rule)? {
                return Ok(Some(result));
            }
        }
        Ok(None)
    }

    fn tuple(&mut self) -> Parsed {
        let start = need!(self.word("(")).start;
        let parts = self.attempt(|p| {
            let mut parts = vec![need!(p.star_named_expression())];
            need!(p.word(","));
            parts.extend(p.attempt(Self::star_named_expressions)?.unwrap_or_default());
            Ok(Some(parts))
        })?;
        need!(self.word(")"));
        Ok(Some(self.expression_node("tuple", Shape::Sequence(parts.unwrap_or_default()), start)))
    }

    fn group(&mut self) -> Parsed {
        let result = self.attempt(|p| {
            need!(p.word("("));
            let inner = need!(p.first_of(&[Self::yield_expression, Self::named_expression]));
            Ok(p.word(")")?.map(|_| inner))
        })?;
        if result.is_none() {
            self.explain(|p| {
                p.attempt(|p| {
                    need!(p.word("("));
                    let starred = need!(p.starred_expression());
                    need!(p.word(")"));
                    p.raise_node::<Option<()>>(starred, "cannot use starred expression here")
                })?;
                need!(p.word("("));
                let stars = need!(p.word("**"));
                need!(p.expression());
                need!(p.word(")"));
                p.raise(stars, stars, "cannot use double starred expression here")
            })?;
        }
        Ok(result)
    }

    fn generator(&mut self) -> Parsed {
        self.comprehension("(", ")", "generator expression", Self::element)
    }

    fn list_comprehension(&mut self) -> Parsed {
        self.comprehension("[", "]", "list comprehension", Self::named_expression)
    }

    fn set_comprehension(&mut self) -> Parsed {
        self.comprehension("{", "}", "set comprehension", Self::named_expression)
    }

    fn comprehension(
        &mut self,
        open: &str,
        close: &str,
        name: &'static str,
        element: fn(&mut Self) -> Parsed,
    ) -> Parsed {
        let result = self.attempt(|p| {
            let start = need!(p.word(open)).start;
            need!(element(p));
            need!(p.for_if_clauses());
            need!(p.word(close));
            Ok(Some(p.value(name, start)))
        })?;
        if result.is_none() {
            self.explain(Self::invalid_comprehension)?;
        }
        Ok(result)
    }

    fn invalid_comprehension(&mut self) -> Parsed<()> {
        const PARENTHESES: &str = "did you forget parentheses around the comprehension target?";
        self.attempt(|p| {
            need!(p.any(&["[", "(", "{"]));
            let starred = need!(p.starred_expression());
            need!(p.for_if_clauses());
            p.raise_node::<Option<()>>(starred, "iterable unpacking cannot be used in comprehension")
        })?;
        self.attempt(|p| {
            need!(p.any(&["[", "{"]));
            let first = need!(p.star_named_expression());
            need!(p.word(","));
            let more = need!(p.star_named_expressions());
            need!(p.for_if_clauses());
            let last = more.last().copied().unwrap_or(first);
            p.raise_nodes::<Option<()>>(first, last, PARENTHESES)
        })?;
        need!(self.any(&["[", "{"]));
        let first = need!(self.star_named_expression());
        let comma = need!(self.word(","));
        need!(self.for_if_clauses());
        let start = self.get(first).start;
        self.raise_range(start, comma.end, PARENTHESES)
    }

    fn list(&mut self) -> Parsed {
        let start = need!(self.word("[")).start;
        let parts = self.attempt(Self::star_named_expressions)?.unwrap_or_default();
        need!(self.word("]"));
        Ok(Some(self.expression_node("list", Shape::Sequence(parts), start)))
    }

    fn set(&mut self) -> Parsed {
        let start = need!(self.word("{")).start;
        need!(self.star_named_expressions());
        need!(self.word("}"));
        Ok(Some(self.value("set display", start)))
    }

    fn dict(&mut self) -> Parsed {
        let result = self.attempt(|p| {
            let start = need!(p.word("{")).start;
            p.attempt(|p| {
                need!(p.dict_items());
                p.word(",")?;
                Ok(Some(()))
            })?;
            need!(p.word("}"));
            Ok(Some(p.value("dict literal", start)))
        })?;
        if result.is_none() {
            self.explain(|p| {
                need!(p.word("{"));
                p.invalid_dict_items()
            })?;
        }
        Ok(result)
    }

    fn dict_items(&mut self) -> Parsed<()> {
        let mut first = true;
        let items = self.gather(",", |p| {
            if !std::mem::replace(&mut first, false) {
                p.explain(Self::invalid_key)?;
            }
            p.dict_item()
        })?;
        Ok(items.map(drop))
    }

    /// A key without a colon. What else may be wrong in it does not matter then.
    fn invalid_key(&mut self) -> Parsed<()> {
        let key = need!(self.unexplained(Self::plain_expression));
        if self.ahead(&[":"])? {
            return Ok(None);
        }
        // The error is the last character of the key, and has no end.
        let end = self.get(key).end;
        let line = self.source.line_of(self.get(key).start);
        let column = self.source.character_column(line, end) - 1;
        let mut fault = self.source.fault(end, end, "':' expected after dictionary key".to_owned());
        (fault.line, fault.column, fault.end_column) = (line, column, 0);
        Err(Failure::Fault(Box::new(fault)))
    }

    fn dict_item(&mut self) -> Parsed<()> {
        let unpacked = self.attempt(|p| {
            need!(p.word("**"));
            p.bitwise_or()
        })?;
        if unpacked.is_some() { Ok(Some(())) } else { self.key_value() }
    }

    fn key_value(&mut self) -> Parsed<()> {
        need!(self.expression());
        need!(self.word(":"));
        Ok(self.expression()?.map(drop))
    }

    fn invalid_dict_items(&mut self) -> Parsed<()> {
        self.attempt(|p| {
            need!(p.dict_items());
            need!(p.word(","));
            p.attempt(Self::invalid_key)?;
            p.invalid_dict_value()
        })?;
        self.invalid_dict_value()
    }

    fn invalid_dict_value(&mut self) -> Parsed<()> {
        self.attempt(|p| {
            need!(p.expression());
            need!(p.word(":"));
            let star = need!(p.word("*"));
            need!(p.bitwise_or());
            p.raise_from::<Option<()>>(star.start, "cannot use a starred expression in a dictionary value")
        })?;
        need!(self.expression());
        let colon = need!(self.word(":"));
        if self.ahead(&["}", ","])? {
            return self.raise(colon, colon, "expression expected after dictionary key and ':'");
        }
        Ok(None)
    }

    fn dict_comprehension(&mut self) -> Parsed {
        let result = self.attempt(|p| {
            let start = need!(p.word("{")).start;
            need!(p.key_value());
            need!(p.for_if_clauses());
            need!(p.word("}"));
            Ok(Some(p.value("dict comprehension", start)))
        })?;
        if result.is_none() {
            self.explain(|p| {
                need!(p.word("{"));
                let stars = need!(p.word("**"));
                need!(p.bitwise_or());
                need!(p.for_if_clauses());
                need!(p.word("}"));
                p.raise(stars, stars, "dict unpacking cannot be used in dict comprehension")
            })?;
        }
        Ok(result)
    }

    /// The clauses of a comprehension; the last expression in them.
    pub fn for_if_clauses(&mut self) -> Parsed {
        let mut last = None;
        while let Some(clause) = self.for_if_clause()? {
            last = Some(clause);
        }
        Ok(last)
    }

    /// `for` and its targets, up to `in`.
    pub fn for_head(&mut self) -> Parsed<Token> {
        self.attempt(|p| {
            p.word("async")?;
            need!(p.word("for"));
            need!(p.star_targets());
            p.word("in")
        })
    }

    fn for_if_clause(&mut self) -> Parsed {
        let start = self.at;
        let head = self.for_head()?;
        if head.is_some() {
            let Some(mut last) = self.disjunction()? else {
                self.at = start;
                return Ok(None);
            };
            while let Some(condition) = self.attempt(|p| {
                need!(p.word("if"));
                p.disjunction()
            })? {
                last = condition;
            }
            return Ok(Some(last));
        }
        self.explain(|p| {
            p.word("async")?;
            need!(p.word("for"));
            need!(p.gather(",", Self::bitwise_or));
            p.word(",")?;
            if p.ahead(&["in"])? {
                return Ok(None);
            }
            p.raise_last("'in' expected after for-loop variables")
        })?;
        self.explain(Self::invalid_for_target)?;
        Ok(None)
    }

    pub fn invalid_for_target(&mut self) -> Parsed<()> {
        self.word("async")?;
        need!(self.word("for"));
        let target = need!(self.star_expressions());
        self.refuse_target(target, Target::For)
    }
}
