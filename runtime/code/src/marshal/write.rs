//! From objects to bytes.

use std::collections::HashMap;

use num_bigint::{BigInt, Sign};

use super::code::*;
use super::error::WriteError;
use super::read::{CodeFields, Composite, Leaf};
use super::{DIGIT_BITS, FLAG_REF, MAX_DEPTH};

/// What an object is, as a [`Writer`] needs to know it.
#[derive(Clone, Debug)]
pub enum Shape<'a, O> {
    /// A value without parts.
    Leaf(Leaf<'a>),
    /// A value with parts, as in [`Composite`]. The elements of sets are in the order in which they are to be written:
    /// CPython sorts them by what `marshal.dumps` makes of each; see [`Writer::sort_key`].
    Composite(Composite, Vec<O>),
    /// A code object.
    Code(Box<CodeFields<O>>),
}

/// Tells an object from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// No other object has the same, as long as the writing lasts.
    pub address: usize,
    /// Whether the object may occur again, or is to look so: whether it gets the reference flag. Others are
    /// written in full each time.
    pub flagged: bool,
}

/// Shows objects to a [`Writer`].
pub trait Source {
    /// A handle of an object; a clone is the same object.
    type Object: Clone;
    /// Why an object cannot be written.
    type Error;

    /// Which object it is.
    fn identity(&self, object: &Self::Object) -> Identity;

    /// What it is.
    fn shape<'a>(&'a self, object: &'a Self::Object) -> Result<Shape<'a, Self::Object>, Self::Error>;
}

/// Writes objects in a version of the format. Versions below 5 have no slices, below 4 no short forms, below 3 no
/// references, below 2 no binary floats.
#[derive(Clone, Copy, Debug)]
pub struct Writer {
    version: u32,
}

/// What is left to write: the last is next.
enum Task<O> {
    Object(O, usize),
    Long(i32),
    Null,
}

impl Writer {
    /// Writes this version.
    pub fn new(version: u32) -> Self {
        Writer { version }
    }

    /// Writes an object.
    pub fn write<S: Source>(self, source: &S, object: S::Object) -> Result<Vec<u8>, WriteError<S::Error>> {
        let mut out = Vec::new();
        // What has a number is kept alive, lest another object get its address.
        let mut numbers: HashMap<usize, (u32, S::Object)> = HashMap::new();
        let mut tasks = vec![Task::Object(object, 1)];
        while let Some(task) = tasks.pop() {
            let (object, depth) = match task {
                Task::Object(object, depth) => (object, depth),
                Task::Long(value) => {
                    out.extend(value.to_le_bytes());
                    continue;
                }
                Task::Null => {
                    out.push(NULL);
                    continue;
                }
            };
            if depth > MAX_DEPTH {
                return Err(WriteError::Depth);
            }
            let shape = source.shape(&object).map_err(WriteError::Source)?;
            if let Shape::Leaf(leaf) = &shape
                && let Some(code) = singleton(leaf)
            {
                out.push(code);
                continue;
            }
            let mut flag = 0;
            if self.version >= 3 {
                let Identity { address, flagged } = source.identity(&object);
                if flagged {
                    if let Some((number, _)) = numbers.get(&address) {
                        out.push(REF);
                        out.extend(number.to_le_bytes());
                        continue;
                    }
                    let number = numbers.len();
                    let Ok(number) = u32::try_from(number) else { return Err(WriteError::Size(number)) };
                    numbers.insert(address, (number, object.clone()));
                    flag = FLAG_REF;
                }
            }
            match shape {
                Shape::Leaf(leaf) => self.leaf(&mut out, leaf, flag)?,
                Shape::Composite(kind, parts) => {
                    self.head(&mut out, kind, parts.len(), flag)?;
                    if kind == Composite::Dict {
                        tasks.push(Task::Null);
                    }
                    tasks.extend(parts.into_iter().rev().map(|part| Task::Object(part, depth + 1)));
                }
                Shape::Code(code) => {
                    out.push(CODE | flag);
                    let counts = [
                        code.argcount,
                        code.posonlyargcount,
                        code.kwonlyargcount,
                        code.stacksize,
                        code.flags,
                    ];
                    out.extend(counts.iter().flat_map(|count| count.to_le_bytes()));
                    let after = [code.exceptiontable, code.linetable];
                    tasks.extend(after.map(|part| Task::Object(part, depth + 1)));
                    tasks.push(Task::Long(code.firstlineno));
                    let before = [
                        code.qualname,
                        code.name,
                        code.filename,
                        code.localspluskinds,
                        code.localsplusnames,
                        code.names,
                        code.consts,
                        code.code,
                    ];
                    tasks.extend(before.map(|part| Task::Object(part, depth + 1)));
                }
            }
        }
        Ok(out)
    }

    /// What CPython orders the elements of a set by when it writes them: each on its own, in this version.
    pub fn sort_key<S: Source>(self, source: &S, object: S::Object) -> Result<Vec<u8>, WriteError<S::Error>> {
        self.write(source, object)
    }

