//! Source texts, byte spans and tokens: where everything that is said about the input points to.

use std::ops::Range;

/// Identifies a file of a [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A half-open range of bytes of one file. Never shrunk to a point unless the text it names is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file the range lies in.
    pub file: FileId,
    /// Byte offset of the first byte.
    pub start: u32,
    /// Byte offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The smallest span that covers both; both must lie in the same file.
    pub fn to(self, other: Span) -> Span {
        debug_assert_eq!(self.file, other.file);
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span as a range of byte offsets.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The kinds of token that the instruction language has, with the reference lexer's classification:
/// annotation words are annotations and `inst`, `op`, `macro`, `label`, `spilled` are keywords *everywhere*
/// (reference.md B3, B4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// A name that is neither keyword nor annotation.
    Identifier,
    /// `specializing`, `override`, `register`, `replaced`, `pure`, `replicate`, `tier1`, `tier2`, `no_save_ip`
    /// (3.13 also `split`).
    Annotation,
    /// A C or DSL keyword; the text tells which.
    Keyword,
    /// An integer or floating-point literal.
    Number,
    /// A string literal.
    String,
    /// A character literal.
    Character,
    /// An operator or delimiter; the text tells which.
    Punct,
    /// A `//` or `/* */` comment.
    Comment,
    /// A `#if…` line (also `#ifdef`, `#ifndef`), up to and including its newline.
    DirectiveIf,
    /// A `#else` line.
    DirectiveElse,
    /// A `#endif` line.
    DirectiveEndif,
    /// Any other `#` line.
    DirectiveOther,
}

/// One token of a file, comments included. Positions are those that the reference lexer reports (reference.md
/// B5), because the layout of the C that it writes depends on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Byte offset of the first byte.
    pub start: u32,
    /// Byte offset after the last byte.
    pub end: u32,
    /// 1-based line of the first byte.
    pub line: u32,
    /// Column of the first byte as the reference counts it: 1-based, but 0-based on the line after a directive.
    pub column: u32,
    /// Line of the end, as the reference counts it.
    pub end_line: u32,
    /// Column of the end, as the reference counts it.
    pub end_column: u32,
}

/// The place of a token in its file's token list ([`SourceFile::tokens`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(pub u32);

/// A half-open range of tokens of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenRange {
    /// The file the tokens belong to.
    pub file: FileId,
    /// First token.
    pub start: TokenId,
    /// The token after the last one.
    pub end: TokenId,
}

/// One input file: its name as users wrote it, its text and its tokens.
#[derive(Debug)]
pub struct SourceFile {
    /// The name that messages and outputs use (never absolute unless the user wrote it so).
    pub name: String,
    /// The whole text.
    pub text: String,
    /// Every token, comments included, in order. Empty until the file was lexed.
    pub tokens: Vec<Token>,
    line_starts: Vec<u32>,
}

/// All the input files of a run.
#[derive(Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// An empty map.
    pub fn new() -> SourceMap {
        SourceMap::default()
    }

    /// Adds a text under a name, with `\r\n` and `\r` turned into `\n`, as Python reads text files. The text must
    /// be shorter than 4 GiB (the reader of files refuses longer ones).
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let mut text: String = text.into();
        if text.contains('\r') {
            text = text.replace("\r\n", "\n").replace('\r', "\n");
        }
        let line_starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1))
            .collect();
        self.files.push(SourceFile { name: name.into(), text, tokens: Vec::new(), line_starts });
        FileId(self.files.len() as u32 - 1)
    }

    /// The file with this id.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The file with this id, for the lexer to fill in its tokens.
    pub fn file_mut(&mut self, id: FileId) -> &mut SourceFile {
        &mut self.files[id.0 as usize]
    }

    /// Every file, in the order in which they were added.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, f)| (FileId(i as u32), f))
    }

    /// The text that a span covers.
    pub fn text(&self, span: Span) -> &str {
        &self.file(span.file).text[span.range()]
    }

    /// The tokens of a range.
    pub fn tokens(&self, range: TokenRange) -> &[Token] {
        &self.file(range.file).tokens[range.start.0 as usize..range.end.0 as usize]
    }

    /// The text of a token of a file.
    pub fn token_text(&self, file: FileId, token: &Token) -> &str {
        &self.file(file).text[token.start as usize..token.end as usize]
    }

    /// The 1-based line and column (in bytes) of the start of a span.
    pub fn line_column(&self, span: Span) -> (u32, u32) {
        self.file(span.file).line_column(span.start)
    }
}

impl SourceFile {
    /// The name as messages show it: with `/` for `\`, without a leading `./` or a trailing `.new` (reference.md
    /// B9).
    pub fn display_name(&self) -> String {
        let name = self.name.replace('\\', "/");
        let name = name.strip_prefix("./").unwrap_or(&name);
        name.strip_suffix(".new").unwrap_or(name).to_owned()
    }

    /// Number of lines; an empty text has one.
    pub fn line_count(&self) -> u32 {
        self.line_starts.len() as u32
    }

    /// The bytes of a 1-based line, without its line end; empty if there is no such line.
    pub fn line(&self, number: u32) -> Range<usize> {
        let length = self.text.len();
        let start = |n: u32| self.line_starts.get(n as usize).map_or(length, |s| *s as usize);
        let begin = start(number.saturating_sub(1));
        let end = start(number);
        let has_end = end > begin && self.text.as_bytes().get(end - 1) == Some(&b'\n');
        begin..if has_end { end - 1 } else { end }
    }

    /// The 1-based line and column (in bytes) of a byte offset.
    pub fn line_column(&self, offset: u32) -> (u32, u32) {
        let line = self.line_starts.partition_point(|start| *start <= offset);
        (line as u32, offset - self.line_starts[line - 1] + 1)
    }
}

/// The text of some tokens with their original spacing, as the reference's `lexer.to_text` prints it: tokens
/// that are missing from the list (comments, say) leave their room behind. `dedent` is the number of columns
/// taken away from each line; a negative one indents the lines inside comments.
pub fn to_text(text: &str, tokens: &[Token], dedent: i32) -> String {
    let Some(first) = tokens.first() else { return String::new() };
    let mut out = String::new();
    let mut line = first.line;
    let mut column = 1 + i64::from(dedent);
    for token in tokens {
        while token.line > line {
            line += 1;
            out.push('\n');
            column = 1 + i64::from(dedent);
        }
        for _ in 0..(i64::from(token.column) - column).max(0) {
            out.push(' ');
        }
        let body = text.get(token.start as usize..token.end as usize).unwrap_or_default();
        if dedent < 0 && token.kind == TokenKind::Comment && body.contains('\n') {
            out.push_str(&body.replace('\n', &format!("\n{}", " ".repeat(dedent.unsigned_abs() as usize))));
        } else {
            out.push_str(body);
        }
        line = token.end_line;
        column = i64::from(token.end_column);
    }
    out
}
