//! Definition files as the reference reads them: token by token, with what it expects where, and nothing more.
//!
//! The grammar (`grammar.pest`) knows C and refuses what is none. The reference does not: what it takes for a
//! statement is whatever comes up to a semicolon outside of parentheses, braces and whole definitions included. Where
//! it is the measure, its reading is followed here, so that it makes the same statements of the same text; like it,
//! this stops at the first thing that is wrong. Only 3.14 is read so.

use pest::Parser;

use super::expected::quoted;
use super::expr;
use super::grammar::{Grammar, Rule};
use super::parse::{Context, decimal, no_copies, no_units};
use super::report::Reports;
use super::source::{FileId, Span, Token, TokenId, TokenKind, TokenRange, to_text};
use super::split::{Kind, Piece, token_text};
use super::tree::{
    Annotation, Block, CacheEffect, Definition, Expr, FamilyDef, ForStmt, IfStmt, InputEffect, InstDef,
    InstKind, LabelDef, MacroDef, MacroIfStmt, MacroPart, Name, PseudoDef, SimpleStmt, SizedBy, StackEffect,
    Stmt, StmtId, StmtKind, WhileStmt,
};
use super::{MAX_NESTING, ParseOptions};
use crate::diagnostics::catalog::syntax as codes;
use crate::diagnostics::{Code, Diagnostic};

/// The definitions among the tokens from `begin` to `end`, or the first thing that is wrong.
pub(crate) fn definitions(
    file: FileId,
    text: &str,
    tokens: &[Token],
    options: ParseOptions,
    (begin, end): (usize, usize),
) -> Result<Vec<Definition>, Box<Diagnostic>> {
    let tokens = tokens.get(..end).unwrap_or(tokens);
    let mut reader = Reader { file, text, tokens, options, at: begin, next_statement: 0, depth: 0 };
    reader.definitions()
}

type Read<T> = Result<T, Box<Diagnostic>>;

/// Inputs and outputs.
type Effect = (Vec<InputEffect>, Vec<StackEffect>);

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    /// The tokens up to the end of the definitions.
    tokens: &'a [Token],
    options: ParseOptions,
    /// The next token.
    at: usize,
    next_statement: u32,
    /// How many statements the one at hand is in.
    depth: usize,
}

/// What can be asked for.
#[derive(Clone, Copy)]
enum Wanted {
    /// This operator, delimiter or keyword.
    Word(&'static str),
    /// A name that is neither keyword nor annotation.
    Name,
    Number,
    Annotation,
    DirectiveIf,
    DirectiveElse,
    DirectiveEndif,
    DirectiveOther,
}

impl Wanted {
    fn words(self) -> String {
        match self {
            Wanted::Word(word) => quoted(word),
            Wanted::Name => "a name".to_owned(),
            Wanted::Number => "a number".to_owned(),
            Wanted::Annotation => "an annotation".to_owned(),
            Wanted::DirectiveIf => "#if".to_owned(),
            Wanted::DirectiveElse => "#else".to_owned(),
            Wanted::DirectiveEndif => "#endif".to_owned(),
            Wanted::DirectiveOther => "a directive".to_owned(),
        }
    }
}

impl Reader<'_> {
    fn definitions(&mut self) -> Read<Vec<Definition>> {
        let mut all = Vec::new();
        loop {
            let start = self.significant();
            if start >= self.tokens.len() {
                // Comments after the last definition are too much for the reference, and so is a file without any.
                return match self.tokens.get(self.at) {
                    Some(_) => Err(self.error(
                        codes::NO_DEFINITION,
                        "a comment after the last definition",
                        self.at,
                        "CPython's generator refuses it here",
                        "move it behind the END marker or before a definition",
                    )),
                    None if all.is_empty() => Err(self.error(
                        codes::EMPTY_FILE,
                        "there are no definitions",
                        self.tokens.len().saturating_sub(1),
                        "the file ends here",
                        "leave the file out, or write a definition between its markers",
                    )),
                    None => Ok(all),
                };
            }
            match self.definition(start)? {
                Some(definition) => all.push(definition),
                None => {
                    return Err(self.error(
                        codes::NO_DEFINITION,
                        "this is no definition",
                        start,
                        "expected a definition",
                        "a definition is one of inst, op, macro, family, pseudo and label",
                    ));
                }
            }
        }
    }

