//! Flags by name.

use super::Flag;

impl Flag {
    /// Every flag, by bit number.
    pub const ALL: [Flag; 16] = [
        Flag::Arg,
        Flag::Const,
        Flag::Name,
        Flag::Jump,
        Flag::Free,
        Flag::Local,
        Flag::EvalBreak,
        Flag::Deopt,
        Flag::Error,
        Flag::Escapes,
        Flag::Exit,
        Flag::Pure,
        Flag::Passthrough,
        Flag::OpargAnd1,
        Flag::ErrorNoPop,
        Flag::NoSaveIp,
    ];

    /// The name between `HAS_` and `_FLAG` in CPython's headers.
    pub fn name(self) -> &'static str {
        match self {
            Flag::Arg => "ARG",
            Flag::Const => "CONST",
            Flag::Name => "NAME",
            Flag::Jump => "JUMP",
            Flag::Free => "FREE",
            Flag::Local => "LOCAL",
            Flag::EvalBreak => "EVAL_BREAK",
            Flag::Deopt => "DEOPT",
            Flag::Error => "ERROR",
            Flag::Escapes => "ESCAPES",
            Flag::Exit => "EXIT",
            Flag::Pure => "PURE",
            Flag::Passthrough => "PASSTHROUGH",
            Flag::OpargAnd1 => "OPARG_AND_1",
            Flag::ErrorNoPop => "ERROR_NO_POP",
            Flag::NoSaveIp => "NO_SAVE_IP",
        }
    }

    /// As a pseudo-instruction's definition writes it (`HAS_ARG`).
    pub fn written(self) -> String {
        format!("HAS_{}", self.name())
    }

    /// The flag that a pseudo-instruction's definition writes so.
    pub fn from_written(text: &str) -> Option<Flag> {
        let name = text.strip_prefix("HAS_")?;
        Flag::ALL.into_iter().find(|flag| flag.name() == name)
    }

    /// Its value in CPython's tables.
    pub fn mask(self) -> u16 {
        1 << (self as u16)
    }
}
