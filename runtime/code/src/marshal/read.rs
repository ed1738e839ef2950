//! From bytes to objects.
//!
//! Nesting is kept on a stack of our own, so that no stream can exhaust the machine's. Nothing is allocated for
//! a length that the stream only claims: an object of n elements has at least n bytes after it.

use num_bigint::{BigInt, Sign};

use super::code::*;
use super::error::{Error, ErrorKind, ReadError};
use super::{DIGIT_BITS, FLAG_REF, MAX_DEPTH};
use crate::Text;

/// A value without parts.
#[derive(Clone, Debug)]
pub enum Leaf<'a> {
    /// `None`.
    None,
    /// `True`.
    True,
    /// `False`.
    False,
    /// `...`.
    Ellipsis,
    /// The class `StopIteration`.
    StopIteration,
    /// An `int` that fits.
    Int(i64),
    /// An `int` that does not.
    BigInt(BigInt),
    /// A `float`.
    Float(f64),
    /// A `complex`.
    Complex(f64, f64),
    /// A `str`.
    Str(Text),
    /// A `bytes`.
    Bytes(&'a [u8]),
}

/// A kind of value that has others as its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Composite {
    /// A `tuple`: its elements.
    Tuple,
    /// A `list`: its elements.
    List,
    /// A `dict`: keys and values in turn.
    Dict,
    /// A `set`: its elements.
    Set,
    /// A `frozenset`: its elements.
    FrozenSet,
    /// A `slice`: start, stop and step.
    Slice,
}

impl Composite {
    /// As CPython calls it in messages.
    fn name(self) -> &'static str {
        match self {
            Composite::Tuple => "tuple",
            Composite::List => "list",
            Composite::Dict => "dict",
            Composite::Set | Composite::FrozenSet => "set",
            Composite::Slice => "slice",
        }
    }
}

/// The parts of a code object, in the order of the stream.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "they are the attributes of Python's code objects; see CodeData")]
pub struct CodeFields<O> {
    pub argcount: i32,
    pub posonlyargcount: i32,
    pub kwonlyargcount: i32,
    pub stacksize: i32,
    pub flags: i32,
    pub code: O,
    pub consts: O,
    pub names: O,
    pub localsplusnames: O,
    pub localspluskinds: O,
    pub filename: O,
    pub name: O,
    pub qualname: O,
    pub firstlineno: i32,
    pub linetable: O,
    pub exceptiontable: O,
}

/// Makes objects of what a [`Reader`] finds. `flagged` says whether later objects may refer to this one.
pub trait Build {
    /// A handle of an object; a clone is the same object.
    type Object: Clone;
    /// Why there cannot be such an object.
    type Error;

    /// A value without parts.
    fn leaf(&mut self, leaf: Leaf<'_>, flagged: bool) -> Result<Self::Object, Self::Error>;

    /// The object that will have parts, if it can be had before them, so that it can be among them. It is then
    /// given to [`close`](Self::close). Asked for lists, dicts and sets only.
    fn open(&mut self, kind: Composite) -> Option<Self::Object> {
        let _ = kind;
        None
    }

    /// A value with its parts. They were built before it.
    fn close(
        &mut self,
        kind: Composite,
        opened: Option<Self::Object>,
        parts: Vec<Self::Object>,
        flagged: bool,
    ) -> Result<Self::Object, Self::Error>;

    /// A code object.
    fn code(&mut self, fields: CodeFields<Self::Object>, flagged: bool) -> Result<Self::Object, Self::Error>;
}

/// Reads objects from bytes, one after another. Each call of [`read`](Self::read) has references of its own.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    offset: usize,
}

/// How many objects a code object has before, between and after its line number.
const CODE_BEFORE_LINE: usize = 8;
const CODE_OBJECTS: usize = 10;

/// An object whose parts are being read.
struct Open<O> {
    start: usize,
    what: What,
    flagged: bool,
    /// Its number, if it has one.
    number: Option<usize>,
    opened: Option<O>,
    parts: Vec<O>,
}

enum What {
    Items { kind: Composite, left: usize },
    Dict,
    Code { counts: [i32; 5], firstlineno: i32 },
}

/// What has been read.
enum Event<O> {
    Object(O),
    Null,
    Opened,
}

