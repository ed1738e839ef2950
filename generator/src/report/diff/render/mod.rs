//! The version report as text for a terminal, Markdown, HTML and JSON.

mod layout;
pub mod terminal;

use askama::Template;

use crate::report::markdown::{cell, code, codes};

use super::model::{
    Aspect, BodyChange, Change, Diff, Entry, Group, NameChange, NameKind, Need, Row, SideInfo,
};

#[derive(Template)]
#[template(path = "diff.md.askama", escape = "none")]
struct Markdown<'a> {
    diff: &'a Diff,
    full: bool,
}

#[derive(Template)]
#[template(path = "diff.html.askama", escape = "html")]
struct Html<'a> {
    diff: &'a Diff,
}

/// For a code review or an issue; with the bodies, if it is the `full` one. (Without them it fits into an issue.)
pub fn markdown(diff: &Diff, full: bool) -> Result<String, askama::Error> {
    Markdown { diff, full }.render().map(|text| text + "\n")
}

/// For a browser: one file, no network; readable on a telephone, by day and by night.
pub fn html(diff: &Diff) -> Result<String, askama::Error> {
    Html { diff }.render().map(|text| text + "\n")
}

/// For tools. The format is that of [`super::model`]; [`schema`] describes it.
pub fn json(diff: &Diff) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(diff).map(|text| text + "\n")
}

/// The JSON Schema of what [`json`] gives.
pub fn schema() -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&schemars::schema_for!(Diff)).map(|text| text + "\n")
}

/// What a list gained and lost, and what else there is to say.
fn remarks(aspect: &Aspect) -> String {
    let mut parts = Vec::new();
    // With nothing else in the list, the two sides say it already.
    if !aspect.old.is_empty() && !aspect.added.is_empty() {
        parts.push(format!("+ {}", aspect.added.join(", ")));
    }
    if !aspect.new.is_empty() && !aspect.removed.is_empty() {
        parts.push(format!("− {}", aspect.removed.join(", ")));
    }
    if !aspect.detail.is_empty() {
        parts.push(aspect.detail.clone());
    }
    parts.join("; ")
}

/// A count in a table, with a dot for none.
fn count(number: &usize) -> String {
    if *number == 0 { "·".to_owned() } else { number.to_string() }
}

/// A count that there may not be.
fn maybe(number: &Option<usize>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// A list of definitions that are on one side only.
struct EntryList<'a> {
    title: &'static str,
    entries: &'a [Entry],
    open: bool,
}

/// What was added and what was removed, as far as there is any.
fn entry_lists(group: &Group) -> Vec<EntryList<'_>> {
    let lists = [
        EntryList { title: "Added", entries: &group.added, open: true },
        EntryList { title: "Removed", entries: &group.removed, open: false },
    ];
    lists.into_iter().filter(|list| !list.entries.is_empty()).collect()
}

/// A list of changes.
struct ChangeList<'a> {
    title: &'static str,
    changes: Vec<&'a Change>,
    open: bool,
}

/// The changes that matter and those that do not, as far as there are any.
fn change_lists(group: &Group) -> Vec<ChangeList<'_>> {
    let lists = [
        ChangeList { title: "Changed", changes: group.major().collect(), open: true },
        ChangeList {
            title: "Changed without effect (names of stack items, form of the definition)",
            changes: group.minor().collect(),
            open: false,
        },
    ];
    lists.into_iter().filter(|list| !list.changes.is_empty()).collect()
}

/// A list of names.
struct NameList<'a> {
    title: String,
    names: Vec<&'a NameChange>,
    open: bool,
}

/// Names by what they need and by kind, as far as there are any. Those that are work are shown at once.
fn name_lists(diff: &Diff) -> Vec<NameList<'_>> {
    let list = |need: Need, kind: NameKind| NameList {
        title: format!("{}: {}", need.title(), kind.title()),
        names: diff.names_of(kind, need),
        open: need.is_work(),
    };
    let lists = Need::ALL.into_iter().flat_map(|need| NameKind::ALL.map(|kind| list(need, kind)));
    lists.filter(|list| !list.names.is_empty()).collect()
}

/// A body as the lines of a unified difference.
fn unified(body: &BodyChange) -> Vec<String> {
    let mut lines = Vec::new();
    for row in &body.rows {
        match row {
            Row::Gap(count) => lines.push(format!("@@ {count} lines the same @@")),
            Row::Same(line) => lines.push(format!("  {}", line.indented())),
            Row::Removed(line) => lines.push(format!("- {}", line.indented())),
            Row::Added(line) => lines.push(format!("+ {}", line.indented())),
            Row::Changed { old, new } => {
                lines.push(format!("- {}", old.indented()));
                lines.push(format!("+ {}", new.indented()));
            }
        }
    }
    lines
}

fn side(info: &SideInfo) -> String {
    terminal::side(info)
}

fn places(old: &str, new: &str) -> String {
    terminal::places(old, new)
}
