"""Containers and callables made by hand: subscription, calls, iteration, comparison, hashing, formatting."""


class Vector:
    def __init__(self, *parts):
        self.parts = tuple(parts)

    def __repr__(self):
        return f"Vector{self.parts}"

    def __eq__(self, other):
        return self.parts == other.parts if isinstance(other, Vector) else NotImplemented

    def __hash__(self):
        return hash(self.parts)

    def __len__(self):
        return len(self.parts)

    def __getitem__(self, i):
        return Vector(*self.parts[i]) if isinstance(i, slice) else self.parts[i]

    def __iter__(self):
        return iter(self.parts)

    def __reversed__(self):
        return iter(self.parts[::-1])

    def __contains__(self, x):
        return x in self.parts

    def __add__(self, other):
        return Vector(*(a + b for a, b in zip(self, other)))

    def __mul__(self, k):
        return Vector(*(a * k for a in self)) if isinstance(k, (int, float)) else NotImplemented

    __rmul__ = __mul__

    def __matmul__(self, other):
        return sum(a * b for a, b in zip(self, other))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -other

    def __abs__(self):
        return (self @ self) ** 0.5

    def __bool__(self):
        return any(self.parts)

    def __lt__(self, other):
        return abs(self) < abs(other)

    def __format__(self, spec):
        return "(" + ", ".join(format(p, spec) for p in self.parts) + ")"

    def __call__(self, f):
        return Vector(*map(f, self.parts))

    def __index__(self):
        return len(self)

    def __round__(self, n=0):
        return Vector(*(round(p, n) for p in self.parts))


v, w = Vector(3, 4), Vector(1, 2)
print(v + w, v - w, v * 2, 2 * v, v @ w, -v, abs(v), bool(v), bool(Vector(0, 0)), v == Vector(3, 4), v != w, v == 5,
      hash(v) == hash(Vector(3, 4)))
print(len(v), v[0], v[:1], list(v), list(reversed(v)), 4 in v, 9 in v, v < w, v > w, sorted([v, w]), max(v, w),
      f"{v:.1f}", format(v, "03"), v(lambda x: x * x), [9, 8, 7][v])
x, y = v
print(x, y, *v, {v: "key"}[Vector(3, 4)], round(Vector(1.26, 2.71), 1), sum([v, w], Vector(0, 0)))
for bad in (lambda: v * "a", lambda: "a" * Vector(), lambda: v <= w, lambda: v + 5, lambda: v / 2, lambda: v["a"],
            lambda: v[5], lambda: del_item(v)):
    try:
        print(bad())
    except (TypeError, IndexError, NameError) as error:
        print(type(error).__name__, error)


class Sequence:
    """Iterated and searched through __getitem__ alone."""

    def __init__(self, n):
        self.n = n

    def __getitem__(self, i):
        if i >= self.n:
            raise IndexError(i)
        return i * i

    def __len__(self):
        return self.n


s = Sequence(5)
print(list(s), 9 in s, 10 in s, list(reversed(s)), [*s], max(s), tuple(zip(s, s)), list(enumerate(s)), dict.fromkeys(s))


class Store:
    def __init__(self):
        self.items = {}

    def __setitem__(self, k, v):
        self.items[k] = v

    def __getitem__(self, k):
        return self.items[k]

    def __delitem__(self, k):
        del self.items[k]

    def keys(self):
        return self.items.keys()


store = Store()
store["a"] = 1
store["b"] = store["a"] + 1
store["a"] += 10
del store["b"]
print(store.items, dict(store), {**store}, (lambda **kw: kw)(**store))


class Iter:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if not self.n:
            raise StopIteration
        self.n -= 1
        return self.n

    def __length_hint__(self):
        return self.n


print(list(Iter(3)), sum(Iter(4)), [x for x in Iter(2)], next(Iter(1)), 2 in Iter(5), tuple(Iter(2)),
      "".join(map(str, Iter(3))))


class BadIter:
    def __iter__(self):
        return 5


class OnlyNext:
    def __next__(self):
        return 1


class NoIter:
    __iter__ = None
    __contains__ = None
    __hash__ = None


for bad in (lambda: iter(BadIter()), lambda: iter(OnlyNext()), lambda: list(NoIter()), lambda: 1 in NoIter(),
            lambda: {NoIter()}, lambda: 1 in OnlyNext(), lambda: OnlyNext()(), lambda: OnlyNext()[0],
            lambda: len(OnlyNext()),
            lambda: reversed(Iter(2)), lambda: next(BadIter())):
    try:
        print(bad())
    except TypeError as error:
        print(error)


def assign_item(x): x[0] = 1
def del_item(x): del x[0]


for action in (assign_item, del_item):
    try:
        action(OnlyNext())
    except TypeError as error:
        print(error)


class OnInstance:
    pass


o = OnInstance()
o.__len__ = lambda: 5
o.__call__ = lambda: "called"
for action in (lambda: len(o), lambda: o()):
    try:
        print(action())
    except TypeError as error:
        print(error)
