"""range and slice objects."""

for r in (range(5), range(2, 8), range(0, 10, 3), range(10, 0, -3), range(0), range(5, 2), range(-3, 3),
          range(10**20, 10**20 + 3), range(0, -10, -4)):
    print(r, list(r), len(r), r[:2], r[::-1], list(reversed(r)), bool(r), 4 in r, r.start, r.stop, r.step)
r = range(0, 100, 7)
print(r[3], r[-1], r[2:5], r[::2], 21 in r, 22 in r, 21.0 in r, "a" in r, r.index(21), r.count(21), r.count(5), sum(r),
      max(r), min(r))
print(range(0) == range(2, 1), range(0, 3, 2) == range(0, 4, 2), range(3) == [0, 1, 2],
      hash(range(0, 3, 2)) == hash(range(0, 4, 2)), {range(3): 1}[range(3)])
for bad in (lambda: range(1, 2, 0), lambda: range(1.5), lambda: range("a"), lambda: range(), lambda: r[100],
            lambda: r.index(5), lambda: range(3) + range(2), lambda: len(range(10**30)), lambda: r["a"],
            lambda: range(1, 2, 3, 4), lambda: range(3) < range(4)):
    try:
        print(bad())
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        print(type(error).__name__, error)
s = slice(1, 10, 2)
print(s, slice(5), slice(None), s.start, s.stop, s.step, s.indices(6), slice(None, None, -1).indices(5),
      slice(-3, None).indices(10), s == slice(1, 10, 2), slice(1) < slice(2))
print("abcdefghij"[s], list(range(20))[s], (0, 1, 2, 3)[slice(-2, None)], hash(slice(1, 2)) == hash(slice(1, 2)))


class Shows:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)


x = Shows()
print(x[1], x[1:2], x[1:2:3], x[:], x[::], x[1:, 2], x[...], x[1, 2], x[()], x["a":"b"], x[-1], x[::-1, :5])
x[1:2] = 3
x[:] = 4
x[1, 2:3] = 5
x[...] = 6
del x[1:2], x[::2], x[0, 1]
lo, hi = 1, 3
x[lo:hi] = 7
print(x[lo:hi], x[lo:], x[:hi], [0, 1, 2, 3][lo:hi], "abcd"[lo:hi], (0, 1, 2, 3)[:hi])


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        print("index", self.n)
        return self.n


numbers = list(range(10))
print(numbers[Index(2)], numbers[Index(1):Index(8):Index(3)], range(Index(3)), "abc"[Index(-1)])
try:
    numbers["a":"b"]
except TypeError as error:
    print(error)
print(numbers[10**30:], numbers[:-10**30], numbers[-10**30:2], [n for n in range(10**18, 10**18 + 2)])
total = 0
for i in range(3):
    for j in range(i, -1, -1):
        total += i * j
    i = 100
print(total, i, [i for i in range(3)], i)
