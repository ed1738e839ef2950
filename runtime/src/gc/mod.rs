//! The cycle collector's lists.
//!
//! Every object that can be part of a cycle is in one of two lists, the young or the old, and its header says where in
//! it, so that coming and going are a push and a swap.

#![allow(unsafe_code, reason = "lists of objects that do not keep them alive")]

mod collect;

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;
use std::sync::atomic::Ordering;

use crate::value::Header;
use crate::vm::breaker;

/// What the collector knows.
pub(crate) struct Gc {
    young: RefCell<Vec<NonNull<Header>>>,
    old: RefCell<Vec<NonNull<Header>>>,
    /// How many young objects make it worth to look for garbage among them: `gc.set_threshold`.
    pub(crate) threshold: Cell<usize>,
    /// Whether it runs by itself: `gc.enable`.
    pub(crate) enabled: Cell<bool>,
    /// How many old objects survived the last look at all of them.
    pub(crate) survivors: Cell<usize>,
    /// Whether a collection is on its way, which another must not interrupt.
    pub(crate) collecting: Cell<bool>,
}

/// Marks an index in the header as one into the old list.
const OLD: usize = 1 << 28;

impl Gc {
    /// CPython's `gc.get_threshold()[0]`.
    const THRESHOLD: usize = 2000;

    /// No objects yet.
    pub(crate) fn new() -> Self {
        Self {
            young: RefCell::default(),
            old: RefCell::default(),
            threshold: Cell::new(Self::THRESHOLD),
            enabled: Cell::new(true),
            survivors: Cell::new(0),
            collecting: Cell::new(false),
        }
    }

    /// Begins to watch an object: `PyObject_GC_Track`. All its fields are in order.
    #[inline(always)]
    pub(crate) fn track(&self, header: &Header) {
        debug_assert!(header.gc_index().is_none(), "tracked already");
        let mut young = self.young.borrow_mut();
        header.set_gc_index(Some(young.len()));
        young.push(NonNull::from(header));
        if young.len() >= self.threshold.get() {
            drop(young);
            self.schedule();
        }
    }

    /// Asks the eval loop to collect at the next safe place.
    #[cold]
    #[inline(never)]
    fn schedule(&self) {
        if self.enabled.get() && !self.collecting.get() && self.threshold.get() > 0 {
            crate::vm::vm().eval_breaker().fetch_or(breaker::GC_SCHEDULED, Ordering::Relaxed);
        }
    }

    /// Stops watching an object, if it is watched: `PyObject_GC_UnTrack`.
    #[inline(always)]
    pub(crate) fn untrack(&self, header: &Header) {
        let Some(index) = header.gc_index() else { return };
        let (list, mark) = if index & OLD == 0 { (&self.young, 0) } else { (&self.old, OLD) };
        let mut list = list.borrow_mut();
        let index = index & !OLD;
        debug_assert!(std::ptr::eq(list[index].as_ptr(), header));
        list.swap_remove(index);
        if let Some(moved) = list.get(index) {
            // SAFETY: what is in a list is alive.
            unsafe { moved.as_ref() }.set_gc_index(Some(index | mark));
        }
        header.set_gc_index(None);
    }

    /// How many objects are watched.
    pub(crate) fn count(&self) -> usize {
        self.young.borrow().len() + self.old.borrow().len()
    }
}
