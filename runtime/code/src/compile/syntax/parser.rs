//! The ground that the rules of the grammar stand on: places among tokens, going back, and errors.
//!
//! CPython parses a source that is wrong twice. The first time finds out how far it can be understood; the second time,
//! rules for mistakes that are often made are tried as well, and the first of them that fits is the error. If none
//! does, it is "invalid syntax" at the last token that the first time looked at. The rules here try things in CPython's
//! order, for what is looked at, and what is tried first, decides what is reported.

use std::collections::HashMap;

use super::SyntaxErrorKind;
use super::fault::{Fault, Source};
use super::lexer::{Kind, LexicalFault, Token, Tokens};

/// The number of a node.
pub(super) type Id = usize;

/// What a rule gives: something, nothing, or an error that ends everything.
pub(super) type Parsed<T = Id> = Result<Option<T>, Failure>;

/// Why parsing ended.
#[derive(Debug)]
pub(super) enum Failure {
    /// There are no more tokens.
    Lexical,
    /// A rule says what is wrong.
    Fault(Box<Fault>),
    /// It is nested too deeply.
    TooDeep,
    /// Operators follow one another, each of which has all before it as an operand, and they are too many.
    TooLong,
}

/// What an expression is, as far as it matters where values can be stored.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    /// A value can be stored there.
    Target,
    Starred(Id),
    /// A tuple or list.
    Sequence(Vec<Id>),
    /// A comparison; of the operator `in`, its left operand.
    Comparison(Option<Id>),
    /// A value cannot be stored there.
    Other,
}

/// An expression.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub shape: Shape,
    /// CPython's name for what it is.
    pub name: &'static str,
    pub start: usize,
    pub end: usize,
}

/// Rules whose results are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Rule {
    Arguments,
    Atom,
    BitwiseOr,
    Block,
    ClosedPattern,
    Disjunction,
    Expression,
    Factor,
    InvalidNamed,
    Lambda,
    NamedExpression,
    PlainTarget,
    Primary,
    SimpleStatements,
    SingleTarget,
    StarExpression,
    StarTargets,
    Statement,
    Statements,
    Strings,
}

/// Rules call one another at most this deeply.
const MAX_DEPTH: usize = 6000;
/// Operators whose left operand is another are at most this many.
const MAX_LENGTH: usize = 20_000;

pub(super) struct Parser<'a> {
    pub source: &'a Source<'a>,
    tokens: &'a [Token],
    lexical: Option<&'a LexicalFault>,
    pub at: usize,
    /// How many tokens have been looked at.
    pub seen: usize,
    /// Whether rules for mistakes are tried.
    pub explains: bool,
    nodes: Vec<Node>,
    memo: HashMap<(Rule, usize), (Option<Id>, usize)>,
    depth: usize,
    max_depth: usize,
}

impl<'a> Parser<'a> {
    pub fn new(source: &'a Source<'a>, tokens: &'a Tokens, depth: usize) -> Self {
        Parser {
            source,
            tokens: &tokens.list,
            lexical: tokens.fault.as_ref(),
            at: 0,
            seen: 0,
            explains: false,
            nodes: Vec::new(),
            memo: HashMap::new(),
            depth: 0,
            max_depth: depth.min(MAX_DEPTH),
        }
    }

    /// What is wrong with the source, if anything is.
    pub fn diagnose(mut self, rule: fn(&mut Self) -> Parsed<()>) -> Option<Fault> {
        let mut failure = match rule(&mut self) {
            Ok(Some(())) => return None,
            Ok(None) => None,
            Err(failure) => Some(failure),
        };
        let last = self.seen.saturating_sub(1);
        if failure.is_none() {
            self.at = 0;
            self.explains = true;
            self.memo.clear();
            failure = rule(&mut self).err();
        }
        let fault = match failure {
            Some(Failure::Lexical) => return self.lexical.map(|lexical| lexical.fault.clone()),
            Some(Failure::TooDeep) => {
                let message = "Parser stack overflowed - Python source too complex to parse";
                return Some(Fault::without_place(SyntaxErrorKind::Memory, message));
            }
            Some(Failure::TooLong) => {
                let message = "maximum recursion depth exceeded during compilation";
                return Some(Fault::without_place(SyntaxErrorKind::Recursion, message));
            }
            Some(Failure::Fault(fault)) => *fault,
            None => {
                let token = self.tokens.get(last).copied()?;
                match token.kind {
                    Kind::Indent => return Some(self.indentation("unexpected indent")),
                    Kind::Dedent => return Some(self.indentation("unexpected unindent")),
                    _ => {}
                }
                self.place(token, token, "invalid syntax".to_owned())
            }
        };
        Some(self.outranked(fault))
    }

