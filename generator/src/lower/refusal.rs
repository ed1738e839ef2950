//! Why a body is not translated.

use crate::diagnostics::catalog::lower as codes;
use crate::diagnostics::{Code, Diagnostic};
use crate::syntax::source::Span;

/// A reason, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The code.
    pub code: Code,
    /// What is wrong, with the names involved.
    pub message: String,
    /// Where.
    pub span: Span,
    /// What the reason is about, if that is a name: what has to be bound.
    pub name: String,
}

impl Refusal {
    /// A refusal at a place.
    pub fn at(code: Code, span: Span, message: String) -> Refusal {
        Refusal { code, message, span, name: String::new() }
    }

    /// A construct that is not in the subset.
    pub fn construct(span: Span, what: &str) -> Refusal {
        Refusal::at(codes::OUTSIDE_SUBSET, span, format!("{what} is not in the subset")).naming(what)
    }

    /// The same about a name.
    pub fn naming(mut self, name: &str) -> Refusal {
        name.clone_into(&mut self.name);
        self
    }

    /// The reason in general, for a histogram.
    pub fn reason(&self) -> String {
        let title = codes::CODES.iter().find(|info| info.code == self.code).map_or("", |info| info.title);
        if self.name.is_empty() { title.to_owned() } else { format!("{title}: {}", self.name) }
    }

    /// The diagnostic for it.
    pub fn diagnostic(&self, body: &str) -> Diagnostic {
        Diagnostic::error(
            self.code,
            format!("`{body}` cannot be translated: {}", self.message),
            self.span,
            "here",
        )
        .with_help(codes::help(self.code))
    }
}
