//! Explains instructions and pseudo-instructions.

use super::World;
use super::model::{Explanation, Kind, PartRow, UseKind};
use super::stack;
use crate::analysis::{Evidence, Part, StackEffects};
use crate::ir::{self, ExpansionKind, Instruction};
use crate::syntax::tree::{Definition, MacroDef};

impl<'w> World<'w, '_> {
    pub(super) fn instruction(self, index: usize) -> Option<Explanation> {
        let inst = self.isa.instructions.get(index)?;
        let analysed = self.analysis.instructions.get(index)?;
        let mut out = Explanation::new(Kind::Instruction, &inst.name);
        out.facts = facts(inst);
        out.at = Some(self.place(analysed.name_span));
        let uops: Vec<_> = self.analysis.uops_of(analysed).collect();
        out.written = if inst.is_macro {
            self.macro_def(&inst.name).map(|def| self.written(def.span, def.span.end)).unwrap_or_default()
        } else {
            uops.first().map(|uop| self.header(uop.def)).unwrap_or_default()
        };
        let effects: Vec<&StackEffects> = uops.iter().map(|uop| &uop.stack).collect();
        out.stack = stack::of_parts(&effects, &inst.popped, &inst.pushed);
        if inst.is_macro {
            out.parts = analysed.parts.iter().filter_map(|part| self.part(part)).collect();
        }
        out.cache = self.cache_rows(inst);
        let evidence: Vec<(&str, Vec<Evidence>)> =
            uops.iter().map(|uop| (uop.name.as_str(), self.analysis.evidence_of_uop(uop))).collect();
        out.flags = self.flag_reasons(&inst.flags, &evidence);
        out.expansion = self.expansion(inst);
        self.uses_of_instruction(inst, &mut out);
        Some(out)
    }

    fn macro_def(self, name: &str) -> Option<&'w MacroDef> {
        let definitions = self.parsed.forest.iter().flat_map(|tree| &tree.definitions);
        let mut macros = definitions.filter_map(|definition| match definition {
            Definition::Macro(def) if def.name.text == name => Some(def),
            _ => None,
        });
        // Of several definitions the last one holds.
        macros.next_back()
    }

    fn part(self, part: &Part) -> Option<PartRow> {
        let plain = |name: String| PartRow { name, stack: String::new(), flags: Vec::new(), at: None };
        Some(match part {
            Part::Skip(units) => plain(format!("unused/{units}")),
            Part::Flush => plain("flush".to_owned()),
            Part::Uop(index) => {
                let uop = self.analysis.uops.get(index.0)?;
                PartRow {
                    name: uop.name.clone(),
                    stack: stack::signature(&uop.stack),
                    flags: crate::analysis::flags(&uop.properties)
                        .iter()
                        .map(|f| f.name().to_owned())
                        .collect(),
                    at: Some(self.place(uop.def.name.span)),
                }
            }
        })
    }

    /// The micro-ops in tier 2, or the reason why there are none.
    fn expansion(self, inst: &Instruction) -> Vec<String> {
        if let Some(rows) = &inst.expansion {
            let row = |row: &ir::Expansion| match row.kind {
                ExpansionKind::OpargSimple => row.uop.clone(),
                kind => format!("{} ({} at {}): {}", row.uop, kind.name(), row.offset, kind.summary()),
            };
            return rows.iter().map(row).collect();
        }
        let reasons = inst.parts.iter().filter_map(|part| match part {
            ir::Part::Uop { name, .. } => self.isa.uops.iter().find(|uop| uop.name == *name),
            ir::Part::Skip(_) | ir::Part::Flush => None,
        });
        reasons
            .filter_map(|uop| match (&uop.not_viable, uop.properties.tier) {
                (_, Some(1)) if !uop.annotations.iter().any(|a| a == "specializing") => {
                    Some(format!("none: {} is for tier 1 only", uop.name))
                }
                (Some(reason), _) => Some(format!("none: {} {reason}", uop.name)),
                _ => None,
            })
            .collect()
    }

    fn uses_of_instruction(self, inst: &Instruction, out: &mut Explanation) {
        let at = |name: &str| {
            let inst = self.analysis.instruction(name)?;
            Some(self.place(inst.name_span))
        };
        let families =
            self.analysis.families.iter().filter(|family| inst.family.as_ref() == Some(&family.name));
        for family in families {
            let kind = if family.name == inst.name { UseKind::HeadOf } else { UseKind::MemberOf };
            out.used(kind, &family.name, Some(self.place(family.def.name.span)));
        }
        if inst.deopt != inst.name {
            out.used(UseKind::DeoptimizesTo, &inst.deopt, at(&inst.deopt));
        }
        if let Some(name) = &inst.instrumented {
            out.used(UseKind::InstrumentedAs, name, at(name));
        }
        if let Some(name) = &inst.base {
            out.used(UseKind::Instruments, name, at(name));
        }
        for (pseudo, analysed) in self.isa.pseudos.iter().zip(&self.analysis.pseudos) {
            if pseudo.targets.contains(&inst.name) {
                out.used(UseKind::TargetOf, &pseudo.name, Some(self.place(analysed.def.name.span)));
            }
        }
        for other in self.isa.instructions.iter().filter(|other| other.is_macro && other.name != inst.name) {
            let own = format!("_{}", inst.name);
            let uses = |part: &ir::Part| matches!(part, ir::Part::Uop { name, .. } if *name == own);
            if !inst.is_macro && other.parts.iter().any(uses) {
                out.used(UseKind::UopPartOf, &other.name, at(&other.name));
            }
        }
    }

    pub(super) fn pseudo(self, index: usize) -> Option<Explanation> {
        let pseudo = self.isa.pseudos.get(index)?;
        let analysed = self.analysis.pseudos.get(index)?;
        let mut out = Explanation::new(Kind::Pseudo, &pseudo.name);
        out.facts.push(format!("number {}", pseudo.opcode));
        out.facts.push(if pseudo.as_sequence {
            format!("becomes {}", pseudo.targets.join(", then "))
        } else {
            format!("becomes {}", pseudo.targets.join(" or "))
        });
        if pseudo.block_push {
            out.facts.push("its stack effect happens when its handler is entered".to_owned());
        }
        out.at = Some(self.place(analysed.def.name.span));
        out.written = self.written(analysed.def.span, analysed.def.span.end);
        out.stack = stack::of_effects(&analysed.stack, Some((&pseudo.popped, &pseudo.pushed)));
        // Its flags are those of its targets and those written.
        let mut evidence: Vec<(&str, Vec<Evidence>)> = Vec::new();
        let targets: Vec<_> =
            analysed.targets.iter().filter_map(|index| self.analysis.instructions.get(index.0)).collect();
        for target in &targets {
            evidence.extend(
                self.analysis
                    .uops_of(target)
                    .map(|uop| (uop.name.as_str(), self.analysis.evidence_of_uop(uop))),
            );
        }
        let written =
            analysed.def.flags.iter().filter_map(|name| {
                Some(Evidence { flag: ir::Flag::from_written(&name.text)?, span: name.span })
            });
        evidence.push((pseudo.name.as_str(), written.collect()));
        let mut flags = pseudo.flags.clone();
        flags.sort_unstable();
        flags.dedup();
        out.flags = self.flag_reasons(&flags, &evidence);
        for target in targets {
            out.used(UseKind::Becomes, &target.name, Some(self.place(target.name_span)));
        }
        Some(out)
    }
}

fn facts(inst: &Instruction) -> Vec<String> {
    let mut facts = vec![format!("opcode {}", inst.opcode), format!("format {}", inst.format)];
    match &inst.family {
        Some(family) if *family == inst.name => facts.push("heads a family".to_owned()),
        Some(family) => facts.push(format!("specializes {family}")),
        None => {}
    }
    facts.push(match inst.cache_units {
        0 => "no cache".to_owned(),
        1 => "1 cache unit".to_owned(),
        units => format!("{units} cache units"),
    });
    facts
}
