//! What keeps a table file from being written, as facts.

use crate::diagnostics::catalog::{analysis, body, tables as codes};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Label};
use crate::ir::Location;
use crate::syntax::source::{SourceMap, Span};

/// Why the reference raises an exception while it writes a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file is not written for CPython 3.13. (The only fault that is not the reference's.)
    OnlyIn314 {
        /// The file.
        file: &'static str,
    },
    /// Two micro-ops have the same name, so that they cannot be sorted.
    SameUopName {
        /// The name.
        name: String,
        /// One of them.
        first: Location,
        /// The other one.
        second: Location,
    },
    /// The table of deopts does not have one row for each of 256 opcodes.
    DeoptRows {
        /// How many rows it has.
        rows: usize,
        /// Names that have an opcode below 256, but no definition.
        undefined: Vec<String>,
    },
    /// There is no pseudo-instruction.
    NoPseudos,
    /// No instruction can be expanded into micro-ops.
    NoExpansions,
    /// The name of a super-instruction has an odd number of words.
    SuperName {
        /// The super-instruction.
        name: String,
        /// Where it is defined.
        location: Location,
    },
    /// Half of the name of a super-instruction is not the name of an instruction.
    SuperHalfUnknown {
        /// The super-instruction.
        name: String,
        /// Half of its name.
        half: String,
        /// Where the super-instruction is defined.
        location: Location,
    },
    /// Half of the name of a super-instruction is the name of an instruction that has several parts.
    SuperHalfComposed {
        /// The super-instruction.
        name: String,
        /// Half of its name.
        half: String,
        /// Where the super-instruction is defined.
        location: Location,
        /// Where that instruction is defined.
        half_location: Location,
    },
    /// The brackets in the size of an array do not balance, and what is written below them cannot be indented.
    Layout,
    /// An item is pushed that lies on the stack already, or it has moved while it was in memory.
    ItemLost {
        /// The instruction.
        instruction: String,
        /// The item.
        item: String,
        /// Where the instruction is defined.
        location: Location,
    },
}

/// All that keeps one file from being written; at least one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    list: Vec<Fault>,
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Faults {
        Faults { list: vec![fault] }
    }
}

impl Faults {
    /// Adds one.
    pub(super) fn push(&mut self, fault: Fault) {
        self.list.push(fault);
    }

    /// An error if there are any.
    pub(super) fn none(self) -> Result<(), Faults> {
        if self.list.is_empty() { Ok(()) } else { Err(self) }
    }

    /// All of them, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.list.iter()
    }

    /// Reports all of them. `sources` are the texts from which the instruction set was read; a fault in a file
    /// that is not among them is reported without an excerpt.
    pub fn report(&self, sources: &SourceMap, sink: &mut Diagnostics) {
        for fault in &self.list {
            sink.push(fault.diagnostic(sources));
        }
    }
}

