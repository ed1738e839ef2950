//! Numbers and strings.

use super::vm;
use super::{ObjPtr, Owned};
use crate::objects::float::Float;
use crate::objects::int::Int;
use crate::objects::str_::{self, Str};
use crate::value::cold::cold_call;
use crate::value::{Obj, Ptr, Ref, StackRef, Value};

#[inline(always)]
pub unsafe fn PyLong_FromLong(number: i64) -> Owned {
    match Value::small_int(number) {
        Some(small) => small.into(),
        None => vm().int(number).into(),
    }
}

#[inline(always)]
pub unsafe fn PyLong_FromSsize_t(number: isize) -> Owned {
    // SAFETY: no contract.
    unsafe { PyLong_FromLong(number as i64) }
}

/// Whether it has no heap object: what C calls compact are fewer numbers.
#[inline(always)]
pub unsafe fn _PyLong_IsCompact(number: ObjPtr<'_, Int>) -> bool {
    number.obj().as_small_int().is_some()
}

#[inline(always)]
pub unsafe fn _PyLong_CompactValue(number: ObjPtr<'_, Int>) -> isize {
    match number.obj().as_small_int() {
        Some(number) => number as isize,
        None => unreachable!("a body asks for the value of an int that is not compact"),
    }
}

#[inline(always)]
pub unsafe fn _PyLong_IsNonNegativeCompact(number: ObjPtr<'_, Int>) -> bool {
    number.obj().as_small_int().is_some_and(|number| number >= 0)
}

#[inline(always)]
pub unsafe fn _PyLong_IsZero(number: ObjPtr<'_, Int>) -> bool {
    number.obj().as_small_int() == Some(0)
}

#[inline(always)]
pub unsafe fn _PyLong_Add(left: ObjPtr<'_, Int>, right: ObjPtr<'_, Int>) -> Owned {
    match left.obj().small_int_add(right.obj()) {
        Some(sum) => sum.into(),
        None => large(left.obj(), right.obj(), crate::protocol::nb::ADD),
    }
}

#[inline(always)]
pub unsafe fn _PyLong_Subtract(left: ObjPtr<'_, Int>, right: ObjPtr<'_, Int>) -> Owned {
    match left.obj().small_int_sub(right.obj()) {
        Some(difference) => difference.into(),
        None => large(left.obj(), right.obj(), crate::protocol::nb::SUBTRACT),
    }
}

#[inline(always)]
pub unsafe fn _PyLong_Multiply(left: ObjPtr<'_, Int>, right: ObjPtr<'_, Int>) -> Owned {
    match left.obj().small_int_mul(right.obj()) {
        Some(product) => product.into(),
        None => large(left.obj(), right.obj(), crate::protocol::nb::MULTIPLY),
    }
}

/// Arithmetic whose operands or result need memory.
#[inline(always)]
fn large(left: Obj<'_>, right: Obj<'_>, op: usize) -> Owned {
    extern "C" fn target(left: u64, right: u64, op: u64) -> u64 {
        // SAFETY: the words of the operands, which the caller keeps.
        let (left, right) = unsafe { (<ObjPtr<'_>>::from_word(left), <ObjPtr<'_>>::from_word(right)) };
        let result: Owned = vm().binary_op(left.obj(), right.obj(), op as usize).into();
        result.into_word()
    }
    let word = cold_call!(target, left.word(), right.word(), op as u64);
    // SAFETY: the word came from an owned reference, and is taken once.
    unsafe { Owned::from_word(word) }
}

/// Ends an int whose last reference is gone.
#[inline(always)]
pub unsafe fn _PyLong_ExactDealloc(object: ObjPtr<'_>) {
    if let Some(header) = object.obj().header() {
        crate::value::end(header.into());
    }
}

/// Ends a float whose last reference is gone: a push onto a free list.
#[inline(always)]
pub unsafe fn _PyFloat_ExactDealloc(object: ObjPtr<'_>) {
    if let Some(header) = object.obj().header() {
        // SAFETY: it is a float, exactly, without references.
        unsafe { Float::free_exact(vm(), header.into()) };
    }
}

/// Ends a string whose last reference is gone.
#[inline(always)]
pub unsafe fn _PyUnicode_ExactDealloc(object: ObjPtr<'_>) {
    if let Some(header) = object.obj().header() {
        crate::value::end(header.into());
    }
}

#[inline(always)]
pub unsafe fn PyFloat_AS_DOUBLE(number: ObjPtr<'_>) -> f64 {
    // SAFETY: the body has made sure that it is a float.
    unsafe { number.cast::<Float>().get() }.get()
}

