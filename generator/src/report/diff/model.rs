//! What a version report says, as plain data. `casewright diff --json` prints a [`Diff`], and
//! `casewright diff --schema` the JSON Schema that these types and their comments give.

use schemars::JsonSchema;
use serde::Serialize;

pub use crate::report::side_by_side::{Line, Piece, Row};

/// Version of this format; bumped when a field changes meaning.
pub const SCHEMA: u32 = 1;

/// What differs between two instruction sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Diff {
    /// Version of this format.
    pub schema: u32,
    /// What was compared, the older side.
    pub old: SideInfo,
    /// What was compared, the newer side.
    pub new: SideInfo,
    /// If only a part was asked for: what its names contain.
    pub only: Option<String>,
    /// What could not be compared, and why.
    pub notes: Vec<String>,
    /// What the differences ask of whoever maintains an implementation, most consequential first.
    pub consequences: Vec<Consequence>,
    /// The differences in the instruction set itself, by kind of definition; always all kinds, in a fixed order.
    pub groups: Vec<Group>,
    /// Bodies that say something else, whatever their layout and comments. Absent if a side has no sources.
    pub bodies: Option<Vec<BodyChange>>,
    /// Names that bodies use on one side only. Absent if a side has no sources.
    pub names: Option<Vec<NameChange>>,
}

impl Diff {
    /// Whether nothing differs.
    pub fn is_equal(&self) -> bool {
        self.count() == 0
    }

    /// The number of differences: definitions that came, went or changed, changed bodies, and names.
    pub fn count(&self) -> usize {
        self.groups.iter().map(Group::count).sum::<usize>()
            + self.bodies.as_ref().map_or(0, Vec::len)
            + self.names.as_ref().map_or(0, Vec::len)
    }

    /// The group of a kind.
    pub fn group(&self, kind: GroupKind) -> Option<&Group> {
        self.groups.iter().find(|group| group.kind == kind)
    }
}

/// One side of the comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SideInfo {
    /// What to call it: the folder's or the file's name, or the tree's version.
    pub name: String,
    /// What it is.
    pub kind: SideKind,
    /// The CPython version whose rules hold (`3.14`).
    pub dialect: String,
    /// The definition files, if it is not an `isa.json`.
    pub sources: Vec<String>,
}

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SideKind {
    /// A CPython source tree.
    Tree,
    /// A folder with definition files.
    Inputs,
    /// The file that `casewright dump` prints.
    IsaJson,
}

/// Something that the differences ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Consequence {
    /// What was found, with counts.
    pub found: String,
    /// What it means and what to do.
    pub means: String,
}

/// A kind of definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// Real instructions.
    Instructions,
    /// Families of specializations.
    Families,
    /// Pseudo-instructions.
    Pseudos,
    /// Micro-ops, without the copies that `replicate` makes.
    Uops,
    /// Labels.
    Labels,
    /// Cache structs of `pycore_code.h`.
    CacheStructs,
    /// `INLINE_CACHE_ENTRIES_…` macros.
    CacheEntries,
    /// Micro-ops of the optimizer's abstract interpreter; only if both sides have sources.
    Optimizer,
    /// Numbers that belong to no single definition (`HAVE_ARGUMENT`, the highest micro-op id).
    Numbers,
}

impl GroupKind {
    /// A heading.
    pub fn title(self) -> &'static str {
        match self {
            GroupKind::Instructions => "Instructions",
            GroupKind::Families => "Families",
            GroupKind::Pseudos => "Pseudo-instructions",
            GroupKind::Uops => "Micro-ops",
            GroupKind::Labels => "Labels",
            GroupKind::CacheStructs => "Cache structs",
            GroupKind::CacheEntries => "Cache sizes",
            GroupKind::Optimizer => "Optimizer definitions",
            GroupKind::Numbers => "Other numbers",
        }
    }

    /// The kind in an HTML anchor.
    pub fn anchor(self) -> &'static str {
        match self {
            GroupKind::Instructions => "instructions",
            GroupKind::Families => "families",
            GroupKind::Pseudos => "pseudos",
            GroupKind::Uops => "uops",
            GroupKind::Labels => "labels",
            GroupKind::CacheStructs => "cache-structs",
            GroupKind::CacheEntries => "cache-entries",
            GroupKind::Optimizer => "optimizer",
            GroupKind::Numbers => "numbers",
        }
    }
}

