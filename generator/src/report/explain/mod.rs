//! What there is to say of an instruction, a micro-op, a family, a cache struct, a label or a flag: what it does
//! to the stack, what is in its cache, which flags it has and why, and who uses it.

mod caches;
mod groups;
mod instructions;
pub mod model;
pub mod render;
mod stack;
mod uops;

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::suggest::near;
use crate::analysis::{Analysis, Evidence};
use crate::driver::Parsed;
use crate::ir::{Flag, Isa};
use crate::syntax::source::{SourceMap, Span};
use crate::syntax::tree::{Definition, InstDef};
use model::{Explanation, FlagReason, Kind, Place, Reason};

/// What is looked up in: one run's inputs, analysed.
#[derive(Clone, Copy, Debug)]
pub struct World<'w, 's> {
    /// The texts.
    pub sources: &'w SourceMap,
    /// The trees.
    pub parsed: &'w Parsed,
    /// What they mean.
    pub analysis: &'w Analysis<'s>,
    /// The same as plain data.
    pub isa: &'w Isa,
}

/// How many names are suggested.
const SUGGESTIONS: usize = 5;

/// Explains everything of a name. Case does not matter, nor do underscores in front, unless that makes a choice:
/// `LOAD_FAST` is the instruction and `_LOAD_FAST` its micro-op. If there is nothing of the name, the error is a list
/// of names that resemble it.
pub fn explain(world: World<'_, '_>, subject: &str) -> Result<Vec<Explanation>, Vec<String>> {
    let all = subjects(world);
    let plain_subject = plain(subject);
    let is = |name: &str| name.eq_ignore_ascii_case(subject);
    let is_flag = |s: &&Subject<'_>| {
        let flag = Flag::ALL.get(s.index).filter(|_| s.kind == Kind::Flag);
        flag.is_some_and(|flag| is(&flag.written()) || is(&flag.c_macro()))
    };
    // From the strictest comparison on; the first that finds anything decides. `HAS_ERROR` is no label.
    let comparisons: [&dyn Fn(&&Subject<'_>) -> bool; 4] =
        [&|s| s.name == subject, &is_flag, &|s| is(s.name), &|s| plain(s.name) == plain_subject];
    let found = comparisons.iter().map(|is_it| all.iter().filter(is_it).collect::<Vec<_>>());
    let found = found.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
    if found.is_empty() {
        return Err(suggestions(&all, subject));
    }
    Ok(found.into_iter().map(|subject| world.explain(subject)).collect())
}

/// Names that resemble one that is none.
fn suggestions(all: &[Subject<'_>], subject: &str) -> Vec<String> {
    let upper = subject.to_uppercase();
    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>();
    // Whoever writes an underscore means a micro-op.
    if upper.starts_with('_') {
        let uops: BTreeSet<&str> = all.iter().map(|s| s.name).filter(|name| name.starts_with('_')).collect();
        let near = near(&upper, uops.into_iter(), SUGGESTIONS);
        if !near.is_empty() {
            return owned(near);
        }
    }
    let flags = Flag::ALL.map(Flag::written);
    let names = all.iter().map(|s| s.name.trim_start_matches('_'));
    let names: BTreeSet<&str> = names.chain(flags.iter().map(String::as_str)).collect();
    owned(near(upper.trim_start_matches('_'), names.into_iter(), SUGGESTIONS))
}

/// Explains everything there is. The key is the kind and the place in the list of that kind.
pub fn everything(world: World<'_, '_>) -> BTreeMap<(Kind, usize), Explanation> {
    subjects(world).iter().map(|subject| ((subject.kind, subject.index), world.explain(subject))).collect()
}

/// A name that can be explained.
struct Subject<'w> {
    kind: Kind,
    name: &'w str,
    index: usize,
}

/// How names are compared that are not quite the same: `HAS_ARG_FLAG` is `ARG`, and `_nop` is `NOP`.
fn plain(name: &str) -> String {
    let upper = name.to_uppercase();
    let upper = upper.trim_start_matches('_');
    upper
        .strip_prefix("HAS_")
        .and_then(|rest| rest.strip_suffix("_FLAG").or(Some(rest)))
        .unwrap_or(upper)
        .to_owned()
}

/// All of them, the ones people mean most often first.
fn subjects<'w>(world: World<'w, '_>) -> Vec<Subject<'w>> {
    let isa = world.isa;
    let mut all = Vec::new();
    let mut add = |kind: Kind, names: &mut dyn Iterator<Item = &'w str>| {
        all.extend(names.enumerate().map(|(index, name)| Subject { kind, name, index }));
    };
    add(Kind::Instruction, &mut isa.instructions.iter().map(|i| i.name.as_str()));
    add(Kind::Pseudo, &mut isa.pseudos.iter().map(|p| p.name.as_str()));
    add(Kind::Family, &mut isa.families.iter().map(|f| f.name.as_str()));
    add(Kind::Uop, &mut isa.uops.iter().map(|u| u.name.as_str()));
    add(Kind::Label, &mut isa.labels.iter().map(|l| l.name.as_str()));
    add(Kind::CacheStruct, &mut isa.caches.iter().map(|c| c.name.as_str()));
    add(Kind::Flag, &mut Flag::ALL.iter().map(|flag| flag.name()));
    // INLINE_CACHE_ENTRIES_X stands for the struct that it measures.
    for entries in &isa.cache_entries {
        let index = isa.caches.iter().position(|c| Some(&c.name) == entries.cache_struct.as_ref());
        all.extend(index.map(|index| Subject { kind: Kind::CacheStruct, name: &entries.name, index }));
    }
    all
}

