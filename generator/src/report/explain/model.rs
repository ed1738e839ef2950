//! What there is to say of one definition, as plain data. `casewright explain --json NAME` prints a list of
//! [`Explanation`]s.

use serde::Serialize;

/// Version of this format; bumped when a field changes meaning.
pub const SCHEMA: u32 = 1;

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
    /// Who uses it.
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

/// A definition that uses it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Use {
    /// How (`part of`, `member of`, …).
    pub how: String,
    /// The definition.
    pub name: String,
    /// Where it is.
    pub at: Option<Place>,
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

    /// Adds a user.
    pub fn used(&mut self, how: &str, name: &str, at: Option<Place>) {
        self.uses.push(Use { how: how.to_owned(), name: name.to_owned(), at });
    }
}
