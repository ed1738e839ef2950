//! Code units in memory, and the counters in inline caches.

use cpython_isa::{Opcode, deopt_number};

pub use cpython_isa::caches::BackoffCounter;

/// A code unit as an instruction: `_Py_CODEUNIT.op`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Op {
    /// The opcode's number.
    pub code: u8,
    /// The argument, or the lowest eight bits of it.
    pub arg: u8,
}

/// `_Py_CODEUNIT`: an instruction, or a unit of the cache of the instruction before it.
///
/// All three views are plain bits of the same size, so that each of them may be read whatever was written.
#[derive(Clone, Copy)]
#[repr(C)]
pub union CodeUnit {
    /// As an instruction.
    pub op: Op,
    /// As a part of a cache.
    pub cache: u16,
    /// As an adaptive counter.
    pub counter: BackoffCounter,
}

const _: () = assert!(size_of::<CodeUnit>() == 2 && align_of::<CodeUnit>() == 2);

/// `MAX_BACKOFF`
const MAX_BACKOFF: u8 = 12;
/// `UNREACHABLE_BACKOFF`
const UNREACHABLE_BACKOFF: u8 = 15;
/// What a cache that remembers which way a branch went begins with: it went either way in turn.
const BRANCH_HISTORY: u16 = 0x5555;

/// A counter of parts that fit.
const fn counter(value: u16, backoff: u8) -> BackoffCounter {
    match BackoffCounter::new(value, backoff) {
        Some(counter) => counter,
        None => panic!("a counter has 12 bits of value and 4 of backoff"),
    }
}

/// `adaptive_counter_warmup`: the second execution specialises.
pub(crate) const fn adaptive_counter_warmup() -> BackoffCounter {
    counter(1, 1)
}

/// `adaptive_counter_cooldown`: after an instruction was specialised, it may miss that often.
pub(crate) const fn adaptive_counter_cooldown() -> BackoffCounter {
    counter(52, 0)
}

/// `initial_jump_backoff_counter`
pub(crate) const fn initial_jump_backoff_counter() -> BackoffCounter {
    counter(4095, 12)
}

/// `initial_temperature_backoff_counter`
pub(crate) const fn initial_temperature_backoff_counter() -> BackoffCounter {
    counter(4095, 12)
}

/// `initial_unreachable_backoff_counter`: one that never triggers.
#[cfg(test)]
pub(crate) const fn initial_unreachable_backoff_counter() -> BackoffCounter {
    counter(0, UNREACHABLE_BACKOFF)
}

/// `restart_backoff_counter`: the next start is about twice as high.
pub(crate) const fn restart_backoff_counter(old: BackoffCounter) -> BackoffCounter {
    let backoff = old.backoff();
    if backoff < MAX_BACKOFF {
        counter((1 << (backoff + 1)) - 1, backoff + 1)
    } else {
        counter((1 << MAX_BACKOFF) - 1, MAX_BACKOFF)
    }
}

/// `pause_backoff_counter`: one step back, so that the next execution does not count.
pub(crate) const fn pause_backoff_counter(old: BackoffCounter) -> BackoffCounter {
    BackoffCounter::from_bits(old.bits() | 1 << 4)
}

/// `advance_backoff_counter`
pub(crate) const fn advance_backoff_counter(old: BackoffCounter) -> BackoffCounter {
    BackoffCounter::from_bits(old.bits().wrapping_sub(1 << 4))
}

/// `backoff_counter_triggers`: whether it has reached zero, and is one that does.
pub(crate) const fn backoff_counter_triggers(counter: BackoffCounter) -> bool {
    counter.bits() < UNREACHABLE_BACKOFF as u16
}

/// Prepares bytecode as a compiler writes it for adaptive execution: counters are started (`_PyCode_Quicken`).
pub(crate) fn quicken(units: &mut [u16]) {
    let mut index = 0;
    while index < units.len() {
        let number = units[index].to_ne_bytes()[0];
        index += 1;
        let Some(opcode) = Opcode::from_u8(number) else { continue };
        let caches = opcode.cache_units();
        if caches > 0 && index < units.len() {
            units[index] = match opcode {
                Opcode::JumpBackward => initial_jump_backoff_counter().bits(),
                Opcode::PopJumpIfFalse
                | Opcode::PopJumpIfTrue
                | Opcode::PopJumpIfNone
                | Opcode::PopJumpIfNotNone => BRANCH_HISTORY,
                _ => adaptive_counter_warmup().bits(),
            };
        }
        index += caches;
    }
}

/// Makes bytecode what the compiler wrote: no specialised or instrumented instructions, caches empty
/// (`_PyCode_GetCode`).
pub(crate) fn deopt(units: &mut [u16]) {
    let mut index = 0;
    while index < units.len() {
        let [number, arg] = units[index].to_ne_bytes();
        let base = Opcode::from_u8(number).map_or(number, |opcode| {
            let opcode = opcode.base().unwrap_or(opcode);
            deopt_number(opcode.number())
        });
        units[index] = u16::from_ne_bytes([base, arg]);
        index += 1;
        let caches = Opcode::from_u8(base).map_or(0, Opcode::cache_units);
        for cache in units.iter_mut().skip(index).take(caches) {
            *cache = 0;
        }
        index += caches;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(opcode: Opcode, arg: u8) -> u16 {
        u16::from_ne_bytes([opcode.number(), arg])
    }

    #[test]
    fn counters_back_off() {
        let mut counter = adaptive_counter_warmup();
        assert!(!backoff_counter_triggers(counter));
        counter = advance_backoff_counter(counter);
        assert!(backoff_counter_triggers(counter));
        let mut starts = Vec::new();
        for _ in 0..14 {
            counter = restart_backoff_counter(counter);
            starts.push(counter.value());
        }
        assert_eq!(starts, [3, 7, 15, 31, 63, 127, 255, 511, 1023, 2047, 4095, 4095, 4095, 4095]);
        assert!(!backoff_counter_triggers(initial_unreachable_backoff_counter()));
    }

    #[test]
    fn quickened_code_comes_back_as_it_was() {
        let mut code = vec![unit(Opcode::Resume, 0), unit(Opcode::LoadGlobal, 3), 0, 0, 0, 0];
        code.extend([
            unit(Opcode::PopJumpIfFalse, 9),
            0,
            unit(Opcode::JumpBackward, 7),
            0,
            unit(Opcode::ReturnValue, 0),
        ]);
        let before = code.clone();
        quicken(&mut code);
        assert_eq!(code[2], adaptive_counter_warmup().bits());
        assert_eq!((code[7], code[9]), (0x5555, initial_jump_backoff_counter().bits()));
        code[0] = unit(Opcode::ResumeCheck, 0);
        code[1] = unit(Opcode::LoadGlobalBuiltin, 3);
        code[10] = unit(Opcode::InstrumentedReturnValue, 0);
        deopt(&mut code);
        assert_eq!(code, before);
    }
}
