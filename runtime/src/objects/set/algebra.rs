//! Union, intersection and differences.

use super::Set;
use super::table::hash_item;
use crate::errors::PyResult;
use crate::objects::dict::{Dict, hash_key};
use crate::objects::type_::Kind;
use crate::value::{Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// What the other operand is: some know the hashes of their items.
enum Operand<'a> {
    Set(Ptr<'a, Set>),
    Dict(Ptr<'a, Dict>),
    Other(Obj<'a>),
}

impl<'a> Operand<'a> {
    fn of(object: Obj<'a>) -> Self {
        if let Some(set) = object.cast::<Set>() {
            return Self::Set(set);
        }
        match object.cast::<Dict>() {
            Some(dict) if object.ty().kind() == Kind::Dict => Self::Dict(dict),
            _ => Self::Other(object),
        }
    }

    /// Shows all items with their hashes.
    fn each(&self, vm: &Vm, visit: impl FnMut(Value, i64) -> PyResult<bool>) -> PyResult<()> {
        self.each_explained(vm, true, visit)
    }

    /// [`Operand::each`], in which items without a hash are explained to be unfit for a set, or not.
    fn each_explained(
        &self,
        vm: &Vm,
        explain: bool,
        mut visit: impl FnMut(Value, i64) -> PyResult<bool>,
    ) -> PyResult<()> {
        match self {
            Self::Set(set) => {
                for (item, hash) in set.get().snapshot() {
                    if !visit(item, hash)? {
                        break;
                    }
                }
            }
            Self::Dict(dict) => {
                let mut position = 0;
                while let Some((key, hash, _)) = dict.get().next_with_hash(&mut position) {
                    if !visit(key, hash)? {
                        break;
                    }
                }
            }
            Self::Other(iterable) => {
                let iterator = vm.iter(*iterable)?;
                while let Some(item) = vm.next(iterator.obj())? {
                    let hash = if explain { hash_item(vm, item.obj())? } else { hash_key(vm, item.obj())? };
                    if !visit(item, hash)? {
                        break;
                    }
                }
            }
        }
        Ok(())
    }
}

impl Set {
    /// A set or frozenset, as `like` is, with the items of an iterable.
    pub(super) fn from_iterable(vm: &Vm, like: Obj<'_>, iterable: Obj<'_>) -> PyResult<Ref<Set>> {
        let set = Self::new_like(vm, like);
        set.update(vm, iterable)?;
        Ok(set)
    }

    /// One with the same items.
    pub(crate) fn copy(&self, vm: &Vm, like: Obj<'_>) -> PyResult<Ref<Set>> {
        let copy = Self::new_like(vm, like);
        copy.merge(vm, self)?;
        Ok(copy)
    }

    /// Takes over the items of an iterable: `set_update_internal`.
    pub fn update(&self, vm: &Vm, iterable: Obj<'_>) -> PyResult<()> {
        match Operand::of(iterable) {
            Operand::Set(other) => self.merge(vm, other.get()),
            operand => {
                if let Operand::Dict(dict) = &operand {
                    self.make_room(vm, dict.len())?;
                }
                operand.each(vm, |item, hash| {
                    self.add_known_hash(vm, item, hash)?;
                    Ok(true)
                })
            }
        }
    }

    /// Takes the items of an iterable out: `set_difference_update_internal`.
    pub(crate) fn difference_update(&self, vm: &Vm, iterable: Obj<'_>) -> PyResult<()> {
        if let Some(other) = iterable.cast::<Set>() {
            if std::ptr::eq(self, other.get()) {
                self.clear();
                return Ok(());
            }
            // Of the two, the smaller one is gone over.
            if other.len() >> 3 > self.len() {
                let common = other.get().intersection(vm, iterable, self_operand(self))?;
                return self.difference_update(vm, common.obj());
            }
        }
        Operand::of(iterable).each(vm, |item, hash| {
            self.discard_known_hash(vm, item.obj(), hash)?;
            Ok(true)
        })?;
        // Too many dummies make searches long.
        if (self.fill.get() - self.used.get()) > self.mask.get() / 4 {
            let used = self.used.get();
            self.resize(vm, if used > 50_000 { used * 2 } else { used * 4 })?;
        }
        Ok(())
    }

    /// The items that an iterable does not have: `set_difference`.
    pub(super) fn difference(&self, vm: &Vm, like: Obj<'_>, iterable: Obj<'_>) -> PyResult<Ref<Set>> {
        let operand = Operand::of(iterable);
        let other_len = match &operand {
            Operand::Set(other) => other.len(),
            Operand::Dict(other) => other.len(),
            Operand::Other(_) => 0,
        };
        if matches!(operand, Operand::Other(_)) || self.len() >> 2 > other_len {
            let result = self.copy(vm, like)?;
            result.difference_update(vm, iterable)?;
            return Ok(result);
        }
        let result = Self::new_like(vm, like);
        for (item, hash) in self.snapshot() {
            let theirs = match &operand {
                Operand::Set(other) => other.get().contains_known_hash(vm, item.obj(), hash)?,
                Operand::Dict(other) => other.get().get_known_hash(vm, item.obj(), hash)?.is_some(),
                Operand::Other(_) => false,
            };
            if !theirs {
                result.add_known_hash(vm, item, hash)?;
            }
        }
        Ok(result)
    }

    /// The items that an iterable has too: `set_intersection`.
    pub(super) fn intersection(&self, vm: &Vm, like: Obj<'_>, iterable: Obj<'_>) -> PyResult<Ref<Set>> {
        let (mut own, mut operand) = (self, Operand::of(iterable));
        if let Operand::Set(other) = &operand {
            if std::ptr::eq(self, other.get()) {
                return self.copy(vm, like);
            }
            if other.len() > self.len() {
                own = other.get();
                operand = Operand::Set(Ptr::from_ref(self));
            }
        }
        let result = Self::new_like(vm, like);
        if let Operand::Dict(dict) = operand {
            operand = Operand::Other(dict.obj());
        }
        operand.each_explained(vm, false, |item, hash| {
            if own.contains_known_hash(vm, item.obj(), hash)? {
                result.add_known_hash(vm, item, hash)?;
            }
            Ok(true)
        })?;
        Ok(result)
    }

    /// Takes out what an iterable has too and takes over the rest of it: `set_symmetric_difference_update`.
    pub(crate) fn symmetric_difference_update(&self, vm: &Vm, iterable: Obj<'_>) -> PyResult<()> {
        let made;
        let operand = match Operand::of(iterable) {
            Operand::Set(other) if std::ptr::eq(self, other.get()) => {
                self.clear();
                return Ok(());
            }
            Operand::Other(iterable) => {
                made = Self::from_iterable(vm, self_operand(self), iterable)?;
                Operand::Set(made.ptr())
            }
            operand => operand,
        };
        operand.each(vm, |item, hash| {
            if !self.discard_known_hash(vm, item.obj(), hash)? {
                self.add_known_hash(vm, item, hash)?;
            }
            Ok(true)
        })
    }

    /// Whether an iterable has no item of it.
    pub(super) fn is_disjoint(&self, vm: &Vm, iterable: Obj<'_>) -> PyResult<bool> {
        let (mut own, mut operand) = (self, Operand::of(iterable));
        if let Operand::Set(other) = &operand {
            if std::ptr::eq(self, other.get()) {
                return Ok(self.is_empty());
            }
            if other.len() > self.len() {
                own = other.get();
                operand = Operand::Set(Ptr::from_ref(self));
            }
        }
        if let Operand::Dict(dict) = operand {
            operand = Operand::Other(dict.obj());
        }
        let mut disjoint = true;
        operand.each(vm, |item, hash| {
            disjoint = !own.contains_known_hash(vm, item.obj(), hash)?;
            Ok(disjoint)
        })?;
        Ok(disjoint)
    }

    /// Whether another set has all items of it.
    pub(super) fn is_subset_of(&self, vm: &Vm, other: &Set) -> PyResult<bool> {
        if self.len() > other.len() {
            return Ok(false);
        }
        let mut position = 0;
        while let Some((item, hash)) = self.next_item(&mut position) {
            if !other.contains_known_hash(vm, item.obj(), hash)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The set as an operand.
fn self_operand(set: &Set) -> Obj<'_> {
    Ptr::from_ref(set).obj()
}