/// The differences between definitions of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Group {
    /// The kind.
    pub kind: GroupKind,
    /// How many there are on the older side.
    pub old_count: usize,
    /// How many there are on the newer side.
    pub new_count: usize,
    /// On the newer side only, in its order.
    pub added: Vec<Entry>,
    /// On the older side only, in its order.
    pub removed: Vec<Entry>,
    /// Guesses which of those removed live on under another name.
    pub renamed: Vec<Rename>,
    /// On both sides with different numbers, in the newer side's order.
    pub renumbered: Vec<Renumbering>,
    /// On both sides and different in more than number and body: stack effects and caches first, then what else
    /// shows outside, then flags, then the rest; within these in the newer side's order.
    pub changed: Vec<Change>,
}

impl Group {
    /// No differences yet.
    pub fn new(kind: GroupKind, old_count: usize, new_count: usize) -> Group {
        Group {
            kind,
            old_count,
            new_count,
            added: Vec::new(),
            removed: Vec::new(),
            renamed: Vec::new(),
            renumbered: Vec::new(),
            changed: Vec::new(),
        }
    }

    /// The number of differences. A guess is none.
    pub fn count(&self) -> usize {
        self.added.len() + self.removed.len() + self.renumbered.len() + self.changed.len()
    }

    /// Changes that matter to someone who does not read the bodies.
    pub fn major(&self) -> impl Iterator<Item = &Change> {
        self.changed.iter().filter(|change| !change.is_minor())
    }

    /// Changes of names and other things without effect.
    pub fn minor(&self) -> impl Iterator<Item = &Change> {
        self.changed.iter().filter(|change| change.is_minor())
    }
}

/// A definition that is on one side only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Where it is defined (`file:line`).
    pub at: String,
    /// What there is to know of it, a short phrase each (`opcode 23`).
    pub facts: Vec<String>,
}

/// A guess that a definition was renamed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rename {
    /// The name that is gone.
    pub old: String,
    /// The new name.
    pub new: String,
    /// What the guess rests on.
    pub because: String,
}

/// A change of number alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Renumbering {
    /// The definition.
    pub name: String,
    /// Its number on the older side.
    pub old: u16,
    /// Its number on the newer side.
    pub new: u16,
}

/// A definition that is on both sides and differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    /// Its name.
    pub name: String,
    /// Where it is defined on the older side (`file:line`; empty if it has no place).
    pub old_at: String,
    /// Where it is defined on the newer side.
    pub new_at: String,
    /// What differs.
    pub aspects: Vec<Aspect>,
}

impl Change {
    /// Whether nothing of it has an effect.
    pub fn is_minor(&self) -> bool {
        self.aspects.iter().all(|aspect| aspect.minor)
    }

    /// How much depends on it, most first: 0 for stack and caches, 1 for what else shows outside, 2 for flags, 3 for
    /// the rest.
    pub fn rank(&self) -> u8 {
        const STACK: [&str; 7] =
            ["pops", "pushes", "net effect", "stack", "stack effect happens", "cache units", "caches"];
        const INSIDE: [&str; 6] =
            ["parts", "expansion", "cache offsets", "format", "defined by", "properties"];
        let rank = |aspect: &Aspect| match aspect.what.as_str() {
            _ if aspect.minor => 3,
            what if STACK.contains(&what) => 0,
            what if INSIDE.contains(&what) => 3,
            "flags" => 2,
            _ => 1,
        };
        self.aspects.iter().map(rank).min().unwrap_or(3)
    }

