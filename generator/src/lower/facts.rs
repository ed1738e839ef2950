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
    /// The body counts by hand how many references it has there: it may have one of its own on one path and none on
    /// another. How many there are at each point is in the state ([`super::counted`]).
    Counted,
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
    pub consumed: bool,
    /// Whether it gets another reference of its own (`Py_INCREF`).
    increfed: bool,
    /// Whether a macro releases what it has and puts something else there.
    pub replaced: bool,
    /// Whether it is looked at after its reference was given away for certain.
    outlives: bool,
    /// Whether it is taken off the stack (3.13: `POP()`).
    is_popped: bool,
    /// Whether it is loaded from the stack (3.13: `args[0]`, `TOP()`).
    of_stack: bool,
    /// The input or output that it is another name for, if it is one.
    pub of_name: Option<String>,
    /// Whether the references to it are counted.
    is_counted: bool,
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
    /// Whether stack items and objects are one type (3.13).
    mixes: bool,
}

impl Facts {
    /// Looks at a body.
    pub fn of(body: &Block, file: &SourceFile, bindings: &Bindings, mixes: bool) -> Facts {
        let facts = Facts { mixes, ..Facts::default() };
        let mut finder = Finder {
            file,
            bindings,
            facts,
            scopes: vec![BTreeMap::new()],
            depth: 0,
            blocks: Vec::new(),
            next_block: 0,
            given: Vec::new(),
        };
        finder.block(&body.statements);
        let mut facts = finder.facts;
        facts.settle();
        facts
    }

    /// What follows from what was found.
    fn settle(&mut self) {
        let facts = self;
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
                break;
            }
        }
        for variable in facts.locals.values_mut() {
            let by_hand = variable.increfed && (variable.consumed || variable.is_new);
            let of_counted = variable.of_name.as_ref().and_then(|name| facts.names.get(name));
            let of_counted = variable.consumed && of_counted.is_some_and(|named| named.increfed);
            let unsettled = variable.is_new && (variable.is_borrowed || variable.outlives);
            variable.is_counted = by_hand || of_counted || unsettled;
        }
        // Nor is it settled for those that a reference is passed on to or comes from.
        loop {
            let counted: Vec<u32> =
                facts.locals.values().filter(|v| v.is_counted).flat_map(|v| v.from.clone()).collect();
            let of_owner = |variable: &Variable| variable.is_new && !variable.is_counted;
            let mut found =
                facts.locals.iter_mut().filter(|(place, v)| of_owner(v) && counted.contains(place));
            match found.next() {
                Some((_, variable)) => variable.is_counted = true,
                None => break,
            }
        }
        // Who gives up an object by another name gives up the stack item.
        let consumed: Vec<String> = facts
            .locals
            .values()
            .filter(|v| v.consumed && !v.is_new && facts.mixes)
            .filter_map(|v| v.of_name.clone())
            .collect();
        for name in consumed {
            facts.names.entry(name).or_default().consumed = true;
        }
    }

    /// How the variable declared at a place holds an object.
    pub fn holds(&self, place: u32) -> Holds {
        match self.locals.get(&place) {
            Some(variable) if variable.is_counted => Holds::Counted,
            Some(variable) if variable.is_new => Holds::Owned,
            Some(variable) if self.mixes && variable.of_name.is_some() => Holds::Borrowed,
            Some(variable) if variable.is_popped || (variable.consumed && variable.of_stack) => {
                Holds::Adopted
            }
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
    /// The blocks that it is in, by numbers.
    blocks: Vec<u32>,
    next_block: u32,
    /// Variables whose reference was given away, with the block.
    given: Vec<(u32, u32)>,
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
        self.blocks.push(self.next_block);
        self.next_block += 1;
        for stmt in statements {
            self.stmt(stmt);
        }
        self.blocks.pop();
        self.depth -= 1;
        self.scopes.pop();
    }

    /// A variable is named. If its reference was given away before, in a block around this one, it is gone.
    fn named(&mut self, name: &str) {
        let Some(place) = self.lookup(name) else { return };
        let is_gone = |(given, block): &(u32, u32)| *given == place && self.blocks.contains(block);
        if self.given.iter().any(is_gone) {
            self.facts.locals.entry(place).or_default().outlives = true;
        }
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
        // `a = b = value`: a from b.
        let e = match &bare(e).kind {
            ExprKind::Assign(None, target, _) => target,
            _ => e,
        };
        let is_new = self.is_new(e);
        let null = matches!(&bare(e).kind, ExprKind::Name(name) if name == "NULL");
        let from = match &bare(e).kind {
            ExprKind::Name(name) => self.lookup(name),
            _ => None,
        };
        let of_reference = matches!(&bare(e).kind, ExprKind::Call(callee, _)
            if matches!(&bare(callee).kind, ExprKind::Name(name) if name == "PyStackRef_AsPyObjectBorrow"));
        let called = match &bare(e).kind {
            ExprKind::Call(callee, _) => match &bare(callee).kind {
                ExprKind::Name(name) => name.as_str(),
                _ => "",
            },
            _ => "",
        };
        let of_name = match &bare(e).kind {
            ExprKind::Name(name) if from.is_none() && !null && !self.bindings.names_a_value(name) => {
                Some(name.clone())
            }
            _ => None,
        };
        let element = match &bare(e).kind {
            ExprKind::Index(array, _) => {
                matches!(&bare(array).kind, ExprKind::Name(name) if self.lookup(name).is_none())
            }
            _ => false,
        };
        let mixes = self.facts.mixes;
        self.given.retain(|(given, _)| *given != place);
        let variable = self.facts.locals.entry(place).or_default();
        variable.of_stack |= mixes && (element || called == "TOP" || called == "PEEK");
        variable.is_popped |= mixes && called == "POP";
        variable.of_name = of_name;
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
                // `(*function)(…)`, `table[index](…)`
                ExprKind::Field(..)
                | ExprKind::Call(..)
                | ExprKind::Index(..)
                | ExprKind::Unary(UnaryOp::Deref, _) => true,
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
            ExprKind::Name(name) => self.named(name),
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
        self.facts.stores |=
            name.starts_with("FT_ATOMIC_STORE") || name.ends_with("SETREF") || name.ends_with("_SET_ITEM");
        if matches!(name, "Py_INCREF" | "Py_XINCREF")
            && let [Argument::Expr(argument)] = arguments
        {
            self.with(argument, |variable| variable.increfed = true);
        }
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
                        variable.replaced = true;
                    });
                    self.expr(argument);
                }
                _ => self.expr(argument),
            }
        }
        let sets = match name {
            "PyStackRef_CLEAR" | "PyStackRef_XSETREF" => 0,
            "DECREF_INPUTS_AND_REUSE_FLOAT" => 3,
            _ => usize::MAX,
        };
        if let Some(Argument::Expr(target)) = arguments.get(sets) {
            self.assign(target, None);
            self.with(target, |variable| variable.replaced = true);
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
            ExprKind::Name(name) => {
                if let (Some(place), Some(block)) = (self.lookup(name), self.blocks.last()) {
                    self.given.push((place, *block));
                }
                self.with(e, |variable| variable.consumed = true);
            }
            _ => {}
        }
    }
}
