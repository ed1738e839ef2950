//! `.pyc` files: a header of 16 bytes, and a code object as [`marshal`] writes it.

use crate::marshal::{self, PlainError, ReadError, WriteError};
use crate::{CodeData, Constant, Ref};

/// The magic number of CPython 3.14, without the `\r\n` that follows it in a file.
pub const MAGIC: u16 = 3627;

/// The first four bytes of a file: `importlib.util.MAGIC_NUMBER`.
pub const MAGIC_NUMBER: [u8; 4] = {
    let [low, high] = MAGIC.to_le_bytes();
    [low, high, b'\r', b'\n']
};

/// Size of the header in bytes.
pub const HEADER_SIZE: usize = 16;

/// The file has the hash of its source instead of its time.
const HASH_BASED: u32 = 0b01;
/// The hash is compared with that of the source.
const CHECK_SOURCE: u32 = 0b10;

/// How to find out whether a file is older than its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validation {
    /// By the time of the source's last change and by its size, both modulo 2³².
    Timestamp {
        /// In seconds since 1970.
        mtime: u32,
        /// In bytes.
        size: u32,
    },
    /// By a hash of the source.
    Hash {
        /// `importlib.util.source_hash`.
        hash: [u8; 8],
        /// Whether it is to be compared at all.
        check_source: bool,
    },
}

/// Why bytes are no `.pyc` file that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is no whole header.
    #[error("not a .pyc file: {0} bytes are too few for the header of 16")]
    Short(usize),
    /// It was written by another version of Python, or is something else.
    #[error(
        "bad magic number in .pyc file: {found:02x?}, while CPython 3.14 writes {MAGIC_NUMBER:02x?}; \
         compile the source again"
    )]
    Magic {
        /// Its first four bytes.
        found: [u8; 4],
    },
    /// Unknown flags in the header.
    #[error("bad flags in .pyc file: {0:#x}")]
    Flags(u32),
    /// The code object cannot be read.
    #[error(transparent)]
    Marshal(#[from] ReadError<PlainError>),
    /// Another object than a code object.
    #[error("the .pyc file has an object of type {0} where a code object is expected")]
    NotCode(&'static str),
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pyc {
    /// How to find out whether it is up to date.
    pub validation: Validation,
    /// The code object of the module.
    pub code: Ref<CodeData>,
}

/// Reads the header alone; the code object begins at [`HEADER_SIZE`].
pub fn read_header(bytes: &[u8]) -> Result<Validation, Error> {
    let Some((header, _)) = bytes.split_first_chunk::<HEADER_SIZE>() else {
        // A file of another version says so even if it is too short.
        return Err(match bytes.first_chunk() {
            Some(&found) if found != MAGIC_NUMBER => Error::Magic { found },
            _ => Error::Short(bytes.len()),
        });
    };
    let word = |index: usize| <[u8; 4]>::try_from(&header[4 * index..][..4]).unwrap_or_default();
    if word(0) != MAGIC_NUMBER {
        return Err(Error::Magic { found: word(0) });
    }
    let flags = u32::from_le_bytes(word(1));
    if flags & !(HASH_BASED | CHECK_SOURCE) != 0 {
        return Err(Error::Flags(flags));
    }
    if flags & HASH_BASED == 0 {
        return Ok(Validation::Timestamp {
            mtime: u32::from_le_bytes(word(2)),
            size: u32::from_le_bytes(word(3)),
        });
    }
    let mut hash = [0; 8];
    hash.copy_from_slice(&header[8..]);
    Ok(Validation::Hash { hash, check_source: flags & CHECK_SOURCE != 0 })
}

/// Reads a file. The code object still has to be [verified](crate::verify).
pub fn read(bytes: &[u8]) -> Result<Pyc, Error> {
    let validation = read_header(bytes)?;
    match marshal::read(&bytes[HEADER_SIZE..])? {
        Constant::Code(code) => Ok(Pyc { validation, code }),
        other => Err(Error::NotCode(other.type_name())),
    }
}

/// The header of a file.
pub fn header(validation: Validation) -> [u8; HEADER_SIZE] {
    let mut header = [0; HEADER_SIZE];
    header[..4].copy_from_slice(&MAGIC_NUMBER);
    match validation {
        Validation::Timestamp { mtime, size } => {
            header[8..12].copy_from_slice(&mtime.to_le_bytes());
            header[12..].copy_from_slice(&size.to_le_bytes());
        }
        Validation::Hash { hash, check_source } => {
            let flags = if check_source { HASH_BASED | CHECK_SOURCE } else { HASH_BASED };
            header[4..8].copy_from_slice(&flags.to_le_bytes());
            header[8..].copy_from_slice(&hash);
        }
    }
    header
}

/// Writes a file that was read, with the same bytes.
pub fn write(pyc: &Pyc) -> Result<Vec<u8>, WriteError<PlainError>> {
    let code = marshal::write(&Constant::Code(pyc.code.clone()))?;
    Ok([&header(pyc.validation)[..], &code].concat())
}

/// Writes a file of what has just been compiled; see [`marshal::write_fresh`].
pub fn write_fresh(pyc: &Pyc) -> Result<Vec<u8>, WriteError<PlainError>> {
    let code = marshal::write_fresh(&Constant::Code(pyc.code.clone()))?;
    Ok([&header(pyc.validation)[..], &code].concat())
}
