//! Colours, wrapped lines and columns for a terminal. A character counts as one column, which holds for
//! everything that definitions are written in.

use super::super::model::{Line, Row};

/// Puts escape sequences around text, if there is colour.
#[derive(Clone, Copy, Debug)]
pub struct Paint {
    /// Whether there is.
    pub colour: bool,
}

impl Paint {
    fn with(self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// Bold.
    pub fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    /// Underlined.
    pub fn underlined(self, text: &str) -> String {
        self.with("4", text)
    }

    /// Dim.
    pub fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    /// Red: what is gone.
    pub fn red(self, text: &str) -> String {
        self.with("31", text)
    }

    /// Green: what is new.
    pub fn green(self, text: &str) -> String {
        self.with("32", text)
    }

    /// Yellow: what changed.
    pub fn yellow(self, text: &str) -> String {
        self.with("33", text)
    }

    /// Dark on red or green: what differs within a line.
    fn marked(self, is_new: bool, text: &str) -> String {
        self.with(if is_new { "30;42" } else { "30;41" }, text)
    }
}

/// The width of a column: that of its longest text, but no more than `most`.
pub fn column<'t>(texts: impl Iterator<Item = &'t str>, most: usize) -> usize {
    texts.map(|text| text.chars().count()).max().unwrap_or(0).min(most)
}

/// Text broken at blanks into lines of at most `width` columns, the first led by `first`, the others by as many
/// blanks. A word that is too long has a line to itself.
pub fn wrap(first: &str, text: &str, width: usize) -> Vec<String> {
    wrap_with(first, first.chars().count(), text, width)
}

/// The same with a `first` that has escape sequences in it, and so fewer columns than characters. No-break spaces
/// become blanks in the end.
pub fn wrap_with(first: &str, indent: usize, text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![first.to_owned()];
    let mut used = indent;
    let mut at_start = true;
    for word in text.split(' ') {
        let length = word.chars().count();
        if !at_start && used + 1 + length > width {
            lines.push(" ".repeat(indent));
            used = indent;
            at_start = true;
        }
        let Some(line) = lines.last_mut() else { break };
        if !at_start {
            line.push(' ');
            used += 1;
        }
        line.push_str(&word.replace('\u{a0}', " "));
        used += length;
        at_start = false;
    }
    lines
}

/// Text in at most `width` columns.
pub fn shorten(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(width.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// The first few words of a list.
pub fn some(words: &[String], most: usize) -> String {
    let shown = words.iter().take(most).map(String::as_str).collect::<Vec<_>>().join(", ");
    match words.len().saturating_sub(most) {
        0 => shown,
        hidden => format!("{shown} and {hidden} more"),
    }
}

/// From this width on, bodies stand side by side; below it one line follows the other.
const SIDE_BY_SIDE: usize = 120;
/// Blanks before a body.
const INDENT: usize = 6;
/// Blanks for a level of indentation within a body.
const LEVEL: usize = 4;

/// Two bodies.
pub fn rows(rows: &[Row], width: usize, paint: Paint) -> Vec<String> {
    if rows.is_empty() {
        return vec![format!("{:INDENT$}(too long to show)", "")];
    }
    let mut lines = Vec::new();
    for row in rows {
        if width >= SIDE_BY_SIDE {
            side_by_side(row, (width - INDENT - 3) / 2, paint, &mut lines);
        } else {
            one_after_the_other(row, paint, &mut lines);
        }
    }
    lines
}

fn gap(count: usize) -> String {
    format!("… {count} lines the same")
}

fn painted(line: &Line, is_new: bool, paint: Paint) -> String {
    let mut text = " ".repeat(line.indent.saturating_mul(LEVEL).min(60));
    for piece in &line.pieces {
        if piece.differs {
            // A blank at the end belongs to no word.
            let word = piece.text.trim_end();
            text.push_str(&paint.marked(is_new, word));
            text.push_str(piece.text.get(word.len()..).unwrap_or_default());
        } else {
            text.push_str(&piece.text);
        }
    }
    text
}

fn plain(line: &Line) -> String {
    format!("{}{}", " ".repeat(line.indent.saturating_mul(LEVEL).min(60)), line.text())
}

fn one_after_the_other(row: &Row, paint: Paint, lines: &mut Vec<String>) {
    let mut push = |text: String| lines.push(format!("{:INDENT$}{text}", ""));
    match row {
        Row::Gap(count) => push(paint.dim(&gap(*count))),
        Row::Same(line) => push(format!("  {}", plain(line))),
        Row::Removed(line) => push(paint.red(&format!("- {}", plain(line)))),
        Row::Added(line) => push(paint.green(&format!("+ {}", plain(line)))),
        Row::Changed { old, new } => {
            push(format!("{} {}", paint.red("-"), painted(old, false, paint)));
            push(format!("{} {}", paint.green("+"), painted(new, true, paint)));
        }
    }
}

fn side_by_side(row: &Row, width: usize, paint: Paint, lines: &mut Vec<String>) {
    let (old, sign, new) = match row {
        Row::Gap(count) => {
            lines.push(format!("{:INDENT$}{}", "", paint.dim(&gap(*count))));
            return;
        }
        Row::Same(line) => (Some(line), ' ', Some(line)),
        Row::Removed(line) => (Some(line), '<', None),
        Row::Added(line) => (None, '>', Some(line)),
        Row::Changed { old, new } => (Some(old), '|', Some(new)),
    };
    let (left, right) = (cells(old, width), cells(new, width));
    for index in 0..left.len().max(right.len()) {
        let cell = |cells: &[String]| cells.get(index).cloned().unwrap_or_default();
        let (left, right) = (format!("{:<width$}", cell(&left)), cell(&right));
        let (left, right) = match sign {
            ' ' => (left, right),
            '|' => (paint.yellow(&left), paint.yellow(&right)),
            _ => (paint.red(&left), paint.green(&right)),
        };
        lines.push(format!("{:INDENT$}{left} {sign} {right}", ""));
    }
}

/// A line in a column, over as many lines as it needs.
fn cells(line: Option<&Line>, width: usize) -> Vec<String> {
    let Some(line) = line else { return Vec::new() };
    let indent = line.indent.saturating_mul(LEVEL).min(width / 2);
    let mut first = true;
    let mut cells = Vec::new();
    for part in wrap(&" ".repeat(indent), &line.text(), width) {
        // What goes on is set off from what begins.
        let part = if first { part } else { format!("  {part}") };
        first = false;
        let characters: Vec<char> = part.chars().collect();
        cells.extend(characters.chunks(width.max(1)).map(|chunk| chunk.iter().collect::<String>()));
    }
    cells
}
