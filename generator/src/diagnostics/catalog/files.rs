//! Codes of reading and writing files.

use crate::diagnostics::{Code, CodeInfo};

/// A file cannot be read.
pub const UNREADABLE: Code = Code(400);
/// There are no definitions where they should be.
pub const NO_INPUTS: Code = Code(401);
/// A CPython tree of a version whose rules are not known.
pub const UNSUPPORTED_VERSION: Code = Code(402);
/// The outputs cannot be written.
pub const UNWRITABLE: Code = Code(403);
/// A side of a version report that is nothing which can be compared.
pub const NOT_COMPARABLE: Code = Code(410);
/// A file that is no `isa.json`, or one of another format.
pub const BAD_ISA_JSON: Code = Code(411);

/// In order of number.
pub static CODES: &[CodeInfo] = &[
    CodeInfo {
        code: UNREADABLE,
        title: "a file cannot be read",
        explanation: "\
The system refused to open or read a file that the run needs; the message gives its reason. Pipes, devices and
folders are refused too: a run reads regular files only, so that it can never be kept waiting.

Check the path, and that you may read the file.",
    },
    CodeInfo {
        code: NO_INPUTS,
        title: "there are no definitions where they should be",
        explanation: "\
`casewright regen` reads `bytecodes.c` (needed), `optimizer_bytecodes.c`, `pycore_code.h` and further `*.c` files from
`inputs/` or from the folder that `--inputs` names. `--cpython DIR` reads a CPython source tree instead, where the
definitions are in `Python/bytecodes.c` and the version is in `Include/patchlevel.h`. An installed Python has neither
file.",
    },
    CodeInfo {
        code: UNSUPPORTED_VERSION,
        title: "a CPython tree of a version that is not supported",
        explanation: "\
The language of the definitions, the rules for flags and the numbering of opcodes change between CPython versions.
Casewright knows those of 3.13 and 3.14; guessing for another version would give wrong tables without a warning.",
    },
    CodeInfo {
        code: UNWRITABLE,
        title: "the outputs cannot be written",
        explanation: "\
All outputs of a run are first written beside their places, then moved into them; if anything fails, those already
moved are put back. So the output folder is now as it was before. The message gives the system's reason.",
    },
    CodeInfo {
        code: NOT_COMPARABLE,
        title: "nothing that can be compared",
        explanation: "\
Each side of `casewright diff OLD NEW` is one of three things, told apart by what is there:

- a CPython source tree: a folder with `Include/patchlevel.h`, which says the version;
- a folder of definitions: one with `bytecodes.c`, whose version `--old-dialect` or `--new-dialect` says (3.14 if
  neither);
- the file that `casewright dump` prints: its name ends in `.json`. It has no bodies, so these are not compared.",
    },
    CodeInfo {
        code: BAD_ISA_JSON,
        title: "a file is not an isa.json",
        explanation: "\
A file whose name ends in `.json` is read as the instruction set that `casewright dump` prints and `make regen` writes
to `generated/isa.json`. This one is damaged, is something else, or was written by a version of Casewright with another
format (the number in its field `schema`). Write it again from its definitions:

    casewright dump --inputs inputs > isa.json",
    },
];
