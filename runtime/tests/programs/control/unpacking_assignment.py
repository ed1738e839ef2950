"""Assignment in every form: chained, augmented, starred, to attributes, items and slices, walrus, del."""


class Trace:
    """Says which operation reached it."""

    def __init__(self, name):
        object.__setattr__(self, "name", name)

    def __getattr__(self, attr):
        print(f"{self.name}.{attr}")
        return 1

    def __setattr__(self, attr, value):
        print(f"{self.name}.{attr} = {value}")

    def __delattr__(self, attr):
        print(f"del {self.name}.{attr}")

    def __getitem__(self, key):
        print(f"{self.name}[{key}]")
        return 10

    def __setitem__(self, key, value):
        print(f"{self.name}[{key}] = {value}")

    def __delitem__(self, key):
        print(f"del {self.name}[{key}]")


def f(x):
    print("f", x)
    return x


t = Trace("t")
t.a = t.b = f(1)
t[f("key")] = f("value")
t.a += f(5)
t["k"] += f(6)
t[1:2] = f(7)
t[1:2] += f(8)
t[f(1):f(2):f(3)] = 9
t.a, t["b"], *t.c = f((1, 2, 3, 4))
(t.x, (t.y, *t.z)) = 1, (2, 3)
del t.a, t["b"], t[1:2], (t.c, [t.d])
a = b = c = []
b.append(1)
print(a, c, a is b)
a, (b, [c, *d]), *e = 1, (2, [3, 4, 5]), 6, 7
print(a, b, c, d, e)
[a, b], c = "xy", "z"
a, b = b, a
a, b, c = c, a, b
print(a, b, c)
i, values = 0, [10, 20, 30]
i, values[i] = 2, "changed at the old or new index"
print(i, values)
x = 5
x += 1; x -= 2; x *= 10; x //= 3; x **= 2; x %= 50; x <<= 3; x >>= 1; x |= 8; x &= 0xFF; x ^= 3
print(x)
x /= 4
print(x)
l = m = [1]
l += [2]
l *= 2
print(m, l is m)
m = m + [3]
print(l is m)
s = "a"
s += "b" * 2
tup = (1,)
tup += (2,)
d = {"a": 1}
d |= {"b": 2}
st = {1}
alias = st
st |= {2}
st -= {1}
st ^= {5}
print(s, tup, d, sorted(alias))
if (n := len("hello")) > 3 and (half := n // 2):
    print(n, half)
while (n := n - 1) > 2:
    print(n, end=" ")
print([y := 3, y * y], (z := 1, 2), z, f"{(w := 4)}", w)


def walrus_scope():
    [inner := i for i in range(3)]
    return inner


print(walrus_scope())
for bad in ("a, b = 1", "a, b = [1]", "a, b = [1, 2, 3]", "a, *b, c = [1]", "(a, b), c = [1, 2]", "*a, = 5",
            "a, b = None", "a, b = {1: 2}", "a, b, *c = 'x'", "undefined += 1", "a.b.c = 1", "5 .x = 1", "[][0] = 1",
            "a = b = undefined", "'abc'[0] = 'x'", "None.x = 1", "del [][0]", "del {}['k']", "f(1).x = 2"):
    try:
        exec(bad)
    except (ValueError, TypeError, NameError, AttributeError, IndexError, KeyError) as error:
        print(bad, "|", type(error).__name__, error)


def many():
    a, b, c = 1, 2, 3
    a, b, c = b, c, a
    (d, e), f = (a, b), c
    [*g] = range(3)
    (h,) = [5]
    p = q = r = 0
    p, q = q + 1, p + 2
    return a, b, c, d, e, f, g, h, p, q, r


print(many())
x: int = 5
y: "undefined annotation"
(z): float = 2.5
t.attr: int = 3
print(x, z)
