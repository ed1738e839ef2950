//! The names that a body takes from outside: what an implementation has to supply for it.

use std::collections::BTreeSet;

use super::model::NameKind;
use crate::syntax::tree::*;

type Names = BTreeSet<(NameKind, String)>;

/// Every name that a block uses, apart from `locals` and from what it declares. Words of C's own types (`int`)
/// are no names.
pub fn of_block(block: &Block, locals: BTreeSet<&str>) -> Names {
    let mut walk = Walk::default();
    // Statements and expressions are kept in lists of what is still to do, so that the depth of the input does
    // not matter.
    let mut statements: Vec<&Stmt> = block.statements.iter().collect();
    while let Some(statement) = statements.pop() {
        walk.statement(&statement.kind, &mut statements);
    }
    while let Some(item) = walk.todo.pop() {
        match item {
            Todo::Expr(expr) => walk.expr(&expr.kind),
            Todo::Initializer(initializer) => walk.initializer(initializer),
        }
    }
    let Walk { mut names, declared, .. } = walk;
    names.retain(|(kind, name)| {
        *kind == NameKind::Field
            || *kind == NameKind::Type
            || !(locals.contains(name.as_str()) || declared.contains(name.as_str()))
    });
    names
}

/// The names in a type as written.
pub fn of_type_text(text: &str) -> Names {
    let words =
        text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|word| !word.is_empty());
    words.filter(|word| !is_c_word(word)).map(|word| (NameKind::Type, word.to_owned())).collect()
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

#[derive(Default)]
struct Walk<'t> {
    names: Names,
    declared: BTreeSet<&'t str>,
    todo: Vec<Todo<'t>>,
}

impl<'t> Walk<'t> {
    fn add(&mut self, kind: NameKind, name: &str) {
        self.names.insert((kind, name.to_owned()));
    }

    fn ty(&mut self, ty: &CType) {
        // The words of a pointer to a function are split once more: `(*)(void)` holds no name.
        let names = ty.words.iter().flat_map(|word| of_type_text(word));
        self.names.extend(names);
    }

    fn later(&mut self, expressions: impl IntoIterator<Item = &'t Expr>) {
        self.todo.extend(expressions.into_iter().map(Todo::Expr));
    }

    fn statement(&mut self, kind: &'t StmtKind, statements: &mut Vec<&'t Stmt>) {
        match kind {
            StmtKind::Simple(SimpleStmt::Expr(expr)) => self.later([expr]),
            StmtKind::Simple(SimpleStmt::Declaration(declaration)) => self.declaration(declaration),
            StmtKind::Simple(SimpleStmt::Return(value)) => self.later(value),
            StmtKind::Simple(_) => {}
            StmtKind::Block(block) => statements.extend(&block.statements),
            StmtKind::If(s) => {
                self.later(&s.condition);
                statements.push(&s.then);
                statements.extend(s.else_.as_ref().map(|(_, stmt)| &**stmt));
            }
            StmtKind::For(s) => {
                match &s.init {
                    Some(ForInit::Declaration(declaration)) => self.declaration(declaration),
                    Some(ForInit::Expr(expr)) => self.later([expr]),
                    None => {}
                }
                self.later(s.condition.iter().chain(&s.step));
                statements.push(&s.body);
            }
            StmtKind::While(s) | StmtKind::DoWhile(s) => {
                self.later(&s.condition);
                statements.push(&s.body);
            }
            StmtKind::Switch(s) => {
                self.later(&s.value);
                for (labels, body) in &s.arms {
                    self.later(labels.iter().flatten());
                    statements.extend(body);
                }
            }
            StmtKind::MacroIf(s) => {
                statements.extend(&s.body);
                statements.extend(s.else_.iter().flat_map(|(_, body)| body));
            }
        }
    }

    fn declaration(&mut self, declaration: &'t Declaration) {
        self.ty(&declaration.ty);
        for declarator in &declaration.declarators {
            self.declared.insert(&declarator.name.text);
            self.later(declarator.arrays.iter().flatten());
            self.todo.extend(declarator.init.as_ref().map(Todo::Initializer));
        }
    }

    fn initializer(&mut self, initializer: &'t Initializer) {
        match initializer {
            Initializer::Expr(expr) => self.later([expr]),
            Initializer::List(items) => self.list(items),
        }
    }

    fn list(&mut self, items: &'t [(Option<Name>, Initializer)]) {
        for (field, value) in items {
            if let Some(field) = field {
                self.add(NameKind::Field, &field.text);
            }
            self.todo.push(Todo::Initializer(value));
        }
    }

    fn expr(&mut self, kind: &'t ExprKind) {
        match kind {
            ExprKind::Name(name) => self.add(NameKind::Value, name),
            ExprKind::Int { .. } | ExprKind::Float(_) | ExprKind::Str(_) | ExprKind::Char(_) => {}
            ExprKind::Paren(e)
            | ExprKind::Unary(_, e)
            | ExprKind::Postfix(e, _)
            | ExprKind::SizeofExpr(e) => {
                self.later([&**e]);
            }
            ExprKind::Binary(_, l, r)
            | ExprKind::Assign(_, l, r)
            | ExprKind::Comma(l, r)
            | ExprKind::Index(l, r) => self.later([&**l, &**r]),
            ExprKind::Ternary(c, t, e) => self.later([&**c, &**t, &**e]),
            ExprKind::Call(callee, arguments) => {
                match &callee.kind {
                    ExprKind::Name(name) => self.add(NameKind::Call, name),
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
