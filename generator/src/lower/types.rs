//! The C types that bodies use, and what they are in Rust.

use super::bindings::{Bindings, TypeKind};
use crate::syntax::tree::CType;

/// An integer type, by its Rust name and its size in bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Int {
    /// Its name in Rust.
    pub rust: &'static str,
    /// How many bits it has on the targets there are.
    pub bits: u8,
    /// Whether it has a sign. Arithmetic without one wraps.
    pub signed: bool,
}

const fn int(rust: &'static str, bits: u8, signed: bool) -> Int {
    Int { rust, bits, signed }
}

impl Int {
    /// `int`
    pub const INT: Int = int("i32", 32, true);
    /// `Py_ssize_t`, `ptrdiff_t`
    pub const SSIZE: Int = int("isize", 64, true);
    /// `size_t`
    pub const SIZE: Int = int("usize", 64, false);
    /// `uint16_t`
    pub const U16: Int = int("u16", 16, false);
    /// `uint32_t`
    pub const U32: Int = int("u32", 32, false);

    /// The type of C's integer promotions: whatever is smaller than `int` becomes one.
    pub fn promoted(self) -> Int {
        if self.bits < 32 { Int::INT } else { self }
    }

    /// The type in which C computes with two operands.
    pub fn common(self, other: Int) -> Int {
        let (a, b) = (self.promoted(), other.promoted());
        match a.bits.cmp(&b.bits) {
            std::cmp::Ordering::Greater => a,
            std::cmp::Ordering::Less => b,
            std::cmp::Ordering::Equal if a.signed && !b.signed => b,
            std::cmp::Ordering::Equal => a,
        }
    }
}

/// A C type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ty {
    /// `void`
    Void,
    /// The type of a function that does not return.
    Never,
    /// `bool`, and what comparisons and predicates give.
    Bool,
    /// An integer.
    Int(Int),
    /// `double`
    Double,
    /// A pointer to an object: by the C name of its layout, `PyObject` if nothing is known.
    Obj(String),
    /// A pointer to a struct that is no object, by its C name.
    Raw(String),
    /// A struct itself, as a place.
    Struct(String),
    /// A small type that is passed by value, by its C name.
    Value(String),
    /// `_PyStackRef`
    StackRef,
    /// `_PyStackRef *`: into the evaluation stack, or the variables of a frame.
    StackRefs,
    /// `PyObject **`: places in memory that own what they hold.
    Slots,
    /// `PyObject *const *`: an array of borrowed pointers.
    Borrowed,
    /// `const char *`
    Text,
    /// `char *`: an address, counted in bytes.
    Bytes,
    /// A pointer to a function, by the name of its type.
    Function(String),
    /// A pointer to a number: `uint16_t *`.
    Pointer(Int),
    /// An array: of a struct's field or of a local variable.
    Array(Box<Ty>),
    /// `JitOptSymbol *`: a symbol of the abstract interpreter.
    Symbol,
    /// `JitOptSymbol **`: into the stack of symbols, or the variables of an abstract frame.
    Symbols,
    /// Any number, for macros that take `int` and `double` alike.
    Number,
    /// The values of a format.
    Values,
}

impl Ty {
    /// `PyObject *`
    pub fn object() -> Ty {
        Ty::Obj("PyObject".to_owned())
    }

    /// Whether it is an object pointer.
    pub fn is_object(&self) -> bool {
        matches!(self, Ty::Obj(_))
    }

    /// The type that a C type is, if it is known. `words` are without qualifiers and stars.
    pub fn from_words(words: &[&str], stars: u8, is_const: bool, bindings: &Bindings) -> Option<Ty> {
        let base = match words {
            ["void"] if stars == 0 => return Some(Ty::Void),
            ["char"] if stars == 1 => return Some(if is_const { Ty::Text } else { Ty::Bytes }),
            [word] if *word == "_PyStackRef" || *word == "_PyStackRef*" => match stars {
                0 => return Some(Ty::StackRef),
                1 => return Some(Ty::StackRefs),
                _ => return None,
            },
            // 3.13 has the other name.
            ["JitOptSymbol" | "_Py_UopsSymbol"] => match stars {
                1 => return Some(Ty::Symbol),
                2 => return Some(Ty::Symbols),
                _ => return None,
            },
            ["bool"] => Ty::Bool,
            ["double"] => Ty::Double,
            [word] if bindings.function_types.contains_key(*word) => Ty::Function((*word).to_owned()),
            [word] => match bindings.types.get(*word) {
                Some(binding) => match (binding.kind, stars) {
                    (TypeKind::Object, 1) => return Some(Ty::Obj((*word).to_owned())),
                    (TypeKind::Object, 2) => return Some(Ty::Slots),
                    (TypeKind::Raw, 0) => return Some(Ty::Struct((*word).to_owned())),
                    (TypeKind::Raw, 1) => return Some(Ty::Raw((*word).to_owned())),
                    (TypeKind::Value, 0) => return Some(Ty::Value((*word).to_owned())),
                    _ => return None,
                },
                None => Ty::Int(int_type(words)?),
            },
            _ => Ty::Int(int_type(words)?),
        };
        if let (Ty::Int(int), 1) = (&base, stars) {
            return Some(Ty::Pointer(*int));
        }
        (stars == 0).then_some(base)
    }

    /// The type that was written in a body.
    pub fn from_c(ty: &CType, extra_stars: u8, bindings: &Bindings) -> Option<Ty> {
        let words: Vec<&str> = ty.words.iter().map(String::as_str).filter(|w| *w != "struct").collect();
        Ty::from_words(&words, ty.pointers.saturating_add(extra_stars), ty.is_const, bindings)
    }

