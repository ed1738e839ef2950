//! Which bodies changed, and what in them.

use super::body::Body;
use super::model::BodyChange;
use crate::report::side_by_side;

/// What differs between two bodies; `None` if nothing does.
pub fn compare(old: &Body, new: &Body) -> Option<BodyChange> {
    if old.key().eq(new.key()) {
        return None;
    }
    let side_by_side::SideBySide { rows, added, removed, same } =
        side_by_side::compare(&old.lines, &new.lines);
    Some(BodyChange {
        name: new.name.clone(),
        kind: new.kind,
        old_at: old.at.clone(),
        new_at: new.at.clone(),
        lines_added: added,
        lines_removed: removed,
        same_percent: percent(2 * same, old.key().count() + new.key().count()),
        rows,
    })
}

/// Rounded down, so that bodies that differ are never the same to 100 percent.
fn percent(part: usize, whole: usize) -> u8 {
    let percent = part.saturating_mul(100).checked_div(whole).unwrap_or(0);
    u8::try_from(percent.min(99)).unwrap_or(99)
}
