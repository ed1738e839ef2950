//! Explains families and flags.

use super::World;
use super::caches::place;
use super::model::{Explanation, Kind, Use, UseKind};
use crate::analysis::Dialect;
use crate::ir::Flag;

impl World<'_, '_> {
    pub(super) fn family(self, index: usize) -> Option<Explanation> {
        let family = self.isa.families.get(index)?;
        let analysed = self.analysis.families.get(index)?;
        let mut out = Explanation::new(Kind::Family, &family.name);
        out.facts.push(match family.members.len() {
            1 => "1 member".to_owned(),
            count => format!("{count} members"),
        });
        out.facts.push(match family.cache_units {
            None => format!("cache size {}", family.size),
            Some(1) => "1 cache unit".to_owned(),
            Some(units) => format!("{units} cache units"),
        });
        out.at = Some(self.place(analysed.def.name.span));
        out.written = self.written(analysed.def.span, analysed.def.span.end);
        let head = self.isa.instructions.iter().find(|inst| inst.name == family.name);
        if let Some(head) = head {
            out.cache = self.cache_rows(head);
            out.used(UseKind::HeadedBy, &head.name, Some(place(&head.location)));
        }
        if let Some(name) = &family.cache_struct {
            let layout = self.isa.caches.iter().find(|layout| layout.name == *name);
            out.used(UseKind::CacheLaidOutAs, name, layout.map(|layout| place(&layout.location)));
        }
        for name in &family.members {
            let member = self.isa.instructions.iter().find(|inst| inst.name == *name);
            out.uses.push(Use {
                kind: UseKind::SpecializedBy,
                name: name.clone(),
                opcode: member.map(|inst| inst.opcode),
                at: member.map(|inst| place(&inst.location)),
            });
        }
        Some(out)
    }

    pub(super) fn flag(self, index: usize) -> Option<Explanation> {
        let flag = *Flag::ALL.get(index)?;
        let mut out = Explanation::new(Kind::Flag, flag.name());
        out.facts.push(format!("{}, bit {}", flag.c_macro(), flag as u8));
        out.facts.push(format!("it says that an instruction or micro-op {}", flag.summary()));
        out.list("How it is decided", vec![rule(flag, self.analysis.dialect).to_owned()]);
        let instructions: Vec<String> = self
            .isa
            .instructions
            .iter()
            .filter(|i| i.flags.contains(&flag))
            .map(|i| i.name.clone())
            .collect();
        let uops: Vec<String> = self
            .isa
            .uops
            .iter()
            .filter(|uop| uop.replicates.is_none() && uop.flags.contains(&flag))
            .map(|uop| uop.name.clone())
            .collect();
        let pseudos: Vec<String> =
            self.isa.pseudos.iter().filter(|p| p.flags.contains(&flag)).map(|p| p.name.clone()).collect();
        out.list(
            &format!("Instructions ({} of {})", instructions.len(), self.isa.instructions.len()),
            instructions,
        );
        out.list(&format!("Pseudo-instructions ({})", pseudos.len()), pseudos);
        out.list(&format!("Micro-ops ({})", uops.len()), uops);
        Some(out)
    }
}

/// The rule by which a flag is set (reference.md B18–B25).
fn rule(flag: Flag, dialect: Dialect) -> &'static str {
    let is_3_13 = dialect == Dialect::V3_13;
    match flag {
        Flag::Arg => "`oparg` stands anywhere in the definition, its header included.",
        Flag::Const => "The body uses `FRAME_CO_CONSTS`.",
        Flag::Name => "The body uses `FRAME_CO_NAMES`.",
        Flag::Jump => "The body uses `JUMPBY`. `JUMPTO` does not count.",
        Flag::Free => {
            "The body uses `PyCell_New`, `PyCell_GetRef`, `PyCell_SetTakeRef` or `PyCell_SwapTakeRef`. It is about who \
             owns the value, so that LOAD_DEREF has it not."
        }
        Flag::Local if is_3_13 => "The body uses `GETLOCAL` or `SETLOCAL`, and the flag FREE is not set.",
        Flag::Local => "The body uses `GETLOCAL`, and the flag FREE is not set.",
        Flag::EvalBreak if is_3_13 => "The body uses `CHECK_EVAL_BREAKER`.",
        Flag::EvalBreak => "The name of the micro-op contains `CHECK_PERIODIC`.",
        Flag::Deopt => "The body uses `DEOPT_IF`.",
        Flag::Error => {
            "The body uses `ERROR_IF`, `ERROR_NO_POP` or the label `exception_unwind`. `goto error` does not count."
        }
        Flag::Escapes if is_3_13 => {
            "The definition calls a function whose name begins with `Py` or `_Py` and that is not on the list of \
             harmless ones."
        }
        Flag::Escapes => {
            "A statement calls a function that is not on the list of harmless ones. Names in capitals, casts, \
             `…Check` and \
             `…CheckExact` count as harmless."
        }
        Flag::Exit => "The body uses `EXIT_IF`.",
        Flag::Pure => "The definition is annotated `pure`; an instruction has it if each of its parts has.",
        Flag::Passthrough => "CPython has a bit for it and never sets it.",
        Flag::OpargAnd1 if is_3_13 => {
            "The definition is annotated `split` and depends on the lowest bit of `oparg`."
        }
        Flag::OpargAnd1 => "CPython 3.14 has a bit for it and never sets it.",
        Flag::ErrorNoPop => "The body uses `ERROR_NO_POP` or the label `exception_unwind`.",
        Flag::NoSaveIp => {
            "The definition is annotated `no_save_ip`; an instruction has it if each of its parts has, unused cache \
             units \
             included, which never have."
        }
    }
}
