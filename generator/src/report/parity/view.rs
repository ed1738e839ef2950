//! The report as people read it: by file, and in a file by definition. Facts about one definition that say the same
//! for many arguments are one line.

use std::collections::BTreeMap;

use super::bodies::{PartDifference, PartKind};
use super::facts::Difference;
use super::{Count, Report, Section};
use crate::report::side_by_side::{self, Row, exact_lines};

/// Definitions shown per section in the forms for people; the JSON form has them all.
const SHOWN: usize = 300;

/// What differs in a section.
pub struct SectionView<'a> {
    /// The section.
    pub section: &'a Section,
    /// Its files, in the order in which they were compared.
    pub files: Vec<FileView<'a>>,
    /// Number of definitions that differ and are not shown.
    pub hidden: usize,
}

/// What differs in a file.
pub struct FileView<'a> {
    /// The file.
    pub name: &'a str,
    /// What was compared in it.
    pub counts: Vec<&'a Count>,
    /// Its definitions that differ.
    pub subjects: Vec<SubjectView<'a>>,
}

/// What differs about a definition.
pub struct SubjectView<'a> {
    /// The id of its element in a page.
    pub anchor: String,
    /// Its name, or what else the part is.
    pub title: &'a str,
    /// Whether the title is a name.
    pub is_name: bool,
    /// Where it is defined.
    pub at: Option<&'a str>,
    /// Its text.
    pub definition: Option<&'a str>,
    /// Facts.
    pub facts: Vec<FactView<'a>>,
    /// Parts of the file.
    pub parts: Vec<&'a PartDifference>,
}

/// A fact, or the same one for several arguments.
#[derive(Clone)]
pub struct FactView<'a> {
    /// The table.
    pub table: &'a str,
    /// What about the subject, if the table does not say it.
    pub aspect: String,
    /// What CPython says.
    pub cpython: Option<&'a str>,
    /// What Casewright says.
    pub casewright: Option<&'a str>,
}

/// A definition that differs, and in which sections.
pub struct NameView<'a> {
    /// Its name.
    pub name: &'a str,
    /// The sections, counted from one, each with the anchor of the place in it.
    pub places: Vec<(usize, String)>,
}

/// The sections of a report, with what the forms for people show.
pub fn sections(report: &Report) -> Vec<SectionView<'_>> {
    let mut sections: Vec<SectionView<'_>> = report.sections.iter().map(SectionView::new).collect();
    for (section_number, section) in (1..).zip(&mut sections) {
        for (file_number, file) in (1..).zip(&mut section.files) {
            for (number, subject) in (1..).zip(&mut file.subjects) {
                subject.anchor = format!("s{section_number}-f{file_number}-d{number}");
            }
        }
    }
    sections
}

/// Every definition that differs somewhere, by name.
pub fn names<'a>(sections: &[SectionView<'a>]) -> Vec<NameView<'a>> {
    let mut names: BTreeMap<&str, BTreeMap<usize, String>> = BTreeMap::new();
    for (number, section) in (1..).zip(sections) {
        for subject in section.files.iter().flat_map(|file| &file.subjects).filter(|s| s.is_name) {
            let places = names.entry(subject.title).or_default();
            places.entry(number).or_insert_with(|| subject.anchor.clone());
        }
    }
    let view = |(name, places): (&'a str, BTreeMap<usize, String>)| NameView {
        name,
        places: places.into_iter().collect(),
    };
    names.into_iter().map(view).collect()
}

impl<'a> SectionView<'a> {
    fn new(section: &'a Section) -> SectionView<'a> {
        let mut files: Vec<FileView<'a>> = Vec::new();
        for count in &section.counts {
            file(&mut files, &count.file).counts.push(count);
        }
        for difference in &section.differences {
            let key = &difference.key;
            let subject = file(&mut files, key.file).subject(&key.subject, true);
            subject.at = difference.defined_at.as_deref();
            subject.definition = section.definitions.get(&key.subject).map(String::as_str);
        }
        for file in &mut files {
            for subject in &mut file.subjects {
                let about = section
                    .differences
                    .iter()
                    .filter(|d| d.key.file == file.name && d.key.subject == subject.title);
                subject.facts = merge(about);
            }
        }
        for part in &section.parts {
            let subject = file(&mut files, &part.file).subject(part.title(), part.name.is_some());
            subject.at = subject.at.or(part.defined_at.as_deref());
            subject.definition = subject.definition.or(part.definition.as_deref());
            subject.parts.push(part);
        }
        let mut left = SHOWN;
        let mut hidden = 0;
        for file in &mut files {
            let shown = file.subjects.len().min(left);
            hidden += file.subjects.len() - shown;
            left -= shown;
            file.subjects.truncate(shown);
        }
        SectionView { section, files, hidden }
    }

    /// Number of definitions that differ in some file.
    pub fn different(&self) -> usize {
        self.hidden + self.files.iter().map(|file| file.subjects.len()).sum::<usize>()
    }
}

fn file<'f, 'a>(files: &'f mut Vec<FileView<'a>>, name: &'a str) -> &'f mut FileView<'a> {
    let index = files.iter().position(|file| file.name == name).unwrap_or_else(|| {
        files.push(FileView { name, counts: Vec::new(), subjects: Vec::new() });
        files.len() - 1
    });
    &mut files[index]
}

impl<'a> FileView<'a> {
    /// How much of it was compared.
    pub fn compared(&self) -> usize {
        self.counts.iter().map(|count| count.facts).sum()
    }

