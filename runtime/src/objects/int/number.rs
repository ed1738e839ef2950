//! Integers as numbers, whatever object they lie in.

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// The modulus of the hash of numbers: a Mersenne prime, `_PyHASH_MODULUS`.
pub(crate) const HASH_MODULUS: u64 = (1 << 61) - 1;

/// The number of an int: in the reference itself, or in the heap.
#[derive(Clone, Copy, Debug)]
pub(crate) enum IntRef<'a> {
    /// Any number of 64 bits; ints in the heap are never seen like this.
    Small(i64),
    /// A larger one.
    Big(&'a BigInt),
}

/// An integer that is not an object yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    /// It fits.
    Small(i64),
    /// It need not be too large for [`Number::Small`].
    Big(BigInt),
}

impl Number {
    /// The number, as it is in the heap.
    pub(crate) fn as_ref(&self) -> IntRef<'_> {
        match self {
            Self::Small(number) => IntRef::Small(*number),
            Self::Big(number) => IntRef::Big(number),
        }
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        Self::Small(number)
    }
}

impl From<BigInt> for Number {
    fn from(number: BigInt) -> Self {
        Self::Big(number)
    }
}

/// Why there is no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// A division by zero.
    ZeroDivision,
    /// A negative shift count.
    NegativeShift,
    /// More digits than can be counted, or a shift that is.
    TooManyDigits,
    /// The result does not fit into memory.
    Memory,
    /// The result is too large for a float.
    ResultTooLarge,
    /// The number has no inverse for the modulus.
    NotInvertible,
    /// Somebody does not want to wait any longer.
    Interrupted,
}

impl<'a> IntRef<'a> {
    /// As a big integer.
    pub(crate) fn to_big(self) -> BigInt {
        match self {
            Self::Small(number) => number.into(),
            Self::Big(number) => number.clone(),
        }
    }

    /// As an `i64`, if it fits.
    #[inline]
    pub(crate) fn to_i64(self) -> Option<i64> {
        match self {
            Self::Small(number) => Some(number),
            Self::Big(number) => number.to_i64(),
        }
    }

    /// Below, at or above zero.
    #[inline]
    pub(crate) fn signum(self) -> i64 {
        match self {
            Self::Small(number) => number.signum(),
            Self::Big(number) => match number.sign() {
                Sign::Minus => -1,
                Sign::NoSign => 0,
                Sign::Plus => 1,
            },
        }
    }

    /// Whether it is zero.
    #[inline]
    pub(crate) fn is_zero(self) -> bool {
        self.signum() == 0
    }

    /// Whether it is odd.
    pub(crate) fn is_odd(self) -> bool {
        match self {
            Self::Small(number) => number & 1 != 0,
            Self::Big(number) => number.is_odd(),
        }
    }

    /// How many bits its absolute value has.
    pub(crate) fn bits(self) -> u64 {
        match self {
            Self::Small(number) => u64::from(64 - number.unsigned_abs().leading_zeros()),
            Self::Big(number) => number.bits(),
        }
    }

    /// How many bits of its absolute value are set.
    pub(crate) fn count_ones(self) -> u64 {
        match self {
            Self::Small(number) => u64::from(number.unsigned_abs().count_ones()),
            Self::Big(number) => number.magnitude().count_ones(),
        }
    }

    /// How they order.
    pub(crate) fn compare(self, other: IntRef<'_>) -> Ordering {
        match (self, other) {
            (Self::Small(left), IntRef::Small(right)) => left.cmp(&right),
            (Self::Big(left), IntRef::Big(right)) => left.cmp(right),
            (Self::Small(left), IntRef::Big(right)) => BigInt::from(left).cmp(right),
            (Self::Big(left), IntRef::Small(right)) => left.cmp(&BigInt::from(right)),
        }
    }

    /// The hash: the number modulo 2⁶¹-1, with its sign, and never -1.
    pub(crate) fn hash(self) -> i64 {
        let (magnitude, negative) = match self {
            Self::Small(number) => (number.unsigned_abs() % HASH_MODULUS, number < 0),
            Self::Big(number) => {
                // 2⁶⁴ is 8 modulo 2⁶¹-1.
                let rest = number
                    .iter_u64_digits()
                    .rev()
                    .fold(0u128, |rest, digit| (rest * 8 + u128::from(digit)) % u128::from(HASH_MODULUS));
                (rest as u64, number.is_negative())
            }
        };
        match if negative { -(magnitude as i64) } else { magnitude as i64 } {
            -1 => -2,
            hash => hash,
        }
    }

