//! Pieces of memory of a few sizes, taken and given back in a handful of instructions.
//!
//! Memory comes in arenas, which are cut into chunks, and a chunk into pieces of one class. A chunk whose pieces are
//! all free can be cut anew for another class: a program that is done with a million tuples has room for a million
//! strings. Nobody counts the free pieces of a chunk while a program runs. They are counted when a class needs a new
//! chunk and much is free.

#![allow(unsafe_code, reason = "raw memory for objects; the folder's task")]

use std::alloc::{Layout as MemoryLayout, alloc, dealloc, handle_alloc_error};
use std::cell::{Cell, RefCell};
use std::ptr::NonNull;

/// The sizes of pieces are multiples of this many bytes, and so are their addresses.
pub(super) const GRAIN: usize = 16;
const CHUNK: usize = 16 << 10;
/// How much of a chunk is cut at once: memory that no object needs is not touched.
const CUT: usize = 2 << 10;
const CHUNKS: usize = 64;
/// It is aligned so that a piece's address says where its chunk begins.
const ARENA: MemoryLayout = match MemoryLayout::from_size_align(CHUNKS * CHUNK, CHUNK) {
    Ok(layout) => layout,
    Err(_) => panic!("a power of two is an alignment"),
};
/// Below this many chunks nothing is worth being counted.
const PATIENCE: usize = 64;

/// A free piece, linked to the next of its class.
struct Free {
    next: Option<NonNull<Free>>,
}

/// What a chunk begins with.
#[repr(C, align(16))]
struct Chunk {
    /// The class of its pieces; 0 for a chunk that is not in use.
    class: Cell<u32>,
    /// How many of its pieces are free, while they are counted.
    free: Cell<u32>,
}

/// The memory that is not cut into pieces, or not yet.
struct Store {
    /// All arenas; the last one is cut into chunks from its beginning.
    arenas: Vec<NonNull<u8>>,
    /// How many chunks the last arena has given.
    given: usize,
    /// Chunks that are not in use any more.
    spare: Vec<NonNull<Chunk>>,
    /// How many chunks may be in use before free pieces are counted again.
    patience: usize,
}

/// Pieces of `CLASSES` sizes: multiples of [`GRAIN`] bytes, of which the class is the factor. Class 0 has none.
pub(super) struct Pool<const CLASSES: usize> {
    free: [Cell<Option<NonNull<Free>>>; CLASSES],
    /// How many pieces are taken.
    live: [Cell<usize>; CLASSES],
    /// The part of each class's newest chunk that is not cut yet: its beginning and its end.
    uncut: [Cell<(usize, usize)>; CLASSES],
    /// The newest chunk of each class.
    newest: [Cell<Option<NonNull<Chunk>>>; CLASSES],
    store: RefCell<Store>,
}

impl<const CLASSES: usize> Pool<CLASSES> {
    /// No memory yet.
    pub(super) fn new() -> Self {
        Self {
            free: [const { Cell::new(None) }; CLASSES],
            live: [const { Cell::new(0) }; CLASSES],
            uncut: [const { Cell::new((0, 0)) }; CLASSES],
            newest: [const { Cell::new(None) }; CLASSES],
            store: RefCell::new(Store {
                arenas: Vec::new(),
                given: CHUNKS,
                spare: Vec::new(),
                patience: PATIENCE,
            }),
        }
    }

    /// How many pieces are taken.
    pub(super) fn live(&self) -> usize {
        self.live.iter().map(Cell::get).sum()
    }

    /// A free piece, if there is one at hand; else [`Pool::refill`] has one.
    #[inline(always)]
    pub(super) fn take(&self, class: usize) -> Option<NonNull<u8>> {
        self.live[class].set(self.live[class].get() + 1);
        let piece = self.free[class].get()?;
        // SAFETY: what is on a free list is memory of ours that nobody uses, and begins with a link.
        self.free[class].set(unsafe { piece.as_ref() }.next);
        Some(piece.cast())
    }

