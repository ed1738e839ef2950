//! How instances of types that programs define are seen by the collector, and end.

#![allow(unsafe_code, reason = "places of objects in raw memory")]

use std::ptr::NonNull;

use super::{Kind, Type};
use crate::objects::instance;
use crate::value::{Field, Header, Obj, Ref};
use crate::vm::Vm;

/// The field at an offset from the beginning of an object.
///
/// # Safety
///
/// The object lives for `'a` and its type has a field there.
pub(super) unsafe fn field_at<'a>(object: NonNull<Header>, offset: usize) -> &'a Field {
    // SAFETY: the contract.
    unsafe { object.cast::<u8>().add(offset).cast::<Field>().as_ref() }
}

impl Type {
    /// Does something with every slot of an instance, those of bases included.
    ///
    /// # Safety
    ///
    /// `object` is an instance of this type whose slots are still there.
    unsafe fn each_member(&self, object: NonNull<Header>, mut action: impl FnMut(&Field)) {
        let mut ty: Option<Ref<Type>> = None;
        loop {
            let class = ty.as_deref().unwrap_or(self);
            for offset in class.members.borrow().iter() {
                // SAFETY: instances of subtypes have the slots of their bases where those have them.
                action(unsafe { field_at(object, *offset) });
            }
            match class.base() {
                Some(base) if base.is_heap_type() => ty = Some(base),
                _ => return,
            }
        }
    }

    /// The built-in type whose layout instances have.
    #[inline(always)]
    pub(crate) fn native_base(&self) -> &Type {
        // SAFETY: built-in types live as long as the VM.
        unsafe { &*self.native.get() }
    }

    /// Notes what instances have from the base: to be done when that changes.
    pub(super) fn note_layout(&self) {
        if let Some(base) = self.base() {
            self.native.set(base.native.get());
            self.has_members.set(base.has_members.get() || !self.members.borrow().is_empty());
        }
    }
}

/// `subtype_traverse`
///
/// # Safety
///
/// `object` is alive and an instance of a type that a program defined.
pub(super) unsafe fn traverse(object: NonNull<Header>, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract.
    unsafe {
        let ty = object.as_ref().ty();
        if ty.has_members.get() {
            ty.each_member(object, |field| field.visit(visit));
        }
        instance::visit_managed_dict(object, visit);
        let base = ty.native_base();
        if let Some(traverse) = base.slots.traverse.get() {
            traverse(object, visit);
        }
    }
}

/// `subtype_clear`
pub(super) fn clear(vm: &Vm, object: Obj<'_>) {
    let Some(header) = object.header() else { return };
    let ty = object.ty();
    let mut dropped = Vec::new();
    // SAFETY: the object is alive.
    unsafe { ty.each_member(NonNull::from(header), |field| dropped.extend(field.take())) };
    // SAFETY: as above.
    unsafe { instance::clear_managed_dict(vm, NonNull::from(header)) };
    drop(dropped);
    if let Some(clear) = ty.native_base().slots.clear.get() {
        clear(vm, object);
    }
}

/// `subtype_dealloc`
///
/// # Safety
///
/// `object` is an instance of a type that a program defined and has no references left.
pub(super) unsafe fn dealloc(vm: &Vm, object: NonNull<Header>) {
    // SAFETY: the object is whole until the built-in base's `dealloc`.
    let header = unsafe { object.as_ref() };
    if header.ty().slots.finalize.get().is_some() && !call_finalizer_from_dealloc(vm, header) {
        return;
    }
    vm.forget_object(header);
    let ty = header.ty();
    // SAFETY: the slots are still there, and nobody but the values' own ends can look at them.
    unsafe {
        if ty.has_members.get() {
            ty.each_member(object, |field| drop(field.take()));
        }
        instance::drop_managed_dict(vm, object);
    }
    let native = ty.native_base();
    // SAFETY: the object has the layout of the built-in base. That of `object` has nothing to drop.
    unsafe {
        if native.layout() == Kind::Object {
            vm.free_object(object, size_of::<Header>());
        } else {
            (native.slots.dealloc.get())(vm, object);
        }
    }
}

/// Runs the finalizer of an object whose last reference is gone: `PyObject_CallFinalizerFromDealloc`. Says whether the
/// object is still to end.
pub(crate) fn call_finalizer_from_dealloc(vm: &Vm, header: &Header) -> bool {
    if header.is_finalized() {
        return true;
    }
    // The finalizer sees an object like any other.
    header.set_refcount(1);
    header.set_finalized();
    let object = Obj::from_header(header);
    if let Some(finalize) = header.ty().slots.finalize.get() {
        let keep = object.to_owned();
        vm.trash.finalize(|| finalize(vm, object));
        std::mem::forget(keep);
        header.set_refcount(header.refcount() - 1);
    }
    let left = header.refcount() - 1;
    header.set_refcount(left);
    left == 0
}
