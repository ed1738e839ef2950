//! CPython 3.14 code objects as plain data: everything between Python source or a `.pyc` file and a code object
//! that is safe to run. Nothing here needs a virtual machine.
//!
//! | to | use |
//! |---|---|
//! | hold a code object and its constants | [`CodeData`], [`Constant`] |
//! | read and write CPython's serialization, for these or for objects of one's own | [`marshal`] |
//! | read and write `.pyc` files | [`pyc`] |
//! | find out which source an instruction is from | [`linetable`] |
//! | find the handler of an exception | [`exceptiontable`] |
//! | make sure that a code object can be run | [`verify`] |
//! | print it as CPython's `dis` does | [`dis`] |
//! | compile Python source | `compile` (feature `compiler`) |
//!
//! ```
//! use casewright_code::{Constant, dis, marshal, verify};
//!
//! // `marshal.dumps(compile("None", "<s>", "eval"))`, as CPython 3.14 writes it.
//! let bytes = b"\xe3\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\xf3\x06\0\0\0\x80\0R\0#\0)\x01N\xa9\0r\x02\0\0\0\xf3\
//!     \0\0\0\0\xda\x03<s>\xda\x08<module>r\x05\0\0\0\x01\0\0\0s\x08\0\0\0\xf0\x03\x01\x01\x01\xd9\0\x04r\x03\0\0\0";
//! let Constant::Code(code) = marshal::read(bytes).unwrap() else { panic!() };
//! verify::verify(&code).unwrap();
//! assert_eq!(marshal::write(&Constant::Code(code.clone())).unwrap(), bytes);
//! assert_eq!(
//!     dis::dis(&code).to_string(),
//!     "  0           RESUME                   0\n\n  1           LOAD_CONST               0 (None)\n              \
//!      RETURN_VALUE\n"
//! );
//! ```

#![forbid(unsafe_code)]

mod code;
#[cfg(feature = "compiler")]
pub mod compile;
mod constant;
pub mod dis;
pub mod exceptiontable;
pub mod linetable;
pub mod marshal;
mod operands;
pub mod pyc;
mod repr;
mod text;
pub mod verify;

pub use code::{CodeData, CodeFlags, InvalidCode, LocalKind, LocalName};
pub use constant::{Complex, Constant, Float, Ref};
pub use repr::{float_repr, is_printable, str_repr};
pub use text::Text;
