//! What a dict looks keys up in: `PyDictKeysObject`.
//!
//! ```text
//! fields | indices: 2^log2_size of 1, 2, 4 or 8 bytes | entries
//! ```
//!
//! An index is the number of an entry, [`EMPTY`] or [`DUMMY`]: a deleted entry, over which a search goes on. Entries
//! are in insertion order. Kinds with string keys only leave the hash out of entries: strings know it.

#![allow(unsafe_code, reason = "indices and entries of several widths lie behind the fields")]

use std::cell::Cell;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::errors::PyResult;
use crate::objects::str_::Str;
use crate::value::{Field, Obj, Ptr, Value};
use crate::vm::{Vm, vm};

/// `DICT_KEYS_GENERAL`: keys of any type.
pub const DICT_KEYS_GENERAL: u8 = 0;
/// `DICT_KEYS_UNICODE`: all keys are exact strings.
pub const DICT_KEYS_UNICODE: u8 = 1;
/// `DICT_KEYS_SPLIT`: exact strings, shared by the instances of a class, whose values lie elsewhere.
pub const DICT_KEYS_SPLIT: u8 = 2;

/// `DKIX_EMPTY`
const EMPTY: isize = -1;
/// `DKIX_DUMMY`
const DUMMY: isize = -2;
/// How fast the upper bits of a hash get into a search.
const PERTURB_SHIFT: u32 = 5;
/// `PyDict_LOG_MINSIZE`
pub(super) const LOG_MINSIZE: u8 = 3;

/// `PyDictKeysObject`
#[repr(C)]
pub struct DictKeys {
    /// `dk_refcnt`
    refcnt: Cell<usize>,
    /// `dk_log2_size`
    log2_size: u8,
    /// `dk_log2_index_bytes`
    log2_index_bytes: u8,
    /// `dk_kind`
    kind: u8,
    /// `dk_version`: 0 if none is assigned; every change of keys takes it away.
    version: Cell<u32>,
    /// `dk_usable`
    usable: Cell<usize>,
    /// `dk_nentries`
    nentries: Cell<usize>,
}

/// `PyDictUnicodeEntry`
#[repr(C)]
pub struct DictUnicodeEntry {
    /// The key; NULL if it was deleted.
    pub me_key: Field,
    /// The value; NULL if it was deleted, or if values lie elsewhere.
    pub me_value: Field,
}

/// `PyDictKeyEntry`
#[repr(C)]
pub struct DictKeyEntry {
    /// The key's hash.
    pub me_hash: i64,
    /// The key; NULL if it was deleted.
    pub me_key: Field,
    /// The value; NULL if it was deleted.
    pub me_value: Field,
}

const _: () = assert!(size_of::<DictKeys>() == 32 && size_of::<DictUnicodeEntry>() == 16);

/// The keys of dicts without entries. They are never changed and have no count.
#[repr(C)]
struct EmptyKeys {
    keys: DictKeys,
    indices: [i8; 8],
}

// SAFETY: nothing in it is ever written to: see `DictKeys::is_empty_keys`.
unsafe impl Sync for EmptyKeys {}

static EMPTY_KEYS: EmptyKeys = EmptyKeys {
    keys: DictKeys {
        refcnt: Cell::new(1),
        log2_size: 0,
        log2_index_bytes: 3,
        kind: DICT_KEYS_UNICODE,
        version: Cell::new(1),
        usable: Cell::new(0),
        nentries: Cell::new(0),
    },
    indices: [EMPTY as i8; 8],
};

/// The next version that is handed out. 1 is that of the empty keys; after 0 there are no more.
static NEXT_VERSION: AtomicU32 = AtomicU32::new(2);

/// An integer that an index table is made of.
trait Index: Copy {
    fn wide(self) -> isize;
    fn narrow(index: isize) -> Self;
}

macro_rules! indices {
    ($($int:ty)*) => {$(
        impl Index for $int {
            #[inline(always)]
            fn wide(self) -> isize {
                self as isize
            }

            #[inline(always)]
            fn narrow(index: isize) -> Self {
                index as $int
            }
        }
    )*};
}
indices!(i8 i16 i32 i64);

/// Runs an expression with the type of the indices.
macro_rules! with_indices {
    ($keys:expr, $int:ident => $body:expr) => {
        // The empty keys' one index has a byte as those of small tables, in room for eight.
        if $keys.log2_size < 8 {
            type $int = i8;
            $body
        } else if $keys.log2_size < 16 {
            type $int = i16;
            $body
        } else if $keys.log2_size < 32 {
            type $int = i32;
            $body
        } else {
            type $int = i64;
            $body
        }
    };
}

