//! What the generated views of inline caches are made of: counters, fields, and values wider than a code unit.
//!
//! CPython reads such a value with `memcpy` from the units that hold it, which is in the machine's byte order.
//! So do these functions, and compilers make one load or store of each.

#![allow(dead_code, reason = "an instruction set need not have caches, or fields of every width")]

use core::fmt;

/// An adaptive counter, as it lies in the first unit of a cache.
///
/// The upper twelve bits are counted down; the lower four say how far the next start value backs off. When to
/// count, and what to start from, is for the interpreter to say.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct BackoffCounter(u16);

impl BackoffCounter {
    /// The largest value to count down from.
    pub const MAX_VALUE: u16 = 0xfff;

    /// The largest backoff that fits.
    pub const MAX_BACKOFF: u8 = 0xf;

    /// A counter; `None` if either part does not fit into its bits.
    pub const fn new(value: u16, backoff: u8) -> Option<Self> {
        if value > Self::MAX_VALUE || backoff > Self::MAX_BACKOFF {
            return None;
        }
        Some(Self(value << 4 | backoff as u16))
    }

    /// The counter that a code unit holds.
    pub const fn from_bits(bits: u16) -> Self {
        Self(bits)
    }

    /// The code unit that holds it.
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// What is left to count down.
    pub const fn value(self) -> u16 {
        self.0 >> 4
    }

    /// How far the next start value backs off.
    pub const fn backoff(self) -> u8 {
        (self.0 & 0xf) as u8
    }
}

impl fmt::Debug for BackoffCounter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BackoffCounter")
            .field("value", &self.value())
            .field("backoff", &self.backoff())
            .finish()
    }
}

/// A field of a cache layout, for programs that print caches rather than use them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheField {
    /// CPython's name.
    pub name: &'static str,
    /// Where it begins, in code units; 0 is the first one after the instruction.
    pub offset: usize,
    /// How many code units it spans.
    pub units: usize,
    /// Whether it is an adaptive counter.
    pub is_counter: bool,
    /// The number of the union that it is an alternative of. Fields of one union share their place.
    pub union: Option<u32>,
}

impl CacheField {
    /// Its value in the cache that `after` begins with. `None` if that is too short, or if the field is not one,
    /// two or four code units wide.
    pub fn read(&self, after: &[u16]) -> Option<u64> {
        read(after, self.offset, self.units)
    }
}

/// A named cache entry in the definition of a micro-op, placed in the cache of an instruction.
///
/// Specialized instructions read the cache of their family as they like, so these need not be the fields of its
/// layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheOperand {
    /// The name in the definition.
    pub name: &'static str,
    /// Where it begins, in code units; 0 is the first one after the instruction.
    pub offset: usize,
    /// How many code units it spans.
    pub units: usize,
    /// The micro-op that reads it. It need not be a [`Uop`](crate::Uop), as it may exist for tier 1 only.
    pub uop: &'static str,
}

impl CacheOperand {
    /// Its value in the cache that `after` begins with. `None` if that is too short, or if the entry is not one,
    /// two or four code units wide.
    pub fn read(&self, after: &[u16]) -> Option<u64> {
        read(after, self.offset, self.units)
    }
}

fn read(after: &[u16], offset: usize, units: usize) -> Option<u64> {
    match *after.get(offset..)?.get(..units)? {
        [a] => Some(a.into()),
        [a, b] => Some(join_u32([a, b]).into()),
        [a, b, c, d] => Some(join_u64([a, b, c, d])),
        _ => None,
    }
}

pub(crate) const fn join_u32([a, b]: [u16; 2]) -> u32 {
    let (a, b) = (a.to_ne_bytes(), b.to_ne_bytes());
    u32::from_ne_bytes([a[0], a[1], b[0], b[1]])
}

pub(crate) const fn split_u32(value: u32) -> [u16; 2] {
    let [a, b, c, d] = value.to_ne_bytes();
    [u16::from_ne_bytes([a, b]), u16::from_ne_bytes([c, d])]
}

