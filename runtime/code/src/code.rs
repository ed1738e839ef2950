//! Code objects.

use std::collections::HashSet;
use std::fmt;

use crate::exceptiontable::{self, ExceptionEntry};
use crate::linetable::{Lines, Positions};
use crate::{Constant, Ref, Text};

/// `co_flags`. Bits that have no name here are kept.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodeFlags(pub u32);

macro_rules! flags {
    ($($(#[$meta:meta])* $name:ident = $bit:literal, $inspect:literal;)*) => {
        impl CodeFlags {
            $($(#[$meta])* pub const $name: CodeFlags = CodeFlags($bit);)*

            /// Every flag that has a name, with the name that `dis` and `inspect` give it.
            pub const ALL: &'static [(&'static str, CodeFlags)] = &[$(($inspect, CodeFlags::$name)),*];
        }
    };
}

flags! {
    /// Local variables have slots of their own.
    OPTIMIZED = 0x1, "OPTIMIZED";
    /// A call makes a new namespace.
    NEWLOCALS = 0x2, "NEWLOCALS";
    /// There is a `*args`.
    VARARGS = 0x4, "VARARGS";
    /// There is a `**kwargs`.
    VARKEYWORDS = 0x8, "VARKEYWORDS";
    /// It is nested in a function.
    NESTED = 0x10, "NESTED";
    /// A call makes a generator.
    GENERATOR = 0x20, "GENERATOR";
    /// A call makes a coroutine.
    COROUTINE = 0x80, "COROUTINE";
    /// A generator that can be awaited (`types.coroutine`).
    ITERABLE_COROUTINE = 0x100, "ITERABLE_COROUTINE";
    /// A call makes an asynchronous generator.
    ASYNC_GENERATOR = 0x200, "ASYNC_GENERATOR";
    /// `from __future__ import annotations`.
    FUTURE_ANNOTATIONS = 0x100_0000, "FUTURE_ANNOTATIONS";
    /// It reports nothing to monitoring tools.
    NO_MONITORING_EVENTS = 0x200_0000, "NO_MONITORING_EVENTS";
    /// The first constant is the docstring.
    HAS_DOCSTRING = 0x400_0000, "HAS_DOCSTRING";
    /// It was defined in the body of a class.
    METHOD = 0x800_0000, "METHOD";
}

impl CodeFlags {
    /// What makes a call return a generator, a coroutine or an asynchronous generator.
    pub const ANY_GENERATOR: CodeFlags =
        CodeFlags(CodeFlags::GENERATOR.0 | CodeFlags::COROUTINE.0 | CodeFlags::ASYNC_GENERATOR.0);

    /// Whether all of `flags` are set.
    pub fn contains(self, flags: CodeFlags) -> bool {
        self.0 & flags.0 == flags.0
    }

    /// Whether any of `flags` is set.
    pub fn intersects(self, flags: CodeFlags) -> bool {
        self.0 & flags.0 != 0
    }
}

impl fmt::Debug for CodeFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

/// What a slot of a frame holds: an element of `co_localspluskinds`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct LocalKind(pub u8);

impl LocalKind {
    /// An argument that can be given by position (`CO_FAST_ARG_POS`).
    pub const ARG_POS: u8 = 0x02;
    /// An argument that can be given by keyword (`CO_FAST_ARG_KW`).
    pub const ARG_KW: u8 = 0x04;
    /// `*args` or `**kwargs` (`CO_FAST_ARG_VAR`).
    pub const ARG_VAR: u8 = 0x08;
    /// A variable of an inlined comprehension, which `locals()` does not show (`CO_FAST_HIDDEN`).
    pub const HIDDEN: u8 = 0x10;
    /// A local variable (`CO_FAST_LOCAL`).
    pub const LOCAL: u8 = 0x20;
    /// A variable that inner functions use (`CO_FAST_CELL`).
    pub const CELL: u8 = 0x40;
    /// A variable of an outer function (`CO_FAST_FREE`).
    pub const FREE: u8 = 0x80;

    /// Whether it is a local variable; it may be a cell, too.
    pub fn is_local(self) -> bool {
        self.0 & Self::LOCAL != 0
    }

    /// Whether inner functions use it.
    pub fn is_cell(self) -> bool {
        self.0 & Self::CELL != 0
    }

    /// Whether it comes from an outer function.
    pub fn is_free(self) -> bool {
        self.0 & Self::FREE != 0
    }
}

impl fmt::Debug for LocalKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#04x}", self.0)
    }
}

