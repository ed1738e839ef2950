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

mod builder;
mod chars;
mod intern;
mod storage;
pub(crate) mod unicode;

pub(crate) use builder::StrBuilder;
pub(crate) use chars::{Chars, Width};
pub(crate) use intern::Strings;
pub use storage::Str;
pub(crate) use storage::{append, concat, dealloc};
