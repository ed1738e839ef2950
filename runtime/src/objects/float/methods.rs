//! Methods of floats, and `float()`.

use std::cell::Cell;

use super::Float;
use super::number;
use super::slots::to_float;
use super::text::{self, HexFailure};
use crate::args::Args;
use crate::errors::{PyResult, Raised};
use crate::objects::bytes::with_bytes_like;
use crate::objects::int::IntRef;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{GetSetDef, MethodDef, Type};
use crate::value::{Header, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// Methods of `float`.
pub(super) const METHODS: &[MethodDef] = &[
    MethodDef::o("from_number", from_number).class(),
    MethodDef::noargs("conjugate", to_float),
    MethodDef::noargs("__trunc__", trunc),
    MethodDef::noargs("__floor__", |vm, object| whole(vm, object, f64::floor)),
    MethodDef::noargs("__ceil__", |vm, object| whole(vm, object, f64::ceil)),
    MethodDef::fast("__round__", round),
    MethodDef::noargs("as_integer_ratio", as_integer_ratio),
    MethodDef::o("fromhex", fromhex).class(),
    MethodDef::noargs("hex", hex),
    MethodDef::noargs("is_integer", is_integer),
    MethodDef::noargs("__getnewargs__", |vm, object| {
        Ok(Tuple::new(vm, vec![vm.float(value(vm, object)?)]).into_value())
    }),
    MethodDef::o("__getformat__", getformat).class(),
    MethodDef::o("__format__", crate::objects::format::float_format),
];

/// Attributes of `float`.
pub(super) const GETSET: &[GetSetDef] =
    &[GetSetDef::new("real", to_float), GetSetDef::new("imag", |vm, _| Ok(vm.float(0.0)))];

/// The number of an object that a method descriptor has checked to be a float.
fn value(vm: &Vm, object: Obj<'_>) -> PyResult<f64> {
    match object.cast::<Float>() {
        Some(float) => Ok(float.get().get()),
        None => Err(vm.type_error(format_args!(
            "descriptor requires a 'float' object but received a '{}'",
            object.ty().name()
        ))),
    }
}

/// The int of a whole number.
fn to_int(vm: &Vm, value: f64) -> PyResult<Value> {
    match number::to_int(value) {
        Some(number) => Ok(vm.number(number)),
        None if value.is_nan() => Err(vm.value_error("cannot convert float NaN to integer")),
        None => Err(vm.overflow_error("cannot convert float infinity to integer")),
    }
}

/// The int without what is behind the point.
pub(super) fn trunc(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    to_int(vm, value(vm, object)?)
}

fn whole(vm: &Vm, object: Obj<'_>, direction: fn(f64) -> f64) -> PyResult<Value> {
    to_int(vm, direction(value(vm, object)?))
}

fn round(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "__round__", 0, 1)?;
    let this = value(vm, object)?;
    let digits = match args.positional(0) {
        Some(digits) if !digits.is_none() => vm.index_isize(digits, None)?,
        _ => return to_int(vm, number::round_half_even(this)),
    };
    if !this.is_finite() {
        return Ok(vm.float(this));
    }
    match number::round_to(this, digits as i64) {
        Some(rounded) => Ok(vm.float(rounded)),
        None => Err(vm.overflow_error("rounded value too large to represent")),
    }
}

fn as_integer_ratio(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = value(vm, object)?;
    if this.is_infinite() {
        return Err(vm.overflow_error("cannot convert Infinity to integer ratio"));
    }
    if this.is_nan() {
        return Err(vm.value_error("cannot convert NaN to integer ratio"));
    }
    let (numerator, denominator) = number::as_integer_ratio(this);
    Ok(Tuple::new(vm, vec![vm.int_big(numerator), vm.int_big(denominator)]).into_value())
}

fn hex(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(Str::from_latin1(vm, text::to_hex(value(vm, object)?).as_bytes()).into_value())
}

fn is_integer(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = value(vm, object)?;
    Ok(Value::bool(this.is_finite() && this.floor() == this))
}

/// What a class method answers with: the float, or what the class makes of it.
fn of_class(vm: &Vm, class: Obj<'_>, value: f64) -> PyResult<Value> {
    let value = vm.float(value);
    match class.cast::<Type>() {
        Some(ty) if !ty.get().is(vm.types.float()) => vm.call_args(class, &[value.obj()]),
        _ => Ok(value),
    }
}

