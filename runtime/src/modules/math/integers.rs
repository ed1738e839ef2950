//! Functions of ints of any size.

use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_traits::One;

use crate::args::Args;
use crate::errors::{PyResult, Raised};
use crate::objects::int::IntRef;
use crate::objects::type_::MethodDef;
use crate::value::{Obj, Value};
use crate::vm::Vm;

pub(super) static FUNCTIONS: &[MethodDef] = &[
    MethodDef::fast("comb", comb).doc(
        "comb($module, n, k, /)\n--\n\n\
         Number of ways to choose k items from n items without repetition and without order.",
    ),
    MethodDef::o("factorial", |vm, _, n| factorial(vm, n)).doc("factorial($module, n, /)\n--\n\nFind n!."),
    MethodDef::fast("gcd", |vm, _, args| fold(vm, "gcd", args, 0, |a, b| a.gcd(b)))
        .doc("gcd($module, /, *integers)\n--\n\nGreatest Common Divisor."),
    MethodDef::o("isqrt", isqrt)
        .doc("isqrt($module, n, /)\n--\n\nThe largest integer whose square is not larger than n."),
    MethodDef::fast("lcm", |vm, _, args| fold(vm, "lcm", args, 1, |a, b| a.lcm(b)))
        .doc("lcm($module, /, *integers)\n--\n\nLeast Common Multiple."),
    MethodDef::fast("perm", perm).doc(
        "perm($module, n, k=None, /)\n--\n\n\
         Number of ways to choose k items from n items without repetition and with order.",
    ),
];

/// An argument as an int.
fn int(vm: &Vm, object: Obj<'_>) -> PyResult<BigInt> {
    let number = vm.index(object)?;
    Ok(IntRef::of(number.obj()).map_or_else(BigInt::default, IntRef::to_big))
}

/// An argument that is not negative, called `name` in what is said otherwise.
fn natural(vm: &Vm, object: Obj<'_>, name: &str) -> PyResult<BigUint> {
    BigUint::try_from(int(vm, object)?)
        .map_err(|_| vm.value_error(format_args!("{name} must be a non-negative integer")))
}

/// All arguments as one number.
fn fold(
    vm: &Vm,
    name: &str,
    args: Args<'_>,
    start: i64,
    function: fn(&BigInt, &BigInt) -> BigInt,
) -> PyResult<Value> {
    args.no_keywords(vm, name)?;
    let mut result = BigInt::from(start);
    for argument in args.iter() {
        result = function(&result, &int(vm, argument)?);
    }
    Ok(vm.int_big(result))
}

fn isqrt(vm: &Vm, _: Obj<'_>, n: Obj<'_>) -> PyResult<Value> {
    let n = int(vm, n)?;
    match BigUint::try_from(n) {
        Ok(n) => Ok(vm.int_big(n.sqrt().into())),
        Err(_) => Err(vm.value_error("isqrt() argument must be nonnegative")),
    }
}

/// The product of `count` numbers, the largest of which is `last`.
fn falling_product(vm: &Vm, last: &BigUint, count: u64) -> PyResult<BigUint> {
    /// So many are multiplied one by one.
    const FEW: u64 = 8;
    if count <= FEW {
        let factors = (0..count).map(|index| last - index);
        return Ok(factors.fold(BigUint::one(), |product, factor| product * factor));
    }
    vm.check_signals()?;
    // Factors of about the same size are multiplied fastest.
    let half = count / 2;
    Ok(falling_product(vm, last, half)? * falling_product(vm, &(last - half), count - half)?)
}

/// A count that fits, or the error that says that it does not.
fn count(vm: &Vm, number: &BigUint, what: &str) -> PyResult<u64> {
    match i64::try_from(number) {
        Ok(number) => Ok(number.unsigned_abs()),
        Err(_) => Err(too_large(vm, what)),
    }
}

#[cold]
fn too_large(vm: &Vm, what: &str) -> Raised {
    vm.overflow_error(format_args!("{what} not exceed {}", i64::MAX))
}

fn factorial(vm: &Vm, n: Obj<'_>) -> PyResult<Value> {
    let n = BigUint::try_from(int(vm, n)?)
        .map_err(|_| vm.value_error("factorial() not defined for negative values"))?;
    let count = count(vm, &n, "factorial() argument should")?;
    Ok(vm.int_big(falling_product(vm, &n, count)?.into()))
}

fn perm(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "perm", 1, 2)?;
    let Some(k) = args.positional(1).filter(|k| !k.is_none()) else { return factorial(vm, args.get(0)) };
    let (n, k) = both(vm, args.get(0), k)?;
    if n < k {
        return Ok(vm.int(0));
    }
    let count = count(vm, &k, "k must")?;
    Ok(vm.int_big(falling_product(vm, &n, count)?.into()))
}

fn comb(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [n, k] = args.exactly::<2>(vm, "comb")?;
    let (n, k) = both(vm, n, k)?;
    if n < k {
        return Ok(vm.int(0));
    }
    let fewer = k.clone().min(&n - &k);
    let count = count(vm, &fewer, "min(n - k, k) must")?;
    Ok(vm.int_big((falling_product(vm, &n, count)? / falling_product(vm, &fewer, count)?).into()))
}

/// Two numbers that are not negative. Both are ints before one is said to be negative.
fn both(vm: &Vm, n: Obj<'_>, k: Obj<'_>) -> PyResult<(BigUint, BigUint)> {
    let (n, k) = (vm.index(n)?, vm.index(k)?);
    Ok((natural(vm, n.obj(), "n")?, natural(vm, k.obj(), "k")?))
}
