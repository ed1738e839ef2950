//! Codes of the analysis of definitions.

use crate::diagnostics::{Code, CodeInfo};

/// A micro-op is defined twice.
pub const DUPLICATE_OP: Code = Code(100);
/// A used input lies below an unused one.
pub const USED_BELOW_UNUSED: Code = Code(101);
/// An output bears the name of an input at another place.
pub const REUSED_NAME: Code = Code(102);
/// A micro-op begins or ends with an unused cache entry.
pub const UNUSED_CACHE_IN_OP: Code = Code(103);
/// An input or output is defined in a condition.
pub const STORE_IN_CONDITION: Code = Code(104);
/// A call in a condition may run arbitrary code.
pub const ESCAPING_CALL_IN_CONDITION: Code = Code(105);
/// A reference that is closed is not a variable.
pub const CLOSE_ARGUMENT: Code = Code(106);
/// A micro-op contains both EXIT_IF and DEOPT_IF.
pub const BOTH_EXITS: Code = Code(107);
/// A macro names a micro-op that does not exist.
pub const UNKNOWN_UOP: Code = Code(108);
/// INSTRUCTION_SIZE would stand for several sizes.
pub const DIFFERENT_INSTRUCTION_SIZES: Code = Code(109);
/// INSTRUCTION_SIZE stands for nothing.
pub const NO_INSTRUCTION_SIZE: Code = Code(110);
/// A family names an instruction that does not exist.
pub const UNKNOWN_MEMBER: Code = Code(111);
/// A pseudo-instruction names an instruction that does not exist.
pub const UNKNOWN_TARGET: Code = Code(112);
/// There are more instructions than opcodes.
pub const TOO_MANY_INSTRUCTIONS: Code = Code(113);
/// The argument of replicate is not usable.
pub const BAD_REPLICATE: Code = Code(114);
/// There is more of something than can be held.
pub const TOO_MANY_DEFINITIONS: Code = Code(115);
/// The name of a super-instruction does not tell its halves.
pub const BAD_SUPER_INSTRUCTION: Code = Code(116);
/// Micro-ops do not agree on the size of an item.
pub const SIZE_MISMATCH: Code = Code(117);
/// Two micro-ops have the same name.
pub const NAME_CLASH: Code = Code(118);
/// An item of an instruction cannot be followed.
pub const ITEM_LOST: Code = Code(119);
/// An instruction is defined twice.
pub const DUPLICATE_INSTRUCTION: Code = Code(120);
/// A family, pseudo-instruction or label is defined twice.
pub const DUPLICATE_GROUP: Code = Code(121);
/// A definition overrides nothing.
pub const OVERRIDE_OF_NOTHING: Code = Code(122);
/// An instruction is listed twice as a member of a family.
pub const MEMBER_TWICE: Code = Code(123);
/// A member of a family differs in size from the head.
pub const MEMBER_SIZE: Code = Code(124);
/// A member of a family differs in its effect on the stack from the head.
pub const MEMBER_EFFECT: Code = Code(125);
/// A micro-op is never used.
pub const UNUSED_OP: Code = Code(126);
/// Two micro-ops of a macro push values of the same name.
pub const SAME_OUTPUT_TWICE: Code = Code(127);
/// ERROR_IF is given a label that it cannot jump to.
pub const ERROR_IF_LABEL: Code = Code(128);
/// A jump to a label that does not exist.
pub const UNKNOWN_LABEL: Code = Code(129);
/// A size is not arithmetic in oparg.
pub const SIZE_NOT_UNDERSTOOD: Code = Code(130);
/// An instruction has an impossible size.
pub const BAD_SIZE: Code = Code(132);
/// Instrumented instructions are numbered beyond 254.
pub const NO_INSTRUMENTED_LINE: Code = Code(133);
/// DEOPT_IF or EXIT_IF where there is nothing to go back to.
pub const EXIT_WITHOUT_FAMILY: Code = Code(134);
/// An instruction reads a cache that nothing writes.
pub const CACHE_WITHOUT_FAMILY: Code = Code(135);
/// A pseudo-instruction has a flag that does not exist.
pub const UNKNOWN_FLAG: Code = Code(136);
/// Annotations contradict or repeat each other.
pub const CONFLICTING_ANNOTATIONS: Code = Code(137);
/// The abstract interpreter defines a micro-op that does not exist.
pub const NOT_IN_BASE: Code = Code(138);
/// The abstract interpreter's stack effect differs from the instruction set's.
pub const ABSTRACT_EFFECT: Code = Code(139);
/// A family's size is not that of its head.
pub const FAMILY_SIZE: Code = Code(140);
/// A family's size is not defined in the header.
pub const UNKNOWN_CACHE_ENTRIES: Code = Code(141);
/// A cache struct cannot be laid out.
pub const CACHE_LAYOUT: Code = Code(142);
/// An INLINE_CACHE_ENTRIES macro measures a struct that does not exist.
pub const UNKNOWN_CACHE_STRUCT: Code = Code(144);
/// An override leaves replicas of the original behind.
pub const STALE_REPLICAS: Code = Code(145);

