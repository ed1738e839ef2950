//! Which values on the stack and in the slots of variables may be missing (NULL), which slots certainly hold cells, and
//! what else instructions rely on in what they take.
//!
//! Nearly every instruction takes it for granted that what it takes is there, and the compiler sees to it: it emits
//! `LOAD_FAST_CHECK` where a variable may be unbound, and NULL only where a call expects it. Some rely on a type, which
//! an instruction shortly before has made: a list that is appended to, a code object that becomes a function, an
//! exception that a handler has found. And a borrowed reference (`LOAD_FAST_BORROW`) is good only as long as its
//! variable is not changed. This follows every path again, with the depths that are known by now.
//!
//! A state is kept for each instruction that can be come to in more than one way. Only values that are something else
//! than an object are in it, and two bits for each slot, so that states are small; a limit on the work makes sure that
//! no code object takes long.

use cpython_isa::Opcode;

use super::depth::Depths;
use super::instructions::Instruction;
use super::{ErrorKind, Found, Needed};
use crate::{CodeData, Constant, LocalKind};

/// The flag of `SET_FUNCTION_ATTRIBUTE` for the cells of a function.
const MAKE_FUNCTION_CLOSURE: u32 = 8;
/// The argument of `CALL_INTRINSIC_1` that makes a `RuntimeError` of a `StopIteration`.
const INTRINSIC_STOPITERATION_ERROR: u32 = 3;
/// The argument of `CALL_INTRINSIC_2` for what is left at the end of `except*`.
const INTRINSIC_PREP_RERAISE_STAR: u32 = 1;

/// What is known of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// There is an object.
    Object,
    /// There is a cell.
    Cell,
    /// There is nothing.
    Null,
    /// There is nothing, or a value.
    Maybe,
    /// There is the object that a variable has, or that one of several has.
    Borrowed {
        /// The variable, if it is known which one.
        slot: Option<u32>,
        /// Whether the object certainly is a cell.
        cell: bool,
        /// Whether there may be nothing instead.
        maybe: bool,
    },
    /// There may be a function that lacks cells.
    Unfinished,
    List,
    Set,
    Dict,
    Tuple,
    /// There is a tuple of so many cells.
    Cells(u32),
    /// There is a tuple of so many strings.
    Names(u32),
    /// There is a code object with so many free variables.
    Code(u32),
    /// There is a new function that lacks so many cells.
    Function(u32),
    None,
    /// There is `True` or `False`.
    Bool,
    /// There is an exception.
    Exception,
    /// There is an exception or `None`: what was handled before.
    Handled,
    /// There is an exception or `None`: what is left of a group at the end of `except*`.
    Left,
    /// There is the offset of the instruction that raised.
    Offset,
}

impl Kind {
    /// What is known if it may be either.
    fn or(self, other: Kind) -> Kind {
        use Kind::{Borrowed, Cell, Cells, Exception, Function, Handled, Maybe, Names, None, Null};
        use Kind::{Left, Object, Tuple, Unfinished};
        match (self, other) {
            (one, other) if one == other => one,
            (Unfinished | Function(1..), _) | (_, Unfinished | Function(1..)) => Unfinished,
            (Borrowed { slot: one, cell, maybe }, Borrowed { slot: other, cell: both, maybe: either }) => {
                Borrowed { slot: one.filter(|_| one == other), cell: cell && both, maybe: maybe || either }
            }
            (Borrowed { slot, cell, maybe }, other) | (other, Borrowed { slot, cell, maybe }) => {
                Borrowed { slot, cell: cell && other == Cell, maybe: maybe || matches!(other, Maybe | Null) }
            }
            (Maybe | Null, _) | (_, Maybe | Null) => Maybe,
            (Tuple | Cells(_) | Names(_), Tuple | Cells(_) | Names(_)) => Tuple,
            (Exception | Left | None, Exception | Left | None) => Left,
            (Exception | Handled | None, Exception | Handled | None) => Handled,
            _ => Object,
        }
    }

