//! Sums and products of many numbers, rounded once.

use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::float::{Float, as_f64};
use crate::objects::int::IntRef;
use crate::objects::type_::{Kind, MethodDef};
use crate::protocol::nb;
use crate::value::{Obj, Value};
use crate::vm::Vm;

pub(super) static FUNCTIONS: &[MethodDef] = &[
    MethodDef::fast("dist", dist)
        .doc("dist($module, p, q, /)\n--\n\nReturn the Euclidean distance between two points p and q."),
    MethodDef::o("fsum", fsum).doc("fsum($module, seq, /)\n--\n\nThe sum of the items, rounded once."),
    MethodDef::fast("hypot", |vm, _, args| {
        args.no_keywords(vm, "hypot")?;
        let coordinates = args.iter().map(|x| as_f64(vm, x)).collect::<PyResult<Vec<f64>>>()?;
        Ok(vm.float(norm(coordinates)))
    })
    .doc("hypot(*coordinates) -> value\n\nMultidimensional Euclidean distance from the origin to a point."),
    MethodDef::keywords("prod", prod)
        .doc("prod($module, iterable, /, *, start=1)\n--\n\nCalculate the product of all the elements."),
    MethodDef::fast("sumprod", sumprod)
        .doc("sumprod($module, p, q, /)\n--\n\nReturn the sum of products of values from two iterables."),
];

/// Two floats whose exact sum is a result: what rounding took away is the second.
#[derive(Clone, Copy)]
struct Exact {
    high: f64,
    low: f64,
}

impl Exact {
    /// The sum of any two floats.
    fn sum(a: f64, b: f64) -> Self {
        let high = a + b;
        let part = high - a;
        Self { high, low: (a - (high - part)) + (b - part) }
    }

    /// The sum of two floats of which the first is the larger.
    fn sum_ordered(a: f64, b: f64) -> Self {
        let high = a + b;
        Self { high, low: (a - high) + b }
    }

    fn product(a: f64, b: f64) -> Self {
        let high = a * b;
        Self { high, low: a.mul_add(b, -high) }
    }
}

/// The length of a vector: `vector_norm`.
fn norm(mut vector: Vec<f64>) -> f64 {
    for x in &mut vector {
        *x = x.abs();
    }
    let largest = vector.iter().copied().fold(0.0, f64::max);
    if largest.is_infinite() {
        return largest;
    }
    if vector.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    if largest == 0.0 || vector.len() <= 1 {
        return largest;
    }
    if largest < f64::MIN_POSITIVE {
        // Of numbers that have lost digits, the digits there are are made all.
        vector.iter_mut().for_each(|x| *x /= f64::MIN_POSITIVE);
        return f64::MIN_POSITIVE * norm(vector);
    }
    let (_, exponent) = crate::objects::float::number::frexp(largest);
    let scale = libm::ldexp(1.0, -exponent as i32);
    // The sum begins with 1, so that everything that is added is smaller.
    let mut total = 1.0;
    let (mut of_products, mut of_sums) = (0.0, 0.0);
    let mut add = |square: Exact| {
        let sum = Exact::sum_ordered(total, square.high);
        total = sum.high;
        of_products += square.low;
        of_sums += sum.low;
        total - 1.0 + (of_products + of_sums)
    };
    let mut sum = 0.0;
    for x in vector {
        sum = add(Exact::product(x * scale, x * scale));
    }
    let root = sum.sqrt();
    // One step of Newton's method, with what is left of the sum.
    let left = add(Exact::product(-root, root));
    (root + left / (2.0 * root)) / scale
}

fn dist(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [p, q] = args.exactly::<2>(vm, "dist")?;
    let (p, q) = (vm.collect(p)?, vm.collect(q)?);
    if p.len() != q.len() {
        return Err(vm.value_error("both points must have the same number of dimensions"));
    }
    let differences = p.iter().zip(&q).map(|(p, q)| Ok(as_f64(vm, p.obj())? - as_f64(vm, q.obj())?));
    Ok(vm.float(norm(differences.collect::<PyResult<Vec<f64>>>()?)))
}

/// The exact sum of floats, as parts of which none has a bit at the place of one of another (Shewchuk).
fn fsum(vm: &Vm, _: Obj<'_>, numbers: Obj<'_>) -> PyResult<Value> {
    let numbers = vm.iter(numbers)?;
    let mut parts: Vec<f64> = Vec::new();
    let (mut special, mut infinities) = (0.0, 0.0);
    while let Some(number) = vm.next(numbers.obj())? {
        let given = as_f64(vm, number.obj())?;
        let mut x = given;
        let mut kept = 0;
        for index in 0..parts.len() {
            let y = parts[index];
            let (large, small) = if x.abs() < y.abs() { (y, x) } else { (x, y) };
            let high = large + small;
            let low = small - (high - large);
            if low != 0.0 {
                parts[kept] = low;
                kept += 1;
            }
            x = high;
        }
        parts.truncate(kept);
        if x == 0.0 {
            continue;
        }
        if x.is_finite() {
            parts.push(x);
        } else if given.is_finite() {
            return Err(vm.overflow_error("intermediate overflow in fsum"));
        } else {
            if given.is_infinite() {
                infinities += given;
            }
            special += given;
            parts.clear();
        }
    }
    if special != 0.0 {
        if f64::is_nan(infinities) {
            return Err(vm.value_error("-inf + inf in fsum"));
        }
        return Ok(vm.float(special));
    }
    Ok(vm.float(rounded(&parts)))
}

