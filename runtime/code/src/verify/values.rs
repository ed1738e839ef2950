//! Which values on the stack and in the slots of variables may be missing (NULL), and which slots certainly hold cells.
//!
//! Nearly every instruction takes it for granted that what it takes is there, and the compiler sees to it: it emits
//! `LOAD_FAST_CHECK` where a variable may be unbound, and NULL only where a call expects it. This follows every path
//! again, with the depths that are known by now.
//!
//! A state is kept for each instruction that can be come to in more than one way. Only values that are something else
//! than an object are in it, and two bits for each slot, so that states are small; a limit on the work makes sure that
//! no code object takes long.

use cpython_isa::Opcode;

use super::depth::Depths;
use super::instructions::Instruction;
use super::{ErrorKind, Found};
use crate::{CodeData, LocalKind};

/// What is known of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// There is an object.
    Object,
    /// There is a cell.
    Cell,
    /// There is nothing, or a value.
    Maybe,
}

impl Kind {
    /// What is known if it may be either.
    fn or(self, other: Kind) -> Kind {
        match (self, other) {
            (one, other) if one == other => one,
            (Kind::Maybe, _) | (_, Kind::Maybe) => Kind::Maybe,
            _ => Kind::Object,
        }
    }
}

/// What is known before an instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
struct State {
    /// Values that are not just objects, by their place on the stack from the bottom, in order.
    special: Vec<(u32, Kind)>,
    /// A bit for each slot that certainly holds something, then one for each that certainly holds a cell.
    slots: Vec<u64>,
}

impl State {
    fn kind(&self, place: i64) -> Kind {
        let found = self.special.binary_search_by_key(&place, |(place, _)| i64::from(*place));
        found.map_or(Kind::Object, |index| self.special[index].1)
    }

    /// Sets what is at the top of a stack that is now one deeper than `place`, or replaces what is below.
    fn set(&mut self, place: i64, kind: Kind) {
        let place = u32::try_from(place).unwrap_or_default();
        match (self.special.binary_search_by_key(&place, |(place, _)| *place), kind) {
            (Ok(index), Kind::Object) => drop(self.special.remove(index)),
            (Ok(index), kind) => self.special[index].1 = kind,
            (Err(_), Kind::Object) => {}
            (Err(index), kind) => self.special.insert(index, (place, kind)),
        }
    }

    fn cut(&mut self, depth: i64) {
        let keep = self.special.partition_point(|(place, _)| i64::from(*place) < depth);
        self.special.truncate(keep);
    }

    fn slot(&self, slot: usize) -> Kind {
        let half = self.slots.len() / 2;
        let bit =
            |start: usize| self.slots.get(start + slot / 64).is_some_and(|word| word >> (slot % 64) & 1 != 0);
        match (bit(0), bit(half)) {
            (_, true) => Kind::Cell,
            (true, false) => Kind::Object,
            (false, false) => Kind::Maybe,
        }
    }

    fn set_slot(&mut self, slot: usize, kind: Kind) {
        let half = self.slots.len() / 2;
        let mask = 1 << (slot % 64);
        for (start, on) in [(0, kind != Kind::Maybe), (half, kind == Kind::Cell)] {
            if let Some(word) = self.slots.get_mut(start + slot / 64) {
                *word = if on { *word | mask } else { *word & !mask };
            }
        }
    }

    /// Forgets what does not hold in `other`, too, up to `depth`. Gives whether anything did not.
    fn merge(&mut self, other: &State, depth: i64) -> bool {
        let mut changed = false;
        for (word, other) in self.slots.iter_mut().zip(&other.slots) {
            changed |= *word & !other != 0;
            *word &= other;
        }
        let places: Vec<u32> = self.special.iter().chain(&other.special).map(|(place, _)| *place).collect();
        for place in places {
            let place = i64::from(place);
            let (own, kind) = (self.kind(place), self.kind(place).or(other.kind(place)));
            if place < depth && own != kind {
                self.set(place, kind);
                changed = true;
            }
        }
        changed
    }

    fn cost(&self) -> usize {
        1 + self.slots.len() + self.special.len()
    }
}

/// Work that may be done on a code object, in words of states. CPython's library needs a thousandth of it.
const MAX_WORK: usize = 1 << 26;

