//! What strings and bytes share as sequences: slices and arguments.

use crate::errors::PyResult;
use crate::objects::slice::{self, Picked, Slice};
use crate::value::{Obj, Value};
use crate::vm::Vm;

/// An argument that is an index, `None` or left out: `_PyEval_SliceIndex`.
pub(crate) fn slice_index(vm: &Vm, argument: Option<Obj<'_>>, default: isize) -> PyResult<isize> {
    argument.map_or(Ok(default), |argument| slice::index_or(vm, argument, default))
}

/// What a key picks out of a sequence of this length, if it is a slice.
pub(crate) fn picked(vm: &Vm, key: Obj<'_>, len: impl FnOnce() -> usize) -> PyResult<Option<Picked>> {
    key.cast::<Slice>().map(|slice| slice.get().pick(vm, len)).transpose()
}

impl<'a> Obj<'a> {
    /// The name of its type, as messages about arguments have it: `None` for `None`.
    pub(crate) fn type_name_or_none(self) -> &'a str {
        if self.is_none() { "None" } else { self.ty().name() }
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