/// The sum of such parts, the smallest first.
fn rounded(parts: &[f64]) -> f64 {
    let Some((&last, mut rest)) = parts.split_last() else { return 0.0 };
    let (mut high, mut low) = (last, 0.0);
    while let Some((&part, others)) = rest.split_last() {
        rest = others;
        let sum = high + part;
        low = part - (sum - high);
        high = sum;
        if low != 0.0 {
            break;
        }
    }
    // A half is rounded to even, unless there is something below it.
    if let Some(below) = rest.last()
        && (low < 0.0 && *below < 0.0 || low > 0.0 && *below > 0.0)
    {
        let twice = low * 2.0;
        let up = high + twice;
        if up - high == twice {
            high = up;
        }
    }
    high
}

fn prod(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<2> =
        Signature::new("prod", ["", "start"], 1).positional_only(1).keyword_only_after(1);
    let [numbers, start] = args.bind(vm, &SIGNATURE)?;
    let numbers = vm.iter(numbers.unwrap_or(Obj::NONE))?;
    let mut product = start.map_or_else(|| vm.int(1), Obj::to_owned);
    while let Some(number) = vm.next(numbers.obj())? {
        product = vm.binary_op(product.obj(), number.obj(), nb::MULTIPLY)?;
    }
    Ok(product)
}

/// A sum of three floats, each about as much smaller than the one before as floats are exact.
#[derive(Default)]
struct Triple {
    high: f64,
    low: f64,
    tiny: f64,
}

impl Triple {
    /// The sum with a product added.
    fn plus_product(&self, x: f64, y: f64) -> Self {
        let product = Exact::product(x, y);
        let high = Exact::sum(self.high, product.high);
        let low = Exact::sum(self.low, product.low);
        let rest = Exact::sum(low.high, high.low);
        Self { high: high.high, low: rest.high, tiny: self.tiny + low.low + rest.low }
    }

    fn rounded(&self) -> f64 {
        let last = Exact::sum(self.low, self.high);
        self.tiny + last.low + last.high
    }
}

/// The pair as floats that are multiplied exactly, if one is a float and the other a float or an int.
fn float_pair(p: Obj<'_>, q: Obj<'_>) -> Option<(f64, f64)> {
    let float = |object: Obj<'_>| {
        object.cast::<Float>().filter(|_| object.ty().kind() == Kind::Float).map(|float| float.get().get())
    };
    let int = |object: Obj<'_>| {
        let is_int = matches!(object.ty().kind(), Kind::Int | Kind::Bool);
        IntRef::of(object).filter(|_| is_int)?.to_f64()
    };
    match (float(p), float(q)) {
        (Some(p), Some(q)) => Some((p, q)),
        (Some(p), None) => Some((p, int(q)?)),
        (None, Some(q)) => Some((int(p)?, q)),
        (None, None) => None,
    }
}

/// Small ints, of exactly that type.
fn int_pair(p: Obj<'_>, q: Obj<'_>) -> Option<(i64, i64)> {
    Some((p.as_small_int()?, q.as_small_int()?))
}

/// The sum of the products of pairs: ints and floats are summed exactly as long as there are no others.
fn sumprod(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [p, q] = args.exactly::<2>(vm, "sumprod")?;
    let (p, q) = (vm.iter(p)?, vm.iter(q)?);
    let mut total = vm.int(0);
    let add = |total: &mut Value, term: Value| {
        *total = vm.binary_op(total.obj(), term.obj(), nb::ADD)?;
        Ok(())
    };
    // Sums that are not part of the total yet; nothing once that kind is done with.
    let (mut ints, mut floats) = (Some(None::<i64>), Some(None::<Triple>));
    loop {
        let pair = match (vm.next(p.obj())?, vm.next(q.obj())?) {
            (Some(p), Some(q)) => Some((p, q)),
            (None, None) => None,
            _ => return Err(vm.value_error("Inputs are not the same length")),
        };
        if let Some(sum) = ints {
            let next = pair.as_ref().and_then(|(p, q)| {
                let (p, q) = int_pair(p.obj(), q.obj())?;
                sum.unwrap_or(0).checked_add(p.checked_mul(q)?)
            });
            if next.is_some() {
                ints = Some(next);
                continue;
            }
            ints = None;
            if let Some(sum) = sum {
                add(&mut total, vm.int(sum))?;
            }
        }
        if let Some(sum) = &floats {
            let next = pair.as_ref().and_then(|(p, q)| {
                let (p, q) = float_pair(p.obj(), q.obj())?;
                let next = match sum {
                    Some(sum) => sum.plus_product(p, q),
                    None => Triple::default().plus_product(p, q),
                };
                next.high.is_finite().then_some(next)
            });
            if next.is_some() {
                floats = Some(next);
                continue;
            }
            if let Some(sum) = sum {
                let sum = vm.float(sum.rounded());
                add(&mut total, sum)?;
            }
            floats = None;
        }
        match pair {
            None => return Ok(total),
            Some((p, q)) => {
                let term = vm.binary_op(p.obj(), q.obj(), nb::MULTIPLY)?;
                add(&mut total, term)?;
            }
        }
    }
}
