//! From the compiler's code objects to ours.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use num_bigint::BigInt;
use rustpython_compiler::core::bytecode::{CodeFlags as CompilerFlags, CodeObject, ConstantData};

use crate::marshal::{self, PlainSource};
use crate::{CodeData, CodeFlags, Complex, Constant, Ref, Text};

/// The same code object, with equal parts shared as CPython shares them within what is compiled at once.
pub(super) fn convert(code: &CodeObject) -> Ref<CodeData> {
    Converter::default().code(code, None)
}

/// What has been made so far, so that it is not made twice.
#[derive(Default)]
struct Converter {
    /// By what marshal writes for it, without references.
    constants: HashMap<Vec<u8>, Constant>,
    /// Code objects stand in keys by their number, for each is a value of its own.
    codes: u64,
    /// Constants that are interned although they could not be names.
    interned_constants: HashSet<String>,
}

/// The name of the functions that make annotations.
const ANNOTATE: &str = "__annotate__";

/// A constant, and the key that equal constants have.
type Keyed = (Constant, Vec<u8>);

impl Converter {
    /// `outer` is what qualified names begin with where the code object is defined; nothing for the outermost one.
    fn code(&mut self, code: &CodeObject, outer: Option<&str>) -> Ref<CodeData> {
        let scope = scope_of(code, outer);
        // Inner code objects are assembled before the tables of the outer one.
        if !code.flags.contains(CompilerFlags::OPTIMIZED) && outer.is_some() {
            // The body of a class has its qualified name among its constants; the name and the constant are one object.
            self.interned_constants.insert(code.qualname.clone());
        }
        let consts: Vec<Keyed> =
            code.constants.iter().map(|constant| self.constant(constant, &scope)).collect();
        let names = self.names(code.names.iter().map(String::as_str));
        let cells = code.cellvars.iter().filter(|cell| !code.varnames.contains(cell));
        let slots = code.varnames.iter().chain(cells).chain(&*code.freevars);
        let localsplusnames = slots.map(|name| self.interned(name)).collect::<Vec<_>>();
        let localsplusnames = if code.obj_name == ANNOTATE {
            // CPython renames the argument of these when they are done, in a tuple of their own.
            Ref::new(localsplusnames.into_iter().map(|(name, _)| name).collect())
        } else {
            self.tuple(localsplusnames)
        };
        Ref::new(CodeData {
            argcount: code.arg_count,
            posonlyargcount: code.posonlyarg_count,
            kwonlyargcount: code.kwonlyarg_count,
            stacksize: code.max_stackdepth,
            flags: CodeFlags(code.flags.bits()),
            // CPython makes these bytes anew from the instructions, so they are never shared.
            code: Ref::new(code.instructions.original_bytes()),
            consts: self.tuple(consts),
            names,
            localsplusnames,
            localspluskinds: match &*code.localspluskinds {
                [] => self.bytes(Vec::new()),
                kinds => Ref::new(kinds.to_vec()),
            },
            filename: self.name(&code.source_path),
            name: self.name(&code.obj_name),
            qualname: self.name(&qualname(code, outer.unwrap_or_default())),
            firstlineno: code
                .first_line_number
                .map_or(0, |line| i32::try_from(line.get()).unwrap_or(i32::MAX)),
            linetable: self.bytes(code.linetable.to_vec()),
            exceptiontable: self.bytes(code.exceptiontable.to_vec()),
        })
    }

    fn constant(&mut self, constant: &ConstantData, scope: &str) -> Keyed {
        let leaf = match constant {
            ConstantData::None => Constant::None,
            ConstantData::Ellipsis => Constant::Ellipsis,
            ConstantData::Boolean { value: true } => Constant::True,
            ConstantData::Boolean { value: false } => Constant::False,
            ConstantData::Integer { value } => {
                Constant::Int(Ref::new(BigInt::from_signed_bytes_le(&value.to_signed_bytes_le())))
            }
            ConstantData::Float { value } => Constant::Float(Ref::new((*value).into())),
            ConstantData::Complex { value } => {
                Constant::Complex(Ref::new(Complex { re: value.re.into(), im: value.im.into() }))
            }
            ConstantData::Str { value } => {
                // Every string of the compiler is well-formed, so nothing is lost.
                let text = Text::from_surrogatepass(value.as_bytes()).unwrap_or_else(|_| Text::from(""));
                let interned = is_interned(&text)
                    || text.to_str().is_some_and(|text| self.interned_constants.contains(text));
                Constant::Str(Ref::new(text.interned(interned)))
            }
            ConstantData::Bytes { value } => Constant::Bytes(Ref::new(value.clone())),
            ConstantData::Tuple { elements } => {
                let parts = elements.iter().map(|element| self.constant(element, scope)).collect();
                return self.composite(b'(', parts, |parts| Constant::Tuple(Ref::new(parts)));
            }
            ConstantData::Frozenset { elements } => {
                let mut parts: Vec<Keyed> =
                    elements.iter().map(|element| self.constant(element, scope)).collect();
                // The compiler keeps what is equal to an element before it.
                let mut seen = HashSet::new();
                parts.retain(|(part, _)| seen.insert(equality_key(part)));
                return self.composite(b'>', parts, |parts| {
                    Constant::FrozenSet(Ref::new(PlainSource::sorted(parts)))
                });
            }
            ConstantData::Slice { elements } => {
                let parts = elements.iter().map(|element| self.constant(element, scope)).collect();
                return self.composite(b':', parts, |parts| match <[Constant; 3]>::try_from(parts) {
                    Ok(parts) => Constant::Slice(Ref::new(parts)),
                    Err(parts) => Constant::Tuple(Ref::new(parts)),
                });
            }
            ConstantData::Code { code } => {
                let code = self.code(code, Some(scope));
                self.codes += 1;
                return (Constant::Code(code), [&b"c"[..], &self.codes.to_le_bytes()].concat());
            }
        };
        self.share(leaf)
    }

