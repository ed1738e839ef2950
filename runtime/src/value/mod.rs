//! References to Python objects: one 64-bit word each, and who owns the count behind it.
//!
//! | type | word | owns | may be NULL |
//! |---|---|---|---|
//! | [`Value`] | canonical | yes, released on drop | no |
//! | [`Obj`] | canonical | no, lives as long as `'a` | no |
//! | [`Owned`] | canonical | yes, released on drop | yes |
//! | [`ObjPtr`] | canonical | no | yes |
//! | [`Ptr`], [`Ref`] | the same, with the layout known | no, yes | no |
//! | [`StackRef`] | canonical, or borrowed (bit 0) | says bit 0; nothing on drop | yes |
//!
//! [`Value`] and [`Obj`] are what the runtime is written with. [`Owned`] and [`ObjPtr`] are what `PyObject *` becomes
//! in a generated body, where NULL is a value like any other; [`StackRef`] is `_PyStackRef`.
//!
//! How a word is made up is told in `word`. Nothing outside this folder looks at its bits.

mod alloc;
pub(crate) mod cold;
mod field;
mod header;
mod nullable;
mod object;
mod pool;
mod ptr;
mod reference;
mod stackref;
mod word;

pub use field::{Field, FieldOf};
pub(crate) use header::Trash;
pub use header::{Header, Layout};
pub use nullable::{ObjPtr, Owned};
pub use object::{Obj, Value};
pub use ptr::Ptr;
pub use reference::Ref;
pub(crate) use stackref::end;
pub use stackref::{StackArray, StackRef};
pub use word::Singleton;

pub(crate) use alloc::Heap;
