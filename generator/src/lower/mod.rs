//! Bodies in Rust: the C of each definition becomes a typed form in which it is settled who owns what, and then text.
//!
//! The tree's expressions are typed with the help of [`bindings`], which say what each name of the helper
//! vocabulary is in Rust. Where the stack ends at each exit comes from the stack model that the writer of C
//! uses, too. Ownership is settled in three ways: a stack reference is a value that is moved, so that rustc
//! refuses a second use; an object that a body owns is released when its variable goes out of scope; everything
//! else borrows, for as long as what it was borrowed from is there. What cannot be settled is refused, with the
//! place.

mod arms;
pub mod bindings;
mod body;
mod call;
mod configuration;
mod control;
mod counted;
mod declare;
mod depth;
mod expr;
mod facts;
mod flow;
mod glue;
pub mod ir;
mod layout;
mod lines;
mod optimizer;
mod out_of_line;
mod place;
mod print;
mod refusal;
mod render;
mod signature;
mod stack_macros;
mod tier2;
mod types;
mod value;
pub mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};

pub use arms::tier1;
pub use configuration::{Choice, choose};
pub use declare::declarations;
pub use depth::MAX_DEPTH;
pub use layout::{Draft, layout};
pub use lines::{lines, span as line_span};
pub use optimizer::optimizer;
pub use refusal::Refusal;
pub use render::{abi_check, bodies_file, function as function_text};
pub use tier2::tier2;

use crate::analysis::offset::PointerOffset;
use crate::analysis::{Analysis, CacheEntry, Dialect, StackEffects, StackItem, Uop};
use crate::diagnostics::Diagnostics;
use crate::diagnostics::catalog::lower as codes;
use crate::emit::c::cases::{Emitter, Section, Target};
use crate::emit::c::watch::Snapshot;
use crate::emit::c::writer::{CWriter, Casts};
use crate::stack::{NullSink, Stack, Storage};
use crate::syntax::source::Span;
use crate::syntax::tree::Block;
use bindings::{Bindings, Calling};
use body::Body;
use facts::Holds;
use flow::Role;
use ir::{Expr, Stmt};
use types::{Int, Ty};

/// The tiers that a body serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tiers {
    /// Tier 1 only.
    One,
    /// Tier 2 only.
    Two,
    /// Both.
    Both,
}

/// A body to be lowered.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The name of its function.
    pub name: &'a str,
    /// The name in the definitions.
    pub defined_as: &'a str,
    /// Where the name is defined.
    pub name_span: Span,
    /// The body.
    pub body: &'a Block,
    /// Its inputs and outputs, if it has any.
    pub effects: Option<&'a StackEffects>,
    /// Its cache entries.
    pub caches: &'a [CacheEntry],
    /// Whether it is a label's.
    pub is_label: bool,
    /// The tiers that it serves.
    pub tiers: Tiers,
    /// What `INSTRUCTION_SIZE` stands for.
    pub instruction_size: Option<i64>,
    /// The instruction set that it is an abstract interpretation of, if it is one.
    pub base: Option<&'a Analysis<'a>>,
}

/// A parameter of a lowered body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name in Rust.
    pub name: String,
    /// Its type in Rust.
    pub ty: String,
}

/// A lowered body.
#[derive(Clone, Debug)]
pub struct Function {
    /// What it takes besides `cx`: stack items, bottom first, then cache entries.
    pub parameters: Vec<Parameter>,
    /// The items that it returns, bottom first: the variable that has it at the end, and its Rust type.
    pub results: Vec<Parameter>,
    /// Which of the outputs each of them is, counted from the bottom.
    pub returned: Vec<usize>,
    /// Whether it can leave otherwise than through its end.
    pub has_exits: bool,
    /// Whether everything has to be in memory when it starts, with `cx.stack_pointer` above its inputs.
    pub needs_memory: bool,
    /// Whether `cx.stack_pointer` stands below its outputs when it ends; else it has not moved.
    pub moves_pointer: bool,
    /// Whether it calls something out of line, other than on the way to an error.
    pub calls_out_of_line: bool,
    /// The statements and the value.
    pub body: ir::Block,
}

/// What became of a body.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It is translated.
    Translated(Function),
    /// It is written by hand: the reason.
    OptedOut(String, Function),
    /// It is not translated.
    Refused(Vec<Refusal>),
}

