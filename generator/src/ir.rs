//! The instruction set as plain data: no syntax tree, no Rust or C text in it except where a symbolic size is
//! carried as CPython prints it. This is what the Rust emitter, the reports and `generated/isa.json` are made of.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

mod build;
mod caches;
mod eval;
mod flags;

pub use build::{SCHEMA, build};
pub use caches::caches;

/// A number of stack items: a constant plus symbolic terms in `oparg`, as CPython's generator keeps it (B44).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Effect {
    /// The C text as CPython prints it (`2 + oparg`, `-1 - oparg`).
    pub text: String,
    /// The same as an expression.
    pub expr: SizeExpr,
}

/// An integer expression in `oparg`, with C's `int` semantics.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SizeExpr {
    /// A constant.
    Int(i64),
    /// The instruction's argument.
    Oparg,
    /// `-e`
    Neg(Box<SizeExpr>),
    /// `!e` (1 if zero, else 0)
    Not(Box<SizeExpr>),
    /// `~e`
    BitNot(Box<SizeExpr>),
    /// `left op right`; comparisons and logic give 0 or 1.
    Binary(SizeOp, Box<SizeExpr>, Box<SizeExpr>),
    /// `condition ? then : otherwise`
    Cond(Box<SizeExpr>, Box<SizeExpr>, Box<SizeExpr>),
}

impl Default for SizeExpr {
    fn default() -> Self {
        SizeExpr::Int(0)
    }
}

/// An operator of a [`SizeExpr`]: the C operator of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each is the C operator of its name")]
pub enum SizeOp {
    Mul,
    Div,
    Rem,
    Add,
    Sub,
    Shl,
    Shr,
    Lt,
    Gt,
    Le,
    Ge,
    Eq,
    Ne,
    BitAnd,
    BitXor,
    BitOr,
    And,
    Or,
}

/// A flag of an instruction or micro-op. The discriminant is the bit number in CPython 3.14's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "`Flag::summary` says what each means, for the emitters too")]
pub enum Flag {
    #[schemars(description = Flag::Arg.summary())]
    Arg = 0,
    #[schemars(description = Flag::Const.summary())]
    Const = 1,
    #[schemars(description = Flag::Name.summary())]
    Name = 2,
    #[schemars(description = Flag::Jump.summary())]
    Jump = 3,
    #[schemars(description = Flag::Free.summary())]
    Free = 4,
    #[schemars(description = Flag::Local.summary())]
    Local = 5,
    #[schemars(description = Flag::EvalBreak.summary())]
    EvalBreak = 6,
    #[schemars(description = Flag::Deopt.summary())]
    Deopt = 7,
    #[schemars(description = Flag::Error.summary())]
    Error = 8,
    #[schemars(description = Flag::Escapes.summary())]
    Escapes = 9,
    #[schemars(description = Flag::Exit.summary())]
    Exit = 10,
    #[schemars(description = Flag::Pure.summary())]
    Pure = 11,
    #[schemars(description = Flag::Passthrough.summary())]
    Passthrough = 12,
    #[serde(rename = "OPARG_AND_1")]
    #[schemars(description = Flag::OpargAnd1.summary())]
    OpargAnd1 = 13,
    #[schemars(description = Flag::ErrorNoPop.summary())]
    ErrorNoPop = 14,
    #[schemars(description = Flag::NoSaveIp.summary())]
    NoSaveIp = 15,
}

impl Flag {
    /// All flags, by bit.
    pub const ALL: [Flag; 16] = [
        Flag::Arg,
        Flag::Const,
        Flag::Name,
        Flag::Jump,
        Flag::Free,
        Flag::Local,
        Flag::EvalBreak,
        Flag::Deopt,
        Flag::Error,
        Flag::Escapes,
        Flag::Exit,
        Flag::Pure,
        Flag::Passthrough,
        Flag::OpargAnd1,
        Flag::ErrorNoPop,
        Flag::NoSaveIp,
    ];

