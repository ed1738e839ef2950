"""User-made numbers: every binary operator, its reflected and in-place form, unary ones and conversions."""

NAMES = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and", "or", "xor", "matmul"]


class Log:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


def make(kind, prefix):
    def method(self, other):
        return f"{self.name}.{kind}({other!r})"
    method.__name__ = f"__{prefix}{kind}__"
    return method


for name in NAMES:
    setattr(Log, f"__{name}__", make(name, ""))
    setattr(Log, f"__r{name}__", make("r" + name, ""))


class InPlace(Log):
    pass


for name in NAMES:
    setattr(InPlace, f"__i{name}__", make("i" + name, ""))

a, b = Log("a"), Log("b")
print(a + b, a - b, a * b, a / b, a // b, a % b, a**b, a << b, a >> b, a & b, a | b, a ^ b, a @ b, sep="\n")
print(1 + a, 1 - a, 1 * a, 1 / a, 1 // a, 1 % a, 1**a, 1 << a, 1 >> a, 1 & a, 1 | a, 1 ^ a, 1 @ a, sep="\n")


def inplace(x):
    y = x; y += 1; print(y)
    y = x; y -= 1; print(y)
    y = x; y *= 1; print(y)
    y = x; y /= 1; print(y)
    y = x; y //= 1; print(y)
    y = x; y %= 1; print(y)
    y = x; y **= 1; print(y)
    y = x; y <<= 1; print(y)
    y = x; y >>= 1; print(y)
    y = x; y &= 1; print(y)
    y = x; y |= 1; print(y)
    y = x; y ^= 1; print(y)
    y = x; y @= 1; print(y)


inplace(Log("plain"))
inplace(InPlace("inplace"))


class Sub(Log):
    def __radd__(self, other):
        return "subclass first"


class Same(Log):
    pass


class Shy:
    def __repr__(self):
        return "Shy()"

    def __add__(self, other):
        return NotImplemented

    def __radd__(self, other):
        return NotImplemented


print(a + Sub("s"), Sub("s") + a, a + Same("same"), Shy() + a, a + Shy())
for bad in (lambda: Shy() + Shy(), lambda: 1 + Shy(), lambda: Shy() - 1, lambda: "a" + 1, lambda: [] + (),
            lambda: None * 2, lambda: {} | [],
            lambda: -Shy(), lambda: ~1.5, lambda: +"", lambda: 1 @ 2, lambda: 2 ** "x", lambda: pow(1, 2, "z"),
            lambda: divmod(1, "a")):
    try:
        print(bad())
    except TypeError as error:
        print(error)


class Unary:
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "invert"
    def __abs__(self): return "abs"
    def __round__(self, n=None): return f"round {n}"
    def __divmod__(self, other): return f"divmod {other}"
    def __rdivmod__(self, other): return f"rdivmod {other}"
    def __pow__(self, other, mod=None): return f"pow {other} {mod}"


u = Unary()
print(-u, +u, ~u, abs(u), round(u), round(u, 2), divmod(u, 3), divmod(3, u), pow(u, 2), pow(u, 2, 5), u**4)
