//! Strings: what their escapes mean, and the replacement fields of f-strings and t-strings.

use super::lexer::{Kind, Token, escape_message};
use super::parser::{Parsed, Parser, Rule, Shape, need};

impl Parser<'_> {
    /// Literals that are one string.
    pub fn strings(&mut self) -> Parsed {
        self.once(Rule::Strings, |p| {
            let first = p.peek()?;
            let (mut bytes, mut text, mut interpolated, mut template) = (false, false, false, false);
            loop {
                let token = p.peek()?;
                match token.kind {
                    Kind::Str => {
                        p.at += 1;
                        if literal(p.text(token)).bytes {
                            bytes = true
                        } else {
                            text = true
                        }
                        p.check_literal(token)?;
                    }
                    Kind::InterpolatedStart => {
                        let is_template = p.text(token).contains(['t', 'T']);
                        need!(p.interpolated(is_template));
                        if is_template { template = true } else { (text, interpolated) = (true, true) }
                    }
                    _ => break,
                }
            }
            let end = p.previous().map_or(first.end, |token| token.end);
            if template && (bytes || text) {
                let message = "cannot mix t-string literals with string or bytes literals";
                return p.raise_range(first.start, end, message);
            }
            if bytes && text {
                return p.raise_last("cannot mix bytes and nonbytes literals");
            }
            let name = match (template, interpolated) {
                (true, _) => "t-string expression",
                (_, true) => "f-string expression",
                _ => "literal",
            };
            Ok(Some(p.node(name, Shape::Other, first.start, end)))
        })
    }

    fn check_literal(&mut self, token: Token) -> Parsed<()> {
        let literal = literal(self.text(token));
        if literal.bytes {
            if !literal.body.is_ascii() {
                return self.raise(token, token, "bytes can only contain ASCII literal characters");
            }
            if !literal.raw
                && let Some(at) = wrong_bytes_escape(literal.body)
            {
                return self.raise(
                    token,
                    token,
                    format!("(value error) invalid \\x escape at position {at}"),
                );
            }
        } else if !literal.raw
            && let Some(why) = wrong_escape(literal.body)
        {
            return self.raise(
                token,
                token,
                format!("(unicode error) 'unicodeescape' codec can't decode {why}"),
            );
        }
        Ok(None)
    }

    fn interpolated(&mut self, template: bool) -> Parsed<()> {
        let start = need!(self.kind(Kind::InterpolatedStart));
        let raw = self.text(start).contains(['r', 'R']);
        let letter = if template { 't' } else { 'f' };
        let first = self.at;
        self.many(|p| p.interpolated_part(letter))?;
        need!(self.kind(Kind::InterpolatedEnd));
        // What is in the fields comes before the text around them.
        for index in first..self.at {
            let token = self.token(index);
            if !raw
                && token.kind == Kind::InterpolatedMiddle
                && let Some(why) = wrong_escape(self.text(token))
            {
                let message = format!("(unicode error) 'unicodeescape' codec can't decode {why}");
                return self.raise(token, token, message);
            }
        }
        Ok(Some(()))
    }

    fn interpolated_part(&mut self, letter: char) -> Parsed<()> {
        if self.kind(Kind::InterpolatedMiddle)?.is_some() {
            return Ok(Some(()));
        }
        let field = self.attempt(|p| {
            need!(p.word("{"));
            need!(p.field_value());
            p.word("=")?;
            p.attempt(|p| p.conversion(letter))?;
            if p.word(":")?.is_some() {
                p.many(|p| p.interpolated_part(letter))?;
            }
            Ok(p.word("}")?.map(drop))
        })?;
        if field.is_none() {
            self.explain(|p| p.invalid_field(letter))?;
        }
        Ok(field)
    }

    fn field_value(&mut self) -> Parsed {
        self.first_of(&[Self::yield_expression, Self::star_expressions])
    }

    fn conversion(&mut self, letter: char) -> Parsed<()> {
        let mark = need!(self.word("!"));
        let name = need!(self.name());
        if mark.end != name.start {
            let message =
                format!("{letter}-string: conversion type must come right after the exclamation mark");
            return self.raise(mark, name, message);
        }
        let text = self.text(name);
        if !matches!(text, "s" | "r" | "a") {
            let message =
                format!("{letter}-string: invalid conversion character '{text}': expected 's', 'r', or 'a'");
            return self.raise(name, name, message);
        }
        Ok(Some(()))
    }

    fn invalid_field(&mut self, letter: char) -> Parsed<()> {
        need!(self.word("{"));
        if let Some(token) = self.any(&["=", "!", ":", "}"])? {
            let text = self.text(token);
            return self.raise(
                token,
                token,
                format!("{letter}-string: valid expression required before '{text}'"),
            );
        }
        if self.attempt(Self::field_value)?.is_none() {
            return self.raise_next(format!("{letter}-string: expecting a valid expression after '{{'"));
        }
        if !self.ahead(&["=", "!", ":", "}"])? {
            return self.raise_next(format!("{letter}-string: expecting '=', or '!', or ':', or '}}'"));
        }
        if self.word("=")?.is_some() && !self.ahead(&["!", ":", "}"])? {
            return self.raise_next(format!("{letter}-string: expecting '!', or ':', or '}}'"));
        }
        if self.word("!")?.is_some() {
            if self.ahead(&[":", "}"])? {
                return self.raise_next(format!("{letter}-string: missing conversion character"));
            }
            if self.name()?.is_none() {
                return self.raise_next(format!("{letter}-string: invalid conversion character"));
            }
        }
        if !self.ahead(&[":", "}"])? {
            return self.raise_next(format!("{letter}-string: expecting ':' or '}}'"));
        }
        if self.word(":")?.is_some() {
            self.many(|p| p.interpolated_part(letter))?;
            if !self.ahead(&["}"])? {
                return self.raise_next(format!("{letter}-string: expecting '}}', or format specs"));
            }
        }
        if !self.ahead(&["}"])? {
            return self.raise_next(format!("{letter}-string: expecting '}}'"));
        }
        Ok(None)
    }
}

