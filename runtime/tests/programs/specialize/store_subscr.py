"""Storing and deleting by subscript; slices as targets."""


def put(c, i, v): c[i] = v
def drop(c, i): del c[i]


def warm(c, i, n=150):
    for k in range(n):
        put(c, i, k)
    return c


class Log:
    def __init__(self):
        self.log = []

    def __setitem__(self, k, v):
        self.log.append((k, v))


class List(list):
    def __setitem__(self, i, v):
        super().__setitem__(i, ("wrapped", v))


print(warm([1, 2, 3], 1), warm({}, "k"), warm(bytearray(3), 1), warm(List([0, 0]), 1), len(warm(Log(), "a").log),
      warm({1: 0}, True), warm([1, 2], -1))
for c, i in (([1, 2], 0), ({"a": 1}, "a")):
    warm(c, i)
    for other in (([1, 2], -1), ([1], 1), ([], 0), ([1], -2), ([1], 2**70), ([1], "a"), ([1, 2], True), ({}, []),
                  ({}, 1.5), ((1,), 0), ("a", 0), (None, 0), (Log(), 5), (bytearray(b"ab"), 1), (bytearray(1), 5)):
        try:
            put(*other, 9)
            r = other[0] if not isinstance(other[0], Log) else other[0].log
        except (IndexError, TypeError, KeyError) as error:
            r = f"{type(error).__name__}({error})"
        print(r, end="; ")
    put(c, i, "last")
    print(c)
for c, i in (([1, 2, 3], 0), ({"a": 1, "b": 2}, "a"), ([1, 2, 3, 4], slice(1, 3)), (bytearray(b"abc"), 1)):
    drop(c, i)
    print(c, end=" ")
for c, i in (([], 0), ({}, "k"), ((1,), 0), ("a", 0), (5, 0), (Log(), 1), ([1], "x")):
    try:
        drop(c, i)
    except (IndexError, TypeError, KeyError, AttributeError) as error:
        print(type(error).__name__, error)


def slices(items, lo, hi):
    items[lo:hi] = [lo, hi]
    return items[lo:hi], items[:lo], items[hi:]


for _ in range(100):
    r = slices(list(range(6)), 1, 4)
print(r, slices([], 0, 0), slices([1], -1, None), slices(bytearray(b"abcdef"), 2, 3))
for bad in ((1, 2), (0, 1)), ("text", 0, 1), ([1], "a", "b"), ({}, 1, 2):
    try:
        print(slices(*bad) if len(bad) == 3 else slices(bad[0], *bad[1]))
    except (TypeError, KeyError) as error:
        print(type(error).__name__, error)


def histogram(text):
    counts = {}
    for c in text:
        if c in counts:
            counts[c] += 1
        else:
            counts[c] = 1
    return counts


print(histogram("mississippi" * 20), histogram(b"aab"), histogram([1, 1.0, True, "1"]))


def bubble(items):
    for i in range(len(items)):
        for j in range(len(items) - 1 - i):
            if items[j] > items[j + 1]:
                items[j], items[j + 1] = items[j + 1], items[j]
    return items


print(bubble([5, 2, 9, 1, 7, 3] * 4), bubble(list("hello")), bubble([2.5, 1, True]))
grid = [[0] * 8 for _ in range(8)]
for i in range(8):
    for j in range(8):
        grid[i][j] = i * j
        grid[j][i] += 1
print(grid[7], sum(map(sum, grid)))
replaced = [0] * 5


class Dies:
    def __init__(self, i):
        self.i = i

    def __del__(self):
        died.append(self.i)


died = []
for i in range(20):
    replaced[i % 5] = Dies(i)
print(died, len(replaced))