    /// The type code and size of an object with parts.
    fn head<E>(self, out: &mut Vec<u8>, kind: Composite, size: usize, flag: u8) -> Result<(), WriteError<E>> {
        let code = match kind {
            Composite::Tuple => match u8::try_from(size) {
                Ok(size) if self.version >= 4 => {
                    out.extend([SMALL_TUPLE | flag, size]);
                    return Ok(());
                }
                _ => TUPLE,
            },
            Composite::List => LIST,
            Composite::Set => SET,
            Composite::FrozenSet => FROZEN_SET,
            Composite::Dict => {
                out.push(DICT | flag);
                return Ok(());
            }
            Composite::Slice if self.version >= 5 => {
                out.push(SLICE | flag);
                return Ok(());
            }
            Composite::Slice => return Err(WriteError::Version { version: self.version, what: "slices" }),
        };
        out.push(code | flag);
        self.size(out, size)
    }

    fn leaf<E>(self, out: &mut Vec<u8>, leaf: Leaf<'_>, flag: u8) -> Result<(), WriteError<E>> {
        match leaf {
            Leaf::Int(value) => match i32::try_from(value) {
                Ok(value) => {
                    out.push(INT | flag);
                    out.extend(value.to_le_bytes());
                }
                Err(_) => self.big_int(out, &value.into(), flag)?,
            },
            Leaf::BigInt(value) => self.big_int(out, &value, flag)?,
            Leaf::Float(value) if self.version > 1 => {
                out.push(BINARY_FLOAT | flag);
                out.extend(value.to_le_bytes());
            }
            Leaf::Float(value) => {
                out.push(FLOAT | flag);
                float_text(out, value);
            }
            Leaf::Complex(re, im) if self.version > 1 => {
                out.push(BINARY_COMPLEX | flag);
                out.extend(re.to_le_bytes());
                out.extend(im.to_le_bytes());
            }
            Leaf::Complex(re, im) => {
                out.push(COMPLEX | flag);
                float_text(out, re);
                float_text(out, im);
            }
            Leaf::Str(text) => {
                let bytes = text.as_bytes();
                if self.version >= 4 && text.is_ascii() {
                    if let Ok(size) = u8::try_from(bytes.len()) {
                        let code = if text.is_interned() { SHORT_ASCII_INTERNED } else { SHORT_ASCII };
                        out.extend([code | flag, size]);
                        out.extend(bytes);
                        return Ok(());
                    }
                    out.push(flag | if text.is_interned() { ASCII_INTERNED } else { ASCII });
                } else {
                    out.push(flag | if self.version >= 3 && text.is_interned() { INTERNED } else { UNICODE });
                }
                self.size(out, bytes.len())?;
                out.extend(bytes);
            }
            Leaf::Bytes(bytes) => {
                out.push(STRING | flag);
                self.size(out, bytes.len())?;
                out.extend(bytes);
            }
            Leaf::None | Leaf::True | Leaf::False | Leaf::Ellipsis | Leaf::StopIteration => {
                out.extend(singleton(&leaf));
            }
        }
        Ok(())
    }

    fn big_int<E>(self, out: &mut Vec<u8>, value: &BigInt, flag: u8) -> Result<(), WriteError<E>> {
        out.push(LONG | flag);
        let count = usize::try_from(value.bits().div_ceil(DIGIT_BITS.into())).unwrap_or(usize::MAX);
        let Ok(size) = i32::try_from(count) else { return Err(WriteError::Size(count)) };
        out.extend(if value.sign() == Sign::Minus { -size } else { size }.to_le_bytes());
        let (_, bytes) = value.to_bytes_le();
        let (mut pending, mut bits) = (0_u32, 0_u32);
        let mut left = count;
        for byte in bytes.into_iter().chain([0, 0]) {
            pending |= u32::from(byte) << bits;
            bits += 8;
            if bits >= DIGIT_BITS && left > 0 {
                out.extend(((pending & ((1 << DIGIT_BITS) - 1)) as u16).to_le_bytes());
                pending >>= DIGIT_BITS;
                bits -= DIGIT_BITS;
                left -= 1;
            }
        }
        Ok(())
    }

    fn size<E>(self, out: &mut Vec<u8>, size: usize) -> Result<(), WriteError<E>> {
        let short = i32::try_from(size).map_err(|_| WriteError::Size(size))?;
        out.extend(short.to_le_bytes());
        Ok(())
    }
}

/// The type code of a value that is nothing but it.
fn singleton(leaf: &Leaf<'_>) -> Option<u8> {
    Some(match leaf {
        Leaf::None => NONE,
        Leaf::True => TRUE,
        Leaf::False => FALSE,
        Leaf::Ellipsis => ELLIPSIS,
        Leaf::StopIteration => STOP_ITERATION,
        _ => return None,
    })
}

/// A float as C's `%.17g` writes it, with its length before it.
fn float_text(out: &mut Vec<u8>, value: f64) {
    let text = if value.is_nan() {
        "nan".to_owned()
    } else if value.is_infinite() {
        if value < 0.0 { "-inf" } else { "inf" }.to_owned()
    } else {
        crate::repr::general(value, 17)
    };
    out.push(text.len() as u8);
    out.extend(text.as_bytes());
}
