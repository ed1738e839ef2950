//! The names that a body takes from outside: what an implementation has to supply for it.

use std::collections::{BTreeMap, BTreeSet};

use super::model::NameKind;
use crate::lower::bindings::Bindings;
use crate::lower::vocabulary::{IDENTIFIERS, NOTHING};
use crate::lower::{Choice, choose};
use crate::syntax::source::{FileId, SourceMap, TokenId};
use crate::syntax::tree::*;

/// Names, by their kind, and how they are used.
pub type Names = BTreeMap<(NameKind, String), Use>;

/// How a name is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Use {
    /// Whether it is used in code that the configuration of the bindings translates, too.
    pub is_translated: bool,
    /// Whether it stands for an object whose address is taken: `&name`.
    pub is_addressed: bool,
    /// Whether it stands for an array: `name[…]`.
    pub is_indexed: bool,
}

impl Use {
    /// What two uses say together.
    pub fn and(self, other: Use) -> Use {
        Use {
            is_translated: self.is_translated || other.is_translated,
            is_addressed: self.is_addressed || other.is_addressed,
            is_indexed: self.is_indexed || other.is_indexed,
        }
    }
}

/// What is asked for the names of bodies.
#[derive(Clone, Copy)]
pub struct Reader<'s> {
    /// The texts.
    pub sources: &'s SourceMap,
    /// What decides `#if`.
    pub bindings: &'s Bindings,
}

/// Every name that a block uses, apart from `locals` and from what it declares. Words of C's own types (`int`)
/// are no names.
pub fn of_block(reader: Reader<'_>, file: FileId, block: &Block, locals: BTreeSet<&str>) -> Names {
    let mut walk = Walk {
        reader,
        file,
        is_translated: true,
        names: Names::new(),
        declared: BTreeSet::new(),
        todo: Vec::new(),
    };
    // Statements and expressions are kept in lists of what is still to do, so that the depth of the input does
    // not matter.
    let mut statements: Vec<(&Stmt, bool)> = block.statements.iter().map(|stmt| (stmt, true)).collect();
    while let Some((statement, is_translated)) = statements.pop() {
        walk.is_translated = is_translated;
        walk.statement(&statement.kind, &mut statements);
    }
    while let Some((item, is_translated)) = walk.todo.pop() {
        walk.is_translated = is_translated;
        match item {
            Todo::Expr(expr) => walk.expr(&expr.kind),
            Todo::Initializer(initializer) => walk.initializer(initializer),
        }
    }
    let Walk { mut names, declared, .. } = walk;
    names.retain(|(kind, name), _| {
        *kind == NameKind::Field
            || *kind == NameKind::Type
            || !(locals.contains(name.as_str()) || declared.contains(name.as_str()))
    });
    names
}

/// The names in a type as written.
pub fn of_type_text(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    words.filter(|word| !word.is_empty() && !is_c_word(word))
}

/// Names that are part of the instruction language: the generator replaces them by itself.
pub fn is_language(name: &str) -> bool {
    const WORDS: [&str; 16] = [
        "DEAD",
        "DECREF_INPUTS",
        "DEOPT_IF",
        "DISPATCH",
        "ERROR_IF",
        "ERROR_NO_POP",
        "EXIT_IF",
        "INPUTS_DEAD",
        "INSTRUCTION_SIZE",
        "PyStackRef_AsPyObjectSteal",
        "PyStackRef_CLOSE_SPECIALIZED",
        "RELOAD_STACK",
        "SAVE_STACK",
        "SYNC_SP",
        "oparg",
        "stack_pointer",
    ];
    WORDS.binary_search(&name).is_ok()
}

fn is_c_word(word: &str) -> bool {
    const WORDS: [&str; 16] = [
        "char", "const", "double", "enum", "extern", "float", "int", "long", "register", "short", "signed",
        "static", "struct", "union", "unsigned", "void",
    ];
    WORDS.contains(&word)
}

