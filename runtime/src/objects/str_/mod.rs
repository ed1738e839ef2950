//! `str`: immutable sequences of code points.
//!
//! A string is stored with the narrowest of three widths that holds all of its code points, as PEP 393 has it: one byte
//! (Latin-1), two, or four. That form is canonical: equal strings have equal width and equal bytes. Lone surrogates are
//! code points like any other.
//!
//! | file | what it has |
//! |---|---|
//! | `storage` | the object in memory: making, reading, growing, ending |
//! | `chars` | views of the code points, and operations that do not depend on the width |
//! | `builder` | a string in the making, widened as need be |
//! | `intern` | the VM's table of interned strings, and the strings that exist once |
//! | `unicode` | properties and case mappings of code points |
//! | `slots` | operators, and `str()` |
//! | `methods`, `case`, `translate` | methods |
//! | `codec` | encodings |
//! | `repr` | `repr` |
//! | `iterator` | iterators |

mod builder;
mod case;
mod chars;
pub(crate) mod codec;
mod intern;
pub(crate) mod iterator;
mod methods;
mod repr;
mod slots;
mod storage;
#[cfg(test)]
mod tests;
mod translate;
pub(crate) mod unicode;

use crate::objects::type_::{Kind, TypeSpec, flags};

pub(crate) use builder::StrBuilder;
pub(crate) use chars::{Chars, Width};
pub(crate) use intern::Strings;
pub(crate) use slots::join_objects;
pub use storage::Str;
pub(crate) use storage::{append, concat, dealloc};
pub(crate) use unicode::{is_space, is_wide};

/// `str`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "str",
    kind: Kind::Str,
    flags: flags::UNICODE_SUBCLASS | flags::BASETYPE | flags::MATCH_SELF,
    basicsize: size_of::<Str>(),
    new: Some(slots::new),
    slots: slots::fill,
    methods: methods::METHODS,
    ..TypeSpec::DEFAULT
};
