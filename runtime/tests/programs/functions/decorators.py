"""Decorators: of functions, of classes, with arguments, stacked, as classes, evaluated in order."""


def traced(f):
    def wrapper(*args, **kw):
        print("call", f.__name__, args, kw)
        result = f(*args, **kw)
        print("return", result)
        return result
    wrapper.__name__ = f.__name__
    wrapper.__doc__ = f.__doc__
    wrapper.__wrapped__ = f
    return wrapper


@traced
def add(a, b=1):
    """Adds."""
    return a + b


print(add(2), add(2, b=3), add.__name__, add.__doc__, add.__wrapped__(1))


def note(tag):
    print("evaluate", tag)

    def decorate(thing):
        print("apply", tag, thing.__name__)
        return thing
    return decorate


@note("outer")
@note("inner")
def f():
    return "f"


@note("class")
class Decorated:
    @note("method")
    def method(self):
        return "m"


print(f(), Decorated().method())


class Memo:
    def __init__(self, function):
        self.function, self.table, self.hits = function, {}, 0

    def __call__(self, *args):
        if args in self.table:
            self.hits += 1
        else:
            self.table[args] = self.function(*args)
        return self.table[args]

    def __get__(self, instance, owner):
        return self if instance is None else lambda *args: self(instance, *args)


@Memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(60), fib.hits, len(fib.table))


class Grid:
    def __init__(self, n):
        self.n = n

    @Memo
    def paths(self, x, y):
        return 1 if x == self.n or y == self.n else self.paths(x + 1, y) + self.paths(x, y + 1)


print(Grid(8).paths(0, 0), Grid.paths.hits)


def register(table, *, name=None):
    def decorate(function):
        table[name or function.__name__] = function
        return function
    return decorate


table = {}


@register(table)
def one(): return 1


@register(table, name="deux")
def two(): return 2


@(lambda function: table.setdefault("lambda", function))
def three(): return 3


print({k: v() for k, v in table.items()})


def repeat(n):
    return lambda f: lambda *a: [f(*a) for _ in range(n)]


@repeat(2)
@repeat(3)
def hello(x): return x


print(hello("x"))


def add_repr(cls):
    cls.__repr__ = lambda self: f"{cls.__name__}({', '.join(f'{k}={v!r}' for k, v in sorted(vars(self).items()))})"
    return cls


def ordered(cls):
    cls.__gt__ = lambda a, b: b < a
    cls.__le__ = lambda a, b: not b < a
    cls.__ge__ = lambda a, b: not a < b
    return cls


@ordered
@add_repr
class Version:
    def __init__(self, major, minor):
        self.major, self.minor = major, minor

    def __lt__(self, other):
        return (self.major, self.minor) < (other.major, other.minor)


a, b = Version(1, 2), Version(1, 10)
print(a, b, a < b, a > b, a <= b, a >= b, sorted([b, a]))
try:
    @5
    def broken(): pass
except TypeError as error:
    print(error)


class Countdown:
    @staticmethod
    @traced
    def static(x): return x

    @classmethod
    def make(cls, n): return [cls.static(i) for i in range(n)]

    @property
    def value(self): return 42


print(Countdown.make(2), Countdown().value)