/// In order of number.
pub static CODES: &[CodeInfo] = &[
    CodeInfo {
        code: DUPLICATE_OP,
        title: "a micro-op is defined twice",
        explanation: "\
Micro-ops are looked up by name, so there can be only one of a name. A second definition is accepted if it
says that it takes the place of the first, which keeps the first one's position in every table.

    op(_A, (--)) {}
    op(_A, (--)) {}             // error
    override op(_A, (--)) {}    // fine

An `inst(X)` has a micro-op too, whose key is `X`; no `op` can take its place. The reference generator refuses
this as well (\"Duplicate definition\").",
    },
    CodeInfo {
        code: USED_BELOW_UNUSED,
        title: "a used input lies below an unused one",
        explanation: r#"Inputs are popped from the top. One that is popped must not lie below one that is not touched:

    op(_A, (a, unused --)) { PyStackRef_CLOSE(a); }     // error
    op(_A, (a, b --)) { … }                             // fine
    op(_A, (a, unused -- a, unused)) { … }              // fine: both stay where they are

The reference generator refuses this as well."#,
    },
    CodeInfo {
        code: REUSED_NAME,
        title: "an output bears the name of an input at another place",
        explanation: "\
An output with an input's name *is* that input, left where it lies. Both must therefore stand at the same
place, counted from the bottom:

    op(_A, (a, b -- b)) {}      // error: `b` would have to move
    op(_A, (a, b -- c)) { c = b; DEAD(b); PyStackRef_CLOSE(a); }

The names of cache entries count as input names. The reference generator refuses this as well.",
    },
    CodeInfo {
        code: UNUSED_CACHE_IN_OP,
        title: "a micro-op begins or ends with an unused cache entry",
        explanation: r#"Cells that nobody reads belong to the instruction, not to the micro-op:

    op(_A, (unused/1, v/2 --)) {}       // error
    op(_A, (v/2 --)) {}                 // fine …
    macro(A) = unused/1 + _A;           // … with this

Between two entries that are read, unused ones are allowed in 3.14. In an `inst` they are allowed anywhere.
The reference generator refuses this as well."#,
    },
    CodeInfo {
        code: STORE_IN_CONDITION,
        title: "an input or output is defined in a condition",
        explanation: "\
The generator follows statements to know which variables hold a value. It does not look into the conditions of
`if`, `for` and `while`, so a definition there would be missed, and the value would not reach the stack:

    if (fetch(&res) < 0) { … }                      // error
    int err = fetch(&res); if (err < 0) { … }       // fine

The reference generator refuses `&res` in the condition of an `if`. It accepts `res = …` there, and both in `for`
and `while`, in silence.",
    },
    CodeInfo {
        code: ESCAPING_CALL_IN_CONDITION,
        title: "a call in a condition may run arbitrary code",
        explanation: "\
Before a call that may run Python code, the values that are held in C variables must be written to the stack,
where the garbage collector and debuggers look for them. That is done between statements, so there is no place
for it inside a condition:

    if (PyObject_IsTrue(x)) { … }                       // error
    int truth = PyObject_IsTrue(x); if (truth) { … }    // fine
    ERROR_IF(PyList_Append(list, x) < 0);               // error

Which calls escape is a matter of names: macros (all upper case), `…Check`, `…CheckExact`, `Py_Is…` and a list of
known helpers do not. The reference generator refuses such calls in `DEOPT_IF`, `EXIT_IF` and `ERROR_IF`. In `if`,
`for` and `while` it does not see them at all (python/cpython#135193): it neither writes the stack back nor sets
the flag.",
    },
    CodeInfo {
        code: CLOSE_ARGUMENT,
        title: "a reference that is closed is not a variable",
        explanation: "\
The generator notes which variable ends with `PyStackRef_CLOSE` or `PyStackRef_XCLOSE`, so the argument must
begin with its name:

    PyStackRef_CLOSE(*slot);                                // error
    _PyStackRef old = *slot; PyStackRef_CLOSE(old);         // fine

The reference generator refuses this as well (\"Expected identifier\").",
    },
    CodeInfo {
        code: BOTH_EXITS,
        title: "a micro-op contains both EXIT_IF and DEOPT_IF",
        explanation: "\
A micro-op of tier 2 leaves its trace in one way: to a side exit, which may be extended by another trace, or
back to the interpreter. One that does both has no single exit.

    op(_A, (x --)) { EXIT_IF(a); DEOPT_IF(b); }     // error

The reference generator refuses this as well.",
    },
    CodeInfo {
        code: UNKNOWN_UOP,
        title: "a macro names a micro-op that does not exist",
        explanation: r#"    macro(A) = _B + _C;     // error if there is no `op(_B, …)`

Micro-ops may be defined after the macro, and in any of the files. The parts of a macro may also be instructions
that are defined with `inst`, but not other macros. The reference generator refuses this as well."#,
    },
    CodeInfo {
        code: DIFFERENT_INSTRUCTION_SIZES,
        title: "INSTRUCTION_SIZE would stand for several sizes",
        explanation: "\
`INSTRUCTION_SIZE` in a body stands for the size, caches included, of the instruction that contains the micro-op. If
several contain it, they must agree, because the micro-op is translated once:

    op(_A, (--)) { x = INSTRUCTION_SIZE; }
    macro(B) = _A;
    macro(C) = unused/1 + _A;   // error: 1 and 2 code units

The reference generator refuses this as well.",
    },
    CodeInfo {
        code: NO_INSTRUCTION_SIZE,
        title: "INSTRUCTION_SIZE stands for nothing",
        explanation: "\
A body uses `INSTRUCTION_SIZE`, but no instruction contains the micro-op, so there is no size that it could mean.
Replicas (`replicate(N)`) are in no instruction, so a replicated micro-op cannot use it.

    tier2 op(_A, (--)) { x = INSTRUCTION_SIZE; }    // error

The reference generator refuses this as well.",
    },
    CodeInfo {
        code: UNKNOWN_MEMBER,
        title: "a family names an instruction that does not exist",
        explanation: r#"The head and the members of a family are instructions, defined with `inst` or `macro`:

    family(LOAD_ATTR, 9) = { LOAD_ATTR_SLOT };      // error without `macro(LOAD_ATTR_SLOT) = …;`

The instruction BINARY_OP_INPLACE_ADD_UNICODE belongs to the family of BINARY_OP without being listed, so that
family must exist if it does. The reference generator stops with a KeyError here."#,
    },
    CodeInfo {
        code: UNKNOWN_TARGET,
        title: "a pseudo-instruction names an instruction that does not exist",
        explanation: r#"What a pseudo-instruction becomes is an instruction, defined with `inst` or `macro`:

    pseudo(JUMP, (--), (HAS_ARG)) = { JUMP_FORWARD, JUMP_BACKWARD };    // error if one is missing

Pseudo-instructions cannot be targets. The reference generator stops with a KeyError here."#,
    },
    CodeInfo {
        code: TOO_MANY_INSTRUCTIONS,
        title: "there are more instructions than opcodes",
        explanation: "\
Opcodes are bytes. Ordinary instructions are numbered from 1 up to RESUME (128; 149 in 3.13), specialized ones
after it, and instrumented ones downwards from 254. The three ranges must not meet.

The reference generator stops with an AssertionError if the specialized ones reach the instrumented ones. If
there are too many ordinary ones, it goes on numbering beyond RESUME, where the interpreter takes them for
specialized ones.",
    },
    CodeInfo {
        code: BAD_REPLICATE,
        title: "the argument of replicate is not usable",
        explanation: r#"`replicate(N)` makes copies of a micro-op in which `oparg` is a constant, for 0 up to N - 1:

    replicate(8) op(_LOAD_FAST, (-- value)) { … }   // _LOAD_FAST_0 … _LOAD_FAST_7

N must be from 1 to 256. The reference generator accepts 0, and tries to make as many copies as it is told to."#,
    },
    CodeInfo {
        code: TOO_MANY_DEFINITIONS,
        title: "there is more of something than can be held",
        explanation: "\
Opcodes are bytes and an instruction has at most 255 cache cells, so there are limits that no sensible input
reaches: 1024 instructions, 1024 pseudo-instructions, 8192 micro-ops (replicas included), 256 parts in a
macro, 128 inputs or outputs in a stack effect, 512 in all parts of an instruction.

    replicate(200) op(_A, (--)) {}      // and 40 more of this kind: error

CPython 3.14 has some 230 instructions and 400 micro-ops. The reference generator has no such limits.",
    },
    CodeInfo {
        code: BAD_SUPER_INSTRUCTION,
        title: "the name of a super-instruction does not tell its halves",
        explanation: "\
A super-instruction does the work of two instructions, with two arguments in one: its body uses `oparg1`. In
tier 2 it becomes the two micro-ops of those instructions, which are found by its name: the name must be two
names of instructions of one micro-op each, with the same number of words.

    inst(LOAD_FAST_STORE_FAST, (--)) { int oparg1 = oparg >> 4; … }     // LOAD_FAST, STORE_FAST
    inst(LOAD_TWICE, (--)) { int oparg1 = oparg >> 4; … }               // error: no `LOAD`, no `TWICE`

The reference generator stops with an AssertionError here.",
    },
    CodeInfo {
        code: SIZE_MISMATCH,
        title: "micro-ops do not agree on the size of an item",
        explanation: "\
In CPython 3.13, what one micro-op of an instruction leaves on the stack must have the size that the next one
takes from there:

    op(_A, (-- x[oparg])) {}
    op(_B, (y --)) {}
    macro(C) = _A + _B;     // error in 3.13

3.14 writes the stack to memory between the two instead. The reference generator of 3.13 stops with a SizeMismatch
here. Sizes are compared as text: `oparg-1` is not `oparg - 1`.",
    },
    CodeInfo {
        code: NAME_CLASH,
        title: "two micro-ops have the same name",
        explanation: "\
An `inst(X)` makes a micro-op `_X`, and `replicate(N)` makes micro-ops `_A_0`, `_A_1` and so on. Other micro-ops
cannot have these names, because numbers and code of micro-ops are looked up by them:

    inst(NOP, (--)) {}
    op(_NOP, (--)) {}       // error

The reference generator accepts the definitions, but stops with a TypeError when it sorts the micro-ops of equal
names; a replica silently takes the place of an `op` that was defined before it.",
    },
    CodeInfo {
        code: ITEM_LOST,
        title: "an item of an instruction cannot be followed",
        explanation: "\
A micro-op that pushes something may be used twice in a macro only if what it pushed first is gone when it
pushes again:

    op(_A, (-- value)) { value = PyStackRef_None; }
    macro(B) = _A + _A;     // error, and `flush` between the two is no help

The same happens where the size of an item changes between two micro-ops, so that a later one finds it at another
place. Of the reference's generators, that of the opcode metadata stops here with an AssertionError.",
    },
    CodeInfo {
        code: DUPLICATE_INSTRUCTION,
        title: "an instruction is defined twice",
        explanation: r#"Instructions are looked up by name, whether `inst`, `macro` or `pseudo` defines them:

    inst(A, (--)) {}
    macro(A) = _B;              // error
    override inst(A, (--)) {}   // fine, if the earlier definition is an `inst`

The reference generator keeps one of the two in silence: the last, but a `macro` always wins over an `inst`, even
over an `override inst` in a later file."#,
    },
    CodeInfo {
        code: DUPLICATE_GROUP,
        title: "a family, pseudo-instruction or label is defined twice",
        explanation: r#"    label(error) { … }
    label(error) { … }      // error

The reference generator keeps the last one in silence. Of a family that is overwritten this way, the members stay
members."#,
    },
    CodeInfo {
        code: OVERRIDE_OF_NOTHING,
        title: "a definition overrides nothing",
        explanation: "\
`override` says that there is an earlier definition of the same name, whose place this one takes. If there is
none, the name is misspelt, the other file was not given, or upstream has renamed or removed the original, and
what was to be changed goes on as it was:

    override op(_LOAD_ATRR, (owner -- attr)) { … }      // error: there is no _LOAD_ATRR

The reference generator accepts this in silence.",
    },
    CodeInfo {
        code: MEMBER_TWICE,
        title: "an instruction is listed twice as a member of a family",
        explanation: "\
A specialized instruction goes back to the head of its family when its assumptions fail. It can have one family
only, and be listed there once:

    family(A) = { A_INT, A_STR };
    family(B) = { A_INT };      // error

The reference generator keeps the last family in silence, though the first still lists the member.",
    },
    CodeInfo {
        code: MEMBER_SIZE,
        title: "a member of a family differs in size from the head",
        explanation: "\
Specialization writes another opcode over an instruction, so all members of a family must have as many cache
cells as its head:

    macro(A) = unused/1 + _A;
    macro(A_INT) = _A_INT;              // error: one cell less
    macro(A_INT) = unused/1 + _A_INT;   // fine
    family(A, INLINE_CACHE_ENTRIES_A) = { A_INT };

The reference generator leaves this to a `static_assert` in the C that it writes. BINARY_OP_INPLACE_ADD_UNICODE is
exempt: it belongs to BINARY_OP's family, though it is larger.",
    },
    CodeInfo {
        code: MEMBER_EFFECT,
        title: "a member of a family differs in its effect on the stack from the head",
        explanation: "\
A specialized instruction stands in for the head of its family, so it must leave the stack as the head does. That
is checked as far as it can be: there must be a value of `oparg` for which both change the height of the stack
by the same amount. Forms that enter another frame are exempt, since their result is pushed when it returns.

    inst(A, (x -- y)) { … }
    inst(A_INT, (x --)) { … }       // error
    family(A) = { A_INT };

The reference generator does not check this at all.",
    },
    CodeInfo {
        code: UNUSED_OP,
        title: "a micro-op is never used",
        explanation: "\
No macro names the micro-op, and tier 2 cannot have it, so no instruction and no trace can ever contain it.
Micro-ops that tier 2 can have are not reported, because its optimizer may create any of them.

    tier1 op(_A, (--)) {}       // warning, if no macro names it

The reference generator says nothing.",
    },
    CodeInfo {
        code: SAME_OUTPUT_TWICE,
        title: "two micro-ops of a macro push values of the same name",
        explanation: "\
The parts of a macro become one piece of C with one variable for each name. If a micro-op pushes a value under
the name of one that an earlier part has pushed and that still lies on the stack, both places get the second:

    op(_A, (-- x)) { x = f(); }
    op(_B, (-- x)) { x = g(); }
    macro(C) = _A + _B;     // error: pushes what g() gave, twice

The reference generator accepts this in silence.",
    },
    CodeInfo {
        code: ERROR_IF_LABEL,
        title: "ERROR_IF is given a label that it cannot jump to",
        explanation: "\
In CPython 3.14 `ERROR_IF` takes the condition alone. With the label of 3.13's form, the comma becomes C's comma
operator, the label the condition, and the jump is always taken:

    ERROR_IF(err < 0, error);   // error in 3.14
    ERROR_IF(err < 0);          // fine

In 3.13 the label must be `error`, because only this one has the forms `pop_1_error`, … that take the inputs off
the stack. The reference generator accepts both in silence.",
    },
    CodeInfo {
        code: UNKNOWN_LABEL,
        title: "a jump to a label that does not exist",
        explanation: r#"What `goto` jumps to are the labels of the DSL, shared by all instructions:

    label(error) { … }
    inst(A, (--)) { goto eror; }    // error

C's own labels cannot be used in bodies. The reference generator refuses this when it writes the jump, but not if
the statement is never written."#,
    },
    CodeInfo {
        code: SIZE_NOT_UNDERSTOOD,
        title: "a size is not arithmetic in oparg",
        explanation: "\
The size of an array on the stack (and in 3.13 the condition of an item) is computed from `oparg` with C's
operators:

    op(_A, (args[oparg & 0xFF] --)) { … }       // fine
    op(_A, (args[count] --)) { … }              // error: what is `count`?
    op(_A, (args[-1 + oparg] --)) { … }         // error: write `oparg - 1`

The reference generator copies the text into the C that it writes. A leading sign it takes off first, so that it
prints `-1 + oparg` as `-(1 + oparg)`.",
    },
    CodeInfo {
        code: BAD_SIZE,
        title: "an instruction has an impossible size",
        explanation: "\
The size of an instruction is one code unit and its cache cells, of which there can be at most 255. In a macro,
`unused/-N` takes back cells that earlier parts have added (for parts that read the same cells); it cannot take
back more than there are.

    macro(A) = _A + unused/-2;      // error if `_A` has fewer than 2 cells

The reference generator accepts any size.",
    },
    CodeInfo {
        code: NO_INSTRUMENTED_LINE,
        title: "instrumented instructions are numbered beyond 254",
        explanation: "\
The numbers of instrumented instructions are chosen so that the last one is 254. That number belongs to
INSTRUMENTED_LINE, so if INSTRUMENTED_LINE itself is not defined, one of the others gets no opcode that fits into
a byte (254 and 255 are taken):

    inst(INSTRUMENTED_A, (--)) {}       // error: gets 256
    inst(INSTRUMENTED_LINE, (--)) {}    // with this, fine

The reference generator accepts this in silence, and the number then collides with a pseudo-instruction's.",
    },
    CodeInfo {
        code: EXIT_WITHOUT_FAMILY,
        title: "DEOPT_IF or EXIT_IF where there is nothing to go back to",
        explanation: "\
In tier 1, `DEOPT_IF` and `EXIT_IF` jump to the head of the family of the instruction, which then does the work
without assumptions. An instruction in no family, the head of one, and a label have nothing to go back to:

    inst(A, (x -- y)) { DEOPT_IF(!good(x)); … }     // error, unless `family(…) = { A };`

The reference generator stops with an AssertionError, without a message, when it writes the instruction.",
    },
    CodeInfo {
        code: CACHE_WITHOUT_FAMILY,
        title: "an instruction reads a cache that nothing writes",
        explanation: "\
What stands in an inline cache was written there when the instruction was specialized. An instruction that is
neither a member of a family nor the head of one is never specialized, so what it reads is always zero:

    inst(A, (version/2 --)) { check(version); }     // warning, unless A is in a family

Instrumented instructions are exempt: they share the caches of those that they instrument.",
    },
    CodeInfo {
        code: UNKNOWN_FLAG,
        title: "a pseudo-instruction has a flag that does not exist",
        explanation: r#"    pseudo(JUMP, (--), (HAS_ARGS)) = { JUMP_FORWARD };      // error: HAS_ARG

The flags are those of CPython's table of opcodes: HAS_ARG, HAS_CONST, HAS_NAME, HAS_JUMP, HAS_FREE, HAS_LOCAL,
HAS_EVAL_BREAK, HAS_DEOPT, HAS_ERROR, HAS_ESCAPES, HAS_EXIT, HAS_PURE, HAS_PASSTHROUGH, HAS_OPARG_AND_1,
HAS_ERROR_NO_POP and HAS_NO_SAVE_IP. The reference generator copies the word into the C that it writes."#,
    },
    CodeInfo {
        code: CONFLICTING_ANNOTATIONS,
        title: "annotations contradict or repeat each other",
        explanation: r#"    tier1 tier2 op(_A, (--)) {}             // warning: the first one decides
    replicate(2) replicate(4) op(_B, …) {}  // warning: the first one decides

`specializing` implies tier 1. The reference generator says nothing."#,
    },
    CodeInfo {
        code: NOT_IN_BASE,
        title: "the abstract interpreter defines a micro-op that does not exist",
        explanation: "\
The definitions for the optimizer say what micro-ops of the instruction set do to types and constants. One whose
name is not that of a micro-op (of tier 2 or not) would never be used:

    // bytecodes.c                          // optimizer_bytecodes.c
    op(_LOAD_FAST, (-- value)) { … }        op(_LOAD_FASTER, (-- value)) { … }      // error

The reference generator refuses this as well.",
    },
    CodeInfo {
        code: ABSTRACT_EFFECT,
        title: "the abstract interpreter's stack effect differs from the instruction set's",
        explanation: "\
The optimizer follows the stack of a trace item by item, so its definition of a micro-op must change the height
of the stack as the real one does. Names may differ, and items that stay where they are may be left out.

    // bytecodes.c                          // optimizer_bytecodes.c
    op(_A, (x, y -- z)) { … }               op(_A, (x -- z)) { … }      // warning

Definitions that go over to another frame (`ctx->frame`) or give up (`ctx->done`, `goto`) are not compared. The
reference generator has a place for this check, but does not make it.",
    },
    CodeInfo {
        code: FAMILY_SIZE,
        title: "a family's size is not that of its head",
        explanation: "\
The second argument of `family` is the number of cache cells, as a number or as one of the macros
INLINE_CACHE_ENTRIES_… of `pycore_code.h`. It must be what the definition of the head comes to, otherwise the
interpreter and the compiler do not agree where the next instruction begins:

    family(A, 2) = { A_INT };
    macro(A) = unused/1 + _A;       // error: 1, not 2

The reference generator leaves this to a `static_assert` in the C that it writes.",
    },
    CodeInfo {
        code: UNKNOWN_CACHE_ENTRIES,
        title: "a family's size is not defined in the header",
        explanation: r#"    family(A, INLINE_CACHE_ENTRIES_A) = { A_INT };      // error if `pycore_code.h` does not define the macro

The macro must be defined in the cache header as `CACHE_ENTRIES(struct)` or as a number."#,
    },
    CodeInfo {
        code: CACHE_LAYOUT,
        title: "a cache struct cannot be laid out",
        explanation: "\
Inline caches lie in 16-bit code units, without alignment. The fields of a cache struct must therefore be
`uint16_t`, arrays of it, `_Py_BackoffCounter` (a counter of one unit), or unions of these:

    typedef struct {
        _Py_BackoffCounter counter;
        uint16_t version[2];
        uint32_t index;             // error: would be aligned to four bytes
    } _PyXCache;

Names of fields must be unique within a struct, also across its unions.",
    },
    CodeInfo {
        code: UNKNOWN_CACHE_STRUCT,
        title: "an INLINE_CACHE_ENTRIES macro measures a struct that does not exist",
        explanation: r#"    #define INLINE_CACHE_ENTRIES_A CACHE_ENTRIES(_PyACache)     // error without `typedef struct { … } _PyACache;`

The struct must be defined in the same header."#,
    },
    CodeInfo {
        code: STALE_REPLICAS,
        title: "an override leaves replicas of the original behind",
        explanation: "\
The replicas of a micro-op are micro-ops of their own. An override that makes fewer of them than the original
leaves the others as they were, with the original's body:

    replicate(2) op(_A, (--)) { f(oparg); }
    override op(_A, (--)) { g(oparg); }                 // error: _A_0 and _A_1 still call f
    override replicate(2) op(_A, (--)) { g(oparg); }    // fine

The reference generator accepts this in silence.",
    },
];
