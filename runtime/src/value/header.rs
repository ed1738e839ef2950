//! What every heap object begins with, and how it lives and dies.

#![allow(unsafe_code, reason = "reference counts and the end of objects; the folder's task")]

use std::cell::Cell;
use std::ptr::NonNull;

use super::Ptr;
use crate::objects::float::Float;
use crate::objects::type_::{Kind, Type};
use crate::vm::{Vm, vm};

/// The first field of every heap object.
///
/// Counts are not atomic: an object belongs to one VM, and a VM to one thread.
#[repr(C, align(8))]
pub struct Header {
    refcount: Cell<u32>,
    /// Bits of [`Header::TRACKED_MASK`]: one more than the object's index in the collector's list, or 0 if it is not
    /// tracked. The bits above are flags.
    gc: Cell<u32>,
    ty: Cell<NonNull<Type>>,
}

impl Header {
    /// The part of the collector's word that is an index.
    const TRACKED_MASK: u32 = (1 << 29) - 1;
    /// `offsetof(PyObject, ob_type)`: the type can be read as any other field that refers to an object.
    pub(crate) const TYPE_OFFSET: usize = std::mem::offset_of!(Header, ty);
    /// A finalizer (`__del__`, or a generator's) has run: it does not run twice.
    const FINALIZED: u32 = 1 << 29;
    /// There are weak references to the object; the VM's table has them.
    const WEAKLY_REFERENCED: u32 = 1 << 30;

    /// A header for a new object of type `ty`: one reference, not tracked.
    ///
    /// The reference to `ty` that every instance of a type that a program defined holds is taken here and given back by
    /// `Vm::free_object`. Built-in types live as long as the VM.
    #[inline(always)]
    pub fn new(ty: &Type) -> Self {
        if ty.is_heap_type() {
            ty.header().incref();
        }
        Self { refcount: Cell::new(1), gc: Cell::new(0), ty: Cell::new(NonNull::from(ty)) }
    }

    /// A header for a new object of a built-in type, whose count nobody keeps.
    #[inline(always)]
    pub(crate) fn of_builtin(ty: &Type) -> Self {
        debug_assert!(!ty.is_heap_type());
        Self { refcount: Cell::new(1), gc: Cell::new(0), ty: Cell::new(NonNull::from(ty)) }
    }

    /// A header for the first type object, whose type does not exist yet. [`Header::set_type`] follows.
    pub(crate) fn without_type() -> Self {
        Self { refcount: Cell::new(1), gc: Cell::new(0), ty: Cell::new(NonNull::dangling()) }
    }

    /// The object's type.
    #[inline(always)]
    pub fn ty(&self) -> &Type {
        // SAFETY: the header holds a reference to its type, which so lives as long as the object.
        unsafe { self.ty.get().as_ref() }
    }

    /// Makes `ty` the object's type, which takes a reference to it and does not release the old one.
    pub(crate) fn set_type(&self, ty: &Type) {
        if ty.is_heap_type() {
            ty.header().incref();
        }
        self.ty.set(NonNull::from(ty));
    }

    /// Releases the reference to its type that an instance held.
    ///
    /// # Safety
    ///
    /// `ty` is a type that a program defined, and the instance that held the reference does not use it any more.
    pub(crate) unsafe fn release_type(ty: &Type) {
        // SAFETY: the reference that the instance held is handed over.
        drop(unsafe { super::Value::from_new(NonNull::from(ty.header())) });
    }

    /// How many references there are.
    #[inline(always)]
    pub fn refcount(&self) -> u32 {
        self.refcount.get()
    }

    /// Takes a reference.
    #[inline(always)]
    pub(crate) fn incref(&self) {
        debug_assert!(self.refcount.get() > 0, "a reference to a dead object is taken");
        self.refcount.set(self.refcount.get() + 1);
    }

    /// Releases a reference, and says whether it was the last.
    #[inline(always)]
    pub(super) fn decref(&self) -> bool {
        debug_assert!(self.refcount.get() > 0, "a reference to a dead object is released");
        let left = self.refcount.get() - 1;
        self.refcount.set(left);
        left == 0
    }

    /// Brings a dead object back: what a finalizer that stored it somewhere is answered with, and how `dealloc`
    /// lends it one reference while the finalizer runs.
    pub(crate) fn set_refcount(&self, count: u32) {
        self.refcount.set(count);
    }

    /// Its index in the collector's list, if it is tracked.
    pub(crate) fn gc_index(&self) -> Option<usize> {
        (self.gc.get() & Self::TRACKED_MASK).checked_sub(1).map(|index| index as usize)
    }

    /// Notes its index in the collector's list, or that it is in none.
    pub(crate) fn set_gc_index(&self, index: Option<usize>) {
        let word = index.map_or(0, |index| index as u32 + 1);
        debug_assert!(word <= Self::TRACKED_MASK);
        self.gc.set(self.gc.get() & !Self::TRACKED_MASK | word);
    }

    /// Whether its finalizer has run.
    pub(crate) fn is_finalized(&self) -> bool {
        self.gc.get() & Self::FINALIZED != 0
    }

