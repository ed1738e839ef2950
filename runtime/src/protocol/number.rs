//! Operators on any objects.

use num_integer::Integer;

use crate::errors::{PyResult, Raised};
use crate::objects::int::IntRef;
use crate::objects::type_::{BinaryFn, Kind, Type};
use crate::value::{Obj, Value};
use crate::vm::Vm;

/// The binary operators as they are written, by the argument of `BINARY_OP`.
const NB_NAMES: [&str; 26] = [
    "+",
    "&",
    "//",
    "<<",
    "@",
    "*",
    "%",
    "|",
    "** or pow()",
    ">>",
    "-",
    "/",
    "^",
    "+=",
    "&=",
    "//=",
    "<<=",
    "@=",
    "*=",
    "%=",
    "|=",
    "**=",
    ">>=",
    "-=",
    "/=",
    "^=",
];

/// Arguments of `BINARY_OP`.
pub(crate) mod nb {
    pub(crate) const ADD: usize = 0;
    pub(crate) const AND: usize = 1;
    pub(crate) const FLOOR_DIVIDE: usize = 2;
    pub(crate) const LSHIFT: usize = 3;
    pub(crate) const MATRIX_MULTIPLY: usize = 4;
    pub(crate) const MULTIPLY: usize = 5;
    pub(crate) const REMAINDER: usize = 6;
    pub(crate) const OR: usize = 7;
    pub(crate) const POWER: usize = 8;
    pub(crate) const RSHIFT: usize = 9;
    pub(crate) const SUBTRACT: usize = 10;
    pub(crate) const TRUE_DIVIDE: usize = 11;
    pub(crate) const XOR: usize = 12;
    /// The in-place operator is this much further on.
    pub(crate) const INPLACE: usize = 13;
    /// `NB_SUBSCR`
    pub(crate) const SUBSCR: usize = 26;
}

fn same(left: Option<BinaryFn>, right: Option<BinaryFn>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => std::ptr::fn_addr_eq(left, right),
        _ => false,
    }
}

/// What an operator makes of two ints without heap objects, if that is a number of 64 bits and no error. They are
/// exactly
/// `int`s: no class has another opinion. `op` is the argument of `BINARY_OP`; where it is a constant, little is left.
#[inline(always)]
pub(crate) fn of_small_ints(left: Obj<'_>, right: Obj<'_>, op: usize) -> Option<i64> {
    let (left, right) = (left.as_small_int()?, right.as_small_int()?);
    match op % nb::INPLACE {
        nb::ADD => left.checked_add(right),
        nb::SUBTRACT => left.checked_sub(right),
        nb::MULTIPLY => left.checked_mul(right),
        nb::AND => Some(left & right),
        nb::OR => Some(left | right),
        nb::XOR => Some(left ^ right),
        nb::FLOOR_DIVIDE if right != 0 => Some(Integer::div_floor(&left, &right)),
        nb::REMAINDER if right != 0 => Some(Integer::mod_floor(&left, &right)),
        nb::RSHIFT if right >= 0 => Some(left >> right.min(63)),
        nb::LSHIFT if (0..63).contains(&right) => {
            Some(left << right).filter(|shifted| shifted >> right == left)
        }
        _ => None,
    }
}