    /// The nearest float, ties to even; `None` if it is beyond all floats.
    pub(crate) fn to_f64(self) -> Option<f64> {
        match self {
            Self::Small(number) => Some(number as f64),
            Self::Big(number) => number.to_f64().filter(|float| float.is_finite()),
        }
    }

    /// Runs an operation on the two as big integers.
    fn with_big<R>(self, other: IntRef<'_>, operation: impl FnOnce(&BigInt, &BigInt) -> R) -> R {
        match (self, other) {
            (Self::Big(left), IntRef::Big(right)) => operation(left, right),
            (Self::Big(left), IntRef::Small(right)) => operation(left, &right.into()),
            (Self::Small(left), IntRef::Big(right)) => operation(&left.into(), right),
            (Self::Small(left), IntRef::Small(right)) => operation(&left.into(), &right.into()),
        }
    }

    /// The sum.
    pub(crate) fn add(self, other: IntRef<'_>) -> Number {
        match (self, other) {
            (Self::Small(left), IntRef::Small(right)) if let Some(sum) = left.checked_add(right) => {
                Number::Small(sum)
            }
            (Self::Big(big), IntRef::Small(small)) => Number::Big(big + small),
            (Self::Small(small), IntRef::Big(big)) => Number::Big(big + small),
            _ => Number::Big(self.with_big(other, |left, right| left + right)),
        }
    }

    /// The difference.
    pub(crate) fn sub(self, other: IntRef<'_>) -> Number {
        match (self, other) {
            (Self::Small(left), IntRef::Small(right)) if let Some(difference) = left.checked_sub(right) => {
                Number::Small(difference)
            }
            (Self::Big(big), IntRef::Small(small)) => Number::Big(big - small),
            _ => Number::Big(self.with_big(other, |left, right| left - right)),
        }
    }

    /// The product.
    pub(crate) fn mul(self, other: IntRef<'a>) -> Result<Number, Failure> {
        Ok(match (self, other) {
            (Self::Small(left), IntRef::Small(right)) => match left.checked_mul(right) {
                Some(product) => Number::Small(product),
                None => Number::Big(BigInt::from(i128::from(left) * i128::from(right))),
            },
            (Self::Big(big), IntRef::Small(small)) | (Self::Small(small), IntRef::Big(big)) => {
                Number::Big(big * small)
            }
            (Self::Big(left), IntRef::Big(right)) => {
                check_product(left.bits(), right.bits())?;
                Number::Big(left * right)
            }
        })
    }

    /// `//`
    pub(crate) fn floor_div(self, other: IntRef<'_>) -> Result<Number, Failure> {
        match (self, other) {
            (_, other) if other.is_zero() => Err(Failure::ZeroDivision),
            (Self::Small(left), IntRef::Small(right)) if right != -1 => {
                Ok(Number::Small(Integer::div_floor(&left, &right)))
            }
            _ => Ok(self.divide(other).0),
        }
    }

    /// `%`
    pub(crate) fn modulo(self, other: IntRef<'_>) -> Result<Number, Failure> {
        match (self, other) {
            (_, other) if other.is_zero() => Err(Failure::ZeroDivision),
            (_, IntRef::Small(-1 | 1)) => Ok(Number::Small(0)),
            (Self::Small(left), IntRef::Small(right)) => Ok(Number::Small(left.mod_floor(&right))),
            (Self::Big(left), IntRef::Small(right)) if right > 0 => {
                let rest = left.magnitude() % right as u64;
                let rest = rest.to_i64().unwrap_or(0);
                Ok(Number::Small(if left.is_negative() && rest > 0 { right - rest } else { rest }))
            }
            _ => Ok(self.divide(other).1),
        }
    }

    /// `divmod`
    pub(crate) fn div_mod(self, other: IntRef<'_>) -> Result<(Number, Number), Failure> {
        match (self, other) {
            (_, other) if other.is_zero() => Err(Failure::ZeroDivision),
            (Self::Small(left), IntRef::Small(right)) if right != -1 => {
                let (quotient, rest) = left.div_mod_floor(&right);
                Ok((Number::Small(quotient), Number::Small(rest)))
            }
            _ => Ok(self.divide(other)),
        }
    }