    /// Notes that its finalizer has run.
    pub(crate) fn set_finalized(&self) {
        self.gc.set(self.gc.get() | Self::FINALIZED);
    }

    /// Whether there are weak references to it.
    pub(crate) fn is_weakly_referenced(&self) -> bool {
        self.gc.get() & Self::WEAKLY_REFERENCED != 0
    }

    /// Notes whether there are weak references to it.
    pub(crate) fn set_weakly_referenced(&self, yes: bool) {
        let rest = self.gc.get() & !Self::WEAKLY_REFERENCED;
        self.gc.set(if yes { rest | Self::WEAKLY_REFERENCED } else { rest });
    }
}

/// A Rust type that lies in memory as a Python object does: its first field is a [`Header`].
///
/// # Safety
///
/// The type is `repr(C)` and its first field is a [`Header`]. [`Layout::fits`] answers true only for types whose
/// instances all begin with this layout.
pub unsafe trait Layout: Sized + 'static {
    /// What a message calls it: the name of the built-in type.
    const NAME: &'static str;

    /// Whether instances of `ty` have this layout: `ty` is the built-in type itself or inherits from it.
    fn fits(ty: &Type) -> bool;

    /// The header.
    #[inline(always)]
    fn header(&self) -> &Header {
        // SAFETY: the contract of the trait: a header is the first field, and `repr(C)` keeps it there.
        unsafe { &*std::ptr::from_ref(self).cast::<Header>() }
    }

    /// The object as a typed pointer.
    #[inline(always)]
    fn ptr(&self) -> Ptr<'_, Self> {
        Ptr::from_ref(self)
    }
}

/// Ends the life of an object whose last reference is gone. Out of line: dropping a reference stays a handful of
/// instructions.
#[cold]
#[inline(never)]
pub(super) fn dealloc(object: NonNull<Header>) {
    let vm = vm();
    // SAFETY: the object is whole until its type's `dealloc`.
    match unsafe { object.as_ref() }.ty().kind() {
        // SAFETY: it is a float, exactly, without references left.
        Kind::Float => return unsafe { Float::free_exact(vm, object) },
        // Nothing can nest in these.
        Kind::Str | Kind::Int => return dealloc_now(vm, object),
        _ => {}
    }
    // Objects that nest deeply would otherwise nest calls of this function as deeply.
    if !vm.trash.enter() {
        vm.trash.put(object);
        return;
    }
    dealloc_now(vm, object);
    while let Some(next) = vm.trash.take_if_outermost() {
        dealloc_now(vm, next);
    }
    vm.trash.leave();
}

/// [`dealloc`] without its care for nesting.
pub(crate) fn dealloc_now(vm: &Vm, object: NonNull<Header>) {
    // SAFETY: the object is still whole: its memory is given up by its type's `dealloc` and nowhere else.
    let header = unsafe { object.as_ref() };
    debug_assert_eq!(header.refcount(), 0);
    let dealloc = header.ty().slots.dealloc.get();
    // SAFETY: `object` has no references left and is an instance of the type whose slot this is.
    unsafe { dealloc(vm, object) }
}

/// Objects whose end was put off because ends were nested too deeply.
///
/// What a finalizer does is not put off: the calls that it makes are limited as all calls are, while a finalizer that
/// makes another object to be finalized would go on for ever if each waited for the one before it.
#[derive(Default)]
pub(crate) struct Trash {
    /// How deeply ends are nested, within the innermost finalizer that runs.
    depth: Cell<u32>,
    waiting: std::cell::RefCell<Vec<NonNull<Header>>>,
    /// How many of those that wait were put off before the innermost finalizer began.
    earlier: Cell<usize>,
}

impl Trash {
    /// How deeply ends may nest: far below what a thread's stack of 64 KiB would bear.
    const DEEPEST: u32 = 40;

    /// Goes one level down, unless that is too deep.
    fn enter(&self) -> bool {
        let depth = self.depth.get();
        if depth >= Self::DEEPEST {
            return false;
        }
        self.depth.set(depth + 1);
        true
    }

    /// Goes one level up.
    fn leave(&self) {
        self.depth.set(self.depth.get() - 1);
    }

    /// Keeps an object for later.
    fn put(&self, object: NonNull<Header>) {
        self.waiting.borrow_mut().push(object);
    }

    /// The next object that waits, if this is the outermost level.
    fn take_if_outermost(&self) -> Option<NonNull<Header>> {
        if self.depth.get() != 1 {
            return None;
        }
        let mut waiting = self.waiting.borrow_mut();
        if waiting.len() > self.earlier.get() { waiting.pop() } else { None }
    }

    /// Runs a finalizer: a program's code.
    pub(crate) fn finalize<T>(&self, run: impl FnOnce() -> T) -> T {
        let depth = self.depth.replace(0);
        let earlier = self.earlier.replace(self.waiting.borrow().len());
        let result = run();
        self.earlier.set(earlier);
        self.depth.set(depth);
        result
    }
}
