//! The generated files of CPython's that are compared, by the names that the report gives them.

use crate::emit::c::File;

/// `Include/opcode_ids.h`
pub const OPCODE_IDS: &str = File::OpcodeIds.name();
/// `Lib/_opcode_metadata.py`
pub const PY_METADATA: &str = File::PyMetadata.name();
/// `Include/internal/pycore_opcode_metadata.h`
pub const OPCODE_METADATA: &str = File::OpcodeMetadata.name();
/// `Include/internal/pycore_uop_ids.h`
pub const UOP_IDS: &str = File::UopIds.name();
/// `Include/internal/pycore_uop_metadata.h`
pub const UOP_METADATA: &str = File::UopMetadata.name();
/// `Include/internal/pycore_code.h`
pub const CACHE_HEADER: &str = "pycore_code.h";
/// What `dis.stack_effect` of a running CPython returns.
pub const STACK_EFFECT: &str = "dis.stack_effect";
