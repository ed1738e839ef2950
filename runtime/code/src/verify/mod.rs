//! Rejects code objects that no compiler would make, before they can do harm.
//!
//! The interpreter trusts bytecode: it does not look whether the stack has a value, a constant exists or a jump
//! leads to an instruction. [`verify`] does, once. It follows every path through the code and knows for each
//! instruction how many values are on the stack, from the effects that were generated from CPython's definitions.
//!
//! What is checked:
//! - the bytecode consists of instructions with whole, empty caches; specialized, instrumented and internal ones
//!   are not among them; prefixes (`EXTENDED_ARG`) have an instruction to extend;
//! - arguments are indices of constants, names, local variables, cells that there are, and numbers of operators,
//!   functions, flags that there are;
//! - jumps lead to instructions, and not behind their prefixes; execution cannot run off the end;
//! - the stack never has fewer values than an instruction takes, nor more than `co_stacksize`, and the same number
//!   on every way to an instruction, and only the result where a function returns;
//! - the exception table has ranges of whole instructions, in order, and handlers for which the stack has enough
//!   values;
//! - what begins and suspends a generator is where the flags say that there is one;
//! - the line table is well-formed;
//! - values are there where instructions take them for granted: NULL is only where a call or a store expects it,
//!   variables are bound where that is not looked at, and there are cells where cells are used;
//! - a borrowed reference is used up before its variable is changed, and stored in no other;
//! - types of values, where instructions rely on them: lists, sets and dicts that are filled, code objects that
//!   functions are made of and their closures, names of keyword arguments, exceptions in handlers and the offsets below
//!   them;
//! - a program can be interrupted in every loop, those through handlers included, and whenever a function begins.
//!
//! What is not: types that instructions look at themselves (`FOR_ITER`, `SEND`, `MATCH_KEYS`, `RERAISE` …), and that a
//! loop ever ends. Whoever makes a function in another way than by these instructions has to see that its closure is a
//! tuple of as many cells as the code object has free variables.

mod depth;
mod instructions;
mod operand;
mod progress;
mod values;

use std::collections::HashSet;
use std::fmt;

use cpython_isa::Opcode;

use crate::{CodeData, CodeFlags, exceptiontable, linetable};

/// What is wrong with a code object, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// `co_qualname` of the code object.
    pub qualname: String,
    /// `co_filename` of the code object.
    pub filename: String,
    /// The instruction, in bytes from the start of the bytecode.
    pub offset: Option<usize>,
    /// What is wrong with it.
    pub kind: ErrorKind,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "malformed code object {} from {}", self.qualname, self.filename)?;
        if let Some(offset) = self.offset {
            write!(f, ", at offset {offset}")?;
        }
        write!(f, ": {}", self.kind)
    }
}

impl std::error::Error for Error {}

