//! What there is to say of one definition, as plain data. `casewright explain --json NAME` prints a list of
//! [`Explanation`]s.

use serde::Serialize;

/// Version of this format; bumped when a field changes meaning.
pub const SCHEMA: u32 = 2;

/// What is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A real instruction.
    Instruction,
    /// A pseudo-instruction.
    Pseudo,
    /// A micro-op.
    Uop,
    /// A family.
    Family,
    /// A cache struct of `pycore_code.h`.
    CacheStruct,
    /// A label.
    Label,
    /// A flag.
    Flag,
}

impl Kind {
    /// In a heading.
    pub fn noun(self) -> &'static str {
        match self {
            Kind::Instruction => "instruction",
            Kind::Pseudo => "pseudo-instruction",
            Kind::Uop => "micro-op",
            Kind::Family => "family",
            Kind::CacheStruct => "cache struct",
            Kind::Label => "label",
            Kind::Flag => "flag",
        }
    }
}

/// Everything about one definition. What does not apply to its kind is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Version of this format.
    pub schema: u32,
    /// The kind.
    pub kind: Kind,
    /// The name.
    pub name: String,
    /// What it is, in short facts (`opcode 92`).
    pub facts: Vec<String>,
    /// Where it is defined; a flag is not.
    pub at: Option<Place>,
    /// The definition as written, without the body.
    pub written: String,
    /// What it does to the stack: for a macro as a whole; absent if it does nothing to the stack or has no effect
    /// that can be drawn.
    pub stack: Option<Picture>,
    /// Its parts, if it is a macro.
    pub parts: Vec<PartRow>,
    /// Its cache, unit by unit.
    pub cache: Vec<CacheRow>,
    /// Its flags, each with what sets it.
    pub flags: Vec<FlagReason>,
    /// Its micro-ops in tier 2 with their operands, or why there are none.
    pub expansion: Vec<String>,
    /// What else belongs to it: members, fields, rules.
    pub lists: Vec<List>,
    /// What it is connected with.
    pub uses: Vec<Use>,
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file as messages name it.
    pub file: String,
    /// 1-based.
    pub line: u32,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// The stack before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// Items popped, symbolically.
    pub popped: String,
    /// Items pushed, symbolically.
    pub pushed: String,
    /// The items before it, bottom first.
    pub before: Vec<Slot>,
    /// The items after it, bottom first.
    pub after: Vec<Slot>,
    /// What the drawing does not show.
    pub note: String,
}

/// An item of the stack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Slot {
    /// Its name, with size (`args[oparg]`) and condition.
    pub name: String,
    /// Its C type, if one is written.
    pub ty: Option<String>,
    /// Its distance from the stack pointer before the instruction, symbolically.
    pub offset: String,
    /// Whether it stays as it is.
    pub stays: bool,
}

/// A part of a macro.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartRow {
    /// The micro-op, `unused/1`, or `flush`.
    pub name: String,
    /// Its stack effect as written.
    pub stack: String,
    /// Its flags.
    pub flags: Vec<String>,
    /// Where it is defined.
    pub at: Option<Place>,
}

/// A cache entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CacheRow {
    /// The first code unit, counted from the instruction's own, which is 0.
    pub unit: u32,
    /// How many code units.
    pub units: u32,
    /// What reads it: `_MICRO_OP: name`, or nothing.
    pub read_by: String,
    /// The fields of the cache struct there.
    pub fields: Vec<String>,
}

/// Why a flag is set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FlagReason {
    /// The flag.
    pub flag: String,
    /// What it says.
    pub means: String,
    /// The places that set it.
    pub because: Vec<Reason>,
}

/// A place that sets a flag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The micro-op, or the definition itself.
    pub definition: String,
    /// The word.
    pub word: String,
    /// Where it stands.
    pub at: Place,
    /// The line that it stands in.
    pub line: String,
}

/// A list of things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct List {
    /// Of what.
    pub title: String,
    /// The things.
    pub items: Vec<String>,
}

