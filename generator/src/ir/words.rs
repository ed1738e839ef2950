//! What flags and operand kinds are called and mean, for people.

use super::{ExpansionKind, Flag};

impl Flag {
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
