//! Arithmetic for stack sizes whose result C leaves undefined. It is defined here, so that no `oparg` can make a
//! stack effect panic. Definitions have no use for it so far.

#![allow(dead_code, reason = "hardly any instruction set needs them")]

/// `a / b`; zero if `b` is.
pub(crate) const fn div(a: i64, b: i64) -> i64 {
    if b == 0 { 0 } else { a.wrapping_div(b) }
}

/// `a % b`; zero if `b` is.
pub(crate) const fn rem(a: i64, b: i64) -> i64 {
    if b == 0 { 0 } else { a.wrapping_rem(b) }
}

/// `a << by`; zero if `by` is negative or large, as shifting bit by bit gives in the end.
pub(crate) const fn shl(a: i64, by: i64) -> i64 {
    if 0 <= by && by < i64::BITS as i64 { a << by } else { 0 }
}

/// `a >> by`; what shifting bit by bit gives in the end if `by` is negative or large.
pub(crate) const fn shr(a: i64, by: i64) -> i64 {
    if 0 <= by && by < i64::BITS as i64 { a >> by } else { a >> (i64::BITS - 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_panics() {
        let values = [i64::MIN, -65, -64, -1, 0, 1, 63, 64, 65, i64::MAX];
        for a in values {
            for b in values {
                assert_eq!(div(a, b), a.checked_div(b).unwrap_or(if b == 0 { 0 } else { a }));
                assert_eq!(rem(a, b), a.checked_rem(b).unwrap_or(0));
                let count = u32::try_from(b).ok();
                assert_eq!(shl(a, b), count.and_then(|b| a.checked_shl(b)).unwrap_or(0));
                assert_eq!(shr(a, b), count.and_then(|b| a.checked_shr(b)).unwrap_or(-i64::from(a < 0)));
            }
        }
    }
}
