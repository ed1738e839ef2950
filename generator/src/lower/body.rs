//! One body: its variables, its statements, and the state that they leave.

use std::collections::{BTreeMap, BTreeSet};

use super::bindings::Bindings;
use super::configuration::{Choice, choose};
use super::facts::{Facts, Holds};
use super::flow::{self, Role, Slot, State, Var, VarId};
use super::ir::{Block, Expr, Stmt};
use super::refusal::Refusal;
use super::types::Ty;
use super::value::Want;
use super::{Source, Tiers};
use crate::analysis::offset::PointerOffset;
use crate::analysis::{Analysis, Dialect};
use crate::diagnostics::catalog::lower as codes;
use crate::emit::c::watch::Snapshot;
use crate::syntax::source::{SourceFile, Span, TokenId};
use crate::syntax::tree::{
    Declaration, Declarator, ForInit, ForStmt, IfStmt, Initializer, MacroIfStmt, Name, SimpleStmt,
    Stmt as CStmt, StmtKind, SwitchStmt, WhileStmt,
};

/// The result of something that may be refused.
pub type Lowered<T> = Result<T, Refusal>;

/// A statement that `break` and `continue` leave.
struct Breakable {
    /// The label of the whole.
    label: String,
    /// The label of one turn, whose end `continue` goes to; none in a `switch`.
    turn: Option<String>,
    used: bool,
    turn_used: bool,
}

/// The lowering of one body.
pub struct Body<'b, 's> {
    pub(super) bindings: &'b Bindings,
    pub(super) analysis: &'b Analysis<'s>,
    pub(super) source: &'b Source<'b>,
    pub(super) file: &'b SourceFile,
    pub(super) facts: Facts,
    pub(super) vars: Vec<Var>,
    pub(super) slots: Vec<String>,
    /// Which of them hold stack references, which nothing releases by itself.
    pub(super) references: Vec<bool>,
    scopes: Vec<BTreeMap<String, VarId>>,
    names: BTreeMap<String, u32>,
    pub(super) state: State,
    out: Vec<Vec<Stmt>>,
    breakables: Vec<Breakable>,
    snapshots: BTreeMap<Span, Snapshot>,
    /// Variables that are other names for the objects of stack items (3.13).
    pub(super) aliases: BTreeMap<VarId, VarId>,
    /// Variables whose references are counted and that give one away themselves.
    pub(super) gives: BTreeSet<VarId>,
    /// Variables whose references are counted, by others that they are another name for.
    pub(super) roots: BTreeMap<VarId, VarId>,
    /// Variables for the results of the call at hand, and what is to be done with them after it.
    pub(super) received: Vec<(Stmt, Stmt)>,
    /// Assertions that are left out, since they say what cannot be translated.
    pub(super) left_out: Vec<Refusal>,
    /// Names of bindings that were used.
    pub(super) used: BTreeSet<String>,
    /// What was refused.
    pub(super) refusals: Vec<Refusal>,
    /// Whether the body can leave otherwise than through its end.
    pub(super) has_exits: bool,
    /// Whether everything has to be in memory when it starts.
    pub(super) needs_memory: bool,
    /// Whether the stack pointer is not at the end where it was at the start.
    pub(super) moves_pointer: bool,
}

const KEYWORDS: [&str; 51] = [
    "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "Self",
    "static", "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where",
];

