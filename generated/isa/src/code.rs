//! Bytecode: code units, and the instructions that they are.
//!
//! Code units are held as `u16`, in the byte order of the machine: of the two bytes in memory the first is the
//! opcode and the second its argument, wherever this runs.

use core::iter::FusedIterator;

use crate::Opcode;

/// A code unit that is an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CodeUnit {
    /// The opcode's number; not every number is one.
    pub number: u8,
    /// The argument, or the lowest eight bits of it.
    pub arg: u8,
}

impl CodeUnit {
    /// An instruction.
    pub const fn new(opcode: Opcode, arg: u8) -> CodeUnit {
        CodeUnit { number: opcode.number(), arg }
    }

    /// What two bytes in memory are.
    pub const fn from_unit(unit: u16) -> CodeUnit {
        let [number, arg] = unit.to_ne_bytes();
        CodeUnit { number, arg }
    }

    /// The two bytes in memory that it is.
    pub const fn unit(self) -> u16 {
        u16::from_ne_bytes([self.number, self.arg])
    }

    /// The opcode, if its number is one.
    pub const fn opcode(self) -> Option<Opcode> {
        Opcode::from_u8(self.number)
    }
}

impl From<u16> for CodeUnit {
    fn from(unit: u16) -> CodeUnit {
        CodeUnit::from_unit(unit)
    }
}

impl From<CodeUnit> for u16 {
    fn from(unit: CodeUnit) -> u16 {
        unit.unit()
    }
}

/// An instruction in some bytecode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instruction<'a> {
    /// Where it is, in code units. Twice that is its offset in bytes.
    pub offset: usize,
    /// The number.
    pub number: u8,
    /// The opcode, if the number is one.
    pub opcode: Option<Opcode>,
    /// The argument, with what the instructions before it add to it. It is 0 for opcodes that do not use theirs
    /// only if the compiler made it so.
    pub oparg: u32,
    /// Its inline cache; shorter than the opcode wants it only where the bytecode ends within it.
    pub cache: &'a [u16],
}

/// The instructions of some bytecode, in order. Caches are skipped; a number that is no opcode counts as an
/// instruction without a cache. Prefixes (`EXTENDED_ARG`) are instructions of their own.
pub const fn instructions(code: &[u16]) -> Instructions<'_> {
    Instructions { code, offset: 0, extension: 0 }
}

/// Iterator over [`instructions`].
#[derive(Clone, Debug)]
pub struct Instructions<'a> {
    /// What is left.
    code: &'a [u16],
    /// Where that begins.
    offset: usize,
    /// What prefixes add to the next argument, in its place.
    extension: u32,
}

impl<'a> Iterator for Instructions<'a> {
    type Item = Instruction<'a>;

    fn next(&mut self) -> Option<Instruction<'a>> {
        let (&unit, after) = self.code.split_first()?;
        let CodeUnit { number, arg } = CodeUnit::from_unit(unit);
        let opcode = Opcode::from_u8(number);
        let oparg = self.extension | u32::from(arg);
        let units = opcode.map_or(0, Opcode::cache_units);
        let (cache, rest) = after.split_at_checked(units).unwrap_or((after, &[]));
        let instruction = Instruction { offset: self.offset, number, opcode, oparg, cache };
        // A fourth prefix pushes the first one's bits out, as it does in CPython.
        self.extension = if opcode.is_some_and(Opcode::is_extended_arg) { oparg << 8 } else { 0 };
        self.offset += 1 + cache.len();
        self.code = rest;
        Some(instruction)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (usize::from(!self.code.is_empty()), Some(self.code.len()))
    }
}

impl FusedIterator for Instructions<'_> {}