    /// Whether this aspect of it changed.
    pub fn has(&self, what: &str) -> bool {
        self.aspects.iter().any(|aspect| aspect.what == what)
    }
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Aspect {
    /// What: `flags`, `pops`, `pushes`, `net effect` (pushed less popped), `cache units`, `members`, …
    pub what: String,
    /// How it is on the older side; empty if there is none.
    pub old: String,
    /// How it is on the newer side; empty if there is none.
    pub new: String,
    /// If it is a list: what is on the newer side only.
    pub added: Vec<String>,
    /// If it is a list: what is on the older side only.
    pub removed: Vec<String>,
    /// More about it: for a stack effect, for which `oparg` the number of items differs.
    pub detail: String,
    /// Whether it has no effect on whoever uses the definition (a stack item's name, for instance).
    pub minor: bool,
}

/// A body that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BodyChange {
    /// The definition.
    pub name: String,
    /// What it is.
    pub kind: BodyKind,
    /// Where it is defined on the older side (`file:line`).
    pub old_at: String,
    /// Where it is defined on the newer side.
    pub new_at: String,
    /// Lines on the newer side only, one statement being a line.
    pub lines_added: usize,
    /// Lines on the older side only.
    pub lines_removed: usize,
    /// How much of the two is the same, in percent of their tokens.
    pub same_percent: u8,
    /// The two bodies side by side. Empty if they are too long for it.
    pub rows: Vec<Row>,
}

/// What kind of definition a body belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// A micro-op; that of an `inst` has a leading underscore.
    Uop,
    /// A label.
    Label,
    /// A definition of the optimizer's abstract interpreter.
    Optimizer,
}

impl BodyKind {
    /// In a sentence.
    pub fn noun(self) -> &'static str {
        match self {
            BodyKind::Uop => "micro-op",
            BodyKind::Label => "label",
            BodyKind::Optimizer => "optimizer",
        }
    }
}

/// A name that bodies use on one side only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NameChange {
    /// The name.
    pub name: String,
    /// How it is used.
    pub kind: NameKind,
    /// Whether it is on the newer side (and needs a binding) rather than on the older one.
    pub is_new: bool,
    /// The definitions that use it, in their order.
    pub used_by: Vec<String>,
    /// What an implementation has to do about it.
    pub need: Need,
    /// Where its binding stands, or has to be written: tables of files in `generator/bindings`. Empty if there is
    /// nothing to bind.
    pub binding: Vec<String>,
}

/// What a name that is on one side only asks of an implementation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// It is new and has no binding: somebody has to write one, and what it stands for.
    ToBind,
    /// It is new and has a binding already.
    Bound,
    /// It is new and stands under an `#if` only that the configuration of the bindings leaves out.
    LeftOut,
    /// It is new and the translator knows it by itself, or it is generated.
    BuiltIn,
    /// It is gone, and its binding would be used no more.
    Unused,
    /// It is gone, and there is nothing to do.
    Gone,
}

impl Need {
    /// All of them, in the order of a report.
    pub const ALL: [Need; 6] =
        [Need::ToBind, Need::Bound, Need::LeftOut, Need::BuiltIn, Need::Unused, Need::Gone];

    /// A heading, to be followed by a kind of name.
    pub fn title(self) -> &'static str {
        match self {
            Need::ToBind => "Newly needed, to be bound",
            Need::Bound => "Newly needed, bound already",
            Need::LeftOut => "Newly needed, but left out by the configuration",
            Need::BuiltIn => "Newly needed, known to the translator",
            Need::Unused => "No longer needed, but bound",
            Need::Gone => "No longer needed",
        }
    }

    /// Whether somebody has to do something.
    pub fn is_work(self) -> bool {
        matches!(self, Need::ToBind | Need::Unused)
    }
}

/// How bodies use a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NameKind {
    /// It is called: a function, or a macro with arguments.
    Call,
    /// It is a word of the instruction language, which the generator replaces by itself.
    Language,
    /// It is a value: a constant, a global variable, a macro without arguments.
    Value,
    /// It is a type.
    Type,
    /// It is a field of a struct.
    Field,
}

impl NameKind {
    /// All kinds, in the order of a report.
    pub const ALL: [NameKind; 5] =
        [NameKind::Call, NameKind::Language, NameKind::Value, NameKind::Type, NameKind::Field];

    /// In the plural.
    pub fn title(self) -> &'static str {
        match self {
            NameKind::Call => "functions and macros called",
            NameKind::Language => "words of the instruction language",
            NameKind::Value => "constants and variables",
            NameKind::Type => "types",
            NameKind::Field => "fields",
        }
    }
}
