//! What is marked below a line of source: which part of it an instruction is from, and in that the operator or the
//! brackets.

use super::stack::is_space;

/// A line and a column in it, from 0.
type Place = (usize, usize);

/// Places, in characters, between which the operator or the brackets of a piece of source are.
struct Anchors {
    left: Place,
    right: Place,
}

/// The columns that the first `count` characters of a line take on a terminal.
fn width(line: &[char], count: usize) -> usize {
    if line.iter().all(char::is_ascii) {
        return count;
    }
    let is_wide = |char: &char| crate::objects::str_::is_wide(u32::from(*char));
    line.iter().take(count).map(|char| if is_wide(char) { 2 } else { 1 }).sum()
}

/// How many characters the first `bytes` bytes of a line are.
fn characters(line: &str, bytes: i32) -> usize {
    let bytes = usize::try_from(bytes).unwrap_or(0).min(line.len());
    String::from_utf8_lossy(&line.as_bytes()[..bytes]).chars().count()
}

fn indentation(line: &[char]) -> usize {
    line.iter().take_while(|char| is_space(**char)).count()
}

/// Lines without the white space that they all begin with; blank ones are empty: `textwrap.dedent`.
fn dedent<S: AsRef<str>>(lines: &[S]) -> Vec<String> {
    let lines: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
    let blank = |line: &str| line.chars().all(is_space);
    let margin_of =
        |line: &str| -> String { line.chars().take_while(|char| matches!(char, ' ' | '\t')).collect() };
    let mut margins = lines.iter().filter(|line| !blank(line)).map(|line| margin_of(line));
    let first = margins.next().unwrap_or_default();
    let margin = margins.fold(first, |common, margin| {
        common.chars().zip(margin.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
    });
    lines
        .iter()
        .map(|line| if blank(line) { String::new() } else { line[margin.len()..].to_owned() })
        .collect()
}

/// The lines, indented, with marks below the part from byte `start` of the first to byte `end` of the last.
pub(super) fn show(lines: &[String], start: i32, end: i32) -> String {
    let dedented = dedent(lines);
    let all: Vec<Vec<char>> = dedented.iter().map(|line| line.chars().collect()).collect();
    let (first, last) = (0, all.len() - 1);
    let cut = lines[first].chars().count() - all[first].len();
    let start = characters(&lines[first], start).saturating_sub(cut);
    let end = characters(&lines[last], end).saturating_sub(cut);
    let (start_column, end_column) = (width(&all[first], start), width(&all[last], end));

    let segment = segment(&all, start, end);
    let anchors = anchors(&segment);
    let marked = is_marked(&all, start, end, anchors.is_some());

    let mut significant = vec![first, last];
    let mut marks = None;
    if let Some(Anchors { mut left, mut right }) = anchors {
        for (line, offset) in [&mut left, &mut right] {
            if *line == 0 {
                *offset += start;
            }
            *offset = all.get(*line).map_or(*offset, |text| width(text, *offset));
            significant.extend(line.saturating_sub(1)..=*line + 1);
        }
        marks = Some((left, right));
    }
    significant.retain(|line| *line <= last);
    significant.sort_unstable();
    significant.dedup();

    let mut shown: Vec<String> = Vec::new();
    let output = |number: usize, shown: &mut Vec<String>| {
        let line = &all[number];
        shown.push(line.iter().collect());
        if !marked {
            return;
        }
        let spaces = indentation(line);
        let count = if number == last { end_column } else { width(line, line.len()) };
        let mark = |column: usize| {
            if column < spaces || number == 0 && column < start_column {
                return ' ';
            }
            match marks {
                Some((left, right)) if (number, column) >= left && (number, column) < right => '^',
                Some(_) => '~',
                None => '^',
            }
        };
        shown.push((0..count).map(mark).collect());
    };
    let mut previous: Option<usize> = None;
    for number in significant {
        match previous.map(|previous| number - previous) {
            Some(2) => output(number - 1, &mut shown),
            Some(more) if more > 2 => shown.push(format!("...<{} lines>...", more - 1)),
            _ => {}
        }
        output(number, &mut shown);
        previous = Some(number);
    }
    dedent(&shown).into_iter().map(|line| format!("    {line}\n")).collect()
}

/// The source from `start` in the first line to `end` in the last.
fn segment(all: &[Vec<char>], start: usize, end: usize) -> String {
    let joined: Vec<char> = all.join(&'\n');
    let behind = all.last().map_or(0, Vec::len).saturating_sub(end);
    let to = joined.len().saturating_sub(behind);
    joined.get(start.min(to)..to).unwrap_or_default().iter().collect()
}

/// Whether marks say anything: not where they would be below all of a statement that is a call, or of all there is.
fn is_marked(all: &[Vec<char>], start: usize, end: usize, has_anchors: bool) -> bool {
    if is_plain_call(all, start, end) {
        return false;
    }
    let (Some(first), Some(last)) = (all.first(), all.last()) else { return false };
    has_anchors
        || first.iter().take(start).any(|char| !is_space(*char))
        || last.iter().skip(end).any(|char| !is_space(*char))
}

/// Whether the lines are a statement that is a call and little else, and the place is all of the call.
#[cfg(feature = "compiler")]
fn is_plain_call(all: &[Vec<char>], start: usize, end: usize) -> bool {
    use casewright_code::compile::{Statement, first_statement};
    let source: String = all.join(&'\n').into_iter().collect();
    match first_statement(&source) {
        Statement::Missing => true,
        // Columns of the syntax tree are bytes, and are compared as they are.
        Statement::PlainCall(call) => {
            line_and_byte(&source, call.start) == (0, start)
                && line_and_byte(&source, call.end) == (all.len() - 1, end)
        }
        Statement::Other => false,
    }
}

#[cfg(not(feature = "compiler"))]
fn is_plain_call(_: &[Vec<char>], _: usize, _: usize) -> bool {
    false
}

/// The place of a byte of text, as line and byte in the line.
#[cfg(feature = "compiler")]
fn line_and_byte(text: &str, offset: usize) -> Place {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let line = before.iter().filter(|byte| **byte == b'\n').count();
    let begin = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    (line, before.len() - begin)
}

/// Walks over characters of a piece of source.
#[cfg(feature = "compiler")]
struct Walker {
    lines: Vec<Vec<char>>,
}

#[cfg(feature = "compiler")]
impl Walker {
    fn new(segment: &str) -> Self {
        Self { lines: segment.split('\n').map(|line| line.chars().collect()).collect() }
    }

    /// The place of a byte.
    fn place(&self, segment: &str, offset: usize) -> Place {
        let (line, byte) = line_and_byte(segment, offset);
        let text: String = self.lines.get(line).into_iter().flatten().collect();
        (line, characters(&text, byte as i32))
    }

    /// The place itself, or the next that has a character.
    fn valid(&self, (mut line, mut column): Place) -> Option<Place> {
        while column >= self.lines.get(line)?.len() {
            (line, column) = (line + 1, 0);
        }
        Some((line, column))
    }

    /// The next place from here on with a character of which `stop` holds, outside of comments.
    fn find(&self, mut place: Place, stop: impl Fn(char) -> bool) -> Option<Place> {
        loop {
            let char = self.lines[place.0][place.1];
            if matches!(char, '\\' | '#') {
                place = self.valid((place.0 + 1, 0))?;
            } else if stop(char) {
                return Some(place);
            } else {
                place = self.valid((place.0, place.1 + 1))?;
            }
        }
    }
}

/// Where the operator or the brackets of an expression are: `_extract_caret_anchors_from_line_segment`.
#[cfg(feature = "compiler")]
fn anchors(segment: &str) -> Option<Anchors> {
    use casewright_code::compile::{Shape, expression_shape};
    let walker = Walker::new(segment);
    match expression_shape(segment)? {
        Shape::Binary { left_end, right_start } => {
            let begin = walker.valid(walker.place(segment, left_end))?;
            let left = walker.find(begin, |char| !is_space(char) && char != ')')?;
            let operand = walker.place(segment, right_start);
            // Operators have one or two characters.
            let second = walker.lines[left.0].get(left.1 + 1).copied();
            let is_long = second.is_some_and(|char| !is_space(char) && !matches!(char, '\\' | '#'))
                && (operand.0 > left.0 || left.1 + 1 < operand.1);
            Some(Anchors { left, right: (left.0, left.1 + 1 + usize::from(is_long)) })
        }
        Shape::Subscript { value_end: before, end } => brackets(&walker, segment, before, end, '['),
        Shape::Call { function_end: before, end } => brackets(&walker, segment, before, end, '('),
    }
}

#[cfg(not(feature = "compiler"))]
fn anchors(_: &str) -> Option<Anchors> {
    None
}

/// From the bracket that opens behind `before` to the end.
#[cfg(feature = "compiler")]
fn brackets(walker: &Walker, segment: &str, before: usize, end: usize, open: char) -> Option<Anchors> {
    let begin = walker.valid(walker.place(segment, before))?;
    let left = walker.find(begin, |char| char == open)?;
    Some(Anchors { left, right: walker.place(segment, end) })
}
