//! The C files that CPython's own generator writes, so that the two can be compared.

pub mod cases;
pub mod fault;
pub mod optimizer;
mod replace;
pub mod tables;
pub mod tier1;
pub mod tier2;
pub mod watch;
pub mod writer;

use std::fmt;
use std::str::FromStr;

use fault::WalkError;
use tables::{Faults, Header};

use crate::analysis::{Analysis, Dialect};
use crate::ir::Isa;

/// One of the nine files that CPython's generator writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum File {
    /// `opcode_ids.h`
    OpcodeIds,
    /// `opcode_targets.h`
    OpcodeTargets,
    /// `pycore_opcode_metadata.h`
    OpcodeMetadata,
    /// `pycore_uop_ids.h`
    UopIds,
    /// `pycore_uop_metadata.h`
    UopMetadata,
    /// `_opcode_metadata.py`
    PyMetadata,
    /// `generated_cases.c.h`: the tier-1 interpreter.
    GeneratedCases,
    /// `executor_cases.c.h`: the tier-2 interpreter.
    ExecutorCases,
    /// `optimizer_cases.c.h`: the abstract interpreter of the tier-2 optimizer.
    OptimizerCases,
}

impl File {
    /// All nine: the tables, then the cases.
    pub const ALL: [File; 9] = [
        File::OpcodeIds,
        File::OpcodeTargets,
        File::OpcodeMetadata,
        File::UopIds,
        File::UopMetadata,
        File::PyMetadata,
        File::GeneratedCases,
        File::ExecutorCases,
        File::OptimizerCases,
    ];

    /// The file's name.
    pub const fn name(self) -> &'static str {
        match self {
            File::OpcodeIds => "opcode_ids.h",
            File::OpcodeTargets => "opcode_targets.h",
            File::OpcodeMetadata => "pycore_opcode_metadata.h",
            File::UopIds => "pycore_uop_ids.h",
            File::UopMetadata => "pycore_uop_metadata.h",
            File::PyMetadata => "_opcode_metadata.py",
            File::GeneratedCases => "generated_cases.c.h",
            File::ExecutorCases => "executor_cases.c.h",
            File::OptimizerCases => "optimizer_cases.c.h",
        }
    }

    /// The script of the reference that writes it.
    pub const fn script(self) -> &'static str {
        match self {
            File::OpcodeIds => "opcode_id_generator.py",
            File::OpcodeTargets => "target_generator.py",
            File::OpcodeMetadata => "opcode_metadata_generator.py",
            File::UopIds => "uop_id_generator.py",
            File::UopMetadata => "uop_metadata_generator.py",
            File::PyMetadata => "py_metadata_generator.py",
            File::GeneratedCases => "tier1_generator.py",
            File::ExecutorCases => "tier2_generator.py",
            File::OptimizerCases => "optimizer_generator.py",
        }
    }

    /// The folder of a CPython source tree in which it lies.
    pub const fn folder(self) -> &'static str {
        match self {
            File::OpcodeIds => "Include",
            File::OpcodeMetadata | File::UopIds | File::UopMetadata => "Include/internal",
            File::PyMetadata => "Lib",
            File::OpcodeTargets | File::GeneratedCases | File::ExecutorCases | File::OptimizerCases => {
                "Python"
            }
        }
    }

    /// Whether it has a case for each definition, rather than being a table.
    pub const fn has_cases(self) -> bool {
        matches!(self, File::GeneratedCases | File::ExecutorCases | File::OptimizerCases)
    }

    /// Whether it is written for a version. All nine are for 3.14; of 3.13's, whose bodies follow other rules, four.
    pub fn is_written_for(self, dialect: Dialect) -> bool {
        match dialect {
            Dialect::V3_14 => true,
            Dialect::V3_13 => self.table().is_some_and(|table| table.in_3_13),
        }
    }

    /// The comment at the file's head, for definition files under these names. The script's path is the one that it
    /// has in a CPython tree, wherever the reference lies (reference.md B67).
    pub fn header(self, sources: Vec<String>) -> Header {
        Header { script: format!("Tools/cases_generator/{}", self.script()), sources }
    }

    fn table(self) -> Option<tables::Table> {
        tables::ALL.into_iter().find(|table| table.file == self.name())
    }

    /// Writes the file. Without a header, it starts below the place where the header would end.
    ///
    /// # Errors
    /// What keeps the reference from writing it, too; and a version for which it is not written here.
    pub fn generate(self, subject: &Subject<'_>, header: Option<&Header>) -> Result<String, Refusal> {
        if !self.is_written_for(subject.base.dialect) {
            return Err(Refusal::OtherVersion);
        }
        if let Some(table) = self.table() {
            return (table.write)(subject.isa, header).map_err(Refusal::Tables);
        }
        let body = match (self, subject.overlay) {
            (File::GeneratedCases, _) => tier1::generate(subject.base),
            (File::ExecutorCases, _) => tier2::generate(subject.base),
            (_, Some(overlay)) => optimizer::generate(subject.base, overlay),
            (_, None) => return Err(Refusal::NoOverlay),
        };
        let head = header.map(Header::c_comment).unwrap_or_default();
        Ok(head + &body.map_err(Refusal::Walk)?)
    }
}

impl fmt::Display for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for File {
    type Err = String;

    fn from_str(name: &str) -> Result<File, String> {
        File::ALL.into_iter().find(|file| file.name() == name).ok_or_else(|| {
            let names: Vec<&str> = File::ALL.iter().map(|file| file.name()).collect();
            format!("CPython's generator writes no such file; it writes {}", names.join(", "))
        })
    }
}

/// What the files are made from.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The analysed instruction set.
    pub base: &'a Analysis<'a>,
    /// The analysed definitions of the abstract interpreter, which `optimizer_cases.c.h` needs.
    pub overlay: Option<&'a Analysis<'a>>,
    /// The instruction set as the tables need it.
    pub isa: &'a Isa,
}

/// Why a file is not written.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// A body cannot be written.
    Walk(WalkError),
    /// A table cannot be written.
    Tables(Faults),
    /// There are no definitions of the abstract interpreter.
    NoOverlay,
    /// The file is not written for the version of the definitions.
    OtherVersion,
}
