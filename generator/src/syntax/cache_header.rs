//! `pycore_code.h`: the structs of the inline caches and the macros that name their sizes. The rest of the
//! header is ordinary C and is skipped, so that the real ones can be read.

use std::collections::BTreeMap;

use pest::Parser;
use pest::iterators::Pair;

use super::expected;
use super::grammar::{Grammar, Rule};
use super::lex::{Bad, lex};
use super::parse::bad_token;
use super::report::Reports;
use super::source::{FileId, SourceMap, Span, Token, TokenKind};
use super::split::token_text;
use super::tree::{CacheEntries, CacheEntriesValue, CacheField, CacheHeader, CacheStruct, Name};
use super::{Dialect, ParseOptions, input};
use crate::diagnostics::catalog::caches;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};

/// What the names of the macros start with.
const ENTRIES_PREFIX: &str = "INLINE_CACHE_ENTRIES_";

/// Longest array in a cache, in elements.
const MAX_LENGTH: u32 = 255;

/// Longest macro, in lines.
const MAX_LINES: usize = 16;

/// Reads a header that was added to `sources`: every typedef of a struct whose name is `_Py…Cache`, and every
/// `#define INLINE_CACHE_ENTRIES_…`. Fills in the file's tokens (C that is beyond the reference's lexer leaves
/// gaps there). What is wrong goes to `sink`, except in text that is skipped.
pub fn parse_cache_header(sources: &mut SourceMap, file: FileId, sink: &mut Diagnostics) -> CacheHeader {
    let mut header = CacheHeader { file, structs: Vec::new(), entries: Vec::new() };
    if !input::check(sources, file, sink) {
        return header;
    }
    let options = ParseOptions { dialect: Dialect::V3_14, as_reference: false };
    let lexed = lex(file, &sources.file(file).text, options);
    sources.file_mut(file).tokens = lexed.tokens;
    let source = sources.file(file);
    let (text, tokens) = (source.text.as_str(), source.tokens.as_slice());
    let mut reader = Reader { file, text, tokens, reports: Reports::default() };
    for (span, bad) in lexed.bad.iter().filter(|(_, bad)| *bad == Bad::Comment) {
        reader.reports.push(bad_token(text, *span, *bad));
    }
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at = match token.kind {
            TokenKind::DirectiveOther => {
                header.entries.extend(reader.define(token));
                at + 1
            }
            TokenKind::Keyword if reader.word(at) == "typedef" => reader.typedef(at, &mut header.structs),
            _ => at + 1,
        };
    }
    reader.duplicates("struct", header.structs.iter().map(|s| &s.name));
    reader.duplicates("macro", header.entries.iter().map(|e| &e.name));
    let mut reports = reader.reports;
    if header.structs.is_empty() && header.entries.is_empty() && reports.len() == 0 {
        let end = source.line(1).end as u32;
        let first = Span { file, start: 0, end };
        let message = format!("{} describes no caches", source.display_name());
        reports.push(
            Diagnostic::error(
                caches::NO_CACHE_STRUCTS,
                message,
                first,
                "not found from here to the end of the file",
            )
            .with_help("check that this is CPython's pycore_code.h"),
        );
    }
    reports.finish(file, &source.display_name(), text.len() as u32, sink);
    header
}

/// Whether a typedef is one of a cache.
fn is_cache_name(name: &str) -> bool {
    name.strip_prefix("_Py").is_some_and(|rest| rest.ends_with("Cache"))
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    tokens: &'a [Token],
    reports: Reports,
}