    fn subject(&mut self, title: &'a str, is_name: bool) -> &mut SubjectView<'a> {
        let found = self.subjects.iter().position(|subject| subject.title == title);
        let index = found.unwrap_or_else(|| {
            self.subjects.push(SubjectView {
                anchor: String::new(),
                title,
                is_name,
                at: None,
                definition: None,
                facts: Vec::new(),
                parts: Vec::new(),
            });
            self.subjects.len() - 1
        });
        &mut self.subjects[index]
    }
}

impl SubjectView<'_> {
    /// What differs, in a few words.
    pub fn summary(&self) -> String {
        let mut words: Vec<String> = Vec::new();
        for fact in &self.facts {
            if !words.iter().any(|word| word == fact.table) {
                words.push(fact.table.to_owned());
            }
        }
        for part in &self.parts {
            let texts = part.side_by_side();
            words.push(match (&part.cpython, &part.casewright) {
                (Some(_), None) => "only the left side has it".to_owned(),
                (None, Some(_)) => "only the right side has it".to_owned(),
                _ if part.kind == PartKind::Order => "in another order".to_owned(),
                _ => format!("−{} +{} lines", texts.removed, texts.added),
            });
        }
        words.join(", ")
    }
}

impl FactView<'_> {
    fn is_effect(&self) -> bool {
        self.aspect.starts_with("oparg")
    }

    /// The two values side by side.
    pub fn rows(&self) -> Vec<Row> {
        let lines = |value: Option<&str>| match value {
            Some("") => exact_lines("(empty)\n"),
            Some(value) => exact_lines(&format!("{value}\n")),
            None => Vec::new(),
        };
        match side_by_side::compare(&lines(self.cpython), &lines(self.casewright)).rows.as_slice() {
            // Values that have nothing in common stand in one row, too.
            [Row::Removed(old), Row::Added(new)] => {
                vec![Row::Changed { old: old.clone(), new: new.clone() }]
            }
            rows => rows.to_vec(),
        }
    }
}

/// The argument in an aspect (`oparg=3`, `oparg=3, jump=True`), and what else it says.
fn argument(aspect: &str) -> Option<(u32, &str)> {
    let rest = aspect.strip_prefix("oparg=")?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, rest) = rest.split_at(end);
    Some((number.parse().ok()?, rest))
}

/// Facts about one subject, those about many arguments put together.
fn merge<'a>(differences: impl Iterator<Item = &'a Difference>) -> Vec<FactView<'a>> {
    type Key<'a> = (&'a str, &'a str, Option<&'a str>, Option<&'a str>);
    let mut merged: Vec<(Key<'a>, Vec<u32>)> = Vec::new();
    for difference in differences {
        let argument = argument(&difference.key.aspect);
        let aspect = argument.map_or(difference.key.aspect.as_str(), |(_, rest)| rest);
        let key =
            (difference.key.table, aspect, difference.cpython.as_deref(), difference.casewright.as_deref());
        let same = merged.iter_mut().find(|(other, numbers)| *other == key && !numbers.is_empty());
        match (same, argument) {
            (Some((_, numbers)), Some((number, _))) => numbers.push(number),
            (_, argument) => merged.push((key, argument.map(|(number, _)| number).into_iter().collect())),
        }
    }
    for (_, numbers) in &mut merged {
        numbers.sort_unstable();
    }
    // Effects that depend on the argument come in the order of the argument.
    merged.sort_by(|((table, aspect, ..), numbers), ((other, other_aspect, ..), others)| {
        (table, aspect, numbers.first()).cmp(&(other, other_aspect, others.first()))
    });
    let view = |((table, rest, cpython, casewright), numbers): (Key<'a>, Vec<u32>)| {
        let aspect =
            if numbers.is_empty() { rest.to_owned() } else { format!("oparg {}{rest}", ranges(&numbers)) };
        FactView { table, aspect, cpython, casewright }
    };
    shorten(merged.into_iter().map(view).collect())
}

/// Of the many lines of an effect that differs by another number for each argument, the first few say all.
fn shorten(facts: Vec<FactView<'_>>) -> Vec<FactView<'_>> {
    const MOST: usize = 4;
    let mut shown: Vec<FactView<'_>> = Vec::new();
    for table in facts.chunk_by(|one, next| one.table == next.table && one.is_effect() && next.is_effect()) {
        let hidden = table.len().saturating_sub(MOST);
        shown.extend(table.iter().take(MOST).cloned());
        if let (1.., Some(last)) = (hidden, table.last()) {
            let aspect = format!("and {hidden} more such differences, which are in report.json");
            shown.push(FactView { aspect, cpython: None, casewright: None, ..last.clone() });
        }
    }
    shown
}

/// Numbers in order as ranges (`0–3, 7`).
fn ranges(numbers: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, end)) if end.checked_add(1) == Some(*number) => *end = *number,
            _ => ranges.push((*number, *number)),
        }
    }
    let texts = ranges.into_iter().map(|(start, end)| match end - start {
        0 => start.to_string(),
        _ => format!("{start}–{end}"),
    });
    texts.collect::<Vec<_>>().join(", ")
}
