//! The memory that frames lie in: a few large pieces, of which one suffices for all but the deepest programs.
//!
//! Frames lie one behind the other and never across two pieces. A new piece is begun when a frame does not fit, and
//! given up when the frame that began it ends.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::ptr::{self, NonNull};

use crate::value::StackRef;

/// A piece of memory.
struct Chunk {
    first: NonNull<StackRef>,
    words: usize,
    /// Where the piece before ended when this one was begun.
    resume: *mut StackRef,
}

/// The memory that frames lie in: `datastack_chunk`, `datastack_top` and `datastack_limit`.
pub(crate) struct FrameStack {
    top: *mut StackRef,
    limit: *mut StackRef,
    chunks: Vec<Chunk>,
    /// A piece that was given up, kept for a program that goes up and down at its edge.
    spare: Option<Chunk>,
}

/// The size of a piece in words: 512 KiB.
const CHUNK: usize = 1 << 16;

impl FrameStack {
    /// No memory yet.
    pub(crate) fn new() -> Self {
        Self { top: ptr::null_mut(), limit: ptr::null_mut(), chunks: Vec::new(), spare: None }
    }

    /// Whether `words` words fit without a new piece: `_PyThreadState_HasStackSpace`.
    #[inline(always)]
    pub(crate) fn has_space(&self, words: usize) -> bool {
        (self.limit as usize - self.top as usize) / size_of::<StackRef>() > words
    }

    /// Leaves no space, as if frames took it.
    #[cfg(all(test, feature = "compiler"))]
    pub(crate) fn fill_up(&mut self) {
        self.limit = self.top;
    }

    /// Takes `words` words, which are undefined: `_PyThreadState_PushFrame`.
    #[inline(always)]
    pub(crate) fn push(&mut self, words: usize) -> *mut StackRef {
        if self.has_space(words) {
            let place = self.top;
            // SAFETY: there are as many words above.
            self.top = unsafe { place.add(words) };
            place
        } else {
            self.push_chunk(words)
        }
    }

    #[cold]
    #[inline(never)]
    fn push_chunk(&mut self, words: usize) -> *mut StackRef {
        let chunk = match self.spare.take() {
            Some(spare) if spare.words > words => Chunk { resume: self.top, ..spare },
            other => {
                if let Some(too_small) = other {
                    free(&too_small);
                }
                allocate(words.saturating_add(1).max(CHUNK), self.top)
            }
        };
        let first = chunk.first.as_ptr();
        // SAFETY: the piece is larger than `words`.
        unsafe {
            self.top = first.add(words);
            self.limit = first.add(chunk.words);
        }
        self.chunks.push(chunk);
        first
    }

    /// Gives back everything from `place` on, which [`FrameStack::push`] answered with: `_PyThreadState_PopFrame`.
    #[inline(always)]
    pub(crate) fn pop(&mut self, place: *mut StackRef) {
        self.top = place;
        if let Some(chunk) = self.chunks.last()
            && ptr::eq(chunk.first.as_ptr(), place)
        {
            self.pop_chunk();
        }
    }

    #[cold]
    #[inline(never)]
    fn pop_chunk(&mut self) {
        // The first piece stays: a program returns to its bottom often.
        if self.chunks.len() < 2 {
            return;
        }
        let Some(chunk) = self.chunks.pop() else { return };
        self.top = chunk.resume;
        if let Some(last) = self.chunks.last() {
            // SAFETY: one past the end of the piece.
            self.limit = unsafe { last.first.as_ptr().add(last.words) };
        }
        if let Some(old) = self.spare.replace(chunk) {
            free(&old);
        }
    }
}

impl Drop for FrameStack {
    fn drop(&mut self) {
        for chunk in self.chunks.drain(..).chain(self.spare.take()) {
            free(&chunk);
        }
    }
}

fn layout(words: usize) -> Layout {
    match Layout::array::<StackRef>(words) {
        Ok(layout) => layout,
        Err(_) => panic!("a frame of {words} words is larger than the address space"),
    }
}

fn allocate(words: usize, resume: *mut StackRef) -> Chunk {
    let layout = layout(words);
    // SAFETY: the size is not 0.
    let memory = unsafe { alloc(layout) };
    let first = NonNull::new(memory).unwrap_or_else(|| handle_alloc_error(layout)).cast();
    Chunk { first, words, resume }
}

fn free(chunk: &Chunk) {
    // SAFETY: the piece came from `allocate` with this size, and no frame lies in it any more.
    unsafe { dealloc(chunk.first.as_ptr().cast(), layout(chunk.words)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_lie_one_behind_the_other_until_a_piece_is_full() {
        let mut stack = FrameStack::new();
        assert!(!stack.has_space(0));
        let first = stack.push(10);
        let second = stack.push(20);
        assert_eq!(second, first.wrapping_add(10));
        stack.pop(second);
        assert_eq!(stack.push(1), second);
        assert!(stack.has_space(CHUNK - 12) && !stack.has_space(CHUNK - 11));
        let large = stack.push(3 * CHUNK);
        let small = stack.push(7);
        assert_eq!(stack.chunks.len(), 3, "a piece that fits one frame has no room for another");
        stack.pop(small);
        stack.pop(large);
        assert_eq!(stack.chunks.len(), 1);
        assert_eq!(stack.push(5), second.wrapping_add(1));
        // Up and down at the edge costs one piece.
        for _ in 0..3 {
            let large = stack.push(CHUNK);
            stack.pop(large);
        }
        assert!(stack.spare.is_some());
    }
}
