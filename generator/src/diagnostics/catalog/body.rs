//! Codes of bodies and the stack (CW0200–CW0299): CW0200–CW0239 for what the reference generator refuses, too,
//! CW0240–CW0299 for what it accepts in silence.

use crate::diagnostics::{Code, CodeInfo};

/// A macro lacks its arguments.
pub const MALFORMED_MACRO: Code = Code(200);
/// DISPATCH while the stack pointer is spilled.
pub const DISPATCH_WHILE_SPILLED: Code = Code(201);
/// DEAD names something else than a live input.
pub const NOT_AN_INPUT: Code = Code(202);
/// An input is closed below a live one.
pub const CLOSE_BELOW_LIVE: Code = Code(203);
/// Bad arguments of PyStackRef_CLOSE_SPECIALIZED.
pub const CLOSE_SPECIALIZED_ARGUMENTS: Code = Code(204);
/// stack_pointer is used while it is spilled.
pub const POINTER_WHILE_SPILLED: Code = Code(205);
/// A jump while the stack pointer is spilled.
pub const JUMP_WHILE_SPILLED: Code = Code(206);
/// `oparg & n` in half of a split micro-op.
pub const OPARG_MASK: Code = Code(207);
/// A text that cannot be laid out.
pub const LAYOUT: Code = Code(208);
/// More code than can be walked.
pub const TOO_MUCH_CODE: Code = Code(209);
/// An input is still alive.
pub const INPUT_STILL_LIVE: Code = Code(210);
/// An input was consumed below a live one.
pub const DEAD_BELOW_LIVE: Code = Code(211);
/// An output has no value at the end.
pub const OUTPUT_NOT_DEFINED: Code = Code(212);
/// An item leaves the stack without having been consumed.
pub const DROPPING_LIVE: Code = Code(213);
/// An input is consumed on some paths only.
pub const CLEARED_ON_SOME_PATHS: Code = Code(214);
/// An output is put on the stack on some paths only.
pub const SET_ON_SOME_PATHS: Code = Code(215);
/// An input has left the stack on some paths only.
pub const UNMERGEABLE_INPUTS: Code = Code(216);
/// Paths leave different stacks behind.
pub const STACKS_DIFFER: Code = Code(217);
/// Two items of one name.
pub const DUPLICATE_NAME: Code = Code(218);
/// A reload without a spill.
pub const NOT_SAVED: Code = Code(219);
/// A spill without a reload.
pub const UNBALANCED_SPILLS: Code = Code(220);
/// DECREF_INPUTS cannot be written.
pub const CANNOT_CLOSE_INPUTS: Code = Code(221);
/// An input cannot be followed after SYNC_SP.
pub const INPUT_NOT_TRACKED: Code = Code(223);
/// An input is used after it was consumed.
pub const USED_AFTER_DEATH: Code = Code(240);
/// An input is closed after it was consumed.
pub const CLOSED_TWICE: Code = Code(241);
/// An input is consumed in a loop.
pub const CONSUMED_IN_LOOP: Code = Code(242);
/// DEOPT_IF or EXIT_IF after an input was consumed.
pub const LEFT_AFTER_CLOSE: Code = Code(243);
/// DEOPT_IF or EXIT_IF after ERROR_IF.
pub const LEFT_AFTER_ERROR: Code = Code(244);
/// Statements that are left out.
pub const DROPPED: Code = Code(245);
/// A jump in one branch of `#if`.
pub const END_OF_MACRO_IF: Code = Code(246);
/// An error label that does not exist.
pub const NO_POP_LABEL: Code = Code(247);
/// A condition that is taken for a constant.
pub const NOT_CONSTANT: Code = Code(248);
/// A macro that swallows what follows it.
pub const LOST_TOKENS: Code = Code(249);
/// The stack pointer is spilled on some paths only.
pub const SAVED_ON_SOME_PATHS: Code = Code(250);
/// An output goes onto the stack without a value.
pub const OUTPUT_WITHOUT_VALUE: Code = Code(251);
/// An input that stays on the stack is never written there.
pub const PEEK_LOST: Code = Code(252);
/// Two items share a variable.
pub const OVERWRITTEN: Code = Code(253);
/// A part of an instruction never ends.
pub const PART_NEVER_ENDS: Code = Code(254);
/// An output gets a value on some paths only.
pub const OUTPUT_ON_SOME_PATHS: Code = Code(255);

