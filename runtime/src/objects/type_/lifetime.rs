//! How types are seen by the collector, and end.

#![allow(unsafe_code, reason = "the end of objects")]

use std::ptr::NonNull;

use super::Type;
use crate::value::{Header, Obj};
use crate::vm::Vm;

/// `type_traverse`
///
/// # Safety
///
/// `object` is a type.
pub(super) unsafe fn traverse(object: NonNull<Header>, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract.
    let ty = unsafe { object.cast::<Type>().as_ref() };
    ty.dict.visit(visit);
    ty.base.visit(visit);
    ty.bases.visit(visit);
    ty.mro.visit(visit);
    ty.ht_name.visit(visit);
    ty.ht_qualname.visit(visit);
    ty.ht_slots.visit(visit);
    ty.spec_cache.visit(visit);
}

/// `type_clear`: the dict and the MRO, which are what cycles of a type lead through.
pub(super) fn clear(_: &Vm, object: Obj<'_>) {
    let Some(ty) = object.cast::<Type>() else { return };
    ty.modified();
    if let Some(dict) = ty.dict.get() {
        dict.clear();
    }
    ty.mro.set(None);
    ty.spec_cache.clear();
}

/// `type_dealloc`
///
/// # Safety
///
/// `object` is a type that a program defined and has no references left.
pub(super) unsafe fn dealloc(vm: &Vm, object: NonNull<Header>) {
    // SAFETY: the object is whole until its fields are dropped.
    unsafe {
        let ty = object.cast::<Type>();
        ty.as_ref().modified();
        ty.as_ref().unregister_from_bases();
        crate::objects::alloc::dealloc::<Type>(vm, object);
    }
}
