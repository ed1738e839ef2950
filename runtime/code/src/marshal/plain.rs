//! [`Constant`] as what is read and written.

use std::collections::{HashMap, HashSet};

use num_bigint::BigInt;

use super::read::{Build, CodeFields, Composite, Leaf};
use super::write::{Identity, Shape, Source};
#[cfg(feature = "compiler")]
use super::{VERSION, Writer};
use crate::{CodeData, CodeFlags, Complex, Constant, InvalidCode, Ref, Text};

/// Builds [`Constant`]s.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain;

/// Why there cannot be such a constant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlainError {
    /// A code object has a field that cannot be.
    #[error(transparent)]
    Code(#[from] InvalidCode),
}

impl Build for Plain {
    type Object = Constant;
    type Error = PlainError;

    fn leaf(&mut self, leaf: Leaf<'_>, flagged: bool) -> Result<Constant, PlainError> {
        Ok(match leaf {
            Leaf::None => Constant::None,
            Leaf::True => Constant::True,
            Leaf::False => Constant::False,
            Leaf::Ellipsis => Constant::Ellipsis,
            Leaf::StopIteration => Constant::StopIteration,
            Leaf::Int(value) => Constant::Int(Ref::with_flag(BigInt::from(value), flagged)),
            Leaf::BigInt(value) => Constant::Int(Ref::with_flag(value, flagged)),
            Leaf::Float(value) => Constant::Float(Ref::with_flag(value.into(), flagged)),
            Leaf::Complex(re, im) => {
                Constant::Complex(Ref::with_flag(Complex { re: re.into(), im: im.into() }, flagged))
            }
            Leaf::Str(text) => Constant::Str(Ref::with_flag(text, flagged)),
            Leaf::Bytes(bytes) => Constant::Bytes(Ref::with_flag(bytes.to_vec(), flagged)),
        })
    }

    fn close(
        &mut self,
        kind: Composite,
        _opened: Option<Constant>,
        parts: Vec<Constant>,
        flagged: bool,
    ) -> Result<Constant, PlainError> {
        Ok(match kind {
            Composite::Tuple => Constant::Tuple(Ref::with_flag(parts, flagged)),
            Composite::List => Constant::List(Ref::with_flag(parts, flagged)),
            Composite::Set => Constant::Set(Ref::with_flag(parts, flagged)),
            Composite::FrozenSet => Constant::FrozenSet(Ref::with_flag(parts, flagged)),
            Composite::Dict => {
                let mut parts = parts.into_iter();
                let mut pairs = Vec::with_capacity(parts.len() / 2);
                while let (Some(key), Some(value)) = (parts.next(), parts.next()) {
                    pairs.push((key, value));
                }
                Constant::Dict(Ref::with_flag(pairs, flagged))
            }
            Composite::Slice => {
                let Ok(parts) = parts.try_into() else { unreachable!("a slice is closed at three parts") };
                Constant::Slice(Ref::with_flag(parts, flagged))
            }
        })
    }

    fn code(&mut self, fields: CodeFields<Constant>, flagged: bool) -> Result<Constant, PlainError> {
        let count = |field, value: i32| {
            u32::try_from(value).map_err(|_| PlainError::Code(InvalidCode::Negative { field, value }))
        };
        let code = CodeData::new(CodeData {
            argcount: count("co_argcount", fields.argcount)?,
            posonlyargcount: count("co_posonlyargcount", fields.posonlyargcount)?,
            kwonlyargcount: count("co_kwonlyargcount", fields.kwonlyargcount)?,
            stacksize: count("co_stacksize", fields.stacksize)?,
            flags: CodeFlags(count("co_flags", fields.flags)?),
            code: bytes("co_code", fields.code)?,
            consts: tuple("co_consts", fields.consts)?,
            names: tuple("co_names", fields.names)?,
            localsplusnames: tuple("co_localsplusnames", fields.localsplusnames)?,
            localspluskinds: bytes("co_localspluskinds", fields.localspluskinds)?,
            filename: text("co_filename", fields.filename)?,
            name: text("co_name", fields.name)?,
            qualname: text("co_qualname", fields.qualname)?,
            firstlineno: fields.firstlineno,
            linetable: bytes("co_linetable", fields.linetable)?,
            exceptiontable: bytes("co_exceptiontable", fields.exceptiontable)?,
        })?;
        Ok(Constant::Code(Ref::with_flag(code, flagged)))
    }
}

fn bytes(field: &'static str, constant: Constant) -> Result<Ref<Vec<u8>>, InvalidCode> {
    match constant {
        Constant::Bytes(bytes) => Ok(bytes),
        other => Err(InvalidCode::Type { field, expected: "bytes", found: other.type_name() }),
    }
}

