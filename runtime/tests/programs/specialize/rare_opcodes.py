"""Instructions that ordinary programs seldom need, each in its plainest form."""


def possibly_unbound(flag):
    if flag:
        x = 1
    try:
        return x
    except UnboundLocalError as error:
        return str(error)


def deletes():
    a = b = 1
    del a

    def inner():
        return b
    del b
    try:
        return inner()
    except NameError as error:
        return str(error)


def class_in_function(x):
    class C:
        y = x
        z = "class " + x
        global g
        g = x
    return C.y, C.z, g


print(possibly_unbound(True), possibly_unbound(False), deletes(), class_in_function("cell"))
y = "global y"


class ClassCell:
    a = y
    y = "class y"
    b = y

    def f(self):
        return __class__, y

    del y
    c = y


print(ClassCell.a, ClassCell.b, ClassCell.c, ClassCell().f())


def class_annotation(kind):
    class K:
        x: kind
        y: int
    return K.__annotations__


print(class_annotation(str))


def merge(a, **k): return a, k
def extend(*a): return a


d = {"x": 1}
print(merge(1, **d, **{"y": 2}), merge(*[1], **d), extend(*[1], 2, *(3,), *range(2)), {**d, "z": 1, **{"q": 2}},
      [*d, *[1]], {*d, *"x"}, (*d,))
print(-d["x"], +d["x"], ~d["x"], not d, d["x"] is d["x"], d is not None)


def slices(x):
    x[1:3] = "ab"
    x[::2]
    a = x[1:]
    b = x[:1]
    lo, hi = 0, 2
    c = x[lo:hi]
    x[lo:hi] = c[::-1]
    del x[0], x[lo:1]
    return x, a, b, c


print(slices([0, 1, 2, 3, 4]))
name, spec = "v", ">5"
print(f"{name}{name!r}{name!s}{name!a}{name:{spec}}{1.5:.2f}{name=}", t"{name!r:{spec}}{1}".values)


def jumps(x):
    while True:
        if x is None:
            break
        if x is not None and x > 3:
            x = None
        else:
            x += 1
    return x if x is not None else "none"


print(jumps(0))


def super_init():
    class B:
        def __init__(self): self.log = ["B"]

    class C(B):
        def __init__(self):
            super().__init__()
            self.log += [super().__hash__ is not None]
    return C().log


print(super_init())


def generator_cleanup():
    def g():
        try:
            x = yield from inner()
        except ValueError as error:
            x = yield str(error)

    def inner():
        yield 1
        raise ValueError("inner")
    return list(g())


def star_except():
    try:
        raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError as e:
        a = e.exceptions
    except* KeyError as e:
        b = e.exceptions
    return a, b


print(generator_cleanup(), star_except())


def finally_loop():
    for i in range(3):
        try:
            if i == 1:
                continue
            yield i
        finally:
            yield f"f{i}"


print(list(finally_loop()), list(i for i in "xy"))


def match_all(x):
    match x:
        case {"k": [a, *b], **rest}:
            return a, b, rest
        case [1, 2, *_]:
            return "sequence"
        case complex(real=r, imag=i):
            return r, i
        case str() | bytes() as s if len(s) > 1:
            return s
    return None


print(match_all({"k": [1, 2, 3], "z": 0}), match_all([1, 2]), match_all(1 + 2j), match_all("ab"), match_all("a"))
assert match_all([]) is None, "assertions load a common constant"
try:
    assert match_all([]), "fails"
except AssertionError as error:
    print(error)
x: int = 1
del x
try:
    print(x)
except NameError as error:
    print(error)
import sys as system, math
from math import sqrt, pi as PI
print(system.maxsize > 0, sqrt(4), round(PI, 2), math.e > 2, any(i > 2 for i in range(4)), all([1, 2]),
      tuple(i for i in "ab"))
global_in_exec = {}
exec("global q\nq = 1\ndel q\nfor i in [1]: r = i", global_in_exec)
print(sorted(k for k in global_in_exec if k != "__builtins__"))
