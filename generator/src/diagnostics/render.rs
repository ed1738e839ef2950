//! One renderer for every finding: code, message, place, source excerpt with labels, help.
//!
//! miette draws. It is not given the files themselves but excerpts of a few lines around each label, so that a
//! file of one huge line, or one with control characters, cannot flood or garble a terminal.

use std::fmt;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};

use super::{Code, Diagnostic, Diagnostics, Label, Severity, catalog};
use crate::syntax::source::{FileId, SourceMap};

/// Width of the output when nobody says how wide the terminal is.
pub const DEFAULT_WIDTH: usize = 100;

/// Lines of context above and below a label.
const CONTEXT_LINES: usize = 1;

/// Longest piece of a line that is shown.
const MAX_LINE: usize = 120;

/// Labels that go over more lines than this are drawn under their first line only.
const MAX_LABEL_LINES: u32 = 4;

/// Renders all findings, sorted by place, for a terminal (`colour`) or for a file, [`DEFAULT_WIDTH`] wide. The
/// same findings always give the same text. Ends in a line that counts them; without findings it is empty.
pub fn render(sources: &SourceMap, diagnostics: &Diagnostics, colour: bool) -> String {
    render_width(sources, diagnostics, colour, DEFAULT_WIDTH)
}

/// As [`render`], for another width.
pub fn render_width(sources: &SourceMap, diagnostics: &Diagnostics, colour: bool, width: usize) -> String {
    let mut out = String::new();
    let (mut errors, mut warnings) = (0, 0);
    for diagnostic in diagnostics.sorted() {
        match diagnostic.severity {
            Severity::Error => errors += 1,
            Severity::Warning => warnings += 1,
        }
        render_one(sources, diagnostic, colour, width, &mut out);
        out.push('\n');
    }
    if errors + warnings > 0 {
        let count = |n: usize, what: &str| match n {
            0 => None,
            1 => Some(format!("1 {what}")),
            n => Some(format!("{n} {what}s")),
        };
        let counts: Vec<String> =
            [count(errors, "error"), count(warnings, "warning")].into_iter().flatten().collect();
        out.push_str(&counts.join(", "));
        out.push('\n');
    }
    out
}

/// The long form of a code: its title and explanation; `None` if there is no such code.
pub fn explain(code: Code) -> Option<String> {
    let info = catalog::find(code)?;
    Some(format!("{}: {}\n\n{}\n", info.code, info.title, info.explanation.trim_end()))
}

