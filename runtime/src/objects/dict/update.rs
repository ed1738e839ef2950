//! Filling a dict from others.

use super::Dict;
use crate::args::Args;
use crate::errors::{PyResult, Raised};
use crate::objects::collections;
use crate::objects::tuple::Tuple;
use crate::objects::type_::Kind;
use crate::value::{Obj, Value};
use crate::vm::Vm;

/// What happens to keys that are there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Existing {
    /// They keep their value: `override` is 0.
    Keep,
    /// They get the new one: `override` is 1.
    Replace,
    /// They are an error, a `KeyError` about the key: `override` is 2.
    Refuse,
}

impl Dict {
    /// Takes over the entries of a mapping: `PyDict_Merge`, `_PyDict_MergeEx`.
    pub(crate) fn merge(&self, vm: &Vm, other: Obj<'_>, existing: Existing) -> PyResult<()> {
        if let Some(dict) = other.cast::<Dict>()
            && inherits_iter(vm, other)
        {
            return self.merge_dict(vm, dict.get(), existing);
        }
        let keys = vm.call_method(other, vm.names.keys.ptr(), &[])?;
        if !collections::is_iterable(vm, keys.obj()) {
            return Err(vm.type_error(format_args!(
                "{}.keys() returned a non-iterable (type {})",
                other.ty().name(),
                keys.ty().name()
            )));
        }
        let iterator = vm.iter(keys.obj())?;
        while let Some(key) = vm.next(iterator.obj())? {
            if existing != Existing::Replace && self.contains(vm, key.obj())? {
                if existing == Existing::Refuse {
                    return Err(vm.key_error(key.obj()));
                }
                continue;
            }
            let value = vm.getitem(other, key.obj())?;
            self.insert(vm, key, value)?;
        }
        Ok(())
    }

    fn merge_dict(&self, vm: &Vm, other: &Dict, existing: Existing) -> PyResult<()> {
        if std::ptr::eq(self, other) || other.is_empty() {
            return Ok(());
        }
        if self.is_empty() && self.values_ptr().is_none() {
            // A copy whose keys need not be compared.
            self.presize(vm, other.len(), other.has_only_strings())?;
            if self.is_empty() {
                return other
                    .try_each(|key, hash, value| self.add(vm, key.to_owned(), hash, value.to_owned()));
            }
        }
        self.presize(vm, self.len() + other.len(), true)?;
        let mut position = 0;
        let before = other.len();
        while let Some((key, hash, value)) = other.next_with_hash(&mut position) {
            if existing == Existing::Replace || !self.contains_known_hash(vm, key.obj(), hash)? {
                self.insert_known_hash(vm, key, hash, value)?;
            } else if existing == Existing::Refuse {
                return Err(vm.key_error(key.obj()));
            }
            if other.len() != before {
                return Err(vm.runtime_error("dict mutated during update"));
            }
        }
        Ok(())
    }

    /// Takes over pairs: `PyDict_MergeFromSeq2`.
    fn merge_pairs(&self, vm: &Vm, pairs: Obj<'_>) -> PyResult<()> {
        let iterator = vm.iter(pairs)?;
        let mut number = 0;
        while let Some(pair) = vm.next(iterator.obj())? {
            let items = match pair.cast::<Tuple>() {
                Some(tuple) if tuple.len() == 2 => {
                    let items = tuple.get().as_slice();
                    self.insert(vm, items[0].clone(), items[1].clone())?;
                    number += 1;
                    continue;
                }
                _ => pair_items(vm, pair.obj(), number)?,
            };
            let len = items.len();
            match <[Value; 2]>::try_from(items) {
                Ok([key, value]) => self.insert(vm, key, value)?,
                Err(_) => {
                    return Err(vm.value_error(format_args!(
                        "dictionary update sequence element #{number} has length {len}; 2 is required"
                    )));
                }
            }
            number += 1;
        }
        Ok(())
    }

