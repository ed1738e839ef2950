//! What can go wrong while a body is written, as facts.

use std::fmt;

use super::writer::LayoutFault;
use crate::stack::StackError;
use crate::syntax::source::Span;

/// Why a body cannot be written. [`Display`](fmt::Display) prints the reference generator's own message wherever
/// it has one; the others are assertions and other raw failures there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The stack is not consistent.
    Stack(StackError),
    /// A macro's argument has no end.
    Unclosed {
        /// What was looked for.
        end: &'static str,
    },
    /// `DISPATCH` while the stack pointer is saved.
    DispatchWhileSpilled,
    /// `DEAD` of something else than a live input.
    NotAnInput {
        /// What was named.
        name: String,
    },
    /// An input is closed, which runs arbitrary code, while one above it is alive.
    CloseBelowLive {
        /// The input.
        name: String,
        /// The live one above it.
        live: String,
    },
    /// `PyStackRef_CLOSE_SPECIALIZED` has only one argument.
    ExpectedComma,
    /// The second argument of `PyStackRef_CLOSE_SPECIALIZED` is not a name.
    ExpectedIdentifier,
    /// `stack_pointer` is mentioned while it is saved.
    PointerWhileSpilled,
    /// `goto` to a label that is not defined.
    NoSuchLabel {
        /// The label.
        name: String,
    },
    /// `goto` to a label that expects a valid stack pointer while it is saved.
    JumpWhileSpilled {
        /// The label.
        name: String,
    },
    /// `INSTRUCTION_SIZE` where there is no instruction.
    NoInstructionSize,
    /// A macro is not followed by `(`.
    NoParenthesis {
        /// The macro.
        name: String,
    },
    /// A statement ends within a macro that takes tokens away.
    EndsEarly {
        /// The macro.
        name: String,
    },
    /// `DEOPT_IF` or `EXIT_IF` in an instruction that is not a member of a family.
    NoFamily {
        /// The macro.
        name: String,
    },
    /// `DEOPT_IF` or `EXIT_IF` in a label or in the optimizer.
    NoInstruction {
        /// The macro.
        name: String,
    },
    /// `oparg & x` with an x other than 1 in a micro-op whose name ends in `_0` or `_1`.
    OpargMask {
        /// What stands there instead of 1.
        found: String,
    },
    /// A micro-op of the optimizer's file that the instruction set does not have.
    NothingOverridden {
        /// The micro-op.
        name: String,
    },
    /// A piece of text cannot be laid out.
    Layout(LayoutFault),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Stack(error) => error.fmt(f),
            Fault::Unclosed { end } => write!(f, "Expecting {end}. Reached end of file"),
            Fault::DispatchWhileSpilled => f.write_str("stack_pointer needs reloading before dispatch"),
            Fault::NotAnInput { name } => write!(f, "'{name}' is not a live input-only variable"),
            Fault::CloseBelowLive { name, live } => {
                write!(f, "Cannot close '{name}' when '{live}' is still live")
            }
            Fault::ExpectedComma => f.write_str("Expected comma"),
            Fault::ExpectedIdentifier => f.write_str("Expected identifier"),
            Fault::PointerWhileSpilled => {
                f.write_str("stack_pointer is invalid when stack is spilled to memory")
            }
            Fault::NoSuchLabel { name } => write!(f, "Label '{name}' does not exist"),
            Fault::JumpWhileSpilled { .. } => {
                f.write_str("Cannot jump from spilled label without reloading the stack pointer")
            }
            Fault::NoInstructionSize => {
                f.write_str("The INSTRUCTION_SIZE macro requires uop.instruction_size to be set")
            }
            Fault::NoParenthesis { name } => write!(f, "'{name}' is not followed by '('"),
            Fault::EndsEarly { name } => write!(f, "'{name}' lacks its argument"),
            Fault::NoFamily { name } => write!(f, "'{name}' in an instruction without a family"),
            Fault::NoInstruction { name } => write!(f, "'{name}' outside an instruction"),
            Fault::OpargMask { found } => write!(f, "'oparg & {found}' in a micro-op split on 'oparg & 1'"),
            Fault::NothingOverridden { name } => {
                write!(f, "All abstract uops should override base uops, but {name} is not.")
            }
            Fault::Layout(LayoutFault::Underflow) => f.write_str("more is closed than was opened"),
            Fault::Layout(LayoutFault::SeveralBraces) => f.write_str("several braces in one token"),
        }
    }
}

/// A fault and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalkError {
    /// What is wrong.
    pub fault: Fault,
    /// The statement or token at fault.
    pub at: Span,
}

impl fmt::Display for WalkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(f)
    }
}

impl std::error::Error for WalkError {}
