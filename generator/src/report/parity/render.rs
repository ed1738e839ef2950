//! The parity report as Markdown, HTML and JSON, and the JSON Schema of the last.

use askama::Template;

use super::view::{self, NameView, SectionView};
use super::{Report, Section, Unit, Verdict};
use crate::report::markdown::{cell, code, fence};
use crate::report::side_by_side::Row;

#[derive(Template)]
#[template(path = "parity.md.askama", escape = "none")]
struct Markdown<'a> {
    report: &'a Report,
    sections: &'a [SectionView<'a>],
    names: &'a [NameView<'a>],
}

#[derive(Template)]
#[template(path = "parity.html.askama", escape = "html")]
struct Html<'a> {
    report: &'a Report,
    sections: &'a [SectionView<'a>],
    names: &'a [NameView<'a>],
}

/// For reading in a terminal or a code review.
pub fn markdown(report: &Report) -> Result<String, askama::Error> {
    let sections = view::sections(report);
    Markdown { report, sections: &sections, names: &view::names(&sections) }.render()
}

/// For a browser: one file, no network; readable on a telephone, by day and by night, and without a mouse.
pub fn html(report: &Report) -> Result<String, askama::Error> {
    let sections = view::sections(report);
    Html { report, sections: &sections, names: &view::names(&sections) }.render().map(|text| text + "\n")
}

/// For tools. [`json_schema`] describes it.
pub fn json(report: &Report) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(report).map(|text| text + "\n")
}

/// The format of the JSON form, as a JSON Schema (2020-12).
pub fn json_schema() -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&schemars::schema_for!(Report)).map(|text| text + "\n")
}

/// The whole report in a sentence.
fn headline(report: &Report, names: &[NameView<'_>]) -> String {
    let sections = report.sections.iter().filter(|section| section.problems() > 0).count();
    let (names, problems) = (names.len(), report.problems);
    match (problems, sections) {
        (0, _) => "Equal: no difference in anything compared".to_owned(),
        (1, _) => "Different: 1 difference".to_owned(),
        (_, 1) => format!("Different: {problems} differences, {names} definitions"),
        _ => format!("Different: {problems} differences in {sections} comparisons, {names} definitions"),
    }
}

/// The style of a section's verdict.
fn class(section: &Section) -> &'static str {
    match section.verdict {
        Verdict::Equal => "equal",
        Verdict::Different => "different",
        Verdict::NotCompared => "none",
    }
}

/// A section's verdict where there are no colours.
fn loud(section: &Section) -> String {
    let words = section.verdict.words();
    if section.verdict == Verdict::Different { words.to_uppercase() } else { words.to_owned() }
}

/// One side's value in a Markdown table.
fn value(value: &Option<&str>) -> String {
    match value {
        Some("") => "(empty)".to_owned(),
        Some(value) => code(value),
        None => "(absent)".to_owned(),
    }
}
