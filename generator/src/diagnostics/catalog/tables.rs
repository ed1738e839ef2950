//! Codes of CPython's table files: where its generator raises an exception while it writes them.

use crate::diagnostics::{Code, CodeInfo};

/// A table is not written for 3.13.
pub const ONLY_IN_3_14: Code = Code(350);
/// Two micro-ops have the same name.
pub const SAME_UOP_NAME: Code = Code(351);
/// The table of deopts does not have 256 rows.
pub const DEOPT_ROWS: Code = Code(352);
/// There is no pseudo-instruction.
pub const NO_PSEUDOS: Code = Code(353);
/// No instruction can be expanded.
pub const NO_EXPANSIONS: Code = Code(354);
/// The name of a super-instruction cannot be split in two.
pub const SUPER_NAME: Code = Code(355);
/// Half of a super-instruction's name is unknown.
pub const SUPER_HALF_UNKNOWN: Code = Code(356);
/// Half of a super-instruction has several parts.
pub const SUPER_HALF_COMPOSED: Code = Code(357);
/// An item is pushed that lies on the stack already.
pub const PUSHED_TWICE: Code = Code(358);
/// An item in memory has moved.
pub const MOVED: Code = Code(359);

/// In order of number.
pub static CODES: &[CodeInfo] = &[
    CodeInfo {
        code: ONLY_IN_3_14,
        title: "a table that is not written for CPython 3.13",
        explanation: "\
CPython's table files are written to be compared with CPython's own. For 3.13 these are the tables of numbers and of dispatch
targets: `opcode_ids.h`, `opcode_targets.h`, `pycore_uop_ids.h` and `_opcode_metadata.py`. The two metadata headers have another form in
3.13 and are written for 3.14 only.",
    },
    CodeInfo {
        code: SAME_UOP_NAME,
        title: "two micro-ops have the same name",
        explanation: "\
`inst(X, …)` makes a micro-op `_X`, and `replicate(N)` makes `_X_0`, `_X_1` and so on. An `op` may have one of these names, because CPython's
generator keeps the micro-op of an instruction under the instruction's name; but then it fails to sort the two when it
numbers the micro-ops:

    inst(NOP, (--)) { }
    op(_NOP, (--)) { }

Rename the `op`.",
    },
    CodeInfo {
        code: DEOPT_ROWS,
        title: "the table of deopts does not have 256 rows",
        explanation: "\
`pycore_opcode_metadata.h` tells for each of 256 opcodes what the instruction becomes when it loses its specialization: one row for each
instruction, and one for each number that has no name. CPython's generator insists that these are 256.

Some names have a number whether they are defined or not: CACHE, RESERVED, RESUME, BINARY_OP_INPLACE_ADD_UNICODE,
INSTRUMENTED_LINE, ENTER_EXECUTOR. If one is missing, its number has no row:

    inst(NOP, (--)) { }

So this header can be written for a whole instruction set only. The other tables have no such condition.",
    },
    CodeInfo {
        code: NO_PSEUDOS,
        title: "there is no pseudo-instruction",
        explanation: "\
`pycore_opcode_metadata.h` has a table of what pseudo-instructions may become, as wide as the longest list of them. Without any there
is no longest one, and CPython's generator fails.

    pseudo(JUMP, (--)) = { JUMP_FORWARD, JUMP_BACKWARD };",
    },
    CodeInfo {
        code: NO_EXPANSIONS,
        title: "no instruction can be expanded into micro-ops",
        explanation: "\
`pycore_opcode_metadata.h` has a table of the micro-ops that an instruction is expanded into, as wide as the longest expansion. If tier
2 can have none of the instructions, there is no longest one, and CPython's generator fails.

    tier1 inst(NOP, (--)) { }

Define an instruction all of whose micro-ops tier 2 can have: not annotated `tier1`, not instrumented, and without `this_instr`.",
    },
    CodeInfo {
        code: SUPER_NAME,
        title: "the name of a super-instruction cannot be split in two",
        explanation: "\
An instruction made of one micro-op whose body names `oparg1` is a super-instruction: it does the work of two instructions, one with the
upper half of its argument, one with the lower half. Which two is read from its name, cut in the middle:

    inst(LOAD_FAST_LOAD_FAST, (-- value1, value2)) { uint32_t oparg1 = oparg >> 4; … }

is LOAD_FAST and LOAD_FAST. A name of an odd number of words has no middle.",
    },
    CodeInfo {
        code: SUPER_HALF_UNKNOWN,
        title: "half of the name of a super-instruction is unknown",
        explanation: "\
An instruction made of one micro-op whose body names `oparg1` is a super-instruction, and its name is made of the names of the two
instructions whose work it does. One of these does not exist:

    inst(LOAD_FAST, (-- value)) { … }
    inst(LOAD_FAST_STORE_FAST, (value1 -- value2)) { uint32_t oparg1 = oparg >> 4; … }

Define STORE_FAST, or rename the instruction.",
    },
    CodeInfo {
        code: SUPER_HALF_COMPOSED,
        title: "half of a super-instruction has several parts",
        explanation: "\
A super-instruction is expanded into one micro-op for each of the two instructions whose work it does. So these must be made of
one part each, which a macro of several micro-ops is not:

    macro(LOAD_FAST) = _CHECK + _LOAD;
    inst(LOAD_FAST_LOAD_FAST, (-- value1, value2)) { uint32_t oparg1 = oparg >> 4; … }",
    },
    CodeInfo {
        code: PUSHED_TWICE,
        title: "an item is pushed that lies on the stack already",
        explanation: "\
To count what an instruction pops and pushes, CPython's generator puts the items of its micro-ops on a model of the stack, and there it
knows an item by its definition. A micro-op that comes twice pushes the same item twice. If the first one is still there, and
nothing has used it, the generator fails, for it would not know one from the other:

    op(_PUSH_NULL, (-- null)) { null = PyStackRef_NULL; }
    macro(PUSH_TWO_NULLS) = _PUSH_NULL + _PUSH_NULL;

Write another micro-op that does the same.",
    },
    CodeInfo {
        code: MOVED,
        title: "an item in memory has moved",
        explanation: "\
An input that is an output too, in the same position, keeps its identity. If the items below it change their sizes, it comes
to lie elsewhere, and if it is an array, or was not used, it was not loaded into a local variable either. The next micro-op
that uses it looks for it in its old place; CPython's generator fails then:

    op(_GROW, (a, args[oparg] -- b[2], args[oparg])) { … }
    op(_USE, (args[oparg] --)) { use(args); }
    macro(GROW_AND_USE) = _GROW + _USE;

Give the output another name.",
    },
];
