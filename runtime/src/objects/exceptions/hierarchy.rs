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
    EXCEPTION: "Exception" < BASE_EXCEPTION = "What exceptions inherit from that a program may want to handle.";
    GENERATOR_EXIT: "GeneratorExit" < BASE_EXCEPTION = "A generator is to end.";
    KEYBOARD_INTERRUPT: "KeyboardInterrupt" < BASE_EXCEPTION = "Somebody pressed Ctrl-C.";
    ARITHMETIC_ERROR: "ArithmeticError" < EXCEPTION = "Something went wrong with numbers.";
    FLOATING_POINT_ERROR: "FloatingPointError" < ARITHMETIC_ERROR = "Floating-point operation failed.";
    OVERFLOW_ERROR: "OverflowError" < ARITHMETIC_ERROR = "A number is too large for its type.";
    ZERO_DIVISION_ERROR: "ZeroDivisionError" < ARITHMETIC_ERROR =
        "Somebody divided by zero.";
    ASSERTION_ERROR: "AssertionError" < EXCEPTION = "Assertion failed.";
    BUFFER_ERROR: "BufferError" < EXCEPTION = "Buffer error.";
    EOF_ERROR: "EOFError" < EXCEPTION = "There was nothing left to read.";
    MODULE_NOT_FOUND_ERROR: "ModuleNotFoundError" < IMPORT_ERROR = "Module not found.";
    LOOKUP_ERROR: "LookupError" < EXCEPTION = "There is nothing at this index or with this key.";
    INDEX_ERROR: "IndexError" < LOOKUP_ERROR = "A sequence has no item at this index.";
    MEMORY_ERROR: "MemoryError" < EXCEPTION = "Out of memory.";
    UNBOUND_LOCAL_ERROR: "UnboundLocalError" < NAME_ERROR = "A local variable is read before anything was assigned to it.";
    BLOCKING_IO_ERROR: "BlockingIOError" < OS_ERROR = "An operation that must not wait would have to.";
    CHILD_PROCESS_ERROR: "ChildProcessError" < OS_ERROR = "Child process error.";
    CONNECTION_ERROR: "ConnectionError" < OS_ERROR = "Connection error.";
    BROKEN_PIPE_ERROR: "BrokenPipeError" < CONNECTION_ERROR = "Broken pipe.";
    CONNECTION_ABORTED_ERROR: "ConnectionAbortedError" < CONNECTION_ERROR = "Connection aborted.";
    CONNECTION_REFUSED_ERROR: "ConnectionRefusedError" < CONNECTION_ERROR = "Connection refused.";
    CONNECTION_RESET_ERROR: "ConnectionResetError" < CONNECTION_ERROR = "Connection reset.";
    FILE_EXISTS_ERROR: "FileExistsError" < OS_ERROR = "File already exists.";
    FILE_NOT_FOUND_ERROR: "FileNotFoundError" < OS_ERROR = "File not found.";
    INTERRUPTED_ERROR: "InterruptedError" < OS_ERROR = "Interrupted by signal.";
    IS_A_DIRECTORY_ERROR: "IsADirectoryError" < OS_ERROR = "A file is needed where a folder was given.";
    NOT_A_DIRECTORY_ERROR: "NotADirectoryError" < OS_ERROR = "A folder is needed where a file was given.";
    PERMISSION_ERROR: "PermissionError" < OS_ERROR = "Not enough permissions.";
    PROCESS_LOOKUP_ERROR: "ProcessLookupError" < OS_ERROR = "Process not found.";
    TIMEOUT_ERROR: "TimeoutError" < OS_ERROR = "Timeout expired.";
    REFERENCE_ERROR: "ReferenceError" < EXCEPTION = "What a weak proxy stood for is gone.";
    RUNTIME_ERROR: "RuntimeError" < EXCEPTION = "Unspecified run-time error.";
    NOT_IMPLEMENTED_ERROR: "NotImplementedError" < RUNTIME_ERROR =
        "Somebody has left this for others to write.";
    PYTHON_FINALIZATION_ERROR: "PythonFinalizationError" < RUNTIME_ERROR =
        "It is too late for this: the program is ending.";
    RECURSION_ERROR: "RecursionError" < RUNTIME_ERROR = "Recursion limit exceeded.";
    STOP_ASYNC_ITERATION: "StopAsyncIteration" < EXCEPTION = "An asynchronous iterator has no more items.";
    INDENTATION_ERROR: "IndentationError" < SYNTAX_ERROR = "Improper indentation.";
    TAB_ERROR: "TabError" < INDENTATION_ERROR = "Tabs and spaces are mixed so that nobody can tell what is indented how far.";
    INCOMPLETE_INPUT_ERROR: "_IncompleteInputError" < SYNTAX_ERROR = "incomplete input.";
    SYSTEM_ERROR: "SystemError" < EXCEPTION =
        "The VM itself is at fault.";
    TYPE_ERROR: "TypeError" < EXCEPTION = "An object has the wrong type.";
    VALUE_ERROR: "ValueError" < EXCEPTION = "The type is right, the value is not.";
    WARNING: "Warning" < EXCEPTION = "What every category of warnings inherits from.";
    BYTES_WARNING: "BytesWarning" < WARNING = "Bytes are taken for text, or text for bytes.";
    DEPRECATION_WARNING: "DeprecationWarning" < WARNING = "Something is used that is to go away; for programmers.";
    ENCODING_WARNING: "EncodingWarning" < WARNING = "An encoding is used without being named.";
    FUTURE_WARNING: "FutureWarning" < WARNING =
        "Something will mean something else one day.";
    IMPORT_WARNING: "ImportWarning" < WARNING =
        "An import is likely to be a mistake.";
    PENDING_DEPRECATION_WARNING: "PendingDeprecationWarning" < WARNING =
        "Something is used that may go away some day.";
    RESOURCE_WARNING: "ResourceWarning" < WARNING = "Something was not given back.";
    RUNTIME_WARNING: "RuntimeWarning" < WARNING = "A program does something suspicious.";
    SYNTAX_WARNING: "SyntaxWarning" < WARNING = "Source looks like a mistake.";
    UNICODE_WARNING: "UnicodeWarning" < WARNING =
        "Something is wrong with text.";
    USER_WARNING: "UserWarning" < WARNING = "A warning of the program's own.";
}