/// In order of number.
pub static CODES: &[CodeInfo] = &[
    CodeInfo {
        code: MALFORMED_MACRO,
        title: "a macro lacks its arguments",
        explanation: "\
Some words in bodies are macros that the generator itself replaces: DEOPT_IF, EXIT_IF, ERROR_IF, ERROR_NO_POP,
DECREF_INPUTS, DEAD, INPUTS_DEAD, SYNC_SP, SAVE_STACK, RELOAD_STACK, PyStackRef_CLOSE_SPECIALIZED and
PyStackRef_AsPyObjectSteal. Each must be called with its arguments:

    DEAD;           // error
    DEAD(value);    // fine
    ERROR_IF;       // error

The reference generator fails on these, with an exception of its own rather than a message.",
    },
    CodeInfo {
        code: DISPATCH_WHILE_SPILLED,
        title: "DISPATCH while the stack pointer is spilled",
        explanation: "\
SAVE_STACK() writes the stack pointer to the frame; until RELOAD_STACK() fetches it back, the variable
`stack_pointer` is not valid. The next instruction needs it:

    SAVE_STACK();
    DISPATCH();         // error: put RELOAD_STACK(); before it

A `spilled label` starts out spilled. The reference generator refuses this as well (\"needs reloading\").",
    },
    CodeInfo {
        code: NOT_AN_INPUT,
        title: "DEAD names something else than a live input",
        explanation: "\
DEAD(x) says that the reference in the input x was handed over to someone else. It has no meaning for outputs
and plain C variables, and none for inputs that are off the stack already, because they were consumed before a call
that may run arbitrary code (which is when the stack is put in order):

    op(_A, (x -- y)) { DEAD(y); }                           // error: an output
    op(_A, (x --)) { PyStackRef_CLOSE(x); DEAD(x); }        // error: off the stack

The reference generator refuses this as well.",
    },
    CodeInfo {
        code: CLOSE_BELOW_LIVE,
        title: "an input is closed below a live one",
        explanation: "\
Closing a reference may run a finalizer, which may look at the stack. So the stack is put in order before, without
the item that is closed; and since it can only shrink from the top, nothing above that may be alive.

    op(_A, (a, b --)) { PyStackRef_CLOSE(a); PyStackRef_CLOSE(b); }     // error
    op(_A, (a, b --)) { PyStackRef_CLOSE(b); PyStackRef_CLOSE(a); }     // fine
    op(_A, (a, b --)) { DECREF_INPUTS(); }                              // fine

PyStackRef_CLOSE_SPECIALIZED with the deallocator of exact ints, floats or strings runs no finalizer and is exempt.
The reference generator refuses this as well.",
    },
    CodeInfo {
        code: CLOSE_SPECIALIZED_ARGUMENTS,
        title: "bad arguments of PyStackRef_CLOSE_SPECIALIZED",
        explanation: "\
It takes an input and the name of the function that frees it. The name decides whether closing may run arbitrary
code, so it cannot be an expression.

    PyStackRef_CLOSE_SPECIALIZED(left, _PyFloat_ExactDealloc);      // fine
    PyStackRef_CLOSE_SPECIALIZED(left);                             // error
    PyStackRef_CLOSE_SPECIALIZED(left, (destructor)PyMem_Free);     // error

The reference generator refuses this as well.",
    },
    CodeInfo {
        code: POINTER_WHILE_SPILLED,
        title: "stack_pointer is used while it is spilled",
        explanation: "\
While the stack pointer is saved in the frame, the variable `stack_pointer` is not valid. It is saved between
SAVE_STACK() and RELOAD_STACK(), and in every statement with a call that may run arbitrary code:

    call_something(stack_pointer);                          // error
    _PyStackRef *top = stack_pointer; call_something(top);  // fine

The reference generator refuses this as well.",
    },
    CodeInfo {
        code: JUMP_WHILE_SPILLED,
        title: "a jump while the stack pointer is spilled",
        explanation: "\
A label expects a valid stack pointer unless it is a `spilled label`, so it cannot be jumped to while the stack
pointer is saved in the frame:

    label(error) { … }
    spilled label(unwind) { goto error; }                       // error
    spilled label(unwind) { RELOAD_STACK(); goto error; }       // fine

A jump to a spilled label saves the stack pointer first if need be. The reference generator refuses this as well.",
    },
    CodeInfo {
        code: OPARG_MASK,
        title: "`oparg & n` in half of a split micro-op",
        explanation: "\
In tier 2, micro-ops whose names end in `_0` or `_1` are the halves of one that was split on the lowest bit of its
argument, and `oparg & 1` in them is that digit. No other mask is possible:

    op(_LOAD_1, (--)) { use(oparg & 1); }       // fine: use(1)
    op(_LOAD_1, (--)) { use(oparg & 2); }       // error

This goes by the name alone, so it also hits a micro-op like `_CALL_TYPE_1`. The reference generator fails on it
with an assertion.",
    },
    CodeInfo {
        code: LAYOUT,
        title: "a text that cannot be laid out",
        explanation: "\
The C writer indents what it writes by counting parentheses and braces in every token. It does not tell comments and
strings from code:

    // closes } } }
    /* opens {{ */      // error

The reference generator fails on this, too, or indents the rest of the file wrongly.",
    },
    CodeInfo {
        code: TOO_MUCH_CODE,
        title: "more code than can be walked",
        explanation: "\
Every body is walked once for each instruction that it is part of. A short file can combine a long body very often,
or give a micro-op very many inputs and outputs, so that this would take for ever:

    op(_A, (--)) { … }              // ten thousand statements
    macro(B) = _A + _A + _A + …;    // a thousand times, in a hundred macros

No real instruction set comes near the limit. The reference generator has none.",
    },
    CodeInfo {
        code: INPUT_STILL_LIVE,
        title: "an input is still alive",
        explanation: "\
Every input is a reference that the micro-op owns. By the time it leaves the stack (at the end of the micro-op, at
ERROR_IF, at SYNC_SP, and when an output needs its place) it must have been consumed: closed, stolen, or declared
dead because someone else took the reference over.

    op(_A, (x -- y)) { y = f(x); }                          // error: x leaks
    op(_A, (x -- y)) { y = f(x); DEAD(x); }                 // f took it
    op(_A, (x -- y)) { y = f(x); PyStackRef_CLOSE(x); }     // f only looked at it
    op(_A, (x -- x, y)) { y = f(x); }                       // it stays

The reference generator refuses this as well.",
    },
    CodeInfo {
        code: DEAD_BELOW_LIVE,
        title: "an input was consumed below a live one",
        explanation: "\
Before a call that may run arbitrary code the stack is put in order: consumed inputs are taken off. Since the
stack shrinks from the top only, an input must not be dead while one above it is alive.

    op(_A, (a, b --)) { DEAD(a); call_something(); DEAD(b); }       // error
    op(_A, (a, b --)) { DEAD(b); call_something(); DEAD(a); }       // fine

The reference generator refuses this as well.",
    },
    CodeInfo {
        code: OUTPUT_NOT_DEFINED,
        title: "an output has no value at the end",
        explanation: "\
Every output that is not an array must get a value on every way to the end. The generator looks for assignments at
the start of a statement, `out = …;`, and for `&out` among the arguments of a call.

    op(_A, (-- x)) { set(x); }      // error: cannot be seen
    op(_A, (-- x)) { set(&x); }     // fine
    op(_A, (-- x)) { x = f(); }     // fine

The reference generator refuses this as well, but names the first output, whichever lacks a value.",
    },
    CodeInfo {
        code: DROPPING_LIVE,
        title: "an item leaves the stack without having been consumed",
        explanation: "\
An input called `unused` is not touched, so it cannot be taken off the stack either: nobody would give up its
reference. It must be an output, too, or get a name.

    op(_A, (unused --)) { DECREF_INPUTS(); }    // error
    op(_A, (x --)) { DECREF_INPUTS(); }         // fine
    op(_A, (unused -- unused)) { … }            // fine: it stays

The reference generator refuses this as well (\"Dropping live value\").",
    },
    CodeInfo {
        code: CLEARED_ON_SOME_PATHS,
        title: "an input is consumed on some paths only",
        explanation: "\
Where two paths meet, an input must be alive on both or consumed on both; otherwise it would be closed twice or
never.

    if (c) { DEAD(x); }                         // error
    if (c) { DEAD(x); goto error; }             // fine: this path does not come back
    if (c) { DEAD(x); } else { DEAD(x); }       // fine

The reference generator refuses this as well.",
    },
    CodeInfo {
        code: SET_ON_SOME_PATHS,
        title: "an output is put on the stack on some paths only",
        explanation: "\
A call that may run arbitrary code puts the outputs on the stack that have values by then. If one path makes such
a call and another does not, they cannot meet.

    if (c) { x = f(); call_something(); } else { }      // error
    x = f(); if (c) { call_something(); }               // fine

The reference generator refuses this as well.",
    },
    CodeInfo {
        code: UNMERGEABLE_INPUTS,
        title: "an input has left the stack on some paths only",
        explanation: "\
Consumed inputs are taken off the stack when it has to be in order. If an input is gone on one path and alive on
another, the paths cannot meet.

    if (c) { PyStackRef_CLOSE(x); }             // error
    if (c) { PyStackRef_CLOSE(x); goto error; } // fine: this path does not come back

The reference generator refuses this as well.",
    },
    CodeInfo {
        code: STACKS_DIFFER,
        title: "paths leave different stacks behind",
        explanation: "\
Where two paths meet, both must have the same items on the stack. Usually one of them has cleared what is tracked by
SYNC_SP() and the other has not.

    if (c) { SYNC_SP(); }       // error in a micro-op that keeps items on the stack
    SYNC_SP(); if (c) { … }     // fine

The reference generator refuses this as well.",
    },
    CodeInfo {
        code: DUPLICATE_NAME,
        title: "two items of one name",
        explanation: "\
All parts of an instruction share one C variable for each name. Where paths meet, two items of the same name cannot
be told apart.

    op(_A, (-- x)) { x = f(); }
    op(_B, (-- x)) { if (c) { g(); } x = f(); }
    macro(AB) = _A + _A + _B;       // error

The reference generator refuses this as well, but only where paths meet.",
    },
    CodeInfo {
        code: NOT_SAVED,
        title: "a reload without a spill",
        explanation: "\
RELOAD_STACK() fetches the stack pointer back from the frame, where SAVE_STACK() has put it. Without that the frame
holds an old one.

    RELOAD_STACK();                                 // error
    SAVE_STACK(); call(); RELOAD_STACK();           // fine

In a `spilled label` the stack pointer is in the frame from the start. The reference generator refuses this as well.",
    },
    CodeInfo {
        code: UNBALANCED_SPILLS,
        title: "a spill without a reload",
        explanation: "\
A micro-op must end with a valid stack pointer, so each SAVE_STACK() needs a RELOAD_STACK() on every way to the end.

    SAVE_STACK(); call();                           // error
    SAVE_STACK(); call(); RELOAD_STACK();           // fine

The reference generator refuses this as well.",
    },
    CodeInfo {
        code: CANNOT_CLOSE_INPUTS,
        title: "DECREF_INPUTS cannot be written",
        explanation: "\
DECREF_INPUTS() closes all inputs, the topmost first. Before the lowest is closed, the output that already has a
value takes its place on the stack. That works for one output of the same size; an array output can take the place
of a single input only.

    op(_A, (a, b -- x, y)) { x = f(a); y = g(b); DECREF_INPUTS(); }     // error: two outputs
    op(_A, (a[2] -- x)) { x = f(a); DECREF_INPUTS(); }                  // error: sizes differ
    op(_A, (a, b -- x)) { x = f(a, b); DECREF_INPUTS(); }               // fine

The reference generator refuses this as well.",
    },
    CodeInfo {
        code: INPUT_NOT_TRACKED,
        title: "an input cannot be followed after SYNC_SP",
        explanation: "\
SYNC_SP() writes the stack back and forgets what is on it. Inputs that stay on the stack are forgotten, too, so two
paths can no longer be kept apart after it.

    op(_A, (x, y -- x)) { DEAD(y); SYNC_SP(); if (c) { f(); } }     // error
    op(_A, (x, y -- x)) { DEAD(y); if (c) { f(); } SYNC_SP(); }     // fine

The reference generator fails on this with a KeyError.",
    },
    CodeInfo {
        code: USED_AFTER_DEATH,
        title: "an input is used after it was consumed",
        explanation: "\
After PyStackRef_CLOSE, DECREF_INPUTS, PyStackRef_AsPyObjectSteal or DEAD, the reference in an input is gone, and
the object may be, too.

    PyStackRef_CLOSE(x); y = f(x);      // error
    y = f(x); PyStackRef_CLOSE(x);      // fine

Assigning to the input makes it usable again. The reference generator does not notice.",
    },
    CodeInfo {
        code: CLOSED_TWICE,
        title: "an input is closed after it was consumed",
        explanation: r#"Each reference can be given up once.

    DEAD(x); PyStackRef_CLOSE(x);       // error

The reference generator does not notice."#,
    },
    CodeInfo {
        code: CONSUMED_IN_LOOP,
        title: "an input is consumed in a loop",
        explanation: r#"The body of a loop may run several times, but an input can be consumed once.

    for (int i = 0; i < n; i++) { DEAD(x); }                // error
    while (more()) { if (c) { DEAD(x); goto error; } }      // fine: the loop ends there

Arrays are exempt, since a loop usually closes their elements one by one. The reference generator walks a loop's body
once and does not notice."#,
    },
    CodeInfo {
        code: LEFT_AFTER_CLOSE,
        title: "DEOPT_IF or EXIT_IF after an input was consumed",
        explanation: "\
DEOPT_IF and EXIT_IF hand over to the general form of the instruction, which starts from the beginning and needs all
its inputs.

    PyStackRef_CLOSE(x); DEOPT_IF(c);       // error
    DEOPT_IF(c); PyStackRef_CLOSE(x);       // fine

The reference generator does not notice, though its documentation forbids it.",
    },
    CodeInfo {
        code: LEFT_AFTER_ERROR,
        title: "DEOPT_IF or EXIT_IF after ERROR_IF",
        explanation: "\
What can fail has an effect. DEOPT_IF and EXIT_IF hand over to the general form of the instruction, which would do
it a second time, so all of them must come before the first ERROR_IF.

    ERROR_IF(f(x) < 0); DEOPT_IF(c);        // error

The reference generator does not notice, though its documentation forbids it.",
    },
    CodeInfo {
        code: DROPPED,
        title: "statements that are left out",
        explanation: "\
After a statement that never ends (goto, return, DISPATCH(), ERROR_NO_POP(), ERROR_IF(true), DEOPT_IF(true)) the rest
of the block is not written.

    goto error;
    x = 1;              // error: never reached

The reference generator leaves it out in silence.",
    },
    CodeInfo {
        code: END_OF_MACRO_IF,
        title: "a jump in one branch of `#if`",
        explanation: "\
If control does not get past one branch of an `#if`, the whole `#if` counts as never ending, even where the other
branch is compiled. Statements after it are left out, and at the end of an instruction so is the jump to the next
one.

    #if FAST
    goto fast;
    #endif
    slow();             // error: left out, also if FAST is 0

    #if FAST
    if (1) { goto fast; }
    #endif
    slow();             // fine

The reference generator does this in silence.",
    },
    CodeInfo {
        code: NO_POP_LABEL,
        title: "an error label that does not exist",
        explanation: "\
ERROR_IF takes the inputs off the stack. If the stack pointer was not moved yet, that is left to the label that is
jumped to: `pop_1_error` for one item, `pop_2_error` for two. There must be a label for each number that occurs.

    op(_A, (a, b, c --)) { DEAD(c); DEAD(b); DEAD(a); ERROR_IF(x); }    // needs pop_3_error

The reference generator does not look; the C compiler will.",
    },
    CodeInfo {
        code: NOT_CONSTANT,
        title: "a condition that is taken for a constant",
        explanation: "\
A condition whose first token is `true` or `1` counts as always true, so that what follows is left out; of ERROR_IF
not even the condition is written.

    ERROR_IF(1 == n);       // error
    ERROR_IF(n == 1);       // fine
    ERROR_IF(true);         // fine

The reference generator does this in silence.",
    },
    CodeInfo {
        code: LOST_TOKENS,
        title: "a macro that swallows what follows it",
        explanation: "\
The macros that the generator replaces take the tokens after them that should be `(`, `)` and `;`, without looking.

    DEAD(x), count++;               // error: becomes `count++;` without the comma
    INPUTS_DEAD(/* all */);         // error: the comment is taken for `)`

The reference generator does this in silence.",
    },
    CodeInfo {
        code: SAVED_ON_SOME_PATHS,
        title: "the stack pointer is spilled on some paths only",
        explanation: r#"Where two paths meet, the stack pointer must be in the frame on both or on none.

    if (c) { SAVE_STACK(); }        // error

The reference generator goes on with the state of one of the paths."#,
    },
    CodeInfo {
        code: OUTPUT_WITHOUT_VALUE,
        title: "an output goes onto the stack without a value",
        explanation: "\
In a micro-op some of whose inputs stay on the stack, all outputs are pushed as soon as one of them has a value and
the stack has to be in order. Those without a value leave garbage, and values that they get later are not stored.

    op(_A, (a -- a, x, y)) { x = f(); }                         // error: y
    op(_A, (a -- a, x, y)) { x = f(); call(); y = g(); }        // error: y

The reference generator reports missing outputs only where no input stays on the stack.",
    },
    CodeInfo {
        code: PEEK_LOST,
        title: "an input that stays on the stack is never written there",
        explanation: "\
A value that an earlier part of the instruction computed may still be in a C variable only. Declaring it dead means
that it is not written to the stack, although its place there remains.

    op(_A, (-- x)) { x = f(); }
    op(_B, (x -- x, y)) { y = g(x); INPUTS_DEAD(); }
    macro(AB) = _A + _B;            // error: x is never stored

The reference generator does not notice.",
    },
    CodeInfo {
        code: OVERWRITTEN,
        title: "two items share a variable",
        explanation: "\
All parts of an instruction share one C variable for each name. If an input gets the name of an item that is further
down the stack and not yet written back, reading the input overwrites that item.

    op(_A, (-- x, y)) { x = f(); y = g(); }
    op(_B, (x --)) { DEAD(x); }
    macro(AB) = _A + _B;            // error: _B's x is _A's y

The reference generator does not notice unless paths meet there.",
    },
    CodeInfo {
        code: PART_NEVER_ENDS,
        title: "a part of an instruction never ends",
        explanation: "\
If a part of a macro always jumps away, those after it are dead code, and the stack that they are written for is not
the one that they would find.

    op(_A, (--)) { DISPATCH(); }
    macro(AB) = _A + _B;            // error

The reference generator writes them all the same.",
    },
    CodeInfo {
        code: OUTPUT_ON_SOME_PATHS,
        title: "an output gets a value on some paths only",
        explanation: "\
Where two paths meet, an output must have a value on both or on none. Otherwise garbage is pushed on one of them.

    op(_A, (-- x)) { if (c) { x = f(); } }                  // error
    op(_A, (-- x)) { x = f(); if (c) { x = g(); } }         // fine
    op(_A, (-- x)) { if (c) { x = f(); } else { x = g(); } }    // fine

The reference generator takes the word of the last path for all.",
    },
];
