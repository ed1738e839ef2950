"""Exception groups and except*."""


def show(error, indent=0):
    if isinstance(error, BaseExceptionGroup):
        print(" " * indent + type(error).__name__, error.message)
        for e in error.exceptions:
            show(e, indent + 2)
    else:
        print(" " * indent + repr(error))


g = ExceptionGroup("top", [ValueError(1), TypeError("t"), ExceptionGroup("nested", [ValueError(2), KeyError("k")])])
print(g, repr(g), g.message, len(g.exceptions), type(BaseExceptionGroup("b", [ValueError()])).__name__,
      type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)
match, rest = g.split(ValueError)
show(match)
show(rest)
show(g.subgroup((TypeError, KeyError)))
print(g.subgroup(OSError), g.split(OSError)[0], g.subgroup(lambda e: isinstance(e, ValueError) and e.args == (2,)),
      g.derive([ValueError(9)]))


def run(error):
    try:
        try:
            raise error
        except* ValueError as e:
            print("values", [repr(x) for x in e.exceptions], e.message)
        except* (TypeError, KeyError) as e:
            print("types and keys", repr(e))
        else:
            print("else")
        finally:
            print("finally")
    except BaseException as left:
        print("left:")
        show(left, 2)


run(g)
run(ValueError("naked"))
run(ExceptionGroup("all others", [OSError("o"), RuntimeError("r")]))
run(ExceptionGroup("mixed", [OSError("o"), ValueError("v")]))
run(KeyboardInterrupt("naked base"))


def no_error():
    try:
        pass
    except* ValueError:
        print("never")
    else:
        print("else ran")
    finally:
        print("finally ran")


no_error()


def raising_in_handlers():
    try:
        raise ExceptionGroup("g", [ValueError("v"), TypeError("t"), OSError("o")])
    except* ValueError as e:
        raise KeyError("new") from e
    except* TypeError:
        raise
    except* OSError as e:
        pass


try:
    raising_in_handlers()
except BaseException as error:
    show(error)
    print([repr(e.__cause__) for e in error.exceptions])


def wraps():
    try:
        raise ValueError("plain")
    except* ValueError as e:
        raise


try:
    wraps()
except BaseException as error:
    show(error)


def loops():
    for i in range(3):
        try:
            raise ExceptionGroup(str(i), [ValueError(i), KeyError(i)])
        except* ValueError:
            seen.append(("v", i))
        except* KeyError as e:
            seen.append(("k", i, e.exceptions[0].args))
    return seen


seen = []
print(loops())


class MyGroup(ExceptionGroup):
    def __new__(cls, message, excs, code):
        self = super().__new__(cls, message, excs)
        self.code = code
        return self

    def derive(self, excs):
        return MyGroup(self.message, excs, self.code)


mine = MyGroup("mine", [ValueError(1), KeyError(2)], 42)
mine.add_note("a note")
m, r = mine.split(KeyError)
print(type(m).__name__, m.code, m.exceptions, r.code, m.__notes__)
for bad in (lambda: ExceptionGroup("m", []), lambda: ExceptionGroup("m", [5]),
            lambda: ExceptionGroup("m", [KeyboardInterrupt()]), lambda: ExceptionGroup(5, [ValueError()]),
            lambda: ExceptionGroup("m"), lambda: g.split(5), lambda: ExceptionGroup("m", ValueError())):
    try:
        print(bad())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
for source in ("try:\n  raise ValueError\nexcept* ExceptionGroup: pass", "try:\n  raise ValueError\nexcept* 5: pass"):
    try:
        exec(source)
    except TypeError as error:
        print(error)
    except BaseException as error:
        print("other", repr(error))
