//! Looking up, adding, removing, growing.
//!
//! A comparison of items may run a program's code, which may change the set: a search that sees such a change begins
//! anew. What a set gives up is dropped after the set is in order again.

#![allow(unsafe_code, reason = "entries in raw memory, which nothing changes while they are borrowed")]

use std::cell::Cell;
use std::ptr::NonNull;
use std::slice;

use super::{Entry, Set};
use crate::errors::{PyResult, Raised};
use crate::objects::collections;
use crate::objects::dict::{equal_at_once, hash_key};
use crate::objects::type_::CompareOp;
use crate::value::{Field, Obj, Value};
use crate::vm::Vm;

/// `PySet_MINSIZE`
pub(super) const MIN_SIZE: usize = 8;
/// How many entries side by side are looked at before a search leaps: `LINEAR_PROBES`.
const LINEAR_PROBES: usize = 9;
/// `PERTURB_SHIFT`
const PERTURB_SHIFT: u32 = 5;
/// The hash of a dummy, which no item has.
const DUMMY: i64 = -1;

/// The table of sets that never had an item. It is never written to.
struct NoTable([Entry; MIN_SIZE]);

// SAFETY: nothing in it is ever written to: see `Set::has_table`.
unsafe impl Sync for NoTable {}

static NO_TABLE: NoTable = NoTable([const { Entry { key: Field::NULL, hash: Cell::new(0) } }; MIN_SIZE]);

/// The table of sets that never had an item.
pub(super) fn none() -> NonNull<Entry> {
    NonNull::from(&NO_TABLE.0[0])
}

/// What a search came to.
pub(super) enum Found {
    /// The entry of the item.
    Entry(usize),
    /// There is no such item; this is where it would go.
    Unused(usize),
    /// There is no such item; it would take the place of this dummy, the last one that the search came by.
    Dummy(usize),
}

/// How a search for a hash goes over the table.
struct Probe {
    mask: usize,
    perturb: u64,
    at: usize,
}

impl Probe {
    #[inline(always)]
    fn new(mask: usize, hash: i64) -> Self {
        Self { mask, perturb: hash as u64, at: hash as usize & mask }
    }

    /// How many entries from `at` on are looked at.
    #[inline(always)]
    fn count(&self) -> usize {
        if self.at + LINEAR_PROBES <= self.mask { LINEAR_PROBES + 1 } else { 1 }
    }

    #[inline(always)]
    fn leap(&mut self) {
        self.perturb >>= PERTURB_SHIFT;
        self.at = self.at.wrapping_mul(5).wrapping_add(1).wrapping_add(self.perturb as usize) & self.mask;
    }
}

/// The hash of what is to be an item. If it has none, the exception says what it was for.
#[inline(always)]
pub(super) fn hash_item(vm: &Vm, item: Obj<'_>) -> PyResult<i64> {
    hash_key(vm, item).map_err(|raised| collections::explain_unhashable(vm, raised, item, "a set element"))
}

impl Set {
    #[inline(always)]
    fn has_table(&self) -> bool {
        self.table.get() != none()
    }

    /// The entries.
    ///
    /// # Safety
    ///
    /// The set gets no other table while the result is used.
    #[inline(always)]
    pub(super) unsafe fn entries<'a>(&self) -> &'a [Entry] {
        // SAFETY: the table has one entry more than the mask says.
        unsafe { slice::from_raw_parts(self.table.get().as_ptr(), self.mask.get() + 1) }
    }