    /// An error of the tokenizer further on counts more than one of the parser.
    fn outranked(self, fault: Fault) -> Fault {
        let Some(lexical) = self.lexical.filter(|lexical| !lexical.interpolated) else { return fault };
        if !lexical.quiet {
            return lexical.fault.clone();
        }
        let line =
            self.tokens.get(self.seen.saturating_sub(1)).map_or(0, |token| self.source.line_of(token.start));
        match lexical.bracket {
            Some((bracket, at)) if line > self.source.line_of(at) => self.source.fault_unclosed(bracket, at),
            _ => fault,
        }
    }

    // Tokens.

    /// The token that is next.
    pub fn peek(&mut self) -> Result<Token, Failure> {
        let token = self.tokens.get(self.at).copied().ok_or(Failure::Lexical)?;
        self.seen = self.seen.max(self.at + 1);
        Ok(token)
    }

    pub fn text(&self, token: Token) -> &'a str {
        &self.source.text[token.start..token.end]
    }

    /// A token that has been read.
    pub fn token(&self, index: usize) -> Token {
        self.tokens[index]
    }

    /// The token before.
    pub fn previous(&self) -> Option<Token> {
        self.tokens.get(self.at.checked_sub(1)?).copied()
    }

    /// An operator or keyword.
    pub fn word(&mut self, word: &str) -> Parsed<Token> {
        let token = self.peek()?;
        let fits = matches!(token.kind, Kind::Op | Kind::Keyword) && self.text(token) == word;
        self.at += usize::from(fits);
        Ok(fits.then_some(token))
    }

    /// Any of these operators or keywords.
    pub fn any(&mut self, words: &[&str]) -> Parsed<Token> {
        let token = self.peek()?;
        let fits = matches!(token.kind, Kind::Op | Kind::Keyword) && words.contains(&self.text(token));
        self.at += usize::from(fits);
        Ok(fits.then_some(token))
    }

    /// A word that is a keyword here.
    pub fn soft(&mut self, word: &str) -> Parsed<Token> {
        let token = self.peek()?;
        let fits = token.kind == Kind::Name && self.text(token) == word;
        self.at += usize::from(fits);
        Ok(fits.then_some(token))
    }

    pub fn kind(&mut self, kind: Kind) -> Parsed<Token> {
        let token = self.peek()?;
        let fits = token.kind == kind;
        self.at += usize::from(fits);
        Ok(fits.then_some(token))
    }

    pub fn name(&mut self) -> Parsed<Token> {
        self.kind(Kind::Name)
    }

    /// An operator that has to be there: nothing else is possible.
    pub fn forced(&mut self, word: &str) -> Result<Token, Failure> {
        match self.word(word)? {
            Some(token) => Ok(token),
            None => {
                let token = self.peek()?;
                self.raise(token, token, format!("expected '{word}'"))
            }
        }
    }

    /// An operator; once mistakes are explained, nothing else is possible.
    pub fn expected(&mut self, word: &str) -> Parsed<Token> {
        if self.explains { self.forced(word).map(Some) } else { self.word(word) }
    }

    // Going back.

    /// Tries something, and goes back if it is not there.
    pub fn attempt<T>(&mut self, rule: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        let at = self.at;
        let result = rule(self)?;
        if result.is_none() {
            self.at = at;
        }
        Ok(result)
    }

    /// Whether something comes next.
    pub fn comes<T>(&mut self, rule: impl FnOnce(&mut Self) -> Parsed<T>) -> Result<bool, Failure> {
        let at = self.at;
        let result = rule(self)?;
        self.at = at;
        Ok(result.is_some())
    }

    /// Whether one of these operators or keywords comes next.
    pub fn ahead(&mut self, words: &[&str]) -> Result<bool, Failure> {
        self.comes(|p| p.any(words))
    }

    /// Tries a rule that says what is wrong, where that is wanted.
    pub fn explain(&mut self, rule: impl FnOnce(&mut Self) -> Parsed<()>) -> Result<(), Failure> {
        if self.explains {
            let at = self.at;
            rule(self)?;
            self.at = at;
        }
        Ok(())
    }

    /// Tries a rule by itself, without those for mistakes; what is found is not kept.
    pub fn unexplained(&mut self, rule: fn(&mut Self) -> Parsed) -> Parsed {
        let explains = std::mem::replace(&mut self.explains, false);
        let memo = std::mem::take(&mut self.memo);
        let result = rule(self);
        (self.explains, self.memo) = (explains, memo);
        result
    }

    /// A rule that is tried once at each place.
    pub fn once(&mut self, rule: Rule, parse: impl FnOnce(&mut Self) -> Parsed) -> Parsed {
        let key = (rule, self.at);
        if let Some((result, at)) = self.memo.get(&key).copied() {
            self.at = at;
            return Ok(result);
        }
        self.depth += 1;
        if self.depth > self.max_depth {
            return Err(Failure::TooDeep);
        }
        let result = self.attempt(parse)?;
        self.depth -= 1;
        self.memo.insert(key, (result, self.at));
        Ok(result)
    }

    /// Counts a level that no rule stands for: `count` of them are open already.
    pub fn check_depth(&self, count: usize) -> Result<(), Failure> {
        if self.depth + count > self.max_depth { Err(Failure::TooDeep) } else { Ok(()) }
    }

    /// Counts an operator of those that follow one another.
    pub fn check_length(&self, count: usize) -> Result<(), Failure> {
        if count > MAX_LENGTH { Err(Failure::TooLong) } else { Ok(()) }
    }

    /// A rule of which less can stand within one another than of others.
    pub fn heavy<T>(&mut self, weight: usize, rule: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        self.depth += weight;
        self.check_depth(0)?;
        let result = rule(self)?;
        self.depth -= weight;
        Ok(result)
    }

    /// One or more, with a separator between.
    pub fn gather<T>(
        &mut self,
        separator: &str,
        mut rule: impl FnMut(&mut Self) -> Parsed<T>,
    ) -> Parsed<Vec<T>> {
        let Some(first) = self.attempt(&mut rule)? else { return Ok(None) };
        let mut all = vec![first];
        while let Some(next) =
            self.attempt(|p| if p.word(separator)?.is_some() { rule(p) } else { Ok(None) })?
        {
            all.push(next);
        }
        Ok(Some(all))
    }

    /// As many as there are.
    pub fn many<T>(&mut self, mut rule: impl FnMut(&mut Self) -> Parsed<T>) -> Result<Vec<T>, Failure> {
        let mut all = Vec::new();
        while let Some(next) = self.attempt(&mut rule)? {
            all.push(next);
        }
        Ok(all)
    }

    // Nodes.

    pub fn node(&mut self, name: &'static str, shape: Shape, start: usize, end: usize) -> Id {
        self.nodes.push(Node { shape, name, start, end });
        self.nodes.len() - 1
    }

    /// An expression that is nothing to store a value in, up to the token before.
    pub fn value(&mut self, name: &'static str, start: usize) -> Id {
        self.expression_node(name, Shape::Other, start)
    }

    /// An expression up to the token before.
    pub fn expression_node(&mut self, name: &'static str, shape: Shape, start: usize) -> Id {
        let end = self.previous().map_or(start, |token| token.end);
        self.node(name, shape, start, end)
    }

    pub fn get(&self, id: Id) -> &Node {
        &self.nodes[id]
    }

    /// The first part of an expression in which no value can be stored. In targets of `for`, `in` is not an operator;
    /// `del` can have no star.
    pub fn wrong_target(&self, id: Id, use_: Target) -> Option<Id> {
        match &self.get(id).shape {
            Shape::Target => None,
            Shape::Starred(_) if use_ == Target::Delete => Some(id),
            Shape::Starred(inner) => self.wrong_target(*inner, use_),
            Shape::Sequence(parts) => parts.iter().find_map(|part| self.wrong_target(*part, use_)),
            Shape::Comparison(left) if use_ == Target::For => {
                left.map_or(Some(id), |left| self.wrong_target(left, use_))
            }
            Shape::Comparison(_) | Shape::Other => Some(id),
        }
    }

    // Errors.

    fn place(&self, first: Token, last: Token, message: String) -> Fault {
        if first.is_placeless() {
            let line = self.source.line_of(first.start);
            return Fault {
                kind: SyntaxErrorKind::Syntax,
                message,
                line,
                column: 0,
                end_line: line,
                end_column: 0,
            };
        }
        self.source.fault(first.start, last.end, message)
    }

    pub fn raise<T>(&self, first: Token, last: Token, message: impl Into<String>) -> Result<T, Failure> {
        Err(Failure::Fault(Box::new(self.place(first, last, message.into()))))
    }

    /// An error that is a range of the source.
    pub fn raise_range<T>(&self, start: usize, end: usize, message: impl Into<String>) -> Result<T, Failure> {
        Err(Failure::Fault(Box::new(self.source.fault(start, end, message.into()))))
    }

    /// An error that is an expression.
    pub fn raise_node<T>(&self, id: Id, message: impl Into<String>) -> Result<T, Failure> {
        let node = self.get(id);
        self.raise_range(node.start, node.end, message)
    }

    pub fn raise_nodes<T>(&self, first: Id, last: Id, message: impl Into<String>) -> Result<T, Failure> {
        self.raise_range(self.get(first).start, self.get(last).end, message)
    }

    /// An error from a place up to where the tokenizer stands.
    pub fn raise_from<T>(&self, start: usize, message: impl Into<String>) -> Result<T, Failure> {
        let after = self.tokens.get(self.seen.saturating_sub(1)).map_or(start, |token| token.after);
        let mut fault = self.source.fault(start, start, message.into());
        // A line feed is still on the line that it ends.
        let end_line = self.source.line_of(after.saturating_sub(1).max(start));
        fault.end_line = end_line;
        fault.end_column = (after - self.source.line_start(end_line)) as i64;
        Err(Failure::Fault(Box::new(fault)))
    }

    /// The error at the last token that was looked at.
    fn at_last(&self, message: String) -> Fault {
        let Some(token) = self.tokens.get(self.seen.saturating_sub(1)).copied() else {
            return self.source.fault(0, 0, message);
        };
        if !token.is_placeless() {
            return self.place(token, token, message);
        }
        let line = self.source.line_of(token.start);
        let column = self.source.character_column(line, token.after) - 1;
        Fault { kind: SyntaxErrorKind::Syntax, message, line, column, end_line: line, end_column: -1 }
    }

    pub fn raise_last<T>(&self, message: impl Into<String>) -> Result<T, Failure> {
        Err(Failure::Fault(Box::new(self.at_last(message.into()))))
    }

    /// An error at the token that is next.
    pub fn raise_next<T>(&mut self, message: impl Into<String>) -> Result<T, Failure> {
        let token = self.peek()?;
        self.raise(token, token, message)
    }

    fn indentation(&self, message: &str) -> Fault {
        Fault { kind: SyntaxErrorKind::Indentation, ..self.at_last(message.to_owned()) }
    }

    pub fn raise_indentation<T>(&self, message: &str) -> Result<T, Failure> {
        Err(Failure::Fault(Box::new(self.indentation(message))))
    }

    /// The error for an expression that is no target, if it is none.
    pub fn refuse_target(&self, id: Id, use_: Target) -> Parsed<()> {
        let Some(wrong) = self.wrong_target(id, use_) else { return Ok(None) };
        let verb = if use_ == Target::Delete { "delete" } else { "assign to" };
        self.raise_node(wrong, format!("cannot {verb} {}", self.get(wrong).name))
    }
}

/// What targets are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Assign,
    Delete,
    For,
}

/// What a rule needs: without it, the rule does not fit.
macro_rules! need {
    ($rule:expr) => {
        match $rule? {
            Some(value) => value,
            None => return Ok(None),
        }
    };
}
pub(super) use need;
