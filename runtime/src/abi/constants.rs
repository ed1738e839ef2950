//! Numbers that bodies know by name.

use std::ffi::c_char;

use crate::vm::breaker;

pub const _PY_EVAL_EVENTS_MASK: usize = breaker::EVENTS_MASK;
pub const _PY_EVAL_JIT_INVALIDATE_COLD_BIT: usize = 1 << 7;
pub const RESUME_AT_FUNC_START: i32 = 0;
pub const RESUME_AFTER_YIELD: i32 = 1;
pub const RESUME_AFTER_YIELD_FROM: i32 = 2;
pub const RESUME_AFTER_AWAIT: i32 = 3;
pub const RESUME_OPARG_LOCATION_MASK: i32 = 3;

pub const PY_MONITORING_EVENT_PY_START: i32 = 0;
pub const PY_MONITORING_EVENT_PY_RESUME: i32 = 1;
pub const PY_MONITORING_EVENT_PY_RETURN: i32 = 2;
pub const PY_MONITORING_EVENT_PY_YIELD: i32 = 3;
pub const PY_MONITORING_EVENT_CALL: i32 = 4;
pub const PY_MONITORING_EVENT_LINE: i32 = 5;
pub const PY_MONITORING_EVENT_INSTRUCTION: i32 = 6;
pub const PY_MONITORING_EVENT_JUMP: i32 = 7;
pub const PY_MONITORING_EVENT_BRANCH_LEFT: i32 = 8;
pub const PY_MONITORING_EVENT_BRANCH_RIGHT: i32 = 9;
pub const PY_MONITORING_EVENT_STOP_ITERATION: i32 = 10;
pub const PY_MONITORING_EVENT_RAISE: i32 = 11;
pub const PY_MONITORING_EVENT_EXCEPTION_HANDLED: i32 = 12;
pub const PY_MONITORING_EVENT_PY_UNWIND: i32 = 13;
pub const PY_MONITORING_EVENT_PY_THROW: i32 = 14;
pub const PY_MONITORING_EVENT_RERAISE: i32 = 15;
pub const PY_MONITORING_EVENT_C_RETURN: i32 = 16;
pub const PY_MONITORING_EVENT_C_RAISE: i32 = 17;
pub const PY_MONITORING_EVENT_BRANCH: i32 = 18;

pub const UNBOUNDLOCAL_ERROR_MSG: *const c_char =
    c"cannot access local variable '%s' where it is not associated with a value".as_ptr();
pub const NAME_ERROR_MSG: *const c_char = c"name '%.200s' is not defined".as_ptr();

pub const _PY_NSMALLPOSINTS: i32 = 257;
pub const _PY_NSMALLNEGINTS: i32 = 5;
pub const MAX_INTRINSIC_1: i32 = 11;
pub const MAX_INTRINSIC_2: i32 = 5;
pub const NUM_COMMON_CONSTANTS: i32 = crate::eval::thread::COMMON_CONSTANTS as i32;
pub const NB_ADD: i32 = 0;
pub const NB_INPLACE_XOR: i32 = 25;
pub const NB_SUBSCR: i32 = 26;
pub const NB_OPARG_LAST: i32 = 26;

pub const FRAME_OWNED_BY_INTERPRETER: i32 = crate::eval::frame::OWNED_BY_INTERPRETER as i32;
pub const FRAME_OWNED_BY_GENERATOR: i32 = crate::eval::frame::OWNED_BY_GENERATOR as i32;
pub const FRAME_CREATED: i32 = crate::objects::generator::FRAME_CREATED as i32;
pub const FRAME_SUSPENDED: i32 = crate::objects::generator::FRAME_SUSPENDED as i32;
pub const FRAME_SUSPENDED_YIELD_FROM: i32 = crate::objects::generator::FRAME_SUSPENDED_YIELD_FROM as i32;
pub const FRAME_EXECUTING: i32 = crate::objects::generator::FRAME_EXECUTING as i32;

pub const UINT16_MAX: i32 = u16::MAX as i32;
pub const INT_MAX: i32 = i32::MAX;

pub const MANAGED_DICT_OFFSET: i32 = -(crate::objects::alloc::PRE_HEADER as i32);
pub const DICT_KEYS_GENERAL: i32 = 0;
pub const DICT_KEYS_UNICODE: i32 = 1;
pub const DICT_KEYS_SPLIT: i32 = 2;
pub const PyDict_EVENT_MODIFIED: i32 = 1;

pub const CO_OPTIMIZED: i32 = 0x1;
pub const CO_VARARGS: i32 = 0x4;
pub const CO_VARKEYWORDS: i32 = 0x8;
pub const CO_COROUTINE: i32 = 0x80;
pub const CO_ITERABLE_COROUTINE: i32 = 0x100;

pub const Py_TPFLAGS_HEAPTYPE: u64 = crate::objects::type_::flags::HEAPTYPE;
pub const Py_TPFLAGS_INLINE_VALUES: u64 = crate::objects::type_::flags::INLINE_VALUES;
pub const Py_TPFLAGS_MANAGED_DICT: u64 = crate::objects::type_::flags::MANAGED_DICT;
pub const Py_TPFLAGS_MAPPING: u64 = crate::objects::type_::flags::MAPPING;
pub const Py_TPFLAGS_SEQUENCE: u64 = crate::objects::type_::flags::SEQUENCE;
pub const Py_TPFLAGS_METHOD_DESCRIPTOR: u64 = crate::objects::type_::flags::METHOD_DESCRIPTOR;

pub const Py_LT: i32 = 0;
pub const Py_LE: i32 = 1;
pub const Py_EQ: i32 = 2;
pub const Py_NE: i32 = 3;
pub const Py_GT: i32 = 4;
pub const Py_GE: i32 = 5;
pub const COMPARISON_UNORDERED: i32 = 1;
pub const COMPARISON_LESS_THAN: i32 = 2;
pub const COMPARISON_GREATER_THAN: i32 = 4;
pub const COMPARISON_EQUALS: i32 = 8;
pub const COMPARISON_NOT_EQUALS: i32 = COMPARISON_UNORDERED | COMPARISON_LESS_THAN | COMPARISON_GREATER_THAN;

pub use crate::objects::type_::{METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O};

pub const PY_VECTORCALL_ARGUMENTS_OFFSET: usize = 1 << (usize::BITS - 1);

pub const MAKE_FUNCTION_DEFAULTS: i32 = 0x01;
pub const MAKE_FUNCTION_KWDEFAULTS: i32 = 0x02;
pub const MAKE_FUNCTION_ANNOTATIONS: i32 = 0x04;
pub const MAKE_FUNCTION_CLOSURE: i32 = 0x08;
pub const MAKE_FUNCTION_ANNOTATE: i32 = 0x10;

pub const FVC_NONE: i32 = 0;
pub const FVC_STR: i32 = 1;
pub const FVC_REPR: i32 = 2;
pub const FVC_ASCII: i32 = 3;