/// A string literal without its quotes.
struct Literal<'a> {
    bytes: bool,
    raw: bool,
    body: &'a str,
    /// Where the body begins in the literal.
    start: usize,
}

fn literal(text: &str) -> Literal<'_> {
    let prefix = text.find(['\'', '"']).unwrap_or_default();
    let (letters, rest) = text.split_at(prefix);
    let quotes =
        if rest.len() >= 6 && (rest.starts_with("'''") || rest.starts_with("\"\"\"")) { 3 } else { 1 };
    Literal {
        bytes: letters.contains(['b', 'B']),
        raw: letters.contains(['r', 'R']),
        body: rest.get(quotes..rest.len().saturating_sub(quotes)).unwrap_or_default(),
        start: prefix + quotes,
    }
}

/// Why an escape in a string stands for no character, in the words of the codec.
fn wrong_escape(body: &str) -> Option<String> {
    let bytes = body.as_bytes();
    let (mut at, mut position) = (0, 0);
    while let Some(byte) = bytes.get(at).copied() {
        if !byte.is_ascii() {
            // The codec gets other characters as escapes of ten characters.
            at += body[at..].chars().next().map_or(1, char::len_utf8);
            position += 10;
            continue;
        }
        if byte != b'\\' {
            (at, position) = (at + 1, position + 1);
            continue;
        }
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        let (digits, name) = match next {
            b'x' => (2, "truncated \\xXX escape"),
            b'u' => (4, "truncated \\uXXXX escape"),
            b'U' => (8, "truncated \\UXXXXXXXX escape"),
            b'N' => {
                let closed =
                    bytes.get(at + 2) == Some(&b'{') && body[at..].find('}').is_some_and(|end| end > 3);
                if closed {
                    (at, position) = (at + 2, position + 2);
                    continue;
                }
                let rest = &body[at + 2..];
                let size =
                    if rest.starts_with('{') { rest.find('}').map_or(rest.len(), |end| end + 1) } else { 0 };
                return Some(in_bytes(position, position + 1 + size, "malformed \\N character escape"));
            }
            _ if next.is_ascii() => {
                (at, position) = (at + 2, position + 2);
                continue;
            }
            _ => {
                (at, position) = (at + 1, position + 6);
                continue;
            }
        };
        let value = &body[at + 2..];
        let found = value.bytes().take(digits).take_while(u8::is_ascii_hexdigit).count();
        if found < digits {
            return Some(in_bytes(position, position + 1 + found, name));
        }
        if digits == 8 && u32::from_str_radix(&value[..8], 16).is_ok_and(|code| code > 0x10_ffff) {
            return Some(in_bytes(position, position + 9, "illegal Unicode character"));
        }
        (at, position) = (at + 2 + digits, position + 2 + digits);
    }
    None
}

fn in_bytes(first: usize, last: usize, why: &str) -> String {
    if first == last {
        format!("byte 0x5c in position {first}: {why}")
    } else {
        format!("bytes in position {first}-{last}: {why}")
    }
}

/// Where an escape in bytes has too few digits.
fn wrong_bytes_escape(body: &str) -> Option<usize> {
    let bytes = body.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if *byte != b'\\' {
            at += 1;
            continue;
        }
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
        if bytes.get(at + 1) == Some(&b'x') && !(is_digit(at + 2) && is_digit(at + 3)) {
            return Some(at);
        }
        at += 2;
    }
    None
}

/// Escapes that mean nothing: for each piece of text that has one, where the first is, and a warning.
pub(super) fn escape_warning(token: Token, text: &str, raw: bool) -> Option<(usize, String)> {
    let (body, start, bytes) = match token.kind {
        Kind::Str => {
            let literal = literal(text);
            if literal.raw {
                return None;
            }
            (literal.body, literal.start, literal.bytes)
        }
        Kind::InterpolatedMiddle if !raw => (text, 0, false),
        _ => return None,
    };
    let known = if bytes { "\n\\'\"abfnrtvx01234567" } else { "\n\\'\"abfnrtvxuUN01234567" };
    let mut rest = body;
    while let Some(at) = rest.find('\\') {
        let escape = &rest[at..];
        let next = escape[1..].chars().next()?;
        let digits = escape[1..].bytes().take(3).take_while(|byte| (b'0'..b'8').contains(byte)).count();
        let too_much = digits == 3 && escape.as_bytes()[1] > b'3';
        // Of braces in f-strings, the tokenizer has warned.
        let brace = token.kind == Kind::InterpolatedMiddle && matches!(next, '{' | '}');
        if too_much || (next.is_ascii() && !known.contains(next) && !brace) {
            let (size, kind) = if too_much { (4, "octal ") } else { (2, "") };
            let offset = token.start + start + (body.len() - rest.len()) + at;
            return Some((offset, escape_message(&escape[..size], kind)));
        }
        rest = &escape[1 + next.len_utf8()..];
    }
    None
}
