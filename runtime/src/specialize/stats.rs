//! How often instructions were specialised, and how often that was of use: what `pyvm --stats` prints.
//!
//! Executions are counted by a loop of its own, which is chosen when statistics are asked for. What the usual loop and
//! the specializers pay for them is one test of whether there are any, when an instruction is specialised.

use std::cell::{Cell, OnceCell};
use std::fmt;

use cpython_isa::{Opcode, deopt_number};

/// A count for each opcode.
struct Counts([Cell<u64>; 256]);

impl Counts {
    fn new() -> Self {
        Self([const { Cell::new(0) }; 256])
    }

    #[inline(always)]
    fn add_one(&self, number: u8) {
        let count = &self.0[usize::from(number)];
        count.set(count.get() + 1);
    }

    fn of(&self, number: u8) -> u64 {
        self.0[usize::from(number)].get()
    }

    /// The sum over a family, except for its head.
    fn of_members(&self, head: Opcode) -> u64 {
        let members = (0..=u8::MAX).filter(|number| *number != head.number());
        members.filter(|number| deopt_number(*number) == head.number()).map(|number| self.of(number)).sum()
    }
}

/// What is counted while a program runs.
pub struct Stats {
    /// How often an instruction began.
    executions: Counts,
    /// How often a specialised one found that it does not fit.
    misses: Counts,
    /// How often one was made what it is now.
    successes: Counts,
    /// How often one was left as, or made, the head of its family.
    failures: Counts,
    /// How often a specialised one was replaced, by the head of the family.
    deopts: Counts,
}

impl Stats {
    fn new() -> Self {
        Self {
            executions: Counts::new(),
            misses: Counts::new(),
            successes: Counts::new(),
            failures: Counts::new(),
            deopts: Counts::new(),
        }
    }

    /// Notes that an instruction begins.
    #[inline(always)]
    pub(crate) fn note_execution(&self, number: u8) {
        self.executions.add_one(number);
    }

    /// Notes that a specialised instruction does not fit: the head of its family runs in its place.
    pub(crate) fn note_miss(&self, number: u8) {
        self.misses.add_one(number);
        self.executions.add_one(deopt_number(number));
    }

    /// Notes what a specializer chose for an instruction, if anything, and what the instruction was until then.
    pub(super) fn note_specialization(&self, before: u8, chosen: Option<Opcode>) {
        let head = deopt_number(before);
        match chosen {
            Some(opcode) => self.successes.add_one(opcode.number()),
            None => self.failures.add_one(head),
        }
        if before != head {
            self.deopts.add_one(head);
        }
    }

    /// How often this very instruction began.
    pub fn executions(&self, opcode: Opcode) -> u64 {
        self.executions.of(opcode.number())
    }

    /// How often each instruction began that did, as a JSON object from names to counts.
    pub fn executions_json(&self) -> String {
        let opcodes = (0..=u8::MAX).filter_map(Opcode::from_u8).filter(|opcode| self.executions(*opcode) > 0);
        let counts: Vec<String> =
            opcodes.map(|opcode| format!("  \"{}\": {}", opcode.name(), self.executions(opcode))).collect();
        format!("{{\n{}\n}}\n", counts.join(",\n"))
    }

    /// The counts of every family that was executed, in the order of the numbers of their heads.
    pub fn families(&self) -> Vec<FamilyStats> {
        let opcodes = (0..=u8::MAX).filter_map(Opcode::from_u8);
        let heads = opcodes.filter(|opcode| opcode.family().is_some_and(|family| family.head == *opcode));
        let families = heads.map(|head| {
            let successes = self.successes.of_members(head);
            let failures = self.failures.of(head.number());
            let misses = self.misses.of_members(head);
            // Each time a specializer was asked, the instruction began once more.
            let deferred = self.executions.of(head.number()).saturating_sub(successes + failures);
            FamilyStats {
                head,
                hits: self.executions.of_members(head).saturating_sub(misses),
                misses,
                deferred,
                successes,
                failures,
                deopts: self.deopts.of(head.number()),
            }
        });
        families.filter(|family| family.executions() + family.misses > 0).collect()
    }
}

/// The counts of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FamilyStats {
    /// The family's general instruction.
    pub head: Opcode,
    /// Executions of a specialised instruction that fitted.
    pub hits: u64,
    /// Executions of a specialised instruction that did not fit, so that the general one ran.
    pub misses: u64,
    /// Executions of the general instruction, those after misses included.
    pub deferred: u64,
    /// How often a specializer chose a specialised instruction.
    pub successes: u64,
    /// How often a specializer found none.
    pub failures: u64,
    /// How often a specialised instruction became another one or the general one, since it had missed too often.
    pub deopts: u64,
}