    /// What `dict()` and `update()` do with their arguments: `dict_update_common`.
    pub(super) fn update_from_args(&self, vm: &Vm, args: Args<'_>, function: &str) -> PyResult<()> {
        args.without_keywords().range(vm, function, 0, 1)?;
        if let Some(argument) = args.positional(0) {
            self.update_from(vm, argument)?;
        }
        for (name, value) in args.iter_keywords() {
            self.set_str(vm, name, value)?;
        }
        Ok(())
    }

    /// Takes over the entries of a mapping or the pairs of an iterable: `dict_update_arg`.
    pub(crate) fn update_from(&self, vm: &Vm, argument: Obj<'_>) -> PyResult<()> {
        if argument.ty().kind() == Kind::Dict || vm.hasattr(argument, vm.names.keys.ptr())? {
            self.merge(vm, argument, Existing::Replace)
        } else {
            self.merge_pairs(vm, argument)
        }
    }

    /// A dict with these keys, all of which have the same value: `_PyDict_FromKeys`.
    pub(super) fn from_keys(vm: &Vm, class: Obj<'_>, iterable: Obj<'_>, value: Obj<'_>) -> PyResult<Value> {
        let made = vm.call_args(class, &[])?;
        let exact = made.ty().kind() == Kind::Dict;
        if exact && let Some(dict) = made.cast::<Dict>() {
            let keys = match (iterable.ty().kind(), iterable.cast::<Dict>()) {
                (Kind::Dict, Some(other)) => other.get().keys_vec(),
                (Kind::List | Kind::Tuple | Kind::Set | Kind::FrozenSet, _) => vm.collect(iterable)?,
                _ => {
                    let iterator = vm.iter(iterable)?;
                    while let Some(key) = vm.next(iterator.obj())? {
                        dict.get().insert(vm, key, value.to_owned())?;
                    }
                    return Ok(made);
                }
            };
            for key in keys {
                dict.get().insert(vm, key, value.to_owned())?;
            }
            return Ok(made);
        }
        let iterator = vm.iter(iterable)?;
        while let Some(key) = vm.next(iterator.obj())? {
            vm.setitem(made.obj(), key.obj(), Some(value))?;
        }
        Ok(made)
    }

    /// Whether both have equal entries: `dict_equal`.
    pub(super) fn equals(&self, vm: &Vm, other: &Dict) -> PyResult<bool> {
        if self.len() != other.len() {
            return Ok(false);
        }
        let mut position = 0;
        while let Some((key, hash, value)) = self.next_with_hash(&mut position) {
            let Some(theirs) = other.get_known_hash(vm, key.obj(), hash)? else { return Ok(false) };
            if !collections::equal(vm, theirs.obj(), value.obj())? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Whether a dict is iterated over as dicts are: a subtype that has an `__iter__` of its own is asked for its keys.
fn inherits_iter(vm: &Vm, dict: Obj<'_>) -> bool {
    if dict.ty().kind() == Kind::Dict {
        return true;
    }
    match (dict.ty().slots.iter.get(), vm.types.dict().slots.iter.get()) {
        (Some(iter), Some(inherited)) => std::ptr::fn_addr_eq(iter, inherited),
        _ => false,
    }
}

/// The items of what should be a pair.
fn pair_items(vm: &Vm, pair: Obj<'_>, number: usize) -> PyResult<Vec<Value>> {
    if !collections::is_iterable(vm, pair) {
        return Err(not_a_pair(vm, number));
    }
    vm.collect(pair)
}

#[cold]
fn not_a_pair(vm: &Vm, number: usize) -> Raised {
    let raised = vm.type_error("object is not iterable");
    let Some(exception) = vm.take_exception() else { return raised };
    let note = format!("Cannot convert dictionary update sequence element #{number} to a sequence");
    let note = crate::objects::str_::Str::new(vm, &note);
    match vm.call_method_str(exception.obj(), "add_note", &[note.obj()]) {
        Ok(_) => vm.restore_exception(exception),
        Err(raised) => raised,
    }
}
