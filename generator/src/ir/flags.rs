//! Flags as definitions write them.

use super::Flag;

impl Flag {
    /// As a pseudo-instruction's definition writes it (`HAS_ARG`).
    pub fn written(self) -> String {
        format!("HAS_{}", self.name())
    }

    /// CPython's macro for its bit (`HAS_ARG_FLAG`).
    pub fn c_macro(self) -> String {
        format!("{}_FLAG", self.written())
    }

    /// The flag that a pseudo-instruction's definition writes so.
    pub fn from_written(text: &str) -> Option<Flag> {
        let name = text.strip_prefix("HAS_")?;
        Flag::ALL.into_iter().find(|flag| flag.name() == name)
    }
}