enum Todo<'t> {
    Expr(&'t Expr),
    Initializer(&'t Initializer),
}

struct Walk<'t> {
    reader: Reader<'t>,
    file: FileId,
    /// Whether the code at hand is translated.
    is_translated: bool,
    names: Names,
    declared: BTreeSet<&'t str>,
    /// What is to be looked at, and whether it is translated.
    todo: Vec<(Todo<'t>, bool)>,
}

impl<'t> Walk<'t> {
    fn add(&mut self, kind: NameKind, name: &str) -> &mut Use {
        let used = self.names.entry((kind, name.to_owned())).or_default();
        used.is_translated |= self.is_translated;
        used
    }

    fn ty(&mut self, ty: &CType) {
        // The words of a pointer to a function are split once more: `(*)(void)` holds no name.
        for name in ty.words.iter().flat_map(|word| of_type_text(word)) {
            self.add(NameKind::Type, name);
        }
    }

    fn later(&mut self, expressions: impl IntoIterator<Item = &'t Expr>) {
        let is_translated = self.is_translated;
        self.todo.extend(expressions.into_iter().map(|expr| (Todo::Expr(expr), is_translated)));
    }

    fn statement(&mut self, kind: &'t StmtKind, statements: &mut Vec<(&'t Stmt, bool)>) {
        let now = self.is_translated;
        match kind {
            StmtKind::Simple(SimpleStmt::Expr(expr)) => self.later([expr]),
            StmtKind::Simple(SimpleStmt::Declaration(declaration)) => self.declaration(declaration),
            StmtKind::Simple(SimpleStmt::Return(value)) => self.later(value),
            StmtKind::Simple(_) => {}
            StmtKind::Block(block) => statements.extend(block.statements.iter().map(|stmt| (stmt, now))),
            StmtKind::If(s) => {
                self.later(&s.condition);
                statements.push((&s.then, now));
                statements.extend(s.else_.as_ref().map(|(_, stmt)| (&**stmt, now)));
            }
            StmtKind::For(s) => {
                match &s.init {
                    Some(ForInit::Declaration(declaration)) => self.declaration(declaration),
                    Some(ForInit::Expr(expr)) => self.later([expr]),
                    None => {}
                }
                self.later(s.condition.iter().chain(&s.step));
                statements.push((&s.body, now));
            }
            StmtKind::While(s) | StmtKind::DoWhile(s) => {
                self.later(&s.condition);
                statements.push((&s.body, now));
            }
            StmtKind::Switch(s) => {
                self.later(&s.value);
                for (labels, body) in &s.arms {
                    self.later(labels.iter().flatten());
                    statements.extend(body.iter().map(|stmt| (stmt, now)));
                }
            }
            StmtKind::MacroIf(s) => {
                let (then, otherwise) = self.translated(s.condition);
                statements.extend(s.body.iter().map(|stmt| (stmt, now && then)));
                let body = s.else_.iter().flat_map(|(_, body)| body);
                statements.extend(body.map(|stmt| (stmt, now && otherwise)));
            }
        }
    }

    /// Which branches of an `#if` are translated. Both, if the configuration does not say.
    fn translated(&self, condition: TokenId) -> (bool, bool) {
        let sources = self.reader.sources;
        let token = sources.file(self.file).tokens.get(condition.0 as usize);
        let line = token.map_or("", |token| sources.token_text(self.file, token));
        match choose(line, self.reader.bindings) {
            Ok(Choice::Always(first)) => (first, !first),
            Ok(Choice::TierOne(_)) | Err(_) => (true, true),
        }
    }

    fn declaration(&mut self, declaration: &'t Declaration) {
        self.ty(&declaration.ty);
        for declarator in &declaration.declarators {
            self.declared.insert(&declarator.name.text);
            self.later(declarator.arrays.iter().flatten());
            let is_translated = self.is_translated;
            self.todo.extend(declarator.init.as_ref().map(|init| (Todo::Initializer(init), is_translated)));
        }
    }

    fn initializer(&mut self, initializer: &'t Initializer) {
        match initializer {
            Initializer::Expr(expr) => self.later([expr]),
            Initializer::List(items) => self.list(items),
        }
    }

    /// `_Py_ID(name)`, whose argument stands for itself; and `STACKREFS_TO_PYOBJECTS`, which declares its last one.
    fn identifier(&mut self, callee: &str, arguments: &'t [Argument]) -> bool {
        let Some(Argument::Expr(Expr { kind: ExprKind::Name(name), .. })) = arguments.last() else {
            return false;
        };
        if callee == "STACKREFS_TO_PYOBJECTS" {
            self.declared.insert(name);
        }
        let is_identifier = IDENTIFIERS.iter().any(|(known, _)| *known == callee);
        if is_identifier {
            self.add(NameKind::Value, &format!("{callee}({name})"));
        }
        is_identifier
    }

    fn list(&mut self, items: &'t [(Option<Name>, Initializer)]) {
        for (field, value) in items {
            if let Some(field) = field {
                self.add(NameKind::Field, &field.text);
            }
            self.todo.push((Todo::Initializer(value), self.is_translated));
        }
    }

    fn expr(&mut self, kind: &'t ExprKind) {
        match kind {
            ExprKind::Name(name) => {
                self.add(NameKind::Value, name);
            }
            ExprKind::Int { .. } | ExprKind::Float(_) | ExprKind::Str(_) | ExprKind::Char(_) => {}
            ExprKind::Unary(UnaryOp::AddressOf, e) => match &e.kind {
                ExprKind::Name(name) => self.add(NameKind::Value, name).is_addressed = true,
                _ => self.later([&**e]),
            },
            ExprKind::Index(array, index) => {
                match &array.kind {
                    ExprKind::Name(name) => self.add(NameKind::Value, name).is_indexed = true,
                    _ => self.later([&**array]),
                }
                self.later([&**index]);
            }
            ExprKind::Paren(e)
            | ExprKind::Unary(_, e)
            | ExprKind::Postfix(e, _)
            | ExprKind::SizeofExpr(e) => {
                self.later([&**e]);
            }
            ExprKind::Binary(_, l, r) | ExprKind::Assign(_, l, r) | ExprKind::Comma(l, r) => {
                self.later([&**l, &**r])
            }
            ExprKind::Ternary(c, t, e) => self.later([&**c, &**t, &**e]),
            ExprKind::Call(callee, arguments) => {
                match &callee.kind {
                    ExprKind::Name(name) => {
                        self.add(NameKind::Call, name);
                        if self.identifier(name, arguments) {
                            return;
                        }
                        // What is only counted or traced is not translated.
                        self.is_translated &= !NOTHING.contains(&name.as_str());
                    }
                    _ => self.later([&**callee]),
                }
                for argument in arguments {
                    match argument {
                        Argument::Expr(expr) => self.later([expr]),
                        Argument::Type(ty) => self.ty(ty),
                    }
                }
            }
            ExprKind::Field(object, _, field) => {
                // `_Py_SINGLETON(strings).ascii` is a table by its whole text.
                if let ExprKind::Call(callee, arguments) = &object.kind
                    && let (ExprKind::Name(callee), [Argument::Expr(argument)]) =
                        (&callee.kind, arguments.as_slice())
                    && let ExprKind::Name(argument) = &argument.kind
                    && self
                        .reader
                        .bindings
                        .tables
                        .contains_key(&format!("{callee}({argument}).{}", field.text))
                {
                    self.add(NameKind::Call, callee);
                    return;
                }
                self.add(NameKind::Field, &field.text);
                self.later([&**object]);
            }
            ExprKind::Cast(ty, operand) => {
                self.ty(ty);
                self.later([&**operand]);
            }
            ExprKind::SizeofType(ty) => self.ty(ty),
            ExprKind::Compound(ty, items) => {
                self.ty(ty);
                self.list(items);
            }
        }
    }
}