    /// Gives a piece back.
    ///
    /// # Safety
    ///
    /// It came from this pool for the same class, and nobody uses it any more.
    #[inline(always)]
    pub(super) unsafe fn give_back(&self, class: usize, piece: NonNull<u8>) {
        self.live[class].set(self.live[class].get() - 1);
        let piece = piece.cast::<Free>();
        // SAFETY: the memory is ours, is unused and has room for a link.
        unsafe { piece.write(Free { next: self.free[class].get() }) };
        self.free[class].set(Some(piece));
    }

    /// The piece for a [`Pool::take`] that found none.
    #[cold]
    #[inline(never)]
    pub(super) fn refill(&self, class: usize) -> NonNull<u8> {
        let size = class * GRAIN;
        if self.uncut[class].get().0 == self.uncut[class].get().1 {
            let mut store = self.store.borrow_mut();
            if store.spare.is_empty() && store.in_use() >= store.patience {
                self.collect(&mut store);
            }
            let chunk = store.chunk();
            // SAFETY: nobody uses the chunk, which is large enough and aligned.
            unsafe { chunk.write(Chunk { class: Cell::new(class as u32), free: Cell::new(0) }) };
            self.newest[class].set(Some(chunk));
            let first = size_of::<Chunk>();
            self.uncut[class].set((first, first + (CHUNK - first) / size * size));
        }
        let Some(chunk) = self.newest[class].get() else { unreachable!("class {class} has no chunk") };
        let (begin, end) = self.uncut[class].get();
        let cut = (begin + (CUT / size).max(1) * size).min(end);
        self.uncut[class].set((cut, end));
        let mut next = None;
        for place in (begin + size..cut).step_by(size).rev() {
            // SAFETY: the piece lies within the chunk, and nobody uses it yet.
            unsafe {
                let piece = chunk.cast::<u8>().add(place).cast::<Free>();
                piece.write(Free { next });
                next = Some(piece);
            }
        }
        self.free[class].set(next);
        // SAFETY: as above.
        unsafe { chunk.cast::<u8>().add(begin) }
    }

    /// The chunk that a piece lies in.
    fn chunk_of(piece: NonNull<Free>) -> NonNull<Chunk> {
        let start = piece.as_ptr().map_addr(|address| address & !(CHUNK - 1));
        // SAFETY: a chunk does not begin at 0.
        unsafe { NonNull::new_unchecked(start.cast()) }
    }

    /// Finds the chunks whose pieces are all free, if so much is free that there may be some.
    fn collect(&self, store: &mut Store) {
        let taken: usize = self.live.iter().enumerate().map(|(class, live)| live.get() * class * GRAIN).sum();
        let in_use = store.in_use();
        if taken < in_use * CHUNK / 4 * 3 {
            self.each_free(|chunk, _| {
                chunk.free.set(chunk.free.get() + 1);
                true
            });
            let is_free = |chunk: &Chunk| {
                let class = chunk.class.get() as usize;
                class > 0
                    && chunk.free.get() as usize == (CHUNK - size_of::<Chunk>()) / (class * GRAIN)
                    && self.newest[class].get() != Some(NonNull::from(chunk))
            };
            self.each_free(|chunk, _| !is_free(chunk));
            store.each_chunk(|place, spare| {
                // SAFETY: the chunk is one of the pool's, and all of them begin with their fields.
                let chunk = unsafe { place.as_ref() };
                if is_free(chunk) {
                    chunk.class.set(0);
                    spare.push(place);
                }
                chunk.free.set(0);
            });
        }
        let in_use = store.in_use();
        store.patience = (in_use + in_use / 4).max(PATIENCE);
    }

    /// Goes over the free pieces, and keeps those on their lists of which `keep` says so.
    fn each_free(&self, mut keep: impl FnMut(&Chunk, NonNull<Free>) -> bool) {
        for list in &self.free {
            let mut next = list.replace(None);
            let mut last: Option<NonNull<Free>> = None;
            while let Some(piece) = next {
                // SAFETY: what is on a free list is memory of ours that nobody uses, and begins with a link; its chunk
                // begins with its fields.
                unsafe {
                    next = piece.as_ref().next;
                    if keep(Self::chunk_of(piece).as_ref(), piece) {
                        piece.write(Free { next: None });
                        match last {
                            Some(last) => last.write(Free { next: Some(piece) }),
                            None => list.set(Some(piece)),
                        }
                        last = Some(piece);
                    }
                }
            }
        }
    }
}

