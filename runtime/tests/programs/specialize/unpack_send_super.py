"""UNPACK_SEQUENCE, SEND and super() attributes, hot and then otherwise."""


def two(x):
    a, b = x
    return b, a


def three(x):
    a, b, c = x
    return a, b, c


def starred(x):
    a, *b = x
    return a, b


def warm(f, *args, n=150):
    for _ in range(n):
        r = f(*args)
    return r


def attempt(f, *args):
    try:
        return warm(f, *args)
    except (TypeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"


class Pair:
    def __iter__(self):
        yield 1
        yield 2


class Tuple(tuple):
    def __iter__(self):
        return iter("xyz")


for f in (two, three, starred):
    for x in ((1, 2), [1, 2], "ab", (1, 2, 3), [1, 2, 3], {1: 0, 2: 0}, Pair(), range(2), (), [], (1,), 5, None,
              Tuple((1, 2)), iter((1, 2)), b"abc", [[1], [2]]):
        print(attempt(f, x), end="; ")
    print(f((1, 2, 3)) if f is three else f((1, 2)))


def swap(n):
    a, b, c = 1, 2, 3
    for _ in range(n):
        a, b = b, a
        a, b, c = c, a, b
    return a, b, c


print(swap(100), swap(101), [k + v for k, v in {"a": "b"}.items()], sum(a * b for a, b in zip(range(100), range(100))),
      [i + x for i, x in enumerate([5, 6])])


def inner(n):
    total = 0
    for i in range(n):
        x = yield i
        total += x or 0
    return total


def outer(it):
    result = yield from it
    return "outer", result


class Iterator:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        self.n -= 1
        if self.n < 0:
            raise StopIteration("from an iterator")
        return self.n


def exhaust(g, send=None):
    values = []
    try:
        values.append(next(g))
        while True:
            values.append(g.send(send))
    except StopIteration as stop:
        return sum(values), stop.value


for _ in range(60):
    results = [exhaust(outer(inner(50)), 2), exhaust(outer(Iterator(5))), exhaust(outer([1, 2, 3])),
               exhaust(outer(outer(inner(3))), 1), exhaust(outer(range(4)))]
print(results)


class Suspend:
    def __await__(self):
        x = yield "suspended"
        return x


async def leaf(): return await Suspend()
async def loop(n): return [await leaf() for _ in range(n)]


c = loop(100)
c.send(None)
try:
    while True:
        c.send(5)
except StopIteration as stop:
    print(sum(stop.value))


class Base:
    attr = "base attr"

    def method(self, x=1):
        return ("base", x)


class Child(Base):
    attr = "child attr"

    def method(self, x=2):
        return super().method(x), super().attr

    def attribute(self):
        m = super().method
        return m(5), super().attr

    @classmethod
    def make(cls):
        return super().attr


class Grand(Child):
    def method(self, x=3):
        return super().method(x), super(Child, self).method(x)


c, g = Child(), Grand()
print(warm(c.method), warm(c.attribute), warm(Child.make), warm(g.method))
Base.method = lambda self, x: ("replaced", x)
Base.attr = property(lambda self: "a property now")
print(c.method(), c.attribute(), g.method())
Base.method = staticmethod(lambda x: ("static", x))
print(c.method(), warm(c.method))


class Other(Base):
    def method(self, x):
        return "inserted"

    attr = "inserted attr"


Child.__bases__ = (Other,)
print(c.method(), c.attribute(), g.method())
del Other.method
print(c.method())


def not_super(n):
    out = []

    class K(Base):
        def method(self):
            return super().attr

    k = K()
    for i in range(n):
        if i == n // 2:
            global super
            super = lambda: type("Fake", (), {"attr": "fake"})
        out.append(k.method())
    del super
    return out[0], out[-1]


print(not_super(200))
