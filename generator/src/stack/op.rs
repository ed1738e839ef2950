//! What the stack model does to the machine, step by step, for whoever writes it down.

use crate::analysis::StackItem;
use crate::analysis::offset::PointerOffset;

/// One effect of the stack model on memory, locals or the stack pointer. Offsets count from where the stack
/// pointer stands at that moment.
#[derive(Clone, Copy, Debug)]
pub enum StackOp<'e> {
    /// What follows starts a line of its own.
    StartLine,
    /// The item is already in its local. Nothing is to be done, but a writer that holds back something (a
    /// reload of the stack pointer) has to write it now (B46).
    InPlace,
    /// A value that is in one local gets another name.
    Rename {
        /// The new name.
        to: &'e str,
        /// The name it had.
        from: &'e str,
    },
    /// An item is read from memory.
    Load {
        /// The item.
        item: &'e StackItem,
        /// Where it is.
        offset: &'e PointerOffset,
        /// Whether the memory belongs to the stack below what is tracked, so that a typed item needs a cast.
        below: bool,
    },
    /// A pointer to an array in memory is taken.
    Point {
        /// The array.
        item: &'e StackItem,
        /// Where it is.
        offset: &'e PointerOffset,
    },
    /// An item is written to memory.
    Store {
        /// The item.
        item: &'e StackItem,
        /// Where it goes.
        offset: &'e PointerOffset,
    },
    /// The stack pointer moves.
    Move {
        /// By how much.
        by: &'e PointerOffset,
        /// Whether the new place is checked against the stack's bounds.
        checked: bool,
    },
    /// The stack pointer is saved in the frame.
    Spill,
    /// The stack pointer is fetched back from the frame.
    Reload,
    /// An item is closed, that is, its reference is given up.
    Close(Closing<'e>),
}

/// How an item is closed.
#[derive(Clone, Copy, Debug)]
pub enum Closing<'e> {
    /// A loop over an array of this size begins.
    Each {
        /// The array's size.
        size: &'e str,
    },
    /// The loop ends.
    EndEach,
    /// A variable is needed that keeps a value while its place is overwritten.
    DeclareSpare,
    /// The value moves to the spare variable, and another takes its place.
    Replace {
        /// What is closed.
        place: Place<'e>,
        /// What takes its place.
        with: &'e str,
        /// Whether this is the spare variable's declaration, too.
        declares_spare: bool,
    },
    /// The spare variable's value is closed.
    Spare {
        /// Whether it may be null.
        nullable: bool,
    },
    /// The value is closed where it is.
    InPlace {
        /// What is closed.
        place: Place<'e>,
        /// Whether it may be null.
        nullable: bool,
    },
}

/// What is closed: a scalar, the only element of an array, or the element that the loop is at.
#[derive(Clone, Copy, Debug)]
pub struct Place<'e> {
    /// The item's name.
    pub name: &'e str,
    /// Which part of it.
    pub element: Element,
}

/// Which part of an item is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// All of a scalar.
    Scalar,
    /// The element of an array of one.
    Only,
    /// The element that the loop is at.
    Current,
}

/// Something that writes down what the stack model does.
pub trait Sink {
    /// Takes the next step.
    fn op(&mut self, op: StackOp<'_>);
}

/// A sink that forgets everything, for when only the model's state or its errors matter.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullSink;

impl Sink for NullSink {
    fn op(&mut self, _op: StackOp<'_>) {}
}