/// How a search goes over the indices: first where the hash says, then all over.
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

    #[inline(always)]
    fn step(&mut self) {
        self.perturb >>= PERTURB_SHIFT;
        self.at = self.at.wrapping_mul(5).wrapping_add(self.perturb as usize).wrapping_add(1) & self.mask;
    }
}

/// How many entries an index table of `size` has room for: `USABLE_FRACTION`.
#[inline(always)]
const fn usable_fraction(size: usize) -> usize {
    (size << 1) / 3
}

/// The size of the table that has at least `size` indices: `calculate_log2_keysize`.
pub(super) fn log2_keysize(size: usize) -> u8 {
    let size = size.max(1 << LOG_MINSIZE);
    (usize::BITS - (size - 1).leading_zeros()) as u8
}

/// The size of the table that has room for `entries`: `estimate_log2_keysize`.
pub(super) fn log2_keysize_for(entries: usize) -> u8 {
    log2_keysize(entries.saturating_mul(3).div_ceil(2))
}

impl DictKeys {
    /// The keys of dicts without entries: `Py_EMPTY_KEYS`.
    #[inline(always)]
    pub(super) fn empty() -> NonNull<DictKeys> {
        // What lies behind the fields is reached through an exposed address.
        let address = ptr::from_ref(&EMPTY_KEYS).expose_provenance();
        // SAFETY: a static's address is not null.
        unsafe { NonNull::new_unchecked(ptr::with_exposed_provenance_mut(address)) }
    }

    /// Whether these are the keys that are never changed.
    #[inline(always)]
    pub(super) fn is_empty_keys(&self) -> bool {
        ptr::eq(self, &EMPTY_KEYS.keys)
    }

    fn allocation_size(log2_index_bytes: u8, log2_size: u8, kind: u8) -> usize {
        let entry =
            if kind == DICT_KEYS_GENERAL { size_of::<DictKeyEntry>() } else { size_of::<DictUnicodeEntry>() };
        size_of::<DictKeys>() + (1 << log2_index_bytes) + usable_fraction(1 << log2_size) * entry
    }

    /// New keys without entries: `new_keys_object`. The caller owns the one reference.
    pub(super) fn alloc(vm: &Vm, log2_size: u8, kind: u8) -> PyResult<NonNull<DictKeys>> {
        debug_assert!((LOG_MINSIZE..48).contains(&log2_size));
        let log2_index_bytes = log2_size
            + match log2_size {
                0..8 => 0,
                8..16 => 1,
                16..32 => 2,
                _ => 3,
            };
        let place = vm.heap.try_alloc(Self::allocation_size(log2_index_bytes, log2_size, kind));
        let place = place.ok_or_else(|| vm.no_memory())?.cast::<DictKeys>();
        let _ = place.as_ptr().expose_provenance();
        // SAFETY: the memory has room for the fields, the indices and the entries, and nobody uses it.
        unsafe {
            place.write(DictKeys {
                refcnt: Cell::new(1),
                log2_size,
                log2_index_bytes,
                kind,
                version: Cell::new(0),
                usable: Cell::new(usable_fraction(1 << log2_size)),
                nentries: Cell::new(0),
            });
            place.as_ref().body().write_bytes(0xff, 1 << log2_index_bytes);
        }
        Ok(place)
    }

    /// Takes a reference.
    #[inline(always)]
    pub(super) fn incref(&self) {
        if !self.is_empty_keys() {
            self.refcnt.set(self.refcnt.get() + 1);
        }
    }

    /// Releases a reference, and with the last one the entries and the memory.
    ///
    /// # Safety
    ///
    /// `keys` is alive and one of its references is the caller's, who does not use it any more.
    #[inline]
    pub(super) unsafe fn decref(keys: NonNull<DictKeys>) {
        // SAFETY: the contract.
        let this = unsafe { keys.as_ref() };
        if this.is_empty_keys() {
            return;
        }
        let left = this.refcnt.get() - 1;
        this.refcnt.set(left);
        if left == 0 {
            // SAFETY: the reference was the last.
            unsafe { Self::free(keys) };
        }
    }

