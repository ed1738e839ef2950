//! Tier 2: which micro-ops it can have, what instructions expand to, and how micro-ops are numbered
//! (reference.md B40–B44).

use std::collections::BTreeMap;

use super::code::Code;
use super::instruction_size::part_units;
use super::rules::{OperandRules, Rules};
use super::{Analysis, Instruction, Part, Uop};
use crate::ir::{Expansion, ExpansionKind, UopId};

/// The first micro-op id.
const FIRST_ID: u16 = 300;
/// Micro-ops that come first whatever their names.
const PREDEFINED: [&str; 2] = ["_EXIT_TRACE", "_SET_IP"];
/// The micro-op whose operand is the offset of the return address; tier 2 has it though it moves the
/// instruction pointer.
const SAVE_RETURN_OFFSET: &str = "_SAVE_RETURN_OFFSET";

impl Analysis<'_> {
    /// Why tier 2 cannot have a micro-op, in the reference's words; `None` if it can.
    pub fn why_not_viable(&self, uop: &Uop<'_>) -> Option<&'static str> {
        let rules = &Rules::of(self.dialect).tier2;
        let p = &uop.properties;
        let named = uop.caches.iter().filter(|cache| cache.name != "unused").count();
        let fails = p.error_with_pop || p.error_without_pop;
        if uop.name == SAVE_RETURN_OFFSET {
            None
        } else if uop.name.contains("INSTRUMENTED") {
            Some("is instrumented")
        } else if uop.annotations.iter().any(|a| a == "replaced") {
            Some("is replaced")
        } else if matches!(uop.name.as_str(), "INTERPRETER_EXIT" | "JUMP_BACKWARD") {
            Some("has tier 1 control flow")
        } else if p.needs_this {
            Some("uses the 'this_instr' variable")
        } else if named > rules.max_caches {
            Some(rules.too_many_caches)
        } else if p.error_with_pop && p.error_without_pop {
            Some("has both popping and not-popping errors")
        } else if rules.eval_breaker_is_alone && p.eval_breaker && fails {
            Some("has error handling and eval-breaker check")
        } else if rules.eval_breaker_is_alone && p.eval_breaker && p.side_exit {
            Some("exits and eval-breaker check")
        } else if rules.eval_breaker_is_alone && p.eval_breaker && p.deopts {
            Some("deopts and eval-breaker check")
        } else {
            None
        }
    }

    /// Whether tier 2 has a micro-op: it is viable and not for tier 1 only.
    pub fn is_in_tier2(&self, uop: &Uop<'_>) -> bool {
        uop.properties.tier != Some(1) && self.why_not_viable(uop).is_none()
    }

    /// Whether a micro-op handles two arguments at once: its body names `oparg1`.
    pub fn is_super(&self, uop: &Uop<'_>) -> bool {
        Code::of_inst(self.sources, uop.def).body_uses("oparg1")
    }

    /// Whether an instruction is a super-instruction: its one part is such a micro-op.
    pub fn is_super_instruction(&self, inst: &Instruction) -> bool {
        match inst.parts.as_slice() {
            [Part::Uop(index)] => self.uop_at(*index).is_some_and(|uop| self.is_super(uop)),
            _ => false,
        }
    }

    /// The instructions whose names are the halves of a super-instruction's name, or what is wrong with it.
    pub fn super_halves(&self, inst: &Instruction) -> Result<[&Uop<'_>; 2], String> {
        let words: Vec<&str> = inst.name.split('_').collect();
        let expected = Rules::of(self.dialect).tier2.super_words;
        if expected.map_or(!words.len().is_multiple_of(2), |n| words.len() != n) {
            return Err(format!("the name of `{}` cannot be split in two", inst.name));
        }
        let (first, second) = words.split_at(words.len() / 2);
        let half = |words: &[&str]| {
            let name = words.join("_");
            let inst = self.instruction(&name).ok_or_else(|| format!("there is no instruction `{name}`"))?;
            match inst.parts.as_slice() {
                [Part::Uop(index)] => self.uop_at(*index).ok_or_else(|| format!("`{name}` has no micro-op")),
                _ => Err(format!("`{name}` is not made of one micro-op")),
            }
        };
        Ok([half(first)?, half(second)?])
    }

    /// Whether an instruction can be expanded: it is a super-instruction, or every part that counts is in tier 2.
    pub fn is_expandable(&self, inst: &Instruction) -> bool {
        let counts = |uop: &&Uop<'_>| !uop.has_annotation("specializing") && !uop.has_annotation("replaced");
        self.is_super_instruction(inst) || self.uops_of(inst).filter(counts).all(|uop| self.is_in_tier2(uop))
    }

    /// What an instruction becomes in tier 2. `None` if it cannot be expanded, or if an operand has a width that
    /// there is no [`ExpansionKind`] for (which the parser refuses, unless the reference is the measure).
    pub fn expansion(&self, inst: &Instruction) -> Option<Vec<Expansion>> {
        if self.is_super_instruction(inst) {
            let [top, bottom] = self.super_halves(inst).ok()?;
            let row = |uop: &Uop<'_>, kind| Expansion { uop: uop.name.clone(), kind, offset: 0 };
            return Some(vec![row(top, ExpansionKind::OpargTop), row(bottom, ExpansionKind::OpargBottom)]);
        }
        if !self.is_expandable(inst) {
            return None;
        }
        let rules = Rules::of(self.dialect).tier2.operands;
        let mut rows = Vec::new();
        let mut offset = 0i64;
        for part in &inst.parts {
            let units = part_units(part, &self.uops, &self.overridden);
            if let Part::Uop(index) = part {
                let uop = self.uop_at(*index)?;
                // The reference goes on to the next part here without advancing the offset.
                if uop.has_annotation("specializing") {
                    continue;
                }
                let replaced = uop.has_annotation("replaced");
                let offset = i32::try_from(offset).ok()?;
                match rules {
                    OperandRules::FirstAndLast => rows.extend(first_and_last(uop, replaced, offset)?),
                    OperandRules::Total => rows.push(total(uop, replaced, units, offset)?),
                }
            }
            offset += units;
        }
        Some(rows)
    }

    /// The id of every micro-op that has one, by the order of [`Analysis::uops`], and the highest id.
    pub fn uop_ids(&self) -> (Vec<Option<UopId>>, u16) {
        let mut next = FIRST_ID;
        let mut numbers: BTreeMap<&str, u16> = BTreeMap::new();
        for name in PREDEFINED {
            numbers.insert(name, next);
            next += 1;
        }
        let mut order: Vec<(usize, &Uop<'_>)> = self.uops.iter().enumerate().collect();
        order.sort_by(|(_, a), (_, b)| a.name.cmp(&b.name));
        let mut ids = vec![None; self.uops.len()];
        for (index, uop) in order {
            let id = if let Some(number) = numbers.get(uop.name.as_str()) {
                UopId::Number(*number)
            } else if uop.properties.tier == Some(1) {
                continue;
            } else if uop.implicitly_created && uop.replicated == 0 {
                UopId::Opcode(uop.name.strip_prefix('_').unwrap_or(&uop.name).to_owned())
            } else {
                next = next.saturating_add(1);
                UopId::Number(next - 1)
            };
            if let Some(slot) = ids.get_mut(index) {
                *slot = Some(id);
            }
        }
        (ids, next - 1)
    }

    /// Whether there is a micro-op of this name that has a number, so that a trace can have it.
    pub fn uop_has_number(&self, name: &str) -> bool {
        self.uops.iter().any(|uop| uop.name == name && uop.properties.tier != Some(1))
    }

    /// The format of an instruction without the prefix `INSTR_FMT_` (reference.md B37).
    pub fn format(&self, inst: &Instruction) -> String {
        let mut format = String::from(if inst.properties.oparg { "IB" } else { "IX" });
        if inst.size > 1 {
            format.push('C');
            format.extend((2..inst.size).map(|_| '0'));
        }
        format
    }
}

fn first_and_last(uop: &Uop<'_>, replaced: bool, offset: i32) -> Option<Vec<Expansion>> {
    let kind = match uop.caches.first() {
        _ if replaced => ExpansionKind::OpargReplaced,
        _ if uop.name == SAVE_RETURN_OFFSET => ExpansionKind::OpargSaveReturnOffset,
        None => ExpansionKind::OpargSimple,
        Some(cache) => match cache.units {
            0 => ExpansionKind::OpargSimple,
            1 => ExpansionKind::OpargCache1,
            2 => ExpansionKind::OpargCache2,
            4 => ExpansionKind::OpargCache4,
            _ => return None,
        },
    };
    let mut rows = vec![Expansion { uop: uop.name.clone(), kind, offset }];
    if let [before @ .., last] = uop.caches.as_slice()
        && !before.is_empty()
    {
        let kind = match last.units {
            1 => ExpansionKind::Operand1_1,
            2 => ExpansionKind::Operand1_2,
            4 => ExpansionKind::Operand1_4,
            _ => return None,
        };
        let inside = before.iter().fold(0i32, |sum, cache| sum.saturating_add(cache.units));
        rows.push(Expansion { uop: uop.name.clone(), kind, offset: offset.saturating_add(inside) });
    }
    Some(rows)
}

fn total(uop: &Uop<'_>, replaced: bool, units: i64, offset: i32) -> Option<Expansion> {
    let kind = match units {
        _ if replaced => ExpansionKind::OpargReplaced,
        _ if uop.name == SAVE_RETURN_OFFSET => ExpansionKind::OpargSaveReturnOffset,
        0 => ExpansionKind::OpargSimple,
        1 => ExpansionKind::OpargCache1,
        2 => ExpansionKind::OpargCache2,
        4 => ExpansionKind::OpargCache4,
        _ => return None,
    };
    let offset = if kind == ExpansionKind::OpargSimple { 0 } else { offset };
    Some(Expansion { uop: uop.name.clone(), kind, offset })
}