/// A body, and what became of it.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// The name of its function.
    pub name: String,
    /// The name in the definitions.
    pub defined_as: String,
    /// Where the name is defined.
    pub span: Span,
    /// Whether it is a label's.
    pub is_label: bool,
    /// The tiers that it serves.
    pub tiers: Tiers,
    /// Its inputs and outputs.
    pub effects: StackEffects,
    /// What became of it.
    pub outcome: Outcome,
    /// Assertions that are not in the translation, since they say what cannot be translated.
    pub left_out: Vec<Refusal>,
}

impl Lowered {
    /// The translation, if there is one.
    pub fn translated(&self) -> Option<&Function> {
        match &self.outcome {
            Outcome::Translated(function) => Some(function),
            _ => None,
        }
    }
}

/// All bodies of an instruction set.
#[derive(Debug, Default)]
pub struct Program {
    /// In the order of the definitions; labels last.
    pub bodies: Vec<Lowered>,
    /// Those of the abstract interpreter, likewise.
    pub optimizer: Vec<Lowered>,
    /// Names of the bindings that were used; fields as `Type.field`.
    pub used: BTreeSet<String>,
}

/// Lowers every body.
pub fn lower(analysis: &Analysis<'_>, bindings: &Bindings) -> Program {
    let mut program = Program::default();
    for uop in analysis.uops.iter().filter(|uop| uop.replicates.is_none()) {
        let source = Source {
            name: &uop.name,
            defined_as: &uop.def.name.text,
            name_span: uop.def.name.span,
            body: &uop.def.body,
            effects: Some(&uop.stack),
            caches: &uop.caches,
            is_label: false,
            tiers: tiers(uop),
            instruction_size: uop.instruction_size,
            base: None,
        };
        let section = Section::uop(uop, Target::Instruction { family: Some("") });
        let snapshots = || snapshots(analysis, section, &uop.stack, None);
        program.add(analysis, bindings, &source, snapshots);
    }
    for label in &analysis.labels {
        let name = format!("label_{}", label.name);
        let source = Source {
            name: &name,
            defined_as: &label.name,
            name_span: label.def.name.span,
            body: &label.def.body,
            effects: None,
            caches: &[],
            is_label: true,
            tiers: Tiers::One,
            instruction_size: None,
            base: None,
        };
        let nothing = StackEffects::default();
        let snapshots = || snapshots(analysis, Section::label(label), &nothing, Some(label.spilled));
        program.add(analysis, bindings, &source, snapshots);
    }
    program
}

/// Lowers every body of an abstract interpreter, and adds it to what it interprets.
pub fn lower_optimizer(
    program: &mut Program,
    base: &Analysis<'_>,
    overlay: &Analysis<'_>,
    bindings: &Bindings,
) {
    for uop in overlay.uops.iter().filter(|uop| uop.replicates.is_none()) {
        let caches = base.uop(&uop.key).map_or(&uop.caches, |real| &real.caches);
        let source = Source {
            name: &uop.name,
            defined_as: &uop.def.name.text,
            name_span: uop.def.name.span,
            body: &uop.def.body,
            effects: Some(&uop.stack),
            caches,
            is_label: false,
            tiers: Tiers::Two,
            instruction_size: None,
            base: Some(base),
        };
        let snapshots = || {
            let mut emitter = Emitter::new(overlay, CWriter::null(2, Casts::OPTIMIZER));
            if let Ok(mut storage) = Storage::for_uop(Stack::new(), &uop.stack, false, &mut NullSink) {
                storage.forget_input_locals();
                // What is wrong with a body was reported when it was checked.
                let _ = emitter.body(Section::uop(uop, Target::Optimizer), &mut storage, false);
            }
            emitter.take_snapshots()
        };
        program.add(overlay, bindings, &source, snapshots);
    }
}

/// The tiers that a micro-op serves, by its annotations.
fn tiers(uop: &Uop<'_>) -> Tiers {
    match (uop.has_annotation("tier1"), uop.has_annotation("tier2")) {
        (true, _) => Tiers::One,
        (_, true) => Tiers::Two,
        _ => Tiers::Both,
    }
}

/// Why a body cannot be walked, if it cannot: it, or the size of one of its items, is too deep.
fn too_deep(source: &Source<'_>) -> Option<Refusal> {
    let items = source.effects.iter().flat_map(|effects| effects.inputs.iter().chain(&effects.outputs));
    let mut sizes = items.filter_map(|item| Some((item.size_expr.as_ref()?, item.span)));
    sizes.find_map(|(size, span)| depth::size_too_deep(size, span)).or_else(|| depth::too_deep(source.body))
}

