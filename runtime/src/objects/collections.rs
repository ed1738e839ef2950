//! What the collections share: comparing items without running more than needed, text of nested collections, indices.

use std::cell::RefCell;

use crate::errors::{PyResult, Raised};
use crate::objects::dict::equal_at_once;
use crate::objects::int::IntRef;
use crate::objects::str_::StrBuilder;
use crate::objects::type_::CompareOp;
use crate::value::{Obj, Value};
use crate::vm::Vm;

/// Whether two items are the same or equal.
#[inline(always)]
pub(crate) fn equal(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<bool> {
    if left.is(right) {
        return Ok(true);
    }
    match equal_at_once(left, right) {
        Some(equal) => Ok(equal),
        None => vm.rich_compare_bool(left, right, CompareOp::Eq),
    }
}

/// Whether two items are the same or equal, if that can be said without running anything.
#[inline(always)]
pub(crate) fn equal_without_running(left: Obj<'_>, right: Obj<'_>) -> Option<bool> {
    if left.is(right) { Some(true) } else { equal_at_once(left, right) }
}

/// A comparison of two sequences, item by item. Lengths and items are asked for one by one, since comparing may change
/// them.
pub(crate) fn compare_items(
    vm: &Vm,
    op: CompareOp,
    lens: impl Fn() -> (usize, usize),
    items: impl Fn(usize) -> (Option<Value>, Option<Value>),
) -> PyResult<Value> {
    let mut index = 0;
    loop {
        let (Some(left), Some(right)) = items(index) else {
            let (left, right) = lens();
            return Ok(Value::bool(op.holds(left.cmp(&right))));
        };
        if !equal(vm, left.obj(), right.obj())? {
            return match op {
                CompareOp::Eq => Ok(Value::bool(false)),
                CompareOp::Ne => Ok(Value::bool(true)),
                op => vm.rich_compare(left.obj(), right.obj(), op),
            };
        }
        index += 1;
    }
}

thread_local! {
    /// The objects whose text is being made, the outermost first.
    static IN_REPR: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

/// Notes for as long as it lives that the text of an object is being made: `Py_ReprEnter`.
pub(crate) struct ReprGuard(());

impl ReprGuard {
    /// `None` if the text of this object is being made already: it contains itself.
    pub(crate) fn enter(object: Obj<'_>) -> Option<Self> {
        IN_REPR.with_borrow_mut(|objects| {
            if objects.contains(&object.word()) {
                return None;
            }
            objects.push(object.word());
            Some(Self(()))
        })
    }
}

impl Drop for ReprGuard {
    fn drop(&mut self) {
        IN_REPR.with_borrow_mut(Vec::pop);
    }
}

/// Adds the texts of items, with commas between. `next` gives items as long as there are any.
pub(crate) fn push_items(
    vm: &Vm,
    text: &mut StrBuilder,
    mut next: impl FnMut() -> PyResult<Option<Value>>,
) -> PyResult<()> {
    let mut first = true;
    while let Some(item) = next()? {
        if !std::mem::take(&mut first) {
            text.push_str(", ");
        }
        text.push_chars(vm.repr(item.obj())?.chars());
    }
    Ok(())
}

/// An argument of type `Py_ssize_t`.
pub(crate) fn ssize_argument(vm: &Vm, object: Obj<'_>) -> PyResult<isize> {
    if let Some(number) = object.as_small_int() {
        return Ok(number as isize);
    }
    let number = vm.index(object)?;
    match IntRef::of(number.obj()).and_then(IntRef::to_i64) {
        Some(number) => Ok(number as isize),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// An index or position of the item that a subscript names, which is not a slice. `None` if it is out of range.
#[inline]
pub(crate) fn subscript_index(
    vm: &Vm,
    key: Obj<'_>,
    kind: &str,
    len: impl Fn() -> usize,
) -> PyResult<Option<usize>> {
    let index = match key.as_small_int() {
        Some(index) => index as isize,
        None if vm.is_index(key) => vm.index_isize(key, Some(vm.types.index_error()))?,
        None => return Err(bad_subscript(vm, key, kind)),
    };
    let len = len();
    Ok(from_end(index, len).filter(|&index| index < len))
}

#[cold]
fn bad_subscript(vm: &Vm, key: Obj<'_>, kind: &str) -> Raised {
    vm.type_error(format_args!("{kind} indices must be integers or slices, not {}", key.ty().name()))
}

/// An index counted from the end if it is negative; `None` if it is before the beginning.
#[inline(always)]
pub(crate) fn from_end(index: isize, len: usize) -> Option<usize> {
    if index < 0 { len.checked_add_signed(index) } else { Some(index as usize) }
}

/// `start` and `stop` of a search as positions: negative ones count from the end.
pub(crate) fn search_bounds(vm: &Vm, args: crate::args::Args<'_>, len: usize) -> PyResult<(usize, usize)> {
    let bound = |index: usize, default: usize| match args.positional(index) {
        None => Ok(default),
        Some(object) => {
            let index = crate::objects::slice::index_not_none(vm, object)?;
            Ok(from_end(index, len).unwrap_or(0))
        }
    };
    Ok((bound(1, 0)?, bound(2, usize::MAX)?))
}

/// How often a sequence is repeated, or what repeating it as often would come to if it is too much.
pub(crate) fn repeated_len(vm: &Vm, len: usize, count: isize) -> PyResult<usize> {
    let count = usize::try_from(count).unwrap_or(0);
    len.checked_mul(count)
        .filter(|&total| total <= isize::MAX as usize / size_of::<Value>())
        .ok_or_else(|| crate::objects::list::no_memory(vm))
}

/// Items repeated, in a vector of their own.
pub(crate) fn repeat(vm: &Vm, items: &[Value], count: isize) -> PyResult<Vec<Value>> {
    let total = repeated_len(vm, items.len(), count)?;
    let mut all = Vec::new();
    all.try_reserve_exact(total).map_err(|_| crate::objects::list::no_memory(vm))?;
    if let [item] = items {
        all.extend(std::iter::repeat_n(item, total).cloned());
    } else if total > 0 {
        for _ in 0..count {
            all.extend_from_slice(items);
        }
    }
    Ok(all)
}

/// The only positional argument of a constructor that takes an iterable or nothing, without keywords.
pub(crate) fn iterable_argument<'a>(
    vm: &Vm,
    args: crate::args::Args<'a>,
    name: &str,
) -> PyResult<Option<Obj<'a>>> {
    args.range(vm, name, 0, 1)?;
    Ok(args.positional(0))
}

/// The argument of `__setstate__` of an iterator: an int and nothing else, as `PyLong_AsSsize_t` takes it.
pub(crate) fn state_argument(vm: &Vm, state: Obj<'_>) -> PyResult<isize> {
    match IntRef::of(state) {
        None => Err(vm.type_error("an integer is required")),
        Some(number) => match number.to_i64() {
            Some(number) => Ok(number as isize),
            None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
        },
    }
}

/// Whether an object can be iterated over, as far as its type says.
pub(crate) fn is_iterable(vm: &Vm, object: Obj<'_>) -> bool {
    object.ty().slots.iter.get().is_some() || vm.is_sequence(object)
}

/// The keyword argument `strict`, of functions that know no other.
pub(crate) fn strict_argument(vm: &Vm, args: crate::args::Args<'_>, function: &str) -> PyResult<bool> {
    if args.keywords() > 1 {
        let given = args.keywords();
        return Err(
            vm.type_error(format_args!("{function}() takes at most 1 keyword argument ({given} given)"))
        );
    }
    match args.iter_keywords().next() {
        None => Ok(false),
        Some((name, strict)) if name.equals_str("strict") => vm.is_true(strict),
        Some((name, _)) => {
            let name = name.get().as_str();
            Err(vm.type_error(format_args!("{function}() got an unexpected keyword argument '{name}'")))
        }
    }
}

/// A built-in function, as `__reduce__` of iterators names it.
pub(crate) fn builtin(vm: &Vm, name: &str) -> PyResult<Value> {
    let function = vm.builtins.get().and_then(|builtins| builtins.get_str(vm, vm.intern(name).ptr()));
    function.ok_or_else(|| vm.attribute_error(format_args!("module 'builtins' has no attribute '{name}'")))
}

/// `__class_getitem__` of collections: `list[int]`.
pub(crate) fn class_getitem(vm: &Vm, class: Obj<'_>, item: Obj<'_>) -> PyResult<Value> {
    crate::objects::generic_alias::new(vm, class, item)
}

/// Instead of a `TypeError` that says that a key has no hash, one that says what it was to be used for.
pub(crate) fn explain_unhashable(vm: &Vm, raised: Raised, key: Obj<'_>, purpose: &str) -> Raised {
    let Some(exception) = vm.take_exception() else { return raised };
    if exception.ty().kind() != vm.types.type_error().kind() || !exception.ty().is(vm.types.type_error()) {
        return vm.restore_exception(exception);
    }
    match vm.str(exception.obj()) {
        Ok(text) => {
            let (ty, text) = (key.ty().full_name(vm), text.as_str());
            vm.type_error(format_args!("cannot use '{ty}' as {purpose} ({text})"))
        }
        Err(raised) => raised,
    }
}
