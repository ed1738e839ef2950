//! Items of a buffer by their format: native ones of a single character, as `struct` has them.

use crate::errors::{PyResult, Raised};
use crate::objects::bytes::Bytes;
use crate::objects::float;
use crate::objects::int::IntRef;
use crate::value::{Obj, Value};
use crate::vm::Vm;

/// The format of items: a character, perhaps behind an `@`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Format {
    /// The character.
    pub(super) code: u8,
    /// Whether `@` stands in front.
    prefixed: bool,
}

/// The most bytes that an item has.
const MOST: usize = 8;

impl Format {
    /// `B`, which bytes have.
    pub(super) const BYTES: Format = Format { code: b'B', prefixed: false };

    /// A format that items can be cast to.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (code, prefixed) = match *text.as_bytes() {
            [code] => (code, false),
            [b'@', code] => (code, true),
            _ => return None,
        };
        let known = b"cbB?hHiIlLqQnNPefd".contains(&code);
        known.then_some(Self { code, prefixed })
    }

    /// As programs see it.
    pub(super) fn text(self) -> String {
        let code = char::from(self.code);
        if self.prefixed { format!("@{code}") } else { code.to_string() }
    }

    /// How many bytes an item has.
    pub(super) fn itemsize(self) -> usize {
        match self.code {
            b'c' | b'b' | b'B' | b'?' => 1,
            b'h' | b'H' | b'e' => 2,
            b'i' | b'I' | b'f' => 4,
            _ => MOST,
        }
    }

    /// Whether items are bytes, which may be cast to and from anything.
    pub(super) fn is_byte(self) -> bool {
        matches!(self.code, b'c' | b'b' | b'B')
    }

    fn is_signed(self) -> bool {
        matches!(self.code, b'b' | b'h' | b'i' | b'l' | b'q' | b'n')
    }

    /// The item in as many bytes.
    pub(super) fn unpack(self, vm: &Vm, bytes: &[u8]) -> Value {
        let mut word = [0; MOST];
        word[..bytes.len()].copy_from_slice(bytes);
        let word = u64::from_le_bytes(word);
        match self.code {
            b'c' => Bytes::new(vm, bytes).into_value(),
            b'?' => Value::bool(word != 0),
            b'e' => vm.float(half_to_f64(word as u16)),
            b'f' => vm.float(f32::from_bits(word as u32).into()),
            b'd' => vm.float(f64::from_bits(word)),
            _ if self.is_signed() => {
                let unused = 64 - 8 * bytes.len();
                vm.int(((word << unused) as i64) >> unused)
            }
            _ => vm.int_big(word.into()),
        }
    }

    /// The bytes of an item, in front of some that are 0.
    pub(super) fn pack(self, vm: &Vm, item: Obj<'_>) -> PyResult<[u8; MOST]> {
        let word = match self.code {
            b'c' => match item.cast::<Bytes>().map(|bytes| bytes.get().as_slice().to_vec()) {
                Some(bytes) if bytes.len() == 1 => u64::from(bytes[0]),
                Some(_) => return Err(self.invalid_value(vm)),
                None => return Err(self.invalid_type(vm)),
            },
            b'?' => u64::from(vm.is_true(item)?),
            b'e' | b'f' | b'd' => {
                let number = float::as_f64(vm, item).map_err(|raised| self.explain(vm, raised))?;
                match self.code {
                    b'd' => number.to_bits(),
                    b'f' => u64::from((number as f32).to_bits()),
                    _ => match f64_to_half(number) {
                        Some(bits) => u64::from(bits),
                        None => return Err(self.invalid_value(vm)),
                    },
                }
            }
            _ => self.pack_int(vm, item)?,
        };
        Ok(word.to_le_bytes())
    }

    fn pack_int(self, vm: &Vm, item: Obj<'_>) -> PyResult<u64> {
        let number = vm.index(item).map_err(|raised| self.explain(vm, raised))?;
        let Some(number) = IntRef::of(number.obj()) else { return Err(self.invalid_type(vm)) };
        let bits = 8 * self.itemsize() as u32;
        let number: i128 = match number.to_i64() {
            Some(number) => number.into(),
            None => i128::try_from(number.to_big()).unwrap_or(i128::MAX),
        };
        let (least, most) = if self.is_signed() {
            (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1)
        } else {
            (0, (1_i128 << bits) - 1)
        };
        if (least..=most).contains(&number) { Ok(number as u64) } else { Err(self.invalid_value(vm)) }
    }

    /// What is wrong with an item that could not be converted: `fix_error_int`.
    fn explain(self, vm: &Vm, raised: Raised) -> Raised {
        if vm.exception_matches(vm.types.type_error()) {
            vm.clear_exception();
            return self.invalid_type(vm);
        }
        if vm.exception_matches(vm.types.overflow_error()) || vm.exception_matches(vm.types.value_error()) {
            vm.clear_exception();
            return self.invalid_value(vm);
        }
        raised
    }

    #[cold]
    fn invalid_type(self, vm: &Vm) -> Raised {
        vm.type_error(format_args!("memoryview: invalid type for format '{}'", char::from(self.code)))
    }

    #[cold]
    fn invalid_value(self, vm: &Vm) -> Raised {
        vm.value_error(format_args!("memoryview: invalid value for format '{}'", char::from(self.code)))
    }
}

/// The number of a half-precision float.
fn half_to_f64(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from(bits >> 10 & 0x1f);
    let fraction = f64::from(bits & 0x3ff) / 1024.0;
    sign * match exponent {
        0 => fraction * 2_f64.powi(-14),
        0x1f if fraction == 0.0 => f64::INFINITY,
        0x1f => f64::NAN,
        _ => (1.0 + fraction) * 2_f64.powi(exponent - 15),
    }
}

/// The nearest half-precision float, and of two as near the one that is even; `None` if the number is too large.
fn f64_to_half(number: f64) -> Option<u16> {
    let sign = if number.is_sign_negative() { 0x8000 } else { 0 };
    let size = number.abs();
    if size.is_nan() {
        return Some(sign | 0x7e00);
    }
    if size.is_infinite() {
        return Some(sign | 0x7c00);
    }
    // A number is as many units as it has, of a size that its exponent says; below 2**-14 all have the same size.
    // Rounded up into the next exponent, the bits are right by themselves.
    let (_, exponent) = float::number::frexp(size);
    let exponent = if size == 0.0 { -13 } else { exponent.max(-13) };
    let units = float::number::round_half_even(size * 2_f64.powi(11 - exponent as i32)) as i64;
    let bits = (exponent + 13) * 0x400 + units;
    (bits < 0x7c00).then_some(sign | bits as u16)
}