/// A slot of a frame.
#[derive(Clone, Copy, Debug)]
pub struct LocalName<'a> {
    /// The name of the variable.
    pub name: &'a Text,
    /// What it is.
    pub kind: LocalKind,
}

/// The fields of a code object that Python code or a file can choose badly. [`CodeData::new`] checks what CPython
/// checks when it makes a code object; [`verify`](crate::verify) checks the rest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidCode {
    /// A field is of the wrong type.
    #[error("{field} must be {expected}, not {found}")]
    Type {
        /// The field, by its Python name.
        field: &'static str,
        /// The type that it must have.
        expected: &'static str,
        /// The type that it has.
        found: &'static str,
    },
    /// A count is negative.
    #[error("{field} is {value}, below zero")]
    Negative {
        /// The field, by its Python name.
        field: &'static str,
        /// Its value.
        value: i32,
    },
    /// More arguments are positional-only than there are.
    #[error("co_posonlyargcount is {posonly}, more than co_argcount, {total}")]
    PositionalOnly {
        /// `co_posonlyargcount`.
        posonly: u32,
        /// `co_argcount`.
        total: u32,
    },
    /// Names and kinds of the local variables differ in number.
    #[error("there are {names} names of local variables but {kinds} kinds")]
    Locals {
        /// How many names.
        names: usize,
        /// How many kinds.
        kinds: usize,
    },
    /// The bytecode is half a code unit too long, or longer than an `int` can say.
    #[error("co_code is malformed: {0} bytes")]
    Length(usize),
    /// There are fewer local variables than arguments.
    #[error("co_varnames is too small: {locals} variables for {arguments} arguments")]
    Arguments {
        /// The variables.
        locals: usize,
        /// The arguments, `*args` and `**kwargs` included.
        arguments: u64,
    },
}

/// A code object. Every field is as `marshal` has it; the names are those of Python's attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeData {
    /// `co_argcount`: arguments that can be given by position, `*args` aside.
    pub argcount: u32,
    /// `co_posonlyargcount`: how many of those cannot be given by keyword.
    pub posonlyargcount: u32,
    /// `co_kwonlyargcount`: arguments that can only be given by keyword, `**kwargs` aside.
    pub kwonlyargcount: u32,
    /// `co_stacksize`: the depth that the stack of values may reach.
    pub stacksize: u32,
    /// `co_flags`.
    pub flags: CodeFlags,
    /// `co_code`: opcode and argument in turn, inline caches included.
    pub code: Ref<Vec<u8>>,
    /// `co_consts`.
    pub consts: Ref<Vec<Constant>>,
    /// `co_names`; all are strings.
    pub names: Ref<Vec<Constant>>,
    /// The names of local, cell and free variables, in the order of their slots; all are strings.
    pub localsplusnames: Ref<Vec<Constant>>,
    /// What each of them is: [`LocalKind`]s.
    pub localspluskinds: Ref<Vec<u8>>,
    /// `co_filename`.
    pub filename: Ref<Text>,
    /// `co_name`.
    pub name: Ref<Text>,
    /// `co_qualname`.
    pub qualname: Ref<Text>,
    /// `co_firstlineno`.
    pub firstlineno: i32,
    /// `co_linetable`; see [`linetable`](crate::linetable).
    pub linetable: Ref<Vec<u8>>,
    /// `co_exceptiontable`; see [`exceptiontable`].
    pub exceptiontable: Ref<Vec<u8>>,
}

impl CodeData {
    /// `data`, if CPython would make a code object of it.
    pub fn new(data: CodeData) -> Result<CodeData, InvalidCode> {
        for (field, names) in [("co_names", &data.names), ("co_localsplusnames", &data.localsplusnames)] {
            if let Some(other) = names.iter().find(|name| !matches!(name, Constant::Str(_))) {
                return Err(InvalidCode::Type {
                    field,
                    expected: "a tuple of str",
                    found: other.type_name(),
                });
            }
        }
        let counts = [
            ("co_argcount", data.argcount),
            ("co_posonlyargcount", data.posonlyargcount),
            ("co_kwonlyargcount", data.kwonlyargcount),
            ("co_stacksize", data.stacksize),
            ("co_flags", data.flags.0),
        ];
        for (field, value) in counts {
            let value = value.cast_signed();
            if value < 0 {
                return Err(InvalidCode::Negative { field, value });
            }
        }
        if data.posonlyargcount > data.argcount {
            return Err(InvalidCode::PositionalOnly { posonly: data.posonlyargcount, total: data.argcount });
        }
        let (names, kinds) = (data.localsplusnames.len(), data.localspluskinds.len());
        if names != kinds {
            return Err(InvalidCode::Locals { names, kinds });
        }
        if !data.code.len().is_multiple_of(2) || i32::try_from(data.code.len()).is_err() {
            return Err(InvalidCode::Length(data.code.len()));
        }
        let locals = data.localspluskinds.iter().filter(|kind| LocalKind(**kind).is_local()).count();
        let arguments = data.total_args();
        if arguments > locals as u64 {
            return Err(InvalidCode::Arguments { locals, arguments });
        }
        Ok(data)
    }

