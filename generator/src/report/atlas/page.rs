//! What stands on the page of one definition: its explanation, with links and pictures.

use std::collections::BTreeSet;

use askama::Template;

use super::cells::{self, Cells};
use super::links::Links;
use super::source::{Line, Listing, Meaning, listing};
use crate::analysis::Uop;
use crate::ir::{ExpansionKind, Instruction};
use crate::report::explain::World;
use crate::report::explain::model::{Explanation, FlagReason, Kind, Picture, Place, Slot, Use, UseKind};
use crate::syntax::source::Span;
use crate::syntax::tree::InstDef;

/// Reasons for a flag that are shown before the reader asks for more.
const REASONS: usize = 3;

/// A name, with its page if it has one.
#[derive(Clone, Debug, Default)]
pub struct Ref {
    /// What is shown.
    pub text: String,
    /// From the atlas's root, or `#anchor` on the same page.
    pub href: Option<String>,
    /// What is shown behind it.
    pub note: String,
}

/// One page.
#[derive(Template)]
#[template(path = "atlas/page.html.askama", escape = "html")]
pub struct Page<'a> {
    root: &'static str,
    here: &'static str,
    e: &'a Explanation,
    number: Option<u16>,
    facts: Vec<&'a str>,
    definition: Option<Listing>,
    connections: Vec<Connection>,
    stack: Option<&'a Picture>,
    has_stack: bool,
    cells: Option<Cells>,
    cache: Vec<CacheLine>,
    parts: Vec<PartLine>,
    family: Option<FamilyList>,
    expansion: Vec<ExpansionLine>,
    why_no_expansion: &'a [String],
    flags: Vec<FlagLine<'a>>,
    lists: Vec<Named>,
    sources: Vec<Source<'a>>,
    previous: Option<Ref>,
    next: Option<Ref>,
}

/// Definitions that are connected with it in the same way.
struct Connection {
    kind: UseKind,
    to: Vec<Ref>,
}

/// A cache entry.
struct CacheLine {
    units: String,
    bytes: String,
    fields: String,
    read_by: Option<Ref>,
}

/// A part of a macro.
struct PartLine {
    name: Ref,
    stack: String,
    flags: Vec<Ref>,
}

/// The family of an instruction.
struct FamilyList {
    family: Ref,
    members: Vec<Ref>,
}

/// A micro-op in tier 2.
struct ExpansionLine {
    uop: Ref,
    operand: String,
    means: &'static str,
}

/// A flag.
struct FlagLine<'a> {
    flag: Ref,
    means: &'a str,
    shown: Vec<ReasonLine<'a>>,
    more: Vec<ReasonLine<'a>>,
}

/// Why a flag is set.
struct ReasonLine<'a> {
    at: Ref,
    definition: Ref,
    before: &'a str,
    word: &'a str,
    after: &'a str,
}

/// A list with a title.
struct Named {
    title: String,
    items: Vec<Ref>,
    /// Sentences rather than names.
    is_prose: bool,
}

/// The text of a definition.
struct Source<'a> {
    id: String,
    title: String,
    /// What it defines.
    name: &'a str,
    href: Option<String>,
    prefix: String,
    listing: &'a Listing,
}

/// What all pages are made of.
pub struct Maker<'w, 's> {
    /// What is described.
    pub world: World<'w, 's>,
    /// The pages.
    pub links: &'w Links,
    /// The texts of the micro-ops, by index.
    pub uops: &'w [Listing],
    /// The optimizer's texts of the micro-ops, by index.
    pub optimizer: &'w [Option<Listing>],
    /// The texts of the labels, by index.
    pub labels: &'w [Listing],
}

/// The text of a micro-op.
pub fn uop_listing(world: World<'_, '_>, links: &Links, uop: &Uop<'_>) -> Listing {
    inst_listing(world, links, uop.def, uop.def.span)
}

/// The optimizer's text of a micro-op.
pub fn optimizer_listing(world: World<'_, '_>, links: &Links, uop: &Uop<'_>) -> Option<Listing> {
    world.optimizer_of(&uop.name).map(|def| inst_listing(world, links, def, def.span))
}

