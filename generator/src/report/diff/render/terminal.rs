//! The version report for a terminal: the summary, what it asks for, then the differences. Lists are cut to a
//! length that can be read, and changes are shown in a line each, unless everything is asked for.

use std::collections::BTreeMap;

use super::super::model::{
    Aspect, Change, Diff, Entry, Group, NameChange, NameKind, Need, SideInfo, SideKind,
};
use super::layout::{self, Paint};

/// How to show it.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Columns.
    pub width: usize,
    /// Whether escape sequences for colours may be used.
    pub colour: bool,
    /// Whether everything is shown: all entries of every list, all aspects of every change, the bodies.
    pub full: bool,
}

/// Entries of a list that are shown.
const SHOWN: usize = 30;
/// Users of a name that are shown.
const USERS: usize = 3;

/// Renders the report.
pub fn render(diff: &Diff, options: Options) -> String {
    let mut view = View { out: String::new(), paint: Paint { colour: options.colour }, options };
    view.head(diff);
    if diff.is_equal() {
        view.line("Nothing differs.");
        view.notes(diff);
        return view.out;
    }
    view.summary(diff);
    view.notes(diff);
    view.consequences(diff);
    for group in diff.groups.iter().filter(|group| group.count() > 0) {
        view.group(group);
    }
    view.names(diff);
    view.bodies(diff);
    view.out
}

/// A side in a few words.
pub fn side(info: &SideInfo) -> String {
    let kind = match info.kind {
        SideKind::Tree => "source tree",
        SideKind::Inputs => "definitions",
        SideKind::IsaJson => "isa.json",
    };
    format!("{} ({kind}, rules of CPython {})", info.name, info.dialect)
}

struct View {
    out: String,
    paint: Paint,
    options: Options,
}

impl View {
    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    fn heading(&mut self, text: &str) {
        let text = self.paint.bold(text);
        self.line("");
        self.line(&text);
    }

    fn subheading(&mut self, text: &str) {
        let text = format!("  {}", self.paint.underlined(text));
        self.line(&text);
    }

    /// Text over as many lines as it needs, the first one led by `first` and the others by blanks.
    fn wrapped(&mut self, first: &str, text: &str) {
        for line in layout::wrap(first, text, self.options.width) {
            self.line(&line);
        }
    }

