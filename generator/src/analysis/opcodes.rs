//! Opcode numbers (reference.md B31–B36).

use std::collections::{BTreeMap, BTreeSet};

use super::context::Cx;
use super::definitions::Definitions;
use super::families::Groups;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalog::analysis as codes;
use crate::ir::OpcodeMap;

/// The prefix of instrumented instructions.
pub(super) const INSTRUMENTED: &str = "INSTRUMENTED";
/// The opcode of INSTRUMENTED_LINE, below which the other instrumented instructions are numbered.
const LAST_INSTRUMENTED: usize = 254;
/// The first pseudo-instruction's number.
const FIRST_PSEUDO: u16 = 256;

struct Numbering {
    map: Vec<(String, u16)>,
    by_name: BTreeMap<String, u16>,
    taken: BTreeSet<u16>,
    next: u16,
}

impl Numbering {
    fn fix(&mut self, name: &str, number: u16) {
        self.map.push((name.to_owned(), number));
        self.by_name.insert(name.to_owned(), number);
        self.taken.insert(number);
    }

    /// Gives a name the next free number, unless it has one.
    fn assign(&mut self, name: &str) {
        if self.by_name.contains_key(name) {
            return;
        }
        while self.taken.contains(&self.next) {
            self.next = self.next.saturating_add(1);
        }
        self.fix(name, self.next);
        self.next = self.next.saturating_add(1);
    }
}

/// Numbers all instructions and pseudo-instructions.
pub(super) fn assign(cx: &mut Cx<'_, '_>, table: &mut Definitions<'_>, groups: &mut Groups<'_>) -> OpcodeMap {
    let rules = &cx.rules.numbers;
    let mut numbers =
        Numbering { map: Vec::new(), by_name: BTreeMap::new(), taken: BTreeSet::new(), next: 1 };
    for (name, number) in rules.predefined {
        numbers.fix(name, *number);
    }

    let mut instrumented: Vec<&str> = table
        .instructions
        .iter()
        .map(|i| i.name.as_str())
        .filter(|name| name.starts_with(INSTRUMENTED))
        .collect();
    instrumented.extend(rules.undefined_instrumented);
    let members = groups.families.iter().flat_map(|family| &family.members);
    let specialized: BTreeSet<&str> =
        members.filter_map(|index| table.instructions.get(index.0)).map(|inst| inst.name.as_str()).collect();
    let ordinary = table
        .instructions
        .iter()
        .filter(|inst| !specialized.contains(inst.name.as_str()) && !inst.name.starts_with(INSTRUMENTED));
    let (mut has_arg, mut no_arg): (Vec<_>, Vec<_>) = ordinary.partition(|inst| inst.properties.oparg);
    has_arg.sort_by_key(|inst| &inst.name);
    no_arg.sort_by_key(|inst| &inst.name);

    let first_specialized = rules.resume + 1;
    let first_instrumented = (LAST_INSTRUMENTED + 1).checked_sub(instrumented.len());
    let min_instrumented = first_instrumented.and_then(|n| u16::try_from(n).ok()).unwrap_or(0);
    if usize::from(first_specialized) + specialized.len() >= usize::from(min_instrumented) {
        let last = groups.families.last().map(|family| family.def.name.span);
        let last = last.or(table.instructions.last().map(|inst| inst.name_span));
        let message = format!(
            "there are too many specialized and instrumented instructions: {} and {}",
            specialized.len(),
            instrumented.len()
        );
        let mut diagnostic = Diagnostic::general(codes::TOO_MANY_INSTRUCTIONS, message).with_help(format!(
            "together they must fit between the opcodes {first_specialized} and {LAST_INSTRUMENTED}"
        ));
        if let Some(span) = last {
            diagnostic = diagnostic.with_label(span, "counted up to here");
        }
        cx.error(diagnostic);
    }

    let have_argument = no_arg.len();
    for inst in no_arg.iter().chain(&has_arg) {
        let name = &inst.name;
        numbers.assign(name);
        let number = numbers.by_name.get(name).copied().unwrap_or(0);
        if number > rules.resume && !rules.predefined.iter().any(|(predefined, _)| name == predefined) {
            cx.strict(
                Diagnostic::error(
                    codes::TOO_MANY_INSTRUCTIONS,
                    format!("there is no room for `{name}`: it gets the opcode {number}"),
                    inst.name_span,
                    "one instruction too many",
                )
                .with_help(format!(
                    "instructions that are neither specialized nor instrumented must stay below RESUME, {}",
                    rules.resume
                )),
            );
        }
    }
    numbers.next = first_specialized;
    for name in &specialized {
        numbers.assign(name);
    }
    numbers.next = min_instrumented;
    for name in &instrumented {
        numbers.assign(name);
    }
    for inst in &table.instructions {
        let number = numbers.by_name.get(&inst.name).copied().unwrap_or(0);
        if inst.name.starts_with(INSTRUMENTED) && usize::from(number) > LAST_INSTRUMENTED {
            cx.strict(
                Diagnostic::error(
                    codes::NO_INSTRUMENTED_LINE,
                    format!("`{}` gets the opcode {number}", inst.name),
                    inst.name_span,
                    "the last of the instrumented instructions",
                )
                .with_help(
                    "the numbers count on INSTRUMENTED_LINE, which has the opcode 254 whether it is defined or not; \
                     define `inst(INSTRUMENTED_LINE, …)`",
                ),
            );
        }
    }
    for inst in &mut table.instructions {
        inst.opcode = numbers.by_name.get(&inst.name).copied().unwrap_or(0);
    }

    let mut pseudos: Vec<&mut super::Pseudo<'_>> = groups.pseudos.iter_mut().collect();
    pseudos.sort_by(|a, b| a.name.cmp(&b.name));
    for (pseudo, number) in pseudos.into_iter().zip(FIRST_PSEUDO..) {
        pseudo.opcode = number;
        // A pseudo-instruction takes an instruction's number away, if it has its name.
        if numbers.by_name.contains_key(&pseudo.name) {
            let entry = numbers.map.iter_mut().find(|(name, _)| *name == pseudo.name);
            entry.into_iter().for_each(|entry| entry.1 = number);
        } else {
            numbers.map.push((pseudo.name.clone(), number));
        }
    }
    OpcodeMap {
        opmap: numbers.map,
        have_argument: u16::try_from(have_argument).unwrap_or(u16::MAX),
        min_specialized: first_specialized,
        min_instrumented,
    }
}
