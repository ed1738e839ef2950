//! `co_exceptiontable`: where execution goes on after an exception.
//!
//! An entry is four numbers: start and length of the range that it protects, the handler, all in code units, and
//! twice the depth to which the stack is cut, plus one if the offset of the instruction is pushed before the exception.
//! Numbers are groups of six bits, the highest first, with bit 6 set in all bytes but the last. The first byte of an
//! entry, and no other, has bit 7 set, so that a search can begin anywhere.

use std::iter::FusedIterator;

/// An entry: what happens to an exception in some range. Offsets are in code units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ExceptionEntry {
    /// The first code unit that it protects.
    pub start: u32,
    /// The first one that it does not protect any more.
    pub end: u32,
    /// Where the handler begins.
    pub target: u32,
    /// How many values stay on the stack.
    pub depth: u32,
    /// Whether the offset of the raising instruction is pushed, too.
    pub lasti: bool,
}

/// What is wrong with a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// An entry does not begin as entries do.
    #[error("co_exceptiontable: no entry begins at byte {0}")]
    Start(usize),
    /// The table ends within an entry, or an entry ends where another byte of it is expected.
    #[error("co_exceptiontable: the entry ends before byte {0}")]
    Eof(usize),
    /// A number does not fit.
    #[error("co_exceptiontable: the number before byte {0} is too large")]
    Large(usize),
}

/// The entries of a table, in its order. After an error there are no more.
pub fn decode(table: &[u8]) -> Entries<'_> {
    Entries { table, offset: 0 }
}

/// Iterator over [`decode`].
#[derive(Clone, Debug)]
pub struct Entries<'a> {
    table: &'a [u8],
    offset: usize,
}

impl Entries<'_> {
    fn entry(&mut self) -> Result<ExceptionEntry, Error> {
        let start = self.number(true)?;
        let size = self.number(false)?;
        let target = self.number(false)?;
        let depth_lasti = self.number(false)?;
        let end = start.checked_add(size).ok_or(Error::Large(self.offset))?;
        Ok(ExceptionEntry { start, end, target, depth: depth_lasti >> 1, lasti: depth_lasti & 1 != 0 })
    }

    fn number(&mut self, first: bool) -> Result<u32, Error> {
        let mut value = 0_u32;
        let mut marked = first;
        loop {
            let byte = match self.table.get(self.offset) {
                Some(&byte) if (byte & 0x80 != 0) == marked => byte,
                Some(_) if marked => return Err(Error::Start(self.offset)),
                _ => return Err(Error::Eof(self.offset)),
            };
            marked = false;
            self.offset += 1;
            if value >> (31 - 6) != 0 {
                return Err(Error::Large(self.offset));
            }
            value = value << 6 | u32::from(byte & 0x3f);
            if byte & 0x40 == 0 {
                return Ok(value);
            }
        }
    }
}

impl Iterator for Entries<'_> {
    type Item = Result<ExceptionEntry, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.offset >= self.table.len() {
            return None;
        }
        let entry = self.entry();
        if entry.is_err() {
            self.offset = self.table.len();
        }
        Some(entry)
    }
}

impl FusedIterator for Entries<'_> {}

/// The entry that protects the code unit at `offset`. As in CPython, entries are in the order of where they start, and
/// do not overlap: the first one that ends behind the offset is it, or there is none.
pub fn find(table: &[u8], offset: u32) -> Option<ExceptionEntry> {
    let mut entries = decode(table);
    while entries.offset < table.len() {
        let begin = entries.offset;
        let start = entries.number(true).ok()?;
        if start > offset {
            return None;
        }
        let size = entries.number(false).ok()?;
        if offset - start < size {
            entries.offset = begin;
            return entries.entry().ok();
        }
        // The first byte of the next entry is marked.
        entries.offset += table[entries.offset..].iter().take_while(|byte| **byte & 0x80 == 0).count();
    }
    None
}

/// The table for these entries.
pub fn encode(entries: impl IntoIterator<Item = ExceptionEntry>) -> Vec<u8> {
    let mut table = Vec::new();
    for entry in entries {
        push_number(&mut table, entry.start, 0x80);
        push_number(&mut table, entry.end.saturating_sub(entry.start), 0);
        push_number(&mut table, entry.target, 0);
        push_number(&mut table, entry.depth << 1 | u32::from(entry.lasti), 0);
    }
    table
}

fn push_number(table: &mut Vec<u8>, value: u32, mut mark: u8) {
    let groups = (u32::BITS - value.leading_zeros()).div_ceil(6).max(1);
    for group in (0..groups).rev() {
        let more = if group > 0 { 0x40 } else { 0 };
        table.push(mark | more | (value >> (6 * group) & 0x3f) as u8);
        mark = 0;
    }
}