    /// CPython's name, without `HAS_` and `_FLAG`.
    pub const fn name(self) -> &'static str {
        match self {
            Flag::Arg => "ARG",
            Flag::Const => "CONST",
            Flag::Name => "NAME",
            Flag::Jump => "JUMP",
            Flag::Free => "FREE",
            Flag::Local => "LOCAL",
            Flag::EvalBreak => "EVAL_BREAK",
            Flag::Deopt => "DEOPT",
            Flag::Error => "ERROR",
            Flag::Escapes => "ESCAPES",
            Flag::Exit => "EXIT",
            Flag::Pure => "PURE",
            Flag::Passthrough => "PASSTHROUGH",
            Flag::OpargAnd1 => "OPARG_AND_1",
            Flag::ErrorNoPop => "ERROR_NO_POP",
            Flag::NoSaveIp => "NO_SAVE_IP",
        }
    }

    /// CPython's value.
    pub const fn bit(self) -> u16 {
        1 << self as u16
    }

    /// What it says of its instruction or micro-op, as the end of a sentence that starts with "It".
    pub const fn summary(self) -> &'static str {
        match self {
            Flag::Arg => "uses its `oparg`",
            Flag::Const => "reads a constant of the code object",
            Flag::Name => "reads a name of the code object",
            Flag::Jump => "jumps by a distance (`JUMPBY`)",
            Flag::Free => "creates a cell, or takes over its content",
            Flag::Local => "reads or writes a local variable",
            Flag::EvalBreak => "polls for signals and other pending work",
            Flag::Deopt => "may fall back to the unspecialized instruction (`DEOPT_IF`)",
            Flag::Error => "may raise an exception",
            Flag::Escapes => "may run arbitrary code",
            Flag::Exit => "may fall back, too, but leaves a trace through an exit (`EXIT_IF`)",
            Flag::Pure => "has no effect but that on the stack",
            Flag::Passthrough => "leaves the stack as it is; a name that CPython keeps and never sets",
            Flag::OpargAnd1 => "is split by the lowest bit of its `oparg` (3.13 only)",
            Flag::ErrorNoPop => "may raise an exception with its inputs still on the stack",
            Flag::NoSaveIp => "does not save the instruction pointer",
        }
    }
}

/// What a body can do, as the reference computes it (reference.md B18–B29).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Properties {
    /// It may run arbitrary code (B28).
    pub escapes: bool,
    /// It may fail after its inputs are gone: `ERROR_IF` (B22).
    pub error_with_pop: bool,
    /// It may fail with its inputs still on the stack: `ERROR_NO_POP` (B22).
    pub error_without_pop: bool,
    /// It has a `DEOPT_IF`.
    pub deopts: bool,
    /// It names `oparg`, be it in the header only (B18).
    pub oparg: bool,
    /// It uses `JUMPBY` (B19).
    pub jumps: bool,
    /// It polls for signals and other pending work (B20).
    pub eval_breaker: bool,
    /// It names `this_instr`.
    pub needs_this: bool,
    /// Its end is never reached (B27).
    pub always_exits: bool,
    /// It saves the stack pointer by itself (`SYNC_SP`).
    pub stores_sp: bool,
    /// It reads `FRAME_CO_CONSTS`.
    pub uses_co_consts: bool,
    /// It reads `FRAME_CO_NAMES`.
    pub uses_co_names: bool,
    /// It reads or writes a local and no cell (B21).
    pub uses_locals: bool,
    /// It reads or writes a cell (B21).
    pub has_free: bool,
    /// It has an `EXIT_IF`.
    pub side_exit: bool,
    /// It is annotated `pure`; an instruction is so if each of its parts is (B23).
    pub pure_: bool,
    /// It names `opcode`.
    pub uses_opcode: bool,
    /// First annotation among `specializing` (1), `tier1`, `tier2` (B26).
    pub tier: Option<u8>,
    /// On a replica: its number, the value of `oparg`.
    pub const_oparg: Option<u32>,
    /// It names `prev_instr`.
    pub needs_prev: bool,
    /// It is annotated `no_save_ip`; an instruction is so if each of its parts is (B23).
    pub no_save_ip: bool,
    /// 3.13 only: the last statement checks the eval breaker.
    pub ends_with_eval_breaker: bool,
    /// CPython has a flag for it and never sets it (B24).
    pub passthrough: bool,
    /// 3.13 only: it is split into one micro-op for an even `oparg` and one for an odd one.
    pub oparg_and_1: bool,
}

/// Opcode numbers (reference.md B31–B36).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OpcodeMap {
    /// Name and number, in assignment order, predefined names first, pseudos last.
    pub opmap: Vec<(String, u16)>,
    /// `HAVE_ARGUMENT`: the count of unspecialized instructions without argument (B33).
    pub have_argument: u16,
    /// First specialized opcode: RESUME + 1.
    pub min_specialized: u16,
    /// First instrumented opcode.
    pub min_instrumented: u16,
}