/// Some of the text of an `inst` or `op`.
fn inst_listing(world: World<'_, '_>, links: &Links, def: &InstDef, span: Span) -> Listing {
    use crate::syntax::tree::InputEffect;
    let inputs = def.inputs.iter().map(|input| match input {
        InputEffect::Stack(item) => item.name.text.as_str(),
        InputEffect::Cache(cache) => cache.name.text.as_str(),
    });
    let outputs = def.outputs.iter().map(|item| item.name.text.as_str());
    let variables: BTreeSet<&str> = inputs.chain(outputs).filter(|name| *name != "unused").collect();
    let meaning = Meaning { links, own: Some(def.name.span), variables: &variables, is_macro: false };
    listing(world, span, meaning)
}

/// A text without variables.
pub fn plain_listing(
    world: World<'_, '_>,
    links: &Links,
    span: Span,
    own: Option<Span>,
    is_macro: bool,
) -> Listing {
    listing(world, span, Meaning { links, own, variables: &BTreeSet::new(), is_macro })
}

impl<'w> Maker<'w, '_> {
    /// Renders the page of the definition with an index among those of its kind.
    pub fn page(
        &'w self,
        e: &'w Explanation,
        index: usize,
        around: [Option<Ref>; 2],
    ) -> Result<String, askama::Error> {
        let [previous, next] = around;
        let inst = (e.kind == Kind::Instruction).then(|| self.world.isa.instructions.get(index)).flatten();
        let definition = self.definition(e, index);
        let sources = self.sources(e, index);
        let number = self.number(e.kind, index);
        let flags = e.flags.iter().map(|flag| self.flag(e, flag, definition.as_ref(), &sources)).collect();
        let page = Page {
            root: "../",
            here: "",
            e,
            number,
            facts: e.facts.iter().map(String::as_str).filter(|fact| !says_number(fact, number)).collect(),
            connections: self.connections(e),
            stack: e.stack.as_ref(),
            has_stack: matches!(e.kind, Kind::Instruction | Kind::Uop | Kind::Pseudo),
            cells: cells::of(self.world, e, index),
            cache: e.cache.iter().map(|row| self.cache_line(e, row)).collect(),
            parts: self.parts(e),
            family: inst.and_then(|inst| self.family(inst)),
            expansion: inst.map(|inst| self.expansion(inst)).unwrap_or_default(),
            why_no_expansion: match inst {
                Some(inst) if inst.expansion.is_none() => &e.expansion,
                _ => &[],
            },
            flags,
            lists: e.lists.iter().map(|list| self.list(&list.title, &list.items)).collect(),
            definition,
            sources,
            previous,
            next,
        };
        page.render().map(|text| text + "\n")
    }

    fn number(&self, kind: Kind, index: usize) -> Option<u16> {
        let isa = self.world.isa;
        match kind {
            Kind::Instruction => isa.instructions.get(index).map(|i| i.opcode),
            Kind::Pseudo => isa.pseudos.get(index).map(|p| p.opcode),
            Kind::Uop => isa.uops.get(index).and_then(|u| u.number),
            _ => None,
        }
    }

    /// The definition without its body.
    fn definition(&self, e: &Explanation, index: usize) -> Option<Listing> {
        let (world, links) = (self.world, self.links);
        let header = |def: &InstDef| {
            let end = def.body.span.start.max(def.span.start);
            inst_listing(world, links, def, Span { end, ..def.span })
        };
        let analysis = world.analysis;
        match e.kind {
            Kind::Instruction => {
                let inst = analysis.instructions.get(index)?;
                if inst.is_macro {
                    return Some(plain_listing(world, links, inst.span, Some(inst.name_span), true));
                }
                analysis.uops_of(inst).next().map(|uop| header(uop.def))
            }
            Kind::Uop => Some(header(analysis.uops.get(index)?.def)),
            Kind::Pseudo => {
                let def = analysis.pseudos.get(index)?.def;
                Some(plain_listing(world, links, def.span, Some(def.name.span), false))
            }
            Kind::Family => {
                let def = analysis.families.get(index)?.def;
                Some(plain_listing(world, links, def.span, None, false))
            }
            Kind::Label => {
                let def = analysis.labels.get(index)?.def;
                let end = def.body.span.start.max(def.span.start);
                Some(plain_listing(world, links, Span { end, ..def.span }, Some(def.name.span), false))
            }
            Kind::CacheStruct => {
                let name = &world.isa.caches.get(index)?.name;
                let mut structs = world.parsed.caches.iter().flat_map(|header| &header.structs);
                let def = structs.find(|def| def.name.text == *name)?;
                Some(plain_listing(world, links, def.span, Some(def.name.span), false))
            }
            Kind::Flag => None,
        }
    }

    /// The texts with bodies that belong to it.
    fn sources(&self, e: &Explanation, index: usize) -> Vec<Source<'_>> {
        let analysis = self.world.analysis;
        let mut sources = Vec::new();
        let own = |listing, name| Source {
            id: "source".to_owned(),
            title: "Source".to_owned(),
            name,
            href: None,
            prefix: "L".to_owned(),
            listing,
        };
        match e.kind {
            Kind::Instruction => {
                let Some(inst) = analysis.instructions.get(index) else { return sources };
                let mut seen = BTreeSet::new();
                for part in &inst.parts {
                    let crate::analysis::Part::Uop(uop) = part else { continue };
                    let (Some(listing), Some(analysed)) = (self.uops.get(uop.0), analysis.uops.get(uop.0))
                    else {
                        continue;
                    };
                    if !inst.is_macro {
                        sources.push(own(listing, &analysed.name));
                    } else if seen.insert(uop.0) {
                        let number = seen.len();
                        sources.push(Source {
                            id: format!("part-{number}"),
                            title: String::new(),
                            name: &analysed.name,
                            href: self.links.page(Kind::Uop, &analysed.name).map(str::to_owned),
                            prefix: format!("P{number}-"),
                            listing,
                        });
                    }
                }
            }
            Kind::Uop => {
                let Some(uop) = analysis.uops.get(index) else { return sources };
                sources.extend(self.uops.get(index).map(|listing| own(listing, &uop.name)));
                sources.extend(self.optimizer.get(index).and_then(Option::as_ref).map(|listing| Source {
                    id: "optimizer".to_owned(),
                    title: "What the optimizer knows of it".to_owned(),
                    name: "",
                    href: None,
                    prefix: "O".to_owned(),
                    listing,
                }));
            }
            Kind::Label => {
                let label = analysis.labels.get(index);
                sources.extend(
                    self.labels.get(index).zip(label).map(|(listing, label)| own(listing, &label.name)),
                );
            }
            _ => {}
        }
        sources
    }

    /// The connections, those of a kind together.
    fn connections(&self, e: &Explanation) -> Vec<Connection> {
        let mut all: Vec<Connection> = Vec::new();
        for user in &e.uses {
            let to = self.connected(user);
            match all.iter_mut().find(|connection| connection.kind == user.kind) {
                Some(connection) => connection.to.push(to),
                None => all.push(Connection { kind: user.kind, to: vec![to] }),
            }
        }
        all
    }

    fn connected(&self, user: &Use) -> Ref {
        if let (UseKind::KnownToOptimizer, Some(at)) = (user.kind, &user.at) {
            return Ref { text: at.to_string(), href: Some("#optimizer".to_owned()), note: String::new() };
        }
        let page = self.links.first(pages(user.kind), &user.name).or_else(|| self.links.part(&user.name));
        Ref {
            text: user.name.clone(),
            href: page.map(str::to_owned),
            note: user.opcode.map(|opcode| opcode.to_string()).unwrap_or_default(),
        }
    }

    fn cache_line(&self, e: &Explanation, row: &crate::report::explain::model::CacheRow) -> CacheLine {
        let range = |first: u32, count: u32| match count {
            0 | 1 => first.to_string(),
            _ => format!("{first}–{}", first.saturating_add(count - 1)),
        };
        let read_by = match row.read_by.split_once(": ") {
            Some((uop, name)) => Some(Ref {
                text: uop.to_owned(),
                href: self.links.page(Kind::Uop, uop).map(str::to_owned),
                note: format!("as {name}"),
            }),
            None if row.read_by.is_empty() => None,
            None => Some(Ref { text: row.read_by.clone(), ..Ref::default() }),
        };
        CacheLine {
            units: range(row.unit, row.units),
            bytes: range(row.unit.saturating_mul(2), row.units.saturating_mul(2)),
            fields: row.fields.join(", "),
            read_by: read_by.filter(|_| e.kind != Kind::CacheStruct),
        }
    }

    fn parts(&self, e: &Explanation) -> Vec<PartLine> {
        let part = |row: &crate::report::explain::model::PartRow| PartLine {
            name: Ref {
                text: row.name.clone(),
                href: row
                    .at
                    .is_some()
                    .then(|| self.links.page(Kind::Uop, &row.name).map(str::to_owned))
                    .flatten(),
                note: String::new(),
            },
            stack: row.stack.clone(),
            flags: row.flags.iter().map(|name| self.to(Kind::Flag, name, "")).collect(),
        };
        e.parts.iter().map(part).collect()
    }

    fn to(&self, kind: Kind, name: &str, note: &str) -> Ref {
        Ref {
            text: name.to_owned(),
            href: self.links.page(kind, name).map(str::to_owned),
            note: note.to_owned(),
        }
    }

    fn family(&self, inst: &Instruction) -> Option<FamilyList> {
        let isa = self.world.isa;
        let family = isa.families.iter().find(|family| inst.family.as_ref() == Some(&family.name))?;
        let names = std::iter::once(&family.name).chain(&family.members);
        let members = names.map(|name| {
            let opcode = isa.instructions.iter().find(|other| other.name == *name);
            let opcode = opcode.map(|other| other.opcode.to_string()).unwrap_or_default();
            let mut member = self.to(Kind::Instruction, name, &opcode);
            // The page itself is not linked.
            member.href = member.href.filter(|_| *name != inst.name);
            member
        });
        Some(FamilyList { family: self.to(Kind::Family, &family.name, ""), members: members.collect() })
    }

    fn expansion(&self, inst: &Instruction) -> Vec<ExpansionLine> {
        let rows = inst.expansion.iter().flatten().map(|row| ExpansionLine {
            uop: self.to(Kind::Uop, &row.uop, ""),
            operand: match row.kind {
                ExpansionKind::OpargSimple => String::new(),
                kind => format!("{} at {}", kind.name(), row.offset),
            },
            means: match row.kind {
                ExpansionKind::OpargSimple => "",
                kind => kind.summary(),
            },
        });
        rows.collect()
    }

    fn flag<'a>(
        &self,
        e: &Explanation,
        flag: &'a FlagReason,
        definition: Option<&Listing>,
        sources: &[Source<'_>],
    ) -> FlagLine<'a> {
        let line = |reason: &'a crate::report::explain::model::Reason| {
            let (before, word, after) = reason
                .line
                .split_once(&reason.word)
                .map_or((reason.line.as_str(), "", ""), |(before, after)| {
                    (before, reason.word.as_str(), after)
                });
            ReasonLine {
                at: Ref {
                    text: reason.at.to_string(),
                    href: self.line(e, &reason.definition, &reason.at, definition, sources),
                    note: String::new(),
                },
                definition: Ref {
                    text: reason.definition.clone(),
                    href: self
                        .links
                        .page(Kind::Uop, &reason.definition)
                        .filter(|_| reason.definition != e.name)
                        .map(str::to_owned),
                    note: String::new(),
                },
                before,
                word,
                after,
            }
        };
        let mut lines: Vec<ReasonLine<'a>> = flag.because.iter().map(line).collect();
        // A single one more takes no more room than the way to it.
        let more = if lines.len() > REASONS + 1 { lines.split_off(REASONS) } else { Vec::new() };
        FlagLine { flag: self.to(Kind::Flag, &flag.flag, ""), means: &flag.means, shown: lines, more }
    }

    /// The way to a line: on this page, if it is shown here, else on that of its micro-op.
    fn line(
        &self,
        e: &Explanation,
        name: &str,
        at: &Place,
        definition: Option<&Listing>,
        sources: &[Source<'_>],
    ) -> Option<String> {
        let shows = |listing: &Listing| listing.file == at.file && listing.has(at.line);
        if let Some(source) = sources.iter().find(|source| source.name == name && shows(source.listing)) {
            return Some(format!("#{}{}", source.prefix, at.line));
        }
        if name == e.name && definition.is_some_and(shows) {
            return Some(format!("#D{}", at.line));
        }
        let index = self.world.isa.uops.iter().position(|uop| uop.name == name)?;
        self.uops.get(index).filter(|listing| shows(listing))?;
        Some(format!("{}#L{}", self.links.page(Kind::Uop, name)?, at.line))
    }

    fn list(&self, title: &str, items: &[String]) -> Named {
        let item = |item: &String| Ref {
            text: item.clone(),
            href: self.links.first(&[Kind::Instruction, Kind::Pseudo, Kind::Uop], item).map(str::to_owned),
            note: String::new(),
        };
        let items: Vec<Ref> = items.iter().map(item).collect();
        Named { title: title.to_owned(), is_prose: items.iter().all(|item| item.href.is_none()), items }
    }
}

