//! The order in which a list is sorted: a stable merge sort of the runs that are there already, as CPython does it
//! (Peters' timsort with the merge order of Munro and Wild's powersort), since programs see which comparisons are made.
//!
//! Items are positions: small numbers that are copied about, so that a comparison that raises leaves them complete.

use crate::errors::PyResult;

/// From how many wins in a row on merging goes by leaps: `MIN_GALLOP`.
const MIN_GALLOP: usize = 7;
/// Shorter arrays are one run: `MAX_MINRUN`.
const MAX_MINRUN: usize = 64;

/// A run that waits to be merged.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    len: usize,
    /// That of its boundary to the next one.
    power: u32,
}

struct Sorter<'a, L> {
    items: &'a mut [u32],
    less: L,
    min_gallop: usize,
    runs: Vec<Run>,
    spare: Vec<u32>,
}

/// Sorts `items`. `less` says whether its first argument comes before its second. If it fails, the items are in some
/// order, and complete.
pub(super) fn sort(items: &mut [u32], less: impl FnMut(u32, u32) -> PyResult<bool>) -> PyResult<()> {
    let len = items.len();
    if len < 2 {
        return Ok(());
    }
    let mut sorter = Sorter { items, less, min_gallop: MIN_GALLOP, runs: Vec::new(), spare: Vec::new() };
    let min_run = min_run(len);
    let mut start = 0;
    while start < len {
        let mut run = sorter.count_run(start, len)?;
        if run < min_run {
            let forced = min_run.min(len - start);
            sorter.insertion_sort(start, run, forced)?;
            run = forced;
        }
        sorter.push_run(start, run, len)?;
        start += run;
    }
    sorter.merge_all()
}

/// A length that cuts the array into a power of two of runs, or a little less: `merge_compute_minrun`.
fn min_run(mut len: usize) -> usize {
    let mut odd = 0;
    while len >= MAX_MINRUN {
        odd |= len & 1;
        len >>= 1;
    }
    len + odd
}

/// How deep the boundary between two runs that lie side by side is in the ideal merge tree: `powerloop`.
fn power(start: usize, left: usize, right: usize, len: usize) -> u32 {
    // The middles of both runs, doubled to stay whole, as fractions of twice the length, bit by bit.
    let mut a = 2 * start + left;
    let mut b = a + left + right;
    let mut result = 0;
    loop {
        result += 1;
        if a >= len {
            a -= len;
            b -= len;
        } else if b >= len {
            return result;
        }
        a <<= 1;
        b <<= 1;
    }
}

