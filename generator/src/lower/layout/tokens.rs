//! Tokens of Rust, each with its part in an expression: whether a `-` takes one operand or two, whether a `<` compares
//! or opens generics.
//!
//! What is read is what the generator writes, so one thing is taken from spaces, which rustc does not: a `<` right
//! behind a name opens generics, one behind a space compares.

use super::spaces;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name, or a keyword that can end an operand.
    Name,
    /// A keyword that something follows.
    Keyword,
    /// A lifetime or label.
    Lifetime,
    /// A literal.
    Literal,
    /// A comment to the end of its line, `///` and `//!` included.
    Comment,
    /// The first half of a group.
    Open(Delimiter),
    /// The other half.
    Close(Delimiter),
    /// An operator before its operand, and the `|` before a closure's parameters.
    Prefix,
    /// The `|` behind a closure's parameters.
    Bar,
    /// An operator between operands, and how tightly it binds.
    Infix(u8),
    /// `=`, alone or with an operator.
    Assign,
    /// `->`
    Arrow,
    /// `=>`
    FatArrow,
    /// `..` and its like
    Dots,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// `:`
    Colon,
    /// `::`, and the `:` between a macro's parameter and what it takes.
    Path,
    /// `.`
    Dot,
    /// `?`
    Question,
    /// `!` behind the name of a macro
    Bang,
    /// `$`
    Dollar,
    /// `#`
    Hash,
    /// `@`
    At,
}

/// What stands around a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    /// `( )`
    Parenthesis,
    /// `[ ]`
    Bracket,
    /// `{ }`
    Brace,
    /// `< >` of generics
    Angle,
}

/// How tightly `as` binds: more than every operator between operands.
pub const CAST: u8 = 11;

/// What the braces of a group stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Braces {
    /// None, or statements or items.
    Block,
    /// The arms of a `match`.
    Arms,
    /// Elements with commas between them.
    List,
    /// The tokens of a macro, of which nobody knows what they are: their lines are kept.
    Lines,
}

/// A token.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Where its text begins, in bytes.
    pub start: u32,
    /// Where its text ends.
    pub end: u32,
    /// What it is.
    pub kind: Kind,
    /// What its braces stand for, if it opens some.
    pub braces: Braces,
    /// Whether there is a space between it and the token before, if both are on a line.
    pub space: bool,
    /// Whether it is the first one on its line.
    pub begins_line: bool,
    /// The other half of its group.
    pub mate: u32,
    /// Where it would begin, in characters, if all tokens were on one line.
    pub column: u32,
    /// Its length in characters.
    pub width: u32,
    /// How many of the tokens before it keep what they are in from being written on one line.
    pub breaks: u32,
}

/// What is wrong with a text, and where: an offset in bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    pub at: usize,
    pub what: &'static str,
}

/// How deep groups may lie in each other: those of a body, whose depth has a limit, and of what is around it.
const MAX_DEPTH: usize = 200;

/// A group that is not closed yet.
struct Frame {
    /// Its first half.
    open: usize,
    /// Commas between its elements.
    commas: u32,
    /// Whether it is of a macro that keeps its lines.
    keeps_lines: bool,
}

struct Lexer<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    tokens: Vec<Token>,
    frames: Vec<Frame>,
    /// Whether the parameters of a closure are being read, and in which depth.
    closure: Option<usize>,
    begins_line: bool,
}

/// The tokens of a text. Commas before the end of a group that mean nothing are left out: the layouter puts them where
/// a group takes several lines.
///
/// # Errors
/// If something is no token, or a group is not closed or not opened.
pub fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let mut lexer = Lexer {
        text,
        bytes: text.as_bytes(),
        at: 0,
        tokens: Vec::with_capacity(text.len() / 3),
        frames: Vec::new(),
        closure: None,
        begins_line: true,
    };
    if u32::try_from(text.len()).is_err() {
        return Err(Fault { at: 0, what: "the text is too long" });
    }
    while let Some(byte) = lexer.peek(0) {
        match byte {
            b'\n' => {
                lexer.begins_line = true;
                lexer.at += 1;
            }
            b' ' | b'\t' | b'\r' => lexer.at += 1,
            _ => lexer.token(byte)?,
        }
    }
    lexer.unopened_angles();
    match lexer.frames.pop().and_then(|frame| lexer.tokens.get(frame.open)) {
        Some(open) => Err(Fault { at: open.start as usize, what: "a group is not closed" }),
        None => Ok(lexer.tokens),
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Keywords that something follows, so that an operator behind them takes one operand.
fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "as" | "break"
            | "const"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "fn"
            | "for"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "pub"
            | "ref"
            | "return"
            | "static"
            | "struct"
            | "trait"
            | "type"
            | "unsafe"
            | "use"
            | "where"
            | "while"
    )
}

