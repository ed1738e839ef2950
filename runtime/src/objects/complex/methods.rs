//! Operators and methods of complex numbers, and `complex()`.

use super::ComplexObject;
use super::number::{Complex, ParseFailure, PowFailure};
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::alloc::dealloc;
use crate::objects::float::{self, Float};
use crate::objects::int::IntRef;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, GetSetDef, MethodDef, Slots, Type};
use crate::protocol::nb;
use crate::value::{Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// Fills the slots of `complex` in.
pub(super) fn fill(slots: &Slots) {
    slots.dealloc.set(dealloc::<ComplexObject>);
    slots.repr.set(Some(|vm, object| Ok(Str::new(vm, &value(vm, object)?.repr()).into_value())));
    slots.hash.set(Some(|_, object| {
        let part = |part: f64| {
            if part.is_nan() {
                (object.word().rotate_right(4) as i64).max(0)
            } else {
                float::number::hash(part)
            }
        };
        Ok(object.cast::<ComplexObject>().map_or(-1, |complex| complex.get().cval.hash(part)))
    }));
    slots.richcompare.set(Some(richcompare));
    slots.binary[nb::ADD].set(Some(add));
    slots.binary[nb::SUBTRACT].set(Some(subtract));
    slots.binary[nb::MULTIPLY].set(Some(multiply));
    slots.binary[nb::TRUE_DIVIDE].set(Some(divide));
    slots.power.set(Some(power_slot));
    slots.negative.set(Some(|vm, object| {
        let this = value(vm, object)?;
        Ok(vm.complex(Complex::new(-this.real, -this.imag)))
    }));
    slots.positive.set(Some(to_complex));
    slots.absolute.set(Some(|vm, object| {
        let this = value(vm, object)?;
        let length = this.real.hypot(this.imag);
        if length.is_infinite() && this.real.is_finite() && this.imag.is_finite() {
            return Err(vm.overflow_error("absolute value too large"));
        }
        Ok(vm.float(length))
    }));
    slots.bool.set(Some(|vm, object| Ok(value(vm, object)? != Complex::real(0.0))));
}

/// Methods of `complex`.
pub(super) const METHODS: &[MethodDef] = &[
    MethodDef::o("from_number", from_number).class(),
    MethodDef::noargs("conjugate", |vm, object| {
        let this = value(vm, object)?;
        Ok(vm.complex(Complex::new(this.real, -this.imag)))
    }),
    MethodDef::noargs("__complex__", to_complex),
    MethodDef::noargs("__getnewargs__", |vm, object| {
        let this = value(vm, object)?;
        Ok(Tuple::new(vm, vec![vm.float(this.real), vm.float(this.imag)]).into_value())
    }),
    MethodDef::o("__format__", crate::objects::format::complex_format),
];

/// Attributes of `complex`.
pub(super) const GETSET: &[GetSetDef] = &[
    GetSetDef::member("real", |vm, object| Ok(vm.float(value(vm, object)?.real))),
    GetSetDef::member("imag", |vm, object| Ok(vm.float(value(vm, object)?.imag))),
];

/// The number of an object that a method descriptor has checked to be complex.
fn value(vm: &Vm, object: Obj<'_>) -> PyResult<Complex> {
    match object.cast::<ComplexObject>() {
        Some(complex) => Ok(complex.get().cval),
        None => Err(vm.type_error(format_args!(
            "descriptor requires a 'complex' object but received a '{}'",
            object.ty().name()
        ))),
    }
}

fn to_complex(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    if object.ty().is(vm.types.complex()) {
        return Ok(object.to_owned());
    }
    Ok(vm.complex(value(vm, object)?))
}

/// An operand: what is real stays so, because its imaginary part is not even a zero.
enum Operand {
    Real(f64),
    Complex(Complex),
}

impl Operand {
    fn to_complex(&self) -> Complex {
        match *self {
            Self::Real(real) => Complex::real(real),
            Self::Complex(complex) => complex,
        }
    }
}

fn operand(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Operand>> {
    match object.cast::<ComplexObject>() {
        Some(complex) => Ok(Some(Operand::Complex(complex.get().cval))),
        None => Ok(vm.to_f64(object)?.map(Operand::Real)),
    }
}

/// Both operands, or an answer of `NotImplemented`.
macro_rules! both {
    ($vm:expr, $left:expr, $right:expr) => {
        match (operand($vm, $left)?, operand($vm, $right)?) {
            (Some(left), Some(right)) => (left, right),
            _ => return Ok(Value::not_implemented()),
        }
    };
}

fn add(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    Ok(vm.complex(match both!(vm, left, right) {
        (Operand::Complex(complex), Operand::Real(real))
        | (Operand::Real(real), Operand::Complex(complex)) => Complex::new(complex.real + real, complex.imag),
        (left, right) => left.to_complex().add(right.to_complex()),
    }))
}

fn subtract(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    Ok(vm.complex(match both!(vm, left, right) {
        (Operand::Complex(left), Operand::Real(right)) => Complex::new(left.real - right, left.imag),
        (Operand::Real(left), Operand::Complex(right)) => Complex::new(left - right.real, -right.imag),
        (left, right) => left.to_complex().sub(right.to_complex()),
    }))
}

fn multiply(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    Ok(vm.complex(match both!(vm, left, right) {
        (Operand::Complex(complex), Operand::Real(real))
        | (Operand::Real(real), Operand::Complex(complex)) => complex.scaled(real),
        (left, right) => left.to_complex().mul(right.to_complex()),
    }))
}

fn divide(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    let quotient = match both!(vm, left, right) {
        (Operand::Complex(_) | Operand::Real(_), Operand::Real(0.0)) => None,
        (Operand::Complex(left), Operand::Real(right)) => {
            Some(Complex::new(left.real / right, left.imag / right))
        }
        (Operand::Real(left), Operand::Complex(right)) => Complex::real_div(left, right),
        (left, right) => left.to_complex().div(right.to_complex()),
    };
    quotient.map(|quotient| vm.complex(quotient)).ok_or_else(|| vm.zero_division_error("division by zero"))
}

fn power_slot(vm: &Vm, base: Obj<'_>, exponent: Obj<'_>, modulus: Obj<'_>) -> PyResult<Value> {
    let (base, exponent) = both!(vm, base, exponent);
    if !modulus.is_none() {
        return Err(vm.value_error("complex modulo"));
    }
    power(vm, base.to_complex(), exponent.to_complex())
}

/// `base ** exponent`
pub(crate) fn power(vm: &Vm, base: Complex, exponent: Complex) -> PyResult<Value> {
    match base.pow(exponent) {
        Ok(power) => Ok(vm.complex(power)),
        Err(PowFailure::ZeroDivision) => Err(vm.zero_division_error("zero to a negative or complex power")),
        Err(PowFailure::Overflow) => Err(vm.overflow_error("complex exponentiation")),
    }
}

fn richcompare(_: &Vm, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::not_implemented());
    }
    let Some(this) = left.cast::<ComplexObject>() else {
        return Ok(Value::not_implemented());
    };
    let this = this.get().cval;
    let equal = if let Some(other) = right.cast::<ComplexObject>() {
        this == other.get().cval
    } else if let Some(other) = right.cast::<Float>() {
        this.imag == 0.0 && this.real == other.get().get()
    } else if let Some(other) = IntRef::of(right) {
        this.imag == 0.0
            && float::number::compare_int(this.real, other).is_some_and(std::cmp::Ordering::is_eq)
    } else {
        return Ok(Value::not_implemented());
    };
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

/// The number of an object that is complex or has `__complex__`.
fn of_complex(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Complex>> {
    if let Some(complex) = object.cast::<ComplexObject>() {
        return Ok(Some(complex.get().cval));
    }
    let Some(method) = vm.lookup_special(object, vm.names.__complex__.ptr())? else {
        return Ok(None);
    };
    let result = vm.call_args(method.obj(), &[])?;
    match Ref::<ComplexObject>::try_from_value(result) {
        Ok(complex) => {
            if !complex.obj().ty().is(vm.types.complex()) {
                vm.warn_subclass_result("__complex__", "complex", complex.obj().ty())?;
            }
            Ok(Some(complex.cval))
        }
        Err(other) => {
            let name = other.ty().name();
            Err(vm.type_error(format_args!("__complex__ returned non-complex (type {name})")))
        }
    }
}

fn is_real(object: Obj<'_>) -> bool {
    let slots = &object.ty().slots;
    slots.float.get().is_some() || slots.index.get().is_some()
}

fn from_number(vm: &Vm, class: Obj<'_>, argument: Obj<'_>) -> PyResult<Value> {
    let value = match of_complex(vm, argument)? {
        Some(value) => value,
        None => Complex::real(float::as_f64(vm, argument)?),
    };
    match class.cast::<Type>() {
        Some(ty) if !ty.get().is(vm.types.complex()) => vm.call_args(class, &[vm.complex(value).obj()]),
        _ => Ok(vm.complex(value)),
    }
}

/// One of the arguments `real` and `imag`.
#[derive(Clone, Copy)]
enum Part {
    Real(f64),
    Complex(Complex),
}

impl Part {
    fn real(vm: &Vm, part: Obj<'_>, name: &str) -> PyResult<Self> {
        if !is_real(part) {
            let given = part.ty().name();
            return Err(
                vm.type_error(format_args!("complex() argument '{name}' must be a real number, not {given}"))
            );
        }
        float::as_f64(vm, part).map(Self::Real)
    }

    fn warn_if_complex(self, vm: &Vm, part: Option<Obj<'_>>, name: &str) -> PyResult<()> {
        let (Self::Complex(_), Some(part)) = (self, part) else { return Ok(()) };
        let given = part.ty().name();
        vm.warn(
            vm.types.deprecation_warning(),
            &format!("complex() argument '{name}' must be a real number, not {given}"),
        )
    }

    fn value(self) -> Complex {
        match self {
            Self::Real(value) => Complex::real(value),
            Self::Complex(value) => value,
        }
    }
}

/// `complex(real=0, imag=0)`, or `complex(text)`
pub(super) fn new(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<2> = Signature::new("complex", ["real", "imag"], 0);
    let [real, imag] = args.bind(vm, &SIGNATURE)?;
    let value = match (real, imag) {
        (Some(source), None) if args.keywords() == 0 => {
            if source.ty().is(vm.types.complex()) && ty.get().is(vm.types.complex()) {
                return Ok(source.to_owned());
            }
            from_object(vm, source)?
        }
        (real, imag) => {
            let real_part = match real {
                None => Part::Real(0.0),
                Some(part) => match of_complex(vm, part)? {
                    Some(complex) => Part::Complex(complex),
                    None => Part::real(vm, part, "real")?,
                },
            };
            let imag_part = match imag {
                None => Part::Real(0.0),
                Some(part) => match part.cast::<ComplexObject>() {
                    Some(complex) => Part::Complex(complex.get().cval),
                    None => Part::real(vm, part, "imag")?,
                },
            };
            real_part.warn_if_complex(vm, real, "real")?;
            imag_part.warn_if_complex(vm, imag, "imag")?;
            // What is complex in the parts goes where it belongs: `i` times `i` is -1.
            let (mut sum_real, mut sum_imag) = (real_part.value().real, imag_part.value().real);
            if let Part::Complex(imag) = imag_part {
                sum_real -= imag.imag;
            }
            if let Part::Complex(real) = real_part {
                sum_imag += real.imag;
            }
            Complex::new(sum_real, sum_imag)
        }
    };
    Ok(vm.complex_of(&ty, value).into_value())
}

fn from_object(vm: &Vm, source: Obj<'_>) -> PyResult<Complex> {
    if let Some(string) = source.cast::<Str>() {
        let parsed = match string.as_ascii() {
            Some(ascii) => Complex::parse(ascii.as_bytes()),
            None => Complex::parse(&crate::objects::int::text::to_ascii(string.chars().iter())),
        };
        return match parsed {
            Ok(value) => Ok(value),
            Err(ParseFailure::Malformed) => Err(vm.value_error("complex() arg is a malformed string")),
            Err(ParseFailure::Underscore) => {
                let repr = vm.repr(source)?;
                Err(vm.value_error(format_args!("could not convert string to complex: {}", repr.as_str())))
            }
        };
    }
    match of_complex(vm, source)? {
        Some(value) => Ok(value),
        None if is_real(source) => Ok(Complex::real(float::as_f64(vm, source)?)),
        None => Err(vm.type_error(format_args!(
            "complex() argument must be a string or a number, not {}",
            source.ty().name()
        ))),
    }
}
