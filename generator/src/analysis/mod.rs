//! Tree in, meaning out: what each definition does to stack and caches, which flags it has, what it expands
//! to. [`analyze`] follows the reference generator's passes and order (reference.md B11–B44) and reports
//! everything that is wrong in one go.

mod abstract_ops;
mod caches;
mod checks;
mod code;
mod context;
mod definitions;
mod effects;
mod escapes;
mod evidence;
mod families;
mod instruction_size;
mod net;
pub mod offset;
mod offset_3_13;
mod opcodes;
mod passes;
mod properties;
mod rules;
pub mod sizes;
mod stores;
pub(crate) mod suggest;
mod tier2;

pub use abstract_ops::check_abstract;
pub use evidence::Evidence;
pub use passes::analyze;
pub use properties::flags;

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Effect, OpcodeMap, Properties, SizeExpr};
use crate::syntax::source::{FileId, SourceMap, Span, TokenId};
use crate::syntax::tree::{Block, FamilyDef, InstDef, LabelDef, PseudoDef, StmtId, Tree};

pub use crate::syntax::Dialect;

/// What the definitions of a run are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// A whole instruction set (`bytecodes.c`, perhaps with files that override parts of it).
    #[default]
    InstructionSet,
    /// An abstract interpreter for the micro-ops of one (`optimizer_bytecodes.c`).
    AbstractInterpreter,
}

/// How strictly to look, and at what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnalysisOptions {
    /// Accept what the reference generator accepts: what it would not refuse is a warning at most.
    pub as_reference: bool,
    /// What the definitions are.
    pub role: Role,
}

/// One item of a stack effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackItem {
    /// The name, `unused` included.
    pub name: String,
    /// The C type, if one was written.
    pub ty: Option<String>,
    /// The size as the reference's text; empty for a scalar.
    pub size: String,
    /// The size as an expression, if it is an array whose size is arithmetic in `oparg`.
    pub size_expr: Option<SizeExpr>,
    /// 3.13: the condition's text; empty if there is none.
    pub condition: String,
    /// 3.13: the condition as an expression, if there is one that is arithmetic in `oparg`.
    pub condition_expr: Option<SizeExpr>,
    /// Whether it is the same item at the same place in inputs and outputs, below everything that changes (B17).
    pub peek: bool,
    /// Whether the body uses it (B17).
    pub used: bool,
    /// Where it was written.
    pub span: Span,
}

impl StackItem {
    /// Whether it is an array, that is, has a size.
    pub fn is_array(&self) -> bool {
        !self.size.is_empty()
    }
}

/// What a micro-op does to the stack; both lists bottom first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StackEffects {
    /// Inputs.
    pub inputs: Vec<StackItem>,
    /// Outputs.
    pub outputs: Vec<StackItem>,
}

/// A cache entry of a micro-op.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CacheEntry {
    /// The name, `unused` included.
    pub name: String,
    /// Code units.
    pub units: i32,
    /// Where it was written.
    pub span: Span,
}

/// A call that may run arbitrary code, one a statement (B28, B29).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EscapingCall {
    /// The token called.
    pub call: TokenId,
    /// The variable that the call closes (`PyStackRef_CLOSE(x)`).
    pub kills: Option<TokenId>,
}

/// Index into [`Analysis::uops`], and behind its end into [`Analysis::overridden`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UopIndex(pub usize);

/// Index into [`Analysis::instructions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstIndex(pub usize);

/// A micro-op.
#[derive(Clone, Debug)]
pub struct Uop<'s> {
    /// The name (`_LOAD_FAST` for the micro-op of `inst(LOAD_FAST)`).
    pub name: String,
    /// The key in the reference's table (`LOAD_FAST` for the micro-op of `inst(LOAD_FAST)`; B12).
    pub key: String,
    /// Its definition.
    pub def: &'s InstDef,
    /// Annotations in the reference's text (`replicate(8)`).
    pub annotations: Vec<String>,
    /// Stack effect.
    pub stack: StackEffects,
    /// Cache entries, without those moved to the instruction (B14).
    pub caches: Vec<CacheEntry>,
    /// Tokens that store to an input or output (B48).
    pub local_stores: BTreeSet<TokenId>,
    /// Escaping calls by statement.
    pub escaping_calls: BTreeMap<StmtId, EscapingCall>,
    /// Properties.
    pub properties: Properties,
    /// Whether an `inst` made it.
    pub implicitly_created: bool,
    /// N of `replicate(N)`, on the original.
    pub replicated: u32,
    /// On a replica, the original.
    pub replicates: Option<UopIndex>,
    /// The size of every instruction that contains it, if its body asks for `INSTRUCTION_SIZE` (B54).
    pub instruction_size: Option<i64>,
}

impl Uop<'_> {
    /// Code units of all its cache entries.
    pub fn cache_units(&self) -> i32 {
        self.caches.iter().fold(0, |sum, cache| sum.saturating_add(cache.units))
    }

    /// The body.
    pub fn body(&self) -> &Block {
        &self.def.body
    }

    /// Whether it has an annotation (without its argument).
    pub fn has_annotation(&self, name: &str) -> bool {
        self.annotations.iter().any(|a| a.split('(').next() == Some(name))
    }
}

/// A part of an instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A micro-op.
    Uop(UopIndex),
    /// Unused cache entries (code units).
    Skip(i32),
    /// `flush`: write the tracked stack to memory.
    Flush,
}

