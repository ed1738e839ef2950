//! What the abstract interpreter of tier 2's optimizer works on. The interpreter itself is generated
//! (`generated/interp/optimizer.rs`), over any implementation of its trait [`Symbols`].

use crate::abi::ObjPtr;
use crate::abi::types::PyCodeObject;
pub use crate::interp::optimizer::Symbols;

/// `_PyUOpInstruction`: a micro-op of a trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct UopInstruction {
    /// Its number.
    pub opcode: u16,
    /// Its argument.
    pub oparg: u16,
    /// Where in the bytecode it is from, in code units; once the trace is laid out, where it jumps to.
    pub target: u32,
    /// Its first operand: a cache entry, or what the optimizer has put there.
    pub operand0: u64,
    /// Its second operand.
    pub operand1: u64,
}

/// `_PyBloomFilter`: a set of objects that may say that it has what it has not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct BloomFilter {
    /// 256 bits.
    pub bits: [u32; 8],
}

/// `_Py_UOpsAbstractFrame`: a frame of symbols.
#[allow(dead_code, reason = "an interpretation of whole traces reads them; that of one micro-op does not")]
pub struct AbstractFrame<S: Symbols> {
    /// The variables.
    pub locals: *mut S::Symbol,
    /// How many they are.
    pub locals_len: i32,
    /// The bottom of the stack of values.
    pub stack: *mut S::Symbol,
    /// Above its top, while another frame is interpreted.
    pub stack_pointer: *mut S::Symbol,
}

/// `JitOptContext`: the state of an abstract interpretation that frames share.
#[allow(dead_code, reason = "what is known is asked for by an interpretation of whole traces")]
pub struct JitOptContext<S: Symbols> {
    /// Whether nothing behind this point is of interest.
    pub done: bool,
    /// The frame that is interpreted.
    pub frame: *mut AbstractFrame<S>,
    /// How many frames there are.
    pub curr_frame_depth: i32,
    /// What is known, and who knows it.
    pub symbols: S,
}

/// The state of the abstract interpreter at a micro-op: what `Cx` is to the others.
pub struct Abstract<S: Symbols> {
    /// The state that frames share.
    pub ctx: *mut JitOptContext<S>,
    /// The micro-op.
    pub this_instr: *mut UopInstruction,
    /// Its number.
    pub opcode: i32,
    /// Its argument.
    pub oparg: i32,
    /// Above the top of the stack of symbols.
    pub stack_pointer: *mut S::Symbol,
    /// The code object of the frame, or NULL if it is not known.
    pub co: ObjPtr<'static, PyCodeObject>,
    /// Objects whose change makes the trace invalid.
    pub dependencies: *mut BloomFilter,
    /// How many words of stack the inlined frames take.
    pub curr_space: i32,
    /// How many they take at most.
    pub max_space: i32,
    /// The check of stack space that belongs to the frame about to be pushed, or NULL.
    pub corresponding_check_stack: *mut UopInstruction,
    /// The check of stack space that is to speak for all frames, or NULL.
    pub first_valid_check_stack: *mut UopInstruction,
}

#[cfg(test)]
mod tests;