/// What is wrong with a code object.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ErrorKind {
    /// There is no bytecode.
    #[error("there is no bytecode")]
    Empty,
    /// A frame would be larger than any that a program needs.
    #[error("{0} slots for variables and values are too many for a frame")]
    Frame(u64),
    /// No instruction has this number.
    #[error("{0} is not the number of an instruction")]
    Opcode(u8),
    /// An instruction that only the interpreter itself writes.
    #[error("{0} does not belong in a code object")]
    Internal(Opcode),
    /// The bytecode ends within an inline cache.
    #[error("the bytecode ends within the cache of {0}")]
    CacheEnd(Opcode),
    /// A cache has something in it.
    #[error("the cache of {0} is not empty")]
    Cache(Opcode),
    /// A prefix without an instruction, too many of them, or one that adds nothing.
    #[error("EXTENDED_ARG without an instruction or with nothing to add, or more than three of them")]
    ExtendedArg,
    /// An argument has no meaning.
    #[error("{opcode} has the argument {oparg}: {what}")]
    Operand {
        /// The instruction.
        opcode: Opcode,
        /// The argument.
        oparg: u32,
        /// What it should be.
        what: Operand,
    },
    /// A jump that leads out of the bytecode, into a cache or behind a prefix.
    #[error("{opcode} leads to offset {target}, where no instruction begins")]
    Jump {
        /// The instruction.
        opcode: Opcode,
        /// Where it leads, in bytes.
        target: i64,
    },
    /// `FOR_ITER` leads to something else than `END_FOR`.
    #[error("FOR_ITER does not lead to END_FOR")]
    EndFor,
    /// Execution would run off the end.
    #[error("nothing follows {0} although execution goes on")]
    RunsOff(Opcode),
    /// Fewer values on the stack than the instruction takes.
    #[error("{opcode} takes {takes} values from a stack of {depth}")]
    Underflow {
        /// The instruction.
        opcode: Opcode,
        /// How many it takes.
        takes: i64,
        /// How many there are.
        depth: i64,
    },
    /// A function returns while there are other values on the stack than the result.
    #[error("RETURN_VALUE leaves {} values on the stack", depth - 1)]
    Left {
        /// How many there are.
        depth: i64,
    },
    /// More values than the frame has room for.
    #[error("the stack grows to {depth} values, while co_stacksize is {stacksize}")]
    Overflow {
        /// How many there are.
        depth: i64,
        /// `co_stacksize`.
        stacksize: u32,
    },
    /// Two ways to an instruction with different stacks.
    #[error("the stack has {one} values on one way here and {other} on another")]
    Inconsistent {
        /// On one way.
        one: i64,
        /// On another.
        other: i64,
    },
    /// A handler needs more values than there are where the exception may be raised.
    #[error("{opcode} may leave {depth} values on the stack, while its handler needs {needs}")]
    HandlerDepth {
        /// The instruction.
        opcode: Opcode,
        /// How many values there are at least when it raises.
        depth: i64,
        /// How many stay for the handler.
        needs: u32,
    },
    /// NULL may be where the instruction takes an object.
    #[error("{opcode} takes a value that may be NULL, {below} below the top of the stack")]
    Null {
        /// The instruction.
        opcode: Opcode,
        /// How many values are above it.
        below: i64,
    },
    /// A variable may be unbound where the instruction does not look.
    #[error("{opcode} reads variable {slot}, which may be unbound")]
    Unbound {
        /// The instruction.
        opcode: Opcode,
        /// The slot of the variable.
        slot: usize,
    },
    /// A slot may have no cell in it.
    #[error("{opcode} needs a cell in slot {slot}, which may have none")]
    NoCell {
        /// The instruction.
        opcode: Opcode,
        /// The slot of the variable.
        slot: usize,
    },
    /// A value is not what the instruction relies on.
    #[error("{opcode} needs {what}, {below} below the top of the stack")]
    Kind {
        /// The instruction.
        opcode: Opcode,
        /// What it relies on.
        what: Needed,
        /// How many values are above it.
        below: i64,
    },
    /// A variable is changed while a borrowed reference to its value is on the stack.
    #[error("{opcode} changes variable {slot}, from which a value on the stack is borrowed")]
    Lent {
        /// The instruction.
        opcode: Opcode,
        /// The slot of the variable.
        slot: usize,
    },
    /// It would take too long to look at.
    #[error("the code object is too complex to be verified")]
    Complex,
    /// The exception table cannot be read.
    #[error(transparent)]
    ExceptionTable(#[from] exceptiontable::Error),
    /// An entry of the exception table has an offset at which no instruction begins.
    #[error("the exception table has the offset {0}, where no instruction begins")]
    ExceptionOffset(u64),
    /// An entry of the exception table is empty, or begins before the end of the one before it.
    #[error("the exception table is out of order at offset {0}")]
    ExceptionOrder(u64),
    /// More than one of generator, coroutine and asynchronous generator.
    #[error("co_flags has more than one of GENERATOR, COROUTINE and ASYNC_GENERATOR")]
    GeneratorFlags,
    /// A generator that does not begin as one.
    #[error("co_flags makes it a generator, but RETURN_GENERATOR is not where it begins")]
    NoGenerator,
    /// An instruction of generators elsewhere.
    #[error("{0} is in what co_flags does not make a generator")]
    NotGenerator(Opcode),
    /// An instruction that belongs at the beginning, elsewhere or in a loop.
    #[error("{0} may only be among the first instructions, once, and not in a loop")]
    NotAtStart(Opcode),
    /// A frame that nothing may interrupt.
    #[error("RESUME is not what it begins with")]
    NoResume,
    /// A loop that nothing can interrupt.
    #[error("{0} closes a loop without an instruction that can be interrupted, as JUMP_BACKWARD is")]
    Uninterruptible(Opcode),
    /// Free variables are never fetched.
    #[error("there are free variables but no COPY_FREE_VARS")]
    NoFreeVariables,
    /// The line table cannot be read.
    #[error(transparent)]
    LineTable(#[from] linetable::Error),
    /// The line table is about less bytecode than there is, or more.
    #[error("co_linetable is about {found} code units, while there are {expected}")]
    LineTableLength {
        /// How many it is about.
        found: usize,
        /// How many there are.
        expected: usize,
    },
}

/// What the argument of an instruction should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Operand {
    /// An index.
    #[error("there are only {0} constants")]
    Constant(usize),
    /// An index.
    #[error("there are only {0} names")]
    Name(usize),
    /// An index.
    #[error("there are only {0} variables")]
    Local(usize),
    /// An index.
    #[error("the variable is neither a cell nor free")]
    Cell,
    /// The number of free variables.
    #[error("there are {0} free variables")]
    FreeVariables(usize),
    /// One of a range.
    #[error("it must be from {0} to {1}")]
    Range(u32, u32),
    /// One bit.
    #[error("it must be a single one of {0} flags")]
    Flag(u32),
    /// Anything but this.
    #[error("it makes the stack effect negative or too large")]
    Effect,
}

