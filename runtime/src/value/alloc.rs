//! Memory for objects: free lists by size.

#![allow(unsafe_code, reason = "raw memory for objects; the folder's task")]

use std::alloc::{Layout as MemoryLayout, alloc, dealloc, handle_alloc_error};
use std::cell::{Cell, RefCell};
use std::ptr::NonNull;

use super::cold::cold_call;

/// A free piece of memory, linked to the next.
struct Free {
    next: Option<NonNull<Free>>,
}

/// The VM's memory for objects.
///
/// Sizes up to [`Heap::LARGEST`] bytes come from free lists, one for each multiple of [`Heap::GRAIN`]; larger ones from the global
/// allocator. Debug builds and Miri take everything from the global allocator, so that use after free is seen.
pub(crate) struct Heap {
    free: [Cell<Option<NonNull<Free>>>; Heap::CLASSES],
    chunks: RefCell<Vec<NonNull<u8>>>,
    live: Cell<usize>,
}

impl Heap {
    const GRAIN: usize = 16;
    const LARGEST: usize = 512;
    const CLASSES: usize = Self::LARGEST / Self::GRAIN + 1;
    const CHUNK: MemoryLayout = match MemoryLayout::from_size_align(64 << 10, Self::GRAIN) {
        Ok(layout) => layout,
        Err(_) => panic!("a power of two is an alignment"),
    };

    /// A heap without memory.
    pub(crate) fn new() -> Self {
        Self {
            free: [const { Cell::new(None) }; Self::CLASSES],
            chunks: RefCell::new(Vec::new()),
            live: Cell::new(0),
        }
    }

    /// How many objects there are.
    pub(crate) fn live(&self) -> usize {
        self.live.get()
    }

    /// Whether `size` comes from the free lists.
    const fn is_pooled(size: usize) -> bool {
        size <= Self::LARGEST && !cfg!(debug_assertions) && !cfg!(miri)
    }

    fn layout(size: usize) -> MemoryLayout {
        match MemoryLayout::from_size_align(size, Self::GRAIN) {
            Ok(layout) => layout,
            Err(_) => panic!("an object of {size} bytes is larger than the address space"),
        }
    }

    /// Memory for an object of `size` bytes, aligned to 16. Its contents are undefined.
    #[inline]
    pub(crate) fn alloc(&self, size: usize) -> NonNull<u8> {
        debug_assert!(size > 0);
        self.live.set(self.live.get() + 1);
        if Self::is_pooled(size) {
            let list = &self.free[size.div_ceil(Self::GRAIN)];
            if let Some(piece) = list.get() {
                // SAFETY: what is on a free list is memory of ours that nobody uses, and begins with a link.
                list.set(unsafe { piece.as_ref() }.next);
                return piece.cast();
            }
            return self.refill_cold(size.div_ceil(Self::GRAIN));
        }
        let layout = Self::layout(size);
        // SAFETY: the size is not 0.
        NonNull::new(unsafe { alloc(layout) }).unwrap_or_else(|| handle_alloc_error(layout))
    }

    /// Gives memory back.
    ///
    /// # Safety
    ///
    /// `memory` came from [`Heap::alloc`] of this heap with the same `size`, and nobody uses it any more.
    #[inline]
    pub(crate) unsafe fn free(&self, memory: NonNull<u8>, size: usize) {
        self.live.set(self.live.get() - 1);
        if Self::is_pooled(size) {
            let list = &self.free[size.div_ceil(Self::GRAIN)];
            let piece = memory.cast::<Free>();
            // SAFETY: the memory is ours, is unused and has room for a link.
            unsafe { piece.write(Free { next: list.get() }) };
            list.set(Some(piece));
        } else {
            // SAFETY: the contract.
            unsafe { dealloc(memory.as_ptr(), Self::layout(size)) };
        }
    }

    /// [`Heap::refill`] in the middle of an instruction.
    #[inline(always)]
    fn refill_cold(&self, class: usize) -> NonNull<u8> {
        extern "C" fn target(heap: u64, class: u64, _: u64) -> u64 {
            // SAFETY: the caller's heap.
            let heap = unsafe { &*(heap as *const Heap) };
            heap.refill(class as usize).as_ptr() as u64
        }
        let piece = cold_call!(target, std::ptr::from_ref(self) as u64, class as u64, 0);
        // SAFETY: it came from a pointer that is not NULL.
        unsafe { NonNull::new_unchecked(piece as *mut u8) }
    }

    /// Cuts a new chunk into pieces of `class` grains, and takes the first.
    #[cold]
    #[inline(never)]
    fn refill(&self, class: usize) -> NonNull<u8> {
        // SAFETY: the size is not 0.
        let chunk =
            NonNull::new(unsafe { alloc(Self::CHUNK) }).unwrap_or_else(|| handle_alloc_error(Self::CHUNK));
        self.chunks.borrow_mut().push(chunk);
        let size = class * Self::GRAIN;
        let count = Self::CHUNK.size() / size;
        let mut next = None;
        for index in (1..count).rev() {
            // SAFETY: `count` pieces of `size` bytes lie within the chunk.
            let piece = unsafe { chunk.add(index * size) }.cast::<Free>();
            // SAFETY: nobody uses the piece yet.
            unsafe { piece.write(Free { next }) };
            next = Some(piece);
        }
        self.free[class].set(next);
        chunk
    }
}

impl Drop for Heap {
    fn drop(&mut self) {
        for chunk in self.chunks.get_mut().drain(..) {
            // SAFETY: the chunk came from the global allocator with this layout.
            unsafe { dealloc(chunk.as_ptr(), Self::CHUNK) };
        }
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
