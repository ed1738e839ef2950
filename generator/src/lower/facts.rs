//! What a body does with its variables, found out before it is lowered: which change, whose address is taken, and
//! which own what they point to.

use std::collections::BTreeMap;

use super::bindings::Bindings;
use super::configuration::{Choice, choose};
use super::signature::Mode;
use crate::syntax::source::SourceFile;
use crate::syntax::tree::{
    Argument, Block, Declaration, Expr, ExprKind, ForInit, Initializer, MacroIfStmt, SimpleStmt, Stmt,
    StmtKind, UnaryOp,
};

/// How a local variable holds an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Holds {
    /// It borrows: whatever it was loaded from keeps the object alive.
    #[default]
    Borrowed,
    /// It owns the reference and gives it up at the end of its scope at the latest.
    Owned,
    /// It was loaded from a place in memory that is overwritten, and then gives up the reference which that
    /// place had.
    Adopted,
}

/// What happens to one variable.
#[derive(Clone, Debug, Default)]
pub struct Variable {
    /// How often it is assigned, an initial value not counted.
    pub assigned: u32,
    /// Whether its address is taken.
    pub address_taken: bool,
    /// Whether a new reference is put into it.
    is_new: bool,
    /// Whether something else than a new reference or NULL is put into it.
    pub is_borrowed: bool,
    /// Whether its reference is given away or up.
    consumed: bool,
    /// Whether it points to what a stack reference refers to, which that keeps alive.
    of_reference: bool,
    /// Variables that it is assigned from.
    from: Vec<u32>,
    /// Whether the first assignment stands among the body's outermost statements and is the only one.
    pub once_at_top: bool,
}

/// What happens in a body.
#[derive(Debug, Default)]
pub struct Facts {
    /// By the place of the declaration's name; inputs and outputs have 0, and are found by name.
    pub locals: BTreeMap<u32, Variable>,
    /// Inputs, outputs and machine variables, by name.
    pub names: BTreeMap<String, Variable>,
    /// Whether some place in memory is overwritten.
    pub stores: bool,
    /// Whether `TIER_ONE` or `TIER_TWO` is asked for.
    pub asks_tier: bool,
    /// Macros and functions called.
    pub calls: std::collections::BTreeSet<String>,
}

impl Facts {
    /// Looks at a body.
    pub fn of(body: &Block, file: &SourceFile, bindings: &Bindings) -> Facts {
        let mut finder =
            Finder { file, bindings, facts: Facts::default(), scopes: vec![BTreeMap::new()], depth: 0 };
        finder.block(&body.statements);
        let mut facts = finder.facts;
        // What is moved from an owner owns, if it gives its reference away itself.
        loop {
            let owners: Vec<u32> =
                facts.locals.iter().filter(|(_, v)| v.is_new).map(|(place, _)| *place).collect();
            let mut changed = false;
            for variable in facts.locals.values_mut() {
                if variable.consumed && !variable.is_new && variable.from.iter().any(|f| owners.contains(f)) {
                    variable.is_new = true;
                    changed = true;
                }
            }
            if !changed {
                return facts;
            }
        }
    }

    /// How the variable declared at a place holds an object.
    pub fn holds(&self, place: u32) -> Holds {
        match self.locals.get(&place) {
            Some(variable) if variable.is_new => Holds::Owned,
            Some(variable) if variable.consumed && self.stores && !variable.of_reference => Holds::Adopted,
            _ => Holds::Borrowed,
        }
    }
}

struct Finder<'f> {
    file: &'f SourceFile,
    bindings: &'f Bindings,
    facts: Facts,
    scopes: Vec<BTreeMap<String, u32>>,
    depth: u32,
}

/// Without parentheses and casts around it.
pub fn bare(e: &Expr) -> &Expr {
    match &e.kind {
        ExprKind::Paren(inner) | ExprKind::Cast(_, inner) => bare(inner),
        _ => e,
    }
}

