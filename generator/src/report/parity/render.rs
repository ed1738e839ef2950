//! The parity report as Markdown, HTML and JSON.

use askama::Template;

use super::bodies::PartDifference;
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

/// The format of the JSON form, as a JSON Schema (2020-12).
pub fn json_schema() -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&schemars::schema_for!(Report)).map(|text| text + "\n")
}

impl Section {
    /// Number of differences and failures.
    pub fn problems(&self) -> usize {
        self.differences.len() + self.parts.len() + self.failures.len()
    }

    /// Number of parts of a file that differ.
    pub fn different_parts(&self, file: &str) -> usize {
        self.parts.iter().filter(|part| part.file == file).count()
    }

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

    /// The parts of files that the forms for people show.
    pub fn shown_parts(&self) -> &[PartDifference] {
        &self.parts[..self.parts.len().min(SHOWN)]
    }

    /// Number of parts that they do not show.
    pub fn hidden_parts(&self) -> usize {
        self.parts.len() - self.shown_parts().len()
    }

    /// Whether nothing differs and nothing failed.
    pub fn is_good(&self) -> bool {
        self.problems() == 0
    }
}
