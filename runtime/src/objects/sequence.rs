//! What strings and bytes share as sequences: slices, and `start` and `end` arguments.

use crate::errors::PyResult;
use crate::objects::int::IntRef;
use crate::objects::type_::Kind;
use crate::value::{Obj, Value};
use crate::vm::Vm;

/// The items that a slice picks out of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slicing {
    /// The index of the first one. May be beyond the end if there is none.
    pub(crate) start: usize,
    /// How far it is to the next one. Never 0.
    pub(crate) step: isize,
    /// How many.
    pub(crate) count: usize,
}

impl Slicing {
    /// The indices.
    pub(crate) fn indices(self) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator {
        (0..self.count).map(move |index| (self.start as isize + self.step * index as isize) as usize)
    }
}

/// An argument that is an index, `None` or left out: `_PyEval_SliceIndex`.
pub(crate) fn slice_index(vm: &Vm, argument: Option<Obj<'_>>, default: isize) -> PyResult<isize> {
    match argument {
        None => Ok(default),
        Some(argument) if argument.is_none() => Ok(default),
        Some(argument) if vm.is_index(argument) => vm.index_isize(argument, None),
        Some(_) => Err(vm.type_error("slice indices must be integers or None or have an __index__ method")),
    }
}

/// What a key picks out of a sequence of this length, if it is a slice.
pub(crate) fn slicing(vm: &Vm, key: Obj<'_>, len: usize) -> PyResult<Option<Slicing>> {
    if key.ty().layout() != Kind::Slice {
        return Ok(None);
    }
    let part = |name: &str| vm.getattr_str(key, name);
    let (start, stop, step) = (part("start")?, part("stop")?, part("step")?);
    let step = slice_index(vm, Some(step.obj()), 1)?;
    if step == 0 {
        return Err(vm.value_error("slice step cannot be zero"));
    }
    // The smallest step has no negative.
    let step = step.max(-isize::MAX);
    let backwards = step < 0;
    let start = slice_index(vm, Some(start.obj()), if backwards { isize::MAX } else { 0 })?;
    let stop = slice_index(vm, Some(stop.obj()), if backwards { isize::MIN } else { isize::MAX })?;
    Ok(Some(adjust(start, stop, step, len)))
}

/// `PySlice_AdjustIndices`
pub(crate) fn adjust(start: isize, stop: isize, step: isize, len: usize) -> Slicing {
    let len = len as isize;
    // Backwards, positions lie between -1 (before the first) and the last; forwards, between the first and the end.
    let (least, most) = if step < 0 { (-1, len - 1) } else { (0, len) };
    let clamp = |index: isize| if index < 0 { (index + len).max(least) } else { index.min(most) };
    let (start, stop) = (clamp(start), clamp(stop));
    let distance = if step < 0 { start - stop } else { stop - start };
    let count = if distance > 0 { (distance - 1) / step.abs() + 1 } else { 0 };
    Slicing { start: start.max(0) as usize, step, count: count as usize }
}

impl<'a> Obj<'a> {
    /// The name of its type, as messages about arguments have it: `None` for `None`.
    pub(crate) fn type_name_or_none(self) -> &'a str {
        if self.is_none() { "None" } else { self.ty().name() }
    }
}

impl Vm {
    /// An argument that counts something: the format `n` of `PyArg_Parse`.
    pub(crate) fn count_argument(&self, argument: Obj<'_>) -> PyResult<isize> {
        if let Some(number) = argument.as_small_int() {
            return Ok(number as isize);
        }
        let number = self.index(argument)?;
        IntRef::of(number.obj())
            .and_then(IntRef::to_i64)
            .map(|number| number as isize)
            .ok_or_else(|| self.overflow_error("Python int too large to convert to C ssize_t"))
    }
}

/// The built-in function `iter`, which `__reduce__` of iterators names.
pub(crate) fn builtin_iter(vm: &Vm) -> PyResult<Value> {
    let builtins = vm.builtins.get();
    match builtins.and_then(|builtins| builtins.get_str(vm, vm.intern("iter").ptr())) {
        Some(iter) => Ok(iter),
        None => Err(vm.attribute_error("module 'builtins' has no attribute 'iter'")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_pick_what_they_should() {
        let picked = |start, stop, step| adjust(start, stop, step, 5).indices().collect::<Vec<_>>();
        assert_eq!(picked(0, isize::MAX, 2), [0, 2, 4]);
        assert_eq!(picked(isize::MAX, isize::MIN, -1), [4, 3, 2, 1, 0]);
        assert_eq!(picked(-2, isize::MAX, 1), [3, 4]);
        assert!(picked(3, 1, 1).is_empty());
        assert_eq!(picked(3, -5, -2), [3, 1]);
        assert_eq!(picked(10, isize::MIN, -3), [4, 1]);
    }
}