fn text(field: &'static str, constant: Constant) -> Result<Ref<Text>, InvalidCode> {
    match constant {
        Constant::Str(text) => Ok(text),
        other => Err(InvalidCode::Type { field, expected: "str", found: other.type_name() }),
    }
}

fn tuple(field: &'static str, constant: Constant) -> Result<Ref<Vec<Constant>>, InvalidCode> {
    match constant {
        Constant::Tuple(elements) => Ok(elements),
        other => Err(InvalidCode::Type { field, expected: "a tuple", found: other.type_name() }),
    }
}

/// Shows [`Constant`]s to a [`Writer`].
#[derive(Clone, Debug)]
pub struct PlainSource {
    /// What gets a reference flag; `None` for what had it when it was read.
    flagged: Option<HashSet<usize>>,
}

impl PlainSource {
    /// With the flags that the constants were read with.
    pub fn as_read() -> Self {
        PlainSource { flagged: None }
    }

    /// With the flags that CPython's reference counts give when `root` has just been compiled; see
    /// [`marshal`](super#references).
    pub fn fresh(root: &Constant) -> Self {
        let mut uses: HashMap<usize, usize> = HashMap::new();
        let mut flagged: HashSet<usize> = address(root).into_iter().collect();
        let mut left = vec![root.clone()];
        while let Some(constant) = left.pop() {
            let Some(own) = address(&constant) else { continue };
            let uses = uses.entry(own).or_default();
            *uses += 1;
            if *uses > 1 || is_shared_by_all(&constant) {
                flagged.insert(own);
            }
            if *uses > 1 {
                continue;
            }
            match &constant {
                Constant::Tuple(parts) | Constant::List(parts) => left.extend(parts.iter().cloned()),
                // While a set is written, its elements are held by it and by a list that sorts them.
                Constant::Set(parts) | Constant::FrozenSet(parts) => {
                    flagged.extend(parts.iter().filter_map(address));
                    left.extend(parts.iter().cloned());
                }
                Constant::Dict(pairs) => {
                    left.extend(pairs.iter().flat_map(|(key, value)| [key.clone(), value.clone()]))
                }
                Constant::Slice(parts) => left.extend(parts.iter().cloned()),
                Constant::Code(code) => {
                    // Code objects remember the bytes that they were asked for.
                    flagged.insert(code.code.address());
                    let kinds = code.localspluskinds.address();
                    let parts = code_parts(code).into_iter();
                    // These are not one of the bytes objects that there is one of, however short.
                    left.extend(
                        parts.filter(|part| address(part) != Some(kinds) || code.localspluskinds.is_empty()),
                    );
                }
                _ => {}
            }
        }
        PlainSource { flagged: Some(flagged) }
    }

    /// The elements of a set in the order in which CPython writes them.
    #[cfg(feature = "compiler")]
    pub(crate) fn sorted(parts: Vec<Constant>) -> Vec<Constant> {
        let mut keyed: Vec<_> = parts
            .into_iter()
            .map(|part| {
                let key = Writer::new(VERSION).sort_key(&PlainSource::fresh(&part), part.clone());
                (key.unwrap_or_default(), part)
            })
            .collect();
        keyed.sort_by(|one, other| one.0.cmp(&other.0));
        keyed.into_iter().map(|(_, part)| part).collect()
    }
}

/// Whether CPython has only one object of this value, or refers to it from elsewhere.
fn is_shared_by_all(constant: &Constant) -> bool {
    match constant {
        Constant::Int(value) => i64::try_from(&**value).is_ok_and(|value| (-5..=256).contains(&value)),
        Constant::Str(text) => text.is_interned(),
        Constant::Bytes(bytes) => bytes.len() < 2,
        Constant::Tuple(parts) => parts.is_empty(),
        _ => false,
    }
}

/// Where a constant lies, if it is not one of those that there is one of.
fn address(constant: &Constant) -> Option<usize> {
    Some(match constant {
        Constant::None | Constant::True | Constant::False | Constant::Ellipsis | Constant::StopIteration => {
            return None;
        }
        Constant::Int(object) => object.address(),
        Constant::Float(object) => object.address(),
        Constant::Complex(object) => object.address(),
        Constant::Str(object) => object.address(),
        Constant::Bytes(object) => object.address(),
        Constant::Tuple(object) | Constant::List(object) => object.address(),
        Constant::Set(object) | Constant::FrozenSet(object) => object.address(),
        Constant::Dict(object) => object.address(),
        Constant::Slice(object) => object.address(),
        Constant::Code(object) => object.address(),
    })
}