pub(crate) const fn join_u64([a, b, c, d]: [u16; 4]) -> u64 {
    let (a, b, c, d) = (a.to_ne_bytes(), b.to_ne_bytes(), c.to_ne_bytes(), d.to_ne_bytes());
    u64::from_ne_bytes([a[0], a[1], b[0], b[1], c[0], c[1], d[0], d[1]])
}

pub(crate) const fn split_u64(value: u64) -> [u16; 4] {
    let [a, b, c, d, e, f, g, h] = value.to_ne_bytes();
    [
        u16::from_ne_bytes([a, b]),
        u16::from_ne_bytes([c, d]),
        u16::from_ne_bytes([e, f]),
        u16::from_ne_bytes([g, h]),
    ]
}

/// Whether fields cover a cache: none reaches beyond its `units`, none overlaps another unless both are of one
/// union, and no unit is left over.
pub(crate) const fn tiles(fields: &[CacheField], units: usize) -> bool {
    let mut end = 0;
    let mut i = 0;
    while i < fields.len() {
        let field = &fields[i];
        if field.units == 0 || field.offset > end || field.offset + field.units > units {
            return false;
        }
        if field.offset < end && !overlap_is_of_one_union(fields, i) {
            return false;
        }
        if field.offset + field.units > end {
            end = field.offset + field.units;
        }
        i += 1;
    }
    end == units
}

/// Whether the fields before the `i`th that reach into it are all of its union.
const fn overlap_is_of_one_union(fields: &[CacheField], i: usize) -> bool {
    let mut j = 0;
    while j < i {
        if fields[j].offset + fields[j].units > fields[i].offset {
            match (fields[j].union, fields[i].union) {
                (Some(a), Some(b)) if a == b => {}
                _ => return false,
            }
        }
        j += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn field(offset: usize, units: usize, union: Option<u32>) -> CacheField {
        CacheField { name: "", offset, units, is_counter: false, union }
    }

    #[test]
    fn fields_that_overlap_or_leave_gaps_do_not_tile() {
        assert!(tiles(&[], 0));
        assert!(tiles(&[field(0, 1, None), field(1, 2, None)], 3));
        assert!(tiles(&[field(0, 1, None), field(1, 2, Some(0)), field(1, 1, Some(0))], 3));
        assert!(!tiles(&[field(0, 1, None)], 2), "too small");
        assert!(!tiles(&[field(0, 3, None)], 2), "too large");
        assert!(!tiles(&[field(0, 1, None), field(2, 1, None)], 3), "a gap");
        assert!(!tiles(&[field(0, 2, None), field(1, 2, None)], 3), "an overlap");
        assert!(!tiles(&[field(0, 2, Some(0)), field(1, 2, Some(1))], 3), "an overlap of two unions");
        assert!(!tiles(&[field(0, 0, None)], 0), "an empty field");
    }

    #[test]
    fn wide_values_lie_in_memory_as_memcpy_would_put_them() {
        let value = 0x0102_0304_0506_0708_u64;
        let units = split_u64(value);
        let mut bytes = [0; 8];
        for (two, unit) in bytes.chunks_exact_mut(2).zip(units) {
            two.copy_from_slice(&unit.to_ne_bytes());
        }
        assert_eq!(bytes, value.to_ne_bytes());
        assert_eq!(join_u64(units), value);
        assert_eq!(join_u32(split_u32(0x0102_0304)), 0x0102_0304);
    }

    #[test]
    fn a_counter_is_a_value_and_a_backoff() {
        let counter = BackoffCounter::new(0xabc, 5).unwrap();
        assert_eq!((counter.bits(), counter.value(), counter.backoff()), (0xabc5, 0xabc, 5));
        assert_eq!(BackoffCounter::new(0x1000, 0), None);
        assert_eq!(BackoffCounter::new(0, 16), None);
    }

    #[test]
    fn reading_a_field_minds_the_end() {
        assert_eq!(field(1, 1, None).read(&[1, 2]), Some(2));
        assert_eq!(field(1, 2, None).read(&[1, 2]), None);
        assert_eq!(field(9, 1, None).read(&[1, 2]), None);
        assert_eq!(field(0, 3, None).read(&[1, 2, 3]), None);
        assert_eq!(field(usize::MAX, usize::MAX, None).read(&[1]), None);
    }
}
