//! Strings that exist once: interned ones, the empty one, and those of one Latin-1 character.

#![allow(unsafe_code, reason = "the table refers to strings without keeping them alive")]

use std::cell::{Cell, RefCell};
use std::hash::{BuildHasher, Hasher};
use std::ptr::{self, NonNull};

use foldhash::quality::FixedState;
use hashbrown::HashTable;

use super::{Chars, Str};
use crate::objects::type_::Type;
use crate::value::{Heap, Ptr, Ref};
use crate::vm::Vm;

/// What a VM knows of its strings: the seed of their hashes and those that exist once.
///
/// The table does not keep strings alive: one that ends takes itself out. The strings of at most one Latin-1 character
/// are kept alive until [`Strings::clear`].
pub(crate) struct Strings {
    hasher: FixedState,
    table: RefCell<HashTable<NonNull<Str>>>,
    empty: Cell<*mut Str>,
    latin1: [Cell<*mut Str>; 256],
}

impl Strings {
    /// The strings of at most one Latin-1 character, all of them interned, and nothing else. Of equal seeds come equal
    /// hashes.
    pub(crate) fn new(heap: &Heap, str_type: &Type, seed: u64) -> Self {
        let strings = Self {
            hasher: FixedState::with_seed(seed),
            table: RefCell::new(HashTable::with_capacity(1024)),
            empty: Cell::new(ptr::null_mut()),
            latin1: [const { Cell::new(ptr::null_mut()) }; 256],
        };
        strings.empty.set(strings.intern_new(Str::inline::<u8>(heap, str_type, &[])).into_raw());
        for (unit, place) in (0..=255).zip(&strings.latin1) {
            place.set(strings.intern_new(Str::inline::<u8>(heap, str_type, &[unit])).into_raw());
        }
        strings
    }

    /// Interns a string that is known not to be in the table.
    fn intern_new(&self, string: Ref<Str>) -> Ref<Str> {
        let hash = self.hash_bytes(string.bytes());
        string.set_hash(hash);
        string.set_interned();
        self.table.borrow_mut().insert_unique(
            hash as u64,
            NonNull::from(string.ptr().get()),
            // SAFETY: what is in the table is alive.
            |other| unsafe { other.as_ref() }.hash() as u64,
        );
        string
    }

    /// Lets go of the strings that are kept alive. New ones are still made, but no longer once only.
    pub(crate) fn clear(&self) {
        for place in self.latin1.iter().chain([&self.empty]) {
            let string = place.replace(ptr::null_mut());
            if !string.is_null() {
                // SAFETY: `into_raw` made the pointer, and it is now forgotten.
                drop(unsafe { Ref::from_raw(string) });
            }
        }
    }

    /// The hash of a string or of bytes. Never -1.
    pub(crate) fn hash_bytes(&self, bytes: &[u8]) -> i64 {
        if bytes.is_empty() {
            return 0;
        }
        let mut hasher = self.hasher.build_hasher();
        hasher.write(bytes);
        match hasher.finish() as i64 {
            -1 => -2,
            hash => hash,
        }
    }

    /// `""`
    #[inline]
    pub(crate) fn empty(&self) -> Ref<Str> {
        self.single(&self.empty, &[])
    }

    /// The string of one Latin-1 character.
    #[inline]
    pub(crate) fn latin1(&self, unit: u8) -> Ref<Str> {
        self.single(&self.latin1[usize::from(unit)], &[unit])
    }

    /// The string of one Latin-1 character, which is kept as long as programs run.
    #[inline(always)]
    pub(crate) fn kept_latin1(&self, unit: u8) -> Option<Ptr<'_, Str>> {
        self.kept(&self.latin1[usize::from(unit)])
    }

    #[inline(always)]
    fn kept(&self, place: &Cell<*mut Str>) -> Option<Ptr<'_, Str>> {
        // SAFETY: the string is kept alive by its place.
        NonNull::new(place.get()).map(|string| Ptr::from_ref(unsafe { string.as_ref() }))
    }

    #[inline]
    fn single(&self, place: &Cell<*mut Str>, units: &[u8]) -> Ref<Str> {
        match self.kept(place) {
            Some(string) => string.to_ref(),
            None => {
                let vm = crate::vm::vm();
                Str::inline(&vm.heap, vm.types.str(), units)
            }
        }
    }

    /// The interned string with these code points, if there is one.
    fn find(&self, hash: i64, chars: Chars<'_>) -> Option<Ref<Str>> {
        let table = self.table.borrow();
        // SAFETY: what is in the table is alive.
        let found = table.find(hash as u64, |other| unsafe { other.as_ref() }.chars().equals(chars))?;
        // SAFETY: as above.
        Some(Ptr::from_ref(unsafe { found.as_ref() }).to_ref())
    }

    /// Makes `string` the interned one of its text, unless there is one already, which then comes back instead
    /// (`PyUnicode_InternInPlace`). Instances of subtypes are not interned.
    pub(crate) fn intern(&self, string: Ref<Str>) -> Ref<Str> {
        if string.is_interned() || string.ptr().ty().kind() != crate::objects::type_::Kind::Str {
            return string;
        }
        match self.find(string.hash(), string.chars()) {
            Some(other) => other,
            None => self.intern_new(string),
        }
    }

    /// The interned string with this ASCII text, for names that are interned before there is a VM.
    pub(crate) fn intern_ascii(&self, heap: &Heap, str_type: &Type, text: &str) -> Ref<Str> {
        debug_assert!(text.is_ascii());
        let chars = Chars::One(text.as_bytes());
        match self.find(self.hash_bytes(text.as_bytes()), chars) {
            Some(found) => found,
            None => self.intern_new(Str::inline(heap, str_type, text.as_bytes())),
        }
    }

    /// Takes a string that ends out of the table.
    pub(super) fn forget(&self, string: &Str) {
        let mut table = self.table.borrow_mut();
        if let Ok(entry) = table.find_entry(string.hash() as u64, |other| ptr::eq(other.as_ptr(), string)) {
            entry.remove();
        }
    }
}

impl Vm {
    /// The interned string with this text.
    pub fn intern(&self, text: &str) -> Ref<Str> {
        if text.is_ascii()
            && let Some(found) =
                self.strings.find(self.strings.hash_bytes(text.as_bytes()), Chars::One(text.as_bytes()))
        {
            return found;
        }
        self.strings.intern(Str::new(self, text))
    }
}