impl<'a> Reader<'a> {
    /// Reads from the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Reader { bytes, offset: 0 }
    }

    /// How many bytes have been read.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// Reads an object.
    pub fn read<B: Build>(&mut self, build: &mut B) -> Result<B::Object, ReadError<B::Error>> {
        let mut numbered: Vec<Option<B::Object>> = Vec::new();
        let mut stack: Vec<Open<B::Object>> = Vec::new();
        loop {
            let start = self.offset;
            let mut event = self.object(build, &mut numbered, &mut stack)?;
            // What is complete may complete what it is part of.
            loop {
                let Some(open) = stack.last_mut() else {
                    match event {
                        Event::Object(object) => return Ok(object),
                        _ => return Err(error(start, ErrorKind::Null("object"))),
                    }
                };
                let done = match (&mut open.what, event) {
                    (What::Items { left, .. }, Event::Opened) => *left == 0,
                    (What::Dict | What::Code { .. }, Event::Opened) => false,
                    (What::Items { left, .. }, Event::Object(object)) => {
                        open.parts.push(object);
                        *left -= 1;
                        *left == 0
                    }
                    (What::Items { kind, .. }, Event::Null) => {
                        return Err(error(start, ErrorKind::Null(kind.name())));
                    }
                    (What::Dict, Event::Object(object)) => {
                        open.parts.push(object);
                        false
                    }
                    (What::Dict, Event::Null) if open.parts.len().is_multiple_of(2) => true,
                    (What::Dict, Event::Null) => return Err(error(start, ErrorKind::Null("dict"))),
                    (What::Code { firstlineno, .. }, Event::Object(object)) => {
                        open.parts.push(object);
                        if open.parts.len() == CODE_BEFORE_LINE {
                            *firstlineno = self.long()?;
                        }
                        open.parts.len() == CODE_OBJECTS
                    }
                    (What::Code { .. }, Event::Null) => {
                        return Err(error(start, ErrorKind::Null("code object")));
                    }
                };
                if !done {
                    break;
                }
                let Some(Open { start, what, flagged, number, opened, parts }) = stack.pop() else { break };
                let object = match what {
                    What::Items { kind, .. } => build.close(kind, opened, parts, flagged),
                    What::Dict => build.close(Composite::Dict, opened, parts, flagged),
                    What::Code { counts, firstlineno } => {
                        build.code(code_fields(counts, firstlineno, parts), flagged)
                    }
                };
                let object = object.map_err(|error| ReadError::Build { offset: start, error })?;
                if let Some(slot) = number.and_then(|number| numbered.get_mut(number)) {
                    *slot = Some(object.clone());
                }
                event = Event::Object(object);
            }
        }
    }

    /// Reads an object without parts, or the beginning of one with parts, which is pushed on `stack`.
    fn object<B: Build>(
        &mut self,
        build: &mut B,
        numbered: &mut Vec<Option<B::Object>>,
        stack: &mut Vec<Open<B::Object>>,
    ) -> Result<Event<B::Object>, ReadError<B::Error>> {
        let start = self.offset;
        if stack.len() >= MAX_DEPTH {
            return Err(error(start, ErrorKind::Depth));
        }
        let Some(&byte) = self.bytes.get(start) else { return Err(error(start, ErrorKind::NoObject)) };
        self.offset += 1;
        let flagged = byte & FLAG_REF != 0;
        let mut open = |what, opened: Option<B::Object>| {
            let number = flagged.then(|| {
                numbered.push(opened.clone());
                numbered.len() - 1
            });
            stack.push(Open { start, what, flagged, number, opened, parts: Vec::new() });
            Ok(Event::Opened)
        };
        let items = |kind, left| What::Items { kind, left };
        let leaf = match byte & !FLAG_REF {
            NULL => return Ok(Event::Null),
            REF => {
                let number = self.long()?;
                let object = usize::try_from(number).ok().and_then(|number| numbered.get(number)?.clone());
                return match object {
                    Some(object) => Ok(Event::Object(object)),
                    None => Err(error(start, ErrorKind::Reference)),
                };
            }
            SMALL_TUPLE => return open(items(Composite::Tuple, usize::from(self.take::<1>()?[0])), None),
            TUPLE => return open(items(Composite::Tuple, self.size("tuple")?), None),
            LIST => return open(items(Composite::List, self.size("list")?), build.open(Composite::List)),
            SET => return open(items(Composite::Set, self.size("set")?), build.open(Composite::Set)),
            FROZEN_SET => return open(items(Composite::FrozenSet, self.size("set")?), None),
            DICT => return open(What::Dict, build.open(Composite::Dict)),
            SLICE => return open(items(Composite::Slice, 3), None),
            CODE => {
                let mut counts = [0; 5];
                for count in &mut counts {
                    *count = self.long()?;
                }
                return open(What::Code { counts, firstlineno: 0 }, None);
            }
            code => self.leaf(start, code)?,
        };
        // These are written without a number even if they are flagged.
        let single =
            matches!(leaf, Leaf::None | Leaf::True | Leaf::False | Leaf::Ellipsis | Leaf::StopIteration);
        let object = build.leaf(leaf, flagged).map_err(|error| ReadError::Build { offset: start, error })?;
        if flagged && !single {
            numbered.push(Some(object.clone()));
        }
        Ok(Event::Object(object))
    }

    /// Reads what follows the type code of an object without parts.
    fn leaf(&mut self, start: usize, code: u8) -> Result<Leaf<'a>, Error> {
        Ok(match code {
            NONE => Leaf::None,
            TRUE => Leaf::True,
            FALSE => Leaf::False,
            ELLIPSIS => Leaf::Ellipsis,
            STOP_ITERATION => Leaf::StopIteration,
            INT => Leaf::Int(self.long()?.into()),
            INT64 => Leaf::Int(i64::from_le_bytes(self.take()?)),
            LONG => self.big_int()?,
            BINARY_FLOAT => Leaf::Float(f64::from_le_bytes(self.take()?)),
            FLOAT => Leaf::Float(self.float_text()?),
            BINARY_COMPLEX => {
                let re = f64::from_le_bytes(self.take()?);
                Leaf::Complex(re, f64::from_le_bytes(self.take()?))
            }
            COMPLEX => {
                let re = self.float_text()?;
                Leaf::Complex(re, self.float_text()?)
            }
            STRING => {
                let size = self.size("bytes object")?;
                Leaf::Bytes(self.slice(size)?)
            }
            UNICODE | INTERNED => {
                let size = self.size("string")?;
                let at = self.offset;
                let text = Text::from_surrogatepass(self.slice(size)?)
                    .map_err(|good| Error { offset: at + good, kind: ErrorKind::Utf8 })?;
                Leaf::Str(text.interned(code == INTERNED))
            }
            ASCII | ASCII_INTERNED => {
                let size = self.size("string")?;
                Leaf::Str(Text::from_latin1(self.slice(size)?).interned(code == ASCII_INTERNED))
            }
            SHORT_ASCII | SHORT_ASCII_INTERNED => {
                let [size] = self.take()?;
                let text = Text::from_latin1(self.slice(size.into())?);
                Leaf::Str(text.interned(code == SHORT_ASCII_INTERNED))
            }
            other => return Err(Error { offset: start, kind: ErrorKind::UnknownType(other) }),
        })
    }

    fn big_int(&mut self) -> Result<Leaf<'a>, Error> {
        let start = self.offset;
        let fail = |kind| Err(Error { offset: start, kind });
        let size = self.long()?;
        if size == i32::MIN {
            return fail(ErrorKind::Size("long"));
        }
        let digits = self.slice((size.unsigned_abs() as usize).saturating_mul(2))?;
        // Eight digits of 15 bits are 15 bytes.
        let mut bytes = Vec::with_capacity(digits.len() / 16 * 15 + 17);
        let (mut pending, mut bits) = (0_u32, 0_u32);
        let mut digit = 1;
        for pair in digits.chunks_exact(2) {
            digit = u16::from_le_bytes([pair[0], pair[1]]);
            if u32::from(digit) >> DIGIT_BITS != 0 {
                return fail(ErrorKind::Digit);
            }
            pending |= u32::from(digit) << bits;
            bits += DIGIT_BITS;
            while bits >= 8 {
                bytes.push(pending as u8);
                pending >>= 8;
                bits -= 8;
            }
        }
        if digit == 0 {
            return fail(ErrorKind::Unnormalized);
        }
        bytes.push(pending as u8);
        let sign = if size < 0 { Sign::Minus } else { Sign::Plus };
        let value = BigInt::from_bytes_le(sign, &bytes);
        Ok(i64::try_from(&value).map_or(Leaf::BigInt(value), Leaf::Int))
    }

    fn float_text(&mut self) -> Result<f64, Error> {
        let start = self.offset;
        let [size] = self.take()?;
        let text = std::str::from_utf8(self.slice(size.into())?).ok();
        let value = text.and_then(|text| text.parse().ok());
        value.ok_or(Error { offset: start, kind: ErrorKind::FloatText })
    }

    /// A size, which cannot be negative.
    fn size(&mut self, what: &'static str) -> Result<usize, Error> {
        let start = self.offset;
        usize::try_from(self.long()?).map_err(|_| Error { offset: start, kind: ErrorKind::Size(what) })
    }

    fn long(&mut self) -> Result<i32, Error> {
        Ok(i32::from_le_bytes(self.take()?))
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let mut array = [0; N];
        array.copy_from_slice(self.slice(N)?);
        Ok(array)
    }

    fn slice(&mut self, size: usize) -> Result<&'a [u8], Error> {
        let rest = self.bytes.get(self.offset..).unwrap_or_default();
        let Some(slice) = rest.get(..size) else {
            return Err(Error { offset: self.bytes.len(), kind: ErrorKind::Eof });
        };
        self.offset += size;
        Ok(slice)
    }
}

fn error<E>(offset: usize, kind: ErrorKind) -> ReadError<E> {
    ReadError::Data(Error { offset, kind })
}

/// The fields of a code object; `parts` are its ten objects.
fn code_fields<O>(counts: [i32; 5], firstlineno: i32, parts: Vec<O>) -> CodeFields<O> {
    let [argcount, posonlyargcount, kwonlyargcount, stacksize, flags] = counts;
    let Ok(parts) = <[O; CODE_OBJECTS]>::try_from(parts) else {
        unreachable!("a code object is closed at ten parts")
    };
    let [
        code,
        consts,
        names,
        localsplusnames,
        localspluskinds,
        filename,
        name,
        qualname,
        linetable,
        exceptiontable,
    ] = parts;
    CodeFields {
        argcount,
        posonlyargcount,
        kwonlyargcount,
        stacksize,
        flags,
        code,
        consts,
        names,
        localsplusnames,
        localspluskinds,
        filename,
        name,
        qualname,
        firstlineno,
        linetable,
        exceptiontable,
    }
}
