//! Methods of ints, and `int()`.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;

use super::number::{IntRef, Number};
use super::slots::{is_exact, to_int};
use super::text::{self, ParseFailure};
use crate::args::{Args, Signature};
use crate::errors::{PyResult, Raised};
use crate::objects::bytes::{Bytes, with_bytes_like};
use crate::objects::collections::ssize_argument;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{GetSetDef, MethodDef, Type};
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

/// Methods of `int`.
pub(super) const METHODS: &[MethodDef] = &[
    MethodDef::noargs("conjugate", to_int).doc("conjugate($self, /)\n--\n\nThe number itself."),
    MethodDef::noargs("bit_length", bit_length),
    MethodDef::noargs("bit_count", bit_count),
    MethodDef::keywords("to_bytes", to_bytes),
    MethodDef::keywords("from_bytes", from_bytes).class(),
    MethodDef::noargs("as_integer_ratio", as_integer_ratio),
    MethodDef::noargs("is_integer", |_, _| Ok(Value::bool(true))),
    MethodDef::noargs("__trunc__", to_int),
    MethodDef::noargs("__floor__", to_int),
    MethodDef::noargs("__ceil__", to_int),
    MethodDef::fast("__round__", round),
    MethodDef::noargs("__getnewargs__", |vm, object| {
        Ok(Tuple::new(vm, vec![to_int(vm, object)?]).into_value())
    }),
    MethodDef::o("__format__", crate::objects::format::int_format),
    MethodDef::noargs("__sizeof__", sizeof),
];

/// Attributes of `int`.
pub(super) const GETSET: &[GetSetDef] = &[
    GetSetDef::new("real", to_int),
    GetSetDef::new("imag", |vm, _| Ok(vm.int(0))),
    GetSetDef::new("numerator", to_int),
    GetSetDef::new("denominator", |vm, _| Ok(vm.int(1))),
];

/// The number of an object that a method descriptor has checked to be an int.
fn number<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<IntRef<'a>> {
    IntRef::of(object).ok_or_else(|| {
        vm.type_error(format_args!(
            "descriptor requires a 'int' object but received a '{}'",
            object.ty().name()
        ))
    })
}

fn bit_length(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(vm.int(number(vm, object)?.bits() as i64))
}

fn bit_count(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(vm.int(number(vm, object)?.count_ones() as i64))
}

fn as_integer_ratio(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(Tuple::new(vm, vec![to_int(vm, object)?, vm.int(1)]).into_value())
}

/// What CPython's object of the number would take: 24 bytes and 4 for each 30 bits.
fn sizeof(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let digits = number(vm, object)?.bits().div_ceil(30).max(1);
    Ok(vm.int(24 + 4 * digits as i64))
}

fn round(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "__round__", 0, 1)?;
    let this = number(vm, object)?;
    let digits = match args.positional(0) {
        None => return to_int(vm, object),
        Some(digits) if digits.is_none() => return to_int(vm, object),
        Some(digits) => vm.index(digits)?,
    };
    let digits = number(vm, digits.obj())?;
    if !digits.is_negative() {
        return to_int(vm, object);
    }
    // More zeros than the number has digits leave nothing of it.
    let zeros = match digits.to_i64().and_then(|digits| u32::try_from(-i128::from(digits)).ok()) {
        Some(zeros) if u64::from(zeros) <= this.bits() => zeros,
        _ => return Ok(vm.int(0)),
    };
    let unit = BigInt::from(10).pow(zeros);
    let big = this.to_big();
    let (quotient, rest) = big.div_mod_floor(&unit);
    let up = match (&rest * 2i32).cmp(&unit) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => quotient.is_odd(),
        std::cmp::Ordering::Greater => true,
    };
    Ok(vm.int_big((quotient + i32::from(up)) * unit))
}

/// `byteorder`: whether it is little.
fn is_little(vm: &Vm, order: Option<Obj<'_>>, function: &str) -> PyResult<bool> {
    let Some(order) = order else {
        return Ok(false);
    };
    let Some(text) = order.cast::<Str>() else {
        return Err(vm.type_error(format_args!(
            "{function}() argument 'byteorder' must be str, not {}",
            order.type_name_or_none()
        )));
    };
    if text.equals_str("little") {
        Ok(true)
    } else if text.equals_str("big") {
        Ok(false)
    } else {
        Err(vm.value_error("byteorder must be either 'little' or 'big'"))
    }
}

fn to_bytes(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<3> =
        Signature::new("to_bytes", ["length", "byteorder", "signed"], 0).keyword_only_after(2);
    let [length, order, signed] = args.bind(vm, &SIGNATURE)?;
    let length = match length {
        Some(length) => ssize_argument(vm, length)?,
        None => 1,
    };
    let little = is_little(vm, order, "to_bytes")?;
    let signed = signed.map_or(Ok(false), |signed| vm.is_true(signed))?;
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.value_error("length argument must be non-negative"));
    };
    let this = number(vm, object)?;
    if this.is_negative() && !signed {
        return Err(vm.overflow_error("can't convert negative int to unsigned"));
    }
    let mut bytes = match (this, signed) {
        (IntRef::Small(0), _) => Vec::new(),
        (_, true) => this.to_big().to_signed_bytes_le(),
        (_, false) => this.to_big().to_bytes_le().1,
    };
    if bytes.len() > length && !(signed && length == 0) || length == 0 && !this.is_zero() {
        return Err(vm.overflow_error("int too big to convert"));
    }
    bytes.try_reserve_exact(length).map_err(|_| vm.no_memory())?;
    bytes.resize(length, if this.is_negative() { 0xff } else { 0 });
    if !little {
        bytes.reverse();
    }
    Ok(Bytes::from_vec(vm, bytes).into_value())
}

