//! `sum`

use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::complex::{Complex, ComplexObject};
use crate::objects::float::Float;
use crate::objects::int::IntRef;
use crate::objects::str_::Str;
use crate::objects::type_::{Kind, MethodDef};
use crate::protocol::nb;
use crate::value::{Obj, Value};
use crate::vm::Vm;

const SIGNATURE: Signature<2> = Signature::new("sum", ["", "start"], 1).positional_only(1);

/// The function of this file.
pub(super) const FUNCTIONS: &[MethodDef] = &[MethodDef::keywords("sum", sum).doc(
    "sum($module, iterable, /, start=0)\n--\n\n\
     The sum of a start value and the items of an iterable. It is for numbers; strings are refused.",
)];

/// A sum of floats and what was lost when they were rounded (Neumaier).
#[derive(Clone, Copy, Default)]
struct Compensated {
    high: f64,
    low: f64,
}

impl Compensated {
    fn new(start: f64) -> Self {
        Self { high: start, low: 0.0 }
    }

    fn add(&mut self, number: f64) {
        let sum = self.high + number;
        self.low += if self.high.abs() >= number.abs() {
            (self.high - sum) + number
        } else {
            (number - sum) + self.high
        };
        self.high = sum;
    }

    fn total(self) -> f64 {
        // A loss that is not finite comes of an infinite sum, and one of zero must not make 0.0 of -0.0.
        if self.low != 0.0 && self.low.is_finite() { self.high + self.low } else { self.high }
    }
}

fn exact_float(object: Obj<'_>) -> Option<f64> {
    (object.ty().kind() == Kind::Float)
        .then(|| object.cast::<Float>().map(|float| float.get().get()))
        .flatten()
}

fn exact_complex(object: Obj<'_>) -> Option<Complex> {
    (object.ty().kind() == Kind::Complex)
        .then(|| object.cast::<ComplexObject>().map(|complex| complex.get().cval))
        .flatten()
}

fn sum(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [iterable, start] = args.bind(vm, &SIGNATURE)?;
    let iterator = vm.iter(iterable.unwrap_or(Obj::NONE))?;
    let mut total = match start {
        None => vm.int(0),
        Some(start) => {
            refuse_text(vm, start)?;
            start.to_owned()
        }
    };
    // As long as the sum is of a plain type, so are the additions: ints, then floats, then complex numbers.
    let mut pending = None;
    if total.ty().kind() == Kind::Int {
        pending = match sum_ints(vm, iterator.obj(), &mut total)? {
            None => return Ok(total),
            item => item,
        };
    }
    if let Some(item) = pending.take() {
        total = vm.binary_op(total.obj(), item.obj(), nb::ADD)?;
    }
    if let Some(start) = exact_float(total.obj()) {
        match sum_floats(vm, iterator.obj(), start, &mut total)? {
            None => return Ok(total),
            Some(item) => total = vm.binary_op(total.obj(), item.obj(), nb::ADD)?,
        }
    }
    if let Some(start) = exact_complex(total.obj()) {
        match sum_complex(vm, iterator.obj(), start, &mut total)? {
            None => return Ok(total),
            Some(item) => total = vm.binary_op(total.obj(), item.obj(), nb::ADD)?,
        }
    }
    while let Some(item) = vm.next(iterator.obj())? {
        total = vm.binary_op(total.obj(), item.obj(), nb::ADD)?;
    }
    Ok(total)
}

fn refuse_text(vm: &Vm, start: Obj<'_>) -> PyResult<()> {
    if start.cast::<Str>().is_some() {
        return Err(vm.type_error("sum() can't sum strings [use ''.join(seq) instead]"));
    }
    if start.cast::<Bytes>().is_some() {
        return Err(vm.type_error("sum() can't sum bytes [use b''.join(seq) instead]"));
    }
    if start.cast::<ByteArray>().is_some() {
        return Err(vm.type_error("sum() can't sum bytearray [use b''.join(seq) instead]"));
    }
    Ok(())
}

/// Adds ints up. An item that is none is handed out, with the sum before it in `total`.
fn sum_ints(vm: &Vm, iterator: Obj<'_>, total: &mut Value) -> PyResult<Option<Value>> {
    while let Some(item) = vm.next(iterator)? {
        if let Some(sum) = total.obj().small_int_add(item.obj()) {
            *total = sum;
        } else if matches!(item.ty().kind(), Kind::Int | Kind::Bool) {
            *total = vm.binary_op(total.obj(), item.obj(), nb::ADD)?;
        } else {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

/// Adds floats and ints up. An item that is neither is handed out, with the sum before it in `total`.
fn sum_floats(vm: &Vm, iterator: Obj<'_>, start: f64, total: &mut Value) -> PyResult<Option<Value>> {
    let mut sum = Compensated::new(start);
    while let Some(item) = vm.next(iterator)? {
        if let Some(number) = exact_float(item.obj()) {
            sum.add(number);
        } else if let Some(number) = IntRef::of(item.obj()) {
            sum.add(vm.int_to_f64(number)?);
        } else {
            *total = vm.float(sum.total());
            return Ok(Some(item));
        }
    }
    *total = vm.float(sum.total());
    Ok(None)
}

/// Adds numbers up. An item that is none of a plain type is handed out, with the sum before it in `total`.
fn sum_complex(vm: &Vm, iterator: Obj<'_>, start: Complex, total: &mut Value) -> PyResult<Option<Value>> {
    let (mut real, mut imag) = (Compensated::new(start.real), Compensated::new(start.imag));
    let mut rest = None;
    while let Some(item) = vm.next(iterator)? {
        if let Some(number) = exact_complex(item.obj()) {
            real.add(number.real);
            imag.add(number.imag);
        } else if let Some(number) = item.cast::<Float>() {
            real.add(number.get().get());
        } else if let Some(number) = IntRef::of(item.obj()) {
            real.add(vm.int_to_f64(number)?);
        } else {
            rest = Some(item);
            break;
        }
    }
    *total = vm.complex(Complex { real: real.total(), imag: imag.total() });
    Ok(rest)
}
