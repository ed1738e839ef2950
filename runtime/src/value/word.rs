//! The encoding of a reference in 64 bits.
//!
//! ```text
//! iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii1x    int of 62 bits, two's complement
//! 000000000000000000000000000000000000000000000000000000nnnnnnn10x    singleton number n
//! ppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp00x    pointer to a heap object, aligned to 8
//! 0                                                                   NULL
//! ```
//!
//! Bit 0 (`x`) is clear in the canonical form, the only one that [`Obj`](super::Obj) and [`Value`](super::Value) have.
//! In a [`StackRef`](super::StackRef) it says that the reference is not counted. It may be set on immediates too, where
//! it means nothing: every question about a word is one `test` with a constant whether or not the bit is set, and
//! borrowing is one `or` without asking what is borrowed.
//!
//! Ints take bit 1 alone as their mark, so that one `and` asks whether both of two words are ints.

/// Set in a stack reference that does not own a count.
pub(super) const BORROWED: u64 = 1;
/// Set in ints.
const INT: u64 = 2;
/// Set in singletons, which have [`INT`] clear. In an int the bit belongs to the number.
const SINGLETON: u64 = 4;
/// How far an int is shifted.
const INT_SHIFT: u32 = 2;
/// How far a singleton's number is shifted.
const SINGLETON_SHIFT: u32 = 3;

/// The largest int that needs no heap object.
pub const INT_MAX: i64 = (1 << 61) - 1;
/// The smallest int that needs no heap object.
pub const INT_MIN: i64 = -(1 << 61);

/// Objects that exist once and are nothing but their identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Singleton {
    /// `None`
    None = 1,
    /// `False`
    False = 2,
    /// `True`
    True = 3,
    /// `NotImplemented`
    NotImplemented = 4,
    /// `...`
    Ellipsis = 5,
    /// `sys.monitoring.MISSING`
    Missing = 6,
}

impl Singleton {
    /// How many there are, counted from 1.
    pub const COUNT: usize = 6;

    /// Its word.
    #[inline(always)]
    pub(super) const fn word(self) -> u64 {
        (self as u64) << SINGLETON_SHIFT | SINGLETON
    }

    /// The singleton of a word that [`is_singleton`].
    #[inline(always)]
    pub(super) fn of(word: u64) -> Self {
        match word >> SINGLETON_SHIFT {
            1 => Self::None,
            2 => Self::False,
            3 => Self::True,
            4 => Self::NotImplemented,
            5 => Self::Ellipsis,
            6 => Self::Missing,
            _ => unreachable!("word {word:#x} is no singleton"),
        }
    }
}

/// The canonical form of a word.
#[inline(always)]
pub(super) const fn strip(word: u64) -> u64 {
    word & !BORROWED
}

/// Whether it is a small int.
#[inline(always)]
pub(super) const fn is_int(word: u64) -> bool {
    word & INT != 0
}

/// Whether both are small ints.
#[inline(always)]
pub(super) const fn both_int(left: u64, right: u64) -> bool {
    left & right & INT != 0
}

/// Whether it is a singleton.
#[inline(always)]
pub(super) const fn is_singleton(word: u64) -> bool {
    word & (INT | SINGLETON) == SINGLETON
}

/// Whether it is a pointer, or NULL.
#[inline(always)]
pub(super) const fn is_pointer(word: u64) -> bool {
    word & (INT | SINGLETON) == 0
}

/// Whether it is a pointer, or NULL, whose count the holder of this word owns.
#[inline(always)]
pub(super) const fn is_counted(word: u64) -> bool {
    word & (INT | SINGLETON | BORROWED) == 0
}

/// The word of an int that lies between [`INT_MIN`] and [`INT_MAX`].
#[inline(always)]
pub(super) const fn from_int(value: i64) -> Option<u64> {
    if value >= INT_MIN && value <= INT_MAX { Some((value << INT_SHIFT) as u64 | INT) } else { None }
}

/// The number of a word that [`is_int`].
#[inline(always)]
pub(super) const fn to_int(word: u64) -> i64 {
    word as i64 >> INT_SHIFT
}

/// The sum of two ints, if it is small.
#[inline(always)]
pub(super) const fn add(left: u64, right: u64) -> Option<u64> {
    // Without its mark, the left word is the number times four: the sum of the words is the word of the sum.
    match ((left & !(INT | BORROWED)) as i64).checked_add(strip(right) as i64) {
        Some(sum) => Some(sum as u64),
        None => None,
    }
}

/// The difference of two ints, if it is small.
#[inline(always)]
pub(super) const fn sub(left: u64, right: u64) -> Option<u64> {
    match (strip(left) as i64).checked_sub((right & !(INT | BORROWED)) as i64) {
        Some(difference) => Some(difference as u64),
        None => None,
    }
}

/// The product of two ints, if it is small.
#[inline(always)]
pub(super) const fn mul(left: u64, right: u64) -> Option<u64> {
    match to_int(left).checked_mul((right & !(INT | BORROWED)) as i64) {
        Some(product) => Some(product as u64 | INT),
        None => None,
    }
}

/// How two ints compare: order of the words is order of the numbers.
#[inline(always)]
pub(super) const fn int_order(left: u64, right: u64) -> (i64, i64) {
    (strip(left) as i64, strip(right) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOME: [i64; 9] = [0, 1, -1, 2, 1 << 20, -(1 << 40), INT_MAX, INT_MIN, INT_MAX - 1];

    #[test]
    fn ints_go_in_and_come_out() {
        for value in SOME {
            for bit in [0, BORROWED] {
                let word = from_int(value).unwrap() | bit;
                assert_eq!(to_int(word), value);
                assert!(is_int(word) && !is_singleton(word) && !is_pointer(word) && !is_counted(word));
            }
        }
        assert_eq!(from_int(INT_MAX + 1), None);
        assert_eq!(from_int(INT_MIN - 1), None);
    }

    #[test]
    fn arithmetic_agrees_with_wide_arithmetic() {
        let small = |value: i128| i64::try_from(value).ok().and_then(from_int);
        for a in SOME {
            for b in SOME {
                for bits in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                    let (left, right) = (from_int(a).unwrap() | bits.0, from_int(b).unwrap() | bits.1);
                    let (a, b) = (i128::from(a), i128::from(b));
                    assert_eq!(add(left, right), small(a + b), "{a} + {b}");
                    assert_eq!(sub(left, right), small(a - b), "{a} - {b}");
                    assert_eq!(mul(left, right), small(a * b), "{a} * {b}");
                    let (x, y) = int_order(left, right);
                    assert_eq!(x.cmp(&y), a.cmp(&b));
                    assert!(both_int(left, right));
                }
            }
        }
    }

    #[test]
    fn singletons_are_neither_ints_nor_pointers() {
        for singleton in [
            Singleton::None,
            Singleton::False,
            Singleton::True,
            Singleton::NotImplemented,
            Singleton::Ellipsis,
            Singleton::Missing,
        ] {
            let word = singleton.word();
            assert_eq!(Singleton::of(word), singleton);
            for word in [word, word | BORROWED] {
                assert!(is_singleton(word) && !is_int(word) && !is_pointer(word) && !is_counted(word));
            }
        }
    }
}
