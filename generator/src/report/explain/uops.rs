//! Explains micro-ops and labels.

use super::World;
use super::model::{CacheRow, Explanation, Kind, UseKind};
use super::stack;
use crate::analysis::{Part, UopIndex};
use crate::ir::UopId;
use crate::syntax::source::{SourceMap, TokenKind};
use crate::syntax::tree::Block;

impl World<'_, '_> {
    pub(super) fn uop(self, index: usize) -> Option<Explanation> {
        let uop = self.isa.uops.get(index)?;
        let analysed = self.analysis.uops.get(index)?;
        let mut out = Explanation::new(Kind::Uop, &uop.name);
        out.facts.push(match (&uop.id, uop.number) {
            (None, _) => "tier 1 only, no id".to_owned(),
            (Some(UopId::Opcode(name)), Some(number)) => format!("id {number}, the opcode of {name}"),
            (Some(UopId::Opcode(name)), None) => format!("the id is the opcode of {name}"),
            (Some(UopId::Number(number)), _) => format!("id {number}"),
        });
        if !uop.annotations.is_empty() {
            out.facts.push(format!("annotated {}", uop.annotations.join(" ")));
        }
        if let Some(original) = &uop.replicates {
            let oparg =
                uop.properties.const_oparg.map(|oparg| format!(" for oparg {oparg}")).unwrap_or_default();
            out.facts.push(format!("a copy of {original}{oparg}"));
        }
        if uop.replicated > 0 {
            out.facts.push(format!("has copies of its own for oparg 0 to {}", uop.replicated - 1));
        }
        if let Some(reason) = &uop.not_viable {
            out.facts.push(format!("not for tier 2: it {reason}"));
        }
        if let Some(size) = uop.instruction_size {
            out.facts.push(format!("INSTRUCTION_SIZE stands for {size}"));
        }
        out.at = Some(self.place(analysed.def.name.span));
        out.written = self.header(analysed.def);
        out.stack = stack::of_effects(&analysed.stack, None);
        if out.stack.as_ref().is_some_and(|picture| picture.popped != uop.popped.text) {
            out.facts.push(format!("pops {} by CPython's table", uop.popped.text));
        }
        let mut unit = 0u32;
        for cache in &uop.caches {
            let units = u32::try_from(cache.units).unwrap_or(0);
            out.cache.push(CacheRow { unit, units, read_by: cache.name.clone(), fields: Vec::new() });
            unit = unit.saturating_add(units);
        }
        out.flags = self.flag_reasons(&uop.flags, &[(&uop.name, self.analysis.evidence_of_uop(analysed))]);
        self.uses_of_uop(index, &mut out);
        Some(out)
    }

    fn uses_of_uop(self, index: usize, out: &mut Explanation) {
        let Some(uop) = self.analysis.uops.get(index) else { return };
        for inst in &self.analysis.instructions {
            if inst.parts.contains(&Part::Uop(UopIndex(index))) {
                let kind = if inst.is_macro { UseKind::PartOf } else { UseKind::UopOf };
                out.used(kind, &inst.name, Some(self.place(inst.name_span)));
            }
        }
        let in_expansions = self.isa.instructions.iter().filter(|inst| {
            let rows = inst.expansion.as_deref().unwrap_or_default();
            rows.iter().any(|row| row.uop == uop.name)
                && !self
                    .analysis
                    .instruction(&inst.name)
                    .is_some_and(|i| i.parts.contains(&Part::Uop(UopIndex(index))))
        });
        for inst in in_expansions {
            out.used(UseKind::InExpansionOf, &inst.name, None);
        }
        for copy in self.analysis.uops.iter().filter(|copy| copy.replicates == Some(UopIndex(index))) {
            out.used(UseKind::CopiedAs, &copy.name, None);
        }
        match self.optimizer_of(&uop.name) {
            Some(def) => out.used(UseKind::KnownToOptimizer, &def.name.text, Some(self.place(def.name.span))),
            None if uop.replicates.is_none() && !self.parsed.optimizer.is_empty() => {
                out.facts.push("the optimizer assumes nothing about its outputs".to_owned());
            }
            None => {}
        }
    }

    pub(super) fn label(self, index: usize) -> Option<Explanation> {
        let label = self.isa.labels.get(index)?;
        let analysed = self.analysis.labels.get(index)?;
        let mut out = Explanation::new(Kind::Label, &label.name);
        out.facts.push(if label.spilled {
            "spilled: the stack pointer is in the frame on arrival".to_owned()
        } else {
            "not spilled: the stack pointer is in a register on arrival".to_owned()
        });
        out.at = Some(self.place(analysed.def.name.span));
        out.written = self.written(analysed.def.span, analysed.def.body.span.start);
        let flags = crate::analysis::flags(&analysed.properties);
        out.flags = self.flag_reasons(&flags, &[(&label.name, self.analysis.evidence_of_label(analysed))]);
        for uop in self.analysis.uops.iter().filter(|uop| uop.replicates.is_none()) {
            if jumps_to(self.sources, uop.body(), &label.name) {
                out.used(UseKind::JumpedToBy, &uop.name, Some(self.place(uop.def.name.span)));
            }
        }
        for other in &self.analysis.labels {
            if jumps_to(self.sources, &other.def.body, &label.name) {
                out.used(UseKind::JumpedToByLabel, &other.name, Some(self.place(other.def.name.span)));
            }
        }
        Some(out)
    }
}

/// Whether a body has `goto label` or hands the label to `JUMP_TO_LABEL`.
fn jumps_to(sources: &SourceMap, body: &Block, label: &str) -> bool {
    let range = crate::syntax::source::TokenRange { file: body.span.file, start: body.open, end: body.close };
    let text = |token| sources.token_text(range.file, token);
    let mut before = ["", ""];
    for token in sources.tokens(range).iter().filter(|token| token.kind != TokenKind::Comment) {
        let word = text(token);
        let is_jump = before[1] == "goto" || before == ["JUMP_TO_LABEL", "("];
        if is_jump && word == label {
            return true;
        }
        before = [before[1], word];
    }
    false
}
