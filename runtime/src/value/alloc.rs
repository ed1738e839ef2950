//! Memory for objects, by size.

#![allow(unsafe_code, reason = "raw memory for objects; the folder's task")]

use std::alloc::{Layout as MemoryLayout, alloc, dealloc, handle_alloc_error};
use std::cell::Cell;
use std::ptr::NonNull;

use super::cold::cold_call;
use super::pool::{GRAIN, Pool};

/// The VM's memory for objects.
///
/// Sizes up to [`Heap::LARGEST`] bytes come from a pool; larger ones from the global allocator. Debug builds and Miri
/// take everything from the global allocator, so that use after free is seen.
pub(crate) struct Heap {
    pool: Pool<{ Heap::CLASSES }>,
    /// How many objects there are in memory of the global allocator.
    large: Cell<usize>,
}

impl Heap {
    const LARGEST: usize = 512;
    const CLASSES: usize = Self::LARGEST / GRAIN + 1;

    /// A heap without memory.
    pub(crate) fn new() -> Self {
        Self { pool: Pool::new(), large: Cell::new(0) }
    }

    /// How many objects there are.
    pub(crate) fn live(&self) -> usize {
        self.pool.live() + self.large.get()
    }

    /// Whether `size` comes from the pool.
    const fn is_pooled(size: usize) -> bool {
        size <= Self::LARGEST && !cfg!(debug_assertions) && !cfg!(miri)
    }

    fn layout(size: usize) -> MemoryLayout {
        match MemoryLayout::from_size_align(size, GRAIN) {
            Ok(layout) => layout,
            Err(_) => panic!("an object of {size} bytes is larger than the address space"),
        }
    }

    /// Memory for an object of `size` bytes, aligned to 16. Its contents are undefined.
    #[inline]
    pub(crate) fn alloc(&self, size: usize) -> NonNull<u8> {
        debug_assert!(size > 0);
        if Self::is_pooled(size) {
            let class = size.div_ceil(GRAIN);
            return match self.pool.take(class) {
                Some(piece) => piece,
                None => self.refill_cold(class),
            };
        }
        self.alloc_large(size).unwrap_or_else(|| handle_alloc_error(Self::layout(size)))
    }

    /// [`Heap::alloc`], if there is as much memory. Small pieces are taken to be there.
    pub(crate) fn try_alloc(&self, size: usize) -> Option<NonNull<u8>> {
        if Self::is_pooled(size) { Some(self.alloc(size)) } else { self.alloc_large(size) }
    }

    /// A piece of its own.
    #[inline]
    fn alloc_large(&self, size: usize) -> Option<NonNull<u8>> {
        // SAFETY: the size is not 0.
        let piece = NonNull::new(unsafe { alloc(Self::layout(size)) })?;
        self.large.set(self.large.get() + 1);
        Some(piece)
    }

    /// Gives memory back.
    ///
    /// # Safety
    ///
    /// `memory` came from [`Heap::alloc`] of this heap with the same `size`, and nobody uses it any more.
    #[inline]
    pub(crate) unsafe fn free(&self, memory: NonNull<u8>, size: usize) {
        if Self::is_pooled(size) {
            // SAFETY: the contract.
            unsafe { self.pool.give_back(size.div_ceil(GRAIN), memory) };
        } else {
            self.large.set(self.large.get() - 1);
            // SAFETY: the contract.
            unsafe { dealloc(memory.as_ptr(), Self::layout(size)) };
        }
    }

    /// [`Pool::refill`] in the middle of an instruction.
    #[inline(always)]
    fn refill_cold(&self, class: usize) -> NonNull<u8> {
        extern "C" fn target(heap: u64, class: u64, _: u64) -> u64 {
            // SAFETY: the caller's heap.
            let heap = unsafe { &*(heap as *const Heap) };
            heap.pool.refill(class as usize).as_ptr() as u64
        }
        let piece = cold_call!(target, std::ptr::from_ref(self) as u64, class as u64, 0);
        // SAFETY: it came from a pointer that is not NULL.
        unsafe { NonNull::new_unchecked(piece as *mut u8) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_aligned_apart_and_counted() {
        let heap = Heap::new();
        let sizes = [16, 17, 24, 48, 512, 513, 4096];
        let pieces: Vec<_> =
            (0..700).map(|index| sizes[index % sizes.len()]).map(|size| (heap.alloc(size), size)).collect();
        let mut places: Vec<_> =
            pieces.iter().map(|(piece, size)| (piece.as_ptr() as usize, *size)).collect();
        places.sort_unstable();
        for pair in places.windows(2) {
            assert!(pair[0].0 % 16 == 0 && pair[0].0 + pair[0].1 <= pair[1].0);
        }
        assert_eq!(heap.live(), 700);
        for (piece, size) in pieces {
            // SAFETY: each came from this heap with this size and is given back once.
            unsafe { heap.free(piece, size) };
        }
        assert_eq!(heap.live(), 0);
    }
}
