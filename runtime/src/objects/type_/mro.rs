//! In which order a type and its bases are searched: the C3 linearisation.

use super::Type;
use crate::errors::PyResult;
use crate::objects::tuple::Tuple;
use crate::value::{Layout, Ref, Value};
use crate::vm::Vm;

/// The linearisation of a type with these bases, itself first: `mro_implementation`.
pub(super) fn linearize(vm: &Vm, ty: &Type, bases: &[Ref<Type>]) -> PyResult<Vec<Ref<Type>>> {
    let mut order = vec![ty.ptr().to_ref()];
    for base in bases {
        if base.mro.is_null() {
            return Err(vm.type_error(format_args!("Cannot extend an incomplete type '{}'", base.name())));
        }
    }
    if let [only] = bases {
        order.extend(only.mro_vec());
        return Ok(order);
    }
    for (index, base) in bases.iter().enumerate() {
        if bases[..index].iter().any(|other| other.ptr().is(base.ptr())) {
            return Err(vm.type_error(format_args!("duplicate base class {}", base.short_name())));
        }
    }
    let mut lists: Vec<Vec<Ref<Type>>> = bases.iter().map(|base| base.mro_vec()).collect();
    lists.push(bases.to_vec());
    match merge(lists) {
        Ok(rest) => {
            order.extend(rest);
            Ok(order)
        }
        Err(heads) => {
            let names: Vec<String> = heads.iter().map(|ty| ty.short_name().to_owned()).collect();
            Err(vm.type_error(format_args!(
                "Cannot create a consistent method resolution order (MRO) for bases {}",
                names.join(", ")
            )))
        }
    }
}

/// Merges lists so that the order of each is kept: `pmerge`. If that cannot be done, answers with the heads of what is
/// left.
fn merge(lists: Vec<Vec<Ref<Type>>>) -> Result<Vec<Ref<Type>>, Vec<Ref<Type>>> {
    let mut merged = Vec::new();
    let mut next = vec![0; lists.len()];
    loop {
        let heads = || lists.iter().zip(&next).filter_map(|(list, next)| list.get(*next));
        if heads().next().is_none() {
            return Ok(merged);
        }
        let in_a_tail = |candidate: &Ref<Type>| {
            lists
                .iter()
                .zip(&next)
                .any(|(list, next)| list.iter().skip(next + 1).any(|other| other.ptr().is(candidate.ptr())))
        };
        let Some(good) = heads().find(|candidate| !in_a_tail(candidate)).cloned() else {
            let mut left: Vec<Ref<Type>> = Vec::new();
            for head in heads() {
                if !left.iter().any(|other| other.ptr().is(head.ptr())) {
                    left.push(head.clone());
                }
            }
            return Err(left);
        };
        for (list, next) in lists.iter().zip(&mut next) {
            if list.get(*next).is_some_and(|head| head.ptr().is(good.ptr())) {
                *next += 1;
            }
        }
        merged.push(good);
    }
}

impl Type {
    /// Computes the MRO, asking a metaclass that has its own idea: `mro_invoke`.
    fn compute_mro(&self, vm: &Vm) -> PyResult<Ref<Tuple>> {
        let metatype = self.header().ty();
        if metatype.is(vm.types.type_()) {
            let order = linearize(vm, self, &self.bases_vec())?;
            return Ok(Tuple::new(vm, order.into_iter().map(Value::from).collect()));
        }
        let result = vm
            .call_special(self.ptr().obj(), vm.names.mro.ptr(), &[])?
            .ok_or_else(|| vm.attribute_error("mro"))?;
        let items = vm.collect(result.obj())?;
        let solid = self.solid_base(vm);
        for item in &items {
            let Some(base) = item.cast::<Type>() else {
                return Err(
                    vm.type_error(format_args!("mro() returned a non-class ('{}')", item.ty().name()))
                );
            };
            if !solid.is_subtype(&base.solid_base(vm)) {
                return Err(vm.type_error(format_args!(
                    "mro() returned base with unsuitable layout ('{}')",
                    base.name()
                )));
            }
        }
        Ok(Tuple::new(vm, items))
    }

    /// Computes the MRO and notes it: `mro_internal`.
    pub(super) fn update_mro(&self, vm: &Vm) -> PyResult<()> {
        let mro = self.compute_mro(vm)?;
        self.modified();
        self.mro.set(Some(mro));
        Ok(())
    }

    /// Computes the MRO of this type and of all that inherit from it, and puts the old ones back if one of them fails:
    /// `mro_hierarchy`.
    pub(super) fn update_mro_hierarchy(&self, vm: &Vm) -> PyResult<()> {
        let mut changed: Vec<(Ref<Type>, Option<Ref<Tuple>>)> = Vec::new();
        let mut todo = vec![self.ptr().to_ref()];
        while let Some(ty) = todo.pop() {
            let old = ty.mro.get();
            if let Err(raised) = ty.update_mro(vm) {
                for (ty, old) in changed {
                    ty.modified();
                    ty.mro.set(old);
                }
                return Err(raised);
            }
            todo.extend(ty.subclasses());
            changed.push((ty, old));
        }
        Ok(())
    }

    /// Whether `mro()` of this exact object would be asked.
    pub(super) fn mro_list(&self, vm: &Vm) -> PyResult<Vec<Ref<Type>>> {
        linearize(vm, self, &self.bases_vec())
    }
}

#[cfg(test)]
mod tests {
    use crate::vm::Vm;

    #[test]
    fn types_search_themselves_first() {
        let vm = Vm::bare();
        vm.enter(|vm| {
            let exception = vm.types.file_not_found_error();
            let names: Vec<_> = exception.mro_vec().iter().map(|ty| ty.name().to_owned()).collect();
            assert_eq!(names, ["FileNotFoundError", "OSError", "Exception", "BaseException", "object"]);
            let group: Vec<_> = vm.types.exception_group().mro_vec();
            let names: Vec<_> = group.iter().map(|ty| ty.name().to_owned()).collect();
            assert_eq!(
                names,
                ["ExceptionGroup", "BaseExceptionGroup", "Exception", "BaseException", "object"]
            );
        });
    }
}