/// What an instruction relies on in a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Needed {
    /// A list.
    #[error("a list that BUILD_LIST has made")]
    List,
    /// A set.
    #[error("a set that BUILD_SET has made")]
    Set,
    /// A dict.
    #[error("a dict that BUILD_MAP has made")]
    Dict,
    /// A dict or nothing.
    #[error("a dict that BUILD_MAP has made, or NULL")]
    DictOrNull,
    /// Nothing.
    #[error("NULL")]
    Null,
    /// A truth value.
    #[error("a truth value, as TO_BOOL makes")]
    Bool,
    /// A code object.
    #[error("a code object that is a constant")]
    Code,
    /// A function.
    #[error("a function that MAKE_FUNCTION has made")]
    Function,
    /// A closure.
    #[error("a tuple of {0} cells for the free variables of the function")]
    Closure(u32),
    /// Names of keyword arguments.
    #[error("a constant tuple of at most {0} strings")]
    Names(u32),
    /// An exception.
    #[error("the exception that a handler begins with")]
    Exception,
    /// What was handled before.
    #[error("what PUSH_EXC_INFO has put aside")]
    Handled,
    /// Where an exception was raised.
    #[error("the offset that a handler begins with")]
    Offset,
    /// A reference that keeps its object.
    #[error("a value that is there and not borrowed")]
    Owned,
}

/// Slots of a frame that are allowed: no compiler needs as many, and a frame of them is still 128 MiB.
const MAX_FRAME: u64 = 1 << 24;

/// Checks a code object and all those within it.
pub fn verify(code: &CodeData) -> Result<(), Error> {
    code.walk().try_for_each(|code| verify_one(code).map(drop))
}

