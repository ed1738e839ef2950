"""__cause__, __context__, __suppress_context__ and sys.exception()."""

import sys


def show(error, indent=0):
    print(" " * indent + repr(error), "suppressed" if error.__suppress_context__ else "")
    for kind in ("__cause__", "__context__"):
        other = getattr(error, kind)
        if other is not None:
            print(" " * indent + "  " + kind)
            show(other, indent + 4)


def explicit():
    try:
        {}["key"]
    except KeyError as error:
        raise ValueError("explicit") from error


def implicit():
    try:
        {}["key"]
    except KeyError:
        raise ValueError("implicit")


def none():
    try:
        {}["key"]
    except KeyError:
        raise ValueError("none") from None


def from_class():
    raise ValueError("x") from KeyError


def in_finally():
    try:
        raise KeyError("first")
    finally:
        raise TypeError("second")


def three():
    try:
        try:
            raise KeyError(1)
        except KeyError:
            raise ValueError(2)
    except ValueError:
        raise TypeError(3)


def same_again():
    try:
        raise KeyError("a")
    except KeyError as error:
        try:
            raise ValueError("b")
        except ValueError:
            raise error


for f in (explicit, implicit, none, from_class, in_finally, three, same_again):
    print(f.__name__)
    try:
        f()
    except Exception as error:
        show(error, 2)

print(sys.exception(), sys.exc_info())
try:
    raise ValueError("now")
except ValueError as error:
    print(sys.exception() is error, sys.exc_info()[0].__name__, sys.exc_info()[1] is error,
          sys.exc_info()[2] is error.__traceback__)
    try:
        raise KeyError("inner")
    except KeyError as inner:
        print(repr(sys.exception()), inner.__context__ is error)
    print(repr(sys.exception()))
print(sys.exception())


def generator():
    try:
        yield repr(sys.exception())
        raise TypeError("in generator")
    except TypeError as error:
        yield repr(error.__context__)
        yield repr(sys.exception())


g = generator()
try:
    raise ValueError("outside")
except ValueError:
    print(next(g), next(g), repr(sys.exception()))
print(next(g), sys.exception())


def context_of_call():
    try:
        1 / 0
    except ZeroDivisionError:
        return helper()


def helper():
    try:
        int("x")
    except ValueError as error:
        return repr(error.__context__)


print(context_of_call())
cycle = ValueError("cycle")
try:
    try:
        raise cycle
    except ValueError:
        raise cycle
except ValueError as error:
    print(error.__context__)
a, b = KeyError("a"), KeyError("b")
a.__cause__ = b
print(a.__suppress_context__, a.__cause__ is b)
del_result = None
try:
    try:
        raise OSError("unhandled")
    except OSError as name:
        kept = name
        raise RuntimeError from name
except RuntimeError as error:
    print(error.__cause__ is kept, repr(error), error.__traceback__.tb_lineno == error.__traceback__.tb_lineno,
          error.__traceback__.tb_frame.f_code.co_name)


def lines():
    try:
        one = 1
        two = one / 0
    except ZeroDivisionError as error:
        tb = error.__traceback__
        return tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno, tb.tb_next, tb.tb_lasti > 0


print(lines())