impl<'a> Reader<'a> {
    fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |t| token_text(self.text, t))
    }

    fn span(&self, start: u32, end: u32) -> Span {
        Span { file: self.file, start, end }
    }

    fn error(&mut self, code: Code, message: String, span: Span, label: String, help: &str) {
        self.reports.push(Diagnostic::error(code, message, span, label).with_help(help));
    }

    fn skip_comments(&self, mut at: usize) -> usize {
        while self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Comment) {
            at += 1;
        }
        at
    }

    /// A `typedef` at token `at`: reads it if it is a cache struct. Returns where to go on.
    fn typedef(&mut self, at: usize, structs: &mut Vec<CacheStruct>) -> usize {
        let word = self.skip_comments(at + 1);
        if self.word(word) != "struct" {
            return at + 1;
        }
        let mut open = self.skip_comments(word + 1);
        if self.tokens.get(open).is_some_and(|t| t.kind == TokenKind::Identifier) {
            open = self.skip_comments(open + 1);
        }
        if self.word(open) != "{" {
            return at + 1;
        }
        let mut depth = 0usize;
        let mut close = open;
        loop {
            match self.word(close) {
                "{" => depth += 1,
                "}" => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 || close >= self.tokens.len() {
                break;
            }
            close += 1;
        }
        let name = self.skip_comments(close + 1);
        let semicolon = self.skip_comments(name + 1);
        let (Some(first), Some(last)) = (self.tokens.get(at), self.tokens.get(semicolon)) else {
            let start = self.tokens.get(at).map_or(0, |t| t.start);
            let end = self.tokens.get(open).map_or(start, |t| t.end);
            self.error(
                caches::UNCLOSED_CACHE_STRUCT,
                "a struct that is not closed".to_owned(),
                self.span(start, end),
                "starts here".to_owned(),
                "add the missing `}`, a name and `;`",
            );
            // Whatever follows is inside of it.
            return self.tokens.len();
        };
        if is_cache_name(self.word(name)) {
            let span = self.span(first.start, last.end);
            structs.extend(self.cache_struct(span));
        }
        semicolon + 1
    }

    fn cache_struct(&mut self, span: Span) -> Option<CacheStruct> {
        let slice = self.text.get(span.range()).unwrap_or_default();
        let base = span.start;
        match Grammar::parse(Rule::cache_struct, slice) {
            Ok(mut pairs) => {
                let mut name = None;
                let mut fields = Vec::new();
                for part in pairs.next()?.into_inner() {
                    match part.as_rule() {
                        // The last one: a tag may come before.
                        Rule::cache_name => name = Some(self.name(&part, base)),
                        Rule::cache_plain => fields.extend(self.plain(part, base)),
                        Rule::cache_union => fields.extend(self.union(part, base)),
                        _ => {}
                    }
                }
                Some(CacheStruct { name: name?, fields, span })
            }
            Err(error) => {
                let (at, words) = expected::plain_words(&error);
                let place = self.token_at(span, at);
                let found = expected::quoted(self.text.get(place.range()).unwrap_or_default());
                self.error(
                    caches::BAD_CACHE_STRUCT,
                    format!("a cache struct that is not understood: expected {words}, found {found}"),
                    place,
                    format!("expected {words}"),
                    "a field is a type name, a name, perhaps [N], and `;`; a union holds such fields",
                );
                None
            }
        }
    }

    /// The token at a byte offset of a slice, or what there is of the slice.
    fn token_at(&self, span: Span, at: usize) -> Span {
        let offset = span.start + at as u32;
        let i = self.tokens.partition_point(|t| t.end <= offset);
        match self.tokens.get(i) {
            Some(t) if t.start >= offset && t.end <= span.end && t.kind != TokenKind::DirectiveOther => {
                self.span(t.start, t.end)
            }
            _ => {
                let rest = self.text.get(offset as usize..span.end as usize).unwrap_or_default();
                let length =
                    rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len()).max(1);
                self.span(offset, (offset + length as u32).min(span.end.max(offset)))
            }
        }
    }

    fn name(&self, pair: &Pair<'_, Rule>, base: u32) -> Name {
        let span = pair.as_span();
        Name {
            text: pair.as_str().to_owned(),
            span: self.span(base + span.start() as u32, base + span.end() as u32),
        }
    }

    fn plain(&mut self, pair: Pair<'_, Rule>, base: u32) -> Option<CacheField> {
        let mut names = Vec::new();
        let mut length = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::cache_name => names.push(self.name(&part, base)),
                Rule::cache_length => {
                    let written = part.as_str();
                    let number = if written.starts_with('0') { None } else { written.parse().ok() };
                    length = number.filter(|n| (1..=MAX_LENGTH).contains(n));
                    if length.is_none() {
                        let span = self.name(&part, base).span;
                        self.error(
                            caches::BAD_CACHE_LENGTH,
                            format!("{} is no length of a cache array", expected::quoted(written)),
                            span,
                            format!("expected a decimal number from 1 to {MAX_LENGTH}"),
                            "write the number of elements",
                        );
                        length = Some(1);
                    }
                }
                _ => {}
            }
        }
        let name = names.pop()?;
        Some(CacheField::Plain { name, ty: names.pop()?, length })
    }

    fn union(&mut self, pair: Pair<'_, Rule>, base: u32) -> Option<CacheField> {
        let whole = pair.as_span();
        let trimmed = pair.as_str().trim_end().len();
        let span = self.span(base + whole.start() as u32, base + (whole.start() + trimmed) as u32);
        let (mut alternatives, mut name) = (Vec::new(), None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::cache_plain => alternatives.extend(self.plain(part, base)),
                Rule::cache_name => name = Some(self.name(&part, base)),
                _ => {}
            }
        }
        Some(CacheField::Union { alternatives, name, span })
    }

    /// A directive that may be a `#define INLINE_CACHE_ENTRIES_…`.
    fn define(&mut self, token: &Token) -> Option<CacheEntries> {
        let line = token_text(self.text, token);
        let rest = line.strip_prefix('#')?.trim_start().strip_prefix("define")?;
        if !rest.trim_start().starts_with(ENTRIES_PREFIX) || rest.trim_start().len() == rest.len() {
            return None;
        }
        // The reference's lexer ends a directive at the line end; the preprocessor goes on after a backslash.
        let start = token.start as usize;
        let mut end = start;
        for _ in 0..MAX_LINES {
            let rest = self.text.get(end..).unwrap_or_default();
            let length = rest.find('\n').unwrap_or(rest.len());
            let goes_on = rest.get(..length).unwrap_or_default().trim_end().ends_with('\\');
            end += length;
            if !goes_on || end >= self.text.len() {
                break;
            }
            end += 1;
        }
        let slice = self.text.get(start..end).unwrap_or_default();
        let span = self.span(token.start, (start + slice.trim_end().len()) as u32);
        match Grammar::parse(Rule::cache_entries, slice) {
            Ok(mut pairs) => {
                let (mut name, mut value) = (None, None);
                for part in pairs.next()?.into_inner() {
                    match part.as_rule() {
                        Rule::cache_name => name = Some(self.name(&part, token.start)),
                        Rule::cache_value => value = self.entries_value(part, token.start),
                        _ => {}
                    }
                }
                Some(CacheEntries { name: name?, value: value?, span })
            }
            Err(error) => {
                let (at, words) = expected::plain_words(&error);
                let place = if at >= slice.trim_end().len() { span } else { self.token_at(span, at) };
                self.error(
                    caches::BAD_CACHE_ENTRIES,
                    "an INLINE_CACHE_ENTRIES macro that is not understood".to_owned(),
                    place,
                    format!("expected {words}"),
                    "write CACHE_ENTRIES(_Py…Cache) or a decimal number",
                );
                None
            }
        }
    }

    fn entries_value(&mut self, pair: Pair<'_, Rule>, base: u32) -> Option<CacheEntriesValue> {
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::cache_measured => {
                    let name = part.into_inner().find(|p| p.as_rule() == Rule::cache_name)?;
                    return Some(CacheEntriesValue::Struct(self.name(&name, base)));
                }
                Rule::def_number => {
                    let number = part.as_str().parse().ok().filter(|n| *n <= MAX_LENGTH);
                    if number.is_none() {
                        let place = self.name(&part, base).span;
                        self.error(
                            caches::BAD_CACHE_ENTRIES,
                            "an INLINE_CACHE_ENTRIES macro that is not understood".to_owned(),
                            place,
                            format!("expected a decimal number up to {MAX_LENGTH}"),
                            "write CACHE_ENTRIES(_Py…Cache) or a decimal number",
                        );
                    }
                    return number.map(CacheEntriesValue::Number);
                }
                _ => {}
            }
        }
        None
    }

    /// Reports names that are there twice.
    fn duplicates<'n>(&mut self, what: &str, names: impl Iterator<Item = &'n Name>) {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for name in names {
            if let Some(first) = seen.get(name.text.as_str()) {
                self.reports.push(
                    Diagnostic::error(
                        caches::DUPLICATE_CACHE,
                        format!("the {what} `{}` is there twice", name.text),
                        name.span,
                        "again here",
                    )
                    .with_label(*first, "first here")
                    .with_help("remove one of them"),
                );
            } else {
                seen.insert(&name.text, name.span);
            }
        }
    }
}