    /// The type of a text such as `PyObject *` or `_PyStackRef []`.
    pub fn parse(text: &str, bindings: &Bindings) -> Option<Ty> {
        let text = text.trim();
        if let Some(element) = text.strip_suffix("[]") {
            return Some(Ty::Array(Box::new(Ty::parse(element, bindings)?)));
        }
        match text {
            "PyObject *const *" => return Some(Ty::Borrowed),
            "status" => return Some(Ty::Int(Int::INT)),
            "never" => return Some(Ty::Never),
            "number" => return Some(Ty::Number),
            "..." => return Some(Ty::Values),
            _ => {}
        }
        let stars = text.chars().filter(|c| *c == '*').count();
        let bare = text.replace('*', " ");
        let mut words: Vec<&str> = bare.split_whitespace().collect();
        let is_const = words.first() == Some(&"const");
        words.retain(|word| *word != "const");
        Ty::from_words(&words, u8::try_from(stars).ok()?, is_const, bindings)
    }

    /// The Rust type of a variable that borrows (if it is an object), or of a plain one.
    pub fn rust(&self, bindings: &Bindings, lifetime: &str) -> String {
        match self {
            Ty::Void => "()".to_owned(),
            Ty::Never => "!".to_owned(),
            Ty::Bool => "bool".to_owned(),
            Ty::Int(int) => int.rust.to_owned(),
            Ty::Double => "f64".to_owned(),
            Ty::Obj(name) if name == "PyObject" => format!("ObjPtr<{lifetime}>"),
            Ty::Obj(name) => format!("ObjPtr<{lifetime}, {}>", bindings.rust_type(name)),
            Ty::Raw(name) => format!("*mut {}", bindings.rust_type(name)),
            Ty::Struct(name) | Ty::Value(name) => bindings.rust_type(name).to_owned(),
            Ty::StackRef => "StackRef".to_owned(),
            Ty::StackRefs => "*mut StackRef".to_owned(),
            Ty::Slots => "*mut ObjSlot".to_owned(),
            Ty::Borrowed => format!("*const ObjPtr<{lifetime}>"),
            Ty::Text => "*const c_char".to_owned(),
            Ty::Bytes => "*mut u8".to_owned(),
            Ty::Function(name) => format!("Option<{name}>"),
            Ty::Pointer(int) => format!("*mut {}", int.rust),
            Ty::Array(element) => format!("&'static [{}]", element.rust(bindings, lifetime)),
            Ty::Symbol => "S::Symbol".to_owned(),
            Ty::Symbols => "*mut S::Symbol".to_owned(),
            Ty::Number => "T".to_owned(),
            Ty::Values => format!("&[FormatArg<{lifetime}>]"),
        }
    }

    /// The Rust type of an owned reference to the object.
    pub fn owned(&self, bindings: &Bindings) -> String {
        match self {
            Ty::Obj(name) if name != "PyObject" => format!("Owned<{}>", bindings.rust_type(name)),
            _ => "Owned".to_owned(),
        }
    }

    /// The Rust type of what a pointer to this type points to, in memory.
    pub fn in_memory(&self, bindings: &Bindings) -> String {
        match self {
            Ty::Obj(name) if name == "PyObject" => "ObjSlot".to_owned(),
            Ty::Obj(name) => format!("ObjSlot<{}>", bindings.rust_type(name)),
            _ => self.rust(bindings, "'static"),
        }
    }
}

/// Whether a word is a type of C or of its standard headers.
pub(super) fn is_plain(word: &str) -> bool {
    matches!(word, "void" | "double") || int_type(&[word]).is_some()
}

fn int_type(words: &[&str]) -> Option<Int> {
    Some(match words {
        ["int" | "signed"] | ["signed", "int"] => Int::INT,
        ["unsigned"] | ["unsigned", "int"] => Int::U32,
        ["long"] | ["long", "int"] => int("i64", 64, true),
        ["unsigned", "long"] => int("u64", 64, false),
        ["long", "long"] => int("i64", 64, true),
        ["unsigned", "long", "long"] => int("u64", 64, false),
        ["short"] => int("i16", 16, true),
        ["unsigned", "short"] => Int::U16,
        ["char"] | ["signed", "char"] => int("i8", 8, true),
        ["unsigned", "char"] => int("u8", 8, false),
        ["int8_t"] => int("i8", 8, true),
        ["int16_t"] => int("i16", 16, true),
        ["int32_t"] => Int::INT,
        ["int64_t"] => int("i64", 64, true),
        ["uint8_t"] => int("u8", 8, false),
        ["uint16_t"] => Int::U16,
        ["uint32_t" | "Py_UCS4" | "digit"] => Int::U32,
        ["uint64_t"] => int("u64", 64, false),
        ["size_t" | "uintptr_t"] => Int::SIZE,
        ["Py_ssize_t" | "ptrdiff_t" | "intptr_t"] => Int::SSIZE,
        _ => return None,
    })
}

/// The integer type of a literal: `int` if it fits, else the next that does.
pub fn literal_type(value: u128, suffix: &str) -> Int {
    let suffix = suffix.to_ascii_lowercase();
    let unsigned = suffix.contains('u');
    let long = suffix.contains('l');
    match (unsigned, long) {
        (false, false) if value <= i32::MAX as u128 => Int::INT,
        (true, false) if value <= u128::from(u32::MAX) => Int::U32,
        (true, _) => int("u64", 64, false),
        (false, _) if value <= i64::MAX as u128 => int("i64", 64, true),
        _ => int("u64", 64, false),
    }
}
