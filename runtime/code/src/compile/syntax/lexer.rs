//! The tokens of a source, cut as CPython's tokenizer cuts them, up to the first place where it gives up.

use super::SyntaxErrorKind;
use super::fault::{Fault, Source};

mod number;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, or a word that is a keyword in some places only.
    Name,
    /// A word that is a keyword everywhere.
    Keyword,
    /// An operator, a delimiter, or a character that means nothing.
    Op,
    Number,
    /// A string or bytes literal.
    Str,
    /// The beginning of an f-string or t-string, up to its quotes.
    InterpolatedStart,
    /// Text between replacement fields.
    InterpolatedMiddle,
    /// The quotes at the end of an f-string or t-string.
    InterpolatedEnd,
    Newline,
    Indent,
    Dedent,
    /// The end of the source.
    End,
}

/// A token. Places are offsets in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    /// Where the tokenizer stands after it; for tokens without text, where they are.
    pub after: usize,
    /// How many brackets are open after it.
    pub level: usize,
}

impl Token {
    /// Whether CPython knows no column for it.
    pub fn is_placeless(&self) -> bool {
        matches!(self.kind, Kind::Indent | Kind::Dedent | Kind::End)
    }
}

/// What is suspicious in a number: a place and a message.
pub(super) type Suspicion = (usize, String);

/// All tokens.
pub(super) struct Tokens {
    pub list: Vec<Token>,
    /// What comes after them if it is not the end.
    pub fault: Option<LexicalFault>,
    pub warnings: Vec<Suspicion>,
}

/// Why there are no more tokens.
#[derive(Clone, Debug)]
pub(super) struct LexicalFault {
    pub fault: Fault,
    /// Whether CPython's tokenizer says it only to who asks for the token, not to who looks ahead.
    pub quiet: bool,
    /// The innermost bracket that is open.
    pub bracket: Option<(char, usize)>,
    /// Whether it is within the replacement field of an f-string.
    pub interpolated: bool,
}

const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// Operators of more than one character; longer ones first.
const OPERATORS: [&str; 25] = [
    "**=", "//=", ">>=", "<<=", "...", "!=", "%=", "&=", "**", "*=", "+=", "-=", "->", "//", "/=", ":=",
    "<<", "<=", "<>", "==", ">=", ">>", "@=", "^=", "|=",
];

/// CPython's limits.
const MAX_INDENT: usize = 100;
const MAX_LEVEL: usize = 200;
const MAX_STRINGS: usize = 150;
const MAX_FIELDS: usize = 3;
const TAB: usize = 8;

/// An f-string or t-string that is open.
struct Interpolated {
    letter: char,
    start: usize,
    quote: char,
    quotes: usize,
    raw: bool,
    /// How many brackets are open within its fields.
    depth: usize,
    /// The depth outside of each field that is open.
    fields: Vec<usize>,
    /// Whether its text is read, not an expression.
    in_text: bool,
    in_spec: bool,
}

struct Lexer<'a> {
    source: &'a Source<'a>,
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    warnings: Vec<Suspicion>,
    /// Columns of the indentation, with tabs of 8 and of 1.
    indents: Vec<(usize, usize)>,
    brackets: Vec<(char, usize)>,
    strings: Vec<Interpolated>,
}

type Step<T = ()> = Result<T, Box<LexicalFault>>;

/// The tokens of a source, which ends with a line feed if it is not empty.
pub(super) fn tokens(source: &Source<'_>) -> Tokens {
    let mut lexer = Lexer {
        source,
        text: source.text,
        at: 0,
        tokens: Vec::new(),
        warnings: Vec::new(),
        indents: vec![(0, 0)],
        brackets: Vec::new(),
        strings: Vec::new(),
    };
    let fault = lexer.run().err().map(|fault| *fault);
    Tokens { list: lexer.tokens, fault, warnings: lexer.warnings }
}