/// Text cut at its backticks: every second piece is code.
pub fn code_pieces(text: &str) -> Vec<(bool, &str)> {
    text.split('`').enumerate().map(|(index, piece)| (index % 2 == 1, piece)).collect()
}

/// Where the link of something leads, seen from a page.
pub fn from_page(root: &str, href: &str) -> String {
    if href.starts_with('#') { href.to_owned() } else { format!("{root}{href}") }
}

/// The anchor of a line, if it has one.
/// Which pages a connection may lead to, the first that exists being meant: an instruction, its micro-op and its family
/// can have one name.
fn pages(kind: UseKind) -> &'static [Kind] {
    match kind {
        UseKind::HeadOf | UseKind::MemberOf => &[Kind::Family],
        UseKind::TargetOf => &[Kind::Pseudo],
        UseKind::JumpedToByLabel => &[Kind::Label],
        UseKind::CacheOf
        | UseKind::PartOf
        | UseKind::UopOf
        | UseKind::InExpansionOf
        | UseKind::UopPartOf
        | UseKind::HeadedBy
        | UseKind::SpecializedBy
        | UseKind::DeoptimizesTo
        | UseKind::InstrumentedAs
        | UseKind::Instruments => &[Kind::Instruction],
        UseKind::CopiedAs | UseKind::KnownToOptimizer => &[Kind::Uop],
        UseKind::Becomes | UseKind::JumpedToBy => &[Kind::Instruction, Kind::Uop],
        UseKind::MeasuredBy | UseKind::CacheLaidOutAs => &[Kind::CacheStruct],
    }
}

fn anchor(prefix: &str, line: &Line) -> String {
    format!("{prefix}{}", line.number)
}

/// Whether a fact is the number only, which stands in the heading.
fn says_number(fact: &str, number: Option<u16>) -> bool {
    let words = ["opcode ", "id ", "number "].into_iter().find_map(|word| fact.strip_prefix(word));
    words.zip(number).is_some_and(|(written, number)| written.parse() == Ok(number))
}

/// Whether any item stays where it is.
fn stays(picture: &Picture) -> bool {
    picture.after.iter().any(|slot| slot.stays)
}

/// Whether a cache has named fields.
fn has_fields(cache: &[CacheLine]) -> bool {
    cache.iter().any(|line| !line.fields.is_empty())
}

/// The two stacks of a picture with their titles.
fn sides(picture: &Picture) -> [(&'static str, &[Slot]); 2] {
    [("before", &picture.before), ("after", &picture.after)]
}

/// The reasons shown at once, and those shown if the reader asks for more.
fn reasons<'f>(flag: &'f FlagLine<'_>) -> [(&'f [ReasonLine<'f>], bool); 2] {
    [(&flag.shown, false), (&flag.more, true)]
}
