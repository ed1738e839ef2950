//! Two bodies side by side.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::body::{Body, BodyLine, Word};
use super::model::{BodyChange, Line, Piece, Row};

/// Lines that are the same and stand near a difference are shown; this many on either side.
const CONTEXT: usize = 3;
/// Bodies with more lines, and lines with more tokens, are not matched piece by piece, because that takes
/// quadratic time. CPython's longest body has 130 lines.
const MAX_LINES: usize = 3000;
const MAX_WORDS: usize = 2000;

/// What differs between two bodies; `None` if nothing does.
pub fn compare(old: &Body, new: &Body) -> Option<BodyChange> {
    if old.key().eq(new.key()) {
        return None;
    }
    let mut change = BodyChange {
        name: new.name.clone(),
        kind: new.kind,
        old_at: old.at.clone(),
        new_at: new.at.clone(),
        lines_added: 0,
        lines_removed: 0,
        same_percent: 0,
        rows: Vec::new(),
    };
    if old.lines.len().max(new.lines.len()) > MAX_LINES {
        change.lines_removed = old.lines.len();
        change.lines_added = new.lines.len();
        return Some(change);
    }
    let old_keys: Vec<_> = old.lines.iter().map(BodyLine::key).collect();
    let new_keys: Vec<_> = new.lines.iter().map(BodyLine::key).collect();
    let mut rows = Vec::new();
    let mut same = 0usize;
    for op in capture_diff_slices(Algorithm::Myers, &old_keys, &new_keys) {
        match op {
            DiffOp::Equal { new_index, len, .. } => {
                for line in slice(&new.lines, new_index..new_index.saturating_add(len)) {
                    same += line.words.len();
                    rows.push(Row::Same(whole(line)));
                }
            }
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                let (removed, added) = (slice(&old.lines, op.old_range()), slice(&new.lines, op.new_range()));
                change.lines_removed += removed.len();
                change.lines_added += added.len();
                same += replaced(removed, added, &mut rows);
            }
        }
    }
    change.same_percent = percent(2 * same, old.key().count() + new.key().count());
    change.rows = with_gaps(rows);
    Some(change)
}

fn slice<T>(list: &[T], range: Range<usize>) -> &[T] {
    list.get(range).unwrap_or_default()
}

/// Rounded down, so that bodies that differ are never the same to 100 percent.
fn percent(part: usize, whole: usize) -> u8 {
    let percent = part.saturating_mul(100).checked_div(whole).unwrap_or(0);
    u8::try_from(percent.min(99)).unwrap_or(99)
}

fn whole(line: &BodyLine) -> Line {
    Line { indent: line.indent, pieces: pieces(&line.words, &|_| false) }
}

/// Words as pieces; neighbours that agree whether they differ make one piece.
fn pieces(words: &[Word], differs: &dyn Fn(usize) -> bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let differs = differs(index);
        let blank = if word.spaced && index > 0 { " " } else { "" };
        match pieces.last_mut() {
            Some(last) if last.differs == differs => {
                last.text.push_str(blank);
                last.text.push_str(&word.text);
            }
            Some(last) => {
                last.text.push_str(blank);
                pieces.push(Piece { text: word.text.clone(), differs });
            }
            None => pieces.push(Piece { text: word.text.clone(), differs }),
        }
    }
    pieces
}

/// Lines that took the place of others: each is put beside the first one that resembles it, in order. Returns
/// how many tokens are the same.
fn replaced(old: &[BodyLine], new: &[BodyLine], rows: &mut Vec<Row>) -> usize {
    let mut same = 0;
    let mut rest = old;
    for line in new {
        let found = rest.iter().enumerate().take(CONTEXT).find_map(|(index, candidate)| {
            let matched = match_words(candidate, line)?;
            Some((index, candidate, matched))
        });
        let Some((index, candidate, matched)) = found else {
            rows.push(Row::Added(whole(line)));
            continue;
        };
        rows.extend(slice(rest, 0..index).iter().map(|line| Row::Removed(whole(line))));
        rest = slice(rest, index + 1..rest.len());
        same += matched.count;
        rows.push(Row::Changed {
            old: Line {
                indent: candidate.indent,
                pieces: pieces(&candidate.words, &|i| !contains(&matched.old, i)),
            },
            new: Line { indent: line.indent, pieces: pieces(&line.words, &|i| !contains(&matched.new, i)) },
        });
    }
    rows.extend(rest.iter().map(|line| Row::Removed(whole(line))));
    same
}

/// The parts of two lines that are the same, as ranges of word indices in order.
struct Matched {
    old: Vec<Range<usize>>,
    new: Vec<Range<usize>>,
    count: usize,
}

fn contains(ranges: &[Range<usize>], index: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= index);
    ranges.get(next).is_some_and(|range| range.contains(&index))
}

/// Matches two lines, if at least half of their tokens are the same.
fn match_words(old: &BodyLine, new: &BodyLine) -> Option<Matched> {
    let total = old.words.len() + new.words.len();
    if old.words.len().max(new.words.len()) > MAX_WORDS {
        return None;
    }
    let mut matched = Matched { old: Vec::new(), new: Vec::new(), count: 0 };
    for op in capture_diff_slices(Algorithm::Myers, &old.key(), &new.key()) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            matched.old.push(old_index..old_index.saturating_add(len));
            matched.new.push(new_index..new_index.saturating_add(len));
            matched.count += len;
        }
    }
    (4 * matched.count >= total).then_some(matched)
}

/// Leaves out what is the same and far from every difference.
fn with_gaps(rows: Vec<Row>) -> Vec<Row> {
    let is_same = |row: &Row| matches!(row, Row::Same(_));
    let differing: Vec<usize> =
        rows.iter().enumerate().filter(|(_, row)| !is_same(row)).map(|(index, _)| index).collect();
    let near = |index: usize| {
        let next = differing.partition_point(|other| other + CONTEXT < index);
        differing.get(next).is_some_and(|other| *other <= index + CONTEXT)
    };
    let mut result: Vec<Row> = Vec::new();
    let mut hidden: Vec<Row> = Vec::new();
    let end = |hidden: &mut Vec<Row>, result: &mut Vec<Row>| match hidden.len() {
        // A line in place of a line would hide it for nothing.
        0 | 1 => result.append(hidden),
        count => {
            hidden.clear();
            result.push(Row::Gap(count));
        }
    };
    for (index, row) in rows.into_iter().enumerate() {
        if near(index) {
            end(&mut hidden, &mut result);
            result.push(row);
        } else {
            hidden.push(row);
        }
    }
    end(&mut hidden, &mut result);
    result
}