impl Vm {
    /// Asks the slots of both operands: `binary_op1`. The answer may be `NotImplemented`.
    #[inline]
    fn ask_both(
        &self,
        left: Obj<'_>,
        right: Obj<'_>,
        slot: impl Fn(&Type) -> Option<BinaryFn>,
    ) -> PyResult<Value> {
        let (left_type, right_type) = (left.ty(), right.ty());
        let first = slot(left_type);
        let mut second = if left_type.is(right_type) { None } else { slot(right_type) };
        if same(first, second) {
            second = None;
        }
        if let Some(first) = first {
            if let Some(reflected) = second
                && right_type.is_subtype(left_type)
            {
                let result = reflected(self, left, right)?;
                if !result.is(Obj::NOT_IMPLEMENTED) {
                    return Ok(result);
                }
                second = None;
            }
            let result = first(self, left, right)?;
            if !result.is(Obj::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        match second {
            Some(second) => second(self, left, right),
            None => Ok(Value::not_implemented()),
        }
    }

    /// `left op right`, for an argument of `BINARY_OP`: `PyNumber_Add` and its like, in-place ones and `[]` included.
    pub fn binary_op(&self, left: Obj<'_>, right: Obj<'_>, op: usize) -> PyResult<Value> {
        if op == nb::SUBSCR {
            return self.getitem(left, right);
        }
        if let Some(result) = of_small_ints(left, right, op) {
            return Ok(self.int(result));
        }
        let plain = op % nb::INPLACE;
        if plain == nb::POWER {
            return if op == plain {
                self.power(left, right, Obj::NONE)
            } else {
                self.inplace_power(left, right)
            };
        }
        if op >= nb::INPLACE
            && let Some(inplace) = left.ty().slots.binary[op].get()
        {
            let result = inplace(self, left, right)?;
            if !result.is(Obj::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        let result = self.ask_both(left, right, |ty| ty.slots.binary[plain].get())?;
        if !result.is(Obj::NOT_IMPLEMENTED) {
            return Ok(result);
        }
        match plain {
            nb::ADD => {
                let slots = &left.ty().slots;
                let inplace = if op == plain { None } else { slots.inplace_concat.get() };
                if let Some(concat) = inplace.or_else(|| slots.concat.get()) {
                    return concat(self, left, right);
                }
            }
            nb::MULTIPLY => {
                let slots = &left.ty().slots;
                let inplace = if op == plain { None } else { slots.inplace_repeat.get() };
                if let Some(repeat) = inplace.or_else(|| slots.repeat.get()) {
                    return repeat(self, left, self.repetitions(right)?);
                }
                // A sequence on the right is not changed, whatever the operator.
                if let Some(repeat) = right.ty().slots.repeat.get() {
                    return repeat(self, right, self.repetitions(left)?);
                }
            }
            _ => {}
        }
        Err(self.unsupported_operands(left, right, op))
    }

    /// How often a sequence is to be repeated.
    fn repetitions(&self, count: Obj<'_>) -> PyResult<isize> {
        if !self.is_index(count) {
            return Err(self.type_error(format_args!(
                "can't multiply sequence by non-int of type '{}'",
                count.ty().name()
            )));
        }
        self.index_isize(count, Some(self.types.overflow_error()))
    }

    #[cold]
    fn unsupported_operands(&self, left: Obj<'_>, right: Obj<'_>, op: usize) -> Raised {
        let (left_name, right_name) = (left.ty().name(), right.ty().name());
        let name = NB_NAMES[op];
        self.type_error(format_args!(
            "unsupported operand type(s) for {name}: '{left_name}' and '{right_name}'"
        ))
    }

    /// `pow(base, exponent, modulus)`, or `base ** exponent` if the modulus is `None`: `PyNumber_Power`.
    pub fn power(&self, base: Obj<'_>, exponent: Obj<'_>, modulus: Obj<'_>) -> PyResult<Value> {
        self.ternary(base, exponent, modulus, "** or pow()")
    }

    fn ternary(&self, base: Obj<'_>, exponent: Obj<'_>, modulus: Obj<'_>, name: &str) -> PyResult<Value> {
        let slot = |object: Obj<'_>| object.ty().slots.power.get();
        let equal = |left: Option<_>, right: Option<_>| match (left, right) {
            (Some(left), Some(right)) => {
                std::ptr::fn_addr_eq::<crate::objects::type_::TernaryFn, _>(left, right)
            }
            _ => false,
        };
        let first = slot(base);
        let mut second = if base.ty().is(exponent.ty()) { None } else { slot(exponent) };
        if equal(first, second) {
            second = None;
        }
        let third = slot(modulus);
        let third = if equal(third, first) || equal(third, second) { None } else { third };
        let right_first = second.is_some() && exponent.ty().is_subtype(base.ty());
        let order = if right_first { [second, first, third] } else { [first, second, third] };
        for function in order.into_iter().flatten() {
            let result = function(self, base, exponent, modulus)?;
            if !result.is(Obj::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        let (base, exponent) = (base.ty().name(), exponent.ty().name());
        Err(if modulus.is_none() {
            self.type_error(format_args!("unsupported operand type(s) for {name}: '{base}' and '{exponent}'"))
        } else {
            let modulus = modulus.ty().name();
            self.type_error(format_args!(
                "unsupported operand type(s) for {name}: '{base}', '{exponent}', '{modulus}'"
            ))
        })
    }

    /// `base **= exponent`: `PyNumber_InPlacePower`.
    fn inplace_power(&self, base: Obj<'_>, exponent: Obj<'_>) -> PyResult<Value> {
        if let Some(inplace) = base.ty().slots.inplace_power.get() {
            let result = inplace(self, base, exponent, Obj::NONE)?;
            if !result.is(Obj::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        self.ternary(base, exponent, Obj::NONE, "**=")
    }

    /// `divmod(left, right)`: `PyNumber_Divmod`.
    pub fn divmod(&self, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
        let result = self.ask_both(left, right, |ty| ty.slots.divmod.get())?;
        if result.is(Obj::NOT_IMPLEMENTED) {
            return Err(self.type_error(format_args!(
                "unsupported operand type(s) for divmod(): '{}' and '{}'",
                left.ty().name(),
                right.ty().name()
            )));
        }
        Ok(result)
    }

    /// `-object`: `PyNumber_Negative`.
    pub fn negative(&self, object: Obj<'_>) -> PyResult<Value> {
        match object.ty().slots.negative.get() {
            Some(function) => function(self, object),
            None => Err(self.bad_operand("unary -", object)),
        }
    }

    /// `+object`: `PyNumber_Positive`.
    pub fn positive(&self, object: Obj<'_>) -> PyResult<Value> {
        match object.ty().slots.positive.get() {
            Some(function) => function(self, object),
            None => Err(self.bad_operand("unary +", object)),
        }
    }

    /// `~object`: `PyNumber_Invert`.
    pub fn invert(&self, object: Obj<'_>) -> PyResult<Value> {
        match object.ty().slots.invert.get() {
            Some(function) => function(self, object),
            None => Err(self.bad_operand("unary ~", object)),
        }
    }

    /// `abs(object)`: `PyNumber_Absolute`.
    pub fn absolute(&self, object: Obj<'_>) -> PyResult<Value> {
        match object.ty().slots.absolute.get() {
            Some(function) => function(self, object),
            None => Err(self.bad_operand("abs()", object)),
        }
    }

    #[cold]
    fn bad_operand(&self, operator: &str, object: Obj<'_>) -> Raised {
        self.type_error(format_args!("bad operand type for {operator}: '{}'", object.ty().name()))
    }

    /// Whether it can stand for an integer: `PyIndex_Check`.
    pub fn is_index(&self, object: Obj<'_>) -> bool {
        object.ty().slots.index.get().is_some()
    }

    /// The object as an int, of exactly that type: `PyNumber_Index`.
    pub fn index(&self, object: Obj<'_>) -> PyResult<Value> {
        if object.ty().kind() == Kind::Int {
            return Ok(object.to_owned());
        }
        if let Some(number) = IntRef::of(object) {
            return Ok(number.to_value(self));
        }
        let Some(index) = object.ty().slots.index.get() else {
            return Err(self.type_error(format_args!(
                "'{}' object cannot be interpreted as an integer",
                object.ty().name()
            )));
        };
        let result = index(self, object)?;
        if result.ty().kind() == Kind::Int {
            return Ok(result);
        }
        match IntRef::of(result.obj()) {
            Some(number) => {
                self.warn_subclass_result("__index__", "int", result.ty())?;
                Ok(number.to_value(self))
            }
            None => {
                Err(self.type_error(format_args!("__index__ returned non-int (type {})", result.ty().name())))
            }
        }
    }

    /// The object as an index: `PyNumber_AsSsize_t`. One that does not fit raises `overflow`, or without that becomes
    /// the nearest that does.
    pub fn index_isize(&self, object: Obj<'_>, overflow: Option<&Type>) -> PyResult<isize> {
        if let Some(number) = object.as_small_int() {
            return Ok(number as isize);
        }
        let number = self.index(object)?;
        let Some(view) = IntRef::of(number.obj()) else {
            return Err(self.system_error("an index is not an int"));
        };
        match (view.to_i64(), overflow) {
            (Some(number), _) => Ok(number as isize),
            (None, None) => Ok(if view.is_negative() { isize::MIN } else { isize::MAX }),
            (None, Some(overflow)) => Err(self.raise(
                overflow,
                format_args!("cannot fit '{}' into an index-sized integer", object.ty().name()),
            )),
        }
    }
}
