//! Going over entries while a program may change them.

#![allow(unsafe_code, reason = "borrows of entries, counted before anything runs")]

use super::Dict;
use crate::value::{Obj, Value};

impl Dict {
    /// The next entry at or after `position`, which is moved behind it: `PyDict_Next`. Whatever happens to the dict
    /// between calls, this stays within it.
    #[inline]
    pub fn next_entry(&self, position: &mut usize) -> Option<(Value, Value)> {
        self.next_with_hash(position).map(|(key, _, value)| (key, value))
    }

    /// [`Dict::next_entry`] with the key's hash: `_PyDict_Next`.
    #[inline]
    pub(crate) fn next_with_hash(&self, position: &mut usize) -> Option<(Value, i64, Value)> {
        // SAFETY: counts are taken before anything runs.
        unsafe {
            let (index, key, value) = self.borrow_next(position)?;
            Some((key.to_owned(), self.keys().hash_at(index), value.to_owned()))
        }
    }

    /// [`Dict::next_entry`], borrowed, with the number of the entry.
    ///
    /// # Safety
    ///
    /// The dict is not changed, and does not die, while the result is used.
    #[inline(always)]
    pub(super) unsafe fn borrow_next<'a>(&self, position: &mut usize) -> Option<(usize, Obj<'a>, Obj<'a>)> {
        while *position < self.positions() {
            // SAFETY: the position is in range; the contract.
            unsafe {
                let (index, value) = self.borrow_position(*position);
                *position += 1;
                if let (Some(value), Some(key)) = (value.get(), self.keys().key_slot(index).borrow().get()) {
                    return Some((index, key, value));
                }
            }
        }
        None
    }

    /// The entry before `position`, which is moved onto it.
    pub(super) fn previous_entry(&self, position: &mut usize) -> Option<(Value, Value)> {
        *position = (*position).min(self.positions());
        while *position > 0 {
            *position -= 1;
            let mut forward = *position;
            // SAFETY: the position is in range, and nothing runs here.
            if !unsafe { self.borrow_position(*position) }.1.is_null() {
                return self.next_entry(&mut forward);
            }
        }
        None
    }

    /// All entries, as they are now.
    pub fn items(&self) -> Vec<(Value, Value)> {
        let mut items = Vec::with_capacity(self.len());
        self.each(|key, _, value| items.push((key.to_owned(), value.to_owned())));
        items
    }

    /// All keys, as they are now.
    pub fn keys_vec(&self) -> Vec<Value> {
        let mut keys = Vec::with_capacity(self.len());
        self.each(|key, _, _| keys.push(key.to_owned()));
        keys
    }

    /// All values, as they are now.
    pub fn values_vec(&self) -> Vec<Value> {
        let mut values = Vec::with_capacity(self.len());
        self.each(|_, _, value| values.push(value.to_owned()));
        values
    }
}