/// A name that is no keyword of Rust.
pub fn safe(name: &str) -> String {
    if KEYWORDS.contains(&name) || name == "yield" || name == "while" {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}

impl<'b, 's> Body<'b, 's> {
    /// A body whose inputs and outputs are declared.
    pub fn new(
        bindings: &'b Bindings,
        analysis: &'b Analysis<'s>,
        source: &'b Source<'b>,
        snapshots: Vec<Snapshot>,
    ) -> Body<'b, 's> {
        let file = analysis.sources.file(source.body.span.file);
        Body {
            bindings,
            analysis,
            source,
            file,
            facts: Facts::of(source.body, file, bindings, analysis.dialect == Dialect::V3_13),
            vars: Vec::new(),
            slots: Vec::new(),
            references: Vec::new(),
            scopes: vec![BTreeMap::new()],
            names: BTreeMap::new(),
            state: State::default(),
            out: vec![Vec::new()],
            breakables: Vec::new(),
            aliases: BTreeMap::new(),
            gives: BTreeSet::new(),
            roots: BTreeMap::new(),
            received: Vec::new(),
            left_out: Vec::new(),
            snapshots: snapshots.into_iter().map(|snapshot| (snapshot.at, snapshot)).collect(),
            used: BTreeSet::new(),
            refusals: Vec::new(),
            has_exits: false,
            needs_memory: false,
            moves_pointer: false,
        }
    }

    /// Adds a statement.
    pub(super) fn push(&mut self, stmt: Stmt) {
        if let Some(block) = self.out.last_mut() {
            block.push(stmt);
        }
    }

    /// What `f` adds, as a block of its own.
    pub(super) fn nested<T>(&mut self, f: impl FnOnce(&mut Self) -> T) -> (Block, T) {
        self.out.push(Vec::new());
        self.scopes.push(BTreeMap::new());
        let value = f(self);
        self.scopes.pop();
        let statements = self.out.pop().unwrap_or_default();
        (Block { statements, value: None }, value)
    }

    /// Everything that was added so far.
    pub(super) fn finish(&mut self) -> Vec<Stmt> {
        self.out.pop().unwrap_or_default()
    }

    /// A name that is no Rust keyword and that no helper has.
    fn rust_name(&mut self, name: &str) -> String {
        let taken = name == "cx" || self.bindings.helpers.contains_key(name);
        if taken { format!("{name}_") } else { safe(name) }
    }

    /// Declares a variable in the innermost scope.
    pub(super) fn declare(&mut self, name: &str, ty: Ty, role: Role, holds: Holds) -> VarId {
        let rust = self.rust_name(name);
        let id = self.vars.len();
        self.vars.push(Var { name: name.to_owned(), rust, ty, role, holds });
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name.to_owned(), id);
        }
        id
    }

    /// Gives a variable a Rust variable of its own: of the same name, or a numbered one if that is taken.
    pub(super) fn own_slot(&mut self, id: VarId, live: bool) -> Slot {
        let rust = self.vars[id].rust.clone();
        let count = self.names.entry(rust.clone()).or_insert(0);
        let name = if *count == 0 { rust } else { format!("{rust}_{count}") };
        *count += 1;
        let slot = self.slots.len();
        self.slots.push(name);
        self.references.push(self.vars[id].ty == Ty::StackRef);
        self.state.slot.insert(id, slot);
        if live {
            self.state.live.insert(slot);
        }
        slot
    }

    /// The variable of this name.
    pub(super) fn lookup(&self, name: &str) -> Option<VarId> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name).copied())
    }

    /// The Rust name of a variable at this point.
    pub(super) fn rust(&self, id: VarId) -> String {
        match self.state.slot.get(&id) {
            Some(slot) => self.slots[*slot].clone(),
            None => self.vars[id].rust.clone(),
        }
    }

    /// Takes note of a binding.
    pub(super) fn use_binding(&mut self, name: &str) {
        if !self.used.contains(name) {
            self.used.insert(name.to_owned());
        }
    }

    /// How the stack is at a statement, as the stack model has it.
    pub(super) fn snapshot(&self, at: Span) -> Option<&Snapshot> {
        self.snapshots.get(&at)
    }

    /// Lowers statements until one does not end. Whether the end is reached.
    pub(super) fn statements(&mut self, statements: &'b [CStmt]) -> bool {
        for stmt in statements {
            let first = self.out.last().map_or(0, Vec::len);
            let reachable = self.stmt(stmt);
            if let Some(block) = self.out.last_mut()
                && block.len() > first
            {
                block.insert(first, Stmt::At(stmt.span));
            }
            match reachable {
                Ok(true) => {}
                Ok(false) => return false,
                Err(refusal) => self.refusals.push(refusal),
            }
        }
        true
    }

    fn stmt(&mut self, stmt: &'b CStmt) -> Lowered<bool> {
        match &stmt.kind {
            StmtKind::Simple(simple) => self.simple(simple, stmt.span),
            StmtKind::Block(block) => {
                let (block, reachable) = self.nested(|body| body.statements(&block.statements));
                self.push(Stmt::Block(None, block));
                Ok(reachable)
            }
            StmtKind::If(stmt) => self.if_(stmt),
            StmtKind::For(inner) => self.for_(inner, stmt.span),
            StmtKind::While(inner) => self.while_(inner, stmt.span, false),
            StmtKind::DoWhile(inner) => self.while_(inner, stmt.span, true),
            StmtKind::Switch(inner) => self.switch(inner, stmt.span),
            StmtKind::MacroIf(inner) => self.macro_if(inner, stmt.span),
        }
    }

    fn simple(&mut self, simple: &'b SimpleStmt, span: Span) -> Lowered<bool> {
        match simple {
            SimpleStmt::Expr(e) => self.expression_statement(e, span),
            SimpleStmt::Declaration(declaration) => {
                self.declaration(declaration)?;
                Ok(true)
            }
            SimpleStmt::Goto(label) => self.goto(label, span),
            SimpleStmt::Return(value) => self.return_(value.as_ref(), span),
            SimpleStmt::Break => self.break_(span),
            SimpleStmt::Continue => self.continue_(span),
            SimpleStmt::Empty => Ok(true),
            SimpleStmt::Directive => Err(Refusal::construct(span, "a preprocessor directive")),
            SimpleStmt::Unparsed => Err(Refusal::construct(span, "text that is no statement")),
        }
    }

    pub(super) fn declaration(&mut self, declaration: &'b Declaration) -> Lowered<()> {
        for declarator in &declaration.declarators {
            let Some(ty) = Ty::from_c(&declaration.ty, declarator.pointers, self.bindings) else {
                // Declared all the same, so that its uses are not reported, too.
                self.declare(&declarator.name.text, Ty::Void, Role::Local, Holds::Borrowed);
                return Err(Refusal::at(
                    codes::UNKNOWN_TYPE,
                    declaration.ty.span,
                    format!("the type `{}` is not bound", declaration.ty.words.join(" ")),
                )
                .naming(&declaration.ty.words.join(" ")));
            };
            self.declarator(declarator, ty)?;
        }
        Ok(())
    }

    fn declarator(&mut self, declarator: &'b Declarator, ty: Ty) -> Lowered<()> {
        let place = declarator.name.span.start;
        let holds = self.facts.holds(place);
        let facts = self.facts.locals.get(&place).cloned().unwrap_or_default();
        if let [Some(length)] = declarator.arrays.as_slice() {
            return self.array(&declarator.name, ty, length);
        }
        if let ([None], Some(Initializer::List(items)), true) =
            (declarator.arrays.as_slice(), &declarator.init, ty.is_object())
        {
            let mut values = Vec::new();
            for (field, item) in items {
                let (None, Initializer::Expr(e)) = (field, item) else {
                    return Err(Refusal::construct(declarator.name.span, "an array of this form"));
                };
                values.push(self.want(e, &Want::Ty(ty.clone()))?);
            }
            let id =
                self.declare(&declarator.name.text, Ty::Array(Box::new(ty)), Role::Local, Holds::Borrowed);
            let name = self.rust(id);
            self.push(Stmt::Let {
                name,
                mutable: facts.assigned > 0,
                ty: None,
                value: Some(Expr::Array(values)),
            });
            return Ok(());
        }
        if !declarator.arrays.is_empty() {
            return Err(Refusal::construct(declarator.name.span, "an array of this form"));
        }
        let init = match &declarator.init {
            Some(Initializer::Expr(e)) => Some(e),
            Some(Initializer::List(_)) => {
                return Err(Refusal::construct(declarator.name.span, "a list of initial values"));
            }
            None => None,
        };
        // A copy of a stack reference is another name for it.
        if ty == Ty::StackRef
            && let Some(e) = init
            && let Some(slot) = self.movable(e)
        {
            self.forget_name(e);
            let id = self.declare(&declarator.name.text, ty, Role::Local, holds);
            self.state.slot.insert(id, slot);
            return Ok(());
        }
        if ty.is_object() && holds == Holds::Counted {
            return self.counted_declarator(declarator, &ty, init);
        }
        let value = init.map(|e| self.initial(e, &ty, holds));
        let alias = init
            .filter(|_| self.mixes() && ty.is_object() && facts.consumed)
            .and_then(|e| self.stack_item(e));
        // The name is in scope even if its value is refused.
        let id = self.declare(&declarator.name.text, ty.clone(), Role::Local, holds);
        let value = value.transpose()?;
        if let Some(of) = alias {
            self.aliases.insert(id, of);
        }
        if ty == Ty::StackRef || (ty.is_object() && holds == Holds::Owned) {
            self.own_slot(id, value.is_some());
        }
        let value = match value {
            None if facts.address_taken => Some(self.zero(&ty, holds)),
            value => value,
        };
        let stated = match &ty {
            Ty::Obj(_) if holds == Holds::Owned => Some(ty.owned(self.bindings)),
            Ty::Obj(_) if holds == Holds::Adopted => Some(ty.rust(self.bindings, "'static")),
            Ty::StackRef => None,
            ty => Some(ty.rust(self.bindings, "'_")),
        };
        let mutable = if value.is_some() {
            facts.assigned > 0 || facts.address_taken
        } else {
            facts.assigned > 1 && self.in_loop()
        };
        let name = self.rust(id);
        self.push(Stmt::Let { name, mutable, ty: stated, value });
        Ok(())
    }

    /// A variable whose references are counted by hand.
    fn counted_declarator(
        &mut self,
        declarator: &'b Declarator,
        ty: &Ty,
        init: Option<&'b crate::syntax::tree::Expr>,
    ) -> Lowered<()> {
        let facts = self.facts.locals.get(&declarator.name.span.start).cloned().unwrap_or_default();
        let value = init.map(|e| self.counted(e, ty, facts.consumed));
        let id = self.declare(&declarator.name.text, ty.clone(), Role::Local, Holds::Counted);
        if facts.consumed {
            self.gives.insert(id);
        }
        let (value, count) = value.transpose()?.unzip();
        self.state.counts.insert(id, count.unwrap_or_default());
        if let Some(crate::syntax::tree::ExprKind::Name(root)) = init.map(|e| &super::facts::bare(e).kind)
            && let Some(root) = self.lookup(root)
        {
            self.roots.insert(root, id);
        }
        let value = value.or_else(|| facts.address_taken.then(|| self.zero(ty, Holds::Counted)));
        let changes = if value.is_some() { 0 } else { 1 };
        self.push(Stmt::Let {
            name: self.rust(id),
            mutable: facts.assigned > changes || facts.address_taken,
            ty: Some(ty.rust(self.bindings, "'static")),
            value,
        });
        Ok(())
    }

    /// What a variable holds before it is given a value, if somebody may look.
    pub(super) fn zero(&self, ty: &Ty, holds: Holds) -> Expr {
        match ty {
            Ty::Obj(_) if holds == Holds::Owned => Expr::call("Owned::null", Vec::new()),
            Ty::Obj(_) => Expr::call("ObjPtr::null", Vec::new()),
            Ty::StackRef => Expr::path("PyStackRef_NULL"),
            Ty::Symbol => Expr::call("Default::default", Vec::new()),
            Ty::Bool => Expr::path("false"),
            Ty::Double => Expr::Literal("0.0".to_owned()),
            Ty::Function(_) => Expr::path("None"),
            Ty::Int(_) => Expr::Int(0),
            Ty::Text => Expr::call("core::ptr::null", Vec::new()),
            _ => Expr::call("core::ptr::null_mut", Vec::new()),
        }
    }

    fn in_loop(&self) -> bool {
        self.breakables.iter().any(|breakable| breakable.turn.is_some())
    }

    /// A local array: of borrowed pointers, or of integers.
    fn array(&mut self, name: &'b Name, ty: Ty, length: &'b crate::syntax::tree::Expr) -> Lowered<()> {
        let crate::syntax::tree::ExprKind::Int { value, .. } = &super::facts::bare(length).kind else {
            return Err(Refusal::construct(length.span, "an array whose length is no literal"));
        };
        let length = u64::try_from(*value).unwrap_or(u64::MAX);
        let element = match &ty {
            Ty::Obj(_) => Expr::call("ObjPtr::null", Vec::new()),
            Ty::Int(_) => Expr::Int(0),
            _ => return Err(Refusal::construct(name.span, "an array of this type")),
        };
        let id = self.declare(&name.text, Ty::Array(Box::new(ty)), Role::Local, Holds::Borrowed);
        let rust = self.rust(id);
        let value = Some(Expr::Repeat(Box::new(element), length));
        self.push(Stmt::Let { name: rust, mutable: true, ty: None, value });
        Ok(())
    }

    fn if_(&mut self, stmt: &'b IfStmt) -> Lowered<bool> {
        let Some(condition) = &stmt.condition else {
            return Err(Refusal::construct(stmt.then.span, "a condition that is no expression"));
        };
        let tested = condition;
        let condition = self.truth(tested)?;
        let before = self.state.clone();
        self.learn(tested, true);
        let (mut then, then_reachable) = self.nested(|body| body.branch(&stmt.then));
        let after_then = std::mem::replace(&mut self.state, before.clone());
        self.learn(tested, false);
        let Some((_, otherwise)) = &stmt.else_ else {
            let mut otherwise = Block::default();
            if then_reachable {
                let after_else = self.state.clone();
                self.join(&before, (after_then, &mut then), (after_else, &mut otherwise), stmt.then.span)?;
            }
            let otherwise = (!otherwise.statements.is_empty()).then_some(otherwise);
            self.push(Stmt::If(condition, then, otherwise));
            return Ok(true);
        };
        let (mut other, other_reachable) = self.nested(|body| body.branch(otherwise));
        match (then_reachable, other_reachable) {
            (true, true) => {
                let after_other = self.state.clone();
                self.join(&before, (after_then, &mut then), (after_other, &mut other), stmt.then.span)?;
            }
            (true, false) => self.state = after_then,
            (false, _) => {}
        }
        self.push(Stmt::If(condition, then, Some(other)));
        Ok(then_reachable || other_reachable)
    }

    /// A statement that is a block of its own: without doubling its braces.
    fn branch(&mut self, stmt: &'b CStmt) -> bool {
        match &stmt.kind {
            StmtKind::Block(block) => self.statements(&block.statements),
            _ => self.statements(std::slice::from_ref(stmt)),
        }
    }

    /// Joins two paths: where a variable stands for different Rust variables, one of them takes the other's value.
    fn join(
        &mut self,
        before: &State,
        (a, a_block): (State, &mut Block),
        (b, b_block): (State, &mut Block),
        at: Span,
    ) -> Lowered<()> {
        if a.sp != b.sp {
            return Err(Refusal::at(
                codes::UNJOINABLE,
                at,
                "the stack pointer is moved on one path only".to_owned(),
            ));
        }
        let mut joined = State {
            live: a.live.intersection(&b.live).copied().collect(),
            reassigned: a.reassigned.union(&b.reassigned).cloned().collect(),
            sp: a.sp.clone(),
            moved: a.moved || b.moved,
            slot: BTreeMap::new(),
            ..self.join_counts(&a, &b, at)?
        };
        let (mut a_moves, mut b_moves) = (Vec::new(), Vec::new());
        let ids: BTreeSet<VarId> =
            before.slot.keys().chain(a.slot.keys()).chain(b.slot.keys()).copied().collect();
        for id in ids {
            match (a.slot.get(&id), b.slot.get(&id)) {
                (Some(x), Some(y)) if x == y => {
                    joined.slot.insert(id, *x);
                }
                (Some(x), Some(y)) => {
                    let home = before.slot.get(&id).copied();
                    // The variable that stood for it before the paths parted takes the value, if it is free to.
                    let free =
                        |state: &State, own: Slot, home: Slot| own == home || !state.live.contains(&home);
                    let target = [home, Some(*x), Some(*y)].into_iter().flatten().find(|target| {
                        free(&a, *x, *target)
                            && free(&b, *y, *target)
                            && before.slot.values().any(|slot| slot == target)
                    });
                    let Some(target) = target else {
                        return Err(Refusal::at(
                            codes::UNJOINABLE,
                            at,
                            format!("`{}` is another variable on each path", self.vars[id].name),
                        ));
                    };
                    let bring = |own: Slot, state: &State, moves: &mut Vec<(String, String)>| {
                        if own != target && state.live.contains(&own) {
                            moves.push((self.slots[target].clone(), self.slots[own].clone()));
                        }
                    };
                    bring(*x, &a, &mut a_moves);
                    bring(*y, &b, &mut b_moves);
                    joined.slot.insert(id, target);
                    if a.live.contains(x) && b.live.contains(y) {
                        joined.live.insert(target);
                    }
                }
                // It has a value on one path only, or was declared there.
                _ => {}
            }
        }
        a_block.statements.extend(flow::moves(&a_moves));
        b_block.statements.extend(flow::moves(&b_moves));
        self.state = joined;
        Ok(())
    }

    fn enter(&mut self, span: Span, is_loop: bool) {
        let number = span.start;
        let turn = is_loop.then(|| format!("turn_{number}"));
        let label = format!("{}_{number}", if is_loop { "each" } else { "switch" });
        self.breakables.push(Breakable { label, turn, used: false, turn_used: false });
    }

    /// A loop's body, with a block around it if `continue` needs one.
    fn turn(&mut self, stmt: &'b CStmt, span: Span) -> Lowered<(Block, String)> {
        self.enter(span, true);
        let before = self.state.clone();
        let (mut block, reachable) = self.nested(|body| body.branch(stmt));
        let after = std::mem::replace(&mut self.state, before.clone());
        let Some(breakable) = self.breakables.pop() else { return Ok((block, String::new())) };
        if reachable && (after.slot != before.slot || after.sp != before.sp) {
            let live = before.slot.iter().any(|(id, slot)| after.slot.get(id).is_some_and(|own| own != slot));
            if live || after.sp != before.sp {
                return Err(Refusal::at(
                    codes::UNJOINABLE,
                    stmt.span,
                    "a turn of the loop leaves other variables than it found".to_owned(),
                ));
            }
        }
        if reachable {
            let counts = self.join_counts(&before, &after, stmt.span)?;
            self.state.counts = counts.counts;
            self.state.settled = counts.settled;
        }
        self.state.live = self.state.live.intersection(&after.live).copied().collect();
        if breakable.turn_used {
            let label = breakable.turn.clone();
            block = Block { statements: vec![Stmt::Block(label, block)], value: None };
        }
        Ok((block, if breakable.used { breakable.label } else { String::new() }))
    }

    fn for_(&mut self, stmt: &'b ForStmt, span: Span) -> Lowered<bool> {
        let (mut outer, result) = self.nested(|body| -> Lowered<()> {
            match &stmt.init {
                Some(ForInit::Declaration(declaration)) => body.declaration(declaration)?,
                Some(ForInit::Expr(e)) => {
                    body.expression_statement(e, e.span)?;
                }
                None => {}
            }
            let condition = match &stmt.condition {
                Some(condition) => body.truth(condition)?,
                None => Expr::path("true"),
            };
            let (mut block, label) = body.turn(&stmt.body, span)?;
            if let Some(step) = &stmt.step {
                let (step, result) = body.nested(|body| body.expression_statement(step, step.span));
                result?;
                block.statements.extend(step.statements);
            }
            body.push(Stmt::While(label, condition, block));
            Ok(())
        });
        result?;
        // The loop variable has a scope of its own.
        match outer.statements.as_slice() {
            [_] => self.push(outer.statements.remove(0)),
            _ => self.push(Stmt::Block(None, outer)),
        }
        Ok(true)
    }

    fn while_(&mut self, stmt: &'b WhileStmt, span: Span, is_do: bool) -> Lowered<bool> {
        let Some(condition) = &stmt.condition else {
            return Err(Refusal::construct(span, "a condition that is no expression"));
        };
        if is_do {
            let (mut block, label) = self.turn(&stmt.body, span)?;
            let condition = self.truth(condition)?;
            // `do { … } while (0)` is there to be left early.
            let leave = Stmt::Break(String::new());
            block.statements.push(match condition {
                Expr::Path(path) if path == "false" => leave,
                condition => {
                    let then = Block { statements: vec![leave], value: None };
                    Stmt::If(condition.unary("!"), then, None)
                }
            });
            let label = if label.is_empty() { format!("each_{}", span.start) } else { label };
            name_breaks(&mut block, &label);
            self.push(Stmt::Loop(label, block));
            return Ok(true);
        }
        let condition = self.truth(condition)?;
        let (block, label) = self.turn(&stmt.body, span)?;
        self.push(Stmt::While(label, condition, block));
        Ok(true)
    }

    fn break_(&mut self, span: Span) -> Lowered<bool> {
        match self.breakables.last_mut() {
            Some(breakable) => {
                breakable.used = true;
                let label = breakable.label.clone();
                self.push(Stmt::Break(label));
                Ok(false)
            }
            // A case of the abstract interpreter is left, and the stack is as it stands.
            None if self.source.base.is_some() => {
                self.leave("Dispatch", vec![Expr::Int(0)]);
                Ok(false)
            }
            None => Err(Refusal::construct(span, "`break` outside of a loop")),
        }
    }

    fn continue_(&mut self, span: Span) -> Lowered<bool> {
        let breakable = self.breakables.iter_mut().rev().find(|breakable| breakable.turn.is_some());
        let Some(Breakable { turn: Some(turn), turn_used, .. }) = breakable else {
            return Err(Refusal::construct(span, "`continue` outside of a loop"));
        };
        *turn_used = true;
        let turn = turn.clone();
        self.push(Stmt::Break(turn));
        Ok(false)
    }

    /// A `switch`. An arm that runs into the next one gets the next one's statements, too.
    fn switch(&mut self, stmt: &'b SwitchStmt, span: Span) -> Lowered<bool> {
        let Some(value) = &stmt.value else {
            return Err(Refusal::construct(span, "a `switch` on no expression"));
        };
        let value = self.value(value)?;
        let (value, _) = self.integer(value, span)?;
        self.enter(span, false);
        let before = self.state.clone();
        let (mut arms, mut default) = (Vec::new(), None);
        let mut after: Option<State> = None;
        let mut reachable = false;
        for (index, (labels, _)) in stmt.arms.iter().enumerate() {
            self.state = before.clone();
            let (block, falls_out) = self.nested(|body| {
                stmt.arms.iter().skip(index).all(|(_, statements)| body.statements(statements))
            });
            let left = block_breaks(&block);
            if falls_out || left {
                reachable = true;
                after.get_or_insert_with(|| self.state.clone());
            }
            let mut patterns = Vec::new();
            for label in labels {
                match label {
                    None => default = Some(block.clone()),
                    Some(e) => {
                        let pattern = self.value(e)?;
                        patterns.push(self.integer(pattern, e.span)?.0);
                    }
                }
            }
            if !patterns.is_empty() {
                arms.push((patterns, block));
            }
        }
        let has_default = default.is_some();
        self.state = after.unwrap_or(before);
        let Some(breakable) = self.breakables.pop() else { return Ok(true) };
        let matching = Stmt::Match(value, arms, default.unwrap_or_default());
        let block = Block { statements: vec![matching], value: None };
        self.push(Stmt::Block(Some(breakable.label), block));
        Ok(reachable || !has_default)
    }

    fn macro_if(&mut self, stmt: &'b MacroIfStmt, span: Span) -> Lowered<bool> {
        let line = self.token_text(stmt.condition);
        let otherwise = stmt.else_.as_ref().map_or(&[][..], |(_, body)| body.as_slice());
        let choice = match choose(line, self.bindings) {
            Ok(choice) => choice,
            Err(name) => {
                return Err(Refusal::at(
                    codes::UNDECIDED,
                    span,
                    format!("the configuration does not say what `{name}` is"),
                )
                .naming(&name));
            }
        };
        let tier_one = match choice {
            Choice::Always(true) => return Ok(self.statements(&stmt.body)),
            Choice::Always(false) => return Ok(self.statements(otherwise)),
            Choice::TierOne(value) => value,
        };
        match self.source.tiers {
            Tiers::One => Ok(self.statements(if tier_one { &stmt.body } else { otherwise })),
            Tiers::Two => Ok(self.statements(if tier_one { otherwise } else { &stmt.body })),
            Tiers::Both => {
                let condition = Expr::path("M::TIER_ONE");
                let condition = if tier_one { condition } else { condition.unary("!") };
                let before = self.state.clone();
                let (mut then, a) = self.nested(|body| body.statements(&stmt.body));
                let after_then = std::mem::replace(&mut self.state, before.clone());
                let (mut other, b) = self.nested(|body| body.statements(otherwise));
                if a && b {
                    let after_other = self.state.clone();
                    self.join(&before, (after_then, &mut then), (after_other, &mut other), span)?;
                } else if a {
                    self.state = after_then;
                }
                let other = (!other.statements.is_empty()).then_some(other);
                self.push(Stmt::If(condition, then, other));
                Ok(a || b)
            }
        }
    }

    fn token_text(&self, id: TokenId) -> &'b str {
        let file = self.file;
        file.tokens
            .get(id.0 as usize)
            .and_then(|token| file.text.get(token.start as usize..token.end as usize))
            .unwrap_or_default()
    }

    /// Where the stack ends at a statement, counted from where `cx.stack_pointer` stands now.
    pub(super) fn top(&self, at: Span) -> PointerOffset {
        match self.snapshot(at) {
            Some(snapshot) => &snapshot.top - &self.state.sp,
            None => PointerOffset::zero(),
        }
    }
}

/// Whether a block has a `break` in it.
fn block_breaks(block: &Block) -> bool {
    block.statements.iter().any(|stmt| match stmt {
        Stmt::Break(_) => true,
        Stmt::If(_, then, otherwise) => block_breaks(then) || otherwise.as_ref().is_some_and(block_breaks),
        Stmt::Block(_, block) => block_breaks(block),
        _ => false,
    })
}

/// Gives the `break` at the end of a loop's body its label.
fn name_breaks(block: &mut Block, label: &str) {
    let last = match block.statements.last_mut() {
        Some(Stmt::If(_, then, None)) => then.statements.last_mut(),
        last => last,
    };
    if let Some(Stmt::Break(name)) = last
        && name.is_empty()
    {
        *name = label.to_owned();
    }
}