    /// The next token that is no comment.
    fn significant(&self) -> usize {
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        self.at + rest.iter().position(|token| token.kind != TokenKind::Comment).unwrap_or(rest.len())
    }

    fn token_text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token_text(self.text, token))
    }

    fn is(&self, at: usize, wanted: Wanted) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        match wanted {
            Wanted::Word(word) => {
                matches!(token.kind, TokenKind::Punct | TokenKind::Keyword)
                    && token_text(self.text, token) == word
            }
            Wanted::Name => token.kind == TokenKind::Identifier,
            Wanted::Number => token.kind == TokenKind::Number,
            Wanted::Annotation => token.kind == TokenKind::Annotation,
            Wanted::DirectiveIf => token.kind == TokenKind::DirectiveIf,
            Wanted::DirectiveElse => token.kind == TokenKind::DirectiveElse,
            Wanted::DirectiveEndif => token.kind == TokenKind::DirectiveEndif,
            Wanted::DirectiveOther => token.kind == TokenKind::DirectiveOther,
        }
    }

    /// Takes the next token that is no comment if it is what is wanted.
    fn take(&mut self, wanted: Wanted) -> Option<usize> {
        let at = self.significant();
        let found = self.is(at, wanted).then_some(at)?;
        self.at = at + 1;
        Some(found)
    }

    fn take_word(&mut self, word: &'static str) -> Option<usize> {
        self.take(Wanted::Word(word))
    }

    fn take_name(&mut self) -> Option<Name> {
        self.take(Wanted::Name).map(|at| self.name(at))
    }

    fn require(&mut self, wanted: Wanted) -> Read<usize> {
        match self.take(wanted) {
            Some(at) => Ok(at),
            None => Err(self.expected(codes::EXPECTED, wanted.words())),
        }
    }

    fn name(&self, at: usize) -> Name {
        Name { text: self.token_text(at).to_owned(), span: self.span(at, at + 1) }
    }

    fn range(&self, start: usize, end: usize) -> TokenRange {
        TokenRange { file: self.file, start: TokenId(start as u32), end: TokenId(end as u32) }
    }

    /// From the first of some tokens to the last.
    fn span(&self, start: usize, end: usize) -> Span {
        let first = self.tokens.get(start).map_or(0, |token| token.start);
        let last = end.checked_sub(1).and_then(|i| self.tokens.get(i)).map_or(first, |token| token.end);
        Span { file: self.file, start: first, end: last.max(first) }
    }

    fn error(&self, code: Code, message: &str, at: usize, label: &str, help: &str) -> Box<Diagnostic> {
        Box::new(Diagnostic::error(code, message, self.span(at, at + 1), label).with_help(help))
    }

    /// The error that something else stands where something is expected.
    fn expected(&self, code: Code, what: impl Into<String>) -> Box<Diagnostic> {
        let what = what.into();
        let at = self.significant();
        let help = "CPython's generator cannot read it either; without --as-reference more is said";
        if at < self.tokens.len() {
            let message = format!("expected {what}, found {}", quoted(self.token_text(at)));
            return self.error(code, &message, at, &format!("expected {what}"), help);
        }
        let message = format!("expected {what}, found the end of the definitions");
        let last = self.tokens.len().saturating_sub(1);
        self.error(codes::END_INSIDE_DEFINITION, &message, last, &format!("expected {what} after this"), help)
    }

    // ---- definitions -----------------------------------------------------------------------------------------------

    /// The definition that starts at a token. `None` if none does.
    fn definition(&mut self, start: usize) -> Read<Option<Definition>> {
        self.at = start;
        if self.take_word("macro").is_some() {
            return Ok(self.macro_(start)?.map(Definition::Macro));
        }
        if self.is(start, Wanted::Name) {
            self.at = start + 1;
            return match self.token_text(start) {
                "family" => Ok(self.family(start)?.map(Definition::Family)),
                "pseudo" => Ok(self.pseudo(start)?.map(Definition::Pseudo)),
                _ => Ok(None),
            };
        }
        if let Some(inst) = self.inst(start)? {
            return Ok(Some(Definition::Inst(inst)));
        }
        self.at = start;
        Ok(self.label(start)?.map(Definition::Label))
    }

    fn label(&mut self, start: usize) -> Read<Option<LabelDef>> {
        let spilled = self.take_word("spilled").is_some();
        if self.take_word("label").is_none() || self.take_word("(").is_none() {
            return Ok(None);
        }
        let Some(name) = self.take_name() else { return Ok(None) };
        if self.take_word(")").is_none() {
            return Ok(None);
        }
        let body = self.block()?;
        let (span, tokens) = (self.span(start, self.at), self.range(start, self.at));
        Ok(Some(LabelDef { name, spilled, body, span, tokens }))
    }

    fn inst(&mut self, start: usize) -> Read<Option<InstDef>> {
        let mut annotations = Vec::new();
        while let Some(at) = self.take(Wanted::Annotation) {
            let name = self.name(at);
            let mut argument = None;
            if name.text == "replicate" {
                self.require(Wanted::Word("("))?;
                let number = self.require(Wanted::Number)?;
                self.require(Wanted::Word(")"))?;
                let number = self.name(number);
                if decimal(&number.text).is_none() {
                    let (what, label) = no_copies(&number.text);
                    let message = format!("`replicate` with {}, which is {what}", quoted(&number.text));
                    let report =
                        Diagnostic::error(codes::BAD_ANNOTATION_ARGUMENT, message, number.span, label);
                    return Err(Box::new(report.with_help("write how often: replicate(8)")));
                }
                argument = Some(number);
            }
            annotations.push(Annotation { name, argument });
        }
        let kind = if self.take_word("inst").is_some() {
            InstKind::Inst
        } else if self.take_word("op").is_some() {
            InstKind::Op
        } else {
            return Ok(None);
        };
        if self.take_word("(").is_none() {
            return Ok(None);
        }
        let Some(name) = self.take_name() else { return Ok(None) };
        if self.take_word(",").is_none() {
            return Ok(None);
        }
        let (inputs, outputs) = self.effect()?;
        if self.take_word(")").is_none() || !self.is(self.significant(), Wanted::Word("{")) {
            return Ok(None);
        }
        let body = self.block()?;
        let (span, tokens) = (self.span(start, self.at), self.range(start, self.at));
        Ok(Some(InstDef { kind, annotations, name, inputs, outputs, body, span, tokens }))
    }

    fn effect(&mut self) -> Read<Effect> {
        let wrong = |reader: &Self, what| Err(reader.expected(codes::EXPECTED_STACK_EFFECT, what));
        if self.take_word("(").is_none() {
            return wrong(self, "a stack effect in parentheses");
        }
        let (mut inputs, mut outputs) = (Vec::new(), Vec::new());
        while let Some(input) = self.input()? {
            inputs.push(input);
            if self.take_word(",").is_none() {
                break;
            }
            if !self.is(self.significant(), Wanted::Name) {
                return wrong(self, "another stack item");
            }
        }
        if self.take_word("--").is_none() {
            return wrong(self, "`,` or `--` in the stack effect");
        }
        while let Some(output) = self.stack_item()? {
            outputs.push(output);
            if self.take_word(",").is_none() {
                break;
            }
            if !self.is(self.significant(), Wanted::Name) {
                return wrong(self, "another stack item");
            }
        }
        if self.take_word(")").is_none() {
            return wrong(self, "`,` or `)` in the stack effect");
        }
        Ok((inputs, outputs))
    }

    fn input(&mut self) -> Read<Option<InputEffect>> {
        let before = self.at;
        let start = self.significant();
        if let Some(name) = self.take_name()
            && self.take_word("/").is_some()
        {
            let number = self.require(Wanted::Number)?;
            let units = self.units(number, 1)?;
            let span = self.span(start, self.at);
            return Ok(Some(InputEffect::Cache(CacheEffect { name, units, span })));
        }
        self.at = before;
        Ok(self.stack_item()?.map(InputEffect::Stack))
    }

    /// A number of code units, as Python's `int` reads it.
    fn units(&self, number: usize, sign: i32) -> Read<i32> {
        match decimal(self.token_text(number)).and_then(|units| i32::try_from(units).ok()) {
            Some(units) => Ok(sign * units),
            None => {
                let (message, label) = no_units(self.token_text(number));
                let help = "write the number of code units: counter/1";
                Err(self.error(codes::EXPECTED_INTEGER, &message, number, label, help))
            }
        }
    }

    fn stack_item(&mut self) -> Read<Option<StackEffect>> {
        let start = self.significant();
        let Some(name) = self.take_name() else { return Ok(None) };
        let mut ty = None;
        if self.take_word(":").is_some() {
            let word = self.require(Wanted::Name)?;
            let mut written = self.name(word);
            if self.take_word("*").is_some() {
                written.text.push_str(" *");
            }
            ty = Some(written);
        }
        let mut size = None;
        if let Some(open) = self.take_word("[") {
            if ty.is_some() {
                return Err(self.error(
                    codes::TYPED_AND_SIZED,
                    "a stack item with a size and a type",
                    open,
                    "an item with a size is an array",
                    "remove one of the two",
                ));
            }
            size = Some(self.size()?);
        }
        let span = self.span(start, self.at);
        Ok(Some(StackEffect { name, ty, size, condition: None, span }))
    }

    /// What stands between brackets. Unlike elsewhere, the comments around it and in it belong to it.
    fn size(&mut self) -> Read<SizedBy> {
        let start = self.at;
        let first = self.significant();
        let mut level = 1;
        let mut end = first;
        while let Some(token) = self.tokens.get(end) {
            if token.kind == TokenKind::Punct {
                match token_text(self.text, token) {
                    "[" | "(" => level += 1,
                    "]" | ")" => level -= 1,
                    _ => {}
                }
            }
            if level == 0 {
                break;
            }
            end += 1;
        }
        if end == first {
            return Err(self.expected(codes::EXPECTED_EXPRESSION, "an expression"));
        }
        let whole = self.tokens.get(start..end).unwrap_or_default();
        let text = to_text(self.text, whole, 0);
        let text = text.trim_matches(python_space).to_owned();
        let expr = self.size_expression(first, end);
        let span = self.span(start, end);
        self.at = end;
        self.require(Wanted::Word("]"))?;
        Ok(SizedBy { text, expr, span })
    }

    /// The expression that some tokens are, unless they are none, or more of one than any size has.
    fn size_expression(&self, start: usize, end: usize) -> Option<Expr> {
        /// Tokens of a size; real ones have up to 5. Bounds how deep the grammar recurs.
        const MAX_TOKENS: usize = 100;
        if end - start > MAX_TOKENS {
            return None;
        }
        let mut reports = Reports::default();
        let shared = std::cell::RefCell::new(&mut reports);
        let span = self.span(start, end);
        let context = Context {
            file: self.file,
            text: self.text,
            tokens: self.tokens,
            piece: Piece { kind: Kind::Inst, start, end },
            base: span.start as usize,
            options: self.options,
            reports: &shared,
            next_statement: StmtId(0),
        };
        let slice = self.text.get(span.range()).unwrap_or_default();
        let pair = Grammar::parse(Rule::expr_alone, slice).ok()?.find(|pair| pair.as_rule() == Rule::expr)?;
        let expression = expr::expression(&context, pair);
        (reports.len() == 0).then_some(expression)
    }

    fn macro_(&mut self, start: usize) -> Read<Option<MacroDef>> {
        if self.take_word("(").is_none() {
            return Ok(None);
        }
        let Some(name) = self.take_name() else { return Ok(None) };
        if self.take_word(")").is_none() || self.take_word("=").is_none() {
            return Ok(None);
        }
        let mut parts = Vec::new();
        loop {
            match self.part()? {
                Some(part) => parts.push(part),
                None if parts.is_empty() => return Ok(None),
                None => return Err(self.expected(codes::EXPECTED_PART, "an op name or a cache effect")),
            }
            if self.take_word("+").is_none() {
                break;
            }
        }
        self.require(Wanted::Word(";"))?;
        let (span, tokens) = (self.span(start, self.at), self.range(start, self.at));
        Ok(Some(MacroDef { name, parts, span, tokens }))
    }

    fn part(&mut self) -> Read<Option<MacroPart>> {
        let start = self.significant();
        let Some(name) = self.take_name() else { return Ok(None) };
        if self.take_word("/").is_none() {
            return Ok(Some(MacroPart::Op(name)));
        }
        let sign = if self.take_word("-").is_some() { -1 } else { 1 };
        let Some(number) = self.take(Wanted::Number) else {
            return Err(self.expected(codes::EXPECTED_INTEGER, "a whole number"));
        };
        let units = self.units(number, sign)?;
        let span = self.span(start, self.at);
        Ok(Some(MacroPart::Cache(CacheEffect { name, units, span })))
    }

    fn family(&mut self, start: usize) -> Read<Option<FamilyDef>> {
        if self.take_word("(").is_none() {
            return Ok(None);
        }
        let Some(name) = self.take_name() else { return Ok(None) };
        let mut size = None;
        if self.take_word(",").is_some() {
            let Some(at) = self.take(Wanted::Name).or_else(|| self.take(Wanted::Number)) else {
                return Err(self.expected(codes::EXPECTED, "a name or a number"));
            };
            size = Some(self.name(at));
        }
        if self.take_word(")").is_none() || self.take_word("=").is_none() {
            return Ok(None);
        }
        if self.take_word("{").is_none() {
            return Err(self.expected(codes::EXPECTED_OPENING, "`{`"));
        }
        let Some(members) = self.members(false)? else { return Ok(None) };
        if self.take_word("}").is_none() || self.take_word(";").is_none() {
            return Ok(None);
        }
        let (span, tokens) = (self.span(start, self.at), self.range(start, self.at));
        Ok(Some(FamilyDef { name, size, members, span, tokens }))
    }

    /// Names, separated by commas, up to a closing bracket.
    fn members(&mut self, may_be_sequence: bool) -> Read<Option<Vec<Name>>> {
        let mut members = Vec::new();
        while let Some(member) = self.take_name() {
            members.push(member);
            if self.take_word(",").is_none() {
                break;
            }
        }
        if members.is_empty() {
            return Ok(None);
        }
        let next = self.significant();
        if self.is(next, Wanted::Word("}")) || may_be_sequence && self.is(next, Wanted::Word("]")) {
            return Ok(Some(members));
        }
        Err(self.expected(codes::EXPECTED_COMMA_OR_BRACKET, "`,` or the closing bracket"))
    }

    fn pseudo(&mut self, start: usize) -> Read<Option<PseudoDef>> {
        if self.take_word("(").is_none() {
            return Ok(None);
        }
        let Some(name) = self.take_name() else { return Ok(None) };
        if self.take_word(",").is_none() {
            return Ok(None);
        }
        let (inputs, outputs) = self.effect()?;
        let flags = if self.take_word(",").is_some() { self.flags()? } else { Vec::new() };
        if self.take_word(")").is_none() || self.take_word("=").is_none() {
            return Ok(None);
        }
        let as_sequence = if self.take_word("{").is_some() {
            false
        } else if self.take_word("[").is_some() {
            true
        } else {
            return Err(self.expected(codes::EXPECTED_OPENING, "`{` or `[`"));
        };
        let Some(targets) = self.members(true)? else { return Ok(None) };
        let close = if as_sequence { "]" } else { "}" };
        if self.take_word(close).is_none() || self.take_word(";").is_none() {
            return Ok(None);
        }
        let (span, tokens) = (self.span(start, self.at), self.range(start, self.at));
        Ok(Some(PseudoDef {
            name,
            inputs,
            outputs,
            has_effect: true,
            flags,
            targets,
            as_sequence,
            span,
            tokens,
        }))
    }

    /// Flags in parentheses. The comma before them may stand alone.
    fn flags(&mut self) -> Read<Vec<Name>> {
        let before = self.at;
        let mut flags = Vec::new();
        if self.take_word("(").is_some() {
            while let Some(flag) = self.take_name() {
                flags.push(flag);
                if self.take_word(",").is_none() {
                    break;
                }
            }
        }
        if flags.is_empty() {
            self.at = before;
        } else if self.take_word(")").is_none() {
            return Err(self.expected(codes::EXPECTED_COMMA_OR_BRACKET, "`,` or `)`"));
        }
        Ok(flags)
    }

    // ---- statements ------------------------------------------------------------------------------------------------

    fn block(&mut self) -> Read<Block> {
        let open = self.require(Wanted::Word("{"))?;
        let mut statements = Vec::new();
        loop {
            if let Some(close) = self.take_word("}") {
                let (open_id, close_id) = (TokenId(open as u32), TokenId(close as u32));
                let span = self.span(open, close + 1);
                return Ok(Block { open: open_id, statements, close: close_id, span });
            }
            statements.push(self.statement()?);
        }
    }

    /// A block as a statement.
    fn block_statement(&mut self) -> Read<Stmt> {
        let id = self.next_id();
        let start = self.significant();
        let block = self.block()?;
        Ok(self.finish(id, start, StmtKind::Block(block)))
    }

    fn next_id(&mut self) -> StmtId {
        let id = StmtId(self.next_statement);
        self.next_statement += 1;
        id
    }

    fn finish(&self, id: StmtId, start: usize, kind: StmtKind) -> Stmt {
        Stmt { id, kind, span: self.span(start, self.at), tokens: self.range(start, self.at) }
    }

    fn statement(&mut self) -> Read<Stmt> {
        self.depth += 1;
        self.check_depth()?;
        let start = self.significant();
        let statement = if self.is(start, Wanted::Word("{")) {
            self.block_statement()?
        } else {
            let id = self.next_id();
            let kind = self.statement_kind(start)?;
            self.finish(id, start, kind)
        };
        self.depth -= 1;
        Ok(statement)
    }

    fn check_depth(&self) -> Read<()> {
        if self.depth <= MAX_NESTING {
            return Ok(());
        }
        let at = self.significant().min(self.tokens.len().saturating_sub(1));
        let label = format!("more than {MAX_NESTING} levels deep");
        let help = "split it into several statements or definitions";
        Err(self.error(codes::TOO_DEEP, "the code is nested too deeply", at, &label, help))
    }

    fn statement_kind(&mut self, start: usize) -> Read<StmtKind> {
        if let Some(if_) = self.take_word("if") {
            return Ok(StmtKind::If(self.if_(if_)?));
        }
        if let Some(keyword) = self.take_word("for") {
            let header_tokens = self.parentheses()?;
            let body = Box::new(self.block_statement()?);
            let for_ = TokenId(keyword as u32);
            let (init, condition, step) = (None, None, None);
            return Ok(StmtKind::For(ForStmt { for_, header_tokens, init, condition, step, body }));
        }
        if let Some(keyword) = self.take_word("while") {
            let condition_tokens = self.parentheses()?;
            let body = Box::new(self.block_statement()?);
            let while_ = TokenId(keyword as u32);
            return Ok(StmtKind::While(WhileStmt { while_, condition: None, condition_tokens, body }));
        }
        if let Some(condition) = self.take(Wanted::DirectiveIf) {
            return Ok(StmtKind::MacroIf(self.macro_if(condition)?));
        }
        let refused = [
            (Wanted::DirectiveElse, codes::UNEXPECTED_ELSE, "#else without an #if", "belongs to no #if"),
            (Wanted::DirectiveEndif, codes::UNEXPECTED_ENDIF, "#endif without an #if", "belongs to no #if"),
            (Wanted::Word("switch"), codes::SWITCH, "a switch statement", "not supported in 3.14"),
        ];
        for (wanted, code, message, label) in refused {
            if let Some(at) = self.take(wanted) {
                return Err(self.error(code, message, at, label, "write it in another way"));
            }
        }
        if self.take(Wanted::DirectiveOther).is_some() {
            return Ok(StmtKind::Simple(SimpleStmt::Directive));
        }
        self.at = start;
        self.consume_to(";")?;
        Ok(StmtKind::Simple(SimpleStmt::Unparsed))
    }

    /// Goes on to after a token that stands outside of all parentheses opened on the way. Those that are closed
    /// without having been opened count, too.
    fn consume_to(&mut self, end: &'static str) -> Read<()> {
        let start = self.at;
        let mut open = 0i64;
        while let Some(token) = self.tokens.get(self.at) {
            self.at += 1;
            if token.kind == TokenKind::Punct {
                let word = token_text(self.text, token);
                match word {
                    _ if word == end && open == 0 => return Ok(()),
                    "(" => open += 1,
                    ")" => open -= 1,
                    _ => {}
                }
            }
        }
        let (message, label) = (format!("a `{end}` is missing"), "not finished before the definitions end");
        let start = start.min(self.tokens.len().saturating_sub(1));
        let help = "finish what starts here, and close all parentheses in it";
        Err(self.error(codes::END_INSIDE_DEFINITION, &message, start, label, help))
    }

    /// `( … )`
    fn parentheses(&mut self) -> Read<TokenRange> {
        let open = self.require(Wanted::Word("("))?;
        self.consume_to(")")?;
        Ok(self.range(open, self.at))
    }

    fn if_(&mut self, if_: usize) -> Read<IfStmt> {
        let condition_tokens = self.parentheses()?;
        let then = Box::new(self.block_statement()?);
        let mut else_ = None;
        if let Some(at) = self.take_word("else") {
            let otherwise = match self.take_word("if") {
                Some(inner) => {
                    let id = self.next_id();
                    self.depth += 1;
                    self.check_depth()?;
                    let inner_if = self.if_(inner)?;
                    self.depth -= 1;
                    self.finish(id, inner, StmtKind::If(inner_if))
                }
                None => self.block_statement()?,
            };
            else_ = Some((TokenId(at as u32), Box::new(otherwise)));
        }
        Ok(IfStmt { if_: TokenId(if_ as u32), condition: None, condition_tokens, then, else_ })
    }

    fn macro_if(&mut self, condition: usize) -> Read<MacroIfStmt> {
        let condition = TokenId(condition as u32);
        let mut body = Vec::new();
        let mut else_: Option<(TokenId, Vec<Stmt>)> = None;
        loop {
            if let Some(endif) = self.take(Wanted::DirectiveEndif) {
                return Ok(MacroIfStmt { condition, body, else_, endif: TokenId(endif as u32) });
            }
            if let Some(at) = self.take(Wanted::DirectiveElse) {
                if else_.is_some() {
                    let help = "an #if has at most one #else; put a second #if inside it";
                    return Err(self.error(
                        codes::MULTIPLE_ELSE,
                        "an #if with two #else",
                        at,
                        "the second #else",
                        help,
                    ));
                }
                else_ = Some((TokenId(at as u32), Vec::new()));
                continue;
            }
            let statement = self.statement()?;
            match &mut else_ {
                Some((_, statements)) => statements.push(statement),
                None => body.push(statement),
            }
        }
    }
}

/// What Python's `str.strip` takes away.
fn python_space(c: char) -> bool {
    c.is_whitespace() || ('\x1c'..='\x1f').contains(&c)
}
