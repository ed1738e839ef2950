//! Bodies as the report compares them: tokens without comments, laid out anew with one statement a line, so that
//! neither layout nor comments count.

use std::collections::BTreeSet;

use super::model::{BodyKind, NameKind};
use super::names::{self, Names, Reader, Use};
pub use crate::report::side_by_side::{Word, WordLine as BodyLine};
use crate::syntax::source::{SourceMap, Span, Token, TokenKind, TokenRange};
use crate::syntax::tree::{Block, Definition, InputEffect, InstDef, LabelDef, StackEffect, Tree};

/// The code of a definition.
#[derive(Clone, Debug)]
pub struct Body {
    /// The definition.
    pub name: String,
    /// What it is.
    pub kind: BodyKind,
    /// Where it is defined (`file:line`).
    pub at: String,
    /// What stands before the body, the name and the parentheses around it left out.
    pub header: Vec<Word>,
    /// The body without its braces.
    pub lines: Vec<BodyLine>,
    /// Every name it uses that it does not itself define.
    pub names: Names,
}

impl Body {
    /// The body of an instruction or micro-op. Its name is the micro-op's.
    pub fn of_inst(reader: Reader<'_>, def: &InstDef, name: &str, kind: BodyKind) -> Body {
        let stack = def.inputs.iter().filter_map(|input| match input {
            InputEffect::Stack(item) => Some(item),
            InputEffect::Cache(_) => None,
        });
        let items: Vec<&StackEffect> = stack.chain(&def.outputs).collect();
        let caches = def.inputs.iter().filter_map(|input| match input {
            InputEffect::Cache(cache) => Some(cache.name.text.as_str()),
            InputEffect::Stack(_) => None,
        });
        let locals = items.iter().map(|item| item.name.text.as_str()).chain(caches).collect();
        let mut names = names::of_block(reader, def.name.span.file, &def.body, locals);
        let types = items.iter().filter_map(|item| item.ty.as_ref());
        for ty in types.flat_map(|ty| names::of_type_text(&ty.text)) {
            let used = Use { is_translated: true, ..Use::default() };
            names.insert((NameKind::Type, ty.to_owned()), used);
        }
        let header = TokenRange { end: def.body.open, ..def.tokens };
        Body { names, ..Body::new(reader.sources, name, kind, def.name.span, header, &def.body) }
    }

    /// The body of a label.
    pub fn of_label(reader: Reader<'_>, def: &LabelDef) -> Body {
        let names = names::of_block(reader, def.name.span.file, &def.body, BTreeSet::new());
        let header = TokenRange { end: def.body.open, ..def.tokens };
        Body {
            names,
            ..Body::new(reader.sources, &def.name.text, BodyKind::Label, def.name.span, header, &def.body)
        }
    }

    /// The bodies of an optimizer file.
    pub fn of_optimizer(reader: Reader<'_>, tree: &Tree) -> Vec<Body> {
        let of_definition = |definition: &Definition| match definition {
            Definition::Inst(def) => Some(Body::of_inst(reader, def, &def.name.text, BodyKind::Optimizer)),
            _ => None,
        };
        tree.definitions.iter().filter_map(of_definition).collect()
    }

    fn new(
        sources: &SourceMap,
        name: &str,
        kind: BodyKind,
        span: Span,
        header: TokenRange,
        block: &Block,
    ) -> Body {
        let (line, _) = sources.line_column(span);
        let mut inside = TokenRange { file: span.file, start: block.open, end: block.close };
        inside.start.0 = inside.start.0.saturating_add(1).min(inside.end.0);
        let mut header: Vec<Word> = words(sources, header).into_iter().map(|(_, word)| word).collect();
        // `pure op(_NAME, (a -- b))` becomes `pure (a -- b)`.
        let is_opening =
            |pair: &[Word]| matches!(pair, [op, open] if open.text == "(" && op.text != "replicate");
        if let Some(at) = header.windows(2).position(is_opening) {
            header.drain(at..header.len().min(at + 4));
            header.pop();
        }
        Body {
            name: name.to_owned(),
            kind,
            at: format!("{}:{line}", sources.file(span.file).name),
            header,
            lines: lay_out(words(sources, inside)),
            names: Names::new(),
        }
    }