impl<'w> World<'w, '_> {
    fn explain(self, subject: &Subject<'_>) -> Explanation {
        let found = match subject.kind {
            Kind::Instruction => self.instruction(subject.index),
            Kind::Pseudo => self.pseudo(subject.index),
            Kind::Family => self.family(subject.index),
            Kind::Uop => self.uop(subject.index),
            Kind::Label => self.label(subject.index),
            Kind::CacheStruct => self.cache_struct(subject.index),
            Kind::Flag => self.flag(subject.index),
        };
        found.unwrap_or_else(|| Explanation::new(subject.kind, subject.name))
    }

    fn place(self, span: Span) -> Place {
        let (line, _) = self.sources.line_column(span);
        Place { file: self.sources.file(span.file).name.clone(), line }
    }

    /// The text of a definition up to its body, its lines moved to the left.
    fn written(self, start: Span, end: u32) -> String {
        let span = Span { end: end.max(start.start), ..start };
        let text = self.sources.text(span).trim_end();
        let (_, column) = self.sources.line_column(span);
        let indent = usize::try_from(column.saturating_sub(1)).unwrap_or(0);
        let mut lines = text.lines();
        let mut written = lines.next().unwrap_or_default().to_owned();
        for line in lines {
            let blanks = line.len() - line.trim_start_matches(' ').len();
            written.push('\n');
            written.push_str(line.get(blanks.min(indent)..).unwrap_or(line));
        }
        written
    }

    /// The same of an `inst` or `op`.
    fn header(self, def: &InstDef) -> String {
        self.written(def.span, def.body.span.start)
    }

    /// Flags with what sets them, from the evidence of each part.
    fn flag_reasons(self, flags: &[Flag], evidence: &[(&str, Vec<Evidence>)]) -> Vec<FlagReason> {
        let reasons = |flag: Flag| {
            let of_part = |(name, list): &(&str, Vec<Evidence>)| -> Vec<Reason> {
                let of_flag = list.iter().filter(|e| e.flag == flag);
                let mut reasons: Vec<Reason> = of_flag.map(|e| self.reason(name, e.span)).collect();
                // A word twice in a line is one reason.
                reasons.dedup();
                reasons
            };
            evidence.iter().flat_map(of_part).collect()
        };
        flags
            .iter()
            .map(|flag| FlagReason {
                flag: flag.name().to_owned(),
                means: flag.summary().to_owned(),
                because: reasons(*flag),
            })
            .collect()
    }

    fn reason(self, name: &str, span: Span) -> Reason {
        let text = &self.sources.file(span.file).text;
        let start = usize::try_from(span.start).unwrap_or(0);
        let before = text.get(..start).unwrap_or_default();
        let first = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = text.get(first..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        Reason {
            definition: name.to_owned(),
            word: self.sources.text(span).lines().next().unwrap_or_default().to_owned(),
            at: self.place(span),
            line: line.trim().to_owned(),
        }
    }

    /// The optimizer's definition of a micro-op.
    pub(crate) fn optimizer_of(self, name: &str) -> Option<&'w InstDef> {
        let mut definitions =
            self.parsed.optimizer.iter().rev().flat_map(|tree| tree.definitions.iter().rev());
        definitions.find_map(|definition| match definition {
            Definition::Inst(def) if def.name.text == name => Some(def),
            _ => None,
        })
    }
}
