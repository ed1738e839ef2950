//! The built-in exceptions: who inherits from whom.

use super::BaseException;
use crate::objects::type_::{Kind, TypeSpec, flags};

/// What all declarations of exceptions have in common.
pub(super) const EXCEPTION_DEFAULT: TypeSpec = TypeSpec {
    kind: Kind::BaseException,
    flags: flags::BASETYPE | flags::HAVE_GC | flags::BASE_EXC_SUBCLASS,
    basicsize: size_of::<BaseException>(),
    dictoffset: std::mem::offset_of!(BaseException, dict) as isize,
    ..TypeSpec::DEFAULT
};

macro_rules! exceptions {
    ($($name:ident: $text:literal < $($base:ident),+ = $doc:literal;)*) => {
        $(
            #[doc = concat!("`", $text, "`")]
            pub(crate) static $name: TypeSpec = TypeSpec {
                name: $text,
                bases: &[$(&$base),+],
                doc: Some($doc),
                ..EXCEPTION_DEFAULT
            };
        )*
    };
}

pub(crate) use super::base::SPEC as BASE_EXCEPTION;
pub(crate) use super::fields::{
    ATTRIBUTE_ERROR, IMPORT_ERROR, KEY_ERROR, NAME_ERROR, STOP_ITERATION, SYSTEM_EXIT,
};
pub(crate) use super::group::{BASE_EXCEPTION_GROUP, EXCEPTION_GROUP};
pub(crate) use super::os_error::OS_ERROR;
pub(crate) use super::syntax_error::SYNTAX_ERROR;
pub(crate) use super::unicode_error::{
    UNICODE_DECODE_ERROR, UNICODE_ENCODE_ERROR, UNICODE_ERROR, UNICODE_TRANSLATE_ERROR,
};

