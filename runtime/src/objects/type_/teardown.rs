//! The end of the built-in types, with the end of their VM.

#![allow(unsafe_code, reason = "the built-in types refer to each other, and are taken apart together")]

use std::ptr::NonNull;

use super::Type;
use crate::types::Types;
use crate::vm::Vm;

/// Takes away what the built-in types refer to. They can still end instances, but do nothing else.
pub(crate) fn clear_builtin_types(vm: &Vm) {
    for (_, place) in Types::ALL {
        // SAFETY: built-in types live until `free_builtin_types`.
        let ty = unsafe { &*place(&vm.types).get() };
        ty.version_tag.set(0);
        ty.spec_cache.clear();
        drop((ty.dict.take(), ty.ht_name.take(), ty.ht_qualname.take(), ty.ht_slots.take()));
    }
    for (_, place) in Types::ALL {
        // SAFETY: as above.
        let ty = unsafe { &*place(&vm.types).get() };
        drop((ty.mro.take(), ty.bases.take()));
    }
}

/// Gives the memory of the built-in types back.
///
/// # Safety
///
/// Nothing is done with any object of the VM afterwards.
pub(crate) unsafe fn free_builtin_types(vm: &Vm) {
    for (_, place) in Types::ALL {
        let cell = place(&vm.types);
        let ty = cell.replace(std::ptr::null()).cast_mut();
        // SAFETY: the type came from `Type::allocate`, and is freed once. Its references to bases are given up without
        // counting: the bases go as well.
        unsafe {
            (*ty).base.leak();
            ty.drop_in_place();
            vm.heap.free(NonNull::new_unchecked(ty.cast()), size_of::<Type>());
        }
    }
}