/// How the stack is at each exit, by the stack model. Bodies of 3.13 follow other rules.
fn snapshots<'a>(
    analysis: &'a Analysis<'a>,
    section: Section<'a>,
    effects: &'a StackEffects,
    label: Option<bool>,
) -> Vec<Snapshot> {
    if analysis.dialect != Dialect::V3_14 {
        return Vec::new();
    }
    let mut emitter = Emitter::new(analysis, CWriter::null(2, Casts::INTERPRETER));
    let storage = match label {
        Some(spilled) => Ok(Storage::for_label(spilled)),
        None => Storage::for_uop(Stack::new(), effects, true, &mut NullSink),
    };
    if let Ok(mut storage) = storage {
        // What is wrong with a body was reported when it was checked.
        let _ = emitter.body(section, &mut storage, true);
    }
    emitter.take_snapshots()
}

impl Program {
    /// Reports bindings that nothing uses and opt-outs of bodies that there are not. For a whole instruction
    /// set only: an example uses few of them.
    pub fn check_bindings(&self, bindings: &Bindings, sink: &mut Diagnostics) {
        bindings.report_unused(&self.used, !self.optimizer.is_empty(), sink);
        let defined = self.bodies.iter().map(|body| body.defined_as.as_str()).collect();
        bindings.report_unknown_optouts(&defined, sink);
    }

    /// The bodies, to be found by the names of their functions.
    fn by_name(&self) -> Bodies<'_> {
        Bodies(self.bodies.iter().map(|body| (body.name.as_str(), body)).collect())
    }

    fn add(
        &mut self,
        analysis: &Analysis<'_>,
        bindings: &Bindings,
        source: &Source<'_>,
        snapshots: impl FnOnce() -> Vec<Snapshot>,
    ) {
        if let Some(refusal) = too_deep(source) {
            self.push(source, Outcome::Refused(vec![refusal]), Vec::new());
            return;
        }
        let mut body = Body::new(bindings, analysis, source, snapshots());
        let function = body.function();
        let opted_out = bindings.optouts.get(source.defined_as).filter(|_| source.base.is_none());
        let outcome = match (opted_out, body.refusals.is_empty()) {
            (Some(reason), _) => Outcome::OptedOut(reason.what.clone(), function),
            (None, true) => Outcome::Translated(function),
            (None, false) => Outcome::Refused(std::mem::take(&mut body.refusals)),
        };
        if !matches!(outcome, Outcome::OptedOut(..)) {
            // Few names are new, so that they are added one by one: `append` would build the whole set anew.
            self.used.extend(std::mem::take(&mut body.used));
        }
        self.push(source, outcome, std::mem::take(&mut body.left_out));
    }

    fn push(&mut self, source: &Source<'_>, outcome: Outcome, left_out: Vec<Refusal>) {
        let bodies = if source.base.is_some() { &mut self.optimizer } else { &mut self.bodies };
        bodies.push(Lowered {
            name: body::safe(source.name),
            defined_as: source.defined_as.to_owned(),
            span: source.name_span,
            is_label: source.is_label,
            tiers: source.tiers,
            effects: source.effects.cloned().unwrap_or_default(),
            outcome,
            left_out,
        });
    }
}

/// Bodies by the names of their functions.
struct Bodies<'p>(BTreeMap<&'p str, &'p Lowered>);

impl<'p> Bodies<'p> {
    /// The body of a micro-op, translated or written by hand; that of a replica is what it replicates.
    fn of(&self, analysis: &Analysis<'_>, uop: &Uop<'_>) -> Result<(&'p Lowered, &'p Function), String> {
        let original = uop.replicates.and_then(|index| analysis.uop_at(index)).unwrap_or(uop);
        match self.0.get(body::safe(&original.name).as_str()).map(|lowered| (*lowered, &lowered.outcome)) {
            Some((lowered, Outcome::Translated(function) | Outcome::OptedOut(_, function))) => {
                Ok((lowered, function))
            }
            _ => Err(format!("the body of `{}` is not translated", uop.name)),
        }
    }
}

