//! The module `math`.
use super::BuiltinModule;
pub(super) const MODULE: BuiltinModule = BuiltinModule { name: "math", fill: |_, _| Ok(()) };
