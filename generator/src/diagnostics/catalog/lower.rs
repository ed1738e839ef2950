//! Codes of the translation of bodies, and of the bindings that it needs.

use crate::diagnostics::{Code, CodeInfo};

/// A file of bindings cannot be read.
pub const BAD_BINDINGS_FILE: Code = Code(500);
/// A binding is wrong.
pub const BAD_BINDING: Code = Code(501);
/// A name is bound twice.
pub const BOUND_TWICE: Code = Code(502);
/// A binding that nothing uses.
pub const UNUSED_BINDING: Code = Code(503);
/// A name without a binding.
pub const UNBOUND: Code = Code(504);
/// A helper is called with another number of arguments.
pub const WRONG_ARITY: Code = Code(505);
/// A type without a binding.
pub const UNKNOWN_TYPE: Code = Code(506);
/// A value of the wrong type.
pub const TYPE_MISMATCH: Code = Code(507);
/// A construct that is not translated.
pub const OUTSIDE_SUBSET: Code = Code(508);
/// A variable that both owns and borrows.
pub const MIXED_OWNERSHIP: Code = Code(509);
/// A borrowed reference is given away.
pub const GIVES_AWAY_BORROWED: Code = Code(510);
/// A new reference that nobody takes.
pub const LOST_REFERENCE: Code = Code(511);
/// A stack reference is used after it was consumed.
pub const USED_AFTER_MOVE: Code = Code(512);
/// An input that stays on the stack is consumed.
pub const CONSUMES_PEEK: Code = Code(513);
/// Two paths that do not fit together.
pub const UNJOINABLE: Code = Code(514);
/// An `#if` that the configuration does not decide.
pub const UNDECIDED: Code = Code(515);
/// A reference is lost.
pub const LEAK: Code = Code(516);
/// An output without a value.
pub const OUTPUT_UNSET: Code = Code(517);
/// An opt-out for a body that there is not.
pub const UNKNOWN_OPTOUT: Code = Code(518);

/// What to do about it, in short.
pub fn help(code: Code) -> &'static str {
    match code {
        BAD_BINDINGS_FILE => "write the file as TOML, with the tables that `generator/bindings/` has",
        BAD_BINDING => "write a type or a signature as the other bindings do",
        BOUND_TWICE => "remove one of the bindings",
        UNUSED_BINDING => "remove it, or look for a misspelling",
        UNBOUND => {
            "bind it in `generator/bindings/`, or write the body by hand and list it in `optouts.toml`"
        }
        WRONG_ARITY => "mend the call or the binding",
        UNKNOWN_TYPE => "bind the type in `generator/bindings/types.toml`",
        TYPE_MISMATCH => "cast the value, or mend the binding that states its type",
        OUTSIDE_SUBSET => "write it otherwise; `SUBSET.md` lists what is translated",
        MIXED_OWNERSHIP => "use two variables, or `Py_NewRef` for the borrowed one",
        GIVES_AWAY_BORROWED => "take a reference of its own with `Py_NewRef`, or take it from its owner",
        LOST_REFERENCE => "keep it in a variable, and release it",
        USED_AFTER_MOVE => "use it before it is consumed, or take a duplicate first",
        CONSUMES_PEEK => "duplicate it, or do not list it among the outputs",
        UNJOINABLE => "do the same on both paths",
        UNDECIDED => "add the name to `generator/bindings/configuration.toml`",
        LEAK => "close it, or make it an output",
        OUTPUT_UNSET => "assign it on every path",
        UNKNOWN_OPTOUT => "remove the entry",
        _ => "",
    }
}

