//! Codes of CPython's table files: where its generator raises an exception while it writes them. Equal names of
//! micro-ops, bad super-instructions and items that come up twice, at which it fails too, have codes among those
//! of the analysis.

use crate::diagnostics::{Code, CodeInfo};

/// A table is not written for 3.13.
pub const ONLY_IN_3_14: Code = Code(350);
/// The table of deopts does not have 256 rows.
pub const DEOPT_ROWS: Code = Code(351);
/// There is no pseudo-instruction.
pub const NO_PSEUDOS: Code = Code(352);
/// No instruction can be expanded.
pub const NO_EXPANSIONS: Code = Code(353);

/// In order of number.
pub static CODES: &[CodeInfo] = &[
    CodeInfo {
        code: ONLY_IN_3_14,
        title: "a table that is not written for CPython 3.13",
        explanation: "\
CPython's table files are written to be compared with CPython's own. For 3.13 these are the tables of numbers and of
dispatch targets: `opcode_ids.h`, `opcode_targets.h`, `pycore_uop_ids.h` and `_opcode_metadata.py`. The two metadata
headers have another form in 3.13 and are written for 3.14 only.",
    },
    CodeInfo {
        code: DEOPT_ROWS,
        title: "the table of deopts does not have 256 rows",
        explanation: "\
`pycore_opcode_metadata.h` tells for each of 256 opcodes what the instruction becomes when it loses its specialization:
one row for each instruction, and one for each number that has no name. CPython's generator insists that these are 256.

Some names have a number whether they are defined or not: CACHE, RESERVED, RESUME, BINARY_OP_INPLACE_ADD_UNICODE,
INSTRUMENTED_LINE, ENTER_EXECUTOR. If one is missing, its number has no row:

    inst(NOP, (--)) { }

So this header can be written for a whole instruction set only. The other tables have no such condition.",
    },
    CodeInfo {
        code: NO_PSEUDOS,
        title: "there is no pseudo-instruction",
        explanation: "\
`pycore_opcode_metadata.h` has a table of what pseudo-instructions may become, as wide as the longest list of them.
Without any there is no longest one, and CPython's generator fails.

    pseudo(JUMP, (--)) = { JUMP_FORWARD, JUMP_BACKWARD };",
    },
    CodeInfo {
        code: NO_EXPANSIONS,
        title: "no instruction can be expanded into micro-ops",
        explanation: "\
`pycore_opcode_metadata.h` has a table of the micro-ops that an instruction is expanded into, as wide as the longest
expansion. If tier 2 can have none of the instructions, there is no longest one, and CPython's generator fails.

    tier1 inst(NOP, (--)) { }

Define an instruction all of whose micro-ops tier 2 can have: not annotated `tier1`, not instrumented, and without
`this_instr`.",
    },
];