struct Walk<'a> {
    code: &'a CodeData,
    states: Vec<Option<Box<State>>>,
    left: Vec<usize>,
    work: usize,
}

/// Follows every path. `depths` says how deep the stack is before each instruction.
pub(super) fn check(code: &CodeData, instructions: &[Instruction], depths: &Depths) -> Result<(), Found> {
    let words = code.localspluskinds.len().div_ceil(64);
    let mut entry = State { special: Vec::new(), slots: vec![0; 2 * words] };
    for slot in 0..usize::try_from(code.total_args()).unwrap_or(usize::MAX).min(code.localspluskinds.len()) {
        entry.set_slot(slot, Kind::Object);
    }
    let mut walk = Walk { code, states: vec![None; instructions.len()], left: Vec::new(), work: 0 };
    walk.reach(0, &entry, 0)?;
    while let Some(start) = walk.left.pop() {
        let Some(state) = &walk.states[start] else { continue };
        let mut state = (**state).clone();
        let mut index = start;
        // A path is followed as long as nothing else can lead to it.
        loop {
            // Changes below the top move what is above them.
            walk.spend(1 + state.special.len() / 16)?;
            let instruction = &instructions[index];
            let at = |kind| (Some(2 * instruction.start), kind);
            if let Some((target, depth)) = depths.handler(index) {
                walk.reach(target, &state, depth)?;
            }
            walk.step(&mut state, instruction, depths.before(index)).map_err(at)?;
            let next = (!super::depth::is_end(instruction.opcode)).then_some(index + 1);
            if let Some(target) = instruction.target(instructions) {
                walk.reach(target, &state, depths.before(target))?;
            }
            match next {
                Some(next) if depths.is_leader(next) => {
                    walk.reach(next, &state, depths.before(next))?;
                    break;
                }
                Some(next) => index = next,
                None => break,
            }
        }
    }
    Ok(())
}