#[inline(always)]
pub unsafe fn _PyFloat_FromDouble_ConsumeInputs(left: StackRef, right: StackRef, value: f64) -> StackRef {
    // An operand that ends here anyway has room for the result.
    // SAFETY: both are floats, the body has made sure of that, and nobody else sees one with a single reference.
    unsafe {
        if let Some(float) = left.as_unique() {
            float.cast_unchecked::<Float>().get().ob_fval.set(value);
            close_float(right);
            return left;
        }
        if let Some(float) = right.as_unique() {
            float.cast_unchecked::<Float>().get().ob_fval.set(value);
            close_float(left);
            return right;
        }
        let result = vm().float(value);
        close_float(left);
        close_float(right);
        StackRef::from_value(result)
    }
}

/// Closes a reference to a float, whose end is a push onto a free list.
///
/// # Safety
///
/// It is a float, and of no class that inherits from it.
#[inline(always)]
unsafe fn close_float(item: StackRef) {
    if let Some(last) = item.release_to_last() {
        // SAFETY: the contract; the last reference is gone.
        unsafe { Float::free_exact(vm(), last) };
    }
}

/// `left < right` … as a bit of a mask: 2 if less, 4 if more, 8 if equal, 1 if they cannot be compared.
#[inline(always)]
pub unsafe fn COMPARISON_BIT<T: PartialOrd>(left: T, right: T) -> i32 {
    match left.partial_cmp(&right) {
        Some(std::cmp::Ordering::Less) => 2,
        Some(std::cmp::Ordering::Greater) => 4,
        Some(std::cmp::Ordering::Equal) => 8,
        None => 1,
    }
}

#[inline(always)]
fn string<'a>(object: ObjPtr<'a>) -> Ptr<'a, Str> {
    debug_assert!(object.obj().cast::<Str>().is_some());
    // SAFETY: the body has made sure that it is a string.
    unsafe { object.obj().cast_unchecked() }
}

#[inline(always)]
pub unsafe fn PyUnicode_GET_LENGTH(object: ObjPtr<'_>) -> isize {
    string(object).len() as isize
}

#[inline(always)]
pub unsafe fn PyUnicode_READ_CHAR(object: ObjPtr<'_>, index: isize) -> u32 {
    string(object).char_at(index as usize)
}

pub unsafe fn PyUnicode_Concat(left: ObjPtr<'_>, right: ObjPtr<'_>) -> Owned {
    str_::concat(vm(), &string(left), &string(right)).into_value().into()
}

/// `left += right`, in place if nobody else has `left`.
pub unsafe fn PyUnicode_Append(left: &mut Owned, right: ObjPtr<'_>) {
    let old = std::mem::replace(left, Owned::null());
    if let Some(old) = old.into_option() {
        // SAFETY: the body has made sure that it is a string.
        let old: Ref<Str> = unsafe { Ref::from_value_unchecked(old) };
        *left = str_::append(vm(), old, string(right)).into_value().into();
    }
}

#[inline(always)]
pub unsafe fn _PyUnicode_Equal(left: ObjPtr<'_>, right: ObjPtr<'_>) -> bool {
    extern "C" fn same_text(left: u64, right: u64, _: u64) -> u64 {
        // SAFETY: the caller has both strings.
        let (left, right) = unsafe { (ObjPtr::from_word(left), ObjPtr::from_word(right)) };
        string(left).same_text(&string(right)).into()
    }
    match string(left).equals_at_first_sight(&string(right)) {
        Some(equal) => equal,
        None => cold_call!(same_text, left.word(), right.word(), 0) != 0,
    }
}

pub unsafe fn _PyUnicode_JoinArray(separator: ObjPtr<'_>, items: *const ObjPtr<'_>, count: isize) -> Owned {
    // SAFETY: there are so many references, with or without the mark of a borrowed one.
    let items: &[StackRef] = unsafe { std::slice::from_raw_parts(items.cast(), count as usize) };
    str_::join_objects(vm(), &string(separator), items.iter().map(StackRef::as_obj))
        .map(Ref::into_value)
        .into()
}

pub unsafe fn PyNumber_Negative(object: ObjPtr<'_>) -> Owned {
    vm().negative(object.obj()).into()
}

pub unsafe fn PyNumber_Invert(object: ObjPtr<'_>) -> Owned {
    vm().invert(object.obj()).into()
}

/// The `int` without a heap object whose place in the table of small ones this is.
#[inline(always)]
pub unsafe fn _PyLong_SMALL_INTS(index: usize) -> ObjPtr<'static, Int> {
    Obj::small_int(index as i64 - super::constants::_PY_NSMALLNEGINTS as i64).into()
}

/// The string of one ASCII character, or of one Latin-1 character.
#[inline(always)]
pub unsafe fn _Py_SINGLETON_strings_ascii(index: usize) -> ObjPtr<'static> {
    let string = vm().strings.kept_latin1(index as u8);
    // SAFETY: the VM keeps strings of one character as long as programs run.
    unsafe { ObjPtr::from_word(string.map_or(0, |string| string.obj().word())) }
}
