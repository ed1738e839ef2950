//! `co_linetable`: from which source each code unit is.
//!
//! The table is a sequence of entries. Each begins with a byte that has its highest bit set, a kind in bits 3 to 6, and
//! in bits 0 to 2 the number of code units that it is about, less one. What follows depends on the kind:
//!
//! | kind | meaning | what follows |
//! |---|---|---|
//! | 0–9 | the same line; the column is 8 × kind + the byte's bits 4 to 6, the length its bits 0 to 3 | a byte |
//! | 10–12 | kind - 10 lines further on; a single line | two bytes: start and end column |
//! | 13 | no columns | a signed number: lines further on |
//! | 14 | everything | a signed number: lines further on; numbers: lines to the end, start and end column, each + 1 |
//! | 15 | no location | nothing |
//!
//! Numbers are groups of six bits, the lowest first, with bit 6 set in all bytes but the last. Signed ones have their
//! sign in the lowest bit. Lines are counted in bytes of UTF-8 from 0 in columns, and from 1 in lines.

use std::iter::FusedIterator;

/// Where in the source something is. What is not known is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Location {
    /// The line where it begins.
    pub line: Option<i32>,
    /// The line where it ends.
    pub end_line: Option<i32>,
    /// The column where it begins, in bytes of UTF-8.
    pub column: Option<i32>,
    /// The column after its end, in bytes of UTF-8.
    pub end_column: Option<i32>,
}

/// An entry: consecutive code units that are from the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// How many, caches included. At least 1; in a table at most 8.
    pub units: usize,
    /// The place.
    pub location: Location,
}

/// What is wrong with a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// An entry does not begin as entries do.
    #[error("co_linetable: no entry begins at byte {0}")]
    Start(usize),
    /// The table ends within an entry, or an entry ends where another byte of it is expected.
    #[error("co_linetable: the entry ends before byte {0}")]
    Eof(usize),
    /// A number does not fit.
    #[error("co_linetable: the number at byte {0} is too large")]
    Large(usize),
}

const NO_COLUMNS: u8 = 13;
const LONG: u8 = 14;
const NONE: u8 = 15;

/// The entries of a table. After an error there are no more.
#[derive(Clone, Debug)]
pub struct Entries<'a> {
    table: &'a [u8],
    offset: usize,
    line: i32,
}

impl<'a> Entries<'a> {
    /// Reads `co_linetable` of a code object with this `co_firstlineno`.
    pub fn new(table: &'a [u8], firstlineno: i32) -> Self {
        Entries { table, offset: 0, line: firstlineno }
    }

    fn entry(&mut self, head: u8) -> Result<Entry, Error> {
        if head & 0x80 == 0 {
            return Err(Error::Start(self.offset));
        }
        self.offset += 1;
        let units = usize::from(head & 7) + 1;
        // An unknown part is -1 in every form.
        let known = |value: i32| (value != -1).then_some(value);
        let kind = head >> 3 & 15;
        let location = match kind {
            NONE => Location::default(),
            LONG => {
                let line = self.advance()?;
                let end_line = line.checked_add(self.number()?).ok_or(Error::Large(self.offset))?;
                let column = self.number()? - 1;
                let end_column = self.number()? - 1;
                Location {
                    line: known(line),
                    end_line: known(end_line),
                    column: known(column),
                    end_column: known(end_column),
                }
            }
            NO_COLUMNS => {
                let line = known(self.advance()?);
                Location { line, end_line: line, ..Location::default() }
            }
            10..=12 => {
                self.line = self.line.checked_add(i32::from(kind - 10)).ok_or(Error::Large(self.offset))?;
                let line = known(self.line);
                let column = self.byte()?.into();
                Location { line, end_line: line, column: Some(column), end_column: Some(self.byte()?.into()) }
            }
            _ => {
                let byte = self.byte()?;
                let line = known(self.line);
                let column = i32::from(kind) << 3 | i32::from(byte >> 4);
                let end_column = column + i32::from(byte & 15);
                Location { line, end_line: line, column: Some(column), end_column: Some(end_column) }
            }
        };
        Ok(Entry { units, location })
    }

    fn advance(&mut self) -> Result<i32, Error> {
        let start = self.offset;
        let number = self.number()?;
        let delta = if number & 1 != 0 { -(number >> 1) } else { number >> 1 };
        self.line = self.line.checked_add(delta).ok_or(Error::Large(start))?;
        Ok(self.line)
    }

    /// A number below 2³¹.
    fn number(&mut self) -> Result<i32, Error> {
        let start = self.offset;
        let (mut value, mut shift) = (0_u64, 0);
        loop {
            let byte = self.byte()?;
            if shift >= 36 {
                return Err(Error::Large(start));
            }
            value |= u64::from(byte & 0x3f) << shift;
            shift += 6;
            if byte & 0x40 == 0 {
                return i32::try_from(value).map_err(|_| Error::Large(start));
            }
        }
    }

