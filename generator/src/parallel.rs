//! Work on several things at once.

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Builder};

/// What a function makes of each item, in the order of the items. The threads, as many as the machine runs at once,
/// take the items one after the other; where no thread can be had, this one does it all.
pub fn map<T: Send, R: Send>(items: impl IntoIterator<Item = T>, f: impl Fn(T) -> R + Sync) -> Vec<R> {
    let items: Vec<(usize, T)> = items.into_iter().enumerate().collect();
    let others =
        thread::available_parallelism().map_or(1, NonZeroUsize::get).min(items.len()).saturating_sub(1);
    let queue = Mutex::new(items.into_iter());
    let take = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || {
        let mut made = Vec::new();
        while let Some((index, item)) = take() {
            made.push((index, f(item)));
        }
        made
    };
    let mut made = thread::scope(|scope| {
        let threads: Vec<_> =
            (0..others).filter_map(|_| Builder::new().spawn_scoped(scope, work).ok()).collect();
        let mut made = work();
        for thread in threads {
            made.extend(thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        made
    });
    made.sort_by_key(|(index, _)| *index);
    made.into_iter().map(|(_, result)| result).collect()
}

/// What two functions make, at the same time if there is a thread for the second one.
pub fn both<A, B: Send>(a: impl FnOnce() -> A, b: impl FnOnce() -> B + Send) -> (A, B) {
    let b = Mutex::new(Some(b));
    let run = || b.lock().unwrap_or_else(PoisonError::into_inner).take().map(|b| b());
    let (a, b) = thread::scope(|scope| {
        let thread = Builder::new().spawn_scoped(scope, run);
        let a = a();
        let b = match thread {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => run(),
        };
        (a, b)
    });
    (a, b.expect("it was run by one of the two threads"))
}
