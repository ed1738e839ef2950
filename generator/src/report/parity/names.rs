//! The generated files of CPython's that are compared, by the names that the report gives them.

/// `Include/opcode_ids.h`
pub const OPCODE_IDS: &str = "opcode_ids.h";
/// `Lib/_opcode_metadata.py`
pub const PY_METADATA: &str = "_opcode_metadata.py";
/// `Include/internal/pycore_opcode_metadata.h`
pub const OPCODE_METADATA: &str = "pycore_opcode_metadata.h";
/// `Include/internal/pycore_uop_ids.h`
pub const UOP_IDS: &str = "pycore_uop_ids.h";
/// `Include/internal/pycore_uop_metadata.h`
pub const UOP_METADATA: &str = "pycore_uop_metadata.h";
/// `Include/internal/pycore_code.h`
pub const CACHE_HEADER: &str = "pycore_code.h";
/// What `dis.stack_effect` of a running CPython returns.
pub const STACK_EFFECT: &str = "dis.stack_effect";