impl<L: FnMut(u32, u32) -> PyResult<bool>> Sorter<'_, L> {
    fn less_at(&mut self, left: usize, right: usize) -> PyResult<bool> {
        (self.less)(self.items[left], self.items[right])
    }

    /// The length of the run at `start`, which is ascending afterwards. A descending one is turned round; runs of equal
    /// items within it were turned round before, so that they come out as they were.
    fn count_run(&mut self, start: usize, end: usize) -> PyResult<usize> {
        let mut next = start + 1;
        while next < end && !self.less_at(next, next - 1)? {
            next += 1;
        }
        if next == end {
            return Ok(end - start);
        }
        if next - start > 1 {
            if self.less_at(start, next - 1)? {
                return Ok(next - start);
            }
            // All equal until here: they begin a descending run.
            self.items[start..next].reverse();
        }
        next += 1;
        let mut equal_from = None;
        while next < end {
            if self.less_at(next, next - 1)? {
                if let Some(from) = equal_from.take() {
                    self.items[from..next].reverse();
                }
            } else if self.less_at(next - 1, next)? {
                break;
            } else if equal_from.is_none() {
                equal_from = Some(next - 1);
            }
            next += 1;
        }
        if let Some(from) = equal_from {
            self.items[from..next].reverse();
        }
        self.items[start..next].reverse();
        while next < end && !self.less_at(next, next - 1)? {
            next += 1;
        }
        Ok(next - start)
    }

    /// Sorts `len` items of which the first `sorted` are, by binary insertion.
    fn insertion_sort(&mut self, start: usize, sorted: usize, len: usize) -> PyResult<()> {
        for at in start + sorted.max(1)..start + len {
            let item = self.items[at];
            let (mut low, mut high) = (start, at);
            while low < high {
                let middle = (low + high) / 2;
                if (self.less)(item, self.items[middle])? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            self.items[low..=at].rotate_right(1);
        }
        Ok(())
    }

    /// Takes a new run in and merges what should be merged before the next: `found_new_run`.
    fn push_run(&mut self, start: usize, len: usize, total: usize) -> PyResult<()> {
        if let Some(last) = self.runs.last() {
            let power = power(last.start, last.len, len, total);
            while self.runs.len() > 1 && self.runs[self.runs.len() - 2].power > power {
                self.merge_at(self.runs.len() - 2)?;
            }
            if let Some(last) = self.runs.last_mut() {
                last.power = power;
            }
        }
        self.runs.push(Run { start, len, power: 0 });
        Ok(())
    }

    /// Merges all runs that are left: `merge_force_collapse`.
    fn merge_all(&mut self) -> PyResult<()> {
        while self.runs.len() > 1 {
            let mut at = self.runs.len() - 2;
            if at > 0 && self.runs[at - 1].len < self.runs[at + 1].len {
                at -= 1;
            }
            self.merge_at(at)?;
        }
        Ok(())
    }

    fn merge_at(&mut self, at: usize) -> PyResult<()> {
        let (left, right) = (self.runs[at], self.runs[at + 1]);
        self.runs[at].len += right.len;
        self.runs.remove(at + 1);
        // What comes before all of the right run, and what comes after all of the left one, is in its place.
        let skip = self.gallop(self.items[right.start], left.start, left.len, 0, true)?;
        let (start, left_len) = (left.start + skip, left.len - skip);
        if left_len == 0 {
            return Ok(());
        }
        let last = self.items[start + left_len - 1];
        let right_len = self.gallop(last, right.start, right.len, right.len - 1, false)?;
        if right_len == 0 {
            return Ok(());
        }
        if left_len <= right_len {
            self.merge_low(start, left_len, right_len)
        } else {
            self.merge_high(start, left_len, right_len)
        }
    }

    /// How many items of a sorted stretch come before `key`: behind those that equal it, if `after`, else before
    /// them. The search begins at `hint` and goes by leaps.
    fn gallop(&mut self, key: u32, start: usize, len: usize, hint: usize, after: bool) -> PyResult<usize> {
        gallop(&mut self.less, key, &self.items[start..start + len], hint, after)
    }

    /// Merges two runs that lie side by side, the left one of which is not longer: from the left.
    fn merge_low(&mut self, start: usize, left_len: usize, right_len: usize) -> PyResult<()> {
        let mut spare = std::mem::take(&mut self.spare);
        spare.clear();
        spare.extend_from_slice(&self.items[start..start + left_len]);
        let mut merge =
            Low { to: start, left: 0, right: start + left_len, end: start + left_len + right_len };
        let result = self.merge_low_loop(&spare, &mut merge);
        // Whatever is left of the left run, after an error too, belongs where the merge stopped.
        let rest = &spare[merge.left..];
        self.items[merge.to..merge.to + rest.len()].copy_from_slice(rest);
        self.spare = spare;
        result
    }

    fn merge_low_loop(&mut self, left: &[u32], at: &mut Low) -> PyResult<()> {
        at.take_right(self.items);
        // The last of the left run is known to come last.
        if at.right == at.end {
            return Ok(());
        }
        if left.len() - at.left == 1 {
            return at.finish_low(self.items);
        }
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut left_wins, mut right_wins) = (0, 0);
            loop {
                if (self.less)(self.items[at.right], left[at.left])? {
                    at.take_right(self.items);
                    right_wins += 1;
                    left_wins = 0;
                    if at.right == at.end {
                        return Ok(());
                    }
                    if right_wins >= min_gallop {
                        break;
                    }
                } else {
                    at.take_left(self.items, left);
                    left_wins += 1;
                    right_wins = 0;
                    if left.len() - at.left == 1 {
                        return at.finish_low(self.items);
                    }
                    if left_wins >= min_gallop {
                        break;
                    }
                }
            }
            min_gallop += 1;
            loop {
                min_gallop -= usize::from(min_gallop > 1);
                self.min_gallop = min_gallop;
                left_wins = gallop(&mut self.less, self.items[at.right], &left[at.left..], 0, true)?;
                for _ in 0..left_wins {
                    at.take_left(self.items, left);
                }
                if left.len() - at.left == 1 {
                    return at.finish_low(self.items);
                }
                // Only an inconsistent comparison can have used up the left run.
                if at.left == left.len() {
                    return Ok(());
                }
                at.take_right(self.items);
                if at.right == at.end {
                    return Ok(());
                }
                right_wins = gallop(&mut self.less, left[at.left], &self.items[at.right..at.end], 0, false)?;
                for _ in 0..right_wins {
                    at.take_right(self.items);
                }
                if at.right == at.end {
                    return Ok(());
                }
                at.take_left(self.items, left);
                if left.len() - at.left == 1 {
                    return at.finish_low(self.items);
                }
                if left_wins < MIN_GALLOP && right_wins < MIN_GALLOP {
                    break;
                }
            }
            // Leaving the leaps is punished.
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }

    /// Merges two runs that lie side by side, the right one of which is shorter: from the right.
    fn merge_high(&mut self, start: usize, left_len: usize, right_len: usize) -> PyResult<()> {
        let mut spare = std::mem::take(&mut self.spare);
        spare.clear();
        spare.extend_from_slice(&self.items[start + left_len..start + left_len + right_len]);
        let mut merge =
            High { start, left: start + left_len, right: right_len, to: start + left_len + right_len };
        let result = self.merge_high_loop(&spare, &mut merge);
        let rest = &spare[..merge.right];
        self.items[merge.to - rest.len()..merge.to].copy_from_slice(rest);
        self.spare = spare;
        result
    }

    fn merge_high_loop(&mut self, right: &[u32], at: &mut High) -> PyResult<()> {
        at.take_left(self.items);
        if at.left == at.start {
            return Ok(());
        }
        if at.right == 1 {
            return at.finish_high(self.items);
        }
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut left_wins, mut right_wins) = (0, 0);
            loop {
                if (self.less)(right[at.right - 1], self.items[at.left - 1])? {
                    at.take_left(self.items);
                    left_wins += 1;
                    right_wins = 0;
                    if at.left == at.start {
                        return Ok(());
                    }
                    if left_wins >= min_gallop {
                        break;
                    }
                } else {
                    at.take_right(self.items, right);
                    right_wins += 1;
                    left_wins = 0;
                    if at.right == 1 {
                        return at.finish_high(self.items);
                    }
                    if right_wins >= min_gallop {
                        break;
                    }
                }
            }
            min_gallop += 1;
            loop {
                min_gallop -= usize::from(min_gallop > 1);
                self.min_gallop = min_gallop;
                let left_len = at.left - at.start;
                let key = right[at.right - 1];
                let stays = gallop(&mut self.less, key, &self.items[at.start..at.left], left_len - 1, true)?;
                left_wins = left_len - stays;
                for _ in 0..left_wins {
                    at.take_left(self.items);
                }
                if at.left == at.start {
                    return Ok(());
                }
                at.take_right(self.items, right);
                if at.right == 1 {
                    return at.finish_high(self.items);
                }
                let key = self.items[at.left - 1];
                let stays = gallop(&mut self.less, key, &right[..at.right], at.right - 1, false)?;
                right_wins = at.right - stays;
                for _ in 0..right_wins {
                    at.take_right(self.items, right);
                }
                if at.right == 1 {
                    return at.finish_high(self.items);
                }
                // Only an inconsistent comparison can have used up the right run.
                if at.right == 0 {
                    return Ok(());
                }
                at.take_left(self.items);
                if at.left == at.start {
                    return Ok(());
                }
                if left_wins < MIN_GALLOP && right_wins < MIN_GALLOP {
                    break;
                }
            }
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }
}