impl FamilyStats {
    /// Executions that came to their end, in either way.
    fn executions(&self) -> u64 {
        self.hits + self.deferred
    }
}

impl fmt::Display for Stats {
    /// A table with a line for each family.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<17}{:>14}{:>14}{:>14}{:>12}{:>12}{:>12}{:>9}",
            "family", "hits", "misses", "deferred", "deopts", "specialized", "failed", "hit rate"
        )?;
        for family in self.families() {
            let rate = match family.executions() {
                0 => 0.0,
                all => 100.0 * family.hits as f64 / all as f64,
            };
            writeln!(
                f,
                "{:<17}{:>14}{:>14}{:>14}{:>12}{:>12}{:>12}{rate:>8.1}%",
                family.head.name(),
                family.hits,
                family.misses,
                family.deferred,
                family.deopts,
                family.successes,
                family.failures,
            )?;
        }
        Ok(())
    }
}

/// What a loop notes of the instructions that it runs.
pub(crate) trait Observer: Copy {
    /// Whether it has to see each instruction, so that none may go on to the next one by itself, as they do in release
    /// builds.
    #[cfg(not(debug_assertions))]
    const SEES_EACH: bool;

    /// An instruction begins.
    fn execution(self, number: u8);

    /// A specialised instruction does not fit, and the head of its family runs in its place.
    fn miss(self, number: u8);
}

/// Nothing is noted.
impl Observer for () {
    #[cfg(not(debug_assertions))]
    const SEES_EACH: bool = false;

    #[inline(always)]
    fn execution(self, _: u8) {}

    #[inline(always)]
    fn miss(self, _: u8) {}
}

impl Observer for &Stats {
    #[cfg(not(debug_assertions))]
    const SEES_EACH: bool = true;

    #[inline(always)]
    fn execution(self, number: u8) {
        self.note_execution(number);
    }

    #[inline(always)]
    fn miss(self, number: u8) {
        self.note_miss(number);
    }
}

/// Where a VM has its statistics, if it makes any.
#[derive(Default)]
pub(crate) struct StatsCell(OnceCell<Box<Stats>>);

impl crate::vm::Vm {
    /// Begins to count what instructions do. Loops that run already do not count.
    pub fn enable_stats(&self) {
        self.stats.0.get_or_init(|| Box::new(Stats::new()));
    }

    /// What has been counted, if [`Vm::enable_stats`](crate::vm::Vm::enable_stats) was called.
    #[inline(always)]
    pub fn stats(&self) -> Option<&Stats> {
        self.stats.0.get().map(|stats| &**stats)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_those_of_families() {
        let stats = Stats::new();
        let [head, list, dict] = [Opcode::ContainsOp, Opcode::ContainsOpSet, Opcode::ContainsOpDict];
        // The general form runs once, then the specializer is asked.
        stats.note_execution(head.number());
        stats.note_execution(head.number());
        stats.note_specialization(head.number(), Some(list));
        for _ in 0..10 {
            stats.note_execution(list.number());
        }
        // Another type comes: two misses, the second of which asks again.
        stats.note_execution(list.number());
        stats.note_miss(list.number());
        stats.note_execution(list.number());
        stats.note_miss(list.number());
        stats.note_specialization(list.number(), Some(dict));
        stats.note_execution(dict.number());
        let expected =
            FamilyStats { head, hits: 11, misses: 2, deferred: 2, successes: 2, failures: 0, deopts: 1 };
        assert_eq!(stats.families(), [expected]);
        let table = stats.to_string();
        let line = table.lines().nth(1).expect("a line for the family");
        assert_eq!(
            line.split_whitespace().collect::<Vec<_>>(),
            ["CONTAINS_OP", "11", "2", "2", "1", "2", "0", "84.6%"]
        );
    }

    #[test]
    fn what_cannot_be_specialised_is_deferred() {
        let stats = Stats::new();
        let head = Opcode::ContainsOp;
        stats.note_execution(head.number());
        stats.note_specialization(head.number(), None);
        stats.note_execution(head.number());
        let family = stats.families()[0];
        assert_eq!((family.hits, family.deferred, family.failures, family.deopts), (0, 1, 1, 0));
        assert_eq!(stats.executions_json(), "{\n  \"CONTAINS_OP\": 2\n}\n");
    }
}
