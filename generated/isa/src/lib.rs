//! CPython's instruction set as Rust types: opcodes, micro-ops, families, inline caches.
//!
//! Everything that is said here about an instruction was generated from CPython's definition of it. Nothing is
//! kept by hand, so a new version of CPython is a matter of generating the crate anew. It needs neither `std` nor
//! an allocator, and depends on nothing.
//!
//! | to find out | ask |
//! |---|---|
//! | what a number or a name stands for | [`Opcode::from_u8`], [`Opcode::from_name`]; [`AnyOpcode`] for pseudo-opcodes, too |
//! | what an instruction does to the stack | [`Opcode::popped`], [`Opcode::pushed`], [`AnyOpcode::stack_effect`] |
//! | how it is specialized, and back | [`Opcode::family`], [`Opcode::deopt`], [`deopt_number`] |
//! | how it is instrumented, and back | [`Opcode::instrumented`], [`Opcode::base`] |
//! | what lies in its inline cache | [`Opcode::cache`], and the types of [`caches`] |
//! | what tier 2 makes of it | [`Opcode::expansion`], [`Uop`] |
//! | which instructions some bytecode consists of | [`code::instructions`] |
//!
//! # A disassembler
//!
//! ```
//! use cpython_isa::code;
//!
//! // `def f(x): return len(x)`, as CPython 3.14 compiles it: no cache is filled in yet.
//! let bytes = [
//!     128, 0, 92, 1, 0, 0, 0, 0, 0, 0, 0, 0, 86, 0, 52, 1, 0, 0, 0, 0, 0, 0, 35, 0,
//! ];
//! let code: Vec<u16> = bytes.chunks_exact(2).map(|b| u16::from_ne_bytes([b[0], b[1]])).collect();
//!
//! let mut listing = String::new();
//! let mut depth = 0;
//! for instruction in code::instructions(&code) {
//!     let Some(opcode) = instruction.opcode else { continue };
//!     depth += opcode.stack_effect(instruction.oparg, None);
//!     listing += &format!("{:2} {opcode} {} ({depth})\n", instruction.offset, instruction.oparg);
//!     assert_eq!(instruction.cache.len(), opcode.cache_units());
//! }
//! assert_eq!(
//!     listing,
//!     " 0 RESUME 0 (0)\n 1 LOAD_GLOBAL 1 (2)\n 6 LOAD_FAST_BORROW 0 (3)\n 7 CALL 1 (1)\n11 RETURN_VALUE 0 (1)\n",
//! );
//! ```
//!
//! # Inline caches
//!
//! ```
//! use cpython_isa::Opcode;
//! use cpython_isa::caches::{LoadGlobalCache, LoadGlobalCacheMut};
//!
//! let mut code = [0; 1 + LoadGlobalCache::UNITS + 1];
//! code[0] = u16::from_ne_bytes([Opcode::LoadGlobal.number(), 0]);
//!
//! let mut cache = LoadGlobalCacheMut::new(&mut code[1..]).expect("there is room for it");
//! cache.set_index(7);
//! cache.set_module_keys_version(3);
//! assert_eq!(cache.view().index(), 7);
//! assert_eq!(code[LoadGlobalCache::UNITS + 1], 0, "the next instruction is untouched");
//! ```
//!
//! There is no way to write past a cache. Its code units are an array of exactly its size, so that this does not
//! compile, although the buffer would have room for it:
//!
//! ```compile_fail
//! use cpython_isa::caches::LoadGlobalCacheMut;
//!
//! let mut code = [0; 16];
//! let mut cache = LoadGlobalCacheMut::new(&mut code[1..]).expect("there is room for it");
//! cache.units_mut()[4] = 1;
//! ```
//!
//! Neither does this, where the cache of one instruction is taken for that of another:
//!
//! ```compile_fail,E0308
//! use cpython_isa::caches::{CallCache, LoadGlobalCacheMut};
//!
//! let mut units = [0; CallCache::UNITS];
//! let mut cache = LoadGlobalCacheMut::from_units(&mut units);
//! ```
//!
//! nor this, where a field is given more than it holds:
//!
//! ```compile_fail,E0308
//! use cpython_isa::caches::{LoadGlobalCache, LoadGlobalCacheMut};
//!
//! let mut units = [0; LoadGlobalCache::UNITS];
//! LoadGlobalCacheMut::from_units(&mut units).set_index(0x1_0000_u32);
//! ```

#![no_std]
#![forbid(unsafe_code)]

#[macro_use]
mod flag_set;

pub mod code;
mod error;
mod generated;
mod info;
mod layout;
mod opcode;
mod sizes;
mod uop;

pub use error::{UnknownName, UnknownNumber};
pub use generated::caches;
pub use generated::expansions::OperandKind;
pub use generated::families;
pub use generated::flags::{OpcodeFlags, UopFlags};
pub use generated::formats::Format;
pub use generated::opcode::{HAVE_ARGUMENT, MIN_INSTRUMENTED_OPCODE, MIN_SPECIALIZED_OPCODE, Opcode};
pub use generated::pseudo::PseudoOpcode;
pub use generated::uop::{MAX_UOP_ID, Uop};
pub use opcode::{AnyOpcode, ExpansionStep, Family, deopt_number};
pub use uop::UopOperand;