    /// Drops the entries and gives the memory back.
    ///
    /// # Safety
    ///
    /// Nobody uses the keys any more.
    unsafe fn free(keys: NonNull<DictKeys>) {
        // SAFETY: the contract; entries below `nentries` are written.
        unsafe {
            let this = keys.as_ref();
            let count = this.nentries.get();
            if this.kind == DICT_KEYS_GENERAL {
                ptr::slice_from_raw_parts_mut(this.entries(), count).drop_in_place();
            } else {
                ptr::slice_from_raw_parts_mut(this.unicode_entries(), count).drop_in_place();
            }
            let size = Self::allocation_size(this.log2_index_bytes, this.log2_size, this.kind);
            vm().heap.free(keys.cast(), size);
        }
    }

    /// What lies behind the fields: the indices first.
    #[inline(always)]
    fn body(&self) -> *mut u8 {
        // It is outside of the reference; the memory as a whole was exposed when it was allocated.
        ptr::with_exposed_provenance_mut(ptr::from_ref(self).addr() + size_of::<DictKeys>())
    }

    /// `DK_UNICODE_ENTRIES`. Those below `dk_nentries` are written.
    #[inline(always)]
    pub fn unicode_entries(&self) -> *mut DictUnicodeEntry {
        debug_assert!(self.kind != DICT_KEYS_GENERAL);
        self.body().wrapping_add(1 << self.log2_index_bytes).cast()
    }

    /// `DK_ENTRIES`. Those below `dk_nentries` are written.
    #[inline(always)]
    pub fn entries(&self) -> *mut DictKeyEntry {
        debug_assert!(self.kind == DICT_KEYS_GENERAL);
        self.body().wrapping_add(1 << self.log2_index_bytes).cast()
    }

    /// `dk_version`
    #[inline(always)]
    pub fn dk_version(&self) -> u32 {
        self.version.get()
    }

    /// `dk_kind`
    #[inline(always)]
    pub fn dk_kind(&self) -> u8 {
        self.kind
    }

    /// `dk_nentries`
    #[inline(always)]
    pub fn dk_nentries(&self) -> isize {
        self.nentries.get() as isize
    }

    /// How many entries there are, dead ones included.
    #[inline(always)]
    pub(super) fn entry_count(&self) -> usize {
        self.nentries.get()
    }

    /// `dk_usable`
    #[inline(always)]
    pub fn dk_usable(&self) -> usize {
        self.usable.get()
    }

    /// How large the index table is: `dk_log2_size`
    pub(super) fn log2_size(&self) -> u8 {
        self.log2_size
    }

    /// `DK_IS_UNICODE`: all keys are exact strings, values here or elsewhere.
    #[inline(always)]
    pub fn is_unicode(&self) -> bool {
        self.kind != DICT_KEYS_GENERAL
    }

    /// How many bytes they take.
    pub(super) fn memory(&self) -> usize {
        Self::allocation_size(self.log2_index_bytes, self.log2_size, self.kind)
    }

