use super::Flag;

impl Flag {
    /// All flags, by bit.
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

    /// CPython's name, without `HAS_` and `_FLAG`.
    pub const fn name(self) -> &'static str {
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

    /// CPython's value.
    pub const fn mask(self) -> u16 {
        1 << self as u16
    }
}