impl Store {
    /// How many chunks are in use.
    fn in_use(&self) -> usize {
        (self.arenas.len() * CHUNKS + self.given).saturating_sub(CHUNKS + self.spare.len())
    }

    /// A chunk that is not in use.
    fn chunk(&mut self) -> NonNull<Chunk> {
        if let Some(spare) = self.spare.pop() {
            return spare;
        }
        if self.given == CHUNKS {
            // SAFETY: the size is not 0.
            let arena = NonNull::new(unsafe { alloc(ARENA) });
            self.arenas.push(arena.unwrap_or_else(|| handle_alloc_error(ARENA)));
            self.given = 0;
        }
        let Some(arena) = self.arenas.last() else { unreachable!("there is an arena") };
        self.given += 1;
        // SAFETY: the chunk lies within the arena.
        unsafe { arena.add((self.given - 1) * CHUNK) }.cast()
    }

    /// Goes over all chunks that were ever in use.
    fn each_chunk(&mut self, mut visit: impl FnMut(NonNull<Chunk>, &mut Vec<NonNull<Chunk>>)) {
        for (index, arena) in self.arenas.iter().enumerate() {
            let count = if index + 1 == self.arenas.len() { self.given } else { CHUNKS };
            for place in 0..count {
                // SAFETY: the chunk lies within the arena.
                visit(unsafe { arena.add(place * CHUNK) }.cast(), &mut self.spare);
            }
        }
    }
}

impl<const CLASSES: usize> Drop for Pool<CLASSES> {
    fn drop(&mut self) {
        for arena in self.store.get_mut().arenas.drain(..) {
            // SAFETY: the arena came from the global allocator with this layout.
            unsafe { dealloc(arena.as_ptr(), ARENA) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Small = Pool<9>;

    fn take(pool: &Small, class: usize) -> NonNull<u8> {
        pool.take(class).unwrap_or_else(|| pool.refill(class))
    }

    #[test]
    fn pieces_are_apart_and_aligned() {
        let pool = Small::new();
        let mut pieces: Vec<_> = (0..5000)
            .map(|index| {
                let class = 1 + index % 8;
                let piece = take(&pool, class);
                // SAFETY: the piece is ours, and that large.
                unsafe { piece.write_bytes(0xff, class * GRAIN) };
                (piece, class)
            })
            .collect();
        assert_eq!(pool.live(), 5000);
        pieces.sort_unstable();
        for pair in pieces.windows(2) {
            let ((low, class), (high, _)) = (pair[0], pair[1]);
            assert!(low.addr().get().is_multiple_of(16));
            assert!(low.addr().get() + class * GRAIN <= high.addr().get());
        }
        for (piece, class) in pieces {
            // SAFETY: each came from this pool for this class, and is given back once.
            unsafe { pool.give_back(class, piece) };
        }
        assert_eq!(pool.live(), 0);
    }

    #[test]
    fn what_one_class_is_done_with_serves_another() {
        let pool = Small::new();
        for _ in 0..4 {
            for class in 1..9 {
                let count = (2 << 20) / (class * GRAIN);
                let pieces: Vec<_> = (0..count).map(|_| take(&pool, class)).collect();
                // One in a thousand stays, for a while.
                let (mut kept, mut gone) = (Vec::new(), Vec::new());
                for (index, piece) in pieces.into_iter().enumerate() {
                    if index % 1000 == 0 { kept.push(piece) } else { gone.push(piece) }
                }
                for piece in gone.into_iter().chain(kept) {
                    // SAFETY: it came from this pool for this class, and is given back once.
                    unsafe { pool.give_back(class, piece) };
                }
            }
        }
        // 2 MiB were in use at a time, and some time passes before what is free is looked for.
        let arenas = pool.store.borrow().arenas.len();
        assert!(arenas <= 6, "{arenas} MiB");
    }
}