    /// `//` and `%` of any two numbers, the second of which is not 0.
    fn divide(self, other: IntRef<'_>) -> (Number, Number) {
        self.with_big(other, |left, right| {
            let (quotient, rest) = divide_magnitudes(left.magnitude(), right.magnitude());
            let (quotient, rest) = if left.is_negative() == right.is_negative() {
                (BigInt::from(quotient), rest)
            } else if rest.is_zero() {
                (-BigInt::from(quotient), rest)
            } else {
                // The quotient goes down, and the rest has the sign of the divisor.
                (-BigInt::from(quotient + 1u32), right.magnitude() - rest)
            };
            let sign = if right.is_negative() { Sign::Minus } else { Sign::Plus };
            (Number::Big(quotient), Number::Big(BigInt::from_biguint(sign, rest)))
        })
    }

    /// `/`: the float nearest to the quotient.
    pub(crate) fn true_div(self, other: IntRef<'_>) -> Result<f64, Failure> {
        /// Every integer up to here is a float.
        const EXACT: u64 = 1 << 53;
        if other.is_zero() {
            return Err(Failure::ZeroDivision);
        }
        if let (Self::Small(left), IntRef::Small(right)) = (self, other)
            && left.unsigned_abs() <= EXACT
            && right.unsigned_abs() <= EXACT
        {
            return Ok(left as f64 / right as f64);
        }
        let negative = (self.signum() < 0) != (other.signum() < 0);
        let quotient =
            self.with_big(other, |left, right| divide_rounded(left.magnitude(), right.magnitude()))?;
        Ok(if negative { -quotient } else { quotient })
    }

    /// `-`
    pub(crate) fn neg(self) -> Number {
        match self {
            Self::Small(number) => match number.checked_neg() {
                Some(number) => Number::Small(number),
                None => Number::Big(-BigInt::from(number)),
            },
            Self::Big(number) => Number::Big(-number),
        }
    }

    /// `abs`
    pub(crate) fn abs(self) -> Number {
        if self.signum() < 0 { self.neg() } else { self.to_number() }
    }

    /// `~`
    pub(crate) fn invert(self) -> Number {
        match self {
            Self::Small(number) => Number::Small(!number),
            Self::Big(number) => Number::Big(-(number + 1i32)),
        }
    }

    /// The number.
    pub(crate) fn to_number(self) -> Number {
        match self {
            Self::Small(number) => Number::Small(number),
            Self::Big(number) => Number::Big(number.clone()),
        }
    }

    /// `&`
    pub(crate) fn and(self, other: IntRef<'_>) -> Number {
        match (self, other) {
            (Self::Small(left), IntRef::Small(right)) => Number::Small(left & right),
            _ => Number::Big(self.with_big(other, |left, right| left & right)),
        }
    }

    /// `|`
    pub(crate) fn or(self, other: IntRef<'_>) -> Number {
        match (self, other) {
            (Self::Small(left), IntRef::Small(right)) => Number::Small(left | right),
            _ => Number::Big(self.with_big(other, |left, right| left | right)),
        }
    }

    /// `^`
    pub(crate) fn xor(self, other: IntRef<'_>) -> Number {
        match (self, other) {
            (Self::Small(left), IntRef::Small(right)) => Number::Small(left ^ right),
            _ => Number::Big(self.with_big(other, |left, right| left ^ right)),
        }
    }

    /// `<<`
    pub(crate) fn shift_left(self, other: IntRef<'_>) -> Result<Number, Failure> {
        if other.signum() < 0 {
            return Err(Failure::NegativeShift);
        }
        if self.is_zero() {
            return Ok(Number::Small(0));
        }
        let count = other.to_i64().ok_or(Failure::TooManyDigits)? as u64;
        if let Self::Small(number) = self
            && count < 63
            && number << count >> count == number
        {
            return Ok(Number::Small(number << count));
        }
        check_bits(self.bits().checked_add(count).ok_or(Failure::TooManyDigits)?)?;
        Ok(Number::Big(self.with_big(IntRef::Small(0), |number, _| number << count)))
    }

    /// `>>`
    pub(crate) fn shift_right(self, other: IntRef<'_>) -> Result<Number, Failure> {
        if other.signum() < 0 {
            return Err(Failure::NegativeShift);
        }
        let all = || Number::Small(if self.signum() < 0 { -1 } else { 0 });
        match (self, other.to_i64()) {
            (_, None) => Ok(all()),
            (Self::Small(number), Some(count)) => Ok(Number::Small(number >> count.min(63))),
            (Self::Big(number), Some(count)) if (count as u64) < number.bits() => {
                Ok(Number::Big(number >> count as u64))
            }
            _ => Ok(all()),
        }
    }