/// Where a merge from the left is.
struct Low {
    to: usize,
    /// In the spare array.
    left: usize,
    right: usize,
    end: usize,
}

impl Low {
    fn take_right(&mut self, items: &mut [u32]) {
        items[self.to] = items[self.right];
        self.to += 1;
        self.right += 1;
    }

    fn take_left(&mut self, items: &mut [u32], left: &[u32]) {
        items[self.to] = left[self.left];
        self.to += 1;
        self.left += 1;
    }

    /// The one item that is left of the left run comes last: the rest of the right one goes before it.
    fn finish_low(&mut self, items: &mut [u32]) -> PyResult<()> {
        items.copy_within(self.right..self.end, self.to);
        self.to += self.end - self.right;
        self.right = self.end;
        Ok(())
    }
}

/// Where a merge from the right is: behind the next items.
struct High {
    start: usize,
    left: usize,
    /// In the spare array.
    right: usize,
    to: usize,
}

impl High {
    fn take_left(&mut self, items: &mut [u32]) {
        self.to -= 1;
        self.left -= 1;
        items[self.to] = items[self.left];
    }

    fn take_right(&mut self, items: &mut [u32], right: &[u32]) {
        self.to -= 1;
        self.right -= 1;
        items[self.to] = right[self.right];
    }

    /// The one item that is left of the right run comes first: the rest of the left one goes behind it.
    fn finish_high(&mut self, items: &mut [u32]) -> PyResult<()> {
        let len = self.left - self.start;
        items.copy_within(self.start..self.left, self.to - len);
        self.to -= len;
        self.left = self.start;
        Ok(())
    }
}

/// How many of the sorted `items` come before `key`: `gallop_right` if those that equal it do, else `gallop_left`.
fn gallop(
    less: &mut impl FnMut(u32, u32) -> PyResult<bool>,
    key: u32,
    items: &[u32],
    hint: usize,
    after: bool,
) -> PyResult<usize> {
    // Whether the item at a position comes before the key.
    let mut before = |position: usize| {
        if after { Ok(!less(key, items[position])?) } else { less(items[position], key) }
    };
    // Leaps of 1, 3, 7 … from the hint, until one goes too far.
    let (mut low, mut high);
    let mut last = 0;
    let mut leap = 1;
    if before(hint)? {
        let most = items.len() - hint;
        while leap < most && before(hint + leap)? {
            last = leap;
            leap = leap.saturating_mul(2).saturating_add(1);
        }
        low = hint + last + 1;
        high = hint + leap.min(most);
    } else {
        let most = hint + 1;
        while leap < most && !before(hint - leap)? {
            last = leap;
            leap = leap.saturating_mul(2).saturating_add(1);
        }
        low = (hint + 1).saturating_sub(leap.min(most));
        high = hint - last;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle)? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}
