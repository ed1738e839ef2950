//! The module `time`.
use super::BuiltinModule;
pub(super) const MODULE: BuiltinModule = BuiltinModule { name: "time", fill: |_, _| Ok(()) };
