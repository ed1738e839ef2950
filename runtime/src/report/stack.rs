//! The frames of a traceback, each with its source: `StackSummary`.

use super::{carets, source};
use crate::objects::code::Code;
use crate::objects::int::IntRef;
use crate::objects::traceback::Traceback;
use crate::value::{Ptr, Ref};
use crate::vm::Vm;

/// How often a frame is shown before it is only counted.
const RECURSIVE_CUTOFF: usize = 3;

/// A frame: `FrameSummary`.
pub(super) struct Summary {
    pub(super) filename: String,
    pub(super) name: String,
    pub(super) line: Option<i32>,
    pub(super) end_line: Option<i32>,
    /// The column where it begins, in bytes.
    pub(super) column: Option<i32>,
    /// The column after its end, in bytes.
    pub(super) end_column: Option<i32>,
    code: Ref<Code>,
}

impl Summary {
    fn new(step: &Traceback) -> Option<Self> {
        let frame = step.frame()?;
        let code = frame.code().to_ref();
        let location = step.instruction().map(|index| code.location(index)).unwrap_or_default();
        let line = location.line.or_else(|| step.line());
        Some(Self {
            filename: super::displayable(&code.filename()),
            name: super::displayable(&code.name()),
            line,
            end_line: location.end_line.or(line),
            column: location.column,
            end_column: location.end_column,
            code,
        })
    }

    /// Whether it is shown as the same step again.
    fn repeats(&self, other: &Self) -> bool {
        self.line.is_some()
            && self.line == other.line
            && self.filename == other.filename
            && self.name == other.name
    }

    /// The lines of source that it is about, without white space at their ends. Lines that there are not are empty.
    fn lines(&self, vm: &Vm) -> Vec<String> {
        let (Some(first), Some(last)) = (self.line, self.end_line) else { return Vec::new() };
        let lines = source::lines_of(vm, self.code.ptr());
        if lines.is_empty() {
            return Vec::new();
        }
        let line = |number: i32| {
            let index = usize::try_from(number).ok()?.checked_sub(1)?;
            Some(lines.get(index)?.trim_end_matches(is_space).to_owned())
        };
        // A range beyond the end of the file has no more lines than the file.
        let last = last.min(first.saturating_add(lines.len() as i32));
        (first..=last).map(|number| line(number).unwrap_or_default()).collect()
    }

    fn header(&self) -> String {
        let filename = match &*self.filename {
            name if name.starts_with("<stdin-") && name.ends_with('>') => "<stdin>",
            name => name,
        };
        let line = self.line.map_or_else(|| "None".to_owned(), |line| line.to_string());
        format!("  File \"{filename}\", line {line}, in {}\n", self.name)
    }

    /// The frame with its source, and what it is about marked: `format_frame_summary`.
    fn format(&self, vm: &Vm) -> String {
        let mut text = self.header();
        let lines = self.lines(vm);
        if lines.iter().all(|line| line.trim_matches(is_space).is_empty()) {
            return text;
        }
        match (self.column, self.end_column) {
            (Some(start), Some(end)) => text += &carets::show(&lines, start, end),
            _ => text += &format!("    {}\n", lines[0].trim_matches(is_space)),
        }
        text
    }

    /// The frame with its first line of source: what `PyTraceBack_Print` shows.
    fn format_plain(&self, vm: &Vm) -> String {
        let mut text = self.header();
        if !self.filename.starts_with('<')
            && let Some(line) = self.lines(vm).first().map(|line| line.trim_matches(is_space))
            && !line.is_empty()
        {
            text += &format!("    {line}\n");
        }
        text
    }
}

/// White space, as `str.strip` has it.
pub(super) fn is_space(char: char) -> bool {
    crate::objects::str_::is_space(char.into())
}

/// The steps of a traceback that are shown: the last ones, if `sys.tracebacklimit` says so.
fn steps(vm: &Vm, traceback: Ptr<'_, Traceback>) -> Vec<Summary> {
    let mut steps = Vec::new();
    let mut cursor = Some(traceback.to_ref());
    while let Some(step) = cursor {
        steps.extend(Summary::new(&step));
        cursor = step.next();
    }
    let limit = vm.sys_object("tracebacklimit");
    let limit = limit
        .as_ref()
        .and_then(|limit| IntRef::of(limit.obj()))
        .map(|limit| usize::try_from(limit.to_i64().unwrap_or(i64::MAX).max(0)).unwrap_or(usize::MAX));
    if let Some(limit) = limit {
        // A limit beyond the length leaves as many out as it is too large, which is CPython's way to count.
        let from = match steps.len().checked_sub(limit) {
            Some(from) => from,
            None => steps.len().saturating_sub(limit - steps.len()),
        };
        steps.drain(..from);
    }
    steps
}

/// The frames of a traceback, those that repeat counted.
fn format_steps(steps: &[Summary], format: impl Fn(&Summary) -> String) -> String {
    let mut text = String::new();
    let mut last: Option<&Summary> = None;
    let mut count = 0;
    let note = |count: usize, text: &mut String| {
        if let Some(more) = count.checked_sub(RECURSIVE_CUTOFF).filter(|more| *more > 0) {
            let plural = if more > 1 { "s" } else { "" };
            *text += &format!("  [Previous line repeated {more} more time{plural}]\n");
        }
    };
    for step in steps {
        if !last.is_some_and(|last| last.repeats(step)) {
            note(count, &mut text);
            last = Some(step);
            count = 0;
        }
        count += 1;
        if count <= RECURSIVE_CUTOFF {
            text += &format(step);
        }
    }
    note(count, &mut text);
    text
}

/// The frames of a traceback with marked source; nothing if none is to be shown.
pub(super) fn format(vm: &Vm, traceback: Ptr<'_, Traceback>) -> Option<String> {
    let steps = steps(vm, traceback);
    (!steps.is_empty()).then(|| format_steps(&steps, |step| step.format(vm)))
}

/// The frames of a traceback with plain source: `PyTraceBack_Print`.
pub(super) fn format_plain(vm: &Vm, traceback: Ptr<'_, Traceback>) -> String {
    let steps = steps(vm, traceback);
    format!("Traceback (most recent call last):\n{}", format_steps(&steps, |step| step.format_plain(vm)))
}
