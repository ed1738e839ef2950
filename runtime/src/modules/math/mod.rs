//! The module `math`.
//!
//! | module | what it has |
//! |---|---|
//! | `floats` | functions of one or two floats |
//! | `logarithms` | logarithms, of large ints too |
//! | `special` | the gamma function, and what else C's library lacks |
//! | `parts` | floats taken apart and put together |
//! | `sums` | sums and products of many numbers |
//! | `integers` | functions of ints |

mod floats;
mod integers;
mod logarithms;
mod parts;
mod special;
mod sums;

use super::BuiltinModule;
use crate::errors::{PyResult, Raised};
use crate::objects::float::as_f64;
use crate::objects::module::Module;
use crate::objects::str_::Str;
use crate::value::{Obj, Ptr};
use crate::vm::Vm;

/// The module.
pub(super) const MODULE: BuiltinModule = BuiltinModule { name: "math", fill };

const DOC: &str = "Functions of numbers that are not complex.";

fn fill(vm: &Vm, module: Ptr<'_, Module>) -> PyResult<()> {
    let module = module.get();
    module.set(vm, "__doc__", Str::new(vm, DOC).obj())?;
    for functions in
        [floats::FUNCTIONS, logarithms::FUNCTIONS, parts::FUNCTIONS, sums::FUNCTIONS, integers::FUNCTIONS]
    {
        module.add_functions(vm, functions)?;
    }
    for (name, value) in [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ] {
        module.set(vm, name, vm.float(value).obj())?;
    }
    Ok(())
}

/// Raises what a function raises that is not defined for its arguments.
#[cold]
fn domain_error(vm: &Vm) -> Raised {
    vm.value_error("math domain error")
}

/// Raises a `ValueError` that says what was expected, and what was given.
#[cold]
fn domain_error_of(vm: &Vm, expected: &str, given: f64) -> Raised {
    match vm.repr(vm.float(given).obj()) {
        Ok(given) => vm.value_error(format_args!("expected {expected}, got {}", given.as_str())),
        Err(raised) => raised,
    }
}

/// Raises what a function raises whose result is too large.
#[cold]
fn range_error(vm: &Vm) -> Raised {
    vm.overflow_error("math range error")
}

/// Two arguments that are floats.
fn two_floats(vm: &Vm, args: &[Obj<'_>; 2]) -> PyResult<(f64, f64)> {
    Ok((as_f64(vm, args[0])?, as_f64(vm, args[1])?))
}