fn fromhex(vm: &Vm, class: Obj<'_>, argument: Obj<'_>) -> PyResult<Value> {
    let Some(string) = argument.cast::<Str>() else {
        return Err(vm.type_error("bad argument type for built-in operation"));
    };
    let parsed = match string.as_ascii() {
        Some(ascii) => text::from_hex(ascii.as_bytes()),
        None => Err(HexFailure::Invalid),
    };
    match parsed {
        Ok(value) => of_class(vm, class, value),
        Err(HexFailure::Invalid) => Err(vm.value_error("invalid hexadecimal floating-point string")),
        Err(HexFailure::Overflow) => {
            Err(vm.overflow_error("hexadecimal value too large to represent as a float"))
        }
        Err(HexFailure::TooLong) => Err(vm.value_error("hexadecimal string too long to convert")),
    }
}

fn from_number(vm: &Vm, class: Obj<'_>, argument: Obj<'_>) -> PyResult<Value> {
    if argument.ty().is(vm.types.float()) && class.is(Obj::from_header(vm.types.float().header())) {
        return Ok(argument.to_owned());
    }
    let value = as_f64(vm, argument)?;
    of_class(vm, class, value)
}

fn getformat(vm: &Vm, _: Obj<'_>, argument: Obj<'_>) -> PyResult<Value> {
    let Some(string) = argument.cast::<Str>() else {
        return Err(
            vm.type_error(format_args!("__getformat__() argument must be str, not {}", argument.ty().name()))
        );
    };
    if !string.equals_str("double") && !string.equals_str("float") {
        return Err(vm.value_error("__getformat__() argument 1 must be 'double' or 'float'"));
    }
    let order = if cfg!(target_endian = "little") { "little" } else { "big" };
    Ok(Str::new(vm, &format!("IEEE, {order}-endian")).into_value())
}

/// `float(x=0, /)`
pub(super) fn new(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    if ty.get().is(vm.types.float()) {
        args.no_keywords(vm, "float")?;
    }
    args.without_keywords().range(vm, "float", 0, 1)?;
    let value = match args.positional(0) {
        None => vm.float(0.0),
        Some(source) => from_object(vm, source)?,
    };
    if ty.get().is(vm.types.float()) {
        return Ok(value);
    }
    let Some(float) = value.cast::<Float>() else {
        return Err(vm.system_error("float() made no float"));
    };
    let ob_fval = Cell::new(float.get().get());
    Ok(vm.alloc(&ty, Float { header: Header::new(&ty), ob_fval }).into_value())
}

/// `float(source)`: `PyNumber_Float`.
pub(crate) fn from_object(vm: &Vm, source: Obj<'_>) -> PyResult<Value> {
    if source.ty().is(vm.types.float()) {
        return Ok(source.to_owned());
    }
    let parsed = if let Some(string) = source.cast::<Str>() {
        match string.as_ascii() {
            Some(ascii) => text::parse(ascii.as_bytes()),
            None => text::parse(&crate::objects::int::text::to_ascii(string.chars().iter())),
        }
    } else if source.ty().slots.float.get().is_some() || source.ty().slots.index.get().is_some() {
        return as_f64(vm, source).map(|value| vm.float(value));
    } else {
        match with_bytes_like(source, text::parse) {
            Some(parsed) => parsed,
            None => {
                return Err(not_a_number(
                    vm,
                    source,
                    "float() argument must be a string or a real number, not",
                ));
            }
        }
    };
    match parsed {
        Some(value) => Ok(vm.float(value)),
        None => {
            let repr = vm.repr(source)?;
            Err(vm.value_error(format_args!("could not convert string to float: {}", repr.as_str())))
        }
    }
}

#[cold]
fn not_a_number(vm: &Vm, object: Obj<'_>, what: &str) -> Raised {
    vm.type_error(format_args!("{what} '{}'", object.ty().name()))
}

/// The number of an object that is one or can be asked for one: `PyFloat_AsDouble`.
pub(crate) fn as_f64(vm: &Vm, object: Obj<'_>) -> PyResult<f64> {
    if let Some(float) = object.cast::<Float>() {
        return Ok(float.get().get());
    }
    if let Some(number) = IntRef::of(object) {
        return vm.int_to_f64(number);
    }
    let ty = object.ty();
    if let Some(float) = ty.slots.float.get() {
        let result: Value = float(vm, object)?;
        return match Ref::<Float>::try_from_value(result) {
            Ok(float) => {
                if !float.obj().ty().is(vm.types.float()) {
                    let method = format!("{}.__float__", ty.name());
                    vm.warn_subclass_result(&method, "float", float.obj().ty())?;
                }
                Ok(float.get())
            }
            Err(other) => Err(vm.type_error(format_args!(
                "{}.__float__ returned non-float (type {})",
                ty.name(),
                other.ty().name()
            ))),
        };
    }
    if ty.slots.index.get().is_some() {
        let number = vm.index(object)?;
        return vm.int_to_f64(IntRef::of(number.obj()).unwrap_or(IntRef::Small(0)));
    }
    Err(vm.type_error(format_args!("must be real number, not {}", ty.name())))
}
