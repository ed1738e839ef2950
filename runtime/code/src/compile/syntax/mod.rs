//! What CPython says of a source: which error, where, and of what it warns before it compiles.
//!
//! The front end knows whether a source is Python, but where it is not, its parser goes by rules of its own. This one
//! has CPython's: its tokenizer, its order of trying things, and its rules for mistakes that are often made. It is
//! asked first: what it refuses the front end does not see, and of what it accepts it makes no tree.

mod arguments;
mod compound;
mod expression;
mod fault;
mod lexer;
mod parameters;
mod parser;
mod pattern;
mod statement;
mod strings;
mod targets;

use std::borrow::Cow;

use super::Mode;
use super::error::{SyntaxError, SyntaxErrorKind, Warning};
use fault::Source;
use lexer::{Kind, Suspicion, Tokens};
use parser::Parser;

/// The source as CPython's tokenizer sees it: it ends with a line feed.
fn complete(source: &str) -> Cow<'_, str> {
    if source.is_empty() || source.ends_with('\n') {
        Cow::Borrowed(source)
    } else {
        Cow::Owned(format!("{source}\n"))
    }
}

/// What CPython warns of while it reads a source, or what its parser says is wrong with it. `depth` is how many rules
/// may be tried within one another.
pub(super) fn examine(
    source: &str,
    filename: &str,
    mode: Mode,
    depth: usize,
) -> Result<Vec<Warning>, Box<SyntaxError>> {
    let text = complete(source);
    let added = text.len() > source.len();
    let source = Source::new(&text, added);
    let mut tokens = lexer::tokens(&source);
    let found = std::mem::take(&mut tokens.warnings);
    let parser = Parser::new(&source, &tokens, depth);
    let fault = parser.diagnose(match mode {
        Mode::Exec => Parser::file,
        Mode::Eval => Parser::lone_expression,
        Mode::Single => Parser::interactive,
    });
    let Some(fault) = fault else { return Ok(warnings(&source, &tokens, found)) };
    let mut error = SyntaxError::new(filename, fault.message);
    error.kind = fault.kind;
    if !matches!(fault.kind, SyntaxErrorKind::Memory | SyntaxErrorKind::Recursion) {
        error.line = Some(fault.line);
        error.column = Some(fault.column);
        error.end_line = Some(fault.end_line);
        error.end_column = Some(fault.end_column);
        error.text = Some(source.line_text(fault.line).to_owned());
    }
    Err(Box::new(error))
}

/// Escapes that mean nothing, and numbers that touch a keyword, which have been `found` already.
fn warnings(source: &Source<'_>, tokens: &Tokens, mut found: Vec<Suspicion>) -> Vec<Warning> {
    let mut raw = Vec::new();
    for token in &tokens.list {
        let text = &source.text[token.start..token.end];
        match token.kind {
            Kind::InterpolatedStart => raw.push(text.contains(['r', 'R'])),
            Kind::InterpolatedEnd => drop(raw.pop()),
            _ => found.extend(strings::escape_warning(*token, text, raw.last() == Some(&true))),
        }
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(at, message)| Warning { line: source.line_of(at), message }).collect()
}

fn is_printable(c: char) -> bool {
    crate::repr::is_printable(c)
}
