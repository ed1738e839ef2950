//! Prints bytecode as CPython's `dis` module does.

mod format;
mod operand;

use std::fmt;

use crate::{CodeData, Ref};

/// What is printed, and how. `python -m dis` without options prints as [`dis`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether instructions have their offset before them (`-O`).
    pub show_offsets: bool,
    /// Leaves out the code objects within this one.
    pub flat: bool,
}

/// A code object to be printed: its [`Display`](fmt::Display) is the listing.
#[derive(Clone, Copy)]
pub struct Listing<'a> {
    code: &'a CodeData,
    options: Options,
    address: fn(&Ref<CodeData>) -> Option<usize>,
}

/// The listing of a code object and of all those within it, as `dis.dis(code)` prints it. Addresses of code objects are
/// those of this process, as in CPython.
pub fn dis(code: &CodeData) -> Listing<'_> {
    Listing { code, options: Options::default(), address: |code| Some(code.address()) }
}

impl Listing<'_> {
    /// The same with other options.
    pub fn with(self, options: Options) -> Self {
        Listing { options, ..self }
    }

    /// The same without addresses, so that it depends on nothing but the code: `<code object f, file "x.py", line 1>`.
    pub fn without_addresses(self) -> Self {
        Listing { address: |_| None, ..self }
    }
}

impl fmt::Display for Listing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        format::disassemble(f, self.code, self.options, &self.address)?;
        if self.options.flat {
            return Ok(());
        }
        let mut left: Vec<&Ref<CodeData>> = Vec::new();
        push_nested(&mut left, self.code);
        while let Some(code) = left.pop() {
            f.write_str("\nDisassembly of ")?;
            crate::repr::constant_repr(f, &crate::Constant::Code(code.clone()), &self.address)?;
            f.write_str(":\n")?;
            format::disassemble(f, code, self.options, &self.address)?;
            push_nested(&mut left, code);
        }
        Ok(())
    }
}

fn push_nested<'a>(left: &mut Vec<&'a Ref<CodeData>>, code: &'a CodeData) {
    let start = left.len();
    left.extend(code.nested());
    left[start..].reverse();
}
