//! The state of one VM.

#![allow(unsafe_code, reason = "the thread's pointer to its VM")]

use std::cell::Cell;
use std::ptr;

use crate::objects::str_::Strings;
use crate::objects::type_::Type;
use crate::value::{Heap, Singleton};

/// A VM: everything that Python programs share.
///
/// It belongs to the thread that made it. A thread may have several, of which one is current at a time.
pub struct Vm {
    /// The built-in types.
    pub(crate) types: Types,
    /// Memory for objects.
    pub(crate) heap: Heap,
    /// Interned strings, and those that exist once.
    pub(crate) strings: Strings,
    /// Objects whose end was put off.
    pub(crate) trash: crate::value::Trash,
}

thread_local! {
    static CURRENT: Cell<*const Vm> = const { Cell::new(ptr::null()) };
}

/// The thread's current VM.
///
/// # Panics
///
/// If there is none: a reference to an object was dropped outside of its VM.
#[inline(always)]
pub(crate) fn vm<'a>() -> &'a Vm {
    let vm = CURRENT.get();
    assert!(!vm.is_null(), "no VM is current on this thread");
    // SAFETY: a VM makes itself current only while it is borrowed by the caller of an API function, which outlives
    // everything that is called from there.
    unsafe { &*vm }
}

/// The built-in types.
pub(crate) struct Types {
    int: ptr::NonNull<Type>,
    str: ptr::NonNull<Type>,
    singletons: [ptr::NonNull<Type>; Singleton::COUNT],
}

impl Types {
    /// `int`
    pub(crate) fn int<'a>(&self) -> &'a Type {
        // SAFETY: built-in types live as long as the VM.
        unsafe { self.int.as_ref() }
    }

    /// `str`
    pub(crate) fn str<'a>(&self) -> &'a Type {
        // SAFETY: built-in types live as long as the VM.
        unsafe { self.str.as_ref() }
    }

    /// The type of a singleton.
    pub(crate) fn of_singleton<'a>(&self, singleton: Singleton) -> &'a Type {
        // SAFETY: built-in types live as long as the VM.
        unsafe { self.singletons[singleton as usize - 1].as_ref() }
    }
}