impl Finder<'_> {
    fn lookup(&self, name: &str) -> Option<u32> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name).copied())
    }

    fn with(&mut self, e: &Expr, change: impl FnOnce(&mut Variable)) {
        let ExprKind::Name(name) = &bare(e).kind else { return };
        let variable = match self.lookup(name) {
            Some(place) => self.facts.locals.entry(place).or_default(),
            None => self.facts.names.entry(name.clone()).or_default(),
        };
        change(variable);
    }

    fn block(&mut self, statements: &[Stmt]) {
        self.scopes.push(BTreeMap::new());
        self.depth += 1;
        for stmt in statements {
            self.stmt(stmt);
        }
        self.depth -= 1;
        self.scopes.pop();
    }

    fn declaration(&mut self, declaration: &Declaration) {
        for declarator in &declaration.declarators {
            let place = declarator.name.span.start;
            if let Some(init) = &declarator.init {
                self.initializer(init);
            }
            if let Some(scope) = self.scopes.last_mut() {
                scope.insert(declarator.name.text.clone(), place);
            }
            self.facts.locals.entry(place).or_default();
            if let Some(Initializer::Expr(e)) = &declarator.init {
                self.source(place, e);
            }
        }
    }

    fn initializer(&mut self, init: &Initializer) {
        match init {
            Initializer::Expr(e) => self.expr(e),
            Initializer::List(items) => items.iter().for_each(|(_, item)| self.initializer(item)),
        }
    }

    /// Notes what is put into a variable.
    fn source(&mut self, place: u32, e: &Expr) {
        let is_new = self.is_new(e);
        let null = matches!(&bare(e).kind, ExprKind::Name(name) if name == "NULL");
        let from = match &bare(e).kind {
            ExprKind::Name(name) => self.lookup(name),
            _ => None,
        };
        let of_reference = matches!(&bare(e).kind, ExprKind::Call(callee, _)
            if matches!(&bare(callee).kind, ExprKind::Name(name) if name == "PyStackRef_AsPyObjectBorrow"));
        let variable = self.facts.locals.entry(place).or_default();
        variable.of_reference |= of_reference;
        variable.is_new |= is_new;
        variable.is_borrowed |= !is_new && !null;
        variable.from.extend(from);
    }

    /// Whether an expression makes a reference that its user owns.
    fn is_new(&self, e: &Expr) -> bool {
        match &bare(e).kind {
            ExprKind::Ternary(_, then, otherwise) => self.is_new(then) || self.is_new(otherwise),
            ExprKind::Call(callee, _) => match &bare(callee).kind {
                ExprKind::Name(name) => match self.bindings.helpers.get(name) {
                    Some(helper) => helper.what.signature.is_new,
                    // A variable that points to a function; those of types and tables all return new references.
                    None => self.lookup(name).is_some(),
                },
                ExprKind::Field(..) | ExprKind::Call(..) => true,
                _ => false,
            },
            _ => false,
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::Simple(simple) => self.simple(simple),
            StmtKind::Block(block) => self.block(&block.statements),
            StmtKind::If(stmt) => {
                stmt.condition.iter().for_each(|e| self.expr(e));
                self.block(std::slice::from_ref(&stmt.then));
                if let Some((_, otherwise)) = &stmt.else_ {
                    self.block(std::slice::from_ref(otherwise));
                }
            }
            StmtKind::For(stmt) => {
                self.scopes.push(BTreeMap::new());
                self.depth += 1;
                match &stmt.init {
                    Some(ForInit::Declaration(declaration)) => self.declaration(declaration),
                    Some(ForInit::Expr(e)) => self.expr(e),
                    None => {}
                }
                stmt.condition.iter().chain(&stmt.step).for_each(|e| self.expr(e));
                self.block(std::slice::from_ref(&stmt.body));
                self.depth -= 1;
                self.scopes.pop();
            }
            StmtKind::While(stmt) | StmtKind::DoWhile(stmt) => {
                stmt.condition.iter().for_each(|e| self.expr(e));
                self.block(std::slice::from_ref(&stmt.body));
            }
            StmtKind::Switch(stmt) => {
                stmt.value.iter().for_each(|e| self.expr(e));
                for (_, statements) in &stmt.arms {
                    self.block(statements);
                }
            }
            StmtKind::MacroIf(stmt) => self.macro_if(stmt),
        }
    }

    fn macro_if(&mut self, stmt: &MacroIfStmt) {
        let none = Vec::new();
        let otherwise = stmt.else_.as_ref().map_or(&none, |(_, body)| body);
        let condition = self.file.tokens.get(stmt.condition.0 as usize);
        let text = condition.map_or("", |t| &self.file.text[t.start as usize..t.end as usize]);
        match choose(text, self.bindings) {
            Ok(Choice::Always(true)) => stmt.body.iter().for_each(|s| self.stmt(s)),
            Ok(Choice::Always(false)) => otherwise.iter().for_each(|s| self.stmt(s)),
            _ => {
                self.facts.asks_tier = true;
                self.block(&stmt.body);
                self.block(otherwise);
            }
        }
    }

    fn simple(&mut self, simple: &SimpleStmt) {
        match simple {
            SimpleStmt::Expr(e) => self.expr(e),
            SimpleStmt::Declaration(declaration) => self.declaration(declaration),
            SimpleStmt::Return(Some(e)) => {
                self.expr(e);
                self.with(e, |variable| variable.consumed = true);
            }
            _ => {}
        }
    }

    fn assign(&mut self, target: &Expr, value: Option<&Expr>) {
        let depth = self.depth;
        match &bare(target).kind {
            ExprKind::Name(name) => {
                let local = self.lookup(name);
                self.with(target, |variable| {
                    variable.assigned += 1;
                    variable.once_at_top = variable.assigned == 1 && depth == 1;
                });
                if let (Some(place), Some(value)) = (local, value) {
                    self.source(place, value);
                }
            }
            _ => {
                self.facts.stores = true;
                self.expr(target);
            }
        }
    }

    fn expr(&mut self, e: &Expr) {
        match &e.kind {
            ExprKind::Assign(op, target, value) => {
                self.expr(value);
                self.assign(target, op.is_none().then_some(value));
            }
            ExprKind::Postfix(target, _) | ExprKind::Unary(UnaryOp::PreInc | UnaryOp::PreDec, target) => {
                self.assign(target, None);
            }
            ExprKind::Unary(UnaryOp::AddressOf, target) => {
                self.with(target, |variable| variable.address_taken = true);
                self.expr(target);
            }
            ExprKind::Call(callee, arguments) => self.call(callee, arguments),
            ExprKind::Paren(a)
            | ExprKind::Unary(_, a)
            | ExprKind::Cast(_, a)
            | ExprKind::SizeofExpr(a)
            | ExprKind::Field(a, _, _) => self.expr(a),
            ExprKind::Binary(_, a, b) | ExprKind::Comma(a, b) | ExprKind::Index(a, b) => {
                self.expr(a);
                self.expr(b);
            }
            ExprKind::Ternary(a, b, c) => {
                self.expr(a);
                self.expr(b);
                self.expr(c);
            }
            _ => {}
        }
    }

    fn call(&mut self, callee: &Expr, arguments: &[Argument]) {
        let name = match &bare(callee).kind {
            ExprKind::Name(name) => name.as_str(),
            _ => {
                self.expr(callee);
                ""
            }
        };
        self.facts.calls.insert(name.to_owned());
        let bindings = self.bindings;
        let signature = bindings.helpers.get(name).map(|helper| &helper.what.signature);
        self.facts.stores |= name.starts_with("FT_ATOMIC_STORE") || name.ends_with("SETREF");
        for (index, argument) in arguments.iter().enumerate() {
            let Argument::Expr(argument) = argument else { continue };
            let parameter = signature.and_then(|s| s.parameters.get(index));
            match parameter.map(|p| p.mode) {
                Some(Mode::Steal) => {
                    self.expr(argument);
                    self.consume(argument);
                }
                Some(Mode::Out | Mode::InOut) if matches!(bare(argument).kind, ExprKind::Ternary(..)) => {
                    self.expr(argument);
                }
                Some(Mode::Out | Mode::InOut) => {
                    if let ExprKind::Unary(UnaryOp::AddressOf, target) = &bare(argument).kind {
                        let object = parameter.is_some_and(|p| p.ty.is_object());
                        self.with(target, |variable| {
                            variable.address_taken = true;
                            variable.is_new |= object;
                        });
                    }
                }
                Some(Mode::Place) => {
                    self.with(argument, |variable| {
                        variable.assigned += 1;
                        variable.consumed = true;
                    });
                    self.expr(argument);
                }
                _ => self.expr(argument),
            }
        }
        if name.starts_with("FT_ATOMIC_STORE")
            && let [Argument::Expr(target), ..] = arguments
        {
            self.assign(target, None);
        }
    }

    fn consume(&mut self, e: &Expr) {
        match &bare(e).kind {
            ExprKind::Ternary(_, then, otherwise) => {
                self.consume(then);
                self.consume(otherwise);
            }
            _ => self.with(e, |variable| variable.consumed = true),
        }
    }
}