impl Fault {
    /// What is told about it.
    pub fn diagnostic(&self, sources: &SourceMap) -> Diagnostic {
        match self {
            Fault::OnlyIn314 { file } => Diagnostic::general(
                codes::ONLY_IN_3_14,
                format!("`{file}` is written for CPython 3.14 only, not for 3.13"),
            )
            .with_help("leave it out; the tables of numbers and of dispatch targets are written for both"),
            Fault::SameUopName { name, first, second } => Excerpt {
                code: analysis::NAME_CLASH,
                message: format!("two micro-ops have the name `{name}`"),
                labels: vec![(second, &uop_words(name), "the second one"), (first, &uop_words(name), "the first one")],
            }
            .diagnostic(sources)
            .with_help(
                "`inst(X)` makes a micro-op `_X`, and `replicate(N)` makes `_X_0` and so on; rename the other one",
            ),
            Fault::DeoptRows { rows, undefined } => {
                let message = format!("the table of deopts has {rows} rows instead of 256");
                let undefined = undefined.join(", ");
                let help = if undefined.is_empty() {
                    "each instruction makes a row, and so does each number without a name; look for an instruction \
                     whose opcode is above 255, or that has the name of a pseudo-instruction, which takes its \
                     opcode away"
                        .to_owned()
                } else {
                    format!("these have a reserved opcode, but no definition: {undefined}; define them")
                };
                Diagnostic::general(codes::DEOPT_ROWS, message).with_help(help)
            }
            Fault::NoPseudos => Diagnostic::general(codes::NO_PSEUDOS, "there is no pseudo-instruction")
                .with_help("define one: `pseudo(JUMP, (--)) = { JUMP_FORWARD };`"),
            Fault::NoExpansions => {
                Diagnostic::general(codes::NO_EXPANSIONS, "no instruction can be expanded into micro-ops")
                    .with_help("define one that tier 2 can have: one that neither is instrumented nor uses \
                                `this_instr`")
            }
            Fault::SuperName { name, location } => Excerpt {
                code: analysis::BAD_SUPER_INSTRUCTION,
                message: format!("the name of the super-instruction `{name}` cannot be split in two"),
                labels: vec![(location, &[name], "has an odd number of words")],
            }
            .diagnostic(sources)
            .with_help(SUPER_HELP),
            Fault::SuperHalfUnknown { name, half, location } => Excerpt {
                code: analysis::BAD_SUPER_INSTRUCTION,
                message: format!("there is no instruction `{half}` that could be half of `{name}`"),
                labels: vec![(location, &[name], "a super-instruction")],
            }
            .diagnostic(sources)
            .with_help(SUPER_HELP),
            Fault::SuperHalfComposed { name, half, location, half_location } => Excerpt {
                code: analysis::BAD_SUPER_INSTRUCTION,
                message: format!("`{half}` cannot be half of `{name}`, because it has several parts"),
                labels: vec![
                    (location, &[name], "a super-instruction"),
                    (half_location, &[half], "has several parts"),
                ],
            }
            .diagnostic(sources)
            .with_help(SUPER_HELP),
            Fault::Layout => {
                Diagnostic::general(body::LAYOUT, "the brackets in the sizes of arrays do not balance")
                    .with_help("the C writer counts the parentheses and braces of every size; balance them")
            }
            Fault::ItemLost { instruction, item, location } => Excerpt {
                code: analysis::ITEM_LOST,
                message: format!("the items of `{instruction}` cannot be told apart: `{item}` comes up twice"),
                labels: vec![(location, &[instruction], "put together here")],
            }
            .diagnostic(sources)
            .with_help("write another micro-op that does the same, with other names"),
        }
    }
}

const SUPER_HELP: &str = "an `inst` whose body names `oparg1` does the work of two instructions, whose names its \
                          own is made of: `LOAD_FAST_LOAD_FAST`; rename it, or the variable";

/// The names under which a micro-op may stand in its definition.
fn uop_words(name: &str) -> [&str; 2] {
    // The micro-op of an instruction has a `_` that is not written.
    [name, name.strip_prefix('_').unwrap_or(name)]
}

/// An error with places that are known by line and column only.
struct Excerpt<'a> {
    code: Code,
    message: String,
    /// A place, the words one of which to look for there, and the text of the label.
    labels: Vec<(&'a Location, &'a [&'a str], &'a str)>,
}

impl Excerpt<'_> {
    fn diagnostic(self, sources: &SourceMap) -> Diagnostic {
        let mut diagnostic = Diagnostic::general(self.code, self.message);
        for (location, words, text) in self.labels {
            match span(sources, location, words) {
                Some(span) => diagnostic.labels.push(Label { span, text: text.to_owned() }),
                None if diagnostic.labels.is_empty() => {
                    let Location { file, line, column } = location;
                    diagnostic.message.push_str(&format!(" ({file}:{line}:{column})"));
                }
                None => {}
            }
        }
        diagnostic
    }
}

/// The first of some words in the rest of a line, or all of that rest if none is there.
fn span(sources: &SourceMap, location: &Location, words: &[&str]) -> Option<Span> {
    let (file, source) = sources.files().find(|(_, source)| source.name == location.file)?;
    let line = usize::try_from(location.line).ok()?.checked_sub(1)?;
    let column = usize::try_from(location.column).ok()?.checked_sub(1)?;
    let mut before = source.text.split_inclusive('\n').map(str::len);
    let line_start: usize = before.by_ref().take(line).sum();
    let line_end = line_start + before.next()?;
    let start = line_start + column;
    let rest = source.text.get(start..line_end)?.trim_end();
    let found = words.iter().find_map(|word| Some((rest.find(word)?, word.len())));
    let (from, length) = found.unwrap_or((0, rest.len()));
    let start = u32::try_from(start + from).ok()?;
    Some(Span { file, start, end: start + u32::try_from(length).ok()? })
}