/// A place in an input file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Location {
    /// The file as named in `sources`.
    pub file: String,
    /// 1-based.
    pub line: u32,
    /// 1-based, in bytes.
    pub column: u32,
}

/// The whole instruction set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Isa {
    /// Version of this format; bumped when a field changes meaning.
    pub schema: u32,
    /// The CPython version whose rules were followed (`3.14`).
    pub dialect: String,
    /// The input files, as named on the command line or relative to the tree's root, in order.
    pub sources: Vec<String>,
    /// Opcode numbers.
    pub opcodes: OpcodeMap,
    /// Real instructions: `inst`s in file order, then macros.
    pub instructions: Vec<Instruction>,
    /// Pseudo-instructions in file order.
    pub pseudos: Vec<Pseudo>,
    /// Families in file order.
    pub families: Vec<Family>,
    /// Micro-ops in table order.
    pub uops: Vec<Uop>,
    /// Micro-ops of instructions that the table has lost, because an `op` overrides them there. There are none unless
    /// the reference is the measure, which is never written down.
    #[serde(skip)]
    pub overridden: Vec<Uop>,
    /// Highest micro-op id.
    pub max_uop_id: u16,
    /// Labels in file order.
    pub labels: Vec<Label>,
    /// Instruction formats in use, sorted; CPython's enum value is the index plus one.
    pub formats: Vec<String>,
    /// Cache structs of `pycore_code.h`, in order.
    pub caches: Vec<CacheStruct>,
    /// `INLINE_CACHE_ENTRIES_…`: name, struct (if measured by one) and code units, in order.
    pub cache_entries: Vec<CacheEntries>,
}

/// A part of an instruction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A micro-op by name, with the offset of its first cache unit from the instruction's own code unit.
    Uop {
        /// The micro-op.
        name: String,
        /// 1 is the first cache unit.
        cache_offset: u32,
    },
    /// Unused cache units.
    Skip(i32),
    /// The stack is flushed here.
    Flush,
}

/// What the third column of a macro expansion means (reference.md B41).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs, reason = "`ExpansionKind::summary` says what each means, for the emitters too")]
pub enum ExpansionKind {
    #[serde(rename = "OPARG_SIMPLE")]
    #[schemars(description = ExpansionKind::OpargSimple.summary())]
    OpargSimple = 0,
    #[serde(rename = "OPARG_CACHE_1")]
    #[schemars(description = ExpansionKind::OpargCache1.summary())]
    OpargCache1 = 1,
    #[serde(rename = "OPARG_CACHE_2")]
    #[schemars(description = ExpansionKind::OpargCache2.summary())]
    OpargCache2 = 2,
    #[serde(rename = "OPARG_CACHE_4")]
    #[schemars(description = ExpansionKind::OpargCache4.summary())]
    OpargCache4 = 4,
    #[serde(rename = "OPARG_TOP")]
    #[schemars(description = ExpansionKind::OpargTop.summary())]
    OpargTop = 5,
    #[serde(rename = "OPARG_BOTTOM")]
    #[schemars(description = ExpansionKind::OpargBottom.summary())]
    OpargBottom = 6,
    #[serde(rename = "OPARG_SAVE_RETURN_OFFSET")]
    #[schemars(description = ExpansionKind::OpargSaveReturnOffset.summary())]
    OpargSaveReturnOffset = 7,
    #[serde(rename = "OPARG_REPLACED")]
    #[schemars(description = ExpansionKind::OpargReplaced.summary())]
    OpargReplaced = 9,
    #[serde(rename = "OPERAND1_1")]
    #[schemars(description = ExpansionKind::Operand1_1.summary())]
    Operand1_1 = 10,
    #[serde(rename = "OPERAND1_2")]
    #[schemars(description = ExpansionKind::Operand1_2.summary())]
    Operand1_2 = 11,
    #[serde(rename = "OPERAND1_4")]
    #[schemars(description = ExpansionKind::Operand1_4.summary())]
    Operand1_4 = 12,
}

impl ExpansionKind {
    /// All kinds, by CPython's value.
    pub const ALL: [ExpansionKind; 11] = [
        ExpansionKind::OpargSimple,
        ExpansionKind::OpargCache1,
        ExpansionKind::OpargCache2,
        ExpansionKind::OpargCache4,
        ExpansionKind::OpargTop,
        ExpansionKind::OpargBottom,
        ExpansionKind::OpargSaveReturnOffset,
        ExpansionKind::OpargReplaced,
        ExpansionKind::Operand1_1,
        ExpansionKind::Operand1_2,
        ExpansionKind::Operand1_4,
    ];