/// In order of number.
pub static CODES: &[CodeInfo] = &[
    CodeInfo {
        code: BAD_BINDINGS_FILE,
        title: "a file of bindings cannot be read",
        explanation: "\
Bindings say what each C name of the helper vocabulary is in Rust. They are TOML, in the folder
`generator/bindings/` or in the one that `--bindings` names:

    [functions]
    PyNumber_Negative = \"new PyObject *(PyObject *)\"",
    },
    CodeInfo {
        code: BAD_BINDING,
        title: "a binding is wrong",
        explanation: "\
The type or signature that a binding states cannot be read. Types are those of C; every struct among
them has to be bound in `types.toml`. A signature is a prototype without names:

    PyDict_GetItemRef = \"status(PyObject *, PyObject *, out PyObject *)\"",
    },
    CodeInfo {
        code: BOUND_TWICE,
        title: "a name is bound twice",
        explanation: "\
A C name has one meaning in bodies, so it can be a function, a constant, an object or a table, but
only one of these.",
    },
    CodeInfo {
        code: UNUSED_BINDING,
        title: "a binding that nothing uses",
        explanation: "\
Nothing in the definitions uses this name: it is
misspelt, or what used it is gone.",
    },
    CodeInfo {
        code: UNBOUND,
        title: "a name without a binding",
        explanation: "\
A body uses a function, macro, constant, field or label of which the bindings say nothing. So it is
not known what it is in Rust, whether a result is owned, and which arguments are consumed.

    op(_TWICE, (value -- res)) { res = twice(value); }

Bind it in `generator/bindings/`, or write the body with helpers that are bound.",
    },
    CodeInfo {
        code: WRONG_ARITY,
        title: "a helper is called with another number of arguments",
        explanation: "\
The call and the signature in the bindings disagree
about the number of arguments.",
    },
    CodeInfo {
        code: UNKNOWN_TYPE,
        title: "a type without a binding",
        explanation: "\
A body declares a variable of a type, or casts to one, of which the bindings say nothing. Bind it in
`types.toml`.",
    },
    CodeInfo {
        code: TYPE_MISMATCH,
        title: "a value of the wrong type",
        explanation: "\
A value stands where one of another type is wanted, and C would convert it silently or through a
pointer to anything. Rust needs to know: say with a cast what is meant.",
    },
    CodeInfo {
        code: OUTSIDE_SUBSET,
        title: "a construct that is not translated",
        explanation: "\
The translator knows the part of C in which instructions are written. `SUBSET.md` lists what is in
it.",
    },
    CodeInfo {
        code: MIXED_OWNERSHIP,
        title: "a variable that both owns and borrows",
        explanation: "\
A `PyObject *` variable is given a new reference in one place and a borrowed one in another. That is
translated as long as it is known at each point how many references it has of its own. Here it is not:
it gets another value while it has one, or two paths meet that do not agree. (A path on which it was
found to be NULL agrees with any other.)

    PyObject *x = PyDict_New();
    x = PyTuple_GET_ITEM(tuple, 0);

Use two variables, or make the borrowed reference a new one with `Py_NewRef`.",
    },
    CodeInfo {
        code: GIVES_AWAY_BORROWED,
        title: "a borrowed reference is given away",
        explanation: "\
A reference is passed to something that takes it over, or is released, although the body only
borrows it. Whoever owns it would release it again.",
    },
    CodeInfo {
        code: LOST_REFERENCE,
        title: "a new reference that nobody takes",
        explanation: "\
A helper returns a new reference, and nothing keeps
it: it is never released.",
    },
    CodeInfo {
        code: USED_AFTER_MOVE,
        title: "a stack reference is used after it was consumed",
        explanation: "\
The value has been closed, stolen or
moved already.",
    },
    CodeInfo {
        code: CONSUMES_PEEK,
        title: "an input that stays on the stack is consumed",
        explanation: "\
An input that is an output, too, at the same place, stays on the stack. Its reference may not be
given away.",
    },
    CodeInfo {
        code: UNJOINABLE,
        title: "two paths that do not fit together",
        explanation: "\
Where two paths meet, the same variables must hold values on both, and the stack pointer must stand
at the same place.",
    },
    CodeInfo {
        code: UNDECIDED,
        title: "an `#if` that the configuration does not decide",
        explanation: "\
Bodies are translated for one configuration, which `configuration.toml` states. It says nothing
about this name.",
    },
    CodeInfo {
        code: LEAK,
        title: "a reference is lost",
        explanation: "\
A stack reference still holds a value at the end of the body, and is no output: nobody will ever
close it.",
    },
    CodeInfo {
        code: OUTPUT_UNSET,
        title: "an output without a value",
        explanation: "\
The body reaches its end and an output has no value
there, on some path at least.",
    },
    CodeInfo {
        code: UNKNOWN_OPTOUT,
        title: "an opt-out for a body that there is not",
        explanation: "\
`optouts.toml` lists a body that no
definition has.",
    },
];
