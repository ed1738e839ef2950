//! What is known at a point of a body: which Rust variable stands for which stack reference, which of them still hold
//! a value, and where the stack pointer stands.
//!
//! A plain copy `a = b;` of a stack reference is a move, and moving what is borrowed from would be an error in
//! Rust although the object stays where it is. So it becomes a change of names: `a` stands for the variable
//! that `b` stood for.

use std::collections::{BTreeMap, BTreeSet};

use super::counted::{Count, Settled};
use super::ir::{Expr, Stmt};
use super::types::Ty;
use crate::analysis::offset::PointerOffset;

/// A C variable.
pub type VarId = usize;
/// A Rust variable that holds a stack reference or an owned object.
pub type Slot = usize;

/// What a C variable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Declared in the body.
    Local,
    /// An input that is only looked at: a reference to a stack reference.
    Peek,
    /// An input, by value.
    Input,
    /// An output.
    Output,
    /// A cache entry.
    Cache,
    /// An input or output that is an array: a pointer into the stack.
    Array,
}

/// A C variable.
#[derive(Clone, Debug)]
pub struct Var {
    /// Its name in C.
    pub name: String,
    /// Its name in Rust, where no [`Slot`] says otherwise.
    pub rust: String,
    /// Its type.
    pub ty: Ty,
    /// What it is.
    pub role: Role,
    /// How it holds an object.
    pub holds: super::facts::Holds,
}

/// The state at a point.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The Rust variable that each C variable stands for, if it has a value of its own to give away.
    pub slot: BTreeMap<VarId, Slot>,
    /// Which of them hold a value.
    pub live: BTreeSet<Slot>,
    /// Where `cx.stack_pointer` stands, counted from where it was at the start.
    pub sp: PointerOffset,
    /// Inputs that have a new value since the start.
    pub reassigned: BTreeSet<String>,
    /// Whether the stack pointer was moved.
    pub moved: bool,
    /// The references of variables that are counted by hand.
    pub counts: BTreeMap<VarId, Count>,
    /// Stack items that nobody has to release by their names.
    pub settled: BTreeMap<Slot, Settled>,
}

/// The moves that make one path's variables those of the other, for the end of the path.
pub fn moves(pairs: &[(String, String)]) -> Option<Stmt> {
    let path = |name: &String| Expr::path(name.clone());
    match pairs {
        [] => None,
        [(to, from)] => Some(Stmt::Assign(path(to), "=", path(from))),
        many => {
            let (to, from): (Vec<Expr>, Vec<Expr>) =
                many.iter().map(|(to, from)| (path(to), path(from))).unzip();
            Some(Stmt::Assign(Expr::Tuple(to), "=", Expr::Tuple(from)))
        }
    }
}