impl<'b> Body<'b, '_> {
    /// Lowers the body.
    fn function(&mut self) -> Function {
        let effects = self.source.effects;
        let inputs = effects.map_or(&[][..], |effects| effects.inputs.as_slice());
        let outputs = effects.map_or(&[][..], |effects| effects.outputs.as_slice());
        let mut parameters = Vec::new();
        let mut place = inputs.iter().fold(PointerOffset::zero(), |place, item| place.pop(item));
        let bottom =
            inputs.iter().filter(|item| item.peek).fold(place.clone(), |place, item| place.push(item));
        for item in inputs {
            if let Some(parameter) = self.input(item, &place) {
                parameters.push(parameter);
            }
            place = place.push(item);
        }
        for cache in self.source.caches.iter().filter(|cache| cache.name != "unused") {
            let ty = match cache.units {
                1 => Ty::Int(Int::U16),
                2 => Ty::Int(Int::U32),
                _ => Ty::object(),
            };
            // What a cache or a trace refers to, the code keeps alive.
            let rust = ty.rust(self.bindings, "'static");
            let id = self.declare(&cache.name, ty, Role::Cache, Holds::Borrowed);
            parameters.push(Parameter { name: self.rust(id), ty: rust });
        }
        let mut place = bottom.clone();
        for item in outputs {
            if !item.peek {
                self.output(item, &place, inputs);
                place = place.push(item);
            }
        }
        let reachable = self.statements(&self.source.body.statements);
        let (results, returned) = self.results(outputs, reachable);
        if reachable && self.state.moved && self.state.sp != bottom {
            let by = render::offset(&(&bottom - &self.state.sp));
            let target = Expr::cx("stack_pointer");
            let moved = target.clone().method("offset", vec![by.cast("isize")]);
            self.push(Stmt::At(self.source.name_span));
            self.push(Stmt::Assign(target, "=", moved));
        }
        self.moves_pointer = reachable && self.state.moved;
        let mut block = ir::Block { statements: self.finish(), value: None };
        if reachable && !self.source.is_label {
            let values: Vec<Expr> = results.iter().map(|result| Expr::path(result.name.clone())).collect();
            let value = match <[Expr; 1]>::try_from(values) {
                Ok([value]) => value,
                Err(values) => Expr::Tuple(values),
            };
            let nothing = value == Expr::Tuple(Vec::new()) && !self.has_exits;
            block.value =
                (!nothing).then(|| if self.has_exits { Expr::call("Ok", vec![value]) } else { value });
        }
        Function {
            parameters,
            results,
            returned,
            has_exits: self.has_exits,
            needs_memory: self.needs_memory,
            moves_pointer: self.moves_pointer,
            calls_out_of_line: out_of_line::calls(&block, &|name| self.is_out_of_line(name)),
            body: block,
        }
    }

    /// Whether a function is a helper that has to be called out of line. What is no helper is written in place.
    fn is_out_of_line(&self, name: &str) -> bool {
        self.bindings.helpers.get(name).is_some_and(|helper| helper.what.calling == Calling::OutOfLine)
    }

    /// Declares an input. The parameter for it, if it needs one.
    fn input(&mut self, item: &StackItem, place: &PointerOffset) -> Option<Parameter> {
        if item.name == "unused" || !item.used {
            return None;
        }
        if item.is_array() {
            self.array_at(item, place);
            return None;
        }
        let facts = self.facts.names.get(&item.name).cloned().unwrap_or_default();
        let ty = self.item_type(item)?;
        if ty != Ty::StackRef {
            let rust = ty.rust(self.bindings, "'_");
            let id = self.declare(&item.name, ty, Role::Input, Holds::Borrowed);
            let mutable = if facts.assigned > 0 { "mut " } else { "" };
            return Some(Parameter { name: format!("{mutable}{}", self.rust(id)), ty: rust });
        }
        let consumed = self.mixes() && facts.consumed;
        let looks = item.peek && facts.assigned == 0 && !facts.address_taken && !consumed;
        let role = if looks { Role::Peek } else { Role::Input };
        let id = self.declare(&item.name, ty, role, Holds::Borrowed);
        if looks {
            return Some(Parameter { name: self.rust(id), ty: "&StackRef".to_owned() });
        }
        self.own_slot(id, true);
        let mutable = if facts.assigned > 0 || facts.address_taken { "mut " } else { "" };
        Some(Parameter { name: format!("{mutable}{}", self.rust(id)), ty: "StackRef".to_owned() })
    }

    fn item_type(&mut self, item: &StackItem) -> Option<Ty> {
        let Some(text) = &item.ty else {
            return Some(if self.source.base.is_some() { Ty::Symbol } else { Ty::StackRef });
        };
        if self.analysis.dialect == Dialect::V3_13 && text.trim() == "PyObject*" {
            return Some(Ty::StackRef);
        }
        let ty = Ty::parse(text, self.bindings);
        if ty.is_none() {
            let message = format!("the type `{text}` is not bound");
            self.refusals.push(Refusal::at(codes::UNKNOWN_TYPE, item.span, message).naming(text));
        }
        ty
    }

    /// Declares an array: a pointer into the stack.
    fn array_at(&mut self, item: &StackItem, place: &PointerOffset) {
        self.needs_memory = true;
        let ty = if self.source.base.is_some() { Ty::Symbols } else { Ty::StackRefs };
        let id = self.declare(&item.name, ty, Role::Array, Holds::Borrowed);
        let name = self.rust(id);
        let pointer = Expr::cx("stack_pointer");
        let value = if *place == PointerOffset::zero() {
            pointer
        } else {
            pointer.method("offset", vec![render::offset(place).cast("isize")])
        };
        let mutable = self.facts.names.get(&item.name).is_some_and(|facts| facts.assigned > 0);
        self.push(Stmt::Let { name, mutable, ty: None, value: Some(value) });
    }

    /// Declares an output that is not declared as an input already.
    fn output(&mut self, item: &StackItem, place: &PointerOffset, inputs: &[StackItem]) {
        let is_input = inputs.iter().any(|input| input.name == item.name && input.used);
        if item.name == "unused" || is_input {
            return;
        }
        if item.is_array() {
            if item.used {
                self.array_at(item, place);
            }
            return;
        }
        let Some(ty) = self.item_type(item) else { return };
        let facts = self.facts.names.get(&item.name).cloned().unwrap_or_default();
        let is_reference = ty == Ty::StackRef;
        let stated = (!is_reference).then(|| ty.rust(self.bindings, "'_"));
        let zero = self.zero(&ty, Holds::Borrowed);
        let id = self.declare(&item.name, ty, Role::Output, Holds::Borrowed);
        // 3.13: an item that is there under a condition only need not be set.
        let conditional = is_reference && !item.condition.is_empty();
        let at_once =
            !conditional && is_reference && facts.assigned == 1 && facts.once_at_top && !facts.address_taken;
        if at_once || (facts.assigned == 0 && !facts.address_taken) {
            return;
        }
        if is_reference {
            self.own_slot(id, conditional);
        }
        let name = self.rust(id);
        let is_set = facts.address_taken || conditional;
        self.push(Stmt::Let {
            name,
            mutable: is_set || facts.replaced,
            ty: stated,
            value: is_set.then_some(zero),
        });
    }

    /// The items that are returned, and a look at whether any reference is lost.
    fn results(&mut self, outputs: &[StackItem], reachable: bool) -> (Vec<Parameter>, Vec<usize>) {
        // After a refusal much may seem to be lost.
        let reachable = reachable && self.refusals.is_empty();
        let mut results = Vec::new();
        let mut indices = Vec::new();
        let mut returned = BTreeSet::new();
        let scalars = outputs.iter().enumerate();
        for (index, item) in scalars.filter(|(_, item)| !item.is_array() && item.name != "unused") {
            let Some(id) = self.lookup(&item.name) else { continue };
            let var = &self.vars[id];
            let assigned = self.facts.names.get(&item.name).is_some_and(|facts| facts.assigned > 0);
            let kept = item.peek && var.ty != Ty::StackRef && !(assigned && var.ty == Ty::Symbol);
            if var.role == Role::Peek || kept {
                continue;
            }
            let ty = var.ty.rust(self.bindings, "'_");
            let slot = self.state.slot.get(&id).copied();
            let is_set = var.ty != Ty::StackRef || slot.is_some_and(|slot| self.state.live.contains(&slot));
            if reachable && !is_set {
                let message = format!("the output `{}` has no value at the end", item.name);
                self.refusals.push(Refusal::at(codes::OUTPUT_UNSET, item.span, message));
            }
            returned.extend(slot);
            results.push(Parameter { name: self.rust(id), ty });
            indices.push(index);
        }
        if reachable {
            let lost = self.state.live.iter().find(|slot| {
                let is_let_go = returned.contains(slot) || self.state.settled.contains_key(slot);
                self.references[**slot] && !is_let_go
            });
            if let Some(id) = self.held() {
                let message = format!("`{}` still holds a reference at the end", self.vars[id].name);
                self.refusals.push(Refusal::at(codes::LEAK, self.source.name_span, message));
            }
            if let Some(slot) = lost {
                let message = format!("`{}` still holds a reference at the end", self.slots[*slot]);
                self.refusals.push(Refusal::at(codes::LEAK, self.source.name_span, message));
            }
        }
        (results, indices)
    }
}
