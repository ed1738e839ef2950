//! What can be asked of an opcode.

use core::fmt;
use core::str::FromStr;

use crate::caches::{self, Cache, CacheKind, CacheOperand};
use crate::generated::opcode::EXTENDED_ARG;
use crate::generated::{expansions, opcode_info, pseudo};
use crate::info::{OpcodeInfo, PseudoInfo};
use crate::{Format, Opcode, OpcodeFlags, OperandKind, PseudoOpcode, UnknownName, UnknownNumber, Uop};

/// An instruction and the forms of it that are specialized for what it was seen to do.
///
/// All of them have the same inline cache. A specialized form that does not fit any more goes back to the head.
#[derive(Debug, PartialEq, Eq)]
pub struct Family {
    /// The unspecialized instruction.
    pub head: Opcode,
    /// The specialized forms, in the order of their definition.
    pub members: &'static [Opcode],
    /// The layout of the cache, if there is one.
    pub cache: Option<CacheKind>,
}

/// One micro-op of an instruction's expansion for tier 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpansionStep {
    /// The micro-op.
    pub uop: Uop,
    /// What it is given to work on.
    pub operand: OperandKind,
    /// For an operand from the cache, where it begins; 0 is the first code unit after the instruction.
    pub offset: i32,
}

impl Opcode {
    const fn info(self) -> &'static OpcodeInfo {
        opcode_info::info(self)
    }

    /// CPython's name, `LOAD_GLOBAL` and the like.
    pub const fn name(self) -> &'static str {
        self.info().name
    }

    /// The opcode that CPython calls `name`.
    pub fn from_name(name: &str) -> Option<Opcode> {
        let found = Opcode::BY_NAME.binary_search_by(|opcode| opcode.name().cmp(name));
        found.ok().and_then(|index| Opcode::BY_NAME.get(index)).copied()
    }

    /// Whether it has an argument and a cache, and how large the latter is.
    pub const fn format(self) -> Format {
        self.info().format
    }

    /// What it does, as far as CPython tracks it.
    pub const fn flags(self) -> OpcodeFlags {
        self.info().flags
    }

    /// Whether it uses its argument.
    pub const fn has_arg(self) -> bool {
        self.flags().contains(OpcodeFlags::ARG)
    }

    /// Whether its argument is the upper part of the next instruction's.
    pub const fn is_extended_arg(self) -> bool {
        matches!(EXTENDED_ARG, Some(opcode) if opcode.number() == self.number())
    }

    /// Code units of its inline cache. Specialized and instrumented forms have that of what they stand for.
    pub const fn cache_units(self) -> usize {
        self.info().cache_units
    }

    /// Code units of the instruction with its inline cache.
    pub const fn size(self) -> usize {
        1 + self.cache_units()
    }

    /// The layout of its inline cache, if it has one.
    pub const fn cache_kind(self) -> Option<CacheKind> {
        self.info().cache
    }

    /// Its inline cache, which `after` begins with. `None` if it has none or `after` is too short for it.
    pub const fn cache(self, after: &[u16]) -> Option<Cache<'_>> {
        match self.cache_kind() {
            Some(kind) => kind.view(after),
            None => None,
        }
    }

    /// The cache entries that its definition names.
    pub const fn cache_operands(self) -> &'static [CacheOperand] {
        caches::operands(self)
    }

    /// The family that it heads or is a member of.
    pub const fn family(self) -> Option<&'static Family> {
        self.info().family
    }

    /// Whether it is a member of a family, that is, whether only the interpreter itself writes it.
    pub const fn is_specialized(self) -> bool {
        self.info().is_specialized
    }

    /// The specialized forms of it, if it heads a family.
    pub const fn specializations(self) -> &'static [Opcode] {
        match self.family() {
            Some(family) if !self.is_specialized() => family.members,
            _ => &[],
        }
    }

    /// The head of its family if it is specialized, itself otherwise. CPython's `_PyOpcode_Deopt`; see
    /// [`deopt_number`] for numbers that may be no opcode.
    #[doc(alias = "_PyOpcode_Deopt")]
    pub const fn deopt(self) -> Opcode {
        self.info().deopt
    }

    /// Whether it is a form that reports to monitoring tools.
    pub const fn is_instrumented(self) -> bool {
        self.info().is_instrumented
    }

    /// Its instrumented form.
    pub const fn instrumented(self) -> Option<Opcode> {
        self.info().instrumented
    }

    /// What it is the instrumented form of, if that is a single opcode.
    pub const fn base(self) -> Option<Opcode> {
        self.info().base
    }

    /// Its micro-ops, if tier 2 can have it. CPython's `_PyOpcode_macro_expansion`.
    #[doc(alias = "_PyOpcode_macro_expansion")]
    pub const fn expansion(self) -> Option<&'static [ExpansionStep]> {
        expansions::expansion(self)
    }

    /// What it adds to the stack, less what it takes. Whether it jumps makes no difference; the parameter is
    /// there for [`AnyOpcode::stack_effect`]'s sake.
    pub const fn stack_effect(self, oparg: u32, jump: Option<bool>) -> i64 {
        let _ = jump;
        self.pushed(oparg) - self.popped(oparg)
    }
}

