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
    /// `RecursionError`: the source is nested too deeply for the compiler.
    Recursion,
    /// `MemoryError`: the source is nested too deeply for the parser.
    Memory,
}

impl SyntaxErrorKind {
    /// The name of the exception.
    pub fn name(self) -> &'static str {
        match self {
            SyntaxErrorKind::Syntax => "SyntaxError",
            SyntaxErrorKind::Indentation => "IndentationError",
            SyntaxErrorKind::Tab => "TabError",
            SyntaxErrorKind::Recursion => "RecursionError",
            SyntaxErrorKind::Memory => "MemoryError",
        }
    }

    fn of(message: &str) -> Self {
        const INDENTATION: [&str; 4] = [
            "unexpected indent",
            "unindent does not match",
            "expected an indented block",
            "too many levels of indent",
        ];
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
    /// `lineno`, from 1; 0 where CPython has 0, which is before it knows of lines.
    pub line: Option<usize>,
    /// `offset`: the column in characters, from 1.
    pub column: Option<i64>,
    /// `end_lineno`, from 1.
    pub end_line: Option<usize>,
    /// `end_offset`: the column in characters, from 1; -1 for the end of the line.
    pub end_column: Option<i64>,
    /// `text`: the line, with its end if that was read.
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
            column: None,
            end_line: None,
            end_column: None,
            text: None,
        }
    }
}

/// What the compiler says, as an exception.
pub(super) fn from_compiler(error: &CompileError, source: &str, filename: &str) -> SyntaxError {
    let result = SyntaxError::new(filename, error.to_string());
    let (line, column) = error.python_location();
    if line == 0 || result.kind == SyntaxErrorKind::Recursion {
        return result;
    }
    let number = |column| i64::try_from(column).unwrap_or(i64::MAX);
    let (end_line, end_column) = error.python_end_location().unwrap_or((line, column));
    SyntaxError {
        line: Some(line),
        column: Some(number(column)),
        end_line: Some(end_line),
        end_column: Some(number(end_column)),
        text: source.split_inclusive('\n').nth(line - 1).map(str::to_owned),
        ..result
    }
}

impl std::error::Error for SyntaxError {}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.kind.name();
        if matches!(self.kind, SyntaxErrorKind::Recursion | SyntaxErrorKind::Memory) {
            return write!(f, "{name}: {}", self.message);
        }
        let Some(line) = self.line else {
            return write!(f, "{name}: {}", self.message);
        };
        writeln!(f, "  File \"{}\", line {line}", self.filename)?;
        if let Some(text) = &self.text {
            self.show(f, text, line)?;
        }
        write!(f, "{name}: {}", self.message)
    }
}

impl SyntaxError {
    /// The line without its indentation, and carets below what is wrong in it.
    fn show(&self, f: &mut fmt::Formatter<'_>, text: &str, line: usize) -> fmt::Result {
        let length = text.chars().count() as i64;
        let line_text = text.trim_end_matches('\n');
        let whole = line_text.chars().count() as i64;
        let shown: Vec<char> = line_text.trim_start_matches([' ', '\n', '\x0c']).chars().collect();
        let indent = whole - shown.len() as i64;
        writeln!(f, "    {}", shown.iter().collect::<String>())?;
        let Some(column) = self.column else { return Ok(()) };
        let mut end = match self.end_column {
            _ if self.end_line != Some(line) => whole + 1,
            None | Some(0) => column,
            Some(end) => end,
        };
        if length > 0 && end > length {
            end = whole + 1;
        }
        let start = if text.is_empty() { column } else { column.min(length) };
        if start == end || end == -1 {
            end = start + 1;
        }
        let Ok(from) = usize::try_from(start - 1 - indent) else { return Ok(()) };
        let space: String =
            shown.iter().take(from).map(|c| if c.is_whitespace() { *c } else { ' ' }).collect();
        writeln!(f, "    {space}{}", "^".repeat(usize::try_from(end - start).unwrap_or_default()))
    }
}