    /// CPython's name for it.
    pub const fn name(self) -> &'static str {
        match self {
            ExpansionKind::OpargSimple => "OPARG_SIMPLE",
            ExpansionKind::OpargCache1 => "OPARG_CACHE_1",
            ExpansionKind::OpargCache2 => "OPARG_CACHE_2",
            ExpansionKind::OpargCache4 => "OPARG_CACHE_4",
            ExpansionKind::OpargTop => "OPARG_TOP",
            ExpansionKind::OpargBottom => "OPARG_BOTTOM",
            ExpansionKind::OpargSaveReturnOffset => "OPARG_SAVE_RETURN_OFFSET",
            ExpansionKind::OpargReplaced => "OPARG_REPLACED",
            ExpansionKind::Operand1_1 => "OPERAND1_1",
            ExpansionKind::Operand1_2 => "OPERAND1_2",
            ExpansionKind::Operand1_4 => "OPERAND1_4",
        }
    }

    /// CPython's value.
    pub const fn value(self) -> u8 {
        self as u8
    }

    /// What the micro-op is given, as a sentence.
    pub const fn summary(self) -> &'static str {
        match self {
            ExpansionKind::OpargSimple => "It takes the instruction's `oparg` and no operand.",
            ExpansionKind::OpargCache1 => "Its first operand is one code unit of the cache.",
            ExpansionKind::OpargCache2 => "Its first operand is two code units of the cache.",
            ExpansionKind::OpargCache4 => "Its first operand is four code units of the cache.",
            ExpansionKind::OpargTop => "Its `oparg` is the upper four bits of the instruction's.",
            ExpansionKind::OpargBottom => "Its `oparg` is the lower four bits of the instruction's.",
            ExpansionKind::OpargSaveReturnOffset => {
                "Its `oparg` is the distance from the call to the instruction that it returns to."
            }
            ExpansionKind::OpargReplaced => "Another micro-op takes its place when a trace is made.",
            ExpansionKind::Operand1_1 => {
                "The second operand of the same micro-op is one code unit of the cache."
            }
            ExpansionKind::Operand1_2 => {
                "The second operand of the same micro-op is two code units of the cache."
            }
            ExpansionKind::Operand1_4 => {
                "The second operand of the same micro-op is four code units of the cache."
            }
        }
    }
}

/// One micro-op of a macro expansion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Expansion {
    /// The micro-op.
    pub uop: String,
    /// How its operand is fetched.
    pub kind: ExpansionKind,
    /// Cache offset, 0 being the first cache unit (B40).
    pub offset: i32,
}

/// A real instruction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Instruction {
    /// The name.
    pub name: String,
    /// The number, 0–255.
    pub opcode: u16,
    /// Where it is defined.
    pub location: Location,
    /// Whether a `macro` defined it.
    pub is_macro: bool,
    /// Its parts, in order.
    pub parts: Vec<Part>,
    /// `INSTR_FMT_…` without the prefix (`IBC00`).
    pub format: String,
    /// Flags in the order in which CPython prints them (B25).
    pub flags: Vec<Flag>,
    /// What the flags are computed from.
    pub properties: Properties,
    /// Items popped.
    pub popped: Effect,
    /// Items pushed.
    pub pushed: Effect,
    /// The name of an item that CPython's generator loses track of while it counts these; it fails there. An
    /// instruction set is refused for this (CW0119), unless the reference is the measure.
    pub lost_item: Option<String>,
    /// Cache code units after the instruction (also for specialized and instrumented ones).
    pub cache_units: u32,
    /// The family of which it is a member or which it heads.
    pub family: Option<String>,
    /// What it becomes when it loses its specialization: the family head, or itself.
    pub deopt: String,
    /// Its instrumented form, if it has one.
    pub instrumented: Option<String>,
    /// If it is an instrumented form: the instruction it instruments, if that is a single one.
    pub base: Option<String>,
    /// Whether it is specialized, that is, a member of a family.
    pub is_specialized: bool,
    /// Its micro-ops for tier 2, if it can be expanded.
    pub expansion: Option<Vec<Expansion>>,
}

