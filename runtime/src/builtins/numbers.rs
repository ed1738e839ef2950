//! Numbers.

use crate::args::Signature;
use crate::errors::PyResult;
use crate::objects::int::IntRef;
use crate::objects::int::text::{ROOM, with_prefix};
use crate::objects::str_::Str;
use crate::objects::type_::MethodDef;
use crate::value::{Obj, Value};
use crate::vm::Vm;

const POW: Signature<3> = Signature::new("pow", ["base", "exp", "mod"], 2);
const ROUND: Signature<2> = Signature::new("round", ["number", "ndigits"], 1);

/// The functions of this file.
pub(super) const FUNCTIONS: &[MethodDef] = &[
    MethodDef::o("abs", |vm, _, number| vm.absolute(number))
        .doc("abs($module, x, /)\n--\n\nThe absolute value of a number."),
    MethodDef::o("bin", |vm, _, number| in_base(vm, number, 2, "0b"))
        .doc("bin($module, number, /)\n--\n\nThe binary digits of an integer, as in '0b101'."),
    MethodDef::fast("divmod", |vm, _, args| {
        let [left, right] = args.exactly(vm, "divmod")?;
        vm.divmod(left, right)
    })
    .doc("divmod($module, x, y, /)\n--\n\nThe tuple (x // y, x % y)."),
    MethodDef::o("hash", |vm, _, object| Ok(vm.int(vm.hash(object)?)))
        .doc("hash($module, obj, /)\n--\n\nThe hash of an object; equal objects have the same."),
    MethodDef::o("hex", |vm, _, number| in_base(vm, number, 16, "0x"))
        .doc("hex($module, number, /)\n--\n\nThe hexadecimal digits of an integer, as in '0xff'."),
    MethodDef::o("oct", |vm, _, number| in_base(vm, number, 8, "0o"))
        .doc("oct($module, number, /)\n--\n\nThe octal digits of an integer, as in '0o17'."),
    MethodDef::keywords("pow", |vm, _, args| {
        let [base, exponent, modulus] = args.bind(vm, &POW)?;
        let given = |argument: Option<_>| argument.unwrap_or(Obj::NONE);
        vm.power(given(base), given(exponent), given(modulus))
    })
    .doc("pow($module, /, base, exp, mod=None)\n--\n\nbase**exp, or base**exp % mod without the large numbers between."),
    MethodDef::keywords("round", |vm, _, args| {
        let [number, digits] = args.bind(vm, &ROUND)?;
        let number = number.unwrap_or(Obj::NONE);
        let Some(round) = vm.lookup_special(number, vm.names.__round__.ptr())? else {
            let name = number.ty().name();
            return Err(vm.type_error(format_args!("type {name} doesn't define __round__ method")));
        };
        match digits.filter(|digits| !digits.is_none()) {
            Some(digits) => vm.call_args(round.obj(), &[digits]),
            None => vm.call_args(round.obj(), &[]),
        }
    })
    .doc(
        "round($module, /, number, ndigits=None)\n--\n\n\
         The number with so many decimal digits; without a number of digits, as an integer.",
    ),
];

/// The digits of an integer behind the prefix of the base: `PyNumber_ToBase`.
fn in_base(vm: &Vm, number: Obj<'_>, base: u32, prefix: &str) -> PyResult<Value> {
    let number = vm.index(number)?;
    let Some(view) = IntRef::of(number.obj()) else {
        return Err(vm.system_error("an index is not an int"));
    };
    Ok(Str::new(vm, &with_prefix(view, base, prefix, &mut [0; ROOM])).into_value())
}
