//! Where a line of the generated interpreters comes from.
//!
//! Generated functions say themselves what they are made of: each is headed by its definition, file and line. So what
//! is told is what the file was generated from, whichever tree that was. The statement inside of a body is found by
//! translating the body again, if that gives the same text.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde::Serialize;
use syn::visit::Visit;

use crate::lower::{self, Function, line_span};
use crate::syntax::source::SourceMap;

/// A place in the definitions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The name that is defined there.
    pub name: String,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

/// Where a line comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The definition of the instruction, micro-op or label whose function has the line.
    pub definition: Place,
    /// The function.
    pub function: String,
    /// The function of the body that the line calls or prepares or ends the call of, in an arm.
    #[serde(skip)]
    pub calls: Option<String>,
}

/// Why nothing can be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nothing {
    /// The text is no Rust: what is wrong.
    NoRust(String),
    /// There are only so many lines.
    OutOfRange(usize),
    /// The line is part of no definition.
    NotOfDefinition,
}

/// A generated file, taken apart.
pub struct Generated {
    file: syn::File,
    /// The lines of each item.
    items: Vec<RangeInclusive<usize>>,
    lines: usize,
    /// The definition of every function that is headed by one.
    definitions: BTreeMap<String, Place>,
}

impl Generated {
    /// Takes a text apart.
    ///
    /// # Errors
    /// If it is no Rust.
    pub fn parse(text: &str) -> Result<Generated, Nothing> {
        let file = syn::parse_file(text).map_err(|error| Nothing::NoRust(error.to_string()))?;
        let functions = file.items.iter().filter_map(|item| match item {
            syn::Item::Fn(function) => Some((function.sig.ident.to_string(), heading(&function.attrs)?)),
            // A body that is written by hand elsewhere.
            syn::Item::Use(import) => {
                let heading = heading(&import.attrs)?;
                Some((heading.name.clone(), heading))
            }
            _ => None,
        });
        let definitions = functions.collect();
        let items = file.items.iter().map(line_span).collect();
        Ok(Generated { items, lines: text.lines().count(), definitions, file })
    }

    /// The definition that a function is headed by.
    pub fn definition(&self, function: &str) -> Option<&Place> {
        self.definitions.get(function)
    }

    /// Where a line comes from.
    ///
    /// # Errors
    /// If it is no line of the text, or of no definition.
    pub fn origin(&self, line: usize) -> Result<Origin, Nothing> {
        if line == 0 || line > self.lines {
            return Err(Nothing::OutOfRange(self.lines));
        }
        let index = self.items.iter().position(|lines| lines.contains(&line));
        let item = index.and_then(|index| self.file.items.get(index)).ok_or(Nothing::NotOfDefinition)?;
        let syn::Item::Fn(function) = item else { return self.named_on(item, line) };
        let name = function.sig.ident.to_string();
        match self.definitions.get(&name) {
            Some(definition) => Ok(Origin {
                definition: definition.clone(),
                calls: called(&function.block, line),
                function: name,
            }),
            None => self.named_on(item, line),
        }
    }

    /// A line of a table of functions: the function that it names.
    fn named_on(&self, item: &syn::Item, line: usize) -> Result<Origin, Nothing> {
        let mut names = Names { line, found: Vec::new() };
        names.visit_item(item);
        let found = names.found.iter().find_map(|name| Some((name, self.definitions.get(name)?)));
        let (function, definition) = found.ok_or(Nothing::NotOfDefinition)?;
        Ok(Origin { definition: definition.clone(), function: function.clone(), calls: None })
    }

    /// The line of the definition that a line of a body comes from, given its translation.
    pub fn statement(
        &self,
        function: &str,
        lowered: &Function,
        line: usize,
        sources: &SourceMap,
    ) -> Option<u32> {
        let text = self.file.items.iter().find_map(|item| match item {
            syn::Item::Fn(item) if item.sig.ident == function => Some(item),
            _ => None,
        })?;
        let lines = lower::lines(lowered, text);
        let (_, from) = lines.iter().rev().find(|(lines, _)| lines.contains(&line))?;
        Some(sources.line_column(*from).0)
    }
}

/// The definition at the head of a function: `` `NAME` (file:line) ``.
fn heading(attributes: &[syn::Attribute]) -> Option<Place> {
    let doc = attributes.iter().find_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    })?;
    let (name, rest) = doc.trim().strip_prefix('`')?.split_once("` (")?;
    let (place, _) = rest.split_once(')')?;
    let (file, line) = place.rsplit_once(':')?;
    Some(Place { name: name.to_owned(), file: file.to_owned(), line: line.parse().ok()? })
}

/// The body that an arm calls at a line. What comes before a call prepares it; what comes after the last one ends the
/// arm with what that left.
fn called(block: &syn::Block, line: usize) -> Option<String> {
    let mut before = None;
    for statement in &block.stmts {
        let mut bodies = Bodies(None);
        bodies.visit_stmt(statement);
        let Some(body) = bodies.0 else { continue };
        if *line_span(statement).end() >= line {
            return (line > *block_start(block).end()).then_some(body);
        }
        before = Some(body);
    }
    before.filter(|_| line < *line_span(block).end())
}

/// The line of the opening brace.
fn block_start(block: &syn::Block) -> RangeInclusive<usize> {
    let line = block.brace_token.span.open().start().line;
    line..=line
}

/// Finds the first call of a body: a path with a mode, `_LOAD_FAST::<TierOne>`.
struct Bodies(Option<String>);

impl<'ast> Visit<'ast> for Bodies {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let [segment] = path.segments.iter().collect::<Vec<_>>().as_slice()
            && let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments
            && let Some(syn::GenericArgument::Type(syn::Type::Path(mode))) = arguments.args.first()
            && (mode.path.is_ident("TierOne") || mode.path.is_ident("TierTwo"))
        {
            self.0.get_or_insert_with(|| segment.ident.to_string());
        }
        syn::visit::visit_path(self, path);
    }
}

/// Finds the names on a line, those in macros' arguments included.
struct Names {
    line: usize,
    found: Vec<String>,
}

impl Names {
    fn tokens(&mut self, tokens: proc_macro2::TokenStream) {
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Ident(name) => self.name(&name),
                proc_macro2::TokenTree::Group(group) => self.tokens(group.stream()),
                _ => {}
            }
        }
    }

    fn name(&mut self, name: &syn::Ident) {
        if name.span().start().line == self.line {
            self.found.push(name.to_string());
        }
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_ident(&mut self, name: &'ast syn::Ident) {
        self.name(name);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.tokens(call.tokens.clone());
    }
}