    /// `**` with an exponent that is not negative. `is_interrupted` is asked between multiplications that may take long.
    pub(crate) fn pow(
        self,
        exponent: IntRef<'_>,
        is_interrupted: impl Fn() -> bool,
    ) -> Result<Number, Failure> {
        /// Up to so many bits nobody has to wait.
        const SOON: u64 = 1 << 20;
        debug_assert!(exponent.signum() >= 0);
        if let IntRef::Small(0) = exponent {
            return Ok(Number::Small(1));
        }
        match self {
            Self::Small(0 | 1) => return Ok(self.to_number()),
            Self::Small(-1) => return Ok(Number::Small(if exponent.is_odd() { -1 } else { 1 })),
            _ => {}
        }
        let exponent = exponent.to_i64().ok_or(Failure::Memory)? as u64;
        if let (Self::Small(base), Ok(exponent)) = (self, u32::try_from(exponent))
            && let Some(power) = base.checked_pow(exponent)
        {
            return Ok(Number::Small(power));
        }
        // The power has more bits than this.
        let bits = (self.bits() - 1).checked_mul(exponent).ok_or(Failure::Memory)?;
        check_bits(bits)?;
        let base = self.to_big();
        if bits <= SOON {
            return Ok(Number::Big(num_traits::Pow::pow(&base, exponent)));
        }
        let mut power = base.clone();
        for bit in (0..exponent.ilog2()).rev() {
            if is_interrupted() {
                return Err(Failure::Interrupted);
            }
            check_product(power.bits(), power.bits())?;
            power = &power * &power;
            if exponent >> bit & 1 != 0 {
                check_product(power.bits(), base.bits())?;
                power *= &base;
            }
        }
        Ok(Number::Big(power))
    }

    /// `pow` with a modulus. The exponent may be negative.
    pub(crate) fn pow_mod(self, exponent: IntRef<'_>, modulus: IntRef<'_>) -> Result<Number, Failure> {
        if modulus.is_zero() {
            return Err(Failure::ZeroDivision);
        }
        let modulus = modulus.to_big();
        if modulus.magnitude().is_one() {
            return Ok(Number::Small(0));
        }
        let base = self.to_big().mod_floor(&modulus);
        let base =
            if exponent.signum() < 0 { base.modinv(&modulus).ok_or(Failure::NotInvertible)? } else { base };
        let positive = modulus.abs();
        let power = base.mod_floor(&positive).modpow(&exponent.to_big().abs(), &positive);
        Ok(Number::Big(power.mod_floor(&modulus)))
    }
}

/// Refuses products for which the memory does not suffice: of numbers of so many bits. The library needs room for about
/// as many digits again while it multiplies long numbers.
pub(super) fn check_product(left: u64, right: u64) -> Result<(), Failure> {
    check_bits(left.saturating_add(right).saturating_mul(2))
}

/// Refuses results that would not fit into memory before they are begun: a number of so many bits.
fn check_bits(bits: u64) -> Result<(), Failure> {
    /// Up to here no question is asked.
    const MODEST: u64 = 1 << 23;
    if bits <= MODEST {
        return Ok(());
    }
    // Beyond this, CPython cannot count the digits.
    let bytes = usize::try_from(bits / 8).map_err(|_| Failure::TooManyDigits)?;
    let mut probe: Vec<u8> = Vec::new();
    probe.try_reserve_exact(bytes).map_err(|_| Failure::Memory)
}

/// Quotient and rest of two numbers, the second of which is not 0.
///
/// The cost of a division should be that of the product of quotient and divisor. The library's grows with the divisor
/// alone, so that a quotient which is much shorter is computed from the upper parts of both.
fn divide_magnitudes(left: &BigUint, right: &BigUint) -> (BigUint, BigUint) {
    /// How many bits more of the divisor than of the quotient are looked at.
    const SPARE: u64 = 64;
    /// From which length on it pays.
    const LONG: u64 = 1024;
    if left < right {
        return (BigUint::ZERO, left.clone());
    }
    let quotient_bits = left.bits() - right.bits() + 1;
    if quotient_bits < 63 && right.bits() > 64 {
        return divide_to_one_word(left, right);
    }
    let used = quotient_bits + SPARE;
    if right.bits() < LONG || right.bits() < 2 * used {
        return left.div_rem(right);
    }
    let cut = right.bits() - used;
    // Cutting the divisor makes the quotient larger, by less than 2^-63 before it is rounded down: so by 1 at most.
    let mut quotient = (left >> cut) / (right >> cut);
    let mut product = &quotient * right;
    if product > *left {
        quotient -= 1u32;
        product -= right;
    }
    (quotient, left - product)
}

