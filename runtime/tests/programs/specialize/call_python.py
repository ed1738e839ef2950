"""CALL and CALL_KW of Python functions, bound methods and classes, while they change."""


def f(a, b=10): return a, b
def g(*args, **kw): return args, kw


class C:
    def __init__(self, v=0):
        self.v = v

    def m(self, a, b=2):
        return self.v, a, b

    def __call__(self, x):
        return "called", x


def one(fn): return fn(1)
def two(fn): return fn(1, 2)
def keyword(fn): return fn(1, b=3)
def star(fn): return fn(*(1, 2))
def both(fn): return fn(*(1,), **{"b": 5})


def warm(caller, fn, n=150):
    for _ in range(n):
        r = caller(fn)
    return r


def attempt(caller, fn):
    try:
        r = warm(caller, fn)
        return r.v if isinstance(r, C) else r
    except (TypeError, AttributeError) as error:
        return f"{type(error).__name__}: {error}"


c = C(7)
targets = [f, g, c.m, C.m, C, c, lambda a, b=0: (a, b), int, str, max, min, "text".startswith, [].append, type, f, 5]
for caller in (one, two, keyword, star, both):
    for target in targets:
        print(attempt(caller, target), end="; ")
    print()
warm(one, f)
f.__defaults__ = (20,)
print(one(f))
f.__defaults__ = None
print(attempt(one, f), two(f))
f.__code__ = (lambda a, b: ("new code", a, b)).__code__
print(two(f), attempt(one, f))
f.__code__ = (lambda *a: ("star", a)).__code__
print(two(f), one(f))
warm(one, C)
C.__init__ = lambda self, v: setattr(self, "v", ("new init", v))
print(one(C).v)
C.__new__ = lambda cls, *a: "not an instance"
print(one(C))
del C.__new__
print(attempt(one, C))


def recursive(n):
    return n if n < 2 else recursive(n - 1) + recursive(n - 2)


print(recursive(16))
plain = recursive


def recursive(n):
    return "redefined"


print(recursive(1))
try:
    print(plain(3))
except TypeError as error:
    print(error)


def polymorphic(fs):
    out = 0
    for _ in range(100):
        for fn in fs:
            out += fn(1)
    return out


class Adder:
    def __init__(self, n):
        self.n = n

    def __call__(self, x):
        return x + self.n

    def add(self, x):
        return x + self.n * 10


print(polymorphic([lambda x: x, Adder(1), Adder(2).add, int, abs, (lambda k: lambda x: k * x)(3), float, hash]))


def defaults_mutating(x, seen=[]):
    seen.append(x)
    return len(seen)


print(warm(lambda fn: fn(1), defaults_mutating))


def generator_call(n): yield from range(n)
async def coroutine_call(): pass


print(type(warm(lambda fn: fn(3), generator_call)).__name__, warm(lambda fn: sum(fn(3)), generator_call))
x = warm(lambda fn: fn().close(), coroutine_call)


class Lazy:
    def __init__(self):
        self.method = lambda: "instance"

    def other(self):
        return "method"


def mixed(o): return o.method(), o.other()


l = Lazy()
print(warm(mixed, l))
l.other = lambda: "now instance"
print(mixed(l), warm(mixed, l))
Lazy.method = lambda self: "class"
del l.method
print(mixed(l))


def cells(n):
    def inner(x):
        return x + n
    return sum(inner(i) for i in range(100))


def kwonly(a, *, b=1, **rest): return a, b, rest
def many(a, b, c, d, e, f, g, h): return a + b + c + d + e + f + g + h


print(cells(5), warm(lambda fn: fn(1, b=2, z=3), kwonly), warm(lambda fn: fn(1, 2, 3, 4, 5, 6, 7, 8), many),
      warm(lambda fn: fn(h=1, g=2, f=3, e=4, d=5, c=6, b=7, a=8), many))