    /// The first constant without parts that is equal to this one.
    fn share(&mut self, leaf: Constant) -> Keyed {
        let key = marshal::write(&leaf).unwrap_or_default();
        (self.constants.entry(key.clone()).or_insert(leaf).clone(), key)
    }

    /// The first constant with parts that is equal to what `make` gives.
    fn composite(
        &mut self,
        kind: u8,
        parts: Vec<Keyed>,
        make: impl FnOnce(Vec<Constant>) -> Constant,
    ) -> Keyed {
        let mut key = vec![kind];
        key.extend((parts.len() as u64).to_le_bytes());
        let mut constants = Vec::with_capacity(parts.len());
        for (constant, part) in parts {
            key.extend(part);
            constants.push(constant);
        }
        (self.constants.entry(key.clone()).or_insert_with(|| make(constants)).clone(), key)
    }

    fn tuple(&mut self, parts: Vec<Keyed>) -> Ref<Vec<Constant>> {
        match self.composite(b'(', parts, |parts| Constant::Tuple(Ref::new(parts))).0 {
            Constant::Tuple(tuple) => tuple,
            _ => Ref::new(Vec::new()),
        }
    }

    fn bytes(&mut self, bytes: Vec<u8>) -> Ref<Vec<u8>> {
        match self.share(Constant::Bytes(Ref::new(bytes))).0 {
            Constant::Bytes(bytes) => bytes,
            _ => Ref::new(Vec::new()),
        }
    }

    fn name(&mut self, name: &str) -> Ref<Text> {
        match self.interned(name).0 {
            Constant::Str(text) => text,
            _ => Ref::new(Text::from(name)),
        }
    }

    fn names<'a>(&mut self, names: impl Iterator<Item = &'a str>) -> Ref<Vec<Constant>> {
        let names = names.map(|name| self.interned(name)).collect();
        self.tuple(names)
    }

    fn interned(&mut self, name: &str) -> Keyed {
        self.share(Constant::Str(Ref::new(Text::from(name).interned(true))))
    }
}

/// Something that is equal for constants that Python's `==` finds equal, as an element of a set may be.
fn equality_key(constant: &Constant) -> String {
    let number = |value: f64| {
        if value.fract() == 0.0 { format!("{:.0}", value + 0.0) } else { format!("{value:e}") }
    };
    match constant {
        Constant::True => "1".to_owned(),
        Constant::False => "0".to_owned(),
        Constant::Int(value) => value.to_string(),
        Constant::Float(value) => number(value.get()),
        Constant::Complex(value) if value.im.get() == 0.0 => number(value.re.get()),
        Constant::Complex(value) => format!("{} {}j", number(value.re.get()), number(value.im.get())),
        Constant::Tuple(parts) => {
            format!("({})", parts.iter().map(equality_key).collect::<Vec<_>>().join(","))
        }
        Constant::FrozenSet(parts) => {
            let mut keys: Vec<String> = parts.iter().map(equality_key).collect();
            keys.sort();
            format!("{{{}}}", keys.join(","))
        }
        other => format!("{other:?}"),
    }
}

/// Whether CPython interns a constant: what could be a name, and single characters, which there is one of anyway.
fn is_interned(text: &Text) -> bool {
    let is_name = text.as_bytes().iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    is_name || (text.code_points().all(|code| code < 0x100) && text.code_points().count() == 1)
}

/// `co_qualname`. For `__annotate__` the compiler (0.6.0) sometimes puts the name of the function before it whose
/// annotations it makes; in CPython it never has more than the scope that this function is in.
fn qualname<'a>(code: &'a CodeObject, scope: &str) -> Cow<'a, str> {
    if code.obj_name == ANNOTATE {
        Cow::Owned(format!("{scope}{ANNOTATE}"))
    } else {
        Cow::Borrowed(&code.qualname)
    }
}

/// What the qualified names of what is defined in a code object begin with; `outer` is that for itself.
fn scope_of(code: &CodeObject, outer: Option<&str>) -> String {
    match outer {
        None => String::new(),
        // Type parameters have a scope of their own that does not show.
        Some(outer) if code.obj_name.starts_with("<generic parameters of ") => outer.to_owned(),
        Some(_) if code.flags.contains(CompilerFlags::OPTIMIZED) => format!("{}.<locals>.", code.qualname),
        Some(_) => format!("{}.", code.qualname),
    }
}