/// Checks a code object, without those within it. Gives the depth that its stack reaches at most.
pub fn verify_one(code: &CodeData) -> Result<u32, Error> {
    check(code).map_err(|(offset, kind)| Error {
        qualname: code.qualname.to_string(),
        filename: code.filename.to_string(),
        offset,
        kind,
    })
}

/// A finding and the offset in bytes that it is about.
type Found = (Option<usize>, ErrorKind);

fn check(code: &CodeData) -> Result<u32, Found> {
    let slots = u64::from(code.stacksize) + code.localsplusnames.len() as u64;
    if slots > MAX_FRAME {
        return Err((None, ErrorKind::Frame(slots)));
    }
    let instructions = instructions::decode(code)?;
    let operands = operand::Operands::of(code);
    for instruction in &instructions {
        operands.check(instruction).map_err(|kind| (Some(2 * instruction.start), kind))?;
    }
    check_line_table(code).map_err(|kind| (None, kind))?;
    check_generator(code, &instructions)?;
    let depths = depth::check(code, &instructions)?;
    values::check(code, &instructions, &depths)?;
    progress::check(&instructions, &depths)?;
    Ok(depths.deepest)
}

fn check_line_table(code: &CodeData) -> Result<(), ErrorKind> {
    let mut found = 0;
    for entry in linetable::Entries::new(&code.linetable, code.firstlineno) {
        found += entry?.units;
    }
    let expected = code.code.len() / 2;
    if found == expected { Ok(()) } else { Err(ErrorKind::LineTableLength { found, expected }) }
}

/// Checks what a frame begins with: cells are made, free variables fetched, and a generator is made of it.
fn check_generator(code: &CodeData, instructions: &[instructions::Instruction]) -> Result<(), Found> {
    let kinds = code.flags.0 & CodeFlags::ANY_GENERATOR.0;
    if kinds.count_ones() > 1 {
        return Err((None, ErrorKind::GeneratorFlags));
    }
    let is_start = |opcode| {
        matches!(opcode, Opcode::MakeCell | Opcode::CopyFreeVars | Opcode::ReturnGenerator | Opcode::Nop)
    };
    let start = instructions.iter().position(|instruction| !is_start(instruction.opcode));
    let (start, rest) = instructions.split_at(start.unwrap_or(instructions.len()));
    let count = |opcode| start.iter().filter(|instruction| instruction.opcode == opcode).count();
    let generators = count(Opcode::ReturnGenerator);
    if kinds != 0 && generators == 0 {
        return Err((None, ErrorKind::NoGenerator));
    }
    if code.freevars().next().is_some() && count(Opcode::CopyFreeVars) == 0 {
        return Err((None, ErrorKind::NoFreeVariables));
    }
    let at = |instruction: &instructions::Instruction| Some(2 * instruction.start);
    let mut seen = HashSet::new();
    for instruction in start.iter().filter(|instruction| instruction.opcode != Opcode::Nop) {
        let key = (instruction.opcode, (instruction.opcode == Opcode::MakeCell).then_some(instruction.oparg));
        if !seen.insert(key) {
            return Err((at(instruction), ErrorKind::NotAtStart(instruction.opcode)));
        }
    }
    for instruction in instructions {
        let only_in_generators = matches!(
            instruction.opcode,
            Opcode::ReturnGenerator
                | Opcode::YieldValue
                | Opcode::Send
                | Opcode::EndSend
                | Opcode::CleanupThrow
        );
        if only_in_generators && kinds == 0 {
            return Err((at(instruction), ErrorKind::NotGenerator(instruction.opcode)));
        }
    }
    for instruction in rest {
        if matches!(instruction.opcode, Opcode::ReturnGenerator | Opcode::CopyFreeVars) {
            return Err((at(instruction), ErrorKind::NotAtStart(instruction.opcode)));
        }
        if let Some(target) = instruction.target(instructions)
            && target < start.len()
        {
            let first = instructions[target].opcode;
            return Err((at(instruction), ErrorKind::NotAtStart(first)));
        }
    }
    Ok(())
}