/// What the opcode of this number goes back to when it loses its specialization, by number. Numbers that are no
/// opcode are left as they are, as CPython does it.
#[doc(alias = "_PyOpcode_Deopt")]
pub const fn deopt_number(number: u8) -> u8 {
    match Opcode::from_u8(number) {
        Some(opcode) => opcode.deopt().number(),
        None => number,
    }
}

impl fmt::Display for Opcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Opcode {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Opcode::from_name(name).ok_or(UnknownName)
    }
}

impl TryFrom<u8> for Opcode {
    type Error = UnknownNumber;

    fn try_from(number: u8) -> Result<Self, UnknownNumber> {
        Opcode::from_u8(number).ok_or(UnknownNumber(number.into()))
    }
}

impl From<Opcode> for u8 {
    fn from(opcode: Opcode) -> u8 {
        opcode.number()
    }
}

impl PseudoOpcode {
    const fn info(self) -> &'static PseudoInfo {
        pseudo::info(self)
    }

    /// CPython's name.
    pub const fn name(self) -> &'static str {
        self.info().name
    }

    /// The pseudo-opcode that CPython calls `name`.
    pub fn from_name(name: &str) -> Option<PseudoOpcode> {
        PseudoOpcode::ALL.iter().copied().find(|pseudo| pseudo.name() == name)
    }

    /// What it does, as far as CPython tracks it.
    pub const fn flags(self) -> OpcodeFlags {
        self.info().flags
    }

    /// Whether it uses its argument.
    pub const fn has_arg(self) -> bool {
        self.flags().contains(OpcodeFlags::ARG)
    }

    /// What it becomes: all of these in turn if [`as_sequence`](Self::as_sequence), else one of them.
    pub const fn targets(self) -> &'static [Opcode] {
        self.info().targets
    }

    /// Whether it becomes all of its targets in turn.
    pub const fn as_sequence(self) -> bool {
        self.info().as_sequence
    }

    /// Whether it sets up an exception handler. Its stack effect is what the handler starts with; where no
    /// exception is raised, it has none.
    #[doc(alias = "IS_BLOCK_PUSH_OPCODE")]
    pub const fn is_block_push(self) -> bool {
        self.info().block_push
    }

    /// What it adds to the stack, less what it takes: where it jumps, where it does not, or, for `None`, the
    /// greater of the two.
    pub const fn stack_effect(self, oparg: u32, jump: Option<bool>) -> i64 {
        let effect = self.pushed(oparg) - self.popped(oparg);
        match jump {
            Some(false) if self.is_block_push() => 0,
            None if self.is_block_push() && effect < 0 => 0,
            _ => effect,
        }
    }
}

impl fmt::Display for PseudoOpcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for PseudoOpcode {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        PseudoOpcode::from_name(name).ok_or(UnknownName)
    }
}

impl TryFrom<u16> for PseudoOpcode {
    type Error = UnknownNumber;

    fn try_from(number: u16) -> Result<Self, UnknownNumber> {
        PseudoOpcode::from_u16(number).ok_or(UnknownNumber(number))
    }
}

impl From<PseudoOpcode> for u16 {
    fn from(pseudo: PseudoOpcode) -> u16 {
        pseudo.number()
    }
}