/// A definition that is connected with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Use {
    /// How.
    pub kind: UseKind,
    /// The definition.
    pub name: String,
    /// The number of an instruction, where the list is one of numbers.
    pub opcode: Option<u16>,
    /// Where it is.
    pub at: Option<Place>,
}

/// How another definition is connected with the one that is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UseKind {
    /// It is a cache struct, and this macro of the header is its size.
    MeasuredBy,
    /// It is a cache struct, and this instruction has such a cache.
    CacheOf,
    /// It is a micro-op, and this macro names it.
    PartOf,
    /// It is the micro-op that this `inst` defines besides itself.
    UopOf,
    /// It is a micro-op, and a trace has it where this instruction was.
    InExpansionOf,
    /// It is a micro-op, and this is a copy of it for one argument.
    CopiedAs,
    /// The abstract interpreter defines it, too.
    KnownToOptimizer,
    /// It is a label, and this instruction or micro-op jumps to it.
    JumpedToBy,
    /// It is a label, and this label jumps to it.
    JumpedToByLabel,
    /// It is a family, and this instruction is its head.
    HeadedBy,
    /// It is a family, and its members have this cache struct.
    CacheLaidOutAs,
    /// It is a family, and this is one of its members.
    SpecializedBy,
    /// It heads this family.
    HeadOf,
    /// It is a member of this family.
    MemberOf,
    /// It becomes this instruction when it loses its specialization.
    DeoptimizesTo,
    /// This is its instrumented form.
    InstrumentedAs,
    /// It is the instrumented form of this.
    Instruments,
    /// This pseudo-instruction may become it.
    TargetOf,
    /// This macro names the micro-op that it defines besides itself.
    UopPartOf,
    /// It is a pseudo-instruction, and may become this instruction.
    Becomes,
}

impl UseKind {
    /// The words for it, after which the other definition is named.
    pub fn words(self) -> &'static str {
        match self {
            UseKind::MeasuredBy => "measured by",
            UseKind::CacheOf => "the cache of",
            UseKind::PartOf => "part of the macro",
            UseKind::UopOf => "the micro-op of",
            UseKind::InExpansionOf => "in the expansion of",
            UseKind::CopiedAs => "copied as",
            UseKind::KnownToOptimizer => "known to the optimizer",
            UseKind::JumpedToBy => "jumped to by",
            UseKind::JumpedToByLabel => "jumped to by the label",
            UseKind::HeadedBy => "headed by",
            UseKind::CacheLaidOutAs => "cache laid out as",
            UseKind::SpecializedBy => "specialized by",
            UseKind::HeadOf => "head of the family",
            UseKind::MemberOf => "member of the family",
            UseKind::DeoptimizesTo => "deoptimizes to",
            UseKind::InstrumentedAs => "instrumented as",
            UseKind::Instruments => "instruments",
            UseKind::TargetOf => "target of the pseudo-instruction",
            UseKind::UopPartOf => "its micro-op is part of",
            UseKind::Becomes => "becomes",
        }
    }
}

impl Use {
    /// The definition as it is shown.
    pub fn title(&self) -> String {
        let number = self.opcode.map(|opcode| format!(" ({opcode})")).unwrap_or_default();
        format!("{}{number}", self.name)
    }
}

impl Explanation {
    /// Nothing but a name yet.
    pub fn new(kind: Kind, name: &str) -> Explanation {
        Explanation {
            schema: SCHEMA,
            kind,
            name: name.to_owned(),
            facts: Vec::new(),
            at: None,
            written: String::new(),
            stack: None,
            parts: Vec::new(),
            cache: Vec::new(),
            flags: Vec::new(),
            expansion: Vec::new(),
            lists: Vec::new(),
            uses: Vec::new(),
        }
    }

    /// Adds a list, if there is anything in it.
    pub fn list(&mut self, title: &str, items: Vec<String>) {
        if !items.is_empty() {
            self.lists.push(List { title: title.to_owned(), items });
        }
    }

    /// Adds a connection.
    pub fn used(&mut self, kind: UseKind, name: &str, at: Option<Place>) {
        self.uses.push(Use { kind, name: name.to_owned(), opcode: None, at });
    }
}