impl Lexer<'_> {
    fn run(&mut self) -> Step {
        let mut at_line_start = true;
        loop {
            if self.strings.last().is_some_and(|string| string.in_text) {
                self.interpolated_text()?;
                continue;
            }
            if at_line_start && self.brackets.is_empty() {
                at_line_start = false;
                if !self.indentation()? {
                    at_line_start = true;
                    continue;
                }
            }
            self.skip_blanks()?;
            let start = self.at;
            match self.peek() {
                None => {
                    return self.end();
                }
                Some('#') => {
                    self.at = self.text[start..].find('\n').map_or(self.text.len(), |size| start + size);
                    if self.brackets.is_empty() && self.peek().is_some() {
                        self.at += 1;
                        self.push(Kind::Newline, start, self.at);
                        at_line_start = true;
                    }
                }
                Some('\n') => {
                    self.at += 1;
                    if self.brackets.is_empty() {
                        self.push(Kind::Newline, start, self.at);
                        at_line_start = true;
                    }
                }
                Some(c) => self.token(c)?,
            }
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn byte(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        self.tokens.push(Token { kind, start, end, after: self.at, level: self.brackets.len() });
    }

    fn fail<T>(&self, fault: Fault) -> Step<T> {
        let interpolated = !self.strings.is_empty();
        Err(Box::new(LexicalFault { fault, quiet: false, bracket: None, interpolated }))
    }

    /// [`Lexer::fail`] that is only for who asks for the next token.
    fn fail_quietly<T>(&self, fault: Fault) -> Step<T> {
        let interpolated = !self.strings.is_empty();
        let bracket = self.brackets.last().copied();
        Err(Box::new(LexicalFault { fault, quiet: true, bracket, interpolated }))
    }

    /// An error at the last character that was read: the one before this place.
    fn fail_before<T>(&self, at: usize, message: String) -> Step<T> {
        self.fail(self.source.fault_before(at, message))
    }

    fn indentation_fault<T>(&self, at: usize, kind: SyntaxErrorKind, message: &str) -> Step<T> {
        let line = self.source.line_of(at);
        self.fail_quietly(Fault {
            kind,
            message: message.to_owned(),
            line,
            column: 1,
            end_line: line,
            end_column: 0,
        })
    }

    /// The end of the source.
    fn end(&mut self) -> Step {
        if let Some((bracket, at)) = self.brackets.last().copied() {
            return self.fail_quietly(self.source.fault_unclosed(bracket, at));
        }
        while self.indents.len() > 1 {
            self.indents.pop();
            self.push(Kind::Dedent, self.at, self.at);
        }
        self.push(Kind::End, self.at, self.at);
        Ok(())
    }

    /// Reads the indentation of a line; false if the line has nothing else.
    fn indentation(&mut self) -> Step<bool> {
        let line_start = self.at;
        let (mut column, mut narrow) = (0, 0);
        let mut continued = None;
        loop {
            match self.byte(0) {
                b' ' => (column, narrow) = (column + 1, narrow + 1),
                b'\t' => (column, narrow) = ((column / TAB + 1) * TAB, narrow + 1),
                b'\x0c' => (column, narrow) = (0, 0),
                b'\\' if self.byte(1) == b'\n' && self.at + 2 < self.text.len() => {
                    // The first line of those that are joined says how far they are indented.
                    let first = continued.unwrap_or(column);
                    if column != 0 || continued.is_some() {
                        continued = Some(if first == 0 { column } else { first });
                    }
                    self.at += 1;
                }
                _ => break,
            }
            self.at += 1;
        }
        if let Some(first) = continued {
            (column, narrow) = (first, first);
        }
        match self.byte(0) {
            b'#' => {
                let rest = &self.text[self.at..];
                self.at += rest.find('\n').map_or(rest.len(), |size| size + 1);
                return Ok(false);
            }
            b'\n' => {
                self.at += 1;
                return Ok(false);
            }
            0 if self.at >= self.text.len() => return Ok(true),
            _ => {}
        }
        const MIXED: &str = "inconsistent use of tabs and spaces in indentation";
        let (top, top_narrow) = self.indents.last().copied().unwrap_or_default();
        if column == top {
            if narrow != top_narrow {
                return self.indentation_fault(line_start, SyntaxErrorKind::Tab, MIXED);
            }
        } else if column > top {
            if self.indents.len() >= MAX_INDENT {
                let message = "too many levels of indentation";
                return self.indentation_fault(line_start, SyntaxErrorKind::Indentation, message);
            }
            if narrow <= top_narrow {
                return self.indentation_fault(line_start, SyntaxErrorKind::Tab, MIXED);
            }
            self.indents.push((column, narrow));
            self.push(Kind::Indent, self.at, self.at);
        } else {
            while self.indents.last().is_some_and(|top| column < top.0) {
                self.indents.pop();
                self.push(Kind::Dedent, self.at, self.at);
            }
            let top = self.indents.last().copied().unwrap_or_default();
            if column != top.0 {
                // The tokens that end the blocks are not seen, for the line is read before they are.
                while self.tokens.last().is_some_and(|token| token.kind == Kind::Dedent) {
                    self.tokens.pop();
                }
                let line = self.source.line_of(line_start);
                let size = self.source.line_text(line).chars().count();
                return self.fail_quietly(Fault {
                    kind: SyntaxErrorKind::Indentation,
                    message: "unindent does not match any outer indentation level".to_owned(),
                    line,
                    column: size as i64,
                    end_line: line,
                    end_column: -1,
                });
            }
            if narrow != top.1 {
                return self.indentation_fault(line_start, SyntaxErrorKind::Tab, MIXED);
            }
        }
        Ok(true)
    }

    fn skip_blanks(&mut self) -> Step {
        loop {
            match self.byte(0) {
                b' ' | b'\t' | b'\x0c' => self.at += 1,
                b'\\' => {
                    if self.byte(1) != b'\n' {
                        let line = self.source.line_of(self.at);
                        let column = self.source.character_column(line, self.at + 1);
                        return self.fail_quietly(Fault {
                            kind: SyntaxErrorKind::Syntax,
                            message: "unexpected character after line continuation character".to_owned(),
                            line,
                            column,
                            end_line: line,
                            end_column: 0,
                        });
                    }
                    if self.at + 2 >= self.text.len() {
                        if let Some((bracket, at)) = self.brackets.last().copied() {
                            return self.fail_quietly(self.source.fault_unclosed(bracket, at));
                        }
                        let line = self.source.line_of(self.at);
                        return self.fail_quietly(Fault {
                            kind: SyntaxErrorKind::Syntax,
                            message: "unexpected EOF while parsing".to_owned(),
                            line,
                            column: self.source.character_column(line, self.at + 1),
                            end_line: line,
                            end_column: -1,
                        });
                    }
                    self.at += 2;
                }
                _ => return Ok(()),
            }
        }
    }

    fn token(&mut self, c: char) -> Step {
        let start = self.at;
        if c.is_ascii_digit() || (c == '.' && self.byte(1).is_ascii_digit()) {
            self.number()?;
            self.push(Kind::Number, start, self.at);
            return Ok(());
        }
        if c == '\'' || c == '"' {
            return self.string(start, c);
        }
        if c.is_ascii_alphabetic() || c == '_' || !c.is_ascii() {
            return self.word(start);
        }
        if (c as u32) < 32 || c == '\x7f' {
            let message = format!("invalid non-printable character U+{:04X}", c as u32);
            return self.fail_before(start + 1, message);
        }
        self.operator(start, c)
    }

    fn operator(&mut self, start: usize, c: char) -> Step {
        let rest = &self.text[start..];
        let in_field = self
            .strings
            .last()
            .is_some_and(|string| string.fields.last() == Some(&(string.depth.wrapping_sub(1))));
        if in_field && (c == ':' || (c == '!' && !rest.starts_with("!="))) {
            self.at += 1;
            self.push(Kind::Op, start, self.at);
            if c == ':'
                && let Some(string) = self.strings.last_mut()
            {
                string.in_text = true;
                string.in_spec = true;
            }
            return Ok(());
        }
        if let Some(operator) = OPERATORS.iter().find(|operator| rest.starts_with(**operator)) {
            self.at += operator.len();
            self.push(Kind::Op, start, self.at);
            return Ok(());
        }
        self.at += 1;
        match c {
            '(' | '[' | '{' => {
                if self.brackets.len() >= MAX_LEVEL {
                    return self.fail_before(self.at, "too many nested parentheses".to_owned());
                }
                self.brackets.push((c, start));
                if let Some(string) = self.strings.last_mut() {
                    string.depth += 1;
                }
            }
            ')' | ']' | '}' => self.close(c)?,
            _ => {}
        }
        self.push(Kind::Op, start, self.at);
        Ok(())
    }

    fn close(&mut self, c: char) -> Step {
        let letter = self.strings.last().map_or('f', |string| string.letter);
        if c == '}' && self.strings.last().is_some_and(|string| string.depth == 0) {
            return self.fail_before(self.at, format!("{letter}-string: single '}}' is not allowed"));
        }
        let Some((open, at)) = self.brackets.pop() else {
            return self.fail_before(self.at, format!("unmatched '{c}'"));
        };
        if !matches!((open, c), ('(', ')') | ('[', ']') | ('{', '}')) {
            if open == '{'
                && self.strings.last().is_some_and(|string| string.fields.last() == Some(&(string.depth - 1)))
            {
                return self.fail_before(self.at, format!("{letter}-string: unmatched '{c}'"));
            }
            let line = self.source.line_of(at);
            let place = if line == self.source.line_of(self.at - 1) {
                String::new()
            } else {
                format!(" on line {line}")
            };
            let message =
                format!("closing parenthesis '{c}' does not match opening parenthesis '{open}'{place}");
            return self.fail_before(self.at, message);
        }
        if let Some(string) = self.strings.last_mut() {
            string.depth = string.depth.saturating_sub(1);
            if c == '}' && string.fields.last() == Some(&string.depth) {
                string.fields.pop();
                string.in_text = true;
                string.in_spec = !string.fields.is_empty();
            }
        }
        Ok(())
    }

    /// A name or keyword, or a string with letters before it.
    fn word(&mut self, start: usize) -> Step {
        let rest = &self.text[start..];
        let letters = rest.bytes().take_while(|byte| b"bBuUrRfFtT".contains(byte)).count();
        if letters > 0 && matches!(self.byte(letters), b'\'' | b'"') {
            let prefix = rest[..letters].to_ascii_lowercase();
            let once = prefix.bytes().all(|byte| prefix.bytes().filter(|other| *other == byte).count() == 1);
            if once {
                for (a, b) in
                    [("u", "b"), ("u", "r"), ("u", "f"), ("u", "t"), ("b", "f"), ("b", "t"), ("f", "t")]
                {
                    if prefix.contains(a) && prefix.contains(b) {
                        let line = self.source.line_of(start);
                        return self.fail(Fault {
                            kind: SyntaxErrorKind::Syntax,
                            message: format!("'{a}' and '{b}' prefixes are incompatible"),
                            line,
                            column: self.source.character_column(line, start),
                            end_line: line,
                            end_column: self.source.character_column(line, start + letters),
                        });
                    }
                }
                let quote = char::from(self.byte(letters));
                self.at += letters;
                let letter =
                    if prefix.contains('f') { Some('f') } else { prefix.contains('t').then_some('t') };
                return match letter {
                    Some(letter) => self.interpolated_start(start, letter, prefix.contains('r'), quote),
                    None => self.string(start, quote),
                };
            }
        }
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii();
        let size = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let word = &rest[..size];
        if !word.is_ascii() {
            for (index, c) in word.char_indices() {
                let fits = if index == 0 {
                    unicode_ident::is_xid_start(c) || c == '_'
                } else {
                    unicode_ident::is_xid_continue(c)
                };
                if !fits {
                    let code = c as u32;
                    let message = if super::is_printable(c) {
                        format!("invalid character '{c}' (U+{code:04X})")
                    } else {
                        format!("invalid non-printable character U+{code:04X}")
                    };
                    return self.fail_before(start + index + c.len_utf8(), message);
                }
            }
        }
        self.at += size;
        let kind = if KEYWORDS.contains(&word) { Kind::Keyword } else { Kind::Name };
        self.push(kind, start, self.at);
        Ok(())
    }

    fn string(&mut self, start: usize, quote: char) -> Step {
        let quotes = self.quotes(quote);
        let body = self.at + quotes;
        let bytes = self.text.as_bytes();
        let quote_byte = quote as u8;
        let (mut at, mut run, mut escaped_quote) = (body, 0, false);
        if quotes == 1 && bytes.get(body) == Some(&quote_byte) {
            self.at = body + 1;
            self.push(Kind::Str, start, self.at);
            return Ok(());
        }
        while run < quotes {
            let Some(byte) = bytes.get(at) else { return self.unterminated(start, quote, quotes, at, false) };
            if quotes == 1 && *byte == b'\n' {
                return self.unterminated(start, quote, quotes, at, escaped_quote);
            }
            at += 1;
            if *byte == quote_byte {
                run += 1;
                continue;
            }
            run = 0;
            if *byte == b'\\' {
                escaped_quote |= bytes.get(at) == Some(&quote_byte);
                at += usize::from(at < bytes.len());
            }
        }
        self.at = at;
        self.push(Kind::Str, start, at);
        Ok(())
    }

    /// How many quotes open a string here.
    fn quotes(&self, quote: char) -> usize {
        let triple = [quote; 3].iter().collect::<String>();
        if self.text[self.at..].starts_with(&triple) { 3 } else { 1 }
    }

    fn unterminated<T>(&self, start: usize, quote: char, quotes: usize, at: usize, escaped: bool) -> Step<T> {
        if let Some(string) = self.strings.last()
            && (string.quote, string.quotes) == (quote, quotes)
        {
            return self.fail_before(start + 1, format!("{}-string: expecting '}}'", string.letter));
        }
        let line = if quotes == 3 { self.source.line_count() } else { self.source.line_of(at) };
        let triple = if quotes == 3 { "triple-quoted " } else { "" };
        let hint = if escaped { "; perhaps you escaped the end quote?" } else { "" };
        self.fail_before(
            start + 1,
            format!("unterminated {triple}string literal (detected at line {line}){hint}"),
        )
    }

    fn interpolated_start(&mut self, start: usize, letter: char, raw: bool, quote: char) -> Step {
        let quotes = self.quotes(quote);
        self.at += quotes;
        if self.strings.len() + 1 >= MAX_STRINGS {
            return self.fail_before(self.at, "too many nested f-strings or t-strings".to_owned());
        }
        self.push(Kind::InterpolatedStart, start, self.at);
        let fields = Vec::new();
        self.strings.push(Interpolated {
            letter,
            start,
            quote,
            quotes,
            raw,
            depth: 0,
            fields,
            in_text: true,
            in_spec: false,
        });
        Ok(())
    }

    /// Reads the text of an f-string up to a brace, or its end.
    fn interpolated_text(&mut self) -> Step {
        let Some(string) = self.strings.last_mut() else { return Ok(()) };
        let (quote, quotes, raw, in_spec) = (string.quote, string.quotes, string.raw, string.in_spec);
        let ending: String = std::iter::repeat_n(quote, quotes).collect();
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut at = start;
        // Whether the braces of a character's name are open.
        let mut named = false;
        loop {
            let rest = &self.text[at..];
            if rest.starts_with(&ending) {
                if at > start {
                    self.at = at;
                    self.push(Kind::InterpolatedMiddle, start, at);
                }
                self.at = at + quotes;
                self.push(Kind::InterpolatedEnd, at, self.at);
                self.strings.pop();
                return Ok(());
            }
            let Some(byte) = bytes.get(at).copied() else { return self.unterminated_interpolated(at) };
            match byte {
                b'\n' if quotes == 1 => {
                    if in_spec {
                        let letter = string.letter;
                        let message = format!(
                            "{letter}-string: newlines are not allowed in format specifiers for single quoted {letter}-strings"
                        );
                        return self.fail_before(at + 1, message);
                    }
                    return self.unterminated_interpolated(at);
                }
                b'{' if bytes.get(at + 1) == Some(&b'{') && !in_spec => at += 2,
                b'{' => {
                    if at > start || in_spec {
                        self.at = at;
                        self.tokens.push(Token {
                            kind: Kind::InterpolatedMiddle,
                            start,
                            end: at,
                            after: at,
                            level: self.brackets.len(),
                        });
                    }
                    self.at = at;
                    if string.fields.len() >= MAX_FIELDS {
                        let message = format!("{}-string: expressions nested too deeply", string.letter);
                        return self.fail_before(at, message);
                    }
                    string.fields.push(string.depth);
                    string.in_text = false;
                    return Ok(());
                }
                b'}' if named => {
                    at += 1;
                    named = false;
                }
                b'}' if bytes.get(at + 1) == Some(&b'}') && !in_spec => at += 2,
                b'}' => break,
                b'\\' => {
                    at += 1;
                    let Some(next) = self.text[at..].chars().next() else { continue };
                    // A brace after a backslash is a brace.
                    if matches!(next, '{' | '}') {
                        if !raw {
                            self.warnings.push((at, escape_message(&format!("\\{next}"), "")));
                        }
                        continue;
                    }
                    at += next.len_utf8();
                    if next == 'N' && !raw && bytes.get(at) == Some(&b'{') {
                        at += 1;
                        named = true;
                    }
                }
                _ => at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
        // An expression, or what is wrong, comes after the text.
        string.in_text = false;
        self.at = at;
        self.push(Kind::InterpolatedMiddle, start, at);
        Ok(())
    }

    fn unterminated_interpolated(&self, at: usize) -> Step {
        let Some(string) = self.strings.last() else { return Ok(()) };
        let line = if string.quotes == 3 { self.source.line_count() } else { self.source.line_of(at) };
        let triple = if string.quotes == 3 { "triple-quoted " } else { "" };
        let letter = string.letter;
        let message = format!("unterminated {triple}{letter}-string literal (detected at line {line})");
        let fault = self.source.fault_before(string.start + 1, message);
        Err(Box::new(LexicalFault { fault, quiet: false, bracket: None, interpolated: true }))
    }
}

/// The warning about an escape that means nothing; of which kind it is stands before "escape sequence".
pub(super) fn escape_message(escape: &str, kind: &str) -> String {
    format!(
        "\"{escape}\" is an invalid {kind}escape sequence. Such sequences will not work in the future. \
         Did you mean \"\\{escape}\"? A raw string is also an option."
    )
}
