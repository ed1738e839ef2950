"""BINARY_OP and += on text: growing in place, sharing, other types at the same place."""


def add(a, b): return a + b


def warm(a, b, n=200):
    for _ in range(n):
        r = add(a, b)
    return r


print(warm("a", "b"), warm("é", "日"), warm("", "🐍"), warm("x", ""), warm(1, 2), warm("a", "b"), warm([1], [2]),
      warm(b"a", b"b"))


def grow(n):
    s = ""
    for i in range(n):
        s += chr(97 + i % 26)
    return s


def grow_shared(n):
    s, kept = "", []
    for i in range(n):
        kept.append(s)
        s += str(i)
    return s, kept[5], kept[-1] + str(n - 1) == s


def grow_wide(n):
    s = "start"
    for i in range(n):
        s += "é" if i == 50 else "日" if i == 100 else "🐍" if i == 150 else "x"
    return s.count("x"), len(s), [c for c in s if c > "z"]


def grow_then_int(values):
    acc = values[0]
    for v in values[1:]:
        acc += v
    return acc


print(grow(60), grow_shared(30), grow_wide(200))
print(grow_then_int(["a"] * 100), grow_then_int([1] * 100), grow_then_int([[1]] * 3), grow_then_int(["x"] * 100))
for bad in (("a", 1), (1, "a"), ("a", b"b"), ("a", None)):
    try:
        add(*bad)
    except TypeError as error:
        print(error)


class Str(str):
    def __add__(self, other):
        return "Str.__add__"

    def __radd__(self, other):
        return "Str.__radd__"


print(warm(Str("a"), "b"), warm("a", Str("b")), warm("a", "b"))


class Holder:
    text = ""


def attribute(n):
    h = Holder()
    for i in range(n):
        h.text += "ab"
    return h.text, Holder.text


def closure(n):
    s = ""

    def step():
        nonlocal s
        s += "c"
    for _ in range(n):
        step()
    return s


total = ""
for i in range(50):
    total += "g"
print(attribute(20), closure(20), total)


def swapped(n):
    a = b = "q"
    for _ in range(n):
        a += b
        a, b = b, a
    return len(a), len(b)


print(swapped(15), "%s" % add("p", "q"), add("a" * 1000, "b")[-2:])
d = {}
key = ""
for i in range(100):
    key += "k"
    d[key] = i
print(len(d), d["k" * 50], "k" * 101 in d)