fn render_one(sources: &SourceMap, diagnostic: &Diagnostic, colour: bool, width: usize, out: &mut String) {
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(width)
        .with_links(false)
        .with_context_lines(CONTEXT_LINES)
        .without_syntax_highlighting();
    let report = Report::new(sources, diagnostic);
    let mut text = String::new();
    // Writing to a string cannot fail; only a label outside of its excerpt could, and then the message counts.
    if handler.render_report(&mut text, &report).is_err() {
        text = format!("{}: {}\n", diagnostic.code, diagnostic.message);
    }
    for line in text.lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// A diagnostic as miette sees it: the labels of one file, and those of other files as related reports.
#[derive(Debug)]
struct Report {
    /// The code; related reports have none.
    code: Option<Code>,
    severity: miette::Severity,
    message: String,
    help: Option<String>,
    excerpt: Excerpt,
    related: Vec<Report>,
}

impl Report {
    fn new(sources: &SourceMap, diagnostic: &Diagnostic) -> Report {
        let mut files: Vec<FileId> = Vec::new();
        for label in &diagnostic.labels {
            if !files.contains(&label.span.file) {
                files.push(label.span.file);
            }
        }
        let labels_of = |file: FileId| -> Vec<(bool, &Label)> {
            let numbered = diagnostic.labels.iter().enumerate();
            numbered.filter(|(_, l)| l.span.file == file).map(|(i, l)| (i == 0, l)).collect()
        };
        let related = files.iter().skip(1).map(|file| Report {
            code: None,
            severity: miette::Severity::Advice,
            message: format!("see also {}", sources.file(*file).display_name()),
            help: None,
            excerpt: Excerpt::new(sources, *file, &labels_of(*file)),
            related: Vec::new(),
        });
        let hint = format!("more: casewright explain {}", diagnostic.code);
        Report {
            code: Some(diagnostic.code),
            severity: match diagnostic.severity {
                Severity::Error => miette::Severity::Error,
                Severity::Warning => miette::Severity::Warning,
            },
            message: diagnostic.message.clone(),
            help: Some(if diagnostic.help.is_empty() {
                hint
            } else {
                format!("{}\n{hint}", diagnostic.help)
            }),
            excerpt: match files.first() {
                Some(file) => Excerpt::new(sources, *file, &labels_of(*file)),
                None => Excerpt::default(),
            },
            related: related.collect(),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Report {}

impl miette::Diagnostic for Report {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        if self.excerpt.labels.is_empty() { None } else { Some(&self.excerpt) }
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.labels.iter().map(|place| {
            let text = if place.text.is_empty() { None } else { Some(place.text.clone()) };
            if place.primary {
                LabeledSpan::new_primary_with_span(text, place.span)
            } else {
                LabeledSpan::new_with_span(text, place.span)
            }
        })))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        if self.related.is_empty() {
            return None;
        }
        Some(Box::new(self.related.iter().map(|r| r as &dyn miette::Diagnostic)))
    }
}

/// The lines around some labels of one file, printable, with everything else left out.
#[derive(Debug, Default)]
struct Excerpt {
    name: String,
    text: String,
    lines: Vec<ExcerptLine>,
    labels: Vec<ExcerptLabel>,
}

/// One line of an excerpt.
#[derive(Debug)]
struct ExcerptLine {
    /// 1-based number in the file.
    number: u32,
    /// Where it starts in the excerpt's text.
    start: usize,
    /// Where it ends there, its line end included.
    end: usize,
}

/// A label with its place in the excerpt's text and in the file.
#[derive(Debug)]
struct ExcerptLabel {
    span: SourceSpan,
    text: String,
    primary: bool,
    /// 1-based, in the file.
    line: u32,
    /// 1-based, in the file.
    column: u32,
}

impl Excerpt {
    fn new(sources: &SourceMap, id: FileId, labels: &[(bool, &Label)]) -> Excerpt {
        let file = sources.file(id);
        // Which lines, and for each the first column to show if it is too long to show whole.
        let mut wanted: std::collections::BTreeMap<u32, usize> = std::collections::BTreeMap::new();
        let mut places = Vec::new();
        for (primary, label) in labels {
            let length = file.text.len() as u32;
            let (start, mut end) = (label.span.start.min(length), label.span.end.min(length));
            let (line, column) = file.line_column(start);
            let last = file.line_column(end.max(start + 1).min(length).saturating_sub(1).max(start)).0;
            let line_end = file.line(line).end as u32;
            if last - line >= MAX_LABEL_LINES {
                end = line_end;
            }
            let last = if last - line >= MAX_LABEL_LINES { line } else { last };
            let context = CONTEXT_LINES as u32;
            for number in line.saturating_sub(context).max(1)..=(last + context).min(file.line_count()) {
                wanted.entry(number).or_insert(0);
            }
            let from = (column as usize - 1).saturating_sub(MAX_LINE / 3);
            if file.line(line).len() > MAX_LINE {
                let first = wanted.entry(line).or_insert(from);
                *first = if *first == 0 { from } else { (*first).min(from) };
            }
            places.push((*primary, *label, start, end.max(start), line, column));
        }
        let mut excerpt = Excerpt { name: file.display_name(), ..Excerpt::default() };
        // Byte offsets in the file, with those in the excerpt, of everything that is shown; in order.
        let mut map: Vec<(u32, usize)> = Vec::new();
        for (number, from) in wanted {
            let range = file.line(number);
            let start = excerpt.text.len();
            let line = file.text.get(range.clone()).unwrap_or_default();
            // Not looked for from the start of the line: a file may have thousands of mistakes, and all in one line.
            let first = line.ceil_char_boundary(from);
            let rest = line.get(first..).unwrap_or_default();
            for (shown, (i, c)) in rest.char_indices().enumerate() {
                map.push(((range.start + first + i) as u32, excerpt.text.len()));
                if shown == 0 && from > 0 {
                    excerpt.text.push('…');
                }
                if shown == MAX_LINE {
                    excerpt.text.push('…');
                    break;
                }
                excerpt.text.push(printable(c));
            }
            map.push((range.end as u32, excerpt.text.len()));
            excerpt.text.push('\n');
            excerpt.lines.push(ExcerptLine { number, start, end: excerpt.text.len() });
        }
        let place = |offset: u32| {
            let i = map.partition_point(|(from, _)| *from < offset);
            map.get(i).or(map.last()).map_or(0, |(_, to)| *to)
        };
        for (primary, label, start, end, line, column) in places {
            let (from, to) = (place(start), place(end));
            let span = SourceSpan::new(from.into(), to.saturating_sub(from));
            let text = label.text.chars().map(printable).collect();
            excerpt.labels.push(ExcerptLabel { span, text, primary, line, column });
        }
        excerpt
    }
}

/// A character that may be sent to a terminal: control characters and those that change the direction of the
/// text are replaced.
fn printable(c: char) -> char {
    match c {
        '\t' => c,
        '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' => {
            '\u{FFFD}'
        }
        c if c.is_control() => '\u{FFFD}',
        c => c,
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (from, to) = (span.offset(), span.offset() + span.len());
        let line_of = |offset: usize| self.lines.iter().position(|l| offset < l.end);
        let first = line_of(from).ok_or(MietteError::OutOfBounds)?;
        let last = line_of(to.max(from + 1) - 1).ok_or(MietteError::OutOfBounds)?;
        let adjacent = |a: usize, b: usize| match (self.lines.get(a), self.lines.get(b)) {
            (Some(a), Some(b)) => a.number + 1 == b.number,
            _ => false,
        };
        // A span over lines that are left out would be drawn wrongly; miette then draws its ends apart.
        if (first..last).any(|i| !adjacent(i, i + 1)) {
            return Err(MietteError::OutOfBounds);
        }
        let (mut start, mut end) = (first, last);
        while first - start < before && start > 0 && adjacent(start - 1, start) {
            start -= 1;
        }
        while end - last < after && adjacent(end, end + 1) {
            end += 1;
        }
        let (Some(top), Some(bottom)) = (self.lines.get(start), self.lines.get(end)) else {
            return Err(MietteError::OutOfBounds);
        };
        // Asked for a label without context, miette wants to know the place for the heading.
        let exact = self.labels.iter().find(|l| before + after == 0 && l.span == *span);
        let (line, column) = exact.map_or((top.number, 1), |l| (l.line, l.column));
        let begin = if exact.is_some() { from } else { top.start };
        let data = self.text.as_bytes().get(begin..bottom.end).ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            data,
            SourceSpan::new(begin.into(), data.len()),
            line as usize - 1,
            column as usize - 1,
            end - start + 1,
        )))
    }
}
