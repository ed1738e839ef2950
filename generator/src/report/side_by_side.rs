//! Two texts side by side: lines matched with lines, and within lines words with words.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Lines that are the same and stand near a difference are shown; this many on either side.
const CONTEXT: usize = 3;
/// Texts with more lines, and lines with more words, are not matched piece by piece, because that takes quadratic
/// time. CPython's longest body has 130 lines, its longest table some 2,100.
const MAX_LINES: usize = 3000;
const MAX_WORDS: usize = 2000;

/// A line of two texts side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Row {
    /// This many lines are the same and left out.
    Gap(usize),
    /// The same on both sides.
    Same(Line),
    /// On the older side only.
    Removed(Line),
    /// On the newer side only.
    Added(Line),
    /// On both sides, but not the same.
    Changed {
        /// On the older side.
        old: Line,
        /// On the newer side.
        new: Line,
    },
}

/// A line. That of a body is one statement, without comments, its indentation taken from the braces; that of a file
/// is as it stands there, with its indentation in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Line {
    /// Depth of indentation.
    pub indent: usize,
    /// The text in pieces; put together they are the line.
    pub pieces: Vec<Piece>,
}

impl Line {
    /// The blanks of the indentation.
    pub fn blanks(&self) -> String {
        "    ".repeat(self.indent.min(15))
    }

    /// The whole text with the indentation.
    pub fn indented(&self) -> String {
        self.blanks() + &self.text()
    }

    /// The whole text, without the indentation.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether the other side's line does not have it.
    pub differs: bool,
}

/// A word of a line to compare.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word {
    /// The text; a directive's has single blanks only.
    pub text: String,
    /// Whether a blank stands before it where it is shown. Two lines that differ in such blanks are the same.
    pub spaced: bool,
}

/// A line to compare: of a body one statement, the head of one, or a brace.
#[derive(Clone, Debug)]
pub struct WordLine {
    /// How many braces are open.
    pub indent: usize,
    /// Its words.
    pub words: Vec<Word>,
}

impl WordLine {
    /// What lines are compared by.
    pub fn key(&self) -> Vec<&str> {
        self.words.iter().map(|word| word.text.as_str()).collect()
    }
}

/// Two texts side by side.
#[derive(Clone, Debug, Default)]
pub struct SideBySide {
    /// The lines that differ and those around them. Empty if the texts are too long.
    pub rows: Vec<Row>,
    /// Lines on the newer side only.
    pub added: usize,
    /// Lines on the older side only.
    pub removed: usize,
    /// Words that are on both sides, in the same order.
    pub same: usize,
}

/// Puts two texts side by side.
pub fn compare(old: &[WordLine], new: &[WordLine]) -> SideBySide {
    if old.len().max(new.len()) > MAX_LINES {
        return SideBySide { removed: old.len(), added: new.len(), ..SideBySide::default() };
    }
    let old_keys: Vec<_> = old.iter().map(WordLine::key).collect();
    let new_keys: Vec<_> = new.iter().map(WordLine::key).collect();
    let mut result = SideBySide::default();
    for op in capture_diff_slices(Algorithm::Myers, &old_keys, &new_keys) {
        match op {
            DiffOp::Equal { new_index, len, .. } => {
                for line in slice(new, new_index..new_index.saturating_add(len)) {
                    result.same += line.words.len();
                    result.rows.push(Row::Same(whole(line)));
                }
            }
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                let (removed, added) = (slice(old, op.old_range()), slice(new, op.new_range()));
                result.removed += removed.len();
                result.added += added.len();
                result.same += replaced(removed, added, &mut result.rows);
            }
        }
    }
    result.rows = with_gaps(result.rows);
    result
}

/// A text as lines to compare exactly: blanks are words, too, and what cannot be seen is made visible.
pub fn exact_lines(text: &str) -> Vec<WordLine> {
    let word = |text: &str| Word { text: text.replace('\r', "␍"), spaced: false };
    let lines = text.split_inclusive('\n').map(|line| {
        let mut words: Vec<Word> =
            exact_words(line.strip_suffix('\n').unwrap_or(line)).into_iter().map(word).collect();
        if !line.ends_with('\n') {
            words.push(word(" (no newline at the end)"));
        }
        WordLine { indent: 0, words }
    });
    lines.collect()
}

/// Runs of blanks, runs of letters, digits and underscores, and any other character by itself.
fn exact_words(line: &str) -> Vec<&str> {
    let class = |c: char| match c {
        c if c.is_whitespace() => 0,
        c if c.is_alphanumeric() || c == '_' => 1,
        _ => 2,
    };
    let mut words = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let end = match class(first) {
            2 => first.len_utf8(),
            kind => rest.find(|c| class(c) != kind).unwrap_or(rest.len()),
        };
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after;
    }
    words
}

fn slice<T>(list: &[T], range: Range<usize>) -> &[T] {
    list.get(range).unwrap_or_default()
}

fn whole(line: &WordLine) -> Line {
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

/// Lines that took the place of others: each is put beside the first one that resembles it, in order. Of the others,
/// those removed stand before those added. Returns how many words are the same.
fn replaced(old: &[WordLine], new: &[WordLine], rows: &mut Vec<Row>) -> usize {
    let mut same = 0;
    let mut rest = old;
    let mut added = Vec::new();
    for line in new {
        let found = rest.iter().enumerate().take(CONTEXT).find_map(|(index, candidate)| {
            let matched = match_words(candidate, line)?;
            Some((index, candidate, matched))
        });
        let Some((index, candidate, matched)) = found else {
            added.push(Row::Added(whole(line)));
            continue;
        };
        rows.extend(slice(rest, 0..index).iter().map(|line| Row::Removed(whole(line))));
        rows.append(&mut added);
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
    rows.append(&mut added);
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

fn is_visible(word: &Word) -> bool {
    !word.text.trim().is_empty()
}

/// Matches two lines, if at least half of their words are the same, blanks not counted.
fn match_words(old: &WordLine, new: &WordLine) -> Option<Matched> {
    let total = old.words.iter().chain(&new.words).filter(|word| is_visible(word)).count();
    if old.words.len().max(new.words.len()) > MAX_WORDS {
        return None;
    }
    let mut matched = Matched { old: Vec::new(), new: Vec::new(), count: 0 };
    for op in capture_diff_slices(Algorithm::Myers, &old.key(), &new.key()) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            matched.old.push(old_index..old_index.saturating_add(len));
            matched.new.push(new_index..new_index.saturating_add(len));
            let words = slice(&old.words, old_index..old_index.saturating_add(len));
            matched.count += words.iter().filter(|word| is_visible(word)).count();
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
