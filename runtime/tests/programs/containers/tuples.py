"""tuple: building, unpacking, comparing, hashing."""

t = (1, "two", 3.0)
print(t, t[0], t[-1], t[1:], t[::-1], len(t), t + (4,), t * 2, 3.0 in t, t.index("two"), t.count(1))
print((), (1,), tuple(), tuple("ab"), tuple([1, 2]), tuple(range(3)), ((),), 1, 2)
a, b, c = t
(d, e), [f, g] = (1, 2), (3, 4)
first, *rest = range(5)
*init, last = "xyz"
head, *middle, tail = (1, 2)
print(a, b, c, d, e, f, g, first, rest, init, last, head, middle, tail)
a, b = b, a
x, y, z = z0, *_ = "pqr"
print(a, b, x, y, z, z0, _)
for i, (j, *k) in enumerate([(1, 2, 3), "ab", [5]]):
    print(i, j, k)
print((1, 2) < (1, 3), (1,) < (1, 0), () < (0,), (1, "a") == (1, "a"), (1, 2) != (2, 1), (1, (2, 3)) == (1, (2, 3)),
      (1, 2) == [1, 2])
print(hash((1, 2)) == hash((1, 2)), hash(()) == hash(tuple()), {(1, 2): "pair"}[1, 2], hash((1, 2)) != hash((2, 1)),
      hash((1.0, True)) == hash((1, 1)))
print(*t, sep="/")
print([*t, *t], (*"ab", *(1, 2)), {*t} == {1, "two", 3.0}, max((1, 2), (1, 3)), sorted([(2, "b"), (1, "z"), (2, "a")]))
for bad in (lambda: t[3], lambda: t["a"], lambda: t + [1], lambda: hash(([],)), lambda: t.index(9), lambda: tuple(5),
            lambda: t < 5, lambda: (1, "a") < (1, 2)):
    try:
        print(bad())
    except (IndexError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
for source in ("a, b = 1,", "a, b = 1, 2, 3", "a, *b, c = [1]", "a, b = 5", "a, b = {}", "a, b = 'xyz'", "t[0] = 1",
               "del t[0]", "a, b = iter([1])", "a, b = (i for i in range(9))"):
    try:
        exec(source)
    except (ValueError, TypeError) as error:
        print(source, "|", type(error).__name__, error)


class Point(tuple):
    def __new__(cls, x, y):
        return super().__new__(cls, (x, y))

    @property
    def x(self):
        return self[0]

    def __add__(self, other):
        return Point(self.x + other.x, self[1] + other[1])

    def __repr__(self):
        return f"Point{tuple(self)}"


p = Point(1, 2) + Point(10, 20)
px, py = p
print(p, p.x, px, py, p == (11, 22), hash(p) == hash((11, 22)), isinstance(p, tuple), p[:1], type(p[:1]), len(p),
      (*p, 5))


def many():
    return 1, 2, *(3, 4)


print(many(), type(many()), (lambda *args: args)(*many()), divmod(17, 5))
same = (1, 2, 3)
print(same[:] is same, tuple(same) is same, same * 1 == same)