impl Walk<'_> {
    fn spend(&mut self, work: usize) -> Result<(), Found> {
        self.work += work;
        if self.work > MAX_WORK { Err((None, ErrorKind::Complex)) } else { Ok(()) }
    }

    /// There is a way to an instruction with this state, of which the stack up to `depth` stays.
    fn reach(&mut self, index: usize, state: &State, depth: i64) -> Result<(), Found> {
        self.spend(state.cost())?;
        match &mut self.states[index] {
            Some(known) => {
                if !known.merge(state, depth) {
                    return Ok(());
                }
            }
            unknown => {
                let mut state = state.clone();
                state.cut(depth);
                *unknown = Some(Box::new(state));
            }
        }
        if self.left.last() != Some(&index) {
            self.left.push(index);
        }
        Ok(())
    }

    /// What an instruction does.
    fn step(&mut self, state: &mut State, instruction: &Instruction, depth: i64) -> Result<(), ErrorKind> {
        let Instruction { opcode, oparg, .. } = *instruction;
        let index = oparg as usize;
        let there = |state: &State, place: i64| match state.kind(place) {
            Kind::Maybe => Err(ErrorKind::Null { opcode, below: depth - 1 - place }),
            kind => Ok(kind),
        };
        let load = |state: &State, slot: usize| match state.slot(slot) {
            Kind::Maybe => Err(ErrorKind::Unbound { opcode, slot }),
            kind => Ok(kind),
        };
        match opcode {
            Opcode::LoadFast | Opcode::LoadFastBorrow => state.set(depth, load(state, index)?),
            Opcode::LoadFastCheck => {
                let kind = if state.slot(index) == Kind::Cell { Kind::Cell } else { Kind::Object };
                state.set_slot(index, kind);
                state.set(depth, kind);
            }
            Opcode::LoadFastLoadFast | Opcode::LoadFastBorrowLoadFastBorrow => {
                state.set(depth, load(state, index >> 4)?);
                state.set(depth + 1, load(state, index & 15)?);
            }
            Opcode::LoadFastAndClear => {
                state.set(depth, state.slot(index));
                state.set_slot(index, Kind::Maybe);
            }
            Opcode::StoreFast => {
                state.set_slot(index, state.kind(depth - 1));
                state.cut(depth - 1);
            }
            Opcode::StoreFastLoadFast => {
                state.set_slot(index >> 4, state.kind(depth - 1));
                state.set(depth - 1, load(state, index & 15)?);
            }
            Opcode::StoreFastStoreFast => {
                state.set_slot(index >> 4, state.kind(depth - 1));
                state.set_slot(index & 15, state.kind(depth - 2));
                state.cut(depth - 2);
            }
            Opcode::DeleteFast => state.set_slot(index, Kind::Maybe),
            Opcode::MakeCell => state.set_slot(index, Kind::Cell),
            Opcode::CopyFreeVars => {
                for slot in 0..self.code.localspluskinds.len() {
                    if LocalKind(self.code.localspluskinds[slot]).is_free() {
                        state.set_slot(slot, Kind::Cell);
                    }
                }
            }
            Opcode::LoadDeref | Opcode::StoreDeref | Opcode::DeleteDeref | Opcode::LoadFromDictOrDeref => {
                if state.slot(index) != Kind::Cell {
                    return Err(ErrorKind::NoCell { opcode, slot: index });
                }
                self.plain(state, instruction, depth, &[])?;
            }
            Opcode::PushNull => state.set(depth, Kind::Maybe),
            Opcode::Swap => {
                let (top, bottom) = (depth - 1, depth - i64::from(oparg));
                let kinds = (state.kind(top), state.kind(bottom));
                state.set(top, kinds.1);
                state.set(bottom, kinds.0);
            }
            Opcode::Copy => state.set(depth, there(state, depth - i64::from(oparg))?),
            Opcode::PopTop => state.cut(depth - 1),
            // The callable is named in errors; the dictionary is merged into the one before it.
            Opcode::DictMerge => {
                for place in [depth - 4 - i64::from(oparg), depth - 1 - i64::from(oparg), depth - 1] {
                    there(state, place)?;
                }
                state.cut(depth - 1);
            }
            // What is not on top is only passed over.
            Opcode::ListAppend
            | Opcode::SetAdd
            | Opcode::ListExtend
            | Opcode::SetUpdate
            | Opcode::DictUpdate => {
                there(state, depth - 1)?;
                there(state, depth - 1 - i64::from(oparg))?;
                state.cut(depth - 1);
            }
            Opcode::MapAdd => {
                for place in [depth - 1, depth - 2, depth - 2 - i64::from(oparg)] {
                    there(state, place)?;
                }
                state.cut(depth - 2);
            }
            // The method, or the function and NULL.
            Opcode::LoadGlobal if oparg & 1 != 0 => state.set(depth + 1, Kind::Maybe),
            Opcode::LoadAttr | Opcode::LoadSuperAttr if oparg & 1 != 0 => {
                self.plain(state, instruction, depth, &[])?;
                state.set(depth + opcode.stack_effect(oparg, None) - 1, Kind::Maybe);
            }
            Opcode::LoadSpecial => {
                self.plain(state, instruction, depth, &[])?;
                state.set(depth, Kind::Maybe);
            }
            // Callable, self or NULL, arguments.
            Opcode::Call => self.plain(state, instruction, depth, &[depth - 1 - i64::from(oparg)])?,
            Opcode::CallKw => self.plain(state, instruction, depth, &[depth - 2 - i64::from(oparg)])?,
            // Callable, NULL, positional arguments, keyword arguments or NULL.
            Opcode::CallFunctionEx => self.plain(state, instruction, depth, &[depth - 3, depth - 1])?,
            // The method and its self or NULL lie below the exception; they stay.
            Opcode::WithExceptStart => {
                for place in [depth - 5, depth - 3, depth - 1] {
                    there(state, place)?;
                }
            }
            _ => self.plain(state, instruction, depth, &[])?,
        }
        Ok(())
    }

    /// What an instruction does that takes objects and leaves objects. Some of what it takes may be NULL.
    fn plain(
        &mut self,
        state: &mut State,
        instruction: &Instruction,
        depth: i64,
        nullable: &[i64],
    ) -> Result<(), ErrorKind> {
        let Instruction { opcode, oparg, .. } = *instruction;
        let bottom = depth - opcode.popped(oparg);
        let taken = state.special.partition_point(|(place, _)| i64::from(*place) < bottom);
        for (place, kind) in &state.special[taken..] {
            let place = i64::from(*place);
            if *kind == Kind::Maybe && !nullable.contains(&place) {
                return Err(ErrorKind::Null { opcode, below: depth - 1 - place });
            }
        }
        state.special.truncate(taken);
        Ok(())
    }
}
