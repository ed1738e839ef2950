//! Type parameters: `TypeVar`, `ParamSpec`, `TypeVarTuple`.

#![allow(unsafe_code, reason = "declares the layout of type parameters")]

use super::Lazy;
use crate::errors::PyResult;
use crate::objects::dict::Dict;
use crate::objects::layout::object_layout;
use crate::objects::str_::Str;
use crate::objects::type_::Type;
use crate::value::{FieldOf, Header, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// How a parameter may vary.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Variance {
    Invariant,
    Covariant,
    Contravariant,
    /// As the class uses it.
    Inferred,
}

/// A type parameter: `typevarobject`, `paramspecobject`, `typevartupleobject`.
#[repr(C)]
pub(crate) struct TypeParameter {
    pub(super) header: Header,
    pub(super) name: FieldOf<Str>,
    pub(super) bound: Lazy,
    pub(super) constraints: Lazy,
    pub(super) default: Lazy,
    pub(super) variance: Variance,
    pub(super) dict: FieldOf<Dict>,
}

object_layout!(TypeParameter, TypeParameter, "typing.TypeVar");

impl TypeParameter {
    /// A parameter without bound, constraints and default.
    pub(super) fn new(vm: &Vm, ty: &Type, name: Ref<Str>, variance: Variance) -> Ref<TypeParameter> {
        Self::make(vm, ty, name, variance, [Lazy::default(), Lazy::default(), Lazy::default()])
    }

    pub(super) fn make(
        vm: &Vm,
        ty: &Type,
        name: Ref<Str>,
        variance: Variance,
        [bound, constraints, default]: [Lazy; 3],
    ) -> Ref<TypeParameter> {
        let header = Header::new(ty);
        let name = FieldOf::new(name);
        vm.alloc(
            ty,
            TypeParameter { header, name, bound, constraints, default, variance, dict: FieldOf::NULL },
        )
    }
}

/// A name that the compiler wrote.
fn text(vm: &Vm, name: Obj<'_>) -> PyResult<Ref<Str>> {
    Ok(vm.expect::<Str>(name)?.to_ref())
}

/// `INTRINSIC_TYPEVAR`
pub(crate) fn typevar(vm: &Vm, name: Obj<'_>) -> PyResult<Value> {
    Ok(TypeParameter::new(vm, vm.types.typevar(), text(vm, name)?, Variance::Inferred).into_value())
}

/// `INTRINSIC_PARAMSPEC`
pub(crate) fn paramspec(vm: &Vm, name: Obj<'_>) -> PyResult<Value> {
    Ok(TypeParameter::new(vm, vm.types.paramspec(), text(vm, name)?, Variance::Inferred).into_value())
}

/// `INTRINSIC_TYPEVARTUPLE`
pub(crate) fn typevartuple(vm: &Vm, name: Obj<'_>) -> PyResult<Value> {
    Ok(TypeParameter::new(vm, vm.types.typevartuple(), text(vm, name)?, Variance::Invariant).into_value())
}

/// `INTRINSIC_TYPEVAR_WITH_BOUND`
pub(crate) fn typevar_with_bound(vm: &Vm, name: Obj<'_>, evaluate: Obj<'_>) -> PyResult<Value> {
    let lazy = [Lazy::of_function(evaluate), Lazy::default(), Lazy::default()];
    let name = text(vm, name)?;
    Ok(TypeParameter::make(vm, vm.types.typevar(), name, Variance::Inferred, lazy).into_value())
}

/// `INTRINSIC_TYPEVAR_WITH_CONSTRAINTS`
pub(crate) fn typevar_with_constraints(vm: &Vm, name: Obj<'_>, evaluate: Obj<'_>) -> PyResult<Value> {
    let lazy = [Lazy::default(), Lazy::of_function(evaluate), Lazy::default()];
    let name = text(vm, name)?;
    Ok(TypeParameter::make(vm, vm.types.typevar(), name, Variance::Inferred, lazy).into_value())
}

/// `INTRINSIC_SET_TYPEPARAM_DEFAULT`
pub(crate) fn set_default(vm: &Vm, parameter: Obj<'_>, evaluate: Obj<'_>) -> PyResult<Value> {
    let this: Ptr<'_, TypeParameter> = vm.expect(parameter)?;
    this.default.evaluate.set(Some(evaluate.to_owned()));
    Ok(parameter.to_owned())
}
