"""The hierarchy of exceptions, their attributes, reprs and pickling-like protocol."""

classes = [BaseException, Exception, ArithmeticError, AssertionError, AttributeError, BufferError, EOFError,
           FloatingPointError, GeneratorExit, ImportError, ModuleNotFoundError, IndexError, KeyError, KeyboardInterrupt,
           LookupError,
           MemoryError, NameError, NotImplementedError, OSError, OverflowError, RecursionError, ReferenceError,
           RuntimeError, StopIteration, StopAsyncIteration, SyntaxError, IndentationError, TabError, SystemError,
           SystemExit, TypeError,
           UnboundLocalError, UnicodeError, UnicodeDecodeError, UnicodeEncodeError, ValueError, ZeroDivisionError,
           Warning, UserWarning, DeprecationWarning, SyntaxWarning, RuntimeWarning, FutureWarning, ImportWarning,
           BytesWarning,
           BlockingIOError, ChildProcessError, ConnectionError, BrokenPipeError, FileExistsError, FileNotFoundError,
           InterruptedError, IsADirectoryError, NotADirectoryError, PermissionError, ProcessLookupError, TimeoutError,
           BaseExceptionGroup, ExceptionGroup, EncodingWarning, PythonFinalizationError]
for c in classes:
    print(c.__name__, "<", " < ".join(b.__name__ for b in c.__mro__[1:-1]))
print(IOError is OSError, EnvironmentError is OSError)
for e in (ValueError(), ValueError("one"), ValueError("a", 2), KeyError("k"), KeyError(), KeyError(1, 2),
          Exception(None), StopIteration(5), SystemExit(), SystemExit(3), OSError(2, "gone"),
          OSError(2, "gone", "file.txt"), OSError("one"),
          UnicodeDecodeError("utf-8", b"x\xff", 1, 2, "bad"), UnicodeEncodeError("ascii", "é", 0, 1, "range"),
          ImportError("no", name="mod", path="p"), NameError("n", name="x"), AttributeError("a", name="b", obj=5),
          IndexError("i")):
    print(repr(e), "|", str(e), "|", e.args)
e = OSError(2, "gone", "file.txt", None, "other")
print(type(e).__name__, e.errno, e.strerror, e.filename, e.filename2, type(OSError(13, "x")).__name__,
      type(OSError(17, "x")).__name__, type(OSError(9999, "x")).__name__)
print(StopIteration(5).value, StopIteration().value, SystemExit(3).code, SystemExit("a", "b").code,
      ImportError("m", name="n").name, UnicodeDecodeError("u", b"abc", 1, 2, "r").object)
for bad in (lambda: UnicodeDecodeError("x"), lambda: ImportError(bad=1), lambda: ValueError(x=1),
            lambda: NameError(foo=2), lambda: KeyError().nope):
    try:
        print(bad())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)


class AppError(Exception):
    """With arguments of its own."""

    def __init__(self, code, *details):
        super().__init__(f"error {code}")
        self.code, self.details = code, details

    def __str__(self):
        return f"[{self.code}] {super().__str__()} {self.details}"


class Sub(AppError, ValueError):
    pass


try:
    raise Sub(7, "x", "y")
except ValueError as error:
    print(error, repr(error), error.args, error.code, isinstance(error, AppError), Sub.__mro__[1].__name__)
e = ValueError("text")
e.custom = 1
e.args = ("changed", 2)
print(e, vars(e), e == ValueError("text"), e.__cause__, e.__context__, e.__suppress_context__, e.__traceback__)
e.add_note("first note")
e.add_note("second")
print(e.__notes__)
for bad in (lambda: e.add_note(5), lambda: setattr(e, "args", 5), lambda: setattr(e, "__cause__", 5),
            lambda: setattr(e, "__traceback__", 5), lambda: setattr(e, "__context__", "x")):
    try:
        bad()
    except TypeError as error:
        print(error)
print(e.with_traceback(None) is e, Exception.__new__(ValueError, 1, 2).args, BaseException.__repr__(e))
s = SyntaxError("msg", ("file.py", 3, 5, "the text", 3, 8))
print(s.msg, s.filename, s.lineno, s.offset, s.text, s.end_lineno, s.end_offset, s, repr(s))


class WithNew(Exception):
    def __new__(cls, *args):
        self = super().__new__(cls, *args)
        self.made = True
        return self


print(WithNew(1).made, WithNew(1, 2).args, ValueError.__doc__ is not None, callable(ValueError),
      {ValueError: 1}[ValueError])
