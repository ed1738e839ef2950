//! What can go wrong in the stack model, as facts.

use std::fmt;

/// Why a body cannot be given a consistent stack. [`Display`](fmt::Display) prints the reference generator's
/// own message wherever it has one; the variants of the last group are assertions there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StackError {
    /// An item leaves the stack although its value was neither consumed nor declared dead.
    DroppingLive {
        /// The item.
        name: String,
    },
    /// Two paths meet whose stacks end at different heights.
    DifferingTop,
    /// Two paths meet that track different numbers of items.
    DifferingVariables,
    /// Two paths meet that track different items at the same place.
    MismatchedVariables {
        /// The item on the path that is kept.
        name: String,
        /// The item on the other one.
        other: String,
    },
    /// Two paths meet that keep the same item at different places in memory.
    MismatchedDepths {
        /// The item.
        name: String,
        /// Its offset on the path that is kept.
        offset: String,
        /// Its offset on the other one.
        other: String,
    },
    /// An input has to be gone by now.
    InputStillLive {
        /// The input.
        name: String,
        /// What asked for it.
        occasion: Occasion,
    },
    /// An input is dead, but one above it is not, so the stack cannot shrink.
    DeadBelowLive {
        /// The dead input.
        name: String,
        /// The live one above it.
        live: String,
    },
    /// The stack pointer is reloaded without having been saved.
    NotSaved,
    /// Two items with the same name are tracked at once.
    DuplicateName {
        /// The name.
        name: String,
    },
    /// Two paths meet that have different inputs left.
    UnmergeableInputs {
        /// The first input that only one of them has.
        name: String,
    },
    /// Two paths meet, and an input is dead on one of them only.
    ClearedOnSomePaths {
        /// The input.
        name: String,
    },
    /// Two paths meet, and an output is defined on one of them only.
    SetOnSomePaths {
        /// The output.
        name: String,
    },
    /// The micro-op ends while the stack pointer is saved.
    UnbalancedSpills,
    /// The micro-op ends without having defined an output.
    OutputNotDefined {
        /// The output that the reference names: the first one left, whichever is undefined.
        named: String,
        /// The output that is not defined.
        name: String,
    },
    /// `DECREF_INPUTS` cannot be written.
    CannotCloseInputs(CloseFault),
    /// The same item of the same definition would be on the stack twice: a macro that uses a micro-op twice
    /// without the first use's output being taken in between.
    PushedTwice {
        /// The item.
        name: String,
    },
    /// A path forks after the tracked stack was cleared (`SYNC_SP`) while an input that stays on the stack is
    /// still in use.
    InputNotTracked {
        /// The input.
        name: String,
    },
    /// An item is in memory, but not where the stack says that it must be.
    MisplacedItem {
        /// The item.
        name: String,
    },
}

/// What demanded that inputs be dead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// `ERROR_IF`
    ErrorIf,
    /// `SYNC_SP`
    Sync,
    /// An output was defined, so its place must be free.
    OutputDefined {
        /// The output.
        output: String,
    },
    /// The end of the micro-op.
    End,
}

/// Why `DECREF_INPUTS` cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseFault {
    /// An array output needs the place of the one input, but there are several.
    ArrayOutput,
    /// Only one output can take the place of the first input.
    SeveralLiveOutputs,
    /// The output does not have the first input's size, so it cannot take its place.
    SizeMismatch,
    /// The first input is an array of one, so a scalar cannot be stored over it (an assertion of the reference).
    ArrayOfOne,
}

impl fmt::Display for Occasion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Occasion::ErrorIf => f.write_str("at ERROR_IF"),
            Occasion::Sync => f.write_str("when syncing stack"),
            Occasion::OutputDefined { output } => write!(f, "when output '{output}' is defined"),
            Occasion::End => f.write_str("at the end of the micro-op"),
        }
    }
}

impl fmt::Display for StackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StackError::DroppingLive { name } => write!(f, "Dropping live value '{name}'"),
            StackError::DifferingTop => f.write_str("Cannot align stacks: differing logical top"),
            StackError::DifferingVariables => f.write_str("Cannot merge stacks: differing variables"),
            StackError::MismatchedVariables { name, other } => {
                write!(f, "Mismatched variables on stack: {name} and {other}")
            }
            StackError::MismatchedDepths { name, offset, other } => {
                write!(f, "Mismatched stack depths for {name}: {offset} and {other}")
            }
            StackError::InputStillLive { name, occasion } => {
                write!(f, "Input '{name}' is still live {occasion}")
            }
            StackError::DeadBelowLive { name, live } => {
                write!(f, "Input '{name}' is not live, but '{live}' is")
            }
            StackError::NotSaved => f.write_str("Cannot reload stack as it hasn't been saved"),
            StackError::DuplicateName { name } => write!(f, "Duplicate name {name}"),
            StackError::UnmergeableInputs { name } => {
                write!(f, "Unmergeable inputs. Differing state of '{name}'")
            }
            StackError::ClearedOnSomePaths { name } => {
                write!(f, "'{name}' is cleared on some paths, but not all")
            }
            StackError::SetOnSomePaths { name } => write!(f, "'{name}' is set on some paths, but not all"),
            StackError::UnbalancedSpills => f.write_str("Unbalanced stack spills"),
            StackError::OutputNotDefined { named, .. } => {
                write!(f, "Output variable '{named}' is not defined")
            }
            StackError::CannotCloseInputs(fault) => {
                f.write_str("Cannot call DECREF_INPUTS with ")?;
                f.write_str(match fault {
                    CloseFault::ArrayOutput => "array output and more than one input",
                    CloseFault::SeveralLiveOutputs => "more than one live output",
                    CloseFault::SizeMismatch => "live output not matching first input size",
                    CloseFault::ArrayOfOne => "a scalar output over an array of one",
                })
            }
            StackError::PushedTwice { name } => write!(f, "'{name}' would be on the stack twice"),
            StackError::InputNotTracked { name } => {
                write!(f, "'{name}' is no longer tracked after the stack was synced")
            }
            StackError::MisplacedItem { name } => write!(f, "'{name}' is not where the stack has it"),
        }
    }
}