    /// The version, which is assigned if there is none: `_PyDictKeys_GetVersionForCurrentState`. 0 if there are no
    /// more.
    pub fn version_for_current_state(&self) -> u32 {
        if self.version.get() == 0 {
            let next = NEXT_VERSION.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |version| {
                if version == 0 { None } else { Some(version.wrapping_add(1)) }
            });
            self.version.set(next.unwrap_or(0));
        }
        self.version.get()
    }

    /// Takes the version away: the keys are about to change.
    #[inline(always)]
    pub(super) fn changed(&self) {
        self.version.set(0);
    }

    /// The slot of the key with this number, if there are so many.
    #[inline(always)]
    pub(super) fn key_slot(&self, index: usize) -> &Field {
        debug_assert!(index < self.nentries.get());
        // SAFETY: entries below `nentries` are written.
        unsafe {
            if self.kind == DICT_KEYS_GENERAL {
                &(*self.entries().add(index)).me_key
            } else {
                &(*self.unicode_entries().add(index)).me_key
            }
        }
    }

    /// The slot of the value with this number.
    #[inline(always)]
    pub(super) fn value_slot(&self, index: usize) -> &Field {
        debug_assert!(index < self.nentries.get());
        // SAFETY: entries below `nentries` are written.
        unsafe {
            if self.kind == DICT_KEYS_GENERAL {
                &(*self.entries().add(index)).me_value
            } else {
                &(*self.unicode_entries().add(index)).me_value
            }
        }
    }

    /// The hash of the key with this number, which is not deleted.
    #[inline(always)]
    pub(super) fn hash_at(&self, index: usize) -> i64 {
        debug_assert!(index < self.nentries.get());
        // SAFETY: entries below `nentries` are written, and keys of string tables are exact strings.
        unsafe {
            if self.kind == DICT_KEYS_GENERAL {
                (*self.entries().add(index)).me_hash
            } else {
                match (*self.unicode_entries().add(index)).me_key.borrow().get() {
                    Some(key) => key.cast_unchecked::<Str>().hash(),
                    None => -1,
                }
            }
        }
    }

    #[inline(always)]
    fn mask(&self) -> usize {
        (1 << self.log2_size) - 1
    }

    /// An index.
    ///
    /// # Safety
    ///
    /// `I` is the type of the indices, and `at` is below their number.
    #[inline(always)]
    unsafe fn index<I: Index>(&self, at: usize) -> isize {
        debug_assert!(at <= self.mask());
        // SAFETY: the contract.
        unsafe { self.body().cast::<I>().add(at).read() }.wide()
    }

    /// Goes over the entries that a key with this hash may be in, until `found` says that one of them is it.
    #[inline(always)]
    fn search<I: Index, E>(
        &self,
        hash: i64,
        mut found: impl FnMut(usize) -> Result<bool, E>,
    ) -> Result<Option<usize>, E> {
        let mut probe = Probe::new(self.mask(), hash);
        loop {
            // SAFETY: the mask keeps the place within the table.
            let index = unsafe { self.index::<I>(probe.at) };
            if index >= 0 {
                if found(index as usize)? {
                    return Ok(Some(index as usize));
                }
            } else if index == EMPTY {
                return Ok(None);
            }
            probe.step();
        }
    }

    /// The entry of an exact string, in a table of strings: `_PyDictKeys_StringLookup`. Runs nothing.
    #[inline]
    pub(crate) fn lookup_str(&self, key: &Str, hash: i64) -> Option<usize> {
        debug_assert!(self.is_unicode());
        let entries = self.unicode_entries();
        with_indices!(self, I => {
            let found: Result<_, std::convert::Infallible> = self.search::<I, _>(hash, |index| {
                // SAFETY: an index is that of a written entry, with an exact string as its key.
                let Some(own) = (unsafe { (*entries.add(index)).me_key.borrow().get() }) else { return Ok(false) };
                // SAFETY: as above.
                let own = unsafe { own.cast_unchecked::<Str>() };
                // What is a key knows its hash.
                Ok(ptr::eq(own.get(), key) || own.known_hash() == hash && own.same_text(key))
            });
            match found {
                Ok(found) => found,
            }
        })
    }

    /// The entry whose key `found` recognises among those with this hash. `found` gets an entry's number.
    #[inline(always)]
    pub(super) fn lookup_with<E>(
        &self,
        hash: i64,
        mut found: impl FnMut(usize) -> Result<bool, E>,
    ) -> Result<Option<usize>, E> {
        with_indices!(self, I => self.search::<I, E>(hash, |index| {
            if self.hash_at(index) == hash { found(index) } else { Ok(false) }
        }))
    }

    /// Notes that the next entry belongs to this hash.
    #[inline]
    fn place_index(&self, hash: i64, index: usize) {
        with_indices!(self, I => {
            let mut probe = Probe::new(self.mask(), hash);
            // SAFETY: the mask keeps the place within the table.
            while unsafe { self.index::<I>(probe.at) } >= 0 {
                probe.step();
            }
            // SAFETY: as above.
            unsafe { self.body().cast::<I>().add(probe.at).write(I::narrow(index as isize)) };
        });
    }

    /// Adds an entry for a key that is not there yet. The version stays: [`DictKeys::changed`] takes it away.
    ///
    /// # Panics
    ///
    /// If there is no room left, in debug builds: the caller looks at `dk_usable`. Only exact strings go into tables of
    /// strings.
    #[inline]
    pub(super) fn add(&self, hash: i64, key: Value, value: Option<Value>) -> usize {
        debug_assert!(self.usable.get() > 0 && !self.is_empty_keys());
        let index = self.nentries.get();
        self.place_index(hash, index);
        // SAFETY: there is room for one more entry.
        unsafe {
            if self.kind == DICT_KEYS_GENERAL {
                self.entries().add(index).write(DictKeyEntry {
                    me_hash: hash,
                    me_key: Field::new(key),
                    me_value: Field::from_option(value),
                });
            } else {
                debug_assert!(super::is_exact_str(key.obj()));
                self.unicode_entries()
                    .add(index)
                    .write(DictUnicodeEntry { me_key: Field::new(key), me_value: Field::from_option(value) });
            }
        }
        self.nentries.set(index + 1);
        self.usable.set(self.usable.get() - 1);
        index
    }

    /// Makes an entry's index a dummy. The entry itself stays as it is.
    pub(super) fn remove_index(&self, hash: i64, entry: usize) {
        with_indices!(self, I => {
            let mut probe = Probe::new(self.mask(), hash);
            // SAFETY: the mask keeps the place within the table.
            while unsafe { self.index::<I>(probe.at) } != entry as isize {
                probe.step();
            }
            // SAFETY: as above.
            unsafe { self.body().cast::<I>().add(probe.at).write(I::narrow(DUMMY)) };
        });
    }

    /// Gives up the entries from the `count`th on, all of which are deleted: what was at the end can be used again.
    pub(super) fn truncate(&self, count: usize) {
        debug_assert!(count <= self.nentries.get());
        self.nentries.set(count);
    }

    /// Moves the entries that are not deleted into new keys that are large enough, in their order.
    pub(super) fn move_entries(&self, to: &DictKeys) {
        let count = self.nentries.get();
        self.nentries.set(0);
        for index in 0..count {
            // SAFETY: entries below what `nentries` was are written, and are read here for the last time.
            let (hash, key, value) = unsafe {
                if self.kind == DICT_KEYS_GENERAL {
                    let entry = self.entries().add(index).read();
                    (entry.me_hash, entry.me_key.take(), entry.me_value.take())
                } else {
                    let entry = self.unicode_entries().add(index).read();
                    let key = entry.me_key.take();
                    let hash = key.as_ref().map_or(-1, |key| key.obj().cast_unchecked::<Str>().hash());
                    (hash, key, entry.me_value.take())
                }
            };
            if let Some(key) = key {
                to.add(hash, key, value);
            }
        }
    }

    /// Makes room for one key in keys that are shared and notes it: `insert_split_key`. `None` if there is no room
    /// left.
    pub(crate) fn insert_split(&self, key: Ptr<'_, Str>, hash: i64) -> Option<usize> {
        debug_assert!(self.kind == DICT_KEYS_SPLIT);
        let found = self.lookup_str(key.get(), hash);
        if found.is_some() || self.usable.get() == 0 {
            return found;
        }
        self.changed();
        Some(self.add(hash, key.to_value(), None))
    }

    /// Shrinks the room for more keys by one: `_PyObject_InitInlineValues` does so for each new instance, so that
    /// instances become as small as they need to be.
    pub(super) fn shrink(&self) {
        if self.usable.get() > 1 {
            self.usable.set(self.usable.get() - 1);
        }
    }

    /// Limits the room for more keys.
    pub(super) fn limit(&self, usable: usize) {
        self.usable.set(self.usable.get().min(usable));
    }

    /// `shared_keys_usable_size`
    pub(super) fn shared_size(&self) -> usize {
        self.nentries.get() + self.usable.get()
    }

    /// Shows every key and value to the collector.
    pub(super) fn visit(&self, visit: &mut dyn FnMut(Obj<'_>)) {
        for index in 0..self.nentries.get() {
            if self.kind == DICT_KEYS_GENERAL {
                self.key_slot(index).visit(visit);
            }
            self.value_slot(index).visit(visit);
        }
    }
}

/// An owned reference to keys.
pub struct KeysRef {
    keys: NonNull<DictKeys>,
}

impl KeysRef {
    /// Takes over a reference.
    ///
    /// # Safety
    ///
    /// `keys` is alive, and the caller hands over one of its references.
    pub(super) unsafe fn from_raw(keys: NonNull<DictKeys>) -> Self {
        Self { keys }
    }

    /// Gives the reference away.
    pub(super) fn into_raw(self) -> NonNull<DictKeys> {
        std::mem::ManuallyDrop::new(self).keys
    }

    /// Where they lie.
    pub(crate) fn as_ptr(&self) -> *mut DictKeys {
        self.keys.as_ptr()
    }
}

impl std::ops::Deref for KeysRef {
    type Target = DictKeys;

    #[inline(always)]
    fn deref(&self) -> &DictKeys {
        // SAFETY: the reference keeps them alive.
        unsafe { self.keys.as_ref() }
    }
}

impl Clone for KeysRef {
    fn clone(&self) -> Self {
        self.incref();
        Self { keys: self.keys }
    }
}

impl Drop for KeysRef {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the reference is ours.
        unsafe { DictKeys::decref(self.keys) };
    }
}
