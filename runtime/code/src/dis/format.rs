//! The columns of a listing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};

use cpython_isa::{Opcode, OpcodeFlags, code as isa};

use super::Options;
use super::operand::{self, Labels};
use crate::exceptiontable::{self, ExceptionEntry};
use crate::repr::AddressOf;
use crate::{CodeData, linetable::LineRange};

/// How wide the name of an instruction and its argument are, at least.
const NAME_WIDTH: usize = 20;
const ARG_WIDTH: usize = 5;

/// Stands for the line of what is from none.
const NO_LINE: &str = "  --";

/// Prints a code object without those within it.
pub(super) fn disassemble(
    f: &mut fmt::Formatter<'_>,
    code: &CodeData,
    options: Options,
    address: AddressOf<'_>,
) -> fmt::Result {
    let units = code.units();
    let instructions: Vec<_> = isa::instructions(&units).map(Line::new).collect();
    let entries: Vec<ExceptionEntry> =
        exceptiontable::decode(&code.exceptiontable).map_while(Result::ok).collect();
    let labels = labels(&instructions, &entries);
    let starts = line_starts(code);
    let line_width = line_width(&starts);
    let label_width = 4 + labels.len().to_string().len();
    let offset_width = if options.show_offsets {
        let last = code.code.len().saturating_sub(2).max(9999);
        last.to_string().len()
    } else {
        0
    };
    for instruction in &instructions {
        let mut line = String::new();
        let start = starts.get(&instruction.offset);
        if line_width > 0 {
            if start.is_some() && instruction.offset > 0 {
                f.write_char('\n')?;
            }
            match start {
                Some(Some(number)) => write!(line, "{number:line_width$} ")?,
                Some(None) => write!(line, "{NO_LINE:>line_width$} ")?,
                None => write!(line, "{:line_width$} ", "")?,
            }
        }
        match labels.get(&(instruction.offset as i64)) {
            Some(label) => write!(line, "{:>label_width$} ", format!("L{label}:"))?,
            None => write!(line, "{:label_width$} ", "")?,
        }
        if offset_width > 0 {
            write!(line, "{:>offset_width$}   ", instruction.offset)?;
        }
        // No instruction is marked as the current one.
        write!(line, "    {:NAME_WIDTH$}", instruction.name())?;
        if let Some(arg) = instruction.arg {
            // A long name takes of the room of the argument.
            let width = ARG_WIDTH.saturating_sub(instruction.name().len().saturating_sub(NAME_WIDTH));
            write!(line, " {arg:>width$}")?;
            let meaning = operand::describe(code, instruction, &labels, address);
            if !meaning.is_empty() {
                write!(line, " ({meaning})")?;
            }
        }
        writeln!(
            f,
            "{}",
            line.trim_end_matches(|c: char| c.is_whitespace() || ('\x1c'..='\x1f').contains(&c))
        )?;
    }
    if !entries.is_empty() {
        f.write_str("ExceptionTable:\n")?;
    }
    for entry in &entries {
        let label = |unit: u32| labels.get(&(2 * i64::from(unit))).copied().unwrap_or_default();
        let (start, end, target) = (label(entry.start), label(entry.end), label(entry.target));
        let lasti = if entry.lasti { " lasti" } else { "" };
        writeln!(f, "  L{start} to L{end} -> L{target} [{}]{lasti}", entry.depth)?;
    }
    Ok(())
}

/// An instruction to be printed.
pub(super) struct Line {
    /// In bytes.
    pub(super) offset: usize,
    pub(super) opcode: Option<Opcode>,
    number: u8,
    /// The argument of those that use theirs.
    pub(super) arg: Option<i64>,
    /// Where it jumps to, in bytes.
    pub(super) target: Option<i64>,
}

impl Line {
    fn new(instruction: isa::Instruction<'_>) -> Line {
        let offset = 2 * instruction.offset;
        let opcode = instruction.opcode;
        // Numbers that are no opcode have no argument for `dis`.
        let arg =
            opcode.filter(|opcode| opcode.has_arg()).map(|_| i64::from(instruction.oparg.cast_signed()));
        let target = opcode.zip(arg).and_then(|(opcode, arg)| {
            if !opcode.flags().contains(OpcodeFlags::JUMP) {
                return None;
            }
            let backward = matches!(
                opcode,
                Opcode::JumpBackward | Opcode::JumpBackwardNoInterrupt | Opcode::EndAsyncFor
            );
            let after = offset as i64 + 2 * opcode.size() as i64;
            Some(after + 2 * if backward { -arg } else { arg })
        });
        Line { offset, opcode, number: instruction.number, arg, target }
    }

    fn name(&self) -> String {
        match self.opcode {
            Some(opcode) => opcode.name().to_owned(),
            None => format!("<{}>", self.number),
        }
    }
}

/// Numbers for every place that something leads to, by offset.
fn labels(instructions: &[Line], entries: &[ExceptionEntry]) -> Labels {
    let mut places: BTreeSet<i64> =
        instructions.iter().filter_map(|instruction| instruction.target).collect();
    for entry in entries {
        places.extend([entry.start, entry.end, entry.target].map(|unit| 2 * i64::from(unit)));
    }
    places.into_iter().zip(1..).collect()
}

/// The line that begins at an offset, if any does; it may be none.
fn line_starts(code: &CodeData) -> BTreeMap<usize, Option<i32>> {
    let mut last = None;
    let mut starts = BTreeMap::new();
    for LineRange { start, line, .. } in code.lines() {
        if last != Some(line) {
            last = Some(line);
            starts.insert(start, line);
        }
    }
    starts
}

/// How wide line numbers are; zero if there are none.
fn line_width(starts: &BTreeMap<usize, Option<i32>>) -> usize {
    // A line of 0 counts for none here.
    let Some(highest) = starts.values().flatten().filter(|line| **line != 0).max() else { return 0 };
    if *highest == -1 {
        return 0;
    }
    let width = highest.to_string().len().max(3);
    if starts.values().any(Option::is_none) { width.max(NO_LINE.len()) } else { width }
}
