//! Syntax errors, with what Python's exceptions have, printed as Python prints them.

use std::fmt;

use rustpython_compiler::CompileError;

/// Which exception it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// `SyntaxError`.
    Syntax,
    /// `IndentationError`.
    Indentation,
    /// `TabError`.
    Tab,
    /// `RecursionError`: the source is nested too deeply.
    Recursion,
}

impl SyntaxErrorKind {
    /// The name of the exception.
    pub fn name(self) -> &'static str {
        match self {
            SyntaxErrorKind::Syntax => "SyntaxError",
            SyntaxErrorKind::Indentation => "IndentationError",
            SyntaxErrorKind::Tab => "TabError",
            SyntaxErrorKind::Recursion => "RecursionError",
        }
    }

    fn of(message: &str) -> Self {
        const INDENTATION: [&str; 4] =
            ["unexpected indent", "unindent does not match", "expected an indented block", "too many levels of indent"];
        if INDENTATION.iter().any(|start| message.starts_with(start)) {
            SyntaxErrorKind::Indentation
        } else if message.starts_with("inconsistent use of tabs and spaces") {
            SyntaxErrorKind::Tab
        } else if message.starts_with("maximum recursion depth exceeded") {
            SyntaxErrorKind::Recursion
        } else {
            SyntaxErrorKind::Syntax
        }
    }
}

/// Why source cannot be compiled. It is shown as Python shows the exception at the end of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Which exception it is.
    pub kind: SyntaxErrorKind,
    /// `msg`.
    pub message: String,
    /// `filename`.
    pub filename: String,
    /// `lineno`, from 1.
    pub line: Option<usize>,
    /// `offset`: the column in characters, from 1; 0 if it is not known.
    pub column: usize,
    /// `end_lineno`, from 1.
    pub end_line: Option<usize>,
    /// `end_offset`: the column in characters, from 1; 0 if it is not known.
    pub end_column: usize,
    /// `text`: the line, with its end.
    pub text: Option<String>,
}

/// A `SyntaxWarning`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The line, from 1.
    pub line: usize,
    /// What is suspicious there.
    pub message: String,
}

impl SyntaxError {
    /// An error of the whole file.
    pub(super) fn new(filename: &str, message: String) -> Self {
        SyntaxError {
            kind: SyntaxErrorKind::of(&message),
            message,
            filename: filename.to_owned(),
            line: None,
            column: 0,
            end_line: None,
            end_column: 0,
            text: None,
        }
    }
}

/// What the compiler says, as an exception.
pub(super) fn from_compiler(error: &CompileError, source: &str, filename: &str) -> SyntaxError {
    let mut result = SyntaxError::new(filename, error.to_string());
    let (line, column) = error.python_location();
    if line > 0 {
        result.line = Some(line);
        result.column = column;
        let (end_line, end_column) = error.python_end_location().unwrap_or((line, column));
        result.end_line = Some(end_line);
        result.end_column = end_column;
        result.text = line_of(source, line);
    }
    result
}

/// The error for a null byte in the source.
pub(super) fn null_byte(source: &str, at: usize, filename: &str) -> SyntaxError {
    let _ = (source, at);
    SyntaxError::new(filename, "source code string cannot contain null bytes".to_owned())
}

/// A line of the source, from 1, with its end.
fn line_of(source: &str, line: usize) -> Option<String> {
    source.split_inclusive('\n').nth(line - 1).map(str::to_owned)
}

impl std::error::Error for SyntaxError {}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kind != SyntaxErrorKind::Recursion
            && let Some(line) = self.line
        {
            writeln!(f, "  File \"{}\", line {line}", self.filename)?;
            if let Some(text) = &self.text {
                self.caret(f, text, line)?;
            }
        }
        let name = self.kind.name();
        write!(f, "{name}: {}", self.message)?;
        if self.kind != SyntaxErrorKind::Recursion && self.line.is_none() {
            write!(f, " ({})", self.filename.rsplit('/').next().unwrap_or_default())?;
        }
        Ok(())
    }
}

impl SyntaxError {
    /// The line without its indentation, and below it what is wrong.
    fn caret(&self, f: &mut fmt::Formatter<'_>, text: &str, line: usize) -> fmt::Result {
        let whole: Vec<char> = text.trim_end_matches('\n').chars().collect();
        let indent = whole.iter().take_while(|c| matches!(c, ' ' | '\n' | '\x0c')).count();
        let shown = &whole[indent..];
        writeln!(f, "    {}", shown.iter().collect::<String>())?;
        let mut start = self.column;
        let mut end = match self.end_line {
            Some(last) if last == line && self.end_column == 0 => start,
            Some(last) if last == line => self.end_column,
            _ => whole.len() + 1,
        };
        start = start.min(text.chars().count());
        if start == end {
            end = start + 1;
        }
        let Some(from) = start.checked_sub(1 + indent) else { return Ok(()) };
        let count = end.saturating_sub(start);
        let space: String =
            shown.iter().take(from).map(|c| if c.is_whitespace() { *c } else { ' ' }).collect();
        writeln!(f, "    {space}{}", "^".repeat(count))
    }
}