/// A real instruction.
#[derive(Clone, Debug)]
pub struct Instruction {
    /// The name.
    pub name: String,
    /// Where it was defined (the name's span).
    pub name_span: Span,
    /// The whole definition.
    pub span: Span,
    /// Whether a `macro` (rather than an `inst`) defined it.
    pub is_macro: bool,
    /// Its parts.
    pub parts: Vec<Part>,
    /// Union of its parts' properties (B23).
    pub properties: Properties,
    /// Whether it heads a family (and so is a deopt target).
    pub is_target: bool,
    /// The family that it is a member of (heads are not members; B35).
    pub family: Option<String>,
    /// The opcode.
    pub opcode: u16,
    /// Code units, itself included; less than 1 only where the reference is the measure.
    pub size: i64,
    /// Items popped, as the reference computes it.
    pub popped: Effect,
    /// Items pushed.
    pub pushed: Effect,
    /// The name of an item that the reference loses track of while it counts (CW0119).
    pub lost_item: Option<String>,
}

/// A family.
#[derive(Clone, Debug)]
pub struct Family<'s> {
    /// The head.
    pub name: String,
    /// The size as written (an `INLINE_CACHE_ENTRIES_…` name or a number).
    pub size: String,
    /// The members.
    pub members: Vec<InstIndex>,
    /// Its definition.
    pub def: &'s FamilyDef,
}

/// A pseudo-instruction.
#[derive(Clone, Debug)]
pub struct Pseudo<'s> {
    /// The name.
    pub name: String,
    /// Its stack effect.
    pub stack: StackEffects,
    /// What it may become.
    pub targets: Vec<InstIndex>,
    /// Whether it becomes all of them in sequence.
    pub as_sequence: bool,
    /// Flags as written (`HAS_ARG`).
    pub flags: Vec<String>,
    /// The union of its targets' properties.
    pub properties: Properties,
    /// The opcode (256 and up).
    pub opcode: u16,
    /// Items popped.
    pub popped: Effect,
    /// Items pushed.
    pub pushed: Effect,
    /// Its definition.
    pub def: &'s PseudoDef,
}

/// A label.
#[derive(Clone, Debug)]
pub struct Label<'s> {
    /// The name.
    pub name: String,
    /// Whether the stack is spilled on arrival.
    pub spilled: bool,
    /// Escaping calls by statement.
    pub escaping_calls: BTreeMap<StmtId, EscapingCall>,
    /// Properties.
    pub properties: Properties,
    /// Its definition.
    pub def: &'s LabelDef,
}

/// Everything that the analysis found out.
#[derive(Debug)]
pub struct Analysis<'s> {
    /// The texts.
    pub sources: &'s SourceMap,
    /// The definition files, in order.
    pub files: Vec<FileId>,
    /// Whose rules were followed.
    pub dialect: Dialect,
    /// Instructions: all `inst`s in file order, then all macros (B11).
    pub instructions: Vec<Instruction>,
    /// Micro-ops in the reference's table order (B13, B62).
    pub uops: Vec<Uop<'s>>,
    /// Micro-ops of instructions that are not in that table, because an `op` overrides them there and does not change
    /// the instruction. There are none unless the reference is the measure.
    pub overridden: Vec<Uop<'s>>,
    /// Families in file order.
    pub families: Vec<Family<'s>>,
    /// Pseudo-instructions in file order.
    pub pseudos: Vec<Pseudo<'s>>,
    /// Labels in file order.
    pub labels: Vec<Label<'s>>,
    /// Opcode numbers.
    pub opcodes: OpcodeMap,
    uop_keys: BTreeMap<String, UopIndex>,
    instruction_names: BTreeMap<String, InstIndex>,
}

impl<'s> Analysis<'s> {
    /// The micro-op with this key (which is the name, except for the micro-op of an `inst`; B12).
    pub fn uop(&self, key: &str) -> Option<&Uop<'s>> {
        self.uops.get(self.uop_keys.get(key)?.0)
    }

    /// The micro-op that a part of an instruction stands for.
    pub fn uop_at(&self, index: UopIndex) -> Option<&Uop<'s>> {
        uop_at(&self.uops, &self.overridden, index)
    }

    /// The instruction with this name.
    pub fn instruction(&self, name: &str) -> Option<&Instruction> {
        self.instructions.get(self.instruction_names.get(name)?.0)
    }

    /// The micro-ops among the parts of an instruction, in order.
    pub fn uops_of<'a>(&'a self, inst: &'a Instruction) -> impl Iterator<Item = &'a Uop<'s>> {
        inst.parts.iter().filter_map(|part| match part {
            Part::Uop(index) => self.uop_at(*index),
            Part::Skip(_) | Part::Flush => None,
        })
    }

    /// How many items a micro-op pops, as CPython's table of micro-ops has it (B68 in 3.14).
    pub fn uop_popped(&self, uop: &Uop<'_>) -> Effect {
        net::popped(self.dialect, &uop.stack)
    }
}

/// The micro-op at an index into the table or, behind its end, among those that it has lost.
fn uop_at<'a, 's>(table: &'a [Uop<'s>], overridden: &'a [Uop<'s>], index: UopIndex) -> Option<&'a Uop<'s>> {
    table.get(index.0).or_else(|| overridden.get(index.0.checked_sub(table.len())?))
}

/// The trees of one run, in the order of their files, already parsed.
pub type Forest = [Tree];
