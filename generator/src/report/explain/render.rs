//! An explanation as text. Pictures are plain ASCII, so that they survive every terminal and issue tracker.

use super::model::{Explanation, FlagReason, Picture, Slot, UseKind};

/// Reasons for a flag that are shown of one micro-op.
const REASONS: usize = 3;
/// With more users of one kind than this, their places are left out.
const USERS: usize = 3;

/// Renders an explanation.
pub fn text(e: &Explanation) -> String {
    let mut out = Vec::new();
    out.push(format!("{} ({}): {}", e.name, e.kind.noun(), e.facts.join("; ")));
    if let Some(at) = &e.at {
        out.push(format!("defined at {at}"));
    }
    if !e.written.is_empty() {
        out.push(String::new());
        out.extend(e.written.lines().map(|line| format!("    {line}")));
    }
    if let Some(picture) = &e.stack {
        heading(&mut out, &format!("Stack: pops {}, pushes {}", picture.popped, picture.pushed));
        draw(picture, &mut out);
    } else if matches!(e.kind, super::Kind::Instruction | super::Kind::Uop | super::Kind::Pseudo) {
        heading(&mut out, "Stack: left alone");
    }
    parts(e, &mut out);
    cache(e, &mut out);
    if !e.flags.is_empty() {
        heading(&mut out, "Flags");
        e.flags.iter().for_each(|flag| reasons(flag, &mut out));
    }
    if !e.expansion.is_empty() {
        heading(&mut out, "In tier 2");
        out.extend(e.expansion.iter().map(|row| format!("    {row}")));
    }
    for list in &e.lists {
        heading(&mut out, &list.title);
        if list.items.len() == 1 {
            let words: Vec<&str> = list.items.iter().flat_map(|item| item.split(' ')).collect();
            out.extend(fill(&words, ""));
        } else {
            out.extend(run(&list.items));
        }
    }
    uses(e, &mut out);
    out.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn heading(out: &mut Vec<String>, text: &str) {
    out.push(String::new());
    out.push(text.to_owned());
}

/// Names over as many lines as they need.
fn run(items: &[String]) -> Vec<String> {
    fill(&items.iter().map(String::as_str).collect::<Vec<_>>(), ",")
}

/// Words over as many lines as they need, with something behind each but the last.
fn fill(items: &[&str], separator: &str) -> Vec<String> {
    const WIDTH: usize = 96;
    let mut lines = Vec::new();
    let mut line = String::from("   ");
    for (index, item) in items.iter().enumerate() {
        let comma = if index + 1 < items.len() { separator } else { "" };
        if line.len() + item.len() + 2 > WIDTH && line.len() > 3 {
            lines.push(std::mem::replace(&mut line, String::from("   ")));
        }
        line.push_str(&format!(" {item}{comma}"));
    }
    lines.push(line);
    lines
}

/// Draws the stack before and after, growing upwards, bottoms at the same height.
fn draw(picture: &Picture, out: &mut Vec<String>) {
    if !picture.note.is_empty() {
        out.push(format!("    {}", picture.note));
        return;
    }
    let (before, after) = (column("before", &picture.before), column("after", &picture.after));
    let width = |column: &[String]| column.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let (left, height) = (width(&before), before.len().max(after.len()));
    for row in (0..height).rev() {
        let cell = |column: &[String]| column.get(row).cloned().unwrap_or_default();
        out.push(format!("    {:<left$}      {}", cell(&before), cell(&after)));
    }
    if picture.after.iter().any(|slot| slot.stays) {
        out.push("    = stays where it is".to_owned());
    }
}

/// A stack as lines, bottom first: boxes, the title above.
fn column(title: &str, slots: &[Slot]) -> Vec<String> {
    let texts: Vec<String> = slots
        .iter()
        .map(|slot| {
            let ty = slot.ty.as_ref().map(|ty| format!(": {ty}")).unwrap_or_default();
            let stays = if slot.stays { " =" } else { "" };
            format!("{}{ty}{stays}", slot.name)
        })
        .collect();
    let width = texts.iter().map(|text| text.chars().count()).max().unwrap_or(0).max(12);
    let edge = format!("+-{}-+", "-".repeat(width));
    let mut lines = vec![format!("| {:<width$} |", "..."), edge.clone()];
    for (slot, text) in slots.iter().zip(texts) {
        lines.push(format!("| {text:<width$} |  [{}]", slot.offset));
        lines.push(edge.clone());
    }
    lines.push(title.to_owned());
    lines
}

fn parts(e: &Explanation, out: &mut Vec<String>) {
    if e.parts.is_empty() {
        return;
    }
    heading(out, "Parts");
    let widths = |f: &dyn Fn(&super::model::PartRow) -> usize| e.parts.iter().map(f).max().unwrap_or(0);
    let (name, stack) = (widths(&|p| p.name.chars().count()), widths(&|p| p.stack.chars().count()).min(44));
    for part in &e.parts {
        let at = part.at.as_ref().map(|at| format!("  {at}")).unwrap_or_default();
        let flags = if part.flags.is_empty() { String::new() } else { format!("  {}", part.flags.join(" ")) };
        out.push(format!("    {:<name$}  {:<stack$}{flags}{at}", part.name, part.stack));
    }
}

fn cache(e: &Explanation, out: &mut Vec<String>) {
    if e.cache.is_empty() {
        return;
    }
    heading(
        out,
        if e.kind == super::Kind::Uop {
            "Cache, in code units from its own first one"
        } else {
            "Cache, in code units from the instruction's own"
        },
    );
    for row in &e.cache {
        let last = row.unit.saturating_add(row.units).saturating_sub(1);
        let units = if row.units <= 1 { row.unit.to_string() } else { format!("{}-{last}", row.unit) };
        let fields = if row.fields.is_empty() { String::new() } else { row.fields.join(", ") };
        let read_by = match (row.read_by.as_str(), e.kind) {
            (_, super::Kind::CacheStruct) => String::new(),
            ("", _) => "unused".to_owned(),
            (read_by, _) => read_by.to_owned(),
        };
        let line = if fields.is_empty() {
            format!("    {units:<6} {read_by}")
        } else {
            format!("    {units:<6} {fields:<32} {read_by}")
        };
        out.push(line);
    }
}

fn reasons(flag: &FlagReason, out: &mut Vec<String>) {
    out.push(format!("    {}: {}", flag.flag, flag.means));
    let mut current = "";
    let mut shown = 0;
    let mut hidden = 0;
    let end = |hidden: &mut usize, out: &mut Vec<String>| {
        if *hidden > 0 {
            out.push(format!("          and {hidden} more"));
        }
        *hidden = 0;
    };
    for reason in &flag.because {
        if reason.definition != current {
            end(&mut hidden, out);
            current = &reason.definition;
            shown = 0;
        }
        if shown == REASONS {
            hidden += 1;
            continue;
        }
        shown += 1;
        out.push(format!("        {} {} in {}: {}", reason.at, reason.word, reason.definition, reason.line));
    }
    end(&mut hidden, out);
}

fn uses(e: &Explanation, out: &mut Vec<String>) {
    if e.uses.is_empty() {
        return;
    }
    heading(out, "Connections");
    let mut kinds: Vec<UseKind> = Vec::new();
    for user in &e.uses {
        if !kinds.contains(&user.kind) {
            kinds.push(user.kind);
        }
    }
    for kind in kinds {
        let users: Vec<_> = e.uses.iter().filter(|user| user.kind == kind).collect();
        let words = kind.words();
        if users.len() > USERS {
            out.push(format!("    {words}"));
            let names: Vec<String> = users.iter().map(|user| user.title()).collect();
            out.extend(run(&names).into_iter().map(|line| format!("    {line}")));
            continue;
        }
        for user in users {
            let at = user.at.as_ref().map(|at| format!("  {at}")).unwrap_or_default();
            out.push(format!("    {words} {}{at}", user.title()));
        }
    }
}
