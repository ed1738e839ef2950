//! What can be done with any object, as CPython's `abstract.c` and `object.c` have it.
//!
//! | module | what it has |
//! |---|---|
//! | `object` | text, truth, hash, comparison |
//! | `attribute` | attributes |
//! | `call` | calls |
//! | `class` | `isinstance` and `issubclass` |
//! | `number` | operators |
//! | `sequence` | length and items by index |
//! | `mapping` | items by key |
//! | `iter` | iteration |

mod attribute;
mod call;
mod class;
mod iter;
mod mapping;
mod number;
mod object;
mod sequence;

pub(crate) use attribute::MethodLookup;
pub(crate) use number::{nb, of_small_ints};