    fn byte(&mut self) -> Result<u8, Error> {
        match self.table.get(self.offset) {
            Some(&byte) if byte & 0x80 == 0 => {
                self.offset += 1;
                Ok(byte)
            }
            _ => Err(Error::Eof(self.offset)),
        }
    }
}

impl Iterator for Entries<'_> {
    type Item = Result<Entry, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let head = *self.table.get(self.offset)?;
        let entry = self.entry(head);
        if entry.is_err() {
            self.offset = self.table.len();
        }
        Some(entry)
    }
}

impl FusedIterator for Entries<'_> {}

/// `co_positions()`: a location for each code unit.
#[derive(Clone, Debug)]
pub struct Positions<'a> {
    entries: Entries<'a>,
    location: Location,
    left: usize,
}

impl<'a> Positions<'a> {
    pub(crate) fn new(table: &'a [u8], firstlineno: i32) -> Self {
        Positions { entries: Entries::new(table, firstlineno), location: Location::default(), left: 0 }
    }
}

impl Iterator for Positions<'_> {
    type Item = Location;

    fn next(&mut self) -> Option<Location> {
        if self.left == 0 {
            let entry = self.entries.next()?.ok()?;
            self.left = entry.units;
            self.location = entry.location;
        }
        self.left -= 1;
        Some(self.location)
    }
}

impl FusedIterator for Positions<'_> {}

/// A range of bytecode that is from one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineRange {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends, in bytes.
    pub end: usize,
    /// The line, if it is from one.
    pub line: Option<i32>,
}

/// `co_lines()`: ranges of bytecode by line.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    entries: Entries<'a>,
    next: Option<Entry>,
    start: usize,
    limit: usize,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(table: &'a [u8], firstlineno: i32, limit: usize) -> Self {
        let mut entries = Entries::new(table, firstlineno);
        let next = entries.next().and_then(Result::ok);
        Lines { entries, next, start: 0, limit }
    }
}

impl Iterator for Lines<'_> {
    type Item = LineRange;

    fn next(&mut self) -> Option<LineRange> {
        if self.start >= self.limit {
            return None;
        }
        let start = self.start;
        let line = self.next?.location.line;
        while let Some(entry) = self.next
            && entry.location.line == line
        {
            self.start += 2 * entry.units;
            self.next = self.entries.next().and_then(Result::ok);
        }
        Some(LineRange { start, end: self.start, line })
    }
}

impl FusedIterator for Lines<'_> {}

/// The table for these entries, whose `units` may be any number, in the forms that CPython's compiler chooses.
pub fn encode(entries: impl IntoIterator<Item = Entry>, firstlineno: i32) -> Vec<u8> {
    let mut table = Vec::new();
    let mut last = firstlineno;
    for Entry { units, location } in entries {
        let mut left = units;
        while left > 0 {
            let chunk = left.min(8);
            encode_entry(&mut table, chunk, location, &mut last);
            left -= chunk;
        }
    }
    table
}

fn encode_entry(table: &mut Vec<u8>, units: usize, location: Location, last: &mut i32) {
    let head = |table: &mut Vec<u8>, kind: u8| table.push(0x80 | kind << 3 | (units - 1) as u8);
    let Some(line) = location.line else {
        head(table, NONE);
        return;
    };
    let delta = line.wrapping_sub(*last);
    *last = line;
    match (location.column, location.end_column) {
        (Some(column), Some(end)) if location.end_line == Some(line) => {
            if delta == 0 && column < 80 && (0..16).contains(&(end - column)) {
                head(table, (column >> 3) as u8);
                table.push(((column & 7) << 4 | (end - column)) as u8);
                return;
            }
            if (0..3).contains(&delta) && column < 128 && end < 128 {
                head(table, 10 + delta as u8);
                table.extend([column as u8, end as u8]);
                return;
            }
        }
        (Some(_), Some(_)) => {}
        _ if location.end_line.is_none_or(|end| end == line) => {
            head(table, NO_COLUMNS);
            push_signed(table, delta);
            return;
        }
        _ => {}
    }
    head(table, LONG);
    push_signed(table, delta);
    push_number(table, location.end_line.unwrap_or(line).wrapping_sub(line).cast_unsigned());
    push_number(table, location.column.map_or(0, |column| column.cast_unsigned() + 1));
    push_number(table, location.end_column.map_or(0, |column| column.cast_unsigned() + 1));
}

fn push_signed(table: &mut Vec<u8>, value: i32) {
    push_number(table, value.unsigned_abs() << 1 | u32::from(value < 0));
}

fn push_number(table: &mut Vec<u8>, mut value: u32) {
    while value >= 0x40 {
        table.push(0x40 | (value & 0x3f) as u8);
        value >>= 6;
    }
    table.push(value as u8);
}
