//! Which built-in layout a type has.

/// The layout of a type's instances, so that "is this a list" is one load and one comparison.
///
/// A type has two of them: [`Type::kind`](super::Type::kind) is that of a built-in type, `Other` for what programs
/// define; [`Type::layout`](super::Type::layout) is inherited. Built-in types with the same layout share one:
/// most exceptions do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// What a program defined. Never a layout.
    Other,
    /// `object`: a header and nothing else.
    Object,
    /// `type`
    Type,
    /// `async_generator`
    AsyncGenerator,
    /// What `__anext__` of an asynchronous generator answers with.
    AsyncGeneratorAsend,
    /// What `athrow` and `aclose` of an asynchronous generator answer with.
    AsyncGeneratorAthrow,
    /// The wrapper around what an asynchronous generator yields.
    AsyncGeneratorWrappedValue,
    /// What `anext(iterator, default)` answers with.
    AnextAwaitable,
    /// `bool`
    Bool,
    /// `_io.BufferedReader`, `_io.BufferedWriter`, `_io.BufferedRandom`
    BufferedFile,
    /// `builtin_function_or_method`
    BuiltinFunction,
    /// `bytearray`
    ByteArray,
    /// `bytearray_iterator`
    ByteArrayIterator,
    /// `bytes`
    Bytes,
    /// `bytes_iterator`
    BytesIterator,
    /// `_io.BytesIO`
    BytesIO,
    /// `callable_iterator`
    CallableIterator,
    /// `cell`
    Cell,
    /// `classmethod`
    ClassMethod,
    /// `classmethod_descriptor`
    ClassMethodDescriptor,
    /// `code`
    Code,
    /// `complex`
    Complex,
    /// `Context`
    Context,
    /// `coroutine`
    Coroutine,
    /// `coroutine_wrapper`
    CoroutineWrapper,
    /// `dict`
    Dict,
    /// `dict_itemiterator`
    DictItemIterator,
    /// `dict_items`
    DictItems,
    /// `dict_keyiterator`
    DictKeyIterator,
    /// `dict_keys`
    DictKeys,
    /// `dict_reverseitemiterator`
    DictReverseItemIterator,
    /// `dict_reversekeyiterator`
    DictReverseKeyIterator,
    /// `dict_reversevalueiterator`
    DictReverseValueIterator,
    /// `dict_valueiterator`
    DictValueIterator,
    /// `dict_values`
    DictValues,
    /// `ellipsis`
    Ellipsis,
    /// `enumerate`
    Enumerate,
    /// `_io.FileIO`
    FileIO,
    /// `filter`
    Filter,
    /// `float`
    Float,
    /// `frame`
    Frame,
    /// `FrameLocalsProxy`
    FrameLocalsProxy,
    /// `frozenset`
    FrozenSet,
    /// `function`
    Function,
    /// `generator`
    Generator,
    /// `types.GenericAlias`
    GenericAlias,
    /// `getset_descriptor`
    GetSetDescriptor,
    /// `int`
    Int,
    /// `types.InterpolatedString` parts: `string.templatelib.Interpolation`
    Interpolation,
    /// `iterator`, over what has `__getitem__`
    Iterator,
    /// `list`
    List,
    /// `list_iterator`
    ListIterator,
    /// `list_reverseiterator`
    ListReverseIterator,
    /// `longrange_iterator`
    LongRangeIterator,
    /// `map`
    Map,
    /// `mappingproxy`
    MappingProxy,
    /// `member_descriptor`
    MemberDescriptor,
    /// `memoryview`
    MemoryView,
    /// `memory_iterator`
    MemoryIterator,
    /// `method`
    Method,
    /// `method_descriptor`
    MethodDescriptor,
    /// `method-wrapper`
    MethodWrapper,
    /// `sys.monitoring.MISSING`'s
    Missing,
    /// `module`
    Module,
    /// `NoneType`
    None,
    /// `NotImplementedType`
    NotImplemented,
    /// `property`
    Property,
    /// `range`
    Range,
    /// `range_iterator`
    RangeIterator,
    /// `reversed`
    Reversed,
    /// `set`
    Set,
    /// `set_iterator`
    SetIterator,
    /// `types.SimpleNamespace`
    SimpleNamespace,
    /// `slice`
    Slice,
    /// `staticmethod`
    StaticMethod,
    /// `str`
    Str,
    /// `str_iterator`, `str_ascii_iterator`
    StrIterator,
    /// `_io.StringIO`
    StringIO,
    /// `super`
    Super,
    /// `string.templatelib.Template`
    Template,
    /// `_io.TextIOWrapper`
    TextFile,
    /// `traceback`
    Traceback,
    /// `tuple`
    Tuple,
    /// `tuple_iterator`
    TupleIterator,
    /// `typing.ParamSpecArgs`, `ParamSpecKwargs`
    ParamSpecPart,
    /// `typing.TypeAliasType`
    TypeAlias,
    /// `typing.TypeVar`, `ParamSpec`, `TypeVarTuple`
    TypeParameter,
    /// `types.UnionType`
    Union,
    /// `weakref.ReferenceType`
    WeakRef,
    /// `weakref.ProxyType`, `CallableProxyType`
    WeakProxy,
    /// `wrapper_descriptor`
    WrapperDescriptor,
    /// `zip`
    Zip,
    /// Layouts of modules other than `builtins`: told apart by the type's [`TypeSpec`](super::TypeSpec).
    Foreign,
    /// `BaseException` and exceptions without fields of their own. The layouts from here on begin with its.
    BaseException,
    /// `AttributeError`
    AttributeError,
    /// `BaseExceptionGroup`
    BaseExceptionGroup,
    /// `ImportError`
    ImportError,
    /// `NameError`
    NameError,
    /// `OSError`
    OSError,
    /// `StopIteration`
    StopIteration,
    /// `SyntaxError`
    SyntaxError,
    /// `SystemExit`
    SystemExit,
    /// `UnicodeError` and its three children
    UnicodeError,
}
