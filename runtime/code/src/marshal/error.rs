//! What is wrong with a stream, or with what should become one.

/// Why something cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError<E> {
    /// The bytes are no object.
    #[error(transparent)]
    Data(#[from] Error),
    /// The bytes are well-formed, but their meaning is not.
    #[error("bad marshal data at offset {offset}: {error}")]
    Build {
        /// Where the object begins.
        offset: usize,
        /// What the [`Build`](super::Build) says of it.
        error: E,
    },
}

/// What is wrong with a stream, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind} (at offset {offset})")]
pub struct Error {
    /// In bytes from the start of the stream, to what cannot be used.
    pub offset: usize,
    /// What is wrong.
    pub kind: ErrorKind,
}

/// What is wrong with a stream. The texts are CPython's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ErrorKind {
    /// The stream ends where an object should begin. An `EOFError` in Python.
    #[error("EOF read where object expected")]
    NoObject,
    /// The stream ends within an object. An `EOFError` in Python.
    #[error("marshal data too short")]
    Eof,
    /// No type has this code. A `ValueError` in Python.
    #[error("bad marshal data (unknown type code)")]
    UnknownType(u8),
    /// A size is negative. A `ValueError` in Python.
    #[error("bad marshal data ({0} size out of range)")]
    Size(&'static str),
    /// A digit of an `int` is 2¹⁵ or more. A `ValueError` in Python.
    #[error("bad marshal data (digit out of range in long)")]
    Digit,
    /// The highest digit of an `int` is zero. A `ValueError` in Python.
    #[error("bad marshal data (unnormalized long data)")]
    Unnormalized,
    /// A reference to an object that there is not, or not yet. A `ValueError` in Python.
    #[error("bad marshal data (invalid reference)")]
    Reference,
    /// Too many objects within objects. A `ValueError` in Python.
    #[error("recursion limit exceeded")]
    Depth,
    /// A string is not UTF-8. A `UnicodeDecodeError` in Python.
    #[error("invalid UTF-8 in a string")]
    Utf8,
    /// A float in text form is none. A `ValueError` in Python.
    #[error("could not convert string to float")]
    FloatText,
    /// NULL where an object belongs. A `TypeError` in Python.
    #[error("NULL object in marshal data for {0}")]
    Null(&'static str),
}

/// Why something cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError<E> {
    /// Too many objects within objects. A `ValueError` in Python.
    #[error("object too deeply nested to marshal")]
    Depth,
    /// Something has more than 2³¹ - 1 elements. A `ValueError` in Python.
    #[error("unmarshallable object: {0} elements are too many")]
    Size(usize),
    /// The version of the stream has no form for it. A `ValueError` in Python.
    #[error("unmarshallable object: version {version} has no {what}")]
    Version {
        /// The version.
        version: u32,
        /// The type.
        what: &'static str,
    },
    /// The [`Source`](super::Source) cannot show it.
    #[error("{0}")]
    Source(E),
}