    /// The entries of a list that are shown, and how many are not.
    fn cut<'t, T>(&self, list: &'t [T]) -> (&'t [T], usize) {
        let shown = if self.options.full { list.len() } else { list.len().min(SHOWN) };
        (list.get(..shown).unwrap_or(list), list.len() - shown)
    }

    fn more(&mut self, hidden: usize) {
        if hidden > 0 {
            let text = self
                .paint
                .dim(&format!("… and {hidden} more (--full shows all, --name TEXT what concerns a name)"));
            self.line(&format!("    {text}"));
        }
    }

    fn head(&mut self, diff: &Diff) {
        self.line(&format!("old  {}", side(&diff.old)));
        self.line(&format!("new  {}", side(&diff.new)));
        if let Some(only) = &diff.only {
            self.line(&format!("only names that contain `{only}`"));
        }
        self.line("");
    }

    fn summary(&mut self, diff: &Diff) {
        self.line(&format!(
            "{:<24}{:>6}{:>6}{:>8}{:>9}{:>9}{:>12}{:>8}",
            "", "old", "new", "added", "removed", "changed", "renumbered", "minor"
        ));
        for row in diff.summary() {
            let count = |number: Option<usize>| number.map(|n| n.to_string()).unwrap_or_default();
            let cell = |number: usize| if number == 0 { "·".to_owned() } else { number.to_string() };
            let text = format!(
                "{:<24}{:>6}{:>6}{:>8}{:>9}{:>9}{:>12}{:>8}",
                row.title,
                count(row.old),
                count(row.new),
                cell(row.added),
                cell(row.removed),
                cell(row.changed),
                cell(row.renumbered),
                cell(row.minor)
            );
            let text = if row.is_equal() { self.paint.dim(&text) } else { text };
            self.line(&text);
        }
    }

    fn notes(&mut self, diff: &Diff) {
        for note in &diff.notes {
            self.line("");
            self.wrapped("Note: ", note);
        }
    }

    fn consequences(&mut self, diff: &Diff) {
        if diff.consequences.is_empty() {
            return;
        }
        self.heading("What this asks for");
        for consequence in &diff.consequences {
            self.wrapped("  * ", &format!("{}.", consequence.found));
            self.wrapped("    ", &consequence.means);
        }
    }

    fn group(&mut self, group: &Group) {
        self.heading(group.kind.title());
        self.entries(&format!("Added ({})", group.added.len()), &group.added, true);
        self.entries(&format!("Removed ({})", group.removed.len()), &group.removed, false);
        if !group.renamed.is_empty() {
            self.subheading(&format!("Of those removed, perhaps renamed ({})", group.renamed.len()));
            let (shown, hidden) = self.cut(&group.renamed);
            for rename in shown {
                self.wrapped("    ", &format!("{} → {} ({})", rename.old, rename.new, rename.because));
            }
            self.more(hidden);
        }
        let major: Vec<&Change> = group.major().collect();
        self.changes(&format!("Changed ({})", major.len()), &major);
        let minor: Vec<&Change> = group.minor().collect();
        if self.options.full {
            self.changes(
                &format!("Without effect ({}): names of stack items, form of the definition", minor.len()),
                &minor,
            );
        } else if !minor.is_empty() {
            self.subheading(&format!(
                "Without effect ({}): names of stack items, form of the definition",
                minor.len()
            ));
            let names: Vec<String> = minor.iter().map(|change| change.name.clone()).collect();
            self.list(&names, ", ");
        }
        if !group.renumbered.is_empty() {
            self.subheading(&format!("Renumbered ({})", group.renumbered.len()));
            let numbers: Vec<String> =
                group.renumbered.iter().map(|r| format!("{}\u{a0}{}→{}", r.name, r.old, r.new)).collect();
            self.list(&numbers, ", ");
        }
    }

    /// A run of words.
    fn list(&mut self, items: &[String], separator: &str) {
        let (shown, hidden) = self.cut(items);
        let text = shown.join(separator);
        self.wrapped("    ", &text);
        self.more(hidden);
    }

    fn entries(&mut self, title: &str, entries: &[Entry], is_new: bool) {
        if entries.is_empty() {
            return;
        }
        self.subheading(title);
        let (shown, hidden) = self.cut(entries);
        let width = layout::column(shown.iter().map(|entry| entry.name.as_str()), 36);
        for entry in shown {
            let facts = entry.facts.join("; ");
            let name = format!("{:<width$}", entry.name);
            let name = if is_new { self.paint.green(&name) } else { self.paint.red(&name) };
            let sign = if is_new { '+' } else { '-' };
            let room = self.options.width.saturating_sub(width + 8);
            if self.options.full {
                let lines =
                    layout::wrap_with(&format!("    {sign} {name}  "), width + 8, &facts, self.options.width);
                lines.iter().for_each(|line| self.line(line));
                if !entry.at.is_empty() {
                    let at = self.paint.dim(&entry.at);
                    self.line(&format!("{:1$}{at}", "", width + 8));
                }
            } else {
                self.line(&format!("    {sign} {name}  {}", layout::shorten(&facts, room)));
            }
        }
        self.more(hidden);
    }

    fn changes(&mut self, title: &str, changes: &[&Change]) {
        if changes.is_empty() {
            return;
        }
        self.subheading(title);
        if self.options.full {
            for change in changes {
                let name = self.paint.yellow(&change.name);
                let at = self.paint.dim(&places(&change.old_at, &change.new_at));
                self.line(&format!("    ~ {name}  {at}"));
                change.aspects.iter().for_each(|aspect| self.aspect(aspect));
            }
            return;
        }
        let folded = fold(changes);
        let (shown, hidden) = self.cut(&folded);
        let single = shown.iter().filter_map(|(_, names)| match names.as_slice() {
            [name] => Some(*name),
            _ => None,
        });
        let width = layout::column(single, 36);
        for (text, names) in shown {
            let (first, indent, rest) = match names.as_slice() {
                [name] => (self.paint.yellow(&format!("{name:<width$}")) + "  ", width + 8, text.clone()),
                names => (String::new(), 6, format!("{text}: {}", self.paint.yellow(&names.join(", ")))),
            };
            let lines = layout::wrap_with(&format!("    ~ {first}"), indent, &rest, self.options.width);
            lines.iter().for_each(|line| self.line(line));
        }
        let rest: usize = folded.iter().skip(shown.len()).map(|(_, names)| names.len()).sum();
        self.more(if hidden > 0 { rest } else { 0 });
    }

    /// An aspect in full.
    fn aspect(&mut self, aspect: &Aspect) {
        let detail = if aspect.detail.is_empty() { String::new() } else { format!("  ({})", aspect.detail) };
        let blank = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
        let (old, new) = (blank(&aspect.old), blank(&aspect.new));
        let one_line = format!("        {}: {old} → {new}{detail}", aspect.what);
        if one_line.chars().count() <= self.options.width {
            self.line(&one_line);
            return;
        }
        self.line(&format!("        {}:{detail}", aspect.what));
        let minus = self.paint.red("-");
        let plus = self.paint.green("+");
        for (sign, text) in [(minus, old), (plus, new)] {
            for line in layout::wrap_with(&format!("          {sign} "), 12, &text, self.options.width) {
                self.line(&line);
            }
        }
    }

    fn names(&mut self, diff: &Diff) {
        if diff.names.as_ref().is_none_or(Vec::is_empty) {
            return;
        }
        self.heading("Names that bodies use");
        for need in Need::ALL {
            for kind in NameKind::ALL {
                let names = diff.names_of(kind, need);
                if names.is_empty() {
                    continue;
                }
                self.subheading(&format!("{}: {} ({})", need.title(), kind.title(), names.len()));
                // What is to be done is worth a line each; the rest is a run of words.
                if need.is_work() || self.options.full {
                    let (shown, hidden) = self.cut(&names);
                    let width = layout::column(shown.iter().map(|name| name.name.as_str()), 36);
                    shown.iter().for_each(|name| self.name(name, width));
                    self.more(hidden);
                } else {
                    let words: Vec<String> = names.iter().map(|name| name.name.clone()).collect();
                    self.list(&words, ", ");
                }
            }
        }
    }

    /// A name: where its binding is or belongs, and who uses it.
    fn name(&mut self, name: &NameChange, width: usize) {
        let label = format!("{:<width$}", name.name);
        let label = if name.is_new { self.paint.green(&label) } else { self.paint.red(&label) };
        let first = format!("    {} {label}  ", if name.is_new { '+' } else { '-' });
        let users = layout::some(&name.used_by, if self.options.full { usize::MAX } else { USERS });
        let text = match name.binding.join(", ") {
            places if places.is_empty() => users,
            places => format!("{places}; {users}"),
        };
        for line in layout::wrap_with(&first, width + 8, &text, self.options.width) {
            self.line(&line);
        }
    }

    fn bodies(&mut self, diff: &Diff) {
        let Some(bodies) = diff.bodies.as_ref().filter(|bodies| !bodies.is_empty()) else { return };
        self.heading(&format!("Bodies that changed ({})", bodies.len()));
        let (shown, hidden) = self.cut(bodies);
        let width = layout::column(shown.iter().map(|body| body.name.as_str()), 36);
        for body in shown {
            let name = self.paint.yellow(&format!("{:<width$}", body.name));
            let counts = format!(
                "+{} -{} lines, {} % the same",
                body.lines_added, body.lines_removed, body.same_percent
            );
            let at = places(&body.old_at, &body.new_at);
            // A place that does not fit is left out: it stands in every other form.
            let fits = self.options.full || width + 53 + at.chars().count() <= self.options.width;
            let at = if fits { self.paint.dim(&at) } else { String::new() };
            self.line(&format!("    ~ {name}  {:<10} {counts:<32}  {at}", body.kind.noun()));
            if self.options.full {
                for line in layout::rows(&body.rows, self.options.width, self.paint) {
                    self.line(&line);
                }
                self.line("");
            }
        }
        self.more(hidden);
        if !self.options.full {
            self.line("    --full shows them side by side.");
        }
    }
}