    /// Whether there is an object, and one that is good for any use.
    fn is_object(self) -> bool {
        !self.may_be_null() && !matches!(self, Kind::Unfinished | Kind::Function(1..))
    }

    fn may_be_null(self) -> bool {
        matches!(self, Kind::Null | Kind::Maybe | Kind::Borrowed { maybe: true, .. })
    }

    fn is_cell(self) -> bool {
        matches!(self, Kind::Cell | Kind::Borrowed { cell: true, maybe: false, .. })
    }

    /// What is known of a constant.
    fn of(constant: &Constant) -> Kind {
        match constant {
            Constant::None => Kind::None,
            Constant::True | Constant::False => Kind::Bool,
            Constant::Code(code) => Kind::Code(code.freevars().count() as u32),
            Constant::Tuple(items) if items.iter().all(|item| matches!(item, Constant::Str(_))) => {
                Kind::Names(items.len() as u32)
            }
            Constant::Tuple(_) => Kind::Tuple,
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
        for (start, on) in [(0, kind.is_object()), (half, kind.is_cell())] {
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
            if let Some((target, depth, lasti)) = depths.handler(index)
                && depths.before(index) >= depth
            {
                let mut state = state.clone();
                state.cut(depth);
                if lasti {
                    state.set(depth, Kind::Offset);
                }
                state.set(depth + i64::from(lasti), Kind::Exception);
                walk.reach(target, &state, depths.before(target))?;
            }
            walk.step(&mut state, instruction, depths.before(index)).map_err(at)?;
            let next = (!super::depth::is_end(instruction.opcode)).then_some(index + 1);
            let (jumps, stays) = looked_at(&state, instructions, index, depths);
            if let Some(target) = instruction.target(instructions) {
                if let Some((place, kind)) = jumps {
                    let mut state = state.clone();
                    state.set(place, kind);
                    walk.reach(target, &state, depths.before(target))?;
                } else {
                    walk.reach(target, &state, depths.before(target))?;
                }
            }
            if let Some((place, kind)) = stays {
                state.set(place, kind);
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

/// A value of which more is known.
type Refined = Option<(i64, Kind)>;

/// What is known where a jump leads, and where there is none, if a copy of what is left of a group is compared with
/// `None`.
fn looked_at(
    state: &State,
    instructions: &[Instruction],
    index: usize,
    depths: &Depths,
) -> (Refined, Refined) {
    let place = depths.before(index) - 2;
    let copy = index.checked_sub(1).map(|before| &instructions[before]);
    let is_copy = copy.is_some_and(|copy| copy.opcode == Opcode::Copy && copy.oparg == 1);
    if !is_copy || depths.is_leader(index) || state.kind(place) != Kind::Left {
        return (None, None);
    }
    let (none, exception) = (Some((place, Kind::None)), Some((place, Kind::Exception)));
    match instructions[index].opcode {
        Opcode::PopJumpIfNone => (none, exception),
        Opcode::PopJumpIfNotNone => (exception, none),
        _ => (None, None),
    }
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
            kind if kind.is_object() => Ok(kind),
            _ => Err(ErrorKind::Null { opcode, below: depth - 1 - place }),
        };
        let need = |state: &State, place: i64, what: Needed, fits: fn(Kind) -> bool| {
            if fits(state.kind(place)) {
                Ok(())
            } else {
                Err(ErrorKind::Kind { opcode, what, below: depth - 1 - place })
            }
        };
        let load = |state: &State, slot: usize| match state.slot(slot) {
            Kind::Maybe => Err(ErrorKind::Unbound { opcode, slot }),
            kind => Ok(kind),
        };
        let borrow = |state: &State, slot: usize| -> Result<Kind, ErrorKind> {
            let cell = load(state, slot)?.is_cell();
            Ok(Kind::Borrowed { slot: u32::try_from(slot).ok(), cell, maybe: false })
        };
        // The variable is changed: nothing may be borrowed from it.
        let change = |state: &State, slot: usize| {
            let lends = |kind| match kind {
                Kind::Borrowed { slot: lender, .. } => lender.is_none_or(|lender| lender as usize == slot),
                _ => false,
            };
            if state.special.iter().any(|(_, kind)| lends(*kind)) {
                Err(ErrorKind::Lent { opcode, slot })
            } else {
                Ok(())
            }
        };
        let store = |state: &mut State, slot: usize, place: i64| match state.kind(place) {
            Kind::Borrowed { .. } | Kind::Unfinished | Kind::Function(1..) => {
                Err(ErrorKind::Kind { opcode, what: Needed::Owned, below: depth - 1 - place })
            }
            kind => {
                state.cut(place);
                change(state, slot)?;
                state.set_slot(slot, kind);
                Ok(())
            }
        };
        let list = |kind| kind == Kind::List;
        let dict = |kind| kind == Kind::Dict;
        let exception = |kind| kind == Kind::Exception;
        match opcode {
            Opcode::LoadFast => state.set(depth, load(state, index)?),
            Opcode::LoadFastBorrow => state.set(depth, borrow(state, index)?),
            Opcode::LoadFastCheck => {
                let kind = if state.slot(index) == Kind::Cell { Kind::Cell } else { Kind::Object };
                state.set_slot(index, kind);
                state.set(depth, kind);
            }
            Opcode::LoadFastLoadFast => {
                state.set(depth, load(state, index >> 4)?);
                state.set(depth + 1, load(state, index & 15)?);
            }
            Opcode::LoadFastBorrowLoadFastBorrow => {
                state.set(depth, borrow(state, index >> 4)?);
                state.set(depth + 1, borrow(state, index & 15)?);
            }
            Opcode::LoadFastAndClear => {
                change(state, index)?;
                state.set(depth, state.slot(index));
                state.set_slot(index, Kind::Maybe);
            }
            Opcode::StoreFast => store(state, index, depth - 1)?,
            Opcode::StoreFastLoadFast => {
                store(state, index >> 4, depth - 1)?;
                state.set(depth - 1, load(state, index & 15)?);
            }
            Opcode::StoreFastStoreFast => {
                store(state, index >> 4, depth - 1)?;
                store(state, index & 15, depth - 2)?;
            }
            Opcode::DeleteFast => {
                change(state, index)?;
                state.set_slot(index, Kind::Maybe);
            }
            Opcode::MakeCell => {
                change(state, index)?;
                state.set_slot(index, Kind::Cell);
            }
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
            Opcode::LoadConst => state.set(depth, self.code.consts.get(index).map_or(Kind::Object, Kind::of)),
            Opcode::PushNull => state.set(depth, Kind::Null),
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
                for place in [depth - 4 - i64::from(oparg), depth - 1] {
                    there(state, place)?;
                }
                need(state, depth - 1 - i64::from(oparg), Needed::Dict, dict)?;
                state.cut(depth - 1);
            }
            // What is not on top is only passed over. (`SET_ADD` looks what it adds to.)
            Opcode::SetAdd => {
                there(state, depth - 1)?;
                there(state, depth - 1 - i64::from(oparg))?;
                state.cut(depth - 1);
            }
            Opcode::ListAppend | Opcode::ListExtend | Opcode::SetUpdate | Opcode::DictUpdate => {
                there(state, depth - 1)?;
                let place = depth - 1 - i64::from(oparg);
                match opcode {
                    Opcode::SetUpdate => need(state, place, Needed::Set, |kind| kind == Kind::Set)?,
                    Opcode::DictUpdate => need(state, place, Needed::Dict, dict)?,
                    _ => need(state, place, Needed::List, list)?,
                }
                state.cut(depth - 1);
            }
            Opcode::MapAdd => {
                for place in [depth - 1, depth - 2] {
                    there(state, place)?;
                }
                need(state, depth - 2 - i64::from(oparg), Needed::Dict, dict)?;
                state.cut(depth - 2);
            }
            Opcode::BuildList | Opcode::BuildSet | Opcode::BuildMap | Opcode::BuildTuple => {
                let bottom = depth - opcode.popped(oparg);
                let made = match opcode {
                    Opcode::BuildList => Kind::List,
                    Opcode::BuildSet => Kind::Set,
                    Opcode::BuildMap => Kind::Dict,
                    _ if oparg > 0 && (bottom..depth).all(|place| state.kind(place).is_cell()) => {
                        Kind::Cells(oparg)
                    }
                    _ => Kind::Tuple,
                };
                self.plain(state, instruction, depth, &[])?;
                state.set(bottom, made);
            }
            Opcode::MakeFunction => match state.kind(depth - 1) {
                Kind::Code(free) => state.set(depth - 1, Kind::Function(free)),
                _ => return Err(ErrorKind::Kind { opcode, what: Needed::Code, below: 0 }),
            },
            Opcode::SetFunctionAttribute => {
                let Kind::Function(free) = state.kind(depth - 1) else {
                    return Err(ErrorKind::Kind { opcode, what: Needed::Function, below: 0 });
                };
                let attribute = there(state, depth - 2)?;
                let is_closure = oparg == MAKE_FUNCTION_CLOSURE;
                if is_closure && !(free > 0 && attribute == Kind::Cells(free)) {
                    return Err(ErrorKind::Kind { opcode, what: Needed::Closure(free), below: 1 });
                }
                state.cut(depth - 2);
                state.set(depth - 2, Kind::Function(if is_closure { 0 } else { free }));
            }
            Opcode::PushExcInfo => {
                need(state, depth - 1, Needed::Exception, exception)?;
                state.set(depth - 1, Kind::Handled);
                state.set(depth, Kind::Exception);
            }
            Opcode::PopExcept => {
                let fits = |kind| matches!(kind, Kind::Handled | Kind::Exception | Kind::None);
                need(state, depth - 1, Needed::Handled, fits)?;
                state.cut(depth - 1);
            }
            Opcode::Reraise => {
                if oparg > 0 {
                    let place = depth - 1 - i64::from(oparg);
                    need(state, place, Needed::Offset, |kind| kind == Kind::Offset)?;
                }
                need(state, depth - 1, Needed::Exception, exception)?;
                self.plain(state, instruction, depth, &[])?;
            }
            Opcode::CleanupThrow | Opcode::EndAsyncFor => {
                need(state, depth - 1, Needed::Exception, exception)?;
                self.plain(state, instruction, depth, &[])?;
            }
            // The method, or the function and NULL.
            Opcode::LoadGlobal if oparg & 1 != 0 => state.set(depth + 1, Kind::Null),
            Opcode::LoadAttr | Opcode::LoadSuperAttr if oparg & 1 != 0 => {
                let owner = state.kind(depth - 1);
                self.plain(state, instruction, depth, &[])?;
                let place = depth + opcode.stack_effect(oparg, None) - 1;
                state.set(place, owner.or(Kind::Maybe));
            }
            Opcode::LoadSpecial => {
                let owner = state.kind(depth - 1);
                self.plain(state, instruction, depth, &[])?;
                state.set(depth, owner.or(Kind::Maybe));
            }
            // Callable, self or NULL, arguments.
            Opcode::Call => self.plain(state, instruction, depth, &[depth - 1 - i64::from(oparg)])?,
            // Behind them the names of the last arguments.
            Opcode::CallKw => {
                match state.kind(depth - 1) {
                    Kind::Names(count) if count <= oparg => {}
                    _ => return Err(ErrorKind::Kind { opcode, what: Needed::Names(oparg), below: 0 }),
                }
                self.plain(state, instruction, depth, &[depth - 2 - i64::from(oparg)])?;
            }
            // Callable, NULL, positional arguments, keyword arguments or NULL.
            Opcode::CallFunctionEx => {
                need(state, depth - 3, Needed::Null, |kind| kind == Kind::Null)?;
                need(state, depth - 1, Needed::DictOrNull, |kind| matches!(kind, Kind::Dict | Kind::Null))?;
                self.plain(state, instruction, depth, &[depth - 3, depth - 1])?;
            }
            Opcode::PopJumpIfTrue | Opcode::PopJumpIfFalse => {
                need(state, depth - 1, Needed::Bool, |kind| kind == Kind::Bool)?;
                state.cut(depth - 1);
            }
            Opcode::UnaryNot => need(state, depth - 1, Needed::Bool, |kind| kind == Kind::Bool)?,
            Opcode::ToBool | Opcode::IsOp | Opcode::ContainsOp => {
                self.plain(state, instruction, depth, &[])?;
                state.set(depth - opcode.popped(oparg), Kind::Bool);
            }
            // With a flag it makes a truth value of any answer. CPython does without where `__annotate__` compares
            // ints.
            Opcode::CompareOp => {
                self.plain(state, instruction, depth, &[])?;
                state.set(depth - 2, Kind::Bool);
            }
            // The method and its self or NULL lie below the exception; they stay.
            Opcode::WithExceptStart => {
                for place in [depth - 5, depth - 3] {
                    there(state, place)?;
                }
                need(state, depth - 1, Needed::Exception, exception)?;
            }
            // In a `yield from`, what is waited for is looked up below the value.
            Opcode::YieldValue if oparg == 1 => {
                if depth < 2 {
                    return Err(ErrorKind::Underflow { opcode, takes: 2, depth });
                }
                there(state, depth - 2)?;
                self.plain(state, instruction, depth, &[])?;
            }
            // What stays on the stack.
            Opcode::CheckExcMatch | Opcode::Send | Opcode::MatchKeys => {
                if opcode == Opcode::CheckExcMatch {
                    need(state, depth - 2, Needed::Exception, exception)?;
                }
                let kept = [state.kind(depth - 2), state.kind(depth - 1)];
                self.plain(state, instruction, depth, &[])?;
                state.set(depth - 2, kept[0]);
                match opcode {
                    Opcode::MatchKeys => state.set(depth - 1, kept[1]),
                    Opcode::CheckExcMatch => state.set(depth - 1, Kind::Bool),
                    _ => {}
                }
            }
            Opcode::GetLen
            | Opcode::MatchMapping
            | Opcode::MatchSequence
            | Opcode::ImportFrom
            | Opcode::ForIter
            | Opcode::GetAnext
            // These may give back what they take.
            | Opcode::GetYieldFromIter
            | Opcode::GetAwaitable
            | Opcode::FormatSimple => {
                let kept = state.kind(depth - 1);
                self.plain(state, instruction, depth, &[])?;
                state.set(depth - 1, kept);
                if matches!(opcode, Opcode::MatchMapping | Opcode::MatchSequence) {
                    state.set(depth, Kind::Bool);
                }
            }
            Opcode::EndSend => {
                let value = state.kind(depth - 1);
                self.plain(state, instruction, depth, &[])?;
                state.set(depth - 2, value);
            }
            Opcode::CallIntrinsic1 if oparg == INTRINSIC_STOPITERATION_ERROR => {
                need(state, depth - 1, Needed::Exception, exception)?;
            }
            Opcode::CallIntrinsic2 if oparg == INTRINSIC_PREP_RERAISE_STAR => {
                self.plain(state, instruction, depth, &[])?;
                state.set(depth - 2, Kind::Left);
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
            if !(kind.is_object() || kind.may_be_null() && nullable.contains(&place)) {
                return Err(ErrorKind::Null { opcode, below: depth - 1 - place });
            }
        }
        state.special.truncate(taken);
        Ok(())
    }
}