/// Whether a constant was read with the reference flag.
fn is_flagged(constant: &Constant) -> bool {
    match constant {
        Constant::None | Constant::True | Constant::False | Constant::Ellipsis | Constant::StopIteration => {
            false
        }
        Constant::Int(object) => object.is_flagged(),
        Constant::Float(object) => object.is_flagged(),
        Constant::Complex(object) => object.is_flagged(),
        Constant::Str(object) => object.is_flagged(),
        Constant::Bytes(object) => object.is_flagged(),
        Constant::Tuple(object) | Constant::List(object) => object.is_flagged(),
        Constant::Set(object) | Constant::FrozenSet(object) => object.is_flagged(),
        Constant::Dict(object) => object.is_flagged(),
        Constant::Slice(object) => object.is_flagged(),
        Constant::Code(object) => object.is_flagged(),
    }
}

/// The objects of a code object, in the order of the stream.
fn code_parts(code: &CodeData) -> [Constant; 10] {
    [
        Constant::Bytes(code.code.clone()),
        Constant::Tuple(code.consts.clone()),
        Constant::Tuple(code.names.clone()),
        Constant::Tuple(code.localsplusnames.clone()),
        Constant::Bytes(code.localspluskinds.clone()),
        Constant::Str(code.filename.clone()),
        Constant::Str(code.name.clone()),
        Constant::Str(code.qualname.clone()),
        Constant::Bytes(code.linetable.clone()),
        Constant::Bytes(code.exceptiontable.clone()),
    ]
}

impl Source for PlainSource {
    type Object = Constant;
    type Error = PlainError;

    fn identity(&self, constant: &Constant) -> Identity {
        let address = address(constant).unwrap_or_default();
        let flagged = match &self.flagged {
            Some(flagged) => flagged.contains(&address),
            None => is_flagged(constant),
        };
        Identity { address, flagged }
    }

    fn shape<'a>(&'a self, constant: &'a Constant) -> Result<Shape<'a, Constant>, PlainError> {
        Ok(match constant {
            Constant::None => Shape::Leaf(Leaf::None),
            Constant::True => Shape::Leaf(Leaf::True),
            Constant::False => Shape::Leaf(Leaf::False),
            Constant::Ellipsis => Shape::Leaf(Leaf::Ellipsis),
            Constant::StopIteration => Shape::Leaf(Leaf::StopIteration),
            Constant::Int(value) => Shape::Leaf(match i64::try_from(&**value) {
                Ok(value) => Leaf::Int(value),
                Err(_) => Leaf::BigInt((**value).clone()),
            }),
            Constant::Float(value) => Shape::Leaf(Leaf::Float(value.get())),
            Constant::Complex(value) => Shape::Leaf(Leaf::Complex(value.re.get(), value.im.get())),
            Constant::Str(text) => Shape::Leaf(Leaf::Str((**text).clone())),
            Constant::Bytes(bytes) => Shape::Leaf(Leaf::Bytes(bytes)),
            Constant::Tuple(parts) => Shape::Composite(Composite::Tuple, (**parts).clone()),
            Constant::List(parts) => Shape::Composite(Composite::List, (**parts).clone()),
            Constant::Set(parts) => Shape::Composite(Composite::Set, (**parts).clone()),
            Constant::FrozenSet(parts) => Shape::Composite(Composite::FrozenSet, (**parts).clone()),
            Constant::Dict(pairs) => {
                let parts = pairs.iter().flat_map(|(key, value)| [key.clone(), value.clone()]).collect();
                Shape::Composite(Composite::Dict, parts)
            }
            Constant::Slice(parts) => Shape::Composite(Composite::Slice, parts.to_vec()),
            Constant::Code(code) => {
                let [
                    bytecode,
                    consts,
                    names,
                    localsplusnames,
                    localspluskinds,
                    filename,
                    name,
                    qualname,
                    linetable,
                    exceptiontable,
                ] = code_parts(code);
                Shape::Code(Box::new(CodeFields {
                    argcount: code.argcount.cast_signed(),
                    posonlyargcount: code.posonlyargcount.cast_signed(),
                    kwonlyargcount: code.kwonlyargcount.cast_signed(),
                    stacksize: code.stacksize.cast_signed(),
                    flags: code.flags.0.cast_signed(),
                    code: bytecode,
                    consts,
                    names,
                    localsplusnames,
                    localspluskinds,
                    filename,
                    name,
                    qualname,
                    firstlineno: code.firstlineno,
                    linetable,
                    exceptiontable,
                }))
            }
        })
    }
}