/// Where a definition was and is.
pub fn places(old: &str, new: &str) -> String {
    match (old, new) {
        ("", new) => new.to_owned(),
        (old, "") => old.to_owned(),
        (old, new) if old == new => new.to_owned(),
        (old, new) => format!("{old} → {new}"),
    }
}

/// Changes in a few words each, and whose they are: many definitions often change in the same way.
fn fold<'c>(changes: &[&'c Change]) -> Vec<(String, Vec<&'c str>)> {
    let mut folded: Vec<(String, Vec<&str>)> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for change in changes {
        let aspects: Vec<String> =
            change.aspects.iter().filter(|a| change.is_minor() || !a.minor).map(short).collect();
        let text = aspects.join("; ");
        let place = *places.entry(text.clone()).or_insert(folded.len());
        match folded.get_mut(place) {
            Some((_, names)) => names.push(&change.name),
            None => folded.push((text, vec![&change.name])),
        }
    }
    folded
}

/// An aspect in a few words.
fn short(aspect: &Aspect) -> String {
    const MANY: usize = 4;
    const LONG: usize = 48;
    match (aspect.what.as_str(), aspect.old.as_str(), aspect.new.as_str()) {
        ("expansion", "none", _) => return "now expands".to_owned(),
        ("expansion", _, "none") => return "no longer expands".to_owned(),
        _ => {}
    }
    if !aspect.added.is_empty() || !aspect.removed.is_empty() {
        if aspect.added.len() + aspect.removed.len() <= MANY && aspect.what != "expansion" {
            let added = aspect.added.iter().map(|item| format!("+{item}"));
            let removed = aspect.removed.iter().map(|item| format!("-{item}"));
            return format!("{} {}", aspect.what, added.chain(removed).collect::<Vec<_>>().join(" "));
        }
        return format!("{} +{} -{}", aspect.what, aspect.added.len(), aspect.removed.len());
    }
    if !aspect.detail.is_empty()
        && (aspect.what == "net effect" || aspect.old.len() + aspect.new.len() > LONG)
    {
        return format!("{}: {}", aspect.what, aspect.detail);
    }
    if aspect.what == "stack" || aspect.old.len() + aspect.new.len() <= LONG {
        return format!("{} {} → {}", aspect.what, aspect.old, aspect.new);
    }
    aspect.what.clone()
}
