"""COMPARE_OP, CONTAINS_OP, IS_OP, TO_BOOL and UNARY_NOT, each hot with one type and then met with others."""


def lt(a, b): return a < b
def le(a, b): return a <= b
def eq(a, b): return a == b
def ne(a, b): return a != b
def gt(a, b): return a > b
def ge(a, b): return a >= b
def contains(a, b): return a in b
def lacks(a, b): return a not in b
def branch(x): return "true" if x else "false"
def negated(x): return not x


def warm(f, *args, n=120):
    for _ in range(n):
        r = f(*args)
    return r


def attempt(f, *args):
    try:
        return warm(f, *args)
    except (TypeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"


nan = float("nan")


class Odd:
    def __eq__(self, other): return "eq result"
    def __lt__(self, other): return []
    def __contains__(self, x): return "truthy"
    def __len__(self): return 0
    __hash__ = None


class Bad:
    def __bool__(self): raise ValueError("no truth")
    def __eq__(self, other): return self


pairs = [(1, 2), (2, 2), (2**70, 2**70), (-5, 2**40), (1.5, 2.5), (nan, nan), (1, 1.0), (0.0, -0.0), ("a", "b"),
         ("é", "é"), ("", "a"), ([1], [1, 2]), ((1, 2), (1, 2)), (None, None), (True, 1), (b"a", b"b"), (1, "a"),
         (None, 1), ({1}, {1, 2}), (Odd(), 1), (1, Odd()), (range(2), range(2)), (int, int), (1j, 1j)]
for f in (lt, le, eq, ne, gt, ge):
    for warmup in ((1, 2), (1.5, 2.5), ("a", "b")):
        warm(f, *warmup)
        results = []
        for a, b in pairs:
            try:
                results.append(f(a, b))
            except TypeError as error:
                results.append("T")
        print(f.__name__, *(str(r)[:1] if isinstance(r, bool) else r for r in results))
for f in (contains, lacks):
    for a, b in ((1, {1, 2}), (1, {2}), ("k", {"k": 1}), ("z", {"k": 1}), (1, [1, 2]), (1, (2,)), ("a", "abc"),
                 ("", ""), (1, range(5)), (97, b"abc"), (1, Odd()), (1, frozenset([1])), ([], {1}), ([], {}),
                 (1, "abc"), (1, 5), (nan, {nan}), (1.0, {1}), (True, {1: 0}), (2, iter([1, 2]))):
        print(attempt(f, a, b), end=" ")
    print()
values = [True, False, None, 0, 1, -1, 2**70, 0.0, 0.5, "", "x", [], [0], {}, {1: 1}, set(), (), (0,), b"", object(),
          Odd(), nan, range(0), lambda: 0, int, ..., 0j]
for x in values:
    print(warm(branch, x), warm(negated, x), end="; ")
print()
for x in values:
    branch(True)
    branch([])
    print(branch(x)[0], end="")
print()
for f in (branch, negated):
    print(attempt(f, Bad()), f(1), f(None), f(""))


def conditions(values):
    out = [0] * 6
    for v in values:
        if v:
            out[0] += 1
        if not v:
            out[1] += 1
        if v is None:
            out[2] += 1
        if v is not None:
            out[3] += 1
        while v:
            out[4] += 1
            v = None
        out[5] += 1 if v or v is None else 0
    return out


print(conditions(values * 5), conditions([1] * 100 + [""] * 50 + [None] * 30))


def chained(n):
    count = 0
    for i in range(n):
        if 10 <= i < 50 != i:
            count += 1
        if i == 5 or i > 95 and not i % 2:
            count += 100
    return count


print(chained(100))
d = {i: str(i) for i in range(100)}
s = set(d)
hits = 0
for i in range(200):
    hits += i in d
    hits += i in s
    hits += i not in d and i not in s
    if i == 150:
        d[180] = s.add(190)
print(hits)


class Flip:
    def __init__(self):
        self.n = 0

    def __bool__(self):
        self.n += 1
        if self.n == 150:
            Flip.__bool__ = lambda self: False
        return True


f = Flip()
print([branch(f) for _ in range(155)][145:155])
try:
    print(eq(Bad(), 1) and 1)
except ValueError as error:
    print(error)
