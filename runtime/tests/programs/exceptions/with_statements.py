"""with: entering, leaving, suppressing, several managers, errors in the managers."""


class Manager:
    def __init__(self, name, swallow=(), fail=""):
        self.name, self.swallow, self.fail = name, swallow, fail

    def __enter__(self):
        print("enter", self.name)
        if self.fail == "enter":
            raise RuntimeError("enter failed")
        return self.name.upper()

    def __exit__(self, kind, error, tb):
        print("exit", self.name, kind and kind.__name__, error, tb is not None)
        if self.fail == "exit":
            raise RuntimeError("exit failed")
        return kind is not None and issubclass(kind, self.swallow) if self.swallow else None


with Manager("plain") as name:
    print("body", name)
with Manager("swallows", ValueError):
    raise ValueError("gone")
try:
    with Manager("passes", KeyError):
        raise ValueError("through")
except ValueError as error:
    print("caught", error)
with Manager("a") as x, Manager("b") as y, Manager("c"):
    print(x, y)
with (
    Manager("parens", Exception) as p,
    Manager("second"),
):
    raise KeyError("in the middle")
try:
    with Manager("outer"), Manager("inner", fail="enter"):
        print("never")
except RuntimeError as error:
    print(error)
try:
    with Manager("outer"), Manager("inner", fail="exit"):
        raise ValueError("body")
except RuntimeError as error:
    print(error, repr(error.__context__))


def leaving(how):
    for i in range(3):
        with Manager(f"{how}{i}"):
            if how == "return":
                return "returned"
            if how == "break":
                break
            if how == "continue":
                continue
            print("end of body")
    return "end"


print([leaving(how) for how in ("return", "break", "continue", "")])
with Manager("tuple") as (first, *rest):
    print(first, rest)
holder = {}
with Manager("item") as holder["key"]:
    pass
print(holder)


def generator():
    with Manager("in generator"):
        yield 1
        yield 2


g = generator()
print(next(g))
g.close()
g = generator()
next(g)
try:
    g.throw(ValueError("thrown"))
except ValueError as error:
    print("back", error)


class NoEnter:
    def __exit__(self, *a): pass


class NoExit:
    def __enter__(self): pass


class OnInstance:
    pass


on_instance = OnInstance()
on_instance.__enter__ = on_instance.__exit__ = lambda *a: None
for thing in (NoEnter(), NoExit(), 5, on_instance):
    try:
        with thing:
            pass
    except TypeError as error:
        print(error)


class Truthy:
    def __enter__(self): return self
    def __exit__(self, *a): return [1]


class BadTruth:
    def __bool__(self): raise ValueError("no truth")


class ReturnsBad:
    def __enter__(self): pass
    def __exit__(self, *a): return BadTruth()


with Truthy():
    raise KeyError
with ReturnsBad():
    pass
try:
    with ReturnsBad():
        raise KeyError("k")
except ValueError as error:
    print(error, repr(error.__context__))


class Stack:
    """A stack of callbacks, as a manager."""

    def __init__(self):
        self.callbacks = []

    def push(self, f, *args):
        self.callbacks.append((f, args))

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        while self.callbacks:
            f, args = self.callbacks.pop()
            f(*args)


with Stack() as s:
    s.push(print, "first pushed")
    s.push(print, "second pushed")


def manager(function):
    class FromGenerator:
        def __init__(self, *args):
            self.gen = function(*args)

        def __enter__(self):
            return next(self.gen)

        def __exit__(self, kind, error, tb):
            if kind is None:
                try:
                    next(self.gen)
                except StopIteration:
                    return False
                raise RuntimeError("did not stop")
            try:
                self.gen.throw(error)
            except StopIteration:
                return True
            except BaseException as raised:
                if raised is not error:
                    raise
                return False
            raise RuntimeError("did not stop after throw")
    return FromGenerator


@manager
def tag(name, quiet=False):
    print(f"<{name}>")
    try:
        yield name
    except ZeroDivisionError:
        if not quiet:
            raise
        print("quietened")
    finally:
        print(f"</{name}>")


with tag("a") as name, tag("b"):
    print(name)
with tag("c", True):
    1 / 0
try:
    with tag("d"):
        1 / 0
except ZeroDivisionError as error:
    print(error)