    /// `set_lookkey`
    #[inline]
    pub(super) fn search(&self, vm: &Vm, key: Obj<'_>, hash: i64) -> PyResult<Found> {
        'anew: loop {
            // SAFETY: after anything has run, the table is asked whether it is still the same.
            let entries = unsafe { self.entries() };
            let tables = self.tables.get();
            let mut probe = Probe::new(entries.len() - 1, hash);
            let mut dummy = None;
            loop {
                let window = probe.at..probe.at + probe.count();
                for (at, entry) in window.clone().zip(&entries[window]) {
                    let own_hash = entry.hash.get();
                    if own_hash == 0 && entry.key.is_null() {
                        return Ok(dummy.map_or(Found::Unused(at), Found::Dummy));
                    }
                    if own_hash != hash {
                        if own_hash == DUMMY {
                            dummy = Some(at);
                        }
                        continue;
                    }
                    // SAFETY: the item gets a count before anything runs. A dummy's hash is that of no item.
                    let Some(own) = (unsafe { entry.key.borrow().get() }) else { continue };
                    if own.is(key) {
                        return Ok(Found::Entry(at));
                    }
                    match equal_at_once(own, key) {
                        Some(true) => return Ok(Found::Entry(at)),
                        Some(false) => continue,
                        None => {}
                    }
                    let own = own.to_owned();
                    let equal = vm.rich_compare_bool(own.obj(), key, CompareOp::Eq)?;
                    if self.tables.get() != tables || !entry.key.is(own.obj()) {
                        continue 'anew;
                    }
                    if equal {
                        return Ok(Found::Entry(at));
                    }
                }
                probe.leap();
            }
        }
    }

    /// Adds an item: `PySet_Add`, `_PySet_AddTakeRef`.
    #[inline]
    pub fn add(&self, vm: &Vm, item: Value) -> PyResult<()> {
        let hash = hash_item(vm, item.obj())?;
        self.add_known_hash(vm, item, hash)
    }

    /// `set_add_entry`
    pub(super) fn add_known_hash(&self, vm: &Vm, item: Value, hash: i64) -> PyResult<()> {
        let (at, fresh) = loop {
            if !self.has_table() {
                self.new_table(vm, MIN_SIZE)?;
            }
            match self.search(vm, item.obj(), hash)? {
                Found::Entry(_) => return Ok(()),
                // A comparison may have taken the table away.
                _ if !self.has_table() => {}
                Found::Unused(at) => break (at, true),
                Found::Dummy(at) => break (at, false),
            }
        };
        // SAFETY: the search has just found the place in this table.
        let entry = unsafe { &self.entries()[at] };
        entry.key.set(Some(item));
        entry.hash.set(hash);
        self.used.set(self.used.get() + 1);
        if !fresh {
            return Ok(());
        }
        self.fill.set(self.fill.get() + 1);
        if self.fill.get() * 5 < self.mask.get() * 3 {
            return Ok(());
        }
        let used = self.used.get();
        self.resize(vm, if used > 50_000 { used * 2 } else { used * 4 })
    }

    /// Memory for a table of unused entries, which becomes the set's. The old one is the caller's.
    fn new_table(&self, vm: &Vm, size: usize) -> PyResult<(NonNull<Entry>, usize)> {
        let mut table: Vec<Entry> = Vec::new();
        table.try_reserve_exact(size).map_err(|_| crate::objects::list::no_memory(vm))?;
        table.resize_with(size, || Entry { key: Field::NULL, hash: Cell::new(0) });
        let table = NonNull::from(Box::leak(table.into_boxed_slice())).cast::<Entry>();
        self.tables.set(self.tables.get().wrapping_add(1));
        Ok((self.table.replace(table), self.mask.replace(size - 1)))
    }

    /// Moves all items into a table for more than `at_least`: `set_table_resize`.
    pub(super) fn resize(&self, vm: &Vm, at_least: usize) -> PyResult<()> {
        let mut size = MIN_SIZE;
        while size <= at_least {
            size <<= 1;
        }
        if size == MIN_SIZE
            && self.mask.get() + 1 == MIN_SIZE
            && self.has_table()
            && self.fill.get() == self.used.get()
        {
            return Ok(());
        }
        let had_table = self.has_table();
        let (old, old_mask) = self.new_table(vm, size)?;
        self.fill.set(self.used.get());
        if had_table {
            // SAFETY: the old table was the set's, and is now this function's. Its items move.
            let old =
                unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(old.as_ptr(), old_mask + 1)) };
            for entry in &old {
                if let Some(item) = entry.key.take() {
                    self.insert_clean(item, entry.hash.get());
                }
            }
        }
        Ok(())
    }

    /// Adds an item that is known not to be there to a table without dummies: `set_insert_clean`. The counts are the
    /// caller's.
    fn insert_clean(&self, item: Value, hash: i64) {
        // SAFETY: nothing runs here.
        let entries = unsafe { self.entries() };
        let mut probe = Probe::new(entries.len() - 1, hash);
        loop {
            let free = entries[probe.at..probe.at + probe.count()].iter().find(|entry| entry.key.is_null());
            if let Some(entry) = free {
                entry.key.set(Some(item));
                entry.hash.set(hash);
                return;
            }
            probe.leap();
        }
    }

    /// Whether it has an item with this hash.
    #[inline]
    pub(super) fn contains_known_hash(&self, vm: &Vm, item: Obj<'_>, hash: i64) -> PyResult<bool> {
        Ok(matches!(self.search(vm, item, hash)?, Found::Entry(_)))
    }

    /// Whether it has an item: `PySet_Contains`. A set, which has no hash, is looked for as the frozenset it equals.
    #[inline]
    pub fn contains(&self, vm: &Vm, item: Obj<'_>) -> PyResult<bool> {
        let hash = self.hash_sought(vm, item)?;
        self.contains_known_hash(vm, item, hash)
    }

    /// The hash of an item that is looked for.
    #[inline]
    pub(super) fn hash_sought(&self, vm: &Vm, item: Obj<'_>) -> PyResult<i64> {
        match hash_key(vm, item) {
            Ok(hash) => Ok(hash),
            Err(raised) => sought_without_hash(vm, raised, item),
        }
    }

    /// Takes an item out, if it is there: `PySet_Discard`.
    pub fn discard(&self, vm: &Vm, item: Obj<'_>) -> PyResult<bool> {
        let hash = self.hash_sought(vm, item)?;
        self.discard_known_hash(vm, item, hash)
    }

    /// `set_discard_entry`
    pub(super) fn discard_known_hash(&self, vm: &Vm, item: Obj<'_>, hash: i64) -> PyResult<bool> {
        match self.search(vm, item, hash)? {
            Found::Entry(at) => {
                drop(self.take_at(at));
                Ok(true)
            }
            Found::Unused(_) | Found::Dummy(_) => Ok(false),
        }
    }

    /// Makes an entry a dummy and hands its item out.
    fn take_at(&self, at: usize) -> Option<Value> {
        // SAFETY: nothing runs here.
        let entry = unsafe { &self.entries()[at] };
        let item = entry.key.take();
        entry.hash.set(DUMMY);
        self.used.set(self.used.get() - 1);
        item
    }

    /// Takes some item out: `set.pop`.
    pub(super) fn pop(&self) -> Option<Value> {
        if self.is_empty() {
            return None;
        }
        // SAFETY: nothing runs here.
        let entries = unsafe { self.entries() };
        let mut at = self.finger.get() & self.mask.get();
        while entries[at].key.is_null() {
            at = if at == self.mask.get() { 0 } else { at + 1 };
        }
        self.finger.set(at + 1);
        self.take_at(at)
    }

    /// Takes everything out: `set_clear_internal`.
    pub fn clear(&self) {
        if !self.has_table() {
            return;
        }
        let size = self.mask.replace(MIN_SIZE - 1) + 1;
        let old = self.table.replace(none());
        self.fill.set(0);
        self.used.set(0);
        self.hash.set(-1);
        self.tables.set(self.tables.get().wrapping_add(1));
        // SAFETY: the old table was the set's, and is now this function's.
        drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(old.as_ptr(), size)) });
    }

    /// The next item from a position in the table on, which is moved behind it: `set_next`. Whatever happens to the set
    /// between calls, this stays within it.
    #[inline]
    pub(crate) fn next_item(&self, position: &mut usize) -> Option<(Value, i64)> {
        // SAFETY: the item gets a count before anything runs.
        let entries = unsafe { self.entries() };
        while let Some(entry) = entries.get(*position) {
            *position += 1;
            if let Some(item) = entry.key.get() {
                return Some((item, entry.hash.get()));
            }
        }
        None
    }

    /// All items, as they are now, with their hashes.
    pub(super) fn snapshot(&self) -> Vec<(Value, i64)> {
        let mut items = Vec::with_capacity(self.len());
        let mut position = 0;
        while let Some(item) = self.next_item(&mut position) {
            items.push(item);
        }
        items
    }

    /// All items, as they are now.
    pub fn to_vec(&self) -> Vec<Value> {
        self.snapshot().into_iter().map(|(item, _)| item).collect()
    }

    /// Shows the items to the collector.
    pub(super) fn visit(&self, visit: &mut dyn FnMut(Obj<'_>)) {
        // SAFETY: the collector's visitors change nothing.
        for entry in unsafe { self.entries() } {
            entry.key.visit(visit);
        }
    }

    /// Takes over the items of another set: `set_merge_lock_held`.
    pub(super) fn merge(&self, vm: &Vm, other: &Set) -> PyResult<()> {
        if std::ptr::eq(self, other) || other.is_empty() {
            return Ok(());
        }
        if (self.fill.get() + other.used.get()) * 5 >= self.mask.get() * 3 {
            self.resize(vm, (self.used.get() + other.used.get()) * 2)?;
        }
        if self.fill.get() > 0 {
            for (item, hash) in other.snapshot() {
                self.add_known_hash(vm, item, hash)?;
            }
            return Ok(());
        }
        if !self.has_table() {
            self.new_table(vm, MIN_SIZE)?;
        }
        // SAFETY: nothing runs while items are copied into an empty table.
        let (own, theirs) = unsafe { (self.entries(), other.entries()) };
        if self.mask.get() == other.mask.get() && other.fill.get() == other.used.get() {
            // Without dummies, every item keeps its place.
            for (entry, from) in own.iter().zip(theirs) {
                entry.key.set(from.key.get());
                entry.hash.set(from.hash.get());
            }
        } else {
            for from in theirs {
                if let Some(item) = from.key.get() {
                    self.insert_clean(item, from.hash.get());
                }
            }
        }
        self.fill.set(other.used.get());
        self.used.set(other.used.get());
        Ok(())
    }

    /// Makes room as `set_update_internal` does for the keys of a dict.
    pub(super) fn make_room(&self, vm: &Vm, more: usize) -> PyResult<()> {
        if (self.fill.get() + more) * 5 >= self.mask.get() * 3 {
            self.resize(vm, (self.used.get() + more) * 2)?;
        }
        Ok(())
    }

    /// Exchanges the items of two sets: `set_swap_bodies`.
    pub(super) fn swap(&self, other: &Set) {
        self.fill.swap(&other.fill);
        self.used.swap(&other.used);
        self.mask.swap(&other.mask);
        self.table.swap(&other.table);
        for set in [self, other] {
            set.hash.set(-1);
            set.tables.set(set.tables.get().wrapping_add(1));
        }
    }
}

/// What is looked for has no hash: a set is looked for by that of the frozenset it equals.
#[cold]
fn sought_without_hash(vm: &Vm, raised: Raised, item: Obj<'_>) -> PyResult<i64> {
    match item.cast::<Set>() {
        Some(set) if vm.exception_matches(vm.types.type_error()) => {
            vm.clear_exception();
            Ok(super::methods::frozen_hash(set.get()))
        }
        _ => Err(collections::explain_unhashable(vm, raised, item, "a set element")),
    }
}