/// An opcode or a pseudo-opcode: what compilers and assemblers deal with before the bytecode is final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnyOpcode {
    /// It occurs in bytecode.
    Real(Opcode),
    /// It does not.
    Pseudo(PseudoOpcode),
}

impl AnyOpcode {
    /// All opcodes and pseudo-opcodes, by number.
    pub fn all() -> impl Iterator<Item = AnyOpcode> {
        let real = Opcode::ALL.iter().copied().map(AnyOpcode::Real);
        real.chain(PseudoOpcode::ALL.iter().copied().map(AnyOpcode::Pseudo))
    }

    /// The opcode or pseudo-opcode of a number, if there is one.
    pub const fn from_u16(number: u16) -> Option<AnyOpcode> {
        if number <= u8::MAX as u16
            && let Some(opcode) = Opcode::from_u8(number as u8)
        {
            return Some(AnyOpcode::Real(opcode));
        }
        match PseudoOpcode::from_u16(number) {
            Some(pseudo) => Some(AnyOpcode::Pseudo(pseudo)),
            None => None,
        }
    }

    /// The opcode or pseudo-opcode that CPython calls `name`.
    pub fn from_name(name: &str) -> Option<AnyOpcode> {
        let pseudo = || PseudoOpcode::from_name(name).map(AnyOpcode::Pseudo);
        Opcode::from_name(name).map(AnyOpcode::Real).or_else(pseudo)
    }

    /// The number.
    pub const fn number(self) -> u16 {
        match self {
            AnyOpcode::Real(opcode) => opcode.number() as u16,
            AnyOpcode::Pseudo(pseudo) => pseudo.number(),
        }
    }

    /// CPython's name.
    pub const fn name(self) -> &'static str {
        match self {
            AnyOpcode::Real(opcode) => opcode.name(),
            AnyOpcode::Pseudo(pseudo) => pseudo.name(),
        }
    }

    /// What it does, as far as CPython tracks it.
    pub const fn flags(self) -> OpcodeFlags {
        match self {
            AnyOpcode::Real(opcode) => opcode.flags(),
            AnyOpcode::Pseudo(pseudo) => pseudo.flags(),
        }
    }

    /// Whether it uses its argument.
    pub const fn has_arg(self) -> bool {
        self.flags().contains(OpcodeFlags::ARG)
    }

    /// Stack items that it takes.
    pub const fn popped(self, oparg: u32) -> i64 {
        match self {
            AnyOpcode::Real(opcode) => opcode.popped(oparg),
            AnyOpcode::Pseudo(pseudo) => pseudo.popped(oparg),
        }
    }

    /// Stack items that it leaves in their place.
    pub const fn pushed(self, oparg: u32) -> i64 {
        match self {
            AnyOpcode::Real(opcode) => opcode.pushed(oparg),
            AnyOpcode::Pseudo(pseudo) => pseudo.pushed(oparg),
        }
    }

    /// What it adds to the stack, less what it takes, as `dis.stack_effect` gives it: where it jumps, where it
    /// does not, or, for `None`, the greater of the two.
    #[doc(alias = "dis.stack_effect")]
    pub const fn stack_effect(self, oparg: u32, jump: Option<bool>) -> i64 {
        match self {
            AnyOpcode::Real(opcode) => opcode.stack_effect(oparg, jump),
            AnyOpcode::Pseudo(pseudo) => pseudo.stack_effect(oparg, jump),
        }
    }
}

impl fmt::Display for AnyOpcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for AnyOpcode {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        AnyOpcode::from_name(name).ok_or(UnknownName)
    }
}

impl TryFrom<u16> for AnyOpcode {
    type Error = UnknownNumber;

    fn try_from(number: u16) -> Result<Self, UnknownNumber> {
        AnyOpcode::from_u16(number).ok_or(UnknownNumber(number))
    }
}

impl From<Opcode> for AnyOpcode {
    fn from(opcode: Opcode) -> AnyOpcode {
        AnyOpcode::Real(opcode)
    }
}

impl From<PseudoOpcode> for AnyOpcode {
    fn from(pseudo: PseudoOpcode) -> AnyOpcode {
        AnyOpcode::Pseudo(pseudo)
    }
}