exceptions! {
    EXCEPTION: "Exception" < BASE_EXCEPTION = "Common base class for all non-exit exceptions.";
    GENERATOR_EXIT: "GeneratorExit" < BASE_EXCEPTION = "Request that a generator exit.";
    KEYBOARD_INTERRUPT: "KeyboardInterrupt" < BASE_EXCEPTION = "Program interrupted by user.";
    ARITHMETIC_ERROR: "ArithmeticError" < EXCEPTION = "Base class for arithmetic errors.";
    FLOATING_POINT_ERROR: "FloatingPointError" < ARITHMETIC_ERROR = "Floating-point operation failed.";
    OVERFLOW_ERROR: "OverflowError" < ARITHMETIC_ERROR = "Result too large to be represented.";
    ZERO_DIVISION_ERROR: "ZeroDivisionError" < ARITHMETIC_ERROR =
        "Second argument to a division or modulo operation was zero.";
    ASSERTION_ERROR: "AssertionError" < EXCEPTION = "Assertion failed.";
    BUFFER_ERROR: "BufferError" < EXCEPTION = "Buffer error.";
    EOF_ERROR: "EOFError" < EXCEPTION = "Read beyond end of file.";
    MODULE_NOT_FOUND_ERROR: "ModuleNotFoundError" < IMPORT_ERROR = "Module not found.";
    LOOKUP_ERROR: "LookupError" < EXCEPTION = "Base class for lookup errors.";
    INDEX_ERROR: "IndexError" < LOOKUP_ERROR = "Sequence index out of range.";
    MEMORY_ERROR: "MemoryError" < EXCEPTION = "Out of memory.";
    UNBOUND_LOCAL_ERROR: "UnboundLocalError" < NAME_ERROR = "Local name referenced but not bound to a value.";
    BLOCKING_IO_ERROR: "BlockingIOError" < OS_ERROR = "I/O operation would block.";
    CHILD_PROCESS_ERROR: "ChildProcessError" < OS_ERROR = "Child process error.";
    CONNECTION_ERROR: "ConnectionError" < OS_ERROR = "Connection error.";
    BROKEN_PIPE_ERROR: "BrokenPipeError" < CONNECTION_ERROR = "Broken pipe.";
    CONNECTION_ABORTED_ERROR: "ConnectionAbortedError" < CONNECTION_ERROR = "Connection aborted.";
    CONNECTION_REFUSED_ERROR: "ConnectionRefusedError" < CONNECTION_ERROR = "Connection refused.";
    CONNECTION_RESET_ERROR: "ConnectionResetError" < CONNECTION_ERROR = "Connection reset.";
    FILE_EXISTS_ERROR: "FileExistsError" < OS_ERROR = "File already exists.";
    FILE_NOT_FOUND_ERROR: "FileNotFoundError" < OS_ERROR = "File not found.";
    INTERRUPTED_ERROR: "InterruptedError" < OS_ERROR = "Interrupted by signal.";
    IS_A_DIRECTORY_ERROR: "IsADirectoryError" < OS_ERROR = "Operation doesn't work on directories.";
    NOT_A_DIRECTORY_ERROR: "NotADirectoryError" < OS_ERROR = "Operation only works on directories.";
    PERMISSION_ERROR: "PermissionError" < OS_ERROR = "Not enough permissions.";
    PROCESS_LOOKUP_ERROR: "ProcessLookupError" < OS_ERROR = "Process not found.";
    TIMEOUT_ERROR: "TimeoutError" < OS_ERROR = "Timeout expired.";
    REFERENCE_ERROR: "ReferenceError" < EXCEPTION = "Weak ref proxy used after referent went away.";
    RUNTIME_ERROR: "RuntimeError" < EXCEPTION = "Unspecified run-time error.";
    NOT_IMPLEMENTED_ERROR: "NotImplementedError" < RUNTIME_ERROR =
        "Method or function hasn't been implemented yet.";
    PYTHON_FINALIZATION_ERROR: "PythonFinalizationError" < RUNTIME_ERROR =
        "Operation blocked during Python finalization.";
    RECURSION_ERROR: "RecursionError" < RUNTIME_ERROR = "Recursion limit exceeded.";
    STOP_ASYNC_ITERATION: "StopAsyncIteration" < EXCEPTION = "Signal the end from iterator.__anext__().";
    INDENTATION_ERROR: "IndentationError" < SYNTAX_ERROR = "Improper indentation.";
    TAB_ERROR: "TabError" < INDENTATION_ERROR = "Improper mixture of spaces and tabs.";
    INCOMPLETE_INPUT_ERROR: "_IncompleteInputError" < SYNTAX_ERROR = "incomplete input.";
    SYSTEM_ERROR: "SystemError" < EXCEPTION =
        "Internal error in the Python interpreter.";
    TYPE_ERROR: "TypeError" < EXCEPTION = "Inappropriate argument type.";
    VALUE_ERROR: "ValueError" < EXCEPTION = "Inappropriate argument value (of correct type).";
    WARNING: "Warning" < EXCEPTION = "Base class for warning categories.";
    BYTES_WARNING: "BytesWarning" < WARNING =
        "Base class for warnings about bytes and buffer related problems, mostly\n\
         related to conversion from str or comparing to str.";
    DEPRECATION_WARNING: "DeprecationWarning" < WARNING = "Base class for warnings about deprecated features.";
    ENCODING_WARNING: "EncodingWarning" < WARNING = "Base class for warnings about encodings.";
    FUTURE_WARNING: "FutureWarning" < WARNING =
        "Base class for warnings about constructs that will change semantically\nin the future.";
    IMPORT_WARNING: "ImportWarning" < WARNING =
        "Base class for warnings about probable mistakes in module imports";
    PENDING_DEPRECATION_WARNING: "PendingDeprecationWarning" < WARNING =
        "Base class for warnings about features which will be deprecated\nin the future.";
    RESOURCE_WARNING: "ResourceWarning" < WARNING = "Base class for warnings about resource usage.";
    RUNTIME_WARNING: "RuntimeWarning" < WARNING = "Base class for warnings about dubious runtime behavior.";
    SYNTAX_WARNING: "SyntaxWarning" < WARNING = "Base class for warnings about dubious syntax.";
    UNICODE_WARNING: "UnicodeWarning" < WARNING =
        "Base class for warnings about Unicode related problems, mostly\nrelated to conversion problems.";
    USER_WARNING: "UserWarning" < WARNING = "Base class for warnings generated by user code.";
}