/// A quotient of less than 63 bits, as in each step of Euclid's algorithm, and the rest. The divisor has more than 64
/// bits.
///
/// The upper 64 bits of the divisor, the first of which is 1, give the quotient or little more, as in
/// [`divide_magnitudes`].
fn divide_to_one_word(left: &BigUint, right: &BigUint) -> (BigUint, BigUint) {
    let cut = right.bits() - 64;
    let mut quotient = (upper_bits(left, cut) / upper_bits(right, cut)) as u64;
    let mut product = right * quotient;
    while product > *left {
        quotient -= 1;
        product -= right;
    }
    (quotient.into(), left - product)
}

/// The number without its lowest `cut` bits, which has at most 128 bits.
fn upper_bits(number: &BigUint, cut: u64) -> u128 {
    let mut words = number.iter_u64_digits().skip((cut / 64) as usize).map(u128::from);
    let low = words.next().unwrap_or(0) | words.next().unwrap_or(0) << 64;
    match cut % 64 {
        0 => low,
        bits => low >> bits | words.next().unwrap_or(0) << (128 - bits),
    }
}

/// The quotient, rounded to the nearest float, ties to even.
fn divide_rounded(left: &BigUint, right: &BigUint) -> Result<f64, Failure> {
    if left.is_zero() {
        return Ok(0.0);
    }
    // The quotient lies strictly between 2^(difference-1) and 2^(difference+1).
    let difference = left.bits() as i64 - right.bits() as i64;
    if difference > 1024 {
        return Err(Failure::ResultTooLarge);
    }
    if difference < -1076 {
        return Ok(0.0);
    }
    // The last bits of the quotient decide on the rounding: two or three more than a float has, or as many more as it
    // lacks near the smallest one. A rest behind them counts as one more bit.
    let shift = difference.max(-1021) - 55;
    let (quotient, rest) = if shift >= 0 {
        left.div_rem(&(right << shift as u64))
    } else {
        (left << shift.unsigned_abs()).div_rem(right)
    };
    let mut bits = quotient.to_u64().unwrap_or(u64::MAX);
    if !rest.is_zero() {
        bits |= 1;
    }
    let extra = (i64::from(64 - bits.leading_zeros())).max(-1021 - shift) - 53;
    let half = 1u64 << (extra - 1);
    let low = bits & (2 * half - 1);
    let mut scaled = bits >> extra;
    if low > half || low == half && scaled & 1 != 0 {
        scaled += 1;
    }
    // What is scaled now has no more bits than the float there, so that scaling is exact.
    let float = libm::ldexp(scaled as f64, (shift + extra) as i32);
    if float.is_finite() { Ok(float) } else { Err(Failure::ResultTooLarge) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotients_of_any_length_are_the_librarys() {
        let mut state = 1u64;
        let mut digits = |bits: u64| -> BigUint {
            let mut number = BigUint::ZERO;
            for _ in 0..bits.div_ceil(64) {
                // Runs of ones and zeros are what an estimate may fall over.
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let digit = match state >> 62 {
                    0 => 0,
                    1 => u64::MAX,
                    _ => state,
                };
                number = (number << 64u32) + digit;
            }
            number >> (bits.div_ceil(64) * 64 - bits)
        };
        for right_bits in [1, 63, 64, 65, 129, 200, 1024, 1100, 2048, 5000] {
            for quotient_bits in [0, 1, 2, 61, 62, 63, 64, 128, 400, 3000] {
                for _ in 0..20 {
                    let right = digits(right_bits) + 1u32;
                    let exact = digits(quotient_bits) * &right;
                    for left in
                        [exact.clone(), &exact + 1u32, &exact + &right - 1u32, exact + digits(right_bits)]
                    {
                        assert_eq!(divide_magnitudes(&left, &right), left.div_rem(&right));
                        for (left, right) in [
                            (BigInt::from(left.clone()), -BigInt::from(right.clone())),
                            (-BigInt::from(left.clone()), BigInt::from(right.clone())),
                            (-BigInt::from(left), -BigInt::from(right.clone())),
                        ] {
                            let (quotient, rest) = left.div_mod_floor(&right);
                            let found = IntRef::Big(&left).divide(IntRef::Big(&right));
                            assert_eq!(found, (Number::Big(quotient), Number::Big(rest.clone())));
                            if let Some(right) = right.to_i64() {
                                let found = IntRef::Big(&left).modulo(IntRef::Small(right));
                                assert_eq!(found.unwrap().as_ref().to_big(), rest);
                            }
                        }
                    }
                }
            }
        }
    }
}
