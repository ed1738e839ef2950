//! What can be asked of a micro-op.

use core::fmt;
use core::str::FromStr;

use crate::generated::uop_info;
use crate::info::UopInfo;
use crate::{Opcode, UnknownName, UnknownNumber, Uop, UopFlags};

/// A named cache entry of a micro-op. In a trace it is an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UopOperand {
    /// The name in the definition.
    pub name: &'static str,
    /// How many code units it spans in the cache of an instruction.
    pub units: usize,
}

impl Uop {
    const fn info(self) -> &'static UopInfo {
        uop_info::info(self)
    }

    /// CPython's name, `_LOAD_FAST` and the like.
    pub const fn name(self) -> &'static str {
        self.info().name
    }

    /// The micro-op that CPython calls `name`.
    pub fn from_name(name: &str) -> Option<Uop> {
        let found = Uop::BY_NAME.binary_search_by(|uop| uop.name().cmp(name));
        found.ok().and_then(|index| Uop::BY_NAME.get(index)).copied()
    }

    /// What it does, as far as CPython tracks it.
    pub const fn flags(self) -> UopFlags {
        self.info().flags
    }

    /// Whether tier 2 can have it.
    pub const fn is_viable(self) -> bool {
        self.info().not_viable.is_none()
    }

    /// Why tier 2 cannot have it, if it cannot.
    pub const fn not_viable_reason(self) -> Option<&'static str> {
        self.info().not_viable
    }

    /// How many replicas it has; CPython's `_PyUop_Replication`.
    #[doc(alias = "_PyUop_Replication")]
    pub const fn replication(self) -> usize {
        self.info().replicas.len()
    }

    /// The replica of it that stands for `oparg`, if there is one. It does the same without looking at `oparg`.
    pub fn replica(self, oparg: u32) -> Option<Uop> {
        self.info().replicas.get(usize::try_from(oparg).ok()?).copied()
    }

    /// If it is a replica, what it is a replica of.
    pub const fn replicates(self) -> Option<Uop> {
        self.info().replicates
    }

    /// If it is a replica, the `oparg` that it stands for.
    pub const fn const_oparg(self) -> Option<u32> {
        self.info().const_oparg
    }

    /// If it is the whole of an instruction and shares its number, that instruction.
    pub const fn opcode(self) -> Option<Opcode> {
        self.info().opcode
    }

    /// Its operands, in the order in which a trace holds them.
    pub const fn operands(self) -> &'static [UopOperand] {
        self.info().operands
    }
}

impl fmt::Display for Uop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Uop {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Uop::from_name(name).ok_or(UnknownName)
    }
}

impl TryFrom<u16> for Uop {
    type Error = UnknownNumber;

    fn try_from(number: u16) -> Result<Self, UnknownNumber> {
        Uop::from_u16(number).ok_or(UnknownNumber(number))
    }
}

impl From<Uop> for u16 {
    fn from(uop: Uop) -> u16 {
        uop.number()
    }
}