    /// The whole body as tokens, which is what decides whether it changed.
    pub fn key(&self) -> impl Iterator<Item = &str> + Clone {
        self.lines.iter().flat_map(|line| line.words.iter()).map(|word| word.text.as_str())
    }
}

/// Words as they are shown.
pub fn join(words: &[Word]) -> String {
    let mut text = String::new();
    for word in words {
        if word.spaced && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&word.text);
    }
    text
}

/// The tokens of a range without comments.
fn words(sources: &SourceMap, range: TokenRange) -> Vec<(TokenKind, Word)> {
    let mut result: Vec<(TokenKind, Word)> = Vec::new();
    let mut before: Option<&Token> = None;
    for token in sources.tokens(range) {
        // A comment separates like a blank does.
        let spaced =
            before.is_some_and(|before| before.end < token.start || before.kind == TokenKind::Comment);
        before = Some(token);
        if token.kind == TokenKind::Comment {
            continue;
        }
        let text = sources.token_text(range.file, token);
        let text = if is_directive(token.kind) {
            text.replace("\\\n", " ").split_whitespace().collect::<Vec<_>>().join(" ")
        } else {
            text.to_owned()
        };
        let opens = result.last().is_some_and(|(_, last)| matches!(last.text.as_str(), "(" | "["));
        let closes = matches!(text.as_str(), ")" | "]" | "," | ";");
        result.push((token.kind, Word { text, spaced: spaced && !opens && !closes }));
    }
    result
}

fn is_directive(kind: TokenKind) -> bool {
    use TokenKind::*;
    matches!(kind, DirectiveIf | DirectiveElse | DirectiveEndif | DirectiveOther)
}

/// Breaks tokens into lines: after `;`, `{` and `}`, and around directives. Braces of initial values and
/// everything between parentheses stay in their line.
fn lay_out(words: Vec<(TokenKind, Word)>) -> Vec<BodyLine> {
    let mut lines = Layout::default();
    let mut words = words.into_iter().peekable();
    while let Some((kind, word)) = words.next() {
        if is_directive(kind) {
            lines.end();
            lines.lines.push(BodyLine { indent: 0, words: vec![word] });
            continue;
        }
        match word.text.as_str() {
            "(" | "[" => {
                lines.brackets += 1;
                lines.current.push(word);
            }
            ")" | "]" => {
                lines.brackets = lines.brackets.saturating_sub(1);
                lines.current.push(word);
            }
            "{" if lines.brackets > 0 || lines.current.last().is_some_and(|w| w.text == "=") => {
                lines.brackets += 1;
                lines.inline_braces += 1;
                lines.current.push(word);
            }
            "}" if lines.inline_braces > 0 => {
                lines.brackets = lines.brackets.saturating_sub(1);
                lines.inline_braces -= 1;
                lines.current.push(word);
            }
            "{" => {
                lines.current.push(word);
                lines.end();
                lines.indent += 1;
            }
            "}" => {
                lines.end();
                lines.indent = lines.indent.saturating_sub(1);
                lines.current.push(word);
                if words.peek().is_none_or(|(_, next)| next.text != ";") {
                    lines.end();
                }
            }
            ";" if lines.brackets == 0 => {
                lines.current.push(word);
                lines.end();
            }
            _ => lines.current.push(word),
        }
    }
    lines.end();
    lines.lines
}

#[derive(Default)]
struct Layout {
    lines: Vec<BodyLine>,
    current: Vec<Word>,
    indent: usize,
    brackets: usize,
    inline_braces: usize,
}

impl Layout {
    fn end(&mut self) {
        if !self.current.is_empty() {
            self.lines.push(BodyLine { indent: self.indent, words: std::mem::take(&mut self.current) });
        }
    }
}
