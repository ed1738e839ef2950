//! Pairs of types that have no specialised `BINARY_OP` of their own: each operator has a guard and an action for them.

use std::ptr;

use crate::abi::pointer::{ObjPtr, Owned};
use crate::abi::types::BinaryOpSpecialization;
use crate::objects::float::Float;
use crate::objects::type_::Kind;
use crate::protocol::nb;
use crate::value::Obj;
use crate::vm::vm;

/// A float that is a number.
fn number(object: Obj<'_>) -> Option<f64> {
    if object.ty().kind() != Kind::Float {
        return None;
    }
    object.cast::<Float>().map(|float| float.get().get()).filter(|float| !float.is_nan())
}

/// Two ints that need no heap object.
fn ints(left: ObjPtr<'_>, right: ObjPtr<'_>) -> Option<(i64, i64)> {
    Some((left.obj().as_small_int()?, right.obj().as_small_int()?))
}

/// A float and an int. An int that needs no heap object has at most 62 bits, and is rounded as every other int is.
fn float_int(left: ObjPtr<'_>, right: ObjPtr<'_>) -> Option<(f64, f64)> {
    Some((number(left.obj())?, right.obj().as_small_int()? as f64))
}

/// An int and a float.
fn int_float(left: ObjPtr<'_>, right: ObjPtr<'_>) -> Option<(f64, f64)> {
    Some((left.obj().as_small_int()? as f64, number(right.obj())?))
}

/// Operands of a division: there is an error to be raised if the right one is zero.
fn divisible(operands: Option<(f64, f64)>) -> Option<(f64, f64)> {
    operands.filter(|(_, right)| *right != 0.0)
}

/// An operator for a pair of types.
struct Extension {
    operator: usize,
    functions: BinaryOpSpecialization,
}

/// An operator, how its operands are taken apart (which is the guard), and how the result is made of them.
macro_rules! extensions {
    ($($operator:expr, $operands:expr, $make:ident, $result:expr;)*) => {
        [$({
            unsafe fn guard(left: ObjPtr<'_>, right: ObjPtr<'_>) -> i32 {
                i32::from($operands(left, right).is_some())
            }
            unsafe fn action(left: ObjPtr<'_>, right: ObjPtr<'_>) -> Owned {
                match $operands(left, right) {
                    Some((left, right)) => vm().$make($result(left, right)).into(),
                    None => unreachable!("the guard has seen these operands"),
                }
            }
            Extension {
                operator: $operator,
                functions: BinaryOpSpecialization { guard: Some(guard), action: Some(action) },
            }
        }),*]
    };
}

/// All there are, as CPython has them: of the operators in place only those that work on bits.
static EXTENSIONS: [Extension; 14] = extensions! {
    nb::OR, ints, int, |left, right| left | right;
    nb::AND, ints, int, |left, right| left & right;
    nb::XOR, ints, int, |left, right| left ^ right;
    nb::INPLACE + nb::OR, ints, int, |left, right| left | right;
    nb::INPLACE + nb::AND, ints, int, |left, right| left & right;
    nb::INPLACE + nb::XOR, ints, int, |left, right| left ^ right;
    nb::ADD, float_int, float, |left, right| left + right;
    nb::SUBTRACT, float_int, float, |left, right| left - right;
    nb::MULTIPLY, float_int, float, |left, right| left * right;
    nb::TRUE_DIVIDE, |left, right| divisible(float_int(left, right)), float, |left, right| left / right;
    nb::ADD, int_float, float, |left, right| left + right;
    nb::SUBTRACT, int_float, float, |left, right| left - right;
    nb::MULTIPLY, int_float, float, |left, right| left * right;
    nb::TRUE_DIVIDE, |left, right| divisible(int_float(left, right)), float, |left, right| left / right;
};

/// What `BINARY_OP_EXTEND` has in its cache for these operands: where their guard and action are.
pub(super) fn find(operator: usize, left: Obj<'_>, right: Obj<'_>) -> Option<u64> {
    let found = EXTENSIONS.iter().find(|extension| {
        extension.operator == operator
            // SAFETY: guards look at their operands only.
            && extension.functions.guard.is_some_and(|guard| unsafe { guard(left.into(), right.into()) } != 0)
    })?;
    Some(ptr::from_ref(&found.functions).expose_provenance() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Value;
    use crate::vm::Vm;

    fn apply(vm: &Vm, operator: usize, left: &Value, right: &Value) -> Option<Value> {
        let address = find(operator, left.obj(), right.obj())?;
        let functions: *const BinaryOpSpecialization = ptr::with_exposed_provenance(address as usize);
        // SAFETY: the address is that of a static, and its guard has seen the operands.
        let result = unsafe { ((*functions).action?)(left.obj().into(), right.obj().into()) };
        assert!(!vm.exception_is_set());
        result.into_option()
    }

    #[test]
    fn extensions_do_what_the_operators_do() {
        Vm::bare().enter(|vm| {
            let numbers = [
                vm.int(0),
                vm.int(7),
                vm.int(-3),
                vm.int((1 << 60) + 1),
                vm.float(2.5),
                vm.float(0.0),
                vm.float(-0.0),
                vm.float(f64::INFINITY),
                vm.float(f64::NAN),
                Value::bool(true),
            ];
            let mut applied = 0;
            for left in &numbers {
                for right in &numbers {
                    for operator in 0..2 * nb::INPLACE {
                        let Some(result) = apply(vm, operator, left, right) else { continue };
                        applied += 1;
                        let expected = vm.binary_op(left.obj(), right.obj(), operator).expect("no error");
                        let (result, expected) = (vm.repr(result.obj()), vm.repr(expected.obj()));
                        let text = |repr: crate::errors::PyResult<_>| {
                            let repr: crate::value::Ref<crate::objects::str_::Str> = repr.expect("a repr");
                            repr.as_str().into_owned()
                        };
                        assert_eq!(text(result), text(expected));
                    }
                }
            }
            // Four ints with each other under six operators; four ints and four floats that are numbers, both ways
            // round, under four: of the divisions, those by one of three zeros are left alone.
            assert_eq!(applied, 16 * 6 + 2 * 16 * 4 - (4 + 2 * 4));
        });
    }

    #[test]
    fn operands_of_other_types_have_no_extension() {
        Vm::bare().enter(|vm| {
            let (int, float, truth) = (vm.int(1), vm.float(1.5), Value::bool(true));
            assert!(find(nb::OR, int.obj(), truth.obj()).is_none());
            assert!(find(nb::ADD, float.obj(), truth.obj()).is_none());
            assert!(find(nb::ADD, float.obj(), float.obj()).is_none());
            assert!(find(nb::INPLACE + nb::ADD, float.obj(), int.obj()).is_none());
            assert!(find(nb::LSHIFT, int.obj(), int.obj()).is_none());
        });
    }
}
