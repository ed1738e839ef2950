//! The layout of generated Rust: one statement, arm or item a line; what fits on a line is on a line; what does not is
//! broken where it holds together least. The result is near to what rustfmt makes of it.
//!
//! The text is read as tokens, not as a syntax tree, and every token is written once, in order: so nothing but commas
//! before the end of a group, which mean nothing, can come or go. What no compiler would take is laid out like
//! everything else, unless its groups do not match. Each step takes time in proportion to the length of the text.

mod expr;
mod groups;
mod items;
mod printer;
mod spaces;
mod tokens;

use printer::Printer;
use tokens::Fault;

/// The laid-out text of a whole file. Items that say what they are (`///`) stand apart from what comes before them.
///
/// # Errors
/// If it cannot be read as Rust, which would be a mistake of the generator: what is wrong, and in which line.
pub fn layout(text: &str) -> Result<String, String> {
    let located = |fault: Fault| {
        let before = text.get(..fault.at).unwrap_or_default();
        let number = before.matches('\n').count() + 1;
        let line = text.lines().nth(number - 1).unwrap_or_default().trim();
        format!("{} in line {number}: `{line}`", fault.what)
    };
    let mut tokens = tokens::tokens(text).map_err(located)?;
    groups::classify(text, &mut tokens);
    Printer::new(text, &tokens).file().map_err(located)
}

/// A file of Rust that is not laid out yet.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What the whole file begins with: where it comes from and what it is, in comments. It stays as it is.
    pub head: String,
    /// The items.
    pub text: String,
}

impl Draft {
    /// A draft that says where it was generated from, and what is in it.
    pub fn new(header: &str, about: &str, text: String) -> Draft {
        Draft { head: format!("// {header}\n\n//! {about}\n\n"), text }
    }

    /// The text of the file.
    ///
    /// # Errors
    /// As [`layout`].
    pub fn finish(&self) -> Result<String, String> {
        Ok(format!("{}{}", self.head, layout(&self.text)?))
    }
}