fn from_bytes(vm: &Vm, class: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<3> =
        Signature::new("from_bytes", ["bytes", "byteorder", "signed"], 1).keyword_only_after(2);
    let [source, order, signed] = args.bind(vm, &SIGNATURE)?;
    let little = is_little(vm, order, "from_bytes")?;
    let signed = signed.map_or(Ok(false), |signed| vm.is_true(signed))?;
    let Some(source) = source else {
        return Err(vm.type_error("from_bytes() missing required argument 'bytes' (pos 1)"));
    };
    let mut bytes = crate::objects::bytes::collect(vm, source)?;
    if !little {
        bytes.reverse();
    }
    let big =
        if signed { BigInt::from_signed_bytes_le(&bytes) } else { BigInt::from_bytes_le(Sign::Plus, &bytes) };
    let value = vm.int_big(big);
    match class.cast::<Type>() {
        Some(ty) if !ty.get().is(vm.types.int()) => vm.call_args(class, &[value.obj()]),
        _ => Ok(value),
    }
}

/// `int(x=0, /)` and `int(x, base=10)`
pub(super) fn new(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<2> = Signature::new("int", ["", "base"], 0).positional_only(1);
    if args.keywords() == 0 {
        args.range(vm, "int", 0, 2)?;
    }
    let [source, base] = args.bind(vm, &SIGNATURE)?;
    let value = match (source, base) {
        (None, None) => vm.int(0),
        (None, Some(_)) => return Err(vm.type_error("int() missing string argument")),
        (Some(source), None) => from_object(vm, source)?,
        (Some(source), Some(base)) => {
            let base = vm.index_isize(base, None)?;
            if base != 0 && !(2..=36).contains(&base) {
                return Err(vm.value_error("int() base must be >= 2 and <= 36, or 0"));
            }
            vm.number(
                from_text(vm, source, base as u32)?
                    .ok_or_else(|| vm.type_error("int() can't convert non-string with explicit base"))?,
            )
        }
    };
    if ty.get().is(vm.types.int()) {
        return Ok(value);
    }
    match IntRef::of(value.obj()) {
        Some(number) => Ok(vm.int_of_subtype(&ty, number.to_number()).into_value()),
        None => Err(vm.system_error("int() made no int")),
    }
}

/// The int of a text, if the object is one; `None` if it is something else.
fn from_text(vm: &Vm, source: Obj<'_>, base: u32) -> PyResult<Option<Number>> {
    let limit = vm.int_max_str_digits.get();
    let result = if let Some(string) = source.cast::<Str>() {
        match string.as_ascii() {
            Some(ascii) => text::parse(ascii.as_bytes(), base, limit),
            None => text::parse(&text::to_ascii(string.chars().iter()), base, limit),
        }
    } else {
        match with_bytes_like(source, |bytes| text::parse(bytes, base, limit)) {
            Some(result) => result,
            None => return Ok(None),
        }
    };
    result.map(Some).map_err(|failure| parse_error(vm, source, base, failure))
}

#[cold]
fn parse_error(vm: &Vm, source: Obj<'_>, base: u32, failure: ParseFailure) -> Raised {
    match failure {
        ParseFailure::TooLong(digits) => vm.value_error(format_args!(
            "Exceeds the limit ({} digits) for integer string conversion: value has {digits} digits; use \
             sys.set_int_max_str_digits() to increase the limit",
            vm.int_max_str_digits.get()
        )),
        ParseFailure::Invalid => match vm.repr(source) {
            // A long text is shown up to its 200th character.
            Ok(repr) => {
                let shown: String = repr.as_str().chars().take(200).collect();
                vm.value_error(format_args!("invalid literal for int() with base {base}: {shown}"))
            }
            Err(raised) => raised,
        },
    }
}

/// `int(source)`: `PyNumber_Long`.
pub(crate) fn from_object(vm: &Vm, source: Obj<'_>) -> PyResult<Value> {
    if is_exact(source) {
        return Ok(source.to_owned());
    }
    let slots = &source.ty().slots;
    if let Some(int) = slots.int.get() {
        let value = int(vm, source)?;
        if is_exact(value.obj()) {
            return Ok(value);
        }
        return match IntRef::of(value.obj()) {
            Some(number) => {
                vm.warn_subclass_result("__int__", "int", value.ty())?;
                Ok(number.to_value(vm))
            }
            None => Err(vm.type_error(format_args!("__int__ returned non-int (type {})", value.ty().name()))),
        };
    }
    if slots.index.get().is_some() {
        return vm.index(source);
    }
    if let Some(number) = from_text(vm, source, 10)? {
        return Ok(vm.number(number));
    }
    Err(vm.type_error(format_args!(
        "int() argument must be a string, a bytes-like object or a real number, not '{}'",
        source.ty().name()
    )))
}