/// Operators of several characters, the longer ones before those that they begin with.
const LONG: [&str; 25] = [
    "<<=", ">>=", "...", "..=", "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "+=", "-=", "*=", "/=",
    "%=", "^=", "&=", "|=", "<<", ">>", "..", "/*",
];

impl<'t> Lexer<'t> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn fault<T>(&self, what: &'static str) -> Result<T, Fault> {
        Err(Fault { at: self.at, what })
    }

    /// The kind of the last token.
    fn last(&self) -> Option<Kind> {
        self.tokens.last().map(|token| token.kind)
    }

    fn word_of(&self, token: &Token) -> &'t str {
        self.text.get(token.start as usize..token.end as usize).unwrap_or_default()
    }

    /// Whether the last token asks for an operand.
    fn expects_operand(&self) -> bool {
        !matches!(
            self.last(),
            Some(
                Kind::Name
                    | Kind::Lifetime
                    | Kind::Literal
                    | Kind::Question
                    | Kind::Close(Delimiter::Parenthesis | Delimiter::Bracket | Delimiter::Angle)
            )
        )
    }

    /// Adds the token that ends at `end`.
    fn push(&mut self, kind: Kind, end: usize) {
        let range = self.at..end;
        let word = self.text.get(range.clone()).unwrap_or_default();
        let width = if word.is_ascii() { word.len() } else { word.chars().count() };
        let before = self.tokens.last();
        let space =
            before.is_some_and(|before| spaces::between((before.kind, self.word_of(before)), (kind, word)));
        self.tokens.push(Token {
            start: range.start as u32,
            end: range.end as u32,
            kind,
            braces: Braces::Block,
            space,
            begins_line: std::mem::take(&mut self.begins_line),
            mate: 0,
            column: before.map_or(0, |before| before.column + before.width) + u32::from(space),
            width: width as u32,
            breaks: 0,
        });
        self.at = end;
    }

    /// Reads a token, which begins with `byte`.
    fn token(&mut self, byte: u8) -> Result<(), Fault> {
        match byte {
            b'/' if self.peek(1) == Some(b'/') => {
                let rest = self.bytes.get(self.at..).unwrap_or_default();
                let length = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
                let line = self.text.get(self.at..self.at + length).unwrap_or_default();
                self.push(Kind::Comment, self.at + line.trim_end().len());
            }
            b'"' => self.quoted(1)?,
            b'\'' => self.quote()?,
            b'0'..=b'9' => self.number(),
            b'(' => self.open(Delimiter::Parenthesis)?,
            b'[' => self.open(Delimiter::Bracket)?,
            b'{' => self.open(Delimiter::Brace)?,
            b')' => self.close(Delimiter::Parenthesis)?,
            b']' => self.close(Delimiter::Bracket)?,
            b'}' => self.close(Delimiter::Brace)?,
            _ if is_word(byte) => self.word()?,
            _ => self.mark(byte)?,
        }
        Ok(())
    }

    /// Reads a word, or a literal that begins like one.
    fn word(&mut self) -> Result<(), Fault> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| !is_word(*byte)).unwrap_or(rest.len());
        let word = self.text.get(self.at..self.at + length).unwrap_or_default();
        match (word, self.peek(length)) {
            ("b" | "c", Some(b'"')) => self.quoted(length + 1),
            ("b", Some(b'\'')) => {
                let start = self.at;
                self.at += length;
                self.quote()?;
                // The letter belongs to it.
                if let Some(token) = self.tokens.last_mut() {
                    token.start = start as u32;
                    token.width += length as u32;
                }
                Ok(())
            }
            ("r" | "br" | "cr", Some(b'"' | b'#')) => {
                let hashes = rest.get(length..).unwrap_or_default();
                let hashes = hashes.iter().position(|byte| *byte != b'#').unwrap_or(hashes.len());
                match self.peek(length + hashes) {
                    Some(b'"') => self.raw(length + hashes + 1, hashes),
                    // A raw name.
                    _ => {
                        let name = rest.get(length + hashes..).unwrap_or_default();
                        let name = name.iter().position(|byte| !is_word(*byte)).unwrap_or(name.len());
                        self.push(Kind::Name, self.at + length + hashes + name);
                        Ok(())
                    }
                }
            }
            _ => {
                let is_field = self.last() == Some(Kind::Dot);
                let kind = if !is_field && is_keyword(word) { Kind::Keyword } else { Kind::Name };
                self.push(kind, self.at + length);
                Ok(())
            }
        }
    }

    /// Reads a text with escapes; `skip` bytes are before what is in it.
    fn quoted(&mut self, skip: usize) -> Result<(), Fault> {
        let mut end = self.at + skip;
        loop {
            match self.bytes.get(end) {
                Some(b'"') => break self.push(Kind::Literal, end + 1),
                Some(b'\\') => end += 2,
                Some(_) => end += 1,
                None => return self.fault("a text is not closed"),
            }
        }
        Ok(())
    }

    /// Reads a text without escapes.
    fn raw(&mut self, skip: usize, hashes: usize) -> Result<(), Fault> {
        let inside = self.bytes.get(self.at + skip..).unwrap_or_default();
        let is_end = |at: &usize| {
            let after = inside.get(at + 1..at + 1 + hashes);
            after.is_some_and(|after| after.iter().all(|byte| *byte == b'#'))
        };
        let quotes = (0..inside.len()).filter(|at| inside.get(*at) == Some(&b'"'));
        match { quotes }.find(is_end) {
            Some(end) => self.push(Kind::Literal, self.at + skip + end + 1 + hashes),
            None => return self.fault("a text is not closed"),
        }
        Ok(())
    }

    /// Reads what begins with `'`: a character or a lifetime.
    fn quote(&mut self) -> Result<(), Fault> {
        let rest = self.text.get(self.at + 1..).unwrap_or_default();
        let mut characters = rest.char_indices();
        match (characters.next(), characters.next()) {
            (Some((_, '\\')), Some((escaped, character))) => {
                let after = escaped + character.len_utf8();
                let end = rest.get(after..).and_then(|rest| rest.find('\''));
                match end {
                    Some(end) => self.push(Kind::Literal, self.at + 1 + after + end + 1),
                    None => return self.fault("a character is not closed"),
                }
            }
            (Some(_), Some((end, '\''))) => self.push(Kind::Literal, self.at + 1 + end + 1),
            (Some((_, first)), _) if first == '_' || first.is_alphanumeric() => {
                let length = rest.bytes().position(|byte| !is_word(byte)).unwrap_or(rest.len());
                self.push(Kind::Lifetime, self.at + 1 + length);
            }
            _ => return self.fault("a character is not closed"),
        }
        Ok(())
    }

    fn number(&mut self) {
        let digits = |from: usize| {
            let rest = self.bytes.get(from..).unwrap_or_default();
            from + rest.iter().position(|byte| !is_word(*byte)).unwrap_or(rest.len())
        };
        let mut end = digits(self.at);
        // `1.5`, but neither `1..5` nor `1.max(5)` nor the fields of `pair.0.1`.
        let is_field = self.last() == Some(Kind::Dot);
        let is_fraction = self.bytes.get(end) == Some(&b'.')
            && self
                .bytes
                .get(end + 1)
                .is_none_or(|byte| *byte != b'.' && (!is_word(*byte) || byte.is_ascii_digit()));
        if is_fraction && !is_field {
            end = digits(end + 1);
        }
        let number = self.bytes.get(self.at..end).unwrap_or_default();
        let is_decimal =
            !number.starts_with(b"0x") && !number.starts_with(b"0b") && !number.starts_with(b"0o");
        let is_sign = matches!(self.bytes.get(end), Some(b'-' | b'+'));
        if is_decimal && is_sign && matches!(number.last(), Some(b'e' | b'E')) {
            end = digits(end + 1);
        }
        self.push(Kind::Literal, end);
    }

    fn open(&mut self, delimiter: Delimiter) -> Result<(), Fault> {
        if self.frames.len() >= MAX_DEPTH {
            return self.fault("groups lie too deep in each other");
        }
        let mut before = self.tokens.iter().rev().map(|token| token.kind);
        let (last, before_last) = (before.next(), before.next());
        let is_macro =
            matches!((before_last, last), (_, Some(Kind::Bang)) | (Some(Kind::Bang), Some(Kind::Name)));
        let keeps_lines = self.frames.last().is_some_and(|frame| frame.keeps_lines)
            || (is_macro && delimiter == Delimiter::Brace);
        self.frames.push(Frame { open: self.tokens.len(), commas: 0, keeps_lines });
        self.push(Kind::Open(delimiter), self.at + 1);
        if keeps_lines && let Some(token) = self.tokens.last_mut() {
            token.braces = Braces::Lines;
        }
        Ok(())
    }

    fn close(&mut self, delimiter: Delimiter) -> Result<(), Fault> {
        if delimiter != Delimiter::Angle {
            self.unopened_angles();
        }
        let open = self.frames.last().and_then(|frame| self.tokens.get(frame.open)).map(|open| open.kind);
        if open != Some(Kind::Open(delimiter)) {
            return self.fault("a group is closed that is not open");
        }
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        self.drop_comma(&frame, delimiter);
        let mate = self.tokens.len();
        self.push(Kind::Close(delimiter), self.at + 1);
        for (one, other) in [(frame.open, mate), (mate, frame.open)] {
            if let Some(token) = self.tokens.get_mut(one) {
                token.mate = other as u32;
            }
        }
        Ok(())
    }

    /// Leaves out a comma before the end of a group, if it means nothing: that of `(a,)` makes a tuple, and nobody
    /// knows what those in macros mean.
    fn drop_comma(&mut self, frame: &Frame, delimiter: Delimiter) {
        let is_tuple =
            delimiter == Delimiter::Parenthesis && frame.commas == 1 && !is_call(&self.tokens, frame.open);
        let is_list = delimiter != Delimiter::Brace && !is_tuple && !frame.keeps_lines;
        if is_list && self.last() == Some(Kind::Comma) {
            self.tokens.pop();
        }
    }

    /// What was taken for the beginning of generics, and is not closed, compares.
    fn unopened_angles(&mut self) {
        while let Some(token) = self.frames.last().and_then(|frame| self.tokens.get_mut(frame.open))
            && token.kind == Kind::Open(Delimiter::Angle)
        {
            token.kind = Kind::Infix(COMPARE);
            self.frames.pop();
        }
    }

    fn mark(&mut self, byte: u8) -> Result<(), Fault> {
        let in_generics = self
            .frames
            .last()
            .and_then(|frame| self.tokens.get(frame.open))
            .is_some_and(|open| open.kind == Kind::Open(Delimiter::Angle));
        if byte == b'>' && in_generics {
            return self.close(Delimiter::Angle);
        }
        let rest = self.text.get(self.at..).unwrap_or_default();
        let long = LONG.iter().find(|long| rest.starts_with(**long));
        let word = long.copied().or_else(|| rest.get(..1)).unwrap_or_default();
        if word == "<" && self.frames.len() < MAX_DEPTH && self.opens_generics() {
            return self.open(Delimiter::Angle);
        }
        let end = self.at + word.len();
        let kind = match word {
            "|" | "||" if self.expects_operand() => {
                self.closure = (word == "|").then_some(self.frames.len());
                Kind::Prefix
            }
            "|" if self.closure == Some(self.frames.len()) => {
                self.closure = None;
                Kind::Bar
            }
            "!" if self.last() == Some(Kind::Name) => Kind::Bang,
            "-" | "*" | "&" | "&&" | "!" if self.expects_operand() => Kind::Prefix,
            ":" if self.is_macro_parameter() => Kind::Path,
            "," => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.commas += 1;
                }
                Kind::Comma
            }
            ";" => {
                self.unopened_angles();
                Kind::Semicolon
            }
            ":" => Kind::Colon,
            "::" => Kind::Path,
            "." => Kind::Dot,
            ".." | "..=" | "..." => Kind::Dots,
            "?" => Kind::Question,
            "$" => Kind::Dollar,
            "#" => Kind::Hash,
            "@" => Kind::At,
            "->" => Kind::Arrow,
            "=>" => Kind::FatArrow,
            "=" | "<<=" | ">>=" | "+=" | "-=" | "*=" | "/=" | "%=" | "^=" | "&=" | "|=" => Kind::Assign,
            _ => match tightness(word) {
                Some(tightness) => Kind::Infix(tightness),
                None => return self.fault("this is no token that the generator writes"),
            },
        };
        self.push(kind, end);
        Ok(())
    }

    /// Whether a `<` opens generics.
    fn opens_generics(&self) -> bool {
        let touches = self.tokens.last().is_some_and(|token| token.end as usize == self.at);
        match self.last() {
            Some(Kind::Name) => touches && self.peek(1).is_some_and(|byte| byte != b' '),
            Some(Kind::Path | Kind::Keyword) => true,
            _ => self.expects_operand(),
        }
    }

    /// Whether a `:` follows the name of a macro's parameter.
    fn is_macro_parameter(&self) -> bool {
        let mut before = self.tokens.iter().rev().map(|token| token.kind);
        before.next() == Some(Kind::Name) && before.next() == Some(Kind::Dollar)
    }
}

const COMPARE: u8 = 3;

/// How tightly an operator between operands binds.
fn tightness(word: &str) -> Option<u8> {
    Some(match word {
        "||" => 1,
        "&&" => 2,
        "==" | "!=" | "<" | ">" | "<=" | ">=" => COMPARE,
        "|" => 4,
        "^" => 5,
        "&" => 6,
        "<<" | ">>" => 7,
        "+" | "-" => 8,
        "*" | "/" | "%" => 9,
        _ => return None,
    })
}

/// Whether a group of parentheses has arguments or parameters in it, by what stands before it.
pub fn is_call(tokens: &[Token], open: usize) -> bool {
    let before = open.checked_sub(1).and_then(|before| tokens.get(before));
    before.is_some_and(|before| match before.kind {
        Kind::Name | Kind::Bang | Kind::Question => true,
        Kind::Close(delimiter) => delimiter != Delimiter::Brace,
        // `fn(…)`
        Kind::Keyword => before.end - before.start == 2 && !tokens.get(open).is_some_and(|open| open.space),
        _ => false,
    })
}
