"""Subscription: every specialised container, and every way out of it."""


def get(c, i): return c[i]


def warm(c, i, n=150):
    for _ in range(n):
        r = get(c, i)
    return r


class Getter:
    def __init__(self, base):
        self.base = base

    def __getitem__(self, i):
        if i == "fail":
            raise KeyError("from __getitem__")
        return self.base + i


class List(list):
    def __getitem__(self, i):
        return ("List", i)


class Dict(dict):
    def __missing__(self, key):
        return ("missing", key)


print(warm([1, 2, 3], 1), warm((4, 5, 6), 2), warm("héy", 1), warm("日本", 0), warm({"k": 7}, "k"), warm(Getter(10), 5),
      warm(range(5, 9), 2), warm(b"ab", 0), warm([1, 2, 3], slice(0, 2)), warm(List([1]), 0), warm(Dict(), "x"),
      warm({1: 1}, True))
for c, i in (([1, 2], 0), ((1, 2), 0), ("ab", 0), ({"a": 1}, "a"), (Getter(1), 2), ([5, 6, 7], slice(1, None))):
    warm(c, i)
    for other in (([1, 2, 3], -1), ([1], 5), ([1], -2), ([1], 2**70), ([1], True), ([1], 1.0), ([1], "a"), ((1, 2), -2),
                  ((), 0), ("xyz", -1), ("x", 3), ("", 0), ({}, "k"), ({"k": 1}, "k"), ({1: 2}, 1.0), ({}, []),
                  (Getter(0), 1), (Getter(0), "fail"), (None, 0), (5, 0), (List(), 3), (Dict(a=1), "b"), ("é🐍", 1),
                  ([1, 2, 3], slice(None, None, -1))):
        try:
            r = get(*other)
        except (IndexError, TypeError, KeyError) as error:
            r = f"{type(error).__name__}({error})"
        print(r, end="; ")
    print(get(c, i))


def total(items):
    s = 0
    for i in range(len(items)):
        s += items[i]
    return s


print(total(list(range(100))), total(tuple(range(100))), total(range(100)), total(bytes(range(100))),
      total({i: i for i in range(100)}))


def negative(items, n):
    return [items[-i] for i in range(1, n)]


print(negative([1, 2, 3, 4], 4), negative((1, 2, 3, 4), 4), negative("abcd", 4))


def shrinking(items):
    out = []
    try:
        while True:
            out.append(items[3])
            items.pop()
    except IndexError as error:
        return out, str(error)


print(shrinking(list(range(60)))[0][:3], shrinking(list(range(10))))
g = Getter(100)
for i in range(300):
    if i == 150:
        Getter.__getitem__ = lambda self, i: -i
    if i == 250:
        g.__class__ = type("Other", (Getter,), {"__getitem__": lambda self, i, extra=1: ("other", i, extra)})
    if i in (100, 149, 150, 200, 249, 250, 299):
        print(i, get(g, 1))
    else:
        get(g, 1)