    /// Arguments of every kind, `*args` and `**kwargs` included. They are in the first slots, in this order:
    /// positional, keyword-only, `*args`, `**kwargs`.
    pub fn total_args(&self) -> u64 {
        u64::from(self.argcount)
            + u64::from(self.kwonlyargcount)
            + u64::from(self.flags.contains(CodeFlags::VARARGS))
            + u64::from(self.flags.contains(CodeFlags::VARKEYWORDS))
    }

    /// The name of this index in `co_names`.
    pub fn name_at(&self, index: usize) -> Option<&Text> {
        as_text(self.names.get(index)?)
    }

    /// The variable of this slot.
    pub fn local_at(&self, slot: usize) -> Option<LocalName<'_>> {
        let name = as_text(self.localsplusnames.get(slot)?)?;
        Some(LocalName { name, kind: LocalKind(*self.localspluskinds.get(slot)?) })
    }

    /// Local, cell and free variables, in the order of their slots.
    pub fn locals(&self) -> impl Iterator<Item = LocalName<'_>> {
        (0..self.localsplusnames.len()).filter_map(|slot| self.local_at(slot))
    }

    /// `co_varnames`: the local variables, arguments first.
    pub fn varnames(&self) -> impl Iterator<Item = &Text> {
        self.locals().filter(|local| local.kind.is_local()).map(|local| local.name)
    }

    /// `co_cellvars`: the variables that inner functions use.
    pub fn cellvars(&self) -> impl Iterator<Item = &Text> {
        self.locals().filter(|local| local.kind.is_cell()).map(|local| local.name)
    }

    /// `co_freevars`: the variables of outer functions.
    pub fn freevars(&self) -> impl Iterator<Item = &Text> {
        self.locals().filter(|local| local.kind.is_free()).map(|local| local.name)
    }

    /// The bytecode as code units in the byte order of the machine, which is how
    /// [`cpython_isa::code`] wants it.
    pub fn units(&self) -> Vec<u16> {
        self.code.chunks_exact(2).map(|bytes| u16::from_ne_bytes([bytes[0], bytes[1]])).collect()
    }

    /// `co_positions()`: for each code unit, the source that it is from. A table that ends early gives fewer.
    pub fn positions(&self) -> Positions<'_> {
        Positions::new(&self.linetable, self.firstlineno)
    }

    /// `co_lines()`: ranges of bytecode that are from the same line.
    pub fn lines(&self) -> Lines<'_> {
        Lines::new(&self.linetable, self.firstlineno, self.code.len())
    }

    /// The entries of the exception table.
    pub fn exception_entries(&self) -> Result<Vec<ExceptionEntry>, exceptiontable::Error> {
        exceptiontable::decode(&self.exceptiontable).collect()
    }

    /// The code objects among the constants, in order.
    pub fn nested(&self) -> impl Iterator<Item = &Ref<CodeData>> {
        self.consts.iter().filter_map(|constant| match constant {
            Constant::Code(code) => Some(code),
            _ => None,
        })
    }

    /// This code object and all that are nested in it, each before those within it. One that is nested in several
    /// places comes once, for a file of a few bytes can have it in 2¹⁰⁰ of them.
    pub fn walk(&self) -> impl Iterator<Item = &CodeData> {
        let mut left = vec![self];
        let mut seen = HashSet::new();
        std::iter::from_fn(move || {
            let code = left.pop()?;
            let start = left.len();
            left.extend(code.nested().filter(|nested| seen.insert(nested.address())).map(|nested| &**nested));
            left[start..].reverse();
            Some(code)
        })
    }
}

fn as_text(constant: &Constant) -> Option<&Text> {
    match constant {
        Constant::Str(text) => Some(text),
        _ => None,
    }
}
