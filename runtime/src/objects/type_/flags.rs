//! `tp_flags`: CPython's numbers, since programs see them in `__flags__` and bodies test them.

/// `Py_TPFLAGS_INLINE_VALUES`: instances have room for their attributes behind them.
pub const INLINE_VALUES: u64 = 1 << 2;
/// `Py_TPFLAGS_MANAGED_WEAKREF`
pub const MANAGED_WEAKREF: u64 = 1 << 3;
/// `Py_TPFLAGS_MANAGED_DICT`: the word before the object is its dict.
pub const MANAGED_DICT: u64 = 1 << 4;
/// `Py_TPFLAGS_SEQUENCE`: matches sequence patterns.
pub const SEQUENCE: u64 = 1 << 5;
/// `Py_TPFLAGS_MAPPING`: matches mapping patterns.
pub const MAPPING: u64 = 1 << 6;
/// `Py_TPFLAGS_DISALLOW_INSTANTIATION`
pub const DISALLOW_INSTANTIATION: u64 = 1 << 7;
/// `Py_TPFLAGS_IMMUTABLETYPE`: its attributes cannot be set.
pub const IMMUTABLETYPE: u64 = 1 << 8;
/// `Py_TPFLAGS_HEAPTYPE`: a program defined it.
pub const HEAPTYPE: u64 = 1 << 9;
/// `Py_TPFLAGS_BASETYPE`: it may be inherited from.
pub const BASETYPE: u64 = 1 << 10;
/// `Py_TPFLAGS_HAVE_VECTORCALL`
pub const HAVE_VECTORCALL: u64 = 1 << 11;
/// `Py_TPFLAGS_READY`
pub const READY: u64 = 1 << 12;
/// `Py_TPFLAGS_HAVE_GC`: the collector knows its instances.
pub const HAVE_GC: u64 = 1 << 14;
/// `Py_TPFLAGS_METHOD_DESCRIPTOR`: as a class attribute it is called with the instance in front.
pub const METHOD_DESCRIPTOR: u64 = 1 << 17;
/// `Py_TPFLAGS_VALID_VERSION_TAG`
pub const VALID_VERSION_TAG: u64 = 1 << 19;
/// `Py_TPFLAGS_IS_ABSTRACT`
pub const IS_ABSTRACT: u64 = 1 << 20;
/// `_Py_TPFLAGS_MATCH_SELF`: a class pattern with one argument binds the subject itself.
pub const MATCH_SELF: u64 = 1 << 22;
/// `Py_TPFLAGS_LONG_SUBCLASS`
pub const LONG_SUBCLASS: u64 = 1 << 24;
/// `Py_TPFLAGS_LIST_SUBCLASS`
pub const LIST_SUBCLASS: u64 = 1 << 25;
/// `Py_TPFLAGS_TUPLE_SUBCLASS`
pub const TUPLE_SUBCLASS: u64 = 1 << 26;
/// `Py_TPFLAGS_BYTES_SUBCLASS`
pub const BYTES_SUBCLASS: u64 = 1 << 27;
/// `Py_TPFLAGS_UNICODE_SUBCLASS`
pub const UNICODE_SUBCLASS: u64 = 1 << 28;
/// `Py_TPFLAGS_DICT_SUBCLASS`
pub const DICT_SUBCLASS: u64 = 1 << 29;
/// `Py_TPFLAGS_BASE_EXC_SUBCLASS`
pub const BASE_EXC_SUBCLASS: u64 = 1 << 30;
/// `Py_TPFLAGS_TYPE_SUBCLASS`
pub const TYPE_SUBCLASS: u64 = 1 << 31;

/// What a type always inherits from its base.
pub(crate) const INHERITED: u64 = LONG_SUBCLASS
    | LIST_SUBCLASS
    | TUPLE_SUBCLASS
    | BYTES_SUBCLASS
    | UNICODE_SUBCLASS
    | DICT_SUBCLASS
    | BASE_EXC_SUBCLASS
    | TYPE_SUBCLASS
    | MATCH_SELF
    | SEQUENCE
    | MAPPING;