/// A pseudo-instruction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Pseudo {
    /// The name.
    pub name: String,
    /// The number, 256 and up.
    pub opcode: u16,
    /// Where it is defined.
    pub location: Location,
    /// What it may become.
    pub targets: Vec<String>,
    /// Whether it becomes all of them in sequence.
    pub as_sequence: bool,
    /// Flags in CPython's order, those written in the definition last; may repeat.
    pub flags: Vec<Flag>,
    /// The flags as written in the definition, those that there are not included (`HAS_ARG`).
    pub written_flags: Vec<String>,
    /// Items popped.
    pub popped: Effect,
    /// Items pushed.
    pub pushed: Effect,
    /// Whether the effect happens only when it "jumps" to an exception handler (SETUP_FINALLY and its kin).
    pub block_push: bool,
}

/// A family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Family {
    /// The head.
    pub name: String,
    /// Where it is defined.
    pub location: Location,
    /// The size as written.
    pub size: String,
    /// The size in code units, if it is known.
    pub cache_units: Option<u32>,
    /// The members, in order; the one that is a member by history only (B34) last.
    pub members: Vec<String>,
    /// The cache struct that its size measures, if it is known.
    pub cache_struct: Option<String>,
}

/// An item of a stack effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StackItem {
    /// The name.
    pub name: String,
    /// The C type, if one was written.
    pub ty: Option<String>,
    /// The size, if it is an array.
    pub size: Option<Effect>,
    /// 3.13: present only if this is not zero.
    pub condition: Option<Effect>,
    /// Whether it stays where it is.
    pub peek: bool,
    /// Whether the body uses it.
    pub used: bool,
}

/// A named or unused cache entry of a micro-op.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CacheEntry {
    /// The name.
    pub name: String,
    /// Code units.
    pub units: i32,
}

/// How a micro-op is numbered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UopId {
    /// A number of its own, 300 and up.
    Number(u16),
    /// The opcode of the instruction of this name.
    Opcode(String),
}

/// A micro-op.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Uop {
    /// The name.
    pub name: String,
    /// Its id, unless it is for tier 1 only.
    pub id: Option<UopId>,
    /// The number behind the id.
    pub number: Option<u16>,
    /// Where it is defined.
    pub location: Location,
    /// Annotations as written.
    pub annotations: Vec<String>,
    /// Stack inputs, bottom first.
    pub inputs: Vec<StackItem>,
    /// Stack outputs, bottom first.
    pub outputs: Vec<StackItem>,
    /// Cache entries.
    pub caches: Vec<CacheEntry>,
    /// Flags in CPython's order.
    pub flags: Vec<Flag>,
    /// What the flags are computed from.
    pub properties: Properties,
    /// Items popped, up to the first that stays (B68).
    pub popped: Effect,
    /// Whether its body names `oparg1`: an instruction made of it does the work of two (B42).
    pub is_super: bool,
    /// Why tier 2 cannot have it, if it cannot (CPython's words).
    pub not_viable: Option<String>,
    /// N of `replicate(N)`, or 0.
    pub replicated: u32,
    /// On a replica, the original.
    pub replicates: Option<String>,
    /// Whether an `inst` made it.
    pub implicitly_created: bool,
    /// The size that `INSTRUCTION_SIZE` stands for in it.
    pub instruction_size: Option<u32>,
}

/// A label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Label {
    /// The name.
    pub name: String,
    /// Whether the stack is in memory on arrival.
    pub spilled: bool,
    /// Where it is defined.
    pub location: Location,
}

/// A cache struct, laid out over code units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CacheStruct {
    /// The C name (`_PyLoadGlobalCache`).
    pub name: String,
    /// Where it is defined.
    pub location: Location,
    /// Size in code units.
    pub units: u32,
    /// Its fields, by offset; alternatives of a union share offsets.
    pub fields: Vec<CacheField>,
}

/// A field of a cache struct.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CacheField {
    /// The name.
    pub name: String,
    /// Offset in code units; 0 is the first cache unit after the instruction.
    pub offset: u32,
    /// Code units.
    pub units: u32,
    /// Whether it is an adaptive counter.
    pub is_counter: bool,
    /// Whether it was written as an array of code units.
    pub is_array: bool,
    /// The number of the union that it is an alternative of, counted within the struct.
    pub union: Option<u32>,
}

/// An `INLINE_CACHE_ENTRIES_…` macro.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CacheEntries {
    /// The macro.
    pub name: String,
    /// The struct that it measures, if any.
    pub cache_struct: Option<String>,
    /// Code units.
    pub units: u32,
}
