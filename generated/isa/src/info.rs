//! The rows of the generated tables. What a row does not say is as `new` says.

use crate::caches::CacheKind;
use crate::{Family, Format, Opcode, OpcodeFlags, Uop, UopFlags, UopOperand};

/// What is known of an opcode.
#[derive(Debug)]
pub(crate) struct OpcodeInfo {
    pub(crate) name: &'static str,
    pub(crate) format: Format,
    pub(crate) flags: OpcodeFlags,
    pub(crate) cache_units: usize,
    pub(crate) cache: Option<CacheKind>,
    pub(crate) family: Option<&'static Family>,
    pub(crate) is_specialized: bool,
    pub(crate) is_instrumented: bool,
    pub(crate) deopt: Opcode,
    pub(crate) instrumented: Option<Opcode>,
    pub(crate) base: Option<Opcode>,
}

impl OpcodeInfo {
    /// An opcode without a cache and without kin.
    pub(crate) const fn new(name: &'static str, own: Opcode, format: Format, flags: OpcodeFlags) -> Self {
        OpcodeInfo {
            name,
            format,
            flags,
            cache_units: 0,
            cache: None,
            family: None,
            is_specialized: false,
            is_instrumented: false,
            deopt: own,
            instrumented: None,
            base: None,
        }
    }
}

/// What is known of a pseudo-opcode.
#[derive(Debug)]
pub(crate) struct PseudoInfo {
    pub(crate) name: &'static str,
    pub(crate) flags: OpcodeFlags,
    pub(crate) targets: &'static [Opcode],
    pub(crate) as_sequence: bool,
    pub(crate) block_push: bool,
}

/// What is known of a micro-op.
#[derive(Debug)]
pub(crate) struct UopInfo {
    pub(crate) name: &'static str,
    pub(crate) flags: UopFlags,
    pub(crate) not_viable: Option<&'static str>,
    pub(crate) replicas: &'static [Uop],
    pub(crate) replicates: Option<Uop>,
    pub(crate) const_oparg: Option<u32>,
    pub(crate) opcode: Option<Opcode>,
    pub(crate) operands: &'static [UopOperand],
}

impl UopInfo {
    /// A micro-op that tier 2 can have, without kin and without operands.
    pub(crate) const fn new(name: &'static str, flags: UopFlags) -> Self {
        UopInfo {
            name,
            flags,
            not_viable: None,
            replicas: &[],
            replicates: None,
            const_oparg: None,
            opcode: None,
            operands: &[],
        }
    }
}
