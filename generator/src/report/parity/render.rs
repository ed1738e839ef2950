//! The parity report as Markdown, HTML and JSON.

use askama::Template;

use super::facts::Difference;
use super::{Report, Section};

/// Differences shown per section in the forms for people; the JSON form has them all.
const SHOWN: usize = 500;

#[derive(Template)]
#[template(path = "parity.md.askama", escape = "none")]
struct Markdown<'a> {
    report: &'a Report,
}

#[derive(Template)]
#[template(path = "parity.html.askama", escape = "html")]
struct Html<'a> {
    report: &'a Report,
}

/// For reading in a terminal or a code review.
pub fn markdown(report: &Report) -> Result<String, askama::Error> {
    Markdown { report }.render()
}

/// For a browser: one file, no network.
pub fn html(report: &Report) -> Result<String, askama::Error> {
    Html { report }.render()
}

/// For tools.
pub fn json(report: &Report) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(report).map(|text| text + "\n")
}

impl Section {
    /// Facts compared in this section.
    pub fn facts(&self) -> usize {
        self.counts.iter().map(|count| count.facts).sum()
    }

    /// The differences that the forms for people show.
    pub fn shown(&self) -> &[Difference] {
        &self.differences[..self.differences.len().min(SHOWN)]
    }

    /// Number of differences that they do not show.
    pub fn hidden(&self) -> usize {
        self.differences.len() - self.shown().len()
    }

    /// Whether nothing differs and nothing failed.
    pub fn is_good(&self) -> bool {
        self.differences.is_empty() && self.failures.is_empty()
    }
}
